//! `record-of-other-systems`: a record that rests on, or leads to, what is of other AI systems than its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::say;
use crate::check::context::Context;
use crate::check::lists::join;
use crate::check::newest::newest;
use crate::check::rule::{Report, Rule};
use crate::check::systems::{is_of_others, systems_of};
use crate::diag::{Level, Span};
use crate::model::document::Document;
use crate::model::fields::FieldValue;
use crate::model::{DocIx, Reference};

pub(super) static RULE: Rule = Rule {
    code: "AIMS674",
    name: "record-of-other-systems",
    level: Level::Warning,
    clock: false,
    what: "A record names under a key, or in a row of one, a record, a risk, a model or a data set, and all that it names there is of other AI systems than its own: a release or a change rests on the assessment of another system, a test on other models or data, what monitoring shows on the test of another, an incident leads to the nonconformity of another, a risk assessment rates a risk of another. What names no system is of all of them, and so is what the entry of the system names. Of releases only the newest of a system is asked; nothing is asked of audits, reviews, and records of systems that are retired. Or a test or an assessment says in its text and in all its rows, word for word, what another says of other systems. Keys that lead to others by their nature are left out: `risks`, `from`, `replaces`, `evidence-for`. Of harms that risks of other systems carry on `harm-without-risk` tells.",
    why: "What was assessed, tested or found of one system says nothing about another (clauses 8.2 and 8.4, controls A.6.2.4 and A.6.2.5). A decision that rests on it rests on nothing, however complete its form is.",
    fix: "Name what was done for the systems of the record; or, where it is of them too, name them there under `systems`.",
    run,
};

/// Keys under which a record may well name what is of other systems.
const ELSEWHERE: [&str; 7] = ["systems", "covers-systems", "risks", "from", "replaces", "evidence-for", "impacts.risk"];

/// Records that look at all systems, whichever they name.
const OF_ALL: [&str; 2] = ["audit", "management-review"];

/// Records of which the newest of a system holds: nobody can mend what was decided then.
const NEWEST: [&str; 1] = ["release"];

/// What is of one system, beside records.
const OF_SYSTEMS: [&str; 3] = ["risk", "model", "dataset"];

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let holding: BTreeSet<DocIx> = NEWEST.iter().flat_map(|kind| newest(context, kind)).map(|(ix, _)| ix).collect();
    let mut said = Said::new();
    for (ix, record) in context.living().filter(|(_, record)| is_asked(record)) {
        let kind = record.counts_as();
        if OF_ALL.contains(&kind) || NEWEST.contains(&kind) && !holding.contains(&ix) {
            continue;
        }
        let own = systems_of(context, ix);
        let runs = |system: &DocIx| context.aims.document(*system).stage() != Some("retired");
        if own.iter().any(runs) && !look_at(context, (ix, record), &own, report) {
            copied(context, (ix, record), &own, &mut said, report);
        }
    }
}

/// Whether a document is a record, or one to which records of a system are added.
fn is_asked(document: &Document) -> bool {
    (document.is_record() || document.is("monitoring")) && !document.is_draft()
}

