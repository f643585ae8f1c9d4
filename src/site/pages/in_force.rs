//! What was in force when: every version of every document, there or gone, with its days.
//!
//! The days are those of [`crate::history::Version`]. The script of the theme shows what was in force on one day; without
//! it the table is whole. Where one page would grow too long, there are several for each kind of document.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Linker, Page, Shared, kind_label};
use crate::base::text::{Slugger, count};
use crate::base::{Date, DocPath};
use crate::history::{Standing, Version};
use crate::model::DocIx;
use crate::model::catalog::{KeyPart, natural_key};
use crate::site::routes;
use crate::site::view::Part;

pub(super) const INDEX: &str = "changes/in-force.html";

/// How many versions one page holds, as far as those of one document need not be parted.
const ROWS: usize = 2000;

#[derive(Debug, Serialize)]
struct View {
    title: String,
    lede: String,
    meta: String,
    gaps: Vec<Vec<Part>>,
    /// The pages that hold the rows, where this one does not.
    parts: Vec<Vec<Part>>,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    id: Vec<Part>,
    name: Vec<Part>,
    kind: String,
    version: Vec<Part>,
    from: String,
    until: Option<String>,
}

/// A document with the versions of it that were ever in force.
struct Line<'a> {
    key: Vec<KeyPart>,
    id: String,
    title: String,
    kind: &'a str,
    ix: Option<DocIx>,
    versions: Vec<&'a Version>,
}

pub(super) fn pages(shared: &Shared<'_>) -> Vec<Page> {
    let lines = lines(shared);
    let all: usize = lines.iter().map(|line| line.versions.len()).sum();
    if all <= ROWS {
        let rows = |link| rows(shared, link, &lines);
        return vec![page(shared, INDEX, "", all, &lines, rows(Linker::new(shared, INDEX)), Vec::new())];
    }
    let mut by_kind: BTreeMap<&str, Vec<&Line<'_>>> = BTreeMap::new();
    for line in &lines {
        by_kind.entry(line.kind).or_default().push(line);
    }
    let (mut pages, mut parts, mut slugs) = (Vec::new(), Vec::new(), Slugger::default());
    let index = Linker::new(shared, INDEX);
    for (kind, lines) in by_kind {
        for piece in pieces(&lines) {
            let path = format!("changes/in-force-{}.html", slugs.anchor(if kind.is_empty() { "other" } else { kind }));
            let versions: usize = piece.iter().map(|line| line.versions.len()).sum();
            let (first, last) = (piece.first().map_or("", |line| &line.id), piece.last().map_or("", |line| &line.id));
            parts.push(vec![
                Part::Link { href: index.to(&path), v: format!("{kind}: {first} to {last}") },
                Part::quiet(count(versions, "version")),
            ]);
            let rows = rows(shared, Linker::new(shared, &path), piece);
            pages.push(page(shared, &path, kind, versions, piece, rows, Vec::new()));
        }
    }
    pages.insert(0, page(shared, INDEX, "", all, &lines, Vec::new(), parts));
    pages
}

