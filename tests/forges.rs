//! The steps that build servers run for a team, as they stand in the files that `aims init` writes and in the actions,
//! components and hooks of this repository: run here by the same shells in small repositories. What installs `aims`, and the
//! program that talks to a forge, are the only things that are not the real ones.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use git::Git;

use crate::support::git;

const QUIET: &str = "[checks.levels]\nno-soa = \"off\"\nbroken-link = \"error\"\n";
const ASIDE: &str =
    "---\nid: GUI-001\ntitle: Aside\nkind: guideline\nversion: \"1\"\nstatus: retired\nowner: AI Officer\n---\nText.\n";
const BROKEN: &str = "# Page\n\nSee [[NOPE-1]].\n";

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a file")
}

/// How far a line is indented.
fn depth(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The block below a line that ends with `|`, without its indentation.
fn block(lines: &[&str]) -> String {
    let depth = depth(lines.iter().find(|line| !line.trim().is_empty()).expect("a block"));
    let inside = lines.iter().take_while(|line| line.trim().is_empty() || self::depth(line) >= depth);
    inside.map(|line| format!("{}\n", line.get(depth..).unwrap_or_default())).collect()
}

/// What a step of this name runs.
fn step(path: &str, name: &str) -> String {
    let text = read(path);
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|line| line.trim() == format!("- name: {name}")).expect(name);
    let own = depth(lines[at]);
    let rest: Vec<&str> =
        lines[at + 1..].iter().copied().take_while(|line| line.trim().is_empty() || depth(line) > own).collect();
    let run = rest.iter().position(|line| line.trim().starts_with("run: ")).expect("something that is run");
    match rest[run].trim().strip_prefix("run: ").expect("a command") {
        "|" => block(&rest[run + 1..]),
        command => format!("{command}\n"),
    }
}

/// What a job of GitLab runs.
fn script(path: &str, job: &str) -> String {
    let text = read(path);
    let lines: Vec<&str> = text.lines().skip_while(|line| *line != format!("{job}:")).collect();
    let at = lines.iter().position(|line| line.trim() == "script:").expect("a script");
    match lines[at + 1].trim().strip_prefix("- ").expect("a command") {
        "|" => block(&lines[at + 2..]),
        command => format!("{command}\n"),
    }
}

/// A machine of a build server.
struct Runner {
    home: tempfile::TempDir,
    variables: BTreeMap<String, String>,
}

impl Runner {
    fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(home.path().join("bin")).expect("a folder");
        let file =
            |name: &str| (format!("GITHUB_{}", name.to_uppercase()), home.path().join(name).display().to_string());
        let mut variables: BTreeMap<String, String> = ["step_summary", "output", "path"].map(file).into();
        variables.insert("RUNNER_TEMP".into(), home.path().display().to_string());
        variables.insert("GITHUB_REPOSITORY".into(), "acme/aims".into());
        Self { home, variables }
    }

    fn set(&mut self, name: &str, value: impl Into<String>) -> &mut Self {
        self.variables.insert(name.into(), value.into());
        self
    }

    fn file(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap_or_default()
    }

    /// A program of this name that does what a script says.
    #[expect(clippy::disallowed_methods, reason = "a test writes what it runs")]
    fn program(&self, name: &str, text: &str) {
        use std::os::unix::fs::PermissionsExt;
        let path = self.file("bin").join(name);
        fs::write(&path, format!("#!/bin/bash\n{text}")).expect("a file");
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("a program");
    }

    #[expect(clippy::disallowed_methods, reason = "a test writes what it runs")]
    fn put(&self, name: &str, text: &str) {
        fs::create_dir_all(self.file(name).parent().expect("a folder")).expect("folders");
        fs::write(self.file(name), text).expect("a file");
    }

    /// Runs a script as GitHub runs a step: its exit code, and all that it says. `aims` is on the path.
    fn run(&self, script: &str, folder: &Path) -> (i32, String) {
        self.run_with(&["bash", "--noprofile", "--norc", "-eo", "pipefail"], script, folder)
    }

    fn run_with(&self, shell: &[&str], script: &str, folder: &Path) -> (i32, String) {
        let aims = Path::new(env!("CARGO_BIN_EXE_aims")).parent().expect("the folder of the binary");
        let path = format!("{}:{}:/usr/local/bin:/usr/bin:/bin", self.file("bin").display(), aims.display());
        self.put("script.sh", script);
        let mut command = Command::new(shell[0]);
        command.args(&shell[1..]).arg(self.file("script.sh")).current_dir(folder).env_clear();
        command
            .env("PATH", path)
            .env("HOME", self.home.path())
            .env("CI", "true")
            .env("SOURCE_DATE_EPOCH", "1795132800");
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null").envs(&self.variables);
        let output = command.output().expect("a shell");
        let said = [output.stdout, output.stderr].concat();
        (output.status.code().expect("a code"), String::from_utf8(said).expect("text"))
    }
}

