//! In words, what lapsed or arrived where a requirement moved from one rung to another.

use crate::base::say;
use crate::site::link::Linker;
use crate::site::view::Part;
use crate::site::worded::phrase;
use crate::state::{By, Cause, Held};

/// A cause, without a full stop: `the review of PRO-001 ran out`.
pub(super) fn told(link: Linker<'_>, cause: &Cause<'_>) -> Vec<Part> {
    let named = |id: &str| link.id(id);
    match cause {
        Cause::Arrived(id) => phrase!("{document} came to stand behind it", document = named(id)),
        Cause::Shows(id) => phrase!("{document} counts as evidence since", document = named(id)),
        Cause::ShowsNoMore(id) => phrase!("{document} counts as evidence no longer", document = named(id)),
        Cause::Left(id) => phrase!("{document} stands behind it no longer", document = named(id)),
        Cause::Begun(held) => begun(held, held.document.as_deref().map(named)),
        Cause::Ended(held) => ended(held, held.document.as_deref().map(named)),
    }
}

fn begun(held: &Held, document: Option<Part>) -> Vec<Part> {
    match held.by {
        By::ReviewOverdue => phrase!("the review of {document} ran out", document),
        By::ReviewUnknown => phrase!("nothing says when {document} was reviewed", document),
        By::PlanEnded => phrase!("the time that {document} is for is over", document),
        By::EvidenceStale => phrase!("{document}, the newest evidence, grew older than its period", document),
        By::SystemStale => phrase!("all evidence for {document} grew older than its period", document),
        By::SystemWithout => phrase!("nothing shows it for {document}", document),
        By::ApprovalLapsed => phrase!("the approval of {document} lapsed, for it was changed", document),
        By::NotApproved => phrase!("{document} is not approved as the rule asks", document),
        By::NotInForce => phrase!("{document} is not in force", document),
        By::ErrorOpen => phrase!("errors are open in {document}", document),
        By::LetGo => vec![Part::text(say!("a document that served it left without the act that lets it go"))],
        By::MajorOpen => phrase!("the major nonconformity {document} was opened", document),
        By::NoWords => phrase!("{document} holds next to no words", document),
        By::NotThere => vec![Part::text(say!("something that it calls for in writing is not there"))],
        By::NoInventory => vec![Part::text(say!("no AI system in scope is on record"))],
    }
}

fn ended(held: &Held, document: Option<Part>) -> Vec<Part> {
    match held.by {
        By::ReviewOverdue => phrase!("the review of {document} is overdue no longer", document),
        By::ReviewUnknown => phrase!("{document} says when it was reviewed", document),
        By::PlanEnded => vec![Part::text(say!("a plan for it covers the time again"))],
        By::EvidenceStale => vec![Part::text(say!("evidence is within its period again"))],
        By::SystemStale => phrase!("evidence for {document} is within its period again", document),
        By::SystemWithout => phrase!("{document} lacks evidence for it no longer", document),
        By::ApprovalLapsed => phrase!("{document} is approved again as it reads", document),
        By::NotApproved => phrase!("{document} is approved as the rule asks", document),
        By::NotInForce => phrase!("{document} is in force", document),
        By::ErrorOpen => phrase!("no errors are open in {document} any more", document),
        By::LetGo => vec![Part::text(say!("what served it and had left is back, or let go by an act"))],
        By::MajorOpen => phrase!("the major nonconformity {document} is open no longer", document),
        By::NoWords => phrase!("{document} holds more than a few words", document),
        By::NotThere => vec![Part::text(say!("something that it calls for in writing is there now"))],
        By::NoInventory => vec![Part::text(say!("an AI system in scope is on record"))],
    }
}
