//! Where front matter begins and ends. `gray_matter` says what counts as a fence; we keep the offsets it drops.

use gray_matter::engine::Engine;
use gray_matter::{Matter, Pod};

use crate::diag::Span;

/// What a file begins with.
pub(super) enum Fence {
    /// No front matter.
    None,
    /// An opening fence without a closing one.
    Unclosed { opening: Span },
    /// Front matter: the block between the fences, and the whole with both of them and the line break that ends it.
    Found { block: Span, language: Language, whole: Span },
}

/// The language between the fences.
#[derive(Clone, Copy)]
pub(super) enum Language {
    Yaml,
    Toml,
}

/// Hands the block over as it stands; it is read with spans by our own readers.
struct Verbatim;

impl Engine for Verbatim {
    fn parse(content: &str) -> gray_matter::Result<Pod> {
        Ok(Pod::String(content.to_owned()))
    }
}

/// The language that the first line of a text says.
pub(super) fn language(text: &str) -> Language {
    if text.starts_with("+++") { Language::Toml } else { Language::Yaml }
}

/// The keys below an opening fence that nothing closes: the lines up to a blank one, a heading or the end.
pub(super) fn keys_below(text: &str, opening: usize) -> Span {
    let start = text[opening..].find('\n').map_or(text.len(), |at| opening + at + 1);
    let is_end = |line: &str| line.trim().is_empty() || line.starts_with("# ") || line.starts_with("##");
    let keys = text[start..].split_inclusive('\n').take_while(|line| !is_end(line)).map(str::len).sum::<usize>();
    Span::new(start, start + keys)
}

/// The line of some keys that is `...`, which ends YAML elsewhere.
pub(super) fn dots_in(text: &str, keys: Span) -> Option<Span> {
    let mut at = keys.start;
    for line in text[keys.start..keys.end].split_inclusive('\n') {
        if line.trim_end() == "..." {
            return Some(Span::new(at, at + 3));
        }
        at += line.len();
    }
    None
}

/// Finds the front matter that `text` begins with.
pub(super) fn find(text: &str) -> Fence {
    let first_line = text.split('\n').next().unwrap_or_default();
    let (delimiter, language) = match first_line.trim_end() {
        "---" => ("---", Language::Yaml),
        "+++" => ("+++", Language::Toml),
        _ => return Fence::None,
    };
    let block_start = (first_line.len() + 1).min(text.len());
    let mut matter: Matter<Verbatim> = Matter::new();
    delimiter.clone_into(&mut matter.delimiter);
    let block = matter.parse::<String>(text).map(|parsed| parsed.matter).unwrap_or_default();
    // gray_matter trims the block and drops its offsets: the first place where the trimmed block stands is its place,
    // because everything before it is blank.
    let rest = &text[block_start..];
    let blank = rest.len() - rest.trim_start().len();
    let block_end = if block.is_empty() { block_start } else { block_start + blank + block.len() };
    match closing_line(text, block_end, delimiter) {
        Some(end) => Fence::Found { block: Span::new(block_start, block_end), language, whole: Span::new(0, end) },
        None => Fence::Unclosed { opening: Span::new(0, delimiter.len()) },
    }
}

/// Where a fence stands that only blank lines and comments keep from being on the first line.
pub(super) fn misplaced(text: &str) -> Option<usize> {
    let mut rest = text;
    loop {
        let line = rest.split_inclusive('\n').next()?;
        let trimmed = line.trim_start();
        if trimmed.is_empty() {
            rest = &rest[line.len()..];
        } else if trimmed.starts_with("<!--") {
            let (_, after) = rest.split_once("-->")?;
            rest = after;
        } else {
            let at = text.len() - rest.len();
            let is_fence = matches!(line.trim_end(), "---" | "+++");
            // After a comment, its line may go on.
            let starts_line = at == 0 || text[..at].ends_with('\n');
            return (is_fence && starts_line && at > 0).then_some(at);
        }
    }
}

/// The end of the first line at or after `from` that is not blank, where that line is the closing fence.
fn closing_line(text: &str, from: usize, delimiter: &str) -> Option<usize> {
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        at += line.len();
        match line.trim() {
            "" => {}
            fence if fence == delimiter && !line.starts_with([' ', '\t']) => return Some(at),
            _ => return None,
        }
    }
    None
}
