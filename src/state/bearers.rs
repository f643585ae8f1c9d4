//! Who of the documents that are gone had which id first: looked for once in a state, as many ask.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::base::DocPath;
use crate::history::LinePlace;

/// How early something was: the smaller, the earlier.
pub(super) type Earliness = (Option<LinePlace>, Reverse<usize>);

/// For each id in lower case the first document with it, and how early that was.
pub(super) type First = BTreeMap<String, (Earliness, DocPath)>;

/// What was found of them, once somebody asked.
#[derive(Debug, Default)]
pub struct GoneBearers(OnceLock<First>);

impl GoneBearers {
    /// Who was the first with each id, as `find` gives it the first time.
    pub(super) fn first(&self, find: impl FnOnce() -> First) -> &First {
        self.0.get_or_init(find)
    }
}
