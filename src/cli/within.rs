//! `aims check FILE…`: what is reported, where somebody names files or folders. The whole AIMS is read all the same: what is
//! wrong in one file may come from another.

use std::path::PathBuf;

use crate::base::{DocPath, Result};
use crate::check::Findings;
use crate::diag::Diagnostic;
use crate::model::Aims;
use crate::pipeline::Project;

/// The places of which is told; all where it is empty.
pub(super) struct Within(Vec<String>);

impl Within {
    /// Those that were named, in the commit `rev` or in the work tree. The folder of the AIMS, and the one in which the command
    /// runs, are all of it.
    ///
    /// # Errors
    /// Where one of them is not there, or lies outside the AIMS.
    pub(super) fn of(project: &Project, named: &[PathBuf], rev: Option<&str>) -> Result<Self> {
        // One that lies outside is refused, whatever stands beside it.
        let asked = named.iter().filter(|path| path.as_os_str() != ".");
        let places: Vec<String> = asked.map(|path| project.part(path, rev)).collect::<Result<_>>()?;
        let is_all = places.iter().any(String::is_empty);
        Ok(Self(if is_all { Vec::new() } else { places }))
    }

    /// One file alone.
    pub(super) fn file(path: &DocPath) -> Self {
        Self(vec![path.to_string()])
    }

    /// Whether only a part is told.
    pub(super) fn is_part(&self) -> bool {
        !self.0.is_empty()
    }

    /// The same with the files beside documents that are among them, and with the documents of such files: one is judged with
    /// the other.
    pub(super) fn with_beside(mut self, aims: &Aims) -> Self {
        if !self.is_part() {
            return self;
        }
        let pairs =
            aims.documents.iter().filter_map(|document| Some((&document.path, &document.beside.as_ref()?.path)));
        let either = pairs.filter(|(document, beside)| self.has(document) || self.has(beside));
        let both: Vec<String> =
            either.flat_map(|(document, beside)| [document.to_string(), beside.to_string()]).collect();
        self.0.extend(both);
        self
    }

    /// The findings of these places.
    pub(super) fn of_these(&self, findings: &Findings) -> Findings {
        let mut findings = findings.clone();
        if self.is_part() {
            let here = |finding: &Diagnostic| self.has(&finding.place.path);
            findings.found.retain(here);
            findings.waived.retain(|waived| here(&waived.finding));
        }
        findings
    }

    /// Whether it is told of the file at `path`.
    pub(super) fn has(&self, path: &DocPath) -> bool {
        let below =
            |place: &String| path.as_str().strip_prefix(place.as_str()).is_some_and(|rest| rest.starts_with('/'));
        self.0.is_empty() || self.0.iter().any(|place| path.as_str() == place || below(place))
    }
}
