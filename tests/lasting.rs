//! Programs of others know what they read by its id: an event of a calendar, an entry of the feed, a thing of OSCAL or ReqIF.
//! The id stays whatever the organisation is called, wherever the AIMS lies, and whichever number a document has now.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use sandbox::{Sandbox, TODAY};
use serde_json::Value;

use crate::support::sandbox;

/// Longer than what is told of a name among other words.
const ALIKE: &str = "Check the logs of the system in the data centre at Harrowmere and report";

const SETTINGS: &str = "[organisation]\nname = \"Org\"\n";

const POLICY: &str = "---\nid: POL-1\ntitle: P\nkind: policy\nversion: \"1\"\nstatus: approved\nowner: Head\n\
    reviewed: 2026-11-01\ncontrols: [A.2.2]\n---\nPeople decide.\n";

/// A plan with rows: who, what, the day and the status of each.
fn plan(id: &str, rows: &[(&str, &str, &str, &str)]) -> String {
    let row = |(who, what, due, status): &(&str, &str, &str, &str)| {
        format!("  - {{ action: \"{what}\", owner: {who}, due: {due}, status: {status} }}\n")
    };
    let rows: String = rows.iter().map(row).collect();
    format!(
        "---\nid: {id}\ntitle: T\nkind: plan\nstatus: approved\nowner: Head\nreviewed: 2026-11-01\nactions:\n{rows}\
         ---\nText.\n"
    )
}

fn told(sandbox: &Sandbox, below: &str, words: &[&str]) -> String {
    let words = [words, &["--today", TODAY]].concat();
    let outcome = sandbox::run(&mut sandbox::aims(&sandbox.path(below), &words));
    assert_eq!(outcome.code, Some(0), "{words:?}: {}", outcome.stderr);
    outcome.stdout
}

/// What is due in a year as a calendar, without the folds of its lines: for each UID whom it is for, and what it is.
fn calendar(sandbox: &Sandbox, below: &str) -> BTreeMap<String, (String, String)> {
    let text = told(sandbox, below, &["due", "--within", "1y", "--format", "ics"]).replace("\r\n ", "");
    let event = |event: &str| {
        let value = |name: &str| event.split("\r\n").find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        let whom = value("DESCRIPTION:").split("\\n").find_map(|line| line.strip_prefix("For: "));
        (value("UID:").to_owned(), (whom.unwrap_or_default().to_owned(), value("SUMMARY:").to_owned()))
    };
    let events: Vec<_> = text.split("BEGIN:VEVENT").skip(1).map(event).collect();
    let found: BTreeMap<_, _> = events.iter().cloned().collect();
    assert_eq!(found.len(), events.len(), "two events of one UID: {text}");
    found
}

fn uuids(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("uuid").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|member| uuids(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| uuids(item, found)),
        _ => {}
    }
}

/// The ids of a file of OSCAL, but for its own, which follows what it says.
fn oscal(sandbox: &Sandbox, below: &str, what: &str) -> BTreeSet<String> {
    let text = told(sandbox, below, &["export", what]);
    let file: BTreeMap<String, Value> = serde_json::from_str(&text).expect("JSON");
    let (mut found, file) = (BTreeSet::new(), file.into_values().next().expect("a member"));
    file.as_object().expect("an object").iter().filter(|(key, _)| *key != "uuid").for_each(|(_, part)| {
        uuids(part, &mut found);
    });
    found
}

/// The ids of the feed, its own first.
fn feed(sandbox: &Sandbox, below: &str) -> Vec<String> {
    let out = tempfile::tempdir().expect("a folder");
    let site = out.path().join("site");
    told(sandbox, below, &["build", "--out", site.to_str().expect("text")]);
    let text = fs::read_to_string(site.join("changes.atom")).expect("a feed");
    text.split("<id>").skip(1).filter_map(|rest| Some(rest.split_once("</id>")?.0.to_owned())).collect()
}

