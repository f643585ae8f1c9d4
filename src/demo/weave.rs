//! From the story to commits: which files each holds, who made it, and what it follows.
//!
//! In come the texts and the steps of the story; out come commits as values, in order, each naming its parents by
//! their place in the list. Nothing is written here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::acts;
use super::loom::{Files, Weaver};
use super::story::{Step, minute};
use crate::base::{Date, DocPath, Error, Result, date};
use crate::repo::Stamp;

/// Minutes east of UTC, all year: moments move with the days and must not jump.
const OFFSET: i32 = 60;

/// One commit.
pub(super) struct Commit {
    /// Places of its parents in the list.
    pub parents: Vec<usize>,
    /// All its files.
    pub files: Files,
    /// Who wrote it.
    pub author: Stamp,
    /// Who put it into the history.
    pub committer: Stamp,
    /// The message.
    pub message: String,
    /// Whose key signs it.
    pub signer: Option<String>,
    /// A tag on it: name, who set it, message.
    pub tag: Option<(String, Stamp, String)>,
}

/// One line of development: the main one, or a side branch.
#[derive(Clone, Default)]
struct Line {
    /// The newest commit.
    tip: Option<usize>,
    /// The moment as of which each file stands, by its path in the end.
    files: BTreeMap<&'static str, String>,
    /// Records of acts and their signatures.
    records: Files,
    /// Which moves have been made.
    moved: BTreeSet<usize>,
    /// What was put since the branch began.
    changed: BTreeSet<&'static str>,
}

impl Weaver<'_> {
    /// The commits, the oldest first.
    pub(super) fn commits(&self) -> Result<Vec<Commit>> {
        let mut commits: Vec<Commit> = Vec::new();
        let mut main = Line::default();
        let mut branches: BTreeMap<&str, Line> = BTreeMap::new();
        for step in &self.story.step {
            let line = match step.branch.as_deref() {
                Some(name) => branches.entry(name).or_insert_with(|| Line { changed: BTreeSet::new(), ..main.clone() }),
                None => &mut main,
            };
            let mut parents: Vec<usize> = line.tip.into_iter().collect();
            if let Some(name) = step.merge.as_deref() {
                let side = branches
                    .remove(name)
                    .ok_or_else(|| Error::new(format!("the story merges `{name}`, which nobody began")))?;
                parents.extend(side.tip);
                main.merge(side);
            }
            let line = step.branch.as_deref().and_then(|name| branches.get_mut(name)).unwrap_or(&mut main);
            commits.push(self.commit(step, line, parents)?);
            line.tip = Some(commits.len() - 1);
        }
        match branches.keys().next() {
            Some(name) => Err(Error::new(format!("the story never merges `{name}`"))),
            None => Ok(commits),
        }
    }

    fn commit(&self, step: &Step, line: &mut Line, parents: Vec<usize>) -> Result<Commit> {
        for file in &step.put {
            let path = self.texts.path(file)?;
            line.files.insert(path, step.at.clone());
            line.changed.insert(path);
        }
        let moves = self.story.moved.iter().enumerate().filter(|(_, moved)| moved.at == step.at);
        line.moved.extend(moves.map(|(at, _)| at));
        let mut files = self.files(line)?;
        for record in acts::records(self, step, &files)? {
            line.records.insert(record.0.clone(), record.1.clone());
            files.insert(record.0, record.1);
        }
        let author = self.stamp(&step.by, &step.at)?;
        let forge = step.squash || step.merge.is_some();
        let committer = if forge { forge_stamp(&author) } else { author.clone() };
        let message = match (&step.merge, step.number) {
            (Some(branch), Some(number)) => {
                format!("Merge pull request #{number} from harrowmere/{branch}\n\n{}", step.message.trim())
            }
            _ => step.message.trim().to_owned(),
        };
        let tag = match &step.tag {
            Some(tag) => Some((tag.name.clone(), self.stamp(&tag.by, &tag.at)?, self.shifted(&tag.message))),
            None => None,
        };
        let signer = step.signed.then(|| step.by.clone());
        Ok(Commit { parents, files, author, committer, message: self.shifted(&message), signer, tag })
    }

    /// The files of a line, where they are now and in the days that the reader wants.
    fn files(&self, line: &Line) -> Result<Files> {
        let mut files = line.records.clone();
        for (path, moment) in &line.files {
            let key = (*path, moment.clone(), line.moved.clone());
            let known = self.done.borrow().get(&key).cloned();
            let (path, bytes) = match known {
                Some(file) => file,
                None => self.file(path, moment, line)?,
            };
            self.done.borrow_mut().insert(key, (path.clone(), Arc::clone(&bytes)));
            files.insert(path, bytes);
        }
        Ok(files)
    }

    fn file(&self, path: &'static str, moment: &str, line: &Line) -> Result<(DocPath, Arc<[u8]>)> {
        let text = self.moved(&self.texts.at(path, moment)?, line);
        let path = self.shifted(&self.moved(path, line));
        let sound = DocPath::new(&path).ok_or_else(|| Error::new(format!("`{path}` is no path")))?;
        Ok((sound, Arc::from(self.shifted(&text).into_bytes())))
    }

    /// Gives what has not been moved yet its first name, in paths and in links.
    fn moved(&self, text: &str, line: &Line) -> String {
        let yet = self.story.moved.iter().enumerate().filter(|(at, _)| !line.moved.contains(at));
        yet.fold(text.to_owned(), |text, (_, moved)| text.replace(&moved.to, &moved.from))
    }

    fn stamp(&self, name: &str, moment: &str) -> Result<Stamp> {
        let person = self.person(name)?;
        let days = date::days_between(Date::constant(1970, 1, 1), self.day(moment)?);
        let minutes = days * 24 * 60 + minute(moment)? - i64::from(OFFSET);
        let email = person.emails.first().cloned().unwrap_or_default();
        Ok(Stamp { name: person.name.clone(), email, seconds: minutes * 60, offset_minutes: OFFSET })
    }
}

impl Line {
    /// Takes in what a side branch brought.
    fn merge(&mut self, side: Line) {
        for path in side.changed {
            let theirs = side.files.get(path).cloned().unwrap_or_default();
            let ours = self.files.entry(path).or_default();
            *ours = theirs.max(std::mem::take(ours));
            self.changed.insert(path);
        }
        self.records.extend(side.records);
        self.moved.extend(side.moved);
    }
}

/// The forge, which makes squashes and merges at the press of a button.
fn forge_stamp(author: &Stamp) -> Stamp {
    Stamp { name: "Forge".into(), email: "noreply@forge.example".into(), ..author.clone() }
}
