//! Whose keys count for a site: those that were vouched for, whatever commit whoever built it chose to trust, and where one was
//! chosen for the pages, that is told on each.

use super::{build, put, verify};
use crate::support::openssh;
use crate::support::sandbox;
use crate::support::world::{MIREL, ORLA, POLICY, TODAY, World, email};

/// Puts the key of a stranger in the place of Orla's, which nobody signs.
fn swapped(world: &World) -> std::path::PathBuf {
    let stranger = world.ssh.keygen(&["-t", "ed25519", "-C", "stranger"]);
    let settings = world.read("aims.toml");
    let own = settings.split('\'').nth(1).expect("a key").to_owned();
    world.put("aims.toml", &settings.replace(&own, &openssh::public(&stranger)));
    stranger
}

#[test]
fn a_stranger_signs_for_no_site_whatever_it_trusts() {
    let (world, _) = World::new();
    world.git(MIREL, &["branch", "good"]);
    let stranger = swapped(&world);
    world.commit(MIREL, "Tidy the settings");
    let stranger = stranger.to_str().expect("text");
    for options in [&[][..], &["--trust", "good"], &["--trust", "HEAD"]] {
        build(&world, "../site", &[&["--rev", "HEAD", "--attest", stranger], options].concat());
        let outcome = verify(&world, &["--signed", "--rev", "main"]);
        assert_eq!(outcome.code, Some(1), "{options:?}: {}", outcome.stdout);
        assert!(outcome.stdout.contains("not among those that may sign"), "{options:?}: {}", outcome.stdout);
        let is_told = outcome.stdout.contains("keys and roles are those of commit");
        assert_eq!(is_told, !options.is_empty(), "{}", outcome.stdout);
    }
}

#[test]
fn a_site_made_by_the_keys_of_a_chosen_commit_says_so_on_each_page() {
    let (world, _) = World::new();
    world.git(MIREL, &["checkout", "-q", "-b", "aside"]);
    let stranger = swapped(&world);
    world.commit(MIREL, "My key is the key of the Chief Executive");
    let done = world.approve_in_time(&stranger);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    world.git(MIREL, &["checkout", "-q", "--", "aims.toml"]);
    world.git(MIREL, &["checkout", "-q", "main"]);
    world.commit(MIREL, "Only the record lands");
    let aside = world.git(MIREL, &["rev-parse", "aside"]);
    let site = build(&world, "../site", &["--trust", "aside", "--rev", "HEAD"]);
    let page = |name: &str| std::fs::read_to_string(site.join(name)).expect("a page");
    for name in ["index.html", "about.html", "documents/POL-001.html"] {
        let said = format!("Who may sign is as the settings of commit <code>{aside}</code> have it");
        assert!(page(name).contains(&said), "{name}");
    }
    assert!(page("about.html").contains("not those before each change"), "{}", page("about.html"));
    let signers = page("data/allowed_signers");
    let own = openssh::public(&stranger);
    assert!(signers.contains(own.split(' ').nth(1).expect("a key")) && signers.starts_with(&email(ORLA)[..4]));
    let outcome = verify(&world, &[]);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("it is not on the main line of what is checked out"), "{}", outcome.stdout);
    build(&world, "../site", &["--rev", "HEAD"]);
    assert!(!page("about.html").contains("whoever built this site chose"));
}

#[test]
fn a_statement_that_says_anything_else_of_its_site_is_about_another() {
    let (world, key) = World::new();
    let site = build(&world, "../site", &["--attest", key.to_str().expect("text")]);
    let file = site.join("attestation.intoto.jsonl");
    let envelope: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).expect("a file")).expect("JSON");
    let payload = openssh::from_base64(envelope["payload"].as_str().expect("text"));
    let payload = String::from_utf8(payload).expect("text");
    let digest = payload.split("\"sha256\":\"").nth(1).expect("a digest").split('"').next().expect("a digest");
    let twice = format!("\"sha256\":\"{}\",\"sha256\":\"{digest}\"", "0".repeat(64));
    let once = format!("\"sha256\":\"{digest}\"");
    for (from, to) in [
        ("", ""),
        ("\"edition\":\"latest\"", "\"edition\":\"approved\""),
        ("\"trust\":null", "\"trust\":\"x\""),
        ("urn:aims:build:v1", "urn:aims:build:v2"),
        ("\"subject\":[", "\"subject\":[{\"name\":\"index.html\",\"digest\":{\"sha256\":\"00\"}},"),
        (&once, &twice),
    ] {
        assert!(payload.contains(from), "{from}: {payload}");
        let said = payload.replacen(from, to, 1);
        let head = format!("DSSEv1 28 application/vnd.in-toto+json {} {said}", said.len());
        let armored = world.ssh.sign(&key, "aims-site", head.as_bytes(), &[]);
        let coded = aims::signature::to_base64;
        let line = serde_json::json!({
            "payloadType": "application/vnd.in-toto+json",
            "payload": coded(said.as_bytes()),
            "signatures": [{"sig": coded(armored.as_bytes())}],
        });
        put(&file, line.to_string());
        let outcome = verify(&world, &["--signed"]);
        assert_eq!(outcome.code, Some(i32::from(!from.is_empty())), "{from}: {}", outcome.stdout);
    }
}

