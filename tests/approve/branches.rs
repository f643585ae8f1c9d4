//! What was on a branch and never on the main line approves nothing, is never in force, and makes nobody an author.

use std::path::{Path, PathBuf};

use aims::base::DocPath;
use aims::model::approval_rule::Evidence;

use super::openssh::public;
use super::tenure::told;
use super::world::{MIREL, ORLA, POLICY, TOBIAS, World, policy, settings};

/// The policy of Mirel in a repository of which the rule asks for this, with a key for each of the two.
fn world(rule: &str) -> (World, PathBuf, PathBuf) {
    let (world, key) = World::empty();
    let other = world.ssh.keygen(&["-t", "ed25519"]);
    let people = settings(&[(ORLA, &public(&key)), (MIREL, &public(&other))]);
    let people = people.split("[approval]").next().expect("people");
    world.put("aims.toml", &format!("{people}[approval]\n{rule}\nroles = [\"Chief Executive\"]\n"));
    world.commit(ORLA, "Begin");
    world.put(POLICY, &policy());
    world.commit(MIREL, "Write the AI policy");
    (world, key, other)
}

/// Merges the branch into the main line, signed by Orla.
fn merge(world: &World, key: &Path) {
    world.git(ORLA, &["switch", "-q", "main"]);
    let signing = format!("user.signingkey={}", key.to_str().expect("text"));
    let all = ["-c", "gpg.format=ssh", "-c", &signing, "merge", "-q", "-S", "--no-ff", "-m", "Merge notes", "pull"];
    world.git(ORLA, &all);
    world.git(ORLA, &["branch", "-q", "-D", "pull"]);
}

fn branch(world: &World) {
    world.git(MIREL, &["switch", "-q", "-c", "pull"]);
}

/// What Mirel does to a file on a branch and takes back there, with notes that Orla merges and signs.
fn there_and_back(world: &World, file: &str, key: &Path, edit: impl FnOnce()) {
    branch(world);
    edit();
    world.commit(MIREL, "There");
    world.git(MIREL, &["checkout", "-q", "main", "--", file]);
    world.commit(MIREL, "And back");
    world.put(
        "notes.md",
        &format!("{}\nA note.\n", std::fs::read_to_string(world.repo.join("notes.md")).unwrap_or_default()),
    );
    world.commit(MIREL, "Notes");
    merge(world, key);
    assert_eq!(world.git(ORLA, &["diff", "--name-only", "HEAD^1", "HEAD"]), "notes.md");
}

fn soften(world: &World) {
    world.edit(POLICY, "must be listed", "may be listed");
}

/// Writes the next version, which has this status.
fn next(world: &World, (from, to): (&str, &str), status: &str) {
    world.edit(POLICY, &format!("version: \"{from}\""), &format!("version: \"{to}\""));
    world.edit(POLICY, "status: approved", &format!("status: {status}"));
    world.edit(POLICY, "listed", &format!("listed and, by {to}, owned"));
}

fn approve(world: &World, who: &str, key: &Path) -> Option<i32> {
    let (day, key) = (world.next_day(), key.to_str().expect("text"));
    world.aims(&["approve", "POL-001", "--as", who, "--today", &day, "--key", key]).code
}

fn has(world: &World, code: &str) -> bool {
    world.check().findings.found.iter().any(|finding| finding.code == code)
}

#[test]
fn a_merge_that_leaves_settings_as_they_were_vouches_for_none() {
    let (world, key, other) = world("needs = \"record\"");
    assert_eq!(approve(&world, ORLA, &key), Some(0));
    world.commit(ORLA, "Approve");
    world.edit("aims.toml", "roles = [\"AI Officer\"]", "roles = [\"AI Officer\", \"Chief Executive\"]");
    world.commit(MIREL, "Promote myself");
    next(&world, ("1.0", "1.1"), "approved");
    world.commit(TOBIAS, "Soften");
    assert_eq!(approve(&world, MIREL, &other), Some(0));
    world.commit(MIREL, "Approve");
    assert!(has(&world, "AIMS516"));
    let plain = world.read("aims.toml");
    there_and_back(&world, "aims.toml", &key, || world.put("aims.toml", &format!("{plain}# A word\n")));
    assert!(has(&world, "AIMS516"), "nobody saw them");
    there_and_back(&world, "aims.toml", &key, || {
        world.edit("aims.toml", "roles = [\"AI Officer\", \"Chief Executive\"]", "roles = [\"AI Officer\"]");
    });
    assert!(has(&world, "AIMS516"), "nobody saw them");
    // Who merges and signs a change of them has seen them, in however many commits it was made.
    branch(&world);
    for word in ["One", "Two"] {
        world.put("aims.toml", &format!("{plain}# {word}\n"));
        world.commit(MIREL, word);
    }
    merge(&world, &key);
    assert!(!has(&world, "AIMS516"));
}

