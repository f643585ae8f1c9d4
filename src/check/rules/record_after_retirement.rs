//! `record-after-retirement`: a record of something that happened to an AI system after it was taken out of use.

use std::collections::BTreeSet;

use crate::base::{Date, Period, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::check::systems::stands_at;
use crate::diag::{Level, Span};
use crate::model::DocIx;
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS670",
    name: "record-after-retirement",
    level: Level::Warning,
    clock: false,
    what: "An incident, a change, a release, a test, an assessment or a result of monitoring is of a day after an AI system that it names under `systems` was retired. Of an incident the day it happened counts, `occurred`, where it is given. A change, a test or an assessment may come until 30 days later, and at any time where its title, its reason or its stage speaks of the retirement; monitoring is asked where all systems that it names are retired.",
    why: "What is out of use has no incidents and needs no releases. Either the system still runs, and is left out of all that is asked of systems in use (control A.6.2.6), or the record is about another one, which then lacks it.",
    fix: "Find out which it is: mend the id under `systems` of the record, the day under `retired`, or the stage of the system.",
    run,
};

/// How long after its end a system may still be wound up.
const WINDING_UP: Period = Period::Days(30);

/// Kinds of records of what a system does or of what is done with it, and whether that may be part of winding it up.
const KINDS: [(&str, bool); 7] = [
    ("incident", false),
    ("release", false),
    ("monitoring", false),
    ("change", true),
    ("test", true),
    ("risk-assessment", true),
    ("impact-assessment", true),
];

/// How words begin that speak of the end of a system, in the languages that records are written in.
const ENDING: [&str; 17] = [
    "retir",
    "dispos",
    "decommission",
    "withdraw",
    "switched off",
    "switch off",
    "shut down",
    "out of use",
    "delet",
    "phase out",
    "phased out",
    "stilllegung",
    "außerbetrieb",
    "ausserbetrieb",
    "abschalt",
    "lösch",
    "entsorg",
];

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let aims = context.aims;
    let mut told: BTreeSet<(DocIx, DocIx)> = BTreeSet::new();
    for reference in aims.references.iter().filter(|of| of.field == "systems") {
        let record = aims.document(reference.from);
        let kind =
            KINDS.iter().find(|(kind, _)| record.is(kind)).filter(|_| !record.is_retired() && !record.is_draft());
        let Some((ix, (_, winds_up))) = reference.to.zip(kind) else { continue };
        let system = aims.document(ix);
        let Some(retired) = retired(system) else { continue };
        let Some((day, at)) = day(context, reference.from).filter(|(day, _)| *day > retired) else { continue };
        let is_end = *winds_up && (day <= WINDING_UP.after(retired) || speaks_of_end(record));
        if is_end || !told.insert((reference.from, ix)) {
            continue;
        }
        report.document(
            record,
            reference.span,
            say!(
                "{record} is of {day}, and {system} was taken out of use on {retired}: either it still runs, or the id is wrong",
                record = record.id,
                day = wording::day(day),
                system = system.id,
                retired = wording::day(retired)
            ),
            help(record, &system.id),
        );
        report.also(&record.path, Some(at), say!("the day that it is of"));
        report.also(&system.path, system.fields.span("retired"), say!("the day it was taken out of use"));
    }
}

/// What to mend. An incident that came to light late happened before.
fn help(record: &Document, system: &str) -> String {
    match record.is("incident") && record.fields.lacks("occurred") {
        true => say!(
            "Mend `systems` here; or the stage, or the day under `retired`, of {system}. Where it came to light later, say under `occurred` when it happened.",
            system
        ),
        false => say!("Mend `systems` here; or the stage, or the day under `retired`, of {system}.", system),
    }
}

/// The day a system was taken out of use, where it stands there.
fn retired(system: &Document) -> Option<Date> {
    let is_out = system.is("system") && stands_at(system, &["retired"]) && !system.is_draft();
    system.fields.date("retired").filter(|_| is_out)
}

