//! A component for each text that says how things are done, with the requirements that it serves.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::frame::Oscal;
use super::named;
use super::words::{line, put, role};
use crate::model::catalog::natural_key;
use crate::model::document::Document;
use crate::model::standing::Word;
use crate::model::trace::Requirement;
use crate::model::{DocIx, Tier};

/// A text with the requirements that it serves.
pub(super) struct Carrier<'a> {
    pub(super) ix: DocIx,
    pub(super) document: &'a Document,
    pub(super) serves: Vec<&'a Requirement>,
}

/// The texts that say or do something for a requirement, by id.
pub(super) fn carriers<'a>(oscal: &Oscal<'a>) -> Vec<Carrier<'a>> {
    let mut serves: BTreeMap<DocIx, Vec<&Requirement>> = BTreeMap::new();
    for requirement in oscal.requirements() {
        let of = |tier| requirement.tier(tier).map(|serving| serving.document);
        let carriers: BTreeSet<DocIx> = of(Tier::Says).chain(of(Tier::Does)).collect();
        for ix in carriers {
            serves.entry(ix).or_default().push(requirement);
        }
    }
    let aims = &oscal.state.aims;
    let carrier = |(ix, serves)| Carrier { ix, document: aims.document(ix), serves };
    let mut carriers: Vec<Carrier<'_>> = serves.into_iter().map(carrier).collect();
    carriers.sort_by_cached_key(|carrier| natural_key(&carrier.document.id));
    carriers
}

/// The words of OSCAL for what a text is.
pub(super) fn kind(document: &Document) -> &'static str {
    match (document.counts_as(), document.tier()) {
        ("policy", _) => "policy",
        ("plan", _) => "plan",
        ("external", _) => "standard",
        (_, Some(Tier::Does)) => "process-procedure",
        _ => "guidance",
    }
}

/// What is said of a text wherever it is a component.
pub(super) fn about(oscal: &Oscal<'_>, ix: DocIx) -> Value {
    let document = oscal.state.aims.document(ix);
    // What controls are held by is the text in force, where the file has a newer one.
    let held = oscal.state.aims.holding(ix);
    let text = |field: &str| held.fields.text(field).unwrap_or_default();
    let mut component = json!({
        "uuid": oscal.id(&["component", &oscal.first_id(document)]),
        "type": kind(document),
        "title": line(&format!("{} {}", document.id, document.title)),
        "description": line(&document.title),
    });
    // A text says its status itself; where it stands by the record is another word.
    let standing = oscal.state.aims.word(ix).map_or("", Word::as_str);
    let said = [("id", &*document.id), ("version", text("version")), ("says-status", text("status"))];
    let properties = said.into_iter().chain([("standing", standing)]);
    let properties = properties.filter_map(|(name, value)| Oscal::property(name, value));
    put(&mut component, "props", properties.chain(named::known_by(held)).collect());
    put(&mut component, "links", Oscal::page(document));
    let owner = document.fields.text("owner").map(line).filter(|owner| !owner.is_empty());
    put(&mut component, "responsible-roles", owner.iter().map(|owner| json!({"role-id": role(owner)})).collect());
    component
}

/// The roles that own these texts, by their tokens.
pub(super) fn owners<'a>(documents: impl IntoIterator<Item = &'a Document>) -> BTreeMap<String, &'a str> {
    let owner = |document: &'a Document| document.fields.text("owner").filter(|owner| !owner.trim().is_empty());
    documents.into_iter().filter_map(owner).map(|owner| (role(owner), owner)).collect()
}

/// The definition of all components.
pub(super) fn definition(oscal: &Oscal<'_>) -> Value {
    let (carriers, evidence) = (carriers(oscal), named::evidence_for(oscal));
    let none = BTreeSet::new();
    let shows = |carrier: &Carrier<'_>| evidence.get(&carrier.ix).unwrap_or(&none).iter().copied();
    let components = carriers.iter().map(|carrier| {
        let mut component = about(oscal, carrier.ix);
        let links = component["links"].as_array().cloned().unwrap_or_default();
        let links = links.into_iter().chain(shows(carrier).map(|ix| named::link(oscal, ix)));
        put(&mut component, "links", links.collect());
        let (id, first) = (&carrier.document.id, &oscal.first_id(carrier.document));
        let requirement = |requirement: &&Requirement| {
            let token = oscal.token(requirement);
            json!({
                "uuid": oscal.id(&["implements", first, token]),
                "control-id": token,
                "description": line(&format!("{id} names {} in its front matter, or serves what does.", requirement.name)),
            })
        };
        let implementation = json!([{
            "uuid": oscal.id(&["implementation", first]),
            "source": "catalog.json",
            "description": line(&format!("What {id} serves.")),
            "implemented-requirements": carrier.serves.iter().map(requirement).collect::<Vec<_>>(),
        }]);
        put(&mut component, "control-implementations", implementation);
        component
    });
    let components: Value = components.collect();
    let roles = owners(carriers.iter().map(|carrier| carrier.document));
    let mut definition = json!({
        "uuid": "",
        "metadata": oscal.head("Policies and procedures", &roles),
    });
    put(&mut definition, "components", components);
    let linked = carriers.iter().flat_map(shows).collect();
    named::put_resources(oscal, &mut definition, Vec::new(), &linked);
    json!({"component-definition": definition})
}
