//! What there is to show for one version of a document, and who approved it.

use std::collections::{BTreeMap, BTreeSet};

use super::acts::Filed;
use super::case::From;
use super::evidence::{Approval, Piece};
use super::place::ActIx;
use crate::base::Date;
use crate::model::approval_rule::Evidence;

/// Who approved one version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VersionApproval {
    /// The strongest evidence that counts.
    pub level: Evidence,
    /// Who approved by it; nobody where the text names nobody that the record kept.
    pub by: Vec<Approver>,
    /// The roles that the rule asks a record of and that nobody who approved held.
    pub lacking: Vec<String>,
    /// Whether what was approved is not the last text that stood under this number.
    pub amended: bool,
    /// Whether the records of that were taken away since.
    pub removed: bool,
    /// Whether it was in force by that.
    pub(super) in_force: bool,
    /// The same of each text that it was, by the digest of its substance.
    pub texts: BTreeMap<[u8; 32], VersionApproval>,
}

impl VersionApproval {
    /// Who approved it, each once.
    pub fn names(&self) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        self.by.iter().map(|one| one.who.as_str()).filter(|who| seen.insert(*who)).collect()
    }

    /// By the best that counts of what there is to show; `act` gives an act that is among that.
    pub(super) fn of<'a>(approval: &Approval, act: impl Fn(ActIx) -> Option<&'a Filed>) -> Self {
        let act = |piece: &Piece| if let From::Act(place) = piece.from { act(place) } else { None };
        let counts = |piece: &&Piece| piece.evidence == approval.level && piece.against.is_none();
        let best = || approval.pieces.iter().filter(counts);
        let is_gone = |piece: &Piece| act(piece).is_some_and(|act| act.gone.is_some());
        let removed = approval.level > Evidence::Claimed && best().all(is_gone);
        let found = best().filter(|piece| removed || !is_gone(piece));
        let by = found.map(|piece| Approver::new(&piece.who, piece.date, act(piece).and_then(|act| act.landed)));
        Self { level: approval.level, by: by.collect(), lacking: approval.lacking.clone(), removed, ..Self::default() }
    }

    /// With what is known of each of its texts: who approved one of them by evidence as strong did so with that text.
    pub(super) fn with(mut self, texts: impl Iterator<Item = ([u8; 32], Self)>) -> Self {
        self.texts = texts.collect();
        let is_told = |of: &Self| of.level > Evidence::Claimed && of.level >= self.level && of.removed <= self.removed;
        let mut by: Vec<Approver> = Vec::new();
        for (text, of) in self.texts.iter().filter(|(_, of)| is_told(of)) {
            by.extend(of.by.iter().map(|one| Approver { text: Some(*text), ..one.clone() }));
        }
        self.by.retain(|one| !by.iter().any(|other| (&other.who, other.day) == (&one.who, one.day)));
        by.sort_by_key(|one| one.day);
        by.append(&mut self.by);
        Self { by, ..self }
    }
}

/// Somebody who approved a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approver {
    /// Who.
    pub who: String,
    /// When, where that is known.
    pub day: Option<Date>,
    /// Since when that is on record, where it is another day.
    pub since: Option<Date>,
    /// Which text of the version, where that is known.
    pub text: Option<[u8; 32]>,
}

impl Approver {
    pub(super) fn new(who: &str, day: Option<Date>, since: Option<Date>) -> Self {
        let day = day.map(|day| since.map_or(day, |since| day.min(since)));
        Self { who: who.to_owned(), day, since: since.filter(|since| Some(*since) != day), text: None }
    }
}
