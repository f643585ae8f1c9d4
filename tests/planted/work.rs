//! Drafts at work, systems without what everybody asks first, and owners whom nobody stands behind.

use crate::support::sandbox::{Sandbox, TODAY};

/// What one rule says of these files, each finding as `path:line:column message`.
pub(super) fn only(rule: &str, files: &[(&str, &str)]) -> Vec<String> {
    let arguments = ["check", "--today", TODAY, "--format", "short", "--select", rule];
    let outcome = Sandbox::new(files).run(&arguments);
    assert_ne!(outcome.code, Some(2), "{}", outcome.stderr);
    let told = |line: &str| {
        let (place, rest) = line.split_once(": ").expect("a place");
        let (_, message) = rest.split_once(": ").expect("a level");
        format!("{place} {}", message.rsplit_once(" [").expect("a code").0)
    };
    outcome.stdout.lines().filter(|line| line.ends_with(']')).map(told).collect()
}

fn assert_one(rule: &str, document: &str, expected: &[&str]) {
    let found = only(rule, &[("aims.toml", ""), ("a.md", document)]);
    let expected: Vec<String> = expected.iter().map(|told| format!("a.md:{told}")).collect();
    assert_eq!(found, expected);
}

fn told(text: &str, audit: bool) -> Vec<String> {
    let held = ("a.md", "---\nid: AUD-001\ntitle: A\nkind: audit\ndate: 2026-05-01\n---\nHeld.\n");
    let text = format!("---\nid: X-001\ntitle: T\nstatus: draft\n{text}---\nText.\n");
    let mut files = vec![("aims.toml", ""), ("x.md", text.as_str())];
    files.extend(audit.then_some(held));
    only("draft-at-work", &files)
}

#[test]
fn what_runs_was_audited_or_is_long_open_is_told_at_its_status() {
    assert_eq!(
        told("kind: system\nlifecycle: in-use\n", false),
        ["x.md:4:9 X-001 is a draft, and the system runs: nothing is asked of it"]
    );
    assert_eq!(
        told("kind: nonconformity\ndate: 2026-09-01\n", false),
        ["x.md:4:9 X-001 is a draft, and this nonconformity is of 2026-09-01"]
    );
    for kind in ["soa", "policy"] {
        assert_eq!(
            told(&format!("kind: {kind}\n"), true),
            ["x.md:4:9 X-001 is a draft, and the AIMS has been audited or reviewed (AUD-001)"],
            "{kind}"
        );
    }
}

#[test]
fn a_treatment_plan_is_what_the_aims_rests_on() {
    let plan = "kind: plan\ntreatments: [{risk: RSK-001, option: reduce, action: Test it}]\n";
    let told_of = ["x.md:4:9 X-001 is a draft, and the AIMS has been audited or reviewed (AUD-001)"];
    assert_eq!(told(plan, true), told_of);
    assert!(told(plan, false).is_empty());
    assert!(told("kind: plan\nactions: [{action: Test it, due: 2027-01-01}]\n", true).is_empty());
    let in_review = |kind: &str, more: &[(&str, &str)]| {
        let text = format!("---\nid: X-001\ntitle: T\nstatus: in-review\n{kind}---\nText.\n");
        let held = ("a.md", "---\nid: MR-001\ntitle: A\nkind: management-review\ndate: 2026-05-01\n---\nHeld.\n");
        only("draft-at-work", &[&[("aims.toml", ""), ("x.md", &*text), held], more].concat())
    };
    let told_of = ["x.md:4:9 X-001 is still in review, and the AIMS has been audited or reviewed (MR-001)"];
    for kind in [plan, "kind: soa\n", "kind: policy\n"] {
        assert_eq!(in_review(kind, &[]), told_of, "{kind}");
    }
    assert!(in_review("kind: system\nlifecycle: in-use\n", &[]).is_empty());
    let policy = "---\nid: POL-002\nkind: policy\nstatus: approved\n---\n";
    assert!(in_review("kind: policy\n", &[("o.md", policy)]).is_empty());
    assert_eq!(in_review(plan, &[("o.md", policy)]), told_of);
    let other = "---\nid: PLN-002\nkind: plan\nstatus: approved\ntreatments: [{risk: RSK-002, option: avoid, action: Stop}]\n---\n";
    assert!(in_review(plan, &[("o.md", other)]).is_empty());
}

