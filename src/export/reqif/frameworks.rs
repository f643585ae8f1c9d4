//! A framework that is followed: its clauses and controls as objects, and their order as a specification.

use std::collections::{BTreeMap, BTreeSet};

use super::exchange::Exchange;
use super::names::Names;
use super::places::{place, specification};
use super::types::{
    APPLICABILITY, CHAPTER, EVIDENCE, ID, IMPLEMENTATION, REASON, REQUIREMENT, RUNG, SORT, SUMMARY, TITLE,
};
use super::values::Values;
use crate::model::catalog::{Area, Clause, Group, ReqId, Standard};
use crate::model::trace::{Applicability, Requirement, RequirementKind};
use crate::register::applies;

/// The objects of a framework, and its specification.
pub(super) fn framework(exchange: &Exchange<'_>, standard: &Standard, names: &mut Names) -> (String, String) {
    let mut framework = Framework { exchange, standard, names, told: BTreeSet::new(), objects: String::new() };
    let mut places = framework.clauses();
    for area in &standard.areas {
        places.push_str(&framework.area(area));
    }
    places.push_str(&framework.own());
    let Framework { names, objects, .. } = framework;
    let name = names.of(&["framework", standard.id.as_str()]);
    (objects, specification(&name, &exchange.moment, &standard.edition, &places))
}

/// Clauses by the one that they are part of.
type Below<'a> = BTreeMap<Option<&'a str>, Vec<&'a Clause>>;

/// What is told of a framework so far.
struct Framework<'a> {
    exchange: &'a Exchange<'a>,
    standard: &'a Standard,
    names: &'a mut Names,
    /// Requirements that have their place.
    told: BTreeSet<ReqId>,
    objects: String,
}

impl<'a> Framework<'a> {
    /// The places of the clauses, each below the one that it is part of, or below the heading of its chapter.
    fn clauses(&mut self) -> String {
        let standard = self.standard;
        let mut below: Below<'_> = BTreeMap::new();
        for clause in &standard.clauses {
            let parent = clause.parent.as_deref().filter(|parent| standard.clause(parent).is_some());
            below.entry(parent).or_default().push(clause);
        }
        let chapters = self.chapters();
        let chapter_of = |clause: &Clause| chapters.get(clause.id.as_str()).copied();
        let (mut places, mut told) = (String::new(), BTreeSet::new());
        let roots = below.get(&None).map_or(&[][..], Vec::as_slice);
        for clause in roots {
            let Some(chapter) = chapter_of(clause) else {
                places.push_str(&self.clause(clause, &below));
                continue;
            };
            if told.insert(&chapter.id) {
                let within = roots.iter().filter(|one| chapter_of(one).is_some_and(|known| known.id == chapter.id));
                let within: String = within.map(|clause| self.clause(clause, &below)).collect();
                places.push_str(&self.heading((&chapter.id, &chapter.title, ""), within, &[]));
            }
        }
        places
    }

    /// The chapters of what is no clause by itself: those of management system standards are clauses that hold others.
    fn chapters(&self) -> BTreeMap<&'a str, &'a Group> {
        let Some(framework) = self.exchange.state.aims.catalog.framework(self.standard.id.as_str()) else {
            return BTreeMap::new();
        };
        let groups =
            framework.groups.iter().filter(|group| !group.controls && self.standard.clause(&group.id).is_none());
        groups.flat_map(|group| framework.items_of(&group.id).map(move |item| (item.number(), group))).collect()
    }

    /// The place of a clause with its parts below it.
    fn clause(&mut self, clause: &Clause, below: &Below<'_>) -> String {
        let Some(object) = self.requirement(&clause.id) else { return String::new() };
        let parts = below.get(&Some(clause.id.as_str())).into_iter().flatten();
        let parts: String = parts.map(|part| self.clause(part, below)).collect();
        place(&object, &self.exchange.moment, &parts)
    }

