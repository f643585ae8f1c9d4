//! The register of a kind of documents that has no page of its own shape.

use super::asked_of;
use super::glance;
use super::register::files;
use super::sections::{Section, Sections};
use crate::base::text::count;
use crate::base::{say, wording};
use crate::site::context::Shared;
use crate::site::leaves::{rows, turn};
use crate::site::link::Linker;
use crate::site::lists::{List, titled};
use crate::site::page::Page;
use crate::site::table_of::table_of;
use crate::site::urgent;
use crate::site::view::Part;

/// A page of the register at a place, which counts from 1.
pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>, place: usize, number: usize) -> Option<Page> {
    let named = shared.registers.get(place)?;
    let kind = named.kind()?;
    let order = urgent::order(shared, kind);
    let register = named.open(shared.state);
    let register = match &order {
        Some(order) => register.ordered(order.clone()),
        None => register,
    };
    let list = List::Register(place);
    let about = wording::known(&named.about);
    let label = say!("Register: {what}", what = about);
    let table = table_of(link, &register, rows(shared, list, number), &label, say!("Filter documents"));
    let documents = shared.aims.named(&kind.name);
    let at = |place: usize| order.as_ref().map_or(Some(place), |order| order.get(place).copied());
    let name = |place: usize| {
        at(place).and_then(|place| documents.get(place)).map(|(_, document)| document.id.clone()).unwrap_or_default()
    };
    let pages = turn(shared, link, list, number, name);
    let total = count(documents.len(), "document");
    let lede =
        if kind.about.is_empty() { format!("{total}.") } else { format!("{} {total}.", wording::known(&kind.about)) };
    let files = files(shared, link, &format!("registers/{}", named.id));
    let lede = shared.counted(lede);
    let title = titled(about, number);
    let mut sections = glance::before(shared, link, kind, number);
    let table = table.map(|table| table.files(files).pages(pages));
    let whole = if sections.is_empty() { Section::default() } else { Section::new("all", about) };
    sections.push(whole.with_table(table, say!("There are none yet.")));
    sections.extend(asked_of::of(shared, kind, number));
    let view = Sections { title: title.clone(), lede: vec![Part::text(lede)], sections, ..Sections::default() };
    Some(Page::new(title, "sections.html", &view).main("wide broad"))
}
