//! `link-to-retired`: a document in force that relies on one that is not.

use std::collections::BTreeMap;

use crate::check::{Context, Report, Rule};
use crate::diag::{Level, Span};
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::links::Target;

pub(super) static RULE: Rule = Rule {
    code: "AIMS215",
    name: "link-to-retired",
    level: Level::Note,
    clock: false,
    what: "A document that is kept current links to a retired one, or names it in a key other than `replaces`. Records are left alone: they tell of the time they were made.",
    why: "Obsolete documents must not be used by mistake (clause 7.5.3). Who follows the link reads what no longer holds.",
    fix: "Link to the document that took its place. What is worth keeping of the old one belongs into the new one.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let aims = context.aims;
    let mut successors: BTreeMap<DocIx, Vec<DocIx>> = BTreeMap::new();
    for reference in aims.references.iter().filter(|reference| reference.field == "replaces") {
        if let Some(to) = reference.to.filter(|to| *to != reference.from && !aims.document(reference.from).is_retired())
        {
            successors.entry(to).or_default().push(reference.from);
        }
    }
    let mut tell = |from: DocIx, document: &Document, to: DocIx, span: Span, how: String| {
        let retired = aims.document(to);
        let after = successors.get(&to).map_or(&[][..], Vec::as_slice);
        // A document may speak of the one it takes the place of.
        if !retired.is_retired() || after.contains(&from) {
            return;
        }
        let help = match after {
            [] => "Link to what holds now, or take the link out.".to_owned(),
            after => format!("Its place was taken by {}: link there.", context.ids(after)),
        };
        report.document(document, span, format!("{how} {}, which is retired", retired.id), help);
    };
    for (ix, document) in context.living().filter(|(_, document)| document.is_kept_current()) {
        for (link, target) in document.body.links.iter().zip(&aims.links[ix.index()]) {
            if let Ok(Target::Document(to, _)) = target {
                tell(ix, document, *to, link.span, "the link leads to".to_owned());
            }
        }
    }
    for reference in aims.references.iter().filter(|reference| reference.field != "replaces") {
        let document = aims.document(reference.from);
        if let Some(to) = reference.to.filter(|_| !document.is_retired() && document.is_kept_current()) {
            tell(reference.from, document, to, reference.span, format!("`{}` names", reference.field));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{check, only};

    const OLD: (&str, &str) = ("old.md", "---\nid: POL-001\ntitle: T\nkind: policy\nstatus: retired\n---\n");
    const NEW: (&str, &str) =
        ("new.md", "---\nid: POL-002\ntitle: T\nkind: policy\nreplaces: [POL-001]\n---\nAfter [[POL-001]].\n");

    fn procedure(kind: &str) -> String {
        format!("---\nid: PRO-001\ntitle: T\nkind: {kind}\nimplements: [POL-001]\n---\nSee [x](old.md).\n")
    }

    #[test]
    fn links_and_references_are_told_at_their_place() {
        let files = [("aims.toml", ""), ("a.md", &*procedure("procedure")), OLD, NEW];
        assert_eq!(
            only("link-to-retired", &files),
            [
                "a.md:5:14 `implements` names POL-001, which is retired",
                "a.md:7:5 the link leads to POL-001, which is retired"
            ]
        );
    }

    #[test]
    fn the_successor_is_named() {
        let help = |files: &[(&str, &str)]| {
            let (found, _) = check(files);
            found.into_iter().find(|finding| finding.name == "link-to-retired").and_then(|finding| finding.help)
        };
        let text = procedure("procedure");
        let text = ("a.md", text.as_str());
        assert_eq!(
            help(&[("aims.toml", ""), text, OLD, NEW]).as_deref(),
            Some("Its place was taken by POL-002: link there.")
        );
        assert_eq!(
            help(&[("aims.toml", ""), text, OLD]).as_deref(),
            Some("Link to what holds now, or take the link out.")
        );
    }

    #[test]
    fn records_retired_documents_and_successors_may_name_what_is_retired() {
        let retired = procedure("procedure").replace("kind:", "status: retired\nkind:");
        let files = [("aims.toml", ""), ("a.md", &*procedure("record")), ("b.md", &retired), OLD, NEW];
        assert!(only("link-to-retired", &files).is_empty());
    }
}
