//! Whether a kind of record that has to come again and again has come lately.

use super::{Context, Report};
use crate::model::due::{Recurring, recurring};

/// Tells where the newest record of `kind` is older than evidence of that kind stands, or there is none. Nothing is
/// asked before a policy is approved: until then there is no management system to look at.
pub(super) fn recent(context: &Context<'_>, report: &mut Report<'_>, kind: &str, what: &str, help: &str) {
    let aims = context.aims;
    let Some(Recurring { newest, until }) = recurring(aims, kind) else { return };
    match newest {
        None => report.settings(None, format!("no {what} has been held"), help),
        Some((ix, date)) if until.is_some_and(|until| until < aims.today) => {
            let period = aims.config.evidence_period(kind);
            let message = format!("the newest {what} is of {date}, more than {period} ago");
            let record = aims.document(ix);
            report.document(record, record.span_of("date"), message, help);
        }
        Some(_) => {}
    }
}
