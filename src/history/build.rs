//! From a log of commits to the history of each document.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::bearers::Bore;
use super::follow::{self, File};
use super::gap::{Gap, Lost};
use super::landed::{Landed, is_followed};
use super::listed::Listed;
use super::met::Met;
use super::moving::Moving;
use super::order::{LinePlace, Order};
use super::record::{Gone, History, Line, Standing, Tag};
use super::revision::{Change, ChangeKind, Merge, Person, Revision};
use super::versions::{Held, versions};
use super::whole::Holes;
use super::{beside, facts, identity, joined, renumbered, seams, trailers};
use crate::base::text::cut;
use crate::base::{Date, DocPath, Result, below};
use crate::cache::Cache;
use crate::reading::Reading;
use crate::repo::{self, Log, Mailmap, Mainline, ObjectId, Repo};
use crate::source::Source;

/// What a history is built from.
pub struct Input<'a> {
    /// The log of the commit at the head.
    pub log: Log,
    /// That commit, and the day it was made.
    pub head: (ObjectId, Date),
    /// The day as of which all is told: no commit is later, but for the newest.
    pub today: Date,
    /// The documents that are there now.
    pub present: &'a [DocPath],
    /// Where their bytes are; without it, nothing is known of what was moved without a commit.
    pub source: Option<&'a dyn Source>,
    /// Where the texts of all revisions are; without it, nothing is known of what they say.
    pub repo: Option<&'a Repo>,
    /// The path of the AIMS in its repository; empty at the top.
    pub prefix: &'a str,
    /// Keys of the team's that mean one of ours.
    pub reading: &'a Reading,
    /// The people whom the settings list.
    pub listed: &'a Listed,
    /// Where what was found is kept.
    pub cache: &'a Cache,
    /// Takes comparisons that pages are about to ask for.
    pub met: &'a Met,
}

/// How many characters of a subject and of a name are kept. They stand on every page of every document that a commit changed.
const SUBJECT: usize = 1_000;
const NAME: usize = 200;

/// Builds the record.
///
/// # Errors
/// Where the tags of the repository cannot be listed.
pub fn build(input: Input<'_>) -> Result<History> {
    let Input { log, head, today, present, source, repo, prefix, reading, listed, cache, met } = input;
    let mut gaps: Vec<Gap> = log.gaps.into_iter().map(Gap::Log).chain(unnamed(&log.mailmap, head.0)).collect();
    let line = log.line;
    let merges = merges(&log.mainline, listed);
    let clock = |commit: ObjectId| repo?.commit(commit).ok().map(|commit| commit.committer);
    let order = Order::new(&line, &log.mainline, today, &clock);
    let mut revisions: Vec<Revision> = log
        .commits
        .into_iter()
        .filter(|commit| !commit.changes.is_empty())
        .map(|commit| revision(commit, &log.mainline, &merges, (&order, &log.mailmap, listed)))
        .collect();
    gaps.extend(repo.map(|repo| examined((repo, prefix), &mut revisions, (reading, cache, met))).unwrap_or_default());
    let mut history = History {
        standing: Standing::Recorded,
        head: Some((head.0.to_string(), head.1)),
        line: line.len(),
        gaps,
        mailmap: log.mailmap,
        ..History::default()
    };
    let (tags, unread) = repo.map(|repo| tags(repo, &line)).transpose()?.unwrap_or_default();
    history.tags = tags;
    history.gaps.extend(Some(unread).filter(|unread| !unread.is_empty()).map(Gap::Tags));
    let mut files = follow::follow(&mut revisions, &|merge, text, paths| {
        let at = |repo: &Repo, parent, path: &DocPath| repo.blob_at(parent, &below(prefix, path.as_str()));
        let is_at = |parent, path| repo.is_some_and(|repo| at(repo, parent, path) == Some(text));
        merge.parents.iter().any(|parent| paths.iter().any(|path| is_at(*parent, path)))
    });
    let landed = repo.and_then(|repo| Landed::new(repo, prefix, head.0, &line, &revisions, &order));
    if let Some(landed) = &landed {
        landed.place(&revisions, &mut files);
    }
    history.renumbered = renumbered::settle(&mut revisions, &files);
    history.holes = Holes::of(&history.gaps, &revisions, repo);
    history.moving = Moving::find(&files, &revisions, present, source.zip(repo.map(Repo::format)));
    let mut bore = Bore::default();
    for file in files {
        let held: Vec<Held> = match &landed {
            Some(landed) if is_followed(&file.path) => {
                let held = landed.settle(&mut revisions, &file, &history.holes);
                history.holes.sure(&revisions, &file.steps, held)
            }
            _ => file.steps.iter().filter_map(|step| Held::new(&revisions, *step)).collect(),
        };
        let File { mut steps, path, here } = file;
        let path = if here { history.moving.now(path) } else { path };
        let versions = versions(&revisions, &held);
        steps.reverse();
        if here && present.binary_search(&path).is_ok() {
            bore.add(&path, &steps, &revisions, landed.as_ref());
            for step in &steps {
                revisions[step.revision].changes[step.change].document = Some(path.clone());
            }
            history.by_path.insert(path, Line { steps, versions, held });
        } else if path.is_markdown() {
            history.gone.push(Gone { path, steps, versions, held });
        }
    }
    name_asides(&mut revisions, &history, reading.sidecars.pairs(present).of);
    history.besides = beside::Kept::of(&revisions, present.iter(), reading);
    history.revisions = revisions;
    history.bearers = bore.in_turn();
    let whole = !history.gaps.iter().any(Gap::is_hole);
    let committed = |path: &DocPath| landed.as_ref().is_some_and(|landed| landed.is_in_head(path));
    let documents = present.iter().filter(|path| path.is_markdown());
    history.seams = seams::seams(&history, documents, (whole, &committed), repo.map(|repo| (repo, reading)));
    Ok(history)
}

