//! Small reports for the tests of formats.

use std::collections::BTreeSet;

use super::{Context, Diagnostic, Files, Level, Place, Report, RuleText, Span, Stands, Told};
use crate::base::{Date, DocPath};

/// Texts that would be something else than a text in one format or another.
pub(super) const HOSTILE: [&str; 9] = [
    "::error file=x.md::y",
    "a\n::set-output name=a::b\r::stop-commands::c",
    "%0A::error::a%25%3A,line=1,title=x::",
    "]]></failure><!-- x --><a b=\"c\" d='e'>&amp;",
    "##[group]a ##vso[task.complete result=Failed;]",
    "\u{1b}[31m\u{7}\u{0}\u{85}\u{202e}txt\u{2066}\u{feff}\u{2028}\u{fffe}",
    "[click](https://evil.example) [a](1) {0} <b> @everyone #1 | `x` \\",
    "\"}],\"runs\":[]",
    "🦀 é\t\u{301}",
];

/// Findings and the texts that they stand in.
pub(super) struct Case {
    findings: Vec<Diagnostic>,
    files: Files,
}

impl Case {
    pub(super) fn new(findings: Vec<Diagnostic>) -> Self {
        let mut files = Files::default();
        let paths: BTreeSet<&DocPath> = findings.iter().map(|finding| &finding.place.path).collect();
        for path in paths {
            files.add(path.clone(), "---\nNOPE-1\n\nThe end.\n".into());
        }
        Self { findings, files }
    }

    pub(super) fn text(&mut self, path: &str, text: &str) {
        self.files.add(DocPath::new(path).expect("a path"), text.into());
    }

    /// All findings as new ones; those of errors fail.
    pub(super) fn report<'a>(&'a self, below: &'a str) -> Report<'a> {
        self.report_as(below, |finding| Stands::New { fails: finding.level == Level::Error })
    }

    pub(super) fn report_as<'a>(&'a self, below: &'a str, stands: impl Fn(&Diagnostic) -> Stands<'a>) -> Report<'a> {
        let told = self.findings.iter().map(|finding| Told { finding, stands: stands(finding) }).collect();
        let (today, of) = (Date::constant(2026, 11, 20), ("internal", "latest"));
        let context = Context { today, revision: None, of, partial: false };
        let rule = RuleText {
            code: "AIMS203",
            name: "broken-link",
            level: Level::Error,
            clock: false,
            what: "A link that leads nowhere.",
            why: "Nobody can follow it.",
            fix: "Name a document.",
            family: "Ids and links",
        };
        Report { told, files: &self.files, below, context, repository: None, rules: vec![rule] }
    }
}

/// A broken link.
pub(super) fn broken(path: &str, start: usize, end: usize) -> Diagnostic {
    let place = Place { path: DocPath::new(path).expect("a path"), span: Some(Span::new(start, end)) };
    let finding = Diagnostic::new(("AIMS203", "broken-link"), Level::Error, place, "`NOPE-1` leads nowhere");
    Diagnostic { help: Some("Name a document.".into()), ..finding }
}

/// Many of them.
pub(super) fn many(number: usize) -> Vec<Diagnostic> {
    (0..number).map(|at| broken("p.md", at % 10, at % 10 + 1)).collect()
}
