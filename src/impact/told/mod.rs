//! What a change does, in sections of rows for people: what a terminal, a comment and a page show, each in its own way.
//!
//! Every word of the repository is in a [`Piece`] that says so. Whoever shows it makes it harmless where it is shown; nothing
//! here is marked up.

mod findings;
mod people;
mod pieces;
mod sections;
mod summary;

pub use pieces::{Fact, Mark, Piece, Row, Section, Tone};

use crate::base::text::count;
use crate::history::short;
use crate::impact::ends::{End, Read};
use crate::impact::whole::Impact;

/// The heading.
pub const TITLE: &str = "What this change does";

/// What a change does, told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The heading.
    pub title: &'static str,
    /// Which two ends were read.
    pub ends: Vec<(&'static str, Vec<Piece>)>,
    /// What the reader has to know about them.
    pub notes: Vec<Vec<Piece>>,
    /// All of it in a few words, the gravest first.
    pub summary: Vec<Fact>,
    /// The sections that have something to tell, the most important first.
    pub sections: Vec<Section>,
    /// What the others are about: there nothing changed.
    pub unchanged: Vec<&'static str>,
}

/// Tells what a change does.
pub fn told(impact: &Impact) -> Told {
    let all = [
        sections::settings(impact),
        sections::documents(impact),
        sections::files(impact),
        sections::requirements(impact),
        sections::statement(impact),
        people::reviews(impact),
        people::approvals(impact),
        people::acts(impact),
        people::due(impact),
        people::suspect(impact),
        findings::new(impact),
        findings::aside(impact),
        findings::fixed(impact),
    ];
    let unchanged = all.iter().filter(|section| section.rows.is_empty()).map(|section| section.title).collect();
    let notes = impact.notes.iter().map(|note| vec![Piece::said(note)]).collect();
    Told {
        title: TITLE,
        ends: vec![("Base", end(&impact.base)), ("Head", end(&impact.head)), ("Between", between(impact))],
        notes,
        summary: summary::facts(impact),
        sections: all.into_iter().filter(|section| !section.rows.is_empty()).collect(),
        unchanged,
    }
}

/// Where an end comes from.
fn end(end: &End) -> Vec<Piece> {
    let mut pieces = Vec::new();
    match (&end.asked, end.read) {
        (_, Read::WorkTree) if end.uncommitted => {
            pieces.push(Piece::ours("the work tree, with changes that are not committed, after "));
        }
        (_, Read::WorkTree) => pieces.push(Piece::ours("the work tree, all of it committed, at ")),
        (Some(asked), Read::Commit) => pieces.extend([Piece::code(asked), Piece::ours(", ")]),
        (Some(asked), Read::Fork) => {
            pieces.extend([Piece::ours("where "), Piece::code(asked), Piece::ours(" and the head part, ")]);
        }
        (None, _) => {}
    }
    match &end.commit {
        Some(commit) => pieces.extend([Piece::ours("commit "), Piece::code(&short(commit))]),
        None => pieces.push(Piece::ours("no commit")),
    }
    pieces.extend(end.day.as_ref().map(|day| Piece::ours(format!(" of {day}"))));
    pieces
}

fn between(impact: &Impact) -> Vec<Piece> {
    vec![Piece::ours(format!(
        "{} that changed documents; both ends are judged as of {}",
        count(impact.commits, "commit"),
        impact.today
    ))]
}
