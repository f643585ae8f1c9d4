//! Who stands behind a name that documents use: people, their addresses, and the roles they hold.
//!
//! Two questions are asked. Whether two names stand for one person is told only where that is certain: of a role that several
//! hold nobody can tell ([`People`]). Whether somebody holds a role is told by the settings alone: whoever bears a name has
//! all the roles of that person, and a role is nothing but itself ([`Config::holds`]).

use std::collections::{BTreeMap, BTreeSet};

use super::config::Config;

/// One person, as far as that is certain: by the place in the settings, or by a name that nobody there bears.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum One {
    /// Of the settings.
    Known(usize),
    /// By name, in lower case.
    Named(String),
}

/// Who stands behind the names that documents use.
pub(crate) struct People<'a> {
    config: &'a Config,
    /// People by name, address and role, in lower case: their places in the settings.
    by_name: BTreeMap<String, BTreeSet<usize>>,
}

impl<'a> People<'a> {
    pub(crate) fn of(config: &'a Config) -> Self {
        let mut by_name: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (place, person) in config.people.iter().enumerate() {
            for name in person.roles.iter().chain(&person.emails).chain([&person.name]) {
                by_name.entry(plain(name)).or_default().insert(place);
            }
        }
        Self { config, by_name }
    }

    /// Whether both names stand for one person, as far as that is certain: of a role that several hold nobody can tell.
    /// Where the settings list one person only, there is nobody else who could do it.
    pub(crate) fn same(&self, one: &str, other: &str) -> bool {
        self.one(one).is_some_and(|one| self.one(other) == Some(one))
    }

    /// The one person for whom a name stands; `None` where several may be meant, or there is nobody else.
    pub(crate) fn one(&self, name: &str) -> Option<One> {
        let name = plain(name);
        if self.config.people.len() == 1 || name.is_empty() {
            return None;
        }
        match self.by_name.get(&name).filter(|places| !places.is_empty()) {
            Some(places) => places.first().filter(|_| places.len() == 1).copied().map(One::Known),
            None => Some(One::Named(name)),
        }
    }

    /// Whether a name stands for nobody but people that hold this role or bear this name.
    pub(crate) fn is_among(&self, name: &str, others: &str) -> bool {
        let behind = |name| self.by_name.get(&plain(name));
        match (behind(name), behind(others)) {
            (Some(one), Some(others)) => !one.is_empty() && one.is_subset(others),
            _ => plain(name) == plain(others),
        }
    }

    /// Whether anybody in the settings bears this name or holds this role, be it somebody who has left.
    pub(crate) fn is_held(&self, name: &str) -> bool {
        self.by_name.contains_key(&plain(name))
    }
}

impl Config {
    /// Whether this role or person is one of these roles, or holds one.
    pub fn holds(&self, who: &str, roles: &[&str]) -> bool {
        let names = self.names_of(who);
        roles.iter().any(|role| names.iter().any(|name| name.eq_ignore_ascii_case(role)))
    }

    /// The names under which documents may know a role or person: a person by the name and the roles held.
    pub fn names_of<'a>(&'a self, who: &'a str) -> Vec<&'a str> {
        let who = who.trim();
        let called = || self.people.iter().find(|person| person.name.eq_ignore_ascii_case(who));
        let person = self.person_by_email(who).or_else(called);
        let held = person.into_iter().flat_map(|person| person.roles.iter().chain([&person.name]));
        held.map(String::as_str).chain([who]).collect()
    }
}

fn plain(name: &str) -> String {
    name.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(settings: &str, one: &str, other: &str) -> bool {
        let (config, _) = Config::read(settings);
        People::of(&config).same(one, other)
    }

    const ADA: &str = "[[people]]\nname = \"Ada\"\nemails = [\"ada@x.example\"]\nroles = [\"Officer\", \"Owner\"]\n";
    const BOB: &str = "[[people]]\nname = \"Bob\"\nroles = [\"Owner\"]\n";

    #[test]
    fn one_person_has_a_name_addresses_and_roles() {
        let both = format!("{ADA}{BOB}");
        assert!(same(&both, "Ada", "officer") && same(&both, "ADA@x.example", "Officer"));
        assert!(same("", "Eve", "eve"), "nobody is listed");
    }

    #[test]
    fn what_is_not_certain_is_not_told() {
        let both = format!("{ADA}{BOB}");
        assert!(!same(&both, "Owner", "Owner") && !same(&both, "Ada", "Owner") && !same(&both, "Ada", "Bob"));
        assert!(!same(ADA, "Ada", "Officer"), "there is nobody else");
        assert!(!same("", "", " "));
    }
}
