//! A repository that holds too much of one thing: every list may be long, and none may be walked once for each entry of
//! another. What is asserted is that reading, checking and, where a page grows with it, building come to an end, within a
//! time that only quadratic work needs; how fast they are is for the benchmark.

use std::sync::{Arc, mpsc};
use std::time::Duration;

use aims::approval::{Approvals, Input, Past, judge};
use aims::base::{Bundle, Date, DocPath, Files as _, Glob, Globs};
use aims::check::{Findings, check};
use aims::history::{Change, ChangeKind, History, Person, Revision, Standing};
use aims::model::Aims;
use aims::model::catalog::Catalog;
use aims::model::kinds::{FieldSpec, FieldType, Kind, Kinds, Nature, Need};
use aims::model::load::load;
use aims::model::review::Review;
use aims::pipeline::SiteFiles;
use aims::source::Memory;
use aims::state::{NoTexts, State};
use serde_json::Value;

const TODAY: Date = Date::constant(2026, 11, 20);

/// Far more than any of this takes without optimisation on a machine with other things to do, and far less than it took
/// when the work grew with the square of the input.
const PATIENCE: Duration = Duration::from_secs(150);

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
fn links_without_end_in_one_paragraph() {
    for text in ["[a](p.md) ".repeat(250_000), each(120_000, |i| format!("[a{i}](p.md) "))] {
        let files = vec![one("p.md", format!("{}{text}\n", front("PRO-001", "procedure", "")))];
        let links = in_time(move || read(&files).0.documents[0].body.links.len());
        assert!(links >= 120_000);
    }
}

#[test]
fn roles_that_people_hold_and_slips_of_them() {
    let people = |i: usize| {
        format!("[[people]]\nname = \"P {i}\"\nemails = [\"p{i}@x.example\"]\nroles = [\"Role numbr {i}\"]\n")
    };
    let held =
        |i: usize| format!("[[people]]\nname = \"H {i}\"\nemails = [\"h{i}@x.example\"]\nroles = [\"Held {i}\"]\n");
    let roles = each(3_000, |i| format!("\"Role number {i}\" = \"x\"\n\"Held {i}\" = \"x\"\n"));
    let settings =
        format!("[organisation]\nname = \"X\"\n[roles]\n{roles}{}{}", each(3_000, people), each(3_000, held));
    let slips = told(vec![one("aims.toml", settings)], "unknown-role");
    assert_eq!((slips.len(), guesses(&slips)), (LISTED, LISTED - 1));
    assert!(slips.iter().any(|slip| slip.ends_with("Did you mean `Role number 7`?")), "{:?}", slips.first());
}

#[test]
fn patterns_without_end_on_files_without_end() {
    let patterns = each(10_000, |i| format!("\"x{i}/**\", \"**/y{i}*/**\", "));
    let folders = each(10_000, |i| format!("\"f{i}\" = \"policy\"\n"));
    let dear = each(200, |i| format!("\"*{}{i}b\", ", "a".repeat(100)));
    let settings = format!("[organisation]\nname = \"X\"\n[files]\nexclude = [{dear}{patterns}]\n[folders]\n{folders}");
    let name = "a".repeat(235);
    let mut files = documents(&format!("d/{name}"), 2_000, |i| format!("# {i}\n"));
    files.extend([one("aims.toml", settings), one("x7/a.md", "# X\n".into()), one("z/y9/a.md", "# Y\n".into())]);
    // Of all of them but the two that match.
    assert_eq!(in_time(move || read(&files).0.idle_files.len()), 20_198);
}

#[test]
fn of_many_the_first_is_found_that_matches_alone() {
    let parts = ["a", "ab", "a*", "*b", "?", "**", "*", "a?b*", "", "ä", "ä*"];
    let patterns: Vec<String> =
        parts.iter().flat_map(|one| parts.iter().map(move |other| format!("{one}/{other}"))).collect();
    let globs: Vec<Glob> = patterns.iter().map(|pattern| Glob::new(pattern)).collect();
    let many = Globs::new(globs.clone());
    let names = ["a", "ab", "b", "axb", "äb", "x"];
    let paths: Vec<String> =
        names.iter().flat_map(|one| names.iter().map(move |other| format!("{one}/{other}"))).collect();
    for path in &paths {
        for skip in 0..globs.len() {
            let few = Globs::new(globs[skip..].iter().cloned());
            assert_eq!(few.first(path), globs[skip..].iter().position(|glob| glob.matches(path)), "{path}");
        }
    }
    let is_idle = |glob: &Glob| !paths.iter().any(|path| glob.matches(path));
    let idle: Vec<usize> = (0..globs.len()).filter(|place| is_idle(&globs[*place])).collect();
    assert_eq!(many.idle(paths.iter().map(String::as_str)), idle);
}

