//! What plans say of risks and of controls that are still to be put in place.

use super::Context;
use crate::base::Date;
use crate::diag::Level;
use crate::model::catalog::split_req_id;
use crate::model::document::Document;
use crate::model::due;
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

/// What is planned for the control of a row of the statement of applicability: by a day in the row itself, by a plan or an
/// open nonconformity that it names, or by a plan that names the control.
pub(super) fn planned(context: &Context<'_>, soa: &Soa, row: &SoaRow) -> Planned {
    let statement = context.aims.document(soa.document).fields.rows("statement");
    let written = statement.iter().find(|written| written.span == row.span);
    if let Some(day) = written.and_then(|written| written.cells.date("due")) {
        return Planned::By(day);
    }
    let control = &row.control.value;
    let named = row.documents.iter().filter_map(|id| context.aims.by_id(&id.value));
    let mut days: Vec<Date> = Vec::new();
    let mut undated = false;
    for document in named.map(|ix| context.aims.document(ix)).filter(|document| !document.is_retired()) {
        if document.is("plan") || (document.is("nonconformity") && !document.is_closed()) {
            undated = true;
            days.extend(due::of(document).iter().map(|due| due.date));
        }
    }
    for (_, plan) in context.living_of("plan") {
        if plan.fields.texts("controls").iter().any(|id| is_of(context.aims, soa, &id.value, control)) {
            undated = true;
            days.extend(due::of(plan).iter().map(|due| due.date));
        }
        for row in plan.fields.rows("treatments") {
            let is_open = !matches!(row.cells.text("status"), Some("done" | "dropped"));
            if is_open && row.cells.texts("controls").iter().any(|id| is_of(context.aims, soa, &id.value, control)) {
                undated = true;
                days.extend(row.cells.date("due"));
            }
        }
    }
    match days.into_iter().max() {
        Some(day) => Planned::By(day),
        None if undated => Planned::Undated,
        None => Planned::Nothing,
    }
}

/// Whether every row of a statement could be read: else what is missed in one may stand in another.
pub(super) fn is_whole(document: &Document, soa: &Soa) -> bool {
    let rows = document.fields.rows("statement").len();
    rows == soa.rows.len() && document.unread.is_empty() && !document.fields.is_misread("statement")
}

/// Whether an id as written names this control of the framework of a statement.
pub(super) fn is_of(aims: &Aims, soa: &Soa, written: &str, control: &str) -> bool {
    let (framework, id) = split_req_id(written);
    let first = aims.catalog.first_stated();
    let is_meant = match framework {
        Some(framework) => soa.framework == *framework,
        None => soa.framework == first.id || first.control(id).is_none(),
    };
    is_meant && id.eq_ignore_ascii_case(control)
}

/// The next day that lies ahead in plans that serve one of these clauses, of what is still open.
pub(super) fn ahead(context: &Context<'_>, clauses: &[&str]) -> Option<Date> {
    let serves = |plan: &Document| {
        let own = plan.fields.texts("clauses");
        own.iter().any(|clause| clauses.contains(&clause.value.trim()))
    };
    let plans = context.living_of("plan").filter(|(_, plan)| serves(plan));
    let days = plans.flat_map(|(_, plan)| due::of(plan).into_iter().map(|due| due.date));
    days.filter(|day| *day >= context.aims.today).min()
}

/// The level of a finding that a control is not put into practice yet: where the statement says `planned`, that is said
/// already, until the day of the plan has passed.
pub(super) fn level_while_planned(context: &Context<'_>, soa: &Soa, row: &SoaRow) -> Level {
    if row.implementation.as_ref().is_none_or(|word| word.value != "planned") {
        return Level::Warning;
    }
    match planned(context, soa, row) {
        Planned::By(day) if day < context.aims.today => Level::Error,
        _ => Level::Note,
    }
}
