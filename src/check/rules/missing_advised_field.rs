//! `missing-advised-field`: told while reading.

use crate::check::rule::Rule;
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS102",
    name: "missing-advised-field",
    level: Level::Note,
    clock: false,
    what: "A document of this kind lacks a key that auditors ask for, or the key is there without an answer: empty, `TBD`, `n/a`, `____`, `<owner>`. A draft is told once, with all that it still has to say. A key that nobody asks for may be left out; where it is there and wants a day or a person, it has to hold one.",
    why: "Some of these keys tell documents apart and say who answers for them, which clause 7.5.2 asks for. The others are what auditors ask first. Nothing breaks without them; somebody will have to answer the question on the day.",
    fix: "Add the key that is named, with what holds. Where your organisation keeps that elsewhere, switch the rule off in `aims.toml`: `[checks.levels]`, `missing-advised-field = \"off\"`.",
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

    #[test]
    fn what_is_no_answer_is_told_at_its_place() {
        let policy =
            |keys: &str| format!("---\nid: POL-001\ntitle: T\nkind: policy\nstatus: approved\n{keys}---\ntext\n");
        for (keys, told) in [
            (
                "version: ''\nowner: TBD\n",
                &["6:10 `version` is empty, which is no answer", "7:8 `owner` says `TBD`, which is no answer"][..],
            ),
            ("version: 1\nowner: <owner>\n", &["7:8 `owner` says `<owner>`, which is no answer"]),
            ("version: 1\nowner: CEO\neffective: tbd\n", &["8:12 `effective` says `tbd`, which is no answer"]),
            (
                "version: 1\nowner: CEO\napprovers: ['____', '']\n",
                &["8:12 `approvers` says `____`, which is no answer"],
            ),
            // What nobody asks for may have nothing to say.
            ("version: 1\nowner: CEO\naudience: n/a\neffective: ''\ntags: ['-']\n", &[]),
        ] {
            assert_one("missing-advised-field", &policy(keys), told);
        }
    }
}
