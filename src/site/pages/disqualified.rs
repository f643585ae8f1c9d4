//! What disqualifies, as a plain list: how much rests on one weak thing, and on which.

use crate::model::disqualified::{Disqualified, What};
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::view::{Part, comma};

/// How many documents a line names.
const NAMED: usize = 4;

/// How many systems are told of one by one.
const SYSTEMS: usize = 6;

/// The lines, the gravest first.
pub(super) fn items(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Vec<Part>> {
    let found = shared.aims.disqualified();
    let of_systems = found.iter().filter(|of| of.what == What::SystemWithout).count();
    let mut told = 0;
    let mut items: Vec<Vec<Part>> = Vec::new();
    for of in &found {
        if of.what == What::SystemWithout {
            told += 1;
            if told > SYSTEMS {
                continue;
            }
        }
        items.push(item(link, of));
        if told == SYSTEMS && of.what == What::SystemWithout && of_systems > SYSTEMS {
            let more = format!("The same holds of {} more AI systems: ", of_systems - SYSTEMS);
            items.push(vec![Part::text(more), super::by_system::way(link)]);
        }
    }
    items
}

fn item(link: Linker<'_>, of: &Disqualified) -> Vec<Part> {
    let mut parts = vec![Part::text(of.sentence())];
    if !of.documents.is_empty() {
        parts.push(Part::text(" "));
        parts.extend(comma(of.documents.iter().take(NAMED).map(|ix| link.document(*ix))));
    }
    if of.documents.len() > NAMED {
        parts.push(Part::quiet(format!(" and {} more", of.documents.len() - NAMED)));
    }
    parts
}
