//! Findings as the protocol tells them.

use std::collections::{BTreeMap, BTreeSet};

use lsp_types::{DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, PublishDiagnosticsParams};

use super::lines::{Encoding, Lines};
use super::place::Names;
use super::session::{Buffer, Stopped};
use crate::base::text::terminal_safe;
use crate::base::{DocPath, SETTINGS};
use crate::diag::{Also, Diagnostic, Files, Level, Place, Span};
use crate::state::State;

/// What an editor was told of the files of one AIMS.
pub(super) struct Told {
    encoding: Encoding,
    by_file: BTreeMap<DocPath, Vec<lsp_types::Diagnostic>>,
}

impl Told {
    /// Nothing yet.
    pub(super) fn new(encoding: Encoding) -> Self {
        Self { encoding, by_file: BTreeMap::new() }
    }

    /// What is to be told of the AIMS whose files have these `names` now: of each file of which something else was told before, and of each that
    /// is `open`, whose text may be another.
    pub(super) fn news(
        &mut self,
        names: &Names,
        open: &BTreeMap<DocPath, Buffer>,
        outcome: Result<&State, &Stopped>,
    ) -> Vec<PublishDiagnosticsParams> {
        let now = match outcome {
            Ok(state) => by_file(names, &state.findings.found, &state.aims.texts, self.encoding),
            // What was found before may still be so. The settings are told beside it, since nothing can be said until then.
            Err(Stopped::Settings(findings, texts)) => {
                let mut kept = self.by_file.clone();
                kept.retain(|path, _| path.as_str() != SETTINGS);
                kept.extend(by_file(names, findings, texts, self.encoding));
                kept
            }
            Err(Stopped::Other(_)) => return Vec::new(),
        };
        let paths: BTreeSet<&DocPath> = self.by_file.keys().chain(now.keys()).chain(open.keys()).collect();
        let mut news = Vec::new();
        for path in paths {
            let (before, after) = (self.by_file.get(path), now.get(path));
            if before == after && !open.contains_key(path) {
                continue;
            }
            if let Some(uri) = names.address(path) {
                let diagnostics = after.cloned().unwrap_or_default();
                let version = open.get(path).map(|buffer| buffer.version);
                news.push(PublishDiagnosticsParams { uri, diagnostics, version });
            }
        }
        self.by_file = now;
        news
    }
}

fn by_file(
    names: &Names,
    found: &[Diagnostic],
    texts: &Files,
    encoding: Encoding,
) -> BTreeMap<DocPath, Vec<lsp_types::Diagnostic>> {
    let mut by_file: BTreeMap<DocPath, Vec<&Diagnostic>> = BTreeMap::new();
    for finding in found {
        by_file.entry(finding.place.path.clone()).or_default().push(finding);
    }
    let told = |(path, found): (DocPath, Vec<&Diagnostic>)| {
        let lines = Lines::new(texts.text(&path).unwrap_or_default(), encoding);
        let related = |finding: &Diagnostic| {
            let all: Vec<_> = finding.also.iter().filter_map(|also| related(names, also, texts, encoding)).collect();
            (!all.is_empty()).then_some(all)
        };
        let of = |finding| lsp_types::Diagnostic { related_information: related(finding), ..of(finding, &lines) };
        (path, found.into_iter().map(of).collect())
    };
    by_file.into_iter().map(told).collect()
}

/// A second place that a finding is about.
fn related(names: &Names, also: &Also, texts: &Files, encoding: Encoding) -> Option<DiagnosticRelatedInformation> {
    let Place { path, span } = &also.place;
    let lines = Lines::new(texts.text(path).unwrap_or_default(), encoding);
    let location = Location { uri: names.address(path)?, range: lines.range(span.unwrap_or_default()) };
    Some(DiagnosticRelatedInformation { location, message: terminal_safe(&also.label) })
}

/// One finding, in a text with these lines.
pub(super) fn of(finding: &Diagnostic, lines: &Lines<'_>) -> lsp_types::Diagnostic {
    let help = finding.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
    lsp_types::Diagnostic {
        range: lines.range(finding.place.span.unwrap_or(Span::new(0, 0))),
        severity: Some(match finding.level {
            // Somebody decided to live with it for now: it must not stand in the way of what is new.
            _ if finding.known => DiagnosticSeverity::HINT,
            Level::Error => DiagnosticSeverity::ERROR,
            Level::Warning => DiagnosticSeverity::WARNING,
            Level::Note => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(finding.code.to_owned())),
        source: Some("aims".to_owned()),
        message: terminal_safe(&format!("{}{help}", finding.message)),
        ..lsp_types::Diagnostic::default()
    }
}
