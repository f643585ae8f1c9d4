//! Records that are taken away.

use aims::approval::{Counts, Reason};
use aims::diag::Level;
use aims::model::trace::{LackKind, Rung};
use aims::pipeline::{EditionKind, Project, Request};

use super::world::{MIREL, ORLA, POLICY, TODAY, World};

const CONCERN: &str = "concerns/cnc-001.md";

fn concern(more: &str) -> String {
    format!(
        "---\nid: CNC-001\ntitle: Rejected without a reason\nkind: concern\ndate: 2026-01-08\nowner: AI Officer\n\
         state: open\n{more}---\n\nA customer was rejected and was given no reason for it.\n"
    )
}

/// What is told of the concern.
fn told(world: &World) -> Vec<String> {
    let findings = world.check().findings.found;
    let of_it = findings.into_iter().filter(|finding| finding.code == "AIMS517");
    of_it.map(|finding| finding.message).collect()
}

/// A repository with a concern on record.
fn with(more: &str) -> World {
    let (world, _) = World::new();
    world.put(CONCERN, &concern(more));
    world.commit(MIREL, "Take down a concern");
    assert_eq!(told(&world), [""; 0]);
    world
}

fn remove(world: &World) -> String {
    std::fs::remove_file(world.repo.join(CONCERN)).expect("a file");
    world.commit(MIREL, "Tidy");
    world.git(MIREL, &["log", "-1", "--format=%h", "--abbrev=10"])
}

#[test]
fn a_record_that_is_removed_is_told_with_who_and_when() {
    let world = with("");
    std::fs::remove_file(world.repo.join(CONCERN)).expect("a file");
    assert_eq!(
        told(&world),
        ["CNC-001 (concerns/cnc-001.md, on record since 2026-01-09) is gone, and that is not committed"]
    );
    world.commit(MIREL, "Tidy");
    let commit = world.git(MIREL, &["log", "-1", "--format=%h", "--abbrev=10"]);
    let removed = format!(
        "CNC-001 (concerns/cnc-001.md, on record since 2026-01-09) was removed on 2026-01-11 by Mirel Castellan in commit {commit}"
    );
    assert_eq!(told(&world), [removed]);
    // It comes back with all that it was.
    world.put(CONCERN, &concern(""));
    assert_eq!(told(&world), [""; 0]);
}

#[test]
fn what_was_a_draft_is_kept_elsewhere_or_long_enough_may_go() {
    let draft = with("status: draft\n");
    remove(&draft);
    assert_eq!(told(&draft), [""; 0], "a draft");
    let kept = with("retention: 1 day\n");
    remove(&kept);
    assert_eq!(told(&kept), [""; 0], "kept for as long as it was to be");
    let owed = with("retention: 6 years\n");
    remove(&owed);
    assert_eq!(told(&owed).len(), 1, "kept for too short a time");
    let replaced = with("");
    let other = concern("replaces: CNC-001\n").replace("id: CNC-001", "id: CNC-002");
    replaced.put("concerns/cnc-002.md", &other.replace("no reason for it", "no reason for it, as two letters show"));
    replaced.commit(MIREL, "Take it down anew");
    remove(&replaced);
    assert_eq!(told(&replaced), [""; 0], "replaced");
    let moved = with("");
    moved.git(MIREL, &["mv", CONCERN, "concern.md"]);
    moved.commit(MIREL, "Move");
    assert_eq!(told(&moved), [""; 0], "moved");
}

#[test]
fn a_record_that_never_stood_on_the_main_line_was_never_on_record() {
    let (world, _) = World::new();
    world.git(MIREL, &["switch", "-q", "-c", "side"]);
    world.put(CONCERN, &concern(""));
    world.commit(MIREL, "Take down a concern");
    remove(&world);
    world.git(MIREL, &["switch", "-q", "main"]);
    world.git(MIREL, &["merge", "-q", "--no-ff", "-m", "Merge side", "side"]);
    assert_eq!(told(&world), [""; 0]);
}

