//! A repository that holds too much of one thing: every list may be long, and none may be walked once for each entry of
//! another. What is asserted is that reading, checking and, where a page grows with it, building come to an end, within a
//! time that only quadratic work needs; how fast they are is for the benchmark.

use std::sync::mpsc;
use std::time::Duration;

use aims::approval::Approvals;
use aims::base::{Bundle, Date};
use aims::check::{Findings, check};
use aims::history::{History, Standing};
use aims::model::Aims;
use aims::model::load::load;
use aims::pipeline::SiteFiles;
use aims::source::Memory;
use aims::state::{NoTexts, State};

const TODAY: Date = Date::constant(2026, 11, 20);

/// Far more than any of this takes without optimisation on a machine with other things to do, and far less than it took
/// when the work grew with the square of the input.
const PATIENCE: Duration = Duration::from_secs(60);

type Files = Vec<(String, String)>;

/// Does something in a thread of its own, which has to come to an end.
#[track_caller]
fn in_time<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, waiting) = mpsc::channel();
    std::thread::spawn(move || done.send(work()));
    waiting.recv_timeout(PATIENCE).expect("the work comes to an end and does not panic")
}

fn read(files: &Files) -> (Aims, Findings) {
    let source = Memory::new(files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())));
    let aims = load(&source, TODAY).expect("memory can be read");
    let approvals = Approvals::default();
    let standings = approvals.standings(&aims);
    let aims = aims.stand(standings);
    let findings = check(&aims, &History::empty(Standing::Recorded), &approvals);
    (aims, findings)
}

/// The findings of one rule: line and help of each.
#[track_caller]
fn told(files: Files, rule: &'static str) -> Vec<String> {
    in_time(move || {
        let (aims, findings) = read(&files);
        let found = findings.found.into_iter().filter(|finding| finding.name == rule);
        let tell = |finding: aims::diag::Diagnostic| {
            let (start, _) = aims.texts.positions(&finding.place);
            format!("{}:{} {}", finding.place.path, start.line, finding.help.unwrap_or_default())
        };
        found.map(tell).collect()
    })
}

/// The site with its data.
#[track_caller]
fn built(files: Files) -> Bundle {
    in_time(move || {
        let (aims, findings) = read(&files);
        let history = History::empty(Standing::Recorded);
        let state = State::new(aims, history, Approvals::default(), findings);
        let none = Memory::new(std::iter::empty());
        let files = SiteFiles::new(&state, &NoTexts, &none).expect("a plan");
        Bundle::of(&files).expect("a site")
    })
}

fn text<'a>(bundle: &'a Bundle, path: &str) -> &'a str {
    let bytes = bundle.get(path).unwrap_or_else(|| panic!("no {path}"));
    std::str::from_utf8(bytes).expect("text")
}

/// One text for each of so many numbers, one after another.
fn each(many: usize, text: impl Fn(usize) -> String) -> String {
    (0..many).map(text).collect()
}

/// A document for each of so many numbers.
fn documents(folder: &str, many: usize, text: impl Fn(usize) -> String) -> Files {
    (0..many).map(|i| (format!("{folder}/{i:05}.md"), text(i))).collect()
}

fn front(id: &str, kind: &str, more: &str) -> String {
    format!("---\nid: {id}\ntitle: The title of {id}\nkind: {kind}\n{more}---\n")
}

fn one(path: &str, text: String) -> (String, String) {
    (path.to_owned(), text)
}

/// How many findings of one rule a file makes at most, one of which tells of the others.
const LISTED: usize = 201;

/// How many of these say what may be meant.
fn guesses(told: &[String]) -> usize {
    told.iter().filter(|told| told.contains("Did you mean")).count()
}

#[test]
fn headings_and_links_to_none_of_them() {
    let page = each(20_000, |i| format!("# Heading number {i:05}\n\n[a](#heading-nunber-{i:05})\n\n"));
    let told = told(vec![one("a.md", page)], "broken-fragment");
    assert_eq!(told.len(), LISTED);
    for (i, told) in told[..LISTED - 1].iter().enumerate() {
        assert!(told.ends_with(&format!("Did you mean `#heading-number-{i:05}`?")), "{told}");
    }
}

