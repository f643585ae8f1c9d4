//! `file-too-large`: told while reading.

use crate::check::rule::Rule;
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS112",
    name: "file-too-large",
    level: Level::Error,
    clock: false,
    what: "A text file is larger than any document is.",
    why: "It would make the site slow for everybody, and is nearly always a mistake: an export, a log, an image in text form.",
    fix: "Split the document, or link to the large file as an attachment.",
    run: |_, report| report.problems(ProblemKind::TooLarge),
};
