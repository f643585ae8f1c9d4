//! The example AIMS: what is found in it, what it holds, and the site that is built from it.
//!
//! It is copied into a repository of its own, so that neither the history of this one nor its absence plays a part. What
//! is expected is worked out from the files by a small reader of its own, not by the program under test.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use aims::register::{Column, Holds};
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value;

mod ids;

use planted::planted;
use sandbox::{Sandbox, TODAY, aims, everything, run};
use site::{Site, check_site, is_page};

use crate::support::empty;
use crate::support::planted;
use crate::support::sandbox;
use crate::support::site;

/// How many controls each objective of Annex A has; the first of each is number 2.
const ANNEX_A: [(&str, usize); 10] = [
    ("A.2", 3),
    ("A.3", 2),
    ("A.4", 5),
    ("A.5", 4),
    ("A.6.1", 2),
    ("A.6.2", 7),
    ("A.7", 5),
    ("A.8", 4),
    ("A.9", 3),
    ("A.10", 3),
];

/// The files of the example by path.
static FILES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let files = everything(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-aims")).into_iter();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    files.map(|(path, (_, bytes))| (text(path), text(bytes))).collect()
});

/// The documents of the example: every file with front matter.
static DOCUMENTS: LazyLock<Vec<Head>> =
    LazyLock::new(|| FILES.iter().filter_map(|(path, text)| head(path, text)).collect());

/// The site of the example, by path.
static SITE: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let project = committed();
    let out = Sandbox::new::<&str>(&[]);
    assert_eq!(build(&project, &out), (Some(0), String::new()));
    assert_eq!(check_site(&out.path("site")), Vec::<String>::new());
    pages(&out)
});

/// Front matter as the reader of this test takes it: keys at the beginning of a line with what stands behind them, and
/// the rows of the statement of applicability.
struct Head {
    path: String,
    keys: BTreeMap<String, String>,
    statement: Vec<BTreeMap<String, String>>,
}

impl Head {
    fn get(&self, key: &str) -> &str {
        self.keys.get(key).map_or("", String::as_str)
    }

    fn id(&self) -> &str {
        self.get("id")
    }

    fn list(&self, key: &str) -> Vec<String> {
        let inner = self.get(key).trim_matches(['[', ']']);
        inner.split(',').map(|item| item.trim().trim_matches('"').to_owned()).filter(|item| !item.is_empty()).collect()
    }

    fn date(&self, key: &str) -> Option<Date> {
        self.keys.get(key).map(|text| text.parse().expect("a date"))
    }

    fn is_retired(&self) -> bool {
        self.get("status") == "retired"
    }
}

fn head(path: &str, text: &str) -> Option<Head> {
    let (inner, _) = text.strip_prefix("---\n")?.split_once("\n---\n")?;
    let mut head = Head { path: path.to_owned(), keys: BTreeMap::new(), statement: Vec::new() };
    let mut in_statement = false;
    for line in inner.lines() {
        let Some((key, value)) = line.split_once(": ").or_else(|| Some((line.strip_suffix(':')?, ""))) else {
            continue;
        };
        let value = value.trim().trim_matches('"').to_owned();
        if !line.starts_with([' ', '-']) {
            in_statement = key == "statement";
            assert!(head.keys.insert(key.to_owned(), value).is_none(), "{path}: {key} stands twice");
        } else if in_statement {
            if let Some(first) = key.trim_start().strip_prefix("- ") {
                head.statement.push(BTreeMap::from([(first.to_owned(), value)]));
            } else if let Some(row) = head.statement.last_mut() {
                row.insert(key.trim().to_owned(), value);
            }
        }
    }
    Some(head)
}

fn of_kind(kind: &str) -> impl Iterator<Item = &'static Head> {
    DOCUMENTS.iter().filter(move |document| document.get("kind") == kind && !document.is_retired())
}

fn statement() -> &'static [BTreeMap<String, String>] {
    let all: Vec<&Head> = of_kind("soa").collect();
    assert_eq!(all.len(), 1, "one statement of applicability is in force");
    &all[0].statement
}

