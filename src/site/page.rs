//! One page before it is put into its template: what it says beside what follows from its address.

use serde::Serialize;

/// One page, ready for its template.
pub(super) struct Page {
    /// What the browser shows as its title.
    pub title: String,
    /// Classes of its main part.
    pub main: &'static str,
    /// Its template.
    pub template: &'static str,
    /// Its view.
    pub view: tera::Value,
}

impl Page {
    pub(super) fn new(title: impl Into<String>, template: &'static str, view: &impl Serialize) -> Self {
        Self { title: title.into(), main: "wide", template, view: tera::Value::from_serializable(view) }
    }

    pub(super) fn main(mut self, main: &'static str) -> Self {
        self.main = main;
        self
    }
}
