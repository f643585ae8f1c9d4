//! `wrong-type`: told while reading.

use crate::check::rule::Rule;
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS108",
    name: "wrong-type",
    level: Level::Error,
    clock: false,
    what: "A value is of another type than its key takes: a list where one word belongs, a word where a number belongs, or a list whose items begin with something else than `- `.",
    why: "A value that cannot be read is left out of registers, checks and traceability.",
    fix: "Write the value as the message shows.",
    run: |_, report| report.problems(ProblemKind::WrongType),
};

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    #[test]
    fn it_fires_at_its_place() {
        assert_one(
            "wrong-type",
            "---\nid: A\ntitle: [T]\nkind: policy\n---\ntext\n",
            &["3:8 `title` takes a text, not a list"],
        );
    }
}
