//! What a change brings with it and may not hide: rows and keys that are others, its own pardon, findings that are graver, and
//! acts that no longer count.

use std::fs;

use aims::impact::{Aside, Impact};
use sandbox::{Sandbox, TODAY};

use super::{File, SYSTEM, findings, impact, policy, procedure, world};
use crate::support::sandbox;

/// A statement of applicability with these rows.
fn statement(rows: &[(&str, &str)]) -> String {
    let rows: String = rows.iter().map(|(control, rest)| format!("  - {{control: {control}, {rest}}}\n")).collect();
    format!("---\nid: SOA-001\ntitle: S\nkind: soa\nversion: \"1\"\nstatus: draft\nowner: O\nstatement:\n{rows}---\n")
}

#[test]
fn a_row_is_another_by_whichever_key_and_the_page_says_the_same() {
    let all = "title: T, applicable: true, reason: R, implementation: planned, owner: Boss, due: 2026-12-01, \
               basis: [law], risks: [RSK-1], documents: [PRO-1], evidence: [REC-1]";
    let edits = [
        ("A.2.2", "title", "title: T", "title: U"),
        ("A.2.3", "applicable", "applicable: true", "applicable: false"),
        ("A.2.4", "reason", "reason: R", "reason: S"),
        ("A.3.2", "implementation", "planned", "partial"),
        ("A.3.3", "owner", "Boss", "Clerk"),
        ("A.4.2", "due", "2026-12-01", "2028-12-01"),
        ("A.4.3", "basis", "[law]", "[contract]"),
        ("A.4.4", "risks", "[RSK-1]", "[RSK-1, RSK-2]"),
        ("A.4.5", "documents", "[PRO-1]", "[PRO-2]"),
        ("A.4.6", "evidence", "[REC-1]", "[REC-2]"),
        ("A.5.2", "due", "due: 2026-12-01, ", ""),
    ];
    let before: Vec<(&str, &str)> = edits.iter().map(|(control, ..)| (*control, all)).collect();
    let changed: Vec<String> = edits.iter().map(|(_, _, was, is)| all.replace(was, is)).collect();
    let after: Vec<(&str, &str)> = before.iter().zip(&changed).map(|((control, _), row)| (*control, &**row)).collect();
    let (before, after) = (statement(&before), statement(&after));
    let (was, is) = ([("aims.toml", ""), ("soa.md", &*before)], [("aims.toml", ""), ("soa.md", &*after)]);
    let found = impact(&was, &is);
    let told: Vec<(&str, Vec<&str>)> = found
        .statement
        .iter()
        .map(|row| (row.control.as_str(), row.cells.iter().map(|cell| cell.key.as_str()).collect()))
        .collect();
    let expected: Vec<(&str, Vec<&str>)> = edits.iter().map(|(control, key, ..)| (*control, vec![*key])).collect();
    assert_eq!(told, expected);
    let weaker = &found.documents[0].weaker;
    assert!(weaker.contains(&"A.4.2 put off: 2026-12-01 → 2028-12-01".to_owned()), "{weaker:?}");
    assert!(weaker.contains(&"A.5.2 put off: 2026-12-01 → no day".to_owned()), "{weaker:?}");
    let (sandbox, base) = world(&was, &is);
    let built = sandbox.run(&["build", "--since", &base, "--out", "o", "--today", TODAY]);
    let page = fs::read_to_string(sandbox.path("o/changes/since.html")).unwrap_or_else(|_| panic!("{built:?}"));
    assert!(!page.contains("Every row says what it said."));
    let section = page.split("id=\"soa\"").nth(1).expect("the section");
    for (control, ..) in edits {
        assert!(section.contains(&format!("{control}<")), "{control} in {section}");
    }
}

