//! `approval-lapsed`: the text of a document was changed after it was approved.

use crate::approval::record::Record;
use crate::approval::{Counts, is_rewritten};
use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::lacks::put_forward;
use crate::check::rule::{Report, Rule};
use crate::compare::{FieldChange, FieldEvent};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::standing::Approved;

pub(super) static RULE: Rule = Rule {
    code: "AIMS504",
    name: "approval-lapsed",
    level: Level::Error,
    clock: false,
    what: "A document says that it is approved, an act of approval covers an earlier text of it, and none covers the present one, nor does git show of it what the rule asks for. A text that gave way to another, or was retired or removed, and was brought back is approved anew. An image or attachment with other bytes, a link that leads to another document, and settings by which the same words say something else, make another text; so does an id that came to be written with its framework before it, since what a short one means is up to the settings.",
    why: "An approval is of what is read. Once the text has changed in substance, or what it shows and links to, nobody has approved what staff now read (clause 7.5.3, control of changes).",
    fix: "Have the present text approved (`aims approve`), take the change back, or set `status: in-review` until it is approved.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.living().filter(|(ix, _)| context.aims.standing(*ix).approval == Approved::Lapsed) {
        let lapsed = context.approvals.of(ix).and_then(|approval| approval.lapsed);
        let Some(act) = lapsed.and_then(|place| context.approvals.act(place)) else { continue };
        let Ok(record) = &act.record else { continue };
        let why = act.standing.why().map(|why| why.sentence());
        let id = &document.id;
        let help = match &why {
            None => slight(context, ix, act.text).unwrap_or_else(|| {
                say!("`aims history {id} --diff` shows what changed since; `aims approve {id}` approves it.", id)
            }),
            Some(_) if matches!(act.standing, Counts::BroughtBack(_)) => {
                say!("`aims approve {id}` approves it again.", id)
            }
            Some(_) => {
                say!("Look at what is there now; then take the change back, or `aims approve {id}` approves it.", id)
            }
        };
        report.document(document, document.span_of("status"), message(&put_forward(document), record, why), help);
        report.names(Some(&record.by));
    }
}

/// What there is to do about a text that has changed since an approval in nothing but the way in which ids or days are
/// written, or in nothing but what it shows of the keys that say where it stands.
fn slight(context: &Context<'_>, ix: DocIx, approved: Option<[u8; 32]>) -> Option<String> {
    let Document { path, id, fields, body, .. } = context.aims.document(ix);
    let is_shown = |field: &FieldChange| {
        let is_moved = matches!(field.event, FieldEvent::Value { old: Some(_), new: Some(_) });
        is_moved && !field.is_material() && fields.span(&field.key).is_some_and(|span| span.start >= body.start)
    };
    let (_, newest) = context.history.of(path).find(|(_, change)| change.stood())?;
    // What is not committed yet may be words.
    if newest.facts.as_ref().map(|facts| facts.substance) != context.approvals.substance(ix) {
        return None;
    }
    let (mut found, mut keys) = (None, std::collections::BTreeSet::new());
    for (_, change) in context.history.came(path) {
        if change.facts.as_ref().map(|facts| facts.substance) == approved {
            return match found {
                None if keys.is_empty() => None,
                None => {
                    let keys = keys.into_iter().collect::<Vec<_>>().join(", ");
                    Some(say!("Since then no word has changed but what the text itself says under {keys}, which its page shows: `aims approve {id}` approves it as it is. `aims review {id}` writes down a review and leaves the text alone, which voids nothing.", keys, id))
                }
                Some((old, new)) => keys.is_empty().then(|| say!("Since then nothing has changed but how ids or days are written, as `{old}`, which became `{new}`: write them as they were, or `aims approve {id}` approves the text as it is.", old, new, id)),
            };
        }
        let edit = change.edit.as_ref().filter(|edit| !edit.markup)?;
        let words = edit.added.max(edit.removed) as usize;
        // Each key that the text shows takes a word at the least: where there are as many, there is no other.
        if words > 0 && (words > edit.fields.len() || !edit.fields.iter().all(|field| is_shown(field))) {
            return None;
        }
        keys.extend(edit.fields.iter().filter(|_| words > 0).map(|field| format!("`{}`", field.key)));
        for field in edit.fields.iter().filter(|field| field.is_material() || field.is_rewritten()) {
            found = field.became().filter(|_| is_rewritten(context.aims, field));
            found?;
        }
    }
    None
}

/// That an approval holds no longer, and why where it is not that the text is another.
fn message(claim: &str, record: &Record, why: Option<String>) -> String {
    let (by, on) = (&record.by, wording::day(record.date));
    match (record.version.as_deref(), why) {
        (Some(version), Some(why)) => say!(
            "{claim}, but the approval of version {version} by {by} on {on} no longer holds: {why}",
            claim,
            version,
            by,
            on,
            why
        ),
        (None, Some(why)) => {
            say!("{claim}, but the approval by {by} on {on} no longer holds: {why}", claim, by, on, why)
        }
        (Some(version), None) => say!(
            "{claim}, but the approval of version {version} by {by} on {on} is of an earlier text",
            claim,
            version,
            by,
            on
        ),
        (None, None) => {
            say!("{claim}, but the approval by {by} on {on} is of an earlier text", claim, by, on)
        }
    }
}
