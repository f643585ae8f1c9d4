//! `missing-field`: told while reading.

use crate::check::rule::Rule;
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
    use crate::check::testing::{assert_one, check, only};

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
    fn keys_beside_those_of_the_first_lines_take_no_title_away() {
        let settings = "[header]\nforms = [\"bold\", \"list\"]\n";
        let told = |text: &str| {
            let (found, _) = check(&[("aims.toml", settings), ("a.md", text)]);
            let here = found.into_iter().filter(|finding| finding.name == "missing-field");
            here.map(|finding| format!("{}: {}", finding.message, finding.help.unwrap_or_default())).collect::<Vec<_>>()
        };
        let header = "# AI policy\n\n- **Kind:** policy\n- **Version:** 1.0\n- **Owner:** CEO\n";
        let [lacks]: [String; 1] = told(header).try_into().expect("one finding");
        assert!(lacks.starts_with("the document has no `id`"), "{lacks}");
        assert!(lacks.ends_with("It may also stand in the first lines of the text, as `**id:** …`."), "{lacks}");
        // Followed in either way, and where front matter was there from the start.
        assert_eq!(told(&header.replace("- **Kind", "- **id:** POL-001\n- **Kind")), [] as [&str; 0]);
        assert_eq!(told(&format!("---\nid: POL-001\n---\n{header}")), [] as [&str; 0]);
        assert_eq!(told(&format!("---\ntags: [x]\n---\n{header}")).len(), 1);
        // Where all stands in front matter, so does the title.
        assert_eq!(told("---\nid: POL-001\nkind: policy\n---\n# AI policy\n").len(), 1);
    }

    #[test]
    fn what_a_bare_file_lacks_is_all_that_it_needs() {
        let settings = "[folders]\n\"policies/**\" = \"policy\"\n";
        let of = |text: &str| only("missing-field", &[("aims.toml", settings), ("policies/a.md", text)]);
        assert_eq!(of("# AI policy\n\nText.\n").len(), 1);
        assert_eq!(of("---\nid: POL-001\ntitle: AI policy\n---\n# AI policy\n\nText.\n"), [] as [&str; 0]);
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
