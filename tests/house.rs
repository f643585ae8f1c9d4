//! How large the house is, and who else's work stands in it: numbers that have a limit, and what may come from others.
//!
//! `cargo test --test all house:: -- --nocapture` prints the numbers. What is checked here needs no network and no program
//! but cargo; `cargo deny` with `.ci/deny.toml` knows more, such as published faults.

#![expect(clippy::print_stdout, reason = "the numbers are for people to read")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rust::functions;

use crate::support::rust;

/// The most crates that a build of the program may compile, itself not counted.
const MOST_CRATES: usize = 150;

/// The most lines that a file in `src` may have.
const LONGEST_FILE: usize = 520;

/// The most lines that all files in `src` may have together. What is added has to be worth it: say so where it is raised.
const MOST_LINES: usize = 196_000;

/// The most lines that a function in `src` may have.
const LONGEST_FUNCTION: usize = 70;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn toml(path: &str) -> toml::Table {
    let text = fs::read_to_string(root().join(path)).expect(path);
    toml::from_str(&text).expect(path)
}

/// What `cargo tree` says of each crate that these kinds of dependency bring along, on this platform, each once.
fn tree(edges: &str, format: &str) -> BTreeSet<String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root()).args(["tree", "--offline", "--locked", "--prefix", "none", "--edges", edges]);
    let output = cargo.args(["--format", format]).output().expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    text.lines().map(|line| line.trim_end_matches(" (*)").to_owned()).collect()
}

/// The crates of others: name and version.
fn crates(edges: &str) -> BTreeSet<String> {
    let own = concat!("aims v", env!("CARGO_PKG_VERSION"));
    let all = tree(edges, "{p}");
    assert!(all.iter().any(|line| line.starts_with(own)), "cargo tree begins with this crate");
    all.into_iter().filter(|line| !line.starts_with(own)).collect()
}

#[test]
fn few_crates_come_along() {
    let normal = crates("normal");
    let (building, testing) = (crates("normal,build").len(), crates("normal,build,dev").len());
    let name = |line: &String| line.split(' ').next().unwrap_or_default().to_owned();
    let twice = normal.len() - normal.iter().map(name).collect::<BTreeSet<_>>().len();
    println!(
        "crates: {}, {twice} of them in a second version (with those for building {building}, for tests {testing})",
        normal.len()
    );
    assert!(normal.len() < MOST_CRATES, "{} crates, fewer than {MOST_CRATES} allowed: {normal:#?}", normal.len());
}

/// Each line of a dependency stands under a comment, or under others that stand under one.
#[test]
fn each_dependency_gives_its_reason() {
    let text = fs::read_to_string(root().join("Cargo.toml")).expect("a manifest");
    let mut section = String::new();
    let (mut reason, mut found) = (false, 0);
    for line in text.lines() {
        if line.starts_with('[') {
            line.clone_into(&mut section);
        }
        let lists = section.ends_with("dependencies]");
        if lists && line.contains(" = ") && !line.starts_with('#') {
            assert!(reason, "no comment above `{line}` says why");
            found += 1;
        }
        reason = lists && line.starts_with("# ");
    }
    assert!(found > 20, "{found} dependencies");
}

#[test]
fn what_comes_along_comes_from_the_registry() {
    let lock = toml("Cargo.lock");
    let packages = lock["package"].as_array().expect("packages");
    assert!(packages.len() > 100);
    for package in packages {
        let text = |key: &str| package.get(key).and_then(toml::Value::as_str);
        let name = text("name").expect("a name");
        let source = text("source").unwrap_or_default();
        let from_registry = source.starts_with("registry+") && source.ends_with("/rust-lang/crates.io-index");
        assert!(name == "aims" || from_registry && text("checksum").is_some(), "{name} comes from {source:?}");
    }
}

