//! Documents that changed places in one commit: the ids they give themselves say so where paths do not.
//!
//! Git sees files that were each edited, where a document was moved and another one took its path. Their ids see two documents, and
//! the history of a document follows its id. One that was renumbered where it lies goes on there: it says so under `formerly`, or
//! its words are the same, and nothing else in the commit is rather what it was.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::edit::Edit;
use super::facts;
use super::revision::{Change, ChangeKind, Revision};
use crate::compare::Snapshot;
use crate::parse::MAX_TEXT;
use crate::reading::Reading;
use crate::repo::{Blob, ObjectId, Repo};

/// Turns edits in place into moves, where the id that a file had before is the one that another file has now. What had the path
/// and went nowhere is gone then, and what has it now and came from nowhere is new.
pub(super) fn settle(repo: &Repo, revisions: &mut [Revision], reading: &Reading) {
    for revision in revisions.iter_mut().filter(|revision| revision.changes.iter().any(is_renumbered)) {
        let (before, changes) = (revision.changes.clone(), &mut revision.changes);
        let moves = Commit::of(repo, reading, &before).moves();
        let left: BTreeSet<usize> = moves.values().copied().collect();
        let mut gone = Vec::new();
        for (place, change) in changes.iter_mut().enumerate() {
            match moves.get(&place).map(|from| (*from, &before[*from])) {
                Some((from, had)) if from != place => {
                    change.kind = if change.new == had.old { ChangeKind::Moved } else { ChangeKind::Renamed };
                    let pair = had.old.zip(change.new);
                    change.edit = pair.and_then(|(old, new)| facts::compare_blobs(repo, old, new, reading));
                    (change.from, change.old) = (Some(had.path.clone()), had.old);
                    let own = before[place].old.filter(|_| !left.contains(&place));
                    let is_gone = Change::new(change.path.clone(), ChangeKind::Deleted);
                    gone.extend(own.map(|own| Change { old: Some(own), ..is_gone }));
                }
                None if change.new.is_some() && left.contains(&place) => {
                    (change.kind, change.old, change.edit) = (ChangeKind::Added, None, None);
                }
                _ => {}
            }
        }
        let mut places = 0..;
        changes.retain(|change| places.next().is_some_and(|place| change.new.is_some() || !left.contains(&place)));
        changes.extend(gone);
    }
}

/// How many files of a commit one id may be of: an original and its translations. What more have is a place for one to come.
const ALIKE: usize = 8;

/// How often it is asked what else was moved, as what one file was taken for follows from another.
const ROUNDS: usize = 16;

/// Whether a file was edited where it lies, and gives itself another id than before.
fn is_renumbered(change: &Change) -> bool {
    let fields = change.edit.as_ref().map_or(&[][..], |edit| &edit.fields);
    change.kind == ChangeKind::Modified && fields.iter().any(|field| matches!(&*field.key, "id" | ""))
}

fn words(edit: &Edit) -> u32 {
    edit.added.saturating_add(edit.removed)
}

/// What one commit did, before it is known which document is which. Ids are in small letters.
struct Commit<'a> {
    repo: &'a Repo,
    reading: &'a Reading,
    changes: &'a [Change],
    /// The ids that files had which were edited or removed, by the places of the changes.
    had: BTreeMap<usize, String>,
    /// The places of files that were edited or are new, by the ids that they have, and by those that they say they had.
    has: BTreeMap<String, Vec<usize>>,
    says: BTreeMap<String, Vec<usize>>,
    /// The places of those that `had` an id, by it, and what lies between two texts, where it was asked.
    bearers: BTreeMap<String, Vec<usize>>,
    distances: RefCell<BTreeMap<(ObjectId, ObjectId), u32>>,
}

