//! `incident-left-open`: an incident that stays open long after it was found.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::lacks::{incident_due, late};
use crate::check::rule::{Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS664",
    name: "incident-left-open",
    level: Level::Warning,
    clock: true,
    what: "An incident stands at `open` 30 days after the organisation became aware of it, or is contained and not closed 180 days after.",
    why: "Incidents are contained, told and learnt from (control A.8.4, clause 10.2). One that stays open goes on doing harm, or has an end that nobody wrote down.",
    fix: "Say what stopped it and when, under `containment` and `contained`; close it with cause and lessons, and write the day.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, incident) in context.living_of("incident").filter(|(_, incident)| !incident.is_draft()) {
        let Some((since, due, is_contained)) = incident_due(&incident.fields) else { continue };
        let Some(late) = late(due, context.aims.today) else { continue };
        let (id, since, due) = (&incident.id, wording::day(since), wording::day(due));
        let message = match is_contained {
            true => say!("{id} is known since {since}, and was to be closed by {due}, {late}", id, since, due, late),
            false => {
                say!("{id} is known since {since}, and was to be contained by {due}, {late}", id, since, due, late)
            }
        };
        report.document(
            incident,
            incident.span_of("state"),
            message,
            say!("Say what stopped it and when; close it with its cause and what was learnt."),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn incident(lines: &str) -> String {
        format!("---\nid: INC\nkind: incident\n{lines}---\n")
    }

    #[test]
    fn it_is_told_by_how_far_it_came() {
        let told = ["5:8 INC is known since 2026-10-20, and was to be contained by 2026-11-19, 1 day ago"];
        assert_one("incident-left-open", &incident("date: 2026-10-20\nstate: open\n"), &told);
        let told = ["6:8 INC is known since 2026-05-01, and was to be closed by 2026-10-28, 23 days ago"];
        assert_one("incident-left-open", &incident("date: 2026-04-01\naware: 2026-05-01\nstate: contained\n"), &told);
        assert_one("incident-left-open", &incident("date: 2026-05-01\ncontained: 2026-05-02\nstate: open\n"), &told);
        let later = incident("date: 2026-05-01\naware: 2026-11-01\nusers-told: 2026-05-01\nstate: contained\n");
        assert_one("incident-left-open", &later, &[&told[0].replacen("6:8", "7:8", 1)]);
    }

    #[test]
    fn what_is_young_closed_or_a_draft_is_no_finding() {
        for lines in [
            "date: 2026-10-21\nstate: open\n",
            "date: 2026-06-01\nstate: contained\n",
            "date: 2025-01-01\nstate: closed\n",
            "date: 2025-01-01\nclosed: 2025-02-01\nstate: open\n",
            "date: 2025-01-01\nstate: open\nstatus: draft\n",
            "date: 2025-01-01\nstate: opne\n",
        ] {
            assert_one("incident-left-open", &incident(lines), &[]);
        }
    }
}
