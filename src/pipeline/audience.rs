//! For whom: which documents the readers of a site may not know of.

use super::withheld::Withheld;
use crate::approval::classes::{class_on_record, classes};
use crate::model::DocIx;
use crate::model::audience::Audience;
use crate::model::document::Document;
use crate::model::unseen::Unseen;
use crate::source::Source;
use crate::state::State;

/// What readers of this audience may not know of `state`, whose files are in `source`. `others` are withheld whatever they
/// say: what a later text closed was not open before.
pub(super) fn withheld(state: &State, source: &dyn Source, audience: Audience, others: &Unseen) -> Withheld {
    let reading = &state.aims.config.reading;
    let classes = classes(&state.aims, &state.history, &state.approvals.said_by_gone);
    let is_it = |ix: DocIx| {
        let document = state.aims.document(ix);
        let is_other = others.paths.contains(&document.path) || others.is_id(&document.id);
        is_other || classes.get(ix.index()).is_none_or(|class| *class > audience)
    };
    // A translation says what its original does.
    let is_closed = |(ix, document): &(DocIx, &Document)| is_it(*ix) || document.translates.is_some_and(is_it);
    let present = state.aims.iter().filter(is_closed).map(|(_, document)| document.path.clone());
    let gone = state.history.every_gone().filter(|(_, gone)| {
        others.paths.contains(&gone.path)
            || class_on_record(&state.history, &gone.steps) > audience
            || class_on_record(&state.history, &state.history.beside_gone(gone, reading)) > audience
    });
    Withheld::of(state, source, present.collect(), gone.map(|(place, _)| place).collect())
}
