//! Front matter that asks for less.

use super::super::Comparison;
use super::super::field::{Field, FieldValue, is_set};
use super::super::fields::{lost_and_gained, plain, table};
use super::super::rows::{cell, named};
use super::super::sentences::{self, short};
use super::{in_texts, push};
use crate::base::Period;

/// What asks for less than before under one key.
pub(in crate::compare) fn weaker(key: &str, old: Option<&FieldValue>, new: Option<&FieldValue>, told: &mut Comparison) {
    let lost = || lost_and_gained(old, new, true).0;
    let words = |old: Option<&'_ FieldValue>, new: Option<&'_ FieldValue>| {
        Some((old?.text()?.to_owned(), new?.text()?.to_owned()))
    };
    match key {
        "controls" => lost().iter().for_each(|id| push(told, format!("control {} no longer claimed", short(id)))),
        "clauses" => lost().iter().for_each(|id| push(told, format!("clause {} no longer claimed", short(id)))),
        "approvers" => lost().iter().for_each(|who| push(told, format!("approver {} dropped", short(who)))),
        "review-every" => match (words(old, new), old) {
            (Some((old, new)), _) if days(&new) > days(&old) && days(&old).is_some() => {
                let sentence = sentences::single(key, Some(&old), Some(&new));
                push(told, sentence.replacen("review interval", "review interval longer:", 1));
            }
            (None, Some(_)) if new.is_none() => push(told, "review interval removed".to_owned()),
            _ => {}
        },
        "classification" => {
            if let Some((old, new)) = words(old, new) {
                lowered("classification", &["public", "internal", "confidential"], &old, &new, told);
            }
        }
        "requirements" => {
            let gone = table(key, old, new).into_iter().filter(|sentence| sentence.ends_with("no longer claimed"));
            gone.for_each(|sentence| push(told, sentence));
        }
        "in-scope" => {
            if words(old, new).is_some_and(|(_, new)| new == "no")
                || old.is_none() && new.and_then(FieldValue::text) == Some("no")
            {
                push(told, "declared out of scope".to_owned());
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
        let control = short(name.0);
        let Some(after) = of_new.get(name) else {
            push(told, format!("control {control} left out"));
            continue;
        };
        if cell(before, "applicable") == Some("yes") && cell(after, "applicable") == Some("no") {
            push(told, format!("control {control} declared not applicable"));
        }
        if let (Some(was), Some(is)) = (cell(before, "implementation"), cell(after, "implementation")) {
            lowered(&format!("implementation of {control}"), &["planned", "partial", "done"], was, is, told);
        }
    }
}

fn lowered(what: &str, order: &[&str], old: &str, new: &str, told: &mut Comparison) {
    let rank = |word: &str| order.iter().position(|known| *known == word);
    if let (Some(before), Some(after)) = (rank(old), rank(new))
        && after < before
    {
        push(told, format!("{what} lowered: {old} → {new}"));
    }
}

/// About how many days a length of time is.
fn days(text: &str) -> Option<i32> {
    match Period::parse(text)? {
        Period::Months(months) => Some(months.saturating_mul(30)),
        Period::Days(days) => Some(days),
    }
}
