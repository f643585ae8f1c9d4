//! By whom a text is told as approved, and on which days as in force: alike wherever either is told.

use std::fs;

use aims::history::short;

use super::openssh::public;
use super::tenure::told;
use super::world::{MIREL, ORLA, POLICY, TOBIAS, TODAY, World, policy, settings};

/// Builds the site of the day, and gives its pages in words.
fn site<'w>(world: &'w World, today: &str) -> impl Fn(&str) -> String + 'w {
    let out = world.ssh.path().join("site");
    let built = world.aims(&["build", "--today", today, "--quiet", "--out", out.to_str().expect("text")]);
    assert!(matches!(built.code, Some(0 | 1)), "{}", built.stderr);
    move |page| {
        let html = fs::read_to_string(out.join(page)).unwrap_or_else(|error| panic!("{page}: {error}"));
        let pieces = html.split('<').map(|piece| piece.split_once('>').map_or("", |(_, text)| text));
        pieces.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
    }
}

/// A world without keys in which what a text says is enough.
fn claimed() -> World {
    let (world, _) = World::empty();
    world.put(
        "aims.toml",
        &settings(&[]).replace("needs = \"record\"\nroles = [\"Chief Executive\"]", "needs = \"none\""),
    );
    world.put(POLICY, &policy());
    world.commit(MIREL, "Write the AI policy");
    world
}

fn edited(world: &World, edits: &[(&str, &str)]) {
    for (from, to) in edits {
        world.edit(POLICY, from, to);
    }
    world.commit(MIREL, "Work on the AI policy");
}

fn head(world: &World) -> String {
    short(&world.git(MIREL, &["rev-parse", "HEAD"]))
}

/// Two texts under one number, of which Orla signs the first and Tobias the second, with the commits that brought them.
fn two_signed() -> (World, [String; 2]) {
    let (world, orla) = World::empty();
    let tobias = world.ssh.keygen(&["-t", "ed25519"]);
    let both = settings(&[(ORLA, &public(&orla)), (TOBIAS, &public(&tobias))]);
    world.put("aims.toml", &both.replace("\"Chief Risk Officer\"", "\"Chief Executive\""));
    world.put(POLICY, &policy());
    world.commit(MIREL, "Write the AI policy");
    let first = head(&world);
    let sign = |who, key: &std::path::Path| {
        let (day, key) = (world.next_day(), key.to_str().expect("text"));
        let done = world.aims(&["approve", "POL-001", "--as", who, "--today", &day, "--key", key]);
        assert_eq!(done.code, Some(0), "{}", done.stderr);
        world.commit(who, "Approve");
    };
    sign(ORLA, &orla);
    edited(&world, &[("must be listed", "must be listed and owned")]);
    let second = head(&world);
    sign(TOBIAS, &tobias);
    (world, [first, second])
}

#[test]
fn a_text_is_told_as_approved_by_whoever_approved_that_text() {
    let (world, [first, second]) = two_signed();
    let by_orla = format!("1.0 commit {first} 2026-01-10 2026-01-14 Orla Fenwick , 2026-01-10 Signed approval record");
    let by_tobias =
        |to: &str| format!("1.0 commit {second} 2026-01-15 {to} Tobias Ashgrove , 2026-01-15 Signed approval record");
    let versions = |world: &World| world.aims(&["export", "versions", "--format", "csv", "--today", TODAY]).stdout;
    let page = site(&world, TODAY);
    let told = page("changes/in-force.html");
    assert!(told.contains(&by_orla) && told.contains(&by_tobias("open")), "{told}");
    let told = page(&format!("documents/POL-001/c-{first}.html"));
    assert!(told.contains("Approved by Orla Fenwick , 2026-01-10 Evidence Signed approval record"), "{told}");
    let told = page("documents/POL-001/1.0.html");
    assert!(told.contains("Approved by Tobias Ashgrove , 2026-01-15 Evidence Signed approval record"), "{told}");
    let both = format!("Orla Fenwick , 2026-01-10 commit {first} Tobias Ashgrove , 2026-01-15 commit {second} Signed");
    let told = page("documents/POL-001/history.html");
    assert!(told.contains(&both), "{told}");
    assert!(versions(&world).contains(",record,Orla Fenwick; Tobias Ashgrove,2,"), "{}", versions(&world));
    // Another version, or that the document goes, changes nothing of that.
    edited(&world, &[("\"1.0\"", "\"1.1\"")]);
    world.git(MIREL, &["rm", "-q", POLICY]);
    world.commit(MIREL, "Remove it");
    let told = site(&world, TODAY)("changes/in-force.html");
    assert!(told.contains(&by_orla) && told.contains(&by_tobias("2026-01-19")), "{told}");
    assert!(versions(&world).contains(",record,Orla Fenwick; Tobias Ashgrove,2,"), "{}", versions(&world));
}

