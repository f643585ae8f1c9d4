//! Clauses and controls, the statement of applicability, and what stands behind each requirement.

use std::collections::{BTreeMap, BTreeSet};

use super::column::{Column, Getter, Holds, column};
use super::rows::Register;
use super::value::Value;
use crate::model::catalog::{ReqId, split_req_id};
use crate::model::soa::{Soa, SoaRow};
use crate::model::trace::{Applicability, Lack, Place, Requirement, Serving};
use crate::model::{DocIx, Tier};
use crate::state::State;

/// A column of requirements.
type OfRequirement<'a> = Getter<'a, &'a Requirement>;

fn of<'a>(key: &'static str, holds: Holds, get: impl Fn(&'a Requirement) -> Value<'a> + 'a) -> OfRequirement<'a> {
    column(key, holds, move |requirement: &&'a Requirement| get(requirement))
}

/// A row of a statement of applicability.
type Stated<'a> = (&'a Soa, &'a SoaRow);

/// The reference controls in their order, then the team's own.
pub(super) fn controls(state: &State) -> Register<'_> {
    let aims = &state.aims;
    let risks = risks_by_control(state);
    let stated = |control: &Requirement| aims.soa_of(&control.framework).and_then(|soa| soa.row(&control.id));
    let columns = vec![
        of("id", Holds::Id, |control| Value::id(Some(&control.id))),
        title(),
        kind("kind"),
        of("area", Holds::Text, |control| {
            Value::text(aims.catalog.control(&control.framework, &control.id).map(|known| known.area.as_str()))
        }),
        applicability(state),
        of("reason", Holds::Text, move |control| Value::text(stated(control).and_then(reason))),
        of("implementation", Holds::Word, move |control| Value::word(stated(control).and_then(implementation))),
        of("owner", Holds::Text, move |control| Value::text(stated(control).and_then(|row| row.owner.as_deref()))),
        rung(),
        serving(state, "says", Tier::Says),
        serving(state, "does", Tier::Does),
        serving(state, "shows", Tier::Shows),
        mentioned_by(state),
        of("risks", Holds::Ids, move |control| Value::ids(risks.get(&control.key()).into_iter().flatten().copied()))
            .about("risks that name it as their treatment"),
        newest_evidence(state),
        newest_evidence_date(),
        lacks(),
        caveats(),
        framework(),
    ];
    Register::new(aims.trace.controls().collect(), columns)
}

fn risks_by_control(state: &State) -> BTreeMap<ReqId, Vec<&str>> {
    let mut risks: BTreeMap<ReqId, Vec<&str>> = BTreeMap::new();
    for (_, risk) in state.aims.of_kind("risk") {
        let named = risk.fields.texts("controls").iter().map(|id| state.aims.in_full(risk, ("controls", &id.value)));
        let named = named.filter_map(|id| state.aims.trace.get(&id));
        for control in named.map(Requirement::key).collect::<BTreeSet<_>>() {
            risks.entry(control).or_default().push(&risk.id);
        }
    }
    risks
}

/// Every clause, in the order of its standard.
pub(super) fn clauses(state: &State) -> Register<'_> {
    let aims = &state.aims;
    let known = |clause: &Requirement| aims.catalog.clause(&clause.framework, &clause.id);
    let columns = vec![
        of("id", Holds::Id, |clause| Value::id(Some(&clause.id))),
        title(),
        of("parent", Holds::Id, move |clause| Value::id(known(clause).and_then(|known| known.parent.as_deref()))),
        of("requirement", Holds::Flag, move |clause| Value::Flag(known(clause).is_some_and(|known| known.requirement)))
            .about("whether it requires anything itself, or only holds clauses that do"),
        needs(),
        rung(),
        serving(state, "says", Tier::Says),
        serving(state, "does", Tier::Does),
        serving(state, "shows", Tier::Shows),
        mentioned_by(state),
        newest_evidence(state),
        newest_evidence_date(),
        lacks(),
        caveats(),
        framework(),
    ];
    Register::new(aims.trace.clauses().collect(), columns)
}

