//! What an editor is told in `aims.toml`: which settings there are, what each takes, and what it is for.

use std::collections::BTreeSet;

use lsp_types::{CompletionItem, CompletionItemKind, CompletionTextEdit, TextEdit};

use super::hover::plain;
use super::lines::Lines;
use super::typed::{self, Cursor};
use crate::base::{Date, DocPath, SETTINGS};
use crate::diag::{Fix, Span};
use crate::model::described::{Setting, Takes, Words, settings};
use crate::reading::normal;
use crate::schema::{Known, Word};

/// How many words are named where all are.
const MOST: usize = 12;

/// One thing that may be written.
struct Offer {
    label: String,
    about: String,
    kind: CompletionItemKind,
    insert: String,
    /// Whether it is a text, which stands between quotes.
    is_text: bool,
}

/// What may be written at the byte `at` of a text of settings.
pub(super) fn completion(
    known: &Known<'_>,
    today: Option<Date>,
    text: &str,
    at: usize,
    lines: &Lines<'_>,
) -> Vec<CompletionItem> {
    let (offers, word) = match typed::read(text, at) {
        Cursor::Header { above, word } => {
            let quoted = text[..word.start].ends_with(['"', '\'']);
            (below(known, &above, |setting, key| (is_table(setting)).then(|| name(key, quoted))), word)
        }
        Cursor::Key { above, word } => {
            let there = written(text, at);
            let is_top = above.is_empty();
            let quoted = text[..word.start].ends_with(['"', '\'']);
            let insert = |setting: &Setting, key: &str| match setting.takes {
                _ if there.contains(&normal(key)) => None,
                Takes::Table if is_top => Some(format!("[{}]", name(key, quoted))),
                Takes::Rows if is_top => Some(format!("[[{}]]", name(key, quoted))),
                Takes::Table => Some(format!("{}.", name(key, quoted))),
                _ => Some(format!("{} = ", name(key, quoted))),
            };
            (below(known, &above, insert), word)
        }
        Cursor::Value { of, word, .. } => (values(known, today, &of), word),
        Cursor::Other => return Vec::new(),
    };
    let path = DocPath::new(SETTINGS);
    let item = |(place, offer): (usize, Offer)| {
        let mut fix = Fix::name(Span::new(word.start, word.end), offer.insert);
        if let Some(path) = path.as_ref().filter(|_| offer.is_text) {
            fix.fit(path, text);
        }
        let range = lines.range(fix.span);
        CompletionItem {
            sort_text: Some(format!("{place:06}")),
            filter_text: Some(format!("{}{}", &text[fix.span.start..word.start], offer.label)),
            label: offer.label,
            kind: Some(offer.kind),
            documentation: Some(offer.about).filter(|about| !about.is_empty()).map(lsp_types::Documentation::String),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text: fix.replacement })),
            ..CompletionItem::default()
        }
    };
    offers.into_iter().enumerate().map(item).collect()
}

/// What is known of the word at the byte `at`, as Markdown, and where that stands.
pub(super) fn hover(known: &Known<'_>, text: &str, at: usize) -> Option<(String, Span)> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let end = at + text[at..].find(|c| !is_part(c)).unwrap_or(text.len() - at);
    let told = |mut above: Vec<String>, word: std::ops::Range<usize>| {
        above.push(text[word.clone()].to_owned());
        let about = of_setting(known, settings().at(&above)?, &above);
        Some((about, Span::new(word.start, word.end)))
    };
    match typed::read(text, end) {
        Cursor::Header { above, word } | Cursor::Key { above, word } if !word.is_empty() => told(above, word),
        Cursor::Value { of, word, .. } => {
            let setting = settings().at(&of)?;
            let found = words(known, setting, &of).into_iter().find(|known| known.word == text[word.clone()])?;
            let about = format!("**{}**\n\n{}", plain(&found.word), plain(&found.about));
            Some((about.trim_end().to_owned(), Span::new(word.start, word.end)))
        }
        _ => None,
    }
}

