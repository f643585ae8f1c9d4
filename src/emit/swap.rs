//! The moment in which the new site takes the place of the old one, and what puts it right where that was cut short.
//!
//! In come a stage and a place. Where the system can, the two change places in one act. Where it cannot, the old site
//! steps aside first; a build that is killed just then leaves no site at all, and [`recover`] brings the old one back.
//! Deliberately not here: what is in either.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::disk::Disk;
use super::place::{Place, Standing};
use super::stage::{Stage, discard, is_ours};
use crate::base::{Error, Result};

/// Puts a stage in its place and removes the old site. On failure the old site stands where it stood, and the stage
/// is gone. Gives the folder that could not be removed once the new site was in place.
pub(super) fn swap(disk: &impl Disk, place: &Place, stage: &Stage, before: &Standing) -> Result<Option<PathBuf>> {
    let swapped = match before {
        Standing::Nothing => rename(disk, place, stage.path(), place.target()).map(|()| None),
        Standing::Empty | Standing::Site(_) => match disk.exchange(stage.path(), place.target()) {
            Ok(()) => Ok(Some(stage.path().to_owned())),
            Err(error) if error.kind() == ErrorKind::Unsupported => step_aside(disk, place, stage).map(Some),
            Err(error) => Err(place.failed("replace", place.target(), error)),
        },
    };
    match swapped {
        Ok(old) => Ok(old.filter(|old| discard(disk, old).is_err())),
        Err(error) => {
            let _ = discard(disk, stage.path());
            Err(error)
        }
    }
}

/// Swaps in two steps; gives where the old site is then.
fn step_aside(disk: &impl Disk, place: &Place, stage: &Stage) -> Result<PathBuf> {
    let old = place.old_path();
    rename(disk, place, place.target(), &old)?;
    let Err(error) = rename(disk, place, stage.path(), place.target()) else { return Ok(old) };
    match disk.rename(&old, place.target()) {
        Ok(()) => Err(error),
        Err(_) => Err(error.hint(format!("The old site is in {}; the next build moves it back.", old.display()))),
    }
}

fn rename(disk: &impl Disk, place: &Place, from: &Path, to: &Path) -> Result<()> {
    disk.rename(from, to).map_err(|error| place.failed("rename", from, error))
}

/// Brings back the old site where a build was killed while it stood aside, or clears it away where the new one is in
/// its place. True where there was one. Only the holder of the lock may do this.
pub(super) fn recover(disk: &impl Disk, place: &Place) -> Result<bool> {
    let old = place.old_path();
    if !is_ours(&old) {
        return Ok(false);
    }
    if place.target().exists() {
        match place.standing()? {
            Standing::Site(_) => {
                // In nobody's way unless the next swap has to step aside, which then says so.
                return Ok(discard(disk, &old).is_ok());
            }
            // Somebody has made the folder anew, as a script does that begins with `mkdir -p site`.
            Standing::Nothing | Standing::Empty => {
                fs::remove_dir(place.target()).map_err(|error| Error::io("remove", place.target(), error))?;
            }
        }
    }
    rename(disk, place, &old, place.target())?;
    Ok(true)
}
