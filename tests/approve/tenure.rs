//! When versions are in force: by acts and the order of the main line, never by what a text says of itself.

use std::path::Path;

use aims::approval::{Counts, Tenure};
use aims::history::Version;
use aims::model::approval_rule::Evidence;

use super::world::{MIREL, ORLA, POLICY, TOBIAS, World, policy};

/// The versions of the policy, oldest first: `1.0 2026-01-10..2026-03-01`, with `~` before a day that is stated.
pub(super) fn told(world: &World) -> Vec<String> {
    let state = world.check();
    let path = aims::base::DocPath::new(POLICY).expect("a path");
    let gone = state.history.every_gone().find(|(_, gone)| gone.path == path);
    let (versions, tenures) = match (state.aims.by_path(&path), gone) {
        (Some(ix), _) => (state.history.versions(&path), state.approvals.tenures(ix)),
        (None, Some((place, gone))) => (&gone.versions[..], state.approvals.tenures_of_gone(place)),
        (None, None) => panic!("no policy"),
    };
    let tell = |(version, tenure): (&Version, &Tenure)| {
        let day = |day: Option<aims::base::Date>| day.map_or("-".to_owned(), |day| day.to_string());
        let stated = if tenure.stated { "~" } else { "" };
        format!("{} {stated}{}..{}", version.label.as_deref().unwrap_or("?"), day(tenure.from), day(tenure.until))
    };
    assert_eq!(versions.len(), tenures.len());
    versions.iter().zip(tenures).map(tell).collect()
}

/// What the rule asks for instead of a record.
fn world(rule: &str) -> (World, std::path::PathBuf) {
    let (world, key) = World::new();
    world.edit("aims.toml", "needs = \"record\"\nroles = [\"Chief Executive\"]", rule);
    world.git(MIREL, &["commit", "-q", "--amend", "--all", "--no-edit"]);
    (world, key)
}

fn approve(world: &World, key: &Path) {
    let done = world.approve_in_time(key);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    world.commit(ORLA, "Approve");
}

/// Writes the next version, with these days.
fn next(world: &World, (from, to): (&str, &str), (was, effective): (&str, &str)) {
    world.edit(POLICY, &format!("\"{from}\""), &format!("\"{to}\""));
    if was != effective {
        world.edit(POLICY, &format!("effective: {was}"), &format!("effective: {effective}"));
    }
    world.edit(POLICY, "must be listed", &format!("must be listed and, by {to}, owned"));
    world.commit(MIREL, &format!("Version {to}"));
}

#[test]
fn a_day_that_was_not_moved_rewrites_nothing() {
    let (world, _) = world("needs = \"none\"");
    next(&world, ("1.0", "1.1"), ("2026-01-10", "2026-01-10"));
    let told_of = |world: &World| world.check().findings.found.iter().any(|found| found.name == "effective-backdated");
    assert!(!told_of(&world), "both came on that day");
    next(&world, ("1.1", "1.2"), ("2026-01-10", "2026-01-11"));
    assert!(!told_of(&world));
    let is = told(&world);
    assert_eq!(is, ["1.0 2026-01-10..2026-01-10", "1.1 2026-01-10..2026-01-12", "1.2 2026-01-12..-"], "{is:?}");
}

#[test]
fn a_version_is_in_force_once_its_rule_was_met() {
    let (world, key) = World::new();
    assert_eq!(told(&world), ["1.0 -..-"]);
    approve(&world, &key);
    // The first on record may have begun when it says.
    assert_eq!(told(&world), ["1.0 2026-01-10..-"]);
    world.edit(POLICY, "effective: 2026-01-10", "effective: 2025-06-01");
    assert_eq!(told(&world), ["1.0 2026-01-10..-"], "what is not committed is no version");
    next(&world, ("1.0", "2.0"), ("2025-06-01", "2026-01-12"));
    assert_eq!(told(&world), ["1.0 2026-01-10..-", "2.0 -..-"]);
    approve(&world, &key);
    assert_eq!(told(&world), ["1.0 2026-01-10..2026-01-13", "2.0 2026-01-13..-"]);
    world.git(MIREL, &["rm", "-q", POLICY]);
    world.commit(MIREL, "Remove it");
    assert_eq!(told(&world), ["1.0 2026-01-10..2026-01-13", "2.0 2026-01-13..2026-01-16"]);
}

