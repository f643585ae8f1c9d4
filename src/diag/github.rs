//! Findings as annotations of a pull request: commands to the service that runs a workflow of GitHub.
//!
//! A command is a line. Nothing that somebody wrote in a repository begins a line here, or ends one.

use super::finding::Level;
use super::report::{Report, left_out, sentences};
use crate::base::channel::log_safe;
use crate::base::text::terminal_safe;

/// How many annotations of a level GitHub shows of a step.
const SHOWN: usize = 10;

/// The findings that are neither known nor waived: of each level as many as are shown, the worst first. Where there are
/// more, the last says how many.
pub fn github(report: &Report<'_>) -> String {
    let (all, _) = report.worst_new(usize::MAX);
    let mut text = String::new();
    for (level, command) in [(Level::Error, "error"), (Level::Warning, "warning"), (Level::Note, "notice")] {
        let of_level: Vec<_> = all.iter().filter(|item| item.finding.level == level).collect();
        let shown = if of_level.len() > SHOWN { SHOWN - 1 } else { of_level.len() };
        for item in of_level.iter().take(shown) {
            let finding = item.finding;
            let (start, end) = report.region(&finding.place);
            let mut where_to = format!("file={},line={}", property(&report.path(&finding.place)), start.line);
            where_to.push_str(&format!(",endLine={}", end.line));
            // Columns are of one line.
            if start.line == end.line {
                where_to.push_str(&format!(",col={},endColumn={}", start.column, end.column.max(start.column)));
            }
            let title = property(&format!("{} {}", finding.code, finding.name));
            text.push_str(&format!("::{command} {where_to},title={title}::{}\n", data(&sentences(finding))));
        }
        let left = of_level.len() - shown;
        if left > 0 {
            let said = data(&left_out(left, level.as_str()));
            text.push_str(&format!("::{command} title=aims check::{said}\n"));
        }
    }
    text
}

/// The message of a command.
fn data(text: &str) -> String {
    // Within the line there may be what older services take for a command of its own.
    log_safe(&terminal_safe(text)).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a command. Escaped as the service reads it first, it holds no colon that could begin another, and
/// a path stays the path that it is.
fn property(text: &str) -> String {
    let escapes = [('%', "%25"), ('\r', "%0D"), ('\n', "%0A"), (':', "%3A"), (',', "%2C")];
    let text = escapes.iter().fold(text.to_owned(), |text, (c, escape)| text.replace(*c, escape));
    log_safe(&terminal_safe(&text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::testing::{Case, HOSTILE, broken, many};

    #[test]
    fn an_annotation_stands_at_the_place_from_the_top_of_the_repository() {
        let case = Case::new(vec![broken("p.md", 4, 9)]);
        let text = github(&case.report("docs/aims"));
        assert_eq!(
            text,
            "::error file=docs/aims/p.md,line=2,endLine=2,col=1,endColumn=6,title=AIMS203 broken-link::\
             `NOPE-1` leads nowhere. Name a document.\n"
        );
    }

    #[test]
    fn no_text_of_a_repository_is_a_command() {
        for hostile in HOSTILE {
            let mut finding = broken("p.md", 0, 1);
            finding.message = hostile.to_owned();
            finding.help = Some(hostile.to_owned());
            let path = hostile.replace(['\\', '\0'], "").replace("//", "/");
            finding.place.path = crate::base::DocPath::new(&path).expect("a path");
            let text = github(&Case::new(vec![finding]).report(""));
            assert_eq!(text.matches(['\n', '\r']).count(), 1, "{text:?}");
            assert!(text.starts_with("::error file=") && !text.contains("##["), "{text:?}");
            // The properties end where ours do: no colon or comma of others is among them.
            let (properties, _) = text[2..].split_once("::").expect("a command");
            assert_eq!(properties.matches(',').count(), 5, "{properties}");
            assert!(!properties.contains(':'), "{properties}");
        }
    }

    #[test]
    fn a_path_is_told_as_the_service_reads_it() {
        let mut finding = broken("p.md", 0, 1);
        finding.place.path = crate::base::DocPath::new("::add-mask::z, 5%.md").expect("a path");
        let text = github(&Case::new(vec![finding]).report(""));
        assert!(text.starts_with("::error file=%3A%3Aadd-mask%3A%3Az%2C 5%25.md,line="), "{text}");
    }

    #[test]
    fn of_many_ten_of_a_level_are_shown_and_the_last_counts_the_rest() {
        let text = github(&Case::new(many(12)).report(""));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 10);
        let last = "::error title=aims check::3 more errors are not listed here; `aims check` tells them all";
        assert_eq!(lines.last(), Some(&last));
        assert_eq!(github(&Case::new(many(10)).report("")).lines().count(), 10);
        assert_eq!(github(&Case::new(Vec::new()).report("")), "");
    }
}
