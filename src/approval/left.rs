//! Documents that were approved and have left the care that this meant, without an act that let them go.
//!
//! A text that nobody asks about any more is the surest way past every rule. So what called itself approved and now has no
//! front matter, is of a kind that nobody approves, gives itself another id, or is gone, is told until an act covers that:
//! it is retired first, approved in its new shape, or says in `formerly` what it was called.

use std::collections::BTreeMap;

use super::Approvals;
use super::authors::Steps;
use super::bar::Bar;
use super::claim::Claim;
use super::leaving::{Leaving, Left};
use super::lost::{self, Heirs};
use super::roster::Roster;
use crate::base::DocPath;
use crate::history::{Facts, Gone, History};
use crate::model::document::Document;
use crate::model::kinds::Nature;
use crate::model::{Aims, DocIx};

/// Finds them, in order of the documents that are there, then of those that are gone.
/// `renumbered` are those of the documents that give themselves another id, in their order: see [`renumbered`].
pub(super) fn find(input: lost::Input<'_>, (approvals, renumbered): (&Approvals, &[Option<Left>])) -> Vec<Left> {
    let lost::Input { aims, history, today, .. } = input;
    let (mut found, heirs) = (Vec::new(), Heirs::of(aims));
    for (ix, _) in aims.iter() {
        let left = changed((aims, ix), history, approvals, today);
        found.extend(left.or_else(|| lost::stripped(input, &heirs, ix)));
        found.extend(renumbered.get(ix.index()).cloned().flatten().map(|left| Left { document: Some(ix), ..left }));
    }
    let here = here(aims);
    let removed = |gone: &Gone| removed(input, &here, gone).or_else(|| lost::removed(input, &heirs, gone));
    found.extend(history.gone.iter().filter_map(removed));
    found
}

/// A document that is there and of which nobody is asked any more who approved it.
fn changed((aims, ix): (&Aims, DocIx), history: &History, approvals: &Approvals, today: &Roster) -> Option<Left> {
    let document = aims.document(ix);
    // Of a translation nobody is asked; of what it was before it became one, somebody may have been.
    let approval = approvals.of(ix);
    if approval.is_none() && document.translates.is_none() {
        return None;
    }
    let how = match Claim::of_document(document) {
        Claim::Nothing => Leaving::FrontMatter,
        claim if today.kind_of(&claim).is_none_or(|kind| !today.judges(&kind)) => Leaving::Kind,
        _ => return None,
    };
    let steps: Steps<'_> = history.of(&document.path).collect();
    let as_now = |facts: &Facts, path: &DocPath| match how {
        Leaving::FrontMatter => !facts.controlled,
        _ => facts.controlled && Claim::of_facts(facts, path) == Claim::of_document(document),
    };
    let facts = |place: usize| steps.get(place).and_then(|(_, change)| Some((change.facts.as_deref()?, &change.path)));
    let since =
        (0..steps.len()).take_while(|place| facts(*place).is_none_or(|(facts, path)| as_now(facts, path))).count();
    let (was, path) = last_word(&steps[since..])?;
    // Of a translation its original is asked for no less.
    let original = document.translates.map(|original| Claim::of_document(aims.document(original)));
    let same = |claim: Claim| today.kind_of(&claim) == today.kind_of(&Claim::of_facts(was, path));
    if original.is_some_and(same) || was_ever_translation((aims, document), history, was) {
        return None;
    }
    let asked = asks(was, path, today) || approval.is_some_and(|approval| approval.before.is_some());
    // Evidence that meets the rule covers this too; and where the text says that it is approved, that is told already.
    let satisfied = approval.is_some_and(|approval| approval.satisfied);
    if satisfied && asked || how == Leaving::Kind && document.fields.text("status") == Some("approved") {
        return None;
    }
    let commit = since.checked_sub(1).map(|place| steps[place].0.commit.clone());
    let (id, path) = (named(was, path), document.path.clone());
    Some(Left { how, document: Some(ix), id, path, commit, asked, kept: None })
}

