//! How far a run is, on a terminal: one line on stderr, in the place of the one before it, and gone at the end. A run that
//! is soon over, or whose messages go to a file, sees none of it.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write, stderr};
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::base::channel::log_safe;
use crate::base::progress::{Progress, Stage};
use crate::base::text::terminal_safe;

/// How long a run takes before anything is shown.
const PATIENCE: Duration = Duration::from_millis(500);

/// How long a line stands at least.
const PAUSE: Duration = Duration::from_millis(100);

/// The longest line, in columns, where nobody says how wide the terminal is.
const WIDTH: usize = 80;

/// Shows how far a run is until it is cleared or dropped.
pub(super) struct Meter {
    began: Instant,
    /// `None` where nothing is to be shown.
    shown: Option<Mutex<Shown>>,
    /// When each stage was first heard of, and how many steps it has; `None` where nobody asked.
    stages: Option<Mutex<BTreeMap<Stage, (Instant, usize)>>>,
    width: usize,
}

/// What stands on the terminal.
#[derive(Default)]
struct Shown {
    /// When it was written; `None` before the first time.
    at: Option<Instant>,
    stage: Option<Stage>,
}

impl Meter {
    /// A meter that shows something only where stderr is a terminal that can take a line back, and nobody asked for
    /// quiet. `term` and `columns` are what the environment says of the terminal.
    pub(super) fn new(quiet: bool, verbose: bool, term: Option<&str>, columns: Option<&str>) -> Self {
        let shows = !quiet && !verbose && stderr().is_terminal() && term.is_some_and(|term| term != "dumb");
        let width = columns.and_then(|columns| columns.parse().ok()).filter(|width| *width > 0);
        // A line that fills the last column may go on to the next row, from which it could not be taken back.
        let width = width.unwrap_or(WIDTH).min(WIDTH) - 1;
        Self { began: Instant::now(), shown: shows.then(Mutex::default), stages: verbose.then(Mutex::default), width }
    }

    /// Takes the line away, if there is one, so that something else can be printed.
    pub(super) fn clear(&self) {
        let Some(Ok(mut shown)) = self.shown.as_ref().map(Mutex::lock) else { return };
        if std::mem::take(&mut *shown).at.is_some() {
            put("\r\x1b[K");
        }
    }
}

impl Meter {
    /// Says how long each stage took, where that was asked for: until the next began.
    pub(super) fn over(&self) {
        let Some(Ok(stages)) = self.stages.as_ref().map(Mutex::lock) else { return };
        let mut stages: Vec<(Stage, (Instant, usize))> = stages.iter().map(|(stage, heard)| (*stage, *heard)).collect();
        stages.sort_by_key(|(_, (began, _))| *began);
        let end = Instant::now();
        for (place, (stage, (began, of))) in stages.iter().enumerate() {
            let until = stages.get(place + 1).map_or(end, |(_, (next, _))| *next);
            let steps = if *of > 0 { format!(", {} of them", grouped(*of)) } else { String::new() };
            row("Took", &format!("{} for {}{steps}", time(until.duration_since(*began)), name(*stage)));
        }
        row("Took", &format!("{} in all", time(end.duration_since(self.began))));
    }
}

/// A line of how it went.
fn row(word: &str, text: &str) {
    put(&log_safe(&format!("{word:>8}  {}\n", terminal_safe(text))));
}

/// `0.012 s`.
fn time(taken: Duration) -> String {
    format!("{:.3} s", taken.as_secs_f64())
}

impl Progress for Meter {
    fn reads(&self, root: &Path, git: Option<&Path>, keeps: bool) {
        if self.stages.is_none() {
            return;
        }
        row("Reads", &root.display().to_string());
        match git {
            Some(git) => row("History", &git.display().to_string()),
            None => row("History", "none: there is no repository around it"),
        }
        row(
            "Cache",
            if keeps { "what earlier runs found out of the history is used" } else { "nothing is kept between runs" },
        );
    }

    fn step(&self, stage: Stage, done: usize, of: usize) {
        if let Some(Ok(mut stages)) = self.stages.as_ref().map(Mutex::lock) {
            let heard = stages.entry(stage).or_insert_with(|| (Instant::now(), of));
            heard.1 = heard.1.max(of);
        }
        // Whoever finds another thread at it goes on with its work: the next step will show.
        let Some(Ok(mut shown)) = self.shown.as_ref().map(Mutex::try_lock) else { return };
        let now = Instant::now();
        let since = shown.at.map(|at| now.duration_since(at));
        if is_due(now.duration_since(self.began), since, shown.stage == Some(stage)) {
            *shown = Shown { at: Some(now), stage: Some(stage) };
            put(&format!("\r{}\x1b[K", line(stage, done, of, self.width)));
        }
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        self.clear();
    }
}

