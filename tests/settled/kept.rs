//! How a record is kept, and what of it may be another after it was settled.

use aims::base::Period;
use aims::compare::{Snapshot, additions};
use aims::reading::{Reading, kept_for};

/// Whether the one front matter only goes on from the other, and whether by what is said anew.
fn goes_on(old: &str, new: &str) -> Option<bool> {
    let read = |keys: &str| {
        let text = format!("---\nkind: nonconformity\ndate: 2026-01-10\n{keys}---\n\nIt failed.\n");
        Snapshot::read(text.as_bytes(), &Reading::default())
    };
    let found = additions(&read(old), &read(new))?;
    (found.keys && found.beyond.is_empty()).then_some(found.anew)
}

#[test]
fn what_is_opened_again_says_anew_what_is_done_and_not_what_was_found() {
    let old = "cause: Full\naction: Alarm\ndue: 2026-02-01\neffectiveness: Yes\nstate: closed\nclosed: 2026-03-01\n";
    let open = old.replace("state: closed\nclosed: 2026-03-01\n", "state: action\n");
    assert_eq!(goes_on(old, &open), Some(false));
    assert_eq!(goes_on(old, &old.replace("closed: 2026-03", "closed: 2026-02")), None);
    for (from, to) in [("Alarm", "Disk"), ("due: 2026", "due: 2027"), ("effectiveness: Yes\n", ""), ("Yes", "No")] {
        let new = open.replace(from, to);
        assert_eq!([goes_on(old, &new), goes_on(&open, &new)], [Some(true); 2], "{to}");
        assert!(goes_on(&new, old).is_some(), "{to}");
        assert_eq!(goes_on(old, &old.replace(from, to)), None, "{to}: it stays closed");
    }
    assert_eq!(goes_on(old, &open.replace("Full", "Heat")), None);
}

#[test]
fn a_record_may_be_kept_better_and_not_worse() {
    for (worse, better) in [
        ("retention: 6 years from its date\n", "retention: kept for 10 years from its date\n"),
        ("classification: internal\n", "classification: confidential\n"),
        ("classification: public\n", "classification: internal\n"),
    ] {
        assert_eq!([goes_on(worse, better), goes_on(better, worse)], [Some(false), None], "{better}");
    }
    assert_eq!(goes_on("owner: A\n", "owner: B\n"), Some(false));
    for other in ["until it is void", "10 years after the last use"] {
        assert_eq!(goes_on("retention: 6 years\n", &format!("retention: {other}\n")), None, "{other}");
    }
    assert_eq!(goes_on("retention: 3 years after the system is retired\n", "retention: 5 years\n"), None);
}

#[test]
fn the_longest_time_of_a_text_counts() {
    let ten = Some(Period::Months(120));
    for text in
        ["10 years after the last use", "6 months the log, ten years the file", "10 Jahre", "10 ans après", "P10Y"]
    {
        assert_eq!(kept_for(text).map(|(period, _)| period), ten, "{text}");
    }
    for text in ["for good", "", "until 2036", "years"] {
        assert_eq!(kept_for(text).map(|(period, _)| period), None, "{text}");
    }
}

#[test]
fn a_text_says_from_when_something_is_kept() {
    for (text, told) in [
        ("10 years after the last use of Lending Score 3.2", "10 years|the last use of Lending Score 3.2"),
        ("6 months the log, ten years from the release, at least", "10 years|the release"),
        ("10 Jahre nach dem Ende des Vertrags.", "10 years|dem Ende des Vertrags"),
        ("P6Y counted from its date", "6 years|its date"),
        ("Kept for 6 years", "6 years|"),
        ("6 years", "6 years|"),
        ("after the audit 3 years", "3 years|"),
        ("Until no document relies on it, then 6 years", "6 years|no document relies on it"),
        ("until 2036", ""),
    ] {
        let found = kept_for(text).map(|(period, from)| format!("{period}|{from}")).unwrap_or_default();
        assert_eq!(found, told, "{text}");
    }
}