#[test]
fn a_text_that_the_main_line_never_had_is_never_in_force() {
    // An approved text beneath a draft.
    let (hidden, key, _) = world("needs = \"merged\"");
    branch(&hidden);
    next(&hidden, ("1.0", "1.1"), "approved");
    hidden.commit(MIREL, "Version 1.1");
    next(&hidden, ("1.1", "1.2"), "draft");
    hidden.commit(MIREL, "A draft of 1.2");
    merge(&hidden, &key);
    assert_eq!(told(&hidden), ["1.0 -..-", "1.2 -..-"]);
    assert_eq!(hidden.approval().earlier, None);
    // A merge that takes it out itself.
    let (taken, ..) = world("needs = \"merged\"");
    branch(&taken);
    next(&taken, ("1.0", "1.1"), "approved");
    taken.commit(MIREL, "Version 1.1");
    taken.git(ORLA, &["switch", "-q", "main"]);
    taken.git(ORLA, &["merge", "-q", "--no-ff", "--no-commit", "pull"]);
    soften(&taken);
    taken.commit(ORLA, "Merge, in other words");
    assert_eq!(told(&taken), ["1.0 -..-", "1.1 -..-"]);
    assert_eq!(taken.approval().earlier, None);
    // One that somebody signed there.
    let (signed, key, _) = world("needs = \"record\"");
    assert_eq!(approve(&signed, ORLA, &key), Some(0));
    signed.commit(ORLA, "Approve");
    let before = told(&signed);
    branch(&signed);
    next(&signed, ("1.0", "1.1"), "approved");
    signed.commit(MIREL, "Version 1.1");
    assert_eq!(approve(&signed, ORLA, &key), Some(0));
    signed.commit(ORLA, "Approve 1.1");
    next(&signed, ("1.1", "1.2"), "draft");
    signed.commit(MIREL, "A draft of 1.2");
    let on_branch = told(&signed);
    assert!(on_branch.len() == 3 && !on_branch[1].contains("-..-"), "on the branch it was: {on_branch:?}");
    merge(&signed, &key);
    assert_eq!(told(&signed), [before[0].clone(), "1.2 -..-".into()]);
}

#[test]
fn of_several_commits_the_last_text_lands_with_the_merge() {
    let (world, key, _) = world("needs = \"merged\"");
    branch(&world);
    next(&world, ("1.0", "1.1"), "draft");
    world.commit(MIREL, "A draft of 1.1");
    world.edit(POLICY, "status: draft", "status: approved");
    world.commit(MIREL, "Version 1.1");
    world.edit(POLICY, "listed", "known, listed");
    world.commit(MIREL, "Mend it");
    merge(&world, &key);
    assert_eq!((world.level(), world.approval().satisfied), (Evidence::Signed, true));
    let versions = told(&world);
    assert!(versions.len() == 2 && versions[0] == "1.0 -..-" && versions[1].ends_with("..-"), "{versions:?}");
    assert!(!versions[1].contains(" -.."), "{versions:?}");
    assert_eq!(world.check().history.steps(&DocPath::new(POLICY).expect("a path")).len(), 4, "all are told");
    assert_eq!(world.approval().authors, [MIREL.to_owned()].into());
}

#[test]
fn a_merge_is_no_evidence_of_what_it_left_as_it_was() {
    for rule in ["needs = \"merged\"", "needs = \"signed\""] {
        let (world, key, _) = world(rule);
        assert!(world.level() < Evidence::Merged);
        there_and_back(&world, POLICY, &key, || soften(&world));
        assert!(world.level() < Evidence::Merged, "{:?}", world.approval().pieces);
        // Nor where the main line moved the file meanwhile.
        branch(&world);
        soften(&world);
        world.commit(MIREL, "There");
        world.edit(POLICY, "may be listed", "must be listed");
        world.commit(MIREL, "And back");
        world.put("notes.md", "Other notes.\n");
        world.commit(MIREL, "Notes");
        world.git(TOBIAS, &["switch", "-q", "main"]);
        world.git(TOBIAS, &["mv", POLICY, "policies/policy.md"]);
        world.commit(TOBIAS, "Move");
        merge(&world, &key);
        assert!(world.level() < Evidence::Merged, "{:?}", world.approval().pieces);
    }
}

#[test]
fn a_text_that_a_merge_rejected_changes_nothing() {
    let (world, key, _) = world("needs = \"record\"");
    assert_eq!(approve(&world, ORLA, &key), Some(0));
    world.commit(ORLA, "Approve");
    let before = told(&world);
    branch(&world);
    soften(&world);
    world.commit(MIREL, "Soften");
    world.git(ORLA, &["switch", "-q", "main"]);
    world.git(ORLA, &["merge", "-q", "--no-ff", "-s", "ours", "-m", "Close the request", "pull"]);
    assert_eq!((world.level(), world.approval().satisfied), (Evidence::Recorded, true));
    assert_eq!(world.approval().authors, [MIREL.to_owned()].into());
    assert_eq!(told(&world), before);
    assert!(!has(&world, "AIMS504") && !has(&world, "AIMS508"));
}

