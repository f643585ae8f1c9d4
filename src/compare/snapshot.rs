//! From the bytes of a file to what two versions of it are compared by.

use std::sync::Arc;

use super::field::{self, Field};
use super::formerly::fields_before;
use super::substance::{self, Head};
use crate::parse::{self, Article, Block, Entry, MAX_TEXT, Page, Problem, ProblemKind, blocks, normalise, second};
use crate::reading::Reading;

/// One version of a document, as far as the change record reads it.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Whether it carries front matter, or a header that the settings have read; a file without is an uncontrolled page.
    pub controlled: bool,
    /// The front matter, in order of the keys; of an unreadable one what could be read.
    pub fields: Arc<[Field]>,
    /// The text below it, as its reader sees it.
    pub blocks: Arc<[Block]>,
    /// The SHA-256 of what the document says. It stays the same where only [`NOT_SUBSTANCE`](super::NOT_SUBSTANCE)
    /// or what no page shows changed, and changes with everything else.
    pub substance: [u8; 32],
    /// The digest that records of the first form hold: of the words without their markup.
    pub older: [u8; 32],
    /// What [`Snapshot::substance`] was while the document had the ids that it says under `formerly`, if nothing else changed.
    pub former: Box<[[u8; 32]]>,
    /// The digests of the article.
    pub(super) article: Article,
    /// What all of it says of who may read it, under whichever key, in the order of the text.
    pub classes: Arc<[String]>,
    /// Whether all of it could be read: it is text in UTF-8 of at most [`MAX_TEXT`] bytes, and its front matter is sound.
    pub readable: bool,
    pub(super) form: Form,
    /// The normalised text, and where what stands below the front matter begins in it: what the next version of the
    /// file shares need not be read twice.
    text: Arc<str>,
    body_start: usize,
}

/// What the substance of a snapshot was taken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Fields and blocks.
    Document,
    /// Blocks, below front matter that cannot be read.
    BrokenFront,
    /// The bytes of a file that is not text, or too large.
    Raw,
}

impl Snapshot {
    /// Reads one version from the bytes of its file, whatever they are. `reading` are the rules by which
    /// the settings have texts read.
    pub fn read(bytes: &[u8], reading: &Reading) -> Self {
        Self::read_with(bytes, reading, None)
    }

    /// Reads another version of the same file, by the same rules. The result is that of [`Snapshot::read`]; what
    /// stands in both versions byte for byte is taken over.
    #[must_use]
    pub fn read_next(&self, bytes: &[u8], reading: &Reading) -> Self {
        Self::read_with(bytes, reading, Some(self).filter(|before| before.form == Form::Document))
    }

    /// The text under one of our keys in the bytes of a version, as [`Snapshot::text`] gives it. Nothing else of it is read.
    pub fn text_in(bytes: &[u8], reading: &Reading, key: &str) -> Option<String> {
        let fields = front_in(bytes, reading)?.fields;
        let field = fields.iter().find(|field| field.key == key)?;
        field.value.text().map(str::to_owned)
    }

    /// What the bytes of a version say of who may read it, likewise: see [`Snapshot::classes`].
    pub fn classes_in(bytes: &[u8], reading: &Reading) -> Arc<[String]> {
        front_in(bytes, reading).map(|front| front.classes).unwrap_or_default()
    }

