//! Who stands behind the settings of each commit.
//!
//! That a change is judged by the settings before it stops nobody who changes the settings first and the text afterwards,
//! where the two land as two commits. So a change of what is [guarded](super::guarded) counts as vouched for once somebody
//! whom the vouched settings before it list, and who holds a role that an approval rule asks for, has signed it: the commit
//! that changed them, the merge that brought it, or a record of `aims approve aims.toml`. The first settings are trusted on
//! first use, and so are the first that list a key: nobody could have signed them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::acts::noon;
use super::brought::by_another;
use super::idle::{Idle, Why};
use super::landing::{Landing, landings};
use super::record::{ActKind, MAX_RECORD, Record, of_path, signature_of};
use super::roster::Roster;
use super::rosters::Rosters;
use super::turns::{Came, Part, Turn, Turns, Unvouched};
use crate::base::{Date, DocPath, Result, SETTINGS, below, hex, tell};
use crate::history::{Change, History, Person, Revision};
use crate::repo::{ObjectId, Repo, SignatureFormat};
use crate::signature::{APPROVAL_NAMESPACE, GIT_NAMESPACE};
use crate::source::{Content, Source};

/// What is known of the settings of all commits.
#[derive(Debug, Default)]
pub(super) struct Vouching {
    /// The changes of settings that nobody vouched for.
    pub(super) turns: Turns,
    /// The settings that were vouched for last; none where there are no commits.
    last: Option<Arc<Roster>>,
    /// The digests of settings that somebody signed, and of the first.
    proven: BTreeSet<[u8; 32]>,
    /// Whether something changed them since.
    is_open: bool,
    /// Records about settings that vouch for none.
    pub(super) idle: Vec<Idle>,
}

impl Vouching {
    /// Whether somebody signed these settings, or they were the first.
    pub(super) fn is_proven(&self, roster: &Roster) -> bool {
        self.proven.contains(&roster.digest())
    }

    /// What is wrong with settings, if nobody vouched for them.
    pub(super) fn against(&self, roster: &Roster) -> Option<&Unvouched> {
        self.turns.against(&roster.digest())
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
        for landing in landings(input.history, &path) {
            let Ok(bringer) = landing.revision().bringer().parse::<ObjectId>() else { continue };
            let settings = rosters.before(Some(bringer));
            if found.last.is_none() && landing.revision().before.is_some() {
                found.last = Some(rosters.before(landing.revision().before)).filter(|before| before.lists_anybody());
            }
            let Some(last) = found.last.clone() else {
                found.proven.insert(settings.digest());
                found.last = Some(settings);
                continue;
            };
            let mut by_record = false;
            for signed in &mut signed {
                let covers = signed.covers(&last, &settings);
                (signed.counts, by_record) = (signed.counts || covers, by_record || covers);
            }
            let is_signed = || by_record || input.is_signed(&landing, bringer, (&last, &settings));
            if settings.digest() != last.digest() && is_signed() {
                found.proven.insert(settings.digest());
            } else if settings.digest() != last.digest() && last.has_keys() {
                found.turns.add(&last, input.came(&landing, (bringer, &last), settings, rosters), found.is_open);
                found.is_open = true;
                continue;
            }
            (found.last, found.is_open) = (Some(settings), false);
        }
        if let Some(last) = &found.last {
            // What is being written may be vouched for before it is committed.
            for signed in &mut signed {
                signed.counts |= signed.covers(last, input.here);
            }
        }
        let idle = signed.into_iter().filter(|signed| !signed.counts);
        found.idle.extend(idle.map(|signed| Idle { path: signed.path, why: Why::Settings }));
        // Settings that somebody signed later are vouched for wherever they stood.
        found.turns.weigh(found.proven.clone());
        Ok(found)
    }
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
}

/// A record by which somebody approved settings.
struct SignedRecord {
    path: DocPath,
    /// Whether it vouches for any settings.
    counts: bool,
    record: Record,
    bytes: Vec<u8>,
    armored: String,
    /// When it is taken to have been signed, in seconds since 1970-01-01T00:00:00Z.
    at: i64,
}

impl SignedRecord {
    fn covers(&self, last: &Roster, settings: &Roster) -> bool {
        let of_these = self.record.act == ActKind::Approval && self.record.substance == hex(&settings.digest());
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
            let landed = self.history.of(path).next().map(|(revision, _)| revision.landed_at);
            let at = landed.unwrap_or_else(|| noon(self.today));
            let (path, armored) = (path.clone(), String::from_utf8_lossy(&armored).into_owned());
            found.push(SignedRecord { path, counts: false, record, bytes, armored, at });
        }
        Ok(found)
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

    /// Whether somebody who may has signed the commit that changed settings, or the one that brought it.
    fn is_signed(&self, landing: &Landing<'_>, bringer: ObjectId, (last, settings): (&Roster, &Roster)) -> bool {
        let (revision, change) = landing.newest;
        // What was signed is what came in.
        let own = revision.commit.parse::<ObjectId>().ok().filter(|_| change.new == self.text(change, Some(bringer)));
        let at = revision.landed_at;
        own.into_iter().chain([bringer]).any(|commit| {
            let Ok(Some(found)) = self.repo.signature_of(commit) else { return false };
            let judged = || last.verify(&found.payload, &found.signature, GIT_NAMESPACE, at);
            found.format == SignatureFormat::Ssh
                && matches!(judged(), (verdict, Some(known)) if verdict.is_good() && last.may_vouch(&known.name, settings))
        })
    }
}
