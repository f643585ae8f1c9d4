//! Versions as they are written: their numbers, and how one stands to another.

use std::cmp::Ordering;

use crate::base::date::in_words;
use crate::reading::dressed_version;

/// A version with points in the place of commas between its numbers; none where it has no such commas.
pub fn plain(version: &str) -> Option<String> {
    let is_number = |part: &str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    let has_comma = version.contains(',') && version.split([',', '.']).all(|part| is_number(part.trim()));
    has_comma.then(|| version.split([',', '.']).map(str::trim).collect::<Vec<_>>().join("."))
}

/// A version without what a slip put beside its numbers: a point behind the last, or a zero before the first. None where it
/// has no such thing.
pub fn trimmed(version: &str) -> Option<String> {
    let bare = version.trim().trim_end_matches('.');
    let bare = match bare.split_once('.') {
        Some((first, rest)) if first.len() > 1 && first.starts_with('0') => {
            format!("{}.{rest}", first.trim_start_matches('0'))
        }
        _ => bare.to_owned(),
    };
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (bare != version.trim() && bare.split('.').all(is_number)).then_some(bare)
}

/// The number that a version is in letters: `two`.
pub fn in_letters(version: &str) -> Option<usize> {
    const GERMAN: [&str; 10] = ["eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"];
    let word = version.trim().to_lowercase();
    let word = word.strip_prefix("version ").unwrap_or(&word);
    in_words(word).or_else(|| GERMAN.iter().position(|known| *known == word).map(|place| place + 1))
}

/// Whether a version is a word that each newer text will bear in its turn: `latest`.
pub fn is_fleeting(version: &str) -> bool {
    const WORDS: [&str; 12] = [
        "latest", "current", "newest", "last", "new", "final", "actual", "aktuell", "neueste", "neu", "letzte", "today",
    ];
    WORDS.contains(&version.trim().to_lowercase().as_str())
}

/// Whether a version says that its text is not finished: `2.1-draft`.
pub fn is_unfinished(version: &str) -> bool {
    const WORDS: [&str; 9] = ["draft", "wip", "entwurf", "rc", "alpha", "beta", "preview", "dev", "snapshot"];
    let lower = version.to_lowercase();
    lower.split(|c: char| !c.is_alphabetic()).any(|word| WORDS.contains(&word))
}

/// How one version stands to another, by the numbers in them; none where either is more than numbers.
pub fn compare(one: &str, other: &str) -> Option<Ordering> {
    let (mut one, mut other) = (numbers(one)?, numbers(other)?);
    let length = one.len().max(other.len());
    one.resize(length, 0);
    other.resize(length, 0);
    Some(one.cmp(&other))
}

/// Whether two ways of writing mean one version: `v2.1`, `2.1` and `2.1.0` do, `1.1` and `1.10` do not.
pub fn same(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim()) || compare(one, other) == Some(Ordering::Equal)
}

/// Whether two versions share their first number, as `3.0` and `3.2` do. Years and months are no such numbers.
pub fn same_line(one: &str, other: &str) -> bool {
    let first = |version: &str| numbers(version)?.first().copied();
    !of_years(one) && first(one).is_some_and(|one| first(other) == Some(one))
}

/// Whether a version is numbered by years: `2026-08`.
pub fn of_years(version: &str) -> bool {
    numbers(version).is_some_and(|numbers| numbers.first().is_some_and(|first| *first >= 1_000))
}

/// What all ways of writing a version have in common, to look it up by.
pub fn key(version: &str) -> String {
    let Some(mut numbers) = numbers(version) else { return version.trim().to_lowercase() };
    while numbers.len() > 1 && numbers.last() == Some(&0) {
        numbers.pop();
    }
    numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(".")
}

fn numbers(version: &str) -> Option<Vec<u64>> {
    let version = dressed_version(version).unwrap_or_else(|| version.trim());
    // Slips that `odd-version` tells change nothing in which version is meant.
    if let Some(number) = in_letters(version) {
        return Some(vec![u64::try_from(number).ok()?]);
    }
    version.trim_end_matches('.').split([',', '.', '-', '/']).map(|part| part.trim().parse().ok()).collect()
}
