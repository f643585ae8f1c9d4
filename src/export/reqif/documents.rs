//! Documents as objects, and each kind of them as a specification.

use std::collections::BTreeMap;

use super::exchange::Exchange;
use super::names::Names;
use super::places::{place, specification};
use super::types::{APPROVAL, DATE, DOCUMENT, ID, KIND, OWNER, STATUS, TITLE, VERSION};
use super::values::Values;
use crate::model::DocIx;
use crate::model::catalog::natural_key;
use crate::model::document::{Document, Status};

/// The objects of all documents of known kinds, and a specification for each kind that has some.
pub(super) fn documents(exchange: &Exchange<'_>, names: &mut Names) -> (String, String) {
    let mut by_kind: BTreeMap<&str, Vec<(DocIx, &Document, &str)>> = BTreeMap::new();
    for ix in exchange.documents.keys() {
        if let Some((document, name)) = exchange.document(*ix) {
            by_kind.entry(document.kind_name()).or_default().push((*ix, document, name));
        }
    }
    let (mut objects, mut specifications) = (String::new(), String::new());
    for kind in exchange.state.aims.kinds.iter() {
        let Some(mut all) = by_kind.remove(kind.name.as_str()) else { continue };
        all.sort_by_cached_key(|(_, document, _)| natural_key(&document.id));
        let mut places = String::new();
        for (ix, document, name) in all {
            let moment = exchange.changed(document);
            objects.push_str(&values(exchange, ix, document).object(name, &moment));
            places.push_str(&place(name, &moment, ""));
        }
        let name = names.of(&["kind", &kind.name]);
        specifications.push_str(&specification(&name, &exchange.moment, &kind.plural, &places));
    }
    (objects, specifications)
}

fn values(exchange: &Exchange<'_>, ix: DocIx, document: &Document) -> Values {
    let text = |field: &str| document.fields.text(field).unwrap_or_default();
    let mut values = Values::new(&DOCUMENT);
    values.put(&ID, &document.id);
    values.put(&TITLE, &document.title);
    values.put(&KIND, document.kind_name());
    values.put(&VERSION, text("version"));
    values.put(&STATUS, document.status().map_or("", Status::as_str));
    values.put(&OWNER, text("owner"));
    values.put(&APPROVAL, exchange.state.approvals.of(ix).map_or("", |approval| approval.level.as_str()));
    values.put_day(&DATE, document.fields.date("date"));
    values
}
