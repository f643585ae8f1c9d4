//! Traceability: which documents serve a requirement, and the rung on which it therefore stands.
//!
//! A document serves the controls and clauses it names, and the clauses its kind stands for. One that names no controls
//! and no clauses of its own serves what the documents it implements, or is evidence for, serve. What is retired serves
//! nothing, and passes nothing on but to records: what took its place answers for what they show.

use std::collections::{BTreeMap, BTreeSet};

use super::against::Open;
use super::catalog::{
    Area, Catalog, FrameworkId, ISO_42001, ReqId, Standard, natural_key, split_req_id, up_to_heading,
};
use super::doc::{DocIx, Ids};
use super::document::Document;
use super::names::names_own;
use super::origin::Held;
use super::own_clauses::named;
use super::soa::Soa;
use super::tier::Tier;
use super::{caveats, climb};

pub use super::asked::{CalledFor, OfSystem, There};
pub use super::caveats::BROAD;
pub use super::lack::{Caveat, CaveatKind, Lack, LackKind};
use super::requirement::Inputs;
pub use super::requirement::{Applicability, Place, Requirement, RequirementKind, Rung, Serving};

/// All requirements of the frameworks that are followed and the team's own controls, with what serves them: by framework
/// as followed, then in the order of the standard.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    requirements: BTreeMap<ReqId, Requirement>,
    /// The frameworks as followed.
    frameworks: Vec<FrameworkId>,
    /// Their areas and objectives, which only gather controls.
    headings: BTreeSet<ReqId>,
    clauses: Vec<ReqId>,
    controls: Vec<ReqId>,
    /// Requirements by document, by framework as followed, then in natural order.
    served: BTreeMap<DocIx, Vec<ReqId>>,
    /// How many more each serves through others, which are not listed.
    unlisted: BTreeMap<DocIx, usize>,
    open: Vec<Open>,
    /// Whether readers are not told where requirements stand.
    untold: bool,
}

/// Where documents serve more requirements through others than this, all together, fewer are listed of each.
const MOST_THROUGH: usize = 50_000;

impl Trace {
    /// Leaves out what follows from all there is, for readers from whom some of it is withheld: rungs, what is lacking and
    /// what is weak would be judged from the rest, and be untrue.
    pub fn untell(&mut self) {
        self.untold = true;
        self.requirements.values_mut().for_each(Requirement::untell);
    }

    /// Whether readers are not told where requirements stand.
    pub fn is_untold(&self) -> bool {
        self.untold
    }

    /// The clause or control that a document means: `iso-27001:A.5.2`, or `A.5.2` in the first followed framework that has
    /// it, if only as a heading, which is none.
    pub fn get(&self, written: &str) -> Option<&Requirement> {
        let (framework, id) = split_req_id(written);
        let followed = self.frameworks.iter().filter(|known| framework.is_none_or(|wanted| **known == *wanted));
        let keys = followed.map(|framework| ReqId::new(framework, id));
        up_to_heading(keys, |key| self.headings.contains(key)).find_map(|key| self.at(&key))
    }

    /// The clause or control of ISO/IEC 42001, whatever is followed first: what is said of AI is said of that.
    pub fn ai(&self, id: &str) -> Option<&Requirement> {
        self.at(&ReqId::new(&ISO_42001.into(), id))
    }

    /// The clause or control of exactly this framework and id.
    pub fn at(&self, id: &ReqId) -> Option<&Requirement> {
        self.requirements.get(id)
    }

    /// Every clause, by framework as followed, in the order of the standard.
    pub fn clauses(&self) -> impl Iterator<Item = &Requirement> {
        self.clauses.iter().filter_map(|id| self.requirements.get(id))
    }

    /// Every control, by framework as followed: the reference controls in their order, then the team's own.
    pub fn controls(&self) -> impl Iterator<Item = &Requirement> {
        self.controls.iter().filter_map(|id| self.requirements.get(id))
    }

