//! What is due, for whom (`aims due`), and how a team stands (`aims status`), through the binary.

#[path = "support/sandbox.rs"]
#[expect(dead_code, reason = "other tests need more of it")]
mod sandbox;

use std::collections::BTreeMap;

use sandbox::{Sandbox, TODAY};
use serde_json::Value;

const SETTINGS: &str = "[[people]]\nname = \"Dana Roe\"\nemails = [\"dana@example.org\"]\nroles = [\"AI Officer\"]\n\
    [approval.kinds.policy]\nneeds = \"record\"\nroles = [\"Chief\"]\n";

const PLAN: &str = "---\nid: PLN-001\ntitle: Treatment\nkind: plan\nversion: \"1\"\nstatus: approved\nowner: AI Officer\n\
    reviewed: 2026-11-01\nactions:\n  - { action: Log every run, owner: Data Lead, due: 2026-11-10, status: planned }\n  \
    - { action: Name a deputy, due: 2027-01-10, status: planned }\n  - { action: Done already, due: 2026-01-10, status: done }\n\
    ---\nText.\n";

fn world() -> Sandbox {
    let policy = "---\nid: POL-001\ntitle: AI policy\nkind: policy\nversion: \"1\"\nstatus: in-review\nowner: AI Officer\n---\nText.\n";
    let procedure = "---\nid: PRO-001\ntitle: Assessing\nkind: procedure\nversion: \"1\"\nstatus: approved\nowner: Data Lead\n\
        reviewed: 2025-01-01\n---\nText.\n";
    let objective = "---\nid: OBJ-001\ntitle: Answer in time\nkind: objective\nowner: Data Lead\nreviewed: 2026-11-01\ndue: 2026-12-01\nstate: on-track\n---\n";
    let breach = "---\nid: NC-001\ntitle: No log\nkind: nonconformity\ndate: 2026-09-01\nstate: action\naction-owner: AI Officer\n\
        due: 2026-11-19\n---\nText.\n";
    let sandbox = Sandbox::new(&[
        ("aims.toml", SETTINGS),
        ("policy.md", policy),
        ("plan.md", PLAN),
        ("procedure.md", procedure),
        ("objective.md", objective),
        ("nc.md", breach),
    ]);
    sandbox.commit("Begin");
    sandbox
}

fn told(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let outcome = sandbox.run(&[arguments, &["--today", TODAY]].concat());
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
    outcome.stdout
}

fn json(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    serde_json::from_str(&told(sandbox, &[arguments, &["--format", "json"]].concat())).expect("JSON")
}

#[test]
fn what_waits_comes_first_then_what_is_late_then_what_comes() {
    let wanted = "\
Due until 2027-02-18: 6 things, 3 late
  now                         approval           POL-001  AI policy  (Chief)
  2026-01-01  323 days late   review             PRO-001  Assessing  (Data Lead)
  2026-11-10  10 days late    action             PLN-001
                              Log every run (Data Lead)
  2026-11-19  1 day late      corrective-action  NC-001   No log  (AI Officer)
  2026-12-01  in 11 days      objective          OBJ-001
                              Answer in time (Data Lead)
  2027-01-10  in 51 days      action             PLN-001
                              Name a deputy (AI Officer)
";
    assert_eq!(told(&world(), &["due"]), wanted);
}

#[test]
fn the_time_and_the_person_limit_what_is_told() {
    let sandbox = world();
    let items = |arguments: &[&str]| -> Vec<String> {
        let told = json(&sandbox, &[&["due"], arguments].concat());
        let items = told["items"].as_array().expect("items");
        items.iter().map(|item| item["document"].as_str().expect("an id").to_owned()).collect()
    };
    assert_eq!(items(&["--within", "11d"]), ["POL-001", "PRO-001", "PLN-001", "NC-001", "OBJ-001"]);
    assert_eq!(items(&["--within", "10 days"]), ["POL-001", "PRO-001", "PLN-001", "NC-001"]);
    assert_eq!(items(&["--for", "chief"]), ["POL-001"]);
    // A person sees to what the roles see to that they hold.
    assert_eq!(items(&["--for", "Dana Roe"]), ["NC-001", "PLN-001"]);
    assert_eq!(items(&["--for", "dana@example.org"]), items(&["--for", "AI Officer"]));
    let nobody = sandbox.run(&["due", "--for", "Data Leed"]);
    assert_eq!(nobody.code, Some(2));
    assert!(nobody.stderr.contains("Did you mean `Data Lead`?"), "{}", nobody.stderr);
    let never = sandbox.run(&["due", "--within", "soon"]);
    assert!(never.code == Some(2) && never.stderr.contains("90d, 6 weeks"), "{}", never.stderr);
}

