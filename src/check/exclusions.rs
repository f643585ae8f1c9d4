//! What a scope says that it leaves out: under `exclusions`, or, where nothing stands there, in its text.
//!
//! A text that names a system may as well say that it is covered. So of a text only sentences count that say no to
//! something, what stands under such a heading, and the lists and tables that such a sentence leads to.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use super::named::named_in;
use crate::diag::Span;
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::links::Target;

/// What a scope leaves out, read once for all systems.
pub(super) struct Exclusions {
    /// Whether it could not be read: what could not may name anything.
    is_misread: bool,
    /// Documents named by their id, or by a link.
    named: BTreeSet<DocIx>,
    /// The cells or sentences, in lower case.
    texts: Vec<String>,
    /// In which of them each word stands.
    by_word: BTreeMap<String, Vec<usize>>,
}

impl Exclusions {
    pub(super) fn of(context: &Context<'_>, ix: DocIx, scope: &Document) -> Self {
        let is_misread = scope.fields.is_misread("exclusions");
        let mut all = Self { is_misread, named: BTreeSet::new(), texts: Vec::new(), by_word: BTreeMap::new() };
        let rows = scope.fields.rows("exclusions");
        let cells = rows.iter().flat_map(|row| ["what", "why"].into_iter().filter_map(|key| row.cells.text(key)));
        cells.for_each(|cell| all.add(context, cell));
        if !rows.is_empty() || is_misread {
            return all;
        }
        let spans = told(scope);
        spans.iter().filter_map(|span| scope.text.get(span.start..span.end)).for_each(|text| all.add(context, text));
        // Spans stand in the order of the text and apart from each other.
        let is_told = |at: usize| {
            let next = spans.partition_point(|span| span.end <= at);
            spans.get(next).is_some_and(|span| span.start <= at)
        };
        let links = scope.body.links.iter().zip(context.aims.links.get(ix.index()).into_iter().flatten());
        all.named.extend(links.filter(|(link, _)| is_told(link.span.start)).filter_map(|(_, target)| match target {
            Ok(Target::Document(to, _)) => Some(*to),
            _ => None,
        }));
        all
    }

    fn add(&mut self, context: &Context<'_>, text: &str) {
        self.named.extend(named_in(context, text).documents);
        let (place, text) = (self.texts.len(), text.to_lowercase());
        for word in words(&text).collect::<BTreeSet<_>>() {
            self.by_word.entry(word.to_owned()).or_default().push(place);
        }
        self.texts.push(text);
    }

    /// Whether a system is named there, by its id, by a link or by its title.
    pub(super) fn name(&self, ix: DocIx, system: &Document) -> bool {
        self.is_misread || self.named.contains(&ix) || self.has_title(&system.title)
    }

    /// Whether a title stands there, whatever its letter case, and not as a part of other words. A short one, such as `AI`,
    /// is a word of many sentences: it has to be all that stands there.
    fn has_title(&self, title: &str) -> bool {
        let title = title.trim().to_lowercase();
        let is_short = title.chars().filter(|c| c.is_alphanumeric()).count() < SHORT;
        let places = words(&title).map(|word| self.by_word.get(word).map_or(&[][..], Vec::as_slice));
        // Where its rarest word stands, it may stand as a whole.
        let rarest = places.min_by_key(|places| places.len()).unwrap_or_default();
        let has = |text: &String| if is_short { bare(text) == bare(&title) } else { has_words(text, &title) };
        rarest.iter().filter_map(|place| self.texts.get(*place)).any(has)
    }
}

/// Titles with fewer letters than this are words of many sentences.
const SHORT: usize = 4;

fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric())
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether a text has these words, both in lower case, and not as a part of others.
fn has_words(text: &str, words: &str) -> bool {
    let is_free = |at: usize| {
        let (before, behind) = (text[..at].chars().next_back(), text[at + words.len()..].chars().next());
        [before, behind].into_iter().flatten().all(|c| !c.is_alphanumeric())
    };
    !words.is_empty() && text.match_indices(words).any(|(at, _)| is_free(at))
}

/// Words that say no, in English and German.
const NO: [&str; 10] = ["not", "no", "neither", "nor", "cannot", "t", "nicht", "weder", "außer", "ausser"];
/// What words begin with that say that something is left out.
const OUT: [&str; 15] = [
    "exclu",
    "except",
    "exempt",
    "omit",
    "outside",
    "leav",
    "kein",
    "ausgenommen",
    "ausnahme",
    "ausgeschl",
    "ausschl",
    "ausgelassen",
    "ausgeklammert",
    "außerhalb",
    "ausserhalb",
];

