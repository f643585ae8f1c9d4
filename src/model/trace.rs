//! Traceability: which documents serve a requirement, and the rung on which it therefore stands.
//!
//! A document serves the controls and clauses it names, and the clauses its kind stands for. One that names no controls
//! and no clauses of its own serves what the documents it implements, or is evidence for, serve.

use std::collections::{BTreeMap, BTreeSet};

use super::catalog::{Catalog, natural_key};
use super::config::Config;
use super::document::{Document, Status};
use super::review;
use super::soa::Soa;
use super::tier::Tier;
use super::{DocIx, Ids};
use crate::base::Date;

/// The ladder. The order is the order of the rungs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rung {
    /// Nothing stands behind it.
    Gap,
    /// A document says so.
    Stated,
    /// A procedure does it.
    Operated,
    /// A dated record shows it.
    Evidenced,
    /// All that is approved, in date, and the evidence within its period.
    Current,
}

impl Rung {
    /// All rungs, lowest first.
    pub const ALL: [Self; 5] = [Self::Gap, Self::Stated, Self::Operated, Self::Evidenced, Self::Current];

    /// The word on pages and in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gap => "gap",
            Self::Stated => "stated",
            Self::Operated => "operated",
            Self::Evidenced => "evidenced",
            Self::Current => "current",
        }
    }
}

/// What sort of requirement it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RequirementKind {
    /// A clause of ISO/IEC 42001.
    Clause,
    /// A control of its Annex A.
    Control,
    /// A control of the team's own.
    OwnControl,
}

/// A document that serves a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Serving {
    /// What it does.
    pub tier: Tier,
    /// The document.
    pub document: DocIx,
    /// The document through which it serves, where it names no requirements of its own.
    pub via: Option<DocIx>,
}

/// Whether a requirement applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applicability {
    /// It does.
    Applies,
    /// The statement of applicability leaves it out.
    Excluded {
        /// The reason it gives.
        reason: Option<String>,
    },
    /// The statement does not mention it.
    Unmentioned,
}

/// A requirement with all that stands behind it.
#[derive(Debug, Clone)]
pub struct Requirement {
    /// Clause or control id.
    pub id: String,
    /// Its sort.
    pub kind: RequirementKind,
    /// Its short title.
    pub title: String,
    /// Whether it applies.
    pub applicability: Applicability,
    /// Tiers that it asks for.
    pub needs: Vec<Tier>,
    /// Documents that serve it, by tier, then id. Retired ones are left out.
    pub serving: Vec<Serving>,
    /// Documents whose text links to it.
    pub mentioned_by: Vec<DocIx>,
    /// The rung.
    pub rung: Rung,
    /// The newest evidence and its day.
    pub newest_evidence: Option<(DocIx, Date)>,
    /// What the next rung lacks, one sentence each; empty at the top.
    pub lacks: Vec<Lack>,
}

/// Something a requirement lacks for its next rung.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// What: a sentence.
    pub what: String,
    /// Documents it is about.
    pub documents: Vec<DocIx>,
}

impl Requirement {
    /// Documents that serve it in one way.
    pub fn tier(&self, tier: Tier) -> impl Iterator<Item = &Serving> {
        self.serving.iter().filter(move |serving| serving.tier == tier)
    }

    /// Whether it applies.
    pub fn applies(&self) -> bool {
        self.applicability != Applicability::Excluded { reason: None }
            && !matches!(self.applicability, Applicability::Excluded { .. })
    }
}

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

/// What the trace is built from.
pub(super) struct Inputs<'a> {
    pub documents: &'a [Document],
    pub ids: &'a Ids,
    pub catalog: &'a Catalog,
    pub soa: Option<&'a Soa>,
    pub config: &'a Config,
    pub today: Date,
    /// Documents that link to a requirement from their text, by its id.
    pub mentions: &'a BTreeMap<String, BTreeSet<DocIx>>,
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
        climb(requirement, inputs);
    }
    add_parents(&mut trace, inputs.catalog);
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

/// Finds the rung: each in turn, until one lacks something.
fn climb(requirement: &mut Requirement, inputs: &Inputs<'_>) {
    let document = |serving: &Serving| &inputs.documents[serving.document.index()];
    // A record shows something once it is finished and the day it is of has come.
    let stands =
        |serving: &Serving| serving.tier != Tier::Shows || evidence_date(document(serving), inputs.today).is_some();
    let has = |tier: Tier| requirement.serving.iter().any(|serving| serving.tier == tier && stands(serving));
    let needs = |tier: Tier| requirement.needs.contains(&tier);
    requirement.newest_evidence = requirement
        .tier(Tier::Shows)
        .filter_map(|serving| {
            Some((evidence_date(document(serving), inputs.today)?, std::cmp::Reverse(serving.document)))
        })
        .max()
        .map(|(date, document)| (document.0, date));
    let lack = |what: &str| vec![Lack { what: what.to_owned(), documents: Vec::new() }];
    let (rung, lacks) = if requirement.serving.is_empty() {
        (Rung::Gap, lack(first_need(&requirement.needs)))
    } else if needs(Tier::Says) && !has(Tier::Says) && !has(Tier::Does) {
        // A record alone shows that something was done once, not that anybody is bound to do it.
        (Rung::Gap, lack("No policy, plan or procedure names it; records alone do not bind anybody."))
    } else if needs(Tier::Does) && !has(Tier::Does) {
        (if has(Tier::Says) || !needs(Tier::Says) { Rung::Stated } else { Rung::Gap }, lack("No procedure names it."))
    } else if needs(Tier::Shows) && !has(Tier::Shows) {
        (
            if has(Tier::Does) { Rung::Operated } else { Rung::Stated },
            lack("No finished, dated record shows it at work."),
        )
    } else {
        let reached = if has(Tier::Shows) {
            Rung::Evidenced
        } else if has(Tier::Does) {
            Rung::Operated
        } else {
            Rung::Stated
        };
        let lacks = lacks_for_current(requirement, inputs);
        (if lacks.is_empty() { Rung::Current } else { reached }, lacks)
    };
    requirement.rung = rung;
    requirement.lacks = lacks;
}

