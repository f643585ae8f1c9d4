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

/// All for everybody but a document that is gone, which a waiver names.
fn gone() -> World {
    let world = behind("public");
    let waiver = "[[checks.waivers]]\ncode = \"AIMS503\"\ndocument = \"POL-900\"\nreason = \"Because.\"\nuntil = 2027-01-31\n\
                  [[checks.waivers]]\ncode = \"AIMS314\"\npath = \"c/zz.md\"\nreason = \"The Zebra waits.\"\nuntil = 2027-01-31\n";
    world.put("aims.toml", &(world.read("aims.toml") + waiver));
    let zebra =
        "---\nid: POL-900\ntitle: Zebra\nkind: policy\nstatus: draft\nclassification: confidential\n---\nWords.\n";
    world.put("c/zz.md", zebra);
    world.commit(MIREL, "Begin");
    world.git(MIREL, &["rm", "-q", "c/zz.md"]);
    world.commit(MIREL, "Upkeep");
    world
}

#[test]
fn what_was_withheld_is_withheld_still_when_it_is_gone() {
    let world = gone();
    let named = |text: &str| ["Zebra", "POL-900", "zz.md", "Because."].iter().any(|word| text.contains(word));
    for audience in ["public", "internal"] {
        let files = site_for(&world, audience);
        for (path, text) in &files {
            assert!(!named(path) && !named(text), "{audience}: {path}");
            assert!(!text.contains("that is gone was of a stricter class"), "{audience}: {path}");
        }
        let changes = file(&files, "changes/index.html");
        assert!(changes.contains(COUNTED) && !changes.contains("of the whole AIMS"), "{audience}: {changes}");
        assert!(file(&files, "data/documents.json").contains("\"partial\":true"), "{audience}");
        let exported = world.aims(&["export", "set-aside", "--today", TODAY, "--audience", audience]);
        assert!(exported.code == Some(0) && !named(&exported.stdout), "{audience}: {}", exported.stdout);
    }
    let whole = site_for(&world, "confidential");
    assert!(named(file(&whole, "data/set-aside.json")));
    assert!(file(&whole, "data/documents.json").contains("\"partial\":false"));
    // Whoever writes it hears why.
    let checked = world.aims(&["check", "--full", "--today", TODAY]);
    let told = "1 document that is gone was of a stricter class than the site, which is internal";
    assert!(checked.stdout.contains(told), "{}", checked.stdout);
}

#[test]
fn what_is_missing_is_told_to_nobody_from_whom_something_is_withheld() {
    let world = behind("public");
    let codes = |audience: &str| {
        let files = site_for(&world, audience);
        let all: serde_json::Value = serde_json::from_str(file(&files, "data/findings.json")).expect("JSON");
        let rows = all["findings"].as_array().expect("findings").iter();
        let codes: Vec<String> = rows.map(|row| row["code"].as_str().expect("a code").to_owned()).collect();
        (codes, files)
    };
    let is_of_missing = |code: &String| aims::check::find(code).expect("a rule").is_of_missing();
    let (all, _) = codes("public");
    assert!(all.iter().any(is_of_missing) && !all.iter().all(is_of_missing), "{all:?}");
    let other = "---\nid: GUI-001\ntitle: Other\nkind: guideline\nclassification: confidential\n---\nWords.\n";
    world.put("other.md", other);
    world.commit(MIREL, "Upkeep");
    let (part, files) = codes("public");
    let rest: Vec<String> = all.into_iter().filter(|code| !is_of_missing(code)).collect();
    assert_eq!(part, rest);
    for code in aims::check::RULES.iter().filter(|rule| rule.is_of_missing()).map(|rule| rule.code) {
        assert!(!files.iter().any(|(path, _)| path.contains(&format!("findings/{code}"))), "{code}");
    }
    let lede = file(&files, "findings.html");
    assert!(lede.contains("and all that it said of what is missing"), "{lede}");
    // The people of the organisation are told what follows from what they may read.
    assert!(codes("internal").0.iter().any(is_of_missing));
}

