//! `invalid-id`: told while reading.

use crate::check::rule::Rule;
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS202",
    name: "invalid-id",
    level: Level::Error,
    clock: false,
    what: "An id cannot be the name of a page.",
    why: "The page of a document is named after its id, on every platform and in every link to it.",
    fix: "Begin with a letter or digit and use letters, digits, `.`, `_` and `-` only: `POL-001`.",
    run: |_, report| report.problems(ProblemKind::InvalidId),
};

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    #[test]
    fn it_fires_at_its_place() {
        assert_one(
            "invalid-id",
            "---\nid: POL/001\ntitle: T\nkind: policy\n---\ntext\n",
            &["2:5 `POL/001` cannot be an id"],
        );
    }
}
