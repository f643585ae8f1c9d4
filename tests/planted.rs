//! Weaknesses that a lead auditor planted in an AIMS that is sound otherwise, each beside the sound practice that looks like it.

mod asked;
mod makers;
mod work;

use crate::support::sandbox::{Sandbox, TODAY};

const SETTINGS: &str = "[organisation]\nname = \"Kestrel\"\n[[people]]\nname = \"Ada\"\nroles = [\"Chief\"]\n\
    [roles]\nChief = { about = \"c\", top = true }\nBoard = \"b\"\n[risk.acceptance]\nhigh = [\"Chief\"]\n";

const HEAD: &str =
    "status: approved\nversion: '1'\nowner: Chief\napprovers: [Chief]\neffective: 2026-11-16\nreviewed: 2026-11-16\n";

const SEEN: &str = "Two hundred letters were looked at by hand, and four of them had gone to a desk that was wrong.";

fn document(id: &str, kind: &str, lines: &str) -> (String, String) {
    let text = format!("---\nid: {id}\ntitle: Title of {id}\nkind: {kind}\n{lines}---\n{SEEN}\n");
    (format!("{}.md", id.to_lowercase()), text)
}

fn sandbox(settings: &str, documents: &[(String, String)]) -> Sandbox {
    let sandbox = Sandbox::new(&[("aims.toml", settings)]);
    for (path, text) in documents {
        sandbox.put(path, text);
    }
    sandbox
}

fn told(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let outcome = sandbox.run(&[arguments, &["--today", TODAY]].concat());
    assert_ne!(outcome.code, Some(2), "{}", outcome.stderr);
    outcome.stdout
}

/// What one rule says, each without its place and its code.
fn found(sandbox: &Sandbox, rule: &str) -> Vec<String> {
    let told = told(sandbox, &["check", "--format", "short", "--select", rule]);
    let end = format!(" [{rule}]");
    let lines = told.lines().filter_map(|line| line.strip_suffix(&end));
    lines.map(|line| line.split_once(": ").expect("a place").1.to_owned()).collect()
}

/// A row of an export.
fn row(sandbox: &Sandbox, table: &str, is: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
    let all: serde_json::Value =
        serde_json::from_str(&told(sandbox, &["export", table, "--format", "json"])).expect("JSON");
    let mut rows = all["rows"].as_array().expect("rows").iter();
    rows.find(|row| is(row)).expect("a row").clone()
}

fn control(sandbox: &Sandbox, id: &str) -> serde_json::Value {
    row(sandbox, "controls", |row| row["id"] == id)
}

/// Where an item that a clause or control calls for stands.
fn item(sandbox: &Sandbox, requirement: &str, title: &str) -> serde_json::Value {
    let is = |row: &serde_json::Value| {
        row["requirement"] == requirement && row["item"].as_str().is_some_and(|own| own.contains(title))
    };
    row(sandbox, "called-for", is)["state"].clone()
}

fn page(sandbox: &Sandbox, path: &str) -> String {
    told(sandbox, &["build", "--out", "site", "--quiet"]);
    std::fs::read_to_string(sandbox.path("site").join(path)).expect("a page")
}

#[test]
fn a_supplier_that_nobody_assessed_shows_no_assessment() {
    let shows = |lines: &str| {
        let keys = format!("{HEAD}controls: [A.10.3]\nservice: Cameras\n{lines}");
        let sandbox = sandbox(SETTINGS, &[document("SUP-001", "supplier", &keys)]);
        control(&sandbox, "A.10.3")["newest_evidence"] == "SUP-001"
    };
    assert!(!shows("rating: under-review\n") && !shows("rating: approved\n"), "nobody says when");
    // Whoever was turned down was assessed, and so was who is looked at again.
    for rating in ["approved", "rejected", "under-review"] {
        assert!(shows(&format!("rating: {rating}\ndue-diligence: 2026-10-01\n")), "{rating}");
    }
}

