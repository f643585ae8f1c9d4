//! Times reading a whole history against git, pass for pass.
//!
//! ```text
//! cargo bench --bench history -- [m|l] [--runs N]
//! ```
//!
//! The corpora are those of the other benchmark. Each pass is a process of its own, so that its memory can be told, and
//! the passes take turns within one run, after one turn that is not counted. The bars: what each document went through
//! is found no slower than `git log --name-status -M` lists it, and with what each change did to its words no slower
//! than `git log -p -M`; a run that finds all of that in the cache takes a tenth of one that finds nothing; and none
//! takes more than 500 MiB. The other ratios are told for those who work on one pass alone.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark says what it found")]

#[expect(dead_code, reason = "the other benchmark removes folders and edits documents")]
mod corpus;
#[expect(dead_code, reason = "the other benchmark counts pages and tells each run")]
mod measure;

use std::path::Path;
use std::process::{Command, ExitCode};

use aims::base::Date;
use aims::cache::Cache;
use aims::history::{Input, Met};
use aims::repo::{ObjectId, Repo};
use corpus::{Corpus, Size};
use measure::{Outcome, median, run};

/// What is timed: its name, and the process that does it in a repository.
type Pass = (&'static str, fn(&Path) -> Result<Command, String>);

const PASSES: [Pass; 8] = [
    ("git log --name-status -M", |root| {
        let mut git = Command::new("git");
        git.arg("-C").arg(root).args(["log", "--name-status", "-M"]);
        Ok(git)
    }),
    ("aims, whole history", |root| ourselves("log", root)),
    ("aims, filling the cache", |root| ourselves("fill", root)),
    ("aims, from the cache", |root| ourselves("cached", root)),
    ("aims, cache and 20 new", |root| ourselves("new", root)),
    ("git log -p -M", |root| {
        let mut git = Command::new("git");
        git.arg("-C").arg(root).args(["log", "-p", "-M"]);
        Ok(git)
    }),
    ("aims, every diff", |root| ourselves("diffs", root)),
    ("aims, every diff, cached", |root| ourselves("diffs cached", root)),
];

/// Pairs of passes whose ratio is told, with the ratio that is not to be passed, where there is a bar.
const RATIOS: [(usize, usize, Option<f64>); 6] =
    [(1, 0, Some(1.0)), (2, 0, None), (3, 1, None), (4, 1, None), (6, 5, Some(1.0)), (7, 6, Some(0.1))];

/// The memory that no pass is to take, in MiB.
const MOST_MEMORY: f64 = 500.0;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words[..] {
        ["--pass", pass, root] => work(pass, Path::new(root)),
        [] | ["m"] => bench(&Size::M, 5),
        ["l"] => bench(&Size::L, 3),
        [size @ ("m" | "l"), "--runs", runs] if runs.parse().is_ok_and(|runs: usize| runs > 0) => {
            bench(if size == "m" { &Size::M } else { &Size::L }, runs.parse().unwrap_or(1))
        }
        _ => Err("usage: cargo bench --bench history -- [m|l] [--runs N]".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// This program again, for one pass.
fn ourselves(pass: &str, root: &Path) -> Result<Command, String> {
    let program = std::env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    let mut command = Command::new(program);
    command.args(["--pass", pass]).arg(root);
    Ok(command)
}

/// One pass of ours.
fn work(pass: &str, root: &Path) -> Result<(), String> {
    let told = |error: aims::base::Error| error.to_string();
    let repo = Repo::discover(root).map_err(told)?.ok_or("no repository")?;
    let head = repo.head().map_err(told)?.ok_or("no commit")?;
    let options = aims::history::options(&aims::reading::Reading::default());
    // Beside the repository, where nothing else reads it.
    let folder = root.with_file_name("cache").join(pass);
    let cache = Cache::open(&folder, [7; 32]);
    let through = |tip| repo.log_cached(tip, "", &options, 0, &cache).map_err(told);
    let log = match pass {
        "log" => repo.log(head, "", &options).map_err(told)?,
        "fill" => {
            let _ = std::fs::remove_dir_all(&folder);
            through(head)?
        }
        "cached" | "new" => through(head)?,
        "diffs" => return diffs(&repo, head, &Cache::none()),
        "diffs cached" | "prepare diffs cached" => {
            return diffs(&repo, head, &Cache::open(&folder.with_file_name("diffs cached"), [7; 32]));
        }
        // Not timed: what the pass of this name is to find in its cache.
        "prepare cached" => {
            let cache = Cache::open(&folder.with_file_name("cached"), [7; 32]);
            repo.log_cached(head, "", &options, 0, &cache).map_err(told)?
        }
        "prepare new" => {
            let _ = std::fs::remove_dir_all(folder.with_file_name("new"));
            let cache = Cache::open(&folder.with_file_name("new"), [7; 32]);
            let older = repo.resolve("HEAD~20").map_err(told)?;
            repo.log_cached(older, "", &options, 0, &cache).map_err(told)?
        }
        _ => return Err(format!("there is no pass `{pass}`")),
    };
    let changes: usize = log.commits.iter().map(|commit| commit.changes.len()).sum();
    println!("{} commits, {changes} changes", log.commits.len());
    // It ends here; what the pass built need not be taken apart piece by piece.
    std::mem::forget(log);
    Ok(())
}

/// The record of every document, with what each change did to its words.
fn diffs(repo: &Repo, head: ObjectId, cache: &Cache) -> Result<(), String> {
    let told = |error: aims::base::Error| error.to_string();
    let log = repo
        .log_cached(head, "", &aims::history::options(&aims::reading::Reading::default()), 0, cache)
        .map_err(told)?;
    let reading = aims::reading::Reading::default();
    let head = (head, Date::constant(2026, 11, 20));
    let met = Met::default();
    let today = head.1;
    let (repo, listed) = (Some(repo), aims::history::Listed::default());
    let input = Input {
        log,
        head,
        today,
        present: &[],
        source: None,
        repo,
        prefix: "",
        reading: &reading,
        listed: &listed,
        cache,
        met: &met,
    };
    let history = aims::history::build(input).map_err(told)?;
    let edits = history.revisions.iter().flat_map(|revision| &revision.changes).filter(|change| change.edit.is_some());
    println!("{} commits, {} edits", history.revisions.len(), edits.count());
    std::mem::forget(history);
    Ok(())
}

fn bench(size: &Size, runs: usize) -> Result<(), String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench");
    let corpus = Corpus::prepare(size, &folder)?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("corpus {size}: {} documents, {} commits; {cores} cores", corpus.documents, corpus.commits);
    println!("memory {}", measure::MEMORY);
    for pass in ["prepare cached", "prepare new", "prepare diffs cached"] {
        run(&mut ourselves(pass, &corpus.aims)?)?;
    }
    let mut all: Vec<Vec<Outcome>> = PASSES.iter().map(|_| Vec::new()).collect();
    for turn in 0..=runs {
        for ((_, command), outcomes) in PASSES.iter().zip(&mut all) {
            let outcome = run(&mut command(&corpus.aims)?)?;
            if turn > 0 {
                outcomes.push(outcome);
            }
        }
    }
    let seconds = |pass: usize| median(all[pass].iter().map(|outcome| outcome.seconds)).unwrap_or(f64::NAN);
    println!("\n{:<28} {:>9} {:>9}", "median of runs", "wall s", "peak MiB");
    for (pass, (name, _)) in PASSES.iter().enumerate() {
        let peak = median(all[pass].iter().filter_map(|outcome| outcome.peak_mib));
        let verdict = if pass > 0 && peak.is_some_and(|peak| peak > MOST_MEMORY) { "too much" } else { "" };
        let peak = peak.map_or("-".to_owned(), |peak| format!("{peak:.0}"));
        println!("{name:<28} {:>9.3} {peak:>9} {verdict}", seconds(pass));
    }
    println!();
    for (one, other, bar) in RATIOS {
        let ratio = seconds(one) / seconds(other);
        let verdict = match bar {
            Some(bar) if ratio <= bar => format!(", within {bar}"),
            Some(bar) => format!(", MISSES {bar}"),
            None => String::new(),
        };
        println!("{} / {}: {ratio:.3}{verdict}", PASSES[one].0, PASSES[other].0);
    }
    Ok(())
}