#[test]
fn one_mend_for_each_line_of_front_matter() {
    let controls = each(60_000, |_| "  - A5.2\n".to_owned());
    let files = vec![one("p.md", front("PRO-001", "procedure", &format!("controls:\n{controls}")))];
    assert!(in_time(move || read(&files).1.found.iter().filter(|found| !found.fixes.is_empty()).count()) > 0);
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
fn keys_without_end_in_one_table_of_the_settings() {
    let roles = each(60_000, |i| format!("role-{i} = \"Does number {i}.\"\n"));
    let files = vec![one("aims.toml", format!("[roles]\n{roles}")), one("a.md", "# T\n\n[x](gone.md)\n".to_owned())];
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
        assert!(page.contains("This is page 1 of 3, with 200 rows of 701."), "{control}");
        assert!(page.contains(&format!("{control}/documents-2.html")), "{control}");
        assert_eq!(page.matches(" through ").count(), 199, "{control}");
        assert!(page.contains("REC-0198<") && !page.contains("REC-0199<"), "{control}");
        assert!(page.len() < 120_000, "{control}: {} bytes", page.len());
        // What does not stand there stands on a page of its own, and so does what the history is gathered from.
        let further = |name: &str| [2, 3].map(|page| text(&site, &format!("controls/{control}/{name}-{page}.html")));
        for pages in [further("documents"), further("sources")] {
            assert!(pages.iter().all(|page| page.len() < MOST_OF_A_HUB), "{control}");
            assert!(pages[1].contains("REC-0699</a></th>"), "{control}");
        }
        let rest = further("documents").map(|page| page.matches(" through ").count());
        assert_eq!(rest, [400, 101], "{control}");
    }
    assert_eq!(text(&site, "data/traceability.json").matches("REC-0699").count(), 38);
    // Two columns of each drawing hold something: the procedure, and the first twelve records.
    let captions = text(&site, "traceability.html");
    assert!(captions.contains("701 documents that serve them, of which 13 are drawn, at most 12 a column"));
    assert!(site.size() < 46_000_000, "{} bytes", site.size());
}

#[test]
fn what_stands_on_a_further_page_of_a_control_is_led_to_there() {
    let mut files = documents("p", 230, |i| front(&format!("POL-{i:04}"), "policy", "controls: [A.2.2]\n"));
    files.extend(documents("k", 150, |i| front(&format!("RSK-{i:04}"), "risk", "controls: [A.2.3]\n")));
    files.push(one("r.md", front("REC-001", "record", "date: 2026-11-01\ncontrols: [A.2.2]\n")));
    let site = built(files);
    let first = text(&site, "controls/A.2.2.html");
    assert!(first.contains("id=\"says\"") && !first.contains("id=\"shows\""));
    let further = text(&site, "controls/A.2.2/documents-2.html");
    assert!(
        further.contains("<tr id=\"shows\"><th scope=\"row\"><a class=\"id\" href=\"../../documents/REC-001.html\"")
    );
    let matrix = text(&site, "traceability.html");
    assert!(matrix.contains("href=\"controls/A.2.2/documents-2.html#shows\""));
    assert!(matrix.contains("href=\"controls/A.2.2.html#says\""));
    let risks = ["controls/A.2.3.html", "controls/A.2.3/risks-2.html"].map(|path| text(&site, path));
    assert!(risks.iter().all(|page| page.contains("with 100 rows of 150.") || page.contains("with 50 rows of 150.")));
    assert!(risks[1].contains("RSK-0149</a></th>"));
}

/// What a file of the index says, as the function that it calls is told, and how many bytes it has.
fn indexed(files: &SiteFiles<'_>, name: &str) -> (Value, usize) {
    let path = DocPath::new(&format!("search/{name}.js")).expect("a path");
    let bytes = files.bytes(&path).expect("a file of the index");
    let text = std::str::from_utf8(&bytes).expect("text");
    let value = text.split_once(',').and_then(|(_, rest)| rest.split_once(',')).expect("three values").1;
    (serde_json::from_str(value.trim_end().trim_end_matches(");")).expect("JSON"), bytes.len())
}

/// How many entries of each word `theme/search.js` shows at first.
const SHOWN: usize = 18;

/// What a browser loads for a word: how many bytes, and in how many entries it stands.
fn loaded(files: &SiteFiles<'_>, word: &str) -> (usize, usize) {
    let (head, mut bytes) = indexed(files, "index");
    let firsts: Vec<&str> = head["words"].as_array().expect("words").iter().filter_map(Value::as_str).collect();
    let first = firsts.partition_point(|first| *first <= word).saturating_sub(1);
    let further = (first + 1..firsts.len()).take_while(|file| firsts[*file].starts_with(word));
    let mut entries = Vec::new();
    for file in std::iter::once(first).chain(further).take(12) {
        let (lines, size) = indexed(files, &format!("words/{file}"));
        bytes += size;
        let lines: Vec<&str> = lines.as_array().expect("lines").iter().filter_map(Value::as_str).collect();
        for places in lines.chunks(2).filter(|line| line[0].starts_with(word)).map(|line| line[1]) {
            for list in places.split(';').filter(|list| !list.is_empty()) {
                entries.extend(list.split(',').scan(0, |entry, step| {
                    *entry += usize::from_str_radix(step, 36).expect("a step");
                    Some(*entry)
                }));
            }
        }
    }
    entries.sort_unstable();
    entries.dedup();
    // Those far apart share no file.
    let shown = entries.iter().step_by((entries.len() / SHOWN).max(1)).take(SHOWN);
    let mut texts: Vec<usize> = shown.map(|entry| file_of(&head, *entry)).collect();
    texts.dedup();
    bytes += texts.iter().map(|file| indexed(files, &format!("texts/{file}")).1).sum::<usize>();
    (bytes, entries.len())
}

/// The file that tells of an entry.
fn file_of(head: &Value, entry: usize) -> usize {
    let mut sum = 0;
    let counts = head["texts"].as_array().expect("counts").iter().filter_map(Value::as_u64);
    counts
        .take_while(|count| {
            sum += usize::try_from(*count).expect("a count");
            sum <= entry
        })
        .count()
}

/// A text of so many words, most of them few and some rare, as those of people are.
fn prose(seed: usize, words: usize) -> String {
    let mut random = u64::try_from(seed).expect("a small number") * 2_654_435_761 + 1;
    let mut text = String::new();
    for i in 0..words {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // The second word is half as frequent as the first, the third has a third.
        let rank = (0..14).map(|bit| random >> (24 + bit) & 1).take_while(|bit| *bit == 1).count();
        let of_rank = usize::try_from(random >> 44).expect("20 bits") & ((1 << rank) - 1);
        let word = (1 << rank) + of_rank;
        let end = if i % 90 == 89 {
            ".\n\n"
        } else if i % 12 == 11 {
            ". "
        } else {
            " "
        };
        text.push_str(["con", "im", "re", "ver", "se", "fair", "mo"][word % 7]);
        text.push_str(&letters(word));
        text.push_str(end);
    }
    text
}

