//! What is printed, and how. Results go to stdout, everything else to stderr.

use std::io::{IsTerminal, Write, stderr, stdout};

use super::When;
use crate::base::text::terminal_safe;
use crate::base::{Error, Result};
use crate::diag::{self, Style};
use crate::pipeline::Unusable;

/// The two streams, and what they may carry.
pub(super) struct Terminal {
    /// Whether to say nothing but results and errors.
    pub quiet: bool,
    colour_out: bool,
    colour_err: bool,
}

impl Terminal {
    pub(super) fn new(quiet: bool, when: When) -> Self {
        #[expect(clippy::disallowed_methods, reason = "the command line is the home of the environment")]
        let (no_colour, term) = (std::env::var("NO_COLOR"), std::env::var("TERM"));
        let plain = no_colour.is_ok_and(|value| !value.is_empty()) || term.is_ok_and(|term| term == "dumb");
        let colour = |is_terminal| match when {
            When::Always => true,
            When::Never => false,
            When::Auto => is_terminal && !plain,
        };
        Self { quiet, colour_out: colour(stdout().is_terminal()), colour_err: colour(stderr().is_terminal()) }
    }

    /// How findings may look on stdout.
    pub(super) fn style(&self) -> Style {
        Style { colour: self.colour_out, width: 100 }
    }

    /// Prints a result as it is. A reader that closes the pipe early, as `head` does, has what it wanted.
    #[expect(clippy::unused_self, reason = "results go through the terminal, whose other methods need it")]
    pub(super) fn out(&self, text: &str) -> Result<()> {
        let mut out = stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                Err(Error::new("cannot write to the standard output").caused_by(error))
            }
            _ => Ok(()),
        }
    }

    /// Says how it went, on stderr: a word and what there is to say.
    pub(super) fn row(&self, word: &str, text: &str) {
        let (on, off) = if self.colour_err { ("\x1b[1;36m", "\x1b[0m") } else { ("", "") };
        said(&format!("{on}{word:>8}{off}  {}\n", terminal_safe(text)));
    }

    /// Prints what stopped the program, and what to do about it.
    pub(super) fn error(&self, error: &Error) {
        let (red, cyan, off) = if self.colour_err { ("\x1b[1;31m", "\x1b[1;36m", "\x1b[0m") } else { ("", "", "") };
        let mut text = format!("{red}error{off}: {}\n", terminal_safe(&error.to_string()));
        let mut cause = std::error::Error::source(error);
        while let Some(inner) = cause {
            if let Some(Unusable { findings, texts }) = inner.downcast_ref() {
                let style = Style { colour: self.colour_err, ..self.style() };
                text.push_str(&format!("\n{}", diag::human(findings, texts, style)));
                break;
            }
            text.push_str(&format!("  because: {}\n", terminal_safe(&inner.to_string())));
            cause = inner.source();
        }
        if let Some(hint) = error.hint_text() {
            text.push_str(&format!("{cyan}hint{off}: {}\n", terminal_safe(hint)));
        }
        said(&text);
    }
}

/// Writes to stderr. There is nowhere left to tell that this cannot be done.
fn said(text: &str) {
    let _ = stderr().write_all(text.as_bytes());
}
