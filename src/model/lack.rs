//! What a requirement lacks for its next rung, as values, and in words.

use std::borrow::Cow;

use super::asked::called_for;
use super::doc::DocIx;
use super::lowered::in_sentence;
use crate::base::{Date, say, wording};

/// Something a requirement lacks for its next rung.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// What.
    pub what: LackKind,
    /// Documents it is about.
    pub documents: Vec<DocIx>,
}

/// What a requirement can lack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LackKind {
    /// No document at all names it.
    NoDocument,
    /// No procedure names it.
    NoProcedure,
    /// No dated record names it.
    NoRecord,
    /// Records name it, and nothing that binds.
    NothingBinding,
    /// The documents that would have to name it hold no word.
    NoWords,
    /// No finished record of a day that has come names it.
    NothingFinished,
    /// What would show it says itself that nothing was done.
    NothingDone,
    /// Such records are of other kinds than those that are called for, which are these.
    OtherKind(Vec<String>),
    /// What it calls for in writing is not there: these items.
    NotThere(Vec<String>),
    /// AI systems in use have no evidence for it.
    SystemsWithout,
    /// Of AI systems in use, all evidence is older than its period.
    SystemsStale,
    /// Documents behind it hold next to no words.
    NextToNoWords,
    /// The statement of applicability leaves out every control.
    AllExcluded,
    /// None of the documents that state it is approved.
    StatementNotApproved,
    /// None of the procedures that operate it is approved.
    ProcedureNotApproved,
    /// Documents do not say when they were reviewed.
    ReviewUnknown,
    /// Documents should have been reviewed by now.
    ReviewOverdue,
    /// The time that plans behind it were for is over, and no other covers today.
    PlanEnded,
    /// None of the records carries a date.
    EvidenceUndated,
    /// The newest record, of this day, is older than its period.
    EvidenceStale(Date),
    /// The approval of documents was of an earlier text.
    ApprovalLapsed,
    /// A document is not in force, or will be from this day on.
    NotInForce(Option<Date>),
    /// Checks found errors in documents or about them.
    ErrorOpen,
    /// Documents that served it left, or are called retired, without the act that lets them go.
    LetGo,
    /// Major nonconformities are open against it.
    MajorOpen,
    /// No AI system is on record.
    NoInventory,
    /// It only gathers others, of which these stand lowest.
    AsLowAs(Vec<String>),
}

impl Lack {
    /// What is lacking, about no document in particular.
    pub(super) fn of(what: LackKind) -> Self {
        Self { what, documents: Vec::new() }
    }

    /// What is lacking: a sentence.
    pub fn sentence(&self) -> Cow<'static, str> {
        Cow::Borrowed(match &self.what {
            LackKind::NoDocument => say!("No document names it."),
            LackKind::NoProcedure => say!("No procedure names it."),
            LackKind::NoRecord => say!("No dated record names it."),
            LackKind::NothingBinding => {
                say!("No policy, plan or procedure names it; records alone do not bind anybody.")
            }
            LackKind::NoWords => say!("A document that names it holds no word."),
            LackKind::NothingFinished => say!("No finished, dated record shows it at work."),
            LackKind::NothingDone => {
                say!("What would show it at work says itself that nothing was done, or nothing yet.")
            }
            LackKind::OtherKind(kinds) => {
                let kinds = kinds.iter().map(|kind| in_sentence(kind));
                let kinds = kinds.reduce(|one, other| say!("{one} or {other}", one, other)).unwrap_or_default();
                return Cow::Owned(say!("No evidence is of the kind that is called for: {kinds}.", kinds));
            }
            LackKind::NotThere(items) => {
                let items: Vec<String> = items.iter().map(|item| called_for(item)).collect();
                return Cow::Owned(say!("It calls for what is not there: {items}.", items = items.join("; ")));
            }
            LackKind::SystemsWithout => say!("AI systems in use have no evidence for it."),
            LackKind::SystemsStale => say!("Of AI systems in use, all evidence is older than its period."),
            LackKind::NextToNoWords => say!("A document behind it holds next to no words."),
            LackKind::AllExcluded => say!("The statement of applicability leaves out every control."),
            LackKind::StatementNotApproved => say!("Not every document that states it is approved as the rule asks."),
            LackKind::ProcedureNotApproved => {
                say!("Not every procedure that operates it is approved as the rule asks.")
            }
            LackKind::ApprovalLapsed => {
                say!("An approval has lapsed: the text, or what it shows and links to, was changed since.")
            }
            LackKind::NotInForce(None) => say!("A document behind it is not in force."),
            LackKind::NotInForce(Some(day)) => {
                return Cow::Owned(say!("A document behind it is in force from {day} only.", day = wording::day(*day)));
            }
            LackKind::ErrorOpen => say!("Errors are open in the documents behind it."),
            LackKind::LetGo => {
                say!("A document that served it is gone or retired, and there is not the act that lets it go.")
            }
            LackKind::MajorOpen => say!("A major nonconformity is open against it."),
            LackKind::NoInventory => {
                say!(
                    "No AI system in scope that is being built or used is on record, so that nothing shows it at work."
                )
            }
            LackKind::ReviewUnknown => say!("Nothing says when it was last reviewed."),
            LackKind::ReviewOverdue => say!("The review is overdue."),
            LackKind::PlanEnded => say!("The time that its plan is for is over."),
            LackKind::EvidenceUndated => say!("No record that shows it carries a date."),
            LackKind::EvidenceStale(date) => {
                return Cow::Owned(say!(
                    "The newest evidence is of {day}, older than its period.",
                    day = wording::day(*date)
                ));
            }
            LackKind::AsLowAs(ids) => {
                return Cow::Owned(say!("It is only as far as those that it holds: {ids}.", ids = ids.join(", ")));
            }
        })
    }
}

