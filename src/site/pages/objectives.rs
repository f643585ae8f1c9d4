//! How AI objectives move: what was measured of each as a line with the target beside it, and a sign that follows the
//! numbers and not only what the document says.

use super::sections::Section;
use crate::base::date::days_between;
use crate::base::{Date, plural, say, wording};
use crate::check::measured::{Measured, measured};
use crate::model::DocIx;
use crate::model::document::Document;
use crate::site::context::Shared;
use crate::site::markup::{Markup, element, text};
use crate::site::view::{Part, plain};
use crate::site::worded::phrase;

/// How wide and high a drawing is, and how much of it is left free around the line.
const WIDTH: i64 = 320;
const HEIGHT: i64 = 96;
const FREE: i64 = 10;

/// How many objectives are drawn on one page.
const MOST: usize = 60;

/// The drawings of all objectives that have a target as a number; empty where none has.
pub(super) fn drawings(documents: &[(DocIx, &Document)], today: Date) -> String {
    let living = documents.iter().filter(|(_, document)| !document.is_retired()).take(MOST);
    let drawn: String = living.filter_map(|(_, document)| drawing(document, today)).collect();
    if drawn.is_empty() { drawn } else { format!("<div class=\"multiples\">{drawn}</div>") }
}

/// How an objective moves, on its own page.
pub(super) fn section(shared: &Shared<'_>, ix: DocIx) -> Option<Section> {
    let document = shared.aims.document(ix);
    let objective = Some(document).filter(|document| document.is("objective"))?;
    let figure = drawing(objective, shared.today())?;
    let figure = format!("<div class=\"multiples\">{figure}</div>");
    Some(Section { figure, ..Section::new("_moves", say!("How it moves")) })
}

/// One objective: its line, its target, and what both say in words.
fn drawing(objective: &Document, today: Date) -> Option<String> {
    let of = measured(objective, today).filter(|of| !of.values.is_empty())?;
    let words = words(objective, &of);
    let mut out = String::from("<figure><figcaption>");
    text(&mut out, &objective.id);
    element(&mut out, " <bdi>", &objective.title, "</bdi></figcaption>");
    svg(&mut out, &of, &plain(&words));
    out.push_str("<p>");
    for part in &words {
        part.write(&mut out);
    }
    out.push_str("</p></figure>");
    Some(out)
}

/// What was measured first and last, in the words of the document, and how that stands to the target.
fn words(objective: &Document, of: &Measured<'_>) -> Vec<Part> {
    let (Some((first, _, from)), Some((last, _, to))) = (of.values.first(), of.values.last()) else {
        return Vec::new();
    };
    let moved = match of.values.len() {
        1 => say!("{value} on {day}.", value = *to, day = wording::day(*last)),
        n => plural!(
            n,
            "{from} on {first}, {to} on {last}, by {n} measurement.",
            "{from} on {first}, {to} on {last}, by {n} measurements.",
            from = *from,
            first = wording::day(*first),
            to = *to,
            last = wording::day(*last)
        ),
    };
    let number = || wording::number(&of.target.to_string()).into_owned();
    let target = objective.fields.text("target").map_or_else(number, str::to_owned);
    let stands = match (of.is_reached(), of.moved_away()) {
        (true, _) => say!("The last reaches it."),
        (false, true) => say!("The last does not reach it, and moved away from it."),
        (false, false) => say!("The last does not reach it yet."),
    };
    let mut parts = vec![Part::text(format!("{moved} "))];
    parts.extend(phrase!("The target: {target}.", target = Part::said(target)));
    parts.push(Part::text(format!(" {stands}")));
    parts
}

/// The line of what was measured, and the target as a broken one. Whole numbers alone, so that every machine draws the same.
fn svg(out: &mut String, of: &Measured<'_>, about: &str) {
    // A share is seen as one where nothing is the bottom.
    let bottom = of.values.iter().all(|(.., told)| told.trim_end().ends_with('%')).then_some(0.0);
    let all = || of.values.iter().map(|(_, value, _)| *value).chain([of.target]).chain(bottom);
    let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    let span = if high > low { high - low } else { 1.0 };
    let y = |value: f64| {
        let share = ((value - low) / span * 1000.0).round();
        // Between nothing and a thousand, by what was asked just above.
        #[expect(clippy::cast_possible_truncation, reason = "a share of a thousand")]
        let share = share.clamp(0.0, 1000.0) as i64;
        HEIGHT - FREE - share * (HEIGHT - 2 * FREE) / 1000
    };
    let first = of.values.first().map(|(day, ..)| *day);
    let days = first.zip(of.values.last()).map_or(0, |(first, (last, ..))| days_between(first, *last)).max(1);
    let x = |day| FREE + first.map_or(0, |first| days_between(first, day)) * (WIDTH - 2 * FREE) / days;
    out.push_str(&format!(
        "<svg class=\"series\" width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\"><title>"
    ));
    text(out, about);
    let at = y(of.target);
    out.push_str(&format!(
        "</title><line class=\"target\" x1=\"0\" y1=\"{at}\" x2=\"{WIDTH}\" y2=\"{at}\"/><polyline points=\""
    ));
    let points: Vec<String> = of.values.iter().map(|(day, value, _)| format!("{},{}", x(*day), y(*value))).collect();
    out.push_str(&points.join(" "));
    out.push_str("\"/>");
    for (day, value, _) in &of.values {
        out.push_str(&format!("<circle cx=\"{}\" cy=\"{}\" r=\"3\"/>", x(*day), y(*value)));
    }
    out.push_str("</svg>");
}
