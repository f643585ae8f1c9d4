//! `conflict-marks`: told while reading.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS115",
    name: "conflict-marks",
    level: Level::Error,
    clock: false,
    what: "The marks that git leaves where a merge was not finished stand in a document, in `aims.toml`, in a file of requirements, in a record of an act, or in the `.mailmap` of the last commit. One mark that somebody overlooked is told too. An attached text with such marks is not published.",
    why: "Where two versions stand side by side nobody has decided which of them holds, and nobody can have approved both (clause 7.5.3).",
    fix: "Keep what is right of each place, take the lines out that begin with `<<<<<<<`, `|||||||`, `=======` and `>>>>>>>`, and commit. An example of marks goes into a block of code.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    report.problems(ProblemKind::Conflict);
    if context.history.mailmap.is_unmerged() {
        report.settings(
            None,
            say!("a merge was left unfinished in `.mailmap`: the marks of a conflict stand in it"),
            say!(
                "Keep what is right, take out the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`, and commit."
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, check, only};

    const BODY: &str = "<<<<<<< HEAD\nA.\n=======\nB.\n>>>>>>> other\n";

    #[test]
    fn it_fires_at_its_place() {
        let told = "a merge was left unfinished: the mark `<<<<<<<` of a conflict stands in the text";
        let document = |front: &str, body: &str| format!("---\nid: A\ntitle: T\nkind: policy\n{front}---\n\n{body}");
        let owners = "<<<<<<< HEAD\nowner: CEO\n=======\nowner: CRO\n>>>>>>> other\n";
        assert_one("conflict-marks", &document("", BODY), &[&format!("7:1 {told}")]);
        assert_one("conflict-marks", &document(owners, ""), &[&format!("5:1 {told}")]);
        assert_one(
            "conflict-marks",
            &format!("<<<<<<< HEAD\n{}>>>>>>> x\n", document("", "=======\n")),
            &[&format!("1:1 {told}")],
        );
        assert_one("conflict-marks", &document("", &format!("```\n{BODY}```\n")), &[]);
        // One mark is told too, and nothing that only follows from it.
        let end = "a merge was left unfinished: the mark `>>>>>>>` of a conflict stands in the text";
        for text in [document("", "A.\n>>>>>>> other\n"), document("owner: CEO\n>>>>>>> other\n", "A.\n")] {
            let (found, _) = check(&[("aims.toml", ""), ("a.md", &text)]);
            let of_text: Vec<_> = found.iter().filter(|finding| finding.code < "AIMS200").collect();
            assert!(matches!(of_text[..], [only] if only.name == "conflict-marks" && only.message == end), "{found:?}");
        }
    }

    #[test]
    fn a_record_in_conflict_is_told_at_its_mark() {
        let record = format!("format = \"aims-approval-1\"\n{BODY}");
        let files = [("aims.toml", ""), ("approvals/A/a.toml", record.as_str())];
        assert_eq!(
            only("conflict-marks", &files),
            ["approvals/A/a.toml:2:1 a merge was left unfinished: the mark `<<<<<<<` of a conflict stands in the text"]
        );
        assert_eq!(only("invalid-approval-record", &files), Vec::<String>::new());
    }
}
