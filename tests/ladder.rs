//! The modules of the crate are a ladder: each names lower rungs only, and every foreign crate has one home.
//!
//! Read from the source itself, tests in it included. What the functions here find in `src` they are shown to find in
//! small strings first.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use rust::{Named, Source, read};

use crate::support::rust;

/// The rungs. Modules on one rung do not know each other, with one exception: [`NEIGHBOURS`].
const RUNGS: &[(&str, u8)] = &[
    ("base", 0),
    ("cache", 0),
    ("diag", 0),
    ("signature", 0),
    ("repo", 1),
    ("source", 2),
    ("parse", 3),
    ("reading", 4),
    ("compare", 5),
    ("model", 6),
    ("history", 7),
    ("approval", 8),
    ("check", 9),
    ("state", 10),
    ("register", 11),
    ("agenda", 11),
    ("schema", 11),
    ("impact", 12),
    ("site", 13),
    ("export", 13),
    ("story", 13),
    ("emit", 13),
    ("lsp", 13),
    ("serve", 13),
    ("pipeline", 14),
    ("demo", 14),
    ("start", 14),
    ("adopt", 14),
    ("cli", 15),
];

/// Modules that may name one of their own rung: findings are told with paths and dates, a cache believes digests, and keys
/// count until a date.
const NEIGHBOURS: &[(&str, &str)] = &[("cache", "base"), ("diag", "base"), ("signature", "base")];

