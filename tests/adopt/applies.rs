//! What a statement of applicability says of whether its controls apply, and what it does not.

use std::fs;

use super::check;
use super::sandbox::{Sandbox, TODAY};

const PLAIN: &str = "# Statement of applicability\n\n| Control | Title | Status | Justification | Owner |\n|---|---|---|---|---|\n\
    | A.2.2 | Policy | Implemented | Customers ask. | CTO |\n| A.3.2 | Roles | N/A | No such roles. | CTO |\n\
    | A.3.3 | Concerns | ❌ Not applicable | One person. | CTO |\n| A.4.3 | Data | Excluded (no data) | None is used. | CTO |\n\
    | A.4.4 | Tools | No | Not yet. | CTO |\n";

/// The control and what is said of whether it applies, in each row of the data.
fn said(desk: &Sandbox) -> Vec<String> {
    let rows = desk.run(&["export", "soa", "--format", "csv", "--today", TODAY]).stdout;
    let first = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        format!("{}={}", cells[0], cells[2])
    };
    rows.lines().filter(|line| line.starts_with("A.")).map(first).collect()
}

#[test]
fn what_does_not_say_whether_it_applies_is_never_told_to() {
    let desk = Sandbox::new(&[("statement-of-applicability.md", PLAIN)]);
    desk.run(&["init", "--adopt", "--today", TODAY]);
    let settings = fs::read_to_string(desk.path("aims.toml")).expect("settings");
    assert!(settings.contains("# 3 of 5 rows, such as statement-of-applicability.md"), "{settings}");
    // Words that leave out are read in the column that tells how far it is, and nothing else says yes or no.
    assert_eq!(said(&desk), ["A.2.2=", "A.3.2=false", "A.3.3=false", "A.4.3=false", "A.4.4="]);
    let found = check(&desk);
    assert!(!found.contains("AIMS308") && !found.contains("AIMS110"), "{found}");
    assert_eq!(found.matches("a row of `statement` has no `applicable`").count(), 2, "{found}");
    desk.run(&["build", "--today", TODAY]);
    let page = |path: &str| fs::read_to_string(desk.path("site").join(path)).expect("a page");
    assert!(page("soa.html").contains("0 controls in, 3 out, 35 not said."), "{}", page("soa.html"));
    let control = page("controls/A.2.2.html");
    assert!(control.contains(">Applies</a></dt><dd><span class=\"sign is-undated\">Not said</span></dd>"), "{control}");
    let data: serde_json::Value = serde_json::from_str(&page("data/soa.json")).expect("JSON");
    assert!(data["rows"][0]["applicable"].is_null(), "{data}");
    let coverage = desk.run(&["export", "coverage", "--today", TODAY]).stdout;
    assert!(coverage.contains("control-undecided,A.2.2,") && !coverage.contains("\ncontrol,A.2.2,"), "{coverage}");
}

#[test]
fn words_that_are_not_read_say_neither_yes_nor_no() {
    let settings = "[folders]\n\"s.md\" = \"soa\"\n[tables.soa]\ncolumns = { \"Control\" = \"control\", \"Aplica\" = \"applicable\", \
        \"Status\" = \"implementation\" }\n";
    let text = "# S\n\n| Control | Aplica | Status |\n|---|---|---|\n| A.2.2 | No aplica | |\n| A.2.3 | Acaso | Implemented |\n\
        | A.3.2 | Sim | Planned |\n| A.3.3 | Yes | N/A |\n";
    let desk = Sandbox::new(&[("aims.toml", settings), ("s.md", text)]);
    assert_eq!(said(&desk), ["A.2.2=false", "A.2.3=", "A.3.2=true", "A.3.3=true"]);
    // Where a column says it, no other does.
    assert!(check(&desk).contains("A.3.3 (Reporting of concerns) applies and stands at gap"), "{}", check(&desk));
    assert!(!check(&desk).contains("A.2.3 (Alignment with other organizational policies) applies"), "{}", check(&desk));
}

