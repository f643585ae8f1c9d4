//! Records of acts that were taken away.
//!
//! That a record is gone is told, whatever came of the act: what was found unfit and is not on record any more looks as if
//! nobody had found it so.

use std::collections::{BTreeMap, BTreeSet};

use super::acts::{self, Filed, Landing};
use super::place::{Moment, step};
use super::record::{ActKind, MAX_RECORD, Record, of_path, signature_of};
use super::rosters::Rosters;
use super::seen::{First, as_written, path_before};
use super::span::Met;
use super::withdrawn::{Hand, is_of};
use crate::base::{APPROVALS, Date, DocPath, SETTINGS, below, say, wording};
use crate::history::{History, Revision, short};
use crate::model::{Aims, DocIx};
use crate::repo::{Blob, ObjectId, Repo};

/// The record of an act that is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The document that it was about.
    pub document: DocIx,
    /// What was done.
    pub act: ActKind,
    /// By whom.
    pub by: String,
    /// When, as the record had it.
    pub date: Date,
    /// The file.
    pub path: DocPath,
    /// Who took it away; `None` where that is not committed.
    pub taken: Option<Hand>,
    /// Whether that was the person whose act it is.
    pub withdrawn: bool,
    /// Whether that person put another in its place.
    pub instead: bool,
}

impl Taken {
    /// That it was removed, a sentence without a full stop about the document of this id.
    pub fn told(&self, id: &str) -> String {
        let (by, date) = (&self.by, wording::day(self.date));
        let what = match self.act {
            ActKind::Approval => say!("the approval of {id} by {by} of {date}", id, by, date),
            ActKind::Review => say!("the review of {id} by {by} of {date}", id, by, date),
            ActKind::Acknowledgement => say!("the acknowledgement of {id} by {by} of {date}", id, by, date),
        };
        let Some(hand @ Hand { commit, by: who, day, .. }) = &self.taken else {
            return say!("{what} is removed in the folder, and that is not committed", what);
        };
        let (done, day, commit) = (hand.done(), wording::day(*day), short(commit));
        say!("{what} was {done} on {day} by {who} in commit {commit}", what, done, day, who, commit)
    }
}

/// What records that are gone are looked for in.
pub(super) struct Input<'a> {
    pub(super) aims: &'a Aims,
    pub(super) history: &'a History,
    /// The repository, with the path of the AIMS in it.
    pub(super) repo: Option<(&'a Repo, &'a str)>,
    pub(super) first: &'a First,
    pub(super) filed: &'a [Filed],
}

/// The acts whose records are gone, as they were until then, and what is to be told of them.
pub(super) fn all(input: &Input<'_>, of_acts: &acts::Input<'_>, rosters: &mut Rosters<'_>) -> (Vec<Filed>, Vec<Taken>) {
    let mut taken = find((input, of_acts), rosters);
    let mut gone = uncommitted((input, of_acts), rosters);
    taken.extend(gone.iter().filter_map(told_of));
    gone.extend(were(of_acts, input.first, rosters));
    (gone, taken)
}

/// How many of the signatures that ever lay beside a record are asked whether one proves it.
const SIGNATURES: usize = 16;

