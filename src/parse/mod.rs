//! One file in, what stands in it out: front matter as a spanned tree, the body's headings and links, and every
//! problem met on the way.
//!
//! Reading never fails; it reports. What the keys mean, and where links lead, is decided above, in `model`.

mod address;
mod alone;
mod bars;
mod beside;
mod blocks;
mod body;
mod braces;
mod colons;
mod conflict;
mod fault;
mod fence;
mod fenced;
mod item_fault;
mod line;
mod lost;
mod markdown;
mod mend;
mod near;
mod node;
mod outer;
mod own_template;
mod piece;
mod pointer;
mod problem;
mod prose;
mod put_back;
mod raw;
mod refused;
mod remark;
mod second;
mod stray;
mod stream;
mod text;
mod toml;
mod toml_fault;
mod torn;
mod tree;
mod unshown;
mod wiki;
mod yaml;

use std::sync::Arc;

pub use address::folded as folded_label;
pub use alone::{blocks_alone, parts};
pub use bars::Loose;
pub use beside::{Keys, as_front, keys};
pub use blocks::{Block, BlockKind, BlockLink, CELL};
pub use body::{Anchor, Body, Heading, Link};
pub use conflict::conflict;
use fenced::read_front;
pub(crate) use line::key_of;
pub use lost::{Lost, LostKind};
pub use node::{Entry, Node, Scalar, Unread, Value};
pub use own_template::{MOST_OPEN, OwnTemplate, TURN, open_beyond, own_template};
pub use piece::{Anchored, Element, Html, Image, LinkKind, Piece};
pub use pointer::Pointer;
pub use problem::{Problem, ProblemKind};
pub use prose::{ATTRIBUTES as HTML_ATTRIBUTES, ELEMENTS as HTML_ELEMENTS, heading as html_heading, is_inline};
pub use put_back::put_back;
pub use raw::resolved;
#[cfg(test)]
pub(crate) use raw::{RawHtml, Token};
pub use refused::toml as toml_refused;
pub use second::{Second, second};
pub use stray::is_foreign;
pub use stream::{Article, addresses, pieces};
pub use text::normalise;
pub use toml::parse as parse_toml;
pub use torn::{Tear, Torn};
pub use unshown::{Fate, Unseen, Unshown};

use crate::base::wording::Words;
use crate::base::{mark, tell};
use crate::diag::Span;

/// The largest Markdown or settings file that is read, in bytes. The longest documents people write stay far below;
/// what lies above is a mistake or an attack.
pub const MAX_TEXT: u64 = 4 * 1024 * 1024;

/// One Markdown file, read.
#[derive(Debug, Clone)]
pub struct Page {
    /// The normalised text: UTF-8, no BOM, line feeds only. All spans count its bytes.
    pub text: Arc<str>,
    /// The front matter, where the file begins with any. An unreadable one is an empty tree and a problem.
    pub front: Option<Front>,
    /// What was found below the front matter.
    pub body: Body,
    /// The text below the front matter as its reader sees it.
    pub blocks: Vec<Block>,
    /// The digests of the article that the text below the front matter gives: of its [`pieces`].
    pub article: Article,
    /// What is wrong with the file as a file.
    pub problems: Vec<Problem>,
}

/// Front matter: the keys and values between the fences.
#[derive(Debug, Clone)]
pub struct Front {
    /// The entries, in the order of the file.
    pub entries: Vec<Entry>,
    /// From the first byte of the opening fence to the last of the closing one.
    pub span: Span,
    /// What of it could not be read.
    pub unread: Vec<Unread>,
    /// Where it is told that it only looks like front matter, in case each of its lines is a label too with its value behind
    /// it, as texts have them.
    pub near: Option<Span>,
}

/// Reads a Markdown file.
pub fn page(bytes: &[u8]) -> Page {
    page_with(bytes, false)
}

/// Reads a Markdown file whose front matter may be `open`: it may do without its first fence.
pub fn page_with(bytes: &[u8], open: bool) -> Page {
    let mut problems = Vec::new();
    let text = text::read(bytes, &mut problems);
    let split = front(&text, open);
    problems.extend(split.problems);
    problems.extend(conflict::problem(&text, split.body_start));
    let (body, blocks, article) = body::scan(&text, split.body_start);
    Page { text: text.into(), front: split.front, body, blocks, article, problems }
}

