//! What weakens a rung without lowering it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::by_system::{self, is_of_other_version, tells_version};
use super::catalog::ReqId;
use super::doc::DocIx;
use super::document::Document;
use super::lack::{Caveat, CaveatKind};
use super::origin::{Held, Origin};
use super::requirement::{Inputs, Requirement, RequirementKind, Rung, Serving};
use super::review::Review;
use super::standing::Approved;
use super::tier::Tier;
use crate::base::Date;
use crate::base::date::days_between;

/// A record that shows more controls than this at work is a broad one: nobody can tell what it shows of each.
pub const BROAD: usize = 10;

/// Evidence that came on record more days than this after the day it is of came late.
const LATE: i64 = 30;

/// What is put into a text within so many days after its first is of one go with that: a sentence on the next day makes no
/// other evidence of it.
const TOUCHED: i64 = 7;

/// What follows from the documents of a requirement alone.
pub(super) fn of(requirement: &Requirement, inputs: &Inputs<'_>) -> Vec<Caveat> {
    let binding = || requirement.serving.iter().filter(|serving| serving.tier != Tier::Shows);
    let those = |wanted: &dyn Fn(&Serving) -> bool| -> Vec<DocIx> {
        binding().filter(|serving| wanted(serving)).map(|serving| serving.document).collect()
    };
    let by = |approved: Approved| those(&|serving| inputs.standing_for(requirement, serving).approval == approved);
    let (unasked, claimed) = (by(Approved::Unasked), by(Approved::Claimed));
    let said = those(&|serving| matches!(inputs.reviews[serving.document.index()], Review::SaysInDate(_)));
    let found =
        [(CaveatKind::Unasked, unasked), (CaveatKind::OnlyClaimed, claimed), (CaveatKind::ReviewOnlyClaimed, said)];
    let found = found.into_iter().filter(|(_, documents)| !documents.is_empty());
    found.map(|(what, documents)| Caveat::of(what, documents)).collect()
}

/// Adds a caveat where all evidence of a requirement is weak, or else all that there is for AI systems in use: an auditor
/// samples by system, and what rests on the rest says nothing of these.
fn weaken(requirement: &mut Requirement, what: CaveatKind, is_weak: impl Fn(&[(DocIx, Date)]) -> bool) {
    let (mut systems, mut weak) = (Vec::new(), Vec::new());
    if is_weak(&requirement.evidence) {
        weak.extend(requirement.evidence.iter().map(|(ix, _)| *ix));
    } else {
        for of in requirement.by_system.iter().filter(|of| !of.evidence.is_empty()) {
            let shows: Vec<(DocIx, Date)> = of.evidence.iter().map(|(day, ix)| (*ix, *day)).collect();
            if is_weak(&shows) {
                systems.push(of.system);
                weak.extend(shows.iter().map(|(ix, _)| *ix));
            }
        }
        if systems.is_empty() {
            return;
        }
    }
    let mut met = BTreeSet::new();
    weak.retain(|ix| met.insert(*ix));
    requirement.caveats.push(Caveat { what, systems, documents: weak });
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
    for requirement in requirements.values_mut().filter(|requirement| requirement.rung > Rung::Gap) {
        weaken(requirement, CaveatKind::BroadRecord, |shows| all(shows, |(ix, _)| broad.contains(ix)));
        let is_elsewhere = |(ix, _): &(DocIx, Date)| inputs.documents[ix.index()].is_elsewhere();
        weaken(requirement, CaveatKind::Elsewhere, |shows| all(shows, is_elsewhere));
        requirement.caveats.extend(of_other_versions(requirement, inputs));
        let same = distinct(requirement.documents().filter(|ix| copied.contains(ix)));
        if !same.is_empty() {
            requirement.caveats.push(Caveat::of(CaveatKind::CopiedText, same));
        }
    }
}

