//! `aims demo`: the repository it writes is sound, says what the example says, and is the same wherever it is made.
//!
//! git itself judges the history and its signatures.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use aims::approval::Counts;
use aims::base::{Date, date};
use aims::demo;
use aims::pipeline::{Project, Request};

use planted::planted;
use sandbox::{Sandbox, TODAY, everything};
use site::check_site;

use crate::support::planted;
use crate::support::sandbox;
use crate::support::site;

/// Where the demo differs from the example, but for what is only there.
const DIFFERS: [&str; 2] = ["aims.toml", "policies/pol-005-third-party-ai.md"];

/// The demo, written once for all tests that only read it.
static DEMO: LazyLock<(Sandbox, demo::Written)> = LazyLock::new(|| {
    let sandbox = Sandbox::new::<&str>(&[]);
    let written = demo::write(&sandbox.path("demo"), day(TODAY)).expect("a demo");
    (sandbox, written)
});

fn day(text: &str) -> Date {
    date::parse(text).expect("a day")
}

fn folder() -> PathBuf {
    DEMO.0.path("demo")
}

/// What git says in a folder, without any setting of the machine.
fn git(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new("git");
    command.args(arguments).current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    let output = command.env("LC_ALL", "C").output().expect("git");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.success(), text(output.stdout) + &text(output.stderr))
}

/// What git says, where it has to succeed.
fn told(arguments: &[&str]) -> String {
    let (good, text) = git(&folder(), arguments);
    assert!(good, "git {arguments:?}: {text}");
    text
}

#[test]
fn the_same_day_gives_the_same_commits() {
    let again = Sandbox::new::<&str>(&[]);
    let written = demo::write(&again.path("elsewhere"), day(TODAY)).expect("a demo");
    assert_eq!(written, DEMO.1);
    assert_eq!(told(&["rev-parse", "HEAD"]).trim(), written.head);
    assert!(written.commits >= 60 && written.authors >= 10, "{written:?}");
    assert_eq!(told(&["rev-list", "--count", "HEAD"]).trim(), written.commits.to_string());
    assert_eq!(everything(&again.path("elsewhere")), everything(&folder()));
}

#[test]
fn git_finds_nothing_wrong() {
    assert_eq!(told(&["fsck", "--strict", "--full"]).trim(), "");
    assert_eq!(told(&["status", "--porcelain"]), "", "what is checked out is what is committed");
    assert_eq!(
        told(&["for-each-ref", "--format=%(refname)"]).lines().collect::<Vec<_>>(),
        ["refs/heads/main", "refs/tags/v2025-audit", "refs/tags/v2026-audit"]
    );
}

