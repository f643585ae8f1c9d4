//! What stands open against the thing that a page is about: nonconformities, incidents, concerns, and errors of the check.

use std::collections::BTreeSet;

use super::particulars::overdue;
use super::sections::Section;
use crate::base::{plural, say};
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::due::{self, Due, Task};
use crate::model::trace::Requirement;
use crate::model::{Aims, DocIx};
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::routes;
use crate::site::view::{Part, Sign};
use crate::site::worded::phrase;

/// How many open records are told one by one.
const RECORDS: usize = 60;

/// How many documents with errors are named.
const NAMED: usize = 12;

/// An open record: whether what it asks for is late, what it is, by when and by whom.
fn item(link: Linker<'_>, ix: DocIx) -> Vec<Part> {
    let record = link.aims.document(ix);
    let due = due::open_in(link.aims, ix);
    let late = due.as_ref().and_then(|due| overdue(due.date, link.aims.today));
    let is_late = late.is_some();
    let sign = late.unwrap_or_else(|| Sign::new("open", say!("Open")));
    let mut parts =
        vec![Part::sign(sign), Part::text(" "), link.document(ix), Part::text(format!(" {} ", record.title))];
    let what = match record.counts_as() {
        "incident" => say!("incident"),
        "concern" => say!("concern"),
        _ => graded(record.fields.text("grade").unwrap_or_default()),
    };
    let mut told: Vec<Vec<Part>> = Vec::new();
    if !what.is_empty() {
        told.push(vec![Part::text(what)]);
    }
    told.extend(due.as_ref().map(|due| match (due.task, is_late) {
        (Task::Answer, true) => phrase!("answer was due {day}", day = link.due(due.date)),
        (Task::Answer, false) => phrase!("answer due {day}", day = link.due(due.date)),
        (Task::Effect, true) => phrase!("effect was to be looked at by {day}", day = link.due(due.date)),
        (Task::Effect, false) => phrase!("effect to be looked at by {day}", day = link.due(due.date)),
        (_, true) => phrase!("action was due {day}", day = link.due(due.date)),
        (_, false) => phrase!("action due {day}", day = link.due(due.date)),
    }));
    let named = due.as_ref().and_then(|due| due.owner);
    let owner =
        named.or_else(|| ["action-owner", "handled-by", "owner"].iter().find_map(|key| record.fields.text(key)));
    told.extend(owner.map(|owner| vec![Part::text(owner)]));
    parts.push(Part::Aside { parts: told.join(&Part::text(", ")) });
    parts
}

/// How grave a nonconformity is, as people read it.
fn graded(grade: &str) -> &str {
    match grade {
        "major" => say!("major"),
        "minor" => say!("minor"),
        grade => grade,
    }
}

/// Whether a document is an incident or a concern that is not closed.
fn is_open_event(document: &Document) -> bool {
    (document.is("incident") || document.is("concern")) && !document.is_closed() && !document.is_retired()
}

/// Whether a document is a nonconformity whose action is late, or the look at whether that worked.
fn is_late(aims: &Aims, ix: DocIx) -> bool {
    let is_past = |due: Due<'_>| due.date < aims.today;
    aims.document(ix).is("nonconformity") && due::open_in(aims, ix).is_some_and(is_past)
}

/// What is open against a document, or an AI system.
pub(super) fn against_document(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Option<Section> {
    let aims = shared.aims;
    let about = aims.naming_by(ix, "systems");
    let events: BTreeSet<DocIx> = about.filter(|from| is_open_event(aims.document(*from))).collect();
    let mut items = records(shared, link, aims.trace.open_against(ix).chain(events));
    if let (errors @ 1.., false) = (errors(shared, ix), shared.is_unsettled(ix)) {
        let to = Part::Link { href: "#_findings".into(), v: of_check(errors) };
        items.push(vec![Part::sign(Sign::level(Level::Error)), Part::text(" "), to]);
    }
    section(items)
}

/// What is open against a control or a clause: what names it as not met.
pub(super) fn against_requirement(shared: &Shared<'_>, link: Linker<'_>, of: &Requirement) -> Option<Section> {
    section(records(shared, link, of.open.iter().copied()))
}

/// What is open in what stands behind a control or a clause, and says nothing against it: records that tell of something open or of
/// an action that is late, and errors.
pub(super) fn behind_requirement(shared: &Shared<'_>, link: Linker<'_>, of: &Requirement) -> Option<Section> {
    let aims = shared.aims;
    let serving: BTreeSet<DocIx> = of.serving.iter().map(|serving| serving.document).collect();
    let tells = |ix: DocIx| is_open_event(aims.document(ix)) || is_late(aims, ix);
    let events = serving.iter().filter(|ix| tells(**ix) && !of.open.contains(ix));
    let mut items = records(shared, link, events.copied());
    let wrong: Vec<(DocIx, usize)> =
        serving.iter().map(|ix| (*ix, errors(shared, *ix))).filter(|(_, errors)| *errors > 0).collect();
    items.extend(wrong.iter().take(NAMED).map(|(ix, errors)| in_document(link, *ix, *errors)));
    if let more @ 1.. = wrong.len().saturating_sub(NAMED) {
        let others = plural!(more, "errors in {n} more document behind it", "errors in {n} more documents behind it");
        items.push(vec![Part::sign(Sign::level(Level::Error)), Part::text(format!(" {others}"))]);
    }
    (!items.is_empty()).then(|| Section::new("_behind", say!("Open in what stands behind it")).with_list(items, ""))
}

/// As many open records as there is room for, and where the others are.
fn records(shared: &Shared<'_>, link: Linker<'_>, all: impl Iterator<Item = DocIx>) -> Vec<Vec<Part>> {
    let all: Vec<DocIx> = all.collect();
    let mut items: Vec<Vec<Part>> = all.iter().take(RECORDS).map(|ix| item(link, *ix)).collect();
    if let n @ 1.. = all.len().saturating_sub(RECORDS) {
        let registers = super::register::of_kinds(shared, link, &["nonconformity", "incident", "concern"]);
        items.push(phrase!("And {n} more, which registers of their own have: {registers}.", n, registers));
    }
    items
}

fn in_document(link: Linker<'_>, ix: DocIx, errors: usize) -> Vec<Part> {
    let document = link.aims.document(ix);
    let href = format!("{}#_findings", link.to(&routes::document(&document.id)));
    vec![
        Part::sign(Sign::level(Level::Error)),
        Part::text(" "),
        link.document(ix),
        Part::text(format!(" {}: ", document.title)),
        Part::Link { href, v: of_check(errors) },
    ]
}

fn of_check(errors: usize) -> String {
    plural!(errors, "{n} error of the check", "{n} errors of the check")
}

/// How many errors there are in a document.
fn errors(shared: &Shared<'_>, ix: DocIx) -> usize {
    let found = shared.findings_about(&shared.aims.document(ix).path);
    found.iter().filter(|finding| finding.level == Level::Error).count()
}

fn section(items: Vec<Vec<Part>>) -> Option<Section> {
    (!items.is_empty()).then(|| Section::new("_open", say!("Open against it")).with_list(items, ""))
}
