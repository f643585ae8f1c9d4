//! Findings as reviewdog reads them (`rdjson`), which posts them where a team reviews.

use serde::Serialize;

use super::finding::{Diagnostic, Level, Place};
use super::report::{MOST, Report, left_out, sentences};
use super::span::Span;
use crate::base::json;

#[derive(Serialize)]
struct Whole {
    source: Source,
    diagnostics: Vec<Entry>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Entry {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
}

#[derive(Serialize)]
struct Location {
    path: String,
    range: Range,
}

#[derive(Serialize)]
struct Code {
    value: &'static str,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct Range {
    start: At,
    end: At,
}

#[derive(Serialize)]
struct At {
    line: usize,
    column: usize,
}

/// The findings that are neither known nor waived, the worst first, with the changes that mend them.
pub fn rdjson(report: &Report<'_>) -> String {
    let (items, left) = report.worst_new(MOST + 1);
    let entry = |(number, finding): (usize, &Diagnostic)| {
        // The last of too many stands for all that come after it.
        let rest = (number == MOST).then(|| left_out(left + 1, "finding"));
        Entry {
            suggestions: if rest.is_some() { Vec::new() } else { suggestions(report, finding) },
            message: rest.unwrap_or_else(|| sentences(finding)),
            location: Location { path: report.path(&finding.place), range: range(report, &finding.place) },
            severity: severity(finding.level),
            code: Code { value: finding.code },
        }
    };
    let diagnostics = items.iter().map(|item| item.finding).enumerate().map(entry).collect();
    json::lines(&Whole { source: Source { name: "aims" }, diagnostics }).unwrap_or_default()
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "ERROR",
        Level::Warning => "WARNING",
        Level::Note => "INFO",
    }
}

fn suggestions(report: &Report<'_>, finding: &Diagnostic) -> Vec<Suggestion> {
    let change = |span: Span, text: &str| {
        let place = Place { path: finding.place.path.clone(), span: Some(span) };
        Suggestion { range: range(report, &place), text: text.to_owned() }
    };
    finding.fixes.iter().map(|fix| change(fix.span, &fix.replacement)).collect()
}

/// A place, with columns that count bytes, as this format has them.
fn range(report: &Report<'_>, place: &Place) -> Range {
    let span = place.span.unwrap_or_default();
    let at = |byte: usize| match report.files.line(&place.path, byte) {
        Some((line, bytes)) => At { line, column: byte.clamp(bytes.start, bytes.end) - bytes.start + 1 },
        None => At { line: 1, column: 1 },
    };
    Range { start: at(span.start), end: at(span.end) }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::diag::Fix;
    use crate::diag::testing::{Case, broken, many};

    fn read(text: &str) -> Value {
        serde_json::from_str(text).expect("JSON")
    }

    #[test]
    fn columns_count_bytes_and_changes_come_along() {
        let mut finding = broken("p.md", 6, 8);
        finding.fixes = vec![Fix::new("Write it", Span::new(6, 8), "POL-001")];
        let mut case = Case::new(vec![finding]);
        case.text("p.md", "é\nüäö x\n");
        let told = read(&rdjson(&case.report("docs")));
        let range = json!({"start": {"line": 2, "column": 4}, "end": {"line": 2, "column": 6}});
        let entry = &told["diagnostics"][0];
        assert_eq!(entry["location"], json!({"path": "docs/p.md", "range": range}));
        assert_eq!(entry["suggestions"], json!([{"range": range, "text": "POL-001"}]));
    }

    #[test]
    fn too_much_is_counted() {
        let told = read(&rdjson(&Case::new(many(20_000)).report("")));
        let entries = told["diagnostics"].as_array().expect("a list");
        assert_eq!(entries.len(), MOST + 1);
        assert!(entries[MOST]["message"].as_str().is_some_and(|said| said.starts_with("15000 more findings")));
    }
}
