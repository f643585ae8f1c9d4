//! Which images and attachments may be published.
//!
//! The site is opened from a folder as often as from a server, where a page beside it is as good as the site itself. What
//! a browser would run as a page is therefore not published, whatever a link to it says.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::svg;
use crate::base::text::cut;
use crate::base::wording::Words;
use crate::base::{DocPath, Result, mark, say, tell, wording};
use crate::parse::{Pointer, conflict};
use crate::source::{Content, Source};

/// The largest image or attachment that is published, in bytes: what forges take for a file too.
pub const MAX_ATTACHMENT: u64 = 100 * 1024 * 1024;

/// What all that is published of them may come to, in bytes. A small repository can hold files that are large.
const MAX_SUM: u64 = 512 * 1024 * 1024;

/// Why an attachment is not published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Another differs from it in letter case only.
    Clash,
    /// Not every platform can hold its name, and why.
    Name(&'static str),
    /// A browser might run it.
    Runs,
    /// It begins as markup does, whatever its type.
    Markup,
    /// Of a type that nobody has said is published.
    Unlisted(String),
    /// A drawing that does more than draw.
    Drawing,
    /// It is larger than [`MAX_ATTACHMENT`].
    TooLarge,
    /// With those before it, it is more than 512 MiB.
    TooMuch,
    /// It cannot be read.
    Unreadable,
    /// There is nothing in it.
    Empty,
    /// The marks of a merge that was left unfinished stand in it.
    Unmerged,
    /// It stands for another file.
    Pointer(Pointer),
    /// What the commit has is not the file, but what this filter of git made of it.
    Filter(String),
}

impl Fault {
    /// What is wrong, as a sentence without a full stop.
    pub fn sentence(&self) -> Words {
        Words::from(match self {
            Self::Clash => mark!("another attachment differs from it in letter case only"),
            Self::Name(why) => why,
            Self::Runs => mark!("a browser would run it as a page of the site"),
            Self::Markup => {
                mark!("it begins as a page or as XML does, and a browser may show it as a page of the site")
            }
            Self::Unlisted(extension) if extension.is_empty() => mark!("its name does not tell of what type it is"),
            Self::Unlisted(extension) => {
                return tell!(
                    "files of type `{extension}` are not among those that are published",
                    extension = cut(extension, 20)
                );
            }
            Self::Drawing => {
                mark!(
                    "it is a drawing that does more than draw: scripts, styles or files from elsewhere, or forms this check does not know"
                )
            }
            Self::TooLarge => mark!("it is larger than 100 MiB"),
            Self::TooMuch => mark!("with those before it, attachments are more than 512 MiB"),
            Self::Unreadable => mark!("it cannot be read"),
            Self::Empty => mark!("it is empty"),
            Self::Unmerged => mark!("a merge was left unfinished in it: the marks of a conflict stand there"),
            Self::Pointer(pointer) => pointer.sentence(),
            Self::Filter(name) => {
                return tell!("the commit has it as the git filter `{name}` made it, not the file itself", name);
            }
        })
    }

    /// What to do.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::TooLarge | Self::TooMuch => {
                say!("Keep it where large files are kept, and write there a text that says where.")
            }
            Self::Unmerged => {
                say!(
                    "Keep what is right, take out the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`, and commit."
                )
            }
            Self::Empty => say!("Put the file itself there, or take the link out."),
            Self::Pointer(pointer) => wording::of(pointer.remedy()),
            Self::Filter(_) => {
                say!(
                    "Check and build in a work tree in which the filter runs, without `--rev`, or commit the file without it."
                )
            }
            _ => say!("Attach it as PDF, PNG or CSV, under a plain name."),
        }
    }
}

/// Finds the attachments that are not published, and why.
///
/// `also` are the types that the team publishes beside those that are known.
pub(super) fn withheld(
    source: &dyn Source,
    assets: &BTreeSet<DocPath>,
    also: &[String],
) -> Result<BTreeMap<DocPath, Fault>> {
    let looked = assets.into_par_iter().map(|path| Ok((path, look(source, path, also)?)));
    Ok(together(looked.collect::<Result<Vec<_>>>()?))
}

/// Why a file is not published as it is, looked at alone.
pub(super) fn fault(source: &dyn Source, path: &DocPath) -> Result<Option<Fault>> {
    Ok(look(source, path, &[])?.err())
}

