//! The registers of an AIMS, each described once: its columns as data, and its rows as values.
//!
//! In comes a [`State`]; [`built_ins`] and [`of_kinds`] name the registers it has, and [`Named::open`] gives one with its
//! rows. A column has the key that data files use, which is a contract, the title that people read, and the way to get its
//! value from a row. Pages, JSON, CSV and the README are made from the same columns, so that they cannot disagree. A kind
//! that has documents and none of the registers below has one made of its keys in `kinds.toml` or in `aims.toml` (`own`).
//! What the change record says of an act, a version or a revision is a fact ([`facts`]), told in the same words wherever it
//! is told.
//! Deliberately not here: how any of it looks, in which format, and under which path.

mod acknowledgements;
mod approvals;
mod assessments;
mod by_system;
mod changes;
mod column;
mod coverage;
mod crosswalk;
mod documents;
mod duties;
pub mod facts;
mod findings;
mod own;
mod population;
mod relaxed;
mod requests;
mod requirements;
mod risks;
mod rows;
mod sample;
mod shared;
mod systems;
mod trend;
mod value;

pub use column::{Column, Holds};
pub use findings::findings;
pub use requirements::{APPLIES, applies};
pub use rows::Register;
pub use sample::{Draw, METHOD, Part};
pub use value::{Value, yes_or_no};

use crate::base::text::Slugger;
use crate::base::{is_device, mark, wording};
use crate::model::kinds::{Kind, Kinds};
use crate::state::State;

/// The name of a register and what it is, before its rows are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<'a> {
    /// Its name, sound as the stem of a file: letters, digits, hyphens and underscores in lower case.
    pub id: String,
    /// What it is: a few words, of us or of the settings, in what is spoken.
    pub about: String,
    /// Whether its rows hold rows of their own, which no table of cells can show.
    pub nested: bool,
    of: Of<'a>,
}

/// Where a register comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of<'a> {
    /// One of [`BUILT_IN`], by its place.
    BuiltIn(usize),
    /// The documents of a kind.
    Kind(&'a Kind),
}

/// A register that every AIMS has.
struct BuiltIn {
    id: &'static str,
    about: &'static str,
    nested: bool,
    open: for<'a> fn(&'a State) -> Register<'a>,
}

/// The registers that every AIMS has, in the order they are listed.
const BUILT_IN: [BuiltIn; 27] = [
    built_in("documents", mark!("Documents and records with what each serves"), documents::documents),
    built_in("controls", mark!("Controls with their rung and the documents behind it"), requirements::controls),
    built_in("clauses", mark!("Clauses 4 to 10 with their rung and the documents behind it"), requirements::clauses),
    built_in(
        "shared-clauses",
        mark!("Clauses that several of the followed standards share, with the rung in each"),
        shared::clauses,
    ),
    built_in("called-for", mark!("What clauses and controls call for in writing, item by item"), by_system::called_for),
    built_in("soa", mark!("The statement of applicability"), requirements::statement),
    built_in("risks", mark!("The risk register"), risks::risks),
    built_in("systems", mark!("The AI system inventory"), systems::systems),
    built_in(
        "system-evidence",
        mark!("Controls that are bound to AI systems, for each system in use"),
        by_system::evidence,
    ),
    built_in("system-lives", mark!("The life of each AI system, step by step, with its holes"), by_system::lives),
    built_in("assessments", mark!("Assessments of risk and of impact"), assessments::assessments),
    built_in("reviews", mark!("Reviews and when they are due"), documents::reviews),
    built_in(
        "versions",
        mark!("Versions of every document: when each was in force, and who approved it"),
        approvals::versions,
    ),
    built_in(
        "approvals",
        mark!("Acts of approval, review and acknowledgement, with what each signature is worth"),
        approvals::acts,
    ),
    built_in(
        "acknowledgements",
        mark!("Who has to read what, and who has said that they did"),
        acknowledgements::acknowledgements,
    ),
    built_in("duties", mark!("What the EU AI Act asks for each AI system, and what bears on it"), duties::duties),
    built_in(
        "crosswalk",
        mark!("Relations of ISO/IEC 42001 to the other frameworks in use, with a verdict"),
        crosswalk::crosswalk,
    ),
    built_in("coverage", mark!("What internal audits looked at, and when"), coverage::coverage),
    built_in("requests", mark!("What an auditor asks for, item by item, and where it is"), requests::requests),
    built_in("populations", mark!("What samples are drawn from, and how"), |state| {
        sample::summaries(state, &Draw::of(state))
    }),
    built_in("units", mark!("Every unit of every population"), population::units),
    built_in("sample", mark!("The sample of each population, drawn by a seed"), |state| {
        sample::sample(state, &Draw::of(state))
    }),
    built_in("working-papers", mark!("The sample with room for what an auditor finds"), |state| {
        sample::papers(state, &Draw::of(state))
    }),
    built_in(
        "trend",
        mark!("On which rung clauses and controls stood over time, where the site was built with `--trend`"),
        trend::trend,
    ),
    built_in("set-aside", mark!("What the settings keep the check from telling"), relaxed::set_aside),
    nested("changes", mark!("The change record: commits, and which documents each changed"), changes::changes),
    nested(
        "traceability",
        mark!("Every requirement with what serves it, through what, and what it lacks"),
        requirements::traceability,
    ),
];