/// Whether a text says that something is left out, or says no to something.
fn says_no(text: &str) -> bool {
    let text = text.to_lowercase();
    let all: Vec<&str> = words(&text).collect();
    let is_one = |word: &&str| NO.contains(word) || OUT.iter().any(|start| word.starts_with(start));
    let is_left = |words: &[&str]| matches!(words, ["left", "out"] | ["out", "of"]);
    all.iter().any(is_one) || all.windows(2).any(is_left)
}

/// Where the text of a scope says what it leaves out. One in another language than those whose words are known here may say
/// it anywhere.
fn told(scope: &Document) -> Vec<Span> {
    let known = |tag: &str| matches!(tag.split(['-', '_']).next(), Some("en" | "de"));
    let (text, start) = (&scope.text, scope.body.start);
    if scope.lang.as_deref().is_some_and(|tag| !known(&tag.to_ascii_lowercase())) {
        return vec![Span::new(start, text.len())];
    }
    let mut headings = scope.body.headings.iter().peekable();
    // The level of the heading above that says it, and whether what leads to a list or a table says it.
    let (mut under, mut leads) = (None, false);
    let mut told = Vec::new();
    for (block, span) in blocks(text, start) {
        let mut own = None;
        while let Some(heading) = headings.next_if(|heading| heading.span.start < span.end) {
            own = Some(heading);
        }
        if let Some(heading) = own {
            if under.is_none_or(|level| heading.level <= level) {
                under = says_no(&heading.text).then_some(heading.level);
            }
            leads = false;
        }
        let said = text.get(span.start..span.end).unwrap_or_default();
        let is_led = under.is_some() || (leads && block != Block::Text);
        let sentences = sentences(said).map(|(at, sentence)| (Span::new(at, at + sentence.len()), says_no(sentence)));
        let sentences: Vec<(Span, bool)> = sentences.collect();
        let last = sentences.last().is_some_and(|(_, no)| *no);
        match block {
            Block::Text if own.is_none() => leads = last,
            Block::FirstRow => leads |= last,
            Block::Item if said.trim_end().ends_with(':') => leads = last,
            _ => {}
        }
        told.extend(sentences.iter().filter(|(_, no)| is_led || *no).map(|(of, _)| of.shifted(span.start)));
    }
    told
}

/// What a block of lines is.
#[derive(Clone, Copy, PartialEq)]
enum Block {
    /// A paragraph, or a heading.
    Text,
    /// An item of a list.
    Item,
    /// The first row of a table.
    FirstRow,
    /// Another one.
    Row,
}

/// The blocks of a text from `start` on, with their places.
fn blocks(text: &str, start: usize) -> Vec<(Block, Span)> {
    let mut blocks: Vec<(Block, Span)> = Vec::new();
    let (mut at, mut is_open) = (start, false);
    for line in text.get(start..).unwrap_or_default().split_inclusive('\n') {
        let (from, said) = (at, line.trim());
        at += line.len();
        let begins = begins_with(said);
        let after_row = is_open && blocks.last().is_some_and(|(last, _)| matches!(last, Block::FirstRow | Block::Row));
        match blocks.last_mut() {
            _ if said.is_empty() => is_open = false,
            // A paragraph, or an item, goes on in the next line.
            Some((Block::Text | Block::Item, span)) if is_open && begins == Block::Text && !said.starts_with('#') => {
                span.end = at;
            }
            _ => {
                let block = if begins == Block::FirstRow && after_row { Block::Row } else { begins };
                blocks.push((block, Span::new(from, at)));
                // Nothing goes on behind a heading.
                is_open = !said.starts_with('#');
            }
        }
    }
    blocks
}

/// What a line begins.
fn begins_with(line: &str) -> Block {
    let behind = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_item = match behind.len() < line.len() {
        true => behind.starts_with(". ") || behind.starts_with(") "),
        false => ["- ", "* ", "+ "].iter().any(|sign| line.starts_with(sign)),
    };
    match line.starts_with('|') {
        true => Block::FirstRow,
        false if is_item => Block::Item,
        false => Block::Text,
    }
}

