//! The next free id of a kind, as a team writes its ids.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::text::did_you_mean;
use crate::base::{Error, Result};
use crate::model::document::is_sound_id;
use crate::model::kinds::Kind;
use crate::state::State;

/// How wide a number is where a team has none yet.
const WIDTH: usize = 3;

/// The longest number that counts as one: longer ones are dates and the like.
const DIGITS: usize = 6;

/// Ids that documents have or had, in lower case: an id is never used again.
pub(super) struct Used(BTreeSet<String>);

impl Used {
    pub(super) fn of(state: &State) -> Self {
        let mut used: BTreeSet<String> = BTreeSet::new();
        for document in &state.aims.documents {
            used.insert(document.id.to_lowercase());
            used.extend(document.fields.texts("formerly").iter().map(|id| id.value.to_lowercase()));
        }
        let changes = state.history.revisions.iter().flat_map(|revision| &revision.changes);
        for change in changes {
            used.extend(change.facts.as_ref().and_then(|facts| facts.id.as_ref()).map(|id| id.to_lowercase()));
            let edit = change.edit.as_ref().and_then(|edit| edit.renumbered.as_ref());
            used.extend(edit.map(|id| id.to_lowercase()));
            // A record of an act names its document in its path.
            used.extend(change.path.in_approvals().and_then(|rest| rest.split('/').next()).map(str::to_lowercase));
        }
        Self(used)
    }

    fn has(&self, id: &str) -> bool {
        self.0.contains(&id.to_lowercase())
    }

    /// The next id of a kind: after the highest that was ever used with the same beginning, and as wide.
    ///
    /// # Errors
    /// Where the prefix of a team's kind makes no id.
    pub(super) fn next(&self, state: &State, kind: &Kind) -> Result<String> {
        let (start, width) = habit(state, kind);
        let wanted = start.to_lowercase();
        let numbers = self.0.iter().filter_map(|id| {
            let (before, digits) = parted(id)?;
            (before == wanted).then(|| digits.parse::<u64>().ok()).flatten()
        });
        let mut number = numbers.max().unwrap_or(0);
        loop {
            number += 1;
            let id = format!("{start}{number:0width$}");
            if !is_sound_id(&id) {
                let help = "Give the kind a `prefix` of letters and digits in aims.toml, or name an id with `--id`.";
                return Err(Error::new(format!("`{id}` cannot be the id of a document")).hint(help));
            }
            if !self.has(&id) && state.aims.catalog.resolve(&id).is_none() {
                return Ok(id);
            }
        }
    }

    /// An id that somebody asks for.
    ///
    /// # Errors
    /// Where it cannot be one, or was used before.
    pub(super) fn asked(&self, state: &State, id: &str) -> Result<String> {
        if !is_sound_id(id) || state.aims.catalog.resolve(&id.to_uppercase()).is_some() {
            return Err(Error::new(format!("`{id}` cannot be the id of a document")).hint(
                "Write it with letters, digits, `-`, `_` and `.`, as `POL-007`, and not as a control or clause.",
            ));
        }
        if let Some(ix) = state.aims.by_id(id) {
            let path = &state.aims.document(ix).path;
            return Err(
                Error::new(format!("the id `{id}` is taken by {path}")).hint("Leave `--id` out for the next free one.")
            );
        }
        if self.has(id) {
            return Err(Error::new(format!("the id `{id}` was used before"))
                .hint("Its record would pass for that of the new document. Leave `--id` out for the next free one."));
        }
        Ok(id.to_owned())
    }
}

/// How the ids of a kind begin, and how wide their number is: as most of those that are there do.
fn habit(state: &State, kind: &Kind) -> (String, usize) {
    let mut starts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let given =
        state.aims.documents.iter().filter(|document| document.kind_name() == kind.name && document.id_span.is_some());
    for (start, digits) in given.filter_map(|document| parted(&document.id)) {
        let (count, width) = starts.entry(start).or_default();
        *count += 1;
        *width = (*width).max(digits.len());
    }
    let most = starts.into_iter().max_by_key(|(start, (count, _))| (*count, std::cmp::Reverse(*start)));
    most.map_or_else(
        || (format!("{}-", kind.prefix.trim_end_matches('-')), WIDTH),
        |(start, (_, width))| (start.to_owned(), width),
    )
}

/// An id in what is before its number, and the number.
fn parted(id: &str) -> Option<(&str, &str)> {
    let start = id.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &id[start.len()..];
    (!digits.is_empty() && digits.len() <= DIGITS && !start.is_empty()).then_some((start, digits))
}

/// The kind that a word means.
///
/// # Errors
/// Where there is none, with the nearest, or all.
pub(super) fn kind<'a>(state: &'a State, word: &str) -> Result<&'a Kind> {
    let name = crate::model::config::normal(word);
    let kinds = &state.aims.kinds;
    kinds.get(&name).ok_or_else(|| {
        let called = kinds.iter().find(|kind| kind.is_meant(&name)).map(|kind| kind.name.as_str());
        let names: Vec<&str> = kinds.iter().map(|kind| kind.name.as_str()).collect();
        Error::new(format!("`{word}` is no kind of document")).hint(
            match called.or_else(|| did_you_mean(&name, names.iter().copied())) {
                Some(near) => format!("Did you mean `{near}`?"),
                None => format!("Kinds are {}. `aims explain kinds` tells what each is for.", names.join(", ")),
            },
        )
    })
}