/// Whether a text never was anything but a translation: it bore the id of its original all the time, and was not there
/// before that was.
fn was_ever_translation((aims, document): (&Aims, &Document), history: &History, was: &Facts) -> bool {
    let Some(original) = document.translates.map(|original| aims.document(original)) else { return false };
    let same_id = was.id.as_deref().is_some_and(|id| id.eq_ignore_ascii_case(&original.id));
    let older = || history.age(&original.path).zip(history.age(&document.path)).is_some_and(|(of, own)| of >= own);
    same_id && older()
}

/// A document that gives itself another id than when it was last approved, and does not say so.
pub(super) fn renumbered(document: &Document, steps: &Steps<'_>, today: &Roster) -> Option<Left> {
    // A translation goes by the id of its original, with its language behind it.
    let translated = document.translates.and_then(|_| document.id.rsplit_once('.'));
    if !document.has_front && translated.is_none() {
        return None;
    }
    let own = translated.map_or_else(|| document.fields.text("id"), |(original, _)| Some(original));
    let former = document.fields.texts("formerly");
    let is_known = |id: &str| {
        own.is_some_and(|own| own.eq_ignore_ascii_case(id))
            || former.iter().any(|former| former.value.trim().eq_ignore_ascii_case(id))
    };
    let mut commit = None;
    for (revision, change) in steps {
        if let Some(facts) = change.facts.as_deref().filter(|facts| facts.says_approved()) {
            let id = facts.id.as_deref().filter(|id| !is_known(id));
            if let Some(id) = id {
                let asked = asks(facts, &change.path, today);
                let (id, path) = (id.to_owned(), document.path.clone());
                return Some(Left { how: Leaving::Id, document: None, id, path, commit, asked, kept: None });
            }
        }
        if change.edit.as_ref().is_some_and(|edit| edit.renumbered.is_some()) {
            commit = Some(revision.commit.clone());
        }
    }
    None
}

/// The documents that are there, by the ids that they bear or bore.
fn here(aims: &Aims) -> BTreeMap<String, DocIx> {
    aims.iter()
        .flat_map(|(ix, document)| {
            let former = document.fields.texts("formerly").iter().map(|id| id.value.trim().to_lowercase());
            former.chain([document.id.to_lowercase()]).map(move |id| (id, ix))
        })
        .collect()
}

/// A document that is gone and was approved last.
fn removed(input: lost::Input<'_>, here: &BTreeMap<String, DocIx>, gone: &Gone) -> Option<Left> {
    let lost::Input { aims, history, today, .. } = input;
    let steps: Steps<'_> = gone.steps.iter().filter_map(|step| history.step(*step)).collect();
    let (was, path) = last_word(&steps)?;
    let kind = today.kind_of(&Claim::of_facts(was, path));
    let heir = was.id.as_deref().and_then(|id| here.get(&id.to_lowercase()));
    // What took its place is asked for no less; and of a record it is told when it went, and by whose hand.
    let is_record = kind.as_deref().is_some_and(|kind| aims.config.nature(kind) == Some(Nature::Record));
    if is_record || heir.is_some_and(|heir| today.kind_of(&Claim::of_document(aims.document(*heir))) == kind) {
        return None;
    }
    let commit = steps.first().map(|(revision, _)| revision.commit.clone());
    let (id, asked) = (named(was, path), asks(was, path, today));
    let path = gone.path.clone();
    Some(Left { how: Leaving::Removed, document: None, id, path, commit, asked, kept: None })
}

/// The newest text that called itself approved, unless one since was retired.
fn last_word<'a>(
    steps: &[(&crate::history::Revision, &'a crate::history::Change)],
) -> Option<(&'a Facts, &'a DocPath)> {
    let controlled = steps.iter().filter_map(|(_, change)| Some((change.facts.as_deref()?, &change.path)));
    let mut words = controlled.filter(|(facts, _)| facts.controlled);
    let found = words.find(|(facts, _)| matches!(facts.status.as_deref(), Some("approved" | "retired")));
    found.filter(|(facts, _)| facts.says_approved())
}

fn asks(facts: &Facts, path: &DocPath, today: &Roster) -> bool {
    !Bar::of(today, today, &[Claim::of_facts(facts, path)].into()).rules.is_empty()
}

fn named(facts: &Facts, path: &DocPath) -> String {
    facts.id.as_deref().map_or_else(|| path.to_string(), str::to_owned)
}
