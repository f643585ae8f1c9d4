//! While a version waits for its day, the one in force is judged as ever, and the one that waits may be taken back.

use super::tenure::told;
use super::world::{MIREL, ORLA, POLICY, TODAY, World};

/// Two versions that Orla approved by records: the first in force since 2026-01-10, the second from a day in autumn.
fn world(effective: &str) -> (World, std::path::PathBuf) {
    let (world, key) = World::new();
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve 1.0");
    world.edit(POLICY, "\"1.0\"", "\"2.0\"");
    world.edit(POLICY, "effective: 2026-01-10", &format!("effective: {effective}"));
    world.edit(POLICY, "must be listed", "must be listed and owned");
    world.commit(MIREL, "Version 2.0");
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve 2.0");
    (world, key)
}

/// The page of the policy in the approved edition.
fn approved_page(world: &World) -> String {
    let site = world.repo.with_file_name("site-of-what-was-approved");
    world.aims(&["build", "--edition", "approved", "--today", TODAY, "--out", site.to_str().expect("text")]);
    std::fs::read_to_string(site.join("documents/POL-001.html")).expect("a page")
}

#[test]
fn what_is_in_force_loses_it_while_the_next_one_waits() {
    let (world, _) = world("2026-10-01");
    assert_eq!(told(&world), ["1.0 2026-01-10..2026-10-01", "2.0 2026-10-01..-"]);
    let records = world.records();
    let first = records.iter().find(|record| record.contains("-1.0-")).expect("a record");
    world.git(ORLA, &["rm", "-q", &format!("approvals/{first}"), &format!("approvals/{first}.sig")]);
    world.commit(ORLA, "Take the record of 1.0 away");
    assert_eq!(told(&world), ["1.0 2026-01-10..2026-01-16", "2.0 2026-10-01..-"]);
    let on = world.aims(&["history", "--on", "2026-06-01", "--today", TODAY]).stdout;
    assert!(on.contains("Nothing was in force"), "{on}");
    // And what waited and lost its approval before its day ends nothing.
    let (world, _) = self::world("2026-10-01");
    let records = world.records();
    let second = records.iter().find(|record| record.contains("-2.0-")).expect("a record");
    world.git(ORLA, &["rm", "-q", &format!("approvals/{second}"), &format!("approvals/{second}.sig")]);
    world.commit(ORLA, "Take the record of 2.0 away");
    assert_eq!(told(&world), ["1.0 2026-01-10..-", "2.0 -..-"]);
    let page = approved_page(&world);
    assert!(page.contains("must be listed.") && !page.contains("and owned"), "the one in force is shown: {page}");
}

#[test]
fn what_is_set_back_to_draft_before_its_day_does_not_begin() {
    for status in ["draft", "in-review"] {
        let (world, _) = world("2026-10-01");
        world.edit(POLICY, "status: approved", &format!("status: {status}"));
        world.commit(MIREL, "Not yet");
        assert_eq!(told(&world), ["1.0 2026-01-10..-", "2.0 -..-"], "{status}");
        let page = approved_page(&world);
        assert!(page.contains("must be listed.") && !page.contains("and owned"), "{status}: {page}");
        world.edit(POLICY, &format!("status: {status}"), "status: approved");
        world.commit(MIREL, "Now");
        assert_eq!(told(&world), ["1.0 2026-01-10..2026-10-01", "2.0 2026-10-01..-"], "{status}");
    }
    // A word that is changed in the same commit makes no difference, and a draft of the next version is no word on this one.
    let (world, _) = world("2026-10-01");
    world.edit(POLICY, "status: approved", "status: draft");
    world.edit(POLICY, "and owned", "and signed");
    world.commit(MIREL, "Not yet, and otherwise");
    assert_eq!(told(&world), ["1.0 2026-01-10..-", "2.0 -..-"]);
    let (world, _) = self::world("2026-10-01");
    world.edit(POLICY, "status: approved", "status: draft");
    world.edit(POLICY, "\"2.0\"", "\"3.0\"");
    world.edit(POLICY, "and owned", "and signed");
    world.commit(MIREL, "Begin 3.0");
    assert_eq!(told(&world)[..2], ["1.0 2026-01-10..2026-10-01", "2.0 2026-10-01..-"]);
    let (world, _) = self::world("2026-01-12");
    // One that is in force stays so.
    world.edit(POLICY, "status: approved", "status: in-review");
    world.commit(MIREL, "Look again");
    assert!(told(&world)[1].ends_with("..-") && !told(&world)[1].contains(" -.."), "{:?}", told(&world));
}

#[test]
fn what_nobody_approved_ends_nothing_where_less_is_asked_either() {
    for needs in ["claimed", "none", "merged", "record"] {
        let (world, key) = World::new();
        assert_eq!(world.approve_in_time(&key).code, Some(0));
        world.commit(ORLA, "Approve 1.0");
        let rule = world.read("aims.toml").replace("needs = \"record\"", &format!("needs = \"{needs}\""));
        world.put("aims.toml", &rule);
        let signing = format!("user.signingkey={}", key.display());
        world.git(
            ORLA,
            &["-c", "gpg.format=ssh", "-c", &signing, "commit", "-q", "-S", "-a", "--allow-empty", "-m", "Ask"],
        );
        let first = world.read(POLICY);
        world.edit(POLICY, "\"1.0\"", "\"2.0\"");
        world.edit(POLICY, "must be listed", "may be listed");
        world.commit(MIREL, "Version 2.0, which nobody looks at");
        world.put(POLICY, &first);
        world.commit(MIREL, "Take it back");
        let told = told(&world);
        // The text that was in force is again, and never was not.
        assert!(told[1] == "2.0 -..-" && told[2] == "1.0 2026-01-14..-", "{needs}: {told:?}");
        assert_eq!(told[0], "1.0 2026-01-10..2026-01-14", "{needs}");
        assert!(world.approval().satisfied, "{needs}: {:?}", world.approval());
        let on = world.aims(&["history", "--on", "2026-06-01", "--today", TODAY]).stdout;
        assert!(on.contains("1.0"), "{needs}: {on}");
    }
}
