//! `obligation-unmet`: a duty that applies and that nothing meets, or whose day has passed without a record.

use crate::base::{Date, say, wording};
use crate::check::context::Context;
use crate::check::lacks::late;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::ai_act::duties::{applies_at_last, applies_first};
use crate::model::ai_act::named;
use crate::model::document::Document;
use crate::model::due;

pub(super) static RULE: Rule = Rule {
    code: "AIMS409",
    name: "obligation-unmet",
    level: Level::Warning,
    clock: true,
    what: "The day under `due` of an obligation has passed, and no record shows that it was done: none under `met-by`, and none that names the obligation under `evidence-for`; where the duty comes again `every` so often, none since its turn before. Or an obligation applies, by `applies-from` or because it says no day, and nothing meets it: nothing under `met-by`, and no document that implements it or shows it at work. Or it names provisions of the EU AI Act under `requirements`, and its `applies-from` is later than the day from which they apply to its systems in any of their parts; a note where these systems were in use before that day, since some duties then wait for a change of the design (article 111(2) of the EU AI Act). Or it names nothing but such provisions, and its `applies-from` is earlier than the day from which any of them applies to its systems, each by its class.",
    why: "Whoever lists a duty under a law or a contract is asked how it is met, and to show one that was carried out (clause 4.2, control A.8.5). A list of duties that nobody has done anything about is evidence against its owner. Of a duty that is said to begin later than it does nobody asks until then.",
    fix: "Name under `met-by` the procedure that meets it, and the record of what was done; where the duty comes again, move `due` on to the next day. Where it no longer applies, retire the obligation. Of two days for one duty, mend the wrong one.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let today = context.aims.today;
    for (ix, duty) in context.living_of("obligation").filter(|(_, duty)| !duty.is_draft()) {
        begins_otherwise(context, ix, duty, report);
        let applies = duty.fields.date("applies-from").is_none_or(|from| from <= today);
        if applies && !report.may_name(&duty.id) && is_met_by_nothing(context, ix, duty) {
            told_unmet(duty, report);
        } else if let Some(due) = due::open_in(context.aims, ix)
            && let Some(late) = late(due.date, today)
        {
            report.document(
                duty,
                due.span,
                say!("{id} had to be done by {day}, {late}, and no record shows it", id = duty.id, day = wording::day(due.date), late),
                say!("Name the record of it under `met-by`, or the obligation in the record: `evidence-for: [{id}]`. Where it comes again, move `due` on.", id = duty.id),
            );
        }
    }
}

/// Tells of a duty that is said to apply from a later day than its provisions do, or from an earlier one than any of them does by
/// which the pages of its systems go.
fn begins_otherwise(context: &Context<'_>, ix: DocIx, duty: &Document, report: &mut Report<'_>) {
    let aims = context.aims;
    if aims.catalog.framework(ACT).is_none() {
        return;
    }
    let systems: Vec<&Document> = aims.about().systems_of(ix).map(|system| aims.document(system)).collect();
    let days: Option<Vec<(Date, &str)>> =
        named(duty).map(|id| applies_at_last(id, &systems).map(|day| (day, id))).collect();
    // Of several provisions the last begins it; where one has no day, nobody can tell.
    let last = days.and_then(|days| days.into_iter().max_by_key(|(day, _)| *day));
    let Some((from, (by_law, provision))) = duty.fields.date("applies-from").zip(last) else { return };
    if from <= by_law {
        let first: Option<Vec<_>> = named(duty).map(|id| Some((applies_first(id, &systems)?, id))).collect();
        let first = first.into_iter().flatten().min_by_key(|(day, _)| *day);
        // What is of another law too may begin by that.
        let of_act = duty.fields.requirements().iter().all(|(framework, _)| framework.value == ACT);
        if let Some((day, provision)) = first.filter(|(day, _)| of_act && from < *day) {
            let (id, from, day) = (&duty.id, wording::day(from), wording::day(day));
            report.document(
                duty,
                duty.span_of("applies-from"),
                say!("{id} says that it applies from {from}, and `{provision}` applies from {day} only", id, from, provision, day),
                say!("Mend the day: the page of the system has that of each duty. Where a contract or a decision of your own begins it earlier, say so in an obligation of its own."),
            );
        }
        return;
    }
    report.document(
        duty,
        duty.span_of("applies-from"),
        say!(
            "{id} says that it applies from {from}, and `{provision}` applies from {day}",
            id = duty.id,
            from = wording::day(from),
            provision,
            day = wording::day(by_law)
        ),
        say!(
            "Mend the day; where it waits for something, say in the text for what, and leave the day of the law here."
        ),
    );
    let early = |system: &&Document| system.fields.date("deployed").is_some_and(|deployed| deployed < by_law);
    if !systems.is_empty() && systems.iter().all(early) {
        report.at(Level::Note);
    }
}

/// The framework whose provisions have days.
const ACT: &str = "eu-ai-act";

fn told_unmet(duty: &Document, report: &mut Report<'_>) {
    let (id, help) =
        (&duty.id, say!("Name under `met-by` the procedure by which it is met, or the records of what was done."));
    match duty.fields.date("applies-from") {
        Some(from) => report.document(
            duty,
            duty.span_of("applies-from"),
            say!("{id} applies since {day}, and nothing is said to meet it", id, day = wording::day(from)),
            help,
        ),
        None => report.document(duty, duty.span_of("duty"), say!("nothing is said to meet {id}", id), help),
    }
}

