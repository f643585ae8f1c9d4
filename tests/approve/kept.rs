//! What was in force stays what it was, whatever is done to records, rules and review dates later.

use std::path::Path;

use super::tenure::told;
use super::world::{MIREL, ORLA, POLICY, TOBIAS, TODAY, World};

fn approve(world: &World, key: &Path) {
    let done = world.approve_in_time(key);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    world.commit(ORLA, "Approve");
}

/// Two versions, each approved.
fn two() -> (World, std::path::PathBuf) {
    let (world, key) = World::new();
    approve(&world, &key);
    world.edit(POLICY, "\"1.0\"", "\"2.0\"");
    world.edit(POLICY, "must be listed", "must be listed and owned");
    world.commit(MIREL, "Version 2.0");
    approve(&world, &key);
    (world, key)
}

fn landed(world: &World) -> String {
    world.git(MIREL, &["log", "-1", "--format=%cs"])
}

fn history(world: &World, more: &[&str]) -> String {
    world.aims(&[&["history", "POL-001", "--today", TODAY], more].concat()).stdout
}

#[test]
fn an_approval_that_is_lost_to_the_way_in_which_an_id_is_written_is_told_as_that() {
    const SAID: &str =
        "nothing has changed but how ids or days are written, as `A.2.2`, which became `iso-42001:A.2.2`";
    let told = |to: &str, words: &str| {
        let (world, key) = World::new();
        world.edit(POLICY, "status: approved\n", "status: approved\ncontrols: [A.2.2, A.2.3]\n");
        world.commit(MIREL, "Name controls");
        approve(&world, &key);
        world.edit(POLICY, "[A.2.2, A.2.3]", to);
        world.edit(POLICY, "must be listed", words);
        world.commit(MIREL, "Write it in full");
        let found = world.aims(&["check", "--today", TODAY]).stdout;
        assert!(found.contains("AIMS504"), "{found}");
        if found.contains(SAID) {
            let edits = [("must be listed", "may be listed"), (", A.2.3]", ", A.2.4]"), ("title: ", "title: The ")];
            for (from, to) in edits {
                world.edit(POLICY, from, to);
                let found = world.aims(&["check", "--today", TODAY]).stdout;
                assert!(found.contains("AIMS504") && !found.contains(SAID), "not committed, {from}: {found}");
                world.edit(POLICY, to, from);
            }
        }
        found.contains(SAID)
    };
    assert!(told("[\"iso-42001:A.2.2\", A.2.3]", "must be listed"));
    assert!(!told("[\"iso-42001:A.2.2\", A.2.4]", "must be listed"), "another control");
    assert!(!told("[\"iso-42001:A.2.2\", A.2.3]", "may be listed"), "another word");
}

#[test]
fn a_record_that_is_taken_away_ends_what_it_approved_and_rewrites_nothing() {
    for who in [MIREL, ORLA] {
        for of in ["1.0", "2.0"] {
            let (world, _) = two();
            let was = told(&world);
            for record in world.records().iter().filter(|path| path.contains(&format!("-{of}-"))) {
                world.git(who, &["rm", "-q", &format!("approvals/{record}")]);
            }
            world.commit(who, "Tidy");
            let open = was[1].strip_suffix('-').expect("2.0 is in force");
            let ended = [was[0].clone(), format!("{open}{}", landed(&world))];
            assert_eq!(told(&world), if of == "2.0" { ended } else { [was[0].clone(), was[1].clone()] }, "{who}, {of}");
            assert_eq!(world.approval().satisfied, of == "1.0", "{who}, {of}");
        }
    }
}

#[test]
fn what_is_approved_anew_after_its_record_went_was_not_in_force_in_between() {
    let (world, key) = two();
    world.git(MIREL, &["revert", "--no-edit", "HEAD"]);
    let out = landed(&world);
    world.put("notes.txt", "one");
    world.commit(MIREL, "Note");
    approve(&world, &key);
    let again = landed(&world);
    let state = world.check();
    let ix = state.aims.by_id("POL-001").expect("the policy");
    let newest = &state.approvals.tenures(ix)[1];
    let gaps: Vec<String> = newest.gaps.iter().map(|(from, until)| format!("{from} {until}")).collect();
    assert_eq!(gaps, [format!("{out} {again}")]);
    assert_eq!((newest.from.map(|day| day.to_string()).as_deref(), newest.until), (Some("2026-01-13"), None));
    assert!(history(&world, &["--on", &out]).contains("Nothing"), "{}", history(&world, &["--on", &out]));
    assert!(history(&world, &["--on", &again]).contains("2.0"));
    assert!(history(&world, &[]).contains(&format!("not from {out}")), "{}", history(&world, &[]));
}

