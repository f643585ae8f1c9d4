//! When versions were in force: from the turns in the life of a document to days.

use super::approver::VersionApproval;
use super::place::{HeldIx, Moment};
use crate::base::Date;
use crate::base::date::{is_within, last_day};
use crate::history::{History, Step, Version};

/// When a version was in force.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tenure {
    /// The first day; `None` for a version that never was.
    pub from: Option<Date>,
    /// The first day on which it was in force no longer; `None` where that has not come.
    pub until: Option<Date>,
    /// Whether that it was in force from the first day is what it says itself: the record begins later.
    pub stated: bool,
    /// The first day on which it was in force by the record; later than the first where that is stated.
    pub recorded: Option<Date>,
    /// Its texts that were in force, each from when, oldest first.
    pub texts: Vec<(Step, Date)>,
    /// Times in between in which it was not in force: the first day of each, and the first on which it was in force again.
    pub gaps: Vec<(Date, Date)>,
    /// Who approved it, by what counted then: of a document that is gone, or where a record was taken away.
    pub approved: VersionApproval,
}

impl Tenure {
    /// That of a version that never was in force.
    pub(super) fn never() -> Self {
        Self::default()
    }

    /// Whether it was in force on a day.
    pub fn is_in_force(&self, day: Date) -> bool {
        let is_out = self.gaps.iter().any(|(from, until)| is_within(day, (*from, Some(*until))));
        self.from.is_some_and(|from| is_within(day, (from, self.until))) && !is_out
    }

    /// Whether there is a day on which it was in force, or is to be: another may have taken its place on the day on which it came.
    pub fn has_days(&self) -> bool {
        self.from.is_some_and(|from| self.until.is_none_or(|until| until > from))
    }

    /// The last day on which it was in force, where it is no longer.
    pub fn last_day(&self) -> Option<Date> {
        let from = self.from?;
        self.until.map(|until| last_day(from, until))
    }

    /// The first and the last day of each time in between in which it was not in force.
    pub fn out(&self) -> impl Iterator<Item = (Date, Date)> {
        self.gaps.iter().map(|(from, until)| (*from, last_day(*from, *until)))
    }

    /// Its texts that were in force, each from when and to the first day on which it was so no longer.
    pub fn spells(&self) -> impl Iterator<Item = (Step, Date, Option<Date>)> {
        self.texts.iter().enumerate().map(|(place, (step, from))| {
            let next = self.texts.get(place + 1).map(|(_, next)| *next);
            let gap = self.gaps.iter().find(|(_, again)| Some(*again) == next && next > Some(*from));
            (*step, *from, gap.map(|(out, _)| *out).or(next).or(self.until))
        })
    }

    /// Since when the text of this day has been in force without a break. What is no part of it may have changed meanwhile.
    pub fn since(&self, day: Date, history: &History) -> Option<Date> {
        let text = |step: Step| Some(history.step(step)?.1.facts.as_ref()?.substance);
        let texts = self.spells().take_while(|(_, from, _)| *from <= day);
        let goes_on = |(one, from, until), (next, again, end)| {
            let same = until == Some(again) && text(one) == text(next);
            if same { (next, from, end) } else { (next, again, end) }
        };
        texts.reduce(goes_on).map(|(_, from, _)| from)
    }

    /// The text that was in force on a day on which it was.
    pub fn text(&self, day: Date) -> Option<Step> {
        let begun = self.texts.iter().rev().find(|(_, from)| *from <= day);
        begun.or(self.texts.first()).map(|(step, _)| *step)
    }
}

/// When texts went out of force, so far.
#[derive(Debug, Default)]
pub(super) struct Ends {
    /// When the document was retired or removed last.
    pub(super) all: Option<Moment>,
    newest: Option<([u8; 32], Moment)>,
    /// The newest approval of another text than that one.
    other: Option<Moment>,
}

impl Ends {
    /// A text was approved, later than all before.
    pub(super) fn approved(&mut self, substance: [u8; 32], moment: Moment) {
        if let Some((_, at)) = self.newest.filter(|(last, _)| *last != substance) {
            self.other = Some(at);
        }
        self.newest = Some((substance, moment));
    }

    /// When a text that was there went out of force last, if it did.
    pub(super) fn of(&self, substance: &[u8; 32]) -> Option<Moment> {
        let by_other = self.newest.filter(|(last, _)| last != substance).map(|(_, at)| at).or(self.other);
        self.all.max(by_other)
    }

