//! The days of acts that cannot be theirs.

use super::acts::Filed;
use super::approvals::Approvals;
use super::named::first_day;
use super::record::Record;
use crate::base::date::days_between;
use crate::base::{Date, say, wording};
use crate::history::History;
use crate::model::{Aims, DocIx};

/// How many days apart two calendars are at most that show the same moment.
const ZONES: i64 = 1;

/// Why the day of an act cannot be its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misdated {
    /// The text that it names was first committed on this day, which is later.
    BeforeText(Date),
    /// The record reached the main line on this day, which is earlier.
    AfterLanding(Date),
    /// It has not come yet.
    NotYet,
}

impl Misdated {
    /// What speaks against the day of an act on record, as of `today`.
    pub fn of(act: &Filed, record: &Record, today: Date) -> Option<Self> {
        let after = |until: Date| days_between(until, record.date) > ZONES;
        match (before(record.date, act.text_since), act.landed) {
            (Some(why), _) => Some(why),
            (None, Some(landed)) => after(landed).then_some(Self::AfterLanding(landed)),
            (None, None) => after(today).then_some(Self::NotYet),
        }
    }

    /// What speaks against the day of an act that is about to be made on the present text of a document.
    pub fn of_new(
        day: Date,
        document: DocIx,
        (aims, history, approvals): (&Aims, &History, &Approvals),
    ) -> Option<Self> {
        let text = approvals.substance(document)?;
        before(day, first_day(history, &aims.document(document).path, &text).map(|(_, day)| day))
    }

    /// Why, as a part of a sentence.
    pub fn sentence(self) -> String {
        match self {
            Self::BeforeText(since) => {
                say!("and the text that it names was first committed on {since}", since = wording::day(since))
            }
            Self::AfterLanding(landed) => {
                say!("and it reached the main line before that, on {landed}", landed = wording::day(landed))
            }
            Self::NotYet => say!("a day that has not come yet").to_owned(),
        }
    }
}

fn before(day: Date, since: Option<Date>) -> Option<Misdated> {
    since.filter(|since| days_between(day, *since) > ZONES).map(Misdated::BeforeText)
}
