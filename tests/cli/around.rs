//! What stands around a check: settings in force, the doctor, parts of an AIMS, colour, time, editors, help.

use std::fs;

use super::sandbox::{Outcome, Sandbox, TODAY, aims, run};
use serde_json::Value;

const SETTINGS: &str = "[[people]]\nname = \"Ada \\u001b[31mExample\"\nemails = [\"ada@example.org\"]\n[review]\n\
                        due_soon = \"3 weeks\"\n[risk]\nhigh = \"many\"\n[checks.levels]\nno-soa = \"off\"\n";

const BROKEN: &str = "# Roles\n\nSee [roles](#rolls).\n";

fn world() -> Sandbox {
    let sandbox =
        Sandbox::new(&[("aims.toml", SETTINGS), ("a/one.md", BROKEN), ("a/b/two.md", BROKEN), ("ab/three.md", BROKEN)]);
    sandbox.commit("Begin");
    sandbox
}

/// Runs the binary with variables.
fn with(sandbox: &Sandbox, variables: &[(&str, &str)], arguments: &[&str]) -> Outcome {
    let mut command = sandbox.aims(arguments);
    command.envs(variables.iter().copied());
    run(&mut command)
}

#[test]
fn settings_are_told_with_where_each_comes_from() {
    let sandbox = world();
    let told = sandbox.run(&["config", "--today", TODAY, "--jobs", "2"]);
    assert_eq!((told.code, told.stderr.as_str()), (Some(0), ""), "{told:?}");
    let line = |name: &str| told.stdout.lines().find(|line| line.starts_with(&format!("{name} ="))).unwrap_or("");
    assert!(
        line("review.due-soon").starts_with("review.due-soon = \"3 weeks\"")
            && line("review.due-soon").ends_with("# aims.toml:5")
    );
    assert!(line("evidence.period").ends_with("# default"), "{}", told.stdout);
    assert!(line("risk.high").contains("15") && line("risk.high").contains("not aims.toml:7"), "{}", told.stdout);
    assert!(line("today").ends_with("# --today") && line("jobs").ends_with("# --jobs"), "{}", told.stdout);
    assert!(!told.stdout.contains('\u{1b}'), "{}", told.stdout);

    let variables = [("SOURCE_DATE_EPOCH", "1790000000"), ("AIMS_CACHE_DIR", "/elsewhere")];
    let told = with(&sandbox, &variables, &["config", "--format", "json"]);
    let read: Value = serde_json::from_str(&told.stdout).expect("JSON");
    let settings = read["settings"].as_array().expect("settings");
    let of = |name: &str| settings.iter().find(|setting| setting["name"] == name).expect(name);
    assert_eq!((&of("today")["from"], &of("today")["at"]), (&"variable".into(), &"SOURCE_DATE_EPOCH".into()));
    assert_eq!((&of("cache")["value"], &of("cache")["at"]), (&"/elsewhere".into(), &"AIMS_CACHE_DIR".into()));
    assert_eq!(of("people[1].name")["value"], "Ada \u{1b}[31mExample");
    assert_eq!((of("risk.high")["value"].as_i64(), &of("risk.medium")["from"]), (Some(15), &"default".into()));
    assert!(!of("risk.high")["unused"].is_null());

    sandbox.put("aims.toml", "[review]\n[reviw]\n");
    assert_eq!(sandbox.run(&["config"]).code, Some(2));
}

