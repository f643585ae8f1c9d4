//! An AIMS that is looked at while it is written: held in memory, and worked out anew when files change.
//!
//! In come messages, one after the other: that files changed, and what somebody asks ([`Message`]). Each question is
//! answered from the newest state there is. Where none can be made (a half-written file of settings, a folder that is gone),
//! the last one stays, and every answer says why ([`Fault`]). Nothing is rendered that nobody asks for.
//!
//! What is told is what a fresh start would tell: the same findings and the same bytes.

mod copies;
mod desk;
mod early;
mod told;
mod watched;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

pub use desk::{Desk, Message, desk};
pub use told::difference;
pub use watched::watched;

use super::built::{FileKind, ProjectTexts, SiteFiles};
use super::project::{Project, Request};
use super::reader::Made;
use crate::base::{Date, DocPath, Error, Files, Result};
use crate::serve::{Answer, Fault, Page};
use crate::state::State;
use copies::Copies;
use early::{Early, Good, Looked};

/// Hears what becomes of the AIMS.
pub trait Hears {
    /// Files changed, and what that makes of it is being worked out.
    fn begins(&self);

    /// These pages can be shown by this number while what follows from their texts is being worked out, until there is
    /// another state or none can be made.
    fn early(&self, number: u64, pages: BTreeMap<String, Answer>);

    /// There is another state, of this number; `before` it there was another, if there was one. So many `more` are found in
    /// what its readers may not know of.
    fn came(&self, number: u64, before: Option<&State>, state: &State, more: usize);

    /// There is none, and why; the one before stays.
    fn failed(&self, number: u64, error: Error);
}

/// From where an AIMS is read.
pub struct Origin<'a> {
    /// Finds the AIMS anew.
    pub open: &'a dyn Fn() -> Result<Project>,
    /// What of it is looked at.
    pub request: Request,
    /// The day, which is another when the night is over.
    pub today: &'a dyn Fn() -> Date,
}

/// Follows an AIMS for as long as there are messages.
pub fn follow(origin: &Origin<'_>, messages: &mut dyn Iterator<Item = Message>, hears: &dyn Hears) {
    let mut live = Live { origin, hears, number: 0, fault: None, anew: true, more: 0, looked: Looked::default() };
    hears.begins();
    let mut good = live.next(None, &BTreeSet::new());
    while let Some(changed) = live.show(good.as_ref(), messages) {
        hears.begins();
        let early = good.as_mut().and_then(|good| live.early(good, &changed));
        match (live.next(good.as_ref(), &changed), early) {
            (Some(next), _) => {
                // Nobody waits for a large state to be taken down.
                if let Some(Good { state, .. }) = good.replace(next) {
                    rayon::spawn(move || drop(state));
                }
                live.looked = Looked::default();
            }
            (None, early) => {
                if let Some((early, good)) = early.zip(good.as_mut()) {
                    early.undo(good);
                }
            }
        }
    }
}

/// What is known beside the state that is shown.
struct Live<'a> {
    origin: &'a Origin<'a>,
    hears: &'a dyn Hears,
    /// How often the state or the fault was another.
    number: u64,
    /// Why there is no newer state.
    fault: Option<Fault>,
    /// Whether nothing is known any more of what did not change.
    anew: bool,
    /// How much is found in what the readers may not know of.
    more: usize,
    /// The documents whose pages somebody looked at.
    looked: Looked,
}

