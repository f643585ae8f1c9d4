//! Acts on several documents in one run: all of them or none, and who is asked for what once.

use std::path::Path;

use aims::approval::Counts;
use aims::base::{Period, date};

use super::openssh::{public, run};
use super::sandbox::{self, Outcome};
use super::world::{MIREL, ORLA, POLICY, TODAY, World, policy, settings};

/// The policy, and three procedures that build on it.
fn world() -> (World, String) {
    let (world, key) = World::new();
    procedures(&world);
    (world, key.to_str().expect("text").to_owned())
}

fn procedures(world: &World) {
    for number in 1..4 {
        let text = policy().replace("POL-001", &format!("PRO-00{number}")).replace("kind: policy", "kind: procedure");
        world.put(&format!("procedure-{number}.md"), &text.replace("owner:", "implements: [POL-001]\nowner:"));
    }
    world.commit(MIREL, "Write the procedures");
}

fn act(world: &World, arguments: &[&str]) -> Outcome {
    world.aims(&[arguments, &["--today", TODAY]].concat())
}

/// The documents that have a record, each once.
fn recorded(world: &World) -> Vec<String> {
    let mut ids: Vec<String> =
        world.records().iter().map(|path| path.split('/').next().expect("a folder").to_owned()).collect();
    ids.dedup();
    ids
}

#[track_caller]
fn assert_says(outcome: &Outcome, code: i32, words: &[&str]) {
    assert_eq!(outcome.code, Some(code), "{}", outcome.stderr);
    for word in words {
        assert!(outcome.stderr.contains(word), "`{word}` is not in: {}", outcome.stderr);
    }
}

#[test]
fn one_run_approves_several_and_prints_the_commands_that_commit_them() {
    let (world, key) = world();
    let done =
        act(&world, &["approve", "POL-001", "pro-002", "procedure-1.md", "PRO-002", "--as", ORLA, "--key", &key]);
    assert_says(&done, 0, &["Approved  POL-001 1.0", "Approved  PRO-002 1.0", "Approved  PRO-001 1.0"]);
    assert_eq!(done.stderr.matches("as its page shows it:").count(), 3, "what is signed is shown for each, once");
    assert_eq!(
        (recorded(&world), world.records().len()),
        (vec!["POL-001".into(), "PRO-001".into(), "PRO-002".into()], 6)
    );
    // The commands do what they say: one verifies all three, the other two commit them.
    let verify = super::verify_command(&done.stderr);
    let verdict = run(world.ssh.command("bash").arg("-c").arg(&verify).current_dir(&world.repo), b"");
    assert!(verdict.ok, "{verify}: {}", verdict.says);
    assert_eq!(verdict.says.matches("Good \"aims-approval\" signature").count(), 3, "{}", verdict.says);
    let next = done.stderr.split("Next  ").nth(1).expect("commands");
    let script = format!(
        "export GIT_AUTHOR_NAME=O GIT_AUTHOR_EMAIL=o@x.example GIT_COMMITTER_NAME=O GIT_COMMITTER_EMAIL=o@x.example\n{next}"
    );
    let committed = run(world.ssh.command("bash").arg("-ec").arg(&script).current_dir(&world.repo), b"");
    assert!(committed.ok, "{script}: {}", committed.says);
    assert_eq!(world.git(ORLA, &["log", "-1", "--format=%s"]), "Approve POL-001, PRO-002 and PRO-001");
    assert_eq!(world.git(ORLA, &["status", "--porcelain"]), "");
    assert_eq!(world.standings(), [Counts::Yes, Counts::Yes, Counts::Yes]);
    // What is done is told, and the rest is done.
    let again = act(&world, &["approve", "POL-001", "PRO-003", "--as", ORLA, "--key", &key]);
    assert_says(&again, 0, &["Known  POL-001 is approved by Orla Fenwick already", "Approved  PRO-003"]);
    assert_eq!(world.records().len(), 8);
}

