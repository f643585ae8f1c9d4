//! The settings that held before each change: which file they were in then, and who was listed there.
//!
//! What a change says about keys, roles and rules does not count for the change itself, or anybody could add a key and
//! sign with it in one go. So a change is judged by the settings of the commit before it on the main line. Where there
//! are none that can be used, that is no licence: see [`Trail`].

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::persons::Persons;
use super::roster::{Roster, Stand};
use super::trail::{Found, Text, Trail};
use crate::base::wording::Words;
use crate::base::{Error, Result, SETTINGS, below, tell};
use crate::cache::Cache;
use crate::history::History;
use crate::model::config::Config;
use crate::model::usable;
use crate::parse::{MAX_TEXT, normalise};
use crate::repo::{Blob, MAILMAP, Mailmap, ObjectId, Repo};

/// What was found of the settings of commits, for whoever judges again at the same commit.
#[derive(Default)]
pub(super) struct Settled(Mutex<Option<Kept>>);

/// The folder of an AIMS, the commit that is trusted and the one that is checked out.
pub(super) type Place = (String, Option<ObjectId>, Option<ObjectId>);

/// Settings that stand aside, with the digests of those that stand for them.
pub(super) type Behind = Vec<(Stand, [u8; 32])>;

struct Kept {
    /// For which these are.
    of: Place,
    by_commit: BTreeMap<ObjectId, Arc<Roster>>,
    by_blob: BTreeMap<ObjectId, Text>,
    mailmaps: BTreeMap<ObjectId, Arc<Mailmap>>,
    trail: Option<Trail>,
}

/// The rosters of commits, each read once. Where the caller trusts one commit, it is always that of its settings.
pub(super) struct Rosters<'a> {
    repo: Option<&'a Repo>,
    prefix: String,
    root: Option<ObjectId>,
    tip: Option<ObjectId>,
    cache: Option<&'a Cache>,
    by_commit: BTreeMap<ObjectId, Arc<Roster>>,
    by_blob: BTreeMap<ObjectId, Text>,
    mailmaps: BTreeMap<ObjectId, Arc<Mailmap>>,
    /// Settings, the map beside them, and both as one: they stay the same from commit to commit.
    joined: Option<(Arc<Roster>, Arc<Mailmap>, Arc<Roster>)>,
    trail: Option<Trail>,
    /// That of commits before which nobody had listed anybody.
    none_yet: Option<Arc<Roster>>,
    /// Settings that hold together with others, and both as one, as far as they were asked for.
    behind: BTreeMap<Stand, Arc<Roster>>,
    together: BTreeMap<Stand, Arc<Roster>>,
    /// Which time settings stand at commits of the main line, where they came back after others were vouched for.
    times: BTreeMap<ObjectId, usize>,
    /// The last that were told so.
    timed: Option<(Arc<Roster>, Arc<Roster>)>,
    /// Who had other names.
    pub(super) persons: Arc<Persons>,
    /// Whether each commit has its own.
    is_plain: bool,
    /// Whether the history here ends where that of others goes on.
    cut_off: bool,
}

impl<'a> Rosters<'a> {
    /// `prefix` is the path of the AIMS in its repository; `root` the commit that is trusted, if one is named; `tip` the
    /// commit that is checked out or asked for; in the `cache` may stand what commits did to settings.
    pub(super) fn new(
        repo: Option<&'a Repo>,
        prefix: &str,
        (root, tip): (Option<ObjectId>, Option<ObjectId>),
        cache: Option<&'a Cache>,
    ) -> Self {
        let (by_commit, by_blob) = (BTreeMap::new(), BTreeMap::new());
        Self {
            repo,
            prefix: prefix.to_owned(),
            root,
            tip,
            cache,
            by_commit,
            by_blob,
            mailmaps: BTreeMap::new(),
            joined: None,
            trail: None,
            none_yet: None,
            behind: BTreeMap::new(),
            together: BTreeMap::new(),
            times: BTreeMap::new(),
            timed: None,
            persons: Arc::default(),
            is_plain: true,
            cut_off: false,
        }
    }

    /// The same for a history that may end where that of others goes on: what is not here was not empty.
    pub(super) fn of_history(mut self, history: &History) -> Self {
        self.cut_off = history.is_cut_off();
        self
    }

    /// The same, knowing what was found before at the same commit.
    pub(super) fn knowing(mut self, past: &Settled) -> Self {
        let kept = past.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(kept) = kept.filter(|kept| (kept.of.0.as_str(), kept.of.1, kept.of.2) == self.of()) {
            (self.by_commit, self.by_blob) = (kept.by_commit, kept.by_blob);
            (self.mailmaps, self.trail) = (kept.mailmaps, kept.trail);
        }
        self
    }

