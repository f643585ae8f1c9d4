//! Time limits, intervals and thresholds that were relaxed.

use std::ops::Range;

use super::super::phrase::{every_days, number, unit_minutes};
use super::super::tokens::Token;
use super::super::weight::is_end;
use super::super::words::Stretch;
use super::binding::word;
use crate::compare::weakening::Weakening;

/// `Monthly` that became `yearly`, `each month` that became `each quarter`.
pub(super) fn intervals(a: &[Token<'_>], b: &[Token<'_>], stretch: &Stretch, found: &mut Vec<Weakening>) {
    let only = |tokens: &[Token<'_>], range: Range<usize>| {
        let mut intervals = range.filter_map(|at| interval(tokens, at));
        intervals.next().filter(|_| intervals.next().is_none())
    };
    let (Some((before, was)), Some((after, is))) = (only(a, stretch.old.clone()), only(b, stretch.new.clone())) else {
        return;
    };
    if after > before {
        found.push(Weakening::Words { was: was.into(), is: is.into() });
    }
}

/// How often the word at a place says something happens, in minutes between, and how it says so.
fn interval(tokens: &[Token<'_>], at: usize) -> Option<(u64, String)> {
    let here = word(tokens, at);
    if let Some(days) = every_days(&here) {
        return Some((if days == 0 { 60 } else { u64::from(days) * 1_440 }, here));
    }
    let minutes = unit_minutes(&here)?;
    let before = |by: usize| at.checked_sub(by).map(|at| word(tokens, at)).unwrap_or_default();
    match before(1).as_str() {
        each @ ("each" | "every" | "per") => Some((minutes, format!("{each} {here}"))),
        a @ ("a" | "an") => {
            let (times, told) = match before(2).as_str() {
                "once" => (1, "once".to_owned()),
                "twice" => (2, "twice".to_owned()),
                "times" => (number(&before(3))? / 1_000, format!("{} times", before(3))),
                _ => return None,
            };
            Some((minutes / times.max(1), format!("{told} {a} {here}")))
        }
        many => {
            let each = before(2);
            let count = number(many).filter(|_| matches!(each.as_str(), "each" | "every"))? / 1_000;
            Some((minutes.saturating_mul(count.max(1)), format!("{each} {many} {here}")))
        }
    }
}

/// What a number is a limit of.
#[derive(Clone, Copy, PartialEq)]
enum Bound {
    /// The more, the weaker: `within`, `at most`, `every`.
    Above,
    /// The less, the weaker: `at least`.
    Below,
}

/// A number with what stands around it.
struct Limit {
    /// In thousandths.
    value: u64,
    /// Of which this many minutes are one, where it is a time.
    minutes: Option<u64>,
    percent: bool,
    bound: Option<Bound>,
    /// With the words that make it a limit and the unit.
    phrase: String,
    /// As it stands, and its unit.
    number: String,
    unit: String,
}

/// A number in an otherwise unchanged place that became another.
pub(super) fn numbers(a: &[Token<'_>], b: &[Token<'_>], stretch: &Stretch, found: &mut Vec<Weakening>) {
    let (Some(before), Some(after)) = (only_number(a, stretch.old.clone()), only_number(b, stretch.new.clone())) else {
        return;
    };
    let (before, after) = (limit(a, before), limit(b, after));
    let (Some(before), Some(after)) = (before, after) else { return };
    if before.percent != after.percent
        || before.minutes.is_some() != after.minutes.is_some()
        || before.bound != after.bound
    {
        return;
    }
    let size = |limit: &Limit| limit.value.saturating_mul(limit.minutes.unwrap_or(1));
    let is_weaker = match before.bound {
        Some(Bound::Above) => size(&after) > size(&before),
        Some(Bound::Below) => size(&after) < size(&before),
        None => {
            let has_unit = before.percent || before.minutes.is_some();
            if has_unit && size(&after) != size(&before) {
                found.push(Weakening::Number {
                    old: before.number.into(),
                    old_unit: before.unit.into(),
                    new: after.number.into(),
                    new_unit: after.unit.into(),
                });
            }
            return;
        }
    };
    if is_weaker {
        found.push(Weakening::Words { was: before.phrase.into(), is: after.phrase.into() });
    }
}

/// The place of the one number among some words that are else nothing but units.
fn only_number(tokens: &[Token<'_>], range: Range<usize>) -> Option<usize> {
    let mut at_number = None;
    for at in range {
        let here = word(tokens, at);
        if number(&here).is_some() {
            if at_number.replace(at).is_some() {
                return None;
            }
        } else if !here.is_empty() && unit_minutes(&here).is_none() && !is_kind_of_day(&here) {
            return None;
        }
    }
    at_number
}

fn is_kind_of_day(word: &str) -> bool {
    matches!(word, "working" | "calendar" | "business" | "full" | "consecutive")
}

fn limit(tokens: &[Token<'_>], at: usize) -> Option<Limit> {
    let value = number(&word(tokens, at))?;
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let mut unit_at = at + 1;
    if is_kind_of_day(&word(tokens, unit_at)) {
        unit_at += 1;
    }
    let unit = word(tokens, unit_at);
    let is_two_words = unit == "per" && word(tokens, at + 2) == "cent";
    let percent = text(at + 1) == "%" || unit == "percent" || is_two_words;
    let (bound, from) = bound(tokens, at);
    let words = |range: Range<usize>| range.map(text).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
    let until = match (percent, unit.is_empty()) {
        (true, _) => at + 2 + usize::from(is_two_words),
        (false, true) => at + 1,
        (false, false) => unit_at + 1,
    };
    Some(Limit {
        value,
        minutes: unit_minutes(&unit),
        percent,
        bound,
        phrase: words(from..until),
        number: text(at).to_owned(),
        unit: words(at + 1..until),
    })
}

/// What the words before a number make of it, and where they begin.
fn bound(tokens: &[Token<'_>], number_at: usize) -> (Option<Bound>, usize) {
    for at in (number_at.saturating_sub(4)..number_at).rev() {
        if is_end(&tokens[at]) {
            break;
        }
        let before = |by: usize| at.checked_sub(by).map(|at| word(tokens, at)).unwrap_or_default();
        let denied = |by: usize| matches!(before(by).as_str(), "no" | "not");
        let found = match word(tokens, at).as_str() {
            "within" | "every" | "maximum" => (Bound::Above, at),
            "minimum" => (Bound::Below, at),
            "least" if before(1) == "at" => (Bound::Below, at - 1),
            "most" if before(1) == "at" => (Bound::Above, at - 1),
            "exceed" if denied(1) => (Bound::Above, at - 1),
            "than" if denied(2) && matches!(before(1).as_str(), "later" | "more" | "longer") => (Bound::Above, at - 2),
            "than" if denied(2) && matches!(before(1).as_str(), "less" | "fewer" | "lower") => (Bound::Below, at - 2),
            _ => continue,
        };
        return (Some(found.0), found.1);
    }
    (None, number_at)
}
