//! The history read with a cache is the history read without.

use std::path::{Path, PathBuf};

use aims::cache::Cache;
use aims::repo::{Called, GapKind, Log, LogOptions, ObjectFormat, Repo};
use git2::{ObjectType, Oid};

use super::oracle::{Dice, git, random_history};
use super::support::{TestRepo, front_matter_id, id, is_kept, put, story, text};

const OPTIONS: LogOptions =
    LogOptions { keep: is_kept, also: Vec::new(), passing: |_| false, identity: front_matter_id, follow: true };
const RULES: u32 = 1;
const SECRET: [u8; 32] = [7; 32];

fn cached(repo: &Repo, tip: Oid, prefix: &str) -> Log {
    repo.log_cached(id(tip), prefix, &OPTIONS, RULES, &Cache::open(&repo.common_dir().join("aims"), SECRET))
        .expect("a history")
}

fn plain(repo: &TestRepo, tip: Oid) -> Log {
    repo.open().log(id(tip), "", &OPTIONS).expect("a history")
}

/// Both ways to the same history.
fn compare(repo: &TestRepo, tip: Oid, prefix: &str, told: &str) -> Log {
    let found = repo.open();
    let plain = found.log(id(tip), prefix, &OPTIONS).expect("a history");
    let with_cache = cached(&found, tip, prefix);
    assert_eq!(with_cache, plain, "{told}");
    plain
}

/// The one file in the cache.
fn file(repo: &TestRepo) -> PathBuf {
    let files: Vec<_> = repo.git.path().join("aims").read_dir().expect("a cache").flatten().collect();
    assert_eq!(files.len(), 1, "{files:?}");
    files[0].path()
}

fn all_commits(repo: &TestRepo) -> Vec<Oid> {
    let list = git(repo.path(), &["rev-list", "--all"]);
    list.lines().map(|line| Oid::from_str(line).expect("an id")).collect()
}

#[test]
fn any_tips_in_any_order_are_told_alike() {
    for seed in 31..=34 {
        let (repo, tip) = random_history(seed);
        let (commits, mut dice) = (all_commits(&repo), Dice(seed * 7));
        for n in 0..25 {
            let tip = commits[dice.below(commits.len())];
            let prefix = ["", "", "pol", "pol/data"][dice.below(4)];
            if let Ok(plain) = repo.open().log(id(tip), prefix, &OPTIONS) {
                assert_eq!(cached(&repo.open(), tip, prefix), plain, "seed {seed}, {n}, {tip}, {prefix}");
            }
        }
        compare(&repo, tip, "", &format!("seed {seed}"));
        // Packed or not, and with one thread, the next answer is the same.
        git(repo.path(), &["repack", "-adfq"]);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("threads");
        let (found, plain) = (repo.open(), plain(&repo, tip));
        assert_eq!(pool.install(|| cached(&found, tip, "")), plain, "seed {seed}, packed");
    }
}

#[test]
fn what_is_known_is_not_read_again() {
    let (repo, tip) = random_history(41);
    let first = compare(&repo, tip, "", "first");
    let before = std::fs::read(file(&repo)).expect("a file");
    // Were a folder read again, it would show that it is damaged.
    let trees = git(
        repo.path(),
        &["rev-list", "--objects", "--filter=object:type=tree", "--filter-provided-objects", &tip.to_string()],
    );
    let top = repo.git.find_commit(tip).expect("a commit").tree_id();
    let trees = trees.lines().map(|line| Oid::from_str(line.split(' ').next().expect("an id")).expect("an id"));
    let trees: Vec<Oid> = trees.filter(|tree| *tree != top).collect();
    for tree in &trees {
        repo.lose(*tree);
        let hex = tree.to_string();
        put(&repo.git.path().join("objects").join(&hex[..2]).join(&hex[2..]), b"damaged");
    }
    assert!(!plain(&repo, tip).gaps.is_empty());
    assert_eq!(cached(&repo.open(), tip, ""), first);
    assert_eq!(std::fs::read(file(&repo)).expect("a file"), before, "nothing new was written");
    // That one is not here any more is told.
    repo.lose(trees[trees.len() / 2]);
    let told = compare(&repo, tip, "", "a folder is lost");
    assert!(told.gaps.iter().any(|gap| gap.kind == GapKind::MissingTrees));
}

