//! What a site for everybody shows of its texts: how much of each was signed, what readers can check, and where it begins.

use std::collections::BTreeMap;

use super::site::Site;
use super::world::{MIREL, ORLA, POLICY, TODAY, World, policy, settings};
use super::{openssh, sandbox};

/// The text files of a site, by their paths.
fn build(world: &World, options: &[&str]) -> BTreeMap<String, String> {
    let out = format!("../site{}", options.concat());
    let built = world.aims(&[&["build", "-q", "--today", TODAY, "--out", &out], options].concat());
    assert!(matches!(built.code, Some(0 | 1)), "{}", built.stderr);
    let files = sandbox::everything(&world.repo.join(out)).into_iter();
    let text = |(path, (_, bytes)): (Vec<u8>, (_, Vec<u8>))| {
        (String::from_utf8_lossy(&path).into_owned(), String::from_utf8_lossy(&bytes).into_owned())
    };
    files.map(text).collect()
}

const PUBLIC: [&str; 2] = ["--audience", "public"];

/// A policy for everybody that says this, approved, and beside it one for the people of the organisation.
fn world(says: &str) -> World {
    let (world, key) = World::empty();
    let people = settings(&[(ORLA, &openssh::public(&key))]);
    world.put("aims.toml", &format!("publish.addresses = true\n{people}"));
    // What was not public once is not public now.
    let open = policy().replace("owner:", "classification: public\nowner:");
    world.put(POLICY, &open);
    world.commit(MIREL, "Write the AI policy");
    let front = "---\nid: POL-002\ntitle: Duty roster\nkind: policy\nstatus: draft\nversion: \"0.1\"\n---\n# Duty roster\n\nWho.\n";
    world.put("policies/roles.md", front);
    world.commit(MIREL, "Write down the roles");
    world.put(POLICY, &open.replace("must be listed.", says));
    world.commit(MIREL, "Follow POL-002");
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve the policy");
    world
}

/// Commands that need the repository.
const INSIDE: [&str; 5] = ["git show", "git cat-file", "aims verify", "aims build", "aims export"];

fn is_page(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, kind)| kind == "html")
}

fn without_commands(files: &BTreeMap<String, String>) {
    for (path, text) in files.iter().filter(|(path, _)| is_page(path) && !path.starts_with("rules")) {
        // What rules say of how to mend what they find is for authors.
        for command in INSIDE.iter().filter(|_| path != "findings.html") {
            assert!(!text.contains(command), "{path}: {command}");
        }
    }
}

#[test]
fn the_words_of_a_link_stand_and_the_sign_says_what_is_withheld() {
    let world = world(
        "must be listed. The [roles policy](roles.md) says who does what, as in the [duty roster](roles.md); see [[POL-002]]. \
         Read <a href=\"roles.md\">who may <b>decide</b></a>.",
    );
    let files = build(&world, &PUBLIC);
    let page = &files["documents/POL-001.html"];
    for kept in [
        "The <span>roles policy</span> says who does what",
        "in the <span>[not published here]</span>; see <span>[not published here]</span>.",
        "Read <span>who may <b>decide</b></span>.",
        "; in the repository exactly the bytes that were signed; 4 references are withheld on its page",
    ] {
        assert!(page.contains(kept), "{kept} is not in {page}");
    }
    let record = &files["documents/POL-001/history.html"];
    assert!(record.contains("The present text is in the repository exactly the bytes that were signed; 4 references"));
    assert!(record.contains("only who has the repository can check it"), "{record}");
    let about = &files["about.html"];
    assert!(about.contains("but for what is withheld from its readers"), "{about}");
    assert!(about.contains("only who has the repository can check an approval"), "{about}");
    without_commands(&files);
    assert!(!files.keys().any(|path| path.starts_with("approvals/") || path == "documents/POL-001/1.0.md"));
    // What is found by the search is what the page shows.
    let search: String =
        files.iter().filter(|(path, _)| path.starts_with("search/")).map(|(_, text)| &**text).collect();
    assert!(
        search.contains("The roles policy says who does what") && !search.to_lowercase().contains("duty roster"),
        "{search}"
    );
    // Who may read the other too is shown the text as it was signed.
    let whole = build(&world, &["--audience", "internal"]);
    let page = &whole["documents/POL-001.html"];
    assert!(page.contains("; exactly the bytes that were signed") && !page.contains("withheld on its page"), "{page}");
    assert!(whole["documents/POL-001/history.html"].contains("git cat-file blob"));
    assert!(!whole["about.html"].contains("but for what is withheld from its readers"));
}

