//! What the merges of the demo do: told as they are kept beside this test, and counted again from the data files of both
//! sites, as somebody would who builds each and compares them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use aims::base::{Date, DocPath, Files, date};
use aims::demo;
use aims::impact::markdown::markdown;
use aims::impact::told::told;
use aims::impact::{Came, Impact, SCHEMA, WasIs};
use aims::model::audience::Audience;
use aims::model::standing::Basis;
use aims::model::trace::RequirementKind;
use aims::pipeline::{Comparing, Project, Request};
use git2::{Oid, Repository};
use judge::Judge;
use sandbox::{Sandbox, TODAY, run};
use serde_json::{Value, json};

use crate::support::judge;
use crate::support::sandbox;

/// The demo, written once.
static DEMO: LazyLock<Sandbox> = LazyLock::new(|| {
    let sandbox = Sandbox::new::<&str>(&[]);
    demo::write(&sandbox.path("demo"), today()).expect("a demo");
    sandbox
});

fn today() -> Date {
    date::parse(TODAY).expect("a day")
}

fn folder() -> PathBuf {
    DEMO.path("demo")
}

fn project() -> Project {
    Project::find(&folder()).expect("an AIMS")
}

fn impact(base: Oid, head: Oid) -> Impact {
    let (base, head) = (base.to_string(), Some(head.to_string()));
    let asked = Comparing { base, head, exact: false, trust: None, today: today() };
    let found = project().impact(&asked).expect("both ends");
    let told: Value = serde_json::from_str(&found.json().expect("JSON")).expect("JSON");
    assert_eq!(Judge::new(SCHEMA).refuses(&told), "", "it is as its schema says");
    found
}

/// The merges on the way to the head, newest first: what each went into, itself, and its number.
fn merges() -> Vec<(Oid, Oid, String)> {
    let git = Repository::open(folder()).expect("a repository");
    let mut walk = git.revwalk().expect("a walk");
    walk.push_head().expect("a head");
    walk.simplify_first_parent().expect("a line");
    let commits = walk.map(|id| git.find_commit(id.expect("an id")).expect("a commit"));
    let number = |commit: &git2::Commit<'_>| {
        let subject = commit.summary().expect("UTF-8").unwrap_or_default().to_owned();
        subject
            .split('#')
            .nth(1)
            .map(|rest| rest.chars().take_while(char::is_ascii_digit).collect())
            .unwrap_or_default()
    };
    let merges = commits.filter(|commit| commit.parent_count() == 2);
    merges.map(|commit| (commit.parent_id(0).expect("a parent"), commit.id(), number(&commit))).collect()
}

/// The data files of the site of a commit.
struct Data(BTreeMap<String, Value>);

impl Data {
    fn of(commit: Oid) -> Self {
        let project = project();
        let request = Request {
            rev: Some(commit.to_string()),
            audience: Some(Audience::Confidential),
            ..Request::new(folder(), today())
        };
        let built = project.build(&request).expect("a site");
        let files = built.files().expect("its files");
        let name =
            |path: &&&DocPath| path.as_str().starts_with("data/") && path.as_str().rsplit('.').next() == Some("json");
        let paths = files.paths();
        let read = |path: &&DocPath| {
            let bytes = files.bytes(path).expect("a file");
            (path.as_str()["data/".len()..].to_owned(), serde_json::from_slice(&bytes).expect("JSON"))
        };
        Self(paths.iter().filter(name).map(read).collect())
    }

    /// The rows of a register by a key of theirs.
    fn rows(&self, register: &str, key: &str) -> BTreeMap<String, &Value> {
        let rows = self.0[&format!("{register}.json")]["rows"].as_array().expect("rows");
        rows.iter().map(|row| (row[key].as_str().expect("a key").to_owned(), row)).collect()
    }

    fn findings(&self) -> Vec<&Value> {
        self.0["findings.json"]["findings"].as_array().expect("findings").iter().collect()
    }
}

/// What differs between rows of one id at both ends, and what is at one end only: of each the value of a key.
fn differences(
    then: &BTreeMap<String, &Value>,
    now: &BTreeMap<String, &Value>,
    key: &str,
) -> BTreeMap<String, [Value; 2]> {
    let ids: BTreeSet<&String> = then.keys().chain(now.keys()).collect();
    let at = |rows: &BTreeMap<String, &Value>, id: &String| rows.get(id).map_or(Value::Null, |row| row[key].clone());
    let both = ids.into_iter().map(|id| (id.clone(), [at(then, id), at(now, id)]));
    both.filter(|(_, [was, is])| was != is).collect()
}

fn ends(value: &WasIs) -> [Value; 2] {
    [json!(value.was), json!(value.is)]
}

