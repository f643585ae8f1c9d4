//! When a document is due for review, on a given day.
//!
//! It counts from the last act of review or approval on record. Where there is none it counts from what the text says,
//! and is told as said. A day that an act had met is met, though the text has changed since. A text may ask to be looked at
//! earlier than the organisation does, never later.

use super::config::Config;
use super::document::Document;
use super::standing::{Basis, Reviewed, Standing};
use crate::base::{Date, Period, date};

/// How a document stands towards its next review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Review {
    /// None is called for: a record that names no date, where the settings have none of its kind reviewed, a draft, a retired
    /// document, an uncontrolled page, an assessment of AI systems that are all retired, or were assessed anew since.
    None,
    /// One is called for, but nothing says when the last one was.
    Unknown,
    /// Not due for a while, counted from an act on record.
    InDate(Date),
    /// Not due for a while by what the text says; no act on record shows it.
    SaysInDate(Date),
    /// Due within the window.
    DueSoon(Date),
    /// Past its date.
    Overdue(Date),
}

impl Review {
    /// The day of the next review.
    pub fn next(self) -> Option<Date> {
        match self {
            Self::InDate(date) | Self::SaysInDate(date) | Self::DueSoon(date) | Self::Overdue(date) => Some(date),
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

/// A key by which a text puts its review off beyond what the organisation asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    /// `next-review` names a day after the last on which one is due.
    NextReview {
        /// The day it names.
        says: Date,
        /// The last day.
        due: Date,
    },
    /// `review-every` is longer than the interval of the settings.
    Every {
        /// The interval it gives.
        says: Period,
        /// That of the settings.
        bound: Period,
    },
}

/// When a document was last looked at, when it is due, and how it puts that off.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schedule {
    /// The last review.
    pub last: Option<Reviewed>,
    /// The last day of the next one.
    pub due: Option<Date>,
    /// The interval by which that day counts from the last one; `None` where the text names the day.
    pub every: Option<Period>,
    /// What is not heeded.
    pub stretched: Vec<Stretch>,
}

/// How a document of this standing stands towards its review. It is overdue on the day after its date.
pub fn state(document: &Document, standing: &Standing, config: &Config, today: Date) -> Review {
    let Some(schedule) = schedule(document, standing, config, today) else { return Review::None };
    let shown = schedule.last.is_some_and(|last| last.by.is_act());
    match schedule.due {
        None => Review::Unknown,
        Some(next) if next < today => Review::Overdue(next),
        Some(next) if config.due_soon.before(next) <= today => Review::DueSoon(next),
        Some(next) if shown => Review::InDate(next),
        Some(next) => Review::SaysInDate(next),
    }
}

/// When a document was last looked at and when it is due; `None` where no review is called for.
pub fn schedule(document: &Document, standing: &Standing, config: &Config, today: Date) -> Option<Schedule> {
    let fields = &document.fields;
    let kind = document.kind.as_ref().filter(|_| document.controlled)?;
    let scheduled = fields.get("next-review").is_some() || fields.get("review-every").is_some();
    let called_for = document.is_kept_current() || scheduled || config.review_every.contains_key(&kind.name);
    let unfinished = document.is_unfinished();
    if !called_for || unfinished || document.is_retired() {
        return None;
    }
    let last = last(document, standing, today);
    let mut found = Schedule { last, ..Schedule::default() };
    let from = last.map_or(today, |last| last.day);
    // A record is made anew at the latest when what it shows is too old to count, unless the settings say how often.
    let kept = document.is_kept_current();
    let of_record = || config.review_every.get(&kind.name).copied().or(Some(config.evidence_period(&kind.name)));
    let bound = if kept { config.review_bound(&kind.name) } else { of_record() };
    let period = match (fields.period("review-every"), bound) {
        (Some(says), Some(bound)) if says.after(from) > bound.after(from) => {
            found.stretched.push(Stretch::Every { says, bound });
            bound
        }
        (Some(says), _) => says,
        (None, Some(bound)) => bound,
        (None, None) => config.review_period(&kind.name),
    };
    let due = period.after(from);
    (found.due, found.every) = (last.map(|_| due), last.map(|_| period));
    // A review on or after the day that a text names has settled it; the day of the record itself is none.
    let is_open = |next: &Date| last.is_none_or(|last| last.day < *next || (!kept && last.by == Basis::Begun));
    match fields.date("next-review").filter(is_open) {
        Some(says) if says <= due => (found.due, found.every) = (Some(says), None),
        Some(says) => found.stretched.push(Stretch::NextReview { says, due }),
        None => {}
    }
    Some(found)
}

/// Takes what the `next` text says of a review, where it is approved and only waits for its day: it says so of the document.
pub(super) fn claim_of_next(next: &Document, standing: &mut Standing, today: Date) {
    let is_proposal = next.is_unfinished() || next.is_retired() || standing.approval.is_refuted();
    let said = next.fields.date("reviewed").filter(|day| !is_proposal && *day <= today);
    let is_later = |day: &Date| standing.reviewed.is_none_or(|last| !last.by.is_act() && last.day < *day);
    if let Some(day) = said.filter(is_later) {
        standing.reviewed = Some(Reviewed { day, by: Basis::Claim, since: None });
    }
}

/// When a document was last looked at: by an act on record, else as it says, else when it came into effect, or where that is
/// later by an act about an earlier text. The day is to come where there was no text before.
pub fn last(document: &Document, standing: &Standing, today: Date) -> Option<Reviewed> {
    let fields = &document.fields;
    let said = || {
        fields.date("reviewed").filter(|day| *day <= today).map(|day| Reviewed { day, by: Basis::Claim, since: None })
    };
    let begun = ["effective", "date"].into_iter().find_map(|key| fields.date(key));
    let begun = begun.map(|day| Reviewed { day, by: Basis::Begun, since: None });
    let (earlier, own) = match standing.reviewed {
        Some(last) if last.by == Basis::Earlier => (Some(last), None),
        own => (None, own),
    };
    let newer = own.filter(|last| last.by == Basis::Claim && said().is_none_or(|said| said.day < last.day));
    let told = own.filter(|last| last.by.is_act()).or(newer).or_else(said).or(own).or(begun);
    earlier.filter(|earlier| told.is_none_or(|told| told.day < earlier.day)).or(told)
}
