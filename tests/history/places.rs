//! Repositories as they are found on a disk, and what can be asked of them.

use aims::repo::{Blob, LogOptions, Repo, Tracked};
use git2::{ObjectType, Oid};

use super::support::{TestRepo, front_matter_id, id, is_kept, put, story};

#[test]
fn outside_git_there_is_no_repository() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(Repo::discover(folder.path()).expect("an answer").is_none());
    assert!(Repo::discover(&folder.path().join("none")).is_err());
}

#[test]
fn a_repository_that_cannot_be_read_is_an_error_not_a_nothing() {
    let outer = TestRepo::new();
    let folder = outer.path().join("inner");
    std::fs::create_dir_all(folder.join(".git")).expect("a folder");
    let error = Repo::discover(&folder).err().expect("a broken repository");
    assert!(error.to_string().contains(".git") && error.hint_text().is_some(), "{error:?}");
    put(&outer.git.path().join("config"), "[core\n");
    let error = Repo::discover(outer.path()).err().expect("a broken repository");
    assert!(error.hint_text().is_some(), "{error:?}");
}

#[test]
fn a_partial_clone_is_refused_with_the_way_out() {
    let repo = TestRepo::new();
    let mut config = repo.git.config().expect("its settings");
    config.set_i32("core.repositoryformatversion", 1).expect("a setting");
    config.set_str("extensions.partialClone", "origin").expect("a setting");
    let error = Repo::discover(repo.path()).err().expect("a refusal");
    assert!(error.hint_text().unwrap_or_default().contains("--filter"), "{error:?}");
}

#[test]
fn before_the_first_commit_head_is_nowhere() {
    let empty = TestRepo::new();
    let repo = empty.open();
    assert_eq!(repo.head().expect("an answer"), None);
    assert_eq!(repo.head_name().as_deref(), Some("main"));
    assert!(repo.resolve("HEAD").is_err());
    let tracked = repo.tracked("").expect("an index");
    assert_eq!(tracked, Tracked { exclude: tracked.exclude.clone(), ..Tracked::default() });
}

#[test]
fn a_detached_head_has_no_name() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "add", |files| files.write("a.md", "1\n"));
    repo.git.set_head_detached(a).expect("a head");
    assert_eq!(repo.open().head().expect("an answer"), Some(id(a)));
    assert_eq!(repo.open().head_name(), None);
}

#[test]
fn a_bare_repository_is_as_good_as_any() {
    let mut repo = TestRepo::init(true);
    let a = repo.commit(&[], "add", |files| files.write("docs/a.md", "1\n"));
    let found = repo.open();
    assert_eq!(found.prefix(repo.path()).expect("a prefix"), "");
    assert_eq!(found.head().expect("an answer"), Some(id(a)));
    assert_eq!(repo.story(a), ["add: A docs/a.md"]);
    let tracked = found.tracked("").expect("no index");
    assert_eq!(tracked, Tracked { exclude: tracked.exclude.clone(), ..Tracked::default() });
}

#[test]
fn a_linked_work_tree_has_its_own_head_and_the_same_history() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "first", |files| files.write("a.md", "1\n"));
    let b = repo.commit(&[a], "second", |files| files.write("a.md", "2\n"));
    let elsewhere = tempfile::tempdir().expect("a folder");
    let path = elsewhere.path().join("linked");
    repo.git.worktree("linked", &path, None).expect("a work tree");
    let found = Repo::discover(&path).expect("a sound repository").expect("a repository");
    assert_eq!(found.head_name().as_deref(), Some("linked"));
    assert_eq!(found.head().expect("an answer"), Some(id(b)));
    assert_eq!(found.prefix(&path).expect("a prefix"), "");
    let options =
        LogOptions { keep: is_kept, also: Vec::new(), passing: |_| false, identity: front_matter_id, follow: false };
    assert_eq!(story(&found.log(id(b), "", &options).expect("a history")), ["second: M a.md", "first: A a.md"]);
    repo.shallow(&[b]);
    assert!(found.is_shallow());
}

