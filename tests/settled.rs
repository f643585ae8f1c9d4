//! Records after they were settled: what comes later in their life is no change, and more of what they found is one, in
//! their text, under their keys, and in the files that they show.

mod kept;
mod opened;

use aims::base::Date;
use aims::pipeline::{Project, Request};

use repo::{START, TestRepo, put};

use crate::support::repo;

const TODAY: Date = Date::constant(2026, 12, 31);

/// Files that are committed on one day, by the number of days after the first of January.
type Commit<'a> = (i64, &'a [(&'a str, &'a str)]);

/// What one rule finds after these commits: the messages.
fn told(rule: &str, settings: &str, commits: &[Commit<'_>]) -> Vec<String> {
    told_with_help(rule, settings, commits).into_iter().map(|(message, _)| message).collect()
}

/// The same, each with what to do.
fn told_with_help(rule: &str, settings: &str, commits: &[Commit<'_>]) -> Vec<(String, String)> {
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
    found.map(|finding| (finding.message.clone(), finding.help.clone().unwrap_or_default())).collect()
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
fn what_is_dated_back_to_the_day_of_a_settled_record_is_told() {
    for (from, to, what) in [
        ("three cases.", "three cases. On 2026-01-05 all of them were withdrawn.", "“on 2026-01-05 all"),
        ("three cases.", "three cases. All of them are void (form 01.02.2025, in force until 2031-01-01).", "are void"),
        (
            "files/e.pdf).\n",
            "files/e.pdf).\n\n2026-01-05: the Chief Executive took part.\n",
            "the Chief Executive took",
        ),
        ("files/e.pdf).\n", "files/e.pdf).\n\n2031-01-06: no case failed since.\n", "no case failed"),
        ("inputs:\n", "inputs:\n  - {input: audits, summary: None failed., date: 2026-01-05}\n", "audits"),
        ("decisions:", "note: On 2026-01-05 all of it was withdrawn.\ndecisions:", "withdrawn"),
    ] {
        let found = later(from, to);
        assert!(found.len() == 1 && found[0].contains(what), "{to}: {found:?}");
    }
    // What was filed soon after its day, and what tells another day too.
    let noted = MINUTES.to_owned() + "\n2026-01-05: two of them were looked at again.\n";
    assert!(
        told("record-edited", "", &[(10, &[("m.md", MINUTES), ("files/e.pdf", "%PDF")]), (30, &[("m.md", &noted)])])
            .is_empty()
    );
    let noted = MINUTES.to_owned() + "\n2026-10-20: on 2026-01-05 two of them were looked at again.\n";
    assert!(
        told("record-edited", "", &[(10, &[("m.md", MINUTES), ("files/e.pdf", "%PDF")]), (300, &[("m.md", &noted)])])
            .is_empty()
    );
}

const GAP: &str = "---\nid: NC-001\ntitle: Gap\nkind: nonconformity\ndate: 2026-01-05\nowner: Clerk\nstate: closed\n\
    closed: 2026-06-01\n---\n\nNothing was logged.\n";

#[test]
fn a_change_is_told_by_the_day_that_the_record_gives_itself_unless_that_was_moved() {
    let after = |new: &str| {
        let found = told("record-edited", "", &[(160, &[("n.md", GAP)]), (300, &[("n.md", new)])]);
        found.first().and_then(|message| message.split("was closed on ").nth(1)).map(|rest| rest[..10].to_owned())
    };
    assert_eq!(after(&GAP.replace("Nothing was", "All was")).as_deref(), Some("2026-06-01"));
    assert_eq!(after(&GAP.replace("2026-06-01", "2026-04-20")).as_deref(), Some("2026-06-10"), "the main line says it");
}

#[test]
fn what_is_opened_again_is_not_closed_on_an_earlier_day() {
    let open = GAP.replace("state: closed\nclosed: 2026-06-01\n", "state: action\n");
    let closed_on = |day: &str| {
        let again = GAP.replace("2026-06-01", day);
        told("record-edited", "", &[(160, &[("n.md", GAP)]), (290, &[("n.md", &open)]), (300, &[("n.md", &again)])])
    };
    let found = closed_on("2026-04-20");
    assert!(found.len() == 1 && found[0].contains("2026-04-20"), "{found:?}");
    assert_eq!((closed_on("2026-10-20"), closed_on("2026-06-01")), (vec![], vec![]));
}

#[test]
fn what_is_opened_again_says_anew_what_is_done_and_is_looked_at_again() {
    let old = GAP.replace(
        "owner: Clerk\n",
        "owner: Clerk\naction: Alarm\ndue: 2026-04-01\ndone: 2026-03-01\neffectiveness: Six weeks without loss\n\
         effectiveness-checked: 2026-05-20\n",
    );
    let open = old.replace("state: closed\nclosed: 2026-06-01\n", "state: action\n");
    let bare = open
        .replace("done: 2026-03-01\neffectiveness: Six weeks without loss\neffectiveness-checked: 2026-05-20\n", "");
    let vain = open.replace("Six weeks without loss", "No");
    let due = bare.replace("due: 2026-04-01", "due: 2026-12-20").replace("Alarm", "Another disk");
    let again = due.replace(
        "state: action\n",
        "done: 2026-10-20\neffectiveness: Tried four times\neffectiveness-checked: 2026-10-25\nstate: closed\nclosed: 2026-10-26\n",
    );
    let closed = open.replace("state: action\n", "state: closed\nclosed: 2026-10-26\n");
    let first: Commit<'_> = (160, &[("n.md", &old)]);
    let both = |second: &str, third: &str| {
        let commits: [Commit<'_>; 3] = [first, (290, &[("n.md", second)]), (300, &[("n.md", third)])];
        let found = |rule: &str| told(rule, "", &commits);
        [found("record-edited"), found("closed-without-effectiveness")].map(|found| found.join("\n"))
    };
    for (second, third) in [(&bare, &bare), (&vain, &vain), (&bare, &due), (&due, &again), (&open, &again)] {
        assert_eq!(both(second, third), ["", ""], "{third}");
    }
    // What says again what it said was opened by a slip.
    assert_eq!(both(&open, &old), ["", ""]);
    for third in [&open, &closed] {
        let [edited, unchecked] = both(&open, third);
        assert!(edited.is_empty(), "{edited}");
        assert!(unchecked.starts_with("NC-001 was opened again on 2026-10-18, and"), "{unchecked}");
        // What is closed is opened first: to take something out of it as it is would be another error.
        let commits: [Commit<'_>; 3] = [first, (290, &[("n.md", &open)]), (300, &[("n.md", third)])];
        let found = told_with_help("closed-without-effectiveness", "", &commits);
        assert!(found[0].1.starts_with("Where it is closed, set `state` back first"), "{found:?}");
    }
    // What was found stays, and what stays closed says what it said.
    assert_eq!(
        both(&bare.replace("Nothing was", "All was"), &due.replace("Nothing was", "All was"))[0].lines().count(),
        1
    );
    assert_eq!(both(&old.replace("Alarm", "Disk"), &old.replace("Alarm", "Disk"))[0].lines().count(), 1);
    assert_eq!(both(&bare, &again.replace("2026-10-26", "2026-05-26"))[0].lines().count(), 1, "closed before it was");
}

#[test]
fn a_settled_record_may_be_kept_better_and_not_worse() {
    let with = |keys: &str| MINUTES.replace("attendees:", &format!("{keys}attendees:"));
    let keys = "classification: internal\nowner: A\nretention: 6 years from its date\n";
    let better = "classification: confidential\nowner: B\nretention: 10 years from its date\n";
    let then = |first: &str, texts: &[&str]| {
        let texts: Vec<String> = texts.iter().map(|keys| with(keys)).collect();
        let files: Vec<[(&str, &str); 1]> = texts.iter().map(|text| [("m.md", text.as_str())]).collect();
        let first = with(first);
        let mut commits: Vec<Commit<'_>> = vec![];
        let begin = [("m.md", first.as_str()), ("files/e.pdf", "%PDF one")];
        commits.push((10, &begin));
        commits.extend((300..).zip(files.iter().map(|files| &files[..])));
        told("record-edited", "", &commits).len()
    };
    assert_eq!(then(keys, &[better]), 0);
    assert_eq!(then(better, &[keys]), 1);
    assert_eq!(then(keys, &[better, keys]), 1, "no way back");
    assert_eq!(then(keys, &[&keys.replace("owner: A", "owner: B"), &better.replace("10 years", "8 years")]), 0);
    for (from, to) in
        [("6 years", "5 years"), ("internal", "public"), ("owner: A\n", ""), ("6 years from", "its use, from")]
    {
        assert_eq!(then(keys, &[&keys.replace(from, to)]), 1, "{to}");
    }
}

#[test]
fn a_day_that_is_to_come_keeps_no_record_open() {
    let on =
        |day: &str| MINUTES.replace("date: 2026-01-05", &format!("date: {day}")).replace("three cases", "ten cases");
    let file = ("files/e.pdf", "%PDF");
    let first: Commit<'_> = (10, &[("m.md", MINUTES), file]);
    let (ahead, back) = (on("2026-11-05"), on("2026-01-05").replace("Two of them", "None of them"));
    let found = told("record-edited", "", &[first, (12, &[("m.md", &ahead)]), (290, &[("m.md", &back)])]);
    assert!(found.len() == 1 && found[0].contains("`date`"), "{found:?}");
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
fn what_was_declined_is_settled() {
    let idea = |state: &str, why: &str| {
        format!(
            "---\nid: IMP-001\ntitle: One form\nkind: improvement\ndate: 2026-01-05\nstate: {state}\n\
             decided: 2026-01-06\n---\n\n# One form\n\nOne form for all assessments. {why}\n"
        )
    };
    let after = |state: &str| {
        let (first, other) = (idea(state, "It takes a week."), idea(state, "It takes a year."));
        told("record-edited", "", &[(10, &[("i.md", &first)]), (300, &[("i.md", &other)])]).len()
    };
    assert_eq!((after("declined"), after("done"), after("proposed")), (1, 1, 0));
}

#[test]
fn what_is_put_back_with_a_note_beneath_is_told_no_more() {
    let first: Commit<'_> = (10, &[("m.md", MINUTES), ("files/e.pdf", "%PDF one")]);
    let slip = MINUTES.replace("three cases", "four cases");
    let slip: Commit<'_> = (300, &[("m.md", &slip)]);
    let then = |text: &str| told("record-edited", "", &[first, slip, (301, &[("m.md", text)])]);
    assert_eq!(then(&(MINUTES.to_owned() + "\n2026-10-28: there were four cases.\n")), Vec::<String>::new());
    for text in [
        MINUTES.to_owned() + "\nThere were four cases.\n",
        MINUTES.replace("three cases", "five cases") + "\n2026-10-28: there were four cases.\n",
    ] {
        let found = then(&text);
        assert!(found.len() == 1 && found[0].contains("by 1 later commit"), "{text}: {found:?}");
    }
    // What was said without its day, and is said with it then.
    let (bare, dated) = (MINUTES.to_owned() + "\nIt holds.\n", MINUTES.to_owned() + "\n2026-10-28: It holds.\n");
    let bare: Commit<'_> = (300, &[("m.md", &bare)]);
    assert_eq!(told("record-edited", "", &[first, bare]).len(), 1);
    assert_eq!(told("record-edited", "", &[first, bare, (301, &[("m.md", &dated)])]), Vec::<String>::new());
}

#[test]
fn a_version_whose_text_is_put_back_has_one_text() {
    let first = "---\nid: POL-001\ntitle: P\nkind: policy\nversion: 1.0\nstatus: approved\napprovers: [Clerk]\n---\n\nWe list.\n";
    let other = first.replace("We list.", "We list what matters to us.");
    let (first, other): (Commit<'_>, Commit<'_>) = ((10, &[("p.md", first)]), (20, &[("p.md", &other)]));
    assert_eq!(told("changed-under-version", "", &[first, other]).len(), 1);
    assert_eq!(told("changed-under-version", "", &[first, other, (30, first.1)]), Vec::<String>::new());
}

#[test]
fn what_is_measured_asks_for_no_new_version() {
    let head = "---\nid: OBJ-001\ntitle: O\nkind: objective\nversion: 1.0\nstatus: approved\napprovers: [Clerk]\n";
    let one = format!("{head}metric: M\nstate: on-track\nmeasurements:\n  - {{date: 2026-01-10, value: 7 %}}\n---\n");
    let two = one.replace("%}\n", "%}\n  - {date: 2026-04-10, value: 4 %}\n").replace("on-track", "met");
    let other = two.replace("metric: M", "metric: N");
    let (one, two, other): (Commit<'_>, Commit<'_>, Commit<'_>) =
        ((10, &[("o.md", &one)]), (100, &[("o.md", &two)]), (110, &[("o.md", &other)]));
    assert_eq!(told("changed-under-version", "", &[one, two]), Vec::<String>::new());
    assert_eq!(told("changed-under-version", "", &[one, two, other]).len(), 1);
}

#[test]
fn a_file_that_a_settled_record_shows_is_part_of_it() {
    let first: Commit<'_> = (10, &[("m.md", MINUTES), ("files/e.pdf", "%PDF one")]);
    let other: Commit<'_> = (300, &[("files/e.pdf", "%PDF two")]);
    let found = told("record-edited", "", &[first, other]);
    assert!(found.len() == 1 && found[0].contains("`files/e.pdf`, which it shows, was replaced"), "{found:?}");
    // Whatever else leads there.
    let (second, later) = (MINUTES.replace("MR-001", "MR-002"), ("z.md", "# Z\n"));
    let both: Commit<'_> = (10, &[("m.md", MINUTES), ("n.md", &second), ("files/e.pdf", "%PDF one")]);
    assert_eq!(told("record-edited", "", &[both, (200, &[later]), other]).len(), 2);
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
    let of: Vec<_> = withheld.iter().map(|finding| finding.document.as_deref()).collect();
    assert_eq!(of, [None, Some("REC-002")], "the one that is gone is counted: {withheld:?}");
}
