//! The change record of one document on the built site, from a small repository with a believable past: what its pages
//! say, and whether OpenSSH alone can verify what is published.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::LazyLock;

use aims::approval::record::{ActKind, Form, Record};
use aims::base::{date, sha256_hex};
use aims::compare::Snapshot;
use aims::repo::{ObjectFormat, ObjectId};
use serde_json::Value;

use sandbox::{Sandbox, TODAY, everything, run};
use site::check_site;

use crate::support::sandbox;
use crate::support::site;

const ORLA: (&str, &str) = ("Orla Fenwick", "orla@harrowmere.example");
const TOMAS: (&str, &str) = ("Tomas Reyes", "tomas@harrowmere.example");

/// The site built from the repository of [`past`].
static SITE: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let project = past();
    build(&project);
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let files = everything(&project.path("site")).into_iter().map(|(path, (_, bytes))| (text(path), text(bytes)));
    files.collect()
});

fn build(project: &Sandbox) {
    let built = project.run(&["build", "--rev", "main", "--today", TODAY, "--out", "site", "--quiet"]);
    // The story has an approval that is missing and one that has lapsed, and the build says so.
    assert_eq!((built.code, built.stdout.as_str()), (Some(1), ""), "{}", built.stderr);
    assert!(
        built.stderr.starts_with("  Failed  AIMS503 approval-missing (1), AIMS504 approval-lapsed (1). "),
        "{built:?}"
    );
    assert_eq!(check_site(&project.path("site")), Vec::<String>::new());
}

fn read(project: &Sandbox, path: &str) -> String {
    let (_, bytes) = everything(&project.path("")).remove(path.as_bytes()).expect(path);
    String::from_utf8(bytes).expect("UTF-8")
}

fn page(path: &str) -> &'static str {
    SITE.get(path).unwrap_or_else(|| panic!("{path} is missing"))
}

/// What a page says, without the way around it and its contents.
fn main_part(path: &str) -> &'static str {
    let page = page(path);
    &page[page.find("<h1").expect("a heading")..]
}

