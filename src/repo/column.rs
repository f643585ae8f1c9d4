//! What each commit changed, found one folder at a time.
//!
//! The straightforward way, commit by commit from the top of its tree to the bottom, reads neighbours in the object
//! store at long intervals, and libgit2's small cache of delta bases has forgotten them by then: on a long history
//! that is five times slower. Here one folder is followed through all commits before the next folder is looked at, so
//! that each version of it is read right after the one it is stored as a difference to. Folders that nobody touched,
//! and everything outside the prefix, are never read.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};

use git2::ObjectType;
use rayon::prelude::*;

use super::id::{ObjectFormat, ObjectId};
use super::raw_tree::{self, Difference};
use super::store::{Object, Reader, Store};
use super::walk::Node;
use crate::base::{DocPath, Error, Result, below};

/// One file that one commit changed.
pub(super) struct Touch {
    /// The commit, by its place in the graph.
    pub(super) commit: usize,
    pub(super) path: DocPath,
    /// The blob in the first parent that has the file.
    pub(super) old: ObjectId,
    pub(super) new: ObjectId,
}

/// A folder of a commit whose tree could not be read, so that it is not known what the commit changed there.
pub(super) struct Lost {
    pub(super) commit: usize,
    pub(super) tree: ObjectId,
}

/// What all commits changed.
#[derive(Default)]
pub(super) struct Touched {
    /// Sorted by commit, then by path.
    pub(super) touches: Vec<Touch>,
    pub(super) lost: Vec<Lost>,
    /// The trees that were read for that, in order.
    pub(super) trees: Vec<ObjectId>,
}

/// A commit in which one folder is not what it was in any parent. A folder that is not there is [`ObjectId::NONE`].
struct Step {
    commit: usize,
    new: ObjectId,
    old: ObjectId,
    /// The folder in the other parents of a merge.
    others: Option<Box<[ObjectId]>>,
}

/// A piece of one folder's way through the history, short enough that no worker is long busy alone.
struct Piece<'a> {
    /// From the prefix on; empty or with a `/` at its end.
    path: &'a str,
    /// Above the prefix: the only name that leads there.
    toward: Option<&'a str>,
    steps: &'a [Step],
}

/// What came of a piece: changed files, and the steps of the folders inside it.
#[derive(Default)]
struct Outcome {
    touched: Touched,
    inside: BTreeMap<String, Vec<Step>>,
}

const PIECE: usize = 4096;

/// How many names a walk may still find, over all depths: a guard against a few trees crafted to hold each other many times.
struct Budget {
    compared: Mutex<HashSet<u64>>,
    left: AtomicI64,
}

impl Budget {
    /// More than any real history has, as many more for each of its commits, and for how many one counts in two trees that
    /// were compared before.
    const NAMES: (i64, i64, i64) = (10_000_000, 200, 40);

    /// What each difference of two trees counts.
    fn weight(&self, trees: (ObjectId, ObjectId)) -> i64 {
        let mut hasher = DefaultHasher::new();
        trees.hash(&mut hasher);
        let is_new = self.compared.lock().unwrap_or_else(PoisonError::into_inner).insert(hasher.finish());
        if is_new { 1 } else { Self::NAMES.2 }
    }

    /// Whether that much is left.
    fn spend(&self, weight: i64) -> bool {
        self.left.fetch_sub(weight, Relaxed) >= weight
    }
}

/// Which files are looked for, and in which commits.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// The folder in which they lie; empty at the top.
    pub(super) prefix: &'a str,
    /// Whether a file is wanted, by its path below the prefix.
    pub(super) keep: &'a (dyn Fn(&str) -> bool + Sync),
    /// Whether one that is not is wanted where it comes or goes.
    pub(super) passing: fn(&str) -> bool,
    /// Whether a folder may hold any of them, by its path below the prefix with a `/` at its end.
    pub(super) enter: &'a (dyn Fn(&str) -> bool + Sync),
    /// Whether it is asked what a commit changed, by its place.
    pub(super) asked: &'a (dyn Fn(usize) -> bool + Sync),
}

