//! What one text says of itself, and what a change did to it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::base::Date;
use crate::base::date::days_between;
use crate::compare::{FieldChange, Weakening, Weight};

/// What one text says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// The id it gives itself.
    pub id: Option<Arc<str>>,
    /// What it calls itself.
    pub title: Option<Arc<str>>,
    /// Its version.
    pub version: Option<Arc<str>>,
    /// Where it says it stands in its life.
    pub status: Option<Arc<str>>,
    /// From when it says that it holds.
    pub effective: Option<Date>,
    /// Whether it has front matter; without, it is a page that nothing is asked of.
    pub controlled: bool,
    /// The kind it gives itself.
    pub kind: Option<Arc<str>>,
    /// Who may read it, in its own words.
    pub classification: Option<Arc<str>>,
    /// The language that it says its words are of.
    pub lang: Option<Arc<str>>,
    /// Whom it names as having approved it.
    pub approvers: Box<[Arc<str>]>,
    /// Where what it is about stands, of a risk, a nonconformity, an incident.
    pub state: Option<Arc<str>>,
    /// Of what day it is, of a record.
    pub date: Option<Date>,
    /// When what it is about was closed.
    pub closed: Option<Date>,
    /// When what remains was accepted.
    pub accepted: Option<Date>,
    /// Which text it is: its digest, or where it is an earlier text of the document under another id, that of the earlier one.
    pub substance: [u8; 32],
    /// The digest of its substance: see [`Snapshot::substance`](crate::compare::Snapshot::substance).
    pub digest: [u8; 32],
    /// What that was under the ids that it had before: see [`Snapshot::former`](crate::compare::Snapshot::former).
    pub former: Box<[[u8; 32]]>,
    /// The digest that records of the first form hold: see [`Snapshot::older`](crate::compare::Snapshot::older).
    pub older: [u8; 32],
}

impl Facts {
    /// Whether it says that it is approved.
    pub fn says_approved(&self) -> bool {
        self.status.as_deref() == Some("approved")
    }

    /// Whether it says that it is not finished yet.
    pub fn is_draft(&self) -> bool {
        matches!(self.status.as_deref(), Some("draft" | "in-review"))
    }

    /// Whether it says that it is retired.
    pub fn is_retired(&self) -> bool {
        self.status.as_deref() == Some("retired")
    }
}

/// What became of what a text said before a change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Before {
    /// Some of it is gone.
    #[default]
    Not,
    /// All of it still stands there, and more as the life of a record foresees, but for what is said anew of a matter that is
    /// open again.
    Anew,
    /// All of it still stands there, whatever is new beside it.
    Whole,
    /// All of it still stands there, and what is new under the keys is what the life of a record foresees: it comes with its
    /// day, or under a key that is answered later.
    Foreseen,
}

/// What a change adds with its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// The words.
    pub words: Arc<str>,
    /// The days that they tell.
    pub days: Box<[Date]>,
}

/// What is written down reaches the main line within so many days.
const SOON: i64 = 30;

/// What a change did to a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Whether the change says something else.
    pub weight: Weight,
    /// Whether the text is another, by its digest, and not only its id.
    pub substance: bool,
    /// What became of what the text said before.
    pub kept: Before,
    /// What it adds beyond that, where all that was said still stands there: words of the text, and documents that keys name.
    pub beyond: Box<[Arc<str>]>,
    /// What it adds with its day.
    pub dated: Box<[Noted]>,
    /// Whether the words are the same and their markup is another.
    pub markup: bool,
    /// Words added.
    pub added: u32,
    /// Words removed.
    pub removed: u32,
    /// Changes of the front matter. Many commits make the same, which is kept once.
    pub fields: Box<[Arc<FieldChange>]>,
    /// Where the text became weaker.
    pub weaker: Box<[Arc<Weakening>]>,
    /// The id that the text gave itself before, if it gives another now.
    pub renumbered: Option<Arc<str>>,
}

impl Edit {
    /// Whether it only adds what the life of a record foresees.
    pub fn adds(&self) -> bool {
        self.kept == Before::Foreseen && self.beyond.is_empty()
    }

    /// Words that it adds to a record with days of which none tells that they came later: none after the day that the record is
    /// its `own`, and none but days that were to come when the change reached the main line. What gets there soon after its
    /// day may be of the same.
    pub fn untimely(&self, own: Option<Date>, landed: Date) -> Option<&Arc<str>> {
        let is_then = |day: &Date| {
            // A day begins earlier elsewhere.
            let has_come = days_between(landed, *day) <= 1;
            has_come && (own.is_none_or(|own| own < *day) || days_between(*day, landed) <= SOON)
        };
        self.dated.iter().find(|noted| !noted.days.iter().any(is_then)).map(|noted| &noted.words)
    }
}