/// Whether a line is to be written: `since` the last was, if there was one, which told of the `same` stage or another.
fn is_due(running: Duration, since: Option<Duration>, same: bool) -> bool {
    running >= PATIENCE && since.is_none_or(|since| !same || since >= PAUSE)
}

fn put(text: &str) {
    let mut stderr = stderr().lock();
    // What only shows that something goes on is not worth an error.
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

/// `  Making pages  [########------------]  1,204 of 3,010`: at most `width` columns, without what has no room.
fn line(stage: Stage, done: usize, of: usize, width: usize) -> String {
    let mut line = format!("{:>14}", name(stage));
    if of > 0 {
        let done = done.min(of);
        let filled = done.saturating_mul(BAR) / of;
        let bar = format!("  [{}{}]", "#".repeat(filled), "-".repeat(BAR - filled));
        let numbers = format!("  {} of {}", grouped(done), grouped(of));
        for part in [bar, numbers] {
            // All of this is ASCII, so that bytes are columns.
            if line.len() + part.len() <= width {
                line.push_str(&part);
            }
        }
    }
    line.truncate(width);
    line
}

/// What is done in a stage.
fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Read => "Reading",
        Stage::Check => "Checking",
        Stage::Compare => "Comparing",
        Stage::Render => "Making pages",
        Stage::Write => "Writing",
    }
}

/// How many signs the bar has.
const BAR: usize = 20;

/// A number with a comma before every three digits.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let comma = |at: usize| at > 0 && (digits.len() - at).is_multiple_of(3);
    digits.chars().enumerate().flat_map(|(at, digit)| comma(at).then_some(',').into_iter().chain([digit])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_is_done_and_of_how_much() {
        let full = |done, of| line(Stage::Render, done, of, 79);
        assert_eq!(full(0, 3010), "  Making pages  [--------------------]  0 of 3,010");
        assert_eq!(full(1204, 3010), "  Making pages  [########------------]  1,204 of 3,010");
        assert_eq!(full(3010, 3010), "  Making pages  [####################]  3,010 of 3,010");
        assert_eq!(full(9, 3), full(3, 3), "more than all is all");
        assert_eq!(full(1, usize::MAX).matches('#').count(), 0);
        assert_eq!(line(Stage::Read, 0, 0, 79), "       Reading");
    }

    #[test]
    fn a_line_never_fills_more_than_the_terminal() {
        for width in 0..79 {
            for (done, of) in [(0, 0), (1, 2), (123_456, 1_234_567), (usize::MAX, usize::MAX)] {
                for stage in [Stage::Read, Stage::Check, Stage::Compare, Stage::Render, Stage::Write] {
                    let line = line(stage, done, of, width);
                    assert!(line.len() <= width && line.is_ascii(), "{width}: {line}");
                }
            }
        }
        assert_eq!(line(Stage::Write, 5, 10, 30), "       Writing  5 of 10");
        assert_eq!(line(Stage::Write, 5, 10, 7), "       ");
    }

    #[test]
    fn numbers_are_told_in_groups_of_three() {
        for (number, told) in [(0, "0"), (999, "999"), (1000, "1,000"), (100_000, "100,000"), (1_000_000, "1,000,000")]
        {
            assert_eq!(grouped(number), told);
        }
    }

    #[test]
    fn nothing_is_shown_of_a_short_run_nor_more_often_than_can_be_read() {
        let ms = Duration::from_millis;
        assert!(!is_due(ms(499), None, false));
        assert!(is_due(ms(500), None, false));
        assert!(!is_due(ms(900), Some(ms(99)), true));
        assert!(is_due(ms(900), Some(ms(100)), true));
        assert!(is_due(ms(900), Some(ms(1)), false), "another stage shows at once");
        let quiet = Meter::new(true, false, Some("xterm"), None);
        quiet.step(Stage::Read, 1, 2);
        assert!(quiet.shown.is_none() && Meter::new(false, false, Some("dumb"), Some("0")).width == 79);
        assert_eq!(Meter::new(false, false, None, Some("40")).width, 39);
    }
}
