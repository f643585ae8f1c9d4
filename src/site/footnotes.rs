//! Footnotes: numbered in the order of their first references, gathered at the end.

use std::collections::{BTreeSet, HashMap};

use super::escape::escape;
use super::stand::Stand;
use crate::base::say;
use crate::parse::folded_label;

/// The footnotes of one body.
pub(super) struct Footnotes<'a> {
    stand: Stand<'a>,
    notes: Vec<Note>,
    /// The place of each, by its name as names are compared.
    numbers: HashMap<String, usize>,
}

/// A footnote: how often it is referred to, and its rendered text.
#[derive(Default)]
struct Note {
    references: usize,
    html: Option<String>,
}

impl<'a> Footnotes<'a> {
    /// None yet, of a text that stands there.
    pub(super) fn new(stand: Stand<'a>) -> Self {
        Self { stand, notes: Vec::new(), numbers: HashMap::new() }
    }

    /// An id, as markup.
    fn id(&self, own: &str) -> String {
        escape(&self.stand.id(own))
    }

    /// The number of a footnote, from 0.
    pub(super) fn number(&mut self, name: &str) -> usize {
        let next = self.notes.len();
        let number = *self.numbers.entry(folded_label(name)).or_insert(next);
        if number == next {
            self.notes.push(Note::default());
        }
        number
    }

    /// The mark of a further reference to a footnote.
    pub(super) fn reference(&mut self, name: &str) -> String {
        let number = self.number(name);
        self.notes[number].references += 1;
        let shown = number + 1;
        let id = self.id(&reference_id(shown, self.notes[number].references));
        let note = self.id(&format!("_fn-{shown}"));
        let label = escape(&say!("Footnote {n}", n = shown));
        format!(
            "<sup class=\"footnote-reference\"><a href=\"#{note}\" id=\"{id}\" aria-label=\"{label}\">{shown}</a></sup>"
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
        let (id, level) = (self.id("_footnotes"), 2 + self.stand.deeper());
        let title = escape(say!("Footnotes"));
        let mut text = format!(
            "<section class=\"footnotes\" aria-labelledby=\"{id}\"><h{level} id=\"{id}\">{title}</h{level}><ol>\n",
        );
        for (i, note) in self.notes.iter().enumerate() {
            let number = i + 1;
            let html = note.html.as_deref().unwrap_or_default();
            let back = match note.references {
                0 => String::new(),
                _ => {
                    let reference = self.id(&reference_id(number, 1));
                    let label = escape(&say!("Back to reference {n}", n = number));
                    format!("<p><a href=\"#{reference}\" aria-label=\"{label}\">{}</a></p>", escape(say!("Back")))
                }
            };
            let note = self.id(&format!("_fn-{number}"));
            text.push_str(&format!("<li id=\"{note}\">{html}{back}</li>\n"));
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
        ids.iter().map(|id| self.stand.id(id).into_owned()).collect()
    }
}

fn reference_id(shown: usize, count: usize) -> String {
    if count == 1 { format!("_fr-{shown}") } else { format!("_fr-{shown}-{count}") }
}
