//! When a document is due for review, on a given day.

use super::config::Config;
use super::document::{Document, Status};
use crate::base::{Date, date};

/// How a document stands towards its next review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Review {
    /// None is called for: a record that names no date, a draft, a retired document, an uncontrolled page.
    None,
    /// One is called for, but nothing says when the last one was.
    Unknown,
    /// Not due for a while.
    InDate(Date),
    /// Due within the window.
    DueSoon(Date),
    /// Past its date.
    Overdue(Date),
}

impl Review {
    /// The day of the next review.
    pub fn next(self) -> Option<Date> {
        match self {
            Self::InDate(date) | Self::DueSoon(date) | Self::Overdue(date) => Some(date),
            Self::None | Self::Unknown => None,
        }
    }

    /// Whether the day has passed.
    pub fn is_overdue(self) -> bool {
        matches!(self, Self::Overdue(_))
    }

    /// Days from `today` until the review; negative where it is overdue.
    pub fn days(self, today: Date) -> Option<i64> {
        self.next().map(|next| date::days_between(today, next))
    }
}

/// When the next review is due: what `next-review` says, unless a review on or after that day has settled it; else the last review (or the day it took effect) plus the
/// interval of the document or its kind. A review is overdue on the day after its date.
pub fn state(document: &Document, config: &Config, today: Date) -> Review {
    let fields = &document.fields;
    let Some(kind) = document.kind.as_ref().filter(|_| document.controlled) else { return Review::None };
    let scheduled = fields.get("next-review").is_some() || fields.get("review-every").is_some();
    let called_for = document.is_kept_current() || scheduled;
    if !called_for || matches!(document.status(), Some(Status::Draft | Status::InReview | Status::Retired)) {
        return Review::None;
    }
    match due(document, config, &kind.name) {
        None => Review::Unknown,
        Some(next) if next < today => Review::Overdue(next),
        Some(next) if config.due_soon.before(next) <= today => Review::DueSoon(next),
        Some(next) => Review::InDate(next),
    }
}

fn due(document: &Document, config: &Config, kind: &str) -> Option<Date> {
    let fields = &document.fields;
    let reviewed = fields.date("reviewed");
    if let Some(next) = fields.date("next-review").filter(|next| reviewed.is_none_or(|reviewed| reviewed < *next)) {
        return Some(next);
    }
    let last = ["reviewed", "effective", "date"].into_iter().find_map(|key| fields.date(key))?;
    let period = fields.period("review-every").unwrap_or_else(|| config.review_period(kind));
    Some(period.after(last))
}
