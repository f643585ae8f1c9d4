//! What is gathered for each control, clause and AI system: the documents that its history is told by, and every commit that
//! changed one of them or a record about it. There may be too much of either for one page.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::approval::record;
use crate::history::Step;
use crate::model::catalog::ReqId;
use crate::model::trace::{Requirement, RequirementKind};
use crate::model::{Aims, DocIx};
use crate::state::State;

/// What documents are gathered for.
#[derive(Debug, Clone, Copy)]
pub enum Topic<'a> {
    /// A control or clause, which they serve.
    Requirement(&'a Requirement),
    /// An AI system, which they are about.
    System(DocIx),
}

impl PartialEq for Topic<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Requirement(one), Self::Requirement(other)) => one.key() == other.key(),
            (Self::System(one), Self::System(other)) => one == other,
            _ => false,
        }
    }
}

impl Eq for Topic<'_> {}

impl<'a> Topic<'a> {
    /// The control or clause, where it is one.
    pub(super) fn requirement(self) -> Option<&'a Requirement> {
        match self {
            Self::Requirement(of) => Some(of),
            Self::System(_) => None,
        }
    }
}

/// Which list of a control, clause or AI system it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gathering {
    /// The commits of its history.
    Commits,
    /// The documents that its history is gathered from.
    Sources,
    /// The documents that serve it.
    Serving,
    /// The risks that it treats.
    Treated,
}

impl Gathering {
    /// Whether it begins on the page of the history.
    pub(super) fn is_past(self) -> bool {
        matches!(self, Self::Commits | Self::Sources)
    }
}

/// What the history of one of them is told by.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// The documents, each once.
    pub documents: Vec<DocIx>,
    /// Places in [`crate::history::History::revisions`], each with those of its changes that are told: the last to reach the
    /// main line first.
    pub commits: Vec<(usize, Vec<usize>)>,
    /// How many changes these are.
    pub changes: usize,
}

/// The same of all of them.
pub(super) struct Histories {
    requirements: BTreeMap<ReqId, Gathered>,
    systems: BTreeMap<DocIx, Gathered>,
}

impl Histories {
    pub(super) fn new(state: &State) -> Self {
        let aims = &state.aims;
        let records = records(state);
        let gather = |documents: Vec<DocIx>| gather(state, &records, documents);
        let requirements = aims.trace.controls().chain(aims.trace.clauses());
        let systems = aims.of_kind("system").into_iter();
        Self {
            requirements: requirements.map(|of| (of.key(), gather(serving(aims, of)))).collect(),
            systems: systems.map(|(ix, _)| (ix, gather(about(aims, ix)))).collect(),
        }
    }

    /// What is gathered for one of them.
    pub(super) fn of(&self, topic: Topic<'_>) -> Option<&Gathered> {
        match topic {
            Topic::Requirement(of) => self.requirements.get(&of.key()),
            Topic::System(ix) => self.systems.get(&ix),
        }
    }
}

/// Everything that a site holds for them.
pub(super) fn topics(aims: &Aims) -> impl Iterator<Item = Topic<'_>> {
    let requirements = aims.trace.controls().chain(aims.trace.clauses()).map(Topic::Requirement);
    requirements.chain(aims.of_kind("system").into_iter().map(|(ix, _)| Topic::System(ix)))
}

/// The documents that serve a control or clause. A clause that gathers others has the history of those.
fn serving(aims: &Aims, requirement: &Requirement) -> Vec<DocIx> {
    let mut documents: Vec<DocIx> = requirement.documents().collect();
    if requirement.kind == RequirementKind::Clause {
        let below = format!("{}.", requirement.id);
        let inner = aims
            .trace
            .clauses()
            .filter(|inner| inner.framework == requirement.framework && inner.id.starts_with(&below));
        documents.extend(inner.flat_map(Requirement::documents));
    }
    documents
}

/// The entry of an AI system on the inventory, and the documents that name it.
fn about(aims: &Aims, ix: DocIx) -> Vec<DocIx> {
    std::iter::once(ix).chain(aims.naming_by(ix, "systems")).collect()
}

fn gather(state: &State, records: &BTreeMap<DocIx, Vec<Step>>, mut documents: Vec<DocIx>) -> Gathered {
    let mut seen = BTreeSet::new();
    documents.retain(|ix| seen.insert(*ix));
    let history = &state.history;
    let steps = documents.iter().flat_map(|ix| {
        let about = records.get(ix).map_or(&[][..], Vec::as_slice);
        history.steps(&state.aims.document(*ix).path).iter().chain(about).copied()
    });
    // In the order of the days on which they stand, so that a page ends on a day.
    let landed = |step: &Step| history.revisions.get(step.revision).map(|revision| revision.landed);
    let mut steps: Vec<Step> = steps.collect();
    steps.sort_unstable_by_key(|step| (Reverse(landed(step)), *step));
    let changes = steps.len();
    let together = steps.chunk_by(|one, other| one.revision == other.revision);
    let commits = together.filter_map(|of| Some((of.first()?.revision, of.iter().map(|step| step.change).collect())));
    Gathered { documents, commits: commits.collect(), changes }
}

/// Where the records about each document changed, newest first.
fn records(state: &State) -> BTreeMap<DocIx, Vec<Step>> {
    let mut records: BTreeMap<DocIx, Vec<Step>> = BTreeMap::new();
    for (revision, made) in state.history.revisions.iter().enumerate() {
        for (change, changed) in made.changes.iter().enumerate() {
            let Some((document, _)) = record::of_path(&changed.path) else { continue };
            if let Some(ix) = state.aims.by_id(document) {
                records.entry(ix).or_default().push(Step { revision, change });
            }
        }
    }
    records
}
