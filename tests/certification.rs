//! The way to a certificate and the cycle after it, as the built site tells it, and where requirements stood over time:
//! through the public interface, on small repositories with days of their own.

use std::collections::BTreeMap;
use std::path::Path;

use aims::base::{Bundle, Date};
use aims::model::audience::Audience;
use aims::pipeline::{Project, Request};
use git::Git;
use site::Site;

use crate::support::git;
use crate::support::site;

mod past;

const TODAY: Date = Date::constant(2026, 4, 20);

fn request(git: &Git) -> Request {
    Request { rev: Some("main".into()), ..Request::new(git.path(), TODAY) }
}

fn build(git: &Git, request: &Request) -> Bundle {
    Project::find(git.path()).and_then(|project| project.build(request)?.bundle()).expect("a site")
}

fn page(bundle: &Bundle, path: &str) -> String {
    let bytes = bundle.get(path).unwrap_or_else(|| panic!("there is no {path}"));
    String::from_utf8_lossy(bytes).into_owned()
}

/// The text of a page without its markup, in single spaces.
fn words(bundle: &Bundle, path: &str) -> String {
    let page = page(bundle, path);
    let main = page.split_once("<main").map_or("", |(_, main)| main);
    let pieces = main.split('<').skip(1).map(|piece| piece.split_once('>').map_or("", |(_, rest)| rest));
    pieces.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn assert_said(text: &str, said: &[&str]) {
    for words in said {
        assert!(text.contains(words), "`{words}` is not in:\n{text}");
    }
}

#[track_caller]
fn assert_sound(bundle: &Bundle) {
    let files = bundle.iter().map(|(path, bytes)| (path.to_string(), bytes.to_vec()));
    assert_eq!(Site::new(files).check(), Vec::<String>::new());
}

const POLICY: &str = "---\nid: POL-001\ntitle: AI policy\nkind: policy\nversion: \"1.0\"\nstatus: approved\nowner: Chief\n\
    effective: 2026-01-02\nreviewed: 2026-01-02\nreview-every: 6 months\ncontrols: [A.2.2]\n---\nEvery AI system is assessed before it is put to use.\n";

const SYSTEM: &str =
    "---\nid: SYS-001\ntitle: Sorter\nkind: system\nlifecycle: in-use\nreviewed: 2026-01-02\n---\nIt sorts letters.\n";

const PROCEDURE: &str = "---\nid: PRO-001\ntitle: Assessing\nkind: procedure\nversion: \"1.0\"\nstatus: approved\nowner: Chief\n\
    effective: 2026-02-10\nreviewed: 2026-02-10\ncontrols: [A.2.2]\n---\nThe owner asks for an assessment and waits for its outcome.\n";

const CERTIFICATION: &str = "---\nid: CER-001\ntitle: Certificate\nkind: certification\nclassification: confidential\n\
    version: \"1.0\"\nstatus: approved\nowner: Chief\neffective: 2026-01-02\nreviewed: 2026-01-02\nstandard: ISO/IEC 42001:2023\n\
    stage-1: 2025-12-01\nstage-2: 2026-01-10\ndecided: 2026-02-01\nexpires: 2029-01-31\n\
    surveillance: [{audit: surveillance-1, planned: 2026-11-16}]\nstate: certified\n---\nIt covers the sorting of letters.\n";

/// A policy from the beginning, a procedure since the tenth of February, and a certificate since March; what came of the
/// first audit of the cycle is still open.
fn world() -> Git {
    let git = Git::new();
    git.put("policy.md", POLICY);
    git.put("system.md", SYSTEM);
    git.commit("Begin");
    for _ in 0..39 {
        git.later();
    }
    git.put("procedure.md", PROCEDURE);
    git.commit("Say how it is done");
    git.run(&["tag", "before-stage-2"]);
    for _ in 0..30 {
        git.later();
    }
    git.put("certification.md", CERTIFICATION);
    git.put("audit.md", "---\nid: AUD-001\ntitle: Audit\nkind: audit\ndate: 2026-03-01\nauditors: [Eve]\ncovers-clauses: [4, 5]\nconclusion: c\nfindings: [{ref: F1, grade: minor, finding: No list}]\n---\nText.\n");
    git.put("nc.md", "---\nid: NC-001\ntitle: No list of systems\nkind: nonconformity\ndate: 2026-03-02\nfrom: [AUD-001]\ngrade: minor\nstate: open\n---\nText.\n");
    git.put(
        "change.md",
        "---\nid: CHG-001\ntitle: Another sorter\nkind: change\ndate: 2026-03-05\nstate: done\n---\nIt is faster.\n",
    );
    git.put("old.md", "---\nid: NC-002\ntitle: No owner\nkind: nonconformity\ndate: 2025-10-02\ngrade: minor\nclosed: 2026-03-20\nstate: closed\n---\nText.\n");
    git.commit("Certify");
    git
}

#[test]
fn the_cycle_says_what_each_audit_reads_and_when() {
    let git = world();
    let bundle = build(&git, &Request { audience: Some(Audience::Confidential), ..request(&git) });
    assert_sound(&bundle);
    let hub = words(&bundle, "certification.html");
    assert_said(
        &hub,
        &[
            "Stage 1 2025-12-01 2025-12-01 The documents that clauses call for",
            "Surveillance 1 2026-11-16 What changed, what became of earlier findings",
            "Surveillance 2 by 2028-02-01",
            "Recertification by 2029-01-31",
            "The next audit by the certification body is Surveillance 1 of CER-001 : 2026-11-16 .",
            "Since 2026-01-11",
        ],
    );
    assert!(page(&bundle, "certification.html").contains("href=\"certification/CER-001-surveillance-1.html\""));
    assert!(page(&bundle, "audit.html").contains("href=\"certification.html\""));
    let year = words(&bundle, "certification/CER-001-surveillance-1.html");
    assert_said(
        &year,
        &[
            "from 2026-01-11 to 2026-11-16",
            "It is still to come",
            "Internal audit On record AUD-001 2026-03-01",
            "Management review Still to do",
            "Concerns and complaints None on record Changes decided On record CHG-001 2026-03-05",
            "Use of the certification mark People answer, not documents, and first Chief",
            "1 was closed in this time; 1 was open at its end.",
            "Open at the end of it NC-001 No list of systems",
            "Closed in it NC-002 No owner",
            "AUD-001 2026-03-01 Internal F1 Minor No list",
            "Controls that apply 0 0 no report has covers-controls",
            "PRO-001 Assessing Procedure New 1 2026-02-11 1.0",
        ],
    );
    assert!(!year.contains("POL-001 AI policy Policy New"), "it was there before: {year}");
    let stage = words(&bundle, "certification/CER-001-stage-2.html");
    assert_said(
        &stage,
        &[
            "from 2025-01-11 to 2026-01-10",
            "The audit was held.",
            "Management review Not on record",
            "POL-001 AI policy Policy New 1",
        ],
    );
    assert!(bundle.get("certification/CER-001-surveillance-2.html").is_none(), "that year has not begun");
}

#[test]
fn an_audit_that_was_missed_is_the_next_and_the_one_after_it_reads_its_time() {
    let git = world();
    let late = Request { rev: Some("main".into()), ..Request::new(git.path(), Date::constant(2026, 12, 1)) };
    let bundle = build(&git, &Request { audience: Some(Audience::Confidential), ..late });
    assert_said(
        &words(&bundle, "certification.html"),
        &[
            "The next audit by the certification body is Surveillance 1 of CER-001 : overdue since 2026-11-16",
            "The one after it is Surveillance 2 of CER-001 : 2028-02-01 .",
        ],
    );
    assert_said(
        &words(&bundle, "certification/CER-001-surveillance-1.html"),
        &["from 2026-01-11 to 2026-11-16", "Its day has passed, and nothing says that it was held."],
    );
    assert_said(
        &words(&bundle, "certification/CER-001-surveillance-2.html"),
        &["from 2026-01-11 to 2028-02-01", "Closed in it NC-002 No owner"],
    );
}

#[test]
fn phases_say_what_each_criterion_lacks() {
    let git = world();
    let hub = words(&build(&git, &request(&git)), "certification.html");
    assert_said(
        &hub,
        &["The first that is open is “Assess and plan”.", "The scope is approved and in force Not shown no scope"],
    );
    assert_said(
        &hub,
        &["AI systems are on the inventory Shown", "Every AI system that runs has a risk assessment Not shown SYS-001"],
    );
    // Of the certificate this audience knows nothing, and neither does any page.
    assert_said(&hub, &["No document of kind certification is here", "Stage 1 is held Not shown no certification"]);
    let bundle = build(&git, &request(&git));
    let all: String = bundle.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect();
    assert!(!all.contains("CER-001"), "it is confidential");
}

#[test]
fn what_falls_stale_before_the_audit_is_told() {
    let git = world();
    let hub =
        words(&build(&git, &Request { audience: Some(Audience::Confidential), ..request(&git) }), "certification.html");
    // The policy is reviewed every six months, and so before November.
    assert_said(&hub, &["2026-07-02 Review POL-001 AI policy"]);
    assert!(!hub.contains("Review PRO-001"), "that one is reviewed after the audit: {hub}");
    // Where nobody named a day, it is a year.
    let hub = words(&build(&git, &request(&git)), "certification.html");
    assert_said(
        &hub,
        &["Nobody named the day of an audit, so it is a year from now: 2027-04-20", "2027-02-10 Review PRO-001"],
    );
}

/// Where a requirement stood, by the day of the moment.
fn way(bundle: &Bundle, requirement: &str) -> BTreeMap<String, String> {
    let json: serde_json::Value = serde_json::from_str(&page(bundle, "data/trend.json")).expect("JSON");
    let rows = json["rows"].as_array().expect("rows").iter().filter(|row| row["requirement"] == requirement);
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    rows.map(|row| (text(row, "day"), text(row, "place"))).collect()
}

#[test]
fn rungs_over_time_are_those_that_a_check_of_that_day_gives() {
    let git = world();
    let with = Request { trend: true, ..request(&git) };
    let bundle = build(&git, &with);
    assert_sound(&bundle);
    let way = way(&bundle, "A.2.2");
    let told: Vec<(&str, &str)> = way.iter().map(|(day, place)| (day.as_str(), place.as_str())).collect();
    let wanted = [
        ("2026-01-31", "stated"),
        ("2026-02-11", "operated"),
        ("2026-02-28", "operated"),
        ("2026-03-31", "operated"),
        ("2026-04-20", "operated"),
    ];
    assert_eq!(told, wanted);
    // Judged a second time, each by a check of its own.
    for (rev, day) in [("main~2", "2026-01-31"), ("before-stage-2", "2026-02-11"), ("main", "2026-03-31")] {
        let today = aims::base::date::parse(day).expect("a day");
        let state = Project::find(git.path())
            .and_then(|project| project.check(&Request { rev: Some(rev.into()), ..Request::new(git.path(), today) }))
            .expect("a state");
        assert_eq!(state.aims.trace.get("A.2.2").expect("a control").place().as_str(), way[day], "{rev} on {day}");
    }
    let gaps = words(&bundle, "certification/gaps.html");
    assert_said(
        &gaps,
        &[
            "2026-02-11 Tag before-stage-2",
            "2026-01-31 and 2026-02-11 A.2.2 Stated Operated PRO-001 came to stand behind it PRO-001 ",
            "A.2.2 AI policy Operated Stated 2026-01-31 Operated 2026-02-11",
        ],
    );
    let html = page(&bundle, "certification/gaps.html");
    assert!(html.contains("role=\"img\"><title>Clauses by rung over time."), "{html}");
}

#[test]
fn a_tag_of_a_commit_whose_clock_was_wrong_has_its_moment() {
    let git = Git::new();
    git.put("policy.md", POLICY);
    git.put("system.md", SYSTEM);
    git.commit("Begin");
    (0..9).for_each(|_| git.later());
    git.put("procedure.md", PROCEDURE);
    git.run(&["add", "--all"]);
    let mut bent = git.command(&["commit", "--quiet", "--message", "Write from the year 2100"]);
    assert!(bent.env("GIT_COMMITTER_DATE", "@4102444800 +0000").status().expect("git is there").success());
    git.run(&["tag", "bent"]);
    (0..9).for_each(|_| git.later());
    git.put("policy.md", POLICY.replace("put to use", "used"));
    git.commit("Go on");
    let bundle = build(&git, &Request { trend: true, ..request(&git) });
    assert_said(&words(&bundle, "certification/gaps.html"), &["Tag bent"]);
    assert!(way(&bundle, "A.2.2").keys().next().is_some_and(|first| first.as_str() < "2026-01-31"));
}

#[test]
fn it_is_worked_out_only_where_it_is_asked_for_and_the_same_each_time() {
    let git = world();
    let without = build(&git, &request(&git));
    assert_said(&words(&without, "certification/gaps.html"), &["aims build --trend"]);
    assert!(way(&without, "A.2.2").is_empty());
    let with = Request { trend: true, ..request(&git) };
    let home = tempfile::tempdir().expect("a folder");
    let kept = |program: u8| {
        let project = Project::find(git.path()).expect("a project").with_cache(home.path()).run_by([program; 32]);
        project.build(&with).and_then(|built| built.bundle()).expect("a site")
    };
    let all = |bundle: &Bundle| -> BTreeMap<String, Vec<u8>> {
        bundle.iter().map(|(path, bytes)| (path.to_string(), bytes.to_vec())).collect()
    };
    let first = all(&build(&git, &with));
    for program in [1, 1, 2] {
        assert_eq!(all(&kept(program)), first);
    }
    assert!(files(home.path()).iter().any(|name| name.starts_with("trend-v")), "it is kept: {:?}", files(home.path()));
    let recipe = Project::find(git.path()).expect("a project");
    let built = recipe.build(&with).expect("a site");
    let recipe = built.state().recipe.as_ref().expect("a recipe").command("rebuilt");
    assert!(recipe.starts_with("aims build --trend . --rev "), "{recipe}");
}

fn files(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        match entry.path().is_dir() {
            true => names.extend(files(&entry.path())),
            false => names.push(entry.file_name().to_string_lossy().into_owned()),
        }
    }
    names
}

