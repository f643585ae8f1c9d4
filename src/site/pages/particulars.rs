//! What the front matter of a document says beside its control block: names with values, and a table for each list of rows.
//!
//! Labels come from the keys of its kind. Of a score the table tells what it makes: likelihood by severity, and the level of
//! that. What a table has no room for stands in full below the first words of its row, never in a fold: it is part of what
//! the document says.

use super::risks;
use super::sections::Section;
use crate::base::date::{self, days_between};
use crate::base::{Date, mark, plural, say, wording};
use crate::model::document::Document;
use crate::model::due::{self, Task};
use crate::model::fields::{FieldValue, Fields, Row};
use crate::model::kinds::{FieldSpec, FieldType, Nature};
use crate::model::risk::{AFTER, BEFORE, part as score_part, parts as score_parts};
use crate::model::tier::Tier;
use crate::register::yes_or_no;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::outward;
use crate::site::parts::certified;
use crate::site::view::{Cell, Column, Pair, Part, Sign, Table, comma};

/// Keys that the control block and the other sections show already.
const SHOWN: &[&str] = &[
    "id",
    "title",
    "kind",
    "lang",
    "version",
    "status",
    "owner",
    "authors",
    "approvers",
    "must-read",
    "effective",
    "date",
    "reviewed",
    "review-every",
    "next-review",
    "classification",
    "retention",
    "replaces",
    "controls",
    "clauses",
    "requirements",
    "implements",
    "evidence-for",
];

/// A text of more letters than this wants a wide column.
const LONG: usize = 32;

/// How wide a table may be to stand beside the way around on a screen of 1,280 pixels, in the width of letters.
const WIDEST: usize = 560;

/// Whether a document leads with its particulars and not with its text: a record of what was done, or an entry of an
/// inventory. A text that says or does something, a policy or a procedure, comes first.
pub(super) fn lead(document: &Document) -> bool {
    document
        .kind
        .as_ref()
        .is_some_and(|kind| kind.nature == Nature::Record || !matches!(kind.tier, Some(Tier::Says | Tier::Does)))
}

/// The particulars of a document: those with one value, then a section for each list of rows.
pub(super) fn sections(shared: &Shared<'_>, link: Linker<'_>, document: &Document) -> Vec<Section> {
    if !document.controlled {
        return Vec::new();
    }
    let mut first = Section::new("_particulars", say!("Particulars"));
    let mut sections = Vec::new();
    let kinds = &shared.aims.kinds;
    let ix = shared.aims.by_path(&document.path);
    let open = ix.and_then(|ix| due::open_in(shared.aims, ix));
    for spec in kinds.fields(document.kind.as_deref()).filter(|spec| !SHOWN.contains(&spec.name.as_str())) {
        let Some(field) = document.fields.get(&spec.name) else { continue };
        let mut parts = match &field.value {
            FieldValue::Rows(_) if spec.name == "statement" => {
                // The rows of a newer text than the one that holds have a section of their own.
                if ix.is_some_and(|ix| shared.aims.in_place.contains_key(&ix)) {
                    continue;
                }
                vec![Part::Link { href: link.to("soa.html"), v: say!("the statement, control by control").into() }]
            }
            // They stand where their reader meets them already.
            FieldValue::Rows(rows) if field.span.start >= document.body.start => {
                vec![Part::text(plural!(rows.len(), "{n} row of tables in the text", "{n} rows of tables in the text"))]
            }
            FieldValue::Rows(rows) => {
                let table = table(shared, link, document, spec, rows);
                let section = Section::new(format!("_rows-{}", spec.name), label(spec));
                sections.extend(table.map(|table| section.with_table(Some(table), "")));
                continue;
            }
            _ => match open.as_ref().filter(|due| due.key == spec.name && due.task != Task::Effect) {
                Some(due) => lapsing(link, due.date),
                None if spec.name == "state" && document.is("certification") => {
                    ix.map(|ix| certified(shared.aims, ix)).unwrap_or_default()
                }
                None => value(link, &document.fields, spec),
            },
        };
        parts.extend(link.stranger(document, &spec.name));
        first.pairs.push(Pair::new(label(spec), parts));
    }
    first.pairs.extend(level_pair(shared, &document.fields, say!("Level"), BEFORE));
    first.pairs.extend(level_pair(shared, &document.fields, say!("Level after treatment"), AFTER));
    first.pairs.retain(|pair| !pair.parts.is_empty());
    let first = (!first.pairs.is_empty()).then_some(first);
    first.into_iter().chain(sections).collect()
}

/// What a key is called.
fn label(spec: &FieldSpec) -> String {
    wording::known(&spec.label()).to_owned()
}

fn level_pair(shared: &Shared<'_>, fields: &Fields, name: &str, keys: [&str; 2]) -> Option<Pair> {
    score_parts(fields, keys).map(|_| Pair::new(name, level(shared, fields, keys)))
}

