//! What is due, for whom (`aims due`), and how a team stands (`aims status`), through the binary.

use std::collections::BTreeMap;
use std::fs;

use sandbox::{Sandbox, TODAY};
use serde_json::Value;

use crate::support::sandbox;

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

/// The same of the example, by number.
#[test]
fn what_is_late_in_the_example_is_what_the_rules_tell() {
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
        ("plan-ended", "action"),
        ("incident-left-open", "action"),
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

/// Something that is late: the rule that tells it, the word of `aims due`, what the front matter says beside id, title and
/// kind, the day, the first day on which the rule tells it, and what settles it.
type Late =
    (&'static str, &'static str, &'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

const DRAFT: (&str, &str) = ("owner: Lead", "status: draft");

const LATE: [Late; 16] = [
    (
        "review-overdue",
        "review",
        "procedure\nstatus: approved\nreviewed: 2025-01-01",
        "2026-01-01",
        "2026-01-02",
        &[("2025", "2026")],
    ),
    (
        "action-overdue",
        "action",
        "plan\nactions: [{action: Do it, due: 2026-11-10, status: planned}]",
        "2026-11-10",
        "2026-11-11",
        &[("planned", "done"), ("planned", "dropped"), ("planned", "plnaned"), DRAFT],
    ),
    (
        "action-overdue",
        "action",
        "risk\nreviewed: 2026-11-01\ntreated-by: 2026-11-10\nstate: open",
        "2026-11-10",
        "2026-11-11",
        &[("state: open", "state: treated"), ("state: open", "state: opne"), DRAFT],
    ),
    (
        "action-overdue",
        "action",
        "improvement\ndate: 2026-01-01\ndue: 2026-11-10\nstate: adopted",
        "2026-11-10",
        "2026-11-11",
        &[("adopted", "declined"), ("state: adopted", "done: 2026-11-09"), ("state: adopted", "done: soon"), DRAFT],
    ),
    (
        "action-overdue",
        "action",
        "soa\nreviewed: 2026-11-01\nstatement: [{control: A.5.2, applicable: true, reason: r, implementation: partial, due: 2026-11-10}]",
        "2026-11-10",
        "2026-11-11",
        &[("partial", "done"), ("true", "false"), DRAFT],
    ),
    (
        "objective-overdue",
        "objective",
        "objective\nreviewed: 2026-11-01\ndue: 2026-11-10\nstate: on-track",
        "2026-11-10",
        "2026-11-11",
        &[("on-track", "met"), ("on-track", "ontrakc"), DRAFT],
    ),
    (
        "nonconformity-overdue",
        "corrective-action",
        "nonconformity\ndate: 2026-01-01\ndue: 2026-11-10\nstate: action",
        "2026-11-10",
        "2026-11-11",
        &[
            ("state: action", "state: closed"),
            ("state: action", "closed: 2026-11-09"),
            ("state: action", "done: soon"),
            DRAFT,
        ],
    ),
    (
        "nonconformity-overdue",
        "effect",
        "nonconformity\ndate: 2026-01-01\ndue: 2026-05-01\ndone: 2026-05-10\nstate: verification",
        "2026-11-10",
        "2026-11-11",
        &[("verification", "closed"), ("state: verification", "effectiveness-checked: 2026-06-01"), DRAFT],
    ),
    (
        "change-not-checked",
        "effect",
        "change\ndate: 2026-01-01\napproved: 2026-05-10\nstate: done",
        "2026-11-10",
        "2026-11-11",
        &[("state: done", "state: rejected"), ("state: done", "state: done\nchecked: 2026-06-01"), DRAFT],
    ),
    (
        "concern-overdue",
        "answer",
        "concern\ndate: 2026-01-01\nanswer-due: 2026-11-10\nstate: open",
        "2026-11-10",
        "2026-11-11",
        &[
            ("state: open", "state: answered"),
            ("state: open", "answered: 2026-11-09"),
            ("state: open", "answered: soon"),
            DRAFT,
        ],
    ),
    (
        "concern-overdue",
        "answer",
        "concern\ndate: 2026-10-11",
        "2026-11-10",
        "2026-11-11",
        &[("date", "answer-due: soon\ndate")],
    ),
    (
        "monitoring-missed",
        "measurement",
        "monitoring\nplan: [{indicator: Gap, frequency: 3 months, from: 2026-01-01}]",
        "2026-04-01",
        "2026-05-02",
        &[("plan:", "results: [{date: 2026-04-20, indicator: gap, value: 3}]\nplan:"), DRAFT],
    ),
    (
        "objective-not-measured",
        "measurement",
        "objective\nreviewed: 2026-01-01\nstate: at-risk\nmeasure-every: 3 months\nmeasurements: [{date: 2026-01-01, value: 1}]",
        "2026-04-01",
        "2026-05-02",
        &[("at-risk", "missed"), ("measurements: [{date: 2026-01-01", "measurements: [{date: 2026-04-20"), DRAFT],
    ),
    (
        "competence-lapsed",
        "competence",
        "training\ndate: 2025-11-10\nsubject: Scores\nvalid-until: 2026-11-10",
        "2026-11-10",
        "2026-11-11",
        &[("valid-until: 2026", "valid-until: 2027"), ("owner: Lead", "status: in-review"), DRAFT],
    ),
    (
        "competence-lapsed",
        "competence",
        "competence\ndate: 2025-11-10\nentries: [{person: Ada, need: Audits, valid-until: 2026-11-10}]",
        "2026-11-10",
        "2026-11-11",
        &[("valid-until: 2026", "valid-until: 2027"), ("owner: Lead", "status: in-review"), DRAFT],
    ),
    (
        "competence-gap",
        "competence",
        "competence\ndate: 2026-01-01\nentries:\n  - {person: Ada, need: Audits, gap: AI, action: A course, due: 2026-11-10}\n  \
         - {person: Bob, need: Tests, effective: It worked}",
        "2026-11-10",
        "2026-11-11",
        &[("A course, due", "A course, effective: It worked, due"), DRAFT],
    ),
];

/// What rules tell, and what is listed as late, are the same things of the same day, each once, and both are silent where
/// it is settled.
#[test]
fn what_is_late_is_what_its_rule_tells() {
    for (rule, what, says, day, first, settled) in LATE {
        let text = format!("---\nid: X-001\ntitle: X\nowner: Lead\nkind: {says}\n---\nText.\n");
        let told = |text: &str, today: &str| {
            let sandbox = Sandbox::new(&[("aims.toml", ""), ("x.md", text)]);
            sandbox.commit("Begin");
            let of = |command: &str| -> Value {
                let outcome = sandbox.run(&[command, "--today", today, "--format", "json"]);
                serde_json::from_str(&outcome.stdout).expect("JSON")
            };
            let (check, due) = (of("check"), of("due"));
            let found = check["findings"].as_array().expect("findings").iter().filter(|found| found["name"] == rule);
            let items = due["items"].as_array().expect("items").iter();
            let late = items.filter(|item| item["late"] == true && item["what"] == what);
            (
                found.map(|found| found["document"].to_string()).collect::<Vec<_>>(),
                late.map(|item| format!("{} {}", item["document"], item["due"])).collect::<Vec<_>>(),
            )
        };
        let late = format!("\"X-001\" \"{day}\"");
        assert_eq!(told(&text, first), (vec!["\"X-001\"".to_owned()], vec![late]), "{rule} of {text}");
        assert_eq!(told(&text, day), (vec![], vec![]), "{rule} on the day itself, of {text}");
        for (from, to) in settled {
            let settled = text.replace(from, to);
            assert_ne!(settled, text, "`{from}` is there");
            assert_eq!(told(&settled, first), (vec![], vec![]), "{rule} of {settled}");
        }
    }
}

/// What is over is late on no page and in no register either, however that is said, and what is not closed is in the plan of
/// action.
#[test]
fn pages_and_registers_say_the_same_of_what_is_late() {
    let folder = Sandbox::new(&[("aims.toml", "")]);
    for (id, says) in [
        ("IMP-1", "improvement\ndue: 2026-03-01\nstate: declined"),
        ("CNC-1", "concern\nanswer-due: 2026-03-01\nstate: answered"),
        ("NC-1", "nonconformity\ndue: 2026-03-01\nclosed: 2026-02-28"),
        ("NC-2", "nonconformity\ndue: 2026-03-01\ndone: soon"),
        ("NC-3", "nonconformity\ndue: 2026-03-01\nstatus: draft"),
        ("NC-4", "nonconformity\ndue: 2026-03-01\ndone: 2026-02-28\nstate: verification"),
        ("OBJ-1", "objective\nreviewed: 2026-11-01\ndue: 2026-03-01\nstate: on-track\nstatus: draft"),
        (
            "SOA-1",
            "soa\nstatement: [{control: A.5.2, applicable: true, reason: r, implementation: partial, due: 2026-10-01}]",
        ),
        ("PLN-1", "plan\nactions: [{action: a, due: 2026-03-01, status: planned}]\nstatus: draft"),
    ] {
        folder
            .put(format!("{id}.md"), format!("---\nid: {id}\ntitle: T\ndate: 2026-01-01\nkind: {says}\n---\nText.\n"));
    }
    folder.run(&["build", "--out", "out", "--today", TODAY]);
    let mut late = Vec::new();
    for (path, (_, bytes)) in sandbox::everything(&folder.path("out")) {
        let (path, text) = (String::from_utf8_lossy(&path).into_owned(), String::from_utf8_lossy(&bytes).into_owned());
        let is_told = matches!(path.rsplit('.').next(), Some("html" | "csv"));
        assert!(!is_told || !text.contains("264 days") && !text.contains(",264,"), "{path}");
        late.extend((path.starts_with("documents/") && text.contains("Overdue 84 days")).then_some(path));
    }
    assert_eq!(late, ["documents/NC-4.html", "documents/NC-4/history.html"]);
    let read = |path: &str| fs::read_to_string(folder.path("out").join(path)).expect("a file");
    let statement = read("soa.html");
    assert!(statement.contains("to be in place by") && statement.contains("Overdue 50 days"), "{statement}");
    assert!(read("data/soa.csv").contains(",2026-10-01,"));
    let plan: Value = serde_json::from_str(&read("data/oscal/poam.json")).expect("JSON");
    let items = plan["plan-of-action-and-milestones"]["poam-items"].as_array().expect("items").iter();
    let titles: Vec<&str> = items.filter_map(|item| item["title"].as_str()).collect();
    assert_eq!(titles[0], "NC-4: T", "what has a day comes first");
    assert!(titles.contains(&"NC-2: T") && titles.contains(&"NC-3: T"), "{titles:?}");
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
        "  Scope       5 documents, 0 AI systems (0 in use), 0 risks not closed, 1 open\n              nonconformity\n",
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
    assert!(!told.contains("  Caveats     "), "where nothing stands, nothing is weak: {told}");
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
fn what_weakens_a_rung_is_told_with_it() {
    let sandbox = world();
    let policy = "---\nid: PRO-002\ntitle: Use of AI\nkind: procedure\nversion: \"1\"\nstatus: approved\nowner: AI Officer\n\
        controls: [A.2.2]\n---\nEach system is looked at by two people before it is used.\n";
    sandbox.put("stated.md", policy);
    sandbox.commit("State it");
    let (gaps, status) = (json(&sandbox, &["check", "--gaps"]), json(&sandbox, &["status"]));
    assert_eq!(gaps["caveats"], status["caveats"]);
    let caveat = &gaps["caveats"][0];
    assert!(caveat["caveat"].is_string() && !caveat["requirements"].as_array().expect("names").is_empty(), "{caveat}");
    assert!(self::told(&sandbox, &["status"]).contains("  Caveats     "));
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

#[test]
fn a_name_with_umlauts_is_found_in_whatever_letter_case() {
    let procedure = "---\nid: PRO-001\ntitle: Assessing\nkind: procedure\nversion: \"1\"\nstatus: approved\nowner: ökologe\n\
        reviewed: 2025-01-01\n---\nText.\n";
    let settings = "[[people]]\nname = \"Özgür Öz\"\nemails = [\"oz@example.org\"]\nroles = [\"Ökologe\"]\n";
    let sandbox = Sandbox::new(&[("aims.toml", settings), ("procedure.md", procedure)]);
    sandbox.commit("Begin");
    for whose in ["Özgür Öz", "özgür öz", "ÖKOLOGE"] {
        let list = told(&sandbox, &["due", "--for", whose]);
        assert!(list.contains("PRO-001"), "{whose}: {list}");
    }
}

#[test]
fn an_assessment_of_a_system_that_ended_is_not_to_be_done_again_where_that_of_another_is() {
    let assessment = |id: &str, systems: &str| {
        format!(
            "---\nid: {id}\nkind: impact-assessment\ntitle: {id}\ndate: 2024-01-01\nowner: M\nreview-every: 1 year\n\
             state: closed\nsystems: [{systems}]\n---\n\nText of it.\n"
        )
    };
    let system = |id: &str, stage: &str| {
        format!("---\nid: {id}\nkind: system\ntitle: {id}\nlifecycle: {stage}\nowner: M\n---\n\nText.\n")
    };
    let sandbox = Sandbox::new(&[
        ("aims.toml", ""),
        ("a1.md", &assessment("IA-001", "SYS-001")),
        ("a2.md", &assessment("IA-002", "SYS-001, SYS-002")),
        ("a3.md", &assessment("IA-003", "SYS-001, SYS-404")),
        ("s1.md", &system("SYS-001", "retired")),
        ("s2.md", &system("SYS-002", "in-use")),
    ]);
    let list = told(&sandbox, &["due"]);
    assert!(!list.contains("IA-001"), "{list}");
    assert!(list.contains("IA-002") && list.contains("IA-003"), "{list}");
}

#[test]
fn what_another_record_took_up_is_late_on_no_page() {
    let failed = "---\nid: NC-001\ntitle: No log\nkind: nonconformity\ndate: 2026-01-01\ngrade: minor\nstate: action\n\
        action: Log it\naction-owner: AI Officer\ndue: 2026-02-01\ndone: 2026-02-02\neffectiveness: \"No\"\n\
        effectiveness-checked: 2026-03-01\n---\nText.\n";
    let next = "---\nid: NC-002\ntitle: Still no log\nkind: nonconformity\ndate: 2026-03-01\ngrade: minor\nstate: action\n\
        action: Log it well\naction-owner: AI Officer\ndue: 2027-02-01\n---\nIt follows [[NC-001]].\n";
    let pages = |files: &[(&str, &str)]| -> Vec<String> {
        let sandbox = Sandbox::new(files);
        let built = sandbox.run(&["build", "-q", "--today", TODAY, "--out", "site"]);
        assert!(matches!(built.code, Some(0 | 1)), "{}", built.stderr);
        let read = |page: &str| fs::read_to_string(sandbox.path(&format!("site/{page}.html"))).expect("a page");
        ["documents/NC-001", "registers/nonconformity", "index"].map(read).into()
    };
    let is_late = |page: &String| page.contains("sign is-overdue");
    let alone = pages(&[("aims.toml", SETTINGS), ("nc1.md", failed)]);
    assert!(alone.iter().all(is_late), "the test itself looks for nothing");
    let both = pages(&[("aims.toml", SETTINGS), ("nc1.md", failed), ("nc2.md", next)]);
    let late: Vec<_> = both.iter().filter(|page| is_late(page)).collect();
    assert!(late.is_empty(), "{late:?}");
}

#[test]
fn who_has_left_or_a_role_is_told_of_no_reading_that_others_have_to() {
    let settings = "[approval]\nneeds = \"none\"\n\
        [[people]]\nname = \"Ada\"\nroles = [\"Officer\", \"Auditor\"]\nleft = 2026-01-15\n\
        [[people]]\nname = \"Bob\"\nroles = [\"Officer\"]\n[[people]]\nname = \"Cyd\"\nroles = [\"Clerk\"]\n";
    let policy = |readers: &str| {
        format!(
            "---\nid: POL-001\ntitle: AI policy\nkind: policy\nversion: \"1\"\nstatus: approved\nowner: Board\n\
            effective: 2026-01-10\nreviewed: 2026-11-01\nmust-read: {readers}\n---\nText.\n"
        )
    };
    let sandbox = Sandbox::new(&[("aims.toml", settings), ("policy.md", &policy("[Officer, Clerk]"))]);
    sandbox.commit("Begin");
    let read = |arguments: &[&str]| {
        let due = told(&sandbox, &[&["due", "--format", "json"], arguments].concat());
        let due: Value = serde_json::from_str(&due).expect("JSON");
        let items = due["items"].as_array().expect("items").iter().filter(|item| item["what"] == "acknowledgement");
        let of = |item: &Value| format!("{} {}", item["name"].as_str().unwrap_or_default(), item["people"]);
        items.map(of).collect::<Vec<_>>()
    };
    assert_eq!(read(&[]), ["Bob 1", "Cyd 1"]);
    assert!(read(&["--for", "Ada"]).is_empty(), "others hold the role");
    assert_eq!(read(&["--for", "Bob"]), ["Bob 1"]);
    assert!(read(&["--for", "Officer"]).is_empty(), "who reads, reads for themselves");
    // What nobody holds is told of the role, as in the whole list.
    sandbox.put("policy.md", policy("[Auditor]"));
    sandbox.commit("Ask the auditor");
    assert_eq!([read(&[]), read(&["--for", "Auditor"])], [["Auditor 0"], ["Auditor 0"]]);
}
