//! Whether git changes the bytes of a file between its objects and the disk.

use git2::{AttrCheckFlags, AttrValue};

use super::{Repo, failure};
use crate::base::Result;

impl Repo {
    /// Whether the attributes of the work tree keep git from converting line ends at `path`, from the top of the
    /// repository. Only a person who acts asks this: what is read of a repository does not hang on it.
    ///
    /// # Errors
    /// Where the attributes cannot be read.
    pub fn keeps_line_ends(&self, path: &str) -> Result<bool> {
        self.store.with(|reader| {
            let flags = AttrCheckFlags::FILE_THEN_INDEX | AttrCheckFlags::NO_SYSTEM;
            let text = reader.git.get_attr(std::path::Path::new(path), "text", flags);
            let text = text.map_err(|error| failure::during("read the git attributes", error))?;
            Ok(matches!(AttrValue::from_string(text), AttrValue::False))
        })
    }
}
