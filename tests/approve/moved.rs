//! The record of a document goes on where the document, or the folder of the AIMS, was moved.

use std::path::PathBuf;

use aims::approval::{Counts, Reason};
use aims::base::{DocPath, date};
use aims::history::ChangeKind;
use aims::model::approval_rule::Evidence;
use aims::pipeline::{Project, Request};

use super::openssh::public;
use super::world::{MIREL, ORLA, POLICY, TOBIAS, World, policy, settings};

/// The approved policy of Mirel, in a folder of its repository.
fn in_folder(folder: &str) -> (World, PathBuf) {
    let (world, key) = World::init(&[], folder);
    world.put("aims.toml", &settings(&[(ORLA, &public(&key))]));
    world.put(POLICY, &policy());
    world.commit(MIREL, "Write the AI policy");
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    (world, key)
}

/// The same AIMS, now in another folder of the same repository.
fn now_in(world: &mut World, up: usize, folder: &str) {
    let mut top = world.repo.clone();
    for _ in 0..up {
        top.pop();
    }
    world.repo = top.join(folder);
}

/// Goes on in another repository, which has fetched the one that there was. Gives where that is.
fn another(world: &mut World) -> PathBuf {
    let source = world.repo.clone();
    now_in(world, 1, "mono");
    std::fs::create_dir_all(&world.repo).expect("a folder");
    world.git(TOBIAS, &["init", "-q", "-b", "main"]);
    world.put("README.md", "# The whole\n\nSomething else.\n");
    world.commit(TOBIAS, "Begin");
    world.git(TOBIAS, &["fetch", "-q", source.to_str().expect("a path"), "main"]);
    source
}

/// Merges a commit of another repository as a folder.
fn added(world: &World, commit: &str) {
    let unrelated = ["merge", "-q", "-s", "ours", "--no-commit", "--no-ff", "--allow-unrelated-histories", commit];
    world.git(TOBIAS, &unrelated);
    world.git(TOBIAS, &["read-tree", "--prefix=aims/", "-u", commit]);
    world.git(TOBIAS, &["commit", "-q", "-m", "Add the AIMS"]);
}

/// The subjects of the commits of a document, newest first, each with where it came from if it moved.
fn record(world: &World, path: &str) -> Vec<String> {
    let checked = world.check();
    let path = DocPath::new(path).expect("a path");
    let told = |(revision, change): (&aims::history::Revision, &aims::history::Change)| match &change.from {
        Some(from) => format!("{} from {}", revision.subject, from.shown()),
        None => revision.subject.clone(),
    };
    checked.history.of(&path).map(told).collect()
}

fn findings(world: &World) -> Vec<String> {
    world.check().findings.found.into_iter().map(|finding| format!("{} {}", finding.code, finding.message)).collect()
}

#[test]
fn a_folder_that_moved_takes_its_record_along() {
    let (mut world, key) = in_folder("docs/aims");
    let before = findings(&world);
    let tenures = |world: &World| {
        let checked = world.check();
        let ix = checked.aims.by_id("POL-001").expect("the policy");
        let found: Vec<_> =
            checked.approvals.tenures(ix).iter().map(|tenure| (tenure.from, tenure.until, tenure.stated)).collect();
        found
    };
    let in_force = tenures(&world);
    // Down, up and into a folder again; each time as a whole.
    for (from, up, to) in [("docs/aims", 2, "gov"), ("gov", 1, "docs/aims/new"), ("docs/aims/new", 3, "docs")] {
        now_in(&mut world, up, "");
        let aside = world.repo.join("aside");
        std::fs::rename(world.repo.join(from), &aside).expect("a move");
        world.put("other/keep.txt", "Something else.\n");
        let parent = world.repo.join(to);
        std::fs::create_dir_all(parent.parent().expect("a folder")).expect("a folder");
        if parent.is_dir() {
            std::fs::remove_dir_all(&parent).expect("an empty folder");
        }
        std::fs::rename(&aside, &parent).expect("a move");
        world.commit(MIREL, &format!("Move to {to}"));
        now_in(&mut world, 0, to);
        assert_eq!(world.level(), Evidence::Recorded, "{to}");
        assert_eq!(findings(&world), before, "{to}");
        assert_eq!(tenures(&world), in_force, "{to}");
    }
    assert_eq!(
        record(&world, POLICY),
        [
            "Move to docs from aims/new/policies/ai-policy.md",
            "Move to docs/aims/new from /gov/policies/ai-policy.md",
            "Move to gov from aims/policies/ai-policy.md",
            "Write the AI policy",
        ]
    );
    // What is taken along goes on.
    world.edit(POLICY, "must be listed", "may be listed");
    world.commit(MIREL, "Soften");
    assert!(world.approval().lapsed.is_some());
    world.edit(POLICY, "\"1.0\"", "\"2.0\"");
    world.commit(MIREL, "Number");
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    assert_eq!(world.level(), Evidence::Recorded);
}