/// A number in letters.
fn letters(number: usize) -> String {
    let mut rest = number * 7 + 26;
    let mut word = String::new();
    while rest > 0 {
        word.push(char::from(b'a' + u8::try_from(rest % 26).expect("a letter")));
        rest /= 26;
    }
    word
}

#[test]
fn a_first_query_loads_little_of_the_index_of_a_thousand_documents() {
    let text = |i| front(&format!("PRO-{i:04}"), "procedure", "") + "## Part\n\n" + &prose(i, 1_250);
    let files = documents("d", 1_000, text);
    let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
    assert!(bytes > 6_500_000, "{bytes} bytes of texts");
    in_time(move || {
        let (aims, findings) = read(&files);
        let state = State::new(aims, History::empty(Standing::Recorded), Approvals::default(), findings);
        let none = Memory::new(std::iter::empty());
        let files = SiteFiles::new(&state, &NoTexts, &none).expect("a plan");
        files.prepare();
        for (word, most) in [("title", 1_000), ("pro-0500", 1), ("conb", 100), ("con", 1_000), ("fair", 1_000)] {
            let (bytes, entries) = loaded(&files, word);
            assert!(entries >= most && bytes < 300_000, "{word}: {bytes} bytes, {entries} entries");
        }
        let near = indexed(&files, "near").1;
        assert!(near < 100_000, "{near} bytes of words");
    });
}

/// What stands between two marks of a page, the first time.
fn between<'a>(html: &'a str, open: &str, close: &str) -> &'a str {
    html.split_once(open).and_then(|(_, rest)| rest.split_once(close)).map_or("", |(inside, _)| inside)
}

/// The pages of a list: the first, and all that its way to the others leads to.
fn pages_of(files: &SiteFiles<'_>, first: &str) -> Vec<(String, String)> {
    let page = |path: &str| {
        let bytes = files.bytes(&DocPath::new(path).expect("a path")).unwrap_or_else(|error| panic!("{path}: {error}"));
        String::from_utf8(bytes.to_vec()).expect("text")
    };
    let html = page(first);
    let folder = first.rsplit_once('/').map_or("", |(folder, _)| folder);
    let others: Vec<String> = between(&html, "<nav class=\"pages\"", "</nav>")
        .split("href=\"")
        .skip(1)
        .map(|link| {
            let to = link.split('"').next().expect("an address");
            match to.strip_prefix("../") {
                Some(top) => top.to_owned(),
                None if folder.is_empty() => to.to_owned(),
                None => format!("{folder}/{to}"),
            }
        })
        .collect();
    let others = others.into_iter().map(|path| (path.clone(), page(&path)));
    std::iter::once((first.to_owned(), html.clone())).chain(others).collect()
}

/// No page that gathers things weighs more than this, however many there are.
const MOST_OF_A_HUB: usize = 300_000;

#[test]
fn pages_that_gather_a_thousand_documents_stay_small_and_leave_nothing_out() {
    let mut repository = documents("p", 500, |i| {
        let dates =
            "version: \"1.0\"\nstatus: approved\nowner: AI Officer\neffective: 2024-01-01\nreviewed: 2024-01-01\n";
        front(&format!("PRO-{i:04}"), "procedure", dates) + "Words of [another](gone.md).\n"
    });
    repository.extend(documents("n", 500, |i| {
        let facts = "date: 2026-09-01\ngrade: minor\nstate: action\ndue: 2026-11-01\nrequirement: PRO-0001\n";
        front(&format!("NC-{i:04}"), "nonconformity", facts)
    }));
    in_time(move || {
        let (aims, findings) = read(&repository);
        let found = findings.found.len();
        let state = State::new(aims, History::empty(Standing::Recorded), Approvals::default(), findings);
        let none = Memory::new(std::iter::empty());
        let files = SiteFiles::new(&state, &NoTexts, &none).expect("a plan");
        let count = |pages: &[(String, String)], mark: &str| {
            for (path, html) in pages {
                assert!(html.len() < MOST_OF_A_HUB, "{path} has {} bytes", html.len());
            }
            pages.iter().map(|(_, html)| html.matches(mark).count()).sum::<usize>()
        };
        let documents = pages_of(&files, "documents/index.html");
        assert_eq!((documents.len(), count(&documents, "<td class=\"main\">")), (2, 1_000));
        let id = |row: &str| between(row, "\">", "</a>").to_owned();
        let rows =
            documents.iter().flat_map(|(_, html)| html.split("<th scope=\"row\"><a class=\"id\" href=\"").skip(1));
        assert_eq!(rows.map(id).collect::<std::collections::BTreeSet<_>>().len(), 1_000);
        let reviews = pages_of(&files, "reviews.html");
        assert_eq!(count(&reviews, "<td class=\"main\">"), 500);
        let register = pages_of(&files, "registers/nonconformity.html");
        assert_eq!((register.len(), count(&register, "<th scope=\"row\"><a class=\"id\"")), (4, 500));
        assert_eq!(count(&register, "is-overdue\">19 days</span>"), 500);

        // Each rule that finds something is led to, and its pages have all that it finds.
        let index = pages_of(&files, "findings.html").remove(0).1;
        assert!(index.len() < MOST_OF_A_HUB, "{} bytes", index.len());
        let rules: std::collections::BTreeSet<&str> =
            index.split("href=\"findings/").skip(1).filter_map(|link| link.split('"').next()).collect();
        let listed = |rule: &&str| count(&pages_of(&files, &format!("findings/{rule}")), " class=\"finding is-");
        assert_eq!(rules.iter().map(listed).sum::<usize>(), found);
        assert!(
            found > 2_000 && index.find("errors, by").expect("errors") < index.find("warnings, by").expect("warnings")
        );
        let csv = files.bytes(&DocPath::new("data/findings.csv").expect("a path")).expect("findings");
        assert_eq!(String::from_utf8_lossy(&csv).matches("\r\n").count(), found + 1);
        for hub in [
            "index.html",
            "traceability.html",
            "audit.html",
            "soa.html",
            "controls/index.html",
            "clauses/index.html",
            "changes/in-force.html",
        ] {
            assert!(pages_of(&files, hub)[0].1.len() < MOST_OF_A_HUB, "{hub}");
        }
    });
}