fn annex_a() -> Vec<String> {
    ANNEX_A.iter().flat_map(|(objective, count)| (2..count + 2).map(move |i| format!("{objective}.{i}"))).collect()
}

/// A file of facts that the program embeds.
fn facts(name: &str) -> toml::Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/model/data").join(name);
    toml::from_str(&fs::read_to_string(path).expect("a file")).expect("TOML")
}

fn settings() -> toml::Table {
    toml::from_str(&FILES["aims.toml"]).expect("TOML")
}

/// The tables of an array of tables, by the text under `key`.
fn by<'a>(table: &'a toml::Table, array: &str, key: &str) -> BTreeMap<&'a str, &'a toml::Table> {
    let tables = table[array].as_array().expect("tables").iter().map(|item| item.as_table().expect("a table"));
    tables.map(|item| (item[key].as_str().expect("a text"), item)).collect()
}

fn texts(table: &toml::Table, key: &str) -> Vec<String> {
    let list = table.get(key).and_then(toml::Value::as_array).into_iter().flatten();
    list.map(|item| item.as_str().expect("a text").to_owned()).collect()
}

/// The example in a repository of its own, with one commit.
fn committed() -> Sandbox {
    let files: Vec<(&str, &str)> = FILES.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let sandbox = Sandbox::new(&files);
    // Today: what the documents tell of has happened by then.
    sandbox.commit_at("Begin the AI management system", Some(1_795_176_000));
    sandbox
}

/// Builds into `site` of the other folder, and gives the exit code and what was said.
fn build(project: &Sandbox, out: &Sandbox) -> (Option<i32>, String) {
    let site = out.path("site");
    let arguments = ["build", "--quiet", "--today", TODAY, "--out", site.to_str().expect("text")];
    let outcome = run(&mut aims(&project.path(""), &arguments));
    assert_eq!(outcome.stdout, "");
    (outcome.code, outcome.stderr)
}

fn pages(out: &Sandbox) -> BTreeMap<String, Vec<u8>> {
    let files = everything(&out.path("site")).into_iter();
    files.map(|(path, (_, bytes))| (String::from_utf8(path).expect("UTF-8"), bytes)).collect()
}

fn page(name: &str) -> &'static str {
    str::from_utf8(SITE.get(name).unwrap_or_else(|| panic!("no {name}"))).expect("UTF-8")
}

fn json(name: &str) -> Value {
    serde_json::from_str(page(name)).expect("JSON")
}

