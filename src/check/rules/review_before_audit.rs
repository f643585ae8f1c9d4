//! `review-before-audit`: a management review that came before the audit of its cycle.

use crate::base::{Date, Period, date, say, wording};
use crate::check::context::Context;
use crate::check::recent::named;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::catalog::Standard;
use crate::model::due::as_told;
use crate::model::{Aims, DocIx};

pub(super) static RULE: Rule = Rule {
    code: "AIMS714",
    name: "review-before-audit",
    level: Level::Warning,
    clock: false,
    what: "The newest management review was held shortly before the newest internal audit, up to a quarter of a year, and no audit lies between it and the review before it; where several standards are followed, those of each. Nothing is asked where reviews are held more often than twice a year: the next one comes soon.",
    why: "Results of internal audits are an input of the management review (clauses 9.2 and 9.3.2). `Audit results were not available to the review` means that top management decided without them.",
    fix: "Hold a further review, or part of one, with the audit results at hand; next time let the audit come first.",
    run,
};

/// How many days an audit may come after the review, so that it belonged to the same cycle.
const QUARTER: i64 = 92;

/// Reviews that are no further apart than this come often.
const OFTEN: Period = Period::Months(6);

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let aims = context.aims;
    let all = aims.calling_for("audit").into_iter().filter_map(|of| Some((of, too_early(aims, of)?)));
    for (of, (review, audit, day)) in as_told(aims, "audit", all.collect()) {
        let (document, report_of_audit) = (aims.document(review), aims.document(audit));
        let message = say!(
            "{id} was held before the audit {audit} of {day}, and without another since the last review",
            id = document.id,
            audit = report_of_audit.id,
            day = wording::day(day)
        );
        let help = say!("Hold a further review with the audit results at hand.");
        report.document(document, document.span_of("date"), named(of, message), help);
        report.also(&report_of_audit.path, report_of_audit.fields.span("date"), say!("the audit"));
    }
}

/// The newest review of a followed standard that was held before the audit of its cycle, and that audit with its day.
fn too_early(aims: &Aims, of: &Standard) -> Option<(DocIx, DocIx, Date)> {
    let (reviews, audits) = (held(aims, "management-review", of), held(aims, "audit", of));
    let ((review, document), (audit, report)) = (*reviews.last()?, *audits.last()?);
    let before = reviews.len().checked_sub(2).map(|place| reviews[place].0);
    let is_often = before.is_some_and(|before| OFTEN.after(before) >= review);
    let had_one = audits.iter().any(|(date, _)| *date <= review && before.is_none_or(|before| *date > before));
    let follows = audit > review && date::days_between(review, audit) <= QUARTER;
    (follows && !had_one && !is_often).then_some((document, report, audit))
}

/// Records of a kind that were held and are of a followed standard, by their day.
fn held(aims: &Aims, kind: &str, of: &Standard) -> Vec<(Date, DocIx)> {
    let mut held: Vec<_> = aims.held(kind, &of.id).collect();
    held.sort_by_key(|(date, _)| *date);
    held
}
