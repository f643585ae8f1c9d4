//! The life of each document, those that are there and those that are gone: what it was, and what it is now.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::acts::Counts;
use super::acts::Filed;
use super::authors::{self, Steps};
use super::bar::{self, Bar};
use super::bore::Bearer;
use super::case::{Case, Shown, Standings, Whole};
use super::claim::Claim;
use super::evidence::{self, Approval};
use super::leaving::Left;
use super::life::follow;
use super::line::Line;
use super::persons::Persons;
use super::place::{ActIx, Moment, step};
use super::record::ActKind;
use super::renumbered::renumbered;
use super::roster::Roster;
use super::signatures::{Breadth, Signatures};
use super::targets::{Leads, led_since};
use super::tenure::Tenure;
use crate::base::{Date, Result};
use crate::history::{Change, Gap, Gone, History, LinePlace, Revision, Standing};
use crate::model::Aims;
use crate::model::approval_rule::{ApprovalRule, ApprovalRules};
use crate::model::document::Document;
use crate::repo::{ObjectId, Repo};

/// What lives are told from.
pub(super) struct From<'a> {
    pub(super) aims: &'a Aims,
    pub(super) history: &'a History,
    /// The people of today.
    pub(super) roster: &'a Roster,
    /// Who had other names.
    pub(super) persons: &'a Persons,
    /// All acts on record, and after them those whose records were taken away.
    pub(super) filed: &'a [Filed],
    /// The repository, with the path of the AIMS in it, and the commit that is checked out or asked for.
    pub(super) repo: Option<(&'a Repo, &'a str)>,
    pub(super) tip: Option<ObjectId>,
}

/// What became of a document that is there.
#[derive(Clone)]
pub(super) struct Lived {
    /// What there is to show for its present text, and for the acts about it; `None` where nobody approves such.
    pub(super) judged: Option<(Arc<Approval>, Standings)>,
    /// When its versions were in force.
    pub(super) tenures: Arc<[Tenure]>,
    /// What git shows of its present text.
    pub(super) shown: Arc<Shown>,
    /// How it left by giving itself another id, if it did.
    pub(super) renumbered: Option<Left>,
    /// When its present text came.
    pub(super) came: Option<Moment>,
}

