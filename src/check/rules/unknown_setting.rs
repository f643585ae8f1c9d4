//! `unknown-setting`: told while reading.

use crate::check::rule::Rule;
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS803",
    name: "unknown-setting",
    level: Level::Error,
    clock: false,
    what: "A setting in `aims.toml` is not known. A whole table that is not known stops every command before it begins.",
    why: "A slip in a setting switches off what it was meant to switch on.",
    fix: "Take the suggestion, or remove it.",
    run: |_, report| report.problems(ProblemKind::UnknownSetting),
};