/// What a finding names, as a reader would pick it out of its message: words in backticks, and words with a digit and
/// something else.
fn named(finding: &Value) -> (String, String, Vec<String>) {
    let text = |key: &str| finding[key].as_str().expect(key).to_owned();
    let mut names = Vec::new();
    for (place, part) in text("message").split('`').enumerate() {
        if place % 2 == 1 {
            names.push(part.to_owned());
            continue;
        }
        let words = part.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        let odd = |word: &&str| word.chars().any(|c| c.is_ascii_digit()) && !word.chars().all(|c| c.is_ascii_digit());
        names.extend(words.filter(odd).map(str::to_owned));
    }
    (text("code"), text("path"), names)
}

/// How many findings are new, fixed and unchanged. `moved` are files that lie elsewhere now.
fn counts(then: &Data, now: &Data, moved: &BTreeMap<String, String>) -> [usize; 3] {
    let mut left: BTreeMap<_, i64> = BTreeMap::new();
    for finding in then.findings() {
        let (code, path, names) = named(finding);
        let path = moved.get(&path).cloned().unwrap_or(path);
        *left.entry((code, path, names)).or_default() += 1;
    }
    let (mut new, mut unchanged) = (0, 0);
    for finding in now.findings() {
        let number = left.entry(named(finding)).or_default();
        *number -= 1;
        if *number < 0 { new += 1 } else { unchanged += 1 }
    }
    [new, usize::try_from(left.values().filter(|number| **number > 0).sum::<i64>()).expect("a count"), unchanged]
}

fn agree(base: Oid, head: Oid, number: &str) {
    let (found, then, now) = (impact(base, head), Data::of(base), Data::of(head));
    // Controls and clauses, by their rungs.
    for register in ["controls", "clauses"] {
        let wanted = differences(&then.rows(register, "id"), &now.rows(register, "id"), "rung");
        let of_register = found
            .requirements
            .iter()
            .filter(|moved| (moved.kind == RequirementKind::Clause) == (register == "clauses"));
        let told = of_register.map(|moved| (moved.id.clone(), ends(&moved.place))).collect();
        assert_eq!(wanted, told, "{register} of #{number}");
    }
    // Rows of the statement, cell by cell.
    let (was, is) = (then.rows("soa", "control"), now.rows("soa", "control"));
    for key in ["applicable", "reason", "implementation", "owner", "risks", "documents"] {
        let wanted: BTreeSet<String> = differences(&was, &is, key).into_keys().collect();
        let cells = |row: &&aims::impact::RowChange| row.cells.iter().any(|cell| cell.key == key);
        let told: BTreeSet<String> = found.statement.iter().filter(cells).map(|row| row.control.clone()).collect();
        let empty = |id: &String| [&was, &is].iter().all(|rows| rows.get(id).is_none_or(|row| row[key] == json!([])));
        assert_eq!(wanted.into_iter().filter(|id| !empty(id)).collect::<BTreeSet<_>>(), told, "{key} of #{number}");
    }
    // Documents: which there are, where they lie, and what they say of themselves.
    let (was, is) = (then.rows("documents", "id"), now.rows("documents", "id"));
    let became = |word: &str| {
        found
            .documents
            .iter()
            .filter(|row| row.became.as_str() == word)
            .map(|row| row.id.clone())
            .collect::<BTreeSet<_>>()
    };
    let only = |of: &BTreeMap<String, &Value>, other: &BTreeMap<String, &Value>| {
        of.keys().filter(|id| !other.contains_key(*id)).cloned().collect::<BTreeSet<_>>()
    };
    let renamed: BTreeSet<String> =
        found.documents.iter().filter(|row| row.formerly.is_some()).map(|row| row.id.clone()).collect();
    assert_eq!((only(&is, &was), renamed.is_empty()), (became("added"), true), "new in #{number}");
    assert_eq!(only(&was, &is), became("removed"), "gone in #{number}");
    let both: BTreeSet<&String> = was.keys().filter(|id| is.contains_key(*id)).collect();
    for key in ["version", "standing"] {
        let wanted: BTreeMap<String, [Value; 2]> =
            differences(&was, &is, key).into_iter().filter(|(id, _)| both.contains(id)).collect();
        let rows = found.documents.iter().filter(|row| both.contains(&row.id));
        let rows = rows.map(|row| (row.id.clone(), ends(if key == "version" { &row.version } else { &row.standing })));
        let told: BTreeMap<String, [Value; 2]> = rows.filter(|(_, [was, is])| was != is).collect();
        // A document stands elsewhere too where another was changed, such as the record of an act about it.
        let unread: Vec<&String> = told.keys().filter(|id| wanted.get(*id) != told.get(*id)).collect();
        assert_eq!(unread, Vec::<&String>::new(), "{key} of #{number}");
        assert!(key == "standing" || wanted == told, "{key} of #{number}");
    }
    let moved: BTreeMap<String, String> = differences(&was, &is, "path")
        .into_iter()
        .filter(|(id, _)| both.contains(id))
        .map(|(_, [was, is])| (was.as_str().expect("a path").to_owned(), is.as_str().expect("a path").to_owned()))
        .collect();
    let told_moved: BTreeMap<String, String> =
        found.documents.iter().filter_map(|row| Some((row.from.clone()?, row.path.clone()))).collect();
    assert_eq!(moved, told_moved, "moved in #{number}");
    // Reviews.
    let due = |data: &Data| -> BTreeMap<String, Value> {
        let rows = data.rows("documents", "id");
        rows.into_iter().filter(|(id, _)| both.contains(id)).map(|(id, row)| (id, row["next_review"].clone())).collect()
    };
    let (was, is) = (due(&then), due(&now));
    let wanted: BTreeSet<&String> = was.keys().filter(|id| was.get(*id) != is.get(*id)).collect();
    assert_eq!(wanted, found.reviews.iter().map(|row| &row.id).collect(), "reviews of #{number}");
    // Acts on record, by their files.
    let (was, is) = (then.rows("approvals", "record"), now.rows("approvals", "record"));
    let brought: BTreeSet<&str> =
        found.acts.iter().filter(|act| act.became == Came::Added).map(|act| act.record.as_str()).collect();
    assert_eq!(is.keys().filter(|file| !was.contains_key(*file)).map(String::as_str).collect::<BTreeSet<_>>(), brought);
    // Findings.
    let numbers = [found.numbers.findings_new, found.numbers.findings_fixed, found.numbers.findings_unchanged];
    assert_eq!(counts(&then, &now, &moved), numbers, "findings of #{number}");
}

