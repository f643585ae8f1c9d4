//! `excluded-control-in-use`: the statement leaves a control out, and what is there says that it is in use.

use std::collections::BTreeSet;

use crate::base::{plural, say};
use crate::check::context::Context;
use crate::check::ids::{is_slip, named};
use crate::check::rule::{Report, Rule};
use crate::diag::{Level, Span};
use crate::model::DocIx;
use crate::model::catalog::ISO_42001;
use crate::model::document::Document;
use crate::model::fields::Fields;
use crate::model::kinds::FieldType;
use crate::model::soa::{Soa, SoaRow};

pub(super) static RULE: Rule = Rule {
    code: "AIMS307",
    name: "excluded-control-in-use",
    level: Level::Warning,
    clock: false,
    what: "A document names a control under `controls` that the statement of applicability leaves out. Or, as a note, the row that leaves it out names `risks` or `evidence`, or says `partial` or `done`; or no document names the control, and there are documents of the very kind that it calls for, such as concerns from outside where A.8.3 is left out, or data sheets where A.7.3 is.",
    why: "The statement says that the control is not needed, and what is there says that it is in use. Documents that contradict one another, the statement above all, are a common finding (clauses 6.1.3 and 7.5.3): an auditor who meets the records asks what the exclusion rests on.",
    fix: "Take the control into the statement with `applicable: true`, or take it out of the document. Where such documents are kept for another reason, say in the row what the exclusion rests on, and waive the note with that reason.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let told = named_by_documents(context, report);
    // Of a statement that leaves out every control, that is told.
    let asked = |soa: &&Soa| !soa.leaves_out_all() && !context.aims.document(soa.document).is_draft();
    for soa in context.aims.written_soas.iter().filter(asked) {
        let excluded = soa.rows.iter().filter(|row| row.is_left_out() && !is_slip(context.aims, soa, row));
        for row in excluded.filter(|row| !told.contains(&(soa.document, row.control.span))) {
            contradicted(context, soa, row, report);
        }
    }
}

/// Tells of documents that name a control which is left out, at the control, and gives the rows that leave those out.
fn named_by_documents(context: &Context<'_>, report: &mut Report<'_>) -> BTreeSet<(DocIx, Span)> {
    let (aims, mut told) = (context.aims, BTreeSet::new());
    for (_, document) in context.living() {
        let by_id =
            named(aims, document, FieldType::Controls).into_iter().map(|(_, id)| (id, aims.trace.get(&id.value)));
        let lists = document.fields.requirements().iter();
        let in_full = |framework: &str, id: &str| aims.trace.get(&format!("{framework}:{id}"));
        let by_framework =
            lists.flat_map(|(framework, ids)| ids.iter().map(|id| (id, in_full(&framework.value, &id.value))));
        for (id, control) in by_id.chain(by_framework) {
            let Some(control) = control else { continue };
            let Some(soa) = aims.soa_of(&control.framework) else { continue };
            let row = soa.row(&control.id).filter(|row| row.is_left_out() && !is_slip(aims, soa, row));
            if let Some(row) = row {
                told.insert((soa.document, row.control.span));
                let statement = aims.document(soa.document);
                report.document(
                    document,
                    id.span,
                    say!("{id} leaves the control {control} out", id = statement.id, control = control.name),
                    say!("Set `applicable: true` for it in {id}, or take it out here.", id = statement.id),
                );
            }
        }
    }
    told
}

