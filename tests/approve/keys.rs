//! Keys that lie open in a file, and those for which `ssh-keygen` has to be asked.

use std::path::Path;
use std::process::Command;

use aims::model::approval_rule::Evidence;

use super::openssh::{public, run};
use super::sandbox;
use super::world::{APPROVE, MIREL, ORLA, POLICY, World, email, policy, settings};

/// A repository whose settings list this key as that of Orla.
fn with_key(arguments: &[&str]) -> (World, std::path::PathBuf) {
    let (world, _) = World::empty();
    let key = world.ssh.keygen(arguments);
    world.put("aims.toml", &settings(&[(ORLA, &public(&key))]));
    world.put(POLICY, &policy());
    world.commit(MIREL, "Write the AI policy");
    (world, key)
}

fn approve(world: &World, key: &Path) -> Command {
    sandbox::aims(&world.repo, &[&APPROVE[..], &["--key", key.to_str().expect("text")]].concat())
}

/// Answers a question for a passphrase.
fn answers(world: &World, command: &mut Command, passphrase: &str) {
    let script = world.ssh.file("askpass", format!("#!/bin/sh\necho '{passphrase}'\n").as_bytes());
    let made = run(world.ssh.command("chmod").arg("700").arg(&script), b"");
    assert!(made.ok, "{}", made.says);
    command.env("SSH_ASKPASS", script).env("SSH_ASKPASS_REQUIRE", "force");
}

#[test]
fn every_kind_of_key_signs() {
    for kind in [
        &["-t", "ed25519"][..],
        &["-t", "ecdsa"],
        &["-t", "ecdsa", "-b", "521"],
        &["-t", "rsa", "-b", "2048"],
        // Only `ssh-keygen` reads this form, and signs with a key this short.
        &["-t", "rsa", "-b", "2048", "-m", "PEM"],
        &["-t", "rsa", "-b", "1024"],
    ] {
        let (world, key) = with_key(kind);
        let done = sandbox::run(&mut approve(&world, &key));
        assert_eq!((done.code, world.level()), (Some(0), Evidence::Recorded), "{kind:?}: {}", done.stderr);
    }
}

#[test]
fn a_passphrase_is_asked_for_by_ssh_keygen_and_a_wrong_one_leaves_nothing() {
    let (world, key) = with_key(&["-t", "ed25519", "-N", "correct horse"]);
    let mut command = approve(&world, &key);
    answers(&world, &mut command, "wrong horse");
    let refused = sandbox::run(&mut command);
    assert_eq!((refused.code, world.repo.join("approvals").exists()), (Some(2), false), "{}", refused.stdout);
    assert!(refused.stderr.contains("ssh-keygen did not sign with"), "{}", refused.stderr);
    let mut command = approve(&world, &key);
    let temporary = world.ssh.path().join("temporary");
    std::fs::create_dir(&temporary).expect("a folder");
    command.env("TMPDIR", &temporary);
    answers(&world, &mut command, "correct horse");
    let done = sandbox::run(&mut command);
    assert_eq!((done.code, world.level()), (Some(0), Evidence::Recorded), "{}", done.stderr);
    assert_eq!(std::fs::read_dir(&temporary).expect("a folder").count(), 0, "nothing is left there");
}

#[test]
fn without_ssh_keygen_it_is_said_what_is_missing() {
    let (world, key) = with_key(&["-t", "ed25519", "-N", "correct horse"]);
    let refused = sandbox::run(approve(&world, &key).env("PATH", "/nowhere"));
    assert_eq!((refused.code, world.repo.join("approvals").exists()), (Some(2), false));
    assert!(
        refused.stderr.contains("cannot run ssh-keygen") && refused.stderr.contains("Install OpenSSH"),
        "{}",
        refused.stderr
    );
    // A key that lies open needs no other program.
    let (world, key) = with_key(&["-t", "ed25519"]);
    assert_eq!(sandbox::run(approve(&world, &key).env("PATH", "/nowhere")).code, Some(0));
}

/// Runs `aims approve` with whom and with what git says, in an agent that holds the key.
#[test]
fn an_agent_signs_with_the_key_that_git_signs_with() {
    let (world, key) = with_key(&["-t", "ed25519"]);
    let public_half = world.ssh.file("orla.pub", format!("{}\n", public(&key)).as_bytes());
    world.git(ORLA, &["config", "user.email", &email(ORLA).to_uppercase()]);
    world.git(ORLA, &["config", "gpg.format", "ssh"]);
    for signing_key in [public_half.to_str().expect("text").to_owned(), format!("key::{}", public(&key)), public(&key)]
    {
        world.git(ORLA, &["config", "user.signingKey", &signing_key]);
        let script = format!(
            "ssh-add -q '{}' && exec '{}' approve POL-001 --today 2026-11-20",
            key.display(),
            env!("CARGO_BIN_EXE_aims")
        );
        let mut agent = world.ssh.command("ssh-agent");
        let done = run(agent.args(["sh", "-c", &script]).current_dir(&world.repo), b"");
        assert!(done.ok, "{signing_key}: {}", done.says);
        assert_eq!(world.level(), Evidence::Recorded, "{signing_key}");
        std::fs::remove_dir_all(world.repo.join("approvals")).expect("records");
    }
    // Without the agent there is nobody to sign.
    let refused = world.aims(&["approve", "POL-001", "--today", "2026-11-20"]);
    assert_eq!((refused.code, world.repo.join("approvals").exists()), (Some(2), false), "{}", refused.stdout);
}
