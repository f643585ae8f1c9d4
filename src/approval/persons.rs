//! Who is one person under several names, as settings that somebody answered for followed one upon the other.
//!
//! Acts and commits keep the name of their day. Whoever marries, or is given another address, is no second person for what
//! they wrote, and has read what they read.

use std::collections::BTreeMap;

/// What those who had other names are called last.
#[derive(Debug, Clone, Default)]
pub(super) struct Persons {
    last: BTreeMap<String, String>,
    /// The other names of each, by the last.
    others: BTreeMap<String, Vec<String>>,
}

impl Persons {
    /// Goes on from settings to the next ones: those `renamed` by them, by the old name and the new one.
    pub(super) fn follow<'a>(&mut self, renamed: impl IntoIterator<Item = (&'a str, &'a str)>) {
        for (old, new) in renamed {
            let [old, new] = [old, new].map(|name| self.last_name(name).to_owned());
            if old != new {
                let mut own = self.others.remove(&old).unwrap_or_default();
                own.push(old);
                self.last.extend(own.iter().map(|name| (name.clone(), new.clone())));
                self.others.entry(new).or_default().append(&mut own);
            }
        }
    }

    /// What the person of a name is called last.
    pub(super) fn last_name<'a>(&'a self, name: &'a str) -> &'a str {
        self.last.get(name).map_or(name, String::as_str)
    }

    /// Whether two names are of one person.
    pub(super) fn are_one(&self, one: &str, other: &str) -> bool {
        self.last_name(one) == self.last_name(other)
    }
}