/// Tells of a row that leaves a control out and speaks of it as of one that is in, or beside documents of its kind.
fn contradicted(context: &Context<'_>, soa: &Soa, row: &SoaRow, report: &mut Report<'_>) {
    let statement = context.aims.document(soa.document);
    let id = context.aims.catalog.name(&soa.id(row));
    let message = match own_words(statement, row) {
        Some(key) => say!("{id} is left out, and its row says something under `{key}` all the same", id, key),
        None => {
            let found = called_for(context, soa, row);
            if found.is_empty() {
                return;
            }
            let documents = context.ids(&found);
            plural!(
                found.len(),
                "{id} is left out, and {documents} is of the kind that it calls for",
                "{id} is left out, and {documents} are of the kind that it calls for",
                id,
                documents
            )
        }
    };
    report.document(
        statement,
        row.control.span,
        message,
        say!("Set `applicable: true`, or say in the row what the exclusion rests on in spite of that."),
    );
    report.at(Level::Note);
}

/// The key under which a row that leaves its control out says that it is in use.
fn own_words(statement: &Document, row: &SoaRow) -> Option<&'static str> {
    let cells = &statement.fields.rows("statement").iter().find(|written| written.span == row.span)?.cells;
    let started = matches!(cells.text("implementation"), Some("partial" | "done"));
    let said = ["evidence", "risks"].into_iter().find(|key| !cells.lacks(key) && !cells.is_misread(key));
    said.or(started.then_some("implementation"))
}

/// What a control calls for: documents of a kind, as far as they say what it is about.
type Calls = (&'static str, &'static str, fn(&Fields) -> bool);

/// Whether a choice has a word.
fn is(fields: &Fields, key: &str, word: &str) -> bool {
    fields.text(key) == Some(word)
}

/// Whether some of those affected are touched at one of these levels.
fn touches(fields: &Fields, levels: &[&str]) -> bool {
    fields.rows("affected").iter().any(|row| row.cells.text("level").is_some_and(|level| levels.contains(&level)))
}

/// Documents that hardly anybody keeps who has no use for the control.
const CALLS: [Calls; 17] = [
    ("A.3.3", "concern", |fields| is(fields, "source", "staff")),
    ("A.4.3", "dataset", |_| true),
    ("A.5.2", "impact-assessment", |_| true),
    ("A.5.3", "impact-assessment", |_| true),
    ("A.5.4", "impact-assessment", |fields| touches(fields, &["individuals", "groups"])),
    ("A.5.5", "impact-assessment", |fields| touches(fields, &["society"])),
    ("A.6.2.4", "test", |_| true),
    ("A.6.2.5", "release", |_| true),
    ("A.6.2.6", "monitoring", |_| true),
    ("A.7.3", "dataset", |fields| !fields.lacks("source")),
    ("A.7.4", "dataset", |fields| !fields.lacks("quality")),
    ("A.7.5", "dataset", |fields| !fields.lacks("source")),
    ("A.7.6", "dataset", |fields| !fields.lacks("preparation")),
    ("A.8.3", "concern", |fields| is(fields, "source", "outside")),
    ("A.8.4", "incident", |fields| !fields.lacks("users-told")),
    ("A.8.5", "incident", |fields| !fields.lacks("authority-told")),
    ("A.10.3", "supplier", |fields| !fields.lacks("due-diligence")),
];

