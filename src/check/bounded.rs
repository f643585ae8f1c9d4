//! How many findings of one rule a file can make: a megabyte of broken links must not make sixty of findings.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{say, wording};
use crate::diag::{Diagnostic, Said};

/// How many findings of one rule, level and document are listed for a file.
const LISTED: usize = 200;

/// Cuts each row of findings of one rule, level and document in one file to [`LISTED`]. Those that follow are one more
/// finding, at the place of the first of them, which says how many they are. `found` is in order of place, and stays so.
pub(super) fn bounded(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut rows: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (place, finding) in found.iter().enumerate() {
        let row = (&finding.place.path, finding.code, finding.level, finding.insists, finding.known, &finding.document);
        rows.entry(row).or_default().push(place);
    }
    rows.retain(|_, places| places.len() > LISTED + 1);
    let told: BTreeMap<usize, usize> = rows.values().map(|places| (places[LISTED], places.len() - LISTED)).collect();
    let left: BTreeSet<usize> = rows.values().flat_map(|places| &places[LISTED + 1..]).copied().collect();
    let mut kept = Vec::with_capacity(found.len() - left.len());
    for (place, mut finding) in found.into_iter().enumerate() {
        if let Some(number) = told.get(&place) {
            let words = || Said {
                message: say!("{n} more findings of this rule in this file are not listed", n = number),
                help: Some(say!("Mend those that are listed, and check again.").into()),
            };
            finding.said = wording::spoken().map(|_| words());
            let Said { message, help } = wording::within(None, words);
            (finding.message, finding.help) = (message, help);
        }
        if !left.contains(&place) {
            kept.push(finding);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::DocPath;
    use crate::diag::{Level, Place, Span};

    fn finding(path: &str, at: usize, code: &'static str) -> Diagnostic {
        let path = DocPath::new(path).expect("a path");
        let place = Place { path, span: Some(Span::new(at, at + 1)) };
        Diagnostic::new((code, "n"), Level::Error, place, format!("at {at}"))
    }

    #[test]
    fn a_file_makes_no_more_findings_of_a_rule_than_are_read() {
        let many = |number: usize| (0..number).map(|at| finding("a.md", at, "AIMS201")).collect::<Vec<_>>();
        assert_eq!(bounded(many(LISTED + 1)), many(LISTED + 1), "one more is told as shortly as that there is one");
        let mut found = many(5000);
        found.extend([finding("a.md", 5001, "AIMS202"), finding("b.md", 0, "AIMS201")]);
        let kept = bounded(found);
        assert_eq!(kept.len(), LISTED + 3);
        assert_eq!(kept[LISTED].message, "4800 more findings of this rule in this file are not listed");
        assert_eq!(kept[LISTED].place.span, Some(Span::new(LISTED, LISTED + 1)));
        assert_eq!(kept[LISTED + 1].code, "AIMS202");
    }
}
