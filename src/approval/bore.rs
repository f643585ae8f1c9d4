//! Whose a record is that names an id which its document bore once.
//!
//! A record names an id and a text. It is about the document that had this text under this id before the record came, whatever
//! that calls itself today, whether it says so under `formerly`, and whoever bears the id now: nothing that is written later
//! takes an act of the past from it.

use std::collections::{BTreeMap, BTreeSet};

use super::acts::Filed;
use super::authors::Steps;
use super::place::{Moment, step};
use crate::history::{Change, Gone, History, Step};
use crate::model::{Aims, DocIx};

/// A text under an id, in small letters.
type Borne = ([u8; 32], String);

/// The texts of these steps under the ids that they had, each with when it was there first.
fn borne(history: &History, steps: &[Step]) -> BTreeMap<Borne, Moment> {
    let mut found = BTreeMap::new();
    for (moment, _, change) in steps.iter().filter_map(|at| step(history, *at)) {
        let Some((facts, id)) = change.facts.as_ref().and_then(|facts| Some((facts, facts.id.as_ref()?))) else {
            continue;
        };
        let first = found.entry((facts.substance, id.to_lowercase())).or_insert(moment);
        *first = moment.min(*first);
    }
    found
}

/// Gives each of these acts whose text the document that bears its id today had not come to have under it when the act came to
/// the one that had.
pub(super) fn settle(aims: &Aims, history: &History, filed: &mut [Filed]) {
    let mut known: BTreeMap<DocIx, BTreeMap<Borne, Moment>> = BTreeMap::new();
    let mut had = |ix: DocIx, of: &Borne, at: Moment| {
        let own = known.entry(ix).or_insert_with(|| borne(history, history.steps(&aims.document(ix).path)));
        own.get(of).is_some_and(|since| *since <= at)
    };
    let mut strays: BTreeMap<Borne, Vec<usize>> = BTreeMap::new();
    for (place, act) in filed.iter().enumerate() {
        let (Ok(record), Some(text)) = (&act.record, act.text) else { continue };
        let of = (text, record.document.to_lowercase());
        if act.document.is_none_or(|ix| !had(ix, &of, act.moment)) {
            strays.entry(of).or_default().push(place);
        }
    }
    if strays.is_empty() {
        return;
    }
    // Of several the one that bore the id first, and before all others one that is gone: its records are its own.
    let mut found: BTreeMap<usize, (Moment, Option<DocIx>)> = BTreeMap::new();
    let present = aims.iter().map(|(ix, document)| (Some(ix), history.steps(&document.path)));
    let gone = history.gone.iter().map(|gone| (None, gone.steps.as_slice()));
    for (ix, steps) in gone.chain(present) {
        let mut past = None;
        for (of, since) in borne(history, steps) {
            let Some(places) = strays.get(&of) else { continue };
            let past = past.get_or_insert_with(|| Past::of(history, steps));
            for place in places.iter().filter(|place| past.at(filed[**place].moment).as_ref() == Some(&of)) {
                let first = found.entry(*place).or_insert((since, ix));
                if first.1.is_some() && since < first.0 {
                    *first = (since, ix);
                }
            }
        }
    }
    for (place, (_, ix)) in found {
        filed[place].document = ix.or(filed[place].document);
    }
}

/// What was done to a document, in order of the moments.
struct Past<'a>(Vec<(Moment, &'a Change)>);

impl<'a> Past<'a> {
    fn of(history: &'a History, steps: &[Step]) -> Self {
        let steps = steps.iter().filter_map(|at| step(history, *at));
        let mut all: Vec<_> = steps.map(|(moment, _, change)| (moment, change)).collect();
        // What is of one moment stays in the order of the steps.
        all.sort_by_key(|(moment, _)| *moment);
        Self(all)
    }

    /// The text and the id that the document had at a moment.
    fn at(&self, at: Moment) -> Option<Borne> {
        let before = self.0.partition_point(|(moment, _)| *moment <= at);
        let (_, change) = self.0.get(before.checked_sub(1)?)?;
        let facts = change.facts.as_ref().filter(|_| change.new.is_some())?;
        Some((facts.substance, facts.id.as_ref()?.to_lowercase()))
    }
}

/// What a document that is gone was called, and its texts.
pub(super) struct Bearer {
    newest: Option<String>,
    ids: BTreeSet<String>,
    texts: BTreeSet<[u8; 32]>,
}

impl Bearer {
    pub(super) fn of(history: &History, gone: &Gone) -> Self {
        let steps: Steps<'_> = history.all(&gone.steps).collect();
        let facts = || steps.iter().filter_map(|(_, change)| change.facts.as_ref());
        let ids = || facts().filter_map(|facts| Some(facts.id.as_ref()?.to_lowercase()));
        Self { newest: ids().next(), ids: ids().collect(), texts: facts().map(|facts| facts.substance).collect() }
    }

    /// Whether an act is about it. Another may bear one of its ids now, or say that it did: what was approved of this one stays
    /// so.
    pub(super) fn is_of(&self, filed: &Filed) -> bool {
        let Ok(record) = &filed.record else { return false };
        let is_text = filed.text.is_some_and(|text| self.texts.contains(&text));
        if !is_text && filed.document.is_some() {
            return false;
        }
        let id = record.document.to_lowercase();
        if self.newest.as_ref() == Some(&id) {
            filed.document.is_none() || is_text
        } else {
            is_text && self.ids.contains(&id)
        }
    }
}