#[test]
fn what_is_published_whole_can_be_checked() {
    let world = world("must all be listed.");
    let files = build(&world, &PUBLIC);
    let page = &files["documents/POL-001.html"];
    assert!(page.contains("; exactly the bytes that were signed") && !page.contains("withheld on its page"), "{page}");
    assert_eq!(files["documents/POL-001/1.0.md"], world.read(POLICY));
    let record = &files["documents/POL-001/history.html"];
    let command = "ssh-keygen -Y verify -f data/allowed_signers -I orla.fenwick@harrowmere.example -n aims-approval";
    assert!(record.contains(command) && record.contains("sha256sum documents/POL-001/1.0.md"), "{record}");
    assert!(files["about.html"].contains(command) && files.keys().any(|path| path.starts_with("approvals/POL-001/")));
    without_commands(&files);
}

#[test]
fn a_site_for_everybody_begins_with_what_it_has_for_them() {
    let files = build(&world("must be listed, as POL-003 says. See [[POL-002]]."), &PUBLIC);
    let start = &files["index.html"];
    assert!(start.contains("uses AI</h1>") && start.contains("href=\"documents/POL-001.html\""), "{start}");
    for words in ["What is not in order?", "I work here", "Not told", "Auditor"] {
        assert!(!start.contains(words), "{words}");
    }
    assert!(files["public/index.html"].contains("uses AI</h1>"));
    let text = &files["documents/POL-001.html"];
    assert!(text.contains("See <span class=\"quiet\">[not published here]</span>."), "{text}");
    // What tells these readers nothing is not there, and nothing leads to it.
    let empty = [
        "soa.html",
        "traceability.html",
        "systems/index.html",
        "systems/evidence.html",
        "risks.html",
        "assessments.html",
        "audit.html",
        "audit/stage-1.html",
        "coverage.html",
        "samples.html",
        "certification.html",
        "certification/gaps.html",
    ];
    for path in empty {
        assert!(!files.contains_key(path), "{path}");
        assert!(!start.contains(&format!("href=\"{path}")), "{path}");
    }
    let bytes = files.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes()));
    assert_eq!(Site::new(bytes).check(), Vec::<String>::new());
    // What the settings keep the check from looking for is nobody else's matter.
    assert!(!files["data/set-aside.json"].contains("\"off\""));
    // A commit whose message is withheld is called by what it changed.
    let changes = &files["changes/index.html"];
    assert!(
        changes.contains("About <a class=\"id\" href=\"../documents/POL-001.html\">POL-001</a>")
            && !changes.contains("this edition does not show"),
        "{changes}"
    );
}

/// Headings have anchors that are made of their words, and images words of their own.
#[test]
fn no_heading_and_no_image_names_what_is_withheld() {
    let files = build(
        &world(
            "must be listed.\n\n## As [[POL-002]] says\n\n## By the [duty roster](roles.md)\n\n## Of the [roster](roles.md)\n\n\
             See [above](#as-pol-002-says), ![duty roster](roles.md).",
        ),
        &PUBLIC,
    );
    for (path, text) in &files {
        let text = text.to_lowercase();
        for word in ["pol-002", "duty roster", "duty-roster"] {
            assert!(!text.contains(word), "{path}: {word}");
        }
    }
    let page = &files["documents/POL-001.html"];
    for told in ["<h2 id=\"section-2\">", "Link to As … says", "href=\"#section-2\"", "<h2 id=\"of-the-roster\">"] {
        assert!(page.contains(told), "{told} is not in {page}");
    }
    let bytes = files.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes()));
    assert_eq!(Site::new(bytes).check(), Vec::<String>::new());
}

#[test]
fn who_builds_a_site_for_others_hears_of_what_these_may_not_know() {
    let world = world("must be listed in a register.");
    let roster = "---\nid: POL-002\ntitle: Duty roster\nkind: policy\nstatus: draft\nversion: \"0.1\"\n---\n# Duty roster\n\nSee [[PRO-999]].\n";
    world.put("policies/roles.md", roster);
    world.commit(MIREL, "Name a procedure that is not there");
    let built = world.aims(&["build", "--today", TODAY, "--out", "../s", "--audience", "public"]);
    assert_eq!(built.code, Some(1), "{}", built.stderr);
    assert!(built.stderr.contains("AIMS203 broken-link (1)"), "{}", built.stderr);
    let tells = format!("Read them by `aims check --today {TODAY}`: the site tells what its readers may know.");
    assert!(built.stderr.contains(&tells), "{}", built.stderr);
    let again = world.aims(&["build", "--today", TODAY, "--out", "../s", "--audience", "public"]);
    assert!(again.code == Some(1) && again.stderr.contains(&tells), "a site that is kept: {}", again.stderr);
    let findings = std::fs::read_to_string(world.repo.join("../s/findings.html")).expect("a page");
    assert!(!findings.contains("PRO-999") && !findings.contains("AIMS203"), "{findings}");
}
