//! How a team stands, on one screen: scope, rungs, what is not in order by cause, what comes next, who is waited for.
//!
//! ```text
//! {"version": 1, "today", "revision", "title", "branch", "uncommitted", "documents", "systems", "systems_in_use",
//!  "systems_out_of_scope", "open_risks", "risk_rows", "open_nonconformities", "clauses": {"gap", "stated", "operated", "evidenced", "current", "excluded"},
//!  "controls": {"gap", "stated", "operated", "evidenced", "current", "excluded"}, "controls_undecided",
//!  "caveats": [{"caveat", "what", "requirements", "systems", "documents"}],
//!  "phases": [{"phase", "criteria", "open", "claimed"}], "phases_of",
//!  "findings": [{"code", "rule", "level", "number"}], "waived", "late", "next": […], "approvals": [{"of", "documents"}]}
//! ```
//!
//! `risk_rows` stands there where risk registers hold rows, `controls_undecided` where a statement of applicability lacks
//! some of them or there is none, `phases_of` where several frameworks are followed. Items under `next` are those of [`super::Agenda`].

use std::collections::BTreeMap;

use serde::Serialize;

use super::gaps::{Weakened, weakened};
use super::item::{Item, What};
use super::list::Agenda;
use crate::base::{Date, Result, json};
use crate::check::phases::{self, Gone};
use crate::history::Standing;
use crate::model::trace::{Place, Requirement, Rung};
use crate::state::State;

/// How a team stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Team {
    version: u32,
    /// The day it was made for.
    #[serde(serialize_with = "super::list::day")]
    pub today: Date,
    /// The commit, where what was read is exactly what it holds.
    pub revision: Option<String>,
    /// What its site is called, where the settings say.
    pub title: Option<String>,
    /// The branch that is checked out.
    pub branch: Option<String>,
    /// Whether something that was read is not committed; `None` outside git.
    pub uncommitted: Option<bool>,
    /// Documents and records under control.
    pub documents: usize,
    /// AI systems that are not retired.
    pub systems: usize,
    /// Those of them that are in use.
    pub systems_in_use: usize,
    /// Those of them that say that the AIMS does not cover them.
    pub systems_out_of_scope: usize,
    /// Risks that are not closed.
    pub open_risks: usize,
    /// Rows of risk registers, each a risk without a document of its own.
    #[serde(skip_serializing_if = "is_none")]
    pub risk_rows: usize,
    /// Nonconformities that are not closed.
    pub open_nonconformities: usize,
    /// Where clauses stand that ask for something: what only gathers others is not counted.
    pub clauses: BTreeMap<&'static str, usize>,
    /// Where controls stand.
    pub controls: BTreeMap<&'static str, usize>,
    /// Those of them that are on a rung and of which no statement of applicability says whether they apply.
    #[serde(skip_serializing_if = "is_none")]
    pub controls_undecided: usize,
    /// What weakens rungs without lowering them.
    pub caveats: Vec<Weakened>,
    /// How far the way to a certified management system has been gone, phase by phase.
    pub phases: Vec<PhaseOf>,
    /// The framework whose requirements alone they count, where others are followed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phases_of: Option<String>,
    /// What is not in order, by its cause, the most severe first.
    pub findings: Vec<Cause>,
    /// How many findings are waived.
    pub waived: usize,
    /// How much is late.
    pub late: usize,
    /// What is late or comes next, without approvals.
    pub next: Vec<Item>,
    /// Who is asked for which approvals.
    pub approvals: Vec<Asked>,
}

/// A phase of the way, as the repository shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PhaseOf {
    /// Its id.
    pub phase: &'static str,
    /// How many criteria close it.
    pub criteria: usize,
    /// Those of them that do not hold; none where it is closed.
    pub open: Vec<&'static str>,
    /// Those that hold by approvals that texts only claim of themselves.
    pub claimed: Vec<&'static str>,
}

/// Findings of one rule and level.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Cause {
    /// The code of the rule.
    pub code: &'static str,
    /// Its name.
    pub rule: &'static str,
    /// The level.
    pub level: &'static str,
    /// How many.
    pub number: usize,
}

