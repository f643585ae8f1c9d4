//! Two standards in one repository, kept apart: what is of one alone is nothing of the other, an id is the same whether it is
//! written in full or alone, and what is said of AI is said of ISO/IEC 42001, whatever is followed first.

use std::fs;
use std::path::Path;

use aims::approval::Approvals;
use aims::base::Date;
use aims::model::Aims;
use aims::model::audited::{Subject, What};
use aims::model::catalog::ReqId;
use aims::model::load::load;
use aims::model::trace::There;
use aims::source::Memory;
use sandbox::{Sandbox, TODAY};

use crate::support::sandbox;

const BOTH: &str = "[frameworks]\nfollow = [\"iso-42001\", \"iso-27001\"]\n";
const SECURITY_FIRST: &str = "[frameworks]\nfollow = [\"iso-27001\", \"iso-42001\"]\n";

/// A document with these lines in its front matter.
fn document(id: &str, kind: &str, lines: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: Of {id}\nkind: {kind}\nversion: '1'\nstatus: approved\nowner: Lead\napprovers: [CEO]\n{lines}---\nAll of it was looked at and is told here.\n"
    )
}

/// What a clause of each standard has of the documents that it calls for, under this title, and whether anything serves it.
fn there(settings: &str, document: &str, clause: &str, item: usize) -> [(There, bool); 2] {
    let source = Memory::new([("aims.toml", settings.as_bytes()), ("d.md", document.as_bytes())]);
    let aims: Aims = load(&source, Date::constant(2026, 11, 20)).expect("memory can be read");
    let standings = Approvals::default().standings(&aims);
    let aims = aims.stand(standings);
    ["iso-42001", "iso-27001"].map(|framework| {
        let of = aims.trace.at(&ReqId::new(&framework.into(), clause)).expect("the clause");
        (of.called_for[item].state, of.documents().next().is_some())
    })
}

const NONE: (There, bool) = (There::Missing, false);

#[test]
fn what_is_of_one_standard_alone_is_not_what_the_other_calls_for() {
    let rows = "statement:\n  - {control: A.5.2, applicable: true, reason: r}\n";
    let treatments = "treatments:\n  - {risk: R, option: reduce, action: a}\n";
    for (kind, lines, clause, item) in [("soa", rows, "6.1.3", 1), ("scope", "", "4.3", 0), ("objective", "", "6.2", 0)]
    {
        let theirs = match kind {
            "soa" => format!("framework: iso-27001\n{lines}"),
            _ => format!("clauses: ['iso-27001:{clause}']\n{lines}"),
        };
        let own = there(BOTH, &document("D", kind, lines), clause, item);
        assert_eq!((own[0].0, own[0].1, own[1]), (There::Present, true, NONE), "{kind}");
        let other = there(BOTH, &document("D", kind, &theirs), clause, item);
        assert_eq!((other[0], other[1].0, other[1].1), (NONE, There::Present, true), "{kind}");
        // Where the other is followed first, what names none is of that.
        let turned = there(SECURITY_FIRST, &document("D", kind, lines), clause, item);
        assert_eq!((turned[0], turned[1].0), (NONE, There::Present), "{kind}");
    }
    let plan = |lines: &str| there(BOTH, &document("D", "plan", &format!("{lines}{treatments}")), "6.1.3", 2);
    assert_eq!(plan(""), [(There::Present, false), NONE]);
    assert_eq!(plan("clauses: ['iso-27001:6.1.3']\n"), [NONE, (There::Present, true)]);
    assert_eq!(plan("clauses: ['6.1.3', 'iso-27001:6.1.3']\n"), [(There::Present, true); 2]);
}

fn told(settings: &str, files: &[&str]) -> String {
    let names: Vec<String> = (0..files.len()).map(|place| format!("d{place}.md")).collect();
    let mut all = vec![("aims.toml", settings)];
    all.extend(names.iter().map(String::as_str).zip(files.iter().copied()));
    Sandbox::new(&all).run(&["check", "--today", TODAY, "--format", "human"]).stdout
}

