//! Who approved each version of a document, as far as there is something to show.
//!
//! Of the present text all evidence is known: see [`Approval`]. Of an earlier one that by which it came into force, and the
//! acts on record; where there is none, that it was approved is what the text, or the message of a commit, said at the time.

use std::collections::{BTreeMap, BTreeSet};

use super::acts::{Act, Counts};
use super::approvals::Approvals;
use super::approver::{Approver, VersionApproval};
use super::case::From;
use super::evidence::{Approval, MOST_NAMED, Piece};
use super::record::ActKind;
use super::standing::stands_for;
use crate::history::{self, Change, History, Revision, Step, Version};
use crate::model::approval_rule::{ApprovalRule, Evidence};
use crate::model::document::{Document, Status};
use crate::model::{Aims, DocIx};

impl Approvals {
    /// Who approved each version of a document: one for each of [`History::versions`], in the same order.
    pub fn of_versions(&self, aims: &Aims, history: &History, ix: DocIx) -> Vec<VersionApproval> {
        let document = aims.document(ix);
        let versions = history.versions(&document.path);
        let steps = history.steps(&document.path);
        let kind = document.kind_name();
        let case = Case {
            all: self,
            rule: aims.config.approval.of(kind),
            acts: self.acts_of(ix).map(|(_, act)| act).filter(|act| counts(act, ActKind::Approval)).collect(),
        };
        let claims = Case { acts: Vec::new(), ..case };
        let last = versions.len().saturating_sub(1);
        let judge = |(place, version): (usize, &Version)| {
            let own = own_steps(history, steps, version);
            let present = self.of(ix).filter(|_| place == last && is_present(document, version));
            let then = self.tenures(ix).get(place).map(|tenure| &tenure.approved);
            let mut texts: BTreeMap<[u8; 32], Vec<_>> = BTreeMap::new();
            for (text, step) in own.iter().filter_map(|step| Some((step.1.facts.as_ref()?.substance, *step))) {
                texts.entry(text).or_default().push(step);
            }
            let of_text = |(text, own): ([u8; 32], Vec<_>)| {
                let present = present.filter(|_| self.substance(ix) == Some(text));
                let then = then.and_then(|then| then.texts.get(&text));
                // Whoever approved what was in force no longer did not bring it into force.
                let case = if then.is_some() && present.is_none() { &claims } else { &case };
                (text, by_then(case.judge(&own, present), then, false))
            };
            by_then(case.judge(&own, present), then, place != last).with(texts.into_iter().map(of_text))
        };
        versions.iter().enumerate().map(judge).collect()
    }

    /// The last act of this kind that counts for the present text of a document, else for an earlier one.
    pub fn last_act(&self, ix: DocIx, kind: ActKind) -> Option<&Act> {
        let of_kind = || self.acts_of(ix).map(|(_, act)| act).filter(|act| counts(act, kind)).rev();
        let back = || of_kind().find(|act| act.standing.is_brought_back());
        of_kind().find(|act| act.standing == Counts::Yes).or_else(back).or_else(|| of_kind().next())
    }
}

/// The newest step of a document that has the text which an act names; `None` where no commit has it.
pub fn text_of(history: &History, document: &Document, act: &Act) -> Option<Step> {
    let substance = act.text?;
    let steps = history.steps(&document.path).iter().copied();
    steps.into_iter().find(|step| {
        let facts = history.step(*step).and_then(|(_, change)| change.facts.as_ref());
        facts.is_some_and(|facts| facts.substance == substance)
    })
}

/// The steps of a version, oldest first. `steps` are those of the document, newest first. A version that came by a merge
/// may begin beside the one before it; each has its own steps.
fn own_steps<'a>(history: &'a History, steps: &[Step], version: &Version) -> Vec<(&'a Revision, &'a Change)> {
    let newest = version.first.revision.min(version.last.revision);
    let oldest = version.first.revision.max(version.last.revision);
    let begin = steps.partition_point(|step| step.revision < newest);
    let end = steps.partition_point(|step| step.revision <= oldest);
    let own = |(_, change): &(&Revision, &Change)| {
        change.stood() && change.facts.as_ref().is_none_or(|facts| facts.version == version.label)
    };
    let within = steps.get(begin..end).unwrap_or_default().iter().rev();
    within.filter_map(|step| history.step(*step)).filter(own).collect()
}

