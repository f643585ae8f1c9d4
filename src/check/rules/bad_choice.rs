//! `bad-choice`: told while reading.

use crate::check::rule::Rule;
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS110",
    name: "bad-choice",
    level: Level::Error,
    clock: false,
    what: "A word is not among those that its key allows.",
    why: "Registers sort and count by these words; one that nobody knows falls out of every list.",
    fix: "Use one of the words the message names.",
    run: |_, report| report.problems(ProblemKind::BadChoice),
};

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    #[test]
    fn it_fires_at_its_place() {
        assert_one(
            "bad-choice",
            "---\nid: A\ntitle: T\nkind: policy\nstatus: aproved\n---\ntext\n",
            &["5:9 `aproved` is no `status`"],
        );
    }
}
