//! The register of a kind of documents that has no page of its own shape.

use super::sections::{Section, Sections};
use crate::base::text::count;
use crate::register::Named;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::table_of::table_of;
use crate::site::view::{Part, comma};

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>, named: &Named<'_>) -> Page {
    let register = named.open(shared.state);
    let label = format!("Register: {}", named.about);
    let table = table_of(link, &register, &label, "Filter documents");
    let about = named.kind().map_or("", |kind| kind.about.as_str());
    let number = count(register.rows().count(), "document");
    let lede = if about.is_empty() { format!("{number}.") } else { format!("{about} {number}.") };
    let files = files(shared, link, &format!("registers/{}", named.id));
    let view = Sections {
        title: named.about.clone(),
        lede: vec![Part::text(lede)],
        sections: vec![Section::table(table.map(|table| table.files(files)), "There are none yet.")],
        ..Sections::default()
    };
    Page::new(named.about.as_str(), "sections.html", &view).main("wide broad")
}

/// The formats of registers, the one that most people open first.
const FORMATS: [&str; 3] = ["xlsx", "csv", "json"];

/// Where a register is as files, as far as they are published: `risks`, `registers/policy`. Empty where there are none.
pub(super) fn files(shared: &Shared<'_>, link: Linker<'_>, register: &str) -> Vec<Part> {
    let files = FORMATS.map(|format| format!("data/{register}.{format}"));
    let published = files.iter().filter(|file| shared.data.iter().any(|(path, _)| path == *file));
    let links = comma(published.map(|file| {
        let name = file.rsplit_once('/').map_or(file.as_str(), |(_, name)| name);
        Part::Link { href: link.to(file), v: name.to_owned() }
    }));
    if links.is_empty() {
        return links;
    }
    std::iter::once(Part::text("As a file, with all columns: ")).chain(links).collect()
}
