//! Whether a document says anything: words in its text, beside its headings, or in the keys that its kind keeps its
//! content in.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::absent::is_absent;
use super::fields::{FieldValue, Fields};
use super::kinds::{FieldSpec, FieldType, Kind, Need};
use crate::base::lookalike::is_unseen;
use crate::parse::{Block, BlockKind, Body, CELL, LinkKind, Page};

/// How much a document says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Said {
    /// Whether it says nothing: in its text, and in the keys that its kind keeps its content in.
    pub wordless: bool,
    /// Whether it holds next to no word, and leads to nothing that could say more: what somebody writes who has to write
    /// something.
    pub scant: bool,
    /// How many words it has beside links where it says next to nothing by itself, in its text and in its keys, and names what
    /// says more: links alone.
    pub by_links: Option<usize>,
    /// What its text is told by among those of others; `None` where it is too short for that. The same for the same text
    /// within one run of the program, and kept nowhere.
    pub mark: Option<u64>,
}

/// So many letters are next to nothing: a short sentence has more.
const SCANT: usize = 40;

/// So few words beside links lead to these, as in `See:`; more may say something.
pub(super) const LEAD_IN: usize = 2;

/// A block of more bytes is looked at only where it alone could be all that a document says.
const LONG: usize = 200;

/// A text with names of links of more lengths, each looked for at all of its bytes, is not followed: next to no text has
/// them in the few blocks that may be all links.
const MOST_STEPS: usize = 50_000_000;

/// How many letters of ours one of a script without an alphabet counts for.
const DENSE: usize = 4;

/// How much a document says. Headings, comments, places to fill in, the names of pictures and a header, `worded` being the page
/// without that where there is one, say nothing.
pub(super) fn weigh(page: (&[Block], &Body), worded: Option<&Page>, kind: Option<&Kind>, fields: &Fields) -> Said {
    let (blocks, body) = worded.map_or(page, |page| (&page.blocks[..], &page.body));
    let texts = texts(blocks, body);
    let content = kind.is_some_and(|kind| has_content(kind, fields));
    let of_text: usize = texts.iter().map(|text| letters(text)).sum();
    let shows_more = body.links.iter().any(|link| leads_out(&link.target));
    let of_fields = || kind.map_or(0, |kind| letters_of(kind, fields));
    let wordless = !content && !texts.iter().any(|text| text.len() <= LONG || !is_absent(text));
    let is_short = !content && !wordless && of_text < LONG;
    Said {
        by_links: is_short.then(|| beside_links(&texts, body)).flatten(),
        wordless,
        scant: of_text < SCANT && !shows_more && of_text + of_fields() < SCANT,
        mark: (of_text >= SCANT).then(|| mark(&texts)),
    }
}

/// How many words are left of a text without the names of its links, where it has some and next to nothing besides.
fn beside_links(texts: &[Cow<'_, str>], body: &Body) -> Option<usize> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for link in body.links.iter().filter(|link| link.kind != LinkKind::Image) {
        *counts.entry(link.text.trim()).or_default() += 1;
    }
    let is_linked = counts.remove("").is_some() || !counts.is_empty();
    let (mut own, text) = (String::new(), texts.join("\n"));
    // Of names that begin alike the longest: the name of one may be part of that of another.
    let lengths: BTreeSet<usize> = counts.keys().map(|name| name.len()).collect();
    if lengths.len().saturating_mul(text.len()) > MOST_STEPS {
        return None;
    }
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        let mut names = lengths.iter().rev().filter_map(|length| text.get(at..at + length));
        let name = names.find(|name| counts.get(name).is_some_and(|left| *left > 0));
        if let Some(left) = name.and_then(|name| counts.get_mut(name)) {
            *left -= 1;
        }
        own.push_str(name.map_or_else(|| &text[at..at + next.len_utf8()], |_| LINK));
        at += name.map_or(next.len_utf8(), str::len);
    }
    let words = own.split(|c: char| c.is_whitespace() || LINK.contains(c)).filter(|word| word.contains(is_letter));
    let leaves = is_linked && letters(&own) < SCANT / 2 && !own.split_inclusive(ENDS).any(is_sentence);
    leaves.then(|| words.count())
}

/// What stands for a link, and what ends a sentence.
const LINK: &str = "\0";
const ENDS: [char; 4] = ['.', '!', '?', '。'];

