//! In which order commits reached the main line, and on which days, whatever single clocks say.
//!
//! The chain of first parents is an order that no clock can bend. The days along it should not go back; where they do, or
//! where one lies before 1982, or after both the newest commit and today, somebody's clock was wrong. As few commits as
//! possible are taken for wrong: those outside a longest run of moments that never goes back. One that is off by less than a
//! day counts from the moment of the one before it in that run. Any other counts from the next commit whose clock can be
//! right, and the newest from today: it may have come later than it did, and never earlier.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use crate::base::{Date, date};
use crate::repo::{Mainline, ObjectId, Person};

/// A place in the order of arrival on the main line. What one merge brought has one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinePlace(NonZeroUsize);

impl LinePlace {
    /// The place behind all that is committed.
    pub const END: Self = Self(NonZeroUsize::MAX);

    /// The place of the commit of this number, from 0 for the oldest.
    pub fn new(index: usize) -> Self {
        Self(NonZeroUsize::MIN.saturating_add(index))
    }

    /// The number of its commit, from 0 for the oldest.
    pub fn index(self) -> usize {
        self.0.get() - 1
    }

    /// The place before it; `None` before the oldest.
    pub fn before(self) -> Option<Self> {
        NonZeroUsize::new(self.index()).map(Self)
    }
}

/// When and in which order commits of the main line came.
#[derive(Debug, Default)]
pub(super) struct Order {
    arrivals: BTreeMap<ObjectId, Arrival>,
    /// The days that count, by place.
    days: BTreeMap<LinePlace, Date>,
}

/// How a commit of the main line came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Arrival {
    /// Its place on the main line.
    pub(super) place: LinePlace,
    /// The moment that counts, in seconds since 1970-01-01T00:00:00Z.
    pub(super) at: i64,
    /// The day that counts.
    pub(super) day: Date,
    /// The day that it gives itself, where that is off by a day or more.
    pub(super) said: Option<Date>,
}

const DAY: i64 = 86_400;

/// The first moment of 1982: nothing that git can import has older commits, and clocks that were reset start in 1970 or 1980.
const EARLIEST: i64 = 378_691_200;

/// How many commits that brought nothing are asked for their clocks, behind one whose own is wrong.
const MOST_ASKED: usize = 1_000;

/// A moment that counts, with the day that it was where the committer was.
#[derive(Debug, Clone, Copy)]
struct Counted {
    at: i64,
    day: Date,
}

impl Counted {
    fn of(person: &Person) -> Self {
        Self { at: person.seconds, day: person.day() }
    }

    /// The middle of a day, and not before what came last.
    fn on(today: Date, last: Option<Self>) -> Self {
        let noon = date::days_between(Date::constant(1970, 1, 1), today).saturating_mul(DAY).saturating_add(DAY / 2);
        last.map_or(Self { at: noon, day: today }, |last| Self { at: noon.max(last.at), day: today.max(last.day) })
    }
}

impl Order {
    /// `line` is the chain of first parents, the newest first, and `mainline` what is known of those of its commits that
    /// brought something; `clock` gives when any other says that it was made.
    pub(super) fn new(
        line: &[ObjectId],
        mainline: &BTreeMap<ObjectId, Mainline>,
        today: Date,
        clock: &dyn Fn(ObjectId) -> Option<Person>,
    ) -> Self {
        let known = line.iter().rev().enumerate();
        let known = known.filter_map(|(index, id)| Some((LinePlace::new(index), mainline.get(id)?)));
        let known: Vec<(LinePlace, &Mainline)> = known.collect();
        let mut moments: Vec<i64> = known.iter().map(|(_, commit)| commit.committer.seconds).collect();
        // The newest commit is right as far as anybody knows, also where it brought nothing.
        let newest = line.first().filter(|id| !mainline.contains_key(*id)).and_then(|id| clock(*id));
        moments.extend(newest.as_ref().map(|newest| newest.seconds));
        let latest = latest(&moments, today);
        moments.iter_mut().filter(|moment| **moment < EARLIEST).for_each(|moment| *moment = i64::MAX);
        let mut right = longest_run(&moments, latest);
        right.retain(|number| *number < known.len());
        let sound: Vec<Option<Counted>> = {
            let mut sound = vec![None; known.len()];
            for number in &right {
                sound[*number] = known.get(*number).map(|(_, commit)| Counted::of(&commit.committer));
            }
            sound
        };
        // The next after each whose clock can be right.
        let mut after: Vec<Option<(LinePlace, Counted)>> = vec![None; known.len()];
        let mut next = None;
        for (number, (place, _)) in known.iter().enumerate().rev() {
            after[number] = next;
            next = sound[number].map(|sound| (*place, sound)).or(next);
        }
        let mut order = Self::default();
        let mut last: Option<Counted> = None;
        for (number, (place, commit)) in known.iter().enumerate() {
            let own = Counted::of(&commit.committer);
            let counted = sound[number].or_else(|| last.filter(|last| (own.at - last.at).abs() < DAY));
            let counted = counted.unwrap_or_else(|| {
                let next = after[number];
                let end = next.map_or(line.len(), |(place, _)| place.index());
                let between = (place.index() + 1..end).take(MOST_ASKED).filter_map(|index| {
                    let by = Counted::of(&clock(*line.get(line.len() - 1 - index)?)?);
                    let fits = (EARLIEST..=next.map_or(latest, |(_, next)| next.at)).contains(&by.at);
                    (fits && last.is_none_or(|last| last.at <= by.at)).then_some(by)
                });
                let found = between.into_iter().next().or(next.map(|(_, next)| next));
                found.unwrap_or_else(|| Counted::on(today, last))
            });
            // One moment is two days in two time zones.
            let day = last.map_or(counted.day, |last| last.day.max(counted.day));
            let off = (own.at - counted.at).abs() >= DAY;
            order.days.insert(*place, day);
            let arrival = Arrival { place: *place, at: counted.at, day, said: off.then_some(own.day) };
            order.arrivals.insert(commit.commit, arrival);
            last = Some(Counted { at: counted.at, day });
        }
        order
    }

