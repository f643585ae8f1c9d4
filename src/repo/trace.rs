//! Where files of the record were before they came into the folder, or under the name, that is looked at.
//!
//! What is found one folder at a time ends where a file comes from elsewhere: the folder was moved, or the file was, or it had
//! a name by which nobody took it for a document, or a merge put a history of its own into the folder. Such a file seems to
//! be new, so a commit that seems to add documents is asked what it took away, anywhere in its tree. What is one with what
//! was added is a move, and the file, or the folder if it moved as a whole, is followed through the commits that do not
//! know of the move. That is done again for what is found there, until nothing is new.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::change::{Change, ChangeKind};
use super::changes::{Called, Changes};
use super::column::{self, Wanted};
use super::id::ObjectId;
use super::left;
use super::pairing::{self, Unpaired};
use super::sides::{Side, Sides};
use super::store::{Reader, Store};
use super::walk::Node;
use crate::base::{DocPath, Result, SETTINGS, below};

/// How often what was found is followed further, and how many moves are followed. A document that moved more often is told
/// from the last of them on.
const MOST_ROUNDS: usize = 8;
const MOST_MOVES: usize = 256;
/// As many files that a commit took away as are compared with those that it added. Of more, only those that have a name or a
/// content in common with one.
const MOST_SOURCES: usize = 2_000;

/// Files that people write documents in, and that are no text: by their extensions.
pub(crate) const WRITTEN: [&str; 8] = ["doc", "docx", "odt", "pages", "pdf", "ppt", "pptx", "rtf"];

/// What is known of a history where it is to be followed further.
pub(super) struct Tracer<'a> {
    pub(super) store: &'a Store,
    pub(super) graph: &'a [Node],
    pub(super) prefix: &'a str,
    /// Whether a file belongs to the record, by its path below the prefix.
    pub(super) keep: &'a (dyn Fn(&str) -> bool + Sync),
    pub(super) identity: fn(&[u8]) -> Called,
}

/// What was found.
#[derive(Default)]
pub(super) struct Traced {
    /// What commits changed before what they changed elsewhere was put to it: that alone does not depend on the tip.
    pub(super) own: BTreeMap<usize, Vec<Change>>,
    /// Commits that moved too many files to compare.
    pub(super) too_many: Vec<usize>,
    /// Commits that may have moved a text here that is missing.
    pub(super) missing: Vec<(usize, ObjectId)>,
}

/// A file or folder that is followed, by its path from the top.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    File(String),
    /// Empty at the top; else with a `/` at its end.
    Folder(String),
}

/// A source, and the commits in which it is followed.
struct Trail<'s> {
    source: Source,
    until: Until<'s>,
}

/// The commits in which something is followed.
enum Until<'s> {
    /// All that do not know of the move by this one.
    Move(usize),
    /// Those of a history that a merge brought.
    Side(&'s Side),
}

