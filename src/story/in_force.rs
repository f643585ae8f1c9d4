//! What was in force on a day.

use serde::Serialize;

use super::drawn;
use super::line::{Line, told};
use super::rows::GapRow;
use super::subject::{self, Subject};
use crate::approval::Tenure;
use crate::base::{Date, Result, json};
use crate::history::Version;
use crate::model::catalog::natural_key;
use crate::state::State;

/// What was in force on a day: `{"version": 1, "today", "revision", "on", "documents": […], "gaps": […]}`.
#[derive(Debug, Clone, Serialize)]
pub struct InForce {
    /// The version of this shape.
    pub version: u8,
    /// The day as of which it is told.
    pub today: String,
    /// The commit, where what was read is exactly what it holds.
    pub revision: Option<String>,
    /// The day.
    pub on: String,
    /// The documents, in natural order of their ids.
    pub documents: Vec<InForceRow>,
    /// What cannot be known.
    pub gaps: Vec<GapRow>,
}

/// A document that was in force.
#[derive(Debug, Clone, Serialize)]
pub struct InForceRow {
    /// The id it has, or had last.
    pub document: String,
    /// Its title on that day.
    pub title: String,
    /// Its version.
    pub version: Option<String>,
    /// The first day on which this version was in force.
    pub from: Option<String>,
    /// The last day on which it was in force; `null` where that is not known yet, or it was so on no day.
    pub to: Option<String>,
    /// The first day on which it was in force no longer.
    pub until: Option<String>,
    /// Whether that it was in force from the first day is what it says itself: the record begins later.
    pub stated: bool,
    /// The commit that has the text of that day.
    pub commit: Option<String>,
    /// Where the text is in that commit.
    pub path: String,
    /// Whether the document is there today.
    pub present: bool,
}

impl InForce {
    /// What was in force on the day `on`, of all documents or of those of one subject.
    pub fn of(from: &State, subject: Option<&Subject>, on: Date) -> Self {
        let lines = match subject {
            Some(subject) => subject.lines(from),
            None => every_line(from),
        };
        let then = |line: &Line<'_>| {
            let mut versions = line.versions.iter().zip(line.tenures);
            let (version, tenure) = versions.find(|(_, tenure)| tenure.is_in_force(on))?;
            Some(row(from, line, (version, tenure), on))
        };
        let mut gaps = drawn::gaps(&from.history, None);
        let is_told = |line: &&Line<'_>| line.tenures.iter().any(|tenure| tenure.is_in_force(on));
        gaps.extend(lines.iter().filter(is_told).flat_map(|line| drawn::left_out(from, line, Some(on))));
        let mut documents: Vec<InForceRow> = lines.iter().filter_map(then).collect();
        documents.sort_by_cached_key(|row| natural_key(&row.document));
        Self {
            version: 1,
            today: from.today().to_string(),
            revision: from.revision().map(str::to_owned),
            on: on.to_string(),
            documents,
            gaps,
        }
    }

    /// The answer as JSON.
    ///
    /// # Errors
    /// Where it cannot be put together: a mistake of ours.
    pub fn json(&self) -> Result<String> {
        json::lines(self)
    }
}

fn every_line(from: &State) -> Vec<Line<'_>> {
    let present = from.aims.iter().map(|(ix, _)| subject::line(from, ix));
    present.chain(from.history.every_gone().filter_map(|(place, _)| subject::gone_line(from, place))).collect()
}

fn row(from: &State, line: &Line<'_>, (version, tenure): (&Version, &Tenure), on: Date) -> InForceRow {
    let step = tenure.text(on).unwrap_or(version.approved.unwrap_or(version.first));
    let text = from.history.step(step);
    let facts = text.and_then(|(_, change)| change.facts.as_ref());
    InForceRow {
        document: line.id.clone(),
        title: facts.and_then(|facts| facts.title.as_deref()).unwrap_or(&line.title).to_owned(),
        version: version.label.as_deref().map(str::to_owned),
        from: told(tenure.from),
        to: told(tenure.last_day().filter(|day| tenure.is_in_force(*day))),
        until: told(tenure.until),
        stated: tenure.stated,
        commit: text.map(|(revision, _)| revision.commit.clone()),
        path: text.map_or(line.path, |(_, change)| &change.path).to_string(),
        present: line.ix.is_some(),
    }
}
