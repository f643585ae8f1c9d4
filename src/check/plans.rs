//! What plans say of risks and of controls that are still to be put in place.

use std::collections::BTreeMap;

use super::context::Context;
use crate::base::Date;
use crate::diag::{Level, Spanned};
use crate::model::catalog::{FrameworkId, ReqId, split_req_id};
use crate::model::document::Document;
use crate::model::due::{self, Task};
use crate::model::fields::Row;
use crate::model::soa::{Soa, SoaRow};
use crate::model::{Aims, DocIx};

/// A row of a treatment plan, with its plan and its risk.
pub(super) struct Treatment<'a> {
    /// The plan.
    pub(super) plan: &'a Document,
    /// The row.
    pub(super) row: &'a Row,
    /// The risk that it treats; `None` where it names none that is there.
    pub(super) risk: Option<DocIx>,
}

/// All rows of treatment plans, those of retired plans too.
pub(super) fn treatments<'a>(context: &Context<'a>) -> Vec<Treatment<'a>> {
    let mut found = Vec::new();
    for (_, plan) in context.aims.of_kind("plan") {
        for row in plan.fields.rows("treatments") {
            let risk = row.cells.text("risk").and_then(|id| context.aims.by_id(id));
            found.push(Treatment { plan, row, risk });
        }
    }
    found
}

/// What is planned for a control that is not in place yet.
pub(super) enum Planned {
    /// Nothing that can be found.
    Nothing,
    /// A plan or an open nonconformity is named, without a day.
    Undated,
    /// The last day of what is open, be it past.
    By(Date),
}

/// What the rows of a statement and the plans say of controls, gathered once for all rows.
pub(super) struct Plans<'a> {
    aims: &'a Aims,
    /// Days of plans, by the id of the control in lower case; none where the plan gives no day.
    of_control: BTreeMap<String, Vec<Date>>,
}

impl<'a> Plans<'a> {
    pub(super) fn of(context: &Context<'a>, soa: &Soa) -> Self {
        let aims = context.aims;
        let mut plans = Self { aims, of_control: BTreeMap::new() };
        for (_, plan) in context.living_of("plan") {
            let days: Vec<Date> = due::of(plan).iter().map(|due| due.date).collect();
            plans.add(soa, plan.fields.texts("controls"), days.iter().max().copied());
            for row in plan.fields.rows("treatments") {
                // What cannot be read may be open; its day counts for nothing.
                if !row.is_settled() || row.cells.is_misread("status") {
                    let day = row.cells.date("due").filter(|_| !row.is_settled());
                    plans.add(soa, row.cells.texts("controls"), day);
                }
            }
        }
        plans
    }

    fn add(&mut self, soa: &Soa, controls: &[Spanned<String>], day: Option<Date>) {
        for written in controls {
            if let Some(id) = meant(self.aims, soa, &written.value) {
                self.of_control.entry(id.to_ascii_lowercase()).or_default().extend(day);
            }
        }
    }

    /// What is planned for the control of a row of the statement of applicability: by a day in the row itself, by a plan or
    /// an open nonconformity that it names, or by a plan that names the control.
    pub(super) fn planned(&self, row: &SoaRow) -> Planned {
        if let Some(day) = row.due {
            return Planned::By(day);
        }
        let by_plan = self.of_control.get(&row.control.value.to_ascii_lowercase());
        let mut days: Vec<Date> = by_plan.into_iter().flatten().copied().collect();
        let mut undated = by_plan.is_some();
        let named = row.documents.iter().filter_map(|id| self.aims.by_id(&id.value));
        for document in named.map(|ix| self.aims.document(ix)).filter(|document| !document.is_retired()) {
            if document.is("plan") || (document.is("nonconformity") && !document.is_closed()) {
                undated = true;
                let open = due::of(document).into_iter().filter(|due| due.task != Task::Effect);
                days.extend(open.map(|due| due.date));
            }
        }
        match days.into_iter().max() {
            Some(day) => Planned::By(day),
            None if undated => Planned::Undated,
            None => Planned::Nothing,
        }
    }

    /// The level of a finding that a control is not put into practice yet: where the statement says `planned`, that is said
    /// already, until the day of the plan has passed.
    pub(super) fn level(&self, row: &SoaRow) -> Level {
        if row.implementation.as_ref().is_none_or(|word| word.value != "planned") {
            return Level::Warning;
        }
        match self.planned(row) {
            Planned::By(day) if day < self.aims.today => Level::Error,
            _ => Level::Note,
        }
    }
}

/// Whether every row of a statement could be read: else what is missed in one may stand in another.
pub(super) fn is_whole(document: &Document, soa: &Soa) -> bool {
    let rows = document.fields.rows("statement").len();
    rows == soa.rows.len() && document.unread.is_empty() && !document.fields.is_misread("statement")
}

/// The id within the framework of a statement, where an id as written is one of that.
pub(super) fn meant<'a>(aims: &Aims, soa: &Soa, written: &'a str) -> Option<&'a str> {
    let (framework, id) = split_req_id(written);
    let first = aims.catalog.first_stated();
    let is_meant = match framework {
        Some(framework) => soa.framework == *framework,
        None => soa.framework == first.id || first.title(id).is_none(),
    };
    is_meant.then_some(id)
}

/// The next day that lies ahead in plans that serve one of these clauses of a framework, of what is still open.
pub(super) fn ahead(context: &Context<'_>, of: &FrameworkId, clauses: &[&str]) -> Option<Date> {
    let is_one = |id: &ReqId| id.framework == *of && clauses.contains(&&*id.id);
    let plans = context.living_of("plan").filter(|(_, plan)| context.aims.names(plan).iter().any(is_one));
    let days = plans.flat_map(|(_, plan)| due::of(plan).into_iter().map(|due| due.date));
    days.filter(|day| *day >= context.aims.today).min()
}
