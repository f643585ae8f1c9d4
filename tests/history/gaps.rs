//! Clones that lack something: nothing is made up, and all of it is named.

use aims::repo::{Blob, GapKind, LogOptions};
use git2::{ObjectType, Oid};

use crate::support::{TestRepo, front_matter_id, id, is_kept, story, text};

#[test]
fn a_shallow_clone_invents_no_additions() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "first", |files| files.write("a.md", "1\n"));
    let b = repo.commit(&[a], "second", |files| files.write("b.md", "2\n"));
    let c = repo.commit(&[b], "third", |files| files.write("a.md", "3\n"));
    repo.shallow(&[b]);
    repo.lose(a);
    assert!(repo.open().is_shallow());
    let log = repo.log(c);
    assert_eq!(story(&log), ["third: M a.md", "second: |"]);
    assert_eq!(log.gaps.len(), 1);
    assert_eq!((log.gaps[0].kind, log.gaps[0].commits.as_slice()), (GapKind::Shallow, &[id(b)][..]));
    assert!(log.gaps[0].message().contains(&id(b).short()));
    assert!(log.gaps[0].remedy().contains("fetch-depth: 0"));
    let error = repo.open().resolve("v1").expect_err("no such tag");
    assert!(error.hint_text().unwrap_or_default().contains("shallow"), "{error:?}");
}

#[test]
fn a_root_at_the_edge_of_a_shallow_clone_is_known_in_full() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "first", |files| files.write("a.md", "1\n"));
    repo.shallow(&[a]);
    let log = repo.log(a);
    assert_eq!((story(&log), log.gaps), (vec!["first: A a.md".to_owned()], vec![]));
}

#[test]
fn a_missing_parent_is_named() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "first", |files| files.write("a.md", "1\n"));
    let b = repo.commit(&[a], "second", |files| files.write("b.md", "2\n"));
    repo.lose(a);
    let log = repo.log(b);
    assert_eq!(story(&log), ["second: |"]);
    assert_eq!(log.gaps[0].kind, GapKind::MissingCommits);
    assert_eq!((&log.gaps[0].commits[..], &log.gaps[0].objects[..]), (&[id(b)][..], &[id(a)][..]));
    assert!(repo.open().log(id(a), "", &LogOptions { keep: is_kept, identity: front_matter_id }).is_err());
}

#[test]
fn a_merge_that_lost_one_parent_still_leads_to_the_other() {
    let mut repo = TestRepo::new();
    let root = repo.commit(&[], "root", |files| files.write("a.md", "1\n"));
    let lost = repo.commit(&[root], "lost", |files| files.write("l.md", "1\n"));
    let other = repo.commit(&[root], "other", |files| files.write("o.md", "1\n"));
    let torn = repo.commit(&[lost, other], "torn", |_| {});
    let main = repo.commit(&[root], "main", |files| files.write("m.md", "1\n"));
    let tip = repo.commit(&[main, torn], "tip", |_| {});
    repo.lose(lost);
    let log = repo.log(tip);
    assert_eq!(story(&log), ["main: A m.md", "torn: |", "other: A o.md", "root: A a.md"]);
    assert_eq!((log.gaps[0].kind, &log.gaps[0].commits[..]), (GapKind::MissingCommits, &[id(torn)][..]));
}

#[test]
fn a_missing_folder_hides_its_own_changes_only() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "first", |files| {
        files.write("x/a.md", "1\n");
        files.write("y/b.md", "1\n");
    });
    let b = repo.commit(&[a], "second", |files| {
        files.write("x/a.md", "2\n");
        files.write("y/b.md", "2\n");
    });
    let c = repo.commit(&[b], "third", |files| files.write("y/b.md", "3\n"));
    let lost = repo.git.revparse_single(&format!("{b}:x")).expect("a folder").id();
    repo.lose(lost);
    let log = repo.log(c);
    assert_eq!(story(&log), ["third: M y/b.md", "second: M y/b.md", "first: A x/a.md, A y/b.md"]);
    assert_eq!((log.gaps[0].kind, &log.gaps[0].commits[..]), (GapKind::MissingTrees, &[id(b)][..]));
    assert_eq!(log.gaps[0].objects, [id(lost)]);
    let error = repo.open().tree(id(b), "").expect_err("a missing folder");
    assert!(error.hint_text().unwrap_or_default().contains("git fsck"), "{error:?}");
}

#[test]
fn a_missing_file_costs_one_rename_and_no_more() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "add", |files| {
        files.write("a.md", text("a", 20));
        files.write("b.md", text("b", 20));
        files.write("c.md", text("c", 20));
    });
    let b = repo.commit(&[a], "move", |files| {
        for name in ["a", "b"] {
            files.remove(&format!("{name}.md"));
            files.write(&format!("x/{name}.md"), text(name, 20) + "more\n");
        }
        files.rename("c.md", "x/c.md");
    });
    let lost = Oid::hash_object(ObjectType::Blob, text("a", 20).as_bytes()).expect("an id");
    repo.lose(lost);
    repo.lose(Oid::hash_object(ObjectType::Blob, text("c", 20).as_bytes()).expect("an id"));
    let log = repo.log(b);
    assert_eq!(story(&log)[0], "move: D a.md, A x/a.md, R b.md > x/b.md, R c.md > x/c.md");
    assert_eq!((log.gaps[0].kind, &log.gaps[0].objects[..]), (GapKind::MissingBlobs, &[id(lost)][..]));
    assert_eq!(repo.open().blob(id(lost), 1 << 20).expect("an answer"), Blob::Missing);
}