#[test]
fn rows_are_told_whole_and_keep_their_uids_when_days_move_and_others_are_done() {
    let (lending, payments) = (format!("{ALIKE}: lending"), format!("{ALIKE}: payments"));
    let rows = [
        ("Anna", lending.as_str(), "2026-12-01", "planned"),
        ("Bea", payments.as_str(), "2026-12-05", "planned"),
        ("Carl", "Log every run", "2026-12-07", "planned"),
        ("Dora", "Log every run", "2026-12-09", "planned"),
    ];
    let sandbox = Sandbox::new(&[("aims.toml", SETTINGS.to_owned()), ("plan.md", plan("PLN-1", &rows))]);
    sandbox.commit("Begin");
    let before = calendar(&sandbox, "");
    let of = |whom: &str| before.iter().find(|(_, event)| event.0 == whom).map(|(uid, _)| uid.clone()).expect(whom);
    assert_eq!(before[&of("Anna")].1, format!("action: PLN-1 {lending}"));
    assert_eq!(before[&of("Bea")].1, format!("action: PLN-1 {payments}"));
    let json: Value = serde_json::from_str(&told(&sandbox, "", &["due", "--format", "json"])).expect("JSON");
    let items = json["items"].as_array().expect("items");
    let names: Vec<&str> = items.iter().filter_map(|item| item["name"].as_str()).collect();
    assert_eq!(names, [&*lending, &*payments, "Log every run", "Log every run"]);
    let poam = told(&sandbox, "", &["export", "poam"]);
    assert!(poam.contains(&format!("PLN-1: {lending}")) && poam.contains(&format!("PLN-1: {payments}")), "{poam}");
    let of_poam = oscal(&sandbox, "", "poam");

    // The first moves behind the second, and of two that are called the same the first is done.
    let mut moved = rows;
    (moved[0].2, moved[2].3) = ("2026-12-10", "done");
    sandbox.put("plan.md", plan("PLN-1", &moved));
    let after = calendar(&sandbox, "");
    assert_eq!(after.keys().filter(|uid| !before.contains_key(*uid)).count(), 0, "nothing has another UID");
    for whom in ["Anna", "Bea", "Dora"] {
        assert_eq!(after[&of(whom)], before[&of(whom)], "{whom}");
    }
    assert!(!after.contains_key(&of("Carl")));
    assert!(oscal(&sandbox, "", "poam").is_subset(&of_poam));
}

#[test]
fn ids_stay_through_another_name_folder_and_number() {
    let rows = [("Anna", "Log every run", "2026-12-01", "planned")];
    let sandbox = Sandbox::new(&[
        ("aims.toml", SETTINGS.to_owned()),
        ("plans/plan.md", plan("PLN-1", &rows)),
        ("policy.md", POLICY.to_owned()),
        ("more.md", "# More\n".repeat(20)),
    ]);
    sandbox.commit("Begin");
    let all = |below: &str| {
        let of = ["component-definition", "system-security-plan", "poam"].map(|what| oscal(&sandbox, below, what));
        (calendar(&sandbox, below).into_keys().collect::<Vec<_>>(), of)
    };
    let (first, mut fed) = (all(""), feed(&sandbox, ""));
    assert!(!first.0.is_empty() && fed.len() == 2);

    sandbox.put("aims.toml", SETTINGS.replace("Org", "Org Ltd"));
    sandbox.commit("Rename the organisation");
    let told = all("");
    assert_eq!(told, first, "the organisation has another name");

    fs::create_dir(sandbox.path("docs")).expect("a folder");
    for name in ["aims.toml", "plans", "policy.md", "more.md"] {
        fs::rename(sandbox.path(name), sandbox.path("docs").join(name)).expect("a move");
    }
    sandbox.commit("Move");
    assert_eq!(all("docs"), first, "the folder is another");
    let mut now = feed(&sandbox, "docs");
    assert_eq!((now.len(), now.remove(0)), (4, fed.remove(0)), "the feed is the same one");
    assert!(fed.iter().all(|id| now.contains(id)), "{fed:?} {now:?}");

    let renumbered = plan("PLN-9", &rows).replace("title: T", "formerly: [PLN-1]\ntitle: T");
    sandbox.put("docs/plans/plan.md", renumbered);
    sandbox.put("docs/policy.md", POLICY.replace("id: POL-1", "id: POL-9\nformerly: [POL-1]"));
    assert_eq!(all("docs"), first, "a number that is being changed");
    sandbox.commit("Renumber");
    assert_eq!(all("docs"), first, "documents have other numbers");

    // Another that takes a number which was given up is another thing.
    sandbox.put("docs/plans/second.md", plan("PLN-1", &rows));
    for _ in 0..2 {
        let both: BTreeSet<String> = calendar(&sandbox, "docs").into_keys().collect();
        assert!(first.0.iter().all(|uid| both.contains(uid)), "{both:?}");
        assert!(both.len() > first.0.len(), "the second has UIDs of its own");
        sandbox.commit("A second plan");
    }
}