/// The day a record is evidence of; `None` for one that is still being written, is of no day, or of a day to come.
fn evidence_date(document: &Document, today: Date) -> Option<Date> {
    let written = !matches!(document.status(), Some(Status::Draft | Status::InReview));
    document.evidence_date().filter(|date| written && *date <= today)
}

fn first_need(needs: &[Tier]) -> &'static str {
    match needs.first() {
        Some(Tier::Does) => "No procedure names it.",
        Some(Tier::Shows) => "No dated record names it.",
        _ => "No document names it.",
    }
}

fn lacks_for_current(requirement: &Requirement, inputs: &Inputs<'_>) -> Vec<Lack> {
    let mut lacks = Vec::new();
    let document = |ix: DocIx| &inputs.documents[ix.index()];
    let binding = |tiers: &[Tier]| -> Vec<DocIx> {
        let serving =
            requirement.serving.iter().filter(|serving| tiers.contains(&serving.tier) && serving.tier != Tier::Shows);
        serving.map(|serving| serving.document).collect()
    };
    let approved = |ix: &DocIx| document(*ix).status() == Some(Status::Approved);
    for (tiers, what) in [
        (&[Tier::Says, Tier::Does][..], "No document that states it is approved."),
        (&[Tier::Does][..], "No procedure that operates it is approved."),
    ] {
        let found = binding(tiers);
        let asked = requirement.needs.contains(&tiers[0]);
        if asked && !found.is_empty() && !found.iter().any(approved) {
            lacks.push(Lack { what: what.into(), documents: found });
        }
    }
    // A record that names its next date, as an assessment does, counts here too: what it shows no longer holds.
    let overdue: Vec<DocIx> = requirement
        .serving
        .iter()
        .map(|serving| serving.document)
        .filter(|ix| review::state(document(*ix), inputs.config, inputs.today).is_overdue())
        .collect();
    let undated: Vec<DocIx> = binding(&[Tier::Says, Tier::Does])
        .into_iter()
        .filter(|ix| review::state(document(*ix), inputs.config, inputs.today) == review::Review::Unknown)
        .collect();
    if !undated.is_empty() {
        lacks.push(Lack { what: "Nothing says when it was last reviewed.".into(), documents: undated });
    }
    if !overdue.is_empty() {
        lacks.push(Lack { what: "The review is overdue.".into(), documents: overdue });
    }
    if requirement.needs.contains(&Tier::Shows) {
        lacks.extend(stale_evidence(requirement, inputs));
    }
    lacks
}

fn stale_evidence(requirement: &Requirement, inputs: &Inputs<'_>) -> Option<Lack> {
    let shows: Vec<DocIx> = requirement.tier(Tier::Shows).map(|serving| serving.document).collect();
    let Some((newest, date)) = requirement.newest_evidence else {
        return Some(Lack { what: "No record that shows it carries a date.".into(), documents: shows });
    };
    let fresh = shows.iter().any(|ix| {
        let document = &inputs.documents[ix.index()];
        let kind = document.kind.as_ref().map_or("", |kind| kind.name.as_str());
        let stands = |date| inputs.config.evidence_period(kind).after(date) >= inputs.today;
        evidence_date(document, inputs.today).is_some_and(stands)
    });
    (!fresh).then(|| Lack {
        what: format!("The newest evidence is of {date}, older than its period."),
        documents: vec![newest],
    })
}

/// A clause that only gathers others stands as low as the lowest of them.
fn add_parents(trace: &mut Trace, catalog: &Catalog) {
    for clause in catalog.clauses().iter().rev().filter(|clause| !clause.requirement) {
        let below: Vec<(String, Rung)> = catalog
            .clauses()
            .iter()
            .filter(|child| child.parent.as_ref() == Some(&clause.id))
            .filter_map(|child| Some((child.id.clone(), trace.requirements.get(&child.id)?.rung)))
            .collect();
        let lowest = below.iter().map(|(_, rung)| *rung).min().unwrap_or(Rung::Gap);
        let holding: Vec<String> = below.into_iter().filter(|(_, rung)| *rung == lowest).map(|(id, _)| id).collect();
        if let Some(requirement) = trace.requirements.get_mut(&clause.id) {
            requirement.rung = lowest;
            requirement.lacks = if lowest == Rung::Current {
                Vec::new()
            } else {
                vec![Lack { what: format!("It stands as low as {}.", holding.join(", ")), documents: Vec::new() }]
            };
        }
    }
}