    /// Since when acts count for a text that was there and comes back at this moment: those made since it came back, where it
    /// was out of force. Where nothing else was approved meanwhile, it is in force as it was.
    pub(super) fn since(&self, substance: &[u8; 32], back: Moment) -> Option<Moment> {
        let own = self.newest.filter(|(last, at)| last == substance && self.all.is_none_or(|all| all < *at));
        self.of(substance).map(|out| if own.is_some() { out } else { back })
    }
}

/// A turn in the life of a document.
#[derive(Debug, Clone, Copy)]
pub(super) enum Turn {
    /// A text is to be in force.
    Begins {
        /// Its place in what the document was.
        held: HeldIx,
        /// The step that has it.
        step: Option<Step>,
        /// From when.
        from: Date,
        /// The day on which it had reached the main line, and its rule was met.
        met: Date,
        /// An earlier day that it gives itself, where the record begins with it.
        stated: Option<Date>,
    },
    /// The document is retired or removed.
    Ends {
        /// From when.
        day: Date,
    },
    /// The text that came into force last has no longer what is asked for.
    Lost {
        /// Its place, as it began.
        held: HeldIx,
        /// From when.
        day: Date,
    },
}

/// A text that is to be in force.
struct Open {
    held: HeldIx,
    version: usize,
    step: Option<Step>,
    from: Date,
    recorded: Date,
}

/// When each version was in force, from the turns in the order in which they were made. A text whose day had not come when
/// the next one held, when another of its version took its place, or when the document ended, never was in force.
pub(super) fn timeline(versions: &[Version], turns: Vec<Turn>) -> Vec<Tenure> {
    let mut tenures = vec![Tenure::default(); versions.len()];
    let (mut open, mut any): (Vec<Open>, bool) = (Vec::new(), false);
    for turn in turns {
        match turn {
            Turn::Begins { held, step, from, met, stated } => {
                let Some(version) = versions.iter().position(|version| held.is_in(&version.held)) else { continue };
                while open.pop_if(|last| last.from > from).is_some() {}
                // Of one version the last says from when, for as long as the day that an earlier one named has not come.
                open.retain(|last| last.from <= met || versions[last.version].label != versions[version].label);
                // Of what says the same in other bytes on one day the last is that of the day.
                if let Some(last) = open.last_mut().filter(|last| last.held == held && last.recorded == from) {
                    last.step = step;
                    continue;
                }
                let stated = stated.filter(|_| !any && version == 0);
                let stated = stated.filter(|day| open.is_empty() && *day < from);
                open.push(Open { held, version, step, from: stated.unwrap_or(from), recorded: from });
                any = true;
            }
            Turn::Ends { day } => {
                while open.pop_if(|last| last.from > day).is_some() {}
                close(&mut tenures, std::mem::take(&mut open), Some(day));
            }
            // Where its day had not come, the one before goes on.
            Turn::Lost { held, day } => {
                while open.pop_if(|last| last.held == held && last.from > day).is_some() {}
                if open.last().is_some_and(|last| last.held == held) {
                    close(&mut tenures, std::mem::take(&mut open), Some(day));
                }
            }
        }
    }
    close(&mut tenures, open, None);
    tenures
}

