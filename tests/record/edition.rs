//! The approved edition: staff and auditors read what is in force, whatever is being written.

use super::git::Git;
use aims::base::{Bundle, Date};
use aims::pipeline::{EditionKind, Project, Request};

fn build(git: &Git, edition: EditionKind) -> Bundle {
    let request =
        Request { edition, rev: Some("main".into()), ..Request::new(git.path(), Date::constant(2026, 11, 20)) };
    Project::find(git.path()).and_then(|project| project.build(&request)?.bundle()).expect("a site")
}

fn page(bundle: &Bundle, path: &str) -> String {
    let bytes = bundle.get(path).unwrap_or_else(|| panic!("there is no {path}"));
    String::from_utf8_lossy(bytes).into_owned()
}

fn policy(id: &str, version: &str, status: &str, text: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: Title of {id}\nkind: policy\nversion: \"{version}\"\nstatus: {status}\nowner: Chief\napprovers: [Chief]\ncontrols: [A.2.2]\n---\n\n{text}\n"
    )
}

/// A policy whose next version is a draft, one that was never approved, and one that is approved as it is.
fn repository(settings: &str) -> Git {
    let git = Git::new();
    git.put("aims.toml", settings);
    git.put("one.md", policy("POL-001", "1.0", "approved", "The first wording."));
    git.put("two.md", policy("POL-002", "0.1", "draft", "Nobody approved this wording."));
    git.put("three.md", policy("POL-003", "1.0", "approved", "The third wording. See [[POL-002]]."));
    git.put("log.md", "---\nid: REC-001\nkind: record\ndate: 2026-01-02\n---\n\nA record is shown as it is.\n");
    git.commit("Begin");
    git.put("one.md", policy("POL-001", "2.0", "draft", "The second wording."));
    git.commit("Write the next version");
    git
}

#[test]
fn each_document_is_shown_as_it_was_last_approved() {
    let git = repository("");
    let site = build(&git, EditionKind::Approved);
    let one = page(&site, "documents/POL-001.html");
    assert!(one.contains("The first wording.") && !one.contains("The second wording."), "{one}");
    assert!(one.contains("This is version 1.0, the last one that was approved"), "{one}");
    assert!(one.contains("version 2.0, by its own word draft"), "{one}");
    let two = page(&site, "documents/POL-002.html");
    assert!(!two.contains("Nobody approved this wording."), "{two}");
    assert!(two.contains("No version of this document has been approved."), "{two}");
    let three = page(&site, "documents/POL-003.html");
    assert!(three.contains("The third wording.") && !three.contains("not shown in this edition"), "{three}");
    assert!(page(&site, "documents/REC-001.html").contains("A record is shown as it is."));
    assert!(page(&site, "index.html").contains("Approved edition"));
    // What is left out claims nothing: the control stands on the approved texts alone.
    assert!(!page(&site, "controls/A.2.2.html").contains("POL-002"));
}

#[test]
fn the_latest_edition_shows_drafts() {
    let site = build(&repository(""), EditionKind::Latest);
    assert!(page(&site, "documents/POL-001.html").contains("The second wording."));
    assert!(page(&site, "documents/POL-002.html").contains("Nobody approved this wording."));
    assert!(!page(&site, "index.html").contains("Approved edition"));
}

#[test]
fn what_the_rule_does_not_take_for_an_approval_is_left_out() {
    let site = build(&repository("[approval]\nneeds = \"record\"\n"), EditionKind::Approved);
    for id in ["POL-001", "POL-003"] {
        let page = page(&site, &format!("documents/{id}.html"));
        assert!(page.contains("No version of this document has been approved.") && !page.contains("wording"), "{page}");
    }
}

#[test]
fn the_same_commit_gives_the_same_approved_edition() {
    let git = repository("");
    let bytes = |bundle: &Bundle| bundle.iter().map(|(path, bytes)| (path.clone(), bytes.to_vec())).collect::<Vec<_>>();
    assert_eq!(bytes(&build(&git, EditionKind::Approved)), bytes(&build(&git, EditionKind::Approved)));
}