/// Risks, systems with their assessments, suppliers, records of competence, and people who have to read.
fn of_an_organisation(risks: usize, systems: usize, suppliers: usize) -> Files {
    let approved = "status: approved\nversion: \"1.0\"\nowner: Role 3\neffective: 2025-01-01\n";
    let mut files = documents("r", risks, |i| {
        let facts = format!(
            "{approved}systems: [SYS-{:03}, SYS-000]\nlikelihood: {}\nseverity: {}\nresidual-likelihood: 1\nresidual-severity: 2\n\
             treatment: mitigate\ncontrols: [A.6.2.4]\nstate: treated\n\
             consequence: Somebody relies on what is not so, and asks for the damage to be made good\n",
            i % systems,
            i % 5 + 1,
            if i < 1_500 { 4 } else { 5 }
        );
        front(&format!("RSK-{i:04}"), "risk", &facts)
    });
    files.extend(documents("s", systems, |i| {
        let facts = format!(
            "{approved}lifecycle: in-use\nai-roles: [deployer]\nai-act-class: [limited]\naffected: [those who ask]\n\
             purpose: Drafts answers to letters so that people of department {i} can send them sooner\n"
        );
        front(&format!("SYS-{i:03}"), "system", &facts)
    }));
    for (kind, id) in [("impact-assessment", "IA"), ("risk-assessment", "RA")] {
        files.extend(documents(id, systems, |i| {
            let facts = format!(
                "status: approved\ndate: 2026-03-01\nsystems: [SYS-{i:03}]\nassessor: Person 1\ntrigger: planned\n\
                 decision: It is borne until the next assessment\nresidual: low\n"
            );
            front(&format!("{id}-{i:03}"), kind, &facts)
        }));
    }
    files.extend(documents("v", suppliers, |i| front(&format!("SUP-{i:03}"), "supplier", approved)));
    files.extend(documents("c", 40, |i| {
        let row =
            |j| format!("  - {{person: Person {}, need: 'Data protection, testing, writing {}'}}\n", i * 9 + j, j % 5);
        front(&format!("CMP-{i:02}"), "competence", &format!("date: 2026-02-01\nentries:\n{}", each(9, row)))
    }));
    files.extend(documents("a", 60, |i| {
        let covered = each(systems.min(60), |j| format!("SYS-{j:03}, "));
        let facts = format!(
            "date: 2026-05-01\nstatus: approved\ncovers-controls: [A.6, A.8]\ncovers-systems: [{}]\n",
            covered.trim_end_matches(", ")
        );
        front(&format!("AUD-{i:02}"), "audit", &facts)
    }));
    files.extend(documents("p", 3, |i| {
        front(&format!("POL-{i}"), "policy", &format!("{approved}must-read: [Reader]\ncontrols: [A.2.2]\n"))
    }));
    files.extend(documents("l", 1_200, |i| format!("# Page {i}\n\nWords.\n")));
    let reason = "It is needed because of what may go wrong for those who ask. ".repeat(130);
    let row = |control: &str| format!("  - {{control: {control}, applicable: true, reason: \"{reason}\"}}\n");
    let rows = aims::model::catalog::Catalog::builtin().controls().map(|control| row(&control.id)).collect::<String>();
    files.push(one("soa.md", front("SOA-001", "soa", &format!("{approved}statement:\n{rows}"))));
    let people =
        each(450, |i| format!("[[people]]\nname = \"Person {i}\"\nroles = [\"Role {}\", \"Reader\"]\n", i % 9));
    files.push(one("aims.toml", people));
    files
}

