//! What a machine makes of line ends at checkout voids no record, and what is published is what was committed.

use std::path::PathBuf;

use aims::approval::Counts;
use aims::base::DocPath;
use aims::model::approval_rule::Evidence;
use aims::pipeline::{Project, Request};

use super::world::{MIREL, ORLA, POLICY, World};

const RECORD: &str = "approvals/POL-001/2026-11-20-approval-1.0-orla-fenwick.toml";

/// The policy, approved and committed, without a word on line ends.
fn approved() -> World {
    let (world, key) = World::new();
    world.put("aims.toml", &format!("publish.addresses = true\n{}", world.read("aims.toml")));
    world.commit(MIREL, "Publish records, which hold addresses");
    assert_eq!(world.approve(&key).code, Some(0));
    std::fs::remove_file(world.repo.join(".gitattributes")).expect("`aims approve` wrote it");
    world.commit(ORLA, "Approve");
    world
}

/// Looks at a clone made with these settings from here on.
fn clone(world: &mut World, name: &str, settings: &[&str]) {
    let to: PathBuf = world.ssh.path().join(name);
    let from = world.repo.to_str().expect("text").to_owned();
    let to_text = to.to_str().expect("text");
    world.git(MIREL, &[&["clone", "-q", "--no-local"], settings, &[from.as_str(), to_text]].concat());
    world.repo = to;
}

fn counts(world: &World, told: &str) {
    assert_eq!(world.standings(), [Counts::Yes], "{told}");
    assert_eq!(world.level(), Evidence::Recorded, "{told}");
    let codes: Vec<&str> = world.check().findings.found.iter().map(|finding| finding.code).collect();
    let void = |code: &&str| ("AIMS503".."AIMS508").contains(code);
    assert!(!codes.iter().any(void), "{told}: {codes:?}");
}

#[test]
fn line_ends_and_marks_void_no_record() {
    let mut world = approved();
    let written = world.read(RECORD);
    clone(&mut world, "converted", &["-c", "core.autocrlf=true"]);
    assert!(world.read(RECORD).contains("\r\n") && world.read(POLICY).contains("\r\n"), "git converted them");
    counts(&world, "autocrlf");
    // The site has what the commit has, and says so.
    let request = Request::new(&world.repo, world.check().aims.today);
    let project = Project::find(&world.repo).expect("an AIMS");
    let built = project.build(&request).expect("a site");
    assert!(built.state().from_commit);
    let site = built.bundle().expect("a site");
    for (path, text) in [(RECORD.to_owned(), written.clone()), (format!("{RECORD}.sig"), String::new())] {
        let bytes = site.get(&path).expect("a copy of the record");
        assert!(!bytes.contains(&b'\r') && (text.is_empty() || bytes == text.as_bytes()), "{path}");
    }
    // An editor puts a mark in front of the record, or changes what is committed for good.
    world.git(ORLA, &["config", "core.autocrlf", "false"]);
    for (told, record) in [
        ("a mark", format!("\u{feff}{written}")),
        ("carriage returns", written.replace('\n', "\r\n")),
        ("both", format!("\u{feff}{}", written.replace('\n', "\r\n"))),
    ] {
        world.put(RECORD, &record);
        counts(&world, told);
        world.commit(ORLA, told);
        counts(&world, told);
    }
    // The same of documents and settings.
    for file in [POLICY, "aims.toml"] {
        let text = world.read(file);
        world.put(file, &format!("\u{feff}{}", text.replace('\n', "\r\n")));
        counts(&world, file);
        world.put(file, &text);
    }
    // Any other byte still voids it.
    world.put(RECORD, &written.replace("1.0", "1.1"));
    assert_ne!(world.standings(), [Counts::Yes]);
}

#[test]
fn a_folder_without_its_repository_publishes_records_that_can_be_verified() {
    let world = approved();
    let written = world.read(RECORD);
    world.put(RECORD, &written.replace('\n', "\r\n"));
    std::fs::remove_dir_all(world.repo.join(".git")).expect("a repository");
    let request = Request::new(&world.repo, aims::base::Date::constant(2026, 11, 20));
    let site = Project::find(&world.repo).and_then(|project| project.build(&request)?.bundle()).expect("a site");
    assert_eq!(site.get(RECORD).expect("a copy"), written.as_bytes());
}

