//! Follows a document through everything it was, and says when each version was in force, as the record bears it out.
//!
//! A text is in force from the latest of the day that it names, the day it reached the main line and the day on which the
//! rule of its time was met, until the next one is, or until the document is retired or removed. No later commit changes what
//! was in force before it was made. Only the first version on record may have begun earlier, which is told as stated.

use std::collections::BTreeSet;

use super::authors::{self, Text};
use super::bar::Bar;
use super::case::{Case, Shown};
use super::claim::Claim;
use super::evidence::{self, Approval, Piece};
use super::place::{ActIx, Moment, StepIx};
use super::record::ActKind;
use super::signatures::{Breadth, Signatures};
use super::spells::{Spell, SpellKind, spells};
use super::standing::against;
use super::tenure::{Ends, Tenure, Turn, timeline};
use crate::base::{Date, DocPath, Result, SETTINGS};
use crate::history::{ChangeKind, Held, History, Revision, Step, Version, values};
use crate::model::approval_rule::{ApprovalRule, Evidence};
use crate::model::document::Document;

/// A document and what it was.
pub(super) struct Line<'a> {
    pub(super) history: &'a History,
    pub(super) held: &'a [Held],
    pub(super) versions: &'a [Version],
    /// Its steps, newest first.
    pub(super) steps: &'a [Step],
    pub(super) today: Date,
}

/// What became of a document over time.
#[derive(Debug, Default)]
pub(super) struct Life {
    /// When each of its versions was in force.
    pub(super) tenures: Vec<Tenure>,
    /// Since when acts count for the present text, where not from the beginning.
    pub(super) since: Option<Moment>,
    /// The newest text that the rule of its time let be in force, and that was not taken out of force by the end of the
    /// document: its place among the steps.
    pub(super) approved: Option<StepIx>,
    /// What the texts that the present one takes the place of give themselves: see [`Bar`].
    pub(super) claims: BTreeSet<Claim>,
}

/// When what the rule asks for was there.
#[derive(Debug, Clone, Copy)]
struct Met {
    moment: Moment,
    day: Date,
}

/// Follows a document through everything it was. `case` has what does not depend on the text; what does is changed.
pub(super) fn follow(line: &Line<'_>, case: &mut Case<'_>, signatures: &mut Signatures<'_, '_>) -> Result<Life> {
    let spells = spells(line.history, line.held);
    let (mut ends, mut seen, mut found) = (Ends::default(), BTreeSet::new(), Life::default());
    let (mut turns, mut approved, mut newest) = (Vec::new(), Vec::new(), None);
    // What texts gave themselves since one met its bar, and that one.
    let mut claims: BTreeSet<Claim> = BTreeSet::new();
    for (place, spell) in spells.iter().enumerate() {
        let substance = spell.substance();
        let again = seen.contains(&substance) && ends.of(&substance).is_some();
        let since = (again || spell.kind == SpellKind::Retired).then_some(spell.first);
        let until = spells.get(place + 1).map(|next| next.first);
        let own = claims_of(line, spell);
        found.claims.clone_from(&claims);
        let answers: BTreeSet<Claim> = claims.union(&own).cloned().collect();
        let mut one = One { line, case, signatures, spell, since, until, approved: &approved, claims: &answers };
        match spell.kind {
            SpellKind::Away => {
                turns.push(Turn::Ends { day: spell.day });
                (ends.all, found.approved) = (Some(spell.first), None);
            }
            SpellKind::Retired => {
                if let Some(met) = one.met(Breadth::Bringing, By::Then)? {
                    turns.push(Turn::Ends { day: met.day });
                    found.approved = None;
                }
                ends.all = Some(spell.first);
            }
            SpellKind::Text => {
                let met = one.met(Breadth::Bringing, By::Then)?;
                // What may have been approved takes the one before out of force, as far as a new act is asked for it.
                let perhaps = if met.is_none() { one.met(Breadth::Any, By::Then)? } else { met };
                if let Some(met) = perhaps {
                    ends.approved(substance, met.moment);
                }
                // What was retired, by whomever, and comes back is in force again once somebody entitled approves that.
                if met.is_none() && again && was_retired(&spells[..place]) {
                    turns.push(Turn::Ends { day: spell.day });
                    found.approved = None;
                }
                if let (Some(met), Some(says)) = (met, spell.says) {
                    turns.push(begin(line, spell, met.day.max(says.day)));
                    approved.push(substance);
                    claims.clear();
                    newest = Some((place, since, until, answers.clone()));
                    found.approved = newest_called_approved(line, spell).or(found.approved);
                }
                if spell.says.is_some() {
                    claims.extend(own);
                }
                seen.insert(substance);
            }
        }
        found.since = since;
    }
    // Of what stands today is asked too what is asked today.
    let (mut outlawed, whole) = (false, line.history.is_whole());
    if let Some((place, since, until, answers)) = newest.filter(|_| found.approved.is_some() && whole) {
        let spell = &spells[place];
        let mut one = One { line, case, signatures, spell, since, until, approved: &approved, claims: &answers };
        outlawed = one.met(Breadth::Bringing, By::Today)?.is_none();
    }
    if let Some(again) = uncommitted(case, &spells, |text| seen.contains(text) && ends.of(text).is_some()) {
        (found.since, found.claims) = (again.then_some(Moment::UNCOMMITTED), claims);
    }
    found.tenures = timeline(line.versions, turns);
    if outlawed {
        found.outlaw(line, None);
    }
    Ok(found)
}

