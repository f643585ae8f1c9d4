//! What is known of texts and edits from an earlier run, and how it is kept.
//!
//! An edit is known by the names of the two texts, which are digests of their content, so what is kept never grows old
//! while the reading of texts stays the same. That is what the key stands for.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::edit::{Before, Edit, Facts, Noted};
use crate::base::{Date, date, sha256};
use crate::cache::Cache;
use crate::compare::{FieldChange, Weakening, Weight};
use crate::reading::Reading;
use crate::repo::ObjectId;

/// The file in the cache.
const NAME: &str = "edits-v10";

/// Goes up with every change to what [`crate::compare`] or the reading of front matter finds, so that nothing found by
/// older rules is believed.
const RULES: &str = "30";

/// More than any history of documents holds.
const MOST: usize = 2_000_000;

/// The text before, if there was one, and the text after.
pub(super) type Pair = (Option<ObjectId>, ObjectId);

/// What an edit came to.
pub(super) type Examined = (Arc<Facts>, Option<Arc<Edit>>);

/// Edits by their texts.
pub(super) struct Known<'a> {
    cache: &'a Cache,
    key: [u8; 32],
    tables: Tables,
    /// What lay in the cache, then what was added: rows one after the other, each as postcard writes it.
    rows: Vec<u8>,
    /// Where the first row begins.
    head: usize,
    /// Where the row of an edit begins in `rows`.
    places: HashMap<Pair, usize>,
    /// Whether there is something that is not kept yet.
    grown: bool,
}

impl<'a> Known<'a> {
    /// What the cache has for this reading.
    pub(super) fn load(cache: &'a Cache, reading: &Reading) -> Self {
        let key = key(reading);
        let stored = cache.load(NAME, &key).and_then(|bytes| Some((read(&bytes)?, bytes)));
        let (Read { tables, head, places }, rows) = stored.unwrap_or_default();
        Self { cache, key, tables, rows, head, places, grown: false }
    }

    /// What the edit came to, if that is known.
    pub(super) fn get(&self, pair: &Pair) -> Option<Examined> {
        let row: Row = postcard::from_bytes(self.rows.get(*self.places.get(pair)?..)?).ok()?;
        Some(self.examined(&row))
    }

    /// Adds what an edit came to, and gives it back with its texts shared.
    pub(super) fn add(&mut self, pair: Pair, facts: &Facts, edit: Option<&Edit>) -> Examined {
        let Tables { texts, fields, weaker } = &mut self.tables;
        let mut place = |text: &str| texts.place(text, || Arc::from(text));
        let row = Row {
            old: pair.0,
            new: pair.1,
            id: facts.id.as_deref().map(&mut place),
            title: facts.title.as_deref().map(&mut place),
            version: facts.version.as_deref().map(&mut place),
            status: facts.status.as_deref().map(&mut place),
            effective: facts.effective.map(|day: Date| place(&day.to_string())),
            controlled: facts.controlled,
            kind: facts.kind.as_deref().map(&mut place),
            classification: facts.classification.as_deref().map(&mut place),
            lang: facts.lang.as_deref().map(&mut place),
            approvers: facts.approvers.iter().map(|name| place(name)).collect(),
            state: facts.state.as_deref().map(&mut place),
            date: facts.date.map(|day| place(&day.to_string())),
            closed: facts.closed.map(|day| place(&day.to_string())),
            accepted: facts.accepted.map(|day| place(&day.to_string())),
            digest: facts.digest,
            former: facts.former.to_vec(),
            older: facts.older,
            edit: edit.map(|edit| EditRow {
                weight: edit.weight,
                substance: edit.substance,
                kept: edit.kept,
                beyond: edit.beyond.iter().map(|words| place(words)).collect(),
                dated: edit.dated.iter().map(|noted| (place(&noted.words), days_of(&noted.days))).collect(),
                markup: edit.markup,
                added: edit.added,
                removed: edit.removed,
                fields: edit.fields.iter().map(|change| fields.place(change, || Arc::clone(change))).collect(),
                weaker: edit.weaker.iter().map(|found| weaker.place(found, || Arc::clone(found))).collect(),
                renumbered: edit.renumbered.as_deref().map(&mut place),
            }),
        };
        if !self.cache.is_none()
            && self.places.len() < MOST
            && let Ok(bytes) = postcard::to_stdvec(&row)
        {
            self.grown = true;
            self.places.insert(pair, self.rows.len());
            self.rows.extend(bytes);
        }
        self.examined(&row)
    }

