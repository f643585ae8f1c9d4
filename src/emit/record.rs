//! The record of what a build wrote: which files of a site are its own.
//!
//! It lies in the site, so that it goes where the site goes, and holds nothing that changes from run to run. What is
//! read from a disk is not trusted: every path passes [`DocPath`] and the same rules as a path that is to be written.
//! Deliberately not here: which files are removed or carried over on its word (`stage`), and proof that a site is
//! genuine, for which the site has a manifest of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::names;
use crate::base::{DocPath, Error, Result};

/// The name of the record in a site.
pub const RECORD: &str = crate::base::SITE_RECORD;

/// The version of the record's format.
const FORMAT: u64 = 2;

/// The oldest that is read: it said the SHA-256 of each file too.
const OLDEST: u64 = 1;

/// No record of a site that anybody reads is larger; one that is, is not ours.
const LARGEST: u64 = 256 << 20;

/// The files that the record of a build lists, with the size of each in bytes; `None` where these are no bytes that a build of
/// this version writes.
pub fn recorded(json: &[u8]) -> Option<BTreeMap<DocPath, u64>> {
    let record = Record::parse(json).ok().filter(|record| record.to_json().as_bytes() == json)?;
    Some(record.files)
}

/// What a build wrote.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    /// The size of each file in bytes.
    files: BTreeMap<DocPath, u64>,
    folders: BTreeSet<String>,
    /// The AIMS that the site is of, where that is known.
    pub(super) origin: Option<Origin>,
}

/// The AIMS that a site is of, as it is told from others.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Origin {
    /// The commit that brought its settings, in hex digits.
    pub commit: String,
    /// Where they were in it, from the top of the repository.
    pub path: String,
    /// Where they are now.
    pub now: String,
    /// The name of the organisation.
    pub organisation: Option<String>,
}

#[derive(Deserialize)]
struct Format {
    format: u64,
}

#[derive(Deserialize)]
struct Raw {
    origin: Option<Origin>,
    files: Vec<RawFile>,
}

#[derive(Deserialize)]
struct RawFile {
    path: String,
    size: u64,
}

impl Record {
    /// The record of these files with the size of each in bytes.
    pub(super) fn of(files: BTreeMap<DocPath, u64>) -> Self {
        let above = |path: &DocPath| {
            let path = folded(path.as_str());
            path.match_indices('/').map(|(at, _)| path[..at].to_owned()).collect::<Vec<_>>()
        };
        let folders = files.keys().flat_map(above).collect();
        Self { files, folders, origin: None }
    }

    /// The record as it is written: JSON, one line a file, so that a site kept in git has readable changes.
    pub(super) fn to_json(&self) -> String {
        let line = |(path, size): (&DocPath, &u64)| {
            format!("{{\"path\": {}, \"size\": {size}}}", serde_json::Value::from(path.as_str()))
        };
        let lines: Vec<_> = self.files.iter().map(line).collect();
        let origin = self.origin.as_ref().and_then(|origin| serde_json::to_string(origin).ok());
        let origin = origin.map(|origin| format!("\"origin\": {origin}, ")).unwrap_or_default();
        format!("{{\"format\": {FORMAT}, {origin}\"files\": [\n{}\n]}}\n", lines.join(",\n"))
    }

    /// Reads the record of the site at `site`. `None` where there is none.
    ///
    /// # Errors
    /// Where there is one that this version cannot read, or that no build wrote.
    pub(super) fn read(site: &Path) -> Result<Option<Self>> {
        let path = site.join(RECORD);
        match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io("read", &path, error)),
            Ok(there) if !there.is_file() => return Err(unsound(&path, "it is no regular file")),
            Ok(there) if there.len() > LARGEST => return Err(unsound(&path, "it is far too large")),
            Ok(_) => {}
        }
        let mut json = Vec::new();
        let read = File::open(&path).and_then(|file| file.take(LARGEST).read_to_end(&mut json));
        read.map_err(|error| Error::io("read", &path, error))?;
        Self::parse(&json).map(Some).map_err(|why| unsound(&path, &why))
    }

    fn parse(json: &[u8]) -> Result<Self, String> {
        let told = |error: serde_json::Error| error.to_string();
        let Format { format } = serde_json::from_slice(json).map_err(told)?;
        if !(OLDEST..=FORMAT).contains(&format) {
            return Err(format!("its format is {format}, and this version knows {OLDEST} to {FORMAT}"));
        }
        let Raw { origin, files: listed } = serde_json::from_slice(json).map_err(told)?;
        let mut files = BTreeMap::new();
        for RawFile { path, size } in listed {
            let sound = DocPath::new(&path).filter(|path| names::fault(path).is_none());
            let sound = sound.ok_or_else(|| format!("no site has a file {path:?}"))?;
            if files.insert(sound, size).is_some() {
                return Err(format!("it lists {path:?} twice"));
            }
        }
        Ok(Self { origin, ..Self::of(files) })
    }

    /// The size of a file in bytes, if there is such a file.
    pub(super) fn size_of(&self, path: &DocPath) -> Option<u64> {
        self.files.get(path).copied()
    }

    /// How many files there are.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    /// The size of all files together in bytes.
    pub(super) fn size(&self) -> u64 {
        self.files.values().sum()
    }

    /// The paths of the files.
    pub(super) fn paths(&self) -> impl Iterator<Item = &DocPath> {
        self.files.keys()
    }

    /// The paths of the files, each in the form in which [`folded`] gives them.
    pub(super) fn listed(&self) -> BTreeSet<String> {
        self.files.keys().map(|path| folded(path.as_str())).collect()
    }

    /// Whether the build made the folder at `path`, which is [`folded`].
    pub(super) fn has_folder(&self, path: &str) -> bool {
        self.folders.contains(path)
    }
}

