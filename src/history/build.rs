//! From a log of commits to the history of each document.

use std::collections::BTreeMap;

use super::{Change, ChangeKind, Gap, History, Revision, Standing, Step};
use crate::base::{Date, DocPath, SETTINGS, date, is_hidden};
use crate::repo::{self, Log, LogOptions};

/// What the record looks at: Markdown files that belong to the AIMS, and its settings.
pub fn options() -> LogOptions {
    LogOptions { keep: is_recorded, identity: front_matter_id }
}

fn is_recorded(path: &str) -> bool {
    !is_hidden(path) && (path == SETTINGS || DocPath::new(path).is_some_and(|path| path.is_markdown()))
}

/// The id that a document gives itself, by which it is known again after a move that rewrote it.
fn front_matter_id(bytes: &[u8]) -> Option<String> {
    // The id stands near the top; a document of megabytes need not be parsed to know its name.
    let head = &bytes[..bytes.len().min(16 * 1024)];
    let text = String::from_utf8_lossy(head);
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let fence = lines.next().map(str::trim_end).filter(|line| matches!(*line, "---" | "+++"))?;
    lines.take_while(|line| line.trim_end() != fence).find_map(|line| {
        let (key, value) = line.split_once([':', '='])?;
        let value = value.trim().trim_matches(['"', '\'']);
        (key.trim_end().eq_ignore_ascii_case("id") && !value.is_empty() && value.len() <= 80).then(|| value.to_owned())
    })
}

/// Builds the record from the log of the commit `head`, for the documents that are there now.
pub fn build(log: Log, head: (repo::ObjectId, Date), present: &[DocPath]) -> History {
    let gaps = log.gaps.iter().map(|gap| Gap { what: gap.message(), remedy: gap.remedy().to_owned() }).collect();
    let mut revisions: Vec<Revision> =
        log.commits.into_iter().map(revision).filter(|revision| !revision.changes.is_empty()).collect();
    let mut steps = follow(&revisions);
    let mut by_path = BTreeMap::new();
    for path in present {
        if let Some(found) = steps.remove(path) {
            for step in &found {
                revisions[step.revision].changes[step.change].document = Some(path.clone());
            }
            by_path.insert(path.clone(), found);
        }
    }
    let head = Some((head.0.to_string(), head.1));
    History { standing: Standing::Recorded, head, revisions, gaps, by_path }
}

fn revision(commit: repo::Commit) -> Revision {
    let author = commit.author;
    Revision {
        commit: commit.id.to_string(),
        author: if author.name.is_empty() { "Unknown".into() } else { author.name.to_string() },
        email: author.email.to_string(),
        date: date::of_timestamp(author.seconds, author.offset_minutes),
        subject: commit.subject,
        body: commit.body,
        merge: commit.parents.len() > 1,
        changes: commit.changes.into_iter().map(change).collect(),
    }
}

fn change(change: repo::Change) -> Change {
    let kind = match change.kind {
        repo::ChangeKind::Added => ChangeKind::Added,
        repo::ChangeKind::Modified => ChangeKind::Modified,
        repo::ChangeKind::Deleted => ChangeKind::Deleted,
        repo::ChangeKind::Renamed if change.old == change.new => ChangeKind::Moved,
        repo::ChangeKind::Renamed => ChangeKind::Renamed,
    };
    Change { path: change.path, from: change.from, kind, document: None }
}

/// The steps of every file, newest first, by its last path.
///
/// Commits are taken from the oldest to the newest, and every path leads to the file that bears it. A path that a file
/// has left still leads to it, so that an edit made on a branch that did not know of the move is not lost; it leads
/// elsewhere once another file takes it. A file that comes back at a path from which it was removed is the same file.
fn follow(revisions: &[Revision]) -> BTreeMap<DocPath, Vec<Step>> {
    let mut files: Vec<Vec<Step>> = Vec::new();
    let mut at: BTreeMap<&DocPath, (usize, bool)> = BTreeMap::new();
    for (number, revision) in revisions.iter().enumerate().rev() {
        // Moves first: in a swap, each file has to leave its path before the other takes it.
        let sources: Vec<Option<usize>> =
            revision.changes.iter().map(|change| Some(at.get(change.from.as_ref()?)?.0)).collect();
        for change in &revision.changes {
            if let Some(left) = change.from.as_ref().and_then(|from| at.get_mut(from)) {
                left.1 = false;
            }
        }
        for (i, change) in revision.changes.iter().enumerate() {
            let known = at.get(&change.path).copied();
            let file = match (change.kind, sources[i], known) {
                (ChangeKind::Renamed | ChangeKind::Moved, Some(file), _)
                | (ChangeKind::Modified | ChangeKind::Deleted, _, Some((file, _))) => file,
                // A new file at a path that another one left by a move is a new file.
                (ChangeKind::Added, _, Some((file, _))) if last_path(revisions, &files[file]) == Some(&change.path) => {
                    file
                }
                _ => {
                    files.push(Vec::new());
                    files.len() - 1
                }
            };
            files[file].push(Step { revision: number, change: i });
            // An edit at a path the file has left leaves the file where it is.
            let moved_on = matches!(change.kind, ChangeKind::Modified | ChangeKind::Deleted)
                && known.is_some_and(|(_, here)| !here);
            if !moved_on {
                at.insert(&change.path, (file, change.kind != ChangeKind::Deleted));
            }
        }
    }
    let mut by_path = BTreeMap::new();
    for (path, (file, here)) in at {
        if here {
            let mut steps = files[file].clone();
            steps.reverse();
            by_path.insert(path.clone(), steps);
        }
    }
    by_path
}

