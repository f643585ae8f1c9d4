//! Versions as they are written, and how one stands to another.

use std::cmp::Ordering;

use aims::model::versions::{compare, in_letters, is_fleeting, is_unfinished, key, plain, same, same_line, trimmed};
use aims::reading::dressed_version;

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
    let slips = [("2,1", "2.1"), ("2.1.", "2.1"), ("02.1", "2.1"), ("two", "2"), ("v2, 1", "2.1")];
    let ways = [("3.2.0", "3.2"), ("v2.1", "2.1"), ("R4 ", "r4"), ("2026-08", "2026-08")];
    for (one, other) in ways.into_iter().chain(slips) {
        assert!(same(one, other), "{one} {other}");
        assert_eq!(key(one), key(other), "{one} {other}");
    }
    assert!(!same("1.1", "1.10") && !same("r3", "r4"));
    assert!(same_line("3.0", "v3.2") && !same_line("2.9", "3.0"));
    assert!(!same_line("2026-02", "2026-08") && !same_line("r3", "r3.1"));
}

#[test]
fn dress_is_taken_off_numbers_alone() {
    assert_eq!(dressed_version("Version 2.1"), Some("2.1"));
    assert_eq!(dressed_version("v. 3"), Some("3"));
    assert_eq!(dressed_version("vault 3"), None);
    assert_eq!(dressed_version("1.0"), None);
    assert_eq!(plain("1, 1"), Some("1.1".to_owned()));
    assert_eq!(plain("1.1"), None);
    assert_eq!(plain("20,000"), Some("20.000".to_owned()));
    assert_eq!(plain("a, b"), None);
}

#[test]
fn slips_and_words_are_seen() {
    let rather = |version: &str| trimmed(version);
    assert_eq!((rather("2.1.").as_deref(), rather("02.1").as_deref()), (Some("2.1"), Some("2.1")));
    for sound in ["2.1", "2.01", "2026-09", "A.", "0.9", "1.0-rc.1", "20", "01"] {
        assert_eq!(rather(sound), None, "{sound}");
    }
    assert_eq!((in_letters("Two"), in_letters("Version zehn"), in_letters("A")), (Some(2), Some(10), None));
    assert!(is_fleeting("Latest") && !is_fleeting("2.1") && !is_fleeting("A"));
    assert!(
        is_unfinished("2.1-draft") && is_unfinished("2.0 RC1") && !is_unfinished("2.1-b") && !is_unfinished("1.0-arc")
    );
}