/// Where each foreign crate is at home. `*` is everywhere: threads and values of serde are no secret of one module.
const HOMES: &[(&str, &[&str])] = &[
    ("ammonia", &["site"]),
    ("annotate-snippets", &["diag"]),
    ("aws-lc-rs", &["base", "signature"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("csv", &["export"]),
    ("dunce", &["emit", "pipeline", "repo", "source"]),
    ("encoding_rs", &["repo"]),
    ("flate2", &["repo", "source"]),
    ("git2", &["repo"]),
    ("granit-parser", &["parse"]),
    ("gray_matter", &["parse"]),
    // It only chooses what ammonia brings along.
    ("idna_adapter", &[]),
    ("ignore", &["source"]),
    ("jiff", &["base"]),
    ("lsp-server", &["lsp"]),
    ("lsp-types", &["lsp"]),
    ("memchr", &["site"]),
    ("mimalloc", &["main"]),
    ("notify", &["serve"]),
    ("num-bigint", &["signature"]),
    ("postcard", &["history", "repo"]),
    ("pulldown-cmark", &["parse", "site"]),
    ("rayon", &["*"]),
    ("rustix", &["emit"]),
    ("rust_xlsxwriter", &["export"]),
    ("serde", &["*"]),
    ("serde_json", &["base", "diag", "emit", "export", "lsp", "schema", "site"]),
    ("similar", &["compare"]),
    // The check has it read what a team's templates hold; pages are made in one place.
    ("tera", &["parse", "site"]),
    ("terminal_size", &["cli"]),
    ("toml", &["base", "demo", "model", "start"]),
    ("toml_edit", &["parse"]),
    ("unicode-ident", &["base"]),
    ("unicode-normalization", &["base"]),
    ("url", &["lsp"]),
];

/// The same for parts of a crate and of the standard library: the outside world comes in by few doors. Tests may open
/// others of the standard library.
const DOORS: &[(&str, &[&str])] = &[
    ("pulldown_cmark::html", &["site"]),
    ("std::fs", &["cache", "repo", "source", "emit", "serve"]),
    ("std::fs::canonicalize", &[]),
    ("std::env", &["cli"]),
    ("std::net", &["cli", "serve"]),
    ("std::os", &["cache", "emit", "repo"]),
    ("std::process", &["cli", "emit", "main"]),
    ("std::thread", &["cli", "lsp", "serve"]),
    ("std::time", &["cache", "cli", "emit", "lsp", "serve"]),
];

/// Modules that ask the disk by methods of a path.
const DISK: [&str; 6] = ["cache", "repo", "source", "emit", "serve", "pipeline"];

/// Such methods.
const DISK_METHODS: [&str; 10] = [
    "canonicalize",
    "exists",
    "is_dir",
    "is_file",
    "is_symlink",
    "metadata",
    "read_dir",
    "read_link",
    "symlink_metadata",
    "try_exists",
];

/// A file of `src`, read.
struct File {
    /// Its path below `src`.
    path: String,
    /// Its top-level module; `lib` and `main` for the two at the top.
    top: String,
    /// Whether it is compiled for tests only.
    is_test: bool,
    source: Source,
}

/// Reads files by their paths below `src`.
fn files<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<File> {
    let mut read_files = BTreeMap::new();
    let mut of_tests = BTreeSet::new();
    for (path, text) in texts {
        let module = module_of(path);
        let source = read(text, &module);
        for (name, in_test) in &source.modules {
            if *in_test {
                of_tests.insert([module.as_slice(), std::slice::from_ref(name)].concat());
            }
        }
        read_files.insert(path, (module, source));
    }
    let file = |(path, (module, source)): (&str, (Vec<String>, Source))| {
        let top = module.first().map_or(path.trim_end_matches(".rs"), String::as_str).to_owned();
        let is_test = (1..=module.len()).any(|length| of_tests.contains(&module[..length]));
        File { path: path.to_owned(), top, is_test, source }
    };
    read_files.into_iter().map(file).collect()
}

/// The module that a file is: `a/b/mod.rs` and `a/b.rs` are `a::b`, `lib.rs` and `main.rs` are the root.
fn module_of(path: &str) -> Vec<String> {
    let stem = path.trim_end_matches(".rs").trim_end_matches("/mod");
    if matches!(stem, "lib" | "main") { Vec::new() } else { stem.split('/').map(str::to_owned).collect() }
}

fn rung(module: &str) -> Option<u8> {
    RUNGS.iter().find(|(name, _)| *name == module).map(|(_, rung)| *rung)
}

/// What stands against the ladder, a line each.
fn climbs(files: &[File]) -> Vec<String> {
    let mut problems = Vec::new();
    for file in files {
        let inner = |named: &&Named| !named.absolute && matches!(named.segments[0].as_str(), "crate" | "aims");
        for named in file.source.paths.iter().filter(inner) {
            let (line, path) = (named.line, named.segments.join("::"));
            let mut tell = |what: &str| problems.push(format!("src/{}:{line}: `{path}` {what}", file.path));
            let Some(target) = named.segments.get(1).filter(|target| *target != "*") else {
                tell("names the whole crate");
                continue;
            };
            let (from, to) = match (rung(&file.top), rung(target)) {
                (_, None) => {
                    tell("names no rung of the ladder");
                    continue;
                }
                // The root only declares modules, and the binary only runs the command line.
                (None, Some(_)) if file.top == "main" && target == "cli" => continue,
                (None, Some(_)) => {
                    tell("is named outside the ladder");
                    continue;
                }
                (Some(from), Some(to)) => (from, to),
            };
            let neighbours = NEIGHBOURS.contains(&(file.top.as_str(), target));
            if file.top != *target && from <= to && !neighbours {
                tell(if from == to { "names a module of its own rung" } else { "names a higher rung" });
            }
        }
    }
    problems
}

/// What a crate is called in source.
fn in_source(name: &str) -> String {
    name.replace('-', "_")
}

/// Whether a path begins with the crate or module `prefix`, `std::fs`. A module of the file of that name hides a crate.
fn begins(file: &File, named: &Named, prefix: &str) -> bool {
    let hidden = !named.absolute && file.source.modules.iter().any(|(name, _)| *name == named.segments[0]);
    let wanted: Vec<&str> = prefix.split("::").collect();
    !hidden && named.segments.len() >= wanted.len() && named.segments.iter().zip(&wanted).all(|(is, to)| is == to)
}

/// What stands against the homes of crates and the doors to the outside, a line each.
fn strays(files: &[File]) -> Vec<String> {
    let mut problems = Vec::new();
    let crates = HOMES.iter().map(|(name, homes)| (in_source(name), *homes, true));
    let doors = DOORS.iter().map(|(path, homes)| ((*path).to_owned(), *homes, !path.starts_with("std")));
    for (prefix, homes, also_in_tests) in crates.chain(doors) {
        for file in files.iter().filter(|file| !homes.contains(&"*") && !homes.contains(&file.top.as_str())) {
            let counts = |named: &&Named| also_in_tests || !(file.is_test || named.in_test);
            for named in file.source.paths.iter().filter(|named| begins(file, named, &prefix)).filter(counts) {
                problems.push(format!("src/{}:{}: `{prefix}` is not at home here", file.path, named.line));
            }
        }
    }
    for file in files.iter().filter(|file| !file.is_test) {
        // A real path as std has it is one that no command of Windows takes: `dunce` has the others.
        let may_ask = |method: &str| DISK.contains(&file.top.as_str()) && method != "canonicalize";
        for method in file.source.methods.iter().filter(|method| !method.in_test) {
            if DISK_METHODS.contains(&method.segments[0].as_str()) && !may_ask(&method.segments[0]) {
                problems.push(format!("src/{}:{}: `{}` asks the disk", file.path, method.line, method.segments[0]));
            }
        }
    }
    problems
}

/// The source of this crate.
fn of_this_crate() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut texts = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|extension| extension == "rs") {
                let path = entry.strip_prefix(&root).expect("below").to_string_lossy().replace('\\', "/");
                texts.push((path, fs::read_to_string(&entry).expect("UTF-8")));
            }
        }
    }
    files(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

#[test]
fn the_modules_of_this_crate_are_a_ladder() {
    let files = of_this_crate();
    assert!(files.len() > 100 && files.iter().any(|file| file.path == "check/testing.rs" && file.is_test));
    assert_eq!(climbs(&files), Vec::<String>::new());
    let declared: BTreeSet<&str> = files
        .iter()
        .filter(|file| file.path == "lib.rs")
        .flat_map(|file| file.source.modules.iter().map(|(name, _)| name.as_str()))
        .collect();
    assert_eq!(declared, RUNGS.iter().map(|(name, _)| *name).collect(), "every module of the crate has its rung");
    let used = |from: &str, to: &str| {
        let names = |named: &Named| named.segments.iter().take(2).eq(["crate", to]);
        files.iter().filter(|file| file.top == from).any(|file| file.source.paths.iter().any(names))
    };
    for (from, to) in NEIGHBOURS.iter().chain(&[("check", "model"), ("pipeline", "site"), ("cli", "pipeline")]) {
        assert!(used(from, to), "{from} names {to}, so the reader of source sees what it should");
    }
}

#[test]
fn the_documentation_of_the_crate_shows_this_ladder() {
    let root = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).expect("lib.rs");
    let mut shown = BTreeSet::new();
    for line in root.lines().filter_map(|line| line.strip_prefix("//! | ")) {
        let mut cells = line.split(" | ");
        let Some(Ok(rung)) = cells.next().map(str::parse::<u8>) else { continue };
        let modules = cells.next().unwrap_or_default().split(", ");
        shown.extend(modules.map(|module| (module.trim_matches(['[', ']', '`']).to_owned(), rung)));
    }
    assert_eq!(shown, RUNGS.iter().map(|(module, rung)| ((*module).to_owned(), *rung)).collect());
}

