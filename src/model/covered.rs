//! What audits and plans say they cover, and of which standard that is.

use serde::Deserialize;

use super::catalog::{ReqId, Standard, split_req_id};
use super::fields::Fields;
use super::whole::Aims;

/// What audits look at. Data tell of it in the plural.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum What {
    /// A clause that requires something.
    #[serde(rename = "clauses")]
    Clause,
    /// A control that applies.
    #[serde(rename = "controls")]
    Control,
    /// An AI system in use.
    #[serde(rename = "systems")]
    System,
}

impl What {
    /// All, in the order they are told.
    pub const ALL: [Self; 3] = [Self::Clause, Self::Control, Self::System];

    /// The word in data files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Clause => "clause",
            Self::Control => "control",
            Self::System => "system",
        }
    }

    /// The key under which audits and plans name them.
    pub fn key(self) -> &'static str {
        match self {
            Self::Clause => "covers-clauses",
            Self::Control => "covers-controls",
            Self::System => "covers-systems",
        }
    }

    /// The standard of which these are counted, of that whose clauses are and that whose controls are.
    pub(super) fn counted(self, (clauses, controls): Counted<'_>) -> Option<&Standard> {
        match self {
            Self::Clause => Some(clauses),
            Self::Control => Some(controls),
            Self::System => None,
        }
    }
}

/// The standard whose clauses are counted, and that whose controls are.
pub(super) type Counted<'a> = (&'a Standard, &'a Standard);

impl Aims {
    /// The standard that is followed first, and the first that has a statement of applicability.
    pub(super) fn counted_first(&self) -> Counted<'_> {
        (self.catalog.first(), self.catalog.first_stated())
    }

    /// The standard that an id alone is of: the first that has it, also as a heading or as an own control. What none has is of
    /// the one that is counted first.
    fn of_alone(&self, id: &str, what: What) -> Option<&Standard> {
        let has = |of: &&Standard| of.title(id).is_some() || self.trace.at(&ReqId::new(&of.id, id)).is_some();
        self.catalog.standards().find(has).or(what.counted(self.counted_first()))
    }

    /// What an audit, or a row of a plan, says it covers of one sort, alone where it is of the standard that is counted. An id
    /// alone that is of another names nothing of this.
    pub(super) fn covered<'f>(
        &'f self,
        fields: &'f Fields,
        (what, counted): (What, Counted<'f>),
    ) -> impl Iterator<Item = &'f str> {
        let meant = move |id: &'f str| match (what.counted(counted), split_req_id(id)) {
            (Some(counted), (Some(framework), bare)) => Some(if counted.id == *framework { bare } else { id }),
            (Some(counted), (None, _)) => self.of_alone(id, what).is_some_and(|of| of.id == counted.id).then_some(id),
            (None, _) => Some(id),
        };
        fields.texts(what.key()).iter().filter_map(move |id| meant(&id.value))
    }
}
