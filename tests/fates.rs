//! What became of a change on the main line is told with it, in the terminal, on pages and in data: what a merge rejected, what
//! was picked before it was merged, and what git put together without a word of whoever merged it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::sandbox::everything;
use crate::support::world::{MIREL, ORLA, POLICY, TOBIAS, TODAY, World, policy};

/// The policy of Mirel, of four paragraphs.
fn world() -> World {
    let (world, _) = World::new();
    world.edit(POLICY, "listed.\n", "listed.\n\nThe second.\n\nThe third.\n\nThe fourth.\n");
    world.commit(MIREL, "Write more of it");
    world
}

fn told(world: &World, id: &str) -> String {
    let outcome = world.aims(&["history", id, "--today", TODAY]);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    outcome.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// By the message of its commit, what was done to a document.
fn changes(world: &World, id: &str) -> BTreeMap<String, Value> {
    let outcome = world.aims(&["history", id, "--today", TODAY, "--format", "json"]);
    let story: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    let revisions = story["revisions"].as_array().expect("revisions").iter();
    let subject = |one: &Value| one["subject"].as_str().expect("a subject").to_owned();
    revisions.map(|one| (subject(one), one["changes"][0].clone())).collect()
}

/// The files of the site.
fn site(world: &World, more: &[&str]) -> BTreeMap<String, String> {
    let out = world.ssh.path().join("site");
    let arguments = ["build", "--today", TODAY, "--quiet", "--out", out.to_str().expect("text")];
    let built = world.aims(&[&arguments[..], more].concat());
    assert!(built.code.is_some_and(|code| code < 2), "{}", built.stderr);
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    everything(&out).into_iter().map(|(path, (_, bytes))| (text(path), text(bytes))).collect()
}

/// The entry of a page that begins with the message of a commit, without its markup.
fn entry(page: &str, subject: &str) -> String {
    let from = page.find(subject).unwrap_or_else(|| panic!("`{subject}` in {page}"));
    let ends = ["</div></li>", "</p></li>"].map(|end| page[from..].find(end));
    let until = ends.into_iter().flatten().min().expect("an end");
    let mut words = String::new();
    for piece in page[from..from + until].split('<') {
        words.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
        words.push(' ');
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The messages of all findings of a rule.
fn found(world: &World, code: &str) -> Vec<String> {
    let found = world.check().findings.found;
    found.iter().filter(|finding| finding.code == code).map(|finding| finding.message.clone()).collect()
}

fn short(world: &World, commit: &str) -> String {
    world.git(ORLA, &["log", "-1", "--format=%h", "--abbrev=10", commit])
}

/// Mirel loosens the policy on a branch and writes a second one, and Tobias merges that and takes none of it.
fn rejected() -> World {
    let world = world();
    world.git(MIREL, &["switch", "-q", "-c", "pull"]);
    world.edit(POLICY, "must be listed", "may be listed");
    world.edit(POLICY, "version: \"1.0\"", "version: \"9.0\"");
    world.put("policies/second.md", &policy().replace("POL-001", "POL-002"));
    world.commit(MIREL, "Loosen it");
    world.git(MIREL, &["switch", "-q", "main"]);
    world.git(TOBIAS, &["merge", "-q", "--no-ff", "-s", "ours", "-m", "Merge it, and keep ours", "pull"]);
    world
}

#[test]
fn what_a_merge_rejected_is_told_as_such_in_the_terminal_and_in_data() {
    let world = rejected();
    let loosened = &changes(&world, "POL-001")["Loosen it"];
    assert_eq!((&loosened["fate"], &loosened["joined"]), (&"undone".into(), &false.into()));
    assert_eq!((&loosened["weight"], &loosened["weaker"]), (&"material".into(), &Value::Array(Vec::new())));
    assert_eq!(changes(&world, "POL-001")["Write more of it"]["fate"], "stood");
    let text = told(&world, "POL-001");
    assert!(text.contains("not taken, the merge brought none of it: material change"), "{text}");
    assert!(!text.contains("weaker:"), "{text}");
    assert!(told(&world, "POL-002").contains("never on the main line, policies/second.md"));
}

#[test]
fn what_a_merge_rejected_changed_nothing_on_pages() {
    let world = rejected();
    let base = world.git(ORLA, &["rev-parse", "main^1"]);
    let site = site(&world, &["--since", &base]);
    for page in ["documents/POL-001/history.html", "clauses/5.2/history.html", "changes/index.html"] {
        let told = entry(&site[page], "Loosen it");
        assert!(told.contains("Not taken"), "{page}: {told}");
        assert!(
            !told.contains("Weaker") && !told.contains("Asks for less") && !told.contains("no longer there"),
            "{told}"
        );
    }
    let told = entry(&site["documents/POL-001/history.html"], "Loosen it");
    assert!(told.contains("The merge brought none of it.") && !told.contains("Became version"), "{told}");
    let merged = world.git(ORLA, &["log", "-1", "--format=%cs", "main"]);
    let documents = site["clauses/5.2/history.html"].split_once("</table>").expect("the documents").0;
    assert!(documents.contains("POL-001") && !documents.contains(&merged), "{merged}: {documents}");
    let newest = short(&world, "main^1");
    let changed = site["documents/POL-001.html"].split_once("last changed").expect("a day").1;
    assert!(changed.split_once("</code>").expect("a commit").0.ends_with(&newest), "{newest}: {changed}");
    assert!(!site["changes.atom"].contains("Loosen it") && site["changes.atom"].contains("Write more of it"));
    let data = |name: &str| serde_json::from_str::<Value>(&site[name]).expect("JSON");
    assert_eq!(data("data/documents.json")["rows"][0]["last_commit"], base.as_str());
    let rows = data("data/changes.json");
    let all = rows["rows"].as_array().expect("rows").iter().find(|row| row["subject"] == "Loosen it").expect("it");
    assert!(all["changes"].as_array().expect("changes").iter().all(|change| change["fate"] == "undone"), "{all}");
    assert!(!site["changes/since.html"].contains("POL-001"), "{}", site["changes/since.html"]);
}

#[test]
fn what_was_picked_before_it_was_merged_is_one_change() {
    let world = world();
    world.git(MIREL, &["switch", "-q", "-c", "pull"]);
    world.edit(POLICY, "must be listed", "may be listed");
    world.commit(MIREL, "Loosen it");
    world.git(MIREL, &["switch", "-q", "main"]);
    world.put("notes.md", "# Notes\n");
    world.commit(TOBIAS, "Notes");
    world.git(TOBIAS, &["cherry-pick", "pull"]);
    world.git(TOBIAS, &["commit", "-q", "--amend", "-m", "Loosen it, picked"]);
    world.git(TOBIAS, &["merge", "-q", "--no-ff", "-m", "Merge it", "pull"]);
    let found = changes(&world, "POL-001");
    let weaker = |subject: &str| found[subject]["weaker"].as_array().map(Vec::len);
    assert_eq!((&found["Loosen it, picked"]["fate"], weaker("Loosen it, picked")), (&"stood".into(), Some(1)));
    assert_eq!((&found["Loosen it"]["fate"], weaker("Loosen it")), (&"undone".into(), Some(0)));
}

/// Two change different paragraphs, and Orla merges the one into the other's.
fn joined(mend: Option<(&str, &str)>) -> World {
    let world = world();
    world.git(MIREL, &["switch", "-q", "-c", "pull"]);
    world.edit(POLICY, "The fourth.", "The fourth, in better words.");
    world.commit(MIREL, "Better words");
    world.git(MIREL, &["switch", "-q", "main"]);
    world.edit(POLICY, "must be listed", "may be listed");
    world.commit(TOBIAS, "Loosen it");
    world.git(ORLA, &["merge", "-q", "--no-ff", "--no-commit", "pull"]);
    if let Some((from, to)) = mend {
        world.edit(POLICY, from, to);
    }
    world.commit(ORLA, "Merge it");
    world
}

#[test]
fn a_merge_that_git_made_alone_is_told_as_what_git_put_together() {
    let world = joined(None);
    let found = changes(&world, "POL-001");
    let merge = &found["Merge it"];
    assert_eq!((&merge["joined"], &merge["fate"]), (&true.into(), &"stood".into()));
    assert_eq!((&merge["weight"], &merge["added"], &merge["removed"]), (&Value::Null, &0.into(), &0.into()));
    assert_eq!((&found["Better words"]["fate"], &found["Better words"]["joined"]), (&"passed".into(), &false.into()));
    let text = told(&world, "POL-001");
    let words = "Merge it put together by git from what both sides hold; nothing was written in the merge";
    assert!(text.contains(words), "{text}");
    assert_eq!(text.matches("weaker:").count(), 1, "{text}");
    let site = site(&world, &[]);
    for page in ["documents/POL-001/history.html", "clauses/5.2/history.html", "changes/index.html"] {
        let told = entry(&site[page], "Merge it");
        assert!(told.contains("Put together"), "{page}: {told}");
        assert!(!told.contains("Weaker") && !told.contains("added") && !told.contains("Material"), "{page}: {told}");
    }
    let told = entry(&site["documents/POL-001/history.html"], "Merge it");
    assert!(told.contains("Git put together what both sides hold; nothing was written in the merge."), "{told}");
}

#[test]
fn a_merge_that_was_mended_by_hand_is_a_change_of_its_own() {
    let world = joined(Some(("The third.", "The third, which Orla added to.")));
    let merge = &changes(&world, "POL-001")["Merge it"];
    assert_eq!((&merge["joined"], &merge["weight"]), (&false.into(), &"material".into()));
    assert!(!told(&world, "POL-001").contains("put together by git"));
    let site = site(&world, &[]);
    let told = entry(&site["documents/POL-001/history.html"], "Merge it");
    assert!(told.contains("Material") && !told.contains("Put together"), "{told}");
}

#[test]
fn a_change_under_a_version_is_told_by_who_made_it_and_not_by_what_git_put_together() {
    let world = World::new().0;
    world.edit("aims.toml", "needs = \"record\"", "needs = \"claimed\"");
    world.edit(POLICY, "listed.\n", "listed.\n\nThe second.\n\nThe third.\n\nThe fourth.\n");
    world.edit(POLICY, "version: \"1.0\"", "version: \"1.1\"");
    world.commit(MIREL, "Write more of it");
    world.git(MIREL, &["switch", "-q", "-c", "pull"]);
    world.edit(POLICY, "The fourth.", "The fourth has other words.");
    world.commit(MIREL, "Other words");
    world.git(MIREL, &["switch", "-q", "main"]);
    world.edit(POLICY, "version: \"1.1\"", "version: \"1.2\"");
    world.commit(TOBIAS, "Version 1.2");
    world.edit(POLICY, "must be listed", "may be listed");
    world.commit(TOBIAS, "Loosen it");
    let loosened = short(&world, "main");
    world.git(ORLA, &["merge", "-q", "--no-ff", "-m", "Merge it", "pull"]);
    let found = found(&world, "AIMS508");
    assert!(found.len() == 1 && found[0].contains(&loosened), "{found:?}, not {loosened}");
}

#[test]
fn a_version_stays_too_low_until_it_is_above_the_highest() {
    let world = World::new().0;
    for (from, to, number) in [("1.0", "3.0", 0), ("3.0", "2.0", 1), ("2.0", "2.5", 1), ("2.5", "3.1", 0)] {
        world.edit(POLICY, &format!("version: \"{from}\""), &format!("version: \"{to}\""));
        world.commit(MIREL, to);
        let found = found(&world, "AIMS519");
        assert_eq!(found.len(), number, "{to}: {found:?}");
        assert!(found.iter().all(|message| message.contains("was 3.0")), "{found:?}");
    }
    // Who goes over to years, and back, counts anew.
    for (from, to, number) in [("3.1", "2026-02", 0), ("2026-02", "3.2", 1), ("3.2", "3.3", 0)] {
        world.edit(POLICY, &format!("version: \"{from}\""), &format!("version: \"{to}\""));
        world.commit(MIREL, to);
        assert_eq!(found(&world, "AIMS519").len(), number, "{to}");
    }
}

#[test]
fn what_a_document_replaces_is_where_its_record_goes_on() {
    for gone in [false, true] {
        let world = World::new().0;
        let next = policy().replace("POL-001", "POL-002").replace("\"1.0\"", "\"2.0\"");
        let next = next.replace("owner: AI Officer\n", "owner: AI Officer\nreplaces: [POL-001]\n");
        world.put("policies/next.md", &next.replace("must be listed", "of ours must have one who answers for it"));
        world.commit(MIREL, "Replace it");
        if gone {
            world.git(MIREL, &["rm", "-q", POLICY]);
            world.commit(MIREL, "Remove the old one");
        }
        let text = told(&world, "POL-002");
        let words = format!("on it is in the place of {POLICY}: what was before is in the record of that");
        assert!(text.contains(&words) && !text.contains("not in this repository"), "{gone}: {text}");
        assert_eq!(found(&world, "AIMS818"), Vec::<String>::new());
    }
}
