//! Where registers are as files.

use crate::base::say;
use crate::site::context::Shared;
use crate::site::link::Linker;
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
