//! What the repository shows on the day, and what audits found.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Oscal, line, put};
use crate::base::Date;
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::fields::Fields;
use crate::model::trace::Requirement;

/// The results: first what is on record, then each audit that has a day, in order of their days.
pub(super) fn results(oscal: &Oscal<'_>) -> Value {
    let aims = &oscal.state.aims;
    let audits = aims.of_kind("audit").into_iter();
    let mut audits: Vec<(Date, DocIx, &Document)> =
        audits.filter_map(|(ix, audit)| Some((audit.fields.date("date")?, ix, audit))).collect();
    audits.sort_by(|a, b| (a.0, &a.2.id).cmp(&(b.0, &b.2.id)));
    let results = std::iter::once(on_record(oscal)).chain(audits.iter().map(|(day, ix, _)| of_audit(oscal, *day, *ix)));
    let results: Vec<Value> = results.collect();
    let plan = oscal.id(&["resource", "audit-plan"]);
    let mut resource = json!({
        "uuid": plan,
        "title": "Audit programme",
        "description": "The audit programme is a document of the AI management system. There is no OSCAL assessment plan.",
    });
    // A site for readers from whom most may be kept has no page for auditors.
    let page = (!oscal.state.is_partial).then(|| json!([{"href": "../../audit.html"}]));
    put(&mut resource, "rlinks", page.into());
    json!({"assessment-results": {
        "uuid": oscal.id_of_file("assessment-results"),
        "metadata": oscal.head("Evidence on record and audits", &BTreeMap::new()),
        "import-ap": {"href": format!("#{plan}")},
        "results": results,
        "back-matter": {"resources": [resource]},
    }})
}

/// What stands behind each requirement, as observations and no findings: a rung is no judgement.
fn on_record(oscal: &Oscal<'_>) -> Value {
    let today = oscal.state.today();
    let observations: Vec<Value> =
        oscal.requirements().filter(|one| one.applies()).map(|one| observed(oscal, one)).collect();
    let mut result = json!({
        "uuid": oscal.id(&["result", "on-record", &today.to_string()]),
        "title": line(&format!("Evidence on record on {today}")),
        "description": "What the documents of the repository show of each requirement that applies, and what the next rung lacks. Made by a program; nobody assessed anything.",
        "start": Oscal::moment(today),
        "reviewed-controls": {"control-selections": [{"include-all": {}}]},
    });
    put(&mut result, "observations", json!(observations));
    result
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
    let properties = [("control-id", token), ("rung", rung)];
    put(
        &mut observation,
        "props",
        properties.into_iter().filter_map(|(name, value)| Oscal::property(name, value)).collect(),
    );
    let evidence = requirement.evidence.iter().map(|(ix, day)| {
        let document = oscal.state.aims.document(*ix);
        let mut evidence = json!({"description": line(&format!("{} {}, of {day}", document.id, document.title))});
        put(&mut evidence, "links", Oscal::page(document));
        evidence
    });
    put(&mut observation, "relevant-evidence", evidence.collect());
    observation
}

/// An audit with what it found: the nonconformities that came of it, and the rows that led to none that is told of.
fn of_audit(oscal: &Oscal<'_>, day: Date, ix: DocIx) -> Value {
    let aims = &oscal.state.aims;
    let audit = aims.document(ix);
    let mut covered: Vec<&str> = aims.looked_at_by(audit).into_iter().map(|one| oscal.token(one)).collect();
    covered.sort_unstable();
    let says_none = ["covers-clauses", "covers-controls"].into_iter().all(|field| audit.fields.lacks(field));
    let selections = match (covered.is_empty(), says_none) {
        (true, true) => {
            json!([{"include-all": {}, "description": "The record of the audit names no clauses or controls."}])
        }
        (true, false) => json!([{"description": "The catalogue has none of what the record of the audit names."}]),
        (false, _) => {
            json!([{"include-controls": covered.iter().map(|id| json!({"control-id": id})).collect::<Vec<_>>()}])
        }
    };
    let conclusion = audit.fields.text("conclusion").map(line).filter(|text| !text.is_empty());
    let mut result = json!({
        "uuid": oscal.id(&["result", &audit.id]),
        "title": line(&format!("{} {}", audit.id, audit.title)),
        "description": conclusion.unwrap_or_else(|| "The record gives no conclusion.".into()),
        "start": Oscal::moment(day),
        "end": Oscal::moment(day),
        "reviewed-controls": {"control-selections": selections},
    });
    put(&mut result, "links", Oscal::page(audit));
    let led_to = |row: &Fields| {
        let named = row.text("nonconformity").and_then(|id| aims.by_id(id));
        named.filter(|ix| aims.document(*ix).is("nonconformity"))
    };
    let rows = || audit.fields.rows("findings").iter().map(|row| &row.cells).enumerate();
    let mut told: BTreeSet<DocIx> = aims.naming("nonconformity", "from", ix).into_iter().map(|(ix, _)| ix).collect();
    told.extend(rows().filter_map(|(_, row)| led_to(row)));
    let found = aims.of_kind("nonconformity").into_iter().filter(|(ix, _)| told.contains(ix));
    // OSCAL knows no finding against anything but a part of a control.
    let (against, others): (Vec<_>, Vec<_>) =
        found.map(|(_, one)| (one, against(oscal, one))).partition(|(_, requirement)| requirement.is_some());
    let findings = against.into_iter().filter_map(|(one, requirement)| Some(finding(oscal, one, requirement?)));
    put(&mut result, "findings", findings.collect());
    let rest = rows().filter(|(_, row)| led_to(row).is_none()).map(|(place, row)| noted(oscal, audit, day, place, row));
    let others = others.into_iter().map(|(one, _)| observation(oscal, one, day));
    put(&mut result, "observations", others.chain(rest).collect());
    result
}

/// A row of what an audit found that led to no nonconformity that is told of.
fn noted(oscal: &Oscal<'_>, audit: &Document, day: Date, place: usize, row: &Fields) -> Value {
    let said = |name: &str| row.text(name).map(line).unwrap_or_default();
    let (name, words) = (said("ref"), said("finding"));
    let mut observation = json!({
        "uuid": oscal.id(&["finding", &audit.id, &place.to_string(), &name]),
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

/// The requirement that a nonconformity is against, where its words name one. The clauses that it names in its front matter it
/// is evidence for; and of a procedure that it names nobody knows which of its requirements was not met.
fn against<'a>(oscal: &Oscal<'a>, nonconformity: &Document) -> Option<&'a Requirement> {
    let said = nonconformity.fields.text("requirement").unwrap_or_default();
    let words = said.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let known = words.filter_map(|word| oscal.state.aims.trace.get(word)).map(Requirement::key).next()?;
    oscal.requirements().find(|one| one.key() == known)
}

fn finding(oscal: &Oscal<'_>, nonconformity: &Document, requirement: &Requirement) -> Value {
    let state = line(nonconformity.fields.text("state").unwrap_or_default());
    let mut finding = json!({
        "uuid": oscal.id(&["finding", &nonconformity.id]),
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
        "uuid": oscal.id(&["finding", &nonconformity.id]),
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
