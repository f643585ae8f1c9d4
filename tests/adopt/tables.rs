//! Tables in the text that are the rows of a key.

use std::collections::BTreeMap;
use std::fs;

use super::sandbox::{Sandbox, TODAY};
use super::{check, documents};

/// A statement of applicability as tables, one under each heading.
const STATEMENT: &str = "# Statement of applicability\n\n**Document ID:** SOA-1\n**Owner:** Mira\n\n\
    ## A.2 Policies\n\n| Control | Included | Justification | Status | Evidence |\n|---|:-:|---|---|---|\n\
    | A.2.2 – AI policy | Yes | Customers ask for it. | Implemented | [The policy](../policies/use.md) |\n\
    | 2.3 | ✅ | One policy is not enough. | Partially implemented (2027) | [[POL-1]] |\n\n\
    ## A.5 Impact\n\n| Control | Included | Justification | Status | Evidence |\n|---|:-:|---|---|---|\n\
    | **Control A.5.2** – Process | Partially | People may be harmed. | Planned | |\n\
    | A.5.9 | Perhaps | | Done | |\n\
    | A.10.3 | No | We buy nothing. | N/A | – |\n";
const POLICY: &str = "# Use of AI\n\n**Document ID:** POL-1\n**Owner:** Mira\n\nWe use it with care.\n";
const TABLES: &str = "[folders]\n\"policies/**\" = \"policy\"\n\"soa/**\" = \"soa\"\n\n[header]\nforms = [\"bold\"]\n\n\
    [tables.soa]\ncolumns = { \"Control\" = \"control\", \"Included\" = \"applicable\", \"Justification\" = \"reason\", \
    \"Status\" = \"implementation\", \"Evidence\" = \"documents\" }\n";

/// The rows of `data/soa.json`, by their control.
fn statement(desk: &Sandbox) -> BTreeMap<String, serde_json::Value> {
    let built = desk.run(&["build", "--today", TODAY]);
    let text = fs::read_to_string(desk.path("site/data/soa.json")).expect(&built.stderr);
    let data: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let rows = data["rows"].as_array().expect("rows").clone();
    rows.into_iter().map(|row| (row["control"].as_str().unwrap_or_default().to_owned(), row)).collect()
}

#[test]
fn a_cell_that_takes_itself_back_is_told_and_nothing_unseen_is_read() {
    let text = STATEMENT
        .replace("| Implemented |", "| Implemented (planned) |")
        .replace("| ✅ |", "| Yes (excluded for HR) |")
        .replace("Customers ask for it.", "Customers ask. <!-- we have no idea --> ~~So what.~~")
        .replace("[[POL-1]]", "~~[[POL-1]]~~");
    let desk = Sandbox::new(&[("aims.toml", TABLES), ("soa/statement.md", &text), ("policies/use.md", POLICY)]);
    desk.commit("Begin");
    let rows = statement(&desk);
    assert_eq!(rows["A.2.2"]["reason"], "Customers ask.");
    assert_ne!(rows["A.2.2"]["implementation"], "done");
    assert_eq!(rows.get("A.2.3").map_or(serde_json::json!([]), |row| row["documents"].clone()), serde_json::json!([]));
    let told = check(&desk);
    for cell in ["`Implemented (planned)`", "`Yes (excluded for HR)`"] {
        assert!(told.contains(cell), "{cell}: {told}");
    }
}

#[test]
fn tables_in_the_text_are_the_statement_of_applicability() {
    let desk = Sandbox::new(&[("aims.toml", TABLES), ("soa/statement.md", STATEMENT), ("policies/use.md", POLICY)]);
    desk.commit("Begin");
    let rows = statement(&desk);
    let cells =
        |control: &str| ["applicable", "reason", "implementation", "documents"].map(|key| rows[control][key].clone());
    let wanted = |a: bool, b: &str, c: &str, d: &[&str]| -> [serde_json::Value; 4] {
        [a.into(), b.into(), c.into(), d.to_vec().into()]
    };
    assert_eq!(cells("A.2.2"), wanted(true, "Customers ask for it.", "done", &["POL-1"]));
    assert_eq!(cells("A.2.3"), wanted(true, "One policy is not enough.", "partial", &["POL-1"]));
    assert_eq!(cells("A.5.2"), wanted(true, "People may be harmed.", "planned", &[]));
    assert_eq!(rows["A.10.3"]["applicable"], false);
    let told = check(&desk);
    // At the row, and at the cell.
    for line in ["soa/statement.md:18:", "soa/statement.md:18:11:"] {
        assert!(told.contains(line), "{line}: {told}");
    }
    assert!(told.contains("not `Perhaps`"), "{told}");
    assert!(!told.contains("unknown key"), "{told}");
    // The table is in the page once.
    let page = fs::read_to_string(desk.path("site/documents/SOA-1.html")).expect("its page");
    assert_eq!(page.matches("Customers ask for it.").count(), 1);
}

