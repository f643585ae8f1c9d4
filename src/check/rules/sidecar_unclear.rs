//! `sidecar-unclear`: told while reading.

use crate::check::rule::Rule;
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS120",
    name: "sidecar-unclear",
    level: Level::Warning,
    clock: false,
    what: "A file that holds the keys of a document beside it (`[header] sidecars` in `aims.toml`) could be that of several documents or is that of none, stands behind another one that the document has, or says another thing than the document says itself.",
    why: "Which keys a document has must not be a guess: who owns it and whether it is approved would be told by a file that nobody meant.",
    fix: "Keep one file for each document, named as the settings say, and each key in one place.",
    run: |_, report| report.problems(ProblemKind::Sidecar),
};