#[test]
fn a_control_is_not_done_by_a_draft_alone() {
    let draft = |id: &str, lines: &str| document(id, "procedure", &format!("owner: Chief\ncontrols: [A.9.2]\n{lines}"));
    let row = |word: &str| {
        let row = format!(
            "- {{control: A.9.2, applicable: true, reason: x, implementation: {word}, documents: [PRO-001]}}\n"
        );
        document("SOA-001", "soa", &format!("{HEAD}statement:\n{row}"))
    };
    let record = document("REC-001", "record", "date: 2026-11-01\ncontrols: [A.9.2]\n");
    let all = |documents: &[(String, String)]| sandbox(SETTINGS, &[documents, std::slice::from_ref(&record)].concat());
    let found = |documents: &[(String, String)]| found(&all(documents), "AIMS722");
    let message = "warning: PRO-001 is a draft, and only drafts do what the statement gives as done: A.9.2";
    let status = "status: draft\n";
    assert_eq!(found(&[draft("PRO-001", status), row("done")]), [message]);
    assert_eq!(found(&[draft("PRO-001", status), row("partial")]), [""; 0]);
    assert_eq!(
        found(&[draft("PRO-001", status), draft("PRO-002", &HEAD.replace("owner: Chief\n", "")), row("done")]),
        [""; 0]
    );
    let shown = all(&[draft("PRO-001", status), row("done")]);
    shown.commit("Begin");
    let html = page(&shown, "controls/A.9.2.html");
    assert!(html.contains("(draft)</span> does it."), "{html}");
    // The next version of what was approved is written where the one in force stood.
    let sandbox = all(&[draft("PRO-001", &HEAD.replace("owner: Chief\n", "")), row("done")]);
    sandbox.commit("Begin");
    let (path, text) = draft("PRO-001", status);
    sandbox.put(path, text);
    sandbox.commit("Write the next version");
    assert_eq!(self::found(&sandbox, "AIMS722"), [""; 0]);
}

#[test]
fn who_supplies_a_system_that_is_only_used_is_asked() {
    let system = |lines: &str| {
        let keys = format!(
            "{HEAD}purpose: Drafts\nlifecycle: in-use\ndeployed: 2026-01-01\nmodel: m\ndata-classes: [x]\n{lines}"
        );
        document("SYS-001", "system", &keys)
    };
    let supplier = |lines: &str| document("SUP-001", "supplier", &format!("{HEAD}service: Model\n{lines}"));
    let found = |documents: &[(String, String)]| found(&sandbox(SETTINGS, documents), "AIMS622");
    let bought = "provider: Corvid\nai-roles: [deployer]\n";
    let told = ["note: SYS-001 is used here and made by Corvid, and no supplier is named"];
    assert_eq!(found(&[system(bought), supplier("")]), told);
    assert_eq!(found(&[system(bought)]), [""; 0], "suppliers are kept elsewhere");
    for own in ["provider: Kestrel\nai-roles: [deployer]\n", "provider: Corvid\nai-roles: [provider, deployer]\n"] {
        assert_eq!(found(&[system(own), supplier("")]), [""; 0], "{own}");
    }
    assert_eq!(found(&[system(&format!("{bought}suppliers: [SUP-001]\n")), supplier("")]), [""; 0]);
    assert_eq!(found(&[system(bought), supplier("systems: [SYS-001]\n")]), [""; 0]);
    // The provider is told by its id or title, is the organisation by its full name, or is none.
    for provider in ["SUP-001", "Title of SUP-001 Ltd", "none", "unknown", "Kestrel Ltd", "in-house", "Intern (IT)"] {
        let lines = bought.replace("Corvid", provider);
        assert_eq!(found(&[system(&lines), supplier("")]), [""; 0], "{provider}");
    }
    let model = |lines: &str| document("MDL-001", "model", &format!("{HEAD}{lines}"));
    let of_model = system(&format!("{bought}models: [MDL-001]\n"));
    assert_eq!(found(&[of_model.clone(), supplier(""), model("")]), told);
    assert_eq!(found(&[of_model, supplier(""), model("suppliers: [SUP-001]\n")]), [""; 0]);
}

