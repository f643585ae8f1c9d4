//! Days as people write them in running text. Only what can mean one day alone is read: `02/03/2026` is none.

use crate::base::{Date, date};

/// The names of months, by their first letters: English, and those of other languages that differ from it.
const MONTHS: [(&str, i8); 45] = [
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("may", 5),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
    // German
    ("jän", 1),
    ("mär", 3),
    ("mrz", 3),
    ("mai", 5),
    ("okt", 10),
    ("dez", 12),
    // French
    ("janv", 1),
    ("fév", 2),
    ("avr", 4),
    ("juin", 6),
    ("juil", 7),
    ("aoû", 8),
    ("déc", 12),
    // Spanish, Portuguese, Italian
    ("ene", 1),
    ("fev", 2),
    ("abr", 4),
    ("ago", 8),
    ("set", 9),
    ("dic", 12),
    ("out", 10),
    ("gen", 1),
    ("mag", 5),
    ("giu", 6),
    ("lug", 7),
    ("ott", 10),
    // Dutch, Indonesian, Scandinavian
    ("maa", 3),
    ("mrt", 3),
    ("mei", 5),
    ("agu", 8),
    ("des", 12),
    ("maj", 5),
    ("febr", 2),
    ("sept", 9),
];

/// How a remark begins that says of a day that nothing was done on it, or not yet.
const NOT_YET: [&str; 22] = [
    "not",
    "never",
    "planned",
    "overdue",
    "pending",
    "cancelled",
    "canceled",
    "scheduled",
    "proposed",
    "expected",
    "postponed",
    "tbd",
    "tbc",
    "nicht",
    "noch",
    "geplant",
    "fällig",
    "überfällig",
    "offen",
    "ausstehend",
    "abgesagt",
    "verschoben",
];

/// The same, where the remark says no more.
const ALONE: [&str; 3] = ["due", "open", "plan"];

/// The day that a value of front matter is: as we write it, or before a time of day, as programs write the two:
/// `2024-11-15T19:50:49.966Z`.
pub fn day_of(text: &str) -> Option<Date> {
    let stamped = || {
        let (day, time) = (text.get(..10)?, text.get(10..)?.strip_prefix(['T', 't', ' '])?);
        date::parse(day).filter(|_| is_time(time))
    };
    date::parse(text).or_else(stamped)
}

/// The day that a text says and nothing else, or with a remark in brackets behind it.
pub(super) fn read(text: &str) -> Option<Date> {
    let text = western(before_remark(text)?);
    let text = text.trim().trim_end_matches(['.', ',', ';', '-']);
    let text = match text.split_once([' ', ',']) {
        Some((first, rest)) if is_weekday(first.trim_end_matches('.')) => rest.trim_start(),
        _ => text,
    };
    date::parse(text).or_else(|| by_words(text)).or_else(|| by_signs(text))
}

/// A text without the remark that stands in brackets behind it; `None` where that says that nothing was done on the day, or
/// not yet.
pub fn before_remark(text: &str) -> Option<&str> {
    let Some((said, remark)) = text.split_once(['(', '[', '（']) else { return Some(text) };
    let mut words = remark.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default().to_lowercase();
    let is_alone = words.next().is_none();
    let is_none = NOT_YET.contains(&first.as_str()) || is_alone && ALONE.contains(&first.as_str());
    (!is_none).then_some(said)
}

/// Whether a text is a time of day, as people and programs write it: `10:00`, `19:50:49.966Z`, `09:30 +02:00`, `09:00 CET`,
/// `10 am`.
pub fn is_time(text: &str) -> bool {
    const OF_HOURS: [&str; 4] = ["am", "pm", "uhr", "h"];
    let text = text.trim();
    let (clock, zone) = text.split_at(text.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(text.len()));
    let mut parts = clock.split(':');
    let mut below =
        |most: u8| parts.next().and_then(|part| part.parse::<u8>().ok()).is_some_and(|number| number < most);
    let zone = zone.trim_start().to_lowercase();
    if !below(24) || (clock.contains(':') && !below(60)) {
        return false;
    }
    // Behind the clock stand parts of a second, how far the zone is away, or what it is called.
    let mut words = zone.split_whitespace();
    let is_named = |word: &str| word.len() <= 4 && !matches!(word, "to" | "or" | "and" | "und" | "bis");
    let is_number = |c: char| c.is_ascii_digit() || "+-:.zut".contains(c);
    match clock.contains(':') {
        true => {
            words.all(|word| word.chars().all(is_number) || word.chars().all(char::is_alphabetic) && is_named(word))
        }
        false => OF_HOURS.contains(&zone.as_str()),
    }
}

