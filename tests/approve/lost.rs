//! Records that are taken away.

use super::world::{MIREL, World};

const CONCERN: &str = "concerns/cnc-001.md";

fn concern(more: &str) -> String {
    format!(
        "---\nid: CNC-001\ntitle: Rejected without a reason\nkind: concern\ndate: 2026-01-08\nowner: AI Officer\n\
         state: open\n{more}---\n\nA customer was rejected and was given no reason for it.\n"
    )
}

/// What is told of the concern.
fn told(world: &World) -> Vec<String> {
    let findings = world.check().findings.found;
    let of_it = findings.into_iter().filter(|finding| finding.code == "AIMS517");
    of_it.map(|finding| finding.message).collect()
}

/// A repository with a concern on record.
fn with(more: &str) -> World {
    let (world, _) = World::new();
    world.put(CONCERN, &concern(more));
    world.commit(MIREL, "Take down a concern");
    assert_eq!(told(&world), [""; 0]);
    world
}

fn remove(world: &World) -> String {
    std::fs::remove_file(world.repo.join(CONCERN)).expect("a file");
    world.commit(MIREL, "Tidy");
    world.git(MIREL, &["log", "-1", "--format=%h", "--abbrev=10"])
}

#[test]
fn a_record_that_is_removed_is_told_with_who_and_when() {
    let world = with("");
    std::fs::remove_file(world.repo.join(CONCERN)).expect("a file");
    assert_eq!(
        told(&world),
        ["CNC-001 (concerns/cnc-001.md, on record since 2026-01-09) is gone, and that is not committed"]
    );
    world.commit(MIREL, "Tidy");
    let commit = world.git(MIREL, &["log", "-1", "--format=%h", "--abbrev=10"]);
    let removed = format!(
        "CNC-001 (concerns/cnc-001.md, on record since 2026-01-09) was removed on 2026-01-11 by Mirel Castellan in commit {commit}"
    );
    assert_eq!(told(&world), [removed]);
    // It comes back with all that it was.
    world.put(CONCERN, &concern(""));
    assert_eq!(told(&world), [""; 0]);
}

#[test]
fn what_was_a_draft_is_kept_elsewhere_or_long_enough_may_go() {
    let draft = with("status: draft\n");
    remove(&draft);
    assert_eq!(told(&draft), [""; 0], "a draft");
    let kept = with("retention: 1 day\n");
    remove(&kept);
    assert_eq!(told(&kept), [""; 0], "kept for as long as it was to be");
    let owed = with("retention: 6 years\n");
    remove(&owed);
    assert_eq!(told(&owed).len(), 1, "kept for too short a time");
    let replaced = with("");
    let other = concern("replaces: CNC-001\n").replace("id: CNC-001", "id: CNC-002");
    replaced.put("concerns/cnc-002.md", &other.replace("no reason for it", "no reason for it, as two letters show"));
    replaced.commit(MIREL, "Take it down anew");
    remove(&replaced);
    assert_eq!(told(&replaced), [""; 0], "replaced");
    let moved = with("");
    moved.git(MIREL, &["mv", CONCERN, "concern.md"]);
    moved.commit(MIREL, "Move");
    assert_eq!(told(&moved), [""; 0], "moved");
}

#[test]
fn a_record_that_never_stood_on_the_main_line_was_never_on_record() {
    let (world, _) = World::new();
    world.git(MIREL, &["switch", "-q", "-c", "side"]);
    world.put(CONCERN, &concern(""));
    world.commit(MIREL, "Take down a concern");
    remove(&world);
    world.git(MIREL, &["switch", "-q", "main"]);
    world.git(MIREL, &["merge", "-q", "--no-ff", "-m", "Merge side", "side"]);
    assert_eq!(told(&world), [""; 0]);
}

#[test]
fn a_record_without_its_front_matter_is_told_at_its_file() {
    let world = with("");
    world.put(CONCERN, "A customer was rejected and was given no reason for it.\n");
    world.commit(MIREL, "Tidy");
    let told = told(&world);
    let begins = "CNC-001 (concerns/cnc-001.md, on record since 2026-01-09) lost its front matter on 2026-01-11 by Mirel Castellan in commit ";
    assert!(told.len() == 1 && told[0].starts_with(begins), "{told:?}");
}
