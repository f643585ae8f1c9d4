//! The ids of all requirements of the frameworks that are followed, own controls included, and what a document means by
//! one.

use std::collections::{BTreeMap, BTreeSet};

use super::catalog::{Catalog, FrameworkId, ReqId, split_req_id, up_to_heading};
use super::soa::Soa;

/// The ids of the requirements of every framework that is followed, in that order.
#[derive(Debug, Clone)]
pub(super) struct Known {
    frameworks: Vec<(FrameworkId, BTreeSet<String>)>,
    /// The headings of each, with the controls below: what bears such an id in a framework followed later is not meant by it.
    headings: BTreeMap<(FrameworkId, String), Vec<String>>,
    /// The item that each part is of, for those of followed frameworks: what names the part serves the whole.
    wholes: BTreeMap<String, String>,
    /// What people call each framework: `ISO/IEC 27001`.
    short: Vec<(FrameworkId, String)>,
}

impl Known {
    pub(super) fn of<'s>(catalog: &Catalog, soas: &(impl Iterator<Item = &'s Soa> + Clone)) -> Self {
        let ids = |standard: &super::catalog::Standard| -> BTreeSet<String> {
            let own =
                soas.clone().filter(|soa| soa.framework == standard.id).flat_map(|soa| soa.own_controls(standard));
            standard.ids().map(str::to_owned).chain(own.map(|row| row.control.value.clone())).collect()
        };
        let followed = catalog.standards().filter_map(|standard| catalog.framework(&standard.id));
        let items = followed.flat_map(|framework| &framework.items);
        let wholes = items.flat_map(|item| item.parts.iter().map(|part| (part.id.clone(), item.number().to_owned())));
        let headings = |standard: &super::catalog::Standard| -> Vec<((FrameworkId, String), Vec<String>)> {
            let below = |id: &str| standard.below(id).map(|control| control.id.clone()).collect();
            standard.headings().map(|id| ((standard.id.clone(), id.to_owned()), below(id))).collect()
        };
        Self {
            headings: catalog.standards().flat_map(headings).collect(),
            wholes: wholes.collect(),
            short: catalog.standards().map(|standard| (standard.id.clone(), standard.short.clone())).collect(),
            frameworks: catalog.standards().map(|standard| (standard.id.clone(), ids(standard))).collect(),
        }
    }

    /// The frameworks that are followed, in that order.
    pub(super) fn frameworks(&self) -> impl Iterator<Item = &str> + Clone {
        self.frameworks.iter().map(|(of, _)| of.as_str())
    }

    /// What `written` names: `iso-27001:A.5.2` in the framework it says, `A.5.2` in the first followed one that has it, if only as
    /// a heading, which nothing names.
    pub(super) fn resolve(&self, written: &str) -> Option<ReqId> {
        let (said, id) = split_req_id(written);
        self.asked(said, id).find_map(|of| self.find(of, id))
    }

    /// The frameworks that an id may be of.
    fn asked<'k>(&'k self, said: Option<&'k str>, id: &'k str) -> impl Iterator<Item = &'k FrameworkId> {
        let followed = self.frameworks.iter().map(|(of, _)| of);
        let followed = followed.filter(move |of| said.is_none_or(|wanted| **of == *wanted));
        up_to_heading(followed, move |of| self.below(of, id).is_some())
    }

    /// The controls below a heading.
    fn below(&self, of: &FrameworkId, id: &str) -> Option<&[String]> {
        self.headings.get(&(of.clone(), id.to_owned())).map(Vec::as_slice)
    }

    /// What is not met where a sentence says that `written` is not: the requirement that it names, or the controls below the
    /// heading. A heading that is a plain word is none in a sentence.
    pub(super) fn meant(&self, written: &str) -> Vec<ReqId> {
        if let Some(found) = self.resolve(written) {
            return vec![found];
        }
        let (said, id) = split_req_id(written);
        if !id.bytes().any(|byte| byte.is_ascii_digit()) {
            return Vec::new();
        }
        let below = self.asked(said, id).find_map(|of| Some((of, self.below(of, id)?)));
        below.map(|(of, ids)| ids.iter().map(|id| ReqId::new(of, id)).collect()).unwrap_or_default()
    }

    /// Whether there are ids with what stands before the first stop of this one: `A.` of `A.6.2.9`.
    pub(super) fn begins(&self, id: &str) -> bool {
        let begin = id.split_inclusive('.').next().unwrap_or_default();
        self.frameworks
            .iter()
            .any(|(_, ids)| ids.range(begin.to_owned()..).next().is_some_and(|known| known.starts_with(begin)))
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

    /// The followed framework of a number: `27001`.
    pub(super) fn numbered(&self, number: &str) -> Option<FrameworkId> {
        let bears = |name: &str| name.split(|c: char| !c.is_ascii_digit()).any(|digits| digits == number);
        self.short.iter().find(|(_, short)| bears(short)).map(|(id, _)| id.clone())
    }

    /// The followed framework of this id, or that people call so.
    pub(super) fn called(&self, name: &str) -> Option<FrameworkId> {
        let is = |other: &str| other.eq_ignore_ascii_case(name);
        self.short.iter().find(|(id, short)| is(id) || is(short)).map(|(id, _)| id.clone())
    }

    /// The ids of one framework that is followed.
    pub(super) fn of_framework(&self, framework: &str) -> impl Iterator<Item = &str> {
        let of = self.frameworks.iter().filter(move |(known, _)| known == framework);
        of.flat_map(|(_, ids)| ids.iter().map(String::as_str))
    }
}