/// The rows of the statements of applicability in force, each in its order.
pub(super) fn statement(state: &State) -> Register<'_> {
    let aims = &state.aims;
    let required = |row: &Stated<'_>| aims.trace.at(&row.0.id(row.1));
    let columns = vec![
        column("control", Holds::Id, |&(_, row): &Stated<'_>| Value::id(Some(&row.control.value))),
        column("title", Holds::Text, move |row: &Stated<'_>| {
            // Only controls of one's own are called what the statement calls them.
            Value::text(required(row).map(|requirement| requirement.title.as_str()).or(row.1.title.as_deref()))
        }),
        column("applicable", Holds::Flag, |&(_, row): &Stated<'_>| row.applicable.map_or(Value::Nothing, Value::Flag)),
        column("reason", Holds::Text, |&(_, row): &Stated<'_>| Value::text(reason(row))),
        column("implementation", Holds::Word, |&(_, row): &Stated<'_>| Value::word(implementation(row))),
        column("rung", Holds::Word, move |row: &Stated<'_>| {
            Value::word(required(row).map(|requirement| requirement.place().as_str()))
        })
        .words(Place::ALL.map(Place::as_str)),
        column("owner", Holds::Text, |&(_, row): &Stated<'_>| Value::text(row.owner.as_deref())),
        column("due", Holds::Day, |&(_, row): &Stated<'_>| Value::day(row.due)),
        column("risks", Holds::Ids, |&(_, row): &Stated<'_>| Value::ids(row.risks.iter().map(|id| id.value.as_str()))),
        column("documents", Holds::Ids, |&(_, row): &Stated<'_>| {
            Value::ids(row.documents.iter().map(|id| id.value.as_str()))
        }),
        column("evidence", Holds::Ids, |&(_, row): &Stated<'_>| {
            Value::ids(row.evidence.iter().map(|id| id.value.as_str()))
        }),
        column("basis", Holds::Words, |&(_, row): &Stated<'_>| {
            Value::words(row.basis.iter().map(|word| word.value.as_str()))
        }),
        column("statement", Holds::Id, |&(soa, _): &Stated<'_>| Value::id(Some(&aims.document(soa.document).id)))
            .about("the statement itself"),
        column("framework", Holds::Word, |&(soa, row): &Stated<'_>| {
            let named = split_req_id(&row.control.value).0.and_then(|of| aims.catalog.known_as(of));
            Value::word(Some(named.map_or(&*soa.framework, |of| &*of.id)))
        })
        .about("whose control it is"),
    ];
    Register::new(aims.soas.iter().flat_map(|soa| soa.rows.iter().map(move |row| (soa, row))).collect(), columns)
}

/// Every requirement with all that stands behind it, clauses first.
pub(super) fn traceability(state: &State) -> Register<'_> {
    let aims = &state.aims;
    let columns = vec![
        of("requirement", Holds::Id, |requirement| Value::id(Some(&requirement.id))),
        kind("kind").words(["clause", "control", "own-control"]),
        title(),
        applicability(state),
        of("reason", Holds::Text, |requirement| match &requirement.applicability {
            Applicability::Excluded { reason } => Value::text(reason.as_deref()),
            _ => Value::Nothing,
        }),
        rung(),
        needs(),
        through(state, "says", Tier::Says),
        through(state, "does", Tier::Does),
        through(state, "shows", Tier::Shows),
        of("lacks", Holds::Rows, |requirement| {
            let lacks = standing_lacks(requirement).iter().map(|lack| {
                Value::object([
                    ("what", Value::Text(lack.sentence())),
                    ("documents", names(state, lack.documents.iter().copied())),
                ])
            });
            Value::List(lacks.collect())
        })
        .inner(vec![Column::new("what", Holds::Text), Column::new("documents", Holds::Ids)])
        .about("what the next rung asks for"),
        caveats(),
        framework(),
    ];
    Register::new(aims.trace.clauses().chain(aims.trace.controls()).collect(), columns)
}

/// The framework it is of: an id says which requirement it is only together with it.
fn framework<'a>() -> OfRequirement<'a> {
    of("framework", Holds::Word, |requirement| Value::word(Some(&requirement.framework)))
        .about("whose requirement it is")
}

fn title<'a>() -> OfRequirement<'a> {
    of("title", Holds::Text, |requirement| Value::text(Some(&requirement.title)))
}

fn kind<'a>(key: &'static str) -> OfRequirement<'a> {
    of(key, Holds::Word, |requirement| Value::word(Some(requirement.kind.as_str()))).words(["control", "own-control"])
}

