//! What cannot be recorded, and that nothing is written then.

use super::openssh::public;
use super::sandbox;
use super::world::{APPROVE, MIREL, ORLA, POLICY, TOBIAS, TODAY, World, email, policy, settings};

/// What is told of a command that is refused.
fn refused(world: &World, arguments: &[&str]) -> String {
    let outcome = world.aims(&[arguments, &["--today", TODAY]].concat());
    assert_eq!(outcome.code, Some(2), "{arguments:?}: {}{}", outcome.stdout, outcome.stderr);
    assert!(outcome.stderr.contains("hint: "), "{arguments:?}: {}", outcome.stderr);
    assert!(!world.repo.join("approvals").exists(), "{arguments:?}");
    outcome.stderr
}

#[test]
fn what_would_not_count_is_refused() {
    let (world, key) = World::new();
    world.put("records/r.md", "---\nid: REC-001\ntitle: Minutes\nkind: record\ndate: 2026-01-02\nowner: AI Officer\n---\n# Minutes\n\nSeen.\n");
    world.put("notes.md", "# Notes\n\nLoose.\n");
    world.put("policies/broken.md", "---\nid: POL-009\ntitle: Broken\nkind: policy\nversion: \"1.0\"\nstatus: approved\nowner: AI Officer\neffective: soon\nclauses: [\"5.2\"]\n---\n# Broken\n\nText.\n");
    world.commit(MIREL, "More");
    let key = key.to_str().expect("text");
    let stranger = world.ssh.keygen(&["-t", "ed25519"]);
    let stranger = stranger.to_str().expect("text");
    for (arguments, told) in [
        (&["approve", "POL-01", "--as", ORLA, "--key", key][..], "Did you mean `POL-001`?"),
        (&["approve", "POL-001", "--as", "Orla Fenwik", "--key", key], "Did you mean `Orla Fenwick`?"),
        (&["approve", "POL-001", "--as", "orla", "--key", key], "Did you mean `Orla Fenwick`?"),
        (&["approve", "POL-001", "--as", "nobody at all", "--key", key], "Add the person under `[[people]]`"),
        (&["approve", "REC-001", "--as", ORLA, "--key", key], "is a record (record): it is closed"),
        (&["review", "REC-001", "--as", ORLA, "--outcome", "fine"], "is a record (record): it is closed"),
        (&["approve", "notes.md", "--as", ORLA, "--key", key], "uncontrolled page"),
        (&["approve", "POL-009", "--as", ORLA, "--key", key], "has 1 error, so it cannot be approved: AIMS"),
        (
            &["approve", "POL-001", "--as", ORLA, "--key", stranger],
            "is not listed for Orla Fenwick in aims.toml of the last commit",
        ),
        (
            &["approve", "POL-001", "--as", TOBIAS, "--key", key],
            "none of the roles that the rule asks for: Chief Executive",
        ),
        (&["approve", "POL-001", "--as", TOBIAS, "--key", key], "hint: Orla Fenwick may"),
        (
            &["approve", "POL-001", "--as", ORLA, "--key", key, "--role", "Chief Exekutive"],
            "Did you mean `Chief Executive`?",
        ),
        (&["approve", "POL-001", "--as", ORLA, "--key", "/nowhere/key"], "cannot read /nowhere/key"),
        (&["approve", "POL-001", "--as", ORLA, "--key", "aims.toml"], "aims.toml is no SSH key"),
        (
            &["review", "POL-001", "--as", MIREL, "--outcome", "fine", "--key", key],
            "is listed for Orla Fenwick, not for Mirel Castellan",
        ),
    ] {
        let error = refused(&world, arguments);
        assert!(error.contains(told), "{arguments:?}: {error}");
    }
    let long = "x".repeat(131_000);
    let error = refused(&world, &["approve", "POL-001", "--as", ORLA, "--key", key, "--comment", &long]);
    assert!(error.contains("longer than 128 KiB"), "{error}");
}

