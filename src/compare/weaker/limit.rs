//! Time limits, intervals and thresholds that were relaxed.

use std::ops::Range;

use super::super::phrase::{every_days, is_article, number, times, unit_minutes, unit_range};
use super::super::tokens::Token;
use super::super::weight::is_end;
use super::super::words::Stretch;
use super::binding::word;
use crate::compare::weakening::Weakening;

/// `Monthly` that became `yearly`, `each month` that became `each quarter`, `twice a year` that became `once a year`. Whether
/// it is known of both how often they are.
pub(super) fn intervals(a: &[Token<'_>], b: &[Token<'_>], stretch: &Stretch, found: &mut Vec<Weakening>) -> bool {
    let only = |tokens: &[Token<'_>], range: Range<usize>| {
        // What says how often may begin in the stretch and end behind it.
        let upto = (range.end + MOST_WORDS).min(tokens.len());
        let all = (range.start..upto).filter_map(|at| interval(tokens, at).filter(|one| one.from < range.end));
        let mut intervals = all.filter(|one| !is_ceiling(tokens, one.from));
        intervals.next().filter(|_| intervals.next().is_none())
    };
    let (Some(before), Some(after)) = (only(a, stretch.old.clone()), only(b, stretch.new.clone())) else {
        return false;
    };
    // Twelve months are a year, and four weeks a month.
    let same = if before.minutes >= 28 * 1_440 { before.minutes / 60 } else { 0 };
    let is_month = |minutes: u64| (28 * 1_440..=31 * 1_440).contains(&minutes);
    if after.minutes > before.minutes + same && !(is_month(before.minutes) && is_month(after.minutes)) {
        found.push(Weakening::Words { was: before.phrase.into(), is: after.phrase.into() });
        return true;
    }
    before.is_counted && after.is_counted
}

/// As many words may stand in what says how often: `three times a year`.
const MOST_WORDS: usize = 3;

/// How often something happens.
struct Interval {
    /// Between two times.
    minutes: u64,
    /// How many times in a span.
    is_counted: bool,
    /// Where it begins, and how it is said.
    from: usize,
    phrase: String,
}

