//! For whom: which documents the readers of a site may not know of.

use super::withheld::Withheld;
use crate::history::{Gone, GoneIx};
use crate::model::DocIx;
use crate::model::audience::Audience;
use crate::model::document::Document;
use crate::model::unseen::Unseen;
use crate::source::Source;
use crate::state::State;

/// What readers of this audience may not know of `state`, whose files are in `source`. `others` are withheld whatever they
/// say: what a later text closed was not open before.
pub(super) fn withheld(state: &State, source: &dyn Source, audience: Audience, others: &Unseen) -> Withheld {
    let classes = &state.approvals.classes;
    let is_it = |ix: DocIx| {
        let document = state.aims.document(ix);
        let is_other = others.paths.contains(&document.path) || others.is_id(&document.id);
        is_other || classes.of(ix) > audience
    };
    // A translation says what its original does.
    let is_closed = |(ix, document): &(DocIx, &Document)| is_it(*ix) || document.translates.is_some_and(is_it);
    let present = state.aims.iter().filter(is_closed).map(|(_, document)| document.path.clone());
    let is_gone_closed =
        |(place, gone): &(GoneIx, &Gone)| others.paths.contains(&gone.path) || classes.of_gone(*place) > audience;
    let gone = state.history.every_gone().filter(is_gone_closed);
    Withheld::of(state, source, present.collect(), gone.map(|(place, _)| place).collect())
}
