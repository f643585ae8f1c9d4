//! Who wrote a text: the people behind the commits that led to it.

use std::collections::BTreeSet;

use super::roster::Roster;
use crate::history::{self, Change, ChangeKind, Person, Revision};

/// A text of a document in its history.
pub(super) struct Text {
    /// The places of the steps that have exactly this substance, newest first, without a gap between them.
    pub(super) run: std::ops::Range<usize>,
}

/// The steps of one document, newest first.
pub(super) type Steps<'a> = Vec<(&'a Revision, &'a Change)>;

/// The newest run of steps with this substance.
pub(super) fn find(steps: &Steps<'_>, substance: &[u8; 32]) -> Option<Text> {
    at(steps, 0, substance)
}

/// The same from a place on.
pub(super) fn at(steps: &Steps<'_>, from: usize, substance: &[u8; 32]) -> Option<Text> {
    let has = |step: &(&Revision, &Change)| step.1.facts.as_ref().is_some_and(|facts| facts.substance == *substance);
    let start = steps.iter().skip(from).position(has)? + from;
    let end = steps[start..].iter().position(|step| !has(step)).map_or(steps.len(), |length| start + length);
    Some(Text { run: start..end })
}

/// The people who wrote what stands in a text and did not stand in the one that was approved before it, which is told by
/// `approved`: whether a substance was. A version that called itself approved under another number ends the search too.
pub(super) fn of(
    steps: &Steps<'_>,
    text: &Text,
    roster: &Roster,
    approved: impl Fn(&[u8; 32]) -> bool,
) -> BTreeSet<String> {
    let facts_at = |place: usize| steps.get(place).and_then(|(_, change)| change.facts.as_ref());
    let version = facts_at(text.run.start).map(|facts| facts.version.clone());
    let mut authors = BTreeSet::new();
    for (place, (revision, change)) in steps.iter().enumerate().skip(text.run.start) {
        let older = place >= text.run.end;
        let ends = facts_at(place).is_some_and(|facts| {
            let other = Some(&facts.version) != version.as_ref() && facts.status.as_deref() == Some("approved");
            other || approved(&facts.substance)
        });
        if older && ends {
            break;
        }
        if wrote(change) {
            authors.extend(people(revision, roster));
        }
    }
    authors
}

/// Whether a change put something into the text. Moving a file, or changing its status alone, does not.
fn wrote(change: &Change) -> bool {
    match change.kind {
        ChangeKind::Moved | ChangeKind::Deleted => false,
        ChangeKind::Added => true,
        ChangeKind::Modified | ChangeKind::Renamed => change.edit.as_ref().is_none_or(|edit| edit.substance),
    }
}

/// The author of a commit and those it names as co-authors.
fn people(revision: &Revision, roster: &Roster) -> impl Iterator<Item = String> {
    let co_authors = history::values(&revision.body, "Co-authored-by").into_iter().map(|value| {
        let (name, email) = history::identity(value);
        name_of(roster, name, email)
    });
    std::iter::once(named(roster, &revision.author)).chain(co_authors.collect::<Vec<_>>())
}

/// What a person is called: by the settings where they know the address, else as git has it.
pub(super) fn named(roster: &Roster, person: &Person) -> String {
    name_of(roster, &person.name, &person.email)
}

pub(super) fn name_of(roster: &Roster, name: &str, email: &str) -> String {
    roster.find(name, email).map_or_else(|| if name.is_empty() { email } else { name }.to_owned(), |known| known.name)
}
