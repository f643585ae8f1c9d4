//! What is known from before: by what a finding is known again, and which may be left to a baseline.

use std::collections::BTreeMap;
use std::iter;

use super::guarded::is_guarded;
use super::registry::find;
use super::rule::in_both;
use super::unsure::CAUSES;
use crate::base::{DocPath, SETTINGS, plural, say};
use crate::diag::{self, Diagnostic, Place, Span};
use crate::model::baseline::{Baseline, Mark, PRINT};

/// Rules whose findings say that settings do not hold, or that something is missing from sight, beside the families that
/// say that the record is untrue and those that tell of a text that cannot be read.
pub(super) const NEVER: [&str; 12] = [
    "no-repository",
    "invalid-setting",
    "unknown-setting",
    "invalid-framework",
    "unreadable-name",
    "waiver-incomplete",
    "waiver-unused",
    "waiver-expired",
    "unknown-rule",
    "no-documents",
    "baseline-outdated",
    "invalid-baseline",
];

/// By what a finding is known again; `None` for one that no baseline may list: it says that the record is untrue, that a
/// text cannot be read, or that settings do not hold.
pub(super) fn mark(finding: &Diagnostic) -> Option<Mark> {
    let never = is_guarded(finding.code) || finding.insists;
    if never || CAUSES.contains(&finding.name) || NEVER.contains(&finding.name) {
        return None;
    }
    Some(any_mark(finding))
}

/// By what any finding is known again, be it one that no baseline may list.
pub fn any_mark(finding: &Diagnostic) -> Mark {
    let print: String = diag::print(finding).chars().take(PRINT).collect();
    Mark { path: finding.place.path.to_string(), code: finding.code.to_owned(), print }
}

/// Marks what the baseline lists as known, each as often as it is listed, and gives the lines that list what is found no
/// more. Nothing is mended in a file of which rows are lost, nor new in one that was `moved` from where it is listed.
pub(super) fn know(
    found: &mut [Diagnostic],
    baseline: &Baseline,
    is_lost: impl Fn(&str) -> bool,
    moved: impl Fn(&DocPath) -> Vec<String>,
) -> Vec<Span> {
    let mut left: BTreeMap<&Mark, usize> = baseline.lines.iter().map(|(mark, lines)| (mark, lines.len())).collect();
    if left.is_empty() {
        return Vec::new();
    }
    for finding in found {
        let Some(own) = mark(finding) else { continue };
        finding.known = iter::once(own.path.clone()).chain(moved(&finding.place.path)).any(|path| {
            let left = left.get_mut(&Mark { path, ..own.clone() }).filter(|left| **left > 0);
            left.map(|left| *left -= 1).is_some()
        });
    }
    left.retain(|mark, left| *left > 0 && !is_lost(&mark.path));
    let gone = left.into_iter().flat_map(|(mark, left)| baseline.lines[mark].iter().take(left));
    let mut gone: Vec<Span> = gone.copied().collect();
    gone.sort_unstable();
    gone
}

/// The finding that a baseline lists what is found no more; its rule has only text, because it can be judged only here.
pub(super) fn outdated(baseline: &Baseline, gone: &[Span]) -> Option<Diagnostic> {
    let rule = find("baseline-outdated")?;
    let first = gone.first()?;
    let place = Place {
        path: baseline.path.clone().or_else(|| DocPath::new(SETTINGS))?,
        span: baseline.path.is_some().then_some(*first),
    };
    let again = &baseline.name;
    in_both(|| {
        Some(rule.finding(
            place.clone(),
            plural!(gone.len(), "{n} finding of the baseline is gone", "{n} findings of the baseline are gone"),
            say!("Write it anew, so that they cannot come back unseen: `aims check --write-baseline {again}`.", again),
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::check;

    const FIRST: &str = "# aims baseline 1\n";

    #[test]
    fn what_is_known_does_not_hang_on_its_line_and_is_counted() {
        let (found, _) = check(&[("a.md", "[[NOPE-1]]\n\n[[NOPE-1]]\n\n[[NOPE-2]]\n")]);
        let links = found.iter().filter(|finding| finding.name == "broken-link");
        let text = crate::model::baseline::written(links.take(1).filter_map(mark).collect());
        let settings = "[checks]\nbaseline = \"known.txt\"\n";
        let told = |page: &str, text: &str| {
            let (found, _) = check(&[("aims.toml", settings), ("known.txt", text), ("a.md", page)]);
            let links: Vec<bool> = found.iter().filter(|f| f.name == "broken-link").map(|f| f.known).collect();
            let gone = found.iter().find(|finding| finding.name == "baseline-outdated").map(|f| f.message.clone());
            (links, gone)
        };
        assert_eq!(told("# Above\n\nText.\n\n[[NOPE-1]]\n[[NOPE-1]]\n", &text), (vec![true, false], None));
        assert_eq!(told("[[NOPE-2]]\n", &text), (vec![false], Some("1 finding of the baseline is gone".into())));
        assert_eq!(told("[[NOPE-1]]\n", FIRST), (vec![false], None));
    }

    #[test]
    fn nothing_is_mended_in_a_text_whose_rows_are_lost() {
        let settings = "[checks]\nbaseline = \"known.txt\"\n";
        let known = "# aims baseline 1\nAIMS203 0123456789abcdef a.md\n";
        let told = |page: &str| {
            let (found, _) = check(&[("aims.toml", settings), ("known.txt", known), ("a.md", page)]);
            found.iter().any(|finding| finding.name == "baseline-outdated")
        };
        assert!(told("| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n"));
        assert!(!told("| A | B |\n|---|---|\n| 1 | 2 |\n\n| 3 | 4 |\n"));
    }

    #[test]
    fn what_says_that_a_text_cannot_be_read_is_never_known() {
        let (found, _) = check(&[("a.md", "---\nid: [\n---\n"), ("aims.toml", "x = 1\n"), ("b.md", "[[NOPE-1]]\n")]);
        let listed: Vec<&str> =
            found.iter().filter(|finding| mark(finding).is_some()).map(|found| found.name).collect();
        assert!(found.iter().any(|finding| finding.name == "invalid-front-matter"), "{found:?}");
        assert!(found.iter().any(|finding| finding.name == "unknown-setting"), "{found:?}");
        assert!(listed.contains(&"broken-link"), "{listed:?}");
        assert!(!listed.iter().any(|name| ["invalid-front-matter", "unknown-setting"].contains(name)), "{listed:?}");
    }
}
