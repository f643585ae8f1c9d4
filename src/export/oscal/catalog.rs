//! The catalogue of all requirements, and the profile that takes them.

use serde_json::{Value, json};

use super::frame::Oscal;
use super::words::{line, put, token};
use crate::model::catalog::Standard;
use crate::model::trace::Requirement;

/// The catalogue: a group for the clauses of each standard, one for each area of its controls, one for controls of the team.
pub(super) fn catalog(oscal: &Oscal<'_>) -> Value {
    let aims = &oscal.state.aims;
    let mut groups = Vec::new();
    for standard in aims.catalog.standards() {
        let clauses = aims.trace.clauses().filter(|clause| clause.framework == standard.id);
        groups.push(group(oscal, standard, "clauses", "Clauses", clauses));
        for area in &standard.areas {
            groups.push(group(oscal, standard, &area.id, &area.title, aims.trace.of_area(standard, area)));
        }
        groups.push(group(oscal, standard, "own", "Controls of the organisation", aims.trace.own_controls(standard)));
    }
    let mut catalog = json!({
        "uuid": "",
        "metadata": oscal.head("Requirements of the AI management system", &std::collections::BTreeMap::new()),
    });
    put(&mut catalog, "groups", groups.into_iter().flatten().collect());
    json!({"catalog": catalog})
}

fn group<'a>(
    oscal: &Oscal<'_>,
    standard: &Standard,
    id: &str,
    title: &str,
    requirements: impl Iterator<Item = &'a Requirement>,
) -> Option<Value> {
    let controls: Vec<Value> = requirements.map(|requirement| control(oscal, standard, requirement)).collect();
    (!controls.is_empty()).then(|| {
        json!({
            "id": token(&format!("{}_{id}", standard.id.as_str())),
            "title": line(&format!("{}: {title}", standard.edition)),
            "controls": controls,
        })
    })
}

fn control(oscal: &Oscal<'_>, standard: &Standard, requirement: &Requirement) -> Value {
    let token = oscal.token(requirement);
    let mut control = json!({
        "id": token,
        "class": requirement.kind.as_str(),
        "title": line(&requirement.title),
        "props": [{"name": "label", "value": requirement.id}],
    });
    let known = standard.control(&requirement.id).map(|control| control.summary.as_str());
    let summary = known.or_else(|| standard.clause(&requirement.id).map(|clause| clause.summary.as_str()));
    // In our own words, if only those of the title: the text of the standard is not ours to give. A finding names the part.
    let prose = line(summary.filter(|summary| !summary.is_empty()).unwrap_or(&requirement.title));
    put(&mut control, "parts", json!([{"id": format!("{token}_smt"), "name": "statement", "prose": prose}]));
    control
}

/// The profile: all of the catalogue. What a statement of applicability leaves out is in it too, and the plan says why.
pub(super) fn profile(oscal: &Oscal<'_>) -> Value {
    json!({"profile": {
        "uuid": "",
        "metadata": oscal.head("Requirements that are followed", &std::collections::BTreeMap::new()),
        "imports": [{"href": "catalog.json", "include-all": {}}],
        "merge": {"as-is": true},
    }})
}
