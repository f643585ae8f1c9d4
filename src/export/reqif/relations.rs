//! What leads from a document to a requirement, or to another document.

use std::collections::BTreeSet;

use super::elements::{identity, part};
use super::exchange::Exchange;
use super::names::Names;
use super::types::{EVIDENCE_FOR, IMPLEMENTS, THROUGH, Type, of_tier};
use super::values::Values;

/// The relations: of each requirement the documents that serve it, then of each document those that it builds on.
pub(super) fn relations(exchange: &Exchange<'_>, names: &mut Names) -> String {
    let mut told = String::new();
    for (requirement, object) in exchange.requirements.values() {
        for serving in &requirement.serving {
            let Some((document, source)) = exchange.document(serving.document) else { continue };
            let of = of_tier(serving.tier);
            let name = names.of(&[of.key, &document.id, requirement.framework.as_str(), &requirement.id]);
            let mut values = Values::new(of);
            let through = serving.via.and_then(|via| exchange.document(via));
            values.put(&THROUGH, through.map_or("", |(through, _)| through.id.as_str()));
            told.push_str(&relation(values, &name, &exchange.changed(document), (source, object)));
        }
    }
    for ix in exchange.documents.keys() {
        let Some((document, source)) = exchange.document(*ix) else { continue };
        let mut seen = BTreeSet::new();
        for reference in exchange.state.aims.references_of(*ix) {
            let of = type_of(&reference.field);
            let to = reference.to.filter(|to| to != ix && seen.insert((reference.field.as_str(), *to)));
            let (Some(of), Some((target, object))) = (of, to.and_then(|to| exchange.document(to))) else { continue };
            let name = names.of(&[of.key, &document.id, &target.id]);
            told.push_str(&relation(Values::new(of), &name, &exchange.changed(document), (source, object)));
        }
    }
    told
}

/// The type of relations that a field of front matter tells.
fn type_of(field: &str) -> Option<&'static Type> {
    [&IMPLEMENTS, &EVIDENCE_FOR].into_iter().find(|of| of.key == field)
}

fn relation(values: Values, name: &str, moment: &str, (source, target): (&str, &str)) -> String {
    let Values { of, told } = values;
    let (identity, values, of) = (identity(name, moment, ""), part("VALUES", &told), of.name());
    format!(
        "<SPEC-RELATION {identity}>\n{values}<TYPE><SPEC-RELATION-TYPE-REF>{of}</SPEC-RELATION-TYPE-REF></TYPE><SOURCE><SPEC-OBJECT-REF>{source}</SPEC-OBJECT-REF></SOURCE><TARGET><SPEC-OBJECT-REF>{target}</SPEC-OBJECT-REF></TARGET>\n</SPEC-RELATION>\n"
    )
}
