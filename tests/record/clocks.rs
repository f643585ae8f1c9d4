//! Commits whose day cannot be the day on which they were made.

use crate::support::sandbox::Sandbox;

const ASKED: &str = "2026-04-01";

/// The seconds of a day, which is a number of days after 2026-01-10.
fn later(days: i64) -> i64 {
    1_768_039_200 + days * 86_400
}

/// A policy in versions 1.0, 1.1 and so on, each committed at a moment.
fn versions(moments: &[i64]) -> Sandbox {
    let sandbox = Sandbox::new(&[("aims.toml", "")]);
    for (number, at) in moments.iter().enumerate() {
        let text = format!(
            "---\nid: POL-001\ntitle: P\nkind: policy\nversion: \"1.{number}\"\nstatus: approved\n---\n\
             We use AI with care{}.\n",
            ", and more care".repeat(number)
        );
        sandbox.put("p.md", text);
        sandbox.commit_at("Go on", Some(*at));
    }
    sandbox
}

/// The versions as they are told, the newest first, and the days that are told of wrong clocks, each behind its level.
fn told(sandbox: &Sandbox) -> (Vec<String>, Vec<String>) {
    let history = sandbox.run(&["history", "POL-001", "--today", ASKED]).stdout;
    let versions = history.lines().filter(|line| line.starts_with("  1.")).map(|line| line.trim().to_owned()).collect();
    let findings = sandbox.run(&["check", "--format", "short", "--today", ASKED]).stdout;
    let clocks = findings.lines().filter(|line| line.ends_with("[AIMS511]"));
    let day = |line: &str| {
        let (level, rest) = line.split_once(": ").and_then(|(_, rest)| rest.split_once(": ")).expect("a level");
        let day = rest.split_once(" is dated ").and_then(|(_, rest)| rest.get(..10)).expect("a day");
        format!("{level} {day}")
    };
    let mut clocks: Vec<String> = clocks.map(day).collect();
    clocks.sort();
    (versions, clocks)
}

#[test]
fn a_clock_years_ahead_or_that_was_reset_is_told_and_moves_nothing() {
    let (versions_of, clocks) = told(&versions(&[later(0), later(12 * 365), later(59)]));
    assert_eq!(versions_of[0], "1.2           in force from 2026-03-10");
    assert!(!versions_of.concat().contains("2038"), "{versions_of:?}");
    assert_eq!(clocks, ["warning 2038-01-07"]);
    // Where nothing came after it, it is not in force yet.
    let (versions_of, clocks) = told(&versions(&[later(0), later(31), later(12 * 365)]));
    assert_eq!(versions_of[0], "1.2           in force from 2038-01-07");
    assert_eq!(clocks, ["warning 2038-01-07"]);
    for (reset, day) in [(86_400, "1970-01-02"), (315_532_800, "1980-01-01")] {
        let (versions_of, clocks) = told(&versions(&[reset, later(31), later(59)]));
        assert!(versions_of[2].ends_with("2026-02-10") && !versions_of.concat().contains(&day[..4]), "{versions_of:?}");
        assert_eq!(clocks, [format!("warning {day}")]);
    }
}

#[test]
fn commits_from_before_git_that_are_in_order_are_believed() {
    // As they are where a history was imported: of 2003-05-01, 2004-05-01 and 2025-02-01.
    let (versions_of, clocks) = told(&versions(&[1_051_747_200, 1_083_369_600, 1_738_368_000]));
    assert_eq!(
        versions_of,
        [
            "1.2           in force from 2025-02-01",
            "1.1           in force from 2004-05-01 to 2025-01-31",
            "1.0           in force from 2003-05-01 to 2004-04-30",
        ]
    );
    assert_eq!(clocks, [""; 0]);
}

#[test]
fn a_clock_that_may_be_right_is_believed_and_told_where_it_is_far_ahead() {
    // Somebody may ask about a day that is past.
    let (versions_of, clocks) = told(&versions(&[later(0), later(31), later(100)]));
    assert_eq!(versions_of[0], "1.2           in force from 2026-04-20");
    assert_eq!(clocks, [""; 0]);
    let (versions_of, clocks) = told(&versions(&[later(0), later(31), later(200)]));
    assert_eq!(versions_of[0], "1.2           in force from 2026-07-29");
    assert_eq!(clocks, ["note 2026-07-29"]);
    let (_, clocks) = told(&versions(&[later(1000), later(1200)]));
    assert_eq!(clocks, ["warning 2029-04-24"], "the day of the check is what is odd");
}

#[test]
fn years_of_rest_are_no_wrong_clock_on_whatever_day_somebody_asks() {
    // 2024-05-01 and 2026-06-01.
    let sandbox = versions(&[later(-619), later(142)]);
    let newest = "in force from 2026-06-01";
    for asked in ["2024-06-01", "2025-01-01", "2025-12-01", "2026-07-01"] {
        let history = sandbox.run(&["history", "POL-001", "--today", asked]).stdout;
        assert!(history.contains(newest) && history.contains("from 2024-05-01 to 2026-05-31"), "{asked}: {history}");
        let found = sandbox.run(&["check", "--format", "short", "--today", asked]).stdout;
        assert!(!found.contains("the commits around it are not"), "{asked}: {found}");
    }
    let json = sandbox.run(&["export", "versions", "--format", "json", "--today", "2025-01-01"]).stdout;
    assert_eq!(json.matches("\"in_force\":true").count(), 1, "{json}");
}
