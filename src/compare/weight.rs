//! Whether a change of words may change what they say.

use super::comparison::Weight;
use super::phrase::{has_digit, is_negation, is_weighty, modal};
use super::tokens::{Token, TokenKind};
use super::words::Stretch;

/// What the change of one block weighs.
pub(super) fn of_pair(old: &[Token<'_>], new: &[Token<'_>], stretches: &[Stretch]) -> Weight {
    let material = stretches.iter().filter(|stretch| !stretch.same).any(|stretch| {
        let starts = |tokens: &[Token<'_>], at: usize| at == 0 || is_end(&tokens[at - 1]);
        let first = starts(old, stretch.old.start) && starts(new, stretch.new.start);
        !is_editorial(&old[stretch.old.clone()], &new[stretch.new.clone()], first)
    });
    if material { Weight::Material } else { Weight::Editorial }
}

/// Whether a sentence ends here.
pub(super) fn is_end(token: &Token<'_>) -> bool {
    token.kind == TokenKind::Mark && matches!(token.text, "." | "!" | "?" | ":" | "。")
}

/// Whether one stretch says what the other does. `first` says that a sentence begins with it.
fn is_editorial(old: &[Token<'_>], new: &[Token<'_>], first: bool) -> bool {
    let others = |tokens: &[Token<'_>]| -> Vec<(TokenKind, String)> {
        let other = |token: &&Token<'_>| !matches!(token.kind, TokenKind::Word | TokenKind::Mark);
        tokens.iter().filter(other).map(|token| (token.kind, token.text.to_owned())).collect()
    };
    if others(old) != others(new) {
        return false;
    }
    let (a, b) = (words_of(old), words_of(new));
    let lower = |words: &[&str]| words.iter().map(|word| word.to_lowercase()).collect::<Vec<_>>();
    let (low_a, low_b) = (lower(&a), lower(&b));
    if low_a == low_b {
        return true;
    }
    // Two words written as one, or with a hyphen.
    let light =
        |words: &[String]| !words.iter().any(|word| has_digit(word) || is_negation(word) || modal(word).is_some());
    let joined = |words: &[String]| words.concat().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    if light(&low_a) && light(&low_b) && joined(&low_a) == joined(&low_b) {
        return true;
    }
    let slips = |(at, (x, y)): (usize, (&&str, &&str))| {
        let is_name = |word: &str| word.starts_with(char::is_uppercase) && !(first && at == 0);
        low_a[at] == low_b[at] || !is_name(x) && !is_name(y) && is_slip(&low_a[at], &low_b[at])
    };
    a.len() == b.len() && a.iter().zip(&b).enumerate().all(slips)
}

fn words_of<'a>(tokens: &[Token<'a>]) -> Vec<&'a str> {
    tokens.iter().filter(|token| token.kind == TokenKind::Word).map(|token| token.text).collect()
}

/// Whether two words are the same but for spelling. Not where a few letters turn the sense: the beginning of the word,
/// the ends of `employer` and `employee`, words that carry much.
fn is_slip(old: &str, new: &str) -> bool {
    let letters = |word: &str| word.chars().take(40).collect::<Vec<_>>();
    let (a, b) = (letters(old), letters(new));
    let longest = a.len().max(b.len());
    let limit = match longest {
        0..=4 => return false,
        5..=8 => 1,
        _ => 2,
    };
    let turns = |word: &&str| word.ends_with("ee") || word.ends_with("er") || word.ends_with("or");
    let words = [old, new];
    if a.first() != b.first() || words.iter().any(|word| is_weighty(word) || has_digit(word)) || words.iter().all(turns)
    {
        return false;
    }
    let before = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let after = a[before..].iter().rev().zip(b[before..].iter().rev()).take_while(|(x, y)| x == y).count();
    let (of_a, of_b) = (&a[before..a.len() - after], &b[before..b.len() - after]);
    let swapped = of_a.len() == 2 && of_b.len() == 2 && of_a[0] == of_b[1] && of_a[1] == of_b[0];
    swapped || of_a.len().max(of_b.len()) <= limit
}