/// Kinds whose documents have a register of [`BUILT_IN`].
const REGISTERED: [&str; 5] = ["soa", "system", "risk", "risk-assessment", "impact-assessment"];

/// The most letters of a register's name: with an ending it has to be the name of a file on every platform.
const LONGEST_NAME: usize = 50;

const fn built_in(id: &'static str, about: &'static str, open: for<'a> fn(&'a State) -> Register<'a>) -> BuiltIn {
    BuiltIn { id, about, nested: false, open }
}

const fn nested(id: &'static str, about: &'static str, open: for<'a> fn(&'a State) -> Register<'a>) -> BuiltIn {
    BuiltIn { id, about, nested: true, open }
}

/// The registers that every AIMS has.
pub fn built_ins() -> Vec<Named<'static>> {
    let named = |(place, register): (usize, &BuiltIn)| Named {
        id: register.id.to_owned(),
        about: wording::of(register.about).to_owned(),
        nested: register.nested,
        of: Of::BuiltIn(place),
    };
    BUILT_IN.iter().enumerate().map(named).collect()
}

/// The names of the populations that samples are drawn from.
pub fn population_ids(state: &State) -> Vec<String> {
    population::populations(state).into_iter().map(|population| population.id).collect()
}

/// The registers of kinds that have documents and none of [`built_ins`], in the order of the kinds. Those of built-in kinds
/// and of a team's own are made alike.
pub fn of_kinds(state: &State) -> Vec<Named<'_>> {
    let named = names(&state.aims.kinds).into_iter().filter(|(_, kind)| {
        !REGISTERED.contains(&kind.name.as_str())
            && state.aims.iter().any(|(_, document)| document.kind_name() == kind.name)
    });
    named
        .map(|(id, kind)| Named {
            id,
            about: wording::known(state.aims.plural_of(kind)).to_owned(),
            nested: false,
            of: Of::Kind(kind),
        })
        .collect()
}

/// Every kind with the name of its register. Names differ whatever the letter case, since files have to.
fn names(kinds: &Kinds) -> Vec<(String, &Kind)> {
    let mut slugger = Slugger::default();
    kinds.iter().map(|kind| (slugger.anchor(&file_stem(&kind.name)), kind)).collect()
}

/// What a team calls a kind, as far as it can stand in the name of a file.
fn file_stem(name: &str) -> String {
    let lower = name.chars().flat_map(char::to_lowercase);
    let kept = lower.map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' });
    let stem: String = kept.take(LONGEST_NAME).collect();
    let stem = stem.trim_matches('-');
    if stem.is_empty() || is_device(stem) {
        format!("kind-{stem}").trim_end_matches('-').to_owned()
    } else {
        stem.to_owned()
    }
}

impl<'a> Named<'a> {
    /// The kind whose documents it holds, of one of [`of_kinds`].
    pub fn kind(&self) -> Option<&'a Kind> {
        match self.of {
            Of::Kind(kind) => Some(kind),
            Of::BuiltIn(_) => None,
        }
    }

    /// The register with its rows, by a draw that somebody asked for where it is of one.
    pub fn drawn(&self, state: &'a State, draw: &Draw) -> Register<'a> {
        match self.id.as_str() {
            _ if !self.is_drawn() => self.open(state),
            "populations" => sample::summaries(state, draw),
            "sample" => sample::sample(state, draw),
            _ => sample::papers(state, draw),
        }
    }

    /// Whether it depends on how samples are drawn.
    pub fn is_drawn(&self) -> bool {
        matches!(self.of, Of::BuiltIn(_)) && ["populations", "sample", "working-papers"].contains(&self.id.as_str())
    }

    /// The register with its rows.
    pub fn open(&self, state: &'a State) -> Register<'a> {
        match self.of {
            Of::BuiltIn(place) if state.is_partial => (BUILT_IN[place].open)(state).with_untold(),
            Of::BuiltIn(place) => (BUILT_IN[place].open)(state),
            Of::Kind(kind) => own::register(state, kind),
        }
    }
}
