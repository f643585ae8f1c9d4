//! Repositories in which little stands for much: the same file many times, and one document between many and many.

use std::process::Stdio;
use std::sync::mpsc;
use std::time::Duration;

use aims::base::{Bundle, Date};
use aims::pipeline::{Project, Request};
use serde_json::Value;

use crate::support::git::Git;

const TODAY: Date = Date::constant(2026, 11, 20);

/// Far more than any of this takes, and far less than it took when the work grew with a power of the input.
const PATIENCE: Duration = Duration::from_secs(150);

/// A commit as `git fast-import` takes it: files with their texts, and what is deleted first.
fn commit(number: usize, deleted: &str, files: &[(String, String)]) -> String {
    let day = 1_767_268_800 + number * 86_400;
    let gone = if deleted.is_empty() { String::new() } else { format!("D {deleted}\n") };
    let files = files.iter().map(|(path, text)| format!("M 100644 inline {path}\ndata {}\n{text}\n", text.len()));
    let by = "committer Ada Example <ada@example.org>";
    format!("commit refs/heads/main\n{by} {day} +0000\ndata 1\nx\n{gone}{}\n", files.collect::<String>())
}

/// The site of these commits, which has to come to an end.
#[track_caller]
fn built(commits: &str) -> Bundle {
    let git = Git::new();
    let mut child =
        git.command(&["fast-import", "--quiet", "--force"]).stdin(Stdio::piped()).spawn().expect("git is there");
    std::io::Write::write_all(&mut child.stdin.take().expect("a pipe"), commits.as_bytes()).expect("it reads");
    assert!(child.wait().expect("it ends").success());
    let (done, waiting) = mpsc::channel();
    std::thread::spawn(move || {
        let request = Request { rev: Some("main".into()), ..Request::new(git.path(), TODAY) };
        let site = Project::find(git.path()).and_then(|project| project.build(&request)?.bundle());
        done.send(site.expect("a site"))
    });
    waiting.recv_timeout(PATIENCE).expect("the work comes to an end and does not panic")
}

fn text<'a>(bundle: &'a Bundle, path: &str) -> &'a str {
    let bytes = bundle.get(path).unwrap_or_else(|| panic!("no {path}"));
    std::str::from_utf8(bytes).expect("text")
}

fn rows(bundle: &Bundle, path: &str) -> Vec<Value> {
    let data: Value = serde_json::from_str(text(bundle, path)).expect("JSON");
    data["rows"].as_array().expect("rows").clone()
}

fn front(id: &str, kind: &str, more: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: The title of {id}\nkind: {kind}\n{more}---\nEvery tool is looked at before it is used.\n"
    )
}

fn record(comment: usize) -> String {
    let none = "0".repeat(64);
    format!(
        "format = 2\nact = \"review\"\ndocument = \"POL-001\"\npath = \"p.md\"\nby = \"Ada Example\"\n\
         email = \"ada@example.org\"\ndate = \"2026-01-02\"\nblob = \"{}\"\nsha256 = \"{none}\"\nsubstance = \"{none}\"\n\
         comment = \"{comment}\"\n",
        &none[..40]
    )
}

#[test]
fn records_that_come_and_go() {
    let many = 1_000;
    let first = [("aims.toml".into(), String::new()), ("p.md".into(), front("POL-001", "policy", "status: draft\n"))];
    let files = |text: fn(usize) -> String| -> Vec<(String, String)> {
        (0..many).map(|i| (format!("approvals/POL-001/{i}.toml"), text(i))).collect()
    };
    for text in [(|_| record(0)) as fn(usize) -> String, record] {
        let came = files(text);
        let mut commits = commit(0, "", &first);
        for number in 0..2 {
            commits += &commit(2 * number + 1, "", &came);
            commits += &commit(2 * number + 2, "approvals", &[]);
        }
        commits += &commit(5, "", &came[..1]);
        let site = built(&commits);
        let told = rows(&site, "data/approvals.json");
        assert_eq!((told.len(), &told[0]["counts"]), (1, &Value::from("no")), "the record that is there is judged");
    }
}

#[test]
fn a_policy_between_many_requirements_and_many_procedures() {
    let many = 300;
    let items = (0..many).map(|i| format!("[[item]]\nid = \"R{i}\"\ntitle = \"Requirement {i}\"\nsummary = \"s\"\n"));
    let house =
        format!("id = \"house\"\ntitle = \"House\"\nshort = \"H\"\nedition = \"1\"\n{}", items.collect::<String>());
    let named: Vec<String> = (0..many).map(|i| format!("R{i}")).collect();
    let policy = front("POL-001", "policy", &format!("requirements: {{house: [{}]}}\n", named.join(", ")));
    let mut files = vec![
        ("aims.toml".into(), "[frameworks]\nfiles = [\"f.toml\"]\nfollow = [\"house\"]\n".into()),
        ("f.toml".into(), house),
        ("p.md".into(), policy),
    ];
    let procedure = |i: usize| front(&format!("PRO-{i:03}"), "procedure", "implements: [POL-001]\n");
    files.extend((0..many).map(|i| (format!("d/{i}.md"), procedure(i))));
    let site = built(&commit(0, "", &files));
    assert!(site.size() < 45_000_000, "{} bytes", site.size());
    // Each requirement lists its policy and as many of the others, and says how many it does not.
    let clauses = rows(&site, "data/clauses.json");
    assert_eq!(clauses.len(), many);
    let mut listed = clauses.iter().map(|clause| clause["does"].as_array().map_or(0, Vec::len));
    assert!(listed.all(|listed| listed == 55), "{}", clauses[0]);
    assert!(clauses.iter().all(|clause| clause["says"][0] == "POL-001"));
    let page = text(&site, "clauses/R7.html");
    assert!(page.contains("245 more documents serve it through others and are not listed"), "{page}");
    assert!(text(&site, "data/oscal/component-definition.json").contains("Left out of lists are 73500 entries"));
}
