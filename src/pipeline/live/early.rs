//! A text that was just written, on its page before all that follows from it is worked out.
//!
//! Of a large AIMS that takes a while: how its documents stand, and what is found about them. Whoever writes wants to see
//! the words. So the page is made at once from the text, with what is known of everything else, and says of the rest that
//! it is being worked out: nothing that was true of the text before is claimed of it ([`State::unsettled`]). Only what
//! stands below the front matter may be another, for all else decides on more than one page.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use super::super::project::Project;
use super::super::withheld::Names;
use super::copies::Copies;
use crate::base::DocPath;
use crate::model::{DocIx, Retold};
use crate::serve::{Answer, Page};
use crate::site::{Address, Site};
use crate::state::{EditionKind, NoTexts, State};

/// From how many documents on it takes long enough for somebody to wait.
const LARGE: usize = 400;

/// Of how many texts it is shown. Where more change at once, nobody is writing.
const MOST: usize = 8;

/// A state that is shown.
pub(super) struct Good {
    pub(super) project: Rc<Project>,
    pub(super) state: State,
    pub(super) names: Names,
}

/// The documents of a state whose own pages somebody looked at, with the paths of these.
#[derive(Default)]
pub(super) struct Looked(BTreeMap<DocIx, String>);

impl Looked {
    pub(super) fn note(&mut self, ix: DocIx, path: &str) {
        self.0.insert(ix, path.to_owned());
    }

    pub(super) fn page_of(&self, ix: DocIx) -> Option<&str> {
        self.0.get(&ix).map(String::as_str)
    }
}

/// Texts in a state of which it is not worked out yet what follows from them.
pub(super) struct Early {
    /// What stood in their place.
    before: Vec<Retold>,
    /// Whether a commit held all of it.
    from_commit: bool,
    /// Their pages.
    pub(super) pages: BTreeMap<String, Answer>,
}

impl Early {
    /// Puts texts that changed into the state that is shown, and makes those of their pages that somebody looked at. They
    /// are told to be of the state `number`. `None` where there are none, or more changed than texts.
    pub(super) fn of(good: &mut Good, changed: &BTreeSet<PathBuf>, looked: &Looked, number: u64) -> Option<Self> {
        let state = &good.state;
        // What readers may not know of is told from the rest when all of it is known.
        let is_whole = state.edition == EditionKind::Latest && good.names.is_empty();
        if !is_whole || state.aims.documents.len() < LARGE {
            return None;
        }
        let documents = documents(good, changed)?;
        let looked_at = documents.into_iter().filter_map(|ix| Some((ix, looked.page_of(ix)?)));
        let looked_at: Vec<(DocIx, &str)> = looked_at.collect();
        let (record, _) = good.project.memory.record.get(|_| !looked_at.is_empty())?;
        let copies = Copies::of(&good.project);
        let retold: Vec<_> =
            looked_at.iter().filter_map(|(ix, _)| good.state.aims.retold(&copies, *ix, &record.files())).collect();
        drop(copies);
        if retold.len() != looked_at.len() {
            return None;
        }
        let before = retold.into_iter().map(|retold| good.state.aims.retell(retold)).collect();
        good.state.unsettled = looked_at.iter().map(|(ix, _)| *ix).collect();
        // No commit holds what was written just now.
        let from_commit = std::mem::take(&mut good.state.from_commit);
        let early = Self { before, from_commit, pages: pages(&good.state, &looked_at, number) };
        if early.pages.is_empty() {
            early.undo(good);
            return None;
        }
        Some(early)
    }

    /// Puts back what stood there before.
    pub(super) fn undo(self, good: &mut Good) {
        for retold in self.before {
            good.state.aims.retell(retold);
        }
        good.state.unsettled.clear();
        good.state.from_commit = self.from_commit;
    }
}

/// The documents that changed; `None` where something else did.
fn documents(good: &Good, changed: &BTreeSet<PathBuf>) -> Option<Vec<DocIx>> {
    let root = &good.project.root;
    // An editor may write a file by way of another, which is gone by now.
    let there = changed.iter().filter(|path| path.exists()).take(MOST + 1);
    let document = |path: &PathBuf| {
        let inner = path.strip_prefix(root).ok()?.to_str()?.replace(std::path::MAIN_SEPARATOR, "/");
        good.state.aims.by_path(&DocPath::new(&inner)?)
    };
    let found: Vec<DocIx> = there.map(document).collect::<Option<_>>()?;
    (1..=MOST).contains(&found.len()).then_some(found)
}

/// The pages of documents, as far as they can be made.
fn pages(state: &State, documents: &[(DocIx, &str)], number: u64) -> BTreeMap<String, Answer> {
    let Ok(site) = Site::new(state, &NoTexts, Vec::new()) else { return BTreeMap::new() };
    let made = documents.iter().filter_map(|(ix, path)| {
        let bytes: Arc<[u8]> = site.page(Address::Document(*ix)).ok()?.into();
        let answer = Answer {
            state: number,
            page: Some(Page { bytes, ours: true }),
            fault: None,
            working: true,
            findings: Vec::new(),
            summary: String::new(),
        };
        Some(((*path).to_owned(), answer))
    });
    made.collect()
}
