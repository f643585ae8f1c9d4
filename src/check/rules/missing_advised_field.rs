//! `missing-advised-field`: told while reading.

use crate::check::Rule;
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS102",
    name: "missing-advised-field",
    level: Level::Warning,
    clock: false,
    what: "A key that auditors look for in this kind of document is not in the front matter.",
    why: "The key belongs to what clause 7.5.2 calls identification, or to the fields that practice has shown an auditor to ask for. The document works without it; the conversation with the auditor does not.",
    fix: "Add the key the message names, or switch the rule off in `aims.toml` if your organisation keeps the fact elsewhere.",
    run: |_, report| report.problems(ProblemKind::MissingAdvised),
};

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    #[test]
    fn it_fires_at_its_place() {
        assert_one(
            "missing-advised-field",
            "---\nid: POL-001\ntitle: T\nkind: policy\nversion: 1\nstatus: approved\n---\ntext\n",
            &["1:1 the document has no `owner`"],
        );
    }
}
