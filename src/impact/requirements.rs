//! Controls and clauses that moved a rung, and why: what each has or lacks now that it did not before.

use std::collections::BTreeSet;

use serde::Serialize;

use super::both::Both;
use super::moves::{Move, Way, moves};
use super::was_is::WasIs;
use crate::base::json::as_word;
use crate::model::DocIx;
use crate::model::tier::Tier;
use crate::model::trace::{Lack, Requirement, RequirementKind};

/// A requirement that stands elsewhere than it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// How documents name it: its id, with its framework before it where that is not the first.
    pub id: String,
    /// The framework it is of.
    pub framework: String,
    /// What sort of requirement it is.
    pub kind: RequirementKind,
    /// Its short title.
    pub title: String,
    /// Where it stands: a rung, or `excluded`.
    pub place: WasIs,
    /// How it moved.
    pub way: Way,
    /// So many rungs up, or down where negative; 0 where it is no matter of rungs.
    pub rungs: i8,
    /// Whether it requires nothing itself, and stands as low as the lowest of those that it holds.
    pub gathers: bool,
    /// Documents that serve it now and did not.
    pub gained: Vec<Served>,
    /// Documents that served it and do no more.
    pub lost: Vec<Served>,
    /// What it lacks now for its next rung and did not lack.
    pub lacks: Vec<Lacking>,
    /// What it lacked and lacks no more.
    pub met: Vec<Lacking>,
}

/// A document that serves a requirement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Served {
    /// What it does.
    pub tier: Tier,
    /// Its id.
    pub document: String,
}

/// Something that is lacking.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Lacking {
    /// What: a sentence.
    pub what: String,
    /// The documents that it is about.
    pub documents: Vec<String>,
}

as_word!(Way, RequirementKind, Tier);

/// Controls, then clauses, as far as they moved.
pub(super) fn moved(both: &Both<'_>) -> Vec<Moved> {
    let moves = moves(&both.then.aims.trace, &both.now.aims.trace);
    moves.iter().filter_map(|step| row(both, step, step.way()?)).collect()
}

fn row(both: &Both<'_>, step: &Move<'_>, way: Way) -> Option<Moved> {
    let requirement = step.either()?;
    let then = |ix: DocIx| both.id_now(ix).to_owned();
    let now = |ix: DocIx| both.now.aims.document(ix).id.clone();
    let before = step.then.map(|of| serving(of, then)).unwrap_or_default();
    let after = step.now.map(|of| serving(of, now)).unwrap_or_default();
    let (lacked, lacks) = (step.then.map(|of| lacking(of, then)), step.now.map(|of| lacking(of, now)));
    let (lacked, lacks) = (lacked.unwrap_or_default(), lacks.unwrap_or_default());
    let clause = both.now.aims.catalog.clause(&requirement.framework, &requirement.id);
    let place = |end: Option<&Requirement>| end.map(|end| end.place().as_str().to_owned());
    let rungs = |number: u8| i8::try_from(number).unwrap_or(i8::MAX);
    Some(Moved {
        id: requirement.name.clone(),
        framework: requirement.framework.to_string(),
        kind: requirement.kind,
        title: requirement.title.clone(),
        place: WasIs { was: place(step.then), is: place(step.now) },
        way,
        rungs: match way {
            Way::Up(number) => rungs(number),
            Way::Down(number) => -rungs(number),
            _ => 0,
        },
        gathers: step.is_clause() && clause.is_some_and(|clause| !clause.requirement),
        gained: only(&after, &before),
        lost: only(&before, &after),
        lacks: lacks.iter().filter(|lack| !lacked.contains(lack)).cloned().collect(),
        met: lacked.iter().filter(|lack| !lacks.contains(lack)).cloned().collect(),
    })
}

fn serving(requirement: &Requirement, name: impl Fn(DocIx) -> String) -> BTreeSet<Served> {
    let serving = requirement.serving.iter();
    serving.map(|of| Served { tier: of.tier, document: name(of.document) }).collect()
}

/// What serves it at one end alone, in the order of the words.
fn only(of: &BTreeSet<Served>, than: &BTreeSet<Served>) -> Vec<Served> {
    let mut only: Vec<Served> = of.difference(than).cloned().collect();
    only.sort_by_key(|served| served.tier.as_str());
    only
}

/// What it lacks for its next rung; of what is left out, nothing is asked.
fn lacking(requirement: &Requirement, name: impl Fn(DocIx) -> String) -> Vec<Lacking> {
    let lacks = if requirement.applies() { &requirement.lacks[..] } else { &[] };
    let of = |lack: &Lack| Lacking {
        what: lack.sentence().into_owned(),
        documents: lack.documents.iter().map(|ix| name(*ix)).collect::<BTreeSet<_>>().into_iter().collect(),
    };
    lacks.iter().map(of).collect()
}
