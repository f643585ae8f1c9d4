//! How one document stands by the record on the day: one plain value, which everything reads that says approved, in force,
//! reviewed or current.
//!
//! It is worked out once, where acts and commits are judged (`approval`), and given back to the AIMS
//! ([`Aims::stand`](super::Aims::stand)). What a text says of itself is a claim, and is told as one.

use super::approval_rule::Evidence;
use super::document::{Document, Status};
use crate::base::{Date, say};

/// How one document stands by the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// Whether its present text is approved.
    pub approval: Approved,
    /// Whether its present text is in force.
    pub in_force: InForce,
    /// When the present text was last looked at, by an act on record.
    pub reviewed: Option<Reviewed>,
    /// Whether whoever accepted what is left of it could not by the settings of that day, or was unknown to them.
    pub unentitled: bool,
}

/// Whether a present text is approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Approved {
    /// Nobody is asked to approve it: a page without front matter, an entry of a register.
    #[default]
    NotAsked,
    /// It is a record of a kind for which the organisation asks for no approval: it is on record.
    OnRecord,
    /// It does not say that it is approved.
    No,
    /// It says so, and there is less than the organisation's rule asks for.
    Lacking,
    /// It says so, and what was approved is an earlier text.
    Lapsed,
    /// It says so, and nobody is said to have: the rule asks nobody.
    Unasked,
    /// It says so, with who did, which is all there is, and the rule takes that.
    Claimed,
    /// It is, by evidence of this level, which is more than a claim.
    Yes(Evidence),
}

impl Approved {
    /// Whether the rule of the organisation has what it asks for, or asks for nothing.
    pub fn is_met(self) -> bool {
        matches!(self, Self::NotAsked | Self::OnRecord) || self.is_given()
    }

    /// Whether it is approved: by more than its word, or by that where the rule takes it.
    pub fn is_given(self) -> bool {
        self.is_only_said() || matches!(self, Self::Yes(_))
    }

    /// Whether its word is all there is, and enough.
    pub fn is_only_said(self) -> bool {
        matches!(self, Self::Unasked | Self::Claimed)
    }

    /// Whether it says that it is approved and the rule does not bear it out.
    pub fn is_refuted(self) -> bool {
        matches!(self, Self::Lacking | Self::Lapsed)
    }
}

/// Whether a present text is in force on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum InForce {
    /// It is not.
    #[default]
    No,
    /// It will be from this day on.
    From(Date),
    /// It is.
    Now,
}

/// When a text was last looked at, and how that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reviewed {
    /// The day.
    pub day: Date,
    /// How it is known.
    pub by: Basis,
    /// Since when that is on record, of an act that came there on another day.
    pub since: Option<Date>,
}

impl Reviewed {
    /// Whether it is about the present text.
    pub fn is_of_present(&self) -> bool {
        self.by != Basis::Earlier
    }
}

/// How the day of a review is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// By an act of review that counts and is committed.
    Review,
    /// By an act of approval that counts and is committed: who approves a text has read it.
    Approval,
    /// By an act that counted for an earlier text: the document was looked at, and has changed since.
    Earlier,
    /// The text says so.
    Claim,
    /// Nothing tells of a review: it is the day from which the text says that it is in effect.
    Begun,
}

impl Basis {
    /// The word in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Approval => "approval",
            Self::Earlier => "earlier",
            Self::Claim => "claim",
            Self::Begun => "begun",
        }
    }

    /// All, the strongest first.
    pub const ALL: [Self; 5] = [Self::Review, Self::Approval, Self::Earlier, Self::Claim, Self::Begun];

    /// Whether an act of a person on record shows it of the present text.
    pub fn is_act(self) -> bool {
        matches!(self, Self::Review | Self::Approval)
    }
}

