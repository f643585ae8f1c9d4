//! `system-without-impact-assessment`: an AI system at work that no impact assessment names.

use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::check::systems::unassessed;
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS601",
    name: "system-without-impact-assessment",
    level: Level::Error,
    clock: false,
    what: "An AI system that the AIMS covers stands in validation, in use or suspended, and no impact assessment that is not retired names it under `systems`.",
    why: "Clause 8.4 asks for impact assessments of AI systems and for their results on record, and control A.5.2 for a process behind them. A system at work that nobody assessed is a gap at the heart of the management system: nobody has put on record what it may do to people and society.",
    fix: "Carry out the impact assessment and name the system there: `systems: [SYS-001]`. A system that the AIMS does not cover says `in-scope: false`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    unassessed(context, report, "impact-assessment");
}
