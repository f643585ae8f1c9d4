//! Records of acts that were taken away.
//!
//! That a record is gone is told, whatever came of the act: what was found unfit and is not on record any more looks as if
//! nobody had found it so.

use super::acts::{Filed, noon};
use super::record::{ActKind, MAX_RECORD, Record, of_path};
use super::rosters::Rosters;
use super::seen::{First, path_before, step};
use super::withdrawn::{Hand, is_of};
use crate::base::{Date, DocPath, below};
use crate::history::{Change, History, Revision};
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

/// The records that are gone, of acts about documents that are there. One that was never more than a file, or in whose place
/// the same person put another, is passed over.
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
                    && (filed.moment > moment || (change.new.is_some() && filed.moment == moment) || *other == record)
            };
            filed.record.as_ref().is_ok_and(same)
        };
        if input.filed.iter().any(is_instead) || !counted(input, (&record, &bytes), (revision, change), rosters) {
            continue;
        }
        let withdrawn = is_of(revision, &record.by, &rosters.before(revision.before));
        let Record { act, by, date, .. } = record;
        found.push(Taken { document, act, by, date, path: path.clone(), taken: Hand::of(revision), withdrawn });
    }
    found.sort_by(|one, other| (one.document, &one.path).cmp(&(other.document, &other.path)));
    found
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
