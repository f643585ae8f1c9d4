//! What the texts of all revisions say of themselves, and what each change did to them.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::beside::Besides;
use super::edit::{Edit, Facts};
use super::gap::{Gap, Lost};
use super::known::{self, Known, Pair};
use super::met::{Met, Wanted};
use super::options::is_text;
use super::revision::{Change, Revision, Step};
use super::said::{edit, facts};
use crate::base::SETTINGS;
use crate::cache::Cache;
use crate::compare::{Comparison, Snapshot, compare};
use crate::parse::MAX_TEXT;
use crate::reading::Reading;
use crate::repo::{Blob, ObjectId, Repo};

/// How many changes are looked at in one go, before what was found is put in its place.
const PIECE: usize = 32_768;

/// Fills in the facts and the edit of every change of a document, and keeps what was found in `cache`. Gives a gap where
/// texts are not there.
///
/// Changes are taken in order of their paths, so that the versions of one document are read side by side: each is then
/// unpacked from its neighbour, and most are read once for the change before and the change after.
pub(super) fn examine(
    repo: &Repo,
    revisions: &mut [Revision],
    reading: &Reading,
    cache: &Cache,
    met: &Met,
) -> Option<Gap> {
    let mut missing: BTreeSet<usize> = BTreeSet::new();
    let mut known = Known::load(cache, reading);
    let beside = Besides::new(repo, reading);
    let mut places: Vec<Step> = Vec::new();
    // What is known of a text does not bring the text: that it is not here is told all the same.
    let pairs = revisions.iter().flat_map(|revision| &revision.changes).filter_map(pair);
    let lost = repo.lacking(&pairs.flat_map(|(old, new)| old.into_iter().chain([new])).collect());
    let is_here = |(old, new): &Pair| old.iter().chain([new]).all(|text| !lost.contains(text));
    for (number, revision) in revisions.iter_mut().enumerate().rev() {
        for (place, change) in revision.changes.iter_mut().enumerate() {
            let Some(pair) = pair(change).filter(|_| !beside.is_one(&change.path)) else { continue };
            match known.get(&pair).filter(|_| is_here(&pair)) {
                Some((facts, edit)) => (change.facts, change.edit) = (Some(facts), edit),
                None => places.push(Step { revision: number, change: place }),
            }
        }
    }
    missing.extend(beside.examine(revisions, &mut known));
    let wanted = met.wanted(known::key(reading), revisions);
    places.sort_by(|a, b| path(revisions, *a).cmp(path(revisions, *b)));
    for piece in places.chunks(PIECE) {
        let pairs: Vec<Pair> = piece.iter().filter_map(|at| pair(&revisions[at.revision].changes[at.change])).collect();
        let examined = read(repo, &pairs, reading, Some(&wanted));
        for ((at, pair), (facts, edit)) in piece.iter().zip(pairs).zip(examined) {
            let change = &mut revisions[at.revision].changes[at.change];
            let Some(facts) = facts else {
                // What is too large to be read is no document, and has a finding where it still stands.
                if !matches!(repo.blob(pair.1, 0), Ok(Blob::TooLarge(size)) if size > MAX_TEXT) {
                    missing.insert(at.revision);
                }
                continue;
            };
            // What cannot be compared here can be once the text before is fetched.
            let is_known = edit.is_some() || pair.0.is_none_or(|old| old == pair.1);
            (change.facts, change.edit) = match is_known {
                true => {
                    let (facts, edit) = known.add(pair, &facts, edit.as_ref());
                    (Some(facts), edit)
                }
                false => (Some(Arc::new(facts)), None),
            };
        }
    }
    known.store();
    let first = revisions.get(*missing.first()?)?;
    Some(Gap::Texts(Lost { first: first.commit.clone(), others: missing.len() - 1 }))
}

/// Gives a gap where settings of the past are not there: by them it is judged who might sign.
pub(super) fn settings(repo: &Repo, revisions: &[Revision]) -> Option<Gap> {
    let changes = revisions.iter().flat_map(|revision| revision.changes.iter().map(move |change| (revision, change)));
    let texts: Vec<(&Revision, ObjectId)> = changes
        .filter(|(_, change)| change.path.as_str() == SETTINGS)
        .filter_map(|(revision, change)| Some((revision, change.new?)))
        .collect();
    let ids: Vec<ObjectId> = texts.iter().map(|(_, id)| *id).collect();
    let here = repo.blobs(&ids, MAX_TEXT, |_, bytes| bytes.is_some());
    let mut missing = texts.iter().zip(here).filter(|(_, here)| !here).map(|((revision, _), _)| &revision.commit);
    let first = missing.next()?.clone();
    Some(Gap::Settings(Lost { first, others: missing.count() }))
}

