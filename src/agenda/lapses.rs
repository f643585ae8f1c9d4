//! What lapses beside reviews and evidence: competence that was shown until a day, suppliers that were judged, certificates
//! and the audits that keep them.

use std::collections::BTreeSet;

use super::{Item, What};
use crate::base::say;
use crate::check::depending;
use crate::model::certification::{audits, certifications};
use crate::model::document::{Document, Status};
use crate::model::review::Review;
use crate::state::State;

/// All of it, in no order.
pub(super) fn all(state: &State) -> Vec<Item> {
    competence(state).into_iter().chain(suppliers(state)).chain(certificates(state)).collect()
}

/// Competence with a day until which it holds: of each person by the newest record that has a row for them.
fn competence(state: &State) -> Vec<Item> {
    let all = state.aims.of_kind("competence").into_iter().map(|(_, record)| record);
    let mut records: Vec<&Document> = all.filter(|record| record.is_finished_record()).collect();
    records.sort_by_key(|record| std::cmp::Reverse(record.fields.date("date")));
    let mut told: BTreeSet<String> = BTreeSet::new();
    let mut items = Vec::new();
    for record in records {
        let mut here = BTreeSet::new();
        for row in record.fields.rows("entries") {
            let Some(person) = row.cells.text("person").filter(|person| !told.contains(&person.to_lowercase())) else {
                continue;
            };
            here.insert(person.to_lowercase());
            let Some(until) = row.cells.date("valid-until") else { continue };
            let name = row.cells.text("need").map_or_else(|| person.to_owned(), |need| format!("{person}: {need}"));
            let remedy = say!("show it again, and record it: aims new competence").to_owned();
            items.push(Item { name: Some(name), ..Item::about(state, record, What::Competence, Some(until), remedy) });
        }
        told.extend(here);
    }
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
    let living = context.living_of("supplier").filter(|(_, supplier)| supplier.status() != Some(Status::Draft));
    living.filter_map(item).collect()
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
