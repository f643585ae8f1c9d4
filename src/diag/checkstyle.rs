//! Findings as Checkstyle writes them, which many build servers read.

use std::collections::BTreeMap;

use super::finding::Level;
use super::report::{Item, MOST, Report, left_out, sentences};
use crate::base::quote::xml;

/// The findings that are neither known nor waived, by file.
pub fn checkstyle(report: &Report<'_>) -> String {
    let (items, left) = report.worst_new(MOST);
    let mut files: BTreeMap<String, Vec<Item>> = BTreeMap::new();
    for item in items {
        files.entry(report.path(&item.finding.place)).or_default().push(item);
    }
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n");
    for (path, items) in &files {
        text.push_str(&format!("<file name=\"{}\">\n", xml(path)));
        for Item { finding, .. } in items {
            let (start, _) = report.region(&finding.place);
            text.push_str(&format!(
                "<error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"aims.{}\"/>\n",
                start.line,
                start.column,
                severity(finding.level),
                xml(&sentences(finding)),
                finding.code
            ));
        }
        text.push_str("</file>\n");
    }
    if left > 0 {
        let rest = xml(&left_out(left, "finding"));
        let place = xml(&crate::base::below(report.below, crate::base::SETTINGS));
        text.push_str(&format!(
            "<file name=\"{place}\">\n<error line=\"1\" column=\"1\" severity=\"info\" message=\"{rest}\" source=\"aims\"/>\n</file>\n"
        ));
    }
    text + "</checkstyle>\n"
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "info",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::testing::{Case, HOSTILE, broken, many};

    #[test]
    fn findings_stand_by_file_and_no_text_is_markup() {
        for hostile in HOSTILE {
            let mut finding = broken("p.md", 4, 9);
            finding.message = hostile.to_owned();
            let text = checkstyle(&Case::new(vec![finding]).report("docs"));
            assert_eq!(text.lines().count(), 6, "{text}");
            assert_eq!((text.matches('<').count(), text.matches('>').count()), (6, 6), "{text}");
            assert!(text.contains("<file name=\"docs/p.md\">\n<error line=\"2\" column=\"1\" severity=\"error\""));
        }
    }

    #[test]
    fn too_much_is_counted() {
        let text = checkstyle(&Case::new(many(20_000)).report(""));
        assert_eq!(text.matches("<error ").count(), MOST + 1);
        assert!(text.contains("15000 more findings are not listed here"));
    }
}
