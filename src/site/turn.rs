//! What stands before and after a page, for those who read one after the other: among controls, among clauses, and among
//! the documents of a kind.

use serde::Serialize;

use super::address::Address;
use super::context::Shared;
use super::link::Linker;
use super::pasts::Past;
use super::routes;
use super::view::line;
use crate::base::wording;
use crate::model::DocIx;
use crate::model::trace::{Requirement, RequirementKind};

/// The pages before and after.
#[derive(Debug, Default, Serialize)]
pub(super) struct Turn {
    before: Option<Leaf>,
    after: Option<Leaf>,
}

/// One of them.
#[derive(Debug, Serialize)]
struct Leaf {
    href: String,
    id: String,
    title: String,
}

impl Turn {
    /// What stands before and after the page at an address; nothing where there is no such order.
    pub(super) fn of(shared: &Shared<'_>, address: Address<'_>, link: Linker<'_>) -> Self {
        match address {
            Address::Document(ix) => {
                let leaf = |ix: DocIx| {
                    let document = shared.aims.document(ix);
                    Leaf::new(link, &routes::document(&document.id), &document.id, &document.title)
                };
                let (before, after) = shared.neighbours(ix);
                Self { before: before.map(leaf), after: after.map(leaf) }
            }
            Address::Text(of, text) => shared.pasts.at(of).map_or_else(Self::default, |of| {
                let leaf = |past: &Past<'_>| Leaf::new(link, &of.page(past), &line(&past.name()), &of.title);
                let near = |at: Option<usize>| at.and_then(|at| of.texts.get(at)).filter(|past| past.has_page);
                Self { before: near(text.checked_sub(1)).map(leaf), after: near(Some(text + 1)).map(leaf) }
            }),
            Address::Requirement(of) if of.kind == RequirementKind::Clause => {
                Self::among(shared.aims.trace.clauses(), of, link)
            }
            Address::Requirement(of) => Self::among(shared.aims.trace.controls(), of, link),
            _ => Self::default(),
        }
    }

    fn among<'r>(all: impl Iterator<Item = &'r Requirement>, of: &Requirement, link: Linker<'_>) -> Self {
        let leaf =
            |of: &Requirement| Leaf::new(link, &routes::requirement(of), &of.name, wording::titled(&of.id, &of.title));
        let mut before = None;
        let mut rest = all.skip_while(|other| {
            let is_here = other.framework == of.framework && other.id == of.id;
            if !is_here {
                before = Some(*other);
            }
            !is_here
        });
        let after = rest.nth(1);
        drop(rest);
        Self { before: before.map(leaf), after: after.map(leaf) }
    }
}

impl Leaf {
    fn new(link: Linker<'_>, path: &str, id: &str, title: &str) -> Self {
        Self { href: link.to(path), id: id.to_owned(), title: title.to_owned() }
    }
}
