//! Git keeps something that cannot be read: it is told as what nobody knows, and never as what was not there.

use super::cut::lose;
use super::world::{MIREL, ORLA, POLICY, TOBIAS, TODAY, World};

/// The lines of what the check finds that hold a code.
fn found(world: &World, code: &str) -> Vec<String> {
    let told = world.aims(&["check", "--format", "short", "--today", TODAY]).stdout;
    told.lines().filter(|line| line.contains(code)).map(str::to_owned).collect()
}

/// The page of a document, in a site that is built despite what is wrong.
fn page(world: &World, name: &str) -> String {
    let built = world.aims(&["build", "-q", "--today", TODAY, "--out", "../site"]);
    assert!(matches!(built.code, Some(0 | 1)), "{}", built.stderr);
    world.read(&format!("../site/documents/{name}.html"))
}

/// The policy, approved as 1.0 and as 2.0, by one after another.
fn approved_twice() -> World {
    let (world, key) = World::new();
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    world.edit(POLICY, "\"1.0\"", "\"2.0\"");
    world.edit(POLICY, "must be listed", "must be listed and owned");
    world.commit(MIREL, "Version 2.0");
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    world.put("notes.txt", "A note.\n");
    world.commit(TOBIAS, "Note");
    world
}

#[test]
fn an_approval_of_the_present_text_is_not_told_as_one_of_an_earlier_where_the_past_is_not_there() {
    let text = format!("HEAD:{POLICY}");
    for lost in [text.as_str(), "HEAD~2^{tree}"] {
        let world = approved_twice();
        assert!(found(&world, "AIMS50").iter().all(|line| line.contains("AIMS501")));
        lose(&world, lost);
        assert_eq!(found(&world, "AIMS502").len(), 1, "{lost}");
        assert_eq!([found(&world, "AIMS503"), found(&world, "AIMS504")].concat(), Vec::<String>::new(), "{lost}");
        let told = world.aims(&["history", "POL-001", "--today", TODAY]).stdout;
        assert!(!told.contains("has lapsed") && !told.contains("Lacking"), "{told}");
    }
}

#[test]
fn what_the_clone_lacks_is_not_lacking_on_pages_in_what_is_due_nor_in_what_is_given_out() {
    let world = approved_twice();
    lose(&world, "HEAD~2");
    let page = page(&world, "POL-001");
    assert!(page.contains("; the record has a gap: there may be more"), "{page}");
    assert!(page.contains("Not known") && !page.contains("No evidence") && !page.contains("not yet on record"));
    let gap = "the parents of commit";
    let due = world.aims(&["due", "-q", "--today", TODAY]);
    assert!(due.stderr.contains(gap) && !due.stdout.contains("approval"), "{}{}", due.stderr, due.stdout);
    let given = world.aims(&["export", "versions", "--format", "csv", "--today", TODAY]);
    assert!(given.code == Some(0) && given.stderr.contains(gap), "{}", given.stderr);
    // Where nothing is missing, nothing is said.
    assert!(!approved_twice().aims(&["due", "--today", TODAY]).stderr.contains("Gap"));
}

#[test]
fn a_merge_of_which_a_parent_is_not_there_did_not_leave_anything_out() {
    let side = |world: &World| {
        world.git(MIREL, &["switch", "-q", "-c", "side"]);
        world.edit(POLICY, "must be listed", "must be listed and owned");
        world.commit(MIREL, "Say more");
        world.git(TOBIAS, &["switch", "-q", "main"]);
        world.put("notes.txt", "A note.\n");
        world.commit(TOBIAS, "Note");
        world.git(TOBIAS, &["merge", "-q", "--no-ff", "-m", "Merge", "side"]);
        world.put("notes.txt", "Another note.\n");
        world.commit(TOBIAS, "Note again");
    };
    for lost in ["HEAD~1^2", "HEAD~1^{tree}", "HEAD~2"] {
        let (world, _) = World::new();
        side(&world);
        lose(&world, lost);
        assert_eq!(found(&world, "AIMS502").len(), 1, "{lost}");
        assert!(!page(&world, "POL-001").contains("Not taken"), "{lost}");
    }
}

#[test]
fn a_mailmap_that_cannot_be_read_is_missed() {
    let (world, _) = World::new();
    world.put(".mailmap", "Orla Fenwick <orla.fenwick@harrowmere.example> <other@harrowmere.example>\n");
    world.commit(MIREL, "Name");
    assert!(found(&world, "AIMS502").is_empty());
    lose(&world, "HEAD:.mailmap");
    assert_eq!(found(&world, "AIMS502").len(), 1);
}

#[test]
fn an_index_that_cannot_be_read_is_written_anew_and_no_text_is_lost() {
    for text in ["", "x", "no index, though there is much of it to be read\n"] {
        let (world, _) = World::new();
        world.put(".git/index", text);
        let told = world.aims(&["check", "--today", TODAY]);
        assert_eq!(told.code, Some(2), "{}", told.stdout);
        let (said, untrue) = (&told.stderr, ["no longer exists", "fresh clone", "fsck"]);
        assert!(said.contains("git reset") && untrue.iter().all(|words| !said.contains(words)), "{said}");
        std::fs::remove_file(world.repo.join(".git/index")).expect("an index");
        world.git(MIREL, &["reset", "-q"]);
        assert!(matches!(world.aims(&["check", "--today", TODAY]).code, Some(0 | 1)));
    }
}

#[cfg(unix)]
#[test]
fn objects_that_may_not_be_looked_at_are_not_missing() {
    let (world, _) = World::new();
    let head = world.git(MIREL, &["rev-parse", "HEAD"]);
    let folder = world.repo.join(".git/objects").join(&head[..2]);
    std::fs::remove_dir_all(&folder).expect("a folder");
    // It leads to itself: nobody can look into it, whatever their rights.
    std::os::unix::fs::symlink(&folder, &folder).expect("a link");
    let told = world.aims(&["check", "--today", TODAY]);
    assert_eq!(told.code, Some(2), "{}", told.stdout);
    let place = format!("objects/{}", &head[..2]);
    assert!(told.stderr.contains(&place) && told.stderr.contains("with which rights"), "{}", told.stderr);
    assert!(!told.stderr.contains("not in this clone"), "{}", told.stderr);
}