/// The value of one field.
pub(super) fn value(link: Linker<'_>, fields: &Fields, spec: &FieldSpec) -> Vec<Part> {
    let Some(field) = fields.get(&spec.name) else { return Vec::new() };
    let refers = spec.field_type.takes_ids();
    let chosen = matches!(spec.field_type, FieldType::Choice | FieldType::Choices);
    let part = |text: &str| match (refers, chosen) {
        (true, _) => link.id(text),
        (_, true) if spec.name == "ai-act-class" => Part::text(super::systems::class(text)),
        (_, true) => Part::text(wording::known(&spec.title_of(text))),
        _ => Part::text(text),
    };
    // What is neither an id nor one of a few words may hold an address.
    let free = |text: &str| match (refers || chosen, date::parse(text)) {
        (true, _) => vec![part(text)],
        // Whatever the key holds, a day is a day.
        (false, Some(day)) => vec![Part::date(day)],
        (false, None) => outward::parts(text),
    };
    match &field.value {
        FieldValue::Text(text) => free(text),
        FieldValue::Texts(texts) if texts.len() == 1 => texts.iter().flat_map(|text| free(&text.value)).collect(),
        FieldValue::Texts(texts) if refers || chosen => comma(texts.iter().map(|text| part(&text.value))),
        FieldValue::Texts(texts) => {
            vec![Part::List { items: texts.iter().map(|text| free(&text.value)).collect() }]
        }
        FieldValue::Date(date) => vec![Part::date(*date)],
        FieldValue::Period(period) => vec![Part::text(period.said())],
        FieldValue::Flag(flag) => vec![Part::text(yes_or_no(*flag))],
        FieldValue::Number(number) => vec![Part::text(number.to_string())],
        FieldValue::Requirements(_) | FieldValue::Rows(_) => Vec::new(),
    }
}

/// How late something is, as a sign; `None` where it is not.
pub(super) fn overdue(due: Date, today: Date) -> Option<Sign> {
    let days = usize::try_from(days_between(due, today)).unwrap_or_default();
    (days > 0).then(|| Sign::new("overdue", plural!(days, "Overdue {n} day", "Overdue {n} days")))
}

/// The day in a row by which something that can be told to be done, and is not, is to be done.
fn open_day(document: &Document, of: &FieldSpec, row: &Row, spec: &FieldSpec) -> Option<Date> {
    let can_be_done = of.columns.iter().any(|column| matches!(column.name.as_str(), "status" | "closed"));
    let is_open = can_be_done && !row.is_over() && !due::is_idle(document);
    row.cells.date(&spec.name).filter(|_| is_open && matches!(spec.name.as_str(), "due" | "answer-due"))
}

/// A day by which something is to be done, and how late it is.
pub(super) fn lapsing(link: Linker<'_>, due: Date) -> Vec<Part> {
    let sign = overdue(due, link.aims.today).map(|sign| [Part::text(" "), Part::sign(sign)]);
    std::iter::once(link.due(due)).chain(sign.into_iter().flatten()).collect()
}

/// What a table shows in a column.
#[derive(Debug, Clone, Copy)]
enum Shown<'s> {
    /// A key of the rows.
    Key(&'s FieldSpec),
    /// What two keys make: likelihood by severity.
    Level(&'static str, [&'static str; 2]),
}

impl Shown<'_> {
    fn label(self) -> String {
        match self {
            Self::Key(spec) => label(spec),
            Self::Level(title, _) => wording::of(title).to_owned(),
        }
    }
}

/// What rows of a field can show: its keys in their order, with a level in the place of its two halves.
fn columns(spec: &FieldSpec) -> Vec<Shown<'_>> {
    let has = |name: &str| spec.columns.iter().any(|column| column.name == name);
    let scores = [(mark!("Level"), BEFORE), (mark!("Level after treatment"), AFTER)];
    let scores: Vec<_> = scores.into_iter().filter(|(_, keys)| keys.iter().all(|key| has(key))).collect();
    let mut shown = Vec::new();
    for column in &spec.columns {
        match scores.iter().find(|(_, keys)| keys.contains(&column.name.as_str())) {
            Some((title, keys)) if column.name == keys[0] => shown.push(Shown::Level(title, *keys)),
            Some(_) => {}
            None => shown.push(Shown::Key(column)),
        }
    }
    shown
}

