//! Puts a finished site where it belongs: whole, or not at all.
//!
//! In come [`Files`] and the folder they go to; out come the files on the disk and a count of them ([`Written`]).
//! The site is staged beside its folder and then changes places with it in one act, so that a reader, a web server
//! or a killed build never meets half a site. A record inside the site, [`RECORD`], tells the next build which files
//! are its own; all others belong to somebody else and are carried over untouched.
//!
//! While a build is under way, or was killed, these stand beside the folder `site`, and the next build clears them:
//!
//! - `.site.aims-lock`, held by the build that is at work; the lock itself dies with its process,
//! - `.site.aims-stage-N-N`, the new site on its way in, or the old one on its way out,
//! - `.site.aims-old`, the old site, where the two cannot change places in one act.
//!
//! Pages are made and written as they come, in parallel; nobody holds a whole site. What the old site has already, byte for
//! byte, is not written again but taken over, and a site of which nothing changed is not touched at all.
//!
//! Beside this, [`create()`] adds single records to the AIMS itself, [`lay()`] the files of a new one, [`report()`] writes what a check found, and [`Scratch`] is room for a file that another program
//! needs.
//!
//! Deliberately not here: what is in the site, and whether a published site is genuine. Nor is the disk asked to
//! flush: after a power cut a build is simply run again.

mod append;
mod create;
mod disk;
mod lay;
mod lock;
mod names;
mod place;
mod record;
mod report;
mod scratch;
mod stage;
mod swap;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use crate::base::{DocPath, Files, Result};
pub use append::{append, discard, renew, rewrite};
pub use create::{Addition, create, create_all};
use disk::{Disk, LocalDisk};
pub use lay::{lay, lay_if, taken};
use lock::Lock;
use place::Place;
pub use place::outside_git;
use record::Record;
pub use record::{Origin, RECORD, recorded};
pub use report::{may_report, report};
pub use scratch::Scratch;

/// What [`write()`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// How many files the site has; the record, and what was carried over, not counted.
    pub files: usize,
    /// Their size together.
    pub bytes: u64,
    /// How many of them the site before had with the very same bytes.
    pub unchanged: usize,
    /// What could not be cleared away after the new site was in place: the old one, for the next build to remove.
    pub leftover: Option<PathBuf>,
}

/// Makes `files` the site at `out`; `root` is the folder the documents come from, where there is one.
///
/// A symlink at `out` is followed, and stays, but not one that lies in `root` or in the repository around it. Missing folders above `out` are made.
///
/// # Errors
/// Where the files cannot be a folder on every platform, or one cannot be made; where `out` is a place a site must not go to, or holds
/// what no earlier build wrote; where a page would replace somebody else's file; where another build is at work on
/// `out`; and where the disk fails. The site that was there before then still is.
pub fn write(files: &dyn Files, out: &Path, root: Option<&Path>) -> Result<Written> {
    write_on(&LocalDisk, files, &Place::find(out, root)?)
}

/// The same for the site of an AIMS, of which [`spares()`] said what stands there.
///
/// # Errors
/// As those of [`write()`], and where the site of another AIMS stands at `out`.
pub fn write_site(files: &dyn Files, out: &Path, of: &Of<'_>, spared: Spared) -> Result<Written> {
    let mut place = of.at(out)?;
    place.same = spared.0;
    write_on(&LocalDisk, files, &place)
}

/// The same for files that are no site, into a folder that the user names by `option`, `--all`: what is told of it names that.
///
/// # Errors
/// As those of [`write()`].
pub fn write_named(files: &dyn Files, out: &Path, root: Option<&Path>, option: &'static str) -> Result<Written> {
    write_on(&LocalDisk, files, &Place::named(out, root, option)?)
}

/// Makes sure that a site may go to `out`, as [`write()`] does, and changes nothing.
///
/// # Errors
/// Where `out` is a place a site must not go to, or holds what no earlier build wrote.
pub fn allowed(out: &Path, root: Option<&Path>) -> Result<()> {
    Place::find(out, root)?.standing().map(drop)
}

/// The AIMS that a site is made of.
#[derive(Debug)]
pub struct Of<'a> {
    /// Its folder.
    pub root: &'a Path,
    /// The name of the folder in it to which its site goes where no other is named.
    pub usual: &'a str,
    /// By what it is told from others, where that is known.
    pub origin: Option<Origin>,
}

