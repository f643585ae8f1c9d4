//! Suspect links: a document that others build on has changed in substance since they were last looked at.
//!
//! What was looked at is told by content, never by date: by the digest in the newest act about the document, else by what
//! the other text was when the document itself was last changed.

use std::collections::BTreeMap;

use super::acts::{Act, Counts, Input};
use super::authors::{Steps, lasting};
use super::named;
use super::place::ActIx;
use super::record::ActKind;
use crate::base::Date;
use crate::compare::{Comparison, FieldChange, Weight};
use crate::history::{Change, ChangeKind, Edit, Fate, History, Revision, Step};
use crate::model::DocIx;
use crate::model::approval_rule::Evidence;
use crate::model::document::Document;
use crate::parse::{Problem, ProblemKind};
use crate::repo::ObjectId;

/// The fields by which one document builds on another.
pub const BUILDS_ON: [&str; 1] = ["implements"];

/// A link that somebody should look at again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// The document that builds on the other.
    pub document: DocIx,
    /// The other.
    pub upstream: DocIx,
    /// The first change of the other that this one has not been looked at with: its commit and day. `None` where it is
    /// not committed.
    pub since: Option<(String, Date)>,
    /// Whether an act says what this document was read against; else it is concluded from the history.
    pub by_act: bool,
}

/// What a change of these alone is no reason to read what builds on the document again: it says who keeps it and what it
/// serves, not what is to be done.
const KEEPING: [&str; 14] = [
    "approvers",
    "authors",
    "classification",
    "clauses",
    "controls",
    "effective",
    "id",
    "must-read",
    "owner",
    "requirements",
    "retention",
    "reviewed",
    "tags",
    "version",
];

/// Those of them that say what it serves.
const SERVING: [&str; 3] = ["clauses", "controls", "requirements"];

/// What is known of a text that is not committed: what changed since the text of the newest commit, if that is here.
pub(super) type Uncommitted<'a> = dyn Fn(&Document, ObjectId) -> Option<Comparison> + 'a;

/// Finds every suspect link, in order of the documents. `substances` are those of the present texts.
pub(super) fn find(
    (input, uncommitted): (&Input<'_>, &Uncommitted<'_>),
    substances: &[Option<[u8; 32]>],
    acts: &[Act],
    by_document: &BTreeMap<DocIx, Vec<ActIx>>,
) -> Vec<Suspect> {
    let Input { aims, history, .. } = *input;
    let mut found = Vec::new();
    // Nothing is read again in which nothing is written yet.
    let is_written = |document: &Document| !(document.said.wordless && document.is_draft());
    for (ix, document) in aims.iter().filter(|(_, document)| is_kept(document) && is_written(document)) {
        let of_document =
            aims.references_of(ix).iter().filter(|reference| BUILDS_ON.contains(&reference.field.as_str()));
        let mut upstream: Vec<DocIx> =
            of_document.filter_map(|reference| reference.to).filter(|to| *to != ix).collect();
        upstream.sort_unstable();
        upstream.dedup();
        let of_acts = by_document.get(&ix).map_or(&[][..], Vec::as_slice);
        for upstream in upstream {
            let other = aims.document(upstream);
            // A draft is not in force: what builds on it is looked at when it is.
            if !is_kept(other) || other.is_unfinished() {
                continue;
            }
            let Some(present) = substances[upstream.index()] else { continue };
            let steps: Steps<'_> = history.of(&other.path).filter(|(_, change)| change.fate != Fate::Undone).collect();
            let by_act = last_seen(input, acts, of_acts, upstream);
            let by_word = aims.config.approval.of(document.kind_name()).needs < Evidence::Merged;
            let seen = by_act.or_else(|| seen_by_history(history, (document, by_word), other));
            let Some(seen) = seen.filter(|seen| *seen != present) else { continue };
            // What was read behind the end of the clone, and what changed there, is not known.
            if !history.is_whole() && !is_between_known(history, &steps, seen, present) {
                continue;
            }
            let since = material_change(&steps, seen, present);
            if since == Some(None) && !matters_uncommitted(other, &steps, uncommitted) {
                continue;
            }
            if let Some(since) = since {
                found.push(Suspect { document: ix, upstream, since, by_act: by_act.is_some() });
            }
        }
    }
    found
}

/// Whether a text that is not committed changes what those who build on it have to read. A slip in its keys has a finding of
/// its own.
fn matters_uncommitted(document: &Document, steps: &Steps<'_>, uncommitted: &Uncommitted<'_>) -> bool {
    let slip = |problem: &Problem| {
        matches!(
            problem.kind,
            ProblemKind::UnknownKey
                | ProblemKind::ForeignKey
                | ProblemKind::DuplicateKey
                | ProblemKind::WrongType
                | ProblemKind::BadDate
                | ProblemKind::BadChoice
        )
    };
    let broken = |problem: &Problem| {
        use ProblemKind::{Conflict, InvalidFrontMatter, UnclosedFrontMatter};
        matches!(problem.kind, Conflict | InvalidFrontMatter | UnclosedFrontMatter)
    };
    if document.problems.iter().any(broken) {
        return false;
    }
    let newest = steps.first().and_then(|(_, change)| change.new);
    match newest.and_then(|newest| uncommitted(document, newest)) {
        Some(found) => {
            let words = found.added + found.removed > 0;
            let fields = found.fields.iter().filter(|_| !document.problems.iter().any(slip));
            matters(found.weight, words, fields)
        }
        None => !document.problems.iter().any(slip),
    }
}

