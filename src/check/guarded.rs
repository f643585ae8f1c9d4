//! Which rules keep what was approved: no change settles what they find about itself.

/// Whether a rule tells whether there is evidence of what is approved: what it finds is not for the change that it is about
/// to settle.
pub(super) fn is_guarded(code: &str) -> bool {
    code.starts_with("AIMS5")
}
