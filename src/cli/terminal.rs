//! What is printed, and how. Results go to stdout, everything else to stderr.

use std::io::{BufRead, IsTerminal, Read, Write, stderr, stdin, stdout};
use std::path::PathBuf;
use std::sync::Arc;

use super::global::{Global, When};
use super::machine::variable;
use super::progress::Meter;
use crate::base::channel::log_safe;
use crate::base::progress::Progress;
use crate::base::text::terminal_safe;
use crate::base::{Error, Result};
use crate::diag::{self, Style};
use crate::history::History;
use crate::pipeline::{Unusable, seen_from};

/// The longest answer that is read, in bytes.
const MAX_ANSWER: u64 = 4_096;

/// How many blocks of findings a screen shows.
const SCREEN: usize = 12;

/// How wide a line is where nobody says.
const WIDTH: usize = 80;

/// Lines in which nothing would fit, and lines that nobody could read.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=160;

/// How wide lines are that are broken to fit.
pub(super) fn width() -> usize {
    let said = variable("COLUMNS").and_then(|columns| columns.into_string().ok());
    let seen = terminal_size::terminal_size_of(stdout()).map(|(width, _)| usize::from(width.0));
    wide(said.as_deref(), seen)
}

/// The width that the environment gives, else the terminal, within reason.
fn wide(columns: Option<&str>, seen: Option<usize>) -> usize {
    let said = columns.and_then(|columns| columns.trim().parse().ok()).filter(|width| *width > 0);
    said.or(seen).map_or(WIDTH, |width: usize| width.clamp(*WIDTHS.start(), *WIDTHS.end()))
}

/// The two streams, and what they may carry.
pub(super) struct Terminal {
    /// Whether to say nothing but results and errors.
    pub quiet: bool,
    /// The way from where the person is to where the command runs; empty where that is the same.
    pub way: PathBuf,
    /// How many blocks of findings stdout shows, where it is a screen.
    most: Option<usize>,
    /// How wide lines are that are broken to fit.
    width: usize,
    /// Whether a service that builds and tests runs this, and reads commands out of what is printed.
    is_served: bool,
    /// Whether stdout and stderr are coloured.
    colour: [bool; 2],
    meter: Arc<Meter>,
}

/// What is set where such a service runs a command: by most of them, by Azure Pipelines, by `TeamCity`.
const SERVICES: [&str; 4] = ["CI", "GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"];

impl Terminal {
    pub(super) fn new(global: &Global, way: PathBuf) -> Self {
        let said = |name: &str| variable(name).map(|value| value.to_string_lossy().into_owned());
        let meter = Meter::new(global.quiet, global.verbose, said("TERM").as_deref(), said("COLUMNS").as_deref());
        let colour = |is_terminal| is_coloured(global.color, is_terminal, said);
        let colour = [colour(stdout().is_terminal()), colour(stderr().is_terminal())];
        Self {
            quiet: global.quiet,
            way,
            most: stdout().is_terminal().then_some(SCREEN),
            width: width(),
            is_served: SERVICES.iter().any(|name| variable(name).is_some()),
            colour,
            meter: Arc::new(meter),
        }
    }

    /// Says how long everything took, where that was asked for.
    pub(super) fn over(&self) {
        self.meter.over();
    }

    /// How findings may look on stdout.
    pub(super) fn style(&self) -> Style {
        Style { colour: self.colour[0], width: 100, most: self.most }
    }

    /// Whether somebody reads what goes to stdout as it comes.
    pub(super) fn is_read(&self) -> bool {
        self.most.is_some()
    }

    /// How wide the lines are of what is broken to fit: as wide as the terminal says it is, within reason.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// Where to tell how far a run is: a line that gives way to whatever else is printed.
    pub(super) fn progress(&self) -> Arc<dyn Progress> {
        Arc::clone(&self.meter) as Arc<dyn Progress>
    }

    /// Prints a result, with nothing in it that a service would take for a command. A reader that closes the pipe early, as `head` does, has what it wanted.
    pub(super) fn out(&self, text: &str) -> Result<()> {
        self.print(&log_safe(text))
    }

    /// Prints a data file, as it would be written: only where it is shown to somebody, or to a service that takes commands out of
    /// it, is it made harmless.
    pub(super) fn data(&self, text: &str) -> Result<()> {
        if self.is_read() || self.is_served { self.out(text) } else { self.print(text) }
    }

    /// Prints a result that is made of commands to the service that runs this, as it is. Whoever makes it sees to it that
    /// each line is a command of ours.
    pub(super) fn commands(&self, text: &str) -> Result<()> {
        self.print(text)
    }

