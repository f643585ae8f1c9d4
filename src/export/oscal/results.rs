//! What the repository shows on the day, and what audits found.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::frame::Oscal;
use super::named;
use super::words::{line, put};
use crate::base::Date;
use crate::model::DocIx;
use crate::model::catalog::natural_key;
use crate::model::document::Document;
use crate::model::fields::Fields;
use crate::model::trace::Requirement;
use crate::register::applies;

/// The results: first what is on record, then each audit that was held, in order of their days, then what no audit raised.
pub(super) fn results(oscal: &Oscal<'_>) -> Value {
    let aims = &oscal.state.aims;
    let audits = aims.of_kind("audit").into_iter().filter(|(_, audit)| audit.is_finished_record());
    let mut audits: Vec<(Date, DocIx, &Document)> =
        audits.filter_map(|(ix, audit)| Some((audit.fields.date("date")?, ix, audit))).collect();
    audits.retain(|(day, ..)| *day <= aims.today);
    audits.sort_by_cached_key(|(day, _, audit)| (*day, natural_key(&audit.id)));
    let mut told = BTreeSet::new();
    let mut results = vec![on_record(oscal)];
    results.extend(audits.iter().map(|(day, ix, _)| of_audit(oscal, *day, *ix, &mut told)));
    results.extend(otherwise(oscal, &told));
    let plan = oscal.id(&["resource", "audit-plan"]);
    let mut resource = json!({
        "uuid": plan,
        "title": "Audit programme",
        "description": "The audit programme is a document of the AI management system. There is no OSCAL assessment plan.",
    });
    // A site for readers from whom most may be kept has no page for auditors.
    let page = (!oscal.state.is_partial).then(|| json!([{"href": "../../audit.html"}]));
    put(&mut resource, "rlinks", page.into());
    let mut file = json!({
        "uuid": "",
        "metadata": oscal.head("Evidence on record and audits", &BTreeMap::new()),
        "import-ap": {"href": format!("#{plan}")},
        "results": results,
    });
    let applying = oscal.requirements().filter(|one| one.applies());
    let linked = applying.flat_map(|one| one.evidence.iter().map(|(ix, _)| *ix)).collect();
    named::put_resources(oscal, &mut file, vec![resource], &linked);
    json!({"assessment-results": file})
}

/// What stands behind each requirement, as observations and no findings: a rung is no judgement.
fn on_record(oscal: &Oscal<'_>) -> Value {
    let today = oscal.state.today();
    let looked_at = || oscal.requirements().filter(|one| one.applies());
    let observations: Vec<Value> = looked_at().map(|one| observed(oscal, one)).collect();
    let tokens = looked_at().map(|one| oscal.token(one)).collect();
    let mut result = json!({
        "uuid": oscal.id(&["result", "on-record", &today.to_string()]),
        "title": line(&format!("Evidence on record on {today}")),
        "description": "What the documents of the repository show of each requirement that applies, and what the next rung lacks. Made by a program; nobody assessed anything.",
        "start": Oscal::moment(today),
        "reviewed-controls": reviewed(oscal, &tokens, "No requirement applies."),
    });
    put(&mut result, "observations", json!(observations));
    result
}

/// These controls as reviewed, or why there are none. OSCAL knows no empty selection but all without all.
fn reviewed(oscal: &Oscal<'_>, tokens: &BTreeSet<&str>, none: &str) -> Value {
    let list =
        |tokens: &mut dyn Iterator<Item = &str>| -> Value { tokens.map(|id| json!({"control-id": id})).collect() };
    let selection = match tokens.is_empty() {
        false => json!({"include-controls": list(&mut tokens.iter().copied())}),
        true => {
            let all = list(&mut oscal.requirements().map(|one| oscal.token(one)));
            json!({"description": none, "include-all": {}, "exclude-controls": all})
        }
    };
    json!({"control-selections": [selection]})
}

/// The nonconformities that no audit raised which is told.
fn otherwise(oscal: &Oscal<'_>, told: &BTreeSet<DocIx>) -> Option<Value> {
    let others: Vec<_> = nonconformities(oscal).filter(|(ix, _)| !told.contains(ix)).collect();
    if others.is_empty() {
        return None;
    }
    let against = others.iter().flat_map(|(_, one)| against(oscal, one));
    let tokens = against.map(|one| oscal.token(one)).collect();
    let mut result = json!({
        "uuid": oscal.id(&["result", "otherwise"]),
        "title": "Nonconformities that no audit raised",
        "description": "They came of monitoring, incidents, complaints or work, or of an audit that is not told here.",
        "start": Oscal::moment(oscal.state.today()),
        "reviewed-controls": reviewed(oscal, &tokens, "They name no clauses or controls."),
    });
    put_found(oscal, &mut result, &others, oscal.state.today(), Vec::new());
    Some(result)
}

