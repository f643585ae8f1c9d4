//! Settings that were changed before they are used, and checks that a change lowers for itself.

use std::path::{Path, PathBuf};

use aims::approval::Before;
use aims::diag::{Diagnostic, Level};

use super::openssh::public;
use super::world::{APPROVE, MIREL, ORLA, POLICY, TOBIAS, World};

/// The command by which Orla vouches for the settings.
const VOUCH: [&str; 6] = ["approve", "aims.toml", "--as", ORLA, "--today", super::TODAY];

/// The policy, approved by Orla's record.
fn approved() -> (World, PathBuf) {
    let (world, key) = World::new();
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    (world, key)
}

fn soften(world: &World) {
    world.edit(POLICY, "must be listed", "may be listed");
    world.edit(POLICY, "\"1.0\"", "\"1.1\"");
}

fn add(world: &World, settings: &str) {
    world.put("aims.toml", &format!("{}{settings}", world.read("aims.toml")));
}

/// Merges a branch of Mirel's with what she does on it.
fn pull(world: &World, work: impl FnOnce()) {
    world.git(MIREL, &["switch", "-q", "-c", "pull"]);
    work();
    world.commit_if_any(MIREL);
    world.git(TOBIAS, &["switch", "-q", "main"]);
    world.git(TOBIAS, &["merge", "-q", "--no-ff", "-m", "Merge pull request", "pull"]);
    world.git(TOBIAS, &["branch", "-q", "-D", "pull"]);
}

fn found(world: &World, name: &str) -> Option<Diagnostic> {
    world.check().findings.found.into_iter().find(|finding| finding.name == name)
}

fn fails(world: &World) -> bool {
    world.aims(&["check", "--today", super::TODAY]).code == Some(1)
}

const LOWERED: [&str; 5] = [
    "[checks.levels]\nAIMS504 = \"off\"\n",
    "[checks.levels]\napproval-lapsed = \"note\"\n",
    "[checks.levels]\nAIMS504 = \"off\"\nAIMS518 = \"off\"\n",
    "[[checks.waivers]]\ncode = \"AIMS504\"\ndocument = \"POL-001\"\nreason = \"later\"\nuntil = 2027-01-01\n\
     [[checks.waivers]]\ncode = \"check-lowered\"\nreason = \"later\"\nuntil = 2027-01-01\n",
    "[checks]\nfail = \"off\"\n",
];

#[test]
fn no_change_lowers_the_check_that_finds_it() {
    for lowered in LOWERED {
        let (world, _) = approved();
        pull(&world, || {
            add(&world, lowered);
            soften(&world);
        });
        let lapsed = found(&world, "approval-lapsed").unwrap_or_else(|| panic!("{lowered}"));
        assert_eq!(lapsed.level, Level::Error, "{lowered}");
        assert!(fails(&world), "{lowered}");
        let told = found(&world, "check-lowered").unwrap_or_else(|| panic!("{lowered}"));
        assert_eq!(told.level, Level::Warning, "{lowered}");
        // Nor does it help to touch them once more.
        pull(&world, || world.edit("aims.toml", "Chief Risk Officer", "Risk Officer"));
        assert_eq!(found(&world, "approval-lapsed").map(|lapsed| lapsed.level), Some(Level::Error), "{lowered}");
        assert!(fails(&world), "{lowered}");
    }
}

#[test]
fn neither_does_a_work_tree_nor_a_commit_of_its_own_that_nobody_merged() {
    for lowered in LOWERED {
        let (world, _) = approved();
        add(&world, lowered);
        soften(&world);
        assert!(found(&world, "approval-lapsed").is_some() && fails(&world), "{lowered}");
        world.git(MIREL, &["commit", "-q", "-m", "Settings", "aims.toml"]);
        world.commit(MIREL, "Text");
        assert!(found(&world, "approval-lapsed").is_some() && fails(&world), "{lowered}");
        assert_eq!(found(&world, "check-lowered").map(|told| told.level), Some(Level::Error), "{lowered}");
    }
}

#[test]
fn a_later_waiver_that_somebody_merged_holds_and_is_told_until_it_is_vouched_for() {
    let (world, key) = approved();
    pull(&world, || soften(&world));
    assert!(fails(&world));
    pull(&world, || {
        add(&world, "[[checks.waivers]]\ncode = \"AIMS504\"\nreason = \"Orla is away\"\nuntil = 2027-01-01\n");
    });
    assert_eq!(found(&world, "approval-lapsed"), None);
    assert!(!fails(&world) && found(&world, "check-lowered").is_some());
    vouch(&world, &key);
    assert_eq!(found(&world, "check-lowered"), None);
}

