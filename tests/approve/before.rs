//! The settings before a change are those that held then, wherever they lay and whatever became of them since.

use super::world::{MIREL, ORLA, POLICY, World, policy, settings};
use aims::approval::Before;

/// Settings that list people and ask for nothing.
fn lax() -> String {
    settings(&[]).split("[approval]").next().expect("people").to_owned()
}

/// Rewrites the policy and takes the rule away, in one commit.
fn soften(world: &World) {
    world.put("aims.toml", &lax());
    world.edit(POLICY, "must be listed", "may be listed");
    world.edit(POLICY, "\"1.0\"", "\"1.1\"");
}

/// Whether the rule of before is asked, and is not met.
fn asks_for_a_record(world: &World) -> bool {
    let approval = world.approval();
    !approval.satisfied && matches!(approval.before, Some(Before::Asks(rule)) if rule.needs.level() == 4)
}

#[test]
fn settings_that_were_not_usable_for_a_commit_ask_for_what_they_asked_before() {
    for damage in [None, Some("[[[\n"), Some("[aproval]\nneeds = \"none\"\n"), Some("\u{0}")] {
        let (world, _) = World::new();
        match damage {
            Some(text) => world.put("aims.toml", text),
            None => std::fs::remove_file(world.repo.join("aims.toml")).expect("the settings"),
        }
        world.commit(MIREL, "Slip");
        world.edit(POLICY, "AI policy\n\n", "AI policy\n\nAll of it.\n\n");
        world.commit(MIREL, "Work");
        soften(&world);
        world.commit(MIREL, "Mend");
        assert!(asks_for_a_record(&world), "{damage:?}: {:?}", world.approval());
    }
}

#[test]
fn settings_that_moved_with_the_folder_ask_for_what_they_asked_there() {
    for commits in [1, 2] {
        let (mut world, _) = World::init(&[], "docs/aims");
        world.put("aims.toml", &settings(&[]));
        world.put(POLICY, &policy());
        world.commit(MIREL, "Write the AI policy");
        let top = world.repo.ancestors().nth(2).expect("the top").to_owned();
        if commits == 2 {
            std::fs::remove_file(world.repo.join("aims.toml")).expect("the settings");
            world.commit(MIREL, "Tidy");
        }
        std::fs::rename(&world.repo, top.join("gov")).expect("a move");
        world.repo = top.join("gov");
        soften(&world);
        world.edit(POLICY, "# AI policy", "# Policy on AI, in other words than before");
        world.commit(MIREL, "Move the folder");
        assert!(asks_for_a_record(&world), "{commits}: {:?}", world.approval());
    }
}

#[test]
fn a_part_of_an_aims_that_gets_settings_of_its_own_was_under_those_above() {
    let (mut world, _) = World::empty();
    world.put("aims.toml", &settings(&[]));
    world.put(POLICY, &policy());
    world.commit(MIREL, "Write the AI policy");
    world.edit(POLICY, "must be listed", "may be listed");
    world.put("policies/aims.toml", &lax());
    world.commit(MIREL, "Split off");
    world.repo = world.repo.join("policies");
    assert!(asks_for_a_record(&world), "{:?}", world.approval());
}

#[test]
fn settings_that_are_the_first_of_their_aims_ask_nothing_of_what_was_there() {
    let (mut world, _) = World::empty();
    world.put("readme.md", "# Something else\n");
    world.commit(ORLA, "Begin");
    world.put("other/aims.toml", &settings(&[]));
    world.put(&format!("other/{POLICY}"), &policy());
    world.commit(ORLA, "Another AIMS");
    world.put(&format!("ours/{POLICY}"), &policy());
    world.commit(MIREL, "Write the AI policy");
    world.put("ours/aims.toml", &lax());
    world.commit(MIREL, "Make it an AIMS");
    world.repo = world.repo.join("ours");
    assert!(world.approval().satisfied, "{:?}", world.approval());
}
