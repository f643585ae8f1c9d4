//! Who is named for what: the commit that did it, and the person whom the settings list.

use aims::approval::{Counts, Reason};
use aims::diag::{Diagnostic, Level};

use super::openssh::public;
use super::world::{APPROVE, MIREL, ORLA, POLICY, TOBIAS, TODAY, Who, World, email};

fn found(world: &World, name: &str) -> Vec<Diagnostic> {
    world.check().findings.found.into_iter().filter(|finding| finding.name == name).collect()
}

/// Adds to the settings, by a commit of somebody.
fn set(world: &World, who: Who, settings: &str) -> String {
    world.put("aims.toml", &format!("{}{settings}", world.read("aims.toml")));
    world.commit(who, "Settings");
    world.git(who, &["rev-parse", "--short=10", "HEAD"])
}

/// Lists somebody, which has nothing to do with what else is changed.
fn list(world: &World, who: Who, name: &str) {
    let other = world.ssh.keygen(&["-t", "ed25519"]);
    let person = format!("[[people]]\nname = \"{name}\"\nroles = [\"Clerk\"]\nkeys = ['{}']\n", public(&other));
    world.put("aims.toml", &format!("{person}{}", world.read("aims.toml")));
    world.commit(who, "List somebody");
}

#[test]
fn each_setting_is_told_with_the_commit_that_changed_it() {
    let (world, _) = World::new();
    list(&world, MIREL, "Nell Ivers");
    let high = set(&world, TOBIAS, "[risk]\nhigh = 20\n");
    let off = set(&world, ORLA, "[checks.levels]\nAIMS504 = \"off\"\n");
    list(&world, MIREL, "Odo Penn");
    let told = |name: &str, commit: &str, by: &str| {
        let all = found(&world, name);
        let did = format!("commit {commit} by {by} did that");
        assert!(all.len() == 1 && all[0].level == Level::Error && all[0].message.contains(&did), "{did}: {all:?}");
    };
    told("authority-widened", &high, TOBIAS);
    told("check-lowered", &off, ORLA);
    // Once more: it is the last change that made it what it is.
    world.edit("aims.toml", "high = 20", "high = 25");
    world.commit(MIREL, "Raise");
    let raised = world.git(MIREL, &["rev-parse", "--short=10", "HEAD"]);
    told("authority-widened", &raised, MIREL);
    world.edit("aims.toml", "high = 25", "high = 24");
    let open = found(&world, "authority-widened");
    assert!(open[0].message.ends_with("that is not committed") && open[0].level == Level::Warning, "{open:?}");
}

#[test]
fn of_several_commits_that_one_merge_brought_the_one_is_told_that_did_it() {
    let (world, _) = World::new();
    world.git(MIREL, &["switch", "-q", "-c", "pull"]);
    list(&world, MIREL, "Nell Ivers");
    let high = set(&world, TOBIAS, "[risk]\nhigh = 20\n");
    list(&world, MIREL, "Odo Penn");
    world.git(ORLA, &["switch", "-q", "main"]);
    world.git(ORLA, &["merge", "-q", "--no-ff", "-m", "Merge pull request", "pull"]);
    let told = found(&world, "authority-widened");
    let did = format!("commit {high} by {TOBIAS} did that");
    assert!(told.len() == 1 && told[0].level == Level::Warning && told[0].message.contains(&did), "{told:?}");
}

