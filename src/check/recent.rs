//! Whether a kind of record that has to come again and again has come lately.

use super::plans::ahead;
use super::{Context, Report};
use crate::base::{Period, say, wording};
use crate::model::due::{GRACE, Recurring, recurring};

/// How far ahead a plan may put the first one, or the next beyond its period.
const PLANNED: Period = Period::Months(12);

/// Tells where the newest record of `kind` is older than evidence of that kind stands, or there is none. Nothing is
/// asked before a policy is approved: until then there is no management system to look at. One that a plan serving one of
/// `clauses` puts on a day to come is not missed yet.
pub(super) fn recent(
    context: &Context<'_>,
    report: &mut Report<'_>,
    (kind, what): (&str, &str),
    clauses: &[&str],
    help: &str,
) {
    let aims = context.aims;
    let Some(Recurring { newest, until }) = recurring(aims, kind) else { return };
    let from = until.unwrap_or(aims.today);
    if ahead(context, clauses).is_some_and(|planned| planned <= PLANNED.after(from)) {
        return;
    }
    match newest {
        None => {
            let message = match what {
                "internal audit" => say!("no internal audit has been held"),
                _ => say!("no management review has been held"),
            };
            report.settings(None, message, help);
        }
        Some((ix, date)) if until.is_some_and(|until| GRACE.after(until) < aims.today) => {
            let (day, period) = (wording::day(date), aims.config.evidence_period(kind).said());
            let message = match what {
                "internal audit" => say!("the newest internal audit is of {day}, more than {period} ago", day, period),
                _ => say!("the newest management review is of {day}, more than {period} ago", day, period),
            };
            let record = aims.document(ix);
            report.document(record, record.span_of("date"), message, help);
        }
        Some(_) => {}
    }
}
