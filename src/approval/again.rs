//! What was judged before, for whoever judges the same AIMS again and again while its documents are written.
//!
//! What became of a document follows from its text, from where its links lead, and from what is the same for all documents:
//! the change record, the acts, the tags, the settings and the day ([`Of`]). Where all of that is as it was, so is what was
//! judged, and it is taken from here. Nothing is kept where nobody asked for it.

use std::sync::{Arc, Mutex, PoisonError};

use super::acts::Filed;
use super::lives::Lived;
use super::rosters::{Behind, Place, Settled};
use super::seen::First;
use super::signatures::SignedTag;
use super::targets::Leads;
use super::tenure::Tenure;
use crate::base::Date;
use crate::history::History;
use crate::model::document::Document;
use crate::repo::Repo;

/// What is known from one judgement to the next, for whoever judges the same AIMS again.
#[derive(Default)]
pub struct Past {
    /// The settings of commits.
    pub(super) settings: Settled,
    /// What was judged.
    pub(super) again: Again,
}

impl Past {
    /// One that remembers what was judged, and not only the settings of commits.
    pub fn remembering() -> Self {
        Self { again: Again::new(), ..Self::default() }
    }
}

/// From what all documents of an AIMS are judged.
pub(super) struct Of {
    /// The change record: this very one.
    pub(super) history: Arc<History>,
    /// The text of the settings; `None` where there is none that can be read.
    pub(super) settings: Option<String>,
    pub(super) today: Date,
    pub(super) place: Place,
    pub(super) behind: Behind,
    /// All acts on record.
    pub(super) filed: Vec<Filed>,
    pub(super) tags: Vec<SignedTag>,
}

impl Of {
    fn is(&self, other: &Self) -> bool {
        let Self { history, settings, today, place, behind, filed, tags } = self;
        Arc::ptr_eq(history, &other.history)
            && (settings, today, place) == (&other.settings, &other.today, &other.place)
            && (behind, filed, tags) == (&other.behind, &other.filed, &other.tags)
    }
}

/// What was judged of an AIMS.
pub(super) struct Judged {
    of: Of,
    /// In order of the documents.
    pub(super) lives: Vec<Life>,
    /// When the versions of those that are gone were in force, in their order; none before that was judged.
    pub(super) gone: Vec<Vec<Tenure>>,
}

/// What was judged of a document.
pub(super) struct Life {
    document: Arc<Document>,
    leads: Option<Leads>,
    pub(super) lived: Lived,
}

impl Life {
    pub(super) fn new(document: &Arc<Document>, leads: Option<&Leads>, lived: Lived) -> Self {
        Self { document: Arc::clone(document), leads: leads.cloned(), lived }
    }

    /// Whether it is of this text, with these links.
    pub(super) fn is_of(&self, document: &Arc<Document>, leads: Option<&Leads>) -> bool {
        Arc::ptr_eq(&self.document, document) && self.leads.as_ref() == leads
    }
}

/// How many AIMS are remembered: an edition is another than what it was made of.
const KEPT: usize = 2;

/// What was judged before, the newest first. Where nothing is to be remembered, it stays empty.
#[derive(Default)]
pub(super) struct Again(Option<Mutex<Held>>);

#[derive(Default)]
struct Held {
    judged: Vec<Judged>,
    first: Option<(Arc<History>, Arc<First>)>,
}

impl Again {
    /// One that remembers.
    pub(super) fn new() -> Self {
        Self(Some(Mutex::default()))
    }

    /// What was judged before from the very same; else nothing yet.
    pub(super) fn take(&self, of: Of) -> Judged {
        let known = self.0.as_ref().and_then(|held| {
            let judged = &mut held.lock().unwrap_or_else(PoisonError::into_inner).judged;
            let place = judged.iter().position(|known| known.of.is(&of))?;
            Some(judged.remove(place))
        });
        known.unwrap_or_else(|| Judged { of, lives: Vec::new(), gone: Vec::new() })
    }

    /// Keeps what was judged for the next time.
    pub(super) fn put(&self, judged: Judged) {
        if let Some(held) = &self.0 {
            let known = &mut held.lock().unwrap_or_else(PoisonError::into_inner).judged;
            known.insert(0, judged);
            known.truncate(KEPT);
        }
    }

    /// When each text below the folder of records first reached the main line.
    pub(super) fn first_seen(&self, history: &Arc<History>, repo: Option<&Repo>) -> Arc<First> {
        let Some(held) = &self.0 else { return Arc::new(First::of_history(history, repo)) };
        let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
        match &held.first {
            Some((of, first)) if Arc::ptr_eq(of, history) => Arc::clone(first),
            _ => {
                let first = Arc::new(First::of_history(history, repo));
                held.first = Some((Arc::clone(history), Arc::clone(&first)));
                first
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Approval, Approvals, Input, Past, judge};
    use super::*;
    use crate::base::DocPath;
    use crate::history::Standing;
    use crate::model::Aims;
    use crate::model::load::{Firsts, read_with};
    use crate::model::remembered::Remembered;
    use crate::source::Memory;

    const TODAY: Date = Date::constant(2026, 11, 20);

    /// What is known from one judgement to the next.
    struct Known {
        documents: Remembered,
        past: Past,
        history: Arc<History>,
    }

    impl Known {
        fn judge(&self, settings: &str, texts: [&str; 2]) -> Vec<Arc<Approval>> {
            let of =
                |text: &str| format!("---\nid: {text}\nkind: policy\nstatus: approved\n---\n{text}\n").into_bytes();
            let [a, b] = texts.map(of);
            let source = Memory::new([("aims.toml", settings.as_bytes()), ("a.md", &a), ("b.md", &b)]);
            let read = read_with(&source, &self.documents).expect("memory can be read");
            let firsts = Firsts { bearers: self.history.bearers(), age: &|path| self.history.age(path) };
            let aims: Aims = read.settle(&source, TODAY, firsts).expect("memory can be read");
            let found: Approvals =
                judge(&Input::of_files(&aims, &self.history, &source, &self.past)).expect("memory can be read");
            found.documents.into_values().collect()
        }
    }

    #[test]
    fn what_is_judged_anew_is_what_it_rests_on_that_changed() {
        let record = || Arc::new(History::empty(Standing::Recorded));
        let mut known = Known { documents: Remembered::new(), past: Past::remembering(), history: record() };
        let same = |a: &[Arc<Approval>], b: &[Arc<Approval>]| -> Vec<bool> {
            a.iter().zip(b).map(|(a, b)| Arc::ptr_eq(a, b)).collect()
        };
        let first = known.judge("", ["P-1", "P-2"]);
        let again = known.judge("", ["P-1", "P-2"]);
        assert_eq!(same(&first, &again), [true, true]);
        known.documents.forget(&[DocPath::new("b.md").expect("a path")]);
        let written = known.judge("", ["P-1", "P-3"]);
        assert_eq!(same(&again, &written), [true, false]);
        let set = known.judge("[approval]\nneeds = \"record\"\n", ["P-1", "P-3"]);
        assert_eq!(same(&written, &set), [false, false], "other settings");
        assert!(written[0].satisfied && !set[0].satisfied);
        known.history = record();
        let recorded = known.judge("[approval]\nneeds = \"record\"\n", ["P-1", "P-3"]);
        assert_eq!(same(&set, &recorded), [false, false], "another record");
        known.past = Past::default();
        let known_not = known.judge("", ["P-1", "P-3"]);
        assert_eq!(same(&known.judge("", ["P-1", "P-3"]), &known_not), [false, false], "nobody asked for it");
    }
}
