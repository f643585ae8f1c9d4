//! Numbers of a zip file, and what stands against reading it.

use std::io;

/// Why a zip file cannot be read.
#[derive(Debug)]
pub(super) enum Fault {
    /// The file itself cannot be read.
    Read(io::Error),
    /// It is no zip file, or one that programs read differently. Says why.
    Shape(&'static str),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Read(error)
    }
}

/// The number of `width` bytes that stands at `at`, its lowest byte first; `None` where the bytes end before.
pub(super) fn number(bytes: &[u8], at: usize, width: usize) -> Option<u64> {
    let digits = bytes.get(at..at.checked_add(width)?)?;
    Some(digits.iter().rev().fold(0, |all, digit| (all << 8) | u64::from(*digit)))
}

/// The same for a length, which is at most two bytes wide.
pub(super) fn length(bytes: &[u8], at: usize) -> Option<usize> {
    number(bytes, at, 2).and_then(|length| usize::try_from(length).ok())
}
