//! For whom: which documents the readers of a site may not know of.

use super::withheld::Withheld;
use crate::check::classes::{class_of, class_on_record};
use crate::model::audience::Audience;
use crate::model::document::Document;
use crate::model::unseen::Unseen;
use crate::source::Source;
use crate::state::State;

/// What readers of this audience may not know of `state`, whose files are in `source`. `others` are withheld whatever they
/// say: what a later text closed was not open before.
pub(super) fn withheld(state: &State, source: &dyn Source, audience: Audience, others: &Unseen) -> Withheld {
    let reading = &state.aims.config.reading;
    let is_it = |document: &Document| {
        let is_other = others.paths.contains(&document.path) || others.is_id(&document.id);
        is_other || class_of(document, &state.history, reading) > audience
    };
    // A translation says what its original does.
    let is_closed = |document: &&Document| {
        is_it(document) || document.translates.is_some_and(|original| is_it(state.aims.document(original)))
    };
    let present =
        state.aims.iter().map(|(_, document)| document).filter(is_closed).map(|document| document.path.clone());
    let gone = state.history.gone.iter().enumerate().filter(|(_, gone)| {
        others.paths.contains(&gone.path)
            || class_on_record(&state.history, &gone.steps) > audience
            || class_on_record(&state.history, &state.history.beside_gone(gone, reading)) > audience
    });
    Withheld::of(state, source, present.collect(), gone.map(|(place, _)| place).collect())
}
