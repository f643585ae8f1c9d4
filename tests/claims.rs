//! What aims proves and what it cannot: the README says what the About page says, and every row is held by a test that is
//! there.

use std::fs;
use std::path::{Path, PathBuf};

use aims::state::CLAIMS;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_readme_has_a_row_for_each_claim_and_no_other() {
    let readme = read(&root().join("README.md"));
    let (_, section) = readme.split_once("### What aims proves and what it cannot").expect("the section of the README");
    let section = section.split("\n#").next().unwrap_or_default();
    let rows: Vec<&str> = section.lines().filter(|line| line.starts_with('|')).skip(2).collect();
    let expected: Vec<String> = CLAIMS
        .iter()
        .map(|claim| {
            let test = claim.test.split_once(' ').map_or(claim.test, |(_, test)| test);
            format!("| {} | {} | {} | {} | `{test}` |", claim.shown, claim.rests_on, claim.check, claim.defeated_by)
        })
        .collect();
    assert_eq!(rows, expected, "the README should have:\n{}\n", expected.join("\n"));
}

#[test]
fn every_claim_is_held_by_a_test_that_is_there() {
    for claim in &CLAIMS {
        let (file, test) = claim.test.split_once(' ').expect("a file and a test");
        let source = read(&root().join(file));
        let is_test = source.split("#[test]").skip(1).any(|rest| {
            let head = rest.trim_start().lines().find(|line| line.starts_with("fn ")).unwrap_or_default();
            head.starts_with(&format!("fn {test}("))
        });
        assert!(is_test, "{file} has no test `{test}`, which `{}` names", claim.shown);
    }
}
