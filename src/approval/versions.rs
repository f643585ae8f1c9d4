//! Who approved each version of a document, as far as there is something to show.
//!
//! Of the present text all evidence is known: see [`Approval`]. Of an earlier one that by which it came into force, and the
//! acts on record; where there is none, that it was approved is what the text, or the message of a commit, said at the time.

use std::collections::{BTreeMap, BTreeSet};

use super::acts::{Act, Counts};
use super::approvals::Approvals;
use super::approver::{Approver, VersionApproval};
use super::evidence::{Approval, MOST_NAMED, trailers};
use super::record::ActKind;
use super::standing::stands_for;
use crate::history::{Change, History, Revision, Step, Version};
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
            let told = |own: &[_], (present, then): (Option<&Approval>, Option<&VersionApproval>)| {
                // Whoever approved what was in force no longer did not bring it into force.
                let gave_way = present.is_none() && then.is_some_and(|then| then.in_force);
                let case = if gave_way { &claims } else { &case };
                by_then(case.judge(own, present), then, gave_way)
            };
            let of_text = |(text, own): ([u8; 32], Vec<_>)| {
                let present = present.filter(|_| self.substance(ix) == Some(text));
                (text, told(&own, (present, then.and_then(|then| then.texts.get(&text)))))
            };
            told(&own, (present, then)).with(texts.into_iter().map(of_text))
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

/// What it came into force by is told, be it that the records of that are gone, or that another rule asks for more now; and
/// what was to show for what gave way.
fn by_then(now: VersionApproval, then: Option<&VersionApproval>, gave_way: bool) -> VersionApproval {
    let is_told = |then: &&VersionApproval| then.level > now.level || gave_way && then.level == now.level;
    then.filter(is_told).cloned().unwrap_or(now)
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
        let of = |present| VersionApproval::of(present, |place| self.all.act(place).map(|act| &act.filed));
        // What is known of the present text goes before what is known of an earlier one under the same number.
        match present {
            Some(present) if present.level > Evidence::Claimed => return of(present),
            _ if !acts.is_empty() => return self.recorded(&acts, !of_last, present),
            Some(present) => return of(present),
            None => {}
        }
        let approved = own.iter().rev().filter_map(|(_, change)| change.facts.as_ref());
        let Some(approved) = approved.into_iter().find(|facts| facts.says_approved()) else {
            return VersionApproval::default();
        };
        // Whom the text named then, it names still.
        let of_text = approved.approvers.iter().filter(|who| !who.trim().is_empty()).map(|who| (who.to_string(), None));
        let of_it = own.iter().filter(|step| substance(step) == Some(approved.substance));
        let said = of_it.flat_map(|(revision, _)| trailers(revision)).map(|(_, day, who)| {
            let who = if who.name.is_empty() { who.email } else { who.name };
            (who.to_string(), Some(day))
        });
        let mut seen = BTreeSet::new();
        let named = of_text.chain(said).filter(|(who, _)| seen.insert(who.clone())).take(MOST_NAMED);
        let by: Vec<Approver> = named.map(|(who, day)| Approver::new(&who, day, None)).collect();
        // That a text calls itself approved is no claim of anybody: of the present text neither.
        let level = if by.is_empty() { Evidence::None } else { Evidence::Claimed };
        VersionApproval { level, by, ..VersionApproval::default() }
    }

    fn recorded(&self, acts: &[&Act], amended: bool, present: Option<&Approval>) -> VersionApproval {
        let by = acts.iter().filter_map(|act| Some((act.record.as_ref().ok()?, act.landed)));
        let by = by.map(|(record, landed)| Approver::new(&record.by, Some(record.date), landed)).collect();
        let of = |act: &&Act| Some(stands_for(self.rule, act.record.as_ref().ok()?, &act.signer.as_ref()?.roles));
        let held = |role: &str| acts.iter().filter_map(of).flatten().any(|held| held == role);
        let roles = self.rule.roles.iter().map(|role| role.value.clone());
        let lacking = match (present.filter(|_| !amended), self.rule.needs) {
            (Some(present), _) => present.lacking.clone(),
            (None, Evidence::Recorded) => roles.filter(|role| !held(role)).collect(),
            _ => Vec::new(),
        };
        VersionApproval { level: Evidence::Recorded, by, lacking, amended, ..VersionApproval::default() }
    }
}
