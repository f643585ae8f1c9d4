//! Follows a document through everything it was, and says when each version was in force, as the record bears it out.
//!
//! A text is in force from the latest of the day that it names, the day it reached the main line and the day on which the
//! rule of its time was met, until the next one is, or until the document is retired or removed; and while the record of its
//! approval is there, and settings that come later ask for nothing that it lacks. No later commit changes what was in force
//! before it was made. Only the first version on record may have begun earlier, where it came with what was asked for: that is
//! told as stated.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::acted::{Approved, By, Due, acted, asked};
use super::acts::Filed;
use super::approver::VersionApproval;
use super::authors::{self, Text};
use super::begin::{begin, first_day};
use super::came;
use super::case::{Case, Shown};
use super::claim::Claim;
use super::evidence::{self, Approval, Piece};
use super::line::Line;
use super::place::{ActIx, HeldIx, Moment, StepIx};
use super::record::ActKind;
use super::signatures::{Breadth, Signatures};
use super::span::{Met, Span, bounded, joined, sweep, within};
use super::spells::{Spell, SpellKind, spells};
use super::standing::against;
use super::tenure::{Ends, Tenure, Turn, timeline};
use crate::base::{Date, Result};
use crate::history::{LinePlace, Revision, Version};
use crate::model::approval_rule::{ApprovalRule, Evidence};
use crate::model::document::Document;

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
    /// What the texts that the present one takes the place of give themselves: see [`Bar`](super::bar::Bar).
    pub(super) claims: BTreeSet<Claim>,
    /// The texts that were approved before the present one came, by the rules of their time.
    pub(super) before: Vec<[u8; 32]>,
}

/// A text that came into force, and what that was judged from.
struct Hold {
    place: usize,
    since: Option<Moment>,
    until: Option<Moment>,
    claims: BTreeSet<Claim>,
    approved: Vec<[u8; 32]>,
    /// When it had what was asked for when it came.
    spans: Vec<Span>,
}

/// Follows a document through everything it was. `case` has what does not depend on the text; what does is changed.
pub(super) fn follow(line: &Line<'_>, case: &mut Case<'_>, signatures: &mut Signatures<'_, '_>) -> Result<Life> {
    let spells = spells(line.history, line.held);
    let (mut ends, mut seen, mut found) = (Ends::default(), BTreeSet::new(), Life::default());
    let (mut turns, mut approvals): (Vec<Made>, Vec<Told>) = (Vec::new(), Vec::new());
    let (mut approved, mut due) = (Approved::new(), Due::of(case));
    // What texts gave themselves since one met its bar, and that one.
    let mut claims: BTreeSet<Claim> = BTreeSet::new();
    for (place, spell) in spells.iter().enumerate() {
        let substance = spell.substance();
        let again = seen.contains(&substance) && ends.of(&substance).is_some();
        let back = || if again { ends.since(&substance, spell.first) } else { None };
        let since = if spell.kind == SpellKind::Retired { Some(spell.first) } else { back() };
        let until = spells.get(place + 1).map(|next| next.first);
        let own = claims_of(line, spell);
        found.claims.clone_from(&claims);
        let answers: BTreeSet<Claim> = claims.union(&own).cloned().collect();
        acted((line.history, line.steps), due.until(case, spell.first), case, signatures, &mut approved);
        found.before = still(&approved, spell.first);
        let mut one = One { line, case, signatures, spell, since, until, approved: &found.before, claims: &answers };
        match spell.kind {
            SpellKind::Away => {
                turns.push((spell.first, Err(spell.day)));
                (ends.all, found.approved) = (Some(spell.first), None);
            }
            SpellKind::Retired => {
                if let Some(span) = one.spans(Breadth::Bringing, By::Then)?.first() {
                    turns.push((span.from.moment, Err(span.from.day)));
                    found.approved = None;
                }
                ends.all = Some(spell.first);
            }
            SpellKind::Text => {
                let spans = one.spans(Breadth::Bringing, By::Then)?;
                // What may have been approved takes the one before out of force, as far as a new act is asked for it.
                let perhaps = if spans.is_empty() { one.spans(Breadth::Any, By::Then)? } else { spans.clone() };
                if let Some(span) = perhaps.first() {
                    ends.approved(substance, span.from.moment);
                }
                // What was retired, by whomever, and comes back is in force again once somebody entitled approves that.
                if spans.is_empty() && again && was_retired(&spells[..place]) {
                    turns.push((spell.first, Err(spell.day)));
                    found.approved = None;
                }
                approvals.extend(one.approved(spans.is_empty())?);
                if let (Some(span), Some(_)) = (spans.first(), spell.says) {
                    let (begun, lost) = (span.from.moment, spans.last().and_then(|last| last.until));
                    approved.insert((substance, lost.map(|lost| lost.moment)));
                    found.approved = newest_called_approved(line, spell).or(found.approved);
                    if lost.is_none() {
                        claims.clear();
                    }
                    let approved = found.before.clone();
                    turns.push((begun, Ok(Hold { place, since, until, claims: answers, approved, spans })));
                }
                if spell.says.is_some() {
                    claims.extend(own);
                }
                seen.insert(substance);
            }
        }
        found.since = since;
    }
    let went = |text: &[u8; 32]| ends.since(text, Moment::UNCOMMITTED).filter(|_| seen.contains(text));
    acted((line.history, line.steps), due.until(case, Moment::UNCOMMITTED), case, signatures, &mut approved);
    if let Some(since) = uncommitted(case, &spells, went) {
        (found.since, found.claims, found.before) = (since, claims, still(&approved, Moment::UNCOMMITTED));
    }
    told(line, case, signatures, (&spells, turns, &approvals), found)
}

