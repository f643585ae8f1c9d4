//! What falls stale before a day: requirements that are current and will not be, and what has to be renewed, held or shown
//! again, if nobody does anything until then.

use super::item::{Item, What};
use super::list::Agenda;
use crate::base::{Date, Period};
use crate::model::DocIx;
use crate::model::certification::{self, Step};
use crate::model::due::evidenced_until;
use crate::model::trace::{Place, Requirement, Rung};
use crate::state::State;

/// The day that is looked ahead to, and what named it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// The day.
    pub day: Date,
    /// What it is the day of.
    pub of: DayOf,
}

/// What a day is the day of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOf {
    /// An audit of a certification.
    Certification(DocIx, Step),
    /// An audit that a programme plans.
    Programme(DocIx),
    /// Nothing: nobody named one.
    Nothing,
}

/// How far is looked ahead where nobody named a day.
const AHEAD: Period = Period::Months(12);

/// The next audit that is named: by a certification, else by a programme; else a year from today.
pub fn named(state: &State) -> Named {
    let aims = &state.aims;
    if let Some((ix, step, day)) = certification::next(aims) {
        return Named { day, of: DayOf::Certification(ix, step) };
    }
    let plans = aims.of_kind("plan").into_iter().filter(|(_, plan)| !plan.is_retired());
    let days = plans.flat_map(|(ix, plan)| {
        let rows = plan.fields.rows("audits").iter().filter(|row| !row.is_settled());
        rows.filter_map(move |row| Some((row.cells.date("due")?, ix)))
    });
    match days.filter(|(day, _)| *day >= aims.today).min() {
        Some((day, ix)) => Named { day, of: DayOf::Programme(ix) },
        None => Named { day: AHEAD.after(aims.today), of: DayOf::Nothing },
    }
}

/// A requirement that is current and will not be.
#[derive(Debug)]
pub struct Falls<'a> {
    /// The requirement.
    pub requirement: &'a Requirement,
    /// The first day on which it is current no longer.
    pub on: Date,
    /// What lets it fall by the day that is looked ahead to, the earliest first.
    pub documents: Vec<DocIx>,
}

/// What falls stale before a day.
#[derive(Debug)]
pub struct Forecast<'a> {
    /// Requirements that are current and will not be, the earliest first.
    pub falls: Vec<Falls<'a>>,
    /// What has to be renewed, held or shown again, the earliest first.
    pub items: Vec<Item>,
    /// How much of that is late already, and not among the items.
    pub late: usize,
    /// How much is late of all that is due, be it to be renewed or to be done.
    pub late_in_all: usize,
}

/// What falls stale before `day`, seen from today.
pub fn forecast(state: &State, day: Date) -> Forecast<'_> {
    let trace = &state.aims.trace;
    let mut falls: Vec<Falls<'_>> =
        trace.clauses().chain(trace.controls()).filter_map(|of| falls_before(state, of, day)).collect();
    falls.sort_by_key(|falls| falls.on);
    let agenda = Agenda::of(state, day, None);
    let late_in_all = agenda.late();
    let mut items = agenda.items;
    items.retain(|item| lapses(item.what) && item.due.is_some());
    let all = items.len();
    items.retain(|item| !item.late);
    Forecast { falls, late: all - items.len(), late_in_all, items }
}

/// Whether something lapses by the passing of time, rather than being something to do.
fn lapses(what: What) -> bool {
    match what {
        What::Review
        | What::Audit
        | What::ManagementReview
        | What::Evidence
        | What::Contract
        | What::Waiver
        | What::Competence
        | What::Supplier
        | What::Certification => true,
        What::Approval
        | What::Reading
        | What::Acknowledgement
        | What::Action
        | What::Objective
        | What::CorrectiveAction
        | What::Effect
        | What::Answer
        | What::Measurement
        | What::Obligation => false,
    }
}

fn falls_before<'a>(state: &State, requirement: &'a Requirement, day: Date) -> Option<Falls<'a>> {
    let aims = &state.aims;
    // What only gathers others falls with the first of them, which is told.
    if requirement.place() != Place::On(Rung::Current) || requirement.needs.is_empty() {
        return None;
    }
    let after = |last: Date| Period::Days(1).after(last);
    let reviews = requirement.documents().filter_map(|ix| Some((after(aims.review(ix).next()?), ix)));
    let evidence = evidenced_until(aims, requirement).map(|of| (after(of.until), of.newest));
    let mut ends: Vec<(Date, DocIx)> = reviews.chain(evidence).filter(|(first, _)| *first <= day).collect();
    ends.sort();
    let on = ends.first()?.0;
    let mut documents: Vec<DocIx> = Vec::new();
    for (_, ix) in ends {
        if documents.last() != Some(&ix) {
            documents.push(ix);
        }
    }
    Some(Falls { requirement, on, documents })
}
