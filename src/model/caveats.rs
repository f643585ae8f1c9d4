//! What weakens a rung without lowering it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::DocIx;
use super::catalog::ReqId;
use super::document::Document;
use super::lack::{Caveat, CaveatKind};
use super::origin::{Held, Origin};
use super::requirement::{Inputs, Requirement, RequirementKind, Serving};
use super::review::Review;
use super::standing::Approved;
use super::tier::Tier;
use crate::base::Date;
use crate::base::date::days_between;

/// A record that shows more controls than this at work is a broad one: nobody can tell what it shows of each.
pub const BROAD: usize = 10;

/// Evidence that came on record more days than this after the day it is of came late.
const LATE: i64 = 30;

/// What follows from the documents of a requirement alone.
pub(super) fn of(requirement: &Requirement, inputs: &Inputs<'_>) -> Vec<Caveat> {
    let binding = || requirement.serving.iter().filter(|serving| serving.tier != Tier::Shows);
    let those = |wanted: &dyn Fn(DocIx) -> bool| -> Vec<DocIx> {
        binding().map(|serving| serving.document).filter(|ix| wanted(*ix)).collect()
    };
    let claimed = those(&|ix| inputs.standing(ix).approval == Approved::Claimed);
    let said = those(&|ix| matches!(inputs.reviews[ix.index()], Review::SaysInDate(_)));
    let found = [(CaveatKind::OnlyClaimed, claimed), (CaveatKind::ReviewOnlyClaimed, said)];
    let found = found.into_iter().filter(|(_, documents)| !documents.is_empty());
    found.map(|(what, documents)| Caveat { what, documents }).collect()
}

/// What follows from what all documents serve: records that carry many controls, and texts that stand behind several.
pub(super) fn of_all(
    requirements: &mut BTreeMap<ReqId, Requirement>,
    served: &BTreeMap<DocIx, Vec<ReqId>>,
    inputs: &Inputs<'_>,
) {
    let carried = |ids: &[ReqId]| {
        let of =
            |id: &&ReqId| requirements.get(*id).is_some_and(|of| of.kind != RequirementKind::Clause && of.applies());
        ids.iter().filter(of).count()
    };
    let broad: BTreeSet<DocIx> = served.iter().filter(|(_, ids)| carried(ids) > BROAD).map(|(ix, _)| *ix).collect();
    let copied = copied(served, inputs.documents);
    for requirement in requirements.values_mut() {
        let shows: Vec<DocIx> = requirement.evidence.iter().map(|(ix, _)| *ix).collect();
        if !shows.is_empty() && shows.iter().all(|ix| broad.contains(ix)) {
            requirement.caveats.push(Caveat { what: CaveatKind::BroadRecord, documents: shows });
        }
        let same = distinct(requirement.documents().filter(|ix| copied.contains(ix)));
        if !same.is_empty() {
            requirement.caveats.push(Caveat { what: CaveatKind::CopiedText, documents: same });
        }
    }
}

/// What weakens any of several requirements, each way once.
pub(super) fn together(requirements: &[&Requirement]) -> Vec<Caveat> {
    let mut found: BTreeMap<CaveatKind, BTreeSet<DocIx>> = BTreeMap::new();
    for caveat in requirements.iter().flat_map(|requirement| &requirement.caveats) {
        found.entry(caveat.what).or_default().extend(&caveat.documents);
    }
    found.into_iter().map(|(what, documents)| Caveat { what, documents: documents.into_iter().collect() }).collect()
}

/// Documents whose text others have too: of what binds any, of records those that are evidence of different things.
fn copied(served: &BTreeMap<DocIx, Vec<ReqId>>, documents: &[Arc<Document>]) -> BTreeSet<DocIx> {
    let mut by_text: BTreeMap<u64, Vec<DocIx>> = BTreeMap::new();
    for ix in served.keys() {
        let document = &documents[ix.index()];
        if let Some(mark) = document.said.mark.filter(|_| document.translates.is_none()) {
            by_text.entry(mark).or_default().push(*ix);
        }
    }
    let is_copied = |same: &Vec<DocIx>| {
        let shows = |ix: &DocIx| documents[ix.index()].tier() == Some(Tier::Shows);
        // A check that is made every month may say the same every month.
        same.len() > 1 && !(same.iter().all(shows) && same.iter().all(|ix| served.get(ix) == served.get(&same[0])))
    };
    by_text.into_values().filter(is_copied).flatten().collect()
}

