//! The page of one document. Its change record has a page of its own: see [`super::record`].

use std::collections::BTreeSet;

use serde::Serialize;

use super::particulars;
use super::sections::Section;
use super::standing::{Notice, done, earlier_approval, notices, signs};
use crate::approval::{Approval, Piece};
use crate::base::text::count;
use crate::history::short;
use crate::model::DocIx;
use crate::model::approval_rule::Evidence;
use crate::model::document::{Document, Status};
use crate::model::languages::is_rtl;
use crate::model::trace::{Requirement, RequirementKind};
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::parts::{day, kind_label, last_review, standing as standing_sign, words};
use crate::site::stand::Stand;
use crate::site::view::{Cell, FindingView, Pair, Part, RevisionView, Sign, Table, comma, line, told};
use crate::site::{forge, html, routes};

/// How many revisions the page shows; the rest is in the change record.
const REVISIONS: usize = 5;

/// How many people who approved are named at the top.
const APPROVERS: usize = 8;

/// How many seals it names.
const SEALS: usize = 3;

/// How many marks that the page leaves out it names.
const LEFT_OUT: usize = 5;

/// How many documents of one sort that point here are named.
const POINTING: usize = 60;

#[derive(Debug, Serialize)]
struct View {
    title: String,
    signs: Vec<Sign>,
    banner: Option<&'static str>,
    notices: Vec<Notice>,
    block: Vec<Pair>,
    lang: Option<String>,
    rtl: bool,
    /// What stands before the text.
    lead: Vec<Section>,
    body: String,
    after: Vec<Section>,
    pointing: Vec<Pointing>,
    gaps: Vec<Vec<Part>>,
    revisions: Vec<RevisionView>,
    record: String,
    revisions_more: String,
    revisions_none: &'static str,
    findings: Vec<FindingView>,
}

/// Documents that point here in one way.
#[derive(Debug, Serialize)]
struct Pointing {
    title: String,
    items: Vec<Vec<Part>>,
    more: usize,
}

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Page {
    let document = shared.aims.document(ix);
    let rendered = html::body(shared.aims, ix, Stand::alone(link.page));
    let particulars = particulars::sections(shared, link, document);
    let (lead, below) = if particulars::lead(document) { (particulars, Vec::new()) } else { (Vec::new(), particulars) };
    let mut after: Vec<Section> = super::open::against_document(shared, link, ix).into_iter().collect();
    after.extend(super::by_system::life(shared, link, ix));
    after.extend(serves(shared, link, ix));
    after.extend(below);
    after.extend(super::duties::section(shared, link, ix));
    after.extend(super::readers::of_document(shared, link, ix));
    let pointing = pointing(shared, link, ix);
    let unsettled = shared.is_unsettled(ix);
    let found = shared.findings_about(&document.path).iter().filter(|_| !unsettled);
    let findings: Vec<FindingView> = found.map(|finding| link.finding(finding)).collect();
    let all = super::beside::all(shared, ix);
    let own = shared.history.of(&document.path).count();
    let revisions = all.iter().take(REVISIONS).map(|(revision, change)| {
        let mut view = link.revision(revision, 0);
        // The rest of the message is told in the change record.
        (view.more, view.body) = (0, String::new());
        view.changes = vec![vec![Part::text(words(change.kind.as_str()))]];
        if let Some(from) = &change.from {
            view.changes.push(vec![Part::quiet("from "), Part::code(from.shown())]);
        }
        if all.len() > own && !shared.history.of(&document.path).any(|(_, own)| std::ptr::eq(own, *change)) {
            view.changes.push(vec![Part::quiet("in "), Part::code(change.path.shown())]);
        }
        view
    });
    let view = View {
        title: document.title.clone(),
        signs: if unsettled { Vec::new() } else { signs(shared, ix, document) },
        banner: banner(document),
        notices: if unsettled { vec![Notice::unsettled()] } else { notices(shared, link, ix) },
        block: block(shared, link, ix, document).into_iter().chain(left_out(&rendered.left_out)).collect(),
        lang: document.lang.clone(),
        rtl: document.lang.as_deref().is_some_and(is_rtl),
        lead,
        body: rendered.html,
        after,
        pointing,
        gaps: shared.gaps_of(ix),
        revisions: revisions.collect(),
        record: link.to(&routes::document_history(&document.id)),
        revisions_more: match all.len().saturating_sub(REVISIONS) {
            0 => String::new(),
            more => format!("and {more} older ones"),
        },
        revisions_none: "No commit holds this document yet.",
        findings,
    };
    let title =
        if document.id_span.is_some() { format!("{} {}", document.id, document.title) } else { document.title.clone() };
    Page::new(title, "document.html", &view).main("paper").lang(document.lang.clone())
}

