//! ISO/IEC 42001 as its data file has it, in more detail than other frameworks: its clauses, the areas of Annex A and
//! their controls. A [`Standard`](super::Standard) made of another framework has the same shape, with less in it.

use serde::Deserialize;

use super::called::Called;
use super::framework::{Framework, Group, Item, Source, optional_day};
use super::words::{Call, Confidence, Documented, Pdca};
use crate::base::Date;
use crate::model::tier::Tier;

/// A clause of a standard: of ISO/IEC 42001, 4 to 10.2.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Clause {
    /// Its number: `6.1.4`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The clause it is part of; none for 4 to 10.
    #[serde(default)]
    pub parent: Option<String>,
    /// Whether it requires anything itself, or only holds clauses that do.
    pub requirement: bool,
    /// Its step of plan, do, check, act; none in a framework that has no such steps.
    pub pdca: Option<Pdca>,
    /// What it asks for in writing.
    pub documented: Documented,
    /// Whether what it calls for is a document or a record; where it calls for both, what comes first.
    #[serde(skip)]
    pub calls_for: Call,
    /// The documents and records it calls for, or that usually answer it.
    #[serde(skip)]
    pub documents: Vec<String>,
    /// The same, each with what is one: what the clause calls for in writing, item by item.
    #[serde(default)]
    pub called_for: Vec<Called>,
    /// What it is about, in our own words.
    pub summary: String,
    /// What usually shows it, in our own words.
    #[serde(default)]
    pub evidence: Vec<String>,
    /// The kinds of dated evidence that show it at work; none where it calls for no kind in particular.
    #[serde(default)]
    pub evidence_kinds: Vec<String>,
    /// The tiers of documents that it stands on; none where it requires nothing itself.
    #[serde(default)]
    pub needs: Vec<Tier>,
    /// The clause of the structure of Annex SL that it is, where that is not its own number; empty for none.
    #[serde(skip)]
    pub shared: Option<String>,
    /// How far these facts can be relied on.
    #[serde(default)]
    pub confidence: Confidence,
}

impl Clause {
    /// The clause of the structure that management system standards share (ISO/IEC Directives, Part 1, Annex SL) that it is, by
    /// the number that ISO/IEC 42001 has for it. `None` for what only holds others, and for what is of its standard alone.
    pub fn shared(&self) -> Option<&str> {
        let number = self.shared.as_deref().unwrap_or(&self.id);
        Some(number).filter(|number| self.requirement && self.pdca.is_some() && !number.is_empty())
    }
}

/// An area of reference controls: of ISO/IEC 42001 one of the nine of Annex A, A.2 to A.10.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Its number: `A.6`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its objective, in our own words; empty where there are none.
    pub summary: String,
    /// Objectives within it. Only A.6 has them: A.6.1 and A.6.2.
    #[serde(default, rename = "objective")]
    pub objectives: Vec<Objective>,
}

/// An objective within an area.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objective {
    /// Its number: `A.6.2`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is, in our own words.
    pub summary: String,
}

/// A reference control, such as one of Annex A. Every control needs all tiers of documents, [`Tier::ALL`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Control {
    /// Its number: `A.6.2.4`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The area it belongs to: `A.6`.
    #[serde(skip)]
    pub area: String,
    /// The objective it serves: `A.6.2`, or the area where that has only one.
    pub objective: String,
    /// Where Annex B gives guidance on it: `B.6.2.4`; empty where there is none.
    #[serde(skip)]
    pub guidance: String,
    /// What it is about, in our own words.
    pub summary: String,
    /// What usually shows it, in our own words.
    pub evidence: Vec<String>,
    /// The kinds of dated evidence that show it at work; none where nothing is said.
    #[serde(default)]
    pub evidence_kinds: Vec<String>,
    /// Whether it is bound to AI systems: it is shown for each that is in use, not once for all.
    #[serde(default)]
    pub per_system: bool,
    /// Whether it calls for a document or a record by name.
    #[serde(default)]
    pub calls_for: Call,
    /// The documents and records it calls for, or that usually answer it.
    #[serde(default)]
    pub documents: Vec<String>,
    /// The kinds of documents that are what it calls for; any that serves it where none is named.
    #[serde(default)]
    pub document_kinds: Vec<String>,
    /// How far the title can be relied on.
    #[serde(default)]
    pub title_confidence: Confidence,
    /// How far `calls_for` and `documents` can be relied on.
    #[serde(default)]
    pub document_confidence: Confidence,
}

