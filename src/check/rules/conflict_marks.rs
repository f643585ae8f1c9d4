//! `conflict-marks`: told while reading.

use crate::check::Rule;
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS115",
    name: "conflict-marks",
    level: Level::Error,
    clock: false,
    what: "The marks that git leaves where a merge was not finished stand in a document, in `aims.toml`, in a file of requirements, or in a record of an act.",
    why: "Where two versions stand side by side nobody has decided which of them holds, and nobody can have approved both (clause 7.5.3).",
    fix: "Keep what is right of each place, take the lines out that begin with `<<<<<<<`, `|||||||`, `=======` and `>>>>>>>`, and commit. An example of marks goes into a block of code.",
    run: |_, report| report.problems(ProblemKind::Conflict),
};

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only};

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
