//! What is told of a file that cannot be read, or whose text is elsewhere.

use crate::diag::Span;
use crate::parse::{MAX_TEXT, Pointer, Problem, ProblemKind};
use crate::source::Content;

/// That the text of a file is elsewhere.
pub(super) fn pointed_at(pointer: Pointer) -> Problem {
    Problem::new(ProblemKind::Unreadable, Span::default(), pointer.sentence()).help(pointer.remedy())
}

pub(super) fn unread(content: &Content) -> Problem {
    match content {
        Content::TooLarge(size) => {
            let message = format!("the file has {size} bytes and is not read: at most {MAX_TEXT} are");
            Problem::new(ProblemKind::TooLarge, Span::default(), message)
                .help("Split the document, or attach what is not text as a file of its own.")
        }
        Content::Unreadable(why) => {
            Problem::new(ProblemKind::Unreadable, Span::default(), format!("the file cannot be read: {why}"))
        }
        Content::Bytes(_) => Problem::new(ProblemKind::Unreadable, Span::default(), "the file cannot be read"),
    }
}