#[test]
fn a_few_new_commits_are_read_and_many_are_kept() {
    let (mut repo, mut tip) = random_history(42);
    compare(&repo, tip, "", "first");
    let size = || std::fs::metadata(file(&repo)).expect("a file").len();
    let (first, mut after_one) = (size(), 0);
    for n in 0..12 {
        let next = repo.commit(&[tip], &format!("new {n}"), |files| files.write("new.md", text(&n.to_string(), 9)));
        tip = next;
        compare(&repo, tip, "", &format!("new {n}"));
        if n == 0 {
            after_one = std::fs::metadata(file(&repo)).expect("a file").len();
        }
    }
    assert_eq!(after_one, first, "one commit is not worth writing all anew");
    assert!(std::fs::metadata(file(&repo)).expect("a file").len() > first);
}

#[test]
fn a_clone_that_was_deepened_or_cut_is_told_as_it_is_now() {
    let (mut repo, tip) = random_history(43);
    let side = repo.commit(&[tip], "side", |files| files.write("side.md", text("side", 9)));
    let main = repo.commit(&[tip], "main", |files| files.write("main.md", text("main", 9)));
    let tip = repo.commit(&[main, side], "merge", |files| files.write("side.md", text("side", 9)));
    let commits = all_commits(&repo);
    let mut dice = Dice(43);
    let mut cut = 0;
    for n in 0..15 {
        let roots: Vec<Oid> = (0..dice.below(4)).map(|_| commits[dice.below(commits.len())]).collect();
        repo.shallow(&roots);
        let log = compare(&repo, tip, "", &format!("{n}: {roots:?}"));
        cut += usize::from(log.gaps.iter().any(|gap| gap.kind == GapKind::Shallow));
    }
    assert!(cut > 3, "{cut} of the clones were cut off");
}

#[test]
fn what_was_missing_once_is_looked_for_again() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "first", |files| files.write("x/a.md", text("a", 20)));
    let b = repo.commit(&[a], "second", |files| {
        let text = files.text("x/a.md");
        files.remove("x/a.md");
        files.write("x/b.md", text + "more\n");
    });
    let blob = Oid::hash_object(ObjectType::Blob, text("a", 20).as_bytes()).expect("an id");
    let tree = repo.git.revparse_single(&format!("{a}:x")).expect("a folder").id();
    for object in [blob, tree, a] {
        let hex = object.to_string();
        let path = repo.git.path().join("objects").join(&hex[..2]).join(&hex[2..]);
        let _ = std::fs::remove_dir_all(repo.git.path().join("aims"));
        let bytes = std::fs::read(&path).expect("an object");
        repo.lose(object);
        assert!(!compare(&repo, b, "", "missing").gaps.is_empty());
        put(&path, bytes);
        let log = compare(&repo, b, "", "back again");
        assert_eq!((story(&log)[0].as_str(), log.gaps.len()), ("second: R x/a.md > x/b.md", 0));
    }
}

#[test]
fn too_many_renames_stay_too_many_and_names_are_todays() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "add", |files| {
        (0..1100).for_each(|n| files.write(&format!("old/{n}.md"), text(&n.to_string(), 2)));
    });
    let b = repo.commit(&[a], "move", |files| {
        for n in 0..1100 {
            files.remove(&format!("old/{n}.md"));
            files.write(&format!("new/{}.md", n + 5000), text(&n.to_string(), 2) + "more\n");
        }
    });
    for told in ["first", "again"] {
        let log = compare(&repo, b, "", told);
        assert_eq!(log.gaps.iter().map(|gap| gap.kind).collect::<Vec<_>>(), [GapKind::TooManyRenames]);
    }
    let c = repo.commit(&[b], "map", |files| files.write(".mailmap", "Ada <ada@example.org> <a@example.org>\n"));
    let log = compare(&repo, c, "", "with a mailmap");
    assert!(log.commits.iter().all(|commit| &*commit.author.name == "Ada"));
    assert!(log.mainline.values().all(|commit| &*commit.committer.email == "ada@example.org"));
}

