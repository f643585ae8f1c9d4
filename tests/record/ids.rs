//! Whose an id is, where two documents give it.

use super::git::Git;
use super::{checked, document, subjects};

fn owner(git: &Git, id: &str) -> String {
    let aims = checked(git).aims;
    aims.document(aims.by_id(id).expect("a document")).path.to_string()
}

/// Where `duplicate-id` is told.
fn told(git: &Git) -> Vec<String> {
    let found = checked(git).findings.found;
    found.iter().filter(|found| found.code == "AIMS201").map(|found| found.place.path.to_string()).collect()
}

#[test]
fn a_copy_does_not_take_the_id_of_what_it_was_copied_from() {
    let git = Git::new();
    git.put("policies/training.md", document("POL-001", "1.0", "Train."));
    git.commit("Write");
    git.put("policies/aa-new.md", document("pol-001", "1.0", "Train."));
    assert_eq!(
        (owner(&git, "POL-001").as_str(), told(&git)),
        ("policies/training.md", vec!["policies/aa-new.md".into()])
    );
    git.commit("Copy");
    assert_eq!(
        (owner(&git, "POL-001").as_str(), told(&git)),
        ("policies/training.md", vec!["policies/aa-new.md".into()])
    );
    // Wherever it moves to, and whatever it was called for a while.
    git.run(&["mv", "policies/training.md", "policies/zz.md"]);
    git.commit("Move");
    git.put("policies/zz.md", document("POL-009", "1.0", "Train."));
    git.commit("Call it otherwise");
    assert_eq!((owner(&git, "POL-001").as_str(), told(&git)), ("policies/aa-new.md", vec![]));
    git.put("policies/zz.md", document("POL-001", "1.0", "Train."));
    git.commit("Call it as before");
    assert_eq!((owner(&git, "POL-001").as_str(), told(&git)), ("policies/zz.md", vec!["policies/aa-new.md".into()]));
    assert_eq!(subjects(&checked(&git).history, "policies/aa-new.md"), ["Copy"]);
    // Where it is gone, the id is that of whoever is left.
    git.run(&["rm", "-q", "policies/zz.md"]);
    git.commit("Remove");
    assert_eq!((owner(&git, "POL-001").as_str(), told(&git)), ("policies/aa-new.md", vec![]));
}

#[test]
fn what_was_written_beside_the_main_line_comes_when_it_is_merged() {
    let git = Git::new();
    git.put("aims.toml", "");
    git.commit("Begin");
    git.run(&["switch", "-q", "-c", "side"]);
    git.put("a.md", document("POL-001", "1.0", "Side."));
    git.commit("Aside");
    git.run(&["switch", "-q", "main"]);
    git.put("b.md", document("POL-001", "1.0", "Main."));
    git.commit("On the line");
    git.merge(&["side"], "Merge");
    assert_eq!((owner(&git, "POL-001").as_str(), told(&git)), ("b.md", vec!["a.md".into()]));
}
