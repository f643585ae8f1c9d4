//! How heavy a commit is on the pages that tell of it, in bytes, about: one that changes many documents weighs
//! as much as ten others.

use super::lists::{Most, WHOLE, pieces};
use crate::history::{Change, Revision};

/// How many changes an entry of a commit tells of at most.
pub(super) const ITEMS: usize = 12;

/// How many sentences about front matter, or about weakenings, stand below one change.
pub(super) const SENTENCES: usize = 3;

/// How many commits the first page of the record holds at most. Where there are more, every month has a page of its own.
const NEWEST: usize = 150;

/// How many bytes of the rest of a message count: more of it is not shown.
const BODY: usize = 1_200;

/// An entry of the change record: what the commit says, and what it did to each document.
pub(super) fn commit(revision: &Revision) -> usize {
    let changes: usize = revision.changes.iter().take(ITEMS).map(change).sum();
    380 + revision.subject.len() + revision.body.len().min(BODY) + changes
}

fn change(of: &Change) -> usize {
    let title = of.facts.as_deref().and_then(|facts| facts.title.as_deref()).map_or(0, str::len);
    let (fields, weaker) = of.edit.as_deref().map_or((0, 0), |edit| (edit.fields.len(), edit.weaker.len()));
    // Behind the sentences it is told how many more there are.
    let told = |all: usize| all.min(SENTENCES + 1);
    240 + title + 85 * told(fields) + 140 * told(weaker)
}

/// How many of all commits, the newest first, stand on the first page of the record.
pub(super) fn newest(revisions: &[Revision]) -> usize {
    let weights: Vec<usize> = revisions.iter().take(NEWEST).map(commit).collect();
    let most = Most { rows: (NEWEST, NEWEST), weight: (WHOLE, WHOLE) };
    pieces(&weights, most).first().map_or(0, ExactSizeIterator::len)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Date, DocPath};
    use crate::history::{ChangeKind, Person};

    fn revisions(many: usize, changes: usize) -> Vec<Revision> {
        let revision = |i: usize| {
            let path = DocPath::new("policy.md").expect("a path");
            let change = Change::new(path, ChangeKind::Modified);
            let new = Revision::new(format!("{i:040}"), Person::default(), Date::constant(2026, 11, 20));
            Revision { changes: vec![change; changes], ..new }
        };
        (0..many).map(revision).collect()
    }

    #[test]
    fn the_first_page_holds_as_many_commits_as_fit() {
        assert_eq!([0, 1, 150, 400].map(|many| newest(&revisions(many, 1))), [0, 1, 150, 150]);
        let few = newest(&revisions(150, 12));
        assert!((20..100).contains(&few), "{few}");
        assert_eq!(newest(&revisions(150, 1_000)), few, "what an entry does not tell has no weight");
    }
}
