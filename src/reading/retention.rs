//! How long a text says that something is kept.

use crate::base::{Date, Period};

/// What years are called elsewhere.
const YEARS: [&str; 9] = ["jahr", "jahre", "jahren", "an", "ans", "année", "années", "años", "anni"];

/// A day from which lengths of time are compared.
const DAY: Date = Date::constant(2026, 3, 1);

/// Words between a length of time and what it counts from.
const FROM: [&str; 19] = [
    "after",
    "from",
    "since",
    "following",
    "beyond",
    "past",
    "nach",
    "ab",
    "seit",
    "après",
    "depuis",
    "desde",
    "después",
    "dopo",
    "após",
    "efter",
    "counted",
    "starting",
    "beginning",
];

/// Words before what has to come first, where the length of time stands behind it.
const UNTIL: [&str; 2] = ["until", "bis"];

/// How long something is kept, and what that counts from, of a text such as `10 years after the last use, the log 6 months`:
/// the longest time that it names, and what stands behind it up to the next comma, or what is waited for before. Empty where it does not say from when.
pub fn kept_for(text: &str) -> Option<(Period, &str)> {
    let words = words(text);
    let pairs = words.windows(2).filter_map(|pair| {
        let ((_, count), (end, unit)) = (&pair[0], &pair[1]);
        let unit = if YEARS.contains(&unit.as_str()) { "years" } else { unit };
        Some((Period::parse(&format!("{count} {unit}"))?, *end))
    });
    let of_iso = |word: &&(usize, String)| word.1.starts_with('p') && word.1.contains(|c: char| c.is_ascii_digit());
    let alone = words.iter().filter(of_iso).filter_map(|(end, word)| Some((Period::parse(word)?, *end)));
    let whole = Period::parse(&text.to_lowercase()).map(|period| (period, text.len()));
    let (period, end) = pairs.chain(alone).chain(whole).max_by_key(|(period, _)| period.after(DAY))?;
    let mut behind = words.iter().skip_while(|(at, _)| *at <= end);
    let from = behind.by_ref().take_while(|(_, word)| FROM.contains(&word.as_str())).last().map(|(end, _)| *end);
    let behind = from.and_then(|from| text.get(from..));
    // `Until no document relies on it, then 6 years`.
    let before = || {
        let (until, rest) = text.get(..end)?.trim_start().split_once(' ')?;
        UNTIL.iter().any(|word| word.eq_ignore_ascii_case(until)).then_some(rest).filter(|rest| rest.contains(','))
    };
    let anchor = behind.or_else(before).unwrap_or_default();
    let anchor = anchor.split([',', ';', '\n']).next().unwrap_or_default();
    Some((period, anchor.trim().trim_end_matches('.')))
}

/// The words of a text in lower case, each with where it ends.
fn words(text: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut word = String::new();
    for (at, letter) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        if letter.is_alphanumeric() {
            word.extend(letter.to_lowercase());
        } else if !word.is_empty() {
            found.push((at, std::mem::take(&mut word)));
        }
    }
    found
}
