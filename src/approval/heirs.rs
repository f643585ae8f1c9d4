//! What stands in the place of a document that is gone.
//!
//! That another bears its id, says that it did, or says that it replaces it, is said by that other alone. So it stands in its
//! place where its own record holds the text that was approved or on record. Else a record of nothing would do away with one of
//! something.

use std::collections::BTreeMap;

use super::approvals::Approvals;
use super::claim::Claim;
use super::departed::Input;
use crate::history::{Facts, Gone};
use crate::model::kinds::Nature;
use crate::model::{Aims, DocIx};

/// By what a document is named as an heir.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Title {
    /// It bears the id.
    Bears,
    /// It says that it bore it.
    Bore,
    /// It says that it replaces what bears it.
    Replaces,
}

/// Documents by the ids that they bear, bore or say that they replace.
pub(super) struct Heirs(BTreeMap<String, Vec<(Title, DocIx)>>);

/// What a document said that has left.
#[derive(Clone, Copy)]
pub(super) struct Testament<'a> {
    /// The id.
    pub(super) id: &'a str,
    /// The text by which it was approved or on record.
    pub(super) text: &'a Facts,
    /// Whether that it went is not committed: git tells who goes on with it once it is.
    pub(super) is_open: bool,
}

impl<'a> Testament<'a> {
    /// That of a document that is gone.
    pub(super) fn of(gone: &Gone, id: &'a str, text: &'a Facts) -> Self {
        Self { id, text, is_open: gone.held.last().is_some_and(|last| last.there) }
    }
}

impl Heirs {
    pub(super) fn of(aims: &Aims) -> Self {
        let mut heirs: BTreeMap<String, Vec<(Title, DocIx)>> = BTreeMap::new();
        for (ix, document) in aims.iter() {
            let said = |key, title| document.fields.texts(key).iter().map(move |id| (title, id.value.trim()));
            let all = said("formerly", Title::Bore).chain(said("replaces", Title::Replaces));
            for (title, id) in all.chain([(Title::Bears, document.id.as_str())]) {
                heirs.entry(id.to_lowercase()).or_default().push((title, ix));
            }
        }
        Self(heirs)
    }

    /// Whether a record goes on, of what is of this nature. What was not `settled` yet may be taken down anew, by one that says
    /// that it replaces it.
    pub(super) fn stand_for(
        &self,
        input: Input<'_>,
        testament: Testament<'_>,
        (nature, settled): (Nature, bool),
    ) -> bool {
        let is_nature = |ix: DocIx| input.aims.document(ix).kind.as_ref().is_some_and(|kind| kind.nature == nature);
        self.named(testament.id).any(|(title, ix)| {
            let is_anew = title == Title::Replaces && !settled;
            let goes_on = || if settled { keeps(input, testament, ix) } else { goes_on(input, testament, ix) };
            is_nature(ix) && (is_anew || title < Title::Replaces && goes_on())
        })
    }

    /// Whether something of the same kind stands in the place of what was approved, and is approved itself; or is not committed
    /// yet.
    pub(super) fn take_over(
        &self,
        input: Input<'_>,
        testament: Testament<'_>,
        (kind, approvals): (Option<&str>, &Approvals),
    ) -> bool {
        let is_approved = |ix: DocIx| approvals.of(ix).is_some_and(|own| own.is_in_force(input.aims.document(ix)));
        let is_kind = |ix: DocIx| {
            let document = input.aims.document(ix);
            input.today.kind_of(&Claim::of_document(document)).as_deref() == kind
        };
        self.named(testament.id).any(|(title, ix)| {
            title < Title::Replaces && is_kind(ix) && (is_approved(ix) || is_new(input, testament, ix))
        })
    }

    fn named(&self, id: &str) -> impl Iterator<Item = (Title, DocIx)> {
        self.0.get(&id.to_lowercase()).into_iter().flatten().copied()
    }
}

/// Whether neither that the one went nor that the other came is committed: git tells then whether they are one.
fn is_new(input: Input<'_>, testament: Testament<'_>, ix: DocIx) -> bool {
    testament.is_open && input.history.steps(&input.aims.document(ix).path).is_empty()
}

/// Whether a document goes on with a text: its own record holds it, under that id or another, or it is not committed yet.
pub(super) fn goes_on(input: Input<'_>, testament: Testament<'_>, ix: DocIx) -> bool {
    let document = input.aims.document(ix);
    let mut facts = input.history.of(&document.path).filter_map(|(_, change)| change.facts.as_deref());
    is_new(input, testament, ix) || facts.any(|facts| testament.is_in(facts)) || testament.is_text_of(input, ix)
}

/// Whether a record goes on saying what one said that was settled: its newest text is that, or it was settled with it. A copy that
/// was a draft, or said something else before it was settled, is another.
fn keeps(input: Input<'_>, testament: Testament<'_>, ix: DocIx) -> bool {
    let document = input.aims.document(ix);
    let facts = || input.history.of(&document.path).filter_map(|(_, change)| change.facts.as_deref());
    let Some(newest) = facts().next() else {
        return is_new(input, testament, ix) || testament.is_text_of(input, ix);
    };
    let holds = |facts: &Facts| testament.is_in(facts) && !facts.is_draft();
    let life = || input.history.life(&document.path, input.aims.config.records_settle);
    holds(newest)
        || facts().any(holds) && {
            let said = life().said;
            facts().any(|facts| holds(facts) && said.contains(&facts.substance))
        }
}

impl Testament<'_> {
    fn is_it(self, digest: &[u8; 32]) -> bool {
        *digest == self.text.digest || *digest == self.text.substance
    }

    /// Whether this is that text, under that id or another.
    fn is_in(self, facts: &Facts) -> bool {
        self.is_it(&facts.digest) || self.is_it(&facts.substance) || facts.former.iter().any(|text| self.is_it(text))
    }

    /// Whether it is what a document says in the folder.
    fn is_text_of(self, input: Input<'_>, ix: DocIx) -> bool {
        let document = input.aims.document(ix);
        let own = document.digests.is_some_and(|digests| self.is_it(&digests.substance));
        own || document.has_front && input.formers.get(ix).iter().any(|text| self.is_it(text))
    }
}