impl<'a> Commit<'a> {
    fn of(repo: &'a Repo, reading: &'a Reading, changes: &'a [Change]) -> Self {
        let (had, has, says) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let (bearers, distances) = (BTreeMap::new(), RefCell::default());
        let mut commit = Self { repo, reading, changes, had, has, says, bearers, distances };
        // What lies beside a document is none, whatever id stands in it.
        for (place, change) in changes.iter().enumerate().filter(|(_, change)| change.path.is_markdown()) {
            if change.kind == ChangeKind::Deleted || is_renumbered(change) {
                let id = commit.read(change.old).and_then(|text| text.text("id").map(str::to_lowercase));
                commit.had.extend(id.map(|id| (place, id)));
            }
            let facts = change.facts.as_ref().filter(|_| change.kind == ChangeKind::Added || is_renumbered(change));
            if let Some(id) = facts.and_then(|facts| facts.id.as_ref()) {
                commit.has.entry(id.to_lowercase()).or_default().push(place);
            }
            let former = facts.filter(|facts| !facts.former.is_empty()).and_then(|_| commit.read(change.new));
            for id in former.iter().flat_map(|text| text.list("formerly")) {
                commit.says.entry(id.trim().to_lowercase()).or_default().push(place);
            }
        }
        for (place, id) in &commit.had {
            commit.bearers.entry(id.clone()).or_default().push(*place);
        }
        for named in [&mut commit.has, &mut commit.says, &mut commit.bearers] {
            named.retain(|_, all| all.len() <= ALIKE);
        }
        let Self { had, bearers, .. } = &mut commit;
        had.retain(|_, id| bearers.contains_key(id));
        commit
    }

    /// The moves: by the place of what came, that of what left.
    fn moves(&self) -> BTreeMap<usize, usize> {
        let mut edited: BTreeSet<usize> =
            (0..self.changes.len()).filter(|place| is_renumbered(&self.changes[*place])).collect();
        for _ in 0..ROUNDS {
            let open = edited.clone();
            edited.retain(|place| !self.stays(*place, &open));
            if edited.len() == open.len() {
                break;
            }
        }
        let is_one = |place: &usize| edited.contains(place) || self.changes[*place].kind != ChangeKind::Modified;
        let (mut moves, mut left) = (BTreeMap::new(), BTreeSet::new());
        for named in [&self.has, &self.says] {
            for (from, id) in self.had.iter().filter(|(from, _)| is_one(from)) {
                // What was edited nowhere was paired before.
                let is_new = |to: &&usize| is_one(to) && (edited.contains(from) || edited.contains(*to));
                let free = named.get(id).into_iter().flatten().filter(is_new).filter(|to| !moves.contains_key(*to));
                // Translations have the id of their original, and copies that of what they were made from.
                let nearest = || free.min_by_key(|to| self.distance(*from, **to)).copied();
                if !left.contains(from)
                    && let Some(to) = nearest()
                {
                    moves.insert(to, *from);
                    left.insert(*from);
                }
            }
        }
        moves
    }

    /// Whether a document goes on where it lies under another id.
    fn stays(&self, place: usize, edited: &BTreeSet<usize>) -> bool {
        let Some(id) = self.had.get(&place) else { return false };
        let own = self.changes[place].edit.as_deref().map_or(0, words);
        let is = |place: usize, kind| self.changes[place].kind == kind;
        let says = self.says.get(id).is_some_and(|all| all.contains(&place));
        let takers = [&self.has, &self.says].into_iter().filter_map(|named| named.get(id)).flatten().copied();
        let mut takers = takers.filter(|to| *to != place && (is(*to, ChangeKind::Added) || edited.contains(to)));
        let own_id = self.changes[place].facts.as_ref().and_then(|facts| facts.id.as_ref()).map(|id| id.to_lowercase());
        let bearers = own_id.and_then(|id| self.bearers.get(&id)).into_iter().flatten();
        let mut gone = bearers.filter(|from| is(**from, ChangeKind::Deleted));
        (says || own == 0)
            && takers.all(|to| says && is(to, ChangeKind::Added) && self.distance(place, to) > own)
            && gone.all(|from| self.distance(*from, place) > own)
    }

    /// How many words lie between the text that a file had and the one that another has.
    fn distance(&self, from: usize, to: usize) -> u32 {
        match (self.changes[from].old, self.changes[to].new) {
            (old, new) if old == new => 0,
            (Some(old), Some(new)) => *self.distances.borrow_mut().entry((old, new)).or_insert_with(|| {
                facts::compare_blobs(self.repo, old, new, self.reading).map_or(u32::MAX, |edit| words(&edit))
            }),
            _ => u32::MAX,
        }
    }

    fn read(&self, text: Option<ObjectId>) -> Option<Snapshot> {
        match self.repo.blob(text?, MAX_TEXT) {
            Ok(Blob::Bytes(bytes)) => Some(Snapshot::read(&bytes, self.reading)),
            _ => None,
        }
    }
}
