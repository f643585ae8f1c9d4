//! The change record of documents, on repositories made by plain `git`, with git's own answers as the judge.

mod ahead;
mod clocks;
mod edition;
mod hostile;
mod ids;
mod odd;
mod random;
mod taken;
mod texts;

use std::collections::BTreeSet;

use aims::base::{Date, DocPath};
use aims::compare::{Weakening, Weight};
use aims::history::{ChangeKind, History, Version};
use aims::pipeline::{Project, Request};
use aims::state::State;
use git::Git;

use crate::support::git;

fn checked(git: &Git) -> State {
    let project = Project::find(git.path()).expect("a project");
    let today = Date::constant(2026, 11, 20);
    project.check(&Request::new(git.path(), today)).expect("a record")
}

/// What was in force on a day, by the path that each document has or had last.
fn in_force(state: &State, day: Date) -> Vec<(DocPath, Version)> {
    let history = &state.history;
    let of = |(ix, document): (_, &aims::model::document::Document)| {
        (document.path.clone(), history.versions(&document.path), state.approvals.tenures(ix))
    };
    let gone = history.every_gone();
    let gone =
        gone.map(|(place, gone)| (gone.path.clone(), &gone.versions[..], state.approvals.tenures_of_gone(place)));
    let lines = state.aims.iter().map(of).chain(gone);
    let then = lines.filter_map(|(path, versions, tenures)| {
        assert_eq!(versions.len(), tenures.len(), "{path}");
        let place = tenures.iter().position(|tenure| tenure.is_in_force(day))?;
        Some((path, versions[place].clone()))
    });
    then.collect()
}

fn history(git: &Git) -> History {
    History::clone(&checked(git).history)
}

/// A document long enough for git to know it again after a small edit.
fn document(id: &str, version: &str, text: &str) -> String {
    let body = "The organisation keeps an inventory of its AI systems.\nEach entry names an owner.\n".repeat(6);
    format!(
        "---\nid: {id}\ntitle: {id}\nkind: policy\nversion: \"{version}\"\nstatus: approved\n---\n\n{body}\n{text}\n"
    )
}

/// The subjects of the commits that make up the history of the document at `path`, newest first.
fn subjects(history: &History, path: &str) -> Vec<String> {
    let path = DocPath::new(path).expect("a path");
    history.of(&path).map(|(revision, _)| revision.subject.clone()).collect()
}

/// What has to hold of every history: each change belongs to one document, and all changes together are those that git
/// has: commits without several parents, and merges that differ from all their parents.
fn judge(git: &Git, history: &History) {
    let mut steps = BTreeSet::new();
    let mut count = 0;
    let present: Vec<DocPath> =
        git.run(&["ls-files", "*.md"]).lines().map(|path| DocPath::new(path).expect("a path")).collect();
    let of_present = present.iter().flat_map(|path| history.steps(path).iter().copied());
    let all = of_present.chain(history.gone.iter().flat_map(|gone| gone.steps.iter().copied()));
    for step in all {
        let (revision, change) = history.step(step).expect("a step");
        count += 1;
        // One that took the place of another is there where that one was removed.
        let of = (revision.commit.clone(), change.path.clone(), change.kind == ChangeKind::Deleted);
        assert!(steps.insert(of), "{} twice", change.path);
    }
    let ours: BTreeSet<&String> = steps.iter().map(|(commit, ..)| commit).collect();
    let mut theirs = BTreeSet::new();
    for line in git.run(&["log", "--full-history", "--no-merges", "--format=%H", "--", "*.md"]).lines() {
        theirs.insert(line.to_owned());
    }
    for merge in git.run(&["log", "--merges", "--format=%H"]).lines() {
        let raw =
            git.run(&["diff-tree", "-c", "-M", "--raw", "--no-abbrev", "--no-commit-id", "-r", merge, "--", "*.md"]);
        // One mode and one blob for each parent and the result. A text that one of the parents has under another path is
        // not of the merge's making.
        let own = |line: &str| {
            let parents = line.bytes().take_while(|byte| *byte == b':').count();
            let blobs: Vec<&str> = line.split(' ').skip(parents + 1).take(parents + 1).collect();
            !blobs[..parents].contains(&blobs[parents])
        };
        if raw.lines().any(own) {
            theirs.insert(merge.to_owned());
        }
    }
    assert_eq!(ours, theirs.iter().collect());
    let changes: usize = history
        .revisions
        .iter()
        .flat_map(|revision| &revision.changes)
        .filter(|change| change.path.is_markdown())
        .count();
    assert_eq!(count, changes, "each change belongs to one document");
}

