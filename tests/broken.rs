//! A small broken repository for every rule, in `broken/<rule>/`, and beside its files in `expected.txt` what `aims check`
//! says of it. What a folder in git cannot hold is put there by [`set_up`]. `good.txt` says how it is mended, as the remedy
//! of the rule has it: between the two states the findings of that rule lie, and no other.
//!
//! `UPDATE_EXPECT=1` writes the expectations anew. They are not the only judge: places, counts and the exit code are
//! worked out here a second time.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use aims::approval::record::{ActKind, Form, Record};
use aims::check::{RULES, Rule};
use aims::compare::Snapshot;
use aims::signature::{APPROVAL_NAMESPACE, SigningKey};
use git2::{Repository, Signature, Time};
use mend::{Files, mend};
use rayon::prelude::*;
use sandbox::{Outcome, Sandbox, TODAY, everything};
use serde_json::Value;

use crate::support::mend;
use crate::support::sandbox;

const EXPECTED: &str = "expected.txt";

/// How the repository is mended: see [`mend`](mod@mend).
const GOOD: &str = "good.txt";

/// Rules whose repository [`repository`] mends itself: what is wrong stands in no file.
const MENDED_HERE: [&str; 8] = [
    "act-misdated",
    "approval-missing",
    "approval-unproven",
    "evidence-bunched",
    "history-incomplete",
    "history-replaced",
    "no-repository",
    "wrong-clock",
];

/// What another rule finds in the repository of a rule by the same slip, and why that is no mere consequence.
const BESIDE: [(&str, &str, &str); 2] = [
    ("check-lowered", "waiver-unused", "a waiver is one of the ways to lower a check, and this one covers nothing"),
    ("id-recased", "changed-under-version", "the id is part of what was approved under the version"),
];

/// When records of approvals reach the main line: on their day, 2026-06-01.
const APPROVED: i64 = 1_780_300_000;

/// When the files of a rule are committed that have no past: today, so that what they tell has happened.
const WRITTEN: i64 = 1_795_176_000;

/// Rules of which the only commit has to be older.
const WRITTEN_EARLY: [&str; 2] = ["dated-ahead", "reading-not-acknowledged"];

/// What lies in this folder of a rule is committed first, at the top.
const EARLIER: &str = "earlier/";

/// The keys of a finding, which are a contract. Where its remedy is mechanical it has `fixes` too, and `also` where it has a second place.
const KEYS: [&str; 14] = [
    "code",
    "name",
    "rule",
    "level",
    "clock",
    "message",
    "help",
    "path",
    "line",
    "column",
    "end_line",
    "end_column",
    "document",
    "known",
];

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken")
}

#[test]
fn every_rule_has_its_folder_and_every_folder_its_rule() {
    let folders: BTreeSet<String> = fs::read_dir(home())
        .expect("the folders")
        .map(|entry| entry.expect("a folder").file_name().into_string().expect("a name"))
        .collect();
    let rules: BTreeSet<String> = RULES.iter().map(|rule| rule.name.to_owned()).collect();
    assert_eq!(folders, rules);
}

