//! The AI management system as one value: documents, settings, catalogs, and what follows from them.
//!
//! In come files; out goes [`Aims`], which nothing changes afterwards. What is wrong with it is for `check` to say;
//! how it looks is for `site`.

pub mod about;
pub mod absent;
pub mod act_class;
pub mod against;
pub mod ai_act;
pub mod approval_rule;
mod asked;
pub mod attachments;
pub mod audience;
pub mod audited;
pub mod authority;
pub mod baseline;
pub mod beside;
mod broken;
#[cfg(test)]
mod brought_tests;
mod bullets;
mod by_system;
mod called;
pub mod catalog;
mod caveats;
pub mod certification;
mod checks;
mod climb;
pub mod competence;
pub mod config;
mod covered;
pub mod described;
pub mod disqualified;
pub mod document;
pub mod due;
#[cfg(test)]
mod earned_tests;
pub mod elsewhere;
pub mod family;
pub mod fields;
pub mod figures;
mod file_id;
mod file_text;
mod fits;
pub mod fold;
pub mod folders;
mod hollow;
pub mod impact;
pub mod in_force;
mod in_use;
pub mod inputs;
mod keys;
mod kindless;
pub mod kinds;
mod known;
mod lack;
pub mod languages;
pub mod laws;
mod let_go;
pub mod life;
pub mod links;
mod listed;
pub mod load;
mod lookup;
pub mod lowered;
pub mod matter;
mod meant;
mod meant_day;
mod meant_period;
mod meant_word;
mod named_headings;
mod names;
mod nested;
pub mod not_met;
mod once;
mod one_key;
pub mod origin;
mod own_clauses;
mod own_kinds;
pub mod own_theme;
pub mod patience;
pub(crate) mod people;
pub mod phases;
pub mod publish;
pub mod purposes;
mod read_document;
mod read_fields;
pub mod readers;
mod reading;
mod references;
mod remarks;
pub mod remembered;
mod requirement;
mod retold;
pub mod review;
pub mod risk;
pub mod roles;
pub mod roots;
mod row_words;
mod run_on;
mod setting_words;
mod settings;
pub mod shared;
pub mod site;
mod slips;
pub mod soa;
pub mod standing;
pub mod strip;
mod svg;
mod table_links;
pub mod tables;
pub mod term;
pub mod then;
pub mod tier;
mod tongues;
mod top;
pub mod trace;
mod twice_said;
mod unanswered;
pub mod unended;
mod unfilled;
mod unjudged;
mod unmerged;
pub mod unread;
pub mod unseen;
pub mod usable;
pub mod wanted;
pub mod whose;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use about::About;
use catalog::{Catalog, FrameworkId, ReqId};
use config::Config;
use document::Document;
use kinds::Kinds;
use links::{Broken, Target};
use origin::{Held, Origin};
pub use references::Reference;
pub use retold::Retold;
use review::Review;
use soa::Soa;
use standing::{Reviewed, Standing, Word};
pub use tier::Tier;
use trace::Trace;

use crate::base::{Date, DocPath};
use crate::diag::{Files, Spanned};
use crate::parse::Problem;
use crate::source::Oddity;

/// The number of a document in [`Aims::documents`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocIx(u32);

