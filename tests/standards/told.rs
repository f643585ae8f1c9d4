//! What is told of each standard by itself where several are followed, and ids beside the name of a standard.

use std::fs;

use super::{BOTH, SECURITY_FIRST, assert_told, statement};
use crate::support::sandbox::{Sandbox, TODAY};

const POLICY: &str = "---\nid: POL-001\ntitle: AI policy\nkind: policy\nversion: '1'\nstatus: approved\nowner: Lead\n\
    approvers: [CEO]\neffective: 2025-01-10\nreviewed: 2026-06-01\nclauses: ['5.2']\n---\nWe judge each system.\n";

/// A record of a kind that names the clauses of a standard.
fn record(kind: &str, id: &str, names: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: {id} of the year\nkind: {kind}\ndate: 2026-08-10\nstatus: approved\n{names}---\nAll of it was looked at.\n"
    )
}

fn short(files: &[(&str, &str)], today: &str) -> String {
    let sandbox = Sandbox::new(files);
    sandbox.run(&["check", "--today", today, "--format", "short"]).stdout
}

/// The site of these files.
fn site(files: &[(&str, &str)]) -> impl Fn(&str) -> String + use<> {
    let sandbox = Sandbox::new(files);
    sandbox.commit("Begin");
    let outcome = sandbox.run(&["build", "--today", TODAY, "--out", "site"]);
    move |path: &str| {
        let read = fs::read_to_string(sandbox.path("site").join(path));
        read.unwrap_or_else(|_| panic!("there is no {path}: {outcome:?}"))
    }
}

#[test]
fn audits_and_reviews_are_told_for_each_standard_that_calls_for_them() {
    for (settings, held, lacks) in
        [(BOTH, "iso-27001", "ISO/IEC 42001"), (SECURITY_FIRST, "iso-42001", "ISO/IEC 27001")]
    {
        let audit = record("audit", "AUD-001", &format!("requirements: {{{held}: ['9.2.1', '9.2.2']}}\n"));
        let review =
            record("management-review", "MR-001", &format!("requirements: {{{held}: ['9.3.1', '9.3.2', '9.3.3']}}\n"));
        let files = [("aims.toml", settings), ("p.md", POLICY), ("a.md", &*audit), ("m.md", &*review)];
        let said = short(&files, TODAY);
        let for_it = |what: &str| format!("warning: for {lacks}, no {what} has been held");
        assert_told(&said, &[&for_it("internal audit"), &for_it("management review")]);
        assert_eq!(said.matches("has been held").count(), 2, "{said}");
        let page = site(&files);
        let overview = page("index.html");
        for (standard, told) in [("ISO/IEC 42001", held == "iso-42001"), ("ISO/IEC 27001", held == "iso-27001")] {
            let (_, after) = overview.split_once(&format!("Internal audit, {standard}")).expect("a row for it");
            let row = after.split("</div>").next().unwrap_or_default();
            assert_eq!(row.contains("AUD-001"), told, "{standard}: {row}");
        }
        let first = if held == "iso-27001" { "ISO/IEC 42001" } else { "ISO/IEC 27001" };
        let coverage = page("coverage.html");
        assert_told(&coverage, &[&format!("there was no internal audit for {first}.")]);
        let other = if settings == BOTH { "iso-27001" } else { "iso-42001" };
        for id in ["clauses".to_owned(), format!("audits-{other}"), format!("clauses-{other}")] {
            assert!(coverage.contains(&format!("<section aria-labelledby=\"{id}\">")), "{id}: {coverage}");
        }
    }
}

#[test]
fn the_policy_that_a_clause_is_about_is_no_kind_of_document_in_german() {
    let settings = "[frameworks]\nfollow = [\"iso-42001\", \"iso-27001\", \"iso-9001\"]\n[site]\nlanguage = \"de\"\n";
    let page = site(&[("aims.toml", settings), ("p.md", POLICY)]);
    let says = |path: &str, word: &str| {
        page(path).split('<').any(|piece| piece.split_once('>').is_some_and(|(_, said)| said.trim() == word))
    };
    let path = "clauses/iso-27001/5.2.html";
    assert!(says(path, "Politik") && !says(path, "Richtlinie"), "{}", page(path));
    assert!(says("documents/POL-001.html", "Richtlinie"));
}

