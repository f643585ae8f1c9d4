//! Who can do what: where people stand with what they have to know, by the newest record that names both, in tables of a few
//! people each.

use std::collections::{BTreeMap, BTreeSet};

use super::parts::words;
use super::view::Sign;
use crate::base::{Date, say};
use crate::model::fields::Fields;
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
    let mut records: Vec<_> = aims.of_kind("competence");
    records.retain(|(_, record)| record.is_finished_record());
    records.sort_by_key(|(ix, record)| (record.fields.date("date"), *ix));
    let mut people: BTreeMap<&str, BTreeMap<String, Skill>> = BTreeMap::new();
    for (ix, record) in records {
        for row in record.fields.rows("entries") {
            let Some((person, need)) = row.cells.text("person").zip(row.cells.text("need")) else { continue };
            let of_person = people.entry(person).or_default();
            for skill in pieces(need) {
                let sign = standing(&row.cells, skill, aims.today);
                of_person.insert(words(skill), Skill { sign, record: ix });
            }
        }
    }
    let mut tables: Vec<Table<'_>> = Vec::new();
    for person in people {
        match tables.last_mut().filter(|table| table.people.len() < BESIDE) {
            Some(table) => table.people.push(person),
            None => tables.push(Table { people: vec![person] }),
        }
    }
    tables
}

/// The things that a text asks somebody to know: parted by commas and semicolons, but not within brackets.
fn pieces(need: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0usize;
    let parted = need.split(move |c| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(c, ',' | ';')
    });
    parted.map(str::trim).filter(|piece| !piece.is_empty())
}

/// Where somebody stands with a skill, by a row: a gap that is one of several things is a gap in that alone.
fn standing(row: &Fields, skill: &str, today: Date) -> Sign {
    let need = row.text("need").unwrap_or_default();
    let gap = row.text("gap").filter(|gap| {
        let named = pieces(need).find(|piece| piece.eq_ignore_ascii_case(gap.trim()));
        named.is_none_or(|piece| piece == skill)
    });
    match gap {
        _ if row.date("valid-until").is_some_and(|until| until < today) => Sign::new("overdue", say!("Lapsed")),
        None => Sign::new("in-date", say!("Met")),
        Some(_) if !row.lacks("effective") => Sign::new("closed", say!("Gap acted on")),
        Some(_) => match row.date("due").is_some_and(|due| due < today) {
            true => Sign::new("overdue", say!("Gap, late")),
            false => Sign::new("open", say!("Gap")),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[test]
    fn what_has_to_be_known_is_parted_outside_of_brackets() {
        let of = |need| pieces(need).collect::<Vec<_>>();
        assert_eq!(of("Model development, fairness testing"), ["Model development", "fairness testing"]);
        assert_eq!(of("Tests (fairness, drift); audits;"), ["Tests (fairness, drift)", "audits"]);
        assert_eq!(of(") , ("), [")", "("]);
        assert_eq!(of(""), Vec::<&str>::new());
    }
}
