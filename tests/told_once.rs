//! One fact is told the same on all pages and by all rules: what a kind of a team's own counts as, whether somebody accepted
//! what is left of risks, and what was measured of an objective.

use std::fs;

use crate::support::sandbox::{Outcome, Sandbox, TODAY};

const OWN: &str = "[kinds.dpia]\nstands-for = \"impact-assessment\"\n[kinds.iaudit]\nnature = \"record\"\ntier = \"shows\"\nstands-for = \"audit\"\n\
    [kinds.direction]\nstands-for = \"management-review\"\n[kinds.perimeter]\nnature = \"document\"\ntier = \"says\"\nstands-for = \"scope\"\n\
    [kinds.aisys]\nstands-for = \"system\"\n[kinds.threat]\nstands-for = \"risk\"\n[kinds.ncr]\nstands-for = \"nonconformity\"\n\
    [kinds.aim]\nstands-for = \"objective\"\n";

fn document(id: &str, kind: &str, lines: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: {id} of ours\nkind: {kind}\nowner: Lead\n{lines}---\nAll of it was looked at on that day, and is told here.\n"
    )
}

/// What a management system has of these kinds, by the name that each goes by.
fn world(settings: &str, name: impl Fn(&str) -> String) -> Sandbox {
    let life = "version: '1'\nstatus: approved\napprovers: [CEO]\neffective: 2026-01-10\nreviewed: 2026-06-01\n";
    let files = [
        ("SYS-1", "system", "purpose: Sorts\nai-roles: [deployer]\nlifecycle: in-use\nreviewed: 2026-06-01\n".to_owned()),
        ("POL-1", "policy", format!("{life}clauses: ['5.2', '9.2.1', '9.3.1']\ncontrols: [A.8.2, A.8.3]\n")),
        ("PRO-1", "procedure", format!("{life}clauses: ['9.2.1', '9.3.1']\ncontrols: [A.8.3]\n")),
        ("REC-1", "record", "date: 2026-09-01\ncontrols: [A.8.3]\nsystems: [SYS-1]\n".to_owned()),
        ("PER-1", "scope", life.to_owned()),
        ("AUD-1", "audit", "date: 2026-10-01\nauditors: [Lead]\nconclusion: It works\ncovers-clauses: [9]\n".to_owned()),
        (
            "MR-1",
            "management-review",
            "date: 2026-10-10\nattendees: [CEO]\ninputs: [{input: audit-results, summary: One finding}]\n\
             decisions: [{decision: Go on, owner: Lead}]\n"
                .to_owned(),
        ),
        (
            "AIA-1",
            "impact-assessment",
            "date: 2026-10-01\nsystems: [SYS-1]\nassessor: Lead\nresult: go\naffected: [{group: Applicants, level: individuals}]\n\
             impacts: [{category: environment, effect: none, description: It runs on a small machine}]\n"
                .to_owned(),
        ),
        (
            "RSK-1",
            "risk",
            "event: It errs\nconsequence: Letters are late\nlikelihood: 4\nseverity: 4\ntreatment: reduce\nstate: open\n".to_owned(),
        ),
        (
            "NC-1",
            "nonconformity",
            "date: 2026-10-01\nsource: audit\ngrade: major\nrequirement: A.8.3\nstate: open\n".to_owned(),
        ),
        ("OBJ-1", "objective", format!("{life}metric: m\ntarget: '3'\ndue: 2027-01-01\nstate: on-track\n")),
    ];
    let texts: Vec<(String, String)> = files
        .iter()
        .map(|(id, kind, lines)| (format!("{}.md", id.to_lowercase()), document(id, &name(kind), lines)))
        .chain([("aims.toml".to_owned(), settings.to_owned())])
        .collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (&**path, &**text)).collect();
    let sandbox = Sandbox::new(&files);
    sandbox.commit_at("All of it", Some(1_793_000_000));
    sandbox
}

fn of_ours(kind: &str) -> String {
    kind.to_owned()
}

fn of_theirs(kind: &str) -> String {
    let pairs = [
        ("system", "aisys"),
        ("scope", "perimeter"),
        ("audit", "iaudit"),
        ("management-review", "direction"),
        ("impact-assessment", "dpia"),
        ("risk", "threat"),
        ("nonconformity", "ncr"),
        ("objective", "aim"),
    ];
    pairs.iter().find(|(ours, _)| *ours == kind).map_or(kind, |(_, theirs)| theirs).to_owned()
}

/// What the check tells, without what a kind advises to say.
fn told(sandbox: &Sandbox) -> Vec<String> {
    let found = sandbox.run(&["check", "--today", TODAY, "--format", "short", "--exit-zero"]).stdout;
    let mut told: Vec<String> = found.lines().filter(|line| !line.contains("AIMS102")).map(str::to_owned).collect();
    told.sort();
    told
}

