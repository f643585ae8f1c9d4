//! Files that records show as evidence and that were replaced after the record was settled.
//!
//! What a record says stands in the file that it leads to as much as in its own words, and the bytes of that are in no text:
//! git is asked which the main line held when the record was settled, and which it holds now.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::input::Input;
use super::records::RecordLives;
use crate::base::{Date, DocPath, below, date};
use crate::history::{History, Settled};
use crate::model::document::Document;
use crate::model::links::Target;
use crate::model::{Aims, DocIx};
use crate::parse::MAX_TEXT;
use crate::repo::{ObjectId, Repo};

/// A file to which a settled record leads and that is another one now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swapped {
    /// The place of the link among those of the record.
    pub link: usize,
    /// The file.
    pub path: DocPath,
    /// The commit of the main line that replaced it, in hex digits.
    pub commit: String,
    /// Who made that.
    pub who: Arc<str>,
    /// The day it was made.
    pub on: Date,
    /// By what the record was settled, and when.
    pub settled: (Settled, Date),
}

/// Finds them, each file of a record once.
pub(super) fn find(input: &Input<'_>, lives: &RecordLives) -> BTreeMap<DocIx, Vec<Swapped>> {
    let Input { aims, history, .. } = *input;
    let (Some((repo, prefix)), Some(tip)) = (input.repo, input.tip) else { return BTreeMap::new() };
    let mut walk = Line { repo, commits: Vec::new(), next: Some(tip), held: BTreeMap::new() };
    let mut found = BTreeMap::new();
    for (ix, document) in aims.iter() {
        let Some(life) = lives.of(ix) else { continue };
        let files = files(aims, ix, document);
        if files.is_empty() {
            continue;
        }
        let stands = life.stands.filter(|day| *day <= aims.today).map(|day| (Settled::Stood, day));
        let Some(settled) = life.settled.or(stands) else { continue };
        let of = Record { repo, history, document, settled };
        let swapped = |(link, path): (usize, &DocPath)| {
            let full = path.full().map_or_else(|| below(prefix, path.as_str()), str::to_owned);
            let (commit, place) = (of.replaced(&full, link, &mut walk)?, path.clone());
            let made = repo.commit(commit).ok()?;
            let on = date::of_timestamp(made.committer.seconds, made.committer.offset_minutes);
            Some(Swapped { link, path: place, commit: commit.to_string(), who: made.author.name, on, settled })
        };
        let swapped: Vec<Swapped> = files.into_iter().filter_map(swapped).collect();
        if !swapped.is_empty() {
            found.insert(ix, swapped);
        }
    }
    found
}

/// The files of the repository to which a document leads, each with the place of the first link to it.
fn files<'a>(aims: &'a Aims, ix: DocIx, document: &Document) -> Vec<(usize, &'a DocPath)> {
    let mut seen = BTreeSet::new();
    let links = aims.links.get(ix.index()).map_or(&[][..], Vec::as_slice);
    let assets = links.iter().take(document.body.links.len()).enumerate().filter_map(|(place, target)| match target {
        Ok(Target::Asset(path)) => Some((place, path)),
        _ => None,
    });
    assets.filter(|(_, path)| seen.insert(*path)).collect()
}

/// A record that was settled.
struct Record<'a> {
    repo: &'a Repo,
    history: &'a History,
    document: &'a Document,
    settled: (Settled, Date),
}

