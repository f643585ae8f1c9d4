//! What internal audits looked at and when, by what they say they covered, and what the programme has still to come.
//!
//! An audit covers what it names under `covers-clauses`, `covers-controls` and `covers-systems`, and all that is below:
//! `A.8` is every control of that area, `9` every clause from 9.1 on. What stands in sentences is for people, and counts
//! for nothing here. A control and an AI system were looked at together where one audit names both.
//!
//! Clauses are counted of the standard that is followed first, and controls of the first that has a statement of
//! applicability: what an audit names says of no others what it looked at, for `9` may mean theirs and may not. Whoever
//! tells the numbers names the standard ([`Audited::standard`]) and those that are not counted ([`Audited::uncounted`]),
//! of which [`Aims::audited_for`] tells each by itself.

use std::collections::{BTreeMap, BTreeSet};

pub use super::covered::What;

use super::about;
use super::catalog::{ReqId, Standard};
use super::covered::Counted;
use super::doc::DocIx;
use super::document::Document;
use super::fields::Fields;
use super::soa::{Soa, SoaRow};
use super::trace::{Applicability, Requirement, RequirementKind};
use super::whole::Aims;
use crate::base::{Date, Period};

/// How long a cycle of certification lasts: by its end everything has been looked at.
pub const CYCLE: Period = Period::Months(36);

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject<'a> {
    /// What it is.
    pub what: What,
    /// Its id, as the catalogue, the statement of applicability or the inventory has it.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
}

/// An internal audit that was held.
#[derive(Debug, Clone, Copy)]
pub struct Held<'a> {
    /// Its report.
    pub ix: DocIx,
    /// The same.
    pub document: &'a Document,
    /// The day of the report.
    pub date: Date,
}

impl Held<'_> {
    /// Whether it says at all which of these it looked at.
    pub fn says(&self, what: What) -> bool {
        let fields = &self.document.fields;
        !fields.lacks(what.key()) && !fields.is_misread(what.key())
    }
}

/// A row of an audit programme that is still to come, or was not held on its day.
#[derive(Debug, Clone, Copy)]
pub struct ToCome<'a> {
    /// The plan.
    pub plan: DocIx,
    /// The row.
    pub row: &'a Fields,
    /// By when its report is there.
    pub due: Date,
}

/// What was not looked at, of one sort.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Missed {
    /// Clauses and controls.
    pub requirements: Vec<ReqId>,
    /// AI systems.
    pub systems: Vec<DocIx>,
    /// How many there are of the sort.
    pub of: usize,
}

impl Missed {
    /// How many were not looked at.
    pub fn len(&self) -> usize {
        self.requirements.len() + self.systems.len()
    }

