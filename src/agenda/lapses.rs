//! What lapses beside reviews and evidence: competence that was shown until a day, trainings, suppliers that were judged, certificates
//! and the audits that keep them, incidents that are open, and plans.

use super::item::{Item, What};
use crate::base::{Date, say};
use crate::check::{depending, ending, incident_due, to_tell};
use crate::model::certification::{audits, certifications};
use crate::model::competence::{shown, trainings};
use crate::model::document::Document;
use crate::model::review::Review;
use crate::state::State;

/// All of it, in no order.
pub(super) fn all(state: &State) -> Vec<Item> {
    let all = competence(state).into_iter().chain(suppliers(state)).chain(certificates(state));
    all.chain(plans_and_incidents(state)).collect()
}

/// Competence with a day until which it holds, or by which a gap is to be closed, and trainings that are to be held again.
fn competence(state: &State) -> Vec<Item> {
    let aims = &state.aims;
    let mut items = Vec::new();
    for shown in shown(aims).iter().filter(|shown| !shown.is_unsure) {
        let (record, cells) = (aims.document(shown.ix), &shown.row.cells);
        let Some(person) = cells.text("person") else { continue };
        let name = |what| cells.text(what).map_or_else(|| person.to_owned(), |what| format!("{person}: {what}"));
        let mut item = |until: Option<Date>, name: String, remedy: &str| {
            items.extend(until.map(|until| Item {
                name: Some(name),
                ..Item::about(state, record, What::Competence, Some(until), remedy.to_owned())
            }));
        };
        let again = say!("show it again, and record it: aims new competence");
        item(cells.date("valid-until"), name("need"), again);
        item(shown.gap_due(), name("gap"), say!("close the gap, and record what came of it: aims new competence"));
    }
    let again = say!("hold it again, and record it: aims new training");
    let training = |(_, training, until)| Item::about(state, training, What::Competence, Some(until), again.to_owned());
    items.extend(trainings(aims).into_iter().map(training));
    items
}

/// Suppliers that a running system depends on, by when they are judged again. Where the review of the document comes first,
/// that is told.
fn suppliers(state: &State) -> Vec<Item> {
    let context = state.judged();
    let item = |(ix, supplier): (_, &Document)| {
        let judged = supplier.fields.date("due-diligence").filter(|_| !depending(&context, ix).is_empty())?;
        let every = supplier.fields.period("review-every");
        let due = every.unwrap_or_else(|| state.aims.config.review_period("supplier")).after(judged);
        let review = state.aims.review(ix);
        let told = review != Review::None && review.next().is_none_or(|next| next <= due);
        let remedy = say!("assess it again, and write the day under `due-diligence`").to_owned();
        (!told).then(|| Item::about(state, supplier, What::Supplier, Some(due), remedy))
    };
    let living = context.living_of("supplier").filter(|(_, supplier)| !supplier.is_draft());
    living.filter_map(item).collect()
}

/// Plans by when another follows, and incidents by when an authority is told of them and they are contained or closed.
fn plans_and_incidents(state: &State) -> Vec<Item> {
    let context = state.judged();
    let follow = say!("write the plan that follows, with its `period`, or have this one prolonged");
    let tell = say!("tell the authority, and write the day under `authority-told`");
    let close = say!("stop it, close it with its cause, and write the days");
    let item = |of: &Document, what, due, remedy: &str| Item::about(state, of, what, Some(due), remedy.to_owned());
    let plans = ending(&context).into_iter().map(|(plan, until)| item(plan, What::Action, until, follow));
    let mut items: Vec<Item> = plans.collect();
    for (_, incident) in context.living_of("incident").filter(|(_, incident)| !incident.is_draft()) {
        items.extend(to_tell(&incident.fields).map(|due| item(incident, What::Obligation, due, tell)));
        items.extend(incident_due(&incident.fields).map(|(_, due, _)| item(incident, What::Action, due, close)));
    }
    items
}

/// Audits of certification bodies that are still to be held, and certificates that end.
fn certificates(state: &State) -> Vec<Item> {
    let mut items = Vec::new();
    let ended = |of: &Document| matches!(of.fields.text("state"), Some("withdrawn" | "expired"));
    for (_, certification) in certifications(&state.aims).filter(|(_, certification)| !ended(certification)) {
        for audit in audits(&state.aims, certification).iter().filter(|audit| audit.held.is_none()) {
            let remedy =
                say!("agree on the day with the certification body; once held, write `held` and the report").to_owned();
            let item = Item::about(state, certification, What::Certification, audit.day(), remedy);
            items.push(Item { name: Some(audit.step.title().to_owned()), ..item });
        }
        if let Some(expires) = certification.fields.date("expires") {
            let remedy = say!("have it renewed before that day, and write the new one").to_owned();
            let item = Item::about(state, certification, What::Certification, Some(expires), remedy);
            items.push(Item { name: Some(say!("End of the certificate").to_owned()), ..item });
        }
    }
    items
}
