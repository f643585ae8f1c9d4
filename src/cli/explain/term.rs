//! Words that pages use in a sense of their own.

use crate::site::{TERMS, Term, term};

/// All of them.
pub(super) fn list() -> String {
    TERMS.iter().map(|term| format!("{}\n", term.name)).collect()
}

/// What a word means, where it is one of them.
pub(super) fn find(what: &str) -> Option<String> {
    term(what).map(of)
}

fn of(term: &Term) -> String {
    let also = if term.also.is_empty() { String::new() } else { format!("Also: {}\n", term.also.join(", ")) };
    format!("{}\n\n{}\n{also}", term.name, term.text)
}
