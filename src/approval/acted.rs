//! Which acts counted for the text that they name, by the rules of the time of that text.

use std::collections::BTreeSet;

use super::authors;
use super::bar::{Bar, claims_in};
use super::case::{Case, Shown};
use super::claim::Claim;
use super::place::{ActIx, Moment};
use super::record::ActKind;
use super::roster::Roster;
use super::signatures::Signatures;
use super::standing::against;
use crate::history::{History, Revision, Step};
use crate::model::approval_rule::ApprovalRule;

/// What was approved, and when no longer.
pub(super) type Approved = BTreeSet<([u8; 32], Option<Moment>)>;

/// The acts on a document in order of their moments, with how many of them are judged.
pub(super) struct Due(Vec<ActIx>, usize);

impl Due {
    pub(super) fn of(case: &Case<'_>) -> Self {
        let mut acts = case.acts.to_vec();
        acts.sort_by_key(|place| case.act(*place).moment);
        Self(acts, 0)
    }

    /// Those before a moment that are to be judged then.
    pub(super) fn until(&mut self, case: &Case<'_>, end: Moment) -> &[ActIx] {
        let before = self.0.partition_point(|place| case.act(*place).moment < end).max(self.1);
        &self.0[std::mem::replace(&mut self.1, before)..before]
    }
}

/// Judges the acts at these places, which are in order of their moments, and adds the texts that they approved: such a one
/// may have been on a branch only, or never have said that it is approved.
pub(super) fn acted(
    (history, steps): (&History, &[Step]),
    due: &[ActIx],
    case: &mut Case<'_>,
    signatures: &mut Signatures<'_, '_>,
    approved: &mut Approved,
) {
    for place in due.iter().copied() {
        let act = &case.filed[place.index()];
        let Some(substance) = act.text.filter(|_| act.of_kind(ActKind::Approval).is_some()) else { continue };
        let moment = |number: usize| history.revisions.get(number).map(|by| Moment::of(number, by));
        let is_older = |step: &Step| moment(step.revision).is_some_and(|moment| moment <= act.moment);
        let text = steps.iter().position(is_older).and_then(|then| authors::at(&case.steps, then, &substance));
        let Some(text) = text.or_else(|| authors::find(&case.steps, &substance)) else { continue };
        let (revision, _) = case.steps[text.called_approved(&case.steps).unwrap_or(text.run.end - 1)];
        let rules = asked(signatures, &claims_in(&case.steps, &text), revision, By::Then);
        let before = signatures.settings_before(revision);
        let shown = std::mem::replace(&mut case.shown, Shown { before, ..Shown::default() });
        let known: Vec<[u8; 32]> = approved.iter().map(|(text, _)| *text).collect();
        let meets = |rule: &_| against(case, rule, act, substance, Some(&text), &known).is_none();
        // Where nothing is asked for, an act is one all the same.
        let rules = rules.map(|rules| if rules.is_empty() { vec![ApprovalRule::default()] } else { rules });
        if rules.is_some_and(|rules| rules.iter().all(meets)) {
            case.counted.insert(place);
            approved.insert((substance, act.gone.map(|gone| gone.moment)));
        }
        case.shown = shown;
    }
}

/// The rules that a text has to meet, all of them. `None` where it is not known which they were, so that nothing meets them,
/// and where nobody approves what it is.
pub(super) fn asked(
    signatures: &mut Signatures<'_, '_>,
    claims: &BTreeSet<Claim>,
    revision: &Revision,
    by: By<'_>,
) -> Option<Vec<ApprovalRule>> {
    let before = signatures.settings_before(revision);
    let with = match by {
        By::Then => &*signatures.settings_with(revision),
        By::Later(roster) => roster,
    };
    let bar = Bar::of(&before, with, claims);
    let all = || before.all().chain(with.all());
    let has_kind = claims.iter().any(|claim| all().any(|by| by.kind_of(claim).is_some()));
    match bar.unknown {
        Some(_) => None,
        None if bar.judged => Some(bar.rules),
        // What has no kind is asked what everything is asked. Records are of their day, and never in force.
        None if has_kind => None,
        None => Some(all().map(|by| by.rule_of("").clone()).collect()),
    }
}

/// By which settings a text is judged, beside those before it.
#[derive(Clone, Copy)]
pub(super) enum By<'a> {
    /// Those that came with it.
    Then,
    /// Those that came later.
    Later(&'a Roster),
}