/// Signs and commits a record of the settings as they are.
fn vouch(world: &World, key: &Path) {
    let outcome = world.aims(&[&VOUCH[..], &["--key", key.to_str().expect("text")]].concat());
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    world.commit(ORLA, "Vouch for the settings");
}

/// Mirel puts a key of hers in the place of Orla's, softens the policy, and approves that with it.
fn swap(world: &World, key: &Path) {
    let own = world.ssh.keygen(&["-t", "ed25519"]);
    world.edit("aims.toml", &public(key), &public(&own));
    world.commit(MIREL, "Tidy settings");
    soften(world);
    world.commit(MIREL, "Clarify");
    let outcome = world.aims(&[&APPROVE[..], &["--key", own.to_str().expect("text")]].concat());
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    world.commit(ORLA, "Approve");
}

#[test]
fn nobody_lists_a_key_and_approves_with_it_in_the_next_commit() {
    let (world, key) = approved();
    swap(&world, &key);
    let approval = world.approval();
    assert!(!approval.satisfied && approval.before == Some(Before::Unvouched));
    let unvouched = approval.unvouched.expect("a change of settings");
    assert!(!unvouched.merged && unvouched.turn.is_some_and(|turn| turn.by == MIREL && !turn.merged));
    let told = found(&world, "settings-not-vouched").expect("it is told");
    assert!(told.level == Level::Error && told.message.contains(MIREL), "{}", told.message);
    assert!(fails(&world));
    // With the key that the settings listed before Orla vouches for those of now.
    vouch(&world, &key);
    assert!(world.approval().satisfied && found(&world, "settings-not-vouched").is_none());
}

#[test]
fn what_somebody_merged_counts_and_is_told() {
    let (world, key) = approved();
    let own = world.ssh.keygen(&["-t", "ed25519"]);
    pull(&world, || world.edit("aims.toml", &public(&key), &public(&own)));
    soften(&world);
    world.commit(MIREL, "Clarify");
    let outcome = world.aims(&[&APPROVE[..], &["--key", own.to_str().expect("text")]].concat());
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    world.commit(ORLA, "Approve");
    assert!(world.approval().satisfied);
    assert_eq!(found(&world, "settings-not-vouched").map(|told| told.level), Some(Level::Warning));
}

#[test]
fn a_merge_of_ones_own_change_vouches_for_nothing() {
    for merger in [MIREL, "Nell Ivers"] {
        let (world, key) = approved();
        let own = world.ssh.keygen(&["-t", "ed25519"]);
        // Who swaps the key merges that within a branch, and the main line follows it.
        world.git(MIREL, &["switch", "-q", "-c", "work"]);
        world.git(MIREL, &["switch", "-q", "-c", "keys"]);
        world.edit("aims.toml", &public(&key), &public(&own));
        world.commit(MIREL, "Tidy settings");
        world.git(MIREL, &["switch", "-q", "work"]);
        world.git(merger, &["merge", "-q", "--no-ff", "-m", "Merge the settings", "keys"]);
        soften(&world);
        world.commit(MIREL, "Clarify");
        let outcome = world.aims(&[&APPROVE[..], &["--key", own.to_str().expect("text")]].concat());
        assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
        world.commit(ORLA, "Approve");
        world.git(TOBIAS, &["switch", "-q", "main"]);
        world.git(TOBIAS, &["merge", "-q", "--ff-only", "work"]);
        let approval = world.approval();
        assert!(!approval.satisfied && approval.before == Some(Before::Unvouched), "{merger}");
        let told = found(&world, "settings-not-vouched").expect("it is told");
        assert!(told.level == Level::Error && told.message.contains("no second person merged it"), "{}", told.message);
        assert!(fails(&world), "{merger}");
    }
}

#[test]
fn who_merges_their_own_change_lowers_no_check() {
    for (lowered, merger) in LOWERED.iter().zip([MIREL, "Nell Ivers"].into_iter().cycle()) {
        let (world, _) = approved();
        world.git(MIREL, &["switch", "-q", "-c", "pull"]);
        add(&world, lowered);
        world.commit(MIREL, "Settings");
        world.git(MIREL, &["switch", "-q", "main"]);
        world.git(merger, &["merge", "-q", "--no-ff", "-m", "Merge pull request", "pull"]);
        soften(&world);
        world.commit(MIREL, "Text");
        assert!(found(&world, "approval-lapsed").is_some() && fails(&world), "{lowered}");
        assert_eq!(found(&world, "check-lowered").map(|told| told.level), Some(Level::Error), "{lowered}");
    }
}