/// Something that weakens a rung without lowering it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caveat {
    /// What.
    pub what: CaveatKind,
    /// AI systems in use of whose evidence alone it holds; none where it holds of all there is.
    pub systems: Vec<DocIx>,
    /// Documents it is about.
    pub documents: Vec<DocIx>,
}

/// What can weaken a rung.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CaveatKind {
    /// Documents say that they are approved, nobody is said to have approved them, and the organisation's rule asks nobody.
    Unasked,
    /// Documents say that they are approved, which the organisation's rule takes; nobody stands behind it.
    OnlyClaimed,
    /// Documents say that they were reviewed in time; no act on record shows it.
    ReviewOnlyClaimed,
    /// Records were committed long after the day they are of, or edited when they were closed.
    RecordDoubtful,
    /// All its evidence is of records that carry many controls each.
    BroadRecord,
    /// Documents have the same text as others.
    CopiedText,
    /// One person wrote all of it on one day.
    OneHand,
    /// One person wrote all its evidence on one day, or began it then and was done within days, with that of many other
    /// controls.
    OneSitting,
    /// All its evidence first came on record on one day, on which that of most controls did, by whomever.
    OneDay,
    /// Whoever wrote its evidence wrote the procedure that the evidence is of, too.
    OwnProof,
    /// All its evidence came on record long after the day it is of.
    CameLate,
    /// All its evidence is of before the text in force of a document, or for an AI system of another version than runs.
    Outdated,
    /// Its evidence is nothing but addresses outside the repository.
    Elsewhere,
    /// Its newest evidence is by somebody who answers for what that looks at.
    Partial,
}

impl CaveatKind {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 14] = [
        Self::Unasked,
        Self::OnlyClaimed,
        Self::ReviewOnlyClaimed,
        Self::RecordDoubtful,
        Self::BroadRecord,
        Self::CopiedText,
        Self::OneHand,
        Self::OneSitting,
        Self::OneDay,
        Self::OwnProof,
        Self::CameLate,
        Self::Outdated,
        Self::Elsewhere,
        Self::Partial,
    ];

    /// The word in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unasked => "approval-not-asked",
            Self::OnlyClaimed => "approval-claimed",
            Self::ReviewOnlyClaimed => "review-claimed",
            Self::RecordDoubtful => "record-doubtful",
            Self::BroadRecord => "broad-record",
            Self::CopiedText => "copied-text",
            Self::OneHand => "one-hand",
            Self::OneSitting => "one-sitting",
            Self::OneDay => "one-day",
            Self::OwnProof => "own-proof",
            Self::CameLate => "came-late",
            Self::Outdated => "outdated",
            Self::Elsewhere => "elsewhere",
            Self::Partial => "partial",
        }
    }
}

impl Caveat {
    /// One that holds of all there is.
    pub(super) fn of(what: CaveatKind, documents: Vec<DocIx>) -> Self {
        Self { what, systems: Vec::new(), documents }
    }

    /// What it is: a sentence.
    pub fn sentence(&self) -> &'static str {
        if !self.systems.is_empty() {
            return self.of_systems();
        }
        match self.what {
            CaveatKind::Unasked => say!("Nobody is said to have approved it, and the rule asks nobody."),
            CaveatKind::OnlyClaimed => say!("That it is approved is only claimed."),
            CaveatKind::ReviewOnlyClaimed => say!("That it was reviewed in time is only claimed."),
            CaveatKind::RecordDoubtful => {
                say!("A record behind it was committed long after its day, or edited after it was closed.")
            }
            CaveatKind::BroadRecord => say!("All its evidence is a record that carries many controls at once."),
            CaveatKind::CopiedText => say!("Documents behind it have the same text as others."),
            CaveatKind::OneHand => say!("One person wrote everything behind it, on one day."),
            CaveatKind::OneSitting => {
                say!(
                    "One person wrote or began all its evidence on one day, together with that of more than ten other controls."
                )
            }
            CaveatKind::OneDay => {
                say!("All its evidence first came on record on one day, together with that of most controls.")
            }
            CaveatKind::OwnProof => say!("Its evidence was written by whoever wrote the procedure."),
            CaveatKind::CameLate => say!("All its evidence came on record long after the day it is of."),
            CaveatKind::Outdated => say!("Its evidence is of another text or version than the one in force."),
            CaveatKind::Elsewhere => say!("Its evidence is nothing but addresses outside the repository."),
            CaveatKind::Partial => say!("Its newest evidence is by somebody who answers for what that looks at."),
        }
    }

    /// The same where it holds of the evidence for some AI systems.
    fn of_systems(&self) -> &'static str {
        match self.what {
            CaveatKind::BroadRecord => {
                say!("All its evidence for an AI system in use is a record that carries many controls at once.")
            }
            CaveatKind::OneSitting => say!(
                "One person wrote or began all its evidence for an AI system in use on one day, together with that of more than ten other controls."
            ),
            CaveatKind::OneDay => say!(
                "All its evidence for an AI system in use first came on record on one day, together with that of most controls."
            ),
            CaveatKind::OwnProof => {
                say!("Its evidence for an AI system in use was written by whoever wrote the procedure.")
            }
            CaveatKind::CameLate => {
                say!("All its evidence for an AI system in use came on record long after the day it is of.")
            }
            // Others hold of documents, whatever they are evidence for, of all that there is, or are said alike.
            what => Self::of(what, Vec::new()).sentence(),
        }
    }
}
