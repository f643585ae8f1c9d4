//! What a finding rests on that could not be read.
//!
//! That something is missing can be said only where all was read. What stands in a part of a document that could not be
//! read, or under a key or id that is a slip, may be just what is missed elsewhere: the slip is told, and what only follows
//! from it is not.

use std::collections::BTreeSet;

use super::ids;
use crate::base::SETTINGS;
use crate::diag::{Cause, Diagnostic, Level};
use crate::model::Aims;
use crate::model::document::Document;
use crate::model::kinds::FieldType;
use crate::parse::ProblemKind;

/// Rules that tell why a document cannot be read as a whole.
pub(super) const CAUSES: [&str; 6] = [
    "invalid-front-matter",
    "unclosed-front-matter",
    "conflict-marks",
    "not-utf8",
    "unreadable-file",
    "file-too-large",
];

/// Rules whose findings about a document rest on all of its front matter.
pub(super) const WHOLE: [&str; 30] = [
    "missing-field",
    "missing-advised-field",
    "serves-nothing",
    "no-words",
    "review-undated",
    "approved-without-approver",
    "approval-missing",
    "approval-lapsed",
    "changed-under-version",
    "suspect-link",
    "left-control",
    "record-edited",
    "not-in-force-yet",
    "withheld-document",
    "soa-without-ground",
    "soa-unfinished-without-plan",
    "system-undescribed",
    "impact-assessment-incomplete",
    "corrective-action-shallow",
    "retention-missing",
    "context-incomplete",
    "policy-incomplete",
    "competence-gap",
    "residual-unscored",
    "treatment-plan-incomplete",
    "plan-risk-soa-differ",
    "incident-without-follow-up",
    "decision-not-followed",
    "provider-role-missing",
    "inventory-differs",
];

/// Ids that parts of documents may name which could not be read, in lower case.
#[derive(Debug, Default)]
pub(super) struct Unsure {
    ids: BTreeSet<String>,
    /// Those of statements of applicability alone: any of them may be a control of the organisation's own.
    stated: BTreeSet<String>,
}

impl Unsure {
    pub(super) fn of(aims: &Aims) -> Self {
        let mut unsure = Self::default();
        aims.documents.iter().filter(|document| document.is("soa")).for_each(|document| unsure.read_in(document));
        unsure.stated.clone_from(&unsure.ids);
        aims.documents.iter().for_each(|document| unsure.read_in(document));
        let living = || aims.documents.iter().filter(|document| document.controlled && !document.is_retired());
        let named = |of_type| living().flat_map(move |document| ids::named(aims, document, of_type));
        for (_, number) in named(FieldType::Clauses) {
            let (standards, written) = ids::asked(aims, &number.value);
            let is_one = |number: &str| standards.iter().any(|standard| standard.clause(number).is_some());
            if !is_one(written) {
                let meant = std::iter::once(ids::number_in(written));
                let all = ids::numbers_in(written).into_iter().map(str::to_owned);
                unsure.ids.extend(meant.chain(all).filter(|number| is_one(number)));
                let clauses = standards.iter().flat_map(|standard| &standard.clauses).map(|clause| clause.id.as_str());
                unsure.ids.extend(clauses.filter(|clause| is_one_slip(clause, written)).map(solid));
            }
        }
        let mut controls = ids::Controls::of(aims);
        let documents = aims.documents.iter().filter(|document| document.controlled && !document.is_retired());
        for (key, id) in documents.flat_map(|document| ids::named(aims, document, FieldType::Controls)) {
            let all_of = ids::looks_at(&key) && ids::is_area(aims, &id.value);
            if !all_of && !ids::is_control(aims, &id.value) {
                unsure.ids.extend(controls.nearest(&id.value).as_deref().map(solid));
                let words = id.value.split(|c: char| c.is_whitespace() || matches!(c, '+' | '&' | '/'));
                unsure.ids.extend(words.filter(|word| ids::is_control(aims, word)).map(solid));
            }
        }
        unsure
    }

    /// The same of one document.
    pub(super) fn in_document(document: &Document) -> Self {
        let mut unsure = Self::default();
        unsure.read_in(document);
        unsure
    }

    fn read_in(&mut self, document: &Document) {
        for span in &document.unread {
            self.read(document.written(*span));
        }
        // Of front matter with a lost fence what is read counts for nothing. Remarks in it name nothing.
        if document.problems.iter().any(|problem| problem.kind.hides_text()) {
            let top = document.text.trim_start().split("\n\n").next().unwrap_or_default();
            top.lines().filter_map(|line| line.split('#').next()).for_each(|line| self.read(line));
        }
    }

    /// Takes the ids of a text: its words, and the text as a whole.
    fn read(&mut self, text: &str) {
        let words = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '_' | '-')));
        self.ids.extend(words.map(solid).filter(|word| !word.is_empty()));
        if text.len() < 200 {
            self.ids.insert(solid(text));
        }
    }

    /// Whether an id may be that of a control that a statement of applicability adds, in what could not be read of it.
    pub(super) fn may_state(&self, id: &str) -> bool {
        !self.stated.is_empty() && self.stated.contains(&solid(id))
    }

    /// Whether an id may be named in what could not be read.
    pub(super) fn may_name(&self, id: &str) -> bool {
        !self.ids.is_empty() && self.ids.contains(&solid(id))
    }
}

