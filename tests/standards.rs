//! An integrated management system: one repository that follows ISO/IEC 42001 and ISO/IEC 27001. Both have a control A.5.2
//! and a clause 9.2.1; here they are two things each, with rungs, statements and pages of their own.

mod audited;
mod told;

use std::fs;

use aims::approval::Approvals;
use aims::base::Date;
use aims::model::Aims;
use aims::model::catalog::ReqId;
use aims::model::load::load;
use aims::model::trace::{Applicability, Requirement, Rung};
use aims::source::Memory;
use sandbox::{Outcome, Sandbox, TODAY};

use crate::support::sandbox;
use crate::support::site;

const BOTH: &str = "[frameworks]\nfollow = [\"iso-42001\", \"iso-27001\"]\n";
const SECURITY_FIRST: &str = "[frameworks]\nfollow = [\"iso-27001\", \"iso-42001\"]\n";

/// States A.5.2 of ISO/IEC 42001, and nothing else.
const AI_POLICY: &str = "---\nid: POL-001\ntitle: AI policy\nkind: policy\nversion: '1'\nstatus: approved\nowner: Lead\n\
    reviewed: 2026-06-01\napprovers: [CEO]\ncontrols: [A.5.2]\n---\nSee [[A.5.2]], [[iso-27001:A.5.2]] and [clause](iso-27001:9.2.1).\n";
/// Names A.5.2 of ISO/IEC 27001 in full, and clauses of it under `requirements`.
const SECURITY: &str = "---\nid: PRO-001\ntitle: Security roles\nkind: procedure\nversion: '1'\nstatus: approved\nowner: Lead\n\
    reviewed: 2026-06-01\napprovers: [CEO]\ncontrols: ['iso-27001:A.5.2', A.8.24]\nrequirements: {iso-27001: [A.5.1, \"9.2.1\", clause-9.2.2]}\n---\nWhoever joins is given a role, and is told what it asks of them.\n";
const RECORD: &str = "---\nid: REC-001\ntitle: Roles assigned\nkind: record\ndate: 2026-07-01\nevidence-for: [PRO-001]\n---\nEach of the twelve roles was given to somebody, who knows of it.\n";
const RISK: &str = "---\nid: RSK-001\ntitle: Leak\nkind: risk\ncontrols: ['iso-27001:A.5.2']\n---\n";

fn statement(id: &str, more: &str, rows: &str) -> String {
    format!("---\nid: {id}\ntitle: Statement\nkind: soa\nstatus: approved\n{more}statement:\n{rows}---\n")
}

fn ai_statement() -> String {
    statement("SOA-001", "", "  - {control: A.5.2, applicable: true, reason: Systems affect people}\n")
}

fn security_statement() -> String {
    let rows = "  - {control: A.5.2, applicable: false, reason: Held by the group}\n  \
                - {control: 'iso-27001:A.5.1', applicable: true, reason: Contracts ask for it}\n  \
                - {control: SEC-1, title: Red team, applicable: true, reason: Attackers}\n";
    statement("SOA-002", "framework: iso-27001\n", rows)
}

fn read(files: &[(&str, &str)]) -> Aims {
    let source = Memory::new(files.iter().map(|(path, text)| (*path, text.as_bytes())));
    let aims = load(&source, Date::constant(2026, 11, 20)).expect("memory can be read");
    let standings = Approvals::default().standings(&aims);
    aims.stand(standings)
}

fn system(settings: &str) -> Aims {
    let (ai, security) = (ai_statement(), security_statement());
    read(&[
        ("aims.toml", settings),
        ("ai-policy.md", AI_POLICY),
        ("record.md", RECORD),
        ("risk.md", RISK),
        ("security.md", SECURITY),
        ("soa-ai.md", &ai),
        ("soa-security.md", &security),
    ])
}

#[track_caller]
fn at<'a>(aims: &'a Aims, framework: &str, id: &str) -> &'a Requirement {
    aims.trace.at(&ReqId::new(&framework.into(), id)).unwrap_or_else(|| panic!("there is no {framework}:{id}"))
}

