//! What is asked of a document that owes it, and not of its like that does not.

use super::work::only;

const PEOPLE: &str = "[roles]\nHead = \"h\"\n[[people]]\nname = \"Rolf Quade\"\nroles = [\"Head\"]\n\
    [[people]]\nname = \"Ada\"\nroles = [\"Auditor\"]\n";

#[test]
fn what_an_internal_audit_owes_is_not_asked_of_the_audits_of_others() {
    let told = |of_type: &str, auditor: &str| {
        let audit = format!(
            "---\nid: AUD-005\ntitle: T\nkind: audit\naudit-type: {of_type}\ndate: 2026-11-10\ncriteria: [ISO/IEC 42001]\n\
             audit-scope: [All]\nauditors: [{auditor}]\nfindings: []\nconclusion: Kept\n---\nText.\n"
        );
        let policy =
            "---\nid: POL-001\ntitle: P\nkind: policy\nowner: Head\nversion: 1\nstatus: approved\n---\nText.\n";
        let files = [("aims.toml", PEOPLE), ("a.md", audit.as_str()), ("p.md", policy)];
        let rules = ["auditor-not-independent", "unknown-role", "missing-advised-field"];
        rules.map(|rule| only(rule, &files).iter().filter(|found| found.starts_with("a.md")).count())
    };
    assert_eq!(told("internal", "Rolf Quade"), [1, 0, 1]);
    assert_eq!(told("internal", "Northlight Certification"), [0, 1, 1]);
    for of_type in ["certification", "customer", "supplier", "external"] {
        assert_eq!(told(of_type, "Northlight Certification"), [0, 0, 0], "{of_type}");
        assert_eq!(told(of_type, "Rolf Quade"), [0, 0, 0], "{of_type}");
    }
}

#[test]
fn a_change_that_was_turned_down_and_a_system_that_is_gone_owe_no_more() {
    let told = |text: &str| {
        let text = format!("---\nid: X-001\ntitle: T\ndate: 2026-11-03\n{text}---\nText.\n");
        let found = only("missing-advised-field", &[("aims.toml", ""), ("x.md", text.as_str())]);
        found.iter().filter(|found| found.contains("approved-by") || found.contains("ai-act-class")).count()
    };
    let change = |state: &str| told(&format!("kind: change\nreason: R\nconsequences: C\nstate: {state}\n"));
    assert_eq!(["rejected", "proposed", "approved", "done"].map(change), [0, 0, 1, 1]);
    let system = |stage: &str| told(&format!("kind: system\npurpose: P\nlifecycle: {stage}\nai-roles: [deployer]\n"));
    assert_eq!(["retired", "in-use", "suspended"].map(system), [0, 1, 1]);
}

/// The inputs of clause 9.3.2.
const ALL: &str = "earlier-actions issues interested-parties nonconformities monitoring audit-results improvement";

