//! `approval-lapsed`: the text of a document was changed after it was approved.

use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::standing::Approved;

pub(super) static RULE: Rule = Rule {
    code: "AIMS504",
    name: "approval-lapsed",
    level: Level::Error,
    clock: false,
    what: "A document says that it is approved, an act of approval covers an earlier text of it, and none covers the present one. An image or attachment with other bytes, and a link that leads to another document, make another text.",
    why: "An approval is of what is read. Once the text has changed in substance, or what it shows and links to, nobody has approved what staff now read (clause 7.5.3, control of changes).",
    fix: "Have the present text approved (`aims approve`), take the change back, or set `status: in-review` until it is approved.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.living().filter(|(ix, _)| context.aims.standing(*ix).approval == Approved::Lapsed) {
        let lapsed = context.approvals.of(ix).and_then(|approval| approval.lapsed);
        let Some(act) = lapsed.and_then(|place| context.approvals.act(place)) else { continue };
        let Ok(record) = &act.record else { continue };
        let version = record.version.as_deref().map(|version| format!(" of version {version}")).unwrap_or_default();
        let (id, by, on) = (&document.id, &record.by, record.date);
        let approval = format!("{id} says that it is approved, but the approval{version} by {by} on {on}");
        let (message, help) = match act.standing.why() {
            Some(why) => (
                format!("{approval} no longer holds: {}", why.sentence()),
                format!("Look at what is there now; then take the change back, or `aims approve {id}` approves it."),
            ),
            None => (
                format!("{approval} is of an earlier text"),
                format!("`aims history {id} --diff` shows what changed since; `aims approve {id}` approves it."),
            ),
        };
        report.document(document, document.span_of("status"), message, help);
    }
}
