//! Clones that lack something: nothing is made up, and all of it is named.

use aims::repo::{Blob, Gap, GapKind, LogOptions, Repo};
use git2::{ObjectType, Oid};

use super::oracle::git;
use super::support::{TestRepo, front_matter_id, id, is_kept, put, story, text};

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
    assert!(
        repo.open()
            .log(
                id(a),
                "",
                &LogOptions {
                    keep: is_kept,
                    also: Vec::new(),
                    passing: |_| false,
                    identity: front_matter_id,
                    follow: false
                }
            )
            .is_err()
    );
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

/// Fills an object with nonsense, or cuts it short.
fn damage(repo: &TestRepo, id: Oid, keep: usize) {
    let hex = id.to_string();
    let path = repo.git.path().join("objects").join(&hex[..2]).join(&hex[2..]);
    let bytes = std::fs::read(&path).expect("a loose object");
    repo.lose(id);
    let kept = &bytes[..keep.min(bytes.len())];
    put(&path, [kept, b"nonsense"].concat());
}

#[test]
fn what_is_damaged_is_named_like_what_is_missing() {
    for keep in [0, 1, 12] {
        let mut repo = TestRepo::new();
        let a = repo.commit(&[], "first", |files| files.write("x/a.md", text("a", 20)));
        let b = repo.commit(&[a], "second", |files| files.write("x/b.md", text("b", 20)));
        let c = repo.commit(&[b], "third", |files| files.rename("x/a.md", "x/c.md"));
        let d = repo.commit(&[c], "fourth", |files| {
            let text = files.text("x/b.md");
            files.remove("x/b.md");
            files.write("x/d.md", text + "more\n");
        });
        let tree = repo.git.revparse_single(&format!("{b}:x")).expect("a folder").id();
        let blob = repo.git.revparse_single(&format!("{c}:x/b.md")).expect("a file").id();
        damage(&repo, blob, keep);
        let log = repo.log(d);
        assert_eq!(story(&log)[0], "fourth: D x/b.md, A x/d.md");
        assert_eq!((log.gaps[0].kind, &log.gaps[0].objects[..]), (GapKind::MissingBlobs, &[id(blob)][..]));
        assert!(repo.open().blob(id(blob), 1 << 20).is_err());
        damage(&repo, tree, keep);
        let log = repo.log(d);
        assert_eq!(story(&log)[1..], ["first: A x/a.md"]);
        assert_eq!((log.gaps[0].kind, &log.gaps[0].commits[..]), (GapKind::MissingTrees, &[id(c), id(b)][..]));
        damage(&repo, a, keep);
        let log = repo.log(d);
        assert_eq!(story(&log)[1..], ["second: |"]);
        assert_eq!((log.gaps[0].kind, &log.gaps[0].objects[..]), (GapKind::MissingCommits, &[id(a)][..]));
        let error = repo.open().log(
            id(a),
            "",
            &LogOptions {
                keep: is_kept,
                also: Vec::new(),
                passing: |_| false,
                identity: front_matter_id,
                follow: false,
            },
        );
        assert!(error.expect_err("no commit").hint_text().is_some());
        for gap in &log.gaps {
            assert!(gap.kind.is_hole() && gap.remedy().contains("git fsck"), "{gap:?}");
        }
    }
}

#[test]
fn a_clone_made_with_a_filter_says_which_versions_it_lacks() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "first", |files| {
        files.write("a.md", text("a", 20));
        files.write("b.txt", "not in the record");
    });
    let b = repo.commit(&[a], "second", |files| files.write("a.md", text("b", 20)));
    repo.git.config().expect("settings").set_bool("uploadpack.allowFilter", true).expect("a setting");
    let clone = |filter: &str| {
        let dir = tempfile::tempdir().expect("a folder");
        let url = format!("file://{}", repo.path().display());
        git(dir.path(), &["clone", "--quiet", "--bare", filter, &url, "."]);
        let found = Repo::discover(dir.path()).expect("a sound repository").expect("a repository");
        let log = found
            .log(
                id(b),
                "",
                &LogOptions {
                    keep: is_kept,
                    also: Vec::new(),
                    passing: |_| false,
                    identity: front_matter_id,
                    follow: false,
                },
            )
            .expect("a history");
        (dir, log)
    };
    let blob = |text: &str| id(Oid::hash_object(ObjectType::Blob, text.as_bytes()).expect("an id"));
    let (dir, log) = clone("--filter=blob:none");
    assert_eq!(story(&log), ["second: M a.md", "first: A a.md"]);
    let mut lacking = vec![blob(&text("a", 20)), blob(&text("b", 20))];
    lacking.sort();
    let expected = Gap { kind: GapKind::Partial, commits: vec![id(b), id(a)], objects: lacking };
    assert_eq!(log.gaps, [expected]);
    assert!(log.gaps[0].kind.is_hole() && log.gaps[0].remedy().contains("--no-filter"));
    // What it lacks can be fetched; then nothing is missing, though the mark of the filter stays.
    git(dir.path(), &["fetch", "--quiet", "--refetch", "--no-filter", "origin", "main"]);
    let found = Repo::discover(dir.path()).expect("a sound repository").expect("a repository");
    let log = found
        .log(
            id(b),
            "",
            &LogOptions {
                keep: is_kept,
                also: Vec::new(),
                passing: |_| false,
                identity: front_matter_id,
                follow: false,
            },
        )
        .expect("a history");
    assert_eq!(log.gaps, []);
    let (_dir, log) = clone("--filter=tree:0");
    assert_eq!(story(&log), [""; 0]);
    assert_eq!((log.gaps[0].kind, &log.gaps[0].commits[..]), (GapKind::MissingTrees, &[id(b), id(a)][..]));
}