/// A path in the form in which two names of one file are equal: most file systems of macOS and Windows ignore case.
pub(super) fn folded(path: &str) -> String {
    if cfg!(any(windows, target_vendor = "apple")) { path.to_lowercase() } else { path.to_owned() }
}

/// A path below the site as a record would have it.
pub(super) fn text(inner: &Path) -> Option<String> {
    let parts: Option<Vec<_>> = inner.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| folded(&parts.join("/")))
}

fn unsound(path: &Path, why: &str) -> Error {
    Error::new(format!("cannot trust the record {}: {why}", path.display())).hint(
        "It tells which files an earlier run wrote. Write into another folder, or remove this one by hand after looking \
         what is in it.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        let path = |path: &str| DocPath::new(path).expect("a path");
        Record::of([(path("index.html"), 5), (path("a/ü.html"), 0), (path("a/b/c"), 1)].into())
    }

    #[test]
    fn a_record_reads_back_as_it_was_written() {
        let record = record();
        assert_eq!(Record::parse(record.to_json().as_bytes()).expect("a record"), record);
        assert_eq!((record.len(), record.size()), (3, 6));
        assert!(record.has_folder("a/b") && record.has_folder("a") && !record.has_folder("a/b/c"));
        assert_eq!(Record::parse(Record::default().to_json().as_bytes()), Ok(Record::default()));
        let organisation = Some("Org \"x\"".to_owned());
        let origin = Origin { commit: "a1".into(), path: "aims.toml".into(), now: "a/aims.toml".into(), organisation };
        let named = Record { origin: Some(origin), ..record };
        assert_eq!(Record::parse(named.to_json().as_bytes()).as_ref(), Ok(&named));
    }

    #[test]
    fn a_record_is_the_same_each_time_and_has_a_line_a_file() {
        let json = record().to_json();
        assert_eq!(json, record().to_json());
        assert_eq!(json.lines().count(), 5);
        assert!(json.contains("{\"path\": \"index.html\", \"size\": 5}\n"), "{json}");
    }

    #[test]
    fn records_of_the_first_format_are_read() {
        let json = r#"{"format": 1, "files": [{"path": "a", "sha256": "00", "size": 7}]}"#;
        assert_eq!(Record::parse(json.as_bytes()).expect("a record").size(), 7);
    }

    #[test]
    fn hostile_records_are_refused() {
        let listing = |path: &str| format!(r#"{{"format":2,"files":[{{"path":{path:?},"size":0}}]}}"#);
        for path in ["../x", "/etc/passwd", "a/../../x", "C:\\x", "", ".", ".git/HEAD", "a//b", ".aims-site.json"] {
            assert!(Record::parse(listing(path).as_bytes()).is_err(), "{path}");
        }
        assert!(Record::parse(listing("a/b").as_bytes()).is_ok());
        let deep = "[".repeat(1_000_000);
        for json in ["", "{}", "[]", "null", "\u{0}", r#"{"format":3,"files":[]}"#, r#"{"format":1}"#, deep.as_str()] {
            assert!(Record::parse(json.as_bytes()).is_err());
        }
        let twice = r#"{"format":2,"files":[{"path":"a","size":0},{"path":"a","size":1}]}"#;
        assert!(Record::parse(twice.as_bytes()).is_err());
    }
}
