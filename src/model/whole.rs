//! The AIMS as one value, and what can be asked of it: documents by number, id, file and kind, and what points where. Judged
//! it is in `judged`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::about::About;
use super::baseline::Baseline;
use super::catalog::{Catalog, FrameworkId, ReqId, natural_key};
use super::config::Config;
use super::doc::{DocIx, Ids};
use super::document::{Cut, Document};
use super::in_place::AllInPlace;
use super::kinds::{Kind, Kinds};
use super::known::Known;
use super::links::{Broken, Target};
use super::origin::Origin;
use super::own_theme::OwnTheme;
use super::references::Reference;
use super::review::{self, Review};
use super::soa::Soa;
use super::standing::{Reviewed, Standing, Word};
use super::tongues::Translations;
use super::trace::Trace;
use crate::base::{Date, DocPath, mark};
use crate::diag::{Files, Spanned};
use crate::parse::Problem;
use crate::source::Oddity;

/// An AI management system, read.
#[derive(Debug, Clone)]
pub struct Aims {
    /// The settings.
    pub config: Config,
    /// Findings that are known from before.
    pub baseline: Option<Baseline>,
    /// The frameworks in use, and how they relate.
    pub catalog: Catalog,
    /// The kinds of documents.
    pub kinds: Kinds,
    /// The team's own look of its site.
    pub theme: OwnTheme,
    /// Every Markdown file, by path.
    pub documents: Vec<Arc<Document>>,
    /// Links of each document, in the order of its body.
    pub links: Vec<Vec<Result<Target, Broken>>>,
    /// References in front matter, by document.
    pub references: Vec<Reference>,
    /// The statements of applicability in force, one a framework, in the order in which they are followed.
    pub soas: Vec<Soa>,
    /// The same as their files read now, where a newer text lies on top of the one that holds: what their authors are told of.
    pub written_soas: Vec<Soa>,
    /// Patterns under `[folders]` that no document matches, not even one that the readers may not know of.
    pub idle_folders: Vec<Spanned<String>>,
    /// Patterns under `[files]` that no file matches.
    pub idle_files: Vec<Spanned<String>>,
    /// Settings that name files by a folder or a pattern where there is none, each with what it says.
    pub idle_settings: Vec<(&'static str, Spanned<String>)>,
    /// Traceability.
    pub trace: Trace,
    /// The day that decides what is overdue.
    pub today: Date,
    /// Texts of all files that findings may point into.
    pub texts: Files,
    /// What is wrong with files that are no documents: settings, own frameworks, what could not be read.
    pub problems: Vec<(DocPath, Problem)>,
    /// What stands in the repository and is not read.
    pub oddities: Vec<Oddity>,
    /// Files in which teams keep texts and that are not read, by the ending of their names.
    pub unread: BTreeMap<String, usize>,
    /// Images and attachments that documents use.
    pub assets: Vec<DocPath>,
    pub(super) ids: Ids,
    pub(super) translations: Translations,
    pub(super) known: Known,
    /// Documents that link to a requirement from their text.
    pub(super) mentions: BTreeMap<ReqId, BTreeSet<DocIx>>,
    /// In an edition, the files in whose place others stand, by these.
    pub(super) stand_for: BTreeMap<DocPath, DocPath>,
    pub(super) standings: Vec<Standing>,
    /// Texts that are in force in place of present ones, which are not.
    pub in_place: AllInPlace,
    pub(super) reviews: Vec<Review>,
    pub(super) about: About,
    pub(super) origins: Vec<Option<Origin>>,
    pub(super) backlinks: BTreeMap<DocIx, Vec<DocIx>>,
    /// Places in `references` by the document they lead to.
    pub(super) references_to: BTreeMap<DocIx, Vec<usize>>,
}

impl Aims {
    /// The file of a document; of one that stands for another in an edition, the file of that.
    pub fn file_of(&self, ix: DocIx) -> &DocPath {
        let path = &self.document(ix).path;
        self.stand_for.get(path).unwrap_or(path)
    }

    /// A document by its number.
    pub fn document(&self, ix: DocIx) -> &Document {
        &self.documents[ix.index()]
    }

    /// The text of a document by which it is judged as it is kept: the one in force, else the present one.
    pub fn holding(&self, ix: DocIx) -> &Document {
        self.in_place.get(&ix).map_or_else(|| self.document(ix), |held| &held.text)
    }

    /// The statement of applicability in force for the first followed framework that has reference controls.
    pub fn soa(&self) -> Option<&Soa> {
        self.soa_of(&self.catalog.first_stated().id)
    }

    /// The statement of applicability in force for a framework.
    pub fn soa_of(&self, framework: &FrameworkId) -> Option<&Soa> {
        self.soas.iter().find(|soa| soa.framework == *framework)
    }

    /// The same as its file reads now, where a newer text lies on top of it.
    pub fn written_soa_of(&self, framework: &FrameworkId) -> Option<&Soa> {
        self.written_soas.iter().find(|soa| soa.framework == *framework)
    }

    /// A document by its id, whatever its letter case.
    pub fn by_id(&self, id: &str) -> Option<DocIx> {
        self.ids.get(&id.to_lowercase()).copied()
    }

    /// The document of a file.
    pub fn by_path(&self, path: &DocPath) -> Option<DocIx> {
        self.documents.binary_search_by(|document| document.path.cmp(path)).ok().map(DocIx::new)
    }

    /// The translations of a document, in order of their languages.
    pub fn translations_of(&self, ix: DocIx) -> &[DocIx] {
        self.translations.get(&ix).map_or(&[], Vec::as_slice)
    }

