//! Settings that are written as if they were the first: the folder was moved with them, or nobody had a key any more.

use std::path::{Path, PathBuf};

use aims::approval::Before;
use aims::diag::{Diagnostic, Level};

use super::openssh::public;
use super::world::{APPROVE, MIREL, ORLA, POLICY, TOBIAS, World, policy, settings};

/// The policy that Orla approved, in a folder of its repository.
fn in_folder(folder: &str, read: &str) -> (World, PathBuf) {
    let (world, key) = World::init(&[], folder);
    world.put("aims.toml", &format!("{}{read}", settings(&[(ORLA, &public(&key))])));
    world.put(POLICY, &if read.is_empty() { policy() } else { bold() });
    world.commit(TOBIAS, "Write the AI policy");
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    assert!(world.approval().satisfied);
    (world, key)
}

/// How texts are read that say in bold lines what they are.
const BOLD: &str = "[header]\nforms = [\"bold\"]\n[folders]\npolicies = \"policy\"\n";

/// The policy, by whose front matter nobody knows it.
fn bold() -> String {
    let lines = "**ID:** POL-001  \n**Version:** \"1.0\"  \n**Status:** approved  \n**Owner:** AI Officer\n";
    let text = "Whoever uses a system keeps to this.\n\nWhoever buys one asks for its data sheet.\n";
    format!("# AI policy\n\n{lines}\nEvery AI system must be listed.\n\n{text}")
}

/// Settings that share no line with those of the world, and list a key of Mirel's for Orla.
fn others(world: &World, read: &str) -> (String, PathBuf) {
    let own = world.ssh.keygen(&["-t", "ed25519"]);
    let people = format!(
        "people = [{{ name = \"{ORLA}\", emails = ['{}'], roles = ['Chief'], keys = ['{}'] }}]\n",
        super::email(ORLA),
        public(&own)
    );
    (format!("{people}approval = {{ needs = 'record', roles = ['Chief'] }}\n{read}"), own)
}

/// Mirel softens the policy, and it is approved with this key.
fn soften(world: &World, key: &Path) {
    world.edit(POLICY, "must be listed", "may be listed");
    world.edit(POLICY, "\"1.0\"", "\"1.1\"");
    world.commit(TOBIAS, "Clarify");
    let outcome = world.approve_in_time(key);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    world.commit(ORLA, "Approve");
}

fn told(world: &World) -> Option<Diagnostic> {
    world.check().findings.found.into_iter().find(|finding| finding.name == "settings-not-vouched")
}

/// That what is approved by such settings does not count, and with which remedy that is told.
fn is_refused(world: &World, remedy: &str) {
    let approval = world.approval();
    assert!(!approval.satisfied && approval.before == Some(Before::Unvouched), "{:?}", approval.pieces);
    let told = told(world).expect("a finding");
    assert!(told.level == Level::Error && told.help.as_deref().is_some_and(|help| help.contains(remedy)), "{told:?}");
    // Whoever has looked names the settings by which it is to be judged.
    let trusted = world.aims(&["check", "--today", super::TODAY, "--trust", "HEAD"]).stdout;
    assert!(!trusted.contains("AIMS516") && !trusted.contains("POL-001 says that it is approved;"), "{trusted}");
}

#[test]
fn who_moves_the_folder_and_writes_the_settings_anew_is_not_trusted_for_that() {
    for read in ["", BOLD] {
        let (mut world, key) = in_folder("docs/aims", read);
        let (text, own) = others(&world, read);
        let top = world.repo.join("../..").canonicalize().expect("the top");
        std::fs::rename(top.join("docs/aims"), top.join("gov")).expect("a move");
        world.repo = top.join("gov");
        world.put("aims.toml", &text);
        // What lay there may be kept under another name: that is not where the settings went.
        world.put("old.toml", &format!("{}{read}", settings(&[(ORLA, &public(&key))])));
        world.commit(MIREL, "Move");
        soften(&world, &own);
        is_refused(&world, "aims approve aims.toml");
    }
}

#[test]
fn a_change_that_nobody_answered_for_is_not_forgotten_by_a_move() {
    let (mut world, _) = in_folder("docs/aims", "");
    let (text, own) = others(&world, "");
    world.put("aims.toml", &text);
    world.commit(MIREL, "Tidy settings");
    let top = world.repo.join("../..").canonicalize().expect("the top");
    std::fs::rename(top.join("docs/aims"), top.join("gov")).expect("a move");
    world.repo = top.join("gov");
    world.put("aims.toml", &format!("{}\n{}", text.trim_end(), "# Remarks that nobody needs.\n".repeat(40)));
    world.commit(MIREL, "Move");
    soften(&world, &own);
    is_refused(&world, "aims approve aims.toml");
}