#[test]
fn one_that_would_not_count_stops_all() {
    let (world, key) = world();
    world.put("notes.md", "# Notes\n\nLoose.\n");
    world.put(
        "r.md",
        "---\nid: REC-001\ntitle: Minutes\nkind: record\ndate: 2026-01-02\nowner: AI Officer\n---\nSeen.\n",
    );
    world.commit(MIREL, "More");
    let stopped = act(&world, &["approve", "POL-001", "REC-001", "PRO-001", "--as", ORLA, "--key", &key]);
    assert_says(&stopped, 2, &["error: REC-001 stops all 3: nothing was written", "because: REC-001 is a record"]);
    let stopped = act(&world, &["review", "REC-001", "POL-001", "notes.md", "--as", ORLA, "--outcome", "read"]);
    assert_says(&stopped, 2, &["REC-001 and notes stop all 3", "because: REC-001 is", "because: notes is an unc"]);
    let stopped = act(&world, &["review", "POL-001", "PRO-009", "--as", ORLA, "--outcome", "read"]);
    assert_says(&stopped, 2, &["there is no document `PRO-009`"]);
    let tried = act(&world, &["approve", "POL-001", "PRO-001", "--as", ORLA, "--key", &key, "--dry-run"]);
    assert_eq!(tried.code, Some(0), "{}", tried.stderr);
    for id in ["POL-001", "PRO-001"] {
        let name = format!("# approvals/{id}/2026-11-20-approval-1.0-orla-fenwick.toml\n");
        assert!(tried.stdout.contains(&name), "{}", tried.stdout);
    }
    // A file in the way of the second record keeps the first from being written.
    world.put("approvals/PRO-001", "in the way");
    let stopped = act(&world, &["approve", "POL-001", "PRO-001", "--as", ORLA, "--key", &key]);
    assert_says(&stopped, 2, &["approvals/PRO-001 is no folder"]);
    std::fs::remove_file(world.repo.join("approvals/PRO-001")).expect("a file");
    assert_eq!(world.records(), [""; 0]);
}

#[test]
fn a_passphrase_is_asked_for_once() {
    let (world, _) = World::empty();
    let key = world.ssh.keygen(&["-t", "ed25519", "-N", "correct horse"]);
    world.put("aims.toml", &settings(&[(ORLA, &public(&key))]));
    world.put(POLICY, &policy());
    procedures(&world);
    let asked = world.ssh.path().join("asked");
    let script = format!("#!/bin/sh\necho asked >> '{}'\necho 'correct horse'\n", asked.display());
    let script = world.ssh.file("askpass", script.as_bytes());
    assert!(run(world.ssh.command("chmod").arg("700").arg(&script), b"").ok);
    let arguments = [
        "approve",
        "POL-001",
        "PRO-001",
        "PRO-002",
        "--as",
        ORLA,
        "--today",
        TODAY,
        "--key",
        key.to_str().expect("text"),
    ];
    let mut command = sandbox::aims(&world.repo, &arguments);
    command.env("SSH_ASKPASS", script).env("SSH_ASKPASS_REQUIRE", "force");
    let done = sandbox::run(&mut command);
    assert_eq!((done.code, world.records().len()), (Some(0), 6), "{}", done.stderr);
    assert_eq!(std::fs::read_to_string(asked).expect("it was asked for"), "asked\n");
    world.commit(ORLA, "Approve");
    assert_eq!(world.standings(), [Counts::Yes, Counts::Yes, Counts::Yes]);
}

