//! What the texts of an edition lead to: attachments and uncontrolled pages, each as it was when the text was approved.
//!
//! A table that a policy leads to is a part of what it says, and nobody approves it by itself. So it comes from the commit
//! with which the text was approved. Where two texts were approved with two states of it, there are two files.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use crate::approval::{Basis, Moment, Targets, There};
use crate::base::{DocPath, Result};
use crate::model::attachments::MAX_ATTACHMENT;
use crate::model::links::{Target, path_of};
use crate::parse::{self, Link, LinkKind, MAX_TEXT};
use crate::repo::{ObjectId, Repo};
use crate::source::{Content, Other, Past, Source};
use crate::state::State;

/// The repository with its newest commit that is looked at, and the path of the AIMS in it.
pub(super) type Here<'a, 's> = (&'a Repo, ObjectId, &'s str);

/// A text that is shown because it is approved.
pub(super) struct Text {
    /// The file of its document.
    pub(super) path: DocPath,
    /// What it was approved with; `None` where that is what is there now.
    pub(super) basis: Option<Basis>,
    pub(super) links: Vec<Named>,
}

/// A link or image that names a path.
#[derive(Debug, Clone)]
pub(super) struct Named {
    path: String,
    /// The target as it is written.
    target: String,
    image: bool,
}

/// Those of a text.
pub(super) fn named(links: &[Link]) -> Vec<Named> {
    let named = |link: &Link| {
        let image = link.kind == LinkKind::Image;
        Some(Named { path: path_of(link)?, target: link.target.clone(), image })
    };
    links.iter().filter_map(named).collect()
}

/// An uncontrolled page that a text leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Page {
    /// When the newest text that leads to it was approved.
    pub(super) moment: Moment,
    /// The commit from which it is; `None` where it is as it is now.
    pub(super) commit: Option<ObjectId>,
}

/// What the texts lead to.
#[derive(Default)]
pub(super) struct Attached<'a> {
    /// Files that are not as they are now.
    pub(super) files: BTreeMap<DocPath, Other<'a>>,
    /// The uncontrolled pages that are shown.
    pub(super) pages: BTreeMap<DocPath, Page>,
    /// By the file of a document, where its links lead, by the paths that they name.
    pub(super) led: BTreeMap<DocPath, BTreeMap<String, Option<DocPath>>>,
}

/// A link of a text to a file.
struct Use {
    /// The document, and the path that the link names.
    from: DocPath,
    named: String,
    /// Where the file lay, in which commit, and what it was.
    at: DocPath,
    commit: ObjectId,
    blob: ObjectId,
}

/// Finds what texts lead to.
pub(super) struct Finder<'a, 's> {
    /// Where commits are; `None` where there are none.
    pub(super) here: Option<Here<'a, 's>>,
    /// Everything, as it is now.
    pub(super) latest: &'s State,
    pub(super) source: &'s dyn Source,
    /// Where documents lie in the edition that lie elsewhere now.
    pub(super) lay: BTreeSet<DocPath>,
    pub(super) pasts: BTreeMap<ObjectId, Arc<Past<'a>>>,
}

