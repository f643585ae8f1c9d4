//! Who stands behind the settings of each commit.
//!
//! That a change is judged by the settings before it stops nobody who changes the settings first and the text afterwards,
//! where the two land as two commits. So a change of what is [guarded](super::guarded) counts as vouched for once somebody
//! whom the vouched settings before it list, and who holds a role that an approval rule asks for, has signed it: the commit
//! that changed them, the merge that brought it, or a record of `aims approve aims.toml`. The first settings are trusted on
//! first use, and so are the first that list a key: nobody could have signed them. Where it is not known which stood before, or
//! all keys were taken out, those that list one are not the first.
//!
//! What is vouched for is a coming of settings into the main line, not what they say: once others are vouched for, the same
//! settings want it anew, as a text does that gave way to another. A record counts from when it came, also where its file is gone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::acts::noon;
use super::brought::by_another;
use super::idle::{Idle, Why};
use super::landing::{Landing, landings};
use super::persons::Persons;
use super::place::Moment;
use super::record::{ActKind, MAX_RECORD, Record, of_path, signature_of};
use super::roster::Roster;
use super::rosters::Rosters;
use super::seen::{First, as_written, within};
use super::turns::{Came, Part, Turn, Turns, Unvouched};
use crate::base::{Date, DocPath, Result, SETTINGS, below, hex, tell};
use crate::history::{Change, Fate, History, LinePlace, Person, Revision};
use crate::repo::{Blob, ObjectId, Repo, SignatureFormat};
use crate::signature::{APPROVAL_NAMESPACE, GIT_NAMESPACE};
use crate::source::{Content, Source};

/// What is known of the settings of all commits.
#[derive(Debug, Default)]
pub(super) struct Vouching {
    /// The changes of settings that nobody vouched for.
    pub(super) turns: Turns,
    /// The settings that were vouched for last; none where there are no commits.
    last: Option<Arc<Roster>>,
    /// From which place of the main line on they were, and the commit there, where it brought them.
    since: (Option<LinePlace>, Option<ObjectId>),
    /// The digests of settings that somebody signed, and of the first.
    proven: BTreeSet<[u8; 32]>,
    /// Whether somebody signed the last.
    is_signed: bool,
    /// Whether something changed them since.
    is_open: bool,
    /// Records about settings that vouch for none.
    pub(super) idle: Vec<Idle>,
}

impl Vouching {
    /// Whether somebody signed these settings, or they were the first.
    pub(super) fn is_proven(&self, roster: &Roster) -> bool {
        let (digest, time) = roster.stand();
        time == 0 && self.proven.contains(&digest)
    }

    /// Whether somebody signed the settings that were vouched for last: where nobody could have, they are trusted as they are.
    pub(super) fn is_signed(&self) -> bool {
        self.is_signed
    }

    /// What is wrong with settings, if nobody vouched for them.
    pub(super) fn against(&self, roster: &Roster) -> Option<&Unvouched> {
        self.turns.against(&roster.stand())
    }

    /// The settings that were vouched for last, with what changed them since, oldest first.
    pub(super) fn last(&self) -> Option<(&Arc<Roster>, Vec<Came>)> {
        let last = self.last.as_ref()?;
        Some((last, if self.is_open { self.turns.since() } else { Vec::new() }))
    }

