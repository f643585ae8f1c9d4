//! The rows of the crosswalk, found from either end, and what is said about all of them. Rows go in; slices and iterators
//! over them come out.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;

use super::framework::{Framework, Relation, Source};
use super::natural::natural_key;
use crate::base::Date;

/// Something that ISO/IEC 42001 does not give another framework, or the other way round.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// The clause or control without a counterpart, where the gap is on the other side.
    #[serde(default)]
    pub from: Option<String>,
    /// The id of the other framework.
    pub framework: String,
    /// Its item without a counterpart, where the gap is on this side.
    #[serde(default)]
    pub to: Option<String>,
    /// What is missing.
    pub why: String,
    /// The ids of the sources that say so.
    pub sources: Vec<String>,
}

/// What is to be said about the crosswalk as a whole, wherever its rows are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrosswalkMeta {
    /// How little the rows prove.
    pub caveat: String,
    /// The day on which they were gathered.
    pub retrieved: Option<Date>,
    /// What they were taken from; rows name the ids.
    pub sources: Vec<Source>,
    /// What has no counterpart on the other side.
    pub gaps: Vec<Gap>,
}

/// All rows, sorted by their start, then in the order of the frameworks and of the items within.
#[derive(Debug, Clone, Default)]
pub(super) struct Relations {
    rows: Vec<Relation>,
    /// The rows of each start.
    by_start: BTreeMap<String, Range<usize>>,
    /// The rows of each end: framework, item, places in `rows`.
    by_end: BTreeMap<String, BTreeMap<String, Vec<usize>>>,
}

impl Relations {
    /// Sorts and indexes `rows`; `frameworks` gives the order.
    pub(super) fn new(mut rows: Vec<Relation>, frameworks: &[Framework]) -> Self {
        let places: BTreeMap<(&str, &str), (usize, usize)> = frameworks
            .iter()
            .enumerate()
            .flat_map(|(i, framework)| {
                framework.all().enumerate().map(move |(j, item)| ((&*framework.id, &*item.id), (i, j)))
            })
            .collect();
        rows.sort_by_cached_key(|row| {
            (natural_key(&row.from), places.get(&(&*row.framework, &*row.to)).copied(), row.to.clone())
        });

        let mut by_start: BTreeMap<String, Range<usize>> = BTreeMap::new();
        let mut by_end: BTreeMap<String, BTreeMap<String, Vec<usize>>> = BTreeMap::new();
        for (place, row) in rows.iter().enumerate() {
            by_start.entry(row.from.clone()).or_insert(place..place).end = place + 1;
            by_end.entry(row.framework.clone()).or_default().entry(row.to.clone()).or_default().push(place);
        }
        Self { rows, by_start, by_end }
    }

    /// Every row.
    pub(super) fn all(&self) -> &[Relation] {
        &self.rows
    }

    /// The rows that start at a clause, area or control.
    pub(super) fn from(&self, id: &str) -> &[Relation] {
        self.by_start.get(id).and_then(|range| self.rows.get(range.clone())).unwrap_or_default()
    }

    /// The rows that end at an item of a framework.
    pub(super) fn to<'a>(&'a self, framework: &str, id: &str) -> impl Iterator<Item = &'a Relation> + use<'a> {
        let places = self.by_end.get(framework).and_then(|items| items.get(id));
        places.into_iter().flatten().filter_map(|place| self.rows.get(*place))
    }
}
