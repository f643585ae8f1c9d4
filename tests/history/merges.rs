//! Histories that part and meet.

use git2::Oid;

use super::support::{START, TestRepo, id, text};

#[test]
fn a_merge_tells_only_what_no_parent_has() {
    let mut repo = TestRepo::new();
    let base = repo.commit(&[], "base", |files| {
        files.write("a.md", "base\n");
        files.write("sub/b.md", "base\n");
    });
    let left = repo.commit(&[base], "left", |files| files.write("a.md", "left\n"));
    let right = repo.commit(&[base], "right", |files| {
        files.write("a.md", "right\n");
        files.write("sub/b.md", "right\n");
    });
    let merge = repo.commit(&[left, right], "merge", |files| {
        files.write("a.md", "both\n");
        files.write("sub/b.md", "right\n");
    });
    assert_eq!(
        repo.story(merge),
        ["merge: M a.md", "right: M a.md, M sub/b.md", "left: M a.md", "base: A a.md, A sub/b.md"]
    );
    let log = repo.log(merge);
    assert_eq!(log.commits[0].parents, [id(left), id(right)]);
    assert_eq!(log.commits[0].changes[0].old, log.commits[2].changes[0].new);
}

#[test]
fn a_merge_that_adds_nothing_is_left_out() {
    let mut repo = TestRepo::new();
    let base = repo.commit(&[], "base", |files| files.write("a.md", "base\n"));
    let left = repo.commit(&[base], "left", |files| files.write("x/a.md", "left\n"));
    let right = repo.commit(&[base], "right", |files| files.write("x/b.md", "right\n"));
    let merge = repo.commit(&[left, right], "merge", |files| files.write("x/b.md", "right\n"));
    assert_eq!(repo.story(merge), ["right: A x/b.md", "left: A x/a.md", "base: A a.md"]);
}

#[test]
fn a_file_that_only_the_other_parent_has_is_modified_not_added() {
    let mut repo = TestRepo::new();
    let base = repo.commit(&[], "base", |files| files.write("a.md", text("a", 20)));
    let left = repo.commit(&[base], "edit", |files| files.write("a.md", text("a", 20) + "left\n"));
    let right = repo.commit(&[base], "move", |files| files.rename("a.md", "x/b.md"));
    let merge = repo.commit(&[left, right], "merge", |files| {
        files.remove("a.md");
        files.write("x/b.md", text("a", 20) + "left\n");
    });
    assert_eq!(repo.story(merge)[..2], ["merge: M x/b.md", "move: R a.md > x/b.md"]);
}

#[test]
fn an_octopus_is_compared_with_each_of_its_parents() {
    let mut repo = TestRepo::new();
    let base = repo.commit(&[], "base", |files| files.write("d/a.md", "base\n"));
    let arms: Vec<Oid> = ["one", "two", "three"]
        .map(|name| repo.commit(&[base], name, |files| files.write(&format!("d/{name}.md"), name)))
        .into();
    let octopus = repo.commit(&arms, "octopus", |files| {
        files.write("d/two.md", "two");
        files.write("d/three.md", "changed in the merge");
        files.write("d/new.md", "new in the merge");
        files.remove("d/a.md");
    });
    assert_eq!(repo.story(octopus)[0], "octopus: D d/a.md, A d/new.md, M d/three.md");
}

#[test]
fn criss_cross_merges_are_walked_once() {
    let mut repo = TestRepo::new();
    let base = repo.commit(&[], "base", |files| files.write("a.md", "base\n"));
    let left = repo.commit(&[base], "left", |files| files.write("l.md", "l\n"));
    let right = repo.commit(&[base], "right", |files| files.write("r.md", "r\n"));
    let first = repo.commit(&[left, right], "first", |files| files.write("r.md", "r\n"));
    let second = repo.commit(&[right, left], "second", |files| files.write("l.md", "other\n"));
    let last = repo.commit(&[first, second], "last", |files| files.write("l.md", "other\n"));
    assert_eq!(repo.story(last), ["second: M l.md", "right: A r.md", "left: A l.md", "base: A a.md"]);
}

#[test]
fn a_branch_from_long_ago_is_compared_with_where_it_began() {
    for distance in 1..=12 {
        let mut repo = TestRepo::new();
        let base = repo.commit(&[], "base", |files| files.write("d/a.md", "base\n"));
        let old = repo.commit(&[base], "old", |files| files.write("d/old.md", "old\n"));
        let mut main = base;
        for n in 0..distance {
            main = repo.commit(&[main], "main", |files| files.write("d/a.md", format!("{n}\n")));
        }
        let new = repo.commit(&[base], "new", |files| files.write("d/new.md", "new\n"));
        let join = repo.commit(&[main, old, new], "join", |files| files.remove("d/a.md"));
        let story = repo.story(join);
        assert_eq!(story[..2], ["join: D d/a.md", "new: A d/new.md"], "{distance}");
        assert_eq!(story[story.len() - 2..], ["old: A d/old.md", "base: A d/a.md"], "{distance}");
    }
}

#[test]
fn two_roots_can_meet() {
    let mut repo = TestRepo::new();
    let one = repo.commit(&[], "one", |files| files.write("a.md", "one\n"));
    let two = repo.commit(&[], "two", |files| files.write("b.md", "two\n"));
    let merge = repo.commit(&[one, two], "merge", |files| files.write("b.md", "two\n"));
    assert_eq!(repo.story(merge), ["two: A b.md", "one: A a.md"]);
}

#[test]
fn no_commit_stands_before_its_child_whatever_the_dates_say() {
    let mut repo = TestRepo::new();
    let by = |seconds: i64| format!("A <a@example.org> {seconds} +0000");
    let (late, early) = (by(START * 2), by(0));
    let a = repo.commit_by(&[], &late, &late, "first\n", |files| files.write("a.md", "1\n"));
    let b = repo.commit_by(&[a], &early, &early, "second\n", |files| files.write("a.md", "2\n"));
    let c = repo.commit(&[a], "third", |files| files.write("b.md", "3\n"));
    let d = repo.commit_by(&[b, c], &early, &early, "fourth\n", |files| files.write("a.md", "4\n"));
    assert_eq!(repo.story(d), ["fourth: M a.md", "third: A b.md", "second: M a.md", "first: A a.md"]);
}
