//! What is counted of what: controls of which nobody said whether they apply, standards beside the first, and lists without
//! rows of their own.

use super::pages;

const BOTH: &str = "[frameworks]\nfollow = [\"iso-42001\", \"iso-27001\"]\n";
const AUDIT: &str = "---\nid: AUD-1\ntitle: Audit\nkind: audit\ndate: 2026-09-24\ncovers-clauses: [4, 5, 6, 7, 8, 9, 10]\ncovers-controls: [A.2, A.3, A.4, A.5, A.6, A.7, A.8, A.9, A.10]\n---\nText.\n";

/// A statement with a row for every control of ISO/IEC 42001 but those `without`; the first is left out.
fn statement(without: &[&str]) -> String {
    let rows: Vec<String> = crate::model::catalog::Catalog::builtin()
        .controls()
        .filter(|control| !without.contains(&control.id.as_str()))
        .map(|control| {
            format!("  - {{control: {}, applicable: {}, reason: Needed}}\n", control.id, control.id != "A.2.2")
        })
        .collect();
    format!(
        "---\nid: SOA-1\ntitle: Statement\nkind: soa\nversion: \"1\"\nstatus: approved\nstatement:\n{}---\n",
        rows.concat()
    )
}

/// The words of a page, without its tags.
fn words(html: &str) -> String {
    let pieces = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    pieces.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a section of a page.
fn section(html: &str, id: &str) -> String {
    let begin = format!("<section aria-labelledby=\"{id}\">");
    words(html.split_once(&begin).and_then(|(_, rest)| rest.split("</section>").next()).unwrap_or_default())
}

#[track_caller]
fn assert_told(said: &str, texts: &[&str]) {
    for text in texts {
        assert!(said.contains(text), "`{text}` is not in: {said}");
    }
}

/// Many AI systems in use and many audits, with the kinds that systems are assessed by.
fn many() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for n in 1..=60 {
        let text = format!("---\nid: SYS-{n}\ntitle: System {n}\nkind: system\nlifecycle: in-use\n---\n");
        files.push((format!("sys-{n}.md"), text));
        for kind in ["impact-assessment", "risk-assessment"] {
            let text = format!(
                "---\nid: {kind}-{n}\ntitle: T\nkind: {kind}\ndate: 2026-05-01\nsystems: [SYS-{n}]\n---\nText.\n"
            );
            files.push((format!("{kind}-{n}.md"), text));
        }
    }
    for n in 1..=20 {
        files.push((format!("aud-{n}.md"), AUDIT.replace("AUD-1", &format!("AUD-{n}"))));
    }
    files
}

