//! Something that is due: what, by when, of whom, and what settles it.

use serde::{Serialize, Serializer};

use crate::base::{Date, date, say, uuid};
use crate::model::document::Document;
use crate::model::due::short;
use crate::state::State;

/// What sort of thing is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// An approval that somebody is asked for.
    Approval,
    /// A document to be read again because one that it builds on has changed.
    Reading,
    /// A document that somebody has to read, and to say so.
    Acknowledgement,
    /// A review.
    Review,
    /// A row of a plan: an action, a treatment, a measure, a decision; a risk to be treated, an improvement to be made, a
    /// control to be put in place, what a record of a team's own kind asks for.
    Action,
    /// An objective.
    Objective,
    /// The action that a nonconformity calls for.
    CorrectiveAction,
    /// A look whether a corrective action or a change worked.
    Effect,
    /// The answer to a concern.
    Answer,
    /// A result of monitoring, or a measurement of an objective.
    Measurement,
    /// An internal audit.
    Audit,
    /// A management review.
    ManagementReview,
    /// Evidence that has to be made anew.
    Evidence,
    /// A contract that ends.
    Contract,
    /// A waiver that ends.
    Waiver,
    /// Competence that has to be shown or a training that has to be held again, or a gap that has to be closed.
    Competence,
    /// A supplier that has to be judged again.
    Supplier,
    /// An audit of a certification body, or the end of a certificate.
    Certification,
    /// A duty under a law or a contract.
    Obligation,
}

impl What {
    /// The word in data and in a terminal.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approval => "approval",
            Self::Reading => "reading",
            Self::Acknowledgement => "acknowledgement",
            Self::Review => "review",
            Self::Action => "action",
            Self::Objective => "objective",
            Self::CorrectiveAction => "corrective-action",
            Self::Effect => "effect",
            Self::Answer => "answer",
            Self::Measurement => "measurement",
            Self::Audit => "audit",
            Self::ManagementReview => "management-review",
            Self::Evidence => "evidence",
            Self::Contract => "contract",
            Self::Waiver => "waiver",
            Self::Competence => "competence",
            Self::Supplier => "supplier",
            Self::Certification => "certification",
            Self::Obligation => "obligation",
        }
    }

    /// The word on pages.
    pub fn title(self) -> &'static str {
        match self {
            Self::Approval => say!("Approval"),
            Self::Reading => say!("Reading"),
            Self::Acknowledgement => say!("Acknowledgement"),
            Self::Review => say!("Review"),
            Self::Action => say!("Action"),
            Self::Objective => say!("Objective"),
            Self::CorrectiveAction => say!("Corrective action"),
            Self::Effect => say!("Effectiveness check"),
            Self::Answer => say!("Answer"),
            Self::Measurement => say!("Measurement"),
            Self::Audit => say!("Audit"),
            Self::ManagementReview => say!("Management review"),
            Self::Evidence => say!("Evidence"),
            Self::Contract => say!("Contract"),
            Self::Waiver => say!("Waiver"),
            Self::Competence => say!("Competence"),
            Self::Supplier => say!("Supplier"),
            Self::Certification => say!("Certification"),
            Self::Obligation => say!("Obligation"),
        }
    }
}

impl Serialize for What {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Something that is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// What it is.
    pub what: What,
    /// By when; `None` for what waits already.
    #[serde(serialize_with = "some_day")]
    pub due: Option<Date>,
    /// Days until then, below zero for what is late.
    pub days: Option<i64>,
    /// Whether the day has passed.
    pub late: bool,
    /// The document that it is about.
    pub document: Option<String>,
    /// The title of that.
    pub title: Option<String>,
    /// Its file, or the settings.
    pub path: String,
    /// What it is called, of a row of a plan or a certification; what has changed, of a reading; the rule, of a waiver; whose
    /// it is, of competence and of an acknowledgement, or of very many how many; the indicators, of a measurement; the standard, of an audit.
    pub name: Option<String>,
    /// Who sees to it.
    pub of: Vec<String>,
    /// Of an acknowledgement, for how many people it stands: one, none where nobody holds the role, or many who are counted.
    pub people: Option<usize>,
    /// What settles it.
    #[serde(rename = "do")]
    pub remedy: String,
    /// Of a row, its key and its turn among those of one name.
    #[serde(skip)]
    pub row: String,
    /// By what it is known again, whatever day it is on and whatever else is due: a UUID.
    #[serde(skip)]
    pub uid: String,
}

impl Item {
    /// An item about a document, of its owner.
    pub fn about(state: &State, document: &Document, what: What, due: Option<Date>, remedy: String) -> Self {
        let days = due.map(|due| days(state.today(), due));
        Self {
            what,
            due,
            days,
            late: days.is_some_and(|days| days < 0),
            document: Some(document.id.clone()),
            title: Some(document.title.clone()),
            path: document.path.to_string(),
            name: None,
            of: document.fields.text("owner").map(str::to_owned).into_iter().collect(),
            people: None,
            remedy,
            row: String::new(),
            uid: String::new(),
        }
    }

    /// The same, with that by which it is known again; `lasting` is [`State::lasting`].
    #[must_use]
    pub fn known(self, state: &State, lasting: &str) -> Self {
        let document = self.document.as_deref().and_then(|id| state.aims.by_id(id));
        let of = document.map_or_else(|| self.path.clone(), |ix| state.first_id(state.aims.document(ix)));
        // What rests on evidence, and what has changed of that which is to be read, is another from time to time; and so is
        // how many have not read something.
        let name =
            self.name.as_deref().filter(|_| !self.is_of_many() && !matches!(self.what, What::Evidence | What::Reading));
        let parts = [lasting, self.what.as_str(), &of, name.unwrap_or_default(), &self.row];
        Self { uid: uuid(&parts.join("\0")), ..self }
    }

    /// Whether it is of very many who have to read a document, who are counted and not told one by one.
    pub fn is_of_many(&self) -> bool {
        self.what == What::Acknowledgement && !self.row.is_empty()
    }

    /// What it is called where people read it among other words.
    pub fn called(&self) -> Option<String> {
        let name = self.name.as_deref()?;
        Some(if self.what == What::Action { short(name) } else { name.to_owned() })
    }
}

/// Days from `today` until `due`.
pub(super) fn days(today: Date, due: Date) -> i64 {
    date::days_between(today, due)
}

#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn some_day<S: Serializer>(day: &Option<Date>, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    match day {
        Some(day) => serializer.collect_str(day),
        None => serializer.serialize_none(),
    }
}
