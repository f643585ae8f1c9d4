//! Where the settings of an AIMS were in the past, where they are not to be had at the place of today.
//!
//! A change that moves the folder, splits it, deletes the settings or makes them unreadable must not come to be judged by
//! nobody's rule. So settings are looked for at the places where they can have been: under the names they had before they
//! were moved, in the folders above, where the documents were, and in the folders below; and where a commit has none that
//! can be used, in the newest before it along first parents. Where several might be meant, none is taken: it is not known.
//!
//! Documents may go before their settings do. So of an AIMS that has none left all count that it ever had, as far as these were
//! seen to come or go; and settings that were moved, but brought no document, give way to those that ruled the documents.

use std::cell::{OnceCell, RefCell};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::mem::take;
use std::sync::Arc;

use super::marks::{Name, names};
use super::record::of_path;
use super::roster::Roster;
use super::seen::within;
use crate::base::wording::Words;
use crate::base::{DocPath, Result, SETTINGS, below, tell};
use crate::cache::Cache;
use crate::repo::{Called, Change, ChangeKind, Commit, FileMode, LogOptions, MAILMAP, ObjectId, Repo, TreeFile};

/// Stands for [`is_followed`] and [`is_passing`]: goes up where it answers otherwise, so that no log read by older rules is believed. It is no number
/// that the change record has for its own.
const RULES: u32 = 1_002;

/// How many files that came or went are read in one go.
const PIECE: usize = 500;

/// Everything that ever was settings, anywhere in the repository.
pub(super) struct Trail {
    tip: ObjectId,
    /// The folder of the AIMS now.
    prefix: String,
    /// Every path at which there ever were settings.
    paths: BTreeMap<String, Stood>,
    /// Those from which the settings of today were moved, the last first.
    former: Vec<String>,
    /// Others that the commit took away that brought those, whatever they said: by them it was ruled.
    went: BTreeSet<String>,
    /// Where settings went that were moved.
    moved: BTreeMap<String, String>,
    /// Documents and records of acts that came or went anywhere, oldest first.
    passed: Vec<Passed>,
    /// The commits of the main line, newest first, with their places.
    line: Vec<ObjectId>,
    places: BTreeMap<ObjectId, usize>,
    /// The places of those that brought a change of settings, or of the map of who is who.
    turns: BTreeSet<usize>,
    /// Whether all commits could be read, and the settings have a path that a commit may tell.
    is_whole: bool,
    /// Whether the main line goes back to its first commit.
    is_rooted: bool,
    told: Told,
}

/// What was asked before.
#[derive(Default)]
struct Told {
    /// What the documents of the AIMS are known by now.
    ours: OnceCell<BTreeSet<Name>>,
    /// What was asked last of settings elsewhere, by their paths.
    asked: RefCell<BTreeMap<String, Answered>>,
    /// What became of AIMS elsewhere, by the paths of their settings.
    rests: RefCell<BTreeMap<String, Arc<Rest>>>,
    /// The oldest place at which a document came or went there that is ours now.
    had: RefCell<BTreeMap<String, Option<usize>>>,
}

/// When settings stood at a path.
#[derive(Default)]
struct Stood {
    /// The place of the main line with which they first came, and the last commit of it that has them.
    first: Option<usize>,
    last: Option<ObjectId>,
    /// Whether they were changed after they came.
    edited: bool,
}

/// A file that came or went, with its text, and the place of the main line at which that is told.
struct Passed {
    path: DocPath,
    text: ObjectId,
    place: usize,
}

/// What an AIMS elsewhere still has.
struct Rest {
    files: BTreeSet<DocPath>,
    names: BTreeSet<Name>,
}

/// What lay beside settings, their text, and whether the AIMS has documents of those now.
type Answered = (Vec<TreeFile>, Option<ObjectId>, bool);

/// A commit of which it is asked, with its place on the main line.
type Asked = (ObjectId, Option<usize>);

/// Gives what there is of settings at a path of a commit.
type Read<'r> = dyn FnMut(ObjectId, &str) -> Option<Text> + 'r;