    /// Keeps what was found for the next time.
    pub(super) fn keep(self, past: &Settled) {
        // Rosters that hold together with others are no longer those of their commits.
        let is_plain = self.is_plain && self.times.is_empty();
        let by_commit = if is_plain { self.by_commit } else { BTreeMap::new() };
        let of = (self.prefix, self.root, self.tip);
        let kept = Kept { of, by_commit, by_blob: self.by_blob, mailmaps: self.mailmaps, trail: self.trail };
        *past.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
    }

    /// By what the settings of the past are told apart.
    pub(super) fn rests_on(&self) -> (Place, Behind) {
        let behind = self.behind.iter().map(|(stand, by)| (*stand, by.digest())).collect();
        ((self.prefix.clone(), self.root, self.tip), behind)
    }

    fn of(&self) -> (&str, Option<ObjectId>, Option<ObjectId>) {
        (&self.prefix, self.root, self.tip)
    }

    /// From now on tells settings that came back from what they were before. `brought` are the commits of the main line that
    /// brought settings, with which time those stand.
    pub(super) fn tell_times(&mut self, brought: &BTreeMap<ObjectId, usize>) {
        let (mut next, mut left) = (self.tip, brought.values().filter(|time| **time > 0).count());
        let mut since = Vec::new();
        while let Some(commit) = next.filter(|_| left > 0) {
            since.push(commit);
            if let Some(time) = brought.get(&commit) {
                let all = std::mem::take(&mut since).into_iter().filter(|_| *time > 0);
                self.times.extend(all.map(|commit| (commit, *time)));
                left -= usize::from(*time > 0);
            }
            next = self.repo.and_then(|repo| repo.commit(commit).ok()?.parents.first().copied());
        }
        if !self.times.is_empty() {
            self.by_commit.clear();
        }
    }

    /// From now on has each of these settings hold together with others.
    pub(super) fn put_behind(&mut self, behind: BTreeMap<Stand, Arc<Roster>>) {
        self.by_commit.clear();
        self.together.clear();
        self.none_yet = None;
        self.is_plain = behind.is_empty();
        self.behind = behind;
    }

    /// The roster that judges a change made on top of the commit `before`; an empty one where there is none, or no settings
    /// ever were. One that is not known is not empty: by it nothing can be judged.
    pub(super) fn before(&mut self, before: Option<ObjectId>) -> Arc<Roster> {
        let Some((commit, repo)) = self.root.or(before).zip(self.repo) else {
            return match self.cut_off {
                true => Arc::new(Roster::unread(tell!("they are not in this clone"))),
                false => Arc::default(),
            };
        };
        if let Some(known) = self.by_commit.get(&commit) {
            return Arc::clone(known);
        }
        // A history may be long before it has settings: what is plain of all that came before them is not looked for in each.
        let is_none_yet = self.trail.as_ref().is_some_and(|trail| trail.is_before_all(commit));
        if let Some(none) = self.none_yet.as_ref().filter(|_| is_none_yet) {
            return Arc::clone(none);
        }
        let roster = self.standing(repo, commit).unwrap_or_else(|error| Arc::new(Roster::unread(failed(&error))));
        let mailmap = self.mailmap(repo, commit);
        let roster = self.join(roster, mailmap);
        self.none_yet = is_none_yet.then(|| Arc::clone(&roster)).or(self.none_yet.take());
        self.by_commit.insert(commit, Arc::clone(&roster));
        roster
    }

    /// The settings with which a commit came; `None` where it is not known which they were.
    pub(super) fn at_commit(&mut self, commit: ObjectId) -> Option<Arc<Roster>> {
        let roster = self.standing(self.repo?, commit).ok()?;
        roster.is_unread().is_none().then_some(roster)
    }

    /// The settings that are there, with what holds together with them where they are those of the commit.
    pub(super) fn here(&mut self, today: &Arc<Roster>) -> Arc<Roster> {
        let tip = self.tip.filter(|_| !self.behind.is_empty());
        let committed = tip.and_then(|tip| self.at_commit(tip));
        let is_it = |roster: &Arc<Roster>| roster.all().last().is_some_and(|own| own.digest() == today.digest());
        committed.filter(is_it).unwrap_or_else(|| Arc::clone(today))
    }

    /// The settings of a commit, with those that hold together with them.
    fn standing(&mut self, repo: &Repo, commit: ObjectId) -> Result<Arc<Roster>> {
        let roster = self.settle(repo, commit)?;
        let roster = self.timed(roster, commit);
        let Some(others) = self.behind.get(&roster.stand()) else { return Ok(roster) };
        let together = self.together.entry(roster.stand()).or_insert_with(|| others.together(&roster));
        Ok(Arc::clone(together))
    }

