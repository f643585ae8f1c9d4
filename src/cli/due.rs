//! `aims due`: what is due, for whom.

use clap::{Args, ValueEnum};

use super::at::{At, read_date, read_period};
use super::terminal::Terminal;
use super::words::{Paint, Tone, safe, wrap};
use crate::agenda::{Agenda, Item};
use crate::base::text::count;
use crate::base::{Date, Period, Result};
use crate::pipeline;

/// The room for the title of what is due.
const TITLE: usize = 50;

/// Where what stands below the day begins: behind it and how far it is.
const BELOW: usize = 2 + 10 + 2 + 14 + 2;

/// List what is due and for whom: reviews, actions, objectives, audits, approvals, certificates.
///
/// What waits already comes first, then what is late, then what comes within the time.
#[derive(Debug, Args)]
pub(super) struct Due {
    #[command(flatten)]
    at: At,
    /// How far to look ahead: `90d`, `6 weeks`, `3 months`, `1y`
    #[arg(long, value_name = "TIME", default_value = "90d", value_parser = read_period)]
    within: Period,
    /// Look ahead to this day instead, such as that of the next audit
    #[arg(long, value_name = "DATE", value_parser = read_date, conflicts_with = "within")]
    by: Option<Date>,
    /// Only what this person or role sees to; a person stands for all roles they hold
    #[arg(long = "for", value_name = "PERSON|ROLE")]
    of: Option<String>,
    /// How to tell it
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: DueFormat,
}

/// How it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Human,
    /// For programs
    Json,
}

/// How what is due is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DueFormat {
    /// For people
    Human,
    /// For programs
    Json,
    /// For calendars: iCalendar (RFC 5545)
    Ics,
}

impl Due {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<bool> {
        let project = self.at.project(false, terminal)?.reporting_to(terminal.progress());
        let state = project.check(&self.at.request()?)?;
        terminal.gaps(&state.history);
        let whose = self.of.as_deref().map(|name| pipeline::whose(&state.aims, name)).transpose()?;
        let until = self.by.unwrap_or_else(|| self.within.after(state.today()));
        let agenda = Agenda::of(&state, until, self.of.as_deref().zip(whose.as_ref()));
        terminal.out(&match self.format {
            DueFormat::Human => human(&agenda, Paint(terminal.style().colour), terminal.width()),
            DueFormat::Json => agenda.json()?,
            DueFormat::Ics => agenda.calendar(state.aims.config.organisation.as_deref()),
        })?;
        Ok(true)
    }
}

fn human(agenda: &Agenda, paint: Paint, width: usize) -> String {
    let of = agenda.of.as_deref().map(|of| format!(" for {}", safe(of))).unwrap_or_default();
    if agenda.items.is_empty() {
        return format!("Nothing is due until {}{of}.\n", agenda.until);
    }
    let (all, late) = (count(agenda.items.len(), "thing"), agenda.late());
    let late = if late > 0 { format!(", {late} late") } else { String::new() };
    let head = format!("Due until {}{of}: {all}{late}", agenda.until);
    format!("{}\n{}", paint.tone(Tone::Strong, &head), rows(&agenda.items, paint, width))
}

/// A name that is not too long, cut behind a word.
fn short(name: &str) -> String {
    let Some((end, _)) = name.char_indices().nth(TITLE) else { return name.to_owned() };
    let kept = &name[..end];
    format!("{}…", kept.rsplit_once(' ').map_or(kept, |(words, _)| words))
}

/// Items, each on a line; who sees to it stands at the end.
pub(super) fn rows(items: &[Item], paint: Paint, width: usize) -> String {
    let widest = |text: fn(&Item) -> usize| items.iter().map(text).max().unwrap_or_default();
    let whats = widest(|item| item.what.as_str().len());
    let ids = widest(|item| item.document.as_deref().unwrap_or("-").chars().count()).min(24);
    // Where the name begins: behind the day, how far it is, what it is, and the id.
    let indent = BELOW + whats + 2 + ids + 2;
    let mut text = String::new();
    for item in items {
        let when = item.due.map_or_else(|| "now".to_owned(), |due| due.to_string());
        let (far, tone) = match item.days {
            None => (String::new(), Tone::Bad),
            Some(days) if days < 0 => {
                (format!("{} late", count(usize::try_from(-days).unwrap_or(0), "day")), Tone::Bad)
            }
            Some(0) => ("today".to_owned(), Tone::Strong),
            Some(days) => (format!("in {}", count(usize::try_from(days).unwrap_or(0), "day")), Tone::Plain),
        };
        let when = paint.tone(tone, &format!("{when:<10}  {far:<14}"));
        let id = safe(item.document.as_deref().unwrap_or("-"));
        let named = item.name.as_deref().or(item.title.as_deref()).unwrap_or_default();
        let of = if item.of.is_empty() { "nobody is named".to_owned() } else { item.of.join(", ") };
        let (name, of) = (short(&safe(named)), format!("({})", safe(&of)));
        let begun = format!("  {when}  {:<whats$}  {id:<ids$}", item.what.as_str());
        // Where both do not fit beside it, they have lines of their own.
        if indent + name.chars().count() + 2 + of.chars().count() <= width {
            text.push_str(&format!("{begun}  {name}  {}\n", paint.tone(Tone::Dim, &of)));
            continue;
        }
        text.push_str(&format!("{}\n", begun.trim_end()));
        for line in wrap(&format!("{name}  {of}"), width.saturating_sub(BELOW)) {
            text.push_str(&format!("{:BELOW$}{line}\n", ""));
        }
    }
    text
}
