//! A text under the ids that it had before.
//!
//! What a record is of is known by a digest, which covers the id that the text gives itself. A text that got another id, and
//! says so under `formerly`, is the same text all the same: what it was called before is put in its place, and `formerly`
//! is taken back to what it was. Nothing else may differ, so nobody comes to an approval of what was not approved.

use super::field::{Field, FieldValue};

/// More ids no document had. Each asks for a few digests.
const MOST: usize = 20;

/// The fields as they were while the document had each of its former ids, as far as they can be told: an id may have been
/// put behind the others or before them, and several at once.
pub(super) fn fields_before(fields: &[Field]) -> Vec<Vec<Field>> {
    let value = |key: &str| fields.iter().find(|field| field.key == key).map(|field| &field.value);
    let (Some(FieldValue::Text(now)), Some(formerly)) = (value("id"), value("formerly")) else { return Vec::new() };
    let ids = formerly.texts();
    let mut found: Vec<Vec<Field>> = Vec::new();
    for (place, id) in ids.iter().enumerate().take(MOST) {
        let (ahead, behind) = (&ids[..place], &ids[place + 1..]);
        let others = [ahead, behind].concat();
        // One that has an id again said then that it had it before, at whatever place.
        let again: [&str; 1] = [now];
        let first = [&again[..], ahead, behind].concat();
        let within = [ahead, &again, behind].concat();
        let last = [ahead, behind, &again].concat();
        for left in [&others[..], ahead, behind, &[], &first, &within, &last] {
            let before = under(fields, id, left);
            if !found.contains(&before) {
                found.push(before);
            }
        }
    }
    found
}

/// The fields of a document with this id that had these before.
fn under(fields: &[Field], id: &str, formerly: &[&str]) -> Vec<Field> {
    let text = |text: &str| FieldValue::Text(text.to_owned());
    let before = |field: &Field| {
        let value = match (field.key.as_str(), formerly) {
            ("id", _) => text(id),
            ("formerly", []) => return None,
            // A list of one is that one.
            ("formerly", [one]) => text(one),
            ("formerly", several) => FieldValue::List(several.iter().map(|id| text(id)).collect()),
            _ => field.value.clone(),
        };
        Some(Field { key: field.key.clone(), value })
    };
    fields.iter().filter_map(before).collect()
}