/// The records that are gone, of acts about documents that are there. One that was never more than a file is passed over.
fn find((input, of_acts): (&Input<'_>, &acts::Input<'_>), rosters: &mut Rosters<'_>) -> Vec<Taken> {
    let Some((repo, prefix)) = input.repo else { return Vec::new() };
    let mut found = Vec::new();
    let records = || input.filed.iter().filter_map(|filed| Some((filed.record.as_ref().ok()?, filed.moment)));
    let there: BTreeSet<&Record> = records().map(|(record, _)| record).collect();
    let mut latest: BTreeMap<(&str, ActKind, &str), Moment> = BTreeMap::new();
    for (record, moment) in records() {
        let last = latest.entry((&record.by, record.act, &record.document)).or_insert(moment);
        *last = moment.max(*last);
    }
    for (name, steps) in &input.first.removed {
        let Some((moment, revision, change)) = steps.last().and_then(|at| step(input.history, *at)) else { continue };
        let came = input.first.came.get(name).into_iter().flatten().filter_map(|at| step(input.history, *at));
        let path = path_before(change);
        let is_there = || came.clone().any(|(since, ..)| since > moment);
        let Some((folder, false)) = of_path(path).filter(|(folder, _)| *folder != SETTINGS && !is_there()) else {
            continue;
        };
        let stood = revision.before.and_then(|before| lain((repo, prefix), before, path));
        let Some((blob, bytes)) = stood else { continue };
        let record = Record::read(&as_written(&bytes)).ok().filter(|_| input.first.named(blob) == *name);
        let Some(record) = record.filter(|record| record.document == folder) else { continue };
        let Some(document) = input.aims.by_id(&record.document) else { continue };
        let is_own = |by: &Revision, rosters: &mut Rosters<'_>| is_of(by, &record.by, rosters);
        // It was more than a file where they signed it, or, where it approves nothing, brought it.
        let mut signed = input
            .first
            .beside(*name)
            .take(SIGNATURES)
            .filter_map(|(path, sig)| Some(((sig, bytes_of(repo, sig)?), path)));
        let is_note = record.act != ActKind::Approval;
        let mut is_proven = |sig| {
            let filed = as_it_came((of_acts, input.first), path, ((blob, bytes.clone()), Some(sig)), rosters);
            filed.is_some_and(|filed| filed.is_proven())
        };
        if there.contains(&record)
            || !(signed.any(&mut is_proven) || is_note && came.clone().any(|(_, by, _)| is_own(by, rosters)))
        {
            continue;
        }
        let last = latest.get(&(record.by.as_str(), record.act, record.document.as_str()));
        let instead = last.is_some_and(|last| *last > moment || (change.new.is_some() && *last == moment));
        let withdrawn = is_own(revision, rosters);
        let Record { act, by, date, .. } = record;
        let (path, taken) = (path.clone(), Some(Hand::of(revision, change)));
        found.push(Taken { document, act, by, date, path, taken, withdrawn, instead });
    }
    found.sort_by(|one, other| (one.document, &one.path).cmp(&(other.document, &other.path)));
    found
}

/// The acts whose records the commit has and the folder has not, or not as they were signed: what is committed was so up to now.
fn uncommitted((input, of_acts): (&Input<'_>, &acts::Input<'_>), rosters: &mut Rosters<'_>) -> Vec<Filed> {
    let Some(((repo, prefix), tip)) = of_acts.repo.zip(of_acts.tip) else { return Vec::new() };
    let tree = repo.tree(tip, &below(prefix, APPROVALS)).map(|tree| tree.files).unwrap_or_default();
    let all = tree.iter().filter_map(|file| DocPath::new(&below(APPROVALS, file.path.as_str())));
    let all: BTreeSet<DocPath> = all.collect();
    let is_whole = |path: &DocPath| {
        let filed = input.filed.binary_search_by(|filed| filed.path.cmp(path)).ok();
        let sig = signature_of(path).filter(|sig| all.contains(sig));
        let is_there = |sig| of_acts.source.files().binary_search(&sig).is_ok();
        filed.is_some_and(|place| input.filed[place].is_committed) && sig.is_none_or(is_there)
    };
    let is_gone = |path: &&DocPath| record_of(path).as_ref() == Some(*path) && !is_whole(path);
    let gone = Met { moment: Moment::UNCOMMITTED, day: input.aims.today };
    let mut lay = |path| lying((of_acts, input.first), (path, tip), gone, rosters);
    let told = |filed: &Filed| filed.record.clone().ok().map(|record| (record, filed.verdict.is_some()));
    let found = all.iter().filter(is_gone).filter_map(&mut lay);
    let there: BTreeSet<(Record, bool)> = input.filed.iter().filter_map(told).collect();
    found.filter(|filed| told(filed).is_none_or(|told| !there.contains(&told))).collect()
}

/// What is to be told of an act whose record is gone in the folder.
fn told_of(gone: &Filed) -> Option<Taken> {
    let Record { act, by, date, .. } = gone.record.clone().ok()?;
    let (document, path) = (gone.document?, gone.path.clone());
    Some(Taken { document, act, by, date, path, taken: None, withdrawn: false, instead: false })
}

