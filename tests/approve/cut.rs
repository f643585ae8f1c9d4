//! Clones that do not hold the whole history: that is told once, and nothing that is not known is told as known.

use std::collections::BTreeSet;

use aims::approval::record::ActKind;
use aims::base::DocPath;

use super::world::{MIREL, ORLA, POLICY, TOBIAS, TODAY, World};
use serde_json::Value;

/// The codes of what is found.
fn codes(world: &World) -> BTreeSet<&'static str> {
    world.check().findings.found.into_iter().map(|finding| finding.code).collect()
}

/// How many versions of the policy are told, with how many days of theirs.
fn told(world: &World) -> (usize, usize) {
    let state = world.check();
    let path = DocPath::new(POLICY).expect("a path");
    let tenures = state.approvals.tenures(state.aims.by_path(&path).expect("the policy"));
    let versions = state.history.versions(&path);
    assert_eq!(versions.len(), tenures.len());
    let days = versions.iter().filter_map(|version| version.recorded).count();
    (versions.len(), days + tenures.iter().filter(|tenure| tenure.from.is_some()).count())
}

/// Goes on in a clone of the repository.
fn clone(world: &mut World, arguments: &[&str]) {
    let source = format!("file://{}", world.repo.display());
    world.git(MIREL, &[&["clone", "-q"], arguments, &[source.as_str(), "../cut"]].concat());
    world.repo = world.repo.parent().expect("a folder").join("cut");
}

fn note(world: &World, number: usize) {
    world.put("notes.txt", &format!("Note {number}.\n"));
    world.commit(TOBIAS, "Note");
}

#[test]
fn a_clone_that_ends_between_branches_tells_no_days_and_no_false_signatures() {
    let (mut world, key) = World::new();
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    world.git(MIREL, &["switch", "-q", "-c", "side"]);
    world.edit(POLICY, "\"1.0\"", "\"2.0\"");
    world.edit(POLICY, "must be listed", "must be listed and owned");
    world.commit(MIREL, "Version 2.0");
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    world.git(TOBIAS, &["switch", "-q", "main"]);
    (0..3).for_each(|number| note(&world, number));
    world.git(TOBIAS, &["merge", "-q", "--no-ff", "-m", "Merge", "side"]);
    note(&world, 3);
    let (whole, versions) = (codes(&world), told(&world));
    assert_eq!(versions, (2, 4));
    clone(&mut world, &["--depth", "5"]);
    let state = world.check();
    assert!(!state.history.is_whole() && state.history.is_cut_off());
    let path = DocPath::new(POLICY).expect("a path");
    assert!(
        state.history.of(&path).any(|(revision, _)| revision.place.is_none()),
        "a side of which nobody knows when it came"
    );
    assert_eq!(told(&world), (0, 0), "none on record");
    let more: Vec<_> = codes(&world).difference(&whole).copied().collect();
    assert_eq!(more, ["AIMS502"]);
    let acts: Vec<_> = state.approvals.acts.iter().filter(|act| act.of_kind(ActKind::Approval).is_some()).collect();
    assert_eq!(acts.len(), 2);
    for act in acts {
        assert!(act.is_committed && act.landed.is_none() && act.late.is_none(), "{}", act.path);
        // The first came before all that is here; of the second the commit is here, and not the settings before it.
        assert_eq!(act.is_unread, act.commit.is_some(), "{}", act.path);
    }
    let history = world.aims(&["history", "POL-001", "--today", TODAY]).stdout;
    assert!(!history.contains("not committed") && !history.contains("not among those"), "{history}");
    assert!(history.contains("in the main line from a day that this clone does not know"), "{history}");
    // The clock of a commit is no day on which the main line had it.
    let built = world.aims(&["build", "-q", "--today", TODAY, "--out", "../site"]);
    assert!(matches!(built.code, Some(0 | 1)), "{}", built.stderr);
    let data: Value = serde_json::from_str(&world.read("../site/data/changes.json")).expect("JSON");
    for row in data["rows"].as_array().expect("rows") {
        let commit = row["commit"].as_str().expect("a commit");
        let known =
            state.history.revisions.iter().find(|revision| revision.commit == commit).expect("a revision").place;
        assert_eq!(row["landed"].is_null(), known.is_none(), "{row}");
    }
    let said = "on the main line since a day that is not known";
    for (page, said) in [("changes/index.html", "merged on no known day"), ("documents/POL-001/history.html", said)] {
        assert!(world.read(&format!("../site/{page}")).contains(said), "{page}");
    }
}

