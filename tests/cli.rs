//! The binary as somebody in a shell meets it: exit codes, streams, formats, places and times. What rules find is told
//! in `broken.rs`, what pages hold beside the site itself.

mod around;
mod baseline;
mod living;
mod mistakes;
mod past;
mod sites;
#[cfg(unix)]
mod unseen;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;

use sandbox::{Outcome, Sandbox, TODAY, aims, everything, run};
use serde_json::Value;

use crate::support::sandbox;

/// One error by [`LINKS`], and no warning once it is committed.
const ERROR: (&str, &str) = ("page.md", "# Roles\n\nSee [[POL-001]].\n");
/// One warning.
const WARNING: (&str, &str) = ("page.md", "# Roles\n\nSee [roles](#rolls).\n");
/// One warning that came with the passing of time.
const CLOCK: (&str, &str) = (
    "page.md",
    "---\nid: PRO-001\ntitle: Assessing\nkind: procedure\nversion: \"1\"\nstatus: approved\nowner: AI Officer\n\
     approvers: [CEO]\nreviewed: 2025-01-01\ncontrols: [A.5.2]\n---\nText.\n",
);
/// A document under control of which nothing is asked any more, so that pages beside it are all that is judged.
const ASIDE: (&str, &str) = (
    "aside.md",
    "---\nid: GUI-001\ntitle: Aside\nkind: guideline\nversion: \"1\"\nstatus: retired\nowner: AI Officer\n---\nText.\n",
);
const NO_SOA: &str = "[checks.levels]\nno-soa = \"off\"\n";

const CHECK: [&str; 3] = ["check", "--today", TODAY];

/// On pages that are not under control, links warn at most unless the settings say otherwise.
const LINKS: &str = "[checks.levels]\nbroken-link = \"error\"\n";

/// A repository with one commit. Broken links are errors in it, but where the settings give them a level.
fn committed(settings: &str, page: (&str, &str)) -> Sandbox {
    let has_level = ["broken-link = ", "aims203 = "].iter().any(|key| settings.to_lowercase().contains(key));
    let settings = match settings.contains("[checks.levels]\n") {
        _ if has_level => settings.to_owned(),
        true => settings.replace("[checks.levels]\n", LINKS),
        false => format!("{settings}\n{LINKS}"),
    };
    let sandbox = Sandbox::new(&[("aims.toml", settings.as_str()), ASIDE, page]);
    sandbox.commit("Begin");
    sandbox
}

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    CHECK.into_iter().chain(more.iter().copied()).collect()
}

/// Asserts that a run could not do what it was asked to, and said so: gives what it said.
#[track_caller]
fn refused(outcome: &Outcome) -> &str {
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{outcome:?}");
    assert!(outcome.stderr.starts_with("error: "), "{outcome:?}");
    &outcome.stderr
}

#[track_caller]
fn assert_said(said: &str, words: &[&str]) {
    for word in words {
        assert!(said.contains(word), "`{word}` is not in: {said}");
    }
}

#[test]
fn the_exit_code_says_whether_something_stands_at_the_failing_level() {
    let waived = |until| {
        format!("[[checks.waivers]]\ncode = \"AIMS203\"\npath = \"page.md\"\nreason = \"r\"\nuntil = {until}\n")
    };
    let clock = |checks: &str| format!("[checks]\n{checks}\n{NO_SOA}");
    let level = |rule: &str, level: &str| format!("[checks.levels]\nno-soa = \"off\"\n{rule} = \"{level}\"\n");
    for (settings, page, arguments, code) in [
        (String::new(), ("page.md", "# Roles\n"), &["--strict"][..], 0),
        (String::new(), ERROR, &[], 1),
        (String::new(), WARNING, &[], 0),
        (String::new(), WARNING, &["--strict"], 1),
        ("[checks]\nfail = \"warning\"\n".into(), WARNING, &[], 1),
        ("[checks]\nfail = \"note\"\n".into(), WARNING, &[], 1),
        ("[checks]\nfail = \"off\"\n".into(), ERROR, &[], 0),
        ("[checks]\nfail = \"off\"\n".into(), WARNING, &["--strict"], 1),
        (level("AIMS203", "off"), ERROR, &["--strict"], 0),
        (level("aims203", "note"), ERROR, &["--strict"], 0),
        (level("broken-link", "warning"), ERROR, &[], 0),
        (level("broken-fragment", "error"), WARNING, &[], 1),
        (waived("2026-11-20"), ERROR, &["--strict"], 0),
        (waived("2026-11-19"), ERROR, &[], 1),
        (NO_SOA.into(), CLOCK, &[], 0),
        (NO_SOA.into(), CLOCK, &["--strict"], 1),
        (clock("fail = \"warning\""), CLOCK, &[], 1),
        (clock("fail = \"warning\"\nfail-clock = \"error\""), CLOCK, &[], 0),
        (clock("fail = \"warning\"\nfail-clock = \"off\""), CLOCK, &[], 0),
        (clock("fail-clock = \"warning\""), CLOCK, &[], 1),
        (clock("fail-clock = \"off\""), CLOCK, &["--strict"], 1),
        (level("review-overdue", "error"), CLOCK, &[], 1),
    ] {
        let outcome = committed(&settings, page).run(&with(arguments));
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(code), ""), "{settings}{arguments:?}: {outcome:?}");
    }
}

