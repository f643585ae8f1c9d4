//! Every file is parsed back and counted against what it was made from.

use std::collections::BTreeMap;

use serde_json::Value;

use super::files;
use crate::approval::{self, Approvals};
use crate::base::{Date, DocPath};
use crate::check::check;
use crate::history::{Change, ChangeKind, History, Person, Revision, Standing};
use crate::model::Aims;
use crate::model::life::STEPS;
use crate::model::load::load;
use crate::source::Memory;
use crate::state::State;

use super::xlsx::tests::{Look, cells, parts};

const TODAY: Date = Date::constant(2026, 11, 20);

const SMALL: [(&str, &str); 8] = [
    ("aims.toml", "[organisation]\nname = \"Ø\"\n"),
    (
        "policy.md",
        "---\nid: POL-001\ntitle: Politik für KI, 人工知能 \u{1f916}\nkind: policy\nstatus: approved\nversion: 1.10\nowner: +49 Head\nauthors: [\"=cmd|' /C calc'!A0\", Bo]\nreviewed: 2026-06-01\ncontrols: [A.2.2]\nrequirements: {eu-ai-act: [art-9, art-17]}\ntags: [\"@x\", \"a; b\"]\n---\n# P\n",
    ),
    (
        "procedure.md",
        "---\nid: PRO-001\ntitle: -2+3\nkind: procedure\nimplements: [POL-001]\nreviewed: 2020-01-01\n---\nSteps.\n",
    ),
    (
        "record.md",
        "---\nid: REC-001\ntitle: \"Say \\\"yes\\\", twice\"\nkind: record\ndate: 2026-06-01\nevidence-for: [PRO-001]\n---\n[[POL-001]]\n",
    ),
    (
        "soa.md",
        "---\nid: SOA-001\ntitle: S\nkind: soa\nstatement:\n  - {control: A.2.2, applicable: true, reason: \"=1+1\", implementation: done, documents: [POL-001, PRO-001]}\n  - {control: A.2.3, applicable: false, reason: r}\n  - {control: OWN-1, title: Own, applicable: true, reason: r}\n---\n",
    ),
    (
        "risk.md",
        "---\nid: RSK-001\ntitle: R\nkind: risk\nevent: e\nconsequence: \"a\\r\\nb\"\nlikelihood: 4\nseverity: 5\ntreatment: reduce\nsystems: [SYS-001]\ncontrols: [A.2.2]\nresidual-likelihood: 2\nresidual-severity: 4\n---\n",
    ),
    (
        "system.md",
        "---\nid: SYS-001\ntitle: Y\nkind: system\npurpose: p\nai-roles: [deployer]\nlifecycle: in-use\n---\n",
    ),
    ("loose.md", "# Loose\n"),
];

fn read(files: &[(&str, &str)]) -> Aims {
    let source = Memory::new(files.iter().map(|(path, text)| (*path, text.as_bytes())));
    let aims = load(&source, TODAY).expect("memory can be read");
    let history = History::empty(Standing::Recorded).into();
    let past = approval::Past::default();
    let input = approval::Input::of_files(&aims, &history, &source, &past);
    let standings = approval::judge(&input).expect("memory can be read").standings(&aims);
    aims.stand(standings)
}

fn made(aims: &Aims, history: &History) -> BTreeMap<String, Vec<u8>> {
    let approvals = Approvals::default();
    let findings = check(aims, history, &approvals);
    let state = State { from_commit: true, ..State::new(aims.clone(), history.clone(), approvals, findings) };
    let made = files(&state).into_iter().map(|file| {
        let bytes = file.bytes().expect("bytes");
        assert_eq!(file.bytes().expect("bytes"), bytes, "{}: the same each time", file.path);
        assert!(!file.about.is_empty(), "{}", file.path);
        (file.path, bytes)
    });
    made.collect()
}

