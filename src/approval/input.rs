//! What approvals are judged from.

use std::sync::Arc;

use super::again::Past;
use crate::cache::Cache;
use crate::history::History;
use crate::model::Aims;
use crate::repo::{ObjectId, Repo};
use crate::source::Source;

/// What approvals are judged from.
pub struct Input<'a> {
    /// The AIMS.
    pub aims: &'a Aims,
    /// Its change record.
    pub history: &'a Arc<History>,
    /// Where the records are.
    pub source: &'a dyn Source,
    /// The repository, if there is one, with the path of the AIMS in it.
    pub repo: Option<(&'a Repo, &'a str)>,
    /// The commit that is checked out or asked for.
    pub tip: Option<ObjectId>,
    /// The commit whose settings say who may sign, instead of those before each change.
    pub trust: Option<ObjectId>,
    /// What was found of the settings of the past when this was judged before.
    pub past: &'a Past,
    /// Where what commits did to settings is kept between runs, if anywhere.
    pub cache: Option<&'a Cache>,
}

#[cfg(test)]
impl<'a> Input<'a> {
    /// What files that no repository holds are judged from.
    pub(crate) fn of_files(aims: &'a Aims, history: &'a Arc<History>, source: &'a dyn Source, past: &'a Past) -> Self {
        Self { aims, history, source, repo: None, tip: None, trust: None, past, cache: None }
    }
}
