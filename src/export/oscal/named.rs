//! Documents as resources of a file: where each is read, and by what its text is known again.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::frame::Oscal;
use super::words::{line, put};
use crate::base::hex;
use crate::model::document::{Cut, Document};
use crate::model::trace::Requirement;
use crate::model::{DocIx, Tier};

/// The properties by which a text is known again: the file, and the digest of what it says, as records of approvals have it.
/// What its readers see only in part has none.
pub(super) fn known_by(document: &Document) -> impl Iterator<Item = Value> + use<> {
    let whole = matches!(document.cut, Cut::Nothing);
    let digest = document.digests.filter(|_| whole).map(|digests| hex(&digests.substance)).unwrap_or_default();
    let said = [("path", document.path.as_str()), ("substance", &digest)];
    said.map(|(name, value)| Oscal::property(name, value)).into_iter().flatten()
}

/// Links to the resources of what shows that a requirement is met in practice; none where it does not apply.
pub(super) fn evidence(oscal: &Oscal<'_>, requirement: &Requirement) -> Vec<Value> {
    let shown = requirement.evidence.iter().filter(|_| requirement.applies());
    shown.map(|(ix, _)| link(oscal, *ix)).collect()
}

/// Links to the pages of the texts that say or do something for a requirement, each with what it is called.
pub(super) fn behind(oscal: &Oscal<'_>, requirement: &Requirement) -> Vec<Value> {
    let of = |tier| requirement.tier(tier).map(|serving| serving.document);
    let texts: BTreeSet<DocIx> = of(Tier::Says).chain(of(Tier::Does)).collect();
    let link = |ix: DocIx| {
        let document = oscal.state.aims.document(ix);
        let mut link = Oscal::page(document).get_mut(0).map(Value::take)?;
        put(&mut link, "text", line(&format!("{} {}", document.id, document.title)).into());
        Some(link)
    };
    texts.into_iter().filter_map(link).collect()
}

/// A link to the resource of a piece of evidence.
pub(super) fn link(oscal: &Oscal<'_>, ix: DocIx) -> Value {
    json!({"href": format!("#{}", id(oscal, oscal.state.aims.document(ix))), "rel": "evidence"})
}

/// The evidence on record that says of these texts that it is evidence for them.
pub(super) fn evidence_for(oscal: &Oscal<'_>) -> BTreeMap<DocIx, BTreeSet<DocIx>> {
    let mut found: BTreeMap<DocIx, BTreeSet<DocIx>> = BTreeMap::new();
    for ix in on_record(oscal) {
        let names = oscal.state.aims.document(ix).fields.texts("evidence-for");
        for of in names.iter().filter_map(|id| oscal.state.aims.by_id(id.value.trim())) {
            found.entry(of).or_default().insert(ix);
        }
    }
    found
}

/// All evidence of what applies.
pub(super) fn on_record(oscal: &Oscal<'_>) -> BTreeSet<DocIx> {
    let applying = oscal.requirements().filter(|one| one.applies());
    applying.flat_map(|requirement| requirement.evidence.iter().map(|(ix, _)| *ix)).collect()
}

/// The resources of these documents, behind those that are there, where there are any.
pub(super) fn put_resources(oscal: &Oscal<'_>, file: &mut Value, first: Vec<Value>, of: &BTreeSet<DocIx>) {
    let resources: Vec<Value> = first.into_iter().chain(of.iter().map(|ix| resource(oscal, *ix))).collect();
    if !resources.is_empty() {
        put(file, "back-matter", json!({"resources": resources}));
    }
}

fn id(oscal: &Oscal<'_>, document: &Document) -> String {
    oscal.id(&["resource", "document", &oscal.first_id(document)])
}

fn resource(oscal: &Oscal<'_>, ix: DocIx) -> Value {
    let document = oscal.state.aims.document(ix);
    let mut resource = json!({
        "uuid": id(oscal, document),
        "title": line(&format!("{} {}", document.id, document.title)),
    });
    let version = document.fields.text("version").unwrap_or_default();
    let said = [("id", document.id.as_str()), ("kind", document.kind_name()), ("version", version)];
    let said = said.map(|(name, value)| Oscal::property(name, value)).into_iter().flatten();
    put(&mut resource, "props", said.chain(known_by(document)).collect());
    let page = Oscal::page(document);
    put(&mut resource, "rlinks", page.get(0).map(|link| json!([{"href": link["href"]}])).unwrap_or_default());
    resource
}
