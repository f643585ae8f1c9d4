//! A text that was signed, went out of force, and is there again.
//!
//! Its approval holds no longer, and a new one is asked for; but it is the text that was signed, and to call it another
//! would be untrue. So it is told when it went and when it came back.

use crate::base::Date;
use crate::base::{say, wording};

/// How a text that was approved went out of force, and since when it is there again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Returned {
    /// Why it went.
    pub by: Away,
    /// The day on which it went; `None` where that is not on record.
    pub went: Option<Date>,
    /// The day on which it came back; `None` where that is not committed.
    pub back: Option<Date>,
}

/// By what a text went out of force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Away {
    /// Another text took its place.
    Text,
    /// The document was retired or removed, and is back.
    Ended,
    /// The document is retired, which the act says nothing of.
    Retired,
}

impl Returned {
    /// What became of it, without a full stop.
    pub(super) fn sentence(self) -> String {
        let day = |day: Option<Date>| day.map(wording::day);
        match (self.by, day(self.went), day(self.back)) {
            (Away::Text, Some(went), Some(back)) => say!(
                "the text that it signed gave way to another on {went} and was brought back on {back}, which asks for a new approval",
                went,
                back
            ),
            (Away::Text, Some(went), None) => say!(
                "the text that it signed gave way to another on {went} and is back, not yet committed, which asks for a new approval",
                went
            ),
            (Away::Ended, Some(went), Some(back)) => say!(
                "the text that it signed was retired or removed on {went} and brought back on {back}, which asks for a new approval",
                went,
                back
            ),
            (Away::Ended, Some(went), None) => say!(
                "the text that it signed was retired or removed on {went} and is back, not yet committed, which asks for a new approval",
                went
            ),
            (Away::Retired, Some(went), _) => {
                say!("it was made before the document was retired on {went}, and says nothing of that", went)
            }
            (Away::Retired, None, _) => {
                say!("it was made before the document was retired, and says nothing of that").to_owned()
            }
            (Away::Text | Away::Ended, None, _) => {
                say!("the text that it signed was out of force and came back, which asks for a new approval").to_owned()
            }
        }
    }
}
