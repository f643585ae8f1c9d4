//! The statements of applicability (clause 6.1.3), one for each followed framework that has reference controls, each read
//! from the document of kind `soa` that is in force for it.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use super::catalog::{Catalog, FrameworkId, ReqId, Standard, natural_key, split_req_id};
use super::doc::DocIx;
use super::document::{Document, is_sound_id};
use super::fields::{Field, FieldValue, Fields};
use super::in_place::AllInPlace;
use super::standard_said::standard_said;
use super::standing::Standing;
use crate::base::Date;
use crate::base::text::{runs, solid};
use crate::diag::{Span, Spanned};

/// The statement of applicability in force.
#[derive(Debug, Clone)]
pub struct Soa {
    /// The framework whose controls it is about.
    pub framework: FrameworkId,
    /// The document.
    pub document: DocIx,
    /// Its rows, in its order.
    pub rows: Vec<SoaRow>,
    /// Whether it says that it is approved. Whether it is, its standing says.
    pub claimed: bool,
    /// Whether controls are judged by it: not where it is a newer text on top of the one that holds.
    pub holds: bool,
    /// Row by control; the first where a control stands twice.
    by_control: BTreeMap<String, usize>,
}

/// What the statement says of one control.
#[derive(Debug, Clone)]
pub struct SoaRow {
    /// The control, by its id within the framework of the statement.
    pub control: Spanned<String>,
    /// What stands there, where it differs from the id of a control in letter case and signs only and is read as that.
    pub miswritten: Option<String>,
    /// Its title, for own controls.
    pub title: Option<String>,
    /// Whether it is in; `None` where the row does not say, in words that are read.
    pub applicable: Option<bool>,
    /// Why, either way.
    pub reason: Option<Spanned<String>>,
    /// How far it is put in place: planned, partial, done.
    pub implementation: Option<Spanned<String>>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// By when it is put in place.
    pub due: Option<Date>,
    /// Risks it treats.
    pub risks: Vec<Spanned<String>>,
    /// Documents named.
    pub documents: Vec<Spanned<String>>,
    /// The records that it names as showing it at work.
    pub evidence: Vec<Spanned<String>>,
    /// What it rests on: law, contract.
    pub basis: Vec<Spanned<String>>,
    /// All that it says under other keys than that of the control, in its order and the words of data: what tells whether a
    /// row says what it said reads this, so that no key is forgotten.
    pub said: Vec<(String, String)>,
    /// Where the row stands.
    pub span: Span,
}

impl SoaRow {
    /// Whether it says that the control is in.
    pub fn applies(&self) -> bool {
        self.applicable == Some(true)
    }

    /// Whether it says that the control is out.
    pub fn is_left_out(&self) -> bool {
        self.applicable == Some(false)
    }

    /// By when a control that is not left out is put in place, where it is not yet.
    pub fn planned_by(&self) -> Option<Date> {
        let is_done = self.implementation.as_ref().is_some_and(|word| word.value == "done");
        self.due.filter(|_| !self.is_left_out() && !is_done)
    }
}

impl Soa {
    /// The row of a control.
    pub fn row(&self, control: &str) -> Option<&SoaRow> {
        self.by_control.get(control).map(|&i| &self.rows[i])
    }

    /// Whether it has rows and leaves out every control.
    pub fn leaves_out_all(&self) -> bool {
        !self.rows.is_empty() && self.rows.iter().all(SoaRow::is_left_out)
    }

    /// The control of a row.
    pub fn id(&self, row: &SoaRow) -> ReqId {
        ReqId::new(&self.framework, &row.control.value)
    }

    /// Places what each row says where the present text of the statement says it of the same control, else at its rows.
    fn place(&mut self, present: &Document, catalog: &Catalog) {
        let there = catalog.standard(&self.framework).map(|standard| rows_of(present, standard)).unwrap_or_default();
        let there: BTreeMap<&str, &SoaRow> = there.iter().rev().map(|row| (&*row.control.value, row)).collect();
        let rows = present.span_of("statement");
        for row in &mut self.rows {
            let now = there.get(&*row.control.value);
            row.span = now.map_or(rows, |now| now.span);
            row.control.span = now.map_or(rows, |now| now.control.span);
            let words = |of: Option<&Spanned<String>>| of.map_or(row.span, |word| word.span);
            let reason = words(now.and_then(|now| now.reason.as_ref()));
            let implementation = words(now.and_then(|now| now.implementation.as_ref()));
            row.reason.iter_mut().for_each(|word| word.span = reason);
            row.implementation.iter_mut().for_each(|word| word.span = implementation);
            let lists = [&mut row.risks, &mut row.documents, &mut row.evidence, &mut row.basis];
            lists.into_iter().flatten().for_each(|word| word.span = row.span);
        }
    }

