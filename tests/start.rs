//! `aims init` and `aims new`, as people run them.

use std::fs;

#[path = "support/sandbox.rs"]
mod sandbox;

use sandbox::{Outcome, Sandbox, TODAY, everything};

/// A folder in which somebody whom git knows works.
fn desk() -> Sandbox {
    Sandbox::new(&[("home/.gitconfig", "[user]\nname = Mira Example\nemail = mira@acme.example\n")])
}

fn run(desk: &Sandbox, folder: &str, arguments: &[&str]) -> Outcome {
    let folder = if folder.is_empty() { desk.path("") } else { desk.path(folder) };
    sandbox::run(sandbox::aims(&folder, arguments).env("HOME", desk.path("home")))
}

/// Runs what has to succeed.
fn done(desk: &Sandbox, folder: &str, arguments: &[&str]) -> Outcome {
    let outcome = run(desk, folder, arguments);
    assert_eq!(outcome.code, Some(0), "{arguments:?}: {}{}", outcome.stdout, outcome.stderr);
    outcome
}

/// The names of all files but those of git.
fn files(desk: &Sandbox, folder: &str) -> Vec<String> {
    everything(&desk.path(folder)).into_keys().map(|name| String::from_utf8(name).expect("a name")).collect()
}

#[test]
fn from_nothing_to_a_site_in_three_commands() {
    let desk = desk();
    let told =
        done(&desk, "", &["init", "acme", "--organisation", "Acme", "--system", "Churn Scope", "--today", TODAY]);
    assert!(told.stderr.contains("a new repository"), "{}", told.stderr);
    assert!(told.stderr.contains("0 errors"), "{}", told.stderr);
    assert_eq!(told.stdout, "");
    let check = done(&desk, "acme", &["check", "--today", TODAY]);
    assert!(check.stdout.contains("0 errors"), "{}", check.stdout);
    done(&desk, "acme", &["build", "--today", TODAY]);
    assert!(desk.path("acme/site/index.html").is_file());
    let settings = fs::read_to_string(desk.path("acme/aims.toml")).expect("settings");
    for line in ["name = \"Acme\"", "name = \"Mira Example\"", "emails = [\"mira@acme.example\"]"] {
        assert!(settings.contains(line), "{line}: {settings}");
    }
    let git = git2::Repository::open(desk.path("acme")).expect("a repository");
    let head = git.head().expect("a head").peel_to_commit().expect("a commit");
    assert_eq!(
        (head.parent_count(), head.author().name().map(str::to_owned).ok()),
        (0, Some("Mira Example".to_owned()))
    );
    // Everything is in the commit, and the built site is not.
    let statuses = git.statuses(None).expect("a status");
    let left: Vec<String> = statuses
        .iter()
        .filter(|entry| !entry.status().is_ignored())
        .map(|entry| String::from_utf8_lossy(entry.path_bytes()).into_owned())
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn what_is_left_to_do_stands_in_the_order_of_work() {
    let desk = desk();
    done(&desk, "", &["init", "a", "--organisation", "A", "--system", "S", "--no-git", "--today", TODAY]);
    let check = done(&desk, "a", &["check", "--today", TODAY]).stdout;
    let place = |text: &str| check.find(text).unwrap_or_else(|| panic!("{text} is not told: {check}"));
    let places = [
        "no change record",
        "SCO-001",
        "POL-001",
        "systems/sys-001",
        "reasons still to be given: 38 of 38",
        "risks/rsk-001",
        "risk-assessments/ra-001",
        "impact-assessments/ia-001",
        "PLN-001",
        "PRO-001",
        "objectives/obj-001",
        "competence/cmp-001",
    ]
    .map(place);
    assert!(places.is_sorted(), "{places:?}");
    // What waits for a draft is not told beside it.
    assert!(!check.contains("stands at gap"), "{check}");
}

#[test]
fn nothing_is_written_over() {
    let desk = desk();
    desk.put("a/policies/pol-001-ai-policy.md", "mine");
    desk.put("a/other.txt", "mine too");
    let refused = run(&desk, "", &["init", "a"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("pol-001-ai-policy.md"), "{}", refused.stderr);
    assert_eq!(files(&desk, "a"), ["other.txt", "policies/pol-001-ai-policy.md"]);
    // With `--keep` the rest is written.
    done(&desk, "", &["init", "a", "--keep"]);
    assert_eq!(fs::read_to_string(desk.path("a/policies/pol-001-ai-policy.md")).expect("a file"), "mine");
    assert!(desk.path("a/aims.toml").is_file());
    // An AIMS is not begun twice, nor in another.
    for folder in ["a", "a/policies", "a/new/deep"] {
        let refused = run(&desk, "", &["init", folder]);
        assert_eq!(refused.code, Some(2), "{folder}");
        assert!(refused.stderr.contains("is an AIMS already"), "{}", refused.stderr);
    }
    // A file is no folder, and nothing is left below one.
    for folder in ["a/other.txt", "home/.gitconfig/x"] {
        let refused = run(&desk, "", &["init", folder]);
        assert_eq!(refused.code, Some(2), "{folder}: {}", refused.stderr);
    }
    let listed = done(&desk, "", &["init", "b", "--dry-run"]).stdout;
    assert!(listed.lines().any(|line| line == "aims.toml") && !desk.path("b").exists());
}

#[test]
fn names_are_names_whatever_they_hold() {
    let desk = desk();
    let name = "Acme \"A\" \\ {{today}} @people@ ]] # <b> *x* : - | $(id) `id`";
    done(
        &desk,
        "",
        &[
            "init",
            "a",
            "--organisation",
            name,
            "--executive",
            "O'Brien \"x\" <o@acme.example>",
            "--system",
            name,
            "--system",
            "規程",
            "--today",
            TODAY,
        ],
    );
    let check = done(&desk, "a", &["check", "--today", TODAY, "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&check).expect("JSON");
    assert_eq!(json["summary"]["error"], 0, "{check}");
    for odd in ["a\nb", "a\u{1b}[31m", "", "a\u{202e}b"] {
        for flag in ["--organisation", "--officer", "--system"] {
            let refused = run(&desk, "", &["init", "b", flag, odd]);
            assert_eq!((refused.code, desk.path("b").exists()), (Some(2), false), "{flag} {odd:?}: {}", refused.stderr);
            assert!(refused.stderr.contains("hint:"), "{}", refused.stderr);
        }
    }
    assert_eq!(run(&desk, "", &["init", "b", "--officer", "X", "--email", "no address"]).code, Some(2));
}

#[test]
fn where_git_knows_nobody_there_is_a_way_on() {
    let desk = Sandbox::new::<&str>(&[]);
    let told = desk.run(&["init", "a"]);
    assert_eq!(told.code, Some(0), "{}", told.stderr);
    assert!(told.stderr.contains("git config user.name"), "{}", told.stderr);
    let git = git2::Repository::open(desk.path("a")).expect("a repository");
    assert!(git.head().is_err(), "there is no commit");
    // Inside a repository none is made, and build servers are not told anything.
    desk.put("x", "");
    desk.commit("A repository around");
    let told = desk.run(&["init", "docs/aims"]);
    assert!(told.stderr.contains("git add ."), "{}", told.stderr);
    assert!(!desk.path("docs/aims/.git").exists() && !desk.path("docs/aims/.gitlab-ci.yml").exists());
    assert!(desk.path("docs/aims/.gitignore").exists());
}