#[test]
fn a_stricter_rule_ends_what_lacks_it_on_the_day_on_which_it_came() {
    let (world, key) = World::new();
    world.edit("aims.toml", "needs = \"record\"\nroles = [\"Chief Executive\"]", "needs = \"none\"");
    world.git(MIREL, &["commit", "-q", "--amend", "--all", "--no-edit"]);
    assert_eq!(told(&world), ["1.0 2026-01-10..-"]);
    for note in ["one", "two"] {
        world.put("notes.txt", note);
        world.commit(MIREL, "Note");
    }
    world.edit("aims.toml", "needs = \"none\"", "needs = \"record\"\nroles = [\"Chief Executive\"]");
    world.commit(ORLA, "Ask for records");
    let ended = [format!("1.0 2026-01-10..{}", landed(&world))];
    assert_eq!(told(&world), ended);
    for more in ["[site]\ntitle = \"Harrowmere\"\n", "[[people]]\nname = \"New\"\nemails = [\"new@x.example\"]\n"] {
        world.put("aims.toml", &format!("{}{more}", world.read("aims.toml")));
        world.commit(ORLA, "More settings");
        assert_eq!(told(&world), ended, "{more}");
    }
    world.edit(POLICY, "\"1.0\"", "\"2.0\"");
    world.commit(MIREL, "Version 2.0");
    approve(&world, &key);
    assert_eq!(told(&world)[0], ended[0], "a later approval does not give the time back");
}

#[test]
fn a_text_that_was_in_force_stays_so_when_only_a_review_date_moves() {
    let (world, _) = two();
    world.git(ORLA, &["tag", "-a", "-m", "Audit", "v1"]);
    let was = world.git(MIREL, &["log", "-1", "--format=%H", "--", POLICY]);
    world.edit(POLICY, "reviewed: 2026-01-10", "reviewed: 2026-01-20");
    world.commit(MIREL, "Reviewed");
    let (day, now) = (landed(&world), world.git(MIREL, &["log", "-1", "--format=%H"]));
    let on = |day: &str| history(&world, &["--on", day, "--format", "json"]);
    assert!(on("2026-01-14").contains(&was), "{}", on("2026-01-14"));
    assert!(on(&day).contains(&now), "{}", on(&day));
    world.aims(&["build", "--today", TODAY, "--out", "site"]);
    let page = world.read(&format!("site/documents/POL-001/c-{}.html", &was[..10]));
    assert!(!page.contains("never"), "{page}");
}

#[test]
fn of_what_is_gone_it_is_told_who_approved_it_and_who_removed_it() {
    let (world, _) = two();
    world.git(TOBIAS, &["rm", "-q", "-r", POLICY, "approvals/POL-001"]);
    world.commit(TOBIAS, "Remove it");
    world.aims(&["build", "--today", TODAY, "--out", "site"]);
    let commit = world.git(MIREL, &["log", "-1", "--format=%h", "--abbrev=10"]);
    let texts = world.read("site/documents/POL-001/history.html");
    assert!(texts.contains("Removed on") && texts.contains(TOBIAS) && texts.contains(&commit), "{texts}");
    for page in ["site/changes/in-force.html", "site/documents/POL-001/2.0.html"] {
        let page = world.read(page);
        assert!(page.contains(ORLA) && page.contains("the record of it was taken away"), "{page}");
    }
}

#[test]
fn a_text_that_a_change_nobody_approved_gave_back_goes_on_whatever_was_approved_before() {
    let (world, _) = two();
    let was = told(&world);
    let text = world.read(POLICY);
    world.edit(POLICY, "must be listed", "may be listed");
    world.commit(MIREL, "Change it");
    world.put(POLICY, &text);
    assert!(world.approval().satisfied, "in the folder");
    world.commit(MIREL, "Take it back");
    assert!(world.approval().satisfied && world.approval().lapsed.is_none());
    assert_eq!(told(&world), was);
}