#[test]
fn what_builds_on_a_change_is_reviewed_in_one_run() {
    let (world, _) = world();
    world.edit(POLICY, "must be listed", "must be listed and known");
    world.commit(MIREL, "Say more");
    let review = |more: &[&str]| act(&world, &[&["review", "--as", MIREL, "--outcome", "still fits"], more].concat());
    assert_says(
        &review(&["--suspect-of", "PRO-001"]),
        2,
        &["nothing waits to be read again because PRO-001 has changed"],
    );
    assert_says(&review(&["--suspect-of", "POL-001", "PRO-001"]), 2, &["PRO-001 cannot be named beside"]);
    assert_says(&review(&["--suspect-of", "POL-001", "--for", "Nobdy"]), 2, &["nobody is called `Nobdy`"]);
    assert_says(&review(&["--suspect-of", "POL-001", "--for", ORLA]), 2, &["nothing for Orla Fenwick waits"]);
    assert_says(&review(&["PRO-001", "--for", ORLA]), 2, &["`--for` needs `--due` or `--suspect-of`"]);
    let done = review(&["--suspect-of", "pol-001", "--for", "ai officer"]);
    assert_says(
        &done,
        0,
        &["Reviewed  PRO-001", "Reviewed  PRO-002", "Reviewed  PRO-003", "Review PRO-001, PRO-002 and"],
    );
    assert_eq!(recorded(&world), ["PRO-001", "PRO-002", "PRO-003"]);
    world.commit(MIREL, "Review");
    assert!(world.check().approvals.suspects.is_empty());
    assert_says(&review(&["--suspect-of", "POL-001"]), 2, &["What builds on it has been looked at since"]);
}

#[test]
fn what_is_due_is_reviewed_in_one_run() {
    let (world, _) = world();
    // The day on which the records will be committed, and the day after it.
    let moved = date::parse(&world.next_day()).expect("a day");
    let [today, after] = [2, 3].map(|days| Period::Days(days).after(moved).to_string());
    world.edit("procedure-1.md", "next-review: 2027-01-10", &format!("next-review: {today}"));
    world.edit("procedure-2.md", "next-review: 2027-01-10", &format!("next-review: {after}"));
    // A record that names a day is made anew, not reviewed.
    world.put(
        "r.md",
        "---\nid: REC-001\ntitle: Minutes\nkind: record\ndate: 2026-01-02\nnext-review: 2026-01-03\nowner: AI Officer\n---\nSeen.\n",
    );
    world.commit(MIREL, "Move the days");
    let review = ["review", "--due", "--as", MIREL, "--outcome", "no change needed", "--today", &today];
    assert_says(&world.aims(&review), 0, &["Reviewed  PRO-001"]);
    assert_eq!(recorded(&world), ["PRO-001"]);
    world.commit(MIREL, "Review");
    assert_says(&world.aims(&review), 2, &["no review is due", "`aims due` lists"]);
}

#[test]
fn the_last_name_is_a_folder_only_where_it_is_another_aims() {
    let (world, _) = world();
    let above = world.ssh.path().to_owned();
    let at = |folder: &Path, arguments: &[&str]| {
        let all = [&["review", "--as", MIREL, "--outcome", "read", "--today", TODAY, "--dry-run"], arguments].concat();
        sandbox::run(&mut sandbox::aims(folder, &all))
    };
    for arguments in [
        &["PRO-001", "PRO-002", "harrowmere"][..],
        &["-C", "harrowmere", "PRO-001", "PRO-002"],
        &["-C", "harrowmere", "-C", "policies", "PRO-001", "PRO-002"],
        &["PRO-001", "PRO-002", "harrowmere/policies"],
    ] {
        let done = at(&above, arguments);
        assert!(done.code == Some(0) && done.stdout.contains("document = \"PRO-002\""), "{arguments:?}: {done:?}");
    }
    // A folder of records is called like its document.
    world.put("approvals/PRO-002/README.txt", "x");
    let done = at(&world.repo.join("approvals"), &["PRO-001", "PRO-002"]);
    assert!(done.code == Some(0) && done.stdout.contains("document = \"PRO-002\""), "{done:?}");
    let done = at(&above, &["-C", "nowhere", "PRO-001"]);
    assert_says(&done, 2, &["cannot go to the folder nowhere"]);
}
