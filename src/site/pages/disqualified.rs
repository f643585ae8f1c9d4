//! What disqualifies, as a plain list: how much rests on one weak thing, and on which.

use crate::base::{plural, say};
use crate::model::disqualified::{Disqualified, What};
use crate::model::trace::{Place, Requirement};
use crate::register::applies;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::view::{Part, comma};
use crate::site::worded::phrase;

/// How many documents a line of the overview names; the audit page has the others.
pub(super) const FEW: usize = 4;

/// How many documents a line of the audit page names.
pub(super) const MANY: usize = 60;

/// How many systems are told of one by one.
const SYSTEMS: usize = 6;

/// The lines, the gravest first, each with so many documents.
pub(super) fn items(shared: &Shared<'_>, link: Linker<'_>, named: usize) -> Vec<Vec<Part>> {
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
        items.push(item(shared, link, of, named));
        if told == SYSTEMS && of.what == What::SystemWithout && of_systems > SYSTEMS {
            let more = plural!(
                of_systems - SYSTEMS,
                "The same holds of {n} more AI system: ",
                "The same holds of {n} more AI systems: "
            );
            items.push(vec![Part::text(more), super::by_system::way(link)]);
        }
    }
    items
}

/// One line, with so many documents.
pub(super) fn item(shared: &Shared<'_>, link: Linker<'_>, of: &Disqualified, named: usize) -> Vec<Part> {
    let is_kept = |control: &Requirement| applies(shared.state, control) == Place::Untold.as_str();
    let sentence = match of.what {
        // There may be a statement that these readers do not see.
        What::NothingBehindAny if shared.aims.trace.controls().any(is_kept) => plural!(
            of.number,
            "{n} control has nothing behind it on this site, which does not tell whether it applies.",
            "{n} controls have nothing behind them on this site, which does not tell whether they apply."
        ),
        _ => of.sentence(),
    };
    if of.documents.is_empty() {
        return vec![Part::text(sentence)];
    }
    // The stop stands behind the documents, which belong to the sentence.
    let mut parts = vec![Part::text(format!("{}: ", sentence.trim_end_matches('.')))];
    parts.extend(comma(of.documents.iter().take(named).map(|ix| link.document(*ix))));
    if let (What::SystemWithout, [system]) = (&of.what, &of.documents[..]) {
        parts.push(Part::text(format!(" {}", shared.aims.document(*system).title)));
    }
    let more = of.documents.len().saturating_sub(named);
    if more > 0 && named < MANY {
        let href = format!("{}#disqualified", link.to("audit.html"));
        parts.push(Part::text(" "));
        parts.extend(phrase!("and {more}", more = Part::Link { href, v: say!("{n} more", n = more) }));
    } else if more > 0 {
        parts.push(Part::text(format!(" {}", say!("and {n} more", n = more))));
    }
    parts.push(Part::text("."));
    parts
}