#[test]
fn where_it_cannot_be_told_which_settings_were_before_nobody_is_trusted_for_new_ones() {
    let (mut world, _) = in_folder("a", "");
    let top = world.repo.join("..").canonicalize().expect("the top");
    let (text, own) = others(&world, "");
    world.repo = top.join("b");
    let another = world.ssh.keygen(&["-t", "ed25519"]);
    world.put("aims.toml", &settings(&[(ORLA, &public(&another))]));
    world.put(POLICY, &policy().replace("POL-001", "POL-002"));
    world.commit(TOBIAS, "Begin another");
    std::fs::rename(top.join("a"), top.join("gov")).expect("a move");
    std::fs::rename(top.join("b").join(POLICY), top.join("gov/policies/other.md")).expect("a move");
    std::fs::remove_file(top.join("b/aims.toml")).expect("it was there");
    world.repo = top.join("gov");
    world.put("aims.toml", &text);
    world.commit(MIREL, "Put both together");
    soften(&world, &own);
    is_refused(&world, "--trust");
}

#[test]
fn who_takes_the_folder_away_and_writes_it_anew_is_not_trusted_for_that() {
    // First the one and then the other, the other way round, in one commit with the settings kept elsewhere, and on a branch.
    for (read, way) in ["", BOLD].into_iter().flat_map(|read| (0..4).map(move |way| (read, way))) {
        let (mut world, _) = in_folder("docs/aims", read);
        let (text, own) = others(&world, read);
        let top = world.repo.join("../..").canonicalize().expect("the top");
        let (gov, policy) = (top.join("gov"), world.read(POLICY));
        world.repo = top.clone();
        if way == 3 {
            world.git(MIREL, &["switch", "-q", "-c", "pull"]);
        }
        let take_away = |world: &World| {
            if way == 2 {
                let kept = world.read("docs/aims/aims.toml");
                world.put("old/aims.toml", &kept);
            }
            std::fs::remove_dir_all(top.join("docs")).expect("it was there");
        };
        if way != 1 {
            take_away(&world);
        }
        if way % 3 == 0 {
            world.commit(MIREL, "Remove");
        }
        world.put("gov/aims.toml", &text);
        world.put(&format!("gov/{POLICY}"), &policy.replace("Every AI system", "Each AI system that is used"));
        world.commit(MIREL, "Write");
        if way == 1 {
            take_away(&world);
            world.commit(MIREL, "Remove");
        }
        if way == 3 {
            world.git(MIREL, &["switch", "-q", "main"]);
            world.git(MIREL, &["merge", "-q", "--no-ff", "-m", "Merge", "pull"]);
        }
        world.repo = gov;
        soften(&world, &own);
        is_refused(&world, "aims approve aims.toml");
    }
}

#[test]
fn examples_that_the_aims_leaves_out_do_not_rule_over_it() {
    for names in [&["a"][..], &["a", "b"]] {
        let (world, key) = World::empty();
        for name in names {
            let another = world.ssh.keygen(&["-t", "ed25519"]);
            world.put(&format!("examples/{name}/aims.toml"), &settings(&[(ORLA, &public(&another))]));
            let text = policy().replace("POL-001", &format!("EX-{name}"));
            world.put(&format!("examples/{name}/policy.md"), &text);
        }
        world.commit(TOBIAS, "Write examples");
        let own = settings(&[(ORLA, &public(&key))]);
        world.put("aims.toml", &format!("{own}[files]\nexclude = [\"examples/**\"]\n"));
        world.put(POLICY, &policy());
        world.commit(TOBIAS, "Write the AI policy");
        soften(&world, &key);
        assert!(world.approval().satisfied && told(&world).is_none(), "{names:?}: {:?}", told(&world));
        std::fs::remove_dir_all(world.repo.join("examples")).expect("they were there");
        world.commit(TOBIAS, "Remove the examples");
        assert!(world.approval().satisfied && told(&world).is_none(), "{names:?}: {:?}", told(&world));
    }
}

