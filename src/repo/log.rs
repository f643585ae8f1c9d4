//! The history of a folder, in one pass.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use git2::ObjectType;
use rayon::prelude::*;

use super::column::{self, Touch};
use super::mailmap::Mailmap;
use super::mainline::{self, Mainline};
use super::overlay;
use super::pairing::{self, Unpaired};
use super::store::{Reader, Unverified};
use super::walk::{self, Cut, Graph, Node};
use super::{Commit, ObjectId, Repo, commit, raw_tree};
use crate::base::{DocPath, Error, Result};

/// What to look for in a history.
#[derive(Debug, Clone, Copy)]
pub struct LogOptions {
    /// Whether a file belongs to the record, by its path below the prefix.
    pub keep: fn(&str) -> bool,
    /// The name that a file gives itself, whatever its path: two files with one name in one commit are one document
    /// that moved, even where its text was rewritten, and two with different names are two documents, however alike.
    /// Case is not looked at in ASCII. Files edited in place are not asked ([`by_identity`](super::by_identity)).
    pub identity: fn(&[u8]) -> Option<String>,
}

/// The history of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// The commits that touched a file of the record, newest first: no commit stands before one of its children, and
    /// otherwise the later committer date comes first. [Boundary](Commit::boundary) commits are always among them.
    pub commits: Vec<Commit>,
    /// What is not in this clone, and so not in the record; and where git itself shows another history here.
    pub gaps: Vec<Gap>,
    /// The commits by which those in `commits` came in ([`Commit::brought_by`]). A merge that itself changed nothing is
    /// here too: it is evidence of who merged.
    pub mainline: BTreeMap<ObjectId, Mainline>,
}

/// What one commit did to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its path after the commit, or before it if it was deleted; relative to the prefix.
    pub path: DocPath,
    /// Its path before, if it was renamed.
    pub from: Option<DocPath>,
    /// What was done.
    pub kind: ChangeKind,
    /// The blob before. In a merge, that of the first parent that has the file.
    pub old: Option<ObjectId>,
    /// The blob after. Where a renamed file has the same as before, nothing in it was changed.
    pub new: Option<ObjectId>,
}

/// What can be done to a file. A change of its mode alone is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// No parent has it.
    Added,
    /// Its content is another.
    Modified,
    /// It is no longer there, or no longer a regular file.
    Deleted,
    /// It has another path, and perhaps another content.
    Renamed,
}

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
}

impl Gap {
    /// What is missing or shown otherwise, in a sentence without a full stop.
    pub fn message(&self) -> String {
        let commits = match self.commits.as_slice() {
            [only] => format!("commit {}", only.short()),
            [first, rest @ ..] => format!("commit {} and {} more", first.short(), rest.len()),
            [] => "no commit".into(),
        };
        let objects = match self.objects.len() {
            1 => "1 object".to_owned(),
            number => format!("{number} objects"),
        };
        match self.kind {
            GapKind::Shallow => format!("the clone is shallow: the history before {commits} is not in it"),
            GapKind::MissingCommits => format!("the parents of {commits} are missing or damaged"),
            GapKind::MissingTrees => format!("folders that {commits} changed are missing or damaged"),
            GapKind::MissingBlobs => format!("files that {commits} may have moved are missing or damaged"),
            GapKind::TooManyRenames => format!("too many files moved at once in {commits} to tell which is which"),
            GapKind::Partial => {
                format!("the clone was made with `--filter` and lacks {objects}: what {commits} wrote is not all in it")
            }
            GapKind::Replaced => {
                format!("git shows something else for {objects} here (`refs/replace`): the record tells the originals")
            }
            GapKind::Grafted => {
                format!(
                    "git shows other parents for {commits} here (`info/grafts`): the record tells the original ones"
                )
            }
        }
    }

