//! `review-undated`: a document whose next review nobody can tell.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::review::Review;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS403",
    name: "review-undated",
    level: Level::Warning,
    clock: false,
    what: "A document that is kept current says neither when it was last reviewed or took effect nor when its next review is due.",
    why: "Documents are reviewed and approved for suitability (clause 7.5.2), and policies at planned intervals (control A.2.4). Without a date nobody notices when a review is due.",
    fix: "Add `reviewed` with the day somebody last read it through, or `effective` with the day it took effect, or `next-review`. A document still being written can say `status: draft`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.living() {
        // A date that is there and cannot be read has its own finding.
        let unread = || document.problems.iter().any(|problem| problem.kind == ProblemKind::BadDate);
        if context.aims.review(ix) == Review::Unknown && !unread() {
            report.document(
                document,
                document.head,
                say!("nothing says when the review of {id} is due", id = document.id),
                say!("Add `reviewed: …` with the day somebody last read it through, or `effective` or `next-review`."),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn document(kind: &str, fields: &str) -> String {
        format!("---\nid: P\ntitle: T\nkind: {kind}\n{fields}---\nx\n")
    }

    #[test]
    fn it_is_told_at_the_head() {
        let told = ["1:1 nothing says when the review of P is due"];
        assert_one("review-undated", &document("policy", "status: approved\n"), &told);
        assert_one("review-undated", &document("policy", ""), &told);
        assert_one("review-undated", &document("record", "review-every: 1 year\n"), &told);
    }

    #[test]
    fn dates_drafts_records_and_unreadable_dates_are_no_findings() {
        for fields in ["reviewed: 2026-01-01\n", "effective: 2026-01-01\n", "next-review: 2027-01-01\n"] {
            assert_one("review-undated", &document("policy", fields), &[]);
        }
        for status in ["draft", "in-review", "retired"] {
            assert_one("review-undated", &document("policy", &format!("status: {status}\n")), &[]);
        }
        assert_one("review-undated", &document("record", ""), &[]);
        assert_one("review-undated", &document("policy", "reviewed: 01/02/2026\n"), &[]);
    }
}
