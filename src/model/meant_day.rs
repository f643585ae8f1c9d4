//! The day that a text may mean which is no date as we write it.

use crate::base::date;
use crate::base::wording::Words;
use crate::base::{Date, mark, tell};
use crate::diag::{Fix, Span};
use crate::parse::{Problem, ProblemKind};
use crate::reading::{before_remark, is_time, is_weekday, month, western};

/// What can be told of a text that is no date.
#[derive(Debug, PartialEq, Eq)]
enum Meant {
    /// One day.
    Day(Date),
    /// One of two: which number is the day and which the month, or which the year, cannot be told.
    Either(Date, Date),
    /// A day that its month has not.
    NoSuchDay(i16, i8),
    /// A month that no year has.
    NoSuchMonth(i64),
    /// A month without a day.
    Month(i16, i8),
}

/// What is said of a text that is no date.
pub(super) fn problem(text: &str, span: Span) -> Problem {
    let wrong = |message: Words, help: Words| Problem::new(ProblemKind::BadDate, span, message).help(help);
    let no_date = || tell!("`{text}` is no date", text);
    match meant(text) {
        Some(Meant::Day(day)) => wrong(no_date(), tell!("Write it as `{day}`.", day = day.to_string()))
            .fix(Fix::meant(span, day.to_string())),
        Some(Meant::Either(one, other)) => {
            let message = match one.year() == other.year() {
                true => mark!("`{text}` is no date: which number is the day and which the month cannot be told"),
                false => mark!("`{text}` is no date: which number is the year cannot be told"),
            };
            let (one, other) = (one.to_string(), other.to_string());
            let help = mark!("Write it as `{one}` or as `{other}`, whichever is meant.");
            wrong(tell!(message, text), tell!(help, one = &one, other = &other))
                .fix(Fix::meant(span, one))
                .fix(Fix::meant(span, other))
        }
        Some(Meant::NoSuchDay(year, month)) => {
            let (message, help) = date::no_such_day(text, year, month);
            wrong(message, help)
        }
        Some(Meant::NoSuchMonth(month)) => {
            let (message, help) = date::no_such_month(text, month);
            wrong(message, help)
        }
        Some(Meant::Month(year, month)) => wrong(
            tell!("`{text}` is no date: it names no day", text),
            tell!(
                "Write the day too, as year-month-day: `{day}` for the first.",
                day = format!("{year:04}-{month:02}-01")
            ),
        ),
        None => wrong(no_date(), tell!("Write a day that exists as year-month-day: `2026-11-20`.")),
    }
}

/// A word of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    /// A number with so many digits.
    Number(i64, usize),
    /// The name of a month.
    Month(i8),
}

fn meant(text: &str) -> Option<Meant> {
    let text = &*western(before_remark(text)?);
    if let Some(day) = text.get(..10).and_then(date::parse) {
        let rest = text[10..].trim_start_matches(['T', 't', ' ']);
        if is_time(rest) || !rest.contains(char::is_alphanumeric) {
            return Some(Meant::Day(day));
        }
    }
    // Numbers with colons between them are a time of day, of which no day is made.
    let words: Option<Vec<Word>> = text
        .split_whitespace()
        .filter(|chunk| !(chunk.contains(':') && chunk.contains(|c: char| c.is_ascii_digit())))
        .flat_map(|chunk| chunk.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty() && !is_filler(word))
        .map(word)
        .collect();
    let words = words?;
    let dotted = text.contains('.') && !text.contains('/');
    match *words.as_slice() {
        [Word::Number(all, 8)] => day(all / 10_000, all / 100 % 100, all % 100),
        [Word::Number(y, 4), Word::Number(m, _), Word::Number(d, _), ..] => day(y, m, d),
        [Word::Number(y, 4), Word::Month(m), Word::Number(d, _)] => day(y, m.into(), d),
        [Word::Number(d, 1 | 2), Word::Month(m), Word::Number(y, digits @ (2 | 4))]
        | [Word::Month(m), Word::Number(d, 1 | 2), Word::Number(y, digits @ (2 | 4))] => {
            day(century(y, digits), m.into(), d)
        }
        // Between hyphens the year may as well stand first.
        [Word::Number(a, 2), Word::Number(b, 1 | 2), Word::Number(c, 2)] if text.contains('-') => {
            match (day(century(a, 2), b, c), numbers(a, b, century(c, 2), dotted)) {
                (Some(Meant::Day(one)), Some(Meant::Day(other))) if one != other => Some(Meant::Either(one, other)),
                (Some(Meant::Day(_)), Some(Meant::Either(..))) => None,
                (Some(Meant::Day(one)), _) => Some(Meant::Day(one)),
                (_, other) => other,
            }
        }
        [Word::Number(a, 1 | 2), Word::Number(b, 1 | 2), Word::Number(y, digits @ (2 | 4))] => {
            numbers(a, b, century(y, digits), dotted)
        }
        [Word::Month(m), Word::Number(y, 4)] | [Word::Number(y, 4), Word::Month(m)] => {
            Some(Meant::Month(i16::try_from(y).ok()?, m))
        }
        [Word::Number(y, 4), Word::Number(m @ 1..=12, _)] => {
            Some(Meant::Month(i16::try_from(y).ok()?, i8::try_from(m).ok()?))
        }
        _ => None,
    }
}