#[test]
fn a_role_that_nobody_holds_is_told_once_with_what_it_answers_for() {
    let by = |who: &str| HEAD.replace("owner: Chief", &format!("owner: {who}"));
    let action =
        "treatments:\n- {risk: RSK-001, option: reduce, action: Look, owner: WHO, due: 2026-12-31, status: planned}\n";
    let all = |who: &str| {
        vec![
            document("PRO-001", "procedure", &by(who)),
            document("OBJ-001", "objective", &by(who)),
            document("PLN-001", "plan", &format!("{}{}", by("Chief"), action.replace("WHO", who))),
            document(
                "CMP-001",
                "competence",
                "date: 2026-11-01\nentries:\n- {person: Ada, role: Chief, need: n, met-by: m, effective: e}\n",
            ),
        ]
    };
    let held = SETTINGS.replace("[\"Chief\"]\n[roles]", "[\"Chief\", \"Board\"]\n[roles]");
    let after = |settings: &str, who: &str| {
        let sandbox = sandbox(&held, &all(who));
        sandbox.commit("Begin");
        assert_eq!(found(&sandbox, "AIMS629"), [""; 0], "somebody holds it");
        sandbox.put("aims.toml", settings);
        sandbox.commit("Take it away");
        sandbox
    };
    let unheld = after(SETTINGS, "Board");
    let told = ["warning: nobody holds the role `Board`, which answers for OBJ-001, PLN-001, PRO-001"];
    assert_eq!(found(&unheld, "AIMS629"), told);
    let wider = after(SETTINGS, "Board");
    for (id, kind) in [("SYS-009", "system"), ("RSK-009", "risk")] {
        let (path, text) = document(id, kind, &by("Board"));
        wider.put(path, text);
    }
    let told = ["warning: nobody holds the role `Board`, which answers for RSK-009, SYS-009, OBJ-001 and 2 more"];
    assert_eq!(found(&wider, "AIMS629"), told, "once for the role");
    assert_eq!(found(&unheld, "AIMS715"), [""; 0], "a row of competence is no remedy");
    for path in ["people/index.html", "people/board.html"] {
        assert!(page(&unheld, path).contains("Nobody listed"), "{path}");
    }
    let deputy = SETTINGS.replace("\"b\"", "{ about = \"b\", deputy = \"Chief\" }");
    assert_eq!(found(&after(&deputy, "Board"), "AIMS629"), [""; 0]);
    assert_eq!(found(&after(SETTINGS, "Chief"), "AIMS629"), [""; 0], "it answers for nothing");
    let body = sandbox(SETTINGS, &all("Board"));
    body.commit("Begin");
    assert_eq!(found(&body, "AIMS629"), [""; 0], "nobody was ever listed for a body");
}

#[test]
fn a_row_for_a_role_is_a_row_of_its_competence() {
    let entries = "date: 2026-11-01\nentries:\n- {person: PERSON, role: Board, need: n, met-by: m, effective: e}\n";
    let settings = format!("{SETTINGS}[[people]]\nname = \"Bo\"\nroles = [\"Board\"]\n");
    let told = |entries: &str| {
        let procedure = document("PRO-001", "procedure", &HEAD.replace("owner: Chief", "owner: Board"));
        found(&sandbox(&settings, &[procedure, document("CMP-001", "competence", entries)]), "AIMS715")
    };
    assert_eq!(told(&entries.replace("PERSON", "Somebody else")), [""; 0]);
    let other = entries.replace("PERSON", "Ada").replace("role: Board, ", "");
    assert_eq!(told(&other), ["warning: no record of competence has a row for `Board`"]);
}

#[test]
fn an_audit_by_somebody_who_answers_for_it_weakens_what_it_shows() {
    let audit = |who: &str| {
        let keys = format!(
            "date: 2026-11-10\naudit-type: internal\ncovers-clauses: ['9', '7.5']\nauditors: [{who}]\nclauses: ['9.2.2']\n"
        );
        document("AUD-001", "audit", &keys)
    };
    let sandbox = |who: &str| {
        let procedure = document("PRO-001", "procedure", &format!("{HEAD}clauses: ['9.2.2']\ncontrols: [A.2.2]\n"));
        let sandbox =
            sandbox(&format!("{SETTINGS}[[people]]\nname = \"Bo\"\nroles = [\"Board\"]\n"), &[procedure, audit(who)]);
        sandbox.commit("Begin");
        sandbox
    };
    let caveat = "by somebody who answers for what that looks at";
    for (who, is_own) in [("Ada", true), ("Hal Ivory", false)] {
        let sandbox = sandbox(who);
        let clause = row(&sandbox, "clauses", |row| row["id"] == "9.2.2");
        assert_eq!(clause["caveats"].to_string().contains(caveat), is_own, "{clause}");
        assert_eq!(page(&sandbox, "clauses/7.5.2.html").contains("Not independent"), is_own, "{who}");
    }
}

