//! Findings that were there before: what a baseline lists, what it hides and what it cannot.

use std::fs;

use serde_json::Value;

use super::sandbox::{Outcome, Sandbox, TODAY};

/// Two broken links, one of them twice, and a document of which much is missing.
const FILES: [(&str, &str); 3] = [
    ("aims.toml", "[checks.levels]\nno-soa = \"off\"\nbroken-link = \"error\"\n"),
    ("page.md", "# Roles\n\n[[NOPE-1]]\n\n[[NOPE-1]]\n\n[[NOPE-2]]\n"),
    ("policy.md", "---\nid: POL-001\nkind: policy\neffective: soon\n---\n\n# AI policy\n\nWords.\n"),
];
const FILE: &str = "aims-baseline.txt";

fn check(sandbox: &Sandbox, more: &[&str]) -> Outcome {
    let mut arguments = vec!["check", "--today", TODAY, "--format", "short"];
    arguments.extend(more);
    sandbox.run(&arguments)
}

fn code(outcome: &Outcome) -> i32 {
    outcome.code.expect("a code")
}

/// A repository whose findings are listed in a file.
fn listed() -> Sandbox {
    let sandbox = Sandbox::new(&FILES);
    sandbox.commit("Begin");
    assert_eq!(code(&check(&sandbox, &[])), 1);
    let written = check(&sandbox, &["--write-baseline", FILE]);
    assert_eq!((code(&written), written.stdout.as_str()), (0, ""), "{written:?}");
    assert!(written.stderr.contains("write `baseline = \"aims-baseline.txt\"` under [checks]"), "{written:?}");
    sandbox
}

#[test]
fn what_is_listed_is_counted_and_what_is_new_is_told_wherever_it_stands() {
    let sandbox = listed();
    let text = fs::read_to_string(sandbox.path(FILE)).expect("a baseline");
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    let order = |line: &&str| line.split(' ').nth(3).map(str::to_owned);
    assert!(text.starts_with("# aims baseline 2\n") && lines.is_sorted_by_key(order), "{text}");
    let again = check(&sandbox, &["--baseline", FILE, "--strict"]);
    assert_eq!((code(&again), again.stdout.as_str()), (0, ""), "{again:?}");
    assert!(again.stderr.contains(&format!("{} known findings are not told", lines.len())), "{again:?}");
    // Lines above move none of them; one more of the same is new.
    sandbox.put("page.md", format!("# Roles\n\nFirst.\n\nSecond.\n\n{}", &FILES[1].1[9..]));
    assert_eq!(check(&sandbox, &["--baseline", FILE]).stdout, "");
    sandbox.put("page.md", format!("{}\n[[NOPE-2]]\n", FILES[1].1));
    let more = check(&sandbox, &["--baseline", FILE]);
    assert_eq!(code(&more), 1, "{more:?}");
    assert!(more.stdout.starts_with("page.md:9:1: error:") && more.stdout.lines().count() == 1, "{more:?}");
    assert!(check(&sandbox, &["--no-baseline"]).stdout.lines().count() > lines.len());
}

#[test]
fn what_is_mended_has_to_leave_the_list_where_the_check_is_strict() {
    let sandbox = listed();
    sandbox.put("aims.toml", format!("[checks]\nbaseline = \"{FILE}\"\n{}", FILES[0].1));
    sandbox.put("page.md", "# Roles\n\n[[NOPE-1]]\n");
    sandbox.commit("Mend");
    let lax = check(&sandbox, &[]);
    assert_eq!(code(&lax), 0, "{lax:?}");
    assert!(lax.stdout.contains("warning: 2 findings of the baseline are gone [AIMS817]"), "{lax:?}");
    assert_eq!(code(&check(&sandbox, &["--strict"])), 1);
    let anew = check(&sandbox, &["--write-baseline", FILE, "--strict"]);
    assert_eq!((code(&anew), anew.stdout.as_str()), (0, ""), "{anew:?}");
    assert!(!anew.stderr.contains("under [checks]"), "{anew:?}");
    // The same fault again is new.
    sandbox.put("page.md", FILES[1].1);
    assert_eq!(check(&sandbox, &[]).stdout.lines().count(), 2);
}

#[test]
fn what_lies_in_a_file_that_was_moved_is_neither_new_nor_mended() {
    let sandbox = listed();
    sandbox.put("aims.toml", format!("[checks]\nbaseline = \"{FILE}\"\n{}", FILES[0].1));
    sandbox.commit("Know");
    fs::rename(sandbox.path("policy.md"), sandbox.path("ai-policy.md")).expect("it moves");
    for _ in 0..2 {
        let told = check(&sandbox, &["--strict"]);
        assert_eq!((code(&told), told.stdout.as_str()), (0, ""), "{told:?}");
        sandbox.commit("Move");
    }
    let impact = sandbox.run(&["impact", "HEAD~2", "--today", TODAY]);
    assert!(impact.stdout.contains("No new finding") && impact.stdout.contains("ai-policy.md"), "{impact:?}");
    // What is listed serves one file, one more of a kind is new there too, and a copy is no move.
    sandbox.put("ai-policy.md", format!("{}\n[[NOPE-9]]\n", FILES[2].1));
    sandbox.put("copy.md", FILES[2].1.replace("POL-001", "POL-002"));
    let told = check(&sandbox, &[]);
    for place in ["ai-policy.md:11:1: error:", "copy.md:1:1: error:"] {
        assert!(told.stdout.contains(place), "{place}: {told:?}");
    }
}