#[test]
fn links_to_headings_that_are_there() {
    let page = each(20_000, |i| format!("# Heading number {i}\n\n[a](#heading-number-{})\n\n", 19_999 - i));
    assert_eq!(told(vec![one("a.md", page)], "broken-fragment"), Vec::<String>::new());
}

#[test]
fn keys_that_nobody_knows() {
    let keys = each(60_000, |i| format!("ownr-{i}: x\n"));
    let page = format!("---\nid: POL-001\ntitel: T\nkind: policy\n{keys}versoin: 1\n---\n");
    let told = told(vec![one("a.md", page)], "unknown-key");
    assert_eq!(told.len(), LISTED);
    assert!(told[0].contains("Did you mean `title`?"), "{}", told[0]);
    assert_eq!(told[LISTED - 1], "a.md:204 Mend those that are listed, and check again.");
    let rows = each(10_000, |i| format!("  - {{unkown-{i}: x, inptu: y}}\n"));
    let rows = front("MR-001", "management-review", &format!("inputs:\n{rows}"));
    assert_eq!(self::told(vec![one("a.md", rows)], "unknown-key").len(), LISTED);
}

#[test]
fn one_key_over_and_over() {
    let page = format!("---\n{}---\n", each(60_000, |_| "title: T\n".into()));
    assert_eq!(told(vec![one("a.md", page)], "duplicate-key").len(), LISTED);
}

#[test]
fn ids_that_no_document_has_in_links_and_in_front_matter() {
    let known = || documents("d", 200, |i| front(&format!("PRO-{i:04}"), "procedure", ""));
    let mut files = known();
    files.push(one("a.md", each(20_000, |i| format!("[[PRX-{i:05}]]\n"))));
    let told = told(files, "broken-link");
    assert_eq!((told.len(), guesses(&told)), (LISTED, LISTED - 1));
    let mut files = known();
    let named = each(20_000, |i| format!("  - PRX-{i:05}\n"));
    files.push(one("a.md", front("REC-001", "record", &format!("evidence-for:\n{named}"))));
    let told = self::told(files, "unknown-reference");
    assert_eq!((told.len(), guesses(&told)), (LISTED, LISTED - 1));
}

#[test]
fn documents_with_one_broken_link_each() {
    let files =
        documents("docs", 4_500, |i| format!("# Page {i}\n\n[x](gone-{i:05}.md) [y](../elsewhere/{i:05}.md)\n"));
    let told = told(files, "broken-link");
    assert_eq!(told.len(), 9_000);
    // A file that was moved is found by its name, however many there are.
    assert!(told.last().is_some_and(|told| told.ends_with("Did you mean `04499.md`?")), "{:?}", told.last());
}

#[test]
fn documents_with_one_id() {
    let files = documents("docs", 5_000, |_| front("POL-001", "policy", ""));
    let told = told(files, "duplicate-id");
    assert_eq!(told.len(), 4_999);
    assert!(told[4_998].ends_with("this document goes by `POL-001-5000`."), "{}", told[4_998]);
}

#[test]
fn owners_and_controls_that_nobody_knows() {
    let roles = format!("[roles]\n{}", each(2_000, |i| format!("\"Role number {i}\" = \"x\"\n")));
    let mut files =
        documents("d", 2_000, |i| front(&format!("PRO-{i}"), "procedure", &format!("owner: Rule nunber {i}\n")));
    files.push(one("aims.toml", roles));
    let told = told(files, "unknown-role");
    assert_eq!((told.len(), guesses(&told)), (2_000, 2_000));
    let row = |i| format!("  - {{control: OWN-{i:04}, title: t, applicable: true, reason: r}}\n");
    let controls = each(5_000, |i| format!("  - OWM-{i:04}\n"));
    let files = vec![
        one("soa.md", front("SOA-001", "soa", &format!("statement:\n{}", each(2_000, row)))),
        one("a.md", front("POL-001", "policy", &format!("controls:\n{controls}"))),
    ];
    let told = self::told(files, "unknown-control");
    assert_eq!((told.len(), guesses(&told)), (LISTED, LISTED - 1));
}

