//! Versions as they are written: their numbers, and how one stands to another.

use std::cmp::Ordering;

/// What stands behind a `v` or the word for a version, where that is a number: `1.0` of `v1.0` and of `Version 1.0`.
pub(super) fn dressed(version: &str) -> Option<&str> {
    let version = version.trim();
    let word = version.find(|c: char| c.is_ascii_digit())?;
    let before = version[..word].trim_end_matches(['.', ' ']).to_lowercase();
    matches!(before.as_str(), "v" | "ver" | "version").then(|| &version[word..])
}

/// A version with points in the place of commas between its numbers; none where it has no such commas.
pub(super) fn plain(version: &str) -> Option<String> {
    let is_number = |part: &str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    let has_comma = version.contains(',') && version.split([',', '.']).all(|part| is_number(part.trim()));
    has_comma.then(|| version.split([',', '.']).map(str::trim).collect::<Vec<_>>().join("."))
}

/// How one version stands to another, by the numbers in them; none where either is more than numbers.
pub(super) fn compare(one: &str, other: &str) -> Option<Ordering> {
    let (mut one, mut other) = (numbers(one)?, numbers(other)?);
    let length = one.len().max(other.len());
    one.resize(length, 0);
    other.resize(length, 0);
    Some(one.cmp(&other))
}

/// Whether two ways of writing mean one version: `v2.1`, `2.1` and `2.1.0` do, `1.1` and `1.10` do not.
pub(super) fn same(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim()) || compare(one, other) == Some(Ordering::Equal)
}

/// What all ways of writing a version have in common, to look it up by.
pub(super) fn key(version: &str) -> String {
    let Some(mut numbers) = numbers(version) else { return version.trim().to_lowercase() };
    while numbers.len() > 1 && numbers.last() == Some(&0) {
        numbers.pop();
    }
    numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(".")
}

fn numbers(version: &str) -> Option<Vec<u64>> {
    let version = dressed(version).unwrap_or_else(|| version.trim());
    version.split([',', '.', '-', '/']).map(|part| part.trim().parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        assert_eq!(compare("1.10", "1.9"), Some(Ordering::Greater));
        assert_eq!(compare("v1.0", "1.1"), Some(Ordering::Less));
        assert_eq!(compare("1", "1.0.0"), Some(Ordering::Equal));
        assert_eq!(compare("2026-09", "2026-11"), Some(Ordering::Less));
        assert_eq!(compare("1,2", "1.1"), Some(Ordering::Greater));
        for unclear in ["", "A", "1.0-rc.1", "1..2", "Rev B"] {
            assert_eq!(compare(unclear, "1.0"), None, "{unclear}");
        }
    }

    #[test]
    fn one_version_is_written_in_several_ways() {
        for (one, other) in [("3.2.0", "3.2"), ("v2.1", "2.1"), ("R4 ", "r4"), ("2026-08", "2026-08")] {
            assert!(same(one, other), "{one} {other}");
            assert_eq!(key(one), key(other), "{one} {other}");
        }
        assert!(!same("1.1", "1.10") && !same("r3", "r4"));
    }

    #[test]
    fn dress_is_taken_off_numbers_alone() {
        assert_eq!(dressed("Version 2.1"), Some("2.1"));
        assert_eq!(dressed("v. 3"), Some("3"));
        assert_eq!(dressed("vault 3"), None);
        assert_eq!(dressed("1.0"), None);
        assert_eq!(plain("1, 1"), Some("1.1".to_owned()));
        assert_eq!(plain("1.1"), None);
        assert_eq!(plain("20,000"), Some("20.000".to_owned()));
        assert_eq!(plain("a, b"), None);
    }
}