#[test]
fn rows_of_tables_say_what_front_matter_would_say_and_have_a_past() {
    let front = "---\nid: SOA-1\nowner: Mira\nkind: soa\nstatement:\n  - {control: A.2.2, applicable: true, reason: Customers ask for it., implementation: done, documents: [POL-1]}\n---\n\n# Statement of applicability\n\nAll of it is above.\n";
    let short = "# Statement of applicability\n\n**Document ID:** SOA-1\n**Owner:** Mira\n\n| Control | Included | Justification | Status | Evidence |\n|---|---|---|---|---|\n| A.2.2 | Yes | Customers ask for it. | Implemented | POL-1 |\n";
    let controls = |text: &str| {
        let desk = Sandbox::new(&[("aims.toml", TABLES), ("soa/statement.md", text), ("policies/use.md", POLICY)]);
        desk.commit("Begin");
        desk.run(&["build", "--today", TODAY]);
        fs::read_to_string(desk.path("site/data/controls.csv")).expect("data")
    };
    let (by_front, by_table) = (controls(front), controls(short));
    let without_day =
        |text: &str| text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(without_day(&by_front), without_day(&by_table));
    let desk = Sandbox::new(&[("aims.toml", TABLES), ("soa/statement.md", short), ("policies/use.md", POLICY)]);
    desk.commit("Begin");
    desk.put("soa/statement.md", short.replace("Yes", "No"));
    desk.commit("Leave it out");
    let history = desk.run(&["history", "SOA-1", "--format", "json", "--today", TODAY]).stdout;
    assert!(history.contains("statement"), "{history}");
}

#[test]
fn a_risk_register_is_a_document_with_rows_and_lifts_nothing() {
    let settings = "[folders]\n\"risks.md\" = \"risk-register\"\n[tables.risk-register]\n\
        columns = { \"ID\" = \"risk-id\", \"Risk\" = \"event\", \"Likelihood\" = \"likelihood\", \"Impact\" = \"severity\", \
        \"Treatment\" = \"treatment\", \"Owner\" = \"owner\" }\n";
    let text = "# Risks\n\n| ID | Risk | Likelihood | Impact | Treatment | Owner |\n|---|---|---|---|---|---|\n\
        | R1 | The model answers wrongly | High | 4 | Review by people | Mira |\n| R2 | | Low | 2 | Accept | Mira |\n";
    let desk = Sandbox::new(&[("aims.toml", settings), ("risks.md", text)]);
    desk.commit("Begin");
    let all = documents(&desk);
    assert_eq!(all["risks.md"]["kind"], "risk-register");
    let data = fs::read_to_string(desk.path("site/data/registers/risk-register.json")).expect("a register");
    assert!(data.contains("The model answers wrongly") && data.contains("Review by people"), "{data}");
    assert!(check(&desk).contains("risks.md:6:3: error: a row of `entries` has no `event`"), "{}", check(&desk));
    let clauses = fs::read_to_string(desk.path("site/data/clauses.csv")).expect("data");
    assert!(!clauses.contains("evidenced") && !clauses.contains("stated"), "{clauses}");
}

#[test]
fn a_map_of_columns_that_cannot_be_meant_is_told() {
    let settings = "[tables.soas]\ncolumns = {}\n[tables.soa]\ncolumns = { \"In\" = \"aplicable\", \"S\" = \"implementation\" }\n\
        words = { \"Läuft\" = \"running\" }\n[tables.policy]\ncolumns = {}\n";
    let told = check(&Sandbox::new(&[("aims.toml", settings)]));
    for text in [
        "`tables` names `soas`, which is no kind",
        "`aplicable` is no column of `statement`",
        "`running` is no word of a column",
        "documents of kind `policy` have no such rows",
    ] {
        assert!(told.contains(text), "{text}: {told}");
    }
}