/// A repository with an AIMS at its top that has one finding: an error, or a warning.
fn repository(page: &str) -> Git {
    let git = Git::new();
    git.put("aims.toml", QUIET);
    git.put("aside.md", ASIDE);
    git.put("page.md", page);
    git.commit("Begin");
    git
}

const WORKFLOW: &str = "src/start/data/ground/github.yml";
const POSTING: &str = "src/start/data/ground/github-report.yml";
const PIPELINE: &str = "src/start/data/ground/gitlab.yml";
const ACTION: &str = ".github/actions/check/action.yml";
const COMPONENT: &str = "templates/check.yml";
const HOOKS: &str = ".pre-commit-hooks.yaml";

#[test]
fn a_workflow_annotates_sums_up_and_ends_as_the_check_does() {
    for (path, name) in [(WORKFLOW, "Check"), (ACTION, "Check")] {
        let check = step(path, name);
        for (page, strict, code) in
            [("# Page\n", "true", 0), (BROKEN, "", 1), ("# A\n\n[a](#b)\n", "", 0), ("# A\n\n[a](#b)\n", "true", 1)]
        {
            let mut runner = Runner::new();
            runner.set("AIMS_STRICT", strict).set("AIMS_DIRECTORY", ".");
            let git = repository(page);
            let (ended, said) = runner.run(&check, git.path());
            assert_eq!(ended, code, "{path}: {said}");
            let sarif: Value = serde_json::from_str(&runner.text("aims.sarif")).expect("JSON");
            let found = sarif["runs"][0]["results"].as_array().expect("results").len();
            assert_eq!(said.lines().filter(|line| line.starts_with("::")).count(), found, "{said}");
            assert!(runner.text("step_summary").starts_with("### aims: "), "{path}");
            assert_eq!(runner.text("step_summary").contains("page.md:3"), found > 0);
            // What could not run is no clean run.
            git.put("aims.toml", "[");
            assert_eq!(runner.run(&check, git.path()).0, 2);
        }
    }
}

#[test]
fn what_is_said_of_an_action_is_data_and_never_a_command() {
    let mut runner = Runner::new();
    let git = repository("# Page\n");
    let odd = "$(touch ../broken); `touch broken` \"; touch broken #";
    git.put(&format!("{odd}/aims.toml"), QUIET);
    git.put(&format!("{odd}/aside.md"), ASIDE);
    git.commit("An odd folder");
    runner.set("AIMS_DIRECTORY", odd).set("AIMS_STRICT", "true; touch broken").set("AIMS_SINCE", "HEAD");
    runner.set("AIMS_SITE", format!("{}/$(touch broken)", runner.home.path().display()));
    let (code, said) = runner.run(&step(ACTION, "Check"), git.path());
    assert_eq!(code, 0, "{said}");
    let (code, said) = runner.run(&step(ACTION, "Build"), git.path());
    assert_eq!(code, 0, "{said}");
    assert!(runner.file("$(touch broken)/index.html").exists() && runner.text("output").starts_with("sarif="));
    assert!(!git.file("broken").exists() && !git.file("../broken").exists());
    // No expression stands in what is run: each comes by the environment.
    for path in [WORKFLOW, POSTING, ACTION] {
        let text = read(path);
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.trim() == "run: |") {
            assert!(!block(&lines[at + 1..]).contains("${{"), "{path}: {line}");
        }
        for line in text.lines().filter(|line| line.trim().starts_with("run: ")) {
            assert!(!line.contains("${{"), "{path}: {line}");
        }
        // What comes from others is named by its content.
        for used in text.lines().filter_map(|line| line.split_once("uses: ")).map(|(_, used)| used) {
            if used.starts_with("actions/") {
                let commit = used.split_once('@').expect("a commit").1.split(' ').next().unwrap_or_default();
                assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{used}");
            }
        }
    }
}

