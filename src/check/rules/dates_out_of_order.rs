//! `dates-out-of-order`: one thing is said to have come before another that it follows from.

use super::date_in_future::DONE;
use crate::base::{mark, say, wording};
use crate::check::{Context, Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS405",
    name: "dates-out-of-order",
    level: Level::Warning,
    clock: false,
    what: "Two dates of a document cannot both be right: the next review before the last, closed before it was raised, checked before it was done, contained before it was found, out of use before it was in use, tested before its thresholds were set, in use before its release was decided, answered before it was raised. A review before the day on which a version takes effect is in order: a version is read, and then it holds.",
    why: "Records have to be right to be evidence (clause 7.5.3). For a nonconformity the order is the point: first the action, then the check that it worked (clause 10.2).",
    fix: "Put right the date that is wrong.",
    run,
};

/// The key that has to come later, the key it follows, and how that is said.
const ORDER: [(&str, &str, &str); 9] = [
    ("next-review", "reviewed", mark!("the next review is due on {after}, before {before} (`{earlier}`)")),
    ("closed", "date", mark!("it was closed on {after}, before {before} (`{earlier}`)")),
    ("done", "date", mark!("the action was done on {after}, before {before} (`{earlier}`)")),
    ("effectiveness-checked", "done", mark!("the effect was checked on {after}, before {before} (`{earlier}`)")),
    ("contained", "date", mark!("it was contained on {after}, before {before} (`{earlier}`)")),
    ("retired", "deployed", mark!("it was taken out of use on {after}, before {before} (`{earlier}`)")),
    ("date", "criteria-set", mark!("it was tested on {after}, before {before} (`{earlier}`)")),
    ("deployed", "date", mark!("it went into use on {after}, before {before} (`{earlier}`)")),
    ("answered", "date", mark!("it was answered on {after}, before {before} (`{earlier}`)")),
];

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, document) in context.living() {
        for (later, earlier, what) in ORDER {
            let (Some(after), Some(before)) = (document.fields.date(later), document.fields.date(earlier)) else {
                continue;
            };
            // Of a day that has not come yet another rule tells, and the order may only follow from it.
            let told = DONE.contains(&earlier) && before > context.aims.today;
            if after < before && !told {
                let (after, before) = (wording::day(after), wording::day(before));
                report.document(
                    document,
                    document.span_of(later),
                    wording::fill(wording::of(what), &[("after", &after), ("before", &before), ("earlier", &earlier)]),
                    say!("Put right `{later}` or `{earlier}`.", later, earlier),
                );
            }
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
    fn it_is_told_at_the_date_that_should_be_later() {
        assert_one(
            "dates-out-of-order",
            &document("policy", "next-review: 2026-01-01\nreviewed: 2026-01-02\n"),
            &["5:14 the next review is due on 2026-01-01, before 2026-01-02 (`reviewed`)"],
        );
        assert_one(
            "dates-out-of-order",
            &document(
                "nonconformity",
                "date: 2026-03-01\ndone: 2026-02-01\neffectiveness-checked: 2026-01-15\nclosed: 2026-02-28\n",
            ),
            &[
                "6:7 the action was done on 2026-02-01, before 2026-03-01 (`date`)",
                "7:24 the effect was checked on 2026-01-15, before 2026-02-01 (`done`)",
                "8:9 it was closed on 2026-02-28, before 2026-03-01 (`date`)",
            ],
        );
        assert_one(
            "dates-out-of-order",
            &document("incident", "date: 2026-03-01\ncontained: 2026-02-28\n"),
            &["6:12 it was contained on 2026-02-28, before 2026-03-01 (`date`)"],
        );
        assert_one(
            "dates-out-of-order",
            &document("system", "deployed: 2026-03-01\nretired: 2026-02-28\n"),
            &["6:10 it was taken out of use on 2026-02-28, before 2026-03-01 (`deployed`)"],
        );
    }

    #[test]
    fn marks_are_set_before_a_test_and_a_release_is_decided_before_use() {
        let test = document("test", "date: 2026-03-01\ncriteria-set: 2026-03-02\n");
        let told = "5:7 it was tested on 2026-03-01, before 2026-03-02 (`criteria-set`)";
        assert_one("dates-out-of-order", &test, &[told]);
        let release = document("release", "date: 2026-03-02\ndeployed: 2026-03-01\n");
        let told = "6:11 it went into use on 2026-03-01, before 2026-03-02 (`date`)";
        assert_one("dates-out-of-order", &release, &[told]);
    }

    #[test]
    fn the_same_day_one_date_alone_and_a_day_that_has_not_come_are_no_findings() {
        assert_one("dates-out-of-order", &document("nonconformity", "date: 2026-03-01\ndone: 2026-03-01\n"), &[]);
        assert_one("dates-out-of-order", &document("nonconformity", "closed: 2026-03-01\n"), &[]);
        assert_one("dates-out-of-order", &document("risk-assessment", "date: 2026-03-01\n"), &[]);
        assert_one(
            "dates-out-of-order",
            &document("impact-assessment", "date: 2026-03-01\naccepted: 2026-02-01\n"),
            &[],
        );
        assert_one("dates-out-of-order", &document("policy", "reviewed: 2062-01-01\nnext-review: 2027-01-01\n"), &[]);
    }
}
