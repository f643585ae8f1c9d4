//! Where the settings of an AIMS were in the past, where they are not to be had at the place of today.
//!
//! A change that moves the folder, splits it, deletes the settings or makes them unreadable must not come to be judged by
//! nobody's rule. So settings are looked for at the places where they can have been: under the names they had before they
//! were moved, in the folders above, where the documents were, and in the folders below; and where a commit has none that
//! can be used, in the newest before it along first parents. Where several might be meant, none is taken: it is not known.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::roster::Roster;
use crate::base::wording::Words;
use crate::base::{DocPath, Result, SETTINGS, below, tell};
use crate::cache::Cache;
use crate::compare::Snapshot;
use crate::history;
use crate::model::config::Config;
use crate::parse::{MAX_TEXT, as_front};
use crate::reading::Source;
use crate::repo::{Called, Change, ChangeKind, Commit, LogOptions, MAILMAP, ObjectId, Repo, TreeFile};

/// Stands for [`is_followed`]: goes up where it answers otherwise, so that no log read by older rules is believed. It is no number
/// that the change record has for its own.
const RULES: u32 = 1_001;

/// Everything that ever was settings, anywhere in the repository.
pub(super) struct Trail {
    tip: ObjectId,
    /// The folder of the AIMS now.
    prefix: String,
    /// Every path at which there ever were settings.
    paths: BTreeSet<String>,
    /// Those from which the settings of today were moved, the last first.
    former: Vec<String>,
    /// Others that the commit took away that brought those, whatever they said: by them it was ruled.
    went: BTreeSet<String>,
    /// The commits of the main line, newest first, with their places.
    line: Vec<ObjectId>,
    places: BTreeMap<ObjectId, usize>,
    /// The places of those that brought a change of settings, or of the map of who is who.
    turns: BTreeSet<usize>,
    /// Whether all commits could be read, and the settings have a path that a commit may tell.
    is_whole: bool,
    /// Whether the main line goes back to its first commit.
    is_rooted: bool,
    /// What the documents of the AIMS are known by now.
    ours: OnceCell<BTreeSet<Name>>,
    /// What was asked last of settings elsewhere, by their paths.
    asked: RefCell<BTreeMap<String, Asked>>,
}

/// What lay beside settings, their text, and whether the AIMS has documents of those now.
type Asked = (Vec<TreeFile>, Option<ObjectId>, bool);

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
    /// These held, and lay in this folder.
    Settings(Arc<Roster>, &'t str),
    /// There were some, and it cannot be told which, or what they said: a sentence without a full stop.
    Unknown(Words),
    /// There are none that could be used, as far as this clone goes: the same.
    Unusable(Words),
}

/// Which of several settings of one commit are meant.
enum Which<'p> {
    None,
    At(&'p str),
    Several,
}

