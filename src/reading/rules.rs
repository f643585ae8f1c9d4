//! The rules by which texts are read, as the settings give them, and what the keys and words of a text mean by them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::form::Form;
use super::ids::{FileNames, Source};
use super::normal::normal;
use super::sidecars::Sidecars;
use super::synonyms;
use super::tables::Rows;
use super::value;
use crate::parse::{Entry, Node, Scalar, Value};

/// The rules by which texts are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// Keys of the team's that mean one of ours, both in their [normal] form.
    pub aliases: BTreeMap<String, String>,
    /// Words of the team's that mean one of ours, in their normal form, by our key.
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// In which forms the first lines of a text may hold metadata; none where only front matter is read.
    pub forms: BTreeSet<Form>,
    /// Which files beside documents hold metadata of theirs.
    pub sidecars: Sidecars,
    /// Labels of the team's, in lower case, with the key of ours that each means.
    pub labels: BTreeMap<String, String>,
    /// Where an id may come from, the first before the others.
    pub ids: Vec<Source>,
    /// Which part of the name of a file is its id.
    pub file_names: FileNames,
    /// Keys that are shown and not judged, in their normal form.
    pub keep: BTreeSet<String>,
    /// Tables in the text that are rows of a key.
    pub tables: Vec<Rows>,
    /// The words for kinds.
    pub kinds: BTreeSet<String>,
    /// For each kind those of its own keys that would mean another one elsewhere.
    pub own: BTreeMap<String, BTreeSet<String>>,
}

/// What a text says under one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said<'a> {
    /// The key as we call it.
    pub name: String,
    /// As it stands, with words of ours.
    pub entry: Cow<'a, Entry>,
    /// Whether another entry says what this one commonly means, so that it says nothing.
    pub idle: bool,
}

/// The metadata of a text.
#[derive(Debug, Clone)]
pub struct Metadata<'a> {
    /// Its entries; those of front matter first.
    pub entries: Cow<'a, [Entry]>,
    /// How many of them are of front matter. What stands behind them was read in the text.
    pub of_front: usize,
    /// How many are of the front matter or a header. What stands behind them are rows of tables in the text.
    pub of_head: usize,
    /// Whether it is enough to make a document of the text: front matter, or a header that names it or says two things.
    pub is_document: bool,
    /// What is said elsewhere of who may read the text, where it is said before: it is not among the entries.
    pub besides: Vec<Entry>,
}

