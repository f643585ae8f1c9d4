//! Who is one person under several names, as settings that somebody answered for followed one upon the other.
//!
//! Acts and commits keep the name of their day. Whoever marries, or is given another address, is no second person for what
//! they wrote, and has read what they read.

use std::collections::BTreeMap;

/// What those who had other names are called last.
#[derive(Debug, Clone, Default)]
pub(super) struct Persons(BTreeMap<String, String>);

impl Persons {
    /// Goes on from settings to the next ones: those `renamed` by them, by the old name and the new one.
    pub(super) fn follow<'a>(&mut self, renamed: impl IntoIterator<Item = (&'a str, &'a str)>) {
        for (old, new) in renamed {
            let [old, new] = [old, new].map(|name| self.last_name(name).to_owned());
            if old != new {
                self.0.values_mut().filter(|name| **name == old).for_each(|name| name.clone_from(&new));
                self.0.insert(old, new);
            }
        }
    }

    /// What the person of a name is called last.
    pub(super) fn last_name<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.get(name).map_or(name, String::as_str)
    }

    /// Whether two names are of one person.
    pub(super) fn are_one(&self, one: &str, other: &str) -> bool {
        self.last_name(one) == self.last_name(other)
    }

    /// Whether nobody had another name.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
