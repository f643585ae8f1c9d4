//! Keys and values between two fences, read in the language that the fence says. Spans are those of the whole text.

use super::fence::Language;
use super::mend;
use super::node::{Entry, Unread};
use super::problem::Problem;
use super::toml::parse_below;
use crate::diag::Span;

/// What stands between two fences.
pub(super) fn read_front(text: &str, block: Span, language: Language) -> (Vec<Entry>, Vec<Problem>, Vec<Unread>) {
    let source = &text[block.start..block.end];
    let (entries, found, unread) = match language {
        Language::Yaml => mend::parse(source),
        Language::Toml => {
            let (entries, found) = parse_below(source, text[..block.start].matches('\n').count());
            let whole = Unread { key: None, span: Span::new(0, source.len()) };
            let unread = if found.is_empty() { Vec::new() } else { vec![whole] };
            (entries, found, unread)
        }
    };
    let entries = entries.into_iter().map(|entry| entry.shifted(block.start)).collect();
    let unread = unread.into_iter().map(|part| Unread { span: part.span.shifted(block.start), ..part }).collect();
    (entries, found.into_iter().map(|problem| problem.shifted(block.start)).collect(), unread)
}