#[test]
fn an_effect_that_the_owner_of_the_action_checked_weakens_what_it_shows() {
    let weak = |who: &str| {
        let keys = format!(
            "date: 2026-09-01\nclauses: ['10.2']\ncorrection: c\nsimilar: s\ncause: The form did not ask\ngrade: minor\n\
            action: a\naction-owner: Chief\ndone: 2026-09-10\neffectiveness: It works\neffectiveness-by: {who}\n\
            effectiveness-checked: 2026-11-01\nclosed: 2026-11-02\nstate: closed\n"
        );
        let settings = format!("{SETTINGS}[[people]]\nname = \"Bo\"\nroles = [\"Board\"]\n");
        let sandbox = sandbox(
            &settings,
            &[
                document("PRO-001", "procedure", &format!("{HEAD}clauses: ['10.2']\n")),
                document("NC-001", "nonconformity", &keys),
            ],
        );
        row(&sandbox, "clauses", |row| row["id"] == "10.2")["caveats"].to_string().contains("somebody who answers for")
    };
    assert!(weak("Ada") && !weak("Bo"));
}

#[test]
fn what_people_know_of_an_earlier_policy_is_told() {
    let policy = |version: &str, day: &str, words: &str| {
        let keys = HEAD.replace("'1'", &format!("'{version}'")).replace("2026-11-16", day);
        let (path, text) = document("POL-001", "policy", &format!("{keys}clauses: ['5.2']\n"));
        (path, text.replace(SEEN, words))
    };
    let begin = [
        policy("1.0", "2026-06-01", "We build AI that helps inspectors to see, and never replaces their judgement."),
        document("PRO-001", "procedure", &format!("{}clauses: ['7.3']\n", HEAD.replace("2026-11-16", "2026-06-01"))),
        document("TRN-001", "training", "date: 2026-06-02\nattended: 9\nclauses: ['7.3']\n"),
    ];
    let sandbox = sandbox(SETTINGS, &begin);
    sandbox.commit("Begin");
    let is_told = || {
        let of = row(&sandbox, "clauses", |row| row["id"] == "7.3");
        of["caveats"].to_string().contains("another text or version")
    };
    assert!(!is_told());
    let (path, text) = policy("2.0", "2026-11-01", "We build AI that may decide alone where a customer agrees to it.");
    sandbox.put(path, text);
    // 2026-11-01
    sandbox.commit_at("Decide alone", Some(1_793_520_000));
    assert!(is_told());
    let (path, text) = document("TRN-002", "training", "date: 2026-11-10\nattended: 9\nclauses: ['7.3']\n");
    sandbox.put(path, text);
    sandbox.commit("Teach it");
    assert!(!is_told());
}

#[test]
fn the_opinion_on_personal_data_is_asked_where_others_have_one() {
    let assessment = |id: &str, lines: &str| {
        let keys = format!(
            "date: 2026-11-01\nsystems: [SYS-001]\nnext-review: 2027-10-01\nreview-triggers: [New use]\nmisuse: [Used alone]\nresult: go\n{lines}"
        );
        document(id, "impact-assessment", &keys)
    };
    let system = document("SYS-001", "system", &format!("{HEAD}personal-data: true\n"));
    let opinion = assessment("IA-001", "dpo-opinion: [{opinion: Nothing stands against it}]\n")
        .1
        .replace("2026-11-01", "2026-01-01");
    let told = |documents: &[(String, String)]| found(&sandbox(SETTINGS, documents), "AIMS624");
    let missing = ["note: IA-002 leaves out what the data protection officer said (`dpo-opinion`)"];
    let first = ("ia-001.md".to_owned(), opinion);
    assert_eq!(told(&[system.clone(), first.clone(), assessment("IA-002", "")]), missing);
    assert_eq!(told(&[system.clone(), assessment("IA-002", "")]), [""; 0], "there may be no such officer");
    let other = (system.0.clone(), system.1.replace("true", "false"));
    assert_eq!(told(&[other, first, assessment("IA-002", "")]), [""; 0]);
}

