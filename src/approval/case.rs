//! What is known of a document before its approval is judged.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::acts::{Counts, Filed};
use super::authors::{self, Authors, Names, Steps, Text};
use super::persons::Persons;
use super::place::{ActIx, Moment};
use super::reason::Reason;
use super::record::Form;
use super::roster::{Known, Roster};
use super::targets::{Leads, Moved};
use crate::base::Date;
use crate::model::approval_rule::ApprovalRule;
use crate::model::document::Document;
use crate::signature::Verdict;

/// Where evidence is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    /// The front matter of the document.
    FrontMatter,
    /// A line at the end of the message of this commit.
    Trailer(String),
    /// This merge.
    Merge(String),
    /// The signature of this commit or merge.
    Commit(String),
    /// The signature of the tag of this name.
    Tag(String),
    /// The act at this place.
    Act(ActIx),
}

/// A signature of a commit or tag, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Signed {
    pub(super) from: From,
    pub(super) signer: Option<Known>,
    /// What was found.
    pub(super) proof: Proof,
    pub(super) date: Option<Date>,
    /// Whether it is of a tag that stands under another name than it was signed with.
    pub(super) renamed: bool,
    /// What the message of a tag says, as far as anybody reads it.
    pub(super) says: Option<String>,
    /// Whether the name or the message of a tag says that what it holds is not approved.
    pub(super) refuses: bool,
}

impl Signed {
    /// Whether it is of a tag, which seals what is there.
    pub(super) fn seals(&self) -> bool {
        matches!(self.from, From::Tag(_))
    }
}

/// What was found about a signature of a commit or tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Proof {
    /// It was judged.
    Judged(Verdict),
    /// It is of a sort that is not judged, and which.
    Unchecked(&'static str),
}

impl Proof {
    pub(super) fn is_good(&self) -> bool {
        matches!(self, Self::Judged(verdict) if verdict.is_good())
    }

    /// What was found, as a reason for where that is not enough.
    pub(super) fn reason(&self) -> Reason {
        match self {
            Self::Judged(verdict) => Reason::Signature(verdict.clone()),
            Self::Unchecked(what) => Reason::UncheckedSignature(what),
        }
    }
}

/// How much of a document is in the clone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Whole {
    /// Whether the clone holds the whole history.
    pub(super) clone: bool,
    /// Whether the document began with the first change on record.
    pub(super) begins: bool,
}

/// What is known of a document before it is judged.
pub(super) struct Case<'a> {
    /// The document, where it is still there.
    pub(super) document: Option<&'a Document>,
    pub(super) rule: &'a ApprovalRule,
    pub(super) substance: [u8; 32],
    pub(super) steps: Steps<'a>,
    /// The people of today, for names in git.
    pub(super) roster: &'a Roster,
    /// Who had other names.
    pub(super) persons: &'a Persons,
    /// The places of the acts about it, oldest first.
    pub(super) acts: &'a [ActIx],
    /// The approvals that ever were about it, by the texts that they name.
    pub(super) ever: BTreeMap<[u8; 32], Vec<ActIx>>,
    /// All acts on record.
    pub(super) filed: &'a [Filed],
    /// What git shows of its present text.
    pub(super) shown: Shown,
    /// Whether there is a history in which the present text should be.
    pub(super) recorded: bool,
    /// Whether that history is not whole.
    pub(super) cut: bool,
    /// Whether it is known when the document began, and all texts can be read.
    pub(super) whole: Whole,
    /// Where the present text was out of force before, or ends the life of the document: since when acts count for it.
    pub(super) since: Option<Moment>,
    /// The texts that were approved before the present one came, by the rules of their time.
    pub(super) approved: Vec<[u8; 32]>,
    /// The acts that counted for the text that they name, by those rules.
    pub(super) counted: BTreeSet<ActIx>,
    /// Where its links and images lead, as far as an act on record says where they did.
    pub(super) leads: Option<&'a Leads>,
}

/// What git shows of a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Shown {
    /// Signatures over commits and tags that hold it.
    pub(super) signed: Vec<Signed>,
    /// The commits that were asked.
    pub(super) commits: BTreeSet<String>,
    /// The settings before each merge that put it into the main line, by commit.
    pub(super) merges: BTreeMap<String, Arc<Roster>>,
    /// The settings before the change that brought it, or that said of it that it is approved.
    pub(super) before: Arc<Roster>,
    /// The settings that came with that change; none where it is not committed.
    pub(super) with: Option<Arc<Roster>>,
}

/// Whether acts count, by their places.
pub(super) type Standings = BTreeMap<ActIx, Counts>;

impl Case<'_> {
    /// The act at a place, which is one of `acts`.
    pub(super) fn act(&self, place: ActIx) -> &Filed {
        &self.filed[place.index()]
    }

    /// The links and images of the present text that lead elsewhere than they did when an act was made about it. Records of
    /// the first form say nothing of them.
    pub(super) fn moved(&self, act: &Filed) -> Vec<Moved> {
        let record = act.record.as_ref().ok().filter(|record| record.form != Form::First);
        self.leads.zip(record).map(|(leads, record)| leads.moved(&record.targets)).unwrap_or_default()
    }

    /// Why nothing counts for the document but what it claims, where that is so: what it says stands in a file beside it too.
    pub(super) fn beside(&self) -> Option<Reason> {
        Some(Reason::KeysBeside(self.document?.speaks_by()?.path.to_string()))
    }

    /// Why an act does not count whose text is not found: this, but where it may be in what is missing.
    pub(super) fn unfound(&self, why: Reason) -> Reason {
        if self.cut { Reason::CutHistory } else { why }
    }

    /// The people who wrote a text: see [`authors::of`].
    pub(super) fn authors(&self, text: &Text, approved: impl Fn(&[u8; 32]) -> bool) -> Authors {
        let cut = !self.whole.clone || !self.recorded;
        let mut authors = authors::of(&self.steps, (text, cut), &self.names(), approved);
        let lost = authors.passed_unread || authors.is_open && !self.whole.begins;
        authors.unsure = lost && !self.whole.clone;
        authors
    }

    pub(super) fn names(&self) -> Names<'_> {
        Names { today: self.roster, before: &self.shown.before, persons: self.persons }
    }
}
