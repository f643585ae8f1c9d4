//! A value then and now.

use serde::Serialize;

/// A value at both ends; `None` where there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct WasIs {
    /// What it was.
    pub was: Option<String>,
    /// What it is.
    pub is: Option<String>,
}

impl WasIs {
    /// Whether it is what it was.
    pub fn is_same(&self) -> bool {
        self.was == self.is
    }
}