/// Moves a file or folder in the work tree, without a commit.
fn move_uncommitted(world: &World, from: &str, to: &str) {
    let parent = world.repo.join(to);
    std::fs::create_dir_all(parent.parent().expect("a folder")).expect("a folder");
    std::fs::rename(world.repo.join(from), world.repo.join(to)).expect("a move");
}

#[test]
fn a_text_that_is_moved_and_not_committed_yet_is_the_text_that_was_approved() {
    let (world, _) = in_folder("");
    let before = findings(&world);
    for (from, to) in [
        (POLICY, "policies/renamed.md"),
        ("policies/renamed.md", "elsewhere/ai-policy.md"),
        ("elsewhere", "policies"),
        ("policies", "docs/deep/policies"),
    ] {
        move_uncommitted(&world, from, to);
        assert_eq!(world.level(), Evidence::Recorded, "{to}");
        assert_eq!(findings(&world), before, "{to}");
    }
    assert_eq!(record(&world, "docs/deep/policies/ai-policy.md"), ["Write the AI policy"]);
    // Other bytes are another text, and what still lies where it was did not move.
    world.edit("docs/deep/policies/ai-policy.md", "must be listed", "may be listed");
    assert_ne!(findings(&world), before);
}

#[test]
fn a_copy_that_takes_the_id_of_a_text_that_is_moved_is_the_one_that_came_later() {
    let (world, _) = in_folder("");
    move_uncommitted(&world, POLICY, "z.md");
    world.put("a.md", &policy().replace("must be listed", "may be listed"));
    let found = world.check().findings.found;
    let told: Vec<_> =
        found.iter().filter(|finding| finding.code == "AIMS201").map(|finding| finding.place.path.as_str()).collect();
    assert_eq!(told, ["a.md"]);
    assert_eq!(world.level(), Evidence::Recorded);
}

#[test]
fn where_the_history_is_cut_that_is_told_once_and_no_approval_is_called_false() {
    let (mut world, _) = in_folder("");
    for number in 0..4 {
        world.put("notes.md", &format!("Note {number}.\n"));
        world.commit(TOBIAS, "Note");
    }
    let source = world.repo.clone();
    now_in(&mut world, 1, "shallow");
    std::fs::create_dir_all(&world.repo).expect("a folder");
    world.git(TOBIAS, &["init", "-q", "-b", "main"]);
    world.git(TOBIAS, &["fetch", "-q", "--depth", "2", &format!("file://{}", source.display()), "main"]);
    world.git(TOBIAS, &["reset", "-q", "--hard", "FETCH_HEAD"]);
    let codes: Vec<_> = world.check().findings.found.into_iter().map(|finding| finding.code).collect();
    assert_eq!(codes.iter().filter(|code| **code == "AIMS502").count(), 1, "{codes:?}");
    assert!(!codes.contains(&"AIMS507") && !codes.contains(&"AIMS503"), "{codes:?}");
    // Why the approval does not count here is known by its value: nobody can know.
    assert_eq!(world.standings(), [Counts::No(Reason::CutHistory)]);
}

