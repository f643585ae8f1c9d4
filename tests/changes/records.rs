//! Versions, records and tags on the pages that tell of the past: one answer for each question, and a word where a record
//! grew or a text is younger than its acceptance.

use aims::base::Bundle;
use git2::Oid;

use super::support::{Files, TestRepo, put};
use super::{ORLA, SETTINGS, at, build, commit, page, policy, rows, story, system, text};

/// A day, and what is done to the files on it.
pub(super) type Day<'a> = (&'a str, &'a dyn Fn(&mut Files));

/// A repository with a commit on each of some days.
pub(super) fn told(days: &[Day<'_>]) -> (TestRepo, Vec<Oid>) {
    let mut repo = TestRepo::new();
    put(&repo.path().join("aims.toml"), SETTINGS);
    let mut commits: Vec<Oid> = Vec::new();
    for (day, edit) in days {
        let parents: Vec<Oid> = commits.last().copied().into_iter().collect();
        commits.push(commit(&mut repo, &parents, ORLA, day, "A change\n", |files| {
            files.write("aims.toml", SETTINGS);
            edit(files);
        }));
    }
    (repo, commits)
}

fn words(bundle: &Bundle, path: &str) -> String {
    text(&page(bundle, path)).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_gap_is_told_where_a_document_of_it_is() {
    let (repo, _) = told(&[("2025-01-10", &|files| {
        files.write("policy.md", policy("2.0", "2025-01-15", "must"));
        files.write(
            "log.md",
            "---\nid: REC-001\ntitle: Log\nkind: record\ndate: 2025-01-05\ncontrols: [A.2.3]\n---\nx\n",
        );
    })]);
    let bundle = build(&repo, None);
    let has_gap = |path: &str| page(&bundle, path).contains("The record has a gap.");
    for path in ["changes/index.html", "controls/A.2.2/history.html", "clauses/5.2/history.html"] {
        assert!(has_gap(path), "{path}");
    }
    for path in ["controls/A.2.3/history.html", "controls/A.10.4/history.html", "clauses/7.5/history.html"] {
        assert!(!has_gap(path), "{path}");
    }
}

#[test]
fn a_version_was_recorded_on_one_day_wherever_its_file_went() {
    let (repo, commits) = told(&[
        ("2025-01-10", &|files| files.write("policy.md", policy("1.0", "2025-01-15", "must"))),
        ("2025-02-01", &|files| files.rename("policy.md", "policies/policy.md")),
        ("2025-02-03", &|files| files.write("notes.md", "# Notes\n")),
    ]);
    let bundle = build(&repo, None);
    let [came, moved] = [0, 1].map(|at: usize| commits[at].to_string()[..10].to_owned());
    let version = words(&bundle, "documents/POL-001/1.0.html");
    assert!(version.contains(&format!("Recorded on 2025-01-10 Commit {came}")), "{version}");
    assert!(version.contains("File policy.md") && !version.contains(&moved), "{version}");
    let versions = rows(&page(&bundle, "documents/POL-001/history.html"), "_versions");
    assert!(versions[0].contains("2025-01-10") && versions[0].contains(&came), "{versions:#?}");
    assert!(!versions[0].contains(&moved), "{versions:#?}");
}

#[test]
fn pages_of_texts_have_the_way_around_and_say_what_changed() {
    let (repo, _) = told(&[
        ("2025-01-10", &|files| files.write("policy.md", policy("1.0", "2025-01-15", "must"))),
        ("2025-02-01", &|files| files.write("policy.md", policy("1.1", "2025-02-15", "must"))),
    ]);
    let bundle = build(&repo, None);
    for path in ["documents/POL-001/1.0.html", "documents/POL-001/1.1.html", "documents/POL-001/history.html"] {
        let html = page(&bundle, path);
        assert!(html.contains("<nav class=\"menu\"") && html.contains("role=\"search\""), "{path}");
    }
    // Not a word of the text changed, and yet the page has the place that the other leads to.
    assert!(page(&bundle, "documents/POL-001/history.html").contains("href=\"1.1.html#_changed\""));
    let html = page(&bundle, "documents/POL-001/1.1.html");
    assert!(
        html.contains("id=\"_changed\"") && words(&bundle, "documents/POL-001/1.1.html").contains("1.0 → 1.1"),
        "{html}"
    );
    assert!(!page(&bundle, "documents/POL-001/1.0.html").contains("id=\"_changed\""));
}

#[test]
fn what_came_to_a_record_after_it_was_settled_is_told() {
    let record = |more: &str| {
        format!(
            "---\nid: NC-001\ntitle: Late\nkind: nonconformity\ndate: 2025-01-05\nstate: closed\nclosed: 2025-01-08\n---\nIt was late.\n{more}"
        )
    };
    let day = |more: &'static str| move |files: &mut Files| files.write("nc.md", record(more));
    let (bare, dated) = (day(""), day("\n2025-02-27: something else was found.\n"));
    let undated = day("\nAnd something else was found.\n");
    let becomes = |days: &[Day<'_>]| {
        let (repo, _) = told(days);
        let bundle = build(&repo, None);
        let became = rows(&page(&bundle, "documents/NC-001/history.html"), "_versions");
        // What it says of itself lies before the day on which it came, and stands there.
        let days: Vec<&str> = became.iter().filter_map(|row| row.split(' ').next()).collect();
        assert_eq!(days[..3], ["2025-01-05", "2025-01-08", "2025-01-10"], "{became:#?}");
        let pages = ["documents/NC-001.html", "documents/NC-001/history.html"].map(|path| words(&bundle, path));
        (became.last().expect("a row").clone(), pages)
    };
    for (edit, what, sign) in [
        (
            &dated as &dyn Fn(&mut Files),
            "It was added to after it was closed",
            "Closed 2025-01-08; added to on 2025-03-01",
        ),
        (&undated, "It was changed after it was closed", "Closed 2025-01-08; changed on 2025-03-01"),
    ] {
        let (last, pages) = becomes(&[("2025-01-10", &bare), ("2025-03-01", edit)]);
        assert!(last.starts_with(&format!("2025-03-01 {what}")), "{last}");
        assert!(last.contains("5 words added") && last.contains("A change"), "{last}");
        assert!(pages.iter().all(|words| words.contains(sign)), "{sign}: {pages:?}");
    }
    // What was taken back is no addition.
    let (_, pages) = becomes(&[("2025-01-10", &bare), ("2025-03-01", &dated), ("2025-03-02", &bare)]);
    assert!(pages.iter().all(|words| !words.contains("Closed 2025-01-08;")), "{pages:?}");
}

#[test]
fn a_record_that_was_opened_again_tells_when_it_was_first_closed() {
    let record = |state: &str, more: &str| {
        format!(
            "---\nid: NC-001\ntitle: Late\nkind: nonconformity\ndate: 2025-01-05\nstate: {state}\n---\nIt was late.\n{more}"
        )
    };
    let (closed, note) = ("closed\neffectiveness: It held\nclosed: 2025-01-08", "\n2025-02-27: it came again.\n");
    let days: [(&str, String); 3] = [
        ("2025-01-10", record(closed, "")),
        ("2025-03-01", record("action", note)),
        ("2025-06-01", record(&closed.replace("2025-01-08", "2025-05-30"), note)),
    ];
    let writes = days.map(|(day, text)| (day, move |files: &mut Files| files.write("nc.md", &text)));
    for until in [2, 3] {
        let days: Vec<Day<'_>> =
            writes[..until].iter().map(|(day, write)| (*day, write as &dyn Fn(&mut Files))).collect();
        let (repo, _) = told(&days);
        let bundle = build(&repo, None);
        let told = words(&bundle, "documents/NC-001.html");
        assert!(told.contains("First closed 2025-01-08; opened again on 2025-03-01"), "{told}");
    }
}

#[test]
fn an_acceptance_older_than_the_text_is_told() {
    let risk = |text: &str, more: &str| {
        format!(
            "---\nid: RSK-001\ntitle: Stale\nkind: risk\nlikelihood: 4\nseverity: 4\naccepted: 2025-01-05\naccepted-by: Chief Executive\n{more}---\n{text}\n"
        )
    };
    let day =
        |text: &'static str, more: &'static str| move |files: &mut Files| files.write("risk.md", risk(text, more));
    let (first, second) = (day("Data are old.", ""), day("Data are old, and nobody looks.", ""));
    let reviewed = day("Data are old.", "reviewed: 2025-03-01\n");
    let told_of = |edit: &dyn Fn(&mut Files)| {
        let (repo, _) = told(&[("2025-01-10", &first), ("2025-03-01", edit)]);
        let bundle = build(&repo, None);
        let data = page(&bundle, "data/risks.json").contains("\"text_since_accepted\":\"2025-03-01\"");
        let pages = ["documents/RSK-001.html", "risks.html"]
            .map(|path| words(&bundle, path).contains("Accepted before its text of 2025-03-01"));
        (pages, data)
    };
    assert_eq!(told_of(&second), ([true, true], true));
    assert_eq!(told_of(&reviewed), ([false, false], false), "a review is no other text");
}

#[test]
fn any_two_tags_have_a_page_of_what_changed_between_them() {
    let (repo, _, merge, _) = story();
    let mark = |name: &str, commit: Oid, day: &str| {
        let object = repo.git.find_object(commit, None).expect("a commit");
        let when = git2::Time::new(at(day), 0);
        let who = git2::Signature::new("Orla Fenwick", "orla@harrowmere.example", &when).expect("a name");
        repo.git.tag(name, &object, &who, name, false).expect("a tag");
    };
    let first = repo.git.refname_to_id("refs/tags/v2025").expect("a tag");
    mark("audit-1", first, "2025-01-11");
    mark("audit-2", merge, "2025-03-05");
    let bundle = build(&repo, None);
    let audit = page(&bundle, "audit.html");
    for path in ["changes/between/1-2.html", "changes/between/2-now.html", "changes/between/1-now.html"] {
        assert!(audit.contains(&format!("href=\"{path}\"")), "{path}");
    }
    let between = page(&bundle, "changes/between/1-2.html");
    assert!(
        between.contains("href=\"../../documents/POL-001/history.html?from=1.0&amp;to=2.0#_compare\""),
        "{between}"
    );
    let told = words(&bundle, "changes/between/1-2.html");
    assert!(
        told.contains("What changed from audit-1 to audit-2") && told.contains("POL-001 AI policy Changed 1.0 2.0"),
        "{told}"
    );
    assert!(!told.contains("RSK-001"), "{told}");
    let told = words(&bundle, "changes/between/2-now.html");
    assert!(told.contains("REC-001 Test log New") && told.contains("GUI-001 Old guideline Gone"), "{told}");
    assert!(!told.contains("POL-001"), "{told}");
    // The page since a commit is another, and is called otherwise.
    assert!(told.contains("What changed from audit-2 to now"), "{told}");
}

#[test]
fn a_story_goes_by_years_and_parts_of_the_life_and_says_what_each_version_did_to_the_next() {
    let of_system = |version: &str, effective: &str| {
        policy(version, effective, "must")
            .replace("controls:", "systems: [SYS-001]\napprovers: [Chief Executive]\ncontrols:")
    };
    let (first, second) = (of_system("1.0", "2024-12-15"), of_system("2.0", "2025-04-01"));
    let (repo, _) = told(&[
        ("2024-12-10", &|files| {
            files.write("policy.md", &first);
            files.write(
                "system.md",
                "---\nid: SYS-001\ntitle: Lending Score\nkind: system\nlifecycle: in-use\n---\nText.\n",
            );
            files.write(
                "test.md",
                "---\nid: TST-001\ntitle: A test\nkind: test\ndate: 2025-01-20\nsystems: [SYS-001]\n---\nx\n",
            );
        }),
        ("2025-03-20", &|files| files.write("policy.md", &second)),
    ]);
    let bundle = build(&repo, None);
    let html = page(&bundle, "systems/SYS-001/story.html");
    assert!(html.contains("id=\"y-2024\"") && html.contains("id=\"y-2025\""), "{html}");
    let told = words(&bundle, "systems/SYS-001/story.html");
    let places: Vec<Option<usize>> = [
        "Purpose and rules",
        "Superseded version 1.0, said to be approved by Chief Executive",
        "in force until version 2.0 superseded it on 2025-04-01",
        "In force version 2.0, said to be approved by Chief Executive",
        "Made, tested and released",
        "TST-001 A test",
    ]
    .iter()
    .map(|part| told.find(part))
    .collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}: {told}");
    // What ends with nothing in its place was in force to the day before.
    let retired = of_system("1.0", "2024-12-15").replace("status: approved", "status: retired");
    let (ended, _) = super::records::told(&[
        ("2024-12-10", &|files| {
            files.write("policy.md", &first);
            files.write("system.md", system("Scores loans"));
        }),
        ("2025-03-20", &|files| files.write("policy.md", &retired)),
    ]);
    let told = words(&build(&ended, None), "systems/SYS-001/story.html");
    assert!(told.contains("in force to 2025-03-19") && !told.contains("in force until"), "{told}");
    // The data tell the last day too, as the page does, and not only the first day of the next.
    let data = page(&bundle, "data/versions.csv");
    assert!(data.contains("from,to,until") && data.contains("2025-03-31,2025-04-01"), "{data}");
    assert!(words(&bundle, "documents/POL-001/history.html").contains("2025-03-31"));
}

#[test]
fn every_text_under_one_number_is_named_once_with_its_commit() {
    let (must, should) = (policy("1.0", "2025-01-12", "must"), policy("1.0", "2025-01-12", "should"));
    let (repo, commits) = told(&[
        ("2025-01-10", &|files| files.write("policy.md", &must)),
        ("2025-03-01", &|files| files.write("policy.md", &should)),
    ]);
    let html = page(&build(&repo, None), "documents/POL-001/history.html");
    let versions = rows(&html, "_versions").join("\n");
    for commit in commits {
        let short = &commit.to_string()[..10];
        assert_eq!(versions.matches(short).count(), 1, "{short}: {versions}");
    }
    assert!(versions.contains("other texts:"), "{versions}");
}

#[test]
fn what_broke_leads_to_what_was_made_of_it_and_not_to_another_system() {
    let (repo, _) = told(&[("2025-01-10", &|files| {
        let system = |id: &str| format!("---\nid: {id}\ntitle: T {id}\nkind: system\nlifecycle: in-use\n---\nText.\n");
        files.write("s-1.md", system("SYS-001"));
        files.write("s-2.md", system("SYS-002"));
        let record = |id: &str, kind: &str, more: &str| {
            format!("---\nid: {id}\ntitle: T {id}\nkind: {kind}\ndate: 2025-01-05\n{more}---\nIt was late.\n")
        };
        let of_both = "systems: [SYS-001, SYS-002]\nnonconformity: NC-001\n";
        files.write("inc.md", record("INC-001", "incident", of_both));
        files.write("nc-1.md", record("NC-001", "nonconformity", "systems: [SYS-001]\n"));
        files.write("nc-2.md", record("NC-002", "nonconformity", "systems: [SYS-002]\nfrom: [INC-001]\n"));
        files.write("nc-3.md", record("NC-003", "nonconformity", "from: [INC-001]\n"));
        files.write("imp.md", record("IMP-001", "improvement", "systems: [SYS-002]\nfrom: [INC-001]\n"));
    })]);
    let bundle = build(&repo, None);
    for (system, told, other) in [
        ("SYS-001", ["NC-001", "NC-003"], ["NC-002", "IMP-001"]),
        ("SYS-002", ["NC-002", "NC-003"], ["NC-001", "NC-001"]),
    ] {
        let story = words(&bundle, &format!("systems/{system}/story.html"));
        assert!(told.iter().all(|id| story.contains(id)), "{system}: {story}");
        // An incident's id ends with one of these.
        assert!(!other.iter().any(|id| story.contains(&format!(" {id} "))), "{system}: {story}");
    }
}
