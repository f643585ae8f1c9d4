//! Footnotes: numbered in the order of their first references, gathered at the end.

use std::collections::{BTreeSet, HashMap};

/// The footnotes of one body.
#[derive(Default)]
pub(super) struct Footnotes {
    notes: Vec<Note>,
    /// The place of each, by its name.
    numbers: HashMap<String, usize>,
}

/// A footnote: how often it is referred to, and its rendered text.
#[derive(Default)]
struct Note {
    references: usize,
    html: Option<String>,
}

impl Footnotes {
    /// The number of a footnote, from 0.
    pub(super) fn number(&mut self, name: &str) -> usize {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        self.notes.push(Note::default());
        self.numbers.insert(name.to_owned(), self.notes.len() - 1);
        self.notes.len() - 1
    }

    /// The mark of a further reference to a footnote.
    pub(super) fn reference(&mut self, name: &str) -> String {
        let number = self.number(name);
        self.notes[number].references += 1;
        let shown = number + 1;
        let id = reference_id(shown, self.notes[number].references);
        format!(
            "<sup class=\"footnote-reference\"><a href=\"#_fn-{shown}\" id=\"{id}\" aria-label=\"Footnote {shown}\">{shown}</a></sup>"
        )
    }

    /// Sets the text of a footnote; the first counts.
    pub(super) fn define(&mut self, number: usize, html: String) {
        if let Some(note) = self.notes.get_mut(number) {
            note.html.get_or_insert(html);
        }
    }

    /// The section at the end of the body; empty where no footnote has a text.
    pub(super) fn section(&self) -> String {
        if self.notes.iter().all(|note| note.html.is_none()) {
            return String::new();
        }
        let mut text = String::from(
            "<section class=\"footnotes\" aria-labelledby=\"_footnotes\"><h2 id=\"_footnotes\">Footnotes</h2><ol>\n",
        );
        for (i, note) in self.notes.iter().enumerate() {
            let number = i + 1;
            let html = note.html.as_deref().unwrap_or_default();
            let back = match note.references {
                0 => String::new(),
                _ => format!("<p><a href=\"#_fr-{number}\" aria-label=\"Back to reference {number}\">Back</a></p>"),
            };
            text.push_str(&format!("<li id=\"_fn-{number}\">{html}{back}</li>\n"));
        }
        text + "</ol></section>\n"
    }

    /// The ids of all this.
    pub(super) fn ids(&self) -> BTreeSet<String> {
        let mut ids = BTreeSet::from(["_footnotes".to_owned()]);
        for (i, note) in self.notes.iter().enumerate() {
            ids.insert(format!("_fn-{}", i + 1));
            ids.extend((1..=note.references).map(|count| reference_id(i + 1, count)));
        }
        ids
    }
}

fn reference_id(shown: usize, count: usize) -> String {
    if count == 1 { format!("_fr-{shown}") } else { format!("_fr-{shown}-{count}") }
}
