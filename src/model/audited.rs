//! What internal audits looked at and when, by what they say they covered, and what the programme has still to come.
//!
//! An audit covers what it names under `covers-clauses`, `covers-controls` and `covers-systems`, and all that is below:
//! `A.8` is every control of that area, `9` every clause from 9.1 on. What stands in sentences is for people, and counts
//! for nothing here. A control and an AI system were looked at together where one audit names both.
//!
//! Clauses are counted of the standard that is followed first, and controls of the first that has a statement of
//! applicability: what an audit names says of no others what it looked at, for `9` may mean theirs and may not. Whoever
//! tells the numbers names the standard ([`Audited::standard`]) and those that are not counted ([`Audited::uncounted`]).

use std::collections::{BTreeMap, BTreeSet};

pub use super::covered::What;

use super::about;
use super::catalog::{ReqId, Standard};
use super::doc::DocIx;
use super::document::Document;
use super::fields::Fields;
use super::soa::{Soa, SoaRow};
use super::trace::{Applicability, Requirement, RequirementKind};
use super::whole::Aims;
use crate::base::{Date, Period};

/// How long a cycle of certification lasts: by its end everything has been looked at.
pub const CYCLE: Period = Period::Months(36);

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject<'a> {
    /// What it is.
    pub what: What,
    /// Its id, as the catalogue, the statement of applicability or the inventory has it.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
}

/// An internal audit that was held.
#[derive(Debug, Clone, Copy)]
pub struct Held<'a> {
    /// Its report.
    pub ix: DocIx,
    /// The same.
    pub document: &'a Document,
    /// The day of the report.
    pub date: Date,
}

impl Held<'_> {
    /// Whether it says at all which of these it looked at.
    pub fn says(&self, what: What) -> bool {
        let fields = &self.document.fields;
        !fields.lacks(what.key()) && !fields.is_misread(what.key())
    }
}

/// A row of an audit programme that is still to come, or was not held on its day.
#[derive(Debug, Clone, Copy)]
pub struct ToCome<'a> {
    /// The plan.
    pub plan: DocIx,
    /// The row.
    pub row: &'a Fields,
    /// By when its report is there.
    pub due: Date,
}

/// What was not looked at, of one sort.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Missed {
    /// Clauses and controls.
    pub requirements: Vec<ReqId>,
    /// AI systems.
    pub systems: Vec<DocIx>,
    /// How many there are of the sort.
    pub of: usize,
}

impl Missed {
    /// How many were not looked at.
    pub fn len(&self) -> usize {
        self.requirements.len() + self.systems.len()
    }

