//! Times what somebody who writes waits for in an editor: findings after a key, offers, what stands behind a name.
//!
//! ```text
//! cargo bench --bench lsp -- [m|l] [--edits N] [--aims FILE]
//! ```
//!
//! The corpora are those of the other benchmarks. One server is asked as an editor asks it. Each edit changes a word of one
//! document, and its time runs until the findings of that version are there, the pause after the last key included.
//! Told are the first, the median and the slowest. There is no peer: no other server looks at the record behind a text.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark says what it found")]

mod arguments;
#[path = "../lsp/client.rs"]
#[expect(dead_code, reason = "the tests of the server look at what is said")]
mod client;
#[expect(dead_code, reason = "another benchmark removes folders")]
mod corpus;

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use aims::base::DocPath;
use arguments::Arguments;
use client::Client;
use corpus::{Corpus, io};
use serde_json::json;

fn main() -> ExitCode {
    match Arguments::read("lsp", "--edits").and_then(|arguments| bench(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn bench(arguments: &Arguments) -> Result<(), String> {
    let edits = arguments.times.unwrap_or(20);
    let corpus = Corpus::prepare(&arguments.size, Path::new(env!("CARGO_TARGET_TMPDIR")))?;
    let path = first_document(&corpus.aims)?;
    let text = io("read", &corpus.aims.join(&path), fs::read_to_string(corpus.aims.join(&path)))?;
    println!("{} documents, {} commits", corpus.documents, corpus.commits);

    let began = Instant::now();
    let mut command = Command::new(&arguments.aims);
    command.args(["lsp", "--today", "2026-11-20"]).current_dir(&corpus.aims).stderr(Stdio::null());
    let mut client = Client::start(command, &corpus.aims, "utf-8");
    client.open(&path, &text);
    client.told(&path);
    row("opened, until its findings", &[began.elapsed().as_secs_f64()]);

    let mut edited = Vec::new();
    for number in 0..edits {
        let now = format!("{text}\nWord {number}.\n");
        let began = Instant::now();
        client.change(&path, json!({ "text": now }));
        client.told(&path);
        edited.push(began.elapsed().as_secs_f64());
    }
    row("edited, until its findings", &edited);

    let now = format!("{text}\n[[\n");
    client.change(&path, json!({ "text": now }));
    client.told(&path);
    let place = client.place(&path, &now, "\n[[\n", 3);
    let mut offered = Vec::new();
    for _ in 0..edits {
        let began = Instant::now();
        let items = client.ask("textDocument/completion", place.clone());
        offered.push(began.elapsed().as_secs_f64());
        assert!(items.as_array().is_some_and(|items| items.len() > 100), "ids are offered");
    }
    row("offers behind `[[`", &offered);

    let id = text.lines().find_map(|line| line.strip_prefix("id: ")).ok_or("the document has no id")?;
    let place = client.place(&path, &now, id, 1);
    let mut told = Vec::new();
    for _ in 0..edits {
        let began = Instant::now();
        let said = client.ask("textDocument/hover", place.clone());
        told.push(began.elapsed().as_secs_f64());
        assert!(said.to_string().contains("version"), "{said}");
    }
    row("what an id stands for", &told);
    client.end().filter(|code| *code == 0).map(|_| ()).ok_or_else(|| "the server did not end well".to_owned())
}

/// The first document of a corpus, by path.
fn first_document(root: &Path) -> Result<String, String> {
    let listed = Command::new("git").arg("-C").arg(root).args(["ls-files", "docs"]).output();
    let listed = io("list", root, listed)?;
    let listed = String::from_utf8_lossy(&listed.stdout);
    let is_document = |path: &&str| DocPath::new(path).is_some_and(|path| path.is_markdown());
    listed.lines().find(is_document).map(str::to_owned).ok_or_else(|| "no document".to_owned())
}

fn row(what: &str, seconds: &[f64]) {
    let mut sorted = seconds.to_vec();
    sorted.sort_by(f64::total_cmp);
    let milliseconds = |seconds: f64| format!("{:.1} ms", seconds * 1000.0);
    let (median, slowest) = (sorted[sorted.len() / 2], sorted[sorted.len() - 1]);
    println!(
        "{what:<28} first {:>10}  median {:>10}  slowest {:>10}",
        milliseconds(seconds[0]),
        milliseconds(median),
        milliseconds(slowest)
    );
}
