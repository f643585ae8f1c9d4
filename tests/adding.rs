//! What `src/lib.rs` tells those who add a rule, a kind, a page or a format: a few places each, all of which are there,
//! and no other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// One of each that is there already, and how code and documents name it. What is found by these patterns in the folders
/// that are searched has to be one of the places told.
const WITNESSES: [(&str, &str, &[&str]); 5] = [
    ("a rule", "class-without-reason", &["class-without-reason", "class_without_reason"]),
    ("a kind of document", "guideline", &["\"guideline\"", "`guideline`"]),
    ("a page", "traceability", &["\"traceability.html\"", "traceability::", "mod traceability;"]),
    ("a register", "assessments", &["assessments::assessments", "mod assessments;"]),
    ("a format of findings", "checkstyle", &["checkstyle::", "mod checkstyle;", "Format::Checkstyle"]),
];

/// Where the patterns are searched for.
const SEARCHED: [&str; 4] = ["src", "theme", "README.md", "tests/broken"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The places that the documentation of the crate tells, by what is added; `NAME` stands for its name.
fn told() -> BTreeMap<String, Vec<String>> {
    let text = fs::read_to_string(root().join("src/lib.rs")).expect("lib.rs");
    let lines = text.lines().skip_while(|line| *line != "//! | to add | places |").skip(2);
    let rows = lines.map_while(|line| line.strip_prefix("//! | ")?.strip_suffix(" |")?.split_once(" | "));
    let places = |cells: &str| cells.split(", ").map(|place| place.trim_matches('`').to_owned()).collect();
    rows.map(|(what, cells)| (what.to_owned(), places(cells))).collect()
}

#[test]
fn four_places_at_most_are_told_of_each() {
    let told = told();
    let wanted: BTreeSet<&str> = WITNESSES.iter().map(|(what, ..)| *what).collect();
    assert_eq!(told.keys().map(String::as_str).collect::<BTreeSet<_>>(), wanted);
    for (what, places) in &told {
        assert!((1..=4).contains(&places.len()), "{what}: {places:?}");
    }
}

#[test]
fn every_place_is_there_and_names_what_was_added_before() {
    let told = told();
    for (what, name, _) in WITNESSES {
        for place in &told[what] {
            let path = root().join(named(place, name));
            assert!(path.exists(), "{what}: there is no {}", path.display());
            if !place.contains("NAME") {
                let text = fs::read_to_string(&path).expect("a file of text");
                let forms = [name.to_owned(), name.replace('-', "_")];
                assert!(forms.iter().any(|form| text.contains(form)), "{what}: {place} does not name {name}");
            }
        }
    }
}

#[test]
fn no_other_place_names_it() {
    let told = told();
    let mut files = Vec::new();
    for folder in SEARCHED {
        collect(&root().join(folder), &mut files);
    }
    for (what, name, patterns) in WITNESSES {
        let places: Vec<PathBuf> = told[what].iter().map(|place| root().join(named(place, name))).collect();
        for file in &files {
            // What is no text names nothing.
            let text = fs::read_to_string(file).unwrap_or_default();
            let names = patterns.iter().any(|pattern| text.contains(pattern));
            assert!(
                !names || places.iter().any(|place| file.starts_with(place)),
                "{what}: {} names {name}, and is not among the places told",
                file.display()
            );
        }
    }
}

/// A place with a name in it: files of Rust are named as modules are.
fn named(place: &str, name: &str) -> String {
    let is_module = Path::new(place).extension().is_some_and(|extension| extension == "rs");
    let name = if is_module { name.replace('-', "_") } else { name.to_owned() };
    place.replace("NAME", &name)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_file() {
        files.push(path.to_owned());
        return;
    }
    for entry in fs::read_dir(path).expect("a folder") {
        collect(&entry.expect("an entry").path(), files);
    }
}