/// The blocks of a Markdown text without front matter, and the digests of its article.
pub fn blocks(markdown: &str) -> (Vec<Block>, Article) {
    let mut blocks = blocks::Reader::default();
    let mut digest = stream::Digest::default();
    stream::each(markdown, 0, |_, _| (), |event, _| blocks.take(event.clone()), |piece, _| digest.take(&piece));
    (blocks.finish(), digest.finish())
}

/// A text parted into front matter and what stands below.
#[derive(Debug, Clone)]
pub struct Split {
    /// The front matter, where the text begins with any. An unreadable one is an empty tree and a problem.
    pub front: Option<Front>,
    /// Where the text below it begins.
    pub body_start: usize,
    /// What is wrong with the front matter.
    pub problems: Vec<Problem>,
}

/// The normalised text of a file, and where what stands below its front matter begins. Where the front matter may be `open`,
/// it may do without its first fence.
pub fn parted_text(bytes: &[u8], open: bool) -> (String, usize) {
    let text = text::read(bytes, &mut Vec::new());
    // What is between sound fences says nothing of where they are; a merge that was left unfinished in there does.
    let found = match fence::find(&text) {
        fence::Fence::Found { whole, .. } if !open && !text.contains("<<<<<<<") => Some(whole.end),
        _ => None,
    };
    let start = found.unwrap_or_else(|| front(&text, open).body_start);
    (text, start)
}

/// Reads the front matter of a normalised text and nothing below it. What it says depends on no byte behind
/// `body_start`, where front matter was found, but for whether a second block stands there. Where a merge was left unfinished in it, the version that stood here is read:
/// the text does not lose its id by that. Where it may be `open`, it may do without its first fence.
pub fn front(text: &str, open: bool) -> Split {
    if open && let Some((front, body_start)) = open_front(text) {
        return with_second(text, Split { front: Some(front), body_start, problems: Vec::new() });
    }
    let split = with_second(text, parted(text));
    let unsound = split.front.is_none() || !split.problems.is_empty();
    match unsound.then(|| conflict::first_version(text)).flatten() {
        Some(first) => Split { problems: split.problems, ..parted(&first) },
        None => split,
    }
}

/// Tells of a second block behind the first.
fn with_second(text: &str, mut split: Split) -> Split {
    let unclosed = split.problems.iter().any(|problem| problem.kind == ProblemKind::UnclosedFrontMatter);
    if split.front.is_some() && !unclosed {
        split.problems.extend(second(text, split.body_start).map(|second| second.problem()));
    }
    split
}

fn parted(text: &str) -> Split {
    let mut problems = Vec::new();
    let (front, body_start) = match fence::find(text) {
        fence::Fence::None => match late_front(text, &mut problems) {
            Some((front, end)) => (Some(front), end),
            None => (near_front(text, &mut problems), 0),
        },
        fence::Fence::Unclosed { opening } => {
            let language = fence::language(text);
            // The keys end where a blank line or a heading is: what they say is read, and what is below it is the text.
            let keys = fence::keys_below(text, opening.end);
            let dots = fence::dots_in(text, keys).filter(|_| matches!(language, fence::Language::Yaml));
            let block = dots.map_or(keys, |dots| Span::new(keys.start, dots.start));
            let help = match dots {
                Some(_) => tell!("Write `---` in place of `...`, which does not end front matter."),
                None => {
                    let fence = &text[opening.start..opening.end];
                    tell!("Put a line with only `{fence}` after the last key.", fence)
                }
            };
            let message = tell!("the front matter is never closed");
            let place = dots.unwrap_or(opening);
            problems.push(Problem::new(ProblemKind::UnclosedFrontMatter, place, message).help(help));
            let (entries, _, unread) = read_front(text, block, language);
            let end =
                dots.map_or(block.end, |dots| text[dots.end..].find('\n').map_or(text.len(), |at| dots.end + at + 1));
            (Some(Front { entries, span: Span::new(0, end), unread, near: None }), end)
        }
        fence::Fence::Found { block, language, whole } => {
            let (entries, found, unread) = read_front(text, block, language);
            problems.extend(found);
            (Some(Front { entries, span: whole, unread, near: None }), whole.end)
        }
    };
    Split { front, body_start, problems }
}