#[test]
fn what_git_shows_is_enough_for_a_rule_that_asks_for_it_though_more_was_given_before() {
    for (rule, is_enough) in [
        ("needs = \"signed\"\nroles = [\"Chief Executive\"]", true),
        ("needs = \"record\"\nroles = [\"Chief Executive\"]", false),
        ("needs = \"claimed\"", false),
    ] {
        let (world, key) = world(rule);
        approve(&world, &key);
        next(&world, ("1.0", "2.0"), ("2026-01-10", "2026-01-12"));
        let is_lapsed =
            |world: &World| world.check().findings.found.iter().any(|found| found.name == "approval-lapsed");
        assert!(is_lapsed(&world), "{rule}: of the new text there is nothing yet");
        let signing = format!("user.signingKey={}", key.display());
        world.git(ORLA, &["-c", "gpg.format=ssh", "-c", &signing, "tag", "-s", "-m", "Approve 2.0", "policy-2.0"]);
        assert_eq!(is_lapsed(&world), !is_enough, "{rule}");
        assert_eq!(told(&world)[1] == "2.0 -..-", !is_enough, "{rule}: {:?}", told(&world));
    }
}

#[test]
fn what_says_that_it_was_approved_later_was_not_in_force_before() {
    let (world, key) = World::new();
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve, by a clock that is slow");
    // The record says itself that nobody had approved even the first before.
    assert_eq!(told(&world), ["1.0 2026-11-20..-"]);
    next(&world, ("1.0", "2.0"), ("2026-01-10", "2026-01-12"));
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve, by a clock that is slow");
    assert_eq!(told(&world), ["1.0 2026-11-20..2026-11-20", "2.0 2026-11-20..-"]);
}

/// The policy in the folder, to be committed under settings that are there already; it says that it began earlier.
fn before_the_record() -> (World, std::path::PathBuf) {
    let (world, key) = World::empty();
    world.put("aims.toml", &super::world::settings(&[(ORLA, &super::openssh::public(&key))]));
    world.commit(MIREL, "Settings");
    world.put(POLICY, &policy().replace("effective: 2026-01-10", "effective: 2025-06-01"));
    (world, key)
}

#[test]
fn what_was_on_record_without_its_approval_was_not_in_force_before() {
    let (world, key) = before_the_record();
    world.commit(MIREL, "Write the AI policy");
    assert_eq!(told(&world), ["1.0 -..-"]);
    let day = world.next_day();
    approve(&world, &key);
    assert_eq!(told(&world), [format!("1.0 {day}..-")], "a later commit puts nothing in force before it");
    // Another text of that version comes with its approval, and the version was there without.
    let (world, key) = before_the_record();
    world.commit(MIREL, "Write the AI policy");
    world.edit(POLICY, "must be listed", "must be listed at once");
    let day = world.next_day();
    approve(&world, &key);
    assert_eq!(told(&world), [format!("1.0 {day}..-")], "another text of it");
    // What one merge brings comes at once, in however many commits.
    let (world, key) = before_the_record();
    world.git(MIREL, &["switch", "-q", "-c", "policy"]);
    world.commit(MIREL, "Write the AI policy");
    approve(&world, &key);
    world.git(MIREL, &["switch", "-q", "main"]);
    world.git(ORLA, &["merge", "-q", "--no-ff", "-m", "Merge the policy", "policy"]);
    assert_eq!(told(&world), ["1.0 ~2025-06-01..-"], "merged");
    // Where nothing is asked, it is met as it comes.
    let (world, _) = self::world("needs = \"none\"");
    world.edit(POLICY, "effective: 2026-01-10", "effective: 2025-06-01");
    world.git(MIREL, &["commit", "-q", "--amend", "--all", "--no-edit"]);
    assert_eq!(told(&world), ["1.0 ~2025-06-01..-"], "nothing asked");
}

