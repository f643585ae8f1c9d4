//! Front matter that asks for less.

use super::super::change::{FieldEvent, Short};
use super::super::events::{cell, events, lost_and_gained, named, plain, table};
use super::super::field::{Field, FieldValue, is_set};
use super::pair::{in_texts, push};
use crate::base::Period;
use crate::compare::comparison::Comparison;
use crate::compare::weakening::Weakening;
use crate::reading::day_of;

/// Keys whose rows say what was found, weighed or decided: one that is gone was never dealt with.
const FOUND: [&str; 7] = ["affected", "decisions", "entries", "findings", "impacts", "inputs", "results"];

/// What asks for less than before under one key.
pub(crate) fn weaker(key: &str, old: Option<&FieldValue>, new: Option<&FieldValue>, told: &mut Comparison) {
    // What is written with the framework before it that is followed where nothing else is said, is claimed as before.
    let lost = || {
        let (mut gone, come) = lost_and_gained(old, new, true);
        let is_whole = |whole: &str, id: &str| whole.strip_prefix("iso-42001:").is_some_and(|bare| bare.trim() == id);
        gone.retain(|old| !come.iter().any(|new| is_whole(new, old) || is_whole(old, new)));
        gone
    };
    let words = |old: Option<&'_ FieldValue>, new: Option<&'_ FieldValue>| {
        Some((old?.text()?.to_owned(), new?.text()?.to_owned()))
    };
    match key {
        "controls" => lost().iter().for_each(|id| push(told, Weakening::ControlUnclaimed(Short::of(id)))),
        "clauses" => lost().iter().for_each(|id| push(told, Weakening::ClauseUnclaimed(Short::of(id)))),
        "approvers" => lost().iter().for_each(|who| push(told, Weakening::ApproverDropped(Short::of(who)))),
        "review-every" => match (words(old, new), old) {
            (Some((old, new)), _) if days(&new) > days(&old) && days(&old).is_some() => {
                push(told, Weakening::ReviewLonger { old: Short::of(&old), new: Short::of(&new) });
            }
            (None, Some(_)) if new.is_none() => push(told, Weakening::ReviewRemoved),
            _ => {}
        },
        "classification" => {
            if let Some((old, new)) = words(old, new)
                && is_lower(&["public", "internal", "confidential"], &old, &new)
            {
                push(told, Weakening::ClassificationLowered { old: old.into(), new: new.into() });
            }
        }
        "requirements" => {
            for (_, event) in table(key, old, new) {
                if let FieldEvent::Claimed { gone: true, framework, ids } = event {
                    push(told, Weakening::RequirementsUnclaimed { framework, ids });
                }
            }
        }
        "in-scope" => {
            if words(old, new).is_some_and(|(_, new)| new == "no")
                || old.is_none() && new.and_then(FieldValue::text) == Some("no")
            {
                push(told, Weakening::OutOfScope);
            }
        }
        _ if FOUND.contains(&key) => {
            for (place, event) in events(key, key, old, new) {
                let Some(name) = place.rows.last().map(|row| &row.name) else { continue };
                match event {
                    FieldEvent::Row { gone: true } => {
                        push(told, Weakening::RowRemoved { table: key.into(), name: name.clone() });
                    }
                    // A row that is there in other words may ask for less by them.
                    FieldEvent::Cell { old, new } if *name == old => in_texts(old.as_str(), new.as_str(), told),
                    _ => {}
                }
            }
        }
        _ => {
            if let Some((old, new)) = words(old, new) {
                in_texts(&old, &new, told);
            } else if let (Some(old), Some(new)) = (old.and_then(FieldValue::rows), new.and_then(FieldValue::rows)) {
                weaker_rows(&old, &new, told);
            } else if plain(old) && plain(new) && !is_set(key) {
                let (gone, come) = lost_and_gained(old, new, false);
                if let ([old], [new]) = (gone.as_slice(), come.as_slice()) {
                    in_texts(old, new, told);
                }
            }
        }
    }
}

/// Rows of a statement of applicability that promise less.
fn weaker_rows(old: &[&[Field]], new: &[&[Field]], told: &mut Comparison) {
    if !old.iter().chain(new).all(|row| cell(row, "control").is_some()) {
        return;
    }
    let ((of_old, _), (of_new, _)) = (named(old, "control"), named(new, "control"));
    for (name, before) in &of_old {
        let control = Short::of(name.0);
        let Some(after) = of_new.get(name) else {
            push(told, Weakening::ControlLeftOut(control));
            continue;
        };
        if cell(before, "applicable") == Some("yes") && cell(after, "applicable") == Some("no") {
            push(told, Weakening::ControlNotApplicable(control.clone()));
        }
        let is_open = cell(after, "implementation") != Some("done") && cell(after, "applicable") != Some("no");
        if let (Some(was), is) = (cell(before, "due"), cell(after, "due"))
            && is_open
            && is.is_none_or(|is| day_of(is) > day_of(was))
        {
            push(told, Weakening::PutOff(control.clone(), was.into(), is.map(Into::into)));
        }
        if let (Some(was), Some(is)) = (cell(before, "implementation"), cell(after, "implementation"))
            && is_lower(&["planned", "partial", "done"], was, is)
        {
            push(told, Weakening::ImplementationLowered { control, old: was.into(), new: is.into() });
        }
    }
}

/// Whether the new of two words from a scale stands below the old one.
fn is_lower(order: &[&str], old: &str, new: &str) -> bool {
    let rank = |word: &str| order.iter().position(|known| *known == word);
    rank(old).zip(rank(new)).is_some_and(|(before, after)| after < before)
}

/// About how many days a length of time is.
fn days(text: &str) -> Option<i32> {
    match Period::parse(text)? {
        Period::Months(months) => Some(months.saturating_mul(30)),
        Period::Days(days) => Some(days),
    }
}
