//! What the settings keep the check from telling.

use super::column::{Getter, Holds, column};
use super::rows::Register;
use super::value::Value;
use crate::approval::Since;
use crate::base::{Date, Period, mark};
use crate::check::relaxed::{How, Relaxed, What, relaxed};
use crate::diag::Level;
use crate::state::State;

/// Rules that are switched off or lowered, waivers, and times that are longer than usual.
pub(super) fn set_aside(state: &State) -> Register<'_> {
    // A commit may be about nothing that these readers may know of.
    let told = move |row: &Relaxed<'_>| by(row).filter(|_| !state.withholds).cloned();
    let columns: Vec<Getter<'_, Relaxed<'_>>> = vec![
        column("how", Holds::Word, |row: &Relaxed<'_>| Value::word(Some(row.what.how().as_str())))
            .words(How::ALL.map(How::as_str))
            .titled(mark!("What was done")),
        column("what", Holds::Text, |row: &Relaxed<'_>| Value::Text(row.what.of().into()))
            .about("the rule, or the setting as a path of keys"),
        column("place", Holds::Text, |row: &Relaxed<'_>| owned(row.what.place()))
            .titled(mark!("Waived for"))
            .about("the document or path that it is waived for"),
        column("now", Holds::Text, |row: &Relaxed<'_>| owned(values(&row.what).map(|[now, _]| now).as_deref()))
            .about("the level, or the time as ISO 8601 writes it, that the settings give"),
        column("usual", Holds::Text, |row: &Relaxed<'_>| owned(values(&row.what).map(|[_, usual]| usual).as_deref()))
            .about("the same where they say nothing"),
        column("reason", Holds::Text, |row: &Relaxed<'_>| owned(row.what.reason())),
        column("until", Holds::Day, |row: &Relaxed<'_>| Value::day(row.what.until())),
        column("since", Holds::Day, |row: &Relaxed<'_>| Value::day(row.since.as_ref().and_then(since)))
            .titled(mark!("Since when"))
            .about("the day on which that reached the main line; none where it is not committed"),
        column("first", Holds::Flag, |row: &Relaxed<'_>| Value::Flag(matches!(row.since, Some(Since::First(_)))))
            .about("whether the first settings on record say it already"),
        column("commit", Holds::Text, move |row: &Relaxed<'_>| owned(told(row).map(|(commit, _)| commit).as_deref()))
            .about("that made the settings say it, where it is known of one alone"),
        column("author", Holds::Text, move |row: &Relaxed<'_>| owned(told(row).map(|(_, author)| author).as_deref()))
            .about("of that commit, as git has it"),
    ];
    Register::new(rows(state), columns)
}

/// All that these readers may know of: a waiver may name what is kept from them.
fn rows(state: &State) -> Vec<Relaxed<'_>> {
    // How the organisation checks itself is told where all the rest is, or to its own people.
    if state.is_partial {
        return Vec::new();
    }
    let mut all = relaxed(&state.judged());
    all.retain(|one| !state.withholds || !matches!(one.what, What::Waived(_)));
    all
}

fn owned<'a>(text: Option<&str>) -> Value<'a> {
    text.map_or(Value::Nothing, |text| Value::Text(text.to_owned().into()))
}

/// What is set, and what it is where nothing is.
fn values(what: &What<'_>) -> Option<[String; 2]> {
    let level = |level: Level| level.as_str().to_owned();
    match what {
        What::Off(rule) => Some(["off".to_owned(), level(rule.level)]),
        What::Lowered(rule, now) => Some([level(*now), level(rule.level)]),
        What::Waived(_) => None,
        What::Longer(_, now, usual) => Some([iso(*now), iso(*usual)]),
    }
}

/// A length of time that reads the same in every language.
fn iso(period: Period) -> String {
    match period {
        Period::Months(months) => format!("P{months}M"),
        Period::Days(days) => format!("P{days}D"),
    }
}

fn since(since: &Since) -> Option<Date> {
    match since {
        Since::Uncommitted => None,
        Since::First(day) | Since::Changed(day, _) => Some(*day),
    }
}

fn by<'r>(row: &'r Relaxed<'_>) -> Option<&'r (String, String)> {
    match &row.since {
        Some(Since::Changed(_, by)) => by.as_ref(),
        _ => None,
    }
}