    /// Whether all were looked at.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What was audited when.
#[derive(Debug)]
pub struct Audited<'a> {
    aims: &'a Aims,
    /// The first day of the cycle that ends today.
    pub begin: Date,
    /// All internal audits up to today whose reports are finished, the newest first.
    pub held: Vec<Held<'a>>,
    /// What the programme has still to come, the soonest first; before that what was due and is not on record as held.
    pub to_come: Vec<ToCome<'a>>,
    looked: BTreeMap<(What, &'a str), Vec<usize>>,
    planned: BTreeMap<(What, &'a str), Vec<usize>>,
}

impl Aims {
    /// What internal audits looked at, and when.
    pub fn audited(&self) -> Audited<'_> {
        let held = self.held("audit", &self.catalog.first().id);
        let mut held: Vec<Held<'_>> = held.map(|(date, ix)| Held { ix, document: self.document(ix), date }).collect();
        // Of one day, in the order of their ids.
        held.sort_by_key(|audit| std::cmp::Reverse(audit.date));
        let plans = self.of_kind("plan").into_iter().filter(|(_, plan)| !plan.is_retired());
        let rows = plans.flat_map(|(plan, document)| document.fields.rows("audits").iter().map(move |row| (plan, row)));
        let mut to_come: Vec<ToCome<'_>> = rows
            .filter(|(_, row)| !row.is_settled())
            .filter_map(|(plan, row)| Some(ToCome { plan, row: &row.cells, due: row.cells.date("due")? }))
            .collect();
        to_come.sort_by_key(|row| row.due);
        let mut looked: BTreeMap<(What, &str), Vec<usize>> = BTreeMap::new();
        let mut planned: BTreeMap<(What, &str), Vec<usize>> = BTreeMap::new();
        for what in What::ALL {
            for (place, audit) in held.iter().enumerate() {
                for id in self.covered(&audit.document.fields, what) {
                    let places = looked.entry((what, id)).or_default();
                    if places.last() != Some(&place) {
                        places.push(place);
                    }
                }
            }
            for (place, row) in to_come.iter().enumerate() {
                for id in self.covered(row.row, what) {
                    planned.entry((what, id)).or_default().push(place);
                }
            }
        }
        Audited { aims: self, begin: CYCLE.before(self.today), held, to_come, looked, planned }
    }

    /// The clauses and controls that one report says it looked at, in their order: what it names itself, and all below that
    /// requires something and is not left out. A name without a framework is of the standard that is counted.
    pub fn looked_at_by(&self, report: &Document) -> Vec<&Requirement> {
        let names = |what| self.covered(&report.fields, what).collect::<BTreeSet<&str>>();
        let (clauses, controls) = (names(What::Clause), names(What::Control));
        let known = [What::Clause, What::Control].into_iter().flat_map(|what| report.fields.texts(what.key()));
        let known = known.filter_map(|id| self.trace.get(&id.value));
        let itself: BTreeSet<ReqId> = known.map(Requirement::key).collect();
        let is_below = |one: &Requirement| {
            let (names, counted, asks) = match (&one.kind, self.catalog.clause(&one.framework, &one.id)) {
                (RequirementKind::Clause, clause) => {
                    (&clauses, self.catalog.first(), clause.is_some_and(|clause| clause.requirement))
                }
                _ => {
                    let is_out = matches!(one.applicability, Applicability::Excluded { .. });
                    (&controls, self.catalog.first_stated(), !is_out)
                }
            };
            let whole = format!("{}:{}", one.framework, one.id);
            let is_named = |way: &str| (one.framework == counted.id || way.contains(':')) && names.contains(way);
            asks && ways(&whole).any(is_named)
        };
        let all = self.trace.clauses().chain(self.trace.controls());
        all.filter(|one| itself.contains(&one.key()) || is_below(one)).collect()
    }
}

impl<'a> Audited<'a> {
    /// Whether an audit belongs to the cycle that ends today.
    pub fn is_in_cycle(&self, audit: &Held<'_>) -> bool {
        audit.date >= self.begin
    }

    /// The audits of the cycle that ends today, the newest first.
    pub fn of_cycle(&self) -> &[Held<'a>] {
        &self.held[..self.held.partition_point(|audit| self.is_in_cycle(audit))]
    }

    /// Whether an audit of the cycle says at all which of these it looked at.
    pub fn says(&self, what: What) -> bool {
        self.of_cycle().iter().any(|audit| audit.says(what))
    }

    /// What has to be looked at within a cycle, in its order: clauses that require something and controls that apply, of the
    /// standard that is followed first, and AI systems in use.
    pub fn subjects(&self, what: What) -> Vec<Subject<'a>> {
        let aims = self.aims;
        match what {
            What::Clause => {
                let clauses = aims.catalog.first().clauses.iter().filter(|clause| clause.requirement);
                clauses.map(|clause| Subject { what, id: &clause.id, title: &clause.title }).collect()
            }
            What::Control => {
                let rows = aims.soa().into_iter().flat_map(|soa| soa.rows.iter().map(move |row| (soa, row)));
                // A second row of a control, and one of what is none, has its own finding and counts nowhere.
                let first =
                    |soa: &Soa, row: &SoaRow| soa.row(&row.control.value).is_some_and(|first| std::ptr::eq(first, row));
                rows.filter(|(soa, row)| row.applicable && first(soa, row))
                    .filter_map(|(soa, row)| {
                        let control = aims.trace.at(&soa.id(row))?;
                        let title = row.title.as_deref().unwrap_or(&control.title);
                        Some(Subject { what, id: &row.control.value, title })
                    })
                    .collect()
            }
            What::System => {
                // One that runs is one, also where its entry is still being written.
                let systems = aims.of_kind("system").into_iter().map(|(_, system)| system);
                systems
                    .filter(|system| about::is_in_use(system) && !system.is_retired())
                    .map(|system| Subject { what, id: &system.id, title: &system.title })
                    .collect()
            }
        }
    }

