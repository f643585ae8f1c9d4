//! What was written down before the day on which it is said to have been done.

use crate::support::sandbox::{Sandbox, TODAY};

/// The morning of 2026-06-01, and so many days later.
fn day(later: i64) -> i64 {
    1_780_300_000 + later * 86_400
}

fn told(sandbox: &Sandbox) -> Vec<String> {
    let told = sandbox.run(&["check", "--format", "short", "--today", TODAY]).stdout;
    let here = told.lines().filter(|line| line.ends_with("[AIMS527]"));
    here.map(|line| line.split(", and was written").next().unwrap_or_default().to_owned()).collect()
}

fn audit(date: &str, more: &str, text: &str) -> String {
    format!("---\nid: AUD-001\ntitle: A\nkind: audit\ndate: {date}\n{more}---\nWe looked at it. {text}\n")
}

#[test]
fn a_report_of_a_day_to_come_is_told_until_something_is_said_after_it() {
    let sandbox = Sandbox::new(&[("aims.toml", "")]);
    sandbox.put("a.md", audit("2026-06-02", "", ""));
    sandbox.commit_at("Write it", Some(day(0)));
    assert_eq!(told(&sandbox), [""; 0], "a day begins earlier elsewhere");
    sandbox.put("a.md", audit("2026-06-15", "", ""));
    sandbox.commit_at("Put it off", Some(day(0)));
    assert_eq!(told(&sandbox), ["a.md:5:7: warning: `date` is 2026-06-15"]);
    sandbox.put("a.md", audit("2026-06-15", "", "On 2026-06-16 the minutes came: nothing was found, and all agreed."));
    sandbox.commit_at("Say what came of it", Some(day(16)));
    assert_eq!(told(&sandbox), [""; 0]);
}

#[test]
fn a_row_of_a_day_to_come_is_told_whatever_rows_came_later() {
    let sandbox = Sandbox::new(&[("aims.toml", "")]);
    let put = |rows: &[&str], later: i64| {
        let rows: String = rows.iter().map(|date| format!("  - {{date: {date}, value: 80 %}}\n")).collect();
        sandbox.put(
            "o.md",
            format!("---\nid: OBJ-001\ntitle: O\nkind: objective\nmeasurements:\n{rows}---\nIt counts.\n"),
        );
        sandbox.commit_at("Measure", Some(day(later)));
    };
    put(&["2026-05-20"], 0);
    put(&["2026-05-20", "2026-06-20"], 3);
    put(&["2026-05-20", "2026-06-20", "2026-07-20"], 60);
    assert_eq!(told(&sandbox), ["o.md:7:12: warning: `measurements.date` is 2026-06-20"]);
    put(&["2026-05-20", "2026-07-20"], 61);
    put(&["2026-05-20", "2026-06-20", "2026-07-20"], 62);
    assert_eq!(told(&sandbox), [""; 0], "put back after the day");
}
