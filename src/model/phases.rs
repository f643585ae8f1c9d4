//! The five phases on the way to a certified management system, as data: what each is for, and what closes it.
//!
//! What closes a phase is a test that is run on the repository. Here is which tests there are; `check::phases` runs them.

use std::sync::LazyLock;

use serde::Deserialize;

use super::audited::What;

use super::trace::Rung;

/// A phase.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Its id, as a roadmap names it: `assess-and-plan`.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What it is for.
    pub about: String,
    /// What closes it: all of these.
    pub exit: Vec<Exit>,
}

/// An exit criterion of a phase.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exit {
    /// Its id within the phase.
    pub id: String,
    /// What is there once it holds.
    pub title: String,
    /// How the repository shows it.
    pub test: Test,
}

/// How a repository shows that an exit criterion holds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Test {
    /// A document of a kind was approved and is in force.
    InForce {
        /// The kind.
        kind: String,
        /// The clause that it serves, if one is asked for.
        #[serde(default)]
        serving: Option<String>,
    },
    /// A document or record of one of these kinds is finished and of a day that has come.
    OnRecord {
        /// The kinds.
        kinds: Vec<String>,
    },
    /// Clauses stand on a rung at least, or on the highest that they ask for.
    Clauses {
        /// The rung.
        #[serde(rename = "at-least")]
        at_least: AtLeast,
        /// The clauses; all that ask for something where none is named.
        ids: Vec<String>,
    },
    /// Every control that applies stands on a rung at least.
    Controls {
        /// The rung.
        #[serde(rename = "at-least")]
        at_least: AtLeast,
    },
    /// An item of documented information that a clause calls for is there.
    CalledFor {
        /// The clause.
        clause: String,
        /// The title of the item.
        item: String,
    },
    /// Every AI system that runs or is about to is named by a finished record of a kind.
    Systems {
        /// The kind.
        with: String,
    },
    /// Internal audits looked at all there is.
    Audited {
        /// All of what.
        what: What,
        /// Whether what the programme still has before it counts too.
        #[serde(default)]
        planned: bool,
    },
    /// A management review was held after an internal audit, and decided something.
    Reviewed {},
    /// No major nonconformity is open.
    NoMajor {},
    /// A step of the certification is done.
    Certified {
        /// Which.
        step: CertifiedStep,
    },
}

/// A rung that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AtLeast {
    /// A document says so.
    Stated,
    /// A procedure does it.
    Operated,
    /// A record shows it.
    Evidenced,
}

impl AtLeast {
    /// The rung.
    pub fn rung(self) -> Rung {
        match self {
            Self::Stated => Rung::Stated,
            Self::Operated => Rung::Operated,
            Self::Evidenced => Rung::Evidenced,
        }
    }
}

/// A step of a certification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CertifiedStep {
    /// The documents were looked at.
    #[serde(rename = "stage-1")]
    Stage1,
    /// The work was looked at.
    #[serde(rename = "stage-2")]
    Stage2,
    /// The certificate was granted.
    Granted,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    phase: Vec<Phase>,
}

/// The phases, in their order.
pub fn phases() -> &'static [Phase] {
    static PHASES: LazyLock<Vec<Phase>> = LazyLock::new(|| {
        toml::from_str::<Data>(include_str!("data/phases.toml")).expect("a test parses the embedded phases").phase
    });
    &PHASES
}

/// The phase that a word names: its id, or its name.
pub fn find(word: &str) -> Option<&'static Phase> {
    let plain = |text: &str| text.trim().to_lowercase().replace([' ', '_'], "-").replace('&', "and");
    let wanted = plain(word);
    phases().iter().find(|phase| phase.id == wanted || plain(&phase.title) == wanted)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::catalog::Catalog;
    use crate::model::kinds::Kinds;

    #[test]
    fn phases_are_those_that_a_roadmap_can_name() {
        let kinds = Kinds::builtin();
        let roadmap = kinds.iter().find(|kind| kind.name == "roadmap").expect("a kind");
        let rows = roadmap.fields.iter().find(|field| field.name == "phases").expect("rows");
        let choices = &rows.columns.iter().find(|column| column.name == "phase").expect("a column").choices;
        assert_eq!(phases().iter().map(|phase| phase.id.clone()).collect::<Vec<_>>(), *choices);
        assert_eq!(find("Assess and plan").map(|phase| phase.id.as_str()), Some("assess-and-plan"));
        assert_eq!((find("design").is_some(), find("finish")), (true, None));
    }

    #[test]
    fn criteria_name_what_there_is() {
        let (catalog, kinds) = (Catalog::builtin(), Kinds::builtin());
        let is_kind = |name: &str| assert!(kinds.iter().any(|kind| kind.name == name), "kind {name}");
        let clause = |id: &str| catalog.clause("iso-42001", id).unwrap_or_else(|| panic!("clause {id}"));
        for phase in phases() {
            assert!(!phase.exit.is_empty() && phase.about.ends_with('.'), "{}", phase.id);
            let ids: BTreeSet<&str> = phase.exit.iter().map(|exit| exit.id.as_str()).collect();
            assert_eq!(ids.len(), phase.exit.len(), "{}: an id twice", phase.id);
            for exit in &phase.exit {
                match &exit.test {
                    Test::InForce { kind, serving } => {
                        is_kind(kind);
                        assert!(serving.iter().all(|id| clause(id).requirement));
                    }
                    Test::OnRecord { kinds } => kinds.iter().for_each(|kind| is_kind(kind)),
                    Test::Clauses { ids, .. } => assert!(ids.iter().all(|id| clause(id).requirement)),
                    Test::CalledFor { clause: id, item } => {
                        assert!(clause(id).called_for.iter().any(|called| called.title == *item), "{id}: {item}");
                    }
                    Test::Systems { with } => is_kind(with),
                    Test::Controls { .. }
                    | Test::Audited { .. }
                    | Test::Reviewed {}
                    | Test::NoMajor {}
                    | Test::Certified { .. } => {}
                }
            }
        }
    }
}
