//! Days and periods. Time of day and time zones play no part in what is due when.

use std::fmt;

pub use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::text::count;
use super::wording::{self, Words, mark, say, tell};

/// The months in English, January first.
pub const MONTHS: [&str; 12] = [
    mark!("January"),
    mark!("February"),
    mark!("March"),
    mark!("April"),
    mark!("May"),
    mark!("June"),
    mark!("July"),
    mark!("August"),
    mark!("September"),
    mark!("October"),
    mark!("November"),
    mark!("December"),
];

/// A month as people write it: `March 2026`. Digits, where there is no such month.
pub fn month_title(year: i16, month: i8) -> String {
    let name = usize::try_from(month).ok().and_then(|number| MONTHS.get(number.wrapping_sub(1)));
    name.map_or_else(|| format!("{year:04}-{month:02}"), |name| say!("{month} {year}", month = wording::of(name), year))
}

/// Reads a date written as ISO 8601 has it, `2026-11-20`, and in no other way: `11/20/26` means different days to
/// different readers.
pub fn parse(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let shape = bytes.len() == 10
        && bytes.iter().enumerate().all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() });
    // There is no year 0 in the calendar that people use: it stands where a program had no day.
    if shape && !text.starts_with("0000") { text.parse().ok() } else { None }
}

/// What is said of a text that names a day which its month has not, and what to write. How many days February has depends on
/// the year.
pub fn no_such_day(text: &str, year: i16, month: i8) -> (Words, Words) {
    let place = usize::try_from(month - 1).ok();
    let name = Words::from(place.and_then(|place| MONTHS.get(place)).copied().unwrap_or_default());
    let days = Date::new(year, month, 1).map_or(31, Date::days_in_month).to_string();
    let month = match month {
        2 => tell!("{month} {year}", month = name, year = year.to_string()),
        _ => name,
    };
    let message = tell!("`{text}` is no date: {month} has {days} days", text, month, days);
    (message, tell!("Write a day that exists, as year-month-day: `2026-11-20`."))
}

/// The same where no year has the month.
pub fn no_such_month(text: &str, month: i64) -> (Words, Words) {
    let message = tell!("`{text}` is no date: there is no month {month}", text, month = month.to_string());
    (message, tell!("Write it as year-month-day: `2026-11-20`."))
}

/// The day on which a moment falls where it was recorded: `seconds` since 1970-01-01T00:00:00Z, `offset` minutes east.
pub fn of_timestamp(seconds: i64, offset: i32) -> Date {
    let days = (seconds.saturating_add(i64::from(offset) * 60)).div_euclid(86_400);
    let epoch = Date::constant(1970, 1, 1);
    // Anybody can write any number into a commit; one beyond the calendar is its first or last day.
    let span = Span::new().try_days(days);
    span.and_then(|span| epoch.checked_add(span)).unwrap_or(if days < 0 { Date::MIN } else { Date::MAX })
}