#[test]
fn adopting_proposes_the_map_of_columns_and_lists_what_is_found() {
    let risks = "# AI risk register\n\n| ID | Risk | Likelihood | Impact | Treatment | Owner |\n|---|---|---|---|---|---|\n\
        | R1 | It answers wrongly | High | 4 | Review | Mira |\n| R2 | It is unfair | Low | 2 | Tests | Mira |\n";
    let statement = STATEMENT;
    let desk = Sandbox::new(&[
        ("isms/STATEMENT-OF-APPLICABILITY.md", statement),
        ("isms/RISK-REGISTER.md", risks),
        ("policies/use.md", POLICY),
        ("policies/broken.md", "# Broken policy\n\n**Document ID:** POL-2\n**Owner:** Mira\n\n[gone](gone.md)\n"),
        ("notes/one.md", "# One\n\nText.\n"),
        ("notes/two.md", "# Two\n\nText.\n"),
        ("law.docx", "PK"),
    ]);
    desk.commit("Begin");
    let before = super::sandbox::everything(&desk.path(""));
    let told = desk.run(&["init", "--adopt", "--today", TODAY]);
    assert_eq!(told.code, Some(0), "{told:?}");
    let settings = fs::read_to_string(desk.path("aims.toml")).expect("settings");
    for line in [
        "# 4 of 5 rows, such as isms/STATEMENT-OF-APPLICABILITY.md\ncolumns = { \"Control\" = \"control\"",
        "# 2 of 2 rows, such as isms/RISK-REGISTER.md\ncolumns = {",
        "baseline = \"aims-baseline.txt\"\n",
    ] {
        assert!(settings.contains(line), "{line}: {settings}");
    }
    for part in ["1 .docx (only .md", "[folders]", "\"notes/**\" = …  # 2 files, such as notes/one.md"] {
        assert!(told.stderr.contains(part), "{part}: {}", told.stderr);
    }
    // Two files are new, and nothing else is another.
    let mut after = super::sandbox::everything(&desk.path(""));
    for name in ["aims.toml", "aims-baseline.txt"] {
        assert!(after.remove(name.as_bytes()).is_some(), "{name}");
    }
    assert_eq!(after, before);
    let quiet = desk.run(&["check", "--format", "short", "--today", TODAY]).stdout;
    assert!(!quiet.contains("AIMS203") && !quiet.contains("AIMS101"), "{quiet}");
    assert!(check(&desk).contains("AIMS203"), "{}", check(&desk));
    assert_eq!(statement_of(&desk), 4);
    // A second time nothing is written over.
    let again = desk.run(&["init", "--adopt", "--today", TODAY]);
    assert!(again.stdout.contains("[tables.soa]") && !again.stdout.contains("baseline"), "{again:?}");
    assert_eq!(fs::read_to_string(desk.path("aims.toml")).expect("settings"), settings);
}

fn statement_of(desk: &Sandbox) -> usize {
    statement(desk).values().filter(|row| row["reason"].is_string()).count()
}

#[test]
fn columns_are_chosen_by_their_cells_and_what_they_hold_is_counted() {
    let words = "# Statement of applicability\n\n\
        | Clause | Control | Applicability | Implementation | Evidence | Status |\n|---|---|---|---|---|---|\n\
        | A.2.2 | AI policy communicated | Applicable | It was sent to all | POL-1 | Implemented |\n\
        | A.2.3 | Policies agree | Applicable | Read side by side | POL-1 | In progress |\n\
        | Topic | Policies reviewed | Applicable | Read each year | POL-1 | Implemented |\n\
        | A.5.2 | Impact | Perhaps | Nobody knows | POL-1 | Planned |\n";
    let desk = Sandbox::new(&[("statement-of-applicability.md", words)]);
    let told = desk.run(&["init", "--adopt", "--today", TODAY]);
    let settings = fs::read_to_string(desk.path("aims.toml")).expect("settings");
    let columns = "# 2 of 4 rows, such as statement-of-applicability.md\ncolumns = { \"Applicability\" = \"applicable\", \
                   \"Clause\" = \"control\", \"Evidence\" = \"documents\", \"Status\" = \"implementation\" }";
    assert!(settings.contains(columns), "{settings}{told:?}");
    let rows = statement(&desk);
    assert_eq!(
        (&rows["A.2.2"]["implementation"], &rows["A.2.3"]["implementation"]),
        (&"done".into(), &"partial".into())
    );
}

