//! Years of the cycle that are over, told by what was so in them and not by what is so today.

use super::{POLICY, PROCEDURE, TODAY, assert_said, assert_sound, build, request, way, words};
use crate::support::git::Git;
use aims::base::Bundle;
use aims::pipeline::Request;

const CERTIFICATION: &str = "---\nid: CER-001\ntitle: Certificate\nkind: certification\nversion: \"1.0\"\nstatus: approved\nowner: Chief\n\
    effective: 2026-01-02\nstandard: ISO/IEC 42001:2023\nstage-1: 2026-01-10\nstage-2: 2026-01-20\ndecided: 2026-02-01\nexpires: 2029-01-31\n\
    surveillance:\n  - {audit: surveillance-1, held: 2026-03-01}\n  - {audit: surveillance-2, held: 2026-04-01}\n  \
    - {audit: recertification, held: 2026-04-15}\nstate: certified\n---\nIt covers the sorting of letters.\n";

/// A document of a kind, with further lines of front matter.
fn document(id: &str, kind: &str, lines: &str) -> String {
    format!("---\nid: {id}\ntitle: T {id}\nkind: {kind}\n{lines}---\nText that says what there is to say of {id}.\n")
}

fn soa(version: &str, applies: bool) -> String {
    let lines =
        "status: approved\neffective: 2026-01-02\nstatement:\n  - {control: A.2.2, applicable: true, reason: r}\n  ";
    document(
        "SOA-001",
        "soa",
        &format!("version: \"{version}\"\n{lines}- {{control: A.2.3, applicable: {applies}, reason: r}}\n"),
    )
}

fn nonconformity(lines: &str) -> String {
    document("NC-001", "nonconformity", &format!("date: 2026-02-20\ngrade: major\n{lines}"))
}

/// The policy, in force for longer than there is a record.
fn policy(end: &str) -> String {
    let text = POLICY.replace("effective: 2026-01-02", "effective: 2025-06-01\nclauses: ['5.2']");
    text.replace("put to use", end)
}

fn later(git: &Git, days: usize) {
    (0..days).for_each(|_| git.later());
}

/// Two surveillances and a recertification that were held, and what changed between them.
fn world() -> Git {
    let git = Git::new();
    git.put("certification.md", CERTIFICATION);
    git.put("policy.md", policy("put to use"));
    git.put("soa.md", soa("1.0", false));
    git.put("s1.md", document("SYS-001", "system", "lifecycle: in-use\ndeployed: 2026-01-02\n"));
    git.put("s3.md", document("SYS-003", "system", "lifecycle: in-use\ndeployed: 2026-01-02\n"));
    git.commit("Begin");
    later(&git, 52);
    let monitoring = "status: approved\nversion: \"1.0\"\neffective: 2026-01-02\nclauses: ['9.1']\nresults:\n";
    let measured = |days: &[&str]| -> String {
        let row = |day: &&str| format!("  - {{date: {day}, indicator: Errors, value: \"1\", passed: true}}\n");
        document("MON-001", "monitoring", &format!("{monitoring}{}", days.iter().map(row).collect::<String>()))
    };
    git.put("mon.md", measured(&["2026-02-10"]));
    git.put(
        "old.md",
        document(
            "MON-002",
            "monitoring",
            &format!(
                "{}  - {{date: 2026-02-12, indicator: Errors, value: \"1\", passed: true}}\n",
                // It names the clause under the framework, as others that are counted may.
                monitoring
                    .replace("approved", "retired")
                    .replace("clauses: ['9.1']", "requirements: {iso-42001: ['9.1']}")
            ),
        ),
    );
    git.put("audit.md", document("AUD-001", "audit", "date: 2026-02-20\nauditors: [Eve]\ncovers-controls: [A.2.2]\ncovers-systems: [SYS-001, SYS-003]\nconclusion: c\n"));
    git.put("change.md", document("CHG-001", "change", "date: 2026-02-21\nstate: done\n"));
    git.put(
        "nc.md",
        nonconformity(
            "closed: 2026-02-23\neffectiveness: It helps\neffectiveness-checked: 2026-02-22\nstate: closed\n",
        ),
    );
    git.commit("Work");
    later(&git, 27);
    git.put("mon.md", measured(&["2026-02-10", "2026-03-10"]));
    git.put("nc.md", nonconformity("state: action\n"));
    git.put("soa.md", soa("2.0", true));
    git.put("policy.md", policy("used"));
    git.put("s2.md", document("SYS-002", "system", "lifecycle: in-use\ndeployed: 2026-03-20\n"));
    git.put("s3.md", document("SYS-003", "system", "lifecycle: retired\ndeployed: 2026-01-02\nretired: 2026-03-15\n"));
    git.commit("Go on");
    git
}

fn of_step(bundle: &Bundle, step: &str) -> String {
    words(bundle, &format!("certification/CER-001-{step}.html"))
}