#[test]
fn a_day_that_is_put_off_before_it_comes_is_not_the_day() {
    // The text that puts it off comes on the 11th.
    for (day, wanted) in [
        ("2026-01-11", ["1.0 2026-01-10..2026-01-11", "2.0 2026-01-11..-"]),
        ("2026-01-12", ["1.0 2026-01-10..2026-09-01", "2.0 2026-09-01..-"]),
        ("2026-06-01", ["1.0 2026-01-10..2026-09-01", "2.0 2026-09-01..-"]),
    ] {
        let world = claimed();
        edited(&world, &[("\"1.0\"", "\"2.0\""), ("effective: 2026-01-10", &format!("effective: {day}"))]);
        edited(&world, &[(&format!("effective: {day}"), "effective: 2026-09-01")]);
        assert_eq!(told(&world), wanted, "{day}");
    }
    // The plan of one version is not that of another.
    let world = claimed();
    edited(&world, &[("\"1.0\"", "\"2.0\""), ("effective: 2026-01-10", "effective: 2026-06-01")]);
    edited(&world, &[("\"2.0\"", "\"3.0\""), ("effective: 2026-06-01", "effective: 2026-09-01")]);
    let planned = ["1.0 2026-01-10..2026-06-01", "2.0 2026-06-01..2026-09-01", "3.0 2026-09-01..-"];
    assert_eq!(told(&world), planned);
}

#[test]
fn a_day_that_is_put_off_holds_until_that_is_approved() {
    let (world, key) = World::new();
    let approve = || {
        let done = world.approve_in_time(&key);
        assert_eq!(done.code, Some(0), "{}", done.stderr);
        world.commit(ORLA, "Approve");
    };
    approve();
    edited(&world, &[("\"1.0\"", "\"2.0\""), ("effective: 2026-01-10", "effective: 2026-06-01")]);
    approve();
    edited(&world, &[("effective: 2026-06-01", "effective: 2026-09-01")]);
    assert_eq!(told(&world), ["1.0 2026-01-10..2026-06-01", "2.0 2026-06-01..-"]);
    approve();
    assert_eq!(told(&world), ["1.0 2026-01-10..2026-09-01", "2.0 2026-09-01..-"]);
    let on = |day: &str| world.aims(&["history", "--on", day, "--today", "2026-07-15"]).stdout;
    assert!(on("2026-07-15").contains("POL-001  1.0  2026-01-10 to 2026-08-31"), "{}", on("2026-07-15"));
    assert!(on("2026-09-01").contains("POL-001  2.0  from 2026-09-01"), "{}", on("2026-09-01"));
}

#[test]
fn what_was_to_begin_on_a_day_to_come_has_not_ended() {
    let world = claimed();
    edited(&world, &[("\"1.0\"", "\"1.1\""), ("effective: 2026-01-10", "effective: 2027-02-01")]);
    edited(&world, &[("\"1.1\"", "\"1.2\"")]);
    let told = world.aims(&["history", "POL-001", "--today", TODAY]).stdout;
    assert!(told.contains("in force on no day: it was to begin on 2027-02-01"), "{told}");
    assert!(!told.contains("ended on 2027-02-01"), "{told}");
    let page = site(&world, TODAY);
    let told = page("documents/POL-001/history.html");
    assert!(told.contains(" was to begin on 2027-02-01 ") && !told.contains("ended on 2027-02-01"), "{told}");
    let told = page("documents/POL-001/1.1.html");
    assert!(told.contains("In force on no day: it was to begin on 2027-02-01"), "{told}");
}