/// Tells of what a record names of other systems; whether it does.
fn look_at(
    context: &Context<'_>,
    (ix, record): (DocIx, &Document),
    own: &BTreeSet<DocIx>,
    report: &mut Report<'_>,
) -> bool {
    // By key, and by row: what stands together answers together.
    let mut named: BTreeMap<(&str, usize), Vec<(&Reference, DocIx)>> = BTreeMap::new();
    for reference in context.aims.references_of(ix).iter().filter(|one| !ELSEWHERE.contains(&&*one.field)) {
        if let Some(to) = reference.to {
            let row = row_of(record, &reference.field, reference.span);
            named.entry((&reference.field, row)).or_default().push((reference, to));
        }
    }
    let is_other = |to: DocIx| {
        let document = context.aims.document(to);
        let counts = document.is_record() || OF_SYSTEMS.contains(&document.counts_as());
        counts && is_of_others(context, to, own)
    };
    let mut others: Vec<(&Reference, DocIx)> =
        named.into_values().filter(|all| all.iter().all(|(_, to)| is_other(*to))).flatten().collect();
    others.sort_by_key(|(reference, _)| reference.span.start);
    let Some((first, _)) = others.first() else { return false };
    let (mut documents, mut keys): (Vec<DocIx>, Vec<String>) = (Vec::new(), Vec::new());
    for (reference, to) in &others {
        let key = format!("`{}`", reference.field);
        if !documents.contains(to) {
            documents.push(*to);
        }
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    report.document(
        record,
        first.span,
        say!(
            "{id} names {documents} under {keys}, of other AI systems than its own",
            id = record.id,
            documents = context.ids(&documents),
            keys = join(&keys)
        ),
        say!(
            "Name what was done for the systems of {id}; or, where it is of them too, name them there under `systems`.",
            id = record.id
        ),
    );
    true
}

/// Records by what they say, in their text and in their rows, and the systems that each is of.
type Said = BTreeMap<(String, u64, Vec<String>), Vec<(DocIx, BTreeSet<DocIx>)>>;

/// What a record of this kind found, row by row.
const FOUND: [(&str, &str); 3] =
    [("test", "results"), ("risk-assessment", "results"), ("impact-assessment", "impacts")];

/// Tells of a record that says of its systems, word for word, what another says of others.
fn copied(
    context: &Context<'_>,
    (ix, record): (DocIx, &Document),
    own: &BTreeSet<DocIx>,
    said: &mut Said,
    report: &mut Report<'_>,
) {
    let kind = record.counts_as();
    let Some((_, rows)) = FOUND.iter().find(|(known, _)| *known == kind) else { return };
    let rows: Vec<String> =
        record.fields.rows(rows).iter().flat_map(|row| row.cells.iter()).map(|cell| written(&cell.value)).collect();
    let Some(mark) = record.said.mark.filter(|_| !rows.is_empty() && record.translates.is_none()) else { return };
    let same = said.entry((kind.to_owned(), mark, rows)).or_default();
    if let Some((other, _)) = same.iter().find(|(_, systems)| systems.is_disjoint(own)) {
        let other = context.aims.document(*other);
        report.document(
            record,
            record.span_of("systems"),
            say!(
                "{id} found and says word for word what {other} does of other AI systems",
                id = record.id,
                other = other.id
            ),
            say!("Record what was done with the systems of {id}, and what it gave.", id = record.id),
        );
        report.also(&other.path, Some(other.span_of("systems")), say!("the same of other systems"));
    }
    same.push((ix, own.clone()));
}

/// What stands in a cell.
fn written(value: &FieldValue) -> String {
    match value {
        FieldValue::Text(text) => text.trim().to_owned(),
        FieldValue::Texts(texts) => texts.iter().map(|text| text.value.trim()).collect::<Vec<_>>().join(", "),
        FieldValue::Date(day) => day.to_string(),
        FieldValue::Flag(flag) => flag.to_string(),
        FieldValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// The row in which a reference stands; of a key without rows, none.
fn row_of(record: &Document, field: &str, span: Span) -> usize {
    let rows = field.split_once('.').map_or(&[][..], |(rows, _)| record.fields.rows(rows));
    rows.iter().filter(|row| row.span.start <= span.start).count()
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    /// What is said of a record of one system, beside what is of another.
    fn found(record: &str, other: &str) -> Vec<String> {
        let record = format!("---\nid: REC\nsystems: [SYS]\n{record}---\n");
        let other = format!("---\nid: OTHER\n{other}---\n");
        let own = "---\nid: OWN\nkind: test\nsystems: [SYS]\n---\n";
        let system = |id: &str, more: &str| format!("---\nid: {id}\nkind: system\nlifecycle: in-use\n{more}---\n");
        let (one, two) = (system("SYS", "models: [MOD]\n"), system("TWO", ""));
        let model = "---\nid: MOD\nkind: model\nsystems: [TWO]\n---\n";
        let files = [
            ("aims.toml", ""),
            ("a.md", &*record),
            ("m.md", model),
            ("o.md", &*other),
            ("s.md", &*one),
            ("t.md", &*two),
            ("w.md", own),
        ];
        only("record-of-other-systems", &files)
    }

    #[test]
    fn what_is_of_another_system_is_told_once_a_record() {
        let ra = "kind: risk-assessment\nsystems: [TWO]\n";
        for (record, other, at, keys) in [
            ("kind: change\nrisk-assessment: [OTHER]\n", ra, "5:19", "`risk-assessment`"),
            (
                "kind: release\nrisk-assessment: [OTHER]\ncriteria:\n  - {criterion: c, met: true, evidence: [OTHER]}\n",
                ra,
                "5:19",
                "`risk-assessment` and `criteria.evidence`",
            ),
            ("kind: test\ndatasets: [OTHER]\n", "kind: dataset\nsystems: [TWO]\n", "5:12", "`datasets`"),
            (
                "kind: incident\nnonconformity: OTHER\n",
                "kind: nonconformity\nsystems: [TWO]\n",
                "5:16",
                "`nonconformity`",
            ),
            ("kind: concern\nincident: OTHER\n", "kind: incident\nsystems: [TWO]\n", "5:11", "`incident`"),
            (
                "kind: risk-assessment\nresults:\n  - {risk: OTHER}\n",
                "kind: risk\nsystems: [TWO]\n",
                "6:12",
                "`results.risk`",
            ),
        ] {
            let told = format!("a.md:{at} REC names OTHER under {keys}, of other AI systems than its own");
            assert_eq!(found(record, other), [told], "{record}");
        }
    }

    #[test]
    fn what_was_copied_from_another_system_is_told_at_the_copy() {
        const TEXT: &str = "The cases of May were replayed one by one, by two people, who had not seen them before.";
        let test = |id: &str, system: &str, result: u32| {
            format!(
                "---\nid: {id}\nkind: test\nsystems: [{system}]\nresults:\n  - {{measure: m, result: \"{result}\"}}\n---\n{TEXT}\n"
            )
        };
        let system = |id: &str| format!("---\nid: {id}\nkind: system\nlifecycle: in-use\n---\n");
        let (one, two, first) = (system("SYS"), system("TWO"), test("TST-1", "TWO", 96));
        let found = |other: &str| {
            let files = [("aims.toml", ""), ("a.md", &*first), ("b.md", other), ("s.md", &*one), ("t.md", &*two)];
            only("record-of-other-systems", &files)
        };
        let told = ["b.md:4:10 TST-2 found and says word for word what TST-1 does of other AI systems"];
        assert_eq!(found(&test("TST-2", "SYS", 96)), told);
        assert!(found(&test("TST-2", "SYS", 97)).is_empty());
        assert!(found(&test("TST-2", "TWO", 96)).is_empty(), "a check of every month says the same every month");
    }

    #[test]
    fn what_is_of_its_own_system_too_or_leads_elsewhere_by_nature_is_no_finding() {
        let ra = "kind: risk-assessment\nsystems: [TWO]\n";
        for (record, other) in [
            ("kind: change\nrisk-assessment: [OTHER]\n", "kind: risk-assessment\nsystems: [TWO, SYS]\n"),
            ("kind: change\nrisk-assessment: [OTHER]\n", "kind: risk-assessment\n"),
            ("kind: change\nrisk-assessment: [OTHER]\nstatus: draft\n", ra),
            ("kind: release\ntests: [OTHER, OWN]\n", "kind: test\nsystems: [TWO]\n"),
            ("kind: test\nmodels: [MOD]\n", ra),
            ("kind: incident\nrisks: [OTHER]\n", "kind: risk\nsystems: [TWO]\n"),
            ("kind: nonconformity\nfrom: [OTHER]\n", "kind: nonconformity\nsystems: [TWO]\n"),
            (
                "kind: audit\nfindings:\n  - {grade: minor, nonconformity: OTHER}\n",
                "kind: nonconformity\nsystems: [TWO]\n",
            ),
        ] {
            assert_eq!(found(record, other), Vec::<String>::new(), "{record}");
        }
    }
}