/// The acts whose records were taken away, as they were until then. What its own person withdrew, nobody else puts back.
fn were(input: &acts::Input<'_>, first: &First, rosters: &mut Rosters<'_>) -> Vec<Filed> {
    let Some((repo, prefix)) = input.repo else { return Vec::new() };
    let all = first.removed.values().flatten().filter_map(|at| step(input.history, *at));
    let mut all: Vec<_> = all.filter_map(|(moment, by, change)| Some((moment, by, change, by.before?))).collect();
    all.sort_by_key(|(moment, ..)| *moment);
    let (mut found, mut withdrawn): (Vec<Filed>, BTreeSet<DocPath>) = (Vec::new(), BTreeSet::new());
    let mut known: BTreeSet<(DocPath, Moment)> = BTreeSet::new();
    for (moment, revision, change, before) in all {
        let Some(path) = record_of(path_before(change)).filter(|path| !withdrawn.contains(path)) else { continue };
        let old = lain((repo, prefix), before, path_before(change)).map(|(blob, _)| first.named(blob));
        if old != change.old.map(|old| first.named(old)) || known.contains(&(path.clone(), moment)) {
            continue;
        }
        let gone = Met { moment, day: revision.landed };
        let Some(filed) = lying((input, first), (&path, before), gone, rosters) else { continue };
        known.insert((path.clone(), moment));
        let by = filed.record.as_ref().ok().map(|record| &record.by);
        if by.is_some_and(|by| is_of(revision, by, rosters)) {
            withdrawn.insert(path);
        }
        found.push(filed);
    }
    found
}

/// A blob, and what is in it.
type Lain = (ObjectId, Vec<u8>);

/// What a commit has at a path, if that may be a record.
fn lain((repo, prefix): (&Repo, &str), commit: ObjectId, path: &DocPath) -> Option<Lain> {
    let blob = repo.blob_at(commit, &below(prefix, path.as_str()))?;
    Some((blob, bytes_of(repo, blob)?))
}

/// What is in a blob, if that may be a record.
fn bytes_of(repo: &Repo, blob: ObjectId) -> Option<Vec<u8>> {
    match repo.blob(blob, MAX_RECORD) {
        Ok(Blob::Bytes(bytes)) => Some(bytes),
        _ => None,
    }
}

/// The act of a record as a commit has it, with the signature beside it: it was on record until it went.
fn lying(
    (input, first): (&acts::Input<'_>, &First),
    (path, commit): (&DocPath, ObjectId),
    gone: Met,
    rosters: &mut Rosters<'_>,
) -> Option<Filed> {
    let record = lain(input.repo?, commit, path)?;
    let sig = signature_of(path).and_then(|sig| Some((lain(input.repo?, commit, &sig)?, sig)));
    let filed = as_it_came((input, first), path, (record, sig), rosters)?;
    Some(Filed { gone: Some(gone), ..filed })
}

/// The act of a record with the signature beside it, which are told by their blobs, as they first came.
fn as_it_came(
    (input, first): (&acts::Input<'_>, &First),
    path: &DocPath,
    ((blob, bytes), sig): (Lain, Option<(Lain, DocPath)>),
    rosters: &mut Rosters<'_>,
) -> Option<Filed> {
    let blobs = std::iter::once(blob).chain(sig.as_ref().map(|((blob, _), _)| *blob));
    let landings: Option<Vec<_>> = blobs.map(|blob| Landing::first(input.history, first, blob)).collect();
    let sig = sig.map(|((_, bytes), sig)| (sig, bytes));
    Some(acts::file((input, first), path, (&Ok(bytes), sig.as_ref()), &landings?, rosters))
}

/// The record that is, or is signed by, the file at a path; `None` of one about the settings.
fn record_of(path: &DocPath) -> Option<DocPath> {
    let (_, is_signature) = of_path(path).filter(|(folder, _)| *folder != SETTINGS)?;
    if is_signature { DocPath::new(path.as_str().trim_end_matches(".sig")) } else { Some(path.clone()) }
}
