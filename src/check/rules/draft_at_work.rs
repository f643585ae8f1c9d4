//! `draft-at-work`: what is at work says of itself that it is a draft.

use crate::base::{Period, mark, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::check::systems::stands_at;
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::about::is_left_out;
use crate::model::document::Document;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    code: "AIMS722",
    name: "draft-at-work",
    level: Level::Warning,
    clock: true,
    what: "Something says that it is a draft and is at work: the entry of an AI system that is in use, a statement of applicability, an AI policy or a risk treatment plan after an internal audit or a management review was held, be it in review or a draft, a nonconformity, an incident or a concern more than a month after its day.",
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
    let (audited, _) = audited.filter(|(_, approved)| is_base(context, ix, approved))?;
    let said = say!("{id} is a draft, and the AIMS has been audited or reviewed ({record})", id, record = audited.id);
    Some((None, said))
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
/// other says that it is approved. Of a plan of which another version is in force it is a draft of the next one.
fn is_base(context: &Context<'_>, ix: DocIx, approved: &Approved) -> bool {
    let document = context.aims.document(ix);
    let is_first = |approved: &BTreeSet<DocIx>| approved.iter().all(|other| *other == ix);
    match document.counts_as() {
        "soa" => true,
        "policy" => is_first(&approved.policies),
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

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn told(text: &str, audit: bool) -> Vec<String> {
        let held = ("a.md", "---\nid: AUD-001\ntitle: A\nkind: audit\ndate: 2026-05-01\n---\nHeld.\n");
        let text = format!("---\nid: X-001\ntitle: T\nstatus: draft\n{text}---\nText.\n");
        let mut files = vec![("aims.toml", ""), ("x.md", text.as_str())];
        files.extend(audit.then_some(held));
        only("draft-at-work", &files)
    }

    #[test]
    fn what_runs_was_audited_or_is_long_open_is_told_at_its_status() {
        assert_eq!(
            told("kind: system\nlifecycle: in-use\n", false),
            ["x.md:4:9 X-001 is a draft, and the system runs: nothing is asked of it"]
        );
        assert_eq!(
            told("kind: nonconformity\ndate: 2026-09-01\n", false),
            ["x.md:4:9 X-001 is a draft, and this nonconformity is of 2026-09-01"]
        );
        for kind in ["soa", "policy"] {
            assert_eq!(
                told(&format!("kind: {kind}\n"), true),
                ["x.md:4:9 X-001 is a draft, and the AIMS has been audited or reviewed (AUD-001)"],
                "{kind}"
            );
        }
    }

    #[test]
    fn a_treatment_plan_is_what_the_aims_rests_on() {
        let plan = "kind: plan\ntreatments: [{risk: RSK-001, option: reduce, action: Test it}]\n";
        let told_of = ["x.md:4:9 X-001 is a draft, and the AIMS has been audited or reviewed (AUD-001)"];
        assert_eq!(told(plan, true), told_of);
        assert!(told(plan, false).is_empty());
        assert!(told("kind: plan\nactions: [{action: Test it, due: 2027-01-01}]\n", true).is_empty());
        let in_review = |kind: &str, more: &[(&str, &str)]| {
            let text = format!("---\nid: X-001\ntitle: T\nstatus: in-review\n{kind}---\nText.\n");
            let held = ("a.md", "---\nid: MR-001\ntitle: A\nkind: management-review\ndate: 2026-05-01\n---\nHeld.\n");
            only("draft-at-work", &[&[("aims.toml", ""), ("x.md", &*text), held], more].concat())
        };
        let told_of = ["x.md:4:9 X-001 is still in review, and the AIMS has been audited or reviewed (MR-001)"];
        for kind in [plan, "kind: soa\n", "kind: policy\n"] {
            assert_eq!(in_review(kind, &[]), told_of, "{kind}");
        }
        assert!(in_review("kind: system\nlifecycle: in-use\n", &[]).is_empty());
        let policy = "---\nid: POL-002\nkind: policy\nstatus: approved\n---\n";
        assert!(in_review("kind: policy\n", &[("o.md", policy)]).is_empty());
        assert_eq!(in_review(plan, &[("o.md", policy)]), told_of);
        let other = "---\nid: PLN-002\nkind: plan\nstatus: approved\ntreatments: [{risk: RSK-002, option: avoid, action: Stop}]\n---\n";
        assert!(in_review(plan, &[("o.md", other)]).is_empty());
    }

    #[test]
    fn what_is_being_written_has_patience() {
        for text in [
            "kind: system\nlifecycle: development\n",
            "kind: system\nlifecycle: in-use\nin-scope: false\n",
            "kind: nonconformity\ndate: 2026-11-01\n",
            "kind: soa\n",
            "kind: policy\n",
        ] {
            assert!(told(text, false).is_empty(), "{text}");
        }
        assert!(told("kind: procedure\n", true).is_empty());
    }
}
