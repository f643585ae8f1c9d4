//! When a record counts: by the keys and roles of the main line before it, whatever way it came there.

use std::path::Path;

use aims::approval::{Counts, Reason};
use aims::model::approval_rule::Evidence;

use super::openssh::public;
use super::world::{MIREL, ORLA, POLICY, TOBIAS, TODAY, World, policy, settings};

/// Why the one act on record does not count.
fn why_not(world: &World) -> String {
    match world.standings().as_slice() {
        [Counts::No(why)] if world.level() < Evidence::Recorded => why.sentence(),
        other => panic!("{other:?}"),
    }
}

/// The settings with the key of Orla, and the policy of Mirel, without a commit.
fn files(world: &World, key: &Path) {
    world.put("aims.toml", &settings(&[(ORLA, &public(key))]));
    world.put(POLICY, &policy());
}

#[test]
fn a_key_counts_from_the_commit_before_the_record_on() {
    let (world, key) = World::empty();
    world.put("aims.toml", &settings(&[]));
    world.put(POLICY, &policy());
    world.commit(MIREL, "Write the AI policy");
    // The key comes with the approval, in one commit.
    files(&world, &key);
    world.forge(&key, "aims-approval", "2026-11-20");
    world.commit(ORLA, "List a key and approve with it");
    assert!(why_not(&world).contains("no settings on record before it list any key"), "{}", why_not(&world));
    // Said again after that commit, the same does count.
    world.git(ORLA, &["rm", "-q", "-r", "approvals"]);
    world.commit(ORLA, "Take it back");
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    assert_eq!(world.level(), Evidence::Recorded);
    // A key that is taken away later keeps what it did while it was listed.
    world.put("aims.toml", &settings(&[]));
    world.commit(TOBIAS, "Take the key away");
    assert_eq!(world.level(), Evidence::Recorded);
}

#[test]
fn settings_that_cannot_be_read_list_nobody_and_say_so() {
    let (world, key) = World::new();
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    assert_eq!(world.level(), Evidence::Recorded);
    // The settings before the record are another text than those of today, and get lost.
    let blob = world.git(ORLA, &["rev-parse", "HEAD~1:aims.toml"]).trim().to_owned();
    world.put("aims.toml", &format!("{}# more\n", world.read("aims.toml")));
    world.commit(ORLA, "Say more");
    let object = world.repo.join(".git/objects").join(&blob[..2]).join(&blob[2..]);
    std::fs::remove_file(object).expect("a loose object");
    assert_ne!(world.level(), Evidence::Recorded);
    assert!(why_not(&world).contains("it is not known who might sign"), "{}", why_not(&world));
}

