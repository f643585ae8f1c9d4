//! The words of this site, each with what it means here.

use super::sections::{Section, Sections};
use crate::site::glossary::TERMS;
use crate::site::page::Page;
use crate::site::view::{Cell, Part, Table, sentence};

pub(super) fn page() -> Page {
    let mut table = Table::new("Words and what they mean here", &["Word", "What it means here:main", "Also:text"]);
    for term in &TERMS {
        let also = Cell::from(term.also.join(", "));
        let word = Part::Strong { v: term.name.to_owned() };
        table.row(Some(term.anchor()), vec![word.into(), sentence(term.text).into(), also]);
    }
    let view = Sections {
        title: "Glossary".into(),
        lede: vec![Part::text(
            "Words that these pages use in a sense of their own. Terms of a standard or a law mean what it says.",
        )],
        sections: vec![Section::table(table.some(), "")],
        ..Sections::default()
    };
    Page::new("Glossary", "sections.html", &view)
}
