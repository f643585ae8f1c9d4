//! Whether a published site is what its commit gives: it is made again by the recipe that it names, and compared file by
//! file.
//!
//! In come a [`Published`] site and the AIMS that it is said to be made from; out comes a [`Proof`], as values. What the site
//! says of itself decides only what is compared, never whether it is the same: the digests that count are those of the files
//! that are there and of those that were made again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::project::{Project, Request};
use super::sealed::Sealed;
use super::whole::is_whole;
use crate::approval::{Known, Roster};
use crate::base::date::days_between;
use crate::base::text::count;
use crate::base::{Date, DocPath, Error, Files, Result, sha256_hex};
use crate::emit::{RECORD, recorded};
use crate::export::manifest::{MANIFEST, Manifest, SUMS, Sum};
use crate::export::statement::{open, statement, to_be_signed};
use crate::repo::Tag;
use crate::signature::{SITE_NAMESPACE, Verdict};
use crate::source::{Entry, Published};
use crate::state::{ATTESTATION, Recipe};

/// The largest manifest, list of digests or statement that is read, in bytes.
const MAX_OWN: u64 = 256 << 20;

/// The largest file of which it is said where it differs, in bytes.
const MAX_SHOWN: u64 = 8 << 20;

/// What was found of a published site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// What the site says of itself.
    pub manifest: Manifest,
    /// How many files of the site are as they have to be.
    pub same: usize,
    /// What is not, by path.
    pub differences: Vec<Difference>,
    /// Whether it was made again from its commit. If not, its files were compared with its own list alone.
    pub is_rebuilt: bool,
    /// The statement about it; `None` where it has none.
    pub signed: Option<Signed>,
    /// Whether the commit is not on the main line of what is checked out.
    pub is_aside: bool,
    /// Whether that is so of the commit whose settings it takes for those that say who may sign.
    pub trusts_aside: bool,
}

/// A file that is not as it has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its path in the site.
    pub path: String,
    /// How it differs.
    pub how: How,
    /// The first line that differs, where both are text.
    pub line: Option<Line>,
}

/// How a file differs from what it has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// It is not there.
    Missing,
    /// It is there, and no build by this recipe makes it.
    Added,
    /// It was listed with the bytes that it has to have, and was changed since.
    Changed,
    /// The site was made, or listed, with the bytes that are there, and they are others than it has to have.
    MadeOtherwise,
    /// It is no file: says what.
    Odd(String),
}

/// A line that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1.
    pub number: usize,
    /// What stands there; `None` at the end of the file.
    pub is: Option<String>,
    /// What has to stand there; `None` at the end of the file.
    pub ought: Option<String>,
}

/// A signed statement about a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Whether it says of this site what it says of itself, and nothing else: by which recipe it was made, and its digests.
    pub fits: bool,
    /// What became of each signature, and whose key made it by the settings that were vouched for up to the commit.
    pub verdicts: Vec<(Verdict, Option<Known>)>,
}

impl Signed {
    /// Whether somebody whom the settings list signed for this very site.
    pub fn is_good(&self) -> bool {
        self.fits && self.verdicts.iter().any(|(verdict, known)| verdict.is_good() && known.is_some())
    }
}

impl Proof {
    /// Whether nothing speaks against the site.
    pub fn is_good(&self) -> bool {
        self.differences.is_empty() && self.signed.as_ref().is_none_or(Signed::is_good)
    }
}

/// Opens a published site and reads what it says of itself.
///
/// # Errors
/// Where it cannot be read, or has no manifest.
pub fn published(site: &Path) -> Result<(Published, Manifest)> {
    let published = Published::open(site, MANIFEST)?;
    let Some(bytes) = published.read(MANIFEST, MAX_OWN)? else {
        return Err(Error::new(format!("{} has no {MANIFEST}", site.display()))
            .hint("Name the folder of a site that `aims build` made, or a zip file of it."));
    };
    let manifest = Manifest::parse(&bytes)?;
    Ok((published, manifest))
}

