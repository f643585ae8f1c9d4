//! The text of each file at each moment of the story.
//!
//! In come the embedded files and the story; out comes the text of a file as it stood on a day, in the words of the
//! day on which the story ends. Deliberately not here: which commit touches which file.

use std::collections::{BTreeMap, BTreeSet};

use super::files::FILES;
use super::keys;
use super::markdown::{Version, field, versions};
use super::past::Known;
use super::shift::shift_day;
use super::story::{Story, day};
use crate::base::{Date, DocPath, Error, Result};

/// How far ahead a document may look: its text is agreed some days before it takes effect.
const AHEAD: i32 = 10;

/// All files, as they are in the end and as they were.
pub(super) struct Texts<'a> {
    story: &'a Story,
    /// The texts in the end, by path.
    last: BTreeMap<&'static str, String>,
    /// Paths by the id of the document.
    paths: BTreeMap<String, &'static str>,
    /// Ids by path.
    ids: BTreeMap<&'static str, String>,
    /// The day on which each document was written.
    first: BTreeMap<String, Date>,
    end: Date,
}

impl<'a> Texts<'a> {
    /// Takes in the files and finds out when each is first seen.
    pub(super) fn new(story: &'a Story) -> Result<Self> {
        let mut texts = Self {
            story,
            last: FILES.iter().map(|(path, text)| (*path, (*text).to_owned())).collect(),
            paths: BTreeMap::new(),
            ids: BTreeMap::new(),
            first: BTreeMap::new(),
            end: day(&story.today)?,
        };
        for (path, text) in FILES {
            if let Some(id) = field(text, "id") {
                texts.paths.insert(id.to_owned(), path);
                texts.ids.insert(path, id.to_owned());
            }
        }
        for differs in &story.differs {
            let path = texts.path(&differs.file)?;
            let demo = with_keys(&differs.demo)?;
            let text = texts.last.entry(path).or_default();
            *text = match differs.example.as_str() {
                "" => format!("{text}{demo}"),
                example => replaced(text, example, &demo, path)?,
            };
        }
        for step in &story.step {
            for file in &step.put {
                let path = texts.path(file)?;
                if let Some(id) = texts.ids.get(path) {
                    texts.first.entry(id.clone()).or_insert(day(&step.at)?);
                }
            }
        }
        Ok(texts)
    }

    /// The path, in the end, of what the story names by id or path.
    pub(super) fn path(&self, file: &str) -> Result<&'static str> {
        let by_path = || FILES.iter().map(|(path, _)| *path).find(|path| *path == file);
        let found = self.paths.get(file).copied().or_else(by_path);
        found.ok_or_else(|| Error::new(format!("the story names `{file}`, which the example does not have")))
    }

    /// The text of a file as it stood at a moment, before any file was moved back.
    pub(super) fn at(&self, path: &'static str, moment: &str) -> Result<String> {
        let mut text = self.last.get(path).cloned().unwrap_or_default();
        let versions = self.versions(path, &text)?;
        for was in &self.story.was {
            let now = moment >= was.from.as_str() && moment < was.until.as_str();
            if now && self.path(&was.file)? == path {
                let (now, then) = (with_keys(&was.now)?, with_keys(&was.then)?);
                text = match was.everywhere && text.contains(&now) {
                    true => text.replace(&now, &then),
                    false => replaced(&text, &now, &then, path)?,
                };
            }
        }
        if !DocPath::new(path).is_some_and(|path| path.is_markdown()) {
            return Ok(text);
        }
        let now = day(moment)?;
        let until = shift_day(now, AHEAD);
        let early = self.ids.get(path).and_then(|id| self.story.early.get(id)).map_or(&[][..], Vec::as_slice);
        let is_later = |id: &&String| self.first.get(*id).is_none_or(|first| *first > until) && !early.contains(id);
        let later: BTreeSet<String> = self.paths.keys().filter(is_later).cloned().collect();
        Ok(Known { now, until, end: self.end, later: &later, early }.text(&text, &versions))
    }

    /// The versions of a document: from its own table, or from the story.
    fn versions(&self, path: &str, text: &str) -> Result<Vec<Version>> {
        let Some(listed) = self.ids.get(path).and_then(|id| self.story.versions.get(id)) else {
            return Ok(versions(text));
        };
        let read = |line: &String| {
            let (number, on) = line.split_once(' ').unwrap_or_default();
            Ok(Version { number: number.to_owned(), day: day(on)? })
        };
        listed.iter().map(read).collect()
    }
}

/// Puts public keys where the text asks for them: `{key of Orla Fenwick}`.
fn with_keys(text: &str) -> Result<String> {
    let mut text = text.to_owned();
    while let Some((before, rest)) = text.split_once("{key of ") {
        let (name, after) = rest.split_once('}').unwrap_or((rest, ""));
        text = format!("{before}{}{after}", keys::key(name)?.public_line());
    }
    Ok(text)
}

/// Replaces what occurs once.
fn replaced(text: &str, from: &str, to: &str, path: &str) -> Result<String> {
    match text.matches(from).count() {
        1 => Ok(text.replacen(from, to, 1)),
        times => Err(Error::new(format!("`{from}` occurs {times} times in {path}, where the story counts on one"))),
    }
}