    /// Whether documents use an image or attachment.
    pub fn uses(&self, path: &DocPath) -> bool {
        self.assets.binary_search(path).is_ok()
    }

    /// Every document with its number, by path.
    pub fn iter(&self) -> impl Iterator<Item = (DocIx, &Document)> {
        self.documents.iter().enumerate().map(|(i, document)| (DocIx::new(i), &**document))
    }

    /// Documents that are of a kind or count as one, in natural order of their ids.
    pub fn of_kind(&self, kind: &str) -> Vec<(DocIx, &Document)> {
        let mut found: Vec<_> = self.iter().filter(|(_, document)| document.is(kind)).collect();
        found.sort_by_cached_key(|(_, document)| natural_key(&document.id));
        found
    }

    /// The same of the kind of this name alone, as where documents are listed kind by kind.
    pub fn named(&self, kind: &str) -> Vec<(DocIx, &Document)> {
        let mut found = self.of_kind(kind);
        found.retain(|(_, document)| document.kind_name() == kind);
        found
    }

    /// What several documents of a kind are called here: with audits by others among them, internal audits are audits.
    pub fn plural_of<'k>(&self, kind: &'k Kind) -> &'k str {
        let mixed = kind.name == "audit" && self.documents.iter().any(|of| of.is_other_audit() || of.cut == Cut::Whole);
        if mixed { mark!("Audits") } else { &kind.plural }
    }

    /// Whether a document assesses AI systems that have all ended their lives, or were assessed anew since: nobody owes that
    /// assessment again.
    pub fn is_past_assessment(&self, ix: DocIx) -> bool {
        let (document, day) = (self.document(ix), self.document(ix).fields.date("date"));
        let is_next = |(_, next): &(DocIx, &Document)| {
            let since = next.fields.date("date").filter(|since| *since <= self.today && day.is_some());
            since > day && next.is_finished_record() && next.may_show()
        };
        let anew = |of: DocIx| self.naming(document.counts_as(), "systems", of).iter().any(is_next);
        let ended =
            |of: DocIx| self.document(of).stage() == Some("retired") || self.document(of).is_retired() || anew(of);
        // Of a system that is not there nobody knows.
        let is_ended = |of: &Reference| of.to.is_some_and(ended);
        let is_one = ["risk-assessment", "impact-assessment"].iter().any(|kind| document.is(kind));
        let mut systems = self.references_of(ix).iter().filter(|of| of.field == "systems").peekable();
        is_one && systems.peek().is_some() && systems.all(is_ended)
    }

    /// Which AI systems documents are about.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// Who wrote a document and when, as far as there is a change record.
    pub fn origin(&self, ix: DocIx) -> Option<&Origin> {
        self.origins.get(ix.index())?.as_ref()
    }

    /// How a document stands by the record.
    pub fn standing(&self, ix: DocIx) -> Standing {
        self.standings.get(ix.index()).copied().unwrap_or_default()
    }

    /// The day that the evidence of a document is of.
    pub fn evidence_date(&self, ix: DocIx) -> Option<Date> {
        self.standing(ix).evidence_date(self.document(ix), self.today)
    }

    /// The one word for where a document stands, if there is something to say.
    pub fn word(&self, ix: DocIx) -> Option<Word> {
        self.standing(ix).word(self.document(ix))
    }

    /// When a document was last looked at, and how that is known; a day to come is none.
    pub fn last_review(&self, ix: DocIx) -> Option<Reviewed> {
        review::last(self.holding(ix), &self.standing(ix), self.today).filter(|last| last.day <= self.today)
    }

    /// How a document stands towards its next review.
    pub fn review(&self, ix: DocIx) -> Review {
        self.reviews.get(ix.index()).copied().unwrap_or(Review::None)
    }

    /// Documents whose text or front matter points at a document, in order of path, itself left out.
    pub fn pointing_at(&self, ix: DocIx) -> &[DocIx] {
        self.backlinks.get(&ix).map_or(&[], Vec::as_slice)
    }

    /// References in the front matter of one document.
    pub fn references_of(&self, ix: DocIx) -> &[Reference] {
        // They were gathered document by document, so those of one stand together and in order.
        let start = self.references.partition_point(|reference| reference.from < ix);
        let end = self.references.partition_point(|reference| reference.from <= ix);
        &self.references[start..end]
    }

    /// References in front matter that lead to a document, in the order of those that make them.
    pub fn references_to(&self, ix: DocIx) -> impl Iterator<Item = &Reference> {
        self.references_to.get(&ix).into_iter().flatten().map(|place| &self.references[*place])
    }

    /// The documents that one field of a document's front matter leads to, in the order in which it names them.
    pub fn named_by(&self, ix: DocIx, field: &str) -> impl Iterator<Item = DocIx> {
        self.references_of(ix).iter().filter(move |of| of.field == field).filter_map(|of| of.to)
    }

    /// The documents that lead to one by a field of their front matter, each as often as it does.
    pub fn naming_by(&self, target: DocIx, field: &str) -> impl Iterator<Item = DocIx> {
        self.references_to(target).filter(move |of| of.field == field).map(|of| of.from)
    }

    /// Documents of a kind that refer to `target` by the front matter field `field`, in natural order of their ids.
    pub fn naming<'a>(&'a self, kind: &str, field: &str, target: DocIx) -> Vec<(DocIx, &'a Document)> {
        let mut found: Vec<_> = self.naming_by(target, field).map(|from| (from, self.document(from))).collect();
        found.retain(|(_, document)| document.is(kind));
        found.dedup_by_key(|(ix, _)| *ix);
        found.sort_by_cached_key(|(_, document)| natural_key(&document.id));
        found
    }
}