    fn print(&self, text: &str) -> Result<()> {
        self.meter.clear();
        let mut out = stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                Err(Error::new("cannot write to the standard output").caused_by(error))
            }
            _ => Ok(()),
        }
    }

    /// Says how it went, on stderr: a word and what there is to say.
    pub(super) fn row(&self, word: &str, text: &str) {
        let (on, off) = if self.colour[1] { ("\x1b[1;36m", "\x1b[0m") } else { ("", "") };
        self.meter.clear();
        said(&format!("{on}{word:>8}{off}  {}\n", terminal_safe(text)));
    }

    /// Says on stderr what the record lacks, whatever is told from it: what is not known is not there for all that.
    pub(super) fn gaps(&self, history: &History) {
        for gap in history.gaps.iter().filter(|gap| gap.is_hole()) {
            self.row("Gap", &format!("{}. {}", gap.sentence(), gap.remedy()));
        }
    }

    /// Shows a text of the repository on stderr, line by line behind a mark, so that no line of it passes for one of ours.
    pub(super) fn show(&self, text: &str) {
        self.meter.clear();
        let lines: String = terminal_safe(text).lines().map(|line| format!("{:>8}  {line}\n", "|")).collect();
        said(&lines);
    }

    /// Whether somebody sits there who could answer.
    pub(super) fn can_ask(&self) -> bool {
        !self.quiet && stdin().is_terminal() && stderr().is_terminal()
    }

    /// Asks for a line, and gives what was typed; `None` for nothing, and where nobody answers any more.
    pub(super) fn ask(&self, question: &str) -> Option<String> {
        self.meter.clear();
        said(&format!("{} ", terminal_safe(question)));
        let mut line = String::new();
        let read = stdin().lock().take(MAX_ANSWER).read_line(&mut line).ok()?;
        Some(line.trim().to_owned()).filter(|line| read > 0 && !line.is_empty())
    }

    /// Prints what stopped the program, and what to do about it.
    pub(super) fn error(&self, error: &Error) {
        let (red, cyan, off) = if self.colour[1] { ("\x1b[1;31m", "\x1b[1;36m", "\x1b[0m") } else { ("", "", "") };
        let mut text = format!("{red}error{off}: {}\n", terminal_safe(&error.to_string()));
        let mut cause = std::error::Error::source(error);
        while let Some(inner) = cause {
            if let Some(Unusable { findings, texts, root }) = inner.downcast_ref() {
                let here = std::env::current_dir().unwrap_or_default();
                let texts = &texts.seen_from(seen_from(root, &here));
                let style = Style { colour: self.colour[1], ..self.style() };
                text.push_str(&format!("\n{}", diag::each(findings, texts, style)));
                break;
            }
            text.push_str(&format!("  because: {}\n", terminal_safe(&inner.to_string())));
            cause = inner.source();
        }
        if let Some(hint) = error.hint_text() {
            text.push_str(&format!("{cyan}hint{off}: {}\n", terminal_safe(hint)));
        }
        self.meter.clear();
        said(&text);
    }
}

/// Whether there is colour on a stream. What was asked for on the command line comes first, then `NO_COLOR`, then what asks
/// for colour where there is no terminal.
fn is_coloured(when: When, is_terminal: bool, said: impl Fn(&str) -> Option<String>) -> bool {
    let is_on = |name: &str| said(name).is_some_and(|value| value != "0" && value != "false");
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto if said("NO_COLOR").is_some() => false,
        When::Auto if is_on("FORCE_COLOR") || is_on("CLICOLOR_FORCE") => true,
        When::Auto => {
            is_terminal && said("TERM").as_deref() != Some("dumb") && said("CLICOLOR").as_deref() != Some("0")
        }
    }
}

/// Says what is wrong with the command line itself, as the parser of command lines puts it.
pub(super) fn usage(error: &clap::Error) {
    match error.use_stderr() {
        // It repeats words of the command line, which may come from the name of a branch.
        true => said(&error.render().to_string()),
        false => drop(error.print()),
    }
}

/// Writes to stderr, with nothing in it that a service would take for a command. There is nowhere left to tell that this cannot be done.
fn said(text: &str) {
    let _ = stderr().write_all(log_safe(text).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_on_colour_holds() {
        for (when, terminal, variables, expected) in [
            (When::Auto, true, "", true),
            (When::Auto, false, "", false),
            (When::Auto, true, "TERM=dumb", false),
            (When::Auto, true, "CLICOLOR=0", false),
            (When::Auto, false, "FORCE_COLOR=1", true),
            (When::Auto, false, "FORCE_COLOR=0", false),
            (When::Auto, false, "CLICOLOR_FORCE=1 TERM=dumb", true),
            (When::Auto, false, "CLICOLOR_FORCE=0", false),
            (When::Auto, true, "NO_COLOR=1 FORCE_COLOR=1", false),
            (When::Always, false, "NO_COLOR=1", true),
            (When::Never, true, "FORCE_COLOR=1", false),
        ] {
            let said = |name: &str| {
                let mut pairs = variables.split(' ').filter_map(|pair| pair.split_once('='));
                pairs.find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
            };
            assert_eq!(is_coloured(when, terminal, said), expected, "{when:?} {terminal} {variables}");
        }
    }

    #[test]
    fn lines_are_as_wide_as_the_terminal_within_reason() {
        let widths = ["120", "20", "9999", "0", "x"].map(|said| super::wide(Some(said), None));
        assert_eq!((widths, super::wide(None, None)), ([120, 40, 160, 80, 80], 80));
        assert_eq!([None, Some("90")].map(|said| super::wide(said, Some(60))), [60, 90]);
    }
}
