//! Who approved and reviewed what: the records of acts, what git itself shows, and what the organisation's rule asks for.
//!
//! In come the AIMS, its change record and the settings of earlier commits; out go [`Approvals`], as plain data. Records
//! are read and put together as text here; they are signed by the command line, and put on disk by `emit`. Whether missing evidence is wrong is
//! for `check` to say.
//!
//! Evidence comes in levels, and each is shown with what it does and does not prove: see
//! [`Evidence`](crate::model::approval_rule::Evidence). Keys and roles are those of the settings before the change that is
//! judged, so that no change can vouch for itself. The rule is that of today, and where the change that put a text in force
//! came with another rule, that of before the change too.

mod acts;
mod authors;
mod bar;
mod case;
mod claim;
mod evidence;
mod left;
mod place;
mod reason;
pub mod record;
mod roster;
mod rosters;
mod signatures;
mod standing;
mod suspect;
mod trail;
mod versions;
mod write;

use std::collections::BTreeMap;

pub use acts::{Act, Counts, Filed};
pub use case::From;
pub use evidence::{Approval, Before, Piece};
pub use left::{Leaving, Left};
pub use place::{ActIx, StepIx};
pub use reason::{Objection, Reason};
pub use roster::{Known, Roster};
pub use rosters::roster_at;
pub use suspect::{BUILDS_ON, Suspect};
pub use versions::{VersionApproval, text_of};
pub use write::{Author, Intent, Text, prove};

use crate::base::Result;
use crate::history::{History, Standing};
use crate::model::document::Document;
use crate::model::{Aims, DocIx};
use crate::repo::{ObjectId, Repo};
use crate::source::Source;

/// What approvals are judged from.
pub struct Input<'a> {
    /// The AIMS.
    pub aims: &'a Aims,
    /// Its change record.
    pub history: &'a History,
    /// Where the records are.
    pub source: &'a dyn Source,
    /// The repository, if there is one, with the path of the AIMS in it.
    pub repo: Option<(&'a Repo, &'a str)>,
    /// The commit that is checked out or asked for.
    pub tip: Option<ObjectId>,
    /// The commit whose settings say who may sign, instead of those before each change.
    pub trust: Option<ObjectId>,
}

/// Acts and evidence of a whole AIMS.
#[derive(Debug, Clone, Default)]
pub struct Approvals {
    /// Every act on record, in order of the files.
    pub acts: Vec<Act>,
    /// Links that should be looked at again.
    pub suspects: Vec<Suspect>,
    /// Documents that were approved and left without an act.
    pub left: Vec<Left>,
    documents: BTreeMap<DocIx, Approval>,
    by_document: BTreeMap<DocIx, Vec<ActIx>>,
    substances: Vec<Option<[u8; 32]>>,
}

impl Approvals {
    /// What there is to show for a document that is kept current; `None` for records and uncontrolled pages.
    pub fn of(&self, ix: DocIx) -> Option<&Approval> {
        self.documents.get(&ix)
    }

    /// The acts about a document with their places, in order of their days.
    pub fn acts_of(&self, ix: DocIx) -> impl DoubleEndedIterator<Item = (ActIx, &Act)> {
        self.by_document.get(&ix).into_iter().flatten().filter_map(|place| Some((*place, self.act(*place)?)))
    }

    /// The act at a place.
    pub fn act(&self, place: ActIx) -> Option<&Act> {
        self.acts.get(place.index())
    }

    /// The suspect links of a document to those it builds on.
    pub fn suspects_of(&self, ix: DocIx) -> impl Iterator<Item = &Suspect> {
        self.suspects.iter().filter(move |suspect| suspect.document == ix)
    }

    /// The digest of the present substance of a document with front matter.
    pub fn substance(&self, ix: DocIx) -> Option<[u8; 32]> {
        self.substances.get(ix.index()).copied().flatten()
    }
}

