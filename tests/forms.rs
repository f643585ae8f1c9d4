//! Forms that texts of real teams have: registers as rows of one document, formulas of GitHub, drafts, names of other
//! collections between brackets, other encodings.

use std::fs;

use sandbox::{Sandbox, TODAY};

use crate::support::sandbox;

/// A document with these keys and this text.
fn document(keys: &str, text: &str) -> String {
    format!("---\nid: A-1\ntitle: Document\nowner: QMO\nversion: 1\nstatus: draft\n{keys}\n---\n{text}")
}

/// What is told of a text, but for what every small repository lacks.
fn told(text: impl AsRef<[u8]>, codes: &[&str]) -> Vec<String> {
    let sandbox = Sandbox::new(&[("aims.toml", &b""[..]), ("a.md", text.as_ref())]);
    let outcome = sandbox.run(&["check", "--today", TODAY, "--format", "short"]);
    let is_one = |line: &&str| codes.iter().any(|code| line.contains(code));
    outcome.stdout.lines().filter(is_one).map(str::to_owned).collect()
}

/// What `aims impact` says of a register whose rows become others.
fn changed(old: &str, new: &str) -> String {
    let register = |rows: &str| document(&format!("kind: risk-register\nentries:\n{rows}"), "How it is kept.\n");
    let sandbox = Sandbox::new(&[("aims.toml", ""), ("a.md", register(old).as_str())]);
    sandbox.commit("Begin");
    sandbox.put("a.md", register(new));
    sandbox.commit("Change");
    let told = sandbox.run(&["impact", "HEAD~1", "--today", TODAY, "--format", "markdown", "--exit-zero"]);
    assert_eq!(told.code, Some(0), "{told:?}");
    told.stdout
}

#[test]
fn a_row_of_a_register_is_known_by_its_own_id() {
    let old = "  - {risk-id: R-1, event: Leak through prompts, likelihood: 3}\n  - {risk-id: R-2, event: Drift, likelihood: 3}\n";
    let told = changed(old, &old.replace("Leak through prompts, likelihood: 3", "Loss of data, likelihood: 4"));
    assert!(told.contains("Loss of data") && told.contains("3 → 4"), "{told}");
    assert!(!told.contains("removed") && !told.contains("eaker"), "{told}");
    let told = changed(old, &old[..old.find("  - {risk-id: R-2").expect("a row")]);
    assert!(told.contains("a row of entries removed: R-2"), "{told}");
    // An id that several rows have is that of something else.
    let shared = "  - {system-id: S, event: Leak, likelihood: 3}\n  - {system-id: S, event: Drift, likelihood: 3}\n";
    let told = changed(shared, &shared.replace("Drift, likelihood: 3", "Drift, likelihood: 4"));
    assert!(told.contains("“Drift”") && told.contains("3 → 4"), "{told}");
}

#[test]
fn a_row_in_other_words_is_the_row_that_it_was() {
    let old = "  - {event: Names leak through prompts of staff, likelihood: 3}\n  - {event: The vendor of it must be told, likelihood: 3}\n";
    let told = changed(old, &old.replace("leak through", "leak via"));
    assert!(
        told.contains("row “Names leak through prompts of staff”") && told.contains("Names leak via prompts of staff"),
        "{told}"
    );
    assert!(!told.contains("removed") && !told.contains("eaker"), "{told}");
    // What reads otherwise is another row, and other words may ask for less.
    let told = changed(old, &old.replace("Names leak through prompts of staff", "Theft"));
    assert!(told.contains("a row of entries removed: Names leak through prompts of staff"), "{told}");
    let told = changed("  - {event: Logs of SYS-001 are not kept}\n", "  - {event: Logs of SYS-002 are not kept}\n");
    assert!(told.contains("a row of entries removed: Logs of SYS-001 are not kept"), "{told}");
    let told = changed(old, &old.replace("must", "should"));
    assert!(!told.contains("row of entries removed") && told.contains("eaker"), "{told}");
}

