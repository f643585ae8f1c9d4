//! What all evidence comes to: one [`Standing`] for each document.

use super::acts::{Act, Counts};
use super::approvals::Approvals;
use super::evidence::{Approval, says_approved};
use super::record::ActKind;
use crate::base::Date;
use crate::history::History;
use crate::model::approval_rule::Evidence;
use crate::model::document::Document;
use crate::model::standing::{Approved, Basis, InForce, Reviewed, Standing};
use crate::model::versions::{same, same_line};
use crate::model::{Aims, DocIx};

impl Approvals {
    /// How each document stands, in order of [`Aims::documents`].
    pub fn standings(&self, aims: &Aims) -> Vec<Standing> {
        aims.iter().map(|(ix, document)| self.standing(aims, ix, document)).collect()
    }

    fn standing(&self, aims: &Aims, ix: DocIx, document: &Document) -> Standing {
        let record = document.controlled && !document.is_kept_current();
        let asked = !record || document.says_approved() || document.is_approved_by(&aims.config.approval);
        let approval = match self.of(ix) {
            Some(approval) if document.controlled && asked => outcome(approval, document),
            _ if record => Approved::OnRecord,
            _ => Approved::NotAsked,
        };
        let in_force = match approval {
            approval if approval.is_given() && !document.is_retired() => self.force(aims, ix, document),
            _ => InForce::No,
        };
        Standing { approval, in_force, reviewed: self.reviewed(aims, ix), unentitled: false }
    }

    /// Whether the present text, which is approved, is in force: as the record has it of the version that it is, and by its
    /// own word where there is no record.
    fn force(&self, aims: &Aims, ix: DocIx, document: &Document) -> InForce {
        let stated = document.fields.date("effective");
        let Some(tenure) = self.tenures(ix).last() else {
            return stated.filter(|day| *day > aims.today).map_or(InForce::Now, InForce::From);
        };
        match tenure.from {
            Some(from) if from > aims.today => InForce::From(from),
            _ if tenure.is_in_force(aims.today) => InForce::Now,
            _ => InForce::No,
        }
    }

    /// Since when a document has been in force in versions of the first number that its present one has, `2` of `2.1`: others
    /// are taken for other texts. Of the first version on record that is as it says itself.
    pub fn same_since(&self, history: &History, ix: DocIx, document: &Document) -> Option<Date> {
        let (versions, present) = (history.versions(&document.path), document.fields.text("version")?);
        let is_same = |label: &str| same(label, present) || same_line(label, present);
        match versions.iter().rposition(|version| !version.label.as_deref().is_some_and(is_same)) {
            None => versions.first()?.effective,
            Some(last) => self.tenures(ix).get(last + 1)?.from,
        }
    }

    /// The newest act that counts for the present text and is committed. Its day is that of the record, and no later than
    /// the day on which it reached the main line: nobody reviews ahead. One that came in long after its day renews nothing:
    /// else a review that was missed would be made good by a date. Until a text is in force, the one that is goes on being due.
    /// Where none is of the present text, the newest about an earlier one: that day was met.
    fn reviewed(&self, aims: &Aims, ix: DocIx) -> Option<Reviewed> {
        let is_to_come = aims.document(ix).fields.date("effective").is_some_and(|day| day > aims.today);
        let before = self.tenures(ix).iter().find(|tenure| is_to_come && tenure.is_in_force(aims.today));
        // That the text to come was approved looks at nothing of the one that is there.
        let is_review = |act: &Act| act.record.as_ref().is_ok_and(|record| record.act == ActKind::Review);
        // Nor does that of a draft; what was done about the text in force stands, whatever was written since.
        let held = self.held.get(&ix).filter(|_| !aims.document(ix).says_approved());
        let held = held.and_then(|held| held.text.digests).map(|digests| digests.substance);
        let counts = |act: &Act| match before {
            Some(_) => act.standing == Counts::Earlier || act.standing == Counts::Yes && is_review(act),
            None if held.is_some() && act.text == held => act.standing == Counts::Yes || act.standing.is_past(),
            None => act.standing == Counts::Yes && (held.is_none() || is_review(act)),
        };
        let looked = |act: &Act| {
            let (record, landed) = (act.record.as_ref().ok()?, act.landed?);
            let by = match record.act {
                ActKind::Review => Basis::Review,
                ActKind::Approval => Basis::Approval,
                // Who has read a text has not judged it.
                ActKind::Acknowledgement => return None,
            };
            Some(Reviewed { day: record.date.min(landed), by, since: act.on_record_since() })
        };
        let newest = |counts: &dyn Fn(&Act) -> bool| {
            let counting = self.acts_of(ix).map(|(_, act)| act).filter(|act| counts(act) && !act.is_late());
            let past = counting.filter_map(looked).filter(|reviewed| reviewed.day <= aims.today);
            past.max_by_key(|reviewed| (reviewed.day, reviewed.by == Basis::Review))
        };
        // An act that came after the present text looked past it.
        let came = self.came.get(&ix);
        let is_then = |act: &Act| came.is_none_or(|came| act.moment < *came);
        let earlier = || newest(&|act| before.is_none() && act.standing.is_past() && is_then(act));
        let earlier = || earlier().map(|last| Reviewed { by: Basis::Earlier, ..last });
        let begun = before.and_then(|tenure| tenure.from).map(|day| Reviewed { day, by: Basis::Begun, since: None });
        newest(&counts).or_else(earlier).or(begun)
    }
}

/// What evidence of a level comes to for a text of which the rule asks for no more.
pub(super) fn given(level: Evidence) -> Approved {
    match level {
        Evidence::None => Approved::Unasked,
        Evidence::Claimed => Approved::Claimed,
        level => Approved::Yes(level),
    }
}

/// What the evidence for one text comes to.
fn outcome(approval: &Approval, document: &Document) -> Approved {
    if approval.is_in_force(document) {
        return given(approval.level);
    }
    match says_approved(document) {
        false => Approved::No,
        true if approval.lapsed.is_some() => Approved::Lapsed,
        true => Approved::Lacking,
    }
}
