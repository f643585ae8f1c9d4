//! What pages have to show, as a template sees it: for each template the ways to its values, and of what type each is.
//!
//! It is read off real pages, so it cannot be out of date: a test makes it anew from the demo and holds it against
//! `theme/views.txt`, which `aims explain theme` tells.

use std::collections::{BTreeMap, BTreeSet};

use super::page::Page;

/// For each template the ways to its values, with the types that stand there.
pub type Shapes = BTreeMap<&'static str, BTreeMap<String, BTreeSet<&'static str>>>;

/// Notes the shape of the view of a page.
pub(super) fn note(page: &Page, shapes: &mut Shapes) {
    walk(&page.view, "view", shapes.entry(page.template).or_default());
}

fn walk(value: &tera::Value, way: &str, known: &mut BTreeMap<String, BTreeSet<&'static str>>) {
    let sort = match value {
        value if value.is_none() || value.is_undefined() => "nothing",
        value if value.is_bool() => "yes or no",
        value if value.is_number() => "number",
        value if value.is_array() => "list",
        value if value.is_map() => "",
        _ => "text",
    };
    if !sort.is_empty() {
        known.entry(way.to_owned()).or_default().insert(sort);
    }
    for item in value.as_array().unwrap_or_default() {
        walk(item, &format!("{way}[]"), known);
    }
    for (key, value) in value.as_map().into_iter().flatten() {
        walk(value, &format!("{way}.{key}"), known);
    }
}
