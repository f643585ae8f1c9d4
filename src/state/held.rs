//! Where a requirement stood at a moment and what kept it from the next rung, and what of that came and went from one moment
//! to the next.
//!
//! It is told as it was judged at either moment. Where a rung fell, what came to be lacking is told and what went away; where
//! it rose, what was lacking no longer and what came. Of what has no part in that direction nothing is said.

use std::collections::BTreeSet;

use crate::model::Aims;
use crate::model::trace::{LackKind, Place, Requirement};

/// Where a requirement stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    /// The rung, or aside.
    pub place: Place,
    /// Ids of the documents that served it.
    pub serving: Vec<String>,
    /// Those of them that counted as evidence.
    pub evidence: Vec<String>,
    /// What kept it from the next rung.
    pub held: BTreeSet<Held>,
}

/// Something that keeps a requirement from the next rung.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Held {
    /// What.
    pub by: By,
    /// The id of the document, system or nonconformity that it is about; none where it is about none.
    pub document: Option<String>,
}

/// What can keep it there, of which moments are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// The review of a document is overdue.
    ReviewOverdue,
    /// Nothing says when a document was reviewed.
    ReviewUnknown,
    /// The time that a plan is for is over.
    PlanEnded,
    /// The newest evidence is older than its period.
    EvidenceStale,
    /// So is all evidence for an AI system.
    SystemStale,
    /// There is none for an AI system.
    SystemWithout,
    /// The approval of a document was of an earlier text.
    ApprovalLapsed,
    /// A document is not approved as the rule asks.
    NotApproved,
    /// A document is not in force.
    NotInForce,
    /// Errors are open in a document.
    ErrorOpen,
    /// A document that served it is gone or retired without the act for that.
    LetGo,
    /// A major nonconformity is open against it.
    MajorOpen,
    /// A document holds next to no words.
    NoWords,
    /// What it calls for in writing is not there.
    NotThere,
    /// No AI system is on record.
    NoInventory,
}

impl By {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::ReviewOverdue,
        Self::ReviewUnknown,
        Self::PlanEnded,
        Self::EvidenceStale,
        Self::SystemStale,
        Self::SystemWithout,
        Self::ApprovalLapsed,
        Self::NotApproved,
        Self::NotInForce,
        Self::ErrorOpen,
        Self::LetGo,
        Self::MajorOpen,
        Self::NoWords,
        Self::NotThere,
        Self::NoInventory,
    ];

    /// The word for it, where it is kept.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ReviewOverdue => "review-overdue",
            Self::ReviewUnknown => "review-unknown",
            Self::PlanEnded => "plan-ended",
            Self::EvidenceStale => "evidence-stale",
            Self::SystemStale => "system-stale",
            Self::SystemWithout => "system-without",
            Self::ApprovalLapsed => "approval-lapsed",
            Self::NotApproved => "not-approved",
            Self::NotInForce => "not-in-force",
            Self::ErrorOpen => "error-open",
            Self::LetGo => "let-go",
            Self::MajorOpen => "major-open",
            Self::NoWords => "no-words",
            Self::NotThere => "not-there",
            Self::NoInventory => "no-inventory",
        }
    }

    /// What a lack is; none for those that only say which documents there are, which moments tell by these.
    fn of(what: &LackKind) -> Option<Self> {
        Some(match what {
            LackKind::ReviewOverdue => Self::ReviewOverdue,
            LackKind::ReviewUnknown => Self::ReviewUnknown,
            LackKind::PlanEnded => Self::PlanEnded,
            LackKind::EvidenceStale(_) => Self::EvidenceStale,
            LackKind::SystemsStale => Self::SystemStale,
            LackKind::SystemsWithout => Self::SystemWithout,
            LackKind::ApprovalLapsed => Self::ApprovalLapsed,
            LackKind::StatementNotApproved | LackKind::ProcedureNotApproved => Self::NotApproved,
            LackKind::NotInForce(_) => Self::NotInForce,
            LackKind::ErrorOpen => Self::ErrorOpen,
            LackKind::LetGo => Self::LetGo,
            LackKind::MajorOpen => Self::MajorOpen,
            LackKind::NoWords | LackKind::NextToNoWords => Self::NoWords,
            LackKind::NotThere(_) => Self::NotThere,
            LackKind::NoInventory => Self::NoInventory,
            LackKind::NoDocument
            | LackKind::NoProcedure
            | LackKind::NoRecord
            | LackKind::NothingBinding
            | LackKind::NothingFinished
            | LackKind::NothingDone
            | LackKind::OtherKind(_)
            | LackKind::AllExcluded
            | LackKind::EvidenceUndated
            | LackKind::AsLowAs(_) => return None,
        })
    }

    /// Whether it is about a document that serves the requirement, and not about a system or a nonconformity.
    const fn is_of_serving(self) -> bool {
        !matches!(
            self,
            Self::SystemStale
                | Self::SystemWithout
                | Self::LetGo
                | Self::MajorOpen
                | Self::NotThere
                | Self::NoInventory
        )
    }
}