/// How often the word at a place says something happens.
fn interval(tokens: &[Token<'_>], at: usize) -> Option<Interval> {
    let here = word(tokens, at);
    let said = |minutes: u64, (count, from): (Option<u64>, usize)| {
        let words: Vec<&str> =
            (from..=at).filter(|at| !word(tokens, *at).is_empty()).map(|at| tokens[at].text).collect();
        let minutes = minutes / count.unwrap_or(1).max(1);
        Some(Interval { minutes, is_counted: count.is_some(), from, phrase: words.join(" ") })
    };
    if let Some(days) = every_days(&here) {
        return said(if days == 0 { 60 } else { u64::from(days) * 1_440 }, counted(tokens, at));
    }
    let minutes = unit_minutes(&here)?;
    let before = |by: usize| at.checked_sub(by).map(|at| word(tokens, at)).unwrap_or_default();
    match before(1).as_str() {
        "each" | "every" | "per" | "pro" | "jede" | "jeden" | "jedes" | "jeder" => {
            said(minutes, counted(tokens, at - 1))
        }
        a if is_article(a) || matches!(a, "im" | "am" | "je") => {
            let counted = counted(tokens, at - 1);
            counted.0.and_then(|_| said(minutes, counted))
        }
        many => {
            let is_each = matches!(before(2).as_str(), "each" | "every" | "alle");
            let count = number(many).filter(|_| is_each)? / 1_000;
            said(minutes.saturating_mul(count.max(1)), (None, at - 2))
        }
    }
}

/// How many times is said before a place, and where that begins: `three times`.
fn counted(tokens: &[Token<'_>], at: usize) -> (Option<u64>, usize) {
    let before = |by: usize| at.checked_sub(by).map(|at| word(tokens, at)).unwrap_or_default();
    let many = || number(&before(2)).map(|many| many / 1_000).filter(|many| *many > 0);
    match (times(&before(1)), before(1).as_str()) {
        (Some(count), _) => (Some(count), at - 1),
        (None, "times" | "mal") => many().map_or((None, at), |count| (Some(count), at - 2)),
        _ => (None, at),
    }
}

/// Whether what begins at a place is the most that may be, so that less of it is no less asked for: `at most once a year`.
fn is_ceiling(tokens: &[Token<'_>], from: usize) -> bool {
    let before = |by: usize| from.checked_sub(by).map(|at| word(tokens, at)).unwrap_or_default();
    match before(1).as_str() {
        "most" => before(2) == "at",
        "to" => before(2) == "up",
        "zu" => before(2) == "bis",
        "than" | "als" => matches!(before(2).as_str(), "more" | "mehr" | "öfter"),
        word => matches!(word, "exceed" | "maximum" | "höchstens" | "maximal"),
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
    /// Of which one has from so many minutes to so many, where it is a time.
    minutes: Option<(u64, u64)>,
    percent: bool,
    bound: Option<Bound>,
    /// With the words that make it a limit and the unit.
    phrase: String,
    /// As it stands, and its unit.
    number: String,
    unit: String,
}

impl Limit {
    /// From what to what it is.
    fn size(&self) -> (u64, u64) {
        let (from, to) = self.minutes.unwrap_or((1, 1));
        (self.value.saturating_mul(from), self.value.saturating_mul(to))
    }

    /// How many months it is, where it is said in months, quarters or years: of these each is as many of another as ever.
    fn months(&self) -> Option<u64> {
        let each = match self.minutes?.1 / 1_440 {
            31 => 1,
            92 => 3,
            366 => 12,
            _ => return None,
        };
        Some(self.value.saturating_mul(each))
    }
}

/// A number or its unit in an otherwise unchanged place that became another.
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
    // As much of the same unit is as much, be a month of 28 days or of 31.
    let is_same = before.minutes == after.minutes;
    let (was, is) = match (is_same, before.months().zip(after.months())) {
        (true, _) => ((before.value, before.value), (after.value, after.value)),
        (false, Some((was, is))) => ((was, was), (is, is)),
        (false, None) => (before.size(), after.size()),
    };
    let is_weaker = match before.bound {
        Some(Bound::Above) => is.0 > was.1,
        Some(Bound::Below) => is.1 < was.0,
        None => {
            let has_unit = before.percent || before.minutes.is_some();
            if has_unit && (is.0 > was.1 || is.1 < was.0) {
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

/// The place of the one number among some words that are else nothing but units, or of the number before them. Behind a limit
/// of which all but the unit stayed others may stand.
fn only_number(tokens: &[Token<'_>], range: Range<usize>) -> Option<usize> {
    let is_number = |at: usize| number(&word(tokens, at)).is_some() || is_one(tokens, at);
    // `Within 4 hours` that became `within 4 months`.
    let is_unit = |at: usize| !word(tokens, at).is_empty() || tokens.get(at).is_some_and(|token| token.text == "%");
    let mut before = (range.start.saturating_sub(2)..range.start).rev();
    let near = before.find(|at| !is_kind_of_day(&word(tokens, *at)));
    let near = near.filter(|at| is_number(*at) && is_unit(range.start));
    let stayed = |at: usize| matches!(bound(tokens, at), (Some(_), from) if from < range.start);
    let mut at_number = None;
    for at in range.clone() {
        let here = word(tokens, at);
        if is_number(at) {
            if at_number.replace(at).is_some() {
                return None;
            }
        } else if !here.is_empty()
            && unit_minutes(&here).is_none()
            && !is_kind_of_day(&here)
            && !matches!(here.as_str(), "percent" | "per" | "cent" | "prozent" | "of" | "von")
        {
            return near.filter(|number| at_number.is_none() && at > range.start && stayed(*number));
        }
    }
    at_number.or(near)
}

/// Whether an article stands for one, in a limit: `within a day`.
fn is_one(tokens: &[Token<'_>], at: usize) -> bool {
    let unit = at + 1 + usize::from(is_kind_of_day(&word(tokens, at + 1)));
    let is_limit = || matches!(bound(tokens, at), (Some(_), from) if bound_ends(tokens, from, at));
    is_article(&word(tokens, at)) && unit_minutes(&word(tokens, unit)).is_some() && is_limit()
}

/// Whether nothing but the words of a bound stand from its first to a place: not those of `at least once a month`.
fn bound_ends(tokens: &[Token<'_>], from: usize, at: usize) -> bool {
    (from..at).map(|at| word(tokens, at)).all(|word| {
        matches!(
            word.as_str(),
            "at" | "no"
                | "not"
                | "of"
                | "von"
                | "nach"
                | "nicht"
                | "exceed"
                | "more"
                | "later"
                | "longer"
                | "less"
                | "fewer"
                | "lower"
                | "länger"
                | "mehr"
                | "später"
                | "weniger"
                | "kürzer"
        ) || bound_word(&word).is_some()
            || matches!(word.as_str(), "least" | "most" | "than" | "als")
    })
}

fn is_kind_of_day(word: &str) -> bool {
    matches!(word, "working" | "calendar" | "business" | "full" | "consecutive" | "volle" | "vollen")
}

fn limit(tokens: &[Token<'_>], at: usize) -> Option<Limit> {
    let value = number(&word(tokens, at)).or_else(|| is_one(tokens, at).then_some(1_000))?;
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let kind = word(tokens, at + 1);
    let unit_at = at + 1 + usize::from(is_kind_of_day(&kind));
    let unit = word(tokens, unit_at);
    let is_two_words = unit == "per" && word(tokens, at + 2) == "cent";
    let percent = text(at + 1) == "%" || matches!(unit.as_str(), "percent" | "prozent") || is_two_words;
    let (mut bound, from) = bound(tokens, at);
    let words = |range: Range<usize>| range.map(text).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
    let until = match (percent, unit.is_empty()) {
        (true, _) => at + 2 + usize::from(is_two_words),
        (false, true) => at + 1,
        (false, false) => unit_at + 1,
    };
    // The more days before something, the stricter.
    let is_later = word(tokens, from) == "spätestens" || matches!(word(tokens, from + 1).as_str(), "later" | "später");
    if is_later && matches!(word(tokens, until).as_str(), "before" | "prior" | "vor") {
        bound = Some(Bound::Below);
    }
    Some(Limit {
        value,
        minutes: unit_range(&unit, matches!(kind.as_str(), "working" | "business")),
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
        let here = word(tokens, at);
        let found = match here.as_str() {
            "least" if before(1) == "at" => (Bound::Below, at - 1),
            "most" if before(1) == "at" => (Bound::Above, at - 1),
            "exceed" if denied(1) => (Bound::Above, at - 1),
            "than" if denied(2) && matches!(before(1).as_str(), "later" | "more" | "longer") => (Bound::Above, at - 2),
            "than" if denied(2) && matches!(before(1).as_str(), "less" | "fewer" | "lower") => (Bound::Below, at - 2),
            "als" if before(2) == "nicht" => match before(1).as_str() {
                "länger" | "mehr" | "später" => (Bound::Above, at - 2),
                "weniger" | "kürzer" => (Bound::Below, at - 2),
                _ => continue,
            },
            // Else it is `all`.
            "alle" if at + 1 == number_at && unit_minutes(&word(tokens, number_at + 1)).is_some() => (Bound::Above, at),
            _ => match bound_word(&here) {
                Some(bound) => (bound, at),
                None => continue,
            },
        };
        return (Some(found.0), found.1);
    }
    (None, number_at)
}

/// What a single word makes of the number behind it.
fn bound_word(word: &str) -> Option<Bound> {
    Some(match word {
        "within" | "every" | "maximum" | "innerhalb" | "binnen" | "höchstens" | "maximal" | "spätestens" => {
            Bound::Above
        }
        "minimum" | "mindestens" | "wenigstens" => Bound::Below,
        _ => return None,
    })
}