#[test]
fn on_a_page_that_is_not_under_control_links_warn_at_most() {
    let text =
        "# Roles\n\n[x](gone.md) [y](javascript:x) [z](../../out.md) ![](https://x.example/badge.svg)\n\n- [ ] to do\n";
    let policy = format!("---\nid: POL-001\ntitle: T\nkind: policy\n---\n{text}");
    let levels = |settings: &str, text: &str| {
        let sandbox = Sandbox::new(&[("aims.toml", settings), ASIDE, ("page.md", text)]);
        sandbox.commit("Begin");
        let report: Value = serde_json::from_str(&sandbox.run(&with(&["--format", "json"])).stdout).expect("JSON");
        let of_links = report["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .filter(|f| f["code"].as_str().is_some_and(|code| code.starts_with("AIMS2")));
        let mut told: Vec<String> = of_links
            .map(|f| format!("{} {}", f["name"].as_str().unwrap_or_default(), f["level"].as_str().unwrap_or_default()))
            .collect();
        told.sort();
        told.join(", ")
    };
    let lower =
        "broken-link warning, image-without-text note, link-outside warning, remote-image note, unsafe-link warning";
    assert_eq!(levels("", text), lower);
    let own =
        "broken-link error, image-without-text warning, link-outside error, remote-image warning, unsafe-link error";
    assert_eq!(levels("", &policy), own);
    // What a team says of a rule holds wherever it finds something.
    assert_eq!(levels(LINKS, text), lower.replace("broken-link warning", "broken-link error"));
}

#[test]
fn findings_are_the_result_and_mistakes_are_not() {
    let sandbox = committed("", ERROR);
    let outcome = sandbox.run(&CHECK);
    assert!(outcome.stdout.ends_with("\n1 error, 0 warnings and 0 notes.\n") && outcome.stderr.is_empty());
    let quiet = sandbox.run(&with(&["--quiet"]));
    assert_eq!(quiet.stdout, outcome.stdout.trim_end_matches("1 error, 0 warnings and 0 notes.\n"));
    assert_eq!(quiet.code, Some(1));
    assert_eq!(committed("", ("page.md", "")).run(&CHECK).stdout, "No findings.\n");
    assert_eq!(committed("", ("page.md", "")).run(&with(&["-q"])).stdout, "");
    refused(&sandbox.run(&["frobnicate"]));
    refused(&sandbox.run(&["check", "--no-such-option"]));
    let help = sandbox.run(&["--help"]);
    assert!(help.code == Some(0) && help.stderr.is_empty() && help.stdout.contains("explain"), "{help:?}");
    assert_eq!(sandbox.run(&["--version"]).stdout, format!("aims {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn nothing_in_a_repository_commands_the_service_that_runs_a_check() {
    let forged = "---\nid: \"::add-mask::a\"\ntitle: \"##[stop-commands]x\"\nkind: \"##vso[task.complete]b\"\n---\nx [b](nope.md)\n";
    let sandbox = Sandbox::new(&[("aims.toml", ""), ("forged.md", forged)]);
    sandbox.commit("::error title=x::y\n\n##vso[task.complete result=Succeeded]");
    let runs: [&[&str]; 6] = [
        &with(&[]),
        &with(&["--format", "short"]),
        &with(&["--format", "json"]),
        &["history", "forged.md", "--today", TODAY],
        &["explain", "a\n::error::b"],
        &["check", "--today", "\n::error::##vso[x]"],
    ];
    for args in runs {
        let outcome = sandbox.run(args);
        let said = format!("{}{}", outcome.stdout, outcome.stderr);
        assert!(!said.is_empty() && !said.contains("##vso[") && !said.contains("##["), "{args:?}: {said}");
        assert!(!said.lines().any(|line| line.trim_start().starts_with("::")), "{args:?}: {said}");
    }
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let sandbox = committed("", ERROR);
    let coloured = |arguments: &[&str], key: &str, value: &str| {
        run(sandbox.aims(&with(arguments)).env(key, value)).stdout.contains('\x1b')
    };
    assert!(!coloured(&[], "NO_COLOR", ""));
    assert!(!coloured(&["--color", "never"], "CLICOLOR_FORCE", "1"));
    assert!(coloured(&["--color", "always"], "TERM", "dumb"));
    // Who names it on the command line means it more than who set the variable long ago.
    assert!(coloured(&["--color", "always"], "NO_COLOR", "1"));
    assert!(!coloured(&["--color", "always", "--format", "short"], "TERM", "xterm"));
    assert!(!coloured(&["--color", "always", "--format", "json"], "TERM", "xterm"));
    let error = sandbox.run(&["check", "nowhere", "--color", "always"]);
    assert!(error.stderr.starts_with("\x1b["), "{error:?}");
    refused(&sandbox.run(&["check", "nowhere"]));
    refused(&sandbox.run(&with(&["--color", "sometimes"])));
}

#[test]
fn a_finding_is_told_in_three_formats() {
    let sandbox = committed("", ERROR);
    let human = sandbox.run(&CHECK).stdout;
    assert_eq!(
        human,
        "error[AIMS203]: there is no document, control or clause `POL-001`\n \
         --> page.md:3:5\n  |\n\
         3 | See [[POL-001]].\n  |     ^^^^^^^^^^^\n  |\n  \
         = help: Between `[[` and `]]` stands the id of a document, control or clause, or the path of a file.\n\n\
         1 error, 0 warnings and 0 notes.\n"
    );
    let short = sandbox.run(&with(&["--format", "short"])).stdout;
    assert_eq!(short, "page.md:3:5: error: there is no document, control or clause `POL-001` [AIMS203]\n");
    let json = sandbox.run(&with(&["--format", "json"])).stdout;
    let report: Value = serde_json::from_str(&json).expect("JSON");
    let finding = serde_json::json!({
        "code": "AIMS203", "name": "broken-link", "rule": "broken-link", "level": "error", "clock": false,
        "message": "there is no document, control or clause `POL-001`",
        "help": "Between `[[` and `]]` stands the id of a document, control or clause, or the path of a file.",
        "path": "page.md", "line": 3, "column": 5, "end_line": 3, "end_column": 16, "document": "page", "known": false,
    });
    assert_eq!(report["findings"], Value::Array(vec![finding]));
    assert_eq!(report["summary"], serde_json::json!({"error": 1, "note": 0, "total": 1, "warning": 0, "known": 0}));
    assert_eq!(report["today"], TODAY);
    let part = |words: &[&str]| {
        let told = sandbox.run(&with(&[&["--format", "json"][..], words].concat())).stdout;
        let told: Value = serde_json::from_str(&told).expect("JSON");
        ["audience", "edition", "partial"].map(|key| told[key].clone())
    };
    let of_all = ["confidential".into(), "latest".into()];
    for (words, partial) in [(&[][..], false), (&["page.md"], true), (&["--select", "AIMS2"], true)] {
        let told = part(words);
        assert_eq!((&told[..2], &told[2]), (&of_all[..], &Value::Bool(partial)), "{words:?}");
    }
    let nothing = committed("", ("page.md", "")).run(&with(&["--format", "json", "--quiet"]));
    let nothing: Value = serde_json::from_str(&nothing.stdout).expect("JSON");
    assert_eq!(nothing["findings"], Value::Array(Vec::new()));
    refused(&sandbox.run(&with(&["--format", "xml"])));
}

#[test]
fn the_aims_is_found_from_every_folder_in_it() {
    let sandbox = committed("", ("docs/deep/page.md", "[[POL-001]]\n"));
    let told = "docs/deep/page.md:1:1: error: there is no document, control or clause `POL-001` [AIMS203]\n";
    let short = with(&["--format", "short"]);
    assert_eq!(sandbox.run(&short).stdout, told);
    // The path opens from where the command runs.
    assert_eq!(run(&mut aims(&sandbox.path("docs/deep"), &short)).stdout, told.replace("docs/deep/", ""));
    let elsewhere = Sandbox::new::<&str>(&[]);
    for folder in ["", "docs", "docs/deep", "docs/../docs/./deep/"] {
        let folder = sandbox.path(folder);
        let arguments = with(&[folder.to_str().expect("text"), "--format", "short"]);
        let here = elsewhere.run(&arguments).stdout;
        assert!(here.starts_with("../") && here.ends_with(told), "{folder:?}: {here}");
    }
}

#[test]
fn where_there_is_nothing_to_check_it_says_what_to_do() {
    let sandbox = Sandbox::new(&[("docs/page.md", "")]);
    assert_said(refused(&sandbox.run(&["check", "nowhere"])), &["cannot open the folder nowhere"]);
    for command in ["check", "build"] {
        assert_said(refused(&sandbox.run(&[command, "docs"])), &["`aims.toml`", "\nhint: ", "empty file"]);
    }
}

#[test]
fn a_commit_is_read_as_it_was() {
    let sandbox = committed("", ERROR);
    sandbox.put("page.md", "# Roles\n");
    let head = sandbox.commit("Mend");
    sandbox.put("page.md", WARNING.1);
    let told = |rev: &str| {
        let outcome = sandbox.run(&with(&["--format", "json", "--rev", rev]));
        let report: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
        (outcome.code, report["revision"].as_str().expect("a commit").to_owned(), report["summary"]["total"].clone())
    };
    assert_eq!(told("HEAD"), (Some(0), head.clone(), Value::from(0)));
    assert_eq!(told(&head[..10]), told("main"));
    let (code, before, total) = told("HEAD~1");
    assert!(code == Some(1) && before != head && total == 1);
    let work_tree = sandbox.run(&with(&["--format", "short"]));
    assert!(work_tree.code == Some(0) && work_tree.stdout.contains("AIMS204"), "{work_tree:?}");
    for command in ["check", "build"] {
        let said = sandbox.run(&[command, "--rev", "mian"]);
        assert_said(refused(&said), &["mian", "hint: ", "`main`"]);
        assert_said(refused(&sandbox.run(&[command, "--rev", "no-such-thing-here"])), &["\nhint: "]);
    }
    let outside = Sandbox::new(&[("aims.toml", "")]).run(&["check", "--rev", "main"]);
    assert_said(refused(&outside), &["`main`", "not in a git repository"]);
}

#[test]
fn a_commit_without_the_aims_is_told_so() {
    let sandbox = Sandbox::new(&[("page.md", "")]);
    sandbox.commit("Begin");
    sandbox.put("aims.toml", "");
    sandbox.commit("Make it an AIMS");
    assert_said(refused(&sandbox.run(&["check", "--rev", "HEAD~1"])), &["no `aims.toml`", "\nhint: "]);
}

#[test]
fn today_is_what_it_is_told_to_be() {
    let sandbox = committed("", ("page.md", ""));
    let today = |arguments: &[&str], epoch: Option<&str>| {
        let mut command = sandbox.aims(&[&["check", "--format", "json"], arguments].concat());
        let outcome = run(if let Some(epoch) = epoch { command.env("SOURCE_DATE_EPOCH", epoch) } else { &mut command });
        let report: Value = serde_json::from_str(&outcome.stdout).unwrap_or_default();
        report["today"].as_str().map_or_else(|| refused(&outcome).to_owned(), str::to_owned)
    };
    assert_eq!(today(&["--today", "2024-02-29"], None), "2024-02-29");
    // A minute before midnight, and midnight, in UTC; the time zone of the tests is fourteen hours ahead.
    assert_eq!(today(&[], Some("1795132740")), "2026-11-19");
    assert_eq!(today(&[], Some("1795132800")), "2026-11-20");
    assert_eq!(today(&["--today", "2024-02-29"], Some("1795132800")), "2024-02-29");
    assert_eq!(today(&[], Some("253402300799")), "9999-12-31");
    // A day beyond the calendar is none either.
    for garbage in ["soon", "", "2026-11-20", "1e9", "1795132800.5", "99999999999999", "-1"] {
        assert_said(&today(&[], Some(garbage)), &["SOURCE_DATE_EPOCH", "\nhint: ", "--today"]);
    }
    for garbage in ["2026-02-29", "20.11.2026", "2026-11-20T00:00:00Z", "today", ""] {
        assert_said(&today(&["--today", garbage], None), &["--today", "2026-11-20"]);
    }
}

#[test]
fn explain_teaches_rules_controls_and_clauses() {
    let anywhere = Sandbox::new::<&str>(&[]);
    let explain = |what: &str| anywhere.run(&["explain", what]);
    let rule = explain("AIMS401");
    assert_eq!(rule.code, Some(0));
    assert_said(&rule.stdout, &["AIMS401 review-overdue\n", "Looks for\n", "Why it matters\n", "How to mend it\n"]);
    assert_eq!(explain("review-overdue").stdout, rule.stdout);
    assert_eq!(explain("aims401").stdout, rule.stdout);
    assert!(explain("A.5.2").stdout.starts_with("A.5.2 AI system impact assessment process\n"));
    assert_eq!(explain("a.5.2").stdout, explain("A.5.2").stdout);
    assert!(explain("6.1.4").stdout.starts_with("6.1.4 AI system impact assessment\n"));
    assert!(explain("C.2.5").stdout.contains("`tags: [C.2.5]`") && explain("C.3.1").stdout.contains("`source: C.3.1 "));
    assert_said(refused(&explain("nonsense")), &["`nonsense`", "\nhint: "]);
    assert_said(refused(&explain("review-overdu")), &["hint: Did you mean `review-overdue`?"]);
    assert_said(refused(&explain("A.5.222")), &["hint: Did you mean `A.5.22`?"]);
    assert_said(refused(&explain("\x1b[31m")), &["error: "]);
    assert!(!explain("\x1b[31m").stderr.contains('\x1b'));
    assert_said(refused(&explain("A5.2")), &["hint: Did you mean `A.5.2`?"]);
    assert_said(refused(&explain("AIMS999")), &["hint: `aims explain` lists the rules"]);
    assert_said(refused(&explain("AIMS40")), &["hint: `aims explain` lists the rules"]);
    assert_said(refused(&explain("401")), &["hint: Did you mean `AIMS401`?"]);
    assert!(!refused(&explain("A.6.2.10")).contains("Did you mean"));
    assert!(!refused(&explain("gpdr")).contains("gpai"), "another word");
    // What another standard has in common with this one is told of that too, and nothing is its own remedy.
    assert!(explain("iso-9001:10.2").stdout.starts_with("10.2 "));
    assert!(explain("iso-9001:10.3").stdout.starts_with("10.3 "), "{:?}", explain("iso-9001:10.3"));
    assert_said(refused(&explain("iso-901:10.3")), &["hint: Did you mean `iso-9001:10.3`?"]);
    for standard in aims::model::catalog::Catalog::builtin().following(["iso-9001", "iso-27001"]).standards() {
        for id in standard.ids().step_by(11) {
            let full = format!("{}:{id}", standard.id);
            assert_eq!(explain(&full).code, Some(0), "{full}");
        }
    }
    let list = anywhere.run(&["explain"]).stdout;
    for rule in aims::check::RULES {
        assert_said(&list, &[rule.code, rule.name]);
        assert!(explain(rule.name).stdout.starts_with(rule.code));
    }
}

/// What `aims explain` says of a word that is no rule, and of what every word in a list leads to.
#[test]
fn explain_knows_kinds_keys_areas_and_frameworks() {
    let team = "[kinds.minutes]\nlabel = \"Minutes\"\nnature = \"record\"\nasks = [\"Who was there?\"]\nfield = [{ name = \"present\", type = \"texts\", need = \"must\", about = \"Who was there.\" }]\n";
    let sandbox = Sandbox::new(&[("aims.toml", team)]);
    let explain = |what: &str| {
        let run = sandbox.run(&["explain", what]);
        assert_eq!(run.code, Some(0), "{what}: {run:?}");
        run.stdout
    };
    assert_said(
        &explain("policy"),
        &["Policy (kind: policy)", "commitments: a list of texts", "What an auditor", "  kind: policy\n"],
    );
    assert_eq!(explain("procedures"), explain("procedure"));
    assert_eq!(explain("PRO"), explain("procedure"));
    assert_said(
        &explain("soa"),
        &["applicable (needed): true or false", "implementation: one of planned, partial, done"],
    );
    assert_said(&explain("minutes"), &["Ids usually begin with MINUTES-", "Who was there?", "present (needed)"]);
    assert_said(&explain("review_every"), &["review-every: a length of time", "A key of every document"]);
    assert_said(&explain("implementation"), &["A column of `statement` of kind soa"]);
    assert_said(&explain("A.5"), &["A.5 ", "A.5.2 ", "A.5.5 "]);
    assert_said(&explain("9.2"), &["Its parts", "9.2.1 ", "9.2.2 "]);
    assert_said(&explain("eu-ai-act"), &["art-27", "In front matter: requirements: {eu-ai-act: ["]);
    assert_said(&explain("art-27"), &["Article 27 ", "requirements: {eu-ai-act: [art-27]}"]);
    assert_eq!(explain("eu-ai-act:art-27"), explain("Article 27"));
    for written in ["26(6)", "art. 26(6)", "Art 26 (6)", "eu-ai-act:26(6)"] {
        assert_eq!(explain(written), explain("art-26-6"), "{written}");
    }
    assert_said(&explain("MAP 1.1"), &["requirements: {nist-ai-rmf: [\"MAP 1.1\"]}"]);
    assert_said(&explain("kinds"), &["policy ", "minutes "]);
    assert_said(
        &explain("implement-and-train"),
        &["Implement and train\n", "- Every AI system that runs has a risk assessment"],
    );
    assert_eq!(explain("Implement & Train"), explain("implement-and-train"));
    let lists = [
        ("keys", "review-every"),
        ("controls", "A.10.4"),
        ("clauses", "10.2"),
        ("frameworks", "eu-ai-act"),
        ("duties", "art-26-6 "),
        ("phases", "certify"),
    ];
    for (list, word) in lists {
        assert_said(&explain(list), &[word]);
    }
    assert_said(refused(&sandbox.run(&["explain", "reveiw-every"])), &["hint: Did you mean `review-every`?"]);
}

#[test]
fn only_commits_that_touch_the_folder_are_its_record() {
    let sandbox = Sandbox::new(&[
        ("src/main.c", ""),
        ("docs/aims/aims.toml", ""),
        ("docs/aims/page.md", "# Roles\n"),
        (&format!("docs/aims/{}", ASIDE.0), ASIDE.1),
    ]);
    sandbox.commit("Begin");
    sandbox.put("src/main.c", "int main;\n");
    sandbox.commit("Write the program");
    sandbox.put("docs/aims/page.md", "# Duties\n");
    sandbox.commit("Speak of duties");
    sandbox.put("docs/page.md", "[[POL-001]]\n");
    sandbox.commit("Write beside it");
    let built = sandbox.run(&["build", "docs/aims", "--out", "out", "--today", TODAY]);
    assert_eq!((built.code, built.stdout.as_str()), (Some(0), ""), "{built:?}");
    assert_said(&built.stderr, &["38 controls, 2 commits\n", "Found  No findings\n", "out/index.html\n"]);
    let old = sandbox.run(&["check", "docs/aims", "--rev", "HEAD~3", "--today", TODAY]);
    assert_eq!((old.code, old.stdout.as_str()), (Some(0), "No findings.\n"));
}

#[test]
fn a_folder_without_git_is_built_with_a_warning() {
    let sandbox = Sandbox::new(&[("aims.toml", ""), ASIDE, ("page.md", "# Roles\n")]);
    let built = sandbox.run(&["build", "--today", TODAY]);
    assert_eq!((built.code, built.stdout.as_str()), (Some(0), ""), "{built:?}");
    assert_said(&built.stderr, &["no change record", "0 errors, 1 warning and 0 notes", "site/index.html"]);
    assert!(sandbox.path("site/documents/page.html").is_file());
    assert_said(&sandbox.run(&with(&["--format", "short"])).stdout, &["[AIMS801]"]);
    let quiet = sandbox.run(&["build", "--quiet", "--today", TODAY]);
    assert_eq!((quiet.code, quiet.stdout.as_str(), quiet.stderr.as_str()), (Some(0), "", ""));
}

#[test]
fn a_site_is_written_over_nothing_but_a_site() {
    let sandbox = Sandbox::new(&[("around/repo/aims.toml", ""), ("around/repo/page.md", ASIDE.1)]);
    sandbox.put("around/photos/cat.jpg", "meow");
    let before = everything(&sandbox.path(""));
    let root = sandbox.path("around/repo");
    for (out, why) in [
        (".", "the documents are there"),
        ("..", "the folder with the documents lies in it"),
        ("../..", "the folder with the documents lies in it"),
        ("/", "the whole file system"),
        ("../photos", "files that no build wrote"),
        ("page.md", "it is a file"),
        (".git/site", "git keeps its repository there"),
    ] {
        let outcome = run(&mut aims(&root, &["build", "--quiet", "--out", out, "--today", TODAY]));
        assert_said(refused(&outcome), &[why, "\nhint: ", "`--out`"]);
        assert!(everything(&sandbox.path("")) == before, "{out}: something was written");
    }
    let outcome = run(&mut aims(&root, &["build", "--quiet", "--out", "../site", "--today", TODAY]));
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
    let written = everything(&sandbox.path("around/site"));
    let again = run(&mut aims(&root, &["build", "--quiet", "--out", "../site", "--today", TODAY]));
    assert!(again.code == Some(0) && everything(&sandbox.path("around/site")) == written);
}

#[test]
fn strict_writes_nothing_where_something_is_found() {
    for (page, code, rules) in [
        (ERROR, 1, "AIMS203 broken-link (1)"),
        (WARNING, 1, "AIMS204 broken-fragment (1)"),
        (("page.md", "# Roles\n"), 0, ""),
    ] {
        let sandbox = committed("", page);
        let outcome = sandbox.run(&["build", "--strict", "--out", "out", "--today", TODAY]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(code), ""), "{outcome:?}");
        assert_eq!(sandbox.path("out").exists(), code == 0);
        assert_eq!(outcome.stderr.contains("nothing was written"), code == 1);
        assert_said(&outcome.stderr, &[rules]);
        let quiet = sandbox.run(&["build", "--strict", "--quiet", "--out", "out", "--today", TODAY]);
        assert_eq!((quiet.code, quiet.stderr.contains(" Stopped  ")), (Some(code), code == 1), "{quiet:?}");
    }
}

#[test]
fn a_build_fails_where_a_check_does_and_writes_the_site_all_the_same() {
    let level = |level: &str| format!("[checks]\nfail = \"{level}\"\n{NO_SOA}");
    let two = ("page.md", "# Roles\n\nSee [[POL-001]], [[POL-002]] and [roles](#rolls).\n");
    for (settings, page, code, rules) in [
        (NO_SOA.into(), ("page.md", "# Roles\n"), 0, ""),
        (NO_SOA.into(), WARNING, 0, ""),
        (NO_SOA.into(), CLOCK, 0, ""),
        (NO_SOA.into(), two, 1, "AIMS203 broken-link (2). "),
        (level("off"), two, 0, ""),
        (level("warning"), two, 1, "AIMS203 broken-link (2), AIMS204 broken-fragment (1). "),
    ] {
        let sandbox = committed(&settings, page);
        let built = sandbox.run(&["build", "--out", "out", "--today", TODAY]);
        assert_eq!((built.code, built.stdout.as_str()), (Some(code), ""), "{settings}: {built:?}");
        assert_eq!(sandbox.run(&CHECK).code, Some(code), "{settings}");
        assert!(sandbox.path("out/index.html").is_file() && sandbox.path("out/findings.html").is_file());
        let told = format!("  Failed  {rules}Read them in out/findings.html, or by `aims check --today 2026-11-20`.\n");
        assert_eq!(built.stderr.ends_with(&told), code == 1, "{built:?}");
        // Why it failed is no status, so it is said to those too who want to hear of none.
        let quiet = sandbox.run(&["build", "--quiet", "--out", "out", "--today", TODAY]);
        let said = if code == 1 { told } else { String::new() };
        assert_eq!((quiet.code, quiet.stderr, quiet.stdout), (Some(code), said, String::new()));
    }
    // A check is about the texts as they are, so it does not tell what is found in others.
    let record = "---\nid: REC-001\ntitle: R\nkind: record\nowner: AI Officer\ndate: 2026-01-10\ncontrols: [A.5.2]\n---\nSee [[POL-001]].\n";
    let approved =
        committed("", ("record.md", record)).run(&["build", "--edition", "approved", "--quiet", "--today", TODAY]);
    let told = "  Failed  AIMS203 broken-link (1). Read them in site/findings.html.\n";
    assert_eq!((approved.code, approved.stderr.as_str()), (Some(1), told));
    // What is in no page of the edition fails it no more than it is told there.
    let left_out = committed("", ERROR).run(&["build", "--edition", "approved", "--quiet", "--today", TODAY]);
    assert_eq!((left_out.code, left_out.stderr.as_str()), (Some(0), ""));
}

#[test]
fn settings_that_cannot_be_used_publish_nothing_and_check_nothing() {
    let sandbox = committed("[organisation]\nname = \"One\"\n", ("page.md", "---\nid: POL-001\n---\n# Roles\n"));
    assert_eq!(sandbox.run(&["build", "--out", "out", "--today", TODAY]).code, Some(1));
    let site = everything(&sandbox.path("out"));
    for (settings, place, line, remedy) in [
        ("[organisation]\nname = \"Two\n", "aims.toml:2:8", "2 | name = \"Two", "Close it at the end of the value: "),
        ("[organization]\nname = \"Two\"\n", "aims.toml:1:2", "1 | [organization]", "Did you mean `organisation`?"),
        ("<<<<<<< a\n=======\n>>>>>>> b\n", "aims.toml:1:1", "1 | <<<<<<< a", "Two versions stand here"),
        ("\n[[waivers]]\ncode = \"x\"\n", "aims.toml:2:3", "2 | [[waivers]]", "Tables are `acknowledge`, `aliases`, "),
    ] {
        sandbox.put("aims.toml", settings);
        for command in [
            &["check"][..],
            &["check", "--format", "json"],
            &["build", "--out", "out"],
            &["build", "--strict", "--edition", "approved", "--out", "out"],
            &["history", "POL-001"],
            &["review", "POL-001", "--outcome", "read"],
            &["approve", "POL-001"],
        ] {
            let outcome = sandbox.run(&[command, &["--today", TODAY]].concat());
            let said = refused(&outcome);
            assert_said(said, &["the settings in aims.toml cannot be used\n", "error[AIMS", place, line, remedy]);
            assert_said(said, &["\nhint: ", "Nothing was written"]);
        }
        assert!(everything(&sandbox.path("out")) == site, "the old site stays as it was");
    }
    // The settings of the commit that is asked for decide, whatever the folder holds now.
    let before = sandbox.commit("Break the settings");
    sandbox.put("aims.toml", "");
    sandbox.commit("Mend them");
    for command in [&["check"][..], &["build", "--out", "out"], &["history", "POL-001"]] {
        let outcome = sandbox.run(&[command, &["--today", TODAY, "--rev", &before]].concat());
        assert_said(refused(&outcome), &[&format!("the settings in aims.toml of `{before}` cannot be used"), "2:3"]);
        let outcome = sandbox.run(&[command, &["--today", TODAY, "--rev", "HEAD"]].concat());
        assert!(matches!(outcome.code, Some(0 | 1)), "{outcome:?}");
    }
}

#[test]
#[cfg(unix)]
fn settings_that_are_not_read_are_not_taken_for_none() {
    let sandbox = Sandbox::new(&[("shared.toml", ""), ("page.md", "# Roles\n")]);
    std::os::unix::fs::symlink("shared.toml", sandbox.path("aims.toml")).expect("a link");
    assert_said(refused(&sandbox.run(&CHECK)), &["not among the files that are read", "\nhint: ", "symbolic link"]);
    let sandbox = Sandbox::new(&[("aims.toml", ""), (".gitignore", "*.toml\n"), ("page.md", "# Roles\n")]);
    assert_said(refused(&sandbox.run(&CHECK)), &["not among the files that are read", "\nhint: ", ".gitignore"]);
}

/// The example, in a repository of its own with two commits and a clean work tree.
fn example() -> Sandbox {
    let sandbox = Sandbox::new::<&str>(&[]);
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-aims");
    for (path, (_, bytes)) in everything(&home) {
        sandbox.put(String::from_utf8(path).expect("a name"), bytes);
    }
    sandbox.commit("Begin");
    sandbox.put("notes.md", "# Notes\n\nSee [[POL-001]] and [[A.5.2]].\n");
    sandbox.commit("Take notes");
    sandbox
}

#[test]
fn the_same_input_gives_the_same_bytes_wherever_and_however_it_is_built() {
    let (sandbox, other) = (example(), example());
    let sites = Sandbox::new::<&str>(&[]);
    let mut first: Option<BTreeMap<_, _>> = None;
    for (i, (root, from, arguments, zone, language)) in [
        (&sandbox, sandbox.path(""), &["--jobs", "1"][..], "Pacific/Kiritimati", "tr_TR.UTF-8"),
        (&sandbox, sandbox.path(""), &["--jobs", "4"], "America/Los_Angeles", "C"),
        (&sandbox, sandbox.path("policies"), &[], "UTC", "de_DE.UTF-8"),
        (&sandbox, sites.path(""), &["--rev", "HEAD"], "America/Los_Angeles", "tr_TR.UTF-8"),
        (&other, sites.path(""), &["--jobs", "3", "--rev", "main"], "Asia/Kathmandu", "ja_JP.UTF-8"),
        (&other, sites.path(""), &[], "Asia/Kathmandu", "ja_JP.UTF-8"),
    ]
    .into_iter()
    .enumerate()
    {
        let (root, out) = (root.path(""), sites.path(&format!("{i}/site")));
        let (root, out) = (root.to_str().expect("text"), out.to_str().expect("text"));
        let arguments = [&["build", root, "--quiet", "--out", out, "--today", TODAY], arguments].concat();
        let outcome = run(aims(&from, &arguments).env("TZ", zone).env("LANG", language).env("LC_ALL", language));
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{arguments:?}");
        let site = everything(Path::new(out));
        let first = first.get_or_insert_with(|| site.clone());
        assert!(first.keys().eq(site.keys()), "{arguments:?}: other files");
        for (path, file) in &site {
            assert!(first[path] == *file, "{arguments:?}: {} differs", String::from_utf8_lossy(path));
        }
    }
    assert!(first.is_some_and(|site| site.len() > 100));
}

#[test]
fn a_reader_who_leaves_early_is_no_error() {
    let sandbox = committed("", ("page.md", &"[[POL-001]]\n\n".repeat(5_000)));
    for (arguments, code) in [(&CHECK[..], 1), (&["explain"], 0), (&["--help"], 0), (&["check", "--format", "json"], 1)]
    {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let child = sandbox.aims(arguments).stdout(writer).stderr(Stdio::piped()).spawn().expect("the binary starts");
        let output = child.wait_with_output().expect("the binary ends");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), &*stderr), (Some(code), ""), "{arguments:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_result_that_cannot_be_written_is_an_error() {
    let sandbox = committed("", ERROR);
    let full = std::fs::File::options().write(true).open("/dev/full").expect("a device that is always full");
    let child = sandbox.aims(&CHECK).stdout(full).stderr(Stdio::piped()).spawn().expect("the binary starts");
    let output = child.wait_with_output().expect("the binary ends");
    assert_eq!(output.status.code(), Some(2));
    assert_said(&String::from_utf8_lossy(&output.stderr), &["error: cannot write to the standard output"]);
}

#[test]
fn threads_are_counted_from_one() {
    let sandbox = committed("", ("page.md", ""));
    for number in ["0", "-1", "513", "many"] {
        assert_said(refused(&sandbox.run(&with(&[&format!("--jobs={number}")]))), &["--jobs"]);
    }
    assert_eq!(sandbox.run(&with(&["--jobs", "1"])).stdout, "No findings.\n");
}

#[test]
fn numbers_alone_can_be_asked_for_and_a_check_can_end_well_whatever_is_found() {
    let sandbox = committed(NO_SOA, ("page.md", "# Roles\n\nSee [[POL-001]], [[POL-002]] and [roles](#rolls).\n"));
    let outcome = sandbox.run(&with(&["--statistics"]));
    let wanted = "     2  error    AIMS203 broken-link\n     1  warning  AIMS204 broken-fragment\n2 errors, 1 warning and 0 notes; 1 rule switched off.\n";
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(1), wanted));
    assert_eq!(sandbox.run(&with(&["--statistics", "--exit-zero", "--strict"])).code, Some(0));
    assert_eq!(sandbox.run(&with(&["--exit-zero", "--rev", "nonsense"])).code, Some(2), "that did not run");
}

