//! An approval is of the document that bore the id when its record came, whatever that is called later.

use super::world::{MIREL, ORLA, POLICY, TODAY, World, policy};

const OTHER: &str = "policies/other.md";

/// What is done to the policy, what it is called then, and how.
type Later<'a> = (&'a str, &'a str, &'a dyn Fn(&World));

/// What was in force on the day after the approval, and which acts on the document that was approved are on record.
fn told(world: &World, id: &str) -> [String; 2] {
    let on = world.aims(&["history", "--on", "2026-01-12", "--today", TODAY]);
    let history = world.aims(&["history", id, "--today", TODAY]);
    assert_eq!((on.code, history.code), (Some(0), Some(0)), "{}{}", on.stderr, history.stderr);
    [on.stdout, history.stdout]
}

/// A policy that Orla approved by a record on 2026-01-09.
fn approved() -> World {
    let (world, key) = World::new();
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    world
}

#[test]
fn what_was_approved_under_an_id_that_was_given_up_stays_so() {
    let renumber = |world: &World, id: &str| {
        world.edit(POLICY, "id: POL-001", id);
        world.commit(MIREL, "Renumber");
    };
    let remove = |world: &World| {
        world.git(MIREL, &["rm", "-q", POLICY]);
        world.commit(MIREL, "Remove");
    };
    let later: [Later<'_>; 6] = [
        ("formerly is dropped", "POL-002", &|world| {
            renumber(world, "id: POL-002\nformerly: [POL-001]");
            world.edit(POLICY, "formerly: [POL-001]\n", "");
            world.commit(MIREL, "Forget");
        }),
        ("it never says what it was", "POL-002", &|world| renumber(world, "id: POL-002")),
        ("renumbered twice, and says the last alone", "POL-003", &|world| {
            renumber(world, "id: POL-002\nformerly: [POL-001]");
            world.edit(POLICY, "id: POL-002\nformerly: [POL-001]", "id: POL-003\nformerly: [POL-002]");
            world.commit(MIREL, "Renumber again");
        }),
        ("another takes the id", "POL-002", &|world| {
            renumber(world, "id: POL-002\nformerly: [POL-001]");
            world.put(OTHER, &policy().replace("must be listed", "is forbidden"));
            world.commit(MIREL, "Begin another");
        }),
        ("it is removed under the new id", "POL-002", &|world| {
            renumber(world, "id: POL-002\nformerly: [POL-001]");
            remove(world);
        }),
        ("it is removed, and asked for by the old id", "POL-001", &|world| {
            renumber(world, "id: POL-002\nformerly: [POL-001]");
            remove(world);
        }),
    ];
    for (what, id, later) in later {
        let world = approved();
        later(&world);
        let [on, history] = told(&world, id);
        assert!(on.contains("1.0") && !on.contains("Nothing was in force"), "{what}: {on}");
        assert!(history.contains("in force from 2026-01-10"), "{what}: {history}");
        assert!(
            history.contains("approved 1.0 by Orla Fenwick") && !history.contains("none on record"),
            "{what}: {history}"
        );
    }
}

#[test]
fn a_document_that_takes_an_id_gets_no_act_about_the_one_before() {
    let world = approved();
    world.edit(POLICY, "id: POL-001", "id: POL-002\nformerly: [POL-001]");
    world.put(OTHER, &policy().replace("must be listed", "is forbidden"));
    world.commit(MIREL, "Renumber, and begin another");
    let state = world.check();
    let acts = |id: &str| state.approvals.acts_of(state.aims.by_id(id).expect("a document")).count();
    assert_eq!((acts("POL-001"), acts("POL-002")), (0, 1));
}

#[test]
fn who_writes_the_old_text_under_the_old_id_gets_no_act_about_it() {
    for formerly in ["\nformerly: [POL-001]", ""] {
        let world = approved();
        let old = world.read(POLICY);
        world.edit(POLICY, "id: POL-001", &format!("id: POL-002{formerly}"));
        world.commit(MIREL, "Renumber");
        world.put(OTHER, &old);
        world.commit(MIREL, "The old text again");
        let state = world.check();
        let acts = |id: &str| state.approvals.acts_of(state.aims.by_id(id).expect("a document")).count();
        assert_eq!((acts("POL-001"), acts("POL-002")), (0, 1), "{formerly}");
        let history = world.aims(&["history", "POL-002", "--today", TODAY]).stdout;
        assert!(history.contains("in force from 2026-01-10"), "{history}");
    }
}

#[test]
fn a_copy_that_gave_the_id_up_before_the_record_came_gets_none_of_it() {
    let (world, key) = World::new();
    world.put(OTHER, &world.read(POLICY));
    world.commit(MIREL, "Copy, to begin another with");
    world.edit(OTHER, "id: POL-001", "id: POL-002");
    world.edit(OTHER, "must be listed", "is forbidden");
    world.commit(MIREL, "Begin another");
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve POL-001");
    world.edit(POLICY, "id: POL-001", "id: POL-010");
    world.commit(MIREL, "Renumber");
    let acts = |world: &World, id: &str| {
        let state = world.check();
        state.approvals.acts_of(state.aims.by_id(id).expect("a document")).count()
    };
    assert_eq!((acts(&world, "POL-010"), acts(&world, "POL-002")), (1, 0));
    world.git(MIREL, &["rm", "-q", POLICY]);
    world.commit(MIREL, "Remove");
    assert_eq!(acts(&world, "POL-002"), 0);
    let history = world.aims(&["history", "POL-010", "--today", TODAY]).stdout;
    assert!(history.contains("approved 1.0 by Orla Fenwick"), "{history}");
}
