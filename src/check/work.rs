//! The order of work, by the turn of each kind: what is wrong first, by its place, and then what is left to do, as one does it.

use crate::diag::Diagnostic;
use crate::model::Aims;

/// Rules that tell what is not there yet.
pub(super) const ABSENT: [&str; 8] = [
    "no-soa",
    "control-gap",
    "control-not-operated",
    "control-not-evidenced",
    "clause-gap",
    "not-written",
    "no-recent-audit",
    "no-recent-management-review",
];

/// Rules that tell it of drafts.
pub(super) const OF_DRAFTS: [&str; 2] = ["missing-advised-field", "soa-empty-reason"];

/// The findings in the order of work. Those that tell of mistakes keep their order, by place, before all others.
pub fn in_order_of_work(found: &[Diagnostic], aims: &Aims) -> Vec<Diagnostic> {
    let mut found = found.to_vec();
    found.sort_by_cached_key(|finding| stage(finding, aims));
    found
}

/// When it is the turn of a finding; what is wrong comes at once.
fn stage(finding: &Diagnostic, aims: &Aims) -> u16 {
    let document = aims.by_path(&finding.place.path).map(|ix| aims.document(ix));
    let draft = document.filter(|document| document.is_draft());
    let is_work = ABSENT.contains(&finding.name) || (OF_DRAFTS.contains(&finding.name) && draft.is_some());
    if !is_work {
        return 0;
    }
    // What the settings lack, such as an audit that was never held, shows when all else is there.
    let Some(document) = document else { return u16::MAX };
    let turn = document.kind.as_ref().map_or(0, |kind| u16::from(kind.turn));
    if turn == 0 { u16::MAX - 1 } else { turn }
}
