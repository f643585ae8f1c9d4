//! A closed record that is opened again and closed at once: it was open to nobody, or by a slip.

use aims::base::Date;
use aims::pipeline::{Project, Request};

use crate::support::repo::{START, TestRepo, put};

const OPENED: &str = "opened again";

/// What is told of a record, after these texts of it by the day, those with `true` on a branch that the last day merges.
fn told(texts: &[(i64, bool, &str)], merged: i64) -> Vec<String> {
    let mut repo = TestRepo::new();
    put(&repo.path().join("aims.toml"), "");
    let (mut main, mut branch) = (Vec::new(), Vec::new());
    let who = |day: i64| format!("Ada Example <ada@example.org> {} +0000", START + day * 86_400);
    let mut last = "";
    for (day, is_beside, text) in texts {
        let from = if *is_beside && !branch.is_empty() { branch } else { main.clone() };
        let made = repo.commit_by(&from, &who(*day), &who(*day), "Write\n", |all| {
            all.write("aims.toml", "");
            all.write("n.md", text);
        });
        branch = if *is_beside { vec![made] } else { Vec::new() };
        if !is_beside {
            main = vec![made];
        }
        last = text;
    }
    if !branch.is_empty() {
        main.extend(branch);
        main = vec![repo.commit_by(&main, &who(merged), &who(merged), "Merge\n", |all| {
            all.write("aims.toml", "");
            all.write("n.md", last);
        })];
    }
    let tip = main.first().expect("a commit").to_string();
    let request = Request { rev: Some(tip), ..Request::new(repo.path(), Date::constant(2026, 12, 31)) };
    let state = Project::find(repo.path()).expect("an AIMS").check(&request).expect("a check");
    let is_it = |name: &str| matches!(name, "record-edited" | "closed-without-effectiveness");
    let found = state.findings.found.iter().filter(|finding| is_it(finding.name));
    found.map(|finding| finding.message.clone()).collect()
}

/// A gap, closed.
fn gap() -> String {
    "---\nid: NC-001\ntitle: Gap\nkind: nonconformity\ndate: 2026-01-05\nowner: Clerk\naction: Alarm\ndue: 2026-04-01\n\
     done: 2026-03-01\neffectiveness: It held\neffectiveness-checked: 2026-05-20\nstate: closed\nclosed: 2026-06-01\n---\n\n\
     Nothing was logged.\n"
        .to_owned()
}

const CLOSED: &str = "state: closed\nclosed: 2026-06-01\n";

/// The same with another action, looked at on another day, and with these lines in place of what says that it is closed.
fn other(state: &str) -> String {
    gap().replace("Alarm", "Disk").replace("2026-05-20", "2026-10-20").replace(CLOSED, state)
}

#[test]
fn what_is_opened_and_closed_in_one_go_was_changed() {
    let (old, open, late) = (gap(), other("state: action\n"), other("state: closed\nclosed: 2026-10-20\n"));
    let (same, bare) = (other(CLOSED), gap().replace(CLOSED, "state: action\n"));
    let moved = old.replace("2026-06-01", "2026-10-20");
    for closed in [&late, &same] {
        let found = told(&[(160, false, &old), (290, true, &open), (292, true, closed)], 293);
        assert!(found.len() == 1 && found[0].contains("`action`"), "{closed}: {found:?}");
    }
    let found = told(&[(160, false, &old), (290, true, &bare), (292, true, &moved)], 293);
    assert!(found.len() == 1 && found[0].contains("2026-10-20"), "{found:?}");
    // While it is open, nothing is closed that says something else.
    assert_eq!(told(&[(160, false, &old), (290, true, &open)], 291), Vec::<String>::new());
    // Nor where others could see that it was open, and it was closed after that.
    let after = late.replace("2026-10-20", "2026-10-25");
    assert_eq!(told(&[(160, false, &old), (290, false, &open), (298, false, &after)], 0), Vec::<String>::new());
    for closed in [&same, &late.replace("closed: 2026-10-20", "closed: 2026-10-10")] {
        let found = told(&[(160, false, &old), (290, false, &open), (298, false, closed)], 0);
        assert!(found.len() == 1 && found[0].contains("`action`"), "{closed}: {found:?}");
    }
    // What was put back says what it said.
    let back = [(160, false, &*old), (290, false, &*open), (298, false, &*same), (299, false, &*old)];
    assert_eq!(told(&back, 0), Vec::<String>::new());
}

#[test]
fn a_slip_that_was_put_right_opened_nothing() {
    let old = gap();
    let (bare, slip) = (old.replace("state: closed", "state: action"), old.replace("state: closed", "state: Cloesd"));
    let noted = old.clone() + "\n2026-10-20: it holds.\n";
    for wrong in [&bare, &slip] {
        for right in [&old, &noted] {
            assert_eq!(told(&[(160, false, &old), (290, false, wrong), (293, false, right)], 0), Vec::<String>::new());
            assert_eq!(told(&[(160, false, &old), (290, true, wrong), (291, true, right)], 293), Vec::<String>::new());
        }
    }
    let found = |text: &str| told(&[(160, false, &old), (290, false, text)], 0);
    let is_opened = |text: &str| found(text).iter().any(|told| told.contains(OPENED));
    assert_eq!((is_opened(&bare), is_opened(&slip)), (true, false));
    // Closed on another day, it was open in between, and is to be looked at again.
    let (open, closed) = (old.replace(CLOSED, "state: action\n"), old.replace("2026-06-01", "2026-10-30"));
    let found = told(&[(160, false, &old), (290, false, &open), (302, false, &closed)], 0);
    assert!(found.len() == 1 && found[0].contains(OPENED), "{found:?}");
}
