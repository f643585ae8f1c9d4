//! What a change does, as one page that needs no other file: for a run of a build server to keep, or to send on.

use serde::Serialize;

use super::assets;
use super::theme::Theme;
use super::view::{Pair, Part, Sign, capital, coded, line};
use crate::base::{Result, sha256};
use crate::impact::told::{Piece, Row, Section, Told, Tone};
use crate::model::own_theme::OwnTheme;
use crate::signature::to_base64;
use crate::state::GENERATOR;

/// What stands near the top of such a page, by which it is known.
pub const IMPACT_MARK: &str = "<meta name=\"aims-impact\"";

/// How many rows of a section the page holds.
const ROWS: usize = 500;

#[derive(Serialize)]
struct View<'a> {
    title: &'a str,
    generator: &'a str,
    today: &'a str,
    style: &'a str,
    /// The digest by which the page's policy lets its own style in, and no other.
    digest: String,
    ends: Vec<Pair>,
    notes: Vec<Vec<Part>>,
    facts: Vec<Vec<Part>>,
    sections: Vec<SectionView<'a>>,
    unchanged: String,
}

#[derive(Serialize)]
struct SectionView<'a> {
    id: &'a str,
    title: &'a str,
    count: &'a str,
    intro: Vec<Vec<Part>>,
    rows: Vec<RowView>,
    more: usize,
}

#[derive(Serialize)]
struct RowView {
    sign: Sign,
    head: Vec<Part>,
    under: Vec<Vec<Part>>,
}

/// The page; `today` is the day on which both ends were judged.
///
/// # Errors
/// Where the template fails: a mistake of ours.
pub fn impact_page(told: &Told, today: &str) -> Result<String> {
    let style = assets::style();
    let fact = |fact: &crate::impact::told::Fact| match fact.tone {
        Tone::Bad => vec![Part::Strong { v: fact.text.clone() }],
        _ => vec![Part::text(&*fact.text)],
    };
    let view = View {
        title: told.title,
        generator: GENERATOR,
        today,
        style: &style,
        digest: to_base64(&sha256(style.as_bytes())),
        ends: told.ends.iter().map(|(name, pieces)| Pair::new(*name, parts(pieces))).collect(),
        notes: told.notes.iter().map(|note| parts(note)).collect(),
        facts: told.summary.iter().map(fact).collect(),
        sections: told.sections.iter().map(section).collect(),
        unchanged: told.unchanged.join(", ").to_lowercase(),
    };
    Theme::load(&OwnTheme::default(), None)?.render_alone("impact.html", &view)
}

fn section(section: &Section) -> SectionView<'_> {
    SectionView {
        id: section.id,
        title: section.title,
        count: &section.count,
        intro: section.intro.iter().map(|paragraph| parts(paragraph)).collect(),
        rows: section.rows.iter().take(ROWS).map(row).collect(),
        more: section.rows.len().saturating_sub(ROWS),
    }
}

fn row(row: &Row) -> RowView {
    let under = row.under.iter().map(|line| {
        let mut parts = parts(line);
        // A line of its own begins as a sentence does.
        if let Some(Part::Text { v }) = parts.first_mut() {
            *v = capital(v);
        }
        parts
    });
    RowView { sign: Sign::new(row.mark.shape, &*row.mark.word), head: parts(&row.head), under: under.collect() }
}

fn parts(pieces: &[Piece]) -> Vec<Part> {
    let of = |piece: &Piece| match piece {
        Piece::Ours(text) => vec![Part::text(&**text)],
        Piece::Said(text) => coded(text),
        Piece::Id(text) => vec![Part::Strong { v: line(text) }],
        Piece::Code(text) => vec![Part::code(line(text))],
    };
    pieces.iter().flat_map(of).collect()
}