/// Whether a text ends as a sentence without a link in it, however short: `We must not.`, and not `cf.`
fn is_sentence(text: &str) -> bool {
    let own = text.rsplit('\n').next().unwrap_or_default();
    text.ends_with(ENDS) && !own.contains(LINK) && letters(own) >= SCANT / 10
}

/// The texts of blocks that say something.
fn texts<'a>(blocks: &'a [Block], body: &Body) -> Vec<Cow<'a, str>> {
    let pictures: HashSet<&str> =
        body.links.iter().filter(|link| link.kind == LinkKind::Image).map(|link| link.text.trim()).collect();
    let lengths: BTreeSet<usize> = pictures.iter().map(|alt| alt.len()).collect();
    let text = |block: &'a Block| {
        let (mut text, mut last) = (Cow::Borrowed(block.text.as_str()), 0);
        if block.links.iter().any(|link| link.image) {
            let mut left = String::with_capacity(text.len());
            for at in block.links.iter().filter(|link| link.image).map(|link| link.at) {
                let begins = lengths.iter().rev().filter_map(|length| at.checked_sub(*length));
                let is_one = |from: &usize| block.text.get(*from..at).is_some_and(|alt| pictures.contains(alt));
                if let Some(from) = begins.filter(|from| *from >= last).find(is_one) {
                    left.push_str(&block.text[last..from]);
                    last = at;
                }
            }
            text = Cow::Owned(left + &block.text[last..]);
        }
        (text.contains(is_letter) && (text.len() > LONG || !is_absent(&text))).then_some(text)
    };
    let noted = OnceCell::new();
    let of_notes = || noted.get_or_init(|| bracketed(blocks));
    let is_noted = |text: &str| text.find("] ").is_some_and(|end| of_notes().contains(&text[..=end]));
    let is_seen = |(at, block): &(usize, &Block)| match block.kind {
        BlockKind::Heading(_) => false,
        BlockKind::Row => !is_bare_head(blocks, *at),
        // A page shows a footnote where something refers to it.
        BlockKind::Footnote => is_noted(&block.text),
        _ => !is_filler(&block.text),
    };
    blocks.iter().enumerate().filter(is_seen).filter_map(|(_, block)| text(block)).collect()
}

/// What stands in brackets in texts that are no footnotes, with these, as far as it is as short as names are.
fn bracketed(blocks: &[Block]) -> BTreeSet<&str> {
    let texts = blocks.iter().filter(|block| block.kind != BlockKind::Footnote).map(|block| block.text.as_str());
    let names = texts.flat_map(|text| {
        text.match_indices('[').filter_map(move |(at, _)| {
            let near = text.as_bytes()[at..].iter().take(200);
            text.get(at..=at + near.copied().position(|byte| byte == b']')?)
        })
    });
    names.collect()
}

/// Whether that is the head of a table in which nothing stands. One of one column may be a frame around a text.
fn is_bare_head(blocks: &[Block], at: usize) -> bool {
    let is_row = |block: &Block| block.kind == BlockKind::Row;
    let is_head = at.checked_sub(1).is_none_or(|before| !is_row(&blocks[before]));
    let mut below = blocks[at + 1..].iter().take_while(|block| is_row(block));
    is_head && blocks[at].text.contains(CELL) && !below.any(|row| row.text.contains(is_letter))
}

/// What stands in for a text, in letters alone.
const FILLERS: &str = "toc tobewritten tobefilledin comingsoon underconstruction thispageisintentionallyleftblank \
    thispageintentionallyleftblank intentionallyleftblank leftblank dieseseiteistabsichtlichleer nochzuschreiben";

/// Whether a text is for a program or stands in for one that is still to come: `[[_TOC_]]`, what Obsidian hides between `%%`,
/// what a page of components imports, `This page is intentionally left blank.`
fn is_filler(text: &str) -> bool {
    let text = text.trim();
    let is_hidden = text.len() > 3 && text.starts_with("%%") && text[2..].find("%%") == Some(text.len() - 4);
    let is_code = text.starts_with("import ") && text.ends_with(['"', '\'', ';'])
        || text.starts_with("export ") && text.contains('=');
    let letters = || text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    is_hidden || is_code || text.len() < LONG && FILLERS.split_whitespace().any(|filler| filler == letters())
}

