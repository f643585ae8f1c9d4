//! What moved from one moment to the next, and by what.
//!
//! It is told from the change record: the documents behind a requirement that changed between two moments.

use std::collections::{BTreeMap, BTreeSet};

use super::held::{Cause, Stand, causes};
use super::trend::{Point, Trend};
use super::whole::State;
use crate::approval::Counts;
use crate::approval::record::{ActKind, Record};
use crate::base::Date;
use crate::model::DocIx;
use crate::model::catalog::ReqId;
use crate::model::trace::Place;

/// A requirement that moved between two moments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move<'a> {
    /// The place of the later moment among the points.
    pub point: usize,
    /// The requirement.
    pub requirement: &'a ReqId,
    /// Where it stood; `None` where it was not there.
    pub from: Option<Place>,
    /// Where it stood then; `None` where it was there no more.
    pub to: Option<Place>,
    /// What lapsed where it fell, or arrived where it rose.
    pub causes: Vec<Cause<'a>>,
    /// The documents behind it to which something happened in between. None: it moved by the passing of time, or by what does
    /// not stand behind it.
    pub moved_by: Vec<Mover<'a>>,
}

/// A document to which something happened between two moments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mover<'a> {
    /// The document.
    pub document: DocIx,
    /// The commits that changed it, the newest first.
    pub commits: Vec<&'a str>,
    /// Acts about it that were recorded, the newest first.
    pub acts: Vec<&'a Record>,
}

impl Trend {
    /// What moved from one moment to the next, in the order of the moments.
    pub fn moves<'a>(&'a self, state: &'a State) -> Vec<Move<'a>> {
        let mut all = Vec::new();
        for (place, pair) in self.points.windows(2).enumerate() {
            let [before, after] = pair else { continue };
            let moved = moved(before, after);
            if moved.is_empty() {
                continue;
            }
            let changed = changed(state, before.day, after.day);
            for (requirement, from, to) in moved {
                let behind = [from, to].into_iter().flatten().flat_map(|stand| &stand.serving);
                let mut documents: BTreeSet<DocIx> = behind.filter_map(|id| state.aims.by_id(id)).collect();
                // Whether a control applies, its statement says.
                let soa = state.aims.soa_of(&requirement.framework).map(|soa| soa.document);
                let aside = |stand: Option<&Stand>| stand.is_some_and(|stand| stand.place == Place::Excluded);
                documents.extend(soa.filter(|_| aside(from) || aside(to)));
                let happened = |document: DocIx| {
                    let commits = changed.get(&document).cloned().unwrap_or_default();
                    let acts = acts(state, document, (before.day, after.day));
                    (!commits.is_empty() || !acts.is_empty()).then_some(Mover { document, commits, acts })
                };
                let moved_by = documents.into_iter().filter_map(happened).collect();
                let causes = from.zip(to).map(|(from, to)| causes(from, to)).unwrap_or_default();
                let (from, to) = (from.map(|stand| stand.place), to.map(|stand| stand.place));
                all.push(Move { point: place + 1, requirement, from, to, causes, moved_by });
            }
        }
        all
    }
}

/// A requirement with where it stood at two moments.
type Pair<'a> = (&'a ReqId, Option<&'a Stand>, Option<&'a Stand>);

fn moved<'a>(before: &'a Point, after: &'a Point) -> Vec<Pair<'a>> {
    let all: BTreeSet<&ReqId> = before.stands.keys().chain(after.stands.keys()).collect();
    let pairs = all.into_iter().map(|id| (id, before.stands.get(id), after.stands.get(id)));
    pairs.filter(|(_, from, to)| from.map(|of| of.place) != to.map(|of| of.place)).collect()
}

/// Acts about a document that count or counted, of days after one and up to another, the newest first.
fn acts(state: &State, document: DocIx, (after, until): (Date, Date)) -> Vec<&Record> {
    let acts = state.approvals.acts_of(document).rev().map(|(_, act)| act);
    let records = acts.filter(|act| !matches!(act.standing, Counts::No(_))).filter_map(|act| act.record.as_ref().ok());
    let moves = |record: &&Record| record.act != ActKind::Acknowledgement;
    records.filter(moves).filter(|record| after < record.date && record.date <= until).collect()
}

/// Documents that changed after one day and up to another, with the commits that did it, the newest first.
fn changed(state: &State, after: Date, until: Date) -> BTreeMap<DocIx, Vec<&str>> {
    let mut changed: BTreeMap<DocIx, Vec<&str>> = BTreeMap::new();
    for revision in state.history.revisions.iter().filter(|of| after < of.landed && of.landed <= until) {
        for path in revision.changes.iter().filter(|of| of.came()).filter_map(|change| change.document.as_ref()) {
            if let Some(ix) = state.aims.by_path(path) {
                let commits = changed.entry(ix).or_default();
                if commits.last() != Some(&revision.commit.as_str()) {
                    commits.push(&revision.commit);
                }
            }
        }
    }
    changed
}