#[test]
fn moments_at_which_nothing_could_be_read_are_named_and_stop_nothing() {
    let git = Git::new();
    git.put("aims.toml", "[broken\n");
    git.put("policy.md", POLICY);
    git.commit("Begin with settings that nobody can read");
    for _ in 0..40 {
        git.later();
    }
    git.put("aims.toml", "");
    git.commit("Mend them");
    let bundle = build(&git, &Request { trend: true, ..request(&git) });
    let days: Vec<String> = way(&bundle, "A.2.2").into_keys().collect();
    assert_eq!(days, ["2026-02-28", "2026-03-31", "2026-04-20"]);
    assert_said(&words(&bundle, "certification/gaps.html"), &["none that could be read: 2026-01-31"]);
}

#[test]
fn it_goes_back_to_the_first_commit_and_takes_every_tag() {
    let git = Git::new();
    let later = |days: usize| (0..days).for_each(|_| git.later());
    git.put("aims.toml", "");
    git.put("policy.md", POLICY);
    git.put("system.md", SYSTEM);
    git.commit("Begin");
    for number in 0..20 {
        later(1);
        git.put("procedure.md", PROCEDURE.replace("waits for", &format!("waits {number} days for")));
        git.commit("Write");
        git.run(&["tag", &format!("v{number:02}")]);
    }
    later(1_100);
    git.put("procedure.md", PROCEDURE);
    git.commit("Write it anew");
    let today = Date::constant(2029, 2, 20);
    let bundle = build(&git, &Request { trend: true, ..Request::new(git.path(), today) });
    assert_sound(&bundle);
    let days: Vec<String> = way(&bundle, "A.2.2").into_keys().collect();
    // Twenty days of tags, the end of each month but that of the present one, and the present.
    assert_eq!((days.len(), days.first().map(String::as_str)), (20 + 37 + 1, Some("2026-01-04")), "{days:?}");
    assert!(days.iter().any(|day| day == "2026-01-31") && days.iter().any(|day| day == "2027-08-31"), "{days:?}");
    let gaps = words(&bundle, "certification/gaps.html");
    assert_said(
        &gaps,
        &["The drawings show the newest 36 of 58 moments", "2026-01-04 Tag v00", "2026-01-31 End of month"],
    );
    let drawn = page(&bundle, "certification/gaps.html");
    let first = drawn.split("<title>Clauses by rung over time. On ").nth(1).map_or("", |rest| &rest[..10]);
    assert_eq!(first, "2026-03-31", "the newest are drawn");
    assert!(!gaps.contains("The record is older"), "all of it was looked at: {gaps}");
}