fn serving(aims: &Aims, framework: &str, id: &str) -> Vec<String> {
    let serving = at(aims, framework, id).serving.iter();
    serving.map(|serving| aims.document(serving.document).id.clone()).collect()
}

#[test]
fn the_same_id_in_two_standards_is_two_things() {
    let aims = system(BOTH);
    let (ai, security) = (at(&aims, "iso-42001", "A.5.2"), at(&aims, "iso-27001", "A.5.2"));
    assert_eq!((ai.title.as_str(), ai.rung), ("AI system impact assessment process", Rung::Stated));
    assert_eq!(
        (security.title.as_str(), security.rung),
        ("Information security roles and responsibilities", Rung::Current)
    );
    assert_eq!((ai.name.as_str(), security.name.as_str()), ("A.5.2", "iso-27001:A.5.2"));
    assert_eq!(serving(&aims, "iso-42001", "A.5.2"), ["POL-001"]);
    assert_eq!(serving(&aims, "iso-27001", "A.5.2"), ["PRO-001", "REC-001"]);
    // Both are linked to from the text of the policy, and the clause too.
    assert_eq!((ai.mentioned_by.len(), security.mentioned_by.len()), (1, 1));
    assert_eq!(at(&aims, "iso-27001", "9.2.1").mentioned_by.len(), 1);
}

#[test]
fn an_id_alone_is_of_the_first_followed_framework_that_has_it() {
    let aims = system(BOTH);
    // A.8.24 is a control of ISO/IEC 27001 only; the kinds that stand for clauses do so for the first framework.
    assert_eq!(serving(&aims, "iso-27001", "A.8.24"), ["PRO-001", "REC-001"]);
    assert_eq!(aims.trace.get("A.8.24").map(|found| found.name.as_str()), Some("iso-27001:A.8.24"));
    assert_eq!(serving(&aims, "iso-42001", "6.1.3"), ["SOA-001"]);
    assert_eq!(serving(&aims, "iso-27001", "6.1.3"), ["SOA-002"], "a statement is of the framework that it says");
    // The other order turns it round.
    let turned = system(SECURITY_FIRST);
    assert_eq!(serving(&turned, "iso-27001", "A.5.2"), ["POL-001", "PRO-001", "REC-001"]);
    assert!(serving(&turned, "iso-42001", "A.5.2").is_empty());
    assert_eq!(at(&turned, "iso-42001", "A.5.2").name, "iso-42001:A.5.2");
    assert_eq!(serving(&turned, "iso-27001", "6.1.3"), ["SOA-001", "SOA-002"]);
}

