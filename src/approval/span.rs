//! Times in the order of the main line: when something was there, and when several things were.

use super::place::Moment;
use crate::base::Date;

/// A moment, and the day that is told for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Met {
    pub(super) moment: Moment,
    pub(super) day: Date,
}

/// A time: from when, and since when no longer, where that came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: Met,
    pub(super) until: Option<Met>,
}

impl Span {
    /// The time that two have in common, if they have one.
    fn and(&self, other: &Self) -> Option<Self> {
        let from = Met { moment: self.from.moment.max(other.from.moment), day: self.from.day.max(other.from.day) };
        let until = [self.until, other.until].into_iter().flatten().min_by_key(|until| until.moment);
        until.is_none_or(|until| until.moment > from.moment).then_some(Self { from, until })
    }
}

/// The times that lie within both.
pub(super) fn within(some: &[Span], others: &[Span]) -> Vec<Span> {
    some.iter().flat_map(|one| others.iter().filter_map(|other| one.and(other))).collect()
}

/// The same times, and one that has no end.
pub(super) fn joined(endless: Option<Span>, mut spans: Vec<Span>) -> Vec<Span> {
    if let Some(endless) = endless {
        spans.retain(|span| span.from.moment < endless.from.moment);
        match spans.last_mut().filter(|last| last.until.is_none_or(|until| until >= endless.from)) {
            Some(last) => last.until = None,
            None => spans.push(endless),
        }
    }
    spans
}

/// Puts what of the times lies between two moments behind what was found, as one where they meet.
pub(super) fn bounded(spans: &[Span], from: Met, until: Option<Met>, found: &mut Vec<Span>) {
    for span in within(spans, &[Span { from, until }]) {
        match found.last_mut().filter(|last| last.until.is_some_and(|until| until.moment == span.from.moment)) {
            Some(last) => last.until = span.until,
            None => found.push(span),
        }
    }
}

/// When what was there was enough, of which each was there at its time.
pub(super) fn sweep(spans: &[Span], enough: impl Fn(&[usize]) -> bool) -> Vec<Span> {
    // What is of a later day than its end never was there.
    let is_there = |span: &Span| span.until.is_none_or(|until| until.day >= span.from.day) && span.and(span).is_some();
    let held = spans.iter().enumerate().filter(|(_, span)| is_there(span));
    let held = held.flat_map(|(place, span)| [Some((span.from, false, place)), span.until.map(|at| (at, true, place))]);
    let mut turns: Vec<(Met, bool, usize)> = held.flatten().collect();
    // What takes the place of another at the same moment leaves no gap.
    turns.sort_by_key(|(at, ends, place)| (at.day, at.moment, *ends, *place));
    let (mut there, mut found): (Vec<usize>, Vec<Span>) = (Vec::new(), Vec::new());
    for (at, ends, place) in turns {
        if ends {
            there.retain(|other| *other != place);
        } else {
            there.push(place);
        }
        let open = found.last_mut().filter(|last| last.until.is_none());
        match (open, enough(&there)) {
            (None, true) if !ends => {
                let of = |met: Met, place: &usize| {
                    let from = spans[*place].from;
                    Met { moment: met.moment.max(from.moment), day: met.day.max(from.day) }
                };
                found.push(Span { from: there.iter().fold(at, of), until: None });
            }
            (Some(open), false) => open.until = Some(at),
            _ => {}
        }
    }
    found
}
