//! The register of a kind of documents, made of what the kind says of its keys: built in or a team's own.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::column::{self as of, Column, DocumentRow, Getter, Holds, OfDocument, column, key};
use super::documents;
use super::rows::Register;
use super::value::Value;
use crate::base::date::days_between;
use crate::base::mark;
use crate::model::due;
use crate::model::fields::{FieldValue, Fields};
use crate::model::kinds::{FieldSpec, FieldType, Kind};
use crate::state::State;

/// Columns that are made here: a key of that name has another in files.
const FIXED: [&str; 8] = ["id", "title", "next_review", "review", "path", "standing", "days_open", "days_overdue"];

/// Keys that have no column of their own: they stand in one of [`FIXED`], or are the same in each row.
const LEFT_OUT: [&str; 4] = ["id", "title", "kind", "next-review"];

/// Common keys that pages have room for beside a kind's own.
const ON_PAGES: [&str; 4] = ["version", "status", "owner", "date"];

/// Where columns of age stand: behind the id and the title.
const AGES_AT: usize = 2;

/// The documents of a kind, in natural order of the ids: its own keys, then those common to all kinds.
pub(super) fn register<'a>(state: &'a State, kind: &'a Kind) -> Register<'a> {
    let mut taken: BTreeSet<String> = FIXED.iter().map(|key| (*key).to_owned()).collect();
    let mut columns = vec![of::id(), of::title()];
    let own = kind.fields.len();
    for (place, spec) in state.aims.kinds.fields(Some(kind)).enumerate() {
        if spec.name.is_empty() || LEFT_OUT.contains(&spec.name.as_str()) {
            continue;
        }
        let mut getter = field(state, spec, place >= own);
        getter.column.key = unique(&mut taken, &spec.name).into();
        let is_status = getter.column.in_files.is_some();
        columns.push(getter);
        if is_status {
            columns.push(of::standing(state));
        }
    }
    for (place, getter) in ages(state, kind).into_iter().enumerate() {
        // A reader looks for them beside the title.
        columns.insert(AGES_AT + place, getter);
    }
    let mut path = documents::path();
    path.column.aside = true;
    columns.extend([of::next_review(state), of::review(state), path]);
    Register::new(state.aims.named(&kind.name), columns)
}

/// The lists of rows that a kind has of its own, for a register that tells of the rest in another way. One whose key is
/// `taken` there has another.
pub(super) fn lists<'a>(state: &'a State, kind: &'a Kind, taken: &[&str]) -> Vec<OfDocument<'a>> {
    let specs = kind.fields.iter().filter(|spec| spec.field_type == FieldType::Rows);
    let list = |spec: &'a FieldSpec| {
        let (mut getter, key) = (field(state, spec, false), key(&spec.name));
        match taken.contains(&key.as_str()) {
            true => {
                getter.column = Column { inner: getter.column.inner, ..Column::new(format!("{key}_rows"), Holds::Rows) }
            }
            false => getter.column.key = key.into(),
        }
        getter
    };
    specs.map(list).collect()
}

/// How old what a record tells of is, and how late what it asks for, where its kind says when that is over.
fn ages<'a>(state: &'a State, kind: &'a Kind) -> Vec<OfDocument<'a>> {
    let (today, has) = (state.today(), |name: &str| kind.fields.iter().any(|spec| spec.name == name));
    let mut columns = Vec::new();
    if let Some(end) = ["closed", "answered"].into_iter().find(|end| has("date") && has("state") && has(end)) {
        let days = move |&(_, document): &DocumentRow<'_>| {
            let until = match document.fields.date(end) {
                Some(day) => Some(day),
                None => (!document.is_closed()).then_some(today),
            };
            let days = document.fields.date("date").zip(until).map(|(from, until)| days_between(from, until));
            Value::number(days.filter(|days| *days >= 0))
        };
        let about = "days from its date until it was over, or until today";
        columns.push(column("days_open", Holds::Number, days).titled(mark!("Days open")).about(about));
    }
    let pairs = [("due", "done"), ("answer-due", "answered")];
    if pairs.iter().any(|(due, done)| has(due) && has(done)) {
        let late = move |&(ix, _): &DocumentRow<'_>| {
            let days = due::open_in(&state.aims, ix).map(|due| days_between(due.date, today));
            days.filter(|days| *days > 0).map_or(Value::Nothing, Value::Late)
        };
        let about = "days since what it asks for was due, where that is not done";
        columns.push(column("days_overdue", Holds::Number, late).titled(mark!("Overdue")).about(about));
    }
    columns
}

/// The key of a field in data files. Two that a team keeps apart by a hyphen stay apart.
fn unique(taken: &mut BTreeSet<String>, name: &str) -> String {
    let mut key = key(name);
    while !taken.insert(key.clone()) {
        key.push('_');
    }
    key
}

