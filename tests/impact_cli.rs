//! `aims impact` through the binary: which two ends it reads, what stops it, how it ends, and what it writes in each format.

use std::collections::BTreeSet;
use std::fs;

use aims::impact::markdown::{LONGEST, MARKER};
use git2::Repository;
use pulldown_cmark::{Event, Options, Parser, Tag};
use repo::TestRepo;
use sandbox::{Outcome, Sandbox, TODAY};
use serde_json::Value;

use crate::support::repo;
use crate::support::sandbox;

fn page(id: &str, text: &str) -> String {
    format!("---\nid: {id}\ntitle: Page {id}\nkind: guideline\nstatus: draft\nowner: O\nversion: \"1\"\n---\n{text}\n")
}

fn run(sandbox: &Sandbox, arguments: &[&str]) -> Outcome {
    sandbox.run(&[&["impact"], arguments, &["--today", TODAY]].concat())
}

fn json(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let outcome = run(sandbox, &[arguments, &["--format", "json", "--exit-zero"]].concat());
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    serde_json::from_str(&outcome.stdout).expect("JSON")
}

fn ids(told: &Value) -> Vec<&str> {
    told["documents"].as_array().expect("documents").iter().map(|row| row["id"].as_str().expect("an id")).collect()
}

/// `main` with two commits and `feature`, which is checked out and left it after the first: documents A, then B on `main`, and
/// C on the other.
fn forked() -> Sandbox {
    let sandbox = Sandbox::new(&[("aims.toml", String::new()), ("a.md", page("A-1", "First."))]);
    let fork = sandbox.commit("Begin");
    sandbox.put("b.md", page("B-1", "On main."));
    sandbox.commit("On main");
    let git = Repository::open(sandbox.path("")).expect("a repository");
    git.reference("refs/heads/feature", fork.parse().expect("an id"), true, "test").expect("a branch");
    git.set_head("refs/heads/feature").expect("a head");
    fs::remove_file(sandbox.path("b.md")).expect("a file");
    sandbox.put("c.md", page("C-1", "On the branch."));
    sandbox.commit("On the branch");
    sandbox
}

#[test]
fn the_base_is_where_the_two_parted_unless_it_is_to_stand_as_it_is() {
    let sandbox = forked();
    let told = json(&sandbox, &["main"]);
    assert_eq!((ids(&told), &told["base"]["read"]), (vec!["C-1"], &Value::from("fork")));
    assert_eq!((&told["head"]["read"], &told["head"]["uncommitted"]), (&Value::from("work-tree"), &Value::from(false)));
    let exact = json(&sandbox, &["main", "--exact"]);
    assert_eq!((ids(&exact), &exact["base"]["read"]), (vec!["B-1", "C-1"], &Value::from("commit")));
    assert!(exact["notes"][0].as_str().expect("a note").starts_with("The base came into the head by a merge, or not"));
    assert_eq!(ids(&json(&sandbox, &["feature", "main"])), ["B-1"]);
    assert_eq!(ids(&json(&sandbox, &["main", "feature"])), ["C-1"]);
    // What is not committed is in the work tree, and in no commit.
    sandbox.put("d.md", page("D-1", "Not committed."));
    let told = json(&sandbox, &["main"]);
    assert_eq!((ids(&told), &told["head"]["uncommitted"]), (vec!["C-1", "D-1"], &Value::from(true)));
    assert_eq!(ids(&json(&sandbox, &["main", "HEAD"])), ["C-1"]);
}

#[test]
fn settings_that_the_base_never_had_are_not_told_as_signed() {
    let settings = |needs: &str| format!("[approval]\nneeds = \"{needs}\"\n");
    let sandbox = Sandbox::new(&[("aims.toml", settings("none")), ("a.md", page("A-1", "First."))]);
    let fork = sandbox.commit("Begin");
    sandbox.put("aims.toml", settings("merged"));
    sandbox.commit("Ask for more");
    let git = Repository::open(sandbox.path("")).expect("a repository");
    git.reference("refs/heads/feature", fork.parse().expect("an id"), true, "test").expect("a branch");
    git.set_head("refs/heads/feature").expect("a head");
    sandbox.put("aims.toml", settings("none"));
    sandbox.put("c.md", page("C-1", "On the branch."));
    sandbox.commit("On the branch");
    let told = json(&sandbox, &["main", "--exact"]);
    assert_eq!(told["vouching"]["done"], Value::from(false), "{told}");
    let text = run(&sandbox, &["main", "--exact"]).stdout;
    assert!(!text.contains("Somebody who may has signed them"), "{text}");
    assert!(text.contains("Whether somebody who may has signed them is told once"), "{text}");
}