/// Follows a folder and all inside it through `commits`, for the files that are wanted.
pub(super) fn touched(store: &Store, commits: &[Node], wanted: Wanted<'_>) -> Result<Touched> {
    let most = Budget::NAMES.0 + Budget::NAMES.1 * i64::try_from(commits.len()).unwrap_or_default();
    let (mut result, budget) = (Touched::default(), Budget { compared: Mutex::default(), left: AtomicI64::new(most) });
    let mut outer = wanted.prefix.split('/').filter(|name| !name.is_empty());
    let mut level = BTreeMap::from([(
        String::new(),
        (0..commits.len())
            .filter(|place| (wanted.asked)(*place))
            .filter_map(|place| top(place, commits))
            .collect::<Vec<_>>(),
    )]);
    while !level.is_empty() {
        let toward = outer.next();
        let pieces: Vec<Piece<'_>> = level
            .iter()
            .flat_map(|(path, steps)| steps.chunks(PIECE).map(move |steps| Piece { path, toward, steps }))
            .collect();
        let outcomes: Vec<Outcome> = pieces
            .into_par_iter()
            .with_max_len(1)
            .map(|piece| store.with(|reader| Ok(follow(reader, &piece, wanted, &budget))))
            .collect::<Result<_>>()?;
        if !budget.spend(0) {
            return Err(too_much(&level, commits, wanted.prefix));
        }
        let mut next: BTreeMap<String, Vec<Step>> = BTreeMap::new();
        for Outcome { touched, inside } in outcomes {
            result.touches.extend(touched.touches);
            result.lost.extend(touched.lost);
            result.trees.extend(touched.trees);
            for (path, steps) in inside {
                next.entry(path).or_default().extend(steps);
            }
        }
        level = next;
    }
    result.touches.par_sort_unstable_by(|a, b| (a.commit, &a.path).cmp(&(b.commit, &b.path)));
    result.trees.par_sort_unstable();
    result.trees.dedup();
    Ok(result)
}

/// Tells which commit stands at the most paths of a depth, the oldest of several, and where.
fn too_much(level: &BTreeMap<String, Vec<Step>>, commits: &[Node], prefix: &str) -> Error {
    let mut paths: BTreeMap<usize, (usize, &str)> = BTreeMap::new();
    for (path, step) in level.iter().flat_map(|(path, steps)| steps.iter().map(move |step| (path, step))) {
        paths.entry(step.commit).or_insert((0, path)).0 += 1;
    }
    let (place, (_, path)) = paths.into_iter().max_by_key(|(place, (many, _))| (*many, *place)).unwrap_or_default();
    let (commit, path) = (commits[place].id.short(), below(prefix, path.split('/').next().unwrap_or_default()));
    Error::new(format!("commit {commit} has the same folders so many times below `{path}` that nobody can follow them"))
        .hint("No work of people looks so. Do not merge it: ask for a branch without that commit (`git rebase -i`).")
}

/// The step at the top of a commit's tree, if it changed anything at all.
fn top(commit: usize, commits: &[Node]) -> Option<Step> {
    let node = &commits[commit];
    let mut olds = node.parents.iter().map(|parent| commits[*parent].tree);
    if node.cut.is_some() || olds.clone().any(|old| old == node.tree) {
        return None;
    }
    let old = olds.next().unwrap_or(ObjectId::NONE);
    let others: Box<[ObjectId]> = olds.collect();
    Some(Step { commit, new: node.tree, old, others: (!others.is_empty()).then_some(others) })
}

fn follow(reader: &Reader<'_>, piece: &Piece<'_>, wanted: Wanted<'_>, budget: &Budget) -> Outcome {
    let mut trees = Trees { reader, recent: VecDeque::with_capacity(Trees::KEPT), all: Vec::new() };
    let mut names = Names { path: piece.path, wanted, toward: piece.toward, known: BTreeMap::new() };
    let mut outcome = Outcome::default();
    for step in piece.steps.iter().take_while(|_| budget.spend(0)) {
        let (others, weight) = (step.others.as_deref().unwrap_or_default(), budget.weight((step.old, step.new)));
        let ids = [step.old, step.new].into_iter().chain(others.iter().copied());
        let read: Vec<_> = match ids.map(|id| trees.read(id)).collect() {
            Ok(read) => read,
            Err(tree) => {
                outcome.touched.lost.push(Lost { commit: step.commit, tree });
                continue;
            }
        };
        let raw: Vec<&[u8]> = read.iter().map(|tree| tree.as_ref().map_or(&[][..], |tree| tree.data())).collect();
        raw_tree::compare(raw[0], raw[1], reader.format, |difference| {
            if !budget.spend(weight) {
                return;
            }
            let others = raw[2..].iter().map(|raw| id_in(raw, reader.format, &difference)).collect();
            note(step.commit, &difference, others, &mut names, &mut outcome);
        });
    }
    outcome.touched.trees = trees.all;
    outcome
}