#[test]
fn nobody_gets_the_ids_of_another_by_saying_so() {
    let rows = [("Anna", "Log every run", "2026-12-01", "planned")];
    let sandbox = Sandbox::new(&[("aims.toml", SETTINGS.to_owned()), ("plan.md", plan("PLN-1", &rows))]);
    sandbox.commit("Begin");
    let first = calendar(&sandbox, "");
    let claims = plan("PLN-2", &rows).replace("title: T", "formerly: [PLN-1]\ntitle: T");
    sandbox.put("a.md", claims);
    for _ in 0..2 {
        let both = calendar(&sandbox, "");
        let kept = both.iter().filter(|(uid, _)| first.contains_key(*uid)).map(|(_, event)| &event.1);
        let kept: Vec<&String> = kept.filter(|summary| !summary.contains("PLN-2")).collect();
        assert_eq!(kept.len(), first.len(), "{both:?}");
        assert_eq!(both.len(), 2 * first.len());
        sandbox.commit("It says so");
    }
}

#[test]
fn an_id_that_was_given_up_has_uids_of_its_own_with_whoever_takes_it() {
    let rows = [("Anna", "Log every run", "2026-12-01", "planned")];
    let sandbox = Sandbox::new(&[("aims.toml", SETTINGS.to_owned()), ("a.md", plan("PLN-1", &rows))]);
    sandbox.commit("Begin");
    let uids = || calendar(&sandbox, "").into_keys().collect::<BTreeSet<String>>();
    let first = uids();
    // Nobody says that it was called so.
    sandbox.put("a.md", plan("PLN-2", &rows));
    sandbox.commit("Renumber");
    let second = uids();
    sandbox.put("b.md", plan("PLN-1", &rows).replace("title: T", "title: Another"));
    let both = uids();
    assert!(both.is_disjoint(&first) && both.is_superset(&second), "{first:?} {both:?}");
    assert_eq!(both.len(), 2 * first.len());
    for (message, from, to) in [("Another", "b.md", "b.md"), ("Move", "b.md", "plans/c.md")] {
        fs::create_dir_all(sandbox.path("plans")).expect("a folder");
        fs::rename(sandbox.path(from), sandbox.path(to)).expect("a move");
        sandbox.commit(message);
        assert_eq!(uids(), both, "{message}");
    }
}

#[test]
fn a_document_that_comes_back_has_its_uids_before_it_is_committed_and_after() {
    let rows = [("Anna", "Log every run", "2026-12-01", "planned")];
    let sandbox = Sandbox::new(&[("aims.toml", SETTINGS.to_owned()), ("a.md", plan("PLN-1", &rows))]);
    sandbox.commit("Begin");
    let first = calendar(&sandbox, "");
    fs::remove_file(sandbox.path("a.md")).expect("a plan");
    sandbox.commit("Take it away");
    sandbox.put("plans/b.md", plan("PLN-1", &rows).replace("Text.", "Another text altogether."));
    for message in ["Put it back", "Nothing more"] {
        assert_eq!(calendar(&sandbox, ""), first, "{message}");
        sandbox.commit(message);
    }
}

#[test]
fn a_copy_does_not_become_what_it_was_copied_from_once_that_is_gone() {
    let rows = [("Anna", "Log every run", "2026-12-01", "planned")];
    let sandbox = Sandbox::new(&[("aims.toml", SETTINGS.to_owned()), ("a.md", plan("PLN-1", &rows))]);
    sandbox.commit("Begin");
    let uids = || calendar(&sandbox, "").into_keys().collect::<BTreeSet<String>>();
    let first = uids();
    sandbox.put("b.md", plan("PLN-1", &rows).replace("Text.", "Another text altogether."));
    sandbox.commit("Copy");
    fs::remove_file(sandbox.path("a.md")).expect("a plan");
    let copies = uids();
    assert!(copies.is_disjoint(&first) && copies.len() == first.len(), "{copies:?}");
    sandbox.commit("Take the first away");
    assert_eq!(uids(), copies);
}
