//! `missing-field`: told while reading.

use crate::check::Rule;
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS101",
    name: "missing-field",
    level: Level::Error,
    clock: false,
    what: "A key that the kind of document cannot do without is not in the front matter, or a needed column is not in a row.",
    why: "Clause 7.5.2 asks that documented information can be identified and described; without its key fields a document cannot be traced, found or judged.",
    fix: "Add the key the message names. `kinds.toml` and the page of the kind tell what each key is for; a document still being written can say `status: draft`.",
    run: |_, report| report.problems(ProblemKind::MissingField),
};

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    #[test]
    fn it_fires_at_its_place() {
        assert_one(
            "missing-field",
            "---\nid: POL-001\nkind: policy\n---\ntext\n",
            &["1:1 the document has no `title`"],
        );
    }
}