pub(super) fn banner(document: &Document) -> Option<&'static str> {
    if document.translates.is_some() {
        return None;
    }
    if !document.controlled {
        return Some("This page is not a controlled document. It never counts as evidence.");
    }
    if document.kind.is_none() {
        return Some("This document has no kind. It counts for nothing until one is given.");
    }
    match document.status() {
        Some(Status::Draft) => Some("This is a draft. It is not in force."),
        Some(Status::InReview) => Some("This version is being reviewed. It is not in force."),
        Some(Status::Retired) => Some("This document is retired. It is kept for the record and no longer in force."),
        _ => None,
    }
}

/// What stands in the place of what is not known yet.
fn unsettled() -> Part {
    Part::quiet("being worked out")
}

/// What of the control block follows from the text, and from more than the text.
const FOLLOWS: [&str; 3] = ["Status", "Last review", "Next review"];

pub(super) fn block(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx, document: &Document) -> Vec<Pair> {
    let fields = &document.fields;
    let review = shared.aims.review(ix);
    let text = |key: &str| Cell::from(fields.text(key).unwrap_or_default());
    let people =
        |key: &str| Cell::from(fields.texts(key).iter().map(|name| name.value.clone()).collect::<Vec<_>>().join(", "));
    let mut pairs = vec![
        Pair::new("Identifier", document.id.as_str()),
        Pair::new("Version", text("version")),
        Pair::new("Status", standing_sign(shared.aims, ix)),
        Pair::new("Kind", kind_label(document)),
        Pair::new("Language", document.lang.as_deref().unwrap_or_default()),
        Pair::new("Translations", super::tongues::translations(shared, link, ix)),
        Pair::new("Date", day(fields.date("date"))),
        Pair::new("Owner", link.people(fields.text("owner"))),
        Pair::new("Names as authors", people("authors")),
        Pair::new("Names as approvers", link.people(fields.texts("approvers").iter().map(|name| name.value.as_str()))),
        Pair::new("Effective", day(fields.date("effective"))),
        Pair::new("Last review", reviewed(shared, ix)),
        Pair::new("Next review", link.due_with_sign(review)),
        Pair::new("Classification", words(fields.text("classification").unwrap_or_default())),
        Pair::new("Retention", text("retention")),
        Pair::new("Replaces", link.ids(fields.texts("replaces").iter().map(|id| id.value.as_str()))),
    ];
    if shared.is_unsettled(ix) {
        let follows = |pair: &&mut Pair| FOLLOWS.contains(&pair.name.as_str()) && !pair.parts.is_empty();
        pairs.iter_mut().filter(follows).for_each(|pair| pair.parts = vec![unsettled()]);
    }
    // What the team carries along stands as it is written, under its own name.
    pairs.extend(fields.kept().iter().map(|(key, value)| Pair::new(key.as_str(), Cell::from(value.clone()))));
    // A key that is not known has none of our words for its name: it must not be taken for what aims says.
    let as_written =
        |(key, value): &(String, String)| Pair::new(format!("{key} (as written)"), Cell::from(value.clone()));
    pairs.extend(fields.unknown().iter().map(as_written));
    pairs.push(Pair::new("Approval", approval(shared, ix)).wide());
    pairs.push(Pair::new("Sealed", sealed(shared, ix)).wide());
    // What is withheld has no file that readers could look for.
    let mut source = Vec::new();
    if !shared.state.is_withheld(ix) {
        source.push(Part::code(document.path.as_str()));
    }
    if let Some((revision, _)) = shared.history.of(&document.path).next() {
        source.extend([Part::quiet(" last changed "), Part::date(revision.date), Part::quiet(" in commit ")]);
        source.push(Part::code(short(&revision.commit)));
        source.push(Part::quiet(", "));
        source.push(Part::Link { href: link.to(&routes::document_history(&document.id)), v: "change record".into() });
    }
    let at_forge = forge::links(shared, ix);
    if !at_forge.is_empty() && !source.is_empty() {
        source.push(Part::quiet("; at the forge: "));
        source.extend(comma(at_forge));
    }
    pairs.push(Pair::new("Source", source).wide());
    pairs.push(Pair::new("Keys", super::beside::keys(document)).wide());
    pairs.retain(|pair| !pair.parts.is_empty());
    pairs
}