impl Live<'_> {
    /// Answers from a state until files change, and says which; `None` where there are no messages any more.
    fn show(&mut self, good: Option<&Good>, messages: &mut dyn Iterator<Item = Message>) -> Option<BTreeSet<PathBuf>> {
        let shown = good.map(Ground::of);
        let mut shown = match shown.as_ref().map(Shown::of).transpose() {
            Ok(shown) => shown,
            Err(error) => {
                self.fail(error);
                None
            }
        };
        for message in messages {
            match message {
                Message::Ask(path, reply) => reply(self.answer(shown.as_mut(), &path)),
                Message::Changed(paths) => return Some(paths),
            }
        }
        None
    }

    /// Shows what was just written, where that can be shown before all that follows from it is known.
    fn early(&mut self, good: &mut Good, changed: &BTreeSet<PathBuf>) -> Option<Early> {
        if self.anew || self.fault.is_some() {
            return None;
        }
        let mut early = Early::of(good, changed, &self.looked, self.number + 1)?;
        self.number += 1;
        self.hears.early(self.number, std::mem::take(&mut early.pages));
        Some(early)
    }

    /// The next state, if there can be one.
    fn next(&mut self, before: Option<&Good>, changed: &BTreeSet<PathBuf>) -> Option<Good> {
        let known = before.map(|good| &good.project).filter(|project| project.forget(changed) && !self.anew);
        self.anew = known.is_none();
        match self.origin.make(known) {
            Ok((next, more)) => {
                (self.anew, self.more) = (false, more);
                self.number += 1;
                self.fault = None;
                self.hears.came(self.number, before.map(|good| &good.state), &next.state, more);
                Some(next)
            }
            Err(error) => {
                self.fail(error);
                None
            }
        }
    }

    fn fail(&mut self, error: Error) {
        self.number += 1;
        let error = told::waiting(error);
        self.fault = Some(told::fault(&error));
        self.hears.failed(self.number, error);
    }

    fn answer(&mut self, shown: Option<&mut Shown<'_>>, path: &str) -> Answer {
        let (state, fault) = (self.number, self.fault.clone());
        let Some(shown) = shown else {
            return Answer { state, page: None, fault, working: false, findings: Vec::new(), summary: String::new() };
        };
        let (page, fault) = match shown.page(path) {
            Ok(page) => (page, fault),
            // What cannot be shown is a fault of this page alone.
            Err(error) => (None, fault.or_else(|| Some(told::fault(&error)))),
        };
        let kind = shown.kind(path);
        if let Some(FileKind::Document(ix)) = kind {
            self.looked.note(ix, path);
        }
        let findings = told::about(shown.state, kind, path);
        let summary = told::summary(&shown.state.findings, self.more);
        Answer { state, page, fault, working: false, findings, summary }
    }
}

impl Origin<'_> {
    /// Reads what is not known, and everything where nothing is; and how much is found in what the readers may not know of.
    fn make(&self, known: Option<&Rc<Project>>) -> Result<(Good, usize)> {
        let project = match known {
            Some(project) => Rc::clone(project),
            None => Rc::new((self.open)()?.remembering()),
        };
        let request = Request { today: (self.today)(), ..self.request.clone() };
        let Made { state, names, opened, whole } = project.make(&request)?;
        drop(opened);
        let more = whole.map_or(0, |whole| whole.told().count().saturating_sub(state.findings.told().count()));
        Ok((Good { project, state, names }, more))
    }
}

/// What pages are made from.
struct Ground<'a> {
    state: &'a State,
    texts: ProjectTexts<'a>,
    copies: Copies<'a>,
}

impl<'a> Ground<'a> {
    fn of(good: &'a Good) -> Self {
        let texts = ProjectTexts { withheld: good.names.clone(), ..good.project.texts(&good.state.aims) };
        Self { state: &good.state, texts, copies: Copies::of(&good.project) }
    }
}

/// The site of a state, and what was made of it.
struct Shown<'a> {
    state: &'a State,
    files: SiteFiles<'a>,
    made: BTreeMap<DocPath, Arc<[u8]>>,
}

/// How many pages are kept for those who ask again.
const KEPT: usize = 64;

impl<'a> Shown<'a> {
    fn of(ground: &'a Ground<'a>) -> Result<Self> {
        let files = SiteFiles::new(ground.state, &ground.texts, &ground.copies)?;
        Ok(Self { state: ground.state, files, made: BTreeMap::new() })
    }

    fn kind(&self, path: &str) -> Option<FileKind> {
        self.files.kind(&DocPath::new(path)?)
    }

    /// The page at a path, if there is one.
    fn page(&mut self, path: &str) -> Result<Option<Page>> {
        let Some(path) = DocPath::new(path) else { return Ok(None) };
        let Some(kind) = self.files.kind(&path) else { return Ok(None) };
        let ours = kind != FileKind::Copy;
        if let Some(bytes) = self.made.get(&path) {
            return Ok(Some(Page { bytes: Arc::clone(bytes), ours }));
        }
        let bytes: Arc<[u8]> = self.files.bytes(&path)?.into_owned().into();
        if self.made.len() == KEPT {
            self.made.clear();
        }
        // Files of the repository may change before the state does.
        if ours {
            self.made.insert(path, Arc::clone(&bytes));
        }
        Ok(Some(Page { bytes, ours }))
    }
}
