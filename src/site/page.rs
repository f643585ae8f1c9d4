//! One page before it is put into its template: what it says beside what follows from its address.

use serde::Serialize;

/// One page, ready for its template.
pub(super) struct Page {
    /// What the browser shows as its title.
    pub title: String,
    /// Classes of its main part.
    pub main: &'static str,
    /// The language of its title and of most that it says, where that is known.
    pub lang: Option<String>,
    /// Its template.
    pub template: &'static str,
    /// Its view.
    pub view: tera::Value,
}

impl Page {
    pub(super) fn new(title: impl Into<String>, template: &'static str, view: &impl Serialize) -> Self {
        Self { title: title.into(), main: "wide", lang: None, template, view: tera::Value::from_serializable(view) }
    }

    pub(super) fn lang(mut self, lang: Option<String>) -> Self {
        self.lang = lang;
        self
    }

    pub(super) fn main(mut self, main: &'static str) -> Self {
        self.main = main;
        self
    }
}
