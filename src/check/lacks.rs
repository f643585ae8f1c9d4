//! What a record that claims to be finished lacks, and how late something is.

use super::context::Context;
use super::lists::join;
use super::rule::Report;
use crate::base::text::cut;
use crate::base::{Date, date, plural, say};
use crate::diag::Span;
use crate::model::DocIx;
use crate::model::absent::says_nothing;
use crate::model::fields::{Fields, Row};
use crate::model::tier::Tier;
use crate::model::trace::{Lack, LackKind, Requirement};

/// Those of `keys` under which nothing is written, for a message: `` `cause` and `action` ``.
pub(super) fn without(fields: &Fields, keys: &[&str]) -> Option<String> {
    let missing: Vec<String> = keys.iter().filter(|key| fields.lacks(key)).map(|key| format!("`{key}`")).collect();
    (!missing.is_empty()).then(|| join(&missing))
}

/// Whether nothing is said under a key that asks what there is: it is lacking, or what stands there says that there is none,
/// or that nobody knows yet. For keys to which `none` is a full answer, `lacks` is the question.
pub(super) fn is_unsaid(fields: &Fields, key: &str) -> bool {
    fields.lacks(key) || fields.text(key).is_some_and(says_nothing)
}

/// Those of `keys` under which nothing is said, for a message, each with the word that stands there: `` `cause` (`unknown`) ``.
pub(super) fn unsaid(fields: &Fields, keys: &[&str]) -> Option<String> {
    let named = |key: &&str| match fields.text(key).map(str::trim).filter(|word| !word.is_empty()) {
        Some(word) => format!("`{key}` (`{}`)", cut(word, 40)),
        None => format!("`{key}`"),
    };
    let missing: Vec<String> = keys.iter().filter(|key| is_unsaid(fields, key)).map(named).collect();
    (!missing.is_empty()).then(|| join(&missing))
}

/// The day from which the terms of an incident run: that on which the organisation became aware of it, at the latest that on
/// which it stopped it or told users of it.
pub(super) fn known_since(incident: &Fields) -> Option<Date> {
    let aware = incident.date("aware").or_else(|| incident.date("date"))?;
    ["contained", "users-told"].into_iter().filter_map(|key| incident.date(key)).chain([aware]).min()
}

/// Whether of some rows not one says something in a column.
pub(super) fn none_says<'a>(rows: impl IntoIterator<Item = &'a Row>, column: &str) -> bool {
    rows.into_iter().all(|row| is_unsaid(&row.cells, column))
}

/// Tells of closed records of a kind that say nothing under some of `keys`, at the place that says they are closed.
pub(super) fn closed_without(context: &Context<'_>, report: &mut Report<'_>, kind: &str, keys: &[&str], help: &str) {
    for (_, document) in context.living_of(kind).filter(|(_, document)| !document.is_draft()) {
        if let (Some(span), Some(missing)) = (closed(&document.fields), unsaid(&document.fields, keys)) {
            let message = match kind {
                "incident" => say!("the incident is closed without {missing}", missing),
                _ => say!("the nonconformity is closed without {missing}", missing),
            };
            report.document(document, span, message, help);
        }
    }
}

/// Where a record says that it is closed: by its state, or by the day.
pub(super) fn closed(fields: &Fields) -> Option<Span> {
    let state = fields.span("state").filter(|_| fields.text("state") == Some("closed"));
    state.or_else(|| fields.span("closed"))
}

/// How long ago a day was that has passed: `1 day ago`.
pub(super) fn late(due: Date, today: Date) -> Option<String> {
    let days = usize::try_from(date::days_between(due, today)).ok().filter(|days| *days > 0)?;
    Some(plural!(days, "{n} day ago", "{n} days ago"))
}

/// Whether nothing shows a requirement at work, and no other finding says why: what is of no day or of one to come, or
/// holds no word, is told where it stands.
pub(super) fn is_unshown(context: &Context<'_>, requirement: &Requirement) -> bool {
    let is_told = |ix: DocIx| {
        let document = context.aims.document(ix);
        document.said.wordless || document.evidence_date().is_none_or(|day| day > context.aims.today)
    };
    let mut shows = requirement.tier(Tier::Shows).map(|serving| serving.document);
    requirement.evidence.is_empty() && !shows.any(is_told)
}

/// Why what should show a requirement at work does not, where there is something that should, and what would.
pub(super) fn why_unshown(context: &Context<'_>, requirement: &Requirement) -> Option<String> {
    let lack = requirement.lacks.first().filter(|_| requirement.tier(Tier::Shows).next().is_some())?;
    let remedy = match &lack.what {
        LackKind::OtherKind(kinds) => {
            let known = kinds.iter().find(|kind| context.aims.kinds.get(kind).is_some());
            let (kind, id) = (known.map_or("record", String::as_str), &requirement.name);
            say!("`aims new {kind}` begins one, which names it: `controls: [{id}]`.", kind, id)
        }
        LackKind::NothingFinished | LackKind::NothingDone => {
            // What was decided against is finished, and shows nothing.
            let is_to_finish = |ix: &DocIx| context.aims.document(*ix).undone().is_none_or(|word| word == "proposed");
            let shown = requirement.tier(Tier::Shows).map(|serving| serving.document);
            let shown: Vec<DocIx> = shown.filter(is_to_finish).collect();
            let documents = Some(context.ids(&shown)).filter(|_| !shown.is_empty())?;
            match shown.iter().all(|ix| context.aims.document(*ix).refutes_control()) {
                true => say!("Mend what {documents} found, and test it again: `aims new control-test`.", documents),
                false => say!("Finish {documents}.", documents),
            }
        }
        _ => return None,
    };
    Some(format!("{} {remedy}", lack.sentence()))
}

/// Whether a requirement waits for drafts in which nothing is written yet: each of them is told, and what waits only follows.
pub(super) fn waits(context: &Context<'_>, requirement: &Requirement) -> bool {
    let is_told = |lack: &Lack| {
        lack.what == LackKind::NoWords && lack.documents.iter().all(|ix| context.aims.document(*ix).is_draft())
    };
    // A draft of a record that is all there is, is told too.
    let mut all = requirement.documents().peekable();
    let is_empty = |ix| context.aims.document(ix).said.wordless && context.aims.document(ix).is_draft();
    requirement.lacks.first().is_some_and(is_told) || (all.peek().is_some() && all.all(is_empty))
}
