//! `aims impact`: what a change does, for whoever has to look at it.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::at::read_date;
use super::formats::{Asked, Plan, ReadAsked, plan};
use super::home;
use super::machine::today;
use super::terminal::Terminal;
use super::words::{Paint, Tone, safe, wrap};
use crate::base::{Date, Result};
use crate::impact::Impact;
use crate::impact::markdown::{MARKER, markdown};
use crate::impact::told::{self, Piece, Row, Section, TITLE, Told, told};
use crate::pipeline::{Comparing, Project};
use crate::{emit, site};

/// The width of a line.
const WIDTH: usize = 78;

/// How many rows of a section are told in a terminal.
const ROWS: usize = 20;

/// How many lines of a row are told in a terminal.
const LINES: usize = 6;

/// Tell what a change does: settings, documents, controls, approvals and findings, for whoever reviews it.
///
/// Compares HEAD with where it parted from BASE, as a pull request is seen; where HEAD is not named, the work tree. Both are
/// judged on one day, and are only read: nothing in them runs. Ends with exit code 1 where the change brings a finding that
/// fails a check, by the settings of one of the ends; findings that were there already do not count.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub(super) struct ImpactOf {
    /// What the change is to go into: a branch, a tag, a commit
    #[arg(value_name = "BASE")]
    base: String,
    /// What the change leads to; the work tree where not given
    #[arg(value_name = "HEAD")]
    head: Option<String>,
    /// Compare with BASE as it stands, not with where the two parted
    #[arg(long)]
    exact: bool,
    /// How to tell it; FORMAT=FILE writes it into a file, and may be given several times
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = ReadAsked::<Format>::new(), default_value = "human")]
    format: Vec<Asked<Format>>,
    /// Write into this file what else went to the standard output
    #[arg(long, value_name = "FILE")]
    output_file: Option<PathBuf>,
    /// Fail on new warnings too
    #[arg(long)]
    strict: bool,
    /// End with exit code 0 whatever the change brings; what keeps it from being read still ends it with 2
    #[arg(long)]
    exit_zero: bool,
    /// Take keys and roles from the settings of this commit, instead of those before each change
    #[arg(long, value_name = "COMMIT")]
    trust: Option<String>,
    /// The day on which both ends are judged; else `SOURCE_DATE_EPOCH`, else today (UTC)
    #[arg(long, value_name = "DATE", value_parser = read_date)]
    today: Option<Date>,
    /// Read the whole history anew, and keep nothing of it for the next run
    #[arg(long)]
    no_cache: bool,
}

/// How it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// For programs
    Json,
    /// As a comment for a pull request
    Markdown,
    /// As a page that needs no other file
    Html,
}

impl ImpactOf {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<bool> {
        let project = Project::find(Path::new("."))?;
        let Plan { out, files } = plan(&self.format, self.output_file.as_deref(), &project, is_ours)?;
        let project = if self.no_cache { project } else { home::with_cache(project)? };
        let project = project.reporting_to(terminal.progress());
        let impact = project.impact(&Comparing {
            base: self.base.clone(),
            head: self.head.clone(),
            exact: self.exact,
            trust: self.trust.clone(),
            today: today(self.today)?,
        })?;
        let told = told(&impact);
        // Files first, so that nothing is told where one cannot be written.
        for (format, file) in files {
            let text = text(format, &impact, &told, Paint(false))?;
            emit::report(&file, Some(&project.root), &text, &|before| is_ours(format, before))?;
            if !terminal.quiet {
                terminal.row("Wrote", &file.display().to_string());
            }
        }
        if let Some(format) = out {
            terminal.out(&text(format, &impact, &told, Paint(terminal.style().colour))?)?;
        }
        Ok(self.exit_zero || !impact.fails(self.strict))
    }
}

fn text(format: Format, impact: &Impact, told: &Told, paint: Paint) -> Result<String> {
    Ok(match format {
        Format::Human => human(told, paint),
        Format::Json => impact.json()?,
        Format::Markdown => markdown(told),
        Format::Html => site::impact_page(told, &impact.today)?,
    })
}

