//! `review-before-audit`: a management review that came before the audit of its cycle.

use crate::base::{Date, Period, date, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS714",
    name: "review-before-audit",
    level: Level::Warning,
    clock: false,
    what: "The newest management review was held shortly before the newest internal audit, up to a quarter of a year, and no audit lies between it and the review before it. Nothing is asked where reviews are held more often than twice a year: the next one comes soon.",
    why: "Results of internal audits are an input of the management review (clauses 9.2 and 9.3.2). `Audit results were not available to the review` means that top management decided without them.",
    fix: "Hold a further review, or part of one, with the audit results at hand; next time let the audit come first.",
    run,
};

/// How many days an audit may come after the review, so that it belonged to the same cycle.
const QUARTER: i64 = 92;

/// Reviews that are no further apart than this come often.
const OFTEN: Period = Period::Months(6);

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let (reviews, audits) = (held(context, "management-review"), held(context, "audit"));
    let (Some((review, document)), Some((audit, report_of_audit))) = (reviews.last(), audits.last()) else { return };
    let before = reviews.len().checked_sub(2).map(|place| reviews[place].0);
    let is_often = before.is_some_and(|before| OFTEN.after(before) >= *review);
    let had_one = audits.iter().any(|(date, _)| date <= review && before.is_none_or(|before| *date > before));
    let follows = audit > review && date::days_between(*review, *audit) <= QUARTER;
    if follows && !had_one && !is_often {
        report.document(
            document,
            document.span_of("date"),
            say!(
                "{id} was held before the audit {audit} of {day}, and without another since the last review",
                id = document.id,
                audit = report_of_audit.id,
                day = wording::day(*audit)
            ),
            say!("Hold a further review with the audit results at hand."),
        );
        report.also(&report_of_audit.path, report_of_audit.fields.span("date"), say!("the audit"));
    }
}

/// Records of a kind that were held and are of the standard followed first, by their day.
fn held<'a>(context: &Context<'a>, kind: &str) -> Vec<(Date, &'a Document)> {
    let held = context.aims.held(kind, &context.aims.catalog.first().id);
    let mut held: Vec<_> = held.map(|(date, ix)| (date, context.aims.document(ix))).collect();
    held.sort_by_key(|(date, _)| *date);
    held
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(reviews: &[&str], audits: &[&str]) -> Vec<String> {
        let one = |kind: &'static str| {
            move |date: &&str| {
                (format!("{kind}-{date}.md"), format!("---\nid: {kind}-{date}\nkind: {kind}\ndate: {date}\n---\n"))
            }
        };
        let texts: Vec<(String, String)> =
            reviews.iter().map(one("management-review")).chain(audits.iter().map(one("audit"))).collect();
        let mut files = vec![("aims.toml", "")];
        files.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        only("review-before-audit", &files)
    }

    #[test]
    fn the_audit_of_the_cycle_comes_first() {
        let told = [
            "management-review-2026-09-01.md:4:7 management-review-2026-09-01 was held before the audit audit-2026-09-24 of 2026-09-24, and without another since the last review",
        ];
        assert_eq!(found(&["2025-11-13", "2026-09-01"], &["2025-10-16", "2026-09-24"]), told);
        assert!(found(&["2025-11-13", "2026-11-05"], &["2025-10-16", "2026-09-24"]).is_empty());
        assert!(found(&["2025-11-13", "2026-09-01"], &["2026-08-01", "2026-09-24"]).is_empty());
    }

    #[test]
    fn reviews_that_come_often_and_audits_long_after_are_no_findings() {
        assert!(found(&["2026-05-01", "2026-09-01"], &["2026-09-24"]).is_empty());
        assert!(found(&["2026-01-01"], &["2026-09-24"]).is_empty());
        assert_eq!(found(&["2026-09-01"], &["2026-09-24"]).len(), 1);
    }
}
