//! A change chooses neither the kind nor the nature by which it is judged, and no text slips out of what is judged.

use std::path::PathBuf;

use aims::approval::{Before, Leaving};
use aims::model::approval_rule::Evidence;
use aims::pipeline::{EditionKind, Project, Request};

use super::openssh::public;
use super::world::{MIREL, ORLA, POLICY, World, policy, settings};

/// Policies need a record, and nothing else needs anything.
fn rule_for_policies(world: &World, key: &str) {
    let people = settings(&[(ORLA, key)]);
    let people = people.split("[approval]").next().expect("people");
    let rule = "[approval.kinds.policy]\nneeds = \"record\"\nroles = [\"Chief Executive\"]\n";
    world.put("aims.toml", &format!("{people}[approval]\nneeds = \"none\"\n{rule}"));
}

/// The policy, approved, where only policies need it.
fn approved() -> (World, PathBuf) {
    let (world, key) = World::empty();
    rule_for_policies(&world, &public(&key));
    world.put(POLICY, &policy());
    world.commit(MIREL, "Write the AI policy");
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    (world, key)
}

fn soften(world: &World) {
    world.edit(POLICY, "must be listed", "may be listed");
}

/// Everything that the approved edition says.
fn edition(world: &World) -> String {
    let request = Request { edition: EditionKind::Approved, ..Request::new(&world.repo, world.check().aims.today) };
    let site = Project::find(&world.repo).and_then(|project| project.build(&request)?.bundle()).expect("a site");
    site.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect()
}

fn left(world: &World) -> Vec<(Leaving, String)> {
    world.check().approvals.left.into_iter().map(|left| (left.how, left.id)).collect()
}

#[test]
fn another_kind_does_not_lower_the_bar() {
    for kind in ["guideline", "record", "\"charter\""] {
        let (world, key) = approved();
        world.edit(POLICY, "kind: policy", &format!("kind: {kind}"));
        soften(&world);
        let judged = |world: &World| {
            let approval = world.approval();
            assert!(!approval.satisfied || approval.lapsed.is_some(), "{kind}: {approval:?}");
            assert!(matches!(&approval.before, Some(Before::Asks(rule)) if rule.needs == Evidence::Recorded), "{kind}");
            assert!(!edition(world).contains("may be listed"), "{kind}");
        };
        judged(&world);
        // Nor in a second commit, which finds the kind changed before it.
        world.commit(MIREL, "Change the kind");
        judged(&world);
        world.edit(POLICY, "may be listed", "may be listed, or not");
        world.commit(MIREL, "Clarify");
        judged(&world);
        if kind == "guideline" {
            // An act that meets the old rule settles it, and the next change is one of a guideline.
            assert_eq!(world.approve(&key).code, Some(0));
            world.commit(ORLA, "Approve");
            assert!(world.approval().satisfied && world.approval().lapsed.is_none());
            std::fs::remove_dir_all(world.repo.join("approvals")).expect("records");
            world.commit(MIREL, "Lose the records");
            assert!(!world.approval().satisfied);
        }
    }
}

#[test]
fn another_folder_does_not_lower_the_bar() {
    let (world, key) = World::empty();
    rule_for_policies(&world, &public(&key));
    let text = world.read("aims.toml");
    world.put("aims.toml", &format!("{text}[folders]\npolicies = \"policy\"\nnotes = \"guideline\"\n"));
    world.put(POLICY, &policy().replace("kind: policy\n", ""));
    world.commit(MIREL, "Write the AI policy");
    assert!(!world.approval().satisfied);
    std::fs::rename(world.repo.join("policies"), world.repo.join("notes")).expect("a move");
    world.commit(MIREL, "Move");
    assert!(!world.approval().satisfied, "moved");
    world.edit("notes/ai-policy.md", "must be listed", "may be listed");
    world.commit(MIREL, "Clarify");
    assert!(!world.approval().satisfied, "moved, then changed");
}

#[test]
fn a_built_in_kind_keeps_its_nature_and_its_name() {
    let (world, _) = approved();
    let text = world.read("aims.toml");
    world
        .put("aims.toml", &format!("{text}[kinds.policy]\nnature = \"record\"\n[kinds.charter]\nlabel = \"Policy\"\n"));
    soften(&world);
    world.commit(MIREL, "Make it a record");
    let approval = world.approval();
    assert!(!approval.satisfied && approval.lapsed.is_some());
    let told: Vec<String> = world.check().findings.found.into_iter().map(|finding| finding.message).collect();
    assert!(told.iter().any(|message| message.starts_with("`kinds.policy` has another `nature`")), "{told:?}");
    assert!(told.iter().any(|message| message.starts_with("`kinds.charter` is called as")), "{told:?}");
    let charter = world.check().aims.kinds.get("charter").map(|kind| kind.label.clone());
    assert_eq!(charter.as_deref(), Some("Charter"));
}

