//! Formats of findings as the binary writes them: where each goes, what it never writes over, and what stands in it. That
//! other programs accept them is tested by `tests/formats/validate.mjs`, which needs these programs.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use judge::Judge;
use sandbox::{Outcome, Sandbox, TODAY, aims, run};

use crate::support::judge;
use crate::support::sandbox;

/// An AIMS in a folder of a larger repository: one broken link of each kind of standing.
const SETTINGS: &str = "[site]\nforge = \"https://forge.example/acme/all/commit/{commit}\"\n\n[checks]\nbaseline = \"known.txt\"\n\n\
                        [checks.levels]\nno-soa = \"off\"\nbroken-link = \"error\"\n\n[[checks.waivers]]\ncode = \"AIMS203\"\npath = \"waived.md\"\n\
                        reason = \"They move in December\"\nuntil = 2026-12-31\n";
const ASIDE: &str =
    "---\nid: GUI-001\ntitle: Aside\nkind: guideline\nversion: \"1\"\nstatus: retired\nowner: AI Officer\n---\nText.\n";

/// All formats but those for people, each with a name of its file.
const FORMATS: [(&str, &str); 8] = [
    ("json", "f.json"),
    ("sarif", "f.sarif"),
    ("github", "f.github"),
    ("gitlab", "f.gitlab.json"),
    ("junit", "f.junit.xml"),
    ("checkstyle", "f.checkstyle.xml"),
    ("rdjson", "f.rdjson"),
    ("markdown", "f.table"),
];

fn repository() -> Sandbox {
    let sandbox = Sandbox::new(&[("docs/aims.toml", SETTINGS), ("docs/aside.md", ASIDE)]);
    for name in ["known", "waived"] {
        sandbox.put(format!("docs/{name}.md"), "# Here\n\n[[NOPE-1]]\n");
    }
    sandbox.put("docs/known.txt", "# aims baseline 1\n");
    sandbox.commit("Begin");
    let written = run(&mut check(&sandbox, &["--write-baseline", "docs/known.txt"]));
    assert_eq!(written.code, Some(0), "{written:?}");
    sandbox.put("docs/new page.md", "# Here\n\nSee [[NOPE-1]].\n");
    sandbox.commit("Go on");
    sandbox
}

/// A check of the AIMS in `docs`, run at the top of the repository.
fn check(sandbox: &Sandbox, more: &[&str]) -> std::process::Command {
    aims(&sandbox.path(""), &[&["check", "docs", "--today", TODAY], more].concat())
}

fn told(sandbox: &Sandbox, format: &str) -> String {
    let outcome = run(&mut check(sandbox, &["--format", format, "--quiet"]));
    assert!(matches!(outcome.code, Some(0 | 1)), "{outcome:?}");
    outcome.stdout
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[track_caller]
fn refused(outcome: &Outcome, words: &str) {
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{outcome:?}");
    assert!(outcome.stderr.contains(words), "`{words}` is not in {}", outcome.stderr);
}

#[test]
fn one_run_writes_many_formats_and_tells_one() {
    let sandbox = repository();
    let asked: Vec<String> = FORMATS.iter().map(|(format, file)| format!("--format={format}={file}")).collect();
    let asked: Vec<&str> = asked.iter().map(String::as_str).chain(["--format", "short"]).collect();
    let outcome = run(&mut check(&sandbox, &asked));
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    assert_eq!(
        outcome.stdout,
        "docs/new page.md:3:5: error: there is no document, control or clause `NOPE-1` [AIMS203]\n"
    );
    for (format, file) in FORMATS {
        assert!(outcome.stderr.contains(&format!("Wrote  {file}\n")), "{outcome:?}");
        let text = fs::read_to_string(sandbox.path(file)).expect("a file");
        assert_eq!(text, told(&sandbox, format), "{format}: a file holds what the standard output shows");
    }
    // They may be written again, and only by the same format.
    assert_eq!(run(&mut check(&sandbox, &asked)).code, Some(1));
    for (format, _) in FORMATS.iter().chain(&[("human", ""), ("short", "")]) {
        for (other, file) in FORMATS.iter().filter(|(other, _)| other != format) {
            let before = fs::read(sandbox.path(file)).expect("a file");
            let outcome = run(&mut check(&sandbox, &["--format", format, "--output-file", file]));
            refused(&outcome, "it is there and holds something else");
            assert_eq!(fs::read(sandbox.path(file)).expect("a file"), before, "{format} over {other}");
        }
    }
}

#[test]
fn one_format_goes_into_one_file() {
    let sandbox = repository();
    for (arguments, file) in [
        (&["--output-file", "a.txt"][..], "a.txt"),
        (&["--format", "short", "--output-file", "b.txt"], "b.txt"),
        (&["--format", "human=c.txt"], "c.txt"),
        (&["--format", "short=d.txt", "--format", "json", "--output-file", "d.json"], "d.json"),
    ] {
        for _ in 0..2 {
            let outcome = run(&mut check(&sandbox, arguments));
            assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(1), ""), "{outcome:?}");
            let text = fs::read_to_string(sandbox.path(file)).expect("a file");
            assert!(text.contains("AIMS203") && !text.contains('\x1b'), "{text}");
        }
    }
    let both = run(&mut check(&sandbox, &["--format", "short=-"]));
    assert!(both.stdout.contains("AIMS203"), "{both:?}");
}

