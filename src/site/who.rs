//! Everybody who has a page: the people and the roles of the settings, and whoever else documents name as an owner, as who
//! approves them or as who sees to something in them.
//!
//! A name comes from a repository and may hold anything; the path of its page follows from the name alone, holds nothing but
//! small letters, digits and hyphens, and is the same whoever else is named. Letter case and blanks make no other person.

use std::collections::{BTreeMap, BTreeSet};

use super::glossary::folded;
use super::routes;
use crate::agenda::{Agenda, Item};
use crate::base::folded::fold;
use crate::base::text::one_line;
use crate::base::{Date, is_device, sha256_hex};
use crate::model::audience::Audience;
use crate::model::config::{Config, Person};
use crate::model::whose::Whose;
use crate::model::{Aims, DocIx};
use crate::state::State;

/// How many have a page: whoever the settings do not know may be named in any number.
const MOST: usize = 1_000;

/// How long a part of a path may be that is made of a name.
const LONGEST: usize = 48;

/// Somebody who has a page.
#[derive(Debug, Clone)]
pub(super) struct Somebody {
    /// The name as it is shown.
    pub name: String,
    /// Where the page stands.
    pub path: String,
    /// The place in the settings, of a person.
    pub person: Option<usize>,
    /// The names under which things are theirs, as [`key`] gives them: of a person the roles too.
    names: Vec<String>,
}

/// Everybody who has a page.
#[derive(Debug, Default)]
pub(super) struct Who {
    all: Vec<Somebody>,
    by_name: BTreeMap<String, usize>,
    paths: BTreeSet<String>,
    /// Behind how many people the roles begin, and behind how many of both the other names.
    ends: [usize; 2],
}

/// What makes two names one: neither letter case nor blanks tell them apart.
pub(super) fn key(name: &str) -> String {
    one_line(name).to_lowercase()
}

impl Who {
    /// Everybody whom an AIMS names. Nobody on a site for everybody: who answers for what within is not for them.
    pub(super) fn of(state: &State) -> Self {
        let mut who = Self::default();
        if !has_pages(state.audience) {
            return who;
        }
        let (aims, config) = (&state.aims, &state.aims.config);
        for (place, person) in config.people.iter().enumerate() {
            let names = std::iter::once(&person.name).chain(&person.roles).map(|name| key(name)).collect();
            who.add(&person.name, Some(place), names);
            for address in &person.emails {
                if let Some(at) = who.by_name.get(&key(&person.name)).copied() {
                    who.by_name.entry(key(address)).or_insert(at);
                }
            }
        }
        who.ends[0] = who.all.len();
        let roles = config.roles.keys().chain(config.people.iter().flat_map(|person| &person.roles));
        let mut named: BTreeMap<String, &str> = BTreeMap::new();
        let known: BTreeSet<String> = roles.clone().map(|role| key(role)).collect();
        for name in roles.map(String::as_str).chain(Whose::known(aims)) {
            named.entry(key(name)).or_insert(name);
        }
        let (first, then): (Vec<_>, Vec<_>) = named.into_iter().partition(|(name, _)| known.contains(name));
        for mut named in [first, then] {
            who.ends[1] = who.all.len();
            named.sort_by_cached_key(|(name, _)| folded(name));
            for (name, shown) in named {
                // An address says no more than the documents that hold it, unless addresses are published.
                if config.publish.addresses || !name.contains('@') {
                    who.add(shown, None, vec![name]);
                }
            }
        }
        who
    }

    fn add(&mut self, name: &str, person: Option<usize>, names: Vec<String>) {
        let (called, path) = (key(name), routes::person(&stem(&key(name))));
        let is_new = !called.is_empty() && !self.by_name.contains_key(&called);
        if is_new && self.all.len() < MOST && self.paths.insert(path.clone()) {
            self.by_name.insert(called, self.all.len());
            let name = one_line(name);
            self.all.push(Somebody { name, path, person, names });
        }
    }

    /// All of them: people in the order of the settings, then roles, then other names.
    pub(super) fn all(&self) -> &[Somebody] {
        &self.all
    }

    /// The people of the settings.
    pub(super) fn people(&self) -> &[Somebody] {
        &self.all[..self.ends[0]]
    }

    /// The roles that the settings know, or that somebody holds.
    pub(super) fn roles(&self) -> &[Somebody] {
        &self.all[self.ends[0]..self.ends[1]]
    }

    /// Whoever else documents name.
    pub(super) fn named(&self) -> &[Somebody] {
        &self.all[self.ends[1]..]
    }

    /// The place of whoever bears a name among all, if they have a page.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.by_name.get(&key(name)).copied()
    }

    /// The page of whoever bears a name, if there is one.
    pub(super) fn path(&self, name: &str) -> Option<&str> {
        self.place(name).and_then(|at| self.all.get(at)).map(|somebody| somebody.path.as_str())
    }
}

