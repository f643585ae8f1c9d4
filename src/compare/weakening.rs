//! Where a new version asks for less than the old one, as values. In words they are put by `english`.

use super::change::{Listed, Short};

/// A place where the new version asks for less than the old one. [`Weakening::sentence`] puts it in words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Weakening {
    /// Words that bind, an interval or a limit became others: `must` became `should`, `within 24 hours` became `within 96
    /// hours`.
    Words {
        /// What was written.
        was: Box<str>,
        /// What is written.
        is: Box<str>,
    },
    /// A number with a unit became another, and it is not known which of the two asks for more.
    Number {
        /// The number that was written.
        old: Box<str>,
        /// Its unit.
        old_unit: Box<str>,
        /// The number that is written.
        new: Box<str>,
        /// Its unit.
        new_unit: Box<str>,
    },
    /// A `not` was taken out.
    NegationRemoved {
        /// The word.
        word: Box<str>,
        /// The words around the place now.
        near: Box<str>,
    },
    /// A sentence that asks for something is gone.
    SentenceRemoved {
        /// The word it asked by.
        modal: Box<str>,
        /// The sentence, cut where it is long.
        text: Box<str>,
    },
    /// The score of a risk went down, and nothing says why.
    ScoreLowered {
        /// The key of the score.
        key: Box<str>,
        /// What it was.
        old: i64,
        /// What it is.
        new: i64,
    },
    /// A control is no longer claimed.
    ControlUnclaimed(Short),
    /// A clause is no longer claimed.
    ClauseUnclaimed(Short),
    /// Requirements of a framework are no longer claimed.
    RequirementsUnclaimed {
        /// The framework.
        framework: Box<str>,
        /// The requirements.
        ids: Listed,
    },
    /// Somebody approves no longer.
    ApproverDropped(Short),
    /// The document is reviewed less often.
    ReviewLonger {
        /// How often it was.
        old: Short,
        /// How often it is.
        new: Short,
    },
    /// Nothing says any more how often the document is reviewed.
    ReviewRemoved,
    /// More people may read the document.
    ClassificationLowered {
        /// The class it had.
        old: Box<str>,
        /// The class it has.
        new: Box<str>,
    },
    /// A system or document is no longer in scope.
    OutOfScope,
    /// A statement of applicability no longer has a row for a control.
    ControlLeftOut(Short),
    /// A statement of applicability says that a control does not apply.
    ControlNotApplicable(Short),
    /// A statement of applicability says that less of a control is done.
    ImplementationLowered {
        /// The control.
        control: Short,
        /// What it said of it.
        old: Box<str>,
        /// What it says of it.
        new: Box<str>,
    },
    /// A row of what was found, weighed or decided is gone.
    RowRemoved {
        /// The key of the rows.
        table: Box<str>,
        /// What the row is known by.
        name: Short,
    },
    /// A statement of applicability puts a control off, from this day to that, or to none.
    PutOff(Short, Box<str>, Option<Box<str>>),
}