/// A text that came into force, or the day on which the document ended, with its moment.
type Made = (Moment, std::result::Result<Hold, Date>);

/// A text by its place in what the document was, with who approved it.
type Told = (HeldIx, [u8; 32], VersionApproval);

/// Tells when each version was in force, from the texts that came into force and the days on which the document ended.
fn told(
    line: &Line<'_>,
    case: &mut Case<'_>,
    signatures: &mut Signatures<'_, '_>,
    (spells, turns, approvals): (&[Spell], Vec<Made>, &[Told]),
    mut found: Life,
) -> Result<Life> {
    let (mut told, mut limit): (Vec<Vec<Turn>>, Option<Met>) = (Vec::new(), None);
    let (mut is_settled, mut labels): (bool, BTreeMap<Option<Arc<str>>, Date>) = Default::default();
    found.approved = None;
    // The newest first: a text is judged until the day from which one after it is in force.
    for (moment, turn) in turns.iter().rev() {
        let hold = match turn {
            Ok(hold) => hold,
            Err(day) => {
                limit = Some(Met { moment: *moment, day: *day });
                is_settled = true;
                told.push(vec![Turn::Ends { day: *day }]);
                continue;
            }
        };
        let (spell, since, until) = (&spells[hold.place], hold.since, hold.until);
        let (approved, claims) = (&hold.approved[..], &hold.claims);
        let mut one = One { line, case, signatures, spell, since, until, approved, claims };
        let spans = one.through(&hold.spans, limit.and_then(|limit| line.reached(limit)))?;
        let begun = begin(line, spell, &spans);
        if let Some(day) = first_day(&begun) {
            // What lost its approval gives way to none before it; what was taken back before its day is passed over.
            let is_lost = spans.last().is_some_and(|last| last.until.is_some());
            if !is_settled && !is_lost {
                found.approved = newest_called_approved(line, spell);
            }
            is_settled = true;
            // Of one version the last says from when, for as long as the day that an earlier one named has not come.
            let label = spell.facts.as_ref().and_then(|facts| facts.version.clone());
            let is_put_off = labels.get(&label).is_some_and(|met| *met < day);
            if !is_put_off && limit.is_none_or(|limit| day <= limit.day) {
                limit = Some(Met { moment: *moment, day });
            }
            let met = spans.first().map_or(day, |span| span.from.day);
            let earliest = labels.entry(label).or_insert(met);
            *earliest = met.min(*earliest);
        }
        told.push(begun);
    }
    found.tenures = timeline(line.versions, told.into_iter().rev().flatten().collect());
    for (version, tenure) in line.versions.iter().zip(&mut found.tenures) {
        tenure.approved = of_version(line, version, approvals);
    }
    Ok(found)
}

/// Who approved a version: its last text that was in force, else its last, and each by the best there was to show of it.
fn of_version(line: &Line<'_>, version: &Version, all: &[Told]) -> VersionApproval {
    let mut own: Vec<_> = all.iter().filter(|(held, ..)| held.is_in(&version.held)).collect();
    let last = own.iter().max_by_key(|(.., by)| by.in_force);
    let Some(&&(_, text, _)) = last else { return VersionApproval::default() };
    let mut all = line.held.get(version.held.clone()).unwrap_or_default().iter().rev().filter(|held| held.there);
    let last = all.find_map(|held| line.history.step(held.step)?.1.facts.as_ref());
    let amended = last.is_some_and(|last| last.substance != text);
    // Of several that are alike the first brought it into force.
    own.reverse();
    own.sort_by_key(|(.., by)| (by.in_force, by.level));
    let texts: BTreeMap<_, _> = own.iter().map(|(_, text, by)| (*text, by.clone())).collect();
    let by = texts.get(&text).cloned().unwrap_or_default();
    VersionApproval { amended, ..by }.with(texts.into_iter())
}