/// Looks at all of them together, in order of path: their names, and the sum of their sizes.
fn together(looked: Vec<(&DocPath, std::result::Result<u64, Fault>)>) -> BTreeMap<DocPath, Fault> {
    let (mut lower, mut sum) = (BTreeSet::new(), 0);
    let mut withheld = BTreeMap::new();
    for (path, looked) in looked {
        let clash = !lower.insert(path.as_str().to_lowercase());
        let why = match looked {
            _ if clash => Fault::Clash,
            Err(why) => why,
            Ok(size) if size > MAX_SUM - sum => Fault::TooMuch,
            Ok(size) => {
                sum += size;
                continue;
            }
        };
        withheld.insert(path.clone(), why);
    }
    withheld
}

/// Looks at an attachment alone: its size in bytes, or why it is not published.
fn look(source: &dyn Source, path: &DocPath, also: &[String]) -> Result<std::result::Result<u64, Fault>> {
    if let Some(why) = path.portability_fault() {
        return Ok(Err(Fault::Name(why)));
    }
    let extension = path.extension();
    let is_known = extension == "svg" || PASSIVE.contains(&extension.as_str());
    if can_run(&extension) {
        return Ok(Err(Fault::Runs));
    }
    if extension.is_empty() {
        return Ok(Err(Fault::Unlisted(extension)));
    }
    let is_listed = is_known || also.contains(&extension);
    let bytes = match source.read(path, MAX_ATTACHMENT)? {
        // Where it would not be published under any name, to name its type would be in vain.
        Content::Bytes(bytes) if !is_listed && !is_unmerged(&bytes) && !begins_as_markup(&bytes) => {
            return Ok(Err(Fault::Unlisted(extension)));
        }
        Content::Bytes(bytes) => bytes,
        Content::TooLarge(_) => return Ok(Err(Fault::TooLarge)),
        Content::Unreadable(_) => return Ok(Err(Fault::Unreadable)),
    };
    if let Some(pointer) = Pointer::of(&bytes) {
        return Ok(Err(Fault::Pointer(pointer)));
    }
    if let Some(filter) = source.filter(path)? {
        return Ok(Err(Fault::Filter(filter)));
    }
    Ok(match extension.as_str() {
        _ if bytes.is_empty() => Err(Fault::Empty),
        _ if (!is_known || LINES.contains(&extension.as_str())) && is_unmerged(&bytes) => Err(Fault::Unmerged),
        // Of a type that it does not know, a browser looks at how it begins.
        _ if !is_known && begins_as_markup(&bytes) => Err(Fault::Markup),
        "svg" if !svg::is_inert(&bytes) => Err(Fault::Drawing),
        _ => Ok(u64::try_from(bytes.len()).unwrap_or(u64::MAX)),
    })
}

/// Types of text that git merges line by line.
const LINES: &[&str] = &["csv", "json", "log", "md", "svg", "toml", "tsv", "txt", "yaml", "yml"];

/// Whether the marks of a merge stand in a text.
fn is_unmerged(bytes: &[u8]) -> bool {
    bytes.windows(7).any(|signs| matches!(signs, b"<<<<<<<" | b">>>>>>>"))
        && conflict(&String::from_utf8_lossy(bytes)).is_some()
}

/// Whether a browser might run files of a type, as pages or scripts of the site.
pub(super) fn can_run(extension: &str) -> bool {
    let markup = ["htm", "xml", "xht", "xsl", "svgz", "mht"].iter().any(|part| extension.contains(part));
    markup || RUNS.split(' ').any(|known| known == extension)
}

/// Other types that a browser might run.
const RUNS: &str = "\
    js mjs cjs jsx ts wasm css rss atom rdf swf hta php asp aspx jsp cgi jar class url webloc lnk shtm vbs wsf xul \
    xbl mml webmanifest appcache";

/// Whether a file begins as what browsers look for: `<!doctype html`, `<html`, `<?xml`, whatever stands in it then. Diagrams
/// that do not are let be.
fn begins_as_markup(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = text.iter().position(|byte| !byte.is_ascii_whitespace() && *byte != 0).unwrap_or(text.len());
    let text = &text[start..];
    text.first() == Some(&b'<') && !DIAGRAMS.iter().any(|root| text.starts_with(root))
}

/// How diagrams of draw.io begin, which no browser takes for a page.
const DIAGRAMS: [&[u8]; 2] = [b"<mxfile ", b"<mxGraphModel "];

