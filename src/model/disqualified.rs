//! What disqualifies: what keeps an AIMS from being taken for more than it is, as a plain list and never as a share of
//! anything. Each line says how much rests on one weak thing.

use std::collections::{BTreeMap, BTreeSet};

use super::asked::called_for;
use super::doc::DocIx;
use super::lack::{Caveat, CaveatKind, Lack, LackKind};
use super::tier::Tier;
use super::trace::{Applicability, BROAD, Requirement, Rung, There};
use super::whole::Aims;
use crate::base::{plural, say};

/// Something that disqualifies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disqualified {
    /// What.
    pub what: What,
    /// How many controls, requirements or items it is about.
    pub number: usize,
    /// Documents it is about, in the order in which they were met.
    pub documents: Vec<DocIx>,
}

/// What can disqualify, the gravest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// No AI system is on record.
    NoInventory,
    /// The statement of applicability leaves out every control.
    AllExcluded,
    /// So many controls rest on one record.
    OneRecord {
        /// The one person who wrote it, where it was one.
        by: Option<String>,
    },
    /// So many controls have no evidence for an AI system in use.
    SystemWithout,
    /// So many controls that apply have nothing behind them.
    NothingBehind,
    /// The same of so many, of which no statement of applicability says yet whether they apply.
    NothingBehindAny,
    /// Documents name so many controls, and none says what is to be done.
    NamedOnly,
    /// So many documents or records that clauses ask for by name are not there: these, each with the clause that asks.
    NotThere(Vec<(String, String)>),
    /// So many requirements are shown by records of another kind than the one called for.
    OtherKind,
    /// Behind so many requirements are documents that hold next to no words.
    NextToNoWords,
    /// A major nonconformity is open against so many requirements.
    MajorOpen,
    /// Errors are open in the documents behind so many requirements.
    ErrorOpen,
    /// So many requirements are weakened in one way; by all that there is, or (`true`) by the evidence for AI systems in use.
    Weakened(CaveatKind, bool),
}

/// So many items are named.
const NAMED: usize = 6;

impl Disqualified {
    /// What it says, a sentence. The documents it is about stand behind it.
    pub fn sentence(&self) -> String {
        let n = self.number;
        match &self.what {
            What::NoInventory => say!(
                "No AI system in scope that is being built or used is on record, so that nothing can stand above “operated”."
            )
            .to_owned(),
            What::AllExcluded => plural!(
                n,
                "The statement of applicability leaves out all {n} control, so that none is asked for.",
                "The statement of applicability leaves out all {n} controls, so that none is asked for."
            ),
            What::OneRecord { by: Some(by) } => plural!(
                n,
                "{n} control rests on one record of one person, {by}.",
                "{n} controls rest on one record of one person, {by}.",
                by
            ),
            What::OneRecord { by: None } => {
                plural!(n, "{n} control rests on one record alone.", "{n} controls rest on one record alone.")
            }
            What::SystemWithout => plural!(
                n,
                "{n} control has no evidence for an AI system in use.",
                "{n} controls have no evidence for an AI system in use."
            ),
            What::NothingBehind => plural!(
                n,
                "{n} control that applies has nothing behind it.",
                "{n} controls that apply have nothing behind them."
            ),
            What::NothingBehindAny => plural!(
                n,
                "{n} control has nothing behind it, and no statement of applicability says yet whether it applies.",
                "{n} controls have nothing behind them, and no statement of applicability says yet which of them apply."
            ),
            What::NamedOnly => plural!(
                n,
                "{n} control stands at gap though documents name it: records alone bind nobody, and one without words says nothing.",
                "{n} controls stand at gap though documents name them: records alone bind nobody, and one without words says nothing."
            ),
            What::NotThere(items) => not_there_said(n, items),
            What::OtherKind => plural!(
                n,
                "{n} requirement is shown by records of another kind than the one called for.",
                "{n} requirements are shown by records of another kind than the one called for."
            ),
            What::NextToNoWords => plural!(
                n,
                "{n} requirement has documents behind it that hold next to no words.",
                "{n} requirements have documents behind them that hold next to no words."
            ),
            What::MajorOpen => plural!(
                n,
                "A major nonconformity is open against {n} requirement.",
                "A major nonconformity is open against {n} requirements."
            ),
            What::ErrorOpen => plural!(
                n,
                "Errors are open in the documents behind {n} requirement.",
                "Errors are open in the documents behind {n} requirements."
            ),
            What::Weakened(kind, false) => weakened(*kind, n),
            What::Weakened(kind, true) => weakened_for_systems(*kind, n),
        }
    }
}

