//! `aims init` and `aims new`, as people run them.

use std::fs;

use sandbox::{Outcome, Sandbox, TODAY, everything};

use crate::support::sandbox;

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
    let check = done(&desk, "a", &["check", "--full", "--today", TODAY]).stdout;
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

/// A repository without a commit, in which a branch of this name is checked out.
fn repository(desk: &Sandbox, folder: &str, branch: &str) {
    desk.put(format!("{folder}/.git/HEAD"), format!("ref: refs/heads/{branch}\n"));
    desk.put(format!("{folder}/.git/config"), "[core]\nrepositoryformatversion = 0\n");
    desk.put(format!("{folder}/.git/objects/info/kept"), "");
    desk.put(format!("{folder}/.git/refs/heads/kept"), "");
    fs::remove_file(desk.path(&format!("{folder}/.git/refs/heads/kept"))).expect("a file");
}

#[test]
fn build_servers_are_told_of_the_branch_that_there_is() {
    let desk = desk();
    repository(&desk, "top", "trunk");
    done(&desk, "", &["init", "top", "--keep"]);
    let workflow = text(&desk, "top/.github/workflows/aims.yml");
    assert!(workflow.contains("branches: [\"trunk\"]") && workflow.contains("'refs/heads/trunk'"), "{workflow}");
    assert!(!workflow.contains("[main]") && !workflow.contains("refs/heads/main"), "{workflow}");
}