#[test]
fn what_comes_along_may_be_used() {
    let settings = toml(".ci/deny.toml");
    let allowed = settings["licenses"]["allow"].as_array().expect("licences");
    let allowed: BTreeSet<&str> = allowed.iter().filter_map(toml::Value::as_str).collect();
    let excepted = settings["licenses"]["exceptions"].as_array().expect("exceptions");
    for line in tree("normal,build,dev", "{l}|{p}") {
        let (licence, name) = line.split_once('|').expect("a licence and a name");
        let of_this = |exception: &&toml::Value| exception["crate"].as_str() == name.split(' ').next();
        let more = excepted.iter().filter(of_this).filter_map(|exception| exception["allow"].as_array()).flatten();
        let allowed = &allowed | &more.filter_map(toml::Value::as_str).collect();
        assert!(allows(licence, &allowed), "{name} may be used under {licence:?} only");
    }
}

/// Whether an expression of SPDX, or `MIT/Apache-2.0` as older crates have it, can be met by these licences.
fn allows(expression: &str, allowed: &BTreeSet<&str>) -> bool {
    let expression = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = expression.split_whitespace().collect();
    let mut rest = words.as_slice();
    any_of(&mut rest, allowed) && rest.is_empty()
}

fn any_of(words: &mut &[&str], allowed: &BTreeSet<&str>) -> bool {
    let mut met = all_of(words, allowed);
    while let ["OR", rest @ ..] = words {
        *words = rest;
        met |= all_of(words, allowed);
    }
    met
}

fn all_of(words: &mut &[&str], allowed: &BTreeSet<&str>) -> bool {
    let mut met = one(words, allowed);
    while let ["AND", rest @ ..] = words {
        *words = rest;
        met &= one(words, allowed);
    }
    met
}

fn one(words: &mut &[&str], allowed: &BTreeSet<&str>) -> bool {
    match words {
        ["(", rest @ ..] => {
            *words = rest;
            let met = any_of(words, allowed);
            let closes = words.first() == Some(&")");
            *words = words.get(1..).unwrap_or_default();
            met && closes
        }
        // An exception allows more than the licence, and is told apart.
        [licence, "WITH", exception, rest @ ..] => {
            *words = rest;
            allowed.contains(format!("{licence} WITH {exception}").as_str())
        }
        [licence, rest @ ..] => {
            *words = rest;
            allowed.contains(licence)
        }
        [] => false,
    }
}

#[test]
fn licences_are_weighed_as_spdx_has_it() {
    let allowed = BTreeSet::from(["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"]);
    for (expression, met) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("", false),
        ("MIT OR GPL-3.0", true),
        ("GPL-3.0/MIT", true),
        ("MIT AND GPL-3.0", false),
        ("MIT AND GPL-3.0 OR ISC", true),
        ("GPL-3.0 AND (MIT OR ISC)", false),
        ("ISC AND (GPL-3.0 OR MIT)", true),
        ("(MIT OR GPL-3.0) AND ISC", true),
        ("Apache-2.0", false),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("(MIT", false),
        ("MIT ISC", false),
    ] {
        assert_eq!(allows(expression, &allowed), met, "{expression}");
    }
}

/// The files of Rust below a folder, in order.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn files_and_functions_can_be_read_in_one_go() {
    let (mut total, mut too_long, mut largest) = (0, Vec::new(), (0, String::new()));
    let files = sources(&root().join("src"));
    for path in &files {
        let text = fs::read_to_string(path).expect("a source");
        let name = path.strip_prefix(root()).expect("inside").to_string_lossy().into_owned();
        let lines = text.lines().count();
        total += lines;
        if lines > LONGEST_FILE {
            too_long.push(format!("{name} has {lines} lines"));
        }
        for function in functions(&text) {
            let place = format!("{name}:{} {}", function.line, function.name);
            if function.lines > LONGEST_FUNCTION {
                too_long.push(format!("{place} has {} lines", function.lines));
            }
            largest = largest.max((function.lines, place));
        }
    }
    println!("src: {total} lines in {} files; the largest function has {}: {}", files.len(), largest.0, largest.1);
    assert_eq!(too_long, Vec::<String>::new());
    assert!(total <= MOST_LINES, "src has {total} lines, {MOST_LINES} at most allowed: leave something out");
}

/// What holds a text for people: a message, a sentence, a reason.
const SAYS: [&str; 7] = ["against", "help", "message", "note", "remedy", "sentence", "why"];

/// Questions to a text.
const ASKS: [&str; 7] = ["contains", "ends_with", "find", "split_once", "starts_with", "strip_prefix", "strip_suffix"];

