//! What audits and plans say they cover, and of which standard that is.

use serde::Deserialize;

use super::catalog::{Catalog, Standard, split_req_id};
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

    /// The standard of which these are counted.
    pub(super) fn counted(self, catalog: &Catalog) -> Option<&Standard> {
        match self {
            Self::Clause => Some(catalog.first()),
            Self::Control => Some(catalog.first_stated()),
            Self::System => None,
        }
    }
}

impl Aims {
    /// What an audit, or a row of a plan, says it covers of one sort, alone where it is of the standard that is counted. An id
    /// alone that is of a framework followed before that one is of the other, and names nothing of this.
    pub(super) fn covered<'f>(&'f self, fields: &'f Fields, what: What) -> impl Iterator<Item = &'f str> {
        let meant = move |id: &'f str| match (what.counted(&self.catalog), split_req_id(id)) {
            (Some(counted), (Some(framework), bare)) => Some(if counted.id == *framework { bare } else { id }),
            (Some(counted), (None, _)) => {
                self.catalog.resolve(id).is_none_or(|meant| meant.framework == counted.id).then_some(id)
            }
            (None, _) => Some(id),
        };
        fields.texts(what.key()).iter().filter_map(move |id| meant(&id.value))
    }
}