#[test]
fn where_there_is_no_aims_it_is_installed_as_the_team_says() {
    let git = repository("# Page\n");
    // The path of these runs has git and a shell, and no `aims`.
    let without = |runner: &Runner, script: &str| {
        let script = format!("PATH={}:/usr/bin:/bin\n{script}", runner.file("bin").display());
        runner.run(&script, git.path())
    };
    for path in [WORKFLOW, PIPELINE, COMPONENT] {
        let install = match path {
            WORKFLOW => step(path, "Install aims"),
            PIPELINE => {
                let text = read(path);
                let lines: Vec<&str> = text.lines().skip_while(|line| line.trim() != "- |").skip(1).collect();
                block(&lines)
            }
            _ => script(path, "aims-check").replace("git fetch --tags --quiet\n", ""),
        };
        let mut runner = Runner::new();
        let (code, said) = without(&runner, &install);
        assert!(code == 1 && said.contains("how aims is installed"), "{path}: {said}");
        let binary = env!("CARGO_BIN_EXE_aims");
        runner.set("AIMS_INSTALL", format!("ln -s '{binary}' '{}/aims'", runner.file("bin").display()));
        runner.set("AIMS_DIRECTORY", ".").set("AIMS_STRICT", "false");
        let (code, said) = without(&runner, &install);
        assert!(code == 0 && runner.file("bin/aims").exists(), "{path}: {said}");
    }
    // The action builds the commit that it is of.
    let mut runner = Runner::new();
    runner.set(
        "GITHUB_ACTION_PATH",
        Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/actions/check").display().to_string(),
    );
    let fake = "test -f \"$5/Cargo.toml\" && mkdir -p \"$7/bin\" && ln -s \"$BINARY\" \"$7/bin/aims\"\n";
    runner.program("cargo", fake);
    runner.set("BINARY", env!("CARGO_BIN_EXE_aims"));
    let (code, said) = without(&runner, &step(ACTION, "Install aims"));
    assert!(code == 0 && said.contains("aims "), "{said}");
    assert_eq!(runner.text("path").trim(), runner.file("aims/bin").display().to_string());
}

#[test]
fn a_pipeline_of_gitlab_leaves_the_reports_that_it_names() {
    for (path, job) in [(PIPELINE, "check"), (COMPONENT, "aims-check")] {
        let text = read(path);
        for (page, strict, code) in [("# Page\n", "true", 0), (BROKEN, "", 1), ("# A\n\n[a](#b)\n", "true", 1)] {
            let mut runner = Runner::new();
            runner.set("AIMS_STRICT", strict).set("AIMS_DIRECTORY", ".");
            let git = repository(page);
            // The shell of a job is what the image has.
            let (ended, said) = runner.run_with(&["bash", "-e"], &script(path, job), git.path());
            assert_eq!(ended, code, "{path}: {said}");
            for (report, begins) in [("codequality", "["), ("junit", "<?xml ")] {
                let line =
                    text.lines().find_map(|line| line.trim().strip_prefix(&format!("{report}: "))).expect(report);
                let written = fs::read_to_string(git.file(line)).expect("a report");
                assert!(written.starts_with(begins), "{written}");
            }
        }
    }
    let text = read(COMPONENT);
    let inputs: Vec<&str> = text.split("$[[ inputs.").skip(1).filter_map(|rest| rest.split(' ').next()).collect();
    let (head, body) = text.split_once("\n---\n").expect("a head and a job");
    for input in ["stage", "image", "install", "directory", "strict"] {
        assert!(inputs.contains(&input) && head.contains(&format!("\n    {input}:\n")), "{input}");
    }
    assert!(!script(COMPONENT, "aims-check").contains("$[[") && body.starts_with("aims-check:"));
}

#[test]
fn a_hook_runs_what_it_says() {
    for path in [HOOKS, "src/start/data/ground/pre-commit.yaml"] {
        let text = read(path);
        let entry = text.lines().find_map(|line| line.trim().strip_prefix("entry: ")).expect("an entry");
        let runner = Runner::new();
        assert_eq!(runner.run(entry, repository("# Page\n").path()).0, 0, "{path}");
        let (code, said) = runner.run(entry, repository(BROKEN).path());
        assert!(code == 1 && said.contains("NOPE-1"), "{path}: {said}");
    }
}

