//! The life of each record, and whether what was rewritten of it was put right.

use std::collections::HashMap;

use super::input::Input;
use crate::base::Date;
use crate::compare::FieldChange;
use crate::history::{Came, Edit, History, Life, Step, between};
use crate::model::document::Document;
use crate::model::{Aims, DocIx};
use crate::parse::MAX_TEXT;
use crate::repo::{Blob, Repo};

/// The life of each record. What was rewritten after it was settled counts no more where the newest text on record says again all
/// that it said: what it says more comes with its day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordLives(HashMap<DocIx, Life>);

impl RecordLives {
    /// That of a document, where it is a record.
    pub fn of(&self, ix: DocIx) -> Option<&Life> {
        self.0.get(&ix)
    }

    /// When the matter of a document was opened again, and on which day before that somebody looked whether its action worked, where
    /// that is all it says.
    pub fn checked_before(&self, ix: DocIx, document: &Document) -> Option<(Date, Date)> {
        let (_, opened) = self.of(ix)?.reopened?;
        document
            .fields
            .date("effectiveness-checked")
            .filter(|checked| *checked < opened)
            .map(|checked| (opened, checked))
    }

    /// Follows each record.
    pub(super) fn follow(input: &Input<'_>) -> Self {
        let records = input.aims.iter().filter(|(_, document)| document.is_record());
        Self(records.map(|(ix, document)| (ix, life(input, document))).collect())
    }
}

fn life(input: &Input<'_>, document: &Document) -> Life {
    let mut life = input.history.life(&document.path, input.aims.config.records_settle);
    let edit = |step: &Step| input.history.step(*step).and_then(|(_, change)| change.edit.as_deref());
    life.rewritten.retain(|step| !edit(step).is_some_and(|edit| only_rewrites(input.aims, edit)));
    // A state that no list knows is a slip, and opens nothing.
    life.reopened = life.reopened.filter(|_| !document.fields.is_misread("state"));
    if let Some((repo, _)) = input.repo
        && is_mended(input, repo, (document, &life)) == Some(true)
    {
        life.mend();
    }
    life
}

/// Whether all that an edit did is that it wrote values of the front matter in another form. Of many, some may not be told.
pub(super) fn only_rewrites(aims: &Aims, edit: &Edit) -> bool {
    let is_head = (edit.added, edit.removed, edit.markup) == (0, 0, false) && (1..100).contains(&edit.fields.len());
    is_head && edit.fields.iter().all(|field| is_rewritten(aims, field))
}

/// Whether a value is written in another form and means the same: `A.5.2` and `iso-42001:A.5.2` may, as the settings say.
pub fn is_rewritten(aims: &Aims, field: &FieldChange) -> bool {
    let is_claim = || ["controls", "clauses"].iter().any(|key| field.is_whole(key));
    let is_one = || field.became().is_some_and(|(old, new)| aims.are_one(old, new));
    field.is_rewritten() || is_claim() && is_one()
}

/// The text is held against the newest one that said no more than it might: whoever puts words back, and says beneath what is
/// known now, does both in one commit.
fn is_mended(input: &Input<'_>, repo: &Repo, (document, life): (&Document, &Life)) -> Option<bool> {
    let history = input.history;
    if life.rewritten.is_empty() {
        return None;
    }
    let newest = history.steps(&document.path).first().filter(|_| !history.is_whole()).copied();
    let newest = history.versions(&document.path).last().map(|version| version.last).or(newest);
    let (held, newest) = (life.held?, newest?);
    let since: Vec<Step> = history.steps(&document.path).iter().copied().take_while(|step| *step != held).collect();
    let is_draft = |step: Step| history.step(step).and_then(|(_, change)| Some(change.facts.as_ref()?.is_draft()));
    if !has_come_back(history, &since) || is_draft(newest) == Some(true) && is_draft(held) == Some(false) {
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
    // Where letters are missing, words are.
    let (had, has) = (tally(body), tally(&new));
    if had.iter().zip(&has).any(|(had, has)| had > has) {
        return false;
    }
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

/// How often each letter and digit of ASCII stands in a text in lower case.
fn tally(text: &str) -> [u32; 128] {
    let mut tally = [0_u32; 128];
    for byte in text.bytes().filter(u8::is_ascii_alphanumeric) {
        tally[usize::from(byte)] += 1;
    }
    tally
}
