//! What an auditor draws samples from: every population as a list of units, each with what it can be told apart by.
//!
//! A population is the documents that are in force, the documents of one kind, the rows under one key of a kind, the acts of
//! approval and review, or the controls that are bound to AI systems with each of them. Drafts, and what is retired, belong
//! to none. Each unit has an id that no other of its population has.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::column::{Getter, Holds, column};
use super::rows::Register;
use super::value::Value;
use crate::approval::record::ActKind;
use crate::base::{Date, mark, say, wording};
use crate::model::document::Document;
use crate::model::fields::Row;
use crate::model::kinds::{FieldSpec, FieldType, Kind};
use crate::model::lowered::label_in_sentence;
use crate::model::risk::{AFTER, BEFORE, RiskLevel, is_opportunity, parts};
use crate::model::{Aims, DocIx};
use crate::state::State;

/// What a unit that is about more than one AI system has in the place of one.
const SEVERAL: &str = "several";

/// What is asked of an act.
const OF_ACTS: &str = mark!(
    "Is the text on the site the one that was approved? Did whoever approved it hold a role that the rule asks for, and write none of it? Does the signature hold?"
);

/// What is asked of a control of a system.
const OF_PAIRS: &str =
    mark!("Does the evidence show this control at work for this system, in the version that is in use?");

/// One of what there are several of.
pub(super) struct Unit<'a> {
    /// No other of its population has it.
    pub(super) id: String,
    pub(super) title: Cow<'a, str>,
    /// The document that it is, or stands in.
    pub(super) document: Option<&'a str>,
    pub(super) date: Option<Date>,
    pub(super) traits: Traits<'a>,
}

/// What units are told apart by. Empty where nothing is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Traits<'a> {
    pub(super) kind: &'a str,
    pub(super) system: &'a str,
    pub(super) risk: &'static str,
    pub(super) owner: &'a str,
}

/// All of one sort.
pub(super) struct Population<'a> {
    /// Its name in data.
    pub(super) id: String,
    /// What people call it.
    pub(super) about: String,
    /// What an auditor is likely to ask of each.
    pub(super) asks: String,
    /// In the order of their documents.
    pub(super) units: Vec<Unit<'a>>,
}

/// Every population that has units: documents in force, then kind by kind with the rows in them, acts, controls by system.
pub(super) fn populations(state: &State) -> Vec<Population<'_>> {
    let aims = &state.aims;
    let known = Known::of(aims);
    let mut all = vec![in_force(state, &known)];
    for kind in aims.kinds.iter() {
        let documents: Vec<(DocIx, &Document)> =
            aims.named(&kind.name).into_iter().filter(|(_, document)| counts(document)).collect();
        all.push(Population {
            id: kind.name.clone(),
            about: wording::known(aims.plural_of(kind)).to_owned(),
            asks: asks(kind),
            units: documents.iter().map(|(ix, document)| unit(&known, *ix, document)).collect(),
        });
        let lists = kind.fields.iter().filter(|field| field.field_type == FieldType::Rows);
        all.extend(lists.map(|field| rows(&known, kind, field, &documents)));
    }
    all.push(acts(state, &known));
    all.push(pairs(aims, &known));
    all.retain(|population| !population.units.is_empty());
    all
}

/// Whether a document is more than a draft, and stands.
fn counts(document: &Document) -> bool {
    document.controlled && !document.is_draft() && !document.is_retired()
}

/// The documents that are kept current and of which a version is in force on the day, as the record has it: also where an
/// approval has lapsed since, or the next version is being written. What the record knows no version of is none of them.
fn in_force<'a>(state: &'a State, known: &Known<'a>) -> Population<'a> {
    let all = state.aims.iter().filter(|(_, document)| document.is_kept_current());
    let unit = |(ix, document)| {
        let tenure = state.approvals.tenures(ix).iter().find(|tenure| tenure.is_in_force(state.today()))?;
        let date = tenure.since(state.today(), &state.history).or(tenure.from);
        Some(Unit { date, ..unit(known, ix, document) })
    };
    Population {
        id: "in-force".into(),
        about: say!("Documents in force").into(),
        asks: say!(
            "Is the version on the site the one that was approved? Is its review in date? Do those who work by it know it?"
        )
        .into(),
        units: all.filter_map(unit).collect(),
    }
}