#[test]
fn keys_beside_a_text_are_of_the_document() {
    let settings = ("aims.toml", "[header]\nsidecars = [\"{path}.yml\"]\n");
    let keys = "id: PRO-001\ntitle: P\nkind: procedure\nversion: \"1\"\nstatus: approved\nowner: Boss\n\
                controls: [A.6.2.4, A.6.2.5]\n";
    let of = |after: &str| {
        let text = ("p.md", "# P\n\nWe test each model.\n");
        impact(&[settings, text, ("p.yml", keys)], &[settings, text, ("p.yml", after)])
    };
    let found = of(&keys.replace(", A.6.2.5", "").replace("Boss", "Clerk"));
    let row = &found.documents[0];
    assert_eq!((row.id.as_str(), row.became.as_str()), ("PRO-001", "material"));
    assert!(row.summary.contains("Boss → Clerk"), "{}", row.summary);
    assert_eq!(row.weaker, ["control A.6.2.5 no longer claimed"]);
    let found = of(&keys.replace("procedure", "record").replace("approved", "retired"));
    assert_eq!(found.documents.len(), 1, "{:?}", found.documents);
    assert_ne!(found.documents[0].became.as_str(), "same");
    assert!(found.documents[0].summary.contains("procedure → record"), "{}", found.documents[0].summary);
}

#[test]
fn what_the_settings_make_of_a_document_is_told_too() {
    let text = ("p/a.md", "---\nid: A-1\ntitle: A\nversion: \"1\"\n---\nWe test each model.\n");
    let of = |kind: &str| format!("[folders]\n\"p/**\" = \"{kind}\"\n");
    let (before, after) = (of("procedure"), of("record"));
    let found = impact(&[("aims.toml", &before), text], &[("aims.toml", &after), text]);
    assert_eq!(found.documents.len(), 1);
    assert!(found.documents[0].summary.contains("procedure → record"), "{}", found.documents[0].summary);
}

/// On pages that are not under control, links warn at most unless the settings say otherwise.
const LINKS: &str = "[checks.levels]\nbroken-link = \"error\"\n";

#[test]
fn no_change_brings_its_own_pardon() {
    let page = ("a.md", "[[NOPE-1]]\n");
    let of = |settings: &str, more: &[File<'_>]| {
        let after = [&[("aims.toml", settings), SYSTEM, page], more].concat();
        impact(&[("aims.toml", LINKS), SYSTEM], &after)
    };
    let plain = of(LINKS, &[]);
    assert!(plain.fails);
    let print = |found: &Impact| {
        let told = aims::diag::print(&aims::diag::Diagnostic::new(
            ("AIMS203", "broken-link"),
            aims::diag::Level::Error,
            aims::diag::Place { path: aims::base::DocPath::new("a.md").expect("a path"), span: None },
            found.new_findings.iter().find(|found| found.rule == "broken-link").expect("it is new").message.clone(),
        ));
        told[..16].to_owned()
    };
    let waiver = format!("{LINKS}\n[[checks.waivers]]\ncode = \"broken-link\"\nreason = \"r\"\nuntil = 2026-12-31\n");
    let known = format!("# aims baseline 2\nAIMS203 error {} a.md\n", print(&plain));
    let listed = format!("[checks]\nbaseline = \"known.txt\"\n{LINKS}");
    for (settings, more, aside) in [
        ("[checks.levels]\nbroken-link = \"off\"\n", &[][..], Some(Aside::Off)),
        ("[checks.levels]\nbroken-link = \"note\"\n", &[], None),
        (&waiver, &[], Some(Aside::Waived)),
        (&listed, &[("known.txt", &*known)], Some(Aside::Baseline)),
    ] {
        let found = of(settings, more);
        let all = || found.new_findings.iter().chain(&found.findings_aside);
        let link: Vec<_> = all().filter(|found| found.rule == "broken-link").collect();
        assert_eq!(link.len(), 1, "{settings}: {link:?}");
        assert!(found.fails && link[0].fails && link[0].brought && link[0].aside == aside, "{settings}: {link:?}");
    }
    // What was there is no matter of the change, whatever it does to the settings.
    let before = [("aims.toml", LINKS), SYSTEM, page];
    let off = impact(&before, &[("aims.toml", "[checks.levels]\nbroken-link = \"off\"\n"), SYSTEM, page]);
    assert_eq!((off.fails, off.findings_aside.len(), off.findings_aside[0].brought), (false, 1, false));
}

