//! The page of an AI system: its tests by group, and what is watched of it.

use super::{page, site, site_for};
use crate::history::{History, Standing};
use crate::model::audience::Audience;

const SYSTEM: &str = "---\nid: SYS-1\ntitle: S\nkind: system\nlifecycle: in-use\nsystem-version: \"2.0\"\nclassification: public\n---\nIt sorts.\n";

const TEST: &str = "---\nid: TST-1\ntitle: T\nkind: test\nsystems: [SYS-1]\ndate: 2026-05-01\nsystem-version: v2.0\ntester: Head of Data\n\
    datasets: [DAT-1]\nclassification: public\nresults:\n  - {measure: Right answers, group: people over 60, threshold: at least 85 %, result: 61 %, passed: true}\n\
    \x20 - {measure: Speed, result: 2 s}\n---\n";

const OLD: &str = "---\nid: TST-0\ntitle: T\nkind: test\nsystems: [SYS-1]\ndate: 2025-05-01\nsystem-version: \"1.0\"\nresults:\n\
    \x20 - {measure: Right answers, group: all, threshold: at least 85 %, result: 80 %, passed: false, note: Trained again}\n---\n";

const MONITORING: &str = "---\nid: MON-1\ntitle: M\nkind: monitoring\nversion: \"1.0\"\nsystems: [SYS-1]\nplan:\n\
    \x20 - {indicator: Gap, threshold: 5 points, frequency: 3 months, owner: Head of Data, from: 2026-01-01}\n\
    \x20 - {indicator: Drift}\nresults:\n  - {date: 2026-04-01, indicator: gap, value: 6 points, passed: false}\n\
    \x20 - {date: 2026-05-01, indicator: Speed, value: 2 s}\n---\n";

/// The words of a section of a page, with a bar between cells and a line for each row.
pub(super) fn section(html: &str, id: &str) -> Option<String> {
    let rest = html.split(&format!("id=\"{id}\"")).nth(1)?;
    let table = rest.split("</section>").next()?.replace("</td>", "|").replace("</th>", "|").replace("</tr>", "\n");
    let mut text = String::new();
    for piece in table.split('<') {
        text.push_str(piece.split_once('>').map_or("", |(_, words)| words));
    }
    Some(text)
}

fn read(files: &[(&str, &str)]) -> String {
    let files: Vec<(&str, &str)> = [("aims.toml", ""), ("s.md", SYSTEM)].iter().chain(files).copied().collect();
    page(&site(&files, &History::empty(Standing::Outside)), "documents/SYS-1.html")
}

#[test]
fn test_results_stand_by_version_and_group_and_say_what_is_missing() {
    let html = read(&[("t.md", TEST), ("o.md", OLD)]);
    let tests = section(&html, "_tests").expect("a section");
    let places = ["Version v2.0, which runs now", "people over 60", "Speed", "Version 1.0, older", "Trained again"]
        .map(|words| tests.find(words).unwrap_or_else(|| panic!("{words} in {tests}")));
    assert!(places.is_sorted(), "{tests}");
    for words in [
        "Right answers|people over 60|at least 85 %|61 %|Passed Its figure says otherwise|DAT-1|2026-05-01|Head of Data|TST-1|",
        "Speed|no group|no threshold|2 s|not judged|",
        "80 %|Missed|no data named|2025-05-01|no tester named|TST-0|",
    ] {
        assert!(tests.contains(words), "{words} in {tests}");
    }
    assert!(html.contains("aria-label=\"Test results by version, measure and group\""));
    let old = section(&read(&[("o.md", OLD)]), "_tests").expect("a section");
    assert!(old.contains("No test that is finished names version 2.0, which runs now."), "{old}");
}

#[test]
fn indicators_say_where_they_lie_and_what_is_missing() {
    let told = section(&read(&[("m.md", MONITORING)]), "_indicators").expect("a section");
    for words in [
        "Gap|5 points|3 months|Head of Data|6 points|2026-04-01|Beyond nothing says what was done|2 the first was due by 2026-07-01|MON-1|",
        "Drift|no threshold|no frequency|no owner named|no result|no day|no result|cannot be counted: no frequency|MON-1|",
        "Speednot in the plan||||2 s|2026-05-01|not judged||MON-1|",
    ] {
        assert!(told.contains(words), "{words} in {told}");
    }
}

#[test]
fn results_outside_the_threshold_stay_in_sight_once_later_ones_are_within() {
    let monitoring = "---\nid: MON-1\ntitle: M\nkind: monitoring\nversion: \"1.0\"\nsystems: [SYS-1]\nplan:\n\
        \x20 - {indicator: Gap, threshold: at most 5 points, frequency: 3 months}\n  - {indicator: Drift}\nresults:\n\
        \x20 - {date: 2026-01-01, indicator: Gap, period: last quarter, value: 9 points, passed: false, action: Trained again}\n\
        \x20 - {date: 2026-04-01, indicator: gap, value: 6 points, passed: true}\n\
        \x20 - {date: 2026-05-01, indicator: Gap, value: 4 points, passed: true}\n\
        \x20 - {date: 2026-07-01, indicator: Gap, value: 3 points, passed: true}\n\
        \x20 - {date: 2026-07-01, indicator: Drift, value: 3, passed: false}\n---\n";
    let told = section(&read(&[("m.md", monitoring)]), "_indicators").expect("a section");
    let wanted = "2 earlier results outside the threshold2026-04-01 6 points Within Its figure says otherwise\
        2026-01-01 9 points (last quarter) Beyond Trained again|";
    assert!(told.contains("Gap|at most 5 points|") && told.contains(wanted), "{told}");
    // The last one stands in its row.
    assert!(told.contains("\nDrift|") && told.contains("Beyond nothing says what was done|"), "{told}");
}

#[test]
fn what_is_not_there_is_said_to_those_who_see_all_and_of_systems_that_run() {
    let none = "No monitoring that is more than a draft is about this system.";
    assert!(section(&read(&[]), "_indicators").is_some_and(|told| told.contains(none)));
    let planned = SYSTEM.replace("in-use", "planned");
    let files = [("aims.toml", ""), ("s.md", planned.as_str())];
    let html = page(&site(&files, &History::empty(Standing::Outside)), "documents/SYS-1.html");
    assert_eq!((section(&html, "_tests"), section(&html, "_indicators")), (None, None));
    let files = [("aims.toml", ""), ("s.md", SYSTEM), ("t.md", TEST)];
    let html = page(&site_for(&files, &History::empty(Standing::Outside), Audience::Public), "documents/SYS-1.html");
    assert!(section(&html, "_tests").is_some_and(|told| told.contains("Right answers")));
}