/// AI systems in use for which all evidence that is of a version is of another than the one that runs, and that evidence.
fn of_other_versions(requirement: &Requirement, inputs: &Inputs<'_>) -> Option<Caveat> {
    let document = |ix: DocIx| &*inputs.documents[ix.index()];
    let mut found = Caveat::of(CaveatKind::Outdated, Vec::new());
    for system in inputs.about.in_use() {
        let is_of = |ix: &DocIx| tells_version(document(*ix)) && by_system::shown(inputs, *ix).contains(system);
        let shows: Vec<DocIx> = requirement.evidence.iter().map(|(ix, _)| *ix).filter(is_of).collect();
        if !shows.is_empty() && shows.iter().all(|ix| is_of_other_version(document(*ix), document(*system))) {
            found.systems.push(*system);
            found.documents.extend(shows);
        }
    }
    (!found.systems.is_empty()).then_some(found)
}

/// What weakens any of several requirements, each way once.
pub(super) fn together(requirements: &[&Requirement]) -> Vec<Caveat> {
    let mut found: BTreeMap<CaveatKind, BTreeSet<DocIx>> = BTreeMap::new();
    for caveat in requirements.iter().flat_map(|requirement| &requirement.caveats) {
        found.entry(caveat.what).or_default().extend(&caveat.documents);
    }
    found.into_iter().map(|(what, documents)| Caveat::of(what, documents.into_iter().collect())).collect()
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

/// On how many controls evidence came at once.
pub(super) struct Crowds<'h> {
    /// Of how many one person wrote evidence on one day, or began it then.
    sittings: BTreeMap<(&'h str, Date), usize>,
    /// Of how many evidence first came on record on one day, by whomever.
    days: BTreeMap<Date, usize>,
    /// Of how many there is any.
    shown: usize,
}

impl<'h> Crowds<'h> {
    /// Who wrote evidence of how many controls on which day, and of how many it came on record: documents of one day.
    pub(super) fn of<'r>(requirements: impl Iterator<Item = &'r Requirement>, held: &'h Held) -> Self {
        let mut found = Self { sittings: BTreeMap::new(), days: BTreeMap::new(), shown: 0 };
        for requirement in requirements.filter(|of| of.kind != RequirementKind::Clause && of.applies()) {
            let shows = || requirement.evidence.iter().map(|(ix, _)| *ix);
            found.shown += usize::from(shows().next().is_some());
            for one in shows().filter_map(|ix| sitting(ix, held)).collect::<BTreeSet<_>>() {
                *found.sittings.entry(one).or_default() += 1;
            }
            for day in shows().filter_map(|ix| day(ix, held)).collect::<BTreeSet<_>>() {
                *found.days.entry(day).or_default() += 1;
            }
        }
        found
    }

    /// Whether one person wrote a document on one day, or began it then, with evidence of many controls.
    fn is_of_sitting(&self, ix: DocIx, held: &Held) -> bool {
        sitting(ix, held).and_then(|one| self.sittings.get(&one)).is_some_and(|controls| *controls > BROAD)
    }

    /// Whether all of this first came on record on one day, with evidence of most controls.
    fn is_of_one_day(&self, shows: &[(DocIx, Date)], held: &Held) -> bool {
        let Some(of) = shows.first().and_then(|(ix, _)| day(*ix, held)) else { return false };
        let crowded = self.days.get(&of).is_some_and(|controls| *controls > BROAD && controls * 2 > self.shown);
        crowded && shows.iter().all(|(ix, _)| day(*ix, held) == Some(of))
    }
}

/// The day on which a document came on record, where it was in one go: by the main line, since the days of authorship are
/// anybody's to set.
fn day(ix: DocIx, held: &Held) -> Option<Date> {
    let landed = held.origin(ix)?.landed?;
    is_one_go(landed).then_some(landed.0)
}

/// Whether all between the first and the last of these days is of one go.
fn is_one_go((first, last): (Date, Date)) -> bool {
    days_between(first, last) <= TOUCHED
}

/// Who wrote a document, and on which day, where it was one person in one go.
fn sitting(ix: DocIx, held: &Held) -> Option<(&str, Date)> {
    let origin = held.origin(ix)?;
    let author = origin.sole().filter(|_| is_one_go(origin.written))?;
    Some((author, origin.written.0))
}

