//! An AIMS in a folder of a larger repository.

use aims::repo::Repo;

use super::support::{TestRepo, story, text};

#[test]
fn only_what_lies_below_the_folder_is_told() {
    let mut repo = TestRepo::new();
    let code = repo.commit(&[], "code", |files| files.write("src/readme.md", "x\n"));
    let start = repo.commit(&[code], "start", |files| {
        files.write("docs/aims/aims.toml", "");
        files.write("docs/aims/pol/a.md", text("a", 9));
        files.write("docs/aims.md", "beside it\n");
        files.write("docs/aims/x.png", "no text");
    });
    let picture = repo.commit(&[start], "picture", |files| files.write("docs/aims/x.png", "other"));
    let out = repo.commit(&[picture], "out", |files| files.rename("docs/aims/pol/a.md", "docs/a.md"));
    let within = repo.commit(&[out], "in", |files| files.rename("docs/a.md", "docs/aims/b.md"));
    let gone = repo.commit(&[within], "gone", |files| {
        files.remove("docs/aims/b.md");
        files.remove("docs/aims/aims.toml");
        files.remove("docs/aims/x.png");
    });
    assert_eq!(
        story(&repo.log_below(gone, "docs/aims")),
        ["gone: D aims.toml, D b.md", "in: A b.md", "out: D pol/a.md", "start: A aims.toml, A pol/a.md"]
    );
    assert_eq!(story(&repo.log_below(gone, "docs/none")), [""; 0]);
    assert_eq!(story(&repo.log_below(gone, "src/readme.md")), [""; 0]);
}

#[test]
fn a_folder_is_found_however_one_gets_there() {
    let mut repo = TestRepo::new();
    repo.commit(&[], "add", |files| files.write("a.md", "x\n"));
    let inside = repo.path().join("docs/aims");
    std::fs::create_dir_all(&inside).expect("folders");
    let found = Repo::discover(&inside).expect("a sound repository").expect("a repository");
    assert_eq!(found.prefix(&inside).expect("a prefix"), "docs/aims");
    assert_eq!(found.prefix(repo.path()).expect("a prefix"), "");
    assert_eq!(found.prefix(&inside.join("../aims/..")).expect("a prefix"), "docs");
    let outside = tempfile::tempdir().expect("a folder");
    assert!(found.prefix(outside.path()).is_err());
    #[cfg(unix)]
    {
        let link = outside.path().join("link");
        std::os::unix::fs::symlink(&inside, &link).expect("a link");
        let found = Repo::discover(&link).expect("a sound repository").expect("a repository");
        assert_eq!(found.prefix(&link).expect("a prefix"), "docs/aims");
    }
}
