//! Who can do what: where people stand with what they have to know, by the newest record that names both, in tables of a few
//! people each.

use std::collections::{BTreeMap, BTreeSet};

use super::glossary::folded;
use super::parts::words;
use super::view::Sign;
use crate::base::say;
use crate::model::competence::{self, Standing};
use crate::model::{Aims, DocIx};

/// How many people stand in one table.
const BESIDE: usize = 6;

/// Somebody with what they have to know.
pub(super) type Person<'a> = (&'a str, BTreeMap<String, Skill>);

/// A few people, and what each of them has to know.
pub(super) struct Table<'a> {
    /// The people, by their names.
    pub people: Vec<Person<'a>>,
}

/// Where somebody stands with one thing that they have to know.
pub(super) struct Skill {
    /// In a word.
    pub sign: Sign,
    /// The record that says so.
    pub record: DocIx,
}

impl Table<'_> {
    /// Everything that any of these people has to know, in order.
    pub(super) fn skills(&self) -> BTreeSet<&str> {
        self.people.iter().flat_map(|(_, skills)| skills.keys().map(String::as_str)).collect()
    }

    /// How many of these people have to know something.
    pub(super) fn holders(&self, skill: &str) -> usize {
        self.people.iter().filter(|(_, skills)| skills.contains_key(skill)).count()
    }

    /// How heavy it is on a page, in bytes: about, and rather more.
    pub(super) fn weight(&self) -> usize {
        let skills = self.skills();
        let rows: usize = skills.iter().map(|skill| 60 + skill.len() + 16 * self.people.len()).sum();
        let names: usize = self.people.iter().map(|(name, _)| 60 + 2 * name.len()).sum();
        let told: usize = self.people.iter().map(|(_, skills)| 150 * skills.len()).sum();
        300 + rows + names + told
    }
}

/// The tables of everybody whom records of competence name.
pub(super) fn tables(aims: &Aims) -> Vec<Table<'_>> {
    let mut people: BTreeMap<String, Person<'_>> = BTreeMap::new();
    // The newest come last, and a row after another of its record counts.
    for shown in competence::shown(aims).iter().rev() {
        let Some(person) = shown.row.cells.text("person") else { continue };
        let of_person = people.entry(person.trim().to_lowercase()).or_insert_with(|| (person, BTreeMap::new()));
        of_person.0 = person;
        for need in shown.needs.iter().filter(|need| !need.is_empty()) {
            let sign = sign(shown.standing(need, aims.today));
            of_person.1.entry(words(need)).or_insert(Skill { sign, record: shown.ix });
        }
    }
    let mut tables: Vec<Table<'_>> = Vec::new();
    let mut people: Vec<Person<'_>> = people.into_values().filter(|(_, skills)| !skills.is_empty()).collect();
    people.sort_by_cached_key(|(name, _)| folded(name));
    for person in people {
        match tables.last_mut().filter(|table| table.people.len() < BESIDE) {
            Some(table) => table.people.push(person),
            None => tables.push(Table { people: vec![person] }),
        }
    }
    tables
}

fn sign(standing: Standing) -> Sign {
    match standing {
        Standing::Lapsed => Sign::new("overdue", say!("Lapsed")),
        Standing::Met => Sign::new("in-date", say!("Met")),
        Standing::ActedOn => Sign::new("closed", say!("Gap acted on")),
        Standing::Late => Sign::new("overdue", say!("Gap, late")),
        Standing::Gap => Sign::new("open", say!("Gap")),
    }
}
