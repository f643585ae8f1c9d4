//! Where the links and images of a text lead, and whether they led there when it was approved.
//!
//! The digest of a text covers each link as it is written. What stands at its end is not in the text: an image can be
//! replaced under its name, and another document can take the place of the one that was linked to. So a record holds that
//! too: of a file the SHA-256 of its bytes, of a document its id. Text in a file is taken with plain line ends, as
//! documents are. Addresses outside say themselves where they lead, and are not in it.
//!
//! What has led somewhere and leads nowhere now is told where links are checked, and shows nobody what was not approved.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Date, DocPath, Result, below, date, sha256_hex};
use crate::model::attachments::MAX_ATTACHMENT;
use crate::model::links::{Broken, Target};
use crate::model::{Aims, DocIx};
use crate::parse::{LinkKind, normalise};
use crate::repo::{ObjectId, Repo};
use crate::source::{Content, Source};

/// What a record says of a link that leads nowhere.
const NOTHING: &str = "nothing";

/// Where the links and images of a text led, each by its target as written: `sha256:…` of a file, `document:POL-002`,
/// `page:guides/a.md` for one without an id, `requirement:iso-42001:A.5.2`, or `nothing`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Targets {
    /// Of images.
    pub images: BTreeMap<String, String>,
    /// Of links.
    pub links: BTreeMap<String, String>,
}

/// Where the links and images of a document lead now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leads {
    images: BTreeMap<String, Lead>,
    links: BTreeMap<String, Lead>,
}

/// Where one leads.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Lead {
    /// As records have it.
    to: String,
    /// What records may have too: a page that has an id since had none before, or another one.
    also: Vec<String>,
    /// The file, if it is one.
    path: Option<DocPath>,
    /// Whether its bytes count, and not only where it is.
    bytes: bool,
}

/// A target that leads elsewhere than it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// As it is written.
    pub target: String,
    /// The file to which it leads now, and whether its bytes count.
    file: Option<(DocPath, bool)>,
}

impl Leads {
    /// Reads where those of a document lead.
    ///
    /// # Errors
    /// Where the source fails.
    pub fn of(aims: &Aims, ix: DocIx, source: &dyn Source) -> Result<Self> {
        Self::read(aims, ix, source, &mut BTreeMap::new())
    }

    /// The same of several documents. A file to which many lead is read once.
    pub(super) fn of_all(aims: &Aims, all: BTreeSet<DocIx>, source: &dyn Source) -> Result<BTreeMap<DocIx, Self>> {
        let mut files = BTreeMap::new();
        all.into_iter().map(|ix| Ok((ix, Self::read(aims, ix, source, &mut files)?))).collect()
    }

    /// `files` are the digests of those that have been read.
    fn read<'a>(
        aims: &'a Aims,
        ix: DocIx,
        source: &dyn Source,
        files: &mut BTreeMap<&'a DocPath, String>,
    ) -> Result<Self> {
        let mut found = Self::default();
        for (link, target) in aims.document(ix).body.links.iter().zip(&aims.links[ix.index()]) {
            let lead = match target {
                // A heading has no name but what the text says, and what a page is called elsewhere is in the text.
                _ if link.target.trim_start().starts_with('#') => continue,
                Ok(Target::External(_)) => continue,
                Ok(Target::Document(to, _)) | Err(Broken::Fragment { document: to, .. }) => Lead::document(aims, *to),
                Ok(Target::Requirement(id)) => Lead::plain(format!("requirement:{id}")),
                Ok(Target::Asset(path)) => {
                    let to = match files.entry(path) {
                        Entry::Occupied(known) => known.get().clone(),
                        Entry::Vacant(new) => new.insert(file_digest(source, path)?).clone(),
                    };
                    Lead { path: Some(path.clone()), bytes: true, ..Lead::plain(to) }
                }
                Err(_) => Lead::plain(NOTHING.into()),
            };
            let of = if link.kind == LinkKind::Image { &mut found.images } else { &mut found.links };
            of.insert(link.target.clone(), lead);
        }
        Ok(found)
    }

    /// The same as a record holds it.
    pub fn targets(&self) -> Targets {
        let all = |leads: &BTreeMap<String, Lead>| {
            leads.iter().map(|(target, lead)| (target.clone(), lead.to.clone())).collect()
        };
        Targets { images: all(&self.images), links: all(&self.links) }
    }

    /// Those that lead elsewhere than a record says.
    pub(super) fn moved(&self, recorded: &Targets) -> Vec<Moved> {
        let both = [(&self.images, &recorded.images), (&self.links, &recorded.links)];
        let moved = both.into_iter().flat_map(|(here, there)| {
            let elsewhere = |(target, lead): &(&String, &Lead)| lead.is_other(there.get(*target).map(String::as_str));
            here.iter().filter(elsewhere).map(|(target, lead)| {
                let file = lead.path.clone().map(|path| (path, lead.bytes));
                Moved { target: target.clone(), file }
            })
        });
        moved.collect()
    }
}

