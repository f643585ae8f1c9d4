//! `next-review-stretched`: a document puts its review off beyond what the organisation asks for.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::review::{Stretch, schedule};

pub(super) static RULE: Rule = Rule {
    code: "AIMS406",
    name: "next-review-stretched",
    level: Level::Warning,
    clock: false,
    what: "A document names a `next-review` after the last day on which one is due, or a `review-every` longer than the interval of the settings. A record is due at the latest when it is too old to count as evidence, unless `[review.every]` has its kind. The review is due by the interval all the same.",
    why: "Documents are reviewed at planned intervals (control A.2.4), which the organisation sets. A date in the document itself can be written by anybody and would put the review off for good.",
    fix: "Take the date back, or write an earlier one. Where documents of the kind may wait longer, say so in `aims.toml` under `[review.every]`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let aims = context.aims;
    for (ix, document) in context.living() {
        let Some(schedule) = schedule(document, &aims.standing(ix), &aims.config, aims.today) else { continue };
        let kind = document.kind_name();
        for stretch in schedule.stretched {
            let (key, message) = match stretch {
                Stretch::NextReview { says, due } => {
                    let (says, due) = (wording::day(says), wording::day(due));
                    (
                        "next-review",
                        say!("`next-review` is {says}, later than {due}, when the review is due", says, due),
                    )
                }
                Stretch::Every { says, bound } => {
                    let (says, bound) = (says.said(), bound.said());
                    (
                        "review-every",
                        say!("`review-every` is {says}, longer than the {bound} of the settings", says, bound),
                    )
                }
            };
            let help = say!(
                "Write no later one, or set under `[review.every]` in aims.toml how long documents of kind `{kind}` may wait.",
                kind
            );
            report.document(document, document.span_of(key), message, help);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn told(settings: &str, kind: &str, fields: &str) -> Vec<String> {
        let text = format!("---\nid: P\ntitle: T\nkind: {kind}\nstatus: approved\n{fields}---\nx\n");
        only("next-review-stretched", &[("aims.toml", settings), ("a.md", &text)])
    }

    #[test]
    fn a_later_date_and_a_longer_interval_are_told() {
        let every = "[review.every]\npolicy = \"12 months\"\n";
        assert_eq!(
            told(every, "policy", "reviewed: 2026-01-10\nnext-review: 2039-01-01\n"),
            ["a.md:7:14 `next-review` is 2039-01-01, later than 2027-01-10, when the review is due"]
        );
        assert_eq!(
            told(every, "policy", "reviewed: 2026-01-10\nreview-every: 3 years\n"),
            ["a.md:7:15 `review-every` is 3 years, longer than the 12 months of the settings"]
        );
        // Where nothing says when the last one was, it was today at the latest.
        assert_eq!(told("", "policy", "next-review: 2039-01-01\n").len(), 1);
    }

    #[test]
    fn a_record_is_made_anew_before_it_is_too_old_to_count() {
        let told_of = "a.md:7:14 `next-review` is 2035-01-01, later than 2027-01-10, when the review is due";
        for kind in ["impact-assessment", "risk-assessment", "control-test"] {
            assert_eq!(told("", kind, "date: 2026-01-10\nnext-review: 2035-01-01\n"), [told_of], "{kind}");
        }
        let longer = "[evidence]\nperiod = \"10 years\"\n";
        assert!(told(longer, "control-test", "date: 2026-01-10\nnext-review: 2035-01-01\n").is_empty());
    }

    #[test]
    fn earlier_dates_approved_intervals_and_records_are_no_findings() {
        assert!(told("", "policy", "reviewed: 2026-01-10\nnext-review: 2027-01-10\n").is_empty());
        assert!(
            told("", "policy", "reviewed: 2026-01-10\nreview-every: 3 years\nnext-review: 2028-12-01\n").is_empty()
        );
        let every = "[review.every]\npolicy = \"3 years\"\n";
        assert!(told(every, "policy", "reviewed: 2026-01-10\nnext-review: 2028-12-01\n").is_empty());
        assert!(told("", "risk-assessment", "date: 2026-01-10\nnext-review: 2027-01-10\n").is_empty());
        let every = "[review.every]\nrisk-assessment = \"3 years\"\n";
        assert!(told(every, "risk-assessment", "date: 2026-01-10\nnext-review: 2028-12-01\n").is_empty());
    }
}