/// Whether a change is a reason to read what builds on the document.
fn matters<'f>(weight: Weight, words: bool, mut fields: impl Iterator<Item = &'f FieldChange>) -> bool {
    weight == Weight::Material && (words || fields.any(|field| !KEEPING.contains(&&*field.key)))
}

fn is_kept(document: &Document) -> bool {
    document.controlled && document.is_kept_current() && !document.is_retired()
}

/// The substance of the other document that the newest act which counts was made against.
fn last_seen(input: &Input<'_>, acts: &[Act], of_document: &[ActIx], other: DocIx) -> Option<[u8; 32]> {
    let newest = of_document.iter().rev().filter_map(|place| acts.get(place.index()));
    newest
        .filter(|act| !matches!(act.standing, Counts::No(_)))
        .filter_map(|act| act.record.as_ref().ok())
        // Who acknowledges a text has not read it beside what it builds on.
        .filter(|record| record.act != ActKind::Acknowledgement)
        .find_map(|record| {
            Some((record.form, record.builds_on.iter().find(|(of, _)| input.aims.by_id(of) == Some(other))?.1))
        })
        .and_then(|(form, digest)| named::other(input.history, input.now(other), form, digest))
}

/// The substance that the other document had when this one last changed in substance; the first it had where it is younger.
/// Another number, title or owner, and other spaces, are no sign that anybody looked at the other document; that somebody
/// approved it is, where the rule asks for no more than that the document says so (`by_word`). What was changed and put back is
/// none.
fn seen_by_history(history: &History, (document, by_word): (&Document, bool), other: &Document) -> Option<[u8; 32]> {
    let looked = |step: &&Step| {
        let Some((_, change)) = history.step(**step) else { return false };
        let approves = |edit: &Edit| {
            by_word
                && change.says_approved()
                && edit.fields.iter().any(|field| matches!(&*field.key, "status" | "approvers"))
        };
        let says = |edit: &Edit| {
            let fields = edit.fields.iter().map(|field| &**field).filter(|field| &*field.key != "title");
            edit.substance && matters(edit.weight, edit.added + edit.removed > 0, fields)
        };
        // Whoever changes both in one commit, and what this serves, has both in hand.
        let serves = |edit: &Edit| {
            let together = || history.steps(&other.path).iter().any(|other| other.revision == step.revision);
            edit.substance && edit.fields.iter().any(|field| SERVING.contains(&&*field.key)) && together()
        };
        let looks = |edit: &Edit| says(edit) || approves(edit) || serves(edit);
        change.kind != ChangeKind::Moved && change.edit.as_ref().is_none_or(|edit| looks(edit))
    };
    let steps = history.steps(&document.path);
    let whole = history.is_whole();
    // In a clone that is not whole, a change that cannot be compared is no sign of either.
    let told = |step: &&Step| {
        whole || history.step(**step).is_some_and(|(revision, change)| is_told(history, revision, change))
    };
    let last = steps.last().filter(|_| history.is_known_throughout(&document.path));
    let own: Steps<'_> = history.of(&document.path).collect();
    let own = lasting(&own, 0..own.len()).into_iter().filter_map(|place| steps.get(place));
    let place = own.take_while(told).find(looked).or(last)?.revision;
    let steps = history.steps(&other.path);
    let last = steps.last().filter(|_| history.is_known_throughout(&other.path));
    let came = |step: &&Step| history.step(**step).is_some_and(|(_, change)| change.fate != Fate::Undone);
    let then = steps.iter().filter(came).find(|step| step.revision >= place).or(last)?;
    history.step(*then)?.1.facts.as_ref().map(|facts| facts.substance)
}

/// Whether it is known what a change did, or that there was nothing before it.
fn is_told(history: &History, revision: &Revision, change: &Change) -> bool {
    let alone = matches!(change.kind, ChangeKind::Moved | ChangeKind::Deleted | ChangeKind::Added);
    history.is_known(revision, change) && (alone || change.edit.is_some())
}

/// Whether both texts are on record, and all that was done between them. `steps` are newest first.
fn is_between_known(history: &History, steps: &Steps<'_>, seen: [u8; 32], present: [u8; 32]) -> bool {
    let at = |substance: [u8; 32]| {
        let is = |step: &(&Revision, &Change)| step.1.facts.as_ref().is_some_and(|facts| facts.substance == substance);
        steps.iter().position(is)
    };
    let Some(seen) = at(seen) else { return false };
    // A present text that is not committed comes after all of them.
    let start = at(present).unwrap_or(0);
    steps.get(start..seen).is_some_and(|between| between.iter().all(|(by, change)| is_told(history, by, change)))
}

/// The first change of substance between two texts: `None` where there is none, or only editorial ones; `Some(None)` where
/// the present text is not committed.
#[expect(clippy::option_option, reason = "no change, and a change that is not committed, are two things")]
fn material_change(steps: &Steps<'_>, seen: [u8; 32], present: [u8; 32]) -> Option<Option<(String, Date)>> {
    let has = |substance: [u8; 32]| {
        move |step: &(&crate::history::Revision, &crate::history::Change)| {
            step.1.facts.as_ref().is_some_and(|facts| facts.substance == substance)
        }
    };
    let Some(start) = steps.iter().position(has(present)) else { return Some(None) };
    let end = steps.iter().position(has(seen)).unwrap_or(steps.len());
    let material = steps.get(start..end)?.iter().rev().find(|(_, change)| {
        let matters =
            |edit: &Edit| matters(edit.weight, edit.added + edit.removed > 0, edit.fields.iter().map(|field| &**field));
        change.kind != ChangeKind::Moved && change.edit.as_ref().is_none_or(|edit| matters(edit))
    })?;
    Some(Some((material.0.commit.clone(), material.0.landed)))
}
