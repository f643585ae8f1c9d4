//! The outline of a document, and documents by their names.

use lsp_types::{DocumentSymbol, SymbolKind};

use super::lines::Lines;
use crate::base::text::terminal_safe;
use crate::diag::Span;
use crate::model::Aims;
use crate::model::document::Document;

/// The headings of a document, those of a section below its own.
pub(super) fn outline(document: &Document, lines: &Lines<'_>) -> Vec<DocumentSymbol> {
    let headings = &document.body.headings;
    let mut open: Vec<(u8, DocumentSymbol)> = Vec::new();
    let mut top = Vec::new();
    let close = |open: &mut Vec<(u8, DocumentSymbol)>, top: &mut Vec<DocumentSymbol>, level: u8| {
        while open.last().is_some_and(|(above, _)| *above >= level) {
            let Some((_, done)) = open.pop() else { return };
            match open.last_mut() {
                Some((_, above)) => above.children.get_or_insert_default().push(done),
                None => top.push(done),
            }
        }
    };
    for (place, heading) in headings.iter().enumerate() {
        close(&mut open, &mut top, heading.level);
        let after = headings[place + 1..].iter().find(|next| next.level <= heading.level);
        let end = after.map_or(document.text.trim_end().len(), |next| next.span.start);
        let name = if heading.text.trim().is_empty() { "(no words)" } else { heading.text.trim() };
        open.push((heading.level, symbol(name, (Span::new(heading.span.start, end), heading.span), lines)));
    }
    close(&mut open, &mut top, 0);
    top
}

#[expect(deprecated, reason = "the protocol has kept the field `deprecated` for old clients, and its type asks for it")]
fn symbol(name: &str, (whole, heading): (Span, Span), lines: &Lines<'_>) -> DocumentSymbol {
    DocumentSymbol {
        name: terminal_safe(name),
        detail: None,
        kind: SymbolKind::STRING,
        tags: None,
        deprecated: None,
        range: lines.range(whole),
        selection_range: lines.range(heading),
        children: None,
    }
}

/// Documents whose id or title holds all words of `query`, whatever the letter case, in order of path.
pub(super) fn named<'a>(aims: &'a Aims, query: &str) -> Vec<&'a Document> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let fits = |document: &&Document| {
        let name = format!("{} {}", document.id, document.title).to_lowercase();
        words.iter().all(|word| name.contains(word.as_str()))
    };
    aims.iter().map(|(_, document)| document).filter(fits).take(MOST).collect()
}

/// How many documents are told at once.
const MOST: usize = 200;