#[test]
fn the_doctor_tells_what_is_in_the_way_and_what_to_do() {
    let sandbox = world();
    let ask = |sandbox: &Sandbox| with(sandbox, &[("CI", "1"), ("SOURCE_DATE_EPOCH", "1790000000")], &["doctor"]);
    let told = ask(&sandbox);
    // Nobody is known to git in here.
    assert_eq!((told.code, told.stderr.as_str()), (Some(1), ""), "{told:?}");
    let line = |told: &Outcome, about: &str| -> String {
        told.stdout
            .lines()
            .find(|line| line.get(7..).is_some_and(|rest| rest.starts_with(about)))
            .unwrap_or("")
            .to_owned()
    };
    assert!(
        line(&told, "you").starts_with("wrong") && line(&told, "you").contains("git config --global user.name"),
        "{told:?}"
    );
    for (about, start) in [
        ("settings", "ok"),
        ("git", "ok"),
        ("history", "ok"),
        ("clock", "ok"),
        ("filters", "ok"),
        ("line ends", "note"),
        ("ci", "note"),
        ("cache", "ok"),
    ] {
        assert!(line(&told, about).starts_with(start), "{about}: {}", told.stdout);
    }

    sandbox.put(".gitattributes", "approvals/** -text\n*.md filter=lfs diff=lfs merge=lfs -text\n");
    sandbox.put(".gitlab-ci.yml", "variables:\n  GIT_DEPTH: 0\n");
    sandbox.put(".git/config", "[core]\nrepositoryformatversion = 0\n[user]\nname = Ada\nemail = ada@example.org\n");
    sandbox.commit_at("Later", Some(1_790_100_000));
    let told = ask(&sandbox);
    for (about, start) in [("you", "ok"), ("filters", "wrong"), ("clock", "wrong"), ("line ends", "ok"), ("ci", "ok")] {
        assert!(line(&told, about).starts_with(start), "{about}: {}", told.stdout);
    }

    sandbox.put(".git/config", "[core]\nrepositoryformatversion = 0\n[remote \"origin\"]\npromisor = true\n");
    let told = ask(&sandbox);
    assert!(line(&told, "history").starts_with("ok"), "all was fetched since: {}", told.stdout);

    let begun = Sandbox::new(&[("README.md", "# Of the whole\n")]);
    begun.commit("Begin");
    begun.put("aims/aims.toml", "");
    begun.put(".git/config", "[core]\nrepositoryformatversion = 0\n[remote \"origin\"]\npromisor = true\n");
    let told = with(&begun, &[("CI", "1"), ("SOURCE_DATE_EPOCH", "1790000000")], &["doctor", "aims"]);
    let history = line(&told, "history");
    assert!(
        history.contains("has no folder `aims`") && !history.contains("--no-filter"),
        "no text is missing: {history}"
    );

    let bare = Sandbox::new(&[("aims.toml", "")]);
    let told = ask(&bare);
    assert!(told.code == Some(1) && line(&told, "git").contains("git init"), "{told:?}");
    let none = Sandbox::new(&[("x", "")]);
    let told = ask(&none);
    assert!(told.code == Some(1) && line(&told, "settings").contains("aims init"), "{told:?}");
}

#[test]
fn a_check_of_files_and_folders_tells_of_them_and_reads_all() {
    let sandbox = world();
    let found = |arguments: &[&str]| {
        let mut all = vec!["check", "--today", TODAY, "--format", "short"];
        all.extend(arguments);
        let told = sandbox.run(&all);
        let files: Vec<String> = told
            .stdout
            .lines()
            .filter(|line| line.contains("AIMS204"))
            .filter_map(|line| Some(line.split_once(':')?.0.to_owned()))
            .collect();
        (told.code, files)
    };
    let all = ["a/b/two.md", "a/one.md", "ab/three.md"].map(str::to_owned).to_vec();
    assert_eq!(found(&[]).1, all);
    assert_eq!(found(&["."]).1, all);
    assert_eq!(found(&["a"]).1, ["a/b/two.md", "a/one.md"]);
    assert_eq!(found(&["a/one.md", "ab"]).1, ["a/one.md", "ab/three.md"]);
    assert!(found(&["aims.toml"]).1.is_empty());
    assert_eq!(found(&["a/none.md"]), (Some(2), vec![]));
    let other = Sandbox::new(&[("x.md", "")]);
    assert_eq!(found(&["a", &other.path("x.md").display().to_string()]), (Some(2), vec![]));
    // From a folder inside, nothing named is all, and a name counts from there.
    let inside = run(&mut aims(&sandbox.path("a"), &["check", "--today", TODAY, "one.md"]));
    assert!(inside.stdout.contains(" one.md:") && !inside.stdout.contains("two.md"), "{inside:?}");
    assert!(inside.stderr.contains("in the whole AIMS"), "{inside:?}");
}

#[test]
fn changes_that_are_not_committed_are_told() {
    let sandbox = world();
    let check = ["check", "--today", TODAY];
    let build = ["build", "--today", TODAY];
    assert!(!sandbox.run(&check).stderr.contains("not committed"));
    sandbox.put("a/one.md", "# Other\n");
    for command in [&check, &build] {
        let told = sandbox.run(command);
        assert!(told.stderr.contains("with changes that are not committed"), "{told:?}");
    }
    assert!(!sandbox.run(&["check", "--today", TODAY, "--quiet"]).stderr.contains("not committed"));
    assert!(!sandbox.run(&["check", "--today", TODAY, "--rev", "HEAD"]).stderr.contains("not committed"));
}

