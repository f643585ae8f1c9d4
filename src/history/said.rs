//! What is kept of a text, and of what a change did to it.

use std::sync::Arc;

use super::edit::{Edit, Facts};
use crate::base::date;
use crate::base::text::cut;
use crate::compare::{Comparison, Snapshot, only_adds};

pub(super) fn facts(of: &Snapshot) -> Facts {
    let text = |key: &str| of.text(key).filter(|text| text.len() <= LONGEST).map(Arc::from);
    let day = |key: &str| of.text(key).and_then(date::parse);
    // A list, or a long text, is no word that is known; what it says is kept all the same.
    let class = Some(of.list("classification").join(", ")).filter(|words| !words.trim().is_empty());
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

/// Longer values are no ids, titles or versions.
const LONGEST: usize = 200;

/// More do not approve one text.
const MOST_APPROVERS: usize = 50;

pub(super) fn edit(old: &Snapshot, new: &Snapshot, found: Comparison) -> Edit {
    let (was, is) = (old.text("id"), new.text("id"));
    let renumbered = was.zip(is).filter(|(was, is)| !was.eq_ignore_ascii_case(is)).map(|(was, _)| Arc::from(was));
    let words = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Edit {
        weight: found.weight,
        substance: found.substance,
        adds: only_adds(old, new) && !found.markup,
        markup: found.markup,
        added: words(found.added),
        removed: words(found.removed),
        fields: found.fields.into_iter().map(Arc::new).collect(),
        weaker: found.weaker.into_iter().map(Arc::new).collect(),
        renumbered,
    }
}