/// Compares a site with its own list of digests.
///
/// # Errors
/// Where it cannot be read.
pub fn by_own_list(published: &Published, manifest: Manifest, is_left: &dyn Fn(&str) -> bool) -> Result<Proof> {
    let entries = published.entries()?;
    let mut ought = manifest.files.clone();
    if let Some(Entry::File { size, sha256 }) = entries.get(MANIFEST) {
        insert(&mut ought, MANIFEST, Sum { size: *size, sha256: sha256.clone() });
    }
    let listed = crate::export::manifest::sums(&ought);
    insert(&mut ought, SUMS, Sum { size: listed.len() as u64, sha256: sha256_hex(&listed) });
    let (same, mut differences) = compare(&entries, &ought, &manifest, is_left);
    differences.extend(record_differs(published, &entries, &ought, &manifest)?);
    Ok(Proof { manifest, same, differences, is_rebuilt: false, signed: None, is_aside: false, trusts_aside: false })
}

impl Project {
    /// The same, looking only at the tags that were there when a site was made: tags are in no commit, and may be set at any time.
    ///
    /// # Errors
    /// Where one of them is not here, or leads elsewhere now.
    pub fn with_tags_of(mut self, manifest: &Manifest) -> Result<Self> {
        let stamps = manifest.recipe.as_ref().and_then(|recipe| recipe.tags.clone());
        let (Some(repo), Some(stamps)) = (&self.repo, stamps) else { return Ok(self) };
        let stamps: BTreeSet<String> = stamps.into_iter().collect();
        let here: BTreeSet<String> = repo.tags()?.iter().filter_map(Tag::stamp).collect();
        let missing = stamps.difference(&here).count();
        if missing > 0 {
            let (all, were) = (count(stamps.len(), "tag"), if stamps.len() == 1 { "was" } else { "were" });
            return Err(Error::new(format!(
                "{all} {were} there when the site was made, and {missing} of them cannot be found here, or lead elsewhere now"
            ))
            .hint("Fetch them from where the site was made: `git fetch --tags`. Tags decide which audits and approvals a site tells of."));
        }
        self.repo = self.repo.map(|repo| repo.with_tags(stamps));
        Ok(self)
    }

    /// Makes a site again by the recipe that its manifest names, and compares. Of tags, those that [`Project::with_tags_of`] names
    /// are looked at.
    ///
    /// # Errors
    /// Where the site names no commit, or one that is not in this repository, and where either site cannot be read or made.
    pub fn prove(&self, published: &Published, manifest: Manifest, is_left: &dyn Fn(&str) -> bool) -> Result<Proof> {
        let recipe = manifest.recipe.clone().ok_or_else(|| {
            Error::new("this site was made from a work tree that no commit holds exactly, so it cannot be made again")
                .hint("`aims verify --listed` compares it with its own list of digests. For publication, build from a commit.")
        })?;
        let built = self.build(&self.request_of(&recipe)?)?;
        is_whole(&built.state().history, "the site cannot be made again as it was")?;
        let sealed = built.sealed(None)?;
        let (entries, ought) = (published.entries()?, sealed.all_sums()?);
        let (same, mut differences) = compare(&entries, &ought, &manifest, is_left);
        differences.extend(record_differs(published, &entries, &ought, &manifest)?);
        for difference in &mut differences {
            difference.line = first_line(published, &sealed, difference)?;
        }
        let signed = self.signed(published, &recipe, &manifest.generator)?;
        let is_aside = !self.is_on_line(&recipe.commit)?;
        let trusts_aside = recipe.trust.as_deref().map_or(Ok(false), |commit| self.is_on_line(commit).map(|on| !on))?;
        Ok(Proof { manifest, same, differences, is_rebuilt: true, signed, is_aside, trusts_aside })
    }

