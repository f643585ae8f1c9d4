//! `aims history`: what it tells of documents, controls, clauses and systems, compared with what git says.

use std::collections::{BTreeMap, BTreeSet};

use aims::register;
use aims::story::{GapRow, ReplacedRow};
use serde_json::Value;
use world::{MIREL, ORLA, POLICY, TOBIAS, TODAY, World, policy};

use crate::support::empty;
use crate::support::kept;
use crate::support::sandbox;
use crate::support::world;

/// The policy in three versions: written by Mirel, changed beside the main line and merged by Tobias, made weaker by
/// Mirel; the second was approved by Orla.
fn world() -> World {
    let (world, key) = World::new();
    world.git(MIREL, &["switch", "-q", "-c", "next"]);
    world.edit(POLICY, "\"1.0\"", "\"2.0\"");
    world.edit(POLICY, "effective: 2026-01-10", "effective: 2026-03-01");
    world.edit(POLICY, "must be listed.", "must be listed and must have an owner.");
    world.commit(MIREL, "Version 2.0 of the policy");
    world.git(TOBIAS, &["switch", "-q", "main"]);
    world.git(TOBIAS, &["merge", "-q", "--no-ff", "-m", "Merge version 2.0", "next"]);
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve version 2.0");
    world.git(MIREL, &["mv", POLICY, "policies/policy.md"]);
    world.edit("policies/policy.md", "\"2.0\"", "\"3.0\"");
    world.edit("policies/policy.md", "effective: 2026-03-01", "effective: 2026-06-01");
    world.edit("policies/policy.md", "must have an owner", "should have an owner");
    world.commit(MIREL, "Version 3.0");
    world
}

fn told(world: &World, arguments: &[&str]) -> String {
    let outcome = world.aims(&[&["history"], arguments, &["--today", TODAY]].concat());
    assert_eq!(outcome.code, Some(0), "{arguments:?}: {}", outcome.stderr);
    outcome.stdout
}

fn json(world: &World, arguments: &[&str]) -> Value {
    serde_json::from_str(&told(world, &[arguments, &["--format", "json"]].concat())).expect("JSON")
}

fn texts<'a>(value: &'a Value, list: &str, key: &str) -> Vec<&'a str> {
    value[list].as_array().expect(list).iter().map(|row| row[key].as_str().unwrap_or("-")).collect()
}

#[test]
fn a_document_is_told_by_its_versions_acts_and_revisions() {
    let world = world();
    let text = told(&world, &["POL-001", "--diff"]);
    let newest = world.git(MIREL, &["log", "--format=%h", "--abbrev=10", "-1", "--", "policies/policy.md"]);
    let expected = "POL-001  AI policy\n\
         version 3.0, says approved; approval lapsed, policies/policy.md\n\
         Approval: no evidence (level 0 of 4), and the rule asks for more. An approval\n\
         has lapsed: what is there now is not what was signed. Lacking: Chief\n\
         Executive.\n\
         \n\
         Versions\n  \
           3.0           never in force; says approved since 2026-01-17\n  \
           2.0           in force from 2026-03-01, recorded 2026-01-12\n  \
           1.0           never in force; says approved since 2026-01-07\n\
         \n\
         Approvals and reviews\n  \
           2026-01-14  approved 2.0 by Orla Fenwick (Chief Executive)\n              \
                       for an earlier text\n              \
                       good signature by the key\n              \
                       SHA256:";
    assert!(text.starts_with(expected), "{text}\n{expected}");
    let revision = format!(
        "Revisions\n  2026-01-17  {newest}  Mirel Castellan\n    Version 3.0\n    material change, 1 word added, 1 \
         removed, moved from\n    policies/ai-policy.md; version 3.0, says approved\n"
    );
    assert!(text.contains(&revision), "{text}\n{revision}");
    for line in [
        "    ! weaker: “must” became “should”",
        "    - version 2.0 → 3.0",
        "      @ AI policy",
        "        Every AI system must be listed and [-must-] {+should+} have an owner.",
        "        Every AI system must be listed {+and must have an owner+}.",
        "    merged by Tobias Ashgrove on 2026-01-12 (",
        "    Write the AI policy",
    ] {
        assert!(text.lines().any(|told| told.starts_with(line)), "{line}\n{text}");
    }
    assert!(!text.contains('\u{1b}'), "there is no colour but on a terminal");
    let coloured = told(&world, &["POL-001", "--diff", "--color", "always"]);
    assert!(coloured.contains("\u{1b}[9;31mmust\u{1b}[0m \u{1b}[4;32mshould\u{1b}[0m have"), "{coloured}");
}