#[test]
fn where_a_long_record_is_cut_is_said() {
    let git = Git::new();
    git.put("policy.md", POLICY);
    // With such settings none of these moments can be judged.
    git.put("aims.toml", "[");
    let first = git.commit("Begin");
    for number in 0..122 {
        git.run(&["tag", &format!("v{number:03}"), &first]);
    }
    (0..3_690).for_each(|_| git.later());
    git.put("aims.toml", "");
    git.commit("Say that it is an AIMS");
    let bundle = build(&git, &Request { trend: true, ..Request::new(git.path(), Date::constant(2036, 2, 15)) });
    assert_eq!(way(&bundle, "A.2.2").into_keys().collect::<Vec<_>>(), ["2036-02-15"]);
    assert_said(
        &words(&bundle, "certification/gaps.html"),
        &[
            "Of ends of months, none before 2026-02-28 was looked at.",
            "2 older tags were not looked at.",
            "none that could be read: 2035-02-28",
            "So it is of 109 days before.",
        ],
    );
}

const RECORD: &str = "---\nid: REC-001\ntitle: Policy told to all\nkind: record\ndate: 2026-01-02\nsystems: [SYS-001]\n\
    controls: [A.2.2]\n---\nThe policy was read out to everybody who sorts letters.\n";

/// The procedure, read again every so often.
fn reviewed(day: &str, every: &str) -> String {
    PROCEDURE.replace("reviewed: 2026-02-10", &format!("reviewed: {day}\nreview-every: {every}"))
}

