//! Where the new text asks for less than the old one.
//!
//! All of this is guessed from words, so it keeps to what can be shown side by side, and to one rule: a false alarm is
//! worse than a miss. What became stricter, what only moved and what was put in other words is not told.

pub(super) mod front;
mod limit;
mod sentence;

use std::collections::BTreeSet;

use super::phrase::{self, Modal, shortened};
use super::tokens::{Token, TokenKind, Tokens};
use super::weight::is_end;
use super::words::{Stretch, align};
use super::{Comparison, How, Snapshot, Weakening};
use crate::parse::Block;

use sentence::Sentence;

/// How many weakenings are told.
const MAX_WEAKER: usize = 50;

/// How many sentences of each side are compared to find what was removed.
const MAX_SENTENCES: usize = 300;

/// How many words a field may have to be looked at for weakenings.
const MAX_FIELD: usize = 2_000;

/// What was found so far, and what may yet be found to have gone.
#[derive(Default)]
pub(super) struct Weaker<'a> {
    found: Vec<Weakening>,
    removed: Vec<Sentence>,
    /// The blocks of the new version with words that the old one did not have.
    added: Vec<&'a Block>,
}

impl<'a> Weaker<'a> {
    /// Takes a block that is in one version only.
    pub(super) fn whole(&mut self, how: How, block: &'a Block, tokens: &Tokens<'a>) {
        if how == How::Added {
            self.added.push(block);
        } else if self.removed.len() < MAX_SENTENCES {
            let sentences = sentence::split(&tokens.list).into_iter().map(|range| Sentence::of(tokens, range));
            self.removed.extend(sentences.filter(Sentence::binds));
        }
    }

    /// Takes a block that was changed; `block` is the new one.
    pub(super) fn pair(&mut self, a: &Tokens<'a>, block: &'a Block, b: &Tokens<'a>, stretches: &[Stretch]) {
        in_pair(&a.list, &b.list, stretches, &mut self.found);
        self.added.push(block);
        if self.removed.len() >= MAX_SENTENCES {
            return;
        }
        let mut kept = vec![false; a.list.len()];
        for stretch in stretches.iter().filter(|stretch| stretch.same) {
            kept[stretch.old.clone()].fill(true);
        }
        for range in sentence::split(&a.list) {
            let stayed = range.clone().filter(|at| kept[*at]).count();
            // Single words of what is gone find their like in the sentences beside it.
            if stayed * 5 <= range.len() * 2 {
                self.removed.extend(Some(Sentence::of(a, range)).filter(Sentence::binds));
            }
        }
    }

    /// Tells what was found. A sentence that stands elsewhere now, or was put in other words, is not gone.
    pub(super) fn finish(mut self, new: &[Block], told: &mut Comparison) {
        let removed = std::mem::take(&mut self.removed);
        let added: Vec<Sentence> = match removed.is_empty() {
            true => Vec::new(),
            false => self.added.iter().flat_map(|block| sentences(block)).take(MAX_SENTENCES).collect(),
        };
        if removed.len() >= MAX_SENTENCES || added.len() >= MAX_SENTENCES {
            told.cut = true;
        } else if !removed.is_empty() {
            let wanted: BTreeSet<&[String]> = removed.iter().map(|sentence| sentence.words.as_slice()).collect();
            let may_hold = |block: &&Block| removed.iter().any(|sentence| block.text.contains(&sentence.mark));
            let all = new.iter().filter(may_hold).flat_map(sentences);
            let still: BTreeSet<Vec<String>> =
                all.map(|sentence| sentence.words).filter(|words| wanted.contains(words.as_slice())).collect();
            for sentence in &removed {
                let stays = still.contains(&sentence.words) || added.iter().any(|added| added.is_like(sentence));
                if let Some(word) = sentence.modal.filter(|_| !stays) {
                    let text = shortened(&sentence.text, 100);
                    self.found.push(Weakening::SentenceRemoved { modal: word.into(), text: text.into() });
                }
            }
        }
        for weakening in self.found {
            push(told, weakening);
        }
    }
}

/// The sentences of a block.
fn sentences(block: &Block) -> Vec<Sentence> {
    let tokens = Tokens::of(block);
    sentence::split(&tokens.list).into_iter().map(|range| Sentence::of(&tokens, range)).collect()
}

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

/// Scores of a risk that went down while nothing else says why.
pub(super) fn explained(old: &Snapshot, new: &Snapshot, told: &mut Comparison) {
    const SCORES: [&str; 4] = ["likelihood", "residual-likelihood", "residual-severity", "severity"];
    const BESIDE: [&str; 8] =
        ["accepted", "accepted-by", "approvers", "effective", "next-review", "reviewed", "status", "version"];
    let says_nothing = |key: &str| SCORES.contains(&key) || BESIDE.contains(&key);
    if !told.blocks.is_empty() || !told.fields.iter().all(|change| says_nothing(&change.key)) {
        return;
    }
    for key in SCORES {
        let score = |snapshot: &Snapshot| snapshot.text(key)?.parse::<i64>().ok();
        if let (Some(before), Some(after)) = (score(old), score(new))
            && after < before
        {
            push(told, Weakening::ScoreLowered { key: key.into(), old: before, new: after });
        }
    }
}

fn in_pair(a: &[Token<'_>], b: &[Token<'_>], stretches: &[Stretch], found: &mut Vec<Weakening>) {
    for stretch in stretches.iter().filter(|stretch| !stretch.same) {
        if !stretch.old.is_empty() && !stretch.new.is_empty() {
            modals(a, b, stretch, found);
            statements(a, b, stretch, found);
            limit::intervals(a, b, stretch, found);
            limit::numbers(a, b, stretch, found);
        }
        negation(a, b, stretch, stretches, found);
    }
}

/// The word at a place in lower case; nothing for marks and beyond the ends.
fn word(tokens: &[Token<'_>], at: usize) -> String {
    match tokens.get(at) {
        Some(token) if token.kind == TokenKind::Word => token.text.to_lowercase(),
        _ => String::new(),
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

/// How much the word at a place binds, with the `not` behind it.
fn binding(tokens: &[Token<'_>], at: usize) -> Option<(Modal, String)> {
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