#[test]
fn nobody_approves_their_own_work_alone() {
    let (world, key) = World::empty();
    world.put("aims.toml", &settings(&[(ORLA, &public(&key))]));
    world.put(POLICY, &policy());
    world.commit(ORLA, "Write the AI policy");
    let arguments = [&APPROVE[..4], &["--key", key.to_str().expect("text")]].concat();
    let error = refused(&world, &arguments);
    assert!(error.contains("Orla Fenwick is the only author of the change of POL-001"), "{error}");
    // With somebody else it is no longer the work of one.
    world.edit(POLICY, "must be listed", "must be listed and owned");
    let message = "Say who owns\n\nCo-authored-by: Mirel Castellan <mirel.castellan@harrowmere.example>";
    world.git(ORLA, &["commit", "-qam", message]);
    refused(&world, &arguments);
    // As a forge squashes the commits of several.
    let author = "--author=Orla Fenwick <orla.fenwick@harrowmere.example>";
    world.git("GitHub", &["commit", "-q", "--amend", "--no-edit", author]);
    assert_eq!(world.approve(&key).code, Some(0));
}

#[test]
fn keys_roles_and_people_count_from_the_last_commit_on() {
    let (world, key) = World::new();
    let other = world.ssh.keygen(&["-t", "ed25519"]);
    world.put("aims.toml", &settings(&[(ORLA, &public(&other))]));
    let error = refused(&world, &[&APPROVE[..4], &["--key", other.to_str().expect("text")]].concat());
    assert!(error.contains("is in aims.toml here, but not in the last commit"), "{error}");
    world.put(
        "aims.toml",
        &settings(&[(ORLA, &public(&key))])
            .replace("roles = [\"Chief Risk Officer\"]", "roles = [\"Chief Executive\"]"),
    );
    let error = refused(&world, &["approve", "POL-001", "--as", TOBIAS, "--key", key.to_str().expect("text")]);
    assert!(error.contains("held none of the roles"), "{error}");
    world.put("aims.toml", &(settings(&[(ORLA, &public(&key))]) + "[[people]]\nname = \"Ines Halloran\"\nemails = [\"i@harrowmere.example\"]\nroles = [\"Chief Executive\"]\n"));
    let error = refused(&world, &["approve", "POL-001", "--as", "Ines Halloran", "--key", key.to_str().expect("text")]);
    assert!(error.contains("Ines Halloran is in aims.toml here, but not in the last commit"), "{error}");
}

#[test]
fn keys_that_expired_and_people_who_left_sign_nothing() {
    let (world, key) = World::empty();
    let line = format!("valid-before=\"20260201\" {}", public(&key));
    world.put("aims.toml", &settings(&[(ORLA, &line)]));
    world.put(POLICY, &policy());
    world.commit(MIREL, "Write the AI policy");
    let arguments = [&APPROVE[..4], &["--key", key.to_str().expect("text")]].concat();
    let error = refused(&world, &arguments);
    assert!(error.contains("after it had expired on 2026-02-01"), "{error}");
    world.put("aims.toml", &settings(&[(ORLA, &public(&key))]).replacen("roles", "left = 2026-02-01\nroles", 1));
    world.commit(MIREL, "Orla leaves");
    let error = refused(&world, &arguments);
    assert!(error.contains("Orla Fenwick left on 2026-02-01"), "{error}");
}

#[test]
fn without_a_commit_nothing_can_be_approved() {
    let (world, key) = World::empty();
    world.put("aims.toml", &settings(&[(ORLA, &public(&key))]));
    world.put(POLICY, &policy());
    let arguments = [&APPROVE[..4], &["--key", key.to_str().expect("text")]].concat();
    assert!(refused(&world, &arguments).contains("there is no commit yet"));
    std::fs::remove_dir_all(world.repo.join(".git")).expect("a repository");
    assert!(refused(&world, &arguments).contains("is not in a git repository"));
}

