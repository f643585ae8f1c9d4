//! Traceability: which documents serve a requirement, and the rung on which it therefore stands.
//!
//! A document serves the controls and clauses it names, and the clauses its kind stands for. One that names no controls
//! and no clauses of its own serves what the documents it implements, or is evidence for, serve.

use std::collections::{BTreeMap, BTreeSet};

use super::DocIx;
use super::catalog::natural_key;
use super::climb;
use super::document::Document;
use super::soa::Soa;
use super::tier::Tier;

pub use super::lack::{Lack, LackKind};
use super::requirement::Inputs;
pub use super::requirement::{Applicability, Requirement, RequirementKind, Rung, Serving};

/// All requirements of ISO/IEC 42001 and the team's own controls, with what serves them.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    requirements: BTreeMap<String, Requirement>,
    clauses: Vec<String>,
    controls: Vec<String>,
    /// Requirements by document, in natural order.
    served: BTreeMap<DocIx, Vec<String>>,
}

impl Trace {
    /// A clause or control.
    pub fn get(&self, id: &str) -> Option<&Requirement> {
        self.requirements.get(id)
    }

    /// Clauses 4 to 10 in the order of the standard.
    pub fn clauses(&self) -> impl Iterator<Item = &Requirement> {
        self.clauses.iter().filter_map(|id| self.requirements.get(id))
    }

    /// The controls of Annex A in its order, then the team's own.
    pub fn controls(&self) -> impl Iterator<Item = &Requirement> {
        self.controls.iter().filter_map(|id| self.requirements.get(id))
    }

    /// What a document serves.
    pub fn served_by(&self, document: DocIx) -> impl Iterator<Item = &Requirement> {
        self.served.get(&document).into_iter().flatten().filter_map(|id| self.requirements.get(id))
    }
}

/// Builds the trace.
pub(super) fn build(inputs: &Inputs<'_>) -> Trace {
    let mut trace = Trace::default();
    add_requirements(&mut trace, inputs);
    for (i, document) in inputs.documents.iter().enumerate() {
        let Some(tier) = document.tier().filter(|_| document.controlled && !document.is_retired()) else { continue };
        let this = DocIx::new(i);
        for (id, via) in serves(inputs, this) {
            if let Some(requirement) = trace.requirements.get_mut(&id) {
                requirement.serving.push(Serving { tier, document: this, via });
                trace.served.entry(this).or_default().push(id);
            }
        }
    }
    for ids in trace.served.values_mut() {
        ids.sort_by_cached_key(|id| natural_key(id));
        ids.dedup();
    }
    for requirement in trace.requirements.values_mut() {
        requirement.serving.sort_by(|a, b| {
            let key = |serving: &Serving| (serving.tier, natural_key(&inputs.documents[serving.document.index()].id));
            key(a).cmp(&key(b))
        });
        climb::climb(requirement, inputs);
    }
    climb::gather(&mut trace.requirements, inputs.catalog);
    trace
}

fn add_requirements(trace: &mut Trace, inputs: &Inputs<'_>) {
    let mut add = |id: &str, kind, title: &str, needs: Vec<Tier>, applicability| {
        let mentioned_by = inputs.mentions.get(id).map(|set| set.iter().copied().collect()).unwrap_or_default();
        let requirement = Requirement {
            id: id.to_owned(),
            kind,
            title: title.to_owned(),
            applicability,
            needs,
            serving: Vec::new(),
            mentioned_by,
            rung: Rung::Gap,
            newest_evidence: None,
            lacks: Vec::new(),
        };
        trace.requirements.entry(id.to_owned()).or_insert(requirement);
        match kind {
            RequirementKind::Clause => trace.clauses.push(id.to_owned()),
            _ => trace.controls.push(id.to_owned()),
        }
    };
    for clause in inputs.catalog.clauses() {
        add(&clause.id, RequirementKind::Clause, &clause.title, clause.needs.clone(), Applicability::Applies);
    }
    let all = || Tier::ALL.to_vec();
    for control in inputs.catalog.controls() {
        add(&control.id, RequirementKind::Control, &control.title, all(), applicability(inputs.soa, &control.id));
    }
    for row in inputs.soa.map(|soa| soa.own_controls(inputs.catalog)).unwrap_or_default() {
        let id = &row.control.value;
        if inputs.catalog.clause(id).is_none() {
            let title = row.title.as_deref().unwrap_or(id);
            add(id, RequirementKind::OwnControl, title, all(), applicability(inputs.soa, id));
        }
    }
}

fn applicability(soa: Option<&Soa>, control: &str) -> Applicability {
    match soa.and_then(|soa| soa.row(control)) {
        Some(row) if row.applicable => Applicability::Applies,
        Some(row) => Applicability::Excluded { reason: row.reason.as_ref().map(|reason| reason.value.clone()) },
        None => Applicability::Unmentioned,
    }
}

/// What a document serves, with the document through which it does.
fn serves(inputs: &Inputs<'_>, document: DocIx) -> BTreeMap<String, Option<DocIx>> {
    let mut served: BTreeMap<String, Option<DocIx>> =
        named(&inputs.documents[document.index()]).into_iter().map(|id| (id, None)).collect();
    if names_own(&inputs.documents[document.index()]) {
        return served;
    }
    // The chain from a record to its procedure to the policy is followed to its end; a ring of documents that
    // implement one another is walked once.
    let mut seen = BTreeSet::from([document]);
    let mut queue: Vec<(DocIx, DocIx)> = builds_on(inputs, document).into_iter().map(|next| (next, next)).collect();
    while let Some((at, via)) = queue.pop() {
        if !seen.insert(at) {
            continue;
        }
        let found = &inputs.documents[at.index()];
        if names_own(found) {
            for id in named(found) {
                served.entry(id).or_insert(Some(via));
            }
        } else {
            queue.extend(builds_on(inputs, at).into_iter().map(|next| (next, via)));
        }
    }
    served
}

fn named(document: &Document) -> BTreeSet<String> {
    let own = ["controls", "clauses"].into_iter().flat_map(|key| document.fields.texts(key)).map(|id| id.value.clone());
    let by_kind = document.kind.iter().flat_map(|kind| kind.clauses.iter().cloned());
    own.chain(by_kind).collect()
}

fn names_own(document: &Document) -> bool {
    ["controls", "clauses"].into_iter().any(|key| !document.fields.texts(key).is_empty())
}

fn builds_on(inputs: &Inputs<'_>, document: DocIx) -> Vec<DocIx> {
    let fields = &inputs.documents[document.index()].fields;
    let ids = ["implements", "evidence-for"].into_iter().flat_map(|key| fields.texts(key));
    ids.filter_map(|id| inputs.ids.get(&id.value.to_lowercase()).copied()).collect()
}