/// A list in parts: its first page, what the paths of the others begin with, what stands before each row, and how many there
/// are.
type Parted = (&'static str, &'static str, &'static str, usize);

#[test]
fn no_page_weighs_much_with_thousands_of_risks_and_hundreds_of_systems() {
    const LISTS: [Parted; 9] = [
        ("risks.html", "lists/risks-", "\n<tr id=\"RSK-", 2_000),
        ("systems/index.html", "lists/systems-", "\n<tr id=\"SYS-", 400),
        ("assessments.html", "lists/impact-assessments-", "<th scope=\"row\"><a class=\"id\" href=\"ID/IA-", 400),
        ("assessments.html", "lists/risk-assessments-", "<th scope=\"row\"><a class=\"id\" href=\"ID/RA-", 400),
        ("soa.html", "lists/soa-", "\n<tr id=\"A.", 38),
        (
            "registers/supplier.html",
            "lists/registers/supplier-",
            "<th scope=\"row\"><a class=\"id\" href=\"ID/SUP-",
            300,
        ),
        ("people/index.html", "lists/people-", "<th scope=\"row\"><a href=\"PEOPLE/person-", 450),
        ("documents/POL-0.html", "documents/POL-0/readers-", "<th scope=\"row\"><a href=\"PEOPLE/person-", 450),
        ("documents/index.html", "lists/uncontrolled-", "<code>l/", 1_200),
    ];
    let repository = of_an_organisation(2_000, 400, 300);
    in_time(move || {
        let (aims, findings) = read(&repository);
        let state = State::new(aims, History::empty(Standing::Recorded), Approvals::default(), findings);
        let none = Memory::new(std::iter::empty());
        let files = SiteFiles::new(&state, &NoTexts, &none).expect("a plan");
        let page = |path: &str| {
            let bytes =
                files.bytes(&DocPath::new(path).expect("a path")).unwrap_or_else(|error| panic!("{path}: {error}"));
            String::from_utf8(bytes.to_vec()).expect("text")
        };
        let paths: Vec<String> = files.paths().iter().map(|path| path.as_str().to_owned()).collect();
        for (first, further, row, number) in LISTS {
            // A script beside each further page has its rows.
            let is_other = |path: &str| {
                let number = path.strip_prefix(further).and_then(|rest| rest.strip_suffix(".html"));
                number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()))
            };
            let others: Vec<&String> = paths.iter().filter(|path| is_other(path)).collect();
            assert!(!others.is_empty(), "{first} is parted");
            let mut rows = 0;
            for path in std::iter::once(first).chain(others.iter().map(|path| path.as_str())) {
                let html = page(path);
                let (up, here) =
                    ("../".repeat(path.matches('/').count()), path.rsplit_once('/').map_or("", |(at, _)| at));
                let to = |folder: &str| if here == folder { String::new() } else { format!("{up}{folder}/") };
                rows += html.matches(&row.replace("ID/", &to("documents")).replace("PEOPLE/", &to("people"))).count();
                // Each page leads to every other.
                let ways =
                    std::iter::once(first).chain(others.iter().map(|path| path.as_str())).filter(|to| *to != path);
                for to in ways {
                    let name = to.rsplit_once('/').map_or(to, |(_, name)| name);
                    assert!(html.contains(&format!("{name}\"")), "{path} does not lead to {to}");
                }
                assert!(html.contains(" data-total=\""), "{path} does not say how much there is");
            }
            assert_eq!(rows, number, "{first}");
        }
        // A cell of the map leads to where its risk stands.
        let map = page("risks.html");
        assert!(map.contains("title=\"RSK-0000, RSK-0005,") && map.contains("href=\"#RSK-0000\""));
        assert!(map.contains("href=\"lists/risks-16.html#RSK-1500\""));

        // The pages of single documents and people are many of a kind, of which a few are looked at.
        let many = |path: &str| {
            ["documents/", "people/", "systems/SYS-", "lists/people/"].iter().any(|at| path.starts_with(at))
        };
        let looked = paths.iter().enumerate().filter(|(place, path)| place % 97 == 0 || !many(path));
        let is_page = |path: &str| std::path::Path::new(path).extension().is_some_and(|end| end == "html");
        for (_, path) in looked.filter(|(_, path)| is_page(path)) {
            let html = page(path);
            // A document of the pack is not parted, however long it is.
            let is_one = path.starts_with("print/") && html.matches("<section class=\"packed p").count() == 1;
            assert!(is_one || html.len() < MOST_OF_A_HUB, "{path} has {} bytes", html.len());
        }
    });
}

#[test]
fn pages_of_commits_stay_small_where_each_changes_many_documents() {
    let repository = documents("d", 20, |i| front(&format!("PRO-{i:03}"), "procedure", "owner: Role 1\n"));
    in_time(move || {
        let (aims, findings) = read(&repository);
        let mut history = History::empty(Standing::Recorded);
        let changed = |j: usize| {
            let path = DocPath::new(&repository[j].0).expect("a path");
            Change { document: Some(path.clone()), ..Change::new(path, ChangeKind::Modified) }
        };
        let revision = |i: usize| {
            let new = Revision::new(format!("{i:010}").repeat(4), Person::default(), TODAY);
            Revision { subject: format!("Change number {i}"), changes: (0..14).map(changed).collect(), ..new }
        };
        history.revisions = (0..400).map(revision).collect();
        let state = State::new(aims, history, Approvals::default(), findings);
        let none = Memory::new(std::iter::empty());
        let files = SiteFiles::new(&state, &NoTexts, &none).expect("a plan");
        let of_month = pages_of(&files, "changes/2026-11.html");
        let told: usize = of_month.iter().map(|(_, html)| html.matches(" data-entry ").count()).sum();
        assert_eq!((told, of_month.len() > 3), (400, true), "{} pages", of_month.len());
        let (_, first) = pages_of(&files, "changes/index.html").remove(0);
        assert!(first.matches(" data-entry ").count() > 20 && first.contains("2026-11.html"));
        for (path, html) in of_month.iter().chain([&("changes/index.html".to_owned(), first)]) {
            assert!(html.len() < MOST_OF_A_HUB, "{path} has {} bytes", html.len());
        }
    });
}

/// What documents of every kind are made from, as far as what they say decides how long the row of one is.
struct Maker {
    kinds: Kinds,
    controls: Vec<String>,
    clauses: Vec<String>,
}

impl Maker {
    fn new() -> Self {
        let catalog = Catalog::builtin();
        let controls = catalog.controls().map(|control| control.id.clone()).collect();
        let clauses = catalog.first().clauses.iter().filter(|clause| clause.requirement);
        Self { kinds: Kinds::builtin(), controls, clauses: clauses.map(|clause| clause.id.clone()).collect() }
    }

