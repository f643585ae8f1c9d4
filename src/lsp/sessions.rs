//! The AIMS of which an editor has files open.

use lsp_types::Uri;

use super::lines::Encoding;
use super::place::path_of;
use super::session::Session;
use crate::base::DocPath;

/// The AIMS of which an editor has files open, and how columns are counted.
pub(super) struct Sessions {
    /// How columns are counted.
    pub(super) encoding: Encoding,
    /// One a root.
    pub(super) all: Vec<Session>,
}

impl Sessions {
    /// The AIMS that a file belongs to, the innermost of several, and its path there.
    pub(super) fn at(&self, address: &Uri) -> Option<(&Session, DocPath)> {
        let (place, path) = self.place(address)?;
        Some((&self.all[place], path))
    }

    /// The same, to be changed.
    pub(super) fn at_mut(&mut self, address: &Uri) -> Option<(&mut Session, DocPath)> {
        let (place, path) = self.place(address)?;
        Some((&mut self.all[place], path))
    }

    fn place(&self, address: &Uri) -> Option<(usize, DocPath)> {
        let file = path_of(address)?;
        let holds = self.all.iter().enumerate().filter_map(|(place, session)| Some((place, session.path_in(&file)?)));
        holds.min_by_key(|(_, path)| path.as_str().len())
    }
}