/// The sentences of a block, with their places in it. Behind an abbreviation, such as `e.g.`, none ends.
fn sentences(block: &str) -> impl Iterator<Item = (usize, &str)> {
    let ends = |(at, sign): (usize, char)| {
        let (before, behind) = (&block[..at], &block[at + sign.len_utf8()..]);
        let next = behind.trim_start();
        let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let is_end = matches!(sign, '.' | '!' | '?')
            && next.len() < behind.len()
            && !next.starts_with(char::is_lowercase)
            && (sign != '.' || word.chars().count() != 1);
        is_end.then_some(at + 1)
    };
    let mut from = 0;
    let all = block.char_indices().filter_map(ends).chain([block.len()]).collect::<Vec<_>>();
    all.into_iter().filter_map(move |to| {
        let sentence = (from, block.get(from..to)?);
        from = to;
        (!sentence.1.trim().is_empty()).then_some(sentence)
    })
}

#[cfg(test)]
mod tests {
    use super::Exclusions;
    use crate::check::testing::with;

    /// Whether by these settings a scope with these lines and this text leaves out the system SYS-1, which has that title.
    fn leaves_out_by(settings: &str, title: &str, scope: &str, text: &str) -> bool {
        let scope = format!("---\nid: SCO\nkind: scope\n{scope}---\n{text}\n");
        let system = format!("---\nid: SYS-1\ntitle: {title}\nkind: system\n---\n");
        with(&[("aims.toml", settings), ("a.md", &scope), ("s.md", &system)], |context| {
            let document = |id| {
                let ix = context.aims.by_id(id).expect("it is there");
                (ix, context.aims.document(ix))
            };
            let ((scope, of_scope), (system, of_system)) = (document("SCO"), document("SYS-1"));
            Exclusions::of(context, scope, of_scope).name(system, of_system)
        })
    }

    fn leaves_out(title: &str, scope: &str, text: &str) -> bool {
        leaves_out_by("", title, scope, text)
    }

    #[test]
    fn a_sentence_that_names_it_and_says_no_leaves_it_out() {
        for text in [
            "The Letter Sorter is left out.",
            "The AIMS covers all. It does not cover the\nletter sorter, e.g. that of the canteen.",
            "We leave out [the old one](s.md).",
            "We leave out [[SYS-1]].",
            "Outside the scope: SYS-1.",
            "Der Letter Sorter ist ausgenommen.",
            "Außerhalb des AIMS liegt SYS-1.",
            "## Exclusions\n\nThe canteen runs SYS-1.\n\n### Others\n\nMore.",
            "## Nicht erfasst\n\n| Was | Warum |\n|---|---|\n| SYS-1 | Die Kantine betreibt es |",
            "We do not cover these:\n\n- The oven\n- The Letter Sorter",
            "| Left out | Why |\n|---|---|\n| SYS-1 | The canteen runs it |",
        ] {
            assert!(leaves_out("Letter Sorter", "", text), "{text}");
        }
    }

    #[test]
    fn a_text_that_names_it_may_say_that_it_is_covered() {
        for text in [
            "The AIMS covers the Letter Sorter, SYS-1, and all that it does.",
            "The oven is left out. The AIMS covers [the sorter](s.md), the Letter Sorter.",
            "We do not cover these:\n\n- The oven\n\nWe cover the Letter Sorter.",
            "## Exclusions\n\nThe oven.\n\n## Systems\n\n- SYS-1",
            "We do not cover the letter sorters, nor SYS-10.",
        ] {
            assert!(!leaves_out("Letter Sorter", "", text), "{text}");
        }
        assert!(!leaves_out("AI", "", "The AI policy does not cover the oven."), "a short title is a word of many");
        assert!(leaves_out("AI", "", "We do not cover:\n\n- The oven\n- AI"));
    }

    #[test]
    fn where_exclusions_have_rows_only_these_count() {
        let row = |what: &str| format!("exclusions:\n  - {{what: {what}, why: Another society runs it}}\n");
        assert!(leaves_out("Letter Sorter", &row("The letter sorter of the canteen"), ""));
        assert!(leaves_out("Letter Sorter", &row("SYS-1"), ""));
        assert!(leaves_out("AI", &row("AI"), ""));
        assert!(!leaves_out("AI", &row("The AI of the canteen"), ""));
        assert!(!leaves_out("Letter Sorter", &row("The canteen"), "SYS-1 is not covered."));
    }

    #[test]
    fn a_text_in_another_language_may_say_it_anywhere() {
        let text = "Le SMIA laisse de côté SYS-1 : la cantine l'exploite.";
        assert!(leaves_out_by("[languages]\ndefault = \"fr\"\n", "Trieur", "", text));
        assert!(!leaves_out("Trieur", "", text));
    }
}