fn not_there_said(n: usize, items: &[(String, String)]) -> String {
    let named = items.iter().take(NAMED).map(|(title, of)| format!("{} ({of})", called_for(title)));
    let named = named.collect::<Vec<_>>().join("; ");
    let named = match items.len().saturating_sub(NAMED) {
        0 => named,
        more => say!("{named}; and {more} more", named, more),
    };
    plural!(
        n,
        "{n} item of documented information that clauses ask for is not there: {named}.",
        "{n} items of documented information that clauses ask for are not there: {named}.",
        named
    )
}

fn unasked(n: usize) -> String {
    plural!(
        n,
        "{n} requirement rests on texts that nobody is said to have approved.",
        "{n} requirements rest on texts that nobody is said to have approved."
    )
}

fn only_claimed(n: usize) -> String {
    plural!(
        n,
        "{n} requirement rests on approvals that are only claimed.",
        "{n} requirements rest on approvals that are only claimed."
    )
}

fn weakened(kind: CaveatKind, n: usize) -> String {
    match kind {
        CaveatKind::Unasked => unasked(n),
        CaveatKind::OnlyClaimed => only_claimed(n),
        CaveatKind::ReviewOnlyClaimed => plural!(
            n,
            "{n} requirement rests on reviews that are only claimed.",
            "{n} requirements rest on reviews that are only claimed."
        ),
        CaveatKind::RecordDoubtful => plural!(
            n,
            "{n} requirement rests on records that came long after their day, or were edited after they were closed.",
            "{n} requirements rest on records that came long after their day, or were edited after they were closed."
        ),
        CaveatKind::BroadRecord => plural!(
            n,
            "{n} requirement rests on records that carry more than {most} controls each.",
            "{n} requirements rest on records that carry more than {most} controls each.",
            most = BROAD
        ),
        CaveatKind::CopiedText => plural!(
            n,
            "{n} requirement rests on documents that share their text with others.",
            "{n} requirements rest on documents that share their text with others."
        ),
        CaveatKind::OneHand => plural!(
            n,
            "{n} requirement rests on what one person wrote on one day.",
            "{n} requirements rest on what one person wrote on one day."
        ),
        CaveatKind::OneSitting => plural!(
            n,
            "{n} requirement rests on evidence that one person wrote or began on one day, with that of many others.",
            "{n} requirements rest on evidence that one person wrote or began on one day, with that of many others."
        ),
        CaveatKind::OneDay => plural!(
            n,
            "{n} requirement rests on evidence that first came on record on one day, together with that of most controls.",
            "{n} requirements rest on evidence that first came on record on one day, together with that of most controls."
        ),
        CaveatKind::OwnProof => plural!(
            n,
            "{n} requirement rests on evidence by whoever wrote the procedure.",
            "{n} requirements rest on evidence by whoever wrote the procedure."
        ),
        CaveatKind::CameLate => plural!(
            n,
            "{n} requirement rests on evidence that came on record long after its day.",
            "{n} requirements rest on evidence that came on record long after its day."
        ),
        CaveatKind::Outdated => plural!(
            n,
            "{n} requirement rests on evidence that is older than the text in force of a document behind it.",
            "{n} requirements rest on evidence that is older than the text in force of a document behind them."
        ),
        CaveatKind::Elsewhere => plural!(
            n,
            "{n} requirement rests on evidence that is nothing but addresses outside the repository.",
            "{n} requirements rest on evidence that is nothing but addresses outside the repository."
        ),
        CaveatKind::Partial => plural!(
            n,
            "{n} requirement rests on an audit or a check by somebody who answers for what was looked at.",
            "{n} requirements rest on audits or checks by somebody who answers for what was looked at."
        ),
    }
}

