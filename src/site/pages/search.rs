//! The search: a form, a place for results, and everything by kind for those who search without scripts.

use serde::Serialize;

use super::super::search::{Listed, Searched, listed};
use crate::base::text::count;
use crate::base::{say, wording};
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::view::{Link, Part};

/// How many entries of one kind are listed. Of more the page of the kind has the list.
const MOST: usize = 400;

#[derive(Debug, Serialize)]
struct View {
    lede: String,
    groups: Vec<GroupView>,
}

#[derive(Debug, Serialize)]
struct GroupView {
    id: String,
    title: &'static str,
    items: Vec<Vec<Part>>,
    /// Where they are listed, where they are not here.
    elsewhere: Option<Link>,
}

pub(super) fn page(of: Searched<'_, '_>, link: Linker<'_>) -> Page {
    let listed = listed(of, MOST);
    let number = listed.iter().map(|group| group.count).sum();
    let view = View {
        lede: say!(
            "Looks through {entries}: documents, AI systems, controls, clauses, other requirements, people, findings and versions.",
            entries = count(number, "entry"),
        ),
        groups: listed
            .into_iter()
            .filter(|group| group.count > 0)
            .enumerate()
            .map(|(i, group)| view(link, i, group))
            .collect(),
    };
    Page::new(say!("Search"), "search.html", &view)
}

fn view(link: Linker<'_>, number: usize, group: Listed) -> GroupView {
    let in_all = || Link { href: link.to(&group.index), text: say!("{n} in all", n = group.count) };
    let elsewhere = group.entries.is_empty().then(in_all);
    let item = |[href, id, title]: [String; 3]| {
        link.aims.by_id(&id).into_iter().for_each(|ix| link.name(ix));
        match id.is_empty() {
            true => vec![Part::Link { href, v: title }],
            false => vec![Part::Id { href, v: id }, Part::text(format!(" {title}"))],
        }
    };
    GroupView {
        id: format!("all-{number}"),
        title: wording::of(group.title),
        items: group.entries.into_iter().map(item).collect(),
        elsewhere,
    }
}
