//! The five phases, and what closes each.

use super::text::{items, wrap};
use crate::model::phases::{Exit, Phase, phases};

/// All phases, each with what closes it.
pub(super) fn list() -> String {
    let phases: String = phases().iter().map(|phase| format!("{}\n", of(phase))).collect();
    format!(
        "{phases}{}\n",
        wrap(
            "A phase is closed when the repository shows all of that; what a roadmap says of it is a claim (AIMS719). The page certification.html of the site and `aims status` tell how far it is. The phases are a common way of working, no part of ISO/IEC 42001."
        )
    )
}

/// One phase with what closes it.
pub(super) fn of(phase: &Phase) -> String {
    let exits: Vec<String> = phase.exit.iter().map(|exit: &Exit| exit.title.clone()).collect();
    format!(
        "{} {}\nPhase of a roadmap\n\n{}\n{}",
        phase.id,
        phase.title,
        wrap(&phase.about),
        items("Closed when the repository shows", &exits)
    )
}
