//! What is kept of a text, and of what a change did to it.

use std::sync::Arc;

use super::edit::{Before, Edit, Facts, Noted};
use crate::base::text::cut;
use crate::compare::{Additions, Comparison, Snapshot, Weight, additions, compare};
use crate::model::audience::Audience;
use crate::reading::{Reading, day_of};

pub(super) fn facts(of: &Snapshot) -> Facts {
    let text = |key: &str| of.text(key).filter(|text| text.len() <= LONGEST).map(Arc::from);
    let day = |key: &str| of.text(key).and_then(day_of);
    let class = class(of);
    let approvers = of.list("approvers").into_iter().filter(|name| name.len() <= LONGEST).take(MOST_APPROVERS);
    Facts {
        id: text("id"),
        title: text("title"),
        version: text("version"),
        status: text("status"),
        effective: day("effective"),
        controlled: of.controlled,
        kind: text("kind"),
        classification: class.map(|words| cut(&words, LONGEST).into()),
        lang: text("lang"),
        approvers: approvers.map(Arc::from).collect(),
        state: text("state"),
        date: day("date"),
        closed: day("closed"),
        accepted: day("accepted"),
        substance: of.substance,
        digest: of.substance,
        former: of.former.clone(),
        older: of.older,
    }
}

/// Who may read it: in its own words, unless it says elsewhere in it that fewer may.
fn class(of: &Snapshot) -> Option<String> {
    // A list, or a long text, is no word that is known; what it says is kept all the same.
    let own = Some(of.list("classification").join(", ")).filter(|words| !words.trim().is_empty());
    let for_whom = |words: &str| Audience::of_text(Some(words));
    let strictest = of.classes.iter().max_by_key(|words| for_whom(words));
    match strictest {
        Some(words) if for_whom(words) > Audience::of_text(own.as_deref()) => Some(words.clone()),
        _ => own,
    }
}

/// Longer values are no ids, titles or versions.
const LONGEST: usize = 200;

/// As much is kept of words that were added.
const LONGEST_ADDED: usize = 400;

/// More do not approve one text.
const MOST_APPROVERS: usize = 50;

/// What lies between two texts of one document, read by the same rules.
pub fn between(old: &[u8], new: &[u8], reading: &Reading) -> Edit {
    let (old, new) = (Snapshot::read(old, reading), Snapshot::read(new, reading));
    edit(&old, &new, compare(&old, &new))
}

pub(super) fn edit(old: &Snapshot, new: &Snapshot, found: Comparison) -> Edit {
    let (was, is) = (old.text("id"), new.text("id"));
    let renumbered = was.zip(is).filter(|(was, is)| !was.eq_ignore_ascii_case(is)).map(|(was, _)| Arc::from(was));
    // What is less than material is asked by nobody what it adds.
    let is_asked = found.weight >= Weight::Material && !found.markup;
    let added = if is_asked { additions(old, new) } else { None };
    let words = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let kept = added.as_ref().map_or(Before::Not, |added| match added.keys {
        true if added.anew => Before::Anew,
        true => Before::Foreseen,
        false => Before::Whole,
    });
    let Additions { beyond, dated, .. } = added.unwrap_or_default();
    let said = |words: &String| Arc::from(cut(words, LONGEST_ADDED));
    Edit {
        weight: found.weight,
        substance: found.substance,
        kept,
        beyond: beyond.iter().map(said).collect(),
        dated: dated.into_iter().map(|dated| Noted { words: said(&dated.words), days: dated.days.into() }).collect(),
        markup: found.markup,
        added: words(found.added),
        removed: words(found.removed),
        fields: found.fields.into_iter().map(Arc::new).collect(),
        weaker: found.weaker.into_iter().map(Arc::new).collect(),
        renumbered,
    }
}
