//! A person of the settings.

use crate::base::Date;
use crate::diag::{Span, Spanned};

/// A person and the roles they hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: String,
    /// E-mail addresses as they appear in git.
    pub emails: Vec<String>,
    /// Roles held.
    pub roles: Vec<String>,
    /// Signing keys, as OpenSSH writes public keys: see [`crate::signature::AllowedKey::parse`].
    pub keys: Vec<Spanned<String>>,
    /// The last day in the organisation.
    pub left: Option<Date>,
    /// Where the person stands in `aims.toml`.
    pub span: Span,
}
