//! Which images and attachments may be published.
//!
//! The site is opened from a folder as often as from a server, where a page beside it is as good as the site itself. What
//! a browser would run as a page is therefore not published, whatever a link to it says.

use std::collections::{BTreeMap, BTreeSet};

use super::svg;
use crate::base::{DocPath, Result};
use crate::source::{Content, Source};

/// The largest image or attachment that is published, in bytes.
pub const MAX_ATTACHMENT: u64 = 256 * 1024 * 1024;

/// Finds the attachments that are not published, and why.
pub(super) fn withheld(source: &dyn Source, assets: &BTreeSet<DocPath>) -> Result<BTreeMap<DocPath, &'static str>> {
    let mut withheld = BTreeMap::new();
    let mut lower = BTreeSet::new();
    for path in assets {
        let clash = !lower.insert(path.as_str().to_lowercase());
        let why =
            if clash { Some("another attachment differs from it in letter case only") } else { fault(source, path)? };
        if let Some(why) = why {
            withheld.insert(path.clone(), why);
        }
    }
    Ok(withheld)
}

fn fault(source: &dyn Source, path: &DocPath) -> Result<Option<&'static str>> {
    if let Some(why) = path.portability_fault() {
        return Ok(Some(why));
    }
    let extension = path.extension();
    if extension != "svg" && !PASSIVE.contains(&extension.as_str()) {
        return Ok(Some("files of its type are not published, for a browser might run them"));
    }
    Ok(match source.read(path, MAX_ATTACHMENT)? {
        Content::Bytes(bytes) if extension == "svg" && !svg::is_inert(&bytes) => Some(
            "it is a drawing that does more than draw: scripts, styles or files from elsewhere, or forms this check does not know",
        ),
        Content::Bytes(_) => None,
        Content::TooLarge(_) => Some("it is larger than 256 MiB"),
        Content::Unreadable(_) => Some("it cannot be read"),
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
}
