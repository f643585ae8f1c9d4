//! `invalid-framework`: told while reading.

use crate::check::rule::Rule;
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS804",
    name: "invalid-framework",
    level: Level::Error,
    clock: false,
    what: "A framework file of your own cannot be read as one.",
    why: "Documents that name its requirements lose their links while it is broken.",
    fix: "Mend the file at the place the message names.",
    run: |_, report| report.problems(ProblemKind::InvalidFramework),
};