#[test]
fn a_record_without_its_front_matter_is_told_at_its_file() {
    let world = with("");
    world.put(CONCERN, "A customer was rejected and was given no reason for it.\n");
    world.commit(MIREL, "Tidy");
    let told = told(&world);
    let begins = "CNC-001 (concerns/cnc-001.md, on record since 2026-01-09) lost its front matter on 2026-01-11 by Mirel Castellan in commit ";
    assert!(told.len() == 1 && told[0].starts_with(begins), "{told:?}");
}

/// Codes, levels and messages of what is told of acts.
fn told_of_acts(world: &World) -> Vec<(Level, String)> {
    let findings = world.check().findings.found;
    findings.into_iter().filter(|found| found.code == "AIMS517").map(|found| (found.level, found.message)).collect()
}

#[test]
fn a_record_that_is_altered_is_not_told_as_removed() {
    let (world, key) = World::new();
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    let file = world.records().into_iter().find(|path| path.strip_suffix(".toml").is_some()).expect("a record");
    let file = format!("approvals/{file}");
    let text = world.read(&file);
    world.put(&file, &format!("{text}# A note\n"));
    world.commit(MIREL, "Note something");
    assert!(!world.approval().satisfied, "its signature does not fit");
    world.git(MIREL, &["revert", "--no-edit", "HEAD"]);
    let told = told_of_acts(&world);
    assert!(told.len() == 1 && told[0].1.contains("was altered on") && told[0].1.contains("put back on"), "{told:?}");
    assert!(world.approval().satisfied);
}

#[test]
fn an_act_that_was_withdrawn_is_not_put_back_by_another() {
    let (world, key) = World::new();
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    assert!(world.approval().satisfied && told_of_acts(&world).is_empty());
    world.git(ORLA, &["rm", "-q", "-r", "approvals"]);
    world.commit(ORLA, "Withdraw");
    let told = told_of_acts(&world);
    assert!(told.len() == 1 && told[0].0 == Level::Warning, "{told:?}");
    assert!(told[0].1.contains("was removed on") && told[0].1.contains("by Orla Fenwick in commit"), "{told:?}");
    // Under whatever name.
    for to in ["approvals", "other"] {
        world.git(MIREL, &["checkout", "-q", "HEAD^", "--", "approvals"]);
        if to == "other" {
            let file = world.records().into_iter().find(|path| path.strip_suffix(".toml").is_some()).expect("a record");
            for end in ["", ".sig"] {
                let (from, to) = (format!("approvals/{file}{end}"), format!("approvals/POL-001/other.toml{end}"));
                world.git(MIREL, &["mv", &from, &to]);
            }
        }
        world.commit(MIREL, "Put it back");
        let standings = world.standings();
        assert!(matches!(&standings[..], [Counts::No(Reason::Withdrawn { .. })]), "{standings:?}");
        assert!(!world.approval().satisfied);
        let told = told_of_acts(&world);
        assert!(told.len() == 1 && told[0].1.contains("put back on"), "{told:?}");
        assert!(told[0].1.contains("by Mirel Castellan in commit"), "{told:?}");
        world.git(MIREL, &["reset", "-q", "--hard", "HEAD^"]);
    }
    // Who withdrew it may put it back.
    world.git(ORLA, &["revert", "--no-edit", "HEAD"]);
    assert!(world.approval().satisfied && told_of_acts(&world).is_empty(), "{:?}", world.standings());
}

