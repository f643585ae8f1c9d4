//! `not-utf8`: told while reading.

use crate::check::rule::Rule;
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS103",
    name: "not-utf8",
    level: Level::Error,
    clock: false,
    what: "A file holds bytes that are not UTF-8.",
    why: "Documented information has to stay legible (clause 7.5.3). A page with replacement characters in it may say something else than its author meant.",
    fix: "Save the file as UTF-8. Most editors offer it under `Save with encoding`.",
    run: |_, report| report.problems(ProblemKind::NotUtf8),
};
