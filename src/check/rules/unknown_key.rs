//! `unknown-key`: told while reading.

use crate::check::Rule;
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS106",
    name: "unknown-key",
    level: Level::Warning,
    clock: false,
    what: "A key in the front matter means nothing to aims for this kind of document.",
    why: "A key with a slip in it is the quietest way to lose a link: `contorls` serves no control, and nobody sees it.",
    fix: "Take the suggestion, remove the key, or give it a meaning under `[aliases]` or `[kinds]` in `aims.toml`.",
    run: |_, report| report.problems(ProblemKind::UnknownKey),
};

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    #[test]
    fn it_fires_at_its_place() {
        assert_one(
            "unknown-key",
            "---\nid: A\ntitle: T\nkind: policy\nonwer: X\n---\ntext\n",
            &["5:1 unknown key `onwer` in a document of kind `policy`"],
        );
    }
}
