//! A value that is written in another form and means what it meant is no change of substance, though it is another text to who
//! signed it. And what was written while the approval was waited for is a draft.

use aims::compare::Weight;

use super::world::{MIREL, ORLA, POLICY, TOBIAS, World, policy};

/// What is found under a code, with its remedy.
fn found(world: &World, code: &str) -> Vec<(String, String)> {
    let all = world.check().findings.found.into_iter();
    all.filter(|finding| finding.code == code)
        .map(|finding| (finding.message, finding.help.unwrap_or_default()))
        .collect()
}

#[test]
fn a_day_or_an_id_in_another_form_is_another_text_that_says_the_same() {
    let system = "---\nid: SYS-001\ntitle: Score\nkind: system\nowner: AI Officer\n---\n# Score\n\nIt scores.\n";
    let named = policy().replace("owner:", "systems: [SYS-001]\nowner:");
    for (from, to, same) in [
        ("effective: 2026-01-10", "effective: 2026-01-10T00:00:00Z", true),
        ("effective: 2026-01-10", "effective: 2026-01-10 00:00:00", true),
        ("[SYS-001]", "[sys-001]", true),
        ("effective: 2026-01-10", "effective: 2026-01-11T00:00:00Z", false),
        ("[SYS-001]", "[SYS-002]", false),
    ] {
        let (world, key) = World::new();
        world.put("system.md", system);
        world.put(POLICY, &named);
        world.put(
            "procedure.md",
            &policy()
                .replace("POL-001", "PRO-001")
                .replace("kind: policy", "kind: procedure")
                .replace("owner:", "implements: [POL-001]\nowner:"),
        );
        world.commit(MIREL, "Name the system");
        assert_eq!(world.approve_in_time(&key).code, Some(0));
        world.commit(ORLA, "Approve");
        world.edit(POLICY, from, to);
        world.commit(MIREL, "Write it otherwise");
        let checked = world.check();
        let path = aims::base::DocPath::new(POLICY).expect("a path");
        let (_, change) = checked.history.of(&path).next().expect("a change");
        let edit = change.edit.as_ref().expect("an edit");
        assert_eq!(edit.weight == Weight::Editorial, same, "{to}: {:?}", edit.fields);
        assert_eq!(edit.fields[0].is_rewritten(), same, "{to}");
        // The digest is another, and that is said; what is to be done about it is told with it.
        let lapsed = found(&world, "AIMS504");
        let (_, help) = lapsed.first().expect("it is told");
        assert_eq!(help.contains("but how ids or days are written"), same, "{to}: {help}");
        // Another day from which it holds is nothing to read what builds on it for.
        assert_eq!(found(&world, "AIMS509").is_empty(), same || from.starts_with("effective"), "{to}");
    }
}

#[test]
fn a_closed_record_that_is_written_in_another_form_was_not_changed() {
    let record = "---\nid: NC-001\ntitle: No logs\nkind: nonconformity\ndate: 2026-01-02\nstate: closed\nclosed: 2026-01-04\n\
                  due: 2026-01-03\naware: 2026-01-02 09:00\ntimeline:\n  - at: 2026-01-02 08:00\n    what: Seen\n\
                  systems: [SYS-001]\ncontrols: [A.6.2.8]\nowner: AI Officer\n---\n# No logs\n\nTwo were not there.\n";
    for (from, to, same) in [
        ("closed: 2026-01-04", "closed: 2026-01-04T00:00:00Z", true),
        ("date: 2026-01-02", "date: 2026-01-02 00:00:00", true),
        ("due: 2026-01-03", "due: 2026-01-03T23:30:00-05:00", false),
        ("aware: 2026-01-02 09:00", "aware: 2026-01-02 23:00", false),
        ("aware: 2026-01-02 09:00", "aware: 2026-01-02", false),
        ("aware: 2026-01-02 09:00", "aware: 2026-01-02T09:00", true),
        ("at: 2026-01-02 08:00", "at: 2026-01-02 01:00", false),
        ("SYS-001", "sys-001", true),
        ("A.6.2.8", "iso-42001:A.6.2.8", true),
        ("A.6.2.8", "A.6.2.7", false),
        ("due: 2026-01-03", "due: 2026-02-03T00:00:00Z", false),
    ] {
        let (world, _) = World::new();
        world.put("nc.md", record);
        world.commit(MIREL, "Close it");
        world.edit("nc.md", from, to);
        world.commit(TOBIAS, "Write it otherwise");
        assert_eq!(found(&world, "AIMS520").is_empty(), same, "{to}");
    }
    // A record that bears the other form from the first is closed on that day no less.
    let (world, _) = World::new();
    world.put("nc.md", &record.replace("closed: 2026-01-04", "closed: 2026-01-04T00:00:00Z"));
    world.commit(MIREL, "Close it");
    world.edit("nc.md", "due: 2026-01-03", "due: 2026-02-03");
    world.commit(TOBIAS, "Change it");
    let told = found(&world, "AIMS520");
    assert!(told.len() == 1 && told[0].0.contains("after it was closed on 2026-01-04"), "{told:?}");
}

#[test]
fn a_text_that_waited_for_its_record_is_no_second_one_under_its_version() {
    let (world, key) = World::new();
    let approve = || {
        assert_eq!(world.approve_in_time(&key).code, Some(0));
        world.commit(ORLA, "Approve");
    };
    approve();
    world.edit(POLICY, "version: \"1.0\"", "version: \"1.1\"");
    for (from, to) in [("must be listed", "must be listed and known"), ("and known", "and known to all")] {
        world.edit(POLICY, from, to);
        world.commit(MIREL, "Write what comes");
        assert!(found(&world, "AIMS508").is_empty(), "{to}");
    }
    approve();
    assert!(found(&world, "AIMS508").is_empty(), "one text of 1.1 was ever approved");
    world.edit(POLICY, "to all", "to all of them");
    world.commit(MIREL, "Change it");
    approve();
    assert_eq!(found(&world, "AIMS508")[0].0, "2 texts of POL-001 were approved as version 1.1");
}