/// That the `.mailmap` of a commit cannot be read.
fn unnamed(mailmap: &Mailmap, commit: ObjectId) -> Option<Gap> {
    mailmap.lost.then(|| Gap::Texts(Lost { first: commit.to_string(), others: 0 }))
}

/// Reads what the texts of all revisions say and which of them git put together, and gives what of it is not here.
fn examined(
    (repo, prefix): (&Repo, &str),
    revisions: &mut [Revision],
    (reading, cache, met): (&Reading, &Cache, &Met),
) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = facts::examine(repo, revisions, reading, cache, met).into_iter().collect();
    gaps.extend(facts::settings(repo, revisions));
    identity::settle(repo, revisions, reading);
    joined::settle(repo, prefix, revisions);
    gaps
}

/// Names the document of each change of a file beside it: `pairs` are of the document and that file.
fn name_asides(revisions: &mut [Revision], history: &History, pairs: impl IntoIterator<Item = (DocPath, DocPath)>) {
    for (document, aside) in pairs {
        for step in history.by_path.get(&aside).map_or(&[][..], |line| &line.steps) {
            revisions[step.revision].changes[step.change].document = Some(document.clone());
        }
    }
}

/// More annotated tags than these do not mark audits.
const TAGS: usize = 1_000;

/// The newest annotated tags that lead to a commit, in order of their days; and the names of those that cannot be read.
fn tags(repo: &Repo, line: &[ObjectId]) -> Result<(Vec<Tag>, Vec<String>)> {
    let places: BTreeMap<ObjectId, LinePlace> =
        line.iter().rev().enumerate().map(|(index, commit)| (*commit, LinePlace::new(index))).collect();
    let tag = |tag: repo::Tag| {
        let (tagger, commit) = tag.tagger.as_ref().zip(tag.commit)?;
        Some(Tag {
            day: tagger.day(),
            name: cut(tag.called.as_ref().unwrap_or(&tag.name), NAME),
            rev: if tag.is_renamed() { commit.to_string() } else { tag.name.clone() },
            place: places.get(&commit).copied(),
            signed: tag.id.is_some_and(|id| matches!(repo.signature_of(id), Ok(Some(_)))),
        })
    };
    let all = repo.tags()?;
    let unread = all.iter().filter(|tag| tag.unread).map(|tag| cut(&tag.name, NAME)).collect();
    let mut tags: Vec<Tag> = all.into_iter().filter_map(tag).collect();
    tags.sort_by(|a, b| (a.day, &a.name).cmp(&(b.day, &b.name)));
    Ok((tags.split_off(tags.len().saturating_sub(TAGS)), unread))
}