#[test]
fn a_merge_that_changes_settings_itself_is_of_one_person() {
    // Tobias merges what Mirel set, and slips a key of his in.
    let (world, key) = approved();
    let own = world.ssh.keygen(&["-t", "ed25519"]);
    world.git(MIREL, &["switch", "-q", "-c", "pull"]);
    world.edit("aims.toml", "Chief Risk Officer", "Risk Officer");
    world.commit(MIREL, "Name the role");
    world.git(TOBIAS, &["switch", "-q", "main"]);
    world.git(TOBIAS, &["merge", "-q", "--no-ff", "--no-commit", "pull"]);
    world.edit("aims.toml", &public(&key), &public(&own));
    world.git(TOBIAS, &["add", "--all"]);
    world.git(TOBIAS, &["commit", "-q", "-m", "Merge pull request"]);
    soften(&world);
    world.commit(TOBIAS, "Clarify");
    let outcome = world.aims(&[&APPROVE[..], &["--key", own.to_str().expect("text")]].concat());
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    world.commit(ORLA, "Approve");
    assert!(!world.approval().satisfied && fails(&world));
    // What a merge only puts together is no change of its own.
    let (world, _) = approved();
    world.git(MIREL, &["switch", "-q", "-c", "pull"]);
    add(&world, "[risk]\nhigh = 20\n");
    world.commit(MIREL, "Settings");
    world.git(TOBIAS, &["switch", "-q", "main"]);
    world.put("aims.toml", &format!("# People.\n{}", world.read("aims.toml")));
    world.commit(TOBIAS, "Comment");
    world.git(TOBIAS, &["merge", "-q", "--no-ff", "-m", "Merge pull request", "pull"]);
    assert_eq!(found(&world, "authority-widened").map(|told| told.level), Some(Level::Warning));
}

#[test]
fn what_pages_leave_out_of_a_signed_text_is_vouched_for() {
    let (world, key) = World::new();
    world.edit(POLICY, "must be listed.", "must be listed {% or anywhere %}.");
    world.commit(MIREL, "Allow more");
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    add(&world, "[site]\nstrip = [\"{% * %}\"]\n");
    world.commit(MIREL, "Leave marks out");
    let told = found(&world, "check-lowered").expect("it is told");
    assert!(told.level == Level::Error && told.message.contains("`site.strip`"), "{}", told.message);
    let built = world.aims(&["build", "-q", "--today", super::TODAY, "--out", "../site"]);
    assert_eq!(built.code, Some(1), "{}", built.stderr);
    for page in ["../site/documents/POL-001.html", "../site/print.html"] {
        let page = world.read(page);
        assert!(!page.contains("must be listed {%") && page.contains("Left out of the text"), "{page}");
        assert!(page.contains("does not show all that was signed"), "{page}");
    }
    vouch(&world, &key);
    assert_eq!(found(&world, "check-lowered"), None);
}

#[test]
fn that_texts_are_read_as_for_more_people_is_vouched_for() {
    let (world, key) = World::new();
    add(&world, "[values.classification]\ngeheim = \"confidential\"\n");
    world.commit(ORLA, "A word for a class");
    vouch(&world, &key);
    world.edit(POLICY, "kind: policy\n", "kind: policy\nclassification: geheim\n");
    world.commit(MIREL, "Classify");
    assert_eq!(found(&world, "check-lowered"), None);
    world.edit("aims.toml", "geheim = \"confidential\"", "geheim = \"public\"");
    world.commit(MIREL, "Another word");
    let told = found(&world, "check-lowered").expect("it is told");
    assert!(told.level == Level::Error && told.message.contains("POL-001"), "{}", told.message);
    vouch(&world, &key);
    assert_eq!(found(&world, "check-lowered"), None);
}

#[test]
fn that_files_beside_texts_are_read_no_more_is_vouched_for() {
    let (world, key) = World::new();
    add(&world, "[header]\nsidecars = [\"{path}.yaml\"]\n");
    world.put(&POLICY.replace(".md", ".yaml"), "classification: confidential\n");
    world.commit(ORLA, "Read files beside texts");
    vouch(&world, &key);
    assert_eq!(found(&world, "check-lowered"), None);
    world.edit("aims.toml", "sidecars = [\"{path}.yaml\"]\n", "sidecars = [\"meta/{path}.yaml\"]\n");
    world.commit(MIREL, "Look for them elsewhere");
    let told = found(&world, "check-lowered").expect("it is told");
    assert!(told.level == Level::Error && told.message.contains("POL-001"), "{}", told.message);
    vouch(&world, &key);
    assert_eq!(found(&world, "check-lowered"), None);
}

