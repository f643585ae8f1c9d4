//! What a word in the front matter does not end: a matter that is open, and a system that runs. A record is closed by what
//! was done about it, and a system is taken out of use on a day that has come; until then both count as before, whatever
//! `status` or `lifecycle` say.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::doc::{DocIx, Ids};
use super::document::{Document, Status};
use super::due;
use super::fields::Row;
use super::kinds::Need;
pub use super::matter::Unended;
use super::stage::stage_by_days;
use crate::base::Date;
use crate::reading::is_over;

impl Document {
    /// Whether it is out of force: it says so, and no open matter holds it.
    pub fn is_retired(&self) -> bool {
        self.says_retired() && self.unended.is_none()
    }

    /// Whether it says of itself that it is out of force.
    pub fn says_retired(&self) -> bool {
        self.status() == Some(Status::Retired)
    }

    /// The stage of an AI system: by its days where those and its word cannot both be right, else as it says.
    pub fn stage(&self) -> Option<&str> {
        self.stage_by_days.or_else(|| self.fields.text("lifecycle"))
    }
}

/// Settles which documents that say that they are retired are not, and which systems run by their days.
pub(super) fn settle(documents: &mut [Arc<Document>], ids: &Ids, today: Date) {
    for document in &mut *documents {
        if let Some(stage) = stage_by_days(document, today) {
            Arc::make_mut(document).stage_by_days = Some(stage);
        }
    }
    let mut found: Vec<(usize, Unended)> = Vec::new();
    let mut replaced: Option<BTreeSet<DocIx>> = None;
    for (i, document) in documents.iter().enumerate().filter(|(_, document)| says_so(document)) {
        let why = open(document).or_else(|| finding(documents, ids, document));
        let why = why.or_else(|| unjudged(document, today)).or_else(|| runs(document));
        let why = why.or_else(|| {
            let action = due::actions(document).into_iter().next()?;
            let replaced = replaced.get_or_insert_with(|| replaced_by_others(documents, ids));
            (!replaced.contains(&DocIx::new(i))).then_some(Unended::Action(action.called()))
        });
        found.extend(why.map(|why| (i, why)));
    }
    for (i, why) in found {
        Arc::make_mut(&mut documents[i]).unended = Some(why);
    }
}

fn says_so(document: &Document) -> bool {
    document.controlled && document.translates.is_none() && document.says_retired()
}

/// A matter that its `state` does not call over. Where a kind needs a state, one that is not there calls nothing over.
fn open(document: &Document) -> Option<Unended> {
    let kind = document.kind.as_deref().filter(|kind| !matches!(kind.counts_as(), "objective" | "certification"))?;
    let spec = kind.fields.iter().find(|field| field.name == "state")?;
    let can_be_over = spec.choices.iter().any(|choice| is_over(kind.counts_as(), choice));
    match document.fields.text("state").filter(|_| can_be_over) {
        Some(state) => (!is_over(kind.counts_as(), state)).then(|| Unended::Open(Some(state.to_owned()))),
        None => (can_be_over && spec.need == Some(Need::Must)).then_some(Unended::Open(None)),
    }
}

/// A nonconformity that an audit found, and that is not closed.
fn finding(documents: &[Arc<Document>], ids: &Ids, audit: &Document) -> Option<Unended> {
    let is_closed = |row: &Row| {
        let followed = row.cells.text("nonconformity").and_then(|id| ids.get(&id.to_lowercase()));
        row.cells.text("status") == Some("closed") || followed.is_some_and(|ix| documents[ix.index()].is_closed())
    };
    let is_one = |row: &&Row| matches!(row.cells.text("grade"), Some("major" | "minor")) && !is_closed(row);
    let row = audit.fields.rows("findings").iter().filter(|_| audit.is("audit")).find(is_one)?;
    Some(Unended::Finding(row.cells.text("ref").unwrap_or_default().to_owned()))
}

fn unjudged(objective: &Document, today: Date) -> Option<Unended> {
    let judged =
        matches!(objective.fields.text("state"), Some("met" | "missed")) || objective.fields.is_misread("state");
    let due = objective.fields.date("due").filter(|due| *due < today);
    due.filter(|_| objective.is("objective") && !judged).map(Unended::Unjudged)
}

fn runs(system: &Document) -> Option<Unended> {
    let stage = system.stage().filter(|stage| system.is("system") && matches!(*stage, "in-use" | "suspended"));
    stage.map(|stage| Unended::Runs(stage.to_owned()))
}

/// Documents whose place others took that do not say that they are retired themselves.
fn replaced_by_others(documents: &[Arc<Document>], ids: &Ids) -> BTreeSet<DocIx> {
    let others = documents.iter().enumerate().filter(|(_, other)| !says_so(other));
    let replaced = others.flat_map(|(i, other)| {
        let named = other.fields.texts("replaces").iter().filter_map(|id| ids.get(&id.value.to_lowercase()).copied());
        named.filter(move |ix| ix.index() != i)
    });
    replaced.collect()
}