#[test]
fn a_statement_of_another_framework_is_adopted_and_told_as_one() {
    let words = "# Statement of applicability\n\n| Control | Applicable | Status |\n|---|---|---|\n\
        | A.5.1 | Yes | Implemented |\n| A.5.2 | Yes | Planned |\n| A.8.9 | No | |\n";
    let desk = Sandbox::new(&[("statement-of-applicability.md", words)]);
    desk.run(&["init", "--adopt", "--today", TODAY]);
    let settings = fs::read_to_string(desk.path("aims.toml")).expect("settings");
    let follow = "[frameworks]\n# 1 of 1 file, such as statement-of-applicability.md\n\
                  follow = [\"iso-27001\", \"iso-42001\"]\n";
    assert!(settings.contains(follow), "{settings}");
    assert!(!check(&desk).contains("AIMS304"), "{}", check(&desk));
    assert_eq!(statement(&desk)["A.5.1"]["applicable"], true);
    // Where it is read as that of ISO/IEC 42001, nobody is led to controls of that.
    desk.put("aims.toml", settings.replace("follow = ", "use = "));
    let told = desk.run(&["check", "--no-baseline", "--full", "--today", TODAY]).stdout;
    for id in ["A.5.1", "A.8.9"] {
        assert!(told.contains(&format!("`{id}` is no control of Annex A")), "{told}");
    }
    assert!(
        told.contains("It is of ISO/IEC 27001. Where the statement is for that, say `framework: iso-27001` in it"),
        "{told}"
    );
    assert!(!told.contains("Did you mean `A."), "{told}");
    // One that names a control of ISO/IEC 42001 alone is of that.
    let desk = Sandbox::new(&[("statement-of-applicability.md", words.replace("A.8.9", "A.10.2"))]);
    let told = desk.run(&["init", "--adopt", "--dry-run", "--today", TODAY]).stdout;
    assert!(!told.contains("[frameworks]") && told.contains("[tables.soa]"), "{told}");
}

#[test]
fn a_statement_is_of_the_standard_that_has_most_of_its_controls() {
    let words = "# Statement of applicability\n\n| Control | Status |\n|---|---|\n";
    let rows = |ids: &[&str]| ids.iter().map(|id| format!("| {id} | Implemented |\n")).collect::<String>();
    let other = |slip: &str| format!("{words}{}", rows(&["A.5.1", "A.5.15", "A.8.24", "A.5.2", slip]));
    let adopted = |files: &[(&str, String)]| {
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let told = Sandbox::new(&files).run(&["init", "--adopt", "--dry-run", "--today", TODAY]);
        (told.stdout, told.stderr)
    };
    for slip in ["A.5.38", "A.18.1.4"] {
        let (settings, told) = adopted(&[("docs/soa2.md", other(slip))]);
        assert!(settings.contains("follow = [\"iso-27001\", \"iso-42001\"]"), "{slip}: {settings}");
        // No row says whether its control applies.
        let lacks = "\"…\" = \"applicable\"  # 1 file, such as docs/soa2.md";
        assert!(told.contains("the column that says whether a control applies") && told.contains(lacks), "{told}");
        assert!(told.contains("add below [tables.soa]"), "{told}");
    }
    // Where both are there, which is which stands in them alone.
    let ours = format!("{words}{}", rows(&["A.2.2", "A.5.2", "A.10.2"]));
    let (settings, told) = adopted(&[("docs/soa.md", ours.clone()), ("docs/soa2.md", other("A.5.3"))]);
    assert!(!settings.contains("[frameworks]"), "{settings}");
    let asked = "follow = [\"iso-42001\", \"iso-27001\"]  # 1 file, such as docs/soa2.md";
    assert!(told.contains("say `framework: …` with its id in each") && told.contains(asked), "{told}");
    // What says it itself is not asked.
    let said = format!("---\nid: SOA-2\ntitle: S\nkind: soa\nframework: iso-27001\n---\n\n{}", other("A.5.3"));
    let (settings, told) = adopted(&[("docs/soa.md", ours), ("docs/soa2.md", said)]);
    assert!(!settings.contains("[frameworks]") && !told.contains("[frameworks]"), "{settings}{told}");
}

