//! `unknown-kind`: told while reading.

use crate::check::rule::Rule;
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS111",
    name: "unknown-kind",
    level: Level::Error,
    clock: false,
    what: "The `kind` of a document is not known.",
    why: "The kind decides what a document does for a requirement and which fields it needs. Without one it serves nothing.",
    fix: "Use a built-in kind, or define your own under `[kinds.NAME]` in `aims.toml`.",
    run: |_, report| report.problems(ProblemKind::UnknownKind),
};

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    #[test]
    fn it_fires_at_its_place() {
        assert_one(
            "unknown-kind",
            "---\nid: A\ntitle: T\nkind: polcy\n---\ntext\n",
            &["4:7 `polcy` is no kind of document"],
        );
    }
}
