//! Records that are no longer on record: removed, or without the front matter that made them evidence.
//!
//! To take evidence away is a stronger edit than to rewrite it. So what stood on the main line as a record, or was closed,
//! and is gone, is told with its day, its hand and its commit, until something stands in its place or it need not be kept
//! any longer. What never was more than a draft may go.

use std::collections::{BTreeMap, BTreeSet};

use super::authors::Steps;
use super::claim::Claim;
use super::leaving::{Kept, Leaving, Left};
use super::roster::Roster;
use crate::base::{Date, DocPath};
use crate::compare::Snapshot;
use crate::history::{Change, ChangeKind, Facts, Gone, Held, History, Revision};
use crate::model::kinds::Nature;
use crate::model::{Aims, DocIx};
use crate::parse::MAX_TEXT;
use crate::repo::{Blob, ObjectId, Repo};

/// What lost records are looked for in.
#[derive(Clone, Copy)]
pub(super) struct Input<'a> {
    pub(super) aims: &'a Aims,
    pub(super) history: &'a History,
    /// The settings of today.
    pub(super) today: &'a Roster,
    /// The repository, where the texts of the past are.
    pub(super) repo: Option<&'a Repo>,
    /// Every file that is there, be it read or left out by the settings.
    pub(super) files: &'a [DocPath],
}

/// What stands in the place of another: documents by the ids that they bear, bore or say that they replace.
pub(super) struct Heirs(BTreeMap<String, Vec<DocIx>>);

impl Heirs {
    pub(super) fn of(aims: &Aims) -> Self {
        let mut heirs: BTreeMap<String, Vec<DocIx>> = BTreeMap::new();
        for (ix, document) in aims.iter() {
            let other = ["formerly", "replaces"].into_iter().flat_map(|key| document.fields.texts(key));
            let other = other.map(|id| id.value.trim().to_lowercase());
            for id in other.chain([document.id.to_lowercase()]) {
                heirs.entry(id).or_default().push(ix);
            }
        }
        Self(heirs)
    }

    /// Whether something of the same nature stands in the place of a document.
    fn stand_for(&self, aims: &Aims, id: &str, nature: Nature) -> bool {
        let heirs = self.0.get(&id.to_lowercase()).into_iter().flatten();
        let mut natures = heirs.filter_map(|ix| aims.document(*ix).kind.as_ref()).map(|kind| kind.nature);
        natures.any(|other| other == nature)
    }
}

/// A document that is gone and was a record, or closed.
pub(super) fn removed(input: Input<'_>, heirs: &Heirs, gone: &Gone) -> Option<Left> {
    let last = gone.held.last()?;
    // A file that is there and is not read was left out by the settings, which are guarded by themselves.
    if last.there && input.files.binary_search(&gone.path).is_ok() {
        return None;
    }
    let steps: Steps<'_> = gone.steps.iter().filter_map(|step| input.history.step(*step)).collect();
    let found = Evidence::of(input, heirs, &steps, &gone.held)?;
    let taken = input.history.step(last.step).filter(|(_, change)| change.kind == ChangeKind::Deleted);
    let kept = Kept {
        until: (!last.there).then_some(last.day),
        by: taken.map(|(revision, _)| revision.author.name.to_string()),
        ..found.kept
    };
    let commit = taken.map(|(revision, _)| revision.commit.clone());
    let how = Leaving::RecordRemoved;
    Some(Left { how, document: None, id: found.id, path: gone.path.clone(), commit, asked: true, kept: Some(kept) })
}

/// A file that is there, has no front matter any more, and was a record.
pub(super) fn stripped(input: Input<'_>, heirs: &Heirs, ix: DocIx) -> Option<Left> {
    let document = input.aims.document(ix);
    if document.controlled || document.translates.is_some() {
        return None;
    }
    let steps: Steps<'_> = input.history.of(&document.path).collect();
    let found = Evidence::of(input, heirs, &steps, input.history.held(&document.path))?;
    let is_bare = |step: &&(&Revision, &Change)| step.1.facts.as_ref().is_some_and(|facts| !facts.controlled);
    let taken = steps.iter().take_while(is_bare).last();
    let kept = Kept {
        until: taken.map(|(revision, _)| revision.landed),
        by: taken.map(|(revision, _)| revision.author.name.to_string()),
        ..found.kept
    };
    let commit = taken.map(|(revision, _)| revision.commit.clone());
    let (how, path) = (Leaving::RecordStripped, document.path.clone());
    Some(Left { how, document: Some(ix), id: found.id, path, commit, asked: true, kept: Some(kept) })
}

/// What a document was while it stood.
struct Evidence {
    id: String,
    kept: Kept,
}

impl Evidence {
    /// `None` of what was no evidence, or has an heir. `steps` are newest first, `held` oldest first.
    fn of(input: Input<'_>, heirs: &Heirs, steps: &Steps<'_>, held: &[Held]) -> Option<Self> {
        // What was made and taken back beside the main line never stood there.
        let stood: Vec<Date> = stood(held).collect();
        let since = *stood.first()?;
        let (was, change) = steps.iter().find_map(|(_, change)| {
            let facts = change.facts.as_deref().filter(|facts| facts.controlled && !is_draft(facts))?;
            Some((facts, *change))
        })?;
        let nature = input.aims.config.nature(&input.today.kind_of(&Claim::of_facts(was, &change.path))?)?;
        let is_evidence = nature == Nature::Record || is_closed(was) && !was.is_retired();
        let id = was.id.as_deref().map_or_else(|| change.path.to_string(), str::to_owned);
        if !is_evidence || heirs.stand_for(input.aims, &id, nature) {
            return None;
        }
        let last = stood.into_iter().fold(since, Date::max);
        let of = [was.date, was.closed, was.accepted].into_iter().flatten().fold(last, Date::max);
        let retention = retention(input, steps);
        Some(Self { id, kept: Kept { since, of, retention, until: None, by: None } })
    }
}

/// The days on which each of its texts came to the main line and stood there: of what came in one go, the last.
fn stood(held: &[Held]) -> impl Iterator<Item = Date> {
    let last = |at: usize, one: &Held| held.get(at + 1).is_none_or(|next| one.place == 0 || next.place != one.place);
    held.iter().enumerate().filter(move |(at, one)| one.there && last(*at, one)).map(|(_, one)| one.day)
}

/// How many texts of a document are asked how long it is kept.
const TEXTS: usize = 100;

/// What the texts of a document said of how long it is kept.
fn retention(input: Input<'_>, steps: &Steps<'_>) -> BTreeSet<String> {
    let texts = steps.iter().filter_map(|(_, change)| change.new).take(TEXTS).collect::<BTreeSet<_>>();
    let of = |text: ObjectId| match input.repo?.blob(text, MAX_TEXT) {
        Ok(Blob::Bytes(bytes)) => {
            Snapshot::read(&bytes, &input.aims.config.reading).text("retention").map(str::to_owned)
        }
        _ => None,
    };
    texts.into_iter().filter_map(of).collect()
}

fn is_draft(facts: &Facts) -> bool {
    matches!(facts.status.as_deref(), Some("draft" | "in-review"))
}

/// Whether it says that what it is about is at an end.
fn is_closed(facts: &Facts) -> bool {
    facts.closed.is_some() || matches!(facts.state.as_deref(), Some("closed" | "done" | "rejected"))
}
