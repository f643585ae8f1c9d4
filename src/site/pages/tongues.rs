//! What the pages of a document and of its translations say of each other.

use crate::history::short;
use crate::model::DocIx;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::view::{Part, comma};

/// The translations of a document, by their languages.
pub(super) fn translations(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Vec<Part> {
    comma(shared.aims.translations_of(ix).iter().map(|translation| link.document(*translation)))
}

/// What a reader of a translation has to know: that another text decides, and whether this one follows it. With the name of
/// the colour of the notice.
pub(super) fn notice(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Option<(&'static str, Vec<Part>)> {
    let document = shared.aims.document(ix);
    let original = document.translates?;
    let mut parts = vec![Part::text("This is a translation of "), link.document(original)];
    parts.push(Part::text(format!(" {}", shared.aims.document(original).title)));
    parts.push(Part::text(
        ", which is the document: what is approved and what counts is its text, not this one. No act of approval covers this page. ",
    ));
    let following = shared.history.following(&document.path, &shared.aims.document(original).path);
    let Some(following) = following else { return Some(("note", parts)) };
    if let Some(seen) = following.seen {
        parts.extend([Part::text("It was last changed when the original was as of "), Part::date(seen.landed)]);
        parts.extend([Part::text(", commit "), Part::code(short(&seen.commit)), Part::text(". ")]);
    }
    let Some(missed) = following.missed else { return Some(("note", parts)) };
    parts.push(Part::Strong { v: "The original has changed materially since".into() });
    parts.extend([Part::text(", first on "), Part::date(missed.landed), Part::text(", commit ")]);
    parts.extend([Part::code(short(&missed.commit)), Part::text(".")]);
    Some(("due", parts))
}

/// A translation in a list, with its original.
pub(super) fn item(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Vec<Part> {
    let document = shared.aims.document(ix);
    let mut parts = vec![link.document(ix), Part::text(format!(" {}", document.title))];
    if let Some(original) = document.translates {
        parts.extend([Part::quiet(", of "), link.document(original)]);
    }
    parts
}