    /// The statement about a site that `generator` made by a recipe.
    ///
    /// Whoever writes a commit may list a key in it, and whoever publishes a site names whom it trusts: those count that were
    /// vouched for up to the commit, whatever the site was made with.
    pub(crate) fn signed(&self, published: &Published, recipe: &Recipe, generator: &str) -> Result<Option<Signed>> {
        let Some(envelope) = published.read(ATTESTATION, MAX_OWN)? else { return Ok(None) };
        let opened = open(&envelope)?;
        let sums = published.read(SUMS, MAX_OWN)?.map(|list| sha256_hex(&list));
        let fits = sums.is_some_and(|sums| opened.signed == to_be_signed(&statement(&sums, recipe, generator)));
        let state =
            self.check(&Request { rev: Some(recipe.commit.clone()), ..Request::new(&self.root, recipe.today) })?;
        let nobody = Roster::default();
        let roster = state.approvals.guard.vouched().map_or(&nobody, AsRef::as_ref);
        let at = 24 * 60 * 60 * days_between(Date::constant(1970, 1, 1), recipe.today);
        let verdict = |armored: &String| roster.verify(&opened.signed, armored, SITE_NAMESPACE, at);
        Ok(Some(Signed { fits, verdicts: opened.armored.iter().take(16).map(verdict).collect() }))
    }

    /// The commit that `rev` names, in hex digits.
    ///
    /// # Errors
    /// Where there is no repository, or no such commit in it.
    pub fn commit_of(&self, rev: &str) -> Result<String> {
        self.resolve(rev).map(|commit| commit.to_string())
    }

    /// Whether a commit is on the main line of what is checked out.
    fn is_on_line(&self, commit: &str) -> Result<bool> {
        let Some(repo) = &self.repo else { return Ok(true) };
        let Some(head) = repo.head()? else { return Ok(true) };
        Ok(repo.is_on_line(repo.resolve(commit)?, head))
    }

    /// What has to be asked for so that a recipe is followed.
    fn request_of(&self, recipe: &Recipe) -> Result<Request> {
        // Every part is named here, so that none is forgotten when there is another.
        let Recipe { commit, folder, today, since, trend, trust, edition, audience, called, base_url, tags: _ } =
            recipe;
        if *folder != self.prefix {
            let said = if folder.is_empty() { "the top".to_owned() } else { format!("`{folder}`") };
            let here = if self.prefix.is_empty() { "at the top".to_owned() } else { format!("in `{}`", self.prefix) };
            return Err(Error::new(format!(
                "the site is of the AIMS in {said} of its repository, and this one lies {here}"
            ))
            .hint("Name the folder of the AIMS behind the site: `aims verify SITE DIR`."));
        }
        self.resolve(commit).map_err(|error| {
            Error::new(format!("the commit {commit}, from which the site says it was made, is not in this repository"))
                .caused_by(error)
                .hint("Fetch it, or name the repository that the site was made from: `aims verify SITE DIR`.")
        })?;
        Ok(Request {
            rev: Some(commit.clone()),
            trust: trust.clone(),
            since: since.clone(),
            trend: *trend,
            edition: *edition,
            audience: Some(*audience),
            called: called.clone(),
            base_url: base_url.clone(),
            ..Request::new(&self.root, *today)
        })
    }
}

fn insert(files: &mut BTreeMap<DocPath, Sum>, path: &str, sum: Sum) {
    files.extend(DocPath::new(path).map(|path| (path, sum)));
}

/// Compares what is there with what has to be. What `is_left` names, somebody else put there.
fn compare(
    entries: &BTreeMap<String, Entry>,
    ought: &BTreeMap<DocPath, Sum>,
    manifest: &Manifest,
    is_left: &dyn Fn(&str) -> bool,
) -> (usize, Vec<Difference>) {
    let ought: BTreeMap<&str, &Sum> = ought.iter().map(|(path, sum)| (path.as_str(), sum)).collect();
    let listed: BTreeMap<&str, &Sum> = manifest.files.iter().map(|(path, sum)| (path.as_str(), sum)).collect();
    let paths: BTreeSet<&str> = entries.keys().map(String::as_str).chain(ought.keys().copied()).collect();
    let (mut same, mut differences) = (0, Vec::new());
    for path in paths {
        let ought = ought.get(path).copied();
        let is_doubtful = matches!(entries.get(path), Some(Entry::Doubtful(_)));
        if ought.is_none() && !is_doubtful && (matches!(path, RECORD | ATTESTATION) || is_left(path)) {
            continue;
        }
        let how = match (entries.get(path), ought) {
            (Some(Entry::File { size, sha256 }), Some(ought)) if (*size, sha256) == (ought.size, &ought.sha256) => {
                same += 1;
                continue;
            }
            (None, _) => How::Missing,
            (Some(Entry::Odd(what) | Entry::Doubtful(what)), _) => How::Odd(what.clone()),
            (Some(Entry::File { .. }), None) => How::Added,
            (Some(Entry::File { .. }), Some(ought)) if listed.get(path).copied() == Some(ought) => How::Changed,
            (Some(Entry::File { size, sha256 }), Some(_)) => match listed.get(path) {
                Some(listed) if (*size, sha256) == (listed.size, &listed.sha256) => How::MadeOtherwise,
                // The manifest and its list are not listed themselves.
                None => How::MadeOtherwise,
                Some(_) => How::Changed,
            },
        };
        differences.push(Difference { path: path.to_owned(), how, line: None });
    }
    (same, differences)
}