#[test]
fn an_act_is_withdrawn_by_whatever_takes_its_files_away() {
    let (world, key) = World::new();
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    let file = world.records().into_iter().find(|path| path.strip_suffix(".toml").is_some()).expect("a record");
    let (record, signature) = (format!("approvals/{file}"), format!("approvals/{file}.sig"));
    let takes: [&dyn Fn(); 4] = [
        &|| drop(world.git(ORLA, &["rm", "-q", &signature])),
        &|| world.put(&signature, "Withdrawn.\n"),
        &|| world.put(&record, "# Withdrawn.\n"),
        &|| {
            std::fs::create_dir_all(world.repo.join("kept")).expect("a folder");
            world.git(ORLA, &["mv", &record, "kept/record.toml"]);
        },
    ];
    for (number, take) in takes.into_iter().enumerate() {
        take();
        world.commit(ORLA, "Withdraw");
        assert!(!world.approval().satisfied, "{number}");
        world.git(MIREL, &["checkout", "-q", "HEAD^", "--", "approvals"]);
        world.commit(MIREL, "Put it back");
        let standings = world.standings();
        assert!(matches!(&standings[..], [Counts::No(Reason::Withdrawn { .. })]), "{number}: {standings:?}");
        world.git(MIREL, &["reset", "-q", "--hard", "HEAD^^"]);
        assert!(world.approval().satisfied, "{number}");
    }
    // Other line ends take nothing away.
    for text in [world.read(&record).replace('\n', "\r\n"), world.read(&record)] {
        world.put(&record, &text);
        world.commit(MIREL, "Line ends");
    }
    assert!(world.approval().satisfied && told_of_acts(&world).is_empty(), "{:?}", world.standings());
}

#[test]
fn that_a_document_is_gone_is_told_once_and_not_at_the_records_of_it() {
    let codes = |world: &World| {
        let found = world.check().findings.found.into_iter().map(|found| found.code);
        let mut codes: Vec<&str> = found.filter(|code| matches!(*code, "AIMS506" | "AIMS517")).collect();
        codes.sort_unstable();
        codes
    };
    let approved = || {
        let (world, key) = World::new();
        assert_eq!(world.approve_in_time(&key).code, Some(0));
        world.commit(ORLA, "Approve");
        (world, key)
    };
    let (world, key) = approved();
    std::fs::remove_file(world.repo.join(POLICY)).expect("a file");
    assert_eq!(codes(&world), ["AIMS517"], "not committed");
    world.commit(MIREL, "Tidy");
    assert_eq!(codes(&world), ["AIMS517"]);
    // By the remedy of that one finding, none is left.
    world.git(MIREL, &["checkout", "-q", "HEAD^", "--", POLICY]);
    world.edit(POLICY, "status: approved", "status: retired");
    world.commit(MIREL, "Bring it back and retire it");
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve that");
    world.git(MIREL, &["rm", "-q", POLICY]);
    world.commit(MIREL, "Let it go");
    assert_eq!(codes(&world), [""; 0]);
    // Under another id, it is told where it is.
    let (world, _) = approved();
    world.edit(POLICY, "POL-001", "POL-033");
    world.commit(MIREL, "Renumber");
    assert_eq!(codes(&world), ["AIMS517"]);
    // A record about what there never was is none.
    let records = world.records();
    let record = records.iter().find(|path| path.strip_suffix(".toml").is_some()).expect("a record");
    world.put("approvals/POL-077/a.toml", &world.read(&format!("approvals/{record}")).replace("POL-001", "POL-077"));
    assert_eq!(codes(&world), ["AIMS506", "AIMS517"]);
}

