//! A framework that is followed, in the detail that the ladder asks for: clauses, and reference controls by area.
//!
//! ISO/IEC 42001 has this detail in its data file. Of other frameworks it is made from their items: those of a group
//! marked `controls` are reference controls, all others are clauses. Clauses 4 to 10 of management system standards have
//! headings above them (the structure of Annex SL), which gather what stands below and require nothing themselves.

use super::framework::{Framework, Item};
use super::iso::{Area, Clause, Consideration, Control, IsoFile};
use super::natural::natural_key;
use super::req_id::FrameworkId;
use super::words::{Call, Documented, Pdca};
use crate::model::tier::Tier;

/// A framework that is followed.
#[derive(Debug, Clone)]
pub struct Standard {
    /// Its id.
    pub id: FrameworkId,
    /// What people call it: `ISO/IEC 27001`.
    pub short: String,
    /// The name and year of its edition: `ISO/IEC 27001:2022`.
    pub edition: String,
    /// Its clauses in order, with those that only hold others.
    pub clauses: Vec<Clause>,
    /// The areas of its reference controls in order.
    pub areas: Vec<Area>,
    /// Its reference controls in order.
    pub controls: Vec<Control>,
    /// What it offers to think of and does not ask for: Annex C of ISO/IEC 42001.
    pub considerations: Vec<Consideration>,
}

impl Standard {
    /// The number of its clause that standards share under this one: of ISO 9001 that of 5.2 is 5.2.1.
    pub fn number_of<'a>(&'a self, number: &'a str) -> &'a str {
        self.clauses.iter().find(|clause| clause.shared() == Some(number)).map_or(number, |clause| &clause.id)
    }

    /// ISO/IEC 42001, whose data file has all the detail.
    pub(super) fn of_iso(file: IsoFile) -> Self {
        let edition = file.framework().edition_name().to_owned();
        let IsoFile { id, short, clauses, areas, controls, considerations, .. } = file;
        Self { id: id.as_str().into(), short, edition, clauses, areas, controls, considerations }
    }

    /// Makes the detail from the items of a framework.
    pub(super) fn of(framework: &Framework) -> Self {
        let is_area = |group: &str| framework.groups.iter().any(|known| known.controls && known.id == group);
        let (controls, clauses): (Vec<&Item>, Vec<&Item>) =
            framework.items.iter().partition(|item| item.group.as_deref().is_some_and(is_area));
        let headings = framework.headings.iter().map(|heading| clause(&heading.id, &heading.title));
        let mut clauses: Vec<Clause> = headings.chain(clauses.into_iter().map(from_item)).collect();
        if framework.headings.is_empty() {
            // It has not the structure of Annex SL, whatever its numbers are.
            for clause in &mut clauses {
                clause.shared = Some(String::new());
                clause.pdca = None;
            }
        } else {
            clauses.sort_by_cached_key(|clause| natural_key(&clause.id));
        }
        for place in 0..clauses.len() {
            let above = clauses[place].id.rsplit_once('.').map(|(above, _)| above);
            let parent = above.filter(|above| clauses.iter().any(|clause| clause.id == *above)).map(str::to_owned);
            clauses[place].parent = parent;
        }
        let areas = framework.groups.iter().filter(|group| group.controls).map(|group| Area {
            id: group.id.clone(),
            title: group.title.clone(),
            summary: String::new(),
            objectives: Vec::new(),
        });
        Self {
            id: framework.id.as_str().into(),
            short: framework.short.clone(),
            edition: framework.edition_name().to_owned(),
            clauses,
            areas: areas.collect(),
            controls: controls.into_iter().map(control).collect(),
            considerations: Vec::new(),
        }
    }