/// On how many controls a person wrote evidence on a day.
pub(super) type Sittings<'h> = BTreeMap<(&'h str, Date), usize>;

/// Who wrote evidence of how many controls on which day: documents that one person wrote on one day.
pub(super) fn sittings<'h, 'r>(requirements: impl Iterator<Item = &'r Requirement>, held: &'h Held) -> Sittings<'h> {
    let mut found = Sittings::new();
    for requirement in requirements.filter(|of| of.kind != RequirementKind::Clause && of.applies()) {
        let wrote: BTreeSet<_> = requirement.evidence.iter().filter_map(|(ix, _)| sitting(*ix, held)).collect();
        for one in wrote {
            *found.entry(one).or_default() += 1;
        }
    }
    found
}

/// Who wrote a document, where it was one person on one day.
fn sitting(ix: DocIx, held: &Held) -> Option<(&str, Date)> {
    let origin = held.origin(ix)?;
    let author = origin.sole().filter(|_| origin.written.0 == origin.written.1)?;
    Some((author, origin.written.0))
}

/// What follows from findings and from the change record.
pub(super) fn doubt(requirement: &mut Requirement, held: &Held, sittings: &Sittings<'_>) {
    let doubtful = distinct(requirement.documents().filter(|ix| held.doubtful.contains(ix)));
    if !doubtful.is_empty() {
        requirement.caveats.push(Caveat { what: CaveatKind::RecordDoubtful, documents: doubtful });
    }
    let shows: Vec<DocIx> = requirement.evidence.iter().map(|(ix, _)| *ix).collect();
    let late =
        |(ix, day): &(DocIx, Date)| held.origin(*ix).is_some_and(|origin| days_between(*day, origin.landed) > LATE);
    let came_late = !shows.is_empty() && requirement.evidence.iter().all(late);
    let all = distinct(requirement.documents());
    let mut add = |what, documents: Vec<DocIx>| requirement.caveats.push(Caveat { what, documents });
    if is_of_one_hand(&all, held) {
        add(CaveatKind::OneHand, all);
    } else if is_own_proof(&requirement.serving, &shows, held) {
        add(CaveatKind::OwnProof, shows.clone());
    }
    let bunched =
        |ix: &DocIx| sitting(*ix, held).and_then(|one| sittings.get(&one)).is_some_and(|controls| *controls > BROAD);
    if !shows.is_empty() && shows.iter().all(bunched) {
        add(CaveatKind::OneSitting, shows.clone());
    }
    if came_late {
        add(CaveatKind::CameLate, shows);
    }
}

/// Whether one person wrote all of several documents on one day.
fn is_of_one_hand(all: &[DocIx], held: &Held) -> bool {
    let origins: Option<Vec<&Origin>> = all.iter().map(|ix| held.origin(*ix)).collect();
    let Some([first, others @ ..]) = origins.as_deref() else { return false };
    let day = first.written.0;
    let same = |origin: &&Origin| origin.sole() == first.sole() && origin.written == (day, day);
    !others.is_empty() && first.sole().is_some() && same(first) && others.iter().all(same)
}

/// Whether all evidence is by people who wrote a procedure that does it.
fn is_own_proof(serving: &[Serving], shows: &[DocIx], held: &Held) -> bool {
    let does = serving.iter().filter(|serving| serving.tier == Tier::Does);
    let does: Vec<&Origin> = does.filter_map(|serving| held.origin(serving.document)).collect();
    let own = |ix: &DocIx| {
        held.origin(*ix).is_some_and(|shown| does.iter().any(|origin| shown.authors.is_subset(&origin.authors)))
    };
    !shows.is_empty() && shows.iter().all(own)
}

fn distinct(documents: impl Iterator<Item = DocIx>) -> Vec<DocIx> {
    let mut documents: Vec<DocIx> = documents.collect();
    documents.dedup();
    documents
}