/// A scope, a procedure that builds on the policy, and a system, beside the policy, which serves what the scope does. All is
/// approved.
fn served_by_several() -> (World, std::path::PathBuf) {
    let (world, key) = World::new();
    world.edit(POLICY, "clauses: [\"5.2\"]", "clauses: [\"4.3\"]");
    world.edit(POLICY, "must be listed.", "must be listed before anybody uses it, with its owner and what it is for.");
    let head = |id: &str, more: &str| {
        format!(
            "---\nid: {id}\ntitle: T\n{more}version: \"1.0\"\nstatus: approved\nowner: AI Officer\n\
             reviewed: 2026-01-10\nnext-review: 2027-01-10\n---\n# T\n\n"
        )
    };
    let (scope, procedure) = (
        head("SCO-001", "kind: scope\n"),
        head("PRO-001", "kind: procedure\nclauses: [\"7.1\"]\nimplements: [POL-001]\n"),
    );
    world.put("scope.md", &format!("{scope}All lending, with every system that takes part in it.\n"));
    world.put("procedure.md", &format!("{procedure}The AI Officer asks for what is needed, and says by when.\n"));
    world.put(
        "system.md",
        "---\nid: SYS-001\ntitle: Lending Score\nkind: system\nlifecycle: in-use\n---\n# Lending Score\n",
    );
    world.commit(MIREL, "Write the scope");
    let (day, file) = (world.next_day(), key.to_str().expect("text"));
    for id in ["POL-001", "SCO-001", "PRO-001"] {
        let done = world.aims(&["approve", id, "--as", ORLA, "--today", &day, "--key", file]);
        assert_eq!(done.code, Some(0), "{}", done.stderr);
    }
    world.commit(ORLA, "Approve");
    (world, key)
}

/// Where a clause stands, and what it lacks.
fn stands(world: &World, clause: &str) -> (Rung, Vec<LackKind>) {
    let state = world.check();
    let found = state.aims.trace.get(clause).expect("a clause");
    (found.rung, found.lacks.iter().map(|lack| lack.what.clone()).collect())
}

#[test]
fn what_a_document_served_that_left_or_was_retired_without_an_act_is_not_current() {
    let (world, key) = served_by_several();
    assert_eq!((stands(&world, "4.3"), stands(&world, "7.1")), ((Rung::Current, vec![]), (Rung::Current, vec![])));
    std::fs::remove_file(world.repo.join(POLICY)).expect("a file");
    assert_eq!(stands(&world, "4.3"), (Rung::Stated, vec![LackKind::LetGo]));
    // That what builds on it leads nowhere now is told with that it is gone, and is an error all the same.
    assert_eq!(stands(&world, "7.1"), (Rung::Operated, vec![LackKind::ErrorOpen]));
    let impact = world.aims(&["impact", "HEAD", "--format", "json", "--exit-zero", "--today", TODAY]);
    assert_eq!(impact.code, Some(0), "{}", impact.stderr);
    assert!(impact.stdout.contains("there is not the act that lets it go"), "{}", impact.stdout);
    world.commit(MIREL, "Tidy");
    assert_eq!(stands(&world, "4.3"), (Rung::Stated, vec![LackKind::LetGo]));
    // What it served says the text that was approved, and not the one that calls itself retired.
    world.git(MIREL, &["checkout", "-q", "HEAD^", "--", POLICY]);
    world.edit(POLICY, "status: approved", "status: retired");
    world.edit(POLICY, "clauses: [\"4.3\"]\n", "");
    world.commit(MIREL, "Bring it back and retire it");
    assert_eq!(stands(&world, "4.3"), (Rung::Stated, vec![LackKind::LetGo]));
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve that");
    assert_eq!(stands(&world, "4.3"), (Rung::Current, vec![]));
}

#[test]
fn an_act_over_which_another_is_written_is_told() {
    let (world, key) = World::new();
    let file = key.to_str().expect("text");
    let next = world.next_day();
    let day = next.as_str();
    let arguments = ["review", "POL-001", "--as", ORLA, "--outcome", "must be changed", "--today", day, "--key", file];
    let done = world.aims(&arguments);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    world.commit(ORLA, "Review");
    let record = world.records().into_iter().find(|path| path.strip_suffix(".toml").is_some()).expect("a record");
    let path = format!("approvals/{record}");
    world.put(&path, &world.read(&path).replace(ORLA, MIREL).replace("must be changed", "fit"));
    world.git(MIREL, &["rm", "-q", &format!("{path}.sig")]);
    world.commit(MIREL, "Tidy");
    let told = told_of_acts(&world);
    assert!(
        told.iter().any(|(level, told)| *level == Level::Error && told.contains("by Orla Fenwick of ")),
        "{told:?}"
    );
}