impl DocIx {
    fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The place in [`Aims::documents`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Documents by id in lower case; of two with one id, the one that bore it first.
pub type Ids = BTreeMap<String, DocIx>;

/// An AI management system, read.
#[derive(Debug, Clone)]
pub struct Aims {
    /// The settings.
    pub config: Config,
    /// Findings that are known from before.
    pub baseline: Option<baseline::Baseline>,
    /// The frameworks in use, and how they relate.
    pub catalog: Catalog,
    /// The kinds of documents.
    pub kinds: Kinds,
    /// The team's own look of its site.
    pub theme: own_theme::OwnTheme,
    /// Every Markdown file, by path.
    pub documents: Vec<Arc<Document>>,
    /// Links of each document, in the order of its body.
    pub links: Vec<Vec<Result<Target, Broken>>>,
    /// References in front matter, by document.
    pub references: Vec<Reference>,
    /// The statements of applicability in force, one a framework, in the order in which they are followed.
    pub soas: Vec<Soa>,
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
    ids: Ids,
    translations: tongues::Translations,
    known: known::Known,
    /// Documents that link to a requirement from their text.
    mentions: BTreeMap<ReqId, BTreeSet<DocIx>>,
    /// In an edition, the files in whose place others stand, by these.
    stand_for: BTreeMap<DocPath, DocPath>,
    standings: Vec<Standing>,
    reviews: Vec<Review>,
    about: About,
    origins: Vec<Option<Origin>>,
    backlinks: BTreeMap<DocIx, Vec<DocIx>>,
    /// Places in `references` by the document they lead to.
    references_to: BTreeMap<DocIx, Vec<usize>>,
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

    /// The statement of applicability in force for the first followed framework that has reference controls.
    pub fn soa(&self) -> Option<&Soa> {
        self.soa_of(&self.catalog.first_stated().id)
    }

    /// The statement of applicability in force for a framework.
    pub fn soa_of(&self, framework: &FrameworkId) -> Option<&Soa> {
        self.soas.iter().find(|soa| soa.framework == *framework)
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

    /// Documents of one kind with front matter, in natural order of their ids.
    pub fn of_kind(&self, kind: &str) -> Vec<(DocIx, &Document)> {
        let mut found: Vec<_> = self.iter().filter(|(_, document)| document.is(kind)).collect();
        found.sort_by_cached_key(|(_, document)| catalog::natural_key(&document.id));
        found
    }

    /// The same with the judgement of the record: how each of its documents stands, in their order. From that follow reviews
    /// and rungs; before, none is current.
    #[must_use]
    pub fn stand(mut self, standings: Vec<Standing>) -> Self {
        let all = self.documents.iter().enumerate();
        self.reviews = all
            .map(|(i, document)| {
                let standing = standings.get(i).copied().unwrap_or_default();
                match self.assesses_the_ended(DocIx::new(i)) {
                    true => Review::None,
                    false => review::state(document, &standing, &self.config, self.today),
                }
            })
            .collect();
        self.standings = standings;
        self.soas = soa::read(&self.documents, &self.catalog, &self.standings, self.today);
        self.known = known::Known::of(&self.catalog, &self.soas);
        self.unlink_unknown();
        self.about = About::of(&self.documents, &self.references);
        let inputs = requirement::Inputs {
            documents: &self.documents,
            ids: &self.ids,
            catalog: &self.catalog,
            soas: &self.soas,
            known: &self.known,
            config: &self.config,
            today: self.today,
            mentions: &self.mentions,
            standings: &self.standings,
            reviews: &self.reviews,
            about: &self.about,
            by_kind: called::by_kind(&self.documents),
            open: against::open(&self.documents, &self.ids, &self.known),
        };
        self.trace = trace::build(&inputs);
        self
    }

    /// Whether a document assesses AI systems that have all ended their lives: nobody assesses those again.
    pub fn assesses_the_ended(&self, ix: DocIx) -> bool {
        let ended = |of: DocIx| self.document(of).stage() == Some("retired") || self.document(of).is_retired();
        // Of a system that is not there nobody knows.
        let is_ended = |of: &Reference| of.to.is_some_and(ended);
        let is_one = ["risk-assessment", "impact-assessment"].iter().any(|kind| self.document(ix).is(kind));
        let mut systems = self.references_of(ix).iter().filter(|of| of.field == "systems").peekable();
        is_one && systems.peek().is_some() && systems.all(is_ended)
    }

    /// A control that only a statement not in force has is none.
    fn unlink_unknown(&mut self) {
        for link in self.links.iter_mut().flatten() {
            let gone = |id: &ReqId| self.known.find(&id.framework, &id.id).is_none();
            if matches!(link, Ok(Target::Requirement(id)) if self.catalog.standard(&id.framework).is_some() && gone(id))
            {
                *link = Err(Broken::Missing { near: None });
            }
        }
    }

    /// The same, after checks found errors in some documents or about them, and reason to doubt some records, and with what
    /// the change record says of who wrote what: what rests on the first is not current, and the rest weakens.
    #[must_use]
    pub fn hold(mut self, held: Held) -> Self {
        let served = let_go::served(&self, &held.let_go);
        self.trace.hold(&held, &served, &self.catalog);
        self.origins = held.origins;
        self
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

    /// The one word for where a document stands, if there is something to say.
    pub fn word(&self, ix: DocIx) -> Option<Word> {
        self.standing(ix).word(self.document(ix))
    }

    /// When a document was last looked at, and how that is known.
    pub fn last_review(&self, ix: DocIx) -> Option<Reviewed> {
        review::last(self.document(ix), &self.standing(ix), self.today)
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
        found.sort_by_cached_key(|(_, document)| catalog::natural_key(&document.id));
        found
    }
}
