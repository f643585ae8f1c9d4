//! What is watched, and who hears of it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Folders to watch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folders {
    /// With all below them.
    pub deep: Vec<PathBuf>,
    /// Without what is in their folders.
    pub shallow: Vec<PathBuf>,
}

/// Which paths count: of others nothing is told.
pub type Counts = dyn Fn(&Path) -> bool + Send;

/// Who is told of a batch: paths that were made, changed or removed. None says that some may have been missed. `false`
/// where nobody wants to hear any more.
pub type Tell = dyn Fn(BTreeSet<PathBuf>) -> bool + Send;
