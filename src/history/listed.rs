//! The people whom the settings list, whom no `.mailmap` makes another.
//!
//! A `.mailmap` is written by whoever may commit, and nobody vouches for it. So it names people of whom the settings say
//! nothing, and no more: an address that they list is that of the person they say, and no other becomes theirs.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::folded::same_name;

/// Names of people by their addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// By addresses in lower case; an empty name where an address is that of several.
    by_address: BTreeMap<String, String>,
    /// These names, in lower case.
    names: BTreeSet<String>,
}

impl Listed {
    /// These people: a name for each address. An address of several is nobody's.
    pub fn new<'a>(people: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut by_address: BTreeMap<String, String> = BTreeMap::new();
        for (name, address) in people {
            let known = by_address.entry(address.to_lowercase()).or_insert_with(|| name.to_owned());
            if known != name {
                known.clear();
            }
        }
        let names = by_address.values().map(|name| name.to_lowercase()).filter(|name| !name.is_empty()).collect();
        Self { by_address, names }
    }

    /// Who has this address, if somebody is listed with it; an empty name where several are.
    pub fn at(&self, address: &str) -> Option<&str> {
        self.by_address.get(&address.to_lowercase()).map(String::as_str)
    }

    /// Whether a person of this name is listed, whatever its case.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains(&name.to_lowercase())
    }

    /// Whether somebody who stands in a commit by this name and address may be called by those of a `.mailmap`.
    pub fn lets(&self, (name, address): (&str, &str), (proper, other): (&str, &str)) -> bool {
        match (self.at(address), self.at(other)) {
            (Some(own), Some(to)) => own == to && !own.is_empty() && (proper == own || proper == name),
            (Some(_), None) | (None, Some(_)) => false,
            (None, None) => same_name(proper, name) || !self.has(proper),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Listed;

    #[test]
    fn nobody_becomes_another_who_is_listed() {
        let people = [("Ada", "ada@x"), ("Ada", "ada@y"), ("Bo", "bo@x"), ("Bo", "both@x"), ("Cy", "both@x")];
        let listed = Listed::new(people);
        for (said, proper, lets) in [
            (("a", "ADA@x"), ("Ada", "ada@x"), true),
            (("Ada", "ada@x"), ("Ada", "ada@y"), true),
            (("Ada", "ada@x"), ("Bo", "bo@x"), false),
            (("Ada", "ada@x"), ("Bo", "ada@x"), false),
            (("Ada", "ada@x"), ("Di", "di@x"), false),
            (("Di", "di@x"), ("Ada", "ada@x"), false),
            (("Di", "di@x"), ("ADA", "di@y"), false),
            (("Di", "di@x"), ("Dinah", "di@y"), true),
            (("Bo", "both@x"), ("Bo", "bo@x"), false),
        ] {
            assert_eq!(listed.lets(said, proper), lets, "{said:?} {proper:?}");
        }
        assert_eq!((listed.at("BOTH@x"), listed.at("di@x")), (Some(""), None));
    }
}