fn rows(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Vec<Value> {
    let bytes = &files[&format!("data/{name}.json")];
    assert!(bytes.ends_with(b"}\n"));
    let value: Value = serde_json::from_slice(bytes).expect("JSON");
    assert_eq!(value["version"], 1);
    assert_eq!(value["today"], "2026-11-20");
    value["rows"].as_array().expect("rows").clone()
}

/// The header and the rows of a CSV file, read by the crate that wrote it.
fn csv_of(files: &BTreeMap<String, Vec<u8>>, name: &str) -> (Vec<String>, Vec<BTreeMap<String, String>>) {
    let mut reader = csv::Reader::from_reader(files[&format!("data/{name}.csv")].as_slice());
    let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let rows = reader.deserialize().map(|row| row.expect("a row")).collect();
    (header, rows)
}

/// Every register, with how many rows it has.
fn counts(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<&str, usize> {
    let names = files.keys().filter_map(|path| path.strip_prefix("data/")?.strip_suffix(".json"));
    let counts: BTreeMap<_, _> = names
        .filter(|name| *name != "findings" && !name.starts_with("oscal/"))
        .map(|name| (name, rows(files, name).len()))
        .collect();
    // What the check says in JSON has a shape of its own.
    let is_register = |path: &&String| path.strip_suffix("csv").is_some() && *path != "data/findings.csv";
    for path in files.keys().filter(is_register) {
        let name = path.trim_start_matches("data/").trim_end_matches(".csv");
        let (header, csv) = csv_of(files, name);
        assert_eq!(csv.len(), counts[name], "{name}");
        for row in rows(files, name) {
            assert!(row.as_object().expect("an object").keys().eq(&header), "{name}: CSV and JSON have the same keys");
        }
    }
    counts
}

/// How many items clauses and controls call for.
fn called_for(aims: &Aims) -> usize {
    aims.trace.clauses().chain(aims.trace.controls()).map(|of| of.called_for.len()).sum()
}

#[test]
fn every_register_has_the_rows_of_the_model() {
    let aims = read(&SMALL);
    let files = made(&aims, &History::empty(Standing::Recorded));
    let clauses = aims.catalog.clauses().len();
    let expected = [
        ("acknowledgements", 0),
        ("approvals", 0),
        ("assessments", 0),
        ("called-for", called_for(&aims)),
        ("changes", 0),
        ("clauses", clauses),
        ("controls", 39),
        // Controls that the statement does not mention are told as undecided.
        ("coverage", aims.catalog.clauses().iter().filter(|clause| clause.requirement).count() + 2 + 1 + (39 - 3)),
        ("crosswalk", aims.catalog.relations().len()),
        ("documents", 7),
        ("duties", 0),
        ("shared-clauses", 0),
        ("registers/policy", 1),
        ("registers/procedure", 1),
        ("registers/record", 1),
        ("reviews", 5),
        ("risks", 1),
        ("set-aside", 0),
        ("soa", 3),
        ("system-evidence", aims.trace.controls().filter(|control| control.per_system).count()),
        ("system-lives", STEPS.len()),
        ("systems", 1),
        ("traceability", clauses + 39),
        ("trend", 0),
        ("versions", 0),
    ];
    let mut counts = counts(&files);
    let drawn = ["populations", "requests", "sample", "units", "working-papers"].map(|name| counts.remove(name));
    assert!(drawn.iter().all(|count| count.is_some_and(|count| count > 0)), "{drawn:?}");
    assert_eq!(counts, BTreeMap::from(expected));
}

#[test]
fn spreadsheets_have_the_rows_of_the_other_files_and_no_formula() {
    let files = made(&read(&SMALL), &History::empty(Standing::Recorded));
    let sheets = files.keys().filter_map(|path| path.strip_prefix("data/")?.strip_suffix(".xlsx"));
    let sheets: Vec<&str> = sheets.filter(|name| *name != "workbook").collect();
    assert!(sheets.contains(&"soa") && sheets.contains(&"registers/policy"), "{sheets:?}");
    for name in sheets {
        let (header, csv) = csv_of(&files, name);
        let parts = parts(&files[&format!("data/{name}.xlsx")]);
        assert!(parts.values().all(|part| !part.contains("<f>")), "{name}");
        let table = cells(&parts, 1);
        let row = |number: usize| {
            table.keys().filter(move |place| place.trim_start_matches(char::is_alphabetic) == number.to_string())
        };
        assert_eq!(row(1).count(), header.len(), "{name}: a title for each key");
        let down = parts["xl/worksheets/sheet1.xml"].matches("<row r=").count();
        assert_eq!(down, csv.len() + 1, "{name}");
        let about =
            format!("xl/worksheets/sheet{}.xml", parts.keys().filter(|part| part.contains("worksheets/sheet")).count());
        let keys = cells(&parts, about.trim_matches(|c: char| !c.is_ascii_digit()).parse().expect("a number"));
        for key in &header {
            assert!(keys.values().any(|(_, text)| text == key), "{name}: the last sheet tells of `{key}`");
        }
    }
}

#[test]
fn a_spreadsheet_of_the_statement_has_what_it_says() {
    let files = made(&read(&SMALL), &History::empty(Standing::Recorded));
    let parts = parts(&files["data/soa.xlsx"]);
    let table = cells(&parts, 1);
    let text = |place: &str| table.get(place).map_or("", |(_, text)| text.as_str());
    assert_eq!(["A1", "B1", "C1", "D1"].map(text), ["Control", "Title", "Applicable", "Reason"]);
    assert_eq!(["A2", "C2", "D2", "E2", "J2"].map(text), ["A.2.2", "Yes", "=1+1", "done", "POL-001; PRO-001"]);
    assert_eq!(table["D2"].0, Look::Quoted, "what begins as a formula does is marked as text");
    assert_eq!(["A3", "C3"].map(text), ["A.2.3", "No"]);
}

#[test]
fn rows_in_a_cell_have_a_table_of_their_own() {
    let audit = "---\nid: AUD-1\nkind: audit\ndate: 2026-02-01\nfindings:\n  - {finding: One, grade: minor}\n  - {finding: Two, grade: major}\n---\n";
    let files = made(&read(&[("aims.toml", ""), ("a.md", audit)]), &History::empty(Standing::Recorded));
    let parts = parts(&files["data/registers/audit.xlsx"]);
    let (main, inner) = (cells(&parts, 1), cells(&parts, 2));
    assert!(main.values().any(|cell| *cell == (Look::Day, "46054".into())), "the day is one: {main:?}");
    assert!(main.values().any(|cell| *cell == (Look::Number, "2".into())), "how many rows there are: {main:?}");
    let text = |place: &str| inner.get(place).map_or("", |(_, text)| text.as_str());
    assert_eq!(["A1", "B1", "A2", "B2", "A3", "B3"].map(text), ["Id", "Row", "AUD-1", "1", "AUD-1", "2"]);
    assert!(inner.values().any(|(_, text)| text == "Two"), "{inner:?}");
}

#[test]
fn values_are_those_of_the_documents() {
    let files = made(&read(&SMALL), &History::empty(Standing::Recorded));
    let find = |name: &str, key: &str, id: &str| {
        rows(&files, name).into_iter().find(|row| row[key] == id).unwrap_or_else(|| panic!("{id} in {name}"))
    };
    let policy = find("documents", "id", "POL-001");
    assert_eq!(policy["title"], "Politik für KI, 人工知能 \u{1f916}");
    assert_eq!(policy["version"], "1.10");
    assert_eq!(policy["owner"], "+49 Head", "JSON holds every value as it is");
    assert_eq!(policy["requirements"], serde_json::json!(["eu-ai-act:art-9", "eu-ai-act:art-17"]));
    assert_eq!(policy["referenced_by"], serde_json::json!(["PRO-001", "REC-001", "SOA-001"]));
    assert_eq!(find("documents", "path", "loose.md")["controlled"], false);
    let control = find("controls", "id", "A.2.2");
    assert_eq!((&control["rung"], &control["implementation"]), (&"evidenced".into(), &"done".into()));
    assert_eq!(control["risks"], serde_json::json!(["RSK-001"]));
    assert_eq!(find("controls", "id", "A.2.3")["applicability"], "excluded");
    assert_eq!(find("controls", "id", "A.2.4")["applicability"], "unmentioned");
    assert_eq!(find("controls", "id", "OWN-1")["kind"], "own-control");
    let trace = find("traceability", "requirement", "A.2.2");
    assert_eq!(trace["shows"], serde_json::json!([{"document": "REC-001", "via": "PRO-001"}]));
    assert_eq!(trace["says"][0], serde_json::json!({"document": "POL-001", "via": null}));
    assert_eq!(trace["lacks"][1]["documents"], serde_json::json!(["PRO-001"]));
    let risk = find("risks", "id", "RSK-001");
    assert_eq!((&risk["score"], &risk["level"]), (&20.into(), &"high".into()));
    assert_eq!((&risk["residual_score"], &risk["residual_level"]), (&8.into(), &"medium".into()));
    assert_eq!(find("systems", "id", "SYS-001")["risks"], serde_json::json!(["RSK-001"]));
    let reviews: Vec<Value> = rows(&files, "reviews").iter().map(|row| row["review"].clone()).collect();
    assert_eq!(
        reviews,
        ["undated", "undated", "undated", "overdue", "says-in-date"],
        "only POL-001 and PRO-001 give a day"
    );
}

#[test]
fn spreadsheets_run_no_formula() {
    let files = made(&read(&SMALL), &History::empty(Standing::Recorded));
    let (_, documents) = csv_of(&files, "documents");
    let row = |id: &str| documents.iter().find(|row| row["id"] == id).expect("a row");
    assert_eq!(row("POL-001")["owner"], "'+49 Head");
    assert_eq!(row("POL-001")["authors"], "'=cmd|' /C calc'!A0; Bo");
    assert_eq!(row("POL-001")["tags"], "'@x; a; b");
    assert_eq!(row("POL-001")["title"], "Politik für KI, 人工知能 \u{1f916}");
    assert_eq!(row("PRO-001")["title"], "'-2+3");
    assert_eq!(row("REC-001")["title"], "Say \"yes\", twice");
    assert_eq!(csv_of(&files, "soa").1[0]["reason"], "'=1+1");
    assert_eq!(csv_of(&files, "risks").1[0]["consequence"], "a\r\nb");
    for (path, bytes) in files.iter().filter(|(path, _)| path.strip_suffix(".csv").is_some()) {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
        for record in reader.records() {
            for cell in &record.expect("a record") {
                for piece in cell.split([';', '|', '\t', '\r', '\n']) {
                    assert!(
                        !piece.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']),
                        "{path}: {cell}"
                    );
                }
            }
        }
        assert!(bytes.ends_with(b"\r\n"), "{path}: RFC 4180 ends lines with CR LF");
    }
}

/// A team's own kinds, one of them with names that are none.
const OWN: [(&str, &str); 4] = [
    (
        "aims.toml",
        "[kinds.datasheet]\nlabel = \"Datasheet\"\nnature = \"record\"\ntier = \"shows\"\nfield = [\n  { name = \"rights\", type = \"text\" },\n  { name = \"about-system\", type = \"ref\" },\n  { name = \"people\", type = \"flag\" },\n  { name = \"size\", type = \"number\" },\n  { name = \"use\", type = \"choices\", choices = [\"training\", \"test\"] },\n  { name = \"review\", type = \"text\" },\n  { name = \"gaps\", type = \"rows\", columns = [{ name = \"what-is\", type = \"text\" }, { name = \"days\", type = \"number\" }] },\n]\n\
         [kinds.\"../../CON=1\"]\nplural = \"=HYPERLINK(1)\"\nfield = [{ name = \"=1+1\", type = \"text\" }, { name = \"a-b\" }, { name = \"a_b\" }, { name = \"a-b\" }, { name = \"\" }, { name = \"path\" }]\n\
         [kinds.\"../../con-1\"]\n[kinds.aux]\n[kinds.\"\u{202e}\"]\n",
    ),
    (
        "data.md",
        "---\nid: DAT-001\ntitle: Loans\nkind: datasheet\nrights: \"@ours\"\nabout-system: SYS-001\npeople: true\nsize: 120\nuse: [training]\nreview: by hand\ndate: 2026-06-01\ngaps:\n  - {what-is: \"=2\", days: 3}\n---\n",
    ),
    ("odd.md", "---\nid: ODD-001\ntitle: O\nkind: \"../../CON=1\"\n\"=1+1\": \"=3\"\npath: \"-4\"\n---\n"),
    ("aux.md", "---\nid: AUX-001\ntitle: A\nkind: aux\n---\n"),
];

#[test]
fn a_kind_of_a_team_has_its_register() {
    let files = made(&read(&OWN), &History::empty(Standing::Recorded));
    let found = rows(&files, "registers/datasheet");
    let row = found[0].as_object().expect("an object");
    let keys: Vec<&str> = row.keys().map(String::as_str).collect();
    assert_eq!(
        keys[..9],
        ["id", "title", "rights", "about_system", "people", "size", "use", "review_", "gaps"],
        "its own keys come first, and keep out of the way of ours"
    );
    assert_eq!(keys[keys.len() - 3..], ["next_review", "review", "path"]);
    assert_eq!((&row["rights"], &row["people"], &row["size"]), (&"@ours".into(), &true.into(), &120.into()));
    assert_eq!((&row["about_system"], &row["review_"]), (&"SYS-001".into(), &"by hand".into()));
    assert_eq!(row["gaps"], serde_json::json!([{"what_is": "=2", "days": 3}]));
    assert_eq!((&row["use"], &row["date"]), (&serde_json::json!(["training"]), &"2026-06-01".into()));
    assert_eq!((&row["status"], &row["tags"]), (&Value::Null, &serde_json::json!([])));
    let (_, csv) = csv_of(&files, "registers/datasheet");
    assert_eq!((csv[0]["rights"].as_str(), csv[0]["size"].as_str()), ("'@ours", "120"));
    assert_eq!(csv[0]["gaps"], "{\"what_is\":\"=2\",\"days\":3}");
}

#[test]
fn names_of_a_team_cannot_leave_the_folder_or_run_a_formula() {
    let files = made(&read(&OWN), &History::empty(Standing::Recorded));
    let mut names: Vec<String> = files.keys().map(|path| path.to_lowercase()).collect();
    names.dedup();
    assert_eq!(names.len(), files.len());
    for path in files.keys() {
        let sound = DocPath::new(path).unwrap_or_else(|| panic!("{path}"));
        assert_eq!((sound.portability_fault(), sound.as_str()), (None, path.as_str()));
        assert!((path.starts_with("data/") || path == "reviews.ics") && !path.contains(".."), "{path}");
    }
    let own: Vec<&str> = files.keys().filter_map(|path| path.strip_prefix("data/registers/")).collect();
    assert_eq!(own.len(), 9, "three files of each kind that has documents: {own:?}");
    assert!(own.contains(&"kind-aux.csv") && own.contains(&"con-1.csv"), "{own:?}");
    let bytes = &files["data/registers/con-1.csv"];
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
    let records: Vec<csv::StringRecord> = reader.records().map(|record| record.expect("a record")).collect();
    let keys: Vec<&str> = records[0].iter().collect();
    // Of keys that mean the same the first counts.
    assert_eq!(keys[..6], ["id", "title", "'=1+1", "a_b", "path_", "formerly"]);
    assert_eq!((&records[1][2], &records[1][4]), ("'=3", "'-4"));
}

#[test]
fn an_aims_without_documents_has_all_files() {
    let aims = read(&[]);
    let files = made(&aims, &History::empty(Standing::Outside));
    let counts = counts(&files);
    let clauses = aims.catalog.clauses().len();
    assert_eq!(counts["controls"], 38);
    assert_eq!((counts["populations"], counts["sample"], counts["requests"]), (0, 0, called_for(&aims)));
    let coverage = aims.catalog.clauses().iter().filter(|clause| clause.requirement).count();
    // Nothing says of any control whether it applies.
    let coverage = coverage + 38;
    let all = 2 * (38 + clauses) + aims.catalog.relations().len() + 2 * called_for(&aims) + coverage;
    assert_eq!(counts.values().sum::<usize>(), all);
    assert_eq!(files["data/risks.csv"].split(|byte| *byte == b'\n').count(), 2, "a header and no rows");
    let value: Value = serde_json::from_slice(&files["data/documents.json"]).expect("JSON");
    let top = ["version", "today", "revision", "audience", "edition", "partial", "rows"];
    assert!(value.as_object().expect("an object").keys().eq(top));
    assert_eq!((&value["audience"], &value["partial"]), (&"confidential".into(), &false.into()));
    assert_eq!((&value["version"], &value["rows"]), (&1.into(), &serde_json::json!([])));
}

#[test]
fn how_long_a_document_is_kept_is_a_length_of_time_and_what_it_counts_from() {
    let of = |id: &str, retention: &str| format!("---\nid: {id}\nkind: policy\nretention: {retention}\n---\nText.\n");
    let (long, odd) = (of("P-1", "18 months after the last use, the log 6 months"), of("P-2", "for good"));
    let aims = read(&[("a.md", &long), ("b.md", &odd)]);
    let value: Value =
        serde_json::from_slice(&made(&aims, &History::empty(Standing::Outside))["data/documents.json"]).expect("JSON");
    let rows = value["rows"].as_array().expect("rows");
    assert_eq!((&rows[0]["retention_period"], &rows[0]["retention_from"]), (&"P18M".into(), &"the last use".into()));
    assert_eq!((&rows[1]["retention_period"], &rows[1]["retention_from"]), (&Value::Null, &Value::Null));
    assert_eq!(rows[1]["retention"], "for good");
}

#[test]
fn findings_are_those_of_the_check() {
    let (aims, history) = (read(&SMALL), History::empty(Standing::Recorded));
    let found = check(&aims, &history, &Approvals::default()).found;
    let value: Value = serde_json::from_slice(&made(&aims, &history)["data/findings.json"]).expect("JSON");
    assert_eq!(value["summary"]["total"], found.len());
    assert_eq!(value["findings"].as_array().map(Vec::len), Some(found.len()));
    assert!(!found.is_empty());
}

#[test]
fn the_newest_changes_are_given_with_the_number_of_all() {
    let aims = read(&SMALL);
    let mut history = History::empty(Standing::Recorded);
    let path = DocPath::new("policy.md").expect("a path");
    history.head = Some(("ab".repeat(20), TODAY));
    history.revisions = (0..1_234)
        .map(|i| {
            let author = Person { name: "A".into(), email: "a@x.example".into(), said: None };
            let change = Change { document: Some(path.clone()), ..Change::new(path.clone(), ChangeKind::Modified) };
            Revision { changes: vec![change], ..Revision::new(format!("{i:040}"), author, TODAY) }
        })
        .collect();
    let files = made(&aims, &history);
    let value: Value = serde_json::from_slice(&files["data/changes.json"]).expect("JSON");
    assert_eq!((&value["total"], &value["revision"]), (&1_234.into(), &"ab".repeat(20).into()));
    let rows = rows(&files, "changes");
    assert_eq!((rows.len(), &rows[0]["commit"]), (1_000, &"0".repeat(40).into()));
    assert_eq!(
        rows[0]["changes"],
        serde_json::json!([{
            "kind": "changed", "path": "policy.md", "from": null, "document": "POL-001", "fate": "stood", "joined": false
        }])
    );
    assert!(!String::from_utf8_lossy(&files["data/changes.json"]).contains("a@x.example"));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let history = History::empty(Standing::Recorded);
    assert_eq!(made(&read(&SMALL), &history), made(&read(&SMALL), &history));
}

#[test]
fn samples_are_of_their_populations_and_working_papers_are_of_the_samples() {
    let files = made(&read(&SMALL), &History::empty(Standing::Recorded));
    let number = |row: &Value, key: &str| usize::try_from(row[key].as_u64().expect("a number")).expect("a size");
    let (units, sample) = (rows(&files, "units"), rows(&files, "sample"));
    for population in rows(&files, "populations") {
        let of = |rows: &[Value]| -> Vec<String> {
            let own = rows.iter().filter(|row| row["population"] == population["population"]);
            own.map(|row| row["unit"].as_str().expect("a unit").to_owned()).collect()
        };
        let (all, drawn) = (of(&units), of(&sample));
        assert_eq!(
            (all.len(), drawn.len()),
            (number(&population, "units"), number(&population, "drawn")),
            "{population}"
        );
        assert!(drawn.iter().all(|unit| all.contains(unit)), "{population}");
    }
    for (paper, drawn) in rows(&files, "working-papers").iter().zip(&sample) {
        assert_eq!((&paper["unit"], &paper["owner"]), (&drawn["unit"], &drawn["owner"]));
        assert!(paper["observed"].is_null() && paper["conclusion"].is_null(), "left to the auditor: {paper}");
        let seed = format!("{}\n{}", TODAY, drawn["unit"].as_str().expect("a unit"));
        assert_eq!(drawn["ticket"], crate::base::sha256_hex(seed.as_bytes()), "without commits the day is the seed");
    }
    let of_rows = units.iter().find(|unit| unit["unit"] == "SOA-001/statement/1").expect("a row is a unit");
    assert_eq!(of_rows["population"], "soa/statement");
    let of_risk = units.iter().find(|unit| unit["unit"] == "RSK-001").expect("a risk is a unit");
    assert_eq!((&of_risk["system"], &of_risk["risk"]), (&"SYS-001".into(), &"medium".into()));
}

#[test]
fn the_workbook_has_room_for_what_the_auditor_finds_and_leads_to_the_pages() {
    let files = made(&read(&SMALL), &History::empty(Standing::Recorded));
    let parts = parts(&files["data/workbook.xlsx"]);
    let papers = cells(&parts, 3);
    assert!(
        papers.values().any(|(style, text)| (*style, text.as_str()) == (Look::BlankHead, "Observed")),
        "{papers:?}"
    );
    assert!(parts["xl/worksheets/sheet3.xml"].contains("conforms,minor,major,improvement,not-looked-at"));
    assert!(parts["xl/worksheets/_rels/sheet3.xml.rels"].contains("Target=\"../documents/POL-001.html\""));
    assert!(cells(&parts, 1).values().any(|(_, text)| text == "aims-sample-1: the ticket of a unit is the SHA-256 of the seed, a line feed and the unit; the page samples.html tells the rest"));
}

/// What a schema in the shape of ours says of a value: the first thing that is wrong.
fn refused(schema: &Value, value: &Value) -> Option<String> {
    let name = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let types = &schema["type"];
    if !types.is_null() && types != name && !types.as_array().is_some_and(|types| types.iter().any(|one| one == name)) {
        return Some(format!("{value} is not {types}"));
    }
    match value {
        Value::Array(items) => items.iter().find_map(|item| refused(&schema["items"], item)),
        Value::Object(values) => {
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let missing = required.into_iter().find(|key| !values.contains_key(*key)).map(|key| format!("no {key}"));
            let own = values.iter().find_map(|(key, value)| match &schema["properties"][key] {
                Value::Null => Some(format!("{key} is not described")),
                schema => refused(schema, value),
            });
            missing.or(own)
        }
        _ => None,
    }
}

#[test]
fn every_register_keeps_to_its_schema() {
    let aims = read(&SMALL);
    let files = made(&aims, &History::empty(Standing::Recorded));
    let approvals = Approvals::default();
    let findings = check(&aims, &History::empty(Standing::Recorded), &approvals);
    let state = State::new(aims, History::empty(Standing::Recorded), approvals, findings);
    let draw = crate::register::Draw::of(&state);
    for (id, named) in super::registers(&state) {
        let schema = super::register(&state, &named, &draw, super::Format::Schema).expect("a schema");
        let schema: Value = serde_json::from_slice(&schema).expect("JSON");
        let value: Value = serde_json::from_slice(&files[&format!("data/{id}.json")]).expect("JSON");
        assert_eq!(refused(&schema, &value), None, "{id}");
        let csv = super::register(&state, &named, &draw, super::Format::Csv { bom: true }).expect("CSV");
        assert!(csv.starts_with("\u{feff}".as_bytes()), "{id}");
    }
    assert_eq!(
        refused(&serde_json::json!({"type": ["string", "null"]}), &3.into()),
        Some("3 is not [\"string\",\"null\"]".into())
    );
}