#[test]
fn what_is_graver_is_new_and_no_baseline_knows_it() {
    let loose = "See [[NOPE-1]].\n";
    let strict = procedure("controls: [A.6.2.4]\n").replace("We assess each system.\n", loose);
    let files = |page| [("aims.toml", ""), SYSTEM, ("a.md", page)];
    let (before, after) = (files(loose), files(&*strict));
    let found = impact(&before, &after);
    let link = found.new_findings.iter().find(|found| found.rule == "broken-link").expect("it is told");
    assert!(found.fails && link.fails && link.was == Some(aims::diag::Level::Warning), "{link:?}");
    let raised = impact(
        &[("aims.toml", "[checks.levels]\nbroken-link = \"note\"\n"), SYSTEM, ("a.md", loose)],
        &[("aims.toml", LINKS), SYSTEM, ("a.md", loose)],
    );
    assert!(raised.fails && findings(&raised).0 == 1, "{:?}", raised.new_findings);
    let sandbox = Sandbox::new(&before);
    sandbox.commit("Begin");
    let check =
        |arguments: &[&str]| sandbox.run(&[&["check", "--format", "short", "--today", TODAY], arguments].concat());
    assert_eq!(check(&["--write-baseline", "known.txt"]).code, Some(0));
    assert!(!check(&["--baseline", "known.txt"]).stdout.contains("NOPE-1"));
    sandbox.put("a.md", &strict);
    let told = check(&["--baseline", "known.txt"]);
    assert!(told.code == Some(1) && told.stdout.contains("NOPE-1"), "{told:?}");
    // A list of the form before says no levels, and holds.
    let listed = fs::read_to_string(sandbox.path("known.txt")).expect("a baseline");
    sandbox.put("known.txt", listed.replace("baseline 2", "baseline 1").replace(" warning ", " "));
    let told = check(&["--baseline", "known.txt"]);
    assert!(!told.stdout.contains("NOPE-1"), "{told:?}");
}

#[test]
fn what_fails_now_and_did_not_is_told_as_that() {
    let files = |fail: &'static str| [("aims.toml", fail), SYSTEM, ("a.md", "See [[NOPE-1]].\n")];
    let raised = impact(&files(""), &files("[checks]\nfail = \"warning\"\n"));
    let link = raised.new_findings.iter().find(|found| found.rule == "broken-link").expect("it is told");
    assert!(link.fails && link.was == Some(link.level), "{link:?}");
    let told = format!("{:?}", aims::impact::told::told(&raised));
    assert!(told.contains("it was there, and did not fail") && !told.contains("it was there, as"), "{told}");
}

#[test]
fn where_there_was_no_aims_its_first_baseline_lowers_no_bar() {
    let page = policy("1", "", "See [it](nowhere.md).");
    let sandbox = Sandbox::new(&[("p.md", &*page)]);
    let base = sandbox.commit("Before");
    sandbox.put("aims.toml", "");
    let run = |arguments: &[&str]| sandbox.run(&[arguments, &["--today", TODAY]].concat());
    let compared = || {
        let run = run(&["impact", &base, "--format", "json"]);
        let told: serde_json::Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"));
        (run.code, told)
    };
    assert_eq!(compared().0, Some(1), "nothing puts it aside");
    assert_eq!(run(&["check", "--write-baseline", "known.txt"]).code, Some(0));
    sandbox.put("aims.toml", "[checks]\nbaseline = \"known.txt\"\n");
    sandbox.commit("Adopt");
    let (code, told) = compared();
    assert_eq!((code, &told["fails"]), (Some(0), &false.into()), "{}", told["new"]);
    let aside = told["aside"].as_array().expect("a list");
    let link = aside.iter().find(|found| found["rule"] == "broken-link").expect("it is told");
    assert_eq!((&link["aside"], &link["fails"]), (&"baseline".into(), &false.into()), "{link}");
}

