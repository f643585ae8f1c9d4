//! What stops the program, as opposed to what is wrong with the documents.

use std::fmt;
use std::io::ErrorKind;
use std::path::Path;

/// A result whose error is [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure that keeps the program from doing what it was asked: one sentence, and what to do about it.
///
/// What is wrong with the *documents* is never an `Error`; it is a [`crate::diag::Diagnostic`].
#[derive(Debug)]
pub struct Error {
    message: String,
    hint: Option<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error that says `message`: one sentence without a full stop, in lower case.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None, source: None }
    }

    /// An I/O error that names the act ("read", "create") and the path it failed on.
    pub fn io(act: &str, path: &Path, source: std::io::Error) -> Self {
        let is_full = matches!(source.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded);
        let hint = is_full.then(|| "Make room on the disk, or work on another one.".to_owned());
        Self { hint, ..Self::new(format!("cannot {act} {}", path.display())).caused_by(source) }
    }

    /// Adds what the user can do about it: a sentence or two.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds the error underneath.
    #[must_use]
    pub fn caused_by(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// What the user can do about it, if anything is known.
    pub fn hint_text(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

/// That the system gives no threads to work on.
pub fn no_threads() -> Error {
    Error::new("the system gives the program no more threads")
        .hint("Let it have more (`ulimit -u`, or the limit of processes of the container), or ask for fewer: `-j 1`.")
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
