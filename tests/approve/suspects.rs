//! A change is told to those who build on what changed once, and only where there is something to read again.

use super::openssh::public;
use super::world::{MIREL, ORLA, POLICY, TOBIAS, World, policy, settings};

fn messages(world: &World, code: &str) -> Vec<String> {
    let findings = world.check().findings.found;
    let of_code = findings.into_iter().filter(|finding| finding.code == code);
    of_code.map(|finding| format!("{}: {}", finding.place.path, finding.message)).collect()
}

/// The policy, and three procedures that build on it.
fn world() -> World {
    let (world, _) = World::new();
    for number in 1..4 {
        let text = policy().replace("POL-001", &format!("PRO-00{number}")).replace("kind: policy", "kind: procedure");
        world.put(&format!("procedure-{number}.md"), &text.replace("owner:", "implements: [POL-001]\nowner:"));
    }
    world.commit(MIREL, "Write the procedures");
    world
}

#[test]
fn a_change_is_told_once() {
    let world = world();
    assert_eq!(messages(&world, "AIMS509"), [""; 0]);
    world.edit(POLICY, "must be listed", "must be listed and known");
    let told = "policies/ai-policy.md: POL-001 changed in substance in the work tree, and 3 documents that build on it have \
                not been looked at since: PRO-001, PRO-002, PRO-003";
    assert_eq!(messages(&world, "AIMS509"), [told]);
    world.commit(MIREL, "Edit");
    world.edit("procedure-1.md", "must be listed", "must be listed and known");
    world.edit("procedure-2.md", "must be listed", "must be listed and known");
    world.commit(MIREL, "Follow");
    let told = messages(&world, "AIMS509");
    assert!(told.len() == 1 && told[0].starts_with("procedure-3.md: PRO-003 builds on POL-001"), "{told:?}");
}

#[test]
fn a_draft_in_which_nothing_is_written_is_not_read_again() {
    let world = world();
    let draft = |body: &str| {
        let keys = "id: PRO-004\ntitle: Use\nkind: procedure\nstatus: draft\nowner: AI Officer\nimplements: [POL-001]";
        format!("---\n{keys}\n---\n\n## Steps\n\n<!-- Who does what? -->\n{body}")
    };
    world.put("procedure-4.md", &draft(""));
    world.commit(MIREL, "Begin a procedure");
    world.edit(POLICY, "must be listed", "must be listed and known");
    let told = messages(&world, "AIMS509");
    assert!(told.len() == 1 && !told[0].contains("PRO-004"), "{told:?}");
    world.edit(POLICY, "must be listed and known", "must be listed");
    world.put("procedure-4.md", &draft("\nThe owner lists it.\n"));
    world.commit(MIREL, "Write it");
    world.edit(POLICY, "must be listed", "must be listed and known");
    let told = messages(&world, "AIMS509");
    assert!(told.len() == 1 && told[0].contains("PRO-004"), "{told:?}");
}

#[test]
fn a_slip_or_a_change_of_who_keeps_it_is_no_reason_to_read_it_again() {
    for (from, to) in [
        ("owner:", "ownr:"),
        ("owner: AI Officer", "owner: Chief Executive"),
        ("clauses: [\"5.2\"]", "clauses: [\"5.2\"]\ncontrols: [A.2.2]"),
        ("\"1.0\"", "\"1.1\""),
        ("title: AI policy", "title: \"AI policy"),
    ] {
        let world = world();
        world.edit(POLICY, from, to);
        assert_eq!(messages(&world, "AIMS509"), [""; 0], "{to} in the work tree");
        world.commit(MIREL, "Slip");
        // A key that nobody knows may be one of the organisation's own.
        assert_eq!(messages(&world, "AIMS509").len(), usize::from(to == "ownr:"), "{to} committed");
    }
}

#[test]
fn another_number_or_title_is_no_sign_that_anybody_read_it() {
    let world = world();
    world.edit(POLICY, "must be listed", "must be listed and known");
    world.commit(MIREL, "Edit");
    for (from, to) in [
        ("version: \"1.0\"", "version: \"1.1\""),
        ("title: AI policy", "title: Procedure"),
        ("owner: AI Officer", "owner: Chief Executive"),
        ("owner:", "retention: 5 years\nowner:"),
        ("owner:", "classification: internal\nowner:"),
    ] {
        for number in 1..4 {
            world.edit(&format!("procedure-{number}.md"), from, to);
        }
        world.commit(MIREL, "Tidy");
        assert_eq!(messages(&world, "AIMS509").len(), 1, "{to}");
    }
    for number in 1..4 {
        world.edit(&format!("procedure-{number}.md"), "must be listed", "must be listed and known");
    }
    world.commit(MIREL, "Follow");
    assert_eq!(messages(&world, "AIMS509"), [""; 0]);
}