impl Record<'_> {
    /// The commit that replaced a file since the record was settled, or since it leads there: the first after which the main
    /// line never held again what it was.
    fn replaced(&self, file: &str, link: usize, walk: &mut Line<'_>) -> Option<ObjectId> {
        let since = self.since(file, link, walk)?;
        let (was, tip) = (self.repo.blob_at(since, file), walk.tip()?);
        let now = self.repo.blob_at(tip, file)?;
        if was == Some(now) {
            return None;
        }
        let (mut was, mut replaced) = (was, None);
        for (commit, here) in walk.after(since, file).into_iter().rev() {
            match (was, here) {
                (None, _) => was = here,
                (Some(was), Some(here)) if was == here => replaced = None,
                (Some(_), Some(_)) => replaced = replaced.or(Some(commit)),
                (Some(_), None) => {}
            }
        }
        replaced
    }

    /// The commit of the main line from which on the file may not change: that which settled the record, or a later one that
    /// put the link into it.
    fn since(&self, file: &str, link: usize, walk: &mut Line<'_>) -> Option<ObjectId> {
        let (by, day) = self.settled;
        let target = self.document.body.links.get(link).map(|link| link.target.as_str()).unwrap_or_default();
        let name = file.rsplit('/').next().unwrap_or(file);
        let leads = |text: ObjectId| {
            let bytes = self.repo.blob(text, MAX_TEXT);
            let Ok(crate::repo::Blob::Bytes(bytes)) = bytes else { return false };
            let text = String::from_utf8_lossy(&bytes);
            text.contains(name) || (!target.is_empty() && text.contains(target))
        };
        let steps = self.history.steps(&self.document.path).iter().rev().filter_map(|step| self.history.step(*step));
        let mut settling = None;
        for (revision, change) in steps {
            let Some(text) = change.new else { continue };
            if revision.landed <= day {
                settling = Some((revision, leads(text)));
            } else if settling.is_none_or(|(_, leads)| !leads) && leads(text) {
                return revision.bringer().parse().ok();
            }
        }
        match (settling, by) {
            (Some((_, true)), Settled::Stood) => walk.on(day),
            (Some((revision, true)), _) => revision.bringer().parse().ok(),
            _ => None,
        }
    }
}

/// The commits of the main line, the newest first, as far as they were asked for, each with its day.
struct Line<'a> {
    repo: &'a Repo,
    commits: Vec<(ObjectId, Date)>,
    next: Option<ObjectId>,
    /// By which commits files became what they were, by their places, the newest first: many records lead to one file.
    held: BTreeMap<String, Vec<(usize, Option<ObjectId>)>>,
}

impl Line<'_> {
    fn tip(&mut self) -> Option<ObjectId> {
        self.at(0).map(|(commit, _)| commit)
    }

    /// The newest one that was there at the end of a day.
    fn on(&mut self, day: Date) -> Option<ObjectId> {
        (0..).map_while(|place| self.at(place)).find(|(_, made)| *made <= day).map(|(commit, _)| commit)
    }

    /// Those that came after one and made a file another, with what it was then, the newest first; none where that one is not
    /// on the main line.
    fn after(&mut self, commit: ObjectId, file: &str) -> Vec<(ObjectId, Option<ObjectId>)> {
        let Some(from) = (0..).map_while(|place| self.at(place)).position(|(other, _)| other == commit) else {
            return Vec::new();
        };
        let held = match self.held.remove(file) {
            Some(held) => held,
            None => self.follow(file),
        };
        let later = held.iter().take_while(|(place, _)| *place < from);
        let found = later.filter_map(|(place, blob)| Some((self.commits.get(*place)?.0, *blob))).collect();
        self.held.insert(file.to_owned(), held);
        found
    }

    /// By which commits a file became what it was, the newest first.
    fn follow(&mut self, file: &str) -> Vec<(usize, Option<ObjectId>)> {
        let mut held = Vec::new();
        let mut newer: Option<(usize, Option<ObjectId>)> = None;
        for place in 0.. {
            let Some((commit, _)) = self.at(place) else { break };
            let here = self.repo.blob_at(commit, file);
            held.extend(newer.filter(|(_, blob)| *blob != here));
            newer = Some((place, here));
        }
        held.extend(newer);
        held
    }

    fn at(&mut self, place: usize) -> Option<(ObjectId, Date)> {
        while self.commits.len() <= place {
            let commit = self.repo.commit(self.next?).ok()?;
            let made = date::of_timestamp(commit.committer.seconds, commit.committer.offset_minutes);
            self.next = commit.parents.first().copied();
            self.commits.push((commit.id, made));
        }
        self.commits.get(place).copied()
    }
}