/// Whether the last of these was retired.
fn was_retired(spells: &[Spell]) -> bool {
    spells.last().is_some_and(|last| last.kind == SpellKind::Retired)
}

/// Where the present text is none that the main line has: whether it was there before and went out of force.
fn uncommitted(case: &Case<'_>, spells: &[Spell], went: impl Fn(&[u8; 32]) -> bool) -> Option<bool> {
    let retired = case.document.is_some_and(Document::is_retired);
    let kind = if retired { SpellKind::Retired } else { SpellKind::Text };
    let is_there = spells.last().is_some_and(|last| last.kind == kind && last.substance() == case.substance);
    (!is_there).then(|| retired || went(&case.substance))
}

impl Life {
    /// Ends what is in force on this day, else on the one on which the settings last changed: by the rule of its time it was
    /// approved, and they ask for what it lacks.
    pub(super) fn outlaw(&mut self, line: &Line<'_>, day: Option<Date>) {
        self.approved = None;
        let Some(open) = self.tenures.iter_mut().rev().find(|tenure| tenure.from.is_some()) else { return };
        let settings = || line.history.of(&DocPath::new(SETTINGS)?).find(|(_, change)| change.stood());
        let changed = day.or_else(|| settings().map(|(revision, _)| revision.landed));
        let changed = changed.filter(|day| Some(*day) >= open.from);
        open.until = open.until.or(Some(changed.unwrap_or(line.today))).max(open.from);
    }
}

/// What a text gave itself.
fn claims_of(line: &Line<'_>, spell: &Spell) -> BTreeSet<Claim> {
    let held = line.held.get(spell.held.clone()).unwrap_or_default().iter();
    let changes = held.filter_map(|held| line.history.step(held.step)).map(|(_, change)| change);
    changes.filter_map(|change| Some(Claim::of_facts(change.facts.as_ref()?, &change.path))).collect()
}

/// The turn by which a text comes into force, once it reached the main line and its rule was met, which was on `day`.
fn begin(line: &Line<'_>, spell: &Spell, day: Date) -> Turn {
    let held = spell.says.map_or(spell.held.start, |says| says.held);
    let effective = spell.facts.as_ref().and_then(|facts| facts.effective);
    // A document that came to the record as an approved one may have been in force before.
    let adopted = || {
        let first = line.held.first().and_then(|first| line.history.step(first.step));
        // Where the clone does not hold what it was before, it is not known that it came so.
        let first = first.filter(|(_, change)| line.history.is_whole() || change.kind != ChangeKind::Modified);
        let says = first.and_then(|(_, change)| change.facts.as_ref()).is_some_and(|facts| facts.says_approved());
        says && line.versions.first().is_some_and(|version| version.held.contains(&held))
    };
    let stated = effective.filter(|effective| *effective < day && adopted());
    let step = line.held.get(spell.held.end - 1).or(line.held.get(held)).map(|held| held.step);
    Turn::Begins { held, step, from: effective.map_or(day, |effective| effective.max(day)), stated }
}

