//! Which versions of a document there were on the main line, by what each text calls itself. When each was in force is
//! known only where its approval is judged: see `approval`.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::order::LinePlace;
use super::revision::{ChangeKind, Revision, Step};
use crate::base::Date;

/// One version of a document: a run of revisions that call themselves by one number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// What it calls itself; `None` for a text that gives no version.
    pub label: Option<Arc<str>>,
    /// Its first revision.
    pub first: Step,
    /// Its last revision.
    pub last: Step,
    /// The first revision in which it says that it is approved.
    pub approved: Option<Step>,
    /// The day from which it holds by its own words.
    pub effective: Option<Date>,
    /// The day on which it reached the main line as one that says that it is approved.
    pub recorded: Option<Date>,
    /// How many different texts stood under this one number while it said that it is approved.
    pub texts: usize,
    /// Its part of what the document was on the main line: see [`History::held`](super::History::held).
    pub held: Range<usize>,
}

impl Version {
    /// A version that begins with a step, which is at this place of what the document was.
    pub fn new(label: Option<Arc<str>>, first: Step, place: usize) -> Self {
        Self {
            label,
            first,
            last: first,
            approved: None,
            effective: None,
            recorded: None,
            texts: 0,
            held: place..place,
        }
    }
}

/// What a document was on the main line from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The step whose text it had; where it was no longer there, the step of the text it had before.
    pub step: Step,
    /// The day.
    pub day: Date,
    /// The place on the main line of the commit that brought it: see [`Revision::place`].
    pub place: Option<LinePlace>,
    /// Whether it was there.
    pub there: bool,
}

impl Held {
    /// What a step made of the document, on the day that it landed.
    pub(super) fn new(revisions: &[Revision], step: Step) -> Option<Self> {
        let (revision, change) = step.of(revisions)?;
        Some(Self { step, day: revision.landed, place: revision.place, there: change.kind != ChangeKind::Deleted })
    }
}

/// The versions of a document from what it was on the main line, both oldest first.
pub(super) fn versions(revisions: &[Revision], held: &[Held]) -> Vec<Version> {
    let mut versions: Vec<Version> = Vec::new();
    let mut substances = BTreeSet::new();
    let (mut anew, mut retired) = (true, false);
    for (place, Held { step, day, there, .. }) in held.iter().enumerate() {
        let Some((_, change)) = step.of(revisions) else { continue };
        if !there {
            anew = true;
            continue;
        }
        let Some(facts) = &change.facts else { continue };
        // What comes back is a version of its own: there was a time without it.
        anew |= std::mem::replace(&mut retired, facts.is_retired()) && !retired;
        if std::mem::take(&mut anew) || versions.last().is_none_or(|version| version.label != facts.version) {
            versions.push(Version::new(facts.version.clone(), *step, place));
            substances.clear();
        }
        let Some(version) = versions.last_mut() else { continue };
        version.last = *step;
        version.held.end = place + 1;
        if !facts.says_approved() {
            continue;
        }
        substances.insert(facts.substance);
        version.texts = substances.len();
        version.effective = facts.effective.or(version.effective);
        if version.approved.is_none() {
            (version.approved, version.recorded) = (Some(*step), Some(*day));
        }
    }
    versions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{DocPath, date};
    use crate::history::{Change, Facts, Person};

    /// Versions of a document of which each revision is `landed version status`, or `landed -` for a removal; told as
    /// `version recorded texts`.
    fn told(lines: &[&str]) -> Vec<String> {
        let path = DocPath::new("a.md").expect("a path");
        let revision = |(number, line): (usize, &&str)| {
            let words: Vec<&str> = line.split(' ').collect();
            let mut change = Change::new(path.clone(), ChangeKind::Modified);
            match words[1..] {
                ["-"] => change.kind = ChangeKind::Deleted,
                [version, status] => {
                    let facts = Facts {
                        version: Some(version.into()),
                        status: Some(status.into()),
                        substance: [u8::try_from(number).expect("few"); 32],
                        ..Facts::default()
                    };
                    change.facts = Some(Arc::new(facts));
                }
                _ => panic!("{line}"),
            }
            let day = date::parse(words[0]).expect("a day");
            let mut revision = Revision::new(number.to_string(), Person::default(), day);
            revision.changes.push(change);
            revision
        };
        let revisions: Vec<Revision> = lines.iter().enumerate().map(revision).collect();
        let steps = (0..lines.len()).map(|revision| Step { revision, change: 0 });
        let held: Vec<Held> = steps.filter_map(|step| Held::new(&revisions, step)).collect();
        let found = versions(&revisions, &held);
        assert!(found.is_sorted_by(|one, next| one.held.end <= next.held.start), "{found:?}");
        let recorded = |version: &Version| version.recorded.map_or("-".to_owned(), |day| day.to_string());
        found.iter().map(|v| format!("{} {} {}", v.label.as_deref().unwrap_or("?"), recorded(v), v.texts)).collect()
    }

    #[test]
    fn a_draft_is_a_version_that_was_not_recorded() {
        assert_eq!(
            told(&["2025-01-01 1.0 approved", "2025-02-01 1.1 draft", "2025-03-01 1.2 approved"]),
            ["1.0 2025-01-01 1", "1.1 - 0", "1.2 2025-03-01 1"]
        );
        assert_eq!(told(&["2025-01-10 1.0 draft", "2025-02-01 1.0 approved"]), ["1.0 2025-02-01 1"]);
    }

    #[test]
    fn texts_under_one_number_are_counted_and_a_return_is_a_version_of_its_own() {
        assert_eq!(told(&["2025-01-01 1.0 approved", "2025-02-01 1.0 approved"]), ["1.0 2025-01-01 2"]);
        assert_eq!(
            told(&["2025-01-01 1.0 approved", "2025-02-01 2.0 approved", "2025-03-01 1.0 approved"]),
            ["1.0 2025-01-01 1", "2.0 2025-02-01 1", "1.0 2025-03-01 1"]
        );
        for away in ["2025-02-01 -", "2025-02-01 1.0 retired"] {
            let back = told(&["2025-01-01 1.0 approved", away, "2025-03-01 1.0 approved"]);
            assert_eq!(back, ["1.0 2025-01-01 1", "1.0 2025-03-01 1"]);
        }
    }
}
