//! What the repository at hand cannot tell, as values, and in words.

use super::revision::short;
use crate::base::{SETTINGS, say, wording};
use crate::repo;

/// Something that the repository at hand cannot tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// Something that git itself lacks or shows otherwise.
    Log(repo::Gap),
    /// Texts of documents are missing or damaged.
    Texts(Lost),
    /// Settings of the past are missing, damaged or too large.
    Settings(Lost),
    /// Tags, by their names, or what they lead to are missing or damaged.
    Tags(Vec<String>),
}

/// The commits whose files are lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// The first of them, in hex digits.
    pub first: String,
    /// How many others there are.
    pub others: usize,
}

impl Gap {
    /// Whether something is missing. Where not, git shows another history in this clone than the one that is told here.
    pub fn is_hole(&self) -> bool {
        match self {
            Self::Log(gap) => gap.kind.is_hole(),
            Self::Texts(_) | Self::Settings(_) | Self::Tags(_) => true,
        }
    }

    /// Whether commits, folders or files are missing: fetching the rest brings them.
    pub fn is_loss(&self) -> bool {
        match self {
            Self::Log(gap) => gap.kind.is_hole() && gap.kind != repo::GapKind::TooManyRenames,
            Self::Texts(_) | Self::Settings(_) | Self::Tags(_) => true,
        }
    }

    /// What is missing: a sentence without a full stop.
    pub fn sentence(&self) -> String {
        match self {
            Self::Log(gap) => gap.message(),
            Self::Texts(lost) => {
                say!(
                    "texts of commit {commits} are missing or damaged: what they said is not known",
                    commits = lost.named()
                )
            }
            Self::Settings(lost) => say!(
                "the `{file}` of commit {commits} is missing, damaged or too large: who might sign then is not known",
                file = SETTINGS,
                commits = lost.named()
            ),
            Self::Tags(names) => {
                say!("the tag {tags} is missing or damaged: what it seals and approves is not known", tags = few(names))
            }
        }
    }

    /// How to get it: a sentence.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Log(gap) => wording::of(gap.remedy()),
            Self::Tags(_) => {
                say!(
                    "Run `git fetch --tags --force`, or take it away; `git fsck --full` lists what is damaged. A file of that name in `.git/refs/tags` that is no tag may be taken away."
                )
            }
            Self::Texts(_) | Self::Settings(_) => {
                say!(
                    "Run `git fetch --refetch --no-filter`, or clone again, whole; `git fsck --full` lists what is damaged."
                )
            }
        }
    }
}

/// The first of these names, and how many more there are.
fn few(names: &[String]) -> String {
    let first = names.first().map_or_else(String::new, |name| format!("`{name}`"));
    match names.len() {
        0 | 1 => first,
        all => say!("{few} and {more} more", few = first, more = all - 1),
    }
}

impl Lost {
    fn named(&self) -> String {
        let first = short(&self.first);
        match self.others {
            0 => first,
            more => say!("{few} and {more} more", few = first, more),
        }
    }
}
