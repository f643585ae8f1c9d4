//! Which versions of a document there were, and when each was in force.

use std::sync::Arc;

use super::{ChangeKind, Revision, Step};
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
    /// The day on which it reached the main line as approved.
    pub recorded: Option<Date>,
    /// From when it was in force: the day it names, else the day it was recorded. `None` for a version that never was, by
    /// what the record says.
    pub from: Option<Date>,
    /// The first day on which it was in force no longer; `None` where that has not come.
    pub until: Option<Date>,
    /// How many different texts stood under this one number while it was approved.
    pub texts: usize,
}

impl Version {
    /// A version that begins with a step and never was in force, as far as is known yet.
    pub fn new(label: Option<Arc<str>>, first: Step) -> Self {
        Self {
            label,
            first,
            last: first,
            approved: None,
            effective: None,
            recorded: None,
            from: None,
            until: None,
            texts: 0,
        }
    }

    /// Whether it was in force on a day.
    pub fn is_in_force(&self, day: Date) -> bool {
        self.from.is_some_and(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }
}

/// What a document was on the main line from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Held {
    /// The step whose text it had; where it was no longer there, the step of the text it had before.
    pub(super) step: Step,
    /// The day.
    pub(super) day: Date,
    /// Whether it was there.
    pub(super) there: bool,
}

impl Held {
    /// What a step made of the document, on the day that it landed.
    pub(super) fn new(revisions: &[Revision], step: Step) -> Option<Self> {
        let (revision, change) = at(revisions, step)?;
        Some(Self { step, day: revision.landed, there: change.kind != ChangeKind::Deleted })
    }
}

/// The versions of a document from what it was on the main line, both oldest first.
///
/// A version is in force when it says that it is approved, until the next one is, or until the document is retired or
/// removed. While the next version is a draft on the main line, the one before it is still in force. Where a version
/// names a day before that of the version it follows, it holds from the day it was recorded. A version whose day had not
/// come when the next one held, or when the document ended, never was in force.
pub(super) fn versions(revisions: &[Revision], held: &[Held]) -> Vec<Version> {
    let mut versions: Vec<Version> = Vec::new();
    let mut ended: Vec<(usize, Date)> = Vec::new();
    let mut substances = Vec::new();
    let (mut anew, mut retired) = (true, false);
    for Held { step, day, there } in held {
        let Some((_, change)) = at(revisions, *step) else { continue };
        if !there {
            ended.push((versions.len(), *day));
            anew = true;
            continue;
        }
        let Some(facts) = &change.facts else { continue };
        let status = facts.status.as_deref();
        // What comes back into force is a version of its own: there was a time without it.
        anew |= std::mem::replace(&mut retired, status == Some("retired")) && !retired;
        if std::mem::take(&mut anew) || versions.last().is_none_or(|version| version.label != facts.version) {
            versions.push(Version::new(facts.version.clone(), *step));
            substances.clear();
        }
        let count = versions.len();
        let Some(version) = versions.last_mut() else { continue };
        version.last = *step;
        if status == Some("retired") {
            ended.push((count, *day));
        }
        if status != Some("approved") {
            continue;
        }
        if !substances.contains(&facts.substance) {
            substances.push(facts.substance);
            version.texts = substances.len();
        }
        version.effective = facts.effective.or(version.effective);
        if version.approved.is_none() {
            (version.approved, version.recorded) = (Some(*step), Some(*day));
        }
        // The day may be put right in a later revision of the same version.
        version.from = version.effective.or(version.recorded);
    }
    close(&mut versions, &ended);
    versions
}

/// Says until when each version was in force.
fn close(versions: &mut [Version], ended: &[(usize, Date)]) {
    let mut ends: Vec<Option<Date>> = vec![None; versions.len()];
    for (count, day) in ended {
        // The end of the document counts for the version that was the last one then.
        if let Some(end) = count.checked_sub(1).and_then(|place| ends.get_mut(place)) {
            *end = Some(end.map_or(*day, |end| end.min(*day)));
        }
    }
    let mut before: Vec<usize> = Vec::new();
    for place in 0..versions.len() {
        let Some(mut from) = versions[place].from else { continue };
        if let Some(last) = before.last().map(|last| &versions[*last])
            && last.from > Some(from)
        {
            from = [Some(from), versions[place].recorded, last.recorded].into_iter().flatten().max().unwrap_or(from);
        }
        // What was to hold from a later day was overtaken.
        while let Some(last) = before.pop_if(|last| versions[*last].from > Some(from)) {
            versions[last].from = None;
        }
        // So was what was to hold from a day on which the document was no longer there.
        versions[place].from = Some(from).filter(|from| ends[place].is_none_or(|end| *from <= end));
        before.extend(versions[place].from.map(|_| place));
    }
    let mut next: Option<Date> = None;
    for (version, end) in versions.iter_mut().zip(ends).rev() {
        next = [end, next].into_iter().flatten().min();
        if version.from.is_some() {
            version.until = next;
            next = version.from;
        }
    }
}