impl Of<'_> {
    fn at(&self, out: &Path) -> Result<Place> {
        let mut place = Place::find(out, Some(self.root))?;
        place.origin.clone_from(&self.origin);
        place.is_usual = dunce::canonicalize(self.root).is_ok_and(|root| root.join(self.usual) == place.target());
        Ok(place)
    }
}

/// Whose the site was that [`spares()`] found to be of the same AIMS: another that stands there later is judged anew.
#[derive(Debug)]
pub struct Spared(Option<Origin>);

/// Makes sure that the site at `out` is of no other AIMS, and that none of `sources`, of which a site is made and which lie in its root,
/// would go with it: its record may have come with them. What [`allowed()`] asks is not asked again.
///
/// # Errors
/// Where it is, or one does, and where the record cannot be read.
pub fn spares<'a>(out: &Path, of: &Of<'_>, sources: impl Iterator<Item = &'a DocPath>) -> Result<Spared> {
    let place = of.at(out)?;
    let Some(record) = Record::read(place.target())? else { return Ok(Spared(None)) };
    place.is_of_the_same(&record)?;
    place.spares(&record, of.root, sources)?;
    Ok(Spared(record.origin.filter(|_| !place.is_usual)))
}

/// The folder of a site that a file would lie in: one that a build wrote, or the one called `usual` at `root`, where a build would
/// go. Folders around `root` are none.
pub fn site_around(file: &Path, root: &Path, usual: &str) -> Option<PathBuf> {
    let folder = std::path::absolute(file).ok()?.parent()?.to_owned();
    // As far as the folders are there, they are what they really are.
    let there = folder.ancestors().find_map(|above| Some((above, dunce::canonicalize(above).ok()?)));
    let real = there.and_then(|(above, real)| Some(real.join(folder.strip_prefix(above).ok()?)));
    let folder: PathBuf = real.as_deref().unwrap_or(&folder).components().collect();
    let usual = root.join(usual);
    // Where something else lies in the folder that is the usual one, no build goes there.
    let of_build = |above: &Path| above == usual && allowed(&usual, Some(root)).is_ok();
    let is_site = |above: &&Path| above.join(RECORD).is_file() || of_build(above);
    let mut around = folder.ancestors().take_while(|above| !root.starts_with(above));
    around.find(is_site).map(Path::to_owned)
}

/// The files of the whole site that stands at `out`, its record among them; none where there is no such site, or a build that was
/// killed left something beside it. Whether they are there is not looked at.
pub fn standing(out: &Path) -> Vec<PathBuf> {
    let found = Place::find(out, None).ok().filter(|place| !place.has_remains());
    let Some(place) = found else { return Vec::new() };
    match place.standing() {
        Ok(place::Standing::Site(record)) => {
            let files = record.paths().map(|path| place.target().join(path.as_str()));
            files.chain([place.target().join(RECORD)]).collect()
        }
        _ => Vec::new(),
    }
}

/// Puts right what a killed build left at `out`: the old site is moved back where it is missing, and what lies about
/// beside it is cleared away. True where something was found. [`write()`] does the same before it begins.
///
/// # Errors
/// Where another build is at work on `out`, or the disk fails.
pub fn recover(out: &Path) -> Result<bool> {
    let place = Place::find(out, None)?;
    if !place.has_remains() {
        return Ok(false);
    }
    let lock = Lock::take(&place)?;
    let restored = swap::recover(&LocalDisk, &place)?;
    let swept = stage::sweep(&LocalDisk, &place);
    drop(lock);
    Ok(restored || swept > 0)
}

fn write_on(disk: &impl Disk, files: &dyn Files, place: &Place) -> Result<Written> {
    let paths = files.paths();
    names::check(&paths)?;
    place.make_parent(disk)?;
    let lock = Lock::take(place)?;
    swap::recover(disk, place)?;
    stage::sweep(disk, place);
    let before = place.standing()?;
    let staged = stage::fill(disk, place, files, &paths, &before)?;
    let leftover = match &staged.changed {
        true => swap::swap(disk, place, &staged.stage, &before)?,
        false => stage::discard(disk, staged.stage.path()).err().map(|_| staged.stage.path().to_owned()),
    };
    drop(lock);
    Ok(Written { files: staged.record.len(), bytes: staged.record.size(), unchanged: staged.unchanged, leftover })
}