/// A file of a room, as the module that it is.
type Module = Vec<String>;

/// Which files of one room each of them names, tests aside: those that a path leads to, or into.
fn arrows(files: &[File]) -> BTreeMap<Module, BTreeSet<Module>> {
    let known: BTreeSet<Module> = files.iter().filter(|file| !file.is_test).map(|file| module_of(&file.path)).collect();
    let mut arrows: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
    for file in files.iter().filter(|file| !file.is_test) {
        let from = module_of(&file.path);
        let inside = |named: &&Named| !named.in_test && !named.absolute && named.segments[0] == "crate";
        for named in file.source.paths.iter().filter(inside) {
            let path = &named.segments[1..];
            let to = (1..=path.len()).rev().map(|length| path[..length].to_vec()).find(|path| known.contains(path));
            let to = to.filter(|to| *to != from && to.first() == from.first());
            arrows.entry(from.clone()).or_default().extend(to);
        }
    }
    arrows
}

/// Files that name each other in a circle, a folder and what is in it aside: a line each that is on one.
fn circles(arrows: &BTreeMap<Module, BTreeSet<Module>>) -> Vec<String> {
    let of_one_house = |a: &Module, b: &Module| a.starts_with(b) || b.starts_with(a);
    let reached = |start: &Module| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![start]);
        while let Some(at) = next.pop() {
            for to in arrows.get(at).into_iter().flatten().filter(|to| !of_one_house(at, to)) {
                if seen.insert(to) {
                    next.push(to);
                }
            }
        }
        seen
    };
    let on_circle = arrows.keys().filter(|module| reached(module).contains(module));
    on_circle.map(|module| module.join("/")).collect()
}