#[test]
fn the_first_key_is_trusted_as_it_is_and_not_told_as_signed() {
    const KEY: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIxqnU5kTMyl0kpAqBOp7bLrrGGpNRPNYzs8XBNpLCbJ you@example.org";
    let begin = "[organisation]\nname = \"O\"\n[folders]\n\"policies\" = \"policy\"\n\"plans\" = \"plan\"\n";
    let rule = "[approval.kinds.policy]\nneeds = \"record\"\nroles = [\"Chief\"]\n";
    let person = format!("[[people]]\nname = \"Mal\"\nroles = [\"Chief\"]\nkeys = [\"{KEY}\"]\n");
    let sandbox = Sandbox::new(&[("aims.toml", format!("{begin}{rule}")), ("a.md", page("A-1", "First."))]);
    sandbox.commit("Begin");
    sandbox.put("aims.toml", format!("{begin}{rule}{person}"));
    sandbox.commit("List myself");
    // A remark and the order of a map say nothing.
    for _ in 0..4 {
        let told = json(&sandbox, &["HEAD~1", "HEAD"]);
        assert_eq!(told["vouching"], serde_json::json!({"done": false, "trusted": true, "people": []}));
    }
    let text = run(&sandbox, &["HEAD~1", "HEAD"]).stdout;
    assert!(text.contains("Nobody has signed them") && !text.contains("Somebody who may"), "{text}");
    sandbox.put("aims.toml", format!("# A remark.\n\n{begin}{rule}{person}"));
    sandbox.commit("Remark");
    assert_eq!(json(&sandbox, &["HEAD~1", "HEAD"])["vouching"], Value::Null);
}

