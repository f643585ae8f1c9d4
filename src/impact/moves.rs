//! Controls and clauses then and now.

use crate::model::trace::{Applicability, Place, Requirement, RequirementKind, Trace};

/// A requirement at one end or both.
#[derive(Debug, Clone, Copy)]
pub struct Move<'a> {
    /// What it was.
    pub then: Option<&'a Requirement>,
    /// What it is.
    pub now: Option<&'a Requirement>,
}

/// How a requirement moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// So many rungs up.
    Up(u8),
    /// So many rungs down.
    Down(u8),
    /// The statement of applicability leaves it out now.
    LeftOut,
    /// The statement left it out, and it applies now.
    Applies,
    /// The statement left it out, and no statement says now whether it applies.
    Undecided,
}

impl Way {
    /// The word in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Up(_) => "up",
            Self::Down(_) => "down",
            Self::LeftOut => "left-out",
            Self::Applies => "applies",
            Self::Undecided => "undecided",
        }
    }
}

impl<'a> Move<'a> {
    /// It now; what it was, where it is gone.
    pub fn either(&self) -> Option<&'a Requirement> {
        self.now.or(self.then)
    }

    /// Whether it is a clause, and no control.
    pub fn is_clause(&self) -> bool {
        self.either().is_some_and(|requirement| requirement.kind == RequirementKind::Clause)
    }

    /// How it moved; `None` where it stands where it stood.
    pub fn way(&self) -> Option<Way> {
        match (self.then.map(Requirement::place), self.now.map(Requirement::place)) {
            (None, None)
            | (Some(Place::Excluded), Some(Place::Excluded))
            | (Some(Place::Untold), Some(_))
            | (Some(_), Some(Place::Untold)) => None,
            (None, Some(_)) => Some(Way::Added),
            (Some(_), None) => Some(Way::Removed),
            (Some(Place::On(then)), Some(Place::On(now))) => match now as i8 - then as i8 {
                0 => None,
                rungs @ 1.. => Some(Way::Up(rungs.unsigned_abs())),
                rungs => Some(Way::Down(rungs.unsigned_abs())),
            },
            (Some(Place::On(_)), Some(Place::Excluded)) => Some(Way::LeftOut),
            (Some(Place::Excluded), Some(Place::On(_))) => {
                let is_open = self.now.is_some_and(|now| now.applicability == Applicability::Unmentioned);
                Some(if is_open { Way::Undecided } else { Way::Applies })
            }
        }
    }
}

/// Every control, then every clause, at either end.
pub fn moves<'a>(then: &'a Trace, now: &'a Trace) -> Vec<Move<'a>> {
    let of_now = now.controls().chain(now.clauses()).map(|now| Move { then: then.at(&now.key()), now: Some(now) });
    let gone = then.controls().chain(then.clauses()).filter(|requirement| now.at(&requirement.key()).is_none());
    of_now.chain(gone.map(|then| Move { then: Some(then), now: None })).collect()
}
