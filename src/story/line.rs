//! The documents whose change record a story tells.

use crate::approval::Tenure;
use crate::base::{Date, DocPath};
use crate::compare::Comparison;
use crate::history::{Change, GoneIx, Step, Version};
use crate::model::DocIx;

/// How the texts before and after a change differ, where they can be compared.
pub type Difference<'a> = &'a dyn Fn(&Change) -> Option<Comparison>;

/// A document in a story, present or gone.
pub(super) struct Line<'a> {
    pub(super) ix: Option<DocIx>,
    /// Its place among those that are gone.
    pub(super) gone: Option<GoneIx>,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) path: &'a DocPath,
    pub(super) steps: &'a [Step],
    pub(super) versions: &'a [Version],
    pub(super) tenures: &'a [Tenure],
}

/// A day as JSON has it.
pub(super) fn told(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}