#[test]
fn a_heading_of_the_framework_followed_first_takes_the_name() {
    // A.6.2 gathers controls of ISO/IEC 42001, and is a control of ISO/IEC 27001.
    let follow = "[frameworks]\nfollow = [\"iso-42001\", \"iso-27001\", \"iso-9001\"]\n";
    let audit = "---\nid: AUD-001\ntitle: Audit\nkind: audit\ndate: 2026-06-01\nauditors: [Eve]\nconclusion: c\n\
        covers-clauses: [9]\ncovers-controls: [A.6.2, 'iso-27001:A.6.1']\n---\nSee [[A.6.2]].\n";
    let (ai, policy) = (ai_statement(), AI_POLICY.replace("[A.5.2]", "[A.5.2, A.6.2]"));
    let files: [(&str, &str); 3] = [("aims.toml", follow), ("audit.md", audit), ("policy.md", &policy)];
    let aims = read(&files);
    assert!(aims.trace.get("A.6.2").is_none() && aims.catalog.resolve("A.6.2").is_none());
    assert!(serving(&aims, "iso-27001", "A.6.2").is_empty(), "the policy names a heading");
    assert!(at(&aims, "iso-27001", "A.6.2").mentioned_by.is_empty());
    let full = aims.trace.get("iso-27001:A.6.2").map(|found| found.name.as_str());
    assert_eq!(full, Some("iso-27001:A.6.2"));
    let turned = read(&[("aims.toml", SECURITY_FIRST), ("policy.md", &policy)]);
    assert_eq!(serving(&turned, "iso-27001", "A.6.2"), ["POL-001"], "there it is a control first");

    let said = checked(&files);
    let told = "`controls` names `A.6.2`, which is a heading of Annex A and no control";
    assert_told(&said, &[told, "Name the controls below it: A.6.2.2,", "that number is `iso-27001:A.6.2`"]);
    assert_told(&said, &["there is no document, control or clause `A.6.2`", "Did you mean `iso-27001:A.6.2`?"]);
    assert!(!said.contains("`covers-controls` names"), "what was looked at may be an area: {said}");

    let sandbox = Sandbox::new(&[files[0], files[1], ("policy.md", AI_POLICY), ("soa.md", &ai)]);
    sandbox.commit("Begin");
    let outcome = sandbox.run(&["build", "--today", TODAY, "--out", "site"]);
    assert_eq!(outcome.stderr.matches("panicked").count(), 0, "{outcome:?}");
    for page in ["coverage.html", "documents/AUD-001.html"] {
        let page = fs::read_to_string(sandbox.path("site").join(page)).expect("a page");
        // What is found about a document offers the full id.
        let page = page.split("id=\"_findings\"").next().unwrap_or_default();
        // Holes of the other standard are told by their full ids.
        let page = page.split("aria-labelledby=\"audits\"").last().unwrap_or_default();
        assert!(!page.contains("iso-27001:A.6.2") && page.contains("A.6.2"), "{page}");
    }
    let explain = |what: &str| sandbox.run(&["explain", what]).stdout;
    assert_told(&explain("A.6.2"), &["Area of controls of ISO/IEC 42001:2023", "A.6.2.4"]);
    assert_told(&explain("iso-27001:A.6.2"), &["Control of ISO/IEC 27001:2022"]);
    assert_ne!(sandbox.run(&["history", "A.6.2", "--today", TODAY]).code, Some(0));
}

#[test]
fn requirements_of_followed_frameworks_serve_on_the_ladder() {
    let aims = system(BOTH);
    for id in ["A.5.1", "9.2.1", "9.2.2"] {
        assert_eq!(serving(&aims, "iso-27001", id), ["PRO-001", "REC-001"], "{id}");
    }
    assert!(at(&aims, "iso-42001", "9.2.1").serving.is_empty());
    // The headings of the structure that both share gather what stands below them, each of its own framework.
    // The programme and the report that 9.2.2 calls for by name are not there.
    // Nor was there an audit, and a record of anything else shows none.
    assert_eq!(at(&aims, "iso-27001", "9.2").rung, Rung::Operated);
    assert_eq!(at(&aims, "iso-42001", "9.2").rung, Rung::Gap);
    // Where ISO/IEC 27001 is not followed, none of this is a requirement.
    assert!(system("").trace.get("iso-27001:A.5.1").is_none());
}