/// Whether a word names a day of the week.
pub fn is_weekday(word: &str) -> bool {
    let word = word.to_lowercase();
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "mittwoch", "dimanche"].contains(&word.as_str())
        || ["day", "tag", "ndi", "rdi", "udi", "edi"].iter().any(|end| word.ends_with(end))
}

/// A text with the digits of ASCII for others, and hyphens in a day as Chinese and Japanese have it.
pub fn western(text: &str) -> String {
    let from = |c: char, zero: u32| char::from_digit(u32::from(c).checked_sub(zero)?, 10);
    let digit = |c: char| [0x660, 0x6f0, 0xff10].into_iter().find_map(|zero| from(c, zero));
    let plain = |c: char| match c {
        '年' | '月' | '日' => '-',
        _ => digit(c).unwrap_or(c),
    };
    text.chars().map(plain).collect()
}

/// `2026/04/15`, `15.04.2026`, `2026.04.15`, `2026-4-5`, `2026-04-15T00:00:00Z`.
fn by_signs(text: &str) -> Option<Date> {
    let (day, time) = text.split_once(['T', ' ']).unwrap_or((text, ""));
    if !time.is_empty() && !is_time(time) {
        return None;
    }
    let parts: Vec<&str> = day.split(['.', '/', '-']).collect();
    let [a, b, c] = parts.as_slice() else { return None };
    let number = |part: &str, most: usize| {
        (!part.is_empty() && part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit())).then_some(())
    };
    let (year, month, of_month) = match (a.len(), c.len()) {
        (4, _) => (a, b, c),
        // With full stops the day comes first everywhere. With strokes that depends on where one is.
        (_, 4) if day.contains('.') => (c, b, a),
        _ => return None,
    };
    number(year, 4)?;
    number(month, 2)?;
    number(of_month, 2)?;
    date::parse(&format!("{year}-{month:0>2}-{of_month:0>2}"))
}

/// `15 April 2026`, `April 15, 2026`, `15th of April 2026`, `15-Apr-2026`, `15. April 2026`.
fn by_words(text: &str) -> Option<Date> {
    let words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '-' | '/'))
        .map(|word| word.trim_matches('.').to_lowercase())
        .filter(|word| !word.is_empty() && !matches!(word.as_str(), "of" | "the" | "de"))
        .collect();
    let [a, b, c] = words.as_slice() else { return None };
    let (day, month, year) = match month(a) {
        Some(month) => (b, month, c),
        None => (a, month(b)?, c),
    };
    let digits = day.trim_end_matches(|c: char| c.is_alphabetic());
    let ending = &day[digits.len()..];
    let day: i8 = digits.parse().ok().filter(|_| matches!(ending, "" | "st" | "nd" | "rd" | "th" | "er"))?;
    let year = year.parse::<i16>().ok().filter(|year| (1900..=9999).contains(year))?;
    date::parse(&format!("{year}-{month:02}-{day:02}"))
}

/// The days that a text names among its first words; of a month, its first.
pub fn days_in(text: &str) -> Vec<Date> {
    let all: Vec<&str> = text.split_whitespace().take(FIRST_WORDS).collect();
    let is_around = |c: char| !c.is_alphanumeric();
    let at = |start: usize| {
        // No day is without a digit.
        let words = (1..=MOST_WORDS).filter_map(|length| all.get(start..start + length));
        let digits = |words: &&[&str]| words.iter().any(|word| word.contains(|c: char| c.is_ascii_digit()));
        words.filter(digits).find_map(|words| read(words.join(" ").trim_matches(is_around)))
    };
    let month_at = |start: usize| {
        let [name, year] = all.get(start..start + 2)? else { return None };
        let year = year.trim_matches(is_around).parse::<i16>().ok().filter(|year| (1900..=9999).contains(year))?;
        date::parse(&format!("{year}-{:02}-01", month(&name.to_lowercase())?))
    };
    let mut found: Vec<Date> = (0..all.len()).filter_map(|start| at(start).or_else(|| month_at(start))).collect();
    found.dedup();
    found
}