fn at(revisions: &[Revision], step: Step) -> Option<(&Revision, &super::Change)> {
    let revision = revisions.get(step.revision)?;
    Some((revision, revision.changes.get(step.change)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{DocPath, date};
    use crate::history::{Change, Facts, Person};

    /// Versions of a document of which each revision is `landed version status [effective]`, or `landed -` for a removal;
    /// told as `version from..until texts`.
    fn told(lines: &[&str]) -> Vec<String> {
        let path = DocPath::new("a.md").expect("a path");
        let day = |text: &str| date::parse(text).expect("a day");
        let revision = |(number, line): (usize, &&str)| {
            let words: Vec<&str> = line.split(' ').collect();
            let mut change = Change::new(path.clone(), ChangeKind::Modified);
            match words[1..] {
                ["-"] => change.kind = ChangeKind::Deleted,
                [version, status, ref rest @ ..] => {
                    let facts = Facts {
                        version: Some(version.into()),
                        status: Some(status.into()),
                        effective: rest.first().map(|text| day(text)),
                        substance: [u8::try_from(number).expect("few"); 32],
                        ..Facts::default()
                    };
                    change.facts = Some(Arc::new(facts));
                }
                _ => panic!("{line}"),
            }
            let mut revision = Revision::new(number.to_string(), Person::default(), day(words[0]));
            revision.changes.push(change);
            revision
        };
        let revisions: Vec<Revision> = lines.iter().enumerate().map(revision).collect();
        let steps = (0..lines.len()).map(|revision| Step { revision, change: 0 });
        let held: Vec<Held> = steps.filter_map(|step| Held::new(&revisions, step)).collect();
        let show = |day: Option<Date>| day.map_or("-".to_owned(), |day| day.to_string());
        versions(&revisions, &held)
            .iter()
            .map(|v| format!("{} {}..{} {}", v.label.as_deref().unwrap_or("?"), show(v.from), show(v.until), v.texts))
            .collect()
    }

    #[test]
    fn a_version_holds_until_the_next_one_does() {
        assert_eq!(
            told(&[
                "2025-01-10 1.0 draft",
                "2025-02-01 1.0 approved",
                "2026-01-05 2.0 draft",
                "2026-02-01 2.0 approved 2026-03-01"
            ]),
            ["1.0 2025-02-01..2026-03-01 1", "2.0 2026-03-01..- 1"]
        );
    }

    #[test]
    fn a_draft_that_never_was_in_force_ends_nothing() {
        assert_eq!(
            told(&["2025-01-01 1.0 approved", "2025-02-01 1.1 draft", "2025-03-01 1.2 approved"]),
            ["1.0 2025-01-01..2025-03-01 1", "1.1 -..- 0", "1.2 2025-03-01..- 1"]
        );
    }

    #[test]
    fn retiring_and_removing_end_a_version() {
        assert_eq!(told(&["2025-01-01 1.0 approved", "2025-06-01 1.0 retired"]), ["1.0 2025-01-01..2025-06-01 1"]);
        assert_eq!(told(&["2025-01-01 1.0 approved", "2025-06-01 -"]), ["1.0 2025-01-01..2025-06-01 1"]);
        assert_eq!(
            told(&["2025-01-01 1.0 approved", "2025-06-01 -", "2025-09-01 2.0 approved"]),
            ["1.0 2025-01-01..2025-06-01 1", "2.0 2025-09-01..- 1"]
        );
        assert_eq!(
            told(&["2025-01-01 1.0 approved", "2025-06-01 2.0 retired"]),
            ["1.0 2025-01-01..2025-06-01 1", "2.0 -..- 0"]
        );
    }

    #[test]
    fn texts_under_one_number_are_counted_and_a_return_is_a_version_of_its_own() {
        assert_eq!(told(&["2025-01-01 1.0 approved", "2025-02-01 1.0 approved"]), ["1.0 2025-01-01..- 2"]);
        assert_eq!(
            told(&["2025-01-01 1.0 approved", "2025-02-01 2.0 approved", "2025-03-01 1.0 approved 2025-01-01"]),
            ["1.0 2025-01-01..2025-02-01 1", "2.0 2025-02-01..2025-03-01 1", "1.0 2025-03-01..- 1"]
        );
        assert_eq!(
            told(&["2025-01-01 1.0 approved", "2025-02-01 -", "2025-03-01 1.0 approved"]),
            ["1.0 2025-01-01..2025-02-01 1", "1.0 2025-03-01..- 1"]
        );
    }

    #[test]
    fn a_day_that_did_not_come_holds_nothing_up() {
        // The day was a slip, and the next version puts it right.
        assert_eq!(
            told(&["2025-01-01 1.0 approved", "2025-02-01 2.0 approved 2052-01-01", "2025-03-01 2.1 approved"]),
            ["1.0 2025-01-01..2025-03-01 1", "2.0 -..- 1", "2.1 2025-03-01..- 1"]
        );
        assert_eq!(
            told(&["2025-01-01 1.0 approved", "2025-02-01 2.0 approved 2052-01-01", "2025-03-01 -"]),
            ["1.0 2025-01-01..2025-03-01 1", "2.0 -..- 1"]
        );
        assert_eq!(
            told(&["2025-02-01 2.0 approved 2052-01-01", "2025-03-01 -", "2025-06-01 3.0 approved"]),
            ["2.0 -..- 1", "3.0 2025-06-01..- 1"]
        );
    }

    #[test]
    fn what_was_retired_may_come_back() {
        assert_eq!(
            told(&["2025-01-01 1.0 approved", "2025-02-01 1.0 retired", "2025-03-01 1.0 retired"]),
            ["1.0 2025-01-01..2025-02-01 1"]
        );
        assert_eq!(
            told(&["2025-01-01 1.0 approved", "2025-02-01 1.0 retired", "2025-03-01 1.0 approved"]),
            ["1.0 2025-01-01..2025-02-01 1", "1.0 2025-03-01..- 1"]
        );
    }
}
