//! What became weaker between two texts that are one text in two versions.

use super::binding::{binding, word};
use super::limit;
use crate::compare::comparison::Comparison;
use crate::compare::phrase::{self, Modal};
use crate::compare::tokens::{Token, TokenKind, Tokens};
use crate::compare::weakening::Weakening;
use crate::compare::words::{Stretch, align};

/// How many weakenings are told.
const MAX_WEAKER: usize = 50;

/// How many words a field may have to be looked at for weakenings.
const MAX_FIELD: usize = 2_000;

/// Adds a weakening, unless it is told already.
pub(super) fn push(told: &mut Comparison, weakening: Weakening) {
    if told.weaker.contains(&weakening) {
        return;
    }
    if told.weaker.len() >= MAX_WEAKER {
        told.cut = true;
        return;
    }
    told.weaker.push(weakening);
}

/// What became weaker from one text of the front matter to another.
pub(super) fn in_texts(old: &str, new: &str, told: &mut Comparison) {
    let (a, b) = (Tokens::of_text(old), Tokens::of_text(new));
    let mut budget = MAX_FIELD;
    let mut found = Vec::new();
    if let Some(stretches) = align(&a.list, &b.list, &mut budget) {
        in_pair(&a.list, &b.list, &stretches, &mut found);
    }
    for weakening in found {
        push(told, weakening);
    }
}

/// What became weaker in the stretches in which two texts differ.
pub(super) fn in_pair(a: &[Token<'_>], b: &[Token<'_>], stretches: &[Stretch], found: &mut Vec<Weakening>) {
    for stretch in stretches.iter().filter(|stretch| !stretch.same) {
        if !stretch.old.is_empty() && !stretch.new.is_empty() {
            modals(a, b, stretch, found);
            statements(a, b, stretch, found);
            if !limit::intervals(a, b, stretch, found) {
                limit::numbers(a, b, stretch, found);
            }
        }
        negation(a, b, stretch, stretches, found);
    }
}

/// `must` that became `should`.
fn modals(a: &[Token<'_>], b: &[Token<'_>], stretch: &Stretch, found: &mut Vec<Weakening>) {
    let strongest = |tokens: &[Token<'_>], range: std::ops::Range<usize>| {
        // The first of those that bind as much.
        range.filter_map(|at| binding(tokens, at)).reduce(|best, next| if next.0 > best.0 { next } else { best })
    };
    let (before, after) = (strongest(a, stretch.old.clone()), strongest(b, stretch.new.clone()));
    if let (Some((before, was)), Some((after, is))) = (before, after)
        && after < before
    {
        found.push(Weakening::Words { was: was.into(), is: is.into() });
    }
}

/// `Are` that became `should be`, and `do` that became `should`: what was said to be so is advised now.
fn statements(a: &[Token<'_>], b: &[Token<'_>], stretch: &Stretch, found: &mut Vec<Weakening>) {
    let words = |tokens: &[Token<'_>], range: std::ops::Range<usize>| -> Vec<String> {
        range.map(|at| word(tokens, at)).filter(|word| !word.is_empty()).collect()
    };
    let (was, is) = (words(a, stretch.old.clone()), words(b, stretch.new.clone()));
    let ([was], [modal, rest @ ..]) = (was.as_slice(), is.as_slice()) else { return };
    let states = match was.as_str() {
        "is" | "are" => rest == ["be"],
        "do" | "does" | "will" => rest.len() <= 1,
        _ => false,
    };
    if states && phrase::modal(modal).is_some_and(|modal| modal < Modal::Must) {
        found.push(Weakening::Words { was: was.as_str().into(), is: is.join(" ").into() });
    }
}

/// `not` that was taken out of a sentence.
fn negation(a: &[Token<'_>], b: &[Token<'_>], stretch: &Stretch, all: &[Stretch], found: &mut Vec<Weakening>) {
    let words = |tokens: &[Token<'_>], range: std::ops::Range<usize>| -> Vec<String> {
        range.map(|at| word(tokens, at)).filter(|word| !matches!(word.as_str(), "" | "do" | "does" | "did")).collect()
    };
    let gone = words(a, stretch.old.clone());
    let [gone] = gone.as_slice() else { return };
    if !matches!(gone.as_str(), "not" | "never") || !words(b, stretch.new.clone()).is_empty() {
        return;
    }
    let denies = |stretch: &Stretch| stretch.new.clone().any(|at| phrase::is_negation(&word(b, at)));
    if all.iter().filter(|stretch| !stretch.same).any(denies) {
        return;
    }
    let (from, to) = (stretch.new.start.saturating_sub(3), (stretch.new.end + 4).min(b.len()));
    // What need not be done was no duty.
    let duty = |at: usize| matches!(word(b, at).as_str(), "need" | "needs" | "have" | "has" | "required" | "obliged");
    if (stretch.new.start.saturating_sub(1)..stretch.new.end + 2).any(duty) {
        return;
    }
    let near = b[from..to].iter().filter(|token| token.kind == TokenKind::Word).map(|token| token.text);
    let near = near.collect::<Vec<_>>().join(" ");
    found.push(Weakening::NegationRemoved { word: gone.as_str().into(), near: near.into() });
}
