//! Every text of the interface has its words in every language that is whole, with the same gaps; and no file of a language
//! has words for a text that is nowhere.
//!
//! Texts are found where they are marked: in the source, in the templates, in the scripts, and in the data that is shipped.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use aims::base::wording::{Piece, codes, pieces};
use aims::model::kinds::words;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// All files below a folder whose name ends so.
fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("it").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            found.extend(files(&path, end));
        } else if path.to_string_lossy().ends_with(end) {
            found.push(path);
        }
    }
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// What is marked.
#[derive(Debug, Default)]
struct Marked {
    texts: BTreeSet<String>,
    /// Texts that go by a number, and nouns that are counted.
    plurals: BTreeSet<String>,
    scripts: BTreeSet<String>,
}

/// A string literal of Rust that a text begins with, with its value; raw ones are none of ours.
fn literal(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut rest = text.strip_prefix('"')?;
    loop {
        let mut chars = rest.chars();
        match chars.next()? {
            '"' => return Some((value, chars.as_str())),
            '\\' => match chars.next()? {
                'n' => value.push('\n'),
                't' => value.push('\t'),
                '\n' => {
                    rest = chars.as_str().trim_start();
                    continue;
                }
                'u' => {
                    let (code, after) = chars.as_str().strip_prefix('{')?.split_once('}')?;
                    value.push(char::from_u32(u32::from_str_radix(code, 16).ok()?)?);
                    rest = after;
                    continue;
                }
                other => value.push(other),
            },
            other => value.push(other),
        }
        rest = chars.as_str();
    }
}

/// What stands between the bracket that a text begins behind and the one that closes it, with all literals at its own depth
/// and, in brackets of lists, one deeper.
fn arguments(text: &str) -> Vec<String> {
    let (mut depth, mut found, mut rest) = (0usize, Vec::new(), text);
    while let Some(c) = rest.chars().next() {
        if let Some((value, after)) = literal(rest) {
            if depth == 0 {
                found.push(value);
            }
            rest = after;
            continue;
        }
        match c {
            '(' | '{' => depth += 1,
            '[' if depth > 0 => depth += 1,
            ']' if depth > 0 => depth -= 1,
            ')' | '}' if depth == 0 => return found,
            ')' | '}' => depth -= 1,
            '\'' if rest.len() > 2 && rest.chars().nth(2) == Some('\'') => {
                rest = &rest[rest.char_indices().nth(3).map_or(rest.len(), |(at, _)| at)..];
                continue;
            }
            _ => {}
        }
        rest = &rest[c.len_utf8()..];
    }
    found
}

/// Places behind a word that is no part of a longer one.
fn behind<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = &'a str> {
    let is_of_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).filter_map(move |(at, _)| {
        let is_whole = !text[..at].chars().next_back().is_some_and(is_of_word);
        is_whole.then(|| &text[at + word.len()..])
    })
}

/// A file of the source up to the tests in it.
fn without_tests(source: &str) -> &str {
    let mut declared = source.match_indices("\n#[cfg(test)]\nmod ").map(|(at, _)| at);
    let begins = declared.find(|at| source[*at..].lines().nth(2).is_some_and(|line| line.ends_with('{')));
    begins.map_or(source, |at| &source[..at])
}

/// Marks of a file of the source, without its tests.
fn of_source(source: &str, counts: bool, marked: &mut Marked) {
    let source = without_tests(source);
    let code: String =
        source.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect();
    for word in ["say!(", "mark!(", "phrase!(", "tell!("] {
        marked.texts.extend(behind(&code, word).filter_map(|rest| Some(literal(rest.trim_start())?.0)));
    }
    for rest in behind(&code, "plural!(") {
        marked.plurals.extend(arguments(rest).into_iter().next());
    }
    // The noun is the last that is given.
    for rest in behind(&code, "count(").filter(|_| counts) {
        marked.plurals.extend(arguments(rest).into_iter().next_back());
    }
    for word in ["what: ", "why: ", "fix: "] {
        if code.contains("static RULE: Rule") {
            marked.texts.extend(behind(&code, word).filter_map(|rest| Some(literal(rest)?.0)));
        }
    }
}

/// Heads of tables: what stands before the colon of a spec.
fn of_tables(source: &str, marked: &mut Marked) {
    let source = without_tests(source);
    let lists = behind(source, "Table::new(").chain(behind(source, "specs")).filter_map(|rest| {
        let (before, list) = rest.split_once('[')?;
        (!before.contains(';')).then_some(list)
    });
    for list in lists {
        let list = list.split(']').next().unwrap_or_default();
        let mut rest = list;
        while let Some(at) = rest.find('"') {
            let Some((value, after)) = literal(&rest[at..]) else { break };
            let head = value.split(':').next().unwrap_or_default();
            if !head.is_empty() {
                marked.texts.insert(head.to_owned());
            }
            rest = after;
        }
    }
}

fn of_template(text: &str, marked: &mut Marked) {
    let quoted =
        |rest: &str| rest.strip_prefix('"').and_then(|rest| rest.split_once('"')).map(|(text, _)| text.to_owned());
    marked.texts.extend(behind(text, "say(").filter_map(quoted));
}