/// What rules tell, and what is listed as late, are the same things, each once.
#[test]
fn what_is_late_is_what_the_rules_tell() {
    let dir = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| sandbox::run(&mut sandbox::aims(dir.path(), arguments));
    assert_eq!(run(&["demo", "demo", "--today", TODAY]).code, Some(0), "the example");
    let day = "2027-06-01";
    let of = |arguments: &[&str]| -> Value {
        let outcome = run(&[arguments, &["demo", "--today", day, "--format", "json"]].concat());
        serde_json::from_str(&outcome.stdout).expect("JSON")
    };
    let (check, due) = (of(&["check"]), of(&["due"]));
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    let pairs = [
        ("review-overdue", "review"),
        ("action-overdue", "action"),
        ("objective-overdue", "objective"),
        ("nonconformity-overdue", "corrective-action"),
    ];
    for finding in check["findings"].as_array().expect("findings") {
        if let Some((_, what)) = pairs.iter().find(|(rule, _)| finding["name"] == *rule) {
            *rules.entry(what).or_default() += 1;
        }
    }
    let mut late: BTreeMap<&str, usize> = BTreeMap::new();
    for item in due["items"].as_array().expect("items").iter().filter(|item| item["late"] == true) {
        if let Some((_, what)) = pairs.iter().find(|(_, what)| item["what"] == *what) {
            *late.entry(what).or_default() += 1;
        }
    }
    assert_eq!(late.len(), 4, "the example has some of each by then: {late:?}");
    assert_eq!(late, rules);
}

#[test]
fn a_duty_is_due_for_whoever_sees_to_it_until_a_record_shows_it() {
    let duty = "---\nid: OBL-001\ntitle: Report\nkind: obligation\nowner: AI Officer\nsender: Data Lead\nreviewed: 2026-11-01\n\
        due: 2026-11-30\nevery: 12 months\n---\nText.\n";
    let report = |day: &str| {
        format!("---\nid: REC-001\ntitle: R\nkind: record\ndate: {day}\nevidence-for: [OBL-001]\n---\nText.\n")
    };
    let due = |day: &str| {
        let sandbox = Sandbox::new(&[("aims.toml", SETTINGS), ("duty.md", duty), ("report.md", &report(day))]);
        sandbox.commit("Begin");
        told(&sandbox, &["due", "--within", "30d"])
    };
    let told = due("2025-11-20");
    assert!(
        told.contains("2026-11-30  in 10 days ") && told.contains(" obligation  OBL-001") && told.contains("Data Lead"),
        "{told}"
    );
    let told = due("2026-11-18");
    assert!(!told.contains("obligation"), "{told}");
}

#[test]
fn a_risk_and_an_improvement_are_due_until_they_say_that_they_are_done() {
    let risk = "---\nid: RSK-001\ntitle: Stale data\nkind: risk\nowner: Data Lead\nreviewed: 2026-11-01\ntreated-by: 2026-12-01\nstate: open\n---\n";
    let better = "---\nid: IMP-001\ntitle: One form\nkind: improvement\nowner: AI Officer\ndate: 2026-06-01\ndue: 2026-11-10\nstate: adopted\n---\nText.\n";
    let due = |risk: &str, better: &str, plan: &str| {
        let sandbox =
            Sandbox::new(&[("aims.toml", SETTINGS), ("risk.md", risk), ("better.md", better), ("plan.md", plan)]);
        sandbox.commit("Begin");
        let list = json(&sandbox, &["due", "--within", "30d"]);
        let items = list["items"].as_array().expect("items").iter();
        let told = items.map(|item| format!("{} {} {} {}", item["what"], item["due"], item["document"], item["of"][0]));
        told.collect::<Vec<_>>().join("\n").replace('"', "")
    };
    let plan = |day: &str| {
        format!(
            "---\nid: PLN-001\ntitle: P\nkind: plan\nowner: AI Officer\nreviewed: 2026-11-01\ntreatments: [{{risk: RSK-001, action: Load it anew, due: {day}}}]\n---\nText.\n"
        )
    };
    let improvement = "action 2026-11-10 IMP-001 AI Officer";
    let of_risk = "action 2026-12-01 RSK-001 Data Lead";
    assert_eq!(due(risk, better, ""), format!("{improvement}\n{of_risk}"));
    // A row of a plan of the same day is the same thing, one of another day another.
    assert_eq!(due(risk, better, &plan("2026-12-01")), format!("{improvement}\naction 2026-12-01 PLN-001 AI Officer"));
    let both = format!("{improvement}\naction 2026-11-30 PLN-001 AI Officer\n{of_risk}");
    assert_eq!(due(risk, better, &plan("2026-11-30")), both);
    let (risk, better) = (risk.replace("open", "treated"), better.replace("adopted", "declined"));
    assert_eq!(due(&risk, &better, ""), "");
}