#[test]
fn files_that_work_at_the_top_only_are_left_out_elsewhere_and_that_is_told() {
    let desk = desk();
    repository(&desk, "whole", "main");
    let told = done(&desk, "", &["init", "whole/isms"]).stderr;
    for part in ["Left out", ".github/workflows/aims.yml", ".gitlab-ci.yml", "run `aims check` in this folder"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(!files(&desk, "whole").iter().any(|name| name.contains(".github") || name.contains(".gitlab-ci")));
    let told = run(&desk, "whole/isms", &["doctor"]).stdout;
    assert!(told.contains("have one run `aims check isms` with the whole history"), "{told}");
}

#[test]
fn an_aims_that_is_there_gets_what_is_missing_for_build_servers() {
    let desk = desk();
    desk.put("a/aims.toml", "[organisation]\nname = \"Acme\"\n");
    desk.put("a/.gitignore", "mine\n");
    assert!(run(&desk, "a", &["doctor"]).stdout.contains("`aims init --keep` writes one"));
    let listed = done(&desk, "a", &["init", "--keep", "--dry-run"]).stdout;
    assert!(listed.contains(".gitlab-ci.yml") && !listed.contains(".gitignore"), "{listed}");
    let told = done(&desk, "a", &["init", "--keep"]).stderr;
    assert!(told.contains("Kept") && told.contains(".gitignore"), "{told}");
    let there = files(&desk, "a");
    assert!(there.contains(&".github/workflows/aims.yml".to_owned()), "{there:?}");
    assert!(!there.iter().any(|name| name.to_lowercase().ends_with(".md")), "{there:?}");
    assert_eq!(text(&desk, "a/.gitignore"), "mine\n");
    assert!(!run(&desk, "a", &["doctor"]).stdout.contains("no file for a build server"));
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_symbolic_link() {
    let desk = desk();
    desk.put("elsewhere/kept.txt", "kept");
    std::os::unix::fs::symlink(desk.path("elsewhere"), desk.path("here")).expect("a link");
    let refused = run(&desk, "", &["init", "here"]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.stderr.contains("symbolic link"), "{refused:?}");
    assert_eq!(std::fs::read_dir(desk.path("elsewhere")).expect("a folder").count(), 1);
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
    for odd in ["a\nb", "a\u{1b}[31m", "", "a\u{202e}b", "%", "null", "<script>"] {
        let refused = run(&desk, "a", &["new", "policy", odd, "--out", "odd.md"]);
        assert_eq!((refused.code, desk.path("a/odd.md").exists()), (Some(2), false), "{odd:?}: {}", refused.stderr);
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

/// The findings at a file, by their codes.
fn codes(desk: &Sandbox, folder: &str, path: &str) -> Vec<String> {
    let check = run(desk, folder, &["check", "--today", TODAY, "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&check.stdout).expect("JSON");
    let findings = json["findings"].as_array().expect("a list").clone();
    let here = findings.iter().filter(|finding| finding["path"] == path);
    here.map(|finding| format!("{} {}", finding["code"], finding["message"]).replace('"', "")).collect()
}

/// The path that `aims new` prints.
fn made(desk: &Sandbox, arguments: &[&str]) -> String {
    let arguments = [&["new"], arguments, &["--today", TODAY]].concat();
    let outcome = done(desk, "", &arguments);
    let path = outcome.stdout.strip_suffix('\n').expect("a line");
    assert!(!path.contains('\n'), "{path}");
    path.to_owned()
}

fn text(desk: &Sandbox, path: &str) -> String {
    fs::read_to_string(desk.path(path)).expect("a file")
}

#[test]
fn what_is_new_of_any_kind_has_only_to_be_filled_in() {
    let desk = desk();
    desk.put("aims.toml", "[kinds.datasheet]\nnature = \"record\"\ntier = \"shows\"\nasks = [\"Whose --> data?\"]\n\
        field = [{ name = \"rights\", type = \"text\", need = \"must\", about = \"By which right.\" },\n\
        { name = \"rows\", type = \"rows\", need = \"must\", columns = [{ name = \"a\", type = \"choice\", choices = [\"x\", \"y\"], need = \"must\" }] }]\n");
    let kinds = aims::model::kinds::Kinds::builtin();
    let names = kinds.iter().map(|kind| kind.name.as_str()).chain(["datasheet"]);
    let mut paths = Vec::new();
    for name in names {
        // With the title that somebody gave: a name with all that YAML knows.
        let path = made(&desk, &[name, "A: title, # \"of\" [it] {{x}}"]);
        let prefix = kinds.get(name).map_or("datasheet", |kind| kind.prefix.as_str()).to_lowercase();
        assert!(path.ends_with(&format!("/{prefix}-001-a-title-of-it-x.md")), "{path}");
        paths.push(path);
    }
    for path in &paths {
        let told = codes(&desk, "", path);
        assert!(!told.is_empty(), "{path}");
        for finding in told {
            let to_fill_in = ["AIMS102 the draft still has to say", "AIMS317", "AIMS305 reasons still to be given"];
            assert!(to_fill_in.iter().any(|start| finding.starts_with(start)), "{path}: {finding}");
        }
    }
    let sheet = text(&desk, &paths[paths.len() - 1]);
    for line in [
        "rights:                          # Needed. By which right.",
        "  - a:                           # Needed. One of: x, y.",
        "<!-- Whose –> data? -->",
    ] {
        assert!(sheet.contains(line), "{line}: {sheet}");
    }
    // What an auditor asks stands once, in lines that go as one.
    for (path, kind) in paths.iter().zip(kinds.iter()) {
        let whole = text(&desk, path);
        let asks: String = kind.asks.iter().map(|ask| format!("## - {ask}\n")).collect();
        assert!(
            whole.contains(&format!("## What an auditor is likely to ask; these lines may go:\n{asks}---\n")),
            "{whole}"
        );
    }
    // Every comment that puts a key out of use gives one that is known.
    for path in &paths {
        let whole = text(&desk, path).replace("\n# ", "\n").replace("\n#     ", "\n    ");
        let whole: String = whole
            .lines()
            .filter(|line| !line.starts_with("Every document may"))
            .map(|line| format!("{line}\n"))
            .collect();
        desk.put(path, whole);
        let told = codes(&desk, "", path);
        assert!(
            !told.iter().any(|finding| ["AIMS104", "AIMS106", "AIMS107", "AIMS110"]
                .iter()
                .any(|code| finding.starts_with(code))),
            "{told:?}"
        );
    }
}

#[test]
fn an_id_is_never_used_again_and_follows_the_habit_of_the_team() {
    let desk = Sandbox::new(&[
        ("aims.toml", "[folders]\n\"docs/pol/**\" = \"policy\"\n"),
        ("docs/pol/ACME-P-0007 Old.md", "---\nid: ACME-P-0007\ntitle: Old\nkind: policy\n---\nWe must.\n"),
        ("docs/pol/ACME-P-0009 Gone.md", "---\nid: ACME-P-0009\ntitle: Gone\nkind: policy\n---\nWe must.\n"),
        ("x/r1.md", "---\nid: REC-12\ntitle: R\nkind: record\ndate: 2026-01-01\nformerly: [REC-40]\n---\nDone.\n"),
        ("sub/a.md", "---\nid: PRO-1\ntitle: P\nkind: procedure\n---\nDo.\n"),
    ]);
    desk.commit("Both");
    fs::remove_file(desk.path("docs/pol/ACME-P-0009 Gone.md")).expect("it is there");
    desk.commit("One goes");
    assert_eq!(made(&desk, &["Policy", "Logging"]), "docs/pol/ACME-P-0010-logging.md");
    assert_eq!(made(&desk, &["record", "Minutes"]), "x/REC-41-minutes.md");
    let refused = run(&desk, "", &["new", "policy", "X", "--id", "acme-p-0009"]);
    assert!(refused.code == Some(2) && refused.stderr.contains("was used before"), "{}", refused.stderr);
    for id in ["POL 1", "A.5.2", "../x", "index", ""] {
        assert_eq!(run(&desk, "", &["new", "policy", "X", "--id", id]).code, Some(2), "{id}");
    }
    for out in ["../x.md", "/tmp/x.md", "x.txt", ".github/x.md", "aims.toml"] {
        assert_eq!(run(&desk, "", &["new", "policy", "X", "--out", out]).code, Some(2), "{out}");
    }
    let refused = run(&desk, "", &["new", "polcy", "X"]);
    assert!(refused.code == Some(2) && refused.stderr.contains("Did you mean `policy`?"), "{}", refused.stderr);
    assert_eq!(run(&desk, "", &["new", "policy", "a\nb"]).code, Some(2));
    // From a folder below, the path leads there from anywhere.
    let below = done(&desk, "sub", &["new", "procedure", "Two", "--today", TODAY]);
    let path = std::path::PathBuf::from(below.stdout.trim());
    assert!(path.is_absolute() && path.ends_with("sub/PRO-2-two.md") && path.is_file(), "{}", below.stdout);
    let before = files(&desk, "");
    let dry = done(&desk, "", &["new", "plan", "Dry", "--dry-run", "--today", TODAY]);
    assert!(dry.stdout.contains("id: PLN-001") && files(&desk, "") == before, "{}", dry.stdout);
    // Where a build puts the site is no place for a document, unless the team keeps something else there.
    let refused = run(&desk, "", &["new", "plan", "Dry", "--out", "site/plan.md"]);
    assert!(refused.code == Some(2) && refused.stderr.contains("the folder of a site"), "{}", refused.stderr);
    assert!(files(&desk, "") == before);
    // What is there is never written over.
    let again = run(&desk, "", &["new", "plan", "Dry", "--out", "x/r1.md"]);
    assert!(again.code == Some(2) && text(&desk, "x/r1.md").contains("REC-12"), "{}", again.stderr);
}

#[test]
fn nothing_is_drawn_up_where_nothing_would_read_it() {
    let desk = Sandbox::new(&[
        (".gitignore", "/sub/ign/\n"),
        (
            "sub/aims.toml",
            "[files]\nexclude = [\"vendor/**\"]\n[folders]\n\"vendor/pol/**\" = \"policy\"\n\
             [header]\nsidecars = [\"{path}.status.md\"]\n",
        ),
        ("sub/ai.md", "---\nid: POL-1\ntitle: AI\nkind: policy\n---\nWe must.\n"),
        ("sub/.gitignore", "*.tmp.md\n"),
    ]);
    desk.commit("Begin");
    fs::create_dir_all(desk.path("sub/own/.git")).expect("a folder");
    let before = files(&desk, "");
    for (out, why) in [
        ("vendor/v.md", "`vendor/**` under `exclude` in aims.toml leaves it out"),
        ("ign/deep/v.md", "a `.gitignore` file leaves it out"),
        ("v.tmp.md", "a `.gitignore` file leaves it out"),
        ("own/v.md", "`own` is a repository of its own"),
        ("ai.status.md", "by `sidecars` in aims.toml it is a file beside another document"),
        ("", "`vendor/**` under `exclude` in aims.toml leaves it out"),
    ] {
        let named = if out.is_empty() { &[][..] } else { &["--out", out] };
        let refused = run(&desk, "sub", &[&["new", "policy", "X"], named].concat());
        let told = refused.stderr.replace('\n', " ");
        assert!(refused.code == Some(2) && told.contains(why) && told.contains("--out"), "{out}: {told}");
        assert!(files(&desk, "") == before && !desk.path("sub/vendor").exists(), "{out}");
    }
    let made = done(&desk, "sub", &["new", "policy", "X", "--out", "pol/x.md", "--today", TODAY]);
    assert!(made.stdout.ends_with("pol/x.md\n") && text(&desk, "sub/pol/x.md").contains("id: POL-2"), "{made:?}");
}

/// An AIMS with a little of everything.
fn world() -> Sandbox {
    let desk = desk();
    desk.put(
        "aims.toml",
        "[[people]]\nname = \"Mira Example\"\nemails = [\"mira@acme.example\"]\nroles = [\"AI Officer\"]\n",
    );
    let put = |path: &str, text: &str| desk.put(path, format!("---\n{text}---\nWords.\n"));
    put("s.md", "id: SYS-001\ntitle: Churn Scope\nkind: system\nsystem-version: 3.4\nlifecycle: in-use\n");
    put("p.md", "id: PRO-004\ntitle: P\nkind: procedure\nclauses: [\"6.1.4\"]\n");
    put(
        "a.md",
        "id: AUD-001\ntitle: A\nkind: audit\ndate: 2026-11-02\nauditors: [AI Officer]\nfindings:\n  \
        - {ref: F1, grade: minor, requirement: \"7.5.3\", finding: Two documents were not approved.}\n  \
        - {ref: F2, grade: minor, finding: x, nonconformity: NC-001}\n",
    );
    put("n.md", "id: NC-001\ntitle: Old one\nkind: nonconformity\ndate: 2026-10-01\nstate: open\ndue: 2026-12-01\n");
    put("o.md", "id: OBJ-001\ntitle: Faster\nkind: objective\nstate: at-risk\n");
    put(
        "q.md",
        "id: POL-008\ntitle: Old policy\nkind: policy\nstatus: approved\nowner: AI Officer\nreviewed: 2025-01-01\ncontrols: [A.7.2, A.7.3]\n",
    );
    desk.put("home/.gitconfig", "[user]\nname = Mira Example\nemail = mira@acme.example\n");
    desk.commit("Start");
    desk
}

#[test]
fn a_new_document_draws_from_those_that_are_there() {
    let desk = world();
    let has = |path: &str, lines: &[&str]| {
        let text = text(&desk, path);
        for line in lines {
            assert!(text.lines().any(|found| found.starts_with(line)), "{line}: {text}");
        }
    };
    let assessment = made(&desk, &["impact-assessment", "--system", "sys-001"]);
    has(
        &assessment,
        &[
            "title: Impact assessment of Churn Scope",
            "systems: [SYS-001]",
            "system-version: \"3.4\"",
            "stage: in-use",
            "method: PRO-004",
            "owner: AI Officer",
            "    level: society",
            "date: 2026-11-20",
        ],
    );
    let outcome = done(&desk, "", &["new", "nonconformity", "--from", "AUD-001#f1", "--today", TODAY]);
    assert!(outcome.stderr.contains("add `nonconformity: NC-002` to the row `f1`"), "{}", outcome.stderr);
    has(
        outcome.stdout.trim(),
        &[
            "title: Two documents were not approved",
            "source: audit",
            "from: [AUD-001]",
            "requirement: \"7.5.3\"",
            "grade: minor",
            "date: 2026-11-02",
            "due: 2026-12-20",
            "state: open",
            "raised-by: AI Officer",
        ],
    );
    for (from, hint) in [
        ("AUD-001#F9", "Did you mean `AUD-001#F1`?"),
        ("AUD-001#F2", "write on in that one"),
        ("AUD-002", "Did you mean `AUD-001`?"),
    ] {
        let refused = run(&desk, "", &["new", "nonconformity", "--from", from]);
        assert!(refused.code == Some(2) && refused.stderr.contains(hint), "{from}: {}", refused.stderr);
    }
    for asked in [&["policy", "--replaces", "POL-99"][..], &["policy", "--replaces", "POL-999"]] {
        let refused = run(&desk, "", &[&["new"], asked].concat());
        assert!(refused.stderr.contains("hint: There is `POL-"), "{}", refused.stderr);
    }
    let beside = run(&desk, "", &["new", "soa", "--dry-run", "--today", "2026-11-20"]);
    assert!(!beside.stderr.contains("statement of applicability for this framework already"), "{}", beside.stderr);
    done(&desk, "", &["new", "soa", "--today", "2026-11-20"]);
    let beside = done(&desk, "", &["new", "soa", "--today", "2026-11-20"]);
    let told = beside.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("SOA-001 is the statement of applicability for this framework already"), "{told}");
    let policy = made(&desk, &["policy", "New policy", "--replaces", "POL-008"]);
    has(&policy, &["id: POL-009", "replaces: [POL-008]", "controls: [A.7.2, A.7.3]"]);
}

#[test]
fn reviews_audits_and_statements_gather_what_there_is() {
    let desk = world();
    let review = made(&desk, &["management-review"]);
    let words = text(&desk, &review);
    for word in [
        "NC-001 Old one, due 2026-12-01",
        "OBJ-001 Faster (at-risk)",
        "Reviews overdue: POL-008",
        "AUD-001 A (2 findings)",
    ] {
        assert!(words.contains(word), "{word}: {words}");
    }
    for input in [
        "earlier-actions",
        "issues",
        "interested-parties",
        "nonconformities",
        "monitoring",
        "audit-results",
        "improvement",
    ] {
        assert!(words.contains(&format!("  - input: {input}")), "{input}: {words}");
    }
    let audit = text(&desk, &made(&desk, &["audit"]));
    assert!(audit.contains("The newest to begin with: SYS-001"), "{audit}");
    assert!(audit.contains("criteria: [\"ISO/IEC 42001:2023\"]"), "{audit}");
    // An audit that is being written was not held yet.
    let again = text(&desk, &made(&desk, &["management-review"]));
    assert!(again.contains("AUD-001 A (2 findings)") && !again.contains("AUD-002"), "{again}");
    let statement = text(&desk, &made(&desk, &["soa"]));
    assert_eq!(statement.matches("\n  - control: ").count(), 38);
    assert!(statement.contains("- control: A.2.2") && statement.contains("# AI policy"), "{statement}");
    // A draft counts for nothing, whatever was filled in.
    let rungs = aims::pipeline::Project::find(&desk.path("")).expect("an AIMS");
    let today = aims::base::date::parse(TODAY).expect("a day");
    let state = rungs.check(&aims::pipeline::Request::new(desk.path(""), today)).expect("a state");
    for id in ["8.4", "9.3.3", "10.2"] {
        let found = state.aims.trace.get(id).expect("a clause");
        assert!(found.rung <= aims::model::trace::Rung::Stated, "{id} stands at {:?}", found.rung);
    }
}

#[test]
fn what_a_team_writes_in_its_settings_stays_in_its_place() {
    let desk = desk();
    desk.put("aims.toml", "[kinds.sheet]\nlabel = \"A\\nB\"\nprefix = \"S-\"\nasks = [\"\"\"Why?\n---\nid: X --> y\"\"\"]\n\
        field = [{ name = \"odd: key\", type = \"choice\", choices = [\"x\\ny: z\"], need = \"should\", about = \"One\\nid: POL-666\" }]\n\
        [kinds.bad]\nprefix = \"../x\"\n");
    desk.put("s.md", "---\nid: SYS-001\ntitle: \"a\\nid: X\"\nkind: system\nsystem-version: \"1 # 2\\n3\"\n---\n");
    let sheet = text(&desk, &made(&desk, &["sheet", "T"]));
    assert!(
        sheet.lines().filter(|line| line.starts_with("id:")).count() == 1 && sheet.matches("---").count() == 2,
        "{sheet}"
    );
    assert!(sheet.contains("Advised. One id: POL-666 One of: x-y:-z."), "{sheet}");
    let refused = run(&desk, "", &["new", "bad", "T"]);
    assert!(refused.code == Some(2) && refused.stderr.contains("cannot be the id"), "{}", refused.stderr);
    let path = made(&desk, &["risk-assessment", "--system", "SYS-001"]);
    assert!(text(&desk, &path).contains("title: \"Risk assessment of a\\nid: X\""), "{}", text(&desk, &path));
    assert_eq!(codes(&desk, "", &path), ["AIMS102 the draft still has to say `assessor`"]);
}
