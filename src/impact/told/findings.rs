//! What checks find now and did not, and the other way about.

use super::pieces::{Mark, Piece, Row, Section, Tone};
use crate::base::text::count;
use crate::diag::Level;
use crate::impact::found::{Aside, Found};
use crate::impact::whole::Impact;

/// Findings that are new.
pub(super) fn new(impact: &Impact) -> Section {
    let numbers = &impact.numbers;
    let clock = match numbers.findings_clock {
        0 => Vec::new(),
        number => vec![vec![Piece::ours(format!(
            "Of what is new or fixed, {} with the passing of time: the change moved a day, or what is counted from it.",
            if number == 1 { "1 finding comes".to_owned() } else { format!("{number} findings come") }
        ))]],
    };
    Section {
        id: "findings",
        title: "New findings",
        count: format!(
            "{} new, {} fixed, {} unchanged",
            numbers.findings_new, numbers.findings_fixed, numbers.findings_unchanged
        ),
        intro: clock,
        rows: impact.new_findings.iter().map(|found| row(found, level(found))).collect(),
    }
}

/// Findings that are there and are no longer told.
pub(super) fn aside(impact: &Impact) -> Section {
    let mark = |found: &Found| match found.aside {
        Some(Aside::Waived) => Mark::new("weaker", "Waived", Tone::Bad),
        Some(Aside::Baseline) => Mark::new("weaker", "In the baseline", Tone::Bad),
        Some(Aside::Lowered) => Mark::new("weaker", "Level lowered", Tone::Bad),
        Some(Aside::Off) | None => Mark::new("weaker", "Switched off", Tone::Bad),
    };
    Section {
        id: "aside",
        title: "Findings no longer told",
        count: count(impact.findings_aside.len(), "finding"),
        intro: Vec::new(),
        rows: impact.findings_aside.iter().map(|found| row(found, mark(found))).collect(),
    }
}

/// Findings that are gone.
pub(super) fn fixed(impact: &Impact) -> Section {
    Section {
        id: "fixed",
        title: "Fixed findings",
        count: format!("{} fixed", impact.fixed_findings.len()),
        intro: Vec::new(),
        rows: impact.fixed_findings.iter().map(|found| row(found, Mark::new("in-date", "Fixed", Tone::Good))).collect(),
    }
}

fn level(found: &Found) -> Mark {
    let tone = if found.fails { Tone::Bad } else { Tone::Plain };
    match found.level {
        Level::Error => Mark::new("error", "Error", tone),
        Level::Warning => Mark::new("warning", "Warning", tone),
        Level::Note => Mark::new("note", "Note", tone),
    }
}

/// How a finding was there that counts as new.
fn was_there(is: Level, was: Level) -> String {
    match is > was {
        true => format!("it was there, as {}", was.as_str()),
        false => "it was there, and did not fail".to_owned(),
    }
}

fn row(found: &Found, mark: Mark) -> Row {
    let rule = format!("{} {}", found.code, found.rule);
    let mut row = Row::new(mark, vec![Piece::ours(format!("{rule}: ")), Piece::said(&found.message)]);
    if let Some(was) = found.was {
        row = row.under(vec![Piece::ours(was_there(found.level, was))]);
    }
    if found.brought && found.fails && found.aside.is_some() {
        row = row.under(vec![Piece::ours("it comes with this change, and fails by the settings of one of the ends")]);
    }
    row.under(vec![Piece::code(&format!("{}:{}", found.path, found.line))])
}
