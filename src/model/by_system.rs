//! The evidence of a control for each AI system: what an auditor samples.

use std::collections::BTreeMap;

use super::asked::OfSystem;
use super::doc::DocIx;
use super::document::Document;
use super::requirement::{Inputs, Requirement};
use super::versions::{same, same_line};
use crate::base::Date;

/// The key that says of which version of an AI system a document is.
const VERSION: &str = "system-version";

/// The evidence of a control that is bound to AI systems for each that is in use, in their order. What says next to nothing
/// shows nothing of a system, whatever else there is.
pub(super) fn of(requirement: &Requirement, inputs: &Inputs<'_>) -> Vec<OfSystem> {
    let in_use = inputs.about.in_use();
    let mut found: BTreeMap<DocIx, Vec<(Date, DocIx)>> = BTreeMap::new();
    for (document, date) in requirement.evidence.iter().filter(|(ix, _)| !inputs.is_scant(*ix)) {
        for system in shown(inputs, *document) {
            found.entry(system).or_default().push((*date, *document));
        }
    }
    let of = |system: &DocIx| {
        let mut evidence = found.remove(system).unwrap_or_default();
        evidence.sort_by_key(|(date, ix)| (std::cmp::Reverse(*date), *ix));
        let fresh = evidence.iter().any(|(date, ix)| inputs.is_fresh(*ix, *date));
        OfSystem { system: *system, evidence, fresh }
    };
    in_use.iter().map(of).collect()
}

/// The systems that a document is evidence for. Where only one is in use, what names none is about that.
pub(super) fn shown(inputs: &Inputs<'_>, ix: DocIx) -> Vec<DocIx> {
    if inputs.documents[ix.index()].is("system") {
        return vec![ix];
    }
    let named: Vec<DocIx> = inputs.about.systems_of(ix).collect();
    match (named.is_empty(), inputs.about.in_use()) {
        (true, [only]) => vec![*only],
        _ => named,
    }
}

/// Whether a record is of one version of an AI system: its kind has a key for that.
pub(super) fn tells_version(record: &Document) -> bool {
    record.is_record() && record.kind.as_ref().is_some_and(|kind| kind.fields.iter().any(|key| key.name == VERSION))
}

/// Whether a document names another version of an AI system than the one that runs; of a risk assessment, one with another first
/// number.
pub fn is_of_other_version(document: &Document, system: &Document) -> bool {
    let is_same = |of: &str, runs: &str| same(of, runs) || document.is("risk-assessment") && same_line(of, runs);
    document.fields.text(VERSION).zip(system.fields.text(VERSION)).is_some_and(|(of, runs)| !is_same(of, runs))
}