impl Lead {
    fn plain(to: String) -> Self {
        Self { to, also: Vec::new(), path: None, bytes: false }
    }

    fn document(aims: &Aims, ix: DocIx) -> Self {
        let document = aims.document(ix);
        let page = format!("page:{}", aims.file_of(ix));
        let path = Some(document.path.clone());
        match document.id_span {
            Some(_) => {
                // An id that another document bears stands for that one, whoever says that it was theirs before.
                let own = |id: &&str| aims.by_id(id) == Some(ix);
                let former = document.fields.texts("formerly").iter().map(|id| id.value.trim());
                let also = former.filter(own).map(|id| format!("document:{id}")).chain([page]).collect();
                Self { also, path, ..Self::plain(format!("document:{}", document.id)) }
            }
            None => Self { path, ..Self::plain(page) },
        }
    }

    /// Whether it leads somewhere, and not where a record says.
    fn is_other(&self, recorded: Option<&str>) -> bool {
        let same = |to: &str| match recorded {
            Some(recorded) if to.starts_with("document:") => recorded.eq_ignore_ascii_case(to),
            recorded => recorded == Some(to),
        };
        // A document that was named before it was there is the one that was meant. A file is what is in it.
        if recorded == Some(NOTHING) && !self.bytes {
            return false;
        }
        self.to != NOTHING && !same(&self.to) && !self.also.iter().any(|also| same(also))
    }
}

/// The SHA-256 of a file as records of acts have it, text with plain line ends; `nothing` where it cannot be read.
///
/// # Errors
/// Where the source fails.
pub fn file_digest(source: &dyn Source, path: &DocPath) -> Result<String> {
    let Content::Bytes(bytes) = source.read(path, MAX_ATTACHMENT)? else { return Ok(NOTHING.into()) };
    Ok(digest_of(&bytes))
}

fn digest_of(bytes: &[u8]) -> String {
    let plain = normalise(bytes);
    format!("sha256:{}", sha256_hex(plain.as_ref().map_or(bytes, String::as_bytes)))
}

impl Targets {
    /// Whether this is the file to which a link or image, as it is written, led.
    pub fn is_file(&self, image: bool, target: &str, bytes: &[u8]) -> bool {
        let of = if image { &self.images } else { &self.links };
        of.get(target).is_some_and(|to| *to == digest_of(bytes))
    }
}

/// The day on which the main line that ends at `tip` came to lead there: since when it has held these files, and the one
/// with the links, `from`. `None` where it does not hold them.
pub(super) fn led_since(repo: &Repo, prefix: &str, tip: ObjectId, (from, moved): (&DocPath, &[Moved])) -> Option<Date> {
    let files = moved.iter().filter_map(|moved| moved.file.as_ref()).map(|(path, bytes)| (path, *bytes));
    let since = files.chain([(from, false)]).map(|(path, bytes)| {
        let path = below(prefix, path.as_str());
        let here = repo.blob_at(tip, &path)?;
        let holds = |id: ObjectId| repo.blob_at(id, &path).is_some_and(|there| !bytes || there == here);
        let (mut next, mut since) = (Some(tip), None);
        while let Some(id) = next.filter(|id| holds(*id)) {
            let commit = repo.commit(id).ok()?;
            since = Some(date::of_timestamp(commit.committer.seconds, commit.committer.offset_minutes));
            next = commit.parents.first().copied();
        }
        since
    });
    since.collect::<Option<Vec<Date>>>()?.into_iter().max()
}
