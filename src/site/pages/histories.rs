//! The history of each control, clause and AI system, gathered from the documents that serve it.

use serde::Serialize;

use super::entry::{Thin, Thinner};
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
use crate::site::marks::FACETS;
use crate::site::page::Page;
use crate::site::parts::kind_label;
use crate::site::routes;
use crate::site::view::{Link, Pages, Part, Table};

#[derive(Debug, Serialize)]
struct View {
    title: String,
    id: String,
    name: String,
    meta: String,
    gaps: Vec<Vec<Part>>,
    /// The documents, on the first page.
    documents: Option<Section>,
    /// Where its commits can be chosen by what they did and by whom.
    choose: Option<Link>,
    /// The way to its other pages.
    pages: Option<Pages>,
    years: Vec<Year>,
}

/// The commits of one year.
#[derive(Debug, Serialize)]
struct Year {
    id: String,
    title: String,
    meta: String,
    rows: Vec<Thin>,
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
        choose: (!here.is_empty()).then(|| choose(shared, link, topic)).flatten(),
        pages,
        years: years(shared, link, here),
    };
    Some(Page::new(view.title.clone(), "gathered.html", &view))
}

/// The change record with what serves a control or clause chosen. A clause that gathers others is none that can be chosen.
fn choose(shared: &Shared<'_>, link: Linker<'_>, topic: Topic<'_>) -> Option<Link> {
    let name = topic.requirement()?.name.as_str();
    let mut facets = FACETS.iter().zip(&shared.choices.values);
    let (_, served) = facets.find(|(facet, _)| **facet == "serves")?;
    let is_value = served.iter().any(|(value, _)| *value == name);
    let text = say!("Choose among them by person, kind, weight and period").into();
    let href = format!("{}?serves={}", link.to(Address::Changes.at()), routes::value(name));
    is_value.then_some(Link { href, text })
}

/// Commits, with the places of what they changed, under the year in which they reached the main line.
fn years(shared: &Shared<'_>, link: Linker<'_>, commits: &[(usize, Vec<usize>)]) -> Vec<Year> {
    let landed = |place: usize| shared.history.revisions.get(place).map(|revision| revision.landed.year());
    let mut thinner = Thinner::new(shared, link);
    let together = commits.chunk_by(|(one, _), (other, _)| landed(*one) == landed(*other));
    let year = |of: &[(usize, Vec<usize>)]| {
        let year = of.first().and_then(|(place, _)| landed(*place))?;
        let rows: Vec<Thin> = of.iter().filter_map(|(place, changes)| thinner.row(*place, changes)).collect();
        let meta = count(rows.len(), "commit");
        Some(Year { id: format!("y-{year:04}"), title: year.to_string(), meta, rows })
    };
    together.filter_map(year).collect()
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
    let from = in_force.and_then(|tenure| Some((tenure.from?, tenure.stated)));
    let stated = |of: bool| of.then(|| Part::quiet(say!(", stated")));
    let from: Vec<Part> =
        from.into_iter().flat_map(|(day, of)| [Some(Part::date(day)), stated(of)]).flatten().collect();
    let last = shared.history.came(&document.path).next().map(|(revision, _)| revision.landed);
    let history = (!steps.is_empty())
        .then(|| Part::Link { href: link.to(&routes::document_history(&document.id)), v: say!("History").into() });
    table.row(
        None,
        vec![
            link.document(ix).into(),
            Part::said(&*document.title).into(),
            kind_label(document).into(),
            document.fields.text("version").unwrap_or_default().into(),
            from.into(),
            steps.len().to_string().into(),
            last.map(Part::date).into(),
            history.into(),
        ],
    );
}
