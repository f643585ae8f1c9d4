//! Acts that take authority by somebody whom nobody knows, and what is late or has no effect yet and was told in no list.

use crate::support::sandbox::{Sandbox, TODAY};
use crate::support::world::{APPROVE, MIREL, ORLA, TOBIAS, World};

const SETTINGS: &str = "[[people]]\nname = \"Ada\"\nemails = [\"ada@x.example\"]\nroles = [\"Chief\"]\n[[people]]\nname = \"Bo\"\n\
    [roles]\nChief = \"c\"\n";

fn told(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let outcome = sandbox.run(arguments);
    assert_ne!(outcome.code, Some(2), "{}", outcome.stderr);
    outcome.stdout
}

/// What one rule says on a day, each without its place.
fn found(sandbox: &Sandbox, rule: &str, today: &str) -> Vec<String> {
    let told = told(sandbox, &["check", "--today", today, "--format", "short", "--select", rule]);
    let lines = told.lines().filter(|line| line.contains(&format!("[{rule}]")));
    lines.map(|line| line.split_once(": ").expect("a place").1.to_owned()).collect()
}

/// An act: the kind, what its document says, and the key that says who did it.
const ACTS: [(&str, &str, &str); 7] = [
    ("risk", "accepted: 2026-06-18\nlikelihood: 5\nseverity: 4\ntreatment: accept\n", "accepted-by"),
    ("impact-assessment", "date: 2026-06-18\nresult: go\naccepted: 2026-06-18\n", "accepted-by"),
    ("release", "date: 2026-06-18\n", "decided-by"),
    ("improvement", "date: 2026-06-18\ndecided: 2026-06-18\n", "decided-by"),
    ("change", "date: 2026-06-18\napproved: 2026-06-18\n", "approved-by"),
    ("nonconformity", "date: 2026-06-18\nclosed: 2026-06-18\n", "closed-by"),
    ("nonconformity", "date: 2026-06-18\neffectiveness-checked: 2026-06-18\n", "effectiveness-by"),
];

fn document(kind: &str, lines: &str) -> String {
    format!("---\nid: D-1\ntitle: T\nkind: {kind}\nowner: Chief\n{lines}---\nText of it.\n")
}

#[test]
fn whom_nobody_knows_has_no_authority() {
    let sandbox = Sandbox::new(&[("aims.toml", SETTINGS)]);
    let levels = |who: &str, more: &str| {
        for (place, (kind, lines, key)) in ACTS.into_iter().enumerate() {
            let text = document(kind, &format!("{lines}{more}{key}: {who}\n")).replace("D-1", &format!("D-{place}"));
            sandbox.put(format!("d{place}.md"), text);
        }
        let found = found(&sandbox, "AIMS810", TODAY);
        let of = |level: &str| found.iter().filter(|told| told.starts_with(level)).count();
        (of("error: "), of("warning: "))
    };
    assert_eq!(levels("Head of Nothing", ""), (ACTS.len(), 0));
    // In whatever letters: all rules that ask who is meant know them so.
    for known in ["Chief", "chief", "Bo", "BO", "ADA@x.example"] {
        assert_eq!(levels(known, ""), (0, 0), "{known}");
    }
    // A role behind the name is told, and hides nobody. A draft is no act yet.
    assert_eq!(levels("Bo (Chief)", ""), (0, ACTS.len()));
    assert_eq!(levels("Head of Nothing", "status: draft\n"), (0, ACTS.len()));
    // Who audits may come from outside, and where no people are listed nobody is known by name.
    sandbox.put("audit.md", document("audit", "date: 2026-06-18\nauditors: [Hal Ivory]\n").replace("D-1", "AUD-1"));
    assert_eq!(levels("Bo", ""), (0, 1));
    sandbox.put("aims.toml", "[roles]\nChief = \"c\"\n");
    assert_eq!(levels("Ann Lee", "").0, 0);
    sandbox.put("aims.toml", "");
    assert_eq!(levels("Eve", ""), (0, 0), "nobody is listed");
}

#[test]
fn who_was_known_on_the_day_could_act() {
    let sandbox = Sandbox::new(&[
        ("aims.toml", SETTINGS.replace("Chief", "Head")),
        ("d.md", document("release", "date: 2026-06-18\ndecided-by: Head\n")),
    ]);
    // 2026-06-01, and 2026-10-01.
    sandbox.commit_at("Begin", Some(1_780_300_800));
    sandbox.put("aims.toml", SETTINGS);
    sandbox.commit_at("Call the role another name", Some(1_790_841_600));
    let told = found(&sandbox, "AIMS810", TODAY);
    assert!(told[0].starts_with("warning: `decided-by` names `Head`, "), "{told:?}");
    sandbox.put("d.md", document("release", "date: 2026-11-01\ndecided-by: Head\n"));
    sandbox.commit_at("Another day", Some(1_793_520_000));
    assert!(found(&sandbox, "AIMS810", TODAY)[0].starts_with("error: "));
}

