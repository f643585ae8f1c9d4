//! What odd commits, names and entries come to.

use aims::repo::FileMode;
use git2::Oid;

use super::oracle::git;
use super::support::{TestRepo, id, story, text};

#[test]
fn an_author_without_an_address_does_not_end_the_record() {
    let mut repo = TestRepo::new();
    let a = repo.commit_by(&[], "Nobody", "Nobody 12 +0000", "first\n", |files| files.write("a.md", "1\n"));
    let b = repo.commit(&[a], "second", |files| files.write("a.md", "2\n"));
    let log = repo.log(b);
    assert_eq!(story(&log), ["second: M a.md", "first: A a.md"]);
    assert_eq!((&*log.commits[1].author.name, &*log.commits[1].author.email), ("Nobody", ""));
    let found = repo.open();
    let hex = a.to_string();
    for rev in [hex.as_str(), &hex[..12]] {
        assert_eq!(found.resolve(rev).expect("a commit"), id(a), "{rev}");
    }
}

#[test]
fn dates_far_away_are_kept_as_they_are() {
    let mut repo = TestRepo::new();
    let (past, future) = ("A <a@b> -86400 -0330", "A <a@b> 99999999999 +1400");
    let a = repo.commit_by(&[], past, past, "past\n", |files| files.write("a.md", "1\n"));
    let b = repo.commit_by(&[a], future, future, "future\n", |files| files.write("a.md", "2\n"));
    let log = repo.log(b);
    let of = |n: usize| (log.commits[n].committer.seconds, log.commits[n].committer.offset_minutes);
    assert_eq!((of(0), of(1)), ((99_999_999_999, 840), (-86400, -210)));
}

#[test]
fn the_mailmap_of_the_tip_names_everybody() {
    let mut repo = TestRepo::new();
    let line = "Nick <old@example.org> 100 +0000";
    let a = repo.commit_by(&[], line, line, "first\n", |files| files.write("a.md", "1\n"));
    let b =
        repo.commit(&[a], "map", |files| files.write(".mailmap", "Jane Doe <jane@example.org> <OLD@example.org>\n"));
    let log = repo.log(b);
    let author = &log.commits[0].author;
    assert_eq!((&*author.name, &*author.email), ("Jane Doe", "jane@example.org"));
    assert_eq!(&*repo.open().commit(id(a)).expect("a commit").author.name, "Nick");
}

#[test]
fn the_message_is_told_in_two_parts() {
    let mut repo = TestRepo::new();
    let line = "A <a@b> 1 +0000";
    let message = "Set out\nthe scope\n\nBecause.\n\nReviewed-by: B\n";
    let a = repo.commit_by(&[], line, line, message, |files| files.write("a.md", "1\n"));
    let commit = &repo.log(a).commits[0];
    assert_eq!((commit.subject.as_str(), commit.body.as_str()), ("Set out the scope", "Because.\n\nReviewed-by: B"));
}

#[test]
fn names_that_are_no_text_links_and_submodules_are_reported_by_the_tree() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "add", |files| {
        files.write("a.md", "1\n");
        files.put(b"bad/\xff.md", 0o100_644, b"1\n");
        files.put(b"bad\\name.md", 0o100_644, b"1\n");
        files.put(b"link.md", 0o120_000, b"a.md");
        files.put(b"run.md", 0o100_755, b"1\n");
        files.submodule("sub/module.md", Oid::from_bytes(&[7; 20]).expect("an id"));
    });
    assert_eq!(repo.story(a), ["add: A a.md, A run.md"]);
    let tree = repo.open().tree(id(a), "").expect("a tree");
    let files: Vec<_> = tree.files.iter().map(|file| (file.path.as_str(), file.mode)).collect();
    assert_eq!(files, [("a.md", FileMode::File), ("link.md", FileMode::Symlink), ("run.md", FileMode::Executable)]);
    assert_eq!(tree.unreadable, ["bad/\u{fffd}.md", "bad\\name.md"]);
    assert_eq!(tree.repositories.iter().map(aims::base::DocPath::as_str).collect::<Vec<_>>(), ["sub/module.md"]);
}

#[test]
fn files_can_turn_into_other_things() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "add", |files| {
        files.write("a.md", text("a", 9));
        files.write("b.md", text("b", 9));
        files.write("c.md", text("c", 9));
    });
    let b = repo.commit(&[a], "turn", |files| {
        files.remove("a.md");
        files.write("a.md/inside.md", text("inside", 9));
        files.put(b"b.md", 0o120_000, b"c.md");
        files.put(b"c.md", 0o100_755, text("c", 9).as_bytes());
    });
    assert_eq!(repo.story(b)[0], "turn: D a.md, A a.md/inside.md, D b.md");
}

#[test]
fn a_commit_that_changes_nothing_is_left_out() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "nothing at all", |_| {});
    let b = repo.commit(&[a], "add", |files| files.write("a.md", "1\n"));
    let c = repo.commit(&[b], "empty", |_| {});
    assert_eq!(repo.story(c), ["add: A a.md"]);
}

#[test]
fn odd_lines_of_authors_end_neither_the_record_nor_the_order() {
    let mut repo = TestRepo::new();
    let mut tip = Vec::new();
    for (n, line) in [
        "A <a@example.org> 1780000000 +0100",
        "Nobody 1780000060 +0000",
        "A <a@example.org> 99999999999999999999 +0000",
        "A <a@example.org> 1780000120 +0000",
        "A <a@example.org>",
        "A <a@example.org> soon",
        "<> 1780000180 -0330",
        "\u{d6} \u{202e}<script> <x> 1780000240 +0000",
        "",
    ]
    .iter()
    .enumerate()
    {
        let commit = repo.commit_by(&tip, line, line, &format!("number {n}\n"), |files| {
            files.write("a.md", format!("{n}\n"));
        });
        tip = vec![commit];
    }
    let log = repo.log(tip[0]);
    let told = git(repo.path(), &["log", "--format=%H%x09%s%x09%an%x09%ae%x09%at", &tip[0].to_string()]);
    assert_eq!(told.lines().count(), log.commits.len());
    let mut equal = 0;
    for (commit, told) in log.commits.iter().zip(told.lines()) {
        let [id, subject, name, email, seconds] = told.split('\t').collect::<Vec<_>>()[..] else { panic!("{told}") };
        assert_eq!((commit.id.to_string().as_str(), commit.subject.as_str()), (id, subject));
        // Where git makes nothing of a line, there may be more in it; where it makes something, it is the same.
        if !email.is_empty() && !seconds.is_empty() {
            let author = &commit.author;
            assert_eq!((&*author.name, &*author.email), (name, email), "{subject}");
            if author.seconds != i64::MAX {
                assert_eq!(author.seconds.to_string(), seconds, "{subject}");
            }
            equal += 1;
        }
    }
    assert!(equal >= 4, "git made something of {equal} lines only: {told}");
}