/// As many words of a text are looked at.
const FIRST_WORDS: usize = 200;

/// As many words a day has at most: `15th of April 2026`.
const MOST_WORDS: usize = 4;

/// The month that a word names, in small letters, in any of these languages and however it is cut short.
pub fn month(word: &str) -> Option<i8> {
    if !word.chars().all(char::is_alphabetic) {
        return None;
    }
    let fits = |(name, _): &&(&str, i8)| word.starts_with(name);
    // Of two that fit the longer says more: `juin` and `juil` begin alike.
    MONTHS.iter().filter(fits).max_by_key(|(name, _)| name.len()).map(|(_, month)| *month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        let wanted = Some(Date::constant(2026, 4, 15));
        for text in [
            "2026-04-15",
            "2026/04/15",
            "2026.04.15",
            "15.04.2026",
            "15 April 2026",
            "15th April 2026",
            "15th of April, 2026",
            "April 15, 2026",
            "Apr 15 2026",
            "15-Apr-2026",
            "15. April 2026",
            "15 avril 2026",
            "15 de abril de 2026",
            "2026-04-15T10:00:00Z",
            "2026-04-15 (annual)",
            "15 April 2026.",
            "2026/04/15 09:30",
            "Wednesday, 15.04.2026",
            "Mittwoch, 15. April 2026",
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
        assert_eq!(read("1. März 2026"), Some(Date::constant(2026, 3, 1)));
        assert_eq!(read("1. Mrz. 2026"), Some(Date::constant(2026, 3, 1)));
        assert_eq!(read("3 juin 2026"), Some(Date::constant(2026, 6, 3)));
    }

    #[test]
    fn what_could_be_two_days_or_none_is_not_read() {
        for text in
            ["02/03/2026", "15/04/2026", "April 2026", "31 April 2026", "15.04.26", "soon", "", "1.2.3", "Q1 2026"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_on_which_nothing_was_done_yet_is_none() {
        for text in [
            "2026-10-01 planned",
            "2026-10-01 - not done",
            "2026/10/01 cancelled",
            "2026-10-01 or later",
            "15.09.2026 geplant",
            "2026-10-01 (planned)",
            "2026-10-01 (noch nicht erfolgt)",
            "2026-11-20 to 2027-01-01",
            "20.11.2026 - 31.12.2026",
            "2026-10-01 25:00",
            "2026-10-01 09:00 or later",
            "2026-10-01 09",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        for text in [
            "2026-10-01 (annual, by the board)",
            "2026-10-01 (no changes)",
            "2026-10-01 (business continuity plan)",
            "01.10.2026 (in open session)",
            "2026-10-01 09:00 CET",
            "01.10.2026 10:00 Uhr",
            "2026-10-01 10 am",
            "2026-10-01T19:50:49.966Z",
        ] {
            assert_eq!(read(text), Some(Date::constant(2026, 10, 1)), "{text}");
        }
    }

    #[test]
    fn days_are_found_however_they_are_written() {
        let told = |text: &str| days_in(text).into_iter().map(|day| day.to_string()).collect::<Vec<_>>();
        for text in
            ["2026-03-01: it works", "On 1 March 2026 it worked.", "Note of 01.03.2026 (late)", "until March 1, 2026."]
        {
            assert_eq!(told(text), ["2026-03-01"], "{text}");
        }
        assert_eq!(told("It was reworded in July 2026, after that"), ["2026-07-01"]);
        assert_eq!(told("from 2026-03-01 to 2026-03-02"), ["2026-03-01", "2026-03-02"]);
        assert!(told("Everything below is void: 3 of 10 failed in 2026.").is_empty());
    }
}
