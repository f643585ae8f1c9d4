//! The life of an AI system on its page and beside those of others: what carries a step, and what does not.

use super::results::section;
use super::{page, site};
use crate::history::{History, Standing};

/// The entry of a system at a stage, with these lines.
fn system(lines: &str) -> String {
    format!("---\nid: SYS-1\ntitle: S\nkind: system\nclassification: public\n{lines}---\nIt sorts.\n")
}

/// What the page of a system says of a step.
fn step(entry: &str, files: &[(&str, &str)], name: &str) -> String {
    let files: Vec<(&str, &str)> = [("aims.toml", ""), ("s.md", entry)].iter().chain(files).copied().collect();
    let html = page(&site(&files, &History::empty(Standing::Outside)), "documents/SYS-1.html");
    let life = section(&html, "_life").expect("a section");
    let row = life.lines().find_map(|line| line.trim().strip_prefix(&format!("{name}|")));
    row.unwrap_or_else(|| panic!("{name} in {life}")).trim_end_matches('|').to_owned()
}

const RUNS: &str = "lifecycle: in-use\ndeployed: 2026-01-09\n";

/// A release of the system with these lines.
fn release(lines: &str) -> String {
    format!("---\nid: REL-1\ntitle: R\nkind: release\nsystems: [SYS-1]\ndate: 2026-01-08\n{lines}---\n{SENTENCE}\n")
}

const SENTENCE: &str = "All marks were reached, and the way back was tried by two people on the day before.";

#[test]
fn a_release_tells_what_was_decided_and_by_whom() {
    let of = |lines: &str| step(&system(RUNS), &[("r.md", &release(lines))], "Release");
    let conditions = "decision: release-with-conditions\ndecided-by: Head of Risk\nconditions:\n\
        \x20 - {condition: Errors stay below 2 %, owner: Clerk, due: 2026-09-30, status: in-progress}\n  - Read every day\n";
    assert_eq!(
        of(conditions),
        "Deployed: 2026-01-09|REL-1 R 2026-01-08: Release with conditions, decided by Head of Risk2 conditions\
         Errors stay below 2 % (Clerk, by 2026-09-30, In progress)Read every day"
    );
    let bare = of("decision: release-with-conditions\n");
    let said = "Release with conditions, nothing says who decided, no condition named";
    assert!(bare.ends_with(said), "{bare}");
    let none = of("decided-by: Clerk\n");
    assert!(none.ends_with("no decision named, decided by Clerk") && !none.contains("Hole"), "{none}");
}

#[test]
fn a_release_that_says_no_is_no_release() {
    let no = release("decision: no-release\ndecided-by: Clerk\n");
    let told = step(&system(RUNS), &[("r.md", &no)], "Release");
    assert_eq!(told, "Deployed: 2026-01-09|HoleREL-1 R 2026-01-08: No release, decided by Clerk");
    // What waits has no hole, and what was released before runs by that.
    let waits = step(&system("lifecycle: validation\n"), &[("r.md", &no)], "Release");
    assert_eq!(waits, "|REL-1 R 2026-01-08: No release, decided by Clerk");
    let before = release("decision: release\n").replace("REL-1", "REL-0").replace("2026-01-08", "2025-01-08");
    let told = step(&system(RUNS), &[("r.md", &no), ("q.md", &before)], "Release");
    assert!(!told.contains("Hole") && told.contains("REL-0"), "{told}");
}

#[test]
fn class_and_reason_are_both_asked_and_an_owner_is_no_role() {
    let of = |lines: &str, name: &str| step(&system(&format!("lifecycle: in-use\n{lines}")), &[], name);
    let wanted = "AI Act class: minimal|Hole The entry does not say: AI Act reason";
    for lines in ["", "ai-act-reason: none\n"] {
        let told = of(&format!("ai-act-class: minimal\n{lines}"), "Class and reason");
        let (_, hole) = wanted.split_once('|').expect("two cells");
        assert!(told.starts_with("AI Act class: minimal") && told.ends_with(hole), "{told}");
    }
    let told = of("ai-act-reason: It decides about nobody\n", "Class and reason");
    assert!(told.ends_with("|Hole The entry does not say: AI Act class"), "{told}");
    for reason in
        ["ai-act-class: minimal\nai-act-reason: It decides about nobody\n", "ai-act-class: exempt-6-3\nart-6-3: (a)\n"]
    {
        let told = of(reason, "Class and reason");
        assert!(!told.contains("Hole"), "{told}");
    }
    let told = of("owner: Clerk\nprovider: Us\n", "Roles");
    assert!(told.ends_with("|Hole The entry does not say: AI roles"), "{told}");
    assert!(!of("ai-roles: [deployer]\n", "Roles").contains("Hole"));
}