    /// Controls beyond those of the framework whose ids can name a page and are no number in one of its areas, in natural order.
    pub fn own_controls(&self, standard: &Standard) -> Vec<&SoaRow> {
        // The page of a control is named after it; of two that differ in letter case only, the first has the page.
        let mut taken: BTreeSet<String> = standard.controls.iter().map(|control| control.id.to_lowercase()).collect();
        let is_new = |row: &&SoaRow| is_own(row, standard) && taken.insert(row.control.value.to_lowercase());
        let mut own: Vec<&SoaRow> = self.by_control.values().map(|&row| &self.rows[row]).filter(is_new).collect();
        own.sort_by_key(|row| natural_key(&row.control.value));
        own
    }
}

/// Whether a row is of a control of the organisation's own.
pub fn is_own(row: &SoaRow, standard: &Standard) -> bool {
    let id = &row.control.value;
    let of_area = || id.rsplit_once('.').is_some_and(|(area, _)| standard.title(area).is_some());
    standard.control(id).is_none() && !(is_numbered_as(id, standard) && of_area()) && is_sound_id(id)
}

/// The framework whose controls a document of kind `soa` is about: the one it names under `framework`, else the followed one
/// that it says it is of, else the first followed one that has reference controls.
pub fn framework_of<'a>(document: &'a Document, catalog: &'a Catalog) -> &'a str {
    let mut followed = catalog.standards().map(|of| of.id.as_str());
    let number = standard_said(document, followed.clone());
    let said = || followed.find(|of| number.is_some() && of.strip_prefix("iso-") == number);
    document.fields.text("framework").or_else(said).unwrap_or_else(|| catalog.first_stated().id.as_str())
}

/// The statements in force on `today`, in the order in which frameworks are followed. Of several for one framework an
/// approved one counts before others, one in effect before one to come, the newest by `effective`, then the first by path.
///
/// `standings` say which are approved by the record. As long as none are known, it goes by what each says.
pub(super) fn read(
    documents: &[impl Borrow<Document>],
    catalog: &Catalog,
    standings: &[Standing],
    today: Date,
) -> Vec<Soa> {
    let of = |standard: &Standard| read_one(documents, catalog, &standard.id, standings, today);
    catalog.standards().filter_map(of).collect()
}

/// Those that hold where newer texts of them lie on top that do not yet: `written` are as their files read. What a row says is
/// placed where the file says it today, or where its rows stand, so that whatever is told of it leads there.
pub(super) fn holding(
    documents: &[impl Borrow<Document>],
    (in_place, written): (&AllInPlace, &[Soa]),
    (catalog, standings): (&Catalog, &[Standing]),
    today: Date,
) -> Vec<Soa> {
    let is_other = |(ix, document): (usize, &Document)| document.is("soa") && in_place.contains_key(&DocIx::new(ix));
    if !documents.iter().map(Borrow::borrow).enumerate().any(is_other) {
        return written.to_vec();
    }
    let held = |(ix, document)| in_place.get(&DocIx::new(ix)).map_or(document, |held| &held.text);
    let held: Vec<&Document> = documents.iter().map(Borrow::borrow).enumerate().map(held).collect();
    let mut soas = read(&held, catalog, standings, today);
    for soa in soas.iter_mut().filter(|soa| in_place.contains_key(&soa.document)) {
        soa.place(documents[soa.document.index()].borrow(), catalog);
    }
    soas
}

fn read_one(
    documents: &[impl Borrow<Document>],
    catalog: &Catalog,
    framework: &FrameworkId,
    standings: &[Standing],
    today: Date,
) -> Option<Soa> {
    let is_soa = |document: &Document| {
        document.is("soa") && !document.is_retired() && *framework == *framework_of(document, catalog)
    };
    let statements = documents.iter().map(Borrow::borrow).enumerate().filter(|(_, document)| is_soa(document));
    let (document, found) = statements.max_by_key(|(i, document)| {
        let effective = document.fields.date("effective");
        let in_effect = effective.is_none_or(|effective| effective <= today);
        let refuted = standings.get(*i).is_some_and(|standing| standing.approval.is_refuted());
        (document.says_approved() && !refuted, document.says_approved(), in_effect, effective, std::cmp::Reverse(*i))
    })?;
    let rows = rows_of(found, catalog.standard(framework)?);
    let mut by_control = BTreeMap::new();
    for (i, row) in rows.iter().enumerate() {
        by_control.entry(row.control.value.clone()).or_insert(i);
    }
    Some(Soa {
        framework: framework.clone(),
        document: DocIx::new(document),
        rows,
        claimed: found.says_approved(),
        holds: true,
        by_control,
    })
}

fn rows_of(statement: &Document, standard: &Standard) -> Vec<SoaRow> {
    let rows = statement.fields.rows("statement").iter().filter_map(|row| read_row(row, &standard.id));
    let mut rows: Vec<SoaRow> = rows.collect();
    read_as_meant(&mut rows, standard);
    rows
}

