//! When a record was settled, and that it says something else since.

use crate::history::{Life, Settled};
use crate::model::DocIx;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::routes;
use crate::site::view::Part;

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
    Some(vec![
        Part::Strong { v: format!("Changed after {}: ", verb(by)) },
        Part::text("it says something else since "),
        Part::date(revision.landed),
        Part::text(" than it did on "),
        Part::date(day),
        Part::text(". "),
        Part::Link {
            href: link.to(&format!("{}#_versions", routes::document_history(id))),
            v: "What was changed".into(),
        },
    ])
}

/// By what it was settled, after `Changed after`.
pub(super) fn verb(by: Settled) -> &'static str {
    match by {
        Settled::Closed => "it was closed",
        Settled::Accepted => "it was accepted",
        Settled::Approved => "it was approved",
        Settled::Stood => "its time to be put right",
    }
}