/// Files that name one that is above them in their room, and so may call them.
fn callers_named(arrows: &BTreeMap<Module, BTreeSet<Module>>) -> Vec<String> {
    let mut found = Vec::new();
    for (from, to) in arrows {
        let above = to.iter().filter(|to| from.starts_with(to));
        found.extend(above.map(|to| format!("{} names {}", from.join("/"), to.join("/"))));
    }
    found
}

#[test]
fn inside_the_rooms_no_arrow_runs_back() {
    let files = of_this_crate();
    let arrows = arrows(&files);
    assert_eq!(circles(&arrows), Vec::<String>::new(), "files that go in circles");
    assert_eq!(callers_named(&arrows), Vec::<String>::new(), "files that name their caller");
}

#[test]
fn circles_inside_rooms_and_callers_are_told() {
    let arrows_of = |texts: &[(&str, &str)]| arrows(&files(texts.iter().copied()));
    let circle = arrows_of(&[
        ("m/mod.rs", "mod a; mod b;"),
        ("m/a.rs", "use super::b::B;"),
        ("m/b.rs", "fn f() { super::a::A }"),
    ]);
    assert_eq!(circles(&circle), ["m/a", "m/b"]);
    let through = [
        ("m/a.rs", "use crate::m::b::B;"),
        ("m/b.rs", "use super::c;"),
        ("m/c.rs", "use super::{a::A, d};"),
        ("m/d.rs", ""),
    ];
    assert_eq!(circles(&arrows_of(&through)), ["m/a", "m/b", "m/c"]);
    let tests = [("m/a.rs", "use super::b;"), ("m/b.rs", "#[cfg(test)] mod tests { use super::super::a::A; }")];
    assert_eq!(circles(&arrows_of(&tests)), Vec::<String>::new());
    let seen = [("site/mod.rs", "mod a; use a::f;"), ("site/a.rs", "pub(in crate::site) fn f() {}")];
    assert_eq!(callers_named(&arrows_of(&seen)), Vec::<String>::new());
    let site = [("site/mod.rs", "mod a;"), ("site/a.rs", "use super::Site;"), ("site/b.rs", "use crate::site::a;")];
    assert_eq!(callers_named(&arrows_of(&site)), ["site/a names site"]);
}

#[test]
fn every_foreign_crate_of_this_crate_is_at_home() {
    let files = of_this_crate();
    assert_eq!(strays(&files), Vec::<String>::new());
    // What the table says is used is used there: it holds what is, not what was.
    let all = HOMES.iter().map(|(name, homes)| (in_source(name), homes));
    for (prefix, homes) in all.chain(DOORS.iter().map(|(path, homes)| ((*path).to_owned(), homes))) {
        for home in *homes {
            let here = |file: &&File| *home == "*" || file.top == *home;
            let uses = |file: &File| file.source.paths.iter().any(|named| begins(file, named, &prefix));
            assert!(files.iter().filter(here).any(uses), "{home} does not use {prefix} any more");
        }
    }
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).expect("a manifest");
    let manifest: toml::Table = toml::from_str(&manifest).expect("TOML");
    let names = |table: &toml::Value| -> Vec<String> {
        table
            .get("dependencies")
            .and_then(toml::Value::as_table)
            .into_iter()
            .flat_map(|table| table.keys().cloned())
            .collect()
    };
    let targets = manifest["target"].as_table().expect("a table").values().flat_map(names);
    let depended: BTreeSet<String> = names(&manifest.clone().into()).into_iter().chain(targets).collect();
    let listed = HOMES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(depended, listed, "every crate in Cargo.toml has a home, and every home a crate");
}

