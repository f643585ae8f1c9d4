//! Whose something is: what a person answers for by name and by the roles held, or a role does.

use super::config::Person;
use super::due;
use super::readers::MUST_READ;
use super::whole::Aims;
use crate::base::folded::same_name;

/// A person or a role, by the names under which documents may know them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whose {
    names: Vec<String>,
}

impl Whose {
    /// The person of this name or e-mail address, else the role, else whoever the rules of approval or a document
    /// name so, as its owner, as who approves or has to read it or as who sees to something in it. Letter
    /// case plays no part. `None` where nobody knows the name.
    pub fn find(aims: &Aims, text: &str) -> Option<Self> {
        let text = text.trim();
        let config = &aims.config;
        let called = || config.people.iter().find(|person| same_name(&person.name, text));
        if let Some(person) = config.person_by_email(text).or_else(called) {
            let names = std::iter::once(&person.name).chain(&person.roles).cloned().collect();
            return Some(Self { names });
        }
        Self::known(aims).find(|known| same_name(known, text)).map(|name| Self { names: vec![name.to_owned()] })
    }

    /// Every name that can be asked for.
    pub fn known(aims: &Aims) -> impl Iterator<Item = &str> {
        let config = &aims.config;
        let people = config.people.iter();
        let people = people.flat_map(|person| std::iter::once(&person.name).chain(&person.roles)).map(String::as_str);
        let owners = aims.documents.iter().filter_map(|document| document.fields.text("owner"));
        let approvers = aims.documents.iter().flat_map(|document| document.fields.texts("approvers"));
        let approvers = approvers.chain(config.approval.roles()).map(|name| name.value.as_str());
        let readers = aims.documents.iter().flat_map(|document| document.fields.texts(MUST_READ));
        let approvers = approvers.chain(readers.map(|name| name.value.as_str()));
        let seen_to = aims.documents.iter().flat_map(|document| due::of(document)).filter_map(|due| due.owner);
        people.chain(config.roles.keys().map(String::as_str)).chain(owners).chain(approvers).chain(seen_to)
    }

    /// The person, of a person.
    pub fn person<'a>(&self, aims: &'a Aims) -> Option<&'a Person> {
        let name = self.names.first()?;
        aims.config.people.iter().find(|person| same_name(&person.name, name))
    }

    /// Whether this name is one of theirs.
    pub fn is(&self, name: &str) -> bool {
        self.names.iter().any(|known| same_name(known, name.trim()))
    }
}