/// What the data say of the one act: whether it is signed, and what the signature is worth.
fn in_data(world: &World) -> (bool, String) {
    let told = world.aims(&["export", "approvals", "--format", "json", "--today", "2026-11-20"]);
    let data: serde_json::Value = serde_json::from_str(&told.stdout).expect(&told.stderr);
    let act = &data["rows"][0];
    let history = world.aims(&["history", "POL-001", "--format", "json", "--today", "2026-11-20"]);
    let history: serde_json::Value = serde_json::from_str(&history.stdout).expect(&history.stderr);
    for key in ["signed", "verdict", "signature"] {
        assert_eq!(act[key], history["acts"][0][key], "{key}");
    }
    (act["signed"] == true, act["verdict"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn only_a_good_signature_of_that_person_is_told_as_signed() {
    let (world, key) = World::new();
    world.forge(&key, "aims-approval", "2026-11-20");
    world.commit(ORLA, "Approve");
    assert_eq!(in_data(&world), (true, "good".to_owned()));
    // Of a record that was altered behind its signature, that it is bad.
    let record = world.records().into_iter().next().expect("a record");
    world.edit(&format!("approvals/{record}"), "2026-11-20", "2026-11-19");
    world.commit(MIREL, "Another day");
    assert_eq!(in_data(&world), (false, "bad".to_owned()));
}

#[test]
fn a_signature_for_another_purpose_or_by_another_key_does_not_count() {
    let (world, key) = World::new();
    world.forge(&key, "git", "2026-11-20");
    world.commit(ORLA, "Approve");
    assert!(why_not(&world).contains("signed for another purpose, \"git\""), "{}", why_not(&world));
    assert_eq!(in_data(&world), (false, "bad".to_owned()));
    let (world, _) = World::new();
    let stranger = world.ssh.keygen(&["-t", "ed25519"]);
    world.forge(&stranger, "aims-approval", "2026-11-20");
    world.commit(ORLA, "Approve");
    assert!(why_not(&world).contains("is not among those that may sign"), "{}", why_not(&world));
    assert_eq!(in_data(&world), (false, "unknown-key".to_owned()));
    // A key of somebody else in the settings is no better.
    let (world, key) = World::empty();
    world.put("aims.toml", &settings(&[(TOBIAS, &public(&key))]));
    world.put(POLICY, &policy());
    world.commit(MIREL, "Write the AI policy");
    world.forge(&key, "aims-approval", "2026-11-20");
    world.commit(ORLA, "Approve");
    assert!(why_not(&world).contains("is listed for Tobias Ashgrove"), "{}", why_not(&world));
    assert_eq!(in_data(&world), (false, "good".to_owned()));
}

#[test]
fn a_key_that_had_expired_and_a_person_who_had_left_do_not_count() {
    for (from, to, told) in [
        ("keys = ['ssh", "keys = ['valid-before=\"20260107\" ssh", "after it had expired on 2026-01-07"),
        (
            "roles",
            "left = 2026-01-07\nroles",
            "Orla Fenwick left on 2026-01-07, and what is signed by their key SHA256:",
        ),
    ] {
        let (world, key) = World::empty();
        files(&world, &key);
        world.edit("aims.toml", "keys = []", "");
        let text = world.read("aims.toml").replacen(from, to, 1);
        world.put("aims.toml", &text);
        world.commit(MIREL, "Write the AI policy");
        // The record is dated while they counted, and came later: the day of git is the one that counts.
        world.forge(&key, "aims-approval", "2026-01-06");
        world.commit(ORLA, "Approve");
        assert!(why_not(&world).contains(told), "{}", why_not(&world));
        assert_eq!(in_data(&world), (false, "bad".to_owned()));
        // Before that day all is well.
        let (world, key) = World::empty();
        files(&world, &key);
        let text = world.read("aims.toml").replacen(
            from,
            &to.replace("2026-01-07", "2026-02-01").replace("20260107", "20260201"),
            1,
        );
        world.put("aims.toml", &text);
        world.commit(MIREL, "Write the AI policy");
        world.forge(&key, "aims-approval", "2026-01-06");
        world.commit(ORLA, "Approve");
        assert_eq!(world.level(), Evidence::Recorded);
    }
}

#[test]
fn the_approval_of_the_only_author_does_not_count() {
    let (world, key) = World::new();
    world.edit(POLICY, "must be listed", "must be listed at once");
    // Not committed, nobody knows whose text it is: the command says what will be.
    let done = world.approve(&key);
    assert!(done.code == Some(0) && done.stderr.contains("The text is not committed"), "{}", done.stderr);
    assert!(done.stderr.contains("the approval will not count"), "{}", done.stderr);
    world.commit(ORLA, "Change and approve");
    // Mirel wrote the rest of what was never approved before, so Orla is not alone.
    assert_eq!(world.level(), Evidence::Recorded);
    world.edit(POLICY, "at once", "within a day");
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Change and approve again");
    let standings = world.standings();
    let alone = Counts::No(Reason::OnlyAuthor("Orla Fenwick".into()));
    assert!(standings.contains(&alone) && standings.contains(&Counts::Earlier), "{standings:?}");
    assert!(world.level() < Evidence::Recorded);
}

#[test]
fn a_record_survives_squash_and_rebase() {
    let (world, key) = World::new();
    world.git(MIREL, &["switch", "-q", "-c", "next"]);
    world.edit(POLICY, "\"1.0\"", "\"2.0\"");
    world.edit(POLICY, "must be listed", "must be listed and owned");
    world.commit(MIREL, "Version 2.0");
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve version 2.0");
    world.git(MIREL, &["switch", "-q", "main"]);
    world.put("notes.md", "# Notes\n");
    world.commit(TOBIAS, "Meanwhile");
    world.git(MIREL, &["branch", "squashed"]);
    world.git(MIREL, &["switch", "-q", "squashed"]);
    world.git(MIREL, &["merge", "-q", "--squash", "next"]);
    world.commit(MIREL, "Version 2.0 of the policy (#2)");
    assert_eq!(world.level(), Evidence::Recorded, "squashed");
    world.git(TOBIAS, &["switch", "-q", "next"]);
    world.git(TOBIAS, &["rebase", "-q", "main"]);
    assert_eq!(world.level(), Evidence::Recorded, "rebased");
    world.git(TOBIAS, &["switch", "-q", "main"]);
    world.git(TOBIAS, &["merge", "-q", "--no-ff", "-m", "Merge version 2.0", "next"]);
    assert_eq!(world.level(), Evidence::Recorded, "merged");
}

#[test]
fn acts_that_came_with_the_first_settings_are_told_once_and_judged_by_settings_that_are_named() {
    let (world, key) = World::new();
    assert_eq!(world.approve(&key).code, Some(0));
    let key = key.to_str().expect("text");
    let review = ["review", "POL-001", "--as", ORLA, "--outcome", "still fits", "--today", TODAY, "--key", key];
    let reviewed = world.aims(&review);
    assert_eq!(reviewed.code, Some(0), "{}", reviewed.stderr);
    world.commit(ORLA, "Approve and review");
    let told = |more: &[&str]| {
        let told = world.aims(&[&["check", "--today", TODAY, "--format", "short"], more].concat());
        told.stdout.lines().filter(|line| line.ends_with("[AIMS505]")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(told(&[]), [""; 0]);
    world.git(ORLA, &["checkout", "-q", "--orphan", "one"]);
    world.commit(ORLA, "All in one");
    let squashed = told(&[]);
    assert!(squashed.len() == 1 && squashed[0].starts_with("aims.toml:1:1: error: 2 records of acts"), "{squashed:?}");
    assert!(squashed[0].contains("no settings on record before them list any key"), "{squashed:?}");
    assert_eq!(told(&["--trust", "HEAD"]), [""; 0]);
}

#[test]
fn a_branch_cannot_bring_the_key_that_approves_it() {
    let (world, key) = World::empty();
    world.put("aims.toml", &settings(&[]));
    world.put(POLICY, &policy());
    world.commit(MIREL, "Write the AI policy");
    world.git(ORLA, &["switch", "-q", "-c", "own-key"]);
    world.put("aims.toml", &settings(&[(ORLA, &public(&key))]));
    world.commit(ORLA, "List my key");
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve with it");
    world.git(TOBIAS, &["switch", "-q", "main"]);
    world.git(TOBIAS, &["merge", "-q", "--no-ff", "-m", "Merge pull request", "own-key"]);
    assert!(why_not(&world).contains("no settings on record before it list any key"), "{}", why_not(&world));
    // Merged one after the other it does: somebody let the key in first.
    world.git(TOBIAS, &["reset", "-q", "--hard", "HEAD^"]);
    world.git(TOBIAS, &["merge", "-q", "--no-ff", "-m", "Merge the key", "own-key^"]);
    world.git(TOBIAS, &["merge", "-q", "--no-ff", "-m", "Merge the approval", "own-key"]);
    assert_eq!(world.level(), Evidence::Recorded);
}