fn close(tenures: &mut [Tenure], open: Vec<Open>, end: Option<Date>) {
    let ends: Vec<Option<Date>> = open.iter().skip(1).map(|next| Some(next.from)).chain([end]).collect();
    for (of, until) in open.into_iter().zip(ends) {
        let Some(tenure) = tenures.get_mut(of.version) else { continue };
        if tenure.from.is_none() {
            (tenure.from, tenure.stated) = (Some(of.from), of.from < of.recorded);
            tenure.recorded = Some(of.recorded);
        }
        tenure.gaps.extend(tenure.until.filter(|until| *until < of.from).map(|until| (until, of.from)));
        tenure.until = until;
        tenure.texts.extend(of.step.map(|step| (step, of.from)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::date;

    fn day(text: &str) -> Date {
        date::parse(text).expect("a day")
    }

    /// Turns, each `- DAY` or `VERSION FROM [STATED]`, told as `from..until`, before a day that is stated the one of the record and `~`.
    fn told(turns: &[&str]) -> Vec<String> {
        let step = Step { revision: 0, change: 0 };
        let read = |line: &&str| {
            let words: Vec<&str> = line.split(' ').collect();
            match words[..] {
                ["-", end] => Turn::Ends { day: day(end) },
                [lost, end] if lost.starts_with('-') => {
                    Turn::Lost { held: HeldIx::new(lost[1..].parse().expect("a number")), day: day(end) }
                }
                [version, from, ref stated @ ..] => Turn::Begins {
                    held: HeldIx::new(version.parse().expect("a number")),
                    step: Some(step),
                    from: day(from),
                    met: day(from),
                    stated: stated.first().map(|text| day(text)),
                },
                _ => panic!("{line}"),
            }
        };
        let turns: Vec<Turn> = turns.iter().map(read).collect();
        let count = turns.iter().filter_map(|turn| match turn {
            Turn::Begins { held, .. } => Some(held.index() + 1),
            Turn::Ends { .. } | Turn::Lost { .. } => None,
        });
        let version = |held: usize| Version { held: held..held + 1, ..Version::new(None, step, held) };
        let versions: Vec<Version> = (0..count.max().unwrap_or(0)).map(version).collect();
        let show = |day: Option<Date>| day.map_or("-".to_owned(), |day| day.to_string());
        let tell = |tenure: Tenure| {
            let recorded = if tenure.stated { format!("{} ~", show(tenure.recorded)) } else { String::new() };
            let gaps: String = tenure.gaps.iter().map(|(from, until)| format!(" -{from}..{until}")).collect();
            format!("{recorded}{}..{}{gaps}", show(tenure.from), show(tenure.until))
        };
        timeline(&versions, turns).into_iter().map(tell).collect()
    }

    #[test]
    fn a_version_holds_until_the_next_one_does() {
        assert_eq!(told(&["0 2025-02-01", "1 2026-03-01"]), ["2025-02-01..2026-03-01", "2026-03-01..-"]);
        assert_eq!(told(&["0 2025-02-01", "2 2026-03-01"]), ["2025-02-01..2026-03-01", "-..-", "2026-03-01..-"]);
        assert_eq!(told(&["0 2025-02-01", "1 2025-02-01"]), ["2025-02-01..2025-02-01", "2025-02-01..-"]);
    }

    #[test]
    fn an_end_ends_it_and_what_comes_back_is_in_force_from_then() {
        assert_eq!(told(&["0 2025-01-01", "- 2025-06-01"]), ["2025-01-01..2025-06-01"]);
        assert_eq!(
            told(&["0 2025-01-01", "- 2025-06-01", "1 2025-09-01"]),
            ["2025-01-01..2025-06-01", "2025-09-01..-"]
        );
    }

    #[test]
    fn what_is_lost_brings_no_other_back() {
        assert_eq!(
            told(&["0 2025-01-01", "1 2025-03-01", "-1 2025-06-01", "1 2025-09-01"]),
            ["2025-01-01..2025-03-01", "2025-03-01..- -2025-06-01..2025-09-01"]
        );
        assert_eq!(
            told(&["0 2025-01-01", "1 2052-01-01", "-1 2025-06-01"]),
            ["2025-01-01..-", "-..-"],
            "its day had not come"
        );
    }

    #[test]
    fn a_day_that_did_not_come_holds_nothing_up() {
        assert_eq!(
            told(&["0 2025-01-01", "1 2052-01-01", "2 2025-03-01"]),
            ["2025-01-01..2025-03-01", "-..-", "2025-03-01..-"]
        );
        assert_eq!(told(&["0 2025-01-01", "1 2052-01-01", "- 2025-03-01"]), ["2025-01-01..2025-03-01", "-..-"]);
    }

    #[test]
    fn only_the_first_on_record_may_have_begun_earlier() {
        assert_eq!(told(&["0 2025-01-01 2024-01-01"]), ["2025-01-01 ~2024-01-01..-"]);
        assert_eq!(told(&["0 2025-01-01", "1 2025-06-01 2025-02-01"]), ["2025-01-01..2025-06-01", "2025-06-01..-"]);
    }

    #[test]
    fn a_text_ends_when_another_is_approved_or_the_document_ends() {
        let at = |place| {
            Moment::of_held(&crate::history::Held {
                step: Step { revision: 0, change: 0 },
                day: day("2025-01-01"),
                place: Some(crate::history::LinePlace::new(place)),
                there: true,
            })
        };
        let (one, other, mut ends) = ([1; 32], [2; 32], Ends::default());
        ends.approved(one, at(1));
        assert_eq!((ends.of(&one), ends.of(&other)), (None, Some(at(1))));
        ends.approved(other, at(2));
        ends.approved(other, at(3));
        assert_eq!((ends.of(&one), ends.of(&other)), (Some(at(3)), Some(at(1))));
        assert_eq!((ends.since(&one, at(9)), ends.since(&other, at(9))), (Some(at(9)), Some(at(1))));
        ends.all = Some(at(4));
        assert_eq!((ends.of(&one), ends.of(&other)), (Some(at(4)), Some(at(4))));
        assert_eq!(ends.since(&other, at(9)), Some(at(9)));
    }
}