#[test]
fn every_rule_finds_what_it_is_for() {
    let can_be_set_up = |rule: &&&Rule| cfg!(unix) || !NEEDS_UNIX.contains(&rule.name);
    let problems: Vec<String> = RULES.par_iter().filter(can_be_set_up).flat_map_iter(|rule| problems(rule)).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_rule_is_silent_where_its_remedy_was_followed_and_no_other_speaks() {
    let problems: Vec<String> = RULES.par_iter().filter_map(|rule| between(rule).err()).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// How often each rule finds something in each file.
type Found = BTreeMap<(String, String), usize>;

/// Looks at the findings that a rule's broken repository has and its mended one has not, and the other way round.
fn between(rule: &Rule) -> Result<(), String> {
    if cfg!(not(unix)) && NEEDS_UNIX.contains(&rule.name) {
        return Ok(());
    }
    let found = |state| {
        let (sandbox, _) = repository(rule.name, state)?;
        let outcome = sandbox.run(&["check", "--today", TODAY, "--format", "json"]);
        let report: Value =
            serde_json::from_str(&outcome.stdout).map_err(|error| format!("{error} {}", outcome.stderr))?;
        let mut found = Found::new();
        for finding in report["findings"].as_array().into_iter().flatten() {
            let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
            *found.entry((text("name"), text("path"))).or_default() += 1;
        }
        Ok::<_, String>(found)
    };
    let named = |error: String| format!("{}: {error}", rule.name);
    let (bad, good) = (found(State::Bad).map_err(named)?, found(State::Good).map_err(named)?);
    let more = |a: &Found, b: &Found| -> BTreeSet<(String, String)> {
        a.iter()
            .filter(|(key, number)| b.get(*key).is_none_or(|other| other < *number))
            .map(|(key, _)| key.clone())
            .collect()
    };
    let new = more(&good, &bad);
    let gone: BTreeSet<String> = more(&bad, &good).into_iter().map(|(name, _)| name).collect();
    let beside = BESIDE.iter().filter(|(of, ..)| *of == rule.name).map(|(_, other, _)| *other);
    let expected: BTreeSet<String> = beside.chain([rule.name]).map(str::to_owned).collect();
    if !new.is_empty() || gone != expected || good.keys().any(|(name, _)| name == rule.name) {
        return Err(named(format!("its remedy takes {gone:?} away and brings {new:?}; left is {good:?}")));
    }
    Ok(())
}

/// Rules whose repository only Unix can hold.
const NEEDS_UNIX: [&str; 3] = ["unreadable-file", "symlink", "unreadable-name"];

/// Rules whose file no program can read: a mended one is put in its place.
const UNREADABLE: [&str; 5] = ["not-utf8", "file-too-large", "unreadable-file", "symlink", "unreadable-name"];

/// Puts what git cannot carry into the repository of a rule.
fn set_up(rule: &str, sandbox: &Sandbox) {
    match rule {
        "not-utf8" => sandbox.put("page.md", b"A caf\xe9.\n"),
        "file-too-large" => sandbox.put("page.md", "Far too much.\n".repeat(400_000)),
        // A socket has a name among the files and cannot be read, whoever asks.
        #[cfg(unix)]
        "unreadable-file" => drop(std::os::unix::net::UnixListener::bind(sandbox.path("page.md")).expect("a socket")),
        #[cfg(unix)]
        "symlink" => std::os::unix::fs::symlink("aims.toml", sandbox.path("page.md")).expect("a link"),
        #[cfg(unix)]
        "unreadable-name" => sandbox.put("docs\\page.md", "Text.\n"),
        "approval-lapsed" | "approval-not-entitled" => {
            approve(sandbox, "Grace Example", "grace@example.org");
            sandbox.commit_at("Approve", Some(APPROVED));
        }
        "record-post-dated" | "evidence-bunched" => wait(sandbox),
        _ => {}
    }
}

/// Lets forty days go by, with a commit that changes nothing.
fn wait(sandbox: &Sandbox) {
    let repository = Repository::open(sandbox.path("")).expect("a repository");
    let head = repository.head().and_then(|head| head.peel_to_commit()).expect("a commit");
    let then = Time::new(head.time().seconds() + 40 * 86_400, 0);
    let who = Signature::new("Ada Example", "ada@example.org", &then).expect("somebody");
    let tree = head.tree().expect("a tree");
    repository.commit(Some("HEAD"), &who, &who, "Wait", &tree, &[&head]).expect("a commit");
}

/// Marks the newest commit with an annotated tag of the same day.
fn tag(sandbox: &Sandbox, name: &str) {
    let repository = Repository::open(sandbox.path("")).expect("a repository");
    let head = repository.head().and_then(|head| head.peel_to_commit()).expect("a commit");
    repository.tag(name, head.as_object(), &head.committer(), "Audit", false).expect("a tag");
}

/// Records that somebody approved the policy as it is now, signed with the key that the settings of these rules list.
fn approve(sandbox: &Sandbox, by: &str, email: &str) {
    let bytes = fs::read(sandbox.path("policy.md")).expect("the policy");
    let text = Snapshot::read(&bytes, &aims::reading::Reading::default());
    let record = Record {
        form: Form::default(),
        act: ActKind::Approval,
        document: "POL-001".into(),
        path: "policy.md".into(),
        version: text.text("version").map(str::to_owned),
        by: by.into(),
        email: email.into(),
        role: None,
        date: aims::base::date::parse("2026-06-01").expect("a day"),
        blob: "0".repeat(40),
        sha256: aims::base::sha256_hex(&bytes),
        substance: text.substance.iter().map(|byte| format!("{byte:02x}")).collect(),
        outcome: None,
        comment: None,
        builds_on: BTreeMap::new(),
        targets: aims::approval::Targets::default(),
    };
    let (path, text) = (record.file_name(), record.write());
    let signature =
        SigningKey::from_seed([7; 32]).expect("a key").sign(APPROVAL_NAMESPACE, text.as_bytes()).expect("a signature");
    sandbox.put(format!("{path}.sig"), signature);
    sandbox.put(path, text);
}

/// Whether a repository is broken or mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Bad,
    Good,
}

/// The files of a rule's repository; those that are committed first lie in [`EARLIER`].
fn files(rule: &str, state: State) -> Result<Files, String> {
    let all = everything(&home().join(rule)).into_iter();
    let mut files: Files = all.map(|(path, (_, bytes))| (String::from_utf8(path).expect("a name"), bytes)).collect();
    files.remove(EXPECTED);
    let remedy = files.remove(GOOD);
    match (state, remedy) {
        (State::Bad, _) => {}
        (State::Good, Some(remedy)) => mend(&mut files, &String::from_utf8_lossy(&remedy))?,
        (State::Good, None) if MENDED_HERE.contains(&rule) => {}
        (State::Good, None) => return Err(format!("there is no {GOOD}")),
    }
    Ok(files)
}

/// The repository of a rule, with one commit.
fn repository(rule: &str, state: State) -> Result<(Sandbox, Option<String>), String> {
    let (sandbox, files) = (Sandbox::new::<&str>(&[]), files(rule, state)?);
    let is_bad = state == State::Bad;
    let earlier: Vec<_> = files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(EARLIER)?, bytes))).collect();
    if !earlier.is_empty() {
        for (path, bytes) in &earlier {
            sandbox.put(path, bytes);
        }
        sandbox.commit("Begin");
    }
    if is_bad || !UNREADABLE.contains(&rule) {
        set_up(rule, &sandbox);
    }
    for (path, bytes) in files.iter().filter(|(path, _)| !path.starts_with(EARLIER)) {
        sandbox.put(path, bytes);
    }
    let head = match rule {
        "no-repository" if is_bad => None,
        "history-incomplete" if is_bad => {
            sandbox.commit("Begin");
            sandbox.put("page.md", "More text.\n");
            let head = sandbox.commit("Go on");
            // So git marks the commits whose parents it was told not to fetch.
            sandbox.put(".git/shallow", format!("{head}\n"));
            Some(head)
        }
        "wrong-clock" if is_bad => {
            sandbox.commit("Begin");
            sandbox.put("page.md", "A page.\n");
            sandbox.commit_at("Go on, in 2062", Some(2_900_000_000));
            sandbox.put("page.md", "A page, and more.\n");
            Some(sandbox.commit_at("Go on", Some(1_780_010_000)))
        }
        "history-replaced" if is_bad => {
            let head = sandbox.commit("Begin");
            // So git is told that a commit has other parents than it names.
            sandbox.put(".git/info/grafts", format!("{head}\n"));
            Some(head)
        }
        "evidence-bunched" => {
            let head = sandbox.commit("Begin");
            if !is_bad {
                wait(&sandbox);
            }
            tag(&sandbox, "v2026-audit");
            Some(head)
        }
        "settings-not-vouched" => {
            sandbox.commit("Change the key");
            approve(&sandbox, "Grace Example", "grace@example.org");
            Some(sandbox.commit_at("Approve", Some(APPROVED)))
        }
        "act-misdated" => {
            sandbox.commit("Begin");
            approve(&sandbox, "Grace Example", "grace@example.org");
            Some(sandbox.commit_at("Approve", (!is_bad).then_some(APPROVED)))
        }
        "approval-missing" | "approval-unproven" | "invalid-approval-record" if !is_bad => {
            sandbox.commit("Begin");
            approve(&sandbox, "Grace Example", "grace@example.org");
            Some(sandbox.commit_at("Approve", Some(APPROVED)))
        }
        _ if earlier.is_empty() && !WRITTEN_EARLY.contains(&rule) => Some(sandbox.commit_at("Begin", Some(WRITTEN))),
        _ => Some(sandbox.commit("Begin")),
    };
    Ok((sandbox, head))
}

