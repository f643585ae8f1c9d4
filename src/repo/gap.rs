//! What the record cannot tell, and where git shows something else.

use std::collections::{BTreeMap, BTreeSet};

use super::id::ObjectId;
use super::walk::{Cut, Graph};
use crate::base::text::count;
use crate::base::{mark, say};

/// Something the record cannot tell because it is not in the clone, or tells otherwise than git does here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// What it is about.
    pub kind: GapKind,
    /// The commits whose changes are not known, or not all, or are shown otherwise by git; newest first.
    pub commits: Vec<ObjectId>,
    /// The objects that are missing or have replacements, sorted.
    pub objects: Vec<ObjectId>,
}

/// What can be missing or be shown otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GapKind {
    /// The clone is shallow: what came before these commits, and what they changed, is not known.
    Shallow,
    /// Parents of these commits are missing or damaged: what they changed is not known.
    MissingCommits,
    /// Folders are missing or damaged: what these commits changed in them is not known.
    MissingTrees,
    /// Files are missing or damaged: where these commits moved one, it may show as deleted and added.
    MissingBlobs,
    /// These commits moved too many files at once to compare each with each: some may show as deleted and added.
    TooManyRenames,
    /// The clone was made with `--filter`, and versions of files that these commits changed were left out.
    Partial,
    /// Nothing is missing: git shows replacements (`refs/replace`) for these commits or objects in this clone, and the
    /// record tells the originals, as every other clone has them.
    Replaced,
    /// Nothing is missing: git is told other parents for these commits in this clone (`info/grafts`), and the record
    /// tells those that they name themselves.
    Grafted,
}

impl GapKind {
    /// Whether something is missing, so that the record is not whole. Otherwise git shows something else here.
    pub fn is_hole(self) -> bool {
        !matches!(self, Self::Replaced | Self::Grafted)
    }

    /// Whether the history ends where others go on.
    pub fn is_end(self) -> bool {
        matches!(self, Self::Shallow | Self::MissingCommits)
    }

    /// Whether it is not known what the commits moved, because something is missing.
    pub fn is_unpaired(self) -> bool {
        matches!(self, Self::MissingTrees | Self::MissingBlobs)
    }
}

impl Gap {
    /// What is missing or shown otherwise, in a sentence without a full stop.
    pub fn message(&self) -> String {
        let commits = match self.commits.as_slice() {
            [only] => say!("commit {commit}", commit = only.short()),
            [first, rest @ ..] => say!("commit {commit} and {more} more", commit = first.short(), more = rest.len()),
            [] => say!("no commit").into(),
        };
        let objects = count(self.objects.len(), "object");
        match self.kind {
            GapKind::Shallow => say!("the clone is shallow: the history before {commits} is not in it", commits),
            GapKind::MissingCommits => say!("the parents of {commits} are missing or damaged", commits),
            GapKind::MissingTrees => say!("folders that {commits} changed are missing or damaged", commits),
            GapKind::MissingBlobs => say!("files that {commits} may have moved are missing or damaged", commits),
            GapKind::TooManyRenames => {
                say!("too many files moved at once in {commits} to tell which is which", commits)
            }
            GapKind::Partial => {
                say!(
                    "the clone was made with `--filter` and lacks {objects}: what {commits} wrote is not all in it",
                    objects,
                    commits
                )
            }
            GapKind::Replaced => {
                say!(
                    "git shows something else for {objects} here (`refs/replace`): the record tells the originals",
                    objects
                )
            }
            GapKind::Grafted => {
                say!(
                    "git shows other parents for {commits} here (`info/grafts`): the record tells the original ones",
                    commits
                )
            }
        }
    }

    /// What to do about it: a sentence.
    pub fn remedy(&self) -> &'static str {
        match self.kind {
            GapKind::Shallow => mark!("Run `git fetch --unshallow`; in CI, check out with `fetch-depth: 0`."),
            GapKind::MissingCommits | GapKind::MissingTrees | GapKind::MissingBlobs | GapKind::Partial => {
                mark!(
                    "Run `git fetch --refetch --no-filter`, or clone again, whole; `git fsck --full` lists what is damaged."
                )
            }
            GapKind::TooManyRenames => {
                mark!("Give the documents an `id` in their front matter, and move them by folders.")
            }
            GapKind::Replaced => {
                mark!(
                    "List the replacements with `git replace -l`, and remove them with `git replace -d` before building."
                )
            }
            GapKind::Grafted => mark!("Remove the file `info/grafts` from git's folder before building."),
        }
    }
}

/// The gaps as they are found, by commit.
#[derive(Default)]
pub(super) struct Gaps(BTreeMap<GapKind, (BTreeSet<usize>, BTreeSet<ObjectId>)>);

impl Gaps {
    pub(super) fn add(&mut self, kind: GapKind, commit: Option<usize>, object: Option<ObjectId>) {
        let gap = self.0.entry(kind).or_default();
        gap.0.extend(commit);
        gap.1.extend(object);
    }

    pub(super) fn finish(self, graph: &Graph) -> Vec<Gap> {
        let gap = |(kind, (commits, objects)): (GapKind, (BTreeSet<usize>, BTreeSet<ObjectId>))| Gap {
            kind,
            commits: commits.into_iter().map(|place| graph.commits[place].id).collect(),
            objects: objects.into_iter().collect(),
        };
        self.0.into_iter().map(gap).collect()
    }
}

/// The gaps in the graph itself.
pub(super) fn cuts(graph: &Graph) -> Gaps {
    let mut gaps = Gaps::default();
    for (place, node) in graph.commits.iter().enumerate() {
        match node.cut {
            Some(Cut::Shallow) => gaps.add(GapKind::Shallow, Some(place), None),
            Some(Cut::Missing) => gaps.add(GapKind::MissingCommits, Some(place), None),
            None => {}
        }
    }
    for id in &graph.missing {
        gaps.add(GapKind::MissingCommits, None, Some(*id));
    }
    gaps
}