    /// The controls of the standard that is counted of which no statement of applicability says whether they apply: none of
    /// them has to be looked at yet, and none is out either. Of an AIMS of which some is withheld that is not told.
    pub fn undecided(&self) -> Vec<Subject<'a>> {
        let aims = self.aims;
        let of = &aims.catalog.first_stated().id;
        let is_open = |control: &&Requirement| {
            control.framework == *of && control.applicability == Applicability::Unmentioned && !aims.trace.is_untold()
        };
        let subject =
            |control: &'a Requirement| Subject { what: What::Control, id: &control.id, title: &control.title };
        aims.trace.controls().filter(is_open).map(subject).collect()
    }

    /// The standard whose clauses or controls are counted.
    pub fn standard(&self, what: What) -> Option<&'a Standard> {
        what.counted(&self.aims.catalog)
    }

    /// The other standards that are followed: those of which not all is counted.
    pub fn uncounted(&self) -> Vec<&'a Standard> {
        let catalog = &self.aims.catalog;
        let (clauses, controls) = (&catalog.first().id, &catalog.first_stated().id);
        let rest = |standard: &&Standard| {
            let asks = standard.clauses.iter().any(|clause| clause.requirement);
            (standard.id != *clauses && asks) || (standard.id != *controls && !standard.controls.is_empty())
        };
        catalog.standards().filter(rest).collect()
    }

    /// The audits that looked at a subject, as places in [`Audited::held`], the newest first.
    pub fn places(&self, subject: &Subject<'_>) -> Vec<usize> {
        let found = ways(subject.id).filter_map(|id| self.looked.get(&(subject.what, id)));
        let mut places: Vec<usize> = found.flatten().copied().collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The newest audit that looked at a subject, of whatever cycle.
    pub fn last(&self, subject: &Subject<'_>) -> Option<&Held<'a>> {
        self.places(subject).first().and_then(|place| self.held.get(*place))
    }

    /// Whether a row of the programme should have been held.
    fn is_late(&self, row: &ToCome<'_>) -> bool {
        row.due < self.aims.today
    }

    /// Whether a row of the programme with a day to come is to look at a subject.
    pub fn is_planned(&self, subject: &Subject<'_>) -> bool {
        let mut places = ways(subject.id).filter_map(|id| self.planned.get(&(subject.what, id))).flatten();
        places.any(|place| self.to_come.get(*place).is_some_and(|row| !self.is_late(row)))
    }

    /// The soonest row of the programme that is to look at a subject, or should have.
    pub fn next(&self, subject: &Subject<'_>) -> Option<&ToCome<'a>> {
        let places = ways(subject.id).filter_map(|id| self.planned.get(&(subject.what, id))?.first());
        places.min().and_then(|place| self.to_come.get(*place))
    }

    /// Whether no audit of the cycle looked at a subject, and none that is to come will.
    /// Of an AIMS of which some is withheld that is not told.
    pub fn is_hole(&self, subject: &Subject<'_>) -> bool {
        let is_known = !self.aims.trace.is_untold();
        let is_looked = || self.last(subject).is_some_and(|audit| self.is_in_cycle(audit));
        is_known && !is_looked() && !self.is_planned(subject)
    }

    /// What no audit of the days `held` looked at, of one sort; with `planned`, nor is any to come.
    pub fn missed(&self, what: What, held: impl Fn(Date) -> bool, planned: bool) -> Missed {
        let is_looked = |subject: &Subject<'_>| {
            let mut audits = self.places(subject).into_iter().filter_map(|place| self.held.get(place));
            audits.any(|audit| held(audit.date)) || (planned && self.is_planned(subject))
        };
        let subjects = self.subjects(what);
        let mut missed = Missed { of: subjects.len(), ..Missed::default() };
        for subject in subjects.iter().filter(|subject| !is_looked(subject)) {
            match what {
                What::System => missed.systems.extend(self.aims.by_id(subject.id)),
                What::Clause | What::Control => {
                    missed.requirements.extend(self.aims.trace.get(subject.id).map(Requirement::key));
                }
            }
        }
        missed
    }

    /// The newest audit that looked at both, by the places of each.
    pub fn together(&self, one: &[usize], other: &[usize]) -> Option<&Held<'a>> {
        let place = one.iter().find(|place| other.binary_search(place).is_ok());
        place.and_then(|place| self.held.get(*place))
    }

    /// The soonest row of the programme that is to look at both.
    pub fn next_together(&self, one: &Subject<'_>, other: &Subject<'_>) -> Option<&ToCome<'a>> {
        let ahead = |subject: &Subject<'_>| -> Vec<usize> {
            let found = ways(subject.id).filter_map(|id| self.planned.get(&(subject.what, id)));
            let mut places: Vec<usize> = found.flatten().copied().collect();
            places.sort_unstable();
            places
        };
        let other = ahead(other);
        let both = ahead(one).into_iter().filter(|place| other.binary_search(place).is_ok());
        both.filter_map(|place| self.to_come.get(place)).find(|row| !self.is_late(row))
    }

    /// The controls that are bound to AI systems, of those that have to be looked at.
    pub fn bound(&self) -> Vec<Subject<'a>> {
        let bound = |subject: &Subject<'_>| {
            let control: Option<&Requirement> = self.aims.trace.get(subject.id);
            control.is_some_and(|control| control.per_system)
        };
        self.subjects(What::Control).into_iter().filter(bound).collect()
    }
}

