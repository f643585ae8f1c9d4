//! What an auditor asks for before coming: each item that is called for in writing, each step in the life of each AI system,
//! and each population to sample from, with where it is and room to tick it off.

use std::borrow::Cow;

use super::column::{Getter, Holds, column};
use super::population::populations;
use super::rows::Register;
use super::value::Value;
use crate::model::DocIx;
use crate::model::trace::There;
use crate::state::State;

/// What is asked for.
struct Request<'a> {
    what: &'static str,
    /// The clause, control, AI system or population.
    of: Cow<'a, str>,
    title: &'a str,
    item: Cow<'a, str>,
    state: &'static str,
    documents: Vec<DocIx>,
}

/// The words for what is asked for.
const WHATS: [&str; 3] = ["called-for", "life-of-system", "population"];

/// Every request, clauses and controls first.
pub(super) fn requests(state: &State) -> Register<'_> {
    let id = move |ix: DocIx| state.aims.document(ix).id.as_str();
    let columns: Vec<Getter<'_, (usize, Request<'_>)>> = vec![
        column("number", Holds::Number, |(number, _): &(usize, Request<'_>)| Value::count(*number)),
        of("what", Holds::Word, |request| Value::word(Some(request.what))).words(WHATS),
        of("of", Holds::Id, |request| Value::Id(request.of.clone()))
            .titled("Of")
            .about("the clause or control, the AI system, the population"),
        of("title", Holds::Text, |request| Value::text(Some(request.title))),
        of("item", Holds::Text, |request| Value::Text(request.item.clone())),
        of("state", Holds::Word, |request| Value::word(Some(request.state)))
            .words(There::ALL.map(There::as_str).into_iter().chain(["said"]))
            .about("`said`: the entry of the system says it, and no document shows it"),
        of("documents", Holds::Ids, move |request| Value::ids(request.documents.iter().map(|ix| id(*ix)))),
        of("page", Holds::Text, move |request| {
            request.documents.first().map_or(Value::Nothing, |ix| Value::page(id(*ix)))
        })
        .titled("First of them"),
        of("received", Holds::Day, |_| Value::Nothing).blank(),
        of("remark", Holds::Text, |_| Value::Nothing).blank(),
    ];
    let all = called_for(state).chain(lives(state)).chain(lists(state));
    Register::new(all.enumerate().map(|(place, request)| (place + 1, request)).collect(), columns)
}

fn of<'a>(
    key: &'static str,
    holds: Holds,
    get: impl Fn(&Request<'a>) -> Value<'a> + 'a,
) -> Getter<'a, (usize, Request<'a>)> {
    column(key, holds, move |(_, request): &(usize, Request<'a>)| get(request))
}

/// Items of clauses and controls that apply.
fn called_for(state: &State) -> impl Iterator<Item = Request<'_>> {
    let trace = &state.aims.trace;
    let all = trace.clauses().chain(trace.controls()).filter(|requirement| requirement.applies());
    all.flat_map(|requirement| {
        requirement.called_for.iter().map(move |item| Request {
            what: WHATS[0],
            of: requirement.name.as_str().into(),
            title: &requirement.title,
            item: item.title.as_str().into(),
            state: item.state.as_str(),
            documents: item.documents.clone(),
        })
    })
}

/// The life of each AI system, as far as something is asked for or there.
fn lives(state: &State) -> impl Iterator<Item = Request<'_>> {
    let aims = &state.aims;
    aims.about().systems().iter().flat_map(move |ix| {
        let system = aims.document(*ix);
        aims.life(*ix).into_iter().filter_map(move |passed| {
            let said = !passed.step.said(system).is_empty();
            let stands = match (passed.hole, passed.documents.is_empty(), said) {
                (true, ..) => There::Missing.as_str(),
                (false, false, _) => There::Present.as_str(),
                (false, true, true) => "said",
                (false, true, false) => return None,
            };
            Some(Request {
                what: WHATS[1],
                of: system.id.as_str().into(),
                title: &system.title,
                item: passed.step.title.into(),
                state: stands,
                documents: passed.documents.iter().map(|(ix, _)| *ix).collect(),
            })
        })
    })
}

/// Populations as lists.
fn lists(state: &State) -> impl Iterator<Item = Request<'_>> {
    populations(state).into_iter().map(|population| Request {
        what: WHATS[2],
        of: population.id.into(),
        title: "",
        item: format!("List of {} ({})", population.about, population.units.len()).into(),
        state: There::Present.as_str(),
        documents: Vec::new(),
    })
}
