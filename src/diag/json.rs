//! Findings as JSON, version 1.

use std::collections::BTreeMap;

use serde::Serialize;

use super::files::Files;
use super::finding::{Also, Diagnostic, Fix, Level, Place};
use crate::base::{Date, json};

/// What findings were made from.
#[derive(Debug, Clone)]
pub struct Context {
    /// The day that decides what is overdue.
    pub today: Date,
    /// The commit, where the documents come from one.
    pub revision: Option<String>,
    /// For whom they are, and which texts: words of the command line.
    pub of: (&'static str, &'static str),
    /// Whether only a part of what was found is told.
    pub partial: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    version: u8,
    today: String,
    revision: Option<&'a str>,
    audience: &'a str,
    edition: &'a str,
    partial: bool,
    findings: Vec<Finding<'a>>,
    summary: BTreeMap<&'static str, usize>,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    name: &'a str,
    rule: &'a str,
    level: &'a str,
    clock: bool,
    message: &'a str,
    help: Option<&'a str>,
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    document: Option<&'a str>,
    known: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<Other<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Change<'a>>,
}

#[derive(Serialize)]
struct Other<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    label: &'a str,
}

#[derive(Serialize)]
struct Change<'a> {
    title: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    replacement: &'a str,
    certain: bool,
}

/// The findings as a JSON document, in its summary those that are not known from before, lines and columns from 1, columns in characters, ends exclusive.
pub fn json(findings: &[Diagnostic], files: &Files, context: &Context) -> String {
    let known = findings.iter().filter(|finding| finding.known).count();
    let total = findings.len() - known;
    let mut summary = BTreeMap::from([("error", 0), ("warning", 0), ("note", 0), ("total", total), ("known", known)]);
    for finding in findings.iter().filter(|finding| !finding.known) {
        *summary.entry(finding.level.as_str()).or_insert(0) += 1;
    }
    debug_assert!(summary.contains_key(Level::Note.as_str()));
    let report = Report {
        version: 1,
        today: context.today.to_string(),
        revision: context.revision.as_deref(),
        audience: context.of.0,
        edition: context.of.1,
        partial: context.partial,
        findings: findings.iter().map(|finding| convert(finding, files)).collect(),
        summary,
    };
    json::lines(&report).unwrap_or_default()
}

fn convert<'a>(finding: &'a Diagnostic, files: &Files) -> Finding<'a> {
    let (start, end) = files.positions(&finding.place);
    Finding {
        code: finding.code,
        name: finding.name,
        rule: finding.name,
        level: finding.level.as_str(),
        clock: finding.clock,
        message: &finding.message,
        help: finding.help.as_deref(),
        path: finding.place.path.as_str(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        document: finding.document.as_deref(),
        known: finding.known,
        also: finding.also.iter().map(|also| other(also, files)).collect(),
        fixes: finding.fixes.iter().map(|fix| change(fix, finding, files)).collect(),
    }
}

fn change<'a>(fix: &'a Fix, finding: &Diagnostic, files: &Files) -> Change<'a> {
    let place = Place { path: finding.place.path.clone(), span: Some(fix.span) };
    let (start, end) = files.positions(&place);
    Change {
        title: &fix.title,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        replacement: &fix.replacement,
        certain: fix.certain,
    }
}

fn other<'a>(also: &'a Also, files: &Files) -> Other<'a> {
    let (start, end) = files.positions(&also.place);
    Other {
        path: also.place.path.as_str(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        label: &also.label,
    }
}
