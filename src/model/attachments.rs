//! Which images and attachments may be published.
//!
//! The site is opened from a folder as often as from a server, where a page beside it is as good as the site itself. What
//! a browser would run as a page is therefore not published, whatever a link to it says.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::svg;
use crate::base::{DocPath, Result};
use crate::parse::Pointer;
use crate::source::{Content, Source};

/// The largest image or attachment that is published, in bytes.
pub const MAX_ATTACHMENT: u64 = 256 * 1024 * 1024;

/// Why an attachment is not published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Another differs from it in letter case only.
    Clash,
    /// Not every platform can hold its name, and why.
    Name(&'static str),
    /// A browser might run it.
    Runs,
    /// A drawing that does more than draw.
    Drawing,
    /// It is larger than [`MAX_ATTACHMENT`].
    TooLarge,
    /// It cannot be read.
    Unreadable,
    /// There is nothing in it.
    Empty,
    /// It stands for another file.
    Pointer(Pointer),
    /// What the commit has is not the file, but what this filter of git made of it.
    Filter(String),
}

impl Fault {
    /// What is wrong, as a sentence without a full stop.
    pub fn sentence(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Clash => "another attachment differs from it in letter case only",
            Self::Name(why) => why,
            Self::Runs => "files of its type are not published, for a browser might run them",
            Self::Drawing => {
                "it is a drawing that does more than draw: scripts, styles or files from elsewhere, or forms this check does not know"
            }
            Self::TooLarge => "it is larger than 256 MiB",
            Self::Unreadable => "it cannot be read",
            Self::Empty => "it is empty",
            Self::Pointer(pointer) => pointer.sentence(),
            Self::Filter(name) => {
                return Cow::Owned(format!(
                    "the commit has it as the git filter `{name}` made it, not the file itself"
                ));
            }
        })
    }

    /// What to do.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Empty => "Put the file itself there, or take the link out.",
            Self::Pointer(pointer) => pointer.remedy(),
            Self::Filter(_) => {
                "Check and build in a work tree in which the filter runs, without `--rev`, or commit the file without it."
            }
            _ => "Attach it as PDF, PNG or CSV, under a plain name.",
        }
    }
}

/// Finds the attachments that are not published, and why.
pub(super) fn withheld(source: &dyn Source, assets: &BTreeSet<DocPath>) -> Result<BTreeMap<DocPath, Fault>> {
    let mut withheld = BTreeMap::new();
    let mut lower = BTreeSet::new();
    for path in assets {
        let clash = !lower.insert(path.as_str().to_lowercase());
        let why = if clash { Some(Fault::Clash) } else { fault(source, path)? };
        if let Some(why) = why {
            withheld.insert(path.clone(), why);
        }
    }
    Ok(withheld)
}

fn fault(source: &dyn Source, path: &DocPath) -> Result<Option<Fault>> {
    if let Some(why) = path.portability_fault() {
        return Ok(Some(Fault::Name(why)));
    }
    let extension = path.extension();
    if extension != "svg" && !PASSIVE.contains(&extension.as_str()) {
        return Ok(Some(Fault::Runs));
    }
    let bytes = match source.read(path, MAX_ATTACHMENT)? {
        Content::Bytes(bytes) => bytes,
        Content::TooLarge(_) => return Ok(Some(Fault::TooLarge)),
        Content::Unreadable(_) => return Ok(Some(Fault::Unreadable)),
    };
    if let Some(pointer) = Pointer::of(&bytes) {
        return Ok(Some(Fault::Pointer(pointer)));
    }
    if let Some(filter) = source.filter(path)? {
        return Ok(Some(Fault::Filter(filter)));
    }
    Ok(match extension.as_str() {
        _ if bytes.is_empty() => Some(Fault::Empty),
        "svg" if !svg::is_inert(&bytes) => Some(Fault::Drawing),
        _ => None,
    })
}

/// Types that a browser shows, plays or saves and never runs. Drawings (`svg`) are looked into.
const PASSIVE: &[&str] = &[
    // pictures
    "png", "jpg", "jpeg", "gif", "webp", "avif", "bmp", "ico", "tif", "tiff", // documents and tables
    "pdf", "txt", "text", "log", "csv", "tsv", "json", "jsonl", "yaml", "yml", "toml", "ini", "docx", "xlsx", "pptx",
    "doc", "xls", "ppt", "odt", "ods", "odp", "rtf", "epub", "ics", // archives, signatures, keys
    "zip", "gz", "tgz", "tar", "xz", "bz2", "zst", "7z", "asc", "sig", "p7s", "pem", "crt",
    "sha256", // sound and film
    "mp3", "mp4", "m4a", "wav", "ogg", "webm", "flac", // data and models
    "parquet", "npz", "onnx", "ipynb", "sql", "diff", "patch",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    #[test]
    fn only_known_passive_types_are_published() {
        let names = [
            "a.pdf", "b.PNG", "c.html", "d.HTM", "e.shtm", "f.rss", "g", "h.svg", "i.svg", "J.pdf", "j.pdf", "con.pdf",
        ];
        let bytes = |name: &str| if name == "h.svg" { "<svg onload=\"x\"/>" } else { "<svg/>" };
        let source = Memory::new(names.map(|name| (name, bytes(name).as_bytes())));
        let assets = names.iter().filter_map(|name| DocPath::new(name)).collect();
        let withheld = withheld(&source, &assets).expect("memory can be read");
        let names: Vec<&str> = withheld.keys().map(DocPath::as_str).collect();
        assert_eq!(names, ["c.html", "con.pdf", "d.HTM", "e.shtm", "f.rss", "g", "h.svg", "j.pdf"]);
    }

    #[test]
    fn what_stands_for_another_file_is_not_published_in_its_place() {
        let files: [(&str, &[u8]); 4] = [
            ("a.pdf", b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 48213\n"),
            ("b.png", b"\0GITCRYPT\0\x01"),
            ("c.csv", b""),
            ("d.svg", b"/annex/objects/SHA256E-s5--00.svg\n"),
        ];
        let source = Memory::new(files);
        let assets = files.iter().filter_map(|(name, _)| DocPath::new(name)).collect();
        let withheld = withheld(&source, &assets).expect("memory can be read");
        let faults: Vec<Fault> = withheld.into_values().collect();
        let pointer = Fault::Pointer;
        assert_eq!(faults, [pointer(Pointer::Lfs), pointer(Pointer::GitCrypt), Fault::Empty, pointer(Pointer::Annex)]);
    }
}
