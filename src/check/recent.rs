//! Whether a kind of record that has to come again and again has come lately.

use super::lacks::is_draft;
use super::{Context, Report};

/// Tells where the newest record of `kind` is older than evidence of that kind stands, or there is none. Nothing is
/// asked before a policy is approved: until then there is no management system to look at.
pub(super) fn recent(context: &Context<'_>, report: &mut Report<'_>, kind: &str, what: &str, help: &str) {
    let aims = context.aims;
    if !context.living_of("policy").any(|(_, policy)| policy.says_approved()) {
        return;
    }
    let records: Vec<_> = context.living_of(kind).filter(|(_, record)| !is_draft(record)).collect();
    // A record without a readable date has its own finding; it may well be the newest.
    if records.iter().any(|(_, record)| record.fields.date("date").is_none()) {
        return;
    }
    let dated = records.iter().filter_map(|(_, record)| Some((record.fields.date("date")?, *record)));
    let newest = dated.filter(|(date, _)| *date <= aims.today).max_by_key(|(date, _)| *date);
    let period = aims.config.evidence_period(kind);
    match newest {
        None => report.settings(None, format!("no {what} has been held"), help),
        Some((date, record)) if period.after(date) < aims.today => {
            let message = format!("the newest {what} is of {date}, more than {period} ago");
            report.document(record, record.span_of("date"), message, help);
        }
        Some(_) => {}
    }
}