/// How many letters and digits a text has, as far as it matters.
fn letters(text: &str) -> usize {
    let weight = |c: char| if c >= '\u{2e80}' { DENSE } else { 1 };
    text.chars().filter(|c| is_letter(*c)).take(SCANT).map(weight).sum()
}

/// Whether that is a letter or digit that somebody sees.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && !is_unseen(c)
}

/// The letters in the keys of its kind; what could not be read may be any number.
fn letters_of(kind: &Kind, fields: &Fields) -> usize {
    let of = |spec: &FieldSpec| match fields.get(&spec.name).map(|field| &field.value) {
        Some(FieldValue::Text(text)) => letters(text),
        Some(FieldValue::Texts(texts)) => texts.iter().take(SCANT).map(|text| letters(&text.value)).sum(),
        Some(FieldValue::Rows(rows)) => {
            let cells = rows.iter().take(SCANT).flat_map(|row| row.cells.by_name.values());
            cells.map(|cell| if let FieldValue::Text(text) = &cell.value { letters(text) } else { 1 }).sum()
        }
        Some(_) => 1,
        None if fields.is_misread(&spec.name) => SCANT,
        None => 0,
    };
    kind.fields.iter().map(of).sum()
}

/// Whether a link leads to something that is no page of the same repository: an address elsewhere, a file that holds more.
fn leads_out(target: &str) -> bool {
    // Nobody answers a reader at once.
    if ["mailto:", "tel:"].iter().any(|scheme| target.to_ascii_lowercase().starts_with(scheme)) {
        return false;
    }
    let path = target.split(['#', '?']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    target.contains("://") || ending.is_some_and(|ending| is_file(&ending))
}

/// Whether a name ends as that of a file, and not as an id does: `A.5.2`.
fn is_file(ending: &str) -> bool {
    ending != "md" && ending.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// The same for texts that differ in ids, days and numbers alone, within one run; it is kept nowhere.
fn mark(texts: &[Cow<'_, str>]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for text in texts {
        // Ids, days and numbers are what a form is filled in with: two of them that differ in nothing else say the same.
        for word in text.split_whitespace().filter(|word| !word.bytes().any(|byte| byte.is_ascii_digit())) {
            word.hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// Whether the keys of its kind hold content. Of what is written, approved and retired that are rows of several columns, as a
/// statement of applicability has them, and the lists that a scope is made of: a list of words beside a policy or a procedure
/// is no text of it. Of an entry of a register or a record texts, numbers and lists are content too.
fn has_content(kind: &Kind, fields: &Fields) -> bool {
    let is_text = kind.has_life();
    let holds = |spec: &FieldSpec| {
        let counts = match spec.field_type {
            FieldType::Rows => true,
            FieldType::Texts | FieldType::Text | FieldType::Number => !is_text,
            _ => false,
        };
        match fields.get(&spec.name) {
            Some(field) => counts && holds_content(&field.value, spec, is_text),
            None => fields.is_misread(&spec.name),
        }
    };
    kind.fields.iter().any(holds) || (kind.counts_as() == "scope" && lists_enough(kind, fields))
}

/// Whether the lists of a kind that is made of lists say as much as a sentence would.
fn lists_enough(kind: &Kind, fields: &Fields) -> bool {
    let lists = kind.fields.iter().filter(|spec| spec.field_type == FieldType::Texts);
    let texts = lists.flat_map(|spec| fields.texts(&spec.name)).take(SCANT);
    texts.map(|text| letters(&text.value)).sum::<usize>() >= SCANT
}

/// Whether a value says something. A row does once every column that is needed has an answer: what a template leaves in a
/// table, such as the controls of a statement without a reason for any, is nobody's word. Where it stands for a text it has
/// an answer in two columns at the least.
fn holds_content(value: &FieldValue, spec: &FieldSpec, is_text: bool) -> bool {
    let several = |cells: &Fields| !is_text || cells.iter().filter(|cell| cell.name != "status").count() > 1;
    match value {
        FieldValue::Texts(texts) => !texts.is_empty(),
        FieldValue::Rows(rows) => rows.iter().any(|row| several(&row.cells) && is_answered(&row.cells, spec)),
        _ => true,
    }
}

fn is_answered(cells: &Fields, spec: &FieldSpec) -> bool {
    let needed = spec.columns.iter().filter(|column| column.need == Some(Need::Must));
    let answered = |column: &FieldSpec| {
        let given = cells.get(&column.name).is_some() && !cells.text(&column.name).is_some_and(is_absent);
        given || cells.is_misread(&column.name)
    };
    needed.into_iter().all(answered)
}

#[cfg(test)]
mod tests {
    use crate::base::Date;
    use crate::model::load::load;
    use crate::source::Memory;

    /// Whether a document of this kind, with these keys and this text, holds no word, or next to none, and whether it can be
    /// told from others by its text.
    fn weighed(kind: &str, keys: &str, text: &str) -> (bool, bool, bool) {
        let text = format!("---\nid: D\ntitle: T\nkind: {kind}\n{keys}---\n{text}\n");
        let source = Memory::new([("d.md", text.as_bytes())]);
        let aims = load(&source, Date::constant(2026, 11, 20)).expect("memory can be read");
        let document = &aims.documents[0];
        (document.said.wordless, document.said.scant, document.said.mark.is_some())
    }

    const SENTENCE: &str = "Whoever releases a system looks at its tests before, and signs for them.";

    #[test]
    fn a_word_is_next_to_nothing_and_a_sentence_is_not() {
        assert_eq!(weighed("policy", "", ""), (true, true, false));
        assert_eq!(weighed("policy", "", "x"), (false, true, false));
        assert_eq!(
            weighed("policy", "", "# A very long heading that says nothing about what holds"),
            (true, true, false)
        );
        assert_eq!(weighed("policy", "", &"\u{3164}".repeat(40)), (true, true, false));
        for address in ["ok a@b.example", "[x](mailto:a@b.example)", "<mailto:a@b.example>", "[x](tel:+4930.123)"] {
            assert_eq!(weighed("policy", "", address), (false, true, false), "{address}");
        }
        assert_eq!(weighed("policy", "", SENTENCE), (false, false, true));
        assert_eq!(weighed("policy", "", "人工智能系统的发布须经测试并签字确认。"), (false, false, true));
    }

    #[test]
    fn what_is_said_by_links_alone_is_told_from_what_has_words_of_its_own() {
        let by_links = |keys: &str, text: &str| {
            let text = format!("---\nid: D\ntitle: T\nkind: record\n{keys}---\n{text}\n");
            let source = Memory::new([("d.md", text.as_bytes()), ("r.pdf", b"%PDF")]);
            let aims = load(&source, Date::constant(2026, 11, 20)).expect("memory can be read");
            aims.documents[0].said.by_links.is_some()
        };
        assert!(by_links("", "[Report on the test of the release of March 2026, with all annexes](r.pdf)"));
        assert!(by_links("", "See: [Report](r.pdf), [Annex](s.pdf)"));
        assert!(!by_links("", "The test was held on 4 March 2026; [Report](r.pdf)"));
        assert!(!by_links("period: March\n", "[Report](r.pdf)"));
        assert!(!by_links("", "Held."));
        // A sentence of its own is one, however short; a word that leads to a link is part of that.
        assert!(!by_links("", "We must not use AI. [x](x.txt)") && !by_links("", "[x](x.txt)\n\nNo AI!"));
        assert!(by_links("", "See [Report](r.pdf) below.") && by_links("", "Cf. [Report](r.pdf).\n\n[Annex](s.pdf)"));
    }

    #[test]
    fn keys_and_files_say_something_too() {
        let issues = "issues: [the market for small loans, the rules of the regulator]\n";
        assert_eq!(weighed("scope", issues, ""), (false, false, false));
        assert_eq!(weighed("scope", "issues: [x]\n", "x"), (false, true, false));
        assert!(weighed("scope", "issues: [x]\n", "").0, "a word is no scope");
        for (kind, list) in
            [("procedure", "triggers: [a new system]\n"), ("policy", "commitments: [We must not, ever]\n")]
        {
            assert!(weighed(kind, list, "").0, "a list beside a {kind} is no text of it");
            assert!(!weighed(kind, list, SENTENCE).0);
        }
        assert!(weighed("plan", "actions: [x]\n", "").0);
        assert!(!weighed("plan", "actions:\n  - {action: Test it, due: 2026-12-01}\n", "").0);
        assert!(!weighed("record", "", "[Report](report.pdf)").1);
        assert!(!weighed("record", "", "[T-12](https://tickets.example.org/12)").1);
        assert!(weighed("record", "", "[[A.5.2]] and [P](p.md)").1);
    }
}
