//! The statement of applicability as a plan: each control, how far it is put in place by what it says, and what carries it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::components::{about, carriers, owners};
use super::frame::Oscal;
use super::named;
use super::words::{line, put};
use crate::model::about::is_left_out;
use crate::model::document::Document;
use crate::model::soa::SoaRow;
use crate::model::standing::{Standing, Word};
use crate::model::trace::{Applicability, Place, Requirement, RequirementKind};
use crate::model::{DocIx, Tier};
use crate::register::applies;

/// Why the state of the system is `other`.
const NO_STATE: &str = "An AI management system is kept; OSCAL has no word for its state.";

/// The plan.
pub(super) fn plan(oscal: &Oscal<'_>) -> Value {
    let aims = &oscal.state.aims;
    let carriers = carriers(oscal);
    let mut systems = aims.of_kind("system");
    systems.retain(|(ix, of)| of.translates.is_none() && carriers.iter().all(|carrier| carrier.ix != *ix));
    let whole = oscal.id(&["component", "\0aims"]);
    let mut components = vec![json!({
        "uuid": whole,
        "type": "this-system",
        "title": line(&format!("AI management system of {}", oscal.name)),
        "description": "Policies, procedures, plans and records, kept as documents in a git repository.",
        "status": {"state": "other", "remarks": NO_STATE},
    })];
    components.extend(carriers.iter().map(|carrier| {
        let mut component = about(oscal, carrier.ix);
        put(&mut component, "status", status_of_text(aims.standing(carrier.ix), carrier.document));
        component
    }));
    components.extend(systems.iter().map(|(ix, system)| {
        let mut component = about(oscal, *ix);
        put(&mut component, "type", json!("system"));
        put(&mut component, "status", status_of_system(system));
        component
    }));
    let ids: BTreeMap<DocIx, String> = carriers
        .iter()
        .map(|carrier| (carrier.ix, oscal.id(&["component", &oscal.first_id(carrier.document)])))
        .collect();
    let requirements = oscal.requirements().filter(|requirement| requirement.kind != RequirementKind::Clause);
    let mut linked = BTreeSet::new();
    let requirements = requirements.map(|control| {
        linked.extend(control.evidence.iter().filter(|_| control.applies()).map(|(ix, _)| *ix));
        implemented(oscal, control, &whole, &ids)
    });
    let requirements: Vec<Value> = requirements.collect();
    let roles = owners(carriers.iter().map(|carrier| carrier.document).chain(systems.iter().map(|(_, of)| *of)));
    let mut plan = json!({
        "uuid": "",
        "metadata": oscal.head("Statement of applicability", &roles),
        "import-profile": {"href": "profile.json"},
        "system-characteristics": characteristics(oscal),
        "system-implementation": {"components": components},
        "control-implementation": {
            "description": "What the statement of applicability says of each control, and the documents that carry it.",
            "implemented-requirements": requirements,
        },
    });
    named::put_resources(oscal, &mut plan, Vec::new(), &linked);
    json!({"system-security-plan": plan})
}

fn characteristics(oscal: &Oscal<'_>) -> Value {
    let scope =
        oscal.state.aims.of_kind("scope").first().map(|(_, scope)| line(&format!("{} {}", scope.id, scope.title)));
    let none = match oscal.state.withholds {
        true => "The scope is not told to these readers.",
        false => "No document of kind scope is on record.",
    };
    let editions = oscal.state.aims.catalog.standards().map(|standard| &*standard.edition);
    let editions = editions.collect::<Vec<_>>().join(", ");
    let boundary = scope.unwrap_or_else(|| none.into());
    json!({
        "system-ids": [{"identifier-type": "http://ietf.org/rfc/rfc4122", "id": oscal.id(&["aims"])}],
        "system-name": line(&format!("AI management system of {}", oscal.name)),
        "description": line(&format!("An AI management system by {editions}, as its documents tell it.")),
        "system-information": {"information-types": [{
            "uuid": oscal.id(&["information"]),
            "title": "Documented information of the AI management system",
            "description": "Documents and records; the data classes of AI systems are told in the register of systems.",
        }]},
        "status": {"state": "other", "remarks": NO_STATE},
        "authorization-boundary": {"description": boundary},
    })
}