#[test]
fn it_is_what_comes_of_building_both_sites_and_comparing_them() {
    let merges = merges();
    assert!(merges.len() >= 20, "{merges:?}");
    for (base, head, number) in merges.iter().step_by(9) {
        agree(*base, *head, number);
    }
    // Two years at once, from the first audit to the last commit.
    let git = Repository::open(folder()).expect("a repository");
    let commit = |name: &str| git.revparse_single(name).and_then(|object| object.peel_to_commit()).expect(name).id();
    agree(commit("v2025-audit"), commit("HEAD"), "all");
}

/// Compares a text with what stands beside this test; `UPDATE_EXPECT=1` writes that anew.
#[expect(clippy::disallowed_methods, reason = "what is expected is written by the test itself")]
fn expect(name: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/impact").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(&file, text).expect("it can be written");
    }
    assert_eq!(fs::read_to_string(&file).expect("`UPDATE_EXPECT=1` writes it").replace("\r\n", "\n"), text, "{name}");
}

#[test]
fn what_merges_do_is_told_as_it_is_kept_here() {
    let merges = merges();
    for wanted in ["43", "32", "28", "13"] {
        let (base, head, _) = merges.iter().find(|(.., number)| number == wanted).expect("a merge of that number");
        let (base_id, head_id) = (base.to_string(), head.to_string());
        let arguments = ["impact", &base_id, &head_id, "--today", TODAY, "--exit-zero"];
        let outcome = run(&mut sandbox::aims(&folder(), &arguments));
        assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
        // Whole ids are what was asked for here; nobody types them.
        expect(&format!("merge-{wanted}.txt"), &outcome.stdout.replace(&base_id, "BASE").replace(&head_id, "HEAD"));
    }
}

#[test]
fn an_approval_that_is_void_names_who_has_to_approve() {
    let git = Repository::open(folder()).expect("a repository");
    let head = git.head().and_then(|head| head.peel_to_commit()).expect("a head");
    // The last commit but one eases a policy that had a signed approval.
    let (base, head) = (head.parent(0).and_then(|commit| commit.parent(0)).expect("a commit").id(), head.id());
    let found = impact(base, head);
    let void: Vec<_> = found.approvals.iter().filter(|asked| asked.void).collect();
    assert_eq!(void.len(), 1);
    let asked = void[0];
    let people: Vec<&str> = asked.roles[0].people.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(
        (asked.id.as_str(), asked.needs.as_str(), asked.roles[0].role.as_str(), people),
        ("POL-005", "record", "Chief Executive", vec!["Orla Fenwick"])
    );
    assert_eq!(ends(&asked.standing), [json!("approved"), json!("approval-lapsed")]);
    assert!(found.fails && found.new_findings.iter().any(|found| found.rule == "approval-lapsed" && found.fails));
    let reviews: Vec<_> = found.reviews.iter().map(|moved| (moved.id.as_str(), moved.by)).collect();
    assert_eq!(reviews, [("PRO-007", Some(Basis::Review)), ("SCO-001", Some(Basis::Review))]);
    let suspect: Vec<&str> = found.suspect.iter().map(|of| of.id.as_str()).collect();
    assert_eq!(suspect, ["PRO-013", "SUP-001", "SUP-003"]);
    let comment = markdown(&told(&found));
    assert!(comment.contains("- **Void**: POL-005 Third-party AI policy, version 1.1\n"), "{comment}");
    let wrong = Judge::new(SCHEMA).refuses(&json!({"version": 2, "today": "soon"}));
    assert!(
        wrong.contains("/version") && wrong.contains("/today") && wrong.contains("\"settings\" is missing"),
        "{wrong}"
    );
    assert!(comment.contains("  - a signed record by Chief Executive: Orla Fenwick\n"), "{comment}");
}
