//! What changed between two tags, or since one, document by document, each with the way to its two texts side by side.

use super::record;
use super::sections::{Section, Sections};
use crate::base::say;
use crate::base::text::count;
use crate::history::{GoneIx, Tag};
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::leaves::{path, rows, turn};
use crate::site::link::Linker;
use crate::site::lists::{List, titled};
use crate::site::page::Page;
use crate::site::pasts::{Past, PastOf};
use crate::site::routes;
use crate::site::spans::{Of, Row, Span};
use crate::site::view::{Cell, Part, Sign, Table, line, told};
use crate::site::worded::phrase;

/// A page of a time between two tags, which counts from 1.
pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>, place: usize, number: usize) -> Option<Page> {
    let span = shared.spans.get(place)?;
    let list = List::Between(place);
    let specs = ["Document", "Title:main", "What:facet", "Then", "At the end", "Commits:num", "Both texts"];
    let mut table = Table::new(say!("Documents that changed"), &specs);
    for row in &span.rows[rows(shared, list, number)] {
        table.row(None, cells(shared, link, row));
    }
    let name = |place: usize| span.rows.get(place).map(|row| id(shared, row)).unwrap_or_default();
    let pages = turn(shared, link, list, number, name);
    let title = titled(&title(span), number);
    let view = Sections {
        title: title.clone(),
        lede: lede(shared, link, span),
        meta: vec![Part::text(shared.counted(say!(
            "Compared is what each document said at both ends, on the main line. What was changed and changed back in between is no difference, nor is a file that only moved."
        )))],
        sections: vec![Section::table(
            table.some().map(|table| table.register(say!("Filter documents")).pages(pages)),
            say!("No document says anything else."),
        )],
        ..Sections::default()
    };
    Some(Page::new(title, "sections.html", &view).main("wide broad"))
}

/// What a time is called: `From v1 to v2`.
pub(super) fn title(span: &Span<'_>) -> String {
    let from = line(&span.from.1.name);
    let to = span.to.map_or_else(|| say!("now").to_owned(), |(_, to)| line(&to.name));
    say!("What changed from {from} to {to}", from, to)
}

/// The ways to all times that have no place of their own among the tags: those with other tags between their ends.
pub(super) fn others(shared: &Shared<'_>, link: Linker<'_>, tags: usize) -> Vec<Part> {
    let far = shared.spans.iter().enumerate().filter(|(_, span)| !span.is_next(tags));
    let links = far.map(|(place, span)| {
        let to = span.to.map_or_else(|| say!("now").to_owned(), |(_, tag)| line(&tag.name));
        let v = say!("{from} to {to}", from = line(&span.from.1.name), to);
        Part::Link { href: link.to(&path(shared, List::Between(place), 1)), v }
    });
    crate::site::view::comma(links)
}

/// The way to the time that begins with one tag and ends with the next, or lasts to this day, and how much changed in it.
pub(super) fn way(shared: &Shared<'_>, link: Linker<'_>, from: &Tag, to: Option<&Tag>) -> Option<Cell> {
    let is_it = |span: &Span<'_>| span.from.1 == from && span.to.map(|(_, tag)| tag) == to;
    let place = shared.spans.iter().position(is_it)?;
    let v = count(shared.spans.get(place)?.rows.len(), "document");
    Some(Part::Link { href: link.to(&path(shared, List::Between(place), 1)), v }.into())
}

fn lede(shared: &Shared<'_>, link: Linker<'_>, span: &Span<'_>) -> Vec<Part> {
    let tag = |tag: &Tag| vec![Part::code(told(&tag.name)), Part::text(" ("), Part::date(tag.day), Part::text(")")];
    let changed = count(span.rows.len(), "document");
    let added = span.rows.iter().filter(|row| row.from.is_none()).count();
    let removed = span.rows.iter().filter(|row| row.to.is_none()).count();
    let mut parts = match span.to {
        Some((_, to)) => phrase!("From {from} to {to}: ", from = tag(span.from.1), to = tag(to)),
        None => phrase!("From {from} to {day}: ", from = tag(span.from.1), day = Part::date(shared.today())),
    };
    parts.push(Part::text(say!(
        "{documents} with another text: {added} new, {removed} gone. ",
        documents = changed,
        added,
        removed
    )));
    let href = format!("{}#tags", link.to(Address::Audit.at()));
    parts.push(Part::Link { href, v: say!("All tags").into() });
    parts.push(Part::text("."));
    parts
}

fn id(shared: &Shared<'_>, row: &Row) -> String {
    match row.of {
        Of::Present(ix) => shared.aims.document(ix).id.clone(),
        Of::Gone(place) => texts(shared, Of::Gone(place)).map_or_else(|| gone_path(shared, place), |of| of.id.clone()),
    }
}

fn gone_path(shared: &Shared<'_>, place: GoneIx) -> String {
    shared.history.gone_at(place).map(|gone| gone.path.shown().to_string()).unwrap_or_default()
}

fn texts<'s, 'a>(shared: &'s Shared<'a>, of: Of) -> Option<&'s PastOf<'a>> {
    match of {
        Of::Present(ix) => shared.pasts.of(ix),
        Of::Gone(place) => shared.pasts.of_gone(place),
    }
}

fn cells(shared: &Shared<'_>, link: Linker<'_>, row: &Row) -> Vec<Cell> {
    let sign = match (row.from, row.to) {
        (None, _) => Sign::new("added", say!("New")),
        (_, None) => Sign::new("retired", say!("Gone")),
        _ => Sign::new("material", say!("Changed")),
    };
    let (document, title) = match row.of {
        Of::Present(ix) => (link.document(ix), Part::said(&shared.aims.document(ix).title)),
        Of::Gone(_) => (
            Part::said(line(&id(shared, row))),
            Part::said(texts(shared, row.of).map(|of| line(&of.title)).unwrap_or_default()),
        ),
    };
    // What has no number is known by its day.
    let version = |step: Option<_>| -> Cell {
        let Some((revision, change)) = step.and_then(|step| shared.history.step(step)) else {
            return Part::quiet("–").into();
        };
        match change.facts.as_deref().and_then(|facts| facts.version.as_deref()) {
            Some(version) => Part::said(told(version)).into(),
            None => Part::date(revision.landed).into(),
        }
    };
    let commits = row.commits.to_string();
    vec![
        document.into(),
        title.into(),
        Part::sign(sign).into(),
        version(row.from),
        version(row.to),
        commits.into(),
        both(shared, link, row).into(),
    ]
}

/// The way to what the document said at both ends: the two compared, or the one that there is, or its change record.
fn both(shared: &Shared<'_>, link: Linker<'_>, row: &Row) -> Option<Part> {
    let of = texts(shared, row.of);
    let past = |step: Option<_>| of.and_then(|of| of.of_step(shared.history, step?));
    if let (Some(of), Some(from), Some(to)) = (of, past(row.from), past(row.to)) {
        return Some(Part::Link { href: record::side_by_side(link, of, (from, to)), v: say!("compare").into() });
    }
    let only: Option<&Past<'_>> = past(row.to).or_else(|| past(row.from)).filter(|past| past.has_page);
    if let (Some(of), Some(only), true) = (of, only, row.from.is_none() || row.to.is_none()) {
        return Some(Part::Link { href: link.to(&of.page(only)), v: say!("text").into() });
    }
    match row.of {
        Of::Present(ix) => {
            let record = routes::document_history(&shared.aims.document(ix).id);
            Some(Part::Link { href: format!("{}#_revisions", link.to(&record)), v: say!("change record").into() })
        }
        Of::Gone(_) => None,
    }
}
