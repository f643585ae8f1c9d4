//! `nonconformity-overdue`: a corrective action past its day, or one of which nobody looked whether it worked.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::lacks::late;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::due::{self, Task};

pub(super) static RULE: Rule = Rule {
    code: "AIMS701",
    name: "nonconformity-overdue",
    level: Level::Warning,
    clock: true,
    what: "The day by which a corrective action was due has passed, and the nonconformity is neither `done` nor closed, or `effectiveness` says that the action did not work (`No`), and no nonconformity, change or improvement of the day under `done` or later names it. Or it is `done` since six months and not closed, and `effectiveness-checked` does not say when somebody looked whether the action worked, or `effectiveness` is still to come (`pending`).",
    why: "Nonconformities have to be acted on (clause 10.2). Actions that are overdue at the next audit are among what auditors look at first. One of which nobody knows whether it worked is not over.",
    fix: "Finish the action and set `done`; or move `due`, with the reason in the commit message. Look whether it worked, and write `effectiveness` and `effectiveness-checked`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.living_of("nonconformity") {
        if let Some(due) = due::open_in(context.aims, ix)
            && let Some(late) = late(due.date, context.aims.today)
        {
            let (id, day) = (&document.id, wording::day(due.date));
            let (message, help) = match document.fields.date("done") {
                Some(made) if due.task == Task::Effect => (
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
                Some(_) => (
                    say!("the corrective action of {id} did not work, and was due on {day}, {late}", id, day, late),
                    say!(
                        "Say what is done now, and by when, in a nonconformity, change or improvement that names it; what was seen stays there."
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
    use crate::check::testing::{assert_one, only};

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
    fn an_action_in_vain_is_overdue_unless_it_is_taken_up() {
        let vain = nonconformity(
            "date: 2026-01-10\ndue: 2026-03-01\ndone: 2026-02-20\nstate: verification\neffectiveness: 'No'\neffectiveness-checked: 2026-06-01\n",
        );
        let told = "a.md:5:6 the corrective action of NC-001 did not work, and was due on 2026-03-01, 264 days ago";
        let other =
            |kind: &str, day: &str| format!("---\nid: OTH-002\nkind: {kind}\ndate: {day}\n---\nSee [[NC-001]].\n");
        let said = |other: &str| only("AIMS701", &[("aims.toml", ""), ("a.md", vain.as_str()), ("b.md", other)]);
        for (kind, day) in [("nonconformity", "2026-02-19"), ("management-review", "2026-06-02")] {
            assert_eq!(said(&other(kind, day)), [told], "{kind} {day}");
        }
        for kind in ["nonconformity", "change", "improvement"] {
            assert_eq!(said(&other(kind, "2026-06-02")), [""; 0], "{kind}");
        }
        let told =
            ["6:7 NC-001 is done since 2026-02-20, and its effect was to be looked at by 2026-08-20, 92 days ago"];
        let so_far = vain.replace("'No'", "No effect yet; look again in December");
        assert_one("nonconformity-overdue", &so_far, &told);
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
