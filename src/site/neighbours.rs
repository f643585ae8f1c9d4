//! Documents in the order in which they are read, kind by kind.

use std::collections::BTreeMap;

use crate::model::catalog::natural_key;
use crate::model::{Aims, DocIx};

/// The documents before and after each among those of its kind, by their ids.
pub(super) type Neighbours = BTreeMap<DocIx, (Option<DocIx>, Option<DocIx>)>;

/// Works out the neighbours of every document that has a kind.
pub(super) fn neighbours(aims: &Aims) -> Neighbours {
    let mut kinds: BTreeMap<&str, Vec<DocIx>> = BTreeMap::new();
    for (ix, document) in aims.iter().filter(|(_, document)| document.controlled) {
        if let Some(kind) = document.kind.as_deref().map(|kind| kind.name.as_str()) {
            kinds.entry(kind).or_default().push(ix);
        }
    }
    let mut found = Neighbours::new();
    for mut documents in kinds.into_values() {
        documents.sort_by_cached_key(|ix| natural_key(&aims.document(*ix).id));
        for (place, ix) in documents.iter().enumerate() {
            let before = place.checked_sub(1).and_then(|place| documents.get(place));
            found.insert(*ix, (before.copied(), documents.get(place + 1).copied()));
        }
    }
    found
}
