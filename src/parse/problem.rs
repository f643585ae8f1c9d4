//! What can be wrong with one file, before it is known what the file is for.

use crate::base::wording::Words;
use crate::diag::{Fix, Span};

/// The sort of problem. Each belongs to one rule of the same name in `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// A key the kind demands is not there.
    MissingField,
    /// A key that auditors look for is not there.
    MissingAdvised,
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// The front matter cannot be read.
    InvalidFrontMatter,
    /// The marks of a merge that was left unfinished.
    Conflict,
    /// The front matter begins and never ends.
    UnclosedFrontMatter,
    /// A key that the kind does not know.
    UnknownKey,
    /// A key of front matter that is not known, and like none that is.
    ForeignKey,
    /// A key that stands twice.
    DuplicateKey,
    /// A value of another type than the key takes.
    WrongType,
    /// Quotes that are none to YAML, and so part of a value.
    OddQuotes,
    /// A date or period that is none.
    BadDate,
    /// A word that is not among the allowed ones.
    BadChoice,
    /// A `kind` that is not known.
    UnknownKind,
    /// A file too large to be read.
    TooLarge,
    /// A file that the source could not give.
    Unreadable,
    /// A file of keys beside documents of which it is not clear whose it is, or which says otherwise than its document.
    Sidecar,
    /// A key of a translation that says otherwise than its original.
    TranslationBehind,
    /// An id that cannot be a file name.
    InvalidId,
    /// A setting that cannot be read.
    InvalidSetting,
    /// A setting that is not known.
    UnknownSetting,
    /// A framework file of the team's own that cannot be read.
    InvalidFramework,
    /// A file of the team's own look of the site that cannot be used.
    InvalidTheme,
}

impl ProblemKind {
    /// Those that keep a file from being read whole: what it says may be in what was not read.
    pub const HIDING: [Self; 6] = [
        Self::Conflict,
        Self::InvalidFrontMatter,
        Self::NotUtf8,
        Self::TooLarge,
        Self::UnclosedFrontMatter,
        Self::Unreadable,
    ];

    /// Whether it may hide what the file says.
    pub fn hides_text(self) -> bool {
        Self::HIDING.contains(&self)
    }
}

/// One problem in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The sort.
    pub kind: ProblemKind,
    /// Where in the normalised text.
    pub span: Span,
    /// What is wrong: one sentence without a full stop.
    pub message: Words,
    /// How to mend it.
    pub help: Option<Words>,
    /// Changes of the text that mend it, where that is mechanical.
    pub fixes: Vec<Fix>,
}

impl Problem {
    /// A problem without help.
    pub fn new(kind: ProblemKind, span: Span, message: impl Into<Words>) -> Self {
        Self { kind, span, message: message.into(), help: None, fixes: Vec::new() }
    }

    /// A fault in the YAML of front matter.
    pub(super) fn fault(span: Span, message: impl Into<Words>) -> Self {
        Self::new(ProblemKind::InvalidFrontMatter, span, message)
    }

    /// Adds how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<Words>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a change of the text that mends it.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// The same problem `by` bytes further on.
    #[must_use]
    pub fn shifted(mut self, by: usize) -> Self {
        self.span = self.span.shifted(by);
        for fix in &mut self.fixes {
            fix.span = fix.span.shifted(by);
        }
        self
    }
}