/// The lines of code that ask a text for people what happened, tests left out.
fn asked(code: &str) -> Vec<usize> {
    let code = code.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let mut found = Vec::new();
    for (at, _) in code.match_indices('.') {
        let (before, after) = (code[..at].trim_end(), &code[at + 1..]);
        if !ASKS.iter().any(|ask| after.strip_prefix(ask).is_some_and(|rest| rest.starts_with('('))) {
            continue;
        }
        let of = ["()", ".as_str", ".as_ref", ".sentence"];
        let of = of.into_iter().fold((before, false), |(text, said), end| {
            let cut = text.strip_suffix(end);
            (cut.unwrap_or(text), said || cut.is_some() && end == ".sentence")
        });
        let word = of.0.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
        let line = code[..at].lines().count();
        let is_comment = code.lines().nth(line - 1).is_some_and(|line| line.trim_start().starts_with("//"));
        if (of.1 || SAYS.contains(&word)) && !is_comment {
            found.push(line);
        }
    }
    found
}

/// What a column of a table on a page may be (`site/view.rs`): a flag that nobody knows would be none.
const COLUMNS: [&str; 6] = ["facet", "main", "name", "num", "room", "text"];

#[test]
fn columns_of_tables_have_flags_that_there_are() {
    let mut seen = BTreeSet::new();
    for path in sources(&root().join("src/site")) {
        let text = fs::read_to_string(&path).expect("a source");
        for spec in text.lines().flat_map(|line| line.split('"').skip(1).step_by(2)) {
            let flagged = spec.rsplit_once(':').filter(|(title, flags)| {
                let is_flag = |c: char| c.is_ascii_lowercase() || c == '+';
                let is_title = title.chars().next().is_none_or(char::is_uppercase) && !title.contains('`');
                is_title && !flags.is_empty() && flags.chars().all(is_flag)
            });
            for flag in flagged.into_iter().flat_map(|(_, flags)| flags.split('+')) {
                assert!(COLUMNS.contains(&flag), "{}: `{spec}`", path.display());
                seen.insert(flag.to_owned());
            }
        }
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), COLUMNS, "each is used somewhere");
}

#[test]
fn nothing_is_decided_by_a_sentence() {
    let mut all = Vec::new();
    for (name, text) in code() {
        all.extend(asked(&text).into_iter().map(|line| format!("{name}:{line}")));
    }
    // Words are for people and will be in other languages: ask the value that they are made from.
    assert_eq!(all, Vec::<String>::new());
}

#[test]
fn asking_a_sentence_is_found() {
    for code in [
        "if problem.message.contains(\"`owner`\") {}",
        "let version = sentence.starts_with(\"version \");",
        "told.sentence().ends_with(\"claimed\")",
        "problem\n    .message.as_str()\n    .starts_with(x)",
        "act.why.strip_prefix(\"no\")",
    ] {
        assert_eq!(asked(code).len(), 1, "{code}");
    }
    for code in [
        "messages.contains(&id)",
        "fields.contains(\"why\")",
        "// message.contains(x)",
        "#[cfg(test)]\nmod tests { fn a() { message.contains(\"x\"); } }",
    ] {
        assert_eq!(asked(code), Vec::<usize>::new(), "{code}");
    }
}

/// Where the literals of a code begin and end, between their quotes; what is behind its tests is left out.
fn literals(code: &str) -> Vec<(usize, usize)> {
    let code = code.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let (mut at, mut found) = (0, Vec::new());
    while at < code.len() {
        let rest = &code.as_bytes()[at..];
        at += if rest.starts_with(b"//") {
            rest.iter().take_while(|byte| **byte != b'\n').count()
        } else if rest.starts_with(b"'\"'") {
            3
        } else if rest.starts_with(b"r#\"") {
            code[at..].find("\"#").map_or(rest.len(), |end| end + 2)
        } else if rest[0] == b'"' {
            let mut end = at + 1;
            while code.as_bytes().get(end).is_some_and(|byte| *byte != b'"') {
                end += if code.as_bytes()[end] == b'\\' { 2 } else { 1 };
            }
            found.push((at + 1, end.min(code.len())));
            end + 1 - at
        } else {
            1
        };
    }
    found
}

