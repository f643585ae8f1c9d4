//! AI systems, and the assessments that name them.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use super::rule::Report;
use crate::base::say;
use crate::model::DocIx;
use crate::model::about::is_left_out;
use crate::model::document::Document;

/// AI systems that something is asked of: those that the AIMS covers, without drafts of their entries, of which
/// `draft-at-work` tells where the system runs already.
pub(super) fn covered<'a>(context: &Context<'a>) -> impl Iterator<Item = (DocIx, &'a Document)> {
    let covered = |system: &Document| !system.is_draft() && !is_left_out(system);
    context.living_of("system").filter(move |(_, system)| covered(system))
}

/// Whether a system stands at one of these stages.
pub(super) fn stands_at(system: &Document, stages: &[&str]) -> bool {
    system.stage().is_some_and(|stage| stages.contains(&stage))
}

/// Whether a system was in use before anybody had registered it.
pub(super) fn is_shadow(system: &Document) -> bool {
    system.fields.flag("shadow") == Some(true)
}

/// Systems at work that depend on a supplier, by what they say or by what the supplier says.
pub fn depending(context: &Context<'_>, supplier: DocIx) -> Vec<DocIx> {
    let aims = context.aims;
    let says = aims.naming("system", "suppliers", supplier).into_iter().map(|(ix, _)| ix);
    let all: BTreeSet<DocIx> = says.chain(aims.named_by(supplier, "systems")).collect();
    let runs = |ix: &DocIx| {
        let system = aims.document(*ix);
        !system.is_retired() && stands_at(system, &["validation", "in-use", "suspended"])
    };
    all.into_iter().filter(runs).collect()
}

/// The AI systems that a document names under `systems`.
pub(super) fn systems_of(context: &Context<'_>, ix: DocIx) -> BTreeSet<DocIx> {
    context.aims.named_by(ix, "systems").collect()
}

/// Whether a document is of other AI systems than these: it names some, none of them is one of these, and none of these names
/// it. What names no system is of all of them.
pub(super) fn is_of_others(context: &Context<'_>, ix: DocIx, own: &BTreeSet<DocIx>) -> bool {
    let of = systems_of(context, ix);
    let names = |system: &DocIx| context.aims.references_of(*system).iter().any(|reference| reference.to == Some(ix));
    !own.is_empty() && !of.is_empty() && of.is_disjoint(own) && !own.iter().any(names)
}

/// Living documents of a kind by the systems they name under `systems`.
pub(super) fn naming<'a>(context: &Context<'a>, kind: &str) -> BTreeMap<DocIx, Vec<&'a Document>> {
    let mut naming: BTreeMap<DocIx, Vec<&Document>> = BTreeMap::new();
    for reference in context.aims.references.iter().filter(|reference| reference.field == "systems") {
        let document = context.aims.document(reference.from);
        if let Some(system) = reference.to.filter(|_| document.is(kind) && !document.is_retired()) {
            naming.entry(system).or_default().push(document);
        }
    }
    naming
}

/// Tells of systems at work, or about to be, that no document of `kind` names.
pub(super) fn unassessed(context: &Context<'_>, report: &mut Report<'_>, kind: &str) {
    let mut named = naming(context, kind);
    named.retain(|_, assessments| !assessments.iter().all(|assessment| assessment.shows_none()));
    for (_, system) in covered(context).filter(|(ix, _)| !named.contains_key(ix)) {
        let Some(stage @ ("validation" | "in-use" | "suspended")) = system.stage() else { continue };
        let id = &system.id;
        let (message, help) = match kind {
            "risk-assessment" if is_shadow(system) => (
                say!(
                    "{id} was found in use without having been registered, stands at `{stage}`, and no risk assessment names it",
                    id,
                    stage
                ),
                say!(
                    "Decide whether it goes on; until then `lifecycle: suspended`. Carry out the risk assessment and name the system there: `systems: [{id}]`.",
                    id
                ),
            ),
            "risk-assessment" => (
                say!("{id} stands at `{stage}` and no risk assessment names it", id, stage),
                say!(
                    "Carry out the risk assessment, record it as a document of kind `{kind}`, and name the system there: `systems: [{id}]`.",
                    kind,
                    id
                ),
            ),
            _ => (
                say!("{id} stands at `{stage}` and no impact assessment names it", id, stage),
                say!(
                    "Carry out the impact assessment, record it as a document of kind `{kind}`, and name the system there: `systems: [{id}]`.",
                    kind,
                    id
                ),
            ),
        };
        report.document(system, system.span_of("lifecycle"), message, help);
    }
}