#[test]
fn of_commits_that_a_merge_put_together_the_one_is_told_that_did_it() {
    let (world, _) = World::new();
    world.git(MIREL, &["switch", "-q", "-c", "pull"]);
    let high = set(&world, TOBIAS, "[risk]\nhigh = 20\n");
    set(&world, MIREL, "[review]\ndefault = \"6 months\"\n");
    world.git(ORLA, &["switch", "-q", "main"]);
    list(&world, MIREL, "Nell Ivers");
    world.git(ORLA, &["merge", "-q", "--no-ff", "-m", "Merge pull request", "pull"]);
    let told = found(&world, "authority-widened");
    let did = format!("commit {high} by {TOBIAS} did that");
    assert!(told.len() == 1 && told[0].message.contains(&did), "{told:?}");
    // Nor is it told of what was done on the main line meanwhile.
    let (world, key) = World::new();
    world.git(MIREL, &["switch", "-q", "-c", "pull"]);
    set(&world, TOBIAS, "[risk]\nhigh = 20\n");
    world.git(ORLA, &["switch", "-q", "main"]);
    let commit = swap(&world, MIREL, &key, false);
    world.git(ORLA, &["merge", "-q", "--no-ff", "-m", "Merge pull request", "pull"]);
    let told = found(&world, "settings-not-vouched");
    let did = format!("commit {commit} by {MIREL} of ");
    assert!(told.len() == 1 && told[0].message.contains(&did), "{told:?}");
}

/// Somebody puts a key of theirs in the place of Orla's, and approves with it.
fn swap(world: &World, who: Who, key: &std::path::Path, merged: bool) -> String {
    let own = world.ssh.keygen(&["-t", "ed25519"]);
    if merged {
        world.git(who, &["switch", "-q", "-c", "pull"]);
    }
    world.edit("aims.toml", &public(key), &public(&own));
    world.commit(who, "Tidy settings");
    let commit = world.git(who, &["rev-parse", "--short=10", "HEAD"]);
    if merged {
        world.git(who, &["switch", "-q", "main"]);
        world.git(MIREL, &["merge", "-q", "--no-ff", "-m", "Merge pull request", "pull"]);
    }
    list(world, ORLA, "Nell Ivers");
    world.edit(POLICY, "must be listed", "may be listed");
    world.edit(POLICY, "\"1.0\"", "\"1.1\"");
    world.commit(MIREL, "Clarify");
    let outcome = world.aims(&[&APPROVE[..], &["--key", own.to_str().expect("text")]].concat());
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    world.commit(ORLA, "Approve");
    commit
}

#[test]
fn what_rests_on_settings_is_told_with_the_commit_that_it_rests_on() {
    let (world, key) = World::new();
    list(&world, MIREL, "Odo Penn");
    let commit = swap(&world, TOBIAS, &key, false);
    let told = found(&world, "settings-not-vouched");
    let who = format!("commit {commit} by {TOBIAS} of ");
    assert!(told.len() == 1 && told[0].level == Level::Error && told[0].message.contains(&who), "{told:?}");
    let shown =
        world.aims(&["history", "POL-001", "--today", TODAY]).stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(shown.contains(&format!("it rests on commit {commit} by {TOBIAS}")), "{shown}");
    assert!(!world.approval().satisfied);
    // It was merged, and what it was built upon was not: nobody is named for all of it.
    let (world, key) = World::new();
    list(&world, MIREL, "Odo Penn");
    swap(&world, TOBIAS, &key, true);
    let told = found(&world, "settings-not-vouched");
    assert!(told.len() == 1 && told[0].level == Level::Error && !told[0].message.contains(TOBIAS), "{told:?}");
    assert!(told[0].message.contains("nobody listed before has signed what changed them from 2026-"), "{told:?}");
}