#[test]
fn columns_that_commonly_say_whether_a_control_applies_are_known() {
    for label in ["Necessary", "Necessary?", "¿Aplica?", "Aplicável", "Applicable (Y/N)"] {
        let text = format!(
            "# Statement of applicability\n\n| Control | {label} | Justification |\n|---|---|---|\n| A.2.2 | Yes | Asked. |\n| A.3.3 | No | One person. |\n"
        );
        let desk = Sandbox::new(&[("statement-of-applicability.md", text)]);
        let told = desk.run(&["init", "--adopt", "--today", TODAY]).stderr;
        assert_eq!(said(&desk), ["A.2.2=true", "A.3.3=false"], "{label}: {told}");
    }
}

#[test]
fn a_long_word_for_who_may_read_is_asked_first_and_an_empty_site_is_told() {
    let long = "Confidential — Trust and Assurance Programme // Portfolio";
    let text = |n: usize| {
        format!(
            "---\nid: POL-{n}\ntitle: P\nkind: policy\nstatus: ratified{n}\nclassification: \"{long}\"\n---\n\nText.\n"
        )
    };
    let files = (1..8).map(|n| (format!("p{n}.md"), text(n))).collect::<Vec<_>>();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let desk = Sandbox::new(&files);
    let told = desk.run(&["init", "--adopt", "--today", TODAY]).stderr;
    let decide = told.split("Decide").nth(1).unwrap_or_default();
    assert!(decide.trim_start().starts_with("what the word means: public, internal or confidential"), "{told}");
    assert!(decide.contains("portfolio\" = …  # 7 files, such as p1.md"), "{told}");
    let built = desk.run(&["build", "--today", TODAY]);
    assert!(built.stderr.contains("no document, for all are withheld from its readers"), "{built:?}");
}

#[test]
fn a_table_between_two_rules_is_told_once_and_by_adopting_too() {
    let text = "---\n**Document Control**\n| Field | Value |\n|---|---|\n| **Document ID** | POL-1 |\n| **ISO 27001:2022 Mapping** | **5.2** |\n---\n\n# Access policy\n\nUsers get access by role.\n";
    let desk = Sandbox::new(&[("policies/access.md", text)]);
    let told = desk.run(&["init", "--adopt", "--today", TODAY]).stderr;
    assert!(told.contains("the front matter of 1 document, such as policies/access.md"), "{told}");
    let found = check(&desk);
    assert_eq!(found.matches("AIMS104").count(), 1, "{found}");
    assert!(found.contains("access.md:2:1: error: no line between the two lines `---` is a key"), "{found}");
    // What the remedy says is enough.
    let mended = text.replace("---\n**Doc", "**Doc").replace("---\n\n#", "\n#");
    let desk = Sandbox::new(&[("policies/access.md", mended)]);
    desk.run(&["init", "--adopt", "--today", TODAY]);
    assert!(!check(&desk).contains("AIMS104"), "{}", check(&desk));
}

#[test]
fn the_time_that_a_management_review_looked_at_is_no_review_cycle() {
    let front = |said: &str| {
        format!(
            "---\nid: MR-1\ntitle: R\nkind: management-review\nowner: Mira\ndate: 2026-05-04\n{said}\n---\n\nAll is well.\n"
        )
    };
    let table = |said: &str| {
        format!(
            "# Management review\n\n| Document ID | MR-1 |\n|---|---|\n| Owner | Mira |\n| Review Period | {said} |\n\nAll is well.\n"
        )
    };
    let settings = "[header]\nforms = [\"table\"]\n[folders]\n\"r.md\" = \"management-review\"\n";
    let spans = ["{from: 2025-01-01, to: 2025-12-31}", "January 2026", "Q1 2026", "2025-01-01 to 2025-12-31"];
    for span in spans {
        let desk = Sandbox::new(&[("aims.toml", ""), ("r.md", &front(&format!("review_period: {span}")))]);
        assert!(!check(&desk).contains("review-every"), "{span}: {}", check(&desk));
    }
    for span in &spans[1..] {
        let desk = Sandbox::new(&[("aims.toml", settings), ("r.md", &table(span))]);
        assert!(!check(&desk).contains("AIMS109"), "{span}: {}", check(&desk));
    }
    let desk = Sandbox::new(&[("aims.toml", settings), ("r.md", &table("twice in a while"))]);
    assert!(check(&desk).contains("AIMS109"), "{}", check(&desk));
}

