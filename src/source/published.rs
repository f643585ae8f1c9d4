//! A site that was published, as a folder or as a zip file: which files it has, and their digests.
//!
//! Nothing in it is believed: no symbolic link is followed, no name leads out of the folder, nothing is written, and of a
//! zip file that swells without end no more is read than [`LARGEST`]. A zip file may hold the site in a folder; what lies
//! beside that folder is told as odd, for it is what somebody opens first. What others may find in a zip file than is found
//! here is told too: see [`Archive`].

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::archive::{Archive, Member};
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
    Zip(Archive, String),
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
    /// Something of which a zip file gives two accounts, so that it hangs on who opens it what is found. Says why. Nobody can
    /// leave it out of account, for what it becomes need not stand at its path.
    Doubtful(String),
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
        let zip = Archive::open(path)?;
        let folder = |name: &str| match name.strip_suffix(landmark) {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => Some(folder.to_owned()),
            _ => None,
        };
        let folders = zip.members.iter().filter_map(|member| folder(&member.name));
        let folder = folders.min_by_key(|folder| (folder.matches('/').count(), folder.clone())).unwrap_or_default();
        Ok(Self::Zip(zip, folder))
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
            Self::Zip(zip, folder) => Ok(of_zip(zip, folder)),
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
            Self::Zip(zip, folder) => {
                let name = format!("{folder}{path}");
                let Some(member) = zip.members.iter().find(|member| member.name == name) else { return Ok(None) };
                let (mut bytes, at) = (Vec::new(), zip.path());
                if member.size <= limit {
                    let read = zip.unpack(member, |piece| bytes.extend_from_slice(piece));
                    read.map_err(|error| Error::io("read", &at.join(&name), error))?;
                }
                (bytes, at.to_owned())
            }
        };
        match bytes.len() as u64 > limit {
            true => Err(Error::new(format!("`{path}` of {} is far too large", at.display()))),
            false => Ok(Some(bytes)),
        }
    }
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
        let read = File::open(root.join(&path)).and_then(|mut file| sum(&mut file));
        read.unwrap_or_else(|error| unread(&error))
    };
    let entry = odd.map_or_else(summed, Entry::Odd);
    (path, entry)
}

fn unread(error: &io::Error) -> Entry {
    Entry::Odd(format!("it cannot be read: {}", refused::why(error)))
}

/// The digest of what is read.
fn sum(from: &mut impl Read) -> io::Result<Entry> {
    let (mut sum, mut size, mut buffer) = (Sha256::default(), 0u64, vec![0; 64 * 1024]);
    loop {
        let read = from.read(&mut buffer)?;
        if read == 0 {
            return Ok(Entry::File { size, sha256: sum.finish() });
        }
        size += read as u64;
        sum.update(&buffer[..read]);
    }
}

fn of_zip(zip: &Archive, folder: &str) -> BTreeMap<String, Entry> {
    let (mut left, mut members) = (LARGEST, Vec::new());
    for member in &zip.members {
        let fits = member.size <= left;
        left = left.saturating_sub(member.size);
        members.push((member, fits));
    }
    // Of two of one name each is doubted, so that it does not matter which comes last.
    let found = members.into_par_iter().filter_map(|(member, fits)| in_zip(zip, folder, member, fits));
    let mut entries: BTreeMap<String, Entry> = found.collect();
    if zip.holds_more {
        let what = "it holds something before, between or behind its files that it does not list";
        entries.insert("(the zip file itself)".into(), Entry::Doubtful(what.into()));
    }
    entries
}

/// What a file of a zip file is, and its path from the folder of the site. `None` of what is no file.
fn in_zip(zip: &Archive, folder: &str, member: &Member, fits: bool) -> Option<(String, Entry)> {
    let name = &member.name;
    let outside = || format!("{}{name}", "../".repeat(folder.matches('/').count()));
    let inner = name.strip_prefix(folder).filter(|inner| !inner.is_empty()).map_or_else(outside, str::to_owned);
    let sum = || {
        let (mut sum, mut size, mut begin) = (Sha256::default(), 0u64, Vec::<u8>::new());
        let (mut is_page, mut last) = (false, 0u8);
        let read = zip.unpack(member, |piece| {
            sum.update(piece);
            size += piece.len() as u64;
            begin.extend(piece.iter().take(APPLE_DOUBLE.len().saturating_sub(begin.len())));
            // A single `<` may be a number.
            for byte in piece {
                is_page |= last == b'<' && (byte.is_ascii_alphabetic() || b"!?/".contains(byte));
                last = *byte;
            }
        });
        read.map(|()| (Entry::File { size, sha256: sum.finish() }, begin == APPLE_DOUBLE && !is_page))
    };
    let entry = match member.doubt {
        Some(why) => Entry::Doubtful(why.into()),
        None if !fits => Entry::Odd("it is far too large".into()),
        None => match sum() {
            Err(error) => Entry::Doubtful(format!("it cannot be read: {}", refused::why(&error))),
            Ok((_, is_double)) if member.is_folder() || is_double && is_of_finder(name) => return None,
            Ok(_) if !name.starts_with(folder) => Entry::Odd("it lies beside the site".into()),
            Ok((entry, _)) => entry,
        },
    };
    Some((inner, entry))
}

/// What the Finder's files begin with. Others of their names, or with a page in them, a host may serve.
const APPLE_DOUBLE: [u8; 4] = [0, 5, 22, 7];

/// Whether it is called as what the Finder of macOS puts beside files in zip files of its own.
fn is_of_finder(name: &str) -> bool {
    name.starts_with("__MACOSX/") && name.rsplit('/').next().is_some_and(|file| file.starts_with("._"))
}
