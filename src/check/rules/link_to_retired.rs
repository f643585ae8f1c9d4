//! `link-to-retired`: a document in force that relies on one that is not.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{plural, say};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::{Level, Span};
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::fields::Row;
use crate::model::links::Target;

pub(super) static RULE: Rule = Rule {
    code: "AIMS215",
    name: "link-to-retired",
    level: Level::Note,
    clock: false,
    what: "A document that is kept current links to a retired one, or names it in a key other than `replaces`, and not also the document that took its place. Records are left alone, and rows of what is done, closed or dropped: they tell of the time they were made. But a record that is `evidence-for` what nothing took the place of, and serves nothing else, is told: it is evidence of nothing any more. Where nothing took its place and it is named in more than five places, that is told once, at itself.",
    why: "Obsolete documents must not be used by mistake (clause 7.5.3). Who follows the link reads what no longer holds.",
    fix: "Link to the document that took its place. What is worth keeping of the old one belongs into the new one.",
    run,
};

/// Which document names one, where, and under which key.
type Named<'a> = (DocIx, Span, Option<&'a str>);

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
    let mut found: BTreeMap<DocIx, Vec<Named<'_>>> = BTreeMap::new();
    let mut note = |from: DocIx, to: DocIx, span: Span, field| {
        let after = successors.get(&to).map_or(&[][..], Vec::as_slice);
        // A document may speak of the one it takes the place of; and who names the successor too knows what holds.
        let succeeds = |ix: &DocIx| after.binary_search(ix).is_ok();
        let knows = || pointed_at.get(&from).is_some_and(|named| named.iter().any(succeeds));
        if aims.document(to).is_retired() && !succeeds(&from) && !knows() {
            found.entry(to).or_default().push((from, span, field));
        }
    };
    for (ix, document) in context.living().filter(|(_, document)| document.is_kept_current()) {
        for (link, target) in document.body.links.iter().zip(&aims.links[ix.index()]) {
            if let Ok(Target::Document(to, _)) = target {
                note(ix, *to, link.span, None);
            }
        }
    }
    for reference in aims.references.iter().filter(|reference| reference.field != "replaces") {
        let document = aims.document(reference.from);
        // A record that is evidence of nothing else shows nothing any more, and may be all that shows a control at work.
        let is_lost = || reference.field == "evidence-for" && aims.trace.served_by(reference.from).next().is_none();
        let is_asked = !document.is_retired() && (document.is_kept_current() || is_lost());
        let of_now = |to: &DocIx| aims.document(*to).is_retired() && !is_of_its_time(document, reference.span);
        if let Some(to) = reference.to.filter(|to| is_asked && of_now(to)) {
            note(reference.from, to, reference.span, Some(reference.field.as_str()));
        }
    }
    for (to, places) in found {
        let after = successors.get(&to).map_or(&[][..], Vec::as_slice);
        if after.is_empty() && places.len() > MANY {
            all_at_once(context, to, &places, report);
            continue;
        }
        // A text that links to it again and again is told at the first of its links. Links come before keys, text by text.
        let same = |one: &Named<'_>, other: &Named<'_>| one.0 == other.0 && one.2.is_none() && other.2.is_none();
        for alike in places.chunk_by(same) {
            let Some((first, rest)) = alike.split_first() else { continue };
            tell(context, *first, (to, after), report);
            for (from, span, _) in rest {
                report.also(&aims.document(*from).path, Some(*span), say!("it is named here"));
            }
        }
    }
}

/// Whether a place of a document is in a row of what is over, which tells of its time as a record does.
fn is_of_its_time(document: &Document, place: Span) -> bool {
    let rows = document.fields.iter().flat_map(|field| document.fields.rows(&field.name));
    rows.filter(|row| row.span.start <= place.start && place.end <= row.span.end).any(Row::is_over)
}

/// In how many places what nothing took the place of is told at each of them. Where there are more, the one thing that is
/// lacking is what to go by in its place.
const MANY: usize = 5;

fn tell(
    context: &Context<'_>,
    (from, span, field): (DocIx, Span, Option<&str>),
    (to, after): (DocIx, &[DocIx]),
    report: &mut Report<'_>,
) {
    let help = match after {
        [] => say!("Link to what holds now, or take the link out.").to_owned(),
        after => say!("Its place was taken by {documents}: link there.", documents = context.ids(after)),
    };
    let id = &context.aims.document(to).id;
    let message = match field {
        Some(field) => say!("`{field}` names {id}, which is retired", field, id),
        None => say!("the link leads to {id}, which is retired", id),
    };
    report.document(context.aims.document(from), span, message, help);
    if after.is_empty() {
        report.missing();
    }
}

/// Tells of a retired document that many still name, once and at itself.
fn all_at_once(context: &Context<'_>, to: DocIx, places: &[(DocIx, Span, Option<&str>)], report: &mut Report<'_>) {
    let retired = context.aims.document(to);
    let mut from: Vec<DocIx> = places.iter().map(|(from, ..)| *from).collect();
    from.sort_unstable();
    from.dedup();
    report.document(
        retired,
        retired.span_of("status"),
        plural!(
            from.len(),
            "{id} is retired, and {documents} still names it, in {places} places",
            "{id} is retired, and {documents} still name it, in {places} places",
            id = retired.id,
            documents = context.ids(&from),
            places = places.len()
        ),
        say!("Let what took its place say so under `replaces`; or take it out of what names it."),
    );
    report.missing();
    for (from, span, _) in places.iter().take(MANY) {
        report.also(&context.aims.document(*from).path, Some(*span), say!("it is named here"));
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
    fn what_many_name_and_nothing_took_the_place_of_is_told_once() {
        let text = format!("---\nid: PRO-001\ntitle: T\nkind: procedure\n---\n{}", "[[POL-001]] ".repeat(4));
        let other = format!("---\nid: PRO-002\ntitle: T\nkind: procedure\n---\n{}", "[[POL-001]] ".repeat(3));
        let found = |more: &[(&str, &str)]| {
            only("link-to-retired", &[&[("aims.toml", ""), ("a.md", &*text), ("b.md", &*other), OLD], more].concat())
        };
        let told = ["old.md:5:9 POL-001 is retired, and PRO-001, PRO-002 still name it, in 7 places"];
        assert_eq!(found(&[]), told);
        assert_eq!(found(&[NEW]).len(), 2, "each text has to be led to what holds now");
    }

    #[test]
    fn a_text_that_links_again_and_again_is_told_at_the_first_with_all_others() {
        let text = procedure("procedure") + "[[POL-001]] and [y](old.md)\n";
        let files = [("aims.toml", ""), ("a.md", &*text), OLD, NEW];
        let (found, _) = check(&files);
        let found: Vec<_> = found.into_iter().filter(|finding| finding.name == "link-to-retired").collect();
        let also: Vec<usize> = found.iter().map(|finding| finding.also.len()).collect();
        assert_eq!(also, [0, 2], "{found:?}");
        assert_eq!(only("link-to-retired", &files)[1], "a.md:7:5 the link leads to POL-001, which is retired");
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