#[test]
fn reviews_of_one_time_look_at_all_inputs_together() {
    let told = |reviews: &[(&str, &str)]| {
        let text = |(place, (day, inputs)): (usize, &(&str, &str))| {
            let rows: String =
                inputs.split(' ').map(|input| format!("  - {{input: {input}, summary: Looked at}}\n")).collect();
            let text = format!(
                "---\nid: MR-{place}\ntitle: T\nkind: management-review\ndate: {day}\ninputs:\n{rows}---\nText.\n"
            );
            (format!("{place}.md"), text)
        };
        let texts: Vec<(String, String)> = reviews.iter().enumerate().map(text).collect();
        let mut files = vec![("aims.toml", "")];
        files.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let found = only("review-input-missing", &files);
        found
            .into_iter()
            .map(|found| found.split_once(' ').map(|(_, told)| told.to_owned()).unwrap_or_default())
            .collect::<Vec<_>>()
    };
    let (first, second) = ALL.split_at(ALL.find(" monitoring").expect("it is there"));
    let second = second.trim();
    assert!(told(&[("2026-10-06", ALL), ("2026-10-20", "improvement")]).is_empty(), "a second sitting");
    assert!(told(&[("2026-10-06", first), ("2026-10-20", second)]).is_empty(), "neither is whole");
    assert!(told(&[("2026-03-06", "issues"), ("2026-10-20", ALL)]).is_empty(), "one matter, before the yearly one");
    assert!(told(&[("2026-01-10", ALL), ("2026-11-10", "issues")]).is_empty(), "one matter, before the next is due");
    let lacks = "did not look at `monitoring`, `audit-results` and `improvement`";
    assert_eq!(told(&[("2026-10-06", first)]), [format!("MR-0 {lacks}")]);
    assert_eq!(
        told(&[("2025-10-10", ALL), ("2026-10-06", first)]),
        [format!("MR-1 {lacks}")],
        "that was the year before"
    );
    let both = told(&[("2026-10-06", first), ("2026-10-20", "monitoring improvement")]);
    assert_eq!(both, ["MR-0 did not look at `audit-results`", "MR-1 did not look at `audit-results`"]);
    assert_eq!(told(&[("2026-10-06", first), ("2026-12-20", ALL)]).len(), 1, "that one is still to come");
}

#[test]
fn reviews_of_one_time_conclude_together() {
    let review = |id: &str, day: &str, on: &[&str]| {
        let rows: String = on.iter().map(|on| format!("  - {{on: {on}, judgement: It holds}}\n")).collect();
        format!("---\nid: {id}\ntitle: T\nkind: management-review\ndate: {day}\nconclusion:\n{rows}---\nText.\n")
    };
    let told = |first: &str| {
        let beside = review("MR-2", "2026-11-13", &["adequacy"]);
        only("review-without-decisions", &[("aims.toml", ""), ("a.md", first), ("b.md", beside.as_str())]).len()
    };
    let all = ["suitability", "adequacy", "effectiveness"];
    assert_eq!(told(&review("MR-1", "2026-10-06", &all)), 0);
    assert_eq!(told(&review("MR-1", "2025-11-13", &all)), 1, "that was the year before");
}

#[test]
fn a_row_of_the_statement_with_the_title_of_another_control_is_told() {
    let told = |title: &str| {
        let soa = format!(
            "---\nid: SOA-001\ntitle: S\nkind: soa\nstatement:\n  - {{control: A.6.2.8, title: {title}, applicable: true, reason: R}}\n---\n"
        );
        only("soa-unknown-control", &[("aims.toml", ""), ("s.md", soa.as_str())])
    };
    let found = told("AI system technical documentation");
    assert_eq!(found, ["s.md:6:15 the row of `A.6.2.8` has the title of `A.6.2.7`"]);
    assert!(told("AI system recording of event logs").is_empty() && told("Logs of ours").is_empty());
}

#[test]
fn a_gap_that_is_still_to_be_closed_has_not_worked_yet() {
    let told = |rows: &str| {
        let record =
            format!("---\nid: CMP-005\ntitle: C\nkind: competence\ndate: 2026-11-04\nentries:\n{rows}---\nText.\n");
        only("competence-gap", &[("aims.toml", ""), ("c.md", record.as_str())])
    };
    let gap = "  - {person: Ada, need: N, met-by: M, gap: No course yet, action: Course, due: 2027-03-31}\n";
    assert_eq!(told(gap), Vec::<String>::new());
    let none = "no row of CMP-005 says whether it worked (`effective`)";
    assert_eq!(told(&format!("{gap}  - {{person: Bob, need: N, met-by: M}}\n")), [format!("c.md:8:14 {none}")]);
    assert!(told(&gap.replace("2027-03-31", "2026-11-10")).iter().any(|told| told.ends_with(none)));
}