/// Whether browsers show a file as a picture.
pub fn is_picture(path: &DocPath) -> bool {
    ["png", "jpg", "jpeg", "gif", "webp", "avif", "bmp", "ico", "svg"].contains(&path.extension().as_str())
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
        let withheld = withheld(&source, &assets, &[]).expect("memory can be read");
        let names: Vec<&str> = withheld.keys().map(DocPath::as_str).collect();
        assert_eq!(names, ["c.html", "con.pdf", "d.HTM", "e.shtm", "f.rss", "g", "h.svg", "j.pdf"]);
    }

    #[test]
    fn a_type_that_nobody_runs_is_published_where_the_team_says_so() {
        let files: [(&str, &[u8]); 6] = [
            ("a.EML", b"From: a\n\n<html>"),
            ("b.heic", b"\0\0"),
            ("c.htmlx", b"x"),
            ("d.js", b"x"),
            ("e.eml", b"\xef\xbb\xbf \n<!doctype html>"),
            ("f", b"x"),
        ];
        let source = Memory::new(files);
        let assets: BTreeSet<DocPath> = files.iter().filter_map(|(name, _)| DocPath::new(name)).collect();
        let faults = |also: &[&str]| {
            let also: Vec<String> = also.iter().map(|word| (*word).to_owned()).collect();
            let found = withheld(&source, &assets, &also).expect("memory can be read");
            found.into_iter().map(|(path, fault)| format!("{path}: {}", fault.sentence())).collect::<Vec<_>>()
        };
        let runs = "a browser would run it as a page of the site";
        let unlisted = |of: &str| format!("files of type `{of}` are not among those that are published");
        // It is told even where nobody has named its type: to name it would be in vain.
        let markup =
            "e.eml: it begins as a page or as XML does, and a browser may show it as a page of the site".to_owned();
        let nameless = "f: its name does not tell of what type it is".to_owned();
        let never = [format!("c.htmlx: {runs}"), format!("d.js: {runs}")];
        let some = [format!("a.EML: {}", unlisted("eml")), format!("b.heic: {}", unlisted("heic"))];
        assert_eq!(faults(&[]), [&some[..], &never, &[markup.clone(), nameless.clone()]].concat());
        // What begins as a page is one, whatever it is called.
        assert_eq!(faults(&["eml", "heic", "js", ""]), [&never[..], &[markup, nameless]].concat());
    }

    #[test]
    fn a_type_is_offered_only_where_naming_it_helps() {
        let conflict = b"<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n";
        let files: [(&str, &[u8]); 4] = [
            ("a.drawio", b"<mxfile host=\"x\">"),
            ("b.bpmn", b"<?xml version=\"1.0\"?>"),
            ("c.py", conflict),
            ("d.py", b"x"),
        ];
        let source = Memory::new(files);
        let assets: BTreeSet<DocPath> = files.iter().filter_map(|(name, _)| DocPath::new(name)).collect();
        let faults = |also: &[&str]| {
            let also: Vec<String> = also.iter().map(|word| (*word).to_owned()).collect();
            withheld(&source, &assets, &also).expect("memory can be read").into_values().collect::<Vec<_>>()
        };
        let unlisted = |of: &str| Fault::Unlisted(of.to_owned());
        assert_eq!(faults(&[]), [unlisted("drawio"), Fault::Markup, Fault::Unmerged, unlisted("py")]);
        assert_eq!(faults(&["drawio", "bpmn", "py"]), [Fault::Markup, Fault::Unmerged]);
    }

    #[test]
    fn what_is_published_of_attachments_has_a_bound_as_a_sum() {
        let paths =
            ["a.zip", "b.zip", "c.zip", "d.zip", "e.zip", "f.zip"].map(|name| DocPath::new(name).expect("a path"));
        let sizes = [Ok(200 << 20), Ok(300 << 20), Err(Fault::Empty), Ok(20 << 20), Ok(12 << 20), Ok(1)];
        let withheld = together(paths.iter().zip(sizes).collect());
        let faults: Vec<_> = withheld.iter().map(|(path, fault)| (path.as_str(), fault.clone())).collect();
        assert_eq!(faults, [("c.zip", Fault::Empty), ("d.zip", Fault::TooMuch), ("f.zip", Fault::TooMuch)]);
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
        let withheld = withheld(&source, &assets, &[]).expect("memory can be read");
        let faults: Vec<Fault> = withheld.into_values().collect();
        let pointer = Fault::Pointer;
        assert_eq!(faults, [pointer(Pointer::Lfs), pointer(Pointer::GitCrypt), Fault::Empty, pointer(Pointer::Annex)]);
    }
}