#[track_caller]
fn built(sandbox: &Sandbox) -> impl Fn(&str) -> String + use<> {
    let Outcome { stderr, .. } = sandbox.run(&["build", "--today", TODAY, "--out", "site", "--quiet"]);
    let site = sandbox.path("site");
    move |page: &str| fs::read_to_string(site.join(page)).unwrap_or_else(|_| panic!("there is no {page}: {stderr}"))
}

#[test]
fn what_counts_as_a_kind_of_ours_is_told_as_one_everywhere() {
    let (ours, theirs) = (world("", of_ours), world(OWN, of_theirs));
    assert_eq!(told(&theirs), told(&ours));
    let (ours, theirs) = (built(&ours), built(&theirs));
    // On which rung each requirement stands, what it lacks, and which items in writing are there.
    for data in ["clauses", "controls", "called-for", "coverage", "systems", "risks"] {
        let page = format!("data/{data}.csv");
        assert_eq!(theirs(&page), ours(&page), "{data}");
    }
    assert!(theirs("data/called-for.csv").contains("AUD-1"));
    let overview = theirs("index.html");
    let never = |page: &str| page.matches("never yet").count();
    assert_eq!((never(&overview), overview.contains("No statement of scope")), (never(&ours("index.html")), false));
    let looked = |day: &str, id: &str| {
        overview.contains(&format!("<time>{day}</time> <a class=\"id\" href=\"documents/{id}.html\">"))
    };
    assert!(looked("2026-10-01", "AUD-1") && looked("2026-10-10", "MR-1"), "{overview}");
    assert!(!theirs("coverage.html").contains("there was no internal audit"));
    // Each stands in the register of its own kind, and in none beside it.
    assert!(theirs("registers/ncr.html").contains("NC-1") && !overview.contains("registers/nonconformity.html"));
}

#[test]
fn a_major_nonconformity_of_a_kind_of_ones_own_lowers_what_it_stands_against() {
    let world = world(OWN, of_theirs);
    let site = built(&world);
    let controls = site("data/controls.csv");
    let row = controls.lines().find(|line| line.contains("A.8.3")).expect("a row");
    assert!(row.contains(",evidenced,") && row.contains("A major nonconformity is open against it."), "{row}");
}

#[test]
fn what_cannot_count_as_a_kind_of_ours_is_told_and_counts_as_none() {
    for (settings, at) in [
        ("[kinds.visit]\nnature = \"document\"\nstands-for = \"audit\"\n", "3:14"),
        ("[kinds.audit]\nstands-for = \"record\"\n", "2:14"),
    ] {
        let found = told(&world(settings, of_ours)).into_iter().find(|line| line.contains("AIMS802"));
        let found = found.unwrap_or_default();
        assert!(found.contains(&format!("aims.toml:{at}")) && found.contains("cannot count as"), "{found}");
    }
}

#[test]
fn keys_of_a_kind_that_no_document_could_have_are_told() {
    let own = |field: &str| format!("[kinds.visit]\nfield = [{field}]\n");
    for (settings, message) in [
        (own("{name = \"id\", type = \"number\"}"), "`id` is a key of ours, and of another type"),
        (own("{name = \"systems\", type = \"flag\"}"), "`systems` is a key of ours, and of another type"),
        (own("{name = \"cost\", type = \"number\"}, {name = \"cost\"}"), "the key `cost` stands twice"),
        (
            own("{name = \"r\", type = \"rows\", columns = [{name = \"c\"}, {name = \"c\"}]}"),
            "the key `c` stands twice",
        ),
        (
            format!("{}stands-for = \"risk\"\n", own("{name = \"likelihood\", type = \"text\"}")),
            "`likelihood` is a key",
        ),
        ("[kinds.visit]\nclauses = [\"9.9\"]\n".to_owned(), "`clauses` of a kind names `9.9`"),
    ] {
        let sandbox = Sandbox::new(&[("aims.toml", &*settings), ("v.md", &document("VIS-1", "visit", ""))]);
        let found = told(&sandbox);
        assert!(found.iter().any(|line| line.starts_with("aims.toml") && line.contains(message)), "{found:?}");
        assert!(!found.iter().any(|line| line.starts_with("v.md") && line.contains("`id`")), "{found:?}");
    }
    let sound = "[kinds.visit]\nclauses = [\"9.2.1\", \"iso-27001:8.2\"]\nfield = [{name = \"owner\"}, {name = \"cost\", type = \"number\"}]\n";
    let found = told(&Sandbox::new(&[("aims.toml", sound)]));
    assert!(!found.iter().any(|line| line.contains("AIMS802") || line.contains("AIMS813")), "{found:?}");
}

