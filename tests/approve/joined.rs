//! A merge that git made alone wrote nothing: whoever made it is no author of the text, and has seen what it brings.

use std::path::{Path, PathBuf};

use aims::model::approval_rule::Evidence;

use super::openssh::public;
use super::world::{MIREL, ORLA, POLICY, TOBIAS, World, policy, settings};

/// The policy of Mirel, of three paragraphs, where the rule asks for this of Orla, with her key.
fn world(rule: &str) -> (World, PathBuf) {
    let (world, key) = World::empty();
    let people = settings(&[(ORLA, &public(&key))]);
    let people = people.split("[approval]").next().expect("people");
    world.put("aims.toml", &format!("{people}[approval]\n{rule}\nroles = [\"Chief Executive\"]\n"));
    world.commit(ORLA, "Begin");
    world.put(POLICY, &format!("{}\nThe second.\n\nThe third.\n\nThe fourth.\n", policy()));
    world.commit(MIREL, "Write the AI policy");
    (world, key)
}

fn approve(world: &World, key: &Path) -> Option<i32> {
    let (day, key) = (world.next_day(), key.to_str().expect("text"));
    world.aims(&["approve", "POL-001", "--as", ORLA, "--today", &day, "--key", key]).code
}

/// What somebody changes on a branch of this name that leaves the main line where it is.
fn on_branch(world: &World, name: &str, who: &'static str, (from, to): (&str, &str)) {
    world.git(who, &["switch", "-q", "-c", name, "main"]);
    world.edit(POLICY, from, to);
    world.commit(who, to);
    world.git(who, &["switch", "-q", "main"]);
}

fn merge(world: &World, who: &'static str, name: &str) {
    world.git(who, &["merge", "-q", "--no-ff", "-m", "Merge it", name]);
}

#[test]
fn who_merges_is_no_second_person() {
    for branch_first in [true, false] {
        let (world, key) = world("needs = \"record\"");
        assert_eq!(approve(&world, &key), Some(0));
        world.commit(ORLA, "Approve");
        let branch = || on_branch(&world, "pull", ORLA, ("The fourth.", "Orla decides alone."));
        world.git(ORLA, &["branch", "-q", "begun"]);
        if branch_first {
            branch();
        }
        world.edit(POLICY, "must be listed", "must be listed here");
        world.commit(MIREL, "Mend a slip");
        assert_eq!(approve(&world, &key), Some(0));
        world.commit(ORLA, "Approve");
        if !branch_first {
            world.git(ORLA, &["switch", "-q", "-c", "pull", "begun"]);
            world.edit(POLICY, "The fourth.", "Orla decides alone.");
            world.commit(ORLA, "Change it");
            world.git(ORLA, &["switch", "-q", "main"]);
        }
        merge(&world, MIREL, "pull");
        assert_eq!(world.approval().authors, [ORLA.to_owned()].into(), "{branch_first}");
        assert_eq!(approve(&world, &key), Some(2), "{branch_first}: what she wrote alone");
    }
}

#[test]
fn who_mends_a_merge_by_hand_is_an_author() {
    let (world, key) = world("needs = \"record\"");
    assert_eq!(approve(&world, &key), Some(0));
    world.commit(ORLA, "Approve");
    on_branch(&world, "pull", ORLA, ("The fourth.", "Orla decides."));
    world.edit(POLICY, "must be listed", "must be listed here");
    world.commit(TOBIAS, "Mend a slip");
    world.git(MIREL, &["merge", "-q", "--no-ff", "--no-commit", "pull"]);
    world.edit(POLICY, "Orla decides.", "Orla decides with the board.");
    world.commit(MIREL, "Merge it, in other words");
    assert!(world.approval().authors.contains(MIREL));
    assert_eq!(approve(&world, &key), Some(0));
}

#[test]
fn a_merge_of_two_changes_is_evidence_of_both() {
    let (world, _) = world("needs = \"merged\"");
    on_branch(&world, "one", MIREL, ("The second.", "The second, in better words."));
    on_branch(&world, "other", TOBIAS, ("The fourth.", "The fourth, in better words."));
    merge(&world, ORLA, "one");
    merge(&world, ORLA, "other");
    let approval = world.approval();
    assert_eq!((world.level(), approval.satisfied), (Evidence::Merged, true), "{:?}", approval.pieces);
    assert_eq!(approval.authors, [TOBIAS.to_owned()].into(), "what Mirel wrote was approved before");
    // Who brings a branch up to date writes nothing there either.
    on_branch(&world, "more", MIREL, ("The second,", "The second one,"));
    world.edit(POLICY, "must be listed", "must be listed here");
    world.commit(TOBIAS, "Mend a slip");
    world.git(ORLA, &["switch", "-q", "more"]);
    merge(&world, ORLA, "main");
    world.git(ORLA, &["switch", "-q", "main"]);
    merge(&world, ORLA, "more");
    assert_eq!((world.level(), world.approval().satisfied), (Evidence::Merged, true));
    // Where it was mended by hand, that is her text.
    on_branch(&world, "last", MIREL, ("The fourth,", "The fourth one,"));
    world.edit(POLICY, "The second one,", "The second text,");
    world.commit(TOBIAS, "Mend a slip");
    world.git(ORLA, &["merge", "-q", "--no-ff", "--no-commit", "last"]);
    world.edit(POLICY, "The third.", "Orla decides.");
    world.commit(ORLA, "Merge it, in other words");
    assert!(world.level() < Evidence::Merged, "{:?}", world.approval().pieces);
}

#[test]
fn what_lands_later_changes_nothing_of_who_wrote_before() {
    let (world, key) = world("needs = \"merged\"");
    let _ = key;
    on_branch(&world, "older", ORLA, ("The fourth.", "The fourth, at length."));
    on_branch(&world, "first", MIREL, ("The second.", "The second, in better words."));
    merge(&world, ORLA, "first");
    let before = world.approval();
    assert_eq!((before.satisfied, before.authors), (true, [MIREL.to_owned()].into()));
    let versions = super::tenure::told(&world);
    world.edit(POLICY, "version: \"1.0\"", "version: \"1.1\"");
    world.commit(TOBIAS, "A new number");
    merge(&world, TOBIAS, "older");
    let now = super::tenure::told(&world);
    assert!(now[0].starts_with(versions[0].trim_end_matches("..-")), "{versions:?}, then {now:?}");
}

#[test]
fn who_takes_up_what_a_merge_rejected_wrote_none_of_it() {
    let (world, key) = world("needs = \"record\"");
    assert_eq!(approve(&world, &key), Some(0));
    world.commit(ORLA, "Approve");
    on_branch(&world, "pull", ORLA, ("The fourth.", "Orla decides alone."));
    world.git(MIREL, &["merge", "-q", "--no-ff", "-s", "ours", "-m", "Close the request", "pull"]);
    world.git(MIREL, &["checkout", "-q", "pull", "--", POLICY]);
    world.commit(MIREL, "Take it up");
    assert_eq!(world.approval().authors, [ORLA.to_owned()].into());
    assert_eq!(approve(&world, &key), Some(2), "what she wrote alone");
}
