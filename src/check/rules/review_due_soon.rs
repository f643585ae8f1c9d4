//! `review-due-soon`: the day of the next review is near.

use super::review_overdue::tell;
use crate::base::{plural, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::review::Review;

pub(super) static RULE: Rule = Rule {
    code: "AIMS402",
    name: "review-due-soon",
    level: Level::Note,
    clock: true,
    what: "The day of a document's next review is near: within 30 days, or within `due-soon` under `[review]` in `aims.toml`.",
    why: "Policies are reviewed at planned intervals (control A.2.4), and documents have to stay suitable (clause 7.5.2). Who is told in time need not be told that it is late.",
    fix: "Read the document through before the day. Whether or not anything changes, put the review on record: `aims review ID`, and commit the record. A day that the text names itself under `next-review` is settled by a review on or after it: who reads it before moves that day on, or takes it out.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.aims.iter() {
        let review = context.aims.review(ix);
        let (Review::DueSoon(next), Some(days)) = (review, review.days(context.aims.today)) else { continue };
        let day = wording::day(next);
        let message = match usize::try_from(days).unwrap_or(0) {
            0 => say!("the review is due on {day}, today", day),
            days => {
                plural!(days, "the review is due on {day}, in {n} day", "the review is due on {day}, in {n} days", day)
            }
        };
        let help = match document.is_kept_current() {
            true => {
                say!("Read it through by then, then `aims review {id}` puts the review on record.", id = document.id)
            }
            false => say!("Do it again by then, and let the new record say `replaces: [{id}]`.", id = document.id),
        };
        let named = document.fields.date("next-review") == Some(next) && document.is_kept_current();
        let move_on = say!("A review before that day leaves it due: move `next-review` on, too.");
        tell(document, message, if named { format!("{help} {move_on}") } else { help }, report);
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, check, only};

    fn document(dates: &str) -> String {
        format!("---\nid: P\ntitle: T\nkind: policy\nstatus: approved\nversion: 1\nowner: O\n{dates}---\nx\n")
    }

    #[test]
    fn a_near_day_is_told_at_the_date_it_comes_from() {
        let told = |text: &str| ["8:11 the review is due on ".to_owned() + text];
        for (reviewed, expected) in [("2025-11-20", "2026-11-20, today"), ("2025-12-20", "2026-12-20, in 30 days")] {
            let expected = told(expected);
            assert_one("review-due-soon", &document(&format!("reviewed: {reviewed}\n")), &[expected[0].as_str()]);
        }
        assert_one(
            "review-due-soon",
            &document("next-review: 2026-11-21\n"),
            &["8:14 the review is due on 2026-11-21, in 1 day"],
        );
    }

    #[test]
    fn the_remedy_is_that_of_a_review_that_is_late() {
        let help = |kind: &str| {
            let text = format!(
                "---\nid: P\ntitle: T\nkind: {kind}\nstatus: approved\nowner: O\ndate: 2025-12-01\nreviewed: 2025-12-01\nnext-review: 2026-11-25\n---\nx\n"
            );
            let (found, _) = check(&[("aims.toml", ""), ("a.md", &text)]);
            found.into_iter().find(|finding| finding.name == "review-due-soon").and_then(|finding| finding.help)
        };
        let told = "Read it through by then, then `aims review P` puts the review on record. A review before that day leaves it due: move `next-review` on, too. Its owner is O.";
        assert_eq!(help("policy").as_deref(), Some(told));
        let told = "Do it again by then, and let the new record say `replaces: [P]`. Its owner is O.";
        assert_eq!(help("record").as_deref(), Some(told));
    }

    #[test]
    fn a_far_day_and_a_past_one_are_no_findings() {
        assert_one("review-due-soon", &document("reviewed: 2025-11-19\n"), &[]);
        assert_one("review-due-soon", &document("reviewed: 2025-12-21\n"), &[]);
        let settings = "[review]\ndue-soon = \"7 days\"\n";
        let text = document("reviewed: 2025-12-01\n");
        assert!(only("review-due-soon", &[("aims.toml", settings), ("a.md", &text)]).is_empty());
    }
}