#[test]
fn a_document_can_serve_one_clause_in_several_standards() {
    let audit = "---\nid: PRO-001\ntitle: Internal audit\nkind: procedure\nversion: '1'\nstatus: approved\nowner: Lead\n\
        reviewed: 2026-06-01\napprovers: [CEO]\nclauses: ['9.2.2']\nrequirements: {iso-27001: ['9.2.2'], iso-9001: ['9.2.2', '10.3']}\n---\nWe audit.\n";
    let all = "[frameworks]\nfollow = [\"iso-42001\", \"iso-27001\", \"iso-9001\"]\n";
    let files = [("aims.toml", all), ("audit.md", audit)];
    let aims = read(&files);
    let shared = aims.shared_clauses();
    let clause = |number: &str| shared.iter().find(|clause| clause.number == number).expect("a shared clause");
    let names = |number: &str| clause(number).of.iter().map(|of| of.name.as_str()).collect::<Vec<_>>();
    assert_eq!(names("9.2.2"), ["9.2.2", "iso-27001:9.2.2", "iso-9001:9.2.2"]);
    assert_eq!(names("10.1"), ["10.1", "iso-27001:10.1", "iso-9001:10.3"]);
    assert_eq!(names("6.1.2"), ["6.1.2", "iso-27001:6.1.2"], "ISO 9001 asks for no risk assessment of its own");
    assert!(shared.iter().all(|clause| clause.number != "6.1.4"), "6.1.4 is of ISO/IEC 42001 alone");
    assert_eq!(clause("9.2.2").serve_several.len(), 1);
    assert!(clause("10.1").serve_several.is_empty(), "one standard is served there");
    // Where one standard is followed, nothing is shared, and ISO 9001 is nowhere.
    let alone = read(&[("aims.toml", ""), ("audit.md", audit)]);
    assert!(alone.shared_clauses().is_empty() && alone.catalog.framework("iso-9001").is_none());

    let sandbox = Sandbox::new(&files);
    sandbox.commit("Begin");
    let outcome = sandbox.run(&["build", "--today", TODAY, "--out", "site"]);
    assert_eq!(site::check_site(&sandbox.path("site")), Vec::<String>::new(), "{outcome:?}");
    let page = |path: &str| fs::read_to_string(sandbox.path("site").join(path)).expect("a page");
    assert_told(&page("traceability.html"), &["Clauses that several standards share", "clauses/iso-9001/10.3.html"]);
    let clause = page("clauses/9.2.2.html");
    assert_told(&clause, &["The same clause in other standards", "iso-9001/9.2.2.html", "One document serves it"]);
    assert!(!page("clauses/6.1.4.html").contains("The same clause in other standards"));
    assert_told(
        &page("data/shared-clauses.json"),
        &["\"clause\":\"10.1\",\"framework\":\"iso-9001\",\"requirement\":\"10.3\""],
    );
}

#[test]
fn requirements_stand_in_the_order_of_follow_and_then_of_the_standard() {
    let aims = system(BOTH);
    let clauses: Vec<_> = aims.trace.clauses().map(|clause| clause.name.as_str()).collect();
    assert_eq!((clauses.len(), clauses[0], clauses[42], clauses[43]), (43 + 41, "4", "10.2", "iso-27001:4"));
    let controls: Vec<_> = aims.trace.controls().map(|control| control.name.as_str()).collect();
    assert_eq!((controls.len(), controls[0], controls[38]), (38 + 93 + 1, "A.2.2", "iso-27001:A.5.1"));
    assert_eq!(controls.last(), Some(&"iso-27001:SEC-1"));
    let served: Vec<_> = aims.trace.served_by(aims.by_id("PRO-001").expect("a document")).map(|of| &*of.name).collect();
    let expected = ["9.2.1", "9.2.2", "A.5.1", "A.5.2", "A.8.24"].map(|id| format!("iso-27001:{id}"));
    assert_eq!(served, expected);
    // Whoever follows ISO/IEC 42001 alone has what they had.
    let alone = system("");
    assert_eq!((alone.trace.clauses().count(), alone.trace.controls().count()), (43, 38));
}

#[test]
fn each_framework_has_its_statement_of_applicability() {
    let aims = system(BOTH);
    let of: Vec<_> = aims.soas.iter().map(|soa| (&*soa.framework, &*aims.document(soa.document).id)).collect();
    assert_eq!(of, [("iso-42001", "SOA-001"), ("iso-27001", "SOA-002")]);
    assert_eq!(at(&aims, "iso-42001", "A.5.2").applicability, Applicability::Applies);
    assert!(!at(&aims, "iso-27001", "A.5.2").applies());
    // A row may name the control in full, and own controls are of the framework of their statement.
    assert_eq!(at(&aims, "iso-27001", "A.5.1").applicability, Applicability::Applies);
    assert_eq!(at(&aims, "iso-27001", "SEC-1").title, "Red team");
    // A statement that names none is for the first framework.
    let turned = system(SECURITY_FIRST);
    let of: Vec<_> = turned.soas.iter().map(|soa| (&*soa.framework, &*turned.document(soa.document).id)).collect();
    assert_eq!(of[0].0, "iso-27001");
    assert_eq!(of.len(), 1);
}