#[test]
fn replacements_and_grafts_change_nothing_and_are_told() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "first", |files| files.write("a.md", text("a", 20)));
    let b = repo.commit(&[a], "second", |files| files.write("a.md", text("b", 20)));
    let c = repo.commit(&[b], "third", |files| files.write("b.md", text("c", 20)));
    let elsewhere = repo.commit(&[], "elsewhere", |files| files.write("z.md", "z\n"));
    let beyond = repo.commit(&[], "beyond", |files| files.write("z.md", "y\n"));
    let plain = repo.log(c);
    assert_eq!(plain.gaps, []);
    git(repo.path(), &["replace", &b.to_string(), &elsewhere.to_string()]);
    // A replacement for what is not part of this history is no matter.
    git(repo.path(), &["replace", &beyond.to_string(), &a.to_string()]);
    let told_by_git = git(repo.path(), &["log", "--format=%s", &c.to_string()]);
    assert_eq!(told_by_git, "third\nelsewhere\n", "git itself shows something else");
    let log = repo.log(c);
    assert_eq!((&log.commits, &log.mainline), (&plain.commits, &plain.mainline));
    assert_eq!(log.gaps, [Gap { kind: GapKind::Replaced, commits: vec![id(b)], objects: vec![id(b)] }]);
    assert!(!log.gaps[0].kind.is_hole() && log.gaps[0].message().contains("refs/replace"));
    git(repo.path(), &["replace", "-d", &b.to_string()]);
    let blob = Oid::hash_object(ObjectType::Blob, text("a", 20).as_bytes()).expect("an id");
    let other = Oid::hash_object(ObjectType::Blob, text("b", 20).as_bytes()).expect("an id");
    git(repo.path(), &["replace", &blob.to_string(), &other.to_string()]);
    let log = repo.log(c);
    assert_eq!(log.gaps, [Gap { kind: GapKind::Replaced, commits: vec![], objects: vec![id(blob)] }]);
    assert_eq!(repo.open().blob(id(blob), 1 << 20).expect("a file"), Blob::Bytes(text("a", 20).into_bytes()));
    git(repo.path(), &["replace", "-d", &blob.to_string()]);
    std::fs::create_dir_all(repo.git.path().join("info")).expect("a folder");
    put(&repo.git.path().join("info/grafts"), format!("{c}\n{elsewhere} {a}\n"));
    assert_eq!(git(repo.path(), &["log", "--format=%s", &c.to_string()]), "third\n");
    let log = repo.log(c);
    assert_eq!((&log.commits, &log.mainline), (&plain.commits, &plain.mainline));
    assert_eq!(log.gaps, [Gap { kind: GapKind::Grafted, commits: vec![id(c)], objects: vec![id(c)] }]);
}

#[test]
fn extensions_that_are_not_known_end_in_an_error_that_says_what_to_do() {
    for (name, value, hint) in [
        ("extensions.refStorage", "reftable", "git refs migrate"),
        ("extensions.partialClone", "origin", "--filter"),
        ("extensions.somethingNew", "true", "git status"),
        ("extensions.objectFormat", "sha512", "git"),
    ] {
        let repo = TestRepo::new();
        let mut config = repo.git.config().expect("its settings");
        config.set_i32("core.repositoryformatversion", 1).expect("a setting");
        config.set_str(name, value).expect("a setting");
        let error = Repo::discover(repo.path()).err().expect("a refusal");
        assert!(error.hint_text().unwrap_or_default().contains(hint), "{name}: {error:?}");
    }
}