/// The nonconformities on record.
fn nonconformities<'a>(oscal: &Oscal<'a>) -> impl Iterator<Item = (DocIx, &'a Document)> {
    let all = oscal.state.aims.of_kind("nonconformity").into_iter();
    all.filter(|(_, one)| !one.is_retired() && one.translates.is_none())
}

/// Puts down what was found. OSCAL knows no finding against anything but a part of a control: what names none is observed.
fn put_found(oscal: &Oscal<'_>, result: &mut Value, found: &[(DocIx, &Document)], day: Date, mut noted: Vec<Value>) {
    let (mut findings, mut others) = (Vec::new(), Vec::new());
    for (_, one) in found {
        let against = against(oscal, one);
        if against.is_empty() {
            others.push(observation(oscal, one, day));
        }
        findings.extend(against.iter().enumerate().map(|(place, of)| finding(oscal, one, of, place)));
    }
    others.append(&mut noted);
    put(result, "findings", findings.into());
    put(result, "observations", others.into());
}

fn observed(oscal: &Oscal<'_>, requirement: &Requirement) -> Value {
    let (token, today) = (oscal.token(requirement), oscal.state.today());
    let lacks: Vec<String> = requirement.lacks.iter().map(|lack| lack.sentence().into_owned()).collect();
    let lacks = match (lacks.is_empty(), oscal.state.is_partial) {
        (_, true) => "What the next rung lacks is not told: documents may be withheld from these readers.".to_owned(),
        (true, false) => "Nothing is lacking for the next rung.".to_owned(),
        (false, false) => lacks.join(" "),
    };
    let rung = requirement.place().as_str();
    let mut observation = json!({
        "uuid": oscal.id(&["observation", token]),
        "title": line(&format!("{} {}", requirement.name, requirement.title)),
        "description": line(&format!("Rung: {rung}. {lacks}")),
        "methods": ["EXAMINE"],
        "collected": Oscal::moment(today),
    });
    let properties = [("control-id", token), ("rung", rung), ("applicability", applies(oscal.state, requirement))];
    put(
        &mut observation,
        "props",
        properties.into_iter().filter_map(|(name, value)| Oscal::property(name, value)).collect(),
    );
    put(&mut observation, "links", named::behind(oscal, requirement).into());
    let evidence = requirement.evidence.iter().map(|(ix, day)| {
        let document = oscal.state.aims.document(*ix);
        let mut evidence = json!({"description": line(&format!("{} {}, of {day}", document.id, document.title))});
        let links = Oscal::page(document).as_array().cloned().unwrap_or_default();
        put(&mut evidence, "links", links.into_iter().chain([named::link(oscal, *ix)]).collect());
        evidence
    });
    put(&mut observation, "relevant-evidence", evidence.collect());
    observation
}

/// An audit with what it found: the nonconformities that came of it, and the rows that led to none that is told of.
fn of_audit(oscal: &Oscal<'_>, day: Date, ix: DocIx, all: &mut BTreeSet<DocIx>) -> Value {
    let aims = &oscal.state.aims;
    let audit = aims.document(ix);
    let covered: BTreeSet<&str> = aims.looked_at_by(audit).into_iter().map(|one| oscal.token(one)).collect();
    let says_none = ["covers-clauses", "covers-controls"].into_iter().all(|field| audit.fields.lacks(field));
    let of_all = json!({"include-all": {}, "description": "The record of the audit names no clauses or controls."});
    let selections = match covered.is_empty() && says_none {
        true => json!({"control-selections": [of_all]}),
        false => reviewed(oscal, &covered, "The catalogue has none of what the record of the audit names."),
    };
    let conclusion = audit.fields.text("conclusion").map(line).filter(|text| !text.is_empty());
    let mut result = json!({
        "uuid": oscal.id(&["result", &oscal.first_id(audit)]),
        "title": line(&format!("{} {}", audit.id, audit.title)),
        "description": conclusion.unwrap_or_else(|| "The record gives no conclusion.".into()),
        "start": Oscal::moment(day),
        "end": Oscal::moment(day),
        "reviewed-controls": selections,
    });
    put(&mut result, "links", Oscal::page(audit));
    let led_to = |row: &Fields| {
        let named = row.text("nonconformity").and_then(|id| aims.by_id(id));
        named.filter(|ix| aims.document(*ix).is("nonconformity"))
    };
    let rows = || audit.fields.rows("findings").iter().map(|row| &row.cells).enumerate();
    let mut told: BTreeSet<DocIx> = aims.naming("nonconformity", "from", ix).into_iter().map(|(ix, _)| ix).collect();
    told.extend(rows().filter_map(|(_, row)| led_to(row)));
    let found: Vec<_> = nonconformities(oscal).filter(|(ix, _)| told.contains(ix)).collect();
    let rest = rows().filter(|(_, row)| led_to(row).is_none()).map(|(place, row)| noted(oscal, audit, day, place, row));
    put_found(oscal, &mut result, &found, day, rest.collect());
    all.append(&mut told);
    result
}

