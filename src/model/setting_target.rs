//! What settings name, and may or may not be there.

use super::settings::normal;
use crate::diag::Spanned;

/// A kind or key that a setting names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingTarget {
    /// The setting, `folders` or `review.every`.
    pub setting: &'static str,
    /// The kind or key, as compared, and where it stands in `aims.toml`.
    pub name: Spanned<String>,
    /// Whether it has to be a kind; a key where not.
    pub is_kind: bool,
}

impl SettingTarget {
    pub(super) fn new(setting: &'static str, word: &Spanned<String>, is_kind: bool) -> Self {
        Self { setting, name: Spanned { value: normal(&word.value), span: word.span }, is_kind }
    }
}
