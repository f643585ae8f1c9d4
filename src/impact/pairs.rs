//! Documents then with those they are now, and how their texts differ.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::base::json::as_word;
use crate::compare::{Comparison, Snapshot, Weight, compare as compare_texts};
use crate::history::{ChangeKind, History, Step};
use crate::model::catalog::natural_key;
use crate::model::document::Document;
use crate::model::standing::Word;
use crate::model::{Aims, DocIx};

/// A document at one end or both.
#[derive(Debug)]
pub struct Pair<'a> {
    /// What it was.
    pub then: Option<(DocIx, &'a Document)>,
    /// What it is.
    pub now: Option<(DocIx, &'a Document)>,
    /// Where it stood by the record, and where it stands.
    pub words: [Option<Word>; 2],
    /// How many commits between the two touched it.
    pub commits: usize,
    /// How the texts differ, where there are two that do.
    pub told: Option<Comparison>,
}

/// What became of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Became {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It may say something else.
    Material,
    /// It says what it said in other words or signs.
    Editorial,
    /// It lies elsewhere, and its text is the same.
    Moved,
    /// Neither its text nor its place differs.
    Same,
}

impl Became {
    /// The word in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Material => "material",
            Self::Editorial => "editorial",
            Self::Moved => "moved",
            Self::Same => "same",
        }
    }
}

as_word!(Became);

impl<'a> Pair<'a> {
    /// The document as it is; as it was, where it is gone.
    pub fn document(&self) -> Option<&'a Document> {
        self.now.or(self.then).map(|(_, document)| document)
    }

    /// Its id now; what it was, where it is gone.
    pub fn id(&self) -> &'a str {
        self.document().map_or("", |document| &document.id)
    }

    /// What became of it.
    pub fn became(&self) -> Became {
        let moved = self.then.zip(self.now).is_some_and(|((_, then), (_, now))| then.path != now.path);
        match (self.then, self.now, self.told.as_ref().map(|told| told.weight)) {
            (None, ..) => Became::Added,
            (_, None, _) => Became::Removed,
            (_, _, Some(Weight::Material)) => Became::Material,
            (_, _, Some(Weight::Editorial)) => Became::Editorial,
            _ if moved => Became::Moved,
            _ => Became::Same,
        }
    }
}

/// Every document at either end, in natural order of ids. `inside` are the commits between the two, as places in
/// [`History::revisions`].
pub fn pairs<'a>(then: &'a Aims, (now, history): (&'a Aims, &History), inside: &BTreeSet<usize>) -> Vec<Pair<'a>> {
    let mut pairs = pair(then, (now, history), inside);
    pairs.par_iter_mut().for_each(|pair| {
        let (Some((_, old)), Some((_, new))) = (pair.then, pair.now) else { return };
        if old.text != new.text {
            let read =
                |document: &Document, aims: &Aims| Snapshot::read(document.text.as_bytes(), &aims.config.reading);
            pair.told = Some(compare_texts(&read(old, then), &read(new, now)));
        }
    });
    pairs.sort_by_cached_key(|pair| natural_key(pair.id()));
    pairs
}

/// Documents then with those they are now: by their history, else by id, else by path.
fn pair<'a>(then: &'a Aims, (now, history): (&'a Aims, &History), inside: &BTreeSet<usize>) -> Vec<Pair<'a>> {
    let mut taken: BTreeSet<DocIx> = BTreeSet::new();
    let mut pairs: Vec<Pair<'a>> = Vec::new();
    for (ix, document) in now.iter() {
        let steps = history.steps(&document.path);
        let came = |step: &&Step| history.step(**step).is_some_and(|(_, change)| change.came());
        let commits = steps.iter().filter(|step| inside.contains(&step.revision)).filter(came).count();
        let before = steps.iter().filter(came).find(|step| !inside.contains(&step.revision));
        let before = before.and_then(|step| history.step(*step)).map(|(_, change)| change);
        let by_history = before.filter(|change| change.kind != ChangeKind::Deleted);
        let old = by_history
            .and_then(|change| then.by_path(&change.path))
            .or_else(|| then.by_id(&document.id))
            .or_else(|| then.by_path(&document.path).filter(|_| commits == 0))
            .filter(|old| taken.insert(*old));
        let words = [old.and_then(|old| then.word(old)), now.word(ix)];
        let old = old.map(|old| (old, then.document(old)));
        pairs.push(Pair { then: old, words, now: Some((ix, document)), commits, told: None });
    }
    let gone = then.iter().filter(|(ix, _)| !taken.contains(ix));
    pairs.extend(gone.map(|(ix, old)| {
        let words = [then.word(ix), None];
        Pair { then: Some((ix, old)), words, now: None, commits: 0, told: None }
    }));
    pairs
}
