//! What is told of a file that cannot be read, or whose text is elsewhere; and files of which none is read.

use std::collections::BTreeMap;

use crate::base::wording::Words;
use crate::base::{DocPath, mark, tell};
use crate::diag::Span;
use crate::parse::{MAX_TEXT, Pointer, Problem, ProblemKind};
use crate::source::Content;

/// Endings of files in which teams keep texts that are not read.
const ENDINGS: [&str; 28] = [
    "adoc", "asciidoc", "doc", "docx", "htm", "html", "mdown", "mdtext", "mdtxt", "mdwn", "mdx", "mkd", "mkdn", "ods",
    "odt", "org", "pages", "pdf", "pptx", "qmd", "rmd", "rst", "rtf", "textile", "tmpl", "txt", "xls", "xlsx",
];

/// Those of texts with marks of another language than Markdown, or of a kind of Markdown by another name.
const TEXTS: &str = "adoc asciidoc mdown mdtext mdtxt mdwn mdx mkd mkdn org qmd rmd rst textile";

/// Whether files of an ending hold such texts.
pub fn is_text(ending: &str) -> bool {
    TEXTS.split(' ').any(|known| known == ending)
}

/// How many files there are of each ending in which teams keep texts that are not read.
pub(super) fn by_ending(files: &[DocPath]) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for ending in files.iter().map(DocPath::extension).filter(|ending| ENDINGS.contains(&ending.as_str())) {
        *found.entry(ending).or_default() += 1;
    }
    found
}

/// That the text of a file is elsewhere.
pub(super) fn pointed_at(pointer: Pointer) -> Problem {
    Problem::new(ProblemKind::Unreadable, Span::default(), Words::from(pointer.sentence()))
        .help(Words::from(pointer.remedy()))
}

pub(super) fn unread(content: &Content) -> Problem {
    match content {
        Content::TooLarge(size) => {
            let message = mark!("the file has {size} bytes and is not read: at most {most} are");
            let message = tell!(message, size = size.to_string(), most = MAX_TEXT.to_string());
            let help = mark!("Split the document, or attach what is not text as a file of its own.");
            Problem::new(ProblemKind::TooLarge, Span::default(), message).help(Words::from(help))
        }
        Content::Unreadable(why) => {
            Problem::new(ProblemKind::Unreadable, Span::default(), tell!("the file cannot be read: {why}", why))
        }
        Content::Bytes(_) => Problem::new(ProblemKind::Unreadable, Span::default(), tell!("the file cannot be read")),
    }
}
