//! The name of an object.

use std::fmt;
use std::str::FromStr;

use crate::base::Error;

/// The name of a git object: the SHA-1 of its content.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId(pub [u8; 20]);

impl ObjectId {
    /// What git writes for "no object". Inside this module it stands for a file or folder that is not there.
    pub(super) const NONE: Self = Self([0; 20]);

    /// The first ten hex digits: enough to find the commit in any repository of documents, short enough to read.
    pub fn short(&self) -> String {
        let mut hex = self.to_string();
        hex.truncate(10);
        hex
    }

    /// The name that git gives a file of this content; `None` only if libgit2 cannot hash.
    pub fn of_blob(content: &[u8]) -> Option<Self> {
        git2::Oid::hash_object(git2::ObjectType::Blob, content).ok().map(Self::from)
    }

    /// Reads exactly 40 hex digits, as they stand in raw objects.
    pub(super) fn from_hex(hex: &[u8]) -> Option<Self> {
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let mut id = [0; 20];
        if hex.len() != 40 {
            return None;
        }
        for (byte, pair) in id.iter_mut().zip(hex.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Some(Self(id))
    }

    pub(super) fn is_none(self) -> bool {
        self == Self::NONE
    }

    /// The id as an `Option`, for what leaves this module.
    pub(super) fn known(self) -> Option<Self> {
        (!self.is_none()).then_some(self)
    }

    pub(super) fn to_git(self) -> Result<git2::Oid, git2::Error> {
        git2::Oid::from_bytes(&self.0)
    }
}

impl From<git2::Oid> for ObjectId {
    fn from(id: git2::Oid) -> Self {
        let mut bytes = [0; 20];
        bytes.copy_from_slice(&id.as_bytes()[..20]);
        Self(bytes)
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for ObjectId {
    type Err = Error;

    fn from_str(hex: &str) -> Result<Self, Error> {
        Self::from_hex(hex.as_bytes())
            .ok_or_else(|| Error::new(format!("`{hex}` is not the 40 hex digits of a commit")))
    }
}

#[cfg(test)]
mod tests {
    use super::ObjectId;

    #[test]
    fn ids_are_read_as_they_are_written() {
        let hex = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
        let id: ObjectId = hex.parse().expect("an id");
        assert_eq!(id.to_string(), hex);
        assert_eq!(id.short(), "4b825dc642");
        for bad in
            ["", "4b825dc642", "zb825dc642cb6eb9a060e54bf8d69288fbee4904", "4b825dc642cb6eb9a060e54bf8d69288fbee49040"]
        {
            assert!(bad.parse::<ObjectId>().is_err(), "{bad}");
        }
    }
}