#[test]
fn programs_are_told_the_same_as_people_and_git() {
    let world = world();
    let story = json(&world, &["pol-001"]);
    assert_eq!((story["version"].as_u64(), story["today"].as_str()), (Some(1), Some(TODAY)));
    assert_eq!(story["revision"].as_str(), Some(world.git(ORLA, &["rev-parse", "HEAD"]).as_str()));
    assert_eq!((story["what"]["kind"].as_str(), story["what"]["id"].as_str()), (Some("document"), Some("POL-001")));
    assert_eq!(texts(&story, "versions", "version"), ["3.0", "2.0", "1.0"]);
    assert_eq!(texts(&story, "versions", "from"), ["-", "2026-03-01", "-"]);
    assert_eq!(texts(&story, "versions", "until"), ["-", "-", "-"]);
    assert_eq!((texts(&story, "acts", "by"), texts(&story, "acts", "counts")), (vec![ORLA], vec!["earlier"]));
    // The merge changed nothing of itself, so it is no revision.
    let git = world.git(MIREL, &["log", "--follow", "--no-merges", "--format=%H", "--", "policies/policy.md"]);
    assert_eq!(texts(&story, "revisions", "commit"), git.lines().collect::<Vec<_>>());
    let merged = &story["revisions"][1]["merged"];
    assert_eq!((merged["by"].as_str(), merged["date"].as_str()), (Some(TOBIAS), Some("2026-01-12")));
    let change = &story["revisions"][0]["changes"][0];
    assert_eq!((change["weight"].as_str(), change["from"].as_str()), (Some("material"), Some(POLICY)));
    assert_eq!((&change["weaker"][0], &change["diff"]), (&Value::from("“must” became “should”"), &Value::Null));
    let compared = json(&world, &["POL-001", "--diff", "--limit", "1"]);
    assert_eq!((compared["total"].as_u64(), compared["revisions"].as_array().map(Vec::len)), (Some(3), Some(1)));
    let runs = compared["revisions"][0]["changes"][0]["diff"][0]["runs"].as_array().expect("runs").clone();
    let hows: Vec<&str> = runs.iter().filter_map(|run| run["how"].as_str()).collect();
    assert_eq!(hows, ["same", "removed", "added", "same"]);
}

#[test]
fn a_path_a_clause_and_a_control_are_told_by_their_documents() {
    let world = world();
    let by_id = told(&world, &["POL-001"]);
    assert_eq!(told(&world, &["policies/policy.md"]), by_id);
    assert_eq!(told(&world, &["./policies/policy.md"]), by_id);
    let clause = json(&world, &["5.2"]);
    assert_eq!(clause["what"]["kind"].as_str(), Some("clause"));
    assert_eq!(
        texts(&clause, "revisions", "subject"),
        ["Version 3.0", "Version 2.0 of the policy", "Write the AI policy"]
    );
    let control = json(&world, &["a.6.2.6"]);
    assert_eq!((control["what"]["id"].as_str(), control["total"].as_u64()), (Some("A.6.2.6"), Some(0)));
    assert!(told(&world, &["A.6.2.6"]).contains("control, which no document serves"));
    let unknown = world.aims(&["history", "POL-01"]);
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.stderr.contains("Did you mean `POL-001`?"), "{}", unknown.stderr);
}

#[test]
fn of_a_day_to_come_it_is_said_that_it_is() {
    let world = world();
    let on = |day: &str| world.aims(&["history", "--on", day, "--today", "2026-11-20"]).stderr;
    assert!(on("2030-01-01").contains("2030-01-01 is still to come"), "{}", on("2030-01-01"));
    assert!(!on("2026-11-20").contains("still to come"));
}

#[test]
fn a_system_is_told_with_the_documents_that_name_it() {
    let world = world();
    world.put(
        "systems/score.md",
        "---\nid: SYS-001\ntitle: Lending Score\nkind: system\nowner: AI Officer\nversion: \"1.0\"\n---\n# Lending Score\n\nScores.\n",
    );
    world.put(
        "risks/drift.md",
        "---\nid: RSK-001\ntitle: Drift\nkind: risk\nowner: AI Officer\nsystems: [SYS-001]\n---\n# Drift\n\nIt drifts.\n",
    );
    world.commit(MIREL, "The inventory begins");
    let story = json(&world, &["SYS-001"]);
    assert_eq!(story["what"]["kind"].as_str(), Some("system"));
    assert_eq!(texts(&story["what"], "documents", "id"), ["SYS-001", "RSK-001"]);
    assert_eq!(story["total"].as_u64(), Some(1));
    assert_eq!(texts(&story["revisions"][0], "changes", "document"), ["SYS-001", "RSK-001"]);
}