/// Where a text stands by what is on record.
fn status_of_text(standing: Standing, document: &Document) -> Value {
    let word = standing.word(document);
    let state = match word {
        Some(Word::Approved) => "operational",
        Some(Word::Draft | Word::InReview | Word::NotYet) => "under-development",
        Some(Word::Retired) => "disposition",
        _ => "other",
    };
    json!({"state": state, "remarks": word.map_or("It says of itself no status.", Word::title)})
}

fn status_of_system(system: &Document) -> Value {
    let lifecycle = system.stage().unwrap_or_default();
    let is_out = is_left_out(system);
    let state = match lifecycle {
        _ if is_out => "other",
        "in-use" => "operational",
        "retired" => "disposition",
        "planned" | "development" | "validation" => "under-development",
        _ => "other",
    };
    let told =
        if lifecycle.is_empty() { "Its entry says no stage.".into() } else { line(&format!("Stage: {lifecycle}.")) };
    let remarks = if is_out { format!("Outside the scope of the AI management system. {told}") } else { told };
    json!({"state": state, "remarks": remarks})
}

fn implemented(oscal: &Oscal<'_>, control: &Requirement, whole: &str, ids: &BTreeMap<DocIx, String>) -> Value {
    let token = oscal.token(control);
    let row = oscal.state.aims.soa_of(&control.framework).and_then(|soa| soa.row(&control.id));
    let reason = row.and_then(|row| row.reason.as_ref()).map(|reason| line(&reason.value)).unwrap_or_default();
    let applies = applies(oscal.state, control);
    let described = match (reason.as_str(), row) {
        ("", Some(_)) => "The statement of applicability gives no reason.",
        ("", None) if applies == Place::Untold.as_str() => "Whether it applies, and why, is not told to these readers.",
        ("", None) => "No statement of applicability mentions it.",
        (reason, _) => reason,
    };
    let mut first = json!({
        "component-uuid": whole,
        "uuid": oscal.id(&["by", token, "\0aims"]),
        "description": described,
    });
    put(&mut first, "implementation-status", status(control, row, &reason));
    let serving = control.tier(Tier::Says).chain(control.tier(Tier::Does)).map(|serving| serving.document);
    let mut by: BTreeMap<DocIx, Value> = BTreeMap::new();
    for ix in serving {
        let Some(id) = ids.get(&ix) else { continue };
        let document = oscal.state.aims.document(ix);
        by.entry(ix).or_insert_with(|| {
            json!({
                "component-uuid": id,
                "uuid": oscal.id(&["by", token, &oscal.first_id(document)]),
                "description": line(&format!("{} serves it.", document.id)),
            })
        });
    }
    let by: Vec<Value> = std::iter::once(first).chain(by.into_values()).collect();
    let mut told = json!({"uuid": oscal.id(&["requirement", token]), "control-id": token});
    let rung = Oscal::property("rung", control.place().as_str());
    let applies = Oscal::property("applicability", applies);
    let basis = row.into_iter().flat_map(|row| &row.basis).filter_map(|word| Oscal::property("basis", &word.value));
    put(&mut told, "props", rung.into_iter().chain(applies).chain(basis).collect());
    put(&mut told, "links", json!(named::evidence(oscal, control)));
    put(&mut told, "by-components", json!(by));
    told
}

/// How far a control is put in place, as the statement claims it. None where it says nothing.
fn status(control: &Requirement, row: Option<&SoaRow>, reason: &str) -> Value {
    if matches!(control.applicability, Applicability::Excluded { .. }) {
        let remarks =
            if reason.is_empty() { "The statement of applicability leaves it out without a reason." } else { reason };
        return json!({"state": "not-applicable", "remarks": remarks});
    }
    let said = row.and_then(|row| row.implementation.as_ref()).map(|word| word.value.as_str());
    let state = match said {
        Some("done") => "implemented",
        Some("partial") => "partial",
        Some("planned") => "planned",
        _ => return Value::Null,
    };
    json!({"state": state, "remarks": "As the statement of applicability says."})
}
