//! Who can do what, by the newest finished record that speaks of it: read here, once, for the rules, for what is due and for
//! the tables of who can do what.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::absent::says_nothing;
use super::doc::DocIx;
use super::document::Document;
use super::fields::{Fields, Row};
use super::whole::Aims;
use crate::base::Date;

/// A row of a record of competence of which something holds still.
pub struct Shown<'a> {
    /// The record.
    pub ix: DocIx,
    /// The row.
    pub row: &'a Row,
    /// What the row asks for and no later record speaks of for the same person, as it is written; an empty text where it does
    /// not say what it asks for.
    pub needs: Vec<&'a str>,
    /// Whether a later record could not be read, so that it may speak of it as well.
    pub is_unsure: bool,
}

/// Where somebody stands with something that they have to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It held until a day that has passed.
    Lapsed,
    /// It is there.
    Met,
    /// It was lacking, and what was done about that is judged.
    ActedOn,
    /// It is lacking, and was to be there by now.
    Late,
    /// It is lacking.
    Gap,
}

/// The rows of finished records that hold still, those of the newest record first. What is asked for may stand there in
/// several parts, each of which a later record may speak of alone.
pub fn shown(aims: &Aims) -> Vec<Shown<'_>> {
    let mut records: Vec<_> =
        aims.of_kind("competence").into_iter().filter(|(_, record)| record.is_finished_record()).collect();
    records.sort_by_key(|(ix, record)| Reverse((record.fields.date("date"), *ix)));
    let mut told: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let (mut found, mut is_unsure) = (Vec::new(), false);
    for (ix, record) in records {
        let rows = record.fields.rows("entries");
        for row in rows {
            let later = told.get(&person(row));
            let is_open = |need: &&str| {
                let by =
                    |later: &BTreeSet<String>| need.is_empty() || later.contains(&plain(need)) || later.contains("");
                !later.is_some_and(by)
            };
            let needs: Vec<&str> = asked(row).into_iter().filter(is_open).collect();
            if !needs.is_empty() {
                found.push(Shown { ix, row, needs, is_unsure });
            }
        }
        for row in rows {
            told.entry(person(row)).or_default().extend(asked(row).into_iter().map(plain));
        }
        is_unsure |= record.fields.is_misread("entries");
    }
    found
}

impl Shown<'_> {
    /// What is lacking; none where a later record speaks of the part that is.
    fn gap(&self) -> Option<&str> {
        let gap = self.row.cells.text("gap").map(str::trim).filter(|gap| !says_nothing(gap))?;
        let named = |need: &&str| need.eq_ignore_ascii_case(gap);
        let is_told = asked(self.row).iter().any(named) && !self.needs.iter().any(named);
        (!is_told).then_some(gap)
    }

    /// By when what is lacking is to be there, where nobody has judged yet that it is.
    pub fn gap_due(&self) -> Option<Date> {
        self.row.cells.date("due").filter(|_| self.gap().is_some() && !is_judged(&self.row.cells))
    }

    /// Where the person stands with one of its parts. A gap that is one of several parts is a gap in that alone.
    pub fn standing(&self, need: &str, today: Date) -> Standing {
        let has_passed = |key: &str| self.row.cells.date(key).is_some_and(|day| day < today);
        let gap = self.gap().filter(|gap| {
            let mut named = self.needs.iter().filter(|part| part.eq_ignore_ascii_case(gap)).peekable();
            named.peek().is_none() || named.any(|part| *part == need)
        });
        match gap {
            _ if has_passed("valid-until") => Standing::Lapsed,
            None => Standing::Met,
            Some(_) if is_judged(&self.row.cells) => Standing::ActedOn,
            Some(_) if has_passed("due") => Standing::Late,
            Some(_) => Standing::Gap,
        }
    }
}

/// Whether somebody judged what came of an action.
fn is_judged(row: &Fields) -> bool {
    !row.lacks("effective") && !row.text("effective").is_some_and(says_nothing)
}

/// Finished trainings with a day until which they hold, where no later one is on the same subject.
pub fn trainings(aims: &Aims) -> Vec<(DocIx, &Document, Date)> {
    let mut all: Vec<_> =
        aims.of_kind("training").into_iter().filter(|(_, training)| training.is_finished_record()).collect();
    let subject = |training: &Document| plain(training.fields.text("subject").unwrap_or_default());
    let mut newest: BTreeMap<String, Option<Date>> = BTreeMap::new();
    for (_, training) in &all {
        let best = newest.entry(subject(training)).or_default();
        *best = training.fields.date("date").max(*best);
    }
    all.retain(|(_, training)| newest.get(&subject(training)) == Some(&training.fields.date("date")));
    all.into_iter().filter_map(|(ix, training)| Some((ix, training, training.fields.date("valid-until")?))).collect()
}

fn person(row: &Row) -> String {
    plain(row.cells.text("person").unwrap_or_default())
}

fn plain(text: &str) -> String {
    text.trim().to_lowercase()
}

/// The things that a row asks somebody to know: an empty text where it does not say.
fn asked(row: &Row) -> Vec<&str> {
    let parts: Vec<&str> = pieces(row.cells.text("need").unwrap_or_default()).collect();
    if parts.is_empty() { vec![""] } else { parts }
}

/// The parts of a text: parted by commas and semicolons, but not within brackets.
fn pieces(need: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0usize;
    let parted = need.split(move |c| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(c, ',' | ';')
    });
    parted.map(str::trim).filter(|piece| !piece.is_empty())
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[test]
    fn what_has_to_be_known_is_parted_outside_of_brackets() {
        let of = |need| pieces(need).collect::<Vec<_>>();
        assert_eq!(of("Model development, fairness testing"), ["Model development", "fairness testing"]);
        assert_eq!(of("Tests (fairness, drift); audits;"), ["Tests (fairness, drift)", "audits"]);
        assert_eq!(of(") , ("), [")", "("]);
        assert_eq!(of(""), Vec::<&str>::new());
    }
}