/// Whether a site for these readers tells who answers for what.
pub(super) fn has_pages(audience: Audience) -> bool {
    audience != Audience::Public
}

/// What a page is called by, made of a name: the name where that is plain, else what is plain in it and a digest.
fn stem(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let plain = name.len() <= LONGEST && name.chars().all(|c| is_plain(c) || c == ' ');
    let words = name.replace(' ', "-");
    if plain && !name.is_empty() && words != "index" && !is_device(&words) {
        return words;
    }
    let mut folded = String::new();
    fold(name, &mut folded);
    let kept: String = folded.chars().map(|c| if is_plain(c) { c } else { '-' }).collect();
    let kept: Vec<&str> = kept.split('-').filter(|word| !word.is_empty()).collect();
    let kept: String = kept.join("-").chars().take(LONGEST).collect();
    let digest = sha256_hex(name.as_bytes());
    let parts = [kept.trim_matches('-'), &digest[..12]];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

impl Somebody {
    /// The person, of a person.
    pub(super) fn person<'c>(&self, config: &'c Config) -> Option<&'c Person> {
        config.people.get(self.person?)
    }

    /// Whether a name is one of theirs: their own, or a role they hold.
    pub(super) fn is(&self, name: &str) -> bool {
        self.names.contains(&key(name))
    }
}

/// What is whose, by [`key`].
#[derive(Debug, Default)]
pub(super) struct Theirs {
    /// All that is due, the most urgent first.
    items: Vec<Item>,
    due: BTreeMap<String, Vec<usize>>,
    owned: BTreeMap<String, Vec<DocIx>>,
    approves: BTreeMap<String, Vec<DocIx>>,
    /// Acts in somebody's name: places in [`crate::approval::Approvals::acts`].
    acts: BTreeMap<String, Vec<usize>>,
}

impl Theirs {
    pub(super) fn of(state: &State) -> Self {
        let mut found = Self { items: Agenda::of(state, Date::MAX, None).items, ..Self::default() };
        for (place, item) in found.items.iter().enumerate() {
            let names: BTreeSet<String> = item.of.iter().map(|name| key(name)).collect();
            for name in names {
                found.due.entry(name).or_default().push(place);
            }
        }
        let aims: &Aims = &state.aims;
        for (ix, document) in aims.iter().filter(|(_, document)| document.controlled && !document.is_retired()) {
            if let Some(owner) = document.fields.text("owner") {
                found.owned.entry(key(owner)).or_default().push(ix);
            }
            let approvers: BTreeSet<String> =
                document.fields.texts("approvers").iter().map(|name| key(&name.value)).collect();
            for name in approvers {
                found.approves.entry(name).or_default().push(ix);
            }
        }
        for (place, act) in state.approvals.acts.iter().enumerate() {
            if let Ok(record) = &act.record {
                found.acts.entry(key(&record.by)).or_default().push(place);
            }
        }
        found
    }

    /// What is due for somebody, the most urgent first.
    pub(super) fn due(&self, of: &Somebody) -> Vec<&Item> {
        gathered(&self.due, of).into_iter().filter_map(|place| self.items.get(place)).collect()
    }

    /// The documents that somebody owns.
    pub(super) fn owned(&self, by: &Somebody) -> Vec<DocIx> {
        gathered(&self.owned, by)
    }

    /// The documents that name somebody to approve them.
    pub(super) fn approves(&self, by: &Somebody) -> Vec<DocIx> {
        gathered(&self.approves, by)
    }

    /// Acts in the name of somebody.
    pub(super) fn acts(&self, by: &Somebody) -> Vec<usize> {
        self.acts.get(&key(&by.name)).cloned().unwrap_or_default()
    }
}

/// What stands under any of the names of somebody, each once and in order.
fn gathered<T: Copy + Ord>(by_name: &BTreeMap<String, Vec<T>>, of: &Somebody) -> Vec<T> {
    let all: BTreeSet<T> = of.names.iter().filter_map(|name| by_name.get(name)).flatten().copied().collect();
    all.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_name_is_its_page_and_any_other_has_a_digest() {
        assert_eq!(stem("ai officer"), "ai-officer");
        assert_eq!(stem("zoë müller").rsplit_once('-').expect("a digest").0, "zoe-muller");
        for odd in ["../../etc/passwd", "a/b", "con", "index", "", "ai-officer", ".", "<b>", "дмитрий", "a\u{202e}b"]
        {
            let stem = stem(&key(odd));
            assert!(stem.len() >= 12, "{odd}: {stem}");
            assert!(stem.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'), "{odd}: {stem}");
        }
        assert!(stem(&"x".repeat(500)).len() < 80);
    }

    #[test]
    fn names_that_read_alike_have_pages_apart() {
        let stems: BTreeSet<String> = ["ai officer", "ai-officer", "ai_officer", "ai.officer"].map(stem).into();
        assert_eq!(stems.len(), 4, "{stems:?}");
        assert_eq!(key("  AI \t Officer"), key("ai officer"));
    }
}