    /// The text under one of our keys: `version`, `status`, `effective`, `id`, `kind`, `title`, `owner`. `None` where
    /// there is none, or a list or table.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.value.text()
    }

    /// The texts under one of our keys, one text as a list of one: `controls`, `clauses`, `approvers`.
    pub fn list(&self, key: &str) -> Vec<&str> {
        self.get(key).map_or_else(Vec::new, |field| field.value.texts())
    }

    /// Whether it says what another version says: all of it, but for an id that one of them says the document had before.
    pub fn is_text_of(&self, other: &Self) -> bool {
        self.substance == other.substance
            || self.former.contains(&other.substance)
            || other.former.contains(&self.substance)
    }

    fn get(&self, key: &str) -> Option<&Field> {
        let at = self.fields.binary_search_by(|field| field.key.as_str().cmp(key)).ok()?;
        self.fields.get(at)
    }

    /// The text of the front matter with its fences.
    pub(super) fn head(&self) -> &str {
        &self.text[..self.body_start]
    }

    fn read_with(bytes: &[u8], reading: &Reading, before: Option<&Self>) -> Self {
        if bytes.len() as u64 > MAX_TEXT {
            return Self::raw(bytes);
        }
        let (text, is_utf8) = match normalise(bytes) {
            Ok(text) => (text, true),
            Err((text, _)) => (text, false),
        };
        // What a header says depends on the first lines of the text.
        let lends = |before: &&Self| before.controlled && before.readable && !reading.reads_body();
        let shared = before.filter(lends).filter(|before| shares_head(before.head(), &text));
        let shared = shared.filter(|before| second(&text, before.body_start).is_none());
        let head = match shared {
            Some(before) => {
                let (fields, classes) = (before.fields.clone(), before.classes.clone());
                Front { fields, classes, end: before.body_start, controlled: true, sound: true }
            }
            None => read_front(&text, reading),
        };
        let body = &text[head.end..];
        let same_body = before.filter(|before| before.text[before.body_start..] == *body);
        let (blocks, article) = match same_body {
            Some(before) => (before.blocks.clone(), before.article),
            None => {
                let (blocks, article) = blocks(body);
                (blocks.into(), article)
            }
        };
        let form = match (is_utf8, head.sound) {
            (false, _) => Form::Raw,
            (true, false) => Form::BrokenFront,
            (true, true) => Form::Document,
        };
        let Digests { substance, older } = match form {
            Form::Raw => Digests::of_bytes(bytes),
            _ => head.digests(&text, &blocks, &article),
        };
        let former = if form == Form::Document { head.former(&article) } else { Vec::new() };
        Self {
            controlled: head.controlled,
            fields: head.fields,
            classes: head.classes,
            blocks,
            substance,
            older,
            former: former.into(),
            article,
            readable: form == Form::Document,
            form,
            body_start: head.end,
            text: text.into(),
        }
    }

    /// A file that is too large to be read.
    fn raw(bytes: &[u8]) -> Self {
        let Digests { substance, older } = Digests::of_bytes(bytes);
        Self {
            controlled: bytes.starts_with(b"---") || bytes.starts_with(b"+++"),
            fields: Arc::default(),
            classes: Arc::default(),
            blocks: Arc::default(),
            substance,
            older,
            former: Box::default(),
            article: Article::default(),
            readable: false,
            form: Form::Raw,
            text: Arc::from(""),
            body_start: 0,
        }
    }
}

/// What may be said of who may read the text where nothing is read: in a second block of front matter, and behind a `#`, which
/// takes a value away. Each is a word that nobody knows, as is what stands under a key that cannot be read.
fn unsure(text: &str, (front, end): (Option<&parse::Front>, usize), told: &[Entry], reading: &Reading) -> Vec<String> {
    let second = front.and_then(|_| second(text, end));
    let unread = front.iter().flat_map(|front| &front.unread).filter_map(|part| part.key.as_deref());
    let keys = second.iter().flat_map(parse::Second::keys).chain(unread).filter(|key| reading.is_class(key));
    let remarks = told.iter().filter(|entry| reading.is_class(&entry.key)).filter_map(|entry| entry.remark(text));
    keys.map(|key| format!("{key} …")).chain(remarks.map(str::to_owned)).collect()
}

/// Whether a text begins with the same front matter. What [`front`] says depends on nothing behind it.
fn shares_head(head: &str, text: &str) -> bool {
    head.ends_with('\n') && text.starts_with(head)
}

struct Front {
    fields: Arc<[Field]>,
    classes: Arc<[String]>,
    end: usize,
    controlled: bool,
    sound: bool,
}