#[test]
fn a_place_that_a_site_must_not_go_to_is_refused_before_anything_is_read() {
    let sandbox = world();
    // What reading would end with comes second.
    sandbox.put("aims.toml", "[nothing]\n");
    let told = sandbox.run(&["build", "--today", TODAY, "--out", "."]);
    assert!(told.code == Some(2) && told.stderr.contains("the documents are there"), "{told:?}");
}

#[test]
fn verbose_says_what_is_read_and_how_long_it_took() {
    let sandbox = world();
    let told = sandbox.run(&["check", "--today", TODAY, "-v"]);
    for words in ["   Reads  ", " History  ", "   Cache  ", "s for Reading", "s in all"] {
        assert!(told.stderr.contains(words), "{words}: {}", told.stderr);
    }
    let quiet = sandbox.run(&["check", "--today", TODAY]);
    assert_eq!(told.stdout, quiet.stdout);
    assert_eq!(sandbox.run(&["check", "-q", "-v"]).code, Some(2));
}

#[test]
fn colour_is_as_the_environment_asks() {
    let sandbox = world();
    let coloured =
        |variables: &[(&str, &str)]| with(&sandbox, variables, &["check", "--today", TODAY]).stdout.contains('\u{1b}');
    assert!(!coloured(&[]) && coloured(&[("FORCE_COLOR", "1")]) && coloured(&[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[("FORCE_COLOR", "1"), ("NO_COLOR", "1")]) && !coloured(&[("CLICOLOR_FORCE", "0")]));
}

#[cfg(unix)]
#[test]
fn a_draft_is_opened_in_the_editor_of_the_person_where_that_is_asked_for() {
    let sandbox = world();
    let new = ["new", "policy", "It's \"ours\"", "--edit", "--today", TODAY];
    let told = run(&mut sandbox.aims(&new));
    assert!(told.code == Some(2) && told.stderr.contains("EDITOR"), "{told:?}");
    let told = with(&sandbox, &[("EDITOR", "false"), ("VISUAL", "sh -c 'cat \"$1\"' x")], &new);
    assert!(told.code == Some(0) && told.stdout.contains("kind: policy"), "{told:?}");
    let told = with(&sandbox, &[("EDITOR", "false")], &new);
    assert!(told.code == Some(2) && told.stderr.contains("the editor"), "{told:?}");
}

#[test]
fn help_has_commands_in_groups_and_an_example_for_each() {
    let sandbox = world();
    let help = sandbox.run(&["--help"]);
    assert_eq!(help.code, Some(0));
    for words in ["Begin:\n  init ", "Check and publish:\n  check ", "\nAsk:\n", "Options:\n", "  help "] {
        assert!(help.stdout.contains(words), "{words}: {}", help.stdout);
    }
    let help = sandbox.run(&["check", "--help"]);
    assert!(help.stdout.contains("Example:\n  aims check policies --strict"), "{}", help.stdout);
}

#[test]
fn the_page_of_a_file_without_an_id_stays_where_it_is_when_another_would_be_called_the_same() {
    let sandbox = Sandbox::new(&[("aims.toml", ""), ("a-b/c.md", "# Old\n")]);
    sandbox.commit("Begin");
    let pages = || {
        assert_eq!(sandbox.run(&["build", "--today", TODAY, "--out", "out"]).code, Some(1));
        let names = fs::read_dir(sandbox.path("out/documents")).expect("pages");
        let mut names: Vec<String> =
            names.map(|entry| entry.expect("a page").file_name().into_string().expect("text")).collect();
        names.retain(|name| name.starts_with("a-b-c") && name.contains(".html"));
        names.sort();
        names
    };
    assert_eq!(pages(), ["a-b-c.html"]);
    // It sorts before the other, and came after it: whether committed or not it gets a name of its own.
    sandbox.put("a/b-c.md", "# New\n");
    for _ in 0..2 {
        let pages = pages();
        assert!(pages.len() == 2 && pages[1] == "a-b-c.html", "{pages:?}");
        let old = fs::read_to_string(sandbox.path("out/documents/a-b-c.html")).expect("the page");
        assert!(old.contains("Old") && !old.contains("<h1>New"), "{old}");
        sandbox.commit("Another");
    }
}