#[test]
fn an_aims_at_the_top_that_moves_into_a_folder_and_is_edited_keeps_its_record() {
    let (mut world, _) = in_folder("");
    world.put("src/main.rs", "fn main() {}\n");
    world.commit(TOBIAS, "Begin a program");
    world.git(MIREL, &["switch", "-q", "-c", "move"]);
    std::fs::create_dir_all(world.repo.join("aims")).expect("a folder");
    for name in ["aims.toml", "policies", "approvals"] {
        std::fs::rename(world.repo.join(name), world.repo.join("aims").join(name)).expect("a move");
    }
    world.edit("aims/policies/ai-policy.md", "must be listed", "may be listed");
    world.commit(MIREL, "Move");
    world.git(TOBIAS, &["switch", "-q", "main"]);
    world.git(TOBIAS, &["merge", "-q", "--no-ff", "-m", "Merge", "move"]);
    now_in(&mut world, 0, "aims");
    assert_eq!(record(&world, POLICY), ["Move from /policies/ai-policy.md", "Write the AI policy"]);
    assert!(world.approval().lapsed.is_some(), "the text is another");
    let told = findings(&world);
    assert!(told.iter().any(|told| told.starts_with("AIMS504")), "{told:?}");
}

#[test]
fn a_branch_that_did_not_know_of_the_move_is_a_part_of_the_record() {
    let (mut world, _) = in_folder("docs");
    world.git(MIREL, &["switch", "-q", "-c", "side"]);
    world.edit(POLICY, "must be listed", "must be listed in the inventory");
    world.commit(MIREL, "Say where");
    world.git(TOBIAS, &["switch", "-q", "main"]);
    now_in(&mut world, 1, "");
    world.git(TOBIAS, &["mv", "docs", "gov"]);
    world.commit(TOBIAS, "Move");
    world.git(TOBIAS, &["merge", "-q", "--no-ff", "-m", "Merge", "side"]);
    // What begins anew at the old place is another document.
    world.put(&format!("docs/{POLICY}"), "# Another\n\nSomething else altogether, of which nobody asks anything.\n");
    world.commit(TOBIAS, "Write another");
    now_in(&mut world, 0, "gov");
    let mut told = record(&world, POLICY);
    told.sort();
    assert_eq!(told, ["Move from /docs/policies/ai-policy.md", "Say where", "Write the AI policy"]);
}

#[test]
fn a_document_that_had_another_name_or_lay_elsewhere_is_followed() {
    let (world, _) = in_folder("");
    let text = policy().replace("POL-001", "POL-002");
    world.put("notes.txt", &text);
    world.commit(MIREL, "Write as text");
    world.edit("notes.txt", "must be listed", "must be listed and known");
    world.commit(TOBIAS, "Edit as text");
    world.git(MIREL, &["mv", "notes.txt", "policies/use.md"]);
    world.edit("policies/use.md", "AI policy", "Use policy");
    world.commit(MIREL, "Adopt");
    world.git(MIREL, &["mv", "policies/use.md", "policies/use"]);
    world.commit(MIREL, "Slip");
    world.git(MIREL, &["mv", "policies/use", "policies/use.markdown"]);
    world.commit(MIREL, "Mend");
    assert_eq!(
        record(&world, "policies/use.markdown"),
        [
            "Mend from policies/use",
            "Slip from policies/use.md",
            "Adopt from notes.txt",
            "Edit as text",
            "Write as text"
        ]
    );
    let checked = world.check();
    let path = DocPath::new("policies/use.markdown").expect("a path");
    assert_eq!(checked.history.versions(&path).len(), 1, "one version, whatever it was called");
    assert!(checked.history.of(&path).all(|(_, change)| change.kind != ChangeKind::Deleted));
}

#[test]
fn a_repository_that_became_a_folder_of_another_keeps_its_record() {
    let (mut world, key) = in_folder("");
    world.put("README.md", "# The AIMS\n\nHow it is kept.\n");
    world.commit(MIREL, "Say how");
    // What `git subtree add` and `git subtree merge` do, of which not every git has the command.
    let source = another(&mut world);
    let source = source.to_str().expect("a path");
    added(&world, "FETCH_HEAD");
    let mono = world.repo.clone();
    world.repo = PathBuf::from(source);
    world.edit(POLICY, "must be listed", "must be listed and known");
    world.put("policies/second.md", &policy().replace("POL-001", "POL-009"));
    world.commit(MIREL, "Say more");
    world.repo = mono;
    world.git(TOBIAS, &["fetch", "-q", source, "main"]);
    world.git(TOBIAS, &["merge", "-q", "--no-ff", "-X", "subtree=aims", "-m", "Merge more", "FETCH_HEAD"]);
    now_in(&mut world, 0, "aims");
    assert_eq!(record(&world, POLICY), ["Say more", "Add the AIMS from /policies/ai-policy.md", "Write the AI policy"]);
    assert_eq!(record(&world, "policies/second.md"), ["Merge more from /policies/second.md", "Say more"]);
    assert_eq!(record(&world, "README.md"), ["Add the AIMS from /README.md", "Say how"]);
    let _ = key;
}

