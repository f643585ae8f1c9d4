//! Repositories that lack something, and revisions that do not lead here.

use aims::base::Date;
use aims::pipeline::{Project, Request};

use super::git::Git;
use super::{checked, document};

#[test]
fn settings_that_are_missing_are_told() {
    let git = Git::new();
    git.put("aims.toml", "title = \"One\"\n");
    git.put("a.md", document("A", "1.0", "Text."));
    let first = git.commit("begin");
    let blob = git.run(&["rev-parse", "HEAD:aims.toml"]);
    git.put("aims.toml", "title = \"Two\"\n");
    git.commit("settings");
    assert!(checked(&git).history.gaps.is_empty());
    let (folder, file) = blob.split_at(2);
    std::fs::remove_file(git.file(&format!(".git/objects/{folder}/{file}"))).expect("a loose object");
    let gaps = checked(&git).history.gaps.clone();
    assert_eq!(gaps.len(), 1, "{gaps:?}");
    assert_eq!(gaps[0], aims::history::Gap::Settings(aims::history::Lost { first: first.clone(), others: 0 }));
    let told = gaps[0].sentence();
    assert!(gaps[0].is_hole() && told.contains("`aims.toml`") && told.contains(&first[..10]), "{told}");
}

/// The page of what changed since `rev`, in the AIMS as it is at `at`.
fn since(git: &Git, rev: &str, at: Option<&str>) -> Result<String, String> {
    let project = Project::find(git.path()).expect("a project");
    let request = Request {
        since: Some(rev.to_owned()),
        rev: at.map(str::to_owned),
        ..Request::new(git.path(), Date::constant(2026, 11, 20))
    };
    let bundle = project.build(&request).and_then(|built| built.bundle()).map_err(|error| error.to_string())?;
    let page = bundle.get("changes/since.html").expect("the page").to_vec();
    Ok(String::from_utf8(page).expect("text"))
}

#[test]
fn a_moment_that_does_not_lead_here_is_told() {
    const ASIDE: &str = "not among those that led here";
    let git = Git::new();
    git.put("a.md", document("A", "1.0", "Text."));
    git.commit("begin");
    git.run(&["switch", "--quiet", "--create", "side"]);
    git.put("a.md", document("A", "1.1", "Text, otherwise."));
    git.commit("side");
    git.run(&["switch", "--quiet", "main"]);
    git.put("b.md", document("B", "1.0", "Another."));
    git.commit("main");
    git.run(&["tag", "-a", "-m", "x", "once", "HEAD~1"]);
    git.run(&["tag", "-a", "-m", "x", "twice", "once"]);
    assert!(since(&git, "side", None).expect("a site").contains(ASIDE));
    assert!(since(&git, "main", Some("once")).expect("a site").contains(ASIDE));
    for rev in ["once", "twice", "HEAD", "HEAD~1"] {
        assert!(!since(&git, rev, None).expect("a site").contains(ASIDE), "{rev}");
    }
    // The library takes nothing for HEAD.
    assert!(since(&git, "", None).expect_err("an error").contains("empty"));
}
