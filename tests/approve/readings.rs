//! Who has read what: an acknowledgement says which text somebody read, and nothing else.

use std::path::Path;

use aims::model::approval_rule::Evidence;
use aims::model::readers::ReadingLists;
use aims::model::standing::{Approved, Basis};

use super::openssh::public;
use super::sandbox::Outcome;
use super::world::{MIREL, ORLA, POLICY, TOBIAS, Who, World, policy, settings};

/// The policy, which three roles have to read, one of which nobody holds, with the keys of Orla and of Tobias.
fn world() -> (World, [std::path::PathBuf; 2]) {
    let (world, orla) = World::empty();
    let tobias = world.ssh.keygen(&["-t", "ed25519"]);
    world.put("aims.toml", &settings(&[(ORLA, &public(&orla)), (TOBIAS, &public(&tobias))]));
    let listed = "must-read: [AI Officer, Chief Risk Officer, Chief Executive, Clerk]\nowner:";
    world.put(POLICY, &policy().replace("owner:", listed));
    world.commit(MIREL, "Write the AI policy");
    (world, [orla, tobias])
}

fn acknowledge(world: &World, who: Who, key: Option<&Path>) -> Outcome {
    let day = world.next_day();
    let how = key.map_or(vec!["--no-sign"], |key| vec!["--key", key.to_str().expect("text")]);
    world.aims(&[&["acknowledge", "POL-001", "--as", who, "--today", &day], &how[..]].concat())
}

fn told(world: &World, code: &str) -> Vec<String> {
    let found = world.check().findings.found;
    found.into_iter().filter(|finding| finding.code == code).map(|finding| finding.message).collect()
}

/// What each reader has read.
fn readings(world: &World) -> Vec<(String, &'static str)> {
    let checked = world.check();
    let ix = checked.aims.by_id("POL-001").expect("the policy");
    let lists = ReadingLists::of(&checked.aims);
    let read = checked.approvals.readings(&lists, &checked.aims, ix).named;
    read.into_iter().map(|(reader, read)| (reader.name().to_owned(), read.as_str())).collect()
}

#[test]
fn an_acknowledgement_approves_nothing_and_reviews_nothing() {
    let (world, [orla, _]) = world();
    let done = acknowledge(&world, ORLA, Some(&orla));
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(done.stderr.contains("Read  POL-001 1.0 by Orla Fenwick"), "{}", done.stderr);
    world.commit(ORLA, "Acknowledge POL-001 1.0");
    for format in ["human", "markdown", "html"] {
        let impact = world.aims(&["impact", "HEAD~1", "--today", &world.next_day(), "--format", format]);
        assert!(impact.stdout.contains("acknowledged by"), "{}", impact.stdout);
        assert!(!impact.stdout.contains("approved by"), "nobody approved anything: {}", impact.stdout);
    }
    assert!(world.level() < Evidence::Recorded, "who may approve has not approved by reading");
    let checked = world.check();
    let ix = checked.aims.by_id("POL-001").expect("the policy");
    assert_eq!(checked.aims.standing(ix).approval, Approved::Lacking);
    assert!(checked.aims.last_review(ix).is_none_or(|last| !last.by.is_act()), "nor reviewed");
    assert_eq!(told(&world, "AIMS503").len(), 1);
    assert_eq!(told(&world, "AIMS523"), [""; 0], "what is not in force has to be read by nobody yet");

    assert_eq!(world.approve_in_time(&orla).code, Some(0));
    world.commit(ORLA, "Approve POL-001 1.0");
    let day = |world: &World| {
        let checked = world.check();
        checked.aims.last_review(checked.aims.by_id("POL-001").expect("the policy")).expect("an act")
    };
    let before = day(&world);
    assert_eq!(before.by, Basis::Approval);
    assert_eq!(acknowledge(&world, MIREL, None).code, Some(0));
    world.commit(MIREL, "Acknowledge POL-001 1.0");
    assert_eq!(day(&world), before, "a later reading moves no review");
}