/// Documents of the kind that the control of a row calls for.
fn called_for(context: &Context<'_>, soa: &Soa, row: &SoaRow) -> Vec<DocIx> {
    let of_control = CALLS.iter().filter(|(control, ..)| soa.framework == *ISO_42001 && row.control.value == *control);
    let found = of_control.flat_map(|(_, kind, is_one)| {
        let all = context.living_of(kind).filter(|(_, document)| !document.is_draft());
        all.filter(|(_, document)| is_one(&document.fields)).map(|(ix, _)| ix)
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const SOA: (&str, &str) = (
        "soa.md",
        "---\nid: SOA-001\ntitle: S\nkind: soa\nstatement:\n  - {control: A.5.2, applicable: true, reason: r}\n  - {control: A.5.3, applicable: false, reason: r}\n---\n",
    );

    fn told(document: &str) -> Vec<String> {
        only("excluded-control-in-use", &[("aims.toml", ""), ("a.md", document), SOA])
    }

    #[test]
    fn it_is_told_at_the_control() {
        assert_eq!(
            told("---\nid: P\ntitle: T\nkind: policy\ncontrols: [A.5.2, A.5.3]\n---\n"),
            ["a.md:5:19 SOA-001 leaves the control A.5.3 out"]
        );
        assert_eq!(
            told(
                "---\nid: P\ntitle: T\nkind: plan\ntreatments:\n  - {risk: R, option: reduce, action: a, controls: A.5.3}\n---\n"
            ),
            ["a.md:6:52 SOA-001 leaves the control A.5.3 out"]
        );
    }

    #[test]
    fn applicable_and_unmentioned_controls_and_retired_documents_are_no_findings() {
        assert!(told("---\nid: P\ntitle: T\nkind: policy\ncontrols: [A.5.2, A.2.2, A.5.33]\n---\n").is_empty());
        assert!(told("---\nid: P\ntitle: T\nkind: policy\nstatus: retired\ncontrols: [A.5.3]\n---\n").is_empty());
    }

    fn noted(row: &str, path: &str, other: &str) -> Vec<String> {
        let soa = format!(
            "---\nid: SOA-001\ntitle: S\nkind: soa\nstatement:\n  - {row}\n  - {{control: A.2.2, applicable: true, reason: r}}\n---\n"
        );
        only("excluded-control-in-use", &[("aims.toml", ""), ("soa.md", &soa), (path, other)])
    }

    #[test]
    fn a_row_that_leaves_out_what_it_shows_is_told() {
        let row = "{control: A.8.3, applicable: false, reason: r, evidence: [REC-1]}";
        let told = "soa.md:6:15 A.8.3 is left out, and its row says something under `evidence` all the same";
        assert_eq!(noted(row, "a.md", "# None\n"), [told]);
        for (key, word) in [("risks", "[R]"), ("implementation", "done"), ("implementation", "partial")] {
            let row = row.replace("evidence: [REC-1]", &format!("{key}: {word}"));
            assert_eq!(noted(&row, "a.md", "# None\n"), [told.replace("evidence", key)], "{key}");
        }
        for spared in ["implementation: planned", "documents: [REC-1]", "owner: o"] {
            assert!(noted(&row.replace("evidence: [REC-1]", spared), "a.md", "# None\n").is_empty(), "{spared}");
        }
        assert!(noted(&row.replace("false", "true"), "a.md", "# None\n").is_empty());
    }

    #[test]
    fn documents_of_the_kind_that_it_calls_for_are_told_at_the_row() {
        let row = "{control: A.8.3, applicable: false, reason: r}";
        let concern = "---\nid: CNC-1\nkind: concern\nsource: outside\n---\n";
        let told = "soa.md:6:15 A.8.3 is left out, and CNC-1 is of the kind that it calls for";
        assert_eq!(noted(row, "c.md", concern), [told]);
        assert!(noted(row, "c.md", &concern.replace("outside", "staff")).is_empty());
        assert!(noted(row, "c.md", &concern.replace("source", "status: draft\nsource")).is_empty());
        let named = concern.replace("source", "controls: [A.8.3]\nsource");
        assert_eq!(noted(row, "c.md", &named), ["c.md:4:12 SOA-001 leaves the control A.8.3 out"]);
        let society = "---\nid: IA\nkind: impact-assessment\naffected: [{group: g, level: society}]\n---\n";
        assert!(noted(&row.replace("A.8.3", "A.5.4"), "i.md", society).is_empty());
        assert_eq!(noted(&row.replace("A.8.3", "A.5.5"), "i.md", society).len(), 1);
    }

    #[test]
    fn every_control_is_one_and_calls_for_that_kind() {
        let catalog = crate::model::catalog::Catalog::builtin();
        for (control, kind, _) in super::CALLS {
            let known = catalog.control("iso-42001", control).expect(control);
            assert!(known.evidence_kinds.iter().any(|known| known == kind), "{control} {kind}");
        }
    }
}