#[test]
fn what_lapsed_and_what_arrived_is_named() {
    let git = Git::new();
    let procedure = |day: &str, every: &str| reviewed(day, every).replace("2026-02-10", "2026-01-02");
    git.put("aims.toml", "");
    git.put("policy.md", POLICY.replace("6 months", "12 months"));
    git.put("system.md", SYSTEM);
    git.put("procedure.md", procedure("2026-01-02", "50 days"));
    git.put("record.md", RECORD);
    git.commit("Begin");
    for _ in 0..75 {
        git.later();
    }
    git.put("procedure.md", procedure("2026-03-17", "50 days"));
    git.commit("Read the procedure again");
    let bundle = build(&git, &Request { trend: true, ..request(&git) });
    assert_sound(&bundle);
    let places: Vec<String> = way(&bundle, "A.2.2").into_values().collect();
    assert_eq!(places, ["current", "evidenced", "current", "current"], "in January, February, March and now");
    let gaps = words(&bundle, "certification/gaps.html");
    assert_said(
        &gaps,
        &[
            "A.2.2 Current Evidenced the review of PRO-001 ran out",
            "A.2.2 Evidenced Current the review of PRO-001 is overdue no longer PRO-001 ",
        ],
    );
    let cached = tempfile::tempdir().expect("a folder");
    let project = || Project::find(git.path()).expect("a project").with_cache(cached.path()).run_by([1; 32]);
    for _ in 0..2 {
        let with = Request { trend: true, ..request(&git) };
        let again = project().build(&with).and_then(|built| built.bundle()).expect("a site");
        assert_eq!(words(&again, "certification/gaps.html"), gaps, "from the cache as without it");
    }
}