    /// How many documents of a kind there are among ten thousand; of records the others.
    fn many(&self, kind: &str) -> usize {
        match kind {
            "scope" | "soa" => 1,
            "certification" | "roadmap" => 2,
            "management-review" => 20,
            "audit" => 60,
            "procedure" => 700,
            "risk" => 1_500,
            "record" => {
                let others = self.kinds.iter().filter(|kind| kind.name != "record");
                10_000 - others.map(|kind| self.many(&kind.name)).sum::<usize>()
            }
            _ => 250,
        }
    }

    fn files(&self) -> Files {
        let of = |kind: &Kind| documents(&kind.name, self.many(&kind.name), |i| self.document(kind, i));
        let mut files: Files = self.kinds.iter().flat_map(of).collect();
        assert_eq!(files.len(), 10_000);
        let people = each(150, |i| format!("[[people]]\nname = \"Person {i}\"\nroles = [\"Role {}\"]\n", i % 50));
        files.push(one("aims.toml", people));
        files
    }

    /// Every ninth lacks what it must say, every tenth has a link that leads nowhere, and the review of a third is overdue.
    fn document(&self, kind: &Kind, i: usize) -> String {
        let id = format!("{}-{i:04}", kind.prefix);
        let title = format!("How the people of department {} keep {id} in good order", i % 97);
        let mut facts = vec![("owner".to_owned(), owner(i))];
        if kind.nature == Nature::Document {
            facts.extend([("version", "\"1.0\""), ("status", "approved")].map(|(key, fact)| (key.into(), fact.into())));
            facts.push(("reviewed".into(), format!("202{}-11-01", 4 + i % 3)));
        }
        let asked = kind.fields.iter().filter(|spec| spec.need.is_some());
        let told = asked.filter(|spec| i % 9 != 8 || spec.need != Some(Need::Must));
        facts.extend(told.map(|spec| (spec.name.clone(), self.value(spec, i))));
        if kind.name == "soa" {
            facts.retain(|(key, _)| key != "statement");
            let row = |control: &String| format!("\n  - {{control: {control}, applicable: true, reason: Needed}}");
            facts.push(("statement".into(), self.controls.iter().map(row).collect()));
        } else {
            facts.push(("controls".into(), format!("[{}, {}]", self.control(i), self.control(i / 7))));
            facts.push(("clauses".into(), format!("[{}]", self.clauses[i % self.clauses.len()])));
        }
        let facts: std::collections::BTreeMap<String, String> = facts.into_iter().collect();
        let facts: String = facts.iter().map(|(key, fact)| format!("{key}: {fact}\n")).collect();
        let link = if i.is_multiple_of(10) { "[the other](gone.md)" } else { "[[PRO-0001]]" };
        format!("---\nid: {id}\ntitle: {title}\nkind: {}\n{facts}---\nAs {link} has it.\n", kind.name)
    }

    fn control(&self, i: usize) -> &str {
        &self.controls[i % self.controls.len()]
    }

    fn value(&self, spec: &FieldSpec, i: usize) -> String {
        let named = spec.kinds.first().and_then(|kind| self.kinds.get(kind)).or_else(|| self.kinds.get("procedure"));
        let named = named.expect("a kind");
        let id = |i: usize| format!("{}-{:04}", named.prefix, i % self.many(&named.name));
        let choice = || spec.choices.get(i % spec.choices.len().max(1)).cloned().unwrap_or_default();
        match spec.field_type {
            FieldType::Text => format!("\"What department {} says of it\"", i % 97),
            FieldType::Texts => "[\"One thing\", \"Another thing\"]".into(),
            FieldType::Date if spec.done => format!("2026-0{}-1{}", i % 9 + 1, i % 7),
            FieldType::Date => format!("2026-1{}-2{}", i % 3, i % 7),
            FieldType::Period => "12 months".into(),
            FieldType::Flag => i.is_multiple_of(2).to_string(),
            FieldType::Number => (i % 5 + 1).to_string(),
            FieldType::Choice => choice(),
            FieldType::Choices => format!("[{}]", choice()),
            FieldType::Person => owner(i),
            FieldType::Persons => format!("[{}]", owner(i)),
            FieldType::Ref => id(i),
            FieldType::Refs => format!("[{}, {}]", id(i), id(i + 1)),
            FieldType::Controls => format!("[{}]", self.control(i)),
            FieldType::Clauses => format!("[{}]", self.clauses[i % self.clauses.len()]),
            FieldType::Requirements => "{eu-ai-act: [Article 9]}".into(),
            FieldType::Rows => each(2, |row| {
                let asked = spec.columns.iter().filter(|column| column.need.is_some());
                let cells = asked.map(|column| format!("{}: {}", column.name, self.value(column, i + row)));
                format!("\n  - {{{}}}", cells.collect::<Vec<_>>().join(", "))
            }),
        }
    }
}

/// Whose the one of so many is: of a role, and now and then of somebody whom nobody knows.
fn owner(i: usize) -> String {
    if i % 60 == 59 { format!("Nobody {}", i % 700) } else { format!("Role {}", i % 50) }
}

/// Whether a page gathers: all but those of single documents, systems and people, and of what is printed. Of those of single
/// controls and clauses, which are many of a sort, some are looked at.
fn gathers((place, path): &(usize, &str)) -> bool {
    let is_page = std::path::Path::new(path).extension().is_some_and(|end| end == "html");
    let one_of = |folders: &[&str]| folders.iter().any(|at| path.starts_with(at));
    let is_single = one_of(&["documents/", "systems/SYS-", "people/", "lists/people/", "print/"]);
    let is_looked_at = !one_of(&["controls/", "clauses/"]) || place.is_multiple_of(7);
    is_page && (path.ends_with("/index.html") || !is_single && is_looked_at)
}