#[test]
fn a_nonconformity_that_was_none_is_turned_down_by_somebody_else() {
    let told = |lines: &str| {
        let text = format!(
            "---\nid: NC-004\ntitle: T\nkind: nonconformity\ndate: 2026-11-03\nsource: other\nrequirement: PRO-006\n\
             owner: Head\n{lines}---\nText.\n"
        );
        let rules = ["closed-without-effectiveness", "closed-without-cause", "four-eyes-missing"];
        let more = ["state-contradicted", "missing-advised-field", "nonconformity-overdue"];
        let files = [("aims.toml", PEOPLE), ("n.md", text.as_str())];
        rules.into_iter().chain(more).flat_map(|rule| only(rule, &files)).collect::<Vec<_>>()
    };
    let none = "closed: 2026-11-10\nclosed-by: Auditor\noutcome: No requirement was broken\nstate: rejected\n";
    assert_eq!(told(none), Vec::<String>::new());
    let own = told(&none.replace("Auditor", "Rolf Quade"));
    assert!(own.len() == 1 && own[0].contains("owns the nonconformity and judged that it was none"), "{own:?}");
    for key in ["closed: 2026-11-10\n", "closed-by: Auditor\n", "outcome: No requirement was broken\n"] {
        let found = told(&none.replace(key, ""));
        let key = key.split(':').next().unwrap_or_default();
        assert!(found.len() == 1 && found[0].ends_with(&format!("nothing stands under `{key}`")), "{found:?}");
    }
}

#[test]
fn a_row_that_is_over_tells_of_its_time() {
    let gone = ("s.md", "---\nid: SYS-004\ntitle: S\nkind: system\nstatus: retired\nlifecycle: retired\n---\nText.\n");
    let told = |first: &str, second: &str| {
        let rows = format!(
            "  - {{audit: Yearly, covers-systems: [SYS-004]{first}}}\n  - {{audit: Yearly, covers-systems: [SYS-004]{second}}}\n"
        );
        let plan = format!("---\nid: PLN-002\ntitle: P\nkind: plan\naudits:\n{rows}---\nText.\n");
        only("link-to-retired", &[("aims.toml", ""), ("p.md", plan.as_str()), gone]).len()
    };
    assert_eq!(told(", status: done", ", status: done"), 0);
    assert_eq!(told(", status: done", ", status: planned"), 1);
    assert_eq!(told("", ""), 2);
}

#[test]
fn data_that_did_not_pass_their_check_say_what_follows() {
    let told = |quality: &str, more: &str, stage: &str| {
        let system = format!("---\nid: SYS-001\ntitle: S\nkind: system\nlifecycle: {stage}\n---\nText.\n");
        let sheet = format!(
            "---\nid: DAT-001\ntitle: D\nkind: dataset\nsystems: [SYS-001]\nused-for: [training]\n{more}quality:\n{quality}---\nText.\n"
        );
        let follow = "---\nid: NC-001\ntitle: N\nkind: nonconformity\ndate: 2026-11-01\nfrom: [DAT-001]\n---\nText.\n";
        let (sheet, follows) = (sheet.replace("follows: yes\n", ""), sheet.contains("follows: yes"));
        let mut files = vec![("aims.toml", ""), ("s.md", system.as_str()), ("d.md", sheet.as_str())];
        files.extend(follows.then_some(("n.md", follow)));
        let found = only("data-without-provenance", &files);
        found.into_iter().filter(|found| found.contains("its own check")).collect::<Vec<_>>()
    };
    let row = |day: &str, passed: bool| format!("  - {{criterion: Ways known, checked: {day}, passed: {passed}}}\n");
    let failed = row("2026-05-20", false);
    let expected = "d.md:8:58 DAT-001 is about SYS-001, and did not pass its own check: Ways known";
    assert_eq!(told(&failed, "", "in-use"), [expected]);
    assert_eq!(told(&format!("{}{failed}", row("2025-05-20", true)), "", "in-use").len(), 1);
    assert_eq!(
        told(&format!("{failed}{}", row("2026-06-20", true)), "", "in-use"),
        Vec::<String>::new(),
        "since then it did"
    );
    let reworded = row("2026-06-20", true).replace("Ways known", "ways known of the Bank");
    assert_eq!(told(&format!("{failed}{reworded}"), "", "in-use"), Vec::<String>::new(), "by another name");
    for other in [
        row("2026-06-20", true).replace("Ways known", "Ways open"),
        row("2026-05-20", true).replace("known", "known of the bank"),
    ] {
        assert_eq!(told(&format!("{failed}{other}"), "", "in-use"), [expected], "{other}");
    }
    for (more, stage) in
        [("risks: [RSK-001]\n", "in-use"), ("follows: yes\n", "in-use"), ("", "validation"), ("", "retired")]
    {
        assert_eq!(told(&failed, more, stage), Vec::<String>::new(), "{more}{stage}");
    }
}

