//! The one pass over a history, step by step.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use git2::ObjectType;
use rayon::prelude::*;

use super::change::{Change, ChangeKind};
use super::changes::{Changes, Log, LogOptions};
use super::column::{self, Touch};
use super::commit::{Commit, Person};
use super::gap::{self, GapKind, Gaps};
use super::id::ObjectId;
use super::known::{Fresh, Known};
use super::mailmap::Mailmap;
use super::mainline::{self, Mainline};
use super::pairing::{self, Unpaired};
use super::repository::Repo;
use super::store::Reader;
use super::trace::Tracer;
use super::walk::{self, Node};
use super::{commit, overlay};
use crate::base::Result;

/// Reads the history of a folder, and where it is to be kept, gives what is known now in bytes, if that is worth
/// writing down.
pub(super) fn run(
    repo: &Repo,
    tip: ObjectId,
    (prefix, options): (&str, &LogOptions),
    known: Known<'_>,
    keep: bool,
) -> Result<(Log, Option<Vec<u8>>)> {
    let shallow = repo.shallow_roots()?;
    let (mut graph, mailmap) = repo.store.with(|reader| {
        let graph = walk::graph(reader, tip, &shallow, &known)?;
        let mailmap = Mailmap::at(reader, graph.commits[0].tree);
        Ok((graph, mailmap))
    })?;
    let mut gaps = gap::cuts(&graph);
    repo.store.with(|reader| overlay::tell(reader, &repo.common, &graph.commits, &mut gaps))?;
    let pass = Pass { repo, graph: &graph.commits, known: &known };
    let Changed { changes, own, unsure, too_many, trees } = pass.changes(prefix, options, &mut gaps)?;
    let (told, mut commits) = pass.describe(changes)?;
    let bringers = mainline::brought_by(&graph.commits);
    let silent = silent(&told, &bringers);
    let mut merges = pass.parse(&silent)?;
    // From here on nothing is read, and there is much to be put down.
    for node in &mut graph.commits {
        node.raw = None;
    }
    let kept = keep.then(|| {
        let fresh = fresh((&graph.commits, &own), &unsure, &too_many, (&told, &commits), (&silent, &merges));
        // To read a few commits again costs less than to write down all that is known.
        if fresh.len() * 64 > known.len() { known.with(&fresh, &trees) } else { None }
    });
    name_people(&mut commits, &mailmap);
    name_people(&mut merges, &mailmap);
    for (place, commit) in told.iter().zip(&mut commits) {
        commit.brought_by = bringers[*place].map(|bringer| graph.commits[bringer].id);
    }
    let own = told.iter().zip(&commits).filter(|(place, _)| bringers[**place] == Some(**place));
    let bringers = own.chain(silent.iter().zip(&merges));
    let mainline = bringers.map(|(place, commit)| (commit.id, Mainline::of(commit, before(&graph.commits, *place))));
    let mainline = mainline.collect();
    let line = mainline::line(&graph.commits).map(|place| graph.commits[place].id).collect();
    Ok((Log { commits, gaps: gaps.finish(&graph), mainline, line, mailmap }, kept.flatten()))
}

/// The first parent of a commit, if it is known to be here.
fn before(graph: &[Node], place: usize) -> Option<ObjectId> {
    let node = &graph[place];
    node.parents.first().filter(|_| node.cut.is_none()).map(|parent| graph[*parent].id)
}

/// The places of commits that brought in others of those in `told`, and are not themselves among them.
fn silent(told: &[usize], bringers: &[Option<usize>]) -> Vec<usize> {
    let all: BTreeSet<usize> = told.iter().filter_map(|place| bringers[*place]).collect();
    all.into_iter().filter(|bringer| told.binary_search(bringer).is_err()).collect()
}

/// What all steps need.
struct Pass<'p, 'k> {
    repo: &'p Repo,
    graph: &'p [Node],
    known: &'p Known<'k>,
}

/// The changes of all commits that have any, and of those at a boundary, which have none that are known.
struct Changed {
    /// In order of the places.
    changes: Vec<Changes>,
    /// What of these they changed in the folder alone, by their places, where it is not all.
    own: BTreeMap<usize, Vec<Change>>,
    /// Commits of which not all could be read.
    unsure: BTreeSet<usize>,
    /// Commits that moved too many files to compare.
    too_many: BTreeSet<usize>,
    /// The trees that were read for that.
    trees: Vec<ObjectId>,
}

