//! How much single words bind.

use crate::compare::phrase::{self, Modal};
use crate::compare::tokens::{Token, TokenKind};
use crate::compare::weight::is_end;

/// The word at a place in lower case; nothing for marks and beyond the ends.
pub(super) fn word(tokens: &[Token<'_>], at: usize) -> String {
    match tokens.get(at) {
        Some(token) if token.kind == TokenKind::Word => token.text.to_lowercase(),
        _ => String::new(),
    }
}

/// How much the word at a place binds, with the `not` behind it.
pub(super) fn binding(tokens: &[Token<'_>], at: usize) -> Option<(Modal, String)> {
    let here = word(tokens, at);
    if here == "cannot" {
        return Some((Modal::Must, here));
    }
    if here == "need" && word(tokens, at + 1) == "not" {
        return Some((Modal::May, "need not".to_owned()));
    }
    let modal = phrase::modal(&here)?;
    let before = at.checked_sub(1).map(|at| word(tokens, at)).unwrap_or_default();
    let next = word(tokens, at + 1);
    // The month; and `required` where nothing is.
    let is_month = tokens[at].text == "May" && (at > 0 && !is_end(&tokens[at - 1]) || phrase::has_digit(&next));
    let is_adjective = here == "required" && !matches!(before.as_str(), "is" | "are" | "be" | "was" | "were");
    if is_month || is_adjective {
        return None;
    }
    Some(match (modal, next.as_str()) {
        // `May not` forbids.
        (Modal::May, "not" | "never") => (Modal::Must, format!("{here} {next}")),
        (modal, "not" | "never") => (modal, format!("{here} {next}")),
        (modal, _) => (modal, here),
    })
}
