//! What the record of commits has to be asked for as a whole: which change brought which version, which act a
//! record is of, and by which name the settings know somebody.

use std::collections::BTreeMap;

use crate::approval::{Act, Tenure};
use crate::base::Date;
use crate::base::text::address_key;
use crate::history::{Person, Step, Version};
use crate::state::State;

/// Which version a change brought.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Reached<'a> {
    pub label: Option<&'a str>,
    /// Whether the version began with it.
    pub begun: bool,
    /// Whether the version was first approved with it.
    pub approved: bool,
    pub from: Option<Date>,
    /// Whether another took its place on the day on which it came.
    pub is_replaced: bool,
}

/// Indexes into the change record.
pub(super) struct Commits<'a> {
    /// Acts by the file of the record.
    acts: BTreeMap<&'a str, &'a Act>,
    reached: BTreeMap<Step, Reached<'a>>,
    /// Names by e-mail address in lower case, as the settings have them.
    names: BTreeMap<String, &'a str>,
}

impl<'a> Commits<'a> {
    pub(super) fn new(state: &'a State) -> Self {
        let mut reached = BTreeMap::new();
        for (ix, document) in state.aims.iter() {
            note_versions(&mut reached, state.history.versions(&document.path), state.approvals.tenures(ix));
        }
        for (place, gone) in state.history.every_gone() {
            note_versions(&mut reached, &gone.versions, state.approvals.tenures_of_gone(place));
        }
        Self {
            acts: state.approvals.acts.iter().map(|act| (act.path.as_str(), act)).collect(),
            reached,
            names: state.aims.config.names_by_address(),
        }
    }

    /// The act whose record is at this path.
    pub(super) fn act(&self, path: &str) -> Option<&'a Act> {
        self.acts.get(path).copied()
    }

    /// Which version a change brought.
    pub(super) fn reached(&self, step: Step) -> Reached<'a> {
        self.reached.get(&step).copied().unwrap_or_default()
    }

    /// The name of somebody, by which the settings know them.
    pub(super) fn name(&self, person: &'a Person) -> &'a str {
        let known = if person.email.is_empty() { None } else { self.names.get(&address_key(&person.email)) };
        known.copied().unwrap_or(&person.name)
    }
}

fn note_versions<'a>(reached: &mut BTreeMap<Step, Reached<'a>>, versions: &'a [Version], tenures: &[Tenure]) {
    for (version, tenure) in versions.iter().zip(tenures) {
        let label = version.label.as_deref();
        if label.is_some() {
            let begun = reached.entry(version.first).or_default();
            (begun.label, begun.begun) = (label, true);
        }
        if let Some(step) = version.approved {
            let approved = reached.entry(step).or_default();
            (approved.label, approved.approved, approved.from) = (label, true, tenure.from);
            approved.is_replaced = !tenure.has_days();
        }
    }
}
