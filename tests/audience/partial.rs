//! A site from which something is withheld says nothing of what is missing, and gives no rung.

use super::world::{MIREL, ORLA, POLICY, TODAY, World, policy, settings};
use super::{openssh, sandbox};

/// A policy for everybody, and behind it a statement, a record and a procedure of a class.
fn behind(class: &str) -> World {
    let (world, key) = World::empty();
    world.put("aims.toml", &settings(&[(ORLA, &openssh::public(&key))]));
    world.put(POLICY, &policy().replace("owner:", "classification: public\nowner:"));
    let kept = |id: &str, kind: &str, rest: &str| {
        format!(
            "---\nid: {id}\ntitle: Title {id}\nkind: {kind}\nstatus: approved\nclassification: {class}\n{rest}---\n# Title {id}\n\nWords of it.\n"
        )
    };
    let rows = "version: \"1.0\"\nstatement:\n  - {control: A.2.2, applicable: true, reason: It is needed}\n";
    world.put("soa.md", &kept("SOA-001", "soa", rows));
    world.put("record.md", &kept("REC-001", "record", "date: 2026-01-10\ncontrols: [A.2.2]\n"));
    world.put("procedure.md", &kept("PRO-001", "procedure", "version: \"1.0\"\ncontrols: [A.2.3]\n"));
    world.commit(MIREL, "Write what stands behind it");
    world
}

/// The text files of the site for everybody, by their paths.
fn public(world: &World) -> Vec<(String, String)> {
    site_for(world, "public")
}

/// The same of the site for an audience.
fn site_for(world: &World, audience: &str) -> Vec<(String, String)> {
    let out = format!("../{audience}");
    let built = world.aims(&["build", "-q", "--today", TODAY, "--audience", audience, "--out", &out]);
    assert!(matches!(built.code, Some(0 | 1)), "{}", built.stderr);
    let files = sandbox::everything(&world.repo.join(out)).into_iter();
    let text = |(path, (_, bytes)): (Vec<u8>, (_, Vec<u8>))| {
        (String::from_utf8_lossy(&path).into_owned(), String::from_utf8_lossy(&bytes).into_owned())
    };
    files.map(text).collect()
}

fn file<'a>(files: &'a [(String, String)], path: &str) -> &'a str {
    let found = files.iter().find(|(name, _)| name.ends_with(path));
    found.map_or_else(|| panic!("there is {path}"), |(_, text)| text.as_str())
}

/// The first page of a site.
fn start(files: &[(String, String)]) -> &str {
    files.iter().find(|(path, _)| path == "index.html").map_or("", |(_, text)| text.as_str())
}

const MISSING: [&str; 7] = [
    "There is no statement of applicability",
    "no statement yet of which apply",
    "never yet, by what is on record",
    "have nothing behind them",
    "Nothing in the repository names it",
    "Nothing that the repository itself shows",
    "class=\"sign is-gap\"",
];

#[test]
fn where_something_is_withheld_nothing_is_missing() {
    let files = public(&behind("confidential"));
    for (path, text) in files.iter().filter(|(_, text)| text.starts_with("<!DOCTYPE html>")) {
        for words in MISSING {
            assert!(!text.contains(words), "{path}: {words}");
        }
    }
    for page in ["controls/A.2.2.html", "controls/A.2.3.html"] {
        let text = file(&files, page);
        assert!(!text.contains("class=\"ladder\"") && !text.contains("aria-current=\"step\""), "{page}");
        assert!(text.contains("rungs and gaps are not told"), "{page}");
    }
    // A column that says in every row that nothing is told is none.
    for index in ["controls/index.html", "clauses/index.html"] {
        assert!(!file(&files, index).contains("Not told") && !file(&files, index).contains("next rung"), "{index}");
    }
    // Nothing tells on every page that it is not told, and what is left of a section without it is no section.
    for (path, text) in files.iter().filter(|(_, text)| text.starts_with("<!DOCTYPE html>")) {
        for words in ["Not told", "Not published"] {
            assert!(!text.contains(words), "{path}: {words}");
        }
    }
    let bare = file(&files, "controls/A.10.2.html");
    for words in ["id=\"soa\"", "id=\"documents\"", "class=\"rung-why", "on this site names it", "A.10.2/history.html"]
    {
        assert!(!bare.contains(words), "{words}: {bare}");
    }
    assert!(!files.iter().any(|(path, _)| path == "controls/A.10.2/history.html"));
    assert!(!files.iter().any(|(path, text)| path.starts_with("search/") && text.contains("Not told")));
    let controls = file(&files, "data/controls.json");
    assert!(controls.contains("\"untold\""), "{controls}");
    for rung in ["gap", "stated", "operated", "evidenced", "current"] {
        assert!(!controls.contains(&format!("\"rung\":\"{rung}\"")), "{rung}");
        assert!(!controls.contains(&format!("\"rung\": \"{rung}\"")), "{rung}");
    }
}

