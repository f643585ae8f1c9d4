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
use crate::base::{plural, say};
use crate::history::short;
use crate::impact::moves::moves;
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::view::{Pair, Part};
use crate::site::worded::phrase;
use crate::state::Since;

/// The page.
pub(super) fn page<'a>(shared: &Shared<'a>, link: Linker<'_>, since: &'a Since) -> Page {
    let found = documents::compare(shared, since);
    let moves = moves(&since.aims.trace, &shared.aims.trace);
    let mut block = vec![Pair::new(say!("Commits"), since.revisions.len().to_string())];
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
        title: say!("What changed since {name}", name = since.name),
        lede: lede(shared, since),
        meta: phrase!(
            "The AIMS at both ends is judged on its own day: {then} and {now}. What was changed and changed back in between is no difference. {record}.",
            then = Part::date(since.date),
            now = Part::date(shared.aims.today),
            record = Part::Link {
                href: link.to(Address::Changes.at()),
                v: say!("Every commit is in the change record").into(),
            },
        ),
        block,
        sections,
        ..Sections::default()
    };
    Page::new(view.title.clone(), "sections.html", &view)
}

fn lede(shared: &Shared<'_>, since: &Since) -> Vec<Part> {
    let (name, commit, day) = (Part::said(&*since.name), Part::code(short(&since.commit)), Part::date(since.date));
    let commits = count(since.revisions.len(), "commit");
    let counts = shared.counts().map(|what| Part::text(format!(" {what}")));
    let mut parts = match (&shared.history.head, shared.state.from_commit) {
        (Some((head, date)), true) => phrase!(
            "From {name}, commit {commit} of {day}, until commit {head} of {head_day}: {commits}.",
            name,
            commit,
            day,
            head = Part::code(short(head)),
            head_day = Part::date(*date),
            commits,
        ),
        _ => phrase!(
            "From {name}, commit {commit} of {day}, until the work tree this was built from: {commits}.",
            name,
            commit,
            day,
            commits,
        ),
    };
    parts.extend(counts);
    if since.aside > 0 {
        parts.extend([Part::text(" "), Part::Strong { v: aside(since) }]);
    }
    parts
}

/// Says that there is no straight way from the one to the other.
fn aside(since: &Since) -> String {
    plural!(
        since.aside,
        "{n} commit that led there is not among those that led here: it is on another branch, or later. The two are compared as they stand.",
        "{n} commits that led there are not among those that led here: it is on another branch, or later. The two are compared as they stand.",
    )
}