#[test]
fn what_was_in_force_on_a_day_has_an_answer() {
    let world = world();
    for (day, version) in [
        // Nobody approved the first version by a record, which the rule asked for then, nor the third.
        ("2026-01-10", None),
        ("2026-02-28", None),
        ("2026-03-01", Some("2.0")),
        ("2026-06-01", Some("2.0")),
    ] {
        for arguments in [&["--on", day][..], &["POL-001", "--on", day]] {
            let answer = json(&world, arguments);
            let versions = texts(&answer, "documents", "version");
            assert_eq!(versions, version.into_iter().collect::<Vec<_>>(), "{arguments:?}");
        }
    }
    // The commit that is named has the text of that day.
    let answer = json(&world, &["--on", "2026-03-01"]);
    let row = &answer["documents"][0];
    let at = format!("{}:{}", row["commit"].as_str().expect("a commit"), row["path"].as_str().expect("a path"));
    assert!(world.git(ORLA, &["show", &at]).contains("must be listed and must have an owner."));
    let text = told(&world, &["--on", "2026-03-01"]);
    assert!(text.starts_with("In force on 2026-03-01: 1 document\n  POL-001  2.0  from 2026-03-01  "), "{text}");
    assert!(told(&world, &["--on", "2025-01-01"]).starts_with("Nothing was in force on 2025-01-01"));
    // What was removed before its day came never was in force.
    world.git(MIREL, &["rm", "-q", "policies/policy.md"]);
    world.commit(MIREL, "Remove the policy");
    assert!(texts(&json(&world, &["--on", "2026-03-01"]), "documents", "version").is_empty());
    assert!(told(&world, &["POL-001"]).starts_with("POL-001  AI policy\nremoved, policies/policy.md\n"));
    assert_eq!(world.aims(&["history"]).code, Some(2), "neither a name nor a day");
}

#[test]
fn the_data_tell_the_versions_of_what_was_removed_and_since_when_it_is() {
    let world = world();
    let rows = |day: &str| {
        let data = world.aims(&["export", "versions", "--format", "csv", "--today", TODAY]).stdout;
        let of = data.lines().filter(|row| row.starts_with("POL-001,") && row.ends_with(&format!(",{day}")));
        (of.count(), data)
    };
    assert_eq!(rows("").0, 3);
    world.git(MIREL, &["rm", "-q", "policies/policy.md"]);
    world.commit(MIREL, "Remove the policy");
    let day = world.git(MIREL, &["log", "-1", "--format=%cs"]);
    let (all, data) = rows(&day);
    assert!(all == 3, "{day}: {data}");
}

#[test]
fn an_earlier_commit_and_a_limit_cut_the_record() {
    let world = world();
    let earlier = json(&world, &["POL-001", "--rev", "HEAD~2"]);
    assert_eq!(texts(&earlier, "versions", "version"), ["2.0", "1.0"]);
    assert_eq!(earlier["acts"].as_array().map(Vec::len), Some(0));
    let text = told(&world, &["POL-001", "--limit", "1"]);
    assert!(text.ends_with("and 2 more revisions; `--limit 0` tells them all\n"), "{text}");
    assert!(!text.contains("Write the AI policy"));
    assert!(told(&world, &["POL-001", "--limit", "0"]).contains("Write the AI policy"));
}