/// The path of a file after its last step.
fn last_path<'a>(revisions: &'a [Revision], steps: &[Step]) -> Option<&'a DocPath> {
    let step = steps.last()?;
    Some(&revisions.get(step.revision)?.changes.get(step.change)?.path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> DocPath {
        DocPath::new(text).expect("a path")
    }

    /// A commit from changes such as `+a`, `~a`, `-a`, `a>b` (moved) and `a>>b` (moved and changed).
    fn commit(number: usize, changes: &str) -> Revision {
        let change = |text: &str| {
            let (kind, from, to) = match (text.split_once(">>"), text.split_once('>')) {
                (Some((from, to)), _) => (ChangeKind::Renamed, Some(path(from)), path(to)),
                (None, Some((from, to))) => (ChangeKind::Moved, Some(path(from)), path(to)),
                _ => {
                    let kind = match &text[..1] {
                        "+" => ChangeKind::Added,
                        "-" => ChangeKind::Deleted,
                        _ => ChangeKind::Modified,
                    };
                    (kind, None, path(&text[1..]))
                }
            };
            Change { path: to, from, kind, document: None }
        };
        Revision {
            commit: number.to_string(),
            author: String::new(),
            email: String::new(),
            date: Date::constant(2026, 1, 1),
            subject: String::new(),
            body: String::new(),
            merge: false,
            changes: changes.split_whitespace().map(change).collect(),
        }
    }

    /// The commits, oldest first from 0, that make up the history of the file at `at`.
    fn history(commits: &[&str], at: &str) -> Vec<usize> {
        let revisions: Vec<Revision> =
            commits.iter().enumerate().map(|(i, changes)| commit(i, changes)).rev().collect();
        let steps = follow(&revisions).remove(&path(at)).unwrap_or_default();
        steps.iter().map(|step| commits.len() - 1 - step.revision).collect()
    }

    #[test]
    fn a_file_is_followed_through_moves() {
        let commits = ["+a", "~a", "a>b", "~b", "b>>c", "~c"];
        assert_eq!(history(&commits, "c"), [5, 4, 3, 2, 1, 0]);
        assert!(history(&commits, "a").is_empty());
    }

    #[test]
    fn an_edit_on_a_branch_that_did_not_know_of_the_move_is_kept() {
        assert_eq!(history(&["+a", "a>b", "~a"], "b"), [2, 1, 0]);
    }

    #[test]
    fn a_swap_and_a_new_file_at_an_old_path_stay_apart() {
        assert_eq!(history(&["+a", "+b", "a>b b>a", "~b"], "b"), [3, 2, 0]);
        assert_eq!(history(&["+a", "a>b", "+a", "~a"], "a"), [3, 2]);
        assert_eq!(history(&["+a", "a>b", "+a", "~a"], "b"), [1, 0]);
    }

    #[test]
    fn a_file_that_comes_back_is_the_same() {
        assert_eq!(history(&["+a", "-a", "+a"], "a"), [2, 1, 0]);
    }

    #[test]
    fn the_id_is_found_in_front_matter_only() {
        assert_eq!(front_matter_id(b"---\ntitle: x\nid: \"POL-001\"\n---\n").as_deref(), Some("POL-001"));
        assert_eq!(front_matter_id(b"+++\nid = 'A'\n+++\n").as_deref(), Some("A"));
        assert_eq!(front_matter_id(b"# T\n\nid: POL-001\n"), None);
        assert_eq!(front_matter_id(b"---\ntitle: x\n---\nid: POL-001\n"), None);
    }
}
