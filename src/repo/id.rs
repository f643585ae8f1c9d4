//! The name of an object.

use std::fmt;
use std::str::FromStr;

use crate::base::Error;

/// The name of a git object: the hash of its content, in the format of its repository.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum ObjectId {
    /// A SHA-1, as nearly all repositories have it.
    Sha1([u8; 20]),
    /// A SHA-256: `git init --object-format=sha256`.
    Sha256([u8; 32]),
}

/// By which hash a repository names its objects. One repository has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectFormat {
    /// SHA-1: names of 20 bytes.
    Sha1,
    /// SHA-256: names of 32 bytes.
    Sha256,
}

impl ObjectFormat {
    /// How many bytes a name has.
    pub(super) fn size(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
        }
    }

    fn to_git(self) -> git2::ObjectFormat {
        match self {
            Self::Sha1 => git2::ObjectFormat::Sha1,
            Self::Sha256 => git2::ObjectFormat::Sha256,
        }
    }

    /// The name of an object.
    pub(super) fn name_of(self, kind: git2::ObjectType, content: &[u8]) -> Result<git2::Oid, git2::Error> {
        git2::Oid::hash_object_ext(kind, content, self.to_git())
    }

    /// The name or the start of one that these hex digits write.
    pub(super) fn prefix(self, hex: &str) -> Result<git2::Oid, git2::Error> {
        git2::Oid::from_str_ext(hex, self.to_git())
    }
}

impl From<git2::ObjectFormat> for ObjectFormat {
    fn from(format: git2::ObjectFormat) -> Self {
        match format {
            git2::ObjectFormat::Sha1 => Self::Sha1,
            git2::ObjectFormat::Sha256 => Self::Sha256,
        }
    }
}

impl ObjectId {
    /// Stands inside this module for a file or folder that is not there, in repositories of either format. It is what
    /// git writes for "no object".
    pub(super) const NONE: Self = Self::Sha1([0; 20]);

    /// The first ten hex digits: enough to find the commit in any repository of documents, short enough to read.
    pub fn short(&self) -> String {
        let mut hex = self.to_string();
        hex.truncate(10);
        hex
    }

    /// The name that git gives a file of this content in a repository of this format (that of a repository is
    /// [`Repo::format`](super::Repo::format)); `None` only if libgit2 cannot hash.
    pub fn of_blob(content: &[u8], format: ObjectFormat) -> Option<Self> {
        format.name_of(git2::ObjectType::Blob, content).ok().map(Self::from)
    }

    /// The hash itself: 20 or 32 bytes.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Sha1(bytes) => bytes,
            Self::Sha256(bytes) => bytes,
        }
    }

    /// Takes 20 or 32 bytes for a name.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let sha1 = bytes.try_into().map(Self::Sha1);
        sha1.or_else(|_| bytes.try_into().map(Self::Sha256)).ok()
    }

    /// Reads exactly 40 or 64 hex digits, as they stand in raw objects.
    pub(super) fn from_hex(hex: &[u8]) -> Option<Self> {
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let mut bytes = [0; 32];
        let bytes = bytes.get_mut(..hex.len() / 2).filter(|_| hex.len().is_multiple_of(2))?;
        for (byte, pair) in bytes.iter_mut().zip(hex.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Self::from_bytes(bytes)
    }

    pub(super) fn is_none(self) -> bool {
        self == Self::NONE
    }

    /// The id as an `Option`, for what leaves this module.
    pub(super) fn known(self) -> Option<Self> {
        (!self.is_none()).then_some(self)
    }

    /// Whether it is the name of a blob with exactly this content.
    pub fn is_blob_of(self, content: &[u8]) -> bool {
        Self::of_blob(content, self.format()) == Some(self)
    }

    pub(super) fn format(self) -> ObjectFormat {
        match self {
            Self::Sha1(_) => ObjectFormat::Sha1,
            Self::Sha256(_) => ObjectFormat::Sha256,
        }
    }

    pub(super) fn to_git(self) -> Result<git2::Oid, git2::Error> {
        git2::Oid::from_bytes(self.as_bytes())
    }
}

impl From<git2::Oid> for ObjectId {
    fn from(id: git2::Oid) -> Self {
        // libgit2 knows no third length.
        Self::from_bytes(id.as_bytes()).unwrap_or(Self::NONE)
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_bytes().iter().try_for_each(|byte| write!(f, "{byte:02x}"))
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
            .ok_or_else(|| Error::new(format!("`{hex}` is not the 40 or 64 hex digits of a commit")))
    }
}

#[cfg(test)]
mod tests {
    use super::{ObjectFormat, ObjectId};

    #[test]
    fn ids_are_read_as_they_are_written() {
        let sha1 = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
        let sha256 = "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321";
        for hex in [sha1, sha256] {
            let id: ObjectId = hex.parse().expect("an id");
            assert_eq!(id.to_string(), hex);
            assert_eq!(id.short(), hex[..10]);
            for bad in [&hex[1..], &format!("z{}", &hex[1..]), &format!("{hex}0"), &format!("{hex}00")] {
                assert!(bad.parse::<ObjectId>().is_err(), "{bad}");
            }
        }
        assert!("".parse::<ObjectId>().is_err() && "4b825dc642".parse::<ObjectId>().is_err());
    }

    #[test]
    fn the_name_of_a_file_depends_on_the_format() {
        let of = |format| ObjectId::of_blob(b"", format).expect("an id").to_string();
        // `git hash-object -t blob /dev/null` in repositories of both formats.
        assert_eq!(of(ObjectFormat::Sha1), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
        assert_eq!(of(ObjectFormat::Sha256), "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813");
    }
}