/// The one word for where a document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Word {
    /// It is being written.
    Draft,
    /// It is being judged.
    InReview,
    /// It says that it is approved, and the rule asks for no more.
    SaysApproved,
    /// It says so, and the evidence that the rule asks for is lacking.
    Lacking,
    /// It says so, and its approval was of an earlier text.
    Lapsed,
    /// It is a record that says nothing of a status, and the approval that is asked of it is lacking.
    Unapproved,
    /// It is approved and will be in force.
    NotYet,
    /// It is approved as the rule asks, by more than its own word.
    Approved,
    /// It is out of force.
    Retired,
    /// It is a record, which nobody is asked to approve.
    OnRecord,
}

impl Word {
    /// All, in the order of a life.
    pub const ALL: [Self; 10] = [
        Self::Draft,
        Self::InReview,
        Self::SaysApproved,
        Self::Lacking,
        Self::Lapsed,
        Self::Unapproved,
        Self::NotYet,
        Self::Approved,
        Self::Retired,
        Self::OnRecord,
    ];

    /// The word in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in-review",
            Self::SaysApproved => "says-approved",
            Self::Lacking => "evidence-lacking",
            Self::Lapsed => "approval-lapsed",
            Self::Unapproved => "unapproved",
            Self::NotYet => "not-yet-in-force",
            Self::Approved => "approved",
            Self::Retired => "retired",
            Self::OnRecord => "on-record",
        }
    }

    /// The word for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Draft => say!("Draft"),
            Self::InReview => say!("In review"),
            Self::SaysApproved => say!("Says approved"),
            Self::Lacking => say!("Says approved; evidence lacking"),
            Self::Lapsed => say!("Says approved; approval lapsed"),
            Self::Unapproved => say!("On record; approval lacking"),
            Self::NotYet => say!("Not in force yet"),
            Self::Approved => say!("Approved"),
            Self::Retired => say!("Retired"),
            Self::OnRecord => say!("On record"),
        }
    }
}

impl Standing {
    /// The day that the evidence of `document`, whose standing this is, is of. Of what is kept current and says no day of what
    /// it shows, an act of review on record counts as its own word does.
    pub fn evidence_date(&self, document: &Document, today: Date) -> Option<Date> {
        let (key, day) = document.evidence_day(today)?;
        let is_said = document.is_kept_current() && matches!(key, "reviewed" | "effective");
        let reviewed = self.reviewed.filter(|last| is_said && last.is_of_present());
        reviewed.map(|act| act.day).max(Some(day))
    }

    /// Whether somebody's approval is waited for, of `document`, whose standing this is: the text is being judged, or says that
    /// it is approved and the rule does not bear it out.
    pub fn waits(&self, document: &Document) -> bool {
        let in_review = document.status() == Some(Status::InReview) && document.is_kept_current();
        self.approval.is_refuted() || in_review
    }

    /// The word for where `document`, whose standing this is, stands; `None` where there is nothing to say: an uncontrolled
    /// page, an entry of a register.
    pub fn word(&self, document: &Document) -> Option<Word> {
        match (self.approval, document.status()) {
            (_, Some(Status::Draft)) => return Some(Word::Draft),
            (_, Some(Status::InReview)) => return Some(Word::InReview),
            (_, Some(Status::Retired)) if document.is_retired() => return Some(Word::Retired),
            (Approved::NotAsked | Approved::No, _) => return None,
            (Approved::OnRecord, _) => return Some(Word::OnRecord),
            (Approved::Lacking | Approved::Lapsed, None) => return Some(Word::Unapproved),
            (Approved::Lacking, _) => return Some(Word::Lacking),
            (Approved::Lapsed, _) => return Some(Word::Lapsed),
            (Approved::Unasked | Approved::Claimed | Approved::Yes(_), _) => {}
        }
        Some(match (self.in_force, self.approval) {
            (InForce::From(_), _) => Word::NotYet,
            (_, Approved::Yes(_)) => Word::Approved,
            _ => Word::SaysApproved,
        })
    }
}
