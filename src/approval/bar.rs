//! How high the bar for a text is: every rule that it has to meet, of before the change that brought it and of today.
//!
//! A change chooses neither the rule nor the kind by which it is judged. So of the settings before it and of today, and of
//! the kinds that the text and those it takes the place of give themselves or had by their folders, each combination
//! holds, and the text has to meet all. What was once approved under a rule goes on to be judged by it until an approved
//! text under another rule has taken its place.

use std::collections::BTreeSet;

use super::authors::{Steps, Text};
use super::claim::Claim;
use super::roster::Roster;
use crate::base::DocPath;
use crate::base::wording::Words;
use crate::history::{Change, Facts, Revision};
use crate::model::approval_rule::{ApprovalRule, Evidence};

/// What a text has to meet.
#[derive(Debug, Clone, Default)]
pub(super) struct Bar {
    /// Rules that ask for something, no two the same; all have to be met.
    pub(super) rules: Vec<ApprovalRule>,
    /// Whether texts like this are approved at all.
    pub(super) judged: bool,
    /// Why it is not known what else it has to meet, where it is not: then it meets nothing.
    pub(super) unknown: Option<Words>,
}

impl Bar {
    /// The bar of a text, and of those that it takes the place of, of which these are the claims.
    pub(super) fn of(before: &Roster, today: &Roster, claims: &BTreeSet<Claim>) -> Self {
        let all = || before.all().chain(today.all());
        let kinds: BTreeSet<String> =
            claims.iter().flat_map(|claim| all().filter_map(|roster| roster.kind_of(claim))).collect();
        let mut bar = Self { unknown: before.all().find_map(Roster::is_unread).cloned(), ..Self::default() };
        for kind in kinds.iter().filter(|kind| all().any(|roster| roster.judges(kind))) {
            bar.judged = true;
            for rule in all().map(|roster| roster.rule_of(kind)) {
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

/// What the steps of one text give themselves.
pub(super) fn claims_in(steps: &Steps<'_>, text: &Text) -> BTreeSet<Claim> {
    let steps = text.own(steps).map(|place| steps[place]);
    steps.filter_map(|(_, change)| Some(Claim::of_facts(change.facts.as_ref()?, &change.path))).collect()
}

/// Whether a document ever called itself approved, giving itself a kind in another way than now.
pub(super) fn was_approved(steps: &Steps<'_>, own: &Claim) -> bool {
    let facts = |(_, change): &(&Revision, &Change)| {
        let facts = change.facts.as_ref()?;
        (change.stood() && facts.says_approved()).then(|| Claim::of_facts(facts, &change.path))
    };
    steps.iter().filter_map(facts).any(|claim| claim != *own)
}

/// The digest of the newest text that is committed, where it has no front matter.
pub(super) fn uncontrolled(steps: &Steps<'_>) -> Option<[u8; 32]> {
    let facts = steps.iter().find(|(_, change)| change.stood())?.1.facts.as_ref()?;
    (!facts.controlled).then_some(facts.substance)
}

/// Whether the settings of today ask for evidence that somebody approved a text at a path.
pub(super) fn asks(facts: &Facts, path: &DocPath, today: &Roster) -> bool {
    !Bar::of(today, today, &[Claim::of_facts(facts, path)].into()).rules.is_empty()
}