/// A story, and the history that the document at a path has after it, newest first.
type Case = (&'static str, fn(&Git), &'static str, &'static [&'static str]);

const CASES: &[Case] = &[
    ("rename, edit, rename and edit", renames, "c/policy.md", &["both", "edit", "move", "begin"]),
    ("swap in one commit", swap, "a.md", &["edit", "swap", "begin"]),
    ("swap by ids, though every path was edited", swap_edited, "a.md", &["edit", "swap", "begin"]),
    ("rotation of three", rotation, "c.md", &["rotate", "begin"]),
    ("removed and made again", recreated, "a.md", &["again", "remove", "begin"]),
    ("removed and made again elsewhere under its id", moved_by_id, "new/b.md", &["again", "remove", "begin"]),
    ("another id at an old path is another document", reused, "a.md", &["other"]),
    ("rewritten and moved, known by its id", rewritten, "b.md", &["rewrite", "begin"]),
    ("edited on a branch that did not know of the move", branch_edit, "b.md", &["edit", "move", "begin"]),
    ("edited on a branch before the folder was moved", early_edit, "new/a.md", &["move", "edit", "begin"]),
    ("octopus", octopus, "a.md", &["a2", "begin"]),
    ("criss-cross", criss_cross, "a.md", &["left takes right", "right takes left", "right", "left", "begin"]),
    ("a change made in the merge itself", evil_merge, "a.md", &["evil", "main", "side", "begin"]),
    ("several roots", roots, "b.md", &["b2", "other root"]),
    ("revert", revert, "a.md", &["Revert \"edit\"", "edit", "begin"]),
    ("a copy keeps to itself", copy, "b.md", &["copy"]),
];

fn begin(git: &Git) {
    git.put("a.md", document("A", "1.0", "First."));
    git.put("b.md", document("B", "1.0", "Second, and another text altogether.\n\nWith more of its own."));
    git.commit("begin");
}

fn renames(git: &Git) {
    git.put("policy.md", document("P", "1.0", "Text."));
    git.commit("begin");
    std::fs::create_dir(git.file("c")).expect("a folder");
    git.run(&["mv", "policy.md", "c/old.md"]);
    git.commit("move");
    git.put("c/old.md", document("P", "1.1", "Text, edited."));
    git.commit("edit");
    git.run(&["mv", "c/old.md", "c/policy.md"]);
    git.put("c/policy.md", document("P", "1.2", "Text, edited again."));
    git.commit("both");
}

fn swap(git: &Git) {
    begin(git);
    git.run(&["mv", "a.md", "x"]);
    git.run(&["mv", "b.md", "a.md"]);
    git.run(&["mv", "x", "b.md"]);
    git.commit("swap");
    git.put("a.md", document("B", "1.1", "Second."));
    git.commit("edit");
}

fn swap_edited(git: &Git) {
    begin(git);
    git.put("a.md", document("B", "1.1", "Second, edited while it moved."));
    git.put("b.md", document("A", "1.1", "First, edited while it moved."));
    git.commit("swap");
    git.put("a.md", document("B", "1.2", "Second."));
    git.commit("edit");
}

fn rotation(git: &Git) {
    for id in ["A", "B", "C"] {
        git.put(&format!("{}.md", id.to_lowercase()), document(id, "1.0", &format!("Text of {id}.")));
    }
    git.commit("begin");
    for (path, id) in [("a.md", "B"), ("b.md", "C"), ("c.md", "A")] {
        git.put(path, document(id, "1.0", &format!("Text of {id}.")));
    }
    git.commit("rotate");
}

