//! Requirements and documents that a free text names, such as `clause 8.4; PRO-003`.

use std::collections::BTreeSet;

use super::context::Context;
use crate::base::Date;
use crate::model::DocIx;
use crate::model::catalog::{ISO_42001, ReqId};
use crate::model::document::Document;

/// What a text names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// Controls and clauses.
    pub(super) requirements: BTreeSet<ReqId>,
    /// Documents.
    pub(super) documents: BTreeSet<DocIx>,
}

/// What the words of a text name, as [`not_met`](crate::model::not_met) reads them.
pub(super) fn named_in(context: &Context<'_>, text: &str) -> Named {
    let read = context.aims.not_met(text);
    Named { requirements: read.requirements.into_iter().collect(), documents: read.documents.into_iter().collect() }
}

impl Named {
    /// Whether it names one of these of ISO/IEC 42001, or what lies below them.
    pub(super) fn names_any(&self, ids: &[&str]) -> bool {
        let is_below =
            |named: &str, id: &str| named.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        let mut named = self.requirements.iter().filter(|named| named.framework == *ISO_42001);
        named.any(|named| ids.iter().any(|id| is_below(&named.id, id)))
    }
}

/// The clauses and controls that a nonconformity about missing assessments is against.
const ASSESSMENT: [&str; 4] = ["8.2", "8.4", "6.1", "A.5"];

/// Whether a nonconformity since that day is about the assessments of a system: what is on record is dealt with there.
pub(super) fn is_on_record(context: &Context<'_>, system: DocIx, since: Date) -> bool {
    last_on_record(context, system).is_some_and(|date| date >= since)
}

/// The day of the last nonconformity about the assessments of a system.
pub(super) fn last_on_record(context: &Context<'_>, system: DocIx) -> Option<Date> {
    let found = context.aims.naming("nonconformity", "systems", system);
    let dated = found.iter().filter_map(|(_, found)| Some((found.fields.date("date")?, found)));
    dated.filter(|(_, found)| is_about_assessments(context, found)).map(|(date, _)| date).max()
}

/// Whether a nonconformity is about assessments: it names the clause or control itself or an assessment, or came from an
/// assessment or from a nonconformity that does. A document that serves them has many steps, and a footer.
fn is_about_assessments(context: &Context<'_>, found: &Document) -> bool {
    let aims = context.aims;
    let is_one = |ix: DocIx| ["risk-assessment", "impact-assessment"].iter().any(|kind| aims.document(ix).is(kind));
    let says = |found: &Document| {
        let named = named_in(context, found.fields.text("requirement").unwrap_or_default());
        named.names_any(&ASSESSMENT) || named.documents.iter().any(|ix| is_one(*ix))
    };
    let from = || found.fields.texts("from").iter().filter_map(|id| aims.by_id(&id.value));
    let came = |ix: DocIx| is_one(ix) || (aims.document(ix).is("nonconformity") && says(aims.document(ix)));
    says(found) || from().any(came)
}

/// Whether a nonconformity about the assessments of a system is open.
pub(super) fn is_open_on_record(context: &Context<'_>, system: DocIx) -> bool {
    context
        .aims
        .naming("nonconformity", "systems", system)
        .iter()
        .any(|(_, found)| !found.is_closed() && !found.is_retired() && is_about_assessments(context, found))
}
