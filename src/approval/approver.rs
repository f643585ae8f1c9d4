//! What there is to show for one version of a document, and who approved it.

use crate::base::Date;
use crate::model::approval_rule::Evidence;

/// Who approved one version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VersionApproval {
    /// The strongest evidence that counts.
    pub level: Evidence,
    /// Who approved by it; nobody where the text names nobody that the record kept.
    pub by: Vec<Approver>,
    /// The roles that the rule asks a record of and that nobody who approved held.
    pub lacking: Vec<String>,
    /// Whether what was approved is not the last text that stood under this number.
    pub amended: bool,
    /// Whether the records of that were taken away since.
    pub removed: bool,
}

/// Somebody who approved a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approver {
    /// Who.
    pub who: String,
    /// When, where that is known.
    pub day: Option<Date>,
    /// Since when that is on record, where it is another day.
    pub since: Option<Date>,
}

impl Approver {
    pub(super) fn new(who: &str, day: Option<Date>, since: Option<Date>) -> Self {
        Self { who: who.to_owned(), day, since: since.filter(|since| Some(*since) != day) }
    }
}