#[test]
fn the_number_of_what_others_publish_is_theirs() {
    let late = |kind: &str| {
        let sandbox = sandbox(SETTINGS, &[document("D-001", kind, &HEAD.replace("'1'", "'3'"))]);
        sandbox.commit("Begin");
        found(&sandbox, "AIMS818").len()
    };
    assert_eq!((late("external"), late("procedure")), (0, 1));
}

/// A plan with a risk that is high after treatment, accepted on 2026-06-18 by somebody.
fn accepted(who: &str) -> Vec<(String, String)> {
    let scores = "likelihood: 5\nseverity: 5\ntreatment: reduce\ncontrols: [A.10.3]\nresidual-likelihood: 4\nresidual-severity: 5\nstate: treated\n";
    let treatments = "treatments:\n- {risk: RSK-001, option: reduce, action: Look twice, owner: Chief, status: done}\n";
    vec![
        document("RSK-001", "risk", &format!("{HEAD}{scores}accepted: 2026-06-18\naccepted-by: {who}\n")),
        document("PLN-001", "plan", &format!("{HEAD}clauses: ['6.1.3']\n{treatments}")),
    ]
}

#[test]
fn who_accepted_a_risk_is_judged_by_the_settings_of_that_day_everywhere() {
    let settings = format!(
        "[approval]\nneeds = \"claimed\"\n{SETTINGS}[[people]]\nname = \"Bo\"\nroles = [\"Chief\"]\n[[people]]\nname = \"Cy\"\nroles = [\"Board\"]\n"
    );
    let state = |sandbox: &Sandbox| item(sandbox, "6.1.3", "left of the risks");
    for (who, is_sound) in
        [("Bo", true), ("Bo (Chief)", true), ("chief", true), ("Cy", false), ("Cy (Board)", false), ("Eve", false)]
    {
        let sandbox = sandbox(&settings, &accepted(who));
        // 2026-06-18
        sandbox.commit_at("Begin", Some(1_781_740_800));
        assert_eq!(state(&sandbox) == "present", is_sound, "{who}");
        let errors = ["AIMS630", "AIMS810"]
            .iter()
            .flat_map(|rule| found(&sandbox, rule))
            .filter(|told| told.starts_with("error"));
        assert_eq!(errors.count() == 0, is_sound, "{who}");
    }
    // Whoever left altogether, by name and role, accepted it nevertheless.
    let sandbox = sandbox(&settings, &accepted("Bo"));
    sandbox.commit_at("Begin", Some(1_781_740_800));
    sandbox.put("aims.toml", settings.replace("[[people]]\nname = \"Bo\"\nroles = [\"Chief\"]\n", ""));
    sandbox.commit_at("Bo left", Some(1_790_841_600));
    assert_eq!(state(&sandbox), "present");
    assert_eq!(found(&sandbox, "AIMS630"), [""; 0]);
}

#[test]
fn whoever_may_not_accepts_nothing_in_a_draft_nor_where_no_people_are_listed() {
    let state = |settings: &str, who: &str, status: &str| {
        let mut documents = accepted(who);
        documents[0].1 = documents[0].1.replace("status: approved", status);
        let sandbox = sandbox(&format!("[approval]\nneeds = \"claimed\"\n{settings}"), &documents);
        // 2026-06-18
        sandbox.commit_at("Begin", Some(1_781_740_800));
        (item(&sandbox, "6.1.3", "left of the risks") == "present", found(&sandbox, "AIMS630").len())
    };
    let people = format!("{SETTINGS}[[people]]\nname = \"Cy\"\nroles = [\"Board\"]\n");
    let nobody = SETTINGS.replace("[[people]]\nname = \"Ada\"\nroles = [\"Chief\"]\n", "");
    for (settings, who, status, is_sound, errors) in [
        (&people, "Ada", "status: draft", true, 0),
        (&people, "Cy", "status: draft", false, 0),
        (&people, "Cy", "status: approved", false, 1),
        (&nobody, "Chief", "status: approved", true, 0),
        (&nobody, "Somebody Else", "status: approved", false, 0),
        (&nobody, "Board", "status: approved", false, 1),
    ] {
        assert_eq!(state(settings, who, status), (is_sound, errors), "{who}, {status}");
    }
}

