//! Who wrote each document and when, as the change record has it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::approval::{Approvals, lasting};
use crate::base::Date;
use crate::base::text::address_key;
use crate::history::{Change, History, Person, Revision};
use crate::model::Aims;
use crate::model::document::Document;
use crate::model::origin::Origin;
use crate::model::standing::InForce;
use crate::model::tier::Tier;

/// Of each document who wrote it and when; `None` of those that no commit holds.
pub(super) fn origins(aims: &Aims, history: &History, approvals: &Approvals) -> Vec<Option<Origin>> {
    let listed = aims.config.names_by_address();
    // Procedures and policies say what is done, of which evidence is; plans and statements change with what was done.
    let says = |document: &Document| document.tier() == Some(Tier::Does) || document.is("policy");
    let of = |(ix, document)| {
        let asked = says(document) && aims.standing(ix).in_force == InForce::Now && history.is_whole();
        let since = if asked { approvals.same_since(history, ix, document) } else { None };
        Some(Origin { since, ..origin(document, history, &listed)? })
    };
    aims.iter().map(of).collect()
}

fn origin(document: &Document, history: &History, listed: &BTreeMap<String, &str>) -> Option<Origin> {
    let mut authors: BTreeSet<Arc<str>> = BTreeSet::new();
    let mut written: Option<(Date, Date)> = None;
    let mut landed: Option<(Date, Date)> = None;
    // A text that comes back is of those who wrote it, and of their days.
    let steps: Vec<(&Revision, &Change)> = history.of(&document.path).collect();
    let lasting = lasting(&steps, 0..steps.len()).into_iter().map(|place| steps[place]);
    for (revision, _) in lasting.filter(|(_, change)| change.wrote()) {
        authors.extend(names(revision, listed));
        written = Some(with(written, revision.date));
        landed = Some(with(landed, revision.landed));
    }
    let landed = landed.filter(|_| history.is_known_throughout(&document.path));
    Some(Origin { authors, written: written?, landed, since: None })
}

/// The first and the last of several days and one more.
fn with(days: Option<(Date, Date)>, day: Date) -> (Date, Date) {
    days.map_or((day, day), |(first, last)| (first.min(day), last.max(day)))
}

/// The commits that put something into a document, each with those who made it.
pub(super) fn written_by<'a>(
    document: &Document,
    history: &'a History,
    listed: &BTreeMap<String, &str>,
) -> impl Iterator<Item = (&'a Revision, Vec<Arc<str>>)> {
    let wrote = history.came(&document.path).filter(|(_, change)| change.wrote());
    wrote.map(|(revision, _)| (revision, names(revision, listed).collect()))
}

/// Who made a commit.
fn names(revision: &Revision, listed: &BTreeMap<String, &str>) -> impl Iterator<Item = Arc<str>> {
    std::iter::once(&revision.author).chain(&revision.co_authors).map(|person| name(person, listed))
}

/// What a person is called: by the settings where they know the address, else as git has it. Addresses are told nowhere.
fn name(person: &Person, listed: &BTreeMap<String, &str>) -> Arc<str> {
    let known = listed.get(&address_key(person.as_said().1));
    known.map_or_else(|| Arc::clone(&person.name), |known| Arc::from(*known))
}