#[test]
fn a_register_marks_who_is_unknown() {
    let risk = |who: &str| {
        document("risk", &format!("likelihood: 2\nseverity: 2\naccepted: 2026-06-18\naccepted-by: {who}\n"))
    };
    let impact =
        |who: &str| document("impact-assessment", &format!("date: 2026-06-18\nresult: go\naccepted-by: {who}\n"));
    for page in ["risks.html", "assessments.html", "documents/D-1.html"] {
        let text = |who: &str| if page == "risks.html" { risk(who) } else { impact(who) };
        let marks = |who: &str| {
            let sandbox = Sandbox::new(&[("aims.toml", SETTINGS.to_owned()), ("d.md", text(who))]);
            sandbox.commit("Begin");
            let outcome = sandbox.run(&["build", "--today", TODAY, "--out", "site"]);
            assert_ne!(outcome.code, Some(2), "{}", outcome.stderr);
            let html = std::fs::read_to_string(sandbox.path("site").join(page)).expect("a page");
            html.contains("Not in the settings")
        };
        assert!(marks("Head of Nothing"), "{page}");
        assert!(!marks("Bo"), "{page}");
    }
}

#[test]
fn a_deputy_who_may_not_approve_is_told_how() {
    let (world, key) = World::new();
    let arguments = [&APPROVE[..3], &[TOBIAS, "--today", TODAY, "--key", key.to_str().expect("text")]].concat();
    let deputy = "A deputy approves nothing";
    assert!(!world.aims(&arguments).stderr.contains(deputy));
    let deputies = "[roles]\n\"Chief Executive\" = { about = \"Leads.\", deputy = \"Chief Risk Officer\" }\n";
    world.put("aims.toml", &(world.read("aims.toml") + deputies));
    world.commit(MIREL, "Name a deputy");
    let outcome = world.aims(&arguments);
    assert_eq!(outcome.code, Some(2));
    assert!(outcome.stderr.contains(deputy) && outcome.stderr.contains(ORLA), "{}", outcome.stderr);
}

/// A policy on these days.
fn policy(version: &str, days: &str) -> String {
    format!(
        "---\nid: POL-001\ntitle: AI policy\nkind: policy\nversion: \"{version}\"\nstatus: approved\nowner: Chief\n\
         approvers: [Chief]\n{days}---\nWe use AI with care, {version}.\n"
    )
}

#[test]
fn a_text_to_come_puts_no_review_off() {
    let sandbox =
        Sandbox::new(&[("aims.toml", SETTINGS.to_owned()), ("p.md", policy("1.0", "effective: 2024-01-10\n"))]);
    // 2024-01-10, and 2026-02-10.
    sandbox.commit_at("Begin", Some(1_704_880_800));
    sandbox.put("p.md", policy("2.0", "effective: 2029-01-01\n"));
    sandbox.commit_at("To come", Some(1_770_717_600));
    let late = found(&sandbox, "AIMS401", "2026-02-15");
    assert_eq!(late, ["warning: the review was due on 2025-01-10, 401 days ago [AIMS401]"]);
    let reviews = told(&sandbox, &["export", "reviews", "--today", "2026-02-15", "--format", "csv"]);
    assert!(reviews.contains("2024-01-10,begun,2025-01-10"), "{reviews}");
    sandbox.put("p.md", policy("2.0", "effective: 2029-01-01\nreviewed: 2026-02-10\n"));
    sandbox.commit_at("It was read", Some(1_770_721_200));
    assert_eq!(found(&sandbox, "AIMS401", "2026-02-15"), [""; 0]);
    // Where nothing was in force before, there is nothing to read yet, and nobody has.
    let first = Sandbox::new(&[("aims.toml", SETTINGS.to_owned()), ("p.md", policy("1.0", "effective: 2029-01-01\n"))]);
    first.commit_at("Begin", Some(1_704_880_800));
    assert_eq!(found(&first, "AIMS401", "2026-02-15"), [""; 0]);
    let reviews = told(&first, &["export", "reviews", "--today", "2026-02-15", "--format", "csv"]);
    assert!(reviews.contains(",,2030-01-01") && !reviews.contains("begun"), "{reviews}");
}

#[test]
fn a_named_day_of_review_is_to_be_moved_on() {
    let told = |days: &str| {
        let sandbox = Sandbox::new(&[("aims.toml", SETTINGS.to_owned()), ("p.md", policy("1.0", days))]);
        told(&sandbox, &["check", "--today", "2026-06-20", "--select", "AIMS402"])
    };
    let named = told("effective: 2026-01-10\nnext-review: 2026-06-30\n");
    assert!(named.contains("move `next-review` on, too"), "{named}");
    let reckoned = told("effective: 2025-06-30\n");
    assert!(reckoned.contains("AIMS402") && !reckoned.contains("next-review"), "{reckoned}");
}

const INCIDENT: &str =
    "---\nid: INC-001\ntitle: Letters lost\nkind: incident\nowner: Chief\ndate: 2026-08-01\nseverity: serious\n";