#[test]
fn what_an_earlier_clone_in_its_place_knew_changes_nothing_of_a_clone_without_the_texts() {
    let (mut world, _) = World::new();
    (0..3).for_each(|number| {
        world.edit(POLICY, "must be listed", &format!("must be listed and owned {number}"));
        world.commit(MIREL, "Go on");
    });
    world.git(MIREL, &["config", "uploadpack.allowFilter", "true"]);
    let (whole, home) = (world.repo.clone(), tempfile::tempdir().expect("a folder"));
    let run = |world: &World, arguments: &[&str]| {
        let mut command = super::sandbox::aims(&world.repo, arguments);
        command.env("AIMS_CACHE_DIR", home.path()).env_remove("CI");
        super::sandbox::run(&mut command)
    };
    let history =
        |world: &World, more: &[&str]| run(world, &[&["history", "POL-001", "--today", TODAY], more].concat()).stdout;
    clone(&mut world, &[]);
    let known = history(&world, &[]);
    assert!(std::fs::read_dir(home.path()).expect("a folder").count() > 0, "something is kept");
    std::fs::remove_dir_all(&world.repo).expect("a clone");
    world.repo = whole;
    clone(&mut world, &["--filter=blob:none"]);
    let told = history(&world, &[]);
    assert_eq!(told, history(&world, &["--no-cache"]));
    assert_ne!(told, known, "the test itself has no hole to look for");
    // The doctor tells what is missing, and no longer once its remedy was followed, though git keeps the mark of the filter.
    let health = |world: &World| {
        let told = run(world, &["doctor"]).stdout;
        told.lines().find(|line| line.contains("  history  ")).unwrap_or_default().to_owned()
    };
    let told = health(&world);
    assert!(told.starts_with("wrong") && told.contains("`git fetch --refetch --no-filter`"), "{told}");
    // Git packs all anew behind it, and is not waited for unless that is asked for.
    let waits = ["-c", "gc.autoDetach=false", "-c", "maintenance.autoDetach=false"];
    world.git(MIREL, &[&waits[..], &["fetch", "-q", "--refetch", "--no-filter"]].concat());
    assert!(health(&world).starts_with("ok"), "{}", health(&world));
    assert_eq!(history(&world, &[]), known);
}

#[test]
fn a_clone_without_the_texts_of_the_past_tells_no_days_of_them() {
    let (mut world, key) = World::new();
    world.put("incidents/inc-001.md", "---\nid: INC-001\nkind: incident\ndate: 2026-01-08\n---\nA fault.\n");
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    (0..20).for_each(|number| note(&world, number));
    world.edit("incidents/inc-001.md", "A fault.", "A fault. It was mended.");
    world.edit(POLICY, "\"1.0\"", "\"2.0\"");
    world.edit(POLICY, "must be listed", "must be listed and owned");
    world.commit(MIREL, "Version 2.0");
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    let (whole, versions) = (codes(&world), told(&world));
    assert_eq!(versions, (2, 4));
    world.git(MIREL, &["config", "uploadpack.allowFilter", "true"]);
    clone(&mut world, &["--filter=blob:none"]);
    assert!(!world.check().history.is_whole());
    assert_eq!(told(&world), (0, 0), "when version 2.0 began is not known");
    let more: Vec<_> = codes(&world).difference(&whole).copied().collect();
    // What cannot be read may have been confidential, and is told to be kept out.
    assert_eq!(more, ["AIMS502", "AIMS815"], "nothing came late that only came into view");
}

#[test]
fn a_clone_without_the_texts_by_which_a_move_is_known_says_that_it_may_be_one() {
    let (mut world, _) = World::empty();
    for folder in ["a", "b"] {
        world.put(&format!("{folder}/aims.toml"), &format!("# Of {folder}\n{}", super::world::settings(&[])));
        world.put(&format!("{folder}/{POLICY}"), &super::world::policy());
    }
    world.commit(MIREL, "Begin");
    std::fs::create_dir(world.repo.join("x")).expect("a folder");
    for folder in ["a", "b"] {
        std::fs::rename(world.repo.join(folder), world.repo.join("x").join(folder)).expect("a move");
        world.edit(&format!("x/{folder}/aims.toml"), "# Of", "# Of x and");
    }
    world.commit(MIREL, "Move both");
    world.git(MIREL, &["config", "uploadpack.allowFilter", "true"]);
    let whole = world.repo.clone();
    world.repo = whole.join("x/a");
    assert!(world.check().begun().is_some_and(|(_, path)| path.ends_with("a/aims.toml")));
    world.repo = whole;
    clone(&mut world, &["--filter=blob:none"]);
    world.repo = world.repo.join("x/a");
    let state = world.check();
    assert_eq!(state.begun(), None, "it may have been moved there");
    let told: Vec<String> = state.history.gaps.iter().map(aims::history::Gap::sentence).collect();
    assert!(told.iter().any(|told| told.contains("may have moved")), "{told:?}");
}

