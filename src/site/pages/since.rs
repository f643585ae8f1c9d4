//! What changed since an earlier moment: per document, control, row of the statement of applicability, and risk.
//!
//! Both ends are whole values, [`crate::site::Since::aims`] and the present one, each judged on its own day. They are
//! compared with each other, so that what was changed and changed back in between is no difference; how many commits there
//! were is told beside it.

mod cells;
mod documents;
mod requirements;

use super::sections::Sections;
use crate::base::text::count;
use crate::history::short;
use crate::impact::moves::moves;
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::view::{Pair, Part};
use crate::state::Since;

/// The page.
pub(super) fn page<'a>(shared: &Shared<'a>, link: Linker<'_>, since: &'a Since) -> Page {
    let found = documents::compare(shared, since);
    let moves = moves(&since.aims.trace, &shared.aims.trace);
    let mut block = vec![Pair::new("Commits", since.revisions.len().to_string())];
    block.extend(documents::numbers(&found));
    block.extend(requirements::numbers(&moves));
    let mut sections = vec![
        documents::section(shared, link, &found),
        documents::approvals(shared, link, since),
        documents::weakenings(link, &found),
    ];
    sections.extend(requirements::sections(shared, link, &moves));
    sections.push(requirements::statement(shared, link, since));
    sections.push(documents::risks(shared, link, &found));
    let view = Sections {
        title: format!("What changed since {}", since.name),
        lede: lede(shared, since),
        meta: vec![
            Part::text("The AIMS at both ends is judged on its own day: "),
            Part::date(since.date),
            Part::text(" and "),
            Part::date(shared.aims.today),
            Part::text(". What was changed and changed back in between is no difference. "),
            Part::Link { href: link.to(Address::Changes.at()), v: "Every commit is in the change record".into() },
            Part::text("."),
        ],
        block,
        sections,
        ..Sections::default()
    };
    Page::new(view.title.clone(), "sections.html", &view)
}

fn lede(shared: &Shared<'_>, since: &Since) -> Vec<Part> {
    let mut parts = vec![
        Part::text("From "),
        Part::said(&*since.name),
        Part::text(", commit "),
        Part::code(short(&since.commit)),
        Part::text(" of "),
        Part::date(since.date),
        Part::text(", until "),
    ];
    match (&shared.history.head, shared.state.from_commit) {
        (Some((commit, date)), true) => {
            parts.extend([Part::text("commit "), Part::code(short(commit)), Part::text(" of "), Part::date(*date)]);
        }
        _ => parts.push(Part::text("the work tree this was built from")),
    }
    parts.push(Part::text(format!(": {}.", count(since.revisions.len(), "commit"))));
    if since.aside > 0 {
        parts.extend([Part::text(" "), Part::Strong { v: aside(since) }]);
    }
    parts
}

/// Says that there is no straight way from the one to the other.
fn aside(since: &Since) -> String {
    let led = if since.aside == 1 {
        "1 commit that led there is"
    } else {
        &format!("{} commits that led there are", since.aside)
    };
    format!(
        "{led} not among those that led here: it is on another branch, or later. The two are compared as they stand."
    )
}
