//! `change-not-checked`: a change that was made, and nobody looked afterwards whether it did what it should.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::lacks::late;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::absent::says_nothing;
use crate::model::due::{self, Task};
use crate::model::worked::{did_not, plainly_did_not, went_back};

pub(super) static RULE: Rule = Rule {
    code: "AIMS736",
    name: "change-not-checked",
    level: Level::Warning,
    clock: true,
    what: "A change stands at `done`, six months have passed since it was approved, and `checked` does not say when its effect was looked at; or it does, and `outcome` says no more than that nobody knows yet. Or the `outcome` of a change that is `done`, or the `effect` of such an improvement, says that it did not work (`No`) and names neither a document nor a rollback, and no nonconformity, change or improvement of the same day or later names it.",
    why: "Changes are controlled and the consequences of unintended ones reviewed (clauses 6.3 and 8.1). A change that nobody looked back at may have brought what nobody wanted.",
    fix: "Look at its effect, and write the day under `checked` and what that showed under `outcome`. Where it did not work, decide what is done now, in a record that names it.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, change) in context.living_of("change").filter(|(_, change)| !change.is_draft()) {
        // A look that showed nothing yet is told of below.
        let is_asked = change.fields.lacks("checked");
        let Some(open) = due::open_in(context.aims, ix).filter(|due| is_asked && due.task == Task::Effect) else {
            continue;
        };
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
    in_vain(context, report);
}

/// What was made and did not work, where nothing follows.
fn in_vain(context: &Context<'_>, report: &mut Report<'_>) {
    // The outcome of a change is whatever a look showed: that there was no effect may be as it should.
    let kinds = [("change", "outcome", plainly_did_not as fn(&str) -> bool), ("improvement", "effect", did_not)];
    for (kind, key, is_no) in kinds {
        for (ix, made) in context.living_of(kind).filter(|(_, made)| !made.is_draft()) {
            let goes_on = |answer: &str| went_back(answer) || names_another(context, ix, answer);
            let in_vain = made.fields.text(key).is_some_and(|answer| is_no(answer) && !goes_on(answer));
            if in_vain && made.fields.text("state") == Some("done") && !due::is_taken_up(context.aims, ix) {
                report.document(
                    made,
                    made.span_of(key),
                    say!(
                        "{id} did not work, as `{key}` says, and no nonconformity, change or improvement of that day or later names it",
                        id = made.id,
                        key
                    ),
                    say!("Say what is done now, in a change, an improvement or a nonconformity that names it."),
                );
            }
        }
    }
}

/// Whether an answer names a document by its id, other than that which gives it.
fn names_another(context: &Context<'_>, ix: DocIx, answer: &str) -> bool {
    let words = answer.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '.'));
    let words = words.map(|word| word.trim_matches(['-', '_', '.']));
    // A word that is an id as well names nothing.
    let mut ids = words.filter(|word| word.contains(|c: char| c.is_ascii_digit()));
    ids.any(|id| context.aims.by_id(id).is_some_and(|other| other != ix))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only};

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
        for said in ["No effect on refusals", "As planned"] {
            assert_one("change-not-checked", &looked(said), &[]);
        }
    }

    #[test]
    fn what_did_not_work_is_told_where_nothing_says_what_follows() {
        let names_none = "and no nonconformity, change or improvement of that day or later names it";
        let said = |kind: &str, key: &str, answer: &str| {
            let made = change(&format!("date: 2026-02-01\nchecked: 2026-03-01\n{key}: {answer}\n"));
            let other = "---\nid: IMP-003\nkind: improvement\ndate: 2026-01-31\n---\nSee [[CHG]].\n";
            let made = made.replace("kind: change", &format!("kind: {kind}"));
            only("AIMS736", &[("aims.toml", ""), ("a.md", made.as_str()), ("b.md", other)])
        };
        for (kind, key, answer) in [("change", "outcome", "Did not work"), ("improvement", "effect", "No effect")] {
            let column = key.len() + 3;
            let told = format!("a.md:7:{column} CHG did not work, as `{key}` says, {names_none}");
            assert_eq!(said(kind, key, answer), [told]);
        }
        for answer in ["No - rolled back on 2 March", "No effect", "No effect seen", "Failed", "No; see IMP-003."] {
            assert_eq!(said("change", "outcome", answer), [""; 0], "{answer}");
        }
        for answer in ["No improvement yet, measured again in June", "No; replaced by IMP-003"] {
            assert_eq!(said("improvement", "effect", answer), [""; 0], "{answer}");
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
