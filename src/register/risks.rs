//! The risk register. Retired risks are here too; their status tells.

use super::column::{self as of, DocumentRow, Holds, OfDocument, column};
use super::rows::Register;
use super::value::Value;
use crate::history::Revision;
use crate::model::risk::{AFTER, BEFORE, RiskLevel, is_opportunity, parts};
use crate::state::State;

/// Every risk, in natural order of the ids.
pub(super) fn risks(state: &State) -> Register<'_> {
    let columns = vec![
        of::id(),
        of::title(),
        of::status(state),
        of::standing(state),
        of::text("owner"),
        of::word("state"),
        of::text("source"),
        of::text("event"),
        of::text("consequence"),
        of::words("affects"),
        of::ids("systems"),
        of::number("likelihood"),
        of::number("severity"),
        score("score", BEFORE),
        level(state, "level", BEFORE),
        of::texts("existing-controls"),
        of::word("treatment"),
        of::day("treated-by"),
        of::word("target"),
        of::yes_or_no("opportunity"),
        of::ids("controls"),
        of::number("residual-likelihood"),
        of::number("residual-severity"),
        score("residual_score", AFTER),
        level(state, "residual_level", AFTER),
        of::text("accepted-by"),
        of::day("accepted"),
        column("text_since_accepted", Holds::Day, |&(ix, _): &DocumentRow<'_>| {
            Value::day(state.text_since_accepted(ix).and_then(Revision::arrived))
        })
        .about("the day of its newest text, where that came after it was accepted, and is known"),
        of::next_review(state),
        of::review(state),
    ];
    Register::new(state.aims.of_kind("risk"), columns)
}

fn score<'a>(key: &'static str, keys: [&'static str; 2]) -> OfDocument<'a> {
    column(key, Holds::Number, move |row| Value::number(product(row, keys))).about("likelihood times severity")
}

fn level<'a>(state: &'a State, key: &'static str, keys: [&'static str; 2]) -> OfDocument<'a> {
    let scale = state.aims.config.risk;
    // A great chance is no high risk.
    let graded = move |row: &DocumentRow<'_>| product(row, keys).filter(|_| !is_opportunity(&row.1.fields));
    column(key, Holds::Word, move |row| Value::word(graded(row).map(|score| scale.level(score).as_str())))
        .words([RiskLevel::Low, RiskLevel::Medium, RiskLevel::High].map(RiskLevel::as_str))
}

fn product((_, risk): &DocumentRow<'_>, keys: [&'static str; 2]) -> Option<i64> {
    parts(&risk.fields, keys).map(|(likelihood, severity)| likelihood * severity)
}
