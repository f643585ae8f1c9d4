//! `link-to-retired`: a document in force that relies on one that is not.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::say;
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
    what: "A document that is kept current links to a retired one, or names it in a key other than `replaces`, and not also the document that took its place. Records are left alone: they tell of the time they were made.",
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
    let pointed_at = pointed_at(context);
    let mut tell = |from: DocIx, document: &Document, to: DocIx, span: Span, field: Option<&str>| {
        let retired = aims.document(to);
        if !retired.is_retired() {
            return;
        }
        let after = successors.get(&to).map_or(&[][..], Vec::as_slice);
        // A document may speak of the one it takes the place of; and who names the successor too knows what holds.
        let succeeds = |ix: &DocIx| after.binary_search(ix).is_ok();
        if succeeds(&from) || pointed_at.get(&from).is_some_and(|named| named.iter().any(succeeds)) {
            return;
        }
        let help = match after {
            [] => say!("Link to what holds now, or take the link out.").to_owned(),
            after => say!("Its place was taken by {documents}: link there.", documents = context.ids(after)),
        };
        let id = &retired.id;
        let message = match field {
            Some(field) => say!("`{field}` names {id}, which is retired", field, id),
            None => say!("the link leads to {id}, which is retired", id),
        };
        report.document(document, span, message, help);
    };
    for (ix, document) in context.living().filter(|(_, document)| document.is_kept_current()) {
        for (link, target) in document.body.links.iter().zip(&aims.links[ix.index()]) {
            if let Ok(Target::Document(to, _)) = target {
                tell(ix, document, *to, link.span, None);
            }
        }
    }
    for reference in aims.references.iter().filter(|reference| reference.field != "replaces") {
        let document = aims.document(reference.from);
        if let Some(to) = reference.to.filter(|_| !document.is_retired() && document.is_kept_current()) {
            tell(reference.from, document, to, reference.span, Some(&reference.field));
        }
    }
}

/// What each document points at, from its text or its front matter.
fn pointed_at(context: &Context<'_>) -> BTreeMap<DocIx, BTreeSet<DocIx>> {
    let aims = context.aims;
    let mut pointed_at: BTreeMap<DocIx, BTreeSet<DocIx>> = BTreeMap::new();
    for (from, _) in aims.iter() {
        let targets = aims.links[from.index()].iter().flatten().filter_map(|target| match target {
            Target::Document(to, _) => Some(*to),
            _ => None,
        });
        let named = aims.references_of(from).iter().filter_map(|reference| reference.to);
        pointed_at.insert(from, targets.chain(named).collect());
    }
    pointed_at
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
    fn who_names_the_successor_too_knows_what_holds() {
        let linked = procedure("procedure").replace("See", "[[POL-002]] took the place of");
        let named = procedure("procedure").replace("[POL-001]", "[POL-001, POL-002]");
        let other = procedure("procedure").replace("See", "[[PRO-001]]");
        let told = |text: &str| only("link-to-retired", &[("aims.toml", ""), ("a.md", text), OLD, NEW]).len();
        assert_eq!((told(&linked), told(&named), told(&other)), (0, 0, 2));
        let retired = NEW.1.replace("kind:", "status: retired\nkind:");
        let files = [("aims.toml", ""), ("a.md", &*linked), OLD, ("new.md", &*retired)];
        assert_eq!(only("link-to-retired", &files).len(), 3, "a successor that is retired itself is none");
    }

    #[test]
    fn records_retired_documents_and_successors_may_name_what_is_retired() {
        let retired = procedure("procedure").replace("kind:", "status: retired\nkind:");
        let files = [("aims.toml", ""), ("a.md", &*procedure("record")), ("b.md", &retired), OLD, NEW];
        assert!(only("link-to-retired", &files).is_empty());
    }
}