#[test]
fn what_cannot_be_meant_is_refused_before_anything_is_written() {
    let sandbox = repository();
    for (arguments, words) in [
        (&["--format", "json", "--format", "short"][..], "two formats would go to the standard output"),
        (&["--format", "json=a.json", "--format", "sarif=a.json"], "two formats would go to a.json"),
        (&["--format", "json=a.json", "--output-file", "b.json"], "nothing for `--output-file`"),
        (&["--format", "json="], "names no file behind `=`"),
        (&["--format", "xml=a.xml"], "invalid value 'xml'"),
        (&["--format", "json=a.json", "--format", "short=no/b.txt"], "there is no folder no"),
        (&["--format", "json=a.json", "--output-file", "docs/new page.md"], "nothing for"),
        (&["--output-file", "docs/new page.md"], "it would be part of the AIMS"),
        (&["--format", "markdown=docs/report.md"], "it would be part of the AIMS"),
        (&["--format", "json=docs/aims.toml"], "it would be part of the AIMS"),
        (&["--format", "json=docs/approvals/a.json"], "it would be part of the AIMS"),
        (&["--format", "json=docs/site/a.json"], "docs/site, the folder of a site"),
        (&["--format", "json=docs/known.txt"], "it is there and holds something else"),
        (&["--format", "json=.git/a.json"], "git keeps its repository there"),
        (&["--format", "json=docs"], "it is no file of its own"),
        (&["--format", "json=a.json", "--statistics"], "cannot be used with"),
        (&["--output-file", "a.txt", "--statistics"], "cannot be used with"),
    ] {
        if arguments.iter().any(|argument| argument.contains("approvals")) {
            fs::create_dir_all(sandbox.path("docs/approvals")).expect("a folder");
        }
        refused(&run(&mut check(&sandbox, arguments)), words);
        assert!(!sandbox.path("a.json").exists() && !sandbox.path("a.txt").exists(), "{arguments:?}");
    }
}

#[test]
fn paths_count_from_the_top_of_the_repository_and_only_json_from_that_of_the_aims() {
    let sandbox = repository();
    assert_eq!(json(&told(&sandbox, "json"))["findings"][1]["path"], "new page.md");
    for (format, path) in [
        ("github", "::error file=docs/new page.md,line=3,endLine=3,col=5,endColumn=15,title=AIMS203 broken-link::"),
        ("gitlab", "\"path\":\"docs/new page.md\""),
        ("junit", "<testsuite name=\"docs/new page.md\""),
        ("checkstyle", "<file name=\"docs/new page.md\">"),
        ("rdjson", "\"path\":\"docs/new page.md\""),
        ("sarif", "\"uri\":\"docs/new%20page.md\",\"uriBaseId\":\"%SRCROOT%\""),
        ("markdown", "| docs/new page.md:3 |"),
    ] {
        let text = told(&sandbox, format);
        assert!(text.contains(path), "{format}: {text}");
        assert_eq!(text, told(&sandbox, format), "{format} is the same each time");
    }
}

#[test]
fn what_is_known_or_waived_is_in_sarif_with_its_reason_and_in_no_format_that_has_no_word_for_it() {
    let sandbox = repository();
    let run = json(&told(&sandbox, "sarif"))["runs"][0].clone();
    let results = run["results"].as_array().expect("results");
    let of = |path: &str| {
        let here = |result: &&Value| {
            result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str() == Some(path)
        };
        results.iter().find(here).unwrap_or_else(|| panic!("no result in {path}: {results:?}"))
    };
    assert_eq!(of("docs/new%20page.md")["baselineState"], "new");
    assert!(of("docs/new%20page.md").get("suppressions").is_none());
    assert_eq!(of("docs/known.md")["baselineState"], "unchanged");
    assert_eq!(of("docs/known.md")["suppressions"][0]["status"], "accepted");
    assert_eq!(of("docs/waived.md")["suppressions"][0]["justification"], "They move in December");
    let details = &run["versionControlProvenance"][0];
    assert_eq!(details["repositoryUri"], "https://forge.example/acme/all");
    assert_eq!(details["revisionId"].as_str().map(str::len), Some(40));
    for (format, _) in FORMATS.iter().filter(|(format, _)| !matches!(*format, "sarif" | "json")) {
        let text = told(&sandbox, format);
        assert!(text.contains("docs/new"), "{text}");
        assert!(!text.contains("known.md") && !text.contains("waived.md"), "{format}: {text}");
    }
    assert!(told(&sandbox, "markdown").contains("2 findings known from before or waived."));
}