/// A moment, in seconds since 1970-01-01T00:00:00Z, as RFC 3339 has it, in UTC: `2026-01-15T09:30:00Z`. One in a year that
/// RFC 3339 cannot write is the first or last that it can.
pub fn rfc3339(seconds: i64) -> String {
    // 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z.
    let seconds = seconds.clamp(-62_135_596_800, 253_402_300_799);
    let (day, rest) = (of_timestamp(seconds, 0), seconds.rem_euclid(86_400));
    format!("{day}T{:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}

/// Days from `from` until `to`; negative where `to` came first.
pub fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// A length of time in whole months or whole days, such as a review interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Calendar months.
    Months(i32),
    /// Days.
    Days(i32),
}

/// Whether a day lies in a time with its first day, and with that on which it is over, if ever.
pub fn is_within(day: Date, (from, until): (Date, Option<Date>)) -> bool {
    from <= day && until.is_none_or(|until| day < until)
}

/// The last day of such a time that is over.
pub fn last_day(from: Date, until: Date) -> Date {
    Period::Days(1).before(until).max(from)
}

/// Numbers in words, as periods are told in.
const COUNTS: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// The number that a word is, up to twelve.
pub fn in_words(word: &str) -> Option<usize> {
    COUNTS.iter().position(|known| *known == word).map(|place| place + 1)
}

impl Period {
    /// Reads `12 months`, `2 years`, `90 days`, `6 weeks`, ISO 8601's `P1Y`, `P6M`, `P90D`, and the words
    /// `monthly`, `quarterly`, `half-yearly`, `yearly`, `annually`. `None` for anything else, or for zero.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        match text.as_str() {
            "weekly" => return Some(Self::Days(7)),
            "fortnightly" => return Some(Self::Days(14)),
            "monthly" => return Some(Self::Months(1)),
            "quarterly" => return Some(Self::Months(3)),
            "half-yearly" | "half yearly" | "six-monthly" | "six monthly" | "semi-annually" | "semi-annual"
            | "semi annually" | "semi annual" | "semiannually" | "semiannual" | "twice a year" | "twice yearly" => {
                return Some(Self::Months(6));
            }
            "yearly" | "annually" | "annual" | "once a year" => return Some(Self::Months(12)),
            "two-yearly" | "biennial" | "biennially" => return Some(Self::Months(24)),
            "triennial" | "triennially" => return Some(Self::Months(36)),
            _ => {}
        }
        let words = |text: &str| {
            let (count, unit) = text.split_once([' ', '-'])?;
            Self::of(i32::try_from(in_words(count)?).ok()?, unit.trim_start())
        };
        let text = match text.strip_prefix("every ").map(str::trim_start) {
            Some(unit) if !unit.starts_with(|c: char| c.is_ascii_digit()) => {
                return Self::of(1, unit).or_else(|| words(&unit.replacen("other ", "two ", 1)));
            }
            Some(rest) => rest,
            None if words(&text).is_some() => return words(&text),
            None => text.as_str(),
        };
        let digits = |s: &str| s.parse::<i32>().ok().filter(|n| (1..=1200).contains(n));
        if let Some(iso) = text.strip_prefix('p') {
            return Self::of_parts(iso, digits);
        }
        let split = text.find(|c: char| !c.is_ascii_digit())?;
        Self::of(digits(&text[..split])?, text[split..].trim_start_matches([' ', '-']))
    }

    /// The parts of a period of ISO 8601, such as `1y6m`. Months and days in one are no length that could be counted.
    fn of_parts(mut iso: &str, digits: impl Fn(&str) -> Option<i32>) -> Option<Self> {
        let mut sum: Option<Self> = None;
        while !iso.is_empty() {
            let at = iso.find(|c: char| !c.is_ascii_digit())?;
            let unit = iso.get(at..=at).filter(|unit| matches!(*unit, "y" | "m" | "w" | "d"))?;
            let part = Self::of(digits(&iso[..at])?, unit)?;
            sum = Some(match (sum, part) {
                (None, part) => part,
                (Some(Self::Months(a)), Self::Months(b)) => Self::Months(a + b),
                (Some(Self::Days(a)), Self::Days(b)) => Self::Days(a + b),
                _ => return None,
            });
            iso = &iso[at + 1..];
        }
        sum
    }

    fn of(count: i32, unit: &str) -> Option<Self> {
        Some(match unit {
            "y" | "yr" | "yrs" | "year" | "years" => Self::Months(count * 12),
            "m" | "mo" | "mos" | "month" | "months" => Self::Months(count),
            "w" | "wk" | "wks" | "week" | "weeks" => Self::Days(count * 7),
            "d" | "day" | "days" => Self::Days(count),
            _ => return None,
        })
    }

    /// The day this long after `date`; the last day of the month where that month is shorter.
    pub fn after(self, date: Date) -> Date {
        date.saturating_add(self.span())
    }

    /// The day this long before `date`.
    pub fn before(self, date: Date) -> Date {
        date.saturating_sub(self.span())
    }

    /// How long it is, in what is spoken.
    pub fn said(self) -> String {
        let number = |count: i32| usize::try_from(count).unwrap_or_default();
        match self {
            Self::Months(months) if months % 12 == 0 && months > 12 => count(number(months / 12), "year"),
            Self::Months(months) => count(number(months), "month"),
            Self::Days(days) => count(number(days), "day"),
        }
    }

    fn span(self) -> Span {
        match self {
            Self::Months(months) => months.months(),
            Self::Days(days) => days.days(),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, unit) = match *self {
            Self::Months(months) if months % 12 == 0 && months > 12 => (months / 12, "year"),
            Self::Months(months) => (months, "month"),
            Self::Days(days) => (days, "day"),
        };
        f.write_str(&super::text::count(usize::try_from(count).unwrap_or_default(), unit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_rfc_3339_has_them() {
        for (seconds, written) in [
            (0, "1970-01-01T00:00:00Z"),
            (1_767_225_599, "2025-12-31T23:59:59Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (i64::MIN, "0001-01-01T00:00:00Z"),
            (i64::MAX, "9999-12-31T23:59:59Z"),
        ] {
            assert_eq!(rfc3339(seconds), written);
        }
    }

    #[test]
    fn dates_are_read_in_one_way_only() {
        assert_eq!(parse("2026-11-20"), Some(Date::constant(2026, 11, 20)));
        for bad in ["20.11.2026", "2026-11-31", "2026-1-2", "2026-11-20T00:00:00", "+002026-11", ""] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn periods_are_read_in_the_ways_people_write_them() {
        for (text, period) in [
            ("12 months", Period::Months(12)),
            ("P1Y", Period::Months(12)),
            ("2 years", Period::Months(24)),
            ("90 days", Period::Days(90)),
            ("P6W", Period::Days(42)),
            ("6-months", Period::Months(6)),
            ("Annually", Period::Months(12)),
            ("P1Y6M", Period::Months(18)),
            ("P1W3D", Period::Days(10)),
            ("semi-annually", Period::Months(6)),
            ("Every 6 months", Period::Months(6)),
            ("every year", Period::Months(12)),
            ("6 mo", Period::Months(6)),
            ("1 yr", Period::Months(12)),
            ("weekly", Period::Days(7)),
            ("twice a year", Period::Months(6)),
            ("half yearly", Period::Months(6)),
            ("Semi annual", Period::Months(6)),
            ("every six months", Period::Months(6)),
            ("every other year", Period::Months(24)),
            ("two years", Period::Months(24)),
            ("three-month", Period::Months(3)),
        ] {
            assert_eq!(Period::parse(text), Some(period), "{text}");
        }
        for bad in [
            "",
            "12",
            "soon",
            "0 days",
            "-1 month",
            "P",
            "Pé",
            "99999999999 days",
            "1 fortnight",
            "P1Y2D",
            "P1",
            "PY",
            "every",
            "every other",
            "two",
            "six of one",
            "bi-annually",
            "month",
            "y",
        ] {
            assert_eq!(Period::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_month_after_the_31st_is_the_last_day() {
        assert_eq!(Period::Months(1).after(Date::constant(2026, 1, 31)), Date::constant(2026, 2, 28));
    }

    #[test]
    fn a_moment_falls_on_the_day_of_the_place_where_it_was_recorded() {
        assert_eq!(of_timestamp(1_763_596_800 + 86_400 * 365 - 60, 120), Date::constant(2026, 11, 20));
        for seconds in [i64::MAX, 99_999_999_999_999, 999_999_999_999] {
            assert_eq!(of_timestamp(seconds, 0), Date::MAX);
            assert_eq!(of_timestamp(-seconds, 0), Date::MIN);
        }
        assert_eq!(of_timestamp(-1, 0), Date::constant(1969, 12, 31));
    }
}
