//! To take a text out of force is asked for, of those who approve it.

use serde_json::Value;

use crate::support::world::{MIREL, ORLA, POLICY, TODAY, World};

#[test]
fn whoever_has_to_approve_that_a_text_is_retired_is_asked() {
    let (world, key) = World::new();
    let done = world.approve_in_time(&key);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    world.commit(ORLA, "Approve the AI policy");
    world.edit(POLICY, "status: approved", "status: retired");
    world.commit(MIREL, "Retire the AI policy");
    let told = world.aims(&["impact", "HEAD~1", "--format", "json", "--exit-zero", "--today", TODAY]);
    let told: Value = serde_json::from_str(&told.stdout).unwrap_or_else(|_| panic!("{}", told.stderr));
    let (became, retired) = (&told["documents"][0]["became"], &told["numbers"]["documents_retired"]);
    assert_eq!((became, retired), (&"retired".into(), &1.into()));
    let asked = &told["approvals"][0];
    assert_eq!((&asked["id"], &asked["waits"], &asked["void"]), (&"POL-001".into(), &true.into(), &false.into()));
    assert_eq!(asked["roles"][0]["people"][0]["name"], ORLA, "{asked}");
}

/// The page of the clause that calls for the policy, and the list of all that is called for.
fn called_for(world: &World) -> [String; 2] {
    let built = world.aims(&["build", "-q", "--today", TODAY, "--out", "../site"]);
    assert!(matches!(built.code, Some(0 | 1)), "{}", built.stderr);
    let list = world.read("../site/audit.html");
    let row = list.split("</tr>").find(|row| row.contains("AI policy") && row.contains("clauses/5.2.html"));
    [world.read("../site/clauses/5.2.html"), row.expect("the row of the clause").to_owned()]
}

#[test]
fn what_says_that_it_is_retired_is_told_as_that_and_not_as_missing() {
    let (world, key) = World::new();
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve the AI policy");
    world.edit(POLICY, "status: approved", "status: retired");
    let day = world.next_day();
    world.commit(MIREL, "Retire the AI policy");
    for page in called_for(&world) {
        assert!(page.contains("Says retired") && !page.contains("Missing"), "{page}");
        assert!(page.contains("by the record a text of it is in force") && page.contains(&day), "{page}");
    }
    // With the act for that it is.
    let day = world.next_day();
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Let it go");
    for page in called_for(&world) {
        assert!(page.contains("Retired") && !page.contains("Missing") && !page.contains("in force)"), "{page}");
        assert!(page.contains("retired on") && page.contains(&day), "{page}");
    }
}