#[test]
fn an_act_that_another_removed_is_told_until_it_is_made_again() {
    let (world, key) = World::new();
    let file = key.to_str().expect("text");
    let review = |outcome: &str, day: &str| {
        let arguments = ["review", "POL-001", "--as", ORLA, "--outcome", outcome, "--today", day, "--key", file];
        let done = world.aims(&arguments);
        assert_eq!(done.code, Some(0), "{}", done.stderr);
        world.commit(ORLA, "Review");
    };
    review("must be changed, not fit", &world.next_day());
    assert!(told_of_acts(&world).is_empty());
    world.git(MIREL, &["rm", "-q", "-r", "approvals"]);
    world.commit(MIREL, "Tidy");
    let told = told_of_acts(&world);
    assert!(told.len() == 1 && told[0].0 == Level::Error, "{told:?}");
    assert!(told[0].1.starts_with("the review of POL-001 by Orla Fenwick of "), "{told:?}");
    assert!(told[0].1.contains("by Mirel Castellan in commit"), "{told:?}");
    review("fit", TODAY);
    assert_eq!(told_of_acts(&world), []);
}

#[test]
fn a_document_that_was_left_out_of_the_aims_for_a_while_is_told() {
    let (world, key) = World::new();
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    let settings = world.read("aims.toml");
    world.put("aims.toml", &format!("{settings}[files]\nexclude = [\"policies/**\"]\n"));
    world.commit(MIREL, "Leave the policies out");
    let day = world.git(MIREL, &["log", "-1", "--format=%cs"]);
    world.put("aims.toml", &settings);
    world.commit(MIREL, "Take them in again");
    let back = world.git(MIREL, &["log", "-1", "--format=%cs"]);
    let told = |on: &[&str]| {
        let told = world.aims(&[&["history", "--today", TODAY, "--format", "json"], on].concat());
        let told: serde_json::Value = serde_json::from_str(&told.stdout).expect("JSON");
        told["gaps"].as_array().expect("gaps").iter().map(|gap| gap["what"].to_string()).collect::<Vec<_>>()
    };
    let out = told(&["--on", &day]);
    assert!(out.len() == 1 && out[0].contains("POL-001 was left out of the AIMS by `files.exclude` from"), "{out:?}");
    assert!(!out[0].contains(&back), "its last day is told: {out:?}");
    let built = world.aims(&["build", "--today", TODAY, "--out", "../site", "--quiet"]);
    assert!(matches!(built.code, Some(0 | 1)), "{built:?}");
    let html = world.read("../site/changes/in-force.html");
    assert!(html.contains("<code>files.exclude</code>") && !html.contains("`files.exclude`"), "{html}");
    assert_eq!(told(&["--on", TODAY]), [""; 0]);
    assert_eq!(told(&["POL-001"]).len(), 1);
}

#[test]
fn an_approved_text_that_calls_itself_a_draft_again_keeps_its_approval_in_the_approved_edition() {
    for to in ["status: draft\n", "status: in-review\n", ""] {
        let (world, key) = World::new();
        assert_eq!(world.approve_in_time(&key).code, Some(0));
        world.commit(ORLA, "Approve");
        world.edit(POLICY, "status: approved\n", to);
        world.commit(MIREL, "Look at it again");
        let request = Request { edition: EditionKind::Approved, ..Request::new(&world.repo, world.check().aims.today) };
        let site = Project::find(&world.repo).and_then(|project| project.build(&request)?.bundle()).expect("a site");
        let file = |path: &str| String::from_utf8_lossy(site.get(path).expect("a file")).into_owned();
        let page = file("documents/POL-001.html");
        assert!(page.contains("This is version 1.0, the last one that was approved"), "{to}");
        assert!(!page.contains("evidence lacking") && !page.contains("No evidence"), "{to}");
        let versions = file("data/versions.csv");
        assert!(versions.lines().nth(1).is_some_and(|row| row.contains(",true,") && row.contains(ORLA)), "{versions}");
        assert_eq!(file("data/approvals.csv").lines().count(), 2, "{to}");
        assert!(!file("data/findings.csv").contains("AIMS503"), "{to}");
    }
}