fn checked(files: &[(&str, &str)]) -> String {
    let sandbox = Sandbox::new(files);
    sandbox.run(&["check", "--today", TODAY, "--format", "human"]).stdout
}

#[track_caller]
fn assert_told(said: &str, words: &[&str]) {
    for word in words {
        assert!(said.contains(word), "`{word}` is not in: {said}");
    }
}

#[test]
fn the_rule_of_one_statement_is_per_framework() {
    let (ai, security) = (ai_statement(), security_statement());
    let second = security.replace("SOA-002", "SOA-003");
    let files = [("aims.toml", BOTH), ("a.md", &*ai), ("b.md", &*security)];
    assert!(!checked(&files).contains("AIMS313"));
    let said = checked(&[files[0], files[1], files[2], ("c.md", &second)]);
    assert_told(&said, &["AIMS313", "SOA-003 says that it is approved, and so does SOA-002"]);
    let said = checked(&[files[0], files[1]]);
    assert_told(&said, &["there is no statement of applicability for ISO/IEC 27001", "framework: iso-27001"]);
    assert!(!said.contains("for ISO/IEC 42001"), "{said}");
    // What one statement leaves out may be used for the other framework.
    let said = checked(&[files[0], files[1], files[2], ("p.md", SECURITY), ("q.md", AI_POLICY)]);
    assert_told(&said, &["SOA-002 leaves the control iso-27001:A.5.2 out"]);
    assert!(!said.contains("leaves the control A.5.2 out"), "{said}");
}

#[test]
fn unknown_ids_are_told_with_what_is_meant_in_their_framework() {
    let document = "---\nid: P\ntitle: T\nkind: policy\nversion: '1'\nowner: O\nstatus: approved\n\
        controls: ['iso-27001:A.5.38', A.99.1, 'iso-27001:A.10.2']\nclauses: ['iso-27001:6.1.4', '6.1.4']\n\
        requirements: {iso-27001: ['9.2.4', A.5.1]}\n---\n[[iso-27001:A.5.39]]\n";
    let said = checked(&[("aims.toml", BOTH), ("a.md", document)]);
    assert_told(
        &said,
        &[
            "there is no control `iso-27001:A.5.38`",
            "A.5 has the controls `A.5.1`, `A.5.2`,",
            "there is no control `A.99.1`",
            "there is no control `iso-27001:A.10.2`",
            "there is no clause `iso-27001:6.1.4`",
            "Clause 6.1 has the parts 6.1.1, 6.1.2, 6.1.3.",
            "`iso-27001` has no `9.2.4`",
            "`aims explain iso-27001` lists the ids.",
            "there is no document, control or clause `iso-27001:A.5.39`",
        ],
    );
    assert!(!said.contains("there is no clause `6.1.4`"), "{said}");
    let lost = statement("SOA-9", "framework: iso-27002\n", "  - {control: A.5.2, applicable: true, reason: r}\n");
    let said = checked(&[("aims.toml", BOTH), ("a.md", &lost)]);
    assert_told(&said, &["a.md:6:12", "the framework `iso-27002` is not followed", "Did you mean `iso-27001`?"]);
}

#[test]
fn a_framework_that_is_followed_and_unknown_is_told_at_its_place() {
    let said = checked(&[("aims.toml", "[frameworks]\nfollow = [\"iso-42001\", \"iso-2701\"]\n"), ("a.md", "text\n")]);
    assert_told(&said, &["aims.toml:2:24", "`iso-2701` is no framework that aims knows", "Did you mean `iso-27001`?"]);
    let said = checked(&[("aims.toml", "[frameworks]\nfollow = [\"iso-42001\", \"iso-42001\"]\n"), ("a.md", "text\n")]);
    assert_told(&said, &["aims.toml:2:24", "`iso-42001` is followed already"]);
}

#[test]
fn a_document_cannot_take_the_id_of_a_requirement_that_is_followed() {
    let taken = "---\nid: A.8.24\ntitle: T\nkind: policy\n---\n";
    let is_told = |settings: &str| {
        checked(&[("aims.toml", settings), ("a.md", taken)]).contains("is the id of a control or clause")
    };
    assert!(is_told(BOTH) && !is_told(""));
}

