//! The file beside a document that says what the document does not say itself.
//!
//! What it says stands in the document's fields with places behind the end of the document's own text: where the file begins
//! there, `Beside::start` knows, and [`Document::place`](super::document::Document::place) gives the true one. What a
//! commit says of a document is known by one file, so nothing that this one says is followed through approvals.

use std::sync::Arc;

use super::config::Config;
use super::unread::{pointed_at, unread};
use crate::base::wording::Words;
use crate::base::{DocPath, Result, mark, tell};
use crate::diag::Span;
use crate::parse::{self, Entry, MAX_TEXT, Page, Pointer, Problem, ProblemKind, Unread};
use crate::reading::{self, Doubt, Pairs, Reading, Twice};
use crate::source::{Content, Source};

/// A file beside a document.
#[derive(Debug, Clone)]
pub struct Beside {
    /// The file.
    pub path: DocPath,
    /// Its normalised text.
    pub text: Arc<str>,
    /// Whether the document says something by it, or may do so: it cannot be read.
    pub speaks: bool,
    /// Whether something of it cannot be read.
    pub broken: bool,
    /// Where it begins, in the places of the document.
    pub(super) start: usize,
}

/// What was read of a file beside a document, with places from where it begins for that.
pub(super) struct Aside {
    pub(super) beside: Beside,
    pub(super) said: reading::Beside,
    pub(super) unread: Vec<Unread>,
    pub(super) problems: Vec<Problem>,
}

impl Beside {
    /// A span in the places of the document as one of this file; `None` where it is one of the document's own text.
    pub fn within(&self, span: Span) -> Option<Span> {
        let start = span.start.checked_sub(self.start)?;
        Some(Span::new(start, span.end.saturating_sub(self.start)))
    }
}

/// Reads the file beside a document whose own text is `length` bytes long.
pub(super) fn read(source: &dyn Source, path: &DocPath, length: usize, reading: &Reading) -> Result<Aside> {
    let start = length + 1;
    let bytes = match source.read(path, MAX_TEXT)? {
        Content::Bytes(bytes) => match Pointer::of(&bytes) {
            Some(pointer) => return Ok(broken(path, start, pointed_at(pointer))),
            None => bytes,
        },
        content => return Ok(broken(path, start, unread(&content))),
    };
    let (text, said, unread, problems) = match path.is_markdown() {
        true => of_text(&bytes, reading),
        false => {
            let parse::Keys { text, entries, unread, problems } = parse::keys(&bytes, &path.extension());
            (text.into(), reading::Beside { of_front: entries.len(), entries }, unread, problems)
        }
    };
    let entries: Vec<Entry> = said.entries.into_iter().map(|entry| entry.shifted(start)).collect();
    let broken = problems.iter().any(|problem| problem.kind.hides_text());
    Ok(Aside {
        beside: Beside { path: path.clone(), text, start, speaks: broken, broken },
        said: reading::Beside { entries, ..said },
        unread: unread.into_iter().map(|part| Unread { span: part.span.shifted(start), ..part }).collect(),
        problems: problems.into_iter().map(|problem| problem.shifted(start)).collect(),
    })
}

/// What a text and the file beside it say of it.
pub(super) struct Described {
    pub(super) has_front: bool,
    pub(super) of_front: usize,
    pub(super) entries: Vec<Entry>,
    pub(super) beside: Option<Beside>,
    /// What of the file beside it could not be read.
    pub(super) unread: Vec<Unread>,
    /// What is said elsewhere of who may read it.
    pub(super) besides: Vec<Entry>,
}

