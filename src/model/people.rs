//! Who stands behind a name that documents use: people, their addresses, and the roles they hold.
//!
//! Two questions are asked. Whether two names stand for one person is told only where that is certain: of a role that several
//! hold nobody can tell ([`People`]). Whether somebody holds a role is told by the settings alone: whoever bears a name has
//! all the roles of that person, and a role is nothing but itself ([`Config::holds`]). Of each it is known with which keys they
//! sign, and as whom others ask for these.

use std::collections::{BTreeMap, BTreeSet};

use super::config::{Config, Person};
use crate::base::Date;
use crate::base::folded::{name_key, same_name};
use crate::base::text::slug;
use crate::signature::AllowedKey;

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
        Self::with_roles(config, |_| true)
    }

    /// The same on a day: whoever had left before it, as these settings have it or those of `today`, held no role any more.
    pub(crate) fn on(config: &'a Config, day: Date, today: &Config) -> Self {
        Self::with_roles(config, |person| !config.has_left(&person.name, day, today))
    }

    fn with_roles(config: &'a Config, holds: impl Fn(&Person) -> bool) -> Self {
        let mut by_name: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (place, person) in config.people.iter().enumerate() {
            let roles = person.roles.iter().filter(|_| holds(person));
            for name in roles.chain(&person.emails).chain([&person.name]) {
                by_name.entry(plain(name)).or_default().insert(place);
            }
        }
        Self { config, by_name }
    }

    /// The name in the settings of somebody; of whom they do not list, the name that was asked for.
    pub(crate) fn name_of<'n>(&'n self, one: &'n One) -> &'n str {
        match one {
            One::Known(place) => self.config.people.get(*place).map_or("", |person| &person.name),
            One::Named(name) => name,
        }
    }

    /// Whether both names stand for one person, as far as that is certain: of a role that several hold nobody can tell.
    /// Where the settings list one person only, there is nobody else who could do it.
    pub(crate) fn same(&self, one: &str, other: &str) -> bool {
        self.config.people.len() != 1 && self.one(one).is_some_and(|one| self.one(other) == Some(one))
    }

    /// The one person for whom a name stands; `None` where several may be meant.
    pub(crate) fn one(&self, name: &str) -> Option<One> {
        let name = plain(name);
        if name.is_empty() {
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
    /// Whether somebody bears this name or address or holds this role, `Ann Lee (AI Officer)` too; where the settings know no
    /// names of people, it may be so.
    pub fn is_known(&self, who: &str) -> bool {
        self.people.is_empty() || self.is_named(bare(who))
    }

    fn is_named(&self, who: &str) -> bool {
        let mut roles = self.roles.keys().chain(self.people.iter().flat_map(|person| &person.roles));
        self.person(who).is_some() || roles.any(|role| same_name(role, who))
    }

    /// The names in a text that joins several, `Ann Lee and AI Officer`, where each is listed; the longest first, so that
    /// `Legal and Compliance` may be one. A text is no list where it is longer than lists of names are.
    pub fn joined<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let is_one = |name: &str| self.is_named(name) || name.matches('(').count() < 2 && self.is_named(bare(name));
        let (mut names, mut rest) = (Vec::new(), Some(text).filter(|text| text.len() < 400));
        while let Some(left) = rest {
            let signs = [" and ", " und ", " & "].into_iter().flat_map(|sign| left.match_indices(sign));
            let ends = signs.map(|(end, sign)| (end, Some(&left[end + sign.len()..]))).chain([(left.len(), None)]);
            let found = ends.filter(|(end, _)| is_one(left[..*end].trim())).max_by_key(|(end, _)| *end);
            let Some((end, next)) = found else { return vec![text] };
            names.push(left[..end].trim());
            rest = next;
        }
        if names.is_empty() { vec![text] } else { names }
    }

    /// Whether this role or person is one of these roles, or holds one.
    pub fn holds(&self, who: &str, roles: &[&str]) -> bool {
        let names = self.names_of(who);
        roles.iter().any(|role| names.iter().any(|name| same_name(name, role)))
    }

    /// The names under which documents may know a role or person: a person by the name and the roles held.
    pub fn names_of<'a>(&'a self, who: &'a str) -> Vec<&'a str> {
        let who = who.trim();
        let held = self.person(who).into_iter().flat_map(|person| person.roles.iter().chain([&person.name]));
        held.map(String::as_str).chain([who]).collect()
    }

    /// The same on a day: whoever had left before it, as these settings have it or those of `today`, held no role any more.
    pub fn names_on<'a>(&'a self, who: &'a str, day: Date, today: &Self) -> Vec<&'a str> {
        match self.person(who.trim()) {
            Some(person) if self.has_left(&person.name, day, today) => vec![&person.name, who.trim()],
            _ => self.names_of(who),
        }
    }

    /// The people who hold one of these roles and have not left by a day.
    pub fn holders(&self, roles: &[&str], day: Date) -> Vec<&str> {
        let here = self.people.iter().filter(|person| person.left.is_none_or(|left| left >= day));
        let theirs = here.filter(|person| person.roles.iter().any(|role| roles.contains(&role.as_str())));
        theirs.map(|person| person.name.as_str()).collect()
    }

    /// Whether any of the people of these settings holds one of these roles, be it somebody who has left.
    pub fn lists_holder(&self, roles: &[&str]) -> bool {
        let roles: BTreeSet<(bool, String)> = roles.iter().map(|role| name_key(role)).collect();
        let is_one = |held: &String| roles.contains(&name_key(held));
        self.people.iter().any(|person| person.roles.iter().any(is_one))
    }

    /// The last day of a person by name or address, where that was before `day`. Of somebody listed twice, who came back, it
    /// is the last of all.
    pub fn last_day_before(&self, who: &str, day: Date) -> Option<Date> {
        let name = &self.person(who.trim())?.name;
        let all = self.people.iter().filter(|person| person.name == *name);
        all.map(|person| person.left.filter(|left| *left < day)).collect::<Option<Vec<Date>>>()?.into_iter().max()
    }

    fn has_left(&self, name: &str, day: Date, today: &Self) -> bool {
        [self, today].iter().any(|config| config.last_day_before(name, day).is_some())
    }

    /// The person of this name or address.
    fn person(&self, who: &str) -> Option<&Person> {
        let called = || self.people.iter().find(|person| same_name(&person.name, who));
        self.person_by_email(who).or_else(called)
    }
}