/// All code that is no test, by the name of its file.
fn code() -> Vec<(String, String)> {
    let named = |path: PathBuf| {
        let name = path.strip_prefix(root()).expect("inside").to_string_lossy().replace('\\', "/");
        let is_test = name.contains("/tests/") || name.ends_with("tests.rs") || name.ends_with("/testing.rs");
        let text = || fs::read_to_string(&path).expect("a source").replace("\r\n", "\n");
        (!is_test).then(|| (name, text()))
    };
    sources(&root().join("src")).into_iter().filter_map(named).collect()
}

/// Files that compare a text for people, and what they take it for. The list only shrinks.
const COMPARE_TEXTS: [(&str, &str); 2] = [
    ("src/compare/weaker/binding.rs", "`May` is a word of documents"),
    ("src/model/catalog/framework.rs", "the scope of a day, in data of ours"),
];

/// The lines of code that compare one of the texts for people, or match it.
fn compared(code: &str, texts: &BTreeSet<String>) -> Vec<usize> {
    let is_compared = |(start, end): &(usize, usize)| {
        let (before, after) = (code[..start - 1].trim_end(), code[end + 1..].trim_start());
        let inner = before.strip_suffix("Some(");
        let after = if inner.is_some() { after.trim_start_matches(')').trim_start() } else { after };
        let before = inner.unwrap_or(before).trim_end().trim_end_matches('&');
        let is_arm = after.starts_with("=>") || after.starts_with('|') && !after.starts_with("||");
        let is_equal = |text: &str| text.ends_with("==") || text.ends_with("!=");
        is_arm || is_equal(before) || is_equal(after.get(..2).unwrap_or_default())
    };
    let found = literals(code).into_iter().filter(|(start, end)| texts.contains(&code[*start..*end]));
    found.filter(is_compared).map(|(start, _)| code[..start].lines().count()).collect()
}

#[test]
fn nothing_is_decided_by_a_text_for_people() {
    let code = code();
    let translated = toml("theme/languages/de.toml");
    let keys = ["texts", "plurals"].iter().filter_map(|part| translated[*part].as_table()).flat_map(|part| part.keys());
    // A word in small letters may be one of data too.
    let is_for_people = |text: &&String| text.contains(' ') || text.contains(char::is_uppercase);
    let texts: BTreeSet<String> = keys.filter(is_for_people).cloned().collect();
    let mut found: BTreeSet<String> = BTreeSet::new();
    let mut lines = Vec::new();
    for (name, code) in &code {
        let here = compared(code, &texts);
        match COMPARE_TEXTS.iter().any(|(file, _)| file == name) {
            true => found.extend((!here.is_empty()).then(|| name.clone())),
            false => lines.extend(here.into_iter().map(|line| format!("{name}:{line}"))),
        }
    }
    assert_eq!(lines, Vec::<String>::new(), "ask the value that the text is made from");
    assert_eq!(found, BTreeSet::from(COMPARE_TEXTS.map(|(file, _)| file.to_owned())), "these compare none any more");
}

#[test]
fn comparing_a_text_for_people_is_found() {
    let texts = BTreeSet::from(["a clause".to_owned(), "Audit".to_owned()]);
    for code in [
        "if foreign(id) == Some(\"a clause\") {}",
        "match what { \"a clause\" => 1, _ => 2 }",
        "matches!(title, \"Audit\" | \"Other\")",
        "if \"Audit\" != title {}",
    ] {
        assert_eq!(compared(code, &texts), [1], "{code}");
    }
    for code in ["say!(\"a clause\")", "all.map(|_| \"Audit\")", "// x == \"Audit\"", "word == \"audit\""] {
        assert_eq!(compared(code, &texts), Vec::<usize>::new(), "{code}");
    }
}

/// What a message says of an approval, of being in force or of a review without saying whose word that is.
fn states(text: &str) -> bool {
    let words =
        ["is", "was", "are", "were"].map(|is| ["approved", "in force", "reviewed"].map(|of| format!(" {is} {of}")));
    words.iter().flatten().any(|words| {
        text.match_indices(words.as_str()).any(|(at, _)| {
            let before = &text[..at];
            let is_claim = before.ends_with("that it") || before.ends_with("that they");
            // Of a text in general nothing is said.
            let last = before.rsplit(' ').next().unwrap_or_default();
            !is_claim && !["nothing", "text", "that", "what"].contains(&last)
        })
    })
}