    /// The reference controls of an area of a followed framework, in order.
    pub fn of_area<'a>(&'a self, standard: &'a Standard, area: &'a Area) -> impl Iterator<Item = &'a Requirement> {
        standard.controls_of(area).filter_map(|control| self.at(&ReqId::new(&standard.id, &control.id)))
    }

    /// The team's own controls beyond those of a followed framework.
    pub fn own_controls<'a>(&'a self, standard: &'a Standard) -> impl Iterator<Item = &'a Requirement> {
        let own = |control: &&Requirement| control.kind == RequirementKind::OwnControl;
        self.controls().filter(move |control| own(control) && control.framework == standard.id)
    }

    /// Takes the top rung from what rests on documents in which something is wrong, and from what those served that were
    /// `let_go`. And tells what weakens the rest.
    pub(super) fn hold(&mut self, held: &Held, let_go: &BTreeMap<ReqId, BTreeSet<Option<DocIx>>>, catalog: &Catalog) {
        let crowds = caveats::Crowds::of(self.requirements.values(), held);
        // By clause 7.3 of each standard people know the policy, which its clause 5.2 calls for.
        let policies = |of: &Standard| {
            let says =
                self.at(&ReqId::new(&of.id, of.number_of("5.2")))?.tier(Tier::Says).map(|serving| serving.document);
            Some((ReqId::new(&of.id, "7.3"), says.collect()))
        };
        let taught: BTreeMap<ReqId, Vec<DocIx>> = catalog.standards().filter_map(policies).collect();
        for requirement in self.requirements.values_mut() {
            climb::hold(requirement, &held.wrong, let_go.get(&requirement.key()));
            caveats::doubt(requirement, held, &crowds, taught.get(&requirement.key()));
        }
        climb::gather(&mut self.requirements, catalog, &self.open);
        self.shorten();
    }

    /// Lists no more of what serves through others than a site can hold: one document between many requirements and many
    /// documents makes their product. All was judged before.
    fn shorten(&mut self) {
        let through = |of: &Requirement| of.serving.iter().filter(|serving| serving.via.is_some()).count();
        let all: Vec<usize> = self.requirements.values().map(through).filter(|through| *through > 0).collect();
        if all.iter().sum::<usize>() <= MOST_THROUGH {
            return;
        }
        let most = MOST_THROUGH / all.len() / Tier::ALL.len();
        let mut gone: BTreeMap<DocIx, BTreeSet<&ReqId>> = BTreeMap::new();
        for (key, requirement) in &mut self.requirements {
            let (mut listed, mut left) = (BTreeMap::<Tier, usize>::new(), BTreeSet::new());
            let newest = requirement.newest_evidence.map(|(newest, _)| newest);
            for serving in requirement.serving.iter().filter(|of| of.via.is_some() && Some(of.document) != newest) {
                let listed = listed.entry(serving.tier).or_default();
                *listed += 1;
                left.extend((*listed > most).then_some(serving.document));
            }
            requirement.serving.retain(|serving| !left.contains(&serving.document));
            requirement.evidence.retain(|(ix, _)| !left.contains(ix));
            requirement.unlisted = left.len();
            for ix in left {
                gone.entry(ix).or_default().insert(key);
            }
        }
        for (ix, gone) in gone {
            self.served.entry(ix).or_default().retain(|id| !gone.contains(id));
            self.unlisted.insert(ix, gone.len());
        }
    }

    /// How many more requirements a document serves through others than are listed; of all documents, how many entries that is.
    pub fn unlisted(&self, document: Option<DocIx>) -> usize {
        match document {
            Some(document) => self.unlisted.get(&document).copied().unwrap_or_default(),
            None => self.unlisted.values().sum(),
        }
    }

    /// The open nonconformities that name a document, by id.
    pub fn open_against(&self, document: DocIx) -> impl Iterator<Item = DocIx> {
        self.open.iter().filter(move |open| open.names(document)).map(|open| open.document)
    }

    /// What a document serves.
    pub fn served_by(&self, document: DocIx) -> impl Iterator<Item = &Requirement> {
        self.served.get(&document).into_iter().flatten().filter_map(|id| self.requirements.get(id))
    }
}