    /// How a commit of the main line came, if it brought something.
    pub(super) fn of(&self, commit: ObjectId) -> Option<Arrival> {
        self.arrivals.get(&commit).copied()
    }

    /// The day that counts for any commit of the main line, by its place and the day that it gives itself.
    pub(super) fn day(&self, place: LinePlace, said: Date) -> Date {
        if let Some(day) = self.days.get(&place) {
            return *day;
        }
        let before = self.days.range(..place).next_back().map(|(_, day)| *day);
        let after = self.days.range(place..).next().map(|(_, day)| *day);
        let said = after.map_or(said, |after| said.min(after));
        before.map_or(said, |before| said.max(before))
    }
}

/// The last moment that can be right: the end of today, anywhere, or that of the newest commit: somebody may ask about a day
/// that is past, and a pause before that commit is no sign of a wrong clock.
fn latest(moments: &[i64], today: Date) -> i64 {
    let today = date::days_between(Date::constant(1970, 1, 1), today).saturating_add(2).saturating_mul(DAY);
    moments.last().map_or(today, |tip| today.max(*tip))
}

/// The places of a longest run of moments that never goes back and has none after `latest`; of several the one with the
/// latest moments, for that says of nothing that it came earlier than it may have.
fn longest_run(moments: &[i64], latest: i64) -> Vec<usize> {
    // For each length, the place at which a run of it begins with the latest moment; and the place after each.
    let mut starts: Vec<usize> = Vec::new();
    let mut after: Vec<Option<usize>> = vec![None; moments.len()];
    for (place, moment) in moments.iter().enumerate().rev().filter(|(_, moment)| **moment <= latest) {
        let length = starts.partition_point(|start| moments[*start] >= *moment);
        after[place] = length.checked_sub(1).map(|shorter| starts[shorter]);
        match starts.get_mut(length) {
            Some(start) => *start = place,
            None => starts.push(place),
        }
    }
    std::iter::successors(starts.last().copied(), |place| after[*place]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_the_main_line_are_in_its_order() {
        assert_eq!(LinePlace::new(0).before(), None, "before the oldest there is none");
        assert_eq!((LinePlace::new(3).before(), LinePlace::new(3).index()), (Some(LinePlace::new(2)), 3));
        assert!(None < Some(LinePlace::new(0)) && LinePlace::new(usize::MAX) == LinePlace::END);
    }

    #[test]
    fn as_few_moments_as_possible_are_taken_for_wrong() {
        let run = |moments: &[i64]| longest_run(moments, 100);
        assert_eq!(run(&[]), [0; 0]);
        assert_eq!(run(&[1, 2, 2, 3]), [0, 1, 2, 3]);
        // One that is far too late, one that is far too early, and one after the end.
        assert_eq!(run(&[1, 90, 3, 4]), [0, 2, 3]);
        assert_eq!(run(&[5, 6, 1, 7]), [0, 1, 3]);
        assert_eq!(run(&[5, 1, 6]), [0, 2]);
        assert_eq!(run(&[5, 900, 1]), [0]);
        assert_eq!(run(&[1, 2, 900]), [0, 1]);
    }

    #[test]
    fn no_run_is_longer() {
        // Every order of seven moments, against the longest of all selections that never go back.
        let mut moments = [0i64; 7];
        for number in 0..7usize.pow(6) {
            let mut rest = number;
            for moment in &mut moments[1..] {
                *moment = i64::try_from(rest % 7).expect("small");
                rest /= 7;
            }
            moments[0] = 3;
            if number % 97 != 0 {
                continue;
            }
            let rises = |mask: &u32| {
                let taken: Vec<i64> =
                    (0..7).filter(|place| mask & (1 << place) != 0).map(|place| moments[place]).collect();
                taken.is_sorted()
            };
            let longest = (0u32..128).filter(rises).map(u32::count_ones).max();
            let run = longest_run(&moments, 100);
            assert!(run.iter().map(|place| moments[*place]).is_sorted(), "{moments:?}");
            assert_eq!(u32::try_from(run.len()).ok(), longest, "{moments:?}");
        }
    }
}
