//! Trees that no work tree can hold: a few that stand for more names than a disk has room for, and such as are deeper than a
//! path can be.

use git2::{Oid, Repository, Signature, Time};

use super::sandbox::{Sandbox, TODAY};
use super::{brief, pages};

/// A tree of these names for one object.
fn tree(git: &Repository, names: impl IntoIterator<Item = String>, (of, mode): (Oid, i32)) -> Oid {
    let mut tree = git.treebuilder(None).expect("a tree");
    for name in names {
        tree.insert(name, of, mode).expect("an entry");
    }
    tree.write().expect("a tree")
}

/// A commit on the last one that holds what that held, and a folder beside it.
fn beside(git: &Repository, folder: Option<(&str, Oid)>) -> String {
    let parent = git.head().and_then(|head| head.peel_to_commit()).expect("a commit");
    let base = git.find_tree(parent.tree_id()).expect("a tree");
    let mut tree = git.treebuilder(Some(&base)).expect("a tree");
    match folder {
        Some((name, of)) => drop(tree.insert(name, of, 0o040_000).expect("an entry")),
        None => tree.remove("z").expect("it was there"),
    }
    let tree = git.find_tree(tree.write().expect("a tree")).expect("a tree");
    let moment = Time::new(parent.time().seconds() + 3600, 0);
    let who = Signature::new("Mal Lory", "mal@example.org", &moment).expect("somebody");
    git.commit(Some("HEAD"), &who, &who, "Change", &tree, &[&parent]).expect("a commit").to_string()
}

fn sandbox() -> (Sandbox, Repository) {
    let sandbox = pages(&[("ok.md", "# Ok\n\nWords.\n")]);
    let git = Repository::open(sandbox.path("")).expect("a repository");
    (sandbox, git)
}

#[test]
fn a_few_trees_that_hold_each_other_in_the_middle_of_a_history_are_not_followed() {
    for end in ["md", "txt"] {
        let (sandbox, git) = sandbox();
        let blob = git.blob(b"x\n").expect("a blob");
        let mut bomb = tree(&git, (0..10).map(|n| format!("f{n}.{end}")), (blob, 0o100_644));
        for _ in 0..9 {
            bomb = tree(&git, (0..10).map(|n| format!("d{n}")), (bomb, 0o040_000));
        }
        let brought = beside(&git, Some(("z", bomb)));
        // The tip is what it was before.
        beside(&git, None);
        let done = sandbox.run(&["check", "--rev", "HEAD", "--today", TODAY]);
        assert_eq!(done.code, Some(2), "{}", brief(&done));
        let told = format!("commit {} has the same folders so many times below `z`", &brought[..10]);
        assert!(done.stderr.contains(&told) && done.stderr.contains("git rebase -i"), "{}", brief(&done));
    }
}

#[test]
fn what_is_deeper_than_a_path_can_be_is_told_and_not_followed() {
    let (sandbox, git) = sandbox();
    let blob = git.blob(b"# Deep\n\nWords.\n").expect("a blob");
    let mut deep = tree(&git, ["a.md".to_owned()], (blob, 0o100_644));
    for _ in 0..3000 {
        deep = tree(&git, ["n".repeat(12)], (deep, 0o040_000));
    }
    beside(&git, Some(("z", deep)));
    let done = sandbox.run(&["check", "--rev", "HEAD", "--format", "short", "--today", TODAY]);
    assert!(matches!(done.code, Some(0 | 1)) && done.stdout.len() < 50_000, "{}", brief(&done));
    let told = done.stdout.lines().filter(|line| line.contains("longer or deeper than systems can have it"));
    assert_eq!(told.count(), 1, "{}", brief(&done));
    assert!(!done.stdout.contains("a.md"), "{}", brief(&done));
}