#[test]
fn a_year_that_is_over_is_told_by_what_was_so_in_it() {
    let git = world();
    let bundle = build(&git, &request(&git));
    assert_sound(&bundle);
    assert_said(
        &of_step(&bundle, "surveillance-1"),
        &[
            "from 2026-01-21 to 2026-03-01",
            "Performance measured On record MON-002 2026-02-12 , MON-001 2026-02-10 AI policy",
            "1 was closed in this time; none was open at its end.",
            // Opened again later, it says no more that it helped; then it did.
            "Closed in it NC-001 T NC-001 Major 2026-02-20 2026-02-23 2026-02-22",
            "by the statement of applicability that was in force.",
            "Controls that apply 1 1 AI systems in use 2 2",
        ],
    );
    assert_said(
        &of_step(&bundle, "surveillance-2"),
        &[
            "Performance measured On record MON-001 2026-03-10 AI policy",
            "None was closed in this time; 1 was open at its end.",
            "Controls that apply 1 2 A.2.3 AI systems in use 1 2 SYS-002",
            "SOA-001 T SOA-001 Statement of applicability Material 1 2026-03-24 2.0",
        ],
    );
}

#[test]
fn a_system_was_in_use_by_its_days_or_by_what_it_said_then() {
    let git = Git::new();
    let system = |id: &str, lines: &str| git.put(&format!("{id}.md"), document(id, "system", lines));
    git.put("certification.md", CERTIFICATION);
    system("SYS-01", "lifecycle: in-use\ndeployed: 2026-01-02\n");
    system("SYS-02", "lifecycle: in-use\n");
    system("SYS-03", "lifecycle: validation\n");
    system("SYS-04", "lifecycle: in-use\nin-scope: false\n");
    system("SYS-05", "lifecycle: in-use\n");
    system("SYS-09", "lifecycle: retired\nretired: 2026-03-05\n");
    git.commit("Begin");
    later(&git, 85);
    // What is so today was not so then.
    system("SYS-01", "lifecycle: suspended\ndeployed: 2026-01-02\n");
    system("SYS-02", "lifecycle: retired\nretired: 2026-03-20\n");
    system("SYS-03", "lifecycle: in-use\n");
    system("SYS-04", "lifecycle: in-use\n");
    system("SYS-05", "lifecycle: in-use\nin-scope: false\n");
    // Of these nothing tells it, but for what is not in use today either.
    system("SYS-06", "lifecycle: in-use\n");
    system("SYS-07", "lifecycle: retired\ndeployed: 2026-01-02\n");
    system("SYS-08", "lifecycle: development\n");
    git.commit("Go on");
    let bundle = build(&git, &request(&git));
    assert_said(
        &of_step(&bundle, "surveillance-1"),
        &[
            "by their days, or else by what they said then",
            "neither a day nor a text of that time tells whether they were in use are not counted: 2.",
            "AI systems in use 0 4 SYS-01 , SYS-02 , SYS-05 , SYS-09",
        ],
    );
}

#[test]
fn a_recertification_reads_the_whole_cycle_year_by_year() {
    let git = world();
    let bundle = build(&git, &request(&git));
    assert_said(
        &of_step(&bundle, "recertification"),
        &[
            "What this audit reads of the time from 2026-01-21 to 2026-04-15 .",
            "Surveillance 1: 2026-01-21 to 2026-03-01 Internal audit On record AUD-001 2026-02-20",
            "Surveillance 2: 2026-03-02 to 2026-04-01 Internal audit Not on record",
            "Recertification: 2026-04-02 to 2026-04-15 Internal audit Not on record",
            "Of this cycle, which is counted from 2026-01-20 ,",
            "Changes decided 1",
        ],
    );
    assert_said(&words(&bundle, "certification.html"), &["Since 2026-01-21"]);
    assert_said(&of_step(&bundle, "stage-2"), &["What this audit reads of the time from 2025-01-21 to 2026-01-20 ."]);
}

#[test]
fn the_first_stage_says_since_when_a_text_is_in_force_and_what_is_only_stated() {
    let git = world();
    let stage = words(&build(&git, &request(&git)), "audit/stage-1.html");
    assert_said(&stage, &["since 2025-06-01 , stated; this text since 2026-03-24"]);
}

#[test]
fn a_tag_has_the_day_on_which_it_was_set() {
    let git = Git::new();
    git.put("policy.md", POLICY);
    git.commit("Begin");
    later(&git, 9);
    git.run(&["tag", "--annotate", "--message=Stage 1", "stage-1"]);
    later(&git, 9);
    git.put("procedure.md", PROCEDURE);
    git.commit("Go on");
    later(&git, 2);
    git.run(&["tag", "--annotate", "--message=Of old", "late", "main~1"]);
    let bundle = build(&git, &Request { trend: true, ..Request::new(git.path(), TODAY) });
    let days: Vec<String> = way(&bundle, "A.2.2").into_keys().collect();
    // The main line had gone on when the other was set: it is judged as it was when it came.
    assert_eq!(days[..3], ["2026-01-02", "2026-01-11", "2026-01-31"]);
    assert_said(&words(&bundle, "certification/gaps.html"), &["2026-01-11 Tag stage-1", "2026-01-02 Tag late"]);
}