#[test]
fn schemas_into_a_folder_of_others_are_refused_in_words_of_their_own() {
    let sandbox = repository();
    sandbox.put("mine/notes.txt", "mine\n");
    let refused = sandbox.run(&["schema", "--all", "mine"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (Some(2), ""), "{}", refused.stderr);
    assert!(refused.stderr.contains("folder with `--all`") && !refused.stderr.contains("--out"), "{}", refused.stderr);
}

#[test]
fn json_is_as_its_schema_says_and_the_schema_tells_all_of_it() {
    let sandbox = repository();
    sandbox.put("docs/a.md", "---\nid: POL-9\ntitle: A\nkind: policy\nonwer: AI Officer\n---\nText.\n");
    sandbox.put("docs/b.md", "---\nid: POL-9\ntitle: B\nkind: policy\n---\nText.\n");
    let schema = sandbox.run(&["schema", "findings.json"]).stdout;
    let judge = Judge::new(&schema);
    let report = json(&told(&sandbox, "json"));
    assert_eq!(judge.refuses(&report), "");
    let schema = json(&schema);
    let properties = |of: &Value| -> BTreeSet<String> {
        of["properties"].as_object().expect("properties").keys().cloned().collect()
    };
    let keys = |of: &Value| -> BTreeSet<String> { of.as_object().expect("an object").keys().cloned().collect() };
    let all = |of: &str| -> BTreeSet<String> {
        let findings = report["findings"].as_array().expect("findings");
        let values = findings.iter().flat_map(|finding| match of {
            "finding" => vec![finding],
            "also" => finding["also"].as_array().into_iter().flatten().collect(),
            _ => finding["fixes"].as_array().into_iter().flatten().collect(),
        });
        values.flat_map(keys).collect()
    };
    assert_eq!(keys(&report), properties(&schema));
    assert_eq!(keys(&report["summary"]), properties(&schema["definitions"]["summary"]));
    for of in ["finding", "also", "fix"] {
        assert_eq!(all(of), properties(&schema["definitions"][of]), "{of}");
    }
    for (key, wrong) in [("level", "grave"), ("line", "0"), ("code", "AIMS000"), ("message", "null")] {
        let mut report = report.clone();
        report["findings"][0][key] = serde_json::from_str(wrong).unwrap_or_else(|_| wrong.into());
        assert!(judge.refuses(&report).contains(key), "{key}");
    }
}

#[test]
fn a_test_fails_where_the_check_does() {
    let sandbox = Sandbox::new(&[("aims.toml", "[checks.levels]\nno-soa = \"off\"\n"), ("aside.md", ASIDE)]);
    sandbox.put("page.md", "# Roles\n\nSee [roles](#rolls).\n");
    sandbox.commit("Begin");
    let failures = |more: &[&str]| {
        let outcome = sandbox.run(&[&["check", "--today", TODAY, "--format", "junit"], more].concat());
        (outcome.code, outcome.stdout.matches("<failure ").count())
    };
    assert_eq!(failures(&[]), (Some(0), 0));
    assert_eq!(failures(&["--strict"]), (Some(1), 1));
}

#[test]
fn nothing_found_is_a_report_all_the_same() {
    let sandbox = Sandbox::new(&[("aims.toml", "[checks.levels]\nno-soa = \"off\"\n"), ("aside.md", ASIDE)]);
    sandbox.commit("Begin");
    for (format, expected) in [
        ("gitlab", "[]\n"),
        ("github", ""),
        ("short", ""),
        ("markdown", "### aims: no findings\n"),
        ("rdjson", "{\"source\":{\"name\":\"aims\"},\"diagnostics\":[]}\n"),
        ("checkstyle", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n</checkstyle>\n"),
    ] {
        let outcome = sandbox.run(&["check", "--strict", "--today", TODAY, "--format", format]);
        assert_eq!(outcome.code, Some(0), "{outcome:?}");
        let text = outcome.stdout.split_whitespace().collect::<String>();
        assert_eq!(text, expected.split_whitespace().collect::<String>(), "{format}");
    }
    // A repository of its own top has a category of its own.
    let run = json(&sandbox.run(&["check", "--today", TODAY, "--format", "sarif"]).stdout)["runs"][0].clone();
    assert_eq!(run["automationDetails"]["id"], "aims/");
    assert_eq!(run["results"], json("[]"));
}

#[test]
fn fingerprints_stay_where_lines_move_and_no_two_are_the_same() {
    let sandbox = repository();
    sandbox.put("docs/new page.md", "# Here\n\nSee [[NOPE-1]] and [[NOPE-1]] and [[NOPE-2]].\n");
    let prints = || -> BTreeSet<String> {
        let issues = json(&told(&sandbox, "gitlab"));
        let issues = issues.as_array().expect("issues");
        let prints: BTreeSet<String> = issues.iter().map(|issue| issue["fingerprint"].to_string()).collect();
        assert_eq!(prints.len(), issues.len());
        prints
    };
    let before = prints();
    assert_eq!(before.len(), 3);
    sandbox.put("docs/new page.md", "# Here\n\nWords.\n\n- [[NOPE-2]]\n- [[NOPE-1]]\n- [[NOPE-1]]\n");
    assert_eq!(prints(), before);
}

#[test]
fn many_findings_are_bounded_and_told_in_little_time() {
    let sandbox = Sandbox::new(&[("aims.toml", "[checks.levels]\nno-soa = \"off\"\n")]);
    let links: String = (0..200).map(|number| format!("[[NOPE-{number}]]\n")).collect();
    for number in 0..40 {
        sandbox.put(format!("pages/{number}.md"), format!("# Page\n\n{links}"));
    }
    sandbox.commit("Begin");
    let asked: Vec<String> = FORMATS.iter().map(|(format, file)| format!("--format={format}={file}")).collect();
    let asked: Vec<&str> = ["check", "--today", TODAY].into_iter().chain(asked.iter().map(String::as_str)).collect();
    let outcome = sandbox.run(&asked);
    assert_eq!(outcome.code, Some(1), "{}", outcome.stderr);
    let read = |file: &str| fs::read_to_string(sandbox.path(file)).expect("a file");
    let run = json(&read("f.sarif"))["runs"][0].clone();
    assert_eq!(run["results"].as_array().map(Vec::len), Some(5_000));
    assert_eq!(json(&read("f.gitlab.json")).as_array().map(Vec::len), Some(5_001));
    let total = json(&read("f.json"))["summary"]["total"].as_u64().expect("a number");
    assert!(total >= 8_000, "{total}");
    let rest = format!("{} more findings are not listed here", total - 5_000);
    for file in ["f.sarif", "f.gitlab.json", "f.junit.xml", "f.checkstyle.xml", "f.rdjson"] {
        let text = read(file);
        assert!(text.contains(&rest), "{file} does not count {rest}");
        assert!(text.len() < 10_000_000, "{file} has {} bytes", text.len());
    }
    assert!(read("f.github").lines().count() <= 30 && read("f.table").len() < 65_536);
}

#[cfg(unix)]
#[test]
fn names_and_texts_of_others_command_nobody_and_break_no_format() {
    let sandbox = Sandbox::new(&[("aims.toml", "[checks.levels]\nno-soa = \"off\"\n"), ("aside.md", ASIDE)]);
    let names = [
        "::error file=x::y.md",
        "a\n::set-output name=a::b.md",
        "%0A::warning::z.md",
        "]]><b a=\"c\">&.md",
        "##vso[a].md",
    ];
    for name in names {
        sandbox.put(name, "# Page\n\n[x](<no/::%250A]]##vso[task.x]\u{202e}.md>)\n");
    }
    sandbox.commit("Begin");
    let of = |format: &str| sandbox.run(&["check", "--today", TODAY, "--quiet", "--format", format]).stdout;
    let commands = of("github");
    assert!(commands.contains("%0A"), "{commands}");
    for line in commands.lines() {
        let command = line.strip_prefix("::").and_then(|line| line.split_once("::")).expect("a command").0;
        let (word, properties) = command.split_once(' ').expect("properties");
        assert!(matches!(word, "error" | "warning" | "notice"), "{line}");
        for property in properties.split(',') {
            let name = property.split_once('=').expect("a property").0;
            assert!(matches!(name, "file" | "line" | "endLine" | "col" | "endColumn" | "title"), "{line}");
        }
        assert!(!line.contains("##[") && !line.contains("##vso["), "{line}");
    }
    let told = json(&of("gitlab")).as_array().expect("issues").len();
    let suites = of("junit").matches("<testsuite ").count();
    assert!(told >= names.len() && suites > 2, "{told} {suites}");
    for format in ["junit", "checkstyle", "markdown", "sarif", "rdjson", "gitlab", "github"] {
        let text = of(format);
        let steers = |c: char| c != '\n' && aims::base::quote::is_odd(c);
        assert!(!text.contains(steers), "{format}: {text:?}");
        let mut lines = text.lines();
        assert!(format == "github" || !lines.any(|line| line.trim_start().starts_with("::")), "{format}: {text}");
    }
}