#[test]
fn findings_reach_code_scanning_whole() {
    let mut runner = Runner::new();
    let git = repository(BROKEN);
    runner.set("AIMS_STRICT", "");
    runner.run(&step(WORKFLOW, "Check"), git.path());
    let sarif = runner.text("aims.sarif");
    fs::create_dir_all(runner.file("aims-sarif")).expect("a folder");
    fs::rename(runner.file("aims.sarif"), runner.file("aims-sarif/aims.sarif")).expect("what was kept");
    runner.program(
        "gh",
        "printf '%s\\n' \"$@\" > \"$RUNNER_TEMP/asked\"\n\
         for word in \"$@\"; do case $word in sarif=@*) base64 -d \"${word#sarif=@}\" | gunzip > \"$RUNNER_TEMP/got\";; esac; done\n",
    );
    runner.set("GITHUB_SHA", "abc").set("GITHUB_REF", "refs/heads/main");
    let (code, said) = runner.run(&step(WORKFLOW, "Hand the findings to code scanning"), git.path());
    assert_eq!(code, 0, "{said}");
    assert_eq!(runner.text("got"), sarif);
    assert!(runner.text("asked").contains("repos/acme/aims/code-scanning/sarifs\n"), "{}", runner.text("asked"));
}

/// Runs what makes a report harmless on one, and gives the comment.
fn harmless(report: &str) -> (i32, String) {
    let runner = Runner::new();
    runner.put("aims-report/report", report);
    let (code, said) = runner.run(&step(POSTING, "Take out what could speak for others"), runner.home.path());
    if code == 0 { (code, runner.text("aims-comment")) } else { (code, said) }
}

#[test]
fn a_report_of_a_pull_request_is_a_text_of_whoever_opened_it() {
    let mark = "<!-- aims-impact -->\n";
    let hostile = "<script>x</script> <!-- y --> <img src=x> @team ![a](https://e.example/t.png) [b](//e.example) [c]: http://x\n\
                   https://e.example www.e.example WWW.e.example fixes #12 [c][d] \u{202e}x\u{1b}[31m\r\n\
                   <sub>small</sub> <details><summary>Rows</summary>\n\n| a | `code` |\n</details>\n";
    let (code, comment) = harmless(&format!("{mark}{hostile}"));
    assert_eq!(code, 0, "{comment}");
    for gone in
        ["<s", "<!-- y", "<i", "@t", "![", "](", "]:", "][", "://", "www.", "WWW.", "#1", "\u{202e}", "\u{1b}", "\r"]
    {
        let stays = comment
            .strip_prefix("<!-- aims-impact -->\n")
            .expect("the marker")
            .replace("<summary>", "")
            .replace("<sub>", "");
        assert!(!stays.contains(gone), "{gone:?} is in {comment:?}");
    }
    for stays in [
        "<sub>small</sub> <details><summary>Rows</summary>\n",
        "\n</details>\n",
        "| a | `code` |",
        "_Made from the change itself",
    ] {
        assert!(comment.contains(stays), "{stays} is not in {comment}");
    }
    let long = "x".repeat(60_000);
    for refused in ["", "no marker", " <!-- aims-impact -->\nx", long.as_str(), &format!("{mark}{long}")] {
        let (code, said) = harmless(refused);
        assert_ne!(code, 0, "{said}");
    }
    // A link leads to what somebody else keeps on that machine.
    let runner = Runner::new();
    runner.put("secret", "<!-- aims-impact -->\n");
    fs::create_dir_all(runner.file("aims-report")).expect("a folder");
    std::os::unix::fs::symlink(runner.file("secret"), runner.file("aims-report/report")).expect("a link");
    assert_eq!(runner.run(&step(POSTING, "Take out what could speak for others"), runner.home.path()).0, 1);
}

/// What is asked of a forge that has this pull request and this comment: method and address of each call.
fn asked(pulls: &str, comments: &str) -> (String, Vec<String>) {
    let mut runner = Runner::new();
    runner.put("pulls.json", pulls);
    runner.put("comments.json", comments);
    runner.put("aims-comment", "<!-- aims-impact -->\nwords\n");
    // It answers as the forge does, and has what is asked about the answer done by jq, as gh does.
    runner.program(
        "gh",
        "method=GET filter=. address= body=\n\
         while [ $# -gt 0 ]; do case $1 in\n\
         --method) method=$2; shift;; --jq) filter=$2; shift;; -f) echo \"  $2\" >> \"$RUNNER_TEMP/asked\"; shift;;\n\
         -F) body=$2; shift;; repos/*) address=$1;; esac; shift; done\n\
         echo \"$method $address $body\" >> \"$RUNNER_TEMP/asked\"\n\
         case $method-$address in GET-*/pulls) jq -r \"$filter\" \"$RUNNER_TEMP/pulls.json\";;\n\
         GET-*/comments) jq -r \"$filter\" \"$RUNNER_TEMP/comments.json\";; esac\n",
    );
    runner.set("OWNER", "some;one").set("BRANCH", "fix $(touch broken)").set("SHA", "abc");
    let (code, said) = runner.run(&step(POSTING, "Post it"), runner.home.path());
    assert_eq!(code, 0, "{said}");
    assert!(!runner.file("broken").exists());
    let home = runner.home.path().display().to_string();
    (said, runner.text("asked").replace(&home, "~").lines().map(|line| line.trim().to_owned()).collect())
}

