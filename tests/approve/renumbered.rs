//! A document that gets another id and says so under `formerly` is the document that it was: what was approved of it, and of
//! those that link to it, is approved still.

use std::path::PathBuf;

use aims::approval::{Counts, Reason};
use aims::base::hex;
use aims::compare::Snapshot;

use super::world::{APPROVE, MIREL, ORLA, POLICY, TOBIAS, TODAY, World};

const PROCEDURE: &str = "procedures/listing.md";

/// The policy, and a procedure that links to it by its path and by its id, both approved by Orla.
fn world() -> (World, PathBuf) {
    let (world, key) = World::new();
    let procedure =
        world.read(POLICY).replace("POL-001", "PRO-001").replace("kind: policy", "kind: procedure").replace(
            "Every AI system must be listed.",
            "List it, as [the policy](../policies/ai-policy.md) and [[POL-001]] say.",
        );
    world.put(PROCEDURE, &procedure);
    world.commit(MIREL, "Write how systems are listed");
    for id in ["POL-001", "PRO-001"] {
        assert_eq!(approve(&world, &key, id), Some(0), "{id}");
    }
    world.commit(ORLA, "Approve both");
    assert_eq!(world.standings(), [Counts::Yes, Counts::Yes]);
    (world, key)
}

fn approve(world: &World, key: &std::path::Path, id: &str) -> Option<i32> {
    let key = key.to_str().expect("text");
    world.aims(&["approve", id, "--as", ORLA, "--today", TODAY, "--key", key]).code
}

/// What is told of approvals, versions and those who build on a document.
fn told(world: &World) -> Vec<String> {
    let checked = world.aims(&["check", "--today", TODAY, "--format", "short"]).stdout;
    let codes = ["[AIMS503]", "[AIMS504]", "[AIMS508]", "[AIMS509]", "[AIMS517]"];
    let of_approval = |line: &&str| codes.iter().any(|code| line.contains(code));
    checked.lines().filter(of_approval).map(str::to_owned).collect()
}

/// Gives the policy another id.
fn renumber(world: &World, from: &str, to: &str) {
    world.edit(POLICY, from, to);
}

#[test]
fn its_approvals_and_those_of_what_links_to_it_go_on() {
    let (world, _) = world();
    renumber(&world, "id: POL-001", "id: POL-900\nformerly: [POL-001]");
    assert_eq!(world.standings(), [Counts::Yes, Counts::Yes], "not committed");
    world.commit(TOBIAS, "Give the policy another number");
    assert_eq!(world.standings(), [Counts::Yes, Counts::Yes]);
    assert!(world.approval().satisfied);
    assert_eq!(told(&world), Vec::<String>::new());
    let story = world.aims(&["history", "POL-900", "--today", TODAY]).stdout;
    assert!(story.contains("level 4 of 4"), "{story}");
    // And once more, with the id that it had in between kept as well.
    renumber(&world, "id: POL-900\nformerly: [POL-001]", "id: POL-901\nformerly: [POL-001, POL-900]");
    assert_eq!(world.standings(), [Counts::Yes, Counts::Yes], "not committed");
    world.commit(TOBIAS, "And another");
    assert_eq!(world.standings(), [Counts::Yes, Counts::Yes]);
    // Back again, it is what it was.
    renumber(&world, "id: POL-901\nformerly: [POL-001, POL-900]", "id: POL-001");
    world.commit(TOBIAS, "Back");
    assert_eq!(world.standings(), [Counts::Yes, Counts::Yes]);
}

#[test]
fn who_gives_another_id_is_no_author_of_the_text() {
    let (world, _) = world();
    let before = world.approval();
    renumber(&world, "id: POL-001", "id: POL-900\nformerly: [POL-001]");
    world.commit(TOBIAS, "Give the policy another number");
    let after = world.approval();
    assert_eq!((after.authors, after.commit), (before.authors, before.commit));
}

#[test]
fn a_text_that_says_something_else_gains_nothing() {
    let (world, _) = world();
    let text = world.read(POLICY);
    for (from, to) in
        [("must be listed", "may be listed"), ("title: AI policy", "title: AI rules"), ("\"5.2\"", "\"5.3\"")]
    {
        let renumbered = text.replace("id: POL-001", "id: POL-900\nformerly: [POL-001]");
        assert!(renumbered.contains(from));
        world.put(POLICY, &renumbered.replace(from, to));
        assert_eq!(world.standings(), [Counts::Earlier, Counts::Yes], "{from}");
    }
    // Nor does an id that `formerly` does not say.
    world.put(POLICY, &text.replace("id: POL-001", "id: POL-900\nformerly: [POL-002]"));
    assert!(!matches!(world.standings()[0], Counts::Yes));
}

#[test]
fn a_new_document_that_takes_the_id_of_another_gains_nothing() {
    let (world, _) = world();
    let other = world.read(POLICY).replace("id: POL-001", "id: POL-900\nformerly: [POL-001]");
    let other = other.replace("must be listed", "may be used");
    // While the other is there, it stays its own.
    world.put("policies/other.md", &other);
    world.commit(TOBIAS, "Add another policy");
    assert_eq!(world.standings(), [Counts::Yes, Counts::Yes]);
    let checked = world.check();
    let ix = checked.aims.by_id("POL-900").expect("the other one");
    assert!(!checked.approvals.of(ix).is_some_and(|approval| approval.satisfied));
    // In its place, at the end of the link, it is not what was approved.
    world.git(TOBIAS, &["mv", "-f", POLICY, "policies/first.md"]);
    world.git(TOBIAS, &["mv", "policies/other.md", POLICY]);
    world.commit(TOBIAS, "Swap them");
    assert!(
        matches!(&world.standings()[1], Counts::LedElsewhere(moved) if moved.len() == 1),
        "{:?}",
        world.standings()
    );
    // And where the other one is gone, its acts are of another text.
    world.git(TOBIAS, &["rm", "-q", "policies/first.md"]);
    world.commit(TOBIAS, "Remove the first");
    let standings = world.standings();
    assert!(
        matches!(&standings[0], Counts::Earlier | Counts::No(Reason::UnknownText | Reason::NoDocument(_))),
        "{standings:?}"
    );
    assert!(!world.approval().satisfied);
}

#[test]
fn a_new_record_holds_the_digest_of_the_text_as_it_stands() {
    let (world, key) = world();
    renumber(&world, "id: POL-001", "id: POL-900\nformerly: [POL-001]");
    world.commit(TOBIAS, "Give the policy another number");
    let asked = ["review", "POL-900", "--as", ORLA, "--outcome", "fine", "--today", TODAY];
    let review = world.aims(&[&asked[..], &["--dry-run"]].concat());
    assert_eq!(review.code, Some(0), "{}", review.stderr);
    let text = world.read(POLICY);
    let read = Snapshot::read(text.as_bytes(), &aims::reading::Reading::default());
    assert!(review.stdout.contains(&format!("substance = \"{}\"", hex(&read.substance))), "{}", review.stdout);
    let key = key.to_str().expect("text");
    let done = world.aims(&[&asked[..], &["--key", key]].concat());
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    world.commit(ORLA, "Review it");
    assert_eq!(world.standings(), [Counts::Yes, Counts::Yes, Counts::Yes]);
    // Under the number that it had, nobody has to approve it again.
    let again = world.aims(&[&APPROVE[..], &["--key", key]].concat());
    assert!(again.stderr.contains("already") || again.stdout.contains("already"), "{} {}", again.stdout, again.stderr);
}
