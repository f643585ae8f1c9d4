//! `invalid-front-matter`: told while reading.

use crate::check::rule::Rule;
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS104",
    name: "invalid-front-matter",
    level: Level::Error,
    clock: false,
    what: "The front matter is no valid YAML, is no valid TOML between `+++`, does not begin on the first line, has a second block of keys right behind it, or only looks like front matter: behind a line that is no fence, without one, in a code block, a quote or a comment, or as JSON.",
    why: "What cannot be read cannot be traced: the document counts for nothing until it is mended.",
    fix: "Look at the place the message names: a missing quote or bracket, a tab, or a text with `: ` in it that needs quotes. The fence is `---` and nothing else on the first line of the file, and `---` again below the keys.",
    run: |_, report| report.problems(ProblemKind::InvalidFrontMatter),
};