#[test]
fn an_id_in_full_is_the_same_id_to_rules() {
    let rows = "actions:\n  - {action: Notice, due: 2026-06-30, status: done}\n";
    let plan = |clause: &str| document("PLN", "plan", &format!("clauses: ['{clause}']\n{rows}"));
    for (settings, clause) in [
        ("", "7.4"),
        ("", "iso-42001:7.4"),
        (BOTH, "iso-27001:7.4"),
        (SECURITY_FIRST, "7.4"),
        (SECURITY_FIRST, "iso-42001:7.4"),
    ] {
        assert!(told(settings, &[&plan(clause)]).contains("AIMS724"), "{settings}{clause}");
    }
    assert!(!told(BOTH, &[&plan("9.1")]).contains("AIMS724"));
    let system = document("SYS", "system", "lifecycle: in-use\nai-roles: [provider]\nai-act-class: [high-annex-iii]\n");
    let file = |control: &str| {
        document(
            "FIL",
            "record",
            &format!("date: 2026-06-01\nsystems: [SYS]\nretention: 2 years\ncontrols: ['{control}']\n"),
        )
    };
    for (settings, control) in [("", "A.6.2.7"), ("", "iso-42001:A.6.2.7"), (SECURITY_FIRST, "iso-42001:A.6.2.7")] {
        assert!(told(settings, &[&system, &file(control)]).contains("AIMS407"), "{settings}{control}");
    }
}

#[test]
fn a_draft_begins_with_what_names_the_clause_however_it_is_written() {
    let drawn = |settings: &str, kind: &str, lines: &str| {
        let (of, lines) = if kind == "audit" { ("plan", lines) } else { ("procedure", lines) };
        let sandbox = Sandbox::new(&[("aims.toml", settings), ("d.md", &document("DOC-001", of, lines))]);
        let new = sandbox.run(&["new", kind, "Drawn", "--today", TODAY, "--dry-run"]);
        format!("{}{}", new.stdout, new.stderr).contains("DOC-001")
    };
    assert!(drawn("", "risk-assessment", "clauses: ['6.1.2']\n"));
    assert!(drawn("", "risk-assessment", "clauses: ['iso-42001:6.1.2']\n"));
    assert!(drawn("", "risk-assessment", "requirements: {iso-42001: ['6.1.2']}\n"));
    // The method of the other standard is none for AI.
    assert!(!drawn(SECURITY_FIRST, "risk-assessment", "clauses: ['6.1.2']\n"));
    assert!(drawn(SECURITY_FIRST, "risk-assessment", "clauses: ['iso-42001:6.1.2']\n"));
    assert!(drawn("", "audit", "clauses: ['iso-42001:9.2.2']\n"));
}

#[test]
fn the_name_of_a_standard_before_an_id_says_of_which_it_is() {
    let policy = |lines: &str| document("POL", "policy", lines);
    for (lines, said) in [
        ("controls: ['ISO/IEC 27001 A.5.2']\n", "Did you mean `iso-27001:A.5.2`?"),
        ("controls: ['ISO-27001:A.5.4']\n", "Did you mean `iso-27001:A.5.4`?"),
        ("controls: ['ISO/IEC 42001:2023 A.5.2']\n", "Did you mean `A.5.2`?"),
        ("clauses: ['ISO/IEC 27001 5.2']\n", "Did you mean `iso-27001:5.2`?"),
        ("clauses: ['ISO 27001:2022 clause 9.1']\n", "Did you mean `iso-27001:9.1`?"),
        ("requirements: {'ISO/IEC 27001': [A.5.2]}\n", "Did you mean `iso-27001`?"),
    ] {
        let found = told(BOTH, &[&policy(lines)]);
        assert!(found.contains(said), "{lines}: {found}");
    }
    let alone = told("", &[&policy("controls: ['ISO 27001 A.5.1']\nclauses: ['ISO 9001 5.2']\n")]);
    assert!(!alone.contains("Did you mean `") && alone.contains("of a standard that is not followed"), "{alone}");
}