#[test]
fn programs_see_of_each_finding_whether_it_is_known() {
    let sandbox = listed();
    sandbox.put("new.md", "[[NOPE-3]]\n");
    let arguments = ["check", "--today", TODAY, "--format", "json", "--baseline", FILE];
    let outcome = sandbox.run(&arguments);
    let report: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    let findings = report["findings"].as_array().expect("findings");
    let fresh: Vec<&Value> = findings.iter().filter(|finding| finding["known"] == false).collect();
    assert_eq!(fresh.len(), 1, "{fresh:?}");
    assert_eq!((fresh[0]["path"].as_str(), code(&outcome)), (Some("new.md"), 1));
    let summary = &report["summary"];
    assert_eq!((summary["error"].as_u64(), summary["total"].as_u64()), (Some(1), Some(1)), "{summary}");
    assert_eq!(summary["known"].as_u64(), Some(findings.len() as u64 - 1), "{summary}");
}

#[test]
fn a_known_error_holds_back_as_it_did_and_the_site_says_that_it_is_known() {
    let sandbox = listed();
    sandbox.put("aims.toml", format!("[checks]\nbaseline = \"{FILE}\"\n{}", FILES[0].1));
    sandbox.commit("Know");
    let built = sandbox.run(&["build", "--today", TODAY]);
    assert_eq!(code(&built), 0, "{built:?}");
    let page = fs::read_to_string(sandbox.path("site/findings.html")).expect("the page");
    assert!(page.contains("NOPE-2") && page.contains(">Known</span>"), "{page}");
    let approved = sandbox.run(&["approve", "POL-001", "--today", TODAY, "--dry-run"]);
    assert_ne!(code(&approved), 0, "{approved:?}");
}

#[test]
fn neither_what_cannot_be_read_nor_what_makes_the_record_untrue_is_ever_listed() {
    let sandbox = Sandbox::new(&FILES);
    sandbox.put("broken.md", "---\nid: [\n---\n");
    sandbox.put("aims.toml", "colour = 1\n[checks.levels]\nno-soa = \"off\"\n");
    sandbox.put("approvals/POL-001/x.toml", "nothing of a record");
    sandbox.commit("Begin");
    let written = check(&sandbox, &["--write-baseline", FILE]);
    assert_eq!(code(&written), 1, "{written:?}");
    for code in ["AIMS104", "AIMS803", "AIMS506"] {
        assert!(written.stdout.contains(code), "{code}: {written:?}");
    }
    assert!(written.stdout.lines().all(|line| !line.contains("NOPE")), "{written:?}");
}

#[test]
fn a_baseline_that_cannot_be_used_is_told_at_its_line_and_nothing_else_is_written_over() {
    let sandbox = listed();
    let refused = |arguments: &[&str], words: &str| {
        let outcome = check(&sandbox, arguments);
        assert_eq!((code(&outcome), outcome.stdout.as_str()), (2, ""), "{outcome:?}");
        assert!(outcome.stderr.contains(words), "{words}: {outcome:?}");
    };
    refused(&["--baseline", "gone.txt"], "aims check --write-baseline gone.txt");
    sandbox.put("bad.txt", "# aims baseline 1\n\nAIMS203 nothing\n");
    refused(&["--baseline", "bad.txt"], "bad.txt:3: this line of the baseline");
    refused(&["--baseline", "page.md"], "page.md:1: a baseline begins with");
    refused(&["--baseline", "page.md"], "It is another file.");
    refused(&["--write-baseline", "page.md"], "cannot write page.md: it would be part of the AIMS");
    refused(&["--write-baseline", "new.md"], "cannot write new.md: it would be part of the AIMS");
    refused(&["--write-baseline", "aims.toml"], "cannot write aims.toml: it would be part of the AIMS");
    sandbox.put("notes.txt", "mine\n");
    refused(&["--write-baseline", "notes.txt"], "notes.txt is there and holds something else");
    assert_eq!(fs::read_to_string(sandbox.path("page.md")).expect("the page"), FILES[1].1);
    sandbox.put("aims.toml", format!("[checks]\nbaseline = \"bad.txt\"\n{}", FILES[0].1));
    let told = check(&sandbox, &[]);
    assert!(told.stdout.contains("bad.txt:3:1: error: this line of the baseline"), "{told:?}");
    assert_eq!(code(&told), 1);
}
