//! What became of the front matter, as values: which key, where under it, and what happened. In words they are put by
//! `english`, where somebody reads them.

use super::field::is_one_value;
use super::phrase::shortened;
use super::substance::is_substance;

/// The longest value that is told in full, in letters.
const LONG: usize = 80;

/// How many texts of a list are told one by one.
pub(super) const MANY: usize = 8;

/// What became of one key of the front matter. [`FieldChange::sentence`] puts it in words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct FieldChange {
    /// The key in its normal form; empty for the front matter as a whole.
    pub key: Box<str>,
    /// Where under that key.
    pub at: FieldPlace,
    /// What happened there.
    pub event: FieldEvent,
}

impl FieldChange {
    /// That a key as a whole has another value; an empty one is none.
    pub fn of(key: &str, old: &str, new: &str) -> Self {
        let short = |text: &str| (!text.is_empty()).then(|| Short::of(text));
        let event = FieldEvent::Value { old: short(old), new: short(new) };
        Self { key: key.into(), at: FieldPlace::default(), event }
    }

    /// Whether it changes what the document says.
    pub fn is_material(&self) -> bool {
        is_substance(&self.key) && !self.is_rewritten()
    }

    /// Whether a value came to be written in another form, and is the same.
    pub fn is_rewritten(&self) -> bool {
        &*self.key != "id" && self.became().is_some_and(|(old, new)| is_one_value(old, new))
    }

    /// What one value was and is, where it was there and is.
    pub fn became(&self) -> Option<(&str, &str)> {
        match &self.event {
            FieldEvent::Value { old: Some(old), new: Some(new) }
            | FieldEvent::Cell { old, new }
            | FieldEvent::Item { old, new } => Some((old.as_str(), new.as_str())),
            _ => None,
        }
    }

    /// Whether it is of a key as a whole, and not of a row under it.
    pub fn is_whole(&self, key: &str) -> bool {
        *self.key == *key && self.at.rows.is_empty()
    }
}

/// Where under a key something happened.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct FieldPlace {
    /// The rows it lies in, the outermost first.
    pub rows: Vec<RowName>,
    /// The key there, with those of the tables around it: `requirements.eu-ai-act`. In a row it is that of the cell.
    pub path: Box<str>,
}

impl FieldPlace {
    /// A place in no row.
    pub(super) fn of(path: &str) -> Self {
        Self { rows: Vec::new(), path: path.into() }
    }
}

/// What a row is known by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct RowName {
    /// The path of its table; `None` for rows of a statement of applicability, which are known by the control alone.
    pub table: Option<Box<str>>,
    /// The text that names it.
    pub name: Short,
}

/// What happened at a place of the front matter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum FieldEvent {
    /// Something that is of the whole front matter, or the file.
    Whole(WholeEvent),
    /// A single value came, went, or became another.
    Value {
        /// What it was.
        old: Option<Short>,
        /// What it is.
        new: Option<Short>,
    },
    /// A cell of a row became another.
    Cell {
        /// What it was.
        old: Short,
        /// What it is.
        new: Short,
    },
    /// A list without an order lost or gained some.
    Set {
        /// Whether it lost them.
        gone: bool,
        /// Which.
        items: Listed,
    },
    /// Requirements of a framework are claimed, or no longer.
    Claimed {
        /// Whether they no longer are.
        gone: bool,
        /// The framework.
        framework: Box<str>,
        /// The requirements.
        ids: Listed,
    },
    /// One text of a list became another.
    Item {
        /// What it was.
        old: Short,
        /// What it is.
        new: Short,
    },
    /// A text of a list came or went.
    Entry {
        /// Whether it went.
        gone: bool,
        /// The text.
        text: Short,
    },
    /// So many more texts of a list came or went.
    Entries {
        /// Whether they went.
        gone: bool,
        /// How many.
        more: usize,
    },
    /// The innermost of the rows of the place came or went.
    Row {
        /// Whether it went.
        gone: bool,
    },
    /// The same in another order.
    Reordered,
    /// Another value, of a sort that is not compared further.
    Changed,
}

/// What happened to the front matter as a whole, or to the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum WholeEvent {
    /// There is front matter now.
    Controlled,
    /// There is none any more.
    Uncontrolled,
    /// The file cannot be read as text, and is another.
    RawChanged,
    /// The file cannot be read as text any more.
    RawNow,
    /// The file can be read as text again.
    RawNoMore,
    /// The front matter cannot be read any more.
    BrokenNow,
    /// The front matter can be read again.
    BrokenNoMore,
    /// The front matter cannot be read, and is another.
    BrokenChanged,
}

/// A value in the length of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Short(Box<str>);

impl Short {
    /// The value, cut where it is long.
    pub(super) fn of(text: &str) -> Self {
        Self(shortened(text, LONG).into())
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Some texts, of which only the first few are told by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Listed {
    /// Those that are told.
    pub items: Vec<Short>,
    /// How many there are beside them.
    pub more: usize,
}

impl Listed {
    pub(super) fn of(items: &[&str]) -> Self {
        Self {
            items: items.iter().take(MANY).map(|item| Short::of(item)).collect(),
            more: items.len().saturating_sub(MANY),
        }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.items.len() + self.more
    }
}
