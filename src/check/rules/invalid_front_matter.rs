//! `invalid-front-matter`: told while reading.

use crate::check::Rule;
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS104",
    name: "invalid-front-matter",
    level: Level::Error,
    clock: false,
    what: "The front matter is not valid YAML, or not valid TOML between `+++`, or does not begin on the first line.",
    why: "What cannot be read cannot be traced: the document counts for nothing until it is mended.",
    fix: "Look at the place the message names: a missing quote or bracket, a tab, or a text with `: ` in it that needs quotes.",
    run: |_, report| report.problems(ProblemKind::InvalidFrontMatter),
};