    /// What one text of settings lists and says, where it can be used.
    pub(super) fn of_text(&mut self, text: ObjectId) -> Option<Arc<Roster>> {
        let repo = self.repo?;
        match self.by_blob.entry(text).or_insert_with(|| read(repo, text)) {
            Text::Usable(roster) => Some(Arc::clone(roster)),
            Text::Unusable | Text::Lost(_) => None,
        }
    }

    /// Whether the caller trusts one commit.
    pub(super) fn is_rooted(&self) -> bool {
        self.root.is_some()
    }

    /// The settings of this commit, where it has some that can be used; else the newest before it.
    fn settle(&mut self, repo: &Repo, commit: ObjectId) -> Result<Arc<Roster>> {
        if let Some(Text::Usable(roster)) = self.at(repo, commit, &below(&self.prefix, SETTINGS)) {
            return Ok(roster);
        }
        if self.trail.is_none() {
            let tip = self.tip.unwrap_or(commit);
            self.trail = Some(Trail::of(repo, tip, &self.prefix, self.cache)?);
        }
        let Some(trail) = self.trail.take() else { return Ok(Arc::default()) };
        let roster = match trail.before(repo, commit, &mut |commit, path| self.at(repo, commit, path)) {
            Found::Never => Arc::default(),
            Found::Settings(roster, path, at, open) => Roster::lying_in(&roster, (path, at, open), &self.prefix),
            Found::Unknown(why) => Arc::new(Roster::lost(why)),
            Found::Unusable(why) => Arc::new(Roster::unread(why)),
        };
        self.trail = Some(trail);
        Ok(roster)
    }

    /// The same, told from what they were before, where they came back.
    fn timed(&mut self, roster: Arc<Roster>, commit: ObjectId) -> Arc<Roster> {
        let Some(time) = self.times.get(&commit).copied() else { return roster };
        if let Some((of, whole)) = &self.timed
            && Arc::ptr_eq(of, &roster)
            && whole.stand().1 == time
        {
            return Arc::clone(whole);
        }
        let whole = roster.at_time(time);
        self.timed = Some((roster, Arc::clone(&whole)));
        whole
    }

    /// Settings with the map beside them.
    fn join(&mut self, roster: Arc<Roster>, mailmap: Arc<Mailmap>) -> Arc<Roster> {
        if let Some((of, beside, whole)) = &self.joined
            && Arc::ptr_eq(of, &roster)
            && Arc::ptr_eq(beside, &mailmap)
        {
            return Arc::clone(whole);
        }
        let whole = Roster::with_mailmap(Arc::clone(&roster), Arc::clone(&mailmap));
        self.joined = Some((roster, mailmap, Arc::clone(&whole)));
        whole
    }

    /// The `.mailmap` of a commit.
    fn mailmap(&mut self, repo: &Repo, commit: ObjectId) -> Arc<Mailmap> {
        let Some(blob) = repo.blob_at(commit, MAILMAP) else { return Arc::default() };
        Arc::clone(self.mailmaps.entry(blob).or_insert_with(|| Arc::new(repo.mailmap(commit))))
    }

    /// What there is of settings at a path in a commit; `None` where there is nothing.
    fn at(&mut self, repo: &Repo, commit: ObjectId, path: &str) -> Option<Text> {
        let blob = repo.blob_at(commit, path)?;
        let text = self.by_blob.entry(blob).or_insert_with(|| read(repo, blob));
        Some(text.clone())
    }
}

/// What the repository says, in which the words of git are.
fn failed(error: &Error) -> Words {
    tell!("reading the repository failed with “{what}”", what = error.to_string())
}

/// Reads one text of settings.
fn read(repo: &Repo, blob: ObjectId) -> Text {
    let bytes = match repo.blob(blob, MAX_TEXT) {
        Ok(Blob::Bytes(bytes)) => bytes,
        Ok(Blob::TooLarge(_)) => return Text::Unusable,
        Ok(Blob::Missing) => {
            return Text::Lost(tell!("the file with the content {blob} is not here", blob = blob.short()));
        }
        Err(error) => return Text::Lost(failed(&error)),
    };
    match normalise(&bytes) {
        Ok(text) if usable::obstacles(&text).is_empty() => Text::Usable(Arc::new(Roster::of(&Config::read(&text).0))),
        _ => Text::Unusable,
    }
}

/// The people whom the settings of one commit list: by them an act is judged that comes on top of that commit.
pub fn roster_at(repo: &Repo, prefix: &str, commit: ObjectId) -> Arc<Roster> {
    Rosters::new(Some(repo), prefix, (None, Some(commit)), None).before(Some(commit))
}
