//! When a record was settled, and that it says something else since.

use crate::base::{say, wording};
use crate::history::{Settled, Step};
use crate::model::DocIx;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::routes;
use crate::site::view::{Part, Sign};
use crate::site::worded::phrase;

/// That it was changed after it was settled.
pub(super) fn notice(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Option<Vec<Part>> {
    let life = shared.approvals.records.of(ix)?;
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

/// The sign of a record that says more than it did when it was settled, or something else, with the day that it gives itself
/// for that, and of the last change; of another document that was accepted, that its text is younger.
pub(super) fn sign(shared: &Shared<'_>, ix: DocIx) -> Option<Sign> {
    let Some(life) = shared.approvals.records.of(ix) else { return accepted_before(shared, ix) };
    let (by, landed) = life.settled?;
    let day = wording::day(by.day(shared.aims.document(ix), landed, life.edits(shared.history)));
    let last = |steps: &[Step]| {
        let landed = steps.iter().filter_map(|step| Some(shared.history.step(*step)?.0.landed)).max();
        landed.map(wording::day)
    };
    if !life.rewritten.is_empty() {
        let on = last(&life.rewritten)?;
        return Some(Sign::new(
            "due",
            match by {
                Settled::Closed => say!("Closed {day}; changed on {on}", day, on),
                Settled::Accepted => say!("Accepted {day}; changed on {on}", day, on),
                Settled::Approved => say!("Says approved since {day}; changed on {on}", day, on),
                Settled::Stood => say!("Settled {day}; changed on {on}", day, on),
            },
        ));
    }
    if let Some((day, on)) = life.reopened.filter(|_| by == Settled::Closed) {
        let (day, on) = (wording::day(day), wording::day(on));
        return Some(Sign::new("undated", say!("First closed {day}; opened again on {on}", day, on)));
    }
    let on = last(&life.grown)?;
    Some(Sign::new(
        "undated",
        match by {
            Settled::Closed => say!("Closed {day}; added to on {on}", day, on),
            Settled::Accepted => say!("Accepted {day}; added to on {on}", day, on),
            Settled::Approved => say!("Says approved since {day}; added to on {on}", day, on),
            Settled::Stood => say!("Settled {day}; added to on {on}", day, on),
        },
    ))
}

/// The sign of what was accepted before its present text came, as that of a risk.
pub(super) fn accepted_before(shared: &Shared<'_>, ix: DocIx) -> Option<Sign> {
    let words = match shared.state.text_since_accepted(ix)?.arrived() {
        Some(day) => say!("Accepted before its text of {day}", day = wording::day(day)),
        None => say!("Accepted before its present text").into(),
    };
    Some(Sign::new("due", words))
}

/// The head of the notice.
fn changed_after(by: Settled) -> &'static str {
    match by {
        Settled::Closed => say!("Changed after it was closed: "),
        Settled::Accepted => say!("Changed after it was accepted: "),
        Settled::Approved => say!("Changed after it said that it was approved: "),
        Settled::Stood => say!("Changed after its time to be put right: "),
    }
}
