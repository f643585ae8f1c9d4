//! Of the assessments of a system, the one that holds now.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use crate::model::DocIx;
use crate::model::document::Document;

/// Living documents of a kind that are the newest of a system they name, or name none. Drafts are left out, and so are those
/// that a newer one has taken the place of: nobody can mend what was judged then.
pub(super) fn newest<'a>(context: &Context<'a>, kind: &str) -> Vec<(DocIx, &'a Document)> {
    let all: Vec<(DocIx, &Document)> = context.living_of(kind).filter(|(_, document)| !document.is_draft()).collect();
    let mine: BTreeSet<DocIx> = all.iter().map(|(ix, _)| *ix).collect();
    let mut of_system: BTreeMap<DocIx, DocIx> = BTreeMap::new();
    let mut named: BTreeSet<DocIx> = BTreeSet::new();
    for reference in context.aims.references.iter().filter(|reference| reference.field == "systems") {
        let Some(system) = reference.to.filter(|_| mine.contains(&reference.from)) else { continue };
        named.insert(reference.from);
        let day = |ix: DocIx| (context.aims.document(ix).fields.date("date"), ix);
        let best = of_system.entry(system).or_insert(reference.from);
        if day(*best) < day(reference.from) {
            *best = reference.from;
        }
    }
    let holding: BTreeSet<DocIx> = of_system.into_values().collect();
    all.into_iter().filter(|(ix, _)| holding.contains(ix) || !named.contains(ix)).collect()
}
