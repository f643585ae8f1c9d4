//! Which of the files that a commit deleted are those that it added under another name.

use std::collections::{BTreeMap, BTreeSet};

use git2::ObjectType;

use super::change::{Change, ChangeKind};
use super::changes::Called;
use super::id::ObjectId;
use super::similarity::{Fingerprint, WHOLE};
use super::store::Reader;
use crate::base::SETTINGS;

/// Below this many bytes, two files have lines in common by chance.
const TINY: usize = 32;
/// Above this, files are compared as a whole only.
const LARGE: usize = 1 << 20;
/// As many comparisons as git allows by default (1,000 files by 1,000), and lines looked at in them.
const MOST_PAIRS: usize = 1_000_000;
const MOST_WORK: usize = 300_000_000;

/// What could not be looked at.
#[derive(Default)]
pub(super) struct Unpaired {
    /// Blobs that are not there.
    pub(super) missing: Vec<ObjectId>,
    /// There were too many files to compare each with each.
    pub(super) too_many: bool,
}

/// Turns pairs of a deletion and an addition among the changes of one commit into renames, of files that `keep` wants.
/// `identity` gives what a file calls itself, whatever its path.
pub(super) fn pair(
    reader: &Reader<'_>,
    changes: &mut Vec<Change>,
    keep: &dyn Fn(&str) -> bool,
    identity: fn(&[u8]) -> Called,
) -> Unpaired {
    let side = |kind, id: fn(&Change) -> Option<ObjectId>| -> Vec<File> {
        let is_asked = move |change: &Change| change.kind == kind && keep(change.path.as_str());
        let of_kind = changes.iter().enumerate().filter(|(_, change)| is_asked(change));
        of_kind.filter_map(|(place, change)| Some(File::new(place, change, id(change)?))).collect()
    };
    let deleted = side(ChangeKind::Deleted, |change| change.old);
    let added = side(ChangeKind::Added, |change| change.new);
    if deleted.is_empty() || added.is_empty() {
        return Unpaired::default();
    }
    let mut pairing = Pairing { deleted, added, pairs: Vec::new(), unpaired: Unpaired::default() };
    pairing.measure(reader);
    pairing.settings();
    pairing.unique_blobs();
    pairing.inspect(reader, identity);
    pairing.equal_identities();
    pairing.former_identities();
    pairing.equal_blobs();
    pairing.equal_base_names();
    pairing.best_first();
    let Pairing { pairs, unpaired, .. } = pairing;
    rename(changes, &pairs);
    unpaired
}

/// Replaces each pair by one change, in the order of the paths.
fn rename(changes: &mut Vec<Change>, pairs: &[(usize, usize)]) {
    let mut gone = BTreeSet::new();
    for (from, to) in pairs {
        let (path, old) = (changes[*from].path.clone(), changes[*from].old);
        let change = &mut changes[*to];
        (change.kind, change.from, change.old) = (ChangeKind::Renamed, Some(path), old);
        gone.insert(*from);
    }
    let mut place = 0;
    changes.retain(|_| {
        place += 1;
        !gone.contains(&(place - 1))
    });
}

/// A file on one side.
struct File {
    /// Its place among the changes of the commit.
    place: usize,
    blob: ObjectId,
    base_name: String,
    /// `None` where the blob is not there, or damaged.
    size: Option<usize>,
    /// In lower case, as those that it had before are.
    identity: Option<String>,
    former: Vec<String>,
    fingerprint: Option<Fingerprint>,
    taken: bool,
}

impl File {
    fn new(place: usize, change: &Change, blob: ObjectId) -> Self {
        let base_name = change.path.file_name().to_owned();
        Self { place, blob, base_name, size: None, identity: None, former: Vec::new(), fingerprint: None, taken: false }
    }

    /// What it is equal to others by, unless it is too small to be known by its content.
    fn by_blob(&self) -> Option<ObjectId> {
        self.size.is_none_or(|size| size >= TINY).then_some(self.blob)
    }
}

