//! What changed from one text to another, word by word, as a page shows it: what stayed is left out but for a few words
//! around what changed, and every addition and removal is told in words as well as by its look.

use crate::base::{plural, say};
use crate::compare::{BlockChange, BlockKind, Comparison, How};
use crate::site::markup::{Markup, element, serialized_as_html, text};
use crate::site::view::told;

/// How many changed blocks of one comparison are shown; the rest is a number.
const PLACES: usize = 60;

/// How many bytes of text of one comparison are shown, about.
const TEXT: usize = 24_000;

/// A comparison of two texts.
#[derive(Debug)]
pub(super) struct Difference {
    /// How many words came and went.
    pub summary: String,
    places: Vec<Place>,
    /// What is not shown, as a sentence.
    rest: String,
}

/// A block of text that changed.
#[derive(Debug)]
struct Place {
    /// The heading it stands under, where that is another than that of the place before.
    heading: Option<String>,
    /// Whether white space is as written.
    code: bool,
    runs: Vec<Run>,
}

/// A piece of it.
#[derive(Debug)]
struct Run {
    how: How,
    text: String,
}

impl Difference {
    pub(super) fn new(found: &Comparison) -> Self {
        let mut left = TEXT;
        let mut places: Vec<Place> = Vec::new();
        let mut heading: Option<&str> = None;
        for block in found.blocks.iter().take(PLACES) {
            if left == 0 {
                break;
            }
            let under = block.heading.as_deref().filter(|under| Some(*under) != heading);
            heading = block.heading.as_deref();
            places.push(place(block, under, &mut left));
        }
        let mut rest = match found.blocks.len() - places.len() {
            0 => String::new(),
            more => plural!(
                more,
                "One more place changed that is not shown here.",
                "{n} more places changed that are not shown here."
            ),
        };
        if found.cut {
            rest.push(' ');
            rest.push_str(say!("So much changed that some of it is told as whole paragraphs, or not one by one."));
        }
        Self { summary: words_changed(found.added, found.removed), places, rest: rest.trim().to_owned() }
    }

    /// Whether no word is shown.
    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}

serialized_as_html!(Difference);

impl Markup for Difference {
    fn write(&self, out: &mut String) {
        out.push_str("<div class=\"diff\">");
        for place in &self.places {
            if let Some(heading) = place.heading.as_deref().filter(|heading| !heading.is_empty()) {
                element(out, &format!("\n<p class=\"under\">{} <q>", say!("Under")), heading, "</q></p>");
            }
            out.push_str(if place.code { "\n<p class=\"as-written\">" } else { "\n<p>" });
            place.runs.iter().for_each(|run| run.write(out));
            out.push_str("</p>");
        }
        if !self.rest.is_empty() {
            element(out, "\n<p class=\"quiet\">", &self.rest, "</p>");
        }
        out.push_str("\n</div>");
    }
}

impl Markup for Run {
    fn write(&self, out: &mut String) {
        match self.how {
            // The style sheet has words read out before and after them.
            How::Added => element(out, "<ins>", &self.text, "</ins>"),
            How::Removed => element(out, "<del>", &self.text, "</del>"),
            How::Same => text(out, &self.text),
        }
    }
}

fn place(block: &BlockChange, under: Option<&str>, left: &mut usize) -> Place {
    let mut runs = Vec::new();
    for run in &block.runs {
        if *left == 0 {
            break;
        }
        // The cells of a row are divided by what a page would show as a space.
        let text = if block.kind == BlockKind::Row { run.text.replace('\t', " | ") } else { run.text.clone() };
        let mut end = text.len().min(*left);
        while !text.is_char_boundary(end) {
            end += 1;
        }
        let cut = if end < text.len() { " …" } else { "" };
        *left -= end.min(*left);
        runs.push(Run { how: run.how, text: told(&text[..end]) + cut });
    }
    Place { heading: under.map(told), code: block.kind == BlockKind::Code, runs }
}

/// `12 words added, 3 removed`.
pub(super) fn words_changed(added: usize, removed: usize) -> String {
    match (added, removed) {
        (0, 0) => say!("no words added or removed").into(),
        (added, 0) => plural!(added, "{n} word added", "{n} words added"),
        (0, removed) => plural!(removed, "{n} word removed", "{n} words removed"),
        (added, removed) => {
            plural!(added, "{n} word added, {removed} removed", "{n} words added, {removed} removed", removed)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{Snapshot, compare};

    fn difference(old: &str, new: &str) -> Difference {
        let read = |text: &str| Snapshot::read(text.as_bytes(), &crate::reading::Reading::default());
        Difference::new(&compare(&read(old), &read(new)))
    }

    #[test]
    fn words_that_came_and_went_are_told_apart() {
        let told = difference("# Duties\n\nThe owner must read it.\n", "# Duties\n\nThe owner should read it.\n");
        assert_eq!(told.summary, "1 word added, 1 removed");
        let runs: Vec<(How, &str)> = told.places[0].runs.iter().map(|run| (run.how, run.text.trim())).collect();
        assert!(runs.contains(&(How::Removed, "must")) && runs.contains(&(How::Added, "should")), "{runs:?}");
        assert_eq!(told.places[0].heading.as_deref(), Some("Duties"));
    }

    #[test]
    fn a_heading_is_told_once_for_what_stands_under_it() {
        let told = difference("# A\n\none\n\ntwo\n", "# A\n\nthree\n\nfour five\n");
        let headings: Vec<_> = told.places.iter().map(|place| place.heading.as_deref()).collect();
        assert_eq!(headings.iter().flatten().count(), 1, "{headings:?}");
    }

    #[test]
    fn what_turns_writing_around_is_shown_and_not_done() {
        let told = difference("a b c\n", "a \u{202e}b c\n");
        let all: String = told.places.iter().flat_map(|place| &place.runs).map(|run| run.text.as_str()).collect();
        assert!(all.contains("\\u{202e}") && !all.contains('\u{202e}'), "{all}");
    }

    #[test]
    fn a_large_change_is_shown_in_part_and_says_so() {
        let many: String = (0..400).map(|n| format!("Paragraph number {n} is new.\n\n")).collect();
        let told = difference("x\n", &many);
        assert_eq!(told.places.len(), PLACES);
        assert!(told.rest.contains("more places changed"), "{}", told.rest);
        let long = "wörd ".repeat(40_000);
        let told = difference("x\n", &long);
        let size: usize = told.places.iter().flat_map(|place| &place.runs).map(|run| run.text.len()).sum();
        assert!(size < TEXT + 100, "{size}");
    }
}
