//! What is said of a document that does not say its kind.

use super::fields::Fields;
use super::kind_said::{self, Said};
use super::kinds::Kind;
use super::read_fields::Schema;
use super::wanted::Place;
use crate::base::{DocPath, tell};
use crate::diag::Span;
use crate::parse::{Entry, Problem, ProblemKind};

/// What is said of a document that does not say its kind: which it may be by its name, its folder, its title
/// or its id, and all there are.
pub(super) fn told(
    path: &DocPath,
    entries: &[Entry],
    schema: &Schema<'_>,
    fields: &Fields,
    head: Span,
) -> Option<Problem> {
    let says = || entries.iter().any(|entry| schema.our_key(&entry.key) == "kind");
    if schema.kind.is_some() || says() {
        return None;
    }
    let all = schema.kinds;
    let folder = path.parent().and_then(|parent| parent.rsplit('/').next()).unwrap_or_default().to_lowercase();
    let is = |kind: &Kind| kind.name == folder || kind.words().take(2).any(|word| word == folder.replace('-', " "));
    let id = fields.text("id").unwrap_or_default();
    let prefix = id.split('-').next().unwrap_or_default();
    let title = fields.text("title").unwrap_or_default();
    // Names such as `tests` and `model` say little of what lies there.
    let telling = || all.iter().filter(|kind| !kind.later);
    let by_folder = || telling().find(|kind| is(kind));
    let by_id = || all.iter().find(|kind| !prefix.is_empty() && kind.prefix.eq_ignore_ascii_case(prefix));
    let names = all.iter().map(|kind| kind.name.as_str()).collect::<Vec<_>>().join(", ");
    let problem = Problem::new(ProblemKind::MissingField, head, Place::Document.has_no("kind"));
    let kind = match kind_said::of_text(all, path, title, id) {
        Some((Said::Kind(kind), _)) => Some(kind),
        // The prefix of its id says whether it is one.
        Some((Said::Bare(_), _)) => by_id(),
        Some(_) => None,
        None => by_folder().or_else(by_id),
    };
    Some(match kind {
        Some(kind) => problem.help(tell!(
            "Add `kind: {kind}`, which it seems to be. Kinds are {names}.",
            kind = &kind.name,
            names
        )),
        None => problem
            .help(tell!("Add `kind: …` with one of {names}. `aims explain kinds` tells what each is for.", names)),
    })
}
