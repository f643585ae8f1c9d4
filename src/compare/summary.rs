//! One line that says what changed.

use super::comparison::{Comparison, Weight};
use crate::base::{plural, say};

/// How many changes of front matter the line names.
const FEW: usize = 3;

/// What changed, in one line: `12 words added, 3 removed; review interval 12 → 24 months`.
pub fn summary(told: &Comparison) -> String {
    let mut parts = Vec::new();
    match (told.added, told.removed) {
        (0, 0) if told.markup => parts.push(say!("only markup changed").to_owned()),
        (0, 0) if told.blocks.is_empty() => {}
        (0, 0) if told.weight == Weight::Material => parts.push(say!("signs or links changed").to_owned()),
        (0, 0) => parts.push(say!("punctuation or markup changed").to_owned()),
        (added, 0) => parts.push(plural!(added, "{n} word added", "{n} words added")),
        (0, removed) => parts.push(plural!(removed, "{n} word removed", "{n} words removed")),
        (added, removed) => {
            parts.push(plural!(
                added,
                "{n} word added, {removed} removed",
                "{n} words added, {removed} removed",
                removed
            ));
        }
    }
    // What changes the sense of the document goes first.
    let (material, other): (Vec<_>, Vec<_>) = told.fields.iter().partition(|change| change.is_material());
    parts.extend(material.iter().chain(&other).take(FEW).map(|change| change.sentence()));
    if told.fields.len() > FEW {
        let more = told.fields.len() - FEW;
        parts.push(plural!(more, "{n} change more of front matter", "{n} changes more of front matter"));
    }
    if parts.is_empty() {
        return if told.weight == Weight::None { say!("no change") } else { say!("changed") }.to_owned();
    }
    parts.join("; ")
}