impl Tracer<'_> {
    /// Follows what the commits seem to have added. Commits that are known were asked before.
    pub(super) fn follow(&self, changes: &mut Vec<Changes>) -> Result<Traced> {
        let mut traced = Traced::default();
        let sides = Sides::of(self.graph);
        let joined = match &sides {
            Some(sides) => self.join(sides, changes)?,
            None => Vec::new(),
        };
        let fresh = |one: &Changes| self.graph[one.commit].known.is_none();
        let asked: BTreeSet<usize> = changes.iter().filter(|one| fresh(one)).map(|one| one.commit).collect();
        self.search(changes, &asked, &mut traced)?;
        let mut regions = Regions { graph: self.graph, sides: sides.as_ref(), known: BTreeMap::new() };
        let mut done: BTreeSet<(usize, Source)> = BTreeSet::new();
        let mut trails: Vec<Trail<'_>> = Vec::new();
        let top = || Source::Folder(String::new());
        trails.extend(joined.iter().map(|side| Trail { source: top(), until: Until::Side(side) }));
        let mut places: BTreeSet<usize> = changes.iter().map(|one| one.commit).collect();
        for _ in 0..MOST_ROUNDS {
            for (place, source) in self.moves(changes, &places, &joined, sides.as_ref()) {
                if done.insert((place, source.clone())) {
                    trails.push(Trail { source, until: Until::Move(place) });
                }
            }
            if trails.is_empty() {
                break;
            }
            let kept: Vec<Trail<'_>> =
                std::mem::take(&mut trails).into_iter().filter(|trail| regions.enter(trail, &mut traced)).collect();
            places = self.elsewhere(&kept, &regions, changes, &mut traced.own)?;
            self.search(changes, &places, &mut traced)?;
        }
        Ok(traced)
    }

    /// The path by which a file is called here.
    fn label(&self, full: &str) -> Option<DocPath> {
        let inside = match self.prefix.is_empty() {
            true => Some(full),
            false => full.strip_prefix(self.prefix).and_then(|rest| rest.strip_prefix('/')),
        };
        inside.map_or_else(|| DocPath::outside(full), DocPath::new)
    }

    /// Whether a file is one of the record where it is, so that nothing has to be followed to find it.
    fn is_own(&self, path: &DocPath) -> bool {
        path.full().is_none() && (self.keep)(path.as_str())
    }

    /// Finds the histories that merges put into folders, and makes moves of what these merges have from there.
    fn join(&self, sides: &Sides, changes: &mut [Changes]) -> Result<Vec<Side>> {
        let of = |place: usize| {
            let at = changes.binary_search_by_key(&place, |one| one.commit).ok()?;
            Some(&changes[at].list[..])
        };
        let (joined, moved) = self.store.with(|reader| Ok(sides.all(reader, self.graph, self.prefix, of)))?;
        for moved in moved {
            let Ok(at) = changes.binary_search_by_key(&moved.merge, |one| one.commit) else { continue };
            let change = &mut changes[at].list[moved.at];
            let Some(from) = DocPath::outside(&moved.path).filter(|_| change.kind == ChangeKind::Added) else {
                continue;
            };
            (change.kind, change.from, change.old) = (ChangeKind::Renamed, Some(from), Some(moved.blob));
        }
        Ok(joined)
    }

    /// Looks for where what these commits seem to have added was before.
    fn search(&self, changes: &mut [Changes], asked: &BTreeSet<usize>, traced: &mut Traced) -> Result<()> {
        let adds = |change: &Change| {
            let path = &change.path;
            // Records of acts come by the hundred; where they moved, something else moved with them.
            let is_act = matches!(path.extension().as_str(), "toml" | "sig") && path.file_name() != SETTINGS;
            change.kind == ChangeKind::Added && !is_act
        };
        let candidates: Vec<&mut Changes> = changes
            .iter_mut()
            .filter(|one| asked.contains(&one.commit) && self.graph[one.commit].cut.is_none())
            .filter(|one| !self.graph[one.commit].parents.is_empty() && one.list.iter().any(adds))
            .collect();
        let found: Vec<(usize, Unpaired)> = candidates
            .into_par_iter()
            .map(|one| self.store.with(|reader| Ok((one.commit, self.pair(reader, one)))))
            .collect::<Result<_>>()?;
        for (commit, unpaired) in found {
            traced.too_many.extend(unpaired.too_many.then_some(commit));
            traced.missing.extend(unpaired.missing.into_iter().map(|text| (commit, text)));
        }
        Ok(())
    }

    /// Makes moves of what one commit added and took away elsewhere, and tells where it could not.
    fn pair(&self, reader: &Reader<'_>, one: &mut Changes) -> Unpaired {
        let node = &self.graph[one.commit];
        let mut sources: BTreeMap<DocPath, ObjectId> = BTreeMap::new();
        for parent in &node.parents {
            let Some(left) = left::left(reader, self.graph[*parent].tree, node.tree) else {
                return Unpaired { too_many: true, ..Unpaired::default() };
            };
            sources.extend(left.into_iter().filter_map(|(path, blob)| Some((self.label(&path)?, blob))));
        }
        let taken = one.list.iter().filter_map(|change| change.from.as_ref());
        for from in taken {
            sources.remove(from);
        }
        if sources.is_empty() {
            return Unpaired::default();
        }
        let mut local: Vec<Change> =
            one.list.iter().filter(|change| change.kind == ChangeKind::Added).cloned().collect();
        if sources.len() > MOST_SOURCES {
            let alike = |path: &DocPath, blob: &ObjectId| {
                local.iter().any(|change| change.new == Some(*blob) || change.path.stem() == path.stem())
            };
            sources.retain(|path, blob| alike(path, blob));
        }
        let written: Vec<(DocPath, ObjectId)> = sources
            .iter()
            .filter(|(path, _)| WRITTEN.contains(&path.extension().as_str()))
            .map(|(path, blob)| (path.clone(), *blob))
            .collect();
        let texts: BTreeSet<ObjectId> = sources
            .iter()
            .filter(|(path, _)| path.is_markdown() || path.file_name() == SETTINGS)
            .map(|(_, blob)| *blob)
            .collect();
        let gone = |(path, blob)| Change { path, from: None, kind: ChangeKind::Deleted, old: Some(blob), new: None };
        local.extend(sources.into_iter().map(gone));
        let mut unpaired = pairing::pair(reader, &mut local, &|_| true, self.identity);
        for moved in local.into_iter().filter(|change| change.kind == ChangeKind::Renamed) {
            one.list.retain(|change| change.kind != ChangeKind::Deleted || Some(&change.path) != moved.from.as_ref());
            if let Some(change) = one.list.iter_mut().find(|change| change.path == moved.path) {
                *change = moved;
            }
        }
        for change in one.list.iter_mut().filter(|change| change.kind == ChangeKind::Added) {
            // What was written anew as Markdown is known by its name.
            let same = |path: &DocPath| path.stem().eq_ignore_ascii_case(change.path.stem());
            let mut same = written.iter().filter(|(path, _)| change.path.is_markdown() && same(path));
            if let (Some((from, blob)), None) = (same.next(), same.next()) {
                (change.kind, change.from, change.old) = (ChangeKind::Renamed, Some(from.clone()), Some(*blob));
            }
        }
        // What is missing elsewhere is not missing in the record, unless it may have come from there.
        let is_open = one.list.iter().any(|change| change.kind == ChangeKind::Added);
        unpaired.missing.retain(|text| is_open && texts.contains(text));
        unpaired
    }

    /// What is to be followed behind moves of these commits.
    fn moves(
        &self,
        changes: &[Changes],
        places: &BTreeSet<usize>,
        joined: &[Side],
        sides: Option<&Sides>,
    ) -> BTreeSet<(usize, Source)> {
        let mut found = BTreeSet::new();
        for one in changes.iter().filter(|one| places.contains(&one.commit)) {
            let came = one.list.iter().filter_map(|change| Some((&change.path, change.from.as_ref()?)));
            let came: Vec<(&DocPath, &DocPath)> = came.filter(|(_, from)| !self.is_own(from)).collect();
            if came.is_empty() {
                continue;
            }
            // What came from a history that is followed anyway.
            let parents = &self.graph[one.commit].parents;
            let known =
                |side: &Side| parents.iter().any(|parent| sides.is_some_and(|sides| sides.holds(side, *parent)));
            if joined.iter().any(known) {
                continue;
            }
            let full = |path: &DocPath| below(self.prefix, path.as_str());
            if let Some(folder) = whole(came.iter().map(|(path, from)| (full(path), full(from))), self.prefix) {
                found.insert((one.commit, Source::Folder(folder)));
            }
            found.extend(came.iter().map(|(_, from)| (one.commit, Source::File(full(from)))));
        }
        found
    }

    /// Adds what commits changed in the files that are followed, and gives those commits.
    fn elsewhere(
        &self,
        trails: &[Trail<'_>],
        regions: &Regions<'_>,
        changes: &mut Vec<Changes>,
        own: &mut BTreeMap<usize, Vec<Change>>,
    ) -> Result<BTreeSet<usize>> {
        let files: BTreeMap<&str, Vec<&Trail<'_>>> = trails.iter().fold(BTreeMap::new(), |mut files, trail| {
            if let Source::File(path) = &trail.source {
                files.entry(path.as_str()).or_insert_with(Vec::new).push(trail);
            }
            files
        });
        let ways: BTreeSet<&str> =
            files.keys().flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..=at])).collect();
        let folders: Vec<(&str, &Trail<'_>)> = trails
            .iter()
            .filter_map(|trail| match &trail.source {
                Source::Folder(folder) => Some((folder.as_str(), trail)),
                Source::File(_) => None,
            })
            .collect();
        let in_folder = |path: &str, folder: &str| path.strip_prefix(folder).is_some_and(|inside| (self.keep)(inside));
        let keep = |path: &str| files.contains_key(path) || folders.iter().any(|(folder, _)| in_folder(path, folder));
        let enter = |path: &str| {
            ways.contains(path)
                || folders.iter().any(|(folder, _)| path.starts_with(folder) || folder.starts_with(path))
        };
        let region: Vec<bool> = (0..self.graph.len()).map(|place| regions.any(trails, place)).collect();
        let wanted =
            Wanted { prefix: "", keep: &keep, passing: |_| false, enter: &enter, asked: &|place| region[place] };
        let mut touched: BTreeMap<usize, Vec<Change>> = BTreeMap::new();
        for touch in column::touched(self.store, self.graph, wanted)?.touches {
            let full = touch.path.as_str();
            let of_file = files.get(full).into_iter().flatten().copied();
            let of_folder = folders.iter().filter(|(folder, _)| in_folder(full, folder)).map(|(_, trail)| *trail);
            let Some(by) = of_file.chain(of_folder).find(|by| regions.holds(&by.until, touch.commit)) else { continue };
            let label = match by.until {
                Until::Side(_) => DocPath::outside(full),
                Until::Move(_) => self.label(full).filter(|path| !self.is_own(path)),
            };
            let Some(path) = label else { continue };
            touched.entry(touch.commit).or_default().push(Change::of(path, touch.old.known(), touch.new.known()));
        }
        let places = touched.keys().copied().collect();
        for (place, mut list) in touched {
            let at = changes.binary_search_by_key(&place, |one| one.commit);
            let at = at.unwrap_or_else(|at| {
                changes.insert(at, Changes { commit: place, list: Vec::new() });
                at
            });
            let one = &mut changes[at];
            own.entry(place).or_insert_with(|| one.list.clone());
            // What lay in such a history where the AIMS is now was not a part of it yet.
            let full = |change: &Change| below(self.prefix, change.path.as_str());
            one.list.retain(|own| own.path.full().is_some() || list.iter().all(|other| full(other) != full(own)));
            list.retain(|change| {
                let same = |other: &Change| other.path == change.path || other.from.as_ref() == Some(&change.path);
                !one.list.iter().any(same)
            });
            one.list.extend(list);
            one.list.sort_by(|a, b| a.path.cmp(&b.path));
        }
        Ok(places)
    }
}