/// Two numbers and a year. With dots the day stands first; else what cannot be a month is the day.
fn numbers(a: i64, b: i64, year: i64, dotted: bool) -> Option<Meant> {
    let by_day = || day(year, b, a);
    if dotted || a > 12 {
        return by_day();
    }
    if b > 12 {
        return day(year, a, b);
    }
    match (day(year, a, b), by_day()) {
        (Some(Meant::Day(one)), Some(Meant::Day(other))) if one != other => Some(Meant::Either(one, other)),
        (one, _) => one,
    }
}

fn century(year: i64, digits: usize) -> i64 {
    if digits == 2 { 2000 + year } else { year }
}

fn day(year: i64, month: i64, day: i64) -> Option<Meant> {
    let year = i16::try_from(year).ok().filter(|year| (1..=9999).contains(year))?;
    let Some(known) = i8::try_from(month).ok().filter(|month| (1..=12).contains(month)) else {
        return Some(Meant::NoSuchMonth(month));
    };
    let found = i8::try_from(day).ok().and_then(|day| Date::new(year, known, day).ok());
    Some(found.map_or(Meant::NoSuchDay(year, known), Meant::Day))
}

/// Words between the parts of a date: days of the week and the like.
fn is_filler(word: &str) -> bool {
    let small = word.to_lowercase();
    matches!(small.as_str(), "the" | "of" | "de" | "del" | "le" | "den" | "am" | "st" | "nd" | "rd" | "th")
        || is_weekday(word)
}

fn word(text: &str) -> Option<Word> {
    let digits = text.trim_end_matches(|c: char| c.is_alphabetic());
    let rest = text[digits.len()..].to_lowercase();
    if !digits.is_empty() {
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.len() <= 8;
        let ordinal = matches!(rest.as_str(), "" | "st" | "nd" | "rd" | "th" | "er" | "º");
        // What follows a `T` is the time of day, for which nobody asks.
        let moment = rest == "t";
        return (is_number && (ordinal || moment))
            .then(|| digits.parse().ok())
            .flatten()
            .map(|number| Word::Number(number, digits.len()));
    }
    month(&rest).map(Word::Month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_read_is_offered() {
        let november = Date::constant(2026, 11, 2);
        for text in [
            "November 2, 2026",
            "2 Nov 2026",
            "2nd November 2026",
            "02.11.2026",
            "2.11.26",
            "2026/11/02",
            "2026-11-2",
            "20261102",
            "Monday, 2 November 2026",
            "2026-11-02T10:00:00Z",
            "2026 Nov 2",
            "2 novembre 2026",
            "2 de noviembre de 2026",
            "2 Nov 2026 10:00",
            "2026/11/02 10:00:00",
            "2026-11-02 25:00",
            "2026-11-02 (as every year)",
        ] {
            assert_eq!(meant(text), Some(Meant::Day(november)), "{text}");
        }
        for text in
            ["1er mars 2026", "le 1er mars 2026", "1. Mrz. 2026", "Sonntag, den 1. März 2026", "1º de marzo del 2026"]
        {
            assert_eq!(meant(text), Some(Meant::Day(Date::constant(2026, 3, 1))), "{text}");
        }
        assert_eq!(meant("mardi 3 mars 2026"), Some(Meant::Day(Date::constant(2026, 3, 3))));
        assert_eq!(meant("13/02/2026"), Some(Meant::Day(Date::constant(2026, 2, 13))));
        assert_eq!(meant("02/13/2026"), Some(Meant::Day(Date::constant(2026, 2, 13))));
        assert_eq!(meant("11/02/2026"), Some(Meant::Either(november, Date::constant(2026, 2, 11))));
        let (may, other) = (Date::constant(2026, 5, 5), Date::constant(2005, 5, 26));
        assert_eq!(meant("26-05-05"), Some(Meant::Either(may, other)));
        assert_eq!(meant("05-06-26"), None, "each may be the day");
        assert_eq!(meant("02/02/2026"), Some(Meant::Day(Date::constant(2026, 2, 2))));
        assert_eq!(meant("2026-11-31"), Some(Meant::NoSuchDay(2026, 11)));
        assert_eq!(meant("2026-13-01"), Some(Meant::NoSuchMonth(13)));
        assert_eq!(meant("Nov 2026"), Some(Meant::Month(2026, 11)));
        for text in ["12:30:45", "12:30", "12:30 2026", "2026 10:30", "Nov 10:30", "11:02:26 UTC"] {
            assert_eq!(meant(text), None, "a time of day is no day: {text}");
        }
        for text in [
            "",
            "soon",
            "Q4 2026",
            "2026",
            "next year",
            "1/2/3/4",
            "due: 2 Nov 2026",
            "2026-11-20 to 2027-01-01",
            "2026-11-20 planned",
            "2026-11-20 (not yet)",
            "99999999999999999999.1.2026",
            "é",
        ] {
            assert_eq!(meant(text), None, "{text}");
        }
    }
}
