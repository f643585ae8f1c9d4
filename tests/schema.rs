//! The schemas that `aims schema` prints: they take what `aims` takes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use aims::base::{Date, Period};
use aims::model::Aims;
use aims::model::catalog::Catalog;
use aims::model::config::Config;
use aims::model::described;
use aims::model::kinds::Kinds;
use aims::model::load::load;
use aims::parse::{Entry, Node, Value as Said};
use aims::schema::{self, Known};
use aims::source::Memory;
use serde_json::{Map, Value, json};

use judge::Judge;

use crate::support::judge;

const TODAY: Date = Date::constant(2026, 11, 20);

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn judge(schema: &Value) -> Judge {
    Judge::new(&schema::text(schema).expect("JSON"))
}

/// What YAML and JSON make of a value.
fn value(node: &Node) -> Value {
    match &node.value {
        Said::Null => Value::Null,
        Said::Scalar(scalar) if scalar.quoted => json!(scalar.text),
        Said::Scalar(scalar) => match scalar.text.as_str() {
            "true" => json!(true),
            "false" => json!(false),
            text => text.parse::<i64>().map_or_else(
                |_| match text.parse::<f64>() {
                    Ok(number) if number.is_finite() => json!(number),
                    _ => json!(text),
                },
                Value::from,
            ),
        },
        Said::List(items) => items.iter().map(value).collect(),
        Said::Table(entries) => table(entries),
    }
}

fn table(entries: &[Entry]) -> Value {
    let table: Map<String, Value> = entries.iter().map(|entry| (entry.key.clone(), value(&entry.node))).collect();
    Value::Object(table)
}

fn settings(text: &str) -> Value {
    fn of(value: toml::Value) -> Value {
        match value {
            toml::Value::String(text) => json!(text),
            toml::Value::Integer(number) => json!(number),
            toml::Value::Float(number) => json!(number),
            toml::Value::Boolean(flag) => json!(flag),
            toml::Value::Datetime(day) => json!(day.to_string()),
            toml::Value::Array(items) => items.into_iter().map(of).collect(),
            toml::Value::Table(table) => {
                Value::Object(table.into_iter().map(|(key, value)| (key, of(value))).collect())
            }
        }
    }
    of(toml::from_str(text).expect("TOML"))
}

/// The texts of an AIMS, by their paths.
fn files(folder: &Path, below: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(below).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(folder, &path, found);
        } else if let Ok(bytes) = fs::read(&path) {
            let name = path.strip_prefix(folder).expect("inside").to_string_lossy().into_owned();
            found.push((name, bytes));
        }
    }
}

fn aims_in(folder: &Path) -> Aims {
    let mut found = Vec::new();
    files(folder, folder, &mut found);
    aims_of(found.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())))
}

fn aims_of<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Aims {
    load(&Memory::new(files), TODAY).expect("memory can be read")
}

fn known(aims: &Aims) -> Known<'_> {
    Known { kinds: &aims.kinds, catalog: &aims.catalog, config: &aims.config }
}

/// The front matter of each document, with its path and whether `aims` finds fault with its keys and values.
fn front_matter(aims: &Aims) -> impl Iterator<Item = (&str, Value, bool)> {
    aims.documents.iter().filter_map(|document| {
        let front = aims::parse::front(&document.text, false).front?;
        Some((document.path.as_str(), table(&front.entries), !document.problems.is_empty()))
    })
}

#[test]
fn every_document_of_the_example_is_taken() {
    let aims = aims_in(&root().join("example-aims"));
    let any = judge(&schema::of_any(&known(&aims)));
    let (mut number, mut judges) = (0, BTreeMap::new());
    for (path, front, _) in front_matter(&aims) {
        assert_eq!(any.refuses(&front), "", "{path}");
        let kind = aims.kinds.get(front["kind"].as_str().expect("a kind")).expect("a known kind");
        let of_kind = judges.entry(&kind.name).or_insert_with(|| judge(&schema::of_kind(&known(&aims), kind)));
        assert_eq!(of_kind.refuses(&front), "", "{path}");
        number += 1;
    }
    assert!(number > 100, "{number} documents");
    let text = fs::read_to_string(root().join("example-aims/aims.toml")).expect("settings");
    assert_eq!(judge(&schema::of_settings(&known(&aims))).refuses(&settings(&text)), "");
}