/// Front matter that begins below blank lines or comments, and where the text below it starts: a problem, as other
/// programs take it for text, but one that must not turn a controlled document into an uncontrolled page. It has to read
/// as front matter, with a key that every kind knows; two rules around a paragraph do not.
fn late_front(text: &str, problems: &mut Vec<Problem>) -> Option<(Front, usize)> {
    let at = fence::misplaced(text)?;
    let fence::Fence::Found { block, language, whole } = fence::find(&text[at..]) else { return None };
    let (entries, found, unread) = read_front(text, block.shifted(at), language);
    let is_common = |entry: &Entry| ["id", "title", "kind"].iter().any(|key| entry.key.eq_ignore_ascii_case(key));
    if !entries.iter().any(is_common) {
        return None;
    }
    let fence = Span::new(at, at + 3);
    let message = tell!("front matter has to begin on the first line");
    let help = mark!(
        "The file has to begin with `{fence}`: move what stands above it below the `{fence}` that ends the keys."
    );
    let help = tell!(help, fence = &text[at..at + 3]);
    problems.push(Problem::new(ProblemKind::InvalidFrontMatter, fence, message).help(help));
    problems.extend(found);
    Some((Front { entries, span: whole.shifted(at), unread, near: None }, whole.end + at))
}

/// Keys and values from the first line on, closed by a fence and not opened by one, and where the text below them starts.
fn open_front(text: &str) -> Option<(Front, usize)> {
    let is_key = |line: &str| {
        let key = line.split_once(':').map(|(key, _)| key);
        key.is_some_and(|key| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')))
    };
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').take(OPEN).enumerate() {
        if number == 0 && !is_key(line) {
            return None;
        }
        if number > 1 && line.trim_end() == "---" {
            let (entries, problems, unread) = read_front(text, Span::new(0, at), fence::Language::Yaml);
            // One line above a rule is a heading.
            let sound = entries.len() > 1 && problems.is_empty();
            let end = at + line.len();
            return sound.then(|| (Front { entries, unread, span: Span::new(0, end), near: None }, end));
        }
        at += line.len();
    }
    None
}

/// How many lines front matter without a first fence may have.
const OPEN: usize = 60;