/// The text of a page without its markup, in single spaces.
fn words(path: &str) -> String {
    let mut text = String::new();
    for piece in main_part(path).split('<').skip(1) {
        text.push(' ');
        text.push_str(piece.split_once('>').map_or("", |(_, rest)| rest));
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn program(project: &Sandbox, name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.args(arguments).current_dir(project.path("")).env_clear().env("HOME", project.path(""));
    command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null").env("LC_ALL", "C").env("TZ", "UTC");
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    command
}

fn done(mut command: Command) -> String {
    let outcome = run(&mut command);
    assert_eq!(outcome.code, Some(0), "{command:?}: {}{}", outcome.stdout, outcome.stderr);
    outcome.stdout
}

fn git(project: &Sandbox, arguments: &[&str]) -> String {
    done(program(project, "git", arguments))
}

/// Commits everything as somebody, at noon of a day.
fn commit(project: &Sandbox, (name, email): (&str, &str), day: &str, message: &str) {
    git(project, &["add", "--all"]);
    let when = format!("{day}T12:00:00+0000");
    let mut command = program(project, "git", &["commit", "--quiet", "--allow-empty", "-m", message]);
    command.env("GIT_AUTHOR_NAME", name).env("GIT_AUTHOR_EMAIL", email).env("GIT_AUTHOR_DATE", &when);
    command.env("GIT_COMMITTER_NAME", name).env("GIT_COMMITTER_EMAIL", email).env("GIT_COMMITTER_DATE", &when);
    done(command);
}

fn policy(version: &str, status: &str, effective: &str, text: &str) -> String {
    format!(
        "---\nid: POL-001\ntitle: AI policy\nkind: policy\nversion: {version}\nstatus: {status}\nowner: Chief Executive\n{effective}reviewed: 2026-01-15\ncontrols: [A.2.2]\n---\n# Duties\n\n{text}\n\nEverybody who works with an AI system reports what goes wrong, whatever its size.\n"
    )
}

/// Records an act the way `aims approve` does, signed by `ssh-keygen` itself where `key` is given.
fn record(project: &Sandbox, path: &str, act: ActKind, version: &str, day: &str, key: Option<&str>) -> String {
    let (_, bytes) = everything(&project.path("")).remove(path.as_bytes()).expect("the document");
    let substance = Snapshot::read(&bytes, &aims::reading::Reading::default()).substance;
    let record = Record {
        form: Form::default(),
        act,
        document: "POL-001".into(),
        path: path.into(),
        version: Some(version.into()),
        by: ORLA.0.into(),
        email: ORLA.1.into(),
        role: Some("Chief Executive".into()),
        date: date::parse(day).expect("a day"),
        blob: ObjectId::of_blob(&bytes, ObjectFormat::Sha1).expect("an id").to_string(),
        sha256: sha256_hex(&bytes),
        substance: substance.iter().map(|byte| format!("{byte:02x}")).collect(),
        outcome: (act == ActKind::Review).then(|| "no change needed".into()),
        comment: Some("Read with the <board>.".into()),
        builds_on: BTreeMap::new(),
        targets: aims::approval::Targets::default(),
    };
    let file = record.file_name();
    project.put(&file, record.write());
    if let Some(key) = key {
        done(program(project, "ssh-keygen", &["-q", "-Y", "sign", "-n", "aims-approval", "-f", key, &file]));
    }
    file
}

/// A policy that is written, approved, moved, made weaker without a new approval, with a procedure that builds on it.
fn past() -> Sandbox {
    let project = Sandbox::new(&[(".gitignore", "/site\n/key*\n/.ssh\n")]);
    done(program(&project, "ssh-keygen", &["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", "key"]));
    let public = everything(&project.path("")).remove(b"key.pub".as_slice()).expect("a key").1;
    let public = String::from_utf8(public).expect("text");
    project.put(
        "aims.toml",
        format!(
            "[organisation]\nname = \"Harrowmere Mutual\"\n[[people]]\nname = \"{}\"\nemails = [\"{}\"]\nroles = [\"Chief Executive\"]\nkeys = [\"{}\"]\n[[people]]\nname = \"{}\"\nemails = [\"{}\"]\nroles = [\"AI Officer\"]\n[approval]\nneeds = \"record\"\nroles = [\"Chief Executive\"]\n[site]\nforge = \"https://forge.example/c/{{commit}}\"\n[publish]\nmessages = \"body\"\naddresses = true\n",
            ORLA.0, ORLA.1, public.trim(), TOMAS.0, TOMAS.1
        ),
    );
    git(&project, &["init", "--quiet", "--initial-branch=main"]);
    commit(&project, TOMAS, "2025-01-02", "Begin");
    project.put("policy.md", policy("0.9", "draft", "", "The owner reads it."));
    commit(&project, TOMAS, "2025-01-10", "Draft the policy");
    project
        .put("policy.md", policy("1.0", "approved", "effective: 2025-01-15\n", "The owner must read it every year."));
    let trailers = "Put the policy in force\n\nThe board read it.\n\nApproved-by: Ines Marsh <ines@harrowmere.example>\nCo-authored-by: Paul Oduya <paul@harrowmere.example>";
    commit(&project, TOMAS, "2025-01-20", trailers);
    git(&project, &["mv", "policy.md", "ai-policy.md"]);
    project.put(
        "procedure.md",
        "---\nid: PRO-001\ntitle: Reading\nkind: procedure\nversion: 1.0\nstatus: approved\nowner: AI Officer\nimplements: [POL-001]\n---\n# Steps\n\nRead.\n",
    );
    commit(&project, TOMAS, "2025-06-01", "Name the file after what it is");
    project.put(
        "ai-policy.md",
        policy("2.0", "approved", "effective: 2026-01-01\n", "The owner must read it every half year."),
    );
    commit(&project, TOMAS, "2026-01-10", "Read it twice a year");
    record(&project, "ai-policy.md", ActKind::Approval, "2.0", "2026-01-15", Some("key"));
    record(&project, "ai-policy.md", ActKind::Review, "2.0", "2026-01-15", None);
    commit(&project, ORLA, "2026-01-15", "Approve the policy");
    project.put(
        "ai-policy.md",
        policy("2.0", "approved", "effective: 2026-01-01\n", "The owner should read it every half year."),
    );
    commit(&project, TOMAS, "2026-03-01", "Say it \u{202e}more kindly <b>");
    project
}

#[test]
fn the_versions_say_what_was_in_force_when_and_by_whose_word() {
    let text = words("documents/POL-001/history.html");
    let table = text.split("Evidence Commit ").nth(1).expect("the table of versions");
    let second = "2.0 In force 2 different texts 2026-01-15 recorded 2026-01-10 open 2026-01-10 Orla Fenwick , 2026-01-15 Not of its last text Signed approval record, of an earlier text under this number";
    let first = "1.0 never in force 2025-01-20 Ines Marsh , 2025-01-20 Claimed";
    let draft = "0.9 never in force not approved";
    let places = [second, first, draft].map(|row| table.find(row).unwrap_or_else(|| panic!("{row}\n{table}")));
    assert!(places.is_sorted(), "newest first: {table}");
}

#[test]
fn a_text_that_nobody_approved_does_not_borrow_who_approved_its_version() {
    let text = words("documents/POL-001/2.0.html");
    for told in [
        "Approved by nobody; of an earlier text under this number: Orla Fenwick , 2026-01-15",
        "Recorded on 2026-03-01 Commit ",
        "Version recorded on 2026-01-10 , ",
    ] {
        assert!(text.contains(told), "{told}\n{text}");
    }
    let history = words("documents/POL-001/history.html");
    let rows = history.split("Text In force Recorded on What changed Commit ").nth(1).expect("every text");
    // The commit beside a text is the one that brought it: that of the page leads to the same.
    let commit =
        text.split("Recorded on 2026-03-01 Commit ").nth(1).and_then(|rest| rest.split(' ').next()).expect("a commit");
    let row = rows.split("2026-03-01 the version since 2026-01-10 , commit ").nth(1).expect("the text of the version");
    assert!(row.split(' ').take(8).any(|word| word == commit), "{commit}: {rows}");
}

#[test]
fn the_acts_say_what_they_are_worth() {
    let text = words("documents/POL-001/history.html");
    for told in [
        "Orla Fenwick approved version 2.0 as Chief Executive Of an earlier text Read with the &lt;board&gt;. Good signature by the key SHA256:",
        "Orla Fenwick reviewed version 2.0 as Chief Executive Of an earlier text",
        "Outcome: no change needed",
        "It is not signed: a note that the text was read.",
        "The settings ask for this: signed approval record, by each of these roles: Chief Executive; nobody approves what they alone wrote.",
        "Approval lapsed: the text changed since Orla Fenwick approved version 2.0 as Chief Executive on 2026-01-15",
        "Anybody who may write to the repository can write such a line.",
    ] {
        assert!(text.contains(told), "{told}\n{text}");
    }
}

#[test]
fn every_revision_says_what_it_changed() {
    let page = page("documents/POL-001/history.html");
    let text = words("documents/POL-001/history.html");
    for told in [
        "Became version 1.0 , says approved",
        "Tomas Reyes , Paul Oduya , commit",
        "The board read it.",
        "Approved-by: Ines Marsh Co-authored-by",
        "Moved from policy.md , not a word changed",
        "Asks for less",
        "Say it \\u{202e}more kindly &lt;b&gt;",
    ] {
        assert!(text.contains(told), "{told}\n{text}");
    }
    assert!(page.contains("<del> must") && page.contains("<ins> should"), "{page}");
    assert!(page.contains("href=\"https://forge.example/c/"));
    assert!(!page.contains('\u{202e}') && !page.contains("kindly <b>"));
    let newest = page.find("<details class=\"changed\" open>").expect("the newest is open");
    assert!(page[newest..].contains("<details class=\"changed\">"), "the others are closed");
}

#[test]
fn what_changed_since_the_approval_is_told_from_the_text_that_was_approved() {
    let text = words("documents/POL-001/history.html");
    let since = text.split("Since the last approval ").nth(1).expect("the section");
    assert!(since.starts_with("Orla Fenwick approved version 2.0"), "{since}");
    assert!(since.contains("1 commit to it came later."), "{since}");
    let page = main_part("documents/POL-001/history.html");
    let since_approval = page.find("Since the last approval").expect("the section");
    let word = page.find("<del> must</del>").expect("the word that went");
    assert!(since_approval < word && word < page.find(">Revisions<").expect("the revisions"), "{since}");
    assert!(!text.contains("Since the last review "), "the same text was reviewed and approved");
}

#[test]
fn the_document_shows_who_approved_it_and_leads_to_the_record() {
    let text = words("documents/POL-001.html");
    assert!(text.contains("Approval lapsed: the text changed since Orla Fenwick approved version 2.0"), "{text}");
    assert!(page("documents/POL-001.html").contains("href=\"../documents/POL-001/history.html#_since-approval\""));
    let text = words("documents/PRO-001.html");
    assert!(text.contains("Suspect POL-001 AI policy changed in substance on 2026-01-10"), "{text}");
    assert!(words("documents/PRO-001/history.html").contains("Suspect links This document builds on others"));
}

#[test]
fn the_published_record_can_be_verified_by_openssh_alone() {
    let project = past();
    build(&project);
    let record = "approvals/POL-001/2026-01-15-approval-2.0-orla-fenwick.toml";
    let commands: Vec<String> = read(&project, "site/about.html")
        .split("<code>")
        .filter_map(|piece| piece.split_once("</code>"))
        .map(|(code, _)| code.replace("&lt;", "<").replace("&#x2F;", "/").replace("&amp;", "&"))
        .collect();
    let verify = commands.iter().find(|command| command.starts_with("ssh-keygen -Y verify")).expect("the command");
    assert!(verify.ends_with(&format!("-s {record}.sig < {record}")), "{verify}");
    let in_site = |command: &str| {
        let mut shell = program(&project, "sh", &["-c", command]);
        shell.current_dir(project.path("site"));
        run(&mut shell)
    };
    let good = in_site(verify);
    assert!(good.stdout.starts_with("Good \"aims-approval\" signature for orla@harrowmere.example"), "{good:?}");
    let forged =
        in_site(&format!("sed s/Orla/Carl/ {record} > forged && {}", verify.replace("< approvals", "< forged #")));
    assert_ne!(forged.code, Some(0), "{forged:?}");
    let show = commands.iter().find(|command| command.starts_with("git show ")).expect("the command");
    let shell = program(&project, "sh", &["-c", show.as_str()]);
    let digest = done(shell).split(' ').next().expect("a digest").to_owned();
    assert!(commands.contains(&digest), "{digest}: {commands:?}");
}

#[test]
fn the_data_files_have_the_acts_and_the_versions() {
    let rows = |name: &str| -> Vec<Value> {
        let value: Value = serde_json::from_str(&SITE[&format!("data/{name}.json")]).expect("JSON");
        value["rows"].as_array().expect("rows").clone()
    };
    let acts = rows("approvals");
    let told = |act: &Value| (act["act"].clone(), act["counts"].clone(), act["signed"].clone());
    assert_eq!(
        acts.iter().map(told).collect::<Vec<_>>(),
        [("approval".into(), "earlier".into(), true.into()), ("review".into(), "earlier".into(), false.into())]
    );
    assert_eq!(acts[0]["signer"], ORLA.0);
    let versions: Vec<Value> = rows("versions").into_iter().filter(|row| row["document"] == "POL-001").collect();
    let told =
        |row: &Value| (row["version"].clone(), row["from"].clone(), row["until"].clone(), row["approval"].clone());
    assert_eq!(
        versions.iter().map(told).collect::<Vec<_>>(),
        [
            ("0.9".into(), Value::Null, Value::Null, "none".into()),
            ("1.0".into(), Value::Null, Value::Null, "claimed".into()),
            ("2.0".into(), "2026-01-15".into(), Value::Null, "record".into()),
        ]
    );
    let documents = rows("documents");
    let policy = documents.iter().find(|row| row["id"] == "POL-001").expect("the policy");
    assert_eq!((&policy["approval"], &policy["approved_by"]), (&"none".into(), &Value::Array(Vec::new())));
}

#[test]
fn a_document_that_no_commit_holds_has_its_page_too() {
    let project = Sandbox::new(&[("aims.toml", ""), ("a.md", "---\nid: POL-001\ntitle: A\nkind: policy\n---\nx\n")]);
    let told = |id: &str| {
        project.run(&["build", "--today", TODAY, "--out", "site", "--quiet"]);
        assert_eq!(check_site(&project.path("site")), Vec::<String>::new());
        read(&project, &format!("site/documents/{id}/history.html"))
    };
    let page = told("POL-001");
    assert!(page.contains("These documents are not in a git repository"), "{page}");
    project.commit("Begin");
    project.put("b.md", "---\nid: POL-002\ntitle: B\nkind: policy\n---\nx\n");
    let page = told("POL-002");
    assert!(page.contains("No commit holds this document yet"), "{page}");
}

#[test]
fn a_long_history_is_told_by_years() {
    let project = Sandbox::new(&[("aims.toml", "")]);
    git(&project, &["init", "--quiet", "--initial-branch=main"]);
    for number in 0..60 {
        let day = format!("{}-01-{:02}", 2024 + number / 30, number % 30 + 1);
        project.put("a.md", policy("1.0", "draft", "", &format!("Text number {number}.")));
        commit(&project, TOMAS, &day, &format!("Change {number}"));
    }
    project.run(&["build", "--today", TODAY, "--out", "site", "--quiet"]);
    assert_eq!(check_site(&project.path("site")), Vec::<String>::new());
    let count = |page: &str| read(&project, &format!("site/documents/POL-001/{page}")).matches("id=\"c-").count();
    assert_eq!((count("history.html"), count("history-2024.html"), count("history-2025.html")), (50, 30, 30));
    let first = read(&project, "site/documents/POL-001/history.html");
    assert!(first.contains("These are the newest 50 of 60 revisions."));
    assert_eq!(first.matches("<details class=\"changed\"").count(), 5);
}

#[test]
fn an_edition_that_leaves_a_text_out_leaves_out_what_changed_in_it() {
    let project = Sandbox::new(&[("aims.toml", "[approval]\nneeds = \"record\"\n")]);
    git(&project, &["init", "--quiet", "--initial-branch=main"]);
    for (day, text) in [("2026-01-01", "First words."), ("2026-01-02", "Secret words.")] {
        project.put("a.md", policy("1.0", "draft", "", text));
        commit(&project, TOMAS, day, "Write");
    }
    let told = |edition: &str| {
        project.run(&["build", "--today", TODAY, "--edition", edition, "--out", "site", "--quiet"]);
        assert_eq!(check_site(&project.path("site")), Vec::<String>::new());
        ["site/documents/POL-001.html", "site/documents/POL-001/history.html"].map(|page| read(&project, page))
    };
    assert!(told("latest").iter().all(|page| page.contains("Secret")));
    let approved = told("approved");
    assert!(approved.iter().all(|page| page.contains("No version of this document has been approved.")));
    assert!(!approved.iter().any(|page| page.contains("Secret")), "{approved:?}");
}

#[test]
fn files_that_are_no_records_are_told_and_not_published() {
    let project = Sandbox::new(&[
        ("aims.toml", ""),
        ("a.md", "---\nid: POL-001\ntitle: A\nkind: policy\n---\nx\n"),
        ("approvals/POL-001/odd.toml", "format = 1\nact = \"<nod>\"\n"),
        ("approvals/POL-001/lone.toml.sig", "x"),
    ]);
    project.run(&["build", "--today", TODAY, "--out", "site", "--quiet"]);
    let page = read(&project, "site/documents/POL-001/history.html");
    assert!(page.contains("&lt;nod&gt;") && !page.contains("<nod>"), "{page}");
    assert_eq!(page.matches("No record</span>").count(), 2, "{page}");
    assert!(!project.path("site/approvals").exists());
}

#[test]
fn a_claim_is_worth_the_same_while_its_text_is_the_newest_and_later() {
    let (nobody, orla) = ("", "approvers: [Orla Fenwick]\n");
    let said = "\n\nApproved-by: Orla Fenwick <orla@harrowmere.example>";
    for (named, message, merge, level) in [
        (nobody, "", "", "none"),
        (orla, "", "", "claimed"),
        (nobody, said, "", "claimed"),
        (nobody, "", said, "claimed"),
    ] {
        let project = Sandbox::new(&[("aims.toml", "")]);
        git(&project, &["init", "--quiet", "--initial-branch=main"]);
        commit(&project, ORLA, "2026-01-02", "Begin");
        for (version, day) in [("1.0", "2026-02-02"), ("1.1", "2026-03-03"), ("1.2", "2026-04-04")] {
            git(&project, &["checkout", "--quiet", "-b", version]);
            let keys = format!("effective: {day}\n{named}");
            project.put("policy.md", policy(version, "approved", &keys, &format!("The owner reads {version}.")));
            commit(&project, ORLA, day, &format!("Write {version}{message}"));
            git(&project, &["checkout", "--quiet", "main"]);
            let who = ["-c", "user.name=x", "-c", "user.email=x"];
            git(&project, &[&who, ["merge", "--no-ff", "--no-commit", version].as_slice()].concat());
            commit(&project, ORLA, day, &format!("Merge {version}{merge}"));
            let versions = project.run(&["export", "versions", "--today", TODAY]).stdout;
            let levels: Vec<&str> = versions.lines().skip(1).filter_map(|row| row.split(',').nth(10)).collect();
            let is_same = !levels.is_empty() && levels.iter().all(|found| *found == level);
            assert!(is_same, "{named}{message}{merge}: {versions}");
        }
    }
}