#[test]
fn a_reading_settles_no_suspect_link() {
    let (world, [orla, _]) = world();
    let procedure = policy().replace("POL-001", "PRO-001").replace("kind: policy", "kind: procedure");
    world.put("procedure.md", &procedure.replace("owner:", "implements: [POL-001]\nowner:"));
    world.commit(MIREL, "Write the procedure");
    world.edit(POLICY, "must be listed", "must be listed and known");
    world.commit(MIREL, "Edit");
    assert_eq!(told(&world, "AIMS509").len(), 1);
    let (key, day) = (orla.to_str().expect("text"), world.next_day());
    let read = world.aims(&["acknowledge", "PRO-001", "--as", ORLA, "--today", &day, "--key", key]);
    assert_eq!(read.code, Some(0), "{}", read.stderr);
    world.commit(ORLA, "Acknowledge PRO-001");
    assert_eq!(told(&world, "AIMS509").len(), 1, "nobody has read the two together");
}

#[test]
fn who_has_read_which_version_is_told() {
    let (world, [orla, tobias]) = world();
    assert_eq!(world.approve_in_time(&orla).code, Some(0));
    world.commit(ORLA, "Approve POL-001 1.0");
    let named = |names: &str| format!("is not acknowledged by {names}");
    let late = told(&world, "AIMS523");
    assert!(late.len() == 1 && late[0].ends_with(&named(&format!("{MIREL}, {TOBIAS}, {ORLA} and Clerk"))), "{late:?}");
    for (who, key) in [(MIREL, None), (TOBIAS, Some(&*tobias))] {
        assert_eq!(acknowledge(&world, who, key).code, Some(0));
        world.commit(who, "Acknowledge POL-001 1.0");
    }
    let again = acknowledge(&world, TOBIAS, Some(&tobias));
    let known = "POL-001 is acknowledged by Tobias Ashgrove already: nothing was written";
    assert!(again.stderr.contains(known), "{}", again.stderr);
    let read = |of: [&'static str; 4]| [MIREL, TOBIAS, ORLA, "Clerk"].map(str::to_owned).into_iter().zip(of).collect();
    let all: Vec<(String, &str)> = read(["yes", "yes", "no", "no"]);
    assert_eq!(readings(&world), all);
    let due = world.aims(&["due", "--within", "10y", "--for", ORLA, "--today", super::TODAY]);
    assert!(due.stdout.contains("acknowledgement  POL-001"), "{}", due.stdout);
    let site = world.ssh.path().join("site");
    let built = world.aims(&["build", "--today", super::TODAY, "--out", site.to_str().expect("text")]);
    assert_eq!(built.code, Some(0), "{}", built.stderr);
    let page = |name: &str| std::fs::read_to_string(site.join(format!("people/{name}.html"))).expect("a page");
    let of_each = "What those who hold a role have to read is told and counted with each of them.";
    assert!(page("chief-executive").contains(of_each) && page("index").contains(of_each), "a role has less to do");
    assert!(!page("orla-fenwick").contains(of_each));

    world.edit(POLICY, "must be listed", "must be listed at once");
    world.commit(MIREL, "Edit under the same version");
    assert_eq!(readings(&world), all, "nobody approved it: the text in force is the one that they read");
    assert_eq!(world.approve_in_time(&orla).code, Some(0));
    world.commit(ORLA, "Approve the edit");
    assert_eq!(readings(&world), read(["version", "version", "no", "no"]));
    world.edit(POLICY, "\"1.0\"", "\"1.1\"");
    world.commit(MIREL, "Another version");
    assert_eq!(readings(&world), read(["version", "version", "no", "no"]));
    assert_eq!(world.approve_in_time(&orla).code, Some(0));
    world.commit(ORLA, "Approve POL-001 1.1");
    assert_eq!(readings(&world), read(["earlier", "earlier", "no", "no"]));
}

#[test]
fn while_another_text_waits_the_one_in_force_is_asked_for_and_acknowledged() {
    let (world, [orla, tobias]) = world();
    assert_eq!(world.approve_in_time(&orla).code, Some(0));
    world.commit(ORLA, "Approve POL-001 1.0");
    let late = told(&world, "AIMS523");
    let rows = || {
        let rows = world.aims(&["export", "acknowledgements", "--format", "csv", "--today", super::TODAY]).stdout;
        rows.lines().skip(1).map(|row| row.split(',').skip(2).take(5).collect::<Vec<_>>().join(",")).collect::<Vec<_>>()
    };
    let before = rows();
    assert_eq!((late.len(), before.len()), (1, 4), "{late:?} {before:?}");
    // A draft of anybody's, which asks nobody to read it, silences nothing.
    world.edit(POLICY, "\"1.0\"", "\"1.1\"");
    world.edit(POLICY, "must-read: [AI Officer, Chief Risk Officer, Chief Executive, Clerk]\n", "");
    world.edit(POLICY, "status: approved", "status: in-review");
    world.commit(MIREL, "Write a draft");
    assert_eq!((told(&world, "AIMS523"), rows()), (late, before));
    let due = world.aims(&["due", "--within", "10y", "--for", ORLA, "--today", super::TODAY]);
    assert!(due.stdout.contains("acknowledgement  POL-001"), "{}", due.stdout);
    // What is in force is what they say that they have read.
    let done = acknowledge(&world, MIREL, None);
    assert!(done.code == Some(0) && done.stderr.contains("Read  POL-001 1.0 by Mirel"), "{}", done.stderr);
    world.commit(MIREL, "Acknowledge POL-001 1.0");
    assert_eq!(rows()[0], "1.0,AI Officer,Mirel Castellan,yes,1.0");
    assert!(acknowledge(&world, MIREL, None).stderr.contains("acknowledged by Mirel Castellan already"));
    // What is approved and still to come can be read ahead.
    world.edit(POLICY, "owner:", "must-read: [AI Officer, Chief Risk Officer]\nowner:");
    world.edit(POLICY, "status: in-review", "status: approved");
    world.edit(POLICY, "effective: 2026-01-10", "effective: 2027-01-10");
    world.commit(MIREL, "Write the next version");
    assert_eq!(world.approve_in_time(&orla).code, Some(0));
    world.commit(ORLA, "Approve POL-001 1.1");
    let done = acknowledge(&world, TOBIAS, Some(&tobias));
    assert!(done.code == Some(0) && done.stderr.contains("Read  POL-001 1.1 by Tobias"), "{}", done.stderr);
    world.commit(TOBIAS, "Acknowledge POL-001 1.1");
    let of_roles = rows();
    assert_eq!(of_roles[1], "1.0,Chief Risk Officer,Tobias Ashgrove,yes,1.1");
    assert!(of_roles.len() == 4 && of_roles[2] == "1.0,Chief Executive,Orla Fenwick,no,", "{of_roles:?}");
}

#[test]
fn what_was_set_back_under_its_number_is_acknowledged_as_it_was_approved() {
    let (world, [orla, _]) = world();
    assert_eq!(world.approve_in_time(&orla).code, Some(0));
    world.commit(ORLA, "Approve POL-001 1.0");
    world.edit(POLICY, "status: approved", "status: in-review");
    world.commit(MIREL, "Set it back");
    assert_eq!(told(&world, "AIMS523").len(), 1);
    let done = acknowledge(&world, MIREL, None);
    assert!(done.code == Some(0) && done.stderr.contains("Read  POL-001 1.0 by Mirel"), "{}", done.stderr);
    world.commit(MIREL, "Acknowledge POL-001 1.0");
    // The same with a next version on top, which only says that it is approved.
    world.edit(POLICY, "\"1.0\"", "\"2.0\"");
    world.edit(POLICY, "status: in-review", "status: approved");
    world.commit(MIREL, "Write 2.0");
    let done = acknowledge(&world, TOBIAS, None);
    assert!(done.code == Some(0) && done.stderr.contains("Read  POL-001 1.0 by Tobias"), "{}", done.stderr);
    world.commit(TOBIAS, "Acknowledge POL-001 1.0");
    assert_eq!(readings(&world).iter().filter(|(_, read)| *read == "yes").count(), 2);
}

#[test]
fn who_reads_does_so_in_the_role_that_the_text_asks() {
    let (world, orla) = World::empty();
    let people = settings(&[(ORLA, &public(&orla))]);
    world.put("aims.toml", &people.replace("[\"Chief Executive\"]\nkeys", "[\"Chief Executive\", \"Clerk\"]\nkeys"));
    world.put(POLICY, &policy().replace("owner:", "must-read: [Clerk]\nowner:"));
    world.commit(MIREL, "Write the AI policy");
    assert_eq!(acknowledge(&world, ORLA, Some(&orla)).code, Some(0));
    let record = world.records().into_iter().find(|record| record.ends_with("fenwick.toml")).expect("a record");
    assert!(world.read(&format!("approvals/{record}")).contains("role = \"Clerk\""));
}

#[test]
fn what_was_approved_later_than_it_says_has_to_be_read_since_then() {
    let (world, [orla, _]) = world();
    world.edit(POLICY, "effective: 2026-01-10", "effective: 2025-06-01");
    world.commit(MIREL, "Say since when");
    let day = world.next_day();
    assert_eq!(world.approve_in_time(&orla).code, Some(0));
    world.commit(ORLA, "Approve POL-001 1.0");
    let late = told(&world, "AIMS523");
    assert!(late.len() == 1 && late[0].contains(&format!("in force since {day}, and")), "{day}: {late:?}");
}

#[test]
fn of_a_record_nobody_is_asked_what_nobody_can_say() {
    let (world, _) = world();
    let record = "---\nid: REC-001\ntitle: Minutes\nkind: record\ndate: 2026-01-07\nowner: AI Officer\nstatus: approved\n\
                  must-read: [Chief Executive]\n---\n\nThe board met.\n";
    world.put("records/minutes.md", record);
    world.commit(MIREL, "Write the minutes");
    let never = "REC-001 is a record: nobody can acknowledge it, and who has to read it is not asked";
    let of_record = || told(&world, "AIMS523").into_iter().filter(|told| told == never).count();
    let listed = || {
        let rows = world.aims(&["export", "acknowledgements", "--format", "csv", "--today", super::TODAY]);
        rows.stdout.contains("REC-001")
    };
    let day = world.next_day();
    let acknowledge = || world.aims(&["acknowledge", "REC-001", "--as", ORLA, "--today", &day, "--no-sign"]);
    assert_eq!((of_record(), listed(), acknowledge().code), (1, false, Some(2)));
    // Where records of the kind are approved, all of it holds.
    let settings = world.read("aims.toml");
    world.put("aims.toml", &format!("{settings}kinds = {{ record = {{ needs = \"claimed\" }} }}\n"));
    world.commit(MIREL, "Have records approved");
    let done = acknowledge();
    assert_eq!((of_record(), listed(), done.code), (0, true, Some(0)), "{}", done.stderr);
}

#[test]
fn a_record_that_nothing_signs_does_not_say_that_it_is_signed() {
    let signed = "The signature beside this file covers every byte of it.";
    // With the option, and where git has no key.
    for more in [&["--no-sign"][..], &[]] {
        let (world, _) = world();
        let day = world.next_day();
        let act = [&["acknowledge", "POL-001", "--as", ORLA, "--today", &day][..], more].concat();
        let dry = world.aims(&[&act[..], &["--dry-run"]].concat());
        assert_eq!((dry.code, dry.stdout.contains(signed)), (Some(0), more.is_empty()), "{}", dry.stdout);
        assert_eq!(world.aims(&act).code, Some(0));
        let record = world.read(&format!("approvals/{}", world.records()[0]));
        assert!(record.starts_with("# Recorded by `aims acknowledge`.\n") && !record.contains("signature"), "{record}");
        world.commit(ORLA, "Acknowledge POL-001");
        assert!(readings(&world).iter().any(|(name, read)| name == ORLA && *read == "yes"));
    }
    let (world, [orla, _]) = world();
    assert_eq!(acknowledge(&world, ORLA, Some(&orla)).code, Some(0));
    assert!(world.read(&format!("approvals/{}", world.records()[0])).contains(signed));
}

#[test]
fn what_was_forged_or_altered_counts_for_nothing_and_is_told() {
    let (world, [orla, _]) = world();
    assert_eq!(acknowledge(&world, ORLA, Some(&orla)).code, Some(0));
    // Of a record and its signature, the record comes first.
    let record = world.records().into_iter().next().expect("a record");
    world.edit(&format!("approvals/{record}"), ORLA, TOBIAS);
    world.commit(MIREL, "Put it in another name");
    let unproven = told(&world, "AIMS505");
    assert!(unproven.len() == 1 && unproven[0].contains("Tobias Ashgrove acknowledged POL-001"), "{unproven:?}");
    assert!(readings(&world).iter().all(|(_, read)| *read == "no"), "{:?}", readings(&world));
}

#[test]
fn a_note_in_the_name_of_another_counts_for_nothing() {
    let (world, _) = world();
    assert_eq!(acknowledge(&world, TOBIAS, None).code, Some(0));
    world.commit(MIREL, "Bring a note of Tobias");
    assert!(readings(&world).iter().all(|(_, read)| *read == "no"));
    assert_eq!(told(&world, "AIMS505").len(), 1);
}

#[test]
fn a_text_of_nobody_was_read_by_nobody() {
    let (world, [orla, _]) = world();
    world.edit(POLICY, "must be listed", "need not be listed");
    assert_eq!(acknowledge(&world, ORLA, Some(&orla)).code, Some(0));
    world.edit(POLICY, "need not be listed", "must be listed");
    world.commit(ORLA, "Acknowledge what never was");
    assert!(readings(&world).iter().all(|(_, read)| *read == "no"));
    let told = told(&world, "AIMS507");
    assert!(told.len() == 1 && told[0].starts_with("the acknowledgement of POL-001 by Orla Fenwick"), "{told:?}");
}

#[test]
fn a_draft_is_acknowledged_by_nobody() {
    let (world, [orla, _]) = world();
    world.edit(POLICY, "status: approved", "status: draft");
    world.commit(MIREL, "Back to a draft");
    let refused = acknowledge(&world, ORLA, Some(&orla));
    assert_eq!(refused.code, Some(2), "{}", refused.stderr);
    assert!(refused.stderr.contains("does not say that it is approved"), "{}", refused.stderr);
    let settings = world.aims(&["acknowledge", "aims.toml", "--as", ORLA, "--no-sign"]);
    assert!(
        settings.code == Some(2) && settings.stderr.contains("settings are not acknowledged"),
        "{}",
        settings.stderr
    );
}

/// Writes something else into the only record.
fn forge(world: &World, from: &str, to: &str) {
    let record = format!("approvals/{}", world.records()[0]);
    world.edit(&record, from, to);
}

#[test]
fn an_act_that_names_another_version_than_its_text_counts_for_nothing() {
    let (world, _) = world();
    assert_eq!(acknowledge(&world, TOBIAS, None).code, Some(0));
    forge(&world, "version = \"1.0\"", "version = \"9.9\"");
    world.commit(TOBIAS, "Acknowledge a version that never was");
    assert!(readings(&world).iter().all(|(_, read)| *read == "no"));
    let told = told(&world, "AIMS505");
    let why = "it names version 9.9, and the text that it is about is version 1.0";
    assert!(told.len() == 1 && told[0].ends_with(why), "{told:?}");
    forge(&world, "version = \"9.9\"", "version = \"1.0\"");
    world.commit(TOBIAS, "Put it right");
    assert!(readings(&world).iter().any(|(_, read)| *read == "yes"));
}

/// The role that the only act on record is told with.
fn role(world: &World) -> Option<String> {
    let checked = world.check();
    checked.approvals.acts[0].record.as_ref().expect("a record").role.clone()
}

#[test]
fn nobody_acts_in_a_role_that_the_settings_before_do_not_give_them() {
    let (world, _) = world();
    assert_eq!(acknowledge(&world, TOBIAS, None).code, Some(0));
    world.commit(TOBIAS, "Acknowledge POL-001");
    assert_eq!(role(&world).as_deref(), Some("Chief Risk Officer"));
    forge(&world, "role = \"Chief Risk Officer\"", "role = \"Lead auditor\"");
    world.commit(TOBIAS, "Be somebody else");
    assert_eq!(role(&world), None);
    // Nor in one that a change gives them for which nobody answers.
    world.edit("aims.toml", "[\"Chief Risk Officer\"]", "[\"Chief Risk Officer\", \"Lead auditor\"]");
    world.commit(MIREL, "Make Tobias the lead auditor");
    forge(&world, "role = \"Lead auditor\"", "comment = \"Read again\"\nrole = \"Lead auditor\"");
    world.commit(TOBIAS, "Be it again");
    assert_eq!(role(&world), None);
}

#[test]
fn a_text_of_nobody_was_reviewed_by_nobody() {
    let (world, _) = world();
    world.edit(POLICY, "must be listed", "need not be listed");
    let review = ["review", "POL-001", "--as", MIREL, "--outcome", "no change needed", "--no-sign"];
    assert_eq!(world.aims(&review).code, Some(0));
    world.edit(POLICY, "need not be listed", "must be listed");
    world.commit(MIREL, "Review what never was");
    let told = told(&world, "AIMS507");
    assert!(told.len() == 1 && told[0].starts_with("the review of POL-001 by Mirel"), "{told:?}");
}