/// What Annex C offers to think of: an objective, or a source of risk. Nothing asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Consideration {
    /// Its number: `C.2.5`.
    pub id: String,
    /// Our own short label.
    pub title: String,
    /// Whether it is a source of risk, rather than an objective.
    pub risk_source: bool,
    /// What it is about, in our own words.
    pub summary: String,
}

/// What `iso-42001.toml` holds: a framework whose items are clauses and controls.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IsoFile {
    pub(super) id: String,
    title: String,
    pub(super) short: String,
    edition: String,
    status: Option<String>,
    note: Option<String>,
    #[serde(default, deserialize_with = "optional_day")]
    retrieved: Option<Date>,
    #[serde(rename = "clause")]
    pub(super) clauses: Vec<Clause>,
    #[serde(rename = "area")]
    pub(super) areas: Vec<Area>,
    #[serde(rename = "control")]
    pub(super) controls: Vec<Control>,
    #[serde(rename = "consideration")]
    pub(super) considerations: Vec<Consideration>,
    #[serde(rename = "source")]
    sources: Vec<Source>,
}

impl IsoFile {
    /// Fills in what follows from the rest: the area of a control and its guidance, what a clause calls for in short.
    pub(super) fn complete(mut self) -> Self {
        for clause in &mut self.clauses {
            clause.calls_for = clause.called_for.first().map_or(Call::None, |first| first.call);
            clause.documents = clause.called_for.iter().map(|called| called.title.clone()).collect();
        }
        for control in &mut self.controls {
            let area = self.areas.iter().find(|area| area.holds(&control.objective));
            control.area = area.map(|area| area.id.clone()).unwrap_or_default();
            control.guidance = format!("B{}", control.id.trim_start_matches('A'));
        }
        self
    }

    /// The standard as a framework like the others: clauses, then controls, in the groups 4 to 10 and A.2 to A.10.
    pub(super) fn framework(&self) -> Framework {
        let chapters = self.clauses.iter().filter(|clause| clause.parent.is_none());
        let chapters =
            chapters.map(|clause| Group { id: clause.id.clone(), title: clause.title.clone(), controls: false });
        let areas =
            self.areas.iter().map(|area| Group { id: area.id.clone(), title: area.title.clone(), controls: true });
        Framework {
            id: self.id.clone(),
            title: self.title.clone(),
            short: self.short.clone(),
            edition: self.edition.clone(),
            status: self.status.clone(),
            note: self.note.clone(),
            retrieved: self.retrieved,
            groups: chapters.chain(areas).collect(),
            headings: Vec::new(),
            items: self.clauses.iter().map(Clause::item).chain(self.controls.iter().map(Control::item)).collect(),
            on_request: false,
            timeline: Vec::new(),
            sources: self.sources.clone(),
            disagreements: Vec::new(),
            own: false,
            relates: Vec::new(),
        }
    }
}

impl Area {
    /// Whether `objective` is this area's, or one of those within it.
    fn holds(&self, objective: &str) -> bool {
        self.id == objective || self.objectives.iter().any(|within| within.id == objective)
    }
}

impl Clause {
    fn item(&self) -> Item {
        Item {
            id: self.id.clone(),
            label: Some(format!("Clause {}", self.id)),
            title: self.title.clone(),
            group: self.id.split('.').next().map(str::to_owned),
            summary: Some(self.summary.clone()),
            evidence: self.evidence.clone(),
            title_confidence: self.confidence,
            ..Item::default()
        }
    }
}

impl Control {
    fn item(&self) -> Item {
        Item {
            id: self.id.clone(),
            title: self.title.clone(),
            group: Some(self.area.clone()),
            summary: Some(self.summary.clone()),
            evidence: self.evidence.clone(),
            title_confidence: self.title_confidence,
            ..Item::default()
        }
    }
}
