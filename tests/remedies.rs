//! What a remedy says is done to the letter, and afterwards the check says less and nothing of the text is lost.

use std::fs;

use aims::parse::page;

use crate::support::sandbox::{Sandbox, TODAY};

/// Noon in UTC on 2026-06-01.
const JUNE: i64 = 1_780_315_200;

fn check(desk: &Sandbox, more: &[&str]) -> String {
    let mut arguments = vec!["check", "--format", "short", "--today", TODAY];
    arguments.extend(more);
    let outcome = desk.run(&arguments);
    outcome.stdout + &outcome.stderr
}

/// The lines of what is told that name a rule.
fn of<'a>(told: &'a str, rule: &str) -> Vec<&'a str> {
    told.lines().filter(|line| line.contains(&format!("[{rule}]"))).collect()
}

fn text(desk: &Sandbox, path: &str) -> String {
    fs::read_to_string(desk.path(path)).expect("a text")
}

fn document(id: &str, more: &str, below: &str) -> String {
    format!("---\nid: {id}\ntitle: The title of {id}\nkind: policy\n{more}---\n{below}\n")
}

#[test]
fn a_remark_behind_a_value_is_none_of_it() {
    for (line, mended) in [
        ("approvers: [Chief Executive   # The roles", "approvers: [Chief Executive]   # The roles"),
        ("owner: \"AI Officer        # Advised", "owner: \"AI Officer\"        # Advised"),
        ("owner: 'AI Officer\t# Advised", "owner: 'AI Officer'\t# Advised"),
        ("owner: AI: Officer    # Advised. The role", "owner: \"AI: Officer\"    # Advised. The role"),
        ("owner: @ann # a", "owner: \"@ann\" # a"),
        ("owner: *approved* # a", "owner: \"*approved*\" # a"),
        ("owner: \"AI\" Officer # a", "owner: '\"AI\" Officer' # a"),
        ("controls: [A.2.2, A.2.3]x  # y", "controls: [A.2.2, A.2.3]  # y"),
        ("title: [AI, ML] policy # y", "title: \"[AI, ML] policy\" # y"),
        ("title: C# and: F# # y", "title: \"C# and: F#\" # y"),
        ("owner AI Officer # y", "owner: AI Officer # y"),
        ("status：approved # y", "status: approved # y"),
        ("a:\n  - @all # y", "a:\n  - \"@all\" # y"),
        ("a: {b: c # y", "a: {b: c} # y"),
    ] {
        let whole = format!("---\nid: A\n{line}\n---\nText.\n");
        let read = page(whole.as_bytes());
        let problem = read.problems.first().unwrap_or_else(|| panic!("nothing is told of {line}"));
        let fix = problem.fixes.first().unwrap_or_else(|| panic!("nothing mends {line}: {problem:?}"));
        let fixed = format!("{}{}{}", &whole[..fix.span.start], fix.replacement, &whole[fix.span.end..]);
        assert_eq!(fixed, format!("---\nid: A\n{mended}\n---\nText.\n"), "{line}");
        assert!(page(fixed.as_bytes()).problems.is_empty(), "{mended}");
        // What is written out can be written to the letter.
        let help = problem.help.as_ref().expect("a remedy").english();
        assert!(!help.contains('#') || mended.contains("F#"), "{help}");
    }
    let read = page(b"---\na: \"one\n  two # three\"\nowner: @ann # four\n---\n");
    assert_eq!(read.problems.len(), 1, "{:?}", read.problems);
}