#[test]
fn names_and_messages_cannot_drive_a_terminal() {
    let (world, _) = World::new();
    world.edit(POLICY, "must be listed", "must \u{202e}be listed");
    world.edit(POLICY, "title: AI policy", "title: \"AI \\u001b[31mpolicy\"");
    world.git(MIREL, &["add", "--all"]);
    world.git("Ev\u{1b}[2Jil \u{2066}Name", &["commit", "-q", "-m", "Clear \u{1b}[2J\u{7} it\u{202e}"]);
    let text = told(&world, &["POL-001", "--diff", "--limit", "0"]);
    let unsafe_char =
        |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(!text.contains(unsafe_char), "{text:?}");
    assert!(text.contains("Clear \\u{1b}[2J\\u{7} it\\u{202e}"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
}

#[test]
fn a_folder_without_a_record_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |path: &str, text: &str| {
        #[expect(clippy::disallowed_methods, reason = "a test writes the project that it looks at")]
        std::fs::write(folder.path().join(path), text).expect("a file");
    };
    put("aims.toml", "");
    put("policy.md", &policy());
    let outcome = sandbox::run(&mut sandbox::aims(folder.path(), &["history", "POL-001"]));
    assert_eq!(outcome.code, Some(2));
    assert!(outcome.stderr.contains("is not in a git repository: there is no change record"), "{}", outcome.stderr);
}

/// A commit that touches such a file alone is no revision of the record that shows it.
#[test]
fn a_file_that_was_replaced_after_its_record_was_settled_is_told() {
    let (world, _) = World::new();
    let record = "---\nid: REC-001\ntitle: Test of the model\nkind: record\ndate: 2026-01-07\nowner: AI Officer\nstatus: approved\n---\n\nAll cases are in [the table](cases.csv).\n";
    world.put("records/test.md", record);
    world.put("records/cases.csv", "case,failed\n1,yes\n");
    world.commit(TOBIAS, "Record the test");
    let before = told(&world, &["REC-001"]);
    assert!(!before.contains("Files replaced"), "{before}");
    assert_eq!(json(&world, &["REC-001"])["replaced"], serde_json::json!([]));
    world.put("records/cases.csv", "case,failed\n1,no\n");
    world.commit(MIREL, "Tidy up");
    let commit = world.git(MIREL, &["rev-parse", "HEAD"]).trim().to_owned();
    let row = json(&world, &["REC-001"])["replaced"][0].clone();
    let said = ["document", "path", "commit", "author"].map(|key| row[key].as_str().unwrap_or("-").to_owned());
    assert_eq!(said, ["REC-001", "records/cases.csv", commit.as_str(), MIREL]);
    let text = told(&world, &["REC-001"]);
    let (date, settled) = (row["date"].as_str().unwrap_or("-"), row["settled"].as_str().unwrap_or("-"));
    let expected = format!(
        "\nFiles replaced after the record was settled\n  {date}  {}  {MIREL}\n    records/cases.csv, settled on {settled}\n\nRevisions\n",
        &commit[..10]
    );
    assert!(text.contains(&expected), "{text}\n{expected}");
}

/// The keys of each object in a value, by the way to it.
fn keys(value: &Value, way: &str, found: &mut BTreeMap<String, Vec<String>>) {
    match value {
        Value::Object(object) => {
            let keys_here: Vec<String> = object.keys().cloned().collect();
            assert_eq!(*found.entry(way.to_owned()).or_insert_with(|| keys_here.clone()), keys_here, "{way}");
            for (key, value) in object {
                keys(value, format!("{way}.{key}").trim_start_matches('.'), found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, way, found)),
        _ => {}
    }
}

/// Where each object stands, and its keys.
fn shape() -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    let world = world();
    keys(&json(&world, &["POL-001", "--diff"]), "", &mut found);
    let gap = GapRow { what: String::new(), remedy: String::new() };
    keys(&serde_json::to_value(gap).expect("JSON"), "gaps", &mut found);
    let [document, path, commit, date, author, settled] = [const { String::new() }; 6];
    let replaced = ReplacedRow { document, path, commit, date, author, settled };
    keys(&serde_json::to_value(replaced).expect("JSON"), "replaced", &mut found);
    // Its `documents` are others than those of a story, which stand in `what`.
    let in_force = json(&world, &["--on", "2026-04-01"]);
    keys(&in_force["documents"], "documents", &mut found);
    found
}

#[test]
fn the_readme_tells_the_keys() {
    let mut lines = vec!["| object | keys |".to_owned(), "|---|---|".to_owned()];
    for (way, keys) in shape() {
        let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        let way = if way.is_empty() { "the whole".to_owned() } else { format!("`{way}`") };
        lines.push(format!("| {way} | {} |", keys.join(", ")));
    }
    kept::in_readme("keys of history", &lines);
}

/// What a data file says too is called the same, so that nobody has to learn two words for it.
#[test]
fn a_fact_has_one_name_in_all_data() {
    let state = empty::state();
    let of_file = |name: &str, inner: Option<&str>| -> BTreeSet<String> {
        let named = register::built_ins().into_iter().find(|named| named.id == name).expect(name);
        let columns = named.open(&state).columns().to_vec();
        let columns = match inner {
            Some(key) => columns.into_iter().find(|column| column.key == key).expect(key).inner,
            None => columns,
        };
        columns.into_iter().map(|column| column.key.into_owned()).collect()
    };
    let story = shape();
    for (way, file, inner, only_here) in [
        ("acts", "approvals", None, &[][..]),
        ("versions", "versions", None, &[]),
        ("documents", "versions", None, &["title", "commit", "path", "present"]),
        ("revisions", "changes", None, &["co_authors", "committer", "merged", "signed"]),
        (
            "revisions.changes",
            "changes",
            Some("changes"),
            &["version", "status", "weight", "markup", "added", "removed", "fields", "weaker", "cut", "diff"],
        ),
        ("what.documents", "documents", None, &["present"]),
    ] {
        let in_file = of_file(file, inner);
        let others: Vec<&String> = story[way].iter().filter(|key| !in_file.contains(*key)).collect();
        assert_eq!(others, only_here, "{way} and {file}");
    }
    // The words are the same, too.
    let acts = register::built_ins().into_iter().find(|named| named.id == "approvals").expect("approvals");
    let acts = acts.open(&state);
    let counts = acts.columns().iter().find(|column| column.key == "counts").expect("counts");
    assert_eq!(counts.words, ["yes", "earlier", "no"]);
    let world = world();
    assert_eq!(texts(&json(&world, &["POL-001"]), "acts", "counts"), ["earlier"]);
}
