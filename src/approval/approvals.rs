//! Acts and evidence of a whole AIMS as a value, and what is asked of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::acts::{Act, Filed};
use super::bore::Bearer;
use super::classes::Classes;
use super::eras::Eras;
use super::evidence::Approval;
use super::grade::Grade;
use super::guard::Guard;
use super::idle::Idle;
use super::leaving::Left;
use super::pending::Pending;
use super::persons::Persons;
use super::place::{ActIx, Moment};
use super::record::ActKind;
use super::records::RecordLives;
use super::suspect::Suspect;
use super::swapped::Swapped;
use super::taken::Taken;
use super::tenure::Tenure;
use crate::history::{GoneIx, History};
use crate::model::approval_rule::Evidence;
use crate::model::in_place::AllInPlace;
use crate::model::origin::LetGo;
use crate::model::{Aims, DocIx};

/// Acts and evidence of a whole AIMS.
#[derive(Debug, Clone, Default)]
pub struct Approvals {
    /// Every act on record, in order of the files.
    pub acts: Vec<Act>,
    /// Acts whose records are gone, each as it was until then.
    pub were: Vec<Filed>,
    /// Links that should be looked at again.
    pub suspects: Vec<Suspect>,
    /// Documents that were approved and left without an act.
    pub left: Vec<Left>,
    /// Documents that left, or are called retired, without the act that lets them go, as they read when they last held.
    pub let_go: Vec<LetGo>,
    /// Files that records show and that were replaced after the record was settled, by record.
    pub swapped: BTreeMap<DocIx, Vec<Swapped>>,
    /// Records that were settled and say something else in the folder, which is not committed.
    pub pending: BTreeMap<DocIx, Pending>,
    /// For whom each document is, that is there or gone.
    pub classes: Classes,
    /// Documents beside which a file lies that the settings which were vouched for last have read, and those of today do not.
    pub unread_beside: BTreeSet<DocIx>,
    /// Documents of which another text than the present one is in force.
    pub held: AllInPlace,
    /// The life of each record, as the main line tells it.
    pub records: RecordLives,
    /// Records of acts that are gone.
    pub taken: Vec<Taken>,
    /// Which settings hold beside those of today for what is found about approvals.
    pub guard: Guard,
    /// The settings of each day on record.
    pub eras: Eras,
    /// Files below the folder of records that count for nothing and are about no document.
    pub idle: Vec<Idle>,
    pub(super) documents: BTreeMap<DocIx, Arc<Approval>>,
    pub(super) by_document: BTreeMap<DocIx, Vec<ActIx>>,
    pub(super) substances: Vec<Option<[u8; 32]>>,
    /// When the versions of each document that is there were in force.
    pub(super) tenures: BTreeMap<DocIx, Arc<[Tenure]>>,
    /// When the present text of each came to the main line.
    pub(super) came: BTreeMap<DocIx, Moment>,
    /// The same of those that are gone, in order of [`History::gone`](crate::history::History::gone).
    pub(super) gone: Vec<Vec<Tenure>>,
    /// Who had other names.
    pub(super) persons: Arc<Persons>,
}

impl Approvals {
    /// What there is to show for a document whose approval is judged; `None` for records of kinds that the settings have no
    /// rule for, for entries of registers, and for uncontrolled pages.
    pub fn of(&self, ix: DocIx) -> Option<&Approval> {
        self.documents.get(&ix).map(Arc::as_ref)
    }

    /// Whether somebody wrote what is new in a document, or put it into the history under another's name.
    pub fn is_by(&self, ix: DocIx, name: &str) -> bool {
        self.of(ix).is_some_and(|approval| approval.of_authors().are_by(name, &self.persons))
    }

    /// The roles in which a document is to be approved: first those that are lacking.
    pub fn asked<'a>(&'a self, aims: &'a Aims, ix: DocIx) -> Vec<&'a str> {
        let lacking = self.of(ix).into_iter().flat_map(|approval| &approval.lacking);
        let of_today = aims.config.approval.of(aims.document(ix).kind_name()).roles.iter().map(|role| &role.value);
        let mut seen = BTreeSet::new();
        lacking.chain(of_today).map(String::as_str).filter(|role| seen.insert(*role)).collect()
    }

    /// The acts about a document with their places, in order of their days.
    pub fn acts_of(&self, ix: DocIx) -> impl DoubleEndedIterator<Item = (ActIx, &Act)> {
        self.by_document.get(&ix).into_iter().flatten().filter_map(|place| Some((*place, self.act(*place)?)))
    }

    /// The act at a place.
    pub fn act(&self, place: ActIx) -> Option<&Act> {
        self.acts.get(place.index())
    }

    /// How much of the present text the weakest of the signed records covers that it is approved by; `None` where it is
    /// approved by none.
    pub fn grade(&self, ix: DocIx) -> Option<Grade> {
        self.of(ix).filter(|approval| approval.level == Evidence::Recorded)?;
        let approvals = self.acts_of(ix).filter(|(_, act)| act.of_kind(ActKind::Approval).is_some());
        approvals.filter_map(|(_, act)| act.grade).min()
    }

    /// The suspect links of a document to those it builds on.
    pub fn suspects_of(&self, ix: DocIx) -> impl Iterator<Item = &Suspect> {
        // They were found document by document, so those of one stand together and in order.
        let start = self.suspects.partition_point(|suspect| suspect.document < ix);
        self.suspects[start..].iter().take_while(move |suspect| suspect.document == ix)
    }

    /// When each version of a document was in force: one for each of
    /// [`History::versions`](crate::history::History::versions), in the same order.
    pub fn tenures(&self, ix: DocIx) -> &[Tenure] {
        self.tenures.get(&ix).map_or(&[], AsRef::as_ref)
    }

    /// The same of a document that is gone.
    pub fn tenures_of_gone(&self, place: GoneIx) -> &[Tenure] {
        self.gone.get(place.index()).map_or(&[], Vec::as_slice)
    }

    /// The acts about a document that is gone.
    pub fn acts_of_gone<'a>(&'a self, history: &History, place: GoneIx) -> Vec<&'a Act> {
        let bearer = history.gone.get(place.index()).map(|gone| Bearer::of(history, gone));
        bearer.map_or_else(Vec::new, |bearer| self.acts.iter().filter(|act| bearer.is_of(act)).collect())
    }

    /// Which text a document with front matter has now, as [`Facts::substance`](crate::history::Facts::substance) names it.
    pub fn substance(&self, ix: DocIx) -> Option<[u8; 32]> {
        self.substances.get(ix.index()).copied().flatten()
    }
}
