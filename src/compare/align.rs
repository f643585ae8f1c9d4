//! Which blocks of one version are those of another, and what changed in them.

use std::ops::Range;

use similar::DiffOp;

use super::comparison::{BlockChange, Comparison, How, Weight};
use super::tokens::{Token, TokenKind, Tokens, in_both, words};
use super::weaker::Weaker;
use super::words::{MAX_BLOCK, MAX_WORDS, align, numbers_diff};
use super::{runs, weight};
use crate::parse::{Block, BlockKind, BlockLink};

/// How many blocks that are not the same from the start or the end are put in order against each other.
const MAX_BLOCKS: usize = 20_000;

/// How many changed blocks are shown.
const MAX_CHANGES: usize = 2_000;

/// How many pairs of blocks between two unchanged ones are looked at for what belongs together, and how many pieces
/// those of one comparison may have altogether.
const MAX_PAIRS: usize = 900;
const MAX_PIECES: usize = 1_000_000;

/// How alike two blocks have to be to be one that was changed, in hundredths: of the same kind, and of others.
const ALIKE: usize = 35;
const ALIKE_ACROSS: usize = 60;

/// Tells the blocks that changed, and what that weighs.
pub(super) fn compare(old: &[Block], new: &[Block], told: &mut Comparison) -> Weight {
    let before = old.iter().zip(new).take_while(|(a, b)| content(a) == content(b)).count();
    let (rest_old, rest_new) = (&old[before..], &new[before..]);
    let after = rest_old.iter().rev().zip(rest_new.iter().rev()).take_while(|(a, b)| content(a) == content(b)).count();
    let mut writer = Writer {
        old,
        new,
        told,
        weight: Weight::None,
        words: MAX_WORDS,
        pieces: MAX_PIECES,
        weaker: Weaker::default(),
    };
    let (of_old, of_new) = (before..old.len() - after, before..new.len() - after);
    if of_old.is_empty() || of_new.is_empty() {
        writer.gap(of_old, of_new);
    } else if of_old.len() + of_new.len() > MAX_BLOCKS {
        writer.told.cut = true;
        writer.gap(of_old, of_new);
    } else {
        writer.changed(of_old, of_new);
    }
    let weight = writer.weight;
    let weaker = writer.weaker;
    weaker.finish(new, told);
    weight
}

/// What a block is known by: not by the heading that it stands under.
fn content(block: &Block) -> (BlockKind, &str, &[BlockLink]) {
    (block.kind, &block.text, &block.links)
}

struct Writer<'a, 'b> {
    old: &'a [Block],
    new: &'a [Block],
    told: &'b mut Comparison,
    weight: Weight,
    /// How many pieces of text may still be compared one by one.
    words: usize,
    /// How many may still be looked at for what belongs together.
    pieces: usize,
    weaker: Weaker<'a>,
}