#[test]
fn one_comment_is_posted_to_the_request_that_the_event_names() {
    let pulls = r#"[{"number": 3, "head": {"sha": "old"}}, {"number": 7, "head": {"sha": "abc"}}]"#;
    let theirs = r#"[{"id": 1, "user": {"login": "mallory"}, "body": "<!-- aims-impact -->"}]"#;
    let ours = r#"[{"id": 1, "user": {"login": "mallory"}, "body": "<!-- aims-impact -->"},
                   {"id": 2, "user": {"login": "github-actions[bot]"}, "body": "Hello"},
                   {"id": 5, "user": {"login": "github-actions[bot]"}, "body": "<!-- aims-impact -->\nold"},
                   {"id": 6, "user": {"login": "github-actions[bot]"}, "body": "<!-- aims-impact -->\nold"}]"#;
    let (_, calls) = asked(pulls, theirs);
    assert_eq!(
        calls,
        [
            "state=open",
            "head=some;one:fix $(touch broken)",
            "GET repos/acme/aims/pulls",
            "GET repos/acme/aims/issues/7/comments",
            "POST repos/acme/aims/issues/7/comments body=@~/aims-comment",
        ]
    );
    assert_eq!(
        asked(pulls, ours).1.last().expect("a call"),
        "PATCH repos/acme/aims/issues/comments/5 body=@~/aims-comment"
    );
    let (said, calls) = asked(r#"[{"number": 3, "head": {"sha": "old"}}]"#, theirs);
    assert!(said.contains("No open pull request") && calls.len() == 3, "{said} {calls:?}");
}

#[test]
fn what_a_request_does_is_told_without_a_token_and_is_taken_by_what_posts_it() {
    let git = repository("# Page\n");
    let base = git.run(&["rev-parse", "HEAD"]);
    git.put("page.md", BROKEN);
    let head = git.commit("See <b>@everyone</b> fixes #1");
    let mut runner = Runner::new();
    runner.set("BASE", base.clone()).set("HEAD", head.clone());
    let (code, said) = runner.run(&step(WORKFLOW, "Tell what the change does"), git.path());
    assert_eq!(code, 0, "{said}");
    let report = runner.text("aims-report/report");
    assert!(report.starts_with("<!-- aims-impact -->\n") && report.contains("AIMS203"), "{report}");
    let (code, comment) = harmless(&report);
    assert!(code == 0 && comment.contains("AIMS203"), "{comment}");
    runner.set("CI_MERGE_REQUEST_DIFF_BASE_SHA", base).set("CI_COMMIT_SHA", head.clone());
    let (code, said) = runner.run_with(&["bash", "-e"], &script(PIPELINE, "report"), git.path());
    assert_eq!(code, 0, "{said}");
    let page = fs::read_to_string(git.file("aims-report.html")).expect("a page");
    assert!(page.contains("AIMS203"), "{page}");
    // Of merged results it is what the request brings, and not what others merged.
    git.put("other.md", BROKEN.replace("page", "other"));
    let merged = git.commit("What others merged");
    runner.set("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", head).set("CI_COMMIT_SHA", merged);
    runner.run_with(&["bash", "-e"], &script(PIPELINE, "report"), git.path());
    let page = fs::read_to_string(git.file("aims-report.html")).expect("a page");
    assert!(page.contains("AIMS203") && !page.contains("other.md"), "{page}");
}

#[test]
fn what_may_write_runs_nothing_of_the_change() {
    let text = read(POSTING);
    assert!(!text.contains("checkout") && !text.contains("aims impact") && text.contains("\npermissions: {}\n"));
    let workflow = read(WORKFLOW);
    assert!(workflow.contains("\npermissions:\n  contents: read\n"));
    let report =
        workflow.split_once("\n  report:\n").and_then(|(_, rest)| rest.split_once("\n  scan:\n")).expect("a job").0;
    assert!(!report.contains("permissions:") && !report.contains("token") && !report.contains("secrets"), "{report}");
    assert!(report.contains("persist-credentials: false"), "the token stays in no checkout: {report}");
}