#[test]
fn the_commands_judge_by_the_moment_of_the_act_and_name_whole_commits() {
    let (world, key) = World::empty();
    let public = openssh::public(&key);
    let settings = crate::support::world::settings(&[(ORLA, &format!("valid-before=\"20260301\" {public}"))]);
    world.put("aims.toml", &settings);
    world.put(POLICY, &crate::support::world::policy());
    world.commit(MIREL, "Write the AI policy");
    let done = world.approve_in_time(&key);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    world.commit(ORLA, "Approve");
    let (head, first) = (world.git(MIREL, &["rev-parse", "HEAD"]), world.git(MIREL, &["rev-parse", "HEAD~1"]));
    // Whoever may push a tag decides what is short.
    world.git(MIREL, &["tag", &head[..10], &first]);
    world.git(MIREL, &["tag", &first[..10], &head]);
    let commands = |page: &str| -> Vec<String> {
        let page = std::fs::read_to_string(world.repo.join("../site").join(page)).expect("a page");
        let codes = page.split("<code>").skip(1).filter_map(|rest| rest.split("</code>").next());
        codes.map(|code| code.replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'")).collect()
    };
    let run = |command: &str| {
        let command = command.replace("site/data", "../site/data");
        openssh::run(world.ssh.command("sh").arg("-c").arg(&command).current_dir(&world.repo), b"")
    };
    let verified = |page: &str| {
        let all = commands(page);
        let takes: Vec<&String> =
            all.iter().filter(|one| one.starts_with("git show ") && one.contains(" > ")).collect();
        assert!(takes.len() >= 2, "{page}: {all:?}");
        for take in takes {
            assert!(run(take).ok, "{take}");
        }
        all.iter().find(|one| one.starts_with("ssh-keygen -Y verify ")).map(|verify| run(verify))
    };
    build(&world, "../site", &[]);
    for page in ["about.html", "documents/POL-001/history.html"] {
        let told = verified(page).expect("a command");
        assert!(told.ok, "{page}: {}", told.says);
    }
    // By a list in which she left before, no command could verify it, and none is there.
    world.put("aims.toml", &settings.replacen("\nkeys", "\nleft = 2026-01-01\nkeys", 1));
    let site = build(&world, "../site", &[]);
    let page = std::fs::read_to_string(site.join("documents/POL-001/history.html")).expect("a page");
    assert!(page.contains("No command can verify it with the list of keys on this site"), "{page}");
    assert!(
        commands("documents/POL-001/history.html").iter().any(|one| *one == format!("git show '{head}^:aims.toml'"))
    );
    let signers = std::fs::read_to_string(site.join("data/allowed_signers")).expect("a list");
    assert!(signers.contains("valid-before=\"20260101235959Z\""), "{signers}");
}

#[test]
fn a_review_is_no_example_of_an_approval() {
    let (world, key) = World::new();
    let key = key.to_str().expect("text");
    let done =
        world.aims(&["review", "POL-001", "--as", ORLA, "--outcome", "As it was", "--today", TODAY, "--key", key]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    world.commit(ORLA, "Review");
    for audience in ["confidential", "public"] {
        let site = build(&world, "../site", &["--audience", audience]);
        let about = std::fs::read_to_string(site.join("about.html")).expect("a page");
        assert!(!about.contains("-review-1.0-"), "{audience}: {about}");
    }
    assert!(sandbox::everything(&world.repo.join("approvals")).len() > 1, "it is on record");
}
