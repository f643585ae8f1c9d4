//! A register as a table of a page: what each value looks like follows from the value, and what a column looks like from
//! what it holds.

use std::borrow::Cow;
use std::ops::Range;

use super::link::Linker;
use super::outward;
use super::parts::{day, objective, words};
use super::view::{Cell, Column, Part, Sign, Table, comma};
use crate::base::text::count;
use crate::base::{Date, wording};
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::due::{self, Due};
use crate::register::{self, Holds, Register, Value, yes_or_no};

/// A text of more letters than this wants a wide column.
const LONG: usize = 32;

/// How wide a table may be to stand beside the way around on a screen of 1,280 pixels, in the width of letters.
const WIDEST: usize = 590;

/// Keys by which a register is read first.
const FIRST: [&str; 10] =
    ["id", "title", "state", "days_overdue", "status", "grade", "date", "due", "owner", "next-review"];

/// Keys whose values are people and roles.
const NAMES: [&str; 6] = ["owner", "action_owner", "auditors", "approved_by", "accepted_by", "decided_by"];

/// The table of some rows of a register, which `label` names and `filter` lets a reader search. Columns that hold nothing in any row, and
/// those that are for programs, are left out. `None` where there are no rows.
pub(super) fn table_of(
    link: Linker<'_>,
    register: &Register<'_>,
    of: Range<usize>,
    label: &str,
    filter: &str,
) -> Option<Table> {
    let rows: Vec<Vec<Value<'_>>> = register.rows_of(of).collect();
    let shown: Vec<(usize, &register::Column<'_>)> = register
        .columns()
        .iter()
        .enumerate()
        .filter(|(place, column)| !column.aside && values(&rows, *place).any(|value| !value.is_empty()))
        .collect();
    let wide: Vec<usize> = shown.iter().map(|(place, column)| width(class(column, values(&rows, *place)))).collect();
    let (shown, folded) = chosen(shown, &wide);
    let mut table = Table::new(label, &[]);
    table.columns = shown
        .iter()
        .map(|(place, column)| Column {
            title: Cow::Owned(wording::known(&column.title).to_owned()),
            class: class(column, values(&rows, *place)),
            facet: matches!(column.holds, Holds::Word | Holds::Flag) || column.key == "owner",
        })
        .collect();
    for row in &rows {
        let open = document_of(link, row).and_then(|ix| due::open_in(link.aims, ix));
        let told = shown.iter().filter_map(|(place, column)| Some((column, row.get(*place)?)));
        let cell = |(column, value): (&&register::Column<'_>, &Value<'_>)| {
            let is_named = NAMES.contains(&&*column.key);
            let mut cell = match value {
                Value::Text(name) if is_named => link.person_among(rows.len(), name).into(),
                Value::List(names) if is_named => comma(names.iter().filter_map(|name| match name {
                    Value::Text(name) => link.person_among(rows.len(), name),
                    other => part(link, other),
                }))
                .into(),
                Value::Day(date) if is_due(open.as_ref(), &column.key, *date) => link.due(*date).into(),
                // Its own numbers may speak against what it says.
                Value::Word(_) if column.key == "state" => {
                    let sign = objective_of(link, row).and_then(|of| objective(of, link.aims.today)).map(Part::sign);
                    sign.map_or_else(|| cell(link, column, value), Cell::from)
                }
                value => cell(link, column, value),
            };
            let document = document_of(link, row).map(|ix| link.aims.document(ix)).filter(|_| is_named);
            cell.parts.extend(document.and_then(|document| link.stranger(document, &column.key.replace('_', "-"))));
            cell.parts.extend((column.key == "title").then(|| more(link, row, &folded)).flatten());
            cell
        };
        table.row(None, told.map(cell).collect());
    }
    table.some().map(|table| table.register(filter))
}

/// The document that a row is about.
fn document_of(link: Linker<'_>, row: &[Value<'_>]) -> Option<DocIx> {
    let Some(Value::Id(id)) = row.first() else { return None };
    link.aims.by_id(id)
}