/// Builds the trace.
pub(super) fn build(inputs: &Inputs<'_>) -> Trace {
    let mut trace = Trace { open: inputs.open.clone(), ..Trace::default() };
    add_requirements(&mut trace, inputs);
    let mut named = Named::of(inputs);
    for (i, document) in inputs.documents.iter().enumerate() {
        let Some(tier) = document.tier().filter(|_| document.controlled && !document.is_retired()) else { continue };
        let this = DocIx::new(i);
        for (id, via) in named.serves(this) {
            if let Some(requirement) = trace.requirements.get_mut(&id) {
                requirement.serving.push(Serving { tier, document: this, via });
                trace.served.entry(this).or_default().push(id);
            }
        }
    }
    let places: BTreeMap<&FrameworkId, usize> = trace.frameworks.iter().enumerate().map(|(i, id)| (id, i)).collect();
    for ids in trace.served.values_mut() {
        ids.sort_by_cached_key(|id| (places.get(&id.framework).copied(), natural_key(&id.id)));
        ids.dedup();
    }
    for requirement in trace.requirements.values_mut() {
        requirement.serving.sort_by(|a, b| {
            let key = |serving: &Serving| (serving.tier, natural_key(&inputs.documents[serving.document.index()].id));
            key(a).cmp(&key(b))
        });
        climb::climb(requirement, inputs, &trace.served);
    }
    caveats::of_all(&mut trace.requirements, &trace.served, inputs);
    climb::gather(&mut trace.requirements, inputs.catalog, &trace.open);
    trace
}

fn add_requirements(trace: &mut Trace, inputs: &Inputs<'_>) {
    for standard in inputs.catalog.standards() {
        trace.frameworks.push(standard.id.clone());
        trace.headings.extend(standard.headings().map(|id| ReqId::new(&standard.id, id)));
        let soa = inputs.soas.iter().find(|soa| soa.framework == standard.id);
        let mut add = |id: &str, kind, title: &str, asked: Asked, applicability| {
            let key = ReqId::new(&standard.id, id);
            let mentioned_by = inputs.mentions.get(&key).map(|set| set.iter().copied().collect()).unwrap_or_default();
            let requirement = Requirement {
                framework: standard.id.clone(),
                id: id.to_owned(),
                name: inputs.catalog.name(&key),
                kind,
                title: title.to_owned(),
                applicability,
                needs: asked.needs,
                evidence_kinds: asked.evidence_kinds,
                per_system: asked.per_system,
                called_for: Vec::new(),
                by_system: Vec::new(),
                serving: Vec::new(),
                mentioned_by,
                rung: Rung::Gap,
                evidence: Vec::new(),
                passed_over: Vec::new(),
                newest_evidence: None,
                lacks: Vec::new(),
                caveats: Vec::new(),
                open: Vec::new(),
                untold: false,
                below_top: None,
                unlisted: 0,
            };
            match kind {
                RequirementKind::Clause => trace.clauses.push(key.clone()),
                _ => trace.controls.push(key.clone()),
            }
            trace.requirements.entry(key).or_insert(requirement);
        };
        for clause in &standard.clauses {
            let asked = Asked { needs: clause.needs.clone(), ..Asked::of(&clause.evidence_kinds) };
            add(&clause.id, RequirementKind::Clause, &clause.title, asked, Applicability::Applies);
        }
        for control in &standard.controls {
            let asked = Asked { per_system: control.per_system, ..Asked::of(&control.evidence_kinds) };
            add(&control.id, RequirementKind::Control, &control.title, asked, applicability(soa, &control.id));
        }
        for row in soa.map(|soa| soa.own_controls(standard)).unwrap_or_default() {
            let id = &row.control.value;
            if standard.clause(id).is_none() {
                let title = row.title.as_deref().unwrap_or(id);
                add(id, RequirementKind::OwnControl, title, Asked::of(&[]), applicability(soa, id));
            }
        }
    }
}

/// What a requirement asks for: as a control does, every tier, unless somebody says less.
struct Asked {
    needs: Vec<Tier>,
    evidence_kinds: Vec<String>,
    per_system: bool,
}

