//! What a site tells of commits and people: cut down, once everything has been judged, to what the settings allow.
//!
//! After this, what is not to be told is not in the state. It is the last thing done to it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::whole::State;
use crate::approval::record::files_of;
use crate::base::DocPath;
use crate::base::text::{address_key, without_addresses};
use crate::history::{self, History, Person, Revision, short};
use crate::model::audience::Audience;
use crate::model::config::Config;
use crate::model::publish::{Messages, Publish};
use crate::repo::Mailmap;

/// The rule whose findings name people who have not read something.
const UNREAD: &str = "AIMS523";

impl State {
    /// The same with messages, and with addresses or without, as the settings say.
    #[must_use]
    pub fn published(self) -> Self {
        let record = self.published_record();
        self.published_with(record)
    }

    /// The change record with messages, and with addresses or without, as the settings say.
    pub fn published_record(&self) -> Arc<History> {
        let Publish { messages, addresses, .. } = self.aims.config.publish;
        let mut record = History::clone(&self.history);
        for revision in &mut record.revisions {
            told(revision, messages);
        }
        if !addresses {
            let people = names(&self.aims.config);
            for revision in &mut record.revisions {
                nameless(revision, &people);
            }
            record.mailmap = Mailmap::default();
        }
        Arc::new(record)
    }

    /// Publishes this state with the change record that [`State::published_record`] gives.
    #[must_use]
    pub fn published_with(mut self, record: Arc<History>) -> Self {
        self.history = record;
        if self.audience == Audience::Public {
            // It names people of the organisation who have not done something: that is nobody else's matter.
            self.findings.found.retain(|finding| finding.code != UNREAD);
            self.findings.waived.retain(|waived| waived.finding.code != UNREAD);
        }
        if self.aims.config.publish.messages == Messages::None {
            self.approvals.leave_messages();
        }
        if !self.aims.config.publish.addresses {
            self.leave_addresses();
        }
        self
    }

    /// What decides how a change record is published, as a text: the same where it is published in the same way.
    pub fn publishes(&self) -> String {
        let config = &self.aims.config;
        format!("{:?} {} {:?}", config.publish.messages, config.publish.addresses, names(config))
    }

    /// Leaves out what acts and tags say of documents that readers may not know of.
    pub fn leave_named(&mut self, is_named_in: &dyn Fn(&str) -> bool) {
        let named = self.approvals.leave_named(is_named_in);
        self.keep_back(&named);
    }

    /// Publishes none of these records, nor their signatures.
    fn keep_back(&mut self, records: &[DocPath]) {
        self.unpublished.extend(records.iter().flat_map(files_of));
    }

    fn leave_addresses(&mut self) {
        // A record that holds an address is signed with it: it cannot be cut, only kept back.
        let with_address = self.approvals.leave_addresses();
        self.keep_back(&with_address);
        for finding in
            self.findings.found.iter_mut().chain(self.findings.waived.iter_mut().map(|waived| &mut waived.finding))
        {
            finding.message = without_addresses(&finding.message).into_owned();
            finding.help = finding.help.as_deref().map(|help| without_addresses(help).into_owned());
        }
        forget(&mut self.aims.config);
        self.trusted.iter_mut().for_each(|trusted| forget(&mut trusted.config));
        if let Some(since) = &mut self.since {
            forget(&mut since.aims.config);
        }
    }
}

/// The names of people by their addresses.
fn names(config: &Config) -> BTreeMap<String, Arc<str>> {
    config.names_by_address().into_iter().map(|(address, name)| (address, name.into())).collect()
}

fn forget(config: &mut Config) {
    for person in &mut config.people {
        person.emails.clear();
    }
}

/// The trailers by which approvals and authors are told: they are evidence, and stay when the message goes. Names alone.
const APPROVED: &str = "Approved-by";
const WROTE: &str = "Co-authored-by";

/// What trailers of the message say of who approved and who wrote, a line for each.
///
/// Who wrote it too is called as everywhere else.
fn said_of_people(body: &str, co_authors: &[Person]) -> String {
    let approved = history::values(body, APPROVED).into_iter().map(|value| (APPROVED, history::identity(value).0));
    let wrote = co_authors.iter().map(|person| (WROTE, &*person.name));
    let named = approved.chain(wrote).filter(|(_, name)| !name.is_empty());
    named.map(|(key, name)| format!("{key}: {name}")).collect::<Vec<_>>().join("\n")
}

/// Leaves of the messages what is told of them.
fn told(revision: &mut Revision, messages: Messages) {
    let cut = |subject: &mut String, body: &mut String, commit: &str, co_authors: &[Person]| {
        if messages == Messages::None {
            *subject = format!("Commit {}", short(commit));
        }
        if messages != Messages::Body {
            *body = said_of_people(body, co_authors);
        }
    };
    cut(&mut revision.subject, &mut revision.body, &revision.commit, &revision.co_authors);
    if let Some(merge) = revision.merged.as_mut().map(Arc::make_mut) {
        cut(&mut merge.subject, &mut merge.body, &merge.commit, &[]);
    }
}

/// Names the people of a commit as the settings have them, and leaves out every address.
fn nameless(revision: &mut Revision, people: &BTreeMap<String, Arc<str>>) {
    let name = |person: &mut Person| {
        let known = people.get(&address_key(&person.email)).cloned();
        person.name = known.unwrap_or_else(|| without_addresses(&person.name).into_owned().into());
        (person.email, person.said) = ("".into(), None);
    };
    name(&mut revision.author);
    name(&mut revision.committer);
    revision.co_authors.iter_mut().for_each(name);
    let cut = |text: &mut String| *text = without_addresses(text).into_owned();
    cut(&mut revision.subject);
    cut(&mut revision.body);
    if let Some(merge) = revision.merged.as_mut().map(Arc::make_mut) {
        name(&mut merge.author);
        name(&mut merge.committer);
        cut(&mut merge.subject);
        cut(&mut merge.body);
    }
}

#[cfg(test)]
mod tests {
    use super::UNREAD;

    #[test]
    fn the_rule_that_names_readers_is_there() {
        assert_eq!(crate::check::find(UNREAD).map(|rule| rule.name), Some("reading-not-acknowledged"));
    }
}
