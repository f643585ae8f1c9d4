//! A requirement on the ladder, with what stands behind it, and what that follows from.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::about::{About, is_alive};
use super::against::Open;
use super::asked::{CalledFor, OfSystem, There};
use super::catalog::{Catalog, FrameworkId, ReqId};
use super::config::Config;
use super::doc::{DocIx, Ids};
use super::document::Document;
use super::in_place::AllInPlace;
use super::known::Known;
use super::lack::{Caveat, CaveatKind, Lack, LackKind};
use super::own_clauses;
use super::review::Review;
use super::soa::Soa;
use super::standing::{Approved, InForce, Standing};
use super::tier::Tier;
use crate::base::Date;

/// The ladder. The order is the order of the rungs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rung {
    /// Nothing that binds anybody stands behind it.
    Gap,
    /// A document says so.
    Stated,
    /// A procedure does it.
    Operated,
    /// A dated record shows it.
    Evidenced,
    /// All that is approved, in date, and the evidence within its period.
    Current,
}

impl Rung {
    /// All rungs, lowest first.
    pub const ALL: [Self; 5] = [Self::Gap, Self::Stated, Self::Operated, Self::Evidenced, Self::Current];

    /// The word on pages and in data.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gap => "gap",
            Self::Stated => "stated",
            Self::Operated => "operated",
            Self::Evidenced => "evidenced",
            Self::Current => "current",
        }
    }
}

/// Where a requirement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The statement of applicability leaves it out: it stands aside.
    Excluded,
    /// On this rung.
    On(Rung),
    /// These readers are not told: some of what it is judged by may be withheld from them.
    Untold,
}

impl Place {
    /// All places of a whole AIMS, from aside to the top.
    pub const ALL: [Self; 6] = [
        Self::Excluded,
        Self::On(Rung::Gap),
        Self::On(Rung::Stated),
        Self::On(Rung::Operated),
        Self::On(Rung::Evidenced),
        Self::On(Rung::Current),
    ];

    /// The word in data.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Excluded => "excluded",
            Self::On(rung) => rung.as_str(),
            Self::Untold => "untold",
        }
    }
}

/// What sort of requirement it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RequirementKind {
    /// A clause of a framework that is followed.
    Clause,
    /// A reference control, such as one of Annex A.
    Control,
    /// A control of the team's own.
    OwnControl,
}

impl RequirementKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Clause, Self::Control, Self::OwnControl];

    /// What sort a requirement is, also one that is there no more.
    pub fn of(catalog: &Catalog, id: &ReqId) -> Self {
        match catalog.standard(&id.framework) {
            Some(standard) if standard.clause(&id.id).is_some() => Self::Clause,
            Some(standard) if standard.control(&id.id).is_none() => Self::OwnControl,
            _ => Self::Control,
        }
    }

    /// The word in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Clause => "clause",
            Self::Control => "control",
            Self::OwnControl => "own-control",
        }
    }
}

/// A document that serves a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Serving {
    /// What it does.
    pub tier: Tier,
    /// The document.
    pub document: DocIx,
    /// The document through which it serves, where it names no requirements of its own.
    pub via: Option<DocIx>,
}

/// Whether a requirement applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applicability {
    /// It does.
    Applies,
    /// The statement of applicability leaves it out.
    Excluded {
        /// The reason it gives.
        reason: Option<String>,
    },
    /// The statement does not mention it, or not whether it applies.
    Unmentioned,
}

