//! What internal audits looked at and when: clauses, controls, AI systems, and controls of a system looked at together.

use super::column::{Getter, Holds, column};
use super::rows::Register;
use super::value::Value;
use crate::model::DocIx;
use crate::model::audited::{Audited, Subject, What};
use crate::state::State;

/// The word for a control of one system.
const PAIR: &str = "control-of-system";

/// The word for a control of which no statement of applicability says whether it applies.
const UNDECIDED: &str = "control-undecided";

/// A row: a subject, or a control with the system that it is bound to.
struct Row<'a> {
    what: &'static str,
    subject: Subject<'a>,
    system: Option<&'a str>,
    framework: Option<&'a str>,
    audits: Vec<DocIx>,
    last: Option<(crate::base::Date, DocIx)>,
    next: Option<(crate::base::Date, DocIx)>,
    hole: Option<bool>,
}

/// Every clause that requires something, every control that applies, every AI system in use, every control of which nobody has
/// said whether it applies, and every control that is bound to systems with each of them.
pub(super) fn coverage(state: &State) -> Register<'_> {
    let id = move |ix: DocIx| state.aims.document(ix).id.as_str();
    let columns: Vec<Getter<'_, Row<'_>>> = vec![
        column("what", Holds::Word, |row: &Row<'_>| Value::word(Some(row.what)))
            .words(What::ALL.map(What::as_str).into_iter().chain([PAIR, UNDECIDED])),
        column("id", Holds::Id, |row: &Row<'_>| Value::id(Some(row.subject.id))).titled("Id"),
        column("system", Holds::Id, |row: &Row<'_>| Value::id(row.system))
            .about("with which the control was looked at"),
        column("title", Holds::Text, |row: &Row<'_>| Value::text(Some(row.subject.title))),
        column("last_audited", Holds::Day, |row: &Row<'_>| Value::day(row.last.map(|(day, _)| day)))
            .about("by an internal audit that names it, of whatever cycle"),
        column("last_audit", Holds::Id, move |row: &Row<'_>| Value::id(row.last.map(|(_, ix)| id(ix)))),
        column("audits", Holds::Ids, move |row: &Row<'_>| Value::ids(row.audits.iter().map(|ix| id(*ix))))
            .about("those of the last 36 months that looked at it, the newest first"),
        column("next_audit", Holds::Day, |row: &Row<'_>| Value::day(row.next.map(|(day, _)| day)))
            .about("the soonest in the programme that is to look at it"),
        column("plan", Holds::Id, move |row: &Row<'_>| Value::id(row.next.map(|(_, ix)| id(ix))))
            .about("the plan that says so"),
        column("hole", Holds::Flag, |row: &Row<'_>| row.hole.map_or(Value::Nothing, Value::Flag))
            .about("whether no audit of the last 36 months looked at it, and none is planned to"),
        column("framework", Holds::Word, |row: &Row<'_>| Value::word(row.framework)).about("whose requirement it is"),
    ];
    Register::new(rows(state), columns)
}

fn rows(state: &State) -> Vec<Row<'_>> {
    let first = state.aims.audited();
    let others = first.uncounted().into_iter().map(|standard| state.aims.audited_for(standard)).collect::<Vec<_>>();
    let beside = |row: &Row<'_>| row.what != What::System.as_str();
    let rest = others.iter().flat_map(|audited| rows_of(state, audited).into_iter().filter(beside));
    let mut rows = rows_of(state, &first);
    rows.extend(rest);
    rows
}

/// Those of one standard, and of the systems.
fn rows_of<'a>(state: &'a State, audited: &Audited<'a>) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    let framework = |what: What| audited.standard(what).map(|standard| standard.id.as_str());
    // Of readers from whom most may be kept, nobody knows what they are not shown.
    let hole = |is_seen: bool| (is_seen || !state.is_partial).then_some(!is_seen);
    let subjects = What::ALL.into_iter().flat_map(|what| audited.subjects(what)).map(|of| (of.what.as_str(), of));
    // Where the statement may be kept from the readers, what it says is not known.
    let is_known = !state.withholds || audited.soa().is_some();
    let undecided = is_known.then(|| audited.undecided()).into_iter().flatten().map(|of| (UNDECIDED, of));
    for (what, subject) in subjects.chain(undecided) {
        let audits = in_cycle(audited, &audited.places(&subject));
        let next = audited.next(&subject);
        rows.push(Row {
            hole: hole(!audits.is_empty() || audited.is_planned(&subject)),
            audits,
            last: audited.last(&subject).map(|audit| (audit.date, audit.ix)),
            next: next.map(|row| (row.due, row.plan)),
            what,
            subject,
            framework: framework(subject.what),
            system: None,
        });
    }
    let systems: Vec<(Subject<'_>, Vec<usize>)> =
        audited.subjects(What::System).into_iter().map(|system| (system, audited.places(&system))).collect();
    for control in audited.bound() {
        let places = audited.places(&control);
        for (system, of_system) in &systems {
            let both: Vec<usize> =
                places.iter().copied().filter(|place| of_system.binary_search(place).is_ok()).collect();
            let audits = in_cycle(audited, &both);
            let last = audited.together(&places, of_system);
            let next = audited.next_together(&control, system);
            rows.push(Row {
                hole: hole(!audits.is_empty() || next.is_some()),
                audits,
                last: last.map(|audit| (audit.date, audit.ix)),
                next: next.map(|row| (row.due, row.plan)),
                what: PAIR,
                subject: control,
                framework: framework(What::Control),
                system: Some(system.id),
            });
        }
    }
    rows
}

/// Of the audits at these places those of the cycle.
fn in_cycle(audited: &Audited<'_>, places: &[usize]) -> Vec<DocIx> {
    places.iter().filter_map(|place| audited.of_cycle().get(*place)).map(|audit| audit.ix).collect()
}
