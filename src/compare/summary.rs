//! One line that says what changed.

use super::{Comparison, Weight};

/// How many changes of front matter the line names.
const FEW: usize = 3;

/// What changed, in one line: `12 words added, 3 removed; review interval 12 → 24 months`.
pub fn summary(told: &Comparison) -> String {
    let mut parts = Vec::new();
    let words = |count: usize| crate::base::text::count(count, "word");
    match (told.added, told.removed) {
        (0, 0) if told.markup => parts.push("only markup changed".to_owned()),
        (0, 0) if told.blocks.is_empty() => {}
        (0, 0) if told.weight == Weight::Material => parts.push("signs or links changed".to_owned()),
        (0, 0) => parts.push("punctuation or markup changed".to_owned()),
        (added, 0) => parts.push(format!("{} added", words(added))),
        (0, removed) => parts.push(format!("{} removed", words(removed))),
        (added, removed) => parts.push(format!("{} added, {removed} removed", words(added))),
    }
    // What changes the sense of the document goes first.
    let (material, other): (Vec<_>, Vec<_>) = told.fields.iter().partition(|change| change.is_material());
    parts.extend(material.iter().chain(&other).take(FEW).map(|change| change.sentence()));
    if told.fields.len() > FEW {
        parts.push(format!("{} more of front matter", crate::base::text::count(told.fields.len() - FEW, "change")));
    }
    if parts.is_empty() {
        return if told.weight == Weight::None { "no change" } else { "changed" }.to_owned();
    }
    parts.join("; ")
}
