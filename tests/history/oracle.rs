//! Random histories, told by `aims` and by git itself: both have to say the same.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use aims::repo::{Called, ChangeKind, Log, LogOptions};
use git2::Oid;

use super::support::{Files, TestRepo, id, is_kept, short, text};

/// Numbers that look random and are the same in each run (xorshift64*).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).unwrap_or(0) % limit
    }

    fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        if items.is_empty() { None } else { items.get(self.below(items.len())) }
    }
}

/// Does one to four random things to the files.
fn scramble(dice: &mut Dice, files: &mut Files, fresh: &mut usize) {
    for _ in 0..=dice.below(4) {
        *fresh += 1;
        let folder = ["", "pol/", "pol/data/", "rec/"][dice.below(4)];
        let new = format!("{folder}n{fresh}.md");
        let Some(path) = dice.pick(&files.paths()).cloned() else {
            files.write(&new, text(&new, 20));
            continue;
        };
        match dice.below(9) {
            0 | 1 => {
                let lines = 5 + dice.below(30);
                files.write(&new, text(&new, lines));
            }
            2 => files.remove(&path),
            3 | 4 => files.rename(&path, &new),
            5 => {
                let moved = format!("{folder}{}", path.rsplit('/').next().unwrap_or(&path));
                let edited = edit(dice, &files.text(&path), *fresh);
                files.remove(&path);
                files.write(&moved, edited);
            }
            6 => {
                let edited = edit(dice, &files.text(&path), *fresh);
                files.remove(&path);
                files.write(&new, edited);
            }
            _ => files.write(&path, edit(dice, &files.text(&path), *fresh)),
        }
    }
}

/// Replaces up to nine tenths of the lines.
fn edit(dice: &mut Dice, old: &str, fresh: usize) -> String {
    let share = dice.below(10);
    let line = |(n, line): (usize, &str)| {
        let anew = dice.below(10) < share;
        if anew { format!("Line {n} was written anew as number {fresh}.\n") } else { format!("{line}\n") }
    };
    let lines: Vec<String> = old.lines().enumerate().map(line).collect();
    format!("{}Edited in {fresh}.\n", lines.concat())
}

/// A history with side branches and merges, some of which change what they merge.
pub(crate) fn random_history(seed: u64) -> (TestRepo, Oid) {
    let (mut dice, mut repo, mut fresh) = (Dice(seed), TestRepo::new(), 0);
    let mut tips = vec![repo.commit(&[], "root", |files| {
        (0..12).for_each(|n| files.write(&format!("pol/start{n}.md"), text(&format!("start {n}"), 25)));
    })];
    for n in 0..150 {
        let mut on = dice.below(tips.len());
        match dice.below(10) {
            0 if tips.len() < 4 => {
                tips.push(tips[on]);
                on = tips.len() - 1;
            }
            1 if tips.len() > 1 => {
                let mut other = tips.remove(on);
                on = dice.below(tips.len());
                std::mem::swap(&mut tips[on], &mut other);
                let theirs = repo.files(other);
                tips[on] = repo.commit(&[tips[on], other], &format!("merge {n}"), |files| {
                    for path in theirs.paths() {
                        if dice.below(2) == 0 {
                            files.write(&path, theirs.text(&path));
                        }
                    }
                    if dice.below(3) == 0 {
                        scramble(&mut dice, files, &mut fresh);
                    }
                });
                continue;
            }
            _ => {}
        }
        let parent = tips[on];
        tips[on] = repo.commit(&[parent], &format!("step {n}"), |files| scramble(&mut dice, files, &mut fresh));
    }
    while let [first, second, ..] = tips[..] {
        tips[0] = repo.commit(&[first, second], "join", |_| {});
        tips.remove(1);
    }
    (repo, tips[0])
}

/// Runs git with none of the machine's settings.
pub(crate) fn git(dir: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "core.quotePath=false"])
        .args(arguments)
        .current_dir(dir)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env_remove("GIT_DIR")
        .output()
        .expect("these tests compare with git, which has to be installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("paths that are text")
}