/// A name without the role behind it: `Ann Lee` of `Ann Lee (AI Officer)`.
pub(crate) fn bare(who: &str) -> &str {
    who.split_once('(').filter(|(_, role)| role.ends_with(')')).map_or(who, |(name, _)| name).trim()
}

fn plain(name: &str) -> String {
    name.trim().to_lowercase()
}

impl Config {
    /// As whom the keys of the person at this place are listed: by the addresses, or where there are none, by the name.
    pub fn principals(&self, place: usize) -> Vec<String> {
        let Some(person) = self.people.get(place) else { return Vec::new() };
        if !person.emails.is_empty() {
            return person.emails.clone();
        }
        // Of names that are written alike each but the first has a number, and none that is the name of another.
        let (mut taken, mut last, mut own) = (BTreeSet::new(), BTreeMap::new(), String::new());
        for other in &self.people[..=place] {
            let name = Some(slug(&other.name)).filter(|name| !name.is_empty()).unwrap_or_else(|| "person".to_owned());
            let number = last.entry(name.clone()).or_insert(0_usize);
            loop {
                *number += 1;
                own = if *number == 1 { name.clone() } else { format!("{name}-{number}") };
                if taken.insert(own.clone()) {
                    break;
                }
            }
        }
        vec![own]
    }
}

impl Person {
    /// The keys that can be read, each until the end of the last day in the organisation at the latest.
    pub fn allowed_keys(&self) -> impl Iterator<Item = AllowedKey> {
        self.keys.iter().filter_map(|key| {
            let mut key = AllowedKey::parse(&key.value).ok()?;
            self.left.is_none_or(|day| key.end_with(day)).then_some(key)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(settings: &str, one: &str, other: &str) -> bool {
        let (config, _) = Config::read(settings);
        People::of(&config).same(one, other)
    }

    #[test]
    fn no_two_people_without_addresses_sign_as_one() {
        let names = ["Orla Ceo", "Orla-Ceo", "Orla Ceo 2", "Œ", "orla ceo"];
        let people = names.map(|name| format!("[[people]]\nname = \"{name}\"\n")).concat();
        let (config, _) = Config::read(&people);
        let all: BTreeSet<String> = (0..names.len()).flat_map(|place| config.principals(place)).collect();
        assert_eq!(all.len(), names.len(), "{all:?}");
        assert_eq!(config.principals(0), ["orla-ceo"]);
    }

    #[test]
    fn whoever_has_left_holds_no_role_any_more() {
        let (last, next) = (Date::constant(2026, 3, 31), Date::constant(2026, 4, 1));
        let (now, _) = Config::read(&format!("{ADA}left = 2026-03-31\n{BOB}"));
        let (then, _) = Config::read(&format!("{ADA}{BOB}"));
        assert_eq!(then.names_on("ada", last, &now), ["Officer", "Owner", "Ada", "ada"]);
        assert_eq!(then.names_on("ada", next, &now), ["Ada", "ada"]);
        assert_eq!(now.last_day_before("ADA@x.example", next), Some(last));
        let same = |on| People::on(&then, on, &now).same("Owner", "Bob");
        assert!(!same(last) && same(next), "Bob alone is left");
        let (back, _) = Config::read(&format!("{ADA}left = 2026-03-31\n{ADA}"));
        assert_eq!(back.last_day_before("Ada", next), None, "she came back");
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
    fn a_role_is_held_in_whatever_letter_case() {
        let (config, _) = Config::read("[[people]]\nname = \"Özgür Öz\"\nroles = [\"Ökologe\"]\n");
        assert!(config.holds("özgür öz", &["ÖKOLOGE"]) && config.lists_holder(&["ökologe"]));
        assert!(!config.holds("Ozgur Oz", &["Ökologe"]) && config.acts_as("ÖZGÜR ÖZ", &["ökologe"]));
    }

    #[test]
    fn what_is_not_certain_is_not_told() {
        let both = format!("{ADA}{BOB}");
        assert!(!same(&both, "Owner", "Owner") && !same(&both, "Ada", "Owner") && !same(&both, "Ada", "Bob"));
        assert!(!same(ADA, "Ada", "Officer"), "there is nobody else");
        assert!(!same("", "", " "));
    }
}