fn of_script(text: &str, marked: &mut Marked) {
    marked.scripts.extend(behind(text, "say(").filter_map(|rest| Some(literal(rest)?.0)));
    // One of two, by a number.
    for rest in behind(text, "say(").filter(|rest| !rest.starts_with('"') && !rest.starts_with("text")) {
        let choice = rest.split_once('?').filter(|(before, _)| !before.contains([';', '\n']));
        let mut rest = choice.map_or("", |(_, after)| after.trim_start());
        while let Some((value, after)) = literal(rest) {
            marked.scripts.insert(value);
            rest = after.trim_start().strip_prefix(':').map_or("", str::trim_start);
        }
    }
}

/// The keys of the files of data whose values pages show.
const SHOWN: [(&str, &[&str]); 10] = [
    ("iso-42001", &["title", "short", "edition", "summary", "evidence", "documents", "used-for", "note", "status"]),
    ("eu-ai-act", EU_AI_ACT),
    ("iso-27001", &["title", "short", "edition", "status"]),
    ("iso-9001", &["title", "short", "edition", "status"]),
    ("nist-ai-rmf", &["title", "short", "edition", "status", "note"]),
    ("laws", &["title", "short", "edition", "source", "status", "note", "points"]),
    ("duties", &["when"]),
    ("phases", &["title", "about"]),
    ("purposes", &["about", "point"]),
    ("crosswalk", &["note", "why", "caveat", "title"]),
];

/// With that, about what its sources disagree.
const EU_AI_ACT: &[&str] = &[
    "title",
    "short",
    "edition",
    "summary",
    "note",
    "status",
    "what",
    "evidence",
    "about",
    "sources-say",
    "resolution",
];

fn of_data(marked: &mut Marked) {
    let file = |name: &str| -> toml::Value {
        let text = read(&root().join(format!("src/model/data/{name}.toml")));
        toml::Value::Table(toml::from_str(&text).expect("TOML"))
    };
    for (name, keys) in SHOWN {
        of_values(&file(name), keys, false, marked);
    }
    // To whom a provision applies: in words, or by an annex.
    let mut whom = Marked::default();
    of_values(&file("eu-ai-act"), &["scope"], false, &mut whom);
    let named = |scope: &String| scope.replace("annex-iii", "Annex III").replace("annex-i", "Annex I");
    marked.texts.extend(whom.texts.iter().map(named).filter(|scope| scope.contains(' ')));
    // Units of periods are counted as they are read.
    marked.plurals.extend(["day", "week", "month", "year"].map(str::to_owned));
    let kinds = file("kinds");
    of_fields(kinds.get("common"), marked);
    for kind in kinds.get("kind").and_then(toml::Value::as_array).expect("kinds") {
        let label = |key: &str| kind.get(key).and_then(toml::Value::as_str).map(str::to_owned);
        marked.texts.extend(["label", "plural", "about"].into_iter().filter_map(label));
        of_values(kind, &["asks"], false, marked);
        of_fields(kind.get("field"), marked);
    }
}

/// The texts that stand under some keys, and in lists there.
fn of_values(value: &toml::Value, keys: &[&str], is_under: bool, marked: &mut Marked) {
    match value {
        toml::Value::String(text) if is_under => drop(marked.texts.insert(text.clone())),
        toml::Value::Array(list) => list.iter().for_each(|value| of_values(value, keys, is_under, marked)),
        toml::Value::Table(table) => {
            table.iter().for_each(|(key, value)| of_values(value, keys, keys.contains(&key.as_str()), marked));
        }
        _ => {}
    }
}

/// What pages call the keys of front matter and the words of their choices.
fn of_fields(fields: Option<&toml::Value>, marked: &mut Marked) {
    let texts = |value: Option<&toml::Value>| -> Vec<String> {
        let values: Vec<&toml::Value> = match value {
            Some(toml::Value::Array(list)) => list.iter().collect(),
            Some(toml::Value::Table(table)) => table.values().collect(),
            _ => Vec::new(),
        };
        values.into_iter().filter_map(toml::Value::as_str).map(str::to_owned).collect()
    };
    for field in fields.and_then(toml::Value::as_array).into_iter().flatten() {
        let name = field.get("name").and_then(toml::Value::as_str).expect("a name");
        marked.texts.insert(words(name));
        marked.texts.extend(texts(field.get("choices")).iter().map(|choice| words(choice)));
        marked.texts.extend(texts(field.get("titles")));
        let about = field.get("about").and_then(toml::Value::as_str);
        marked.texts.extend(about.map(str::to_owned));
        of_fields(field.get("columns"), marked);
    }
}

/// Rungs that count things for a terminal, an editor or a file for programs alone.
const ENGLISH: [&str; 11] =
    ["adopt", "cli", "demo", "diag", "emit", "export", "impact", "lsp", "schema", "serve", "start"];