/// The pages of these paths, made on two threads.
fn made(files: &SiteFiles<'_>, paths: &[&str]) -> std::collections::BTreeMap<String, String> {
    let page = |path: &&str| {
        let bytes = files.bytes(&DocPath::new(path).expect("a path")).unwrap_or_else(|error| panic!("{path}: {error}"));
        ((*path).to_owned(), String::from_utf8(bytes.to_vec()).expect("text"))
    };
    let page = &page;
    std::thread::scope(|scope| {
        let halves = paths.chunks(paths.len().div_ceil(2).max(1));
        let made: Vec<_> = halves.map(|half| scope.spawn(move || half.iter().map(page).collect::<Vec<_>>())).collect();
        made.into_iter().flat_map(|half| half.join().expect("pages")).collect()
    })
}

#[test]
fn pages_that_gather_ten_thousand_documents_stay_small_and_leave_nothing_out() {
    let maker = Maker::new();
    let (aims, findings) = read(&maker.files());
    let found = findings.found.len();
    let state = State::new(aims, History::empty(Standing::Recorded), Approvals::default(), findings);
    let aims = &state.aims;
    let none = Memory::new(std::iter::empty());
    let files = SiteFiles::new(&state, &NoTexts, &none).expect("a plan");
    let paths: Vec<&str> = files.paths().into_iter().map(DocPath::as_str).collect();
    let hubs: Vec<&str> = paths.iter().copied().enumerate().filter(gathers).map(|(_, path)| path).collect();
    let hubs = made(&files, &hubs);
    let heavy: Vec<String> = hubs
        .iter()
        .filter(|(_, html)| html.len() >= MOST_OF_A_HUB)
        .map(|(path, html)| format!("{path} has {} bytes", html.len()))
        .collect();
    assert!(heavy.is_empty(), "{heavy:#?}");

    // A list with its further pages, and the ids by which its rows begin.
    let list = |first: &str, further: &str| -> String {
        let is_further =
            |path: &str| path.strip_prefix(further).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        hubs.iter().filter(|(path, _)| *path == first || is_further(path)).map(|(_, html)| html.as_str()).collect()
    };
    let ids = |html: &str| -> Vec<String> {
        let rows = html.split("<th scope=\"row\"><a class=\"id\" href=\"").skip(1);
        rows.map(|row| between(row, "\">", "</a>").to_owned()).collect()
    };
    let mut listed = ids(&list("documents/index.html", "lists/documents-"));
    listed.sort_unstable();
    let mut all: Vec<String> = aims.iter().map(|(_, document)| document.id.clone()).collect();
    all.sort_unstable();
    assert_eq!((listed.len(), listed == all), (10_000, true), "each document stands once in the list of all");

    let mut registers = 0;
    for kind in maker.kinds.iter().filter(|kind| hubs.contains_key(&format!("registers/{}.html", kind.name))) {
        let html = list(&format!("registers/{}.html", kind.name), &format!("lists/registers/{}-", kind.name));
        let start = format!("{}-", kind.prefix);
        let rows: std::collections::BTreeSet<String> =
            ids(&html).into_iter().filter(|id| id.starts_with(&start)).collect();
        assert_eq!(rows.len(), aims.of_kind(&kind.name).len(), "{}", kind.name);
        registers += 1;
    }
    assert!(registers > 20, "{registers} registers");
    for (first, further, prefix, number) in [
        ("risks.html", "lists/risks-", "RSK-", 1_500),
        ("systems/index.html", "lists/systems-", "SYS-", 250),
        ("assessments.html", "lists/impact-assessments-", "IA-", 250),
        ("assessments.html", "lists/risk-assessments-", "RA-", 250),
    ] {
        let rows = ids(&list(first, further)).into_iter().filter(|id| id.starts_with(prefix));
        assert_eq!(rows.collect::<std::collections::BTreeSet<_>>().len(), number, "{first}");
    }
    let due = aims.iter().filter(|(ix, _)| aims.review(*ix) != Review::None).count();
    assert_eq!(list("reviews.html", "lists/reviews-").matches("<td class=\"main\">").count(), due);

    // Every finding stands on a page of its rule, and the first page leads to each of them.
    let of_rules = || hubs.iter().filter(|(path, _)| path.starts_with("findings/"));
    let told: usize = of_rules().map(|(_, html)| html.matches(" class=\"finding is-").count()).sum();
    assert_eq!(told, found);
    assert!(found > 8_000, "{found} findings");
    for rule in state.findings.found.iter().map(|finding| finding.code).collect::<std::collections::BTreeSet<_>>() {
        let pages = of_rules().filter(|(path, _)| path.starts_with(&format!("findings/{rule}")));
        let told: usize = pages.map(|(_, html)| html.matches(" class=\"finding is-").count()).sum();
        assert_eq!(told, state.findings.found.iter().filter(|finding| finding.code == rule).count(), "{rule}");
        assert!(hubs["findings.html"].contains(&format!("findings/{rule}.html\"")), "{rule}");
    }

    // What traces each requirement goes on elsewhere: each control in the matrix once, each area once, each row once.
    let matrix = list("traceability.html", "lists/matrix-");
    let (controls, clauses) = (maker.controls.len(), maker.clauses.len());
    assert_eq!(matrix.matches("<td class=\"rung\">").count(), controls);
    let drawings = list("traceability.html", "lists/threads-");
    assert_eq!(drawings.matches("<svg class=\"threads\"").count(), aims.catalog.first().areas.len());
    let tables = list("traceability.html", "lists/requirements-");
    let tables =
        tables.split("<h2 id=\"table\">").skip(1).map(|table| table.split("<footer").next().unwrap_or_default());
    assert_eq!(tables.map(|table| ids(table).len()).sum::<usize>(), controls + clauses);
    assert!(hubs.contains_key("lists/requirements-2.html"), "it is too long for one page");
}