/// Whether nothing that is not retired is named as what meets a duty, neither there nor from there.
fn is_met_by_nothing(context: &Context<'_>, ix: DocIx, duty: &Document) -> bool {
    let aims = context.aims;
    // An id that leads nowhere has its own finding.
    let named = !duty.fields.lacks("met-by");
    let mut back = aims.references_to(ix).filter(|of| matches!(of.field.as_str(), "evidence-for" | "implements"));
    !named && !back.any(|of| !aims.document(of.from).is_retired())
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{check, only};

    fn found(lines: &str, record: &str) -> Vec<String> {
        let duty = format!("---\nid: OBL\nkind: obligation\nduty: Report\n{lines}---\n");
        let record = format!("---\nid: REC\nkind: record\n{record}---\nText.\n");
        let procedure = "---\nid: PRO\nkind: procedure\n---\nText.\n";
        only("obligation-unmet", &[("aims.toml", ""), ("a.md", &duty), ("p.md", procedure), ("r.md", &record)])
    }

    #[test]
    fn a_duty_that_applies_is_met_by_something() {
        assert_eq!(found("", ""), ["a.md:4:7 nothing is said to meet OBL"]);
        assert_eq!(
            found("applies-from: 2026-08-02\n", ""),
            ["a.md:5:15 OBL applies since 2026-08-02, and nothing is said to meet it"]
        );
        assert!(found("", "date: 2026-01-01\nevidence-for: [OBL]\n").is_empty());
        for spared in ["applies-from: 2027-12-02\n", "met-by: [PRO]\n", "status: draft\n", "status: retired\n"] {
            assert!(found(spared, "").is_empty(), "{spared}");
        }
    }

    #[test]
    fn a_day_that_has_passed_wants_a_record() {
        let lines = "met-by: [PRO]\ndue: 2026-10-31\n";
        let told = "a.md:6:6 OBL had to be done by 2026-10-31, 20 days ago, and no record shows it";
        assert_eq!(found(lines, ""), [told]);
        assert_eq!(found(lines, "date: 2026-11-02\nevidence-for: [OBL]\n"), Vec::<String>::new(), "late, and done");
        assert!(found(lines, "date: 2026-10-30\nevidence-for: [OBL]\n").is_empty());
        let judged = "date: 2026-10-30\nstatus: in-review\nevidence-for: [OBL]\n";
        assert_eq!(found(lines, judged), [told], "what is being judged shows nothing yet");
        assert!(found(&lines.replace("PRO", "PRO, REC"), "date: 2024-10-30\n").is_empty());
        assert_eq!(found(&lines.replace("PRO", "PRO, REC"), "date: 2026-12-01\n"), [told], "it is still to come");
        assert!(found(&lines.replace("2026-10-31", "2026-11-20"), "").is_empty());
    }

    #[test]
    fn a_duty_begins_no_later_than_its_provision() {
        let lines = "applies-from: 2029-01-01\nrequirements: {eu-ai-act: [art-73]}\n";
        let told = "a.md:5:15 OBL says that it applies from 2029-01-01, and `art-73` applies from 2028-08-02";
        assert_eq!(found(lines, ""), [told]);
        for fine in [
            lines.replace("2029-01-01", "2028-08-02"),
            lines.replace("2029-01-01", "2026-12-02"),
            lines.replace("art-73", "annex-viii"),
            lines.replace("eu-ai-act", "nist-ai-rmf"),
            lines.replace("applies-from: 2029-01-01\n", "applies-from: 2029-01-01\nstatus: draft\n"),
        ] {
            assert!(!found(&fine, "").iter().any(|told| told.contains("says that")), "{fine}");
        }
    }

    #[test]
    fn the_day_is_that_of_the_systems_and_a_note_where_they_were_there_before() {
        let level = |class: &str, deployed: &str| {
            let duty = "---\nid: OBL\nkind: obligation\nduty: Report\napplies-from: 2028-08-02\nsystems: [SYS]\n\
                requirements: {eu-ai-act: [art-73]}\n---\n";
            let system = format!("---\nid: SYS\nkind: system\nai-act-class: {class}\n{deployed}---\n");
            let (found, _) = check(&[("aims.toml", ""), ("a.md", duty), ("s.md", &system)]);
            let found = found.into_iter().find(|finding| finding.name == "obligation-unmet");
            found.map(|finding| finding.level.as_str())
        };
        assert_eq!(level("high-annex-iii", ""), Some("warning"));
        assert_eq!(level("high-annex-iii", "deployed: 2025-04-14\n"), Some("note"));
        assert_eq!(level("high-annex-i", ""), None);
    }

    #[test]
    fn what_comes_again_wants_a_record_of_its_turn() {
        let lines = "met-by: [PRO, REC]\ndue: 2026-10-31\nevery: 12 months\n";
        let told = "a.md:6:6 OBL had to be done by 2026-10-31, 20 days ago, and no record shows it";
        assert_eq!(found(lines, "date: 2025-10-20\n"), [told]);
        assert!(found(lines, "date: 2026-10-20\n").is_empty());
    }
}
