//! What is due, as one list.

use serde::{Serialize, Serializer};

use super::gather;
use super::item::Item;
use crate::base::{Date, Result, json};
use crate::model::whose::Whose;
use crate::state::State;

/// What is due, the most urgent first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Agenda {
    pub(super) version: u32,
    /// The day it was made for.
    #[serde(serialize_with = "day")]
    pub today: Date,
    /// The commit, where what was read is exactly what it holds.
    pub revision: Option<String>,
    /// The last day that was asked for.
    #[serde(serialize_with = "day")]
    pub until: Date,
    /// For whom it is; `None` for all.
    #[serde(rename = "for")]
    pub of: Option<String>,
    /// What is due.
    pub items: Vec<Item>,
}

impl Agenda {
    /// What waits already, is late, or is due up to and including `until`; `of` one person or role, by the name that was
    /// asked for. What very many have to read is told of each of them alone, as what few have to is: of a role that they hold
    /// it tells nothing, and of one who asks all that is theirs.
    pub fn of(state: &State, until: Date, of: Option<(&str, &Whose)>) -> Self {
        let mut items = gather::all(state, of.and_then(|(_, whose)| whose.person(&state.aims)));
        items.retain(|item| item.due.is_none_or(|due| due <= until));
        if let Some((_, whose)) = of {
            items.retain(|item| !item.is_of_many() && item.of.iter().any(|name| whose.is(name)));
        }
        let (today, revision) = (state.today(), state.revision().map(str::to_owned));
        Self { version: 1, today, revision, until, of: of.map(|(name, _)| name.to_owned()), items }
    }

    /// How many of them are late.
    pub fn late(&self) -> usize {
        self.items.iter().filter(|item| item.late).count()
    }

    /// It as JSON.
    ///
    /// # Errors
    /// Where it cannot be put into JSON: a mistake of ours.
    pub fn json(&self) -> Result<String> {
        json::lines(self)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
pub(super) fn day<S: Serializer>(day: &Date, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}
