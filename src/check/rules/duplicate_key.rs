//! `duplicate-key`: told while reading, but for what the head of a text says.

use crate::check::rule::Rule;
use crate::check::stated;
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS107",
    name: "duplicate-key",
    level: Level::Error,
    clock: false,
    what: "A key stands twice in the front matter, or another that means the same says another thing. Of what is said of who may read a document the strictest holds. A warning where lines at the head of the text, before its first heading of level 2, give another id, version, status, owner, day from which it holds, day of approval or next review than is read: `Version: 1.2`, a label in bold, or a table of two columns.",
    why: "Which of the two holds depends on the reader; a document must say one thing.",
    fix: "Keep one of the two and remove the other. A line of the text is not needed: the page shows what the key says.",
    run: |context, report| {
        report.problems(ProblemKind::DuplicateKey);
        stated::contradictions(context, report);
    },
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