/// What is told of what is not known, at the document, in total and by the check.
fn cut(world: &World) -> (Vec<String>, Vec<String>) {
    let of = |arguments: &[&str]| -> Vec<String> {
        let told = world.aims(arguments).stdout;
        let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
        let gaps = told["gaps"].as_array().expect("gaps").clone();
        gaps.iter().map(|gap| gap["what"].as_str().expect("text").to_owned()).collect()
    };
    let one = of(&["history", "POL-001", "--today", "2026-11-20", "--format", "json"]);
    assert_eq!(of(&["history", "--on", "2026-11-20", "--today", "2026-11-20", "--format", "json"]), one);
    let told =
        findings(world).into_iter().filter_map(|told| told.strip_prefix("AIMS818 ").map(str::to_owned)).collect();
    (one, told)
}

#[test]
fn a_record_that_begins_late_is_told() {
    // Where nothing is cut, nothing is told.
    let (world, _) = in_folder("docs");
    assert_eq!(cut(&world), (Vec::new(), Vec::new()));
    // An AIMS that came without its history.
    let (world, _) = World::empty();
    world.put("aims.toml", "");
    world.put(POLICY, &policy().replace("\"1.0\"", "\"3.2\""));
    world.commit(MIREL, "Import");
    let commit = world.git(MIREL, &["rev-parse", "--short=10", "HEAD"]);
    let told = format!(
        "the record of {POLICY} begins with commit {commit} and not with a first version: what was before is not in this \
         repository"
    );
    assert_eq!(cut(&world), (vec![told.clone()], vec![told]));
}

#[test]
fn a_history_that_was_squashed_is_told() {
    let (mut world, _) = in_folder("");
    another(&mut world);
    // What `git subtree add --squash` does.
    let split = world.git(TOBIAS, &["rev-parse", "FETCH_HEAD"]);
    let message =
        format!("Squashed 'aims/' content from commit {split}\n\ngit-subtree-dir: aims\ngit-subtree-split: {split}");
    let squashed = world.git(TOBIAS, &["commit-tree", "FETCH_HEAD^{tree}", "-m", &message]);
    added(&world, &squashed);
    now_in(&mut world, 0, "aims");
    let (one, told) = cut(&world);
    assert_eq!(one, told);
    assert_eq!(one.len(), 1, "{one:?}");
    let says = format!("into which another history up to its commit {} was squashed", &split[..10]);
    assert!(one[0].contains(&says), "{one:?}");
}

#[test]
fn what_was_no_text_is_told_and_not_read() {
    let (world, _) = World::empty();
    world.put("aims.toml", "");
    world.put("policy.docx", "PK\u{3}\u{4}\0 not a text\n");
    world.commit(MIREL, "Write");
    world.put("policy.docx", "PK\u{3}\u{4}\0 another\n");
    world.commit(TOBIAS, "Edit");
    world.git(MIREL, &["rm", "-q", "policy.docx"]);
    world.put("policy.md", &policy());
    world.commit(MIREL, "Adopt");
    let (one, told) = cut(&world);
    assert_eq!(one, told);
    assert!(one.len() == 1 && one[0].contains("it was policy.docx, which is no text"), "{one:?}");
    assert_eq!(record(&world, "policy.md"), ["Adopt from policy.docx", "Edit", "Write"]);
    let checked = world.check();
    let versions = checked.history.versions(&DocPath::new("policy.md").expect("a path"));
    let labels: Vec<_> = versions.iter().map(|version| version.label.as_deref()).collect();
    assert_eq!(labels, [Some("1.0")], "nothing is claimed of what cannot be read");
}