/// Documents with as many versions together as a page holds, never parting those of one document.
fn pieces<'l, 'a>(lines: &'l [&'l Line<'a>]) -> Vec<&'l [&'l Line<'a>]> {
    let (mut pieces, mut start, mut versions) = (Vec::new(), 0, 0);
    for (at, line) in lines.iter().enumerate() {
        if at > start && versions + line.versions.len() > ROWS {
            pieces.push(&lines[start..at]);
            (start, versions) = (at, 0);
        }
        versions += line.versions.len();
    }
    pieces.push(&lines[start..]);
    pieces
}

fn page<'a, L: std::borrow::Borrow<Line<'a>>>(
    shared: &Shared<'_>,
    path: &str,
    kind: &str,
    versions: usize,
    lines: &[L],
    rows: Vec<Row>,
    parts: Vec<Vec<Part>>,
) -> Page {
    let today = shared.aims.today;
    let in_force: usize = lines
        .iter()
        .map(|line| line.borrow().versions.iter().filter(|version| version.is_in_force(today)).count())
        .sum();
    let lede = match shared.history.standing {
        Standing::Outside => "These documents are not in a git repository: there is no change record.".to_owned(),
        Standing::Unborn => "The repository has no commit yet: there is no change record.".to_owned(),
        Standing::Recorded => format!(
            "Every version that was ever in force, of documents that are there and of those that are gone: {} of {}. \
             On {today}, the day of this build, {in_force} of them {} in force.",
            count(versions, "version"),
            count(lines.len(), "document"),
            if in_force == 1 { "is" } else { "are" },
        ),
    };
    let view = View {
        title: if kind.is_empty() { "In force when".into() } else { format!("In force when: {kind}") },
        lede,
        meta: "A version is in force once it says that it is approved: from the day it names, else from the day it \
               reached the main line, until the next one is, or the document is retired or removed. The first day on \
               which it is in force no longer is the one under “until”."
            .into(),
        gaps: shared.gaps(),
        parts,
        rows,
    };
    let here = if kind.is_empty() { "In force when" } else { kind };
    let page = Page::new(path, view.title.clone(), "in-force.html", &view).section("Changes");
    let way = [(super::changes::INDEX, "Changes"), (INDEX, "In force when")];
    page.crumbs(if kind.is_empty() { &way[..1] } else { &way }, here)
}

/// Every document of which a version was ever in force, in natural order of ids.
fn lines<'a>(shared: &'a Shared<'_>) -> Vec<Line<'a>> {
    let present = shared.aims.iter().map(|(ix, document)| {
        (Some(ix), &document.path, shared.history.versions(&document.path), kind_label(document))
    });
    let gone = shared.history.gone.iter().map(|gone| (None, &gone.path, gone.versions.as_slice(), "No longer there"));
    let mut lines: Vec<Line<'a>> =
        present.chain(gone).filter_map(|(ix, path, versions, kind)| line(shared, ix, path, versions, kind)).collect();
    lines.sort_by(|a, b| (&a.key, a.ix.is_none()).cmp(&(&b.key, b.ix.is_none())));
    lines
}

fn line<'a>(
    shared: &Shared<'_>,
    ix: Option<DocIx>,
    path: &DocPath,
    versions: &'a [Version],
    kind: &'a str,
) -> Option<Line<'a>> {
    let versions: Vec<&Version> = versions.iter().filter(|version| version.from.is_some()).collect();
    let last = versions.last()?;
    let facts = shared.history.step(last.last).and_then(|(_, change)| change.facts.as_deref());
    let said = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let (id, title) = match ix {
        Some(ix) => (shared.aims.document(ix).id.clone(), shared.aims.document(ix).title.clone()),
        None => (
            facts.and_then(|facts| facts.id.as_deref()).unwrap_or(path.as_str()).to_owned(),
            said(facts.and_then(|facts| facts.title.as_deref())),
        ),
    };
    Some(Line { key: natural_key(&id), id, title, kind, ix, versions })
}

fn rows<'a, L: std::borrow::Borrow<Line<'a>>>(shared: &Shared<'_>, link: Linker<'_>, lines: &[L]) -> Vec<Row> {
    let rows_of = |line: &L| {
        let of: &Line<'a> = line.borrow();
        of.versions.iter().filter_map(|version| row(shared, link, of, version)).collect::<Vec<_>>()
    };
    lines.iter().flat_map(rows_of).collect()
}

fn row(shared: &Shared<'_>, link: Linker<'_>, of: &Line<'_>, version: &Version) -> Option<Row> {
    let title = shared.history.step(version.last).and_then(|(_, change)| change.facts.as_deref()?.title.as_deref());
    let title = title.unwrap_or(&of.title);
    let (id, mut name) = match of.ix {
        Some(ix) => (vec![link.document(ix)], vec![Part::said(title)]),
        None => (vec![Part::said(&*of.id)], vec![Part::said(title), Part::sub("no longer there")]),
    };
    if version.texts > 1 {
        name.push(Part::sub(format!("{} different texts under this number while approved", version.texts)));
    }
    let mut label = vec![match &version.label {
        Some(label) => Part::said(&**label),
        None => Part::quiet("none given"),
    }];
    if let Some(ix) = of.ix {
        let href = link.to(&routes::document_history(&shared.aims.document(ix).id));
        label.extend([Part::text(" "), Part::Link { href, v: "history".into() }]);
    }
    let day = |day: Date| day.to_string();
    Some(Row {
        id,
        name,
        kind: of.kind.to_owned(),
        version: label,
        from: day(version.from?),
        until: version.until.map(day),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::Step;

    #[test]
    fn pages_are_cut_between_documents_and_none_is_lost() {
        let step = Step { revision: 0, change: 0 };
        let version = Version::new(None, step);
        let line = |versions: usize| Line {
            key: Vec::new(),
            id: String::new(),
            title: String::new(),
            kind: "",
            ix: None,
            versions: vec![&version; versions],
        };
        let lines = [line(1500), line(500), line(1), line(ROWS + 1), line(2)];
        let lines: Vec<&Line<'_>> = lines.iter().collect();
        let cut: Vec<usize> = pieces(&lines).iter().map(|piece| piece.len()).collect();
        assert_eq!(cut, [2, 1, 1, 1]);
        assert_eq!(pieces(&lines[..1]).len(), 1);
    }
}