    fn examined(&self, row: &Row) -> Examined {
        let Tables { texts, fields, weaker } = &self.tables;
        let text = |at: u32| texts.get(at);
        let day = |at: Option<u32>| at.and_then(|at| date::parse(&text(at)));
        let facts = Facts {
            id: row.id.map(text),
            title: row.title.map(text),
            version: row.version.map(text),
            status: row.status.map(text),
            effective: day(row.effective),
            controlled: row.controlled,
            kind: row.kind.map(text),
            classification: row.classification.map(text),
            lang: row.lang.map(text),
            approvers: row.approvers.iter().map(|at| text(*at)).collect(),
            state: row.state.map(text),
            date: day(row.date),
            closed: day(row.closed),
            accepted: day(row.accepted),
            substance: row.digest,
            digest: row.digest,
            former: row.former.clone().into(),
            older: row.older,
        };
        let edit = row.edit.as_ref().map(|edit| {
            Arc::new(Edit {
                weight: edit.weight,
                substance: edit.substance,
                kept: edit.kept,
                beyond: edit.beyond.iter().map(|at| text(*at)).collect(),
                dated: edit
                    .dated
                    .iter()
                    .map(|(at, days)| Noted {
                        words: text(*at),
                        days: days.iter().filter_map(|day| day_of(*day)).collect(),
                    })
                    .collect(),
                markup: edit.markup,
                added: edit.added,
                removed: edit.removed,
                fields: edit.fields.iter().map(|at| fields.get(*at)).collect(),
                weaker: edit.weaker.iter().map(|at| weaker.get(*at)).collect(),
                renumbered: edit.renumbered.map(text),
            })
        });
        (Arc::new(facts), edit)
    }

    /// Keeps what was added: what the rows name, their number, and the rows.
    pub(super) fn store(self) {
        let Tables { texts, fields, weaker } = &self.tables;
        if self.grown
            && let Ok(mut bytes) = postcard::to_stdvec(&(texts.all(), fields.all(), weaker.all(), self.places.len()))
        {
            drop(self.places);
            bytes.extend(&self.rows[self.head..]);
            drop(self.rows);
            self.cache.store(NAME, &self.key, &bytes);
        }
    }
}

/// What is kept before the rows.
type Head<'a> = (Vec<&'a str>, Vec<FieldChange>, Vec<Weakening>, usize);

#[derive(Default)]
struct Read {
    tables: Tables,
    head: usize,
    places: HashMap<Pair, usize>,
}