impl Trail {
    /// Reads where settings were in the whole repository.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub(super) fn of(repo: &Repo, tip: ObjectId, prefix: &str, cache: Option<&Cache>) -> Result<Self> {
        let options =
            LogOptions { keep: is_followed, also: Vec::new(), identity: |_| Called::default(), follow: false };
        let log = match cache {
            Some(cache) => repo.log_cached(tip, "", &options, RULES, cache)?,
            None => repo.log(tip, "", &options)?,
        };
        let places: BTreeMap<ObjectId, usize> = log.line.iter().enumerate().map(|(place, id)| (*id, place)).collect();
        let bringer = |commit: &crate::repo::Commit| commit.brought_by.and_then(|id| places.get(&id)).copied();
        let turns = log.commits.iter().filter_map(bringer).collect();
        let changes = log.commits.iter().flat_map(|commit| &commit.changes);
        let changes = changes.filter(|change| change.path.as_str() != MAILMAP);
        let mut paths = BTreeSet::new();
        let mut former = vec![below(prefix, SETTINGS)];
        for change in changes {
            paths.insert(change.path.to_string());
            let from = change.from.as_ref().filter(|from| is_settings(from.as_str()));
            let Some(from) = from.filter(|_| change.kind == ChangeKind::Renamed) else { continue };
            paths.insert(from.to_string());
            let is_ours = former.iter().any(|path| path == change.path.as_str());
            if is_ours && !former.iter().any(|path| path == from.as_str()) {
                former.push(from.to_string());
            }
        }
        let went = went(&log.commits, &former);
        let is_rooted = !log.gaps.iter().any(|gap| gap.kind.is_end());
        let is_whole = log.gaps.is_empty() && DocPath::new(&below(prefix, SETTINGS)).is_some();
        let (prefix, line) = (prefix.to_owned(), log.line);
        let (ours, asked) = (OnceCell::new(), RefCell::default());
        Ok(Self { tip, prefix, paths, former, went, line, places, turns, is_whole, is_rooted, ours, asked })
    }

    /// Whether a commit of the main line is older than all that brought settings or the map of who is who: neither was there.
    pub(super) fn is_before_all(&self, commit: ObjectId) -> bool {
        let place = self.places.get(&commit).filter(|_| self.is_whole);
        place.is_some_and(|place| self.turns.range(place..).next().is_none())
    }

    /// The newest settings in a commit or before it that can be used. `read` gives what there is at a path of a commit.
    pub(super) fn before(&self, repo: &Repo, commit: ObjectId, read: &mut Read<'_>) -> Found<'_> {
        let (mut next, mut unusable) = (Some(commit), false);
        while let Some(commit) = next {
            match self.meant(repo, commit, read) {
                Which::Several => {
                    let commit = commit.short();
                    return Found::Unknown(tell!(
                        "several {file} of commit {commit} might be meant",
                        file = SETTINGS,
                        commit
                    ));
                }
                Which::At(path) => match read(commit, path) {
                    Some(Text::Usable(roster)) => return Found::Settings(roster, folder(path)),
                    Some(Text::Lost(why)) => return Found::Unknown(why),
                    Some(Text::Unusable) | None => unusable = true,
                },
                Which::None => {}
            }
            // Between two commits that touched settings they are the same.
            let place = self.places.get(&commit);
            let turn = place.and_then(|place| self.turns.range(place..).next());
            next = turn.and_then(|turn| self.line.get(turn + 1)).copied();
            if place.is_none() && !self.paths.is_empty() {
                return Found::Unknown(tell!("commit {commit} is not on the main line", commit = commit.short()));
            }
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

    /// The settings of a commit that those of today come from, by the first of these that gives one.
    fn meant(&self, repo: &Repo, commit: ObjectId, read: &mut Read<'_>) -> Which<'_> {
        let there: Vec<&str> =
            self.paths.iter().map(String::as_str).filter(|path| repo.blob_at(commit, path).is_some()).collect();
        if let Some(path) = self.former.iter().find(|path| there.contains(&path.as_str())) {
            return Which::At(path);
        }
        let is_above = |path: &&str| is_below(&self.prefix, folder(path));
        let is_inside = |path: &&str| is_below(folder(path), &self.prefix);
        let mut gave = |path: &&str| self.has_of(repo, commit, path, read);
        let is_moved = |path: &&str| self.went.contains(*path) || !is_above(path) && !is_inside(path) && gave(path);
        let mut moved: Vec<&str> = there.iter().copied().filter(is_moved).collect();
        if moved.is_empty() {
            if let Some(path) = there.iter().copied().filter(is_above).max_by_key(|path| path.len()) {
                return Which::At(path);
            }
            moved = there.into_iter().filter(is_inside).filter(gave).collect();
        }
        match moved[..] {
            [] => Which::None,
            [path] => Which::At(path),
            _ => Which::Several,
        }
    }

    /// Whether the AIMS has documents now that lay beside these settings in a commit, by an id or the text. Of what lay beside
    /// the AIMS those count that are no longer there; what lay in it may still do so, and be ours.
    fn has_of(&self, repo: &Repo, commit: ObjectId, path: &str, read: &mut Read<'_>) -> bool {
        let (folder, text) = (folder(path), repo.blob_at(commit, path));
        let then = files(repo, commit, folder);
        if let Some((of, by, has)) = self.asked.borrow().get(path)
            && (of, by) == (&then, &text)
        {
            return *has;
        }
        let is_inside = is_below(folder, &self.prefix);
        let now = if is_inside { Vec::new() } else { files(repo, self.tip, folder) };
        let now: BTreeSet<&DocPath> = now.iter().map(|file| &file.path).collect();
        let mut own = |commit, path: &str| match read(commit, path) {
            Some(Text::Usable(roster)) => roster,
            _ => Arc::default(),
        };
        let theirs = names(repo, &then, own(commit, path).authority(), |path| !now.contains(path));
        let ours = self.ours.get_or_init(|| {
            let settings = own(self.tip, &below(&self.prefix, SETTINGS));
            names(repo, &files(repo, self.tip, &self.prefix), settings.authority(), |_| true)
        });
        // Of settings that had no documents, and are gone, nothing says that they were another's.
        let is_bare = || !then.iter().any(|file| file.path.is_markdown()) && repo.blob_at(self.tip, path).is_none();
        let has = !theirs.is_disjoint(ours) || is_inside && is_bare();
        self.asked.borrow_mut().insert(path.to_owned(), (then, text, has));
        has
    }
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

/// What a document is known by.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    Id(String),
    Text(ObjectId),
}

/// The files below a folder in a commit.
fn files(repo: &Repo, commit: ObjectId, folder: &str) -> Vec<TreeFile> {
    repo.tree(commit, folder).map(|tree| tree.files).unwrap_or_default()
}

/// What those documents among these files are known by that are asked about: their texts, and the ids that they have or had, as
/// the settings beside them have them read.
fn names(repo: &Repo, files: &[TreeFile], settings: &Config, is_asked: impl Fn(&DocPath) -> bool) -> BTreeSet<Name> {
    let reading = &settings.reading;
    let paths: Vec<DocPath> = files.iter().map(|file| file.path.clone()).collect();
    let aside = reading.sidecars.pairs(&paths).aside;
    let is_read = |path: &DocPath| path.is_markdown() || aside.contains(path);
    let of: Vec<&TreeFile> = files
        .iter()
        .filter(|file| is_read(&file.path) && is_asked(&file.path) && !settings.excluded.has(&file.path))
        .collect();
    let texts: Vec<ObjectId> = of.iter().map(|file| file.id).collect();
    let called = history::options(reading).identity;
    let said = repo.blobs(&texts, MAX_TEXT, |at, bytes| {
        let (Some(bytes), Some(file)) = (bytes, of.get(at)) else { return Vec::new() };
        let bytes = match file.path.is_markdown() {
            true => Cow::Borrowed(bytes),
            false => Cow::Owned(as_front(bytes, &file.path.extension())),
        };
        let Called { id, former } = called(&bytes);
        id.into_iter().chain(former).chain(Snapshot::text_in(&bytes, reading, "id")).collect()
    });
    let by_file = of.iter().filter(|_| reading.ids.contains(&Source::FileName));
    let by_file = by_file.filter_map(|file| reading.file_names.id(&file.path));
    let ids = said.into_iter().flatten().chain(by_file).map(|id| id.trim().to_ascii_lowercase());
    let ids = ids.filter(|id| !id.is_empty()).map(Name::Id);
    let pages = of.iter().filter(|file| file.path.is_markdown());
    ids.chain(pages.map(|file| Name::Text(file.id))).collect()
}

/// What is asked of each commit.
fn is_followed(path: &str) -> bool {
    is_settings(path) || path == MAILMAP
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