#[test]
fn what_was_read_is_said_first() {
    let sandbox = forked();
    let text = run(&sandbox, &["main"]).stdout;
    let head: Vec<&str> = text.lines().take(3).collect();
    assert_eq!(head[0], "What this change does");
    assert!(head[1].starts_with("  Base     where main and the head part, commit "), "{text}");
    assert!(text.contains("  Head     the work tree, all of it committed, at commit "), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn it_ends_with_1_where_the_change_brings_what_fails() {
    let sandbox = forked();
    let code = |arguments: &[&str]| run(&sandbox, arguments).code;
    assert_eq!((code(&["main"]), code(&["main", "--strict"])), (Some(0), Some(0)));
    sandbox
        .put("w.md", "---\nid: W-1\ntitle: No owner\nkind: guideline\nstatus: approved\nversion: \"1\"\n---\nText.\n");
    assert_eq!((code(&["main"]), code(&["main", "--strict"])), (Some(0), Some(1)), "a warning is new");
    sandbox.put("c.md", page("C-1", "[[NOPE-1]]"));
    assert_eq!((code(&["main"]), code(&["main", "--exit-zero"])), (Some(1), Some(0)));
    // What was there already is nothing that the change brings.
    sandbox.commit("Broken");
    sandbox.put("e.md", page("E-1", "Sound."));
    assert_eq!(code(&["HEAD"]), Some(0));
}

#[test]
fn what_stops_it_is_said_with_what_to_do() {
    let sandbox = forked();
    for (arguments, told) in [
        (&["mian"][..], "there is no revision `mian` in this repository\nhint: did you mean `main`?"),
        (&["main", "faeture"], "there is no revision `faeture` in this repository\nhint: did you mean `feature`?"),
        (&[""], "the revision is empty"),
        (
            &["main...feature"],
            "`main...feature` names two revisions\nhint: Name them apart: `aims impact main feature`.",
        ),
    ] {
        let outcome = run(&sandbox, arguments);
        assert_eq!(outcome.code, Some(2));
        assert!(outcome.stderr.starts_with(&format!("error: {told}")), "{}", outcome.stderr);
    }
    let outside = Sandbox::new(&[("aims.toml", "")]);
    assert!(run(&outside, &["main"]).stderr.contains("is not in a git repository"));
}

#[test]
fn settings_that_cannot_be_used_are_told_with_the_end_that_has_them() {
    let sandbox = Sandbox::new(&[("aims.toml", "a = [\n".to_owned()), ("a.md", page("A-1", "Text."))]);
    let broken = sandbox.commit("Broken");
    sandbox.put("aims.toml", "");
    let sound = sandbox.commit("Mended");
    for (arguments, end) in [([&broken, &sound], "base"), ([&sound, &broken], "head")] {
        let outcome = run(&sandbox, &[arguments[0], arguments[1], "--exact"]);
        assert_eq!(outcome.code, Some(2));
        let told = format!(
            "error: the {end} of the change cannot be read\n  because: the settings in aims.toml of `{broken}` cannot be used"
        );
        assert!(outcome.stderr.starts_with(&told), "{}", outcome.stderr);
        assert!(outcome.stderr.contains("--> aims.toml:1"), "the line is shown: {}", outcome.stderr);
    }
}

#[test]
fn an_aims_that_is_not_there_at_one_end_is_new_or_gone() {
    let sandbox = Sandbox::new(&[("README.txt", "Nothing yet.\n".to_owned())]);
    let before = sandbox.commit("Before");
    sandbox.put("aims.toml", "[approval]\nneeds = \"record\"\n");
    sandbox.put("a.md", page("A-1", "Text."));
    let after = sandbox.commit("Begin the AIMS");
    let new = json(&sandbox, &[&before]);
    assert_eq!((ids(&new), new["documents"][0]["became"].as_str()), (vec!["A-1"], Some("added")));
    assert_eq!((&new["base"]["there"], new["settings"].as_array().map(Vec::len)), (&Value::from(false), Some(0)));
    assert_eq!(new["notes"][0], "There is no `aims.toml` at the base: everything is new.");
    let gone = json(&sandbox, &[&after, &before, "--exact"]);
    assert_eq!((ids(&gone), gone["documents"][0]["became"].as_str()), (vec!["A-1"], Some("removed")));
    assert_eq!(gone["numbers"]["findings_new"], 0);
    assert_eq!(gone["notes"][0], "There is no `aims.toml` at the head: everything is gone.");
}

#[test]
fn a_change_that_moves_the_folder_is_told_as_what_it_does() {
    let sandbox = Sandbox::new(&[
        ("docs/aims.toml", "[approval]\nneeds = \"record\"\n".to_owned()),
        ("docs/a.md", page("A-1", "It must be done.")),
        ("docs/b.md", page("B-1", "It stays.")),
    ]);
    let before = sandbox.commit("Before");
    fs::create_dir(sandbox.path("compliance")).expect("a folder");
    fs::rename(sandbox.path("docs"), sandbox.path("compliance/aims")).expect("moved");
    let moved = sandbox.commit("Move");
    sandbox.put("compliance/aims/aims.toml", "[approval]\nneeds = \"none\"\n");
    sandbox.put("compliance/aims/a.md", page("A-1", "It may be done."));
    let after = sandbox.commit("Ask less");
    let told = |base: &str, head: &str, dir: &str| {
        let arguments = ["impact", base, head, "--today", TODAY, "--format", "json", "--exit-zero", "--exact"];
        let outcome = sandbox::run(&mut sandbox::aims(&sandbox.path(dir), &arguments));
        assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
        serde_json::from_str::<Value>(&outcome.stdout).expect("JSON")
    };
    let only = told(&before, &moved, "compliance/aims");
    assert_eq!(ids(&only).len(), 0, "{only}");
    assert_eq!(only["notes"][0], "The AIMS lay in `docs` at the base, and was moved.");
    let all = told(&before, &after, "compliance/aims");
    assert_eq!((ids(&all), all["documents"][0]["became"].as_str()), (vec!["A-1"], Some("material")), "{all}");
    assert_eq!(all["settings"][0]["weaker"], true, "{all}");
}

#[test]
fn a_shallow_clone_and_histories_that_never_met_are_told_apart() {
    let mut repo = TestRepo::new();
    let first = repo.commit(&[], "First", |files| files.write("aims.toml", ""));
    let side = repo.commit(&[first], "Side", |files| files.write("a.md", page("A-1", "Text.")));
    let main = repo.commit(&[first], "Main", |files| files.write("b.md", page("B-1", "Text.")));
    let other = repo.commit(&[], "Other", |files| files.write("aims.toml", ""));
    let after = repo.commit(&[main], "After", |files| files.write("b.md", page("B-1", "Another text.")));
    repo::put(&repo.path().join("aims.toml"), "");
    let impact = |from: git2::Oid, to: git2::Oid, more: &[&str]| {
        let (from, to) = (from.to_string(), to.to_string());
        let arguments = [&["impact", &from, &to, "--today", TODAY, "--exit-zero"], more].concat();
        sandbox::run(&mut sandbox::aims(repo.path(), &arguments))
    };
    assert_eq!(impact(main, side, &[]).code, Some(0));
    let never = impact(main, other, &[]);
    assert_eq!(never.code, Some(2));
    assert!(never.stderr.contains("`--exact` compares them as they stand."), "{}", never.stderr);
    assert_eq!(impact(main, other, &["--exact"]).code, Some(0));
    repo.shallow(&[side, main]);
    let shallow = impact(main, side, &[]);
    assert_eq!(shallow.code, Some(2));
    assert!(shallow.stderr.contains("in CI, check out with `fetch-depth: 0`"), "{}", shallow.stderr);
    // Both ends are here, and how they came to be approved is not.
    let shallow = impact(main, after, &["--exact"]);
    assert_eq!(shallow.code, Some(2), "{}", shallow.stdout);
    assert!(shallow.stderr.contains("what the change does cannot be told"), "{}", shallow.stderr);
}

#[test]
fn several_formats_go_into_files_in_one_run() {
    let sandbox = forked();
    let files = ["--format", "markdown=comment.md.txt", "--format", "html=impact.html", "--format", "json=impact.json"];
    let outcome = run(&sandbox, &[&["main"], &files[..]].concat());
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(0), ""), "{}", outcome.stderr);
    let read = |name: &str| fs::read_to_string(sandbox.path(name)).expect(name);
    assert!(read("comment.md.txt").starts_with(&format!("{MARKER}\n\n## What this change does\n")));
    assert!(read("impact.html").starts_with("<!DOCTYPE html>") && read("impact.json").starts_with("{\"version\":1,"));
    // What it wrote it writes anew; what somebody else wrote it leaves.
    assert_eq!(run(&sandbox, &[&["main"], &files[..]].concat()).code, Some(0));
    sandbox.put("impact.html", "<p>Mine.</p>\n");
    let refused = run(&sandbox, &[&["main"], &files[..]].concat());
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("impact.html: it is there and holds something else"), "{}", refused.stderr);
    let two = run(&sandbox, &["main", "--format", "json", "--format", "markdown"]);
    assert!(
        two.code == Some(2) && two.stderr.contains("two formats would go to the standard output"),
        "{}",
        two.stderr
    );
    let out = run(&sandbox, &["main", "--format", "markdown", "--output-file", "other.txt"]);
    assert_eq!((out.code, out.stdout.as_str()), (Some(0), ""));
    assert!(read("other.txt").starts_with(MARKER));
}

