//! Where git shows another history here than the one that is recorded, and where files were left out of the clone.
//!
//! Replacement refs and grafts are made in one clone and usually stay there. The record is read from the objects as
//! they are, so that it is the same everywhere; but whoever compares it with `git log` has to be told why they differ.

use std::collections::BTreeSet;
use std::path::Path;

use git2::{ConfigLevel, ObjectType};

use super::change::Change;
use super::failure;
use super::gap::{GapKind, Gaps};
use super::id::ObjectId;
use super::store::Reader;
use super::walk::Node;
use crate::base::{Error, Result};

/// Names the commits of the history that `refs/replace` and `info/grafts` show otherwise.
pub(super) fn tell(reader: &Reader<'_>, common: &Path, commits: &[Node], gaps: &mut Gaps) -> Result<()> {
    let (mut replaced, grafted) = (replaced(reader)?, grafted(common)?);
    if replaced.is_empty() && grafted.is_empty() {
        return Ok(());
    }
    for (place, node) in commits.iter().enumerate() {
        if replaced.remove(&node.id) {
            gaps.add(GapKind::Replaced, Some(place), Some(node.id));
        }
        if grafted.contains(&node.id) {
            gaps.add(GapKind::Grafted, Some(place), Some(node.id));
        }
    }
    // Commits of another history do not matter here. Of files and folders it is not known.
    for id in replaced {
        if matches!(reader.header(id)?, Some((_, ObjectType::Blob | ObjectType::Tree))) {
            gaps.add(GapKind::Replaced, None, Some(id));
        }
    }
    Ok(())
}

/// The objects that have a replacement.
fn replaced(reader: &Reader<'_>) -> Result<BTreeSet<ObjectId>> {
    let told = |error| failure::during("list the replacement refs", error);
    let mut references = reader.git.references_glob("refs/replace/*").map_err(told)?;
    let names = references.names().filter_map(|name| name.ok()?.strip_prefix("refs/replace/")?.parse().ok());
    Ok(names.collect())
}

/// The commits that `info/grafts` gives other parents. Lines that make no sense are passed over, as git does.
fn grafted(common: &Path) -> Result<BTreeSet<ObjectId>> {
    let path = common.join("info/grafts");
    let list = match std::fs::read(&path) {
        Ok(list) => list,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) => return Err(Error::io("read", &path, error)),
    };
    let first = |line: &[u8]| ObjectId::from_hex(line.split(u8::is_ascii_whitespace).next()?);
    Ok(list.split(|byte| *byte == b'\n').filter_map(first).collect())
}

/// Whether a remote has promised objects that need not be here: the mark of a clone made with `--filter`. The clone may
/// be whole all the same, where the remote did not know filters or all was fetched since.
pub(super) fn is_partial(reader: &Reader<'_>) -> bool {
    let local = reader.git.config().and_then(|config| config.open_level(ConfigLevel::Local));
    let promisor = local.and_then(|local| {
        let mut found = false;
        local.entries(Some(r"^remote\..*\.promisor$"))?.for_each(|entry| {
            // A key without a value means yes.
            found |=
                !entry.has_value() || entry.value().is_ok_and(|value| !["false", "no", "off", "0"].contains(&value));
        })?;
        Ok(found)
    });
    promisor.unwrap_or(false)
}

/// Names the versions of files that were left out of a clone made with `--filter`.
pub(super) fn missing_versions(reader: &Reader<'_>, commit: usize, changes: &[Change], gaps: &mut Gaps) {
    for id in changes.iter().flat_map(|change| [change.old, change.new]).flatten() {
        if !reader.has(id) {
            gaps.add(GapKind::Partial, Some(commit), Some(id));
        }
    }
}