/// What was approved, and still was so at this moment.
fn still(approved: &Approved, at: Moment) -> Vec<[u8; 32]> {
    let is_still = |(_, lost): &&([u8; 32], Option<Moment>)| lost.is_none_or(|lost| lost >= at);
    approved.iter().filter(is_still).map(|(text, _)| *text).collect()
}

/// Whether the last of these was retired.
fn was_retired(spells: &[Spell]) -> bool {
    spells.last().is_some_and(|last| last.kind == SpellKind::Retired)
}

/// Where the present text is none that the main line has: since when acts count for it, as it was there before.
fn uncommitted(
    case: &Case<'_>,
    spells: &[Spell],
    went: impl Fn(&[u8; 32]) -> Option<Moment>,
) -> Option<Option<Moment>> {
    let retired = case.document.is_some_and(Document::is_retired);
    let kind = if retired { SpellKind::Retired } else { SpellKind::Text };
    let is_there = spells.last().is_some_and(|last| last.kind == kind && last.substance() == case.substance);
    (!is_there).then(|| if retired { Some(Moment::UNCOMMITTED) } else { went(&case.substance) })
}

impl Life {
    /// Ends what is in force on this day: by the rule of its time it was approved, and is no more.
    pub(super) fn outlaw(&mut self, day: Date) {
        self.approved = None;
        let Some(open) = self.tenures.iter_mut().rev().find(|tenure| tenure.from.is_some()) else { return };
        open.until = open.until.or(Some(day)).max(open.from);
    }
}

/// What a text gave itself.
fn claims_of(line: &Line<'_>, spell: &Spell) -> BTreeSet<Claim> {
    let changes = line.of(spell).iter().filter_map(|held| line.history.step(held.step)).map(|(_, change)| change);
    changes.filter_map(|change| Some(Claim::of_facts(change.facts.as_ref()?, &change.path))).collect()
}

/// The newest step of the text in which it says that it is approved.
fn newest_called_approved(line: &Line<'_>, spell: &Spell) -> Option<StepIx> {
    let step = line.of(spell).iter().rfind(|held| held.there && line.says_approved(held))?.step;
    line.place_of(step).map(StepIx::new)
}

