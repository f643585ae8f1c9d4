//! `duplicate-key`: told while reading.

use crate::check::Rule;
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS107",
    name: "duplicate-key",
    level: Level::Error,
    clock: false,
    what: "A key stands twice in the front matter, or another that means the same says another thing. Of what is said of who may read a document the strictest holds.",
    why: "Which of the two holds depends on the reader; a document must say one thing.",
    fix: "Keep one of the two and remove the other.",
    run: |_, report| report.problems(ProblemKind::DuplicateKey),
};

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    #[test]
    fn it_fires_at_its_place() {
        assert_one(
            "duplicate-key",
            "---\nid: A\ntitle: T\nkind: policy\ntitle: U\n---\ntext\n",
            &["5:1 the key `title` stands twice"],
        );
    }
}
