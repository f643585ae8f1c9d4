//! The view of pages that are a heading, a few words, and sections with tables or lists.

use serde::Serialize;

use crate::base::say;
use crate::site::view::{Pair, Part, Sign, Table};

/// Such a page.
#[derive(Debug, Default, Serialize)]
#[expect(clippy::struct_field_names, reason = "the template calls them sections")]
pub(super) struct Sections {
    /// The heading.
    pub title: String,
    /// The opening sentences.
    pub lede: Vec<Part>,
    /// A quiet line of facts.
    pub meta: Vec<Part>,
    /// The control block of a document that stands behind the page.
    pub block: Vec<Pair>,
    /// Signs and what they mean.
    pub legend: Vec<Legend>,
    /// The sections.
    pub sections: Vec<Section>,
}

/// A sign and what it means.
#[derive(Debug, Serialize)]
pub(super) struct Legend {
    pub sign: Sign,
    pub count: Option<usize>,
    pub text: String,
}

/// One section.
#[derive(Debug, Default, Serialize)]
pub(super) struct Section {
    /// The anchor; sections without one have no heading.
    pub id: String,
    /// The heading.
    pub title: String,
    /// Paragraphs before the rest.
    pub intro: Vec<Vec<Part>>,
    /// A drawing, as safe HTML; what it shows is told in words beside it. Empty where there is none.
    pub figure: String,
    /// Names and values.
    pub pairs: Vec<Pair>,
    /// A list.
    pub list: Vec<Vec<Part>>,
    /// A table.
    pub table: Option<Table>,
    /// A second table, or a list, folded away.
    pub fold: Option<Fold>,
    /// What to say where there is neither.
    pub none: &'static str,
}

/// A list and a table that are folded away until a reader asks for them.
#[derive(Debug, Serialize)]
pub(super) struct Fold {
    /// What is in it, and why it is folded away.
    pub summary: String,
    /// The list, above the table.
    pub list: Vec<Vec<Part>>,
    /// The table.
    pub table: Option<Table>,
}

impl Section {
    pub(super) fn new(id: impl Into<String>, title: impl Into<String>) -> Self {
        Self { id: id.into(), title: title.into(), ..Self::default() }
    }

    /// A section that is only a table, without a heading of its own.
    pub(super) fn table(table: Option<Table>, none: &'static str) -> Self {
        Self { table, none, ..Self::default() }
    }

    pub(super) fn intro(mut self, text: impl Into<String>) -> Self {
        self.intro.push(vec![Part::text(text)]);
        self
    }

    pub(super) fn with_table(mut self, table: Option<Table>, none: &'static str) -> Self {
        self.table = table;
        self.none = none;
        self
    }

    pub(super) fn with_fold(mut self, summary: impl Into<String>, table: Option<Table>) -> Self {
        self.fold = table.map(|table| Fold { summary: summary.into(), list: Vec::new(), table: Some(table) });
        self
    }

    /// With commands that verify signatures, folded away below the rest.
    pub(super) fn with_commands(mut self, list: Vec<Vec<Part>>) -> Self {
        let summary = say!("Commands that verify the signatures").to_owned();
        self.fold = (!list.is_empty()).then_some(Fold { summary, list, table: None }).or(self.fold);
        self
    }

    pub(super) fn with_list(mut self, list: Vec<Vec<Part>>, none: &'static str) -> Self {
        self.list = list;
        self.none = none;
        self
    }
}
