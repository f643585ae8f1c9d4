//! The statement of applicability (clause 6.1.3), read from the document of kind `soa` that is in force.

use std::collections::{BTreeMap, BTreeSet};

use super::DocIx;
use super::catalog::{Catalog, natural_key};
use super::document::{Document, Status, is_sound_id};
use crate::base::Date;
use crate::diag::{Span, Spanned};

/// The statement of applicability in force.
#[derive(Debug, Clone)]
pub struct Soa {
    /// The document.
    pub document: DocIx,
    /// Its rows, in its order.
    pub rows: Vec<SoaRow>,
    /// Row by control; the first where a control stands twice.
    by_control: BTreeMap<String, usize>,
}

/// What the statement says of one control.
#[derive(Debug, Clone)]
pub struct SoaRow {
    /// The control.
    pub control: Spanned<String>,
    /// Its title, for own controls.
    pub title: Option<String>,
    /// Whether it is in.
    pub applicable: bool,
    /// Why, either way.
    pub reason: Option<Spanned<String>>,
    /// How far it is put in place: planned, partial, done.
    pub implementation: Option<Spanned<String>>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Risks it treats.
    pub risks: Vec<Spanned<String>>,
    /// Documents named.
    pub documents: Vec<Spanned<String>>,
    /// Where the row stands.
    pub span: Span,
}

impl Soa {
    /// The row of a control.
    pub fn row(&self, control: &str) -> Option<&SoaRow> {
        self.by_control.get(control).map(|&i| &self.rows[i])
    }

    /// Controls beyond Annex A whose ids can name a page, in natural order.
    pub fn own_controls<'a>(&'a self, catalog: &'a Catalog) -> Vec<&'a SoaRow> {
        // The page of a control is named after it; of two that differ in letter case only, the first has the page.
        let mut taken: BTreeSet<String> = catalog.controls().map(|control| control.id.to_lowercase()).collect();
        let is_new = |row: &&SoaRow| {
            let id = &row.control.value;
            catalog.control(id).is_none() && is_sound_id(id) && taken.insert(id.to_lowercase())
        };
        let mut own: Vec<&SoaRow> = self.by_control.values().map(|&row| &self.rows[row]).filter(is_new).collect();
        own.sort_by_key(|row| natural_key(&row.control.value));
        own
    }
}

/// The statement in force on `today`: an approved one before others, one in effect before one to come, the newest by
/// `effective`, then the first by path.
pub(super) fn read(documents: &[Document], today: Date) -> Option<Soa> {
    let (document, found) =
        documents.iter().enumerate().filter(|(_, document)| document.is("soa") && !document.is_retired()).max_by_key(
            |(i, document)| {
                let effective = document.fields.date("effective");
                let in_effect = effective.is_none_or(|effective| effective <= today);
                (document.status() == Some(Status::Approved), in_effect, effective, std::cmp::Reverse(*i))
            },
        )?;
    let rows: Vec<SoaRow> = found.fields.rows("statement").iter().filter_map(read_row).collect();
    let mut by_control = BTreeMap::new();
    for (i, row) in rows.iter().enumerate() {
        by_control.entry(row.control.value.clone()).or_insert(i);
    }
    Some(Soa { document: DocIx::new(document), rows, by_control })
}

fn read_row(row: &super::fields::Row) -> Option<SoaRow> {
    let spanned = |name: &str| {
        let field = row.cells.get(name)?;
        Some(Spanned { value: row.cells.text(name)?.to_owned(), span: field.span })
    };
    Some(SoaRow {
        control: spanned("control")?,
        title: row.cells.text("title").map(str::to_owned),
        applicable: row.cells.flag("applicable").unwrap_or(true),
        reason: spanned("reason").filter(|reason| !reason.value.trim().is_empty()),
        implementation: spanned("implementation"),
        owner: row.cells.text("owner").map(str::to_owned),
        risks: row.cells.texts("risks").to_vec(),
        documents: row.cells.texts("documents").to_vec(),
        span: row.span,
    })
}