/// What git prints: after each commit's id, sorted lines made of the fields of a change.
fn told_by_git(repo: &TestRepo, tip: Oid, arguments: &[&str]) -> Vec<(String, Vec<String>)> {
    let tip = tip.to_string();
    let mut command = vec!["log", "--date-order", "--format=commit %H", tip.as_str()];
    command.extend(arguments);
    let mut commits: Vec<(String, Vec<String>)> = Vec::new();
    for line in git(repo.path(), &command).lines().filter(|line| !line.is_empty()) {
        if let Some(commit) = line.strip_prefix("commit ") {
            commits.push((commit.to_owned(), Vec::new()));
        } else if let Some((_, changes)) = commits.last_mut() {
            let fields: Vec<&str> = line.split('\t').collect();
            changes.push(match fields[..] {
                [kind, from, to] => format!("{} {from} > {to}", &kind[..1]),
                [kind, path] => format!("{kind} {path}"),
                _ => line.to_owned(),
            });
        }
    }
    commits.retain(|(_, changes)| !changes.is_empty());
    for (_, changes) in &mut commits {
        changes.sort();
    }
    commits
}

fn log_by_text(repo: &TestRepo, tip: Oid) -> Log {
    let log = repo.open().log(
        id(tip),
        "",
        &LogOptions {
            keep: is_kept,
            also: Vec::new(),
            passing: |_| false,
            identity: |_| Called::default(),
            follow: false,
        },
    );
    log.expect("a history")
}

/// Commits with one parent or none: their changes, renames included.
fn compare_commits(seed: u64, repo: &TestRepo, tip: Oid, log: &Log) {
    let commits = log.commits.iter().filter(|commit| commit.parents.len() < 2);
    let ours: Vec<(String, Vec<String>)> = commits
        .map(|commit| {
            let mut changes: Vec<String> = commit.changes.iter().map(short).collect();
            changes.sort();
            (commit.id.to_string(), changes)
        })
        .collect();
    let theirs = told_by_git(repo, tip, &["--no-merges", "--name-status", "-M"]);
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert_eq!(ours, theirs, "seed {seed}");
    }
    assert_eq!(ours.len(), theirs.len(), "seed {seed}");
}

/// Merges: the paths that differ from all parents. Returns how many merges have any.
fn compare_merges(seed: u64, repo: &TestRepo, tip: Oid, log: &Log) -> usize {
    let commits = log.commits.iter().filter(|commit| commit.parents.len() > 1);
    let ours: BTreeMap<String, Vec<String>> = commits
        .map(|commit| {
            let from = commit.changes.iter().filter_map(|change| change.from.as_ref());
            let paths = commit.changes.iter().map(|change| &change.path).chain(from);
            let mut paths: Vec<String> = paths.map(ToString::to_string).collect();
            paths.sort();
            (commit.id.to_string(), paths)
        })
        .collect();
    let theirs = told_by_git(repo, tip, &["--merges", "-c", "--name-only", "--no-renames"]);
    assert_eq!(ours, theirs.into_iter().collect(), "seed {seed}");
    ours.len()
}

#[test]
fn histories_are_told_as_git_tells_them() {
    let (mut renames, mut merges) = (0, 0);
    for seed in 1..=4 {
        let (repo, tip) = random_history(seed);
        let log = log_by_text(&repo, tip);
        compare_commits(seed, &repo, tip, &log);
        merges += compare_merges(seed, &repo, tip, &log);
        renames += log.commits.iter().flat_map(|c| &c.changes).filter(|c| c.kind == ChangeKind::Renamed).count();
    }
    assert!(renames > 200 && merges > 10, "only {renames} renames and {merges} merges were put to the test");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let (repo, tip) = random_history(7);
    let found = repo.open();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| {
            found
                .log(
                    id(tip),
                    "",
                    &LogOptions {
                        keep: is_kept,
                        also: Vec::new(),
                        passing: |_| false,
                        identity: |_| Called::default(),
                        follow: false,
                    },
                )
                .expect("a history")
        })
    };
    assert_eq!(with(1), with(5));
}

#[test]
fn packed_objects_are_read_like_loose_ones() {
    let (repo, tip) = random_history(8);
    let before = log_by_text(&repo, tip);
    git(repo.path(), &["repack", "-adfq", "--depth=50"]);
    assert_eq!(log_by_text(&repo, tip), before);
    assert!(repo.git.path().join("objects/pack").read_dir().expect("packs").next().is_some());
}