#[test]
fn what_a_schema_refuses_is_told_by_aims_too() {
    let (mut taken, mut refused) = (0, 0);
    // Few folders have another schema than the others.
    let mut judges = BTreeMap::new();
    for entry in fs::read_dir(root().join("tests/broken")).expect("a folder") {
        let folder = entry.expect("an entry").path();
        let aims = aims_in(&folder);
        let config = Config { people: Vec::new(), roles: BTreeMap::new(), ..aims.config.clone() };
        let schema = schema::of_any(&Known { config: &config, ..known(&aims) });
        let any = judges.entry(schema.to_string()).or_insert_with(|| judge(&schema));
        for (path, front, is_faulty) in front_matter(&aims) {
            let why = any.refuses(&front);
            assert!(why.is_empty() || is_faulty, "{}/{path}: {why}", folder.display());
            if why.is_empty() { taken += 1 } else { refused += 1 }
        }
    }
    assert!(taken > 100 && refused > 5, "{taken} taken, {refused} refused");
}

const OWN: &str = "[aliases]\nnext_audit = \"next-review\"\n[values.status]\naktiv = \"approved\"\n[keys]\nkeep = [\"eip\"]\n\
                   [roles]\n\"AI Officer\" = \"Runs it.\"\n\
                   [kinds.\"data sheet/2\"]\nfield = [{ name = \"rights\", type = \"choice\", choices = [\"ours\", \"theirs\"], need = \"must\" }]\n\
                   [kinds.datasheet]\nlabel = \"Sheet\"\nfield = [{ name = \"rights\", type = \"date\" }]\n";

/// What the schema of an AIMS with settings of its own says to each of these.
fn judged<'a>(fronts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let aims = aims_of([("aims.toml", OWN.as_bytes())]);
    let judge = judge(&schema::of_any(&known(&aims)));
    let of = |front: &str| {
        let front = aims::parse::front(&format!("---\n{front}\n---\nText.\n"), false).front.expect("front matter");
        judge.refuses(&table(&front.entries))
    };
    fronts.into_iter().map(of).collect()
}

#[test]
fn keys_and_words_are_taken_however_they_are_written() {
    let fronts = [
        "ID: P-1\nTitle: T\nKIND: Policy\nReview_Every: P1Y\nnext_review: 2026-11-20",
        "id: P-1\nname: T\nkind: policy\nstatus: In Review\nowner:\n",
        "id: P-1\ntitle: T\nkind: policy\nstatus: Aktiv\nnext_audit: 2026-01-01\neip: {a: 1}",
        "id: P-1\ntitle: T\nkind: policy\ncontrols: [A.2.2, OWN-1]\nimplements: [[POL-001]]\ntags: x\nversion: 1.4",
        "id: P-1\ntitle: T\nkind: policy\ncontrols: A.2.2, A.2.3\nowner: AI Officer\nrequirements: {eu-ai-act: [art-9]}",
        "id: P-1\ntitle: T\nkind: data sheet/2\nrights: Ours",
        "id: P-1\ntitle: T\nkind: datasheet\nrights: 2026-11-20",
    ];
    for (why, front) in judged(fronts).iter().zip(fronts) {
        assert_eq!(why, "", "{front}");
    }
}

#[test]
fn every_length_of_time_is_taken() {
    let times =
        ["12 months", "90d", "P1Y", "p6m", "half-yearly", "every 2 years", "twice a year", "6-months", "1y", "annual"];
    let fronts = times.map(|time| format!("id: P-1\ntitle: T\nkind: policy\nreview-every: {time}"));
    for (why, time) in judged(fronts.iter().map(String::as_str)).iter().zip(times) {
        assert!(why.is_empty() && Period::parse(time).is_some(), "{time}: {why}");
    }
}