/// Whether a file holds what this command wrote in this format: nothing else is written over.
fn is_ours(format: Format, before: &[u8]) -> bool {
    let begins = |with: &str| before.starts_with(with.as_bytes());
    match format {
        Format::Human => begins(TITLE),
        Format::Json => begins("{\"version\":1,\"today\":\""),
        Format::Markdown => begins(MARKER),
        Format::Html => String::from_utf8_lossy(before.get(..2_000).unwrap_or(before)).contains(site::IMPACT_MARK),
    }
}

/// It for people.
fn human(told: &Told, paint: Paint) -> String {
    let mut text = format!("{}\n", paint.tone(Tone::Strong, told.title));
    for (name, pieces) in &told.ends {
        lines(&mut text, (&format!("  {name:<8} "), 11), &plain(pieces), None);
    }
    for note in &told.notes {
        lines(&mut text, ("  Note     ", 11), &plain(note), None);
    }
    text.push('\n');
    for fact in &told.summary {
        let tone = if fact.tone == told::Tone::Bad { Tone::Bad } else { Tone::Plain };
        lines(&mut text, ("  - ", 4), &safe(&fact.text), Some((paint, tone)));
    }
    for section in &told.sections {
        text.push_str(&section_of(section, paint));
    }
    if !told.unchanged.is_empty() {
        text.push('\n');
        let unchanged = format!("Nothing changed in: {}.", told.unchanged.join(", ").to_lowercase());
        lines(&mut text, ("", 0), &unchanged, Some((paint, Tone::Dim)));
    }
    text
}

fn section_of(section: &Section, paint: Paint) -> String {
    let title = format!("{}: {}", section.title, section.count);
    let mut text = format!("\n{}\n", paint.tone(Tone::Strong, &title));
    for paragraph in &section.intro {
        lines(&mut text, ("  ", 2), &plain(paragraph), None);
    }
    let width = section.rows.iter().map(|row| row.mark.word.chars().count()).max().unwrap_or_default();
    for row in section.rows.iter().take(ROWS) {
        row_of(&mut text, row, width, paint);
    }
    if section.rows.len() > ROWS {
        text.push_str(&format!("  and {} more; `--format json` tells all\n", section.rows.len() - ROWS));
    }
    text
}

fn row_of(text: &mut String, row: &Row, width: usize, paint: Paint) {
    let tone = match row.mark.tone {
        told::Tone::Plain => Tone::Plain,
        told::Tone::Good => Tone::Good,
        told::Tone::Bad => Tone::Bad,
    };
    let mark = paint.tone(tone, &format!("{:<width$}", row.mark.word));
    let indent = width + 4;
    lines(text, (&format!("  {mark}  "), indent), &plain(&row.head), None);
    for under in row.under.iter().take(LINES) {
        lines(text, (&" ".repeat(indent + 2), indent + 4), &plain(under), None);
    }
    if row.under.len() > LINES {
        text.push_str(&format!("{}and {} more\n", " ".repeat(indent + 2), row.under.len() - LINES));
    }
}

/// Adds words in lines; the first begins with `first`, the others so far in.
fn lines(text: &mut String, (first, indent): (&str, usize), words: &str, paint: Option<(Paint, Tone)>) {
    for (place, line) in wrap(words, WIDTH - indent).into_iter().enumerate() {
        let line = paint.map_or(line.clone(), |(paint, tone)| paint.tone(tone, &line));
        let lead = if place == 0 { first.to_owned() } else { " ".repeat(indent) };
        text.push_str(&format!("{lead}{line}\n"));
    }
}

/// Pieces as text that is harmless in a terminal.
fn plain(pieces: &[Piece]) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Ours(text) => text.clone(),
        Piece::Said(text) | Piece::Id(text) | Piece::Code(text) => safe(text),
    };
    pieces.iter().map(text).collect()
}
