//! What the pages of a document and of its translations say of each other.

use crate::base::say;
use crate::history::short;
use crate::model::DocIx;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::view::{Part, comma};
use crate::site::worded::phrase;

/// The translations of a document, by their languages.
pub(super) fn translations(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Vec<Part> {
    comma(shared.aims.translations_of(ix).iter().map(|translation| link.document(*translation)))
}

/// What a reader of a translation has to know: that another text decides, and whether this one follows it. With the name of
/// the colour of the notice.
pub(super) fn notice(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Option<(&'static str, Vec<Part>)> {
    let document = shared.aims.document(ix);
    let original = document.translates?;
    let mut parts = phrase!(
        "This is a translation of {original} {title}, which is the document: its text decides, not this one. No act of approval covers this page. ",
        original = link.document(original),
        title = shared.aims.document(original).title.as_str(),
    );
    if let Some(word) = shared.aims.word(original) {
        parts.extend(phrase!("The document: {standing}. ", standing = Part::Strong { v: word.title().into() }));
    }
    let following =
        shared.history.following(&document.path, &shared.aims.document(original).path, document.fields.text("follows"));
    // What stands under a key with a slip is not known.
    let following = following.filter(|_| !document.fields.is_misread("follows"));
    let Some(following) = following else { return Some(("note", parts)) };
    if let Some(seen) = following.seen {
        parts.extend(phrase!(
            "It follows the original as of {day}, commit {commit}. ",
            day = Part::date(seen.landed),
            commit = Part::code(short(&seen.commit)),
        ));
    }
    let Some(missed) = following.missed else { return Some(("note", parts)) };
    parts.extend(phrase!(
        "{changed}, first on {day}, commit {commit}.",
        changed = Part::Strong { v: say!("The original has changed materially since").into() },
        day = Part::date(missed.landed),
        commit = Part::code(short(&missed.commit)),
    ));
    Some(("due", parts))
}
