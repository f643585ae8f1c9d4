//! The index of documents.

use super::sections::{Section, Sections};
use crate::base::text::count;
use crate::base::{plural, say};
use crate::model::DocIx;
use crate::site::context::Shared;
use crate::site::leaves::Of;
use crate::site::leaves::{rows, turn_documents};
use crate::site::link::Linker;
use crate::site::lists::{List, titled};
use crate::site::page::Page;
use crate::site::parts::{day, kind_label, review_sign, standing, words};
use crate::site::view::{Part, Table};

/// A page of the index, which counts from 1.
pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>, number: usize) -> Page {
    let controlled: Vec<_> = shared.lists.documents.iter().map(|ix| (*ix, shared.aims.document(*ix))).collect();
    let rows = rows(shared, List::Documents, number);
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
    let pages = turn_documents(shared, link, List::Documents, number, &shared.lists.documents);
    let title = titled(say!("Documents"), number);
    let lede = shared.counted(lede);
    let table = table.register(say!("Filter documents")).files(super::register::files(shared, link, "documents"));
    let mut view = Sections {
        title: title.clone(),
        lede: vec![Part::text(lede)],
        sections: vec![Section::table(table.pages(pages).some(), shared.none(say!("There are no documents yet.")))],
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
    if let Some(table) = translations((shared, link, 1)) {
        sections.push(
            Section::new("translations", say!("Translations"))
                .intro(say!("Texts of documents in other languages. The document is its original: these are no documents of their own, and never count as evidence."))
                .with_table(Some(table), ""),
        );
    }
    if let Some(table) = uncontrolled((shared, link, 1)) {
        sections.push(
            Section::new("uncontrolled", say!("Uncontrolled pages"))
                .intro(say!("Files without front matter. They are shown so that links to them work, and never count as evidence."))
                .with_table(Some(table), ""),
        );
    }
    sections
}

/// A page of the translations, each with its original.
pub(super) fn translations((shared, link, number): Of<'_, '_, '_>) -> Option<Table> {
    let all = &shared.lists.translations;
    let mut table = Table::new(say!("Texts in other languages"), &["Id", "Title:main", "Language:facet", "Original"]);
    for ix in &all[rows(shared, List::Translations, number)] {
        let document = shared.aims.document(*ix);
        let cells = vec![
            link.document(*ix).into(),
            document.title.as_str().into(),
            document.lang.as_deref().unwrap_or_default().into(),
            document.translates.map(|original| link.document(original)).into(),
        ];
        table.row(None, cells);
    }
    let pages = turn_documents(shared, link, List::Translations, number, all);
    table.some().map(|table| filtered(table, say!("Filter translations"), all.len()).pages(pages))
}

/// A page of the files that are not under control.
pub(super) fn uncontrolled((shared, link, number): Of<'_, '_, '_>) -> Option<Table> {
    let all = &shared.lists.uncontrolled;
    let mut table = Table::new(say!("Files that are not under control"), &["Title:main", "File"]);
    for ix in &all[rows(shared, List::Uncontrolled, number)] {
        table.row(None, vec![link.title(*ix).into(), Part::code(shared.aims.document(*ix).path.as_str()).into()]);
    }
    let pages = turn_documents(shared, link, List::Uncontrolled, number, all);
    table.some().map(|table| filtered(table, say!("Filter these pages"), all.len()).pages(pages))
}

/// A table that can be filtered where it is long.
fn filtered(table: Table, filter: &str, rows: usize) -> Table {
    if rows > 12 { table.register(filter) } else { table }
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
