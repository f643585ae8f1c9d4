//! `acted-after-leaving`: a record names somebody who had left by its day.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::authority::ACTS;

pub(super) static RULE: Rule = Rule {
    code: "AIMS741",
    name: "acted-after-leaving",
    level: Level::Warning,
    clock: false,
    what: "A record names somebody of `[[people]]` who did something on a day after their last one (`left`): who audited, took part in a management review, carried out an assessment, a test or a control test, accepted what is left of a risk or an impact, approved a change, checked whether an action worked, closed a nonconformity, or decided on a release or an improvement. Roles are not followed here, names and addresses are.",
    why: "Whoever has left has no authority any more (clause 5.3). Either the day is wrong, or the name, or the record was made afterwards.",
    fix: "Put right the day, the name, or `left` in `aims.toml`. Who came back, or was called in from outside, has a second entry under `[[people]]` with the role of then and without `left`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let config = &context.aims.config;
    if config.people.iter().all(|person| person.left.is_none()) {
        return;
    }
    for (_, record) in context.living().filter(|(_, record)| !record.is_draft()) {
        for (key, days, _) in ACTS {
            let Some(day) = days.iter().find_map(|key| record.fields.date(key)) else { continue };
            for (who, span) in record.fields.names(key) {
                let Some(left) = config.last_day_before(who, day) else { continue };
                let (day, left) = (wording::day(day), wording::day(left));
                report.document(
                    record,
                    span,
                    say!("`{who}` is named by {id} for {day}, and left on {left}", who, id = record.id, day, left),
                    say!(
                        "Put right the day, the name, or `left` in `aims.toml`; who came back has a second entry there."
                    ),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const PEOPLE: &str = "[[people]]\nname = \"Ada\"\nemails = [\"ada@x.example\"]\nroles = [\"Auditor\"]\nleft = 2026-03-31\n[[people]]\nname = \"Bob\"\n";

    fn found(people: &str, lines: &str) -> Vec<String> {
        only("acted-after-leaving", &[("aims.toml", people), ("a.md", &format!("---\nid: X\n{lines}---\n"))])
    }

    #[test]
    fn it_is_told_at_the_name() {
        let told = "`Ada` is named by X for 2026-04-01, and left on 2026-03-31";
        let audit = "kind: audit\ndate: 2026-04-01\nauditors: [Bob, Ada]\n";
        assert_eq!(found(PEOPLE, audit), [format!("a.md:5:17 {told}")]);
        let risk = "kind: risk\naccepted: 2026-04-01\naccepted-by: ada@x.example\n";
        let by_address = "a.md:5:14 `ada@x.example` is named by X for 2026-04-01, and left on 2026-03-31";
        assert_eq!(found(PEOPLE, risk), [by_address]);
    }

    #[test]
    fn the_last_day_roles_and_those_who_came_back_are_no_findings() {
        let audit = "kind: audit\ndate: 2026-03-31\nauditors: [Ada]\n";
        assert!(found(PEOPLE, audit).is_empty(), "it was the last day");
        let later = audit.replace("03-31", "04-01");
        assert_eq!(found(PEOPLE, &later).len(), 1);
        assert!(found(PEOPLE, &later.replace("[Ada]", "[Auditor]")).is_empty());
        assert!(found(PEOPLE, &later.replace("kind: audit", "kind: audit\nstatus: draft")).is_empty());
        let back = format!("{PEOPLE}[[people]]\nname = \"Ada\"\nroles = [\"Adviser\"]\n");
        assert!(found(&back, &later).is_empty());
    }
}
