//! From aligned pieces to the runs that a reader sees.

use std::ops::Range;

use super::comparison::{How, Run};
use super::tokens::{Token, TokenKind, Tokens};
use super::words::Stretch;
use crate::parse::CELL;

/// How many pieces of unchanged text stay on each side of a change.
const CONTEXT: usize = 8;

/// The longest run in bytes; of a longer one the middle is left out.
const MAX_RUN: usize = 4_000;

/// The runs of a block that is in both versions.
pub(super) fn of_pair(old: &Tokens<'_>, new: &Tokens<'_>, stretches: &[Stretch], context: Option<usize>) -> Vec<Run> {
    let mut runs = Vec::new();
    for (at, stretch) in stretches.iter().enumerate() {
        if stretch.same {
            // Where a word before it is gone in one version only, white space is what either says.
            let first = |tokens: &Tokens<'_>, range: &Range<usize>| range.start > 0 && tokens.spaced[range.start];
            let after_added = at > 0 && !stretches[at - 1].new.is_empty();
            let spaced = first(new, &stretch.new) || !after_added && first(old, &stretch.old);
            let (starts, ends) = (at == 0, at + 1 == stretches.len());
            runs.push(Run { how: How::Same, text: unchanged(new, &stretch.new, spaced, [starts, ends], context) });
        } else {
            for (how, tokens, range) in [(How::Removed, old, &stretch.old), (How::Added, new, &stretch.new)] {
                if !range.is_empty() {
                    runs.push(Run {
                        how,
                        text: bounded(written(tokens, range.clone(), true, None), context.is_some()),
                    });
                }
            }
        }
    }
    runs.retain(|run| !run.text.is_empty());
    runs
}

/// The one run of a block whose text is not new.
pub(super) fn of_same(tokens: &Tokens<'_>) -> Vec<Run> {
    let all = 0..tokens.list.len();
    vec![Run { how: How::Same, text: unchanged(tokens, &all, false, [true, true], SHOWN) }]
}

/// The one run of a block that is in one version only.
pub(super) fn whole(how: How, tokens: &Tokens<'_>) -> Run {
    Run { how, text: bounded(written(tokens, 0..tokens.list.len(), true, None), true) }
}

/// How many pieces of unchanged text are shown around a change.
pub(super) const SHOWN: Option<usize> = Some(CONTEXT);

/// A stretch that is the same in both, shortened between its ends.
fn unchanged(
    tokens: &Tokens<'_>,
    range: &Range<usize>,
    spaced: bool,
    [starts, ends]: [bool; 2],
    context: Option<usize>,
) -> String {
    let Some(keep) = context else { return written(tokens, range.clone(), true, Some(spaced)) };
    if starts && ends && range.len() > 2 * keep {
        // Nothing but the kind of the block changed.
        return format!("{} …", written(tokens, 0..2 * keep, false, None));
    }
    let (head, tail) = (if starts { 0 } else { keep }, if ends { 0 } else { keep });
    if range.len() <= (head + tail + 3).max(keep) {
        return written(tokens, range.clone(), false, Some(spaced));
    }
    let first = written(tokens, range.start..range.start + head, false, Some(spaced));
    let last = written(tokens, range.end - tail..range.end, false, None);
    match (starts, ends) {
        (true, _) => format!("…{}{last}", if last.starts_with(' ') { "" } else { " " }),
        (false, true) => format!("{first} …"),
        (false, false) => format!("{first} …{}{last}", if last.starts_with(' ') { "" } else { " " }),
    }
}

/// Some pieces as text, with the white space between and before them. Where links lead is left out without `targets`.
/// `spaced` says whether there is white space before the first, where that is not for the piece itself to say.
fn written(tokens: &Tokens<'_>, range: Range<usize>, targets: bool, spaced: Option<bool>) -> String {
    let mut text = String::new();
    let from = range.start;
    for at in range {
        let token = &tokens.list[at];
        let blank = spaced.filter(|_| at == from).unwrap_or(tokens.spaced[at] && at > 0);
        match token.kind {
            TokenKind::Link | TokenKind::Image if !targets => continue,
            _ if !token.gap.is_empty() && at > 0 => text.push_str(token.gap),
            _ if blank => text.push(' '),
            _ => {}
        }
        write_token(token, &mut text);
    }
    text
}

fn write_token(token: &Token<'_>, text: &mut String) {
    match token.kind {
        TokenKind::Link => {
            text.push_str("(→ ");
            text.push_str(token.text);
            text.push(')');
        }
        TokenKind::Image => {
            text.push_str("(image ");
            text.push_str(token.text);
            text.push(')');
        }
        _ if token.text.starts_with(CELL) => text.push('|'),
        _ => text.push_str(token.text),
    }
}

/// A text of a length that a page can show.
fn bounded(text: String, is_bounded: bool) -> String {
    if !is_bounded || text.len() <= MAX_RUN {
        return text;
    }
    let (head, tail) = (floor(&text, MAX_RUN * 3 / 4), floor(&text, text.len() - MAX_RUN / 4));
    format!("{} … {}", text[..head].trim_end(), text[tail..].trim_start())
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