    /// What to do about it: a sentence.
    pub fn remedy(&self) -> &'static str {
        match self.kind {
            GapKind::Shallow => "Run `git fetch --unshallow`; in CI, check out with `fetch-depth: 0`.",
            GapKind::MissingCommits | GapKind::MissingTrees | GapKind::MissingBlobs | GapKind::Partial => {
                "Run `git fetch --refetch --no-filter`, or clone again, whole; `git fsck --full` lists what is damaged."
            }
            GapKind::TooManyRenames => "Give the documents an `id` in their front matter, and move them by folders.",
            GapKind::Replaced => {
                "List the replacements with `git replace -l`, and remove them with `git replace -d` before building."
            }
            GapKind::Grafted => "Remove the file `info/grafts` from git's folder before building.",
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

    fn finish(self, graph: &Graph) -> Vec<Gap> {
        let gap = |(kind, (commits, objects)): (GapKind, (BTreeSet<usize>, BTreeSet<ObjectId>))| Gap {
            kind,
            commits: commits.into_iter().map(|place| graph.commits[place].id).collect(),
            objects: objects.into_iter().collect(),
        };
        self.0.into_iter().map(gap).collect()
    }
}

impl Repo {
    /// The history of the folder `prefix` (`""` for the top) as far as it leads to `tip`.
    ///
    /// A file that moves across the border of the folder, or of what `keep` wants, is added or deleted. Of a merge,
    /// only those paths are told that differ from all its parents. Names that are no sound path are passed over, as in
    /// [`Repo::tree`], and so are symbolic links and submodules.
    ///
    /// # Errors
    /// Where the commit `tip` cannot be read. What else is missing is told in [`Log::gaps`].
    pub fn log(&self, tip: ObjectId, prefix: &str, options: &LogOptions) -> Result<Log> {
        let _unverified = Unverified::start();
        let shallow = self.shallow_roots()?;
        let (graph, mailmap) = self.store.with(|reader| {
            let graph = walk::graph(reader, tip, &shallow)?;
            let mailmap = mailmap(reader, graph.commits[0].tree);
            Ok((graph, mailmap))
        })?;
        let mut gaps = cuts(&graph);
        self.store.with(|reader| overlay::tell(reader, &self.common, &graph.commits, &mut gaps))?;
        let column::Touched { touches, lost } = column::touched(&self.store, &graph.commits, prefix, options.keep)?;
        for lost in lost {
            gaps.add(GapKind::MissingTrees, Some(lost.commit), Some(lost.tree));
        }
        let mut changes = by_commit(touches, &graph.commits);
        for (commit, unpaired) in self.pair_renames(&mut changes, options)? {
            for blob in unpaired.missing {
                gaps.add(GapKind::MissingBlobs, Some(commit), Some(blob));
            }
            if unpaired.too_many {
                gaps.add(GapKind::TooManyRenames, Some(commit), None);
            }
        }
        self.store.with(|reader| {
            if overlay::is_partial(reader) {
                for one in &changes {
                    overlay::missing_versions(reader, one.commit, &one.list, &mut gaps);
                }
            }
            Ok(())
        })?;
        let bringers = mainline::brought_by(&graph.commits);
        let places: Vec<usize> = changes.iter().map(|changes| changes.commit).collect();
        let mut commits = self.describe(&graph.commits, changes, &mailmap)?;
        for (place, commit) in places.iter().zip(&mut commits) {
            commit.brought_by = bringers[*place].map(|bringer| graph.commits[bringer].id);
        }
        let mainline = self.mainline(&graph.commits, &bringers, (&places, &commits), &mailmap)?;
        Ok(Log { commits, gaps: gaps.finish(&graph), mainline })
    }

    /// The commit `id` itself, without its changes: for pages that say which commit they were built from.
    ///
    /// # Errors
    /// Where it is missing, damaged, or no commit.
    pub fn commit(&self, id: ObjectId) -> Result<Commit> {
        self.store.with(|reader| {
            let raw = reader.require(id, ObjectType::Commit)?;
            let links = commit::links(raw.data()).ok_or_else(|| Error::new(format!("commit {id} names no tree")))?;
            let mailmap = mailmap(reader, links.tree);
            Ok(commit::parse(id, raw.data(), |name, email| {
                let (name, email) = mailmap.resolve(name, email);
                (name.into(), email.into())
            }))
        })
    }

    fn pair_renames(&self, changes: &mut [Changes], options: &LogOptions) -> Result<Vec<(usize, Unpaired)>> {
        let kinds = |changes: &Changes, kind| changes.list.iter().any(|change| change.kind == kind);
        let both = |changes: &&mut Changes| kinds(changes, ChangeKind::Added) && kinds(changes, ChangeKind::Deleted);
        let candidates: Vec<&mut Changes> = changes.iter_mut().filter(both).collect();
        candidates
            .into_par_iter()
            .map(|changes| {
                let pair = |reader: &Reader<'_>| Ok(pairing::pair(reader, &mut changes.list, options.identity));
                let unpaired = self.store.with(pair)?;
                Ok((changes.commit, unpaired))
            })
            .collect()
    }

    /// Reads in full the commits that have something to tell.
    fn describe(&self, graph: &[Node], changes: Vec<Changes>, mailmap: &Mailmap) -> Result<Vec<Commit>> {
        let (places, lists): (Vec<_>, Vec<_>) =
            changes.into_iter().map(|changes| (changes.commit, changes.list)).unzip();
        let mut commits = self.parse(graph, &places, mailmap)?;
        for ((commit, changes), place) in commits.iter_mut().zip(lists).zip(places) {
            (commit.changes, commit.boundary) = (changes, graph[place].cut.is_some());
        }
        Ok(commits)
    }