#[test]
fn where_a_statement_may_be_withheld_nothing_says_that_it_says_nothing() {
    let world = behind("confidential");
    let bare = |files: &[(String, String)], path: &str| file(files, path).split_whitespace().collect::<String>();
    for audience in ["public", "internal"] {
        let files = site_for(&world, audience);
        for path in ["data/controls.json", "data/traceability.json", "data/oscal/system-security-plan.json"] {
            let told = bare(&files, path);
            assert!(told.contains("\"untold\"") && !told.contains("unmentioned"), "{audience}, {path}: {told}");
        }
        let plan = file(&files, "data/oscal/system-security-plan.json");
        assert!(plan.contains("Whether it applies, and why, is not told to these readers."), "{plan}");
        assert!(plan.contains("The scope is not told") && !plan.contains("gives no reason"), "{plan}");
        let exported = world.aims(&["export", "reqif", "--today", TODAY, "--audience", audience]);
        let said = |word: &str| exported.stdout.contains(&format!("<ENUM-VALUE-REF>_aims-applicability-{word}<"));
        assert!(said("untold") && !said("unmentioned"), "{audience}: {}", exported.stdout);
        // Whether an audit looked at it is not told to everybody either; people of the organisation are told what they see.
        let coverage = bare(&files, "data/coverage.json");
        let holes = ["null", "true", "false"].map(|word| coverage.contains(&format!("\"hole\":{word}")));
        assert_eq!(holes, [audience == "public", audience == "internal", false], "{audience}: {coverage}");
    }
    let audit = |audience: &str| file(&site_for(&world, audience), "audit.html").to_owned();
    let (internal, whole) = (audit("internal"), audit("confidential"));
    assert!(internal.contains("which does not tell whether they apply"), "{internal}");
    assert!(!internal.contains("no statement of applicability says yet"), "{internal}");
    assert!(whole.contains("no statement of applicability says yet"), "{whole}");
    assert!(bare(&site_for(&world, "confidential"), "data/controls.json").contains("\"unmentioned\""));
    let none = world.aims(&["export", "poam", "--today", TODAY, "--audience", "public"]);
    assert!(none.stderr.contains("nothing that `poam` would tell this audience of"), "{}", none.stderr);
}

#[test]
fn what_the_site_says_in_the_place_of_a_message_is_no_quotation() {
    let world = behind("confidential");
    world.put(POLICY, &policy().replace("owner:", "classification: public\ncontrols: [A.2.2]\nowner:"));
    world.commit(MIREL, "Follow SOA-001");
    let files = public(&world);
    let history = file(&files, "controls/A.2.2/history.html");
    assert!(history.contains("</time><p>About <a ") && !history.contains("<q>About"), "{history}");
    assert!(!history.contains("SOA-001"), "{history}");
}