#[test]
fn a_clone_that_was_cut_says_so_at_the_document() {
    let (mut world, _) = in_folder("");
    world.edit(POLICY, "must be listed", "must be listed and known");
    world.commit(MIREL, "Edit");
    let source = format!("file://{}", world.repo.display());
    now_in(&mut world, 1, "");
    world.git(MIREL, &["clone", "-q", "--depth", "1", &source, "cut"]);
    now_in(&mut world, 0, "cut");
    let told = world.aims(&["history", "POL-001", "--today", "2026-11-20"]).stdout;
    assert!(
        told.contains(&format!("The record of {POLICY} begins before all that is in this clone."))
            || told.contains(&format!("the record of {POLICY} begins before all that is in")),
        "{told}"
    );
}

#[test]
fn a_folder_that_gave_a_kind_before_the_move_is_asked_after_it() {
    let (mut world, key) = World::init(&[], "docs/aims");
    let folders =
        "[folders]\npolicies = \"policy\"\nnotes = \"guideline\"\n[approval.kinds.guideline]\nneeds = \"none\"\n";
    world.put("aims.toml", &format!("{}{folders}", settings(&[(ORLA, &public(&key))])));
    world.put(POLICY, &policy().replace("kind: policy\n", ""));
    world.commit(MIREL, "Write the AI policy");
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    assert_eq!(world.level(), Evidence::Recorded);
    // One commit moves the AIMS, and the policy out of the folder that makes it one.
    now_in(&mut world, 2, "");
    world.git(MIREL, &["mv", "docs/aims", "gov"]);
    now_in(&mut world, 0, "gov");
    world.git(MIREL, &["mv", "policies", "notes"]);
    world.edit("notes/ai-policy.md", "must be listed", "may be listed");
    world.commit(MIREL, "Move");
    let approval = world.approval();
    assert!(!approval.satisfied, "{approval:?}");
}

#[test]
fn what_was_removed_before_the_move_is_told_by_where_it_lay() {
    let (mut world, _) = in_folder("docs");
    let text = policy().replace("POL-001", "POL-002").replace("AI system", "automated decision");
    world.put("policies/old.md", &text);
    world.commit(MIREL, "Write another");
    world.git(MIREL, &["rm", "-q", "policies/old.md"]);
    world.commit(MIREL, "Remove it");
    now_in(&mut world, 1, "");
    world.git(TOBIAS, &["mv", "docs", "gov"]);
    world.commit(TOBIAS, "Move");
    now_in(&mut world, 0, "gov");
    let told = world.aims(&["history", "POL-002", "--today", "2026-11-20"]).stdout;
    assert!(told.contains("removed, /docs/policies/old.md"), "{told}");
    let today = date::parse("2026-11-20").expect("a day");
    let request = Request::new(&world.repo, today);
    let site = Project::find(&world.repo).and_then(|project| project.build(&request)?.bundle()).expect("a site");
    let mut named = 0;
    for (path, bytes) in site.iter() {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains(":/docs"), "{path}");
        named += usize::from(text.contains("/docs/policies/old.md"));
    }
    assert!(named > 0);
}

#[test]
fn a_document_that_was_taken_out_of_another_says_so() {
    let (world, _) = World::empty();
    world.put("aims.toml", "");
    let part = "Whoever buys a system asks its supplier for the data sheet.\n\nNo system is bought without an owner.\n";
    let policy_text = format!("{}\n{part}\nAll else is as it was before.\n", policy());
    world.put(POLICY, &policy_text);
    world.commit(MIREL, "Write");
    world.edit(POLICY, part, "");
    world.put("policies/buying.md", &format!("---\nid: POL-002\ntitle: Buying\nkind: policy\n---\n\n{part}"));
    world.commit(MIREL, "Split");
    let told = world.aims(&["history", "POL-002", "--today", "2026-11-20"]).stdout;
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains(&format!("which took most of the text out of {POLICY}")), "{told}");
    assert!(!world.aims(&["history", "POL-001", "--today", "2026-11-20"]).stdout.contains("took most"));
}