#[test]
fn incidents_and_plans_are_in_the_list_of_what_is_late() {
    let plan = "---\nid: PLN-001\ntitle: Audits\nkind: plan\nversion: \"1\"\nstatus: approved\nowner: Chief\nreviewed: 2026-11-01\n\
                clauses: [\"9.2.2\"]\nperiod: 2025\n---\nText.\n";
    let list = |incident: &str, plan: &str| {
        let incident = format!("{INCIDENT}{incident}---\nText.\n");
        let sandbox = Sandbox::new(&[("aims.toml", SETTINGS), ("i.md", &incident), ("p.md", plan)]);
        sandbox.commit("Begin");
        let due = told(&sandbox, &["due", "--today", TODAY, "--within", "300d"]);
        let lines = due.lines().filter(|line| line.contains("INC-001") || line.contains("PLN-001"));
        let told: Vec<String> =
            lines.map(|line| line.split_whitespace().take(6).collect::<Vec<_>>().join(" ")).collect();
        (told, found(&sandbox, "AIMS709", TODAY))
    };
    let (due, untold) = list("reportable: true\nstate: open\n", plan);
    assert_eq!(
        due,
        [
            "2025-12-31 324 days late action PLN-001",
            "2026-08-16 96 days late obligation INC-001",
            "2026-08-31 81 days late action INC-001",
        ]
    );
    let told = "error: INC-001 has to be reported by 2026-08-16, and no `authority-told` says when it was [AIMS709]";
    assert_eq!(untold, [told]);
    let obligation = |incident: &str| {
        let (due, untold) = list(incident, "Nothing.\n");
        let day = due.iter().find(|line| line.contains("obligation")).map(|line| line[..10].to_owned());
        assert_eq!(day.clone().is_some_and(|day| untold[0].contains(&day)), day.is_some(), "{untold:?}");
        day
    };
    for (lines, day) in [
        ("reportable: true\ndeadline: 2026-12-01\n", Some("2026-12-01")),
        ("reportable: true\nharms: [death]\n", Some("2026-08-11")),
        ("reportable: true\nharms: [death, personal-data]\n", Some("2026-08-04")),
        ("reportable: true\nharms: [widespread, personal-data]\n", Some("2026-08-03")),
        ("reportable: true\naware: 2026-11-19\n", Some("2026-12-04")),
        ("reportable: true\nauthority-told: 2026-08-05\n", None),
        ("reportable: false\n", None),
        ("reportable: true\nstatus: draft\n", None),
    ] {
        assert_eq!(obligation(lines).as_deref(), day, "{lines}");
    }
    for (state, days) in [
        ("state: contained\ncontained: 2026-08-02\n", &["2027-01-28"][..]),
        ("state: closed\nclosed: 2026-09-01\n", &[]),
    ] {
        let (due, _) = list(state, "Nothing.\n");
        assert_eq!(due.iter().map(|line| &line[..10]).collect::<Vec<_>>(), days, "{state}");
    }
    // Another plan goes on where this one ends.
    let next = plan.replace("PLN-001", "PLN-002").replace("2025\n", "2026-2028\n");
    let sandbox = Sandbox::new(&[("aims.toml", SETTINGS), ("p.md", plan), ("q.md", &next)]);
    let due = self::told(&sandbox, &["due", "--today", TODAY, "--within", "5y"]);
    let ends: Vec<&str> = due.lines().filter(|line| line.contains(" action ")).map(|line| &line[..13]).collect();
    assert_eq!(ends, ["  2028-12-31 "], "{due}");
}

#[test]
fn a_waiver_that_does_not_hold_yet_is_told() {
    let sandbox =
        Sandbox::new(&[("aims.toml", SETTINGS.to_owned()), ("p.md", policy("1.0", "effective: 2026-01-10\n"))]);
    // 2026-01-10, a day of 2038, and 2026-03-10.
    sandbox.commit_at("Begin", Some(1_768_039_200));
    sandbox.put("a.md", "A page.\n");
    sandbox.commit_at("A clock was wrong", Some(2_147_570_000));
    sandbox.put("b.md", "A page.\n");
    sandbox.commit_at("It is right again", Some(1_773_136_800));
    assert_eq!(found(&sandbox, "AIMS511", "2026-04-01").len(), 1);
    let waiver =
        "[[checks.waivers]]\ncode = \"AIMS511\"\npath = \"aims.toml\"\nreason = \"clock\"\nuntil = 2026-12-31\n";
    sandbox.put("aims.toml", format!("{SETTINGS}{waiver}"));
    sandbox.commit_at("Waive it", Some(1_774_000_800));
    assert_eq!(found(&sandbox, "AIMS511", "2026-04-01").len(), 1);
    let told = "warning: the waiver of `AIMS511` does not hold yet: it came with the change that it is for [AIMS808]";
    assert_eq!(found(&sandbox, "AIMS808", "2026-04-01"), [told]);
    sandbox.put("c.md", "A page.\n");
    sandbox.commit_at("Go on", Some(1_774_432_800));
    for rule in ["AIMS511", "AIMS808"] {
        assert_eq!(found(&sandbox, rule, "2026-04-01"), [""; 0], "{rule}");
    }
}
