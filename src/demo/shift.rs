//! Moving a text in time: every day in it, written as `2026-11-20` or as `March 2026`, by the same number of days.
//!
//! In come a text, a number of days and the days that stay where they are, which are facts of the world (when a law
//! applies, when a standard was published); out comes the text. Deliberately not here: bare years, which are parts of
//! names more often than dates.

use std::collections::BTreeSet;

use crate::base::date::MONTHS;
use crate::base::{Date, Period, date};

/// Something in a text that names a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The day; of a month its 15th.
    pub day: Date,
    /// How it is written.
    form: Form,
}

/// How a day is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `2026-11-20`.
    Iso,
    /// `20 November 2026`.
    Long,
    /// `November 2026`.
    Month,
}

impl Found {
    /// The day, or the first of the month.
    pub(super) fn first(&self) -> Date {
        if self.form == Form::Month { self.day.first_of_month() } else { self.day }
    }
}

/// The days and months that a text names, in order.
pub(super) fn days(text: &str) -> Vec<Found> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let next = iso(text, at).or_else(|| month(text, at));
        at = next.map_or(at + 1, |next| next.end);
        found.extend(next);
    }
    found
}

fn iso(text: &str, start: usize) -> Option<Found> {
    let part_of_number = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    if !part_of_number(start) || start.checked_sub(1).is_some_and(part_of_number) || part_of_number(start + 10) {
        return None;
    }
    let day = date::parse(text.get(start..start + 10)?)?;
    Some(Found { start, end: start + 10, day, form: Form::Iso })
}

fn month(text: &str, start: usize) -> Option<Found> {
    let bytes = text.as_bytes();
    if !bytes[start].is_ascii_uppercase() || start.checked_sub(1).is_some_and(|at| bytes[at].is_ascii_alphanumeric()) {
        return None;
    }
    let rest = text.get(start..)?;
    let (number, name) = (1i8..).zip(MONTHS).find(|(_, name)| rest.starts_with(name))?;
    let year = rest.get(name.len()..name.len() + 5)?.strip_prefix(' ')?;
    let end = start + name.len() + 5;
    if bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) || !year.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let year = year.parse().ok()?;
    let before = text.get(..start)?.strip_suffix(' ').unwrap_or_default();
    let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    let number_before = before.get(before.len() - digits..).and_then(|digits| digits.parse().ok());
    if let Some(day) = number_before.and_then(|day| Date::new(year, number, day).ok()) {
        return Some(Found { start: start - 1 - digits, end, day, form: Form::Long });
    }
    Some(Found { start, end, day: Date::new(year, number, 15).ok()?, form: Form::Month })
}

/// The text, `by` days later.
pub(super) fn shift(text: &str, by: i32, fixed: &BTreeSet<Date>) -> String {
    if by == 0 {
        return text.to_owned();
    }
    let mut shifted = String::with_capacity(text.len());
    let mut copied = 0;
    for found in days(text).into_iter().filter(|found| !fixed.contains(&found.day)) {
        let day = shift_day(found.day, by);
        shifted.push_str(&text[copied..found.start]);
        let name = usize::try_from(day.month() - 1).ok().and_then(|month| MONTHS.get(month));
        let name = name.copied().unwrap_or_default();
        shifted.push_str(&match found.form {
            Form::Iso => day.to_string(),
            Form::Long => format!("{} {name} {}", day.day(), day.year()),
            Form::Month => format!("{name} {}", day.year()),
        });
        copied = found.end;
    }
    shifted.push_str(&text[copied..]);
    shifted
}

/// The day, `by` days later.
pub(super) fn shift_day(day: Date, by: i32) -> Date {
    if by < 0 { Period::Days(by.saturating_neg()).before(day) } else { Period::Days(by).after(day) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_move_together() {
        let fixed = BTreeSet::from([Date::constant(2026, 8, 2)]);
        let text = "On 2026-02-27, by 28 February 2026, in May 2025; law of 2026-08-02, 2 August 2026; \
                    C-12026-02-27, 2026-02-271, Maypole 2025, March 20255.";
        assert_eq!(
            shift(text, 30, &fixed),
            "On 2026-03-29, by 30 March 2026, in June 2025; law of 2026-08-02, 2 August 2026; \
             C-12026-02-27, 2026-02-271, Maypole 2025, March 20255."
        );
        assert_eq!(shift(&shift(text, 400, &fixed), -400, &fixed), text);
        assert_eq!(shift("2026-13-40 är März 2026 é2026-01-01", 1, &fixed), "2026-13-40 är März 2026 é2026-01-02");
    }
}
