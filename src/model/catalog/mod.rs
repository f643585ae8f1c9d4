//! The catalogues: what documents can refer to, and how the frameworks relate.
//!
//! In come the files of `src/model/data/`, embedded and parsed once, and the frameworks that a team keeps in its own
//! repository. Out comes a [`Catalog`]: ISO/IEC 42001 in detail (clauses, areas, controls), every framework in one
//! uniform shape, and the crosswalk from ISO/IEC 42001 to the others. A relation says that somebody relates two things,
//! and how far that can be relied on; it never says that one covers the other.
//!
//! Deliberately not here: what the documents of a team say about any of it. No text of any standard is in here either:
//! numbers and titles are facts, everything else is in our own words.

#[cfg(test)]
mod data_tests;
mod framework;
mod iso;
mod load;
mod natural;
mod own;
#[cfg(test)]
mod own_tests;
mod relations;
mod rows;
mod words;

use std::sync::LazyLock;

pub use framework::{Applies, Disagreement, Framework, Group, Item, Milestone, Point, Relation, Source};
pub use iso::{Area, Clause, Control, Objective};
pub use natural::{KeyPart, natural_key};
pub use relations::Gap;
use relations::Relations;
pub use rows::OwnProblem;
pub use words::{Call, Confidence, Documented, Pdca, RiskClass, Role};

use crate::base::Date;

/// The id of the framework that everything else is related to.
pub const ISO_42001: &str = "iso-42001";

/// Every framework, ISO/IEC 42001 in detail, and the crosswalk.
#[derive(Debug, Clone)]
pub struct Catalog {
    frameworks: Vec<Framework>,
    clauses: Vec<Clause>,
    areas: Vec<Area>,
    controls: Vec<Control>,
    crosswalk: CrosswalkMeta,
    relations: Relations,
}

/// What is to be said about the crosswalk as a whole, wherever its rows are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrosswalkMeta {
    /// How little the rows prove.
    pub caveat: String,
    /// The day on which they were gathered.
    pub retrieved: Option<Date>,
    /// What they were taken from; rows name the ids.
    pub sources: Vec<Source>,
    /// What has no counterpart on the other side.
    pub gaps: Vec<Gap>,
}

impl Catalog {
    /// The built-in catalogue, parsed once.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Catalog> =
            LazyLock::new(|| load::builtin().expect("a test parses the embedded catalogues"));
        &BUILTIN
    }

    /// This catalogue together with a team's own frameworks and the relations they state. Of two with the same id the
    /// first is kept; that there are two is for the caller to report.
    #[must_use]
    pub fn with(&self, own: Vec<Framework>) -> Self {
        let mut all = self.clone();
        let builtin = all.frameworks.iter().filter(|framework| !framework.own).count();
        for framework in own {
            if all.framework(&framework.id).is_none() {
                all.frameworks.push(framework);
            }
        }
        all.frameworks[builtin..].sort_by(|a, b| a.id.cmp(&b.id));
        let stated = all.frameworks.iter().filter(|framework| self.framework(&framework.id).is_none());
        let rows = self.relations().iter().chain(stated.flat_map(|framework| &framework.relates)).cloned();
        all.relations = Relations::new(rows.collect(), &all.frameworks);
        all
    }

    /// This catalogue with only the frameworks that `keep` wants; ISO/IEC 42001 always stays.
    #[must_use]
    pub fn only(&self, keep: impl Fn(&Framework) -> bool) -> Self {
        let mut fewer = self.clone();
        fewer.frameworks.retain(|framework| framework.id == ISO_42001 || keep(framework));
        let rows = self.relations().iter().filter(|row| fewer.framework(&row.framework).is_some()).cloned();
        fewer.relations = Relations::new(rows.collect(), &fewer.frameworks);
        fewer
    }

    /// Every framework: ISO/IEC 42001, the AI Act, NIST AI RMF, ISO/IEC 27001, then own ones by id.
    pub fn frameworks(&self) -> &[Framework] {
        &self.frameworks
    }

    /// The framework with exactly this id.
    pub fn framework(&self, id: &str) -> Option<&Framework> {
        self.frameworks.iter().find(|framework| framework.id == id)
    }

    /// The clauses 4 to 10.2 in order, with those that only hold others.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// The clause with exactly this number.
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == id)
    }

    /// The nine areas of Annex A in order.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// The 38 controls of Annex A in order.
    pub fn controls(&self) -> impl ExactSizeIterator<Item = &Control> + DoubleEndedIterator + Clone {
        self.controls.iter()
    }

    /// The control with exactly this number.
    pub fn control(&self, id: &str) -> Option<&Control> {
        self.controls.iter().find(|control| control.id == id)
    }

    /// The title of anything in ISO/IEC 42001 that the crosswalk can start at: a clause, area, objective or control.
    pub fn title(&self, id: &str) -> Option<&str> {
        let clause = || self.clause(id).map(|clause| &clause.title);
        let control = || self.control(id).map(|control| &control.title);
        let area = || self.areas.iter().find(|area| area.id == id).map(|area| &area.title);
        let mut objectives = self.areas.iter().flat_map(|area| &area.objectives);
        let objective = || objectives.find(|objective| objective.id == id).map(|objective| &objective.title);
        clause().or_else(control).or_else(area).or_else(objective).map(String::as_str)
    }

    /// The areas of high-risk use in Annex III of the AI Act.
    pub fn annex_iii(&self) -> &[Point] {
        self.framework("eu-ai-act").and_then(|act| act.find("annex-iii")).map_or(&[], |annex| &annex.points)
    }

    /// Every row of the crosswalk, in the order of ISO/IEC 42001, then of the frameworks.
    pub fn relations(&self) -> &[Relation] {
        self.relations.all()
    }

    /// The rows that start at a clause, area or control of ISO/IEC 42001, in the order of the frameworks.
    pub fn relations_from(&self, id: &str) -> &[Relation] {
        self.relations.from(id)
    }

    /// The rows that end at an item of a framework, in the order of ISO/IEC 42001.
    pub fn relations_to(&self, framework: &str, id: &str) -> impl Iterator<Item = &Relation> {
        self.relations.to(framework, id)
    }

    /// What is to be said about the crosswalk as a whole.
    pub fn crosswalk_meta(&self) -> &CrosswalkMeta {
        &self.crosswalk
    }
}