#[test]
fn what_a_document_of_another_standard_names_is_of_that() {
    let text = |standard: &str| {
        format!(
            "---\nid: QM-2\ntitle: Quality policy\nkind: policy\nstandard: {standard}\nclauses: [\"5.3\"]\ncontrols: [A.5.2]\n---\n\nWe keep it.\n"
        )
    };
    let serves = |standard: &str, settings: &str| {
        let desk = Sandbox::new(&[("aims.toml", settings), ("p.md", &text(standard))]);
        let clauses = desk.run(&["export", "clauses", "--today", TODAY]).stdout;
        let rows = clauses.lines().filter(|line| line.starts_with("5.3,") && line.contains("QM-2"));
        (rows.count(), check(&desk))
    };
    let (rows, told) = serves("ISO 13485:2016", "[keys]\nkeep = [\"standard\"]\n");
    assert_eq!(rows, 0, "{told}");
    assert!(
        told.contains("there is no clause `iso-13485:5.3`") && told.contains("no control `iso-13485:A.5.2`"),
        "{told}"
    );
    assert!(serves("ISO 27001:2022", "").1.contains("there is no control `iso-27001:A.5.2`"));
    let followed = "[frameworks]\nfollow = [\"iso-42001\", \"iso-27001\"]\n";
    assert!(!serves("ISO/IEC 27001:2022", followed).1.contains("`iso-27001:"));
    // Of its own, of a guideline, which is a way to meet it, and of what names no standard, nothing changes.
    let guidelines = ["ISO 31000", "ISO/IEC 23894:2023", "ISO/IEC 42005:2025", "ISO 19011:2018", "ISO 8601 dates"];
    for standard in ["ISO/IEC 42001:2023", "ISO 27001, ISO 42001", "ours"].into_iter().chain(guidelines) {
        let (rows, told) = serves(standard, "");
        assert_eq!((rows, told.contains("AIMS21")), (1, false), "{standard}: {told}");
    }
}

#[test]
fn what_an_audit_by_another_standard_covers_is_of_ours() {
    let audit = "---\nid: AUD-1\nkind: audit\ntitle: Audit\nstandard: ISO 13485:2016\ndate: 2026-06-01\nstatus: approved\n\
        covers-clauses: [\"9.2\", \"8\"]\ncovers-controls: [A.5.2, A.6]\n---\n\nWhat was found.\n";
    let told = check(&Sandbox::new(&[("aims.toml", ""), ("a.md", audit)]));
    assert!(!told.contains("AIMS212") && !told.contains("AIMS213"), "{told}");
}

#[test]
fn a_german_statement_is_proposed_and_labels_in_paragraphs_of_their_own_are_told() {
    let policy = |id: &str| {
        format!(
            "# Richtlinie {id}\n\n**Dokument-Nr.:** {id}\n\n**Fassung:** 1.1\n\n**Status:** Freigegeben\n\n**Mitgezeichnet durch:** Leitung\n\n## Zweck\n\nWorte.\n"
        )
    };
    let statement = "# Erklärung zur Anwendbarkeit\n\n| Control | Titel | Anwendbar | Begründung | Umsetzung |\n|---|---|---|---|---|\n| A.2.2 | T | Ja | Klausel 5.2 fordert es | umgesetzt |\n| A.2.3 | T | Nein | Es gibt nur eine | |\n";
    let desk = Sandbox::new(&[
        ("SoA.md", statement.to_owned()),
        ("policies/a.md", policy("RL-1")),
        ("policies/b.md", policy("RL-2")),
    ]);
    let told = desk.run(&["init", "--adopt", "--today", TODAY]).stderr;
    assert!(told.contains("\"Mitgezeichnet durch\" = …  # 2 files"), "{told}");
    let settings = fs::read_to_string(desk.path("aims.toml")).expect("settings");
    let settings = settings.replace('"', "");
    for part in [
        "Dokument-Nr. = id",
        "Fassung = version",
        "[tables.soa]\n# 2 of 2 rows",
        "Anwendbar = applicable",
        "Begründung = reason",
        "Umsetzung = implementation",
    ] {
        assert!(settings.contains(part), "{part}: {settings}");
    }
}

#[test]
fn nothing_is_mended_where_rows_of_a_register_are_lost() {
    let rows: String =
        (1..9).map(|n| format!("| R-{n} | It goes wrong in way {n} | 2 | 4 | Reduce | IT |\n")).collect();
    let text = format!(
        "---\nid: RR-1\nowner: IT\n---\n# Risk register\n\n| Risk ID | Risk | Likelihood | Impact | Treatment | Owner |\n|---|---|---|---|---|---|\n{rows}"
    );
    let desk = Sandbox::new(&[("AI Risk register.md", text.clone())]);
    desk.run(&["init", "--adopt", "--today", TODAY]);
    for (torn, code, told) in [
        (text.replace("| R-5", "\n| R-5"), "AIMS122", "4 lines are no rows of a table"),
        (text.replacen("|---|", "|", 1), "AIMS122", "it has 6 cells and the row of hyphens below it 5"),
        (text.replace("Likelihood", "Likelyhood"), "AIMS106", "`Likelyhood` is no column"),
    ] {
        desk.put("AI Risk register.md", &torn);
        let said = desk.run(&["check", "--format", "short", "--today", TODAY]).stdout;
        assert!(said.contains(code) && said.contains(told) && !said.contains("AIMS817"), "{told}: {said}");
    }
}