impl Pass<'_, '_> {
    fn changes(&self, prefix: &str, options: &LogOptions, gaps: &mut Gaps) -> Result<Changed> {
        let asked = |place: usize| self.graph[place].known.is_none();
        let keeps = |path: &str| options.keeps(path);
        let passing = options.passing;
        let wanted = column::Wanted { prefix, keep: &keeps, passing, enter: &|_| true, asked: &asked };
        let column::Touched { touches, lost, trees } = column::touched(&self.repo.store, self.graph, wanted)?;
        let mut unsure = BTreeSet::new();
        for lost in lost {
            unsure.insert(lost.commit);
            gaps.add(GapKind::MissingTrees, Some(lost.commit), Some(lost.tree));
        }
        let mut changes = self.by_commit(touches);
        let numbers = self.graph.iter().enumerate().filter_map(|(place, node)| Some((place, node.known?)));
        let mut too_many: BTreeSet<usize> =
            numbers.filter(|(_, number)| self.known.too_many_renames(*number)).map(|(place, _)| place).collect();
        for (commit, unpaired) in self.pair_renames(&mut changes, options)? {
            for blob in unpaired.missing {
                unsure.insert(commit);
                gaps.add(GapKind::MissingBlobs, Some(commit), Some(blob));
            }
            too_many.extend(unpaired.too_many.then_some(commit));
        }
        let mut own = BTreeMap::new();
        if options.follow {
            let (store, graph, keep, identity) = (&self.repo.store, self.graph, &keeps, options.identity);
            let traced = Tracer { store, graph, prefix, keep, identity }.follow(&mut changes)?;
            too_many.extend(traced.too_many);
            for (commit, text) in traced.missing {
                unsure.insert(commit);
                gaps.add(GapKind::MissingBlobs, Some(commit), Some(text));
            }
            own = traced.own;
        }
        for commit in &too_many {
            gaps.add(GapKind::TooManyRenames, Some(*commit), None);
        }
        self.repo.store.with(|reader| {
            if overlay::is_partial(reader) {
                for one in &changes {
                    overlay::missing_versions(reader, one.commit, &one.list, gaps);
                }
            }
            Ok(())
        })?;
        Ok(Changed { changes, own, unsure, too_many, trees })
    }

    /// Gathers what belongs to one commit.
    fn by_commit(&self, touches: Vec<Touch>) -> Vec<Changes> {
        let mut touches = touches.into_iter().peekable();
        let mut all = Vec::new();
        for (commit, node) in self.graph.iter().enumerate() {
            let mut list = node.known.map(|number| self.known.changes(number)).unwrap_or_default();
            while let Some(touch) = touches.next_if(|touch| touch.commit == commit) {
                list.push(Change::of(touch.path, touch.old.known(), touch.new.known()));
            }
            if !list.is_empty() || node.cut.is_some() {
                all.push(Changes { commit, list });
            }
        }
        all
    }

    fn pair_renames(&self, changes: &mut [Changes], options: &LogOptions) -> Result<Vec<(usize, Unpaired)>> {
        let any = |changes: &Changes, kind| changes.list.iter().any(|change| change.kind == kind);
        let candidates: Vec<&mut Changes> = changes
            .iter_mut()
            .filter(|changes| self.graph[changes.commit].known.is_none())
            .filter(|changes| any(changes, ChangeKind::Added) && any(changes, ChangeKind::Deleted))
            .collect();
        candidates
            .into_par_iter()
            .map(|changes| {
                let keeps = |path: &str| options.keeps(path);
                let pair = |reader: &Reader<'_>| Ok(pairing::pair(reader, &mut changes.list, &keeps, options.identity));
                let unpaired = self.repo.store.with(pair)?;
                Ok((changes.commit, unpaired))
            })
            .collect()
    }