/// What keeps a requirement from the next rung.
pub(super) fn of(aims: &Aims, requirement: &Requirement) -> BTreeSet<Held> {
    let mut all = BTreeSet::new();
    for lack in &requirement.lacks {
        let Some(by) = By::of(&lack.what) else { continue };
        if lack.documents.is_empty() {
            all.insert(Held { by, document: None });
        }
        all.extend(lack.documents.iter().map(|ix| Held { by, document: Some(aims.document(*ix).id.clone()) }));
    }
    all
}

/// Why a requirement moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause<'a> {
    /// This document stands behind it since.
    Arrived(&'a str),
    /// It counts as evidence since: it was finished, approved, or its day came.
    Shows(&'a str),
    /// This holds it since.
    Begun(&'a Held),
    /// This holds it no longer.
    Ended(&'a Held),
    /// This document counts as evidence no longer.
    ShowsNoMore(&'a str),
    /// This one stands behind it no longer.
    Left(&'a str),
}

/// Why a requirement moved from one rung to another. What was left out, or is not told, has no rung to move from.
pub(super) fn causes<'a>(from: &'a Stand, to: &'a Stand) -> Vec<Cause<'a>> {
    let (Place::On(before), Place::On(after)) = (from.place, to.place) else { return Vec::new() };
    let has = |list: &[String], id: &str| list.iter().any(|other| other == id);
    // What is in one list of ids and not in the other.
    let only = |one: &'a [String], other: &'a [String]| {
        let other: BTreeSet<&str> = other.iter().map(String::as_str).collect();
        one.iter().map(String::as_str).filter(move |id| !other.contains(id))
    };
    let mut all = Vec::new();
    if after < before {
        all.extend(to.held.difference(&from.held).map(Cause::Begun));
        let left = only(&from.evidence, &to.evidence).filter(|id| has(&to.serving, id));
        all.extend(left.map(Cause::ShowsNoMore));
        all.extend(only(&from.serving, &to.serving).map(Cause::Left));
    } else {
        all.extend(only(&to.serving, &from.serving).map(Cause::Arrived));
        let came = only(&to.evidence, &from.evidence).filter(|id| has(&from.serving, id));
        all.extend(came.map(Cause::Shows));
        for held in from.held.difference(&to.held) {
            let cause = match &held.document {
                Some(id) if held.by.is_of_serving() && !has(&to.serving, id) => Cause::Left(id),
                _ => Cause::Ended(held),
            };
            if !all.contains(&cause) {
                all.push(cause);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::trace::Rung;

    fn held(by: By, document: &str) -> Held {
        Held { by, document: (!document.is_empty()).then(|| document.to_owned()) }
    }

    fn stand(rung: Rung, serving: &[&str], evidence: &[&str], all: &[Held]) -> Stand {
        let owned = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        Stand {
            place: Place::On(rung),
            serving: owned(serving),
            evidence: owned(evidence),
            held: all.iter().cloned().collect(),
        }
    }

    #[test]
    fn a_fall_is_told_by_what_lapsed_and_what_left() {
        let before = stand(Rung::Current, &["PRO", "REC", "OLD"], &["REC", "OLD"], &[]);
        let overdue = held(By::ReviewOverdue, "PRO");
        let after = stand(Rung::Evidenced, &["NEW", "PRO", "REC"], &["NEW"], std::slice::from_ref(&overdue));
        assert_eq!(causes(&before, &after), [Cause::Begun(&overdue), Cause::ShowsNoMore("REC"), Cause::Left("OLD")]);
    }

    #[test]
    fn a_rise_is_told_by_what_arrived_and_what_holds_it_no_longer() {
        let all = [held(By::ReviewOverdue, "OLD"), held(By::MajorOpen, "NC"), held(By::NoInventory, "")];
        let before = stand(Rung::Operated, &["OLD", "REC"], &[], &all);
        let after = stand(Rung::Current, &["NEW", "REC"], &["NEW", "REC"], &[held(By::ErrorOpen, "REC")]);
        assert_eq!(
            causes(&before, &after),
            [
                Cause::Arrived("NEW"),
                Cause::Shows("REC"),
                Cause::Left("OLD"),
                Cause::Ended(&all[1]),
                Cause::Ended(&all[2])
            ]
        );
    }

    #[test]
    fn what_was_left_out_has_no_rung_to_move_from() {
        let mut aside = stand(Rung::Gap, &[], &[], &[]);
        aside.place = Place::Excluded;
        assert_eq!(causes(&aside, &stand(Rung::Stated, &["POL"], &[], &[])), []);
    }
}