/// The same of those that are weakened by the evidence for AI systems in use alone.
fn weakened_for_systems(kind: CaveatKind, n: usize) -> String {
    match kind {
        CaveatKind::BroadRecord => plural!(
            n,
            "{n} requirement rests, for an AI system in use, on records that carry more than {most} controls each.",
            "{n} requirements rest, for an AI system in use, on records that carry more than {most} controls each.",
            most = BROAD
        ),
        CaveatKind::OneSitting => plural!(
            n,
            "{n} requirement rests, for an AI system in use, on evidence that one person wrote or began on one day, with that of many others.",
            "{n} requirements rest, for an AI system in use, on evidence that one person wrote or began on one day, with that of many others."
        ),
        CaveatKind::OneDay => plural!(
            n,
            "{n} requirement rests, for an AI system in use, on evidence that first came on record on one day, together with that of most controls.",
            "{n} requirements rest, for an AI system in use, on evidence that first came on record on one day, together with that of most controls."
        ),
        CaveatKind::OwnProof => plural!(
            n,
            "{n} requirement rests, for an AI system in use, on evidence by whoever wrote the procedure.",
            "{n} requirements rest, for an AI system in use, on evidence by whoever wrote the procedure."
        ),
        CaveatKind::CameLate => plural!(
            n,
            "{n} requirement rests, for an AI system in use, on evidence that came on record long after its day.",
            "{n} requirements rest, for an AI system in use, on evidence that came on record long after its day."
        ),
        CaveatKind::Outdated => plural!(
            n,
            "{n} requirement rests, for an AI system in use, on evidence of another version than the one that runs.",
            "{n} requirements rest, for an AI system in use, on evidence of another version than the one that runs."
        ),
        // Others hold of documents, whatever they are evidence for, of all that there is, or are said alike.
        kind => weakened(kind, n),
    }
}

impl Aims {
    /// What disqualifies, the gravest first. Empty where nothing does.
    pub fn disqualified(&self) -> Vec<Disqualified> {
        if self.trace.is_untold() {
            return Vec::new();
        }
        let controls: Vec<&Requirement> = self.trace.controls().filter(|control| control.applies()).collect();
        let all: Vec<&Requirement> = controls.iter().copied().chain(self.asking_clauses()).collect();
        let mut found = nothing_to_look_at(self, &all);
        found.extend(one_record(self, &controls));
        found.extend(by_system(self, &controls));
        found.extend(nothing_behind(&controls));
        found.extend(not_there(&all));
        found.extend(lacking(&all, What::OtherKind, |lack| matches!(lack, LackKind::OtherKind(_))));
        found.extend(next_to_no_words(self, &all));
        // A clause that only gathers others may be named as not met, too.
        let named: Vec<&Requirement> = controls.iter().copied().chain(self.trace.clauses()).collect();
        found.extend(lacking(&named, What::MajorOpen, |lack| *lack == LackKind::MajorOpen));
        found.extend(lacking(&all, What::ErrorOpen, |lack| matches!(lack, LackKind::ErrorOpen | LackKind::LetGo)));
        let ways = CaveatKind::ALL.into_iter().flat_map(|kind| [(kind, false), (kind, true)]);
        found.extend(ways.filter_map(|(kind, of_systems)| caveated(&all, kind, of_systems)));
        found
    }
}

fn nothing_to_look_at(aims: &Aims, all: &[&Requirement]) -> Vec<Disqualified> {
    let kept = all.iter().filter(|of| of.lacks.iter().any(|lack| lack.what == LackKind::NoInventory)).count();
    let no_inventory = Disqualified { what: What::NoInventory, number: kept, documents: Vec::new() };
    let mut found: Vec<Disqualified> = (kept > 0).then_some(no_inventory).into_iter().collect();
    found.extend(aims.soas.iter().filter(|soa| soa.leaves_out_all()).map(|soa| Disqualified {
        what: What::AllExcluded,
        number: soa.rows.len(),
        documents: vec![soa.document],
    }));
    found
}

/// Controls with nothing behind them: those that apply, and those of which nobody has said yet whether they do.
fn nothing_behind(controls: &[&Requirement]) -> impl Iterator<Item = Disqualified> + use<> {
    let of_rung = controls.iter().filter(|control| control.rung == Rung::Gap);
    let gaps = || of_rung.clone().filter(|control| control.serving.is_empty());
    let named = of_rung.clone().filter(|control| !control.serving.is_empty() && !control.untold);
    let documents: Vec<Vec<DocIx>> = named.map(|control| control.documents().collect()).collect();
    let open = gaps().filter(|control| control.applicability == Applicability::Unmentioned).count();
    let all = [(What::NothingBehind, gaps().count() - open), (What::NothingBehindAny, open)];
    let all = all.into_iter().filter(|(_, number)| *number > 0).map(|(what, number)| Disqualified {
        what,
        number,
        documents: Vec::new(),
    });
    all.chain(gathered(What::NamedOnly, documents))
}

