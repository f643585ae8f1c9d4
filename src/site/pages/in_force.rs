//! What was in force when: every version that ever was, with its days.

use serde::Serialize;

use crate::approval::Tenure;
use crate::base::text::count;
use crate::history::Version;
use crate::site::context::Shared;
use crate::site::in_force::Line;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::routes;
use crate::site::view::Part;

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
    stated: bool,
    /// The last day.
    until: Option<String>,
}

/// The page of all versions; where they are too many, the way to the pages that hold them.
pub(super) fn index(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let lines: Vec<&Line<'_>> = shared.in_force.lines.iter().collect();
    let parts = shared.in_force.parts();
    let to = |part| {
        let (what, versions) = shared.in_force.about(part);
        vec![Part::Link { href: link.to(&part.path), v: what }, Part::quiet(versions)]
    };
    let rows = if parts.is_empty() { rows(shared, link, &lines) } else { Vec::new() };
    page(shared, "", &lines, rows, parts.iter().map(to).collect())
}

/// The page that holds a part of them.
pub(super) fn part(shared: &Shared<'_>, link: Linker<'_>, place: usize) -> Page {
    let Some(part) = shared.in_force.part(place) else { return page(shared, "", &[], Vec::new(), Vec::new()) };
    let lines = shared.in_force.lines_of(part);
    page(shared, part.kind, &lines, rows(shared, link, &lines), Vec::new())
}

fn page(shared: &Shared<'_>, kind: &str, lines: &[&Line<'_>], rows: Vec<Row>, parts: Vec<Vec<Part>>) -> Page {
    let today = shared.today();
    let versions: usize = lines.iter().map(|line| line.versions.len()).sum();
    let now = |line: &&Line<'_>| line.versions.iter().filter(|(_, tenure)| tenure.is_in_force(today)).count();
    let in_force: usize = lines.iter().map(now).sum();
    let lede = match shared.history.standing.why_empty() {
        Some(why) => why.to_owned(),
        None => format!(
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
        meta: "A version is in force from the latest of three days: the one it names, the one on which it reached the \
               main line, and the one on which it had the approval that was asked for then. It is until the day before \
               the next one is, or the document is retired or removed. Of a version with which the record begins, an \
               earlier day is told as “stated”: it is what the text says."
            .into(),
        gaps: shared.gaps(),
        parts,
        rows,
    };
    Page::new(view.title.clone(), "in-force.html", &view)
}

fn rows(shared: &Shared<'_>, link: Linker<'_>, lines: &[&Line<'_>]) -> Vec<Row> {
    let rows_of =
        |line: &&Line<'_>| line.versions.iter().filter_map(|of| row(shared, link, line, *of)).collect::<Vec<_>>();
    lines.iter().flat_map(rows_of).collect()
}

fn row(shared: &Shared<'_>, link: Linker<'_>, of: &Line<'_>, (version, tenure): (&Version, &Tenure)) -> Option<Row> {
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
    Some(Row {
        id,
        name,
        kind: of.kind.to_owned(),
        version: label,
        from: tenure.from?.to_string(),
        stated: tenure.stated,
        until: tenure.last_day().map(|day| day.to_string()),
    })
}