#[test]
fn in_the_end_it_says_what_the_example_says() {
    let example = everything(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-aims"));
    let mut demo = everything(&folder());
    demo.retain(|path, _| !path.starts_with(b"approvals/"));
    let differ = |(path, file): &(&Vec<u8>, &(u32, Vec<u8>))| example.get(*path) != Some(*file);
    let differing: Vec<&[u8]> = demo.iter().filter(differ).map(|(path, _)| path.as_slice()).collect();
    assert_eq!(differing, DIFFERS.map(str::as_bytes));
    assert_eq!(demo.keys().collect::<Vec<_>>(), example.keys().collect::<Vec<_>>());
    for path in DIFFERS {
        let text = |files: &BTreeMap<Vec<u8>, (u32, Vec<u8>)>| {
            String::from_utf8(files[path.as_bytes()].1.clone()).expect("UTF-8").lines().count()
        };
        assert!(text(&demo) - text(&example) <= 30, "{path} differs a little");
    }
}

#[test]
fn git_verifies_what_is_signed() {
    let log = told(&["log", "--format=%G? %GS|%ce"]);
    let mut signed = 0;
    for line in log.lines().filter(|line| !line.starts_with("N ")) {
        let (verdict, committer) = line.split_once('|').expect("two parts");
        assert_eq!(verdict, format!("G {committer}"));
        signed += 1;
    }
    assert!(signed >= 30, "{signed}");
    for tag in ["v2025-audit", "v2026-audit"] {
        assert!(told(&["verify-tag", tag]).contains("Good \"git\" signature for leopold.marsh@harrowmere.example"));
    }
}

#[test]
fn git_refuses_a_forged_commit() {
    let sandbox = Sandbox::new::<&str>(&[]);
    let folder = sandbox.path("demo");
    let written = demo::write(&folder, day(TODAY)).expect("a demo");
    assert!(git(&folder, &["verify-commit", &written.head]).0);
    let (_, raw) = git(&folder, &["cat-file", "commit", &written.head]);
    sandbox.put("forged", raw.replacen("\n\n", "\n\nNot ", 1));
    let (good, id) = git(&folder, &["hash-object", "-t", "commit", "-w", "../forged"]);
    assert!(good, "{id}");
    let (good, text) = git(&folder, &["verify-commit", id.trim()]);
    assert!(!good, "a forged message must not verify: {text}");
}

#[test]
fn ssh_keygen_verifies_every_record() {
    let allowed = format!(".git/{}/allowed_signers", demo::KEYS);
    let records: Vec<String> = everything(&folder())
        .into_keys()
        .map(|path| String::from_utf8(path).expect("UTF-8"))
        .filter(|path| path.starts_with("approvals/") && path.strip_suffix(".toml").is_some())
        .collect();
    assert!(records.len() >= 30, "{}", records.len());
    let mut named = Vec::new();
    for record in &records {
        let read: toml::Table =
            toml::from_str(&fs::read_to_string(folder().join(record)).expect("a file")).expect("TOML");
        let email = read["email"].as_str().expect("text");
        let output = Command::new("ssh-keygen")
            .args(["-Y", "verify", "-f", &allowed, "-n", "aims-approval", "-I", email])
            .args(["-s", &format!("{record}.sig")])
            .current_dir(folder())
            .stdin(fs::File::open(folder().join(record)).expect("a file"))
            .output()
            .expect("ssh-keygen");
        assert!(output.status.success(), "{record}: {output:?}");
        named.push((
            record,
            read["path"].as_str().expect("text").to_owned(),
            read["blob"].as_str().expect("text").to_owned(),
        ));
    }
    // What each names stood in the tree of the commit that brought it.
    let mut came: BTreeMap<&str, &str> = BTreeMap::new();
    let log = told(&["log", "--format=#commit %H", "--name-only", "--diff-filter=A", "--", "approvals"]);
    let mut commit = "";
    for line in log.lines() {
        commit = line.strip_prefix("#commit ").unwrap_or(commit);
        came.insert(line, commit);
    }
    let places: Vec<String> =
        named.iter().map(|(record, path, _)| format!("{}:{path}", came[record.as_str()])).collect();
    let blobs = told(&[vec!["rev-parse"], places.iter().map(String::as_str).collect()].concat());
    assert_eq!(blobs.lines().collect::<Vec<_>>(), named.iter().map(|(_, _, blob)| blob).collect::<Vec<_>>());
    let acts = |act: &str| records.iter().filter(|record| record.contains(act)).count();
    assert!(acts("-approval-") >= 30 && acts("-review-") >= 3);
}

#[test]
fn approvals_hold_but_for_the_one_that_lapsed() {
    let approved = |id: &str| -> BTreeSet<String> {
        let names = fs::read_dir(folder().join("approvals").join(id)).expect("records");
        let blob = |path: PathBuf| {
            let read: toml::Table = toml::from_str(&fs::read_to_string(path).expect("a file")).expect("TOML");
            read["blob"].as_str().expect("text").to_owned()
        };
        let paths =
            names.map(|name| name.expect("a name").path()).filter(|path| path.extension().is_some_and(|e| e == "toml"));
        paths.map(blob).collect()
    };
    let files = everything(&folder());
    for path in files.keys() {
        let path = String::from_utf8(path.clone()).expect("UTF-8");
        let name = path.rsplit('/').next().expect("a name");
        if let Some(id) =
            ["pol-", "sco-", "soa-"].iter().any(|kind| name.starts_with(kind)).then(|| name[..7].to_uppercase())
        {
            let holds = approved(&id).contains(told(&["rev-parse", &format!("HEAD:{path}")]).trim());
            assert_eq!(holds, id != "POL-005", "{id}");
        }
    }
}

#[test]
fn histories_go_through_renames_and_no_document_is_early() {
    let moved = told(&["log", "--follow", "--name-status", "--format=", "--", "policies/pol-001-ai-policy.md"]);
    assert!(moved.contains("R100\tpolicy/pol-001-ai-policy.md\tpolicies/pol-001-ai-policy.md"), "{moved}");
    let edited =
        told(&["log", "--follow", "--name-status", "--format=", "--", "procedures/pro-013-supplier-assessment.md"]);
    assert!(
        edited.lines().any(|line| line.starts_with("R0") && line.contains("pro-013-assessing-suppliers.md")),
        "{edited}"
    );
    let subjects = told(&["log", "--format=%s"]);
    for part in ["Merge pull request #", " (#16)\n", "Revert \"", "typing errors"] {
        assert!(subjects.contains(part), "{part}");
    }
    assert!(told(&["log", "--format=%(trailers:key=Approved-by)"]).contains("Orla Fenwick"));
    // Every row of every table of versions is a version that the history has, committed before it took effect.
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-aims");
    let mut rows = 0;
    for folder in ["policies", "procedures", "scope", "soa"] {
        for entry in fs::read_dir(example.join(folder)).expect("a folder").map(|entry| entry.expect("an entry").path())
        {
            let path = format!("{folder}/{}", entry.file_name().expect("a name").to_string_lossy());
            let log = told(&["log", "-p", "--follow", "--format=#day %as", "--", &path]);
            let mut committed: BTreeMap<String, String> = BTreeMap::new();
            let mut on = "";
            for line in log.lines() {
                on = line.strip_prefix("#day ").unwrap_or(on);
                if let Some(version) = line.strip_prefix("+version: ") {
                    committed.insert(version.to_owned(), on.to_owned());
                }
            }
            let text = fs::read_to_string(&entry).expect("a text");
            for line in text.lines().filter(|line| line.starts_with("| ") && line.contains(" | 202")) {
                let mut cells = line.split('|').map(str::trim).skip(1);
                let (version, since) = (cells.next().expect("a version"), cells.next().expect("a day"));
                if !version.contains('.') || date::parse(since).is_none() {
                    continue;
                }
                let on = committed.get(version).unwrap_or_else(|| panic!("{path} {version} is in no commit"));
                let early = date::days_between(day(on), day(since));
                assert!((-1..=10).contains(&early), "{path} {version} of {since} was committed on {on}");
                rows += 1;
            }
        }
    }
    assert!(rows > 60, "{rows}");
}

/// Whether a text that stands before a day, and what stands after it, name that day as past: one on which something was
/// noted, found, decided or done.
fn is_past(before: &str, after: &str) -> bool {
    const WORDS: [&str; 8] =
        ["State on ", "Note of ", "check ", "done ", "attended on ", "accepted: ", "closed: ", "users-told: "];
    let diary = matches!(before.trim_start(), "- " | "* ") && after.starts_with(':');
    let ticked = before.starts_with("- [x] ") && after.is_empty();
    let row = before == "| " && after.starts_with(" |");
    let said = ["cause-method: ", "correction: ", "outcome: "].iter().any(|key| before.starts_with(key));
    let diary = diary || ticked || row || said;
    let done = before.strip_suffix(" on ").and_then(|before| before.rsplit(' ').next());
    diary || done.is_some_and(|word| word.ends_with("ed")) || WORDS.iter().any(|words| before.ends_with(words))
}

#[test]
fn no_text_names_a_day_as_past_before_it_has_come() {
    let log = told(&["log", "-p", "-U0", "-M", "--no-merges", "--format=#day %as %s", "--", "*.md"]);
    let (mut on, mut late, mut seen) = ("", Vec::new(), 0);
    for line in log.lines() {
        on = line.strip_prefix("#day ").unwrap_or(on);
        let Some(added) = line.strip_prefix('+').filter(|_| !line.starts_with("+++ ")) else { continue };
        for (at, _) in added.match_indices("20") {
            let Some(named) = added.get(at..at + 10).filter(|named| date::parse(named).is_some()) else { continue };
            if !is_past(&added[..at], &added[at + 10..]) {
                continue;
            }
            seen += 1;
            if *named > on[..10] && *named <= *TODAY {
                late.push(format!("{on}: {added}"));
            }
        }
    }
    assert_eq!(late, Vec::<String>::new());
    assert!(seen > 90, "{seen}");
}

#[test]
fn another_day_moves_the_story() {
    let other = Sandbox::new::<&str>(&[]);
    let written = demo::write(&other.path("demo"), day("2028-02-29")).expect("a demo");
    assert_ne!(written.head, DEMO.1.head);
    assert_eq!((written.commits, &written.tags), (DEMO.1.commits, &DEMO.1.tags));
    let folder = other.path("demo");
    assert_eq!(git(&folder, &["log", "-1", "--format=%as"]).1.trim(), "2028-02-28");
    let text = |path: &str| fs::read_to_string(folder.join(path)).expect("a file");
    assert!(text("policies/pol-001-ai-policy.md").contains("effective: 2027-08-14\n"));
    assert!(text("README.md").contains("ends on 29 February 2028"));
    assert!(text("external/ext-002-eu-ai-act.md").contains("published: 2026-07-27"), "a law stays where it is");
    let records: Vec<_> = fs::read_dir(folder.join("approvals/SCO-001")).expect("records").collect();
    assert!(records.iter().all(|record| {
        let name = record.as_ref().expect("an entry").file_name();
        name.to_string_lossy()[..10] < *"2028-02-29" && name.to_string_lossy()[..10] > *"2026-11-01"
    }));
    assert!(git(&folder, &["fsck", "--strict"]).0);
    assert_eq!(codes(&other, "2028-02-29"), codes(&DEMO.0, TODAY));
}

/// How often each rule is broken.
fn codes(sandbox: &Sandbox, today: &str) -> BTreeMap<String, usize> {
    let outcome = sandbox.run(&["check", "demo", "--today", today, "--format", "short"]);
    assert!(matches!(outcome.code, Some(0 | 1)), "{outcome:?}");
    let mut codes = BTreeMap::new();
    for line in outcome.stdout.lines() {
        let code = line.rsplit_once('[').expect("a code").1.trim_end_matches(']');
        *codes.entry(code.to_owned()).or_default() += 1;
    }
    codes
}

#[test]
fn approvals_are_judged_as_the_story_means_them() {
    let request = Request::new(folder(), day(TODAY));
    let checked = Project::find(&folder()).and_then(|project| project.check(&request)).expect("a check");
    let approvals = &checked.approvals;
    for act in &approvals.acts {
        assert!(act.is_proven(), "{}: {}", act.path, act.signature());
        assert!(!matches!(act.standing, Counts::No(_)), "{}: {:?}", act.path, act.standing);
    }
    let id = |ix| checked.aims.document(ix).id.as_str().to_owned();
    let unapproved: Vec<String> = checked
        .aims
        .iter()
        .filter(|(ix, document)| {
            ["pol-", "sco-", "soa-"].iter().any(|kind| document.path.file_name().starts_with(kind))
                && !approvals.of(*ix).is_some_and(|approval| approval.satisfied)
        })
        .map(|(ix, _)| id(ix))
        .collect();
    assert_eq!(unapproved, ["POL-005"]);
    let lapsed =
        checked.aims.iter().filter(|(ix, _)| approvals.of(*ix).is_some_and(|approval| approval.lapsed.is_some()));
    let lapsed: Vec<String> = lapsed.map(|(ix, _)| id(ix)).collect();
    let suspects: Vec<(String, String, bool)> =
        approvals.suspects.iter().map(|suspect| (id(suspect.document), id(suspect.upstream), suspect.by_act)).collect();
    assert_eq!(lapsed, ["POL-005"]);
    assert!(suspects.contains(&("GUI-002".to_owned(), "PRO-005".to_owned(), true)), "{suspects:?}");
}

#[test]
fn what_was_planted_is_found_and_nothing_else() {
    let outcome = DEMO.0.run(&["check", "demo", "--today", TODAY, "--format", "short"]);
    let mut found: Vec<(String, String)> = Vec::new();
    for line in outcome.stdout.lines() {
        let (path, _) = line.split_once(':').expect("a path");
        let text = fs::read_to_string(DEMO.0.path("demo").join(path.trim_start_matches("demo/"))).expect("a document");
        let id = text.lines().find_map(|line| line.strip_prefix("id: ")).expect("an id").to_owned();
        found.push((line.rsplit_once('[').expect("a code").1.trim_end_matches(']').to_owned(), id));
    }
    found.sort();
    let readme = fs::read_to_string(folder().join("README.md")).expect("a README");
    let tables = ["Planted weak spots", "What the demo adds"].map(|heading| planted(&readme, heading));
    let mut told: Vec<(String, String)> =
        tables.into_iter().flatten().map(|row| (row[0].clone(), row[1].clone())).collect();
    told.sort();
    assert_eq!(found, told);
}

#[test]
fn every_link_of_its_site_leads_to_a_place_that_is_there() {
    let built = DEMO.0.run(&["build", "demo", "--today", TODAY, "--since", "v2025-audit", "--out", "site", "--quiet"]);
    assert!(matches!(built.code, Some(0 | 1)), "{built:?}");
    assert_eq!(check_site(&DEMO.0.path("site")), Vec::<String>::new());
    let about = fs::read_to_string(DEMO.0.path("site/about.html")).expect("a page");
    assert!(about.contains("<code>aims check --format json</code>"), "a command in a sentence is code: {about}");
}

#[test]
fn who_approved_a_text_is_told_by_the_record_of_that_text() {
    let built = DEMO.0.run(&["build", "demo", "--today", TODAY, "--out", "site-who", "--quiet"]);
    assert!(matches!(built.code, Some(0 | 1)), "{built:?}");
    let words = |page: &str| -> String {
        let html = fs::read_to_string(DEMO.0.path("site-who").join(page)).expect("a page");
        let pieces = html.split('<').filter_map(|piece| piece.split_once('>'));
        pieces.flat_map(|(_, text)| text.split_whitespace()).collect::<Vec<_>>().join(" ")
    };
    let told = words("changes/in-force.html");
    let row = told.split("Procedure 1.2 commit ").nth(1).expect("the first text of PRO-001 1.2");
    let (commit, row) = row.split_once(' ').expect("a commit");
    assert!(row.starts_with("2026-06-09 2026-08-30 Tobias Ashgrove , 2026-06-05 Signed approval record"), "{row}");
    let text = words(&format!("documents/PRO-001/c-{commit}.html"));
    assert!(text.contains("In force 2026-06-09 to 2026-08-30 Approved by Tobias Ashgrove , 2026-06-05"), "{text}");
    let told = words("documents/PRO-001/history.html");
    let both = format!("Tobias Ashgrove , 2026-06-05 commit {commit} Tobias Ashgrove , 2026-08-31 commit ");
    assert!(told.contains(&both), "{told}");
    let data = DEMO.0.run(&["export", "versions", "demo", "--today", TODAY, "--format", "csv"]).stdout;
    let twice = data.lines().find(|line| line.starts_with("POL-001,2.0,")).expect("a version that was signed twice");
    assert!(twice.contains(",record,Orla Fenwick,"), "{twice}");
}

#[test]
fn what_is_in_force_is_one_number_and_a_version_ends_on_one_day_wherever_they_are_told() {
    let told = |arguments: &[&str]| DEMO.0.run(&[arguments, &["--today", TODAY]].concat()).stdout;
    // An approval of POL-005 has lapsed, and its version is in force as before: an auditor draws from it too.
    let history = told(&["-C", "demo", "history", "--on", TODAY]);
    let units = told(&["export", "populations", "demo", "--format", "csv"]);
    let row = units.lines().find(|line| line.starts_with("in-force,")).expect("a population");
    let number = row.split(',').nth(2).expect("a number of units");
    assert!(history.starts_with(&format!("In force on {TODAY}: {number} documents\n")), "{row}\n{history}");
    let text = told(&["history", "POL-005", "demo"]);
    assert!(text.contains("in force from 2025-06-02 to 2026-05-04"), "{text}");
    let then = told(&["-C", "demo", "history", "--on", "2025-07-01"]);
    assert!(then.contains("2025-06-02 to 2026-05-04"), "{then}");
    let data: String = told(&["history", "POL-005", "demo", "--format", "json"]).split_whitespace().collect();
    assert!(data.contains("\"to\":\"2026-05-04\",\"until\":\"2026-05-05\""), "{data}");
}

#[test]
fn the_command_says_what_to_do_next_and_overwrites_nothing() {
    let sandbox = Sandbox::new(&[("mine/notes.txt", "dear to me")]);
    let outcome = sandbox.run(&["demo", "mine", "--today", TODAY]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""));
    assert!(outcome.stderr.contains("the folder mine is not empty") && outcome.stderr.contains("hint"), "{outcome:?}");
    for far in ["0001-01-01", "9999-12-31"] {
        let outcome = sandbox.run(&["demo", "far", "--today", far]);
        assert_eq!(outcome.code, Some(2), "{outcome:?}");
        assert!(outcome.stderr.contains("name a day between 1980 and 2200"), "{outcome:?}");
    }
    fs::create_dir(sandbox.path("empty")).expect("a folder");
    let outcome = sandbox.run(&["demo", "empty", "--today", TODAY]);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert!(outcome.stdout.is_empty(), "{outcome:?}");
    assert!(outcome.stderr.contains("aims build empty --today 2026-11-20") && outcome.stderr.contains("no secret"));
    assert_eq!(git(&sandbox.path("empty"), &["rev-parse", "HEAD"]).1.trim(), DEMO.1.head);
    let left: BTreeSet<String> = fs::read_dir(sandbox.path(""))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(left, BTreeSet::from(["empty".to_owned(), "mine".to_owned()]), "nothing is left beside it");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let key = sandbox.path("empty/.git").join(demo::KEYS).join("orla-fenwick");
        assert_eq!(fs::metadata(key).expect("a key").permissions().mode() & 0o777, 0o600);
    }
}