/// That the record which a build leaves of the files it wrote is not what it left: it lists those of the site, or those that the
/// site ought to have. A statement may have come or gone since; where there is no record, somebody publishes no hidden files.
fn record_differs(
    published: &Published,
    entries: &BTreeMap<String, Entry>,
    ought: &BTreeMap<DocPath, Sum>,
    manifest: &Manifest,
) -> Result<Option<Difference>> {
    let how = match entries.get(RECORD) {
        // What is doubtful was told with all else.
        None | Some(Entry::Doubtful(_)) => return Ok(None),
        Some(Entry::Odd(what)) => How::Odd(what.clone()),
        Some(Entry::File { .. }) => How::Changed,
    };
    let size_of = |path: &str| match entries.get(path) {
        Some(Entry::File { size, .. }) => DocPath::new(path).map(|path| (path, *size)),
        _ => None,
    };
    let with_own = |files: &BTreeMap<DocPath, Sum>| -> BTreeMap<DocPath, u64> {
        let own = [MANIFEST, SUMS].into_iter().filter_map(size_of);
        own.chain(files.iter().map(|(path, sum)| (path.clone(), sum.size))).collect()
    };
    let mut listed = published.read(RECORD, MAX_OWN)?.and_then(|json| recorded(&json));
    if let Some(listed) = &mut listed {
        listed.retain(|path, _| path.as_str() != ATTESTATION);
    }
    let is_sound = listed.is_some_and(|listed| [ought, &manifest.files].iter().any(|files| with_own(files) == listed));
    Ok((!is_sound).then(|| Difference { path: RECORD.to_owned(), how, line: None }))
}

/// The first line of a file that differs from what it has to be.
fn first_line(published: &Published, sealed: &Sealed<'_>, difference: &Difference) -> Result<Option<Line>> {
    if !matches!(difference.how, How::Changed | How::MadeOtherwise) || is_about_all(&difference.path) {
        return Ok(None);
    }
    let Some(path) = DocPath::new(&difference.path) else { return Ok(None) };
    let ought = sealed.bytes(&path)?;
    let Ok(Some(is)) = published.read(&difference.path, MAX_SHOWN) else { return Ok(None) };
    let (Ok(is), Ok(ought)) = (std::str::from_utf8(&is), std::str::from_utf8(&ought)) else { return Ok(None) };
    let (mut is, mut ought) = (is.split_inclusive('\n'), ought.split_inclusive('\n'));
    for number in 1.. {
        match (is.next(), ought.next()) {
            (None, None) => break,
            (one, other) if one != other => {
                let bare = |line: &str| line.trim_end_matches(['\r', '\n']).to_owned();
                // Where all else is the same, it is the end of the line that has to be seen.
                let is_end = one.map(bare) == other.map(bare);
                let told = |line: &str| if is_end { line.escape_debug().to_string() } else { bare(line) };
                return Ok(Some(Line { number, is: one.map(told), ought: other.map(told) }));
            }
            _ => {}
        }
    }
    Ok(None)
}

/// Whether a file differs wherever another does, or is of no site but of the folder that it is in.
fn is_about_all(path: &str) -> bool {
    matches!(path, MANIFEST | SUMS | RECORD)
}
