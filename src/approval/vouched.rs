//! Who stands behind the settings of each commit.
//!
//! That a change is judged by the settings before it stops nobody who changes the settings first and the text afterwards,
//! where the two land as two commits. So a change of what is [guarded](super::guarded) counts as vouched for once somebody
//! whom the vouched settings before it list, and who holds a role that an approval rule asks for, has signed it: the commit
//! that changed them, the merge that brought it, or a record of `aims approve aims.toml`. The first settings are trusted on
//! first use, and so are the first that list a key: nobody could have signed them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::acts::noon;
use super::idle::{Idle, Why};
use super::record::{ActKind, MAX_RECORD, Record, of_path, signature_of};
use super::roster::Roster;
use super::rosters::Rosters;
use crate::base::{Date, DocPath, Result, SETTINGS, below, hex};
use crate::history::{Change, History, Revision};
use crate::repo::{ObjectId, Repo, SignatureFormat};
use crate::signature::{APPROVAL_NAMESPACE, GIT_NAMESPACE};
use crate::source::{Content, Source};

/// A change of settings that nobody has vouched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unvouched {
    /// The commit that made it, in hex digits.
    pub commit: String,
    /// Who wrote that, as git has it.
    pub by: String,
    /// The day on which it reached the main line.
    pub landed: Date,
    /// Whether a merge brought it; else whoever wrote it can have put it there alone.
    pub merged: bool,
}

/// What is known of the settings of all commits.
#[derive(Debug, Default)]
pub(super) struct Vouching {
    /// By the digest of settings that are not vouched for, those that were last, and what changed them.
    unvouched: BTreeMap<[u8; 32], (Arc<Roster>, Unvouched)>,
    /// The settings that were vouched for last; none where there are no commits.
    last: Option<Arc<Roster>>,
    /// The digests of settings that somebody signed, and of the first.
    proven: BTreeSet<[u8; 32]>,
    /// What changed them since, where something did.
    since: Option<Unvouched>,
    /// Records about settings that vouch for none.
    pub(super) idle: Vec<Idle>,
}

impl Vouching {
    /// For each settings that nobody vouched for, by their digests, those that were vouched for last.
    pub(super) fn behind(&self) -> BTreeMap<[u8; 32], Arc<Roster>> {
        self.unvouched.iter().map(|(digest, (vouched, _))| (*digest, Arc::clone(vouched))).collect()
    }

    /// Whether somebody signed these settings, or they were the first.
    pub(super) fn is_proven(&self, roster: &Roster) -> bool {
        self.proven.contains(&roster.digest())
    }

    /// What is wrong with settings, if nobody vouched for them.
    pub(super) fn against(&self, roster: &Roster) -> Option<&Unvouched> {
        self.unvouched.get(&roster.digest()).map(|(_, unvouched)| unvouched)
    }

    /// Any change that nobody vouched for, rather one that no merge brought.
    pub(super) fn any(&self) -> Option<&Unvouched> {
        self.unvouched
            .values()
            .map(|(_, unvouched)| unvouched)
            .min_by_key(|unvouched| (unvouched.merged, unvouched.landed))
    }

    /// The settings that were vouched for last, with what changed them since.
    pub(super) fn last(&self) -> Option<(&Arc<Roster>, Option<&Unvouched>)> {
        self.last.as_ref().map(|last| (last, self.since.as_ref()))
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
            let Ok(bringer) = landing.revision.bringer().parse::<ObjectId>() else { continue };
            let settings = rosters.before(Some(bringer));
            if found.last.is_none() && landing.revision.before.is_some() {
                found.last = Some(rosters.before(landing.revision.before)).filter(|before| before.lists_anybody());
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
                let unvouched = found.worst(landing.unvouched());
                found.unvouched.insert(settings.digest(), (last, unvouched));
                continue;
            }
            (found.last, found.since) = (Some(settings), None);
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
        found.unvouched.retain(|digest, _| !found.proven.contains(digest));
        Ok(found)
    }

    /// What speaks against settings now: what nobody answers for at all goes before what at least two had a hand in, and
    /// what came first before what was built upon it.
    fn worst(&mut self, unvouched: Unvouched) -> Unvouched {
        let before = self.since.take().filter(|since| !since.merged || unvouched.merged);
        self.since.insert(before.unwrap_or(unvouched)).clone()
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

/// One coming of changed settings into the main line.
struct Landing<'a> {
    /// The newest commit of it that touched them.
    revision: &'a Revision,
    change: &'a Change,
}

impl Landing<'_> {
    fn unvouched(&self) -> Unvouched {
        let Revision { commit, author, landed, .. } = self.revision;
        let merged = self.revision.merged.is_some() || self.revision.merge;
        Unvouched { commit: commit.clone(), by: author.name.to_string(), landed: *landed, merged }
    }
}

/// Every coming of changed settings, oldest first.
fn landings<'a>(history: &'a History, path: &DocPath) -> Vec<Landing<'a>> {
    let mut found: Vec<Landing<'a>> = Vec::new();
    for (revision, change) in history.of(path) {
        if found.last().is_none_or(|last| last.revision.bringer() != revision.bringer()) {
            found.push(Landing { revision, change });
        }
    }
    found.reverse();
    found
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
                tell(Why::Unreadable("it cannot be read, or is too large".into()));
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

    /// Whether somebody who may has signed the commit that changed settings, or the one that brought it.
    fn is_signed(&self, landing: &Landing<'_>, bringer: ObjectId, (last, settings): (&Roster, &Roster)) -> bool {
        let own = landing.revision.commit.parse::<ObjectId>().ok().filter(|_| {
            // What was signed is what came in.
            landing.change.new == self.repo.blob_at(bringer, &below(self.prefix, landing.change.path.as_str()))
        });
        let at = landing.revision.landed_at;
        own.into_iter().chain([bringer]).any(|commit| {
            let Ok(Some(found)) = self.repo.signature_of(commit) else { return false };
            let judged = || last.verify(&found.payload, &found.signature, GIT_NAMESPACE, at);
            found.format == SignatureFormat::Ssh
                && matches!(judged(), (verdict, Some(known)) if verdict.is_good() && last.may_vouch(&known.name, settings))
        })
    }
}