#[test]
fn a_draft_beside_the_next_version_of_what_is_in_force_does_nothing_alone() {
    let done = "statement:\n- {control: A.9.2, applicable: true, reason: x, implementation: done}\n";
    let approved = document("PRO-001", "procedure", &format!("{HEAD}controls: [A.9.2]\n"));
    let draft = |id: &str| document(id, "procedure", "status: draft\nowner: Chief\ncontrols: [A.9.2]\n");
    let rest = [
        document("SOA-001", "soa", &format!("{HEAD}{done}")),
        document("REC-001", "record", "date: 2026-11-01\ncontrols: [A.9.2]\n"),
        draft("PRO-002"),
    ];
    let told = |first: (String, String)| {
        let sandbox = sandbox(SETTINGS, &[&rest[..], &[first]].concat());
        sandbox.commit("Begin");
        let (path, text) = draft("PRO-001");
        sandbox.put(path, text);
        sandbox.commit("Write the next version");
        found(&sandbox, "AIMS722")
    };
    assert_eq!(told(approved), [""; 0]);
    let message =
        |id: &str| format!("warning: {id} is a draft, and only drafts do what the statement gives as done: A.9.2");
    assert_eq!(told(draft("PRO-001")), [message("PRO-001"), message("PRO-002")]);
}

#[test]
fn an_audit_of_one_standard_says_how_it_covers_another() {
    let settings = format!("{SETTINGS}[frameworks]\nfollow = [\"iso-42001\", \"iso-27001\"]\n");
    let policy = document("POL-001", "policy", &HEAD.replace("2026-11-16", "2024-01-01"));
    let audit = document("AUD-001", "audit", "date: 2026-05-01\nstate: closed\ncovers-clauses: [4.1, 9.2.2]\n");
    let told = told(&sandbox(&settings, &[policy, audit]), &["check", "--format", "json", "--select", "AIMS706"]);
    assert!(told.contains("one that covered it too names `iso-27001:9.2.2`"), "{told}");
}

#[test]
fn what_stands_before_a_colon_in_a_statement_is_a_framework_where_there_is_one() {
    let rows = "statement:\n- {control: 'ACME:1', title: Ours, applicable: true, reason: x}\n\
                - {control: 'iso-27001:A.5.9', applicable: true, reason: x}\n";
    let sandbox = sandbox(SETTINGS, &[document("SOA-001", "soa", &format!("{HEAD}{rows}"))]);
    let framework = |id: &str| row(&sandbox, "soa", |row| row["control"] == id)["framework"].clone();
    assert_eq!((framework("ACME:1"), framework("iso-27001:A.5.9")), ("iso-42001".into(), "iso-27001".into()));
}

#[test]
fn an_assessment_without_a_day_is_before_no_other() {
    let system = document("SYS-001", "system", &format!("{HEAD}purpose: Drafts\npersonal-data: true\n"));
    let assessed = |id: &str, lines: &str| {
        document(id, "impact-assessment", &format!("status: approved\nversion: '1'\nsystems: [SYS-001]\n{lines}"))
    };
    let told = |day: &str| {
        let earlier = assessed("IA-001", &format!("dpo-opinion: Sound\n{day}"));
        let all = [system.clone(), earlier, assessed("IA-002", "date: 2026-10-01\n")];
        found(&sandbox(SETTINGS, &all), "AIMS624").iter().any(|told| told.contains("dpo-opinion"))
    };
    assert!(told("date: 2026-09-01\n") && !told(""));
}
