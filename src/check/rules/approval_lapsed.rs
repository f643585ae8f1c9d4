//! `approval-lapsed`: the text of a document was changed after it was approved.

use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::standing::Approved;

pub(super) static RULE: Rule = Rule {
    code: "AIMS504",
    name: "approval-lapsed",
    level: Level::Error,
    clock: false,
    what: "A document says that it is approved, an act of approval covers an earlier text of it, and none covers the present one.",
    why: "An approval is of a text. Once the text has changed in substance, nobody has approved what staff now read (clause 7.5.3, control of changes).",
    fix: "Have the present text approved (`aims approve`), take the change back, or set `status: in-review` until it is approved.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.living().filter(|(ix, _)| context.aims.standing(*ix).approval == Approved::Lapsed) {
        let lapsed = context.approvals.of(ix).and_then(|approval| approval.lapsed);
        let Some(Ok(record)) = lapsed.and_then(|place| context.approvals.act(place)).map(|act| &act.record) else {
            continue;
        };
        let version = record.version.as_deref().map(|version| format!(" of version {version}")).unwrap_or_default();
        report.document(
            document,
            document.span_of("status"),
            format!(
                "{} says that it is approved, but the approval{version} by {} on {} is of an earlier text",
                document.id, record.by, record.date
            ),
            format!(
                "`aims history {} --diff` shows what changed since; `aims approve {}` approves it.",
                document.id, document.id
            ),
        );
    }
}
