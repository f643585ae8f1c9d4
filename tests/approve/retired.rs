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