/// Reads what was kept; `None` where it makes no sense, which a whole file with the right digest always does.
fn read(bytes: &[u8]) -> Option<Read> {
    let ((texts, fields, weaker, count), rows): (Head<'_>, &[u8]) = postcard::take_from_bytes(bytes).ok()?;
    let tables = Tables { texts: Table::of(texts), fields: Table::of(fields), weaker: Table::of(weaker) };
    let mut places = HashMap::with_capacity(count.min(MOST));
    let mut rest = rows;
    while !rest.is_empty() {
        let place = bytes.len() - rest.len();
        let (row, after): (Row, &[u8]) = postcard::take_from_bytes(rest).ok()?;
        if !row.is_sound(&tables) {
            return None;
        }
        places.insert((row.old, row.new), place);
        rest = after;
    }
    (places.len() == count).then(|| Read { tables, head: bytes.len() - rows.len(), places })
}

/// Stands for everything that decides what an edit comes to, but for the texts themselves.
pub(super) fn key(reading: &Reading) -> [u8; 32] {
    let mut bytes = Vec::new();
    for part in [RULES.as_bytes(), env!("CARGO_PKG_VERSION").as_bytes(), &reading.key()] {
        bytes.extend((part.len() as u64).to_le_bytes());
        bytes.extend(part);
    }
    sha256(&bytes)
}

/// What the rows name by its place.
#[derive(Default)]
struct Tables {
    texts: Table<str>,
    fields: Table<FieldChange>,
    weaker: Table<Weakening>,
}

/// Values that stand in many revisions, each once.
struct Table<T: ?Sized> {
    all: Vec<Arc<T>>,
    /// Where each stands, as soon as one is looked for.
    places: HashMap<Arc<T>, u32>,
}

impl<T: ?Sized> Default for Table<T> {
    fn default() -> Self {
        Self { all: Vec::new(), places: HashMap::new() }
    }
}

impl<T: ?Sized + Eq + Hash> Table<T> {
    fn of<V: Into<Arc<T>>>(values: Vec<V>) -> Self {
        Self { all: values.into_iter().map(Into::into).collect(), places: HashMap::new() }
    }

    /// The place of a value, which is `shared` and put at the end where it is new.
    fn place(&mut self, value: &T, shared: impl FnOnce() -> Arc<T>) -> u32 {
        if self.places.is_empty() {
            self.places = (0..).zip(&self.all).map(|(place, value)| (Arc::clone(value), place)).collect();
        }
        if let Some(place) = self.places.get(value) {
            return *place;
        }
        let (place, value) = (u32::try_from(self.all.len()).unwrap_or(u32::MAX), shared());
        self.all.push(Arc::clone(&value));
        self.places.insert(value, place);
        place
    }

    fn get(&self, place: u32) -> Arc<T> {
        Arc::clone(&self.all[place as usize])
    }

    fn all(&self) -> Vec<&T> {
        self.all.iter().map(AsRef::as_ref).collect()
    }

    /// Whether there is something at each of these places.
    fn has<'p>(&self, mut places: impl Iterator<Item = &'p u32>) -> bool {
        places.all(|place| (*place as usize) < self.all.len())
    }
}

/// One edit: what the text after it says of itself, and what it did, each text and finding as a place among all.
#[derive(Serialize, Deserialize)]
struct Row {
    old: Option<ObjectId>,
    new: ObjectId,
    id: Option<u32>,
    title: Option<u32>,
    version: Option<u32>,
    status: Option<u32>,
    effective: Option<u32>,
    controlled: bool,
    kind: Option<u32>,
    classification: Option<u32>,
    lang: Option<u32>,
    approvers: Vec<u32>,
    state: Option<u32>,
    date: Option<u32>,
    closed: Option<u32>,
    accepted: Option<u32>,
    digest: [u8; 32],
    former: Vec<[u8; 32]>,
    older: [u8; 32],
    edit: Option<EditRow>,
}

#[derive(Serialize, Deserialize)]
struct EditRow {
    weight: Weight,
    substance: bool,
    kept: Before,
    beyond: Vec<u32>,
    dated: Vec<(u32, Vec<Day>)>,
    markup: bool,
    added: u32,
    removed: u32,
    fields: Vec<u32>,
    weaker: Vec<u32>,
    renumbered: Option<u32>,
}

/// A day as numbers: year, month and day.
type Day = (i16, i8, i8);

fn days_of(days: &[Date]) -> Vec<Day> {
    days.iter().map(|day| (day.year(), day.month(), day.day())).collect()
}

fn day_of((year, month, day): Day) -> Option<Date> {
    Date::new(year, month, day).ok()
}

impl Row {
    /// Whether every place it names is there.
    fn is_sound(&self, tables: &Tables) -> bool {
        let Tables { texts, fields, weaker } = tables;
        let said =
            [self.id, self.title, self.version, self.status, self.kind, self.classification, self.lang, self.state];
        let days = [self.effective, self.date, self.closed, self.accepted];
        let facts = said.iter().chain(&days).flatten().chain(&self.approvers);
        let edit = self.edit.as_ref();
        let of_edit = edit
            .into_iter()
            .flat_map(|edit| edit.renumbered.iter().chain(&edit.beyond).chain(edit.dated.iter().map(|(at, _)| at)));
        texts.has(facts.chain(of_edit))
            && edit.is_none_or(|edit| fields.has(edit.fields.iter()) && weaker.has(edit.weaker.iter()))
    }
}
