//! What an auditor would find in the example if it had that defect: each row of a table puts one defect into a copy of
//! `example-aims`, and names the rule that has to tell it and the file where it is told.
//!
//! Against what is found in the example as it stands, nothing else may come up but what the row allows, with the reason
//! why that is a finding of its own and no mere consequence. The table is in `mutations/`.

use std::collections::BTreeSet;
use std::path::Path;

use aims::base::date;
use aims::check::find;
use aims::pipeline::{Project, Request};
use rayon::prelude::*;

mod answers;
mod edit;
mod facts;
mod kinds;
mod life;
mod table;

use answers::ANSWERS;
use edit::{Edit, Texts};
use facts::FACTS;
use kinds::KINDS;
use life::LIFE;
use sandbox::{Sandbox, TODAY, everything};
use table::{Mutation, TABLE};

use crate::support::sandbox;

/// The files of the example, by path.
fn example() -> Texts {
    let files = everything(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-aims")).into_iter();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    files.map(|(path, (_, bytes))| (text(path), text(bytes))).collect()
}

/// What is found in these files: the name of the rule, the file, and what is said.
type Found = BTreeSet<(String, String, String)>;

fn found(sandbox: &Sandbox) -> Found {
    let folder = sandbox.path("");
    let request = Request::new(folder.clone(), date::parse(TODAY).expect("a day"));
    let checked = Project::find(&folder).and_then(|project| project.check(&request)).expect("a check");
    let found = checked.findings.found.iter();
    found.map(|finding| (finding.name.to_owned(), finding.place.path.to_string(), finding.message.clone())).collect()
}

fn sandbox(texts: &Texts) -> Sandbox {
    let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Sandbox::new(&files)
}

/// A moment soon after the audit of the example, and one long after it, in seconds since 1970.
const COMMITTED: [i64; 2] = [1_790_294_400, 1_793_836_800];

/// What the defect adds to what is found. Where the record of git tells it, the example is committed, and then the defect.
fn new(mutation: &Mutation, texts: &Texts, before: &Found) -> Result<Found, String> {
    let mut edited = texts.clone();
    mutation.edits.iter().try_for_each(|edit| edit.make(&mut edited))?;
    if !mutation.edits.iter().any(|edit| matches!(edit, Edit::Committed)) {
        return Ok(found(&sandbox(&edited)).difference(before).cloned().collect());
    }
    let repository = sandbox(texts);
    repository.commit_at("Begin the AI management system", Some(COMMITTED[0]));
    let before = found(&repository);
    for (path, text) in edited.iter().filter(|(path, text)| texts.get(*path) != Some(*text)) {
        repository.put(path, text);
    }
    repository.commit_at("Correct the report", Some(COMMITTED[1]));
    Ok(found(&repository).difference(&before).cloned().collect())
}

/// Rules that tell what led to a file that is gone.
const LED: [&str; 4] = ["broken-link", "broken-reference", "unknown-reference", "setting-without-target"];

/// What is wrong with what a row gives, if anything.
fn judge(mutation: &Mutation, texts: &Texts, before: &Found) -> Result<(), String> {
    let named = |text: String| format!("{}: {text}", mutation.defect);
    let new = new(mutation, texts, before).map_err(named)?;
    let is_gone = mutation.edits.iter().any(|edit| matches!(edit, Edit::Gone(_) | Edit::GoneAll(_)));
    let (rule, at) = mutation.told;
    if !new.iter().any(|(name, path, _)| name == rule && path == at) {
        return Err(named(format!("`{rule}` tells nothing at {at}; {new:#?}")));
    }
    let also = |name: &str| {
        name == rule || mutation.beside.iter().any(|(beside, _)| *beside == name) || (is_gone && LED.contains(&name))
    };
    let more: Vec<_> = new.iter().filter(|(name, ..)| !also(name)).collect();
    if !more.is_empty() {
        return Err(named(format!("more is told: {more:#?}")));
    }
    let idle = mutation.beside.iter().find(|(beside, _)| !new.iter().any(|(name, ..)| name == beside));
    idle.map_or(Ok(()), |(beside, _)| Err(named(format!("`{beside}` is allowed and does not come up"))))
}

#[test]
fn every_defect_is_told_by_its_rule_and_by_no_other() {
    let texts = example();
    let before = found(&sandbox(&texts));
    let all = [TABLE, LIFE, KINDS, FACTS, ANSWERS].concat();
    let wrong: Vec<String> = all.par_iter().filter_map(|mutation| judge(mutation, &texts, &before).err()).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong.join("\n"));
}

#[test]
fn every_rule_of_the_table_is_one_and_every_defect_stands_once() {
    let mut defects = BTreeSet::new();
    for mutation in TABLE.iter().chain(LIFE).chain(KINDS).chain(FACTS).chain(ANSWERS) {
        assert!(defects.insert(mutation.defect), "{}", mutation.defect);
        assert!(find(mutation.told.0).is_some(), "{}", mutation.told.0);
        for (rule, why) in mutation.beside {
            assert!(find(rule).is_some() && !why.is_empty(), "{rule}");
        }
    }
}

/// What each defect gives today, for whoever writes the table.
#[test]
#[ignore = "a look at the table, and no test"]
#[expect(clippy::print_stdout, reason = "it is asked for by hand")]
fn look() {
    let texts = example();
    let before = found(&sandbox(&texts));
    let all: Vec<String> = TABLE
        .par_iter()
        .chain(LIFE)
        .chain(KINDS)
        .chain(FACTS)
        .chain(ANSWERS)
        .map(|mutation| {
            let new = new(mutation, &texts, &before);
            format!("{} -> {new:?}", mutation.defect)
        })
        .collect();
    println!("{before:#?}\n{}", all.join("\n"));
}
