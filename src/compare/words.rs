//! Which words of one block are those of another.

use std::collections::HashMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::tokens::{Token, TokenKind};

/// How many pieces the words of one comparison may have altogether, and of one block, to be told apart one by one.
pub(super) const MAX_WORDS: usize = 60_000;
pub(super) const MAX_BLOCK: usize = 20_000;

/// A stretch of two blocks: the same pieces in both, or others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    pub same: bool,
    pub old: Range<usize>,
    pub new: Range<usize>,
}

/// Aligns the pieces of two blocks: stretches that are the same and such that are not, by turns. `budget` is how many
/// pieces may still be looked at closely; `None` where they do not suffice.
pub(super) fn align(old: &[Token<'_>], new: &[Token<'_>], budget: &mut usize) -> Option<Vec<Stretch>> {
    let before = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (rest_old, rest_new) = (&old[before..], &new[before..]);
    let after = rest_old.iter().rev().zip(rest_new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_end, new_end) = (old.len() - after, new.len() - after);
    let mut stretches = Stretches::default();
    stretches.add(true, 0..before, 0..before);
    let (middle_old, middle_new) = (&old[before..old_end], &new[before..new_end]);
    if middle_old.is_empty() || middle_new.is_empty() {
        stretches.add(false, before..old_end, before..new_end);
    } else {
        let size = middle_old.len() + middle_new.len();
        if size > MAX_BLOCK || size > *budget {
            return None;
        }
        *budget -= size;
        for op in numbers_diff(middle_old, middle_new) {
            let (same, a, b) = (matches!(op, DiffOp::Equal { .. }), op.old_range(), op.new_range());
            stretches.add(same, a.start + before..a.end + before, b.start + before..b.end + before);
        }
    }
    stretches.add(true, old_end..old.len(), new_end..new.len());
    Some(stretches.without_islands(old))
}

/// The difference of two lists, worked out on numbers in place of their items.
pub(super) fn numbers_diff<T: std::hash::Hash + Eq>(old: &[T], new: &[T]) -> Vec<DiffOp> {
    let mut known: HashMap<&T, u32> = HashMap::with_capacity(old.len() + new.len());
    let mut number = |item| {
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        *known.entry(item).or_insert(next)
    };
    let old: Vec<u32> = old.iter().map(&mut number).collect();
    let new: Vec<u32> = new.iter().map(&mut number).collect();
    capture_diff_slices(Algorithm::Myers, &old, &new)
}

#[derive(Default)]
struct Stretches {
    list: Vec<Stretch>,
}

impl Stretches {
    /// Adds a stretch, joined with the last one where that is of its sort.
    fn add(&mut self, same: bool, old: Range<usize>, new: Range<usize>) {
        if old.is_empty() && new.is_empty() {
            return;
        }
        match self.list.last_mut() {
            Some(last) if last.same == same => (last.old.end, last.new.end) = (old.end, new.end),
            _ => self.list.push(Stretch { same, old, new }),
        }
    }

    /// The stretches, where no lone mark stands between two changes: nobody reads it as something that stayed.
    fn without_islands(self, old: &[Token<'_>]) -> Vec<Stretch> {
        let last = self.list.len().saturating_sub(1);
        let mut joined = Self::default();
        for (at, stretch) in self.list.into_iter().enumerate() {
            let is_island = stretch.same
                && (1..last).contains(&at)
                && stretch.old.len() <= 2
                && old[stretch.old.clone()].iter().all(|token| token.kind != TokenKind::Word);
            joined.add(stretch.same && !is_island, stretch.old, stretch.new);
        }
        joined.list
    }
}
