//! How a small broken repository is mended, told in a text beside it: the paths of files, and below each what changes.
//!
//! ```text
//! record.md
//!   kind: record
//! + date: 2026-06-01
//!
//! - title: Log of misuse
//!
//! new.md
//! = ---
//! = id: REC-002
//! ```
//!
//! Lines that begin with a blank or `-` are there, one after another and once; those with `-` go, and those with `+` come in
//! their place, or at the end of the file where nothing is to be there. Lines with `=` are the whole of a file. A file of
//! which no line is left goes.

use std::collections::BTreeMap;

/// The files of a repository, by path.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Makes the changes that `text` tells of; or says which of them cannot be made.
pub(crate) fn mend(files: &mut Files, text: &str) -> Result<(), String> {
    let (mut path, mut change) = ("", Vec::new());
    for line in text.lines().chain([""]) {
        let is_change = line.starts_with([' ', '-', '+', '=']);
        if is_change {
            change.push(line);
            continue;
        }
        make(files, path, &std::mem::take(&mut change))?;
        path = if line.is_empty() { path } else { line };
    }
    Ok(())
}

fn make(files: &mut Files, path: &str, change: &[&str]) -> Result<(), String> {
    let with = |signs: &[char]| -> Vec<String> {
        let lines = change.iter().filter(|line| line.starts_with(signs));
        lines.map(|line| line.get(2..).unwrap_or_default().to_owned()).collect()
    };
    if change.is_empty() {
        return Ok(());
    }
    if !with(&['=']).is_empty() {
        files.insert(path.to_owned(), (with(&['=']).join("\n") + "\n").into_bytes());
        return Ok(());
    }
    let bytes = files.get(path).ok_or_else(|| format!("there is no {path}"))?;
    let mut lines: Vec<String> = String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect();
    let (before, after) = (with(&[' ', '-']), with(&[' ', '+']));
    if before.is_empty() {
        lines.extend(after);
    } else {
        let places: Vec<usize> = (0..lines.len()).filter(|at| lines[*at..].starts_with(&before)).collect();
        let [at] = places[..] else { return Err(format!("{path} has these lines {} times: {before:?}", places.len())) };
        lines.splice(at..at + before.len(), after);
    }
    match lines.is_empty() {
        true => files.remove(path),
        false => files.insert(path.to_owned(), (lines.join("\n") + "\n").into_bytes()),
    };
    Ok(())
}