/// The folder that moved as a whole, as told by its settings or by most of what moved: with a `/` at its end, or empty.
fn whole(came: impl Iterator<Item = (String, String)>, prefix: &str) -> Option<String> {
    let (mut votes, mut all): (BTreeMap<String, usize>, usize) = (BTreeMap::new(), 0);
    for (path, from) in came {
        all += 1;
        let inside = path.strip_prefix(prefix)?.trim_start_matches('/');
        let Some(folder) = from.strip_suffix(inside).filter(|folder| folder.is_empty() || folder.ends_with('/')) else {
            continue;
        };
        if inside == SETTINGS {
            return Some(folder.to_owned());
        }
        *votes.entry(folder.to_owned()).or_default() += 1;
    }
    let (folder, most) = votes.into_iter().max_by_key(|(_, votes)| *votes)?;
    (all > 1 && most * 2 > all).then_some(folder)
}

/// In which commits something is followed.
struct Regions<'a> {
    graph: &'a [Node],
    sides: Option<&'a Sides>,
    /// For each move, by its place, which commits know of it.
    known: BTreeMap<usize, Vec<bool>>,
}

impl Regions<'_> {
    /// Makes ready to follow something, if that is not too much.
    fn enter(&mut self, trail: &Trail<'_>, traced: &mut Traced) -> bool {
        let Until::Move(place) = trail.until else { return true };
        if self.known.contains_key(&place) {
            return true;
        }
        if self.known.len() == MOST_MOVES {
            traced.too_many.push(place);
            return false;
        }
        let mut knows = vec![false; place + 1];
        knows[place] = true;
        for newer in (0..place).rev() {
            knows[newer] = self.graph[newer].parents.iter().any(|parent| knows.get(*parent).copied().unwrap_or(false));
        }
        self.known.insert(place, knows);
        true
    }

    /// Whether anything is followed in a commit.
    fn any(&self, trails: &[Trail<'_>], place: usize) -> bool {
        let moves = self.known.keys().any(|moved| self.holds(&Until::Move(*moved), place));
        moves || trails.iter().any(|trail| matches!(trail.until, Until::Side(_)) && self.holds(&trail.until, place))
    }

    fn holds(&self, until: &Until<'_>, place: usize) -> bool {
        match until {
            Until::Move(moved) => {
                self.known.get(moved).is_some_and(|knows| !knows.get(place).copied().unwrap_or(false))
            }
            Until::Side(side) => self.sides.is_some_and(|sides| sides.holds(side, place)),
        }
    }
}