fn field<'a>(state: &'a State, spec: &'a FieldSpec, common: bool) -> OfDocument<'a> {
    let name = spec.name.as_str();
    let mut getter = match (common, name) {
        (true, "status") => of::status(state),
        (_, "requirements") => documents::requirements(),
        (true, "lang") => documents::lang(),
        _ => column("", holds(spec.field_type), move |&(_, document): &DocumentRow<'_>| value(spec, &document.fields)),
    };
    describe(&mut getter, spec);
    if spec.name == "impacts" {
        add_categories(state, &mut getter.column);
    }
    getter.column.aside = common && !ON_PAGES.contains(&name);
    getter
}

/// Names the categories of impacts that the settings have beside those of the kind, and what else they call them.
fn add_categories<'a>(state: &'a State, impacts: &mut Column<'a>) {
    let settings = &state.aims.config.impact;
    let own = settings.categories.iter().map(|category| Cow::Borrowed(category.value.as_str()));
    let all = own.chain(settings.called.keys().map(|word| word.replace('-', " ").into()));
    if let Some(category) = impacts.inner.iter_mut().find(|column| column.key == "category") {
        category.words.extend(all);
    }
}

/// Takes over what the kind says of a key.
fn describe<'a, Row>(getter: &mut Getter<'a, Row>, spec: &'a FieldSpec) {
    let described = of_spec(spec);
    getter.column.title = described.title;
    getter.column.words = described.words;
    getter.column.open = described.open;
    getter.column.titles = described.titles;
    getter.column.inner = described.inner;
    getter.column.about = described.about;
}

fn of_spec(spec: &FieldSpec) -> Column<'_> {
    let mut taken = BTreeSet::new();
    let inner = spec.columns.iter().map(|spec| Column { key: unique(&mut taken, &spec.name).into(), ..of_spec(spec) });
    Column {
        title: spec.label().into(),
        words: spec.choices.iter().map(|word| word.as_str().into()).collect(),
        open: spec.open && !spec.choices.is_empty(),
        titles: spec.titles.iter().map(|(word, title)| (word.as_str().into(), title.as_str().into())).collect(),
        inner: inner.collect(),
        about: spec.about.as_str().into(),
        ..Column::new("", holds(spec.field_type))
    }
}

fn holds(field_type: FieldType) -> Holds {
    match field_type {
        FieldType::Text | FieldType::Period | FieldType::Person => Holds::Text,
        FieldType::Texts | FieldType::Persons | FieldType::Requirements => Holds::Texts,
        FieldType::Date => Holds::Day,
        FieldType::Flag => Holds::Flag,
        FieldType::Number => Holds::Number,
        FieldType::Choice => Holds::Word,
        FieldType::Choices => Holds::Words,
        FieldType::Ref => Holds::Id,
        FieldType::Refs | FieldType::Controls | FieldType::Clauses => Holds::Ids,
        FieldType::Rows => Holds::Rows,
    }
}

/// The value of a key. What is not given is nothing, or a list of nothing.
fn value<'a>(spec: &'a FieldSpec, fields: &'a Fields) -> Value<'a> {
    let holds = holds(spec.field_type);
    match fields.get(&spec.name).map(|field| &field.value) {
        Some(FieldValue::Text(text)) => one(holds, text),
        Some(FieldValue::Texts(list)) => Value::List(list.iter().map(|item| one(holds, &item.value)).collect()),
        Some(FieldValue::Date(day)) => Value::Day(*day),
        Some(FieldValue::Period(period)) => Value::Text(period.said().into()),
        Some(FieldValue::Flag(flag)) => Value::Flag(*flag),
        Some(FieldValue::Number(number)) => Value::Number(*number),
        Some(FieldValue::Rows(rows)) => Value::List(rows.iter().map(|row| cells(spec, &row.cells)).collect()),
        Some(FieldValue::Requirements(_)) | None => match holds {
            Holds::Texts | Holds::Ids | Holds::Words | Holds::Rows => Value::List(Vec::new()),
            _ => Value::Nothing,
        },
    }
}

fn one(holds: Holds, text: &str) -> Value<'_> {
    let text = Cow::Borrowed(text);
    match holds {
        Holds::Id | Holds::Ids => Value::Id(text),
        Holds::Word | Holds::Words => Value::Word(text),
        _ => Value::Text(text),
    }
}

fn cells<'a>(spec: &'a FieldSpec, cells: &'a Fields) -> Value<'a> {
    let mut taken = BTreeSet::new();
    let cell = |spec: &'a FieldSpec| (Cow::Owned(unique(&mut taken, &spec.name)), value(spec, cells));
    Value::Object(spec.columns.iter().map(cell).collect())
}