/// Reads the acts and judges every document that is kept current.
///
/// # Errors
/// Where the source or the repository fails. What is wrong with a record is in the record.
pub fn judge(input: &Input<'_>) -> Result<Approvals> {
    let Input { aims, history, source, repo, tip, trust } = *input;
    let substances: Vec<_> = aims.documents.iter().map(|document| document.substance).collect();
    let prefix = repo.map_or("", |(_, prefix)| prefix);
    let mut rosters = rosters::Rosters::new(repo.map(|(repo, _)| repo), prefix, (trust, tip));
    let filed = acts::read(&acts::Input { aims, history, source, tip }, &mut rosters)?;
    let by_document = acts::by_document(&filed);
    let roster = Roster::of(&aims.config);
    // A tag is made a while after its commit; the day of the build is the end of what counts.
    let until = acts::noon(aims.today) + 43_200;
    let mut signatures = signatures::Signatures::new(repo, tip, until, &mut rosters)?;
    let mut documents = BTreeMap::new();
    let mut standings = case::Standings::new();
    for (ix, document) in aims.iter() {
        let steps: authors::Steps<'_> = history.of(&document.path).collect();
        let own = claim::Claim::of_document(document);
        if !is_judged(document) && !bar::was_approved(&steps, &own) {
            continue;
        }
        let substance = substances[ix.index()].or_else(|| bar::uncontrolled(&steps)).unwrap_or_default();
        let text = authors::find(&steps, &substance).filter(|text| text.run.start == 0);
        let case = case::Case {
            document,
            rule: aims.config.approval.of(document.kind_name()),
            substance,
            shown: match &text {
                Some(text) => signatures.shown(&steps, text)?,
                None => signatures.uncommitted(),
            },
            recorded: history.standing == Standing::Recorded,
            steps,
            roster: &roster,
            acts: by_document.get(&ix).map_or(&[], Vec::as_slice),
            filed: &filed,
        };
        let (past, bar) = bars(&case, &own, text.as_ref(), &mut signatures)?;
        if !is_judged(document) && !bar.judged {
            continue;
        }
        let evidence::Judged { mut approval, standings: own } = evidence::judge(&case, &bar);
        if !approval.is_in_force(document) {
            let present = approval.satisfied && approval.lapsed.is_none();
            approval.earlier = evidence::last_approved(&case, &own, present, |text| {
                let shown = signatures.shown(&case.steps, text)?;
                let bar = bar::Bar::of(&shown.before, &roster, &past.claims_of(&case.steps, &text.run));
                Ok((shown, bar))
            })?;
        }
        standings.extend(own);
        documents.insert(ix, approval);
    }
    let judged = |(place, filed): (usize, acts::Filed)| {
        let standing = standings.remove(&ActIx::new(place));
        let standing = standing.unwrap_or_else(|| Counts::No(filed.unjudged()));
        Act { filed, standing }
    };
    let acts: Vec<Act> = filed.into_iter().enumerate().map(judged).collect();
    let suspects = suspect::find(aims, history, &substances, &acts, &by_document);
    let mut approvals = Approvals { acts, suspects, left: Vec::new(), documents, by_document, substances };
    approvals.left = left::find(aims, history, &approvals, &roster);
    Ok(approvals)
}

/// What a document was, and the bar for its present text, which gives itself its kind by `own`.
fn bars(
    case: &case::Case<'_>,
    own: &claim::Claim,
    text: Option<&authors::Text>,
    signatures: &mut signatures::Signatures<'_, '_>,
) -> Result<(bar::Past, bar::Bar)> {
    let past = bar::Past::of(&case.steps, own, |text, claims| {
        let shown = signatures.shown(&case.steps, text)?;
        let bar = bar::Bar::of(&shown.before, case.roster, claims);
        let substance = case.steps[text.run.start].1.facts.as_ref().map(|facts| facts.substance);
        let standings = standing::judge_acts(case, case.rule).0;
        Ok(substance.is_some_and(|substance| evidence::meets(case, &standings, (text, &substance), &shown, &bar)))
    })?;
    let mut claims = past.claims_of(&case.steps, &text.map_or(0..0, |text| text.run.clone()));
    claims.insert(own.clone());
    let bar = bar::Bar::of(&case.shown.before, case.roster, &claims);
    Ok((past, bar))
}

/// Records are evidence of a day: they are closed, not approved.
fn is_judged(document: &Document) -> bool {
    document.controlled && document.is_kept_current()
}