/// The newest step of the text in which it says that it is approved.
fn newest_called_approved(line: &Line<'_>, spell: &Spell) -> Option<StepIx> {
    let says = |held: &&Held| {
        let facts = line.history.step(held.step).and_then(|(_, change)| change.facts.as_ref());
        held.there && facts.is_some_and(|facts| facts.says_approved())
    };
    let step = line.held.get(spell.held.clone())?.iter().rev().find(says)?.step;
    line.steps.iter().position(|other| *other == step).map(StepIx::new)
}

/// One text, and what it is judged from.
struct One<'o, 'a, 's, 'r> {
    line: &'o Line<'o>,
    case: &'o mut Case<'a>,
    signatures: &'o mut Signatures<'s, 'r>,
    spell: &'o Spell,
    /// Since when acts count for it.
    since: Option<Moment>,
    /// When the next one came.
    until: Option<Moment>,
    /// What was approved before it.
    approved: &'o [[u8; 32]],
    /// What it gives itself, and what those gave themselves that it takes the place of.
    claims: &'o BTreeSet<Claim>,
}

/// By which settings a text is judged, beside those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// Those that came with it.
    Then,
    /// Those of today.
    Today,
}

/// Evidence that counts, and when it came.
struct Event {
    moment: Moment,
    day: Date,
    piece: Piece,
}

impl One<'_, '_, '_, '_> {
    /// When the text had what was asked for by the settings before it came and by these.
    fn met(&mut self, breadth: Breadth, by: By) -> Result<Option<Met>> {
        let (held, begun) = match (self.spell.kind, self.spell.says) {
            (SpellKind::Text, Some(says)) => (says.held, Met { moment: says.moment, day: says.day }),
            (SpellKind::Retired, _) => (self.spell.held.start, Met { moment: self.spell.first, day: self.spell.day }),
            _ => return Ok(None),
        };
        let step = self.line.held.get(held).map(|held| held.step);
        let Some((revision, _)) = step.and_then(|step| self.line.history.step(step)) else { return Ok(None) };
        let text = self.text();
        let Some(mut rules) = self.rules(revision, by) else { return Ok(None) };
        // What git shows is asked only where that is enough for a rule: each signature costs.
        let of_git = rules.iter().any(|rule| matches!(rule.needs, Evidence::Merged | Evidence::Signed));
        if breadth == Breadth::Bringing {
            rules.extend(self.by_custom());
        }
        let places = self.spell.first.place()..self.until.map_or(usize::MAX, Moment::place);
        self.case.shown = match &text {
            Some(text) if of_git => self.signatures.shown(&self.case.steps, text, places, breadth)?,
            _ => Shown { before: self.signatures.settings_before(revision), ..Shown::default() },
        };
        let mut last = begun;
        for rule in &rules {
            let Some(met) = self.met_by(rule, text.as_ref(), begun, revision) else { return Ok(None) };
            last = Met { moment: last.moment.max(met.moment), day: last.day.max(met.day) };
        }
        Ok(Some(last))
    }

    /// The rules that the text has to meet, all of them. `None` where it is not known which they were, so that nothing meets
    /// them, and where nobody approves what it is.
    fn rules(&mut self, revision: &Revision, by: By) -> Option<Vec<ApprovalRule>> {
        let before = self.signatures.settings_before(revision);
        let with = match by {
            By::Then => &*self.signatures.settings_with(revision),
            By::Today => self.case.roster,
        };
        let bar = Bar::of(&before, with, self.claims);
        let has_kind = self.claims.iter().any(|claim| [&*before, with].iter().any(|by| by.kind_of(claim).is_some()));
        match bar.unknown {
            Some(_) => None,
            None if bar.judged => Some(bar.rules),
            // What has no kind is asked what everything is asked. Records are of their day, and never in force.
            None if has_kind => None,
            None => Some([&*before, with].map(|by| by.rule_of("").clone()).to_vec()),
        }
    }

    /// What was approved by an act is replaced by one, whatever the rule: its approval would be told as lapsed.
    fn by_custom(&self) -> Option<ApprovalRule> {
        let rule = ApprovalRule { needs: Evidence::Recorded, ..ApprovalRule::default() };
        let earlier = |place: &&ActIx| {
            let act = self.case.act(**place);
            let Some(substance) = act.text.filter(|_| act.of_kind(ActKind::Approval).is_some()) else {
                return false;
            };
            let text = authors::find(&self.case.steps, &substance);
            let other = substance != self.spell.substance() && act.moment < self.spell.first;
            other && text.is_some() && against(self.case, &rule, act, substance, text.as_ref(), self.approved).is_none()
        };
        let any = self.spell.kind == SpellKind::Text && self.case.acts.iter().any(|place| earlier(&place));
        any.then_some(rule)
    }