/// Titles that would do something in a comment, on a page or in a terminal.
const EVIL: [&str; 12] = [
    "@everyone look, closes #1 and GH-2 and owner/repo#3",
    "<img src=x onerror=alert(1)><script>alert(1)</script></details>",
    "[Approved](https://evil.example/login) ![x](https://evil.example/x.png)",
    "# Approved by the board",
    "`code` ``more`` ```` four",
    "| a | b |",
    "www.evil.example a@evil.example https://evil.example",
    "<!-- aims-impact -->",
    "--- *** ___ ~~~ **bold** _em_ $x$ :tada: !1 ~bug %2 &3",
    "\u{202e}drowssap \u{1b}[2J \u{7}",
    "1. first - second + third > quote [ ] [x] [^1]",
    "/approve /merge ::error::x ##[group]x",
];

/// A change whose documents, settings and paths are hostile.
fn hostile() -> Sandbox {
    let sandbox = Sandbox::new(&[("aims.toml", String::new())]);
    sandbox.commit("Begin");
    let quoted = |text: &str| serde_json::to_string(text).expect("a text");
    for (number, evil) in EVIL.iter().enumerate() {
        let text = format!(
            "---\nid: EVIL-{number}\ntitle: {0}\nkind: policy\nversion: {0}\nstatus: in-review\nowner: {0}\napprovers: [{0}]\n---\n{evil}\n\n[[NO {evil}]]\n",
            quoted(evil)
        );
        sandbox.put(format!("evil @all #{number} `x` <b>.md"), text);
    }
    let people: Vec<String> =
        EVIL.iter().map(|evil| format!("[[people]]\nname = {0}\nroles = [{0}]\n", quoted(evil))).collect();
    sandbox.put("aims.toml", people.concat());
    sandbox.commit("Evil");
    sandbox
}