struct Pairing {
    deleted: Vec<File>,
    added: Vec<File>,
    pairs: Vec<(usize, usize)>,
    unpaired: Unpaired,
}

/// Files by something they may have in common: the places of those deleted and of those added.
type Groups<K> = BTreeMap<K, (Vec<usize>, Vec<usize>)>;

impl Pairing {
    fn measure(&mut self, reader: &Reader<'_>) {
        for file in self.deleted.iter_mut().chain(&mut self.added) {
            file.size = reader.header(file.blob).ok().flatten().map(|(size, _)| size);
        }
    }

    /// Reads the files that are still alone.
    fn inspect(&mut self, reader: &Reader<'_>, identity: fn(&[u8]) -> Called) {
        if !self.deleted.iter().any(|file| !file.taken) || !self.added.iter().any(|file| !file.taken) {
            return;
        }
        for file in self.deleted.iter_mut().chain(&mut self.added).filter(|file| !file.taken) {
            if file.size.is_some_and(|size| size == 0 || size > LARGE) {
                continue;
            }
            let Some(blob) = reader.read(file.blob, ObjectType::Blob) else {
                self.unpaired.missing.push(file.blob);
                continue;
            };
            let Called { id, former } = identity(blob.data());
            file.identity = id.map(|id| id.to_ascii_lowercase());
            file.former = former.iter().map(|id| id.to_ascii_lowercase()).collect();
            if blob.data().len() >= TINY {
                file.fingerprint = Some(Fingerprint::of(blob.data()));
            }
        }
    }

    /// Groups the files that are still alone.
    fn groups<'a, K: Ord>(&'a self, key: impl Fn(&'a File) -> Option<K>) -> Groups<K> {
        let mut groups: Groups<K> = BTreeMap::new();
        for (place, file) in self.deleted.iter().enumerate().filter(|(_, file)| !file.taken) {
            if let Some(key) = key(file) {
                groups.entry(key).or_default().0.push(place);
            }
        }
        for (place, file) in self.added.iter().enumerate().filter(|(_, file)| !file.taken) {
            if let Some(key) = key(file)
                && let Some(group) = groups.get_mut(&key)
            {
                group.1.push(place);
            }
        }
        groups
    }

    fn take(&mut self, pairs: impl IntoIterator<Item = (usize, usize)>) {
        for (from, to) in pairs {
            if !self.deleted[from].taken && !self.added[to].taken {
                (self.deleted[from].taken, self.added[to].taken) = (true, true);
                self.pairs.push((self.deleted[from].place, self.added[to].place));
            }
        }
    }

    /// Pairs the settings of an AIMS that went with those that came, whatever these say: what was moved and written anew goes on
    /// under those by whom it was ruled. That goes before all else, so that nothing else takes their place.
    fn settings(&mut self) {
        let pairs = only(self.groups(|file| (file.base_name == SETTINGS).then_some(())));
        self.take(pairs);
    }

    /// Pairs files whose content only one on each side has. That goes before all others: their front matter, being the
    /// same, could not say anything different, and need not be read.
    fn unique_blobs(&mut self) {
        let pairs = only(self.groups(File::by_blob));
        self.take(pairs);
    }

    /// Pairs files of the same content: those with one base name first, then in order of the paths.
    fn equal_blobs(&mut self) {
        let pairs = in_turn(self.groups(|file| file.by_blob().map(|blob| (blob, file.base_name.as_str()))));
        self.take(pairs);
        let pairs = in_turn(self.groups(File::by_blob));
        self.take(pairs);
    }

    /// Pairs files that call themselves the same, where only one on each side does.
    fn equal_identities(&mut self) {
        let pairs = only(self.groups(|file| file.identity.as_deref()));
        self.take(pairs);
    }

