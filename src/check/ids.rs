//! Ids of controls and clauses as documents name them, and what an unknown one may have been meant to be.
//!
//! Shared by the rules that tell of unknown ids, so that each slip is told once and in the same words.

use crate::base::text::did_you_mean;
use crate::diag::Spanned;
use crate::model::Aims;
use crate::model::document::Document;
use crate::model::kinds::FieldType;
use crate::model::soa::SoaRow;

/// Every value of the keys of one type, those in rows too, with the name of its key: `treatments.controls`.
pub(super) fn named<'a>(
    aims: &'a Aims,
    document: &'a Document,
    of_type: FieldType,
) -> Vec<(String, &'a Spanned<String>)> {
    let mut found = Vec::new();
    for spec in aims.kinds.fields(document.kind.as_deref()) {
        if spec.field_type == of_type {
            found.extend(document.fields.texts(&spec.name).iter().map(|id| (spec.name.clone(), id)));
        }
        for column in spec.columns.iter().filter(|column| column.field_type == of_type) {
            let rows = document.fields.rows(&spec.name).iter();
            let ids = rows.flat_map(|row| row.cells.texts(&column.name));
            found.extend(ids.map(|id| (format!("{}.{}", spec.name, column.name), id)));
        }
    }
    found
}

/// Whether an id is that of a control in Annex A or in the statement of applicability.
pub(super) fn is_control(aims: &Aims, id: &str) -> bool {
    aims.catalog.control(id).is_some()
        || (foreign(aims, id).is_none() && aims.soa.as_ref().is_some_and(|soa| soa.row(id).is_some()))
}

/// What an id of ISO/IEC 42001 names that is no control, where it names anything.
pub(super) fn foreign(aims: &Aims, id: &str) -> Option<&'static str> {
    match (aims.catalog.clause(id), aims.catalog.title(id)) {
        (Some(_), _) => Some("a clause"),
        (None, Some(_)) if aims.catalog.control(id).is_none() => Some("a heading of Annex A"),
        _ => None,
    }
}

/// What to do about an id that is no control; `near` is what may be meant.
pub(super) fn control_help(aims: &Aims, id: &str, near: Option<&str>) -> String {
    let below = |control: &&crate::model::catalog::Control| control.area == id || control.objective == id;
    let below: Vec<&str> = aims.catalog.controls().filter(below).map(|control| control.id.as_str()).collect();
    match near {
        _ if aims.catalog.clause(id).is_some() => format!("Name clauses under `clauses`: `clauses: [{id}]`."),
        _ if !below.is_empty() => format!("Name the controls below it: {}.", below.join(", ")),
        Some(near) => format!("Did you mean `{near}`?"),
        None => "Name a control of Annex A, such as `A.5.2`, or one of your own that has its row and `title` in the statement of applicability.".to_owned(),
    }
}

/// Whether a row of the statement is neither a control of Annex A nor an own control with a title.
pub(super) fn is_slip(aims: &Aims, row: &SoaRow) -> bool {
    let id = &row.control.value;
    let untitled = row.title.as_deref().is_none_or(|title| title.trim().is_empty());
    aims.catalog.control(id).is_none() && (untitled || foreign(aims, id).is_some() || aims.trace.get(id).is_none())
}

/// The control of Annex A that such a row most likely means: one that differs in case, blanks and punctuation only,
/// then one that has no row yet, then any other.
pub(super) fn meant_by<'a>(aims: &'a Aims, row: &SoaRow) -> Option<&'a str> {
    let id = &row.control.value;
    let all = || aims.catalog.controls().map(|control| control.id.as_str());
    let without_row = |id: &&str| aims.soa.as_ref().is_none_or(|soa| soa.row(id).is_none());
    if foreign(aims, id).is_some() {
        return None;
    }
    same_letters(id, all()).or_else(|| did_you_mean(id, all().filter(without_row))).or_else(|| did_you_mean(id, all()))
}

/// The candidate that differs in case, blanks and punctuation only, else the nearest.
pub(super) fn nearest<'a>(id: &str, candidates: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    same_letters(id, candidates.clone()).or_else(|| did_you_mean(id, candidates))
}

fn same_letters<'a>(id: &str, mut candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = solid(id);
    candidates.find(|candidate| !wanted.is_empty() && solid(candidate) == wanted)
}

fn solid(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn ids_that_differ_in_their_dress_only_are_found_first() {
        let known = ["A.5.2", "A.5.3"];
        assert_eq!(nearest("a 5.3", known.into_iter()), Some("A.5.3"));
        assert_eq!(nearest("A53", known.into_iter()), Some("A.5.3"));
        assert_eq!(nearest("A.5.22", known.into_iter()), Some("A.5.2"));
        assert_eq!(nearest("…", known.into_iter()), None);
    }
}
