//! How much of one file is found in another.

use std::hash::Hasher;

/// The similarity of equal files.
pub(super) const WHOLE: u64 = 60_000;

/// The lines of a file as numbers, each with the bytes it stands for.
pub(super) struct Fingerprint {
    size: u64,
    /// Sorted, each line once.
    lines: Vec<(u64, u64)>,
}

impl Fingerprint {
    /// Cuts `content` into lines, and long lines into stretches of 64 bytes, as git does. CRLF counts as LF.
    pub(super) fn of(content: &[u8]) -> Self {
        let mut text = content.to_vec();
        text.dedup_by(|after, before| {
            *after == b'\n' && *before == b'\r' && {
                *before = b'\n';
                true
            }
        });
        let mut lines = Vec::new();
        let mut rest = text.as_slice();
        while !rest.is_empty() {
            let longest = &rest[..rest.len().min(64)];
            let end = longest.iter().position(|byte| *byte == b'\n').map_or(longest.len(), |at| at + 1);
            lines.push((hash(&rest[..end]), end as u64));
            rest = &rest[end..];
        }
        lines.sort_unstable();
        lines.dedup_by(|after, before| {
            after.0 == before.0 && {
                before.1 += after.1;
                true
            }
        });
        Self { size: text.len() as u64, lines }
    }

    /// How many lines have to be looked at to compare this with another file.
    pub(super) fn work(&self) -> usize {
        self.lines.len()
    }

    /// The bytes that both have, in sixty-thousandths of the larger: the scale git sorts by.
    pub(super) fn similarity(&self, other: &Self) -> u64 {
        let (larger, smaller) = (self.size.max(other.size), self.size.min(other.size));
        if larger == 0 || smaller * 2 < larger {
            return 0;
        }
        let (mut common, mut left, mut right) = (0, self.lines.iter().peekable(), other.lines.iter().peekable());
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            match a.0.cmp(&b.0) {
                std::cmp::Ordering::Less => {
                    left.next();
                }
                std::cmp::Ordering::Greater => {
                    right.next();
                }
                std::cmp::Ordering::Equal => {
                    common += a.1.min(b.1);
                    left.next();
                    right.next();
                }
            }
        }
        common * WHOLE / larger
    }
}

fn hash(line: &[u8]) -> u64 {
    // Its keys are fixed, so the numbers are the same in each run.
    let mut hasher = std::hash::DefaultHasher::new();
    hasher.write(line);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::{Fingerprint, WHOLE};

    fn similarity(a: &str, b: &str) -> u64 {
        Fingerprint::of(a.as_bytes()).similarity(&Fingerprint::of(b.as_bytes()))
    }

    #[test]
    fn lines_in_common_are_counted_in_bytes_wherever_they_stand() {
        assert_eq!(similarity("a\nb\nc\nd\n", "d\nc\nb\na\n"), WHOLE);
        assert_eq!(similarity("a\nb\nc\nd\n", "a\nb\nx\ny\n"), WHOLE / 2);
        assert_eq!(similarity("a\na\na\na\n", "a\nb\nc\nd\n"), WHOLE / 4);
        assert_eq!(similarity("a\r\nb\r\n", "a\nb\n"), WHOLE);
        assert_eq!(similarity("", ""), 0);
    }

    #[test]
    fn what_is_less_than_half_as_long_is_not_compared() {
        assert_eq!(similarity("a\n", "a\nb\nc\n"), 0);
    }

    #[test]
    fn a_long_line_is_compared_by_stretches() {
        let line = "0123456789abcdef".repeat(16);
        assert_eq!(similarity(&line, &format!("{}{}", &line[..192], "z".repeat(64))), WHOLE / 4 * 3);
    }
}