fn built(settings: &str) -> (Sandbox, Outcome) {
    let (ai, security) = (ai_statement(), security_statement());
    let sandbox = Sandbox::new(&[
        ("aims.toml", settings),
        ("ai-policy.md", AI_POLICY),
        ("record.md", RECORD),
        ("risk.md", RISK),
        ("security.md", SECURITY),
        ("soa-ai.md", &ai),
        ("soa-security.md", &security),
    ]);
    sandbox.commit("Begin");
    let outcome = sandbox.run(&["build", "--today", TODAY, "--out", "site"]);
    (sandbox, outcome)
}

#[test]
fn every_requirement_has_an_address_of_its_own() {
    let (sandbox, outcome) = built(BOTH);
    let page = |path: &str| {
        let read = fs::read_to_string(sandbox.path("site").join(path));
        read.unwrap_or_else(|_| panic!("there is no {path}: {outcome:?}"))
    };
    assert_eq!(site::check_site(&sandbox.path("site")), Vec::<String>::new());
    assert_told(&page("controls/A.5.2.html"), &["AI system impact assessment process", "ISO/IEC 42001:2023"]);
    let security = page("controls/iso-27001/A.5.2.html");
    assert_told(&security, &["Information security roles and responsibilities", "ISO/IEC 27001:2022", "RSK-001"]);
    assert_told(&page("controls/iso-27001/A.5.2/history.html"), &["PRO-001"]);
    assert_told(&page("clauses/iso-27001/9.2.1.html"), &["PRO-001"]);
    assert_told(&page("documents/POL-001.html"), &["../controls/A.5.2.html", "../controls/iso-27001/A.5.2.html"]);
    assert_told(&page("soa.html"), &["SOA-001", "soa-iso-27001.html", "Statement of applicability for ISO/IEC 42001"]);
    assert_told(&page("soa-iso-27001.html"), &["SOA-002", "Red team", "controls/iso-27001/SEC-1.html"]);
    for index in ["controls/index.html", "clauses/index.html"] {
        assert_told(&page(index), &["id=\"iso-27001\"", "Information security management systems"]);
    }
    let traceability = page("traceability.html");
    assert_told(
        &traceability,
        &[
            "ISO/IEC 27001: A.5 Organizational controls",
            "ISO/IEC 27001: Clause <a class=\"id\" href=\"clauses/iso-27001/9.html\">9</a> ",
        ],
    );
    // A framework that is followed shows its rungs.
    assert_told(&page("frameworks/iso-27001.html"), &["../controls/iso-27001/A.5.2.html", "is-excluded"]);
    let rows = page("data/controls.json");
    assert_eq!(rows.matches("\"framework\":\"iso-27001\"").count(), 94);
    // The other order keeps the plain addresses for ISO/IEC 27001.
    let (sandbox, _) = built(SECURITY_FIRST);
    assert!(
        sandbox.path("site/controls/A.8.24.html").is_file()
            && sandbox.path("site/controls/iso-42001/A.2.2.html").is_file()
    );
}

#[test]
fn explain_and_history_take_ids_in_full() {
    let (sandbox, _) = built(BOTH);
    let explain = |what: &str| sandbox.run(&["explain", what]);
    let said = explain("A.5.2").stdout;
    assert_told(
        &said,
        &["AI system impact assessment process\nControl of ISO/IEC 42001:2023", "iso-27001:A.5.2  Information"],
    );
    let said = explain("iso-27001:a.5.2").stdout;
    assert_told(&said, &["Information security roles", "Control of ISO/IEC 27001:2022", "iso-42001:A.5.2  AI system"]);
    // Of numbers that are as near as each other none is meant.
    assert!(!explain("iso-27001:A.5.39").stderr.contains("Did you mean"));
    assert_told(&explain("iso-27001:A52").stderr, &["Did you mean `iso-27001:A.5.2`?"]);
    assert_told(&explain("iso-2701:A.5.2").stderr, &["Did you mean `iso-27001:A.5.2`?"]);
    let history = |what: &str| sandbox.run(&["history", what, "--today", TODAY]).stdout;
    assert_told(&history("iso-27001:A.5.2"), &["iso-27001:A.5.2", "PRO-001"]);
    assert!(!history("A.5.2").contains("PRO-001"));
    // What is followed first is what an id alone is taken for.
    sandbox.put("aims.toml", SECURITY_FIRST);
    assert_told(&explain("A.5.2").stdout, &["Control of ISO/IEC 27001:2022", "iso-42001:A.5.2"]);
}

