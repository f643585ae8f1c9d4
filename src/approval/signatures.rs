//! The signatures of commits, merges and tags that hold a text.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::authors::{Steps, Text};
use super::case::{From, Proof, Shown, Signed};
use super::landing::landings;
use super::place::Moment;
use super::refusal::{declines, is_denied, is_denied_below, refuses, said};
use super::roster::{Roster, by_both};
use super::rosters::Rosters;
use super::span::Met;
use crate::base::{Date, DocPath, Result, SETTINGS, date, mark};
use crate::history::{Change, History, LinePlace, Revision};
use crate::repo::{ObjectId, Repo, SignatureFormat, Tag};
use crate::signature::GIT_NAMESPACE;

/// Judges signatures of git objects, each once.
pub(super) struct Signatures<'a, 'r> {
    repo: Option<&'a Repo>,
    rosters: &'r mut Rosters<'a>,
    known: BTreeMap<ObjectId, Option<Signed>>,
    tags: Vec<SignedTag>,
    /// The commit that is checked out or asked for.
    tip: Option<ObjectId>,
    /// The settings that came one after the other, each with when, once they were asked for.
    later: Option<Later>,
}

/// The settings that came one after the other, each with when.
type Later = Arc<[(Met, Arc<Roster>)]>;

/// Which commits are asked about a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Breadth {
    /// Those that are evidence of it.
    Bringing,
    /// Every one that left it as it is: by such a one it may have been approved.
    Any,
}

/// As many commits as are looked at of those that left a text as it is.
const RUN: usize = 16;

/// A signed tag, and the texts that its commit holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SignedTag {
    signed: Signed,
    texts: BTreeMap<DocPath, ObjectId>,
    /// The place of its commit on the main line.
    place: Option<LinePlace>,
}

impl<'a, 'r> Signatures<'a, 'r> {
    /// Reads the signed tags of the repository at once: they are few, and each may hold any text. Those made after
    /// `until` (seconds since 1970-01-01T00:00:00Z) do not count: they are no part of the record of that moment.
    pub(super) fn new(
        repo: Option<(&'a Repo, &str)>,
        tip: Option<ObjectId>,
        (until, history): (i64, &History),
        rosters: &'r mut Rosters<'a>,
    ) -> Result<Self> {
        let (known, tags, later) = (BTreeMap::new(), Vec::new(), None);
        let mut signatures = Self { repo: repo.map(|(repo, _)| repo), rosters, known, tags, tip, later };
        let Some((repo, prefix)) = repo else { return Ok(signatures) };
        let mut tags = repo.tags()?;
        tags.retain(|tag| tag.id.is_some_and(|id| matches!(repo.signature_of(id), Ok(Some(_)))));
        // A person holds a role from the settings that give it to those that do not.
        let settings = DocPath::new(SETTINGS).filter(|_| !tags.is_empty());
        let landings = settings.map(|path| landings(history, &path)).unwrap_or_default();
        let mainline = mainline(repo, tip, tags.iter().filter_map(|tag| tag.commit).collect());
        for tag in tags {
            // Anybody may push a tag, and a branch that nobody merged may list any key. What counts is the main line.
            let Some((back, before)) = tag.commit.and_then(|commit| mainline.get(&commit)).copied() else { continue };
            let place = history.line.checked_sub(back + 1).map(LinePlace::new);
            let is_then = |at: i64| tag.tagger.as_ref().is_some_and(|by| at <= by.seconds);
            let mut since = landings.iter().map(super::landing::Landing::revision).rev();
            let then = since.find(|by| by.place >= place && is_then(by.landed_at));
            let then = then.and_then(|by| by.bringer().parse().ok());
            let held: Vec<_> = std::iter::once(before).chain(then.map(Some)).collect();
            // A tag of a commit without the AIMS, or of one that is not here, says nothing of its documents.
            let Some(tree) = tag.commit.and_then(|commit| repo.tree(commit, prefix).ok()) else { continue };
            let Some(signed) = signatures.of_tag(repo, &tag, &held, until)? else { continue };
            let texts = tree.files.into_iter().map(|file| (file.path, file.id)).collect();
            signatures.tags.push(SignedTag { signed, texts, place });
        }
        Ok(signatures)
    }

    /// The signed tags that count, with what they hold, and all by which settings of the past are told apart.
    pub(super) fn rests_on(&self) -> (Vec<SignedTag>, super::rosters::Place, super::rosters::Behind) {
        let (place, behind) = self.rosters.rests_on();
        (self.tags.clone(), place, behind)
    }

    /// Whether there are signed tags that count.
    pub(super) fn has_tags(&self) -> bool {
        !self.tags.is_empty()
    }

    /// What git shows of this text: signatures over commits, merges and tags that hold it, and the settings before.
    ///
    /// `places` are those of the main line at which it was there.
    pub(super) fn shown(
        &mut self,
        steps: &Steps<'_>,
        text: &Text,
        places: Range<Option<LinePlace>>,
        breadth: Breadth,
    ) -> Result<Shown> {
        let commits: Steps<'_> = match breadth {
            Breadth::Bringing => text.bringing(steps).map(|place| steps[place]).collect(),
            Breadth::Any => text.own(steps).take(RUN).map(|place| steps[place]).collect(),
        };
        let landed = commits.iter().filter_map(|(by, change)| Some((by.merge_of(change)?, by.before)));
        let merges = landed.map(|(merge, before)| (merge.commit.clone(), self.rosters.before(before))).collect();
        let commits = commits.iter().map(|(revision, _)| revision.commit.clone()).collect();
        Ok(Shown {
            signed: self.over(steps, text, places, &commits)?,
            merges,
            before: self.before(steps, text),
            with: text.called_approved(steps).map(|place| self.settings_with(steps[place].0)),
            commits,
        })
    }

