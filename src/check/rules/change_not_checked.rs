//! `change-not-checked`: a change that was made, and nobody looked afterwards whether it did what it should.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::lacks::late;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::absent::says_nothing;
use crate::model::due::{self, Task};

pub(super) static RULE: Rule = Rule {
    code: "AIMS736",
    name: "change-not-checked",
    level: Level::Warning,
    clock: true,
    what: "A change stands at `done`, six months have passed since it was approved, and `checked` does not say when its effect was looked at; or it does, and `outcome` says no more than that nobody knows yet.",
    why: "Changes are controlled and the consequences of unintended ones reviewed (clauses 6.3 and 8.1). A change that nobody looked back at may have brought what nobody wanted.",
    fix: "Look at its effect, and write the day under `checked` and what that showed under `outcome`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, change) in context.living_of("change").filter(|(_, change)| !change.is_draft()) {
        let Some(open) = due::open(change).filter(|due| due.task == Task::Effect) else { continue };
        let Some((made, late)) = change.fields.date(open.key).zip(late(open.date, context.aims.today)) else {
            continue;
        };
        report.document(
            change,
            change.span_of("state"),
            say!(
                "{id} is done since {made}, and its effect was to be looked at by {due}, {late}",
                id = change.id,
                made = wording::day(made),
                due = wording::day(open.date),
                late
            ),
            say!("Look at its effect, and write `checked: …` and `outcome: …`."),
        );
    }
    let changes = context.living_of("change").filter(|(_, change)| !change.is_draft());
    for (_, change) in changes.filter(|(_, change)| !change.fields.lacks("checked")) {
        if let Some(word) = change.fields.text("outcome").filter(|word| says_nothing(word)) {
            report.document(
                change,
                change.span_of("outcome"),
                say!("{id} is said to have been looked at, and its `outcome` is `{word}`", id = change.id, word),
                say!("Write what the look showed; where it did not take place yet, take `checked` out."),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn change(lines: &str) -> String {
        format!("---\nid: CHG\nkind: change\nstate: done\n{lines}---\n")
    }

    #[test]
    fn it_is_told_half_a_year_after_the_approval() {
        let told = ["4:8 CHG is done since 2026-05-18, and its effect was to be looked at by 2026-11-18, 2 days ago"];
        assert_one("change-not-checked", &change("date: 2020-01-01\napproved: 2026-05-18\n"), &told);
        assert_one("change-not-checked", &change("date: 2026-05-18\n"), &told);
    }

    #[test]
    fn a_look_shows_something() {
        let looked = |outcome: &str| change(&format!("date: 2020-01-01\nchecked: 2020-02-01\noutcome: {outcome}\n"));
        let told = ["7:10 CHG is said to have been looked at, and its `outcome` is `Not yet known`"];
        assert_one("change-not-checked", &looked("Not yet known"), &told);
        for said in ["No effect on refusals", "It did not work", "As planned"] {
            assert_one("change-not-checked", &looked(said), &[]);
        }
    }

    #[test]
    fn a_look_patience_and_other_states_are_no_findings() {
        for lines in [
            "date: 2026-05-20\n",
            "date: 2020-01-01\nchecked: 2020-02-01\n",
            "date: 2020-01-01\nchecked: soon\n",
            "date: 2020-01-01\nstatus: draft\n",
        ] {
            assert_one("change-not-checked", &change(lines), &[]);
        }
        assert_one("change-not-checked", &change("date: 2020-01-01\n").replace("done", "approved"), &[]);
    }
}