#[test]
fn a_branch_that_goes_on_from_what_was_rejected_brings_its_last_text_alone() {
    let (world, ..) = world("needs = \"merged\"");
    branch(&world);
    next(&world, ("1.0", "1.1"), "approved");
    world.commit(MIREL, "Version 1.1");
    world.git(ORLA, &["switch", "-q", "main"]);
    world.git(ORLA, &["merge", "-q", "--no-ff", "-s", "ours", "-m", "Close the request", "pull"]);
    assert_eq!(told(&world), ["1.0 -..-"]);
    world.git(MIREL, &["switch", "-q", "pull"]);
    next(&world, ("1.1", "1.2"), "draft");
    world.commit(MIREL, "A draft of 1.2");
    world.git(ORLA, &["switch", "-q", "main"]);
    world.git(ORLA, &["merge", "-q", "--no-ff", "--no-commit", "-X", "theirs", "pull"]);
    world.git(ORLA, &["checkout", "-q", "pull", "--", POLICY]);
    world.commit(ORLA, "Merge the draft");
    assert_eq!(told(&world), ["1.0 -..-", "1.2 -..-"]);
    assert_eq!(world.approval().earlier, None);
}

#[test]
fn who_takes_their_own_words_back_is_no_second_person() {
    for on_branch in [true, false] {
        let (world, key, _) = world("needs = \"record\"");
        world.put(
            POLICY,
            &policy().replace("Every AI system must be listed.", "We look at each AI system once a year."),
        );
        world.git(ORLA, &["add", "--all"]);
        world.git(ORLA, &["commit", "-q", "--amend", "--reset-author", "-m", "Write the AI policy"]);
        assert_eq!(approve(&world, ORLA, &key), Some(2), "her own");
        let edit = || world.edit(POLICY, "once a year", "once a month");
        if on_branch {
            there_and_back(&world, POLICY, &key, edit);
        } else {
            edit();
            world.commit(MIREL, "There");
            world.git(MIREL, &["checkout", "-q", "HEAD~1", "--", POLICY]);
            world.commit(MIREL, "And back");
        }
        assert_eq!(world.approval().authors, [ORLA.to_owned()].into(), "{on_branch}");
        assert_eq!(approve(&world, ORLA, &key), Some(2), "{on_branch}");
        // What stays of it makes her one.
        edit();
        world.commit(MIREL, "Once a month");
        assert_eq!(approve(&world, ORLA, &key), Some(0), "{on_branch}");
    }
}

#[test]
fn a_change_that_was_taken_back_is_no_sign_that_anybody_looked() {
    let procedure = "procedure.md";
    for on_branch in [true, false] {
        let (world, key, _) = world("needs = \"none\"");
        let text = policy().replace("POL-001", "PRO-001").replace("kind: policy", "kind: procedure");
        world.put(procedure, &text.replace("owner:", "implements: [POL-001]\nowner:"));
        world.commit(MIREL, "Write the procedure");
        soften(&world);
        world.commit(TOBIAS, "Soften");
        assert!(has(&world, "AIMS509"));
        let edit = || world.edit(procedure, "must be listed", "must be listed and known");
        if on_branch {
            there_and_back(&world, procedure, &key, edit);
        } else {
            edit();
            world.commit(MIREL, "There");
            world.git(MIREL, &["checkout", "-q", "HEAD~1", "--", procedure]);
            world.commit(MIREL, "And back");
        }
        assert!(has(&world, "AIMS509"), "{on_branch}");
        edit();
        world.commit(MIREL, "Follow");
        assert!(!has(&world, "AIMS509"), "{on_branch}");
    }
}

#[test]
fn what_was_added_and_removed_on_a_branch_has_not_left() {
    let (world, key, _) = world("needs = \"merged\"");
    let added = "policies/other.md";
    branch(&world);
    world.put(added, &policy().replace("POL-001", "POL-020"));
    world.commit(MIREL, "Add");
    world.git(MIREL, &["rm", "-q", added]);
    world.commit(MIREL, "Not needed after all");
    world.put("notes.md", "A note.\n");
    world.commit(MIREL, "Notes");
    merge(&world, &key);
    assert!(!has(&world, "AIMS517"));
    let history = world.check().history;
    let gone = history.gone.iter().find(|gone| gone.path.as_str() == added).expect("the record of it");
    assert!(gone.steps.len() == 2 && gone.versions.is_empty() && gone.held.is_empty(), "{gone:?}");
    // What was there before it was removed has.
    world.put(added, &policy().replace("POL-001", "POL-020"));
    world.commit(MIREL, "Add");
    world.git(MIREL, &["rm", "-q", added]);
    world.commit(MIREL, "Remove");
    assert!(has(&world, "AIMS517"));
}
