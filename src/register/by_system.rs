//! AI systems as an auditor samples them: the evidence of each control for each system in use, and the life of each system.
//! And what the standard calls for in writing, item by item.

use super::column::{Getter, Holds, column};
use super::rows::Register;
use super::value::Value;
use crate::model::life::{Passed, STEPS};
use crate::model::trace::{CalledFor, OfSystem, Requirement, There};
use crate::model::{DocIx, catalog};
use crate::state::State;

/// A control that is bound to AI systems, for one of them.
type Cell<'a> = (&'a Requirement, &'a OfSystem);

/// Every control that is bound to AI systems and applies, for each system in use.
pub(super) fn evidence(state: &State) -> Register<'_> {
    let id = move |ix: DocIx| state.aims.document(ix).id.as_str();
    let controls = state.aims.trace.controls();
    let rows: Vec<Cell<'_>> =
        controls.flat_map(|control| control.by_system.iter().map(move |of| (control, of))).collect();
    let columns: Vec<Getter<'_, Cell<'_>>> = vec![
        column("system", Holds::Id, move |(_, of): &Cell<'_>| Value::id(Some(id(of.system)))),
        column("control", Holds::Id, |&(control, _): &Cell<'_>| Value::id(Some(&control.id))),
        column("title", Holds::Text, |&(control, _): &Cell<'_>| Value::text(Some(&control.title))),
        column("shown", Holds::Flag, move |(_, of): &Cell<'_>| match (of.evidence.is_empty(), state.is_partial) {
            (true, true) => Value::Nothing,
            (is_empty, _) => Value::Flag(!is_empty),
        })
        .about("whether finished, dated evidence of a kind that is called for names the system"),
        column("evidence", Holds::Ids, move |&(_, of): &Cell<'_>| {
            Value::ids(of.evidence.iter().map(|(_, ix)| id(*ix)))
        }),
        column("newest_evidence_date", Holds::Day, |(_, of): &Cell<'_>| {
            Value::day(of.evidence.first().map(|(day, _)| *day))
        }),
        column("framework", Holds::Word, |&(control, _): &Cell<'_>| Value::word(Some(&control.framework)))
            .about("whose control it is"),
    ];
    Register::new(rows, columns)
}

/// A step in the life of a system.
type Lived = (DocIx, Passed);

/// Every AI system step by step, in the order of a life.
pub(super) fn lives(state: &State) -> Register<'_> {
    let id = move |ix: DocIx| state.aims.document(ix).id.as_str();
    let of = |(ix, _)| state.aims.life(ix).into_iter().map(move |passed| (ix, passed));
    let told = move |flag| if state.is_partial { Value::Nothing } else { Value::Flag(flag) };
    let rows: Vec<Lived> = state.aims.of_kind("system").into_iter().flat_map(of).collect();
    let columns: Vec<Getter<'_, Lived>> = vec![
        column("system", Holds::Id, move |(ix, _): &Lived| Value::id(Some(id(*ix)))),
        column("lifecycle", Holds::Word, move |(ix, _): &Lived| Value::word(state.aims.document(*ix).stage())),
        column("step", Holds::Word, |(_, passed): &Lived| Value::word(Some(passed.step.id)))
            .words(STEPS.iter().map(|step| step.id)),
        column("says", Holds::Texts, move |(ix, passed): &Lived| {
            let said = passed.step.said(state.aims.document(*ix)).into_iter().flat_map(|(_, texts)| texts);
            Value::List(said.map(|text| Value::Text(text.into())).collect())
        })
        .about("what the entry of the system says of it"),
        column("documents", Holds::Ids, move |(_, passed): &Lived| {
            Value::ids(passed.documents.iter().map(|(ix, _)| id(*ix)))
        })
        .about("those that tell of it, the newest first"),
        column("newest_date", Holds::Day, |(_, passed): &Lived| {
            Value::day(passed.documents.iter().find_map(|(_, day)| *day))
        }),
        column("hole", Holds::Flag, move |(_, passed): &Lived| told(passed.hole))
            .about("whether what has to be there by this stage is not"),
        column("unrecorded", Holds::Flag, move |(_, passed): &Lived| told(passed.unrecorded))
            .about("whether nothing shows it of a system that was in use and is retired"),
    ];
    Register::new(rows, columns)
}

/// An item that a requirement calls for.
type Item<'a> = (&'a Requirement, &'a CalledFor);

/// What clauses and controls call for in writing, item by item.
pub(super) fn called_for(state: &State) -> Register<'_> {
    let id = move |ix: DocIx| state.aims.document(ix).id.as_str();
    let all = state.aims.trace.clauses().chain(state.aims.trace.controls());
    let rows: Vec<Item<'_>> = all.flat_map(|of| of.called_for.iter().map(move |item| (of, item))).collect();
    let columns: Vec<Getter<'_, Item<'_>>> = vec![
        column("requirement", Holds::Id, |&(of, _): &Item<'_>| Value::id(Some(&of.id))),
        column("item", Holds::Text, |&(_, item): &Item<'_>| Value::text(Some(&item.title))),
        column("call", Holds::Word, |(_, item): &Item<'_>| Value::word(Some(item.call.as_str())))
            .words(catalog::Call::ALL.iter().map(|call| call.as_str()))
            .about("a document that is kept current, or a record of what was done"),
        column("required", Holds::Flag, |(_, item): &Item<'_>| Value::Flag(item.required))
            .about("whether it is asked for by name, rather than as far as it is needed"),
        column("state", Holds::Word, |(_, item): &Item<'_>| Value::word(Some(item.state.as_str())))
            .words(There::ALL.map(There::as_str)),
        column("documents", Holds::Ids, move |&(_, item): &Item<'_>| {
            Value::ids(item.documents.iter().map(|ix| id(*ix)))
        })
        .about("those that are it, or are going to be"),
        column("framework", Holds::Word, |&(of, _): &Item<'_>| Value::word(Some(&of.framework)))
            .about("whose requirement it is"),
    ];
    Register::new(rows, columns)
}