#[test]
fn an_aims_around_another_that_reads_its_documents_is_ruled_by_it() {
    let (mut world, _) = in_folder("docs/aims", "");
    let (text, own) = others(&world, "");
    world.repo = world.repo.join("../..").canonicalize().expect("the top");
    world.put("aims.toml", &text);
    world.commit(MIREL, "Put settings above");
    let path = format!("docs/aims/{POLICY}");
    world.edit(&path, "must be listed", "may be listed");
    world.edit(&path, "\"1.0\"", "\"1.1\"");
    world.commit(TOBIAS, "Clarify");
    assert_eq!(world.approve_in_time(&own).code, Some(0));
    world.commit(ORLA, "Approve");
    is_refused(&world, "aims approve aims.toml");
}

#[test]
fn an_aims_that_ends_with_the_merge_in_which_another_begins_does_not_rule_over_it() {
    let (mut world, _) = in_folder("b", "");
    let top = world.repo.join("..").canonicalize().expect("the top");
    world.repo = top.clone();
    world.git(TOBIAS, &["switch", "-q", "-c", "release"]);
    std::fs::remove_dir_all(top.join("b")).expect("it was there");
    world.commit(TOBIAS, "Dissolve the one");
    let key = world.ssh.keygen(&["-t", "ed25519"]);
    world.put("a/aims.toml", &settings(&[(ORLA, &public(&key))]));
    world.put("a/policies/other.md", &policy().replace("POL-001", "POL-002"));
    world.commit(TOBIAS, "Begin another");
    world.git(TOBIAS, &["switch", "-q", "main"]);
    world.git(TOBIAS, &["merge", "-q", "--no-ff", "-m", "Merge", "release"]);
    world.repo = top.join("a");
    let day = world.next_day();
    let key = key.to_str().expect("text");
    assert_eq!(world.aims(&["approve", "POL-002", "--as", ORLA, "--today", &day, "--key", key]).code, Some(0));
    world.commit(ORLA, "Approve");
    let checked = world.check();
    let approval = checked.approvals.of(checked.aims.by_id("POL-002").expect("the policy")).expect("it is asked for");
    assert!(approval.satisfied && told(&world).is_none(), "{:?}", told(&world));
}

#[test]
fn a_key_that_is_listed_where_all_were_taken_out_is_not_the_first() {
    for merged in [false, true] {
        let (world, key) = World::new();
        assert_eq!(world.approve_in_time(&key).code, Some(0));
        world.commit(ORLA, "Approve");
        let signer = format!("user.signingKey={}", key.display());
        let without = settings(&[]);
        world.put("aims.toml", &without);
        world.git(ORLA, &["add", "--all"]);
        world.git(ORLA, &["-c", "gpg.format=ssh", "-c", &signer, "commit", "-q", "-S", "-m", "Take the keys out"]);
        // Without keys nobody can sign, and what lists none is as it was before there were any.
        world.edit("aims.toml", "Chief Risk Officer", "Risk Officer");
        world.commit(TOBIAS, "Name a role");
        let own = world.ssh.keygen(&["-t", "ed25519"]);
        world.git(MIREL, &["switch", "-q", "-c", "pull"]);
        world.put(
            "aims.toml",
            &world.read("aims.toml").replacen("keys = []", &format!("keys = ['{}']", public(&own)), 1),
        );
        world.commit(MIREL, "List a key");
        world.git(TOBIAS, &["switch", "-q", "main"]);
        let how = if merged { "--no-ff" } else { "--ff-only" };
        world.git(TOBIAS, &["merge", "-q", how, "-m", "Merge pull request", "pull"]);
        soften(&world, &own);
        if merged {
            assert_eq!((world.approval().satisfied, told(&world).map(|told| told.level)), (true, Some(Level::Warning)));
        } else {
            is_refused(&world, "--trust");
            let day = super::TODAY;
            let vouch = ["approve", "aims.toml", "--as", ORLA, "--today", day, "--key", own.to_str().expect("text")];
            let outcome = world.aims(&vouch);
            assert!(outcome.code != Some(0) && outcome.stderr.contains("--trust"), "{}", outcome.stderr);
        }
    }
}

#[test]
fn the_first_key_of_all_is_trusted() {
    let (world, key) = World::empty();
    world.put("aims.toml", &settings(&[]));
    world.put(POLICY, &policy());
    world.commit(MIREL, "Write the AI policy");
    world.put("aims.toml", &settings(&[(ORLA, &public(&key))]));
    world.commit(MIREL, "List a key");
    assert_eq!(world.aims(&[&APPROVE[..], &["--key", key.to_str().expect("text")]].concat()).code, Some(0));
    world.commit(ORLA, "Approve");
    assert!(world.approval().satisfied && told(&world).is_none());
}
