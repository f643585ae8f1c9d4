//! Whether git changes the bytes of a file between its objects and the disk.

use std::path::Path;

use encoding_rs::Encoding;
use git2::{AttrCheckFlags, AttrValue};

use super::failure;
use super::repository::Repo;
use super::store::Reader;
use crate::base::{Error, Result};

impl Repo {
    /// Whether the attributes of the work tree keep git from converting line ends at `path`, from the top of the
    /// repository. Only a person who acts asks this: what is read of a repository does not hang on it.
    ///
    /// # Errors
    /// Where the attributes cannot be read.
    pub fn keeps_line_ends(&self, path: &str) -> Result<bool> {
        self.store.with(|reader| of(reader, path, "text", |value| matches!(value, AttrValue::False)))
    }

    /// What git makes of the bytes of the file at `path`, from the top of the repository, on their way into a commit, but for
    /// line ends: it takes `$Id: … $` back to `$Id$` where the attributes say `ident`, and writes in UTF-8 what they say is
    /// in another encoding here. What cannot be read in it stays.
    ///
    /// # Errors
    /// Where the attributes cannot be read.
    pub fn put_back(&self, path: &str, bytes: Vec<u8>) -> Result<Vec<u8>> {
        if !may_be_converted(&bytes) {
            return Ok(bytes);
        }
        self.store.with(|reader| {
            let encoding = of(reader, path, "working-tree-encoding", name)?;
            let bytes = encoding.as_deref().and_then(|encoding| decoded(&bytes, encoding)).unwrap_or(bytes);
            let is_set = of(reader, path, "ident", |value| matches!(value, AttrValue::True))?;
            Ok(if is_set { without_id(&bytes) } else { bytes })
        })
    }

    /// Makes sure that no filter stands between the file at `path` and a commit: what it puts there is not known here.
    ///
    /// # Errors
    /// Where one does, or the attributes cannot be read.
    pub fn is_unfiltered(&self, path: &str) -> Result<()> {
        match self.store.with(|reader| of(reader, path, "filter", name))? {
            Some(filter) => {
                let told =
                    format!("{path} has the git attribute `filter={filter}`: what git would commit is not known");
                Err(Error::new(told).hint(
                    "Commit the text first; if the commit has it as it is in the folder, it can be approved. If not, take \
                     it out of the filter in .gitattributes.",
                ))
            }
            None => Ok(()),
        }
    }
}

/// What `read` makes of that which the attributes of the work tree say of `name` at `path`.
fn of<T>(reader: &Reader<'_>, path: &str, name: &str, read: impl FnOnce(AttrValue<'_>) -> T) -> Result<T> {
    let flags = AttrCheckFlags::FILE_THEN_INDEX | AttrCheckFlags::NO_SYSTEM;
    let value = reader.git.get_attr(Path::new(path), name, flags);
    let value = value.map_err(|error| failure::during("read the git attributes", error))?;
    Ok(read(AttrValue::from_string(value)))
}

/// The word that an attribute is given.
fn name(value: AttrValue<'_>) -> Option<String> {
    if let AttrValue::String(name) = value { Some(name.to_owned()) } else { None }
}

/// Whether bytes may be other than those of the commit for more than their line ends.
fn may_be_converted(bytes: &[u8]) -> bool {
    bytes.contains(&0) || std::str::from_utf8(bytes).is_err() || bytes.windows(ID.len()).any(|part| part == ID)
}

const ID: &[u8] = b"$Id:";

/// Bytes in the encoding of this name in UTF-8; `None` where the name is not known, or they are in another one.
fn decoded(bytes: &[u8], encoding: &str) -> Option<Vec<u8>> {
    let name = encoding.to_ascii_uppercase();
    if ["ISO-8859-1", "ISO8859-1", "LATIN1", "LATIN-1"].contains(&name.as_str()) {
        return Some(bytes.iter().copied().map(char::from).collect::<String>().into_bytes());
    }
    let known = Encoding::for_label_no_replacement(name.strip_suffix("-BOM").unwrap_or(&name).as_bytes());
    let marked = Encoding::for_bom(bytes).filter(|_| name == "UTF-16").map(|(encoding, _)| encoding);
    let (text, broken) = marked.or(known)?.decode_with_bom_removal(bytes);
    (!broken).then(|| text.into_owned().into_bytes())
}

/// A text with `$Id$` where git wrote behind it of which blob it is: up to the next dollar sign of the line.
fn without_id(bytes: &[u8]) -> Vec<u8> {
    let (mut plain, mut rest) = (Vec::with_capacity(bytes.len()), bytes);
    while let Some(at) = rest.windows(ID.len()).position(|part| part == ID) {
        let (before, behind) = rest.split_at(at + ID.len());
        match behind.iter().position(|byte| matches!(byte, b'$' | b'\n')) {
            Some(end) if behind[end] == b'$' => {
                plain.extend_from_slice(&before[..before.len() - 1]);
                plain.push(b'$');
                rest = &behind[end + 1..];
            }
            _ => {
                plain.extend_from_slice(before);
                rest = behind;
            }
        }
    }
    plain.extend_from_slice(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_wrote_behind_an_id_is_taken_off() {
        assert_eq!(without_id(b"a $Id: 12ab $ b $Id: c\n$Id$ $Id:$"), b"a $Id$ b $Id: c\n$Id$ $Id$");
    }

    #[test]
    fn a_text_is_read_in_its_encoding() {
        let of = |bytes: &[u8], encoding: &str| {
            decoded(bytes, encoding).map(|text| String::from_utf8_lossy(&text).into_owned())
        };
        for (bytes, encoding) in [
            (&b"\xfc\n"[..], "iso-8859-1"),
            (b"\xfc\n", "windows-1252"),
            (b"\xff\xfe\xfc\0\n\0", "UTF-16LE-BOM"),
            (b"\xff\xfe\xfc\0\n\0", "UTF-16"),
            (b"\xfe\xff\0\xfc\0\n", "UTF-16"),
            (b"\xfc\0\n\0", "UTF-16LE"),
        ] {
            assert_eq!(of(bytes, encoding).as_deref(), Some("ü\n"), "{encoding}");
        }
        assert_eq!(of(b"\xfc\n", "UTF-8"), None);
        assert_eq!(of(b"\xfc\n", "EBCDIC-XX"), None);
    }
}