#[test]
fn no_finding_says_approved_of_what_only_says_so() {
    let mut found = Vec::new();
    for (name, code) in code().iter().filter(|(name, _)| name.starts_with("src/check/")) {
        // Who reads how a document stands by the record may say so.
        if code.contains("standing(") || code.contains("approvals") {
            continue;
        }
        let told = literals(code).into_iter().filter(|(start, end)| {
            let line = code[..*start].rsplit('\n').next().unwrap_or_default().trim_start();
            !["what: ", "why: ", "fix: "].iter().any(|part| line.starts_with(part)) && states(&code[*start..*end])
        });
        found.extend(told.map(|(start, _)| format!("{name}:{}", code[..start].lines().count())));
    }
    assert_eq!(found, Vec::<String>::new(), "say that it says so, or read `Aims::standing`");
    assert!(states("{id} is approved, and no risk is on record") && states("{id} holds while {other} is in force"));
    assert!(!states("{id} says that it is approved, and holds no word") && !states("once the text is approved"));
}

#[test]
fn functions_are_counted_from_their_name_to_their_last_brace() {
    let text = "trait T { fn a(&self) -> [u8; 4]; fn b() {} }\nconst fn c<F: Fn(u8)>(f: F)\nwhere\n    F: Copy,\n{\n    \
                let x = [0; 4]; // }\n    let s = \"}\";\n    fn d() {\n    }\n}\ntype E = fn(u8);\n";
    let found: Vec<_> =
        functions(text).into_iter().map(|function| (function.name, function.line, function.lines)).collect();
    let expected = [("b", 1, 1), ("c", 2, 9), ("d", 8, 2)];
    assert_eq!(found, expected.map(|(name, line, lines)| (name.to_owned(), line, lines)));
}

/// Files that may ask whether a text calls itself approved: those that judge it, and rules and figures about the claim as a
/// claim.
const ASK_THE_CLAIM: [&str; 17] = [
    "src/check/lacks.rs",
    "src/check/recent.rs",
    "src/check/rules/approved_without_approver.rs",
    "src/check/rules/changed_under_version.rs",
    "src/check/rules/draft_at_work.rs",
    "src/check/rules/effective_backdated.rs",
    "src/check/rules/id_recased.rs",
    "src/check/rules/no_words.rs",
    "src/check/rules/odd_version.rs",
    "src/check/rules/replaced_in_force.rs",
    "src/check/rules/several_soa.rs",
    "src/model/climb.rs",
    "src/model/due.rs",
    "src/model/soa.rs",
    "src/pipeline/acted.rs",
    "src/site/pages/document.rs",
    "src/site/pages/standing.rs",
];

#[test]
fn whether_a_document_is_approved_is_asked_in_one_place() {
    let judges = |path: &str| {
        path.starts_with("src/approval/") || matches!(path, "src/model/standing.rs" | "src/model/document.rs")
    };
    let mut compared = Vec::new();
    let mut asking = BTreeSet::new();
    // What texts of the past said of themselves is told by the change record, which judges nothing.
    let told = |path: &str| path.starts_with("src/history/") || path.starts_with("src/demo/");
    for path in sources(&root().join("src")) {
        let text = fs::read_to_string(&path).expect("a source");
        let path = path.strip_prefix(root()).expect("below the root").to_string_lossy().replace('\\', "/");
        if told(&path) {
            continue;
        }
        let words = ["Status::Approved", "Some(\"approved\")"];
        if !judges(&path) && words.iter().any(|word| text.contains(word)) {
            compared.push(path.clone());
        }
        if !path.starts_with("src/approval/") && text.contains("says_approved()") {
            asking.insert(path);
        }
    }
    assert_eq!(
        compared,
        Vec::<String>::new(),
        "these compare a status; ask `Aims::standing`, or `Document::says_approved`"
    );
    let allowed: BTreeSet<String> = ASK_THE_CLAIM.map(str::to_owned).into();
    assert_eq!(asking, allowed, "whoever asks what a text says of itself stands in the list, and nobody else");
}