/// What became of reading one text of settings.
#[derive(Debug, Clone)]
pub(super) enum Text {
    /// It can be used.
    Usable(Arc<Roster>),
    /// It is too large, no text or no TOML, or holds a table that nobody knows.
    Unusable,
    /// It is not here, or damaged: what it said cannot be known.
    Lost(Words),
}

/// What is known of settings of the past.
pub(super) enum Found<'t> {
    /// There never were any up to then.
    Never,
    /// These held, and lay at this path of a commit; whether nothing here tells who vouched for them.
    Settings(Arc<Roster>, &'t str, ObjectId, bool),
    /// There were some, and it cannot be told which, or what they said: a sentence without a full stop.
    Unknown(Words),
    /// There are none that could be used, as far as this clone goes: the same.
    Unusable(Words),
}

/// Which of several settings of one commit are meant.
enum Which<'p> {
    None,
    At(&'p str),
    /// These lay above, or were moved to where they are now and brought no document: unless others ruled those of today.
    Bare(&'p str),
    Several(Vec<&'p str>),
}

impl<'p> Which<'p> {
    fn of(paths: Vec<&'p str>) -> Self {
        match paths[..] {
            [] => Self::None,
            [path] => Self::At(path),
            _ => Self::Several(paths),
        }
    }
}

impl Trail {
    /// Reads where settings were in the whole repository.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub(super) fn of(repo: &Repo, tip: ObjectId, prefix: &str, cache: Option<&Cache>) -> Result<Self> {
        let options = LogOptions {
            keep: is_followed,
            also: Vec::new(),
            passing: is_passing,
            identity: |_| Called::default(),
            follow: false,
        };
        let mut log = match cache {
            Some(cache) => repo.log_cached(tip, "", &options, RULES, cache)?,
            None => repo.log(tip, "", &options)?,
        };
        let places: BTreeMap<ObjectId, usize> = log.line.iter().enumerate().map(|(place, id)| (*id, place)).collect();
        let bringer = |commit: &Commit| commit.brought_by.and_then(|id| places.get(&id)).copied();
        let passed = passed(&mut log.commits, bringer);
        let touches = |commit: &&Commit| commit.boundary || !commit.changes.is_empty();
        let turns = log.commits.iter().filter(touches).filter_map(bringer).collect();
        let (mut paths, mut moved) = (BTreeMap::<String, Stood>::new(), BTreeMap::new());
        let mut former = vec![below(prefix, SETTINGS)];
        let changes = log.commits.iter().flat_map(|commit| commit.changes.iter().map(move |change| (commit, change)));
        for (commit, change) in changes.filter(|(_, change)| change.path.as_str() != MAILMAP) {
            let place = bringer(commit);
            let at = |behind: bool| place.and_then(|place| log.line.get(place + usize::from(behind))).copied();
            let stood = paths.entry(change.path.to_string()).or_default();
            stood.first = stood.first.max(place);
            stood.last = stood.last.or(at(change.kind == ChangeKind::Deleted));
            stood.edited |= change.old.is_some() && change.new.is_some_and(|new| Some(new) != change.old);
            let from = change.from.as_ref().filter(|from| is_settings(from.as_str()));
            let Some(from) = from.filter(|_| change.kind == ChangeKind::Renamed) else { continue };
            let stood = paths.entry(from.to_string()).or_default();
            stood.last = stood.last.or(at(true));
            moved.entry(from.to_string()).or_insert_with(|| change.path.to_string());
            let is_ours = former.iter().any(|path| path == change.path.as_str());
            if is_ours && !former.iter().any(|path| path == from.as_str()) {
                former.push(from.to_string());
            }
        }
        let went = went(&log.commits, &former);
        let is_rooted = !log.gaps.iter().any(|gap| gap.kind.is_end());
        let is_whole = log.gaps.is_empty() && DocPath::new(&below(prefix, SETTINGS)).is_some();
        let (prefix, line) = (prefix.to_owned(), log.line);
        let told = Told::default();
        Ok(Self { tip, prefix, paths, former, went, moved, passed, line, places, turns, is_whole, is_rooted, told })
    }

    /// Whether a commit of the main line is older than all that brought settings or the map of who is who: neither was there.
    pub(super) fn is_before_all(&self, commit: ObjectId) -> bool {
        let place = self.places.get(&commit).filter(|_| self.is_whole);
        place.is_some_and(|place| self.turns.range(place..).next().is_none())
    }

    /// The newest settings in a commit or before it that can be used. `read` gives what there is at a path of a commit.
    pub(super) fn before(&self, repo: &Repo, commit: ObjectId, read: &mut Read<'_>) -> Found<'_> {
        let (mut next, mut unusable, mut bare) = (Some(commit), false, None);
        let asked = (commit, self.places.get(&commit).copied());
        while let Some(commit) = next {
            match self.meant(repo, commit, asked, read) {
                Which::Several(paths) => {
                    let (paths, commit) = (paths.join(", "), commit.short());
                    return Found::Unknown(tell!(
                        "several settings of commit {commit} might be meant: {paths}",
                        commit,
                        paths
                    ));
                }
                Which::At(path) => {
                    let mut rules = || {
                        !self.former.iter().skip(1).any(|own| own == path)
                            && self.has_of(repo, (commit, asked.1), path, read)
                    };
                    // Where nothing else ruled the documents, those did that were moved.
                    let (commit, path) = bare.filter(|_| !rules()).unwrap_or((commit, path));
                    let last = self.paths.get(path).and_then(|stood| stood.last);
                    let commit = last.filter(|_| repo.blob_at(commit, path).is_none()).unwrap_or(commit);
                    match self.told(commit, path, read) {
                        Some(found) => return found,
                        None => unusable = true,
                    }
                }
                Which::Bare(path) if bare.is_none() => match self.told(commit, path, read) {
                    Some(_) => bare = Some((commit, path)),
                    None => unusable = true,
                },
                Which::Bare(_) | Which::None => {}
            }
            // Between two commits that touched settings they are the same, unless a merge took them away that has them from no side.
            let place = self.places.get(&commit);
            let turn = place.and_then(|place| self.turns.range(place..).next());
            next = turn.and_then(|turn| self.line.get(turn + usize::from(place == Some(turn)))).copied();
            if place.is_none() && !self.paths.is_empty() {
                return Found::Unknown(tell!("commit {commit} is not on the main line", commit = commit.short()));
            }
        }
        if let Some(found) = bare.and_then(|(commit, path)| self.told(commit, path, read)) {
            return found;
        }
        match unusable {
            true => Found::Unusable(tell!(
                "no {file} up to commit {commit} can be used",
                file = SETTINGS,
                commit = commit.short()
            )),
            // They may have stood in what is not in this clone.
            false if !self.is_rooted => Found::Unusable(tell!("they are not in this clone")),
            false => Found::Never,
        }
    }

    /// Those that were gone by a commit, of an AIMS of which the documents are ours now.
    fn gone(&self, repo: &Repo, asked: Asked, read: &mut Read<'_>) -> Vec<&str> {
        let is_before = |stood: &Stood| asked.1.is_some() && stood.first >= asked.1;
        let is_other = |path: &str| !self.former.iter().any(|own| own == path) && self.is_gone(repo, asked.1, path);
        let candidates = self.paths.iter().filter(|(path, stood)| is_before(stood) && is_other(path));
        let gone = candidates.map(|(path, _)| path.as_str());
        let found: Vec<&str> = gone.filter(|path| self.had(repo, path, read) >= asked.1).collect();
        // What was moved before it went is one.
        let is_end = |path: &&str| self.ways(path).skip(1).all(|later| !found.contains(&later));
        found.iter().copied().filter(is_end).collect()
    }

    /// Whether there are no settings at a place of the main line that lay at a path before.
    fn is_gone(&self, repo: &Repo, seen: Option<usize>, path: &str) -> bool {
        let commit = seen.and_then(|seen| self.line.get(seen));
        commit.is_some_and(|commit| self.ways(path).all(|path| repo.blob_at(*commit, path).is_none()))
    }

    /// The paths at which settings came to lie one after the other, from this on.
    fn ways<'p>(&'p self, path: &'p str) -> impl Iterator<Item = &'p str> {
        let next = |at: &&'p str| self.moved.get(*at).map(String::as_str);
        std::iter::successors(Some(path), next).take(self.moved.len() + 1)
    }

    /// What the settings at a path of a commit say, if they can be used or it is known that they cannot be had.
    fn told<'t>(&self, commit: ObjectId, path: &'t str, read: &mut Read<'_>) -> Option<Found<'t>> {
        let is_open =
            self.paths.get(path).is_some_and(|stood| stood.edited) && !self.former.iter().any(|own| own == path);
        match read(commit, path)? {
            Text::Usable(roster) => Some(Found::Settings(roster, path, commit, is_open)),
            Text::Lost(why) => Some(Found::Unknown(why)),
            Text::Unusable => None,
        }
    }

    /// The settings of a commit that those of today come from, by the first of these that gives one.
    fn meant(&self, repo: &Repo, commit: ObjectId, asked: Asked, read: &mut Read<'_>) -> Which<'_> {
        let is_above = |path: &&str| is_below(&self.prefix, folder(path));
        let is_inside = |path: &&str| is_below(folder(path), &self.prefix);
        let (former, mut there): (Vec<&str>, Vec<&str>) = (self.paths.keys().map(String::as_str))
            .filter(|path| repo.blob_at(commit, path).is_some())
            .partition(|path| self.former.iter().any(|own| own == path));
        // Others that were there in the end, and had nothing to do with ours then, did not have it before.
        let is_gone = |path: &str| repo.blob_at(asked.0, path).is_none();
        let is_last = |path: &str| commit == asked.0 || self.went.contains(path) || is_gone(path);
        there.retain(|path| is_last(path) || is_above(path) || self.has_of(repo, asked, path, read));
        let mut gone = if commit == asked.0 { self.gone(repo, asked, read) } else { Vec::new() };
        let mut gave = |path: &&str| self.has_of(repo, (commit, asked.1), path, read);
        if let Some((place, path)) = self.former.iter().enumerate().find(|(_, path)| former.contains(&path.as_str())) {
            if place == 0 || gave(&path.as_str()) {
                return Which::At(path);
            }
            gone.extend(there.into_iter().filter(gave));
            return if gone.is_empty() { Which::Bare(path) } else { Which::of(gone) };
        }
        let is_moved = |path: &&str| self.went.contains(*path) || !is_above(path) && !is_inside(path) && gave(path);
        let mut moved: Vec<&str> = gone.into_iter().chain(there.iter().copied().filter(is_moved)).collect();
        if moved.is_empty() {
            let above = there.iter().copied().filter(|path| is_above(path) && !is_gone(path));
            if let Some(path) = above.max_by_key(|path| path.len()) {
                return Which::Bare(path);
            }
            moved = there.into_iter().filter(is_inside).filter(gave).collect();
        }
        Which::of(moved)
    }

    /// Whether the AIMS has documents now that lay beside these settings in a commit, by an id or the text, and are not theirs
    /// any more; or where they have none left, ones that came or went there up to the place `seen`.
    fn has_of(&self, repo: &Repo, (commit, seen): Asked, path: &str, read: &mut Read<'_>) -> bool {
        let (folder, text) = (folder(path), repo.blob_at(commit, path));
        let rest = self.rest(repo, path, read);
        let is_left = rest.names.iter().any(|name| matches!(name, Name::Id(_))) && !self.is_gone(repo, seen, path);
        if !is_left && seen.is_some() && self.had(repo, path, read) >= seen {
            return true;
        }
        let mut then = files(repo, commit, folder);
        then.retain(|file| !self.is_of_another(path, &below(folder, file.path.as_str())));
        if let Some((of, by, has)) = self.told.asked.borrow().get(path)
            && (of, by) == (&then, &text)
        {
            return *has;
        }
        let gone: Vec<TreeFile> = then.iter().filter(|file| !rest.files.contains(&file.path)).cloned().collect();
        let ours = self.ours(repo, read);
        let mut lost = self.names(repo, &gone, (commit, path), read);
        lost.retain(|name| ours.contains(name) && !rest.names.contains(name));
        let ids = |names: &BTreeSet<Name>| names.iter().filter(|name| matches!(name, Name::Id(_))).count();
        // An AIMS that goes on may have given up documents later, of which ours had others of the same ids meanwhile.
        let came = self.former.iter().filter_map(|own| self.paths.get(own)?.first).filter(|place| Some(*place) < seen);
        let came = came.max().and_then(|place| self.line.get(place)).copied().filter(|_| is_left && !lost.is_empty());
        if let Some(came) = came
            && ids(&rest.names) >= ids(&lost)
            && let Some(at) = self.ways(path).filter(|at| repo.blob_at(came, at).is_some()).last()
        {
            let then = self.names(repo, &files(repo, came, self::folder(at)), (came, at), read);
            lost.retain(|name| !then.contains(name));
        }
        // Of settings that had no documents, and are gone, nothing says that they were another's.
        let is_bare = || !then.iter().any(|file| file.path.is_markdown()) && repo.blob_at(self.tip, path).is_none();
        let has = !lost.is_empty() || is_below(folder, &self.prefix) && is_bare();
        self.told.asked.borrow_mut().insert(path.to_owned(), (then, text, has));
        has
    }

    /// What became of an AIMS elsewhere, the settings of which lay at a path. What lay in ours may still do so, and be ours, unless
    /// ours leaves it out.
    fn rest(&self, repo: &Repo, path: &str, read: &mut Read<'_>) -> Arc<Rest> {
        if let Some(known) = self.told.rests.borrow().get(path) {
            return Arc::clone(known);
        }
        let own = self.settings(read);
        let at = self.ways(path).filter(|at| repo.blob_at(self.tip, at).is_some()).last();
        let at = folder(at.unwrap_or(path));
        let mut there = if at == self.prefix { Vec::new() } else { files(repo, self.tip, at) };
        if is_below(at, &self.prefix) {
            let inner = at[self.prefix.len()..].trim_start_matches('/');
            let path = |file: &TreeFile| DocPath::new(&below(inner, file.path.as_str()));
            there.retain(|file| path(file).is_some_and(|path| own.authority().excluded.has(&path)));
        }
        let last = self.paths.get(path).and_then(|stood| stood.last).unwrap_or(self.tip);
        let names = self.names(repo, &there, (last, path), read);
        let rest = Arc::new(Rest { files: there.into_iter().map(|file| file.path).collect(), names });
        self.told.rests.borrow_mut().insert(path.to_owned(), Arc::clone(&rest));
        rest
    }

    /// The oldest place at which a document, or a record of one, came or went below settings at a path that is ours now.
    fn had(&self, repo: &Repo, path: &str, read: &mut Read<'_>) -> Option<usize> {
        if let Some(known) = self.told.had.borrow().get(path) {
            return *known;
        }
        let last = self.paths.get(path).and_then(|stood| stood.last).unwrap_or(self.tip);
        let ours = self.ours(repo, read);
        // Many at a time are read faster, and mostly none is ours.
        let mut first = |passed: &[&Passed]| {
            let below = |one: &&Passed| {
                let path = one.path.as_str().strip_prefix(folder(path))?;
                let path = DocPath::new(path.strip_prefix('/').unwrap_or(path))?;
                Some(TreeFile { path, id: one.text, mode: FileMode::File })
            };
            let of: Vec<TreeFile> = passed.iter().filter_map(below).collect();
            let acts = of.iter().filter_map(|file| Some(Name::Id(of_path(&file.path)?.0.to_ascii_lowercase())));
            let is_ours = acts.chain(self.names(repo, &of, (last, path), read)).any(|name| ours.contains(&name));
            is_ours.then(|| passed[0].place)
        };
        let is_in = |one: &&Passed| is_below(one.path.as_str(), folder(path));
        let is_its = |one: &&Passed| is_in(one) && !self.is_of_another(path, one.path.as_str());
        let passed: Vec<&Passed> = self.passed.iter().filter(is_its).collect();
        let piece = passed.chunks(PIECE).find(|piece| first(piece).is_some());
        let had = piece.and_then(|piece| piece.chunks(1).find_map(&mut first));
        self.told.had.borrow_mut().insert(path.to_owned(), had);
        had
    }

    /// Whether a file below settings that were moved lies below others, which did not go with them.
    fn is_of_another(&self, path: &str, file: &str) -> bool {
        let is_own = |path: &str| self.former.iter().any(|own| own == path);
        let holds = |other: &str| is_below(folder(other), folder(path)) && is_below(file, folder(other));
        is_own(path) && self.paths.keys().any(|other| holds(other) && !is_own(other))
    }

    /// What files are known by as the settings beside them have them read, at a path of a commit, and as those of today have it.
    fn names(
        &self,
        repo: &Repo,
        of: &[TreeFile],
        (commit, path): (ObjectId, &str),
        read: &mut Read<'_>,
    ) -> BTreeSet<Name> {
        let [own, theirs] = [self.settings(read), usable(read, commit, path)];
        let [own, theirs] = [&own, &theirs].map(|settings| settings.authority());
        let mut found = names(repo, of, own, |_| true);
        if own.reading.key() != theirs.reading.key() {
            found.extend(names(repo, of, theirs, |_| true));
        }
        found
    }

    /// The settings of the AIMS now.
    fn settings(&self, read: &mut Read<'_>) -> Arc<Roster> {
        usable(read, self.tip, &below(&self.prefix, SETTINGS))
    }

    /// What its documents are known by.
    fn ours(&self, repo: &Repo, read: &mut Read<'_>) -> &BTreeSet<Name> {
        self.told.ours.get_or_init(|| {
            let settings = self.settings(read);
            let is_read = |path: &DocPath| !settings.authority().excluded.has(path);
            names(repo, &files(repo, self.tip, &self.prefix), settings.authority(), is_read)
        })
    }
}

fn usable(read: &mut Read<'_>, commit: ObjectId, path: &str) -> Arc<Roster> {
    match read(commit, path) {
        Some(Text::Usable(roster)) => roster,
        _ => Arc::default(),
    }
}

/// Takes what only passed out of the changes, and gives it oldest first.
fn passed(commits: &mut [Commit], place: impl Fn(&Commit) -> Option<usize>) -> Vec<Passed> {
    let mut found = Vec::new();
    for commit in commits {
        let place = place(commit);
        let (changes, passing) = take(&mut commit.changes).into_iter().partition(|one| is_followed(one.path.as_str()));
        commit.changes = changes;
        let passing: Vec<Change> = passing;
        let of = |one: Change| Some(Passed { path: one.path, text: one.new.or(one.old)?, place: place? });
        found.extend(passing.into_iter().filter_map(of));
    }
    found.sort_by_key(|one| Reverse(one.place));
    found
}

/// The paths of settings that the commit took away that brought those at one of these.
fn went(commits: &[Commit], ours: &[String]) -> BTreeSet<String> {
    let is_ours = |change: &Change| ours.iter().any(|path| path == change.path.as_str());
    let brings =
        |commit: &&Commit| commit.changes.iter().any(|change| change.kind == ChangeKind::Added && is_ours(change));
    let changes = commits.iter().filter(brings).flat_map(|commit| &commit.changes);
    let others = changes.filter(|change| change.kind == ChangeKind::Deleted && !is_ours(change));
    others.filter(|change| change.path.as_str() != MAILMAP).map(|change| change.path.to_string()).collect()
}

/// The files below a folder in a commit.
fn files(repo: &Repo, commit: ObjectId, folder: &str) -> Vec<TreeFile> {
    repo.tree(commit, folder).map(|tree| tree.files).unwrap_or_default()
}

/// What is asked of each commit.
fn is_followed(path: &str) -> bool {
    is_settings(path) || path == MAILMAP
}

/// Of what else it is asked whether it came or went: documents, and records of acts, whose paths name what they are about.
fn is_passing(path: &str) -> bool {
    DocPath::new(path).is_some_and(|path| path.is_markdown() || within(&path).is_some())
}

fn is_settings(path: &str) -> bool {
    path.rsplit('/').next() == Some(SETTINGS)
}

/// The folder of a file; empty at the top.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether a folder lies in another, however deep.
fn is_below(inner: &str, outer: &str) -> bool {
    inner != outer && (outer.is_empty() || inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/')))
}
