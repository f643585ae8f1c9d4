//! Sites that lie among the files of an AIMS, and the copies of its texts in them, which are nobody's documents.
//!
//! A site keeps each text byte for byte. Where a team commits the site, these would be documents a second time, and would
//! stand for what was removed. So a file is left out where it lies as a site keeps texts, in a folder with the record of a
//! build, whose list of digests names it with the digest that it has. To leave it out is to take it away: who puts such
//! files beside a document removes it, and is judged as for any removal, for each commit is read by its own files alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{DocPath, SITE_SUMS, sha256_hex};

/// The folder of a site that holds the texts: `documents/<id>/<version>.md`.
const TEXTS: &str = "/documents/";

/// The largest list of digests and the largest text that are looked at, in bytes.
pub(crate) const LARGEST: u64 = 64 << 20;

/// The copies among some files.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Copies {
    /// The folders of the sites.
    pub(super) sites: BTreeSet<String>,
    /// The copies.
    pub(super) files: BTreeSet<DocPath>,
}

impl Copies {
    /// Finds them: `is_site` says whether a folder holds the record of a build, and `read` gives the bytes of a file.
    pub(super) fn among(
        files: &[DocPath],
        is_site: &dyn Fn(&str) -> bool,
        read: &dyn Fn(&str) -> Option<Vec<u8>>,
    ) -> Self {
        let mut lists: BTreeMap<&str, Option<Sums>> = BTreeMap::new();
        let mut found = Self::default();
        for path in files {
            for (folder, inner) in places(path) {
                let list = || is_site(folder).then(|| read(&list_of(folder))).flatten().map(|bytes| Sums::read(&bytes));
                let sums = lists.entry(folder).or_insert_with(list);
                if sums.as_ref().is_some_and(|sums| sums.names(inner) && sums.fits(inner, read(path.as_str()))) {
                    found.sites.insert(folder.to_owned());
                    found.files.insert(path.clone());
                }
            }
        }
        found
    }
}

/// Where a site keeps its list of digests.
pub(crate) fn list_of(folder: &str) -> String {
    format!("{folder}/{SITE_SUMS}")
}

/// The folders in which the file at a path would be a text of a site, each with its path there.
pub(crate) fn places(path: &DocPath) -> impl Iterator<Item = (&str, &str)> {
    let text = path.as_str();
    let is_inside = path.full().is_none() && path.is_markdown();
    let at = text.match_indices(TEXTS).map(move |(at, _)| (&text[..at], &text[at + 1..]));
    at.filter(move |(_, inner)| is_inside && inner.matches('/').count() == 2)
}

/// The digests that a site lists.
pub(crate) struct Sums(BTreeMap<String, String>);

impl Sums {
    /// Reads lines as `sha256sum` writes them. What is none says nothing.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let line = |line: &str| line.split_once("  ").map(|(sum, path)| (path.to_owned(), sum.to_owned()));
        Self(text.lines().filter_map(line).collect())
    }

    /// Whether it lists a file at all.
    pub(crate) fn names(&self, inner: &str) -> bool {
        self.0.contains_key(inner)
    }

    /// Whether it lists a file with these bytes; what a checkout makes of line ends aside.
    pub(crate) fn fits(&self, inner: &str, bytes: Option<Vec<u8>>) -> bool {
        let (Some(sum), Some(bytes)) = (self.0.get(inner), bytes) else { return false };
        sha256_hex(&bytes) == *sum || {
            let mut plain = bytes;
            let mut before = plain.get(1..).unwrap_or_default().to_vec().into_iter();
            plain.retain(|byte| before.next() != Some(b'\n') || *byte != b'\r');
            sha256_hex(&plain) == *sum
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "---\nid: POL-001\n---\nText.\n";

    /// The copies among these files, of which those of `sites` hold the record of a build.
    fn found(files: &[(&str, &str)], sites: &[&str]) -> Vec<String> {
        let paths: Vec<DocPath> = files.iter().filter_map(|(path, _)| DocPath::new(path)).collect();
        let read = |path: &str| files.iter().find(|(name, _)| *name == path).map(|(_, text)| text.as_bytes().to_vec());
        let found = Copies::among(&paths, &|folder| sites.contains(&folder), &read);
        assert_eq!(found.files.is_empty(), found.sites.is_empty());
        found.files.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_text_of_a_site_is_known_by_place_record_and_digest_together() {
        let sum = |path: &str| format!("{}  {path}\n", sha256_hex(TEXT.as_bytes()));
        let (listed, other) = (sum("documents/POL-001/1.0.md"), sum("documents/POL-001/2.0.md"));
        let copy = "docs/documents/POL-001/1.0.md";
        assert_eq!(found(&[(copy, TEXT), ("docs/SHA256SUMS", &listed)], &["docs"]), [copy]);
        let crlf = TEXT.replace('\n', "\r\n");
        assert_eq!(found(&[(copy, &crlf), ("docs/SHA256SUMS", &listed.replace('\n', "\r\n"))], &["docs"]), [copy]);
        // Without the record, with another text, without a line for it, without a list.
        assert_eq!(found(&[(copy, TEXT), ("docs/SHA256SUMS", &listed)], &[]), [""; 0]);
        assert_eq!(found(&[(copy, "Another.\n"), ("docs/SHA256SUMS", &listed)], &["docs"]), [""; 0]);
        assert_eq!(found(&[(copy, TEXT), ("docs/SHA256SUMS", &other)], &["docs"]), [""; 0]);
        assert_eq!(found(&[(copy, TEXT)], &["docs"]), [""; 0]);
    }

    #[test]
    fn a_list_beside_documents_hides_none_of_them() {
        for path in ["policies/1.md", "documents/POL-001/1.0.md", "policies/deep/1.md", "policies/documents/1.md"] {
            let (folder, inner) = path.split_once('/').expect("a folder");
            let list = format!("{}  {inner}\n", sha256_hex(TEXT.as_bytes()));
            let sums = list_of(folder);
            assert_eq!(found(&[(path, TEXT), (&sums, &list)], &[folder, ""]), [""; 0], "{path}");
        }
    }
}
