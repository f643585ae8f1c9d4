//! Documents then with those they are now, and how their texts differ.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::base::DocPath;
use crate::base::json::as_word;
use crate::compare::{Comparison, FieldChange, Snapshot, Weight, compare as compare_texts};
use crate::history::{ChangeKind, History, SeamKind, Step};
use crate::model::catalog::natural_key;
use crate::model::document::{Cut, Document};
use crate::model::fold::folded;
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
    /// It is taken out of force.
    Retired,
    /// It was out of force, and is not any more.
    Restored,
    /// It may say something else.
    Material,
    /// It says what it said, and stands elsewhere in its life: by its status, or by the record.
    Standing,
    /// It says what it said in other words or signs.
    Editorial,
    /// It lies elsewhere, and its text is the same.
    Moved,
    /// Neither what it says, nor where it stands or lies, differs.
    Same,
}

impl Became {
    /// The word in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Retired => "retired",
            Self::Restored => "restored",
            Self::Material => "material",
            Self::Standing => "standing",
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
        let (then, now) = match (self.then, self.now) {
            (None, _) => return Became::Added,
            (_, None) => return Became::Removed,
            (Some((_, then)), Some((_, now))) => (then, now),
        };
        match (then.is_retired(), now.is_retired(), self.told.as_ref().map(|told| told.weight)) {
            (false, true, _) => Became::Retired,
            (true, false, _) => Became::Restored,
            (_, _, Some(Weight::Material)) => Became::Material,
            _ if then.status() != now.status() => Became::Standing,
            (_, _, Some(Weight::Editorial)) => Became::Editorial,
            _ if then.path != now.path => Became::Moved,
            _ if self.words[0] != self.words[1] => Became::Standing,
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
        let beside = |document: &'a Document| document.beside.as_ref().map(|beside| &beside.text);
        if old.text != new.text || beside(old) != beside(new) {
            let read = |document: &Document, aims: &Aims| {
                let folded = folded(document, &aims.config.reading).ok().map(|folded| folded.text);
                let text = folded.as_deref().unwrap_or(&document.text);
                Snapshot::read(text.as_bytes(), &aims.config.reading)
            };
            pair.told = Some(compare_texts(&read(old, then), &read(new, now)));
        }
        if old.cut == Cut::Nothing && new.cut == Cut::Nothing {
            tell_untold(old, new, &mut pair.told);
        }
    });
    pairs.sort_by_cached_key(|pair| natural_key(pair.id()));
    pairs
}

/// Tells what a document is and was not, wherever that is said: in its text, beside it, or by the settings.
fn tell_untold(old: &Document, new: &Document, told: &mut Option<Comparison>) {
    let is = |document: &Document| {
        let text = |key: &'static str| (key, document.fields.text(key).unwrap_or_default().to_owned());
        [("kind", document.kind_name().to_owned()), text("owner"), text("status"), text("version")]
    };
    for ((key, was), (_, is)) in is(old).into_iter().zip(is(new)).filter(|(old, new)| old != new) {
        let knows = |told: &Comparison| told.cut || told.fields.iter().any(|change| change.is_whole(key));
        if !told.as_ref().is_some_and(knows) {
            let change = FieldChange::of(key, &was, &is);
            let weight = if change.is_material() { Weight::Material } else { Weight::Editorial };
            let told = told.get_or_insert_default();
            told.weight = told.weight.max(weight);
            told.fields.push(change);
        }
    }
}

/// The file that a document lay in while it had another id, where both became others by one commit.
fn moved_anew<'h>(document: &Document, history: &'h History) -> Option<&'h DocPath> {
    history.seams.iter().filter(|seam| seam.paths.contains(&document.path)).find_map(|seam| match &seam.kind {
        SeamKind::Split(from) => Some(from),
        _ => None,
    })
}

/// Whether a document says that it takes the place of another: then it is not that one, where only their texts or ids are
/// alike. In the same file, or in the one that its record goes on in, it is the next text of it, as its history has it.
fn succeeds(document: &Document, old: &Document) -> bool {
    document.id != old.id && document.fields.texts("replaces").iter().any(|replaced| replaced.value == old.id)
}

/// Documents then with those they are now: by their history, else by id, else by path.
fn pair<'a>(then: &'a Aims, (now, history): (&'a Aims, &History), inside: &BTreeSet<usize>) -> Vec<Pair<'a>> {
    let mut taken: BTreeSet<DocIx> = BTreeSet::new();
    let mut pairs: Vec<Pair<'a>> = Vec::new();
    for (ix, document) in now.iter() {
        let steps = history.steps(&document.path);
        let came = |step: &&Step| history.step(**step).is_some_and(|(_, change)| change.came());
        let own = steps.iter().filter(came).map(|step| step.revision).filter(|revision| inside.contains(revision));
        let mut touched: BTreeSet<usize> = own.collect();
        let is_untouched = touched.is_empty();
        let beside = history.beside(&document.path, &now.config.reading);
        touched.extend(beside.iter().map(|step| step.revision).filter(|revision| inside.contains(revision)));
        let before = steps.iter().filter(came).find(|step| !inside.contains(&step.revision));
        let before = before.and_then(|step| history.step(*step)).map(|(_, change)| change);
        let before = before.filter(|change| change.kind != ChangeKind::Deleted);
        let by_history = before.and_then(|change| then.by_path(&change.path));
        let goes_on = |old: DocIx| {
            let path = &then.document(old).path;
            by_history == Some(old) && (*path == document.path || now.by_path(path).is_none())
        };
        let old = by_history
            .or_else(|| then.by_id(&document.id))
            .or_else(|| {
                let from = moved_anew(document, history).filter(|from| now.by_path(from).is_none());
                from.and_then(|from| then.by_path(from))
            })
            .or_else(|| then.by_path(&document.path).filter(|_| is_untouched))
            .filter(|old| goes_on(*old) || !succeeds(document, then.document(*old)))
            .filter(|old| taken.insert(*old));
        let words = [old.and_then(|old| then.word(old)), now.word(ix)];
        let old = old.map(|old| (old, then.document(old)));
        pairs.push(Pair { then: old, words, now: Some((ix, document)), commits: touched.len(), told: None });
    }
    let gone = then.iter().filter(|(ix, _)| !taken.contains(ix));
    pairs.extend(gone.map(|(ix, old)| {
        let words = [then.word(ix), None];
        Pair { then: Some((ix, old)), words, now: None, commits: 0, told: None }
    }));
    pairs
}
