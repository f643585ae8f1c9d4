//! When a record was settled, and that it says something else since.

use crate::base::say;
use crate::history::{Life, Settled};
use crate::model::DocIx;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::routes;
use crate::site::view::Part;
use crate::site::worded::phrase;

/// The life of a record, where the document is one.
pub(super) fn life_of(shared: &Shared<'_>, ix: DocIx) -> Option<Life> {
    let document = shared.aims.document(ix);
    let is_record = document.is_record();
    is_record.then(|| shared.history.life(&document.path, shared.aims.config.records_settle))
}

/// That it was changed after it was settled.
pub(super) fn notice(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Option<Vec<Part>> {
    let life = life_of(shared, ix)?;
    let ((by, day), (revision, _)) = (life.settled?, shared.history.step(*life.rewritten.first()?)?);
    let id = &shared.aims.document(ix).id;
    Some(phrase!(
        "{changed}it says something else since {since} than it did on {day}. {what}",
        changed = Part::Strong { v: changed_after(by).into() },
        since = Part::date(revision.landed),
        day = Part::date(day),
        what = Part::Link {
            href: link.to(&format!("{}#_versions", routes::document_history(id))),
            v: say!("What was changed").into(),
        },
    ))
}

/// The head of the notice.
fn changed_after(by: Settled) -> &'static str {
    match by {
        Settled::Closed => say!("Changed after it was closed: "),
        Settled::Accepted => say!("Changed after it was accepted: "),
        Settled::Approved => say!("Changed after it was approved: "),
        Settled::Stood => say!("Changed after its time to be put right: "),
    }
}