#[test]
fn what_was_in_force_on_no_day_is_told_so() {
    let world = claimed();
    edited(&world, &[("\"1.0\"", "\"1.1\""), ("effective: 2026-01-10", "effective: 2026-02-01")]);
    edited(&world, &[("\"1.1\"", "\"1.2\"")]);
    assert_eq!(told(&world), ["1.0 2026-01-10..2026-02-01", "1.1 2026-02-01..2026-02-01", "1.2 2026-02-01..-"]);
    let page = site(&world, TODAY);
    let told = page("changes/in-force.html");
    assert!(told.contains("2 versions of 1 document. ") && !told.contains("Policy 1.1"), "{told}");
    assert!(told.contains("1.0 2026-01-10 2026-01-31") && told.contains("1.2 2026-02-01 open"), "{told}");
    let told = page("documents/POL-001/history.html");
    assert!(told.contains("2 versions in force since 2026-01-10 "), "{told}");
    assert!(told.contains("on no day recorded ") && told.contains(" ended on 2026-02-01 "), "{told}");
    assert!(page("documents/POL-001/1.1.html").contains("In force on no day: it ended on 2026-02-01"));
    for name in ["changes/index.html", "changes.atom"] {
        let told = page(name);
        assert!(told.contains("1.1 approved, in force on no day"), "{name}: {told}");
        assert!(told.contains("1.2 approved, in force from 2026-02-01"), "{name}: {told}");
    }
    // Of several texts under one number the days are those of the text, and so is the day of the sample.
    edited(&world, &[("must be listed", "must be listed and owned")]);
    edited(&world, &[("\"1.2\"", "\"2.0\""), ("effective: 2026-02-01", "effective: 2027-01-01")]);
    let units = |today: &str| {
        let units = world.aims(&["export", "units", "--format", "csv", "--today", today]).stdout;
        units.lines().find(|line| line.starts_with("in-force,")).unwrap_or_default().to_owned()
    };
    assert_eq!(units(TODAY), "in-force,POL-001,AI policy,POL-001,2026-02-01,policy,,,AI Officer");
    assert_eq!(units("2027-02-01"), "in-force,POL-001,AI policy,POL-001,2027-01-01,policy,,,AI Officer");
}

#[test]
fn nothing_is_in_force_since_a_day_to_come() {
    let world = claimed();
    edited(&world, &[("\"1.0\"", "\"2.0\""), ("effective: 2026-01-10", "effective: 2027-01-01")]);
    for (today, said) in [(TODAY, "from 2027-01-01"), ("2027-01-01", "since 2027-01-01")] {
        let page = site(&world, today);
        for name in ["documents/POL-001/2.0.html", "documents/POL-001/history.html"] {
            let told = page(name);
            assert!(told.contains(said), "{today}, {name}: {told}");
            assert_eq!(told.contains("since 2027-01-01"), said.starts_with("since"), "{today}, {name}: {told}");
        }
    }
    world.edit("aims.toml", "[approval]", "[site]\nlanguage = \"de\"\n[approval]");
    let told = site(&world, TODAY)("documents/POL-001/2.0.html");
    assert!(told.contains("Gültig ab 01.01.2027") && !told.contains("seit 01.01.2027"), "{told}");
}

#[test]
fn of_a_document_that_retires_itself_the_version_in_force_is_named() {
    let (world, orla) = World::empty();
    world.put("aims.toml", &settings(&[(ORLA, &public(&orla))]));
    world.put(POLICY, &policy());
    world.commit(MIREL, "Write the AI policy");
    for edits in [&[][..], &[("\"1.0\"", "\"1.1\""), ("effective: 2026-01-10", "effective: 2027-06-01")]] {
        if !edits.is_empty() {
            edited(&world, edits);
        }
        let (day, key) = (world.next_day(), orla.to_str().expect("text"));
        let done = world.aims(&["approve", "POL-001", "--as", ORLA, "--today", &day, "--key", key]);
        assert_eq!(done.code, Some(0), "{}", done.stderr);
        world.commit(ORLA, "Approve");
    }
    edited(&world, &[("status: approved", "status: retired")]);
    let told = world.aims(&["check", "--today", TODAY, "--format", "json"]).stdout;
    assert!(told.contains("By the record 1.0 is still in force. Have it approved"), "{told}");
}