#[test]
fn the_remedy_of_an_unknown_setting_names_keys_of_its_table_alone() {
    let settings =
        "[kinds.visit]\nfield = [{name = \"r\", type = \"rows\", columns = [{name = \"c\", tier = \"says\"}]}]\n";
    let found = Sandbox::new(&[("aims.toml", settings)]).run(&["check", "--today", TODAY, "--exit-zero"]);
    let help = format!("{}{}", found.stdout, found.stderr);
    let help = help.lines().find(|line| line.contains("takes `")).unwrap_or_else(|| panic!("{help}")).to_owned();
    assert!(help.contains("`choices`") && !help.contains("`asks`") && !help.contains("`tier`"), "{help}");
}

#[test]
fn what_is_left_of_risks_is_accepted_once_somebody_who_may_accepted_each() {
    let risk = |lines: &str| document("RSK-1", "risk", &format!("event: It errs\nlikelihood: 5\nseverity: 5\n{lines}"));
    let plan = document(
        "PLN-1",
        "plan",
        "version: '1'\nstatus: approved\napprovers: [CEO]\nreviewed: 2026-06-01\nclauses: ['6.1.3']\n\
         treatments: [{risk: RSK-1, option: reduce, action: Do it, due: 2027-09-01, owner: Lead}]\n",
    );
    let settings = "[roles]\nLead = \"l\"\nCEO = {about = \"c\", top = true}\n[risk.acceptance]\nhigh = [\"CEO\"]\n";
    let there = |lines: &str| {
        let sandbox = Sandbox::new(&[
            ("aims.toml", settings),
            ("p.md", &plan),
            ("r.md", &risk(lines)),
            ("s.md", &risk("").replace("RSK-1", "RSK-2")),
        ]);
        sandbox.commit("All of it");
        let rows = built(&sandbox)("data/called-for.csv");
        let row = rows.lines().find(|line| line.contains("approval of the plan")).expect("a row").to_owned();
        assert_eq!(row.contains("RSK-1"), !row.contains("present"), "{row}");
        row.contains("present")
    };
    let high = "residual-likelihood: 5\nresidual-severity: 4\n";
    let by = |who: &str, day: &str| format!("{high}accepted-by: {who}\naccepted: {day}\n");
    assert!(there(&by("CEO", "2026-05-01")));
    assert!(there("residual-likelihood: 1\nresidual-severity: 2\n"), "nobody is asked about what is low");
    assert!(there(&format!("{high}state: closed\n")));
    for lines in ["state: open\n", high, &*by("Lead", "2026-05-01"), &*by("CEO", "2026-12-01")] {
        assert!(!there(lines), "{lines}");
    }
}

#[test]
fn what_is_of_a_day_to_come_was_not_measured_and_two_of_a_day_are_two() {
    let site = |values: &[(&str, &str)]| {
        let rows: String =
            values.iter().map(|(day, value)| format!("  - {{date: {day}, value: '{value}'}}\n")).collect();
        let lines = format!("target: '95'\ntarget-value: '95'\ndirection: up\nstate: on-track\nmeasurements:\n{rows}");
        let sandbox = Sandbox::new(&[("aims.toml", ""), ("o.md", &document("OBJ-1", "objective", &lines))]);
        sandbox.commit("All of it");
        built(&sandbox)("registers/objective.html")
    };
    let both = site(&[("2026-10-01", "96"), ("2026-10-01", "50")]);
    assert!(both.contains("96 on 2026-10-01, 50 on 2026-10-01") && both.contains("moved away from it"), "{both}");
    let later = site(&[("2026-10-01", "50"), ("2026-12-01", "99")]);
    assert!(later.contains("The last does not reach it yet.") && !later.contains("99 on"), "{later}");
    assert!(!site(&[("2026-12-01", "99")]).contains("The last reaches it."));
}

#[test]
fn a_control_is_said_to_be_stated_by_a_draft_only_where_nothing_else_states_it() {
    let policy = |id: &str, status: &str| document(id, "policy", &format!("status: {status}\ncontrols: [A.5.2]\n"));
    let soa = document("SOA-1", "soa", "statement:\n  - {control: A.5.2, applicable: true, reason: r}\n");
    let stated = |status: &str, words: &str| {
        let (first, second) = (policy("POL-1", status), policy("XX-1", "draft"));
        let sandbox = Sandbox::new(&[("aims.toml", ""), ("s.md", &*soa), ("a.md", &*first), ("b.md", &*second)]);
        let told = sandbox.run(&["check", "--today", TODAY]).stdout;
        assert!(told.contains("AIMS309") && told.contains(&format!("It is stated in {words}. Add")), "{told}");
    };
    stated("approved", "POL-1");
    stated("draft", "POL-1, XX-1");
}
