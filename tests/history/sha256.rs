//! Repositories whose objects are named by SHA-256: the same record, by other names.

use std::path::Path;
use std::process::{Command, Stdio};

use aims::repo::{Blob, Log, LogOptions, ObjectFormat, ObjectId, Repo};

use super::oracle::{git, random_history};
use super::support::{front_matter_id, is_kept, story};

/// Copies a repository into one of the other format, by way of git's own tools.
pub(crate) fn convert(from: &Path, to: &Path, keep_loose: bool) {
    git(to, &["init", "--quiet", "--object-format=sha256", "--initial-branch=main"]);
    let mut export = Command::new("git");
    export.args(["fast-export", "--all"]).current_dir(from).stdout(Stdio::piped());
    let mut export = export.spawn().expect("git starts");
    let mut import = Command::new("git");
    let limit = if keep_loose { "fastimport.unpackLimit=1000000" } else { "fastimport.unpackLimit=1" };
    import.args(["-c", limit, "fast-import", "--quiet"]).current_dir(to);
    let import = import.stdin(export.stdout.take().expect("a pipe")).status().expect("git starts");
    assert!(export.wait().expect("git ends").success() && import.success());
}

fn log(repo: &Repo) -> Log {
    let head = repo.head().expect("a head").expect("a commit");
    repo.log(
        head,
        "",
        &LogOptions { keep: is_kept, also: Vec::new(), passing: |_| false, identity: front_matter_id, follow: false },
    )
    .expect("a history")
}

/// By which subject each subject was brought in: what does not depend on the names of objects.
fn bringers(log: &Log) -> Vec<&str> {
    log.commits.iter().map(|commit| log.mainline[&commit.brought_by.expect("one")].subject.as_str()).collect()
}

#[test]
fn the_record_does_not_depend_on_the_format_of_names() {
    let (original, tip) = random_history(21);
    let expected = original.log(tip);
    for keep_loose in [true, false] {
        let dir = tempfile::tempdir().expect("a folder");
        convert(original.path(), dir.path(), keep_loose);
        assert_eq!(dir.path().join(".git/objects/pack").read_dir().expect("a folder").next().is_none(), keep_loose);
        let repo = Repo::discover(dir.path()).expect("a sound repository").expect("a repository");
        assert_eq!(repo.format(), ObjectFormat::Sha256);
        let found = log(&repo);
        assert_eq!(story(&found), story(&expected));
        assert_eq!(bringers(&found), bringers(&expected));
        let ours: Vec<String> = found.commits.iter().map(|commit| commit.id.to_string()).collect();
        let theirs = git(dir.path(), &["log", "--date-order", "--format=%H", "HEAD"]);
        let theirs: Vec<&str> = theirs.lines().filter(|id| ours.iter().any(|ours| ours == id)).collect();
        assert_eq!(ours, theirs);
        assert_eq!(repo.resolve(&ours[3][..12]).expect("a commit").to_string(), ours[3]);
    }
}

#[test]
fn files_are_named_and_read_as_git_names_them() {
    let dir = tempfile::tempdir().expect("a folder");
    git(dir.path(), &["init", "--quiet", "--object-format=sha256", "--initial-branch=main"]);
    super::support::put(&dir.path().join("a.md"), "one\n");
    git(dir.path(), &["add", "a.md"]);
    let who = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
    git(dir.path(), &[&who[..], &["commit", "--quiet", "-m", "first"]].concat());
    git(dir.path(), &[&who[..], &["tag", "-a", "-m", "tag", "v1"]].concat());
    let repo = Repo::discover(dir.path()).expect("a sound repository").expect("a repository");
    let blob = git(dir.path(), &["hash-object", "a.md"]);
    let blob: ObjectId = blob.trim().parse().expect("an id");
    assert_eq!(ObjectId::of_blob(b"one\n", repo.format()), Some(blob));
    assert_eq!(repo.blob(blob, 100).expect("an answer"), Blob::Bytes(b"one\n".to_vec()));
    assert_eq!(repo.tracked("").expect("an index").files.len(), 1);
    let tip = repo.resolve("v1").expect("a tag");
    assert_eq!(repo.tree(tip, "").expect("a tree").files[0].id, blob);
    assert_eq!(repo.read_at(tip, "a.md", 100).expect("an answer").as_deref(), Some(&b"one\n"[..]));
    // A name in the format of another repository names nothing here, and does no harm.
    let other = ObjectId::of_blob(b"one\n", ObjectFormat::Sha1).expect("an id");
    assert_eq!(repo.blob(other, 100).expect("an answer"), Blob::Missing);
    assert!(repo.resolve(&other.to_string()).is_err());
}