/// The objective that a row is about.
fn objective_of<'l>(link: Linker<'l>, row: &[Value<'_>]) -> Option<&'l Document> {
    let document = link.aims.document(document_of(link, row)?);
    Some(document).filter(|document| document.is("objective"))
}

/// Whether a day of a row is the one by which something is to be done that is open: the reader's own clock tells on.
fn is_due(open: Option<&Due<'_>>, column: &str, day: Date) -> bool {
    open.is_some_and(|due| due.date == day && due.key == column.replace('_', "-"))
}

/// A column with its place among those of the register.
type Placed<'c, 'a> = (usize, &'c register::Column<'a>);

/// The columns that a table has room for, and those that are folded away in each row: what is asked for first stays, then
/// what is short.
fn chosen<'c, 'a>(all: Vec<Placed<'c, 'a>>, wide: &[usize]) -> (Vec<Placed<'c, 'a>>, Vec<Placed<'c, 'a>>) {
    // Without a title there is nowhere to fold them away.
    if wide.iter().sum::<usize>() <= WIDEST || !all.iter().any(|(_, column)| column.key == "title") {
        return (all, Vec::new());
    }
    let rank = |at: usize| {
        let column = all[at].1;
        let asked = FIRST.iter().position(|key| column.key == *key).unwrap_or(FIRST.len());
        (asked, !matches!(column.holds, Holds::Word | Holds::Flag), wide[at], at)
    };
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|at| rank(*at));
    let mut room = WIDEST;
    let mut stays = vec![false; all.len()];
    for at in order {
        if wide[at] <= room {
            room -= wide[at];
            stays[at] = true;
        }
    }
    let (shown, folded): (Vec<_>, Vec<_>) = all.into_iter().zip(stays).partition(|(_, stays)| *stays);
    let bare = |pairs: Vec<(Placed<'c, 'a>, bool)>| pairs.into_iter().map(|(placed, _)| placed).collect();
    (bare(shown), bare(folded))
}

/// About how wide a column of a class is.
fn width(class: &str) -> usize {
    match class {
        "main" => 120,
        "text" => 107,
        "num" => 45,
        _ => 54,
    }
}

/// What a row holds in columns that are folded away.
fn more(link: Linker<'_>, row: &[Value<'_>], folded: &[Placed<'_, '_>]) -> Option<Part> {
    let item = |(place, column): &Placed<'_, '_>| {
        let parts = cell(link, column, row.get(*place)?).parts;
        let named = std::iter::once(Part::quiet(format!("{}: ", wording::known(&column.title)))).chain(parts);
        let parts: Vec<Part> = named.collect();
        (parts.len() > 1).then_some(parts)
    };
    let items: Vec<Vec<Part>> = folded.iter().filter_map(item).collect();
    (!items.is_empty()).then(|| Part::Fold { words: count(items.len(), "more fact"), items })
}

/// What stands in one column.
fn values<'r, 'a>(rows: &'r [Vec<Value<'a>>], place: usize) -> impl Iterator<Item = &'r Value<'a>> {
    rows.iter().filter_map(move |row| row.get(place))
}

fn class<'r, 'a: 'r>(column: &register::Column<'_>, mut values: impl Iterator<Item = &'r Value<'a>>) -> &'static str {
    let is_long = |value: &Value<'_>| match value {
        Value::Text(text) => text.chars().count() > LONG,
        Value::List(list) => list.iter().any(|value| matches!(value, Value::Text(text) if text.chars().count() > LONG)),
        _ => false,
    };
    match column.holds {
        _ if column.key == "title" => "main",
        // A sign stands where words do.
        Holds::Number if column.key == "days_overdue" => "",
        Holds::Number | Holds::Rows => "num",
        Holds::Text | Holds::Texts if values.any(is_long) => "text",
        _ => "",
    }
}

fn cell(link: Linker<'_>, column: &register::Column<'_>, value: &Value<'_>) -> Cell {
    match value {
        Value::Word(word) if !word.is_empty() => Part::text(column.said(word)).into(),
        Value::Late(days) => {
            let days = usize::try_from(*days).unwrap_or_default();
            let sign = Sign::new("overdue", count(days, "day"));
            Cell::from(Part::sign(sign)).sorted_by(format!("{days:08}"))
        }
        Value::Due(review) => link.next_review(*review).into(),
        Value::Review(review) => link.review(*review).map(Part::sign).into(),
        // Rows in a row are for the page of the document; here it is told how many there are.
        Value::List(list) if list.iter().any(|value| matches!(value, Value::Object(_))) => {
            list.len().to_string().into()
        }
        Value::List(list) => comma(list.iter().filter_map(|value| part(link, value))).into(),
        Value::Text(text) if !text.is_empty() => outward::parts(text).into(),
        value => part(link, value).into(),
    }
}

fn part(link: Linker<'_>, value: &Value<'_>) -> Option<Part> {
    Some(match value {
        Value::Text(text) if !text.is_empty() => Part::text(text.as_ref()),
        Value::Word(word) if !word.is_empty() => Part::text(words(word)),
        Value::Id(id) if !id.is_empty() => link.id(id),
        Value::Number(number) => Part::text(number.to_string()),
        Value::Flag(flag) => Part::text(yes_or_no(*flag)),
        Value::Status(_, word) => Part::sign(Sign::standing((*word)?)),
        Value::Page(path, id) => Part::Id { href: link.to(path), v: id.to_string() },
        Value::Day(date) => return day(Some(*date)),
        _ => return None,
    })
}
