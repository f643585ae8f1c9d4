//! The README is true: its commands run, its settings are read, and what it names is there.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use aims::agenda::gaps::{Gaps, Weakened};
use aims::approval::Approvals;
use aims::base::Date;
use aims::check::{check, find};
use aims::history::{History, Standing};
use aims::model::config::Config;
use aims::model::kinds::Kinds;
use aims::model::load::load;
use aims::register::{self, Column, Holds};
use aims::source::Memory;
use aims::state::State;
use serde_json::Value;

use crate::support::kept;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).expect("the README")
}

/// The blocks of a language, each with the line before its fence.
fn blocks(language: &str) -> Vec<(String, String)> {
    let text = readme();
    let lines: Vec<&str> = text.lines().collect();
    let fence = format!("```{language}");
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if lines[at] == fence {
            let end = (at + 1..lines.len()).find(|i| lines[*i] == "```").expect("a fence that is closed");
            blocks.push((lines[at - 1].to_owned(), lines[at + 1..end].join("\n")));
            at = end;
        }
        at += 1;
    }
    blocks
}

/// Runs a block in a shell that stops at the first failure, with `aims` on its path and nothing of the user's around.
fn run(script: &str, folder: &Path) -> Output {
    let bin = Path::new(env!("CARGO_BIN_EXE_aims")).parent().expect("the folder of the binary");
    let path = format!("{}:/usr/local/bin:/usr/bin:/bin", bin.display());
    Command::new("bash")
        .args(["-euo", "pipefail", "-c", script])
        .current_dir(folder)
        .env_clear()
        .env("PATH", path)
        .env("HOME", folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .expect("bash")
}

fn must_succeed(script: &str, folder: &Path) -> String {
    must_end(0, script, folder)
}

/// Runs a block that is to end with a code, and gives its results.
fn must_end(code: i32, script: &str, folder: &Path) -> String {
    let output = run(script, folder);
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{script}\n--- stdout\n{out}\n--- stderr\n{err}");
    out.into_owned()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// A checkout with the example in it, of one commit.
fn checkout() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&root().join("example-aims"), &folder.path().join("example-aims"));
    must_succeed(
        "git init -q -b main . && git add . && git -c user.name=A -c user.email=a@example.org commit -q -m Start",
        folder.path(),
    );
    folder
}

#[test]
fn every_block_says_where_it_runs_or_is_known() {
    for (before, block) in blocks("sh") {
        let known = [
            "bash tests/run",
            "bash tests/run quick",
            "cargo install --path . --locked",
            "cargo bench --bench build\ncargo bench --bench check\ncargo bench --bench history\ncargo bench --bench serve",
        ];
        assert!(before.starts_with("<!-- run: ") || known.contains(&block.as_str()), "{block}");
    }
    let ci = fs::read_to_string(root().join(".ci/run")).expect("the script of CI");
    assert!(ci.contains("tests/run") && root().join("tests/run").is_file());
    assert!(root().join("tests/bench/build.rs").is_file());
}

#[test]
fn the_commands_for_a_checkout_run() {
    let folder = checkout();
    for (before, block) in blocks("sh") {
        if before == "<!-- run: checkout -->" {
            must_succeed(&block.replace("cargo run --release --", "aims"), folder.path());
        }
    }
    assert!(folder.path().join("site/index.html").is_file());
    assert!(folder.path().join("public/index.html").is_file());
}

#[test]
fn the_five_minutes_end_in_a_site_and_in_the_finding_that_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut told = String::new();
    for (before, block) in blocks("sh") {
        let code = match before.as_str() {
            "<!-- run: empty folder -->" => 0,
            "<!-- run: empty folder, ends with 1 -->" => 1,
            _ => continue,
        };
        told.push_str(&must_end(code, &block, folder.path()));
    }
    assert!(folder.path().join("demo-site/findings.html").is_file());
    assert!(told.contains("AIMS301"), "{told}");
    let page = fs::read_to_string(folder.path().join("our-aims/site/documents/POL-001.html")).expect("the page");
    assert!(page.contains("PRO-001.html#steps") && page.contains("Start the AIMS"), "{page}");
    // What is committed and unchanged is built from the commit, and the page says so.
    assert!(page.contains("from commit") && !page.contains("work tree"), "{page}");
}

#[test]
fn the_settings_are_settings() {
    for (_, block) in blocks("toml") {
        let (config, problems) = Config::read(&block);
        assert_eq!(problems, []);
        for (rule, _) in &config.checks.levels {
            assert!(find(&rule.value).is_some(), "{}", rule.value);
        }
        assert!(config.checks.waivers.iter().all(|waiver| find(&waiver.code.value).is_some()));
    }
}

#[test]
fn kinds_keys_and_files_that_are_named_are_there() {
    let text = readme();
    let kinds = Kinds::builtin();
    for kind in kinds.iter() {
        assert!(text.contains(&format!("`{}`", kind.name)), "{}", kind.name);
    }
    for field in kinds.common() {
        assert!(text.contains(&format!("`{}`", field.name)), "{}", field.name);
    }
    for file in
        ["CHANGELOG.md", "src/model/data/kinds.toml", "src/check/rules", ".github/overview.png", "theme", "src/lib.rs"]
    {
        assert!(text.contains(file) && root().join(file).exists(), "{file}");
    }
}