    /// The run of steps that brought the text; `None` where a merge went back to an old one.
    fn text(&self) -> Option<Text> {
        let own = self.line.held.get(self.spell.held.clone())?.iter();
        let own = own.filter(|held| self.line.history.step(held.step).is_some_and(|(by, _)| by.place == held.place));
        let newest = own.filter_map(|held| self.line.steps.iter().position(|step| *step == held.step)).min()?;
        authors::at(&self.case.steps, newest, &self.spell.substance()).filter(|text| text.run.start == newest)
    }

    fn met_by(&self, rule: &ApprovalRule, text: Option<&Text>, begun: Met, revision: &Revision) -> Option<Met> {
        if rule.needs == Evidence::None || self.spell.kind == SpellKind::Retired && rule.needs == Evidence::Claimed {
            return Some(begun);
        }
        if rule.needs == Evidence::Claimed && self.is_claimed(revision) {
            return Some(begun);
        }
        let mut events = self.events(rule, text, begun);
        events.sort_by_key(|event| (event.moment, event.day));
        let (mut pieces, mut met) = (Vec::new(), begun);
        for Event { moment, day, piece } in events {
            met = Met { moment: met.moment.max(moment), day: met.day.max(day) };
            pieces.push(piece);
            if evidence::settle(rule, Approval { pieces: pieces.clone(), ..Approval::default() }).satisfied {
                return Some(met);
            }
        }
        None
    }

    /// Whether the text, or the message of the commit that called it approved, names somebody who approved it.
    fn is_claimed(&self, revision: &Revision) -> bool {
        let named = self.spell.facts.as_ref().is_some_and(|facts| !facts.approvers.is_empty());
        let bodies = [Some(&revision.body), revision.merged.as_ref().map(|merge| &merge.body)];
        named || bodies.into_iter().flatten().any(|body| !values(body, "Approved-by").is_empty())
    }

    /// What counts for the text by a rule, each from when.
    fn events(&self, rule: &ApprovalRule, text: Option<&Text>, begun: Met) -> Vec<Event> {
        let mut events: Vec<Event> =
            self.case.acts.iter().filter_map(|act| self.act(*act, rule, text, begun)).collect();
        let shown = &self.case.shown;
        let Some(text) = text.filter(|_| !shown.commits.is_empty() || !shown.signed.is_empty()) else { return events };
        let authors = self.case.authors(text, |substance| self.approved.contains(substance));
        let mut pieces = Vec::new();
        evidence::merged(self.case, rule, text, shown, &authors, &mut pieces);
        let merges = pieces.into_iter().map(|piece| (piece, begun));
        let signed = shown.signed.iter().map(|signed| {
            let mut came = begun;
            if signed.seals() {
                came.day = signed.date.map_or(came.day, |day| day.max(came.day));
            }
            (evidence::signed_piece(signed, rule, &authors), came)
        });
        let all = merges.chain(signed).filter(|(piece, _)| piece.against.is_none());
        events.extend(all.map(|(piece, Met { moment, day })| Event { moment, day, piece }));
        events
    }

    fn act(&self, place: ActIx, rule: &ApprovalRule, text: Option<&Text>, begun: Met) -> Option<Event> {
        let (act, substance) = (self.case.act(place), self.spell.substance());
        let record = act.of_kind(ActKind::Approval)?;
        let in_time =
            self.since.is_none_or(|since| act.moment >= since) && self.until.is_none_or(|until| act.moment < until);
        if !in_time || act.text != Some(substance) {
            return None;
        }
        if against(self.case, rule, act, substance, text, self.approved).is_some() {
            return None;
        }
        // A record of a later day than its commit says itself that nobody had approved before.
        let day = act.landed.unwrap_or(self.line.today).max(record.date).max(begun.day);
        Some(Event { moment: act.moment.max(begun.moment), day, piece: evidence::of_act(self.case, place, record) })
    }
}