#[test]
fn what_mends_a_link_changes_where_it_leads_and_no_word_of_it() {
    for (link, mended) in [
        ("[[PRO 001|PRO 001]]", "[[PRO-001|PRO 001]]"),
        ("[it](..\\q\\b.md \"..\\q\\b.md\")", "[it](../q/b.md \"..\\q\\b.md\")"),
        ("[..\\q\\b.md](..\\q\\b.md)", "[..\\q\\b.md](../q/b.md)"),
        ("<a href=\"..\\q\\b.md\" title=\"..\\q\\b.md\">it</a>", "<a href=\"../q/b.md\" title=\"..\\q\\b.md\">it</a>"),
    ] {
        let desk = Sandbox::new(&[
            ("aims.toml", String::new()),
            ("p/a.md", format!("# A\n\nSee {link} and more.\n")),
            ("q/b.md", document("PRO-001", "", "Text.")),
        ]);
        check(&desk, &["--fix"]);
        assert_eq!(text(&desk, "p/a.md"), format!("# A\n\nSee {mended} and more.\n"));
        assert_eq!(of(&check(&desk, &[]), "AIMS203"), Vec::<&str>::new());
    }
    // Where the address stands elsewhere it is left.
    let before = "# A\n\n[..\\q\\b.md][..\\q\\b.md]\n\n[..\\q\\b.md]: ..\\q\\b.md\n";
    let desk = Sandbox::new(&[("aims.toml", ""), ("p/a.md", before), ("q/b.md", "# B\n")]);
    check(&desk, &["--fix"]);
    assert_eq!(text(&desk, "p/a.md"), before);
}

#[test]
fn a_name_that_looks_the_same_is_written_as_the_file_has_it() {
    let desk =
        Sandbox::new(&[("aims.toml", ""), ("a.md", "# A\n\n[x](Überblick.md)\n"), ("U\u{308}berblick.md", "# B\n")]);
    let told = desk.run(&["check", "--today", TODAY]).stdout;
    assert!(told.contains("looks the same in other characters"), "{told}");
    check(&desk, &["--fix"]);
    assert_eq!(text(&desk, "a.md"), "# A\n\n[x](U\u{308}berblick.md)\n");
    assert_eq!(of(&check(&desk, &[]), "AIMS203"), Vec::<&str>::new());
}

#[test]
fn a_mend_that_brings_an_error_is_left_and_those_beside_it_are_made() {
    for (links, mended) in [
        ("[gone](q/b 9.md) [it](q\\b3.md) [it](q\\b3.md)", "[gone](q/b 9.md) [it](q/b3.md) [it](q/b3.md)"),
        ("[gone](q/b 9.md) [it](q\\b3.md)", "[gone](q/b 9.md) [it](q/b3.md)"),
    ] {
        let desk = Sandbox::new(&[("aims.toml", ""), ("a.md", &document("POL-001", "", links)), ("q/b3.md", "# B\n")]);
        let told = check(&desk, &["--fix"]);
        assert_eq!(text(&desk, "a.md"), document("POL-001", "", mended), "{told}");
        assert!(of(&told, "AIMS203").is_empty() && told.contains("Left"), "{told}");
        let again = check(&desk, &["--fix"]);
        assert_eq!(text(&desk, "a.md"), document("POL-001", "", mended), "{again}");
    }
}

#[test]
fn a_mend_by_which_the_same_lines_cannot_be_read_is_left() {
    let before = "---\nid: POL-001\nkind: policy\nfindings:x\n  - a: b\n---\nText.\n";
    let desk = Sandbox::new(&[("aims.toml", ""), ("a.md", before)]);
    let told = check(&desk, &["--fix"]);
    assert_eq!(text(&desk, "a.md"), before, "{told}");
    assert_eq!(of(&told, "AIMS104").len(), 1, "{told}");
    // What can be read then is mended, whatever else is found in it: a tab goes as far as the line before it.
    let desk = Sandbox::new(&[("aims.toml", ""), ("a.md", "---\nid: POL-001\ntitle: T\n\tkind: policy\n---\nText.\n")]);
    let told = check(&desk, &["--fix"]);
    assert_eq!(text(&desk, "a.md"), "---\nid: POL-001\ntitle: T\nkind: policy\n---\nText.\n", "{told}");
    let desk = Sandbox::new(&[("aims.toml", ""), ("a.md", "---\nid: A\ntitle:T\nkind: polcy\n---\nText.\n")]);
    check(&desk, &["--fix"]);
    assert!(text(&desk, "a.md").contains("title: T\n"), "{}", text(&desk, "a.md"));
}