fn path(revisions: &[Revision], at: Step) -> &str {
    revisions[at.revision].changes[at.change].path.as_str()
}

/// The texts of a change that leaves one.
fn pair(change: &Change) -> Option<Pair> {
    let old = change.old.filter(|_| change.from.as_ref().is_none_or(is_text));
    change.new.filter(|_| is_text(&change.path)).map(|new| (old, new))
}

/// How many pairs one thread takes at a time. Their texts are in memory meanwhile.
const SHARE: usize = 120;

/// Reads the texts of all pairs and compares them.
fn read(
    repo: &Repo,
    pairs: &[Pair],
    reading: &Reading,
    wanted: Option<&Wanted<'_>>,
) -> Vec<(Option<Facts>, Option<Edit>)> {
    pairs.par_chunks(SHARE).with_max_len(1).flat_map_iter(|pairs| share(repo, pairs, reading, wanted)).collect()
}

/// What one thread takes at a time.
fn share(
    repo: &Repo,
    pairs: &[Pair],
    reading: &Reading,
    wanted: Option<&Wanted<'_>>,
) -> Vec<(Option<Facts>, Option<Edit>)> {
    let mut ids: Vec<ObjectId> = Vec::new();
    let mut places: HashMap<ObjectId, usize> = HashMap::new();
    for id in pairs.iter().flat_map(|(old, new)| old.iter().chain([new])) {
        places.entry(*id).or_insert_with(|| {
            ids.push(*id);
            ids.len() - 1
        });
    }
    let texts = repo.blobs(&ids, MAX_TEXT, |_, bytes| bytes.map(<[u8]>::to_vec));
    let mut reader = Reader { last: None, reading };
    pairs.iter().map(|pair| reader.take(*pair, |id| texts[*places.get(&id)?].as_deref(), wanted)).collect()
}

/// Reads one version after the other. The one before is mostly what the next is to be compared with, and lends it what
/// has not changed.
struct Reader<'a> {
    last: Option<(ObjectId, Snapshot)>,
    reading: &'a Reading,
}

impl Reader<'_> {
    fn take<'t>(
        &mut self,
        (old, new): Pair,
        text: impl Fn(ObjectId) -> Option<&'t [u8]>,
        wanted: Option<&Wanted<'_>>,
    ) -> (Option<Facts>, Option<Edit>) {
        let before = old.and_then(|id| self.read(id, &text));
        let Some(after) = self.read(new, &text) else { return (None, None) };
        let edit = before.filter(|_| old != Some(new)).map(|before| {
            let found = compare(&before, &after);
            if let Some(wanted) = wanted {
                wanted.offer((old, new), &found);
            }
            edit(&before, &after, found)
        });
        (Some(facts(&after)), edit)
    }

    fn read<'t>(&mut self, id: ObjectId, text: impl Fn(ObjectId) -> Option<&'t [u8]>) -> Option<Snapshot> {
        if let Some((_, known)) = self.last.as_ref().filter(|(last, _)| *last == id) {
            return Some(known.clone());
        }
        let bytes = text(id)?;
        let snapshot = match &self.last {
            Some((_, last)) => last.read_next(bytes, self.reading),
            None => Snapshot::read(bytes, self.reading),
        };
        self.last = Some((id, snapshot.clone()));
        Some(snapshot)
    }
}

/// Compares the texts before and after each of these changes of one document; `None` where a text is not there.
pub(super) fn compare_changes(repo: &Repo, changes: &[&Change], reading: &Reading) -> Vec<Option<Comparison>> {
    let mut ids: Vec<ObjectId> = changes.iter().flat_map(|change| [change.old, change.new]).flatten().collect();
    ids.sort_unstable();
    ids.dedup();
    let texts = repo.blobs(&ids, MAX_TEXT, |_, bytes| bytes.map(<[u8]>::to_vec));
    let text = |id: ObjectId| texts[ids.binary_search(&id).ok()?].as_deref();
    let mut reader = Reader { last: None, reading };
    // Newest first, the text before one change is mostly the one after the next.
    let mut compared = |change: &&Change| {
        let after = reader.read(change.new?, text)?;
        let before = reader.read(change.old?, text)?;
        Some(compare(&before, &after))
    };
    changes.iter().map(&mut compared).collect()
}

/// What a change between two texts did; `None` where one of them cannot be read.
pub(super) fn compare_blobs(repo: &Repo, old: ObjectId, new: ObjectId, reading: &Reading) -> Option<Arc<Edit>> {
    read(repo, &[(Some(old), new)], reading, None).pop().and_then(|(_, edit)| edit).map(Arc::new)
}
