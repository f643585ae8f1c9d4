//! Weakenings in plain words.

use super::field::{became, claimed, plain};
use crate::base::say;
use crate::compare::weakening::Weakening;

impl Weakening {
    /// What was found, without a full stop: `“must” became “should”`.
    pub fn sentence(&self) -> String {
        match self {
            Self::Words { was, is } => say!("“{was}” became “{is}”", was, is),
            Self::Number { old, old_unit, new, new_unit } if old_unit == new_unit => {
                say!("a number changed: {old} → {new} {unit}", old, new, unit = new_unit)
            }
            Self::Number { old, old_unit, new, new_unit } => {
                say!("a number changed: {old} {old_unit} → {new} {new_unit}", old, old_unit, new, new_unit)
            }
            Self::NegationRemoved { word, near } => say!("“{word}” was removed: “{near}”", word, near),
            Self::SentenceRemoved { modal, text } => {
                say!("a sentence with “{modal}” was removed: “{text}”", modal, text)
            }
            Self::ScoreLowered { key, old, new } => {
                say!(
                    "{score} lowered {old} → {new}, and nothing else changed that would say why",
                    score = plain(key),
                    old,
                    new
                )
            }
            Self::ControlUnclaimed(id) => say!("control {id} no longer claimed", id = id.as_str()),
            Self::ClauseUnclaimed(id) => say!("clause {id} no longer claimed", id = id.as_str()),
            Self::RequirementsUnclaimed { framework, ids } => claimed(framework, ids, true),
            Self::ApproverDropped(who) => say!("approver {who} dropped", who = who.as_str()),
            Self::ReviewLonger { old, new } => became(say!("review interval longer:"), old, new, true),
            Self::ReviewRemoved => say!("review interval removed").to_owned(),
            Self::ClassificationLowered { old, new } => say!("classification lowered: {old} → {new}", old, new),
            Self::OutOfScope => say!("declared out of scope").to_owned(),
            Self::ControlLeftOut(control) => say!("control {id} left out", id = control.as_str()),
            Self::ControlNotApplicable(control) => {
                say!("control {id} declared not applicable", id = control.as_str())
            }
            Self::PutOff(control, old, new) => {
                let new = new.as_deref().unwrap_or(say!("no day"));
                say!("{id} put off: {old} → {new}", id = control.as_str(), old, new)
            }
            Self::ImplementationLowered { control, old, new } => {
                say!("implementation of {id} lowered: {old} → {new}", id = control.as_str(), old, new)
            }
            Self::RowRemoved { table, name } => {
                say!("a row of {table} removed: {name}", table = plain(table), name = name.as_str())
            }
        }
    }
}
