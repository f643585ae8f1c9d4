//! What audits looked at: the clauses, controls and AI systems that they say they cover.

use std::collections::BTreeSet;

use super::document::{Document, Status};
use super::fields::Fields;
use super::phases::Audited;
use super::requirement::RequirementKind;
use super::{Aims, DocIx};
use crate::base::Date;
use crate::model::catalog::ReqId;

/// Audits with what they cover, and rows of programmes that say what is to be covered.
#[derive(Debug)]
pub struct LookedAt<'a> {
    aims: &'a Aims,
    /// The audits, each with its day, in order of their days.
    pub audits: Vec<(Date, DocIx)>,
    covering: Vec<&'a Fields>,
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

impl<'a> LookedAt<'a> {
    /// What the internal audits covered that were held within `days`.
    pub fn by_internal_audits(aims: &'a Aims, held: impl Fn(Date) -> bool) -> Self {
        let is_internal = |audit: &Document| matches!(audit.fields.text("audit-type"), None | Some("internal"));
        let finished = |audit: &Document| !audit.is_retired() && !is_unfinished(audit);
        let all = aims.of_kind("audit").into_iter().filter(|(_, audit)| finished(audit) && is_internal(audit));
        let held = |day: &Date| *day <= aims.today && held(*day);
        let mut audits: Vec<(Date, DocIx)> =
            all.filter_map(|(ix, audit)| Some((audit.fields.date("date").filter(held)?, ix))).collect();
        audits.sort();
        let covering = audits.iter().map(|(_, ix)| &aims.documents[ix.index()].fields).collect();
        Self { aims, audits, covering }
    }

    /// The same with what programmes have before them: rows of a day to come that are neither done nor dropped.
    #[must_use]
    pub fn with_programme(mut self) -> Self {
        let aims = self.aims;
        let open = |cells: &Fields| !matches!(cells.text("status"), Some("done" | "dropped"));
        let to_come = |cells: &&Fields| open(cells) && cells.date("due").is_some_and(|due| due >= aims.today);
        let plans = aims.of_kind("plan").into_iter().filter(|(_, plan)| !plan.is_retired());
        let rows = plans.flat_map(|(_, plan)| plan.fields.rows("audits").iter().map(|row| &row.cells));
        self.covering.extend(rows.filter(to_come));
        self
    }

    /// Whether any of them says what it covers of this sort.
    pub fn says(&self, what: Audited) -> bool {
        self.covering.iter().any(|fields| !fields.lacks(what.key()))
    }

    /// What none of them covers, of one sort.
    pub fn missed(&self, what: Audited) -> Missed {
        let named: BTreeSet<&str> =
            self.covering.iter().flat_map(|of| of.texts(what.key())).map(|id| id.value.as_str()).collect();
        let trace = &self.aims.trace;
        let mut missed = Missed::default();
        match what {
            Audited::Clauses => {
                let asks = |id: &ReqId| {
                    self.aims.catalog.clause(&id.framework, &id.id).is_some_and(|clause| clause.requirement)
                };
                let first = &self.aims.catalog.first().id;
                for clause in trace.clauses().filter(|clause| clause.framework == *first && asks(&clause.key())) {
                    missed.of += 1;
                    missed.requirements.extend((!is_named(&clause.id, &named)).then(|| clause.key()));
                }
            }
            Audited::Controls => {
                let of_first = &self.aims.catalog.first_stated().id;
                let applying = trace.controls().filter(|control| control.applies() && control.framework == *of_first);
                for control in applying.filter(|control| control.kind != RequirementKind::Clause) {
                    missed.of += 1;
                    missed.requirements.extend((!is_named(&control.id, &named)).then(|| control.key()));
                }
            }
            Audited::Systems => {
                for (ix, system) in self.aims.of_kind("system") {
                    let covered = !system.is_retired() && system.fields.flag("in-scope") != Some(false);
                    if covered && !is_unfinished(system) && system.fields.text("lifecycle") == Some("in-use") {
                        missed.of += 1;
                        missed.systems.extend((!is_named(&system.id, &named)).then_some(ix));
                    }
                }
            }
        }
        missed
    }
}

/// Whether a document is still being written.
fn is_unfinished(document: &Document) -> bool {
    matches!(document.status(), Some(Status::Draft | Status::InReview))
}

/// Whether an id is named, or what it is below: `A.8.2` by `A.8`, `9.2.1` by `9`.
pub fn is_named(id: &str, named: &BTreeSet<&str>) -> bool {
    let bare = |id: &str| id.rsplit(':').next().is_some_and(|id| named.contains(id)) || named.contains(id);
    bare(id) || id.match_indices('.').any(|(at, _)| bare(&id[..at]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::load::load;
    use crate::source::Memory;

    const TODAY: Date = Date::constant(2026, 11, 20);

    fn missed(audit: &str, plan: &str, planned: bool) -> (usize, usize) {
        let audit = format!("---\nid: AUD\nkind: audit\n{audit}---\n");
        let plan = format!("---\nid: PLN\nkind: plan\n{plan}---\n");
        let system = "---\nid: SYS-1\nkind: system\nlifecycle: in-use\n---\n";
        let files = [("a.md", audit.as_str()), ("p.md", plan.as_str()), ("s.md", system)];
        let files = files.map(|(path, text)| (path, text.as_bytes()));
        let aims = load(&Memory::new(files), TODAY).expect("memory can be read").stand(Vec::new());
        let looked = LookedAt::by_internal_audits(&aims, |_| true);
        let looked = if planned { looked.with_programme() } else { looked };
        (looked.missed(Audited::Clauses).len(), looked.missed(Audited::Systems).len())
    }

    #[test]
    fn what_is_below_what_is_named_was_looked_at() {
        let all = missed("date: 2026-02-01\n", "", false).0;
        assert_eq!(missed("date: 2026-02-01\ncovers-clauses: [4, 5, 6, 7, 8, 9, 10]\n", "", false), (0, 1));
        assert_eq!(missed("date: 2026-02-01\ncovers-systems: [SYS-1]\n", "", false), (all, 0));
        for nothing in
            ["date: 2027-02-01\n", "date: 2026-02-01\nstatus: draft\n", "date: 2026-02-01\naudit-type: certification\n"]
        {
            assert_eq!(missed(&format!("{nothing}covers-clauses: [4]\n"), "", false).0, all, "{nothing}");
        }
    }

    #[test]
    fn a_programme_counts_where_it_is_asked_for_and_still_to_come() {
        let plan = "audits: [{audit: a, due: 2027-01-01, covers-systems: [SYS-1]}]\n";
        assert_eq!(missed("", plan, true).1, 0);
        assert_eq!(missed("", plan, false).1, 1);
        assert_eq!(missed("", &plan.replace("2027", "2026"), true).1, 1, "that day has passed");
    }
}