    /// Follows the settings through the main line.
    ///
    /// # Errors
    /// Where the source or the repository fails.
    pub(super) fn of(input: &Input<'_>, rosters: &mut Rosters<'_>) -> Result<Self> {
        let mut found = Self::default();
        let Some(path) = DocPath::new(SETTINGS) else { return Ok(found) };
        let mut signed = input.signed(&mut found.idle)?;
        // The steps with which commits of the main line came, and what else stood there.
        let (mut brought, mut stood, mut persons) = (BTreeMap::new(), BTreeSet::new(), Persons::default());
        let (all, mut had_keys, mut standing) = (landings(input.history, &path), false, None);
        for (number, landing) in all.iter().enumerate() {
            let Ok(bringer) = landing.revision().bringer().parse::<ObjectId>() else { continue };
            let settings = rosters.before(Some(bringer));
            let place = landing.revision().place;
            brought.insert(bringer, None);
            let before = rosters.before(landing.revision().before);
            let is_first = found.last.is_none() && landing.revision().before.is_some();
            let is_next = standing.replace(settings.digest()).is_none_or(|standing| standing == before.digest());
            if is_first || !is_next && comes_from_elsewhere(landing, &before) {
                (found.last, found.is_open) = (base(landing, before, is_first), false);
                (found.since, found.is_signed) = ((place.and_then(LinePlace::before), None), false);
                stood.extend(found.last.as_ref().map(|last| last.digest()));
            }
            let Some(last) = found.last.clone() else {
                found.proven.insert(settings.digest());
                stood.insert(settings.digest());
                (found.last, found.since) = (Some(settings), (place, Some(bringer)));
                continue;
            };
            let is_signed = last.has_keys() || last.is_lost();
            had_keys |= is_signed;
            let mut covers = |record: &SignedRecord| {
                record.covers((&last, found.since.0), (&settings, place))
                    && !input.is_late((record, &signed), &all[number + 1..], (&last, found.since), &settings, rosters)
            };
            let covers: Vec<bool> = signed.iter().map(&mut covers).collect();
            signed.iter_mut().zip(&covers).for_each(|(record, covers)| record.counts |= covers);
            let by_record = covers.contains(&true);
            let is_other = settings.digest() != last.digest();
            let is_vouched = is_other
                && (by_record || input.is_signed(landing, bringer, (&last, found.since.1), &settings, rosters));
            if is_vouched {
                found.proven.insert(settings.digest());
                found.turns.sign(settings.digest(), found.since.0);
            } else if is_other && (is_signed || had_keys && settings.has_keys()) {
                let came = input.came(landing, (bringer, &last), settings, rosters);
                found.turns.add((&last, found.since), came, found.is_open);
                brought.insert(bringer, found.turns.len().checked_sub(1));
                found.is_open = true;
                continue;
            }
            if is_other {
                (found.since, found.is_signed) = ((place, Some(bringer)), is_vouched);
            }
            persons.follow(last.renamed(&settings));
            stood.insert(settings.digest());
            (found.last, found.is_open) = (Some(settings), false);
        }
        if let Some(last) = &found.last {
            // What is being written may be vouched for before it is committed.
            for signed in &mut signed {
                signed.counts |= signed.covers((last, found.since.0), (input.here, Some(LinePlace::END)));
            }
        }
        let idle = signed.into_iter().filter(|signed| signed.is_there && !signed.counts);
        found.idle.extend(idle.map(|signed| Idle { path: signed.path, why: Why::Settings }));
        found.turns.weigh(&stood);
        let time = |step: usize| found.turns.landing(step).map_or(0, |(_, time)| time);
        let brought = brought.into_iter().map(|(commit, step): (_, Option<usize>)| (commit, step.map_or(0, time)));
        rosters.tell_times(&brought.collect());
        rosters.persons = Arc::new(persons);
        Ok(found)
    }
}

/// Whether settings come from elsewhere to where others held: these are before them, whatever they were themselves.
fn comes_from_elsewhere(landing: &Landing<'_>, before: &Roster) -> bool {
    let is_moved = || landing.steps().any(|(_, change)| change.from.is_some());
    before.is_lost() || before.has_keys() && (before.found().is_some() || is_moved())
}

/// The settings that held `before`, where they list somebody. Of such as are not on this record nobody knows who vouched.
fn base(landing: &Landing<'_>, before: Arc<Roster>, is_first: bool) -> Option<Arc<Roster>> {
    let is_here = before.found().is_none() && !before.is_lost();
    let at = landing.revision().before.filter(|_| !is_first && is_here);
    Some(before).filter(|before| before.lists_anybody() || before.is_lost()).map(|before| before.not_vouched(at))
}

/// What is looked at.
pub(super) struct Input<'a> {
    pub(super) history: &'a History,
    pub(super) source: &'a dyn Source,
    pub(super) repo: &'a Repo,
    /// The path of the AIMS in the repository.
    pub(super) prefix: &'a str,
    pub(super) today: Date,
    /// The settings that are there now.
    pub(super) here: &'a Roster,
    /// When records first came.
    pub(super) first: &'a First,
}

/// A record by which somebody approved settings.
struct SignedRecord {
    path: DocPath,
    /// Whether it lies there now.
    is_there: bool,
    /// Whether it vouches for any settings.
    counts: bool,
    /// The place of the main line with which it first came.
    place: Option<LinePlace>,
    record: Record,
    bytes: Vec<u8>,
    armored: String,
    /// When it is taken to have been signed, in seconds since 1970-01-01T00:00:00Z.
    at: i64,
}

