//! What names a requirement: the framework and the id within it. ISO/IEC 27001's A.5.2 and ISO/IEC 42001's A.5.2 are two
//! things.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// The id of the framework that everything else is related to, and that is followed where settings name none.
pub const ISO_42001: &str = "iso-42001";

/// The id of a framework: `iso-42001`. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrameworkId(Arc<str>);

impl FrameworkId {
    /// The id as settings and front matter write it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for FrameworkId {
    fn from(id: &str) -> Self {
        Self(id.into())
    }
}

impl Deref for FrameworkId {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for FrameworkId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for FrameworkId {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl fmt::Display for FrameworkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A requirement of a framework: a clause, a control, an item. Cheap to clone and to compare; the order is that of texts,
/// not that of the standard.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReqId {
    /// Whose it is.
    pub framework: FrameworkId,
    /// Its id in there: `A.5.2`, `9.2.1`.
    pub id: Arc<str>,
}

impl ReqId {
    /// The requirement `id` of `framework`. Whether there is one is for others to say.
    pub fn new(framework: &FrameworkId, id: &str) -> Self {
        Self { framework: framework.clone(), id: id.into() }
    }
}

impl fmt::Display for ReqId {
    /// The id in full, as documents may write it: `iso-27001:A.5.2`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.framework, self.id)
    }
}

/// The framework and the id of `iso-27001:A.5.2`; no framework for `A.5.2`.
pub fn split_req_id(written: &str) -> (Option<&str>, &str) {
    match written.split_once(':') {
        Some((framework, id)) => (Some(framework.trim()), id.trim()),
        None => (None, written),
    }
}

/// Of followed frameworks those that an id may be of: all up to the first that has it as a heading, which names nothing.
/// `A.6.2` gathers controls of ISO/IEC 42001, and names none of ISO/IEC 27001 where that is followed after it.
pub(crate) fn up_to_heading<T: Clone>(
    mut followed: impl Iterator<Item = T>,
    heads: impl Fn(&T) -> bool,
) -> impl Iterator<Item = T> {
    let mut before: Option<T> = None;
    std::iter::from_fn(move || {
        before = if before.as_ref().is_some_and(&heads) { None } else { followed.next() };
        before.clone()
    })
    .fuse()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_of_no_framework_behind_the_one_that_has_it_as_a_heading() {
        let up_to = |heading: u8| up_to_heading(1..=3, move |one| *one == heading).collect::<Vec<u8>>();
        assert_eq!([up_to(1), up_to(2), up_to(3), up_to(4)], [vec![1], vec![1, 2], vec![1, 2, 3], vec![1, 2, 3]]);
    }

    #[test]
    fn ids_in_full_are_taken_apart() {
        assert_eq!(split_req_id("A.5.2"), (None, "A.5.2"));
        assert_eq!(split_req_id("iso-27001: A.5.2"), (Some("iso-27001"), "A.5.2"));
        let id = ReqId::new(&"iso-27001".into(), "A.5.2");
        assert_eq!(id.to_string(), "iso-27001:A.5.2");
        assert_ne!(id, ReqId::new(&"iso-42001".into(), "A.5.2"));
    }
}
