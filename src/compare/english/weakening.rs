//! Weakenings in plain words.

use super::field::{became, claimed};
use crate::compare::weakening::Weakening;

impl Weakening {
    /// What was found, without a full stop: `“must” became “should”`.
    pub fn sentence(&self) -> String {
        match self {
            Self::Words { was, is } => format!("“{was}” became “{is}”"),
            Self::Number { old, old_unit, new, new_unit } => {
                let unit = if old_unit == new_unit { String::new() } else { format!(" {old_unit}") };
                format!("a number changed: {old}{unit} → {new} {new_unit}")
            }
            Self::NegationRemoved { word, near } => format!("“{word}” was removed: “{near}”"),
            Self::SentenceRemoved { modal, text } => format!("a sentence with “{modal}” was removed: “{text}”"),
            Self::ScoreLowered { key, old, new } => {
                let score = key.replace('-', " ");
                format!("{score} lowered {old} → {new}, and nothing else changed that would say why")
            }
            Self::ControlUnclaimed(id) => format!("control {} no longer claimed", id.as_str()),
            Self::ClauseUnclaimed(id) => format!("clause {} no longer claimed", id.as_str()),
            Self::RequirementsUnclaimed { framework, ids } => claimed(framework, ids, true),
            Self::ApproverDropped(who) => format!("approver {} dropped", who.as_str()),
            Self::ReviewLonger { old, new } => became("review interval longer:", old, new, true),
            Self::ReviewRemoved => "review interval removed".to_owned(),
            Self::ClassificationLowered { old, new } => format!("classification lowered: {old} → {new}"),
            Self::OutOfScope => "declared out of scope".to_owned(),
            Self::ControlLeftOut(control) => format!("control {} left out", control.as_str()),
            Self::ControlNotApplicable(control) => format!("control {} declared not applicable", control.as_str()),
            Self::ImplementationLowered { control, old, new } => {
                format!("implementation of {} lowered: {old} → {new}", control.as_str())
            }
            Self::RowRemoved { table, name } => {
                format!("a row of {} removed: {}", table.replace('-', " "), name.as_str())
            }
        }
    }
}
