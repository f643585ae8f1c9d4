//! What a site says of where it comes from: "the files of that commit" only where that is so byte for byte, and commands
//! that make it again whatever it was made with.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use world::{APPROVE, MIREL, ORLA, POLICY, TODAY, World};

use crate::support::openssh;
use crate::support::sandbox;
use crate::support::world;

type Files = BTreeMap<Vec<u8>, (u32, Vec<u8>)>;

/// Builds a site into `../NAME`, and reads it.
fn build(world: &World, name: &str, options: &[&str]) -> Files {
    let out = format!("../{name}");
    let built = world.aims(&[&["build", "-q", "--today", TODAY, "--out", &out], options].concat());
    assert!(matches!(built.code, Some(0 | 1)), "{}", built.stderr);
    sandbox::everything(&world.repo.join(out))
}

fn about(site: &Files) -> String {
    let (_, page) = &site[&b"about.html"[..]];
    String::from_utf8(page.clone()).expect("UTF-8")
}

/// What stands between `<code>` and its end on a page, as a reader copies it.
fn commands(page: &str) -> Vec<String> {
    let codes = page.split("<code>").skip(1).filter_map(|rest| rest.split("</code>").next());
    let plain = |code: &str| {
        code.replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&")
    };
    codes.map(plain).collect()
}

/// A shell in a folder, in which `aims` is the binary.
fn shell(folder: &Path, script: &str) -> Command {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let binary = Path::new(env!("CARGO_BIN_EXE_aims")).parent().map(Path::to_owned);
    let paths = std::env::join_paths(binary.into_iter().chain(std::env::split_paths(&paths))).expect("paths");
    let mut command = Command::new("sh");
    command.args(["-c", script]).current_dir(folder).env_clear().env("PATH", paths).env("HOME", folder);
    command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null").stdin(Stdio::null());
    command
}

fn says_commit(site: &Files) -> bool {
    about(site).contains("The files of that commit, read from git.")
}

#[test]
fn a_site_is_of_a_commit_only_where_all_that_was_read_is_in_it() {
    let (world, key) = World::new();
    world.put("aims.toml", &format!("frameworks.files = [\"rules.toml\"]\n{}", world.read("aims.toml")));
    let rules = "id = \"house\"\ntitle = \"House rules\"\nshort = \"House\"\nedition = \"2026\"\n[[item]]\nid = \"P1\"\ntitle = \"One\"\n";
    world.put("rules.toml", rules);
    world.put("policies/limits.csv", "5\n");
    world.edit(POLICY, "must be listed.", "must be listed. See [the limits](limits.csv).");
    world.commit(MIREL, "More");
    let committed = build(&world, "committed", &["--rev", "HEAD"]);
    let clean = build(&world, "clean", &[]);
    assert!(says_commit(&committed) && clean == committed, "what is clean is the commit");
    let again = |told: &str| {
        world.git(MIREL, &["checkout", "-q", "--", "."]);
        world.git(MIREL, &["clean", "-fdq"]);
        assert!(build(&world, "again", &[]) == committed, "after: {told}");
    };
    for (path, from, to) in
        [("rules.toml", "One", "Two"), ("policies/limits.csv", "5", "5000000"), (POLICY, "listed", "named")]
    {
        world.edit(path, from, to);
        let changed = build(&world, "changed", &[]);
        assert!(changed != committed && !says_commit(&changed), "{path}");
        again(path);
    }
    for path in ["policies/new.md", "approvals/POL-001/note.toml", "policies/new.csv"] {
        world.put(path, "x");
        assert!(!says_commit(&build(&world, "changed", &[])), "{path}");
        again(path);
    }
    std::fs::remove_file(world.repo.join("policies/limits.csv")).expect("a file");
    assert!(!says_commit(&build(&world, "changed", &[])), "a file that is gone");
    again("a file that is gone");
    // The level of an approval that no commit has.
    assert_eq!(world.approve(&key).code, Some(0));
    let approved = build(&world, "changed", &[]);
    assert!(!says_commit(&approved) && !about(&approved).contains("diff -r"), "an approval that is not committed");
}

