//! `retired-without-disposal`: an AI system out of use, and no record of what became of it.

use crate::base::{Date, Period, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::check::systems::{naming, stands_at};
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::tier::Tier;

pub(super) static RULE: Rule = Rule {
    code: "AIMS628",
    name: "retired-without-disposal",
    level: Level::Warning,
    clock: true,
    what: "An AI system was retired more than 30 days ago, and no dated record of about that day or later is about it: names it under `systems`, and no system that is still there beside it. It says what became of the model, the data and the accounts, and who was told. A note where the first such record is of more than 30 days after the retirement.",
    why: "Retirement is the last stage of the life cycle that the controls of A.6 are about: data and models are disposed of or kept on purpose, access ends, and users are told. Without a record nobody can tell whether that was done.",
    fix: "Record what was deleted, what is kept and until when, which access was taken away, and who was told; name the system under `systems`.",
    run,
};

/// How long after the day a record may still come, and how long before it a retirement may have begun.
const ABOUT: Period = Period::Days(30);

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let records = naming(context, "record");
    for (ix, system) in context.living_of("system").filter(|(_, system)| !system.is_draft()) {
        let retired = system.fields.date("retired").filter(|_| system.stage() == Some("retired"));
        let Some(retired) = retired.filter(|day| ABOUT.after(*day) < context.aims.today) else { continue };
        let shows = |document: &Document| {
            let dated = document.fields.date("date").is_some_and(|date| date >= ABOUT.before(retired));
            let is_record = document.kind.as_ref().is_some_and(|kind| kind.tier == Some(Tier::Shows));
            // A report on all systems, or on others too, says nothing of the end of one.
            let alone = context.aims.by_id(&document.id).is_some_and(|record| {
                context.aims.named_by(record, "systems").all(|ix| {
                    stands_at(context.aims.document(ix), &["retired"]) || context.aims.document(ix).is_retired()
                })
            });
            dated && is_record && alone && !document.is_draft()
        };
        let theirs = records.get(&ix).into_iter().flatten().filter(|document| shows(document));
        let first = theirs.filter_map(|record| Some((record.fields.date("date")?, record))).min_by_key(|(day, _)| *day);
        if let Some((day, record)) = first {
            late(system, (retired, day), record, report);
            continue;
        }
        if report.may_name(&system.id) {
            continue;
        }
        report.document(
            system,
            system.span_of("retired"),
            say!(
                "{id} was retired on {day}, and no record says what became of it",
                id = system.id,
                day = wording::day(retired)
            ),
            say!("Record what was deleted, what is kept, and who was told: `aims new record --system`, with the id of the system."),
        );
    }
}

/// Tells of a record that was made long after the system was retired.
fn late(system: &Document, (retired, day): (Date, Date), record: &Document, report: &mut Report<'_>) {
    if day <= ABOUT.after(retired) {
        return;
    }
    report.document(
        system,
        system.span_of("retired"),
        say!(
            "{id} was retired on {retired}, and the first record of what became of it, {record}, is of {day}",
            id = system.id,
            retired = wording::day(retired),
            record = record.id,
            day = wording::day(day)
        ),
        say!("Say in the record when it was done, and why it was written down only then."),
    );
    report.at(Level::Note);
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(retired: &str, record: &str) -> Vec<String> {
        let system = format!("---\nid: SYS\nkind: system\nlifecycle: retired\nretired: {retired}\n---\n");
        only("retired-without-disposal", &[("aims.toml", ""), ("r.md", record), ("s.md", &system)])
    }

    #[test]
    fn a_retirement_leaves_a_record() {
        let told = ["s.md:5:10 SYS was retired on 2026-03-31, and no record says what became of it"];
        assert_eq!(found("2026-03-31", "# None\n"), told);
        let of =
            |date: &str| format!("---\nid: REC\nkind: record\nsystems: [SYS]\ndate: {date}\n---\nAll was deleted.\n");
        assert_eq!(found("2026-03-31", &of("2025-03-31")), told, "a record of long before");
        assert!(found("2026-03-31", &of("2026-04-02")).is_empty());
        assert!(found("2026-03-31", &of("2026-04-30")).is_empty());
        let late =
            "s.md:5:10 SYS was retired on 2026-03-31, and the first record of what became of it, REC, is of 2026-05-01";
        assert_eq!(found("2026-03-31", &of("2026-05-01")), [late]);
        let beside = of("2026-04-02").replace("[SYS]", "[SYS, S-2]");
        let system = "---\nid: SYS\nkind: system\nlifecycle: retired\nretired: 2026-03-31\n---\n";
        let other = "---\nid: S-2\nkind: system\nlifecycle: in-use\n---\n";
        let files = [("aims.toml", ""), ("r.md", &*beside), ("s.md", system), ("t.md", other)];
        assert_eq!(only("retired-without-disposal", &files), told, "a report on all systems");
        assert!(found("2026-11-10", "# None\n").is_empty(), "it is not due yet");
    }
}