#[test]
fn an_act_whose_record_is_removed_in_the_folder_only_was_there_up_to_today() {
    let (world, key) = World::new();
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    let day = |told: &str| told.split("..").next().expect("a day").to_owned();
    let before = super::tenure::told(&world);
    assert!(before.len() == 1 && before[0].ends_with("..-"), "{before:?}");
    let record = world.records().into_iter().find(|file| file.strip_suffix(".toml").is_some()).expect("a record");
    for ending in [".toml", ".sig"] {
        for file in world.records().iter().filter(|file| file.strip_suffix(ending).is_some()) {
            std::fs::remove_file(world.repo.join("approvals").join(file)).expect("a record");
        }
        // It does not hold any more, and what was so stays so.
        assert!(!world.approval().satisfied, "{ending}");
        let told = super::tenure::told(&world);
        assert_eq!(told, [format!("{}..{TODAY}", day(&before[0]))], "{ending}");
        let told = told_of_acts(&world);
        assert!(told.len() == 1 && told[0].0 == Level::Warning, "{told:?}");
        assert!(told[0].1.ends_with("is removed in the folder, and that is not committed"), "{told:?}");
        // What it is told to do brings it back, whether or not the index knows it still.
        world.git(MIREL, &["add", "--all"]);
        world.git(MIREL, &["restore", "--source=HEAD", "--staged", "--worktree", &format!("approvals/{record}*")]);
        assert!(world.approval().satisfied && told_of_acts(&world).is_empty());
        assert_eq!(super::tenure::told(&world), before);
    }
}

#[test]
fn what_the_settings_always_left_out_is_not_lost_where_it_goes() {
    let (world, _) = World::empty();
    let example = |folder: &str| {
        world.put(&format!("{folder}/policy.md"), &super::world::policy().replace("POL-001", "EX-001"));
        world.put(&format!("{folder}/concern.md"), &concern("").replace("CNC-001", "EX-002"));
    };
    let exclude = |folder: &str| {
        world.put("aims.toml", &format!("{}[files]\nexclude = [\"{folder}/**\"]\n", super::world::settings(&[])));
    };
    // Before there were any settings, with them, and where they go with it elsewhere.
    example("examples/a");
    world.commit(MIREL, "Write an example");
    exclude("examples");
    world.put(POLICY, &super::world::policy());
    example("examples/b");
    world.commit(MIREL, "Begin");
    assert_eq!(told(&world), [""; 0]);
    std::fs::rename(world.repo.join("examples"), world.repo.join("samples")).expect("a move");
    exclude("samples");
    world.commit(MIREL, "Rename");
    assert_eq!(told(&world), [""; 0]);
    std::fs::remove_dir_all(world.repo.join("samples/a")).expect("it was there");
    world.commit(MIREL, "Remove one");
    assert_eq!(told(&world), [""; 0]);
    // With the AIMS they move as well.
    std::fs::create_dir(world.repo.join("gov")).expect("a folder");
    for name in ["aims.toml", "policies", "samples"] {
        std::fs::rename(world.repo.join(name), world.repo.join("gov").join(name)).expect("a move");
    }
    world.commit(MIREL, "Move");
    std::fs::remove_dir_all(world.repo.join("gov/samples")).expect("it was there");
    world.commit(MIREL, "Remove the other");
    let mut world = world;
    world.repo = world.repo.join("gov");
    assert_eq!(told(&world), [""; 0]);
    // What was in the AIMS first is told.
    std::fs::create_dir(world.repo.join("samples")).expect("a folder");
    std::fs::rename(world.repo.join(POLICY), world.repo.join("samples/policy.md")).expect("a move");
    world.commit(MIREL, "Make it an example");
    assert_eq!(told(&world).len(), 1);
}