    /// The commits that brought in those which have something to tell: these, `told`, with their places.
    fn mainline(
        &self,
        graph: &[Node],
        bringers: &[Option<usize>],
        (places, commits): (&[usize], &[Commit]),
        mailmap: &Mailmap,
    ) -> Result<BTreeMap<ObjectId, Mainline>> {
        let before = |place: usize| {
            let node = &graph[place];
            node.parents.first().filter(|_| node.cut.is_none()).map(|parent| graph[*parent].id)
        };
        let mut mainline = BTreeMap::new();
        let mut silent = BTreeSet::new();
        for (place, commit) in places.iter().zip(commits) {
            match bringers[*place] {
                Some(bringer) if bringer == *place => {
                    mainline.insert(commit.id, Mainline::of(commit, before(bringer)));
                }
                bringer => silent.extend(bringer),
            }
        }
        silent.retain(|place| !mainline.contains_key(&graph[*place].id));
        let silent: Vec<usize> = silent.into_iter().collect();
        for (place, commit) in silent.iter().zip(self.parse(graph, &silent, mailmap)?) {
            mainline.insert(commit.id, Mainline::of(&commit, before(*place)));
        }
        Ok(mainline)
    }

    /// Reads commits in full, in the order of `places`.
    fn parse(&self, graph: &[Node], places: &[usize], mailmap: &Mailmap) -> Result<Vec<Commit>> {
        let chunks: Vec<Vec<Commit>> = places
            .par_chunks(1024)
            .map(|chunk| {
                self.store.with(|reader| {
                    let mut people = BTreeMap::new();
                    let mut person = |name, email| person(name, email, mailmap, &mut people);
                    chunk.iter().map(|place| parse(reader, &graph[*place], &mut person)).collect()
                })
            })
            .collect::<Result<_>>()?;
        Ok(chunks.into_iter().flatten().collect())
    }
}

fn parse(reader: &Reader<'_>, node: &Node, person: impl FnMut(String, String) -> Identity<Arc<str>>) -> Result<Commit> {
    Ok(match &node.raw {
        Some(raw) => commit::parse(node.id, raw, person),
        None => commit::parse(node.id, reader.require(node.id, ObjectType::Commit)?.data(), person),
    })
}

/// A name and an address.
type Identity<T> = (T, T);

/// The shared texts for one person; few people write many commits.
fn person(
    name: String,
    email: String,
    mailmap: &Mailmap,
    known: &mut BTreeMap<Identity<String>, Identity<Arc<str>>>,
) -> Identity<Arc<str>> {
    let key = (name, email);
    if let Some(person) = known.get(&key) {
        return person.clone();
    }
    let (name, email) = mailmap.resolve(key.0.clone(), key.1.clone());
    let person = (Arc::from(name), Arc::from(email));
    known.insert(key, person.clone());
    person
}

/// The changes of one commit, by its place in the graph.
struct Changes {
    commit: usize,
    list: Vec<Change>,
}

/// Gathers what belongs to one commit. Boundary commits are there with nothing.
fn by_commit(touches: Vec<Touch>, commits: &[Node]) -> Vec<Changes> {
    let mut touches = touches.into_iter().peekable();
    let mut all = Vec::new();
    for (commit, node) in commits.iter().enumerate() {
        let mut list = Vec::new();
        while let Some(touch) = touches.next_if(|touch| touch.commit == commit) {
            let (old, new) = (touch.old.known(), touch.new.known());
            let kind = match (old, new) {
                (None, _) => ChangeKind::Added,
                (Some(_), Some(_)) => ChangeKind::Modified,
                (Some(_), None) => ChangeKind::Deleted,
            };
            list.push(Change { path: touch.path, from: None, kind, old, new });
        }
        if !list.is_empty() || node.cut.is_some() {
            all.push(Changes { commit, list });
        }
    }
    all
}

/// The gaps in the graph itself.
fn cuts(graph: &Graph) -> Gaps {
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

/// The `.mailmap` in the top folder of a commit; an empty one where there is none.
fn mailmap(reader: &Reader<'_>, top: ObjectId) -> Mailmap {
    let tree = reader.read(top, ObjectType::Tree);
    let entry = tree.as_ref().and_then(|tree| raw_tree::find(tree.data(), reader.format, b".mailmap", false));
    let blob = entry.and_then(|entry| reader.read(entry.id(), ObjectType::Blob));
    blob.map_or_else(Mailmap::default, |blob| Mailmap::parse(&String::from_utf8_lossy(blob.data())))
}
