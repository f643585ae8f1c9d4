//! Lists that grow with the AIMS, and how they are parted into pages: so many rows a page, in an order that a new document
//! seldom changes. The first page of a list has the address that it always had, further ones count from 2.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use super::gathered::{Gathering, Topic};
use crate::base::say;
use crate::diag::Diagnostic;
use crate::model::catalog::natural_key;
use crate::model::document::Document;
use crate::model::review::Review;
use crate::model::{Aims, DocIx};
use crate::state::State;

/// A list that may be too long for one page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List<'a> {
    /// Every document under control.
    Documents,
    /// Texts of documents in other languages.
    Translations,
    /// Files that are not under control.
    Uncontrolled,
    /// What is due when.
    Reviews,
    /// The register of a kind, by its place among those that have no page of another shape.
    Register(usize),
    /// Who can do what: tables of a few people each.
    Skills,
    /// What a rule finds, by its code.
    Findings(&'a str),
    /// What is found and waived.
    Waived,
    /// Controls by kind of document.
    Matrix,
    /// The drawings of the areas of controls.
    Threads,
    /// Controls and clauses with the documents that serve them.
    Requirements,
    /// The commits of a month.
    Month(i16, i8),
    /// What changed between two tags, by the place of that time among those that have a page.
    Between(usize),
    /// The risk register.
    Risks,
    /// The inventory of AI systems.
    Systems,
    /// Assessments of impact.
    ImpactAssessments,
    /// Assessments of risk.
    RiskAssessments,
    /// The life of each AI system.
    Lives,
    /// Each AI system in use with the controls that lack evidence for it.
    SystemEvidence,
    /// AI systems to follow from end to end.
    Followed,
    /// The statement of applicability for a framework, by its place among those that have one.
    Statement(usize),
    /// Controls of the organisation's own in that statement.
    OwnControls(usize),
    /// Internal audits of the cycle.
    Audits,
    /// Controls with what audits looked at them.
    AuditedControls,
    /// AI systems with what audits looked at them.
    AuditedSystems,
    /// Controls and AI systems that audits looked at together.
    AuditedPairs,
    /// What samples are drawn from.
    Populations,
    /// The sample of each population.
    Sample,
    /// The people of the settings.
    People,
    /// The roles of the settings.
    Roles,
    /// Whoever else documents name.
    Named,
    /// Who has to read a document.
    Readers(DocIx),
    /// What somebody has to read, by the place among those who have a page.
    ToRead(usize),
    /// What is gathered for a control, clause or AI system.
    Of(Topic<'a>, Gathering),
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
    /// Texts of documents in other languages, in the same order.
    pub translations: Vec<DocIx>,
    /// Files that are not under control, in the same order.
    pub uncontrolled: Vec<DocIx>,
    /// Every review that is called for, those that are overdue first, and each group by the day.
    pub reviews: Vec<(When, DocIx, Review)>,
    /// What the checks found, by the code of the rule.
    pub findings: BTreeMap<&'static str, Vec<&'a Diagnostic>>,
    /// Risks that are not retired.
    pub risks: Vec<DocIx>,
    /// AI systems.
    pub systems: Vec<DocIx>,
    /// Assessments of impact, the newest first.
    pub impact: Vec<DocIx>,
    /// Assessments of risk, the newest first.
    pub risk: Vec<DocIx>,
}

impl<'a> Lists<'a> {
    pub(super) fn new(state: &'a State) -> Self {
        let aims = &state.aims;
        let sorted = |mut found: Vec<DocIx>| {
            found.sort_by_cached_key(|ix| natural_key(&aims.document(*ix).id));
            found
        };
        let (documents, others): (Vec<_>, Vec<_>) = aims.iter().partition(|(_, document)| document.controlled);
        let (translations, uncontrolled): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|(_, document)| document.translates.is_some());
        let places = |found: Vec<(DocIx, &Document)>| found.into_iter().map(|(ix, _)| ix).collect::<Vec<_>>();
        let newest = |kind: &str| {
            let mut found = aims.of_kind(kind);
            found.sort_by_key(|(ix, document)| (Reverse(document.fields.date("date")), *ix));
            places(found)
        };
        let mut findings: BTreeMap<&'static str, Vec<&Diagnostic>> = BTreeMap::new();
        for finding in &state.findings.found {
            findings.entry(finding.code).or_default().push(finding);
        }
        // The gravest first, and otherwise as they come.
        for found in findings.values_mut() {
            found.sort_by_key(|finding| Reverse(finding.level));
        }
        let living = aims.of_kind("risk").into_iter().filter(|(_, risk)| !risk.is_retired());
        Self {
            documents: sorted(places(documents)),
            translations: sorted(places(translations)),
            uncontrolled: sorted(places(uncontrolled)),
            reviews: reviews(aims),
            findings,
            risks: places(living.collect()),
            systems: places(aims.of_kind("system")),
            impact: newest("impact-assessment"),
            risk: newest("risk-assessment"),
        }
    }
}

/// Every review that is called for, in its order.
fn reviews(aims: &Aims) -> Vec<(When, DocIx, Review)> {
    let when = |review: Review| match review {
        Review::Overdue(_) => Some(When::Overdue),
        Review::DueSoon(_) => Some(When::Soon),
        Review::Unknown => Some(When::Unknown),
        Review::InDate(_) | Review::SaysInDate(_) => Some(When::Later),
        Review::None => None,
    };
    let of = |ix: DocIx| when(aims.review(ix)).map(|when| (when, ix, aims.review(ix)));
    let mut reviews: Vec<_> = aims.iter().filter_map(|(ix, _)| of(ix)).collect();
    reviews.sort_by_cached_key(|(when, ix, review)| (*when, review.next(), natural_key(&aims.document(*ix).id)));
    reviews
}