fn unit<'a>(known: &Known<'a>, ix: DocIx, document: &'a Document) -> Unit<'a> {
    Unit {
        id: document.id.clone(),
        title: document.title.as_str().into(),
        document: Some(&document.id),
        date: known.aims.evidence_date(ix),
        traits: known.traits(ix),
    }
}

/// The rows under one key of a kind.
fn rows<'a>(
    known: &Known<'a>,
    kind: &'a Kind,
    field: &'a FieldSpec,
    documents: &[(DocIx, &'a Document)],
) -> Population<'a> {
    let units = documents.iter().flat_map(|&(ix, document)| {
        document.fields.rows(&field.name).iter().enumerate().map(move |(place, row)| Unit {
            id: format!("{}/{}/{}", document.id, field.name, place + 1),
            title: first_words(field, row).unwrap_or_else(|| document.title.as_str().into()),
            document: Some(&document.id),
            date: first_day(field, row).or_else(|| known.aims.evidence_date(ix)),
            traits: known.traits(ix),
        })
    });
    Population {
        id: format!("{}/{}", kind.name, field.name),
        about: format!("{}: {}", wording::known(known.aims.plural_of(kind)), listed(field)),
        asks: asks(kind),
        units: units.collect(),
    }
}

/// What an auditor is likely to ask of one document of a kind, or of a row in it.
fn asks(kind: &Kind) -> String {
    kind.asks.iter().map(|question| wording::known(question)).collect::<Vec<_>>().join(" ")
}

/// What people call the rows under a key, behind the name of their kind.
fn listed(field: &FieldSpec) -> String {
    label_in_sentence(&field.label())
}

/// The first words that stand in a row; one of a choice as people read it.
fn first_words<'a>(field: &FieldSpec, row: &'a Row) -> Option<Cow<'a, str>> {
    let (column, word) = field.columns.iter().find_map(|column| Some((column, row.cells.text(&column.name)?)))?;
    Some(match column.field_type {
        FieldType::Choice => wording::known(&column.title_of(word)).to_owned().into(),
        _ => word.into(),
    })
}

/// The first day that stands in a row.
fn first_day(field: &FieldSpec, row: &Row) -> Option<Date> {
    field.columns.iter().find_map(|column| row.cells.date(&column.name))
}

/// Acts of approval and review that are records.
fn acts<'a>(state: &'a State, known: &Known<'a>) -> Population<'a> {
    let units = state.approvals.acts.iter().filter_map(|act| {
        let record = act.record.as_ref().ok().filter(|record| record.act != ActKind::Acknowledgement)?;
        let document = state.aims.by_id(&record.document);
        Some(Unit {
            id: act.path.as_str().to_owned(),
            title: record.by.as_str().into(),
            document: document.map(|ix| state.aims.document(ix).id.as_str()),
            date: Some(record.date),
            traits: document.map(|ix| known.traits(ix)).unwrap_or_default(),
        })
    });
    Population {
        id: "acts".into(),
        about: say!("Acts of approval and review").into(),
        asks: wording::of(OF_ACTS).into(),
        units: units.collect(),
    }
}

/// Controls that are bound to AI systems, with each system in use.
fn pairs<'a>(aims: &'a Aims, known: &Known<'a>) -> Population<'a> {
    let units = aims.trace.controls().flat_map(|control| {
        control.by_system.iter().map(move |of| {
            let (system, newest) = (aims.document(of.system).id.as_str(), of.evidence.first());
            Unit {
                id: format!("{}/{system}", control.name),
                title: wording::known(&control.title).into(),
                document: newest.map(|(_, ix)| aims.document(*ix).id.as_str()),
                date: newest.map(|(date, _)| *date),
                traits: Traits { kind: "control", system, ..known.traits(of.system) },
            }
        })
    });
    Population {
        id: "controls-by-system".into(),
        about: say!("Controls by AI system in use").into(),
        asks: wording::of(OF_PAIRS).into(),
        units: units.collect(),
    }
}

