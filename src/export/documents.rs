//! Documents, and their reviews.

use serde::Serialize;

use super::{Inputs, day};
use crate::approval::Approval;
use crate::diag::Spanned;
use crate::model::catalog::natural_key;
use crate::model::document::{Document, Status};
use crate::model::review::Review;
use crate::model::{DocIx, Tier};

/// A document or record, or a page without front matter.
#[derive(Debug, Default, Serialize)]
pub(super) struct DocumentRow<'a> {
    id: &'a str,
    title: &'a str,
    kind: Option<&'a str>,
    path: &'a str,
    /// Whether it has front matter.
    controlled: bool,
    version: Option<&'a str>,
    status: Option<&'static str>,
    owner: Option<&'a str>,
    authors: Vec<&'a str>,
    approvers: Vec<&'a str>,
    /// The kind of evidence that the present text was approved, of documents that are kept current.
    approval: Option<&'static str>,
    /// Who approved it by that evidence.
    approved_by: Vec<&'a str>,
    classification: Option<&'a str>,
    retention: Option<&'a str>,
    effective: Option<String>,
    date: Option<String>,
    reviewed: Option<String>,
    next_review: Option<String>,
    review: Option<&'static str>,
    /// What it does for the requirements it serves.
    tier: Option<&'static str>,
    /// Clauses and controls that it serves, whether it names them or serves them through another.
    serves: Vec<&'a str>,
    /// Requirements of other frameworks, each as `framework:id`.
    requirements: Vec<String>,
    implements: Vec<&'a str>,
    evidence_for: Vec<&'a str>,
    systems: Vec<&'a str>,
    risks: Vec<&'a str>,
    replaces: Vec<&'a str>,
    tags: Vec<&'a str>,
    /// Documents that point at it.
    referenced_by: Vec<&'a str>,
    /// Commits in its history.
    revisions: usize,
    last_changed: Option<String>,
    last_commit: Option<&'a str>,
}

/// When a document is due.
#[derive(Debug, Default, Serialize)]
pub(super) struct ReviewRow<'a> {
    id: &'a str,
    title: &'a str,
    kind: Option<&'a str>,
    owner: Option<&'a str>,
    reviewed: Option<String>,
    next_review: Option<String>,
    review: Option<&'static str>,
}

/// Every Markdown file, in natural order of the ids.
pub(super) fn documents<'a>(from: &Inputs<'a>) -> Vec<DocumentRow<'a>> {
    let mut all: Vec<_> = from.aims.iter().collect();
    all.sort_by_cached_key(|(_, document)| natural_key(&document.id));
    all.into_iter().map(|(ix, document)| document_row(*from, ix, document)).collect()
}

fn document_row<'a>(from: Inputs<'a>, ix: DocIx, document: &'a Document) -> DocumentRow<'a> {
    let aims = from.aims;
    let text = |key| document.fields.text(key);
    let list = |key| texts(document, key);
    let date = |key| day(document.fields.date(key));
    let mut history = from.history.of(&document.path);
    let newest = history.next().map(|(revision, _)| revision);
    DocumentRow {
        id: &document.id,
        title: &document.title,
        kind: kind(document),
        path: document.path.as_str(),
        controlled: document.controlled,
        version: text("version"),
        status: document.status().map(Status::as_str),
        owner: text("owner"),
        authors: list("authors"),
        approvers: list("approvers"),
        approval: from.approvals.of(ix).map(|approval| approval.level.as_str()),
        approved_by: from.approvals.of(ix).map(approved_by).unwrap_or_default(),
        classification: text("classification"),
        retention: text("retention"),
        effective: date("effective"),
        date: date("date"),
        reviewed: date("reviewed"),
        next_review: day(aims.review(ix).next()),
        review: review_word(aims.review(ix)),
        tier: document.tier().map(Tier::as_str),
        serves: aims.trace.served_by(ix).map(|requirement| requirement.name.as_str()).collect(),
        requirements: requirements(document),
        implements: list("implements"),
        evidence_for: list("evidence-for"),
        systems: list("systems"),
        risks: list("risks"),
        replaces: list("replaces"),
        tags: list("tags"),
        referenced_by: from.ids(aims.pointing_at(ix).iter().copied()),
        revisions: history.count() + usize::from(newest.is_some()),
        last_changed: day(newest.map(|revision| revision.date)),
        last_commit: newest.map(|revision| revision.commit.as_str()),
    }
}

/// Who approved the present text, by the strongest evidence that counts; each once.
fn approved_by(approval: &Approval) -> Vec<&str> {
    let counting = approval.pieces.iter().filter(|piece| piece.evidence == approval.level && piece.against.is_none());
    let mut names: Vec<&str> = counting.map(|piece| piece.who.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Every document that a review is called for, the most urgent first; those that nothing dates come before.
pub(super) fn reviews<'a>(from: &Inputs<'a>) -> Vec<ReviewRow<'a>> {
    let mut due: Vec<_> = from.aims.iter().map(|(ix, document)| (from.aims.review(ix), document)).collect();
    due.retain(|(review, _)| *review != Review::None);
    due.sort_by_cached_key(|(review, document)| (review.next(), natural_key(&document.id)));
    let row = |(review, document): (Review, &'a Document)| ReviewRow {
        id: &document.id,
        title: &document.title,
        kind: kind(document),
        owner: document.fields.text("owner"),
        reviewed: day(document.fields.date("reviewed")),
        next_review: day(review.next()),
        review: review_word(review),
    };
    due.into_iter().map(row).collect()
}

/// How a document stands towards its next review; `None` where none is called for.
pub(super) fn review_word(review: Review) -> Option<&'static str> {
    Some(match review {
        Review::None => return None,
        Review::Unknown => "undated",
        Review::InDate(_) => "in-date",
        Review::DueSoon(_) => "due-soon",
        Review::Overdue(_) => "overdue",
    })
}

/// The list that a key holds.
pub(super) fn texts<'a>(document: &'a Document, key: &str) -> Vec<&'a str> {
    values(document.fields.texts(key))
}

/// What stands in a list.
pub(super) fn values(list: &[Spanned<String>]) -> Vec<&str> {
    list.iter().map(|item| item.value.as_str()).collect()
}

fn kind(document: &Document) -> Option<&str> {
    document.kind.as_ref().map(|kind| kind.name.as_str())
}

fn requirements(document: &Document) -> Vec<String> {
    let of_framework = |(framework, ids): &(Spanned<String>, Vec<Spanned<String>>)| -> Vec<String> {
        ids.iter().map(|id| format!("{}:{}", framework.value, id.value)).collect()
    };
    document.fields.requirements().iter().flat_map(of_framework).collect()
}