    /// The settings before the change that put a text in force: the one that called it approved, else the one that brought
    /// it.
    pub(super) fn before(&mut self, steps: &Steps<'_>, text: &Text) -> Arc<Roster> {
        let of = text.called_approved(steps).and_then(|place| steps.get(place));
        self.rosters.before(of.map_or(self.tip, |(revision, _)| revision.before))
    }

    /// The settings before this change.
    pub(super) fn settings_before(&mut self, revision: &Revision) -> Arc<Roster> {
        self.rosters.before(revision.before)
    }

    /// The settings that came with this change.
    pub(super) fn settings_with(&mut self, revision: &Revision) -> Arc<Roster> {
        let bringer = revision.bringer().parse().ok().filter(|_| revision.place.is_some());
        self.rosters.before(bringer.or(revision.before))
    }

    /// The settings as they were asked one after the other, up to those that are there.
    pub(super) fn later(&mut self, history: &History, here: &Roster, today: Date) -> Later {
        let later = self.later.take().unwrap_or_else(|| {
            let mut all: Vec<(Met, Arc<Roster>)> = Vec::new();
            let landings = DocPath::new(SETTINGS).map(|path| landings(history, &path)).unwrap_or_default();
            let mut day = today;
            for landing in &landings {
                let newest = landing.revision();
                let number = history.revisions.iter().position(|revision| std::ptr::eq(revision, newest));
                let roster = newest.bringer().parse().ok().and_then(|commit| self.rosters.at_commit(commit));
                let (Some(number), Some(roster)) = (number, roster) else { continue };
                day = newest.landed;
                if all.last().is_none_or(|(_, last)| !last.asks_the_same(&roster)) {
                    all.push((Met { moment: Moment::of(number, newest), day }, roster));
                }
            }
            // By the settings of one commit that is trusted nothing is asked on other days.
            let is_trusted = self.rosters.is_rooted();
            if is_trusted {
                all.clear();
            }
            if all.last().is_none_or(|(_, last)| !last.asks_the_same(here)) {
                let day = if is_trusted { day } else { today };
                all.push((Met { moment: Moment::UNCOMMITTED, day }, Arc::new(here.clone())));
            }
            all.into()
        });
        self.later = Some(Arc::clone(&later));
        later
    }

    /// The same of a text that is not committed.
    pub(super) fn uncommitted(&mut self) -> Shown {
        Shown { before: self.rosters.before(self.tip), ..Shown::default() }
    }

