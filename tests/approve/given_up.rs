//! Settings that were vouched for and given up, and come back.

use std::path::{Path, PathBuf};

use aims::approval::Before;
use aims::diag::Level;

use super::openssh::public;
use super::world::{MIREL, ORLA, POLICY, TOBIAS, World, settings};

/// How Orla answers for a change of settings.
type Answer = fn(&World, &Path);

fn signed(world: &World, key: &Path) {
    let signer = format!("user.signingKey={}", key.display());
    world.git(ORLA, &["add", "--all"]);
    world.git(ORLA, &["-c", "gpg.format=ssh", "-c", &signer, "commit", "-q", "-S", "-m", "Change settings"]);
}

fn recorded(world: &World, key: &Path) {
    let (day, key) = (world.next_day(), key.to_str().expect("text"));
    let outcome = world.aims(&["approve", "aims.toml", "--as", ORLA, "--today", &day, "--key", key]);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    world.commit(ORLA, "Vouch for settings");
}

/// The same, and somebody takes the records away.
fn recorded_for_a_while(world: &World, key: &Path) {
    recorded(world, key);
    world.git(MIREL, &["rm", "-q", "-r", "approvals/aims.toml"]);
    world.commit(MIREL, "Tidy up");
}

/// A policy that Orla and Mirel may approve, that Orla approved, with their keys.
fn world() -> (World, PathBuf, PathBuf) {
    let (world, key) = World::empty();
    let other = world.ssh.keygen(&["-t", "ed25519"]);
    let people = settings(&[(ORLA, &public(&key)), (MIREL, &public(&other))]);
    world.put("aims.toml", &people.replace("[\"AI Officer\"]", "[\"AI Officer\", \"Chief Executive\"]"));
    world.put(POLICY, &super::world::policy());
    world.commit(TOBIAS, "Write the AI policy");
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    (world, key, other)
}

fn soften(world: &World) {
    world.edit(POLICY, "must be listed", "may be listed");
    world.edit(POLICY, "\"1.0\"", "\"1.1\"");
    world.commit(TOBIAS, "Clarify");
}

fn approve(world: &World, who: super::world::Who, key: &Path) {
    let (day, key) = (world.next_day(), key.to_str().expect("text"));
    let outcome = world.aims(&["approve", "POL-001", "--as", who, "--today", &day, "--key", key]);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    world.commit(who, "Approve");
}

fn told(world: &World) -> Option<Level> {
    let found = world.check().findings.found;
    found.into_iter().find(|finding| finding.name == "settings-not-vouched").map(|finding| finding.level)
}

#[test]
fn nobody_uses_a_key_that_was_given_up_by_putting_it_back() {
    for answer in [signed as Answer, recorded as Answer, recorded_for_a_while as Answer] {
        let (world, old, _) = world();
        // What stood first may have a record too.
        world.edit("aims.toml", "Chief Risk Officer", "Risk Officer");
        recorded(&world, &old);
        let (before, new) = (world.read("aims.toml"), world.ssh.keygen(&["-t", "ed25519"]));
        world.edit("aims.toml", &public(&old), &public(&new));
        answer(&world, &old);
        let after = world.read("aims.toml");
        world.put("aims.toml", &before);
        world.commit(MIREL, "Tidy settings");
        assert_eq!((world.approval().satisfied, told(&world)), (true, None), "it was approved by the key before");
        soften(&world);
        approve(&world, ORLA, &old);
        for _ in 0..2 {
            let approval = world.approval();
            assert!(!approval.satisfied && approval.before == Some(Before::Unvouched), "{:?}", approval.pieces);
            assert_eq!(told(&world), Some(Level::Error));
            assert_eq!(world.aims(&["check", "--today", super::TODAY]).code, Some(1));
            // Nor does it help to restore what held.
            if world.read("aims.toml") == before {
                world.put("aims.toml", &after);
                world.commit(MIREL, "Restore settings");
            }
        }
        let day = world.next_day();
        approve(&world, ORLA, &new);
        assert_eq!((world.approval().satisfied, told(&world)), (true, None));
        let tenures = super::tenure::told(&world);
        assert!(tenures.iter().any(|told| told.starts_with(&format!("1.1 {day}.."))), "not before: {tenures:?}");
    }
}

#[test]
fn nobody_acts_in_a_role_that_was_given_up_by_putting_it_back() {
    for (answer, merger) in [(signed as Answer, None), (recorded as Answer, None), (signed as Answer, Some(TOBIAS))] {
        let (world, orla, mirel) = world();
        let before = world.read("aims.toml");
        world.edit("aims.toml", ", \"Chief Executive\"]", "]");
        answer(&world, &orla);
        world.git(MIREL, &["switch", "-q", "-c", "pull"]);
        world.put("aims.toml", &before);
        world.commit(MIREL, "Tidy settings");
        if let Some(merger) = merger {
            world.git(merger, &["switch", "-q", "main"]);
            world.git(merger, &["merge", "-q", "--no-ff", "-m", "Merge pull request", "pull"]);
        }
        soften(&world);
        approve(&world, MIREL, &mirel);
        // What a second person merged counts, and is told.
        let expected = if merger.is_some() { (true, Some(Level::Warning)) } else { (false, Some(Level::Error)) };
        assert_eq!((world.approval().satisfied, told(&world)), expected);
    }
}

