//! What is told of a file that cannot be read, or whose text is elsewhere.

use crate::base::wording::Words;
use crate::base::{mark, tell};
use crate::diag::Span;
use crate::parse::{MAX_TEXT, Pointer, Problem, ProblemKind};
use crate::source::Content;

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
