//! What a record that claims to be finished lacks, and how late something is.

use super::context::Context;
use super::lists::join;
use super::rule::Report;
use crate::base::text::cut;
use crate::base::{Date, Period, date, plural, say};
use crate::diag::Span;
use crate::model::DocIx;
use crate::model::absent::says_nothing;
use crate::model::document::Document;
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

/// Since when an incident that is open is known, by when that is to change, and whether it is contained.
pub fn incident_due(incident: &Fields) -> Option<(Date, Date, bool)> {
    let (patience, is_contained) = match incident.text("state")? {
        _ if closed(incident).is_some() => return None,
        "open" if incident.lacks("contained") => (Period::Days(30), false),
        "open" | "contained" => (Period::Days(180), true),
        _ => return None,
    };
    known_since(incident).map(|since| (since, patience.after(since), is_contained))
}

/// By when an authority has yet to be told of an incident, the first of its terms.
pub fn to_tell(incident: &Fields) -> Option<Date> {
    let is_untold = incident.flag("reportable") == Some(true) && incident.lacks("authority-told");
    let is_unread = ["deadline", "aware", "harms"].iter().any(|key| incident.is_misread(key));
    let terms = of_data(incident).into_iter().chain(term(incident));
    terms.min().filter(|_| is_untold && !is_unread)
}

/// The last day on which the authority could be told in time.
pub(super) fn term(fields: &Fields) -> Option<Date> {
    fields.date("deadline").or_else(|| by_law(fields))
}

/// The day that the law gives, by what came to harm.
pub(super) fn by_law(fields: &Fields) -> Option<Date> {
    let harms: Vec<&str> = fields.texts("harms").iter().map(|harm| harm.value.as_str()).collect();
    let days = match harms.as_slice() {
        harms if harms.iter().any(|harm| matches!(*harm, "widespread" | "critical-infrastructure")) => 2,
        harms if harms.contains(&"death") => 10,
        ["personal-data"] => DATA,
        _ => 15,
    };
    known_since(fields).map(|aware| Period::Days(days).after(aware))
}

/// Days that the GDPR gives for personal data: 72 hours.
const DATA: i32 = 3;

/// The last of them, of an incident that did harm to personal data and gives no day of its own.
pub(super) fn of_data(fields: &Fields) -> Option<Date> {
    let is_of_data = fields.texts("harms").iter().any(|harm| harm.value == "personal-data");
    known_since(fields).filter(|_| is_of_data && fields.lacks("deadline")).map(|day| Period::Days(DATA).after(day))
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

/// How a document is put forward for its approval: a record without a status says nothing of that.
pub(super) fn put_forward(document: &Document) -> String {
    match document.status() {
        None => say!("{id} is on record", id = document.id),
        Some(_) => say!("{id} says that it is approved", id = document.id),
    }
}

/// Where a record says that it is closed: by its state, or by the day. What turned out to be none asks for no cause and action.
pub(super) fn closed(fields: &Fields) -> Option<Span> {
    let state = fields.span("state").filter(|_| fields.text("state") == Some("closed"));
    state.or_else(|| fields.span("closed").filter(|_| fields.text("state") != Some("rejected")))
}

/// How long ago a day was that has passed: `1 day ago`.
pub(super) fn late(due: Date, today: Date) -> Option<String> {
    let days = usize::try_from(date::days_between(due, today)).ok().filter(|days| *days > 0)?;
    Some(plural!(days, "{n} day ago", "{n} days ago"))
}

/// Whether nothing shows a requirement at work, and no error says why: a finished record of a kind that is called for is of no
/// day or of one to come, or says that it is approved and holds no word. A draft of anything answers for nothing.
pub(super) fn is_unshown(context: &Context<'_>, requirement: &Requirement) -> bool {
    let is_told = |ix: DocIx| {
        let document = context.aims.document(ix);
        let is_wrong = match document.said.wordless {
            true => document.says_approved(),
            false => context.aims.evidence_date(ix).is_none_or(|day| day > context.aims.today),
        };
        is_wrong && document.is_finished_record() && document.may_show() && requirement.calls_for_kind(document)
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