#[test]
fn nothing_due_is_said() {
    let sandbox = Sandbox::new(&[("aims.toml", "")]);
    assert_eq!(told(&sandbox, &["due", "--within", "1y"]), "Nothing is due until 2027-11-20.\n");
}

/// What lapses beside reviews: competence, suppliers, certificates; and a day instead of a time.
#[test]
fn what_lapses_before_a_named_day_is_told() {
    let sandbox = Sandbox::new(&[
        ("aims.toml", ""),
        (
            "cer.md",
            "---\nid: CER-001\ntitle: Certificate\nkind: certification\nowner: AI Officer\nreviewed: 2026-11-01\nstandard: ISO/IEC 42001:2023\ndecided: 2026-03-01\nexpires: 2029-02-28\nsurveillance: [{audit: surveillance-1, planned: 2027-02-10}]\nstate: certified\n---\nText.\n",
        ),
        (
            "old.md",
            "---\nid: CMP-001\ntitle: Competence\nkind: competence\ndate: 2025-11-01\nentries:\n  - {person: Ada, need: Audit, valid-until: 2026-12-05}\n  - {person: Bob, need: Testing, valid-until: 2026-12-06}\n---\nText.\n",
        ),
        (
            "new.md",
            "---\nid: CMP-002\ntitle: Competence\nkind: competence\ndate: 2026-11-01\nentries:\n  - {person: ada, need: Audit, valid-until: 2027-12-05}\n---\nText.\n",
        ),
        // What is still being judged takes the place of nothing.
        (
            "judged.md",
            "---\nid: CMP-003\ntitle: Competence\nkind: competence\nstatus: in-review\ndate: 2026-11-10\nentries:\n  - {person: Bob, need: Testing, valid-until: 2028-12-06}\n---\nText.\n",
        ),
        (
            "sys.md",
            "---\nid: SYS-001\ntitle: Sorter\nkind: system\nlifecycle: in-use\nsuppliers: [SUP-001]\nreviewed: 2026-11-01\n---\nText.\n",
        ),
        (
            "sup.md",
            "---\nid: SUP-001\ntitle: Corvid\nkind: supplier\nowner: Buyer\nreviewed: 2026-11-01\ndue-diligence: 2026-01-15\n---\nText.\n",
        ),
        (
            "idle.md",
            "---\nid: SUP-002\ntitle: Nobody's\nkind: supplier\nreviewed: 2026-11-01\ndue-diligence: 2026-01-15\n---\nText.\n",
        ),
    ]);
    sandbox.commit("Begin");
    let lapses = |arguments: &[&str]| -> Vec<String> {
        let told = json(&sandbox, &[&["due"], arguments].concat());
        let items = told["items"].as_array().expect("items").iter();
        let of =
            items.filter(|item| ["competence", "supplier", "certification"].iter().any(|what| item["what"] == *what));
        of.map(|item| {
            let text = |key: &str| item[key].as_str().unwrap_or_default().to_owned();
            format!("{} {} {} {}", text("due"), text("what"), text("document"), text("name"))
        })
        .collect()
    };
    let wanted = [
        "2026-12-06 competence CMP-001 Bob: Testing",
        "2027-01-15 supplier SUP-001 ",
        "2027-02-10 certification CER-001 Surveillance 1",
    ];
    assert_eq!(lapses(&["--by", "2027-02-10"]), wanted);
    assert_eq!(lapses(&["--by", "2027-02-09"]), wanted[..2]);
    let far = lapses(&["--by", "2029-02-28"]);
    assert_eq!(far.last().map(String::as_str), Some("2029-02-28 certification CER-001 Recertification"));
    assert!(far.contains(&"2029-02-28 certification CER-001 End of the certificate".to_owned()), "{far:?}");
    assert!(far.contains(&"2027-12-05 competence CMP-002 ada: Audit".to_owned()), "{far:?}");
    let both = sandbox.run(&["due", "--by", "2027-01-01", "--within", "3 months"]);
    assert_eq!(both.code, Some(2), "{both:?}");
}

