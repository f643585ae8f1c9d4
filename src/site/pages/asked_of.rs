//! What documents of a kind say, and what an auditor asks of them: folded away below their register.

use super::sections::{Fold, Section};
use crate::base::{mark, say, wording};
use crate::model::audience::Audience;
use crate::model::kinds::{FieldSpec, FieldType, Kind, Need};
use crate::site::context::Shared;
use crate::site::view::{Part, Table, coded, comma};

/// So many words that a key takes are named; `aims explain` tells all.
const MOST: usize = 24;

/// What documents of a kind say, on the first page of their register. How they are written is for the organisation, and not
/// for everybody.
pub(super) fn of(shared: &Shared<'_>, kind: &Kind, page: usize) -> Option<Section> {
    if page > 1 || shared.state.audience == Audience::Public {
        return None;
    }
    let specs = ["Key", "Need", "What it takes:text", "What it is for:main"];
    let mut table = Table::new(say!("The keys of this kind, and what each takes"), &specs);
    for field in &kind.fields {
        row(&mut table, &field.name, field);
        for column in &field.columns {
            row(&mut table, &format!("{}.{}", field.name, column.name), column);
        }
    }
    let list = kind.asks.iter().map(|ask| coded(wording::known(ask))).collect();
    let summary = match kind.fields.is_empty() {
        true => say!("What an auditor is likely to ask"),
        false => say!("What these documents say: keys, words, and what an auditor is likely to ask"),
    };
    let mut section = Section::default();
    let fold = Fold { summary: summary.to_owned(), list, table: table.some() };
    section.fold = Some(fold).filter(|fold| fold.table.is_some() || !fold.list.is_empty());
    section.fold.is_some().then_some(section)
}

/// The same of a kind whose register has a page of its own shape.
pub(super) fn named(shared: &Shared<'_>, kind: &str, page: usize) -> Option<Section> {
    of(shared, shared.aims.kinds.get(kind)?, page)
}

fn row(table: &mut Table, name: &str, field: &FieldSpec) {
    let need = match field.need {
        Some(Need::Must) => say!("Needed"),
        Some(Need::Should) => say!("Advised"),
        None => "",
    };
    let about = coded(wording::known(&field.about));
    table.row(None, vec![Part::code(name).into(), need.into(), takes(field).into(), about.into()]);
}

/// What a key takes: its words, the kinds that it names, or a sort of value.
fn takes(field: &FieldSpec) -> Vec<Part> {
    let (one, words): (&'static str, &[String]) = match field.field_type {
        FieldType::Choice | FieldType::Choices => {
            let named = comma(field.choices.iter().take(MOST).map(Part::code));
            let more = if field.open { say!(", or other words") } else { "" };
            let more = if field.choices.len() > MOST { " …" } else { more };
            return named.into_iter().chain((!more.is_empty()).then(|| Part::text(more))).collect();
        }
        FieldType::Ref => (mark!("the id of a document"), &field.kinds),
        FieldType::Refs => (mark!("ids of documents"), &field.kinds),
        FieldType::Text => (mark!("a text"), &[]),
        FieldType::Texts => (mark!("a list of texts"), &[]),
        FieldType::Date => (mark!("a day"), &[]),
        FieldType::Period => (mark!("a length of time"), &[]),
        FieldType::Flag => (mark!("true or false"), &[]),
        FieldType::Number => (mark!("a whole number"), &[]),
        FieldType::Person => (mark!("a role or person"), &[]),
        FieldType::Persons => (mark!("roles or persons"), &[]),
        FieldType::Controls => (mark!("ids of controls"), &[]),
        FieldType::Clauses => (mark!("ids of clauses"), &[]),
        FieldType::Requirements => (mark!("ids of other frameworks"), &[]),
        FieldType::Rows => (mark!("rows with the columns below"), &[]),
    };
    let mut parts = vec![Part::text(wording::of(one))];
    if !words.is_empty() {
        parts.push(Part::text(": "));
        parts.extend(comma(words.iter().map(Part::code)));
    }
    parts
}
