//! Findings as Markdown, for the summary of a run and for comments of forges.

use super::finding::Level;
use super::report::{Item, Report, left_out, sentences};
use crate::base::quote::markdown_told;
use crate::base::text::count;

/// How long it may be, in bytes: what fits into a comment on GitHub too.
const LONGEST: usize = 60_000;

/// How many are listed first.
const OPEN: usize = 25;

/// The findings that are neither known nor waived, as a table, the worst first; and how many there are.
pub fn markdown(report: &Report<'_>) -> String {
    let (items, _) = report.worst_new(usize::MAX);
    let number = |level, noun| count(report.count(level), noun);
    let mut text = match items.len() {
        0 => "### aims: no findings\n".to_owned(),
        _ => format!(
            "### aims: {}, {} and {}\n",
            number(Level::Error, "error"),
            number(Level::Warning, "warning"),
            number(Level::Note, "note")
        ),
    };
    let aside = report.told.len() - items.len();
    if aside > 0 {
        text.push_str(&format!("\n{} known from before or waived.\n", count(aside, "finding")));
    }
    if items.is_empty() {
        return text;
    }
    let mut listed = 0;
    for (part, items) in [items.get(..OPEN.min(items.len())), items.get(OPEN..)].into_iter().flatten().enumerate() {
        let rows = table(items, report, LONGEST.saturating_sub(text.len()), &mut listed);
        match (part, rows) {
            (_, None) => {}
            (0, Some(rows)) => text.push_str(&rows),
            (_, Some(rows)) => {
                text.push_str(&format!("\n<details><summary>More findings</summary>\n{rows}\n</details>\n"));
            }
        }
    }
    if listed < items.len() {
        text.push_str(&format!("\n{}.\n", left_out(items.len() - listed, "finding")));
    }
    text
}

/// As many rows as there is room for; none where there is no room for one.
fn table(items: &[Item<'_>], report: &Report<'_>, room: usize, listed: &mut usize) -> Option<String> {
    let mut text = String::from("\n| Level | Where | What |\n| --- | --- | --- |\n");
    let before = *listed;
    for Item { finding, .. } in items {
        let (start, _) = report.region(&finding.place);
        let path = markdown_told(&report.path(&finding.place));
        let row = format!(
            "| {} | {path}:{} | {} ({}) |\n",
            finding.level.as_str(),
            start.line,
            markdown_told(&sentences(finding)),
            finding.code
        );
        // What comes behind the table needs room too.
        if text.len() + row.len() + 300 > room {
            break;
        }
        text.push_str(&row);
        *listed += 1;
    }
    (*listed > before).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::testing::{Case, HOSTILE, broken, many};

    #[test]
    fn no_text_leaves_its_cell_or_names_anybody() {
        for hostile in HOSTILE {
            let mut finding = broken("p.md", 4, 9);
            finding.message = hostile.to_owned();
            let text = markdown(&Case::new(vec![finding]).report("docs"));
            let rows: Vec<&str> = text.lines().filter(|line| line.starts_with('|')).collect();
            assert_eq!((rows.len(), text.lines().count()), (3, 5), "{text}");
            let plain = rows[2].replace("\\\\", "").replace("\\|", "").replace("\\<", "").replace("\\[", "");
            assert_eq!((plain.matches('|').count(), plain.matches(['<', '[']).count()), (4, 0), "{text}");
            assert!(!text.contains("@e") && !text.contains("#1"), "{text}");
        }
    }

    #[test]
    fn it_fits_into_a_comment_whatever_is_found() {
        let text = markdown(&Case::new(many(20_000)).report(""));
        assert!(text.len() <= LONGEST && text.len() > LONGEST / 2, "{}", text.len());
        assert!(text.starts_with("### aims: 20000 errors, 0 warnings and 0 notes\n"), "{text}");
        assert!(text.ends_with("are not listed here; `aims check` tells them all.\n"), "{text}");
        let short = markdown(&Case::new(many(3)).report(""));
        assert!(!short.contains("details") && short.matches("AIMS203").count() == 3, "{short}");
        assert_eq!(markdown(&Case::new(Vec::new()).report("")), "### aims: no findings\n");
    }
}