/// Sixty documents that near a thousand people and their lead have to read, and one for a person alone.
fn read_by_all() -> Files {
    let people = each(990, |i| format!("[[people]]\nname = \"Reader {i:04}\"\nroles = [\"Staff\"]\n"));
    let people = format!("{people}[[people]]\nname = \"Lena\"\nroles = [\"Lead\"]\n");
    let more = "version: \"1.0\"\nstatus: approved\neffective: 2026-01-10\nmust-read: ";
    let mut files = documents("d", 60, |i| front(&format!("POL-{i:03}"), "policy", &format!("{more}[Staff, Lead]\n")));
    files.push(one("aims.toml", people));
    files.push(one("own.md", front("OWN-1", "policy", &format!("{more}[Reader 0989]\n"))));
    files
}

#[test]
fn a_thousand_people_who_have_to_read_many_documents_are_counted_and_not_each_listed_with_each() {
    in_time(|| {
        let files = read_by_all();
        let source = Memory::new(files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())));
        let (aims, past) = (load(&source, TODAY).expect("memory can be read"), Past::default());
        let history = Arc::new(History::empty(Standing::Recorded));
        let input = Input {
            aims: &aims,
            history: &history,
            source: &source,
            repo: None,
            tip: None,
            trust: None,
            past: &past,
            cache: None,
        };
        let approvals = judge(&input).expect("memory can be read");
        let standings = approvals.standings(&aims);
        let aims = aims.stand(standings);
        let findings = check(&aims, &history, &approvals);
        let told = findings.found.iter().find(|finding| finding.code == "AIMS523").expect("told").message.clone();
        assert!(told.ends_with("and 986 others"), "{told}");
        let state = State::new(aims, History::empty(Standing::Recorded), approvals, findings);
        let of = |name| aims::model::whose::Whose::find(&state.aims, name).expect("known");
        let agenda = aims::agenda::Agenda::of(&state, TODAY, None);
        assert!(agenda.items.len() < 45_000, "{} things are due", agenda.items.len());
        let rest: Vec<_> = agenda.items.iter().filter(|item| item.is_of_many()).collect();
        assert_eq!((rest.len(), rest[0].name.as_deref()), (60, Some("336 more as Staff")));
        assert!(rest.iter().all(|item| item.people == Some(336)), "programs know it from the row of a person");
        let lead = agenda.items.iter().filter(|item| item.name.as_deref() == Some("Lena")).count();
        assert_eq!(lead, 60, "the few do not drown among the many");
        let staff = aims::agenda::Agenda::of(&state, TODAY, Some(("Staff", &of("Staff"))));
        assert!(staff.items.is_empty(), "of a role nothing is told, as where they are few");
        for name in ["Reader 0000", "Reader 0989"] {
            let theirs = aims::agenda::Agenda::of(&state, TODAY, Some((name, &of(name))));
            assert_eq!(
                theirs.items.len(),
                if name.ends_with('9') { 61 } else { 60 },
                "each is told of all that is theirs"
            );
            assert!(theirs.items.iter().all(|item| item.name.as_deref() == Some(name)), "and of nothing else");
        }
        let none = Memory::new(std::iter::empty());
        let files = SiteFiles::new(&state, &NoTexts, &none).expect("a plan");
        let pages =
            ["documents/POL-000.html", "people/reader-0000.html", "people/reader-0989.html", "people/staff.html"];
        let pages = made(&files, &pages);
        let document = &pages["documents/POL-000.html"];
        assert!(document.contains("0 of 991"), "all are counted: {document}");
        assert!(document.contains("336 of them are counted and not named below"), "{document}");
        assert!(!pages["people/reader-0000.html"].contains("only count them"), "who is named everywhere");
        let last = &pages["people/reader-0989.html"];
        assert!(last.contains("60 documents have to be read by so many that they only count them"), "{last}");
        assert!(last.contains("61 late"), "what is counted elsewhere is late with them all the same: {last}");
        assert!(!last.contains("more as Staff"), "they are told of themselves: {last}");
        assert!(pages["people/staff.html"].contains("0 late"), "who reads, reads for themselves");
        let path = DocPath::new("data/acknowledgements.json").expect("a path");
        let data: Value = serde_json::from_slice(&files.bytes(&path).expect("data")).expect("JSON");
        let rows = data["rows"].as_array().or_else(|| data.as_array()).expect("rows");
        assert!(rows.len() < 45_000, "{} rows", rows.len());
        let people: u64 = rows.iter().filter_map(|row| row["people"].as_u64()).sum();
        assert_eq!(people, 59_461, "the rows together stand for everybody");
    });
}

#[test]
fn a_team_with_hundreds_of_kinds_of_its_own_has_them_not_on_every_page() {
    let kinds = |many: usize| {
        let mut files = documents("d", many, |i| front(&format!("D-{i}"), &format!("own{i:03}"), ""));
        let settings = each(many, |i| format!("[kinds.own{i:03}]\nnature = \"record\"\n"));
        files.push(one("aims.toml", settings));
        built(files)
    };
    let bundle = kinds(150);
    let page = text(&bundle, "registers/own149.html");
    let led = page.matches("href=\"own").count() + page.matches("registers/own").count();
    assert!(page.contains("and 89 more") && led < 100, "{led} links: {page}");
    assert!(page.contains("aria-current=\"page\">"), "where one is stands there all the same: {page}");
    let all = text(&bundle, "about.html");
    assert!((0..150).all(|i| all.contains(&format!("registers/own{i:03}.html"))), "one page leads to all");
}