fn recreated(git: &Git) {
    begin(git);
    git.run(&["rm", "--quiet", "a.md"]);
    git.commit("remove");
    git.put("a.md", document("A", "2.0", "All new."));
    git.commit("again");
}

fn moved_by_id(git: &Git) {
    begin(git);
    git.run(&["rm", "--quiet", "b.md"]);
    git.commit("remove");
    git.put("new/b.md", "---\nid: b\nkind: policy\n---\nNothing of the old text is left.\n");
    git.commit("again");
}

fn reused(git: &Git) {
    begin(git);
    git.run(&["rm", "--quiet", "a.md"]);
    git.commit("remove");
    git.put("a.md", document("Z", "1.0", "Another."));
    git.commit("other");
}

fn rewritten(git: &Git) {
    git.put("a.md", document("A", "1.0", "First."));
    git.commit("begin");
    git.run(&["rm", "--quiet", "a.md"]);
    git.put("b.md", "---\nid: A\nkind: policy\n---\nNothing of the old text is left in here, not a line.\n");
    git.commit("rewrite");
}

fn branch_edit(git: &Git) {
    git.put("a.md", document("A", "1.0", "First."));
    git.commit("begin");
    git.run(&["switch", "--quiet", "--create", "side"]);
    git.run(&["switch", "--quiet", "main"]);
    git.run(&["mv", "a.md", "b.md"]);
    git.commit("move");
    git.run(&["switch", "--quiet", "side"]);
    git.put("a.md", document("A", "1.0", "First, edited."));
    git.commit("edit");
    git.run(&["switch", "--quiet", "main"]);
    git.merge(&["side"], "merge");
}

fn early_edit(git: &Git) {
    git.put("old/a.md", document("A", "1.0", "First."));
    git.put("old/b.md", document("B", "1.0", "Second."));
    git.commit("begin");
    git.run(&["switch", "--quiet", "--create", "side"]);
    git.put("old/a.md", document("A", "1.0", "First, edited."));
    git.commit("edit");
    git.run(&["switch", "--quiet", "main"]);
    git.run(&["mv", "old", "new"]);
    git.commit("move");
    git.merge(&["side"], "merge");
}

fn octopus(git: &Git) {
    begin(git);
    for (branch, path, id) in [("one", "a.md", "A"), ("two", "b.md", "B"), ("three", "c.md", "C")] {
        git.run(&["switch", "--quiet", "--create", branch, "main"]);
        git.put(path, document(id, "1.1", "Edited on a branch."));
        git.commit(&format!("{}2", id.to_lowercase()));
    }
    git.run(&["switch", "--quiet", "main"]);
    git.merge(&["one", "two", "three"], "octopus");
}

fn criss_cross(git: &Git) {
    let lines =
        |first: &str, last: &str| document("A", "1.0", &format!("{first}\n\n{}\n{last}", "middle\n\n".repeat(9)));
    git.put("a.md", lines("first", "last"));
    git.commit("begin");
    git.run(&["branch", "right"]);
    git.put("a.md", lines("FIRST", "last"));
    let left = git.commit("left");
    git.run(&["switch", "--quiet", "right"]);
    git.put("a.md", lines("first", "LAST"));
    let right = git.commit("right");
    git.merge(&[&left], "right takes left");
    git.run(&["switch", "--quiet", "main"]);
    git.merge(&[&right], "left takes right");
    git.merge(&["right"], "both");
}

fn evil_merge(git: &Git) {
    begin(git);
    git.run(&["switch", "--quiet", "--create", "side"]);
    git.put("a.md", document("A", "1.0", "From the side."));
    git.commit("side");
    git.run(&["switch", "--quiet", "main"]);
    git.put("a.md", document("A", "1.0", "From main."));
    git.commit("main");
    assert!(!git.attempt(&["merge", "--no-ff", "side"]), "a conflict");
    git.put("a.md", document("A", "1.0", "From neither."));
    git.commit("evil");
}