#[test]
fn who_acts_is_who_git_says_if_the_settings_know_them() {
    let (world, key) = World::new();
    world.git(ORLA, &["config", "user.email", "stranger@harrowmere.example"]);
    let key = key.to_str().expect("text");
    let error = refused(&world, &["approve", "POL-001", "--key", key]);
    assert!(error.contains("knows nobody called `stranger@harrowmere.example`"), "{error}");
    world.git(ORLA, &["config", "user.email", "orla.fenwik@harrowmere.example"]);
    let error = refused(&world, &["approve", "POL-001", "--key", key]);
    assert!(error.contains("Did you mean `orla.fenwick@harrowmere.example`?"), "{error}");
    assert!(!error.contains("--as"), "nobody is told to act under another name: {error}");
    // Another person of the same domain, whose name the settings know or not, is nobody else.
    world.git(ORLA, &["config", "user.email", "bob@harrowmere.example"]);
    let error = refused(&world, &["approve", "POL-001", "--key", key]);
    assert!(!error.contains("Did you mean"), "{error}");
    world.git(ORLA, &["config", "user.name", MIREL]);
    let error = refused(&world, &["approve", "POL-001", "--key", key]);
    assert!(error.contains(&format!("Add the address to `emails` of {MIREL}")), "{error}");
    world.git(ORLA, &["config", "user.name", ORLA]);
    world.git(ORLA, &["config", "user.signingKey", "0123456789ABCDEF"]);
    let error = refused(&world, &["approve", "POL-001", "--as", ORLA]);
    assert!(error.contains("git signs here with something other than SSH"), "{error}");
}

#[cfg(unix)]
#[test]
fn no_symbolic_link_is_written_through() {
    let (world, key) = World::new();
    let elsewhere = world.ssh.path().join("elsewhere");
    std::fs::create_dir(&elsewhere).expect("a folder");
    let link = world.repo.join("approvals");
    std::os::unix::fs::symlink(&elsewhere, &link).expect("a link");
    let outcome = world.approve(&key);
    assert!(outcome.code == Some(2) && outcome.stderr.contains("is a symbolic link"), "{}", outcome.stderr);
    std::fs::remove_file(&link).expect("the link");
    std::fs::create_dir(&link).expect("a folder");
    std::os::unix::fs::symlink(&elsewhere, link.join("POL-001")).expect("a link");
    let outcome = world.approve(&key);
    assert!(outcome.code == Some(2) && outcome.stderr.contains("is a symbolic link"), "{}", outcome.stderr);
    assert_eq!(std::fs::read_dir(&elsewhere).expect("a folder").count(), 0);
}

