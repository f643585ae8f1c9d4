//! Where the settings of an AIMS were in the past, where they are not to be had at the place of today.
//!
//! A change that moves the folder, splits it, deletes the settings or makes them unreadable must not come to be judged by
//! nobody's rule. So settings are looked for at the places where they can have been: under the names they had before they
//! were moved, in the folders above, where the documents were, and in the folders below; and where a commit has none that
//! can be used, in the newest before it along first parents. Where several might be meant, none is taken: it is not known.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::roster::Roster;
use crate::base::wording::Words;
use crate::base::{DocPath, Result, SETTINGS, below, tell};
use crate::cache::Cache;
use crate::history;
use crate::reading::Reading;
use crate::repo::{Called, Change, ChangeKind, Commit, LogOptions, MAILMAP, ObjectId, Repo};

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
    /// Others that went as those came in, whatever they said: by them it was ruled.
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
}

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
        Ok(Self { tip, prefix, paths, former, went, line, places, turns, is_whole, is_rooted })
    }

    /// Whether a commit of the main line is older than all that brought settings or the map of who is who: neither was there.
    pub(super) fn is_before_all(&self, commit: ObjectId) -> bool {
        let place = self.places.get(&commit).filter(|_| self.is_whole);
        place.is_some_and(|place| self.turns.range(place..).next().is_none())
    }

    /// The newest settings in a commit or before it that can be used. `read` gives what there is at a path of a commit.
    pub(super) fn before(
        &self,
        repo: &Repo,
        commit: ObjectId,
        mut read: impl FnMut(ObjectId, &str) -> Option<Text>,
    ) -> Found<'_> {
        let (mut next, mut unusable) = (Some(commit), false);
        while let Some(commit) = next {
            match self.meant(repo, commit) {
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
    fn meant(&self, repo: &Repo, commit: ObjectId) -> Which<'_> {
        let there: Vec<&str> =
            self.paths.iter().map(String::as_str).filter(|path| repo.blob_at(commit, path).is_some()).collect();
        if let Some(path) = self.former.iter().find(|path| there.contains(&path.as_str())) {
            return Which::At(path);
        }
        let mut moved: BTreeSet<&str> = self.moved_from(repo, commit, &there).into_iter().collect();
        moved.extend(self.went.iter().map(String::as_str).filter(|path| there.contains(path)));
        if let Some(path) = moved.pop_first() {
            return if moved.is_empty() { Which::At(path) } else { Which::Several };
        }
        let above = there.iter().filter(|path| is_below(&self.prefix, folder(path)));
        if let Some(path) = above.max_by_key(|path| path.len()) {
            return Which::At(path);
        }
        let mut inside = there.iter().filter(|path| is_below(folder(path), &self.prefix));
        match (inside.next(), inside.next()) {
            (None, _) => Which::None,
            (Some(path), None) => Which::At(path),
            (Some(_), Some(_)) => Which::Several,
        }
    }

    /// Of these settings, those whose folder had documents that the AIMS has now and that are no longer there: the same
    /// id, or the same text.
    fn moved_from<'p>(&self, repo: &Repo, commit: ObjectId, there: &[&'p str]) -> Vec<&'p str> {
        let mut beside = there
            .iter()
            .copied()
            .filter(|path| !is_below(&self.prefix, folder(path)) && !is_below(folder(path), &self.prefix));
        let Some(first) = beside.next() else { return Vec::new() };
        let ours: BTreeSet<Name> = documents(repo, self.tip, &self.prefix).into_values().flatten().collect();
        let moved = |path: &&'p str| {
            let now = documents(repo, self.tip, folder(path));
            let then = documents(repo, commit, folder(path));
            let left = then.into_iter().filter(|(path, _)| !now.contains_key(path));
            left.flat_map(|(_, names)| names).any(|name| ours.contains(&name))
        };
        std::iter::once(first).chain(beside).filter(moved).collect()
    }
}

/// The paths of settings that went with the commit or merge of the main line that brought those at one of these.
fn went(commits: &[Commit], ours: &[String]) -> BTreeSet<String> {
    let is_ours = |change: &Change| ours.iter().any(|path| path == change.path.as_str());
    let brings =
        |commit: &&Commit| commit.changes.iter().any(|change| change.kind == ChangeKind::Added && is_ours(change));
    let came: BTreeSet<ObjectId> = commits.iter().filter(brings).filter_map(|commit| commit.brought_by).collect();
    let with = commits.iter().filter(|commit| commit.brought_by.is_some_and(|by| came.contains(&by)));
    let changes = with.flat_map(|commit| &commit.changes).filter(|change| change.kind == ChangeKind::Deleted);
    let others = changes.filter(|change| change.path.as_str() != MAILMAP && !is_ours(change));
    others.map(|change| change.path.to_string()).collect()
}

/// What a document is known by.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    Id(String),
    Text(ObjectId),
}

/// The documents below a folder in a commit, each with what it is known by.
fn documents(repo: &Repo, commit: ObjectId, folder: &str) -> BTreeMap<DocPath, Vec<Name>> {
    let Ok(tree) = repo.tree(commit, folder) else { return BTreeMap::new() };
    let files: Vec<_> = tree.files.into_iter().filter(|file| file.path.is_markdown()).collect();
    let ids: Vec<ObjectId> = files.iter().map(|file| file.id).collect();
    let identity = history::options(&Reading::default()).identity;
    let own = repo.blobs(&ids, crate::parse::MAX_TEXT, |_, bytes| bytes.and_then(|bytes| identity(bytes).id));
    let known_by = |(text, own): (ObjectId, Option<String>)| {
        let id = own.map(|id| Name::Id(id.to_ascii_lowercase()));
        id.into_iter().chain([Name::Text(text)]).collect()
    };
    let paths = files.into_iter().map(|file| file.path);
    paths.zip(ids.into_iter().zip(own).map(known_by)).collect()
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
