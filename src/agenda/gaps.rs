//! What every control and clause lacks, the worst first, and what to do next: a gap analysis.
//!
//! The keys of the JSON are contracts:
//!
//! ```text
//! {"version": 1, "today", "revision", "summary": {RUNG: COUNT},
//!  "gaps": [{"framework", "id", "name", "sort", "kind", "title", "rung", "lacks": [{"what", "documents"}], "do"}],
//!  "caveats": [{"caveat", "what", "requirements": [NAME], "systems": [ID], "documents": [ID]}]}
//! ```

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::base::{Result, json};
use crate::model::trace::{Caveat, CaveatKind, Lack, LackKind, Place, Requirement, Rung};
use crate::model::{Aims, DocIx};
use crate::state::State;

/// What is lacking, as far as it can be read from the AIMS.
#[derive(Debug, Clone, Serialize)]
pub struct Gaps {
    version: u8,
    today: String,
    revision: Option<String>,
    /// How many requirements that apply stand on each rung: controls, and clauses that ask for something.
    pub summary: BTreeMap<&'static str, usize>,
    /// Those that do not stand on the top rung: the lowest first, and then in the order of their frameworks.
    pub gaps: Vec<Gap>,
    /// What weakens rungs without lowering them, each with those that it weakens.
    pub caveats: Vec<Weakened>,
}

/// A caveat, and what stands under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Weakened {
    /// Which it is, as a word: `approval-claimed`.
    pub caveat: &'static str,
    /// A sentence.
    pub what: &'static str,
    /// The requirements, as documents name them.
    pub requirements: Vec<String>,
    /// Ids of the AI systems in use of whose evidence alone it holds; none where it holds of all there is.
    pub systems: Vec<String>,
    /// Ids of the documents that it is about.
    pub documents: Vec<String>,
}

/// Every caveat under which a requirement stands that applies, in the order in which they are told: what holds of all there
/// is, and then what holds of the evidence for AI systems.
pub fn weakened(aims: &Aims) -> Vec<Weakened> {
    let all: Vec<&Requirement> =
        aims.trace.controls().chain(aims.asking_clauses()).filter(|requirement| requirement.applies()).collect();
    let of = |(kind, of_systems): (CaveatKind, bool)| {
        let is = |caveat: &&Caveat| caveat.what == kind && caveat.systems.is_empty() != of_systems;
        let under: Vec<&Requirement> = all.iter().copied().filter(|of| of.caveats.iter().any(|of| is(&of))).collect();
        let found = || under.iter().flat_map(|of| &of.caveats).filter(is);
        let systems: BTreeSet<DocIx> = found().flat_map(|caveat| caveat.systems.iter().copied()).collect();
        let documents: BTreeSet<DocIx> = found().flat_map(|caveat| caveat.documents.iter().copied()).collect();
        let ids = |of: BTreeSet<DocIx>| of.into_iter().map(|ix| aims.document(ix).id.clone()).collect();
        let what = found().next()?.sentence();
        Some(Weakened {
            caveat: kind.as_str(),
            what,
            requirements: under.iter().map(|of| of.name.clone()).collect(),
            systems: ids(systems),
            documents: ids(documents),
        })
    };
    CaveatKind::ALL.into_iter().flat_map(|kind| [(kind, false), (kind, true)]).filter_map(of).collect()
}

/// A requirement that lacks something.
#[derive(Debug, Clone, Serialize)]
pub struct Gap {
    /// Its framework.
    pub framework: String,
    /// Its id in that.
    pub id: String,
    /// How documents name it.
    pub name: String,
    /// `control` or `clause`: the key of front matter that names it, but for its end.
    pub sort: &'static str,
    /// What sort of requirement it is; `own-control` for one of the team's own.
    pub kind: &'static str,
    /// Its short title.
    pub title: String,
    /// Where it stands.
    pub rung: &'static str,
    /// What the next rung lacks.
    pub lacks: Vec<Lacking>,
    /// The next step: a command, or a change.
    #[serde(rename = "do")]
    pub next: String,
}

/// Something that is lacking.
#[derive(Debug, Clone, Serialize)]
pub struct Lacking {
    /// A sentence.
    pub what: String,
    /// Ids of the documents that it is about.
    pub documents: Vec<String>,
}

impl Gaps {
    /// What the AIMS lacks on the day of the state.
    pub fn of(state: &State) -> Self {
        let trace = &state.aims.trace;
        let controls = trace.controls().map(|control| ("control", control));
        let clauses = trace.clauses().map(|clause| ("clause", clause));
        let is_told = |requirement: &Requirement| matches!(requirement.place(), Place::On(_));
        let mut all: Vec<_> = controls.chain(clauses).filter(|(_, requirement)| is_told(requirement)).collect();
        let mut summary: BTreeMap<&str, usize> = Rung::ALL.iter().map(|rung| (rung.as_str(), 0)).collect();
        for (_, requirement) in all.iter().filter(|(_, requirement)| state.aims.asks(requirement)) {
            *summary.entry(requirement.rung.as_str()).or_default() += 1;
        }
        // One that only gathers others lacks nothing of its own.
        let is_own = |lack: &Lack| !matches!(lack.what, LackKind::AsLowAs(_));
        all.retain(|(_, requirement)| requirement.lacks.iter().any(is_own));
        all.sort_by_key(|(_, requirement)| requirement.rung);
        let gaps = all.into_iter().map(|(sort, requirement)| gap(&state.aims, sort, requirement)).collect();
        Self {
            version: 1,
            today: state.today().to_string(),
            revision: state.revision().map(str::to_owned),
            summary,
            gaps,
            caveats: weakened(&state.aims),
        }
    }

