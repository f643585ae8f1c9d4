//! From which day a text that had what was asked for is in force: its own, where it names one, and still says then that it is
//! approved.

use super::line::Line;
use super::place::Moment;
use super::span::{Met, Span};
use super::spells::Spell;
use super::tenure::Turn;
use crate::base::Date;
use crate::history::{ChangeKind, Held};

/// The turns by which a text comes into force and goes out of it: it reached the main line, and had what was asked for at
/// these times. What of it says the same in other bytes takes the place of what was there before it.
pub(super) fn begin(line: &Line<'_>, spell: &Spell, spans: &[Span]) -> Vec<Turn> {
    let Some(says) = spell.says else { return Vec::new() };
    let held = says.held;
    let effective = spell.facts.as_ref().and_then(|facts| facts.effective);
    // A document that came to the record as an approved one, with what was asked for, may have been in force before.
    let adopted = |met: &Met| {
        let at_once = |first: &&Held| first.place == met.moment.place() && first.day >= met.day;
        let first = line.held.first().filter(at_once).and_then(|first| line.history.step(first.step));
        // Where the clone does not hold what it was before, it is not known that it came so.
        let first = first.filter(|(_, change)| line.history.is_whole() || change.kind != ChangeKind::Modified);
        first.is_some_and(|(_, change)| change.says_approved())
            && line.versions.first().is_some_and(|version| held.is_in(&version.held))
    };
    let texts = line.of(spell);
    let mut turns = Vec::new();
    for Span { from, until } in spans {
        let met = from.day.max(says.day);
        let stated = effective.filter(|effective| *effective < met && turns.is_empty() && adopted(from));
        let Some(day) =
            effective.map_or(Some(met), |effective| called_approved_from(line, spell, effective.max(met), met))
        else {
            continue;
        };
        let then = |text: &&Held| Moment::of_held(text) <= from.moment;
        let first = texts.iter().rev().find(then).or(texts.first()).map(|text| text.step);
        turns.push(Turn::Begins { held, step: first, from: day, met, stated });
        let later = texts.iter().map(|text| (Moment::of_held(text), text));
        let later = later.filter(|(at, _)| *at > from.moment && until.is_none_or(|until| *at < until.moment));
        turns.extend(later.map(|(_, text)| Turn::Begins {
            held,
            step: Some(text.step),
            from: text.day.max(day),
            met: text.day.max(met),
            stated: None,
        }));
        turns.extend(until.map(|until| Turn::Lost { held, day: until.day }));
    }
    turns
}

/// The day from which a text that waits for `day` is in force: that one, if it still says then that it is approved, else the
/// one on which it says so again.
fn called_approved_from(line: &Line<'_>, spell: &Spell, day: Date, met: Date) -> Option<Date> {
    let version = |held: &Held| line.history.step(held.step)?.1.facts.as_ref()?.version.clone();
    let is_own = |held: &&Held| version(held) == spell.facts.as_ref().and_then(|facts| facts.version.clone());
    // Under another number it is the next one that is written.
    let then = line.held.iter().rfind(|held| held.there && held.day <= day).filter(|held| day > met && is_own(held));
    match then.is_none_or(|held| line.says_approved(held)) {
        true => Some(day),
        false => line.of(spell).iter().find(|held| held.day > day && line.says_approved(held)).map(|held| held.day),
    }
}

/// The first day from which a text is in force by these turns, if there is one: what loses its approval before never was.
pub(super) fn first_day(turns: &[Turn]) -> Option<Date> {
    turns.iter().enumerate().find_map(|(place, turn)| {
        let Turn::Begins { from, .. } = turn else { return None };
        let lost = turns[place + 1..].iter().any(|turn| matches!(turn, Turn::Lost { day, .. } if day <= from));
        (!lost).then_some(*from)
    })
}