#[test]
fn risks_that_stand_in_registers_are_told_where_risks_are() {
    let keys = "kind: risk-register\nentries:\n  - {event: Leak}\n  - {event: Drift}";
    let sandbox = Sandbox::new(&[("aims.toml", ""), ("a.md", document(keys, "How it is kept.\n").as_str())]);
    sandbox.commit("Begin");
    let run = |arguments: &[&str]| sandbox.run(&[arguments, &["--today", TODAY]].concat());
    let status = run(&["status"]).stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(status.contains("0 open risks with a document, 2 rows in risk registers"), "{status}");
    assert!(run(&["status", "--format", "json"]).stdout.contains("\"risk_rows\":2"));
    let export = run(&["export", "risks", "--format", "csv"]);
    assert!(export.stderr.contains("2 rows stand in 1 risk register"), "{export:?}");
    assert!(!run(&["export", "systems", "--format", "csv"]).stderr.contains("risk register"));
    run(&["build"]);
    let page = |name: &str| fs::read_to_string(sandbox.path("site").join(name)).expect("a page");
    let risks = page("risks.html");
    let lede = "No risk has a document of its own; 2 rows stand in 1 risk register.";
    assert!(risks.contains(lede) && risks.contains("documents/A-1.html"), "{risks}");
    assert!(!risks.contains("0 risks on the register") && !risks.contains("class=\"heat\""), "{risks}");
    assert!(page("index.html").contains("rows of risk registers"));
}

#[test]
fn a_formula_that_loses_signs_is_told() {
    for (text, places) in [
        ("The set $\\{a, b\\}$ and $x_1*y*z$.", &["1:9", "1:24"][..]),
        ("- In a list:\n  $$\n  a &= b \\\\\n  c\n  $$\n", &["2:3"]),
        ("| a |\n|---|\n| $a\\,b$ |\n", &["3:3"]),
        ("> $$ a\n> = b_1 $$ and $x_i^2 - \\frac{a}{b}$, ($n > m$)\n", &[]),
        ("It costs $5 and $10, $5*a* or 7$, ${HOME}*x*${PATH}, \\$a *b*\\$.", &[]),
        ("`$\\{a\\}$` $`\\{a\\}`$\n\n```math\n\\{a\\}\n```\n", &[]),
    ] {
        let found = told(text, &["AIMS122"]);
        let at: Vec<String> = places.iter().map(|place| format!("a.md:{place}: warning: of this formula")).collect();
        assert_eq!(found.len(), at.len(), "{text}: {found:?}");
        assert!(found.iter().zip(&at).all(|(found, at)| found.starts_with(at)), "{text}: {found:?}");
    }
}

#[test]
fn what_a_draft_lacks_is_told_once_its_date_too() {
    for (kind, open) in [("record", "`date`"), ("audit", "`date`, `auditors` and `conclusion`")] {
        let found = told(document(&format!("kind: {kind}"), "It was held by two people of the office.\n"), &["AIMS10"]);
        assert_eq!(found, [format!("a.md:1:1: note: the draft still has to say {open} [AIMS102]")]);
    }
}

#[test]
fn remedies_say_what_fits_the_text() {
    let wiki = told("See [[FDA-SW:risk-management-plan]] and [[javascript:alert]].", &["AIMS2"]);
    assert!(wiki[0].contains("there is no document, control or clause `FDA-SW:risk-management-plan`"), "{wiki:?}");
    assert!(wiki[1].contains("the link has the scheme `javascript:`"), "{wiki:?}");
    let files = [("aims.toml", &b""[..]), ("a.md", b"\x8f\x91\x82\xe9\n"), ("docs/use.md", b"---\ntitle: T\n---\n")];
    let sandbox = Sandbox::new(&files);
    let human = |sandbox: &Sandbox| sandbox.run(&["check", "--today", TODAY]).stdout;
    let all = human(&sandbox);
    assert!(all.contains("in the encoding that it was written in") && !all.contains("Latin-1"), "{all}");
    // Keys that stand below the title are no front matter.
    let settings = "[header]\nforms = [\"bold\"]\n";
    let text = "# Policy\n\n**Version:** 1\n**Owner:** CEO\n\nText.\n";
    let sandbox = Sandbox::new(&[("aims.toml", settings), ("a.md", text)]);
    let all = human(&sandbox);
    assert!(all.contains("1 file that describes itself, without a kind"), "{all}");
    let sandbox = Sandbox::new(&[("aims.toml", ""), ("a.md", document("kind: policy", "TBD\n").as_str())]);
    let all = human(&sandbox);
    assert!(all.contains("Write what holds") && !all.contains("below its headings"), "{all}");
}

#[test]
fn an_id_at_the_beginning_of_a_finding_keeps_its_letters() {
    let text = "---\ntitle: T\nkind: policy\nstatus: approved\nversion: 1\nowner: CEO\n---\nWe must do it.\n";
    let sandbox = Sandbox::new(&[("aims.toml", ""), ("docs/use.md", text)]);
    sandbox.commit("Begin");
    sandbox.run(&["build", "--today", TODAY]);
    let page = fs::read_to_string(sandbox.path("site/findings.html")).expect("the page");
    assert!(page.contains("docs-use says") && !page.contains("Docs-use says"), "{page}");
}