    /// Whether all were looked at.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// An AI system, with whether it was in use; `None` where nothing tells.
pub type Ran = (DocIx, Option<bool>);

/// What was audited when.
#[derive(Debug)]
pub struct Audited<'a> {
    aims: &'a Aims,
    counted: Counted<'a>,
    /// The first day of the cycle that ends today.
    pub begin: Date,
    /// All internal audits up to today whose reports are finished, the newest first.
    pub held: Vec<Held<'a>>,
    /// What the programme has still to come, the soonest first; before that what was due and is not on record as held.
    pub to_come: Vec<ToCome<'a>>,
    looked: BTreeMap<(What, &'a str), Vec<usize>>,
    planned: BTreeMap<(What, &'a str), Vec<usize>>,
    /// Where it is asked what had to be looked at on a day in the past: the AI systems and whether they were in use, and the
    /// statement of applicability that was in force; without one, the controls are those of today.
    pub then: Option<(&'a [Ran], Option<&'a Soa>)>,
}

impl Aims {
    /// What internal audits looked at, and when.
    pub fn audited(&self) -> Audited<'_> {
        self.audited_by(self.counted_first())
    }

    /// The same of another standard that is followed, alone.
    pub fn audited_for<'a>(&'a self, standard: &'a Standard) -> Audited<'a> {
        self.audited_by((standard, standard))
    }

    fn audited_by<'a>(&'a self, counted: Counted<'a>) -> Audited<'a> {
        let held = self.held("audit", &counted.0.id);
        let mut held: Vec<Held<'_>> = held.map(|(date, ix)| Held { ix, document: self.document(ix), date }).collect();
        // Of one day, in the order of their ids.
        held.sort_by_key(|audit| std::cmp::Reverse(audit.date));
        let plans = self.of_kind("plan").into_iter().filter(|(_, plan)| !plan.is_retired());
        let rows = plans.flat_map(|(plan, document)| document.fields.rows("audits").iter().map(move |row| (plan, row)));
        let mut to_come: Vec<ToCome<'_>> = rows
            .filter(|(_, row)| !row.is_settled())
            .filter_map(|(plan, row)| Some(ToCome { plan, row: &row.cells, due: row.cells.date("due")? }))
            .collect();
        to_come.sort_by_key(|row| row.due);
        let mut looked: BTreeMap<(What, &str), Vec<usize>> = BTreeMap::new();
        let mut planned: BTreeMap<(What, &str), Vec<usize>> = BTreeMap::new();
        for what in What::ALL {
            for (place, audit) in held.iter().enumerate() {
                for id in self.covered(&audit.document.fields, (what, counted)) {
                    let places = looked.entry((what, id)).or_default();
                    if places.last() != Some(&place) {
                        places.push(place);
                    }
                }
            }
            for (place, row) in to_come.iter().enumerate() {
                for id in self.covered(row.row, (what, counted)) {
                    planned.entry((what, id)).or_default().push(place);
                }
            }
        }
        Audited { aims: self, counted, begin: CYCLE.before(self.today), held, to_come, looked, planned, then: None }
    }

    /// The clauses and controls that one report says it looked at, in their order: what it names itself, and all below that
    /// requires something and is not left out. A name without a framework is of the standard that is counted.
    pub fn looked_at_by(&self, report: &Document) -> Vec<&Requirement> {
        let names = |what| self.covered(&report.fields, (what, self.counted_first())).collect::<BTreeSet<&str>>();
        let (clauses, controls) = (names(What::Clause), names(What::Control));
        let known = [What::Clause, What::Control].into_iter().flat_map(|what| report.fields.texts(what.key()));
        let known = known.filter_map(|id| self.trace.get(&id.value));
        let itself: BTreeSet<ReqId> = known.map(Requirement::key).collect();
        let is_below = |one: &Requirement| {
            let (names, counted, asks) = match (&one.kind, self.catalog.clause(&one.framework, &one.id)) {
                (RequirementKind::Clause, clause) => {
                    (&clauses, self.catalog.first(), clause.is_some_and(|clause| clause.requirement))
                }
                _ => {
                    let is_out = matches!(one.applicability, Applicability::Excluded { .. });
                    (&controls, self.catalog.first_stated(), !is_out)
                }
            };
            let whole = format!("{}:{}", one.framework, one.id);
            let is_named = |way: &str| (one.framework == counted.id || way.contains(':')) && names.contains(way);
            asks && ways(&whole).any(is_named)
        };
        let all = self.trace.clauses().chain(self.trace.controls());
        all.filter(|one| itself.contains(&one.key()) || is_below(one)).collect()
    }
}

impl<'a> Audited<'a> {
    /// Whether an audit belongs to the cycle that ends today.
    pub fn is_in_cycle(&self, audit: &Held<'_>) -> bool {
        audit.date >= self.begin
    }

    /// The audits of the cycle that ends today, the newest first.
    pub fn of_cycle(&self) -> &[Held<'a>] {
        &self.held[..self.held.partition_point(|audit| self.is_in_cycle(audit))]
    }

    /// Whether an audit of the cycle says at all which of these it looked at.
    pub fn says(&self, what: What) -> bool {
        self.of_cycle().iter().any(|audit| audit.says(what))
    }

    /// How an id is written here: alone where it is of what is counted first, else with the standard before it.
    fn written(&self, id: &'a str, of: &'a Requirement) -> &'a str {
        if self.counted.0.id == self.aims.catalog.first().id { id } else { &of.name }
    }