/// Whether the front matter of a document has a slip that is told: a part of it cannot be read, its kind is none, or a clause or
/// control that it names.
pub(super) fn has_slip(aims: &Aims, document: &Document) -> bool {
    let names = |of_type, is_one: &dyn Fn(&str) -> bool| {
        ids::named(aims, document, of_type).iter().any(|(key, id)| !ids::looks_at(key) && !is_one(&id.value))
    };
    let is_clause = |id: &str| {
        let (standards, number) = ids::asked(aims, id);
        standards.iter().any(|standard| standard.clause(number).is_some())
    };
    !document.unread.is_empty()
        || document.problems.iter().any(|problem| problem.kind == ProblemKind::UnknownKind)
        || names(FieldType::Clauses, &is_clause)
        || names(FieldType::Controls, &|id| ids::is_control(aims, id))
}

/// Whether one letter is left out, put in or another in one of two texts, or two beside each other have changed places.
fn is_one_slip(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let first = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[first..], &other[first..]);
    let last = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    match (&one[..one.len() - last], &other[..other.len() - last]) {
        ([a, b], [c, d]) => (a, b) == (d, c),
        (one, other) => one.len() < 2 && other.len() < 2,
    }
}

/// An id without what slips change: its letter case, and blanks in the place of hyphens.
fn solid(text: &str) -> String {
    text.trim().to_lowercase().replace([' ', '_'], "-")
}

/// Takes out what only follows from what is told as an error and stands: from a document that cannot be read as a whole, and
/// from the cause that a finding names itself. What is left comes first, then the errors that follow from an error about a
/// document: from one about the settings, as that the history is incomplete, nothing follows about what a document is worth.
pub(super) fn without_consequences(found: Vec<Diagnostic>) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let errors = || found.iter().filter(|finding| finding.level == Level::Error);
    // Nor is it told what a document lacks whose id is another's: it may be a copy, or a translation.
    let is_copy =
        |of: &Diagnostic| of.name == "duplicate-id" && of.also.iter().all(|also| also.place.path != of.place.path);
    let hides = |finding: &&Diagnostic| CAUSES.contains(&finding.name) || is_copy(finding);
    let unread: BTreeSet<_> = errors().filter(hides).map(|finding| finding.place.path.clone()).collect();
    let named: BTreeSet<_> = found.iter().filter_map(|finding| finding.because.clone()).collect();
    let stands: BTreeSet<_> = errors()
        .filter(|finding| named.iter().any(|cause| cause.rule == finding.name))
        .map(|finding| {
            let about = finding.document.clone().unwrap_or_else(|| finding.place.path.to_string());
            Cause { rule: finding.name, document: about }
        })
        .collect();
    let follows = |finding: &Diagnostic| {
        let from_unread = unread.contains(&finding.place.path) && WHOLE.contains(&finding.name);
        from_unread || finding.because.as_ref().is_some_and(|cause| stands.contains(cause))
    };
    let (mut following, left): (Vec<_>, Vec<_>) = found.into_iter().partition(follows);
    let is_of_document = |cause: &Cause| cause.document != SETTINGS;
    following.retain(|of| of.level == Level::Error && of.because.as_ref().is_none_or(is_of_document));
    (left, following)
}

#[cfg(test)]
mod tests {
    use super::{CAUSES, is_one_slip};
    use crate::check::testing::{only, only_after};
    use crate::diag::Span;
    use crate::model::document::Document;
    use crate::parse::{Problem, ProblemKind};
    use std::sync::Arc;

    #[test]
    fn one_slip_is_one_letter_or_two_that_changed_places() {
        for written in ["5.22", "52", "5.3", "5..2", "2.5", "5.2"] {
            let is_one = written != "2.5";
            assert_eq!(is_one_slip("5.2", written), is_one, "{written}");
        }
        assert!(is_one_slip("9.12", "9.21") && !is_one_slip("9.12", "8.13"));
    }

    #[test]
    fn controls_of_a_statement_that_cannot_be_read_are_not_missed() {
        let soa = |key: &str| {
            format!(
                "---\nid: S\ntitle: T\nkind: soa\n{key}:\n  - {{control: HM.1, title: T, applicable: true, reason: r}}\n---\n"
            )
        };
        let policy = "---\nid: P\ntitle: T\nkind: policy\ncontrols: [HM.1, HM.2]\n---\n[[HM.1]] [[HM.2]]\n";
        for key in ["statement", "statment"] {
            let files = [("aims.toml", ""), ("s.md", &*soa(key)), ("p.md", policy)];
            assert_eq!(only("unknown-control", &files), ["p.md:5:18 there is no control `HM.2`"], "{key}");
            assert_eq!(only("broken-link", &files).len(), 1, "{key}");
        }
    }

    #[test]
    fn each_cause_tells_of_what_hides_a_text() {
        let text = "---\nid: A\ntitle: T\nkind: policy\n---\nWords.\n";
        for kind in ProblemKind::HIDING {
            let tells = |rule: &&&str| {
                let found = only_after(rule, &[("aims.toml", ""), ("a.md", text)], |aims, _| {
                    let document: &mut Document = Arc::make_mut(&mut aims.documents[0]);
                    document.problems = vec![Problem::new(kind, Span::default(), "it".to_owned())];
                });
                !found.is_empty()
            };
            assert_eq!(CAUSES.iter().filter(tells).count(), 1, "{kind:?}");
        }
        assert_eq!(CAUSES.len(), ProblemKind::HIDING.len());
    }
}