/// The merges among the commits of the main line, each once, however many commits it brought.
fn merges(mainline: &BTreeMap<ObjectId, Mainline>, listed: &Listed) -> BTreeMap<ObjectId, Arc<Merge>> {
    let merge = |(id, line): (&ObjectId, &Mainline)| {
        let merge = Merge {
            commit: id.to_string(),
            author: person(&line.author, listed),
            committer: person(&line.committer, listed),
            date: line.author.day(),
            subject: cut(&line.subject, SUBJECT),
            body: line.body.clone(),
            signed: line.signed,
        };
        (*id, Arc::new(merge))
    };
    mainline.iter().filter(|(_, line)| line.merge).map(merge).collect()
}

fn revision(
    commit: repo::Commit,
    mainline: &BTreeMap<ObjectId, Mainline>,
    merges: &BTreeMap<ObjectId, Arc<Merge>>,
    (order, mailmap, listed): (&Order, &Mailmap, &Listed),
) -> Revision {
    let brought = commit.brought_by.and_then(|id| mainline.get(&id));
    let arrival = commit.brought_by.and_then(|id| order.of(id));
    Revision {
        commit: commit.id.to_string(),
        author: person(&commit.author, listed),
        committer: person(&commit.committer, listed),
        co_authors: co_authors(&commit.body, mailmap, listed),
        date: commit.author.day(),
        landed: arrival.map_or_else(|| commit.committer.day(), |arrival| arrival.day),
        landed_at: arrival.map_or(commit.committer.seconds, |arrival| arrival.at),
        place: arrival.map(|arrival| arrival.place),
        clock: arrival.and_then(|arrival| arrival.said),
        subject: cut(&commit.subject, SUBJECT),
        body: commit.body,
        merge: commit.parents.len() > 1,
        parents: if commit.parents.len() > 1 { commit.parents } else { Vec::new() },
        signed: commit.signed,
        merged: commit.brought_by.filter(|id| *id != commit.id).and_then(|id| merges.get(&id)).cloned(),
        before: brought.and_then(|brought| brought.before),
        changes: commit.changes.into_iter().map(change).collect(),
    }
}

fn person(of: &repo::Person, listed: &Listed) -> Person {
    let said = of.said.as_ref();
    let lets = said.is_some_and(|(name, email)| listed.lets((name, email), (&of.name, &of.email)));
    let (name, email) = match said {
        Some((name, email)) if !lets => (name, email),
        _ => (&of.name, &of.email),
    };
    let name = match name {
        name if name.is_empty() => "Unknown".into(),
        // Bytes first: they are known at once, and nearly every name is short.
        name if name.len() > NAME => cut(name, NAME).into(),
        name => Arc::clone(name),
    };
    Person { name, email: Arc::clone(email), said: of.said.clone().filter(|_| lets) }
}

/// How many co-authors of one commit are told.
const CO_AUTHORS: usize = 100;

/// The people whom lines `Co-authored-by` of a message name.
fn co_authors(body: &str, mailmap: &Mailmap, listed: &Listed) -> Vec<Person> {
    let person = |value: &str| {
        let (name, email) = trailers::identity(value);
        let said: (Arc<str>, Arc<str>) = (cut(name, NAME).into(), email.into());
        let proper = mailmap.resolve(name.to_owned(), email.to_owned());
        let lets = listed.lets((name, email), (&proper.0, &proper.1));
        let (name, email) = if lets { proper } else { (name.to_owned(), email.to_owned()) };
        let (name, email): (Arc<str>, Arc<str>) = (cut(&name, NAME).into(), email.into());
        let changed = (&said.0, &said.1) != (&name, &email);
        Person { name, email, said: changed.then_some(said) }
    };
    trailers::values(body, "Co-authored-by").into_iter().take(CO_AUTHORS).map(person).collect()
}

fn change(change: repo::Change) -> Change {
    let kind = match change.kind {
        repo::ChangeKind::Added => ChangeKind::Added,
        repo::ChangeKind::Modified => ChangeKind::Modified,
        repo::ChangeKind::Deleted => ChangeKind::Deleted,
        repo::ChangeKind::Renamed if change.old == change.new => ChangeKind::Moved,
        repo::ChangeKind::Renamed => ChangeKind::Renamed,
    };
    Change { from: change.from, old: change.old, new: change.new, ..Change::new(change.path, kind) }
}
