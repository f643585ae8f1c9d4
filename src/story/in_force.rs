//! What was in force on a day.

use serde::Serialize;

use super::rows::{self, GapRow, told};
use super::subject::{self, Subject};
use super::{Line, Sources};
use crate::base::{Date, Result, json};
use crate::history::Version;
use crate::model::catalog::natural_key;

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
    /// The first day on which it was in force no longer.
    pub until: Option<String>,
    /// The commit that has the text of that day.
    pub commit: Option<String>,
    /// Where the text is in that commit.
    pub path: String,
    /// Whether the document is there today.
    pub present: bool,
}

impl InForce {
    /// What was in force on the day `on`, of all documents or of those of one subject.
    pub fn of(from: Sources<'_>, subject: Option<&Subject>, on: Date) -> Self {
        let lines = match subject {
            Some(subject) => subject.lines(from),
            None => every_line(from),
        };
        let then = |line: &Line<'_>| {
            let version = line.versions.iter().find(|version| version.is_in_force(on))?;
            Some(row(from, line, version, on))
        };
        let mut documents: Vec<InForceRow> = lines.iter().filter_map(then).collect();
        documents.sort_by_cached_key(|row| natural_key(&row.document));
        Self {
            version: 1,
            today: from.aims.today.to_string(),
            revision: from.revision.map(str::to_owned),
            on: on.to_string(),
            documents,
            gaps: rows::gaps(from.history),
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

fn every_line(from: Sources<'_>) -> Vec<Line<'_>> {
    let present = from.aims.iter().map(|(ix, _)| subject::line(from.aims, from.history, ix));
    present.chain(from.history.gone.iter().map(|gone| subject::gone_line(from.history, gone))).collect()
}

fn row(from: Sources<'_>, line: &Line<'_>, version: &Version, on: Date) -> InForceRow {
    // The newest text of the version that had landed by then. A version may hold from a day before it was recorded: then
    // it is the text that was recorded first.
    let of_version =
        line.steps.iter().filter(|step| (version.last.revision..=version.first.revision).contains(&step.revision));
    let then = of_version.filter_map(|step| from.history.step(*step)).find(|(revision, _)| revision.landed <= on);
    let text = then.or_else(|| from.history.step(version.approved.unwrap_or(version.first)));
    let facts = text.and_then(|(_, change)| change.facts.as_ref());
    InForceRow {
        document: line.id.clone(),
        title: facts.and_then(|facts| facts.title.as_deref()).unwrap_or(&line.title).to_owned(),
        version: version.label.as_deref().map(str::to_owned),
        from: told(version.from),
        until: told(version.until),
        commit: text.map(|(revision, _)| revision.commit.clone()),
        path: text.map_or(line.path, |(_, change)| &change.path).to_string(),
        present: line.ix.is_some(),
    }
}
