//! Copies of texts in sites that were committed: they are no part of the record.
//!
//! A file is left out where each text that the record has at its path was such a copy in the commit that brought it, by the
//! files of that commit. What was a document once stays one here: no list of digests that came later hides it.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{DocPath, SITE_RECORD, below, sha256};
use crate::cache::Cache;
use crate::repo::{Blob, Change, ChangeKind, Commit, Log, ObjectId, Repo};
use crate::source::sites::{LARGEST, Sums, list_of, places};

/// The file in the cache.
const NAME: &str = "copies-v1";

/// The texts that a commit brought where a site would keep them, each with whether it was a copy.
type Brought = Vec<(String, bool)>;

/// The log without them, of the AIMS in the folder `prefix`. What is found of a commit, `cache` keeps: no commit changes.
pub fn without_copies(mut log: Log, repo: &Repo, prefix: &str, cache: &Cache) -> Log {
    let copies = copies(&log, repo, prefix, cache);
    if copies.is_empty() {
        return log;
    }
    for commit in &mut log.commits {
        let is_touched = |change: &Change| {
            let paths = [Some(&change.path), change.from.as_ref()];
            paths.into_iter().flatten().any(|path| copies.contains(path.as_str()))
        };
        if commit.changes.iter().any(is_touched) {
            commit.changes = left(std::mem::take(&mut commit.changes), &|path| copies.contains(path.as_str()));
        }
    }
    log
}

/// The paths at which every text was a copy.
fn copies(log: &Log, repo: &Repo, prefix: &str, cache: &Cache) -> BTreeSet<String> {
    let brings = |commit: &&Commit| commit.changes.iter().any(|change| place_of_text(change).is_some());
    let commits: Vec<&Commit> = log.commits.iter().filter(brings).collect();
    if commits.is_empty() {
        return BTreeSet::new();
    }
    let key = sha256(prefix.as_bytes());
    let stored = cache.load(NAME, &key).unwrap_or_default();
    let stored: BTreeMap<ObjectId, Brought> = postcard::from_bytes(&stored).unwrap_or_default();
    let is_new = commits.iter().any(|commit| !stored.contains_key(&commit.id));
    let of = |commit: &&Commit| {
        let known = stored.get(&commit.id).cloned();
        (commit.id, known.unwrap_or_else(|| brought(commit, repo, prefix)))
    };
    let all: BTreeMap<ObjectId, Brought> = commits.iter().map(of).collect();
    if is_new && let Ok(bytes) = postcard::to_stdvec(&all) {
        cache.store(NAME, &key, &bytes);
    }
    let texts = || all.values().flatten();
    let own: BTreeSet<&str> = texts().filter(|(_, is_copy)| !is_copy).map(|(path, _)| path.as_str()).collect();
    let copies = texts().map(|(path, _)| path).filter(|path| !own.contains(path.as_str()));
    copies.cloned().collect()
}

/// The path and the text that a change brings, where a site would keep one.
fn place_of_text(change: &Change) -> Option<(&DocPath, ObjectId)> {
    Some((&change.path, change.new?)).filter(|(path, _)| places(path).next().is_some())
}

/// Of each text that a commit brought where a site would keep one, whether it was a copy.
fn brought(commit: &Commit, repo: &Repo, prefix: &str) -> Brought {
    // One list names all the texts of a site.
    let mut lists: BTreeMap<String, Option<Sums>> = BTreeMap::new();
    let mut of = |(path, text): (&DocPath, ObjectId)| {
        let is_copy = places(path).any(|(folder, inner)| {
            let list = || list(repo, commit.id, &below(prefix, folder));
            let sums = lists.entry(folder.to_owned()).or_insert_with(list);
            sums.as_ref().is_some_and(|sums| sums.names(inner) && sums.fits(inner, bytes(repo, text)))
        });
        (path.as_str().to_owned(), is_copy)
    };
    commit.changes.iter().filter_map(place_of_text).map(&mut of).collect()
}

/// The list of digests of the site in a folder of a commit, if there is one.
fn list(repo: &Repo, commit: ObjectId, folder: &str) -> Option<Sums> {
    repo.blob_at(commit, &below(folder, SITE_RECORD))?;
    Some(Sums::read(&bytes(repo, repo.blob_at(commit, &list_of(folder))?)?))
}

fn bytes(repo: &Repo, blob: ObjectId) -> Option<Vec<u8>> {
    match repo.blob(blob, LARGEST) {
        Ok(Blob::Bytes(bytes)) => Some(bytes),
        _ => None,
    }
}

/// The changes of a commit without those of copies. What seemed to move to one was taken away, unless it went elsewhere as
/// it was, and what seemed to come from one is new.
fn left(changes: Vec<Change>, is_copy: &dyn Fn(&DocPath) -> bool) -> Vec<Change> {
    let (copies, mut left): (Vec<Change>, Vec<Change>) = changes.into_iter().partition(|change| is_copy(&change.path));
    for change in &mut left {
        if change.from.as_ref().is_some_and(is_copy) {
            (change.kind, change.from, change.old) = (ChangeKind::Added, None, None);
        }
    }
    let gone = copies.into_iter().filter_map(|change| Some((change.from.filter(|from| !is_copy(from))?, change.old)));
    for (from, old) in gone {
        let is_same = |change: &&mut Change| change.kind == ChangeKind::Added && change.new == old;
        match left.iter_mut().find(is_same) {
            Some(to) => (to.kind, to.from, to.old) = (ChangeKind::Renamed, Some(from), old),
            None => left.push(Change { path: from, from: None, kind: ChangeKind::Deleted, old, new: None }),
        }
    }
    left.sort_by(|a, b| a.path.cmp(&b.path));
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(digit: char) -> Option<ObjectId> {
        digit.to_string().repeat(40).parse().ok()
    }

    fn change(from: Option<&str>, path: &str, kind: ChangeKind, (old, new): (char, char)) -> Change {
        let path_of = |path| DocPath::new(path).expect("a path");
        let side = |digit| (digit != '-').then(|| id(digit)).flatten();
        Change { path: path_of(path), from: from.map(path_of), kind, old: side(old), new: side(new) }
    }

    #[test]
    fn a_document_neither_moves_into_a_site_nor_out_of_it() {
        let is_copy = |path: &DocPath| path.as_str().starts_with("site/");
        let of = |changes: &[Change]| left(changes.to_vec(), &is_copy);
        let into = change(Some("a.md"), "site/x.md", ChangeKind::Renamed, ('1', '1'));
        assert_eq!(of(std::slice::from_ref(&into)), [change(None, "a.md", ChangeKind::Deleted, ('1', '-'))]);
        let new = change(None, "b.md", ChangeKind::Added, ('-', '1'));
        assert_eq!(of(&[into, new]), [change(Some("a.md"), "b.md", ChangeKind::Renamed, ('1', '1'))]);
        let out = change(Some("site/x.md"), "c.md", ChangeKind::Renamed, ('1', '2'));
        let within = change(Some("site/x.md"), "site/y.md", ChangeKind::Renamed, ('1', '1'));
        let gone = change(None, "site/z.md", ChangeKind::Deleted, ('3', '-'));
        assert_eq!(of(&[out, within, gone]), [change(None, "c.md", ChangeKind::Added, ('-', '2'))]);
    }
}