fn marked() -> Marked {
    let mut marked = Marked::default();
    for path in files(&root().join("src"), ".rs") {
        let name = path.to_string_lossy().replace('\\', "/");
        if name.ends_with("tests.rs") || name.contains("/tests/") || name.ends_with("base/wording.rs") {
            continue;
        }
        let source = read(&path);
        let counts = !ENGLISH.iter().any(|rung| name.contains(&format!("/src/{rung}/")));
        of_source(&source, counts, &mut marked);
        if name.contains("/src/site/") {
            of_tables(&source, &mut marked);
        }
    }
    for path in &files(&root().join("theme/templates"), ".html") {
        of_template(&read(path), &mut marked);
    }
    for path in &files(&root().join("theme"), ".js") {
        of_script(&read(path), &mut marked);
    }
    of_data(&mut marked);
    // The one text of `wording.rs` itself.
    marked.texts.insert("5.2 Policy".into());
    marked.texts.retain(|text| text.chars().any(char::is_alphabetic));
    marked
}

/// The names of the gaps of a text.
fn gaps(text: &str) -> BTreeSet<&str> {
    let name = |piece| match piece {
        Piece::Gap(name) => Some(name),
        Piece::Text(_) => None,
    };
    pieces(text).filter_map(name).collect()
}

/// A table of a file of a language: to each text one or two.
fn table(file: &toml::Table, name: &str) -> BTreeMap<String, Vec<String>> {
    let words = |value: &toml::Value| match value {
        toml::Value::Array(forms) => forms.iter().filter_map(toml::Value::as_str).map(str::to_owned).collect(),
        other => other.as_str().map(str::to_owned).into_iter().collect(),
    };
    let table = file.get(name).and_then(toml::Value::as_table).expect("a table");
    table.iter().map(|(text, value)| (text.clone(), words(value))).collect()
}

#[test]
fn every_language_has_every_text_with_the_same_gaps() {
    let marked = marked();
    assert!(marked.texts.len() > 1000 && marked.plurals.len() > 50 && marked.scripts.len() > 20, "marks are found");
    for code in codes().filter(|code| *code != "en") {
        let path = root().join(format!("theme/languages/{code}.toml"));
        let file: toml::Table = toml::from_str(&read(&path)).expect("TOML");
        let tables = [("texts", &marked.texts, 1), ("plurals", &marked.plurals, 2), ("scripts", &marked.scripts, 1)];
        let mut wrong = Vec::new();
        for (name, wanted, forms) in tables {
            let there = table(&file, name);
            wrong.extend(
                wanted
                    .iter()
                    .filter(|text| !there.contains_key(*text))
                    .map(|text| format!("[{name}] lacks {text:?} = \"\"")),
            );
            wrong.extend(
                there
                    .keys()
                    .filter(|text| !wanted.contains(*text))
                    .map(|text| format!("[{name}] has {text:?}, which is nowhere")),
            );
            for (text, words) in &there {
                let of_noun = name == "plurals" && gaps(text).is_empty();
                let of_text = if of_noun { BTreeSet::from(["n"]) } else { gaps(text) };
                let agree = words
                    .iter()
                    .all(|words| gaps(words) == of_text || name == "plurals" && gaps(words).is_subset(&of_text));
                if words.len() != forms || words.iter().any(String::is_empty) || !agree {
                    wrong.push(format!("[{name}] {text:?} has other gaps, or no words: {words:?}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{code}: {} texts\n{}", wrong.len(), wrong.join("\n"));
    }
}

#[test]
fn marks_are_read_as_they_are_written() {
    let mut marked = Marked::default();
    of_source(
        "say!(\"a {n}\", n = f(\"no\"))\nphrase!(\n    \"b \\\n     c\")\nplural!(x.len(), \"one\", \"many\", y = g(\"no\"))\ncount(f(x, \"no\"), \"risk\")\n// say!(\"no\")\n",
        true,
        &mut marked,
    );
    assert_eq!(marked.texts.iter().collect::<Vec<_>>(), ["a {n}", "b c"]);
    assert_eq!(marked.plurals.iter().collect::<Vec<_>>(), ["one", "risk"]);
    of_tables("Table::new(say!(\"l\"), &[\"Head:text\", \"B\"])", &mut marked);
    of_template("<p>{{ say(\"Menu\") }}</p>", &mut marked);
    assert!(["Head", "B", "Menu"].iter().all(|text| marked.texts.contains(*text)));
    of_script("x = say(\"One\"); say(n === 1 ? \"{n} row\" : \"{n} rows\", {})", &mut marked);
    assert_eq!(marked.scripts.iter().collect::<Vec<_>>(), ["One", "{n} row", "{n} rows"]);
}

/// Behind “of” a noun has another form in some languages than by itself.
#[test]
fn of_how_many_it_is_a_script_says_in_one_text() {
    let script = include_str!("../theme/aims.js");
    assert!(script.contains("say(commits ? \"{n} of {all} commits\" : \"{n} of {all} texts\""));
    assert!(!script.contains("all: counted("), "what is counted is put behind words that rule its form");
}