/// A baseline as it was written before people were among what is known again: of PRO-001 alone.
const OF_BEFORE: &str = "# aims baseline 1\nAIMS627 a81c16f70a483c61 p.md\n";

#[test]
fn a_baseline_of_the_form_before_goes_on_to_hold() {
    let text = procedure("approvers: [Boss]\n").replace("Data Lead", "Boss");
    let sandbox = Sandbox::new(&[("aims.toml", ""), ("p.md", &*text), ("known.txt", OF_BEFORE)]);
    sandbox.commit("Begin");
    let told = |more: &[&str]| sandbox.run(&[&["check", "--format", "short", "--today", TODAY], more].concat()).stdout;
    assert!(told(&[]).contains("AIMS627"));
    let known = told(&["--baseline", "known.txt"]);
    assert!(!known.contains("AIMS627") && !known.contains("AIMS817"), "{known}");
}

#[test]
fn somebody_elses_finding_is_another() {
    let owned = |who: &str| procedure(&format!("approvers: [{who}]\n")).replace("Data Lead", who);
    let (before, after) = (owned("Boss"), owned("Clerk"));
    let files = |procedure| [("aims.toml", ""), SYSTEM, ("p.md", procedure)];
    let found = impact(&files(&before), &files(&after));
    let is_told = |list: &[aims::impact::Found]| list.iter().any(|found| found.rule == "four-eyes-missing");
    assert!(is_told(&found.new_findings) && is_told(&found.fixed_findings), "{:?}", found.new_findings);
}

#[test]
fn to_take_a_text_out_of_force_is_no_editorial_change() {
    let (held, draft) = (policy("1", "", "We must."), policy("1", "", "We must.").replace("approved", "draft"));
    let gone = held.replace("status: approved", "status: retired");
    let became = |before: &str, after: &str| {
        let found = impact(&[("aims.toml", ""), ("p.md", before)], &[("aims.toml", ""), ("p.md", after)]);
        (found.documents[0].became.as_str(), found.numbers.documents_retired, found.numbers.documents_editorial)
    };
    assert_eq!(became(&held, &gone), ("retired", 1, 0));
    assert_eq!(became(&gone, &held), ("restored", 0, 0));
    assert_eq!(became(&draft, &held), ("standing", 0, 0));
    assert_eq!(became(&held, &held.replace("We must.", "We, must.")).0, "editorial");
}

#[test]
fn a_file_that_moves_under_another_id_is_one_document_and_is_told_by_its_record() {
    let text = "We test each model before it is used.\nWe look at each result again.\nWe keep what we found.\n";
    let old = procedure("").replace("\"1\"", "\"1.3\"").replace("We assess each system.\n", text);
    let new = old.replace("PRO-001", "PRO-020");
    let found = impact(&[("aims.toml", ""), ("a.md", &old)], &[("aims.toml", ""), ("z.md", &new)]);
    let rows = found.documents.iter().map(|row| (&*row.id, row.formerly.as_deref(), row.from.as_deref()));
    let rows: Vec<_> = rows.collect();
    assert_eq!(rows, [("PRO-020", Some("PRO-001"), Some("a.md"))]);
    let told = |found: &Impact| found.new_findings.iter().any(|found| found.message.contains("not in this repository"));
    assert!(!told(&found), "{:?}", found.new_findings);
    // Where it only moved, what was said of its record is said of it still.
    let moved = impact(&[("aims.toml", ""), ("a1.md", &old)], &[("aims.toml", ""), ("a2.md", &old)]);
    let late = |list: &[aims::impact::Found]| list.iter().any(|found| found.rule == "record-begins-late");
    assert!(!late(&moved.new_findings) && !late(&moved.fixed_findings), "{:?}", moved.new_findings);
}