/// What the page leaves out of the text: nobody has to wonder whether words are hidden.
fn left_out(marks: &[String]) -> Option<Pair> {
    let (first, others) = marks.split_first()?;
    let mut told: Vec<&String> = vec![first];
    told.extend(others.iter().filter(|mark| *mark != first).take(LEFT_OUT - 1));
    let mut parts = vec![Part::text(format!("{} of a site generator: ", count(marks.len(), "mark")))];
    for (place, mark) in told.iter().enumerate() {
        parts.extend((place > 0).then(|| Part::quiet(", ")));
        parts.push(Part::code(line(mark)));
    }
    let is_all = marks.iter().all(|mark| told.contains(&mark));
    parts.push(Part::quiet(if is_all { "" } else { " and others" }));
    Some(Pair::new("Left out of the text", parts).wide())
}

/// When it was last reviewed by an act on record; what it says of a review beside that, where it says another day.
fn reviewed(shared: &Shared<'_>, ix: DocIx) -> Vec<Part> {
    let mut parts = last_review(shared.aims, ix);
    let said = shared.aims.document(ix).fields.date("reviewed");
    let acted = shared.aims.last_review(ix).filter(|last| last.by.is_act());
    if let Some((said, _)) = said.zip(acted).filter(|(said, acted)| *said != acted.day) {
        parts.extend([Part::quiet("; says reviewed "), Part::date(said)]);
    }
    parts
}

/// Who approved the present text, with which evidence; else which earlier one was approved.
pub(super) fn approval(shared: &Shared<'_>, ix: DocIx) -> Vec<Part> {
    let Some(approval) = shared.approvals.of(ix) else { return Vec::new() };
    if shared.is_unsettled(ix) {
        return vec![unsettled()];
    }
    let approved = shared.aims.document(ix).says_approved();
    let earlier = earlier_approval(shared, ix);
    if !approved && approval.level == Evidence::None && earlier.is_none() {
        return Vec::new();
    }
    let mut parts = vec![Part::sign(Sign::evidence(approval.level))];
    let counts = |piece: &&Piece| piece.evidence == approval.level && piece.against.is_none();
    for piece in approval.pieces.iter().filter(counts).take(APPROVERS) {
        let before = if parts.len() == 1 { " by " } else { ", " };
        parts.extend([Part::text(before), Part::said(&piece.who)]);
        if let Some(date) = piece.date {
            parts.extend([Part::text(" on "), Part::date(date)]);
        }
    }
    if let Some(grade) = shared.approvals.grade(ix) {
        parts.push(Part::quiet(format!("; {}", grade.title())));
    }
    if !approval.lacking.is_empty() {
        parts.push(Part::quiet(format!("; nobody yet as {}", told(&approval.lacking.join(", ")))));
    }
    if let Some(unvouched) = &approval.unvouched {
        let commit = crate::history::short(&unvouched.commit);
        parts.push(Part::quiet(format!("; settings not vouched for: commit {commit} by {}", told(&unvouched.by))));
    } else if approval.before.is_some() {
        parts.push(Part::quiet("; less than the rule before the change asks for"));
    }
    if let Some((act, record)) = earlier {
        let of = if act.standing.why().is_some() { "of other images or links" } else { "of an earlier text" };
        parts.push(Part::quiet(format!("; {of}: ")));
        parts.extend(done(record));
        parts.extend([Part::text(" on "), Part::date(record.date)]);
    }
    parts
}