#[test]
fn who_was_not_asked_before_vouches_for_nothing() {
    let (world, key) = approved();
    let (own, new) = (world.ssh.keygen(&["-t", "ed25519"]), world.ssh.keygen(&["-t", "ed25519"]));
    // Mirel gets a key in a change that Orla signs; she has no role that the rule asks for.
    let signer = format!("user.signingKey={}", key.display());
    world.edit("aims.toml", "\"AI Officer\"]\nkeys = []", &format!("\"AI Officer\"]\nkeys = ['{}']", public(&own)));
    world.git(ORLA, &["-c", "gpg.format=ssh", "-c", &signer, "commit", "-q", "-a", "-S", "-m", "A key for Mirel"]);
    world.edit("aims.toml", &public(&key), &public(&new));
    let signer = format!("user.signingKey={}", own.display());
    world.git(MIREL, &["-c", "gpg.format=ssh", "-c", &signer, "commit", "-q", "-a", "-S", "-m", "Tidy settings"]);
    soften(&world);
    world.commit(MIREL, "Clarify");
    let outcome = world.aims(&[&APPROVE[..], &["--key", new.to_str().expect("text")]].concat());
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    world.commit(ORLA, "Approve");
    assert!(!world.approval().satisfied);
    let refused = world.aims(&["approve", "aims.toml", "--as", MIREL, "--today", super::TODAY, "--dry-run"]);
    assert!(refused.code == Some(2) && refused.stderr.contains("may not vouch"), "{}", refused.stderr);
}

#[test]
fn with_four_eyes_nobody_vouches_for_a_gain_of_their_own() {
    let may = |world: &World| {
        let outcome = world.aims(&[&VOUCH[..], &["--dry-run"]].concat());
        assert!(outcome.code == Some(0) || outcome.stderr.contains("may not vouch"), "{}", outcome.stderr);
        outcome.code == Some(0)
    };
    let gain = |world: &World| {
        world.edit("aims.toml", "[\"Chief Executive\"]\nkeys", "[\"Chief Executive\", \"Chair\"]\nkeys");
    };
    let (world, key) = approved();
    world.edit("aims.toml", "Chief Risk Officer", "Risk Officer");
    assert!(may(&world), "a role of another");
    gain(&world);
    assert!(!may(&world), "a role of her own");
    let (world, _) = approved();
    world.edit("aims.toml", "\"AI Officer\"]\nkeys = []", &format!("\"AI Officer\"]\nkeys = ['{}']", public(&key)));
    world.edit("aims.toml", "[approval]", "[approval]\nfour-eyes = false");
    assert!(may(&world), "a key that was nobody's");
    let orla =
        world.read("aims.toml").split("keys = ['").nth(1).and_then(|rest| rest.split('\'').next()).map(str::to_owned);
    world.edit("aims.toml", &public(&key), &orla.expect("her key"));
    assert!(!may(&world), "a key of her own, which the settings before ask four eyes for");
    // Where the settings before ask for no second person, one person may do both.
    let (world, _) = World::new();
    world.edit("aims.toml", "[approval]", "[approval]\nfour-eyes = false");
    world.git(MIREL, &["commit", "-q", "-a", "--amend", "-m", "Write the AI policy"]);
    gain(&world);
    assert!(may(&world));
}