fn roots(git: &Git) {
    git.put("a.md", document("A", "1.0", "First."));
    git.commit("begin");
    git.run(&["switch", "--quiet", "--orphan", "other"]);
    git.put("b.md", document("B", "1.0", "Second."));
    git.commit("other root");
    git.run(&["switch", "--quiet", "main"]);
    git.later();
    git.run(&["merge", "--quiet", "--allow-unrelated-histories", "-m", "join", "other"]);
    git.put("b.md", document("B", "1.1", "Second, edited."));
    git.commit("b2");
}

fn revert(git: &Git) {
    begin(git);
    git.put("a.md", document("A", "1.1", "Edited."));
    git.commit("edit");
    git.later();
    git.run(&["revert", "--no-edit", "HEAD"]);
}

fn copy(git: &Git) {
    git.put("a.md", document("A", "1.0", "First."));
    git.commit("begin");
    git.put("b.md", document("A", "1.0", "First."));
    git.commit("copy");
    git.put("a.md", document("A", "1.1", "First, edited."));
    git.commit("edit");
}

#[test]
fn every_document_has_its_own_history() {
    for (name, story, path, expected) in CASES {
        let git = Git::new();
        story(&git);
        let history = history(&git);
        assert_eq!(subjects(&history, path), *expected, "{name}");
        judge(&git, &history);
    }
}

#[test]
fn what_was_in_force_on_a_day_is_known() {
    let git = Git::new();
    let text = |version: &str, status: &str, line: &str| document("P", version, line).replace("approved", status);
    git.put("p.md", text("1.0", "draft", "One."));
    git.commit("2 January: draft");
    git.put("p.md", text("1.0", "approved", "One."));
    git.commit("3 January: approved");
    git.put("p.md", text("2.0", "draft", "Two."));
    git.commit("4 January: the next is written");
    git.put("q.md", document("Q", "1.0", "Other."));
    git.put("p.md", text("2.0", "approved\neffective: 2026-01-10", "Two."));
    git.commit("5 January: approved, from the 10th");
    git.run(&["rm", "--quiet", "q.md"]);
    git.commit("6 January: gone");
    let state = checked(&git);
    let on = |day: i8| -> Vec<String> {
        let versions = in_force(&state, Date::constant(2026, 1, day)).into_iter();
        versions.map(|(path, version)| format!("{path} {}", version.label.as_deref().unwrap_or("?"))).collect()
    };
    assert!(on(2).is_empty());
    assert_eq!(on(3), ["p.md 1.0"]);
    assert_eq!(on(5), ["p.md 1.0", "q.md 1.0"]);
    assert_eq!(on(9), ["p.md 1.0"]);
    assert_eq!(on(10), ["p.md 2.0"]);
    judge(&git, &state.history);
}

#[test]
fn a_version_that_was_retired_and_holds_again_has_the_day_that_is_its_own() {
    let git = Git::new();
    let text = |version: &str, status: &str, line: &str| {
        document("P", version, line).replace("approved", &format!("{status}\neffective: 2026-01-02"))
    };
    for (version, status, line) in
        [("1.0", "approved", "One."), ("1.0", "retired", "One."), ("1.0", "approved", "One.")]
    {
        git.put("p.md", text(version, status, line));
        git.commit(status);
    }
    let told = |git: &Git| checked(git).findings.found.iter().any(|finding| finding.name == "effective-backdated");
    assert!(!told(&git));
    // One that is written otherwise is still itself, before it is committed and behind.
    git.put("p.md", text("1,0", "approved", "One."));
    assert!(!told(&git));
    git.commit("1,0");
    assert!(!told(&git));
    // Another version has a day of its own.
    git.put("p.md", text("2.0", "approved", "Two."));
    git.commit("2.0");
    assert!(told(&git));
}

