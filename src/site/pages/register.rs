//! Where registers are: as pages, and as files.

use crate::base::{say, wording};
use crate::register::Named;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::routes;
use crate::site::view::{Part, comma};

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
    std::iter::once(Part::text(format!("{} ", say!("As a file, with all columns:")))).chain(links).collect()
}

/// The ways to the registers of these kinds, of those that have one of their own.
pub(super) fn of_kinds(shared: &Shared<'_>, link: Linker<'_>, kinds: &[&str]) -> Vec<Part> {
    let is_asked = |named: &&Named<'_>| named.kind().is_some_and(|kind| kinds.contains(&kind.counts_as()));
    comma(shared.registers.iter().filter(is_asked).map(|named| Part::Link {
        href: link.to(&routes::register(&named.id)),
        v: wording::known(&named.about).to_owned(),
    }))
}
