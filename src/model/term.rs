//! The time that a plan is for, as its `period` says it in whatever words.

use super::document::Document;
use crate::base::{Date, date};

/// The first and the last day of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The first day, where it is said.
    pub from: Option<Date>,
    /// The last day.
    pub until: Date,
}

/// Words that stand before the last day.
const TO: [&str; 9] = ["to", "until", "till", "through", "bis", "-", "au", "jusqu'au", "al"];

/// Words by which a time has no end.
const OPEN: [&str; 14] = [
    "from",
    "since",
    "ab",
    "seit",
    "von",
    "dès",
    "depuis",
    "onward",
    "onwards",
    "ongoing",
    "rolling",
    "open",
    "fortlaufend",
    "following",
];

impl Term {
    /// Reads `2026-05-26 to 2027-05-31`, `2025–2027`, `2026`, `until 2027-03`. Where the end is not plain, there is none.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.to_lowercase().replace(['–', '—', '/'], " to ");
        let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | ':'));
        let words: Vec<&str> = words.map(|word| word.trim_matches('.')).filter(|word| !word.is_empty()).collect();
        let spans: Vec<(usize, (Date, Date))> =
            words.iter().enumerate().filter_map(|(at, word)| Some((at, span(word)?))).collect();
        let (last, _) = *spans.last()?;
        let first = spans.iter().map(|(_, (from, _))| *from).min()?;
        let until = spans.iter().map(|(_, (_, until))| *until).max()?;
        let is_end =
            |at: usize| at.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|word| TO.contains(word));
        let is_open = |words: &[&str]| words.iter().any(|word| OPEN.contains(word));
        if is_open(words.get(last + 1..).unwrap_or_default()) {
            return None;
        }
        if spans.len() > 1 {
            return Some(Self { from: Some(first), until });
        }
        // One day alone may be the first.
        let is_whole = first != until && !is_open(&words);
        (is_end(last) || is_whole).then(|| Self { from: Some(first).filter(|_| !is_end(last)), until })
    }

    /// Whether a day lies in it.
    pub fn covers(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && day <= self.until
    }
}

/// The days that a word is of: a day, also as `31.12.2027`, which is no other day to anybody, a month, a year, or two years.
fn span(word: &str) -> Option<(Date, Date)> {
    if let Some(day) = date::parse(word) {
        return Some((day, day));
    }
    let year = |text: &str| {
        let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i16>().ok().filter(|year| is_year && (1900..2200).contains(year))
    };
    match word.split_once('-') {
        None if word.contains('.') => {
            let parts: Vec<&str> = word.split('.').collect();
            let [day, month, of] = parts.as_slice() else { return None };
            let day = Date::new(year(of)?, month.parse().ok()?, day.parse().ok()?).ok()?;
            Some((day, day))
        }
        None => of_year(year(word)?, year(word)?),
        Some((first, last)) => match year(last) {
            Some(last) => of_year(year(first)?, last),
            None => {
                let month = last.parse::<i8>().ok().filter(|_| last.len() == 2)?;
                let from = Date::new(year(first)?, month, 1).ok()?;
                Some((from, from.last_of_month()))
            }
        },
    }
}

fn of_year(first: i16, last: i16) -> Option<(Date, Date)> {
    Some((Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?)).filter(|(from, until)| from <= until)
}

/// The last day of a plan that comes again: one that serves a clause, treats risks or lists audits. `None` where its period
/// says no end, and of what is done once, as a roll-out is.
pub fn of_plan(plan: &Document) -> Option<Term> {
    let fields = &plan.fields;
    let comes_again = ["clauses", "audits", "treatments"].iter().any(|key| !fields.lacks(key));
    let text = fields.text("period").filter(|_| plan.is("plan") && comes_again && !fields.is_misread("period"))?;
    Term::read(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_time_is_read_from_its_words() {
        for (text, from, until) in [
            ("2026-05-26 to 2027-05-31", Some("2026-05-26"), "2027-05-31"),
            ("2026-05-26 – 2027-05-31", Some("2026-05-26"), "2027-05-31"),
            ("vom 2026-05-26 bis 2027-05-31.", Some("2026-05-26"), "2027-05-31"),
            ("01.01.2025–31.12.2025", Some("2025-01-01"), "2025-12-31"),
            ("2025-2027", Some("2025-01-01"), "2027-12-31"),
            ("2025/2027", Some("2025-01-01"), "2027-12-31"),
            ("2026", Some("2026-01-01"), "2026-12-31"),
            ("Calendar year 2026", Some("2026-01-01"), "2026-12-31"),
            ("2026-02", Some("2026-02-01"), "2026-02-28"),
            ("until 2027-03", None, "2027-03-31"),
            ("from 2026-01 to 2026-06", Some("2026-01-01"), "2026-06-30"),
        ] {
            let (from, until) = (from.and_then(date::parse), date::parse(until).expect("a day"));
            assert_eq!(Term::read(text), Some(Term { from, until }), "{text}");
        }
    }

    #[test]
    fn a_time_without_a_plain_end_has_none() {
        for text in [
            "",
            "three years",
            "2026-05-26",
            "from 2026",
            "2026 onwards",
            "since 2026-05-26",
            "2027-2025",
            "2026-13",
            "31.12.2027",
        ] {
            assert_eq!(Term::read(text), None, "{text}");
        }
    }

    #[test]
    fn days_lie_in_it_from_its_first_to_its_last() {
        let term = Term::read("2026-05-26 to 2026-05-31").expect("a time");
        let covers = |day: &str| term.covers(date::parse(day).expect("a day"));
        assert!(covers("2026-05-26") && covers("2026-05-31"));
        assert!(!covers("2026-05-25") && !covers("2026-06-01"));
    }
}