/// What is not as it should be with the repository of a rule.
fn problems(rule: &Rule) -> Vec<String> {
    let (sandbox, head) = repository(rule.name, State::Bad).expect("a repository");
    let short = sandbox.run(&["check", ".", "--today", TODAY, "--format", "short"]);
    let json = sandbox.run(&["check", "--today", TODAY, "--format", "json"]);
    let mut problems = Vec::new();
    let mut must = |holds: bool, what: &str| {
        if !holds {
            problems.push(format!("{}: {what}", rule.name));
        }
    };
    must(
        short.stderr.is_empty() && json.stderr.is_empty(),
        &format!("says on stderr: {}{}", short.stderr, json.stderr),
    );
    must(short.code == json.code, "the exit code depends on the format");
    let expected = expected(rule.name, &short);
    must(short.stdout == expected, &format!("expected\n{expected}but got\n{}", short.stdout));
    must(short.stdout.contains(&format!("[{}]", rule.code)), "the rule finds nothing in its own folder");
    match serde_json::from_str(&json.stdout) {
        Ok(report) => {
            // A file that cannot be read may be another than the commit has: no revision is named then.
            let head = head.as_deref().filter(|_| rule.name != "unreadable-file");
            judge(&report, &short, head, &sandbox, &mut must);
        }
        Err(error) => must(false, &format!("no JSON: {error}")),
    }
    problems
}