#[test]
fn a_team_sees_how_it_stands_on_one_screen() {
    let sandbox = world();
    let told = told(&sandbox, &["status"]);
    assert!(told.lines().count() <= 40, "{told}");
    for line in [
        "  Read        branch main, commit ",
        "all of it committed, on 2026-11-20",
        "  Scope       5 documents, 0 AI systems (0 in use), 0 open risks, 1 open\n              nonconformity\n",
        "  Phase       assess-and-plan: 7 of 7 criteria open, `aims explain\n              assess-and-plan` lists them\n",
        "findings, `aims check` tells them",
        "Approvals asked for\n  Chief: POL-001\n",
        "Next, 3 late\n  2026-01-01  323 days late   review",
    ] {
        assert!(told.contains(line), "`{line}` is not in:\n{told}");
    }
    let check = sandbox.run(&["check", "--today", TODAY, "--format", "json"]);
    let check: Value = serde_json::from_str(&check.stdout).expect("JSON");
    let status = json(&sandbox, &["status"]);
    let numbers =
        status["findings"].as_array().expect("causes").iter().map(|cause| cause["number"].as_u64().unwrap_or(0));
    assert_eq!(numbers.sum::<u64>(), check["findings"].as_array().expect("findings").len() as u64);
    let gaps = json(&sandbox, &["check", "--gaps"]);
    assert_eq!(gaps["caveats"], status["caveats"]);
    let caveat = &gaps["caveats"][0];
    assert!(caveat["caveat"].is_string() && !caveat["requirements"].as_array().expect("names").is_empty(), "{caveat}");
    assert!(told.contains("  Caveats     "), "{told}");
    let phases = status["phases"].as_array().expect("phases");
    assert_eq!(
        (phases.len(), &phases[4]["phase"], &phases[4]["criteria"]),
        (5, &Value::from("certify"), &Value::from(4))
    );
    assert_eq!(phases[4]["open"], serde_json::json!(["clauses-shown", "stage-1", "stage-2", "granted"]));
    assert_eq!(phases[4]["claimed"], serde_json::json!([]));
    assert_eq!((&status["branch"], &status["uncommitted"]), (&Value::from("main"), &Value::from(false)));
    sandbox.put("policy.md", "# Another\n");
    let status = json(&sandbox, &["status"]);
    assert_eq!((&status["revision"], &status["uncommitted"]), (&Value::Null, &Value::from(true)));
}

#[test]
fn what_is_due_goes_into_a_calendar() {
    let text = told(&world(), &["due", "--format", "ics", "--for", "Data Lead"]);
    let days: Vec<&str> = text.split("\r\n").filter_map(|line| line.strip_prefix("DTSTART;VALUE=DATE:")).collect();
    assert_eq!(days, ["20260101", "20261110", "20261201"]);
    assert!(text.contains("SUMMARY:review: PRO-001 Assessing\r\n"), "{text}");
}

#[test]
fn lines_are_no_wider_than_the_terminal() {
    let sandbox = world();
    for command in [&["due", "--within", "1y"][..], &["status"], &["check", "--gaps"]] {
        let told = told(&sandbox, command);
        assert!(told.lines().all(|line| line.chars().count() <= 80), "{told}");
    }
    let mut narrow = sandbox.aims(&["check", "--gaps", "--today", TODAY]);
    let told = sandbox::run(narrow.env("COLUMNS", "60")).stdout;
    assert!(told.contains("Next: ") && told.lines().all(|line| line.chars().count() <= 60), "{told}");
}
