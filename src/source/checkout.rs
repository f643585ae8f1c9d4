//! The files on disk as git has them: what a machine makes of line ends at checkout is nobody's text.
//!
//! `core.autocrlf`, an `eol` attribute and editors change line ends, and editors put a byte order mark in front. Signed
//! bytes do not fit then, and a site would publish what no commit has. So where the last commit has the same text, its
//! bytes are handed out, and what the attributes `ident` and `working-tree-encoding` made of a text is put back. Everything
//! else is handed out as it lies there.

use super::files::{Content, Oddity, Source};
use super::past::Past;
use super::worktree::Worktree;
use crate::base::{DocPath, Result, below};
use crate::repo::{ObjectId, Repo};

/// Files up to this size are compared. What is larger is no text that a person wrote.
const MAX_COMPARED: u64 = 8 * 1024 * 1024;

/// A work tree, with the bytes of the last commit for each text that differs from it in line ends only.
pub struct Checkout<'a> {
    here: Worktree,
    /// Where the last commit has the files.
    committed: Option<Past<'a>>,
    /// The repository, and the folder of the work tree in it.
    repo: Option<(&'a Repo, String)>,
}

impl<'a> Checkout<'a> {
    /// Puts the commit `head` behind the work tree; `prefix` is its folder in the repository. Outside a repository, and
    /// before the first commit, there is none.
    pub fn new(here: Worktree, committed: Option<(&'a Repo, ObjectId)>, prefix: &str) -> Self {
        let repo = committed.map(|(repo, _)| (repo, prefix.to_owned()));
        Self { here, committed: committed.map(|(repo, head)| Past::new(repo, head, prefix)), repo }
    }

    /// What is handed out for the bytes that lie at `path`.
    fn settle(&self, path: &DocPath, here: Vec<u8>) -> Result<Vec<u8>> {
        if here.len() as u64 > MAX_COMPARED {
            return Ok(here);
        }
        let here = match &self.repo {
            Some((repo, prefix)) => repo.put_back(&below(prefix, path.as_str()), here)?,
            None => here,
        };
        if !is_converted(&here) {
            return Ok(here);
        }
        if let Some(committed) = &self.committed
            && let Content::Bytes(bytes) = committed.read(path, MAX_COMPARED)?
            && plain(&bytes) == plain(&here)
        {
            return Ok(bytes);
        }
        // Records are written with line feeds only. In an archive that was unpacked elsewhere no commit tells so.
        Ok(if path.in_approvals().is_some() { plain(&here) } else { here })
    }
}

impl Source for Checkout<'_> {
    fn files(&self) -> &[DocPath] {
        self.here.files()
    }

    fn oddities(&self) -> &[Oddity] {
        self.here.oddities()
    }

    fn read(&self, path: &DocPath, limit: u64) -> Result<Content> {
        // With carriage returns a text may be up to twice as long as it is.
        let longer = if limit < MAX_COMPARED { 2 * limit + BOM.len() as u64 } else { limit };
        let here = match self.here.read(path, longer)? {
            Content::Bytes(here) => self.settle(path, here)?,
            other => return Ok(other),
        };
        let size = here.len() as u64;
        Ok(if size > limit { Content::TooLarge(size) } else { Content::Bytes(here) })
    }
}

const BOM: &[u8] = b"\xef\xbb\xbf";

/// Whether a text bears marks of a conversion: a byte order mark or a line that ends with `\r\n`.
fn is_converted(bytes: &[u8]) -> bool {
    bytes.starts_with(BOM) || bytes.windows(2).any(|pair| pair == b"\r\n")
}

/// A text without byte order mark, its lines ended by `\n`; of what is no text, the bytes.
fn plain(bytes: &[u8]) -> Vec<u8> {
    if bytes.contains(&0) {
        return bytes.to_vec();
    }
    let text = bytes.strip_prefix(BOM).unwrap_or(bytes);
    let mut plain = Vec::with_capacity(text.len());
    for (at, byte) in text.iter().enumerate() {
        if *byte != b'\r' || text.get(at + 1) != Some(&b'\n') {
            plain.push(*byte);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_line_ends_and_the_mark_are_taken_off() {
        assert_eq!(plain(b"\xef\xbb\xbfa\r\nb\rc\r\r\n"), b"a\nb\rc\r\n");
        assert_eq!(plain(b"\xef\xbb\xbf\0\r\n"), b"\xef\xbb\xbf\0\r\n", "no text");
        assert!(is_converted(b"a\r\n") && is_converted(b"\xef\xbb\xbfa") && !is_converted(b"a\rb\n"));
    }
}