/// A row of what an audit found that led to no nonconformity that is told of.
fn noted(oscal: &Oscal<'_>, audit: &Document, day: Date, place: usize, row: &Fields) -> Value {
    let said = |name: &str| row.text(name).map(line).unwrap_or_default();
    let (name, words) = (said("ref"), said("finding"));
    let mut observation = json!({
        "uuid": oscal.id(&["finding", &oscal.first_id(audit), &place.to_string(), &name]),
        "title": line(&format!("{} {name}", audit.id)),
        "description": if words.is_empty() { "The record gives no words.".to_owned() } else { words },
        "methods": ["UNKNOWN"],
        "types": ["finding"],
        "collected": Oscal::moment(day),
    });
    let properties = ["grade", "status", "requirement"].map(|name| Oscal::property(name, &said(name)));
    put(&mut observation, "props", properties.into_iter().flatten().collect());
    put(&mut observation, "links", Oscal::page(audit));
    observation
}

/// The requirements that a nonconformity names as not met, each once. Of a procedure that it names nobody knows which of its
/// requirements was not met.
fn against<'a>(oscal: &Oscal<'a>, nonconformity: &Document) -> Vec<&'a Requirement> {
    let mut seen = BTreeSet::new();
    let named = oscal.state.aims.stands_against(nonconformity).requirements.into_iter();
    named.filter(|id| seen.insert(id.clone())).filter_map(|id| oscal.state.aims.trace.at(&id)).collect()
}

/// A finding against one requirement; the first of a nonconformity is called by it alone.
fn finding(oscal: &Oscal<'_>, nonconformity: &Document, requirement: &Requirement, place: usize) -> Value {
    let state = line(nonconformity.fields.text("state").unwrap_or_default());
    let of: &[&str] = if place == 0 { &[] } else { &[oscal.token(requirement)] };
    let mut finding = json!({
        "uuid": oscal.id(&[&["finding", &*oscal.first_id(nonconformity)], of].concat()),
        "title": line(&format!("{} {}", nonconformity.id, nonconformity.title)),
        "description": what_was_not_met(nonconformity),
        "target": {
            "type": "statement-id",
            "target-id": format!("{}_smt", oscal.token(requirement)),
            "status": {"state": "not-satisfied", "remarks": line(&format!("A nonconformity was recorded. Its state: {state}"))},
        },
    });
    add_particulars(&mut finding, nonconformity);
    finding
}

fn observation(oscal: &Oscal<'_>, nonconformity: &Document, day: Date) -> Value {
    let mut observation = json!({
        "uuid": oscal.id(&["finding", &oscal.first_id(nonconformity)]),
        "title": line(&format!("{} {}", nonconformity.id, nonconformity.title)),
        "description": what_was_not_met(nonconformity),
        "methods": ["UNKNOWN"],
        "types": ["finding"],
        "collected": Oscal::moment(nonconformity.fields.date("date").unwrap_or(day)),
    });
    add_particulars(&mut observation, nonconformity);
    observation
}

fn what_was_not_met(nonconformity: &Document) -> String {
    let said = nonconformity.fields.text("requirement").map(line).filter(|text| !text.is_empty());
    said.unwrap_or_else(|| line(&nonconformity.title))
}

fn add_particulars(told: &mut Value, nonconformity: &Document) {
    let properties = ["grade", "state", "due"].map(|name| Oscal::property(name, &written(nonconformity, name)));
    put(told, "props", properties.into_iter().flatten().collect());
    put(told, "links", Oscal::page(nonconformity));
}

/// A field as it is written, a day among them.
fn written(document: &Document, field: &str) -> String {
    let day = document.fields.date(field).map(|day| day.to_string());
    day.or_else(|| document.fields.text(field).map(line)).unwrap_or_default()
}
