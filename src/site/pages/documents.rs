//! The index of documents.

use super::sections::{Section, Sections};
use crate::base::text::count;
use crate::base::{plural, say, wording};
use crate::model::DocIx;
use crate::model::catalog::natural_key;
use crate::model::kinds::Kind;
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::leaves::turn;
use crate::site::link::Linker;
use crate::site::lists::{List, titled};
use crate::site::page::Page;
use crate::site::parts::{day, kind_label, review_sign, standing, words};
use crate::site::routes;
use crate::site::view::{Part, Table, comma};

/// A page of the index, which counts from 1.
pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>, number: usize) -> Page {
    let controlled: Vec<_> = shared.lists.documents.iter().map(|ix| (*ix, shared.aims.document(*ix))).collect();
    let rows = List::Documents.rows(shared.length(List::Documents), number);
    let shown = controlled.get(rows).unwrap_or_default();
    let mut table = Table::new(
        say!("Index of documents"),
        &[
            "Id",
            "Title:main",
            "Kind:facet",
            "Version",
            "Status:facet",
            "Owner:facet",
            "Class:facet",
            "Date",
            "Next review",
            "Review:facet",
        ],
    );
    for (ix, document) in shown {
        table.row(None, row(shared, link, *ix, document));
    }
    let kept = controlled.iter().filter(|(_, document)| document.is_kept_current()).count();
    let without = controlled.iter().filter(|(_, document)| document.kind.is_none()).count();
    let records = controlled.len() - kept - without;
    let mut lede = say!(
        "{files} under control: {documents} that are kept current, and {records} of what was done.",
        files = count(kept + records, "file"),
        documents = count(kept, "document"),
        records = count(records, "record"),
    );
    if without > 0 {
        lede.push(' ');
        lede.push_str(&plural!(
            without,
            "{n} file with front matter has no kind, and counts for nothing until one is given.",
            "{n} files with front matter have no kind, and count for nothing until one is given."
        ));
    }
    let name = |place: usize| controlled.get(place).map(|(_, document)| document.id.clone()).unwrap_or_default();
    let pages = turn(shared, link, List::Documents, number, name);
    let title = titled(say!("Documents"), number);
    let table = table.register(say!("Filter documents")).files(super::register::files(shared, link, "documents"));
    let mut view = Sections {
        title: title.clone(),
        lede: vec![Part::text(lede)],
        meta: if number < 2 { registers(shared, link) } else { Vec::new() },
        sections: vec![Section::table(table.pages(pages).some(), say!("There are no documents yet."))],
        ..Sections::default()
    };
    if number < 2 {
        view.sections.extend(beside(shared, link));
    }
    Page::new(title, "sections.html", &view)
}

/// The sections of what is not under control: translations, and pages that are only linked to.
fn beside(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Section> {
    let mut sections = Vec::new();
    let mut loose: Vec<_> = shared.aims.iter().filter(|(_, document)| !document.controlled).collect();
    loose.sort_by_cached_key(|(_, document)| natural_key(&document.id));
    let (translations, loose): (Vec<_>, Vec<_>) =
        loose.into_iter().partition(|(_, document)| document.translates.is_some());
    let plain =
        loose.iter().map(|(ix, document)| vec![link.title(*ix), Part::text(" "), Part::code(document.path.as_str())]);
    if !translations.is_empty() {
        let rows = translations.iter().map(|(ix, _)| super::tongues::item(shared, link, *ix));
        sections.push(
            Section::new("translations", say!("Translations"))
                .intro(say!("Texts of documents in other languages. The document is its original: these are no documents of their own, and never count as evidence."))
                .with_list(rows.collect(), ""),
        );
    }
    if !loose.is_empty() {
        sections.push(
            Section::new("uncontrolled", say!("Uncontrolled pages"))
                .intro(say!("Files without front matter. They are shown so that links to them work, and never count as evidence."))
                .with_list(plain.collect(), ""),
        );
    }
    sections
}

/// Links to the registers of kinds, those with a page of another shape among them.
fn registers(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Part> {
    let there = |kind: &Kind| shared.aims.iter().any(|(_, document)| document.is(&kind.name));
    let elsewhere = |kind: &Kind| match kind.name.as_str() {
        "system" => Some(Address::Systems),
        "risk" => Some(Address::Risks),
        "risk-assessment" | "impact-assessment" => Some(Address::Assessments),
        "soa" => Some(Address::Statement),
        _ => None,
    };
    let to = |kind: &Kind| {
        let own = shared.registers.iter().find(|named| named.kind() == Some(kind));
        let other = || elsewhere(kind).filter(|_| there(kind)).map(|page| page.at().to_owned());
        own.map(|named| routes::register(&named.id)).or_else(other)
    };
    let links = shared.aims.kinds.iter().filter_map(|kind| Some((to(kind)?, kind)));
    let links = comma(
        links.map(|(path, kind)| Part::Link { href: link.to(&path), v: wording::known(&kind.plural).into_owned() }),
    );
    if links.is_empty() { links } else { std::iter::once(Part::text(say!("By kind: "))).chain(links).collect() }
}

fn row(
    shared: &Shared<'_>,
    link: Linker<'_>,
    ix: DocIx,
    document: &crate::model::document::Document,
) -> Vec<crate::site::view::Cell> {
    let review = shared.aims.review(ix);
    let fields = &document.fields;
    let record = (!document.is_kept_current() && document.kind.is_some()).then(|| Part::quiet(say!("Record")));
    vec![
        link.document(ix).into(),
        document.title.as_str().into(),
        kind_label(document).into(),
        fields.text("version").unwrap_or_default().into(),
        standing(shared.aims, ix).into(),
        link.person_among(shared.aims.documents.len(), fields.text("owner").unwrap_or_default()).into(),
        words(fields.text("classification").unwrap_or_default()).into(),
        day(fields.date("date").or_else(|| fields.date("effective"))).into(),
        link.next_review(review).into(),
        review_sign(review).or(record).into(),
    ]
}
