//! A site that was published, as a folder or as a zip file: which files it has, and their digests.
//!
//! Nothing in it is believed: no symbolic link is followed, no name leads out of the folder, nothing is written, and of a
//! zip file that swells without end no more is read than [`LARGEST`]. A zip file may hold the site in a folder; what lies
//! beside that folder is told as odd, for it is what somebody opens first.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use zip::ZipArchive;

use crate::base::{Error, Result, Sha256, refused};

/// The most that is read of a zip file, in bytes of its files: more than any site has.
const LARGEST: u64 = 8 << 30;

/// How many folders may lie in each other. No site has half as many.
const DEEPEST: usize = 64;

/// A published site.
#[derive(Debug)]
pub enum Published {
    /// A folder.
    Folder(PathBuf),
    /// A zip file, and the folder in it that holds the site, with a slash at the end; empty at the top.
    Zip(PathBuf, String),
}

/// What stands at a path of a published site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A file.
    File {
        /// Its size in bytes.
        size: u64,
        /// Its SHA-256, as 64 lower-case hex digits.
        sha256: String,
    },
    /// Something that no build writes: a symbolic link, a device, a file that cannot be read. Says what.
    Odd(String),
}

impl Published {
    /// The site at `path`; `landmark` is a file that lies at its top.
    ///
    /// # Errors
    /// Where there is neither a folder nor a zip file that can be read.
    pub fn open(path: &Path, landmark: &str) -> Result<Self> {
        let there = fs::metadata(path).map_err(|error| Error::io("read", path, error))?;
        if there.is_dir() {
            return Ok(Self::Folder(path.to_owned()));
        }
        let zip = unzip(path)?;
        let folder = |name: &str| match name.strip_suffix(landmark) {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => Some(folder.to_owned()),
            _ => None,
        };
        let folders = zip.file_names().filter_map(|name| folder(&name.ok()?));
        let folder = folders.min_by_key(|folder| (folder.matches('/').count(), folder.clone())).unwrap_or_default();
        Ok(Self::Zip(path.to_owned(), folder))
    }

    /// All that is in it, by path.
    ///
    /// # Errors
    /// Where it cannot be read as a whole.
    pub fn entries(&self) -> Result<BTreeMap<String, Entry>> {
        match self {
            Self::Folder(root) => {
                let mut found = Vec::new();
                list(root, "", 0, &mut found)?;
                Ok(found.into_par_iter().map(|(path, odd)| summed(root, path, odd)).collect())
            }
            Self::Zip(path, folder) => of_zip(path, folder),
        }
    }

    /// One file of it, if it is no larger than `limit` bytes; `None` where there is none.
    ///
    /// # Errors
    /// Where it is larger, or cannot be read.
    pub fn read(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>> {
        let (bytes, at) = match self {
            Self::Folder(root) => {
                let at = root.join(path);
                let is_file = fs::symlink_metadata(&at).is_ok_and(|there| there.is_file());
                if !is_file {
                    return Ok(None);
                }
                let mut bytes = Vec::new();
                let read = File::open(&at).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes));
                read.map_err(|error| Error::io("read", &at, error))?;
                (bytes, at)
            }
            Self::Zip(at, folder) => {
                let mut zip = unzip(at)?;
                let name = format!("{folder}{path}");
                let Some(place) = zip.index_for_name(&name) else { return Ok(None) };
                let mut bytes = Vec::new();
                let file = zip.by_index(place).map_err(|error| no_zip(at, error))?;
                file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| Error::io("read", at, error))?;
                (bytes, at.clone())
            }
        };
        match bytes.len() as u64 > limit {
            true => Err(Error::new(format!("`{path}` of {} is far too large", at.display()))),
            false => Ok(Some(bytes)),
        }
    }
}

fn unzip(path: &Path) -> Result<ZipArchive<File>> {
    let file = File::open(path).map_err(|error| Error::io("read", path, error))?;
    ZipArchive::new(file).map_err(|error| no_zip(path, error))
}

fn no_zip(path: &Path, error: zip::result::ZipError) -> Error {
    Error::new(format!("cannot read {} as a zip file", path.display()))
        .caused_by(error)
        .hint("Name the folder of a site, or a zip file that holds one.")
}

/// Lists what is below `inner`, and of each whether it is no file.
fn list(root: &Path, inner: &str, depth: usize, found: &mut Vec<(String, Option<String>)>) -> Result<()> {
    let folder = root.join(inner);
    let failed = |error| Error::io("read", &folder, error);
    for entry in fs::read_dir(&folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let kind = entry.file_type().map_err(failed)?;
        let name = entry.file_name();
        let path = format!("{inner}{}", name.to_string_lossy());
        match name.to_str() {
            None => found.push((path, Some("its name is no text".into()))),
            Some(_) if kind.is_symlink() => found.push((path, Some("it is a symbolic link".into()))),
            Some(_) if kind.is_file() => found.push((path, None)),
            Some(_) if !kind.is_dir() => found.push((path, Some("it is no regular file".into()))),
            Some(_) if depth >= DEEPEST => found.push((path, Some("it lies too deep".into()))),
            Some(_) => list(root, &format!("{path}/"), depth + 1, found)?,
        }
    }
    Ok(())
}