impl<'a> Finder<'a, '_> {
    /// What these texts lead to. `as_it_is` are the documents beside them that are shown as they are now.
    pub(super) fn attached(&mut self, texts: &[Text], as_it_is: &BTreeSet<DocPath>) -> Result<Attached<'a>> {
        let mut found = Attached { pages: self.pages(texts)?, ..Attached::default() };
        let mut uses = Vec::new();
        for text in texts {
            let Some(basis) = &text.basis else { continue };
            let there: Vec<_> = std::iter::once(&basis.there).chain(&basis.before).filter_map(in_commit).collect();
            let lies = Lies { path: &text.path, there, targets: basis.targets.as_ref() };
            self.uses(&lies, &text.links, &mut found, &mut uses)?;
        }
        for (path, page) in found.pages.clone() {
            let Some(commit) = page.commit else { continue };
            let links = self.page(commit, &path)?.unwrap_or_default();
            let lies = Lies { path: &path, there: vec![(commit, path.clone())], targets: None };
            self.uses(&lies, &links, &mut found, &mut uses)?;
            let is_here = self.blob(commit, &path).is_some_and(|blob| self.is_here(&path, blob));
            if let Some(past) = self.past(commit).filter(|_| !is_here) {
                found.files.insert(path.clone(), Other::At(past, path));
            }
        }
        self.place(uses, as_it_is, &mut found);
        Ok(found)
    }

    fn past(&mut self, commit: ObjectId) -> Option<Arc<Past<'a>>> {
        let (repo, _, prefix) = self.here?;
        Some(Arc::clone(self.pasts.entry(commit).or_insert_with(|| Arc::new(Past::new(repo, commit, prefix)))))
    }

    /// The blob that a commit has at a path.
    pub(super) fn blob(&mut self, commit: ObjectId, path: &DocPath) -> Option<ObjectId> {
        self.past(commit)?.id(path)
    }

    /// The uncontrolled pages that texts lead to, and that these lead to in turn. Of two states the newer is shown.
    fn pages(&mut self, texts: &[Text]) -> Result<BTreeMap<DocPath, Page>> {
        let mut found: BTreeMap<DocPath, Page> = BTreeMap::new();
        let mut open: VecDeque<(DocPath, Page, Vec<Named>)> = VecDeque::new();
        for text in texts {
            let page = match text.basis.as_ref().map(|basis| (in_commit(&basis.there), basis.moment)) {
                Some((Some((commit, at)), moment)) => (at, Page { moment, commit: Some(commit) }),
                _ => (text.path.clone(), Page { moment: Moment::UNCOMMITTED, commit: None }),
            };
            open.push_back((page.0, page.1, text.links.clone()));
        }
        while let Some((at, page, links)) = open.pop_front() {
            let named: Vec<_> = links.iter().filter_map(|link| self.meant(page.commit, &at, link)).collect();
            for then in named.into_iter().filter(DocPath::is_markdown) {
                let is_newer = found.get(&then).is_none_or(|other| *other < page);
                if !is_newer || self.is_controlled(&then) {
                    continue;
                }
                let links = match page.commit {
                    Some(commit) => self.page(commit, &then)?,
                    None => self.page_now(&then),
                };
                if let Some(links) = links {
                    found.insert(then.clone(), page);
                    open.push_back((then, page, links));
                }
            }
        }
        Ok(found)
    }

    /// The file that a link in the file `at` names, in a commit or as it is now: of those that it may mean the first that
    /// was there.
    fn meant(&mut self, commit: Option<ObjectId>, at: &DocPath, link: &Named) -> Option<DocPath> {
        let mut meant = self.latest.aims.config.roots.meant(at, &link.path, link.image);
        let there = meant.iter().position(|path| {
            self.is_controlled(path)
                || match commit {
                    Some(commit) => self.blob(commit, path).is_some(),
                    None => self.latest.aims.by_path(path).is_some(),
                }
        });
        let at = there.unwrap_or_default();
        (at < meant.len()).then(|| meant.swap_remove(at))
    }

    /// Whether there is a document that has front matter, now or in the edition.
    fn is_controlled(&self, path: &DocPath) -> bool {
        let aims = &self.latest.aims;
        self.lay.contains(path) || aims.by_path(path).is_some_and(|ix| aims.document(ix).controlled)
    }

    /// The paths that an uncontrolled page named in a commit; `None` where there was none.
    fn page(&mut self, commit: ObjectId, path: &DocPath) -> Result<Option<Vec<Named>>> {
        let Some(past) = self.past(commit) else { return Ok(None) };
        Ok(match past.read(path, MAX_TEXT)? {
            Content::Bytes(bytes) => {
                let page = parse::page(&bytes);
                // A translation is a page beside its document, whatever it says of itself.
                let aims = &self.latest.aims;
                let translates = aims.by_path(path).is_some_and(|ix| aims.document(ix).translates.is_some());
                (translates || page.front.is_none()).then(|| named(&page.body.links))
            }
            Content::TooLarge(_) | Content::Unreadable(_) => None,
        })
    }

    fn page_now(&self, path: &DocPath) -> Option<Vec<Named>> {
        let aims = &self.latest.aims;
        aims.by_path(path).map(|ix| named(&aims.document(ix).body.links))
    }

    /// Notes the files that the links of a text lead to. What was not there then is nowhere now.
    fn uses(&mut self, lies: &Lies<'_>, links: &[Named], found: &mut Attached<'a>, uses: &mut Vec<Use>) -> Result<()> {
        for link in links {
            let first = lies.there.first();
            let Some(then) = first.and_then(|(commit, at)| self.meant(Some(*commit), at, link)) else { continue };
            let to = if self.is_controlled(&then) {
                Some(then)
            } else if then.is_markdown() {
                found.pages.contains_key(&then).then_some(then)
            } else if let Some((commit, at, blob)) = self.file(lies, link)? {
                uses.push(Use { from: lies.path.clone(), named: link.path.clone(), at, commit, blob });
                continue;
            } else {
                None
            };
            found.led.entry(lies.path.clone()).or_default().insert(link.path.clone(), to);
        }
        Ok(())
    }

    /// The file that a link led to: where an act names its bytes, those alone.
    fn file(&mut self, lies: &Lies<'_>, link: &Named) -> Result<Option<(ObjectId, DocPath, ObjectId)>> {
        for (commit, at) in &lies.there {
            let Some(path) = self.meant(Some(*commit), at, link) else { continue };
            let Some((past, blob)) = self.past(*commit).zip(self.blob(*commit, &path)) else { continue };
            // What a filter of git stands before is named by what people see of it, which no commit has.
            let targets = lies.targets.filter(|_| past.filter(&path).is_ok_and(|filter| filter.is_none()));
            let is_it = match targets {
                None => true,
                Some(targets) => match past.read(&path, MAX_ATTACHMENT)? {
                    Content::Bytes(bytes) => targets.is_file(link.image, &link.target, &bytes),
                    Content::TooLarge(_) | Content::Unreadable(_) => false,
                },
            };
            if is_it {
                return Ok(Some((*commit, path, blob)));
            }
        }
        Ok(None)
    }

    /// Gives each file that is used a path: its own, where all who use it use the same.
    fn place(&mut self, uses: Vec<Use>, as_it_is: &BTreeSet<DocPath>, found: &mut Attached<'a>) {
        let used_now = self.used_now(as_it_is);
        let mut states: BTreeMap<DocPath, BTreeMap<ObjectId, ObjectId>> = BTreeMap::new();
        for used in &uses {
            states.entry(used.at.clone()).or_default().insert(used.blob, used.commit);
        }
        let mut places: BTreeMap<(DocPath, ObjectId), DocPath> = BTreeMap::new();
        for (path, states) in states {
            let alone = states.len() == 1 && !used_now.contains(&path);
            for (blob, commit) in states {
                let is_here = self.is_here(&path, blob);
                let apart = || DocPath::new(&format!("{}/{path}", blob.short())).unwrap_or_else(|| path.clone());
                let place = if is_here || alone { path.clone() } else { apart() };
                if let Some(past) = self.past(commit).filter(|_| !is_here) {
                    found.files.insert(place.clone(), Other::At(past, path.clone()));
                }
                places.insert((path.clone(), blob), place);
            }
        }
        for Use { from, named, at, blob, .. } in uses {
            let place = places.get(&(at, blob)).cloned();
            found.led.entry(from).or_default().insert(named, place);
        }
    }

    /// The attachments that are used as they are now.
    fn used_now(&self, as_it_is: &BTreeSet<DocPath>) -> BTreeSet<DocPath> {
        let aims = &self.latest.aims;
        let shown = aims.documents.iter().zip(&aims.links).filter(|(document, _)| as_it_is.contains(&document.path));
        let assets = shown.flat_map(|(_, links)| links.iter().flatten());
        assets.filter_map(|target| if let Target::Asset(path) = target { Some(path.clone()) } else { None }).collect()
    }

    /// Whether what is at a path now is this blob. What a filter of git stands before is taken for what the commit has.
    pub(super) fn is_here(&mut self, path: &DocPath, blob: ObjectId) -> bool {
        let Some((_, tip, _)) = self.here else { return true };
        if self.blob(tip, path) != Some(blob) {
            return false;
        }
        let is_filtered = self.source.filter(path).is_ok_and(|filter| filter.is_some());
        is_filtered
            || matches!(self.source.read(path, MAX_ATTACHMENT), Ok(Content::Bytes(bytes)) if blob.is_blob_of(&bytes))
    }
}

/// Where a text lies now and lay in commits, and which files were meant.
struct Lies<'t> {
    path: &'t DocPath,
    there: Vec<(ObjectId, DocPath)>,
    targets: Option<&'t Targets>,
}

fn in_commit(there: &There) -> Option<(ObjectId, DocPath)> {
    Some((there.commit.parse().ok()?, there.path.clone()))
}