#[test]
fn a_record_that_counts_for_nothing_is_told() {
    let told = |world: &World| -> Vec<String> {
        let findings = world.check().findings.found.into_iter().filter(|finding| finding.code == "AIMS524");
        findings.map(|finding| format!("{}: {}", finding.place.path, finding.message)).collect()
    };
    let (world, key) = World::new();
    world.edit("aims.toml", "roles = [\"Chief Risk Officer\"]", "roles = [\"Chief Risk Officer\", \"Deputy\"]");
    let file = key.to_str().expect("text");
    let arguments = ["approve", "aims.toml", "--as", ORLA, "--today", "2026-11-20", "--key", file];
    let outcome = world.aims(&arguments);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    assert_eq!(told(&world), [""; 0], "before it is committed");
    world.commit(MIREL, "Name a deputy");
    assert_eq!(told(&world), [""; 0], "after it is committed");
    let record = world.records().into_iter().find(|path| path.strip_suffix(".toml").is_some()).expect("a record");
    let record = format!("approvals/{record}");
    let (text, sig) = (world.read(&record), world.read(&format!("{record}.sig")));
    // Without its signature, of other settings, not a record, in a place where nobody looks.
    world.put("approvals/aims.toml/a.toml", &text);
    world.put("approvals/aims.toml/b.toml", &text.replace("substance = \"", "substance = \"00"));
    world.put("approvals/aims.toml/b.toml.sig", &sig);
    world.put("approvals/aims.toml/c.toml.sig", &sig);
    world.put("approvals/POL-001/2026/d.toml", &text);
    world.put("approvals/e.toml", &text);
    let told = told(&world);
    let of = |name: &str| told.iter().filter(|told| told.contains(name)).count();
    assert_eq!(told.len(), 5, "{told:?}");
    for name in ["aims.toml/a.toml:", "aims.toml/b.toml:", "aims.toml/c.toml.sig:", "2026/d.toml:", "approvals/e.toml:"]
    {
        assert_eq!(of(name), 1, "{name} {told:?}");
    }
}

/// A high risk that the clerk accepted.
const RISK: &str = "---\nid: RSK-001\ntitle: Leak\nkind: risk\nowner: Clerk\nlikelihood: 5\nseverity: 5\nresidual-likelihood: 5\n\
                    residual-severity: 4\ntreatment: reduce\nstate: accepted\naccepted-by: Clerk\naccepted: 2026-01-10\n---\nText.\n";

const ROLES: &str = "[roles]\n\"Chief Executive\" = { may-accept = \"high\" }\nClerk = \"Sorts letters.\"\n";

#[test]
fn a_pull_request_gives_nobody_the_authority_that_it_uses() {
    for more in ["{ may-accept = \"high\" }", "{ top = true }"] {
        let (world, key) = World::new();
        add(&world, ROLES);
        world.commit(MIREL, "Say who may accept");
        assert_eq!(world.aims(&[VOUCH.as_slice(), &["--key", key.to_str().expect("text")]].concat()).code, Some(0));
        world.commit(ORLA, "Vouch");
        let level = |name: &str| found(&world, name).map(|finding| finding.level);
        assert_eq!((level("authority-widened"), level("acceptance-without-authority")), (None, None));
        world.put("risks/leak.md", RISK);
        assert_eq!(level("acceptance-without-authority"), Some(Level::Error));
        world.git(MIREL, &["switch", "-q", "-c", "pull"]);
        world.edit("aims.toml", "Clerk = \"Sorts letters.\"", &format!("Clerk = {more}"));
        world.commit(MIREL, "Let the clerk accept it");
        assert_eq!(level("authority-widened"), Some(Level::Error), "{more}");
        assert_eq!(level("acceptance-without-authority"), Some(Level::Error), "{more}");
        world.git(TOBIAS, &["switch", "-q", "main"]);
        world.git(TOBIAS, &["merge", "-q", "--no-ff", "-m", "Merge pull request", "pull"]);
        assert_eq!(level("authority-widened"), Some(Level::Warning), "{more}");
        assert_eq!(level("acceptance-without-authority"), Some(Level::Error), "{more}");
        assert_eq!(world.aims(&[VOUCH.as_slice(), &["--key", key.to_str().expect("text")]].concat()).code, Some(0));
        world.commit(ORLA, "Vouch");
        assert_eq!((level("authority-widened"), level("acceptance-without-authority")), (None, None), "{more}");
    }
}

#[test]
fn times_that_are_made_longer_than_usual_are_vouched_for() {
    let (world, key) = approved();
    add(&world, "[evidence]\nperiod = \"1200 months\"\n[review.every]\nplan = \"6 months\"\n");
    world.commit(MIREL, "Let evidence stand for a hundred years");
    let told = found(&world, "check-lowered").expect("it is told");
    let begins = "`evidence.period` is 100 years, and was 12 months, and nobody has vouched for it: commit ";
    assert!(told.level == Level::Error && told.message.starts_with(begins), "{}", told.message);
    vouch(&world, &key);
    assert!(found(&world, "check-lowered").is_none());
    world.edit("aims.toml", "1200 months", "6 months");
    world.edit("aims.toml", "plan = \"6 months\"", "plan = \"12 months\"");
    world.commit(MIREL, "Ask for more");
    assert!(found(&world, "check-lowered").is_none(), "no longer than usual");
}
