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
    // `jährliche`, `jährlichen`, and so on.
    let stem = word.find("lich").map_or(word, |at| match &word[at + 4..] {
        "e" | "en" | "er" | "es" | "em" => &word[..at + 4],
        _ => word,
    });
    Some(match stem {
        "hourly" | "stündlich" => 0,
        "daily" | "täglich" => 1,
        "weekly" | "wöchentlich" => 7,
        "fortnightly" | "zweiwöchentlich" => 14,
        "monthly" | "monatlich" => 30,
        "quarterly" | "vierteljährlich" | "quartalsweise" => 91,
        "half-yearly" | "six-monthly" | "semi-annual" | "semi-annually" | "semiannual" | "semiannually"
        | "halbjährlich" => 182,
        "yearly" | "annually" | "annual" | "jährlich" => 365,
        "two-yearly" | "biennial" | "biennially" | "zweijährlich" => 730,
        "triennial" | "triennially" => 1_095,
        _ => return None,
    })
}

/// A unit of time in minutes.
pub(super) fn unit_minutes(word: &str) -> Option<u64> {
    const DAY: u64 = 1_440;
    Some(match word.strip_suffix('s').unwrap_or(word) {
        "minute" | "minuten" => 1,
        "hour" | "stunde" | "stunden" => 60,
        "day" | "tag" | "tage" | "tagen" | "kalendertag" | "kalendertage" | "kalendertagen" => DAY,
        _ if is_working_day(word) => DAY,
        "week" | "woche" | "wochen" => 7 * DAY,
        "fortnight" => 14 * DAY,
        "month" | "monat" | "monate" | "monaten" => 30 * DAY,
        "quarter" | "quartal" | "quartale" | "quartalen" => 91 * DAY,
        "year" | "jahr" | "jahre" | "jahren" => 365 * DAY,
        _ => return None,
    })
}

/// Whether a word is a day on which people work.
fn is_working_day(word: &str) -> bool {
    let day = word.strip_prefix("werktag").or_else(|| word.strip_prefix("arbeitstag"));
    day.is_some_and(|ending| matches!(ending, "" | "s" | "e" | "en" | "es"))
}

/// From how many minutes to how many a unit of time is: a month has as many days as it happens to have. `working` says that
/// only days and hours count at which people work.
pub(super) fn unit_range(word: &str, working: bool) -> Option<(u64, u64)> {
    let minutes = unit_minutes(word)?;
    let days = |from: u64, to: u64| (from * 1_440, to * 1_440);
    Some(match minutes / 1_440 {
        0 if working => (minutes, minutes * 5),
        1 if working || is_working_day(word) => (minutes, minutes * 7 / 5),
        30 => days(28, 31),
        91 => days(90, 92),
        365 => days(365, 366),
        _ => (minutes, minutes),
    })
}

/// A unit of time that something may happen every one of, in days.
pub(super) fn unit_days(word: &str) -> Option<u32> {
    unit_minutes(word).and_then(|minutes| u32::try_from(minutes / 1_440).ok())
}

/// A number written as a word, up to a hundred.
fn small_number(word: &str) -> Option<u64> {
    const TENS: [[&str; 2]; 9] = [
        ["ten", "zehn"],
        ["twenty", "zwanzig"],
        ["thirty", "dreißig"],
        ["forty", "vierzig"],
        ["fifty", "fünfzig"],
        ["sixty", "sechzig"],
        ["seventy", "siebzig"],
        ["eighty", "achtzig"],
        ["ninety", "neunzig"],
    ];
    const GERMAN: [&str; 12] =
        ["ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"];
    let place = |list: &[&str], word: &str| list.iter().position(|known| *known == word).map(|at| at as u64 + 1);
    let tens = |word: &str| TENS.iter().position(|known| known.contains(&word)).map(|at| (at as u64 + 1) * 10);
    // `Ein` alone is an article.
    let german = |word: &str| place(&GERMAN, word);
    let english = |word: &str| in_words(word).map(|number| number as u64);
    match word {
        "fifteen" | "fünfzehn" => return Some(15),
        "vierzehn" | "fourteen" => return Some(14),
        "hundred" | "hundert" => return Some(100),
        "ein" => return None,
        _ => {}
    }
    let parted = || match (word.split_once('-'), word.split_once("und")) {
        (Some((ten, one)), _) => Some(tens(ten)? + english(one).filter(|one| *one < 10)?),
        (None, Some((one, ten))) => Some(tens(ten)? + german(one).filter(|one| *one < 10)?),
        (None, None) => None,
    };
    english(word).or_else(|| german(word)).or_else(|| tens(word)).or_else(parted)
}

/// Whether a word is an article that may stand for one: `within a day`.
pub(super) fn is_article(word: &str) -> bool {
    matches!(word, "a" | "an" | "ein" | "eine" | "einer" | "eines" | "einem" | "einen")
}

/// How often a word says that something happens in what comes behind it: `twice a year`.
pub(super) fn times(word: &str) -> Option<u64> {
    match word {
        "once" => Some(1),
        "twice" => Some(2),
        "thrice" => Some(3),
        _ if word.ends_with("mal") => match &word[..word.len() - 3] {
            "ein" => Some(1),
            many => small_number(many.strip_suffix('-').unwrap_or(many)),
        },
        _ => None,
    }
}

/// A number in thousandths, in digits or as a word: `0.10`, `1,000`, `99,5`, `five`. No date, version or name of a control,
/// and none of which it is not known where its whole ends: `1.000`.
pub(super) fn number(word: &str) -> Option<u64> {
    if let Some(number) = small_number(word) {
        return Some(number * 1_000);
    }
    let is_decimal_comma = |(_, part): (&str, &str)| part.len() != 3 && !part.contains([',', '.']);
    let plain = word.replace(',', if word.split_once(',').is_some_and(is_decimal_comma) { "." } else { "" });
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_open = part.len() == 3 && whole.bytes().any(|byte| byte != b'0');
    if whole.is_empty() || whole.len() > 12 || part.len() > 3 || !digits(whole) || !digits(part) || is_open {
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
