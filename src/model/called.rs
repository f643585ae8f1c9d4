//! Documented information that the standard calls for, item by item, and which documents are it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::asked::{CalledFor, There};
use super::catalog::{Call, Called, Control, Documented, ReqId, natural_key};
use super::doc::DocIx;
use super::document::{Cut, Document};
use super::own_clauses;
use super::requirement::{Inputs, Requirement, Serving, is_of_kind};
use super::risk::{RiskLevel, is_opportunity, left};
use super::standing::{Approved, InForce};
use super::tier::Tier;

/// Living documents, or retired ones, by the kind that they count as.
pub(super) fn by_kind(documents: &[Arc<Document>], retired: bool) -> BTreeMap<&str, Vec<DocIx>> {
    let mut found: BTreeMap<&str, Vec<DocIx>> = BTreeMap::new();
    let may_be = |document: &Document| document.controlled && document.cut != Cut::Whole;
    for (i, document) in documents.iter().enumerate().filter(|(_, document)| may_be(document)) {
        if let Some(kind) =
            document.kind.as_ref().filter(|_| document.is_retired() == retired && document.translates.is_none())
        {
            found.entry(kind.serves_as()).or_default().push(DocIx::new(i));
        }
    }
    found
}

/// The items that a requirement calls for.
pub(super) fn of(requirement: &Requirement, inputs: &Inputs<'_>) -> Vec<CalledFor> {
    let (framework, id) = (&requirement.framework, &requirement.id);
    if let Some(clause) = inputs.catalog.clause(framework, id) {
        let serving: BTreeSet<DocIx> = requirement.documents().collect();
        let required = clause.documented == Documented::Required;
        let is_it = |ix: &DocIx| {
            let document = &inputs.documents[ix.index()];
            let may_be = || own_clauses::may_be(inputs.known, inputs.catalog, document, &requirement.key());
            !document.is_other_audit() && (serving.contains(ix) || may_be())
        };
        let of = |called: &Called| {
            let item = item(called, required, &serving, is_it, inputs);
            match item.state {
                There::Missing => CalledFor { retired: retired(called, &requirement.key(), inputs), ..item },
                _ => item,
            }
        };
        return clause.called_for.iter().map(of).collect();
    }
    let control = inputs.catalog.control(framework, id).filter(|_| requirement.applies());
    control.and_then(|control| of_control(control, requirement, inputs)).into_iter().collect()
}

/// An item with the documents that are it, of those that `may_be`: none of another standard alone is, and no audit but an
/// internal one.
fn item(
    called: &Called,
    required: bool,
    serving: &BTreeSet<DocIx>,
    may_be: impl Fn(&DocIx) -> bool,
    inputs: &Inputs<'_>,
) -> CalledFor {
    let of_kinds = called.kinds.iter().filter_map(|kind| inputs.by_kind.get(kind.as_str())).flatten();
    let is_it = |ix: &DocIx| {
        let document = &inputs.documents[ix.index()];
        let kind = document.kind.as_ref().map_or("", |kind| kind.serves_as());
        may_be(ix) && called.is_a(kind, serving.contains(ix), |field| !document.fields.lacks(field))
    };
    let mut documents: Vec<DocIx> = of_kinds.copied().filter(is_it).collect();
    if documents.is_empty() && !called.with.is_empty() {
        // It serves the clause, and the fields that make it what is called for are still to be filled in.
        let of_kinds = called.kinds.iter().filter_map(|kind| inputs.by_kind.get(kind.as_str())).flatten();
        documents = of_kinds.copied().filter(|ix| serving.contains(ix)).collect();
        let state = if documents.is_empty() { There::Missing } else { There::Unfinished };
        let title = called.title.clone();
        let retired = Vec::new();
        return CalledFor { title, call: called.call, required, state, claimed: false, documents, retired };
    }
    documents.sort();
    documents.dedup();
    documents.sort_by_cached_key(|ix| natural_key(&inputs.documents[ix.index()].id));
    let is_agreed = |ix: DocIx| is_approved(ix, inputs) && left_open(ix, inputs).is_empty();
    let there = |ix: DocIx| is_finished(ix, called.call, inputs) && (!called.approved || is_agreed(ix));
    let state = state(&documents, there);
    let proven = |ix: &DocIx| there(*ix) && matches!(inputs.holding(*ix).1.approval, Approved::Yes(_));
    let claimed = called.approved && state == There::Present && !documents.iter().any(proven);
    // Who looks for what is missing finds the risks.
    let named = documents.iter().filter(|_| called.approved && state != There::Present);
    let risks: BTreeSet<DocIx> = named.flat_map(|ix| left_open(*ix, inputs)).collect();
    documents.extend(risks);
    let (title, retired) = (called.title.clone(), Vec::new());
    CalledFor { title, call: called.call, required, state, claimed, documents, retired }
}