#[test]
fn who_acts_is_who_git_itself_says_wherever_it_was_told() {
    let (world, key) = World::new();
    let settings = format!("[user]\n\temail = {}\n", email(ORLA));
    let file = world.ssh.file("settings", settings.as_bytes()).to_str().expect("text").to_owned();
    world.git(ORLA, &["remote", "add", "origin", "https://git.harrowmere.example/aims"]);
    let condition = "hasconfig:remote.*.url:https://git.harrowmere.example/**";
    let included = format!("[includeIf \"{condition}\"]\n\tpath = {file}\n");
    let included = world.ssh.file("conditional", included.as_bytes()).to_str().expect("text").to_owned();
    let email = email(ORLA);
    let parameters = format!("'user.email={email}'");
    let told: [&[(&str, &str)]; 6] = [
        &[("GIT_CONFIG_GLOBAL", &file)],
        &[("GIT_CONFIG_SYSTEM", &file)],
        &[("GIT_CONFIG_COUNT", "1"), ("GIT_CONFIG_KEY_0", "user.email"), ("GIT_CONFIG_VALUE_0", &email)],
        &[("GIT_CONFIG_PARAMETERS", &parameters)],
        &[("GIT_CONFIG_GLOBAL", &included)],
        &[("GIT_AUTHOR_EMAIL", &email)],
    ];
    let arguments = ["approve", "POL-001", "--key", key.to_str().expect("text"), "--today", TODAY, "--dry-run"];
    for variables in told {
        let mut command = sandbox::aims(&world.repo, &arguments);
        let done = sandbox::run(command.envs(variables.iter().copied()));
        assert_eq!(done.code, Some(0), "{variables:?}: {}", done.stderr);
        assert!(done.stdout.contains("by = \"Orla Fenwick\""), "{variables:?}: {}", done.stdout);
    }
    // The environment goes before settings that name somebody else, as it does for git.
    world.git(ORLA, &["config", "user.email", "bob@harrowmere.example"]);
    let done = sandbox::run(sandbox::aims(&world.repo, &arguments).env("GIT_AUTHOR_EMAIL", &email));
    assert!(done.stdout.contains("by = \"Orla Fenwick\""), "{}{}", done.stdout, done.stderr);
    // Where git is not there, its files are read.
    world.git(ORLA, &["config", "user.email", &email]);
    let done = sandbox::run(sandbox::aims(&world.repo, &arguments).env("PATH", "/nowhere"));
    assert_eq!(done.code, Some(0), "{}", done.stderr);
}

#[test]
fn a_key_that_is_named_is_looked_at_though_nothing_is_left_to_sign() {
    let (world, key) = World::new();
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    let other = world.ssh.keygen(&["-t", "ed25519"]);
    for draft in [false, true] {
        if draft {
            world.edit(POLICY, "status: approved", "status: draft");
        }
        for (key, told) in [("/nope", "/nope"), (other.to_str().expect("text"), "is not listed for Orla Fenwick")] {
            let refused = world.aims(&[&APPROVE[..], &["--key", key]].concat());
            assert!(refused.code == Some(2) && refused.stderr.contains(told), "{}", refused.stderr);
        }
        let done = world.approve(&key);
        assert_eq!(done.code, Some(0), "{}", done.stderr);
        assert!(
            done.stderr.contains("POL-001 is approved by Orla Fenwick already: nothing was written"),
            "{}",
            done.stderr
        );
        assert_eq!(done.stderr.contains("The document says `status: draft`"), draft, "{}", done.stderr);
    }
}

#[test]
fn a_role_is_that_of_the_rule_letter_for_letter_and_check_says_so_before_it_is_refused() {
    let (rule, person) =
        ("[approval]\nneeds = \"record\"\nroles = [\"Chief Executive\"]", "roles = [\"Chief Executive\"]\nkeys");
    for (from, to, told) in [
        (
            rule,
            rule.replace("Chief Executive", "chief executive"),
            "`[approval]` asks for `chief executive`, a role that nobody can hold",
        ),
        (
            person,
            person.replace("Chief Executive", "chief executive"),
            "`[approval]` asks for `Chief Executive`, and Orla Fenwick holds `chief executive`, by which they approve nothing",
        ),
    ] {
        let (world, key) = World::empty();
        let settings = settings(&[(ORLA, &public(&key))]);
        assert!(settings.contains(from));
        world.put("aims.toml", &format!("{}[roles]\n\"Chief Executive\" = \"Leads.\"\n", settings.replace(from, &to)));
        world.put(POLICY, &policy());
        world.commit(MIREL, "Write the AI policy");
        let checked = world.aims(&["check", "--today", TODAY]);
        assert!(checked.stdout.split_whitespace().collect::<Vec<_>>().join(" ").contains(told), "{}", checked.stdout);
        let key = key.to_str().expect("text");
        let refused = refused(&world, &["approve", "POL-001", "--as", ORLA, "--key", key]);
        assert!(refused.contains("held none of the roles that the rule asks for"), "{refused}");
    }
}
