//! Lists that grow with the AIMS, and how they are parted into pages: so many rows a page, in an order that a new document
//! seldom changes. The first page of a list has the address that it always had, further ones count from 2.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::base::say;
use crate::diag::Diagnostic;
use crate::model::DocIx;
use crate::model::catalog::natural_key;
use crate::model::review::Review;
use crate::state::State;

/// A list that may be too long for one page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List<'a> {
    /// Every document under control.
    Documents,
    /// What is due when.
    Reviews,
    /// The register of a kind, by its place among those that have no page of another shape.
    Register(usize),
    /// What a rule finds, by its code.
    Findings(&'a str),
    /// The commits of a month.
    Month(i16, i8),
}

/// When a review is due: a part of the page that tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum When {
    Overdue,
    Soon,
    Unknown,
    Later,
}

/// What the lists hold.
pub(super) struct Lists<'a> {
    /// The documents under control, in natural order of their ids.
    pub documents: Vec<DocIx>,
    /// Every review that is called for, those that are overdue first, and each group by the day.
    pub reviews: Vec<(When, DocIx, Review)>,
    /// What the checks found, by the code of the rule.
    pub findings: BTreeMap<&'static str, Vec<&'a Diagnostic>>,
    /// How many documents there are of each kind.
    pub kinds: BTreeMap<&'a str, usize>,
}

impl<'a> Lists<'a> {
    pub(super) fn new(state: &'a State) -> Self {
        let aims = &state.aims;
        let controlled = aims.iter().filter(|(_, document)| document.controlled).map(|(ix, _)| ix);
        let mut documents: Vec<DocIx> = controlled.collect();
        documents.sort_by_cached_key(|ix| natural_key(&aims.document(*ix).id));
        let when = |review: Review| match review {
            Review::Overdue(_) => Some(When::Overdue),
            Review::DueSoon(_) => Some(When::Soon),
            Review::Unknown => Some(When::Unknown),
            Review::InDate(_) | Review::SaysInDate(_) => Some(When::Later),
            Review::None => None,
        };
        let of = |ix: DocIx| when(aims.review(ix)).map(|when| (when, ix, aims.review(ix)));
        let mut reviews: Vec<_> = aims.iter().filter_map(|(ix, _)| of(ix)).collect();
        reviews.sort_by(|a, b| {
            let key = |(when, ix, review): &(When, DocIx, Review)| (*when, review.next(), &aims.document(*ix).id);
            key(a).cmp(&key(b))
        });
        let mut findings: BTreeMap<&'static str, Vec<&Diagnostic>> = BTreeMap::new();
        for finding in &state.findings.found {
            findings.entry(finding.code).or_default().push(finding);
        }
        // The gravest first, and otherwise as they come.
        for found in findings.values_mut() {
            found.sort_by_key(|finding| Reverse(finding.level));
        }
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for kind in aims.iter().filter_map(|(_, document)| document.kind.as_deref()) {
            *kinds.entry(&kind.name).or_default() += 1;
        }
        Self { documents, reviews, findings, kinds }
    }
}

/// The title of a page of a list.
pub(super) fn titled(list: &str, page: usize) -> String {
    if page < 2 { list.to_owned() } else { say!("{list}, page {page}", list, page) }
}

impl List<'_> {
    /// How many rows a page of it holds: as many as stay well below what a page may weigh.
    fn size(self) -> usize {
        match self {
            Self::Documents | Self::Reviews => 600,
            Self::Findings(_) => 250,
            Self::Register(_) | Self::Month(..) => 150,
        }
    }

    /// How many pages it has with so many rows; one where it has none.
    pub(super) fn pages(self, rows: usize) -> usize {
        rows.div_ceil(self.size()).max(1)
    }

    /// Which of so many rows stand on a page, which counts from 1.
    pub(super) fn rows(self, rows: usize, page: usize) -> Range<usize> {
        let start = page.saturating_sub(1).saturating_mul(self.size()).min(rows);
        start..start.saturating_add(self.size()).min(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::List;

    #[test]
    fn pages_hold_every_row_once() {
        let list = List::Findings("AIMS101");
        for rows in [0, 1, 249, 250, 251, 500, 1_234] {
            let all: Vec<usize> = (1..=list.pages(rows)).flat_map(|page| list.rows(rows, page)).collect();
            assert_eq!(all, (0..rows).collect::<Vec<_>>());
        }
        assert_eq!((list.pages(0), list.rows(3, 9)), (1, 3..3));
    }
}