impl Front {
    fn digests(&self, text: &str, blocks: &[Block], article: &Article) -> Digests {
        let head = match (self.sound, self.controlled) {
            (false, _) => Head::Unreadable(&text[..self.end]),
            (true, true) => Head::Fields(&self.fields),
            (true, false) => Head::None,
        };
        let head = substance::head(&head);
        Digests { substance: substance::of_document(&head, &article.shown), older: substance::of_blocks(&head, blocks) }
    }
}

impl Front {
    /// The digests of the same document under the ids that it had before.
    fn former(&self, article: &Article) -> Vec<[u8; 32]> {
        if !self.controlled {
            return Vec::new();
        }
        let digest =
            |fields: &Vec<Field>| substance::of_document(&substance::head(&Head::Fields(fields)), &article.shown);
        fields_before(&self.fields).iter().map(digest).collect()
    }
}

/// The digests of what a document says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digests {
    /// That of today: [`Snapshot::substance`].
    pub substance: [u8; 32],
    /// That of records of the first form: [`Snapshot::older`].
    pub older: [u8; 32],
}

impl Digests {
    fn of_bytes(bytes: &[u8]) -> Self {
        let of = |name| substance::of_bytes(name, bytes);
        Self { substance: of(substance::PRESENT), older: of(substance::FIRST) }
    }
}

/// The digests of what a page says that has been read already: those of [`Snapshot`] of its normalised text.
pub fn digests_of(page: &Page, reading: &Reading) -> Digests {
    // What was made of bytes that are no text is text by now.
    let problems = page.problems.iter().filter(|problem| problem.kind != ProblemKind::NotUtf8);
    let head = of_front(&page.text, page.front.as_ref(), problems, page.body.start, reading);
    head.digests(&page.text, &page.blocks, &page.article)
}

fn front_in(bytes: &[u8], reading: &Reading) -> Option<Front> {
    let text = || normalise(bytes).unwrap_or_else(|(text, _)| text);
    (bytes.len() as u64 <= MAX_TEXT).then(|| read_front(&text(), reading))
}

fn read_front(text: &str, reading: &Reading) -> Front {
    let split = reading.front(text);
    of_front(text, split.front.as_ref(), split.problems.iter(), split.body_start, reading)
}

fn of_front<'a>(
    text: &str,
    front: Option<&parse::Front>,
    problems: impl Iterator<Item = &'a Problem>,
    end: usize,
    reading: &Reading,
) -> Front {
    // A key that stands twice is read once: a change of the other would not be seen.
    let is_broken = |kind: ProblemKind| {
        matches!(kind, ProblemKind::InvalidFrontMatter | ProblemKind::UnclosedFrontMatter | ProblemKind::DuplicateKey)
    };
    let misplaced = front.is_some_and(|front| front.span.start > 0);
    let problems: Vec<&Problem> = problems.skip(usize::from(misplaced)).collect();
    let broken = problems.iter().any(|problem| is_broken(problem.kind));
    let said = reading.description(text, front, end);
    // Where a folder makes a document of a text, tables of it are its rows all the same.
    let told = if said.is_document { &said.entries[..] } else { said.entries.get(said.of_head..).unwrap_or_default() };
    let fields = field::read(told, reading);
    let mut classes: Vec<String> =
        reading.classes_alone(told, &said.besides).into_iter().map(|word| word.text).collect();
    // What stands under the second of two keys is not read: it may keep anybody out.
    let twice = problems.iter().filter(|problem| problem.kind == ProblemKind::DuplicateKey);
    let keys = twice.filter_map(|problem| text.get(problem.span.start..problem.span.end));
    classes.extend(keys.filter(|key| reading.is_class(key.trim_matches(['"', '\'']))).map(str::to_owned));
    classes.extend(unsure(text, (front, end), told, reading));
    Front { fields: fields.into(), classes: classes.into(), end, controlled: said.is_document, sound: !broken }
}