/// By which names what an audit covers takes in an id: itself, what it is below, and both without the framework: `A.8.2` by
/// `A.8`, `iso-27001:9.2.1` by `9`.
fn ways(id: &str) -> impl Iterator<Item = &str> {
    let whole = std::iter::once(id).chain(id.match_indices('.').map(|(at, _)| &id[..at]));
    whole.flat_map(|id| {
        let bare = id.rsplit(':').next().filter(|bare| *bare != id);
        std::iter::once(id).chain(bare)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::load::load;
    use crate::source::Memory;

    const TODAY: Date = Date::constant(2026, 11, 20);

    const FILES: [(&str, &str); 7] = [
        ("aims.toml", ""),
        ("old.md", "---\nid: AUD-1\nkind: audit\ndate: 2022-03-01\ncovers-clauses: [7]\n---\n"),
        (
            "new.md",
            "---\nid: AUD-2\nkind: audit\ndate: 2026-03-01\ncovers-clauses: ['9.2', 10]\ncovers-controls: [A.8]\ncovers-systems: [SYS-1]\n---\n",
        ),
        (
            "theirs.md",
            "---\nid: AUD-3\nkind: audit\naudit-type: certification\ndate: 2026-04-01\ncovers-clauses: [4]\n---\n",
        ),
        (
            "plan.md",
            "---\nid: PLN-1\nkind: plan\naudits:\n  - {audit: a, due: 2027-05-01, covers-clauses: ['4.1']}\n  - {audit: b, due: 2027-02-01, covers-clauses: [4]}\n  - {audit: c, due: 2026-01-01, covers-clauses: [5]}\n  - {audit: d, due: 2027-06-01, covers-controls: [A.5], covers-systems: [SYS-2]}\n---\n",
        ),
        ("s1.md", "---\nid: SYS-1\nkind: system\nlifecycle: in-use\n---\n"),
        ("s2.md", "---\nid: SYS-2\nkind: system\nlifecycle: in-use\n---\n"),
    ];

    fn of_files(files: &[(&str, &str)]) -> Aims {
        load(&Memory::new(files.iter().map(|(path, text)| (*path, text.as_bytes()))), TODAY).expect("memory")
    }

    fn with<T>(ask: impl Fn(&Audited<'_>) -> T) -> T {
        ask(&of_files(&FILES).audited())
    }

    fn of(audited: &Audited<'_>, what: What, id: &str) -> (Option<Date>, Option<Date>, bool) {
        let subject = Subject { what, id, title: "" };
        let last = audited.last(&subject).map(|audit| audit.date);
        (last, audited.next(&subject).map(|row| row.due), audited.is_hole(&subject))
    }

    #[test]
    fn what_is_below_a_name_is_covered_by_it() {
        let day = |year, month| Some(Date::constant(year, month, 1));
        with(|audited| {
            assert_eq!(of(audited, What::Clause, "9.2.1"), (day(2026, 3), None, false));
            assert_eq!(of(audited, What::Clause, "9.1"), (None, None, true));
            assert_eq!(of(audited, What::Clause, "10.2"), (day(2026, 3), None, false));
            assert_eq!(of(audited, What::Clause, "1"), (None, None, true), "10 is not below 1");
            assert_eq!(of(audited, What::Control, "A.8.2"), (day(2026, 3), None, false));
            assert_eq!(of(audited, What::Control, "iso-42001:A.8.2"), (day(2026, 3), None, false));
            assert_eq!(of(audited, What::System, "SYS-3"), (None, None, true));
        });
    }

    #[test]
    fn an_audit_of_an_earlier_cycle_is_the_last_and_leaves_a_hole() {
        with(|audited| {
            assert_eq!(of(audited, What::Clause, "7.2"), (Some(Date::constant(2022, 3, 1)), None, true));
            assert_eq!(audited.of_cycle().len(), 1, "neither the old one nor that of the certification body");
            assert!(audited.says(What::Clause) && audited.says(What::System));
        });
    }

    #[test]
    fn what_is_to_come_closes_a_hole_and_what_was_missed_does_not() {
        with(|audited| {
            assert_eq!(of(audited, What::Clause, "4.1"), (None, Some(Date::constant(2027, 2, 1)), false));
            assert_eq!(of(audited, What::Clause, "5.1"), (None, Some(Date::constant(2026, 1, 1)), true), "late");
        });
    }

    #[test]
    fn of_several_standards_the_first_is_counted_and_the_others_are_named() {
        let of = |settings: &str| {
            let aims = of_files(&[("aims.toml", settings)]);
            let audited = aims.audited();
            let counted = audited.standard(What::Clause).map(|standard| standard.id.as_str().to_owned());
            let others: Vec<String> = audited.uncounted().iter().map(|other| other.id.as_str().to_owned()).collect();
            (counted.unwrap_or_default(), others)
        };
        assert_eq!(of(""), ("iso-42001".to_owned(), Vec::new()));
        let settings = "[frameworks]\nfollow = [\"iso-27001\", \"iso-42001\"]\n";
        assert_eq!(of(settings), ("iso-27001".to_owned(), vec!["iso-42001".to_owned()]));
    }

    #[test]
    fn an_audit_whose_report_is_still_judged_has_looked_at_nothing() {
        let held = |status: &str| {
            let audit = format!("---\nid: AUD-1\nkind: audit\ndate: 2026-03-01\n{status}covers-clauses: [4]\n---\n");
            of_files(&[("aims.toml", ""), ("a.md", &audit)]).audited().held.len()
        };
        assert_eq!(held(""), 1);
        assert_eq!(held("status: approved\n"), 1);
        for status in ["draft", "in-review"] {
            assert_eq!(held(&format!("status: {status}\n")), 0, "{status}");
        }
    }

    #[test]
    fn a_system_that_runs_has_to_be_looked_at_also_where_its_entry_is_a_draft() {
        let systems = |lines: &str| {
            let system = format!("---\nid: SYS-1\nkind: system\n{lines}---\n");
            let aims = of_files(&[("aims.toml", ""), ("s.md", &system)]).stand(Vec::new());
            let (asked, in_use) = (aims.audited().subjects(What::System).len(), aims.about().in_use().len());
            assert_eq!(asked, in_use, "the same as elsewhere: {lines}");
            asked
        };
        assert_eq!(systems("lifecycle: in-use\n"), 1);
        assert_eq!(systems("lifecycle: in-use\nstatus: draft\n"), 1);
        assert_eq!(systems("lifecycle: planned\nstatus: draft\n"), 0);
        assert_eq!(systems("lifecycle: in-use\nin-scope: false\n"), 0);
    }

    #[test]
    fn a_control_and_a_system_are_looked_at_together_by_one_audit() {
        with(|audited| {
            let places = |what, id| audited.places(&Subject { what, id, title: "" });
            let (control, system) = (places(What::Control, "A.8.2"), places(What::System, "SYS-1"));
            assert_eq!(audited.together(&control, &system).map(|audit| audit.date), Some(Date::constant(2026, 3, 1)));
            assert!(audited.together(&control, &places(What::System, "SYS-2")).is_none());
            let subject = |what, id| Subject { what, id, title: "" };
            let (control, system) = (subject(What::Control, "A.5.2"), subject(What::System, "SYS-2"));
            assert_eq!(audited.next_together(&control, &system).map(|row| row.due), Some(Date::constant(2027, 6, 1)));
            assert!(audited.next_together(&control, &subject(What::System, "SYS-1")).is_none());
            let systems: Vec<&str> = audited.subjects(What::System).iter().map(|system| system.id).collect();
            assert_eq!(systems, ["SYS-1", "SYS-2"]);
        });
    }
}