#[test]
fn a_framework_of_the_team_can_be_followed_too() {
    let own = "id = \"house-rules\"\ntitle = \"House rules\"\nshort = \"House rules\"\nedition = \"2026\"\n\
               [[item]]\nid = \"P 1\"\ntitle = \"Nobody is judged by a machine alone\"\n";
    let settings = "[frameworks]\nfollow = [\"iso-42001\", \"house-rules\"]\nfiles = [\"house.toml\"]\n";
    let policy =
        "---\nid: POL-001\ntitle: T\nkind: policy\nrequirements: {house-rules: [P 1]}\n---\n[[house-rules:P 1]]\n";
    let aims = read(&[("aims.toml", settings), ("house.toml", own), ("p.md", policy)]);
    assert_eq!(serving(&aims, "house-rules", "P 1"), ["POL-001"]);
    assert!(aims.soas.is_empty());
    let sandbox = Sandbox::new(&[("aims.toml", settings), ("house.toml", own), ("p.md", policy)]);
    sandbox.commit("Begin");
    let outcome = sandbox.run(&["build", "--today", TODAY, "--out", "site"]);
    assert_eq!(site::check_site(&sandbox.path("site")), Vec::<String>::new(), "{outcome:?}");
    assert!(sandbox.path("site/clauses/house-rules/P 1.html").is_file());
    assert!(!sandbox.path("site/soa-house-rules.html").exists());
}

#[test]
fn status_says_by_which_framework_phases_are_judged_and_what_is_not_decided() {
    let (ai, security) = (ai_statement(), security_statement());
    let status = |files: &[(&str, &str)]| {
        Sandbox::new(files).run(&["status", "--today", TODAY, "--format", "json"]).stdout.replace(' ', "")
    };
    let both = status(&[("aims.toml", BOTH), ("a.md", &ai), ("b.md", &security)]);
    // 38 and 93 controls, of which the statements name one and two.
    assert_told(&both, &["\"phases_of\":\"ISO/IEC42001\"", "\"controls_undecided\":128"]);
    let one = status(&[("aims.toml", ""), ("a.md", &ai)]);
    assert!(!one.contains("phases_of") && one.contains("\"controls_undecided\":37"), "{one}");
}

#[test]
fn coverage_as_data_names_its_framework_and_what_is_not_decided() {
    let (ai, security) = (ai_statement(), security_statement());
    let sandbox = Sandbox::new(&[("aims.toml", BOTH), ("a.md", &*ai), ("b.md", &*security)]);
    let data = sandbox.run(&["export", "coverage", "--format", "csv", "--today", TODAY]).stdout;
    assert_told(&data, &["clause,4.1,,", "control,A.5.2,,", "control-undecided,A.2.2,,"]);
    let rows: Vec<&str> = data.lines().skip(1).collect();
    assert_told(&data, &["clause,iso-27001:4.1,,", "control,iso-27001:A.5.1,,", "control-undecided,iso-27001:A.5.3,,"]);
    let of = |framework: &str| rows.iter().filter(|row| row.ends_with(framework)).collect::<Vec<_>>();
    let (ours, theirs) = (of(",iso-42001"), of(",iso-27001"));
    assert!(!ours.is_empty() && ours.len() + theirs.len() == rows.len(), "{data}");
    let undecided = |rows: &[&&str]| rows.iter().filter(|row| row.starts_with("control-undecided,")).count();
    assert_eq!((undecided(&ours), undecided(&theirs)), (37, 91), "{data}");
}
