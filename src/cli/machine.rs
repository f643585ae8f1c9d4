//! What the machine says: its clock, and its environment.

use std::env::VarError;
use std::ffi::OsString;

use crate::base::{Date, Error, Result, date};

/// The day that was asked for, else that of the environment or the clock.
pub(super) fn today(asked: Option<Date>) -> Result<Date> {
    match asked {
        Some(today) => Ok(today),
        None => clock(),
    }
}

/// Today, from `SOURCE_DATE_EPOCH` or the clock, in UTC so that every time zone builds the same bytes.
pub(super) fn clock() -> Result<Date> {
    Ok(date::of_timestamp(seconds()?, 0))
}

/// The variable that names a moment in place of the clock.
pub(super) const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// The last second of the year 9999.
const LAST_SECOND: i64 = 253_402_300_799;

/// Seconds since 1970, from the same.
pub(super) fn seconds() -> Result<i64> {
    #[expect(clippy::disallowed_methods, reason = "this is the home of the environment and the clock")]
    let (epoch, now) = (std::env::var(EPOCH), std::time::SystemTime::now());
    let garbage = |text: &str| {
        Error::new(format!("SOURCE_DATE_EPOCH is `{text}`, not a number of seconds since 1970"))
            .hint("Unset it, or say `--today 2026-11-20`.")
    };
    match epoch {
        // One beyond the calendar would be taken for its last day, on which everything is overdue.
        Ok(text) => match text.trim().parse() {
            Ok(seconds) if (0..=LAST_SECOND).contains(&seconds) => Ok(seconds),
            _ => Err(garbage(&text)),
        },
        Err(VarError::NotUnicode(text)) => Err(garbage(&text.to_string_lossy())),
        Err(VarError::NotPresent) => Ok(now
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))),
    }
}

/// What a variable says, where it says something.
pub(super) fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}