#[test]
fn threads_read_through_one_repository() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "add", |files| {
        (0..50).for_each(|n| files.write(&format!("{n}.md"), format!("{n}\n")));
    });
    let found = repo.open();
    let tree = found.tree(id(a), "").expect("a tree");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for file in &tree.files {
                    let expected = format!("{}\n", file.path.stem()).into_bytes();
                    assert_eq!(found.blob(file.id, 9).expect("a blob"), Blob::Bytes(expected));
                }
            });
        }
    });
}

#[test]
fn revisions_are_found_by_the_names_people_give_them() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "first", |files| files.write("a.md", "1\n"));
    let b = repo.commit(&[a], "second", |files| files.write("a.md", "2\n"));
    repo.point("refs/remotes/origin/review", a);
    let raw = format!("object {a}\ntype commit\ntag v2026-audit\n\nAudited\n");
    let tag = repo.write(ObjectType::Tag, raw.as_bytes());
    repo.point("refs/tags/v2026-audit", tag);
    let found = repo.open();
    let hex = a.to_string();
    for (rev, commit) in [("HEAD", b), ("main", b), ("HEAD~1", a), ("v2026-audit", a), (&hex[..8], a), (&hex, a)] {
        assert_eq!(found.resolve(rev).expect("a commit"), id(commit), "{rev}");
    }
    let hint = |rev: &str| found.resolve(rev).expect_err("no revision").hint_text().unwrap_or_default().to_owned();
    assert!(hint("v2026-audti").contains("`v2026-audit`"));
    assert!(hint("review").contains("`origin/review`"));
    assert!(hint("nothing-like-it").contains("git fetch --tags"));
    assert!(hint(&"1".repeat(40)).contains("git fetch --tags"));
    let blob = Oid::hash_object(ObjectType::Blob, b"1\n").expect("an id").to_string();
    assert!(found.resolve(&blob).expect_err("a blob").to_string().contains("no commit"));
}

#[test]
fn a_tree_is_read_below_a_folder_and_a_folder_that_was_not_there_is_an_error() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "add", |files| {
        files.write("docs/a-b.md", "1\n");
        files.write("docs/a/b.md", "2\n");
        files.write("docs/a.md", "3\n");
        files.write("other.md", "4\n");
    });
    let found = repo.open();
    let tree = found.tree(id(a), "docs").expect("a tree");
    let paths: Vec<_> = tree.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["a-b.md", "a.md", "a/b.md"]);
    assert_eq!(found.blob(tree.files[1].id, 2).expect("a blob"), Blob::Bytes(b"3\n".to_vec()));
    assert_eq!(found.blob(tree.files[1].id, 1).expect("a blob"), Blob::TooLarge(2));
    for prefix in ["none", "docs/none", "other.md"] {
        let error = found.tree(id(a), prefix).expect_err("no folder");
        assert!(error.to_string().contains(&format!("no folder `{prefix}`")), "{error}");
    }
}

#[test]
fn tracked_files_are_those_of_the_index() {
    let repo = TestRepo::new();
    let mut index = repo.git.index().expect("an index");
    for path in ["docs/b.md", "docs/a/c.md", "docs.md", "a.md"] {
        let file = repo.path().join(path);
        std::fs::create_dir_all(file.parent().expect("a parent")).expect("a folder");
        put(&file, "text\n");
        index.add_path(path.as_ref()).expect("an entry");
    }
    index.write().expect("an index");
    let tracked = |prefix: &str| -> Vec<String> {
        repo.open().tracked(prefix).expect("an index").files.iter().map(ToString::to_string).collect()
    };
    assert_eq!(tracked(""), ["a.md", "docs.md", "docs/a/c.md", "docs/b.md"]);
    assert_eq!(tracked("docs"), ["a/c.md", "b.md"]);
    assert_eq!(tracked("none"), [""; 0]);
}