/// What would be an item that a clause calls for if it did not say that it is retired.
fn retired(called: &Called, clause: &ReqId, inputs: &Inputs<'_>) -> Vec<DocIx> {
    let is_it = |ix: &DocIx| {
        let document = &inputs.documents[ix.index()];
        let kind = document.kind.as_ref().map_or("", |kind| kind.serves_as());
        let serves = own_clauses::named(inputs.known, inputs.catalog, document).contains(clause);
        let may_be = serves || own_clauses::may_be(inputs.known, inputs.catalog, document, clause);
        may_be && !document.is_other_audit() && called.is_a(kind, serves, |field| !document.fields.lacks(field))
    };
    let of_kinds = called.kinds.iter().filter_map(|kind| inputs.retired_by_kind.get(kind.as_str())).flatten();
    let all: BTreeSet<DocIx> = of_kinds.copied().filter(is_it).collect();
    all.into_iter().collect()
}

/// What a control calls for is what serves it and is of a kind that can be it: a policy that speaks of a register is none. A
/// record is one that shows it.
fn of_control(control: &Control, requirement: &Requirement, inputs: &Inputs<'_>) -> Option<CalledFor> {
    if control.calls_for == Call::None {
        return None;
    }
    let is_it = |serving: &&Serving| {
        let may_be = control.calls_for == Call::Document || serving.tier == Tier::Shows;
        may_be && is_of_kind(&control.document_kinds, &inputs.documents[serving.document.index()])
    };
    let serving = requirement.serving.iter().filter(is_it);
    let documents: Vec<DocIx> = serving.map(|serving| serving.document).collect();
    let there = |ix: DocIx| {
        let shows = inputs.documents[ix.index()].tier() == Some(Tier::Shows);
        is_finished(ix, if shows { Call::Record } else { Call::Document }, inputs)
    };
    Some(CalledFor {
        title: control.documents.join("; "),
        call: control.calls_for,
        required: true,
        state: state(&documents, there),
        claimed: false,
        documents,
        retired: Vec::new(),
    })
}

fn state(documents: &[DocIx], there: impl Fn(DocIx) -> bool) -> There {
    match documents {
        [] => There::Missing,
        some if some.iter().any(|ix| there(*ix)) => There::Present,
        _ => There::Unfinished,
    }
}

/// Whether a document is more than begun: the text of it that holds.
fn is_finished(ix: DocIx, call: Call, inputs: &Inputs<'_>) -> bool {
    let (document, standing) = inputs.holding(ix);
    let is_to_come = call == Call::Document && matches!(standing.in_force, InForce::From(_));
    let written = !is_to_come
        && !document.said.wordless
        && document.is_written()
        && (call != Call::Record || document.may_show());
    // An entry of a register that is evidence, such as a risk, may carry no day of its own.
    written && (call != Call::Record || !document.is_record() || inputs.evidence_date(ix).is_some())
}

/// The risks that a plan treats, and of which nobody is on record to have accepted what is left.
fn left_open(plan: DocIx, inputs: &Inputs<'_>) -> Vec<DocIx> {
    let rows = inputs.holding(plan).0.fields.rows("treatments").iter();
    let risks = rows.filter_map(|row| inputs.ids.get(&row.cells.text("risk")?.to_lowercase()).copied());
    risks.filter(|risk| !is_accepted(*risk, inputs)).collect()
}

/// Whether what is left of a risk is scored, and is low or accepted by somebody who could.
fn is_accepted(ix: DocIx, inputs: &Inputs<'_>) -> bool {
    let risk = &inputs.documents[ix.index()];
    let (fields, config) = (&risk.fields, inputs.config);
    if risk.is_closed() || risk.is_retired() || is_opportunity(fields) {
        return true;
    }
    let Some(level) = left(fields).map(|score| config.risk.level(score)) else { return false };
    let is_on_record = !fields.lacks("accepted-by") && fields.date("accepted").is_some_and(|day| day <= inputs.today);
    let is_low = level == RiskLevel::Low && config.who_may_accept(level).is_empty();
    is_low || is_on_record && !inputs.standing(ix).unentitled
}

fn is_approved(ix: DocIx, inputs: &Inputs<'_>) -> bool {
    inputs.holding(ix).1.approval.is_given()
}
