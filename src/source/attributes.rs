//! Which filter of git stands between a file in a commit and the file that people see, by `.gitattributes`.
//!
//! A filter (Git LFS, git-crypt and others) puts something in the commit that is not the file. Only the attributes that
//! the commit itself has are asked, so that every clone gives the same answer.

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The lines of one `.gitattributes` file that say something of filters.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    lines: Vec<(Gitignore, Option<String>)>,
}

/// The largest file that is read, in bytes.
pub(super) const MAX_ATTRIBUTES: u64 = 1024 * 1024;

impl Attributes {
    /// Reads a file. Lines that make no sense are passed over, as git does.
    pub(super) fn read(text: &str) -> Self {
        let mut macros: Vec<(&str, Option<String>)> = Vec::new();
        let mut lines = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', '!'])) {
            let Some((pattern, attributes)) = split(line) else { continue };
            let Some(filter) = filter(attributes, &macros) else { continue };
            if let Some(name) = pattern.strip_prefix("[attr]") {
                macros.push((name, filter));
            } else if let Some(matcher) = matcher(pattern) {
                lines.push((matcher, filter));
            }
        }
        Self { lines }
    }

    /// What the file says of the filter of `path`, which is relative to its folder: nothing, that there is none, or its
    /// name. The last line wins.
    pub(super) fn filter(&self, path: &str) -> Option<Option<&str>> {
        let hit = |(matcher, _): &&(Gitignore, Option<String>)| matcher.matched(path, false).is_ignore();
        self.lines.iter().rev().find(hit).map(|(_, filter)| filter.as_deref())
    }
}

/// The pattern of a line, without quotation marks, and the attributes behind it.
fn split(line: &str) -> Option<(&str, &str)> {
    match line.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"'),
        None => line.split_once(|c: char| c.is_ascii_whitespace()),
    }
}

/// What attributes say of the filter, the last of them first; `None` where nothing.
fn filter(attributes: &str, macros: &[(&str, Option<String>)]) -> Option<Option<String>> {
    attributes.split_ascii_whitespace().rev().find_map(|attribute| match attribute {
        "-filter" | "!filter" => Some(None),
        set => match set.strip_prefix("filter=") {
            Some(name) => Some(Some(name.to_owned())),
            None => macros.iter().rev().find(|(name, _)| *name == set).map(|(_, filter)| filter.clone()),
        },
    })
}

fn matcher(pattern: &str) -> Option<Gitignore> {
    let mut builder = GitignoreBuilder::new("");
    builder.add_line(None, pattern).ok()?;
    builder.build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_that_matches_names_the_filter() {
        let text = "# c\n[attr]big filter=lfs -text\n*.pdf filter=lfs diff=lfs\n\"a b.png\" filter=x\nkeep/*.pdf -filter\n\
                    data/** big\n*.txt text\n!*.pdf filter=no\n";
        let attributes = Attributes::read(text);
        for (path, filter) in [
            ("a.pdf", Some(Some("lfs"))),
            ("deep/er/a.pdf", Some(Some("lfs"))),
            ("keep/a.pdf", Some(None)),
            ("a b.png", Some(Some("x"))),
            ("data/x/y", Some(Some("lfs"))),
            ("a.txt", None),
            ("a.pdfx", None),
        ] {
            assert_eq!(attributes.filter(path), filter, "{path}");
        }
    }
}