    /// Pairs a file that had a name alone with one that says that this was its own before, even where its text was
    /// rewritten. Where several say so, or one says so of several, the most similar go first: of what was parted one part
    /// goes on, and what was put together is one of those that it was.
    fn former_identities(&mut self) {
        let mut had: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, file) in self.deleted.iter().enumerate().filter(|(_, file)| !file.taken) {
            if let Some(id) = file.identity.as_deref() {
                had.entry(id).or_default().push(place);
            }
        }
        let (mut named, mut work) = (Vec::new(), 0);
        for (to, file) in self.added.iter().enumerate().filter(|(_, file)| !file.taken) {
            for id in file.former.iter().filter(|id| file.identity.as_ref() != Some(id)) {
                if let Some([from]) = had.get(id.as_str()).map(Vec::as_slice) {
                    let fingerprints = [&self.deleted[*from], file].map(|file| file.fingerprint.as_ref());
                    work += fingerprints.into_iter().flatten().map(Fingerprint::work).sum::<usize>();
                    named.push((*from, to));
                }
            }
        }
        let similarity = |from, to| if work > MOST_WORK { 0 } else { self.similarity(from, to) };
        let mut scored: Vec<_> =
            named.into_iter().map(|(from, to)| (std::cmp::Reverse(similarity(from, to)), from, to)).collect();
        scored.sort_unstable();
        self.take(scored.into_iter().map(|(_, from, to)| (from, to)));
    }

    /// Pairs files whose base name only one on each side has, if three quarters of them are the same.
    fn equal_base_names(&mut self) {
        let mut pairs = only(self.groups(|file| Some(file.base_name.as_str())));
        pairs.retain(|(from, to)| self.similarity(*from, *to) >= WHOLE / 4 * 3);
        self.take(pairs);
    }

    /// Pairs what is at least half the same, the most similar first.
    fn best_first(&mut self) {
        let free = |files: &[File]| -> (Vec<usize>, usize) {
            let free: Vec<usize> =
                (0..files.len()).filter(|place| !files[*place].taken && files[*place].fingerprint.is_some()).collect();
            let work = free.iter().filter_map(|place| files[*place].fingerprint.as_ref()).map(Fingerprint::work).sum();
            (free, work)
        };
        let ((from, from_work), (to, to_work)) = (free(&self.deleted), free(&self.added));
        if from.len() * to.len() > MOST_PAIRS || from.len() * to_work + to.len() * from_work > MOST_WORK {
            self.unpaired.too_many = true;
            return;
        }
        let mut scored = Vec::new();
        for (a, b) in from.iter().flat_map(|a| to.iter().map(move |b| (*a, *b))) {
            let similarity = self.similarity(a, b);
            if similarity >= WHOLE / 2 {
                let other_name = self.deleted[a].base_name != self.added[b].base_name;
                scored.push((std::cmp::Reverse(similarity), other_name, a, b));
            }
        }
        scored.sort_unstable();
        self.take(scored.into_iter().map(|(.., from, to)| (from, to)));
    }

    /// How much two files have in common. Two that call themselves by different names are two, however alike: a
    /// template that was filled in anew, say; unless one says that it had the name of the other.
    fn similarity(&self, from: usize, to: usize) -> u64 {
        let (from, to) = (&self.deleted[from], &self.added[to]);
        let is_other = |had: &String| to.identity.as_ref().is_some_and(|id| id != had) && !to.former.contains(had);
        if from.identity.as_ref().is_some_and(is_other) {
            return 0;
        }
        match (&from.fingerprint, &to.fingerprint) {
            (Some(from), Some(to)) => from.similarity(to),
            _ => 0,
        }
    }
}

/// The groups that have one file on each side.
fn only<K>(groups: Groups<K>) -> Vec<(usize, usize)> {
    groups
        .into_values()
        .filter(|(from, to)| from.len() == 1 && to.len() == 1)
        .map(|(from, to)| (from[0], to[0]))
        .collect()
}

/// The first of each group with the first, the second with the second.
fn in_turn<K>(groups: Groups<K>) -> Vec<(usize, usize)> {
    groups.into_values().flat_map(|(from, to)| from.into_iter().zip(to)).collect()
}
