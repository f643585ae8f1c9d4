//! An AIMS under the judgement of others: first of the record, on how its documents stand, and then of the checks, on what
//! is wrong with them. Rungs follow from both.

use std::collections::BTreeSet;

use super::about::About;
use super::catalog::ReqId;
use super::doc::DocIx;
use super::document::Document;
use super::known::Known;
use super::links::{Broken, Target};
use super::origin::Held;
use super::requirement::Inputs;
use super::review::{self, Review};
use super::standing::{InForce, Standing};
use super::whole::Aims;
use super::{against, called, let_go, own_clauses, soa, trace};

impl Aims {
    /// The same with the judgement of the record: how each of its documents stands, in their order. From that follow reviews
    /// and rungs; before, none is current.
    #[must_use]
    pub fn stand(mut self, mut standings: Vec<Standing>) -> Self {
        let is_other = |ix: &DocIx| standings.get(ix.index()).is_some_and(|standing| standing.in_force != InForce::Now);
        self.in_place.retain(|ix, _| is_other(ix));
        for ix in self.in_place.keys() {
            if let Some(standing) = standings.get_mut(ix.index()) {
                review::claim_of_next(self.document(*ix), standing, self.today);
            }
        }
        self.reviews = (0..self.documents.len())
            .map(|i| {
                let standing = standings.get(i).copied().unwrap_or_default();
                match self.is_past_assessment(DocIx::new(i)) {
                    true => Review::None,
                    false => review::state(self.holding(DocIx::new(i)), &standing, &self.config, self.today),
                }
            })
            .collect();
        self.standings = standings;
        self.written_soas = soa::read(&self.documents, &self.catalog, &self.standings, self.today);
        let texts = (&self.in_place, &*self.written_soas);
        self.soas = soa::holding(&self.documents, texts, (&self.catalog, &self.standings), self.today);
        for written in &mut self.written_soas {
            written.holds = !self.in_place.contains_key(&written.document);
        }
        self.known = Known::of(&self.catalog, &self.soas.iter());
        self.unlink_unknown();
        self.about = About::of(&self.documents, &self.references);
        let inputs = Inputs {
            documents: &self.documents,
            ids: &self.ids,
            catalog: &self.catalog,
            soas: &self.soas,
            known: &self.known,
            config: &self.config,
            today: self.today,
            mentions: &self.mentions,
            standings: &self.standings,
            in_place: &self.in_place,
            named_in_place: self.in_place.iter().map(|(ix, held)| (*ix, self.named_in(&held.text))).collect(),
            reviews: &self.reviews,
            about: &self.about,
            by_kind: called::by_kind(&self.documents, false),
            retired_by_kind: called::by_kind(&self.documents, true),
            open: against::open(&self.documents, &self.ids, &self.known),
        };
        self.trace = trace::build(&inputs);
        self
    }

    /// What a text names, and is for by its kind: one that is retired too, which no rung counts.
    pub fn named_in(&self, text: &Document) -> BTreeSet<ReqId> {
        own_clauses::named(&self.known, &self.catalog, text)
    }

    /// A control that only a statement not in force has is none.
    fn unlink_unknown(&mut self) {
        for link in self.links.iter_mut().flatten() {
            let gone = |id: &ReqId| self.known.find(&id.framework, &id.id).is_none();
            if matches!(link, Ok(Target::Requirement(id)) if self.catalog.standard(&id.framework).is_some() && gone(id))
            {
                *link = Err(Broken::Missing { near: None });
            }
        }
    }

    /// The same, after checks found errors in some documents or about them, and reason to doubt some records, and with what
    /// the change record says of who wrote what: what rests on the first is not current, and the rest weakens.
    #[must_use]
    pub fn hold(mut self, held: Held) -> Self {
        let served = let_go::served(&self, &held.let_go);
        self.trace.hold(&held, &served, &self.catalog);
        self.origins = held.origins;
        self
    }
}
