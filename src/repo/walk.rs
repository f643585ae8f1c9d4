//! The graph of commits: which there are, in what order, and where the clone was cut off.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};

use git2::ObjectType;

use super::id::ObjectId;
use super::known::Known;
use super::store::Reader;
use super::{commit, failure};
use crate::base::{Error, Result};

/// All commits that can be reached from one, newest first.
pub(super) struct Graph {
    /// No commit stands before one of its children; otherwise those with the later committer date come first.
    pub(super) commits: Vec<Node>,
    /// Parents that are named but not in the clone, though it is not said to be cut off there.
    pub(super) missing: Vec<ObjectId>,
}

/// One commit of the graph.
pub(super) struct Node {
    pub(super) id: ObjectId,
    pub(super) tree: ObjectId,
    /// The places of the parents that are here, in order; all come after this place.
    pub(super) parents: Vec<usize>,
    /// Why not all parents are known, if they are not.
    pub(super) cut: Option<Cut>,
    /// The raw commit, unless there were too many to keep them all, or it was not read.
    pub(super) raw: Option<Box<[u8]>>,
    /// The committer's date.
    pub(super) seconds: i64,
    /// Its number among the known commits, if it is one of them and none of its parents is missing here.
    pub(super) known: Option<usize>,
}

/// As much of raw commits as is kept: all of a hundred thousand usual ones. Those of a larger repository, of which
/// perhaps few touch the documents, are read again where they are called for.
const KEPT: usize = 48 << 20;

/// Why a commit's parents are not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// The clone is shallow and ends here.
    Shallow,
    /// A parent is missing or damaged.
    Missing,
}

/// A commit as it was read: parents are places in the list of all.
struct Found {
    id: ObjectId,
    tree: ObjectId,
    seconds: i64,
    parents: Vec<usize>,
    cut: Option<Cut>,
    raw: Option<Box<[u8]>>,
    known: Option<usize>,
}

impl Found {
    fn new(id: ObjectId) -> Self {
        let (parents, tree) = (Vec::new(), ObjectId::NONE);
        Self { id, tree, seconds: 0, parents, cut: None, raw: None, known: None }
    }
}

/// Finds every commit that can be reached from `tip`, and no further than the commits in `shallow`. Those that are known
/// are not read.
pub(super) fn graph(
    reader: &Reader<'_>,
    tip: ObjectId,
    shallow: &BTreeSet<ObjectId>,
    known: &Known<'_>,
) -> Result<Graph> {
    let (mut found, missing) = collect(reader, tip, shallow, known)?;
    let here: Vec<bool> = found.iter().map(|commit| !commit.tree.is_none()).collect();
    for commit in &mut found {
        // The way goes on through the other parents of a merge: what they hold is known.
        let named = commit.parents.len();
        commit.parents.retain(|parent| here[*parent]);
        if commit.parents.len() < named {
            commit.cut = Some(Cut::Missing);
        }
        if commit.cut.is_some() {
            commit.known = None;
        }
    }
    let ordered = order(&found);
    if ordered.len() + missing.len() < found.len() {
        return Err(Error::new(format!("the history of commit {tip} leads back to itself"))
            .hint("objects are damaged: `git fsck --full` says which; a fresh clone repairs it"));
    }
    let mut places = vec![0; found.len()];
    for (new, old) in ordered.iter().enumerate() {
        places[*old] = new;
    }
    let node = |place: usize| {
        let commit = &mut found[place];
        let parents = commit.parents.iter().map(|parent| places[*parent]).collect();
        let Found { id, tree, seconds, cut, known, .. } = *commit;
        Node { id, tree, parents, cut, raw: commit.raw.take(), seconds, known }
    };
    Ok(Graph { commits: ordered.into_iter().map(node).collect(), missing })
}

/// Reads the commits in any order. One that is missing has no tree.
fn collect(
    reader: &Reader<'_>,
    tip: ObjectId,
    shallow: &BTreeSet<ObjectId>,
    known: &Known<'_>,
) -> Result<(Vec<Found>, Vec<ObjectId>)> {
    reader.require(tip, ObjectType::Commit)?;
    let mut places = HashMap::with_capacity(known.len());
    places.insert(tip, 0);
    let mut found = Vec::with_capacity(known.len().max(1));
    found.push(Found::new(tip));
    let (mut missing, mut kept) = (Vec::new(), 0);
    let mut waiting = vec![0];
    while let Some(place) = waiting.pop() {
        let id = found[place].id;
        // What is known of a commit that is gone does not stand for it.
        found[place].known = known.find(id).filter(|_| reader.has(id));
        let links = if let Some(number) = found[place].known {
            known.links(number)
        } else {
            let raw = reader.read(id, ObjectType::Commit);
            let links = raw.as_ref().and_then(|raw| commit::links(raw.data()));
            let (Some(raw), Some(links)) = (raw, links) else {
                missing.push(id);
                continue;
            };
            kept += raw.data().len();
            found[place].raw = (kept <= KEPT).then(|| raw.data().into());
            links
        };
        (found[place].tree, found[place].seconds) = (links.tree, links.seconds);
        if !links.parents.is_empty() && shallow.contains(&id) {
            found[place].cut = Some(Cut::Shallow);
            continue;
        }
        for parent in links.parents {
            let parent = *places.entry(parent).or_insert_with(|| {
                found.push(Found::new(parent));
                waiting.push(found.len() - 1);
                found.len() - 1
            });
            found[place].parents.push(parent);
        }
    }
    if found[0].tree.is_none() {
        return Err(failure::during(&format!("read commit {tip}"), git2::Error::from_str("it names no tree")));
    }
    missing.sort_unstable();
    Ok((found, missing))
}

/// The places of the commits, newest first: the order of `git log --date-order`. Those that are missing are left out.
fn order(found: &[Found]) -> Vec<usize> {
    let mut children = vec![0_usize; found.len()];
    for parent in found.iter().flat_map(|commit| &commit.parents) {
        children[*parent] += 1;
    }
    let mut ordered = Vec::with_capacity(found.len());
    // Of commits with one date, the one that became ready first comes first.
    let mut ready = BinaryHeap::from([(found[0].seconds, Reverse(0), 0)]);
    let mut count = 0;
    while let Some((_, _, place)) = ready.pop() {
        ordered.push(place);
        for parent in &found[place].parents {
            children[*parent] -= 1;
            if children[*parent] == 0 {
                count += 1;
                ready.push((found[*parent].seconds, Reverse(count), *parent));
            }
        }
    }
    ordered
}

/// Reads git's list of the commits at which a clone was cut off.
pub(super) fn shallow_roots(list: &[u8]) -> Result<BTreeSet<ObjectId>> {
    let lines = list.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            ObjectId::from_hex(line).ok_or_else(|| {
                Error::new("git's file `shallow` holds something else than commits")
                    .hint("`git fetch --unshallow` repairs it; so does a fresh clone")
            })
        })
        .collect()
}