/// Whether these claims call a text approved for good, since it was there.
fn is_lasting(claims: &[Span], begun: Met) -> bool {
    claims == [Span { from: begun, until: None }]
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

/// Evidence that counts, and when it was there.
struct Event {
    span: Span,
    piece: Piece,
}

impl<'o> One<'o, '_, '_, '_> {
    /// When the text had what was asked for by the settings before it came and by these.
    fn spans(&mut self, breadth: Breadth, by: By<'_>) -> Result<Vec<Span>> {
        let Some((begun, revision)) = self.begun() else { return Ok(Vec::new()) };
        let text = self.text();
        let Some(rules) = self.rules(revision, by) else { return Ok(Vec::new()) };
        // What git shows is asked only where that is enough for a rule, and more than the text says: each signature costs.
        let custom = self.by_custom(&rules);
        let claims = self.claims(begun, revision);
        let of_git = |rule: &ApprovalRule| match rule.needs {
            Evidence::Merged | Evidence::Signed => true,
            Evidence::Claimed => !is_lasting(&claims, begun),
            Evidence::None | Evidence::Recorded => false,
        };
        let of_git = custom.is_some() || rules.iter().any(of_git);
        self.case.shown = match &text {
            Some(text) if of_git => self.signatures.shown(&self.case.steps, text, self.places(), breadth)?,
            _ => Shown { before: self.signatures.settings_before(revision), ..Shown::default() },
        };
        let mut found = vec![Span { from: begun, until: None }];
        for rule in &rules {
            found = within(&found, &self.met_by(rule, text.as_ref(), begun, &claims));
        }
        if let Some((rule, free)) = custom {
            let free = free.map(|free| Span { from: free.max(begun), until: None });
            found = within(&found, &joined(free, self.met_by(&rule, text.as_ref(), begun, &claims)));
        }
        Ok(found)
    }

    /// The places of the main line at which it was there.
    fn places(&self) -> Range<Option<LinePlace>> {
        self.spell.first.place()..self.until.map_or(Some(LinePlace::END), Moment::place)
    }

    /// Since when it was there to be approved, and the revision that judges it.
    fn begun(&self) -> Option<(Met, &'o Revision)> {
        let (held, begun) = match (self.spell.kind, self.spell.says) {
            (SpellKind::Text, Some(says)) => (says.held, Met { moment: says.moment, day: says.day }),
            (SpellKind::Retired, _) => {
                (HeldIx::new(self.spell.held.start), Met { moment: self.spell.first, day: self.spell.day })
            }
            _ => return None,
        };
        let (revision, _) = self.line.history.step(self.line.held.get(held.index())?.step)?;
        Some((begun, revision))
    }

    /// When it had what was asked for from when it came, which was at `spans`, up to `limit`: by all settings that came
    /// meanwhile.
    fn through(&mut self, spans: &[Span], limit: Option<Moment>) -> Result<Vec<Span>> {
        let Some((begun, revision)) = self.begun() else { return Ok(Vec::new()) };
        let (mut spans, mut found, mut since) = (spans.to_vec(), Vec::new(), begun);
        let mut rules = self.rules(revision, By::Then);
        let later = if self.line.history.is_whole() {
            self.signatures.later(self.line.history, self.case.roster, self.line.today)
        } else {
            Arc::default()
        };
        // What was asked before it had what was asked at first is asked as well.
        let is_later = |at: &Met| at.moment > begun.moment && limit.is_none_or(|limit| at.moment < limit);
        for (at, roster) in later.iter().filter(|(at, _)| is_later(at)) {
            let asked = self.rules(revision, By::Later(roster));
            let same = |one: &[ApprovalRule], other: &[ApprovalRule]| {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.asks_the_same(other))
            };
            if rules.as_deref().zip(asked.as_deref()).is_some_and(|(one, other)| same(one, other)) {
                continue;
            }
            bounded(&spans, since, Some(*at), &mut found);
            spans = self.spans(Breadth::Bringing, By::Later(roster))?;
            (rules, since) = (asked, *at);
        }
        let end = limit.map(|moment| Met { moment, day: self.line.today });
        bounded(&spans, since, end, &mut found);
        if let Some(last) = found.last_mut().filter(|last| last.until.map(|until| until.moment) == limit) {
            last.until = None;
        }
        Ok(found)
    }

    /// Who approved it by what there was to show until it gave way, whatever is asked, as it is told of the present text. `never`
    /// is whether it was not in force.
    fn approved(&mut self, never: bool) -> Result<Option<Told>> {
        let Some((says, (begun, revision))) = self.spell.says.zip(self.begun()) else { return Ok(None) };
        let text = self.text();
        let mut bringing = text.iter().flat_map(|text| text.bringing(&self.case.steps)).map(|at| self.case.steps[at].0);
        let shows = |by: &Revision| by.signed || by.merged.is_some() || evidence::trailers(by).next().is_some();
        let is_any = bringing.any(shows) || self.signatures.has_tags();
        let is_asked = if self.case.shown.commits.is_empty() { is_any } else { never };
        if let Some(text) = text.as_ref().filter(|_| is_asked) {
            self.case.shown = self.signatures.shown(&self.case.steps, text, self.places(), Breadth::Bringing)?;
        }
        // No rule is asked of what is merely said.
        let Shown { merges, signed, .. } = &self.case.shown;
        let is_said = self.case.acts.is_empty() && merges.is_empty() && signed.is_empty();
        let rules = if is_said { Some(Vec::new()) } else { self.rules(revision, By::Then) };
        let Some(rules) = rules else { return Ok(None) };
        let rule = rules.into_iter().max_by_key(|rule| rule.needs).unwrap_or_default();
        let pieces = self.events(&rule, text.as_ref(), begun).into_iter().map(|event| event.piece).collect();
        let named = self.spell.facts.as_ref().map_or(&[][..], |facts| &facts.approvers[..]);
        let then = evidence::then((&*self.case, &rule), text.as_ref(), named, pieces);
        let by = VersionApproval::of(&then, |place| Some(self.case.act(place)));
        Ok(Some((says.held, self.spell.substance(), VersionApproval { in_force: !never, ..by })))
    }

    /// The rules that the text has to meet: see [`asked`].
    fn rules(&mut self, revision: &Revision, by: By<'_>) -> Option<Vec<ApprovalRule>> {
        asked(self.signatures, self.claims, revision, by)
    }

    /// What was approved by an act is replaced by what another person looked at, though the rules ask for less: its approval
    /// would be told as lapsed. That holds of its own acts too, where it gave way and is brought back. Where the records of all
    /// those acts were taken away, that is no longer asked, and since when.
    fn by_custom(&self, rules: &[ApprovalRule]) -> Option<(ApprovalRule, Option<Met>)> {
        let rule = rules.iter().max_by_key(|rule| rule.needs).cloned().unwrap_or_default();
        if rule.needs >= Evidence::Merged {
            return None;
        }
        let rule = ApprovalRule { needs: Evidence::Merged, ..rule };
        let acts = self.case.counted.iter().filter(|_| self.spell.kind == SpellKind::Text);
        let acts = acts.map(|place| self.case.act(*place));
        let is_other = |act: &Filed| act.text != Some(self.spell.substance()) || self.since.is_some();
        let earlier = |act: &&Filed| act.moment < self.spell.first && is_other(act);
        let gone: Vec<Option<Met>> = acts.filter(earlier).map(|act| act.gone).collect();
        let free = gone.iter().copied().collect::<Option<Vec<Met>>>().and_then(|all| all.into_iter().max());
        (!gone.is_empty()).then_some((rule, free))
    }

    /// The run of steps that brought the text; `None` where a merge went back to an old one.
    fn text(&self) -> Option<Text> {
        let own = self.line.of(self.spell).iter();
        let own = own.filter(|held| self.line.history.step(held.step).is_some_and(|(by, _)| by.place == held.place));
        let newest = own.filter_map(|held| self.line.place_of(held.step)).min()?;
        authors::at(&self.case.steps, newest, &self.spell.substance()).filter(|text| text.run.start == newest)
    }

    fn met_by(&self, rule: &ApprovalRule, text: Option<&Text>, begun: Met, claims: &[Span]) -> Vec<Span> {
        let is_claim = rule.needs == Evidence::Claimed;
        if rule.needs == Evidence::None || is_claim && is_lasting(claims, begun) {
            return vec![Span { from: begun, until: None }];
        }
        let (mut spans, pieces): (Vec<Span>, Vec<Piece>) =
            self.events(rule, text, begun).into_iter().map(|event| (event.span, event.piece)).unzip();
        spans.extend(claims.iter().filter(|_| is_claim));
        sweep(&spans, |there| {
            if there.iter().any(|place| *place >= pieces.len()) {
                return true;
            }
            let pieces = there.iter().filter_map(|place| pieces.get(*place).cloned()).collect();
            evidence::settle(rule, Approval { pieces, ..Approval::default() }).satisfied
        })
    }

    /// When what is merely said called it approved: the message of the commit for good, or the text, and by whom.
    fn claims(&self, begun: Met, revision: &Revision) -> Vec<Span> {
        let is_said = self.spell.kind == SpellKind::Retired || evidence::trailers(revision).next().is_some();
        match is_said {
            true => vec![Span { from: begun, until: None }],
            false => came::claims(self.line.history, self.line.of(self.spell), begun),
        }
    }

    /// What counts for the text by a rule, each from when.
    fn events(&self, rule: &ApprovalRule, text: Option<&Text>, begun: Met) -> Vec<Event> {
        let acts = self.case.ever.get(&self.spell.substance()).into_iter().flatten();
        let mut events: Vec<Event> = acts.filter_map(|act| self.act(*act, rule, text, begun)).collect();
        let shown = &self.case.shown;
        let Some(text) = text.filter(|_| !shown.merges.is_empty() || !shown.signed.is_empty()) else { return events };
        let authors = self.case.authors(text, |substance| self.approved.contains(substance));
        let mut pieces = Vec::new();
        evidence::merged(self.case, rule, text, shown, &authors, &mut pieces);
        pieces.extend(shown.signed.iter().map(|signed| evidence::signed_piece((&*self.case, rule), signed, &authors)));
        pieces.retain(|piece| piece.against.is_none());
        events.extend(pieces.into_iter().filter_map(|piece| {
            let from = came::of_git(self.line.history, self.line.steps, &piece)?;
            let from = Met { moment: from.moment.max(begun.moment), day: from.day.max(begun.day) };
            let span = Span { from, until: None };
            self.until.is_none_or(|until| from.moment < until).then_some(Event { span, piece })
        }));
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
        let from = Met { moment: act.moment.max(begun.moment), day };
        let span = Span { from, until: act.gone };
        Some(Event { span, piece: evidence::of_act((self.case, rule), place, record) })
    }
}