#[test]
fn the_changelog_tells_of_this_version() {
    let text = fs::read_to_string(root().join("CHANGELOG.md")).expect("the changelog");
    let headings: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let version = env!("CARGO_PKG_VERSION");
    assert!(headings.iter().any(|heading| heading.starts_with(version)), "{version} is not in {headings:?}");
    assert!(headings.iter().skip(1).all(|heading| *heading != "Unreleased"), "what is not released stands first");
}

/// A column as the README has it: its key, then what it holds where that is not text.
fn described(column: &Column<'_>) -> String {
    let holds = match column.holds {
        Holds::Text => "",
        Holds::Id => "id",
        Holds::Word => "word",
        Holds::Number => "number",
        Holds::Day => "day",
        Holds::Flag => "true or false",
        Holds::Texts => "texts",
        Holds::Ids => "ids",
        Holds::Words => "words",
        Holds::Rows => "rows",
    };
    let mut parts = vec![holds.to_owned()];
    parts.push(column.words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" "));
    parts.push(column.inner.iter().map(|inner| format!("`{}`", inner.key)).collect::<Vec<_>>().join(" "));
    parts.push(column.about.to_string());
    parts.retain(|part| !part.is_empty());
    if parts.is_empty() { format!("`{}`", column.key) } else { format!("`{}` ({})", column.key, parts.join(": ")) }
}

/// A row of a table of keys.
fn keys_of<'k>(object: &str, keys: impl Iterator<Item = &'k String>) -> String {
    let keys: Vec<String> = keys.map(|key| format!("`{key}`")).collect();
    format!("| {object} | {} |", keys.join(", "))
}

fn head() -> Vec<String> {
    vec!["| object | keys |".to_owned(), "|---|---|".to_owned()]
}

#[test]
fn the_keys_of_gaps_are_those() {
    let policy =
        "---\nid: POL-1\ntitle: P\nkind: policy\nstatus: approved\nowner: Head\ncontrols: [A.2.2]\n---\nText.\n";
    let source = Memory::new([("policy.md", policy.as_bytes())]);
    let aims = load(&source, Date::constant(2026, 11, 20)).expect("memory can be read").stand(Vec::new());
    let (history, approvals) = (History::empty(Standing::Recorded), Approvals::default());
    let findings = check(&aims, &history, &approvals);
    let gaps = Gaps::of(&State::new(aims, history, approvals, findings)).json().expect("JSON");
    let gaps: Value = serde_json::from_str(&gaps).expect("JSON");
    let weakened =
        Weakened { caveat: "", what: "", requirements: Vec::new(), systems: Vec::new(), documents: Vec::new() };
    let caveat = serde_json::to_value(weakened).expect("JSON");
    let (gap, summary) = (&gaps["gaps"][0], &gaps["summary"]);
    let all = [("the whole", &gaps), ("`caveats`", &caveat), ("`gaps`", gap), ("`gaps.lacks`", &gap["lacks"][0])];
    let mut lines = head();
    for (object, value) in all.into_iter().chain([("`summary`", summary)]) {
        lines.push(keys_of(object, value.as_object().expect(object).keys()));
    }
    kept::in_readme("keys of gaps", &lines);
}

#[test]
fn the_keys_of_impact_are_those() {
    let schema: Value = serde_json::from_str(aims::impact::SCHEMA).expect("JSON");
    let keys = |of: &Value| of["properties"].as_object().expect("properties").keys().cloned().collect::<Vec<_>>();
    let mut lines = head();
    lines.push(keys_of("the whole", keys(&schema).iter()));
    let definitions: BTreeMap<_, _> = schema["definitions"].as_object().expect("definitions").iter().collect();
    lines.extend(definitions.iter().map(|(name, of)| keys_of(&format!("`{name}`"), keys(of).iter())));
    kept::in_readme("keys of impact", &lines);
}

#[test]
fn the_keys_of_the_data_files_are_those() {
    let settings = "[kinds.plain]\n";
    let files = [("aims.toml", settings), ("a.md", "---\nid: A-1\nkind: plain\n---\n")];
    let source = Memory::new(files.iter().map(|(path, text)| (*path, text.as_bytes())));
    let aims = load(&source, Date::constant(2026, 11, 20)).expect("memory can be read");
    let (history, approvals) = (History::empty(Standing::Recorded), Approvals::default());
    let findings = check(&aims, &history, &approvals);
    let state = State::new(aims, history, approvals, findings);
    let mut lines = vec!["| file in `data` | keys |".to_owned(), "|---|---|".to_owned()];
    for named in register::built_ins() {
        let columns: Vec<String> = named.open(&state).columns().iter().map(described).collect();
        lines.push(format!("| `{}` | {} |", named.id, columns.join(", ")));
    }
    // A kind without keys of its own has the common ones; where its own would stand, the README says so.
    let plain = register::of_kinds(&state);
    assert_eq!(plain.iter().map(|named| named.id.as_str()).collect::<Vec<_>>(), ["plain"]);
    let mut columns: Vec<String> = plain[0]
        .open(&state)
        .columns()
        .iter()
        .map(|column| described(&Column { about: "".into(), ..column.clone() }))
        .collect();
    columns.insert(2, "its own keys".to_owned());
    lines.push(format!("| `registers/KIND` | {} |", columns.join(", ")));
    kept::in_readme("keys of data", &lines);
}