#[test]
fn nothing_that_an_author_writes_is_markup_in_a_comment() {
    let sandbox = hostile();
    let text = run(&sandbox, &["HEAD~1", "--format", "markdown", "--exit-zero"]).stdout;
    let (mut headings, mut plain) = (0, String::new());
    for event in Parser::new_ext(&text, Options::all()) {
        match event {
            Event::Start(Tag::Heading { .. }) => headings += 1,
            Event::Start(tag) => assert!(
                matches!(tag, Tag::Paragraph | Tag::List(None) | Tag::Item | Tag::Strong | Tag::HtmlBlock),
                "{tag:?}"
            ),
            Event::Html(html) | Event::InlineHtml(html) => {
                let ours = ["<!-- aims-impact -->", "<details><summary>", "</details>", "<sub>", "</sub>"];
                assert!(ours.iter().any(|tag| html.trim_start().starts_with(tag)), "{html}");
            }
            Event::Text(words) => plain.push_str(&format!("{words}\n")),
            Event::Code(_) | Event::End(_) | Event::SoftBreak => {}
            other => panic!("{other:?}"),
        }
    }
    let sections = text.lines().filter(|line| line.starts_with("### ")).count();
    assert_eq!(headings, sections + 1, "{text}");
    for sign in ["@", "#", "<", ">", "://", "www.", "|", "*", "_", "$", "!", "~", "[", "\u{1b}", "\u{202e}", ":tada"] {
        assert!(!plain.contains(sign), "`{sign}` outside code: {plain}");
    }
    assert_eq!(text.matches("\n<!--").count(), 0, "one mark, at the top");
    assert!(!text.lines().any(|line| line.starts_with('/') || line.starts_with("::")), "no line is a command");
}

#[test]
fn nothing_that_an_author_writes_is_markup_on_a_page_or_drives_a_terminal() {
    let sandbox = hostile();
    let html = run(&sandbox, &["HEAD~1", "--format", "html", "--exit-zero"]).stdout;
    let body = html.split_once("</style>").expect("a style").1;
    for sign in ["<script", "<img", "onerror=alert(1)>", "href=\"http", "<!--", "\u{202e}", "\u{1b}"] {
        assert!(!body.contains(sign), "{sign}");
    }
    assert!(body.contains("&lt;script&gt;alert(1)&lt;"), "it is shown as it is written");
    let style = html.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).expect("a style").0;
    let digest = aims::signature::to_base64(&aims::base::sha256(style.as_bytes()));
    let policy = "default-src 'none'; style-src 'sha256-";
    assert!(html.contains(policy), "a policy that lets nothing in");
    let stated = html.split_once(policy).and_then(|(_, rest)| rest.split_once('\'')).expect("a digest").0;
    assert_eq!(stated.replace("&#x2F;", "/").replace("&#x3D;", "="), digest);
    let human = run(&sandbox, &["HEAD~1", "--exit-zero"]).stdout;
    assert!(!human.contains(['\u{1b}', '\u{202e}', '\u{7}']) && !human.contains("##[group]"), "{human}");
    let coloured = run(&sandbox, &["HEAD~1", "--exit-zero", "--color", "always"]).stdout;
    assert!(coloured.contains("\u{1b}[1mWhat this change does\u{1b}[0m"));
}