/// Puts together what a text says of itself and what the file beside it says. What is wrong with that file is put to what is
/// wrong with the page.
pub(super) fn describe(path: &DocPath, page: &mut Page, aside: Option<Aside>, config: &Config) -> Described {
    let (text, front, body) = (&page.text, page.front.as_ref(), page.body.start);
    let Some(Aside { beside, said, unread, problems }) = aside else {
        let said = config.reading.description(text, front, body);
        let (has_front, of_front) = (said.is_document, said.of_front);
        let (entries, besides) = (said.entries.into_owned(), said.besides);
        return Described { has_front, of_front, entries, beside: None, unread: Vec::new(), besides };
    };
    let own = config.reading.description(text, front, body).of_head;
    let (said, twice) = config.reading.description_beside(text, front, body, &said);
    let speaks = beside.broken || said.of_head > own;
    let (has_front, of_front) = (said.is_document || beside.broken, said.of_front);
    let (entries, besides) = (said.entries.into_owned(), said.besides);
    page.problems.extend(problems);
    page.problems.extend(contradictions(path, &twice));
    Described { has_front, of_front, entries, beside: Some(Beside { speaks, ..beside }), unread, besides }
}

/// What a file beside a document says, in the places of the document.
pub(super) fn keys_of(beside: &Beside, reading: &Reading) -> reading::Beside {
    let bytes = beside.text.as_bytes();
    let said = if beside.path.is_markdown() {
        of_text(bytes, reading).1
    } else {
        let entries = parse::keys(bytes, &beside.path.extension()).entries;
        reading::Beside { of_front: entries.len(), entries }
    };
    let entries = said.entries.into_iter().map(|entry| entry.shifted(beside.start)).collect();
    reading::Beside { entries, ..said }
}

/// A text beside a text: what its front matter and its first lines say.
fn of_text(bytes: &[u8], reading: &Reading) -> (Arc<str>, reading::Beside, Vec<Unread>, Vec<Problem>) {
    let page = reading.page(bytes);
    let bare = Reading { tables: Vec::new(), ..reading.clone() };
    let said = bare.description(&page.text, page.front.as_ref(), page.body.start);
    let said = reading::Beside { of_front: said.of_front, entries: said.entries.into_owned() };
    let unread = page.front.map(|front| front.unread).unwrap_or_default();
    (page.text, said, unread, page.problems)
}

/// A file of which nothing can be read.
fn broken(path: &DocPath, start: usize, problem: Problem) -> Aside {
    Aside {
        beside: Beside { path: path.clone(), text: Arc::from(""), start, speaks: true, broken: true },
        said: reading::Beside::default(),
        unread: Vec::new(),
        problems: vec![problem.shifted(start)],
    }
}

/// What is wrong with which file is beside which, each at the file.
pub(super) fn doubtful(pairs: &Pairs) -> impl Iterator<Item = (DocPath, Problem)> + '_ {
    pairs.doubts.iter().map(|(path, doubt)| {
        let (message, help) = match doubt {
            Doubt::Several(documents) => {
                let named: Vec<String> = documents.iter().take(3).map(|path| format!("`{path}`")).collect();
                let message = match documents.len() > named.len() {
                    true => {
                        mark!("the keys in this file could be those of {documents} and others: they are read for none")
                    }
                    false => mark!("the keys in this file could be those of {documents}: they are read for none"),
                };
                (
                    tell!(message, documents = named.join(", ")),
                    mark!("Give each document a file of its own, or make one of them the README.md of the folder."),
                )
            }
            Doubt::Second(document, first) => (
                tell!(
                    "the keys in this file are not read: `{document}` has `{first}`, which comes before it",
                    document = document.to_string(),
                    first = first.to_string()
                ),
                mark!(
                    "Put the keys of a document into one file, or change the order of `header.sidecars` in `aims.toml`."
                ),
            ),
            Doubt::Alone => (
                tell!("no document is there that the keys in this file could be of"),
                mark!("Put it beside its document, take it out, or leave it out under `[files]` in `aims.toml`."),
            ),
        };
        (path.clone(), Problem::new(ProblemKind::Sidecar, Span::default(), message).help(Words::from(help)))
    })
}

/// That a document and the file beside it say different things under one key.
fn contradictions(document: &DocPath, twice: &[Twice]) -> impl Iterator<Item = Problem> {
    twice.iter().filter(|twice| twice.differs).map(move |twice| {
        let message = mark!("`{document}` says another `{key}` itself, and that holds");
        let message = tell!(message, document = document.to_string(), key = &twice.name);
        Problem::new(ProblemKind::Sidecar, twice.key, message).help(tell!("Take one of the two out."))
    })
}