#[test]
fn what_is_the_same_of_all_standards_is_told_once_and_without_a_name() {
    let said = short(&[("aims.toml", BOTH), ("p.md", POLICY)], TODAY);
    assert_told(&said, &["warning: no internal audit has been held", "warning: no management review has been held"]);
    let both = "clauses: ['9.2.1', '9.2.2', 'iso-27001:9.2.1', 'iso-27001:9.2.2']\n";
    let audit = record("audit", "AUD-001", both);
    let said = short(&[("aims.toml", BOTH), ("p.md", POLICY), ("a.md", &audit)], TODAY);
    assert!(!said.contains("internal audit has been held"), "{said}");
    // One that names nothing is of the standard followed first, and so are the clauses that it shows.
    let audit = record("audit", "AUD-001", "");
    let said = short(&[("aims.toml", SECURITY_FIRST), ("p.md", POLICY), ("a.md", &audit)], TODAY);
    assert_told(&said, &["for ISO/IEC 42001, no internal audit has been held"]);
}

#[test]
fn a_review_before_the_audit_of_its_cycle_is_told_for_each_standard() {
    let of = |kind: &str, id: &str, day: &str, names: &str| record(kind, id, names).replace("2026-08-10", day);
    let (audited, reviewed) = ("['9.2.1', '9.2.2']", "['9.3.1', '9.3.2', '9.3.3']");
    let alone = |standard: &str, ids: &str| format!("requirements: {{{standard}: {ids}}}\n");
    let told = |records: &[String]| {
        let files: Vec<(String, &str)> =
            records.iter().enumerate().map(|(place, text)| (format!("r{place}.md"), text.as_str())).collect();
        let files = files.iter().map(|(path, text)| (path.as_str(), *text));
        let said = short(&[("aims.toml", BOTH), ("p.md", POLICY)].into_iter().chain(files).collect::<Vec<_>>(), TODAY);
        let found = said.lines().filter(|line| line.contains("AIMS714"));
        found.map(|line| line.split_once(": ").expect("a place").1.to_owned()).collect::<Vec<_>>()
    };
    let found = told(&[
        of("audit", "AUD-001", "2026-05-04", &alone("iso-42001", audited)),
        of("management-review", "MR-001", "2026-06-01", &alone("iso-42001", reviewed)),
        of("management-review", "MR-002", "2026-06-01", &alone("iso-27001", reviewed)),
        of("audit", "AUD-002", "2026-07-01", &alone("iso-27001", audited)),
    ]);
    let late = "MR-002 was held before the audit AUD-002 of 2026-07-01, and without another since the last review";
    assert_eq!(found, [format!("warning: for ISO/IEC 27001, {late} [AIMS714]")]);
    // What is of all of them is told once.
    let theirs = |ids: &str| ids.replace('[', ", ").replace("'9", "'iso-27001:9");
    let both = |ids: &str| format!("clauses: {}\n", ids.replace(']', &theirs(ids)));
    let found = told(&[
        of("management-review", "MR-002", "2026-06-01", &both(reviewed)),
        of("audit", "AUD-002", "2026-07-01", &both(audited)),
    ]);
    assert_eq!(found, [format!("warning: {late} [AIMS714]")]);
}

