//! The errors that the checks found, for pages that tell first what is not in order.

use crate::base::{plural, say};
use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Level};
use crate::model::DocIx;
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::view::{Part, Sign, coded};

/// The errors, those of one rule about one document together, what most requirements rest on first: an item each of up to
/// `most`, and how many there are.
pub(super) fn items(shared: &Shared<'_>, link: Linker<'_>, most: usize) -> (Vec<Vec<Part>>, usize) {
    let mut groups: BTreeMap<(Option<DocIx>, &str, &str), Vec<&Diagnostic>> = BTreeMap::new();
    for finding in shared.findings.found.iter().filter(|finding| finding.level == Level::Error) {
        let document = finding.document.as_deref().and_then(|id| shared.aims.by_id(id));
        let document = document.or_else(|| shared.aims.by_path(&finding.place.path));
        // What is about no document is told by its file.
        let place = document.map_or(finding.place.path.as_str(), |_| "");
        groups.entry((document, finding.code, place)).or_default().push(finding);
    }
    let trace = &shared.aims.trace;
    let serves = |ix| trace.served_by(ix).count() + trace.unlisted(Some(ix));
    let resting = |document: Option<DocIx>| document.map_or(0, serves);
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_cached_key(|((document, code, place), _)| {
        (std::cmp::Reverse(resting(*document)), *document, *code, *place)
    });
    let shown = groups.iter().take(most);
    (shown.map(|((document, ..), found)| item(link, *document, resting(*document), found)).collect(), groups.len())
}

fn item(link: Linker<'_>, document: Option<DocIx>, resting: usize, found: &[&Diagnostic]) -> Vec<Part> {
    let Some(first) = found.first() else { return Vec::new() };
    let href = link.to(&format!("{}#{}", Address::Rules.at(), first.code));
    let mut parts = vec![Part::sign(Sign::level(Level::Error)), Part::text(" ")];
    match document {
        // Its sentence begins with its id, as a rule.
        Some(ix) => parts.extend([link.title(ix), Part::text(":")]),
        None => parts.push(Part::code(first.place.path.as_str())),
    }
    parts.push(Part::text(" "));
    parts.extend(coded(first.message_said()));
    parts.push(Part::text(" "));
    parts.push(Part::Link { href, v: first.code.to_owned() });
    let mut aside = Vec::new();
    if found.len() > 1 {
        aside.push(say!("and {n} more of that rule there", n = found.len() - 1));
    }
    if resting > 0 {
        aside.push(plural!(resting, "{n} requirement rests on it", "{n} requirements rest on it"));
    }
    if !aside.is_empty() {
        parts.push(Part::quiet(aside.join("; ")));
    }
    parts
}