#[test]
fn only_the_first_version_on_record_may_have_begun_before_the_record() {
    let (world, key) = before_the_record();
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(MIREL, "Write the AI policy, with its approval");
    assert_eq!(told(&world), ["1.0 ~2025-06-01..-"]);
    let text = world.aims(&["history", "POL-001", "--today", super::world::TODAY]).stdout;
    assert!(text.contains("1.0           in force, as stated, from 2025-06-01, recorded 2026-01-09\n"), "{text}");
    // A draft that was approved later was on record before it was in force.
    let (world, key) = World::new();
    world.edit(POLICY, "status: approved", "status: draft");
    world.edit(POLICY, "effective: 2026-01-10", "effective: 2025-06-01");
    world.git(MIREL, &["commit", "-q", "--amend", "--all", "--no-edit"]);
    world.edit(POLICY, "status: draft", "status: approved");
    world.commit(MIREL, "Say approved");
    approve(&world, &key);
    assert_eq!(told(&world), ["1.0 2026-01-12..-"]);
}

/// What brings the first text back needs a new act of approval, on whatever days all of it happened.
#[test]
fn what_was_out_of_force_needs_a_new_act() {
    let replace: fn(&World, &Path) = |world, key| {
        next(world, ("1.0", "2.0"), ("2026-01-10", "2026-01-10"));
        approve(world, key);
    };
    let retire: fn(&World, &Path) = |world, _| {
        world.edit(POLICY, "status: approved", "status: retired");
        world.commit(ORLA, "Retire it");
    };
    let remove: fn(&World, &Path) = |world, _| {
        world.git(ORLA, &["rm", "-q", POLICY]);
        world.commit(ORLA, "Remove it");
    };
    for (away, name) in [(replace, "replaced"), (retire, "retired"), (remove, "removed")] {
        let (world, key) = World::new();
        approve(&world, &key);
        assert_eq!(world.level(), Evidence::Recorded);
        away(&world, &key);
        world.put(POLICY, &policy());
        assert!(world.level() < Evidence::Recorded, "{name}, in the folder");
        world.commit(MIREL, "Bring it back");
        let approval = world.approval();
        assert!(approval.level < Evidence::Recorded && !approval.satisfied, "{name}: {approval:?}");
        let last = told(&world).pop();
        assert_eq!(last.as_deref(), Some("1.0 -..-"), "{name}");
        // The old record under a new name, or taken away and brought again, is the old one.
        let old = world.records().into_iter().find(|path| path.contains("-1.0-")).expect("the first record");
        let old = format!("approvals/{}", old.trim_end_matches(".sig"));
        for end in ["", ".sig"] {
            world.put(&format!("approvals/POL-001/again.toml{end}"), &world.read(&format!("{old}{end}")));
            world.git(MIREL, &["rm", "-q", &format!("{old}{end}")]);
        }
        assert!(world.level() < Evidence::Recorded, "{name}: a copy in the folder");
        world.commit(MIREL, "The record again");
        assert!(world.level() < Evidence::Recorded, "{name}: a copy");
        // An act of the same person on the same day about the same text would be the same to the byte.
        let key = key.to_str().expect("text");
        let anew = [&super::world::APPROVE[..], &["--key", key, "--comment", "Approved anew."]].concat();
        assert_eq!(world.aims(&anew).code, Some(0));
        world.commit(ORLA, "Approve it anew");
        assert_eq!(world.level(), Evidence::Recorded, "{name}: approved anew");
        assert!(world.standings().contains(&Counts::Yes));
        assert!(told(&world).pop().is_some_and(|told| told.ends_with("..-") && !told.ends_with("-..-")), "{name}");
    }
}