#[test]
fn two_texts_that_were_approved_under_one_version_are_told() {
    let (world, key) = World::empty();
    world.put("aims.toml", &settings(&[(ORLA, &public(&key))]));
    world.put(POLICY, &format!("{}\n\nA word between.\n\nAnother.\n\nAll systems end.\n", policy()));
    world.commit(MIREL, "Write");
    for (who, branch, from, to) in
        [(MIREL, "one", "must be listed", "may be listed"), (TOBIAS, "two", "systems end", "systems may end")]
    {
        world.git(who, &["switch", "-q", "-c", branch, "main"]);
        world.edit(POLICY, from, to);
        world.edit(POLICY, "\"1.0\"", "\"1.1\"");
        world.commit(who, branch);
        let day = if branch == "one" { "2026-11-19" } else { "2026-11-20" };
        let key = key.to_str().expect("text");
        let arguments = ["approve", "POL-001", "--as", ORLA, "--today", day, "--key", key];
        assert_eq!(world.aims(&arguments).code, Some(0));
        world.commit(ORLA, "Approve");
    }
    world.git(TOBIAS, &["switch", "-q", "main"]);
    for branch in ["one", "two"] {
        world.git(TOBIAS, &["merge", "-q", "--no-ff", "-m", branch, branch]);
    }
    assert_eq!(messages(&world, "AIMS504").len(), 1);
    assert_eq!(messages(&world, "AIMS508"), ["policies/ai-policy.md: 2 texts of POL-001 were approved as version 1.1"]);
}

#[test]
fn two_texts_under_one_version_are_told_however_it_is_written_and_after_it_too() {
    let (world, key) = World::new();
    let write = |version: &str, sentence: &str| {
        world.put(POLICY, &policy().replace("1.0", version).replace("must be listed", sentence));
        world.commit(MIREL, "Write");
        assert_eq!(world.approve_in_time(&key).code, Some(0));
        world.commit(ORLA, "Approve");
    };
    write("1.0", "has to be listed");
    write("v1.0", "has to be known");
    let told = "policies/ai-policy.md: 2 texts of POL-001 were approved as version v1.0";
    assert_eq!(messages(&world, "AIMS508"), [told]);
    write("1.1", "has to be listed and known");
    assert_eq!(messages(&world, "AIMS508"), [told], "a reference to 1.0 leads to two texts still");
}

#[test]
fn a_text_whose_day_is_moved_before_it_came_leaves_one_under_its_version() {
    for is_signed in [true, false] {
        let (world, key) = World::new();
        if !is_signed {
            world.edit("aims.toml", "needs = \"record\"\nroles = [\"Chief Executive\"]", "needs = \"none\"");
        }
        let next = policy().replace("1.0", "2.0").replace("must be listed", "must be listed and owned");
        let write = |effective: &str, sentence: &str| {
            world.put(POLICY, &next.replace("effective: 2026-01-10", effective).replace("and owned", sentence));
            world.commit(MIREL, "Write");
            if is_signed {
                assert_eq!(world.approve_in_time(&key).code, Some(0));
                world.commit(ORLA, "Approve");
            }
        };
        write("effective: 2026-06-01", "and owned");
        write("effective: 2026-09-01", "and owned");
        assert_eq!(messages(&world, "AIMS508"), [""; 0], "{is_signed}");
        // With other words it is another text, and so it is once the day has come.
        write("effective: 2026-10-01", "and owned by somebody");
        assert_eq!(messages(&world, "AIMS508").len(), 1, "{is_signed}");
        write("effective: 2026-01-12", "and owned by somebody");
        let told = messages(&world, "AIMS508");
        write("effective: 2026-03-01", "and owned by somebody");
        assert_eq!((told.len(), messages(&world, "AIMS508").len()), (1, 1), "{is_signed}");
    }
}

#[test]
fn co_authors_are_told_by_their_names_of_today() {
    let (world, _) = World::new();
    world.put(".mailmap", "Tab Ashe <tab@home.example> <1+ta@users.example>\n");
    world.edit(POLICY, "must be listed", "must be listed and known");
    world.commit(MIREL, "Edit\n\nCo-authored-by: ta <1+ta@users.example>");
    let told = world.aims(&["history", "POL-001", "--today", "2026-11-20"]).stdout;
    assert!(told.contains("Mirel Castellan, Tab Ashe\n"), "{told}");
    let told = world.aims(&["history", "POL-001", "--today", "2026-11-20", "--format", "json"]).stdout;
    let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!(told["revisions"][0]["co_authors"], serde_json::json!(["Tab Ashe"]));
}
