//! Figures of an AIMS: each counted here, in one way, for all who tell it.

use super::about::{is_in_use, is_left_out};
use super::doc::DocIx;
use super::document::Document;
use super::trace::{Applicability, Place, Requirement, RequirementKind, Rung};
use super::whole::Aims;
use crate::base::plural;
use crate::base::text::count;

/// How many there are of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// Controls.
    pub controls: Controls,
    /// Risks that are not retired.
    pub risks: usize,
    /// Those of them that are not closed.
    pub open_risks: usize,
    /// Rows of risk registers, each a risk without a document of its own.
    pub risk_rows: usize,
    /// Nonconformities that are not closed.
    pub open_nonconformities: usize,
    /// Documents and records under control: of a kind that is known.
    pub documents: usize,
    /// AI systems that are not retired.
    pub systems: usize,
    /// Those of them that are in use and covered.
    pub systems_in_use: usize,
    /// Those of them that say that the AIMS does not cover them.
    pub systems_out: usize,
}

/// How many controls there are, and where they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Controls {
    /// Reference controls of the frameworks that are followed.
    pub reference: usize,
    /// Controls of the organisation's own.
    pub own: usize,
    /// Those that a statement of applicability leaves out.
    pub excluded: usize,
    /// Those of which no statement of applicability says whether they apply.
    pub undecided: usize,
    /// Those at the top of the ladder whose approval is only claimed.
    pub claimed: usize,
    on: [usize; 5],
}

impl Controls {
    /// All of them.
    pub fn all(&self) -> usize {
        self.reference + self.own
    }

    /// Those that a statement of applicability says to apply.
    pub fn applying(&self) -> usize {
        self.all() - self.excluded - self.undecided
    }

    /// Those that are not left out and stand on a rung.
    pub fn on(&self, rung: Rung) -> usize {
        self.on[rung as usize]
    }

    fn count<'a>(controls: impl Iterator<Item = &'a Requirement>) -> Self {
        let mut counted = Self::default();
        for control in controls {
            match control.kind {
                RequirementKind::OwnControl => counted.own += 1,
                RequirementKind::Control | RequirementKind::Clause => counted.reference += 1,
            }
            counted.undecided += usize::from(control.applicability == Applicability::Unmentioned);
            match control.place() {
                Place::Excluded => counted.excluded += 1,
                Place::On(rung) => {
                    counted.on[rung as usize] += 1;
                    counted.claimed += usize::from(control.is_claimed());
                }
                Place::Untold => {}
            }
        }
        counted
    }
}

impl Aims {
    /// The figures that pages tell.
    pub fn figures(&self) -> Figures {
        let living = |kind: &str| self.of_kind(kind).into_iter().filter(|(_, document)| !document.is_retired());
        let systems: Vec<_> = living("system").collect();
        Figures {
            controls: Controls::count(self.trace.controls()),
            risks: living("risk").count(),
            open_risks: living("risk").filter(|(_, risk)| !risk.is_closed()).count(),
            risk_rows: self.risk_registers().into_iter().map(|(_, rows)| rows).sum(),
            open_nonconformities: self.open_nonconformities().len(),
            documents: self.iter().filter(|(_, document)| document.controlled && document.kind.is_some()).count(),
            systems: systems.len(),
            systems_in_use: systems.iter().filter(|(_, system)| is_in_use(system)).count(),
            systems_out: systems.iter().filter(|(_, system)| is_left_out(system)).count(),
        }
    }

    /// Documents that keep risks as rows, each with how many.
    pub fn risk_registers(&self) -> Vec<(DocIx, usize)> {
        let mut found = self.of_kind("risk-register");
        found.retain(|(_, register)| !register.is_retired() && !register.fields.rows("entries").is_empty());
        found.into_iter().map(|(ix, register)| (ix, register.fields.rows("entries").len())).collect()
    }

    /// How many risks stand in such documents; nothing where none does.
    pub fn risks_in_registers(&self) -> Option<String> {
        let (rows, registers) = (self.figures().risk_rows, count(self.risk_registers().len(), "risk register"));
        (rows > 0).then(|| plural!(rows, "{n} row stands in {registers}", "{n} rows stand in {registers}", registers))
    }

    /// Whether a requirement asks for something: every control does, and a clause that is no mere heading of others. Whoever
    /// counts requirements counts these.
    pub fn asks(&self, requirement: &Requirement) -> bool {
        match requirement.kind {
            RequirementKind::Control | RequirementKind::OwnControl => true,
            RequirementKind::Clause => {
                let clause = self.catalog.clause(&requirement.framework, &requirement.id);
                clause.is_some_and(|clause| clause.requirement)
            }
        }
    }

    /// The clauses that ask for something, in order.
    pub fn asking_clauses(&self) -> impl Iterator<Item = &Requirement> {
        self.trace.clauses().filter(|clause| self.asks(clause))
    }

    /// Nonconformities that are not closed, in natural order of their ids.
    pub fn open_nonconformities(&self) -> Vec<(DocIx, &Document)> {
        let mut found = self.of_kind("nonconformity");
        found.retain(|(_, record)| !record.is_retired() && !record.is_closed());
        found
    }
}
