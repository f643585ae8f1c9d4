//! What commits are made from: the story, the people, the texts, and by how many days all of it moves.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::shift::{shift, shift_day};
use super::story::{Person, Story, day};
use super::text::Texts;
use crate::base::{Date, DocPath, Error, Result};

/// The files of a commit.
pub(super) type Files = BTreeMap<DocPath, Arc<[u8]>>;

/// Turns a story into commits.
pub(super) struct Weaver<'a> {
    pub story: &'a Story,
    pub people: &'a [Person],
    pub texts: &'a Texts<'a>,
    /// By how many days all moves.
    pub by: i32,
    /// Days that do not move.
    pub fixed: BTreeSet<Date>,
    /// Files already worked out: by path in the end, moment, and moves made.
    pub done: RefCell<Done>,
}

/// Files already worked out.
pub(super) type Done = BTreeMap<(&'static str, String, BTreeSet<usize>), (DocPath, Arc<[u8]>)>;

impl Weaver<'_> {
    /// A text in the days that the reader wants.
    pub(super) fn shifted(&self, text: &str) -> String {
        shift(text, self.by, &self.fixed)
    }

    /// The day of a moment of the story, as the reader wants it.
    pub(super) fn day(&self, moment: &str) -> Result<Date> {
        Ok(shift_day(day(moment)?, self.by))
    }

    /// The person of this name.
    pub(super) fn person(&self, name: &str) -> Result<&Person> {
        let found = self.people.iter().find(|person| person.name == name);
        found.ok_or_else(|| Error::new(format!("the story names {name}, whom the settings do not know")))
    }
}
