//! The history of each control, clause and AI system, gathered from the documents that serve it.
//!
//! Gathering is cheap however many documents there are: of each only as many steps are looked at as can be among the
//! newest, and only the newest are kept.

use std::collections::{BTreeSet, BinaryHeap};

use serde::Serialize;

use super::changes::{Month, months};
use super::entry::Entry;
use super::sections::Section;
use crate::base::text::count;
use crate::base::{plural, say, wording};
use crate::model::DocIx;
use crate::model::trace::{Requirement, RequirementKind};
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::parts::kind_label;
use crate::site::routes;
use crate::site::view::{Part, Table};

/// How many changes a page tells.
const CHANGES: usize = 100;

/// How many documents a page names.
const DOCUMENTS: usize = 200;

#[derive(Debug, Serialize)]
struct View {
    title: String,
    id: String,
    name: String,
    meta: String,
    gaps: Vec<Vec<Part>>,
    documents: Section,
    months: Vec<Month>,
    more: String,
}

/// What a history is gathered for.
struct Subject<'a> {
    id: &'a str,
    name: &'a str,
    /// Whether its documents are about it, as those of an AI system are; those of a requirement serve it.
    is_system: bool,
    documents: Vec<DocIx>,
}

/// The history of an AI system.
pub(super) fn of_system(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Page {
    let system = shared.aims.document(ix);
    let mut documents: Vec<DocIx> = vec![ix];
    let naming = shared.aims.references_to(ix).filter(|reference| reference.field == "systems");
    documents.extend(naming.map(|reference| reference.from));
    let subject = Subject { id: &system.id, name: &system.title, is_system: true, documents };
    page(shared, link, &subject)
}

/// The history of a control or clause.
pub(super) fn of_requirement(shared: &Shared<'_>, link: Linker<'_>, requirement: &Requirement) -> Page {
    let mut documents: Vec<DocIx> = requirement.serving.iter().map(|serving| serving.document).collect();
    if requirement.kind == RequirementKind::Clause {
        // A clause that gathers others has the history of those.
        let below = format!("{}.", requirement.id);
        let inner = shared
            .aims
            .trace
            .clauses()
            .filter(|inner| inner.framework == requirement.framework && inner.id.starts_with(&below));
        documents.extend(inner.flat_map(|inner| inner.serving.iter().map(|serving| serving.document)));
    }
    let name = wording::known(&requirement.title);
    let subject = Subject { id: &requirement.name, name, is_system: false, documents };
    page(shared, link, &subject)
}

fn page(shared: &Shared<'_>, link: Linker<'_>, subject: &Subject<'_>) -> Page {
    let mut seen = BTreeSet::new();
    let documents: Vec<DocIx> = subject.documents.iter().copied().filter(|ix| seen.insert(*ix)).collect();
    let gathered = gather(shared, &documents);
    // The rest of a message is told in the history of each document.
    let brief = |entry: Entry| Entry { body: String::new(), ..entry };
    let entries = gathered.commits.iter().filter_map(|(place, changes)| shared.entry_of(link, *place, changes));
    let months = months(entries.map(brief));
    let more = match gathered.all.saturating_sub(gathered.shown) {
        0 => String::new(),
        more => plural!(
            more,
            "And {n} older change. The history of each document has its own.",
            "And {n} older changes. The history of each document has its own."
        ),
    };
    let (number, changes) = (count(documents.len(), "document"), count(gathered.all, "change"));
    let meta = match subject.is_system {
        true => say!(
            "Gathered from the documents that are about it today: {number}, {changes} and acts of approval or review. What \
             a document did before it named this is among them; one that no longer does has its own history.",
            number,
            changes
        ),
        false => say!(
            "Gathered from the documents that serve it today: {number}, {changes} and acts of approval or review. What a \
             document did before it named this is among them; one that no longer does has its own history.",
            number,
            changes
        ),
    };
    let view = View {
        title: say!("History of {id}", id = subject.id),
        id: subject.id.to_owned(),
        name: subject.name.to_owned(),
        meta: shared.counted(meta),
        gaps: shared.gaps_among(&documents),
        documents: table(shared, link, &documents),
        months,
        more,
    };
    Page::new(view.title.clone(), "gathered.html", &view)
}

/// The newest changes of some documents.
struct Gathered {
    /// Commits with the places of the changes in each, newest first.
    commits: Vec<(usize, Vec<usize>)>,
    /// How many changes these are.
    shown: usize,
    /// How many changes there are.
    all: usize,
}

fn gather(shared: &Shared<'_>, documents: &[DocIx]) -> Gathered {
    // The greatest place is the oldest change: it is the first to go when a newer one comes.
    let mut newest: BinaryHeap<(usize, usize)> = BinaryHeap::new();
    let mut all = 0;
    for ix in documents {
        let path = &shared.aims.document(*ix).path;
        for steps in [shared.history.steps(path), shared.commits.records_of(*ix)] {
            all += steps.len();
            for step in steps {
                let place = (step.revision, step.change);
                if newest.len() == CHANGES && newest.peek().is_some_and(|oldest| *oldest <= place) {
                    // What follows is older still.
                    break;
                }
                newest.push(place);
                if newest.len() > CHANGES {
                    newest.pop();
                }
            }
        }
    }
    let shown = newest.len();
    let mut commits: Vec<(usize, Vec<usize>)> = Vec::new();
    for (revision, change) in newest.into_sorted_vec() {
        match commits.last_mut() {
            Some((last, changes)) if *last == revision => changes.push(change),
            _ => commits.push((revision, vec![change])),
        }
    }
    Gathered { commits, shown, all }
}

/// The documents, each with where it stands and the way to its history.
fn table(shared: &Shared<'_>, link: Linker<'_>, documents: &[DocIx]) -> Section {
    let mut table = Table::new(
        say!("Documents that the history is gathered from"),
        &["Id", "Title:main", "Kind", "Version", "In force from", "Changes:num", "Last change", "History"],
    );
    for ix in documents.iter().take(DOCUMENTS) {
        let document = shared.aims.document(*ix);
        let steps = shared.history.steps(&document.path);
        let tenures = shared.approvals.tenures(*ix).iter();
        let in_force = tenures.rev().find(|tenure| tenure.is_in_force(shared.aims.today));
        let last = steps.first().and_then(|step| shared.history.step(*step)).map(|(revision, _)| revision.landed);
        let history = (!steps.is_empty())
            .then(|| Part::Link { href: link.to(&routes::document_history(&document.id)), v: say!("History").into() });
        table.row(
            None,
            vec![
                link.document(*ix).into(),
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
    let mut section = Section::new("documents", say!("Documents"));
    if documents.len() > DOCUMENTS {
        section = section.intro(say!("The first {most} of {all}.", most = DOCUMENTS, all = documents.len()));
    }
    section.with_table(table.some(), shared.none(say!("No document does.")))
}
