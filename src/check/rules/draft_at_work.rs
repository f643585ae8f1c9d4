//! `draft-at-work`: what is at work says of itself that it is a draft.

use crate::base::{Period, mark, say, wording};
use crate::check::context::Context;
use crate::check::lists::listed;
use crate::check::rule::{Report, Rule};
use crate::check::systems::stands_at;
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::about::is_left_out;
use crate::model::document::Document;
use crate::model::tier::Tier;
use crate::model::trace::Requirement;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    code: "AIMS722",
    name: "draft-at-work",
    level: Level::Warning,
    clock: true,
    what: "Something says that it is a draft and is at work: the entry of an AI system that is in use, a statement of applicability, an AI policy or a risk treatment plan after an internal audit or a management review was held, be it in review or a draft, a procedure that never was approved where the statement of applicability gives a control as done and nothing but drafts does it, a nonconformity, an incident or a concern more than a month after its day.",
    why: "Of a draft nothing is asked: it gets the patience of what is still being written. Where it stays a draft while the system runs, the audits are held or the case is open, that hides what is missing (clauses 7.5.2 and 10.2).",
    fix: "Finish it, and set its `status`. Where it is not at work, mend what says that it is: `lifecycle`, or the day.",
    run,
};

/// How long a case may be a draft after its day.
const PATIENCE: Period = Period::Months(1);

/// Kinds of cases, with how it is said that one is a draft still.
const CASES: [(&str, &str); 3] = [
    ("nonconformity", mark!("{id} is a draft, and this nonconformity is of {day}")),
    ("incident", mark!("{id} is a draft, and this incident is of {day}")),
    ("concern", mark!("{id} is a draft, and this concern is of {day}")),
];

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let (audited, approved) = (held(context), Approved::of(context));
    for (ix, document) in context.living().filter(|(_, document)| document.is_unfinished()) {
        let Some((key, message)) = at_work(context, ix, document, audited.map(|audited| (audited, &approved))) else {
            continue;
        };
        let help = match key {
            Some(key) => say!("Finish it and set `status`, or mend `{key}`.", key),
            None => say!("Finish it, have it approved and set `status`.").to_owned(),
        };
        report.document(document, document.span_of("status"), message, help);
    }
}

/// That a draft is at work, with the key that says so.
fn at_work(
    context: &Context<'_>,
    ix: DocIx,
    document: &Document,
    audited: Option<(&Document, &Approved)>,
) -> Option<(Option<&'static str>, String)> {
    let (fields, id) = (&document.fields, &document.id);
    if !document.is_draft() {
        let is_next = || was_approved(context, document);
        let (audited, _) = audited.filter(|(_, approved)| is_base(context, ix, approved) && !is_next())?;
        let said = say!(
            "{id} is still in review, and the AIMS has been audited or reviewed ({record})",
            id,
            record = audited.id
        );
        return Some((None, said));
    }
    if document.is("system") {
        let runs = stands_at(document, &["in-use", "suspended"]) && !is_left_out(document);
        let said = || say!("{id} is a draft, and the system runs: nothing is asked of it", id);
        return runs.then(|| (Some("lifecycle"), said()));
    }
    if let Some((_, said)) = CASES.into_iter().find(|(kind, _)| document.is(kind)) {
        let day = fields.date("date").filter(|day| PATIENCE.after(*day) < context.aims.today)?;
        let said = wording::fill(wording::of(said), &[("id", id), ("day", &wording::day(day))]);
        return Some((Some("date"), said));
    }
    if let Some(controls) = done_by(context, ix, document) {
        let said =
            say!("{id} is a draft, and only drafts do what the statement gives as done: {controls}", id, controls);
        return Some((Some("implementation"), said));
    }
    let (audited, _) = audited.filter(|(_, approved)| is_base(context, ix, approved))?;
    let said = say!("{id} is a draft, and the AIMS has been audited or reviewed ({record})", id, record = audited.id);
    Some((None, said))
}

/// The controls that a statement gives as done and that drafts alone do, of a procedure that never was approved.
fn done_by(context: &Context<'_>, ix: DocIx, draft: &Document) -> Option<String> {
    let aims = context.aims;
    let is_done = |of: &Requirement| {
        let row = aims.soa_of(&of.framework).and_then(|soa| soa.row(&of.id)).filter(|row| !row.is_left_out());
        row.and_then(|row| row.implementation.as_ref()).is_some_and(|word| word.value == "done")
    };
    let is_new = |other: &Document| other.is_draft() && !was_approved(context, other);
    let alone = |of: &Requirement| of.tier(Tier::Does).all(|other| is_new(aims.document(other.document)));
    // What has no evidence either is told by `soa-done-without-evidence`.
    let done = aims.trace.served_by(ix).filter(|of| is_done(of) && alone(of) && !of.evidence.is_empty());
    let done: Vec<&str> = done.map(|of| of.name.as_str()).collect();
    let is_told = draft.tier() == Some(Tier::Does) && !done.is_empty() && !was_approved(context, draft);
    is_told.then(|| listed(&done, 5))
}

/// What says that it is approved, gathered once for all drafts.
struct Approved {
    policies: BTreeSet<DocIx>,
    /// Plans that treat risks.
    plans: BTreeSet<DocIx>,
}

impl Approved {
    fn of(context: &Context<'_>) -> Self {
        let approved = |kind| context.living_of(kind).filter(|(_, document)| document.says_approved());
        Self {
            policies: approved("policy").map(|(ix, _)| ix).collect(),
            plans: approved("plan").filter(|(_, plan)| treats(plan)).map(|(ix, _)| ix).collect(),
        }
    }
}

/// Whether a plan is one that treats risks.
fn treats(plan: &Document) -> bool {
    !plan.fields.lacks("treatments")
}

/// Whether the AIMS rests on a document: a statement of applicability, or the policy or risk treatment plan beside which no
/// other says that it is approved. Of a policy or plan of which another version is in force it is a draft of the next one.
fn is_base(context: &Context<'_>, ix: DocIx, approved: &Approved) -> bool {
    let document = context.aims.document(ix);
    let is_first = |approved: &BTreeSet<DocIx>| approved.iter().all(|other| *other == ix);
    match document.counts_as() {
        "soa" => true,
        "policy" => is_first(&approved.policies) && !context.aims.in_place.contains_key(&ix),
        "plan" => treats(document) && is_first(&approved.plans) && !was_approved(context, document),
        _ => false,
    }
}

/// Whether an earlier version says that it is approved, by the record of git: then this is the next one being written.
fn was_approved(context: &Context<'_>, document: &Document) -> bool {
    let mut facts = context.history.came(&document.path).filter_map(|(_, change)| change.facts.as_ref());
    facts.any(|facts| facts.says_approved())
}

/// An internal audit or a management review that was held.
fn held<'a>(context: &Context<'a>) -> Option<&'a Document> {
    let today = context.aims.today;
    let kinds = ["audit", "management-review"];
    let mut all = kinds.into_iter().flat_map(|kind| context.living_of(kind));
    let was_held = |record: &Document| !record.is_draft() && record.fields.date("date").is_some_and(|day| day <= today);
    all.find(|(_, record)| was_held(record)).map(|(_, record)| record)
}