#[test]
fn what_was_approved_does_not_leave_in_silence() {
    type Way = (Leaving, fn(&World));
    let ways: [Way; 4] = [
        (Leaving::FrontMatter, |world| world.put(POLICY, "# AI policy\n\nEvery AI system may be listed.\n")),
        (Leaving::Kind, |world| {
            world.edit(POLICY, "kind: policy", "kind: record\ndate: 2026-05-01");
            world.edit(POLICY, "status: approved\n", "");
        }),
        (Leaving::Id, |world| world.edit(POLICY, "POL-001", "POL-013")),
        (Leaving::Removed, |world| std::fs::remove_file(world.repo.join(POLICY)).expect("the policy")),
    ];
    for (how, leave) in ways {
        let (world, _) = approved();
        leave(&world);
        if how != Leaving::Removed {
            assert_eq!(left(&world), [(how, "POL-001".to_owned())], "in the work tree");
        }
        world.commit(MIREL, "Tidy");
        assert_eq!(left(&world), [(how, "POL-001".to_owned())]);
        assert!(!edition(&world).contains("may be listed"), "{how:?}");
        let told = world.check().findings.found;
        let finding = told.iter().find(|finding| finding.name == "left-control").expect("it is told");
        assert_eq!(finding.level.as_str(), "error");
    }
}

#[test]
fn what_is_nearly_front_matter_is_judged_all_the_same() {
    let (world, _) = approved();
    world.edit(POLICY, "---\nid", "----\nid");
    soften(&world);
    assert!(world.approval().lapsed.is_some(), "in the work tree");
    world.commit(MIREL, "Tidy");
    let approval = world.approval();
    assert!(!approval.satisfied && approval.lapsed.is_some());
    assert!(!edition(&world).contains("may be listed"));
}

#[test]
fn what_is_retired_first_or_says_what_it_was_called_has_not_left() {
    let (world, _) = approved();
    world.edit(POLICY, "id: POL-001", "id: POL-013\nformerly: [POL-001]");
    world.commit(MIREL, "Number anew");
    assert_eq!(left(&world), []);
    let checked = world.check();
    let ix = checked.aims.by_id("POL-013").expect("the policy");
    assert_eq!(checked.approvals.acts_of(ix).count(), 1, "its acts go on");
    assert_eq!(checked.aims.by_id("POL-001"), Some(ix));
    world.edit(POLICY, "status: approved", "status: retired");
    world.commit(ORLA, "Retire");
    std::fs::remove_file(world.repo.join(POLICY)).expect("the policy");
    world.commit(MIREL, "Remove");
    assert_eq!(left(&world), []);
}

/// Whatever is done to a policy, the approved edition does not show a text of which `aims check` says that it is not
/// approved.
#[test]
fn the_approved_edition_shows_no_text_that_the_check_calls_unapproved() {
    let (world, key) = approved();
    let mut seed = 7_u32;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) as usize % below
    };
    let (mut mark, mut kind, mut shown) = (String::from("must be listed"), "policy", 0);
    for step in 0..24 {
        let rewrite = |mark: &mut String| {
            let text = format!("number {step} be listed");
            world.edit(POLICY, mark, &text);
            *mark = text;
        };
        match random(5) {
            // Each text has words of its own, so that it can be told by them.
            0 => {
                let other = ["policy", "guideline", "procedure", "record"][random(4)];
                world.edit(POLICY, &format!("kind: {kind}"), &format!("kind: {other}"));
                kind = other;
                rewrite(&mut mark);
            }
            1 => {
                world.approve(&key);
            }
            2 if world.read(POLICY).contains("status: approved") => {
                world.edit(POLICY, "status: approved", "status: in-review");
            }
            _ => {
                rewrite(&mut mark);
                let draft = world.read(POLICY);
                world.put(POLICY, &draft.replace("status: in-review", "status: approved"));
            }
        }
        world.commit_if_any(MIREL);
        let checked = world.check();
        let ix = checked.aims.by_id("POL-001").expect("the policy");
        let Some(approval) = checked.approvals.of(ix) else { continue };
        let stands = approval.satisfied && approval.lapsed.is_none();
        let is_shown = edition(&world).contains(&mark);
        assert!(stands || !is_shown, "step {step}: {kind}, {approval:?}");
        shown += usize::from(is_shown);
    }
    assert!(shown > 0, "some of them are approved");
}
