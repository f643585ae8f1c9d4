//! Documents that a change made another.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::both::Both;
use super::pairs::{Became, Pair};
use super::was_is::WasIs;
use crate::compare::{Weakening, summary};
use crate::model::catalog::natural_key;
use crate::model::document::Document;
use crate::model::standing::Word;

/// A document that is another than it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// Its id now; what it was, where it is gone.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The name of its kind, where it has one.
    pub kind: Option<String>,
    /// Its file.
    pub path: String,
    /// Where it lay, where that is another place.
    pub from: Option<String>,
    /// The id that it had, where that is another.
    pub formerly: Option<String>,
    /// What became of it.
    pub became: Became,
    /// How many words are new.
    pub words_added: usize,
    /// How many words are gone.
    pub words_removed: usize,
    /// What changed, in a line; empty where there are no two texts.
    pub summary: String,
    /// Where it asks for less than it did: a sentence each.
    pub weaker: Vec<String>,
    /// Its version.
    pub version: WasIs,
    /// Whether what it says is another and its version is not, though both texts call themselves approved.
    pub version_forgotten: bool,
    /// Where it stands by the record: words of [`Word`].
    pub standing: WasIs,
    /// Of one that is out of force or gone: the documents that say that they take its place.
    pub replaced_by: Vec<String>,
    /// Those of them that are drafts.
    #[serde(skip)]
    pub replaced_by_drafts: Vec<String>,
}

/// What became of each document, in natural order of ids; those that are as they were are left out.
pub(super) fn changed(both: &Both<'_>) -> Vec<Changed> {
    let successors = successors(both);
    both.pairs.iter().filter(|pair| pair.became() != Became::Same).map(|pair| row(pair, &successors)).collect()
}

/// Which documents take the place of which, by the ids of these in lower case, in natural order; those that are out of force
/// themselves take that of none.
type Successors<'a> = BTreeMap<String, Vec<&'a Document>>;

fn successors<'a>(both: &Both<'a>) -> Successors<'a> {
    let mut found = Successors::new();
    for (_, document) in both.now.aims.iter().filter(|(_, document)| !document.is_retired()) {
        let replaced = document.fields.texts("replaces");
        let replaced: BTreeSet<String> = replaced.iter().map(|replaced| replaced.value.to_lowercase()).collect();
        for id in replaced {
            found.entry(id).or_default().push(document);
        }
    }
    for documents in found.values_mut() {
        documents.sort_by_cached_key(|document| natural_key(&document.id));
    }
    found
}

fn row(pair: &Pair<'_>, successors: &Successors<'_>) -> Changed {
    let (then, now) = (pair.then.map(|(_, then)| then), pair.now.map(|(_, now)| now));
    let text = |end: Option<&Document>, key: &str| end.and_then(|end| end.fields.text(key)).map(str::to_owned);
    let both = then.zip(now);
    let was =
        |of: fn(&Document) -> &str| both.filter(|(then, now)| of(then) != of(now)).map(|(then, _)| of(then).to_owned());
    let version = WasIs { was: text(then, "version"), is: text(now, "version") };
    let [old, new] = pair.words;
    let told = pair.told.as_ref();
    let successors: &[&Document] = match pair.became() {
        Became::Retired | Became::Removed => successors.get(&pair.id().to_lowercase()).map_or(&[], Vec::as_slice),
        _ => &[],
    };
    let ids = |of: fn(&Document) -> bool| -> Vec<String> {
        successors.iter().filter(|document| of(document)).map(|document| document.id.clone()).collect()
    };
    Changed {
        id: pair.id().to_owned(),
        title: pair.document().map(|document| document.title.clone()).unwrap_or_default(),
        kind: pair.document().and_then(|document| document.kind.as_ref()).map(|kind| kind.name.clone()),
        path: pair.document().map(|document| document.path.to_string()).unwrap_or_default(),
        from: was(|document| document.path.as_str()),
        formerly: was(|document| document.id.as_str()),
        became: pair.became(),
        words_added: told.map_or(0, |told| told.added),
        words_removed: told.map_or(0, |told| told.removed),
        summary: told.map(summary).unwrap_or_default(),
        weaker: told.iter().flat_map(|told| &told.weaker).map(Weakening::sentence).collect(),
        version_forgotten: pair.became() == Became::Material
            && version.is.is_some()
            && version.is_same()
            && both.is_some_and(|(_, now)| now.is_kept_current())
            && [old, new].into_iter().all(calls_itself_approved),
        version,
        standing: WasIs { was: old.map(word), is: new.map(word) },
        replaced_by: ids(|_| true),
        replaced_by_drafts: ids(Document::is_draft),
    }
}

fn word(word: Word) -> String {
    word.as_str().to_owned()
}

/// Whether a document of this standing says that it is approved, be it borne out or not.
fn calls_itself_approved(word: Option<Word>) -> bool {
    use Word::{Approved, Lacking, Lapsed, NotYet, SaysApproved};
    matches!(word, Some(Approved | Lacking | Lapsed | NotYet | SaysApproved))
}