#[test]
fn the_commands_of_a_site_make_it_again_with_any_options() {
    let (world, key) = World::init(&[], "docs/our aims");
    let settings = world::settings(&[(ORLA, &openssh::public(&key))]);
    world.put("aims.toml", &settings);
    world.put(POLICY, &world::policy());
    world.edit(POLICY, "must be listed.", "must be listed. See [the limits](limits.csv) and [the guide](guide.md).");
    world.put("policies/limits.csv", "5\n");
    world.put("policies/guide.md", "# Guide\n");
    for (class, id) in [("public", "POL-002"), ("confidential", "POL-003")] {
        let text =
            world::policy().replace("POL-001", id).replace("owner:", &format!("classification: {class}\nowner:"));
        world.put(&format!("policies/{class}.md"), &text);
    }
    world.commit(MIREL, "Write the AI policy");
    world.git(MIREL, &["tag", "-a", "-m", "Audit", "v2025-audit"]);
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    world.edit(POLICY, "must be listed", "may be listed");
    world.edit(POLICY, "\"1.0\"", "\"1.1\"");
    world.put("policies/limits.csv", "5000000\n");
    world.put("policies/guide.md", "# Another guide\n");
    world.commit(MIREL, "Version 1.1");
    // What is left out by the settings of a commit is left out again by its command.
    let published = "[site]\naudience = \"public\"\n[publish]\nmessages = \"none\"\naddresses = true\n";
    world.put("aims.toml", &format!("{published}{settings}"));
    world.commit(MIREL, "Publish less");
    let top = world.repo.parent().and_then(Path::parent).expect("the top").to_owned();
    let signed = ["--audience", "internal", "--attest", key.to_str().expect("text")];
    let options: [&[&str]; 12] = [
        &signed,
        &["--audience", "internal"],
        &["--audience", "confidential", "--rev", "HEAD~1"],
        &["--audience", "internal", "--edition", "approved"],
        &["--audience", "confidential", "--edition", "approved", "--since", "v2025-audit"],
        &[],
        &["--rev", "HEAD~1"],
        &["--since", "v2025-audit"],
        &["--since", "HEAD~2"],
        &["--edition", "approved"],
        &["--trust", "HEAD~1", "--called", "it's public"],
        &["--since", "v2025-audit", "--edition", "approved", "--rev", "main", "--trust", "v2025-audit"],
    ];
    for options in options {
        let named = if options.contains(&"--called") { "it's public" } else { "site" };
        let site = build(&world, &format!("../{named}"), options);
        let commands: Vec<String> = commands(&about(&site));
        let found = ["aims build ", "diff -r ", "aims verify "]
            .map(|begun| commands.iter().find(|command| command.starts_with(begun)).cloned());
        // Everybody has no repository to run them in: who has one knows `aims verify`.
        let outside = about(&site).contains("Everybody: texts that were always public");
        let (script, made) = match found {
            [Some(build), Some(diff), Some(verify)] if !outside => {
                let public = commands.iter().find(|command| command.ends_with("--out public-site")).expect("a command");
                let more = if options == signed {
                    format!("{public} -q || [ $? = 1 ]; rm -r public-site")
                } else {
                    ":".into()
                };
                let script = format!("{verify} > verified && {{ {build} -q || [ $? = 1 ]; {diff}; {more}; }}");
                (script, &[named, "rebuilt"][..])
            }
            found => {
                assert!(outside && found.iter().all(Option::is_none), "{options:?}: {found:?}");
                (format!("aims verify \"{named}\" \"docs/our aims\" > verified"), &[named][..])
            }
        };
        let outcome = sandbox::run(&mut shell(&top, &script));
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(0), ""), "{options:?}: {script}: {}", outcome.stderr);
        for folder in made {
            std::fs::remove_dir_all(top.join(folder)).expect("a folder");
        }
    }
}

#[test]
fn the_commands_of_an_approval_verify_it() {
    let (world, key) = World::new();
    let key = key.to_str().expect("a path");
    assert_eq!(world.aims(&[&APPROVE[..], &["--key", key]].concat()).code, Some(0));
    world.git(MIREL, &["mv", POLICY, "policies/moved.md"]);
    world.commit(ORLA, "Approve, and move");
    let settings = world.read("aims.toml");
    for (addresses, options) in [
        (false, &[][..]),
        (false, &["--edition", "approved"]),
        (true, &[]),
        (true, &["--edition", "approved"]),
        (true, &["--since", "HEAD~1"]),
        (false, &["--audience", "confidential", "--edition", "approved"]),
        (true, &["--audience", "confidential", "--since", "HEAD~1"]),
    ] {
        world.put("aims.toml", &format!("publish.addresses = {addresses}\n{settings}"));
        let site = build(&world, "harrowmere/site", options);
        let commands = commands(&about(&site));
        // Where the record is not part of the site, it is taken from the repository first.
        let taken =
            commands.iter().filter(|command| command.starts_with("git show ") && command.contains(" > record.toml"));
        let taken: Vec<&str> = taken.map(String::as_str).collect();
        assert_eq!(taken.len(), if addresses { 0 } else { 2 }, "{commands:?}");
        let verify = commands.iter().find(|command| command.starts_with("ssh-keygen ")).expect("a command");
        let verify = [&taken[..], &[verify]].concat().join(" && ");
        let shown = commands.iter().find(|command| command.ends_with(" | sha256sum")).expect("a command");
        let sum = commands.iter().find(|code| code.len() == 64).expect("a sum");
        let folder = world.repo.join("site");
        let verified = sandbox::run(&mut shell(if addresses { &folder } else { &world.repo }, &verify));
        assert_eq!(verified.code, Some(0), "{verify}: {}", verified.stderr);
        let shown = sandbox::run(&mut shell(&world.repo, shown));
        assert!(shown.stdout.starts_with(sum.as_str()), "{} {sum}", shown.stdout);
        std::fs::remove_dir_all(folder).expect("a folder");
    }
}

#[test]
fn what_a_sparse_checkout_leaves_out_is_not_judged_as_removed() {
    let (world, _) = World::new();
    world.commit_if_any(MIREL);
    drop(world.git(MIREL, &["update-index", "--skip-worktree", POLICY]));
    let check = |arguments: &[&str]| world.aims(&[&["check", "--today", TODAY], arguments].concat());
    let before = check(&[]);
    assert_ne!(before.code, Some(2), "it is there: {}", before.stderr);
    std::fs::remove_file(world.repo.join(POLICY)).expect("removed");
    let outcome = check(&[]);
    assert_eq!(outcome.code, Some(2), "{}", outcome.stdout);
    for told in ["1 file of the AIMS is left out of this sparse checkout", POLICY, "git sparse-checkout disable"] {
        assert!(outcome.stderr.contains(told), "{told}: {}", outcome.stderr);
    }
    // A change is compared without the work tree by naming its other end.
    let impact = world.aims(&["impact", "HEAD", "--today", TODAY]);
    assert!(impact.code == Some(2) && impact.stderr.contains("`aims impact BASE HEAD`"), "{}", impact.stderr);
    assert_eq!(world.aims(&["impact", "HEAD", "HEAD", "--today", TODAY]).code, Some(0));
    assert_eq!(check(&["--rev", "HEAD"]).code, before.code, "the commit has it");
}