/// Every file of the site that holds a text, its name included.
fn holding<'a>(site: &'a Bundle, text: &str) -> Vec<&'a str> {
    let holds = |bytes: &[u8]| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    site.iter()
        .filter(|(path, bytes)| path.as_str().contains(text) || holds(bytes))
        .map(|(path, _)| path.as_str())
        .collect()
}

#[test]
fn what_an_edition_leaves_out_is_in_no_file_of_its_site() {
    let git = Git::new();
    // Whole messages, so that there is something to leave out of them.
    git.put("aims.toml", "publish.messages = \"body\"\n");
    git.put("one.md", policy("POL-001", "1.0", "approved", "The provider is told within 24 hours."));
    git.put("two.md", policy("POL-002", "0.1", "draft", "Peculiar wording of nobody."));
    git.put("gone.md", policy("POL-003", "0.1", "draft", "Forsaken wording."));
    git.commit("Begin with a peculiar draft");
    let draft = policy("POL-001", "1.1", "draft", "The provider is told within 96 hours.").replace("Chief", "Zanzibar");
    git.put("one.md", draft.replace("Title of POL-001", "Quokka title"));
    git.commit("Stretch the limit: marsupial\n\nBecause of wombats.");
    git.put("one.md", draft.replace("kind: policy", "kind: policy\ntags: [tapir]"));
    git.run(&["rm", "-q", "gone.md"]);
    git.put("note.md", "---\nid: REC-001\nkind: record\ndate: 2026-01-02\n---\n\nTelling.\n");
    git.commit("Add a record, and an ocelot to the draft");
    let latest = build(&git, EditionKind::Latest);
    let site = build(&git, EditionKind::Approved);
    for secret in [
        "96 hours",
        "Zanzibar",
        "Quokka",
        "marsupial",
        "wombats",
        "tapir",
        "ocelot",
        "Peculiar wording",
        "peculiar draft",
        "Forsaken",
    ] {
        assert!(
            !holding(&latest, secret).is_empty() || secret == "Forsaken",
            "{secret}: the test itself looks for nothing"
        );
        assert_eq!(holding(&site, secret), [""; 0], "{secret}");
    }
    assert!(!holding(&site, "24 hours").is_empty() && !holding(&site, "Telling.").is_empty());
    let changes = page(&site, "changes/index.html");
    assert!(
        changes.contains("1 of them changed only what this edition does not show, and is not listed."),
        "{changes}"
    );
    assert!(
        changes.contains(">About <a") && !changes.contains("A change that this edition does not show"),
        "{changes}"
    );
}

#[test]
fn links_by_the_address_of_a_folder_or_a_site_lead_where_they_led_when_the_text_was_approved() {
    let git = Git::new();
    git.put("aims.toml", "[links]\nroot = \"content\"\n");
    let links = "[sub](sub/) [way](/way/) [sheet](/sheet.txt)";
    git.put("content/one.md", policy("POL-001", "1.0", "approved", links));
    git.put("content/sub/README.md", "# Sub\n\nThe first cover.\n");
    git.put("content/way/_index.md", "# Way\n\nThe first way.\n");
    git.put("content/sheet.txt", "The first sheet.\n");
    git.commit("Begin");
    git.put("content/one.md", policy("POL-001", "2.0", "draft", "The second wording."));
    git.put("content/sub/README.md", "# Sub\n\nThe second cover.\n");
    git.put("content/sheet.txt", "The second sheet.\n");
    git.commit("Write the next version");
    let site = build(&git, EditionKind::Approved);
    let one = page(&site, "documents/POL-001.html");
    for to in ["content-sub-readme.html", "content-way-_index.html", "sheet.txt"] {
        assert!(one.contains(to), "{to}: {one}");
    }
    assert!(page(&site, "documents/content-sub-readme.html").contains("The first cover."));
    assert!(!holding(&site, "The first sheet.").is_empty() && holding(&site, "The second sheet.").is_empty());
}
