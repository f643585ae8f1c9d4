//! Values that look as TOML has them, and are none: days that no month has, and numbers that are too large.

use super::statement::{line_at, string};
use crate::base::text::cut;
use crate::base::wording::Words;
use crate::base::{Date, date, tell};
use crate::diag::{Fix, Span};
use crate::parse::problem::Problem;

/// The first such value in the value of a key, which begins at `at`: the whole of it, or one between brackets.
pub(super) fn odd(value: &str, at: usize) -> Option<Problem> {
    let in_brackets = value.starts_with(['[', '{']);
    let whole = value.split(" #").next().unwrap_or(value).trim_end();
    if !in_brackets {
        return told(whole.trim_end_matches([',', ';']), at);
    }
    let mut place = 0;
    let mut begins = false;
    while let Some(c) = value[place..].chars().next() {
        let rest = &value[place..];
        let length = match c {
            '"' | '\'' => string(rest, c)?,
            '#' => line_at(rest, 0).len(),
            c if is_of_value(c) => rest.find(|c| !is_of_value(c)).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        if begins && is_of_value(c) && ends(&rest[length..]) {
            let found = told(&rest[..length], at + place);
            if found.is_some() {
                return found;
            }
        }
        begins = matches!(c, '[' | '{' | ',' | '=') || (begins && c.is_whitespace());
        place += length;
    }
    None
}

fn is_of_value(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.' | ':' | '_')
}

fn ends(rest: &str) -> bool {
    rest.trim_start().starts_with([',', ']', '}', '#'])
}

fn told(value: &str, at: usize) -> Option<Problem> {
    let span = Span::new(at, at + value.len());
    if let Some(day) = meant(value).map(|day| day.to_string()).filter(|day| *day != value) {
        let problem = Problem::fault(span, tell!("`{text}` is no date", text = value));
        return Some(problem.help(tell!("Write it as `{day}`.", day = &day)).fix(Fix::new(
            format!("Write `{day}`"),
            span,
            day,
        )));
    }
    let (message, help) = no_day(value).or_else(|| too_large(value))?;
    Some(Problem::fault(span, message).help(help))
}

/// The day that is meant by three numbers which are no day of TOML, where that can be told: `31.12.2026`.
fn meant(value: &str) -> Option<Date> {
    let number = |part: &str| part.parse::<u16>().ok().filter(|_| part.len() < 5).map(|number| (number, part.len()));
    let numbers: Vec<(u16, usize)> = value.split(['.', '/', '-']).map(number).collect::<Option<_>>()?;
    let (year, month, day) = match *numbers.as_slice() {
        [(year, 4), (month, 1 | 2), (day, 1 | 2)] => (year, month, day),
        [(day, 1 | 2), (month, 1 | 2), (year, 4)] if value.contains('.') || day > 12 => (year, month, day),
        [(month, 1 | 2), (day, 1 | 2), (year, 4)] if day > 12 => (year, month, day),
        _ => return None,
    };
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A day of the calendar that there is not, with or without a time of day behind it.
fn no_day(value: &str) -> Option<(Words, Words)> {
    let (day, rest) = value.split_at_checked(10)?;
    if !(rest.is_empty() || rest.starts_with(['T', 't', ' '])) {
        return None;
    }
    let mut parts = day.split('-');
    let (year, month, last) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str, many: usize| part.len() == many && part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(last, 2) || date::parse(day).is_some()
    {
        return None;
    }
    let (year, month) = (year.parse().ok()?, month.parse::<i8>().ok()?);
    match month {
        1..=12 => Some(date::no_such_day(value, year, month)),
        _ => Some(date::no_such_month(value, month.into())),
    }
}

/// A number that has the form of one.
fn too_large(value: &str) -> Option<(Words, Words)> {
    let number = value.trim_start_matches(['+', '-']).replace('_', "");
    let is_one = number.starts_with(|c: char| c.is_ascii_digit())
        && (number == "0" || !number.starts_with('0') || number.starts_with("0."))
        && number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'));
    let size: f64 = number.parse().ok().filter(|_| is_one)?;
    let whole = number.bytes().all(|byte| byte.is_ascii_digit());
    let beyond = if whole { number.parse::<i64>().is_err() } else { size.is_infinite() };
    beyond.then(|| {
        let message = tell!("`{value}` is a number beyond all that can be read", value = cut(value, 40));
        (message, tell!("Write a smaller number; a text stands in quotes."))
    })
}
