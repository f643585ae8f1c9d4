//! Documents that were approved and have left the care that this meant, without an act that let them go.
//!
//! A text that nobody asks about any more is the surest way past every rule. So what called itself approved and now has no
//! front matter, is of a kind that nobody approves, gives itself another id, or is gone, is told until an act covers that:
//! it is retired first, approved in its new shape, or says in `formerly` what it was called.

use std::collections::BTreeSet;

use super::approvals::Approvals;
use super::authors::Steps;
use super::bar::asks;
use super::claim::Claim;
use super::departed::{Input, was_ever_translation};
use super::heirs::{Heirs, Testament, goes_on};
use super::leaving::{Leaving, Left};
use super::lost;
use super::record::ActKind;
use crate::base::DocPath;
use crate::history::{Facts, Gone, Held};
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::kinds::Nature;

/// Finds them, in order of the documents that are there, then of those that are gone.
/// `renumbered` are those of the documents that give themselves another id, in their order: see [`renumbered`](super::renumbered).
pub(super) fn find(input: Input<'_>, (approvals, renumbered): (&Approvals, &[Option<Left>])) -> Vec<Left> {
    let Input { aims, history, .. } = input;
    let (mut found, heirs) = (Vec::new(), Heirs::of(aims));
    for (ix, _) in aims.iter() {
        let left = changed(input, ix, approvals);
        found.extend(left.or_else(|| lost::changed(input, &heirs, ix)));
        found.extend(renumbered.get(ix.index()).cloned().flatten().map(|left| Left { document: Some(ix), ..left }));
    }
    let removed =
        |gone: &Gone| removed(input, (&heirs, approvals), gone).or_else(|| lost::removed(input, &heirs, gone));
    found.extend(history.gone.iter().filter(|gone| !was_out(input, gone)).filter_map(removed));
    found
}

/// Whether the settings left a file out for as long as it stood, as they do with examples.
fn was_out(Input { history, eras, .. }: Input<'_>, gone: &Gone) -> bool {
    let is_out = |(at, one): (usize, &Held)| {
        let to = gone.held.get(at + 1).map(|next| next.day);
        history.step(one.step).is_some_and(|(_, change)| eras.is_out(&change.path, (one.day, to)))
    };
    !gone.held.is_empty() && gone.held.iter().enumerate().filter(|(_, one)| one.there).all(is_out)
}

/// A document that is there and of which nobody is asked any more who approved it.
fn changed(input: Input<'_>, ix: DocIx, approvals: &Approvals) -> Option<Left> {
    let Input { aims, history, today, .. } = input;
    let document = aims.document(ix);
    // Of a translation nobody is asked; of what it was before it became one, somebody may have been.
    let approval = approvals.of(ix);
    if approval.is_none() && document.translates.is_none() {
        return None;
    }
    let how = match Claim::of_document(document) {
        Claim::Nothing if document.translates.is_some() => Leaving::Translates,
        Claim::Nothing => Leaving::FrontMatter,
        claim if today.kind_of(&claim).is_none_or(|kind| !today.judges(&kind)) => Leaving::Kind,
        _ => return None,
    };
    let steps: Steps<'_> = history.of(&document.path).filter(|(_, change)| change.stood()).collect();
    let as_now = |facts: &Facts, path: &DocPath| match how {
        // What it says of itself tells nothing of what it is taken for.
        Leaving::Translates => false,
        Leaving::FrontMatter => !facts.controlled,
        _ => facts.controlled && Claim::of_facts(facts, path) == Claim::of_document(document),
    };
    let facts = |place: usize| steps.get(place).and_then(|(_, change)| Some((change.facts.as_deref()?, &change.path)));
    let since =
        (0..steps.len()).take_while(|place| facts(*place).is_none_or(|(facts, path)| as_now(facts, path))).count();
    let (was, path) = last_word(&steps[since..])?;
    if document.translates.is_some_and(|original| is_answered(input, (ix, original), (was, path), approvals)) {
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

/// Whether the `original` of a translation answers for what the translation was before it became one: it never was anything
/// else, or the original is of the same kind, and goes on with its text or is approved itself.
fn is_answered(
    input: Input<'_>,
    (ix, original): (DocIx, DocIx),
    (was, path): (&Facts, &DocPath),
    approvals: &Approvals,
) -> bool {
    let Input { aims, history, today, .. } = input;
    let counts = |facts: &Facts, _: &DocPath| facts.says_approved();
    let document = aims.document(ix);
    let of = aims.document(original);
    let is_always = was_ever_translation((document, of), history, (was.id.as_deref(), &counts));
    if is_always && !was_signed(input, document, approvals) {
        return true;
    }
    let is_kind = today.kind_of(&Claim::of_document(of)) == today.kind_of(&Claim::of_facts(was, path));
    // Of another id it is told that this was given up.
    let is_told = was.id.as_deref().is_some_and(|id| !id.eq_ignore_ascii_case(&of.id));
    let testament = Testament { id: &of.id, text: was, is_open: false };
    let is_approved = || approvals.of(original).is_some_and(|approval| approval.is_in_force(of));
    let was_in_force = || approvals.tenures(original).iter().any(|tenure| tenure.from.is_some());
    is_kind && (is_told || is_approved() || was_in_force() && goes_on(input, testament, original))
}

/// Whether somebody approved a text of a document by a signed record: what is signed is an original.
fn was_signed(input: Input<'_>, document: &Document, approvals: &Approvals) -> bool {
    let mut texts = input.history.of(&document.path).filter_map(|(_, change)| change.facts.as_deref());
    let signed = approvals.acts.iter().filter(|act| act.of_kind(ActKind::Approval).is_some() && act.is_proven());
    let signed: BTreeSet<[u8; 32]> = signed.filter_map(|act| act.text).collect();
    texts.any(|facts| signed.contains(&facts.substance))
}

/// A document that is gone and was approved last.
fn removed(input: Input<'_>, (heirs, approvals): (&Heirs, &Approvals), gone: &Gone) -> Option<Left> {
    let Input { aims, history, today, .. } = input;
    // What never was on the main line has not left it.
    let steps = history.all(&gone.steps);
    let steps: Steps<'_> = steps.filter(|(_, change)| change.stood()).collect();
    let (was, path) = last_word(&steps)?;
    let kind = today.kind_of(&Claim::of_facts(was, path));
    let testament = was.id.as_deref().map(|id| Testament::of(gone, id, was));
    let has_heir =
        || testament.is_some_and(|testament| heirs.take_over(input, testament, (kind.as_deref(), approvals)));
    // Of a record it is told when it went, and by whose hand.
    let is_record = kind.as_deref().is_some_and(|kind| aims.config.nature(kind) == Some(Nature::Record));
    // What moved it may lie in what the clone lacks.
    let is_here = || !history.is_whole() && was.id.as_deref().is_some_and(|id| aims.by_id(id).is_some());
    if is_record || is_here() || has_heir() {
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

fn named(facts: &Facts, path: &DocPath) -> String {
    facts.id.as_deref().map_or_else(|| path.to_string(), str::to_owned)
}
