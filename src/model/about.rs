//! Which AI systems a document is about, told by front matter either way: a record names its systems, and a system names its
//! suppliers, models and data.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::catalog::natural_key;
use super::doc::DocIx;
use super::document::Document;
use super::references::Reference;
use super::stage::stage_by_days;
use crate::base::Date;

/// Kinds that hold a part of a system and may name parts in turn: what a model was trained with is about the systems that it
/// is in.
const PARTS: [&str; 4] = ["model", "dataset", "test", "release"];

/// The AI systems on record, and what is about each.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// Those that are not retired as documents, in natural order of their ids.
    systems: Vec<DocIx>,
    /// Those of them that are in use and in scope.
    in_use: Vec<DocIx>,
    by_system: BTreeMap<DocIx, BTreeSet<DocIx>>,
    by_document: BTreeMap<DocIx, BTreeSet<DocIx>>,
}

impl About {
    /// Reads it from the references of all documents.
    pub(super) fn of(documents: &[Arc<Document>], references: &[Reference]) -> Self {
        let is_system = |ix: DocIx| documents.get(ix.index()).is_some_and(|document| document.is("system"));
        let mut links: BTreeMap<DocIx, BTreeSet<DocIx>> = BTreeMap::new();
        let mut by_system: BTreeMap<DocIx, BTreeSet<DocIx>> = BTreeMap::new();
        for (from, to) in references.iter().filter_map(|reference| Some((reference.from, reference.to?))) {
            match (is_system(from), is_system(to)) {
                (false, true) => _ = by_system.entry(to).or_default().insert(from),
                (true, false) => _ = by_system.entry(from).or_default().insert(to),
                (true, true) => {}
                (false, false) => _ = links.entry(from).or_default().insert(to),
            }
        }
        let is_part = |ix: DocIx| PARTS.contains(&documents[ix.index()].counts_as());
        for about in by_system.values_mut() {
            let mut queue: Vec<DocIx> = about.iter().copied().filter(|ix| is_part(*ix)).collect();
            while let Some(at) = queue.pop() {
                let parts = links.get(&at).into_iter().flatten().copied().filter(|ix| is_part(*ix));
                queue.extend(parts.filter(|part| about.insert(*part)));
            }
        }
        let mut by_document: BTreeMap<DocIx, BTreeSet<DocIx>> = BTreeMap::new();
        for (system, about) in &by_system {
            for ix in about {
                by_document.entry(*ix).or_default().insert(*system);
            }
        }
        let all = documents.iter().enumerate().filter(|(_, document)| document.is("system") && !document.is_retired());
        let mut systems: Vec<DocIx> = all.map(|(i, _)| DocIx::new(i)).collect();
        systems.sort_by_cached_key(|ix| natural_key(&documents[ix.index()].id));
        let in_use = systems.iter().copied().filter(|ix| is_in_use(&documents[ix.index()])).collect();
        Self { systems, in_use, by_system, by_document }
    }

    /// The systems that are not retired as documents, in natural order of their ids.
    pub fn systems(&self) -> &[DocIx] {
        &self.systems
    }

    /// Those that are in use, and that the AIMS covers, in natural order of their ids.
    pub fn in_use(&self) -> &[DocIx] {
        &self.in_use
    }

    /// The documents that are about a system, by path.
    pub fn documents(&self, system: DocIx) -> impl Iterator<Item = DocIx> {
        self.by_system.get(&system).into_iter().flatten().copied()
    }

    /// The systems that a document is about, by path.
    pub fn systems_of(&self, document: DocIx) -> impl Iterator<Item = DocIx> {
        self.by_document.get(&document).into_iter().flatten().copied()
    }
}

/// Whether a system says that it is being built or used, and the AIMS covers it: something can be shown on it. A draft in
/// which nobody wrote is no entry yet.
pub(super) fn is_alive(system: &Document) -> bool {
    let is_begun = matches!(system.stage(), Some("development" | "validation" | "in-use" | "suspended"));
    is_begun && !is_left_out(system) && !(system.is_draft() && system.said.wordless)
}

/// Whether a system is in use and the AIMS covers it.
pub fn is_in_use(system: &Document) -> bool {
    system.stage() == Some("in-use") && !is_left_out(system)
}

/// Whether a system was in use, and covered, on a day in the past: by its days, and where those do not tell, by what its text
/// `then` said. `None` where nothing tells.
pub fn was_in_use(system: &Document, then: Option<&Document>, day: Date) -> Option<bool> {
    let had = |key| system.fields.date(key).map(|of| of <= day);
    if is_left_out(then.unwrap_or(system)) || had("retired") == Some(true) || had("deployed") == Some(false) {
        return Some(false);
    }
    // An end without a day may have come before.
    if had("deployed").is_some() && (had("retired").is_some() || system.stage() != Some("retired")) {
        return Some(true);
    }
    let has_not_begun = matches!(system.stage(), Some("planned" | "development" | "validation"));
    let stage = |then: &Document| stage_by_days(then, day).or(then.fields.text("lifecycle")) == Some("in-use");
    then.map(stage).or(has_not_begun.then_some(false))
}

/// Whether a system says that the AIMS does not cover it.
pub fn is_left_out(system: &Document) -> bool {
    system.fields.flag("in-scope") == Some(false)
}
