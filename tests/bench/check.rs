//! Times what the rules add to reading, and `aims check` beside `decided validate` on as many documents of the same words.
//!
//! ```text
//! cargo bench --bench check -- [m|l] [--runs N] [--aims FILE]
//! ```
//!
//! `m`, the default, has 1,000 documents, `l` has 10,000: those of the corpora of the other benchmarks. `aims check` runs as a
//! team has it, the whole history with its cache of the run before, and of one commit alone, from nothing. `decided
//! validate` (`cargo install decided`) gets the same texts under the headings of a decision, which is the form it knows, and
//! starts from nothing too; it judges each file by itself, about a dozen things of each, where `aims` also judges what they
//! are to each other. The bar: no slower at 1,000 documents. The second table is taken within one process: all the rules are
//! to take no longer than reading and parsing does, so that a check takes at most twice that.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark says what it found")]

mod arguments;
mod corpus;
#[expect(dead_code, reason = "another benchmark counts pages")]
mod measure;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use aims::base::Date;
use aims::check::{RULES, check};
use aims::pipeline::{Project, Request};
use arguments::Arguments;
use corpus::{Corpus, Size, done, io, remove};
use measure::{Outcome, median, run, told};

const TODAY: &str = "2026-11-20";

fn main() -> ExitCode {
    match Arguments::read("check", "--runs").and_then(|arguments| bench(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn bench(arguments: &Arguments) -> Result<(), String> {
    let runs = arguments.times.unwrap_or(5);
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench");
    let corpus = Corpus::prepare(&arguments.size, &work)?;
    let (plain, decisions) = (work.join("checked-plain"), work.join("checked-decisions"));
    for folder in [&plain, &decisions] {
        remove(folder)?;
    }
    copy(&corpus.aims, &plain, &decisions)?;
    commit(&plain)?;
    println!("corpus {}: {} documents, {} commits", arguments.size, corpus.documents, corpus.commits);
    against(arguments, &corpus, [&plain, &decisions], &work, runs)?;
    alone(&plain, runs)?;
    [plain, decisions, work.join("checked-cache")].iter().try_for_each(|folder| remove(folder))
}

/// The table of programs.
fn against(arguments: &Arguments, corpus: &Corpus, of: [&Path; 2], work: &Path, runs: usize) -> Result<(), String> {
    let ours = |root: &Path, cache: &str| {
        let mut aims = Command::new(&arguments.aims);
        aims.arg("check").arg(root).args(["--today", TODAY, "--quiet", "--exit-zero"]);
        aims.env("AIMS_CACHE_DIR", work.join(cache)).env_remove("CI");
        aims
    };
    let theirs = || {
        let mut decided = Command::new("decided");
        decided.arg("validate").arg(of[1]).env("XDG_CACHE_HOME", work.join("checked-cache"));
        decided
    };
    let is_here = Command::new("decided").arg("--version").output().is_ok_and(|output| output.status.success());
    let mut rows: Vec<(&str, Command)> = vec![
        ("aims check, whole history", ours(&corpus.aims, "cache")),
        ("aims check, one commit", ours(of[0], "checked-cache")),
    ];
    if is_here {
        rows.push(("decided validate", theirs()));
    }
    let mut took: Vec<Vec<Outcome>> = rows.iter().map(|_| Vec::new()).collect();
    for turn in 0..=runs {
        for ((_, command), took) in rows.iter_mut().zip(&mut took) {
            // What either keeps of a run before would be timed in place of the work.
            remove(&work.join("checked-cache"))?;
            let outcome = run(command)?;
            if turn > 0 {
                took.push(outcome);
            }
        }
    }
    let middle = |took: &[Outcome], of: &dyn Fn(&Outcome) -> Option<f64>| median(took.iter().filter_map(of));
    println!("\n{:<28} {:>8} {:>8} {:>9}", "", "wall s", "cpu s", "peak MiB");
    let mut figures = Vec::new();
    for ((name, _), took) in rows.iter().zip(&took) {
        let wall = middle(took, &|outcome| Some(outcome.seconds));
        let cpu = middle(took, &|outcome| outcome.cpu);
        let peak = middle(took, &|outcome| outcome.peak_mib);
        println!("{name:<28} {:>8} {:>8} {:>9}", told(wall, 3), told(cpu, 2), told(peak, 0));
        figures.push((wall, cpu));
    }
    match figures[..] {
        [_, (wall, cpu), (their_wall, their_cpu)] => {
            let ratio = |a: Option<f64>, b: Option<f64>| a.zip(b).filter(|(_, b)| *b > 0.0).map(|(a, b)| a / b);
            let wall = ratio(wall, their_wall);
            let verdict = match wall {
                Some(wall) if arguments.size == Size::M && wall > 1.0 => "MISSED",
                _ => "holds",
            };
            println!(
                "of one commit, by theirs: wall {} (<= 1 on m: {verdict}), cpu {}",
                told(wall, 2),
                told(ratio(cpu, their_cpu), 2)
            );
        }
        _ => println!("decided is not here (cargo install decided); aims is timed alone"),
    }
    Ok(())
}

/// The table of what is within a check of texts that one commit brought.
fn alone(root: &Path, runs: usize) -> Result<(), String> {
    let today = Date::constant(2026, 11, 20);
    let project = Project::find(root).map_err(|error| error.to_string())?;
    let (mut whole, mut ruled, mut found) = (Vec::new(), Vec::new(), 0);
    for turn in 0..=runs {
        let began = Instant::now();
        let state = project.check(&Request::new(root, today)).map_err(|error| error.to_string())?;
        let total = began.elapsed().as_secs_f64();
        let began = Instant::now();
        let findings = check(&state.aims, &state.history, &state.approvals);
        let took = began.elapsed().as_secs_f64();
        if turn > 0 {
            whole.push(total);
            ruled.push(took);
        }
        found = findings.found.len();
    }
    let middle = |times: Vec<f64>| median(times.into_iter()).unwrap_or_default();
    let (whole, ruled) = (middle(whole), middle(ruled));
    let read = whole - ruled;
    println!("\n{:<28} {:>8}", "within one process", "wall s");
    println!("{:<28} {read:>8.3}", "reading and parsing");
    println!("{:<28} {ruled:>8.3}  {found} findings", format!("{} rules", RULES.len()));
    let verdict = if ruled <= read { "holds" } else { "MISSED" };
    println!("a check by reading and parsing: {:.2} (<= 2: {verdict})", whole / read);
    Ok(())
}

/// The documents of a corpus without its history, once as they are and once as decisions.
fn copy(corpus: &Path, plain: &Path, decisions: &Path) -> Result<(), String> {
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for base in [plain, decisions] {
            let folder = base.join(&folder);
            io("create", &folder, fs::create_dir_all(&folder))?;
        }
        let here = corpus.join(&folder);
        for entry in io("read", &here, fs::read_dir(&here))? {
            let entry = io("read", &here, entry)?;
            let below = folder.join(entry.file_name());
            if entry.path().is_dir() {
                if entry.file_name() != ".git" {
                    folders.push(below);
                }
                continue;
            }
            io("copy", &entry.path(), fs::copy(entry.path(), plain.join(&below)))?;
            if below.extension().is_some_and(|extension| extension == "md") {
                let text = io("read", &entry.path(), fs::read_to_string(entry.path()))?;
                let file = fs::File::create(decisions.join(&below));
                io("write", &below, file.and_then(|mut file| file.write_all(decision(&text).as_bytes())))?;
            }
        }
    }
    Ok(())
}

/// Makes a folder a repository of one commit.
fn commit(root: &Path) -> Result<(), String> {
    for arguments in [
        &["init", "--quiet"][..],
        &["add", "--all"],
        &[
            "-c",
            "user.name=Bench",
            "-c",
            "user.email=bench@example.org",
            "-c",
            "commit.gpgsign=false",
            "commit",
            "--quiet",
            "-m",
            "Begin",
        ],
    ] {
        done(Command::new("git").arg("-C").arg(root).args(arguments))?;
    }
    Ok(())
}

/// The words of a document as a decision: the body in three parts, under the headings that are asked for.
fn decision(text: &str) -> String {
    let body = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map_or(text, |(_, body)| body);
    let lines: Vec<&str> = body.lines().filter(|line| !line.starts_with('#')).collect();
    let third = lines.len().div_ceil(3).max(1);
    let mut parts = lines.chunks(third).map(|part| part.join("\n"));
    let mut part = || parts.next().unwrap_or_else(|| "None.".to_owned());
    let (context, chosen, after) = (part(), part(), part());
    format!(
        "# A decision\n\n## Status\n\nAccepted\n\n## Category\n\nProcess\n\n## Context\n\n{context}\n\n## Decision\n\n{chosen}\n\n\
         ## Consequences\n\n{after}\n"
    )
}
