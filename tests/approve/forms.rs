//! Records in other forms, at other places, and of people who were renamed since: what was, stays.

use std::path::{Path, PathBuf};

use aims::approval::Tenure;
use aims::base::Date;
use aims::diag::Level;

use super::openssh::public;
use super::world::{MIREL, ORLA, POLICY, TOBIAS, Who, World, policy, settings};

/// The policy, approved in time, in a repository whose people are changed with the key of Tobias. With the keys.
fn world() -> (World, [PathBuf; 2]) {
    let (world, orla) = World::empty();
    let tobias = world.ssh.keygen(&["-t", "ed25519"]);
    let rule = "[approval.kinds.procedure]\nneeds = \"record\"\nroles = [\"Chief Risk Officer\"]\n";
    world.put("aims.toml", &(settings(&[(ORLA, &public(&orla)), (TOBIAS, &public(&tobias))]) + rule));
    world.put(POLICY, &policy());
    world.commit(MIREL, "Write the AI policy");
    assert_eq!(world.approve_in_time(&orla).code, Some(0));
    world.commit(ORLA, "Approve");
    (world, [orla, tobias])
}

/// The record of the approval.
fn record(world: &World) -> String {
    named(world, "approval")
}

/// The first record with this in its name.
fn named(world: &World, part: &str) -> String {
    let all = world.records();
    let is_it = |path: &&String| path.contains(part) && path.strip_suffix(".sig").is_none();
    format!("approvals/{}", all.iter().find(is_it).expect("a record"))
}

/// When the policy was in force, since when each act is on record, and what is told of that.
fn known(world: &World) -> (Vec<Tenure>, Vec<Option<Date>>, Vec<String>) {
    let state = world.check();
    let ix = state.aims.by_id("POL-001").expect("the policy");
    let acts = state.approvals.acts.iter().map(|act| act.landed).collect();
    let told = state.findings.found.into_iter().filter(|found| found.code.starts_with("AIMS5"));
    // Where the text lies among all commits is no part of it.
    let plain = |tenure: &Tenure| Tenure { texts: Vec::new(), ..tenure.clone() };
    (state.approvals.tenures(ix).iter().map(plain).collect(), acts, told.map(|found| found.message).collect())
}

/// Level and message of what is told of acts.
fn told(world: &World) -> Vec<(Level, String)> {
    let findings = world.check().findings.found;
    findings.into_iter().filter(|found| found.code == "AIMS517").map(|found| (found.level, found.message)).collect()
}

/// The same signature in lines of another width.
fn rearmored(armored: &str) -> String {
    let lines: Vec<&str> = armored.lines().collect();
    let [begin, inner @ .., end] = &lines[..] else { panic!("an armor: {armored}") };
    let digits: Vec<char> = inner.concat().chars().collect();
    let lines: Vec<String> = digits.chunks(61).map(|line| line.iter().collect()).collect();
    format!("{begin}\n{}\n{end}\n", lines.join("\n"))
}

type Form<'a> = &'a dyn Fn(&str) -> String;