/// The title of a page of a list.
pub(super) fn titled(list: &str, page: usize) -> String {
    if page < 2 { list.to_owned() } else { say!("{list}, page {page}", list, page) }
}

/// How much of a list one page holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Most {
    /// How many rows the first page holds, which may hold other things too, and how many each further one.
    pub rows: (usize, usize),
    /// How heavy these may be together, where rows have weights. A single one may be heavier.
    pub weight: (usize, usize),
}

/// What the rows of a page may weigh that holds little else, in bytes.
pub(super) const WHOLE: usize = 240_000;

/// What they may weigh where other lists stand on the page as well.
const SOME: usize = 60_000;

impl List<'_> {
    /// How much a page of it holds: as many rows as stay well below what a page may weigh. That many rows of the usual length
    /// weigh less than is allowed, so that a page begins with the same row whatever is written in the rows before.
    pub(super) fn most(self) -> Most {
        let alone = |rows| Most { rows: (rows, rows), weight: (WHOLE, WHOLE) };
        let beside = |first, rows| Most { rows: (first, rows), weight: (SOME, WHOLE) };
        match self {
            Self::Documents => alone(500),
            Self::Reviews => alone(600),
            Self::Findings(_) | Self::Between(_) => alone(250),
            Self::Register(_) | Self::Month(..) => alone(150),
            Self::Risks | Self::Systems => alone(100),
            Self::Matrix => Most { rows: (usize::MAX, usize::MAX), weight: (WHOLE / 2, WHOLE) },
            Self::Threads | Self::Requirements => beside(usize::MAX, usize::MAX),
            Self::Statement(_) => Most { rows: (100, 100), weight: (WHOLE - SOME, WHOLE) },
            Self::Translations | Self::Uncontrolled => beside(100, 800),
            Self::ImpactAssessments | Self::RiskAssessments => Most { rows: (80, 150), weight: (WHOLE / 2, WHOLE) },
            Self::Lives | Self::SystemEvidence => Most { rows: (40, 90), weight: (WHOLE / 2, WHOLE) },
            Self::Populations | Self::Sample => Most { rows: (100, 250), weight: (WHOLE / 2, WHOLE) },
            Self::Skills => Most { rows: (4, 20), weight: (SOME, WHOLE) },
            Self::Followed => beside(30, 120),
            Self::Audits | Self::AuditedPairs => beside(16, 70),
            Self::OwnControls(_) | Self::AuditedSystems => beside(40, 150),
            Self::AuditedControls | Self::People | Self::Roles | Self::Named | Self::Waived => beside(100, 300),
            Self::Readers(_) | Self::ToRead(_) => beside(200, 400),
            Self::Of(_, Gathering::Serving) => Most { rows: (200, 400), weight: (WHOLE / 2, WHOLE) },
            Self::Of(_, Gathering::Commits) => Most { rows: (200, 800), weight: (WHOLE / 2, WHOLE) },
            Self::Of(_, Gathering::Sources | Gathering::Treated) => beside(100, 400),
        }
    }
}

/// Which rows stand on each page, of rows that weigh so much: as many together as a page holds, in their order, and at least
/// one. There is a page where there is no row.
pub(super) fn pieces(weights: &[usize], most: Most) -> Vec<Range<usize>> {
    let (mut pieces, mut start, mut heavy) = (Vec::new(), 0, 0_usize);
    for (at, weight) in weights.iter().enumerate() {
        let (rows, heaviest) = match pieces.is_empty() {
            true => (most.rows.0, most.weight.0),
            false => (most.rows.1, most.weight.1),
        };
        if at > start && (at - start >= rows || heavy.saturating_add(*weight) > heaviest) {
            pieces.push(start..at);
            (start, heavy) = (at, 0);
        }
        heavy = heavy.saturating_add(*weight);
    }
    pieces.push(start..weights.len());
    pieces
}

/// How long the front matter of a document is as a row, in bytes, about.
pub(super) fn weigh_front(document: &Document) -> usize {
    let text = document.text.get(..document.body.start).unwrap_or_default();
    // An id becomes a link. Few of them are among what every row has.
    let named = text.split([' ', ',', '\n']).filter(|word| word.bytes().any(|byte| byte.is_ascii_digit())).count();
    700 + text.len() + 70 * named.saturating_sub(USUAL)
}

/// How many ids, days and other words with digits front matter usually has.
const USUAL: usize = 16;

#[cfg(test)]
mod tests {
    use super::{List, Most, pieces};

    #[test]
    fn pages_hold_every_row_once() {
        let most = List::Findings("AIMS101").most();
        for (rows, pages) in [(0, 1), (1, 1), (249, 1), (250, 1), (251, 2), (500, 2), (1_234, 5)] {
            let cut = pieces(&vec![0; rows], most);
            assert_eq!(cut.len(), pages);
            assert_eq!(cut.into_iter().flatten().collect::<Vec<_>>(), (0..rows).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_page_is_cut_before_the_row_that_is_too_heavy_for_it() {
        let most = Most { rows: (2, 3), weight: (10, 100) };
        let cut = |weights: &[usize]| pieces(weights, most).into_iter().map(|piece| piece.len()).collect::<Vec<_>>();
        assert_eq!(cut(&[0, 0, 0, 0, 0, 0]), [2, 3, 1]);
        assert_eq!(cut(&[9, 2, 90, 9]), [1, 2, 1]);
        assert_eq!(cut(&[500, 500, usize::MAX, 1]), [1, 1, 1, 1]);
    }
}