/// The tags under which the present text stands, and whose they are.
fn sealed(shared: &Shared<'_>, ix: DocIx) -> Vec<Part> {
    let judged = shared.approvals.of(ix).filter(|_| !shared.is_unsettled(ix));
    let seals = judged.into_iter().flat_map(Approval::seals).take(SEALS);
    let told = seals.map(|(tag, piece)| {
        let mut parts = vec![Part::text("by tag "), Part::code(tag), Part::text(" of "), Part::said(&piece.who)];
        parts.extend(piece.date.into_iter().flat_map(|date| [Part::text(" on "), Part::date(date)]));
        parts
    });
    told.reduce(|mut all, next| {
        all.push(Part::text("; "));
        all.extend(next);
        all
    })
    .unwrap_or_default()
}

fn serves(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Option<Section> {
    let aims = shared.aims;
    let document = aims.document(ix);
    let mut table =
        Table::new("Requirements and documents that this one serves", &["Requirement", "Title:main", "Standing"]);
    for (title, clause) in [("Controls", false), ("Clauses", true)] {
        table.group(title);
        let wanted = |found: &&Requirement| (found.kind == RequirementKind::Clause) == clause;
        for requirement in aims.trace.served_by(ix).filter(wanted) {
            let sign = if shared.is_unsettled(ix) { unsettled() } else { Part::sign(Sign::requirement(requirement)) };
            table.row(None, vec![link.requirement(requirement).into(), requirement.title.as_str().into(), sign.into()]);
        }
    }
    table.group("Other frameworks");
    for (framework, ids) in document.fields.requirements() {
        let Some(framework) = aims.catalog.framework(&framework.value) else { continue };
        // What is followed stands above, with its rung.
        if aims.catalog.standard(&framework.id).is_some() {
            continue;
        }
        for id in ids {
            let Some(item) = shared.item(&framework.id, &id.value) else { continue };
            let href = link.to(&format!("{}#{}", routes::framework(&framework.id), routes::anchor(&item.id)));
            let name = Part::Id { href, v: format!("{} {}", framework.short, item.name()) };
            table.row(None, vec![name.into(), item.title.as_str().into(), Part::quiet("named by the document").into()]);
        }
    }
    for (title, key) in [("Puts into practice", "implements"), ("Is evidence for", "evidence-for")] {
        table.group(title);
        for id in document.fields.texts(key) {
            if let Some(to) = aims.by_id(&id.value) {
                table.row(
                    None,
                    vec![
                        link.document(to).into(),
                        aims.document(to).title.as_str().into(),
                        standing_sign(aims, to).into(),
                    ],
                );
            }
        }
    }
    table.some().map(|table| Section::new("_serves", "What it serves").with_table(Some(table), ""))
}

fn pointing(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Vec<Pointing> {
    let aims = shared.aims;
    let mut groups: Vec<(String, Vec<DocIx>)> = Vec::new();
    let mut add = |title: String, from: DocIx| match groups.iter_mut().find(|(known, _)| *known == title) {
        // References come in the order of the documents that make them.
        Some((_, list)) if list.last() == Some(&from) => {}
        Some((_, list)) => list.push(from),
        None => groups.push((title, vec![from])),
    };
    let mut named = BTreeSet::new();
    for reference in aims.references_to(ix).filter(|reference| reference.from != ix) {
        named.insert(reference.from);
        add(reference_title(&reference.field), reference.from);
    }
    for from in aims.pointing_at(ix).iter().filter(|from| !named.contains(from)) {
        add("Links to it".into(), *from);
    }
    let item = |from: &DocIx| {
        let document = aims.document(*from);
        let mut parts = vec![link.document(*from), Part::text(format!(" {}", document.title))];
        if let Some(date) = document.fields.date("date") {
            parts.extend([Part::text(" "), Part::date(date)]);
        }
        parts
    };
    groups
        .into_iter()
        .map(|(title, list)| Pointing {
            title,
            items: list.iter().take(POINTING).map(item).collect(),
            more: list.len().saturating_sub(POINTING),
        })
        .collect()
}

/// What a reference in front matter means, seen from its target.
fn reference_title(field: &str) -> String {
    match field {
        "implements" => "Put into practice by".into(),
        "evidence-for" => "Evidence for it".into(),
        "systems" => "About this system".into(),
        "risks" => "About this risk".into(),
        "replaces" => "Replaced by".into(),
        field if field.starts_with("statement.") => "Named in the statement of applicability".into(),
        field => format!("Named under {}", field.replace(['-', '.'], " ")),
    }
}