#[test]
fn a_retired_document_with_thousands_of_successors_and_of_links_to_it() {
    let mut files = documents("new", 3_000, |i| front(&format!("POL-{i}"), "policy", "replaces: [OLD-001]\n"));
    files.extend(documents("use", 3_000, |i| front(&format!("PRO-{i}"), "procedure", "") + "[[OLD-001]]\n"));
    files.push(one("old.md", front("OLD-001", "policy", "status: retired\n")));
    assert_eq!(told(files, "link-to-retired").len(), 3_000);
}

#[test]
fn levels_and_waivers_without_end() {
    let levels = each(20_000, |i| format!("no-rule-{i} = \"off\"\n"));
    let waiver = |i| {
        format!(
            "[[checks.waivers]]\ncode = \"AIMS203\"\npath = \"docs/{i:05}.md\"\nreason = \"r\"\nuntil = 2027-01-01\n"
        )
    };
    let mut files = documents("docs", 1_500, |_| "# T\n\n[x](gone.md)\n".into());
    files.push(one("aims.toml", format!("[checks.levels]\n{levels}{}", each(1_499, waiver))));
    assert_eq!(told(files, "broken-link").len(), 1);
}

#[test]
fn systems_with_their_risks() {
    let mut files = documents("s", 1_500, |i| front(&format!("SYS-{i}"), "system", ""));
    files
        .extend(documents("r", 1_500, |i| front(&format!("RSK-{i}"), "risk", &format!("systems: [sys-{i}, SYS-0]\n"))));
    let (aims, _) = in_time(move || read(&files));
    let system = |id: &str| aims.by_id(id).expect("a system");
    let names = |id| -> Vec<&str> {
        aims.naming("risk", "systems", system(id)).into_iter().map(|(_, found)| found.id.as_str()).collect()
    };
    assert_eq!(names("SYS-1499"), ["RSK-1499"]);
    assert_eq!(names("SYS-0").len(), 1_500);
    assert_eq!(names("SYS-0")[..4], ["RSK-0", "RSK-1", "RSK-2", "RSK-3"]);
    assert!(aims.naming("audit", "systems", system("SYS-0")).is_empty());
    assert!(aims.naming("risk", "affects", system("SYS-0")).is_empty());
}

#[test]
fn a_site_of_systems_with_their_risks_grows_with_them() {
    let size = |many: usize| {
        let mut files = documents("s", many, |i| front(&format!("SYS-{i}"), "system", ""));
        files.extend(documents("r", many, |i| front(&format!("RSK-{i}"), "risk", &format!("systems: [SYS-{i}]\n"))));
        built(files).iter().map(|(_, bytes)| bytes.len()).sum::<usize>()
    };
    let (few, many) = (size(100), size(400));
    assert!(many < few * 5, "{few} bytes for 100 systems, {many} for 400");
}

#[test]
fn a_procedure_that_everything_is_evidence_for() {
    let controls: Vec<&str> =
        aims::model::catalog::Catalog::builtin().controls().map(|found| found.id.as_str()).collect();
    let procedure = front("PRO-001", "procedure", &format!("controls: [{}]\n", controls.join(", ")));
    let mut files =
        documents("r", 700, |i| front(&format!("REC-{i:04}"), "record", "date: 2026-11-01\nevidence-for: [PRO-001]\n"));
    files.push(one("p.md", procedure));
    let site = built(files);
    for control in controls {
        let page = text(&site, &format!("controls/{control}.html"));
        assert!(page.contains("500 more serve it in this way."), "{control}");
        assert!(page.contains("documents/index.html") && page.contains("data/traceability.json"), "{control}");
        assert_eq!(page.matches(" through ").count(), 200, "{control}");
        assert!(page.contains("REC-0199") && !page.contains("REC-0200<"), "{control}");
        assert!(page.len() < 120_000, "{control}: {} bytes", page.len());
    }
    assert_eq!(text(&site, "data/traceability.json").matches("REC-0699").count(), 38);
    // Two columns of each drawing hold something: the procedure, and the first twelve records.
    let captions = text(&site, "traceability.html");
    assert!(captions.contains("701 documents that serve them, of which 13 are drawn, at most 12 a column"));
    assert!(site.size() < 25_000_000, "{} bytes", site.size());
}
