//! Points of Annex III, as the entry of a system names them.

use std::collections::BTreeSet;

use crate::model::catalog::Catalog;
use crate::model::document::Document;

/// A point of Annex III: its number, and its letter where one is given.
pub type Point = (u32, Option<char>);

/// The points of Annex III that the entry of a system names, as far as they can be read.
pub fn points(system: &Document) -> BTreeSet<Point> {
    let words = system.fields.texts("annex-iii").iter();
    words.filter_map(|word| points_in(&word.value)).flatten().collect()
}

/// The points that one text names, such as `5(b) and 5(c)`; `None` where a part of it is none.
pub fn points_in(text: &str) -> Option<Vec<Point>> {
    let plain = text.replace(" and ", ",").replace(" or ", ",").replace(" und ", ",").replace(" et ", ",");
    let parts = plain.split([',', ';', '/', '&']).map(str::trim).filter(|part| {
        // The name of the annex may stand before a comma.
        !matches!(part.to_lowercase().as_str(), "" | "annex iii" | "anhang iii" | "annexe iii")
    });
    let points: Option<Vec<Point>> = parts.map(point).collect();
    points.filter(|points| !points.is_empty())
}

/// The point that a word means: `5(b)`, `5 (b)`, `5b`, `point 5(b)`, `Annex III point 5(b)`.
fn point(word: &str) -> Option<Point> {
    let word = word.to_lowercase();
    let digits = word.find(|c: char| c.is_ascii_digit())?;
    // A word in front may lead to it; whatever else stands there means something else.
    let is_lead = |lead: &str| matches!(lead, "annex" | "iii" | "anhang" | "point" | "points" | "no" | "nr" | "nummer");
    let mut leads = word[..digits].split(|c: char| !c.is_alphanumeric()).filter(|lead| !lead.is_empty());
    if !leads.all(is_lead) {
        return None;
    }
    let rest = &word[digits..];
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let number: u32 = rest[..end].parse().ok()?;
    let of_annex = Catalog::builtin().framework("eu-ai-act")?.find("annex-iii")?;
    of_annex.points.iter().find(|point| point.number == number)?;
    let letters: Vec<char> = rest[end..].chars().filter(|c| c.is_alphabetic()).collect();
    match letters[..] {
        [] => Some((number, None)),
        [letter] if ('a'..='e').contains(&letter) => Some((number, Some(letter))),
        _ => None,
    }
}