#[test]
fn no_mailmap_makes_one_person_another() {
    let (world, _) = World::new();
    world.put(".mailmap", &format!("{ORLA} <{}> <{}>\n", email(ORLA), email(MIREL)));
    world.commit(MIREL, "Name people");
    let told = found(&world, "mailmap-overruled");
    let both = told.iter().all(|one| one.message.contains(ORLA) && one.message.contains(MIREL));
    assert!(told.len() == 1 && told[0].level == Level::Error && both, "{told:?}");
    let authors = |world: &World| -> Vec<String> {
        world.check().history.revisions.iter().map(|revision| revision.author.name.to_string()).collect()
    };
    assert!(authors(&world).iter().all(|author| author == MIREL), "{:?}", authors(&world));
    // By the name alone, and from or to somebody who is not listed.
    for (line, level) in [
        (format!("{ORLA} <{}>\n", email(MIREL)), Level::Error),
        (format!("Nobody <no@x.example> <{}>\n", email(MIREL)), Level::Warning),
        (format!("{ORLA} <{}> <of@home.example>\n", email(ORLA)), Level::Warning),
    ] {
        world.put(".mailmap", &line);
        world.commit(MIREL, "Name people");
        let told = found(&world, "mailmap-overruled");
        assert_eq!(told.iter().map(|one| one.level).collect::<Vec<_>>(), [level], "{line}");
        assert!(authors(&world).iter().all(|author| author == MIREL), "{line}");
    }
    // What the settings say too, and what they say nothing of, is no matter.
    world.put(".mailmap", &format!("{MIREL} <{}>\nSmith <s@x.example> <t@x.example>\n", email(MIREL)));
    world.commit(MIREL, "Name people");
    assert!(found(&world, "mailmap-overruled").is_empty());
}

/// Notes a review by Mirel, committed by somebody.
fn note(world: &World, who: Who) -> Reason {
    let review = ["review", "POL-001", "--as", MIREL, "--outcome", "no change needed", "--no-sign", "--today", TODAY];
    let done = world.aims(&review);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    world.commit(who, "Review");
    match world.standings().pop() {
        Some(Counts::No(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn who_put_a_review_there_is_told_as_the_commit_has_it() {
    let (world, _) = World::new();
    world.put(".mailmap", &format!("{MIREL} <{}> <{}>\n", email(MIREL), email(TOBIAS)));
    world.commit(TOBIAS, "Name people");
    let who = format!("{TOBIAS} <{}>", email(TOBIAS));
    assert_eq!(note(&world, TOBIAS), Reason::NotedBy { who, named: MIREL.into() });
    // Nor is an address that nobody lists hers by a mailmap of before.
    let (world, _) = World::new();
    world.put(".mailmap", &format!("{MIREL} <{}> <{}>\n", email(MIREL), email("Nell Ivers")));
    world.commit(TOBIAS, "Name people");
    assert!(matches!(note(&world, "Nell Ivers"), Reason::NotedBy { who, .. } if who.starts_with("Nell Ivers")));
}

#[test]
fn an_address_of_two_people_is_told_and_hands_no_act_to_either() {
    let (world, _) = World::new();
    let other = format!("[[people]]\nname = \"Zed Zed\"\nemails = [\"{}\"]\nroles = [\"Clerk\"]\n", email(MIREL));
    world.put("aims.toml", &format!("{other}{}", world.read("aims.toml")));
    world.commit(MIREL, "List another");
    assert_eq!(note(&world, MIREL), Reason::AddressOfSeveral(vec!["Zed Zed".into(), MIREL.into()]));
    let told = found(&world, "invalid-setting");
    assert!(told.len() == 1 && told[0].message.contains("is listed for Zed Zed already"), "{told:?}");
    assert!(world.check().aims.config.person_by_email(&email(MIREL)).is_none(), "no page names either");
}

#[test]
fn a_key_of_two_people_signs_for_neither() {
    let (world, key) = World::new();
    let own = format!("name = \"{ORLA}\"");
    let other =
        format!("name = \"Zed Zed\"\nroles = [\"Chief Executive\"]\nkeys = ['{}']\n[[people]]\n{own}", public(&key));
    world.edit("aims.toml", &own, &other);
    world.commit(MIREL, "List another");
    world.edit(POLICY, "must be listed", "may be listed");
    world.commit(MIREL, "Clarify");
    let outcome = world.aims(&[&APPROVE[..], &["--key", key.to_str().expect("text")]].concat());
    assert_ne!(outcome.code, Some(0), "{}", outcome.stdout);
    assert!(
        found(&world, "invalid-setting")
            .iter()
            .any(|told| told.message.contains("this key is listed for Zed Zed already"))
    );
}
