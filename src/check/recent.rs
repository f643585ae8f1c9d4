//! Whether a kind of record that has to come again and again has come lately.

use super::context::Context;
use super::plans::ahead;
use super::rule::Report;
use crate::base::{Date, Period, say, wording};
use crate::model::DocIx;
use crate::model::audited::What;
use crate::model::catalog::{ReqId, Standard, split_req_id};
use crate::model::document::Document;
use crate::model::due::{GRACE, Recurring, as_told, recurring};
use std::collections::BTreeSet;

/// How far ahead a plan may put the first one, counted from the day on which the management system began, or the next
/// beyond its period.
const PLANNED: Period = Period::Months(12);
/// How long after it began the first one may wait for stage 1, where that is planned.
const FIRST: Period = Period::Months(24);

/// Tells where the newest record of `kind` that is of a followed standard is older than evidence of that kind stands, or there
/// is none. Nothing is asked before a policy is approved: until then there is no management system to look at. One that a plan
/// serving one of `clauses` puts on a day to come is not missed yet; the first of all cannot be put off by plans for ever.
pub(super) fn recent(context: &Context<'_>, report: &mut Report<'_>, kind: &str, clauses: &[&str], help: &str) {
    let aims = context.aims;
    let mut late = recurring(aims, kind);
    late.retain(|(of, next)| {
        let latest = next.until.map_or_else(|| first_by(context, of), |until| PLANNED.after(until));
        ahead(context, &of.id, clauses).is_none_or(|planned| planned > latest)
    });
    for (of, Recurring { newest, until }) in as_told(aims, kind, late) {
        match newest {
            None => {
                let message = match kind {
                    "audit" => say!("no internal audit has been held"),
                    _ => say!("no management review has been held"),
                };
                report.settings(None, named(of, message.to_owned()), help);
                let has_come = |record: &Document| record.fields.date("date").is_some_and(|day| day <= aims.today);
                let records = context.living_of(kind).map(|(_, record)| record);
                let unfinished = records.filter(|record| record.is_unfinished() && has_come(record));
                if let Some(record) = unfinished.max_by_key(|record| record.fields.date("date")) {
                    let label = say!("this record is not finished, and shows nothing yet");
                    report.also(&record.path, record.fields.span("status"), label);
                }
                let finished =
                    context.living_of(kind).filter(|(_, record)| record.is_finished_record() && has_come(record));
                let first = &of.unwrap_or(aims.calling_for(kind)[0]).id;
                let others = finished.filter(|(ix, _)| !aims.is_of(*ix, first)).map(|(_, record)| record);
                if let Some(record) = others.max_by_key(|record| record.fields.date("date")) {
                    let clause = aims.catalog.name(&ReqId::new(first, clauses.last().unwrap_or(&"")));
                    let (key, label) = match record.is_other_audit() {
                        true => ("audit-type", say!("this audit is no internal one").to_owned()),
                        false => (
                            "clauses",
                            say!("this is of another standard alone: one that covered it too names `{clause}`", clause),
                        ),
                    };
                    report.also(&record.path, record.fields.span(key), label);
                }
            }
            Some((ix, date)) if until.is_some_and(|until| GRACE.after(until) < aims.today) => {
                let (day, period) = (wording::day(date), aims.config.evidence_period(kind).said());
                let message = match kind {
                    "audit" => say!("the newest internal audit is of {day}, more than {period} ago", day, period),
                    _ => say!("the newest management review is of {day}, more than {period} ago", day, period),
                };
                let record = aims.document(ix);
                report.document(record, record.span_of("date"), named(of, message), help);
            }
            Some(_) => {}
        }
    }
}

/// A message behind the name of the standard that it is of, where there is something else to tell of others.
pub(super) fn named(of: Option<&Standard>, message: String) -> String {
    match of {
        Some(of) => say!("for {standard}, {message}", standard = wording::known(&of.short), message),
        None => message,
    }
}

/// By when the first one has to be held that a plan puts on a day to come: a year after the management system began, with
/// grace, or by stage 1 of the certification where that is planned later, but not for ever. Where it was audited or reviewed
/// already, nobody is waiting for stage 1 any more.
fn first_by(context: &Context<'_>, of: &Standard) -> Date {
    let today = context.aims.today;
    let held = ["audit", "management-review"].into_iter().flat_map(|kind| context.living_of(kind));
    let held = held.filter(|(_, record)| !record.is_draft() && !is_of_another(context, record, of));
    let days = held.filter_map(|(_, record)| record.fields.date("date"));
    let held = days.filter(|day| *day <= today).min();
    let begun = begun(context, of);
    let Some(first) = begun.into_iter().chain(held).min() else { return PLANNED.after(today) };
    let first = GRACE.after(PLANNED.after(first));
    let certifications = context.living_of("certification");
    let stage_1 = certifications.filter_map(|(_, of)| of.fields.date("stage-1")).filter(|day| *day >= today).min();
    match stage_1.zip(begun).filter(|_| held.is_none()) {
        Some((stage_1, begun)) => first.max(stage_1.min(FIRST.after(begun))),
        None => first,
    }
}

/// Whether a record names what it covered, and all of that is of other frameworks: it says nothing of when this was begun.
fn is_of_another(context: &Context<'_>, record: &Document, of: &Standard) -> bool {
    let (aims, fields, first) = (context.aims, &record.fields, &of.id);
    let is_other = |id: &str| match split_req_id(id) {
        (Some(framework), _) => first != framework,
        (None, id) => aims.trace.get(id).is_some_and(|found| found.framework != *first),
    };
    let keys = What::ALL.map(What::key);
    if keys.iter().any(|key| fields.is_misread(key)) || !fields.lacks(What::System.key()) {
        return false;
    }
    let named: Vec<&str> = keys.iter().flat_map(|key| fields.texts(key)).map(|id| id.value.as_str()).collect();
    !named.is_empty() && named.into_iter().all(is_other)
}

/// The clause and the control that a policy serves on which the management system rests.
const POLICY: [&str; 2] = ["5.2", "A.2.2"];

/// When the management system began: the first day on which its policy was in effect by what it says, or approved by the
/// record of git, which has its earlier versions too. `None` where neither says. An organisation may have had policies on
/// other things long before; they count only where none says that it is this one.
fn begun(context: &Context<'_>, of: &Standard) -> Option<Date> {
    let asked = POLICY.iter().filter_map(|id| context.aims.trace.at(&ReqId::new(&of.id, of.number_of(id))));
    let serving = asked.flat_map(|asked| &asked.serving).filter(|serving| serving.via.is_none());
    let serving: BTreeSet<DocIx> = serving.map(|serving| serving.document).collect();
    let all = context.aims.of_kind("policy").into_iter().map(|(ix, _)| (ix, context.aims.holding(ix)));
    let all: Vec<(DocIx, &Document)> = all.filter(|(_, policy)| policy.says_approved()).collect();
    let is_asked = |(ix, _): &(DocIx, &Document)| serving.contains(ix);
    let has_own = all.iter().any(is_asked);
    let policies = all.into_iter().filter(|policy| !has_own || is_asked(policy));
    let days = policies.flat_map(|(_, policy)| {
        let steps = context.history.came(&policy.path);
        let facts = steps.filter_map(|(revision, change)| Some((revision, change.facts.as_ref()?)));
        let approved = facts.filter(|(_, facts)| facts.says_approved());
        let days = approved.flat_map(|(revision, facts)| std::iter::once(revision.landed).chain(facts.effective));
        policy.fields.date("effective").into_iter().chain(days)
    });
    days.min()
}
