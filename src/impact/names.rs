//! People whom the record of git calls otherwise than before: what a change of `.mailmap` does.
//!
//! It is read off the commits that both ends have, so that it is told what the change does and not how it is written.

use std::collections::BTreeMap;

use super::both::Both;
use super::came::Came;
use super::setting::{Group, SettingChange};
use super::was_is::WasIs;
use crate::history::History;
use crate::model::config::Config;

/// How git says a person: by name and address, as they stand in commits.
type Said = (String, String);

/// Everybody in the commits that both ends have who is another person by now. It is weaker where the address that counts now
/// is that of somebody listed: by that they may have approved what they wrote, or the other way round.
pub(super) fn changed(both: &Both<'_>) -> Vec<SettingChange> {
    let (then, now) = (people(&both.then.history), people(&both.now.history));
    let changed = then.iter().filter_map(|(said, was)| Some((said, was, now.get(said)?)));
    let changed = changed.filter(|(_, was, is)| was != is);
    changed.map(|(said, was, is)| change(said, (was, is), &both.now.aims.config)).collect()
}

fn change((name, email): &Said, (was, is): (&Said, &Said), config: &Config) -> SettingChange {
    // The name is enough where that is what became another.
    let told = |(name, email): &Said| if was.0 == is.0 { format!("{name} <{email}>") } else { name.clone() };
    SettingChange {
        group: Group::People,
        name: format!(".mailmap[{name} <{email}>]"),
        path: Vec::new(),
        became: Came::Changed,
        value: WasIs { was: Some(told(was)), is: Some(told(is)) },
        gained: Vec::new(),
        lost: Vec::new(),
        weaker: was.1 != is.1 && config.person_by_email(&is.1).is_some(),
    }
}

/// Whom the `.mailmap` makes of each name and address in commits, whether that counts or not.
fn people(history: &History) -> BTreeMap<Said, Said> {
    let mut found = BTreeMap::new();
    for revision in &history.revisions {
        for person in [&revision.author, &revision.committer].into_iter().chain(&revision.co_authors) {
            let (name, email) = person.as_said();
            found
                .entry((name.to_owned(), email.to_owned()))
                .or_insert_with(|| history.mailmap.resolve(name.to_owned(), email.to_owned()));
        }
    }
    found
}
