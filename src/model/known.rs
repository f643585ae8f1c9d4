//! The ids of all requirements of the frameworks that are followed, own controls included, and what a document means by
//! one.

use std::collections::{BTreeMap, BTreeSet};

use super::catalog::{Catalog, FrameworkId, ReqId, split_req_id};
use super::soa::Soa;

/// The ids of the requirements of every framework that is followed, in that order.
#[derive(Debug, Clone)]
pub(super) struct Known {
    frameworks: Vec<(FrameworkId, BTreeSet<String>)>,
    /// The item that each part is of, for those of followed frameworks: what names the part serves the whole.
    wholes: BTreeMap<String, String>,
}

impl Known {
    pub(super) fn of(catalog: &Catalog, soas: &[Soa]) -> Self {
        let ids = |standard: &super::catalog::Standard| -> BTreeSet<String> {
            let own = soas.iter().filter(|soa| soa.framework == standard.id).flat_map(|soa| soa.own_controls(standard));
            standard.ids().map(str::to_owned).chain(own.map(|row| row.control.value.clone())).collect()
        };
        let followed = catalog.standards().filter_map(|standard| catalog.framework(&standard.id));
        let items = followed.flat_map(|framework| &framework.items);
        let wholes = items.flat_map(|item| item.parts.iter().map(|part| (part.id.clone(), item.number().to_owned())));
        Self {
            wholes: wholes.collect(),
            frameworks: catalog.standards().map(|standard| (standard.id.clone(), ids(standard))).collect(),
        }
    }

    /// What `written` names: `iso-27001:A.5.2` in the framework it says, `A.5.2` in the first followed one that has it.
    pub(super) fn resolve(&self, written: &str) -> Option<ReqId> {
        match split_req_id(written) {
            (Some(framework), id) => self.find(framework, id),
            (None, id) => self.frameworks.iter().find_map(|(framework, _)| self.find(framework, id)),
        }
    }

    /// The requirement of a framework that is followed. A clause is found as the item of its framework too:
    /// `clause-9.2.1`.
    pub(super) fn find(&self, framework: &str, id: &str) -> Option<ReqId> {
        let (framework, ids) = self.frameworks.iter().find(|(known, _)| known == framework)?;
        let number = || id.strip_prefix("clause-").filter(|number| ids.contains(*number));
        let whole = || self.wholes.get(id).map(String::as_str).filter(|whole| ids.contains(*whole));
        let id = if ids.contains(id) { id } else { number().or_else(whole)? };
        Some(ReqId::new(framework, id))
    }

    /// The ids of one framework that is followed.
    pub(super) fn of_framework(&self, framework: &str) -> impl Iterator<Item = &str> {
        let of = self.frameworks.iter().filter(move |(known, _)| known == framework);
        of.flat_map(|(_, ids)| ids.iter().map(String::as_str))
    }
}