    /// Reads in full the commits that have something to tell, and gives them beside their places.
    fn describe(&self, changes: Vec<Changes>) -> Result<(Vec<usize>, Vec<Commit>)> {
        let (places, lists): (Vec<_>, Vec<_>) =
            changes.into_iter().map(|changes| (changes.commit, changes.list)).unzip();
        let mut commits = self.parse(&places)?;
        for ((commit, changes), place) in commits.iter_mut().zip(lists).zip(&places) {
            (commit.changes, commit.boundary) = (changes, self.graph[*place].cut.is_some());
        }
        Ok((places, commits))
    }

    /// Reads commits in full, with people as they stand in them.
    fn parse(&self, places: &[usize]) -> Result<Vec<Commit>> {
        let chunks: Vec<Vec<Commit>> = places
            .par_chunks(1024)
            .map(|chunk| {
                self.repo.store.with(|reader| {
                    let mut people = BTreeMap::new();
                    chunk.iter().map(|place| self.parse_one(reader, *place, &mut people)).collect()
                })
            })
            .collect::<Result<_>>()?;
        Ok(chunks.into_iter().flatten().collect())
    }

    fn parse_one(&self, reader: &Reader<'_>, place: usize, people: &mut People) -> Result<Commit> {
        let node = &self.graph[place];
        if let Some(commit) = node.known.and_then(|number| self.known.commit(number)) {
            return Ok(commit);
        }
        let intern = |name: String, email: String| {
            let person = people.entry((name.into(), email.into()));
            let (name, email) = person.key();
            let same = (Arc::clone(name), Arc::clone(email));
            person.or_insert(same).clone()
        };
        Ok(match &node.raw {
            Some(raw) => commit::parse(node.id, raw, intern),
            None => commit::parse(node.id, reader.require(node.id, ObjectType::Commit)?.data(), intern),
        })
    }
}

/// The commits that were not known and are now. `told` and `silent` are places, with the commits that stand there.
fn fresh<'c>(
    (graph, own): (&[Node], &'c BTreeMap<usize, Vec<Change>>),
    unsure: &BTreeSet<usize>,
    too_many: &BTreeSet<usize>,
    told: (&[usize], &'c [Commit]),
    silent: (&[usize], &'c [Commit]),
) -> Vec<Fresh<'c>> {
    let find = |(places, commits): (&[usize], &'c [Commit]), place: &usize| -> Option<&'c Commit> {
        places.binary_search(place).ok().map(|at| &commits[at])
    };
    let fresh = |(place, node): (usize, &Node)| {
        let details = find(told, &place).or_else(|| find(silent, &place));
        Fresh {
            id: node.id,
            tree: node.tree,
            seconds: node.seconds,
            parents: node.parents.iter().map(|parent| graph[*parent].id).collect(),
            changes: own.get(&place).map_or_else(|| details.map_or(&[][..], |commit| &commit.changes), Vec::as_slice),
            too_many_renames: too_many.contains(&place),
            details,
        }
    };
    let new = |(place, node): &(usize, &Node)| node.known.is_none() && node.cut.is_none() && !unsure.contains(place);
    graph.iter().enumerate().filter(new).map(fresh).collect()
}
/// A name and an address, for each person the same texts; few people write many commits.
type People = BTreeMap<(Arc<str>, Arc<str>), (Arc<str>, Arc<str>)>;

/// Names everybody as `.mailmap` has it.
fn name_people(commits: &mut [Commit], mailmap: &Mailmap) {
    if mailmap.is_empty() {
        return;
    }
    commits.par_chunks_mut(1024).for_each(|chunk| {
        let mut people = People::new();
        let mut name = |person: &mut Person| {
            let proper =
                people.entry((Arc::clone(&person.name), Arc::clone(&person.email))).or_insert_with_key(|known| {
                    let (name, email) = mailmap.resolve(known.0.to_string(), known.1.to_string());
                    (name.into(), email.into())
                });
            if *proper != (Arc::clone(&person.name), Arc::clone(&person.email)) {
                let (name, email) = proper.clone();
                let said = (std::mem::replace(&mut person.name, name), std::mem::replace(&mut person.email, email));
                person.said = Some(said);
            }
        };
        for commit in chunk {
            name(&mut commit.author);
            name(&mut commit.committer);
        }
    });
}