/// What is known of documents, found out once for all populations.
struct Known<'a> {
    aims: &'a Aims,
    /// The highest level of risk of documents that are, or name, risks, and of the systems that risks name.
    risks: BTreeMap<DocIx, RiskLevel>,
}

impl<'a> Known<'a> {
    fn of(aims: &'a Aims) -> Self {
        let mut risks: BTreeMap<DocIx, RiskLevel> = BTreeMap::new();
        let mut raise = |ix: DocIx, level: RiskLevel| {
            let held = risks.entry(ix).or_insert(level);
            *held = level.max(*held);
        };
        for (ix, risk) in aims.of_kind("risk") {
            let score = parts(&risk.fields, AFTER).or_else(|| parts(&risk.fields, BEFORE));
            let Some((likelihood, severity)) = score.filter(|_| !risk.is_retired() && !is_opportunity(&risk.fields))
            else {
                continue;
            };
            let level = aims.config.risk.level(likelihood * severity);
            raise(ix, level);
            aims.about().systems_of(ix).for_each(|system| raise(system, level));
            aims.naming_by(ix, "risks").for_each(|of| raise(of, level));
        }
        Self { aims, risks }
    }

    fn traits(&self, ix: DocIx) -> Traits<'a> {
        let document = self.aims.document(ix);
        let systems: Vec<DocIx> = match document.is("system") {
            true => vec![ix],
            false => self.aims.about().systems_of(ix).take(2).collect(),
        };
        let of_systems = || self.aims.about().systems_of(ix).filter_map(|system| self.risks.get(&system)).max();
        Traits {
            kind: document.kind_name(),
            system: match systems.as_slice() {
                [] => "",
                [system] => &self.aims.document(*system).id,
                _ => SEVERAL,
            },
            risk: self.risks.get(&ix).or_else(of_systems).map_or("", |level| level.as_str()),
            owner: document.fields.text("owner").unwrap_or_default(),
        }
    }
}

/// A unit with its population.
type Listed<'a> = (String, Unit<'a>);

/// Every unit of every population.
pub(super) fn units(state: &State) -> Register<'_> {
    let rows: Vec<Listed<'_>> = populations(state)
        .into_iter()
        .flat_map(|population| population.units.into_iter().map(move |unit| (population.id.clone(), unit)))
        .collect();
    let columns: Vec<Getter<'_, Listed<'_>>> = vec![
        column("population", Holds::Word, |row: &Listed<'_>| Value::Word(row.0.clone().into())),
        column("unit", Holds::Text, |row: &Listed<'_>| Value::Text(row.1.id.clone().into()))
            .about("its id, which no other of the population has"),
        column("title", Holds::Text, |row: &Listed<'_>| Value::Text(row.1.title.clone())),
        column("document", Holds::Id, |row: &Listed<'_>| Value::id(row.1.document)),
        column("date", Holds::Day, |row: &Listed<'_>| Value::day(row.1.date)),
        column("kind", Holds::Word, |row: &Listed<'_>| Value::word(some(row.1.traits.kind))),
        column("system", Holds::Text, |row: &Listed<'_>| system(&row.1.traits))
            .about("the AI system that it is about; `several` where there are more"),
        column("risk", Holds::Word, |row: &Listed<'_>| Value::word(some(row.1.traits.risk)))
            .words(RiskLevel::ALL.map(RiskLevel::as_str))
            .about("the highest level of the risks that it names, or of those that name its system"),
        column("owner", Holds::Text, |row: &Listed<'_>| Value::text(some(row.1.traits.owner))),
    ];
    Register::new(rows, columns)
}

/// The AI system that a unit is about.
pub(super) fn system<'a>(traits: &Traits<'a>) -> Value<'a> {
    Value::text(if traits.system == SEVERAL { Some(say!("several")) } else { some(traits.system) })
}

/// Words, where there are any.
pub(super) fn some(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}