#[test]
fn a_change_that_nobody_approved_and_that_is_taken_back_takes_nothing_out_of_force() {
    let (world, key) = World::new();
    approve(&world, &key);
    next(&world, ("1.0", "2.0"), ("2026-01-10", "2026-01-10"));
    assert!(!world.approval().satisfied);
    world.put(POLICY, &policy());
    world.commit(MIREL, "Take it back");
    assert_eq!(world.level(), Evidence::Recorded);
    assert!(told(&world)[0].starts_with("1.0 2026-01-10.."));
}

#[test]
fn evidence_is_of_the_commit_that_brought_the_text() {
    let (world, key) = world("needs = \"merged\"\nroles = [\"Chief Executive\"]");
    next(&world, ("1.0", "2.0"), ("2026-01-10", "2026-01-10"));
    world.git(TOBIAS, &["switch", "-q", "-c", "tag"]);
    world.edit(POLICY, "clauses:", "tags: [people]\nclauses:");
    world.commit(TOBIAS, "Add a tag");
    world.git(ORLA, &["switch", "-q", "main"]);
    world.git(ORLA, &["merge", "-q", "--no-ff", "-m", "Merge the tag", "tag"]);
    assert!(world.level() < Evidence::Merged);
    let signing = format!("user.signingKey={}", key.display());
    world.edit(POLICY, "tags: [people]", "tags: [staff]");
    world.git(ORLA, &["-c", "gpg.format=ssh", "-c", &signing, "commit", "-q", "-a", "-S", "-m", "Another tag"]);
    assert!(world.level() < Evidence::Merged);
    // The same signature over a change of the text is one of the text.
    world.edit(POLICY, "must be listed", "has to be listed");
    world.git(MIREL, &["add", "--all"]);
    let author = format!("{MIREL} <{}>", super::world::email(MIREL));
    let author = ["commit", "-q", "-S", "-m", "Reword", "--author", author.as_str()];
    world.git(ORLA, &[&["-c", "gpg.format=ssh", "-c", &signing][..], &author].concat());
    assert_eq!(world.level(), Evidence::Signed);
}

#[test]
fn a_tag_seals_and_approves_only_by_a_role_that_the_rule_names() {
    for (rule, level) in [
        ("needs = \"signed\"", Evidence::None),
        ("needs = \"signed\"\nroles = [\"Chief Executive\"]", Evidence::Signed),
        ("needs = \"signed\"\nroles = [\"AI Officer\"]", Evidence::None),
    ] {
        let (world, key) = world(rule);
        next(&world, ("1.0", "2.0"), ("2026-01-10", "2026-01-10"));
        let signing = format!("user.signingKey={}", key.display());
        world.git(ORLA, &["-c", "gpg.format=ssh", "-c", &signing, "tag", "-s", "-m", "Audit", "v2026-audit"]);
        assert_eq!((world.level(), world.approval().satisfied), (level, level == Evidence::Signed), "{rule}");
        let approval = world.approval();
        let seals: Vec<_> = approval.seals().map(|(tag, piece)| (tag, piece.who.as_str())).collect();
        assert_eq!(seals, [("v2026-audit", ORLA)], "{rule}");
        assert_eq!(told(&world)[1] == "2.0 -..-", level == Evidence::None, "{rule}");
    }
}

/// Commits version 2.0 by a clock that says this.
fn commit_at(world: &World, wrong: &str) {
    let mut command = world.ssh.command("git");
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_NAME"), MIREL).env(format!("GIT_{role}_EMAIL"), super::world::email(MIREL));
        command.env(format!("GIT_{role}_DATE"), wrong);
    }
    command.arg("-C").arg(&world.repo).args(["commit", "-q", "-a", "-m", "Version 2.0"]);
    assert!(super::openssh::run(&mut command, b"").ok);
}

