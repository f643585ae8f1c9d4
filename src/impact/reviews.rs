//! Review dates that moved.

use serde::Serialize;

use super::both::Both;
use super::was_is::WasIs;
use crate::base::Date;
use crate::base::json::as_word;
use crate::model::catalog::natural_key;
use crate::model::standing::Basis;

/// A document whose next review is another day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewMoved {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The day of the next review.
    pub next: WasIs,
    /// The day of the last one.
    pub last: WasIs,
    /// How the day of the last one is known now.
    pub by: Option<Basis>,
    /// How it moved.
    pub way: Shift,
    /// Whether the day has passed.
    pub late: bool,
}

/// How a day moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shift {
    /// It comes later.
    Later,
    /// It comes sooner.
    Sooner,
    /// There was none.
    CalledFor,
    /// There is none any more.
    Gone,
}

as_word!(Basis);

/// Every document that there was and is, and whose next review is another day, in natural order of ids.
pub(super) fn moved(both: &Both<'_>) -> Vec<ReviewMoved> {
    let mut found: Vec<ReviewMoved> = both
        .pairs
        .iter()
        .filter_map(|pair| {
            let ((then, _), (now, document)) = pair.then.zip(pair.now)?;
            let (was, is) = (both.then.aims.review(then), both.now.aims.review(now));
            let way = way(was.next(), is.next())?;
            let day = |day: Option<Date>| day.map(|day| day.to_string());
            let [old, new] = [both.then.aims.last_review(then), both.now.aims.last_review(now)];
            Some(ReviewMoved {
                id: document.id.clone(),
                title: document.title.clone(),
                next: WasIs { was: day(was.next()), is: day(is.next()) },
                last: WasIs { was: day(old.map(|last| last.day)), is: day(new.map(|last| last.day)) },
                by: new.map(|last| last.by),
                way,
                late: is.is_overdue(),
            })
        })
        .collect();
    found.sort_by_cached_key(|moved| natural_key(&moved.id));
    found
}

fn way(was: Option<Date>, is: Option<Date>) -> Option<Shift> {
    match (was, is) {
        (was, is) if was == is => None,
        (None, _) => Some(Shift::CalledFor),
        (_, None) => Some(Shift::Gone),
        (was, is) => Some(if is > was { Shift::Later } else { Shift::Sooner }),
    }
}