    /// The clause with exactly this number.
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == id)
    }

    /// The reference control with exactly this number.
    pub fn control(&self, id: &str) -> Option<&Control> {
        self.controls.iter().find(|control| control.id == id)
    }

    /// The reference controls of an area, in order.
    pub fn controls_of<'a>(&'a self, area: &'a Area) -> impl Iterator<Item = &'a Control> + Clone {
        self.controls.iter().filter(|control| control.area == area.id)
    }

    /// The reference controls below a heading, be it an area or an objective, in order.
    pub fn below<'a>(&'a self, heading: &'a str) -> impl Iterator<Item = &'a Control> {
        self.controls.iter().filter(move |control| control.area == heading || control.objective == heading)
    }

    /// The same, with the kinds of evidence that show each clause at work: those of the clause that it shares with `ai`, ISO/IEC
    /// 42001, else those of the records that it calls for. Where there are none, any record may.
    pub(super) fn evidenced_as(mut self, ai: &Self) -> Self {
        for clause in self.clauses.iter_mut().filter(|clause| clause.needs.contains(&Tier::Shows)) {
            let shared = clause.shared().and_then(|number| ai.clause(number)).map(|shared| &shared.evidence_kinds);
            let called = clause.called_for.iter().filter(|called| called.call == Call::Record);
            clause.evidence_kinds = match shared.filter(|kinds| !kinds.is_empty()) {
                Some(kinds) => kinds.clone(),
                None => called.flat_map(|called| called.kinds.iter().cloned()).collect(),
            };
        }
        self
    }

    /// The ids of its controls, then of its clauses.
    pub fn ids(&self) -> impl Iterator<Item = &str> + Clone {
        let controls = self.controls.iter().map(|control| control.id.as_str());
        controls.chain(self.clauses.iter().map(|clause| clause.id.as_str()))
    }

    /// The ids of what only gathers controls: areas, and objectives within them.
    pub fn headings(&self) -> impl Iterator<Item = &str> {
        let within = self.areas.iter().flat_map(|area| &area.objectives).map(|objective| objective.id.as_str());
        self.areas.iter().map(|area| area.id.as_str()).chain(within)
    }

    /// The title of a clause, control, area or objective.
    pub fn title(&self, id: &str) -> Option<&str> {
        let clause = || self.clause(id).map(|clause| &clause.title);
        let control = || self.control(id).map(|control| &control.title);
        let area = || self.areas.iter().find(|area| area.id == id).map(|area| &area.title);
        let mut objectives = self.areas.iter().flat_map(|area| &area.objectives);
        let objective = || objectives.find(|objective| objective.id == id).map(|objective| &objective.title);
        clause().or_else(control).or_else(area).or_else(objective).map(String::as_str)
    }
}

/// A clause that only holds others.
fn clause(id: &str, title: &str) -> Clause {
    Clause {
        id: id.to_owned(),
        title: title.to_owned(),
        parent: None,
        requirement: false,
        pdca: step(id),
        documented: Documented::None,
        calls_for: super::words::Call::None,
        documents: Vec::new(),
        called_for: Vec::new(),
        summary: String::new(),
        evidence: Vec::new(),
        evidence_kinds: Vec::new(),
        needs: Vec::new(),
        shared: None,
        confidence: super::words::Confidence::High,
    }
}

/// An item as a clause. Where nothing says which tiers it stands on, it stands on all, as a control does.
fn from_item(item: &Item) -> Clause {
    Clause {
        requirement: true,
        documented: item.documented,
        calls_for: item.called_for.first().map_or(super::words::Call::None, |first| first.call),
        documents: match item.called_for.as_slice() {
            [] => item.documents.clone(),
            called => called.iter().map(|called| called.title.clone()).collect(),
        },
        called_for: item.called_for.clone(),
        summary: item.summary.clone().unwrap_or_default(),
        evidence: item.evidence.clone(),
        needs: if item.needs.is_empty() { Tier::ALL.to_vec() } else { item.needs.clone() },
        shared: item.shared.clone(),
        confidence: item.title_confidence,
        ..clause(item.number(), &item.title)
    }
}

fn control(item: &Item) -> Control {
    let area = item.group.clone().unwrap_or_default();
    Control {
        id: item.id.clone(),
        title: item.title.clone(),
        objective: area.clone(),
        area,
        guidance: String::new(),
        summary: item.summary.clone().unwrap_or_default(),
        evidence: item.evidence.clone(),
        evidence_kinds: Vec::new(),
        per_system: false,
        calls_for: super::words::Call::None,
        documents: item.documents.clone(),
        document_kinds: Vec::new(),
        title_confidence: item.title_confidence,
        document_confidence: super::words::Confidence::High,
    }
}

/// The step of plan, do, check, act to which a clause of the structure of Annex SL belongs.
fn step(id: &str) -> Option<Pdca> {
    match id.split('.').next()? {
        "4" | "5" | "6" => Some(Pdca::Plan),
        "7" | "8" => Some(Pdca::Do),
        "9" => Some(Pdca::Check),
        "10" => Some(Pdca::Act),
        _ => None,
    }
}