/// The words for whether a requirement applies, the last one where readers are not told.
pub const APPLIES: [&str; 4] = ["applies", "excluded", "unmentioned", Place::Untold.as_str()];

/// Whether a requirement applies, as a word of [`APPLIES`]. Where something is kept from these readers and they see no
/// statement of applicability, there may be one.
pub fn applies(state: &State, requirement: &Requirement) -> &'static str {
    let is_kept = || state.withholds && state.aims.soa_of(&requirement.framework).is_none();
    APPLIES[match requirement.applicability {
        Applicability::Applies => 0,
        Applicability::Excluded { .. } => 1,
        Applicability::Unmentioned => 2 + usize::from(is_kept()),
    }]
}

fn applicability(state: &State) -> OfRequirement<'_> {
    let words = if state.withholds { &APPLIES[..] } else { &APPLIES[..3] };
    of("applicability", Holds::Word, |requirement| Value::word(Some(applies(state, requirement))))
        .words(words.iter().copied())
}

fn rung<'a>() -> OfRequirement<'a> {
    of("rung", Holds::Word, |requirement| Value::word(Some(requirement.place().as_str())))
        .words(Place::ALL.map(Place::as_str))
}

fn needs<'a>() -> OfRequirement<'a> {
    of("needs", Holds::Words, |requirement| Value::words(requirement.needs.iter().map(|tier| tier.as_str())))
        .words(Tier::ALL.map(Tier::as_str))
}

/// The documents that serve it in one way.
fn serving<'a>(state: &'a State, key: &'static str, tier: Tier) -> OfRequirement<'a> {
    of(key, Holds::Ids, move |requirement| names(state, requirement.tier(tier).map(|serving| serving.document)))
}

/// The same, each with the document through which it does.
fn through<'a>(state: &'a State, key: &'static str, tier: Tier) -> OfRequirement<'a> {
    let name = |ix| state.aims.document(ix).id.as_str();
    let row = move |serving: &Serving| {
        let via = serving.via.map(name);
        Value::object([("document", Value::id(Some(name(serving.document)))), ("via", Value::id(via))])
    };
    of(key, Holds::Rows, move |requirement| Value::List(requirement.tier(tier).map(row).collect()))
        .inner(vec![Column::new("document", Holds::Id), Column::new("via", Holds::Id)])
}

fn mentioned_by(state: &State) -> OfRequirement<'_> {
    of("mentioned_by", Holds::Ids, |requirement| names(state, requirement.mentioned_by.iter().copied()))
        .about("documents whose text links to it")
}

fn newest_evidence(state: &State) -> OfRequirement<'_> {
    of("newest_evidence", Holds::Id, |requirement| {
        Value::id(requirement.newest_evidence.map(|(ix, _)| state.aims.document(ix).id.as_str()))
    })
}

fn newest_evidence_date<'a>() -> OfRequirement<'a> {
    of("newest_evidence_date", Holds::Day, |requirement| Value::day(requirement.newest_evidence.map(|(_, date)| date)))
}

fn lacks<'a>() -> OfRequirement<'a> {
    of("lacks", Holds::Texts, |requirement| {
        Value::List(standing_lacks(requirement).iter().map(|lack| Value::Text(lack.sentence())).collect())
    })
    .about("what the next rung asks for")
}

fn caveats<'a>() -> OfRequirement<'a> {
    of("caveats", Holds::Texts, |requirement| {
        let caveats = if requirement.applies() { &requirement.caveats[..] } else { &[] };
        Value::List(caveats.iter().map(|caveat| Value::Text(caveat.sentence().into())).collect())
    })
    .about("what weakens the rung without lowering it")
}

/// What the next rung lacks; of what is left out, none is asked.
fn standing_lacks(requirement: &Requirement) -> &[Lack] {
    if requirement.applies() { &requirement.lacks } else { &[] }
}

fn names(state: &State, documents: impl IntoIterator<Item = DocIx>) -> Value<'_> {
    Value::ids(documents.into_iter().map(|ix| state.aims.document(ix).id.as_str()))
}

fn reason(row: &SoaRow) -> Option<&str> {
    row.reason.as_ref().map(|reason| reason.value.as_str())
}

fn implementation(row: &SoaRow) -> Option<&str> {
    row.implementation.as_ref().map(|word| word.value.as_str())
}