#[test]
fn what_was_given_up_counts_once_somebody_answers_for_it_anew() {
    for answer in [signed as Answer, recorded as Answer] {
        let (world, old, _) = world();
        let (before, new) = (world.read("aims.toml"), world.ssh.keygen(&["-t", "ed25519"]));
        world.edit("aims.toml", &public(&old), &public(&new));
        recorded(&world, &old);
        let after = world.read("aims.toml");
        world.put("aims.toml", &before);
        answer(&world, &new);
        soften(&world);
        approve(&world, ORLA, &old);
        assert_eq!((world.approval().satisfied, told(&world)), (true, None));
        // And what came after it is given up in its turn.
        world.put("aims.toml", &after);
        world.commit(MIREL, "Tidy settings");
        world.edit(POLICY, "may be listed", "need not be listed");
        world.edit(POLICY, "\"1.1\"", "\"1.2\"");
        world.commit(TOBIAS, "Clarify");
        approve(&world, ORLA, &new);
        assert_eq!((world.approval().satisfied, told(&world)), (false, Some(Level::Error)));
        // Whoever signs it after all answers for it from the beginning.
        world.put("aims.toml", &format!("{after}# Seen.\n"));
        signed(&world, &old);
        assert_eq!((world.approval().satisfied, told(&world)), (true, None));
    }
}

#[test]
fn a_signed_change_of_a_branch_undoes_nothing_that_came_meanwhile() {
    for knew in [false, true] {
        let (world, orla, mirel) = world();
        world.git(ORLA, &["switch", "-q", "-c", "pull"]);
        if knew {
            world.edit("aims.toml", ", \"Chief Executive\"]", "]");
            world.commit(TOBIAS, "Take a role away");
        }
        world.edit("aims.toml", "Chief Risk Officer", "Risk Officer");
        signed(&world, &orla);
        world.git(ORLA, &["switch", "-q", "main"]);
        world.edit("aims.toml", ", \"Chief Executive\"]", "]");
        signed(&world, &orla);
        world.git(TOBIAS, &["merge", "-q", "--no-ff", "--no-commit", "-s", "ours", "pull"]);
        world.git(TOBIAS, &["checkout", "-q", "pull", "--", "aims.toml"]);
        world.git(TOBIAS, &["commit", "-q", "-m", "Merge pull request"]);
        soften(&world);
        let (who, key) = if knew { (ORLA, &orla) } else { (MIREL, &mirel) };
        approve(&world, who, key);
        // Both sides had taken the role away, or the merge gives it back: then a second person answers for it, and she does not.
        assert_eq!((world.approval().satisfied, told(&world)), (true, (!knew).then_some(Level::Warning)));
    }
}

#[test]
fn what_a_record_vouched_for_once_it_does_not_vouch_for_again() {
    let (world, orla, mirel) = world();
    let before = world.read("aims.toml");
    world.edit("aims.toml", ", \"Chief Executive\"]", "]");
    recorded(&world, &orla);
    // A copy under another name came no later than what it is a copy of.
    world.put("aims.toml", &before);
    recorded(&world, &orla);
    let (record, given_up) = (world.records(), before);
    world.edit("aims.toml", ", \"Chief Executive\"]", "]");
    signed(&world, &orla);
    let newest =
        record.iter().filter(|path| path.starts_with("aims.toml/")).max_by_key(|path| path.trim_end_matches(".sig"));
    let newest = newest.expect("a record").trim_end_matches(".sig").to_owned();
    world.put("aims.toml", &given_up);
    for end in ["", ".sig"] {
        world.put(&format!("approvals/aims.toml/copy.toml{end}"), &world.read(&format!("approvals/{newest}{end}")));
    }
    world.commit(MIREL, "Tidy settings");
    soften(&world);
    approve(&world, MIREL, &mirel);
    assert_eq!((world.approval().satisfied, told(&world)), (false, Some(Level::Error)));
}

#[test]
fn a_record_comes_too_late_for_what_was_given_up_before_it() {
    for late in [true, false] {
        let (world, old, mirel) = world();
        let before = world.read("aims.toml");
        world.edit("aims.toml", ", \"Chief Executive\"]", "]");
        signed(&world, &old);
        let after = world.read("aims.toml");
        world.put("aims.toml", &before);
        world.commit(MIREL, "Tidy settings");
        soften(&world);
        approve(&world, MIREL, &mirel);
        let key = old.to_str().expect("text");
        let vouch = ["approve", "aims.toml", "--as", ORLA, "--today", super::TODAY, "--key", key];
        assert_eq!(world.aims(&vouch).code, Some(0));
        // Whoever has the old key has it signed, and brings that once the key was given up.
        let aside = world.ssh.path().join("aside");
        let records = world.repo.join("approvals/aims.toml");
        if late {
            std::fs::rename(&records, &aside).expect("aside");
            let new = world.ssh.keygen(&["-t", "ed25519"]);
            world.put("aims.toml", &after.replace(&public(&old), &public(&new)));
            signed(&world, &old);
            std::fs::rename(&aside, &records).expect("back");
        }
        world.commit(MIREL, "Vouch");
        assert_eq!((world.approval().satisfied, told(&world).is_some()), (!late, late));
        let found = world.check().findings.found;
        assert_eq!(found.iter().any(|finding| finding.code == "AIMS524"), late);
    }
}