#[test]
fn a_key_that_no_label_means_goes_where_it_is_read() {
    let settings = "[header]\nforms = [\"bold\"]\n";
    let minutes =
        "# Minutes\n\n**ID**: REC-009\n**Kind**: record\n**Owner**: AI Officer\n**Date**: 2026-09-05\n\nText.\n";
    let help = |settings: &str, minutes: &str| {
        let desk = Sandbox::new(&[("aims.toml", settings), ("m.md", minutes)]);
        let told = desk.run(&["check", "--today", TODAY, "--exit-zero"]).stdout;
        let at = told.find("AIMS314").map(|at| told[at..].split("\n\n").next().unwrap_or_default().to_owned());
        at.map(|told| told.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let way = "`evidence-for` stands between lines `---` at the top, or as what `[header] labels` calls it.";
    assert!(help(settings, minutes).is_some_and(|told| told.contains(way)));
    // Both ways lead there, and a text with front matter is not told of them.
    let front = "---\nid: REC-009\ntitle: T\nkind: record\nowner: AI Officer\ndate: 2026-09-05\n---\nText.\n";
    assert!(help(settings, front).is_some_and(|told| !told.contains("[header]")));
    assert_eq!(help(settings, &format!("---\nevidence-for: [PRO-001]\n---\n{minutes}")), None);
    let labels = format!("{settings}labels = {{ \"Evidence for\" = \"evidence-for\" }}\n");
    assert_eq!(help(&labels, &minutes.replace("**Date", "**Evidence for**: PRO-001\n**Date")), None);
}

#[test]
fn of_many_mends_one_that_brings_an_error_holds_up_none() {
    let sound = |mark: &str| (0..40).map(|at| format!("[it](q{mark}f{at}.md)\n\n")).collect::<String>();
    let desk = Sandbox::new(&[("aims.toml", "")]);
    for at in 0..40 {
        desk.put(format!("q/f{at}.md"), format!("# F{at}\n"));
    }
    let written = format!("{}[gone](q/b 9.md)\n\n{}", sound("\\"), sound("\\"));
    desk.put("a.md", document("POL-001", "", &written));
    let told = check(&desk, &["--fix"]);
    let mended = format!("{}[gone](q/b 9.md)\n\n{}", sound("/"), sound("/"));
    assert_eq!(text(&desk, "a.md"), document("POL-001", "", &mended), "{told}");
    assert!(told.contains("Left"), "{told}");
}

#[test]
fn the_title_of_a_link_stays_behind_its_address() {
    for (link, mended) in [
        ("[x](../q/b 1.md \"t\")", "[x](<../q/b 1.md> \"t\")"),
        ("[x](b 1.md \"two words\")", "[x](<b 1.md> \"two words\")"),
        ("[x](<b 1.md \"t\")", "[x](<b 1.md> \"t\")"),
    ] {
        let read = page(link.as_bytes());
        let rather: Vec<&str> = read.body.torn.iter().map(|torn| torn.rather.as_str()).collect();
        assert_eq!(rather, [mended], "{link}");
        assert!(page(mended.as_bytes()).body.torn.is_empty(), "{mended}");
    }
}

#[test]
fn bars_within_links_code_and_formulas_make_no_row() {
    let told = |line: &str| {
        let below = format!("| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |\n\n{line}\n");
        check(&Sandbox::new(&[("aims.toml", ""), ("a.md", &below), ("b.md", "# B\n")]), &[])
    };
    for line in ["See [[b.md|the one]] and [[b.md|the other]].", "Be `a|b` or `c|d`.", "Where $|x|$ is small."] {
        assert_eq!(of(&told(line), "AIMS122"), Vec::<&str>::new(), "{line}");
    }
    for line in ["| 4 | [[b.md\\|it]] | $6 |", "| `a|b` | 5 | costs $3 |", "4 | 5 | 6"] {
        assert_eq!(of(&told(line), "AIMS122").len(), 1, "{line}");
    }
}

#[test]
fn two_versions_of_one_day_each_hold_from_that_day_on() {
    let version = |label: &str, day: &str, words: &str| {
        let keys = format!("version: \"{label}\"\nstatus: approved\napproved: 2026-06-01\neffective: {day}\n");
        document("POL-001", &keys, words)
    };
    let desk = Sandbox::new(&[("aims.toml", "")]);
    desk.put("a.md", version("1.0", "2026-06-01", "One."));
    desk.commit_at("One", Some(JUNE));
    desk.put("a.md", version("1.1", "2026-06-01", "One, and another sentence that says something else."));
    let uncommitted = desk.run(&["check", "--format", "short", "--today", "2026-06-01"]).stdout;
    assert_eq!(of(&uncommitted, "AIMS512"), Vec::<&str>::new());
    desk.commit_at("Two", Some(JUNE + 3600));
    assert_eq!(of(&check(&desk, &[]), "AIMS512"), Vec::<&str>::new());
    desk.put("a.md", version("1.2", "2026-06-01", "A third sentence, which is of another day altogether."));
    assert_eq!(of(&check(&desk, &[]), "AIMS512").len(), 1);
    desk.commit_at("Three", Some(JUNE + 86_400 * 3));
    assert_eq!(of(&check(&desk, &[]), "AIMS512").len(), 1);
}

const LANGUAGES: &str = "[languages]\ndefault = \"en\"\npattern = [\"{name}.{lang}.md\"]\n";

fn translated(german: &str) -> Sandbox {
    let desk = Sandbox::new(&[("aims.toml", LANGUAGES)]);
    desk.put("p.md", document("POL-001", "version: \"1.0\"\nstatus: draft\n", "Each system is registered."));
    desk.commit("One");
    desk.put("p.md", document("POL-001", "version: \"1.1\"\nstatus: draft\n", "Every system is listed by its owner."));
    desk.commit("Two");
    desk.put("p.de.md", format!("---\ntitle: Richtlinie\n{german}---\nJedes System wird eingetragen.\n"));
    desk.commit("Translate");
    desk
}

#[test]
fn a_slip_in_a_translation_is_told_and_its_page_claims_nothing_by_it() {
    for (keys, rule, line) in [
        ("folows: \"1.0\"\n", "AIMS106", 3),
        ("ownr: X\n", "AIMS106", 3),
        ("status: aproved\n", "AIMS110", 3),
        ("effective: 5 May 2026\n", "AIMS109", 3),
        ("lang: Deutsch\n", "AIMS110", 3),
        ("lang: fr\n", "AIMS110", 3),
    ] {
        let desk = translated(keys);
        let told = check(&desk, &[]);
        let found = of(&told, rule);
        let place = format!("p.de.md:{line}:");
        assert!(found.len() == 1 && found[0].starts_with(&place), "{keys}: {told}");
    }
    for keys in ["", "follows: \"1.1\"\n", "lang: de\nclauses: [5.2]\nfollows: \"1.1\"\n", "translator: Ann\n"] {
        let told = check(&translated(keys), &[]);
        assert!(!told.contains("p.de.md:"), "{keys}: {told}");
    }
    let desk = translated("folows: \"1.0\"\n");
    desk.run(&["build", "--today", TODAY]);
    assert!(!text(&desk, "site/documents/POL-001.de.html").contains("It follows the original as of"));
    desk.put("p.de.md", text(&desk, "p.de.md").replace("folows", "follows"));
    assert_eq!(of(&check(&desk, &[]), "AIMS318").len(), 1);
}

#[test]
fn a_translation_has_the_number_of_its_original_from_its_first_commit_on() {
    let desk = translated("version: \"1.1\"\n");
    let told = check(&desk, &[]);
    assert!(of(&told, "AIMS818").is_empty() && of(&told, "AIMS318").is_empty(), "{told}");
    desk.run(&["build", "--today", TODAY]);
    assert!(!text(&desk, "site/documents/POL-001.de.html").contains("not with a first version"));
    desk.put("q.md", document("POL-002", "version: \"1.1\"\nstatus: draft\n", "Something else."));
    desk.commit("Three");
    assert_eq!(of(&check(&desk, &[]), "AIMS818").len(), 1);
}

#[test]
fn a_waiver_is_asked_for_what_it_lacks_and_told_its_slip() {
    let policy = document("POL-003", "", "Text.");
    let told = |waiver: &str| {
        let settings = format!("[[checks.waivers]]\n{waiver}");
        let desk = Sandbox::new(&[("aims.toml", settings.as_str()), ("policies/policy.md", &policy)]);
        desk.run(&["check", "--today", TODAY]).stdout
    };
    let of_reason = told("code = \"AIMS203\"\nreason = \"r\"\n");
    assert!(of_reason.contains("Add `until = …`") && !of_reason.contains("`reason = "), "{of_reason}");
    let of_day = told("code = \"AIMS203\"\nuntil = 2027-01-01\n");
    assert!(of_day.contains("under `reason`") && !of_day.contains("`until = "), "{of_day}");
    for (code, place, line, meant) in [
        ("AIMS203", "document = \"POL-O03\"", 3, "Did you mean `POL-003`?"),
        ("AIMS203", "path = \"policies/polcy.md\"", 3, "Did you mean `policies/policy.md`?"),
        ("AIMS2O3", "document = \"POL-003\"", 2, "Did you mean `AIMS203`?"),
        ("AIMS203", "document = \"pol-003\"", 2, "Remove it"),
    ] {
        let found = told(&format!("code = \"{code}\"\n{place}\nreason = \"r\"\nuntil = 2026-12-31\n"));
        assert!(found.contains(meant) && found.contains(&format!("aims.toml:{line}:")), "{code} {place}: {found}");
    }
}

#[test]
fn how_a_table_of_the_settings_begins_is_told() {
    for (wrong, right) in [
        ("[checks.waivers]\ncode = \"AIMS203\"\n", "[[checks.waivers]]"),
        ("[[kinds.dpia]]\ntitle = \"D\"\n", "[kinds.dpia]"),
        ("[[values.status]]\nEntwurf = \"draft\"\n", "[values.status]"),
        ("[[approval.kinds.policy]]\nneeds = \"recorded\"\n", "[approval.kinds.policy]"),
        ("[[checks]]\nfail = \"error\"\n", "[checks]"),
    ] {
        let desk = Sandbox::new(&[("aims.toml", wrong), ("a.md", "# A\n")]);
        let told = desk.run(&["check", "--today", TODAY]);
        let told = told.stdout + &told.stderr;
        assert!(told.contains(&format!("begins with a line `{right}`")), "{told}");
        desk.put("aims.toml", format!("{right}\n{}", wrong.split_once('\n').map_or("", |(_, below)| below)));
        let told = desk.run(&["check", "--today", TODAY]);
        assert!(!(told.stdout + &told.stderr).contains("begins with a line"), "{right}");
    }
}

#[test]
fn a_key_that_stands_one_level_too_deep_is_led_out() {
    let deep = document("POL-001", "requirements: {controls: [A.7.2]}\n", "Text.");
    let desk = Sandbox::new(&[("aims.toml", ""), ("a.md", &deep)]);
    let told = desk.run(&["check", "--today", TODAY]).stdout;
    assert!(told.contains("`controls` is a key of the document: write it in the first column."), "{told}");
    desk.put("a.md", document("POL-001", "controls: [A.7.2]\n", "Text."));
    assert!(!check(&desk, &[]).contains("no framework"));
}

#[test]
fn of_a_copy_it_is_told_that_it_is_one_and_no_more() {
    let policy = document("POL-005", "status: approved\nversion: \"1.0\"\n", "Text.");
    let desk = Sandbox::new(&[("aims.toml", ""), ("policies/a.md", &policy)]);
    desk.commit("Begin");
    desk.put("policies/a Kopie.md", &policy);
    let told = check(&desk, &[]);
    let codes: Vec<&str> = told.lines().filter(|line| line.starts_with("policies/a Kopie.md")).collect();
    assert!(codes.len() == 1 && codes[0].contains("AIMS201"), "{told}");
    assert!(told.lines().filter(|line| line.starts_with("policies/a.md")).count() > 1, "{told}");
}

#[test]
fn clauses_of_front_matter_without_its_fence_are_not_missed() {
    let soa = "---\nid: SOA-001\ntitle: S\nkind: soa\nstatement: []\n---\n";
    let keys = "id: POL-001\ntitle: T\nkind: policy\n# lang: # As `6.3`.\nclauses: [7.1, 5.3]   # As [\"7.4\"]\n";
    for policy in [
        format!("--\n{keys}---\nText.\n"),
        format!("```yaml\n{keys}```\nText.\n"),
        format!("{keys}---\nText.\n"),
        format!("---\n{keys}\nText.\n"),
    ] {
        let desk = Sandbox::new(&[("aims.toml", ""), ("soa.md", soa), ("p.md", &policy)]);
        let told = check(&desk, &[]);
        let gaps = of(&told, "AIMS312").concat();
        assert!(gaps.contains("6.3 (") && gaps.contains("7.4 ("), "{told}");
        assert!(!gaps.contains(" 7.1 (") && !gaps.contains(" 5.3 ("), "{told}");
    }
}

#[test]
fn a_link_to_a_document_that_was_renamed_is_told_where_it_is_now() {
    let desk = Sandbox::new(&[("aims.toml", "")]);
    let policy = document("POL-005", "", "# Third parties\n\nWhat is bought is assessed before it is used by anybody.");
    desk.put("policies/pol-005-third-party-ai.md", &policy);
    desk.put("b/a.md", "# A\n\nSee [it](../policies/pol-005-third-party-ai.md#third-parties).\n");
    desk.commit("Begin");
    fs::rename(desk.path("policies/pol-005-third-party-ai.md"), desk.path("policies/Überblick.md")).expect("a rename");
    for when in ["before", "after"] {
        let told = desk.run(&["check", "--today", TODAY]).stdout;
        assert!(told.contains("POL-005 lies at `../policies/Überblick.md` now"), "{when} it is committed: {told}");
        desk.commit("Rename");
    }
    let json = desk.run(&["check", "--format", "json", "--today", TODAY]).stdout;
    assert!(
        json.contains("\"replacement\": \"../policies/Überblick.md\"") || json.contains("\"../policies/Überblick.md\""),
        "{json}"
    );
    desk.put("b/a.md", "# A\n\nSee [it](../policies/Überblick.md#third-parties).\n");
    assert_eq!(of(&check(&desk, &[]), "AIMS203"), Vec::<&str>::new());
}

#[test]
fn a_fence_that_is_none_is_mended_in_the_language_of_its_keys() {
    for (before, after, remedy) in [
        ("++++\nid = \"POL-1\"\ntitle = \"P\"\nkind = \"policy\"\n++++\n", "+++", "The keys are TOML: put `+++`"),
        ("---\nid: POL-1\ntitle: P\nkind: policy\n...\n", "---", "Write `---` in place of `...`"),
    ] {
        let desk = Sandbox::new(&[("aims.toml", ""), ("p.md", &*format!("{before}\nText.\n"))]);
        let outcome = desk.run(&["check", "--today", TODAY]);
        assert!((outcome.stdout.clone() + &outcome.stderr).contains(remedy), "{outcome:?}");
        let mended = before.replace("++++", after).replace("...", after);
        desk.put("p.md", format!("{mended}\nText.\n"));
        let told = check(&desk, &[]);
        assert!(!told.contains("AIMS104") && !told.contains("AIMS105"), "{told}");
        assert_eq!(page(text(&desk, "p.md").as_bytes()).front.expect("front matter").entries.len(), 3);
    }
}
