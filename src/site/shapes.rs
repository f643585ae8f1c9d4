//! What pages have to show, as a template sees it: for each template the ways to its values, and of what type each is.
//!
//! It is read off real pages, so it cannot be out of date: a test makes it anew from the example and holds it against
//! `theme/views.txt`, which `aims explain theme` tells.

use std::collections::{BTreeMap, BTreeSet};

use super::Site;
use super::link::Linker;
use super::pages::{self, Made};
use crate::base::Result;

/// For each template the ways to its values, with the types that stand there.
pub type Shapes = BTreeMap<&'static str, BTreeMap<String, BTreeSet<&'static str>>>;

impl Site<'_> {
    /// The shapes of the views of all its pages.
    ///
    /// # Errors
    /// As [`Site::plan`].
    pub fn shapes(&self) -> Result<Shapes> {
        let mut shapes = Shapes::new();
        for (path, address) in self.plan()? {
            let link = Linker::new(self.shared.aims, path.as_str(), &self.shared.who);
            if let Some(Made::Page(page)) = pages::make(self.searched(), address, link) {
                let known = shapes.entry(page.template).or_default();
                note(serde_json::to_value(&page.view).unwrap_or_default(), "view", known);
            }
        }
        Ok(shapes)
    }
}

fn note(value: serde_json::Value, way: &str, known: &mut BTreeMap<String, BTreeSet<&'static str>>) {
    use serde_json::Value;
    let sort = match &value {
        Value::Null => "nothing",
        Value::Bool(_) => "yes or no",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "",
    };
    if !sort.is_empty() {
        known.entry(way.to_owned()).or_default().insert(sort);
    }
    match value {
        Value::Array(items) => items.into_iter().for_each(|item| note(item, &format!("{way}[]"), known)),
        Value::Object(keys) => keys.into_iter().for_each(|(key, value)| note(value, &format!("{way}.{key}"), known)),
        _ => {}
    }
}
