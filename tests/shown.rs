//! What pages and data show of texts: all that they say, under names that say no more than the record does.

use std::fs;
use std::path::{Path, PathBuf};

use aims::model::kinds::{FieldSpec, FieldType, Kinds};
use aims::model::worked::{did_not, is_to_come};

use crate::support::sandbox::{Sandbox, TODAY};

/// A project with these settings and documents, and its site.
fn built(settings: &str, documents: &[&str]) -> Sandbox {
    let names: Vec<String> = (0..documents.len()).map(|place| format!("d{place}.md")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| &**name).zip(documents.iter().copied()).collect();
    let sandbox = Sandbox::new(&[&files[..], &[("aims.toml", settings)]].concat());
    sandbox.commit("Begin");
    let built = sandbox.run(&["build", "-q", "--today", TODAY]);
    assert!(matches!(built.code, Some(0 | 1)), "{built:?}");
    sandbox
}

fn document(kind: &str, id: &str, lines: &str) -> String {
    format!("---\nid: {id}\ntitle: Title of {id}\nkind: {kind}\n{lines}---\nWords about it.\n")
}

fn page(sandbox: &Sandbox, name: &str) -> String {
    let html = fs::read_to_string(sandbox.path("site").join(name)).expect(name);
    let main = html.split("<main").nth(1).expect("a page");
    let mut text = String::new();
    for part in main.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
        text.push(' ');
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) && !path.to_string_lossy().contains("findings") {
            found.push(path);
        }
    }
}

/// All that stands in the files of a kind, but for what was found wanting.
fn all(sandbox: &Sandbox, below: &str, ending: &str) -> String {
    let mut found = Vec::new();
    files(&sandbox.path("site").join(below), ending, &mut found);
    found.iter().map(|path| fs::read_to_string(path).expect("text")).collect()
}

/// A value that stands nowhere else, for a column that can hold one.
fn canary(column: &FieldSpec, number: usize) -> Option<String> {
    Some(match column.field_type {
        FieldType::Text | FieldType::Texts | FieldType::Person | FieldType::Persons => format!("canary{number}x"),
        FieldType::Ref | FieldType::Refs => format!("CNR-{number:04}"),
        FieldType::Date => format!("{}-03-07", 3000 + number),
        _ => return None,
    })
}

#[test]
fn every_column_of_rows_of_every_kind_is_on_a_page_and_in_data() {
    let kinds = Kinds::builtin();
    let (mut documents, mut wanted) = (Vec::new(), Vec::new());
    for kind in kinds.iter() {
        let mut lines = String::from("date: 2026-03-01\n");
        for spec in kind.fields.iter().filter(|spec| spec.field_type == FieldType::Rows) {
            let mut cells = Vec::new();
            for column in &spec.columns {
                // A control of one's own has a title.
                let is_control = kind.name == "soa" && column.name == "control";
                let value = if is_control { Some("HM.1".to_owned()) } else { canary(column, wanted.len()) };
                let Some(value) = value else { continue };
                cells.push(format!("{}: {value}", column.name));
                wanted.push((format!("{} of {} of {}", column.name, spec.name, kind.name), value));
            }
            lines.push_str(&format!("{}:\n  - {{{}}}\n", spec.name, cells.join(", ")));
        }
        documents.push(document(&kind.name, &format!("{}-001", kind.prefix), &lines));
    }
    let documents: Vec<&str> = documents.iter().map(String::as_str).collect();
    let sandbox = built("", &documents);
    let (pages, data) = (all(&sandbox, "", ".html"), all(&sandbox, "data", ".json"));
    let lacking = |text: &str| {
        let lacking = wanted.iter().filter(|(_, value)| !text.contains(value.as_str()));
        lacking.map(|(name, _)| name.clone()).collect::<Vec<_>>()
    };
    assert_eq!((lacking(&pages), lacking(&data)), (Vec::new(), Vec::new()));
}

