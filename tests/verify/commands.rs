//! The commands that a site tells its readers: each is of this AIMS, this commit, this day and these readers, in words that a
//! shell takes as they are.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::sandbox;
use crate::support::world::{MIREL, ORLA, POLICY, TODAY, World, policy, settings};

/// An AIMS with a signed tag in a folder of its repository.
fn world(folder: &str) -> World {
    let (world, key) = World::init(&[], folder);
    world.put("aims.toml", &settings(&[(ORLA, &crate::support::openssh::public(&key))]));
    world.put(POLICY, &policy());
    let key = format!("user.signingkey={}", key.display());
    let tag = |name: &str| world.git(ORLA, &["-c", "gpg.format=ssh", "-c", &key, "tag", "-s", "-m", "An audit", name]);
    world.commit(MIREL, "Begin");
    tag("v1");
    world.edit(POLICY, "must", "may");
    world.commit(MIREL, "Weaken it");
    tag("v2");
    world.edit(POLICY, "may", "must");
    world.commit(MIREL, "Restore it");
    world
}

/// Builds a site, and gives the commands of its pages.
fn commands(world: &World, out: &Path, options: &[&str]) -> BTreeSet<String> {
    let built =
        world.aims(&[&["build", "-q", "--today", TODAY, "--out", out.to_str().expect("text")], options].concat());
    assert!(matches!(built.code, Some(0 | 1)), "{}", built.stderr);
    let mut found = BTreeSet::new();
    for (path, (_, bytes)) in sandbox::everything(out) {
        if path.ends_with(b".html") {
            let page = String::from_utf8(bytes).expect("text");
            let code = page.split("<code>").skip(1).filter_map(|rest| Some(rest.split_once("</code>")?.0));
            found.extend(code.map(|code| code.replace("&#39;", "'").replace("&quot;", "\"").replace("&amp;", "&")));
        }
    }
    found
}

#[test]
fn each_command_is_about_the_aims_and_the_texts_that_the_site_shows() {
    let world = world("docs/our aims");
    let commit = world.git(MIREL, &["rev-parse", "HEAD"]);
    let out = tempfile::tempdir().expect("a folder");
    for (edition, audience) in [("approved", "confidential"), ("latest", "internal")] {
        let options = ["--edition", edition, "--audience", audience];
        let told = commands(&world, &out.path().join(audience), &options);
        for verb in ["build", "export", "due"] {
            let of_it: Vec<&String> = told.iter().filter(|code| code.starts_with(&format!("aims {verb} "))).collect();
            assert!(!of_it.is_empty(), "the test itself looks for nothing: {verb}");
            for code in of_it {
                assert!(code.contains("'docs/our aims'"), "{code}");
                let is_of_all =
                    ["--edition approved --audience public", "aims due"].iter().any(|part| code.contains(part));
                let of = format!("--edition {edition} --audience {audience}");
                assert!(is_of_all || code.contains(&of) && code.contains(&format!("--today {TODAY}")), "{code}");
            }
        }
        for (from, to) in [("v1", "v2"), ("v2", commit.as_str())] {
            let is_it =
                |code: &&String| code.contains(&format!("--rev {to} ")) && code.contains(&format!("--since {from} "));
            assert!(told.iter().any(|code| is_it(&code)), "{from} {to}: {told:?}");
        }
        for part in ["aims build --trend '", "aims export pdf '", "aims export working-papers '"] {
            assert!(told.iter().any(|code| code.starts_with(part) && code.contains(&commit)), "{part}: {told:?}");
        }
    }
    // Of a work tree no commit is known.
    world.edit(POLICY, "must", "may");
    let told = commands(&world, &out.path().join("work"), &[]);
    assert!(told.iter().any(|code| code.starts_with("aims export pdf 'docs/our aims' --today ")), "{told:?}");
}

#[test]
fn a_name_with_a_blank_is_quoted_in_the_commands_of_git_and_they_work() {
    let world = world("");
    let out = world.repo.join("our site's");
    let told = commands(&world, &out, &["--rev", "HEAD", "--called", "our site's"]);
    let found = told.iter().find(|code| code.contains("verify-tag")).expect("a command");
    assert!(found.contains(r"allowedSignersFile='our site'\''s/data/allowed_signers' verify-tag"), "{found}");
    let audit = std::fs::read_to_string(out.join("audit.html")).expect("a page");
    assert!(!audit.contains("It is the same on Windows"), "the quotes of the two shells differ");
    if cfg!(unix) {
        let mut shell = world.ssh.command("sh");
        let ran = crate::support::openssh::run(shell.current_dir(&world.repo).args(["-c", found]), b"");
        assert!(ran.ok, "{found}: {}", ran.says);
    }
}
