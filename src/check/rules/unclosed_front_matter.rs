//! `unclosed-front-matter`: told while reading.

use crate::check::rule::Rule;
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS105",
    name: "unclosed-front-matter",
    level: Level::Error,
    clock: false,
    what: "A file begins with a fence of front matter that is never closed.",
    why: "Without its closing fence the whole file counts as front matter, and nothing of it can be read.",
    fix: "Put a line with only `---` (or `+++`) below the last key.",
    run: |_, report| report.problems(ProblemKind::UnclosedFrontMatter),
};

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    #[test]
    fn it_fires_at_its_place() {
        assert_one("unclosed-front-matter", "---\nid: A\n\n# Title\n", &["1:1 the front matter is never closed"]);
    }
}
