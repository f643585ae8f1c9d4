//! A site that is ready to be made: the state, and where its files come from.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::project::Project;
use super::withheld::Names;
use crate::base::{DocPath, Error, Files, Result, claim};
use crate::check::Findings;
use crate::compare::Comparison;
use crate::export::{self, DataFile};
use crate::history::{Change, Kept};
use crate::model::attachments::MAX_ATTACHMENT;
use crate::model::{Aims, DocIx};
use crate::parse::MAX_TEXT;
use crate::reading::Reading;
use crate::repo::{Blob, Repo};
use crate::site::{Address, Site};
use crate::source::{Content, Source};
use crate::state::{NoTexts, State, Texts};

/// A state with the source of its files. From it come the files of the site, each on its own.
pub struct Built<'a> {
    state: State,
    whole: Option<Findings>,
    texts: ProjectTexts<'a>,
    source: Box<dyn Source + 'a>,
}

/// The texts of the past of a project.
pub struct ProjectTexts<'a> {
    pub(super) repo: Option<&'a Repo>,
    pub(super) reading: Reading,
    pub(super) kept: Kept<'a>,
    /// What readers may not know of.
    pub(super) withheld: Names,
}

/// The files of a site.
pub struct SiteFiles<'a> {
    site: Site<'a>,
    texts: &'a dyn Texts,
    source: &'a dyn Source,
    plan: BTreeMap<DocPath, Entry<'a>>,
}

/// Where the bytes of a file come from.
enum Entry<'a> {
    Page(Address<'a>),
    Copy(DocPath),
    Data(DataFile<'a>),
}

/// What a file of a site is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    /// The page of a document.
    Document(DocIx),
    /// Another about a document.
    About(DocIx),
    /// Another that was made.
    Ours,
    /// A file of the repository, as it is.
    Copy,
}

impl<'a> Built<'a> {
    pub(super) fn new(
        project: &'a Project,
        (state, whole): (State, Option<Findings>),
        source: Box<dyn Source + 'a>,
        withheld: Names,
    ) -> Self {
        let texts = ProjectTexts { withheld, ..project.texts(&state.aims) };
        Self { state, whole, texts, source }
    }

    /// What the site is made from.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// What is found in the whole AIMS, for those who have the repository: of what the readers of the site may not know, the
    /// state tells nothing.
    pub fn findings(&self) -> &Findings {
        self.whole.as_ref().unwrap_or(&self.state.findings)
    }

    /// The files of the site, pages and data files.
    ///
    /// # Errors
    /// Where two of them want the same path, or the theme does not compile: mistakes of ours, not of the documents.
    pub fn files(&self) -> Result<SiteFiles<'_>> {
        SiteFiles::new(&self.state, &self.texts, &*self.source)
    }

    /// Keeps what was found of the texts of the past for the next run. To be called when all files have been made.
    pub fn keep(&self) {
        self.texts.kept.store();
    }
}

impl Project {
    /// The texts of the past, with what an earlier run found of them.
    pub fn texts(&self, aims: &Aims) -> ProjectTexts<'_> {
        let reading = aims.config.reading.clone();
        let kept = Kept::load(&self.cache, &reading, &self.met);
        ProjectTexts { repo: self.repo.as_ref(), kept, reading, withheld: Names::default() }
    }
}

impl Texts for ProjectTexts<'_> {
    fn differences(&self, changes: &[&Change]) -> Vec<Option<Comparison>> {
        match self.repo {
            Some(repo) => {
                let mut found = self.kept.compare(repo, changes, &self.reading);
                found.iter_mut().flatten().for_each(|found| self.withheld.leave_comparison(found));
                found
            }
            None => NoTexts.differences(changes),
        }
    }

    /// A text that names a document of which readers may not know is none for them: its bytes cannot be cut.
    fn is_open(&self, change: &Change) -> bool {
        let is_there = self.repo.is_some() && change.new.is_some() && change.facts.is_some();
        is_there && (self.withheld.is_empty() || self.text(change).is_some())
    }

    fn text(&self, change: &Change) -> Option<Vec<u8>> {
        let Ok(Blob::Bytes(bytes)) = self.repo?.blob(change.new?, MAX_TEXT) else { return None };
        let names_one = || self.withheld.is_led_to_in(&String::from_utf8_lossy(&bytes));
        (self.withheld.is_empty() || !names_one()).then_some(bytes)
    }

    fn leave(&self, found: &mut Comparison) {
        self.withheld.leave_comparison(found);
    }

    fn are_sound(&self) -> Result<()> {
        self.repo.map_or(Ok(()), Repo::is_sound)
    }
}

impl<'a> SiteFiles<'a> {
    /// The files of the site of `state`, pages and data files. `texts` tells what changed from one text to the next; images,
    /// attachments and records of acts come from `source`.
    ///
    /// # Errors
    /// As [`Built::files`].
    pub fn new(state: &'a State, texts: &'a dyn Texts, source: &'a dyn Source) -> Result<Self> {
        let data = export::files(state);
        let about = data.iter().map(|file| (file.path.clone(), file.about.clone())).collect();
        let site = Site::new(state, texts, about)?;
        let mut plan: BTreeMap<DocPath, Entry<'a>> =
            site.plan()?.into_iter().map(|(path, address)| (path, Entry::Page(address))).collect();
        let copies = site.copies().into_iter().map(|(path, from)| (path, Entry::Copy(from)));
        let data = data.into_iter().map(|file| (file.path.clone(), Entry::Data(file)));
        for (path, entry) in copies.chain(data) {
            claim(&mut plan, &path, entry)?;
        }
        Ok(Self { site, texts, source, plan })
    }
}

impl SiteFiles<'_> {
    /// What stands at a path, for whoever looks at a single page.
    pub(super) fn kind(&self, path: &DocPath) -> Option<FileKind> {
        Some(match self.plan.get(path)? {
            Entry::Page(Address::Document(ix)) => FileKind::Document(*ix),
            Entry::Page(Address::Record(ix) | Address::RecordOfYear(ix, _)) => FileKind::About(*ix),
            Entry::Page(_) | Entry::Data(_) => FileKind::Ours,
            Entry::Copy(_) => FileKind::Copy,
        })
    }
}

impl Files for SiteFiles<'_> {
    fn paths(&self) -> Vec<&DocPath> {
        self.plan.keys().collect()
    }

    fn prepare(&self) {
        self.site.prepare();
    }

    fn bytes(&self, path: &DocPath) -> Result<Cow<'_, [u8]>> {
        match self.plan.get(path) {
            Some(Entry::Page(address)) => {
                let page = self.site.page(*address)?;
                self.texts.are_sound().map(|()| Cow::Owned(page))
            }
            Some(Entry::Data(file)) => file.bytes().map(Cow::Owned),
            Some(Entry::Copy(from)) => match self.source.read(from, MAX_ATTACHMENT)? {
                Content::Bytes(bytes) => Ok(Cow::Owned(bytes)),
                Content::TooLarge(_) => Err(Error::new(format!("`{from}` has grown too large while it was published"))),
                Content::Unreadable(why) => Err(Error::new(format!("cannot read `{from}` any more: {why}"))),
            },
            None => Err(Error::new(format!("the site has no file `{path}`"))),
        }
    }
}