#[test]
fn what_is_gone_ends_no_gap_of_today_and_hides_those_of_before() {
    let world = gone();
    let out = "../past";
    let built = world.aims(&[
        "build",
        "-q",
        "--today",
        TODAY,
        "--audience",
        "public",
        "--trend",
        "--since",
        "HEAD~1",
        "--out",
        out,
    ]);
    assert!(matches!(built.code, Some(0 | 1)), "{}", built.stderr);
    let site = sandbox::everything(&world.repo.join(out));
    let text = |path: &str| String::from_utf8_lossy(&site[path.as_bytes()].1).into_owned();
    let control = text("controls/A.2.2.html");
    assert!(control.contains("aria-current=\"step\"") && !control.contains("are not told"), "{control}");
    for page in ["audit.html", "traceability.html", "soa.html"] {
        assert!(site.contains_key(page.as_bytes()), "{page}");
    }
    assert!(text("data/findings.json").contains("AIMS706"));
    assert!(!text("data/controls.json").contains("\"untold\""));
    // What a text of the past proved may have been in what is gone.
    assert!(!site.contains_key(&b"certification/gaps.html"[..]));
    assert!(!text("certification.html").contains("gaps over time"));
    let trend = text("data/trend.json");
    assert!(trend.contains("\"untold\"") && !trend.contains("\"gap\""), "{trend}");
}

/// What is told in the findings of the site for everybody.
fn told(world: &World) -> String {
    file(&public(world), "data/findings.json").to_owned()
}

#[test]
fn a_finding_rests_on_what_is_missing_and_not_its_rule() {
    let world = behind("public");
    let risk = |n: u8, more: &str| {
        format!(
            "---\nid: RSK-00{n}\ntitle: Risk {n}\nkind: risk\nclassification: public\nowner: AI Officer\nlikelihood: 3\nseverity: 3\n{more}---\nWords.\n"
        )
    };
    let plan = |n: u8, class: &str| {
        format!(
            "---\nid: PLN-00{n}\ntitle: Plan {n}\nkind: plan\nclassification: {class}\ntreatments:\n  - {{risk: RSK-00{n}, option: reduce, action: Act, owner: AI Officer, due: 2027-01-01}}\n---\nWords.\n"
        )
    };
    for n in 1..=3 {
        world.put(&format!("r{n}.md"), &risk(n, "treatment: reduce\n"));
    }
    world.put("r4.md", &risk(4, "treatment: pursue\n"));
    world.put("r5.md", &risk(5, "treatment: pursue\nopportunity: true\n"));
    world.put("p1.md", &plan(1, "public"));
    world.put("p2.md", &plan(2, "public"));
    let incident = "---\nid: INC-001\ntitle: Slip\nkind: incident\nclassification: public\nowner: AI Officer\ndate: 2026-02-03\nseverity: high\nstate: closed\nclosed: 2026-02-05\ncause: A bug\nlessons: More tests\n---\nWords.\n";
    world.put("i1.md", incident);
    world.put("aims.toml", &(world.read("aims.toml") + "[folders]\n\"nowhere\" = \"policy\"\n\"risks\" = \"polcy\"\n"));
    world.commit(MIREL, "Begin");
    let of_missing = [
        "RSK-003 is to be treated (`reduce`), and no treatment plan has a row for it",
        "RSK-005 is an opportunity to pursue, and no plan, objective or change does",
        "INC-001 is closed, and neither a nonconformity nor a reason for none is named",
        "`folders` names `nowhere`, where no document is",
    ];
    let of_itself = [
        "RSK-004 is to be pursued, and is no opportunity",
        "INC-001 is of severity `high`, and nothing says when users were told",
        "names `polcy`, which is no kind of document",
    ];
    let all = told(&world);
    for words in of_missing.iter().chain(&of_itself) {
        assert!(all.contains(words), "{words}: {all}");
    }
    world.put("p2.md", &plan(2, "confidential"));
    world.commit(MIREL, "Upkeep");
    let part = told(&world);
    for words in of_missing {
        assert!(!part.contains(words), "{words}: {part}");
    }
    for words in of_itself {
        assert!(part.contains(words), "{words}: {part}");
    }
}