fn expected(rule: &str, got: &Outcome) -> String {
    let path = home().join(rule).join(EXPECTED);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        #[expect(clippy::disallowed_methods, reason = "somebody asked for new expectations")]
        fs::write(&path, &got.stdout).expect("the expectation");
    }
    fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n")
}

/// Works out from the files and the table of rules what has to hold of a report, whatever it says.
fn judge(report: &Value, short: &Outcome, head: Option<&str>, sandbox: &Sandbox, must: &mut impl FnMut(bool, &str)) {
    let top = ["version", "today", "revision", "audience", "edition", "partial", "findings", "summary"];
    must(keys(report) == top, "other keys than agreed");
    must(report["version"] == 1 && report["today"] == TODAY, "another version or day");
    must(report["revision"].as_str() == head, "another revision");
    let findings = report["findings"].as_array().map_or(&[][..], Vec::as_slice);
    let mut lines = String::new();
    for finding in findings {
        let mut told = keys(finding);
        told.retain(|key| !["fixes", "also"].contains(key));
        must(told == KEYS, &format!("other keys than agreed: {finding}"));
        let text = |key: &str| finding[key].as_str().unwrap_or_default();
        let number = |key: &str| finding[key].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or_default();
        let rule = aims::check::find(text("code"));
        must(rule.is_some_and(|rule| rule.name == text("name")), &format!("code and name differ: {finding}"));
        // A page without front matter is uncontrolled: what its links lack is told at a lower level.
        let is_uncontrolled =
            !fs::read_to_string(sandbox.path(text("path"))).is_ok_and(|text| text.starts_with(['-', '+']));
        let as_in_table = |rule: &Rule| {
            let is_lower = is_uncontrolled && rule.code.starts_with("AIMS2") && text("level") != "error";
            finding["clock"] == rule.clock && (text("level") == rule.level.as_str() || is_lower)
        };
        must(rule.is_some_and(as_in_table), &format!("not as the table of rules has it: {finding}"));
        must(
            !text("message").is_empty() && !text("message").ends_with(['.', ':', ' ']),
            &format!("no message: {finding}"),
        );
        must(
            finding["help"].is_null() || text("help").ends_with(['.', '?']),
            &format!("help without an end: {finding}"),
        );
        let (start, end) = ((number("line"), number("column")), (number("end_line"), number("end_column")));
        must(start <= end, &format!("ends before it begins: {finding}"));
        let file = fs::read(sandbox.path(text("path"))).unwrap_or_default();
        let file = String::from_utf8_lossy(&file);
        must(is_in(&file, start) && is_in(&file, end), &format!("is not in its file: {finding}"));
        let (path, level, message, code) = (text("path"), text("level"), text("message"), text("code"));
        // What can be mended by a change of the text says how, in one line too.
        let remedy = if finding["fixes"].is_null() { String::new() } else { format!(": {}", text("help")) };
        lines.push_str(&format!("{path}:{}:{}: {level}: {message}{remedy} [{code}]\n", start.0, start.1));
    }
    must(lines == short.stdout, &format!("`short` and `json` differ:\n{lines}"));
    let count = |level: &str| findings.iter().filter(|finding| finding["level"] == level).count();
    let summary = &report["summary"];
    for level in ["error", "warning", "note"] {
        must(summary[level] == count(level), &format!("the summary counts other {level}s"));
    }
    must(summary["total"] == findings.len(), "the summary counts other findings");
    must(short.code == Some(i32::from(count("error") > 0)), &format!("exits with {:?}", short.code));
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().map(|object| object.keys().map(String::as_str).collect()).unwrap_or_default()
}

/// Whether a line and column, both from 1, lie in a text or right behind it.
fn is_in(text: &str, (line, column): (usize, usize)) -> bool {
    let found = text.split('\n').nth(line.wrapping_sub(1));
    found.is_some_and(|found| column >= 1 && column <= found.trim_end_matches('\r').chars().count() + 1)
}
