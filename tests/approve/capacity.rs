//! In which role somebody approves who holds several: a record stands for the one that it names.

use std::path::PathBuf;

use aims::model::approval_rule::Evidence;

use super::openssh::public;
use super::world::{MIREL, ORLA, POLICY, World, email, policy};

/// The policy of Mirel where the rule asks for these roles, and Orla holds three.
fn world(asked: &str) -> (World, PathBuf) {
    let (world, key) = World::empty();
    let roles = "\"Chief Executive\", \"AI Officer\", \"Chief Risk Officer\"";
    world.put(
        "aims.toml",
        &format!(
            "[[people]]\nname = \"{ORLA}\"\nemails = [\"{}\"]\nroles = [{roles}]\nkeys = ['{}']\n\
             [approval]\nneeds = \"record\"\nroles = [{asked}]\n",
            email(ORLA),
            public(&key)
        ),
    );
    world.put(POLICY, &policy());
    world.commit(MIREL, "Write the AI policy");
    (world, key)
}

const BOTH: &str = "\"Chief Executive\", \"AI Officer\"";

fn approve(world: &World, key: &std::path::Path, more: &[&str]) -> super::sandbox::Outcome {
    let day = world.next_day();
    let own = ["approve", "POL-001", "--as", ORLA, "--today", &day, "--key", key.to_str().expect("text")];
    world.aims(&[&own[..], more].concat())
}

#[test]
fn who_holds_two_roles_that_are_asked_for_signs_a_record_for_each() {
    let (world, key) = world(BOTH);
    let done = approve(&world, &key, &[]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    for told in
        ["1.0 by Orla Fenwick (Chief Executive)", "1.0 by Orla Fenwick (AI Officer)", "-m 'Approve POL-001 1.0'"]
    {
        assert!(done.stderr.contains(told), "{told}: {}", done.stderr);
    }
    assert_eq!(done.stderr.matches("as its page shows it:").count(), 1, "it is one text");
    world.commit(ORLA, "Approve");
    let approval = world.approval();
    assert_eq!((approval.level, approval.lacking.len(), world.records().len()), (Evidence::Recorded, 0, 4));
    assert!(approve(&world, &key, &[]).stderr.contains("is approved by Orla Fenwick already"));
}

#[test]
fn a_record_stands_for_the_role_that_it_names() {
    let (world, key) = world(BOTH);
    assert_eq!(approve(&world, &key, &["--role", "AI Officer"]).code, Some(0));
    world.commit(ORLA, "Approve");
    let approval = world.approval();
    assert!(!approval.satisfied);
    assert_eq!(approval.lacking, ["Chief Executive"]);
    // What lacks is added, and nothing is signed twice.
    assert_eq!(approve(&world, &key, &[]).code, Some(0));
    world.commit(ORLA, "Approve");
    assert_eq!((world.approval().lacking.len(), world.records().len()), (0, 4));
}

#[test]
fn a_role_that_the_rule_does_not_ask_for_is_refused_and_an_old_record_in_it_is_told() {
    let (world, key) = world("\"Chief Executive\"");
    let refused = approve(&world, &key, &["--role", "Chief Risk Officer"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("It asks for one as Chief Executive."), "{}", refused.stderr);
    // One that was made before counts as what its signer held, and says so.
    let day = world.next_day();
    let record = world.aims(&["approve", "POL-001", "--as", ORLA, "--today", &day, "--dry-run"]).stdout;
    let record = record.replace("role = \"Chief Executive\"", "role = \"Chief Risk Officer\"");
    world.put("approvals/POL-001/a.toml", &record);
    world.put("approvals/POL-001/a.toml.sig", &world.ssh.sign(&key, "aims-approval", record.as_bytes(), &[]));
    world.commit(ORLA, "Approve");
    let approval = world.approval();
    assert!(approval.satisfied);
    let of_record = approval.pieces.iter().find(|piece| piece.evidence == Evidence::Recorded).expect("a record");
    assert_eq!(of_record.roles, ["Chief Executive"]);
    let built = world.aims(&["build", "--out", "site", "--today", super::world::TODAY]);
    assert_eq!(built.code, Some(0), "{}", built.stderr);
    let page = world.read("site/documents/POL-001/history.html");
    assert!(page.contains("by a record as Chief Risk Officer"));
}
