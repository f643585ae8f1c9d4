//! `missing-field`: told while reading.

use crate::check::Rule;
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS101",
    name: "missing-field",
    level: Level::Error,
    clock: false,
    what: "A key that the kind of document cannot do without is not in the front matter, or a needed column is not in a row. Also where what stands there is no answer: nothing, `TBD`, `n/a`, `____`, `<owner>`.",
    why: "Clause 7.5.2 asks that documented information can be identified and described; without its key fields a document cannot be traced, found or judged.",
    fix: "Add the key the message names. `aims explain` with the name of the kind tells what each key is for; a document still being written can say `status: draft`.",
    run: |_, report| report.problems(ProblemKind::MissingField),
};

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only};

    #[test]
    fn it_fires_at_its_place() {
        assert_one(
            "missing-field",
            "---\nid: POL-001\nkind: policy\n---\ntext\n",
            &["1:1 the document has no `title`"],
        );
    }

    #[test]
    fn what_is_no_answer_is_told_at_its_place() {
        let risk = |event: &str| {
            format!(
                "---\nid: RSK-001\ntitle: ''\nkind: risk\nevent: {event}\nsource: s\nconsequence: ____\nlikelihood: 1\nseverity: 1\ntreatment: accept\n---\n"
            )
        };
        for (event, told) in [("'-'", "says `-`"), ("\"\"", "is empty"), ("<what happens>", "says `<what happens>`")] {
            let event = (risk(event), format!("5:8 `event` {told}, which is no answer"));
            let others =
                ["3:8 `title` is empty, which is no answer", "7:14 `consequence` says `____`, which is no answer"];
            assert_one("missing-field", &event.0, &[others[0], &event.1, others[1]]);
        }
        // In a row too.
        let plan = "---\nid: PLN-001\ntitle: T\nkind: plan\nactions:\n  - {action: TODO}\n---\ntext\n";
        assert_one("missing-field", plan, &["6:14 `action` says `TODO`, which is no answer"]);
    }

    #[test]
    fn a_bare_file_is_of_the_kind_of_its_folder() {
        let of = |rule: &str, path: &str| {
            only(rule, &[("aims.toml", "[folders]\n\"policies/**\" = \"policy\"\n"), (path, "# AI policy\n\nText.\n")])
        };
        let told = "policies/a.md:1:1 the document is of kind `policy` by its folder, and has no `id`";
        assert_eq!(of("missing-field", "policies/a.md"), [told]);
        assert_eq!(of("no-documents", "policies/a.md"), Vec::<String>::new());
        // The page of a folder is none of its documents.
        assert_eq!(of("missing-field", "policies/README.md"), Vec::<String>::new());
        assert_eq!(of("no-documents", "policies/README.md").len(), 1);
    }
}