    /// What has to be looked at within a cycle, in its order: clauses that require something and controls that apply, of the
    /// standard that is counted, and AI systems in use.
    pub fn subjects(&self, what: What) -> Vec<Subject<'a>> {
        let aims = self.aims;
        match what {
            What::Clause => {
                let of = self.counted.0;
                let clauses = of.clauses.iter().filter(|clause| clause.requirement);
                let told = clauses.filter_map(|clause| {
                    let id = self.written(&clause.id, aims.trace.at(&ReqId::new(&of.id, &clause.id))?);
                    Some(Subject { what, id, title: &clause.title })
                });
                told.collect()
            }
            What::Control => {
                let rows = self.soa().into_iter().flat_map(|soa| soa.rows.iter().map(move |row| (soa, row)));
                // A second row of a control, and one of what is none, has its own finding and counts nowhere.
                let first =
                    |soa: &Soa, row: &SoaRow| soa.row(&row.control.value).is_some_and(|first| std::ptr::eq(first, row));
                rows.filter(|(soa, row)| row.applies() && first(soa, row))
                    .filter_map(|(soa, row)| {
                        let control = aims.trace.at(&soa.id(row))?;
                        Some(Subject { what, id: self.written(&row.control.value, control), title: &control.title })
                    })
                    .collect()
            }
            What::System => {
                // One that runs is one, also where its entry is still being written.
                let systems = aims.of_kind("system").into_iter();
                systems
                    .filter(|(ix, system)| match self.then {
                        Some((ran, _)) => ran.contains(&(*ix, Some(true))),
                        None => about::is_in_use(system) && !system.is_retired(),
                    })
                    .map(|(_, system)| Subject { what, id: &system.id, title: &system.title })
                    .collect()
            }
        }
    }

    /// The controls of the standard that is counted of which no statement of applicability says whether they apply: none of
    /// them has to be looked at yet, and none is out either. Of an AIMS of which some is withheld that is not told.
    pub fn undecided(&self) -> Vec<Subject<'a>> {
        let aims = self.aims;
        let of = &self.counted.1.id;
        let soa = self.then.and_then(|(_, soa)| soa);
        let is_open = |control: &&Requirement| {
            let is_unsaid = control.applicability == Applicability::Unmentioned;
            let is_unsaid = soa.map_or(is_unsaid, |soa| soa.row(&control.id).is_none());
            control.framework == *of && is_unsaid && !aims.trace.is_untold()
        };
        let subject = |control: &'a Requirement| Subject {
            what: What::Control,
            id: self.written(&control.id, control),
            title: &control.title,
        };
        aims.trace.controls().filter(is_open).map(subject).collect()
    }

    /// The statement of applicability in force, today or then, of the standard whose controls are counted.
    pub fn soa(&self) -> Option<&'a Soa> {
        self.then.and_then(|(_, soa)| soa).or_else(|| self.aims.soa_of(&self.counted.1.id))
    }

    /// The standard whose clauses or controls are counted.
    pub fn standard(&self, what: What) -> Option<&'a Standard> {
        what.counted(self.counted)
    }

    /// The other standards that are followed: those of which not all is counted.
    pub fn uncounted(&self) -> Vec<&'a Standard> {
        let catalog = &self.aims.catalog;
        let (clauses, controls) = (&self.counted.0.id, &self.counted.1.id);
        let rest = |standard: &&Standard| {
            let asks = standard.clauses.iter().any(|clause| clause.requirement);
            (standard.id != *clauses && asks) || (standard.id != *controls && !standard.controls.is_empty())
        };
        catalog.standards().filter(rest).collect()
    }

    /// The audits that looked at a subject, as places in [`Audited::held`], the newest first.
    pub fn places(&self, subject: &Subject<'_>) -> Vec<usize> {
        let found = ways(subject.id).filter_map(|id| self.looked.get(&(subject.what, id)));
        let mut places: Vec<usize> = found.flatten().copied().collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The newest audit that looked at a subject, of whatever cycle.
    pub fn last(&self, subject: &Subject<'_>) -> Option<&Held<'a>> {
        self.places(subject).first().and_then(|place| self.held.get(*place))
    }

    /// Whether a row of the programme should have been held.
    fn is_late(&self, row: &ToCome<'_>) -> bool {
        row.due < self.aims.today
    }

    /// Whether a row of the programme with a day to come is to look at a subject.
    pub fn is_planned(&self, subject: &Subject<'_>) -> bool {
        let mut places = ways(subject.id).filter_map(|id| self.planned.get(&(subject.what, id))).flatten();
        places.any(|place| self.to_come.get(*place).is_some_and(|row| !self.is_late(row)))
    }

    /// The soonest row of the programme that is to look at a subject, or should have.
    pub fn next(&self, subject: &Subject<'_>) -> Option<&ToCome<'a>> {
        let places = ways(subject.id).filter_map(|id| self.planned.get(&(subject.what, id))?.first());
        places.min().and_then(|place| self.to_come.get(*place))
    }

    /// Whether no audit of the cycle looked at a subject, and none that is to come will.
    /// Of an AIMS of which some is withheld that is not told.
    pub fn is_hole(&self, subject: &Subject<'_>) -> bool {
        let is_known = !self.aims.trace.is_untold();
        let is_looked = || self.last(subject).is_some_and(|audit| self.is_in_cycle(audit));
        is_known && !is_looked() && !self.is_planned(subject)
    }

    /// What no audit of the days `held` looked at, of one sort; with `planned`, nor is any to come.
    pub fn missed(&self, what: What, held: impl Fn(Date) -> bool, planned: bool) -> Missed {
        let is_looked = |subject: &Subject<'_>| {
            let mut audits = self.places(subject).into_iter().filter_map(|place| self.held.get(place));
            audits.any(|audit| held(audit.date)) || (planned && self.is_planned(subject))
        };
        let subjects = self.subjects(what);
        let mut missed = Missed { of: subjects.len(), ..Missed::default() };
        for subject in subjects.iter().filter(|subject| !is_looked(subject)) {
            match what {
                What::System => missed.systems.extend(self.aims.by_id(subject.id)),
                What::Clause | What::Control => {
                    missed.requirements.extend(self.aims.trace.get(subject.id).map(Requirement::key));
                }
            }
        }
        missed
    }

    /// The newest audit that looked at both, by the places of each.
    pub fn together(&self, one: &[usize], other: &[usize]) -> Option<&Held<'a>> {
        let place = one.iter().find(|place| other.binary_search(place).is_ok());
        place.and_then(|place| self.held.get(*place))
    }

    /// The soonest row of the programme that is to look at both.
    pub fn next_together(&self, one: &Subject<'_>, other: &Subject<'_>) -> Option<&ToCome<'a>> {
        let ahead = |subject: &Subject<'_>| -> Vec<usize> {
            let found = ways(subject.id).filter_map(|id| self.planned.get(&(subject.what, id)));
            let mut places: Vec<usize> = found.flatten().copied().collect();
            places.sort_unstable();
            places
        };
        let other = ahead(other);
        let both = ahead(one).into_iter().filter(|place| other.binary_search(place).is_ok());
        both.filter_map(|place| self.to_come.get(place)).find(|row| !self.is_late(row))
    }

    /// The controls that are bound to AI systems, of those that have to be looked at.
    pub fn bound(&self) -> Vec<Subject<'a>> {
        let bound = |subject: &Subject<'_>| {
            let control: Option<&Requirement> = self.aims.trace.get(subject.id);
            control.is_some_and(|control| control.per_system)
        };
        self.subjects(What::Control).into_iter().filter(bound).collect()
    }
}

/// By which names what an audit covers takes in an id: itself, what it is below, and both without the framework: `A.8.2` by
/// `A.8`, `iso-27001:9.2.1` by `9`.
fn ways(id: &str) -> impl Iterator<Item = &str> {
    let whole = std::iter::once(id).chain(id.match_indices('.').map(|(at, _)| &id[..at]));
    whole.flat_map(|id| {
        let bare = id.rsplit(':').next().filter(|bare| *bare != id);
        std::iter::once(id).chain(bare)
    })
}
