//! `draft-at-work`: what is at work says of itself that it is a draft.

use crate::base::{Period, mark, say, wording};
use crate::check::lacks::is_draft;
use crate::check::systems::stands_at;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS722",
    name: "draft-at-work",
    level: Level::Warning,
    clock: true,
    what: "Something says that it is a draft and is at work: the entry of an AI system that is in use, a statement of applicability or an AI policy after an internal audit or a management review was held, a nonconformity, an incident or a concern more than a month after its day.",
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
    let audited = held(context);
    for (ix, document) in context.living().filter(|(_, document)| is_draft(document)) {
        let Some((key, message)) = at_work(context, ix, document, audited) else { continue };
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
    audited: Option<&Document>,
) -> Option<(Option<&'static str>, String)> {
    let (fields, id) = (&document.fields, &document.id);
    if document.is("system") {
        let runs = stands_at(document, &["in-use", "suspended"]) && fields.flag("in-scope") != Some(false);
        let said = || say!("{id} is a draft, and the system runs: nothing is asked of it", id);
        return runs.then(|| (Some("lifecycle"), said()));
    }
    if let Some((_, said)) = CASES.into_iter().find(|(kind, _)| document.is(kind)) {
        let day = fields.date("date").filter(|day| PATIENCE.after(*day) < context.aims.today)?;
        let said = wording::fill(wording::of(said), &[("id", id), ("day", &wording::day(day))]);
        return Some((Some("date"), said));
    }
    // A document of which another version is in force is a draft of the next one.
    let is_base = document.is("soa") || document.is("policy") && is_first_policy(context, ix);
    let audited = audited.filter(|_| is_base)?;
    let said = say!("{id} is a draft, and the AIMS has been audited or reviewed ({record})", id, record = audited.id);
    Some((None, said))
}

/// Whether no other policy says that it is approved: then this is what the AIMS rests on.
fn is_first_policy(context: &Context<'_>, ix: DocIx) -> bool {
    !context.living_of("policy").any(|(other, policy)| other != ix && policy.says_approved())
}

/// An internal audit or a management review that was held.
fn held<'a>(context: &Context<'a>) -> Option<&'a Document> {
    let today = context.aims.today;
    let kinds = ["audit", "management-review"];
    let mut all = kinds.into_iter().flat_map(|kind| context.living_of(kind));
    let was_held = |record: &Document| !is_draft(record) && record.fields.date("date").is_some_and(|day| day <= today);
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