impl SignedRecord {
    /// Whether it vouches for settings that came at a place, after those that were vouched for last `since` another. What it
    /// vouched for before it vouches for no more once others came between.
    fn covers(
        &self,
        (last, since): (&Roster, Option<LinePlace>),
        (settings, place): (&Roster, Option<LinePlace>),
    ) -> bool {
        let in_time = self.place > since && (place <= self.place || !self.counts);
        let of_these =
            in_time && self.record.act == ActKind::Approval && self.record.substance == hex(&settings.digest());
        let signer = || last.verify(&self.bytes, &self.armored, APPROVAL_NAMESPACE, self.at);
        of_these
            && matches!(signer(), (verdict, Some(known)) if verdict.is_good()
                && known.name == self.record.by
                && last.may_vouch(&known.name, settings))
    }
}

impl Input<'_> {
    /// The records about the settings.
    fn signed(&self, idle: &mut Vec<Idle>) -> Result<Vec<SignedRecord>> {
        let mut found = Vec::new();
        let there = |path: DocPath| self.source.files().binary_search(&path).is_ok().then_some(path);
        for path in self.source.files() {
            let sig = match of_path(path) {
                Some((SETTINGS, false)) => signature_of(path).and_then(there),
                Some((SETTINGS, true))
                    if DocPath::new(path.as_str().trim_end_matches(".sig")).and_then(there).is_none() =>
                {
                    None
                }
                _ => continue,
            };
            let mut tell = |why| idle.push(Idle { path: path.clone(), why });
            let Some(sig) = sig else {
                tell(Why::Unsigned);
                continue;
            };
            let (Content::Bytes(bytes), Content::Bytes(armored)) =
                (self.source.read(path, MAX_RECORD)?, self.source.read(&sig, MAX_RECORD)?)
            else {
                tell(Why::Unreadable(tell!("it cannot be read, or is too large")));
                continue;
            };
            let record = match Record::read(&bytes) {
                Ok(record) => record,
                Err(why) => {
                    tell(Why::Unreadable(why));
                    continue;
                }
            };
            found.push(self.signed_record(path, true, record, (bytes, &armored)));
        }
        found.extend(self.gone());
        Ok(found)
    }

    fn signed_record(
        &self,
        path: &DocPath,
        is_there: bool,
        record: Record,
        (bytes, armored): (Vec<u8>, &[u8]),
    ) -> SignedRecord {
        let place = self.first.moment(self.history, &bytes).map_or(Some(LinePlace::END), Moment::place);
        let landed = self.history.revisions.iter().find(|revision| revision.place == place);
        let at = landed.map_or_else(|| noon(self.today), |revision| revision.landed_at);
        let (path, bytes) = (path.clone(), as_written(&bytes).into_owned());
        let armored = String::from_utf8_lossy(&as_written(armored)).into_owned();
        SignedRecord { path, is_there, counts: false, place, record, bytes, armored, at }
    }

    /// The records that the main line had, with every signature that lay beside them: who takes a record away does not bring back
    /// what held before it.
    fn gone(&self) -> Vec<SignedRecord> {
        let changes = self.history.revisions.iter().flat_map(|revision| &revision.changes);
        let (mut records, mut beside) = (BTreeSet::new(), BTreeMap::<String, BTreeSet<ObjectId>>::new());
        for change in changes.filter(|change| change.fate != Fate::Undone) {
            let Some((path, blob)) = within(&change.path).zip(change.new) else { continue };
            match of_path(&path) {
                Some((SETTINGS, false)) => records.extend([(path, blob)]),
                Some((SETTINGS, true)) => {
                    let record = path.as_str().trim_end_matches(".sig").to_owned();
                    beside.entry(record).or_default().insert(blob);
                }
                _ => {}
            }
        }
        let mut found = Vec::new();
        for (path, blob) in records {
            let Ok(Blob::Bytes(bytes)) = self.repo.blob(blob, MAX_RECORD) else { continue };
            let Ok(record) = Record::read(&bytes) else { continue };
            for sig in beside.get(path.as_str()).into_iter().flatten() {
                let Ok(Blob::Bytes(armored)) = self.repo.blob(*sig, MAX_RECORD) else { continue };
                found.push(self.signed_record(&path, false, record.clone(), (bytes.clone(), &armored)));
            }
        }
        found
    }

    /// Whether a record about settings came after `later` ones that somebody had answered for by then: those were given up, and
    /// so may be the key that signed it.
    fn is_late(
        &self,
        (record, all): (&SignedRecord, &[SignedRecord]),
        later: &[Landing<'_>],
        (last, since): (&Roster, (Option<LinePlace>, Option<ObjectId>)),
        settings: &Roster,
        rosters: &mut Rosters<'_>,
    ) -> bool {
        later.iter().take_while(|landing| landing.revision().place <= record.place).any(|landing| {
            let Ok(bringer) = landing.revision().bringer().parse::<ObjectId>() else { return false };
            let (others, place) = (rosters.before(Some(bringer)), landing.revision().place);
            let is_covered = || {
                let mut before = all.iter().filter(|other| other.place < record.place);
                before.any(|other| other.covers((last, since.0), (&others, place)))
            };
            ![last.digest(), settings.digest()].contains(&others.digest())
                && (is_covered() || self.is_signed(landing, bringer, (last, since.1), &others, rosters))
        })
    }

    /// The text of what a change touched, in a commit.
    fn text(&self, change: &Change, commit: Option<ObjectId>) -> Option<ObjectId> {
        self.repo.blob_at(commit?, &below(self.prefix, change.path.as_str()))
    }

    /// The commits that changed settings, oldest first, each with those after it. Where several came at once and did not
    /// follow one upon the other, it is the merge that made the settings, of them.
    fn came(
        &self,
        landing: &Landing<'_>,
        (bringer, before): (ObjectId, &Roster),
        settings: Arc<Roster>,
        rosters: &mut Rosters<'_>,
    ) -> Vec<Came> {
        let (newest, last) = landing.newest;
        let (merged, landed) = (by_another(landing, before, (self.repo, self.prefix)), newest.landed);
        let turn = |commit: &str, by: &Person| Turn { commit: commit.into(), by: by.name.to_string(), landed, merged };
        let alone = |roster, turn| Came { roster, turn, parts: Vec::new() };
        let mut found = Vec::new();
        let mut text = self.text(last, newest.before);
        for (revision, change) in landing.others.iter().rev() {
            let roster = revision.commit.parse().ok().map(|commit| rosters.before(Some(commit)));
            let follows = change.old == text && change.path == last.path;
            let Some(roster) = roster.filter(|roster| follows && roster.is_unread().is_none()) else { break };
            found.push(alone(roster, turn(&revision.commit, &revision.author)));
            text = change.new;
        }
        let follows = last.old == text && last.new == self.text(last, Some(bringer));
        if !(landing.others.is_empty() || found.len() == landing.others.len() && follows) {
            let merge = newest.merged.as_ref().map(|merge| turn(&merge.commit, &merge.author));
            let turn_of = |revision: &Revision| turn(&revision.commit, &revision.author);
            // What the merge itself has is what they brought, all in one.
            let parts = landing.revisions().filter(|revision| revision.commit != newest.bringer());
            let parts = parts.filter_map(|revision| self.part(revision, turn_of(revision), rosters)).collect();
            return vec![Came { roster: settings, turn: merge.unwrap_or_else(|| turn_of(newest)), parts }];
        }
        found.push(alone(settings, turn(&newest.commit, &newest.author)));
        found
    }

    /// A commit with the settings before and after it, where it is.
    fn part(&self, revision: &Revision, turn: Turn, rosters: &mut Rosters<'_>) -> Option<Part> {
        let commit = revision.commit.parse::<ObjectId>().ok()?;
        let parent = self.repo.commit(commit).ok()?.parents.first().copied();
        Some(Part { before: rosters.before(parent), after: rosters.before(Some(commit)), turn })
    }

    /// Whether somebody who may has signed the commit that changed settings, or the one that brought it. What was made beside the
    /// main line was made of the settings that were vouched for last, or after they came.
    fn is_signed(
        &self,
        landing: &Landing<'_>,
        bringer: ObjectId,
        (last, since): (&Roster, Option<ObjectId>),
        settings: &Roster,
        rosters: &mut Rosters<'_>,
    ) -> bool {
        let mut knew = |commit: ObjectId| {
            let parent = self.repo.commit(commit).ok().and_then(|commit| commit.parents.first().copied());
            commit == bringer
                || rosters.before(parent).digest() == last.digest()
                || since.is_none_or(|since| matches!(self.repo.fork(commit, since), Ok(Some(fork)) if fork == since))
        };
        let (revision, change) = landing.newest;
        // What was signed is what came in.
        let own = revision.commit.parse::<ObjectId>().ok().filter(|_| change.new == self.text(change, Some(bringer)));
        let at = revision.landed_at;
        own.into_iter().chain([bringer]).any(|commit| {
            let Ok(Some(found)) = self.repo.signature_of(commit) else { return false };
            let judged = || last.verify(&found.payload, &found.signature, GIT_NAMESPACE, at);
            found.format == SignatureFormat::Ssh
                && matches!(judged(), (verdict, Some(known)) if verdict.is_good() && last.may_vouch(&known.name, settings))
                && knew(commit)
        })
    }
}
