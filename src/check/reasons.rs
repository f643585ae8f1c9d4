//! What stands where a reason should and says nothing, whatever it is asked for.

use crate::model::absent::is_absent;

/// Words that are an answer elsewhere and no reason, without blanks, full stops and letter case.
const EMPTY: [&str; 11] = [
    "none",
    "no",
    "yes",
    "applicable",
    "noreason",
    "notrelevant",
    "irrelevant",
    "noimpact",
    "noeffect",
    "notaffected",
    "nothing",
];

/// Reasons that fit any control of any organisation, in the same form.
const HOLLOW: [&str; 7] = [
    "bestpractice",
    "bestpractise",
    "goodpractice",
    "required",
    "requiredbythestandard",
    "requiredbyiso42001",
    "industrystandard",
];

/// From how many rows on the same reason is none.
pub(super) const MANY: usize = 5;

/// Whether a reason says nothing at all.
pub(super) fn is_empty(reason: &str) -> bool {
    is_absent(reason) || EMPTY.contains(&bare(reason).as_str())
}

/// Whether a reason, as [`bare`] gives it, fits anything.
pub(super) fn is_hollow(bare: &str) -> bool {
    HOLLOW.contains(&bare)
}

/// A reason without blanks, full stops and letter case.
pub(super) fn bare(reason: &str) -> String {
    reason.to_lowercase().chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '_')).collect()
}