impl Asked {
    fn of(evidence_kinds: &[String]) -> Self {
        Self { needs: Tier::ALL.to_vec(), evidence_kinds: evidence_kinds.to_vec(), per_system: false }
    }
}

fn applicability(soa: Option<&Soa>, control: &str) -> Applicability {
    match soa.and_then(|soa| soa.row(control)) {
        Some(row) if row.applies() => Applicability::Applies,
        Some(row) if row.is_left_out() => {
            Applicability::Excluded { reason: row.reason.as_ref().map(|reason| reason.value.clone()) }
        }
        _ => Applicability::Unmentioned,
    }
}

/// What documents name and what they build on, each read once: a document may be reached from every other.
struct Named {
    /// What each names itself, and what its kind stands for; nothing of what is retired.
    ids: Vec<BTreeSet<ReqId>>,
    /// Whether any of it is its own.
    own: Vec<bool>,
    /// The documents that each implements or is evidence for; of what is retired those that took its place.
    on: Vec<Vec<DocIx>>,
    /// The walk in which each was met last.
    met: Vec<usize>,
    walks: usize,
}

impl Named {
    fn of(inputs: &Inputs<'_>) -> Self {
        let all = || inputs.documents.iter();
        let is_retired = |ix: &DocIx| inputs.documents[ix.index()].is_retired();
        let named = |document: &Document| named(inputs.known, inputs.catalog, document);
        let mut on: Vec<Vec<DocIx>> = vec![Vec::new(); inputs.documents.len()];
        for (i, document) in all().enumerate() {
            if !document.is_retired() {
                // What binds has to build on what holds today; a record tells of its time.
                let holds = |ix: &DocIx| !document.is_kept_current() || !is_retired(ix);
                on[i].extend(builds_on(inputs.ids, document).into_iter().filter(holds));
            }
            for old in pointed_at(inputs.ids, document, "replaces").filter(is_retired) {
                on[old.index()].push(DocIx::new(i));
            }
        }
        Self {
            ids: all().map(|of| if of.is_retired() { BTreeSet::new() } else { named(of) }).collect(),
            own: all().map(|of| !of.is_retired() && names_own(inputs.known, of)).collect(),
            on,
            met: vec![0; inputs.documents.len()],
            walks: 0,
        }
    }

    /// What a document serves, with the document through which it does.
    fn serves(&mut self, document: DocIx) -> BTreeMap<ReqId, Option<DocIx>> {
        let this = document.index();
        let mut served: BTreeMap<ReqId, Option<DocIx>> = self.ids[this].iter().map(|id| (id.clone(), None)).collect();
        if self.own[this] {
            return served;
        }
        // The chain from a record to its procedure to the policy is followed to its end; a ring of documents that
        // implement one another is walked once.
        self.walks += 1;
        self.met[this] = self.walks;
        let mut queue: Vec<(DocIx, DocIx)> = self.on[this].iter().map(|next| (*next, *next)).collect();
        while let Some((at, via)) = queue.pop() {
            let at = at.index();
            if std::mem::replace(&mut self.met[at], self.walks) == self.walks {
                continue;
            }
            for id in &self.ids[at] {
                served.entry(id.clone()).or_insert(Some(via));
            }
            if !self.own[at] {
                let (met, walk) = (&self.met, self.walks);
                queue.extend(self.on[at].iter().filter(|next| met[next.index()] != walk).map(|next| (*next, via)));
            }
        }
        served
    }
}

/// The documents that it implements or is evidence for.
pub(super) fn builds_on(known: &Ids, document: &Document) -> Vec<DocIx> {
    ["implements", "evidence-for"].into_iter().flat_map(|key| pointed_at(known, document, key)).collect()
}

fn pointed_at(known: &Ids, document: &Document, key: &str) -> impl Iterator<Item = DocIx> {
    let ids = document.fields.texts(key).iter();
    ids.filter_map(|id| known.get(&id.value.to_lowercase()).copied())
}