impl Reading {
    /// What each entry means. `is_own` are keys that a document of this kind has: they mean themselves.
    ///
    /// A key that only commonly means one of ours gives way to that one, and to a nearer one.
    pub fn read<'a>(&self, entries: &'a [Entry], is_own: impl Fn(&str) -> bool) -> Vec<Said<'a>> {
        let own = |key: &str| is_own(key) || synonyms::is_ours(key);
        let named: Vec<(String, bool)> = entries
            .iter()
            .map(|entry| {
                let key = normal(&entry.key);
                match self.aliases.get(&key) {
                    _ if own(&key) => (key, true),
                    Some(ours) => (ours.clone(), true),
                    None => (key, false),
                }
            })
            .collect();
        let mut taken: BTreeSet<&str> = named.iter().filter(|(_, sure)| *sure).map(|(name, _)| name.as_str()).collect();
        // Of keys that commonly mean the same the one that says it best is meant.
        let mut guesses: Vec<(usize, &str, usize)> = Vec::new();
        for (at, (key, _)) in named.iter().enumerate().filter(|(_, (_, sure))| !sure) {
            let common = synonyms::of(key).filter(|(_, ours)| self.suits(ours, &entries[at].node));
            if let Some((rank, ours)) = common.or(is_held(&entries[at]).then_some((usize::MAX, "status"))) {
                guesses.push((rank, ours, at));
            }
        }
        guesses.sort_unstable();
        let mut meant: BTreeMap<usize, &str> = BTreeMap::new();
        let mut idle: BTreeSet<usize> = BTreeSet::new();
        for (_, ours, at) in guesses {
            if taken.insert(ours) {
                meant.insert(at, ours);
            } else {
                idle.insert(at);
            }
        }
        let said = |(at, entry): (usize, &'a Entry)| {
            let name = meant.get(&at).map_or_else(|| named[at].0.clone(), |ours| (*ours).to_owned());
            let idle = idle.contains(&at);
            if is_held(entry) && (idle || name == "status") {
                let value = Value::Scalar(Scalar { text: "draft".to_owned(), quoted: true });
                let node = Node { value, span: entry.node.span };
                return Said { entry: Cow::Owned(Entry { node, ..entry.clone() }), name, idle };
            }
            Said { entry: self.in_our_words(&name, entry), name, idle }
        };
        entries.iter().enumerate().map(said).collect()
    }

    /// The same where nothing is known of the document but what it says.
    pub fn read_alone<'a>(&self, entries: &'a [Entry]) -> Vec<Said<'a>> {
        let own = self.own_of(entries);
        self.read(entries, |key| own.is_some_and(|own| own.contains(key)))
    }

    /// The keys of their own that the kind has which these entries name, of those that would mean something else elsewhere.
    pub(super) fn own_of(&self, entries: &[Entry]) -> Option<&BTreeSet<String>> {
        let is_kind = |entry: &&Entry| {
            let key = normal(&entry.key);
            key == "kind" || self.aliases.get(&key).is_some_and(|ours| ours == "kind")
        };
        let kind = entries.iter().find(is_kind).and_then(|entry| match &entry.node.value {
            Value::Scalar(scalar) => Some(self.word("kind", &scalar.text).unwrap_or(&scalar.text)),
            _ => None,
        });
        kind.and_then(|kind| self.own.get(&normal(kind)))
    }

    /// The key of ours that one of the team's means, by the settings or commonly, both in their normal form.
    pub fn ours<'s>(&'s self, key: &str) -> Option<&'s str> {
        self.aliases.get(key).map(String::as_str).or_else(|| synonyms::of(key).map(|(_, ours)| ours))
    }

    /// Our word for one of the team's, where the settings give one.
    pub fn word(&self, key: &str, word: &str) -> Option<&str> {
        self.values.get(key)?.get(&normal(word)).map(String::as_str)
    }

    /// Whether a key that may mean a kind names one, and one that may tell how often something is reviewed no time of a year. What
    /// is called a type is often none.
    fn suits(&self, ours: &str, node: &Node) -> bool {
        let Value::Scalar(scalar) = &node.value else { return ours != "kind" && ours != "review-every" };
        if ours == "review-every" && value::is_span(&scalar.text) {
            return false;
        }
        let word = self.word("kind", &scalar.text).unwrap_or(&scalar.text);
        ours != "kind" || self.kinds.contains(&normal(word))
    }

    pub(crate) fn in_our_words<'a>(&self, name: &str, entry: &'a Entry) -> Cow<'a, Entry> {
        let Some(words) = self.values.get(name) else { return Cow::Borrowed(entry) };
        let ours = |node: &Node| match &node.value {
            Value::Scalar(scalar) => words.get(&normal(&scalar.text)),
            _ => None,
        };
        let with = |node: &Node| match ours(node) {
            Some(word) => Node { value: Value::Scalar(Scalar { text: word.clone(), quoted: true }), span: node.span },
            None => node.clone(),
        };
        let node = match &entry.node.value {
            Value::List(items) if items.iter().any(|item| ours(item).is_some()) => {
                Node { value: Value::List(items.iter().map(with).collect()), span: entry.node.span }
            }
            _ if ours(&entry.node).is_some() => with(&entry.node),
            _ => return Cow::Borrowed(entry),
        };
        Cow::Owned(Entry { node, ..entry.clone() })
    }
}

/// Whether a text is held back as site generators have it: `draft: true`.
fn is_held(entry: &Entry) -> bool {
    let says = |text: &str| ["true", "yes"].iter().any(|yes| text.trim().eq_ignore_ascii_case(yes));
    normal(&entry.key) == "draft" && matches!(&entry.node.value, Value::Scalar(scalar) if says(&scalar.text))
}
