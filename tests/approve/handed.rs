//! A rule whose roles are handed over while a text waits: both rules have to be met, and who is asked can sign.

use std::path::{Path, PathBuf};

use super::openssh::public;
use super::sandbox::Outcome;
use super::world::{MIREL, ORLA, POLICY, TOBIAS, Who, World, policy, settings};

/// The policy, which waits by a rule that asks for the Chief Risk Officer, and then by one that asks for the Chief Executive.
fn world() -> (World, [PathBuf; 2]) {
    let (world, orla) = World::empty();
    let tobias = world.ssh.keygen(&["-t", "ed25519"]);
    let of_now = settings(&[(ORLA, &public(&orla)), (TOBIAS, &public(&tobias))]);
    world.put("aims.toml", &hand_over(&of_now, "Chief Executive", "Chief Risk Officer"));
    world.commit(MIREL, "Say who approves");
    world.put(POLICY, &policy());
    world.commit(MIREL, "Write the AI policy");
    world.put("aims.toml", &of_now);
    sign(&world, TOBIAS, &tobias);
    (world, [orla, tobias])
}

/// The settings with another role in the rule.
fn hand_over(settings: &str, from: &str, to: &str) -> String {
    let (people, rule) = settings.split_once("[approval]").expect("a rule");
    format!("{people}[approval]{}", rule.replace(from, to))
}

fn sign(world: &World, who: Who, key: &Path) {
    let signing = format!("user.signingkey={}", key.display());
    world.git(who, &["-c", "gpg.format=ssh", "-c", &signing, "commit", "-q", "-S", "-a", "-m", "Hand over"]);
}

fn approve(world: &World, who: Who, key: &Path) -> Outcome {
    let key = key.to_str().expect("text");
    world.aims(&["approve", "POL-001", "--as", who, "--today", &world.next_day(), "--key", key])
}

/// What is told of the approval: the message and the help of AIMS503, and how many records do not count.
fn told(world: &World) -> (Vec<String>, usize) {
    let found = world.check().findings.found;
    let text = |code: &'static str| found.iter().filter(move |finding| finding.code == code);
    let help = |help: &Option<String>| help.clone().unwrap_or_default();
    let missing = text("AIMS503").map(|finding| format!("{} {}", finding.message, help(&finding.help)));
    (missing.collect(), text("AIMS507").count())
}

/// Whom the list of what is due asks to approve.
fn asked(world: &World) -> String {
    world.aims(&["due", "--within", "10y", "--today", super::TODAY]).stdout
}

#[test]
fn whoever_is_asked_by_either_rule_can_sign_and_both_are_met() {
    for order in [[ORLA, TOBIAS], [TOBIAS, ORLA]] {
        let (world, [orla, tobias]) = world();
        let key = |who: Who| if who == ORLA { &orla } else { &tobias };
        let role = |who: Who| if who == ORLA { "Chief Executive" } else { "Chief Risk Officer" };
        let due = asked(&world);
        assert!(due.contains("Chief Executive") && due.contains("Chief Risk Officer"), "{due}");
        let [first, second] = order;
        let done = approve(&world, first, key(first));
        assert_eq!(done.code, Some(0), "{}", done.stderr);
        let note = format!("It takes an approval as {} too.", role(second));
        assert!(done.stderr.contains(&note), "{}", done.stderr);
        world.commit(first, "Approve");
        let (missing, idle) = told(&world);
        let wanted = format!("by {}, and there is level 0 (no evidence)", role(second));
        assert!(missing.len() == 1 && missing[0].contains(&wanted), "{missing:?}");
        assert_eq!(idle, 0, "what meets one of the rules counts");
        assert_eq!(world.approval().lacking, [role(second)]);
        let due = asked(&world);
        assert!(due.contains(role(second)) && !due.contains(role(first)), "{due}");
        let again = approve(&world, first, key(first));
        let known = format!("POL-001 is approved by {first} already");
        assert!(again.stderr.contains(&known) && again.stderr.contains(&note), "{}", again.stderr);
        let refused = approve(&world, MIREL, key(first));
        assert!(refused.stderr.contains("held none of the roles"), "{}", refused.stderr);

        let done = approve(&world, second, key(second));
        assert!(done.code == Some(0) && !done.stderr.contains("It takes"), "{}", done.stderr);
        world.commit(second, "Approve");
        assert_eq!(told(&world), (Vec::new(), 0));
        let approval = world.approval();
        assert!(approval.satisfied && approval.lacking.is_empty(), "{approval:?}");
        for who in order {
            let again = approve(&world, who, key(who));
            let known = format!("POL-001 is approved by {who} already");
            assert!(again.code == Some(0) && again.stderr.contains(&known), "{}", again.stderr);
        }
    }
}

#[test]
fn a_record_in_another_role_does_not_do_for_a_rule_that_takes_less() {
    let (world, [orla, tobias]) = world();
    let less = world.read("aims.toml").replace("needs = \"record\"", "needs = \"merged\"");
    world.put("aims.toml", &less);
    sign(&world, ORLA, &orla);
    assert_eq!(approve(&world, TOBIAS, &tobias).code, Some(0));
    world.commit(TOBIAS, "Approve");
    assert!(!world.approval().satisfied, "the rule of today asks for the Chief Executive");
}

#[test]
fn where_nobody_holds_the_role_of_before_the_next_version_is_the_way() {
    let (world, [orla, _]) = world();
    let renamed = world.read("aims.toml").replace("Chief Risk Officer", "Head of Risk");
    world.put("aims.toml", &renamed);
    sign(&world, ORLA, &orla);
    assert_eq!(approve(&world, ORLA, &orla).code, Some(0));
    world.commit(ORLA, "Approve");
    let (missing, _) = told(&world);
    assert!(missing.len() == 1 && missing[0].contains("Nobody holds that role now"), "{missing:?}");
    world.edit(POLICY, "\"1.0\"", "\"1.1\"");
    world.edit(POLICY, "must be listed", "must be listed at once");
    world.commit(MIREL, "Write the next version");
    assert_eq!(approve(&world, ORLA, &orla).code, Some(0));
    world.commit(ORLA, "Approve");
    assert_eq!(told(&world).0, [""; 0]);
}
