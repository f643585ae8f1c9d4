//! `invalid-theme`: told while reading.

use crate::check::rule::Rule;
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS816",
    name: "invalid-theme",
    level: Level::Error,
    clock: false,
    what: "A file below `theme` that should change the look of the site cannot be used: a template that reaches for more than it may, a style sheet or a picture that is too large, or one of another name.",
    why: "The site is built with our own in its place, and so looks otherwise than you meant.",
    fix: "Mend the file at the place the message names. `aims explain theme` tells what may stand there.",
    run: |_, report| report.problems(ProblemKind::InvalidTheme),
};
