//! `invalid-setting`: told while reading.

use crate::check::rule::Rule;
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS802",
    name: "invalid-setting",
    level: Level::Error,
    clock: false,
    what: "A setting in `aims.toml` cannot be read; its default holds instead. Where the file is no TOML at all, every \
           command stops before it begins.",
    why: "Settings decide who may approve, what is overdue and what fails. One that is silently ignored is worse than none.",
    fix: "Mend it as the message says.",
    run: |_, report| report.problems(ProblemKind::InvalidSetting),
};