/// What is told of one file.
fn told(path: &str, text: &str) -> Vec<String> {
    let files = files([(path, text)]);
    climbs(&files).into_iter().chain(strays(&files)).collect()
}

#[test]
fn a_higher_rung_is_told_however_it_is_named() {
    for (path, text) in [
        ("model/a.rs", "use crate::check::Findings;"),
        ("model/a.rs", "use crate::{base::Date, check};"),
        ("model/a.rs", "use crate::{base::{Date, Result}, check::{self, Findings as F}};"),
        ("model/a.rs", "use {crate::base, crate::check};"),
        ("model/a.rs", "use super::super::check;"),
        ("model/mod.rs", "use super::check::Findings;"),
        ("model/a/b.rs", "pub(super) use super::super::super::{base, check::X};"),
        ("model/a.rs", "fn f() -> crate::check::Findings { x }"),
        ("model/a.rs", "fn f() { let x = Vec::<crate::check::Findings>::new(); }"),
        ("model/a.rs", "fn f() { vec![1, crate::check::N] }"),
        ("model/a.rs", "macro_rules! m { () => { $crate::check::f() } }"),
        ("model/a.rs", "#[serde(with = x)] struct S<'a>(&'a crate::check::X);"),
        ("model/a.rs", "#[cfg(test)] mod tests { use super::super::super::check::X; }"),
        ("model/a.rs", "#[cfg(test)]\nmod tests {\n    use crate::check::X;\n}"),
        ("model/a.rs", "mod b { mod c { fn f() { super::super::super::super::check::f() } } }"),
        ("model/a.rs", "const C: char = '\"'; use crate::check::X; const D: char = '\\'';"),
        ("model/a.rs", "const C: &str = \"\\\\\"; use crate::check::X;"),
        ("model/a.rs", "const C: &str = r#\"a\"b\"#; use crate::r#check::X;"),
        ("model/a.rs", "/* /* */ */ use crate::check::X;"),
    ] {
        let found = told(path, text);
        assert!(!found.is_empty(), "{text}");
        assert!(found.iter().all(|found| found.contains("names a higher rung")), "{text}: {found:?}");
    }
    assert_eq!(
        told("site/pages/a.rs", "\nuse crate::base::Date;\n\nuse super::super::super::cli::run;\n"),
        ["src/site/pages/a.rs:4: `crate::cli::run` names a higher rung"]
    );
}

#[test]
fn other_ways_off_the_ladder_are_told() {
    for (path, text, what) in [
        ("site/mod.rs", "use crate::export::files;", "its own rung"),
        ("base/mod.rs", "use crate::diag::Span;", "its own rung"),
        ("export/mod.rs", "use crate::story::Story;", "its own rung"),
        ("site/mod.rs", "use crate::*;", "the whole crate"),
        ("site/mod.rs", "use super::*;", "the whole crate"),
        ("site/mod.rs", "use crate as aims_crate;", "the whole crate"),
        ("site/mod.rs", "use crate::utils::f;", "no rung"),
        ("lib.rs", "pub use crate::base::Date;", "outside the ladder"),
        ("main.rs", "fn main() { aims::emit::write() }", "outside the ladder"),
    ] {
        let found = told(path, text);
        assert!(found.len() == 1 && found[0].contains(what), "{text}: {found:?}");
    }
}

