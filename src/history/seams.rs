//! Finds where the records of documents begin though the documents did not: see [`Seam`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::options::is_text;
use super::record::History;
use super::revision::{Change, ChangeKind, Revision, Step};
use super::seam::{Seam, SeamKind};
use super::trailers;
use crate::base::DocPath;
use crate::compare::Snapshot;
use crate::parse::MAX_TEXT;
use crate::reading::Reading;
use crate::repo::{Blob, ObjectId, Repo};

/// Finds every seam, those of one kind and commit together. `whole` says whether the clone holds the whole history,
/// and `committed` whether a document that is there is in the newest commit.
pub(super) fn seams<'a>(
    history: &History,
    documents: impl Iterator<Item = &'a DocPath>,
    (whole, committed): (bool, &dyn Fn(&DocPath) -> bool),
    repo: Option<(&Repo, &Reading)>,
) -> Vec<Seam> {
    let mut compared = 0;
    let mut found: BTreeMap<(usize, SeamKind), Vec<DocPath>> = BTreeMap::new();
    for path in documents {
        let steps = history.steps(path);
        let seam = steps.iter().rev().find_map(|step| {
            let (revision, change) = history.step(*step)?;
            let is_first = Some(step) == steps.last();
            if is_first && history.holes.may_have_moved(revision, change) {
                return Some((step.revision, SeamKind::Cut));
            }
            let kind = of(revision, change, is_first)?;
            let before = repo.filter(|_| kind == SeamKind::Numbered).and_then(|repo| replaced(history, repo, change));
            Some((step.revision, before.map_or(kind, SeamKind::Replaces)))
        });
        let first = steps.last().and_then(|step| Some((step.revision, history.step(*step)?)));
        let mut taken = || {
            let (place, (revision, change)) = first?;
            Some((place, split(repo?.0, revision, change, &mut compared)?))
        };
        // Where another record has what was before, no number says that it is missing.
        let seam = match seam {
            None | Some((_, SeamKind::Numbered)) => taken().or(seam),
            known => known,
        };
        let older =
            || (steps.is_empty() && !whole && committed(path)).then_some((history.revisions.len(), SeamKind::Cut));
        if let Some(seam) = seam.or_else(older) {
            found.entry(seam).or_default().push(path.clone());
        }
    }
    let commit = |place: usize| history.revisions.get(place).map(|revision| revision.commit.clone());
    let seam = |((place, kind), paths)| Seam { kind, commit: commit(place).unwrap_or_default(), paths };
    found.into_iter().map(seam).collect()
}

impl History {
    /// Takes out that a record does not begin with a first version where the number is that of another document or edition:
    /// of what `is_other` is true of.
    pub fn leave_numbers(history: &mut Arc<Self>, is_other: &dyn Fn(&DocPath) -> bool) {
        let is_theirs = |seam: &Seam| seam.kind == SeamKind::Numbered && seam.paths.iter().any(is_other);
        while let Some(at) = history.seams.iter().position(is_theirs) {
            let seams = &mut Arc::make_mut(history).seams;
            seams[at].paths.retain(|path| !is_other(path));
            seams.retain(|seam| !seam.paths.is_empty());
        }
    }
}

/// The seam at a change of a document, which may be the first.
fn of(revision: &Revision, change: &Change, first: bool) -> Option<SeamKind> {
    if let Some(from) = change.from.as_ref().filter(|from| !is_text(from)) {
        return Some(SeamKind::NoText(from.clone()));
    }
    if !first {
        return None;
    }
    match (change.kind, &change.from) {
        (ChangeKind::Renamed | ChangeKind::Moved, Some(from)) => Some(SeamKind::Elsewhere(from.clone())),
        (ChangeKind::Added, _) => {
            let split = trailers::values(&revision.body, "git-subtree-split").first().map(|id| (*id).to_owned());
            let squashed = split.is_some() || revision.subject.starts_with("Squashed '");
            if squashed && !revision.merge {
                return Some(SeamKind::Squashed(split));
            }
            let facts = change.facts.as_ref().filter(|facts| facts.controlled)?;
            facts.version.as_deref().is_some_and(is_later).then_some(SeamKind::Numbered)
        }
        _ => Some(SeamKind::Cut),
    }
}

