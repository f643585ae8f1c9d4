//! Who has to read a document: the roles and people that it names under `must-read`, each with the people who hold the role.

use std::collections::{BTreeMap, BTreeSet};

use super::config::Person;
use super::document::Document;
use super::whole::Aims;

/// The key that names them.
pub const MUST_READ: &str = "must-read";

/// As many readers of all documents together are told one by one. Where there are more, each document names as many of those
/// who have read nothing as there is room for, and counts the rest: who reads and what is read are two lists, and all that
/// can be said of both is their product.
const ALL: usize = 40_000;

/// As many are named with each document, however many documents there are.
const FEWEST: usize = 5;

/// Somebody who has to read a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reader<'a> {
    /// The role or person that the document names.
    pub asked: &'a str,
    /// The person; `None` where nobody is known to hold the role.
    pub person: Option<&'a Person>,
}

impl<'a> Reader<'a> {
    /// Who is to do it: the person, else the role.
    pub fn name(&self) -> &'a str {
        self.person.map_or(self.asked, |person| person.name.as_str())
    }
}

/// Whether a document is a record of a kind on which nobody acts: it is closed, so that nobody can say that they read it.
pub fn is_closed(aims: &Aims, document: &Document) -> bool {
    document.is_record() && !document.is_approved_by(&aims.config.approval)
}

/// The reading lists of an AIMS, and who holds the roles that they name.
#[derive(Debug)]
pub struct ReadingLists<'a> {
    aims: &'a Aims,
    /// The people of each role, address and name, by their places in the settings. Who has left has to read nothing.
    holders: BTreeMap<String, Vec<usize>>,
    /// Whose lists they are, where they are those of one person: their places in the settings.
    of: Option<Vec<usize>>,
    most: usize,
}

impl<'a> ReadingLists<'a> {
    /// Those of an AIMS.
    pub fn of(aims: &'a Aims) -> Self {
        let mut lists = Self::with(aims);
        let documents = aims.iter().map(|(ix, _)| aims.holding(ix));
        let asking: Vec<&Document> = documents.filter(|document| !lists.asked(document).is_empty()).collect();
        let mut all = 0;
        let are_many = asking.iter().any(|document| {
            all += lists.readers(document).len();
            all > ALL
        });
        if are_many {
            lists.most = (ALL / asking.len()).max(FEWEST);
        }
        lists
    }

    /// Those of one person: nobody else is on them, but for roles that nobody at all holds.
    pub fn of_one(aims: &'a Aims, person: &Person) -> Self {
        let people = aims.config.people.iter().enumerate();
        let of = people.filter(|(_, other)| other.name == person.name).map(|(place, _)| place).collect();
        Self { of: Some(of), ..Self::with(aims) }
    }

    fn with(aims: &'a Aims) -> Self {
        let mut holders: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let people = aims.config.people.iter().enumerate();
        for (place, person) in people.filter(|(_, person)| person.left.is_none_or(|left| left >= aims.today)) {
            for name in person.roles.iter().chain(&person.emails).chain([&person.name]) {
                let held = holders.entry(known_by(name)).or_default();
                if held.last() != Some(&place) {
                    held.push(place);
                }
            }
        }
        Self { aims, holders, of: None, most: usize::MAX }
    }

    /// Of how many who have read nothing of a document it is told who they are.
    pub fn most(&self) -> usize {
        self.most
    }

    /// Who has to read a document on the day that is looked at, each person once: by the place in its list, then in the
    /// settings; a role that nobody holds comes where it stands in the list.
    pub fn readers(&self, document: &'a Document) -> Vec<Reader<'a>> {
        let (people, mut found) = (&self.aims.config.people, Vec::new());
        let asked = self.asked(document);
        let mut known = if asked.is_empty() { Vec::new() } else { vec![false; people.len()] };
        for (asked, held) in asked {
            if held.is_empty() {
                found.push(Reader { asked, person: None });
            }
            let theirs: &[usize] = self.of.as_ref().map_or(held, Vec::as_slice);
            for place in theirs.iter().filter(|place| self.of.is_none() || held.binary_search(place).is_ok()) {
                if !std::mem::replace(&mut known[*place], true) {
                    found.push(Reader { asked, person: people.get(*place) });
                }
            }
        }
        found
    }

    /// The names on the list of a document, each once, and the places of the people whom it means.
    fn asked(&self, document: &'a Document) -> Vec<(&'a str, &[usize])> {
        let listed = document.fields.texts(MUST_READ);
        if listed.is_empty() || !document.controlled || document.is_retired() || is_closed(self.aims, document) {
            return Vec::new();
        }
        let mut told = BTreeSet::new();
        let names = listed.iter().map(|name| name.value.trim()).filter(|name| !name.is_empty());
        let of = |name: &'a str| {
            let known = known_by(name);
            let held = self.holders.get(&known).map_or(&[][..], Vec::as_slice);
            told.insert(known).then_some((name, held))
        };
        names.filter_map(of).collect()
    }
}

/// What a name is known by, in whatever letter case it stands.
pub fn known_by(name: &str) -> String {
    name.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Date;
    use crate::model::load::load;
    use crate::source::Memory;

    #[test]
    fn a_role_is_everybody_who_holds_it_and_each_reads_once() {
        let settings = "[[people]]\nname = \"Ada\"\nroles = [\"Officer\", \"Clerk\"]\n[[people]]\nname = \"Bob\"\nroles = [\"clerk\"]\n\
            [[people]]\nname = \"Cy\"\nroles = [\"Clerk\"]\nleft = 2026-01-01\n";
        let policy = "---\nid: P\nkind: policy\nmust-read: [Officer, Clerk, Auditor, Bob]\n---\nx\n";
        let files = [("aims.toml", settings), ("p.md", policy)];
        let source = Memory::new(files.iter().map(|(path, text)| (*path, text.as_bytes())));
        let aims = load(&source, Date::constant(2026, 11, 20)).expect("memory can be read");
        let found = ReadingLists::of(&aims).readers(&aims.documents[0]);
        let told: Vec<(&str, &str)> = found.iter().map(|reader| (reader.asked, reader.name())).collect();
        assert_eq!(told, [("Officer", "Ada"), ("Clerk", "Bob"), ("Auditor", "Auditor")]);
        assert!(found[2].person.is_none());
        // On the list of one is nothing that is not on the list of all: who has left takes on no role of others.
        for (person, asked) in
            aims.config.people.iter().zip([&["Officer", "Auditor"][..], &["Clerk", "Auditor"], &["Auditor"]])
        {
            let lists = ReadingLists::of_one(&aims, person);
            let found = lists.readers(&aims.documents[0]);
            assert_eq!(found.iter().map(|reader| reader.asked).collect::<Vec<_>>(), asked, "{}", person.name);
        }
    }
}