    fn over(
        &mut self,
        steps: &Steps<'_>,
        text: &Text,
        places: Range<Option<LinePlace>>,
        commits: &BTreeSet<String>,
    ) -> Result<Vec<Signed>> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let run: Steps<'_> = text.own(steps).map(|place| steps[place]).collect();
        for (revision, _) in run.iter().filter(|(revision, _)| commits.contains(&revision.commit)) {
            for (commit, signed, day) in signed_commits(revision) {
                if !signed || !seen.insert(commit.to_owned()) {
                    continue;
                }
                found.extend(self.of_commit(commit, revision, day)?);
            }
        }
        let blobs: BTreeSet<ObjectId> = run.iter().filter_map(|(_, change)| change.new).collect();
        let paths: BTreeSet<&DocPath> = run.iter().map(|(_, change): &(&Revision, &Change)| &change.path).collect();
        for tag in self.tags.iter().filter(|tag| places.contains(&tag.place)) {
            let holds = |path: &&DocPath| tag.texts.get(*path).is_some_and(|blob| blobs.contains(blob));
            if paths.iter().any(holds) {
                found.push(tag.signed.clone());
            }
        }
        Ok(found)
    }

    fn of_commit(&mut self, commit: &str, revision: &Revision, day: Date) -> Result<Option<Signed>> {
        let (Some(repo), Ok(id)) = (self.repo, commit.parse::<ObjectId>()) else { return Ok(None) };
        if let Some(known) = self.known.get(&id) {
            return Ok(known.clone());
        }
        // The day of a commit on a branch is whatever its author says; what counts is when it came into the main line.
        let mut signed =
            self.judge(repo, id, &[revision.before], revision.landed_at, (From::Commit(commit.to_owned()), day))?;
        if let Some(signed) = &mut signed {
            let message = repo.commit(id)?;
            // Below the subject of a merge stands what was merged.
            let merged = message.parents.get(1).and(message.body.lines().next()).unwrap_or_default();
            signed.refuses = is_denied(&message.subject) || is_denied(merged) || is_denied_below(&message.body);
        }
        self.known.insert(id, signed.clone());
        Ok(signed)
    }

    /// When a tag was made is not known for certain: it counts while its key is listed, by the settings of its commit and of
    /// its own time, and now.
    fn of_tag(&mut self, repo: &Repo, tag: &Tag, held: &[Option<ObjectId>], until: i64) -> Result<Option<Signed>> {
        let (Some(id), Some(tagger)) = (tag.id, &tag.tagger) else { return Ok(None) };
        if tagger.seconds > until {
            return Ok(None);
        }
        let day = date::of_timestamp(tagger.seconds, tagger.offset_minutes);
        // The name that was signed: the reference may bear any.
        let name = tag.called.as_ref().unwrap_or(&tag.name).clone();
        let (made, tip) = (tagger.seconds, self.tip);
        let mut judge = |by: &[_]| self.judge(repo, id, by, made, (From::Tag(name.clone()), day));
        let now = judge(&[tip])?;
        let mut signed = if now.as_ref().is_some_and(|now| now.proof.is_good()) { judge(held)? } else { now };
        if let Some(signed) = &mut signed {
            let says = said(&tag.message);
            signed.renamed = tag.is_renamed();
            let named = [&tag.name, tag.called.as_ref().unwrap_or(&tag.name)];
            signed.refuses = named.into_iter().any(|text| refuses(text)) || declines(&tag.message);
            signed.says = Some(says).filter(|says| !says.is_empty());
        }
        Ok(signed)
    }

    /// Judges the signature of a commit or tag by the settings of each of these commits; `None` where it has none.
    fn judge(
        &mut self,
        repo: &Repo,
        id: ObjectId,
        settings: &[Option<ObjectId>],
        at: i64,
        (from, day): (From, crate::base::Date),
    ) -> Result<Option<Signed>> {
        let Some(found) = repo.signature_of(id)? else { return Ok(None) };
        let unchecked = |what| Signed {
            from: from.clone(),
            signer: None,
            proof: Proof::Unchecked(what),
            date: Some(day),
            renamed: false,
            says: None,
            refuses: false,
        };
        Ok(Some(match found.format {
            SignatureFormat::OpenPgp => unchecked("OpenPGP"),
            SignatureFormat::X509 => unchecked("X.509"),
            SignatureFormat::Unknown => unchecked(mark!("something unknown")),
            SignatureFormat::Ssh => {
                let judge = |commit: &Option<ObjectId>| {
                    self.rosters.before(*commit).verify(&found.payload, &found.signature, GIT_NAMESPACE, at)
                };
                let Some((verdict, signer)) = settings.iter().map(judge).reduce(by_both) else { return Ok(None) };
                let (proof, date) = (Proof::Judged(verdict), Some(day));
                Signed { from, signer, proof, date, renamed: false, says: None, refuses: false }
            }
        }))
    }
}

/// Those of `wanted` that are on the main line, each with how many are after it and the commit before it there.
fn mainline(
    repo: &Repo,
    tip: Option<ObjectId>,
    mut wanted: BTreeSet<ObjectId>,
) -> BTreeMap<ObjectId, (usize, Option<ObjectId>)> {
    let mut found = BTreeMap::new();
    let (mut next, mut after) = (tip, 0);
    while let Some(id) = next.filter(|_| !wanted.is_empty()) {
        next = repo.commit(id).ok().and_then(|commit| commit.parents.first().copied());
        if wanted.remove(&id) {
            found.insert(id, (after, next));
        }
        after += 1;
    }
    found
}

/// The commit of a revision and the merge that brought it: whether each is signed, and its day.
fn signed_commits(revision: &Revision) -> impl Iterator<Item = (&str, bool, Date)> {
    let merge = revision.merged.as_ref().map(|merge| (merge.commit.as_str(), merge.signed, merge.date));
    std::iter::once((revision.commit.as_str(), revision.signed, revision.date)).chain(merge)
}