impl<'a> From<'a> {
    /// Judges a document that is there, with this substance where it has front matter, by the acts on record; when it was in
    /// force, by those too that were.
    pub(super) fn present(
        &self,
        document: &'a Document,
        (substance, leads): (Option<[u8; 32]>, Option<&'a Leads>),
        (acts, ever_acts): (&'a [ActIx], &'a [ActIx]),
        signatures: &mut Signatures<'_, '_>,
    ) -> Result<Lived> {
        let steps: Steps<'a> = self.history.of(&document.path).collect();
        let own = Claim::of_document(document);
        let asked = is_judged(document, &self.aims.config.approval, &steps, !acts.is_empty());
        let ever = asked || bar::was_approved(&steps, &own);
        let substance = substance.or_else(|| bar::uncontrolled(&steps)).unwrap_or_default();
        let rule = self.aims.config.approval.of(document.kind_name());
        let mut case = Case { leads, ..self.case(Some(document), rule, (substance, steps), ever_acts) };
        let (held, versions) = (self.history.held(&document.path), self.history.versions(&document.path));
        let line = Line::new(self.history, (held, versions), self.history.steps(&document.path), self.aims.today);
        let mut found = follow(&line, &mut case, signatures)?;
        (case.since, case.acts, case.approved) = (found.since, acts, std::mem::take(&mut found.before));
        let text = authors::present(&case.steps, &substance, document.is_retired());
        let oldest = text.as_ref().and_then(|text| line.steps.get(text.run.end - 1));
        let arrived = oldest.and_then(|at| step(self.history, *at)).map(|(moment, ..)| moment);
        if ever {
            case.shown = match &text {
                Some(text) => {
                    let places = found.since.and_then(Moment::place)..Some(LinePlace::END);
                    signatures.shown(&case.steps, text, places, Breadth::Bringing)?
                }
                None => signatures.uncommitted(),
            };
        }
        let mut claims = std::mem::take(&mut found.claims);
        claims.extend(text.iter().flat_map(|text| bar::claims_in(&case.steps, text)));
        claims.insert(own);
        let bar = Bar::of(&case.shown.before, self.roster, &claims);
        let renumbered = renumbered((self.aims, self.history), document, &case.steps, self.roster);
        if document.translates.is_some() {
            // What is in force is the original, whatever this says of itself.
            found.tenures.iter_mut().for_each(|tenure| *tenure = Tenure::never());
        }
        if !ever || !asked && !bar.judged || document.translates.is_some() {
            let (tenures, shown) = (found.tenures.into(), case.shown.into());
            return Ok(Lived { judged: None, tenures, shown, renumbered, came: arrived });
        }
        let mut judged = evidence::judge(&case, &bar);
        let since = self.led_since(document, &judged);
        let approval = &mut judged.approval;
        let was_approved = found.approved;
        let of_present = text.is_some_and(|text| found.approved.is_some_and(|step| text.run.contains(&step.index())));
        // What is not in the clone does not speak against what was in force.
        if of_present && self.history.is_whole() && (!approval.satisfied || approval.lapsed.is_some()) {
            let since = since.or_else(|| self.beside_since(document));
            found.outlaw(since.unwrap_or_else(|| self.newest(&line, acts, signatures)));
        }
        if !approval.is_in_force(document) {
            // With the files that it was approved with, the text is an approved one still.
            approval.earlier = if since.is_some() { was_approved } else { found.approved };
        }
        let (tenures, shown) = (found.tenures.into(), case.shown.into());
        let evidence::Judged { approval, standings } = judged;
        Ok(Lived { judged: Some((approval.into(), standings)), tenures, shown, renumbered, came: arrived })
    }

    /// The day on which the links and images of a document came to lead elsewhere, where its approval has lapsed by that.
    fn led_since(&self, document: &Document, judged: &evidence::Judged) -> Option<Date> {
        let Some(Counts::LedElsewhere(moved)) = judged.standings.get(&judged.approval.lapsed?) else { return None };
        let ((repo, prefix), tip) = self.repo.zip(self.tip)?;
        Some(led_since(repo, prefix, tip, (&document.path, moved)).unwrap_or(self.aims.today))
    }

    /// The day of the last thing on record by which an approval may be lost: no text goes out of force because a day begins.
    fn newest(&self, line: &Line<'_>, acts: &[ActIx], signatures: &mut Signatures<'_, '_>) -> Date {
        let own = line.steps.iter().filter_map(|step| Some(self.history.step(*step)?.0.landed));
        let acts = acts.iter().filter_map(|place| self.filed.get(place.index()));
        let acts = acts.flat_map(|act| [act.landed, act.gone.map(|gone| gone.day)]).flatten();
        let settings = signatures.later(self.history, self.roster, line.today);
        own.chain(acts).chain(settings.last().map(|(at, _)| at.day)).max().unwrap_or(line.today)
    }

    /// The day on which a file came beside a document that says what the document is to say: see [`Case::beside`].
    fn beside_since(&self, document: &Document) -> Option<Date> {
        let steps = self.history.of(&document.speaks_by()?.path);
        steps.take_while(|(_, change)| change.new.is_some()).last().map(|(revision, _)| revision.landed)
    }

    /// When the versions of a document that is gone were in force.
    pub(super) fn gone(&self, gone: &'a Gone, signatures: &mut Signatures<'_, '_>) -> Result<Vec<Tenure>> {
        let steps: Steps<'a> = self.history.all(&gone.steps).collect();
        let bearer = Bearer::of(self.history, gone);
        let own = self.filed.iter().enumerate().filter(|(_, filed)| bearer.is_of(filed));
        let acts: Vec<ActIx> = own.map(|(place, _)| ActIx::new(place)).collect();
        let mut case = self.case(None, self.aims.config.approval.of(""), ([0; 32], steps), &acts);
        let line = Line::new(self.history, (&gone.held, &gone.versions), &gone.steps, self.aims.today);
        Ok(follow(&line, &mut case, signatures)?.tenures)
    }

    fn case<'c>(
        &self,
        document: Option<&'c Document>,
        rule: &'c ApprovalRule,
        (substance, steps): ([u8; 32], Steps<'c>),
        acts: &'c [ActIx],
    ) -> Case<'c>
    where
        'a: 'c,
    {
        let begins = steps.last().is_some_and(|(revision, change)| self.history.begins(revision, change));
        let whole = Whole { clone: self.history.is_whole(), begins };
        let mut ever: BTreeMap<[u8; 32], Vec<ActIx>> = BTreeMap::new();
        for place in acts {
            let act = self.filed.get(place.index()).filter(|act| act.of_kind(ActKind::Approval).is_some());
            act.and_then(|act| act.text).into_iter().for_each(|text| ever.entry(text).or_default().push(*place));
        }
        Case {
            document,
            rule,
            substance,
            steps,
            roster: self.roster,
            persons: self.persons,
            acts,
            ever,
            filed: self.filed,
            shown: Shown::default(),
            recorded: self.history.standing == Standing::Recorded,
            cut: self.history.gaps.iter().any(Gap::is_hole),
            whole,
            since: None,
            approved: Vec::new(),
            counted: BTreeSet::new(),
            leads: None,
        }
    }
}

/// Whether it is asked who approved a document. Of records it is asked where the settings have a rule for their very kind:
/// else they are on record, and that is all. Of an entry of a register, which has no life of its own, it is asked where it
/// ever gave a status, or somebody acted on it.
fn is_judged(document: &Document, rules: &ApprovalRules, steps: &Steps<'_>, acted: bool) -> bool {
    let Some(kind) = document.kind.as_ref().filter(|_| document.controlled) else { return false };
    if !document.is_kept_current() {
        return document.is_approved_by(rules);
    }
    let said = |(_, change): &(&Revision, &Change)| change.facts.as_ref().is_some_and(|facts| facts.status.is_some());
    kind.has_life()
        || acted
        || rules.kinds.contains_key(&kind.name)
        || document.fields.get("status").is_some()
        || steps.iter().any(said)
}
