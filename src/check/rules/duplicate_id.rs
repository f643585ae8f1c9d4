//! `duplicate-id`: two documents with one id, or two findings of an audit with one mark.

use std::collections::BTreeMap;

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::languages::{Languages, USUAL};

pub(super) static RULE: Rule = Rule {
    code: "AIMS201",
    name: "duplicate-id",
    level: Level::Error,
    clock: false,
    what: "Two documents give the same id, or ids that differ in letter case only. It is told at the one that came later: the id stays that of the document that first had it in the git history and is still there. Or, as a warning, two rows under `findings` of an audit have the same `ref`.",
    why: "Clause 7.5.2 asks that each document can be identified. An id that two share leaves open which of them a link, an approval or the statement of applicability means, and on many computers their pages would be one file. `AUD-001#F1` has to name one finding, or nobody can tell which of two a nonconformity follows up.",
    fix: "Give the document that came later an id of its own. Ids are never used again, so that of a retired document is taken too. Give the second finding a mark of its own.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    marks(context, report);
    for (ix, document) in context.aims.iter() {
        let (Some(given), Some(span)) = (document.fields.text("id"), document.id_span) else { continue };
        let Some(taken) = context.aims.by_id(given).filter(|taken| *taken != ix) else { continue };
        let owner = context.aims.document(taken);
        let (id, path) = (&document.id, &owner.path);
        let message = match owner.id == given {
            true => say!("the id `{given}` is already taken by {path}", given, path),
            false => say!("the id `{given}` is already taken as `{id}` by {path}", given, id = owner.id, path),
        };
        let help = match are_tongues(document, owner) {
            true => say!(
                "Where this is one document in two languages, say so in `aims.toml`: `[languages]` with a `default` and a `pattern`. Else give one of the two another id. Until then this document goes by `{id}`.",
                id
            ),
            false => say!("Give one of the two another id. Until then this document goes by `{id}`.", id),
        };
        report.document(document, span, message, help);
        report.also(&owner.path, owner.id_span, say!("it is the id of this one"));
    }
}

/// Findings of one audit that go by the same mark.
fn marks(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, audit) in context.living_of("audit") {
        let mut first = BTreeMap::new();
        for row in audit.fields.rows("findings") {
            let mark = row.cells.text("ref").map(str::trim).filter(|mark| !mark.is_empty());
            let Some((mark, span)) = mark.zip(row.cells.span("ref")) else { continue };
            let Some(before) = first.get(&mark.to_lowercase()).copied() else {
                first.insert(mark.to_lowercase(), span);
                continue;
            };
            let id = &audit.id;
            let message = say!("two findings of {id} have the `ref` {mark}", id, mark);
            let help = say!("Give this one a mark of its own: `{id}#{mark}` has to name one finding.", id, mark);
            report.document(audit, span, message, help);
            report.at(Level::Warning);
            report.also(&audit.path, Some(before), say!("the first of them"));
        }
    }
}

/// Whether the two may well be one document in two languages: by what they say, or by the names of their files.
fn are_tongues(document: &Document, other: &Document) -> bool {
    let by_name = |pattern: &str| {
        let languages = Languages::by(pattern)?;
        Some((languages.named(&document.path)?, languages.named(&other.path)?))
    };
    let mut named = USUAL.into_iter().filter_map(by_name);
    document.lang != other.lang || named.any(|(here, there)| here.path == there.path)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn document(id: &str) -> String {
        format!("---\ntitle: T\nid: {id}\nkind: policy\n---\n")
    }

    fn told(ids: &[&str]) -> Vec<String> {
        let texts: Vec<(String, String)> =
            ids.iter().enumerate().map(|(i, id)| (format!("{i}.md"), document(id))).collect();
        let mut files = vec![("aims.toml", "")];
        files.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        only("duplicate-id", &files)
    }

    #[test]
    fn the_later_file_is_told_and_names_the_first() {
        assert_eq!(
            told(&["POL-001", "POL-001", "pol-001"]),
            [
                "1.md:3:5 the id `POL-001` is already taken by 0.md",
                "2.md:3:5 the id `pol-001` is already taken as `POL-001` by 0.md",
            ]
        );
    }

    #[test]
    fn findings_of_one_audit_have_marks_of_their_own() {
        let audit = |id: &str, refs: [&str; 3]| {
            let rows: String =
                refs.iter().map(|mark| format!("  - {{ref: {mark}, grade: observation, finding: f}}\n")).collect();
            format!("---\nid: {id}\ntitle: T\nkind: audit\nfindings:\n{rows}---\n")
        };
        let (twice, fine) = (audit("AUD-001", ["F1", "F2", "f1"]), audit("AUD-002", ["F1", "F2", "F3"]));
        assert_eq!(
            only("duplicate-id", &[("aims.toml", ""), ("a.md", &twice), ("b.md", &fine)]),
            ["a.md:8:11 two findings of AUD-001 have the `ref` f1"]
        );
    }

    #[test]
    fn an_id_that_only_clashes_with_a_made_one_is_no_finding() {
        assert!(told(&["POL-001", "POL-002"]).is_empty());
        // The second goes by `X-2`; that the third wanted this id follows from the first finding.
        assert_eq!(told(&["X", "X", "X-2"]).len(), 1);
        assert!(only("duplicate-id", &[("aims.toml", ""), ("a.md", "x"), ("b.md", &document("a"))]).is_empty());
    }
}