#[test]
fn a_damaged_file_is_as_good_as_none() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "first", |files| files.write("a.md", text("a", 9)));
    let b = repo.commit(&[a], "second", |files| files.rename("a.md", "b.md"));
    let plain = compare(&repo, b, "", "first");
    let (path, found) = (file(&repo), repo.open());
    let whole = std::fs::read(&path).expect("a file");
    let check = |bytes: &[u8], told: &str| {
        put(&path, bytes);
        assert_eq!(cached(&found, b, ""), plain, "{told}");
        assert_eq!(std::fs::read(&path).expect("a file"), whole, "{told}: it is written anew");
    };
    for place in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[place] ^= 1 << (place % 8);
        check(&damaged, &format!("byte {place}"));
        check(&whole[..place], &format!("cut at {place}"));
    }
    check(&[&whole[..], b"more"].concat(), "too long");
}

#[test]
fn other_rules_and_folders_have_their_own() {
    let (repo, tip) = random_history(44);
    let found = repo.open();
    let cache = Cache::open(&repo.path().join("elsewhere"), SECRET);
    let only_new = LogOptions {
        keep: |path| path.contains("n1"),
        also: Vec::new(),
        passing: |_| false,
        identity: |_| Called::default(),
        follow: true,
    };
    for _ in 0..2 {
        for prefix in ["", "pol"] {
            for (rules, options) in [(1, &OPTIONS), (2, &only_new)] {
                let plain = found.log(id(tip), prefix, options).expect("a history");
                assert_eq!(found.log_cached(id(tip), prefix, options, rules, &cache).expect("a history"), plain);
            }
        }
    }
    assert_eq!(repo.path().join("elsewhere").read_dir().expect("a folder").count(), 2, "one for each folder");
}

#[test]
fn two_at_once_do_each_other_no_harm() {
    let (repo, tip) = random_history(45);
    let plain = plain(&repo, tip);
    let commits = all_commits(&repo);
    std::thread::scope(|scope| {
        for first in 0..2 {
            let (repo, plain, commits) = (Repo::discover(repo.path()), &plain, &commits);
            scope.spawn(move || {
                let found = repo.expect("a sound repository").expect("a repository");
                for (n, other) in commits.iter().skip(first).step_by(9).enumerate() {
                    if n % 4 == first {
                        let _ = std::fs::remove_dir_all(found.common_dir().join("aims"));
                    }
                    cached(&found, *other, "");
                    assert_eq!(&cached(&found, tip, ""), plain);
                }
            });
        }
    });
}

#[test]
fn a_repository_of_the_other_format_has_a_cache_too() {
    let (original, _) = random_history(46);
    let dir = tempfile::tempdir().expect("a folder");
    super::sha256::convert(original.path(), dir.path(), false);
    let repo = Repo::discover(dir.path()).expect("a sound repository").expect("a repository");
    assert_eq!(repo.format(), ObjectFormat::Sha256);
    let head = repo.head().expect("a head").expect("a commit");
    let plain = repo.log(head, "", &OPTIONS).expect("a history");
    let cache = Cache::open(&dir.path().join("aims"), SECRET);
    for _ in 0..2 {
        assert_eq!(repo.log_cached(head, "", &OPTIONS, RULES, &cache).expect("a history"), plain);
    }
}

#[test]
fn where_nothing_can_be_written_the_answer_is_the_same() {
    let (repo, tip) = random_history(47);
    let found = repo.open();
    let blocked: &Path = &repo.path().join("blocked");
    put(blocked, "a file where the folder should be");
    let plain = plain(&repo, tip);
    for cache in [Cache::open(blocked, SECRET), Cache::none()] {
        assert_eq!(found.log_cached(id(tip), "", &OPTIONS, RULES, &cache).expect("a history"), plain);
    }
}
