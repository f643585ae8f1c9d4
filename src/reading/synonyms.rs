//! Keys that other programs and teams commonly use for one of ours. They need no alias.

/// Keys common to all documents. None of them means another.
pub(crate) const OURS: [&str; 28] = [
    "id",
    "formerly",
    "title",
    "kind",
    "version",
    "status",
    "owner",
    "authors",
    "approvers",
    "effective",
    "date",
    "reviewed",
    "review-every",
    "next-review",
    "classification",
    "retention",
    "replaces",
    "controls",
    "clauses",
    "requirements",
    "implements",
    "evidence-for",
    "systems",
    "risks",
    "tags",
    "lang",
    "follows",
    "must-read",
];

/// Theirs and ours. Of two that mean the same the first is meant where both stand.
const SYNONYMS: [(&str, &str); 50] = [
    ("doc-id", "id"),
    ("document-id", "id"),
    ("docid", "id"),
    ("document-number", "id"),
    ("policy-id", "id"),
    ("identifier", "id"),
    ("name", "title"),
    ("document-title", "title"),
    ("policy-name", "title"),
    ("document-type", "kind"),
    ("doc-type", "kind"),
    ("type", "kind"),
    ("category", "kind"),
    ("document-version", "version"),
    ("policy-version", "version"),
    ("revision", "version"),
    ("document-status", "status"),
    ("document-owner", "owner"),
    ("policy-owner", "owner"),
    ("process-owner", "owner"),
    ("owned-by", "owner"),
    ("author", "authors"),
    ("prepared-by", "authors"),
    ("written-by", "authors"),
    ("approver", "approvers"),
    ("approved-by", "approvers"),
    ("effective-date", "effective"),
    ("date-effective", "effective"),
    ("effective-from", "effective"),
    ("valid-from", "effective"),
    ("approval-date", "effective"),
    ("date-approved", "effective"),
    ("approved-on", "effective"),
    ("last-updated", "effective"),
    ("last-reviewed", "reviewed"),
    ("last-review", "reviewed"),
    ("last-review-date", "reviewed"),
    ("reviewed-on", "reviewed"),
    ("next-review-date", "next-review"),
    ("next-review-due", "next-review"),
    ("review-due", "next-review"),
    ("review-by", "next-review"),
    ("review-date", "next-review"),
    ("review-cycle", "review-every"),
    ("review-frequency", "review-every"),
    ("review-period", "review-every"),
    ("review-interval", "review-every"),
    ("document-classification", "classification"),
    ("confidentiality", "classification"),
    ("retention-period", "retention"),
];

/// Whether a key is common to all documents.
pub(super) fn is_ours(key: &str) -> bool {
    OURS.contains(&key)
}

/// What a key commonly means, with its place among those that mean the same.
pub(super) fn of(key: &str) -> Option<(usize, &'static str)> {
    SYNONYMS.iter().position(|(theirs, _)| *theirs == key).map(|at| (at, SYNONYMS[at].1))
}

/// All of them: theirs, and ours that it commonly means.
pub(super) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    SYNONYMS.into_iter()
}
