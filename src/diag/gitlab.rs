//! Findings as a report of code quality, which GitLab shows in merge requests.

use serde::Serialize;

use super::finding::Level;
use super::report::{MOST, Report, left_out, sentences};
use crate::base::json;

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// The findings that are neither known nor waived, an issue a line, the worst first; `[]` where there are none.
pub fn gitlab(report: &Report<'_>) -> String {
    let (items, left) = report.worst_new(MOST + 1);
    let mut issues = Vec::new();
    for (number, item) in items.into_iter().enumerate() {
        let (start, end) = report.region(&item.finding.place);
        // The last of too many stands for all that come after it.
        let rest = (number == MOST).then(|| left_out(left + 1, "finding"));
        let issue = Issue {
            description: rest.unwrap_or_else(|| sentences(item.finding)),
            check_name: item.finding.code,
            fingerprint: item.id,
            severity: severity(item.finding.level),
            location: Location {
                path: report.path(&item.finding.place),
                lines: Lines { begin: start.line, end: end.line },
            },
        };
        issues.push(json::lines(&issue).unwrap_or_default().trim_end().to_owned());
    }
    if issues.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", issues.join(",\n")) }
}

/// The word of GitLab for a level. `blocker` and `critical` are left to those who find what stops a system.
fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "major",
        Level::Warning => "minor",
        Level::Note => "info",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::diag::testing::{Case, HOSTILE, broken, many};

    fn read(text: &str) -> Vec<Value> {
        serde_json::from_str(text).expect("a list")
    }

    #[test]
    fn each_issue_has_a_fingerprint_of_its_own_that_no_line_is_part_of() {
        let case = Case::new(vec![broken("p.md", 0, 1), broken("p.md", 4, 9), broken("q.md", 4, 9)]);
        let issues = read(&gitlab(&case.report("docs")));
        let prints: BTreeSet<&str> = issues.iter().filter_map(|issue| issue["fingerprint"].as_str()).collect();
        assert_eq!((issues.len(), prints.len()), (3, 3));
        assert_eq!(issues[1]["location"]["path"], "docs/p.md");
        assert_eq!(issues[1]["location"]["lines"]["begin"], 2);
        let moved = Case::new(vec![broken("p.md", 2, 3), broken("p.md", 7, 9), broken("q.md", 0, 9)]);
        let again = read(&gitlab(&moved.report("docs")));
        assert_eq!(prints, again.iter().filter_map(|issue| issue["fingerprint"].as_str()).collect());
    }

    #[test]
    fn nothing_is_an_empty_list_and_too_much_is_counted() {
        assert_eq!(gitlab(&Case::new(Vec::new()).report("")), "[]\n");
        let issues = read(&gitlab(&Case::new(many(20_000)).report("")));
        assert_eq!(issues.len(), MOST + 1);
        let last = issues[MOST]["description"].as_str().expect("text");
        assert!(last.starts_with("15000 more findings are not listed here"), "{last}");
    }

    #[test]
    fn texts_of_others_stay_texts() {
        for hostile in HOSTILE {
            let mut finding = broken("p.md", 0, 1);
            finding.message = hostile.to_owned();
            let text = gitlab(&Case::new(vec![finding]).report(""));
            assert_eq!((read(&text).len(), text.lines().count()), (1, 3), "{text}");
            assert!(
                !text.chars().any(|c| !matches!(c, '\n' | '\u{feff}') && crate::base::quote::is_odd(c)),
                "{text:?}"
            );
        }
    }
}