    /// All of it as JSON.
    ///
    /// # Errors
    /// Where a value cannot be written as JSON, which none of these is.
    pub fn json(&self) -> Result<String> {
        json::lines(self)
    }
}

fn gap(aims: &Aims, sort: &'static str, requirement: &Requirement) -> Gap {
    let ids = |documents: &[DocIx]| documents.iter().map(|ix| aims.document(*ix).id.clone()).collect();
    let lacking = |lack: &Lack| Lacking { what: lack.sentence().into_owned(), documents: ids(&lack.documents) };
    Gap {
        framework: requirement.framework.to_string(),
        id: requirement.id.clone(),
        name: requirement.name.clone(),
        sort,
        kind: requirement.kind.as_str(),
        title: requirement.title.clone(),
        rung: requirement.rung.as_str(),
        lacks: requirement.lacks.iter().map(lacking).collect(),
        next: requirement.lacks.first().map(|lack| next(aims, sort, requirement, lack)).unwrap_or_default(),
    }
}

/// What settles the first thing that is lacking.
fn next(aims: &Aims, sort: &str, requirement: &Requirement, lack: &Lack) -> String {
    let name = &requirement.name;
    let id = lack.documents.first().map(|ix| aims.document(*ix).id.clone());
    let id = id.unwrap_or_else(|| "ID".to_owned());
    let named = format!("`{sort}s: [{name}]`");
    match lack.what {
        LackKind::NoDocument | LackKind::NothingBinding => {
            format!("Add {named} to the document that answers for it, or begin one: `aims new policy`.")
        }
        LackKind::NoProcedure => {
            format!("Add {named} to the procedure that does it, or begin one: `aims new procedure`.")
        }
        LackKind::NoRecord | LackKind::EvidenceStale(_) => {
            let kinds = "`aims new record`, or the kind that is called for";
            format!("Make a record of it at work ({kinds}), with {named} or `evidence-for` the procedure.")
        }
        LackKind::OtherKind(ref kinds) => {
            let known = kinds.iter().find(|kind| aims.kinds.get(kind).is_some());
            let kind = known.map_or("record", String::as_str);
            format!("Make one of the kind that is called for: `aims new {kind}`, with {named}.")
        }
        LackKind::NotThere(_) if !lack.documents.is_empty() => format!("Finish {id}."),
        LackKind::NotThere(ref items) => {
            format!("Write it: {}.", items.first().map_or("what is called for", String::as_str))
        }
        LackKind::SystemsStale => format!("Do it again for {id}, and record it: {named}, `systems: [{id}]`."),
        LackKind::SystemsWithout => format!("Make a record for {id}: {named}, `systems: [{id}]`."),
        LackKind::NextToNoWords => format!("Write in {id} what it has to say."),
        LackKind::AllExcluded => format!("Decide in {id} which controls apply, with the reason for each."),
        LackKind::NoWords => format!("Write what {id} has to say."),
        LackKind::NothingFinished => match lack.documents.is_empty() {
            true => format!("Finish a record of it at work: give it its date, take it out of draft, and name {named}."),
            false => format!("Finish {id}: give it its date, and take it out of draft."),
        },
        LackKind::NothingDone => {
            format!("Do what {id} is of, and write there what came of it; or record it anew, with {named}.")
        }
        LackKind::StatementNotApproved | LackKind::ProcedureNotApproved | LackKind::ApprovalLapsed => {
            format!("`aims approve {id}`, by somebody who may.")
        }
        LackKind::ReviewUnknown | LackKind::ReviewOverdue => format!("`aims review {id}`."),
        LackKind::PlanEnded => format!("Write the plan that follows {id}, with the `period` it is for."),
        LackKind::EvidenceUndated => format!("Say in {id} of which `date` it is."),
        LackKind::NotInForce(_) => format!("See `aims history {id}`: which version is in force, and from when."),
        LackKind::ErrorOpen => "`aims check` tells the errors.".to_owned(),
        LackKind::LetGo => {
            "`aims check` tells which: bring it back, or retire it by an act: `aims approve`.".to_owned()
        }
        LackKind::MajorOpen => format!("Close the nonconformity {id}, with its cause, action and effect."),
        LackKind::NoInventory => "Put your AI systems on record: `aims new system`.".to_owned(),
        LackKind::AsLowAs(_) => "Look at those that it gathers.".to_owned(),
    }
}
