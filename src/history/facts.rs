//! What the texts of all revisions say of themselves, and what each change did to them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{ChangeKind, Revision};
use crate::base::{Date, date};
use crate::compare::{Snapshot, Weight, compare};
use crate::parse::MAX_TEXT;
use crate::repo::{ObjectId, Repo};

/// What one text says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// The id it gives itself.
    pub id: Option<Arc<str>>,
    /// What it calls itself.
    pub title: Option<Arc<str>>,
    /// Its version.
    pub version: Option<Arc<str>>,
    /// Where it says it stands in its life.
    pub status: Option<Arc<str>>,
    /// From when it says that it holds.
    pub effective: Option<Date>,
    /// The digest of its substance: see [`Snapshot::substance`].
    pub substance: [u8; 32],
}

/// What a change did to a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Whether the change is one of substance.
    pub weight: Weight,
    /// Words added.
    pub added: u32,
    /// Words removed.
    pub removed: u32,
    /// Changes of the front matter, a sentence each.
    pub fields: Vec<String>,
    /// Where the text became weaker, a sentence each.
    pub weaker: Vec<String>,
}
