//! By which commit of the branch each change came in.

use std::collections::BTreeMap;

use aims::repo::ObjectId;

use super::oracle::{git, random_history};
use super::support::{TestRepo, id};

/// What git says: a commit of the chain of first parents brought in what its first parent cannot reach.
fn told_by_git(repo: &TestRepo, tip: git2::Oid) -> BTreeMap<ObjectId, (ObjectId, Option<ObjectId>)> {
    let list = |arguments: &[&str]| -> Vec<ObjectId> {
        git(repo.path(), arguments).lines().map(|line| line.parse().expect("an id")).collect()
    };
    let mut told = BTreeMap::new();
    let mainline = list(&["rev-list", "--first-parent", &tip.to_string()]);
    for (place, commit) in mainline.iter().enumerate() {
        let before = mainline.get(place + 1).copied();
        let not = before.map(|before| format!("^{before}")).unwrap_or_default();
        let commit_hex = commit.to_string();
        let mut arguments = vec!["rev-list", commit_hex.as_str()];
        arguments.extend((!not.is_empty()).then_some(not.as_str()));
        told.extend(list(&arguments).into_iter().map(|brought| (brought, (*commit, before))));
    }
    told
}

#[test]
fn each_commit_is_brought_in_by_the_commit_that_git_names() {
    let (mut sides, mut silent) = (0, 0);
    for seed in 11..=13 {
        let (repo, tip) = random_history(seed);
        let (log, told) = (repo.log(tip), told_by_git(&repo, tip));
        for commit in &log.commits {
            let (bringer, before) = told[&commit.id];
            assert_eq!(commit.brought_by, Some(bringer), "seed {seed}, {}", commit.subject);
            assert_eq!(log.mainline[&bringer].before, before, "seed {seed}, {}", commit.subject);
            sides += usize::from(bringer != commit.id);
        }
        let named: std::collections::BTreeSet<_> = log.commits.iter().filter_map(|c| c.brought_by).collect();
        assert_eq!(log.mainline.keys().copied().collect::<std::collections::BTreeSet<_>>(), named);
        silent += named.iter().filter(|id| log.commits.iter().all(|commit| commit.id != **id)).count();
    }
    assert!(sides > 50 && silent > 0, "{sides} commits of side branches, {silent} merges that changed nothing");
}

#[test]
fn a_merge_that_changed_nothing_still_says_who_merged() {
    let mut repo = TestRepo::new();
    let line = |who: &str, minute: i64| format!("{who} <{who}@example.org> {} +0000", 1_780_000_000 + minute);
    let by = |repo: &mut TestRepo, parents: &[_], who: &str, minute, message: &str, path: Option<&str>| {
        let line = line(who, minute);
        repo.commit_by(parents, &line, &line, message, |files| {
            if let Some(path) = path {
                files.write(path, format!("{minute}\n"));
            }
        })
    };
    let root = by(&mut repo, &[], "ada", 0, "root\n", Some("a.md"));
    let side = by(&mut repo, &[root], "bo", 1, "side\n", Some("b.md"));
    let main = by(&mut repo, &[root], "ada", 2, "main\n", Some("c.md"));
    let merge =
        repo.commit_by(&[main, side], &line("cy", 3), &line("cy", 3), "Merge #7\n\nReviewed-by: Cy\n", |files| {
            files.write("b.md", "1\n");
        });
    let log = repo.log(merge);
    assert_eq!(repo.story(merge), ["main: A c.md", "side: A b.md", "root: A a.md"]);
    let of = |subject: &str| log.commits.iter().find(|commit| commit.subject == subject).expect("a commit").brought_by;
    assert_eq!((of("side"), of("main"), of("root")), (Some(id(merge)), Some(id(main)), Some(id(root))));
    let brought = &log.mainline[&id(merge)];
    assert_eq!((&*brought.author.name, &*brought.committer.email), ("cy", "cy@example.org"));
    assert_eq!((brought.subject.as_str(), brought.body.as_str()), ("Merge #7", "Reviewed-by: Cy"));
    assert!(brought.merge && !brought.signed && brought.before == Some(id(main)));
    assert!(!log.mainline[&id(main)].merge && log.mainline[&id(root)].before.is_none());
}

#[test]
fn a_shallow_clone_does_not_say_what_it_cannot_know() {
    let mut repo = TestRepo::new();
    let root = repo.commit(&[], "root", |files| files.write("a.md", "1\n"));
    let side = repo.commit(&[root], "side", |files| files.write("b.md", "1\n"));
    let main = repo.commit(&[root], "main", |files| files.write("a.md", "2\n"));
    let merge = repo.commit(&[main, side], "merge", |files| files.write("b.md", "1\n"));
    repo.shallow(&[main]);
    let log = repo.log(merge);
    let of = |subject: &str| log.commits.iter().find(|commit| commit.subject == subject).expect("a commit").brought_by;
    assert_eq!((of("side"), of("main")), (None, Some(id(main))));
    assert_eq!(log.mainline[&id(main)].before, None);
}
