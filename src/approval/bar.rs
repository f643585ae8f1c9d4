//! How high the bar for a text is: every rule that it has to meet, of before the change that brought it and of today.
//!
//! A change chooses neither the rule nor the kind by which it is judged. So of the settings before it and of today, and of
//! the kinds that the text and those it takes the place of give themselves or had by their folders, each combination
//! holds, and the text has to meet all. What was once approved under a rule goes on to be judged by it until an approved
//! text under another rule has taken its place.

use std::collections::BTreeSet;
use std::ops::Range;

use super::authors::{self, Steps};
use super::claim::Claim;
use super::roster::Roster;
use crate::base::Result;
use crate::history::{Change, Revision};
use crate::model::approval_rule::{ApprovalRule, Evidence};

/// What a text has to meet.
#[derive(Debug, Clone, Default)]
pub(super) struct Bar {
    /// Rules that ask for something, no two the same; all have to be met.
    pub(super) rules: Vec<ApprovalRule>,
    /// Whether texts like this are approved at all.
    pub(super) judged: bool,
    /// Why it is not known what else it has to meet, where it is not: then it meets nothing.
    pub(super) unknown: Option<String>,
}

impl Bar {
    /// The bar of a text, and of those that it takes the place of, of which these are the claims.
    pub(super) fn of(before: &Roster, today: &Roster, claims: &BTreeSet<Claim>) -> Self {
        let both = [before, today];
        let kinds: BTreeSet<String> =
            claims.iter().flat_map(|claim| both.map(|roster| roster.kind_of(claim))).flatten().collect();
        let mut bar = Self { unknown: before.is_unread().map(str::to_owned), ..Self::default() };
        for kind in kinds.iter().filter(|kind| both.iter().any(|roster| roster.judges(kind))) {
            bar.judged = true;
            for rule in both.map(|roster| roster.rule_of(kind)) {
                if rule.needs > Evidence::None && !bar.rules.iter().any(|known| known.asks_the_same(rule)) {
                    bar.rules.push(rule.clone());
                }
            }
        }
        // The one that asks for most is told of first.
        bar.rules.sort_by_key(|rule| std::cmp::Reverse(rule.needs));
        bar
    }
}

/// The texts that a document had before and that called themselves approved, newest first.
#[derive(Debug, Default)]
pub(super) struct Past {
    texts: Vec<PastText>,
}

#[derive(Debug)]
struct PastText {
    run: Range<usize>,
    claims: BTreeSet<Claim>,
    accepted: bool,
}

impl Past {
    /// What a document was. `accepted` says whether a text met its bar; it is asked only where the kind ever changed, from
    /// the oldest text on.
    pub(super) fn of(
        steps: &Steps<'_>,
        own: &Claim,
        mut accepted: impl FnMut(&authors::Text, &BTreeSet<Claim>) -> Result<bool>,
    ) -> Result<Self> {
        let mut texts: Vec<PastText> = Vec::new();
        let mut place = 0;
        while let Some((_, change)) = steps.get(place) {
            let approved = change.facts.as_ref().filter(|facts| facts.status.as_deref() == Some("approved"));
            match approved.and_then(|facts| authors::at(steps, place, &facts.substance)) {
                Some(text) => {
                    place = text.run.end;
                    let claims = claims_in(steps, &text.run);
                    texts.push(PastText { run: text.run, claims, accepted: false });
                }
                None => place += 1,
            }
        }
        let mut past = Self { texts };
        if past.texts.iter().flat_map(|text| &text.claims).any(|claim| claim != own) {
            for number in (0..past.texts.len()).rev() {
                let run = past.texts[number].run.clone();
                let mut claims = past.since_accepted(run.end);
                claims.extend(past.texts[number].claims.iter().cloned());
                past.texts[number].accepted = accepted(&authors::Text { run }, &claims)?;
            }
        }
        Ok(past)
    }

    /// The claims of the texts from a step on, which a text that takes their place answers for: those up to the newest that
    /// met its bar, and that.
    pub(super) fn since_accepted(&self, place: usize) -> BTreeSet<Claim> {
        let mut claims = BTreeSet::new();
        for text in self.texts.iter().filter(|text| text.run.start >= place) {
            claims.extend(text.claims.iter().cloned());
            if text.accepted {
                break;
            }
        }
        claims
    }

    /// The claims that a text of this run answers for.
    pub(super) fn claims_of(&self, steps: &Steps<'_>, run: &Range<usize>) -> BTreeSet<Claim> {
        let mut claims = self.since_accepted(run.end);
        claims.extend(claims_in(steps, run));
        claims
    }
}

/// What the steps of one text give themselves.
fn claims_in(steps: &Steps<'_>, run: &Range<usize>) -> BTreeSet<Claim> {
    let steps = steps[run.clone()].iter();
    steps.filter_map(|(_, change)| Some(Claim::of_facts(change.facts.as_ref()?, &change.path))).collect()
}

/// Whether a document ever called itself approved, giving itself a kind in another way than now.
pub(super) fn was_approved(steps: &Steps<'_>, own: &Claim) -> bool {
    let facts = |(_, change): &(&Revision, &Change)| {
        let facts = change.facts.as_ref()?;
        (facts.status.as_deref() == Some("approved")).then(|| Claim::of_facts(facts, &change.path))
    };
    steps.iter().filter_map(facts).any(|claim| claim != *own)
}

/// The digest of the newest text that is committed, where it has no front matter.
pub(super) fn uncontrolled(steps: &Steps<'_>) -> Option<[u8; 32]> {
    let facts = steps.first()?.1.facts.as_ref()?;
    (!facts.controlled).then_some(facts.substance)
}
