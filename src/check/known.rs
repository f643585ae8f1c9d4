//! What is known from before: by what a finding is known again, and which may be left to a baseline.

use std::collections::BTreeMap;
use std::iter;

use super::guarded::is_guarded;
use super::registry::find;
use super::rule::in_both;
use super::unsure::CAUSES;
use crate::base::{DocPath, SETTINGS, plural, say};
use crate::diag::{self, Diagnostic, Place, Span};
use crate::model::baseline::{Baseline, Line, Mark, PRINT};

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
    Mark { path: finding.place.path.to_string(), code: finding.code.to_owned(), print: short(&diag::print(finding)) }
}

/// By what a baseline of the form before knows any finding.
pub fn mark_before(finding: &Diagnostic) -> Mark {
    Mark { print: short(&diag::print_before(finding)), ..any_mark(finding) }
}

/// As much of a fingerprint as a baseline holds.
fn short(print: &str) -> String {
    print.chars().take(PRINT).collect()
}

/// Marks what the baseline lists as known, each as often as it is listed, and gives the lines that list what is found no
/// more. Of one that is graver than the line says, nothing is known; a line without a level is of the form before, and knows
/// by the fingerprint of that. Nothing is mended in a file of which rows are lost, nor new in one that was `moved` from where
/// it is listed.
pub(super) fn know(
    found: &mut [Diagnostic],
    baseline: &Baseline,
    is_lost: impl Fn(&str) -> bool,
    moved: impl Fn(&DocPath) -> Vec<String>,
) -> Vec<Span> {
    let mut left: BTreeMap<&Mark, Vec<Line>> =
        baseline.lines.iter().map(|(mark, lines)| (mark, lines.clone())).collect();
    if left.is_empty() {
        return Vec::new();
    }
    for finding in found {
        let Some(own) = mark(finding) else { continue };
        let before = Mark { print: short(&diag::print_before(finding)), ..own.clone() };
        let (level, elsewhere) = (finding.level, moved(&finding.place.path));
        finding.known = iter::once(own.path.clone()).chain(elsewhere).any(|path| {
            let (own, before) = (Mark { path: path.clone(), ..own.clone() }, Mark { path, ..before.clone() });
            take(&mut left, &own, |line| line.level.is_some_and(|most| level <= most))
                || take(&mut left, &before, |line| line.level.is_none())
        });
    }
    left.retain(|mark, _| !is_lost(&mark.path));
    let mut gone: Vec<Span> = left.into_values().flatten().map(|line| line.span).collect();
    gone.sort_unstable();
    gone
}

/// Takes one line of a mark out, of those that count the one that says no more than is needed: that leaves the others to what
/// is graver. Says whether there was one.
fn take(left: &mut BTreeMap<&Mark, Vec<Line>>, mark: &Mark, counts: impl Fn(&Line) -> bool) -> bool {
    let Some(lines) = left.get_mut(mark) else { return false };
    let least = |place: &usize| lines[*place].level.map_or(u8::MAX, |level| level as u8);
    let place = (0..lines.len()).filter(|place| counts(&lines[*place])).min_by_key(least);
    place.map(|place| lines.remove(place)).is_some()
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
        let links = links.take(1).filter_map(|link| Some((mark(link)?, link.level)));
        let text = crate::model::baseline::written(links.collect());
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

    /// As it was written before people were among what is known again: of PRO-001, and of a message that names its own file.
    const OF_BEFORE: &str = "\
# aims baseline 1
AIMS627 a81c16f70a483c61 a.md
AIMS314 11dd481a3da4aeae b.md
";

    #[test]
    fn a_baseline_of_the_form_before_knows_what_it_knew() {
        let place = |path: &str| Place { path: DocPath::new(path).expect("a path"), span: None };
        let of = |rule, path: &str, message: &str| Diagnostic::new(rule, diag::Level::Warning, place(path), message);
        let alone = "Boss owns PRO-001, and is the only one who approved it";
        let mut owned = of(("AIMS627", "four-eyes-missing"), "a.md", alone);
        owned.names.push("Boss".to_owned());
        let named = of(("AIMS314", "serves-nothing"), "b.md", "`b.md` serves no requirement");
        let baseline = Baseline::read("b", None, OF_BEFORE);
        let mut found = [owned.clone(), named, owned];
        let gone = know(&mut found, &baseline, |_| false, |_| Vec::new());
        assert_eq!(found.map(|finding| finding.known), [true, true, false]);
        assert!(baseline.faults.is_empty() && gone.is_empty(), "{gone:?}");
        // A line that says a level is of today's form, and means today's fingerprint.
        let levelled = OF_BEFORE.replace("baseline 1", "baseline 2").replace("627 ", "627 warning ");
        let mut found = [of(("AIMS627", "four-eyes-missing"), "a.md", alone)];
        found[0].names.push("Boss".to_owned());
        know(&mut found, &Baseline::read("b", None, &levelled), |_| false, |_| Vec::new());
        assert!(!found[0].known);
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