/// What another tree has in the place of a difference.
fn id_in(raw: &[u8], format: ObjectFormat, difference: &Difference<'_>) -> ObjectId {
    raw_tree::find(raw, format, difference.name, difference.folder).map_or(ObjectId::NONE, |entry| entry.id())
}

/// Notes one difference to the first parent, unless another parent has the same.
fn note(
    commit: usize,
    difference: &Difference<'_>,
    others: Vec<ObjectId>,
    names: &mut Names<'_>,
    outcome: &mut Outcome,
) {
    let Difference { name, folder, old, new } = *difference;
    if others.contains(&new) {
        return;
    }
    match names.find(name, folder) {
        Some(Name::Passing(_)) if !old.is_none() && !new.is_none() => {}
        Some(Name::File(path) | Name::Passing(path)) => {
            let olds = std::iter::once(old).chain(others);
            let old = olds.into_iter().find(|id| !id.is_none()).unwrap_or(ObjectId::NONE);
            outcome.touched.touches.push(Touch { commit, path: path.clone(), old, new });
        }
        Some(Name::Folder(path)) => {
            let others = (!others.is_empty()).then(|| others.into());
            let step = Step { commit, new, old, others };
            match outcome.inside.get_mut(path) {
                Some(steps) => steps.push(step),
                None => {
                    outcome.inside.insert(path.clone(), vec![step]);
                }
            }
        }
        None => {}
    }
}

/// The names met in one folder, so that each path is made and asked for once.
struct Names<'a> {
    path: &'a str,
    wanted: Wanted<'a>,
    toward: Option<&'a str>,
    known: BTreeMap<(bool, Vec<u8>), Option<Name>>,
}

enum Name {
    File(DocPath),
    Passing(DocPath),
    Folder(String),
}

impl Names<'_> {
    /// The path of a name that is to be followed.
    fn find(&mut self, name: &[u8], folder: bool) -> Option<&Name> {
        let key = (folder, name.to_vec());
        let (path, wanted, toward) = (self.path, self.wanted, self.toward);
        self.known
            .entry(key)
            .or_insert_with(|| {
                let name = std::str::from_utf8(name).ok().filter(|name| !name.contains('/'))?;
                if let Some(outer) = toward {
                    return (folder && name == outer).then(|| Name::Folder(String::new()));
                }
                let path = DocPath::new(&format!("{path}{name}"))?;
                if folder {
                    let path = format!("{path}/");
                    return (wanted.enter)(&path).then_some(Name::Folder(path));
                }
                match (wanted.keep)(path.as_str()) {
                    true => Some(Name::File(path)),
                    false => (wanted.passing)(path.as_str()).then_some(Name::Passing(path)),
                }
            })
            .as_ref()
    }
}

/// The last few trees that were read: the new one of this commit is the old one of the next.
struct Trees<'r> {
    reader: &'r Reader<'r>,
    /// The one that was called for last stands at the end.
    recent: VecDeque<(ObjectId, Rc<Object<'r>>)>,
    /// All that were read.
    all: Vec<ObjectId>,
}

impl<'r> Trees<'r> {
    const KEPT: usize = 8;

    /// The tree `id`: nothing where there is none, and the id again where it cannot be read.
    fn read(&mut self, id: ObjectId) -> Result<Option<Rc<Object<'r>>>, ObjectId> {
        if id.is_none() {
            return Ok(None);
        }
        let place = self.recent.iter().rposition(|(recent, _)| *recent == id);
        let tree = match place.and_then(|place| self.recent.remove(place)) {
            Some((_, tree)) => tree,
            None => {
                let tree = Rc::new(self.reader.read(id, ObjectType::Tree).ok_or(id)?);
                self.all.push(id);
                tree
            }
        };
        if self.recent.len() == Self::KEPT {
            self.recent.pop_front();
        }
        self.recent.push_back((id, Rc::clone(&tree)));
        Ok(Some(tree))
    }
}