/// A requirement with all that stands behind it.
#[derive(Debug, Clone)]
pub struct Requirement {
    /// The framework it is of.
    pub framework: FrameworkId,
    /// Clause or control id within the framework.
    pub id: String,
    /// How documents and pages name it: the id alone where the framework is the one followed first, else with the framework
    /// before it, `iso-27001:A.5.2`.
    pub name: String,
    /// Its sort.
    pub kind: RequirementKind,
    /// Its short title.
    pub title: String,
    /// Whether it applies.
    pub applicability: Applicability,
    /// Tiers that it asks for.
    pub needs: Vec<Tier>,
    /// The kinds of evidence that it calls for; any where it names none.
    pub evidence_kinds: Vec<String>,
    /// Whether it is bound to AI systems: it is shown for each that is in use.
    pub per_system: bool,
    /// Documents that serve it, by tier, then id. Retired ones are left out.
    pub serving: Vec<Serving>,
    /// How many more serve it through others, which are not listed.
    pub unlisted: usize,
    /// Documents whose text links to it.
    pub mentioned_by: Vec<DocIx>,
    /// The rung.
    pub rung: Rung,
    /// What it calls for in writing, item by item.
    pub called_for: Vec<CalledFor>,
    /// Of a control that is bound to AI systems and applies, the evidence for each that is in use, in their order.
    pub by_system: Vec<OfSystem>,
    /// Evidence that counts, each with its day: finished, with words, of a day that has come, of a kind that is called for.
    /// Where any of it says more than next to nothing, only that.
    pub evidence: Vec<(DocIx, Date)>,
    /// What would be evidence, and says next to nothing beside that.
    pub(super) passed_over: Vec<(DocIx, Date)>,
    /// The newest evidence and its day.
    pub newest_evidence: Option<(DocIx, Date)>,
    /// What the next rung lacks; empty at the top.
    pub lacks: Vec<Lack>,
    /// What weakens the rung without lowering it.
    pub caveats: Vec<Caveat>,
    /// Nonconformities that are open against it, by id.
    pub open: Vec<DocIx>,
    /// Whether readers are not told where it stands.
    pub(super) untold: bool,
    /// The rung it has without the top one, where nothing but what the top asks for can be lacking.
    pub(super) below_top: Option<Rung>,
}

impl Requirement {
    /// What tells it from all others.
    pub fn key(&self) -> ReqId {
        ReqId::new(&self.framework, &self.id)
    }

    /// Documents that serve it in one way.
    pub fn tier(&self, tier: Tier) -> impl Iterator<Item = &Serving> {
        self.serving.iter().filter(move |serving| serving.tier == tier)
    }

    /// Whether a document that serves it counts towards its rung: of those that show it what is evidence, of others what holds
    /// a word.
    pub fn counts(&self, serving: &Serving, document: &Document) -> bool {
        match serving.tier {
            Tier::Shows => self.evidence.iter().any(|(evidence, _)| *evidence == serving.document),
            Tier::Says | Tier::Does => !document.said.wordless,
        }
    }

    /// Whether it calls for evidence of the kind that a document is of.
    pub fn calls_for_kind(&self, document: &Document) -> bool {
        is_of_kind(&self.evidence_kinds, document)
    }

    /// AI systems in use for which nothing shows it, where it is bound to systems.
    pub fn systems_without(&self) -> impl Iterator<Item = DocIx> {
        self.by_system.iter().filter(|of| of.evidence.is_empty()).map(|of| of.system)
    }

    /// AI systems in use for which nothing shows it, where something shows it for others or for none in particular. Where
    /// nothing shows it at all, that is one lack and not one of each system.
    pub fn systems_left_out(&self) -> impl Iterator<Item = DocIx> {
        self.systems_without().filter(|_| !self.evidence.is_empty())
    }

    /// AI systems in use of which all evidence is older than its period.
    pub fn systems_stale(&self) -> impl Iterator<Item = DocIx> {
        self.by_system.iter().filter(|of| !of.fresh && !of.evidence.is_empty()).map(|of| of.system)
    }

    /// Documents that serve it.
    pub fn documents(&self) -> impl Iterator<Item = DocIx> {
        self.serving.iter().map(|serving| serving.document)
    }

    /// Where it stands: on a rung, unless it is left out or readers are not told.
    pub fn place(&self) -> Place {
        match (self.applies(), self.untold) {
            (false, _) => Place::Excluded,
            (true, true) => Place::Untold,
            (true, false) => Place::On(self.rung),
        }
    }

    /// Whether it stands at the top by an approval that is only claimed, or that nobody even claims: the rule of the
    /// organisation takes that, and nobody stands behind it.
    pub fn is_claimed(&self) -> bool {
        self.place() == Place::On(Rung::Current) && (self.is_weak(CaveatKind::OnlyClaimed) || self.is_unasked())
    }

    /// Whether nobody is said to have approved a text behind it, and nothing behind it is approved by a claim.
    pub fn is_unasked(&self) -> bool {
        self.is_weak(CaveatKind::Unasked) && !self.is_weak(CaveatKind::OnlyClaimed)
    }

    fn is_weak(&self, what: CaveatKind) -> bool {
        self.caveats.iter().any(|caveat| caveat.what == what)
    }

