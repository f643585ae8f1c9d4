//! Labels that stand before metadata in the first lines of a text, with the key that each means.

use super::normal::pairs_in;

/// Labels as they are compared, see [`plain`], and keys of ours. Of two that mean the same the first is meant where both
/// stand.
const LABELS: [(&str, &str); 89] = [
    ("document id", "id"),
    ("doc id", "id"),
    ("policy id", "id"),
    ("procedure id", "id"),
    ("record id", "id"),
    ("document number", "id"),
    ("document no", "id"),
    ("doc no", "id"),
    ("policy number", "id"),
    ("policy no", "id"),
    ("document reference", "id"),
    ("document ref", "id"),
    ("document code", "id"),
    ("document identifier", "id"),
    ("identifier", "id"),
    ("id", "id"),
    ("reference", "id"),
    ("ref", "id"),
    ("document title", "title"),
    ("document name", "title"),
    ("policy title", "title"),
    ("policy name", "title"),
    ("title", "title"),
    ("kind", "kind"),
    ("document type", "kind"),
    ("doc type", "kind"),
    ("type", "kind"),
    ("category", "kind"),
    ("version", "version"),
    ("document version", "version"),
    ("version number", "version"),
    ("version no", "version"),
    ("revision", "version"),
    ("rev", "version"),
    ("status", "status"),
    ("document status", "status"),
    ("policy status", "status"),
    ("owner", "owner"),
    ("document owner", "owner"),
    ("policy owner", "owner"),
    ("process owner", "owner"),
    ("procedure owner", "owner"),
    ("plan owner", "owner"),
    ("owned by", "owner"),
    ("responsible", "owner"),
    ("authors", "authors"),
    ("author", "authors"),
    ("prepared by", "authors"),
    ("written by", "authors"),
    ("approvers", "approvers"),
    ("approver", "approvers"),
    ("approved by", "approvers"),
    ("approval authority", "approvers"),
    ("approving authority", "approvers"),
    ("effective date", "effective"),
    ("effective", "effective"),
    ("effective from", "effective"),
    ("date effective", "effective"),
    ("in force from", "effective"),
    ("valid from", "effective"),
    ("approval date", "effective"),
    ("date approved", "effective"),
    ("date of approval", "effective"),
    ("approved on", "effective"),
    ("issue date", "effective"),
    ("date issued", "effective"),
    ("last updated", "effective"),
    ("last modified", "effective"),
    ("last revised", "effective"),
    ("date", "date"),
    ("last reviewed", "reviewed"),
    ("last review", "reviewed"),
    ("last review date", "reviewed"),
    ("reviewed", "reviewed"),
    ("next review", "next-review"),
    ("next review date", "next-review"),
    ("next review due", "next-review"),
    ("date of next review", "next-review"),
    ("review due", "next-review"),
    ("review due date", "next-review"),
    ("review date", "next-review"),
    ("review cycle", "review-every"),
    ("review frequency", "review-every"),
    ("review period", "review-every"),
    ("review interval", "review-every"),
    ("review every", "review-every"),
    ("classification", "classification"),
    ("document classification", "classification"),
    ("confidentiality", "classification"),
];

/// The same for what names requirements: what stands there is looked through for ids.
const REQUIREMENTS: &str = "controls: controls|control|related controls|mapped controls|control references|control reference|annex a controls|annex a control
clauses: clauses|clause|related clauses|iso clause|iso clauses|clause reference";

/// Those that tell the day of an approval.
const OF_APPROVAL: [&str; 4] = ["approval date", "date approved", "date of approval", "approved on"];

/// Those that may as well tell of something else than the text they stand in: a reference, the owner of a process, who is
/// responsible, a file.
const UNSURE: &str = "record id|policy number|policy no|document reference|document ref|document code|document identifier|identifier|id|reference|ref|rev|process owner|plan owner|responsible|effective|issue date|date issued|last updated|last modified|last revised|date|review date";

/// Those that tell of the text they stand in, and what they tell: `approval` for the day of one.
pub(super) fn of_texts(approval: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let sure = LABELS.into_iter().filter(|(label, _)| UNSURE.split('|').all(|unsure| unsure != *label));
    sure.map(move |(label, key)| (label, if OF_APPROVAL.contains(&label) { approval } else { key }))
}

/// What a label commonly means, with its place among those that mean the same.
pub(super) fn of(label: &str) -> Option<(usize, &'static str)> {
    let all = || LABELS.iter().copied().chain(pairs_in(REQUIREMENTS)).enumerate();
    all().find(|(_, (known, _))| *known == label).map(|(at, (_, key))| (at, key))
}

/// A label as it is compared: lower case, one blank between words, without what it ends with or stands in, as pictures.
pub fn plain(label: &str) -> String {
    let label = label.split('(').next().unwrap_or_default();
    let is_sign = |c: char| matches!(c, ':' | '*' | '_' | '`' | '.' | '#') || c >= '\u{200d}' && !c.is_alphanumeric();
    let label = label.trim_matches(|c: char| c.is_whitespace() || is_sign(c));
    let words = label.split(|c: char| c.is_whitespace() || matches!(c, '_' | '-')).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}
