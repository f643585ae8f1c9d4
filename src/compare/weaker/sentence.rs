//! Sentences, to find whether one is gone.

use std::ops::Range;

use super::super::phrase::Modal;
use super::super::tokens::{Token, TokenKind, Tokens, in_both};
use super::binding::binding;
use crate::compare::weight::is_end;

/// The least words of a sentence whose loss is told.
const LEAST: usize = 4;

/// The most words of it that are compared.
const MOST: usize = 120;

/// A sentence of a block.
pub(super) struct Sentence {
    /// Its words in lower case.
    pub words: Vec<String>,
    /// The same in order of their letters.
    sorted: Vec<String>,
    /// What it binds by, where it binds.
    pub modal: Option<&'static str>,
    /// As it stands.
    pub text: String,
    /// The longest of its words but the first, as it stands: a block without it does not hold the sentence.
    pub mark: String,
}

impl Sentence {
    pub(super) fn of(tokens: &Tokens<'_>, range: Range<usize>) -> Self {
        let range = range.start..range.end.min(range.start + MOST);
        let mut text = String::new();
        let mut mark = "";
        let (mut words, mut modal) = (Vec::new(), None);
        for at in range {
            let token = &tokens.list[at];
            if matches!(token.kind, TokenKind::Link | TokenKind::Image) {
                continue;
            }
            if tokens.spaced[at] && !text.is_empty() {
                text.push(' ');
            }
            text.push_str(token.text);
            if token.kind == TokenKind::Word {
                if !words.is_empty() && token.text.len() > mark.len() {
                    mark = token.text;
                }
                words.push(token.text.to_lowercase());
                let binds = || binding(&tokens.list, at).filter(|(modal, _)| *modal == Modal::Must);
                if modal.is_none() && binds().is_some() {
                    modal = ["must", "shall", "required"]
                        .into_iter()
                        .find(|known| words.last().is_some_and(|word| word == known));
                }
            }
        }
        let mut sorted = words.clone();
        sorted.sort_unstable();
        Self { words, sorted, modal, text, mark: mark.to_owned() }
    }

    /// Whether it asks for something.
    pub(super) fn binds(&self) -> bool {
        self.modal.is_some() && self.words.len() >= LEAST
    }

    /// Whether one may be the other in other words.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        // Half of the removed one is enough: what holds all its words may have become longer.
        in_both(&self.sorted, &other.sorted) * 2 >= other.sorted.len()
    }
}

/// Where the sentences of a block begin and end.
pub(super) fn split(tokens: &[Token<'_>]) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut from = 0;
    for (at, token) in tokens.iter().enumerate() {
        if is_end(token) && token.text != ":" || token.text.starts_with(crate::parse::CELL) {
            sentences.push(from..at + 1);
            from = at + 1;
        }
    }
    if from < tokens.len() {
        sentences.push(from..tokens.len());
    }
    sentences
}
