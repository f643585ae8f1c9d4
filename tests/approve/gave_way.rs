//! Who approved a version is told as it was while that was the newest: nothing that comes later tells it otherwise.

use std::path::Path;

use super::openssh::public;
use super::world::{MIREL, ORLA, POLICY, TODAY, World, policy, settings};

/// Each version of the policy: `1.0 merged [Orla Fenwick]`.
fn told(world: &World) -> Vec<String> {
    let state = world.check();
    let ix = state.aims.by_id("POL-001").expect("the policy");
    let versions = state.history.versions(&state.aims.document(ix).path);
    let approvals = state.approvals.of_versions(&state.aims, &state.history, ix);
    let tell = |(version, of): (&aims::history::Version, &aims::approval::VersionApproval)| {
        let label = version.label.as_deref().unwrap_or("?");
        format!("{label} {} [{}]", of.level.as_str(), of.names().join(", "))
    };
    versions.iter().zip(&approvals).map(tell).collect()
}

/// Settings with this rule, and a policy that names a role as its approver.
fn world(rule: &str) -> (World, std::path::PathBuf) {
    let (world, key) = World::empty();
    let all = settings(&[(ORLA, &public(&key))]);
    let (people, _) = all.split_once("[approval]").expect("people");
    world.put("aims.toml", &format!("{people}[approval]\n{rule}\n"));
    world.commit(ORLA, "Begin");
    world.git(MIREL, &["switch", "-q", "-c", "pull"]);
    world.put(POLICY, &policy().replace("owner: AI Officer", "owner: AI Officer\napprovers: [Chief Executive]"));
    (world, key)
}

fn merge(world: &World, sign: Option<&Path>) {
    world.git(ORLA, &["switch", "-q", "main"]);
    let signing = sign.map(|key| format!("user.signingkey={}", key.display()));
    let sign = signing.iter().flat_map(|signing| ["-c", "gpg.format=ssh", "-c", signing]);
    let how = ["merge", "-q", "--no-ff", "-m", "Merge", "pull"].into_iter().chain(signing.iter().map(|_| "-S"));
    world.git(ORLA, &sign.chain(how).collect::<Vec<_>>());
}

fn next(world: &World) {
    world.edit(POLICY, "\"1.0\"", "\"1.1\"");
    world.edit(POLICY, "must be listed", "must be listed and owned");
    world.commit(MIREL, "Version 1.1");
}

#[test]
fn a_merge_or_signature_that_no_rule_asks_for_goes_on_being_told() {
    for rule in ["needs = \"none\"", "needs = \"claimed\"", "needs = \"merged\"", "needs = \"record\""] {
        for is_signed in [false, true] {
            let (world, key) = world(rule);
            world.commit(MIREL, "Write the AI policy");
            merge(&world, is_signed.then_some(&*key));
            let wanted = if is_signed { "1.0 signed [Orla Fenwick]" } else { "1.0 merged [Orla Fenwick]" };
            assert_eq!(told(&world), [wanted], "{rule}");
            next(&world);
            assert_eq!(told(&world)[0], wanted, "{rule}, once the next version came");
            // A draft of the next one is no other thing.
            world.edit(POLICY, "status: approved", "status: in-review");
            world.commit(MIREL, "Look again");
            assert_eq!(told(&world)[0], wanted, "{rule}, where the next is no version yet");
        }
    }
}

#[test]
fn who_is_named_is_told_in_the_same_order_and_by_the_same_names() {
    let (world, _) = world("needs = \"claimed\"");
    let trailer = "Write the AI policy\n\nApproved-by: T. A. <tobias.ashgrove@harrowmere.example>";
    world.commit(MIREL, trailer);
    world.git(MIREL, &["switch", "-q", "main"]);
    world.git(MIREL, &["merge", "-q", "pull"]);
    let first = ["1.0 claimed [Chief Executive, Tobias Ashgrove]"];
    assert_eq!(told(&world), first);
    next(&world);
    assert_eq!(told(&world)[0], first[0]);
}

#[test]
fn a_text_that_is_approved_of_a_later_day_was_not_brought_into_force_by_that() {
    let (world, key) = world("needs = \"claimed\"");
    world.commit(MIREL, "Write the AI policy");
    merge(&world, None);
    let record = world.aims(&["approve", "POL-001", "--as", ORLA, "--today", TODAY, "--dry-run"]);
    assert_eq!(record.code, Some(0), "{}", record.stderr);
    next(&world);
    let then = told(&world);
    world.put("approvals/POL-001/a.toml", &record.stdout);
    let signature = world.ssh.sign(&key, aims::signature::APPROVAL_NAMESPACE, record.stdout.as_bytes(), &[]);
    world.put("approvals/POL-001/a.toml.sig", &signature);
    world.commit(ORLA, "Approve what gave way");
    assert_eq!(told(&world), then);
}

#[test]
fn why_something_does_not_count_and_what_to_do_are_told_both() {
    let (world, _) = world("needs = \"record\"");
    world.commit(MIREL, "Write the AI policy");
    world.git(MIREL, &["switch", "-q", "main"]);
    world.git(MIREL, &["merge", "-q", "--no-ff", "-m", "Merge", "pull"]);
    let found = world.check().findings.found;
    let help = found.iter().find(|finding| finding.code == "AIMS503").and_then(|finding| finding.help.clone());
    let wanted = "What Mirel Castellan did does not count: Mirel Castellan is an author of the change. \
                  Have it approved: `aims approve POL-001`.";
    assert_eq!(help.as_deref(), Some(wanted));
}

#[test]
fn the_day_of_a_unit_does_not_move_with_the_review_date() {
    let (world, _) = world("needs = \"none\"");
    world.commit(MIREL, "Write the AI policy");
    merge(&world, None);
    let day = |world: &World| {
        let rows = world.aims(&["export", "units", "--format", "csv", "--today", TODAY]).stdout;
        let place = rows.lines().next().and_then(|names| names.split(',').position(|name| name == "date"));
        let row = rows.lines().find(|row| row.starts_with("in-force,")).expect("it is in force");
        row.split(',').nth(place.expect("a column of days")).expect("a day").to_owned()
    };
    let before = day(&world);
    world.edit(POLICY, "reviewed: 2026-01-10", "reviewed: 2026-05-01");
    world.commit(MIREL, "Review");
    assert_eq!(day(&world), before);
}
