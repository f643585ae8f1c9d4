//! What a matter that is not over is: why a document that says that it is retired goes on to count.

use crate::base::Date;

/// Why a document that says that it is retired is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unended {
    /// Its matter is not closed: where it says that it stands, where it says anything.
    Open(Option<String>),
    /// It is an audit, and the finding of this number is not closed.
    Finding(String),
    /// It is an objective whose day has passed, and nobody has judged it.
    Unjudged(Date),
    /// It is the entry of an AI system that stands at this stage.
    Runs(String),
    /// Something is to be done by a day, and nothing takes its place: what, where that has a name.
    Action(Option<String>),
}
