//! Where clauses and controls stood over time: the rung of each at a few moments of the past, each as it was judged with what
//! was there then, on that day.
//!
//! Where the moments come from, `pipeline` knows; how they look, `site`.

use std::collections::{BTreeMap, BTreeSet};

use super::held::{self, Stand};
use crate::base::Date;
use crate::model::catalog::ReqId;
use crate::model::{Aims, DocIx};

/// Where requirements stood, the oldest moment first; the last is the present.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trend {
    /// The moments.
    pub points: Vec<Point>,
    /// Days of moments at which no AIMS could be read.
    pub unread: Vec<Date>,
    /// What of the past was not looked at.
    pub cut: Cut,
}

/// How much of a long past has no moment, for there would be too many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cut {
    /// The first end of a month that has one, where there were months before it.
    pub months: Option<Date>,
    /// How many tags have none, the oldest.
    pub tags: usize,
}

/// One moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// The day on which it was judged.
    pub day: Date,
    /// The commit, in hex digits; `None` for what no commit holds.
    pub commit: Option<String>,
    /// Tags of that commit for which the moment was taken.
    pub tags: Vec<String>,
    /// Where each requirement stood.
    pub stands: BTreeMap<ReqId, Stand>,
}

/// Where everything stands in an AIMS.
pub fn stands(aims: &Aims) -> BTreeMap<ReqId, Stand> {
    let all = aims.trace.clauses().chain(aims.trace.controls());
    all.map(|of| {
        let ids = |documents: &mut dyn Iterator<Item = DocIx>| -> Vec<String> {
            let ids: BTreeSet<&str> = documents.map(|ix| aims.document(ix).id.as_str()).collect();
            ids.into_iter().map(str::to_owned).collect()
        };
        let (serving, evidence) = (ids(&mut of.documents()), ids(&mut of.evidence.iter().map(|(ix, _)| *ix)));
        (of.key(), Stand { place: of.place(), serving, evidence, held: held::of(aims, of) })
    })
    .collect()
}
