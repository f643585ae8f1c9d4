//! `unreadable-file`: told while reading.

use crate::check::rule::Rule;
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS113",
    name: "unreadable-file",
    level: Level::Error,
    clock: false,
    what: "A file is there but cannot be read.",
    why: "A document that cannot be read is not available where it is needed (clause 7.5.3).",
    fix: "Put the file itself there: no device, and no pointer to where its text is kept.",
    run: |_, report| report.problems(ProblemKind::Unreadable),
};
