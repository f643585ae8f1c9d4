//! Records that were settled and say something else in the folder, before that is committed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Input;
use crate::base::Date;
use crate::history::{Came, Edit, History, Life, Settled, Step, between};
use crate::model::document::Document;
use crate::model::{Aims, DocIx};
use crate::parse::MAX_TEXT;
use crate::repo::{Blob, Repo};
use crate::source::Content;

/// Records that were rewritten after they were settled, and whose newest text on record says again all that they said: what it
/// says more comes with its day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mended(BTreeSet<DocIx>);

impl Mended {
    /// The life of a record, of which it is known whether it was put right.
    pub fn life(&self, ix: DocIx, (history, aims): (&History, &Aims)) -> Life {
        let mut life = history.life(&aims.document(ix).path, aims.config.records_settle);
        if self.0.contains(&ix) {
            life.mend();
        }
        life
    }
}

/// Finds those that were put right.
pub(super) fn mended(input: &Input<'_>) -> Mended {
    let Some((repo, _)) = input.repo else { return Mended::default() };
    let records = input.aims.iter().filter(|(_, document)| document.is_record());
    Mended(records.filter(|(_, document)| is_mended(input, repo, document) == Some(true)).map(|(ix, _)| ix).collect())
}

/// The text is held against the newest one that said no more than it might: whoever puts words back, and says beneath what is
/// known now, does both in one commit.
fn is_mended(input: &Input<'_>, repo: &Repo, document: &Document) -> Option<bool> {
    let history = input.history;
    if history.steps(&document.path).len() < 2 {
        return None;
    }
    let life = history.life(&document.path, input.aims.config.records_settle);
    if life.rewritten.is_empty() {
        return None;
    }
    let (held, newest) = (life.held?, history.versions(&document.path).last()?.last);
    let since: Vec<Step> = history.steps(&document.path).iter().copied().take_while(|step| *step != held).collect();
    if !has_come_back(history, &since) {
        return Some(false);
    }
    // What was opened again is closed on no earlier day.
    let closed = |step: Step| history.step(step).and_then(|(_, change)| change.facts.as_ref()?.closed);
    let before =
        history.steps(&document.path).iter().skip_while(|step| **step != held).filter_map(|step| closed(*step));
    if closed(newest).is_some_and(|day| before.max().is_some_and(|before| day < before)) {
        return Some(false);
    }
    let text = |step: Step| history.step(step).and_then(|(_, change)| change.new);
    let (Ok(Blob::Bytes(was)), Ok(Blob::Bytes(now))) =
        (repo.blob(text(held)?, MAX_TEXT), repo.blob(text(newest)?, MAX_TEXT))
    else {
        return None;
    };
    if !has_all_words(&was, &now) {
        return Some(false);
    }
    let (revision, change) = history.step(newest)?;
    let came = Came { landed: revision.landed, own: change.facts.as_ref()?.date };
    Some(history.keeps(&between(&was, &now, &input.aims.config.reading), life.settled?, came))
}

/// Whether words may have come back in some steps: not by one alone, of which it is known what it did, nor where more went than
/// came. It saves reading texts of which that is plain.
fn has_come_back(history: &History, since: &[Step]) -> bool {
    let edits = since.iter().map(|step| history.step(*step).and_then(|(_, change)| change.edit.as_deref()));
    let counts = |edit: Option<&Edit>| edit.map(|edit| i64::from(edit.added) - i64::from(edit.removed));
    // What is not known of one is not known of all.
    since.len() > 1 && edits.map(counts).sum::<Option<i64>>().is_none_or(|more| more >= 0)
}

/// Whether all words of a text below its front matter stand in another too, as often. It saves reading both as documents where
/// they do not. What stands in a comment may go.
fn has_all_words(old: &[u8], new: &[u8]) -> bool {
    let (old, new) = (String::from_utf8_lossy(old).to_lowercase(), String::from_utf8_lossy(new).to_lowercase());
    if old.contains("<!--") {
        return true;
    }
    let body = old.strip_prefix("---").and_then(|rest| rest.split_once("\n---")).map_or(&*old, |(_, body)| body);
    let mut left: HashMap<&str, usize> = HashMap::new();
    for word in new.split(|c: char| !c.is_alphanumeric()) {
        *left.entry(word).or_default() += 1;
    }
    body.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(|word| match left.get_mut(word) {
        Some(more) if *more > 0 => {
            *more -= 1;
            true
        }
        _ => false,
    })
}

/// What was done to a record in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// What lies between its newest text on record and that in the folder.
    pub edit: Edit,
    /// By what it was settled, and when.
    pub settled: (Settled, Date),
}

/// Finds them. What only grows, and what goes back to what it said, is none; nor is one of which it is told that commits
/// rewrote it.
pub(super) fn find(input: &Input<'_>, mended: &Mended) -> BTreeMap<DocIx, Pending> {
    let Some((repo, _)) = input.repo else { return BTreeMap::new() };
    let records = input.aims.iter().filter(|(_, document)| document.is_record());
    records.filter_map(|(ix, document)| Some((ix, pending(input, repo, (ix, document), mended)?))).collect()
}

fn pending(input: &Input<'_>, repo: &Repo, (ix, document): (DocIx, &Document), mended: &Mended) -> Option<Pending> {
    let history = input.history;
    let (_, newest) = history.of(&document.path).next()?;
    let (facts, now) = (newest.facts.as_ref()?, history.text_of(document.digests?.substance));
    if facts.substance == now {
        return None;
    }
    let life = mended.life(ix, (history, input.aims));
    let stood = life.stands.filter(|day| *day < input.aims.today).map(|day| (Settled::Stood, day));
    let settled = life.settled.or(stood)?;
    if !life.rewritten.is_empty() || life.said.contains(&now) {
        return None;
    }
    let (Ok(Blob::Bytes(old)), Ok(Content::Bytes(new))) =
        (repo.blob(newest.new?, MAX_TEXT), input.source.read(&document.path, MAX_TEXT))
    else {
        return None;
    };
    let edit = between(&old, &new, &input.aims.config.reading);
    let came = Came { landed: input.aims.today, own: facts.date };
    (!history.keeps(&edit, settled, came)).then_some(Pending { edit, settled })
}