fn summed(root: &Path, path: String, odd: Option<String>) -> (String, Entry) {
    let summed = || {
        let read = File::open(root.join(&path)).and_then(|mut file| sum(&mut file, u64::MAX));
        read.unwrap_or_else(|error| unread(&error))
    };
    let entry = odd.map_or_else(summed, Entry::Odd);
    (path, entry)
}

fn unread(error: &io::Error) -> Entry {
    Entry::Odd(format!("it cannot be read: {}", refused::why(error)))
}

/// The digest of what is read, of which there is to be no more than `limit` bytes.
fn sum(from: &mut impl Read, limit: u64) -> io::Result<Entry> {
    let (mut sum, mut size, mut buffer) = (Sha256::default(), 0u64, vec![0; 64 * 1024]);
    loop {
        let read = from.read(&mut buffer)?;
        if read == 0 {
            return Ok(Entry::File { size, sha256: sum.finish() });
        }
        size += read as u64;
        if size > limit {
            return Ok(Entry::Odd("it is far too large".into()));
        }
        sum.update(&buffer[..read]);
    }
}

fn of_zip(path: &Path, folder: &str) -> Result<BTreeMap<String, Entry>> {
    let mut zip = unzip(path)?;
    let twice = doubled(path, &zip)?;
    let (mut entries, mut left, mut spans) = (BTreeMap::new(), LARGEST, Vec::new());
    for place in 0..zip.len() {
        let mut file = zip.by_index(place).map_err(|error| no_zip(path, error))?;
        let name = file.name().map_err(|error| no_zip(path, error))?.into_owned();
        spans.push((file.header_start(), file.data_start().unwrap_or_default() + file.compressed_size()));
        let inner = match name.strip_prefix(folder) {
            Some(inner) => inner.to_owned(),
            None if is_of_finder(&name) => continue,
            None => format!("{}{name}", "../".repeat(folder.matches('/').count())),
        };
        if file.is_dir() || inner.is_empty() {
            continue;
        }
        let entry = match file.is_symlink() {
            true => Entry::Odd("it is a symbolic link".into()),
            false if !name.starts_with(folder) => Entry::Odd("it lies beside the site".into()),
            false if twice.contains(&name) => Entry::Odd("it is there twice".into()),
            false => sum(&mut file, left).unwrap_or_else(|error| unread(&error)),
        };
        if let Entry::File { size, .. } = entry {
            left -= size;
        }
        entries.insert(inner, entry);
    }
    if zip.offset() > 0 || holds_more(spans, zip.central_directory_start()) {
        let what = "it holds something before, between or behind its files that it does not list";
        entries.insert("(the zip file itself)".into(), Entry::Odd(what.into()));
    }
    Ok(entries)
}

/// Whether it is what the Finder of macOS puts beside files in zip files of its own: no page is read from there.
fn is_of_finder(name: &str) -> bool {
    let file = name.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
    name == "__MACOSX/" || name.starts_with("__MACOSX/") && (name.ends_with('/') || file.starts_with("._"))
}

/// The names that a zip file lists more than once: which of several files is taken hangs on who opens it. See APPNOTE.TXT,
/// section 4.3.12.
fn doubled(path: &Path, zip: &ZipArchive<File>) -> Result<BTreeSet<String>> {
    const SIGNATURE: [u8; 4] = [0x50, 0x4b, 0x01, 0x02];
    let failed = |error| Error::io("read", path, error);
    let mut file = File::open(path).map_err(failed)?;
    file.seek(SeekFrom::Start(zip.central_directory_start())).map_err(failed)?;
    let mut file = BufReader::new(file);
    let (mut seen, mut twice) = (BTreeSet::new(), BTreeSet::new());
    let mut head = [0; 46];
    while file.read_exact(&mut head).is_ok() && head.starts_with(&SIGNATURE) {
        let length = |at: usize| usize::from(u16::from_le_bytes([head[at], head[at + 1]]));
        let mut name = vec![0; length(28)];
        file.read_exact(&mut name).map_err(failed)?;
        file.seek_relative(i64::try_from(length(30) + length(32)).unwrap_or_default()).map_err(failed)?;
        let name = String::from_utf8_lossy(&name).into_owned();
        if !seen.insert(name.clone()) {
            twice.insert(name);
        }
    }
    Ok(twice)
}

/// As much as may stand between two files of a zip file: what describes the first. See APPNOTE.TXT, section 4.3.9.
const DESCRIPTOR: u64 = 24;

/// Whether something lies before, between or behind the files of a zip file that it does not list: whoever reads it from its
/// start finds that too. `spans` say where each file begins and ends, `end` where the list of them begins.
fn holds_more(mut spans: Vec<(u64, u64)>, end: u64) -> bool {
    spans.sort_unstable();
    let mut reached = None;
    for (start, stop) in spans {
        if start > reached.map_or(0, |reached: u64| reached + DESCRIPTOR) {
            return true;
        }
        reached = Some(stop);
    }
    end > reached.unwrap_or_default() + DESCRIPTOR
}