#[test]
fn an_act_sees_to_it_that_records_keep_their_bytes() {
    let (world, key) = World::new();
    world.put(".gitattributes", "* text=auto eol=crlf");
    world.commit(MIREL, "Windows");
    let done = world.approve(&key);
    assert!(done.stderr.contains(&format!("git add {RECORD} {RECORD}.sig .gitattributes")), "{}", done.stderr);
    let first = world.read(".gitattributes");
    assert!(first.starts_with("* text=auto eol=crlf\n") && first.ends_with("\napprovals/** -text\n"), "{first}");
    assert!(world.git(ORLA, &["check-attr", "text", RECORD]).ends_with("text: unset"));
    world.commit(ORLA, "Approve");
    // Once is enough.
    let done = world.aims(&["review", "POL-001", "--as", ORLA, "--outcome", "fine", "--today", "2026-11-20"]);
    assert!(done.code == Some(0) && !done.stderr.contains(".gitattributes"), "{}", done.stderr);
    assert_eq!(world.read(".gitattributes"), first);
    let path = DocPath::new(RECORD).expect("a path");
    assert!(world.check().approvals.acts.iter().any(|act| act.path == path && act.standing == Counts::Yes));
}

#[test]
fn what_a_filter_of_git_made_is_not_the_evidence() {
    let (world, _) = World::new();
    world.edit(
        POLICY,
        "must be listed",
        "must be listed ([evidence](../files/evidence.pdf), [plan](../files/plan.pdf))",
    );
    world.put(".gitattributes", "*.pdf filter=rot -text\nplan.pdf -filter\n");
    world.git(MIREL, &["config", "filter.rot.clean", "tr a-z b-za"]);
    world.git(MIREL, &["config", "filter.rot.smudge", "tr b-za a-z"]);
    world.put("files/evidence.pdf", "%PDF plain\n");
    world.put("files/plan.pdf", "%PDF plan\n");
    world.commit(MIREL, "Evidence");
    let project = Project::find(&world.repo).expect("an AIMS");
    let told = |rev: Option<&str>| {
        let today = aims::base::Date::constant(2026, 11, 20);
        let request = Request { rev: rev.map(str::to_owned), ..Request::new(&world.repo, today) };
        let built = project.build(&request).expect("a site");
        let found = &built.state().findings.found;
        let messages = found.iter().filter(|finding| finding.code == "AIMS216");
        let messages: Vec<String> = messages.map(|finding| finding.message.clone()).collect();
        let site = built.bundle().expect("a site");
        (messages, ["evidence", "plan"].map(|name| site.get(&format!("files/files/{name}.pdf")).is_some()))
    };
    assert_eq!(told(None), (vec![], [true, true]), "the files themselves are there");
    let (messages, published) = told(Some("HEAD"));
    assert_eq!(published, [false, true]);
    assert_eq!(
        messages,
        [
            "`../files/evidence.pdf` is not published: the commit has it as the git filter `rot` made it, not the file itself"
        ]
    );
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test writes what others would")]
fn ids_and_encodings_void_no_record() {
    for attributes in ["ident", "working-tree-encoding=ISO-8859-1", "working-tree-encoding=UTF-16LE-BOM"] {
        let (mut world, key) = World::new();
        world.put(POLICY, &format!("{}\n$Id$ of the Übersicht.\n", world.read(POLICY)));
        world.commit(MIREL, "Say more");
        assert_eq!(world.approve(&key).code, Some(0));
        world.put(".gitattributes", &format!("*.md {attributes}\napprovals/** -text\n"));
        world.git(ORLA, &["add", "approvals", ".gitattributes"]);
        world.git(ORLA, &["commit", "-q", "-m", "Approve"]);
        let committed = std::fs::read(world.repo.join(POLICY)).expect("a file");
        clone(&mut world, "converted", &[]);
        let here = std::fs::read(world.repo.join(POLICY)).expect("a file");
        assert_ne!(here, committed, "git converted it: {attributes}");
        counts(&world, attributes);
        let last = here.len() - if here.ends_with(&[0]) { 2 } else { 1 };
        std::fs::write(world.repo.join(POLICY), &here[..last]).expect("a file");
        assert!(!world.check().findings.found.iter().any(|finding| finding.code == "AIMS103"), "{attributes}");
    }
}

#[test]
fn a_text_that_a_filter_may_change_is_approved_as_it_is_committed() {
    let (world, key) = World::new();
    world.put(".gitattributes", "policies/*.md filter=up\n");
    let text = world.read(POLICY);
    world.put(POLICY, &format!("{text}\nMore.\n"));
    let done = world.approve(&key);
    assert!(done.code == Some(2) && done.stderr.contains("`filter=up`"), "{}", done.stderr);
    world.put(POLICY, &text);
    assert_eq!(world.approve(&key).code, Some(0));
}