    /// Leaves out what follows from all there is: the rung, what is lacking and what is weak.
    pub(super) fn untell(&mut self) {
        self.untold = true;
        self.rung = Rung::Gap;
        self.below_top = None;
        self.lacks.clear();
        self.caveats.clear();
        for item in self.called_for.iter_mut().filter(|item| item.state != There::Present) {
            item.state = There::Untold;
        }
    }

    /// The next rung: one that it asks for; `None` at the top, for what is left out, and where readers are not told.
    pub fn next(&self) -> Option<Rung> {
        let asked = |rung: &Rung| match rung {
            Rung::Operated => self.needs.contains(&Tier::Does),
            Rung::Evidenced => self.needs.contains(&Tier::Shows),
            Rung::Gap | Rung::Stated | Rung::Current => true,
        };
        let above = Rung::ALL.into_iter().filter(|rung| *rung > self.rung);
        above.filter(asked).find(|_| matches!(self.place(), Place::On(_)))
    }

    /// Whether no statement of applicability leaves it out. Of what none mentions nobody has said that it applies: it is judged
    /// as if it did, for it may, and is never told to.
    pub fn applies(&self) -> bool {
        !matches!(self.applicability, Applicability::Excluded { .. })
    }
}

/// What the trace is built from.
pub(super) struct Inputs<'a> {
    pub documents: &'a [Arc<Document>],
    pub ids: &'a Ids,
    pub catalog: &'a Catalog,
    pub soas: &'a [Soa],
    pub known: &'a Known,
    pub config: &'a Config,
    pub today: Date,
    /// Documents that link to a requirement from their text.
    pub mentions: &'a BTreeMap<ReqId, BTreeSet<DocIx>>,
    /// How each document stands by the record.
    pub standings: &'a [Standing],
    /// Texts that are in force in place of present ones.
    pub in_place: &'a AllInPlace,
    /// What each of these names, and is for by its kind.
    pub named_in_place: BTreeMap<DocIx, BTreeSet<ReqId>>,
    /// How each document stands towards its next review.
    pub reviews: &'a [Review],
    /// The AI systems on record, and what is about each.
    pub about: &'a About,
    /// Living documents by the kind that they count as.
    pub by_kind: BTreeMap<&'a str, Vec<DocIx>>,
    /// The same of retired ones.
    pub retired_by_kind: BTreeMap<&'a str, Vec<DocIx>>,
    /// Open nonconformities.
    pub open: Vec<Open>,
}

/// The framework that is about AI systems: what it asks for is shown at work on some.
const OF_SYSTEMS: &str = "iso-42001";

/// Documents, each with its day as evidence.
type Dated = Vec<(DocIx, Date)>;

