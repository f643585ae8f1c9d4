//! Records after they were settled: what comes later in their life is no change, and more of what they found is one, in
//! their text, under their keys, and in the files that they show.

use aims::base::Date;
use aims::pipeline::{Project, Request};

#[path = "support/repo.rs"]
#[expect(dead_code, reason = "other tests need more of it")]
mod repo;

use repo::{START, TestRepo, put};

const TODAY: Date = Date::constant(2026, 12, 31);

/// Files that are committed on one day, by the number of days after the first of January.
type Commit<'a> = (i64, &'a [(&'a str, &'a str)]);

/// What one rule finds after these commits: the messages.
fn told(rule: &str, settings: &str, commits: &[Commit<'_>]) -> Vec<String> {
    let mut repo = TestRepo::new();
    put(&repo.path().join("aims.toml"), settings);
    let mut parents = Vec::new();
    for (day, files) in commits {
        let who = format!("Ada Example <ada@example.org> {} +0000", START + day * 86_400);
        let tip = repo.commit_by(&parents, &who, &who, "Write\n", |all| {
            all.write("aims.toml", settings);
            files.iter().for_each(|(path, text)| all.write(path, text));
        });
        parents = vec![tip];
    }
    let tip = parents.first().expect("a commit").to_string();
    let request = Request { rev: Some(tip), ..Request::new(repo.path(), TODAY) };
    let state = Project::find(repo.path()).expect("an AIMS").check(&request).expect("a check");
    let found = state.findings.found.iter().filter(|finding| finding.name == rule);
    found.map(|finding| finding.message.clone()).collect()
}

const MINUTES: &str = "---\nid: MR-001\ntitle: Review\nkind: management-review\ndate: 2026-01-05\nattendees: [Clerk]\n\
    inputs:\n  - {input: issues, summary: None were new.}\ndecisions:\n  - {decision: Go on, owner: Clerk}\n---\n\n\
    # Review\n\nWe looked at three cases.\n\nTwo of them failed. See [the minutes](files/e.pdf).\n";

/// What is told of minutes that become others ten months later.
fn later(from: &str, to: &str) -> Vec<String> {
    let new = MINUTES.replace(from, to);
    assert_ne!(new, MINUTES, "{from}");
    told("record-edited", "", &[(10, &[("m.md", MINUTES), ("files/e.pdf", "%PDF one")]), (300, &[("m.md", &new)])])
}

#[test]
fn what_is_added_to_a_settled_record_is_told_with_its_words() {
    for (from, to, what) in [
        ("[Clerk]", "[Clerk, Chief Executive]", "Chief Executive"),
        ("attendees:", "controls: [A.2.2]\nattendees:", "A.2.2"),
        ("Go on, owner: Clerk}", "Go on, owner: Clerk}\n  - {decision: Stop, owner: Clerk}", "Stop"),
        ("three cases.", "three cases. All of them were withdrawn.", "“all of them were withdrawn”"),
        (
            "# Review\n",
            "# Review\n\nEverything below is void: there was no incident.\n",
            "“Everything below is void: there was no incident.”",
        ),
    ] {
        let found = later(from, to);
        assert!(found.len() == 1 && found[0].contains(what) && found[0].contains("commit"), "{to}: {found:?}");
    }
}

#[test]
fn what_comes_later_in_its_life_is_not_told() {
    for (from, to) in [
        ("failed. See", "*failed*. See"),
        ("id: MR-001\ntitle: Review\n", "title: Review\nid: MR-001\n"),
        ("Clerk}\n---", "Clerk, status: done}\nretention: 5 years\n---"),
        ("files/e.pdf).\n", "files/e.pdf).\n\n2026-10-20: all of them were withdrawn.\n"),
        ("files/e.pdf).\n", "files/e.pdf).\n\n## What came of it\n\nOn 20 October 2026 it was mended.\n\nIt holds.\n"),
    ] {
        assert_eq!(later(from, to), Vec::<String>::new(), "{to}");
    }
}

#[test]
fn a_file_that_a_settled_record_shows_is_part_of_it() {
    let first: Commit<'_> = (10, &[("m.md", MINUTES), ("files/e.pdf", "%PDF one")]);
    let other: Commit<'_> = (300, &[("files/e.pdf", "%PDF two")]);
    let found = told("record-edited", "", &[first, other]);
    assert!(found.len() == 1 && found[0].contains("`files/e.pdf`, which it shows, was replaced"), "{found:?}");
    // Before its time was over, and where it was put back.
    assert!(told("record-edited", "", &[first, (15, other.1)]).is_empty());
    assert!(told("record-edited", "", &[first, other, (301, first.1)]).is_empty());
    // A file that a dated note brought counts from then.
    let noted = MINUTES.to_owned() + "\n2026-10-20: see [the list](files/l.csv).\n";
    let more: Commit<'_> = (300, &[("m.md", &noted), ("files/l.csv", "a\n")]);
    let before: Commit<'_> = (20, &[("files/l.csv", "b\n")]);
    assert!(told("record-edited", "", &[first, before, more]).is_empty());
    assert_eq!(told("record-edited", "", &[first, more, (310, &[("files/l.csv", "c\n")])]).len(), 1);
}

#[test]
fn a_text_that_was_taken_out_of_a_confidential_one_is_for_no_more_people() {
    let body: String = (1..8)
        .map(|number| format!("Paragraph {number} says what nobody else should know of number {number}.\n\n"))
        .collect();
    let record = |id: &str, class: &str| {
        format!("---\nid: {id}\ntitle: T\nkind: record\ndate: 2026-01-01\nclassification: {class}\n---\n\n{body}")
    };
    let settings = "[site]\naudience = \"public\"\n";
    let mut repo = TestRepo::new();
    put(&repo.path().join("aims.toml"), settings);
    let who = format!("Ada Example <ada@example.org> {START} +0000");
    let first = repo.commit_by(&[], &who, &who, "One\n", |all| {
        all.write("aims.toml", settings);
        all.write("a.md", record("REC-001", "confidential"));
    });
    let tip = repo.commit_by(&[first], &who, &who, "Two\n", |all| {
        all.remove("a.md");
        all.write("b.md", record("REC-002", "public"));
    });
    let request = Request { rev: Some(tip.to_string()), ..Request::new(repo.path(), TODAY) };
    let state = Project::find(repo.path()).expect("an AIMS").check(&request).expect("a check");
    let withheld: Vec<_> = state.findings.found.iter().filter(|finding| finding.name == "withheld-document").collect();
    assert_eq!(withheld.len(), 1, "{withheld:?}");
}
