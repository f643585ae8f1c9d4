//! What single words mean to a comparison: modals, negations, numbers, lengths of time.

use crate::base::date::in_words;

/// How much a modal binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Modal {
    /// Leave is given, or something is possible.
    May,
    /// It is advised.
    Should,
    /// It is asked for.
    Must,
}

/// How much a word binds, where it is a modal. In lower case.
pub(super) fn modal(word: &str) -> Option<Modal> {
    Some(match word {
        "must" | "shall" | "required" => Modal::Must,
        "should" | "ought" => Modal::Should,
        "may" | "can" | "might" | "could" => Modal::May,
        _ => return None,
    })
}

/// Whether a word denies.
pub(super) fn is_negation(word: &str) -> bool {
    matches!(word, "not" | "no" | "never" | "none" | "neither" | "nor" | "without" | "cannot" | "nobody" | "nothing")
        || word.ends_with("n't")
        || word.ends_with("n’t")
}

/// Words of a few letters that carry much: no slip of the pen turns one into another.
pub(super) fn is_weighty(word: &str) -> bool {
    modal(word).is_some()
        || is_negation(word)
        || every_days(word).is_some()
        || unit_days(word).is_some()
        || small_number(word).is_some()
        || matches!(
            word,
            "all"
                | "any"
                | "each"
                | "every"
                | "some"
                | "only"
                | "always"
                | "within"
                | "before"
                | "after"
                | "until"
                | "unless"
                | "except"
                | "least"
                | "most"
                | "more"
                | "less"
                | "both"
                | "either"
                | "will"
                | "would"
        )
}

/// A word that says how often, as the days between. `biannual` is none: it means two things.
pub(super) fn every_days(word: &str) -> Option<u32> {
    Some(match word {
        "hourly" => 0,
        "daily" => 1,
        "weekly" => 7,
        "fortnightly" => 14,
        "monthly" => 30,
        "quarterly" => 91,
        "half-yearly" | "six-monthly" => 182,
        "yearly" | "annually" | "annual" => 365,
        "two-yearly" | "biennial" | "biennially" => 730,
        _ => return None,
    })
}

/// A unit of time in minutes.
pub(super) fn unit_minutes(word: &str) -> Option<u64> {
    Some(match word.strip_suffix('s').unwrap_or(word) {
        "minute" => 1,
        "hour" => 60,
        "day" => 1_440,
        "week" => 7 * 1_440,
        "fortnight" => 14 * 1_440,
        "month" => 30 * 1_440,
        "quarter" => 91 * 1_440,
        "year" => 365 * 1_440,
        _ => return None,
    })
}

/// A unit of time that something may happen every one of, in days.
pub(super) fn unit_days(word: &str) -> Option<u32> {
    unit_minutes(word).and_then(|minutes| u32::try_from(minutes / 1_440).ok())
}

/// A number written as a word.
fn small_number(word: &str) -> Option<u64> {
    match word {
        "fifteen" => Some(15),
        "twenty" => Some(20),
        "thirty" => Some(30),
        "sixty" => Some(60),
        "ninety" => Some(90),
        _ => in_words(word).map(|number| number as u64),
    }
}

/// A number in thousandths, in digits or as a word: `0.10`, `1,000`, `five`. No date, version or name of a control.
pub(super) fn number(word: &str) -> Option<u64> {
    if let Some(number) = small_number(word) {
        return Some(number * 1_000);
    }
    let plain = word.replace(',', "");
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || part.len() > 3 || !digits(whole) || !digits(part) {
        return None;
    }
    let thousandths = if part.is_empty() { 0 } else { format!("{part:0<3}").parse::<u64>().ok()? };
    Some(whole.parse::<u64>().ok()? * 1_000 + thousandths)
}

/// Whether a word holds a digit: a number, a date, a version, a control.
pub(super) fn has_digit(word: &str) -> bool {
    word.chars().any(char::is_numeric)
}

/// A text of at most about `length` characters, the rest as `…`.
pub(super) fn shortened(text: &str, length: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(length) else { return text.to_owned() };
    let head = &text[..end];
    // Not in the middle of a word, where one ends near.
    let head = head.rfind(' ').filter(|at| at * 2 > head.len()).map_or(head, |at| &head[..at]);
    format!("{}…", head.trim_end())
}
