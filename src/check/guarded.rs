//! Which rules keep what was approved: no change settles what they find about itself.

use super::Report;
use crate::approval::Unvouched;
use crate::base::say;
use crate::diag::{Level, Span};
use crate::history::short;

/// Whether a rule tells whether there is evidence of what is approved: what it finds is not for the change that it is about
/// to settle.
pub(super) fn is_guarded(code: &str) -> bool {
    code.starts_with("AIMS5")
}

/// Tells what settings do that nobody vouched for, said in a main clause, and which change did it; where `since` is none, it is not committed. What
/// somebody merged, or nobody committed yet, is no error.
pub(super) fn not_vouched(report: &mut Report<'_>, span: Option<Span>, what: &str, since: Option<&Unvouched>) {
    let message = match since {
        Some(Unvouched { commit, by, .. }) => {
            say!(
                "{what}, and nobody has vouched for it: commit {commit} by {by} did that",
                what,
                commit = short(commit),
                by
            )
        }
        None => say!("{what}, and nobody has vouched for it: that is not committed", what),
    };
    report.settings(
        span,
        message,
        say!("Have somebody who was listed before look at it, and run `aims approve aims.toml`; or take it back."),
    );
    if since.is_none_or(|since| since.merged) {
        report.at(Level::Warning);
    }
}
