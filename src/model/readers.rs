//! Who has to read a document: the roles and people that it names under `must-read`, each with the people who hold the role.

use std::collections::{BTreeMap, BTreeSet};

use super::config::Person;
use super::document::Document;
use super::whole::Aims;

/// The key that names them.
pub const MUST_READ: &str = "must-read";

/// As many readers of one document as are told.
const MOST: usize = 1_000;

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

/// Who has to read a document on the day that is looked at, each person once. Who has left has to read nothing.
pub fn readers<'a>(aims: &'a Aims, document: &'a Document) -> Vec<Reader<'a>> {
    let listed = document.fields.texts(MUST_READ);
    if listed.is_empty() || !document.controlled || document.is_retired() || is_closed(aims, document) {
        return Vec::new();
    }
    let mut asked: BTreeMap<String, usize> = BTreeMap::new();
    for (place, name) in listed.iter().enumerate().take(MOST) {
        asked.entry(name.value.trim().to_lowercase()).or_insert(place);
    }
    asked.remove("");
    // By the place in the list, then in the settings; a role that nobody holds comes where it stands in the list.
    let mut found: Vec<(usize, Option<&'a Person>)> = Vec::new();
    let mut held: BTreeSet<usize> = BTreeSet::new();
    let people = aims.config.people.iter();
    for person in people.filter(|person| person.left.is_none_or(|left| left >= aims.today)) {
        let names = person.roles.iter().chain(&person.emails).chain([&person.name]);
        let theirs: BTreeSet<usize> =
            names.filter_map(|name| asked.get(&name.trim().to_lowercase())).copied().collect();
        found.extend(theirs.first().map(|first| (*first, Some(person))));
        held.extend(theirs);
    }
    found.extend(asked.values().filter(|place| !held.contains(place)).map(|place| (*place, None)));
    found.sort_by_key(|(place, _)| *place);
    let reader = |(place, person): (usize, Option<&'a Person>)| {
        listed.get(place).map(|asked| Reader { asked: asked.value.trim(), person })
    };
    found.into_iter().take(MOST).filter_map(reader).collect()
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
        let found = readers(&aims, &aims.documents[0]);
        let told: Vec<(&str, &str)> = found.iter().map(|reader| (reader.asked, reader.name())).collect();
        assert_eq!(told, [("Officer", "Ada"), ("Clerk", "Bob"), ("Auditor", "Auditor")]);
        assert!(found[2].person.is_none());
    }
}