/// Takes the object of this name away, which lies in a file of its own.
pub(super) fn lose(world: &World, rev: &str) {
    let id = world.git(MIREL, &["rev-parse", rev]);
    let (folder, file) = id.trim().split_at(2);
    std::fs::remove_file(world.repo.join(".git/objects").join(folder).join(file)).expect("an object of its own");
}

#[test]
fn a_tag_that_cannot_be_read_is_told_and_is_no_tag_that_is_not_there() {
    type Harm<'a> = &'a dyn Fn(&World);
    let harms: [Harm<'_>; 3] =
        [&|world| lose(world, "refs/tags/v1"), &|world| world.put(".git/refs/tags/v1", ""), &|world| {
            world.put(".git/refs/tags/v1", "ref: refs/heads/nothing\n");
        }];
    for harm in harms {
        let (world, _) = World::new();
        world.git(MIREL, &["tag", "-a", "-m", "Audit", "v1"]);
        world.git(MIREL, &["tag", "of-a-text", &format!("HEAD:{POLICY}")]);
        let before = codes(&world);
        harm(&world);
        let more: Vec<_> = codes(&world).difference(&before).copied().collect();
        assert_eq!(more, ["AIMS502"]);
        let told = world.aims(&["check", "--format", "short", "--today", TODAY]).stdout;
        assert!(told.contains("the tag `v1` is missing or damaged"), "{told}");
        let since = world.aims(&["build", "--since", "v1", "--today", TODAY]);
        assert_eq!(since.code, Some(2));
        assert!(since.stderr.contains("`v1` is here") && !since.stderr.contains("did you mean"), "{}", since.stderr);
    }
}

#[test]
fn what_others_leave_beside_the_tags_is_no_tag() {
    let (world, _) = World::new();
    world.git(MIREL, &["tag", "-a", "-m", "Audit", "v1"]);
    let before = codes(&world);
    let left = [".DS_Store", "audit/.DS_Store", "Desktop.ini", "Thumbs.db", "v1 (conflicted copy)", "v1~", "v1.orig"];
    for name in left {
        world.put(&format!(".git/refs/tags/{name}"), "\0\u{1}");
    }
    assert_eq!(codes(&world), before);
    world.put(".git/refs/tags/audit/v2", "\0\u{1}");
    let told = world.aims(&["check", "--today", TODAY]).stdout;
    assert!(told.contains("the tag `audit/v2` is missing or damaged"), "{told}");
    assert!(told.contains("A file of that name in `.git/refs/tags` that is no tag may be taken away."), "{told}");
}

#[test]
fn a_commit_that_is_gone_is_missed_with_what_is_kept_of_it_too() {
    let (world, key) = World::new();
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    note(&world, 1);
    note(&world, 2);
    let check = |more: &[&str]| world.aims(&[&["check", "--format", "short", "--today", TODAY], more].concat());
    // What is known of all commits is kept by now.
    assert!(!check(&[]).stdout.contains("AIMS502"));
    lose(&world, "HEAD~2");
    let told = check(&[]).stdout;
    assert!(told.contains("AIMS502") && !told.contains("AIMS526"), "{told}");
    assert_eq!(told, check(&["--no-cache"]).stdout);
}

#[test]
fn an_act_is_not_misdated_where_the_beginning_of_its_text_is_not_there() {
    let (mut world, key) = World::new();
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    (0..20).for_each(|number| note(&world, number));
    world.git(MIREL, &["mv", POLICY, "policies/moved.md"]);
    world.commit(MIREL, "Move");
    note(&world, 20);
    clone(&mut world, &["--depth", "3"]);
    let found = codes(&world);
    assert!(found.contains("AIMS502"), "{found:?}");
    let untrue = ["AIMS512", "AIMS517", "AIMS526", "AIMS818"];
    assert!(untrue.iter().all(|code| !found.contains(code)), "{found:?}");
}