/// The page of the first surveillance of a certificate of this standard.
fn surveillance(settings: &str, standard: &str) -> String {
    let record = |id: &str, kind: &str, lines: &str| {
        document(id, kind, &format!("date: 2026-07-10\n{lines}")).replace("version: '1'\nstatus: approved\n", "")
    };
    let files = [
        ("aims.toml", settings.to_owned()),
        (
            "c.md",
            document(
                "CER-001",
                "certification",
                &format!("standard: {standard}\nstate: certified\ndecided: 2025-12-15\n"),
            ),
        ),
        ("a1.md", record("AUD-001", "audit", "clauses: ['iso-42001:9.2.1', 'iso-42001:9.2.2']\n")),
        ("a2.md", record("AUD-002", "audit", "clauses: ['iso-27001:9.2.1', 'iso-27001:9.2.2']\n")),
        ("p1.md", document("POL-001", "policy", "reviewed: 2026-06-01\nclauses: ['iso-42001:5.2']\n")),
        ("p2.md", document("POL-002", "policy", "reviewed: 2026-06-01\nclauses: ['iso-27001:5.2']\n")),
        ("s1.md", document("SOA-001", "soa", "framework: iso-42001\nreviewed: 2026-06-01\nstatement: []\n")),
        ("s2.md", document("SOA-002", "soa", "framework: iso-27001\nreviewed: 2026-06-01\nstatement: []\n")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let sandbox = Sandbox::new(&files);
    sandbox.commit("Begin");
    let built = sandbox.run(&["build", "--today", TODAY, "--out", "site"]);
    let page = fs::read_to_string(sandbox.path("site/certification/CER-001-surveillance-1.html"));
    let page = page.unwrap_or_else(|_| panic!("there is no page: {built:?}"));
    let from = page.find("id=\"musts\"").expect("what is done every year");
    let end = page[from..].find("</table>").expect("a table");
    page[from..from + end].to_owned()
}

#[test]
fn a_year_of_a_certificate_counts_for_its_standard() {
    for settings in [BOTH, SECURITY_FIRST] {
        let ai = surveillance(settings, "ISO/IEC 42001:2023");
        for (has, word) in [
            (true, "AUD-001"),
            (false, "AUD-002"),
            (true, "POL-001"),
            (false, "POL-002"),
            (true, "SOA-001"),
            (false, "SOA-002"),
            (true, "AI policy reviewed"),
            (true, "AI risks assessed again"),
            (true, "Counted for ISO/IEC 42001."),
        ] {
            assert_eq!(ai.contains(word), has, "{settings} {word}: {ai}");
        }
        let security = surveillance(settings, "ISO/IEC 27001:2022");
        for (has, word) in [
            (false, "AUD-001"),
            (true, "AUD-002"),
            (false, "POL-001"),
            (true, "POL-002"),
            (false, "SOA-001"),
            (true, "SOA-002"),
            (false, "AI policy reviewed"),
            (true, "Policy reviewed"),
            (true, "Risks assessed again"),
            (false, "Impacts of AI"),
            (true, "Counted for ISO/IEC 27001."),
        ] {
            assert_eq!(security.contains(word), has, "{settings} {word}: {security}");
        }
    }
    let other = surveillance("", "ISO 9001:2015");
    assert!(other.contains("the standard of the certificate is not followed here"), "{other}");
}

#[test]
fn the_ai_policy_is_that_of_the_standard_on_ai() {
    let security = document("POL-000", "policy", "clauses: ['5.2']\n");
    let ai = document(
        "POL-001",
        "policy",
        "clauses: ['iso-42001:5.2']\ncommitments: [Meet what applies]\ncommunicated: By mail\n",
    );
    let said = told(SECURITY_FIRST, &[&security, &ai]);
    assert!(!said.contains("POL-000, the AI policy"), "{said}");
}

#[test]
fn lists_of_standards_have_one_and() {
    let settings = "[frameworks]\nfollow = [\"iso-42001\", \"iso-27001\", \"iso-9001\"]\n";
    let sandbox = Sandbox::new(&[("aims.toml", settings), ("d.md", &document("SCO-001", "scope", ""))]);
    sandbox.commit("Begin");
    sandbox.run(&["build", "--today", TODAY, "--out", "site"]);
    let page = fs::read_to_string(sandbox.path("site/index.html")).expect("the overview");
    assert!(page.contains(", ISO/IEC 27001:2022 and ISO 9001:2015"), "{page}");
}

const HOUSE: &str = "id = \"house\"\ntitle = \"House rules\"\nshort = \"House\"\nedition = \"2026\"\n\
    [[item]]\nid = \"A.5.2\"\ntitle = \"Assess\"\n[[item]]\nid = \"5.2\"\ntitle = \"Say it\"\n\
    [[relates]]\nfrom = \"A.9.2\"\nto = \"A.5.2\"\n";
const HOUSE_FIRST: &str = "[frameworks]\nfollow = [\"house\", \"iso-42001\"]\nfiles = [\"house.toml\"]\n";

#[test]
fn what_an_audit_covers_is_of_the_framework_that_has_the_id_first() {
    let looked = |covers: &str| {
        let audit = format!("---\nid: AUD\nkind: audit\ndate: 2026-06-01\ncovers-controls: ['{covers}']\n---\nText.\n");
        let files =
            [("aims.toml", HOUSE_FIRST.as_bytes()), ("house.toml", HOUSE.as_bytes()), ("a.md", audit.as_bytes())];
        let aims =
            load(&Memory::new(files), Date::constant(2026, 11, 20)).expect("memory can be read").stand(Vec::new());
        let subject = Subject { what: What::Control, id: "A.5.2", title: "" };
        let (_, report) = aims.of_kind("audit")[0];
        let names: Vec<String> = aims.looked_at_by(report).iter().map(|one| one.key().to_string()).collect();
        (aims.audited().places(&subject).len(), names)
    };
    assert_eq!(looked("A.5.2"), (0, vec!["house:A.5.2".to_owned()]));
    assert_eq!(looked("iso-42001:A.5.2"), (1, vec!["iso-42001:A.5.2".to_owned()]));
}

#[test]
fn a_framework_of_the_team_has_no_steps_and_no_verdicts() {
    let sandbox =
        Sandbox::new(&[("aims.toml", HOUSE_FIRST), ("house.toml", HOUSE), ("d.md", &document("SCO-001", "scope", ""))]);
    sandbox.commit("Begin");
    let said = sandbox.run(&["explain", "5.2"]).stdout;
    assert!(said.contains("House") && !said.contains("plan, do, check, act"), "{said}");
    let data = sandbox.run(&["export", "crosswalk", "--format", "csv", "--today", TODAY]).stdout;
    assert!(data.contains("A.9.2,house,A.5.2,,low,"), "{data}");
    sandbox.run(&["build", "--today", TODAY, "--out", "site"]);
    let page = fs::read_to_string(sandbox.path("site/controls/iso-42001/A.9.2.html")).expect("the control");
    let row = page.split("<tr").find(|row| row.contains("House") && row.contains("Assess")).expect("the relation");
    assert!(!row.contains("Fits"), "{row}");
}

/// An id in the source says which standard it is of: a bare one is of whatever is followed first.
#[test]
fn no_bare_id_in_the_source_is_looked_up() {
    fn walk(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                walk(&entry, found);
            } else if entry.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&entry).expect("a source");
                let text = text.split("#[cfg(test)]").next().unwrap_or_default();
                let is_list = |line: &str| {
                    ["clauses", "controls"].iter().any(|key| line.contains(&format!(".texts(\"{key}\").iter().any")))
                };
                let is_bare = |line: &&str| {
                    line.contains("trace.get(\"")
                        || line.contains("resolve(\"")
                        || (is_list(line) && line.contains("== "))
                };
                found.extend(text.lines().filter(is_bare).map(|line| format!("{}: {}", entry.display(), line.trim())));
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found.retain(|line| !line.contains("tests"));
    assert!(found.is_empty(), "say which standard it is of (`Trace::ai`, `Aims::names`): {found:#?}");
}

#[test]
fn a_text_names_documents_by_their_whole_ids_however_they_are_put_together() {
    let texts = [("a.md", "PRO-003"), ("b.md", "RD-4"), ("c.md", "PRO-12")];
    let texts = texts.map(|(path, id)| (path, document(id, "procedure", "")));
    let source = Memory::new(texts.iter().map(|(path, text)| (*path, text.as_bytes())));
    let aims: Aims = load(&source, Date::constant(2026, 11, 20)).expect("memory can be read");
    let named = |text: &str| {
        let documents = aims.not_met(text).documents;
        documents.into_iter().map(|ix| aims.document(ix).id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(named("RD-4: step 2"), ["RD-4"]);
    assert_eq!(named("PRO-003/pro-12."), ["PRO-003", "PRO-12"]);
    assert_eq!(named("see “PRO-003” and PRO-120"), ["PRO-003"]);
}