#[test]
fn no_other_form_of_a_record_or_signature_moves_a_day() {
    let (world, _) = world();
    let record = record(&world);
    let signature = format!("{record}.sig");
    let before = known(&world);
    assert_eq!(before.0[0].from.map(|day| day.to_string()).as_deref(), Some("2026-01-10"));
    let crlf = |text: &str| text.replace('\n', "\r\n");
    let marked = |text: &str| format!("\u{feff}{text}");
    let forms: [(&str, Form<'_>); 6] = [
        (&record, &crlf),
        (&record, &marked),
        (&record, &|text| marked(&crlf(text))),
        (&signature, &crlf),
        (&signature, &rearmored),
        (&signature, &|text| marked(&rearmored(text))),
    ];
    for (number, (path, form)) in forms.into_iter().enumerate() {
        let text = world.read(path);
        for (who, other) in [(MIREL, form(&text)), (ORLA, text.clone())] {
            world.put(path, &other);
            assert_eq!(known(&world), before, "{number}: not committed");
            world.commit(who, "Other form");
            assert_eq!(known(&world), before, "{number}");
        }
    }
    // Under another name at once, on a branch.
    world.git(TOBIAS, &["switch", "-q", "-c", "side"]);
    let moved = "approvals/POL-001/moved.toml";
    world.git(TOBIAS, &["mv", &signature, &format!("{moved}.sig")]);
    world.git(TOBIAS, &["mv", &record, moved]);
    world.put(moved, &crlf(&world.read(moved)));
    world.commit(TOBIAS, "Move");
    world.git(TOBIAS, &["switch", "-q", "main"]);
    world.git(TOBIAS, &["merge", "-q", "--no-ff", "-m", "Merge side", "side"]);
    assert_eq!(known(&world), before);
}

#[test]
fn what_is_moved_to_the_records_of_another_document_is_removed() {
    let (world, _) = world();
    let (before, _, _) = known(&world);
    world.git(MIREL, &["mv", "approvals/POL-001", "approvals/POL-00l"]);
    world.commit(MIREL, "Move");
    let (after, _, _) = known(&world);
    let until = after[0].until.expect("it ended");
    assert!(after[0].from == before[0].from && Some(until) > after[0].from, "{after:?}");
    let told_of = told(&world);
    assert!(told_of.len() == 1 && told_of[0].0 == Level::Error, "{told_of:?}");
    assert!(told_of[0].1.contains("was removed on") && told_of[0].1.contains("by Mirel Castellan"), "{told_of:?}");
    // Where it is put back, nothing was lost but the time between.
    world.git(MIREL, &["mv", "approvals/POL-00l", "approvals/POL-001"]);
    world.commit(MIREL, "Move back");
    let (again, _, _) = known(&world);
    assert!(again[0].from == before[0].from && again[0].until.is_none() && again[0].gaps.len() == 1, "{again:?}");
}

#[test]
fn a_record_that_lies_elsewhere_too_is_not_told_as_removed() {
    let (world, [orla, _]) = world();
    let first = record(&world);
    let other = "approvals/POL-001/2026-other.toml";
    world.put(other, &world.read(&first));
    world.put(&format!("{other}.sig"), &world.read(&format!("{first}.sig")));
    world.commit(MIREL, "Copy");
    world.git(MIREL, &["rm", "-q", &first, &format!("{first}.sig")]);
    world.commit(MIREL, "Remove the first");
    assert_eq!(told(&world), []);
    // Two records that exchange their names.
    let key = orla.to_str().expect("text");
    let day = world.next_day();
    let done = world.aims(&["review", "POL-001", "--as", ORLA, "--today", &day, "--outcome", "Fit", "--key", key]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    world.commit(ORLA, "Review");
    let review = named(&world, "-review-");
    for end in ["", ".sig"] {
        let [one, two] = [other, &review].map(|path| format!("{path}{end}"));
        let (text, second) = (world.read(&one), world.read(&two));
        world.put(&one, &second);
        world.put(&two, &text);
    }
    world.commit(MIREL, "Exchange");
    assert_eq!(told(&world), []);
    assert!(world.approval().satisfied);
}

/// Puts one text for another into the settings, signed by Tobias.
fn settle(world: &World, tobias: &Path, from: &str, to: &str) {
    world.edit("aims.toml", from, to);
    let signing = format!("user.signingkey={}", tobias.display());
    world.git(TOBIAS, &["-c", "gpg.format=ssh", "-c", &signing, "commit", "-q", "-S", "-a", "-m", "People"]);
}

fn remove(world: &World, who: Who, path: &str) {
    world.git(who, &["rm", "-q", path, &format!("{path}.sig")]);
    world.commit(who, "Tidy");
}

#[test]
fn a_record_that_counted_is_told_as_removed_whatever_became_of_its_person() {
    for change in ["key", "name", "name and address", "list"] {
        let (world, [orla, tobias]) = world();
        let key = public(&orla);
        let other = public(&world.ssh.keygen(&["-t", "ed25519"]));
        match change {
            "key" => settle(&world, &tobias, &key, &other),
            "name" => settle(&world, &tobias, "\"Orla Fenwick\"", "\"Orla Marsh\""),
            "list" => {
                let text = world.read("aims.toml");
                let (_, rest) = text.split_once("[[people]]\nname = \"Tobias").expect("the second");
                let rest = format!("[[people]]\nname = \"Tobias{rest}");
                settle(
                    &world,
                    &tobias,
                    &text,
                    &rest.replace(
                        "[\"Chief Risk Officer\"]\nkeys",
                        "[\"Chief Risk Officer\", \"Chief Executive\"]\nkeys",
                    ),
                );
            }
            _ => {
                world.edit("aims.toml", "orla.fenwick@", "orla.marsh@");
                settle(&world, &tobias, "\"Orla Fenwick\"", "\"Orla Marsh\"");
            }
        }
        assert_eq!(told(&world), [], "{change}");
        remove(&world, MIREL, &record(&world));
        let told = told(&world);
        assert!(told.len() == 1 && told[0].0 == Level::Error, "{change}: {told:?}");
        assert!(told[0].1.starts_with("the approval of POL-001 by Orla Fenwick of"), "{change}: {told:?}");
    }
}

#[test]
fn a_record_whose_signature_was_spoilt_first_is_told_as_removed() {
    for how in ["removed", "emptied", "replaced"] {
        let (world, [_, tobias]) = world();
        let (day, key) = (world.next_day(), tobias.to_str().expect("text"));
        let done =
            world.aims(&["review", "POL-001", "--as", TOBIAS, "--today", &day, "--outcome", "Unfit", "--key", key]);
        assert_eq!(done.code, Some(0), "{}", done.stderr);
        world.commit(TOBIAS, "Review");
        let review = named(&world, "-review-");
        let signature = format!("{review}.sig");
        match how {
            "removed" => drop(world.git(MIREL, &["rm", "-q", &signature])),
            "emptied" => world.put(&signature, ""),
            _ => {
                let first = named(&world, "-approval-");
                world.put(&signature, &world.read(&format!("{first}.sig")));
            }
        }
        world.commit(MIREL, "Spoil");
        world.git(MIREL, &["rm", "-q", "-r", "--ignore-unmatch", &review, &signature]);
        world.commit(MIREL, "Tidy");
        let told = told(&world);
        assert!(told.len() == 1 && told[0].0 == Level::Error, "{how}: {told:?}");
        assert!(told[0].1.starts_with("the review of POL-001 by Tobias Ashgrove of"), "{how}: {told:?}");
    }
}

/// Orla, who wrote the policy and marries, with the same key.
fn renamed(rule: &str) -> (World, [PathBuf; 2]) {
    let (world, orla) = World::empty();
    let tobias = world.ssh.keygen(&["-t", "ed25519"]);
    let more = "[approval.kinds.procedure]\nneeds = \"record\"\nroles = [\"Chief Risk Officer\"]\n";
    let settings = settings(&[(ORLA, &public(&orla)), (TOBIAS, &public(&tobias))]) + "four-eyes = true\n" + more;
    world.put("aims.toml", &settings.replace("needs = \"record\"", &format!("needs = \"{rule}\"")));
    world.commit(MIREL, "Say who approves");
    (world, [orla, tobias])
}

#[test]
fn nobody_is_a_second_person_by_another_name() {
    for at_once in [true, false] {
        let (world, [orla, tobias]) = renamed("record");
        world.put(POLICY, &policy());
        world.commit(ORLA, "Write the AI policy");
        if at_once {
            world.edit("aims.toml", "orla.fenwick@", "orla.marsh@");
        }
        settle(&world, &tobias, "\"Orla Fenwick\"", "\"Orla Marsh\"");
        if !at_once {
            settle(&world, &tobias, "orla.fenwick@", "orla.marsh@");
        }
        let (day, key) = (world.next_day(), orla.to_str().expect("text"));
        let done = world.aims(&["approve", "POL-001", "--as", "Orla Marsh", "--today", &day, "--key", key]);
        assert!(done.code != Some(0) && done.stderr.contains("only author"), "{}", done.stderr);
    }
    // Nor does she merge what she wrote as another.
    let (world, [_, tobias]) = renamed("merged");
    world.git(ORLA, &["switch", "-q", "-c", "side"]);
    world.put(POLICY, &policy());
    world.commit(ORLA, "Write the AI policy");
    world.git(ORLA, &["switch", "-q", "main"]);
    world.edit("aims.toml", "orla.fenwick@", "orla.marsh@");
    settle(&world, &tobias, "\"Orla Fenwick\"", "\"Orla Marsh\"");
    world.git("Orla Marsh", &["merge", "-q", "--no-ff", "-m", "Merge side", "side"]);
    assert!(!world.approval().satisfied, "{:?}", world.approval());
}

#[test]
fn who_is_renamed_has_read_what_they_read() {
    for is_signed in [true, false] {
        let (world, [orla, tobias]) = world();
        world.edit(POLICY, "clauses:", "must-read: [Chief Executive]\nclauses:");
        world.commit(MIREL, "Have it read");
        let (day, key) = (world.next_day(), orla.to_str().expect("text"));
        let signed = if is_signed { vec!["--key", key] } else { vec!["--no-sign"] };
        let act = ["acknowledge", "POL-001", "--as", ORLA, "--today", &day];
        let done = world.aims(&[&act[..], &signed].concat());
        assert_eq!(done.code, Some(0), "{}", done.stderr);
        world.commit(ORLA, "Read");
        let unread = || {
            let found = world.check().findings.found;
            let of_acts = found.into_iter().filter(|found| ["AIMS505", "AIMS523"].contains(&found.code));
            of_acts.map(|found| found.message).collect::<Vec<_>>()
        };
        assert_eq!(unread(), [""; 0]);
        settle(&world, &tobias, "\"Orla Fenwick\"", "\"Orla Marsh\"");
        assert_eq!(unread(), [""; 0], "signed: {is_signed}");
        // Nor is it recorded again under her new name.
        let again = ["acknowledge", "POL-001", "--as", "Orla Marsh", "--today", &world.next_day()];
        let again = world.aims(&[&again[..], &signed].concat());
        assert!(again.code == Some(0) && again.stderr.contains("nothing was written"), "{}", again.stderr);
        let acts = world.records().into_iter().filter(|path| path.contains("-acknowledgement-"));
        assert_eq!(acts.filter(|path| path.ends_with("toml")).count(), 1);
        // Whoever she is called, what she takes away is her own.
        let read = named(&world, "-acknowledgement-");
        world.git(ORLA, &["rm", "-q", "-r", "--ignore-unmatch", &read, &format!("{read}.sig")]);
        world.commit(ORLA, "Take it back");
        let told = told(&world);
        assert!(told.len() == 1 && told[0].0 == Level::Warning, "{told:?}");
    }
}
