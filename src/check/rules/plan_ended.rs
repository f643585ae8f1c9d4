//! `plan-ended`: the time that a plan is for is over, and no other has taken its place.

use std::collections::BTreeSet;

use crate::base::{Date, Period, say, wording};
use crate::check::context::Context;
use crate::check::lacks::late;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::{Aims, term};

pub(super) static RULE: Rule = Rule {
    code: "AIMS344",
    name: "plan-ended",
    level: Level::Warning,
    clock: true,
    what: "The `period` of a plan that serves a clause, treats risks or lists audits is over, and no other plan that serves one of its clauses, or does the same, covers today. A period is read where it has a plain end: `2026-01-01 to 2026-12-31`, `2026`, `2025-2027`. Nothing is asked of drafts, of retired plans, and of what is done once, as a roll-out is: a plan that serves no clause. Clauses that such a plan serves are not current.",
    why: "Treatment, audit programme and communication are planned all the time (clauses 6.1.3, 7.4 and 9.2.2). `No audit programme for the current year` is what an auditor notes where the last one ran out.",
    fix: "Write the plan that follows, with its `period`, and retire the one before: `replaces` in the new one. Where the plan still holds, let whoever approves it prolong it.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let today = context.aims.today;
    for (plan, ended) in ending(context) {
        let Some(late) = late(ended, today) else { continue };
        report.document(
            plan,
            plan.span_of("period"),
            say!("{id} ended on {day}, {late}, and no plan follows it", id = plan.id, day = wording::day(ended), late),
            say!(
                "Write the plan that follows, with `replaces: [{id}]` and its `period`, and retire {id}.",
                id = plan.id
            ),
        );
    }
}

/// Plans whose time ends, with its last day, where no other follows, or covers today.
pub fn ending<'a>(context: &Context<'a>) -> Vec<(&'a Document, Date)> {
    let plans: Vec<&Document> =
        context.living_of("plan").map(|(_, plan)| plan).filter(|plan| !plan.is_draft()).collect();
    let ends = plans.iter().filter_map(|plan| {
        let until = term::of_plan(plan)?.until;
        let next = Period::Days(1).after(until).max(context.aims.today);
        let is_followed = plans.iter().any(|other| covers(other, next) && does_the_same(context.aims, plan, other));
        (!is_followed).then_some((*plan, until))
    });
    ends.collect()
}

/// Whether a plan is for a day: one that says no end is.
fn covers(plan: &Document, day: Date) -> bool {
    let period = plan.fields.text("period").and_then(term::Term::read);
    period.is_none_or(|term| term.covers(day))
}

/// Whether a plan could take the place of another: it serves one of its clauses, or has the same sort of rows.
fn does_the_same(aims: &Aims, plan: &Document, other: &Document) -> bool {
    let clauses = |plan: &Document| {
        let names = aims.names(plan).into_iter();
        names.filter(|id| aims.catalog.clause(&id.framework, &id.id).is_some()).collect::<BTreeSet<_>>()
    };
    !clauses(plan).is_disjoint(&clauses(other))
        || ["audits", "treatments"].iter().any(|key| !plan.fields.lacks(key) && !other.fields.lacks(key))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(lines: &str, other: &str) -> Vec<String> {
        let plan = format!("---\nid: PLN-1\nkind: plan\n{lines}---\nText.\n");
        let other = format!("---\nid: PLN-2\nkind: plan\n{other}---\nText.\n");
        only("plan-ended", &[("aims.toml", ""), ("a.md", &plan), ("b.md", &other)])
    }

    const PAST: &str = "period: 2025-01-01 to 2025-12-31\nclauses: [9.2.2]\n";

    #[test]
    fn a_plan_whose_time_is_over_is_told_until_another_covers_today() {
        let told = "a.md:4:9 PLN-1 ended on 2025-12-31, 324 days ago, and no plan follows it";
        for other in [
            "",
            "clauses: [7.4]\n",
            "clauses: [9.2.2]\nperiod: 2027\n",
            "clauses: [9.2.2]\nstatus: draft\n",
            "clauses: [9.2.2]\nstatus: retired\n",
        ] {
            assert_eq!(found(PAST, other), [told], "{other}");
        }
        for other in ["clauses: [9.2.2]\n", "clauses: ['iso-42001:9.2.2']\nperiod: 2026\n"] {
            assert!(found(PAST, other).is_empty(), "{other}");
        }
        let rows = "period: 2025\naudits: [{audit: All, due: 2025-09-30}]\n";
        assert_eq!(found(rows, "").len(), 1);
        assert!(found(rows, "period: 2026\naudits: [{audit: All, due: 2026-09-30}]\n").is_empty());
    }

    #[test]
    fn what_is_done_once_and_what_has_no_plain_end_are_no_findings() {
        for lines in [
            PAST.replace("clauses: [9.2.2]\n", ""),
            PAST.replace("2025-12-31", "2026-11-20"),
            PAST.replace("2025-01-01 to 2025-12-31", "three years"),
            format!("status: retired\n{PAST}"),
            format!("status: draft\n{PAST}"),
        ] {
            assert!(found(&lines, "").is_empty(), "{lines}");
        }
    }
}