/// Whether an id that no control of a framework has is numbered as these are, `A.2.9`. That is a slip: what is an
/// organisation's own it calls by an id of its own.
pub fn is_numbered_as(id: &str, standard: &Standard) -> bool {
    let numbered = shape(id);
    numbered.matches('.').count() > 1
        && standard.control(id).is_none()
        && standard.controls.iter().any(|control| shape(&control.id) == numbered)
}

/// The control whose title a row bears that is of another one.
pub fn titled_as<'s>(row: &SoaRow, standard: &'s Standard) -> Option<&'s str> {
    let (title, own) = (solid(row.title.as_deref()?), standard.control(&row.control.value)?);
    let other = standard.controls.iter().find(|control| solid(&control.title) == title)?;
    (solid(&own.title) != title).then_some(&*other.id)
}

/// An id with `0` for each of its numbers, in lower case.
fn shape(id: &str) -> String {
    let mut shape = String::with_capacity(id.len());
    for c in id.trim().chars() {
        match c.is_ascii_digit() {
            true if shape.ends_with('0') => {}
            true => shape.push('0'),
            false => shape.push(c.to_ascii_lowercase()),
        }
    }
    shape
}

/// Reads ids that differ from those of controls in letter case and signs only as these, where no row has them: `A2.2`. The
/// same of an id that is numbered as these are where the row has the title of one, `A.2.9` with that of `A.2.2`. What is
/// missing would only follow from the slip.
fn read_as_meant(rows: &mut [SoaRow], standard: &Standard) {
    let known: BTreeMap<Vec<String>, &str> =
        standard.controls.iter().map(|control| (runs(&control.id), control.id.as_str())).collect();
    let mut taken: BTreeSet<String> = rows.iter().map(|row| row.control.value.clone()).collect();
    for row in rows.iter_mut().filter(|row| standard.control(&row.control.value).is_none()) {
        let id = &row.control.value;
        let title = row.title.as_deref().filter(|_| is_numbered_as(id, standard)).map(solid);
        let called = |title: String| standard.controls.iter().find(|control| solid(&control.title) == title);
        let meant = known.get(&runs(id)).copied();
        let meant = meant.or_else(|| title.and_then(called).map(|control| control.id.as_str()));
        let meant = meant.filter(|meant| taken.insert((*meant).to_owned()));
        if let Some(meant) = meant {
            row.miswritten = Some(std::mem::replace(&mut row.control.value, meant.to_owned()));
        }
    }
}

fn read_row(row: &super::fields::Row, framework: &FrameworkId) -> Option<SoaRow> {
    let spanned = |name: &str| {
        let field = row.cells.get(name)?;
        Some(Spanned { value: row.cells.text(name)?.to_owned(), span: field.span })
    };
    let mut control = spanned("control")?;
    // `iso-27001:A.5.2` in the statement for ISO/IEC 27001 says no more than `A.5.2`.
    if let (Some(named), id) = split_req_id(&control.value)
        && *framework == *named
    {
        control = Spanned { value: id.to_owned(), span: control.span };
    }
    Some(SoaRow {
        miswritten: None,
        control,
        title: row.cells.text("title").map(str::to_owned),
        applicable: row.cells.flag("applicable"),
        reason: spanned("reason").filter(|reason| !reason.value.trim().is_empty()),
        implementation: spanned("implementation"),
        owner: row.cells.text("owner").map(str::to_owned),
        due: row.cells.date("due"),
        risks: row.cells.texts("risks").to_vec(),
        documents: row.cells.texts("documents").to_vec(),
        evidence: row.cells.texts("evidence").to_vec(),
        basis: row.cells.texts("basis").to_vec(),
        said: in_words(&row.cells),
        span: row.span,
    })
}

/// What stands in the cells of a row. Lists have no order there.
fn in_words(cells: &Fields) -> Vec<(String, String)> {
    let words = |value: &FieldValue| match value {
        FieldValue::Text(text) => text.trim().to_owned(),
        FieldValue::Texts(texts) => {
            let texts: BTreeSet<&str> = texts.iter().map(|text| text.value.trim()).collect();
            texts.into_iter().collect::<Vec<_>>().join(", ")
        }
        FieldValue::Date(day) => day.to_string(),
        FieldValue::Period(period) => period.to_string(),
        FieldValue::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        FieldValue::Number(number) => number.to_string(),
        // No cell of the statement holds more.
        FieldValue::Requirements(_) | FieldValue::Rows(_) => String::new(),
    };
    let mut known: Vec<&Field> = cells.iter().filter(|field| field.name != "control").collect();
    known.sort_by_key(|field| field.key_span.start);
    let known = known.into_iter().map(|field| (field.name.clone(), words(&field.value)));
    let own = cells.kept().iter().chain(cells.unknown()).cloned();
    known.chain(own).filter(|(_, words)| !words.is_empty()).collect()
}