#[test]
fn a_comment_is_short_enough_for_a_forge_and_counts_the_rest() {
    let sandbox = Sandbox::new(&[("aims.toml", String::new())]);
    sandbox.commit("Begin");
    for number in 0..400 {
        let title = format!("审 `{number}` @x {}", "very long title | ".repeat(40));
        let text = format!(
            "---\nid: G-{number}\ntitle: \"{title}\"\nkind: policy\nstatus: in-review\nowner: \"{title}\"\n---\n[[NO-{number}]]\n"
        );
        sandbox.put(format!("g{number}.md"), text);
    }
    sandbox.commit("Many");
    let text = run(&sandbox, &["HEAD~1", "--format", "markdown", "--exit-zero"]).stdout;
    assert!(text.len() <= LONGEST && text.len() > 10_000, "{}", text.len());
    assert!(
        text.contains("- 400 new") || text.contains("400 documents new") || text.contains("- 400 documents"),
        "{text}"
    );
    let listed = text.lines().filter(|line| line.starts_with("- New: G-")).count();
    let more: BTreeSet<&str> = text.lines().filter(|line| line.contains("more row")).collect();
    assert!(
        listed > 0 && more.contains(format!("- and {} more rows that have no room here", 400 - listed).as_str()),
        "{more:?}"
    );
    let human = run(&sandbox, &["HEAD~1", "--exit-zero"]).stdout;
    assert!(human.contains("  and 380 more; `--format json` tells all\n"), "{human}");
}

#[test]
fn files_that_pages_show_are_told_where_their_bytes_are_others() {
    let link = |name: &str| page("A-1", &format!("[Report]({name}), ![Flow](flow.png) and [Rows](rows.csv)."));
    let framework = |title: &str| {
        format!(
            "id = \"house\"\ntitle = \"House rules\"\nshort = \"House\"\nedition = \"2026\"\n[[item]]\nid = \"H1\"\ntitle = \"{title}\"\n"
        )
    };
    let sandbox = Sandbox::new(&[
        ("aims.toml", "[frameworks]\nfiles = [\"house.toml\"]\n".to_owned()),
        ("a.md", link("report.csv")),
        ("report.csv", "finding\nnone\n".to_owned()),
        ("flow.png", "\u{89}PNG".to_owned()),
        ("rows.csv", "a\r\nb\r\n".to_owned()),
        ("idle.csv", "nobody leads here\n".to_owned()),
        ("house.toml", framework("Ask")),
        ("theme/style.css", "body { color: black }\n".to_owned()),
    ]);
    let begun = sandbox.commit("Begin");
    let same = json(&sandbox, &[&begun]);
    assert_eq!(same["files"], serde_json::json!([]), "nothing was changed");
    sandbox.put("report.csv", "finding\none, and grave\n");
    // Other ends of lines are no other text.
    sandbox.put("rows.csv", "a\nb\n");
    sandbox.put("idle.csv", "nor here\n");
    sandbox.put("theme/style.css", "body { color: white }\n");
    sandbox.put("house.toml", framework("Never ask"));
    let row = |path: &str, became: &str, of: &str, documents: &[&str]| serde_json::json!({"path": path, "from": null, "became": became, "of": of, "documents": documents});
    let changed = serde_json::json!([
        row("house.toml", "changed", "framework", &[]),
        row("report.csv", "changed", "document", &["A-1"]),
        row("theme/style.css", "changed", "theme", &[]),
    ]);
    assert_eq!(json(&sandbox, &[&begun])["files"], changed, "in the work tree");
    sandbox.commit("Change");
    assert_eq!(json(&sandbox, &["HEAD~1", "HEAD"])["files"], changed, "between commits");
    let told = run(&sandbox, &["HEAD~1", "--exit-zero"]).stdout;
    assert!(told.contains("  - 3 files that pages show changed\n"), "{told}");
    assert!(told.contains("report.csv") && told.contains("shown by A-1"), "{told}");
    fs::rename(sandbox.path("report.csv"), sandbox.path("found.csv")).expect("a file");
    sandbox.put("a.md", link("found.csv").replace(" and [Rows](rows.csv)", ""));
    sandbox.commit("Move");
    let told = json(&sandbox, &["HEAD~1", "HEAD"]);
    let moved = serde_json::json!({"path": "found.csv", "from": "report.csv", "became": "moved", "of": "document", "documents": ["A-1"]});
    assert_eq!(told["files"], serde_json::json!([moved, row("rows.csv", "removed", "document", &["A-1"])]));
}