/// What it came into force by is told, be it that the records of that are gone, or that another rule asks for more now.
fn by_then(mut now: VersionApproval, then: Option<&VersionApproval>, is_past: bool) -> VersionApproval {
    match then {
        Some(then) if then.level > now.level => return then.clone(),
        Some(then) if then.level == Evidence::Recorded && is_past => now.lacking.clear(),
        _ => {}
    }
    now
}

fn counts(act: &Act, kind: ActKind) -> bool {
    act.of_kind(kind).is_some() && !matches!(act.standing, Counts::No(_))
}

/// Whether the document calls itself by this version now, and says that it is approved.
fn is_present(document: &Document, version: &Version) -> bool {
    document.status() == Some(Status::Approved) && document.fields.text("version") == version.label.as_deref()
}

struct Case<'a> {
    all: &'a Approvals,
    rule: &'a ApprovalRule,
    /// Acts of approval that count, or did for the text they name.
    acts: Vec<&'a Act>,
}

impl Case<'_> {
    /// `own` are the steps of the version, or of a text of it, oldest first; `present` is what there is to show for the
    /// present text, where that is among them.
    fn judge(&self, own: &[(&Revision, &Change)], present: Option<&Approval>) -> VersionApproval {
        let substance = |(_, change): &(&Revision, &Change)| change.facts.as_ref().map(|facts| facts.substance);
        let texts: BTreeSet<[u8; 32]> = own.iter().filter_map(substance).collect();
        let last = own.iter().rev().find_map(substance);
        let named = |act: &&Act| act.text;
        let acts: Vec<&Act> =
            self.acts.iter().copied().filter(|act| named(act).is_some_and(|text| texts.contains(&text))).collect();
        let of_last = acts.iter().any(|act| named(act) == last);
        // What is known of the present text goes before what is known of an earlier one under the same number.
        match present {
            Some(present) if present.level > Evidence::Claimed => return self.of_present(present),
            _ if !acts.is_empty() => return self.recorded(&acts, !of_last),
            Some(present) => return self.of_present(present),
            None => {}
        }
        let approved = own.iter().rev().filter_map(|(_, change)| change.facts.as_ref());
        let Some(approved) = approved.into_iter().find(|facts| facts.says_approved()) else {
            return VersionApproval::default();
        };
        let mut by: Vec<Approver> = Vec::new();
        let mut named = BTreeSet::new();
        for (revision, _) in own {
            for value in history::values(&revision.body, "Approved-by").into_iter().take(MOST_NAMED) {
                let (name, email) = history::identity(value);
                let who = if name.is_empty() { email } else { name };
                if by.len() < MOST_NAMED && named.insert(who) {
                    by.push(Approver::new(who, Some(revision.date), None));
                }
            }
        }
        // Whom the text named then, it names still.
        for who in approved.approvers.iter().filter(|who| !who.trim().is_empty()) {
            if by.len() < MOST_NAMED && named.insert(who) {
                by.push(Approver::new(who, None, None));
            }
        }
        VersionApproval { level: Evidence::Claimed, by, ..VersionApproval::default() }
    }

    fn recorded(&self, acts: &[&Act], amended: bool) -> VersionApproval {
        let by = acts.iter().filter_map(|act| Some((act.record.as_ref().ok()?, act.landed)));
        let by = by.map(|(record, landed)| Approver::new(&record.by, Some(record.date), landed)).collect();
        let of = |act: &&Act| Some(stands_for(self.rule, act.record.as_ref().ok()?, &act.signer.as_ref()?.roles));
        let held = |role: &str| acts.iter().filter_map(of).flatten().any(|held| held == role);
        let roles = self.rule.roles.iter().map(|role| role.value.clone());
        let lacking = match self.rule.needs {
            Evidence::Recorded => roles.filter(|role| !held(role)).collect(),
            _ => Vec::new(),
        };
        VersionApproval { level: Evidence::Recorded, by, lacking, amended, ..VersionApproval::default() }
    }

    fn of_present(&self, present: &Approval) -> VersionApproval {
        let counting = present.pieces.iter().filter(|piece| piece.evidence == present.level && piece.against.is_none());
        let landed = |piece: &Piece| match &piece.from {
            From::Act(place) => self.all.act(*place).and_then(|act| act.landed),
            _ => None,
        };
        let by = counting.map(|piece| Approver::new(&piece.who, piece.date, landed(piece))).collect();
        VersionApproval { level: present.level, by, lacking: present.lacking.clone(), ..VersionApproval::default() }
    }
}