#[test]
fn nothing_is_found_but_what_is_meant_to_be() {
    let project = committed();
    let outcome = project.run(&["check", "--today", TODAY, "--format", "short"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{}", outcome.stdout);
    let mut found = Vec::new();
    for line in outcome.stdout.lines() {
        let (path, rest) = line.split_once(':').expect("a path");
        let (row, rest) = rest.split_once(':').expect("a line");
        let (column, rest) = rest.split_once(':').expect("a column");
        let code = rest.trim_end_matches(']').rsplit_once('[').expect("a code").1;
        let place = FILES[path].lines().nth(row.parse::<usize>().expect("a number") - 1).expect("the line");
        let place: String = place.chars().skip(column.parse::<usize>().expect("a number") - 1).collect();
        let document = DOCUMENTS.iter().find(|document| document.path == path).expect("a document");
        found.push(format!("{code} {} at {place}", document.id()));
    }
    found.sort();
    let told = weak_spots().into_iter().map(|row| format!("{} {} at {}", row[0], row[1], row[2]));
    let mut told: Vec<String> = told.collect();
    told.sort();
    assert_eq!(found, told, "what is found, and what the README says is planted");
}

/// What the README says is planted: code, document, the words at the place, and why.
fn weak_spots() -> Vec<Vec<String>> {
    planted(&FILES["README.md"], "Planted weak spots")
}

#[test]
fn it_is_whole() {
    assert!(DOCUMENTS.len() >= 60);
    let ids: BTreeSet<&str> = DOCUMENTS.iter().map(Head::id).collect();
    assert_eq!(ids.len(), DOCUMENTS.len(), "every document has an id of its own");
    let kinds = facts("kinds.toml");
    let used: BTreeSet<&str> = DOCUMENTS.iter().map(|document| document.get("kind")).collect();
    // Where each risk is a document of its own, a register in one text would say everything twice.
    let mut all: BTreeSet<&str> = by(&kinds, "kind", "name").into_keys().collect();
    all.remove("risk-register");
    // What is proposed and what is tested stands in its reviews, its audits and its records so far.
    for kind in ["improvement", "control-test"] {
        all.remove(kind);
    }
    assert_eq!(used, all, "every kind, and none but these");
    let stated: Vec<&str> = statement().iter().map(|row| row["control"].as_str()).collect();
    for control in annex_a() {
        assert_eq!(stated.iter().filter(|stated| **stated == control).count(), 1, "{control}");
    }
    assert_eq!(annex_a().len(), 38);
    for row in statement() {
        assert!(["true", "false"].contains(&row["applicable"].as_str()) && !row["reason"].is_empty(), "{row:?}");
    }
    assert_eq!(of_kind("system").count(), 5);
    assert_eq!(of_kind("system").filter(|system| system.get("ai-act-class") == "high").count(), 1);
}

/// The tiers of the documents that name a clause, themselves, by their kind, or through what they build on where they
/// name nothing.
fn tiers(clause: &str, kinds: &BTreeMap<&str, &toml::Table>) -> BTreeSet<String> {
    let by_kind = |document: &Head| texts(kinds[document.get("kind")], "clauses").iter().any(|named| named == clause);
    let names_own = |document: &Head| !document.list("clauses").is_empty() || !document.list("controls").is_empty();
    let builds_on = |document: &Head| [document.list("implements"), document.list("evidence-for")].concat();
    let mut tiers = BTreeSet::new();
    for document in DOCUMENTS.iter().filter(|document| !document.is_retired()) {
        let mut serves = by_kind(document) || document.list("clauses").iter().any(|named| named == clause);
        let mut queue = if names_own(document) { Vec::new() } else { builds_on(document) };
        let mut seen = BTreeSet::new();
        while let Some(id) = queue.pop().filter(|_| !serves) {
            let Some(next) = DOCUMENTS.iter().find(|next| next.id() == id && seen.insert(id.clone())) else { continue };
            serves = names_own(next) && (by_kind(next) || next.list("clauses").iter().any(|named| named == clause));
            if !names_own(next) {
                queue.extend(builds_on(next));
            }
        }
        if serves {
            tiers.insert(kinds[document.get("kind")]["tier"].as_str().expect("a text").to_owned());
        }
    }
    tiers.remove("none");
    tiers
}

#[test]
fn every_clause_that_requires_something_has_something_behind_it() {
    let (iso, kinds) = (facts("iso-42001.toml"), facts("kinds.toml"));
    let kinds = by(&kinds, "kind", "name");
    let rows = json("data/clauses.json");
    let mut required = 0;
    for (id, clause) in by(&iso, "clause", "id") {
        if clause["requirement"].as_bool() != Some(true) {
            continue;
        }
        required += 1;
        let tiers = tiers(id, &kinds);
        let needs = texts(clause, "needs");
        let has = |tier: &str| tiers.contains(tier);
        let says = !needs.contains(&"says".to_owned()) || has("says") || has("does");
        let does = !needs.contains(&"does".to_owned()) || has("does") || has("says");
        assert!(!tiers.is_empty() && says && does, "clause {id} needs {needs:?} and has {tiers:?}");
        let row = rows["rows"].as_array().expect("rows").iter().find(|row| row["id"] == id).expect("the clause");
        assert_ne!(row["rung"], "gap", "clause {id}");
        for tier in ["says", "does", "shows"] {
            let named = row[tier].as_array().expect("documents");
            assert_eq!(named.is_empty(), !has(tier), "clause {id}: {tier}");
        }
    }
    assert!(required > 20);
}

#[test]
fn every_page_is_sound() {
    // Links, ids and inline code were looked at when the site was built; here is what is told of each page by itself.
    let mut count = 0;
    for (name, bytes) in SITE.iter().filter(|(name, _)| is_page(name)) {
        let text = str::from_utf8(bytes).expect("UTF-8");
        // A drawing in a page may have titles too.
        let (top, _) = text.split_once("</head>").expect("a head");
        let times = |what: &str| text.matches(what).count();
        assert_eq!((times("<h1>") + times("<h1 "), top.matches("<title>").count()), (1, 1), "{name}");
        assert_eq!(times("<main"), 1, "{name}");
        assert!(text.starts_with("<!DOCTYPE html>\n<html lang=\"en\" data-head="), "{name}");
        let title = top.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>")).expect("a title").0;
        assert!(!title.trim().is_empty(), "{name}");
        assert_eq!(times("http-equiv=\"Content-Security-Policy\""), 1, "{name}");
        assert!(!text.contains("example-aims") && !text.contains(env!("CARGO_MANIFEST_DIR")), "{name}");
        count += 1;
    }
    assert!(count > 200);
    let site = Site::new(SITE.iter().map(|(name, bytes)| (name.clone(), bytes.clone())));
    let reached: BTreeSet<String> = site.links().into_iter().map(|link| link.target).collect();
    let style = str::from_utf8(&SITE["aims.css"]).expect("UTF-8");
    let loaded = |name: &String| name.starts_with("fonts/") && style.contains(&format!("url(\"{name}\")"));
    // The rows of a further page of a list are loaded by the script of the first.
    let rows = |name: &String| name.strip_suffix(".js").is_some_and(|stem| SITE.contains_key(&format!("{stem}.html")));
    // What is written beside the site is for the next build to know it by, the search knows its own files, and About names
    // the two that tell of all others.
    let about_all = |name: &String| ["manifest.json", "SHA256SUMS"].contains(&name.as_str());
    let lost: Vec<&String> = SITE
        .keys()
        .filter(|name| {
            !reached.contains(*name)
                && !name.starts_with('.')
                && !name.starts_with("search/")
                && !loaded(name)
                && !rows(name)
                && !about_all(name)
                // Without a change record there are no texts to compare.
                && *name != "compare.js"
        })
        .collect();
    assert_eq!(lost, Vec::<&String>::new(), "links lead to every file of the site");
}

#[test]
fn every_page_that_was_promised_is_there() {
    let mut promised: Vec<String> = [
        "index.html",
        "documents/index.html",
        "controls/index.html",
        "clauses/index.html",
        "soa.html",
        "traceability.html",
        "systems/index.html",
        "risks.html",
        "assessments.html",
        "reviews.html",
        "changes/index.html",
        "audit.html",
        "certification.html",
        "certification/gaps.html",
        "findings.html",
        "about.html",
        "search.html",
        "documents/readme.html",
        "frameworks/iso-42001.html",
    ]
    .map(str::to_owned)
    .into();
    promised.extend(DOCUMENTS.iter().map(|document| format!("documents/{}.html", document.id())));
    promised.extend(annex_a().iter().map(|control| format!("controls/{control}.html")));
    let own: Vec<_> = statement().iter().map(|row| &row["control"]).filter(|id| !annex_a().contains(id)).collect();
    assert!(!own.is_empty(), "the example has a control of its own");
    promised.extend(own.iter().map(|control| format!("controls/{control}.html")));
    promised.extend(by(&facts("iso-42001.toml"), "clause", "id").keys().map(|clause| format!("clauses/{clause}.html")));
    let frameworks = settings()["frameworks"].as_table().expect("a table").clone();
    let files = texts(&frameworks, "files");
    let own = files.iter().map(|file| toml::from_str::<toml::Table>(&FILES[file]).expect("TOML")["id"].clone());
    let own = own.map(|id| id.as_str().expect("a text").to_owned());
    let names: Vec<String> = texts(&frameworks, "use").into_iter().chain(own).collect();
    assert_eq!(names.len(), 4);
    promised.extend(names.iter().map(|name| format!("frameworks/{name}.html")));
    let registers = ["documents", "controls", "clauses", "soa", "risks", "systems", "assessments", "reviews"];
    promised.extend(registers.iter().flat_map(|name| [format!("data/{name}.json"), format!("data/{name}.csv")]));
    promised.extend(["findings", "changes", "traceability"].map(|name| format!("data/{name}.json")));
    let missing: Vec<_> = promised.iter().filter(|name| !SITE.contains_key(*name)).collect();
    assert_eq!(missing, Vec::<&String>::new());
}

/// When the next review of a document is due, where one is called for.
fn due(document: &Head, kinds: &BTreeMap<&str, &toml::Table>, every: &toml::Table) -> Option<Date> {
    let kept_current = kinds[document.get("kind")]["nature"].as_str() == Some("document");
    let scheduled = ["next-review", "review-every"].iter().any(|key| document.keys.contains_key(*key));
    if !(kept_current || scheduled) || ["draft", "in-review", "retired"].contains(&document.get("status")) {
        return None;
    }
    let by_interval = || {
        let last = ["reviewed", "effective", "date"].iter().find_map(|key| document.date(key))?;
        let of_kind = every.get(document.get("kind")).and_then(toml::Value::as_str).unwrap_or("12 months");
        let period = document.keys.get("review-every").map_or(of_kind, String::as_str);
        let months: i32 = period.strip_suffix(" months").expect("months").parse().expect("a number");
        Some(last + months.months())
    };
    document.date("next-review").or_else(by_interval)
}

#[test]
fn the_overview_counts_right() {
    let settings = settings();
    let today: Date = TODAY.parse().expect("a date");
    assert_eq!(settings["review"]["due-soon"].as_str(), Some("30 days"));
    let (kinds, every) = (facts("kinds.toml"), settings["review"]["every"].as_table().expect("a table"));
    let kinds = by(&kinds, "kind", "name");
    let due: Vec<Date> = DOCUMENTS.iter().filter_map(|document| due(document, &kinds, every)).collect();
    let overdue = due.iter().filter(|date| **date < today).count();
    let soon = due.iter().filter(|date| **date >= today && **date <= today + 30.days()).count();
    let applies = statement().iter().filter(|row| row["applicable"] == "true").count();
    let count = |kind: &str, key: &str, value: &str| of_kind(kind).filter(|found| found.get(key) == value).count();
    let closed = count("nonconformity", "state", "closed");
    let open = of_kind("nonconformity").count() - closed;
    let plural = |n: usize| if n == 1 { "nonconformity" } else { "nonconformities" };
    let risks = of_kind("risk").count();
    let facts = [
        format!("<b>{applies}</b> controls apply, {} left out</a></li>", statement().len() - applies),
        format!("<b>{}</b> documents and records</a></li>", DOCUMENTS.len()),
        format!("<b>5</b> AI systems, {} in use</a></li>", count("system", "lifecycle", "in-use")),
        format!("<b>{risks}</b> risks, {} not closed</a></li>", risks - count("risk", "state", "closed")),
        format!("<b>{overdue}</b> reviews overdue, {soon} due soon</a></li>"),
        format!("<b>{open}</b> {} open</a></li>", plural(open)),
    ];
    for fact in facts {
        assert!(page("index.html").contains(&fact), "{fact}");
    }
    let rows = |name: &str| json(name)["rows"].as_array().expect("rows").len();
    assert_eq!(rows("data/documents.json"), DOCUMENTS.len() + 1, "and the README, which is not under control");
    assert_eq!(rows("data/reviews.json"), due.len());
    assert_eq!(rows("data/soa.json"), statement().len());
    assert_eq!((rows("data/risks.json"), rows("data/systems.json")), (risks, 5));
    let is_assessment = |document: &&Head| document.get("kind").ends_with("-assessment");
    let assessments = DOCUMENTS.iter().filter(is_assessment).count();
    assert_eq!(rows("data/assessments.json"), assessments, "with those that are retired");
    assert_eq!(json("data/findings.json")["summary"]["total"], weak_spots().len());
}

#[test]
fn a_phase_that_closes_by_claims_says_so() {
    // The one commit holds no act of approval, so scope and policy are approved by their own word.
    let page = page("certification.html");
    assert!(page.contains("Assess and plan: Closed, approval claimed"), "{page}");
    assert!(!page.contains("Assess and plan: Closed<"), "{page}");
}

#[test]
fn a_document_is_followed_through_a_move() {
    let project = committed();
    let old = &DOCUMENTS.iter().find(|document| document.id() == "PRO-003").expect("PRO-003").path;
    project.put(old, format!("{}\nOne more sentence.\n", FILES[old]));
    project.commit("Add a sentence before the move");
    fs::create_dir(project.path("moved")).expect("a folder");
    fs::rename(project.path(old), project.path("moved/assessing.md")).expect("a move");
    project.commit("Move the procedure elsewhere");
    project.put("notes.md", "# Notes\n");
    project.commit("Do something else");
    project.put("moved/assessing.md", format!("{}\nOne more sentence.\n\nAnd another.\n", FILES[old]));
    project.commit("Add a sentence after the move");
    let out = Sandbox::new::<&str>(&[]);
    // The procedure leads to a neighbour that did not move with it.
    let (code, said) = build(&project, &out);
    assert!(code == Some(1) && said.starts_with("  Failed  AIMS203 broken-link (1). "), "{said}");
    let site = pages(&out);
    let text = str::from_utf8(&site["documents/PRO-003.html"]).expect("UTF-8");
    let revisions = text.split_once("id=\"_revisions\"").expect("revisions").1;
    let told: Vec<usize> = [
        "Add a sentence after the move",
        "Move the procedure elsewhere",
        "Add a sentence before the move",
        "Begin the AI management system",
    ]
    .iter()
    .map(|subject| revisions.find(subject).unwrap_or_else(|| panic!("no `{subject}`")))
    .collect();
    assert!(told.is_sorted(), "newest first");
    assert!(!revisions.contains("Do something else"));
    let changes: Value = serde_json::from_slice(&site["data/changes.json"]).expect("JSON");
    let moved = &changes["rows"][2]["changes"][0];
    assert_eq!(
        moved,
        &serde_json::json!({
            "kind": "moved", "path": "moved/assessing.md", "from": old, "document": "PRO-003", "fate": "stood", "joined": false
        })
    );
    assert_eq!((&changes["total"], &changes["revision"]), (&5.into(), &changes["rows"][0]["commit"]));
}

/// Whether a value is what a column says that it holds.
fn is_held(column: &Column<'_>, value: &Value) -> bool {
    let is_word = |value: &Value| {
        // To the categories of impact `aims.toml` adds its own.
        let is_open = column.words.is_empty() || column.key == "category";
        let known = |word: &str| is_open || column.words.iter().any(|known| known == word);
        value.as_str().is_some_and(known)
    };
    let all = |one: &dyn Fn(&Value) -> bool| value.as_array().is_some_and(|list| list.iter().all(one));
    match column.holds {
        Holds::Text | Holds::Id => value.is_string() || value.is_null(),
        Holds::Word => is_word(value) || value.is_null(),
        Holds::Number => value.is_i64() || value.is_null(),
        Holds::Day => value.is_null() || value.as_str().is_some_and(|day| day.parse::<Date>().is_ok()),
        Holds::Flag => value.is_boolean() || value.is_null(),
        Holds::Texts | Holds::Ids => all(&Value::is_string),
        Holds::Words => all(&is_word),
        Holds::Rows => all(&|row| are_held(&column.inner, row)),
    }
}

/// Whether a row has just these columns, in their order.
fn are_held(columns: &[Column<'_>], row: &Value) -> bool {
    let Some(row) = row.as_object() else { return false };
    for column in columns {
        let value = &row[column.key.as_ref()];
        assert!(is_held(column, value), "{}: {:?} does not hold {value}", column.key, column.holds);
    }
    row.keys().eq(columns.iter().map(|column| column.key.as_ref()))
}

#[test]
fn data_files_hold_what_their_columns_say() {
    let state = empty::state();
    for named in aims::register::built_ins() {
        let name = format!("data/{}.json", named.id);
        let register = named.open(&state);
        let rows = json(&name)["rows"].as_array().expect("rows").clone();
        // Nobody approved by a record, one standard is followed, and nobody asked how it was before.
        // And nobody is asked to acknowledge a text.
        let is_empty = matches!(&*named.id, "acknowledgements" | "approvals" | "shared-clauses" | "trend");
        assert!(is_empty || !rows.is_empty(), "{name}");
        assert!(rows.iter().all(|row| are_held(register.columns(), row)), "{name}");
        let lines = page(&name).lines().count();
        assert_eq!(lines, if rows.is_empty() { 1 } else { rows.len() + 2 }, "{name}: one row a line");
    }
}

#[test]
fn the_findings_of_the_site_are_those_of_the_check() {
    let outcome = committed().run(&["check", "--today", TODAY, "--format", "json"]);
    let without_commit = |text: &str| -> Value {
        let mut value: Value = serde_json::from_str(text).expect("JSON");
        assert!(value["revision"].take().is_string());
        value
    };
    assert_eq!(without_commit(&outcome.stdout), without_commit(page("data/findings.json")));
    assert_eq!(outcome.stdout.lines().count(), page("data/findings.json").lines().count());
}

#[test]
fn kinds_without_a_page_of_their_own_have_a_register() {
    let index = page("documents/index.html");
    let about = page("about.html");
    for kind in ["policy", "procedure", "objective", "audit", "record"] {
        let register = page(&format!("registers/{kind}.html"));
        let rows = json(&format!("data/registers/{kind}.json"))["rows"].as_array().expect("rows").clone();
        assert_eq!(rows.len(), DOCUMENTS.iter().filter(|document| document.keys["kind"] == kind).count(), "{kind}");
        for row in &rows {
            let id = row["id"].as_str().expect("an id");
            let link = format!("<a class=\"id\" href=\"../documents/{id}.html\">{id}</a>");
            assert!(register.contains(&link), "{kind} {id}");
        }
        assert!(index.contains(&format!("../registers/{kind}.html")), "{kind}");
        assert!(about.contains(&format!("href=\"registers/{kind}.html\"")), "{kind}");
    }
    assert!(!SITE.contains_key("registers/risk.html") && !SITE.contains_key("data/registers/soa.json"));
}

/// On the page of another standard an id may be one of that standard.
#[test]
fn every_id_in_a_text_leads_to_what_it_names() {
    let controls = SITE.keys().filter_map(|path| path.strip_prefix("controls/")?.strip_suffix(".html"));
    let controls = controls.filter(|id| id.starts_with(char::is_alphabetic) && !id.contains('/') && *id != "index");
    let documents = DOCUMENTS.iter().map(Head::id);
    let ids: BTreeSet<String> = documents.chain(controls).filter(|id| !id.is_empty()).map(str::to_owned).collect();
    assert!(ids.contains("NC-003") && ids.contains("A.6.2.8") && ids.len() > 150, "{ids:?}");
    let pages = SITE.keys().filter(|path| is_page(path) && !path.starts_with("frameworks/"));
    let bare: Vec<String> = pages.flat_map(|path| ids::bare(path, page(path), &ids)).collect();
    assert_eq!(bare, Vec::<String>::new());
    // The numbers of clauses behind the word are ids too.
    assert!(
        page("registers/nonconformity.html")
            .contains("(clause <a class=\"id\" href=\"../clauses/10.2.html\">10.2</a>)")
    );
}
