//! Records of acts that were taken away.
//!
//! That a record is gone is told, whatever came of the act: what was found unfit and is not on record any more looks as if
//! nobody had found it so.

use std::collections::BTreeSet;

use super::acts::{self, Filed, Landing, noon};
use super::record::{ActKind, MAX_RECORD, Record, of_path, signature_of};
use super::rosters::Rosters;
use super::seen::{First, is_record, names_of, path_before, step};
use super::span::Met;
use super::withdrawn::{Hand, is_of};
use crate::base::{Date, DocPath, SETTINGS, below, say, wording};
use crate::history::{Change, History, Revision, short};
use crate::model::{Aims, DocIx};
use crate::repo::{Blob, Repo};
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
    /// Who took it away.
    pub taken: Hand,
    /// Whether that was the person whose act it is.
    pub withdrawn: bool,
    /// Whether that person put another in its place.
    pub instead: bool,
}

impl Taken {
    /// That it was removed, a sentence without a full stop about the document of this id.
    pub fn told(&self, id: &str) -> String {
        let Self { act, by, date, taken: Hand { commit, by: who, day }, .. } = self;
        let (date, day, commit) = (wording::day(*date), wording::day(*day), short(commit));
        match act {
            ActKind::Approval => say!(
                "the approval of {id} by {by} of {date} was removed on {day} by {who} in commit {commit}",
                id,
                by,
                date,
                day,
                who,
                commit
            ),
            ActKind::Review => say!(
                "the review of {id} by {by} of {date} was removed on {day} by {who} in commit {commit}",
                id,
                by,
                date,
                day,
                who,
                commit
            ),
            ActKind::Acknowledgement => say!(
                "the acknowledgement of {id} by {by} of {date} was removed on {day} by {who} in commit {commit}",
                id,
                by,
                date,
                day,
                who,
                commit
            ),
        }
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

/// The records that are gone, of acts about documents that are there. One that was never more than a file is passed over.
pub(super) fn find(input: &Input<'_>, rosters: &mut Rosters<'_>) -> Vec<Taken> {
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
        let (path, taken) = (path.clone(), Hand::of(revision));
        found.push(Taken { document, act, by, date, path, taken, withdrawn, instead });
    }
    found.sort_by(|one, other| (one.document, &one.path).cmp(&(other.document, &other.path)));
    found
}

/// The acts whose records were taken away, as they were until then. What its own person withdrew, nobody else puts back.
pub(super) fn were(input: &acts::Input<'_>, first: &First, rosters: &mut Rosters<'_>) -> Vec<Filed> {
    let Some((repo, prefix)) = input.repo else { return Vec::new() };
    let all = first.removed.values().flatten().filter_map(|at| step(input.history, *at));
    let mut all: Vec<_> = all.filter(|(_, by, _)| by.before.is_some()).collect();
    all.sort_by_key(|(moment, ..)| *moment);
    let (mut found, mut withdrawn): (Vec<Filed>, BTreeSet<DocPath>) = (Vec::new(), BTreeSet::new());
    for (moment, revision, change) in all {
        let lain = |path: &DocPath| {
            let blob = repo.blob_at(revision.before?, &below(prefix, path.as_str()))?;
            match repo.blob(blob, MAX_RECORD) {
                Ok(Blob::Bytes(bytes)) => Some((blob, bytes)),
                _ => None,
            }
        };
        let Some(path) = record_of(path_before(change)).filter(|path| !withdrawn.contains(path)) else { continue };
        let Some((_, old)) = lain(path_before(change)).filter(|(blob, _)| change.old == Some(*blob)) else { continue };
        // Other line ends take nothing away.
        let is_same = |new| is_record(&change.path) && names_of(&old, repo.format()).contains(&new);
        let is_known = |filed: &Filed| filed.path == path && filed.gone.is_some_and(|gone| gone.moment == moment);
        if change.new.is_some_and(is_same) || found.iter().any(is_known) {
            continue;
        }
        let Some((blob, bytes)) = lain(&path) else { continue };
        let sig = signature_of(&path).and_then(|sig| Some((lain(&sig)?, sig)));
        let came = |blob| Landing::first(input.history, first, blob);
        let landings = [came(blob), sig.as_ref().and_then(|((blob, _), _)| came(*blob))];
        let sig = sig.map(|((_, bytes), sig)| (sig, bytes));
        let landings: Vec<Landing<'_>> = landings.into_iter().flatten().collect();
        if landings.len() != 1 + usize::from(sig.is_some()) {
            continue;
        }
        let mut filed = acts::file((input, first), &path, (&Ok(bytes), sig.as_ref()), &landings, rosters);
        (filed.put_back, filed.gone) = (None, Some(Met { moment, day: revision.landed }));
        let by = filed.record.as_ref().ok().map(|record| &record.by);
        if by.is_some_and(|by| is_of(revision, by, &rosters.before(revision.before))) {
            withdrawn.insert(path);
        }
        found.push(filed);
    }
    found
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
