//! People and roles: who has a page, and what stands on it.

use super::*;

const SETTINGS: &str = "[[people]]\nname = \"Ada Example\"\nemails = [\"ada@x.example\"]\nroles = [\"AI Officer\"]\n\n\
    [roles]\n\"AI Officer\" = { about = \"Runs it.\", deputy = \"Bob <b>\", competence = [\"Reads a <i> test\", \"Says no\"] }\n\"ai-officer\" = \"Another role of nearly that name.\"\n";
const RISK: &str = "---\nid: RSK-001\ntitle: Late payments\nkind: risk\nowner: ai OFFICER\nstatus: approved\nreviewed: 2024-01-01\n\
    approvers: [Ada Example]\n---\n# Late payments\n\nIt may be.\n";
const OTHER: &str = "---\nid: RSK-002\ntitle: Other\nkind: risk\nowner: \"../../x<script>alert(1)</script>\"\n---\n# Other\n\nIt may be.\n";

const FILES: [(&str, &str); 3] = [("aims.toml", SETTINGS), ("a.md", RISK), ("b.md", OTHER)];

fn people(bundle: &Bundle) -> Vec<String> {
    let paths = bundle.iter().map(|(path, _)| path.to_string());
    paths.filter(|path| path.starts_with("people/")).collect()
}

#[test]
fn a_person_answers_for_what_their_roles_do() {
    let bundle = site(&FILES, &History::empty(Standing::Outside));
    let (person, role) = (page(&bundle, "people/ada-example.html"), page(&bundle, "people/ai-officer.html"));
    for page in [&person, &role] {
        assert!(page.contains("RSK-001</a>") && page.contains("Late payments"), "{page}");
        assert!(!page.contains("RSK-002"), "what is somebody else's");
        assert!(page.contains("AIMS"), "findings on what they own");
    }
    assert!(person.contains("1 document that names them among those who approve."), "{person}");
    assert!(person.contains("Named to approve") && !role.contains("Named to approve"));
    assert!(role.contains("Bob &lt;b&gt;"), "the deputy, as written");
    for said in ["Competence it calls for", "Reads a &lt;i&gt; test", "Says no"] {
        assert!(role.contains(said) && !person.contains(said), "{said}: {role}");
    }
    assert!(!person.contains("ada@x.example"), "addresses are not published unless the settings say so");
    let index = page(&bundle, "people/index.html");
    assert!(index.contains("<a href=\"ada-example.html\">Ada Example</a>"), "{index}");
    let document = page(&bundle, "documents/RSK-001.html");
    assert!(document.contains("<a href=\"../people/ai-officer.html\">ai OFFICER</a>"), "{document}");
}

#[test]
fn whatever_a_name_holds_it_stands_in_the_folder_and_is_no_markup() {
    let bundle = site(&FILES, &History::empty(Standing::Outside));
    let paths = people(&bundle);
    assert_eq!(paths.len(), 5, "{paths:?}");
    assert!(paths.iter().all(|path| path.matches('/').count() == 1), "{paths:?}");
    for path in &paths {
        assert!(!page(&bundle, path).contains("<script>alert"), "{path}");
    }
}

#[test]
fn an_address_of_nobody_has_no_page() {
    let owned = RISK.replace("ai OFFICER", "eve@x.example");
    let files = [("aims.toml", SETTINGS), ("a.md", owned.as_str())];
    let bundle = site(&files, &History::empty(Standing::Outside));
    assert!(people(&bundle).iter().all(|path| !path.contains("eve")), "{:?}", people(&bundle));
}

#[test]
fn a_site_for_everybody_tells_nobody_who_answers_for_what() {
    let bundle = site_for(&FILES, &History::empty(Standing::Outside), Audience::Public);
    assert!(people(&bundle).is_empty());
    for (path, bytes) in bundle.iter() {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("people/"), "{path} leads to what is not there");
    }
}

#[test]
fn who_has_to_read_a_document_is_told_within_only() {
    let policy = "---\nid: P\ntitle: Policy\nkind: policy\nstatus: approved\nversion: \"1.0\"\neffective: 2026-01-10\n\
        must-read: [AI Officer, Nobody <b>]\n---\n# Policy\n\nWords.\n";
    let files = [("aims.toml", SETTINGS), ("p.md", policy)];
    let bundle = site(&files, &History::empty(Standing::Outside));
    let told = page(&bundle, "documents/P.html");
    assert!(told.contains("Who has to read it") && told.contains("Nobody is known to hold the role"), "{told}");
    assert!(told.contains("<a href=\"../people/ada-example.html\">Ada Example</a>"), "{told}");
    assert!(page(&bundle, "people/ada-example.html").contains("Has to read"));
    let bundle = site_for(&files, &History::empty(Standing::Outside), Audience::Public);
    for (path, bytes) in bundle.iter() {
        assert!(!String::from_utf8_lossy(bytes).contains("Ada Example"), "{path}");
    }
}
