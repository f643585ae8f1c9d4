//! The history of each control, clause and AI system, gathered from the documents that serve it.

use serde::Serialize;

use super::changes::{Month, months};
use super::entry::Entry;
use super::sections::Section;
use crate::base::text::count;
use crate::base::{say, wording};
use crate::model::DocIx;
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::gathered::{Gathered, Gathering, Topic};
use crate::site::leaves::{Of, rows, turn, turn_documents};
use crate::site::link::Linker;
use crate::site::lists::{List, titled};
use crate::site::page::Page;
use crate::site::parts::kind_label;
use crate::site::routes;
use crate::site::view::{Pages, Part, Table};

#[derive(Debug, Serialize)]
struct View {
    title: String,
    id: String,
    name: String,
    meta: String,
    gaps: Vec<Vec<Part>>,
    /// The documents, on the first page.
    documents: Option<Section>,
    /// The way to its other pages.
    pages: Option<Pages>,
    /// How many commits there are in all, where not all are here, and where all can be looked through.
    total: Option<usize>,
    search: String,
    months: Vec<Month>,
}

/// A page of the history, which counts from 1.
pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>, topic: Topic<'_>, number: usize) -> Option<Page> {
    let gathered = shared.gathered.of(topic)?;
    let (id, name) = match topic {
        Topic::Requirement(of) => (of.name.clone(), wording::known(&of.title).to_owned()),
        Topic::System(ix) => (shared.aims.document(ix).id.clone(), shared.aims.document(ix).title.clone()),
    };
    let list = List::Of(topic, Gathering::Commits);
    let here = gathered.commits.get(rows(shared, list, number)).unwrap_or_default();
    // The rest of a message is told in the history of each document.
    let brief = |entry: Entry| Entry { body: String::new(), ..entry };
    let entries = here.iter().filter_map(|(place, changes)| shared.entry_of(link, *place, changes));
    let pages = turn(shared, link, list, number, |place| day(shared, gathered, place));
    let view = View {
        title: titled(&say!("History of {id}", id), number),
        id,
        name,
        meta: shared.counted(meta(topic, gathered)),
        gaps: shared.gaps_among(&gathered.documents),
        documents: (number == 1).then(|| {
            let none = shared.none(say!("No document does."));
            Section::new("documents", say!("Documents")).with_table(sources((shared, link, 1), topic), none)
        }),
        months: months(entries.map(brief)),
        total: pages.as_ref().map(|pages| pages.total),
        search: link.to(Address::Search.at()),
        pages,
    };
    Some(Page::new(view.title.clone(), "gathered.html", &view))
}

/// The day on which a commit of it reached the main line.
fn day(shared: &Shared<'_>, gathered: &Gathered, place: usize) -> String {
    let revision = gathered.commits.get(place).and_then(|(place, _)| shared.history.revisions.get(*place));
    revision.map(|revision| revision.landed.to_string()).unwrap_or_default()
}

/// What it is gathered from.
fn meta(topic: Topic<'_>, gathered: &Gathered) -> String {
    let (number, changes) = (count(gathered.documents.len(), "document"), count(gathered.changes, "change"));
    match topic {
        Topic::System(_) => say!(
            "Gathered from the documents that are about it today: {number}, {changes} and acts of approval or review. What \
             a document did before it named this is among them; one that no longer does has its own history.",
            number,
            changes
        ),
        Topic::Requirement(_) => say!(
            "Gathered from the documents that serve it today: {number}, {changes} and acts of approval or review. What a \
             document did before it named this is among them; one that no longer does has its own history.",
            number,
            changes
        ),
    }
}

/// A page of the documents, each with where it stands and the way to its history.
pub(super) fn sources((shared, link, number): Of<'_, '_, '_>, topic: Topic<'_>) -> Option<Table> {
    let documents = &shared.gathered.of(topic)?.documents;
    let list = List::Of(topic, Gathering::Sources);
    let mut table = Table::new(
        say!("Documents that the history is gathered from"),
        &["Id", "Title:main", "Kind", "Version", "In force from", "Changes:num", "Last change", "History"],
    );
    for ix in documents.get(rows(shared, list, number)).unwrap_or_default() {
        row(shared, link, &mut table, *ix);
    }
    table.some().map(|table| table.pages(turn_documents(shared, link, list, number, documents)))
}

fn row(shared: &Shared<'_>, link: Linker<'_>, table: &mut Table, ix: DocIx) {
    let document = shared.aims.document(ix);
    let steps = shared.history.steps(&document.path);
    let tenures = shared.approvals.tenures(ix).iter();
    let in_force = tenures.rev().find(|tenure| tenure.is_in_force(shared.aims.today));
    let last = steps.first().and_then(|step| shared.history.step(*step)).map(|(revision, _)| revision.landed);
    let history = (!steps.is_empty())
        .then(|| Part::Link { href: link.to(&routes::document_history(&document.id)), v: say!("History").into() });
    table.row(
        None,
        vec![
            link.document(ix).into(),
            Part::said(&*document.title).into(),
            kind_label(document).into(),
            document.fields.text("version").unwrap_or_default().into(),
            in_force.and_then(|tenure| tenure.from).map(Part::date).into(),
            steps.len().to_string().into(),
            last.map(Part::date).into(),
            history.into(),
        ],
    );
}