/// Documents that wait for somebody's approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// The role or person; `None` where nobody is named.
    pub of: Option<String>,
    /// Their ids.
    pub documents: Vec<String>,
}

impl Team {
    /// Tells it of a state, on a branch, with what is due up to and including `until`.
    pub fn of(state: &State, branch: Option<String>, until: Date) -> Self {
        let agenda = Agenda::of(state, until, None);
        let late = agenda.late();
        let (approvals, next) = agenda.items.into_iter().partition(|item| item.what == What::Approval);
        let figures = state.aims.figures();
        let several = !phases::uncounted(&state.aims).is_empty();
        let is_recorded = state.history.standing != Standing::Outside;
        Self {
            version: 1,
            today: state.today(),
            revision: state.revision().map(str::to_owned),
            title: state.aims.config.site.title.clone(),
            branch,
            uncommitted: is_recorded.then_some(!state.from_commit),
            documents: figures.documents,
            systems: figures.systems,
            systems_in_use: figures.systems_in_use,
            systems_out_of_scope: figures.systems_out,
            open_risks: figures.open_risks,
            risk_rows: figures.risk_rows,
            open_nonconformities: figures.open_nonconformities,
            clauses: places(state.aims.asking_clauses()),
            controls: places(state.aims.trace.controls()),
            controls_undecided: figures.controls.undecided,
            caveats: weakened(&state.aims),
            phases: phases_of(state),
            phases_of: several.then(|| phases::leads_to(&state.aims).to_owned()),
            findings: causes(state),
            waived: state.findings.waived.len(),
            late,
            next,
            approvals: asked(approvals),
        }
    }

    /// It as JSON.
    ///
    /// # Errors
    /// Where it cannot be put into JSON: a mistake of ours.
    pub fn json(&self) -> Result<String> {
        json::lines(self)
    }
}

/// Whether a number is none: it is told where there are any.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
fn is_none(number: &usize) -> bool {
    *number == 0
}

/// How many of those that are not left out stand on each rung, from the lowest.
pub fn rungs(places: &BTreeMap<&'static str, usize>) -> Vec<(&'static str, usize)> {
    let number = |rung: Rung| (rung.as_str(), places.get(rung.as_str()).copied().unwrap_or_default());
    Rung::ALL.map(number).into()
}

fn places<'a>(requirements: impl Iterator<Item = &'a Requirement>) -> BTreeMap<&'static str, usize> {
    let mut numbers: BTreeMap<&str, usize> = Place::ALL.map(|place| (place.as_str(), 0)).into();
    for requirement in requirements {
        *numbers.entry(requirement.place().as_str()).or_default() += 1;
    }
    numbers
}

fn phases_of(state: &State) -> Vec<PhaseOf> {
    let of = |gone: Gone| PhaseOf {
        phase: &gone.phase.id,
        criteria: gone.exits.len(),
        open: gone.open().map(|(exit, _)| exit.id.as_str()).collect(),
        claimed: gone.claims().map(|exit| exit.id.as_str()).collect(),
    };
    phases::gone(&state.judged()).into_iter().map(of).collect()
}

fn causes(state: &State) -> Vec<Cause> {
    let mut numbers: BTreeMap<_, usize> = BTreeMap::new();
    for finding in &state.findings.found {
        *numbers.entry((std::cmp::Reverse(finding.level), finding.code, finding.name)).or_default() += 1;
    }
    let cause = |((level, code, rule), number): ((std::cmp::Reverse<crate::diag::Level>, _, _), _)| Cause {
        code,
        rule,
        level: level.0.as_str(),
        number,
    };
    numbers.into_iter().map(cause).collect()
}

/// By whose approval it is; those of nobody last.
fn asked(items: Vec<Item>) -> Vec<Asked> {
    let mut by: BTreeMap<(bool, Option<String>), Vec<String>> = BTreeMap::new();
    for item in items {
        let Some(document) = item.document else { continue };
        let of: Vec<Option<String>> =
            if item.of.is_empty() { vec![None] } else { item.of.into_iter().map(Some).collect() };
        for name in of {
            by.entry((name.is_none(), name)).or_default().push(document.clone());
        }
    }
    by.into_iter().map(|((_, of), documents)| Asked { of, documents }).collect()
}
