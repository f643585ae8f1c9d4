//! The pages of lists that are too long for one, and the way from each to all others.

use super::address::{Address, part};
use super::context::Shared;
use super::link::Linker;
use super::lists::List;
use super::view::{Pages, Part};
use crate::base::say;
use crate::base::text::count;

/// Every page of a list that has no address beside that.
pub(super) fn all<'a>(shared: &Shared<'a>) -> Vec<Address<'a>> {
    let mut lists = vec![List::Documents, List::Reviews];
    lists.extend((0..shared.registers.len()).map(List::Register));
    lists.extend(shared.lists.findings.keys().map(|code| List::Findings(code)));
    lists.extend(shared.months.keys().map(|(year, month)| List::Month(*year, *month)));
    let pages = lists.into_iter().flat_map(|list| {
        let first = if matches!(list, List::Findings(_)) { 1 } else { 2 };
        (first..=list.pages(shared.length(list))).map(move |page| Address::Part(list, page))
    });
    pages.collect()
}

/// The way to all pages of a list from one of them, where there are several: each with what `name` calls its first and its
/// last row.
pub(super) fn turn(
    shared: &Shared<'_>,
    link: Linker<'_>,
    list: List<'_>,
    page: usize,
    name: impl Fn(usize) -> String,
) -> Option<Pages> {
    let length = shared.length(list);
    let pages = list.pages(length);
    if pages < 2 {
        return None;
    }
    let item = |number: usize| {
        let rows = list.rows(length, number);
        let (from, until) = (name(rows.start), name(rows.end.saturating_sub(1)));
        let words = match (from == until, from.is_empty()) {
            (_, true) => say!("Page {page}", page = number),
            (true, _) => format!("{number}: {from}"),
            (false, _) => say!("{number}: {from} to {until}", number, from, until),
        };
        match number == page {
            true => vec![Part::Strong { v: words }],
            false => vec![Part::Link { href: link.to(&part(shared, list, number)), v: words }],
        }
    };
    let here = count(list.rows(length, page).len(), "row");
    Some(Pages {
        label: say!("This is page {page} of {pages}, with {here} of {length}.", page, pages, here, length),
        total: length,
        search: link.to(Address::Search.at()),
        items: (1..=pages).map(item).collect(),
    })
}
