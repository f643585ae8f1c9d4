//! How a document stands does not depend on who reads of it: what is withheld takes no approval from what is shown, whatever it
//! calls itself, now or in the past.

use std::path::Path;

use serde_json::Value;

use super::openssh::public;
use super::world::{MIREL, ORLA, POLICY, TOBIAS, TODAY, World, email, policy, settings};

/// What is told of the policy by a register in its rows: these columns.
fn told(world: &World, register: &str, columns: &[&str], options: &[&str]) -> Vec<Vec<Value>> {
    let asked = [&["export", register, "--format", "json", "--today", TODAY], options].concat();
    let outcome = world.aims(&asked);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    let all: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    // Of a text that is gone only those may know who were to read it.
    let is_there = |row: &Value| row["removed"].is_null();
    let is_it = |row: &&Value| is_there(row) && [&row["id"], &row["document"]].into_iter().any(|id| id == "POL-001");
    let rows = all["rows"].as_array().expect("rows").iter().filter(is_it);
    rows.map(|row| columns.iter().map(|column| row[*column].clone()).collect()).collect()
}

/// How the policy stands, who approved it, and which of its versions is in force.
fn verdict(world: &World, options: &[&str]) -> [Vec<Vec<Value>>; 2] {
    [
        told(world, "documents", &["standing", "approval", "approved_by"], options),
        told(world, "versions", &["version", "in_force", "in_force_from", "in_force_until"], options),
    ]
}

/// That it is the same for all readers, and in the approved edition.
fn is_one(world: &World, case: &str) {
    let whole = verdict(world, &["--audience", "confidential"]);
    assert_eq!(whole[0].len(), 1, "{case}");
    assert_eq!(verdict(world, &["--audience", "internal"]), whole, "{case}");
    assert_eq!(verdict(world, &["--edition", "approved"]), whole, "{case}");
}

fn hidden(id: &str, title: &str, more: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: {title}\nkind: policy\nstatus: draft\nclassification: confidential\n{more}---\nWords.\n"
    )
}

/// A policy that Orla approved, signed.
fn approved() -> World {
    let (world, key) = World::new();
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve the AI policy");
    let stands = verdict(&world, &[]);
    assert_eq!(stands[0][0][..2], ["approved", "record"].map(Value::from), "it is approved");
    assert_eq!(stands[1][0][1], Value::from(true), "and in force");
    world
}

#[test]
fn what_is_withheld_takes_no_approval_by_its_name() {
    for (case, id, more) in [
        ("the same id", "POL-001", ""),
        ("in other letters", "pol-001", ""),
        ("an id that it says it had", "POL-009", "formerly: [POL-001]\n"),
    ] {
        let world = approved();
        world.put("a.md", &hidden(id, "Another", more));
        world.commit(TOBIAS, "Add another");
        is_one(&world, case);
        world.git(TOBIAS, &["rm", "-q", "a.md"]);
        world.commit(TOBIAS, "Take it away");
        is_one(&world, &format!("{case}, until somebody took it away"));
    }
}

#[test]
fn what_is_withheld_takes_no_record_that_vouches_for_settings() {
    let (world, key) = World::new();
    let later = world.ssh.keygen(&["-t", "ed25519"]);
    let roles = "roles = [\"Chief Risk Officer\"]";
    let both = settings(&[(ORLA, &public(&key)), (TOBIAS, &public(&later))]);
    world.put("aims.toml", &both.replace(roles, "roles = [\"Chief Risk Officer\", \"Chief Executive\"]"));
    world.commit(ORLA, "List the key of Tobias");
    let act = |of: &str, who: &str, key: &Path| {
        let day = world.next_day();
        let outcome = world.aims(&["approve", of, "--as", who, "--key", key.to_str().expect("text"), "--today", &day]);
        assert_eq!(outcome.code, Some(0), "{of}: {}", outcome.stderr);
    };
    act("aims.toml", ORLA, &key);
    world.commit(ORLA, "Vouch for it");
    act("POL-001", TOBIAS, &later);
    world.commit(TOBIAS, "Approve the policy");
    let before = verdict(&world, &["--audience", "internal"]);
    assert_eq!(before[0][0][1], Value::from("record"));
    world.put("a.md", &hidden("POL-009", "Another", "formerly: [aims.toml]\n"));
    world.commit(TOBIAS, "Add another");
    assert_eq!(verdict(&world, &["--audience", "internal"]), before);
}

#[test]
fn a_message_that_is_left_out_still_says_who_approved() {
    let (world, _) = World::empty();
    world.put(
        "aims.toml",
        &settings(&[]).replace("needs = \"record\"\nroles = [\"Chief Executive\"]", "needs = \"claimed\""),
    );
    world.put(POLICY, &policy());
    world.commit(MIREL, &format!("Write the AI policy\n\nApproved-by: {ORLA} <{}>", email(ORLA)));
    let before = verdict(&world, &["--audience", "internal"]);
    assert_eq!(before[0][0][1], Value::from("claimed"));
    for (number, title) in ["Write the AI policy", ORLA].into_iter().enumerate() {
        world.put(&format!("{number}.md"), &hidden(&format!("POL-01{number}"), title, ""));
        world.commit(TOBIAS, "Add another");
        assert_eq!(verdict(&world, &["--audience", "internal"]), before, "{title}");
    }
    // One commit brought both.
    world.edit(POLICY, "must be listed", "must be listed, and looked at");
    world.edit(POLICY, "\"1.0\"", "\"1.1\"");
    world.put("more.md", &hidden("POL-020", "More", ""));
    world.commit(MIREL, &format!("Write more\n\nApproved-by: {ORLA} <{}>", email(ORLA)));
    is_one(&world, "one commit for both");
}

#[test]
fn what_a_record_led_to_is_no_change_of_it_because_it_is_withheld() {
    let (world, _) = World::empty();
    world.put("aims.toml", &settings(&[]));
    let record = "---\nid: POL-001\ntitle: What was found\nkind: record\ndate: 2026-01-06\nowner: AI Officer\nclauses: [\"9.1\"]\n---\n# What was found\n\nTwo models answered late.\n";
    world.put("record.md", record);
    world.commit(MIREL, "Record what was found");
    for day in 0..40 {
        world.put("notes.txt", &format!("{day}\n"));
        world.commit(MIREL, "Go on");
    }
    world.put("review.md", &hidden("POL-030", "What came of it", ""));
    world.commit(MIREL, "Review it");
    world.put("record.md", &format!("{record}\nIt goes to [[POL-030]].\n"));
    world.commit(MIREL, "Say where it goes");
    is_one(&world, "a record that leads on");
    for audience in ["internal", "confidential"] {
        let out = format!("../{audience}");
        let built = world.aims(&["build", "-q", "--today", TODAY, "--audience", audience, "--out", &out]);
        assert!(matches!(built.code, Some(0 | 1)), "{}", built.stderr);
        let page = world.read(&format!("{out}/documents/POL-001.html"));
        assert!(!page.contains("Changed after"), "{audience}: {page}");
    }
}
