//! Records of acts that were taken away.
//!
//! That a record is gone is told, whatever came of the act: what was found unfit and is not on record any more looks as if
//! nobody had found it so.

use std::collections::BTreeSet;

use super::acts::{self, Filed, Landing, noon};
use super::place::Moment;
use super::record::{ActKind, MAX_RECORD, Record, of_path, signature_of};
use super::rosters::Rosters;
use super::seen::{First, is_record, names_of, path_before, step};
use super::span::Met;
use super::withdrawn::{Hand, is_of};
use crate::base::{APPROVALS, Date, DocPath, SETTINGS, below, say, wording};
use crate::history::{Change, History, Revision, short};
use crate::model::{Aims, DocIx};
use crate::repo::{Blob, ObjectId, Repo};
use crate::signature::APPROVAL_NAMESPACE;

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
    let mut taken = find(input, rosters);
    let mut gone = uncommitted((input, of_acts), rosters);
    taken.extend(gone.iter().filter_map(told_of));
    gone.extend(were(of_acts, input.first, rosters));
    (gone, taken)
}

/// The records that are gone, of acts about documents that are there. One that was never more than a file is passed over.
fn find(input: &Input<'_>, rosters: &mut Rosters<'_>) -> Vec<Taken> {
    let Some((repo, prefix)) = input.repo else { return Vec::new() };
    let mut found = Vec::new();
    for (blob, steps) in &input.first.removed {
        let Some((moment, revision, change)) =
            steps.iter().filter_map(|at| step(input.history, *at)).max_by_key(|step| step.0)
        else {
            continue;
        };
        let came = input.first.came.get(blob).into_iter().flatten().filter_map(|at| step(input.history, *at));
        let is_settings = |(folder, is_signature)| is_signature || folder == crate::base::SETTINGS;
        let path = path_before(change);
        if of_path(path).is_none_or(is_settings) || came.into_iter().any(|(since, ..)| since > moment) {
            continue;
        }
        let stood = revision.before.and_then(|before| repo.blob_at(before, &below(prefix, path.as_str())));
        let Ok(Blob::Bytes(bytes)) = repo.blob(*blob, MAX_RECORD) else { continue };
        let Some(record) = Record::read(&bytes).ok().filter(|_| stood == Some(*blob)) else { continue };
        let Some(document) = input.aims.by_id(&record.document) else { continue };
        let is_instead = |filed: &Filed| {
            let same = |other: &Record| {
                (&other.by, other.act, &other.document) == (&record.by, record.act, &record.document)
                    && (filed.moment > moment || (change.new.is_some() && filed.moment == moment))
            };
            filed.record.as_ref().is_ok_and(same)
        };
        let is_it = |filed: &Filed| filed.record.as_ref().is_ok_and(|other| *other == record);
        if input.filed.iter().any(is_it) || !counted(input, (&record, &bytes), (revision, change), rosters) {
            continue;
        }
        let instead = input.filed.iter().any(is_instead);
        let withdrawn = is_of(revision, &record.by, &rosters.before(revision.before));
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
    let is_same = |one: &Filed, other: &Filed| {
        let records = one.record.as_ref().ok().zip(other.record.as_ref().ok());
        records.is_some_and(|(one, other)| one == other) && one.verdict.is_some() == other.verdict.is_some()
    };
    let found = all.iter().filter(is_gone).filter_map(&mut lay);
    found.filter(|filed| !input.filed.iter().any(|other| is_same(filed, other))).collect()
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
    for (moment, revision, change, before) in all {
        let Some(path) = record_of(path_before(change)).filter(|path| !withdrawn.contains(path)) else { continue };
        let old = lain((repo, prefix), before, path_before(change));
        let Some((_, old)) = old.filter(|(blob, _)| change.old == Some(*blob)) else { continue };
        // Other line ends take nothing away.
        let is_same = |new| is_record(&change.path) && names_of(&old, repo.format()).contains(&new);
        let is_known = |filed: &Filed| filed.path == path && filed.gone.is_some_and(|gone| gone.moment == moment);
        if change.new.is_some_and(is_same) || found.iter().any(is_known) {
            continue;
        }
        let gone = Met { moment, day: revision.landed };
        let Some(filed) = lying((input, first), (&path, before), gone, rosters) else { continue };
        let by = filed.record.as_ref().ok().map(|record| &record.by);
        if by.is_some_and(|by| is_of(revision, by, &rosters.before(Some(before)))) {
            withdrawn.insert(path);
        }
        found.push(filed);
    }
    found
}

/// What a commit has at a path, if that may be a record.
fn lain((repo, prefix): (&Repo, &str), commit: ObjectId, path: &DocPath) -> Option<(ObjectId, Vec<u8>)> {
    let blob = repo.blob_at(commit, &below(prefix, path.as_str()))?;
    match repo.blob(blob, MAX_RECORD) {
        Ok(Blob::Bytes(bytes)) => Some((blob, bytes)),
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
    let (blob, bytes) = lain(input.repo?, commit, path)?;
    let sig = signature_of(path).and_then(|sig| Some((lain(input.repo?, commit, &sig)?, sig)));
    let came = |blob| Landing::first(input.history, first, blob);
    let landings = [came(blob), sig.as_ref().and_then(|((blob, _), _)| came(*blob))];
    let sig = sig.map(|((_, bytes), sig)| (sig, bytes));
    let landings: Vec<Landing<'_>> = landings.into_iter().flatten().collect();
    if landings.len() != 1 + usize::from(sig.is_some()) {
        return None;
    }
    let filed = acts::file((input, first), path, (&Ok(bytes), sig.as_ref()), &landings, rosters);
    Some(Filed { put_back: None, gone: Some(gone), ..filed })
}

/// The record that is, or is signed by, the file at a path; `None` of one about the settings.
fn record_of(path: &DocPath) -> Option<DocPath> {
    let (_, is_signature) = of_path(path).filter(|(folder, _)| *folder != SETTINGS)?;
    if is_signature { DocPath::new(path.as_str().trim_end_matches(".sig")) } else { Some(path.clone()) }
}

/// Whether a record was more than a file: signed by the person whom it names, or, where it approves nothing, brought by them.
fn counted(
    input: &Input<'_>,
    (record, bytes): (&Record, &[u8]),
    (revision, change): (&Revision, &Change),
    rosters: &mut Rosters<'_>,
) -> bool {
    let Some(((repo, prefix), before)) = input.repo.zip(revision.before) else { return false };
    let roster = rosters.before(Some(before));
    let sig = repo.blob_at(before, &below(prefix, &format!("{}.sig", path_before(change))));
    if let Some(Ok(Blob::Bytes(armored))) = sig.map(|sig| repo.blob(sig, MAX_RECORD)) {
        let armored = String::from_utf8_lossy(&armored);
        let judged = roster.verify(bytes, &armored, APPROVAL_NAMESPACE, noon(record.date));
        return matches!(judged, (verdict, Some(signer)) if verdict.is_good() && signer.name == record.by);
    }
    let came = change.old.and_then(|blob| input.first.came.get(&blob)).into_iter().flatten();
    let mut came = came.filter_map(|at| step(input.history, *at));
    record.act != ActKind::Approval && came.any(|(_, by, _)| is_of(by, &record.by, &roster))
}