/// What follows from findings and from the change record. Evidence is of what serves a requirement, and of what was `taught`.
pub(super) fn doubt(requirement: &mut Requirement, held: &Held, crowds: &Crowds<'_>, taught: Option<&Vec<DocIx>>) {
    if requirement.rung == Rung::Gap {
        return;
    }
    let doubtful = distinct(requirement.documents().filter(|ix| held.doubtful.contains(ix)));
    if !doubtful.is_empty() {
        requirement.caveats.push(Caveat::of(CaveatKind::RecordDoubtful, doubtful));
    }
    let partial = requirement.newest_evidence.map(|(ix, _)| ix).filter(|ix| held.partial.contains(ix));
    requirement.caveats.extend(partial.map(|ix| Caveat::of(CaveatKind::Partial, vec![ix])));
    let passed_over: BTreeSet<DocIx> = requirement.passed_over.iter().map(|(ix, _)| *ix).collect();
    let behind = distinct(requirement.documents().filter(|ix| !passed_over.contains(ix)));
    let does: Vec<&Origin> = requirement.tier(Tier::Does).filter_map(|of| held.origin(of.document)).collect();
    let of_one_hand = is_of_one_hand(&behind, held);
    if of_one_hand {
        requirement.caveats.push(Caveat::of(CaveatKind::OneHand, behind));
    } else {
        weaken(requirement, CaveatKind::OwnProof, |shows| all(shows, |(ix, _)| is_own_proof(*ix, &does, held)));
    }
    let sat = |(ix, _): &(DocIx, Date)| crowds.is_of_sitting(*ix, held);
    weaken(requirement, CaveatKind::OneSitting, |shows| all(shows, sat));
    let came = |ix| held.origin(ix).and_then(|origin| origin.landed);
    let late = |(ix, day): &(DocIx, Date)| came(*ix).is_some_and(|(first, _)| days_between(*day, first) > LATE);
    // What came late, as where old documents are taken over on one day, is told as that.
    let told = |shows: &[(DocIx, Date)]| of_one_hand || all(shows, sat) || all(shows, late);
    weaken(requirement, CaveatKind::OneDay, |shows| !told(shows) && crowds.is_of_one_day(shows, held));
    weaken(requirement, CaveatKind::CameLate, |shows| all(shows, late));
    let is_outdated = |ix: &DocIx| {
        let since = held.origin(*ix).and_then(|origin| origin.since);
        since.is_some_and(|since| all(&requirement.evidence, |(_, day)| *day < since))
    };
    let behind = requirement.documents().chain(taught.into_iter().flatten().copied());
    let documents = distinct(behind.filter(is_outdated));
    if !documents.is_empty() {
        requirement.caveats.push(Caveat::of(CaveatKind::Outdated, documents));
    }
}

/// Whether there is any, and all of it is so.
fn all(shows: &[(DocIx, Date)], is: impl Fn(&(DocIx, Date)) -> bool) -> bool {
    !shows.is_empty() && shows.iter().all(is)
}

/// Whether one person wrote all of several documents on one day.
fn is_of_one_hand(all: &[DocIx], held: &Held) -> bool {
    let origins: Option<Vec<&Origin>> = all.iter().map(|ix| held.origin(*ix)).collect();
    let Some([first, others @ ..]) = origins.as_deref() else { return false };
    let day = first.written.0;
    let same = |origin: &&Origin| origin.sole() == first.sole() && origin.written == (day, day);
    !others.is_empty() && first.sole().is_some() && same(first) && others.iter().all(same)
}

/// Whether a document is by people who wrote one of these, which are the procedures that it is evidence of.
fn is_own_proof(shown: DocIx, does: &[&Origin], held: &Held) -> bool {
    held.origin(shown).is_some_and(|shown| does.iter().any(|origin| shown.authors.is_subset(&origin.authors)))
}

fn distinct(documents: impl Iterator<Item = DocIx>) -> Vec<DocIx> {
    let mut documents: Vec<DocIx> = documents.collect();
    documents.dedup();
    documents
}