#[test]
fn where_something_is_withheld_no_number_is_one_of_the_whole() {
    for audience in ["public", "internal"] {
        let files = site_for(&behind("confidential"), audience);
        let index = start(&files);
        for words in ["<b>0</b> AI", "nonconformities open", "reviews overdue", "0 in use"] {
            assert!(!index.contains(words), "{audience}: {words}");
        }
        assert!(file(&files, "reviews.html").contains("Of the documents on this site, as of"), "{audience}");
        if audience == "internal" {
            assert!(index.contains("<b>1</b> document or record on this site</a>"), "{index}");
            assert!(!file(&files, "systems/index.html").contains("0 systems"), "{audience}");
        }
    }
    let whole = site_for(&behind("confidential"), "confidential");
    assert!(start(&whole).contains("<b>0</b> nonconformities open</a>"));
    assert!(file(&whole, "systems/index.html").contains("0 systems, 0 in use"));
}

#[test]
fn where_nothing_is_withheld_rungs_are_told() {
    let files = public(&behind("public"));
    let text = file(&files, "controls/A.2.2.html");
    assert!(text.contains("aria-current=\"step\"") && !text.contains("Not told"), "{text}");
    assert!(file(&files, "controls/A.10.2.html").contains("class=\"rung-why"));
    assert!(files.iter().any(|(path, _)| path == "controls/A.10.2/history.html"));
    assert!(!files.iter().any(|(_, text)| text.contains("rungs and gaps are not told")));
    assert!(!file(&files, "data/controls.json").contains("untold"));
}

const COUNTED: &str = "Only what this site holds is taken into account.";

/// What says of the whole organisation how much there is, or that there is none.
const WHOLE: [&str; 12] = [
    "There are no documents yet.",
    "There are none yet.",
    "No risk has a document of its own.",
    "No AI system is on the inventory yet.",
    "There is no statement of applicability",
    "Nothing is overdue.",
    "Nothing waits, and nothing falls due soon.",
    "The change record of the whole AIMS",
    "What the check says about this revision",
    "The check found no error.",
    "None is open.",
    "Nothing in the repository names it.",
];

#[test]
fn where_something_is_withheld_no_number_is_one_of_the_whole_organisation() {
    let world = behind("confidential");
    let inside = [
        "index.html",
        "people/index.html",
        "risks.html",
        "systems/index.html",
        "assessments.html",
        "audit.html",
        "samples.html",
        "rules.html",
    ];
    for (audience, pages) in [("public", &[][..]), ("internal", &inside[..])] {
        let files = site_for(&world, audience);
        let page = |path: &str| {
            let found = files.iter().find(|(name, _)| name.trim_start_matches('/') == path);
            found.map_or_else(|| panic!("{audience}: there is {path}"), |(_, text)| text.as_str())
        };
        let counting = [
            "documents/index.html",
            "reviews.html",
            "changes/index.html",
            "changes/in-force.html",
            "print.html",
            "registers/policy.html",
        ];
        for path in counting.iter().chain(pages) {
            assert!(page(path).contains(COUNTED), "{audience}: {path} does not say what it counts");
        }
        let begins = if audience == "public" { "uses AI</h1>" } else { "governs its use of AI" };
        assert!(page("index.html").contains(begins), "{audience}");
        for (path, text) in files.iter().filter(|(_, text)| text.starts_with("<!DOCTYPE html>")) {
            assert!(text.contains("numbers are"), "{audience}: {path} does not say what its numbers are of");
            for words in WHOLE {
                assert!(!text.contains(words), "{audience}: {path}: {words}");
            }
        }
        let people = files.iter().filter(|(path, text)| path.contains("people/") && text.contains("<html"));
        for (path, text) in people {
            assert!(text.contains(COUNTED), "{audience}: {path} does not say what it counts");
        }
    }
}

#[test]
fn where_nothing_is_withheld_numbers_are_of_all_there_is() {
    for audience in ["public", "internal"] {
        for (path, text) in site_for(&behind("public"), audience) {
            assert!(!text.contains(COUNTED) && !text.contains("This site holds none."), "{audience}: {path}");
        }
    }
}