#[test]
fn a_wrong_clock_hurts_one_commit() {
    for wrong in ["2062-02-09T12:00:00Z", "1990-02-09T12:00:00Z"] {
        let (world, _) = world("needs = \"none\"");
        world.edit(POLICY, "effective: 2026-01-10\n", "");
        world.git(MIREL, &["commit", "-q", "--amend", "--all", "--no-edit"]);
        world.edit(POLICY, "\"1.0\"", "\"2.0\"");
        commit_at(&world, wrong);
        for (from, to) in [("2.0", "3.0"), ("3.0", "4.0")] {
            world.edit(POLICY, &format!("\"{from}\""), &format!("\"{to}\""));
            world.commit(MIREL, &format!("Version {to}"));
        }
        assert_eq!(
            told(&world),
            [
                "1.0 2026-01-09..2026-01-11",
                "2.0 2026-01-11..2026-01-11",
                "3.0 2026-01-11..2026-01-13",
                "4.0 2026-01-13..-"
            ],
            "{wrong}"
        );
    }
}

#[test]
fn a_wrong_clock_puts_nothing_in_force_before_it_can_have_been_there() {
    for wrong in ["2062-02-09T12:00:00Z", "1990-02-09T12:00:00Z"] {
        let (world, _) = world("needs = \"none\"");
        world.edit(POLICY, "effective: 2026-01-10\n", "");
        world.git(MIREL, &["commit", "-q", "--amend", "--all", "--no-edit"]);
        world.edit(POLICY, "\"1.0\"", "\"2.0\"");
        commit_at(&world, wrong);
        // One that is ahead is believed and told, for somebody may ask about a day that is past.
        if wrong.starts_with("1990") {
            let today = super::world::TODAY;
            let newest = [format!("1.0 2026-01-09..{today}"), format!("2.0 {today}..-")];
            assert_eq!(told(&world), newest, "there is no later commit yet");
        }
        // What changes no document shows all the same by when it was there.
        for text in ["one", "two"] {
            world.put("notes.txt", text);
            world.commit(MIREL, "Note");
        }
        assert_eq!(told(&world), ["1.0 2026-01-09..2026-01-11", "2.0 2026-01-11..-"], "{wrong}");
    }
}

#[test]
fn a_day_ahead_in_a_version_that_has_begun_is_told() {
    let (world, _) = world("needs = \"none\"");
    let is_told = |world: &World| world.check().findings.found.iter().any(|found| found.name == "not-in-force-yet");
    assert!(!is_told(&world));
    world.edit(POLICY, "effective: 2026-01-10", "effective: 2036-01-10");
    world.commit(MIREL, "Mistype the day");
    assert_eq!(told(&world), ["1.0 2026-01-10..-"], "what has begun goes on");
    assert!(is_told(&world));
}

#[test]
fn a_document_is_retired_by_an_act_and_not_by_a_word() {
    let (world, key) = World::new();
    approve(&world, &key);
    let is_told = |world: &World| {
        let found = world.check().findings.found;
        found.iter().any(|finding| finding.name == "retired-without-approval")
    };
    world.edit(POLICY, "status: approved", "status: retired");
    assert!(is_told(&world), "in the folder");
    world.edit(POLICY, "must be listed", "may be listed");
    world.commit(MIREL, "Retire it, and change it");
    assert!(is_told(&world));
    assert_eq!(told(&world), ["1.0 2026-01-10..-"]);
    let edition = world.aims(&["build", "--edition", "approved", "--today", super::world::TODAY, "--out", "site"]);
    let page = world.read("site/documents/POL-001.html");
    assert!(page.contains("must be listed") && !page.contains("may be listed"), "{}", edition.stderr);
    approve(&world, &key);
    assert!(!is_told(&world), "approved");
    assert!(told(&world)[0].starts_with("1.0 2026-01-10..2026-"), "{:?}", told(&world));
}

#[test]
fn what_nobody_entitled_retired_and_brought_back_is_not_in_force() {
    let (world, key) = World::new();
    approve(&world, &key);
    world.edit(POLICY, "status: approved", "status: retired");
    world.commit(MIREL, "Retire it");
    world.edit(POLICY, "status: retired", "status: approved");
    world.commit(MIREL, "Bring it back");
    assert!(!world.approval().satisfied && world.approval().earlier.is_none());
    assert!(told(&world).iter().all(|told| !told.ends_with("..-") || told.ends_with("-..-")), "{:?}", told(&world));
}
