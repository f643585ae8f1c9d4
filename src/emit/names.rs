//! Which paths a site may have so that every platform can hold it as a folder.
//!
//! In come the paths, out comes an error that names what cannot be. Deliberately not here: where the folder lies.

use std::collections::BTreeMap;

use crate::base::{DocPath, Error, Result, SITE_RECORD};

/// How many offenders an error names before it only counts them.
const NAMED: usize = 5;

/// Says which of these paths, which are in order, some platform cannot hold, or could not tell apart.
pub(super) fn check(paths: &[&DocPath]) -> Result<()> {
    let bad: Vec<_> = paths.iter().filter_map(|path| fault(path).map(|why| format!("`{path}` ({why})"))).collect();
    if !bad.is_empty() {
        return Err(Error::new(format!("not every system can hold these files: {}", list(&bad)))
            .hint("Rename the document, its `id` or its attachment: the names of pages follow them."));
    }
    let clashes: Vec<_> = case_clashes(paths).iter().map(|(a, b)| format!("`{a}` and `{b}`")).collect();
    if !clashes.is_empty() {
        return Err(Error::new(format!("these files differ in letter case only: {}", list(&clashes)))
            .hint("On Windows and macOS they would be one file. Rename one of the two."));
    }
    let nested = nested(paths);
    if !nested.is_empty() {
        return Err(Error::new(format!("a file cannot be a folder as well: {}", list(&nested)))
            .hint("Rename one of the two documents or attachments."));
    }
    Ok(())
}

/// Why a path cannot be part of a site; `None` where it can.
pub(super) fn fault(path: &DocPath) -> Option<&'static str> {
    if path.as_str().eq_ignore_ascii_case(SITE_RECORD) {
        return Some("the record of the build has that name");
    }
    path.portability_fault()
}

/// Pairs of paths that differ in letter case only.
fn case_clashes<'a>(paths: &[&'a DocPath]) -> Vec<(&'a DocPath, &'a DocPath)> {
    let mut seen: BTreeMap<String, &DocPath> = BTreeMap::new();
    let mut clashes = Vec::new();
    for path in paths {
        match seen.get(&path.as_str().to_lowercase()) {
            Some(first) => clashes.push((*first, *path)),
            None => {
                seen.insert(path.as_str().to_lowercase(), path);
            }
        }
    }
    clashes
}

/// Files that another file would need as its folder, letter case aside.
fn nested(paths: &[&DocPath]) -> Vec<String> {
    let files: BTreeMap<String, &DocPath> = paths.iter().map(|path| (path.as_str().to_lowercase(), *path)).collect();
    let mut found = Vec::new();
    for (lower, path) in &files {
        let above = lower.match_indices('/').find_map(|(at, _)| files.get(&lower[..at]));
        found.extend(above.map(|above| format!("`{above}` and `{path}`")));
    }
    found
}

fn list(names: &[String]) -> String {
    let first = names[..names.len().min(NAMED)].join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(paths: &[&str]) -> String {
        let mut paths: Vec<DocPath> = paths.iter().map(|path| DocPath::new(path).expect("a path")).collect();
        paths.sort();
        check(&paths.iter().collect::<Vec<_>>()).map_or_else(|error| error.to_string(), |()| String::new())
    }

    #[test]
    fn names_that_windows_cannot_hold_are_named() {
        for bad in [
            "CON",
            "a/aux.html",
            "nul",
            "com1.tar.gz",
            "LPT³",
            "docs /x",
            "a./b",
            "x.",
            "x ",
            "a<b",
            "a>b",
            "a:b",
            "\"a\"",
            "a|b",
            "a?",
            "*",
            "a\u{1}",
            "con .txt",
            ".git/HEAD",
            "a/.GIT/x",
            ".aims-site.json",
        ] {
            assert!(refusal(&[bad]).contains(bad), "{bad:?}");
        }
    }

    #[test]
    fn names_that_only_look_like_it_pass() {
        let fine = ["console.html", "auxiliary/x", "com10", "COM", ".gitignore", "a.b/c", "ünï.html", ".nojekyll", "x"];
        assert_eq!(refusal(&fine), "");
    }

    #[test]
    fn paths_that_are_one_on_other_systems_are_named() {
        assert!(refusal(&["A.html", "a.html"]).contains("`A.html` and `a.html`"));
        assert!(refusal(&["a", "a-b", "a/b/c"]).contains("`a` and `a/b/c`"));
        assert!(refusal(&["A", "a/b"]).contains("`A` and `a/b`"));
    }

    #[test]
    fn many_offenders_are_counted() {
        let many = refusal(&["1?", "2?", "3?", "4?", "5?", "6?", "7?"]);
        assert!(many.ends_with("and 2 more"), "{many}");
    }
}