#[test]
fn an_obligation_is_not_said_to_apply_before_the_law_does() {
    let told = |from: &str, class: &str, names: &str| {
        let system = format!(
            "---\nid: SYS-001\ntitle: S\nkind: system\nlifecycle: in-use\nai-roles: [provider]\nai-act-class: {class}\n---\nText.\n"
        );
        let duty = format!(
            "---\nid: OBL-001\ntitle: O\nkind: obligation\nduty: D\nmet-by: [SYS-001]\napplies-from: {from}\nsystems: [SYS-001]\n\
             requirements: {{{names}}}\n---\nText.\n"
        );
        let settings = "[frameworks]\nuse = [\"eu-ai-act\"]\n";
        let files = [("aims.toml", settings), ("s.md", system.as_str()), ("o.md", duty.as_str())];
        only("obligation-unmet", &files)
    };
    let annex = "eu-ai-act: [art-9, art-26]";
    let early = "o.md:7:15 OBL-001 says that it applies from 2026-08-02, and `art-9` applies from 2027-12-02 only";
    assert_eq!(told("2026-08-02", "high-annex-iii", annex), [early]);
    assert_eq!(told("2026-08-02", "high-annex-i", annex), [early.replace("2027-12-02", "2028-08-02")]);
    assert_eq!(told("2027-12-02", "high-annex-iii", annex), Vec::<String>::new());
    assert_eq!(told("2026-08-02", "high-annex-iii", "eu-ai-act: [art-9], own: [x-1]"), Vec::<String>::new());
    assert_eq!(told("2026-08-02", "transparency", "eu-ai-act: [art-50-1]"), Vec::<String>::new());
}

fn is_told(rule: &str, text: &str, told: &[&str]) {
    let found = only(rule, &[("aims.toml", ""), ("a.md", text)]);
    assert_eq!(found, told.iter().map(|told| format!("a.md:{told}")).collect::<Vec<_>>());
}

fn review_is(text: &str, told: &[&str]) {
    is_told("review-input-missing", text, told);
}

fn closed_is(text: &str, told: &[&str]) {
    is_told("closed-without-effectiveness", text, told);
}

fn minutes(inputs: &[&str]) -> String {
    let rows: Vec<String> = inputs.iter().map(|input| format!("  - {{input: {input}, summary: s}}\n")).collect();
    format!("---\nid: MR\nkind: management-review\ninputs:\n{}---\n", rows.concat())
}

const FIVE: [&str; 5] = ["earlier-actions", "issues", "interested-parties", "nonconformities", "monitoring"];

#[test]
fn one_finding_lists_what_is_missing() {
    let told = ["5:3 MR did not look at `audit-results` and `improvement`"];
    review_is(&minutes(&FIVE), &told);
    let none = "---\nid: MR\nkind: management-review\ninputs: []\n---\n";
    let told = "4:9 MR did not look at `earlier-actions`, `issues`, `interested-parties`, `nonconformities`, `monitoring`, `audit-results` and `improvement`";
    review_is(none, &[told]);
}