fn of_setting(known: &Known<'_>, setting: &Setting, keys: &[String]) -> String {
    let takes = match setting.takes {
        Takes::Text => "a text",
        Takes::Texts => "a list of texts",
        Takes::Flag => "true or false",
        Takes::Number => "a whole number",
        Takes::Period => "a length of time",
        Takes::Date => "a day",
        Takes::Table => "a table",
        Takes::Rows => "a list of tables",
    };
    let mut text = format!("**{}** ({takes})\n\n{}", plain(&keys.join(".")), plain(&setting.about));
    if let Some(default) = &setting.default {
        text.push_str(&format!("\n\nWhere nothing is said: {}", plain(default)));
    }
    let words = words(known, setting, keys);
    if !words.is_empty() && words.len() <= MOST {
        let words: Vec<String> = words.iter().map(|word| plain(&word.word)).collect();
        text.push_str(&format!("\n\nOne of {}", words.join(", ")));
    }
    text
}

fn is_table(setting: &Setting) -> bool {
    matches!(setting.takes, Takes::Table | Takes::Rows)
}

/// The settings of a table, each as `insert` has it; none that it has not.
fn below(known: &Known<'_>, above: &[String], insert: impl Fn(&Setting, &str) -> Option<String>) -> Vec<Offer> {
    let table = match settings().at(above) {
        Some(table) => table.name.as_str(),
        None if above.is_empty() => "",
        None => return Vec::new(),
    };
    let mut offers = Vec::new();
    for setting in settings().below(table) {
        let keys = match setting.is_free() {
            true => setting.keys.map(|keys| known.words(keys, None)).unwrap_or_default(),
            false => vec![Word { word: setting.key().to_owned(), about: String::new() }],
        };
        for Word { word, about } in keys {
            let Some(insert) = insert(setting, &word) else { continue };
            let about = format!("{} {about}", setting.about).trim_end().to_owned();
            let kind = if is_table(setting) { CompletionItemKind::MODULE } else { CompletionItemKind::FIELD };
            offers.push(Offer { label: word, about, kind, insert, is_text: false });
        }
    }
    offers
}

/// What a setting takes.
fn values(known: &Known<'_>, today: Option<Date>, of: &[String]) -> Vec<Offer> {
    let Some(setting) = settings().at(of) else { return Vec::new() };
    let word = |word: &str| Word { word: word.to_owned(), about: String::new() };
    let (words, is_bare) = match setting.takes {
        Takes::Flag => (vec![word("true"), word("false")], true),
        Takes::Number => (setting.default.iter().map(|default| word(default)).collect(), true),
        Takes::Date => (today.iter().map(|today| word(&today.to_string())).collect(), true),
        Takes::Period => (["12 months", "6 months", "3 months", "30 days", "14 days"].map(word).into(), false),
        Takes::Text | Takes::Texts => (words(known, setting, of), false),
        Takes::Table | Takes::Rows => (Vec::new(), false),
    };
    let offer = |Word { word, about }: Word| Offer {
        insert: word.clone(),
        is_text: !is_bare,
        label: word,
        about,
        kind: CompletionItemKind::ENUM_MEMBER,
    };
    words.into_iter().map(offer).collect()
}

/// The words that may stand under a setting.
fn words(known: &Known<'_>, setting: &Setting, keys: &[String]) -> Vec<Word> {
    let above = keys.len().checked_sub(2).and_then(|place| keys.get(place)).map(|key| normal(key));
    setting
        .words
        .map(|words| known.words(words, above.as_deref().filter(|_| words == Words::Values)))
        .unwrap_or_default()
}

/// A key as TOML has it.
fn name(key: &str, quoted: bool) -> String {
    let is_bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    if is_bare || quoted { key.to_owned() } else { crate::base::quote::quoted(key) }
}

/// The keys that stand at the margin of the same part of the file, but for the line of the cursor.
fn written(text: &str, at: usize) -> BTreeSet<String> {
    let line_start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let start = text[..line_start].rfind("\n[").map_or(0, |end| end + 1);
    let end = text[at..].find("\n[").map_or(text.len(), |end| at + end);
    let before = text[start..line_start].lines();
    let after = text[at..end].lines().skip(1);
    let key = |line: &str| line.split_once('=').map(|(key, _)| normal(key.trim().trim_matches(['"', '\''])));
    before.chain(after).filter_map(key).collect()
}
