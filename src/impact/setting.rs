//! A setting that a change makes another, and what it belongs to.

use serde::Serialize;

use super::came::Came;
use super::was_is::WasIs;
use crate::model::in_force::{Step, keys};

/// A setting that is another than it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SettingChange {
    /// What it belongs to.
    pub group: Group,
    /// The tables that it stands in and its key: `approval.kinds.policy.needs`, `people[Ada Example].roles`.
    pub name: String,
    /// The same as steps, each row by what it is about; of none where it stands in no table.
    #[serde(skip)]
    pub path: Vec<Step>,
    /// What became of it.
    pub became: Came,
    /// Its value; of a row that came or went, what stands in it. Where nothing is said at one end, what holds there
    /// without it; `None` where nothing does.
    #[serde(flatten)]
    pub value: WasIs,
    /// Of a list, what it has now and had not.
    pub gained: Vec<String>,
    /// Of a list, what it had and has no more.
    pub lost: Vec<String>,
    /// Whether less is asked for, found or told by it.
    pub weaker: bool,
}

impl SettingChange {
    /// Whether it is a row that came or went as a whole.
    pub(super) fn is_row(&self) -> bool {
        matches!(self.path.last(), Some(Step::Row(_)))
    }
}

/// What settings belong to, in the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Who there is, which roles they hold, and by which keys they are known.
    People,
    /// What counts as an approval.
    Approval,
    /// Levels, waivers, baselines: what fails and what is told.
    Checks,
    /// Which files belong to the AIMS, and how texts are read.
    Reading,
    /// How long reviews and evidence stand, and from which score a risk is high.
    Periods,
    /// Which standards are followed.
    Frameworks,
    /// What a site shows.
    Site,
}

impl Group {
    /// What the setting at the end of these steps belongs to.
    pub(super) fn of(path: &[Step]) -> Self {
        match keys(path).first() {
            Some(&"people" | &"roles") => Self::People,
            Some(&"approval") => Self::Approval,
            Some(&"checks") => Self::Checks,
            Some(&"review" | &"evidence" | &"records" | &"risk") => Self::Periods,
            Some(&"frameworks") => Self::Frameworks,
            Some(&"site" | &"publish" | &"organisation") => Self::Site,
            _ => Self::Reading,
        }
    }
}