#[test]
fn a_row_says_what_was_seen() {
    let all = minutes(&[&FIVE[..], &["audit-results", "improvement"]].concat());
    review_is(&all, &[]);
    let told = ["6:30 MR says of `issues` no more than `none`"];
    review_is(&all.replace("issues, summary: s", "issues, summary: none"), &told);
    let told = ["6:30 MR says of `issues` no more than `Postponed to the next review`"];
    let later = all.replace("issues, summary: s", "issues, summary: Postponed to the next review");
    review_is(&later, &told);
    let reason = all.replace("issues, summary: s", "issues, summary: None since March; the list was gone through");
    review_is(&reason, &[]);
}

#[test]
fn all_inputs_are_enough_and_slips_are_told_elsewhere() {
    let with = |more: &[&str]| minutes(&[&FIVE[..], more].concat());
    review_is(&with(&["improvement", "audit-results", "risks"]), &[]);
    review_is(&with(&["improvement", "audit-result"]), &[]);
    review_is(&minutes(&[]), &[]);
    let draft = minutes(&FIVE).replace("kind:", "status: draft\nkind:");
    review_is(&draft, &[]);
}

fn nonconformity(lines: &str) -> String {
    format!("---\nid: NC-001\nkind: nonconformity\n{lines}---\n")
}

#[test]
fn it_is_told_where_the_record_says_it_is_closed() {
    let told = ["4:8 the nonconformity is closed without `effectiveness` and `effectiveness-checked`"];
    closed_is(&nonconformity("state: closed\n"), &told);
    let told = ["5:9 the nonconformity is closed without `effectiveness-checked`"];
    closed_is(&nonconformity("effectiveness: e\nclosed: 2026-01-01\n"), &told);
}

#[test]
fn what_is_still_to_be_looked_at_is_not_over() {
    let lines = "state: closed\neffectiveness: to be checked in 2027\neffectiveness-checked: 2026-01-01\n";
    let told = ["4:8 the nonconformity is closed without `effectiveness` (`to be checked in 2027`)"];
    closed_is(&nonconformity(lines), &told);
    for vain in ["no effect seen", "The action failed, the problem came back", "Ohne Wirkung"] {
        let told = ["4:8 NC-001 is closed, and its action did not work, as `effectiveness` says"];
        closed_is(&nonconformity(&lines.replace("to be checked in 2027", vain)), &told);
    }
}

#[test]
fn a_check_or_an_open_state_are_enough() {
    for lines in ["state: closed\neffectiveness: e\neffectiveness-checked: 2026-01-01\n", "state: verification\n"] {
        closed_is(&nonconformity(lines), &[]);
    }
    // A day that cannot be read has its own finding.
    closed_is(&nonconformity("state: closed\neffectiveness: e\neffectiveness-checked: soon\n"), &[]);
}

#[test]
fn what_did_not_work_is_not_over() {
    let lines = "effectiveness: No, the list was out of date again\neffectiveness-checked: 2026-01-01\nstate: closed\n";
    let told = ["6:8 NC-001 is closed, and its action did not work, as `effectiveness` says"];
    closed_is(&nonconformity(lines), &told);
    closed_is(&nonconformity(&lines.replace("closed", "action")), &[]);
    let follows = "---\nid: NC-002\nkind: nonconformity\ndate: 2026-01-02\n---\nSee [[NC-001]].\n";
    let closed = nonconformity(lines);
    let both = [("aims.toml", ""), ("a.md", closed.as_str()), ("b.md", follows)];
    let of_first = only("closed-without-effectiveness", &both);
    assert!(of_first.is_empty(), "{of_first:?}");
    let told = ["6:8 the nonconformity is closed without `effectiveness` (`No effect yet`)"];
    closed_is(&nonconformity(&lines.replace("No, the list was out of date again", "No effect yet")), &told);
}