/// Records that are all the evidence of many controls, those of the most first.
fn one_record(aims: &Aims, controls: &[&Requirement]) -> Vec<Disqualified> {
    let mut alone: BTreeMap<DocIx, usize> = BTreeMap::new();
    for control in controls {
        if let [(only, _)] = control.evidence.as_slice() {
            *alone.entry(*only).or_default() += 1;
        }
    }
    let mut broad: Vec<(DocIx, usize)> = alone.into_iter().filter(|(_, number)| *number > BROAD).collect();
    broad.sort_by_key(|(ix, number)| (std::cmp::Reverse(*number), *ix));
    let told = broad.into_iter().map(|(ix, number)| {
        let by = aims.origin(ix).and_then(|origin| origin.sole()).map(str::to_owned);
        Disqualified { what: What::OneRecord { by }, number, documents: vec![ix] }
    });
    told.collect()
}

/// Systems in use for which controls are not shown, those with the most first. A control that nothing shows at all is shown
/// for none of them.
fn by_system(aims: &Aims, controls: &[&Requirement]) -> Vec<Disqualified> {
    let mut without: BTreeMap<DocIx, usize> = BTreeMap::new();
    for system in controls.iter().flat_map(|control| control.systems_without()) {
        *without.entry(system).or_default() += 1;
    }
    let in_use = aims.about().in_use().iter();
    let mut found: Vec<Disqualified> = in_use
        .filter_map(|ix| Some((ix, without.get(ix)?)))
        .map(|(ix, number)| Disqualified { what: What::SystemWithout, number: *number, documents: vec![*ix] })
        .collect();
    found.sort_by_key(|of| std::cmp::Reverse(of.number));
    found
}

fn not_there(all: &[&Requirement]) -> Option<Disqualified> {
    let missing = |of: &&Requirement| {
        let items = of.called_for.iter().filter(|item| item.required && item.state == There::Missing);
        let name = of.name.clone();
        items.map(move |item| (item.title.clone(), name.clone())).collect::<Vec<_>>()
    };
    let clauses = all.iter().copied().filter(|of| of.kind == super::trace::RequirementKind::Clause);
    let items: Vec<(String, String)> = clauses.flat_map(|of| missing(&of)).collect();
    let number = items.len();
    (number > 0).then_some(Disqualified { what: What::NotThere(items), number, documents: Vec::new() })
}

/// Documents that bind and hold next to no words, whatever the next rung lacks, and records that it lacks for that.
fn next_to_no_words(aims: &Aims, all: &[&Requirement]) -> Option<Disqualified> {
    let of = |requirement: &&Requirement| {
        let binding = requirement.serving.iter().filter(|serving| serving.tier != Tier::Shows);
        let scant = binding.map(|serving| serving.document).filter(|ix| aims.document(*ix).said.scant);
        let lacks = requirement.lacks.iter().filter(|lack| lack.what == LackKind::NextToNoWords);
        let documents: Vec<DocIx> = scant.chain(lacks.flat_map(|lack| lack.documents.iter().copied())).collect();
        (requirement.rung > Rung::Gap && !documents.is_empty()).then_some(documents)
    };
    gathered(What::NextToNoWords, all.iter().filter_map(of).collect())
}

fn lacking(all: &[&Requirement], what: What, is: impl Fn(&LackKind) -> bool) -> Option<Disqualified> {
    let of = |requirement: &&Requirement| {
        let lacks: Vec<&Lack> = requirement.lacks.iter().filter(|lack| is(&lack.what)).collect();
        (!lacks.is_empty()).then(|| lacks.iter().flat_map(|lack| lack.documents.clone()).collect::<Vec<_>>())
    };
    gathered(what, all.iter().filter_map(of).collect())
}

fn caveated(all: &[&Requirement], kind: CaveatKind, of_systems: bool) -> Option<Disqualified> {
    let is = |caveat: &&Caveat| caveat.what == kind && caveat.systems.is_empty() != of_systems;
    let of = |requirement: &&Requirement| {
        let found = requirement.caveats.iter().find(is);
        found.filter(|_| requirement.rung > Rung::Gap).map(|caveat| caveat.documents.clone())
    };
    gathered(What::Weakened(kind, of_systems), all.iter().filter_map(of).collect())
}

fn gathered(what: What, documents: Vec<Vec<DocIx>>) -> Option<Disqualified> {
    let number = documents.len();
    let documents: BTreeSet<DocIx> = documents.into_iter().flatten().collect();
    (number > 0).then(|| Disqualified { what, number, documents: documents.into_iter().collect() })
}