#[test]
fn no_two_filters_of_a_page_are_called_the_same() {
    let soa = statement(&[]);
    for systems in [1, 13] {
        let texts: Vec<(String, String)> = (0..systems)
            .map(|n| {
                (
                    format!("s{n}.md"),
                    format!("---\nid: SYS-{n}\ntitle: S\nkind: system\nlifecycle: in-use\n---\nText.\n"),
                )
            })
            .collect();
        let files = texts.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        let page = pages(&[("aims.toml", ""), ("soa.md", soa.as_str())].into_iter().chain(files).collect::<Vec<_>>());
        for path in ["coverage.html", "systems/evidence.html"] {
            let html = page(path);
            let mut names: Vec<&str> =
                html.split("data-filter=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            names.sort_unstable();
            let all = names.len();
            names.dedup();
            assert!(
                all > 1 && names.len() == all && names.contains(&"Filter controls by AI system"),
                "{path}: {names:?}"
            );
        }
    }
}

#[test]
fn every_page_of_every_list_is_made_whatever_the_statement_says() {
    let draft = "---\nid: SOA-1\ntitle: S\nkind: soa\nstatus: draft\nstatement:\n  - {control: A.2.2, applicable: true, reason: R}\n---\n";
    let whole = statement(&[]);
    // No statement, one that has no control that is bound to systems, and one that has.
    for (soa, pairs) in [(None, false), (Some(draft), false), (Some(whole.as_str()), true)] {
        let mut files = many();
        files.push(("aims.toml".to_owned(), String::new()));
        files.extend(soa.map(|text| ("soa.md".to_owned(), text.to_owned())));
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        // Every page of the plan is made, or this panics.
        let page = pages(&files);
        assert!(words(&page("lists/audited-systems-2.html")).contains("SYS-60"));
        assert_eq!(page("coverage.html").contains("lists/audited-pairs-2.html"), pairs, "{soa:?}");
    }
}

/// The words of the year that a certification body reads before stage 2.
fn year(audit: &str, policy: &str, change: &str) -> String {
    let certification = "---\nid: CER-1\ntitle: C\nkind: certification\nstandard: ISO/IEC 42001:2023\nstage-2: 2026-10-10\nstate: stage-2\n---\nText.\n";
    let policy = format!("---\nid: POL-1\ntitle: P\nkind: policy\nclauses: ['5.2']\n{policy}---\nText.\n");
    let change = format!("---\nid: CHG-1\ntitle: G\nkind: change\ndate: 2026-09-01\n{change}---\nText.\n");
    let audit = AUDIT.replace("date:", &format!("{audit}date:"));
    let files = [("aims.toml", ""), ("c.md", certification), ("a.md", &*audit), ("p.md", &*policy), ("g.md", &*change)];
    words(&pages(&files)("certification/CER-1-stage-2.html"))
}

#[test]
fn of_a_year_is_on_record_what_is_finished_decided_and_more_than_said() {
    let told = year("", "reviewed: 2026-09-01\n", "state: done\n");
    assert_told(
        &told,
        &[
            "Internal audit On record AUD-1 2026-09-24",
            "AI policy reviewed Only said POL-1 says 2026-09-01",
            "Changes decided On record CHG-1 2026-09-01",
            "Changes decided 1",
        ],
    );
    let told = year("status: in-review\n", "status: in-review\nreviewed: 2026-09-01\n", "state: proposed\n");
    assert_told(
        &told,
        &[
            "Internal audit Not on record",
            "AI policy reviewed Not on record",
            "Changes decided None on record",
            "Changes decided 0",
        ],
    );
}

#[test]
fn a_control_that_the_statement_does_not_mention_is_counted_apart() {
    let gap = statement(&["A.9.2", "A.9.3", "A.9.4"]);
    let page = pages(&[("aims.toml", ""), ("s.md", &gap), ("a.md", AUDIT)]);
    let index = page("index.html");
    assert_told(&words(&index), &["34 controls apply, 1 left out, 3 not said"]);
    assert!(index.contains(" of 34</b>") && !index.contains(" of 37</b>"), "the menu: {index}");
    let soa = words(&page("soa.html"));
    assert_told(&soa, &["34 controls in, 1 out, 3 not said."]);
    assert!(!soa.contains("Every control of Annex A once"), "{soa}");
    let coverage = page("coverage.html");
    assert_told(
        &words(&coverage),
        &["34 of 34 controls", "Of 3 more controls no statement of applicability says whether they apply."],
    );
    let holes = section(&coverage, "holes");
    assert_told(
        &holes,
        &["3 controls of which no statement of applicability says whether they apply: A.9.2 , A.9.3 , A.9.4"],
    );
    assert!(!holes.contains("There is none."), "{holes}");
    assert_told(
        &words(&page("audit.html")),
        &[
            "34 controls that apply have nothing behind them.",
            "3 controls have nothing behind them, and no statement of applicability says yet which of them apply.",
        ],
    );
    let phases = words(&page("certification.html"));
    assert_told(&phases, &["or the programme has it before it Not shown A.9.2"]);
    // Where all are said, nothing is.
    let page = pages(&[("aims.toml", ""), ("s.md", &statement(&[])), ("a.md", AUDIT)]);
    assert_told(&words(&page("index.html")), &["37 controls apply, 1 left out"]);
    assert_told(&words(&page("soa.html")), &["Every control of Annex A once", "37 controls in, 1 out."]);
    for path in ["index.html", "soa.html", "coverage.html"] {
        assert!(!words(&page(path)).contains("no statement of applicability says"), "{path}");
    }
    assert_eq!(section(&page("coverage.html"), "holes").matches("There is none.").count(), 1);
}

#[test]
fn where_two_standards_are_followed_what_is_counted_names_its_own() {
    let page = pages(&[("aims.toml", BOTH), ("s.md", &statement(&[])), ("a.md", AUDIT)]);
    let coverage = page("coverage.html");
    let only = "Only clauses of ISO/IEC 42001 and controls of ISO/IEC 42001 are counted here, and no other requirements of ISO/IEC 27001.";
    assert!(!words(&coverage).contains(only), "the page counts both");
    let told = words(&coverage);
    let of_other = ["there was no internal audit for ISO/IEC 27001.", "ISO/IEC 27001: Clauses"];
    assert_told(&told, &[&["ISO/IEC 42001: Since "][..], &of_other].concat());
    let holes = section(&coverage, "holes");
    assert_told(&holes, &["clauses: iso-27001:4.1"]);
    assert!(!holes.contains("There is none."), "{holes}");
    let register = words(&page("registers/audit.html"));
    assert!(!register.contains(only), "the page counts both");
    let theirs = ["ISO/IEC 27001: Clauses", "ISO/IEC 27001: Controls of which no statement says whether they apply 93"];
    assert_told(&register, &theirs);
    assert_told(
        &words(&page("certification.html")),
        &[
            "The phases lead to a certificate by ISO/IEC 42001, and count its clauses and controls alone. Requirements of ISO/IEC 27001 are not counted.",
            "Every control that applies is documented (ISO/IEC 42001)",
            "Internal audits looked at every clause (ISO/IEC 42001)",
        ],
    );
    // None of it is said where there is one standard.
    let page = pages(&[("aims.toml", ""), ("s.md", &statement(&[])), ("a.md", AUDIT)]);
    for path in ["coverage.html", "certification.html", "registers/audit.html"] {
        let told = words(&page(path));
        assert!(
            ["counted here", "ISO/IEC 42001: Since", "alone. "].iter().all(|said| !told.contains(said)),
            "{path}: {told}"
        );
    }
}

#[test]
fn what_a_record_shows_has_something_behind_it() {
    let record = "---\nid: IA-1\ntitle: I\nkind: impact-assessment\ndate: 2026-04-01\ncontrols: [A.5.2, A.5.4]\n---\nThe assessment was asked for on Monday and accepted on Friday.\n";
    let page = pages(&[("aims.toml", ""), ("i.md", record)]);
    let told = words(&page("audit.html"));
    assert_told(
        &told,
        &["36 controls have nothing behind them,", "2 controls stand at gap though documents name them:"],
    );
    let policy = record.replace("IA-1", "POL-1").replace("impact-assessment", "policy");
    let page = pages(&[("aims.toml", ""), ("i.md", record), ("p.md", &policy)]);
    assert!(!words(&page("audit.html")).contains("though documents name"));
}