/// What is nearly front matter: a problem, and a document whose text is not to be relied on. It is not taken for a page
/// without front matter. Its keys are read as far as they are plain, so that whatever names it still finds it.
fn near_front(text: &str, problems: &mut Vec<Problem>) -> Option<Front> {
    let near = near::find(text)?;
    let message = Words::from(near.why.sentence());
    let told = Problem::new(ProblemKind::InvalidFrontMatter, near.place, message);
    problems.push(told.help(Words::from(near.remedy())));
    let language = if near.is_toml { fence::Language::Toml } else { fence::Language::Yaml };
    let (entries, _, unread) = read_front(text, near.block, language);
    Some(Front { entries, span: Span::new(0, near.block.end), unread, near: near.in_labels(text) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remedy_is_of_the_language_that_the_keys_are_in() {
        for (before, after) in [("++++", "++++"), ("++", "++"), ("+++toml", "+++"), ("----", "----")] {
            let page = page(format!("{before}\nid = \"A\"\ntitle = \"T\"\n{after}\nText.\n").as_bytes());
            assert_eq!(kinds(&page), [ProblemKind::InvalidFrontMatter], "{before}");
            let help = page.problems[0].help.as_ref().expect("a remedy").english();
            assert!(help.starts_with("The keys are TOML: put `+++`"), "{before}: {help}");
            // What it comes to is sound.
            assert_eq!(page.front.expect("front matter").entries.len(), 2, "{before}");
        }
        let page = page(b"++++\nid: A\ntitle: a = b\n++++\n");
        assert!(page.problems[0].help.as_ref().expect("a remedy").english().starts_with("Put `---`"));
    }

    #[test]
    fn three_dots_end_no_front_matter_and_are_no_text() {
        let page = page(b"---\nid: A\ntitle: T\n...\nText.\n");
        assert_eq!(kinds(&page), [ProblemKind::UnclosedFrontMatter]);
        let problem = &page.problems[0];
        assert_eq!(&page.text[problem.span.start..problem.span.end], "...");
        let help = problem.help.as_ref().expect("a remedy").english();
        assert_eq!(help, "Write `---` in place of `...`, which does not end front matter.");
        assert_eq!(page.front.expect("front matter").entries.len(), 2);
        assert_eq!(&page.text[page.body.start..], "Text.\n");
    }

    #[test]
    fn front_matter_below_the_first_line_is_told_at_its_fence() {
        for (before, fence) in
            [("\n", "---"), (" \n\t\n", "+++"), ("<!-- a\nb -->\n\n", "---"), ("\n<!-- -->  \n", "---")]
        {
            let keys = if fence == "---" { "Title: T\nid: A" } else { "title = \"T\"\nid = \"A\"" };
            let page = page(format!("{before}{fence}\n{keys}\n{fence}\n# Body\n").as_bytes());
            assert_eq!(kinds(&page), [ProblemKind::InvalidFrontMatter], "{before:?}");
            assert_eq!(page.problems[0].span, Span::new(before.len(), before.len() + 3));
            assert_eq!(page.problems[0].message.english(), "front matter has to begin on the first line");
            let front = page.front.expect("front matter");
            let id = &front.entries[1].node.span;
            assert_eq!(page.text[id.start..id.end].trim_matches('"'), "A");
            assert!(page.text[front.span.start..].starts_with(fence), "{before:?}");
            assert_eq!(&page.text[page.body.start..], "# Body\n");
            let help = page.problems[0].help.as_ref().expect("a remedy").english();
            assert!(
                help.contains(&format!("move what stands above it below the `{fence}` that ends the keys")),
                "{help}"
            );
            let keys = &page.text[front.span.start..front.span.end];
            let moved = super::page(format!("{keys}{before}# Body\n").as_bytes());
            assert!(moved.problems.is_empty() && moved.front.is_some(), "{before:?}: {:?}", moved.problems);
        }
    }

    #[test]
    fn what_is_no_front_matter_below_the_first_line_is_text() {
        for text in ["\n---\nJust text.\n---\n", "\n---\nnote: x\n---\n", "<!-- open\n---\nnote: A\n---\n", "", "\n\n"]
        {
            let page = page(text.as_bytes());
            assert!(page.front.is_none() && page.problems.is_empty() && page.body.start == 0, "{text:?}");
        }
    }

    #[test]
    fn what_is_nearly_front_matter_is_told_and_keeps_its_keys() {
        for text in [
            "\n---\nid: A\n\nnever closed\n",
            "text\n\n---\nid: A\n---\n",
            "<!-- open\n---\nid: A\n---\n",
            "<!-- a --> ---\nid: A\n---\n",
            "\n    ---\nid: A\n---\n",
            "----\nid: A\n----\n",
        ] {
            let page = page(text.as_bytes());
            assert_eq!(kinds(&page), [ProblemKind::InvalidFrontMatter], "{text:?}");
            let front = page.front.as_ref().expect("it is not taken for a page without");
            assert_eq!((front.entries[0].key.as_str(), page.body.start), ("id", 0), "{text:?}");
            let value = front.entries[0].node.span;
            assert_eq!(&page.text[value.start..value.end], "A", "{text:?}");
        }
    }

    /// A document as it should be, and what a slip of one key can make of its fences.
    #[test]
    fn no_slip_of_one_character_drops_front_matter_in_silence() {
        let good = "---\nid: POL-001\ntitle: T\nkind: policy\n---\n\n# T\n\nText.\n\n---\n\nMore.\n";
        let plain = |page: &Page| {
            let keys = page.front.iter().flat_map(|front| &front.entries);
            keys.map(|entry| format!("{}={:?}", entry.key, entry.node.value)).collect::<Vec<_>>()
        };
        let (end, wanted) = (good.find("\n\n# T").expect("the end of the front matter"), plain(&page(good.as_bytes())));
        let slips = " \t\n\r-+=_*#>~`'\":;,.{}[]()<&!%@x9\u{a0}\u{ad}\u{200b}\u{2014}\u{feff}\0";
        let mut mutants = Vec::new();
        for at in 0..=end {
            let (before, after) = good.split_at(at);
            let rest = &after[1..];
            mutants.push(format!("{before}{rest}"));
            mutants.push(format!("{before}{}{after}", &after[..1]));
            mutants.extend(
                slips.chars().flat_map(|slip| [format!("{before}{slip}{after}"), format!("{before}{slip}{rest}")]),
            );
        }
        for mutant in mutants {
            let page = page(mutant.as_bytes());
            assert!(page.front.is_some(), "{mutant:?} is a page without front matter");
            // A value may be another one, and a key that is not known is told where keys are known.
            let first = mutant.lines().next().unwrap_or_default();
            let is_fence = |line: &str| line.trim_end() == "---";
            if !is_fence(first) {
                assert!(!page.problems.is_empty() || plain(&page) == wanted, "{mutant:?} says nothing");
            }
        }
    }

    fn kinds(page: &Page) -> Vec<ProblemKind> {
        page.problems.iter().map(|problem| problem.kind).collect()
    }

    #[test]
    fn bom_and_carriage_returns_change_nothing() {
        let plain = page(b"---\nid: A\n---\n# T\n\n[x](y.md)\n");
        let windows = page(b"\xef\xbb\xbf---\r\nid: A\r\n---\r\n# T\r\n\r\n[x](y.md)\r\n");
        assert_eq!(plain.text, windows.text);
        assert_eq!(format!("{:?}", plain.front), format!("{:?}", windows.front));
        assert_eq!(format!("{:?}", plain.body), format!("{:?}", windows.body));
    }

    #[test]
    fn values_keep_their_text_and_place() {
        let page = page(b"---\nversion: 1.10\ntitle: \"A: b\"\nlist: [x, 'y']\n---\nbody");
        let front = page.front.expect("front matter");
        let text = |i: usize| match &front.entries[i].node.value {
            Value::Scalar(scalar) => scalar.text.clone(),
            _ => String::new(),
        };
        assert_eq!((text(0).as_str(), text(1).as_str()), ("1.10", "A: b"));
        let span = front.entries[0].node.span;
        assert_eq!(&page.text[span.start..span.end], "1.10");
        assert_eq!(&page.text[front.entries[2].key_span.start..front.entries[2].key_span.end], "list");
        assert_eq!(&page.text[page.body.start..], "body");
    }

    #[test]
    fn toml_between_plus_signs_is_front_matter_too() {
        let page = page(b"+++\nid = \"A\"\ncontrols = [\"A.5.2\"]\neffective = 2026-01-02\n+++\nbody\n");
        let front = page.front.expect("front matter");
        assert_eq!(front.entries.len(), 3);
        let span = front.entries[2].node.span;
        assert_eq!(&page.text[span.start..span.end], "2026-01-02");
        assert!(page.problems.is_empty());
    }

    #[test]
    fn a_fence_that_is_never_closed_is_told_at_the_fence() {
        let page = page(b"---\nid: A\n\n# Title\n");
        assert_eq!(kinds(&page), [ProblemKind::UnclosedFrontMatter]);
        assert_eq!(page.problems[0].span, Span::new(0, 3));
    }

    #[test]
    fn empty_front_matter_is_front_matter() {
        for source in ["---\n---\nbody\n", "---\n\n\n---\nbody\n", "---\n# only a comment\n---\nbody\n"] {
            let page = page(source.as_bytes());
            assert!(page.front.as_ref().is_some_and(|front| front.entries.is_empty()), "{source:?}");
            assert_eq!(&page.text[page.body.start..], "body\n");
            assert!(page.problems.is_empty(), "{:?}", page.problems);
        }
    }

    #[test]
    fn a_thematic_break_further_down_is_not_a_fence() {
        let page = page(b"Hello\n\n---\n\nid: x\n\n---\n");
        assert!(page.front.is_none() && page.problems.is_empty());
    }

    #[test]
    fn bytes_that_are_not_utf8_are_told_at_their_place_and_the_rest_is_read() {
        let page = page(b"---\nid: A\ntitle: caf\xe9\n---\n# H\n");
        assert_eq!(kinds(&page), [ProblemKind::NotUtf8]);
        assert_eq!(page.problems[0].span.start, 4 + 6 + 10);
        assert_eq!(page.front.map(|front| front.entries.len()), Some(2));
        assert_eq!(page.body.headings.len(), 1);
    }

    #[test]
    fn alias_bombs_and_deep_nesting_are_refused_at_once() {
        let bomb = "---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b]\nid: P\n---\n";
        assert!(kinds(&page(bomb.as_bytes())).contains(&ProblemKind::InvalidFrontMatter));
        let deep = format!("---\na: {}\n---\n", "[".repeat(100_000));
        assert!(kinds(&page(deep.as_bytes())).contains(&ProblemKind::InvalidFrontMatter));
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics_and_spans_stay_inside(source in "(---\n|\\+\\+\\+\n)?([a-z\\-:\\[\\]{}&*!|>'\"#= \n0-9é\t]{0,80})(\n---\n|\n\\+\\+\\+\n)?.{0,40}") {
            let page = page(source.as_bytes());
            for problem in &page.problems {
                proptest::prop_assert!(page.text.get(problem.span.start..problem.span.end).is_some(), "{problem:?}");
            }
            for link in &page.body.links {
                proptest::prop_assert!(page.text.get(link.span.start..link.span.end).is_some());
            }
        }
    }
}
