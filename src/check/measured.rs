//! What was measured of an AI objective, and whether its state is what the numbers say.

use super::marks::number;
use crate::base::Date;
use crate::model::document::Document;
use crate::model::due::measurements;
use crate::model::fields::{Fields, Row};

/// What was measured, and what was to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured<'a> {
    /// The numbers with their days, in the order of these, each with its value as it is written.
    pub values: Vec<(Date, f64, &'a str)>,
    /// The target as a number.
    pub target: f64,
    /// Whether more is better.
    pub up: bool,
    /// The number of the measurement before the last; `None` where there is none, or it cannot be read.
    before: Option<f64>,
}

/// What the numbers say against the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaks {
    /// It says `met`, and the last measurement does not reach the target.
    NotReached,
    /// It says `on-track`, and the last measurement moved away from a target that is not reached.
    MovedAway,
}

impl Measured<'_> {
    /// Whether one number is better than another.
    fn better(&self, one: f64, other: f64) -> bool {
        if self.up { one > other } else { one < other }
    }

    /// The last number.
    pub fn last(&self) -> Option<f64> {
        self.values.last().map(|(_, value, _)| *value)
    }

    /// Whether the last number reaches the target.
    pub fn is_reached(&self) -> bool {
        self.last().is_some_and(|last| !self.better(self.target, last))
    }

    /// Whether the last measurement is worse than the one before it.
    pub fn moved_away(&self) -> bool {
        self.before.zip(self.last()).is_some_and(|(before, last)| self.better(before, last))
    }
}

/// The rows of what was measured by a day, each with its value as it is written.
pub(super) fn rows(fields: &Fields, today: Date) -> Vec<(Date, &Row, &str)> {
    let rows = measurements(fields, today).into_iter();
    rows.filter_map(|(date, row)| Some((date, row, row.cells.text("value")?))).collect()
}

/// What was measured of an objective that has a target as a number and says which way is better.
pub fn measured(objective: &Document, today: Date) -> Option<Measured<'_>> {
    let fields = &objective.fields;
    let target = fields.text("target-value").and_then(number)?;
    let up = fields.text("direction")? == "up";
    let rows = rows(fields, today);
    // What cannot be read is never passed over for an older one.
    let mut newest = rows.iter().rev().map(|(_, _, value)| number(value));
    if newest.next().is_some_and(|last| last.is_none()) {
        return None;
    }
    let before = newest.next().flatten();
    let values = rows.iter().filter_map(|(date, _, value)| Some((*date, number(value)?, *value))).collect();
    Some(Measured { values, target, up, before })
}

/// What the numbers of an objective say against its state; `None` where they go together.
pub fn speaks(objective: &Document, today: Date) -> Option<(Speaks, Measured<'_>)> {
    let measured = measured(objective, today)?;
    if measured.values.is_empty() || measured.is_reached() {
        return None;
    }
    let what = match objective.fields.text("state") {
        Some("met") => Speaks::NotReached,
        Some("on-track") if measured.moved_away() => Speaks::MovedAway,
        _ => return None,
    };
    Some((what, measured))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::with;

    /// What the numbers say of an objective with this state, direction and values.
    fn said(state: &str, direction: &str, values: &[&str]) -> Option<Speaks> {
        let row = |(at, value): (usize, &&str)| format!("  - {{date: 2026-0{}-01, value: {value}}}\n", at + 1);
        let rows: String = values.iter().enumerate().map(row).collect();
        let text = format!(
            "---\nid: O\nkind: objective\nstate: {state}\ndirection: {direction}\ntarget-value: 3\nmeasurements:\n{rows}---\n"
        );
        with(&[("o.md", &text)], |context| {
            let found = context.living_of("objective").find_map(|(_, objective)| speaks(objective, context.aims.today));
            found.map(|(speaks, _)| speaks)
        })
    }

    #[test]
    fn a_state_is_held_against_the_numbers() {
        assert_eq!(said("on-track", "down", &["3.1", "3.7 points"]), Some(Speaks::MovedAway));
        assert_eq!(said("on-track", "down", &["3.7", "3.1"]), None, "it moves to the target");
        assert_eq!(said("on-track", "down", &["2.0", "2.9"]), None, "it is reached");
        assert_eq!(said("met", "up", &["2.9"]), Some(Speaks::NotReached));
        assert_eq!(said("at-risk", "down", &["3.1", "3.7"]), None, "it says so itself");
        assert_eq!(said("on-track", "down", &["3.1", "3.7", "many"]), None, "what cannot be read is not judged");
    }
}
