//! One finding with all that it tells: how grave it is, where it is, what is wrong, and what would mend or settle it.

use super::span::Span;
use crate::base::DocPath;
use crate::base::lookalike::composed;
use crate::base::text::runs;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing.
    Note,
    /// Should be put right.
    Warning,
    /// Must be put right.
    Error,
}

impl Level {
    /// The word used in settings, in JSON and on pages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Note, Self::Warning, Self::Error].into_iter().find(|level| level.as_str() == word)
    }
}

/// Where a finding is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub path: DocPath,
    /// The bytes, or `None` where the file as a whole is meant.
    pub span: Option<Span>,
}

/// A second place that a finding is about, and what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Also {
    /// Where.
    pub place: Place,
    /// What is there: a few words without a full stop.
    pub label: String,
}

/// A line of the settings that would settle all findings of one sort: an item of a list, so that those of many findings make
/// one line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Setting {
    /// Its table.
    pub table: &'static str,
    /// Its key in it.
    pub key: &'static str,
    /// The item of its list.
    pub item: String,
}

/// A change of the text of a file that mends a finding. The file is the one that the finding is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in a few words. They are English: editors and programs show them, which are told in English, and no page.
    pub title: String,
    /// What is taken out; empty where something is put in only.
    pub span: Span,
    /// What is put in its place.
    pub replacement: String,
    /// Whether it can be meant no other way and says nothing new, so that `aims check --fix` may make it.
    pub certain: bool,
    /// What is put in: by that it is written as its place asks for, see [`Fix::fit`].
    pub(super) puts: Puts,
}

/// What a fix puts into a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Puts {
    /// Text, as it is.
    Text,
    /// A value, which stands in quotes where what it replaces does.
    Value,
    /// The same of a text, which is read as one whatever it looks like.
    Name,
    /// A key, likewise.
    Key,
}

impl Fix {
    /// A change.
    pub fn new(title: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        Self { title: title.into(), span, replacement: replacement.into(), certain: false, puts: Puts::Text }
    }

    /// The same, certain: it says in other signs what is said already.
    #[must_use]
    pub fn certain(self) -> Self {
        Self { certain: true, ..self }
    }

    /// The same, certain where it leaves words and numbers as they are, but for capitals and the signs between them.
    #[must_use]
    pub fn certain_if_alike(self, written: &str) -> Self {
        let certain = runs(&composed(written)) == runs(&composed(&self.replacement));
        Self { certain, ..self }
    }

    /// Puts another value in the place of one that was not meant: the bare word, whatever quotes stand there.
    pub fn meant(span: Span, word: impl Into<String>) -> Self {
        let word = word.into();
        Self { puts: Puts::Value, ..Self::new(format!("Write `{word}`"), span, word) }
    }

    /// The same for a text, such as the name of somebody.
    pub fn name(span: Span, word: impl Into<String>) -> Self {
        Self { puts: Puts::Name, ..Self::meant(span, word) }
    }

    /// The same for a key.
    pub fn key(span: Span, word: impl Into<String>) -> Self {
        Self { puts: Puts::Key, ..Self::meant(span, word) }
    }
}

/// One finding: a rule, a place, a reason and a remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's stable code, `AIMS101`.
    pub code: &'static str,
    /// The rule's name, `missing-field`.
    pub name: &'static str,
    /// How grave it is here.
    pub level: Level,
    /// Whether it came about by the passing of time, without a change to the repository.
    pub clock: bool,
    /// What is wrong: one sentence without a full stop.
    pub message: String,
    /// How to mend it: one or two sentences.
    pub help: Option<String>,
    /// Both in the language of the interface, where that is not English.
    pub said: Option<Said>,
    /// Where.
    pub place: Place,
    /// Where else one has to look to see what is wrong, in the order in which they are told.
    pub also: Vec<Also>,
    /// The id of the document, where there is one.
    pub document: Option<String>,
    /// Changes of the text that mend it, where that is mechanical.
    pub fixes: Vec<Fix>,
    /// The line of the settings after which it would not be found, where the finding may be no mistake.
    pub settled_by: Option<Setting>,
    /// Whether it fails a check whatever today's settings say of what fails: they were changed by what it is about.
    pub insists: bool,
    /// Whether a baseline lists it: it was there before, and neither fails a check nor is told by one.
    pub known: bool,
    /// People and roles that its message names bare.
    pub names: Vec<String>,
    /// What it only follows from: while that stands as an error, this is not told.
    pub because: Option<Cause>,
    /// What it rests on.
    pub ground: Ground,
}

/// What a finding rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground {
    /// What is there.
    Present,
    /// Something that is not there: another document more could end it, whatever this one says.
    Missing,
}

/// What a finding says, in another language than English.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
}

/// A finding that another one follows from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cause {
    /// The name of its rule.
    pub rule: &'static str,
    /// The id of the document that it is about.
    pub document: String,
}

impl Diagnostic {
    /// A finding of the rule of this code and name that says nothing but what is wrong, and where.
    pub fn new(
        (code, name): (&'static str, &'static str),
        level: Level,
        place: Place,
        message: impl Into<String>,
    ) -> Self {
        Self {
            code,
            name,
            level,
            clock: false,
            message: message.into(),
            help: None,
            said: None,
            place,
            also: Vec::new(),
            document: None,
            fixes: Vec::new(),
            settled_by: None,
            insists: false,
            known: false,
            names: Vec::new(),
            because: None,
            ground: Ground::Present,
        }
    }

    /// What is wrong, in the language of the interface.
    pub fn message_said(&self) -> &str {
        self.said.as_ref().map_or(&self.message, |said| &said.message)
    }

    /// How to mend it, in the language of the interface.
    pub fn help_said(&self) -> Option<&str> {
        self.said.as_ref().map_or(self.help.as_deref(), |said| said.help.as_deref())
    }

    /// The order in which findings are told: by file, place, then code and message.
    pub fn sort_key(&self) -> (&DocPath, usize, &'static str, &str) {
        (&self.place.path, self.place.span.map_or(0, |span| span.start), self.code, &self.message)
    }
}