#[test]
fn a_fundamental_rights_assessment_of_what_ran_before_is_owed_once_its_design_changes() {
    let told = |deployed: &str, today: &str| {
        let system = format!(
            "---\nid: SYS-001\ntitle: Scorer\nkind: system\nlifecycle: in-use\nai-act-class: high-annex-iii\nannex-iii: ['5(b)']\n\
             ai-roles: [deployer]\ndeployed: {deployed}\n---\n"
        );
        let said = short(&[("aims.toml", ""), ("s.md", &system)], today);
        said.lines().find(|line| line.contains("AIMS651")).map(str::to_owned).expect("a finding")
    };
    for today in [TODAY, "2027-12-05"] {
        let said = told("2026-01-10", today);
        assert_told(&said, &["note: ", "asks for it once its design changes significantly, from 2027-12-02"]);
    }
    assert_told(&told("2027-12-03", "2027-12-05"), &["warning: ", "asks for it from 2027-12-02"]);
}

#[test]
fn what_iso_9001_calls_for_has_a_row_and_a_kind() {
    let follow = "[frameworks]\nfollow = [\"iso-42001\", \"iso-9001\"]\n";
    let audit = record("audit", "AUD-001", "requirements: {iso-9001: ['9.2.1', '9.2.2']}\n");
    let page = site(&[("aims.toml", follow), ("p.md", POLICY), ("a.md", &audit)]);
    let rows = page("data/called-for.csv");
    let of = |clause: &str| {
        let rows = rows.lines().filter(|row| row.contains("iso-9001") && row.contains(&format!("{clause},")));
        rows.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(rows.lines().filter(|row| row.contains("iso-9001")).count(), 29, "{rows}");
    let items = of("9.2.2");
    assert!(items.iter().any(|row| row.contains("audit results") && row.contains("AUD-001")), "{items:?}");
    assert!(items.iter().any(|row| row.contains("audit programme") && row.contains("missing")), "{items:?}");
    assert_told(&page("audit/stage-1.html"), &["nonconforming outputs, actions, concessions, and who decided"]);
    // Any record once showed what a clause of quality alone calls for; one of another kind does not.
    let change = record("change", "CHG-001", "requirements: {iso-9001: ['8.3.3']}\n");
    let clauses = site(&[("aims.toml", follow), ("p.md", POLICY), ("c.md", &change)])("data/clauses.csv");
    let row = clauses.lines().find(|row| row.contains("iso-9001") && row.contains("8.3.3")).expect("a row");
    assert!(!row.contains("evidenced") && !row.contains("current"), "{row}");
}

#[test]
fn a_row_for_a_control_of_another_framework_is_told_as_that_and_counted_nowhere() {
    let rows = "  - {control: A.5.2, applicable: true, reason: people, owner: Lead, implementation: planned}\n  \
                - {control: 'iso-27001:A.5.7', applicable: true, reason: wrong}\n  \
                - {control: 'iso-27001:A.5.9', title: Assets, applicable: true, reason: wrong}\n";
    let ai = statement("SOA-001", "", rows);
    let files = [("aims.toml", BOTH), ("s.md", &*ai)];
    let said = short(&files, TODAY);
    assert_told(&said, &["`iso-27001:A.5.7` is of another framework than this statement, which is for iso-42001"]);
    assert_told(&said, &["`iso-27001:A.5.9` is of another framework than this statement, which is for iso-42001"]);
    assert!(!said.contains("AIMS341") && !said.contains("cannot be the id"), "{said}");
    let soa = site(&files)("data/soa.csv");
    let row = soa.lines().find(|row| row.contains("A.5.7")).expect("a row");
    assert!(row.contains("iso-27001") && !row.contains("iso-42001"), "{row}");
    let said = short(&[("aims.toml", ""), ("s.md", &ai)], TODAY);
    assert_told(&said, &["`iso-27001:A.5.7` is of another framework than this statement, which is for iso-42001"]);
}

/// Where the ids in each of some paragraphs lead to.
fn links(settings: &str, texts: &[&str]) -> Vec<Vec<String>> {
    let note = format!("---\nid: G-001\ntitle: Notes\nkind: guideline\n---\n{}\n", texts.join("\n\n"));
    let page = site(&[("aims.toml", settings), ("g.md", &note)])("documents/G-001.html");
    let (_, article) = page.split_once("<article").expect("an article");
    let article = article.split("</article>").next().unwrap_or_default();
    let of = |paragraph: &str| {
        let links = paragraph.split("class=\"id\" href=\"../").skip(1);
        links.map(|link| link.split('"').next().unwrap_or_default().to_owned()).collect()
    };
    article.split("<p").skip(1).map(of).collect()
}

#[test]
fn an_id_in_a_text_is_a_link_to_the_standard_that_stands_beside_it() {
    let theirs = "controls/iso-27001/A.5.2.html";
    let cases: [(&str, &[&str]); 10] = [
        ("A.5.2 of ISO/IEC 27001 holds.", &[theirs]),
        ("A.5.2 (ISO/IEC 27001) holds.", &[theirs]),
        ("A.5.2 der ISO/IEC 27001 gilt.", &[theirs]),
        ("A.5.2 in ISO/IEC 27001:2022 holds.", &[theirs]),
        ("Here iso-27001:A.5.2 holds.", &[theirs]),
        (
            "The controls A.5.1, A.5.2 and A.5.3 of ISO/IEC 27001 hold.",
            &["controls/iso-27001/A.5.1.html", theirs, "controls/iso-27001/A.5.3.html"],
        ),
        ("As clause 9.2.1 in ISO/IEC 27001:2022 says.", &["clauses/iso-27001/9.2.1.html"]),
        ("As clause 9.2.1 says.", &["clauses/9.2.1.html"]),
        ("A.5.2 holds, and ISO/IEC 27001 too.", &["controls/A.5.2.html"]),
        // What is of the one standard alone, and what is written in full, is a link in whatever order they are followed.
        ("A.8.24 and iso-42001:A.5.2 hold.", &["controls/iso-27001/A.8.24.html", "controls/A.5.2.html"]),
    ];
    let found = links(BOTH, &cases.map(|(text, _)| text));
    for ((text, expected), found) in cases.iter().zip(&found) {
        assert_eq!(found, expected, "{text}");
    }
    // Where the other is not followed there is nothing to lead to.
    let found =
        links("", &["A.5.2 of ISO/IEC 27001 holds.", "As clause 9.2.1 in ISO/IEC 27001:2022 says.", "A.5.2 holds."]);
    assert_eq!(found, [vec![], vec![], vec!["controls/A.5.2.html".to_owned()]]);
}

#[test]
fn an_id_directly_behind_the_name_of_a_standard_is_a_link_to_it() {
    let security = |id: &str| format!("controls/iso-27001/{id}.html");
    let quality = |id: &str| format!("clauses/iso-9001/{id}.html");
    let ours = |id: &str| format!("controls/{id}.html");
    let cases: [(&str, &[String]); 49] = [
        ("As ISO/IEC 27001 A.5.2 says.", &[security("A.5.2")]),
        ("As ISO/IEC 27001:2022, A.5.2 says.", &[security("A.5.2")]),
        ("As ISO/IEC 27001:2022 Annex A A.5.2 says.", &[security("A.5.2")]),
        ("As iso-27001 control A.5.2 says.", &[security("A.5.2")]),
        ("ISO/IEC 27001 A.5.2 and A.5.15 hold.", &[security("A.5.2"), security("A.5.15")]),
        (
            "ISO/IEC 27001 A.5.2 and A.5.3 of ISO/IEC 42001 hold.",
            &[security("A.5.2"), "controls/A.5.3.html".to_owned()],
        ),
        ("ISO 9001 7.5.1 and 8.5.1 hold.", &[quality("7.5.1"), quality("8.5.1")]),
        ("ISO 9001 clause 7.2 holds.", &[quality("7.2")]),
        ("ISO 9001:2015, Abschnitt 7 gilt.", &[quality("7")]),
        ("ISO/IEC 42001 A.6.2.4 holds.", &["controls/A.6.2.4.html".to_owned()]),
        ("ISO/IEC 42001:2023, clause 6.1.4 holds.", &["clauses/6.1.4.html".to_owned()]),
        // Nothing of the standard has that id, or that standard is not followed.
        ("ISO/IEC 27001 A.6.2.4 holds.", &[]),
        ("ISO 9001 A.5.2 holds.", &[]),
        ("ISO 13485 7.2 and clause 7.2 hold.", &[]),
        // It may be of another.
        ("Beside ISO/IEC 27001, A.5.2 holds.", &[]),
        ("We keep to ISO/IEC 27001. A.5.2 holds.", &[]),
        ("ISO 9001 asks in clause 7.2 for it.", &[]),
        ("ISO 9001 7 audits.", &[]),
        // Its name may be set off from the rest.
        ("**ISO/IEC 27001** A.5.2 holds.", &[security("A.5.2")]),
        ("**ISO 27001:2022**, A.5.2 and ***ISO/IEC 42001*** A.5.2 hold.", &[security("A.5.2"), ours("A.5.2")]),
        ("ISO/IEC 27001 **A.5.2** holds.", &[security("A.5.2")]),
        ("*ISO/IEC 27001* clause 9.2.1 holds.", &["clauses/iso-27001/9.2.1.html".to_owned()]),
        ("**ISO/IEC 27001 A.5.2** holds.", &[security("A.5.2")]),
        ("[ISO/IEC 27001](https://x.example) A.5.2 and `ISO 9001` A.5.2 hold.", &[security("A.5.2")]),
        ("ISO/IEC 27001 [as told](https://x.example) A.5.2 holds.", &[]),
        ("ISO/IEC 27001 (A.5.2) holds.", &[security("A.5.2")]),
        ("**ISO/IEC 27001**: A.5.2 holds.", &[security("A.5.2")]),
        ("A.5.2 of **ISO/IEC 27001** holds.", &[security("A.5.2")]),
        ("**A.5.2** of *ISO 9001* holds.", &[]),
        ("**ISO 9001** A.5.2 holds.", &[]),
        ("**ISO/IEC 27001**, A.5.2 holds.", &[]),
        ("**ISO/IEC 27001** asks for more. A.5.2 holds.", &[]),
        ("**ISO/IEC 42001** A.5.2 holds, and **A.5.3** too.", &[ours("A.5.2"), ours("A.5.3")]),
        ("A.5.2 holds, and **ISO/IEC 27001** too.", &[ours("A.5.2")]),
        // What only one of them has is in doubt with nobody, where they are followed.
        ("**ISO/IEC 27001** stands; our A.6.2.4 and A.5.9 hold.", &[ours("A.6.2.4"), security("A.5.9")]),
        ("See *ISO/IEC 27001* and control A.5.9.", &[security("A.5.9")]),
        ("**ISO 13485** stands; our A.6.2.4 holds.", &[]),
        ("**ISO/IEC 27001** A.6.2.4 holds.", &[]),
        ("**ISO/IEC 27001** control A.6.2.4 holds.", &[]),
        ("**ISO/IEC 27001** -- A.5.9 holds.", &[security("A.5.9")]),
        ("**ISO/IEC 27001**: A.5.2; our A.6.2.4 holds.", &[security("A.5.2"), ours("A.6.2.4")]),
        ("**ISO/IEC 27001:2013** asked for A.6.2.2.", &[]),
        ("**ISO/IEC 27001:2022** stands; our A.6.2.4 holds.", &[ours("A.6.2.4")]),
        ("**ISO/IEC 27001**&nbsp;A.5.2 holds.", &[security("A.5.2")]),
        // Behind a colon and in brackets a bare number may count anything.
        ("**ISO/IEC 27001**: 10.2 percent.", &[]),
        ("ISO/IEC 27001: 10.2 and ISO/IEC 27001 (10.2) hold.", &[]),
        ("**ISO/IEC 27001**: clause 10.2 holds.", &["clauses/iso-27001/10.2.html".to_owned()]),
        ("ISO/IEC 27001 (clause 10.2) holds.", &["clauses/iso-27001/10.2.html".to_owned()]),
        // What has the form of an id is no standard.
        ("TR-001 says more than A.5.2.", &["controls/A.5.2.html".to_owned()]),
    ];
    let settings = "[frameworks]\nfollow = [\"iso-42001\", \"iso-27001\", \"iso-9001\"]\n";
    let found = links(settings, &cases.map(|(text, _)| text));
    for ((text, expected), found) in cases.iter().zip(&found) {
        assert_eq!(found, expected, "{text}");
    }
    let found = links(SECURITY_FIRST, &["ISO/IEC 42001 A.5.2 holds.", "ISO/IEC 27001 A.5.2 holds."]);
    assert_eq!(found, [["controls/iso-42001/A.5.2.html"], ["controls/A.5.2.html"]]);
    assert!(links("", &["ISO 9001 clause 7.2 holds."])[0].is_empty());
}

#[test]
fn a_clause_of_a_framework_that_is_not_followed_is_named_by_its_number_too() {
    let named = "---\nid: PRO-001\ntitle: P\nkind: procedure\nowner: Lead\nrequirements: {iso-27001: [A.5.2, \"9.2.1\"]}\n---\nWhoever joins is given a role.\n";
    let files = [("aims.toml", ""), ("p.md", named)];
    assert!(!short(&files, TODAY).contains("AIMS214"));
    let page = site(&files);
    assert_told(&page("documents/PRO-001.html"), &["ISO/IEC 27001 Clause 9.2.1"]);
    let of = page("frameworks/iso-27001.html");
    let (_, row) = of.split_once("id=\"clause-9.2.1\"").expect("a row");
    assert!(row.split("</tr>").next().unwrap_or_default().contains("PRO-001"));
}

#[test]
fn articles_are_requirements_and_no_clauses() {
    let soa = statement("SOA-001", "framework: iso-42001\n", "  - {control: A.5.2, applicable: true, reason: r}\n");
    let told =
        |follow: &str| short(&[("aims.toml", &format!("[frameworks]\nfollow = [{follow}]\n")), ("s.md", &soa)], TODAY);
    assert_told(&told("\"iso-42001\", \"eu-ai-act\""), &["no document answers for these requirements, "]);
    assert_told(&told("\"iso-42001\", \"iso-27001\""), &[" clauses: 4.1 ("]);
}

#[test]
fn a_slip_in_an_own_framework_takes_nothing_else_from_it() {
    let house = |more: &str| {
        format!(
            "id = \"house\"\n{more}title = \"House rules\"\nshort = \"House\"\nedition = \"2026\"\n\
             [[item]]\nid = \"H.1\"\ntitle = \"One\"\n[[item]]\nid = \"9.9\"\ntitle = \"Two\"\n"
        )
    };
    let settings = "[frameworks]\nfiles = [\"house.toml\"]\nfollow = [\"iso-42001\", \"house\"]\n";
    let policy = POLICY.replace("'5.2']", "'5.2', 'house:9.9', H.1]\nrequirements: {house: ['9.9']}");
    let policy = policy.replace("We judge", "See [[H.1]] and [[house:9.9]]. We judge");
    let soa = statement("SOA-001", "framework: house\n", "  - {control: X-1, title: T, applicable: true, reason: r}\n");
    let told = |more: &str| {
        let files = [("aims.toml", settings), ("house.toml", &*house(more)), ("p.md", &*policy), ("s.md", &*soa)];
        let said = short(&files, TODAY);
        let codes = ["AIMS804", "AIMS203", "AIMS211", "AIMS214"];
        codes.map(|code| said.matches(code).count())
    };
    assert_eq!(told(""), [0, 0, 0, 0]);
    assert_eq!(told("colour = 1\n"), [1, 0, 0, 0], "a key that is none is passed over");
    // Where it cannot be read, that it is not followed only follows.
    assert_eq!(told("note = 1\n")[3], 0);
}