#[test]
fn a_statement_shows_what_its_rows_rest_on() {
    let rows =
        "statement:\n  - {control: A.2.2, applicable: true, reason: R, basis: [law, contract], evidence: [REC-009]}\n";
    let sandbox = built("", &[&document("soa", "SOA-001", rows)]);
    let told = page(&sandbox, "controls/A.2.2.html");
    assert!(told.contains("Basis Law , Contract") || told.contains("Basis Law, Contract"), "{told}");
    assert!(told.contains("Evidence named REC-009"), "{told}");
    let told = page(&sandbox, "soa.html");
    assert!(told.contains("rests on Law, Contract") && told.contains("shown by REC-009"), "{told}");
    let data = fs::read_to_string(sandbox.path("site/data/soa.json")).expect("data");
    assert!(data.contains("\"evidence\":[\"REC-009\"]") && data.contains("\"basis\":[\"law\",\"contract\"]"), "{data}");
}

#[test]
fn a_story_says_worked_of_nothing_that_did_not() {
    let broken = |id: &str, lines: &str| {
        document("nonconformity", id, &format!("date: 2026-03-02\ndone: 2026-04-20\nsystems: [SYS-001]\n{lines}"))
    };
    let looked =
        |answer: &str| format!("state: verification\neffectiveness-checked: 2026-06-01\neffectiveness: {answer}\n");
    let sandbox = built(
        "",
        &[
            &document("system", "SYS-001", "lifecycle: in-use\n"),
            &broken("NC-001", &format!("action: Plan by number\nrequirement: A.6.2.6\n{}", looked("'No'"))),
            &broken("NC-002", &looked("Pending; no update yet")),
            &broken("NC-003", &looked("No more cases").replace("verification", "closed")),
            &document(
                "nonconformity",
                "NC-004",
                "date: 2026-03-03\nstate: rejected\nrequirement: A.6.2.4\nsystems: [SYS-001]\n",
            ),
            &document("concern", "CNC-001", "date: 2026-04-02\nsystems: [SYS-001]\nupheld: no\nstate: closed\n"),
            &document(
                "control-test",
                "CT-001",
                "date: 2026-05-10\ncontrols: [A.6.2.8]\nresult: failed\nsystems: [SYS-001]\n",
            ),
        ],
    );
    let told = page(&sandbox, "systems/SYS-001/story.html");
    for line in [
        "Done Plan by number",
        "Did not work No",
        "Looked at Pending; no update yet",
        "Worked No more cases",
        "Raised Nonconformity; turned out to be none",
        "Raised Concern; turned out to be none",
        "Failed Control test",
    ] {
        assert!(told.contains(line), "`{line}` is not in: {told}");
    }
    assert!(!told.contains("Mended") && !told.contains("Broke Concern"), "{told}");
    assert!(sandbox.path("site/controls/A.6.2.6/story.html").exists());
    assert!(!sandbox.path("site/controls/A.6.2.4/story.html").exists(), "nothing broke there");
}

#[test]
fn an_audit_by_others_is_called_so_and_nobody_here_is_asked_to_approve_it() {
    let settings = "[approval]\nneeds = \"none\"\n[approval.kinds.audit]\nneeds = \"record\"\nroles = [\"Auditor\"]\n";
    let audit = |id: &str, more: &str| document("audit", id, &format!("date: 2026-05-10\nauditors: [A]\n{more}"));
    let sandbox = built(
        settings,
        &[
            &audit("AUD-001", ""),
            &audit("AUD-002", "audit-type: certification\n"),
            &audit("AUD-003", "audit-type: customer\n"),
        ],
    );
    let told = sandbox.run(&["check", "--today", TODAY, "--format", "short"]).stdout;
    let missing: Vec<&str> = told.lines().filter(|line| line.contains("AIMS503")).collect();
    let text = "AUD-001 is on record; the rule asks for evidence of level 4 (signed approval record) by Auditor";
    assert!(missing.len() == 1 && missing[0].contains(text), "{missing:?}");
    assert!(!sandbox.run(&["due", "--today", TODAY]).stdout.contains("AUD-002"));
    let told = page(&sandbox, "audit.html");
    assert!(told.contains("Audits and management reviews") && !told.contains("Internal audits and"), "{told}");
    for (id, kind) in [
        ("AUD-001", "Internal audit"),
        ("AUD-002", "Audit by the certification body"),
        ("AUD-003", "Audit by a customer"),
    ] {
        let told = page(&sandbox, &format!("documents/{id}.html"));
        assert!(told.contains(&format!("Kind {kind}")), "{told}");
        assert_eq!(told.contains("On record; approval lacking"), id == "AUD-001", "{told}");
        assert!(!told.contains("Says approved"), "{told}");
    }
    let index = fs::read_to_string(sandbox.path("site/index.html")).expect("a page");
    assert!(index.contains(">Audits<") || index.contains(">Audits <"), "the menu");
}