#[test]
fn what_a_retired_system_never_had_is_not_on_record() {
    let files = |entry: &str| {
        let files = [("aims.toml", ""), ("s.md", entry)];
        page(&site(&files, &History::empty(Standing::Outside)), "systems/evidence.html")
    };
    let ended = system("lifecycle: retired\ndeployed: 2023-02-06\nretired: 2026-03-31\n");
    for name in ["Risks", "Impacts", "Data", "Models", "Tests", "Monitoring"] {
        assert_eq!(step(&ended, &[], name), "|Not on record", "{name}");
    }
    assert_eq!(step(&ended, &[], "Incidents"), "");
    assert_eq!(files(&ended).matches("Not on record").count(), 8);
    // A system that never ran was never asked, and one that had all had all.
    let stopped = system("lifecycle: retired\nretired: 2026-03-31\n");
    assert_eq!(step(&stopped, &[], "Risks"), "");
    let risk = format!("---\nid: RSK-1\ntitle: K\nkind: risk\nsystems: [SYS-1]\n---\n{SENTENCE}\n");
    assert!(step(&ended, &[("k.md", &risk)], "Risks").starts_with("|RSK-1 K"));
}

#[test]
fn a_system_stands_where_its_days_say_until_it_is_taken_out() {
    let audit = ("a.md", "---\nid: AUD-1\ntitle: A\nkind: audit\ndate: 2026-02-01\n---\nAll of it.\n");
    for (day, stage, other) in [("2027-01-31", "In use", "Retired"), ("2026-01-31", "Retired", "In use")] {
        let entry = system(&format!("lifecycle: retired\ndeployed: 2026-01-09\nretired: {day}\n"));
        let files = [("aims.toml", ""), ("s.md", entry.as_str()), audit];
        let bundle = site(&files, &History::empty(Standing::Outside));
        for path in ["systems/index.html", "systems/evidence.html", "audit.html"] {
            let html = page(&bundle, path);
            let has = |word: &str| html.contains(&format!("<td>{word}</td>"));
            assert!(has(stage) && !has(other), "{path} {day}");
        }
    }
}

#[test]
fn what_says_next_to_nothing_carries_no_step() {
    let of = |text: &str| {
        let test = format!("---\nid: TST-1\ntitle: T\nkind: test\nsystems: [SYS-1]\ndate: 2026-01-08\n---\n{text}\n");
        step(&system(RUNS), &[("t.md", &test)], "Tests")
    };
    assert_eq!(of("All done."), "|HoleTST-1 T 2026-01-08");
    assert_eq!(of(SENTENCE), "|TST-1 T 2026-01-08");
}

#[test]
fn every_system_has_its_story_whatever_its_life_has_come_to() {
    for stage in ["lifecycle: planned\n", RUNS, "lifecycle: retired\n", "lifecycle: in-use\nin-scope: false\n", ""] {
        let bundle = site(&[("aims.toml", ""), ("s.md", &system(stage))], &History::empty(Standing::Outside));
        for (path, way) in
            [("documents/SYS-1.html", "../systems/SYS-1/story.html"), ("audit.html", "systems/SYS-1/story.html")]
        {
            assert!(page(&bundle, path).contains(&format!("<a href=\"{way}\">Story</a>")), "{stage} {path}");
        }
        assert!(page(&bundle, "systems/SYS-1/story.html").contains("<h1>Story of SYS-1</h1>"), "{stage}");
    }
}