#[test]
fn each_change_says_what_it_did_to_the_text() {
    let git = Git::new();
    let text = |owner: &str, line: &str| {
        document("P", "1.0", line).replace("kind: policy", &format!("kind: policy\nowner: {owner}"))
    };
    git.put("p.md", text("AI Officer", "Every system must have an owner."));
    git.commit("begin");
    git.put("p.md", text("AI Officer", "Every  system must\nhave an owner."));
    git.commit("rewrap");
    git.put("p.md", text("Head of Data", "Every system should have an owner."));
    git.commit("weaken");
    let history = history(&git);
    let path = DocPath::new("p.md").expect("a path");
    let edits: Vec<_> = history.of(&path).map(|(_, change)| change.edit.clone()).collect();
    let weaken = edits[0].as_ref().expect("an edit");
    assert_eq!((weaken.weight, weaken.added, weaken.removed), (Weight::Material, 1, 1));
    let told: Vec<String> = weaken.fields.iter().map(|change| change.sentence()).collect();
    assert_eq!(told, ["owner changed from AI Officer to Head of Data"]);
    let words = Weakening::Words { was: "must".into(), is: "should".into() };
    assert!(weaken.weaker.iter().any(|weaker| **weaker == words), "{:?}", weaken.weaker);
    let rewrap = edits[1].as_ref().expect("an edit");
    assert!(rewrap.weight < Weight::Material && !rewrap.substance, "{rewrap:?}");
    assert!(edits[2].is_none());
}

#[test]
fn a_merge_is_named_at_the_commits_it_brought() {
    let git = Git::new();
    begin(&git);
    git.run(&["switch", "--quiet", "--create", "side"]);
    git.put("a.md", document("A", "1.1", "Edited."));
    git.commit("edit");
    git.run(&["switch", "--quiet", "main"]);
    let merge = git.merge(&["side"], "Merge the edit");
    let history = history(&git);
    let revision = &history.revisions[0];
    assert_eq!((revision.subject.as_str(), revision.changes[0].kind), ("edit", ChangeKind::Modified));
    let by = revision.merged.as_ref().expect("a merge");
    assert_eq!((&by.commit, by.subject.as_str()), (&merge, "Merge the edit"));
    assert!(revision.landed > revision.date);
    assert!(history.revisions[1].merged.is_none());
}

#[test]
fn trailers_are_those_that_git_finds() {
    let git = Git::new();
    let messages = [
        "s\n\nbody\n\nApproved-by: A <a@x>\nReviewed-by: B",
        "s\n\nApproved-by: A",
        "s\n\nbody\nApproved-by: A",
        "s\n\nApproved-by: A\n\nmore text",
        "s\n\nline\nSigned-off-by: A <a@x>\nApproved-by: B",
        "s\n\none\ntwo\nthree\nfour\nSigned-off-by: A <a@x>",
        "s\n\nApproved-by: A\n continued\nFoo-Bar:x",
        "s\n\nkey with space: no\nApproved-by: A",
        "s\n\nhttps://example.org: no\nApproved-by: A",
        "s\n\n(cherry picked from commit 1234)\nApproved-by: A\nplain",
        "s\n\nApproved-by : A\nX:\n: empty",
        "only a subject: really",
        "s\n\n# comment\nApproved-by: A",
    ];
    for message in messages {
        git.put("message", message);
        let theirs = git.run(&["interpret-trailers", "--only-trailers", "--unfold", "--no-divider", "message"]);
        let theirs: Vec<String> = theirs.lines().filter(|line| line.contains(':')).map(str::to_owned).collect();
        let body = message.split_once("\n\n").map_or("", |(_, body)| body);
        let ours = aims::history::trailers(body);
        assert_eq!(ours.len(), theirs.len(), "{message:?}: {ours:?} {theirs:?}");
        for (ours, theirs) in ours.iter().zip(&theirs) {
            let (key, value) = theirs.split_once(':').expect("a colon");
            assert_eq!(ours.key, key.trim(), "{message:?}");
            assert!(value.trim().starts_with(ours.value), "{message:?}: {ours:?} {theirs:?}");
        }
    }
}

#[test]
fn names_are_those_of_the_mailmap() {
    let git = Git::new();
    git.put(".mailmap", "Grace Example <grace@example.org> <ada@example.org>\n");
    git.put("a.md", document("A", "1.0", "First."));
    git.commit("begin");
    let theirs = git.run(&["check-mailmap", "Ada Example <ada@example.org>"]);
    let history = history(&git);
    let author = &history.revisions[0].author;
    assert_eq!(format!("{} <{}>", author.name, author.email), theirs);
}
