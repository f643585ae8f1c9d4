//! A document that moved while another took its path in the same commit: by their ids, each keeps to its own.

use super::git::Git;
use super::{begin, checked, document, history, in_force, judge, subjects};
use aims::base::Date;

/// Two documents, of which the first was edited.
fn edited(git: &Git) {
    begin(git);
    git.put("a.md", document("A", "1.0", "First, edited."));
    git.commit("edit");
}

/// What is done to them in one commit, and the commits of each document after it, newest first.
type Case = (&'static str, fn(&Git), &'static [(&'static str, &'static [&'static str])]);

const CASES: &[Case] = &[
    ("another takes its path", take, &[("z.md", &["now", "edit", "begin"]), ("a.md", &["now"])]),
    (
        "it is rewritten, and a copy of it stays",
        |git| {
            git.put("z.md", document("A", "1.0", "All of it is said in other words now, which nobody said before."));
            git.put("a.md", document("N", "1.0", "First, edited."));
        },
        &[("z.md", &["now", "edit", "begin"]), ("a.md", &["now"])],
    ),
    (
        "a note stays that it moved",
        |git| {
            git.run(&["mv", "a.md", "z.md"]);
            git.put("a.md", "# Moved\n\nThis is to be found at [another place](z.md).\n");
        },
        &[("z.md", &["now", "edit", "begin"]), ("a.md", &["now"])],
    ),
    (
        "it gets another id and says so",
        |git| {
            git.run(&["rm", "-q", "a.md"]);
            git.put("z.md", document("Z", "1.0", "First, edited.").replace("id: Z", "id: Z\nformerly: [A]"));
            git.put("a.md", document("N", "1.0", "Another."));
        },
        &[("z.md", &["now", "edit", "begin"]), ("a.md", &["now"])],
    ),
    (
        "files shift by one",
        |git| {
            git.run(&["mv", "b.md", "c.md"]);
            git.run(&["mv", "a.md", "b.md"]);
            git.put("a.md", document("N", "1.0", "Another."));
        },
        &[("c.md", &["now", "begin"]), ("b.md", &["now", "edit", "begin"]), ("a.md", &["now"])],
    ),
    (
        "it is moved over another",
        |git| {
            git.run(&["mv", "-f", "a.md", "b.md"]);
        },
        &[("b.md", &["now", "edit", "begin"])],
    ),
    (
        "ids shift by one where the documents lie",
        |git| {
            git.put("a.md", document("B", "1.0", "First, edited."));
            let second = "Second, and another text altogether.\n\nWith more of its own.";
            git.put("b.md", document("C", "1.0", second));
        },
        &[("a.md", &["now", "edit", "begin"]), ("b.md", &["now", "begin"])],
    ),
    (
        "it is renumbered where it lies, and another takes its id",
        |git| {
            git.put("a.md", document("Z", "1.0", "First, edited.").replace("id: Z", "id: Z\nformerly: [A]"));
            git.put("c.md", document("A", "1.0", "Another text under the id that is free now."));
        },
        &[("a.md", &["now", "edit", "begin"]), ("c.md", &["now"])],
    ),
];

fn take(git: &Git) {
    git.run(&["mv", "a.md", "z.md"]);
    git.put("a.md", document("N", "1.0", "Another."));
}

#[test]
fn a_document_is_known_by_its_id_where_its_path_is_taken() {
    for (name, act, expected) in CASES {
        let git = Git::new();
        edited(&git);
        act(&git);
        git.commit("now");
        let history = history(&git);
        for (path, subjects_of) in *expected {
            assert_eq!(subjects(&history, path), *subjects_of, "{name}: {path}");
        }
        judge(&git, &history);
    }
}

#[test]
fn what_was_in_force_stays_so_where_its_path_is_taken() {
    let git = Git::new();
    edited(&git);
    let day = |git: &Git| git.run(&["log", "-1", "--format=%cs"]).trim().parse::<Date>().expect("a day");
    let then = day(&git);
    take(&git);
    git.commit("now");
    let paths: Vec<String> = in_force(&checked(&git), then).iter().map(|(path, _)| path.to_string()).collect();
    assert_eq!(paths, ["b.md", "z.md"]);
}

#[test]
fn an_edit_on_a_branch_that_did_not_know_that_the_path_was_taken_is_kept() {
    let git = Git::new();
    edited(&git);
    git.run(&["branch", "side"]);
    take(&git);
    git.commit("now");
    git.run(&["switch", "--quiet", "side"]);
    git.put("a.md", document("A", "1.0", "First, edited aside."));
    git.commit("aside");
    git.run(&["switch", "--quiet", "main"]);
    assert!(!git.attempt(&["merge", "--no-ff", "side"]), "a conflict");
    git.put("a.md", document("N", "1.0", "Another."));
    git.put("z.md", document("A", "1.0", "First, edited aside."));
    git.commit("merge");
    let history = history(&git);
    assert_eq!(subjects(&history, "z.md"), ["aside", "now", "edit", "begin"]);
    assert_eq!(subjects(&history, "a.md"), ["now"]);
}
