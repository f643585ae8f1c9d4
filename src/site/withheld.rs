//! What of a text is withheld from the readers of a site, and what is left of a signature over it.

use std::collections::BTreeSet;

use super::context::Shared;
use super::view::line;
use crate::approval::Grade;
use crate::approval::record::of_path;
use crate::base::{plural, say};
use crate::history::{Change, Revision};
use crate::model::DocIx;
use crate::model::audience::Audience;
use crate::model::document::Cut;
use crate::model::links::Broken;

/// How many documents the headline of a commit names.
const HEADLINE: usize = 6;

impl Shared<'_> {
    /// Whether its readers are everybody: they have no repository, and nothing to do in it.
    pub(super) fn is_outside(&self) -> bool {
        self.state.audience == Audience::Public
    }

    /// How many references in the text of a document lead to what readers may not know of.
    pub(super) fn withheld_in(&self, ix: DocIx) -> usize {
        let links = self.aims.links.get(ix.index()).map_or(&[][..], Vec::as_slice);
        links.iter().filter(|link| matches!(link, Err(Broken::Unseen(_)))).count()
    }

    /// What a commit says of itself, in a line: where that is withheld, which documents it changed.
    pub(super) fn headline(&self, revision: &Revision) -> String {
        let ids: BTreeSet<&str> = revision.changes.iter().filter_map(|change| self.about(change)).collect();
        if !revision.is_silent() || ids.is_empty() {
            return line(revision.subject_said());
        }
        let named = ids.iter().take(HEADLINE).copied().collect::<Vec<_>>().join(", ");
        match ids.len().saturating_sub(HEADLINE) {
            0 => say!("About {documents}", documents = named),
            more => say!("About {documents} and {n} more", documents = named, n = more),
        }
    }

    /// The id of the document that a change, or a record in it, is about.
    fn about(&self, change: &Change) -> Option<&str> {
        let own = change.document.as_ref().and_then(|path| self.aims.by_path(path));
        let ix = own.or_else(|| of_path(&change.path).and_then(|(id, _)| self.aims.by_id(id)))?;
        Some(self.aims.document(ix).id.as_str())
    }

    /// What was signed of the text of a document that is there now, as the end of a sentence. Where its page shows less, that
    /// is said with it.
    pub(super) fn signed(&self, ix: DocIx, grade: Grade) -> String {
        let grade = grade.title();
        let signed = match self.withheld_in(ix) {
            0 if self.aims.document(ix).cut == Cut::Front => say!(
                "in the repository {grade}; what names texts that are not published is left out of its page, which so does not show all that was signed",
                grade
            ),
            0 => grade.to_owned(),
            n => plural!(
                n,
                "in the repository {grade}; {n} reference is withheld on its page, which so does not show all that was signed",
                "in the repository {grade}; {n} references are withheld on its page, which so does not show all that was signed",
                grade
            ),
        };
        let document = self.aims.document(ix);
        match self.aims.config.site.strip.left_out(&document.text, document.body.start).len() {
            0 => signed,
            n => plural!(
                n,
                "{signed}; its page leaves out {n} mark of a site generator, and so does not show all that was signed",
                "{signed}; its page leaves out {n} marks of a site generator, and so does not show all that was signed",
                signed
            ),
        }
    }
}