    /// The place of an area with its controls, those of an objective below that.
    fn area(&mut self, area: &Area) -> String {
        let standard = self.standard;
        let objective_of = |control: &str| standard.control(control).map(|control| control.objective.as_str());
        let controls: Vec<&str> = standard.controls_of(area).map(|control| control.id.as_str()).collect();
        let mut places = String::new();
        for objective in &area.objectives {
            let within: Vec<&str> =
                controls.iter().copied().filter(|id| objective_of(id) == Some(objective.id.as_str())).collect();
            let said = (objective.id.as_str(), objective.title.as_str(), objective.summary.as_str());
            places.push_str(&self.heading(said, String::new(), &within));
        }
        let is_within = |id: &&str| area.objectives.iter().any(|known| objective_of(id) == Some(known.id.as_str()));
        let others: Vec<&str> = controls.into_iter().filter(|id| !is_within(id)).collect();
        self.heading((&area.id, &area.title, &area.summary), places, &others)
    }

    /// The place of the team's own controls.
    fn own(&mut self) -> String {
        let trace = &self.exchange.state.aims.trace;
        let own: Vec<&str> = trace.own_controls(self.standard).map(|control| control.id.as_str()).collect();
        self.heading(("own", "Controls of the organisation", ""), String::new(), &own)
    }

    /// The place of a heading that is no requirement, with what stands below it; nothing where nothing does.
    fn heading(&mut self, (id, title, summary): (&str, &str, &str), mut below: String, controls: &[&str]) -> String {
        for control in controls {
            if let Some(object) = self.requirement(control) {
                below.push_str(&place(&object, &self.exchange.moment, ""));
            }
        }
        if below.is_empty() {
            return below;
        }
        let name = self.names.of(&["group", self.standard.id.as_str(), id]);
        let mut values = Values::new(&REQUIREMENT);
        // The heading above the team's own controls is ours.
        values.put(&ID, self.standard.title(id).map_or("", |_| id));
        values.put(&TITLE, title);
        values.put(&CHAPTER, title);
        values.put(&SUMMARY, summary);
        values.put(&SORT, "heading");
        self.objects.push_str(&values.object(&name, &self.exchange.moment));
        place(&name, &self.exchange.moment, &below)
    }

    /// Tells a requirement, once, and gives the name of its object.
    fn requirement(&mut self, id: &str) -> Option<String> {
        let key = ReqId::new(&self.standard.id, id);
        let (requirement, name) = self.exchange.requirements.get(&key)?;
        if !self.told.insert(key) {
            return None;
        }
        self.objects.push_str(&values(self.exchange, self.standard, requirement).object(name, &self.exchange.moment));
        Some(name.clone())
    }
}

fn values(exchange: &Exchange<'_>, standard: &Standard, requirement: &Requirement) -> Values {
    let (clause, control) = (standard.clause(&requirement.id), standard.control(&requirement.id));
    let clause = clause.filter(|_| requirement.kind == RequirementKind::Clause);
    let summary = clause.map(|clause| &clause.summary).or_else(|| control.map(|control| &control.summary));
    let sort = match requirement.kind {
        RequirementKind::Clause if clause.is_some_and(|clause| !clause.requirement) => "heading",
        kind => kind.as_str(),
    };
    let row = exchange.state.aims.soa_of(&requirement.framework).and_then(|soa| soa.row(&requirement.id));
    let row = row.filter(|_| requirement.kind != RequirementKind::Clause);
    let said = row.and_then(|row| row.reason.as_ref()).map(|reason| reason.value.as_str());
    let reason = match &requirement.applicability {
        Applicability::Excluded { reason } => reason.as_deref(),
        Applicability::Applies | Applicability::Unmentioned => None,
    };
    let implementation = row.and_then(|row| row.implementation.as_ref()).map(|word| word.value.as_str());
    let mut values = Values::new(&REQUIREMENT);
    values.put(&ID, &requirement.id);
    values.put(&TITLE, &requirement.title);
    if sort == "heading" {
        values.put(&CHAPTER, &requirement.title);
    }
    // In our own words: the text of the standard is not ours to give.
    values.put(&SUMMARY, summary.map_or("", String::as_str));
    values.put(&SORT, sort);
    values.put(&RUNG, requirement.place().as_str());
    values.put(&APPLICABILITY, applies(exchange.state, requirement));
    values.put(&REASON, said.or(reason).unwrap_or_default());
    values.put(&IMPLEMENTATION, implementation.unwrap_or_default());
    values.put_day(&EVIDENCE, requirement.newest_evidence.map(|(_, day)| day));
    values
}