#[test]
fn what_is_wrong_is_refused() {
    let cases = [
        ("title: T\nkind: policy", "\"id\""),
        ("id: P-1\nkind: policy", "\"title\""),
        ("id: P-1\ntitle: T", "\"kind\""),
        ("id: P-1\ntitle: T\nkind: polcy", "/kind"),
        ("id: P-1\ntitle: T\nkind: policy\nstatus: aproved", "/status"),
        ("id: P-1\ntitle: T\nkind: policy\neffective: 20.11.2026", "/effective"),
        ("id: P-1\ntitle: T\nkind: policy\neffective: 2026-02-30", "/effective"),
        ("id: P-1\ntitle: T\nkind: policy\nnext_audit: soon", "/next_audit"),
        ("id: P-1\ntitle: T\nkind: policy\nreview-every: 12", "/review-every"),
        ("id: P-1\ntitle: T\nkind: policy\nownr: X", "ownr"),
        ("id: P-1\ntitle: {a: b}\nkind: policy", "/title"),
        ("id: P-1\ntitle: T\nkind: policy\ncontrols: {a: b}", "/controls"),
        ("id: P-1\ntitle: T\nkind: data sheet/2", "\"rights\""),
        ("id: P-1\ntitle: T\nkind: data sheet/2\nrights: mine", "/rights"),
        ("id: P-1\ntitle: T\nkind: datasheet\nrights: ours", "/rights"),
        ("id: R-1\ntitle: T\nkind: audit\nfindings: [{ref: F1, grading: huge}]", "/findings/0"),
    ];
    for (why, (front, told)) in judged(cases.map(|(front, _)| front)).iter().zip(cases) {
        assert!(why.contains(told), "{front}: {why}");
    }
}

#[test]
fn settings_are_taken_as_they_are_read() {
    let (config, catalog, kinds) = (Config::default(), Catalog::builtin(), Kinds::builtin());
    let judge = judge(&schema::of_settings(&Known { kinds: &kinds, catalog, config: &config }));
    assert_eq!(judge.refuses(&settings(&described::example())), "");
    assert_eq!(judge.refuses(&settings(OWN)), "");
    assert_eq!(judge.refuses(&settings("[Review]\nDUE_SOON = \"3 weeks\"\n[files]\nexclude = \"a\"\n")), "");
    for (text, told) in [
        ("[organization]\nname = \"x\"", "organization"),
        ("[review]\nsoon = \"1 year\"", "/review"),
        ("[review]\ndue-soon = 30", "/review/due-soon"),
        ("[review.every]\npolicy = \"2026-11-20\"", "/review/every/policy"),
        ("[[people]]\nemails = \"a\"", "\"name\""),
        ("[approval]\nneeds = \"signature\"", "/approval/needs"),
        ("[approval.kinds.policy]\nfour-eyes = \"often\"", "/approval/kinds/policy/four-eyes"),
        ("[checks.levels]\nAIMS101 = \"fatal\"", "/checks/levels/AIMS101"),
        ("[[checks.waivers]]\nreason = \"x\"", "\"code\""),
        ("[kinds.x]\nfield = [{ name = \"a\", type = \"thing\" }]", "/kinds/x/field/0/type"),
        ("[site]\naudience = \"all\"", "/site/audience"),
    ] {
        let why = judge.refuses(&settings(text));
        assert!(why.contains(told), "{text}: {why}");
    }
}

#[test]
fn schemas_are_files_of_their_own_and_name_nothing_outside() {
    let aims = aims_of([("aims.toml", OWN.as_bytes())]);
    let all = schema::all(&known(&aims));
    let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    assert!(names.contains(&"aims.schema.json") && names.contains(&"kind-policy.schema.json"), "{names:?}");
    assert!(names.contains(&"kind-data-sheet_2f2.schema.json"), "{names:?}");
    for (name, schema) in &all {
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#", "{name}");
        let text = schema::text(schema).expect("JSON");
        let outside = text
            .match_indices("\"$ref\": \"")
            .filter(|(at, start)| !text[at + start.len()..].starts_with("#/definitions/"));
        assert_eq!(outside.count(), 0, "{name}");
    }
}
