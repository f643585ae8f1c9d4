//! Which rules keep what was approved: no change settles what they find about itself.

use super::context::Context;
use super::rule::{Family, Report};
use crate::approval::Turn;
use crate::base::say;
use crate::diag::{Level, Span};
use crate::history::short;
use crate::model::config::Config;

/// Whether a rule tells whether there is evidence of what is approved: what it finds is not for the change that it is about
/// to settle.
pub fn is_guarded(code: &str) -> bool {
    Family::of(code).digit == b'5'
}

/// Tells what settings do that nobody vouched for, said in a main clause, and which commit made them say what they say now:
/// `of` reads that. What a second person merged, with all that it was built upon, or is not committed yet, is no error.
pub(super) fn not_vouched<T: PartialEq>(
    (context, report): (&Context<'_>, &mut Report<'_>),
    span: Option<Span>,
    what: &str,
    of: impl Fn(&Config) -> T,
) {
    let guard = &context.approvals.guard;
    let turn = guard.turned(&context.aims.config, of);
    let message = match turn {
        Some(Turn { commit, by, .. }) => {
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
    if turn.is_none() || guard.is_merged() {
        report.at(Level::Warning);
    }
}
