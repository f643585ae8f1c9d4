//! What the page of a document says beside its article, as plain text.

use super::document::particulars;
use crate::model::DocIx;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::view::{Part, plain};

/// The anchor of its particulars and their heading, and what each of them says.
pub(crate) fn of(shared: &Shared<'_>, ix: DocIx) -> Option<(String, String, Vec<String>)> {
    let section = particulars(shared, Linker::new(shared.aims, "", &shared.who), shared.aims.document(ix))?;
    let mut said = Vec::new();
    for pair in &section.pairs {
        match pair.parts.as_slice() {
            [Part::List { items }] => said.extend(items.iter().map(|item| format!("{}: {}", pair.name, plain(item)))),
            parts => said.push(format!("{}: {}", pair.name, plain(parts))),
        }
    }
    Some((section.id, section.title, said))
}