/// The day that a record is of, and where it says so; of monitoring the newest result, where that can be of none but retired
/// systems.
fn day(context: &Context<'_>, ix: DocIx) -> Option<(Date, Span)> {
    let record = context.aims.document(ix);
    if record.is("monitoring") {
        let mut systems = context.aims.named_by(ix, "systems");
        let all_out = systems.all(|ix| retired(context.aims.document(ix)).is_some());
        let rows = record.fields.rows("results").iter().filter(|_| all_out);
        return rows
            .filter_map(|row| Some((row.cells.date("date")?, row.cells.span("date")?)))
            .max_by_key(|(day, _)| *day);
    }
    let mut keys = ["occurred", "date"].into_iter().filter(|key| *key == "date" || record.is("incident"));
    keys.find_map(|key| Some((record.fields.date(key)?, record.span_of(key))))
}

/// Whether a record is about the retirement itself.
fn speaks_of_end(record: &Document) -> bool {
    let fields = &record.fields;
    let told = ["reason", "to", "decision", "conclusion"].into_iter().filter_map(|key| fields.text(key));
    let mut told = told.chain([record.title.as_str()]).map(str::to_lowercase);
    fields.text("stage") == Some("retired") || told.any(|text| ENDING.iter().any(|word| text.contains(word)))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const GONE: &str = "---\nid: S-1\nkind: system\nlifecycle: retired\nretired: 2026-03-31\n---\n";
    const RUNS: &str = "---\nid: S-2\nkind: system\nlifecycle: in-use\n---\n";

    fn found(kind: &str, systems: &str, lines: &str) -> Vec<String> {
        let record = format!("---\nid: R\nkind: {kind}\nsystems: [{systems}]\n{lines}---\nText.\n");
        only("record-after-retirement", &[("aims.toml", ""), ("r.md", &record), ("s.md", GONE), ("t.md", RUNS)])
    }

    #[test]
    fn what_happens_to_a_system_that_is_gone_is_told() {
        let told = |day: &str| {
            format!(
                "r.md:4:11 R is of {day}, and S-1 was taken out of use on 2026-03-31: either it still runs, or the id is wrong"
            )
        };
        for kind in ["incident", "release", "change", "test", "risk-assessment", "impact-assessment"] {
            assert_eq!(found(kind, "S-1", "date: 2026-10-27\n"), [told("2026-10-27")], "{kind}");
        }
        assert_eq!(found("incident", "S-1, S-2", "date: 2026-04-01\n"), [told("2026-04-01")]);
        let results = "results:\n  - {date: 2026-03-01, indicator: I, value: 1}\n  - {date: 2026-09-01, indicator: I, value: 1}\n";
        assert_eq!(found("monitoring", "S-1", results), [told("2026-09-01")]);
        assert!(found("monitoring", "S-1, S-2", results).is_empty(), "they may be of the other");
    }

    #[test]
    fn what_came_before_and_what_ends_it_are_no_findings() {
        for (kind, systems, lines) in [
            ("incident", "S-2", "date: 2026-10-27\n"),
            ("incident", "S-1", "date: 2026-03-31\n"),
            ("incident", "S-1", "date: 2026-10-27\noccurred: 2026-03-01\n"),
            ("incident", "S-1", "date: 2026-10-27\nstatus: draft\n"),
            ("change", "S-1", "date: 2026-04-20\n"),
            ("change", "S-1", "date: 2026-10-27\ntitle: Disposal of the model\n"),
            ("change", "S-1", "date: 2026-10-27\nreason: The system was retired\n"),
            ("impact-assessment", "S-1", "date: 2026-10-27\nstage: retired\n"),
            ("audit", "S-1", "date: 2026-10-27\n"),
            ("record", "S-1", "date: 2026-10-27\n"),
            ("concern", "S-1", "date: 2026-10-27\n"),
        ] {
            assert!(found(kind, systems, lines).is_empty(), "{kind} {lines}");
        }
    }
}