#[test]
fn what_is_being_written_has_patience() {
    for text in [
        "kind: system\nlifecycle: development\n",
        "kind: system\nlifecycle: in-use\nin-scope: false\n",
        "kind: nonconformity\ndate: 2026-11-01\n",
        "kind: soa\n",
        "kind: policy\n",
    ] {
        assert!(told(text, false).is_empty(), "{text}");
    }
    assert!(told("kind: procedure\n", true).is_empty());
}

fn system(lines: &str) -> String {
    format!("---\nid: SYS\nkind: system\nlifecycle: in-use\n{lines}---\n")
}

#[test]
fn what_is_left_out_is_told_once() {
    let told = ["4:12 SYS is in use, and its entry has no `deployed`, `model` and `data-classes`"];
    assert_one("system-undescribed", &system(""), &told);
    let told = ["4:12 SYS is in use, and its entry has no `model`"];
    assert_one("system-undescribed", &system("deployed: 2026-01-01\ndata-classes: [a]\n"), &told);
}

#[test]
fn a_system_that_affects_people_is_watched() {
    let lines = "deployed: 2026-01-01\ndata-classes: [a]\nmodel: m\naffected: [b]\n";
    assert_one("system-undescribed", &system(lines), &["4:12 SYS is in use, and its entry has no `oversight`"]);
    assert_one("system-undescribed", &system(&format!("{lines}ai-act-class: high\n")), &[]);
    for nobody in ["none", "nobody", "keine", "niemand", "unknown"] {
        let told = format!("4:12 SYS is in use, and its entry has no `oversight` (`{nobody}`)");
        assert_one("system-undescribed", &system(&format!("{lines}oversight: {nobody}\n")), &[&told]);
    }
    assert_one("system-undescribed", &system(&format!("{lines}oversight: A clerk reads each letter\n")), &[]);
    let both = lines.replace("model: m\n", "oversight: none\n");
    let told = ["4:12 SYS is in use, and its entry has no `model` and `oversight` (`none`)"];
    assert_one("system-undescribed", &system(&both), &told);
}

#[test]
fn what_is_not_in_use_or_not_covered_is_not_asked() {
    for lines in ["deployed: 2026-01-01\ndata-classes: [a]\nmodel: m\n", "in-scope: false\n", "status: draft\n"] {
        assert_one("system-undescribed", &system(lines), &[]);
    }
    assert_one("system-undescribed", &system("").replace("in-use", "validation"), &[]);
}

const SETTINGS: &str =
    "[roles]\nHead = \"heads\"\nGuest = \"visits\"\n[[people]]\nname = \"Ada\"\nroles = [\"Head\"]\n";

fn found(settings: &str, lines: &str) -> Vec<String> {
    only("owner-unheld", &[("aims.toml", settings), ("a.md", &format!("---\nid: X\n{lines}---\n"))])
}

#[test]
fn it_is_told_at_the_owner() {
    let told = ["a.md:4:8 nobody holds the role `Guest`, which answers for X"];
    assert_eq!(found(SETTINGS, "kind: system\nowner: Guest\n"), told);
}

#[test]
fn holders_people_other_kinds_and_settings_without_people_are_no_findings() {
    for lines in [
        "kind: system\nowner: Head\n",
        "kind: system\nowner: Ada\n",
        "kind: policy\nowner: Guest\n",
        "kind: system\nlifecycle: retired\nowner: Guest\n",
        "kind: system\nowner: Stranger\n",
    ] {
        assert!(found(SETTINGS, lines).is_empty(), "{lines}");
    }
    assert!(found("[roles]\nGuest = \"visits\"\n", "kind: system\nowner: Guest\n").is_empty());
}