#[test]
fn the_sheet_of_stage_one_marks_what_is_unfinished() {
    let sandbox = built(
        "",
        &[
            &document("policy", "POL-001", "status: draft\nclauses: ['5.2']\n"),
            &document("risk", "RSK-001", "state: treated\n"),
        ],
    );
    let told = page(&sandbox, "audit/stage-1.html");
    assert!(told.contains("AI policy Unfinished POL-001"), "{told}");
    // What is treated is not closed, and not called open either.
    let told = page(&sandbox, "index.html");
    assert!(told.contains("risk, 1 not closed"), "{told}");
}

#[test]
fn heads_of_narrow_columns_come_again_on_each_sheet() {
    let style = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("theme/aims.css")).expect("a style");
    let (_, print) = style.rsplit_once("th button.sort").expect("rules");
    let before = style.find("th.mark button.sort, th.mark").expect("what is on screen");
    let last = style.find("th.mark button.sort { display: contents; }").expect("what is on paper");
    assert!(before < last && print.contains("content: none"), "{print}");
}

#[test]
fn an_answer_that_is_still_to_come_is_told_from_one_that_is_there() {
    for open in ["Pending", "Pending, no update yet", "Not yet; the trial runs", "open (see CHG-1)", "tbd"] {
        assert!(is_to_come(open) && !did_not(open), "{open}");
    }
    for said in ["Yes", "No", "No more cases", "Nothing came back", "Not effective, only 74 % of 180 passed"] {
        assert!(!is_to_come(said), "{said}");
    }
}

#[test]
fn what_did_not_work_is_asked_for_again_and_what_nobody_knows_is_looked_at() {
    let nonconformity = |id: &str, answer: &str| {
        let lines = "date: 2026-03-02\ndue: 2026-05-01\ndone: 2026-05-02\nstate: verification\neffectiveness-checked: 2026-06-01\n";
        document("nonconformity", id, &format!("{lines}effectiveness: {answer}\n"))
    };
    let made = |kind: &str, id: &str, lines: &str| {
        document(kind, id, &format!("date: 2026-02-10\nchecked: 2026-06-01\nstate: done\n{lines}"))
    };
    let sandbox = Sandbox::new(&[
        ("aims.toml", String::new()),
        ("a.md", nonconformity("NC-001", "'No'")),
        ("b.md", nonconformity("NC-002", "Pending, no update yet")),
        ("c.md", nonconformity("NC-003", "No more cases")),
        ("d.md", made("change", "CHG-001", "outcome: Did not work\n")),
        ("e.md", made("change", "CHG-002", "outcome: It did not work\n")),
        ("f.md", made("improvement", "IMP-001", "effect: 'No'\n")),
        ("g.md", document("nonconformity", "NC-004", "date: 2026-06-02\nstate: open\n") + "See [[CHG-002]].\n"),
    ]);
    let told = sandbox.run(&["check", "--today", TODAY, "--format", "short"]).stdout;
    let of = |code: &str| told.lines().filter(|line| line.contains(code)).collect::<Vec<_>>().join("\n");
    let late = of("AIMS701");
    assert!(
        late.contains("corrective action of NC-001 did not work, and was due on 2026-05-01, 203 days ago"),
        "{late}"
    );
    assert!(
        late.contains("NC-002 is done since 2026-05-02, and its effect was to be looked at by 2026-11-02"),
        "{late}"
    );
    assert!(!late.contains("NC-003"), "{late}");
    let vain = of("AIMS736");
    assert!(
        vain.contains(
            "CHG-001 did not work, as `outcome` says, and no nonconformity, change or improvement of that day"
        ),
        "{vain}"
    );
    assert!(
        vain.contains(
            "IMP-001 did not work, as `effect` says, and no nonconformity, change or improvement of that day"
        ),
        "{vain}"
    );
    assert!(!vain.contains("CHG-002"), "{vain}");
    let due = sandbox.run(&["due", "--today", TODAY]).stdout;
    assert!(due.contains("NC-001") && due.contains("NC-002") && !due.contains("NC-003"), "{due}");
}
