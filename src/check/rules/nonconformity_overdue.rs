//! `nonconformity-overdue`: a corrective action past its day, or one of which nobody looked whether it worked.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::lacks::late;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::due;

pub(super) static RULE: Rule = Rule {
    code: "AIMS701",
    name: "nonconformity-overdue",
    level: Level::Warning,
    clock: true,
    what: "The day by which a corrective action was due has passed, and the nonconformity is neither `done` nor closed. Or it is `done` since six months and not closed, and `effectiveness-checked` does not say when somebody looked whether the action worked.",
    why: "Nonconformities have to be acted on (clause 10.2). Actions that are overdue at the next audit are among what auditors look at first. One of which nobody knows whether it worked is not over.",
    fix: "Finish the action and set `done`; or move `due`, with the reason in the commit message. Look whether it worked, and write `effectiveness` and `effectiveness-checked`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, document) in context.living_of("nonconformity") {
        if let Some(due) = due::open(document)
            && let Some(late) = late(due.date, context.aims.today)
        {
            let (id, day) = (&document.id, wording::day(due.date));
            let (message, help) = match document.fields.date("done") {
                Some(made) => (
                    say!(
                        "{id} is done since {made}, and its effect was to be looked at by {due}, {late}",
                        id,
                        made = wording::day(made),
                        due = day,
                        late
                    ),
                    say!(
                        "Look whether the action worked, and write `effectiveness: …` and `effectiveness-checked: …`."
                    ),
                ),
                None => (
                    say!("the corrective action of {id} was due on {day}, {late}", id, day, late),
                    say!("Finish the action and set `done`, or move `due` and say why in the commit message."),
                ),
            };
            let help = match due.owner {
                Some(owner) => format!("{help} {}", say!("{owner} sees to it.", owner)),
                None => help.to_owned(),
            };
            report.document(document, due.span, message, help);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn nonconformity(lines: &str) -> String {
        format!("---\nid: NC-001\nkind: nonconformity\n{lines}---\n")
    }

    #[test]
    fn a_day_too_late_is_overdue_and_the_day_itself_is_not() {
        let told = ["4:6 the corrective action of NC-001 was due on 2026-11-19, 1 day ago"];
        assert_one("nonconformity-overdue", &nonconformity("due: 2026-11-19\nstate: action\n"), &told);
        assert_one("nonconformity-overdue", &nonconformity("due: 2026-11-20\nstate: action\n"), &[]);
    }

    #[test]
    fn whether_an_action_worked_is_looked_at_within_half_a_year() {
        let told =
            ["5:7 NC-001 is done since 2026-05-18, and its effect was to be looked at by 2026-11-18, 2 days ago"];
        let done = nonconformity("due: 2026-05-01\ndone: 2026-05-18\nstate: verification\n");
        assert_one("nonconformity-overdue", &done, &told);
        for (from, to) in [
            ("05-18", "05-20"),
            ("state: verification", "effectiveness-checked: 2026-06-01"),
            ("state: verification", "effectiveness-checked: soon"),
            ("verification", "closed"),
            ("state: verification", "status: draft"),
        ] {
            assert_one("nonconformity-overdue", &done.replace(from, to), &[]);
        }
    }

    #[test]
    fn what_is_done_or_closed_is_not_overdue() {
        for line in [
            "done: 2026-11-20",
            "done: yesterday",
            "state: closed",
            "closed: 2026-11-20",
            "status: draft",
            "state: closed\nstatus: retired",
        ] {
            assert_one("nonconformity-overdue", &nonconformity(&format!("due: 2020-01-01\n{line}\n")), &[]);
        }
    }
}