#[test]
fn what_the_settings_leave_out_now_is_not_told_to_be_gone() {
    let text = "---\nid: TMPL-2\ntitle: Training log\nkind: policy\nowner: Mira\nversion: \"1.0\"\nstatus: approved\n---\n\nWho learnt what.\n";
    let desk = Sandbox::new(&[("aims.toml", ""), ("docs/templates/log.md", text)]);
    desk.commit("Begin");
    desk.put("aims.toml", "[files]\nexclude = [\"**/templates/**\"]\n");
    let found = check(&desk);
    assert!(found.contains("TMPL-2 (docs/templates/log.md) was approved until commit "), "{found}");
    assert!(found.contains("and is left out by `files.exclude` [AIMS517]") && !found.contains("is gone"), "{found}");
}

#[test]
fn what_a_site_generator_holds_back_is_a_draft() {
    let text = |id: &str, keys: &str| {
        format!("---\nid: {id}\ntitle: P\nkind: policy\nowner: Mira\nversion: \"1.0\"\n{keys}\n---\n\nText.\n")
    };
    let desk = Sandbox::new(&[
        ("a.md", text("POL-1", "draft: true\nstatus: approved")),
        ("b.md", text("POL-2", "draft: true")),
        ("c.md", text("POL-3", "published: false")),
        ("d.md", text("POL-4", "published: false\ndraft: false")),
    ]);
    let adopted = desk.run(&["init", "--adopt", "--today", TODAY]);
    for part in ["what its site generator does not publish", "exclude = [\"…\"]  # 2 files, such as c.md"] {
        assert!(adopted.stderr.contains(part), "{part}: {}", adopted.stderr);
    }
    let all = super::documents(&desk);
    assert_eq!((&all["b.md"]["status"], &all["a.md"]["status"]), (&"draft".into(), &"approved".into()));
    let found = check(&desk);
    assert!(found.contains("`draft` says `draft`, and `status` says `approved`"), "{found}");
    let page = fs::read_to_string(desk.path("site/documents/POL-2.html")).expect("a page");
    assert!(page.contains("This is a draft."), "{page}");
}

#[test]
fn labels_and_columns_are_known_behind_pictures() {
    let policy = "# Policy\n\n| 🆔 **Document ID** | POL-1 |\n|---|---|\n| 📋 Document Owner | Mira |\n| ⏰ Next Review | 2027-01-01 |\n| ⚙️ **Version** | 1.0 |\n\nText.\n";
    let risks = "# Risk register\n\n| 🆔 **ID** | 📋 **Risk Title** | 📊 **Likelihood** | 💥 **Impact** |\n|---|---|---|---|\n| R-1 | It fails | 3 | 4 |\n";
    let desk = Sandbox::new(&[("policies/p.md", policy), ("risk-register.md", risks)]);
    let told = desk.run(&["init", "--adopt", "--today", TODAY]).stderr;
    assert!(!told.contains("what the label means"), "{told}");
    let settings = fs::read_to_string(desk.path("aims.toml")).expect("settings");
    assert!(settings.contains("[tables.risk-register]\n# 1 of 1 row"), "{settings}");
    let all = super::documents(&desk);
    for (key, value) in [("id", "POL-1"), ("owner", "Mira"), ("version", "1.0"), ("next_review", "2027-01-01")] {
        assert_eq!(all["policies/p.md"][key], value, "{key}: {all:?}");
    }
}

#[test]
fn portuguese_labels_and_words_are_known() {
    let text = |n: usize, status: &str| {
        format!(
            "# Política {n}\n\n**Código:** POL-{n}\n\n**Versão:** 1.0\n\n**Responsável:** CISO\n\n**Status:** {status}\n\n**Próxima Revisão:** 2027-01-01\n\nTexto.\n"
        )
    };
    let desk = Sandbox::new(&[("policies/a.md", text(1, "Aprovado")), ("policies/b.md", text(2, "Em Revisão"))]);
    let told = desk.run(&["init", "--adopt", "--today", TODAY]).stderr;
    assert!(!told.contains("Decide"), "{told}");
    let all = super::documents(&desk);
    let status = ["a", "b"].map(|name| all[&format!("policies/{name}.md")]["status"].clone());
    assert_eq!(status, ["approved", "in-review"]);
    for (key, value) in [("id", "POL-1"), ("version", "1.0"), ("owner", "CISO"), ("next_review", "2027-01-01")] {
        assert_eq!(all["policies/a.md"][key], value, "{key}: {all:?}");
    }
}