impl<'a> Writer<'a, '_> {
    /// Blocks of which some may be the same in both.
    fn changed(&mut self, of_old: Range<usize>, of_new: Range<usize>) {
        let old: Vec<_> = self.old[of_old.clone()].iter().map(content).collect();
        let new: Vec<_> = self.new[of_new.clone()].iter().map(content).collect();
        let (mut gap_old, mut gap_new) = (of_old.start..of_old.start, of_new.start..of_new.start);
        let shift = |range: Range<usize>, by: usize| range.start + by..range.end + by;
        for op in numbers_diff(&old, &new) {
            let (in_old, in_new) = (shift(op.old_range(), of_old.start), shift(op.new_range(), of_new.start));
            if matches!(op, DiffOp::Equal { .. }) {
                self.gap(gap_old, gap_new);
                (gap_old, gap_new) = (in_old.end..in_old.end, in_new.end..in_new.end);
            } else {
                (gap_old.end, gap_new.end) = (in_old.end, in_new.end);
            }
        }
        self.gap(gap_old, gap_new);
    }

    /// Blocks between two that are the same: none of the one side is equal to one of the other, or too many stand here
    /// to tell.
    fn gap(&mut self, of_old: Range<usize>, of_new: Range<usize>) {
        if of_old.is_empty() && of_new.is_empty() {
            return;
        }
        let old: Vec<Tokens<'a>> = self.old[of_old.clone()].iter().map(Tokens::of).collect();
        let new: Vec<Tokens<'a>> = self.new[of_new.clone()].iter().map(Tokens::of).collect();
        if is_other_breaks(&self.old[of_old.clone()], &old, &self.new[of_new.clone()], &new) {
            for (at, tokens) in of_new.zip(&new) {
                self.tell(self.new, at, || runs::of_same(tokens));
            }
            self.weight = self.weight.max(Weight::Editorial);
            return;
        }
        let (mut i, mut j) = (0, 0);
        let pairs = self.pairs(of_old.clone(), &old, of_new.clone(), &new);
        for (in_old, in_new) in pairs.into_iter().chain([(old.len(), new.len())]) {
            while i < in_old {
                self.whole(How::Removed, of_old.start + i, &old[i]);
                i += 1;
            }
            while j < in_new {
                self.whole(How::Added, of_new.start + j, &new[j]);
                j += 1;
            }
            if let (Some(a), Some(b)) = (old.get(in_old), new.get(in_new)) {
                self.pair(of_old.start + in_old, a, of_new.start + in_new, b);
                (i, j) = (in_old + 1, in_new + 1);
            }
        }
    }

    /// Which blocks of a gap are one that was changed, in order.
    fn pairs(
        &mut self,
        of_old: Range<usize>,
        old: &[Tokens<'a>],
        of_new: Range<usize>,
        new: &[Tokens<'a>],
    ) -> Vec<(usize, usize)> {
        if old.is_empty() || new.is_empty() {
            return Vec::new();
        }
        let alike = |i: usize, j: usize, a: &[Token<'a>], b: &[Token<'a>]| {
            let (a_kind, b_kind) = (self.old[of_old.start + i].kind, self.new[of_new.start + j].kind);
            if old[i].list.len().max(new[j].list.len()) > MAX_BLOCK {
                // Too long to look at twice. What is the same at both ends is soon found.
                return Some(ALIKE_ACROSS);
            }
            let least = if a_kind == b_kind { ALIKE } else { ALIKE_ACROSS };
            Some(likeness(a, b)).filter(|likeness| *likeness >= least)
        };
        let sorted = |tokens: &Tokens<'a>| {
            // Any two sentences have their full stop in common.
            let counts = |token: &&Token<'a>| token.kind != TokenKind::Mark && tokens.list.len() <= MAX_BLOCK;
            let mut list: Vec<Token<'a>> = tokens.list.iter().filter(counts).copied().collect();
            list.sort_unstable();
            list
        };
        let size = |tokens: &[Tokens<'a>]| tokens.iter().map(|tokens| tokens.list.len()).sum::<usize>();
        let work = size(old).saturating_mul(new.len()).saturating_add(size(new).saturating_mul(old.len()));
        let (of_all, to_all): (Vec<_>, Vec<_>) = (old.iter().map(sorted).collect(), new.iter().map(sorted).collect());
        if old.len().saturating_mul(new.len()) > MAX_PAIRS || work > self.pieces {
            // Too many to look at each with each: those that stand at the same place may still belong together.
            let together = |at: &usize| alike(*at, *at, &of_all[*at], &to_all[*at]).is_some();
            let pairs = (0..old.len().min(new.len())).filter(together).map(|at| (at, at)).collect();
            self.told.cut = true;
            return pairs;
        }
        let pairs = best_pairs(old.len(), new.len(), |i, j| alike(i, j, &of_all[i], &to_all[j]));
        self.pieces -= work;
        pairs
    }

    /// A block that is in one version only.
    fn whole(&mut self, how: How, at: usize, tokens: &Tokens<'a>) {
        let count = words(&tokens.list);
        let blocks = if how == How::Added { self.new } else { self.old };
        match how {
            How::Added => self.told.added += count,
            _ => self.told.removed += count,
        }
        self.weight = Weight::Material;
        self.weaker.whole(how, &blocks[at], tokens);
        let runs = || vec![runs::whole(how, tokens)];
        self.tell(blocks, at, runs);
    }

    /// A block that was changed.
    fn pair(&mut self, in_old: usize, a: &Tokens<'a>, in_new: usize, b: &Tokens<'a>) {
        let Some(stretches) = align(&a.list, &b.list, &mut self.words) else {
            self.told.cut = true;
            self.whole(How::Removed, in_old, a);
            self.whole(How::Added, in_new, b);
            return;
        };
        for stretch in stretches.iter().filter(|stretch| !stretch.same) {
            self.told.removed += words(&a.list[stretch.old.clone()]);
            self.told.added += words(&b.list[stretch.new.clone()]);
        }
        self.weight = self.weight.max(weight::of_pair(&a.list, &b.list, &stretches));
        let new = self.new;
        self.weaker.pair(a, &new[in_new], b, &stretches);
        self.tell(new, in_new, || runs::of_pair(a, b, &stretches, runs::SHOWN));
    }

    fn tell(&mut self, blocks: &[Block], at: usize, runs: impl FnOnce() -> Vec<super::comparison::Run>) {
        if self.told.blocks.len() >= MAX_CHANGES {
            self.told.cut = true;
            return;
        }
        let block = &blocks[at];
        let heading = block.heading.and_then(|at| blocks.get(at)).map(|heading| heading.text.clone());
        self.told.blocks.push(BlockChange { kind: block.kind, heading, runs: runs() });
    }
}

/// Whether two gaps are the same words, only parted into blocks in another way.
fn is_other_breaks(a: &[Block], old: &[Tokens<'_>], b: &[Block], new: &[Tokens<'_>]) -> bool {
    let is_text = |block: &Block| !matches!(block.kind, BlockKind::Row | BlockKind::Code);
    let all = |tokens: &[Tokens<'_>]| tokens.iter().map(|tokens| tokens.list.len()).sum::<usize>();
    all(old) == all(new)
        && a.iter().chain(b).all(is_text)
        && old.iter().flat_map(|tokens| &tokens.list).eq(new.iter().flat_map(|tokens| &tokens.list))
}

/// How much of two sorted lists of pieces is in both, in hundredths of both together.
fn likeness(a: &[Token<'_>], b: &[Token<'_>]) -> usize {
    200 * in_both(a, b) / (a.len() + b.len()).max(1)
}

/// The pairs, in order on both sides, that are most alike altogether.
fn best_pairs(old: usize, new: usize, alike: impl Fn(usize, usize) -> Option<usize>) -> Vec<(usize, usize)> {
    let likeness: Vec<Vec<Option<usize>>> = (0..old).map(|i| (0..new).map(|j| alike(i, j)).collect()).collect();
    // `best[i][j]`: the most that blocks from `i` and `j` on can be alike.
    let mut best = vec![vec![0; new + 1]; old + 1];
    for i in (0..old).rev() {
        for j in (0..new).rev() {
            let paired = likeness[i][j].map_or(0, |likeness| likeness + best[i + 1][j + 1]);
            best[i][j] = paired.max(best[i + 1][j]).max(best[i][j + 1]);
        }
    }
    let (mut pairs, mut i, mut j) = (Vec::new(), 0, 0);
    while i < old && j < new {
        match likeness[i][j] {
            Some(likeness) if likeness + best[i + 1][j + 1] == best[i][j] => {
                pairs.push((i, j));
                (i, j) = (i + 1, j + 1);
            }
            _ if best[i + 1][j] >= best[i][j + 1] => i += 1,
            _ => j += 1,
        }
    }
    pairs
}