impl Inputs<'_> {
    pub(super) fn standing(&self, ix: DocIx) -> Standing {
        self.standings.get(ix.index()).copied().unwrap_or_default()
    }

    /// The text of a document that holds, and how that stands: while the next one is written, judged or waits, the one in force.
    /// A text that says that it is approved, and is not, is told as that.
    pub(super) fn holding(&self, ix: DocIx) -> (&Document, Standing) {
        let own = self.standing(ix);
        match self.in_place.get(&ix).filter(|_| !own.approval.is_refuted()) {
            Some(held) => (&held.text, Standing { approval: held.approval, in_force: InForce::Now, ..own }),
            None => (&self.documents[ix.index()], own),
        }
    }

    /// How what serves a requirement stands: by the text that holds, where that serves it as well.
    pub(super) fn standing_for(&self, requirement: &Requirement, serving: &Serving) -> Standing {
        let Some(named) = self.named_in_place.get(&serving.document) else {
            return self.standing(serving.document);
        };
        let (text, standing) = self.holding(serving.document);
        let is_own = || named.contains(&requirement.key());
        let mut on = ["implements", "evidence-for"].into_iter().flat_map(|key| text.fields.texts(key));
        let builds_on = |via: DocIx| on.any(|id| self.ids.get(&id.value.to_lowercase()) == Some(&via));
        match serving.via.map_or_else(is_own, builds_on) {
            true => standing,
            false => self.standing(serving.document),
        }
    }

    /// Whether a framework is about AI systems, of which none is on record.
    pub(super) fn lacks_inventory(&self, framework: &FrameworkId) -> bool {
        let mut systems = self.about.systems().iter().map(|ix| &self.documents[ix.index()]);
        *framework == *OF_SYSTEMS && !systems.any(|system| is_alive(system))
    }

    /// The day on which a document shows a requirement at work; `None` where it is no evidence, holds no word, is of another
    /// kind than the requirement calls for, an audit that is not internal where that is asked for, or a test that failed:
    /// whatever that names, it shows none of it at work.
    pub(super) fn shows(&self, requirement: &Requirement, ix: DocIx) -> Option<Date> {
        let document = &self.documents[ix.index()];
        let is_asked = || own_clauses::stands_for(self.known, self.catalog, document, &requirement.key());
        let is_theirs = document.is_other_audit() && is_asked();
        let bears_out = !document.refutes_control() && !document.said.wordless && !is_theirs;
        let shows = bears_out && is_of_kind(&requirement.evidence_kinds, document);
        self.evidence_date(ix).filter(|_| shows)
    }

    /// The evidence of a requirement, each with its day, and what is passed over. What says next to nothing is none beside
    /// what says something: it would hide how old that is, and by whom.
    pub(super) fn evidence(&self, requirement: &Requirement) -> (Dated, Dated) {
        let shown = |serving: &Serving| Some((serving.document, self.shows(requirement, serving.document)?));
        let mut found: Vec<(DocIx, Date)> = requirement.tier(Tier::Shows).filter_map(shown).collect();
        found.dedup();
        let (scant, full): (Vec<_>, Vec<_>) = found.into_iter().partition(|(ix, _)| self.is_scant(*ix));
        if full.is_empty() { (scant, full) } else { (full, scant) }
    }

    /// What is lacking where there is evidence, and none of a kind that is called for; or where what would show a requirement is
    /// written, and says itself that nothing was done.
    pub(super) fn unshown(&self, requirement: &Requirement) -> Option<Lack> {
        let (document, kinds) = (|ix: &DocIx| &self.documents[ix.index()], &requirement.evidence_kinds);
        // An audit that is no internal one is of the kind, and none that is asked for.
        let is_void = |of: &Document| of.refutes_control() || is_of_kind(kinds, of);
        let is_other = |ix: &DocIx| self.evidence_date(*ix).is_some() && !is_void(document(ix));
        let is_nothing =
            |ix: &DocIx| document(ix).is_written() && !document(ix).may_show() && is_of_kind(kinds, document(ix));
        let all = || requirement.tier(Tier::Shows).map(|serving| serving.document);
        let others: Vec<DocIx> = all().filter(is_other).collect();
        if !others.is_empty() {
            return Some(Lack { what: LackKind::OtherKind(kinds.clone()), documents: others });
        }
        let documents: Vec<DocIx> = all().filter(is_nothing).collect();
        (!documents.is_empty()).then_some(Lack { what: LackKind::NothingDone, documents })
    }

    /// Whether a document says next to nothing.
    pub(super) fn is_scant(&self, ix: DocIx) -> bool {
        self.documents[ix.index()].said.scant
    }

    /// Whether evidence of a day is within its period.
    pub(super) fn is_fresh(&self, ix: DocIx, day: Date) -> bool {
        self.config.evidence_period(self.documents[ix.index()].kind_name()).after(day) >= self.today
    }

    /// The day a record is evidence of; `None` for one that is still being written, be it by a merge that was left unfinished,
    /// is of something that nobody did, is of no day, or of a day to come, and for one that the organisation's rule wants
    /// approved and that is not.
    pub(super) fn evidence_date(&self, ix: DocIx) -> Option<Date> {
        let document = &self.documents[ix.index()];
        let asked = !document.is_kept_current();
        let unmet = matches!(self.standing(ix).approval, Approved::No | Approved::Lacking | Approved::Lapsed);
        let day = self.standing(ix).evidence_date(document, self.today);
        day.filter(|date| document.may_show() && !(asked && unmet) && *date <= self.today)
    }
}

/// Whether a document is of one of these kinds, or counts as one; of any where none is named.
pub(super) fn is_of_kind(kinds: &[String], document: &Document) -> bool {
    let is = |name: &str| kinds.iter().any(|kind| kind == name);
    kinds.is_empty() || document.kind.as_ref().is_some_and(|kind| is(kind.serves_as()))
}
