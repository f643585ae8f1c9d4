//! The words of this site, each with what it means here.

use super::sections::{Section, Sections};
use crate::base::{say, wording};
use crate::site::glossary::in_order;
use crate::site::page::Page;
use crate::site::view::{Cell, Part, Table, sentence};

pub(super) fn page() -> Page {
    let mut table =
        Table::new(say!("Words and what they mean here"), &["Word", "What it means here:main", "Also:text"]);
    for term in in_order() {
        let also = term.also.iter().map(|word| wording::of(word)).collect::<Vec<_>>();
        let also = Cell::from(also.join(", "));
        let word = Part::Strong { v: wording::of(term.name).to_owned() };
        table.row(Some(term.anchor()), vec![word.into(), sentence(wording::of(term.text)).into(), also]);
    }
    let view = Sections {
        title: say!("Glossary").into(),
        lede: vec![Part::text(say!(
            "Words that these pages use in a sense of their own. Terms of a standard or a law mean what it says."
        ))],
        sections: vec![Section::table(table.some(), "")],
        ..Sections::default()
    };
    Page::new(say!("Glossary"), "sections.html", &view)
}