/// The rows of a field as a table. Rows that nobody has filled in yet, and columns in which nothing stands, are left out.
fn table(shared: &Shared<'_>, link: Linker<'_>, document: &Document, spec: &FieldSpec, rows: &[Row]) -> Option<Table> {
    let columns = columns(spec);
    let of_row = |row: &Row| columns.iter().map(|shown| cell(shared, link, (document, spec), row, *shown)).collect();
    let mut rows: Vec<Vec<Cell>> = rows.iter().map(of_row).collect();
    rows.retain(|row| row.iter().any(|cell| !cell.parts.is_empty()));
    let filled = |at: usize| rows.iter().any(|row| row.get(at).is_some_and(|cell| !cell.parts.is_empty()));
    let places: Vec<usize> = (0..columns.len()).filter(|at| filled(*at)).collect();
    let classes: Vec<&'static str> = (0..columns.len()).map(|at| class(&rows, at)).collect();
    let (shown, below) = parted(&places, &classes);
    let mut table = Table::new(say!("{what} of {id}", what = label(spec), id = document.id), &[]);
    let column = |at: &usize| Column { title: columns[*at].label().into(), class: classes[*at], facet: false };
    table.columns = shown.iter().map(column).collect();
    for mut row in rows {
        let more: Vec<Vec<Part>> = below.iter().filter_map(|at| named(columns[*at], &mut row[*at])).collect();
        let mut cells: Vec<Cell> = shown.iter().map(|at| std::mem::take(&mut row[*at])).collect();
        if let (Some(first), false) = (cells.first_mut(), more.is_empty()) {
            first.parts.push(Part::List { items: more });
        }
        table.row(None, cells);
    }
    table.some()
}

/// A value with its label, for the list below the first words of a row.
fn named(shown: Shown<'_>, cell: &mut Cell) -> Option<Vec<Part>> {
    let parts = std::mem::take(&mut cell.parts);
    let name = Part::quiet(format!("{}: ", shown.label()));
    (!parts.is_empty()).then(|| std::iter::once(name).chain(parts).collect())
}

/// The columns that a table has room for, and those that stand below the first: what is short stays first.
fn parted(places: &[usize], classes: &[&'static str]) -> (Vec<usize>, Vec<usize>) {
    let Some((first, others)) = places.split_first() else { return (Vec::new(), Vec::new()) };
    let width = |at: usize| if classes[at] == "text" { 107 } else { 62 };
    let mut order: Vec<usize> = others.to_vec();
    order.sort_by_key(|at| (width(*at), *at));
    let mut room = WIDEST.saturating_sub(width(*first));
    let mut shown = vec![*first];
    for at in order {
        if width(at) <= room {
            room -= width(at);
            shown.push(at);
        }
    }
    shown.sort_unstable();
    let below = others.iter().copied().filter(|at| shown.binary_search(at).is_err()).collect();
    (shown, below)
}

fn class(rows: &[Vec<Cell>], at: usize) -> &'static str {
    let is_long = |part: &Part| match part {
        Part::Text { v } | Part::Link { v, .. } => v.chars().count() > LONG,
        Part::List { .. } => true,
        _ => false,
    };
    let long = rows.iter().filter_map(|row| row.get(at)).flat_map(|cell| &cell.parts).any(is_long);
    if long { "text" } else { "" }
}

fn cell(
    shared: &Shared<'_>,
    link: Linker<'_>,
    (document, of): (&Document, &FieldSpec),
    row: &Row,
    shown: Shown<'_>,
) -> Cell {
    match shown {
        Shown::Level(_, keys) => level(shared, &row.cells, keys).into(),
        Shown::Key(spec) => match open_day(document, of, row, spec) {
            Some(day) => lapsing(link, day).into(),
            None => value(link, &row.cells, spec).into(),
        },
    }
}

/// What likelihood and severity make: the level, and how it comes about. Where one of them is lacking, what there is.
fn level(shared: &Shared<'_>, fields: &Fields, keys: [&str; 2]) -> Vec<Part> {
    match score_parts(fields, keys) {
        Some((likelihood, severity)) => {
            let score = likelihood * severity;
            let made = format!("{likelihood} × {severity} = {score}");
            vec![Part::sign(risks::sign(shared, score)), Part::sub(made)]
        }
        None => {
            let part = |key: &str| match score_part(fields, key) {
                Some(number) => Some(number.to_string()),
                None => fields.text(key).map(str::to_owned),
            };
            let there = keys.iter().filter_map(|key| Some((*key, part(key)?)));
            let told = there.map(|(key, part)| format!("{} {part}", wording::known(&crate::model::kinds::label(key))));
            comma(told.map(Part::text))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parted;

    #[test]
    fn what_is_short_stays_and_what_is_long_goes_below() {
        let classes = ["text", "text", "", "text", "text", "text", "", "text"];
        let places: Vec<usize> = (0..8).collect();
        assert_eq!(parted(&places, &classes), (vec![0, 1, 2, 3, 4, 6], vec![5, 7]));
        assert_eq!(parted(&[3], &classes), (vec![3], vec![]));
        assert_eq!(parted(&[], &classes), (vec![], vec![]));
    }
}
