//! Where the new text asks for less than the old one.
//!
//! All of this is guessed from words, so it keeps to what can be shown side by side, and to one rule: a false alarm is
//! worse than a miss. What became stricter, what only moved and what was put in other words is not told.

mod binding;
pub(super) mod front;
mod limit;
mod pair;
mod sentence;

use std::collections::BTreeSet;

use super::comparison::{Comparison, How};
use super::phrase::shortened;
use super::snapshot::Snapshot;
use super::tokens::Tokens;
use super::weakening::Weakening;
use super::words::Stretch;
use crate::parse::Block;

use pair::{in_pair, push};
use sentence::Sentence;

/// How many sentences of each side are compared to find what was removed.
const MAX_SENTENCES: usize = 300;

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