#[test]
fn what_is_not_found_is_said_without_the_words_of_a_library() {
    let sandbox = committed(NO_SOA, ERROR);
    let outcome = sandbox.run(&with(&["--rev", "mian"]));
    let said = refused(&outcome);
    assert_said(said, &["there is no revision `mian`", "did you mean `main`?"]);
    assert!(!said.contains("class="), "{said}");
    assert_said(refused(&sandbox.run(&["history"])), &["`--on DATE`"]);
}

#[test]
fn within_an_aims_its_site_goes_to_its_root() {
    let sandbox = committed(NO_SOA, ("policies/old/page.md", "# Roles\n"));
    let outcome = run(&mut aims(&sandbox.path("policies/old"), &["build", "--today", TODAY]));
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert!(outcome.stderr.contains("Open  ../../site/index.html"), "{}", outcome.stderr);
    assert!(sandbox.path("site/index.html").is_file() && !sandbox.path("policies/old/site").exists());
}

#[test]
fn shells_and_man_are_told_of_every_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let told = |arguments: &[&str]| run(&mut aims(folder.path(), arguments));
    for (shell, words) in [("bash", "_aims()"), ("zsh", "#compdef aims"), ("fish", "complete -c aims")] {
        let outcome = told(&["completions", shell]);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
        assert_said(&outcome.stdout, &[words, "suspect-of", "status"]);
    }
    assert_said(&told(&["man"]).stdout, &[".TH aims 1", "aims\\-check(1)"]);
    assert_said(&told(&["man", "check"]).stdout, &["aims\\-check", "\\-\\-exit\\-zero"]);
    assert_said(refused(&told(&["man", "chekc"])), &["Did you mean `check`?"]);
}