#[test]
fn an_approval_that_no_longer_counts_is_lost_though_its_word_is_all_that_is_asked_for() {
    let settings = "[approval]\nneeds = \"claimed\"\n[[people]]\nname = \"Tobias\"\nemails = [\"t@example.org\"]\n";
    let text = policy("1", "approvers: [Chief Risk Officer]\n", "We must.");
    let sandbox = Sandbox::new(&[("aims.toml", settings), ("p.md", &*text)]);
    sandbox.commit("Begin\n\nApproved-by: Tobias <t@example.org>\n");
    let told = |text: &str| {
        sandbox.put("p.md", text);
        let told = sandbox.run(&["impact", "HEAD", "--format", "json", "--exit-zero", "--today", TODAY]);
        let told: serde_json::Value = serde_json::from_str(&told.stdout).unwrap_or_else(|_| panic!("{told:?}"));
        told["approvals"].clone()
    };
    assert_eq!(told(&text), serde_json::json!([]));
    let lost = told(&text.replace("We must.", "We may."));
    assert_eq!((&lost[0]["void"], &lost[0]["waits"]), (&false.into(), &false.into()), "{lost}");
    assert_eq!(lost[0]["lost"], serde_json::json!(["Tobias"]), "{lost}");
}

#[test]
fn a_limit_whose_unit_grew_is_weaker_and_the_same_time_in_other_words_is_not() {
    let text = |limit: &str| format!("---\nid: POL-1\ntitle: P\nkind: policy\n---\n\nWe report {limit} here.\n");
    let told = |was: &str, is: &str| -> Vec<String> {
        let (was, is) = (text(was), text(is));
        let found = impact(&[("aims.toml", ""), ("p.md", &*was)], &[("aims.toml", ""), ("p.md", &*is)]);
        let all = found.documents.iter().flat_map(|document| &document.weaker);
        all.map(|sentence| sentence.to_lowercase()).collect()
    };
    for (was, is) in [
        ("within 4 hours", "within 4 months"),
        ("within a day", "within a month"),
        ("within 24 hours", "within a week"),
        ("within twenty-four hours", "within forty-eight hours"),
        ("at least 6 months", "at least 6 days"),
        ("at least 99,5 %", "at least 99 %"),
        ("twice a year", "once a year"),
        ("twice yearly", "once yearly"),
        ("innerhalb von 24 Stunden", "innerhalb einer Woche"),
        ("innerhalb eines Tages", "innerhalb eines Monats"),
        ("mindestens 6 Monate", "mindestens 6 Tage"),
        ("alle drei Monate", "alle drei Jahre"),
        ("zweimal im Jahr", "einmal im Jahr"),
        ("vierteljährlich", "jährlich"),
    ] {
        assert_eq!(told(was, is), [format!("“{was}” became “{is}”").to_lowercase()], "{was} / {is}");
        assert!(told(is, was).is_empty(), "{is} / {was}");
    }
    assert_eq!(told("within 4 hours by mail", "within 4 months in writing").len(), 1);
    for (one, other) in [
        ("within 12 months", "within one year"),
        ("within 4 weeks", "within a month"),
        ("within 5 working days", "within a week"),
        ("within 5 working days", "within 5 calendar days"),
        ("every 12 months", "every year"),
        ("every six months", "twice a year"),
        ("six times a year", "every two months"),
        ("at least 95 %", "at least 95 percent"),
        ("at least 30 days", "at least a month"),
        ("binnen fünf Werktagen", "binnen einer Woche"),
        ("alle zwölf Monate", "jährlich"),
        ("mindestens 1.000 Stunden", "mindestens 900 Stunden"),
    ] {
        assert!(told(one, other).is_empty() && told(other, one).is_empty(), "{one} / {other}");
    }
}
