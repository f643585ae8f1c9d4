//! Files below the folder of records that count for nothing: somebody signed them, and would think that they do.

use super::record::of_path;
use crate::base::wording::Words;
use crate::base::{APPROVALS, DocPath, say};

/// A file that counts for nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Idle {
    /// The file.
    pub path: DocPath,
    /// Why.
    pub why: Why,
}

/// Why a file counts for nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// No record is looked for where it lies.
    Place,
    /// It is to vouch for settings and cannot be read: a sentence without a full stop.
    Unreadable(Words),
    /// It is to vouch for settings and is not signed, or it is the signature of a record that is not there.
    Unsigned,
    /// It vouches for settings that never were those of the AIMS, or its signer was none who might vouch for them.
    Settings,
}

impl Why {
    /// Why, without a full stop.
    pub fn sentence(&self) -> String {
        match self {
            Self::Place => {
                say!("records lie in `{folder}/ID/`, and nothing is read here", folder = APPROVALS)
            }
            Self::Unreadable(why) => why.to_string(),
            Self::Unsigned => say!("it is a record without its signature, or a signature without its record").into(),
            Self::Settings => say!(
                "it is about other settings than there ever were, or it came when they had been given up, or nobody signed it whom the settings before had vouch for a change"
            )
            .into(),
        }
    }
}

/// Files that lie where no record is looked for.
pub(super) fn misplaced(files: &[DocPath]) -> impl Iterator<Item = Idle> {
    let is_record = |path: &&DocPath| {
        path.in_approvals().is_some() && matches!(path.extension().as_str(), "toml" | "sig") && of_path(path).is_none()
    };
    files.iter().filter(is_record).map(|path| Idle { path: path.clone(), why: Why::Place })
}