#[test]
fn what_keeps_to_the_ladder_and_what_is_only_talked_of_is_no_problem() {
    for (path, text) in [
        ("check/a.rs", "use crate::check::X; use crate::{base, diag::Span, model::{Aims, DocIx}};"),
        ("check/a/b.rs", "use super::super::X; use super::*; use self::y::Z;"),
        ("diag/mod.rs", "use crate::base::DocPath;"),
        (
            "model/a.rs",
            "// crate::check::X\n/// [`crate::check::X`]\n//! crate::check\n/* crate::check::X /* */ crate::check */",
        ),
        (
            "model/a.rs",
            "const A: &str = \"crate::check::X \\\" crate::check\"; const B: &str = r##\"\"# crate::check::X\"##;",
        ),
        ("model/a.rs", "fn f<'a>(x: &'a str) -> char { 'c' } const B: &[u8] = b\"crate::check\";"),
        ("model/a.rs", "pub(crate) fn f() {} pub(super) fn g() {} pub(in crate::model) fn h() {}"),
        ("model/a.rs", "mod check { pub fn f() {} } fn g() { check::f(); self::check::f(); }"),
        ("main.rs", "fn main() { aims::cli::run() }"),
        ("lib.rs", "pub mod base; pub mod cli;"),
    ] {
        assert_eq!(told(path, text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_crate_away_from_home_is_told_however_it_is_named() {
    for (path, text, what) in [
        ("site/a.rs", "use git2::Repository;", "`git2`"),
        ("site/a.rs", "use git2;", "`git2`"),
        ("site/a.rs", "use git2 as g;", "`git2`"),
        ("site/a.rs", "use {std::fmt, git2::{Oid, Repository}};", "`git2`"),
        ("site/a.rs", "fn f() -> git2::Oid { x }", "`git2`"),
        ("site/a.rs", "fn f() -> ::git2::Oid { x }", "`git2`"),
        ("site/a.rs", "#[derive(clap::Args)] struct S;", "`clap`"),
        ("site/a.rs", "#[cfg(test)] mod tests { use git2::Oid; }", "`git2`"),
        ("parse/a.rs", "use pulldown_cmark::{Event, html};", "`pulldown_cmark::html`"),
        ("parse/a.rs", "mod toml; fn f() { toml::parse(); ::toml::from_str(x) }", "`toml`"),
        ("model/a.rs", "use toml_edit::Document;", "`toml_edit`"),
        ("site/a.rs", "use std::{fmt, fs::File};", "`std::fs`"),
        ("site/a.rs", "fn f() { std::env::var(x) }", "`std::env`"),
        ("site/a.rs", "fn f(p: &Path) -> bool { p.exists() }", "`exists` asks the disk"),
        ("emit/a.rs", "fn f(p: &Path) -> bool { p.canonicalize().is_ok() }", "`canonicalize` asks the disk"),
    ] {
        let found = told(path, text);
        assert!(!found.is_empty() && found.iter().all(|found| found.contains(what)), "{text}: {found:?}");
    }
    for (path, text) in [
        ("repo/a.rs", "use git2::Repository;"),
        ("site/a.rs", "use rayon::prelude::*; use pulldown_cmark::html;"),
        ("parse/mod.rs", "mod toml; pub use toml::parse; use toml_edit::Document;"),
        ("site/a.rs", "fn f(git2: u8) -> u8 { x.git2() + git2 } // git2::Oid"),
        ("site/a.rs", "#[cfg(test)] mod tests { use std::fs; fn f(p: &Path) { p.is_file(); } }"),
        ("site/a.rs", "fn f() { env!(x); other::git2::f(); Vec::<u8>::new(); <u8 as T>::csv() }"),
    ] {
        assert_eq!(told(path, text), Vec::<String>::new(), "{text}");
    }
    let of_tests = files([("site/mod.rs", "#[cfg(test)]\nmod tests;"), ("site/tests.rs", "use std::fs;")]);
    assert_eq!(strays(&of_tests), Vec::<String>::new(), "a file of tests is known by who declares it");
}
