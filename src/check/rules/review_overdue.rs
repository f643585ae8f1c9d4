//! `review-overdue`: the day of the next review has passed.

use super::dates_out_of_order::OF_OTHERS;
use crate::base::{plural, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::review::Review;

pub(super) static RULE: Rule = Rule {
    code: "AIMS401",
    name: "review-overdue",
    level: Level::Warning,
    clock: true,
    what: "The day of a document's next review has passed. It counts from the last act of review or approval on record that counts and is committed, though the text has changed since, else from what the document says. While a newer text is written, judged or waits, the one in force is judged.",
    why: "Documents have to stay suitable and adequate (clause 7.5.2), and policies are reviewed at planned intervals (control A.2.4). A review date that passed with no review is among the findings auditors raise most often.",
    fix: "Read the document through. Whether or not anything changes, put the review on record: `aims review ID`, and commit the record. Without such an act the day counts from what the document says under `reviewed`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.aims.iter() {
        let review = context.aims.review(ix);
        let (Review::Overdue(next), Some(days)) = (review, review.days(context.aims.today)) else { continue };
        // Of such a year another rule tells, and this only follows from it.
        if next.year() < 1950 && !OF_OTHERS.contains(&document.counts_as()) {
            continue;
        }
        // A record is not read again and amended: what it shows is shown anew.
        let help = match document.is_kept_current() {
            true => say!("Read it through, then `aims review {id}` puts the review on record.", id = document.id),
            false => say!(
                "Do it again, and let the new record say `replaces: [{id}]`; this one becomes `status: retired`.",
                id = document.id
            ),
        };
        let message = plural!(
            usize::try_from(-days).unwrap_or(0),
            "the review was due on {day}, {n} day ago",
            "the review was due on {day}, {n} days ago",
            day = wording::day(next)
        );
        tell(document, message, help, report);
    }
}

/// Tells of the review of a document at the day that its next review follows from, and who owns it.
pub(super) fn tell(document: &Document, message: String, help: String, report: &mut Report<'_>) {
    let days = ["next-review", "reviewed", "effective", "date"];
    let key = days.into_iter().find(|key| document.fields.get(key).is_some());
    let help = match document.fields.text("owner") {
        Some(owner) => format!("{help} {}", say!("Its owner is {owner}.", owner)),
        None => help,
    };
    report.document(document, document.span_of(key.unwrap_or("id")), message, help);
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only};

    fn document(dates: &str) -> String {
        format!("---\nid: P\ntitle: T\nkind: policy\nstatus: approved\nversion: 1\nowner: O\n{dates}---\nx\n")
    }

    #[test]
    fn a_day_too_late_is_overdue_and_the_day_itself_is_not() {
        let told = ["8:11 the review was due on 2026-11-19, 1 day ago"];
        assert_one("review-overdue", &document("reviewed: 2025-11-19\n"), &told);
        assert_one("review-overdue", &document("reviewed: 2025-11-20\n"), &[]);
        assert_one(
            "review-overdue",
            &document("next-review: 2026-11-18\n"),
            &["8:14 the review was due on 2026-11-18, 2 days ago"],
        );
        assert_one("review-overdue", &document("effective: 0001-01-01\n"), &[]);
    }

    #[test]
    fn an_assessment_is_not_repeated_once_all_its_systems_are_retired() {
        let told = |stage: &str, kind: &str| {
            let system = format!("---\nid: S-2\nkind: system\nlifecycle: {stage}\n---\n");
            let text = format!(
                "---\nid: IA\nkind: {kind}\ndate: 2024-01-01\nreview-every: 1 year\nsystems: [S-1, S-2]\n---\nx\n"
            );
            let gone = "---\nid: S-1\nkind: system\nlifecycle: retired\n---\n";
            only("review-overdue", &[("aims.toml", ""), ("a.md", &text), ("b.md", gone), ("c.md", &system)]).len()
        };
        for kind in ["impact-assessment", "risk-assessment"] {
            assert_eq!((told("retired", kind), told("in-use", kind)), (0, 1), "{kind}");
        }
        assert_eq!(told("retired", "record"), 1);
        let text =
            "---\nid: IA\nkind: impact-assessment\ndate: 2024-01-01\nreview-every: 1 year\nsystems: [S-1, S-9]\n---\n";
        let gone = "---\nid: S-1\nkind: system\nlifecycle: retired\n---\n";
        let found = only("review-overdue", &[("aims.toml", ""), ("a.md", text), ("b.md", gone)]);
        assert_eq!(found.len(), 1, "an id that is not there ends nothing");
    }

    #[test]
    fn what_is_retired_or_not_yet_in_force_is_not_reviewed() {
        for status in ["draft", "retired", "in-review"] {
            let text = document("reviewed: 2020-01-01\n").replace("approved", status);
            assert_one("review-overdue", &text, &[]);
        }
    }
}