/// The document that a new one says that it replaces, where it has a record here.
fn replaced<'a>(history: &'a History, (repo, reading): (&Repo, &Reading), change: &Change) -> Option<DocPath> {
    let Ok(Blob::Bytes(bytes)) = repo.blob(change.new?, MAX_TEXT) else { return None };
    let of_gone = |id: &str| {
        let own = |step: &Step| history.step(*step).filter(|(_, of)| of.came())?.1.facts.as_ref()?.id.as_deref();
        let bore = |step: &Step| own(step).is_some_and(|own| own.eq_ignore_ascii_case(id));
        history.gone.iter().find(|gone| gone.steps.iter().any(bore)).map(|gone| &gone.path)
    };
    let read = Snapshot::read(&bytes, reading);
    let other = |all: &'a Vec<DocPath>| all.iter().find(|path| **path != change.path);
    let of = |id: &str| history.bearers.get(&id.to_lowercase()).and_then(other).or_else(|| of_gone(id));
    read.list("replaces").into_iter().find_map(of).cloned()
}

/// How many documents are compared with what their commit changed beside them.
const MOST_COMPARED: usize = 500;

/// Lines that are shorter are the same in many documents.
const TELLING: usize = 15;

/// The document out of which most lines of a new one were taken, by the commit that added it.
fn split(repo: &Repo, revision: &Revision, change: &Change, compared: &mut usize) -> Option<SeamKind> {
    let beside = |other: &&Change| other.path != change.path && other.old.is_some() && is_text(&other.path);
    let mut lines: Option<BTreeSet<String>> = None;
    let others = revision.changes.iter().filter(|_| change.kind == ChangeKind::Added).filter(beside);
    for other in others.filter(|other| other.old != other.new) {
        *compared += 1;
        if *compared > MOST_COMPARED {
            return None;
        }
        let own = lines.get_or_insert_with(|| telling(repo, change.new));
        let (old, new) = (telling(repo, other.old), telling(repo, other.new));
        let taken = own.iter().filter(|line| old.contains(*line) && !new.contains(*line)).count();
        if taken > 1 && taken * 2 >= own.len() {
            return Some(SeamKind::Split(other.path.clone()));
        }
    }
    None
}

/// The lines of a text by which it is known.
fn telling(repo: &Repo, text: Option<ObjectId>) -> BTreeSet<String> {
    let Some(Ok(Blob::Bytes(bytes))) = text.map(|text| repo.blob(text, MAX_TEXT)) else { return BTreeSet::new() };
    let text = String::from_utf8_lossy(&bytes);
    text.lines().map(str::trim).filter(|line| line.len() >= TELLING).map(str::to_owned).collect()
}

/// Whether a version cannot be the first: 1.1, 2, 3.2. A year is no such number.
fn is_later(version: &str) -> bool {
    let mut parts = version.trim_start_matches(['v', 'V']).split('.').map(str::parse::<u32>);
    match (parts.next(), parts.next()) {
        (Some(Ok(major)), minor) => {
            (2..1900).contains(&major) || (major == 1 && minor.is_some_and(|minor| minor.is_ok_and(|minor| minor > 0)))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_later;

    #[test]
    fn a_first_version_is_known_by_its_number() {
        for later in ["1.1", "2", "2.0", "v3.2", "10.0.1"] {
            assert!(is_later(later), "{later}");
        }
        for first in ["1", "1.0", "0.9", "0.1", "2026-01", "2026.2", "draft", "", "A"] {
            assert!(!is_later(first), "{first}");
        }
    }
}
